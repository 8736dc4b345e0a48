// Lists. What is equal is matched first (in a set anywhere, else from both ends), by hashes, so that two long lists
// cost little more than reading them. What is left is paired by the name that its items bear, else in order, and
// compared; the rest came or went.
#include "plan/build.h"

#include <stdio.h>
#include <stdlib.h>

enum { TRIES = 8 };  // items of equal hash that are looked at, for one that is equal too

// 1, 1.0 and "1" are one.
static uint32_t hash_number(const Value *value) {
  char digits[40];
  double number;
  value_double(value, &number);
  int size = value->kind == VALUE_INT ? snprintf(digits, sizeof digits, "%lld", (long long)value->as.integer)
                                      : snprintf(digits, sizeof digits, "%.17g", number);
  return text_hash((Text){digits, (size_t)size});
}

uint32_t compare_hash(const Value *value) {
  uint32_t hash = 2166136261u;
  switch (value->kind) {
    case VALUE_NULL: return 7;
    case VALUE_BOOL: return text_hash(value->as.boolean ? TEXT("true") : TEXT("false"));
    case VALUE_STRING: return text_hash(value->as.text);
    case VALUE_NUMBER:
    case VALUE_INT: return hash_number(value);
    case VALUE_LIST:
      if (value->as.list.count == 1) return compare_hash(value->as.list.items[0]);  // as in policies
      for (size_t i = 0; i < value->as.list.count; i++) hash += compare_hash(value->as.list.items[i]) * 31;
      return hash;
    case VALUE_MAP:
      for (size_t i = 0; i < value->as.map.count; i++) {
        const Member *member = &value->as.map.members[i];
        hash += (text_hash(member->key) ^ (compare_hash(member->value) * 2654435761u)) * 17;
      }
      return hash;
  }
  return hash;
}

typedef struct Hashed {
  uint32_t hash;
  size_t index;
} Hashed;

static int compare_hashed(const void *left, const void *right) {
  const Hashed *a = left, *b = right;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  return a->index < b->index ? -1 : 1;
}

static Hashed *hash_all(Arena *arena, const Value *list) {
  Hashed *all = ARENA_ARRAY(arena, Hashed, list->as.list.count + 1);
  for (size_t i = 0; i < list->as.list.count; i++) all[i] = (Hashed){compare_hash(list->as.list.items[i]), i};
  return all;
}

enum { NONE = -1 };

// Which item of the other list each stands against: an index, or NONE.
typedef struct Matching {
  const Value *before, *after;
  Hashed *old, *new;
  int64_t *of_before, *of_after;
  size_t left_before, left_after;  // without a partner
} Matching;

static void match(Matching *m, size_t before, size_t after) {
  m->of_before[before] = (int64_t)after;
  m->of_after[after] = (int64_t)before;
  m->left_before--;
  m->left_after--;
}

// Only what has one hash is looked into, and no pair twice: a tree of lists costs no more with each level.
static bool same(Comparison *c, SchemaPlace item, const Matching *m, const Hashed *before, const Hashed *after) {
  if (before->hash != after->hash) return false;
  Comparison silent = {.work = c->work, .policy = c->policy, .strict = c->strict};
  return compare_values(&silent, item, m->before->as.list.items[before->index], m->after->as.list.items[after->index]);
}

static void match_equal_in_set(Comparison *c, SchemaPlace item, Matching *m) {
  size_t count = m->before->as.list.count, first = 0;
  qsort(m->old, count, sizeof *m->old, compare_hashed);
  qsort(m->new, m->after->as.list.count, sizeof *m->new, compare_hashed);
  for (size_t k = 0; k < m->after->as.list.count; k++) {
    while (first < count && (m->old[first].hash < m->new[k].hash || m->of_before[m->old[first].index] != NONE)) first++;
    size_t tries = 0;
    for (size_t i = first; i < count && m->old[i].hash == m->new[k].hash &&tries < TRIES; i++, tries++) {
      if (m->of_before[m->old[i].index] != NONE || !same(c, item, m, &m->old[i], &m->new[k])) continue;
      match(m, m->old[i].index, m->new[k].index);
      break;
    }
  }
}

static void match_equal_in_order(Comparison *c, SchemaPlace item, Matching *m) {
  size_t old = m->before->as.list.count, new = m->after->as.list.count, start = 0, end = 0;
  while (start < old && start < new &&same(c, item, m, &m->old[start], &m->new[start])) match(m, start, start), start++;
  while (start + end < old && start + end < new) {
    size_t i = old - 1 - end, k = new - 1 - end;
    if ((i == start && k == start) || !same(c, item, m, &m->old[i], &m->new[k])) break;
    match(m, i, k);
    end++;
  }
}

// ───────────────────────────── Pairs ─────────────────────────────

static Text name_of(const Value *item, const char *key) { return value_text(value_at(item, key)); }

// Whether every unmatched item has a text under `key`, each another; *out gets them by it.
static bool names_by(Arena *arena, const Value *list, const int64_t *partner, const char *key, Map *out) {
  for (size_t i = 0; i < list->as.list.count; i++) {
    if (partner[i] != NONE) continue;
    Text name = name_of(list->as.list.items[i], key);
    if (!name.size || !map_put(arena, out, name, (void *)(uintptr_t)(i + 1))) return false;
  }
  return true;
}

// Pairs what bears the same name; false where the items have none.
static bool match_named(Comparison *c, Matching *m) {
  for (size_t k = 0; k < ALIKE_NAMES; k++) {
    Map old = {0}, new = {0};
    if (!names_by(c->work->arena, m->before, m->of_before, alike_names[k], &old) ||
        !names_by(c->work->arena, m->after, m->of_after, alike_names[k], &new))
      continue;
    for (size_t i = 0; i < new.count; i++) {
      uintptr_t before = (uintptr_t)map_get(&old, new.entries[i].key);
      if (before) match(m, before - 1, (uintptr_t) new.entries[i].value - 1);
    }
    return true;
  }
  return false;
}

static void match_rest(Matching *m) {
  size_t old = 0;
  for (size_t new = 0; new < m->after->as.list.count && m->left_before; new ++) {
    if (m->of_after[new] != NONE) continue;
    while (m->of_before[old] != NONE) old++;
    match(m, old, new);
  }
}

// ───────────────────────────── The walk ─────────────────────────────

static bool step_item(Comparison *c, SchemaPlace item, size_t index, const Value *before, const Value *after) {
  if (c->steps == PLAN_DEEPEST) return before && after && value_equal(before, after);
  c->path[c->steps++] = (PathStep){{0}, (int64_t)index};
  bool equal = compare_values(c, item, before, after);
  c->steps--;
  return equal;
}

// Whether pairs are in another order than before: a list whose order counts has changed then, though its items are the
// same.
static bool is_reordered(const Matching *m) {
  int64_t last = NONE;
  for (size_t i = 0; i < m->after->as.list.count; i++) {
    if (m->of_after[i] == NONE) continue;
    if (m->of_after[i] < last) return true;
    last = m->of_after[i];
  }
  return false;
}

static bool walk(Comparison *c, SchemaPlace place, const Matching *m, bool set) {
  SchemaPlace item = schema_place_item(place);
  bool equal = true;
  for (size_t i = 0; i < m->after->as.list.count; i++) {
    const Value *before = m->of_after[i] == NONE ? NULL : m->before->as.list.items[m->of_after[i]];
    equal &= step_item(c, item, i, before, m->after->as.list.items[i]);
  }
  for (size_t i = 0; i < m->before->as.list.count; i++)
    if (m->of_before[i] == NONE) equal &= step_item(c, item, i, m->before->as.list.items[i], NULL);
  if (equal && !set && is_reordered(m)) {
    compare_add_cause(c, place, m->before, m->after, m->after->span);
    return false;
  }
  return equal;
}

bool compare_lists(Comparison *c, SchemaPlace place, const Value *before, const Value *after, bool set) {
  Arena *arena = c->work->arena;
  size_t old = before->as.list.count, new = after->as.list.count;
  SchemaPlace item = schema_place_item(place);
  if (!c->change && old != new) return false;
  Matching m = {before,
                after,
                hash_all(arena, before),
                hash_all(arena, after),
                ARENA_ARRAY(arena, int64_t, old + 1),
                ARENA_ARRAY(arena, int64_t, new + 1),
                old,
                new};
  memset(m.of_before, 0xFF, old * sizeof *m.of_before);
  memset(m.of_after, 0xFF, new * sizeof *m.of_after);
  if (set)
    match_equal_in_set(c, item, &m);
  else
    match_equal_in_order(c, item, &m);
  if (!c->change) return m.left_before == 0 && m.left_after == 0;
  if (!m.left_before && !m.left_after && !c->work->origins) return true;
  if (m.left_before && m.left_after && !match_named(c, &m)) match_rest(&m);
  return walk(c, place, &m, set);
}
