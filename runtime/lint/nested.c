// Nested templates by path: what a stack passes on against what its template asks for. The file is read where whoever
// lints says how (LintOptions.read); a missing one is another rule's matter.
#include "lint/functions.h"

typedef struct Nested {
  Linter *linter;
  Map read;  // path -> the template's Parameters
} Nested;

static bool is_url(Text location) {
  return text_starts_with(location, TEXT("http://")) || text_starts_with(location, TEXT("https://")) ||
         text_starts_with(location, TEXT("s3://"));
}

// The path beside the template's own file, NUL behind it.
static Text beside(Linter *linter, Text location) {
  Text own = linter->options->path;
  size_t folder = own.size;
  while (folder > 0 && own.at[folder - 1] != '/') folder--;
  if (location.at[0] == '/') folder = 0;
  return text_format(linter->arena, "%.*s%.*s", TEXT_ARG(text_slice(own, 0, folder)), TEXT_ARG(location));
}

// The nested template's Parameters; null where it cannot be read. A template without any has an empty map.
static const Value *parameters_of(Nested *nested, Text location) {
  Linter *linter = nested->linter;
  if (!linter->options->read || !linter->options->path.size || location.size == 0 || is_url(location)) return NULL;
  Text path = beside(linter, location);
  void **known = map_at(&nested->read, path);
  if (known) return *known;
  Value *root = linter->options->read(linter->arena, path.at), *parameters = value_at(root, "Parameters");
  if (root && !parameters && value_at(root, "Resources")) parameters = value_map(linter->arena, root->span);
  if (!value_is(parameters, VALUE_MAP) || value_at(parameters, "Fn::Transform")) parameters = NULL;
  map_put(linter->arena, &nested->read, path, parameters);
  return parameters;
}

static void check_unknown(Linter *linter, const Value *asked, const LintAt *given) {
  size_t count = asked->as.map.count;
  for (size_t i = 0; i < lint_count(given); i++) {
    LintAt member = lint_member(given, &given->value->as.map.members[i]);
    if (value_get(asked, member.key)) continue;
    Diag *diag =
        lint_report(linter, "E3043", &member, "the nested template has no parameter '%.*s'", TEXT_ARG(member.key));
    Text *names = ARENA_ARRAY(linter->arena, Text, count + 1);
    for (size_t k = 0; k < count; k++) names[k] = asked->as.map.members[k].key;
    diag_suggest(linter->diags, diag, member.key, names, count);
  }
}

// Parameters without a default that a choice of what is passed on leaves out in some deployment.
static void check_missing(Linter *linter, const Value *asked, const LintChoice *given, const LintAt *at, Map *told) {
  for (size_t i = 0; i < asked->as.map.count; i++) {
    const Member *parameter = &asked->as.map.members[i];
    if (value_at(parameter->value, "Default")) continue;
    World missing = given->world;
    Member *member = value_member(given->at.value, parameter->key);
    if (member) {
      LintAt value = lint_member(&given->at, member);
      missing = lint_choices(linter, &value, given->world).absent;
    }
    bool possible = missing != WORLD_NONE && world_possible(linter->conditions, missing);
    if (!possible || (member && conditions_undecided(linter->conditions))) continue;
    if (!map_put(linter->arena, told, parameter->key, told)) continue;
    lint_report(linter, "E3043", at, "the nested template's parameter '%.*s' is not set", TEXT_ARG(parameter->key));
  }
}

static void check_stack(Nested *nested, const LintResource *resource, const char *location) {
  Linter *linter = nested->linter;
  LintAt at = lint_field(&resource->properties, location), given = lint_field(&resource->properties, "Parameters");
  const Value *asked = parameters_of(nested, lint_text(&at));
  if (!asked) return;
  Map told = {0};
  LintChoices choices = lint_choices(linter, &given, resource->world);
  for (size_t i = 0; i < choices.count; i++) {
    if (!lint_is(&choices.items[i].at, VALUE_MAP) ||
        value_intrinsic(choices.items[i].at.value, &(Text){0}, &(Value *){0}))
      continue;
    check_unknown(linter, asked, &choices.items[i].at);
    check_missing(linter, asked, &choices.items[i], &given, &told);
  }
  if (given.value) return;
  LintChoice nothing = {.at = given, .world = resource->world};
  check_missing(linter, asked, &nothing, &at, &told);
}

static void check_nested(Linter *linter) {
  Nested nested = {.linter = linter};
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    if (text_is(resource->resource->type, "AWS::CloudFormation::Stack"))
      check_stack(&nested, resource, "TemplateURL");
    else if (text_is(resource->resource->type, "AWS::Serverless::Application"))
      check_stack(&nested, resource, "Location");
  }
}

static const LintRule rules[] = {
    {.id = "E3043",
     .title = "What a nested stack passes on",
     .about =
         "Where TemplateURL is a path, the file beside the template says which parameters there are: those without "
         "a default must be set, and no others.",
     .template = check_nested},
};

LINT_TOPIC(nested, rules);
