// Presence is worked out from the leaves of choices; counting keeps one condition for each number, so that it grows
// with the number of elements and not with that of their combinations.
#include "eval/presence.h"

enum { MOST_COUNTED = 200 };  // elements that may be missing, in one list whose positions or length are asked for

const Val *val_absent(Arena *arena, Span span) {
  Val *val = val_new(arena, VAL_NULL, span);
  val->absent = true;
  return val;
}

Cond eval_present(const Context *cx, const Val *val) {
  if (val->kind == VAL_NULL) return val->absent ? COND_FALSE : COND_TRUE;
  if (val->kind != VAL_CHOICE) return COND_TRUE;
  Cond then = eval_present(cx, val->as.choice.then), otherwise = eval_present(cx, val->as.choice.otherwise);
  return then == otherwise ? then : cond_if(&cx->eval->conds, val->as.choice.condition, then, otherwise);
}

Cond eval_not_null(const Context *cx, const Val *val) {
  if (val->kind == VAL_NULL) return COND_FALSE;
  if (val->kind != VAL_CHOICE) return COND_TRUE;
  Cond then = eval_not_null(cx, val->as.choice.then), otherwise = eval_not_null(cx, val->as.choice.otherwise);
  return then == otherwise ? then : cond_if(&cx->eval->conds, val->as.choice.condition, then, otherwise);
}

typedef struct Instead {
  const Val *val;
  bool absent_alone;
} Instead;

static const Val *instead_of(const Context *cx, const Val *val, void *data) {
  const Instead *instead = data;
  if (val->kind != VAL_NULL || (instead->absent_alone && !val->absent)) return val;
  return eval_settle(cx, instead->val);
}

const Val *eval_where_absent(const Context *cx, const Val *val, const Val *instead) {
  Instead data = {instead, true};
  return eval_present(cx, val) == COND_TRUE ? val : eval_distribute(cx, val->span, val, instead_of, &data);
}

const Val *eval_where_null(const Context *cx, const Val *val, const Val *instead) {
  Instead data = {instead, false};
  return eval_not_null(cx, val) == COND_TRUE ? val : eval_distribute(cx, val->span, val, instead_of, &data);
}

void eval_lay(const Context *cx, Val *record, Text key, Span span, const Val *val) {
  if (eval_present(cx, val) != COND_TRUE) {
    const Val *before = val_field(record, key);
    if (!before && val->kind == VAL_NULL) return;
    if (before) val = eval_where_absent(cx, val, before);
  }
  val_put(cx->eval->arena, record, key, span, val);
}

// ───────────────────────────── Counting ─────────────────────────────

bool tally_add(const Context *cx, Span span, Tally *tally, Cond present) {
  Conds *conds = &cx->eval->conds;
  if (cond_implies(conds, cx->guard, present)) {
    tally->certain++;
    return true;
  }
  if (cond_excludes(conds, cx->guard, present)) return true;
  if (tally->maybe.count == 0) vec_push(conds->arena, &tally->maybe, (Cond)COND_TRUE);
  if (tally->maybe.count > MOST_COUNTED || cond_overflow(conds)) {
    eval_wrong(cx, "E0308", span, "more than %d elements of this list depend on conditions: too many to count",
               MOST_COUNTED);
    return false;
  }
  Cond missing = cond_not(conds, present);
  vec_push(conds->arena, &tally->maybe, (Cond)COND_FALSE);
  for (size_t k = tally->maybe.count - 1; k > 0; k--)
    tally->maybe.items[k] = cond_or(conds, cond_and(conds, tally->maybe.items[k], missing),
                                    cond_and(conds, tally->maybe.items[k - 1], present));
  tally->maybe.items[0] = cond_and(conds, tally->maybe.items[0], missing);
  return true;
}

const Val *tally_value(const Context *cx, Span span, const Tally *tally) {
  const Val *val = NULL;
  for (size_t k = 0; k < tally->maybe.count; k++) {
    if (tally->maybe.items[k] == COND_FALSE) continue;
    const Val *number = val_int(cx->eval->arena, span, tally->certain + (int64_t)k);
    val = val ? eval_choose(cx, span, tally->maybe.items[k], number, val) : number;
  }
  return val ? val : val_int(cx->eval->arena, span, tally->certain);
}

Cond tally_is(const Tally *tally, int64_t count) {
  int64_t k = count - tally->certain;
  if (tally->maybe.count == 0) return k == 0 ? COND_TRUE : COND_FALSE;
  return k < 0 || k >= (int64_t)tally->maybe.count ? COND_FALSE : tally->maybe.items[k];
}
