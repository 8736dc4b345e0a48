// Section Mappings: maps of two levels, with scalars and lists in them.
#include "lint/limits.h"
#include "lint/shape.h"

static bool is_key(Text name) {
  for (size_t i = 0; i < name.size; i++)
    if (name.at[i] != '.' && name.at[i] != '-' && !lint_is_alphanumeric(text_slice(name, i, i + 1))) return false;
  return name.size > 0;
}

// A key that is written without quotes and that YAML reads as a number; CloudFormation wants text.
static bool is_number(const LintAt *at) {
  if (at->span.end - at->span.start != at->key.size || at->key.size == 0) return false;
  bool octal = at->key.at[0] == '0' && at->key.size > 1;
  for (size_t i = 0; i < at->key.size; i++)
    if (at->key.at[i] < '0' || at->key.at[i] > (octal ? '7' : '9')) return false;
  return true;
}

static bool number_reported(Linter *linter, const LintAt *at) {
  if (!is_number(at)) return false;
  Diag *diag = lint_report(linter, "E7001", at, "%.*s is a number here, keys are text", TEXT_ARG(at->key));
  diag_help(linter->diags, diag, "put it in quotes");
  return true;
}

static void report_name(Linter *linter, const LintAt *at, const char *what, const char *of) {
  Diag *diag = lint_report(linter, "E7001", at, "'%.*s' is no name for %s", TEXT_ARG(at->key), what);
  diag_help(linter->diags, diag, "names are of %s", of);
}

// Whether a map with something in it stands there; else that is reported.
static bool filled(Linter *linter, const LintAt *at, const char *what) {
  if (!lint_is(at, VALUE_MAP)) {
    lint_report(linter, "E7001", at, "%s is a map, '%.*s' is %s", what, TEXT_ARG(at->key), value_kind_name(at->value));
    return false;
  }
  if (lint_count(at) > 0) return true;
  Diag *diag = lint_report(linter, "E7001", at, "'%.*s' is empty", TEXT_ARG(at->key));
  diag_help(linter->diags, diag, "a mapping has keys, and each of them at least one value by name");
  return false;
}

static void check_value(Linter *linter, const LintAt *at) {
  if (number_reported(linter, at)) return;
  limits_name(linter, at, "E7002", "I7002");
  if (!lint_is_alphanumeric(at->key)) report_name(linter, at, "a value of a mapping", "letters and digits");
  if (lint_takes(at, TAKES_TEXT | TAKES_LIST)) return;
  lint_report(linter, "E7001", at, "a mapping holds texts, numbers and lists at its second level, '%.*s' is %s",
              TEXT_ARG(at->key), value_kind_name(at->value));
}

static void check_key(Linter *linter, const LintAt *at) {
  if (number_reported(linter, at)) return;
  if (!is_key(at->key)) {
    report_name(linter, at, "a key of a mapping", "letters, digits, '.' and '-'");
    return;
  }
  if (!filled(linter, at, "a key of a mapping")) return;
  limits_count(linter, at, 200, "E7010", "I7010");
  for (size_t i = 0; i < at->value->as.map.count; i++) {
    LintAt value = lint_member(at, &at->value->as.map.members[i]);
    if (!lint_is_generator(value.key)) check_value(linter, &value);
  }
}

static void check_mapping(Linter *linter, const LintAt *at) {
  if (number_reported(linter, at)) return;
  limits_name(linter, at, "E7002", "I7002");
  if (!lint_is_alphanumeric(at->key)) {
    report_name(linter, at, "a mapping", "letters and digits");
    return;
  }
  if (!filled(linter, at, "a mapping")) return;
  limits_count(linter, at, 200, "E7010", "I7010");
  for (size_t i = 0; i < at->value->as.map.count; i++) {
    LintAt key = lint_member(at, &at->value->as.map.members[i]);
    if (!lint_is_generator(key.key)) check_key(linter, lint_keep(linter, key));
  }
}

static void check_mappings(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Mappings");
  if (!section.value) return;
  if (!lint_is(&section, VALUE_MAP)) {
    lint_report(linter, "E7001", &section, "'Mappings' takes a map of mappings, this is %s",
                value_kind_name(section.value));
    return;
  }
  limits_count(linter, &section, 200, "E7010", "I7010");
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt mapping = lint_member(&section, &section.value->as.map.members[i]);
    if (!lint_is_generator(mapping.key)) check_mapping(linter, lint_keep(linter, mapping));
  }
}

static const LintRule rules[] = {
    {.id = "E7001",
     .title = "The form of a mapping",
     .about =
         "A mapping has keys, and each key values by name: texts, numbers, booleans or lists, no maps. Names are of "
         "letters and digits; keys may have '.' and '-' too. Quote keys that YAML would read as numbers.",
     .template = check_mappings},
    {.id = "E7002",
     .title = "A mapping's name is too long",
     .about = "Names have 255 characters at most.",
     .template = check_mappings},
    {.id = "E7010",
     .title = "Too many mappings, keys or values",
     .about = "A template has 200 mappings at most, a mapping 200 keys, a key 200 values.",
     .template = check_mappings},
    {.id = "I7002",
     .title = "A mapping's name is nearly too long",
     .about = "Names have 255 characters at most; this one is over 90% of that.",
     .template = check_mappings},
    {.id = "I7010",
     .title = "Nearly too many mappings, keys or values",
     .about = "A template has 200 mappings at most, a mapping 200 keys, a key 200 values; this is over 90% of that.",
     .template = check_mappings},
};

LINT_TOPIC(mappings, rules);
