// Operators. Each works on known values; deferral comes in through eval_distribute, equality through conditions.
#include <math.h>
#include <stdio.h>

#include "eval/presence.h"

// ───────────────────────────── Conditions ─────────────────────────────

bool eval_in_conditions(const Val *val) {
  switch (val->kind) {
    case VAL_TEXT:
    case VAL_INT:
    case VAL_NUMBER:
    case VAL_BOOL:
    case VAL_PARAM:
    case VAL_PSEUDO: return true;
    case VAL_LOOKUP: return eval_in_conditions(val->as.lookup.key) && !val->as.lookup.fallback;
    case VAL_CONCAT:
      for (size_t i = 0; i < val->as.parts.count; i++)
        if (!eval_in_conditions(val->as.parts.items[i])) return false;
      return true;
    case VAL_CALL:
      if (text_starts_with(text_of(val->as.call.name), TEXT("Fn::ValueOf")) ||
          text_is(text_of(val->as.call.name), "Fn::RefAll"))
        return true;
      return (text_is(text_of(val->as.call.name), "Fn::Select") || text_is(text_of(val->as.call.name), "Fn::Join") ||
              text_is(text_of(val->as.call.name), "Fn::Split")) &&
             eval_in_conditions(val->as.call.argument);
    case VAL_LIST:
      for (size_t i = 0; i < val->as.list.count; i++)
        if (!eval_in_conditions(val->as.list.items[i])) return false;
      return true;
    case VAL_ERROR:
    case VAL_NULL:
    case VAL_QUANTITY:
    case VAL_RECORD:
    case VAL_INSTANCE:
    case VAL_STACK:
    case VAL_ATTRIBUTE:
    case VAL_CHOICE: return false;
  }
  return false;
}

static bool not_in_conditions(const Context *cx, Span span, const Val *val) {
  Text shown = val_describe(cx->eval->arena, val);
  Diag *diag = diag_error(cx->eval->diags, "E0304", span, "a condition cannot depend on %.*s", TEXT_ARG(shown));
  diag_help(cx->eval->diags, diag,
            "CloudFormation decides conditions before it makes any resource: use parameters, pseudo parameters and "
            "known values");
  return false;
}

bool eval_condition(const Context *cx, const Val *val, Span span, Cond *out) {
  val = eval_open_lookup(cx, val);
  if (val->kind == VAL_ERROR) return false;
  if (val->kind == VAL_BOOL) return *out = val->as.boolean ? COND_TRUE : COND_FALSE, true;
  if (val->kind == VAL_CHOICE) {
    Conds *conds = &cx->eval->conds;
    Cond a, b, with = val->as.choice.condition;
    Context yes = eval_under(cx, with), no = eval_under(cx, cond_not(conds, with));
    if (!eval_condition(&yes, val->as.choice.then, span, &a) ||
        !eval_condition(&no, val->as.choice.otherwise, span, &b))
      return false;
    *out = cond_if(conds, with, a, b);
    return true;
  }
  bool is_bool = false;
  if (val->kind == VAL_PARAM) {
    Text *values;
    size_t count;
    is_bool = cond_domain(cx->eval->arena, val, &values, &count) && count == 2 && text_is(values[0], "true");
  } else if (val->kind == VAL_LOOKUP) {
    is_bool = true;
  } else if (val_deferred(val) && eval_in_check(cx)) {
    return *out = cond_equals(&cx->eval->conds, val, TEXT("true")), true;
  } else if (val_deferred(val)) {
    return not_in_conditions(cx, span, val);
  }
  if (is_bool && eval_in_conditions(val)) return *out = cond_equals(&cx->eval->conds, val, TEXT("true")), true;
  Text shown = val_describe(cx->eval->arena, val);
  Diag *diag =
      diag_error(cx->eval->diags, "E0301", span, "a condition must be true or false, not %.*s", TEXT_ARG(shown));
  if (val->kind == VAL_TEXT || val->kind == VAL_INT || val->kind == VAL_PARAM)
    diag_help(cx->eval->diags, diag, "compare it, as in `x == \"...\"`");
  else
    diag_help(cx->eval->diags, diag, "compare it, as in `x != null`");
  return false;
}

// ───────────────────────────── Equality ─────────────────────────────

static bool is_scalar(const Val *val) {
  return val->kind == VAL_TEXT || val->kind == VAL_INT || val->kind == VAL_NUMBER || val->kind == VAL_BOOL;
}

static const Val *boolean(const Context *cx, Span span, bool value) { return val_bool(cx->eval->arena, span, value); }

static const Val *equal_all(const Context *cx, Span span, const Val *so_far, const Val *a, const Val *b, bool *stop) {
  const Val *one = eval_equal(cx, span, a, b);
  *stop = true;
  if (one->kind == VAL_ERROR) return one;
  Cond x, y;
  if (!eval_condition(cx, so_far, span, &x) || !eval_condition(cx, one, span, &y))
    return val_error(cx->eval->arena, span);
  Cond both = cond_and(&cx->eval->conds, x, y);
  *stop = both == COND_FALSE;
  return eval_from_condition(cx, span, both);
}

static bool has_conditional(const Context *cx, const Val *list) {
  for (size_t i = 0; i < list->as.list.count; i++)
    if (eval_not_null(cx, list->as.list.items[i]) != COND_TRUE) return true;
  return false;
}

// Lists whose elements may be missing, from their ends: rest[j] is the condition under which what comes from element i
// of one on equals what comes from element j of the other on.
static const Val *equal_conditional(const Context *cx, Span span, const Val *a, const Val *b) {
  enum { LONGEST = 100 };
  Conds *conds = &cx->eval->conds;
  size_t n = a->as.list.count, m = b->as.list.count;
  if (n > LONGEST || m > LONGEST) return eval_must_be_known(cx, span, n > m ? a : b, "a long list that is compared");
  Cond *rest = ARENA_ARRAY(cx->eval->arena, Cond, m + 1), *next = ARENA_ARRAY(cx->eval->arena, Cond, m + 1);
  for (size_t i = n + 1; i-- > 0;) {
    Cond here = i < n ? eval_not_null(cx, a->as.list.items[i]) : COND_FALSE;
    for (size_t j = m + 1; j-- > 0;) {
      Cond there = j < m ? eval_not_null(cx, b->as.list.items[j]) : COND_FALSE, equal = COND_FALSE;
      Cond both = cond_and(conds, here, there);
      Context inner = eval_under(cx, both);
      if (inner.guard != COND_FALSE &&
          !eval_condition(&inner, eval_equal(&inner, span, a->as.list.items[i], b->as.list.items[j]), span, &equal))
        return val_error(cx->eval->arena, span);
      Cond same = both == COND_FALSE ? COND_FALSE : cond_and(conds, cond_and(conds, both, equal), next[j + 1]);
      Cond skip_b = j < m ? cond_and(conds, cond_not(conds, there), rest[j + 1]) : COND_FALSE;
      Cond skip_a = i < n ? cond_and(conds, cond_and(conds, there, cond_not(conds, here)), next[j]) : COND_FALSE;
      if (i < n && j == m) skip_a = cond_and(conds, cond_not(conds, here), next[j]);
      rest[j] = i == n && j == m ? COND_TRUE : cond_or(conds, same, cond_or(conds, skip_a, skip_b));
    }
    Cond *swap = rest;
    rest = next, next = swap;
  }
  return eval_from_condition(cx, span, next[0]);
}

static const Val *equal_lists(const Context *cx, Span span, const Val *a, const Val *b) {
  if (has_conditional(cx, a) || has_conditional(cx, b)) return equal_conditional(cx, span, a, b);
  if (a->as.list.count != b->as.list.count) return boolean(cx, span, false);
  const Val *result = boolean(cx, span, true);
  bool stop = false;
  for (size_t i = 0; i < a->as.list.count && !stop; i++)
    result = equal_all(cx, span, result, a->as.list.items[i], b->as.list.items[i], &stop);
  return result;
}

// Both records have a key and its values are equal, or neither has it.
static const Val *equal_entry(const Context *cx, Span span, const Val *a, const Val *b) {
  Conds *conds = &cx->eval->conds;
  Cond in_a = a ? eval_present(cx, a) : COND_FALSE, in_b = b ? eval_present(cx, b) : COND_FALSE, equal = COND_TRUE;
  Cond both = cond_and(conds, in_a, in_b), neither = cond_and(conds, cond_not(conds, in_a), cond_not(conds, in_b));
  Context inner = eval_under(cx, both);
  if (inner.guard == COND_FALSE) return eval_from_condition(cx, span, neither);
  const Val *same = eval_equal(&inner, span, a, b);
  if (both == COND_TRUE || same->kind == VAL_ERROR) return same;
  if (!eval_condition(&inner, same, span, &equal)) return val_error(cx->eval->arena, span);
  return eval_from_condition(cx, span, cond_or(conds, neither, cond_and(conds, both, equal)));
}

static const Val *equal_records(const Context *cx, Span span, const Val *a, const Val *b) {
  const Val *result = boolean(cx, span, true), *sides[2] = {a, b};
  bool stop = false;
  for (size_t side = 0; side < 2; side++) {
    const Record *record = &sides[side]->as.record.record;
    for (size_t i = 0; i < record->count && !stop; i++) {
      const Val *left = val_field(a, record->entries[i].key), *right = val_field(b, record->entries[i].key);
      if (side == 1 && left) continue;
      const Val *one = equal_entry(cx, span, left, right), *true_ = boolean(cx, span, true);
      result = one->kind == VAL_ERROR ? one : equal_all(cx, span, result, one, true_, &stop);
      if (result->kind == VAL_ERROR) return result;
    }
  }
  return result;
}

// Whether a deferred value can equal a known one at all: a parameter has a type, and 3 is not "3".
static bool may_equal(const Val *deferred, const Val *known) {
  const Type *type = deferred->kind == VAL_PARAM ? deferred->as.param.type : NULL;
  while (type && (type->kind == TYPE_PAREN || (type->kind == TYPE_NAME && type->as.name.decl)))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  if (!type) return true;
  bool number = known->kind == VAL_INT || known->kind == VAL_NUMBER;
  if (type->kind == TYPE_UNION) {
    for (size_t i = 0; i < type->as.union_.count; i++) {
      const Type *item = type->as.union_.items[i];
      ExprKind kind = item->kind == TYPE_LITERAL ? item->as.literal->kind : EXPR_ERROR;
      if (kind == EXPR_ERROR || (kind == EXPR_STRING && known->kind == VAL_TEXT) ||
          ((kind == EXPR_NUMBER || kind == EXPR_UNARY) && number) || (kind == EXPR_BOOL && known->kind == VAL_BOOL))
        return true;
    }
    return false;
  }
  if (type->kind != TYPE_NAME) return type->kind == TYPE_GENERIC || known->kind == VAL_TEXT;
  Text name = type->as.name.name.name;
  if (text_is(name, "bool")) return known->kind == VAL_BOOL;
  if (text_is(name, "int") || text_is(name, "number")) return number;
  return known->kind == VAL_TEXT || text_is(name, "any");
}

// How a known scalar is spelled where it is compared: 1.0 as 1, for so is a parameter.
static Text compared_text(const Context *cx, const Val *val) {
  if (val->kind == VAL_NUMBER) val = val_number(cx->eval->arena, val->span, val->as.number.value);
  return val_spell(cx->eval->arena, val);
}

static const Val *equal_deferred(const Context *cx, Span span, const Val *a, const Val *b) {
  if (val_same(a, b)) return boolean(cx, span, true);
  if (!eval_in_check(cx) && (a->kind == VAL_INSTANCE || b->kind == VAL_INSTANCE)) {
    const Val *resource = a->kind == VAL_INSTANCE ? a : b, *other = a->kind == VAL_INSTANCE ? b : a;
    if (!val_deferred(other)) return boolean(cx, span, false);
    not_in_conditions(cx, span, resource);
    return val_error(cx->eval->arena, span);
  }
  const Val *deferred = val_deferred(a) || a->kind == VAL_INSTANCE ? a : b, *other = deferred == a ? b : a;
  if (!val_deferred(other) && (!is_scalar(other) || !may_equal(deferred, other))) return boolean(cx, span, false);
  if (!eval_in_check(cx) && (!eval_in_conditions(deferred) || !eval_in_conditions(other))) {
    not_in_conditions(cx, span, eval_in_conditions(deferred) ? other : deferred);
    return val_error(cx->eval->arena, span);
  }
  Conds *conds = &cx->eval->conds;
  Cond condition = val_deferred(other) ? cond_equals_other(conds, deferred, other)
                                       : cond_equals(conds, deferred, compared_text(cx, other));
  return eval_from_condition(cx, span, condition);
}

static const Val *equal_settled(const Context *cx, const Val *b, void *data) {
  const Val *a = data;
  Span span = b->span;
  if (a->kind == VAL_NULL || b->kind == VAL_NULL) return boolean(cx, span, a->kind == b->kind);
  if (val_deferred(a) || val_deferred(b) || a->kind == VAL_INSTANCE || b->kind == VAL_INSTANCE)
    return equal_deferred(cx, span, a, b);
  if (a->kind == VAL_LIST && b->kind == VAL_LIST) return equal_lists(cx, span, a, b);
  if (a->kind == VAL_RECORD && b->kind == VAL_RECORD) return equal_records(cx, span, a, b);
  return boolean(cx, span, val_same(a, b));
}

static const Val *equal_right(const Context *cx, const Val *a, void *data) {
  const Val *b = data;
  return eval_distribute(cx, b->span, b, equal_settled, (void *)a);
}

const Val *eval_equal(const Context *cx, Span span, const Val *a, const Val *b) {
  if (b->kind == VAL_ERROR) return b;
  return eval_distribute(cx, span, a, equal_right, (void *)b);
}

// ───────────────────────────── Arithmetic and order ─────────────────────────────

typedef struct Operation {
  const Expr *expr;
  BinaryOp op;
  const Val *left;
} Operation;

static const char *op_name(BinaryOp op) {
  static const char *const names[] = {"||", "&&", "==", "!=", "<", "<=", ">", ">=", "??", "..", "+", "-", "*", "/"};
  return names[op];
}

static const Val *quantity_of(const Context *cx, Span span, Dimension dimension, double amount) {
  static const struct {
    double factor;
    const char *unit;
  } sizes[] = {{1099511627776.0, "TiB"}, {1073741824.0, "GiB"}, {1048576.0, "MiB"}, {1024.0, "KiB"}, {1, "B"}},
    times[] = {{86400000, "d"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}, {1, "ms"}};
  Arena *arena = cx->eval->arena;
  const char *unit = "%";
  double factor = 1;
  for (size_t i = 0; dimension != DIMENSION_PERCENT && i < 5; i++) {
    unit = dimension == DIMENSION_SIZE ? sizes[i].unit : times[i].unit;
    factor = dimension == DIMENSION_SIZE ? sizes[i].factor : times[i].factor;
    double count = amount / factor;
    if (amount != 0 && count == number_floor(count) && count * factor == amount) break;
  }
  return val_quantity(arena, span, dimension, amount,
                      text_format(arena, "%.*s%s", TEXT_ARG(number_spell(arena, amount / factor)), unit));
}

static bool compute(BinaryOp op, double a, double b, double *out) {
  switch (op) {
    case OP_ADD: *out = a + b; return true;
    case OP_SUB: *out = a - b; return true;
    case OP_MUL: *out = a * b; return true;
    case OP_DIV: *out = a / b; return b != 0;
    case OP_OR:
    case OP_AND:
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
    case OP_FALLBACK:
    case OP_RANGE: break;
  }
  return false;
}

static const Val *integer_arithmetic(const Context *cx, const Operation *o, int64_t a, int64_t b) {
  int64_t result = 0;
  bool overflow = false;
  if (o->op == OP_ADD) overflow = __builtin_add_overflow(a, b, &result);
  if (o->op == OP_SUB) overflow = __builtin_sub_overflow(a, b, &result);
  if (o->op == OP_MUL) overflow = __builtin_mul_overflow(a, b, &result);
  if (o->op == OP_DIV) {
    if (b == -1)
      overflow = __builtin_sub_overflow((int64_t)0, a, &result);
    else if (a % b == 0)
      result = a / b;
    else
      return val_number(cx->eval->arena, o->expr->span, (double)a / (double)b);
  }
  if (overflow)
    return eval_wrong(cx, "E0305", o->expr->span, "%lld %s %lld does not fit 64 bits", (long long)a, op_name(o->op),
                      (long long)b);
  return val_int(cx->eval->arena, o->expr->span, result);
}

static bool is_number(const Val *val) { return val->kind == VAL_INT || val->kind == VAL_NUMBER; }

static const Val *wrong_operands(const Context *cx, const Operation *o, const Val *a, const Val *b) {
  Arena *arena = cx->eval->arena;
  Text left = val_describe(arena, a), right = val_describe(arena, b);
  Diag *diag = diag_error(cx->eval->diags, "E0301", o->expr->as.binary.op_span, "'%s' does not go with %.*s and %.*s",
                          op_name(o->op), TEXT_ARG(left), TEXT_ARG(right));
  if (o->op == OP_ADD && (a->kind == VAL_TEXT || b->kind == VAL_TEXT))
    diag_help(cx->eval->diags, diag, "text is put together by interpolation: \"${a}${b}\"");
  else if (o->op == OP_ADD && (a->kind == VAL_LIST || b->kind == VAL_LIST))
    diag_help(cx->eval->diags, diag, "lists are put together by spreading: [...a, ...b]");
  else if (o->op >= OP_LT && o->op <= OP_GE && (a->kind == VAL_TEXT || b->kind == VAL_TEXT))
    diag_help(cx->eval->diags, diag, "numbers and quantities alone have an order; a number is written without quotes");
  else if (a->kind == VAL_QUANTITY || b->kind == VAL_QUANTITY)
    diag_help(cx->eval->diags, diag,
              "a quantity turns into a number through .mib, .seconds, .days, .value and the like");
  return val_error(arena, o->expr->span);
}

static const Val *arithmetic(const Context *cx, const Operation *o, const Val *a, const Val *b) {
  Span span = o->expr->span;
  bool a_quantity = a->kind == VAL_QUANTITY, b_quantity = b->kind == VAL_QUANTITY;
  if ((!is_number(a) && !a_quantity) || (!is_number(b) && !b_quantity)) return wrong_operands(cx, o, a, b);
  if (o->op == OP_DIV && val_double(b) == 0) return eval_wrong(cx, "E0305", span, "division by zero");
  if (a->kind == VAL_INT && b->kind == VAL_INT) return integer_arithmetic(cx, o, a->as.integer, b->as.integer);
  double result = 0;
  compute(o->op, val_double(a), val_double(b), &result);
  if (!isfinite(result)) return eval_wrong(cx, "E0305", span, "the result is too large for a number");
  if (!a_quantity && !b_quantity) return val_number(cx->eval->arena, span, result);
  bool same = a_quantity && b_quantity && a->as.quantity.dimension == b->as.quantity.dimension;
  if (same && o->op == OP_DIV) return val_number(cx->eval->arena, span, result);
  if (same && o->op != OP_MUL) return quantity_of(cx, span, a->as.quantity.dimension, result);
  if (a_quantity != b_quantity && (o->op == OP_MUL || (o->op == OP_DIV && a_quantity)))
    return quantity_of(cx, span, a_quantity ? a->as.quantity.dimension : b->as.quantity.dimension, result);
  return wrong_operands(cx, o, a, b);
}

static const Val *compare(const Context *cx, const Operation *o, const Val *a, const Val *b) {
  bool numbers = is_number(a) && is_number(b);
  bool quantities =
      a->kind == VAL_QUANTITY && b->kind == VAL_QUANTITY && a->as.quantity.dimension == b->as.quantity.dimension;
  if (!numbers && !quantities) return wrong_operands(cx, o, a, b);
  double x = val_double(a), y = val_double(b);
  int order = x < y ? -1 : x > y;
  if (a->kind == VAL_INT && b->kind == VAL_INT)
    order = a->as.integer < b->as.integer ? -1 : a->as.integer > b->as.integer;
  bool result = o->op == OP_LT ? order < 0 : o->op == OP_LE ? order <= 0 : o->op == OP_GT ? order > 0 : order >= 0;
  return val_bool(cx->eval->arena, o->expr->span, result);
}

// A comparison that a test or policy cannot decide: a condition of its own.
static const Val *undecided(const Context *cx, const Operation *o, const Val *right) {
  Val *argument = val_list(cx->eval->arena, o->expr->span);
  val_add(cx->eval->arena, argument, o->left);
  val_add(cx->eval->arena, argument, right);
  const Val *call = eval_intrinsic(cx, o->expr->span, op_name(o->op), argument, false);
  return eval_from_condition(cx, o->expr->span, cond_equals(&cx->eval->conds, call, TEXT("true")));
}

static const Val *known_operands(const Context *cx, const Val *right, void *data) {
  const Operation *o = data;
  bool deferred = val_deferred(o->left) || val_deferred(right);
  if (deferred && eval_in_check(cx) && o->op >= OP_LT && o->op <= OP_GE) return undecided(cx, o, right);
  char what[64];
  snprintf(what, sizeof what, "an operand of '%s'", op_name(o->op));
  if (val_deferred(o->left) || o->left->kind == VAL_INSTANCE)
    return eval_must_be_known(cx, o->expr->as.binary.left->span, o->left, what);
  if (val_deferred(right) || right->kind == VAL_INSTANCE)
    return eval_must_be_known(cx, o->expr->as.binary.right->span, right, what);
  if (o->op == OP_RANGE) return eval_range(cx, o->expr->span, o->left, right);
  if (o->op >= OP_LT && o->op <= OP_GE) return compare(cx, o, o->left, right);
  return arithmetic(cx, o, o->left, right);
}

typedef struct BothOperands {
  Operation operation;
  const Val *right;
} BothOperands;

static const Val *left_operand(const Context *cx, const Val *left, void *data) {
  BothOperands both = *(BothOperands *)data;
  both.operation.left = left;
  return eval_distribute(cx, both.operation.expr->span, both.right, known_operands, &both.operation);
}

// ───────────────────────────── Entry points ─────────────────────────────

static const Val *logic(const Context *cx, const Expr *expr) {
  bool is_and = expr->as.binary.op == OP_AND;
  Conds *conds = &cx->eval->conds;
  Cond left, right;
  const Val *error = val_error(cx->eval->arena, expr->span);
  if (!eval_condition(cx, eval_expr(cx, expr->as.binary.left), expr->as.binary.left->span, &left)) return error;
  if (left == (is_and ? COND_FALSE : COND_TRUE)) return eval_from_condition(cx, expr->span, left);
  Context inner = eval_under(cx, is_and ? left : cond_not(conds, left));
  if (inner.guard == COND_FALSE) return eval_from_condition(cx, expr->span, is_and ? COND_FALSE : COND_TRUE);
  if (!eval_condition(&inner, eval_expr(&inner, expr->as.binary.right), expr->as.binary.right->span, &right))
    return error;
  return eval_from_condition(cx, expr->span, is_and ? cond_and(conds, left, right) : cond_or(conds, left, right));
}

static const Val *fallback(const Context *cx, const Val *left, void *data) {
  const Expr *right = data;
  if (left->kind == VAL_NULL) return eval_expr(cx, right);
  if (left->kind != VAL_LOOKUP || left->as.lookup.fallback) return left;
  Text *values;
  size_t count;
  if (cond_domain(cx->eval->arena, left->as.lookup.key, &values, &count)) return left;  // the map has all of its keys
  Val *copy = val_copy(cx->eval->arena, left);
  copy->as.lookup.fallback = eval_expr(cx, right);
  if (copy->as.lookup.fallback->kind == VAL_NULL) return left;
  return copy->as.lookup.fallback->kind == VAL_ERROR ? copy->as.lookup.fallback : copy;
}

const Val *eval_binary(const Context *cx, const Expr *expr) {
  BinaryOp op = expr->as.binary.op;
  if (op == OP_AND || op == OP_OR) return logic(cx, expr);
  const Val *left = eval_expr(cx, expr->as.binary.left);
  if (op == OP_FALLBACK) return eval_distribute(cx, expr->span, left, fallback, expr->as.binary.right);
  const Val *right = eval_open_lookup(cx, eval_expr(cx, expr->as.binary.right));
  left = eval_open_lookup(cx, left);
  if (left->kind == VAL_ERROR) return left;
  if (right->kind == VAL_ERROR) return right;
  if (op == OP_EQ || op == OP_NE) {
    Cond condition;
    const Val *equal = eval_equal(cx, expr->span, left, right);
    if (!eval_condition(cx, equal, expr->span, &condition)) return val_error(cx->eval->arena, expr->span);
    return eval_from_condition(cx, expr->span, op == OP_EQ ? condition : cond_not(&cx->eval->conds, condition));
  }
  BothOperands both = {{expr, op, NULL}, right};
  return eval_distribute(cx, expr->span, left, left_operand, &both);
}

static const Val *negate(const Context *cx, const Val *val, void *data) {
  const Expr *expr = data;
  Arena *arena = cx->eval->arena;
  if (val_deferred(val)) return eval_must_be_known(cx, expr->as.unary.operand->span, val, "what '-' stands before");
  if (val->kind == VAL_INT && val->as.integer != INT64_MIN) return val_int(arena, expr->span, -val->as.integer);
  if (val->kind == VAL_NUMBER) return val_number(arena, expr->span, -val->as.number.value);
  if (val->kind == VAL_QUANTITY)
    return quantity_of(cx, expr->span, val->as.quantity.dimension, -val->as.quantity.amount);
  Text shown = val_describe(arena, val);
  return eval_wrong(cx, "E0301", expr->span, "'-' does not go with %.*s", TEXT_ARG(shown));
}

const Val *eval_unary(const Context *cx, const Expr *expr) {
  const Val *val = eval_expr(cx, expr->as.unary.operand);
  if (val->kind == VAL_ERROR) return val;
  if (expr->as.unary.op == OP_NEGATE) return eval_distribute(cx, expr->span, val, negate, (void *)expr);
  Cond condition;
  if (!eval_condition(cx, val, expr->as.unary.operand->span, &condition)) return val_error(cx->eval->arena, expr->span);
  return eval_from_condition(cx, expr->span, cond_not(&cx->eval->conds, condition));
}
