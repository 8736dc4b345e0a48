// What `for` goes through, and the two comprehensions. Over a choice of known lists a loop goes through the elements of
// all branches, each with the condition under which it is in the list.
#include "eval/eval.h"

static bool add_turn(const Context *cx, Turns *turns, Turn turn) {
  enum { MOST = 1000000 };
  if (turns->count >= MOST) {
    eval_wrong(cx, "E0308", turn.first->span, "a loop may go through at most %d elements", MOST);
    return false;
  }
  vec_push(cx->eval->arena, turns, turn);
  return true;
}

static bool list_turns(const Context *cx, const Val *list, bool two, Cond condition, Turns *out) {
  Arena *arena = cx->eval->arena;
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Val *item = eval_settle(cx, list->as.list.items[i]);
    Cond present = condition;
    if (item->kind == VAL_CHOICE) {  // a conditional element: there wherever it is not null
      Cond null;
      const Val *is_null = eval_equal(cx, item->span, item, val_null(arena, item->span));
      if (!eval_condition(cx, is_null, item->span, &null)) return false;
      present = cond_and(&cx->eval->conds, condition, cond_not(&cx->eval->conds, null));
      Context inner = eval_under(cx, present);
      item = eval_settle(&inner, item);
    }
    if (present == COND_FALSE) continue;
    const Val *position = two ? val_int(arena, item->span, (int64_t)i) : NULL;
    if (!add_turn(cx, out, (Turn){two ? position : item, two ? item : NULL, NULL, present})) return false;
  }
  return true;
}

static bool record_turns(const Context *cx, const Val *record, bool two, Cond condition, Turns *out) {
  for (size_t i = 0; i < record->as.record.record.count; i++) {
    const RecordEntry *entry = &record->as.record.record.entries[i];
    const Val *key = val_text(cx->eval->arena, entry->key_span, entry->key), *val = eval_settle(cx, entry->val);
    if (!add_turn(cx, out, (Turn){two ? key : val, two ? val : NULL, key, condition})) return false;
  }
  return true;
}

static const Val *element_of(const Turn *turn, bool two) { return two ? turn->second : turn->first; }

// Lays the turns of two branches together: equal keys (or, in lists, equal elements at any place) become one turn whose
// condition is either's and whose value is a choice.
static bool merge_turns(const Context *cx, Span span, Cond condition, bool two, const Turns *then,
                        const Turns *otherwise, Turns *out) {
  Conds *conds = &cx->eval->conds;
  bool *taken = ARENA_ARRAY(cx->eval->arena, bool, otherwise->count + 1);
  for (size_t i = 0; i < then->count; i++) {
    Turn turn = then->items[i];
    for (size_t j = 0; j < otherwise->count; j++) {
      const Turn *other = &otherwise->items[j];
      bool same = turn.key && other->key ? val_same(turn.key, other->key)
                                         : val_same(element_of(&turn, two), element_of(other, two));
      if (taken[j] || !same) continue;
      taken[j] = true;
      if (two) {
        turn.first = eval_choose(cx, span, condition, turn.first, other->first);
        turn.second = eval_choose(cx, span, condition, turn.second, other->second);
      } else {
        turn.first = eval_choose(cx, span, condition, turn.first, other->first);
      }
      turn.guard = cond_or(conds, turn.guard, other->guard);
      break;
    }
    if (!add_turn(cx, out, turn)) return false;
  }
  for (size_t j = 0; j < otherwise->count; j++)
    if (!taken[j] && !add_turn(cx, out, otherwise->items[j])) return false;
  return true;
}

static bool find_turns(const Context *cx, Span span, const Val *source, bool two, Cond condition, Turns *out) {
  source = eval_settle(cx, source);
  switch (source->kind) {
    case VAL_ERROR: return false;
    case VAL_NULL: return true;
    case VAL_LIST: return list_turns(cx, source, two, condition, out);
    case VAL_RECORD: return record_turns(cx, source, two, condition, out);
    case VAL_CHOICE: {
      Conds *conds = &cx->eval->conds;
      Cond with = source->as.choice.condition, without = cond_not(conds, with);
      Context yes = eval_under(cx, with), no = eval_under(cx, without);
      Turns then = {0}, otherwise = {0};
      return find_turns(&yes, span, source->as.choice.then, two, cond_and(conds, condition, with), &then) &&
             find_turns(&no, span, source->as.choice.otherwise, two, cond_and(conds, condition, without), &otherwise) &&
             merge_turns(cx, span, with, two, &then, &otherwise, out);
    }
    default: break;
  }
  if (val_deferred(source)) {
    eval_must_be_known(cx, span, source, "what a `for` goes through");
    return false;
  }
  Text shown = val_describe(cx->eval->arena, source);
  Diag *diag =
      diag_error(cx->eval->diags, "E0301", span, "`for` goes through lists and records, not %.*s", TEXT_ARG(shown));
  if (source->kind == VAL_INT)
    diag_help(cx->eval->diags, diag, "to count, write a range: 1..%lld", (long long)source->as.integer);
  return false;
}

bool eval_turns(const Context *cx, const Expr *in, const Val *source, bool two, Turns *out) {
  return find_turns(cx, in->span, source, two, COND_TRUE, out);
}

// The context of one turn of a comprehension.
static Context turn_context(const Context *cx, const Vars *vars, const Turn *turn, Binding bindings[2]) {
  Context inner = turn->guard == COND_TRUE ? *cx : eval_under(cx, turn->guard);
  bindings[0] = (Binding){vars->locals[0], turn->first, inner.locals};
  inner.locals = &bindings[0];
  if (vars->locals[1]) {
    bindings[1] = (Binding){vars->locals[1], turn->second, inner.locals};
    inner.locals = &bindings[1];
  }
  return inner;
}

// The `if` of a comprehension: false on error; *out is the condition under which the turn counts.
static bool turn_condition(const Context *cx, const Expr *condition, Cond guard, Cond *out) {
  *out = guard;
  if (!condition) return true;
  Cond test;
  if (!eval_condition(cx, eval_expr(cx, condition), condition->span, &test)) return false;
  *out = cond_and(&cx->eval->conds, guard, test);
  return true;
}

// One element under a condition: a conditional one becomes a choice with null, a null one is dropped.
static void add_result(const Context *cx, Val *out, const Val *item, Cond condition) {
  Context inner = eval_under(cx, condition);
  item = eval_settle(&inner, item);
  if (item->kind == VAL_NULL) return;
  const Val *null = val_null(cx->eval->arena, item->span);
  val_add(cx->eval->arena, out, condition == COND_TRUE ? item : eval_choose(cx, item->span, condition, item, null));
}

static bool spread_result(const Context *cx, Val *out, const Val *val, Cond condition, Span span) {
  Context inner = eval_under(cx, condition);
  val = eval_settle(&inner, val);
  if (val->kind == VAL_NULL) return true;
  if (val->kind == VAL_CHOICE) {
    Cond with = val->as.choice.condition, without = cond_not(&cx->eval->conds, with);
    return spread_result(cx, out, val->as.choice.then, cond_and(&cx->eval->conds, condition, with), span) &&
           spread_result(cx, out, val->as.choice.otherwise, cond_and(&cx->eval->conds, condition, without), span);
  }
  if (val->kind != VAL_LIST) {
    if (val->kind == VAL_ERROR) return false;
    Text shown = val_describe(cx->eval->arena, val);
    eval_wrong(cx, "E0301", span, "only a list can be spread in a list, not %.*s", TEXT_ARG(shown));
    return false;
  }
  for (size_t i = 0; i < val->as.list.count; i++) add_result(cx, out, val->as.list.items[i], condition);
  return true;
}

const Val *eval_list_for(const Context *cx, const Expr *expr) {
  const Vars *vars = &expr->as.list_for.vars;
  Turns turns = {0};
  const Val *error = val_error(cx->eval->arena, expr->span);
  if (!eval_turns(cx, expr->as.list_for.in, eval_expr(cx, expr->as.list_for.in), vars->locals[1] != NULL, &turns))
    return error;
  Val *out = val_list(cx->eval->arena, expr->span);
  for (size_t i = 0; i < turns.count; i++) {
    Binding bindings[2];
    Context inner = turn_context(cx, vars, &turns.items[i], bindings);
    Cond condition;
    if (!turn_condition(&inner, expr->as.list_for.condition, turns.items[i].guard, &condition)) return error;
    if (condition == COND_FALSE) continue;
    Context under = eval_under(&inner, condition);
    const Val *val = eval_expr(&under, expr->as.list_for.elem.value);
    if (val->kind == VAL_ERROR) return val;
    if (!expr->as.list_for.elem.spread)
      add_result(cx, out, val, condition);
    else if (!spread_result(cx, out, val, condition, expr->as.list_for.elem.value->span))
      return error;
  }
  return out;
}

const Val *eval_record_for(const Context *cx, const Expr *expr) {
  const Vars *vars = &expr->as.record_for.vars;
  Turns turns = {0};
  Arena *arena = cx->eval->arena;
  const Val *error = val_error(arena, expr->span);
  if (!eval_turns(cx, expr->as.record_for.in, eval_expr(cx, expr->as.record_for.in), vars->locals[1] != NULL, &turns))
    return error;
  Val *out = val_record(arena, expr->span);
  for (size_t i = 0; i < turns.count; i++) {
    Binding bindings[2];
    Context inner = turn_context(cx, vars, &turns.items[i], bindings);
    Cond condition;
    if (!turn_condition(&inner, expr->as.record_for.condition, turns.items[i].guard, &condition)) return error;
    if (condition == COND_FALSE) continue;
    Context under = eval_under(&inner, condition);
    const Val *key = eval_settle(&under, eval_expr(&under, expr->as.record_for.key));
    const Val *val = eval_expr(&under, expr->as.record_for.value);
    if (key->kind == VAL_ERROR || val->kind == VAL_ERROR) return error;
    if (val_deferred(key)) return eval_must_be_known(cx, expr->as.record_for.key->span, key, "a record's key");
    Text name = val_spell(arena, key);
    if (!name.at) return eval_wrong(cx, "E0301", expr->as.record_for.key->span, "a record's key must be text");
    if (val_field(out, name))
      return eval_wrong(cx, "E0312", expr->as.record_for.key->span, "the key '%.*s' comes twice", TEXT_ARG(name));
    val_put(arena, out, name, key->span,
            condition == COND_TRUE ? val : eval_choose(cx, expr->span, condition, val, val_null(arena, expr->span)));
  }
  return out;
}
