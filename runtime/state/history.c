// Two maps are walked in parallel. The order of members is kept by numbering what comes back in: steps that remove are
// taken first, and those that add follow by place, so each number is right when its turn comes.
#include "state/history.h"

static const Span nowhere = {0};

typedef struct Undo {
  Arena *arena;
  Value *steps;
  VEC(Text) path;
} Undo;

// Equal, and in the same order: what value_equal does not ask.
static bool same(const Value *a, const Value *b) {
  if (a == b) return true;
  if (a->kind != b->kind) return false;
  if (a->kind == VALUE_MAP) {
    if (a->as.map.count != b->as.map.count) return false;
    for (size_t i = 0; i < a->as.map.count; i++)
      if (!text_equal(a->as.map.members[i].key, b->as.map.members[i].key) ||
          !same(a->as.map.members[i].value, b->as.map.members[i].value))
        return false;
    return true;
  }
  if (a->kind != VALUE_LIST) return value_equal(a, b);
  if (a->as.list.count != b->as.list.count) return false;
  for (size_t i = 0; i < a->as.list.count; i++)
    if (!same(a->as.list.items[i], b->as.list.items[i])) return false;
  return true;
}

static Value *add_step(Undo *undo, Text key) {
  Arena *arena = undo->arena;
  Value *step = value_map(arena, nowhere), *path = value_list(arena, nowhere);
  for (size_t i = 0; i < undo->path.count; i++)
    value_add(arena, path, value_string(arena, nowhere, undo->path.items[i]));
  value_add(arena, path, value_string(arena, nowhere, key));
  value_set(arena, step, "path", path);
  value_add(arena, undo->steps, step);
  return step;
}

// Whether the members that both have stand in the same order.
static bool same_order(const Value *now, const Value *before) {
  size_t k = 0;
  for (size_t i = 0; i < now->as.map.count; i++) {
    Text key = now->as.map.members[i].key;
    if (!value_member(before, key)) continue;
    while (k < before->as.map.count && !value_member(now, before->as.map.members[k].key)) k++;
    if (k == before->as.map.count || !text_equal(before->as.map.members[k].key, key)) return false;
    k++;
  }
  return true;
}

static void undo_map(Undo *undo, const Value *now, const Value *before) {
  Arena *arena = undo->arena;
  for (size_t i = 0; i < now->as.map.count; i++) {
    Text key = now->as.map.members[i].key;
    if (!value_member(before, key)) value_set(arena, add_step(undo, key), "remove", value_bool(arena, nowhere, true));
  }
  for (size_t i = 0; i < before->as.map.count; i++) {
    const Member *member = &before->as.map.members[i];
    const Value *old = member->value, *new = value_get(now, member->key);
    if (!new) {
      Value *step = add_step(undo, member->key);
      value_set(arena, step, "value", member->value);
      value_set(arena, step, "at", value_int(arena, nowhere, (int64_t)i));
    } else if (new->kind == VALUE_MAP && old->kind == VALUE_MAP &&new != old &&same_order(new, old)) {
      vec_push(arena, &undo->path, member->key);
      undo_map(undo, new, old);
      undo->path.count--;
    } else if (!same(new, old)) {
      value_set(arena, add_step(undo, member->key), "value", member->value);
    }
  }
}

Value *history_undo(Arena *arena, const Value *now, const Value *before) {
  Undo undo = {.arena = arena, .steps = value_list(arena, nowhere)};
  Value *new = value_map(arena, nowhere), *old = value_map(arena, nowhere);
  value_set(arena, new, "stacks", (Value *)now);  // so that a change of order of the stacks is a step as well
  value_set(arena, old, "stacks", (Value *)before);
  undo_map(&undo, new, old);
  return undo.steps;
}

static Value *copy_map(Arena *arena, const Value *map) {
  Value *copy = value_map(arena, map->span);
  for (size_t i = 0; i < map->as.map.count; i++)
    value_put(arena, copy, map->as.map.members[i].key, nowhere, map->as.map.members[i].value);
  return copy;
}

// The map without `key`, or (where `value` is set) with it as member number `at`.
static Value *rebuild(Arena *arena, const Value *map, Text key, Value *value, size_t at) {
  Value *copy = value_map(arena, map->span);
  for (size_t i = 0; i < map->as.map.count; i++) {
    if (value && i == at) value_put(arena, copy, key, nowhere, value);
    if (!text_equal(map->as.map.members[i].key, key))
      value_put(arena, copy, map->as.map.members[i].key, nowhere, map->as.map.members[i].value);
  }
  if (value && at >= map->as.map.count) value_put(arena, copy, key, nowhere, value);
  return copy;
}

// Takes a step below `map`, whose path's first `depth` keys lead to it. Null where it does not fit.
static Value *take_step(Arena *arena, const Value *map, const Value *step, const Value *path, size_t depth) {
  Text key = value_text(path->as.list.items[depth]);
  Value *value = value_at(step, "value"), *at = value_at(step, "at"), *here = value_get(map, key);
  if (!value_is(map, VALUE_MAP)) return NULL;
  if (depth + 1 < path->as.list.count) {
    Value *below = take_step(arena, here, step, path, depth + 1);
    if (!below) return NULL;
    Value *copy = copy_map(arena, map);
    value_put(arena, copy, key, nowhere, below);
    return copy;
  }
  if (value_is(at, VALUE_INT)) {
    if (!value || here || at->as.integer < 0 || (size_t)at->as.integer > map->as.map.count) return NULL;
    return rebuild(arena, map, key, value, (size_t)at->as.integer);
  }
  if (!here) return NULL;
  if (!value) return rebuild(arena, map, key, NULL, 0);
  Value *copy = copy_map(arena, map);
  value_put(arena, copy, key, nowhere, value);
  return copy;
}

Value *history_apply(Arena *arena, const Value *tree, const Value *undo) {
  if (!value_is(undo, VALUE_LIST)) return NULL;
  Value *root = value_map(arena, nowhere);
  value_set(arena, root, "stacks", (Value *)tree);
  for (size_t i = 0; i < undo->as.list.count && root; i++) {
    const Value *step = undo->as.list.items[i], *path = value_at(step, "path");
    if (!value_is(path, VALUE_LIST) || path->as.list.count == 0) return NULL;
    root = take_step(arena, root, step, path, 0);
  }
  return root ? value_at(root, "stacks") : NULL;
}
