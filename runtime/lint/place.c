// Places: the way from the template's root to a value, as a chain of small records.
#include <stdlib.h>

#include "lint/rule.h"

LintAt lint_member(const LintAt *at, const Member *member) {
  return (LintAt){.up = at, .key = member->key, .value = member->value, .span = member->key_span};
}

static bool holds(const Value *value, Span span) {
  return value->span.source == span.source && value->span.start <= span.start && span.end <= value->span.end;
}

void place_finding(Diags *diags, Diag *diag, const Value *root) {
  const Value *value = root;
  if (diag->path.count) return;
  while (value) {
    const Value *inner = NULL;
    PathStep step = {0};
    for (size_t i = 0; !inner && value->kind == VALUE_MAP && i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      if (holds(member->value, diag->span)) inner = member->value, step = (PathStep){member->key, 0};
    }
    for (size_t i = 0; !inner && value->kind == VALUE_LIST && i < value->as.list.count; i++)
      if (holds(value->as.list.items[i], diag->span))
        inner = value->as.list.items[i], step = (PathStep){{0}, (int64_t)i};
    if (inner) vec_push(diags->arena, &diag->path, step);
    value = inner;
  }
  diag_keep_path(diags->arena, diag);
}

LintAt lint_field(const LintAt *at, const char *key) {
  Text name = text_of(key);
  Member *member = value_member(at->value, name);
  if (member) return lint_member(at, member);
  return (LintAt){.up = at, .key = name, .span = at->span};
}

LintAt lint_item(const LintAt *at, size_t index) {
  LintAt item = {.up = at, .index = (int64_t)index, .span = at->span};
  if (!value_is(at->value, VALUE_LIST) || index >= at->value->as.list.count) return item;
  item.value = at->value->as.list.items[index];
  item.span = item.value->span;
  return item;
}

const LintAt *lint_keep(Linter *linter, LintAt at) {
  LintAt *kept = ARENA_NEW(linter->arena, LintAt);
  *kept = at;
  return kept;
}

LintAt lint_path(Linter *linter, const LintAt *at, const char *first, ...) {
  LintAt place = lint_field(at, first);
  va_list keys;
  va_start(keys, first);
  for (const char *key = va_arg(keys, const char *); key; key = va_arg(keys, const char *))
    place = lint_field(lint_keep(linter, place), key);
  va_end(keys);
  return place;
}

size_t lint_count(const LintAt *at) {
  if (value_is(at->value, VALUE_LIST)) return at->value->as.list.count;
  if (value_is(at->value, VALUE_MAP)) return at->value->as.map.count;
  return 0;
}

bool lint_is(const LintAt *at, ValueKind kind) { return value_is(at->value, kind); }
Text lint_text(const LintAt *at) { return value_text(at->value); }

bool lint_integer(const LintAt *at, int64_t *out) {
  if (value_is(at->value, VALUE_INT)) return *out = at->value->as.integer, true;
  Text text = value_text(at->value);
  char digits[24];
  if (text.size == 0 || text.size >= sizeof digits) return false;
  memcpy(digits, text.at, text.size);
  digits[text.size] = 0;
  if (digits[strspn(digits, "+-0123456789")]) return false;
  char *end;
  long long number = strtoll(digits, &end, 10);
  return *out = number, *end == 0;
}

bool lint_bool(const LintAt *at, bool *out) {
  if (value_is(at->value, VALUE_BOOL)) return *out = at->value->as.boolean, true;
  Text text = value_text(at->value);
  if (text_is(text, "true") || text_is(text, "True")) return *out = true, true;
  if (text_is(text, "false") || text_is(text, "False")) return *out = false, true;
  return false;
}

bool lint_scalar(Linter *linter, const LintAt *at, Text *out) {
  if (!at->value) return false;
  switch (at->value->kind) {
    case VALUE_STRING:
    case VALUE_NUMBER: return *out = at->value->as.text, true;
    case VALUE_INT: return *out = text_format(linter->arena, "%lld", (long long)at->value->as.integer), true;
    case VALUE_BOOL: return *out = at->value->as.boolean ? TEXT("true") : TEXT("false"), true;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: return false;
  }
  return false;
}

static void path_text(Buffer *out, const LintAt *at) {
  if (!at->up) return;
  path_text(out, at->up);
  if (out->size) buffer_add_char(out, '.');
  if (at->key.at)
    buffer_add(out, at->key);
  else
    buffer_format(out, "%lld", (long long)at->index);
}

Text lint_path_text(Linter *linter, const LintAt *at) {
  Buffer out = {0};
  path_text(&out, at);
  return buffer_take(&out, linter->arena);
}

// ───────────────────────────── Findings ─────────────────────────────

static void add_path(Linter *linter, Diag *diag, const LintAt *at) {
  if (!at->up) return;
  add_path(linter, diag, at->up);
  // A key may be one of a document that a rule has read.
  PathStep step = {at->key.at ? text_copy(linter->diags->arena, at->key) : at->key, at->index};
  vec_push(linter->diags->arena, &diag->path, step);
}

static Level level_of(const char *id) { return id[0] == 'E' ? LEVEL_ERROR : id[0] == 'W' ? LEVEL_WARNING : LEVEL_INFO; }

Diag *lint_report(Linter *linter, const char *id, const LintAt *at, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(linter->diags->arena, format, arguments);
  va_end(arguments);
  Diag *diag = diag_add(linter->diags, level_of(id), id, at->span, "%.*s", TEXT_ARG(message));
  add_path(linter, diag, at);
  return diag;
}

bool lint_setting(const Linter *linter, const char *id, const char *key, bool usual) {
  for (size_t i = linter->options->settings.count; i > 0; i--) {
    const LintSetting *setting = &linter->options->settings.items[i - 1];
    if (text_is(setting->id, id) && text_is(setting->key, key))
      return text_equal_caseless(setting->value, TEXT("true"));
  }
  return usual;
}

size_t lint_regions(const Linter *linter, const Text **out) {
  static const Text usual = {"us-east-1", 9};
  if (linter->template->region.size && !linter->options->regions_fixed) {
    *out = &linter->template->region;
    return 1;
  }
  *out = linter->options->regions.count ? linter->options->regions.items : &usual;
  return linter->options->regions.count ? linter->options->regions.count : 1;
}
