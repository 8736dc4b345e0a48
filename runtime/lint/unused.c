// What is declared and used nowhere: parameters, mappings, conditions. One walk collects all names that are used, in
// the template as it was written and as it is once transforms have been applied.
#include "lint/rule.h"

typedef struct Used {
  Arena *arena;
  Map references;  // Ref, Fn::Sub, Fn::GetAtt, Fn::ValueOf
  Map mappings, conditions;
  bool any_mapping;  // some Fn::FindInMap looks up a mapping by a name that is worked out
  bool unknown;      // Fn::Transform puts in what cannot be seen here
  bool in_mappings;  // there nothing can be used, whatever is put in
  unsigned depth;
} Used;

enum { MOST_DEPTH = 200 };

static void use(Used *used, Map *map, Text name) {
  if (name.size) map_put(used->arena, map, name, used);
}

static void collect_reference(void *context, Text name, Text attribute, const Value *at) {
  (void)attribute, (void)at;
  Used *used = context;
  use(used, &used->references, name);
}

static void collect_function(Used *used, Text name, const Value *argument) {
  const Value *first =
      value_is(argument, VALUE_LIST) && argument->as.list.count ? argument->as.list.items[0] : argument;
  if (text_is(name, "Fn::FindInMap")) {
    if (value_is(first, VALUE_STRING))
      use(used, &used->mappings, first->as.text);
    else
      used->any_mapping = true;
  } else if (text_is(name, "Fn::If") || text_is(name, "Condition")) {
    use(used, &used->conditions, value_text(first));
  } else if (text_is(name, "Fn::ValueOf") || text_is(name, "Ref")) {
    use(used, &used->references, value_text(first));
  } else if (text_is(name, "Fn::Transform")) {
    used->unknown = used->unknown || !used->in_mappings;
  }
}

static void collect(Used *used, const Value *value) {
  if (!value || used->depth > MOST_DEPTH) return;
  used->depth++;
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) collect(used, value->as.list.items[i]);
  if (value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      if (used->depth == 1) used->in_mappings = text_is(member->key, "Mappings");
      collect_function(used, member->key, member->value);
      collect(used, member->value);
    }
  used->depth--;
}

static void report_unused(Linter *linter, const char *section, const Map *map, const char *id, const char *what) {
  LintAt at = lint_field(&linter->root, section);
  if (!lint_is(&at, VALUE_MAP)) return;
  for (size_t i = 0; i < at.value->as.map.count; i++) {
    LintAt entry = lint_member(&at, &at.value->as.map.members[i]);
    if (map_get(map, entry.key) || text_starts_with(entry.key, TEXT("Fn::"))) continue;
    lint_report(linter, id, &entry, "%s '%.*s' is used nowhere", what, TEXT_ARG(entry.key));
  }
}

static void check_used(Linter *linter) {
  if (!lint_is(&linter->root, VALUE_MAP)) return;
  Used used = {.arena = linter->arena};
  const Value *roots[] = {linter->template->written, linter->root.value};
  for (size_t i = roots[0] && roots[0] != roots[1] ? 0 : 1; i < 2; i++) {
    template_references(roots[i], collect_reference, &used);
    collect(&used, roots[i]);
  }
  if (used.unknown || linter->transforms & TRANSFORM_MACRO) return;
  report_unused(linter, "Parameters", &used.references, "W2001", "the parameter");
  if (!used.any_mapping) report_unused(linter, "Mappings", &used.mappings, "W7001", "the mapping");
  report_unused(linter, "Conditions", &used.conditions, "W8001", "the condition");
}

static const LintRule rules[] = {
    {.id = "W2001",
     .title = "A parameter that is not used",
     .about =
         "Whoever deploys the stack is asked for a value that changes nothing. Remove it, or refer to it where it was "
         "meant to be used.",
     .template = check_used},
    {.id = "W7001",
     .title = "A mapping that is not used",
     .about = "No Fn::FindInMap looks anything up in it. Remove it.",
     .template = check_used},
    {.id = "W8001",
     .title = "A condition that is not used",
     .about = "No resource, output, Fn::If or other condition refers to it. Remove it.",
     .template = check_used},
};

LINT_TOPIC(unused, rules);
