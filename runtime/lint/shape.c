// Values against tables of what may stand where.
#include "lint/shape.h"

#include <stdlib.h>

const LintShape lint_any_text = {.takes = TAKES_TEXT};
const LintShape lint_any_map = {.takes = TAKES_MAP, .others = &lint_anything};
const LintShape lint_anything = {.takes = TAKES_ANYTHING};

bool lint_is_alphanumeric(Text name) {
  for (size_t i = 0; i < name.size; i++) {
    char c = name.at[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
  }
  return name.size > 0;
}

bool lint_is_generator(Text key) {
  return text_is(key, "Fn::Transform") || text_starts_with(key, TEXT("Fn::ForEach::"));
}

bool lint_is_function(const LintAt *at) {
  static const char *const names[] = {
      "Ref",        "Fn::Base64", "Fn::Cidr",        "Fn::Contains",     "Fn::FindInMap",     "Fn::GetAtt",
      "Fn::GetAZs", "Fn::If",     "Fn::ImportValue", "Fn::Join",         "Fn::Length",        "Fn::Select",
      "Fn::Split",  "Fn::Sub",    "Fn::Transform",   "Fn::ToJsonString", "Fn::GetStackOutput"};
  Text name;
  Value *argument;
  if (!value_intrinsic(at->value, &name, &argument)) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  // "Fn::Rain::Embed": another tool's.
  return text_starts_with(name, TEXT("Fn::")) && text_find(name, TEXT("::"), 4) != SIZE_MAX;
}

static bool is_number(const LintAt *at, bool whole) {
  if (lint_is(at, VALUE_INT)) return true;
  if (lint_is(at, VALUE_NUMBER)) return !whole;
  Text text = lint_text(at);
  char digits[64];
  if (text.size == 0 || text.size >= sizeof digits) return false;
  memcpy(digits, text.at, text.size);
  digits[text.size] = 0;
  if (digits[strspn(digits, whole ? "+-0123456789" : "+-.eE0123456789")]) return false;
  char *end;
  strtod(digits, &end);
  return *end == 0;
}

static bool is_bool(const LintAt *at) {
  bool value;
  return lint_bool(at, &value) || text_is(lint_text(at), "TRUE") || text_is(lint_text(at), "FALSE");
}

bool lint_takes(const LintAt *at, unsigned takes) {
  if (!at->value || takes & TAKES_ANYTHING) return true;
  ValueKind kind = at->value->kind;
  if (kind == VALUE_NULL) return false;
  if (takes & TAKES_SOMETHING) return true;
  if (kind == VALUE_LIST) return takes & TAKES_LIST;
  if (kind == VALUE_MAP) return takes & TAKES_MAP;
  if (takes & TAKES_TEXT && (kind == VALUE_STRING || !(takes & TAKES_STRICT))) return true;
  if (takes & TAKES_STRICT) {
    return (takes & TAKES_INTEGER && kind == VALUE_INT) || (takes & TAKES_BOOL && kind == VALUE_BOOL) ||
           (takes & TAKES_NUMBER && (kind == VALUE_INT || kind == VALUE_NUMBER));
  }
  return (takes & TAKES_NUMBER && is_number(at, false)) || (takes & TAKES_INTEGER && is_number(at, true)) ||
         (takes & TAKES_BOOL && is_bool(at));
}

Text lint_takes_text(Linter *linter, unsigned takes) {
  static const struct {
    unsigned bit;
    const char *name;
  } names[] = {{TAKES_TEXT, "text"},        {TAKES_INTEGER, "a whole number"},
               {TAKES_NUMBER, "a number"},  {TAKES_BOOL, "true or false"},
               {TAKES_LIST, "a list"},      {TAKES_MAP, "a map"},
               {TAKES_SOMETHING, "a value"}};
  enum { COUNT = sizeof names / sizeof *names };
  size_t left = 0;
  for (size_t i = 0; i < COUNT; i++) left += (takes & names[i].bit) != 0;
  Buffer out = {0};
  for (size_t i = 0; i < COUNT; i++) {
    if (!(takes & names[i].bit)) continue;
    buffer_add_string(&out, names[i].name);
    left--;
    if (left) buffer_add_string(&out, left > 1 ? ", " : " or ");
  }
  return buffer_take(&out, linter->arena);
}

// ───────────────────────────── The walk ─────────────────────────────

static Text subject(const LintAt *at) {
  while (at->up && !at->key.at) at = at->up;
  return at->key.at ? at->key : TEXT("the template");
}

static void report_kind(Linter *linter, const LintShape *shape, const LintAt *at, const LintCodes *codes) {
  Text wanted = lint_takes_text(linter, shape->takes), name = subject(at);
  lint_report(linter, codes->kind ? codes->kind : codes->unknown, at, "'%.*s' takes %.*s, this is %s", TEXT_ARG(name),
              TEXT_ARG(wanted), value_kind_name(at->value));
}

static const LintPart *part_of(const LintShape *shape, Text name) {
  for (const LintPart *part = shape->parts; part && part->name; part++)
    if (text_is(name, part->name)) return part;
  return NULL;
}

static void report_unknown(Linter *linter, const LintShape *shape, const LintAt *at, const LintCodes *codes) {
  Diag *diag = lint_report(linter, codes->unknown, at, "'%.*s' is not a member of %s", TEXT_ARG(at->key),
                           shape->what ? shape->what : "this map");
  VEC(Text) names = {0};
  for (const LintPart *part = shape->parts; part && part->name; part++)
    vec_push(linter->arena, &names, text_of(part->name));
  diag_suggest(linter->diags, diag, at->key, names.items, names.count);
}

static void check_map(Linter *linter, const LintShape *shape, const LintAt *at, World world, const LintCodes *codes) {
  bool generated = false;
  for (size_t i = 0; i < at->value->as.map.count; i++) {
    LintAt member = lint_member(at, &at->value->as.map.members[i]);
    const LintPart *part = part_of(shape, member.key);
    if (part) {
      lint_shape(linter, part->shape, &member, world, codes);
    } else if (shape->takes & TAKES_TRANSFORM && lint_is_generator(member.key)) {
      generated = true;
    } else if (shape->others) {
      lint_shape(linter, shape->others, &member, world, codes);
    } else {
      report_unknown(linter, shape, &member, codes);
    }
  }
  for (const LintPart *part = shape->parts; part && part->name && !generated; part++) {
    const Value *there = value_at(at->value, part->name);
    if (!part->required || (there && there->kind != VALUE_NULL)) continue;
    lint_report(linter, codes->missing ? codes->missing : codes->unknown, at, "%s needs '%s'",
                shape->what ? shape->what : "this map", part->name);
  }
}

static void check_value(Linter *linter, const LintShape *shape, const LintAt *at, const LintCodes *codes) {
  Text text;
  if (!lint_scalar(linter, at, &text)) return;
  VEC(Text) values = {0};
  for (const char *const *value = shape->values; *value; value++) {
    if (text_is(text, *value)) return;
    vec_push(linter->arena, &values, text_of(*value));
  }
  Text name = subject(at);
  Diag *diag = lint_report(linter, codes->value ? codes->value : codes->unknown, at,
                           "'%.*s' is not a value that '%.*s' takes", TEXT_ARG(text), TEXT_ARG(name));
  diag_suggest(linter->diags, diag, text, values.items, values.count);
  if (diag->help.size) return;
  Buffer out = {0};
  for (size_t i = 0; i < values.count && i < 12; i++)
    buffer_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARG(values.items[i]));
  Text list = buffer_take(&out, linter->arena);
  diag_help(linter->diags, diag, "it may be %.*s", TEXT_ARG(list));
}

static void check(Linter *linter, const LintShape *shape, const LintAt *at, World world, const LintCodes *codes) {
  if (shape->takes & TAKES_FUNCTION && lint_is_function(at)) return;
  if (!lint_takes(at, shape->takes)) {
    report_kind(linter, shape, at, codes);
    return;
  }
  if (shape->values) check_value(linter, shape, at, codes);
  if (lint_is(at, VALUE_MAP) && (shape->parts || shape->others || shape->takes & TAKES_MAP))
    check_map(linter, shape, at, world, codes);
  if (!lint_is(at, VALUE_LIST) || !shape->items) return;
  for (size_t i = 0; i < at->value->as.list.count; i++) {
    LintAt item = lint_item(at, i);
    lint_shape(linter, shape->items, &item, world, codes);
  }
}

void lint_shape(Linter *linter, const LintShape *shape, const LintAt *at, World world, const LintCodes *codes) {
  if (!at->value || shape->takes & TAKES_ANYTHING) return;
  const LintAt *kept = lint_keep(linter, *at);
  if (!(shape->takes & TAKES_FUNCTION)) {
    check(linter, shape, kept, world, codes);
    return;
  }
  LintChoices choices = lint_choices(linter, kept, world);
  for (size_t i = 0; i < choices.count; i++)
    check(linter, shape, lint_keep(linter, choices.items[i].at), choices.items[i].world, codes);
}
