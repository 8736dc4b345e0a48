// What is said where a value does not fit its type: the type in words, the place, and a help that depends on both.
#include "eval/conform.h"

const char CONFORM_ELEMENT[] = "element";

Text eval_what(Arena *arena, const What *what) {
  Text text = what->format == CONFORM_ELEMENT ? text_format(arena, "element %zu", what->number)
                                              : text_format(arena, what->format, TEXT_ARG(what->parts[0]),
                                                            TEXT_ARG(what->parts[1]), TEXT_ARG(what->parts[2]));
  return what->of ? text_format(arena, "%.*s of %.*s", TEXT_ARG(text), TEXT_ARG(eval_what(arena, what->of))) : text;
}

const Type *conform_plain(const Type *type) {
  while (type->kind == TYPE_PAREN || ((type->kind == TYPE_NAME || type->kind == TYPE_QUALIFIED) && type->as.name.decl))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  return type;
}

// ───────────────────────────── Showing types ─────────────────────────────

static void show_literal(Buffer *out, const Expr *literal) {
  if (literal->kind == EXPR_STRING) buffer_format(out, "\"%.*s\"", TEXT_ARG(literal->as.string.text));
  if (literal->kind == EXPR_NUMBER) buffer_add(out, literal->as.number);
  if (literal->kind == EXPR_BOOL) buffer_add_string(out, literal->as.boolean ? "true" : "false");
  if (literal->kind == EXPR_NULL) buffer_add_string(out, "null");
  if (literal->kind == EXPR_QUANTITY)
    buffer_format(out, "%.*s%s", TEXT_ARG(literal->as.quantity.number), unit_spell(literal->as.quantity.unit));
  if (literal->kind == EXPR_UNARY) {
    buffer_add_char(out, '-');
    show_literal(out, literal->as.unary.operand);
  }
}

static void show_type(Buffer *out, const Type *type, int depth) {
  if (depth > 4 || out->size > 100) {
    buffer_add_string(out, "...");
    return;
  }
  switch (type->kind) {
    case TYPE_ERROR: buffer_add_string(out, "?"); return;
    case TYPE_LITERAL: show_literal(out, type->as.literal); return;
    case TYPE_NAME:
    case TYPE_QUALIFIED:
      buffer_add(out, type->as.name.name.name);
      for (size_t i = 0; i < type->as.name.refine.count; i++) {
        const Refine *refine = &type->as.name.refine.items[i];
        buffer_add_char(out, i ? ',' : '(');
        if (refine->pattern) {
          show_literal(out, refine->pattern);
        } else {
          if (refine->low) show_literal(out, refine->low);
          buffer_add_string(out, "..");
          if (refine->high) show_literal(out, refine->high);
        }
        if (i + 1 == type->as.name.refine.count) buffer_add_char(out, ')');
      }
      return;
    case TYPE_AWS: buffer_add(out, type->as.aws); return;
    case TYPE_GENERIC: buffer_add(out, type->as.generic.base); return;
    case TYPE_OPTIONAL:
      show_type(out, type->as.optional, depth + 1);
      buffer_add_char(out, '?');
      return;
    case TYPE_PAREN: show_type(out, type->as.paren, depth); return;
    case TYPE_LIST:
      buffer_add_char(out, '[');
      show_type(out, type->as.list, depth + 1);
      buffer_add_char(out, ']');
      return;
    case TYPE_UNION:
      for (size_t i = 0; i < type->as.union_.count; i++) {
        if (i) buffer_add_string(out, " | ");
        show_type(out, type->as.union_.items[i], depth + 1);
      }
      return;
    case TYPE_RECORD:
      buffer_add_string(out, "{ ");
      for (size_t i = 0; i < type->as.record.count; i++) {
        const TypeField *field = &type->as.record.items[i];
        if (i) buffer_add_string(out, ", ");
        buffer_add(out, field->rest ? TEXT("*") : field->key.name);
        if (field->optional || field->fallback || field->type->kind == TYPE_OPTIONAL) buffer_add_char(out, '?');
      }
      buffer_add_string(out, " }");
      return;
  }
}

static Text type_text(Arena *arena, const Type *type) {
  Buffer buffer = {0};
  show_type(&buffer, type, 0);
  return buffer_take(&buffer, arena);
}

static bool within(Span inner, Span outer) {
  return inner.source == outer.source && inner.start >= outer.start && inner.end <= outer.end;
}

Span conform_place(const Context *cx, const Val *val, const Conform *c) {
  const Program *program = cx->eval->program;
  const What *what = c->what;
  while (what->of) what = what->of;
  if (what->at.source == 0 || within(val->span, what->at)) return val->span;
  bool handed_on = program_in_library(program, what->at) && !program_in_library(program, val->span);
  return handed_on && val->span.source ? val->span : what->at;
}

static void note_origin(const Context *cx, Diag *diag, const Val *val) {
  if (val->span.source == 0 || within(val->span, diag->span) || program_in_library(cx->eval->program, val->span))
    return;
  if (val->kind != VAL_INSTANCE && val->kind != VAL_PARAM)
    diag_note(cx->eval->diags, diag, val->span, "the value comes from here");
}

bool conform_is(const Type *type, const char *name) {
  return type->kind == TYPE_NAME && text_is(type->as.name.name.name, name);
}

static const char *units_of(const Type *type) {
  if (conform_is(type, "size")) return "B, KiB, MiB, GiB and TiB";
  return conform_is(type, "duration") ? "ms, s, min, h and d" : "%";
}

static bool ends_with_unit(const Type *type, Text text) {
  static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "ms", "s", "min", "h", "d", "%"};
  size_t first = conform_is(type, "size") ? 0 : conform_is(type, "duration") ? 5 : 10;
  size_t end = first == 0 ? 5 : first == 5 ? 10 : 11;
  size_t digits = 0;
  while (digits < text.size && ((text.at[digits] >= '0' && text.at[digits] <= '9') || text.at[digits] == '.')) digits++;
  for (size_t i = first; i < end; i++)
    if (text_is(text_slice(text, digits, text.size), units[i])) return true;
  return false;
}

// A text that holds what was wanted: "3" for an int, "yes" for a bool, "30s" for a duration.
static void help_with_text(const Context *cx, Diag *diag, const Type *type, Text text) {
  static const char *const bools[] = {"true", "false", "yes", "no", "on", "off", "True", "False"};
  bool digits = text.size > 0 && text.at[0] >= '0' && text.at[0] <= '9';
  bool quantity = conform_is(type, "size") || conform_is(type, "duration") || conform_is(type, "percent");
  bool last_is_digit = digits && text.at[text.size - 1] >= '0' && text.at[text.size - 1] <= '9';
  bool spells_bool = false;
  for (size_t i = 0; i < sizeof bools / sizeof *bools; i++) spells_bool = spells_bool || text_is(text, bools[i]);
  if (conform_is(type, "bool") && spells_bool)
    diag_help(cx->eval->diags, diag, "write true or false, without quotes");
  else if ((conform_is(type, "int") || conform_is(type, "number")) && digits && last_is_digit)
    diag_help(cx->eval->diags, diag, "write it without quotes");
  else if (quantity && digits && ends_with_unit(type, text))
    diag_help(cx->eval->diags, diag, "write it without quotes");
  else if (quantity)
    diag_help(cx->eval->diags, diag, "it is written as a number with its unit: %s", units_of(type));
  else if (conform_is(type, "cidr"))
    diag_help(cx->eval->diags, diag, "an IP range is written as in \"10.0.0.0/16\"");
  else if (conform_is(type, "secret"))
    diag_help(cx->eval->diags, diag,
              "a secret is never written down: read it with `secret(\"NAME\")` or `ssm_secure(\"NAME\")`, or take a "
              "`param` of the type secret");
  else if (type->kind == TYPE_LIST)
    diag_help(cx->eval->diags, diag, "a list of one is written with brackets: [\"%.*s\"]", TEXT_ARG(text));
}

// A number without its unit, or a quantity of another kind.
static void help_with_number(const Context *cx, Diag *diag, const Type *type, const Val *val) {
  const char *unit = conform_is(type, "size") ? "MiB" : conform_is(type, "duration") ? "s" : "%";
  bool quantity = conform_is(type, "size") || conform_is(type, "duration") || conform_is(type, "percent");
  if (quantity && val->kind == VAL_INT)
    diag_help(cx->eval->diags, diag, "write its unit: %.*s%s", TEXT_ARG(val_spell(cx->eval->arena, val)), unit);
  else if (quantity && val->kind == VAL_QUANTITY)
    diag_help(cx->eval->diags, diag, "its units are %s", units_of(type));
  else if (val->kind == VAL_QUANTITY)
    diag_help(cx->eval->diags, diag, "a quantity turns into a number by its unit: x.%s",
              val->as.quantity.dimension == DIMENSION_SIZE       ? "mib"
              : val->as.quantity.dimension == DIMENSION_DURATION ? "seconds"
                                                                 : "value");
}

// A record is wanted: the component instance whose out was given, or the fields that must be there.
static void help_with_record(const Context *cx, Diag *diag, const Type *type, const Val *val) {
  if (type->kind != TYPE_RECORD) return;
  if (val->kind == VAL_INSTANCE && val->as.instance->aws && val->as.instance->owner) {
    diag_help(cx->eval->diags, diag, "give the instance as a whole: '%.*s'", TEXT_ARG(val->as.instance->owner->path));
    return;
  }
  Buffer fields = {0};
  for (size_t i = 0; i < type->as.record.count; i++) {
    const TypeField *field = &type->as.record.items[i];
    if (field->rest || field->optional || field->fallback || field->type->kind == TYPE_OPTIONAL) continue;
    buffer_format(&fields, "%s%.*s: ...", fields.size ? ", " : "", TEXT_ARG(field->key.name));
  }
  if (fields.size) diag_help(cx->eval->diags, diag, "give a record { %.*s }", TEXT_ARG(buffer_text(&fields)));
  buffer_free(&fields);
}

static void help_with_param(const Context *cx, Diag *diag, const Val *val, Text wanted) {
  const Decl *decl = val->as.param.decl;
  diag_note(cx->eval->diags, diag, decl->span, "the parameter is declared here");
  diag_help(cx->eval->diags, diag, "give the parameter that type: `param %.*s: %.*s`", TEXT_ARG(decl->name),
            TEXT_ARG(wanted));
}

static void suggest_literal(const Context *cx, Diag *diag, const Type *type, Text text) {
  Text names[64];
  size_t count = 0;
  for (size_t i = 0; i < type->as.union_.count && count < 64; i++) {
    const Type *item = conform_plain(type->as.union_.items[i]);
    if (item->kind == TYPE_LITERAL && item->as.literal->kind == EXPR_STRING)
      names[count++] = item->as.literal->as.string.text;
  }
  diag_suggest(cx->eval->diags, diag, text, names, count);
}

const Val *conform_misfit(const Context *cx, const Val *val, const Conform *c) {
  Arena *arena = cx->eval->arena;
  const Val *error = val_error(arena, val->span);
  if (c->quiet) return error;
  const Type *type = conform_plain(c->type);
  bool resource = type->kind == TYPE_AWS && val->kind == VAL_INSTANCE;
  bool described = val_deferred(val) || val->kind == VAL_INSTANCE || val->kind == VAL_STACK;
  Text shown = conform_is(type, "secret") && val->kind == VAL_TEXT ? TEXT("text that stands in the program")
               : resource  ? text_format(arena, "'%.*s', which is of the type %.*s", TEXT_ARG(val->as.instance->path),
                                         TEXT_ARG(val->as.instance->type_name))
               : described ? val_describe(arena, val)
                           : val_show(arena, val);
  Text wanted = type_text(arena, c->type);
  Diag *diag = diag_error(cx->eval->diags, "E0301", conform_place(cx, val, c), "%.*s must be %.*s, not %.*s",
                          TEXT_ARG(eval_what(arena, c->what)), TEXT_ARG(wanted), TEXT_ARG(shown));
  if (type->kind == TYPE_UNION && val->kind == VAL_TEXT) suggest_literal(cx, diag, type, val->as.text);
  if (val->kind == VAL_TEXT && !diag->help.size) help_with_text(cx, diag, type, val->as.text);
  if (val->kind == VAL_INT || val->kind == VAL_QUANTITY) help_with_number(cx, diag, type, val);
  if (val->kind == VAL_PARAM) help_with_param(cx, diag, val, wanted);
  if (val->kind == VAL_NULL && c->type->kind != TYPE_OPTIONAL)
    diag_help(cx->eval->diags, diag, "a type that takes null ends in '?': %.*s?", TEXT_ARG(wanted));
  if (!diag->help.size) help_with_record(cx, diag, type, val);
  note_origin(cx, diag, val);
  diag_note(cx->eval->diags, diag, c->type->span, "the type stands here");
  return error;
}
