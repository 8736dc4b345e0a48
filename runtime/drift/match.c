// The walk over three trees. Where a list is a set, what is equal is paired first; what is left is paired by the names
// that its items bear, else in order.
#include "drift/match.h"

#include "schema/place.h"
#include "template/alike.h"
#include "template/evaluate.h"
#include "template/secret.h"

// One place on all three sides.
typedef struct Sides {
  const Value *expected;  // null: not declared
  const Value *recorded;  // null: was not there, or (not seen) nobody knows
  const Value *actual;    // null: is not there
  bool seen;              // the place was looked at when the state was recorded
  SchemaPlace place;
} Sides;

static bool match(Matching *m, Sides sides);

static bool dry(const Matching *m) { return m->resource == NULL; }

static const PathStep *path_here(Matching *m) {
  PathStep *path = ARENA_ARRAY(m->arena, PathStep, m->steps + 1);
  memcpy(path, m->path, m->steps * sizeof *path);
  return path;
}

static bool differ(Matching *m, const Value *expected, const Value *actual) {
  if (!dry(m))
    vec_push(m->arena, &m->resource->differences,
             ((DriftDifference){.path = path_here(m), .steps = m->steps, .expected = expected, .actual = actual}));
  return false;
}

// Not compared: counts as the same.
static bool leave(Matching *m, const char *reason) {
  m->left++;
  if (!dry(m)) vec_push(m->arena, &m->resource->gaps, ((DriftGap){path_here(m), m->steps, reason}));
  return true;
}

// ───────────────────────────── Scalars ─────────────────────────────

static bool is_empty(const Value *value) {
  return value->kind == VALUE_NULL || (value->kind == VALUE_LIST && value->as.list.count == 0) ||
         (value->kind == VALUE_MAP && value->as.map.count == 0) ||
         (value->kind == VALUE_STRING && value->as.text.size == 0);
}

static bool is_scalar(const Value *value) { return value->kind != VALUE_LIST && value->kind != VALUE_MAP; }

// A difference of scalars: as AWS's services write them it may be none.
static bool match_scalars(Matching *m, const Sides *sides) {
  const Value *expected = sides->expected, *actual = sides->actual;
  Text declared, seen;
  SchemaKind kind = schema_place_kind(sides->place);
  if (alike_scalars(m->arena, kind == SCHEMA_INTEGER || kind == SCHEMA_NUMBER, expected, actual)) return true;
  if (!evaluate_scalar(m->arena, expected, &declared) || !evaluate_scalar(m->arena, actual, &seen))
    return differ(m, expected, actual);
  Shown shown = m->type ? schema_shown(m->type, m->keys, m->depth, declared, seen) : SHOWN_OTHER;
  if (shown == SHOWN_SAME) return true;
  if (shown == SHOWN_UNKNOWN && !sides->seen) return leave(m, "AWS writes it in a way of its own");
  if (shown == SHOWN_UNKNOWN && sides->recorded && value_equal(sides->recorded, actual)) return true;
  return differ(m, expected, actual);
}

// ───────────────────────────── Maps ─────────────────────────────

static bool step_member(Matching *m, const Sides *sides, Text key) {
  if (m->steps == MATCH_DEEPEST) return leave(m, "it lies too deep");
  Sides inner = {
      .expected = value_get(sides->expected, key),
      .recorded = value_get(sides->recorded, key),
      .actual = value_get(sides->actual, key),
      .seen = sides->seen && value_is(sides->recorded, VALUE_MAP),
      .place = schema_place_member(sides->place, key),
  };
  m->path[m->steps++] = (PathStep){key, 0};
  m->keys[m->depth++] = key;
  bool same = match(m, inner);
  m->steps--;
  m->depth--;
  return same;
}

static bool match_maps(Matching *m, const Sides *sides) {
  bool same = true, policy = m->policy;
  m->policy = policy || (alike_policy(sides->expected) && alike_policy(sides->actual));
  const Value *maps[] = {sides->expected, sides->actual, sides->seen ? sides->recorded : NULL};
  for (size_t k = 0; k < 3; k++) {
    for (size_t i = 0; value_is(maps[k], VALUE_MAP) && i < maps[k]->as.map.count; i++) {
      Text key = maps[k]->as.map.members[i].key;
      if ((k > 0 && value_get(maps[0], key)) || (k > 1 && value_get(maps[1], key))) continue;
      same &= step_member(m, sides, key);
      if (!same && dry(m)) break;
    }
  }
  m->policy = policy;
  return same;
}

// ───────────────────────────── Lists ─────────────────────────────

// The list without the tags that AWS sets itself.
static const Value *without_system_tags(Arena *arena, const Value *list) {
  if (!value_is(list, VALUE_LIST)) return list;
  Value *kept = value_list(arena, list->span);
  for (size_t i = 0; i < list->as.list.count; i++)
    if (!text_starts_with(value_text(value_at(list->as.list.items[i], "Key")), TEXT("aws:")))
      value_add(arena, kept, list->as.list.items[i]);
  return kept->as.list.count == list->as.list.count ? list : kept;
}

static bool same_name(const Value *a, const Value *b) {
  for (size_t k = 0; k < ALIKE_NAMES; k++) {
    Text name = value_text(value_at(a, alike_names[k]));
    if (name.size) return text_equal(name, value_text(value_at(b, alike_names[k])));
  }
  return false;
}

// What was recorded of an item that is there: the same, or one of the same name.
static Sides item_sides(const Sides *sides, const Value *expected, const Value *actual) {
  Sides item = {.expected = expected, .actual = actual, .place = schema_place_item(sides->place)};
  const Value *recorded = sides->seen && value_is(sides->recorded, VALUE_LIST) ? sides->recorded : NULL;
  for (size_t pass = 0; pass < 2 && recorded && actual && !item.recorded; pass++)
    for (size_t i = 0; i < recorded->as.list.count && !item.recorded; i++) {
      const Value *one = recorded->as.list.items[i];
      if (pass == 0 ? value_equal(one, actual) : same_name(one, actual)) item.recorded = one;
    }
  item.seen = item.recorded != NULL;
  return item;
}

typedef struct Pairs {
  const Sides *sides;
  const Value *expected, *actual;
  size_t *of_expected;  // number + 1 of the item that is there; 0: none
  bool *taken;          // of those that are there
} Pairs;

static void pair(Pairs *pairs, size_t expected, size_t actual) {
  pairs->of_expected[expected] = actual + 1;
  pairs->taken[actual] = true;
}

// Pairs what is the same: in the first pass what was wholly compared, in the second also what leaves gaps.
static void pair_equal(Matching *m, Pairs *pairs, bool gaps) {
  for (size_t i = 0; i < pairs->expected->as.list.count; i++) {
    if (pairs->of_expected[i]) continue;
    for (size_t k = 0; k < pairs->actual->as.list.count; k++) {
      if (pairs->taken[k]) continue;
      Matching silent = *m;
      silent.resource = NULL;
      silent.left = 0;
      Sides item = item_sides(pairs->sides, pairs->expected->as.list.items[i], pairs->actual->as.list.items[k]);
      if (!match(&silent, item) || (silent.left && !gaps)) continue;
      pair(pairs, i, k);
      break;
    }
  }
}

static void pair_rest(Pairs *pairs, bool by_name) {
  for (size_t i = 0; i < pairs->expected->as.list.count; i++) {
    for (size_t k = 0; k < pairs->actual->as.list.count && !pairs->of_expected[i]; k++) {
      bool fits = !by_name || same_name(pairs->expected->as.list.items[i], pairs->actual->as.list.items[k]);
      if (!pairs->taken[k] && fits) pair(pairs, i, k);
    }
  }
}

static bool step_item(Matching *m, Sides sides, size_t index) {
  if (m->steps == MATCH_DEEPEST) return leave(m, "it lies too deep");
  m->path[m->steps++] = (PathStep){{0}, (int64_t)index};
  bool same = match(m, sides);
  m->steps--;
  return same;
}

// Whether the item was there already when the state was recorded.
static bool was_there(const Sides *sides, const Value *item) {
  if (!sides->seen || !value_is(sides->recorded, VALUE_LIST)) return false;
  for (size_t i = 0; i < sides->recorded->as.list.count; i++)
    if (value_equal(sides->recorded->as.list.items[i], item)) return true;
  return false;
}

static bool match_lists(Matching *m, const Sides *given) {
  Sides sides = *given;
  bool tags = alike_tags(sides.expected) || alike_tags(sides.actual);
  if (tags) {
    sides.expected = without_system_tags(m->arena, sides.expected);
    sides.actual = without_system_tags(m->arena, sides.actual);
    sides.recorded = without_system_tags(m->arena, sides.recorded);
  }
  Pairs pairs = {&sides, sides.expected, sides.actual, ARENA_ARRAY(m->arena, size_t, sides.expected->as.list.count + 1),
                 ARENA_ARRAY(m->arena, bool, sides.actual->as.list.count + 1)};
  bool set = tags || m->policy || schema_place_unordered(sides.place), same = true;
  if (set || sides.expected->as.list.count != sides.actual->as.list.count) {
    pair_equal(m, &pairs, false);
    pair_equal(m, &pairs, true);
    if (!dry(m)) pair_rest(&pairs, true);
  }
  if (!dry(m) || !set) pair_rest(&pairs, false);
  for (size_t i = 0; i < sides.expected->as.list.count; i++) {
    size_t found = pairs.of_expected[i];
    const Value *actual = found ? sides.actual->as.list.items[found - 1] : NULL;
    same &= step_item(m, item_sides(&sides, sides.expected->as.list.items[i], actual), found ? found - 1 : i);
  }
  for (size_t k = 0; k < sides.actual->as.list.count; k++) {
    if (pairs.taken[k] || was_there(&sides, sides.actual->as.list.items[k])) continue;
    Sides item = {.actual = sides.actual->as.list.items[k], .seen = true, .place = schema_place_item(sides.place)};
    same &= step_item(m, item, k);
  }
  return same;
}

// ───────────────────────────── Any value ─────────────────────────────

static bool is_known(const Value *value) {
  Text name;
  Value *argument;
  if (value->kind == VALUE_STRING) return text_find(value->as.text, TEXT("{{resolve:"), 0) == SIZE_MAX;
  return !value_intrinsic(value, &name, &argument) || text_is(name, "Condition");
}

static bool read_only(const Matching *m) { return m->type && schema_read_only(m->type, m->keys, m->depth); }

// What was not declared: as it was recorded, or (where nobody looked) as it likes.
static bool match_undeclared(Matching *m, const Sides *sides) {
  if (!sides->seen || read_only(m)) return true;
  if (sides->recorded && secret_is_mark(sides->recorded)) return true;
  if (!sides->actual) return is_empty(sides->recorded) ? true : differ(m, sides->recorded, NULL);
  if (!sides->recorded)
    return is_empty(sides->actual) || secret_is_mark(sides->actual) ? true : differ(m, NULL, sides->actual);
  Sides as_recorded = *sides;
  as_recorded.expected = sides->recorded;
  return match(m, as_recorded);
}

// What cannot be known from the template: it may have been seen.
static bool match_unknown(Matching *m, const Sides *sides, const char *reason) {
  if (!sides->seen) return leave(m, reason);
  if (sides->recorded && secret_is_mark(sides->recorded)) return leave(m, "it is a secret");
  if (!sides->recorded && !sides->actual) return true;
  if (!sides->recorded || !sides->actual) return differ(m, sides->recorded, sides->actual);
  Sides as_recorded = *sides;
  as_recorded.expected = sides->recorded;
  return match(m, as_recorded);
}

// A tree against its text, one item against a list of it: other forms of the same.
static bool match_forms(Matching *m, Sides sides) {
  const Value *expected = sides.expected, *actual = sides.actual;
  if (is_scalar(expected) && is_scalar(actual)) {
    const Value *left = alike_document(m->arena, expected), *right = left ? alike_document(m->arena, actual) : NULL;
    if (!left || !right) return match_scalars(m, &sides);
    sides.expected = left, sides.actual = right;
    Matching silent = *m;
    silent.resource = NULL;
    return match(&silent, sides) ? true : differ(m, expected, actual);
  }
  const Value *tree = is_scalar(expected) ? alike_document(m->arena, expected)
                      : is_scalar(actual) ? alike_document(m->arena, actual)
                                          : NULL;
  if (tree) {
    *(is_scalar(expected) ? &sides.expected : &sides.actual) = tree;
    return match(m, sides);
  }
  bool lists = expected->kind == VALUE_LIST || actual->kind == VALUE_LIST;
  if (m->policy && lists) {
    sides.expected = alike_list(m->arena, expected);
    sides.actual = alike_list(m->arena, actual);
    return match_lists(m, &sides);
  }
  return differ(m, expected, actual);
}

static bool match(Matching *m, Sides sides) {
  const Value *expected = sides.expected, *actual = sides.actual;
  if (!expected) return match_undeclared(m, &sides);
  if (secret_is_mark(expected) || (actual && secret_is_mark(actual))) return leave(m, "it is a secret");
  if (m->type && !actual && schema_write_only(m->type, m->keys, m->depth)) return leave(m, "AWS never shows it");
  bool is_recorded = expected == sides.recorded;  // AWS's own words: no references
  if (!is_recorded && !is_known(expected)) return match_unknown(m, &sides, "the state does not know what it refers to");
  if (!actual) {
    bool off = value_is(expected, VALUE_BOOL) && !expected->as.boolean;
    return is_empty(expected) || off || text_is(value_text(expected), "false") ? true : differ(m, expected, NULL);
  }
  if (expected->kind == VALUE_MAP && actual->kind == VALUE_MAP) return match_maps(m, &sides);
  if (expected->kind == VALUE_LIST && actual->kind == VALUE_LIST) return match_lists(m, &sides);
  return match_forms(m, sides);
}

void match_properties(Matching *m, const Value *expected, const Value *recorded, const Value *actual) {
  Sides sides = {expected, recorded, actual, recorded != NULL, schema_place(m->type)};
  m->path[m->steps++] = (PathStep){TEXT("Properties"), 0};
  match(m, sides);
  m->steps--;
}
