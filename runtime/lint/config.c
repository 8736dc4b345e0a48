// Reading configuration files: a table of keys, each with the list that it adds to.
#include "lint/config.h"

#include "base/pattern.h"
#include "schema/schema.h"

typedef struct Reading {
  LintConfig *config;
  LintOptions *options;  // the file's, or an override's
  Arena *arena;
  Diags *diags;
} Reading;

static void wrong(const Reading *reading, Span span, Text key, const char *wanted) {
  Diag *diag =
      diag_error(reading->diags, "E0003", span, "'%.*s' must be %s in a configuration of lint", TEXT_ARG(key), wanted);
  diag_help(reading->diags, diag, "docs/commands/lint.md lists what may stand here");
}

// The settings that rules have; each is true or false.
static const struct {
  const char *id, *key;
} rule_settings[] = {{"E3012", "strict"}, {"I3042", "accountId"}, {"I3042", "partition"}, {"I3042", "region"}};

enum { RULE_SETTINGS = sizeof rule_settings / sizeof *rule_settings };

static bool is_setting(Text id, Text key) {
  for (size_t i = 0; i < RULE_SETTINGS; i++)
    if (text_is(id, rule_settings[i].id) && text_is(key, rule_settings[i].key)) return true;
  return false;
}

static bool is_truth(Text value) {
  return text_equal_caseless(value, TEXT("true")) || text_equal_caseless(value, TEXT("false"));
}

bool lint_config_add_region(LintTexts *out, Arena *arena, Text name) {
  bool all = text_is(name, "ALL_REGIONS");
  Text each;
  for (uint32_t i = 0; all && (each = schema_region_name(i)).size; i++) vec_push(arena, out, each);
  if (!all && schema_region_form(name)) vec_push(arena, out, name);
  return all || schema_region_form(name);
}

static void add_text(const Reading *reading, LintTexts *out, const Member *member, const Value *item) {
  Text text = value_text(item);
  if (out == &reading->options->regions) {
    if (lint_config_add_region(out, reading->arena, text)) return;
    if (text.size)
      diag_error(reading->diags, "E0003", item->span, "'%.*s' is no region such as eu-west-1, and not ALL_REGIONS",
                 TEXT_ARG(text));
    else
      wrong(reading, item->span, member->key, "a list of regions such as eu-west-1");
    return;
  }
  if (!text.size) {
    wrong(reading, item->span, member->key, "a list of texts");
    return;
  }
  vec_push(reading->arena, out, text);
  if (out == &reading->config->templates) vec_push(reading->arena, &reading->config->template_spans, item->span);
}

static void add_texts(const Reading *reading, LintTexts *out, const Member *member) {
  const Value *value = member->value;
  if (value_is(value, VALUE_NULL)) return;
  if (!value_is(value, VALUE_LIST)) {
    add_text(reading, out, member, value);
    return;
  }
  for (size_t i = 0; i < value->as.list.count; i++) add_text(reading, out, member, value->as.list.items[i]);
}

static Text setting_text(Arena *arena, const Value *value) {
  if (value_is(value, VALUE_BOOL)) return value->as.boolean ? TEXT("true") : TEXT("false");
  if (value_is(value, VALUE_INT)) return text_format(arena, "%lld", (long long)value->as.integer);
  if (value_is(value, VALUE_NUMBER)) return value->as.text;
  return value_text(value);
}

// Those of one rule, where it is a map of settings.
static void add_rule(LintOptions *options, Arena *arena, const Member *rule) {
  for (size_t i = 0; value_is(rule->value, VALUE_MAP) && i < rule->value->as.map.count; i++) {
    const Member *setting = &rule->value->as.map.members[i];
    LintSetting one = {rule->key, setting->key, setting_text(arena, setting->value)};
    vec_push(arena, &options->settings, one);
  }
}

// Settings that no rule here has are passed over, but for misspelt ones of a rule that has some.
static void check_setting(const Reading *reading, Text id, const Member *setting) {
  if (is_setting(id, setting->key)) {
    if (!is_truth(setting_text(reading->arena, setting->value)))
      wrong(reading, setting->value->span, setting->key, "true or false");
    return;
  }
  Text keys[RULE_SETTINGS];
  size_t count = 0;
  for (size_t i = 0; i < RULE_SETTINGS; i++)
    if (text_is(id, rule_settings[i].id)) keys[count++] = text_of(rule_settings[i].key);
  if (count) {
    Diag *diag = diag_error(reading->diags, "E0003", setting->key_span, "%.*s has no setting '%.*s'", TEXT_ARG(id),
                            TEXT_ARG(setting->key));
    diag_suggest(reading->diags, diag, setting->key, keys, count);
    return;
  }
  if (text_is(setting->key, "experimental")) return;  // all rules run
  Diag *diag = diag_warning(reading->diags, "W0003", setting->key_span, "the setting '%.*s' of %.*s is not taken",
                            TEXT_ARG(setting->key), TEXT_ARG(id));
  diag_help(reading->diags, diag, "to silence a rule in some places there are overrides, Metadata and comments");
}

static void add_settings(const Reading *reading, const Member *member) {
  const Value *rules = member->value;
  if (!value_is(rules, VALUE_MAP)) {
    wrong(reading, member->key_span, member->key, "a map of rules");
    return;
  }
  for (size_t i = 0; i < rules->as.map.count; i++) {
    const Member *rule = &rules->as.map.members[i];
    if (!value_is(rule->value, VALUE_MAP)) wrong(reading, rule->key_span, rule->key, "a map of settings");
    for (size_t k = 0; value_is(rule->value, VALUE_MAP) && k < rule->value->as.map.count; k++)
      check_setting(reading, rule->key, &rule->value->as.map.members[k]);
    add_rule(reading->options, reading->arena, rule);
  }
}

static LintTexts *list_of(const Reading *reading, Text key) {
  LintOptions *options = reading->options;
  if (text_is(key, "regions")) return &options->regions;
  if (text_is(key, "ignore_checks")) return &options->ignore;
  if (text_is(key, "include_checks")) return &options->include;
  if (text_is(key, "mandatory_checks")) return &options->mandatory;
  if (options != &reading->config->options) return NULL;
  if (text_is(key, "templates")) return &reading->config->templates;
  if (text_is(key, "ignore_templates")) return &reading->config->ignored_templates;
  return NULL;
}

static void read_fail_on(const Reading *reading, const Member *member) {
  static const char *const names[] = {"informational", "warning", "error", "none"};
  Text name = value_text(member->value);
  for (int i = 0; i < 4; i++)
    if (text_is(name, names[i])) {
      reading->config->has_fail_on = true;
      reading->config->fail_on = i;
      return;
    }
  wrong(reading, member->value->span, member->key, "informational, warning, error or none");
}

// Settings of cfn-lint's that are not taken, and what stands in their place.
static const struct {
  const char *key, *instead;
} foreign[] = {
    {"append_rules", "rules written in Python do not run; write them as policies (--policy FILE, docs/policies.md)"},
    {"build_graph", "strata graph draws the graph of a program"},
    {"custom_rules", "write these rules as policies (--policy FILE, docs/policies.md)"},
    {"deployment_files", "parameters take every value that the template allows"},
    {"force", "nothing is asked for, so nothing is to be forced"},
    {"format", "choose it by --format text, json, sarif, junit or github"},
    {"listrules", "strata lint --list-rules prints them"},
    {"merge_configs", "lists of files, options and Metadata always add up"},
    {"output_file", "findings go to standard output: strata lint > FILE"},
    {"override_spec", "AWS's schemas stay as they are; what to require besides are policies (--policy FILE)"},
    {"parameter_files", "parameters take every value that the template allows"},
    {"parameters", "parameters take every value that the template allows"},
    {"registry_schemas", "types of your own registry are not checked"},
    {"template_parameters", "parameters take every value that the template allows"},
};

// Settings that change nothing here: there is no log, all rules run, and lists add up.
static bool is_met(const Member *member) {
  static const char *const keys[] = {"debug", "include_experimental", "info"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (text_is(member->key, keys[i])) return true;
  return text_is(member->key, "merge_configs") && value_is(member->value, VALUE_BOOL) && member->value->as.boolean;
}

// As cfn-lint has it, a template that cannot be read is left out, which is what ignoring E0000 does.
static void read_bad_template(const Reading *reading, const Member *member) {
  if (!value_is(member->value, VALUE_BOOL))
    wrong(reading, member->value->span, member->key, "true or false");
  else if (member->value->as.boolean)
    vec_push(reading->arena, &reading->options->ignore, TEXT("E0000"));
}

static void unknown(const Reading *reading, const Member *member) {
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
    if (!text_is(member->key, foreign[i].key)) continue;
    Diag *diag = diag_warning(reading->diags, "W0003", member->key_span, "'%.*s' of cfn-lint is not taken",
                              TEXT_ARG(member->key));
    diag_help(reading->diags, diag, "%s", foreign[i].instead);
    return;
  }
  static const Text keys[] = {
      {"regions", 7},          {"ignore_checks", 13},      {"include_checks", 14},   {"mandatory_checks", 16},
      {"configure_rules", 15}, {"templates", 9},           {"ignore_templates", 16}, {"non_zero_exit_code", 18},
      {"overrides", 9},        {"ignore_bad_template", 19}};
  Diag *diag =
      diag_error(reading->diags, "E0003", member->key_span, "'%.*s' is no setting of lint", TEXT_ARG(member->key));
  diag_suggest(reading->diags, diag, member->key, keys, sizeof keys / sizeof *keys);
}

static void read_map(const Reading *reading, const Value *root);

static void read_overrides(const Reading *reading, const Member *member) {
  const Value *list = member->value;
  if (!value_is(list, VALUE_LIST)) {
    wrong(reading, member->key_span, member->key, "a list of maps, each with files");
    return;
  }
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Value *item = list->as.list.items[i];
    Member *files = value_member(item, TEXT("files"));
    if (!files) {
      wrong(reading, item->span, member->key, "a list of maps, each with files");
      continue;
    }
    LintOverride override = {0};
    add_texts(reading, &override.files, files);
    Reading inner = *reading;
    inner.options = &override.options;
    read_map(&inner, item);
    vec_push(reading->arena, &reading->config->overrides, override);
  }
}

static void read_map(const Reading *reading, const Value *root) {
  bool whole = reading->options == &reading->config->options;
  for (size_t i = 0; i < root->as.map.count; i++) {
    Member copy = root->as.map.members[i];
    const Member *member = &copy;
    char *key = arena_copy(reading->arena, copy.key.at, copy.key.size);
    for (size_t k = 0; k < copy.key.size; k++)
      if (key[k] == '-') key[k] = '_';  // cfn-lint takes both
    copy.key.at = key;
    LintTexts *list = list_of(reading, member->key);
    if (list)
      add_texts(reading, list, member);
    else if (text_is(member->key, "configure_rules"))
      add_settings(reading, member);
    else if (whole && text_is(member->key, "non_zero_exit_code"))
      read_fail_on(reading, member);
    else if (whole && text_is(member->key, "overrides"))
      read_overrides(reading, member);
    else if (text_is(member->key, "ignore_bad_template"))
      read_bad_template(reading, member);
    else if (!is_met(member) && (whole || !text_is(member->key, "files")))
      unknown(reading, member);
  }
}

void lint_config_read(LintConfig *config, Arena *arena, Diags *diags, const Value *root) {
  if (!root || value_is(root, VALUE_NULL)) return;
  Reading reading = {config, &config->options, arena, diags};
  if (value_is(root, VALUE_MAP))
    read_map(&reading, root);
  else
    diag_error(diags, "E0003", root->span, "a configuration of lint is a map of settings, not %s",
               value_kind_name(root));
}

// ───────────────────────────── Use ─────────────────────────────

// Adds the "[a-z]" or "[!a]" that begins at `at` and returns its last place; `at` itself where it does not end.
static size_t add_class(Buffer *out, Text pattern, size_t at) {
  size_t first = at + 1;
  bool negated = first < pattern.size && pattern.at[first] == '!';
  size_t end = text_find(pattern, TEXT("]"), first + negated + 1);
  if (end == SIZE_MAX) {
    buffer_add_string(out, "\\[");
    return at;
  }
  buffer_add_string(out, negated ? "[^/" : "[");
  for (size_t i = first + negated; i < end; i++) {
    if (strchr("\\[^", pattern.at[i])) buffer_add_char(out, '\\');
    buffer_add_char(out, pattern.at[i]);
  }
  buffer_add_char(out, ']');
  return end;
}

// The pattern as a regular expression.
static Text expression_of(Arena *arena, Text pattern) {
  Buffer out = {0};
  buffer_add_char(&out, '^');
  for (size_t i = 0; i < pattern.size; i++) {
    char c = pattern.at[i];
    Text rest = text_slice(pattern, i, pattern.size);
    if (text_starts_with(rest, TEXT("**/"))) {
      buffer_add_string(&out, "(?:.*/)?");  // "**/x" also matches "x"
      i += 2;
    } else if (text_starts_with(rest, TEXT("**"))) {
      buffer_add_string(&out, ".*");
      i++;
    } else if (c == '*') {
      buffer_add_string(&out, "[^/]*");
    } else if (c == '?') {
      buffer_add_string(&out, "[^/]");
    } else if (c == '[') {
      i = add_class(&out, pattern, i);
    } else {
      if (strchr(".\\+^$(){}|", c)) buffer_add_char(&out, '\\');
      buffer_add_char(&out, c);
    }
  }
  buffer_add_char(&out, '$');
  return buffer_take(&out, arena);
}

static bool matches(Text pattern, Text path) {
  Arena arena = {0};
  Pattern *compiled = pattern_compile(expression_of(&arena, pattern), &arena, NULL);
  bool matched = compiled && pattern_match(compiled, path) == PATTERN_YES;
  if (compiled) pattern_free(compiled);
  arena_free(&arena);
  return matched;
}

static Text without_dot(Text path) {
  while (text_starts_with(path, TEXT("./"))) path = text_slice(path, 2, path.size);
  return path;
}

bool lint_config_match_whole(Text pattern, Text path) { return matches(without_dot(pattern), without_dot(path)); }

bool lint_config_match(Text pattern, Text path) {
  path = without_dot(path);
  pattern = without_dot(pattern);
  if (text_find(pattern, TEXT("/"), 0) == SIZE_MAX) {
    size_t name = path.size;
    while (name > 0 && path.at[name - 1] != '/') name--;
    path = text_slice(path, name, path.size);
  }
  return matches(pattern, path);
}

static bool any_match(const LintTexts *patterns, Text path) {
  for (size_t i = 0; i < patterns->count; i++)
    if (lint_config_match(patterns->items[i], path)) return true;
  return false;
}

static void add_all(Arena *arena, LintTexts *out, const LintTexts *more) {
  for (size_t i = 0; i < more->count; i++) vec_push(arena, out, more->items[i]);
}

static void add_options(Arena *arena, LintOptions *out, const LintOptions *more) {
  if (!out->regions_fixed || more->regions_fixed) add_all(arena, &out->regions, &more->regions);
  add_all(arena, &out->ignore, &more->ignore);
  add_all(arena, &out->include, &more->include);
  add_all(arena, &out->mandatory, &more->mandatory);
  for (size_t i = 0; i < more->settings.count; i++) vec_push(arena, &out->settings, more->settings.items[i]);
}

LintOptions lint_config_for(const LintConfig *config, Arena *arena, Text path) {
  LintOptions options = {.today = config->options.today, .regions_fixed = config->options.regions_fixed};
  add_options(arena, &options, &config->options);
  for (size_t i = 0; i < config->overrides.count; i++)
    if (any_match(&config->overrides.items[i].files, path))
      add_options(arena, &options, &config->overrides.items[i].options);
  return options;
}

LintOptions lint_config_own(const LintOptions *options, Arena *arena, const Value *root) {
  const Value *config = value_at(value_at(value_at(root, "Metadata"), "cfn-lint"), "config");
  const Value *regions = value_at(config, "regions"), *rules = value_at(config, "configure_rules");
  LintOptions own = *options;
  LintTexts named = {0};
  for (size_t i = 0; value_is(regions, VALUE_LIST) && i < regions->as.list.count; i++)
    lint_config_add_region(&named, arena, value_text(regions->as.list.items[i]));
  if (named.count && !options->regions_fixed) own.regions = named;
  if (!value_is(rules, VALUE_MAP)) return own;
  own.settings.items = NULL, own.settings.count = own.settings.capacity = 0;
  for (size_t i = 0; i < options->settings.count; i++) vec_push(arena, &own.settings, options->settings.items[i]);
  for (size_t i = 0; i < rules->as.map.count; i++) add_rule(&own, arena, &rules->as.map.members[i]);
  return own;
}

bool lint_config_ignores(const LintConfig *config, Text path) { return any_match(&config->ignored_templates, path); }

bool lint_config_setting(LintOptions *options, Arena *arena, Text text) {
  size_t colon = text_find(text, TEXT(":"), 0);
  if (colon == SIZE_MAX || colon == 0) return false;
  Text id = text_slice(text, 0, colon);
  for (size_t start = colon + 1; start <= text.size;) {
    size_t end = text_find(text, TEXT(","), start);
    if (end == SIZE_MAX) end = text.size;
    Text pair = text_slice(text, start, end);
    size_t equals = text_find(pair, TEXT("="), 0);
    if (equals == SIZE_MAX || equals == 0) return false;
    LintSetting setting = {id, text_slice(pair, 0, equals), text_slice(pair, equals + 1, pair.size)};
    if (!is_setting(id, setting.key) || !is_truth(setting.value)) return false;
    vec_push(arena, &options->settings, setting);
    start = end + 1;
  }
  return true;
}
