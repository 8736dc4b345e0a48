// What `for` goes through, and the two comprehensions. Over a choice of known lists a loop goes through the elements of
// all branches, each with the condition under which it is in the list.
#include "eval/presence.h"

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
  Tally before = {0};
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Val *item = eval_settle(cx, list->as.list.items[i]);
    Cond there = eval_not_null(cx, item), present = cond_and(&cx->eval->conds, condition, there);
    Context inner = eval_under(cx, present);
    if (inner.guard == COND_FALSE) continue;
    const Val *position = two ? eval_settle(&inner, tally_value(&inner, item->span, &before)) : NULL;
    if (two && !tally_add(cx, item->span, &before, there)) return false;
    item = eval_settle(&inner, item);
    if (!add_turn(cx, out, (Turn){two ? position : item, two ? item : NULL, NULL, present})) return false;
  }
  return true;
}

static bool record_turns(const Context *cx, const Val *record, bool two, Cond condition, Turns *out) {
  for (size_t i = 0; i < record->as.record.record.count; i++) {
    const RecordEntry *entry = &record->as.record.record.entries[i];
    Cond present = cond_and(&cx->eval->conds, condition, eval_present(cx, entry->val));
    Context inner = eval_under(cx, present);
    if (inner.guard == COND_FALSE) continue;
    const Val *key = val_text(cx->eval->arena, entry->key_span, entry->key), *val = eval_settle(&inner, entry->val);
    val = eval_where_absent(&inner, val, val_null(cx->eval->arena, val->span));
    if (!add_turn(cx, out, (Turn){two ? key : val, two ? val : NULL, key, present})) return false;
  }
  return true;
}

// What makes two turns of different branches one: the key of a map, or the element.
static const Val *mark_of(const Turn *turn, bool two) {
  return turn->key ? turn->key : two ? turn->second : turn->first;
}

static bool merge_turn(const Context *cx, Span span, Cond condition, bool two, Turn turn, const Turn *other,
                       Turns *out) {
  turn.first = eval_choose(cx, span, condition, turn.first, other->first);
  if (two) turn.second = eval_choose(cx, span, condition, turn.second, other->second);
  turn.guard = cond_or(&cx->eval->conds, turn.guard, other->guard);
  return add_turn(cx, out, turn);
}

// Lays the turns of two branches together: equal keys (or, in lists, equal elements) become one turn whose condition is
// either's and whose value is a choice. Each branch keeps its order: what a comprehension makes is a list.
static bool merge_in_order(const Context *cx, Span span, Cond condition, bool two, const Turns *then,
                           const Turns *otherwise, Turns *out) {
  enum { NEAR = 64 };  // how far ahead an equal element is looked for
  size_t next = 0;
  for (size_t i = 0; i < then->count; i++) {
    size_t j = next;
    while (j < otherwise->count && j < next + NEAR &&
           !val_same(mark_of(&then->items[i], two), mark_of(&otherwise->items[j], two)))
      j++;
    if (j == otherwise->count || j == next + NEAR) {
      if (!add_turn(cx, out, then->items[i])) return false;
      continue;
    }
    for (; next < j; next++)
      if (!add_turn(cx, out, otherwise->items[next])) return false;
    if (!merge_turn(cx, span, condition, two, then->items[i], &otherwise->items[next++], out)) return false;
  }
  for (; next < otherwise->count; next++)
    if (!add_turn(cx, out, otherwise->items[next])) return false;
  return true;
}

// The same for what has keys and no order, wherever equal ones stand.
static bool merge_by_key(const Context *cx, Span span, Cond condition, bool two, const Turns *then,
                         const Turns *otherwise, Turns *out) {
  Arena *arena = cx->eval->arena;
  bool *taken = ARENA_ARRAY(arena, bool, otherwise->count + 1);
  Map spelled = {0};  // mark -> number of the turn + 1
  for (size_t j = otherwise->count; j > 0; j--) {
    Text mark = val_spell(arena, mark_of(&otherwise->items[j - 1], two));
    if (mark.at) map_put(arena, &spelled, mark, (void *)(uintptr_t)j);
  }
  for (size_t i = 0; i < then->count; i++) {
    const Val *mark = mark_of(&then->items[i], two);
    Text text = val_spell(arena, mark);
    size_t j = text.at ? (uintptr_t)map_get(&spelled, text) - 1 : 0;
    while (!text.at && j < otherwise->count && (taken[j] || !val_same(mark, mark_of(&otherwise->items[j], two)))) j++;
    if (j >= otherwise->count || taken[j] || !val_same(mark, mark_of(&otherwise->items[j], two))) {
      if (!add_turn(cx, out, then->items[i])) return false;
      continue;
    }
    taken[j] = true;
    if (!merge_turn(cx, span, condition, two, then->items[i], &otherwise->items[j], out)) return false;
  }
  for (size_t j = 0; j < otherwise->count; j++)
    if (!taken[j] && !add_turn(cx, out, otherwise->items[j])) return false;
  return true;
}

// How the turns of a loop are gone through.
typedef struct Way {
  Span span;
  bool two, ordered;
} Way;

static bool find_turns(const Context *cx, const Way *way, const Val *source, Cond condition, Turns *out) {
  source = eval_open_lookup(cx, source);
  switch (source->kind) {
    case VAL_ERROR: return false;
    case VAL_NULL: return true;
    case VAL_LIST: return list_turns(cx, source, way->two, condition, out);
    case VAL_RECORD: return record_turns(cx, source, way->two, condition, out);
    case VAL_CHOICE: {
      Conds *conds = &cx->eval->conds;
      Cond with = source->as.choice.condition, without = cond_not(conds, with);
      Context yes = eval_under(cx, with), no = eval_under(cx, without);
      Turns then = {0}, otherwise = {0};
      if (!find_turns(&yes, way, source->as.choice.then, cond_and(conds, condition, with), &then) ||
          !find_turns(&no, way, source->as.choice.otherwise, cond_and(conds, condition, without), &otherwise))
        return false;
      return way->ordered ? merge_in_order(cx, way->span, with, way->two, &then, &otherwise, out)
                          : merge_by_key(cx, way->span, with, way->two, &then, &otherwise, out);
    }
    default: break;
  }
  if (val_deferred(source)) {
    eval_must_be_known(cx, way->span, source, "what a `for` goes through");
    return false;
  }
  Text shown = val_describe(cx->eval->arena, source);
  Diag *diag = diag_error(cx->eval->diags, "E0301", way->span, "`for` goes through lists and records, not %.*s",
                          TEXT_ARG(shown));
  if (source->kind == VAL_INT)
    diag_help(cx->eval->diags, diag, "to count, write a range: 1..%lld", (long long)source->as.integer);
  return false;
}

bool eval_turns(const Context *cx, const Expr *in, const Val *source, bool two, bool ordered, Turns *out) {
  Way way = {in->span, two, ordered};
  return find_turns(cx, &way, source, COND_TRUE, out);
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
  if (!eval_turns(cx, expr->as.list_for.in, eval_expr(cx, expr->as.list_for.in), vars->locals[1] != NULL, true, &turns))
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

// One entry of a record; false where its key came before, and in branches where that one is not there: its place would
// then depend on the branch.
static bool put_entry(const Context *cx, Span span, Val *out, const Val *key, const Val *val, Cond condition,
                      bool *conflict) {
  Arena *arena = cx->eval->arena;
  Text name = val_spell(arena, key);
  const Val *before = val_field(out, name);
  if (before && cond_excludes(&cx->eval->conds, condition, eval_present(cx, before))) return *conflict = true, false;
  if (before) return eval_wrong(cx, "E0312", span, "the key '%.*s' comes twice", TEXT_ARG(name)), false;
  val_put(arena, out, name, key->span,
          condition == COND_TRUE ? val : eval_choose(cx, span, condition, val, val_absent(arena, span)));
  return true;
}

static const Val *record_from(const Context *cx, const Expr *expr, const Turns *turns, bool *conflict) {
  const Vars *vars = &expr->as.record_for.vars;
  Arena *arena = cx->eval->arena;
  const Val *error = val_error(arena, expr->span);
  Span span = expr->as.record_for.key->span;
  Val *out = val_record(arena, expr->span);
  for (size_t i = 0; i < turns->count; i++) {
    Binding bindings[2];
    Context inner = turn_context(cx, vars, &turns->items[i], bindings);
    Cond condition;
    if (!turn_condition(&inner, expr->as.record_for.condition, turns->items[i].guard, &condition)) return error;
    Context under = eval_under(&inner, condition);
    if (under.guard == COND_FALSE) continue;
    const Val *key = eval_settle(&under, eval_expr(&under, expr->as.record_for.key));
    const Val *val = eval_expr(&under, expr->as.record_for.value);
    if (key->kind == VAL_ERROR || val->kind == VAL_ERROR) return error;
    if (val_deferred(key)) return eval_must_be_known(cx, span, key, "a record's key");
    if (!val_spell(arena, key).at) return eval_wrong(cx, "E0301", span, "a record's key must be text");
    if (!put_entry(cx, span, out, key, val, condition, conflict)) return error;
  }
  return out;
}

static const Val *record_of_source(const Context *cx, const Val *source, void *data) {
  const Expr *expr = data;
  Turns turns = {0};
  bool conflict = false, two = expr->as.record_for.vars.locals[1] != NULL;
  if (!eval_turns(cx, expr->as.record_for.in, source, two, true, &turns)) return val_error(cx->eval->arena, expr->span);
  const Val *val = record_from(cx, expr, &turns, &conflict);
  if (conflict)
    return eval_must_be_known(cx, expr->as.record_for.in->span, source, "a list in which the order of keys depends");
  return val;
}

// Over a choice of lists one record with keys that may be missing, unless the branches put the keys in another order:
// then a choice of records.
const Val *eval_record_for(const Context *cx, const Expr *expr) {
  Turns turns = {0};
  bool conflict = false, two = expr->as.record_for.vars.locals[1] != NULL;
  const Val *source = eval_expr(cx, expr->as.record_for.in), *error = val_error(cx->eval->arena, expr->span);
  if (!eval_turns(cx, expr->as.record_for.in, source, two, true, &turns)) return error;
  const Val *val = record_from(cx, expr, &turns, &conflict);
  return conflict ? eval_distribute(cx, expr->span, source, record_of_source, (void *)expr) : val;
}
