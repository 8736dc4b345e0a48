// Expressions: one case a kind, and the two tricks that all of deferral rests on: distributing over the branches of a
// choice, and settling choices by the conditions in force.
#include <stdarg.h>

#include "eval/presence.h"

enum { DEEPEST = 2400, MOST_BRANCHES = 256 };  // the first takes 2 MB of stack at most

const Val *eval_wrong(const Context *cx, const char *code, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(cx->eval->arena, format, arguments);
  va_end(arguments);
  diag_error(cx->eval->diags, code, span, "%.*s", TEXT_ARG(message));
  return val_error(cx->eval->arena, span);
}

void eval_blame(Eval *eval, size_t before, const Instance *from) {
  Diags *diags = eval->diags;
  if (before == diags->list.count) return;
  bool refused = from && from->refused;
  while (from && from->decl->module->library) {
    from = from->owner;
    refused = refused || (from && from->refused);
  }
  size_t kept = before;
  for (size_t i = before; from && i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    bool inside = program_in_library(eval->program, diag->span);
    if (inside && refused) {
      diags->errors -= diag->level == LEVEL_ERROR;
      continue;
    }
    diags->list.items[kept++] = diag;
    if (!inside) continue;
    diag_note(diags, diag, diag->span, "this happens in the library");
    diag->span = from->decl->span;
  }
  if (from) diags->list.count = kept;
}

// The first deferred value in a list or record.
static const Val *first_deferred(const Val *val) {
  size_t count = val->kind == VAL_LIST ? val->as.list.count : val->kind == VAL_RECORD ? val->as.record.record.count : 0;
  for (size_t i = 0; i < count; i++) {
    const Val *item = val->kind == VAL_LIST ? val->as.list.items[i] : val->as.record.record.entries[i].val;
    if (val_deferred(item) || (item->kind == VAL_INSTANCE && item->as.instance->aws)) return item;
    const Val *inside = first_deferred(item);
    if (inside) return inside;
  }
  return NULL;
}

static void add_reasons(const Context *cx, Diag *diag, const Val *val, int depth) {
  if (depth > 3) return;
  Arena *arena = cx->eval->arena;
  if (val->kind == VAL_PARAM) {
    diag_note(cx->eval->diags, diag, val->as.param.decl->span,
              "the parameter '%.*s' gets its value when the stack is deployed", TEXT_ARG(val->as.param.decl->name));
    diag_help(cx->eval->diags, diag, "make it an input, `in %.*s: ...`, given by -D %.*s=... or an environment",
              TEXT_ARG(val->as.param.decl->name), TEXT_ARG(val->as.param.decl->name));
  } else if (val->kind == VAL_CHOICE) {
    diag_note(cx->eval->diags, diag, val->span, "this depends on a condition");
    const DiagramNode *node = &cx->eval->conds.diagrams.nodes.items[val->as.choice.condition];
    add_reasons(cx, diag, cx->eval->conds.variables.items[node->variable].subject, depth + 1);
  } else if (val->kind == VAL_CONCAT) {
    for (size_t i = 0; i < val->as.parts.count; i++)
      if (val_deferred_inside(val->as.parts.items[i])) {
        add_reasons(cx, diag, val->as.parts.items[i], depth + 1);
        return;
      }
  } else if (val->kind == VAL_LIST || val->kind == VAL_RECORD) {
    const Val *inside = first_deferred(val);
    if (inside) add_reasons(cx, diag, inside, depth + 1);
  } else if (val->kind == VAL_CALL) {
    diag_note(cx->eval->diags, diag, val->span, "%s is worked out when the stack is deployed", val->as.call.name);
    const Val *inside =
        val_deferred(val->as.call.argument) ? val->as.call.argument : first_deferred(val->as.call.argument);
    if (inside) add_reasons(cx, diag, inside, depth + 1);
  } else if (val->kind == VAL_LOOKUP) {
    diag_note(cx->eval->diags, diag, val->span, "which entry this is depends on the key");
    add_reasons(cx, diag, val->as.lookup.key, depth + 1);
  } else {
    Text description = val_describe(arena, val);
    diag_note(cx->eval->diags, diag, val->span, "%.*s is known only when the stack is deployed", TEXT_ARG(description));
  }
}

const Val *eval_must_be_known(const Context *cx, Span span, const Val *val, const char *what) {
  if (val->kind == VAL_ERROR) return val;
  if (eval_in_check(cx)) return eval_intrinsic(cx, span, "undecided", val, false);
  Diag *diag = diag_error(cx->eval->diags, "E0304", span, "%s must be known when compiling", what);
  add_reasons(cx, diag, val, 0);
  if (!diag->help.size)
    diag_help(cx->eval->diags, diag,
              "AWS decides this when the stack is deployed: give a value of your own, from an `in` or a `let`");
  return val_error(cx->eval->arena, span);
}

bool eval_in_check(const Context *cx) {
  const Frame *frame = cx->frame;
  while (frame && frame->body->kind >= BODY_THEN) frame = frame->parent;
  return frame && (frame->in_check || frame->body->kind == BODY_TEST || frame->body->kind == BODY_POLICY);
}

Context eval_under(const Context *cx, Cond condition) {
  Context inner = *cx;
  inner.guard = cond_and(&cx->eval->conds, cx->guard, condition);
  return inner;
}

const Val *eval_settle(const Context *cx, const Val *val) {
  while (val->kind == VAL_CHOICE && cx->guard != COND_TRUE) {
    if (cond_implies(&cx->eval->conds, cx->guard, val->as.choice.condition))
      val = val->as.choice.then;
    else if (cond_excludes(&cx->eval->conds, cx->guard, val->as.choice.condition))
      val = val->as.choice.otherwise;
    else
      break;
  }
  return val;
}

// COND of a known bool or of a choice of true and false; false where it is neither.
static bool plain_condition(const Val *val, Cond *out) {
  if (val->kind == VAL_BOOL) return *out = val->as.boolean ? COND_TRUE : COND_FALSE, true;
  if (val->kind != VAL_CHOICE || val->as.choice.then->kind != VAL_BOOL || val->as.choice.otherwise->kind != VAL_BOOL)
    return false;
  if (!val->as.choice.then->as.boolean || val->as.choice.otherwise->as.boolean) return false;
  *out = val->as.choice.condition;
  return true;
}

const Val *eval_from_condition(const Context *cx, Span span, Cond condition) {
  Arena *arena = cx->eval->arena;
  return val_choice(arena, span, condition, val_bool(arena, span, true), val_bool(arena, span, false));
}

static size_t count_branches(const Val *val) {
  size_t count = 0;
  while (val->kind == VAL_CHOICE && count <= MOST_BRANCHES) {
    count += count_branches(val->as.choice.then);
    val = val->as.choice.otherwise;
  }
  return count + 1;
}

const Val *eval_choose(const Context *cx, Span span, Cond condition, const Val *then, const Val *otherwise) {
  if (then->kind == VAL_ERROR) return then;
  if (otherwise->kind == VAL_ERROR) return otherwise;
  Conds *conds = &cx->eval->conds;
  Cond a, b;
  if (plain_condition(then, &a) && plain_condition(otherwise, &b))
    return eval_from_condition(cx, span, cond_if(conds, condition, a, b));
  if (cond_overflow(conds))
    return eval_wrong(cx, "E0308", span, "the conditions of this program are too many to work out");
  const Val *val = val_choice(cx->eval->arena, span, condition, then, otherwise);
  if (val->kind != VAL_CHOICE || count_branches(val) <= MOST_BRANCHES) return val;
  Diag *diag = diag_error(cx->eval->diags, "E0308", span, "this value has more than %d branches", MOST_BRANCHES);
  diag_help(cx->eval->diags, diag,
            "fewer parameters should decide it: use `in` for what is known when compiling, or a map look-up");
  return val_error(cx->eval->arena, span);
}

const Val *eval_distribute(const Context *cx, Span span, const Val *val, EvalMap f, void *data) {
  val = eval_settle(cx, val);
  if (val->kind == VAL_ERROR) return val;
  if (val->kind != VAL_CHOICE) return f(cx, val, data);
  Cond condition = val->as.choice.condition;
  Context yes = eval_under(cx, condition), no = eval_under(cx, cond_not(&cx->eval->conds, condition));
  const Val *then = eval_distribute(&yes, span, val->as.choice.then, f, data);
  const Val *otherwise = eval_distribute(&no, span, val->as.choice.otherwise, f, data);
  return eval_choose(cx, span, condition, then, otherwise);
}

// ───────────────────────────── Literals ─────────────────────────────

static const Val *number(const Context *cx, Span span, Text decimal) {
  Arena *arena = cx->eval->arena;
  if (text_find(decimal, TEXT("."), 0) != SIZE_MAX) return val_decimal(arena, span, decimal);
  int64_t value = 0;
  for (size_t i = 0; i < decimal.size; i++)
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, decimal.at[i] - '0', &value))
      return eval_wrong(cx, "E0305", span, "the number %.*s does not fit 64 bits; write it as text", TEXT_ARG(decimal));
  return val_int(arena, span, value);
}

static const Val *quantity(const Context *cx, const Expr *expr) {
  static const struct {
    Dimension dimension;
    double factor;
  } units[] = {{DIMENSION_SIZE, 1},
               {DIMENSION_SIZE, 1024.0},
               {DIMENSION_SIZE, 1048576.0},
               {DIMENSION_SIZE, 1073741824.0},
               {DIMENSION_SIZE, 1099511627776.0},
               {DIMENSION_DURATION, 1},
               {DIMENSION_DURATION, 1000},
               {DIMENSION_DURATION, 60000},
               {DIMENSION_DURATION, 3600000},
               {DIMENSION_DURATION, 86400000},
               {DIMENSION_PERCENT, 1}};
  Unit unit = expr->as.quantity.unit;
  Arena *arena = cx->eval->arena;
  double amount = val_decimal(arena, expr->span, expr->as.quantity.number)->as.number.value * units[unit].factor;
  Text text = text_format(arena, "%.*s%s", TEXT_ARG(expr->as.quantity.number), unit_spell(unit));
  return val_quantity(arena, expr->span, units[unit].dimension, amount, text);
}

// ───────────────────────────── Lists and records ─────────────────────────────

typedef struct SpreadInto {
  Val *list;
  Cond within;  // what the branch being spread adds to the guard
} SpreadInto;

// Adds an element under a condition: null elements drop out, conditional ones stay as choices with null.
static void add_element(const Context *cx, Val *list, const Val *item, Cond condition) {
  item = eval_settle(cx, item);
  if (item->kind == VAL_NULL) return;
  if (condition != COND_TRUE)
    item = eval_choose(cx, item->span, condition, item, val_null(cx->eval->arena, item->span));
  val_add(cx->eval->arena, list, item);
}

static void spread_list(const Context *cx, Val *list, const Val *val, Cond condition, Span span) {
  val = eval_open_lookup(cx, val);
  switch (val->kind) {
    case VAL_ERROR: val_add(cx->eval->arena, list, val); return;
    case VAL_NULL: return;
    case VAL_LIST:
      for (size_t i = 0; i < val->as.list.count; i++) add_element(cx, list, val->as.list.items[i], condition);
      return;
    case VAL_CHOICE: {
      Cond with = val->as.choice.condition, without = cond_not(&cx->eval->conds, with);
      Context yes = eval_under(cx, with), no = eval_under(cx, without);
      spread_list(&yes, list, val->as.choice.then, cond_and(&cx->eval->conds, condition, with), span);
      spread_list(&no, list, val->as.choice.otherwise, cond_and(&cx->eval->conds, condition, without), span);
      return;
    }
    default: break;
  }
  Text shown = val_describe(cx->eval->arena, val);
  Diag *diag =
      diag_error(cx->eval->diags, "E0301", span, "only a list can be spread in a list, not %.*s", TEXT_ARG(shown));
  if (val->kind == VAL_RECORD) diag_help(cx->eval->diags, diag, "write `...values(x)` for the values of a record");
  val_add(cx->eval->arena, list, val_error(cx->eval->arena, span));
}

// A deferred list among the elements: the whole becomes Split(",", Join(",", ...)), for lists of text.
static bool is_deferred_list(const Context *cx, const Val *val) {
  val = eval_open_lookup(cx, val);
  return val_deferred(val) && val->kind != VAL_CHOICE;
}

static const Val *joined(const Context *cx, Span span, Text separator, const Val *list) {
  Val *argument = val_list(cx->eval->arena, span);
  val_add(cx->eval->arena, argument, val_text(cx->eval->arena, span, separator));
  val_add(cx->eval->arena, argument, list);
  return eval_intrinsic(cx, span, "Fn::Join", argument, false);
}

static bool has_text(const Val *val, Text text) {
  const ValList *list = val->kind == VAL_LIST ? &val->as.list : val->kind == VAL_CONCAT ? &val->as.parts : NULL;
  for (size_t i = 0; list && i < list->count; i++)
    if (has_text(list->items[i], text)) return true;
  if (val->kind == VAL_CALL) return has_text(val->as.call.argument, text);
  if (val->kind == VAL_CHOICE) return has_text(val->as.choice.then, text) || has_text(val->as.choice.otherwise, text);
  return val->kind == VAL_TEXT && text_find(val->as.text, text, 0) != SIZE_MAX;
}

// `pieces`: elements, and deferred lists where `spread` says so. They are joined by commas, or by what none of them
// holds, as far as that is known.
static const Val *split_joined(const Context *cx, Span span, const Val *pieces, const bool *spread) {
  static const Text separators[] = {{",", 1}, {"|", 1}, {";", 1}, {"\n", 1}, {"|,;|", 4}};
  size_t at = 0;
  while (at < 4 && has_text(pieces, separators[at])) at++;
  Val *all = val_list(cx->eval->arena, span), *split = val_list(cx->eval->arena, span);
  for (size_t i = 0; i < pieces->as.list.count; i++) {
    const Val *piece = pieces->as.list.items[i];
    val_add(cx->eval->arena, all, spread[i] ? joined(cx, piece->span, separators[at], piece) : piece);
  }
  val_add(cx->eval->arena, split, val_text(cx->eval->arena, span, separators[at]));
  val_add(cx->eval->arena, split, joined(cx, span, separators[at], all));
  return eval_intrinsic(cx, span, "Fn::Split", split, true);
}

const Val *eval_intrinsic(const Context *cx, Span span, const char *name, const Val *argument, bool list) {
  Val *val = val_new(cx->eval->arena, VAL_CALL, span);
  val->as.call.name = name;
  val->as.call.argument = argument;
  val->weight = argument->weight;
  val->as.call.list = list;
  val->as.call.stack = cx->frame ? cx->frame->stack : NULL;
  return val;
}

static bool first_error(const ValList *list, const Val **out) {
  for (size_t i = 0; i < list->count; i++)
    if (list->items[i]->kind == VAL_ERROR) return *out = list->items[i], true;
  return false;
}

static const Val *list(const Context *cx, const Expr *expr) {
  Val *out = val_list_of(cx->eval->arena, expr->span, expr->as.list.count);
  VEC(bool) deferred = {0};  // by element: a deferred list that is spread
  bool any = false;
  for (size_t i = 0; i < expr->as.list.count; i++) {
    const Elem *elem = &expr->as.list.items[i];
    const Val *val = eval_expr(cx, elem->value);
    if (!elem->spread) {
      add_element(cx, out, val, COND_TRUE);
    } else if (is_deferred_list(cx, val)) {
      while (deferred.count < out->as.list.count) vec_push(cx->eval->arena, &deferred, false);
      vec_push(cx->eval->arena, &deferred, true);
      val_add(cx->eval->arena, out, eval_settle(cx, val));
      any = true;
    } else {
      spread_list(cx, out, val, COND_TRUE, elem->value->span);
    }
  }
  const Val *error;
  if (first_error(&out->as.list, &error)) return error;
  if (!any) return out;
  while (deferred.count < out->as.list.count) vec_push(cx->eval->arena, &deferred, false);
  return out->as.list.count == 1 ? out->as.list.items[0] : split_joined(cx, expr->span, out, deferred.items);
}

// Whether laying `otherwise` behind `then` keeps its order: the keys of both come in the same order and first.
static bool keeps_order(const Val *then, const Val *otherwise) {
  const Record *record = &otherwise->as.record.record;
  const RecordEntry *last = NULL;
  bool own = false;
  for (size_t i = 0; i < record->count; i++) {
    const RecordEntry *entry = val_entry(then, record->entries[i].key);
    if (entry && (own || (last && entry < last))) return false;
    own = own || !entry;
    last = entry ? entry : last;
  }
  return true;
}

// Lays one key; false with *conflict where it may be there already, or not: then its place depends on that.
static bool lay_in_order(const Context *cx, Val *out, Text key, Span span, const Val *val, Cond *conflict) {
  const Val *before = val_field(out, key);
  Cond present = before ? eval_present(cx, before) : COND_TRUE;
  if (!cond_implies(&cx->eval->conds, cx->guard, present) && !cond_excludes(&cx->eval->conds, cx->guard, present))
    return *conflict = present, false;
  eval_lay(cx, out, key, span, val);
  return true;
}

// Lays a record over `out`; over a choice each key becomes a choice of what either branch says. False after an error,
// and with *conflict set to a condition where its branches put keys in another order: no one record can say that.
static bool spread_record(const Context *cx, Val *out, const Val *val, Span span, Cond *conflict) {
  val = eval_open_lookup(cx, val);
  Arena *arena = cx->eval->arena;
  if (val->kind == VAL_ERROR) return false;
  if (val->kind == VAL_NULL) return true;
  if (val->kind == VAL_RECORD) {
    const Record *record = &val->as.record.record;
    for (size_t i = 0; i < record->count; i++)
      if (!lay_in_order(cx, out, record->entries[i].key, record->entries[i].key_span, record->entries[i].val, conflict))
        return false;
    return true;
  }
  if (val->kind == VAL_CHOICE) {
    Context yes = eval_under(cx, val->as.choice.condition),
            no = eval_under(cx, cond_not(&cx->eval->conds, val->as.choice.condition));
    Val *then = val_record(arena, span), *otherwise = val_record(arena, span);
    if (!spread_record(&yes, then, val->as.choice.then, span, conflict) ||
        !spread_record(&no, otherwise, val->as.choice.otherwise, span, conflict))
      return false;
    if (!keeps_order(then, otherwise)) return *conflict = val->as.choice.condition, false;
    const Val *sides[2] = {then, otherwise};
    for (size_t side = 0; side < 2; side++) {
      const Record *record = &sides[side]->as.record.record;
      for (size_t i = 0; i < record->count; i++) {
        Text key = record->entries[i].key;
        if (side == 1 && val_field(then, key)) continue;
        const Val *absent = val_absent(arena, span), *a = val_field(then, key), *b = val_field(otherwise, key);
        const Val *both = eval_choose(cx, span, val->as.choice.condition, a ? a : absent, b ? b : absent);
        if (!lay_in_order(cx, out, key, record->entries[i].key_span, both, conflict)) return false;
      }
    }
    return true;
  }
  if (val->kind == VAL_INSTANCE && !val->as.instance->aws) {
    const Map *outs = &val->as.instance->decl->kind_decl->inside->scope->outs;
    for (size_t i = 0; i < outs->count; i++)
      val_put(arena, out, outs->entries[i].key, span,
              eval_out(cx, val->as.instance, (Ident){outs->entries[i].key, span}));
    return true;
  }
  Text shown = val_describe(arena, val);
  if (val_deferred(val))
    eval_must_be_known(cx, span, val, "what is spread in a record");
  else
    eval_wrong(cx, "E0301", span, "only a record can be spread in a record, not %.*s", TEXT_ARG(shown));
  return false;
}

static const Val *record_members(const Context *cx, const Expr *expr, Cond *conflict) {
  Arena *arena = cx->eval->arena;
  Val *out = val_record_of(arena, expr->span, expr->as.record.count);
  for (size_t i = 0; i < expr->as.record.count; i++) {
    const RecordMember *member = &expr->as.record.items[i];
    const Val *val = eval_expr(cx, member->value);
    if (val->kind == VAL_ERROR) return val;
    if (member->spread) {
      if (!spread_record(cx, out, val, member->value->span, conflict)) return val_error(arena, expr->span);
      continue;
    }
    Text key = member->key.name;
    Span span = member->key.span;
    if (member->key_expr) {
      const Val *name = eval_settle(cx, eval_expr(cx, member->key_expr));
      span = member->key_expr->span;
      if (name->kind == VAL_ERROR) return name;
      if (val_deferred(name)) return eval_must_be_known(cx, span, name, "a record's key");
      key = val_spell(arena, name);
      if (!key.at) return eval_wrong(cx, "E0301", span, "a record's key must be text");
    }
    if (!lay_in_order(cx, out, key, span, val, conflict)) return val_error(arena, expr->span);
  }
  return out;
}

// Where the order of the keys depends on a condition, the record is a choice of records.
static const Val *record(const Context *cx, const Expr *expr) {
  Cond conflict = COND_FALSE;
  const Val *val = record_members(cx, expr, &conflict);
  if (conflict == COND_FALSE) return val;
  Context yes = eval_under(cx, conflict), no = eval_under(cx, cond_not(&cx->eval->conds, conflict));
  const Val *then = record(&yes, expr);
  return then->kind == VAL_ERROR ? then : eval_choose(cx, expr->span, conflict, then, record(&no, expr));
}

// What may turn out not to fit in a text is reported where it stands in it, not where it was made.
static const Val *placed(const Context *cx, const Val *val, const Expr *expr) {
  if (val->kind != VAL_NULL && val->kind != VAL_LIST && val->kind != VAL_RECORD && val->kind != VAL_CHOICE) return val;
  Val *copy = val_copy(cx->eval->arena, val);
  copy->span = expr->span;
  return copy;
}

static const Val *template_text(const Context *cx, const Expr *expr) {
  ValList parts = {0};
  for (size_t i = 0; i < expr->as.template.parts.count; i++) {
    const Part *part = &expr->as.template.parts.items[i];
    if (!part->value && part->text.size == 0) continue;
    const Val *val = part->value ? placed(cx, eval_expr(cx, part->value), part->value)
                                 : val_text(cx->eval->arena, expr->span, part->text);
    if (val->kind == VAL_ERROR) return val;
    vec_push(cx->eval->arena, &parts, val);
  }
  return eval_concat(cx, expr->span, &parts);
}

static const Val *if_else(const Context *cx, const Expr *expr) {
  Cond condition;
  const Val *test = eval_expr(cx, expr->as.if_.condition);
  if (!eval_condition(cx, test, expr->as.if_.condition->span, &condition))
    return val_error(cx->eval->arena, expr->span);
  Conds *conds = &cx->eval->conds;
  if (cx->guard != COND_TRUE) {
    if (cond_implies(conds, cx->guard, condition))
      condition = COND_TRUE;
    else if (cond_excludes(conds, cx->guard, condition))
      condition = COND_FALSE;
  }
  const Val *null = val_null(cx->eval->arena, expr->span);
  if (condition == COND_TRUE) return eval_expr(cx, expr->as.if_.then);
  if (condition == COND_FALSE) return expr->as.if_.otherwise ? eval_expr(cx, expr->as.if_.otherwise) : null;
  Context yes = eval_under(cx, condition), no = eval_under(cx, cond_not(conds, condition));
  const Val *then = eval_expr(&yes, expr->as.if_.then);
  const Val *otherwise = expr->as.if_.otherwise ? eval_expr(&no, expr->as.if_.otherwise) : null;
  return eval_choose(cx, expr->span, condition, then, otherwise);
}

static const Val *aws_type(const Context *cx, const Expr *expr) {
  return val_text(cx->eval->arena, expr->span, expr->as.aws_type);
}

static const Val *field(const Context *cx, const Expr *expr) {
  const Expr *object = expr->as.field.object;
  if (object->kind == EXPR_NAME && object->as.name.decl && object->as.name.decl->kind == DECL_MODULE) {
    Module *module = object->as.name.decl->target;
    Decl *decl = module ? map_get(&module->scope.values, expr->as.field.field.name) : NULL;
    if (decl && (decl->kind == DECL_LET || decl->kind == DECL_STACK)) return eval_decl(cx, decl, expr->span);
    if (!module) return val_error(cx->eval->arena, expr->span);
    return eval_wrong(cx, "E0201", expr->as.field.field.span, "%.*s has no constant '%.*s'", TEXT_ARG(module->path),
                      TEXT_ARG(expr->as.field.field.name));
  }
  return eval_field(cx, eval_expr(cx, object), expr->as.field.field, expr->as.field.safe);
}

// ───────────────────────────── Limits ─────────────────────────────

bool eval_stopped(Eval *eval, Span span) {
  if (eval->arena->used <= eval->memory || eval->stopped) return eval->stopped;
  eval->stopped = true;
  Diag *diag = diag_error(eval->diags, "E0308", span, "the program grows without bounds here, and was given up");
  diag_help(eval->diags, diag, "look for loops within loops, and for components that each hold several of the next");
  return true;
}

bool eval_text_fits(const Context *cx, Span span, size_t size) {
  enum { LONGEST = 16 << 20 };  // bytes; a template is at most 1 MB
  if (size <= LONGEST) return true;
  eval_wrong(cx, "E0308", span, "this text would have more than %d MiB", LONGEST >> 20);
  return false;
}

static const Val *check_weight(const Context *cx, const Expr *expr, const Val *val) {
  enum { HEAVIEST = 4 << 20 };
  if (val_weight(val) <= HEAVIEST) return val;
  return eval_wrong(cx, "E0308", expr->span, "this value would have more than %d million elements", HEAVIEST >> 20);
}

const Val *eval_expr(const Context *cx, const Expr *expr) {
  Eval *eval = cx->eval;
  if (eval_stopped(eval, expr->span)) return val_error(eval->arena, expr->span);
  if (eval->depth >= DEEPEST) {
    if (!eval->too_deep) {
      Diag *diag = diag_error(eval->diags, "E0308", expr->span, "this is nested too deeply to be worked out");
      diag_help(eval->diags, diag,
                "in a long chain of names, declare what is used before what uses it: each is then worked out in turn");
    }
    eval->too_deep = true;
    return val_error(eval->arena, expr->span);
  }
  eval->depth++;
  const Val *val = NULL;
  switch (expr->kind) {
    case EXPR_ERROR: val = val_error(eval->arena, expr->span); break;
    case EXPR_NULL: val = val_null(eval->arena, expr->span); break;
    case EXPR_BOOL: val = val_bool(eval->arena, expr->span, expr->as.boolean); break;
    case EXPR_NUMBER: val = number(cx, expr->span, expr->as.number); break;
    case EXPR_QUANTITY: val = quantity(cx, expr); break;
    case EXPR_STRING: val = val_text(eval->arena, expr->span, expr->as.string.text); break;
    case EXPR_TEMPLATE: val = template_text(cx, expr); break;
    case EXPR_NAME: val = eval_name(cx, expr); break;
    case EXPR_AWS_TYPE: val = aws_type(cx, expr); break;
    case EXPR_LIST: val = list(cx, expr); break;
    case EXPR_LIST_FOR: val = eval_list_for(cx, expr); break;
    case EXPR_RECORD: val = record(cx, expr); break;
    case EXPR_RECORD_FOR: val = eval_record_for(cx, expr); break;
    case EXPR_IF: val = if_else(cx, expr); break;
    case EXPR_BINARY: val = eval_binary(cx, expr); break;
    case EXPR_UNARY: val = eval_unary(cx, expr); break;
    case EXPR_FIELD: val = field(cx, expr); break;
    case EXPR_INDEX: {
      const Val *object = eval_expr(cx, expr->as.index.object);
      val =
          object->kind == VAL_ERROR ? object : eval_index(cx, expr->span, object, eval_expr(cx, expr->as.index.index));
      break;
    }
    case EXPR_CALL: val = eval_call(cx, expr); break;
    case EXPR_PAREN: val = eval_expr(cx, expr->as.paren); break;
  }
  eval->depth--;
  return check_weight(cx, expr, val);
}
