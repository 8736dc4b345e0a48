// What AWS's schemas say of resources: the walk is runtime/schema's; these rows are the mistakes that it finds.
#include "schema/schema.h"

#include "lint/rule.h"

static void check_resources(Linter *linter) {
  SchemaCheck check = {
      .arena = linter->arena, .diags = linter->diags, .template = linter->template, .aging_errors = true};
  for (size_t i = 0; i < linter->resources.count; i++)
    schema_check_resource(&check, linter->resources.items[i].resource);
  schema_check_done(&check);
}

static const LintRule rules[] = {
    {.id = "E3002",
     .title = "A property that the type does not have",
     .about = "CloudFormation refuses a resource with a property that its type does not know. Most are misspelt.",
     .template = check_resources},
    {.id = "E3003",
     .title = "A required property is missing",
     .about = "CloudFormation refuses the resource before it creates anything.",
     .template = check_resources},
    {.id = "E3012",
     .title = "A value of the wrong type",
     .about =
         "Text where a list is wanted, a map where a number is: CloudFormation refuses it. Numbers and booleans may "
         "be written as text.",
     .template = check_resources},
};

LINT_TOPIC(schema, rules);
