// What AWS's schemas say of resources: the walk is runtime/schema's; these rows are the mistakes that it finds.
#include "lint/schema.h"

#include "schema/schema.h"

bool lint_sound_name(Text id) {
  for (size_t i = 0; i < id.size; i++) {
    char c = id.at[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
  }
  return id.size > 0;
}

void lint_check_schema(Linter *linter) {
  if (linter->options->emitted) return;  // lowering has checked every property
  const Text *regions;
  size_t region_count = lint_regions(linter, &regions);
  SchemaCheck check = {.arena = linter->arena,
                       .diags = linter->diags,
                       .template = linter->template,
                       .conditions = linter->conditions,
                       .regions = regions,
                       .region_count = region_count,
                       .lint = true,
                       .strict = lint_setting(linter, "E3012", "strict", false),
                       .aging_errors = true};
  for (size_t i = 0; i < linter->resources.count; i++) {
    TemplateResource *resource = linter->resources.items[i].resource;
    // A type that does not exist is E3006, in resources.c.
    ArenaMark mark = arena_mark(linter->arena);
    if (lint_sound_name(resource->logical_id) && schema_find(resource->type)) schema_check_resource(&check, resource);
    arena_release(linter->arena, mark);
  }
  schema_check_done(&check);
}

static const LintRule rules[] = {
    {.id = "E3002",
     .title = "A property that the type does not have",
     .about = "CloudFormation refuses a resource with a property that its type does not know. Most are misspelt. The "
              "same id is given for a network's range that is none.",
     .template = lint_check_schema},
    {.id = "E3003",
     .title = "A required property is missing",
     .about = "CloudFormation refuses the resource before it creates anything.",
     .template = lint_check_schema},
    {.id = "E3012",
     .title = "A value of the wrong type",
     .about =
         "Text where a list is wanted, a map where a number is: CloudFormation refuses it. Numbers and booleans may "
         "be written as text, unless the rule is configured with strict=true.",
     .template = lint_check_schema},
    {.id = "E3014",
     .title = "Not exactly one of several properties",
     .about = "The service takes one of the named properties, neither none nor two.",
     .template = lint_check_schema},
    {.id = "E3017",
     .title = "A value that has none of its possible forms",
     .about = "The schema gives several forms, and the value must have at least one of them.",
     .template = lint_check_schema},
    {.id = "E3018",
     .title = "A value that has not exactly one of its possible forms",
     .about = "The schema gives several forms, and the value must have one of them alone.",
     .template = lint_check_schema},
    {.id = "E3020",
     .title = "Properties that exclude each other",
     .about = "Where the one is set the service refuses the other, in each way in which the conditions can come out.",
     .template = lint_check_schema},
    {.id = "E3021",
     .title = "A property that needs another beside it",
     .about = "The service refuses the one without the other.",
     .template = lint_check_schema},
    {.id = "E3030",
     .title = "A value that is not one of the allowed",
     .about = "The property takes some values and no others; case counts.",
     .template = lint_check_schema},
    {.id = "E3031",
     .title = "A text of another form than its pattern",
     .about = "AWS states a regular expression for the property, and the text does not match it.",
     .template = lint_check_schema},
    {.id = "E3032",
     .title = "Too few or too many items or members",
     .about = "The service bounds how many items the list (or members the map) may have, whichever way the conditions "
              "come out.",
     .template = lint_check_schema},
    {.id = "E3033",
     .title = "A text that is too short or too long",
     .about = "Counted are characters, after CloudFormation has replaced nothing.",
     .template = lint_check_schema},
    {.id = "E3034",
     .title = "A number out of range",
     .about = "The service bounds the number, or takes multiples of a step alone.",
     .template = lint_check_schema},
    {.id = "E3037",
     .title = "The same item twice in a list of different ones",
     .about = "The list is a set: the service refuses an item that is there already.",
     .template = lint_check_schema},
    {.id = "I3037",
     .title = "The same item twice in a list that may have it",
     .about = "The service takes it; most often it is an oversight.",
     .template = lint_check_schema},
    {.id = "E3040",
     .title = "A property that AWS fills in",
     .about = "It can be read by Fn::GetAtt, not set.",
     .template = lint_check_schema},
    {.id = "E3058",
     .title = "None of several properties, of which one is needed",
     .about = "At least one of the named properties must be there.",
     .template = lint_check_schema},
    {.id = "E1040",
     .title = "An attribute of another kind of thing than the property wants",
     .about = "The property wants an id, a name or an ARN of a certain type of resource, and the attribute is another.",
     .template = lint_check_schema},
    {.id = "E1041",
     .title = "A Ref to another kind of thing than the property wants",
     .about =
         "The property wants an id, a name or an ARN of a certain type of resource, and Ref gives another. Ref of a "
         "security group without VpcId gives its name.",
     .template = lint_check_schema},
    {.id = "E1150",
     .title = "Not the id of a security group",
     .about = "A security group's id is sg- and 8 or 17 hexadecimal digits.",
     .template = lint_check_schema},
    {.id = "E1151",
     .title = "Not the id of a VPC",
     .about = "A VPC's id is vpc- and 8 or 17 hexadecimal digits.",
     .template = lint_check_schema},
    {.id = "E1152",
     .title = "Not the id of an image",
     .about = "An image's id is ami- and 8 or 17 characters.",
     .template = lint_check_schema},
    {.id = "E1153",
     .title = "Not the name of a security group",
     .about = "Up to 255 letters, digits, blanks and ._-:/()#,@[]+=&;{}!$*",
     .template = lint_check_schema},
    {.id = "E1154",
     .title = "Not the id of a subnet",
     .about = "A subnet's id is subnet- and 8 or 17 hexadecimal digits.",
     .template = lint_check_schema},
    {.id = "E1155",
     .title = "Not the name of a log group",
     .about = "Up to 512 letters, digits, and ._-/#",
     .template = lint_check_schema},
    {.id = "E1156",
     .title = "Not the ARN of a role",
     .about = "A role's ARN is arn:aws:iam::ACCOUNT:role/NAME with an account of 12 digits.",
     .template = lint_check_schema},
    {.id = "E1157",
     .title = "Not the ARN of a key",
     .about = "A key's ARN is arn:aws:kms:REGION:ACCOUNT:key/ID.",
     .template = lint_check_schema},
    {.id = "E1158",
     .title = "Not the ARN of a topic",
     .about = "A topic's ARN is arn:aws:sns:REGION:ACCOUNT:NAME.",
     .template = lint_check_schema},
    {.id = "E1159",
     .title = "Not the ARN of a certificate",
     .about = "A certificate's ARN is arn:aws:acm:REGION:ACCOUNT:certificate/ID.",
     .template = lint_check_schema},
    {.id = "E1160",
     .title = "Not the ARN of a function",
     .about = "A function's ARN is arn:aws:lambda:REGION:ACCOUNT:function:NAME.",
     .template = lint_check_schema},
    {.id = "E1161",
     .title = "Not the name of a bucket",
     .about = "A bucket's name has 3 to 63 small letters, digits, dots and hyphens.",
     .template = lint_check_schema},
    {.id = "E1162",
     .title = "Not the id of a key",
     .about =
         "A key's id is 1234abcd-12ab-34cd-56ef-1234567890ab, or mrk- and 32 digits. Most properties take the ARN or "
         "an alias as well; what is none of them is told by the id of each.",
     .template = lint_check_schema},
    {.id = "E1164",
     .title = "Not the name of a key's alias",
     .about = "An alias begins with alias/.",
     .template = lint_check_schema},
    {.id = "W1030",
     .title = "A parameter whose values the property does not take",
     .about = "What the parameter allows, or has as its default, is not what the property wants. Mend the parameter, "
              "or say what it allows.",
     .template = lint_check_schema},
    {.id = "W1031",
     .title = "A text of Fn::Sub that the property does not take",
     .about = "With the parameters' values put in, the text is not what the property wants.",
     .template = lint_check_schema},
    {.id = "W1032",
     .title = "A text of Fn::Join that the property does not take",
     .about = "With the parameters' values put in, the text is not what the property wants.",
     .template = lint_check_schema},
    {.id = "W1033",
     .title = "A list of Fn::Split that the property does not take",
     .about = "With the parameters' values put in, the items are not what the property wants.",
     .template = lint_check_schema},
    {.id = "W1034",
     .title = "A value of a mapping that the property does not take",
     .about = "What the mapping holds there is not what the property wants.",
     .template = lint_check_schema},
    {.id = "W1035",
     .title = "An item of Fn::Select that the property does not take",
     .about = "The item that is chosen is not what the property wants.",
     .template = lint_check_schema},
    {.id = "W1036",
     .title = "Zones where the property takes something else",
     .about = "Fn::GetAZs gives a list of names of zones.",
     .template = lint_check_schema},
};

LINT_TOPIC(schema, rules);
