// Making an undo walks two maps in parallel. The order of members is kept by numbering what comes back in: steps that
// remove are taken first, and those that add follow by place, so each number is right when its turn comes.
#include "state/history.h"

#include <string.h>

#include "base/map.h"

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

// ───────────────────────────── Going back ─────────────────────────────

// Maps on the way to a step are copied once, and changed in place from then on. Until all steps are taken a copy has no
// index, so that members can be moved.
typedef struct Applying {
  Arena *arena;
  Map copies;  // the bytes of a pointer -> the copy that it points to
} Applying;

static Text pointer_key(Arena *arena, Value *const map) {
  Value **room = ARENA_NEW(arena, Value *);
  *room = map;
  return (Text){(const char *)room, sizeof *room};
}

// The map itself where it is a copy, else a copy of it.
static Value *own(Applying *a, Value *map) {
  Text key = {(const char *)&map, sizeof map};
  if (map_get(&a->copies, key)) return map;
  Value *copy = value_map(a->arena, map->span);
  size_t count = map->as.map.count;
  copy->as.map.members = ARENA_ARRAY(a->arena, Member, count + 1);
  if (count) memcpy(copy->as.map.members, map->as.map.members, count * sizeof(Member));
  copy->as.map.count = count;
  copy->as.map.capacity = count + 1;
  map_put(a->arena, &a->copies, pointer_key(a->arena, copy), copy);
  return copy;
}

static void insert(Applying *a, Value *map, size_t at, Text key, Value *value) {
  vec_grow(a->arena, (void **)&map->as.map.members, &map->as.map.capacity, map->as.map.count, sizeof(Member));
  Member *here = map->as.map.members + at;
  memmove(here + 1, here, (map->as.map.count - at) * sizeof(Member));
  *here = (Member){.key = key, .value = value};
  map->as.map.count++;
}

// Takes one step below the root, which is a copy. False where it does not fit.
static bool take_step(Applying *a, Value *root, const Value *step) {
  const Value *path = value_at(step, "path"), *at = value_at(step, "at");
  Value *value = value_at(step, "value"), *map = root;
  if (!value_is(path, VALUE_LIST) || path->as.list.count == 0) return false;
  for (size_t i = 0; i + 1 < path->as.list.count; i++) {
    Member *member = value_member(map, value_text(path->as.list.items[i]));
    if (!member || member->value->kind != VALUE_MAP) return false;
    map = member->value = own(a, member->value);
  }
  Text key = value_text(path->as.list.items[path->as.list.count - 1]);
  Member *here = value_member(map, key);
  if (value_is(at, VALUE_INT)) {
    if (!value || here || at->as.integer < 0 || (size_t)at->as.integer > map->as.map.count) return false;
    insert(a, map, (size_t)at->as.integer, key, value);
    return true;
  }
  if (!here) return false;
  if (value) return here->value = value, true;
  size_t behind = (size_t)(map->as.map.members + map->as.map.count - (here + 1));
  memmove(here, here + 1, behind * sizeof(Member));
  map->as.map.count--;
  return true;
}

Value *history_apply(Arena *arena, const Value *tree, const Value *undo) {
  if (!value_is(undo, VALUE_LIST)) return NULL;
  Applying applying = {.arena = arena};
  Value *root = value_map(arena, nowhere);
  value_set(arena, root, "stacks", (Value *)tree);
  root = own(&applying, root);
  for (size_t i = 0; i < undo->as.list.count; i++)
    if (!take_step(&applying, root, undo->as.list.items[i])) return NULL;
  for (size_t i = 0; i < applying.copies.count; i++) {
    Value *copy = applying.copies.entries[i].value, *indexed = value_map(arena, copy->span);
    size_t first, second;
    if (!value_adopt(arena, indexed, copy->as.map.members, copy->as.map.count, &first, &second)) return NULL;
    *copy = *indexed;
  }
  Value *stacks = value_at(root, "stacks");
  return value_is(stacks, VALUE_MAP) ? stacks : NULL;
}
