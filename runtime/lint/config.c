// Reading configuration files: a table of keys, each with the list that it adds to.
#include "lint/config.h"

#include "base/pattern.h"

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

static void add_text(const Reading *reading, LintTexts *out, const Member *member, const Value *item) {
  Text text = value_text(item);
  if (!text.size) {
    wrong(reading, item->span, member->key, "a list of texts");
    return;
  }
  vec_push(reading->arena, out, text);
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

static void add_settings(const Reading *reading, const Member *member) {
  const Value *rules = member->value;
  if (!value_is(rules, VALUE_MAP)) {
    wrong(reading, member->key_span, member->key, "a map of rules");
    return;
  }
  for (size_t i = 0; i < rules->as.map.count; i++) {
    const Member *rule = &rules->as.map.members[i];
    if (!value_is(rule->value, VALUE_MAP)) {
      wrong(reading, rule->key_span, rule->key, "a map of settings");
      continue;
    }
    for (size_t k = 0; k < rule->value->as.map.count; k++) {
      const Member *setting = &rule->value->as.map.members[k];
      LintSetting one = {rule->key, setting->key, setting_text(reading->arena, setting->value)};
      vec_push(reading->arena, &reading->options->settings, one);
    }
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

// Settings of cfn-lint's that are about its own program.
static bool foreign(Text key) {
  static const char *const keys[] = {"append_rules",
                                     "custom_rules",
                                     "format",
                                     "output_file",
                                     "override_spec",
                                     "registry_schemas",
                                     "merge_configs",
                                     "ignore_bad_template",
                                     "include_experimental",
                                     "info",
                                     "debug",
                                     "parameters",
                                     "parameter_files",
                                     "deployment_files",
                                     "build_graph",
                                     "listrules",
                                     "force"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (text_is(key, keys[i])) return true;
  return false;
}

static void unknown(const Reading *reading, const Member *member) {
  if (foreign(member->key)) {
    Diag *diag = diag_warning(reading->diags, "W0003", member->key_span, "'%.*s' has no meaning here and is left out",
                              TEXT_ARG(member->key));
    diag_help(reading->diags, diag, "rules of your own are policies (--policy FILE); formats are chosen by --format");
    return;
  }
  static const Text keys[] = {{"regions", 7},           {"ignore_checks", 13},      {"include_checks", 14},
                              {"mandatory_checks", 16}, {"configure_rules", 15},    {"templates", 9},
                              {"ignore_templates", 16}, {"non_zero_exit_code", 18}, {"overrides", 9}};
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
    else if (whole || !text_is(member->key, "files"))
      unknown(reading, member);
  }
}

void lint_config_read(LintConfig *config, Arena *arena, Diags *diags, const Value *root) {
  if (!root || value_is(root, VALUE_NULL)) return;
  Reading reading = {config, &config->options, arena, diags};
  if (value_is(root, VALUE_MAP))
    read_map(&reading, root);
  else
    wrong(&reading, root->span, text_of(value_kind_name(root)), "a map of settings");
}

// ───────────────────────────── Use ─────────────────────────────

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

bool lint_config_match(Text pattern, Text path) {
  if (text_starts_with(path, TEXT("./"))) path = text_slice(path, 2, path.size);
  if (text_starts_with(pattern, TEXT("./"))) pattern = text_slice(pattern, 2, pattern.size);
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
  add_all(arena, &out->regions, &more->regions);
  add_all(arena, &out->ignore, &more->ignore);
  add_all(arena, &out->include, &more->include);
  add_all(arena, &out->mandatory, &more->mandatory);
  for (size_t i = 0; i < more->settings.count; i++) vec_push(arena, &out->settings, more->settings.items[i]);
}

LintOptions lint_config_for(const LintConfig *config, Arena *arena, Text path) {
  LintOptions options = {.today = config->options.today};
  add_options(arena, &options, &config->options);
  for (size_t i = 0; i < config->overrides.count; i++)
    if (any_match(&config->overrides.items[i].files, path))
      add_options(arena, &options, &config->overrides.items[i].options);
  return options;
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
    vec_push(arena, &options->settings, setting);
    start = end + 1;
  }
  return true;
}
