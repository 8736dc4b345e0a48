// Properties of one resource that no schema can weigh against each other, and what a resource takes from another.
#include "lint/rule.h"
#include "lint/shape.h"
#include "schema/schema.h"

// ───────────────────────────── Sizes of a group ─────────────────────────────

static bool known_size(Linter *linter, const LintResource *resource, const char *name, World world, int64_t *least,
                       int64_t *most) {
  LintAt at = lint_field(&resource->properties, name);
  LintChoices choices = lint_known(linter, &at, world);
  if (choices.count == 0) return false;
  for (size_t i = 0; i < choices.count; i++) {
    int64_t number;
    if (!lint_integer(&choices.items[i].at, &number)) return false;
    if (i == 0 || number < *least) *least = number;
    if (i == 0 || number > *most) *most = number;
  }
  return true;
}

static void check_sizes(Linter *linter, const LintResource *resource) {
  int64_t least, most, unused;
  if (!known_size(linter, resource, "MinSize", resource->world, &least, &unused)) return;
  if (!known_size(linter, resource, "MaxSize", resource->world, &unused, &most)) return;
  if (most >= least) return;
  LintAt at = lint_field(&resource->properties, "MaxSize");
  Diag *diag = lint_report(linter, "E3706", &at, "MaxSize is %lld, below MinSize, which is %lld", (long long)most,
                           (long long)least);
  LintAt other = lint_field(&resource->properties, "MinSize");
  diag_note(linter->diags, diag, other.span, "MinSize is set here");
}

// ───────────────────────────── An instance's image ─────────────────────────────

// The template's own launch template that a LaunchTemplate names; null where it is another or is not known.
static const LintResource *launch_template(Linter *linter, const LintAt *at) {
  LintAt id = lint_field(at, "LaunchTemplateId");
  if (!id.value) id = lint_field(at, "LaunchTemplateName");
  Text name, logical;
  Value *argument;
  if (!value_intrinsic(id.value, &name, &argument)) return NULL;
  if (text_is(name, "Fn::GetAtt") && value_is(argument, VALUE_LIST) && argument->as.list.count)
    logical = value_text(argument->as.list.items[0]);
  else if (text_is(name, "Fn::GetAtt") || text_is(name, "Ref"))
    logical = value_text(argument);
  else
    return NULL;
  size_t dot = text_find(logical, TEXT("."), 0);
  if (dot != SIZE_MAX) logical = text_slice(logical, 0, dot);
  const LintResource *found = lint_resource(linter, logical);
  return found && text_is(found->resource->type, "AWS::EC2::LaunchTemplate") ? found : NULL;
}

static void report_image(Linter *linter, const LintAt *at) {
  Diag *diag = lint_report(linter, "E3673", at, "AWS::EC2::Instance needs 'ImageId'");
  diag_help(linter->diags, diag, "or a launch template that has one");
}

static void check_image_in(Linter *linter, const LintAt *properties, World world) {
  const LintAt *kept = lint_keep(linter, *properties);
  LintAt image = lint_field(kept, "ImageId"), from = lint_field(kept, "LaunchTemplate");
  World without = lint_choices(linter, &image, world).absent;
  if (!world_possible(linter->conditions, without)) return;
  LintChoices templates = lint_choices(linter, &from, without);
  if (world_possible(linter->conditions, templates.absent)) {
    report_image(linter, kept);
    return;
  }
  for (size_t i = 0; i < templates.count; i++) {
    const LintResource *source = launch_template(linter, &templates.items[i].at);
    if (!source) continue;
    LintAt data = lint_field(&source->properties, "LaunchTemplateData"), inner = lint_field(&data, "ImageId");
    if (data.value && (!lint_is(&data, VALUE_MAP) || value_intrinsic(data.value, &(Text){0}, &(Value *){0}))) continue;
    if (!world_possible(linter->conditions, lint_choices(linter, &inner, templates.items[i].world).absent)) continue;
    report_image(linter, kept);
    return;
  }
}

static void check_image(Linter *linter, const LintResource *resource) {
  if (conditions_undecided(linter->conditions)) return;
  LintAt at = lint_field(&resource->at, "Properties");
  if (!at.value) at = resource->properties;
  if (!at.value) return;
  LintChoices maps = lint_choices(linter, &at, resource->world);
  for (size_t i = 0; i < maps.count; i++)
    if (lint_is(&maps.items[i].at, VALUE_MAP)) check_image_in(linter, &maps.items[i].at, maps.items[i].world);
}

// ───────────────────────────── Tags ─────────────────────────────

static void check_tag_name(Linter *linter, const LintAt *at, Text key) {
  if (!text_starts_with(key, TEXT("aws:"))) return;
  Diag *diag = lint_report(linter, "E3024", at, "a tag's key must not begin with aws:, as '%.*s' does", TEXT_ARG(key));
  diag_help(linter->diags, diag, "keys that begin so are AWS's own");
}

enum { TAG_KEY_MOST = 128, TAG_VALUE_MOST = 256 };  // characters: what every service with tags takes at most

static void check_tag_size(Linter *linter, const LintAt *at, Text text, size_t most) {
  size_t size = utf8_count(text);
  if (size <= most) return;
  lint_report(linter, "E3024", at, "a tag's %s has at most %zu characters, this has %zu",
              most == TAG_KEY_MOST ? "key" : "value", most, size);
}

static void check_tag_key(Linter *linter, const LintAt *item, const LintAt *name, World world) {
  LintChoices names = lint_choices(linter, name, world);
  if (!name->value || world_possible(linter->conditions, names.absent)) {
    Diag *diag = lint_report(linter, "E3024", item, "a tag needs 'Key'");
    diag_help(linter->diags, diag, "a tag is a map of 'Key' and 'Value'");
  }
  if (lint_is(name, VALUE_STRING) && lint_text(name).size == 0)
    lint_report(linter, "E3024", name, "a tag's key must not be empty");
}

typedef struct Tagged {
  Text key;
  World world;
  Span span;
} Tagged;

// Two tags with the same key clash where some deployment has both.
static void check_tag_list(Linter *linter, const LintAt *at, World world) {
  LintChoices items = lint_items(linter, at, world);
  VEC(Tagged) seen = {0};
  for (size_t i = 0; i < items.count; i++) {
    const LintAt *item = lint_keep(linter, items.items[i].at);
    if (lint_is_function(item) || lint_is(item, VALUE_NULL)) continue;
    if (!lint_is(item, VALUE_MAP)) {
      lint_report(linter, "E3024", item, "a tag is a map of 'Key' and 'Value', not %s", value_kind_name(item->value));
      continue;
    }
    LintAt name = lint_field(item, "Key"), value = lint_field(item, "Value");
    Text key = lint_text(&name);
    check_tag_key(linter, item, &name, items.items[i].world);
    check_tag_size(linter, &name, key, TAG_KEY_MOST);
    check_tag_size(linter, &value, lint_text(&value), TAG_VALUE_MOST);
    if (!key.size) continue;
    check_tag_name(linter, &name, key);
    size_t k = 0;
    while (k < seen.count && !(text_equal(seen.items[k].key, key) &&
                               world_possible(linter->conditions, world_and(linter->conditions, seen.items[k].world,
                                                                            items.items[i].world))))
      k++;
    if (k < seen.count) {
      Diag *diag = lint_report(linter, "E3024", at, "two tags have the key '%.*s'", TEXT_ARG(key));
      diag_note(linter->diags, diag, seen.items[k].span, "the first is here");
      diag_note(linter->diags, diag, name.span, "the second is here");
    }
    Tagged tagged = {key, items.items[i].world, name.span};
    vec_push(linter->arena, &seen, tagged);
  }
}

static void check_tags(Linter *linter, const LintResource *resource) {
  LintAt tags = lint_field(&resource->properties, "Tags");
  const SchemaType *type = schema_find(resource->resource->type);
  if (!tags.value || !type || !schema_property(type, TEXT("Tags"), &(SchemaShape){0})) return;
  LintChoices choices = lint_choices(linter, &tags, resource->world);
  for (size_t i = 0; i < choices.count; i++) {
    const LintAt *at = &choices.items[i].at;
    if (lint_is(at, VALUE_LIST))
      check_tag_list(linter, at, choices.items[i].world);
    else if (!lint_is(at, VALUE_MAP) && at->value->kind != VALUE_NULL)
      lint_report(linter, "E3024", at, "'Tags' is a list of maps with 'Key' and 'Value'");
    for (size_t k = 0; lint_is(at, VALUE_MAP) && k < at->value->as.map.count; k++) {
      LintAt member = lint_member(at, &at->value->as.map.members[k]);
      check_tag_name(linter, &member, member.key);
    }
  }
}

static const LintRule rules[] = {
    {.id = "E3706",
     .title = "A group whose MaxSize is below its MinSize",
     .about = "Auto Scaling refuses the group.",
     .of = "AWS::AutoScaling::AutoScalingGroup",
     .resource = check_sizes},
    {.id = "E3673",
     .title = "An instance without an image",
     .about = "ImageId is in the instance's properties or in its launch template.",
     .of = "AWS::EC2::Instance",
     .resource = check_image},
    {.id = "E3024",
     .title = "Tags that AWS does not take",
     .about =
         "Keys are there, different from each other, at most 128 characters long, and do not begin with aws:. Values "
         "have at most 256 characters.",
     .resource = check_tags},
};

LINT_TOPIC(pairs, rules);
