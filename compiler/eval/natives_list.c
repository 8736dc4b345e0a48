// Native functions on lists, maps and numbers.
#include <math.h>
#include <stdlib.h>

#include "eval/natives.h"
#include "eval/presence.h"

static bool is_list(const Context *cx, Span span, const Val *val, const char *what, const Val **error) {
  if (val->kind == VAL_LIST) return true;
  *error = eval_must_be_known(cx, span, val, what);
  return false;
}

static bool is_record(const Context *cx, Span span, const Val *val, const char *what, const Val **error) {
  if (val->kind == VAL_RECORD) return true;
  *error = eval_must_be_known(cx, span, val, what);
  return false;
}

NATIVE(len) {
  const Val *val = args[0];
  Tally tally = {0};
  if (val->kind == VAL_TEXT) return val_int(cx->eval->arena, span, (int64_t)utf8_count(val->as.text));
  if (val->kind != VAL_RECORD && val->kind != VAL_LIST) return eval_intrinsic(cx, span, "Fn::Length", val, false);
  const Record *record = &val->as.record.record;
  for (size_t i = 0; val->kind == VAL_RECORD && i < record->count; i++)
    if (!tally_add(cx, span, &tally, eval_present(cx, record->entries[i].val))) return val_error(cx->eval->arena, span);
  for (size_t i = 0; val->kind == VAL_LIST && i < val->as.list.count; i++)
    if (!tally_add(cx, span, &tally, eval_not_null(cx, val->as.list.items[i]))) return val_error(cx->eval->arena, span);
  return tally_value(cx, span, &tally);
}

// Adds an element that is there under a condition.
static void add_if(const Context *cx, Span span, Val *list, Cond condition, const Val *item) {
  if (condition == COND_FALSE) return;
  const Val *null = val_null(cx->eval->arena, span);
  val_add(cx->eval->arena, list, condition == COND_TRUE ? item : eval_choose(cx, span, condition, item, null));
}

NATIVE(keys) {
  const Val *error;
  if (!is_record(cx, span, args[0], "the map of keys()", &error)) return error;
  Val *out = val_list(cx->eval->arena, span);
  const Record *record = &args[0]->as.record.record;
  for (size_t i = 0; i < record->count; i++)
    add_if(cx, span, out, eval_present(cx, record->entries[i].val),
           val_text(cx->eval->arena, record->entries[i].key_span, record->entries[i].key));
  return out;
}

NATIVE(values) {
  const Val *error;
  if (!is_record(cx, span, args[0], "the map of values()", &error)) return error;
  Val *out = val_list(cx->eval->arena, args[0]->span);
  const Record *record = &args[0]->as.record.record;
  for (size_t i = 0; i < record->count; i++) {
    const Val *val = eval_settle(cx, record->entries[i].val);
    if (val->kind != VAL_NULL) val_add(cx->eval->arena, out, val);
  }
  return out;
}

// Whether CloudFormation can compare a value: every leaf of it is known, a parameter or the like.
static bool comparable(const Val *val) {
  if (val->kind == VAL_CHOICE) return comparable(val->as.choice.then) && comparable(val->as.choice.otherwise);
  return val->kind == VAL_NULL || eval_in_conditions(val);
}

// The condition under which an element that is deferred, or may be missing, equals none of those before it.
static bool none_before(const Context *cx, Span span, const Val *list, size_t at, Cond *out) {
  Conds *conds = &cx->eval->conds;
  const Val *item = list->as.list.items[at];
  *out = eval_not_null(cx, item);
  for (size_t k = 0; k < at && *out != COND_FALSE; k++) {
    const Val *other = list->as.list.items[k];
    Cond equal = val_same(item, other) ? COND_TRUE : COND_FALSE;
    if (equal != COND_TRUE && comparable(item) && comparable(other) &&
        !eval_condition(cx, eval_equal(cx, span, item, other), span, &equal))
      return false;
    *out = cond_and(conds, *out, cond_not(conds, equal));
  }
  return true;
}

enum { MOST_COMPARED = 300 };  // elements that are compared in pairs

NATIVE(unique) {
  const Val *error;
  if (!is_list(cx, span, args[0], "the list of unique()", &error)) return error;
  Val *out = val_list(cx->eval->arena, args[0]->span);
  Map seen = {0}, numbers = {0};
  bool deferred = val_deferred_inside(args[0]);
  if (deferred && args[0]->as.list.count > MOST_COMPARED)
    return eval_wrong(cx, "E0308", span, "unique() takes at most %d elements where some are known only when deployed",
                      MOST_COMPARED);
  for (size_t i = 0; i < args[0]->as.list.count; i++) {
    const Val *item = args[0]->as.list.items[i];
    bool there = false;
    Cond new;
    if (deferred) {
      if (!none_before(cx, span, args[0], i, &new)) return val_error(cx->eval->arena, span);
      add_if(cx, span, out, new, item);
    } else if (item->kind == VAL_TEXT || item->kind == VAL_INT || item->kind == VAL_NUMBER) {
      Text key = item->kind == VAL_NUMBER ? number_spell(cx->eval->arena, item->as.number.value)
                                          : val_spell(cx->eval->arena, item);
      there = !map_put(cx->eval->arena, item->kind == VAL_TEXT ? &seen : &numbers, key, out);
    } else {
      for (size_t k = 0; k < out->as.list.count && !there; k++) there = val_same(out->as.list.items[k], item);
    }
    if (!there && !deferred) val_add(cx->eval->arena, out, item);
  }
  return out;
}

static int compare_vals(const void *a, const void *b) {
  const Val *x = *(const Val *const *)a, *y = *(const Val *const *)b;
  if (x->kind == VAL_TEXT) return text_compare(x->as.text, y->as.text);
  double left = val_double(x), right = val_double(y);
  return left < right ? -1 : left > right;
}

static bool ordered(const Val *a, const Val *b) {
  bool numbers = (a->kind == VAL_INT || a->kind == VAL_NUMBER) && (b->kind == VAL_INT || b->kind == VAL_NUMBER);
  if (numbers) return true;
  if (a->kind == VAL_QUANTITY && b->kind == VAL_QUANTITY) return a->as.quantity.dimension == b->as.quantity.dimension;
  return a->kind == VAL_TEXT && b->kind == VAL_TEXT;
}

// Whether all elements can be put in order; `text` says whether texts count.
static bool orderable(const Context *cx, Span span, const Val *list, bool text, const char *what, const Val **error) {
  if (!is_list(cx, span, list, what, error)) return false;
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Val *item = list->as.list.items[i];
    if (val_deferred(item) || item->kind == VAL_INSTANCE)
      return *error = eval_must_be_known(cx, span, item, what), false;
    if (ordered(list->as.list.items[0], item) && (text || item->kind != VAL_TEXT)) continue;
    Text shown = val_describe(cx->eval->arena, item);
    *error = eval_wrong(cx, "E0306", span, "%s holds %.*s, which cannot be put in order with the others", what,
                        TEXT_ARG(shown));
    return false;
  }
  return true;
}

NATIVE(sort) {
  const Val *error;
  if (!orderable(cx, span, args[0], true, "the list of sort()", &error)) return error;
  Val *out = val_list(cx->eval->arena, args[0]->span);
  for (size_t i = 0; i < args[0]->as.list.count; i++) val_add(cx->eval->arena, out, args[0]->as.list.items[i]);
  if (out->as.list.count) qsort(out->as.list.items, out->as.list.count, sizeof(Val *), compare_vals);
  return out;
}

NATIVE(reverse) {
  const Val *error;
  if (!is_list(cx, span, args[0], "the list of reverse()", &error)) return error;
  Val *out = val_list(cx->eval->arena, args[0]->span);
  for (size_t i = args[0]->as.list.count; i > 0; i--) val_add(cx->eval->arena, out, args[0]->as.list.items[i - 1]);
  return out;
}

// Adds an element, or the elements of one that is a list, in each branch of a choice.
static const Val *flatten_into(const Context *cx, Span span, Val *out, const Val *item, Cond condition) {
  Conds *conds = &cx->eval->conds;
  Context inner = eval_under(cx, condition);
  item = eval_settle(&inner, item);
  if (item->kind == VAL_CHOICE) {
    Cond with = item->as.choice.condition;
    const Val *error = flatten_into(cx, span, out, item->as.choice.then, cond_and(conds, condition, with));
    if (error) return error;
    return flatten_into(cx, span, out, item->as.choice.otherwise, cond_and(conds, condition, cond_not(conds, with)));
  }
  bool list = (item->kind == VAL_CALL && item->as.call.list) ||
              (item->kind == VAL_PARAM && item->as.param.type->kind == TYPE_LIST);
  if (list) return eval_must_be_known(cx, span, item, "a list that is put into another one");
  if (item->kind == VAL_NULL) return NULL;
  if (item->kind != VAL_LIST) return add_if(cx, span, out, condition, item), NULL;
  for (size_t k = 0; k < item->as.list.count; k++) {
    const Val *element = eval_settle(&inner, item->as.list.items[k]);
    if (element->kind != VAL_NULL) add_if(cx, span, out, condition, element);
  }
  return NULL;
}

NATIVE(flatten) {
  const Val *error;
  if (!is_list(cx, span, args[0], "the list of flatten()", &error)) return error;
  Val *out = val_list(cx->eval->arena, args[0]->span);
  for (size_t i = 0; i < args[0]->as.list.count; i++)
    if ((error = flatten_into(cx, span, out, args[0]->as.list.items[i], COND_TRUE))) return error;
  return out;
}

NATIVE(zip) {
  const Val *error;
  Arena *arena = cx->eval->arena;
  if (!is_list(cx, span, args[0], "a list of zip()", &error) || !is_list(cx, span, args[1], "a list of zip()", &error))
    return error;
  for (size_t side = 0; side < 2; side++)
    for (size_t i = 0; i < args[side]->as.list.count; i++)
      if (eval_not_null(cx, args[side]->as.list.items[i]) != COND_TRUE)
        return eval_must_be_known(cx, span, args[side]->as.list.items[i], "whether an element of zip() is in its list");
  Val *out = val_list(arena, span);
  for (size_t i = 0; i < args[0]->as.list.count && i < args[1]->as.list.count; i++) {
    Val *pair = val_list(arena, span);
    val_add(arena, pair, args[0]->as.list.items[i]);
    val_add(arena, pair, args[1]->as.list.items[i]);
    val_add(arena, out, pair);
  }
  return out;
}

NATIVE(concat) { return native_flatten(cx, span, args); }

NATIVE(get) {
  const Val *error;
  if (!is_record(cx, span, args[0], "the map of get()", &error)) return error;
  if (args[1]->kind != VAL_TEXT) return eval_index(cx, span, args[0], args[1]);
  const Val *found = val_field(args[0], args[1]->as.text), *null = val_null(cx->eval->arena, span);
  return found ? eval_where_absent(cx, eval_settle(cx, found), null) : null;
}

NATIVE(range) {
  enum { LONGEST = 1000000 };
  for (size_t i = 0; i < 3; i++)
    if (args[i]->kind != VAL_INT) return eval_must_be_known(cx, span, args[i], "an argument of range()");
  int64_t from = args[0]->as.integer, to = args[1]->as.integer, step = args[2]->as.integer;
  if (step == 0) return eval_wrong(cx, "E0306", span, "the step of range() cannot be 0");
  Val *out = val_list(cx->eval->arena, span);
  for (int64_t i = from; step > 0 ? i <= to : i >= to;) {
    if (out->as.list.count >= LONGEST)
      return eval_wrong(cx, "E0308", span, "a range may hold at most %d numbers", LONGEST);
    val_add(cx->eval->arena, out, val_int(cx->eval->arena, span, i));
    if (__builtin_add_overflow(i, step, &i)) break;
  }
  return out;
}

NATIVE(sum) {
  const Val *error;
  if (!orderable(cx, span, args[0], false, "the list of sum()", &error)) return error;
  Arena *arena = cx->eval->arena;
  size_t count = args[0]->as.list.count;
  if (count == 0) return val_int(arena, span, 0);
  double total = 0;
  int64_t whole = 0;
  bool integers = true;
  for (size_t i = 0; i < count; i++) {
    const Val *item = args[0]->as.list.items[i];
    total += val_double(item);
    integers = integers && item->kind == VAL_INT;
    if (integers && __builtin_add_overflow(whole, item->as.integer, &whole))
      return eval_wrong(cx, "E0305", span, "the sum does not fit 64 bits");
  }
  const Val *first = args[0]->as.list.items[0];
  if (first->kind == VAL_QUANTITY)
    return val_quantity(arena, span, first->as.quantity.dimension, total,
                        text_format(arena, "%.*s%s", TEXT_ARG(number_spell(arena, total)),
                                    first->as.quantity.dimension == DIMENSION_SIZE       ? "B"
                                    : first->as.quantity.dimension == DIMENSION_DURATION ? "ms"
                                                                                         : "%"));
  return integers ? val_int(arena, span, whole) : val_number(arena, span, total);
}

static const Val *extreme(const Context *cx, Span span, const Val *list, int sign, const char *what) {
  const Val *error;
  if (!orderable(cx, span, list, false, what, &error)) return error;
  if (list->as.list.count == 0) return eval_wrong(cx, "E0306", span, "%s is empty", what);
  const Val *best = list->as.list.items[0];
  for (size_t i = 1; i < list->as.list.count; i++)
    if (compare_vals(&list->as.list.items[i], &best) * sign > 0) best = list->as.list.items[i];
  return best;
}

NATIVE(min) { return extreme(cx, span, args[0], -1, "the list of min()"); }
NATIVE(max) { return extreme(cx, span, args[0], 1, "the list of max()"); }

static const Val *fold(const Context *cx, Span span, const Val *list, bool all) {
  const Val *error;
  if (!is_list(cx, span, list, all ? "the list of all()" : "the list of any()", &error)) return error;
  Cond result = all ? COND_TRUE : COND_FALSE, one;
  for (size_t i = 0; i < list->as.list.count; i++) {
    if (!eval_condition(cx, list->as.list.items[i], span, &one)) return val_error(cx->eval->arena, span);
    result = all ? cond_and(&cx->eval->conds, result, one) : cond_or(&cx->eval->conds, result, one);
  }
  return eval_from_condition(cx, span, result);
}

NATIVE(any) { return fold(cx, span, args[0], false); }
NATIVE(all) { return fold(cx, span, args[0], true); }

static bool known_number(const Context *cx, Span span, const Val *val, const char *what, const Val **error) {
  if (val->kind == VAL_INT || val->kind == VAL_NUMBER) return true;
  *error = eval_must_be_known(cx, span, val, what);
  return false;
}

NATIVE(abs) {
  const Val *error;
  if (!known_number(cx, span, args[0], "the number of abs()", &error)) return error;
  if (args[0]->kind == VAL_NUMBER) return val_number(cx->eval->arena, span, fabs(args[0]->as.number.value));
  if (args[0]->as.integer == INT64_MIN) return eval_wrong(cx, "E0305", span, "the result does not fit 64 bits");
  return val_int(cx->eval->arena, span, args[0]->as.integer < 0 ? -args[0]->as.integer : args[0]->as.integer);
}

static const Val *rounded(const Context *cx, Span span, const Val *val, double (*function)(double), const char *what) {
  const Val *error;
  if (!known_number(cx, span, val, what, &error)) return error;
  if (val->kind == VAL_INT) return val;
  double result = function(val->as.number.value);
  if (fabs(result) >= 9007199254740992.0)
    return eval_wrong(cx, "E0305", span, "the result is too large for a whole number");
  return val_int(cx->eval->arena, span, (int64_t)result);
}

NATIVE(floor) { return rounded(cx, span, args[0], number_floor, "the number of floor()"); }
NATIVE(ceil) { return rounded(cx, span, args[0], number_ceil, "the number of ceil()"); }

NATIVE(round) {
  const Val *error;
  if (!known_number(cx, span, args[0], "the number of round()", &error) ||
      !known_number(cx, span, args[1], "the places of round()", &error))
    return error;
  if (args[0]->kind == VAL_INT) return args[0];
  double factor = 1;
  for (int64_t i = 0; i < args[1]->as.integer; i++) factor *= 10;
  double scaled = args[0]->as.number.value * factor, size = fabs(scaled);
  double down = number_floor(size), near = size - down < 0.5 ? down : number_ceil(size);
  // 2.345 * 100 is 234.49999...: a half that its binary form misses by a hair still goes away from zero.
  if (fabs(size - down - 0.5) < 1e-9 * (1 + size)) near = number_ceil(size);
  return val_number(cx->eval->arena, span, (scaled < 0 ? -near : near) / factor);
}

NATIVE(mod) {
  for (size_t i = 0; i < 2; i++)
    if (args[i]->kind != VAL_INT) return eval_must_be_known(cx, span, args[i], "an argument of mod()");
  int64_t a = args[0]->as.integer, b = args[1]->as.integer;
  if (b == 0) return eval_wrong(cx, "E0305", span, "mod() by zero");
  if (b == -1) return val_int(cx->eval->arena, span, 0);
  int64_t rest = a % b;
  return val_int(cx->eval->arena, span, rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
}
