// Two evaluated values side by side. The walk goes down both as long as they have the same shape; where they differ
// stands a cause. The same walk without a change to write to answers "are these the same", which lists that are sets
// are matched by.
#include "plan/build.h"

static bool dry(const Comparison *c) { return c->change == NULL; }

// ───────────────────────────── Causes ─────────────────────────────

// What a change here asks for, where a whole value comes, goes or turns into another: if only parts of it are marked,
// those that are there count.
static Replacement weigh(SchemaPlace place, const Value *value) {
  bool deeper;
  Replacement replacement = schema_place_replacement(place, &deeper);
  if (!deeper || !value) return deeper ? REPLACE_NEVER : replacement;
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument)) return REPLACE_CONDITIONAL;
  replacement = REPLACE_NEVER;
  if (value->kind == VALUE_MAP) {
    for (size_t i = 0; i < value->as.map.count && replacement != REPLACE_ALWAYS; i++) {
      const Member *member = &value->as.map.members[i];
      Replacement one = weigh(schema_place_member(place, member->key), member->value);
      if (one > replacement) replacement = one;
    }
  } else if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count && replacement != REPLACE_ALWAYS; i++) {
      Replacement one = weigh(schema_place_item(place), value->as.list.items[i]);
      if (one > replacement) replacement = one;
    }
  }
  return replacement;
}

static Replacement weigh_change(SchemaPlace place, const Value *before, const Value *after) {
  Replacement old = weigh(place, before), new = weigh(place, after);
  return old > new ? old : new;
}

// An item of a list that comes or goes: what is said of the parts of items is about those that stay.
static Replacement weigh_item(SchemaPlace place) {
  bool deeper;
  Replacement replacement = schema_place_replacement(place, &deeper);
  return deeper ? REPLACE_NEVER : replacement;
}

static Text last_key(const Comparison *c) {
  for (size_t i = c->steps; i > 0; i--)
    if (c->path[i - 1].key.at) return c->path[i - 1].key;
  return (Text){0};
}

const Value *compare_masked(StackWork *work, Text key, bool pair, const Value *value) {
  SecretMask mask = {work->arena, SECRET_SHOWN, value_string(work->arena, (Span){0}, TEXT(PLAN_SECRET))};
  return value ? secret_mask(&mask, key, pair, value) : NULL;
}

PlanCause *compare_add_cause(Comparison *c, SchemaPlace place, const Value *before, const Value *after, Span span) {
  Arena *arena = c->work->arena;
  PathStep *path = ARENA_ARRAY(arena, PathStep, c->steps + 1);
  memcpy(path, c->path, c->steps * sizeof *path);
  Text key = last_key(c);
  bool item = c->steps && !c->path[c->steps - 1].key.at;  // of a list: what comes or goes is no change of what stays
  bool pair = (c->maps[0] && secret_pair(c->maps[0])) || (c->maps[1] && secret_pair(c->maps[1]));
  Replacement replacement = item && (!before || !after) ? weigh_item(place) : weigh_change(place, before, after);
  PlanCause cause = {
      .path = path,
      .steps = c->steps,
      .before = compare_masked(c->work, key, pair, before),
      .after = compare_masked(c->work, key, pair, after),
      .replacement = replacement,
      .span = span,
  };
  vec_push(arena, &c->change->causes, cause);
  return &c->change->causes.items[c->change->causes.count - 1];
}

static void differ(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  if (dry(c)) return;
  compare_add_cause(c, place, before, after, after ? after->span : before->span);
}

// The same on both sides; but what it refers to may change.
static void follow(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  if (dry(c) || !c->work->origins) return;
  const PlanVia *via = NULL;
  Truth changes = follow_value(c->work, after, &via);
  if (changes == TRUTH_NO) return;
  PlanCause *cause = compare_add_cause(c, place, before, after, after->span);
  cause->via = via;
  cause->uncertain = changes == TRUTH_UNKNOWN;
  if (cause->uncertain && cause->replacement == REPLACE_ALWAYS) cause->replacement = REPLACE_CONDITIONAL;
}

// ───────────────────────────── Scalars ─────────────────────────────

static bool is_number(const Value *value) { return value->kind == VALUE_INT || value->kind == VALUE_NUMBER; }

static bool same_json(Comparison *c, const Value *a, const Value *b) {
  const Value *before = alike_document(c->work->arena, a);
  const Value *after = before ? alike_document(c->work->arena, b) : NULL;
  Comparison inner = {.work = c->work, .strict = true};
  return after && compare_values(&inner, (SchemaPlace){0}, before, after);
}

static bool same_scalar(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  SchemaKind kind = schema_place_kind(place);
  bool numeric = kind == SCHEMA_INTEGER || kind == SCHEMA_NUMBER;
  if (c->strict && before->kind != after->kind && !(is_number(before) && is_number(after))) return false;
  if (alike_scalars(c->work->arena, numeric, before, after)) return true;
  return before->kind == VALUE_STRING && after->kind == VALUE_STRING && same_json(c, before, after);
}

// ───────────────────────────── Intrinsics ─────────────────────────────

static bool is_no_value(const Value *value) {
  Text name;
  Value *argument;
  return value_intrinsic(value, &name, &argument) && text_is(name, "Ref") &&
         text_is(value_text(argument), "AWS::NoValue");
}

static bool same_condition(Comparison *c, const Value *before, const Value *after) {
  Text a = value_text(before), b = value_text(after);
  if (text_equal(a, b)) return map_get(&c->work->conditions, a) == NULL;
  return meaning_same(c->work, a, b);
}

// The intrinsic's branches or argument side by side, where that says more than that the whole differs; false where it
// does not, and nothing was written.
static bool into_intrinsics(Comparison *c, SchemaPlace place, Text name, const Value *before, const Value *after,
                            bool *same) {
  if (text_is(name, "Fn::If")) {
    if (before->kind != VALUE_LIST || after->kind != VALUE_LIST || before->as.list.count != 3 ||
        after->as.list.count != 3 || !same_condition(c, before->as.list.items[0], after->as.list.items[0]))
      return false;
    *same = true;
    for (size_t i = 1; i < 3; i++) {
      const Value *old = before->as.list.items[i], *new = after->as.list.items[i];
      *same &= compare_values(c, place, is_no_value(old) ? NULL : old, is_no_value(new) ? NULL : new);
    }
    return true;
  }
  if (!text_is(name, "Fn::Base64") && !text_is(name, "Fn::ToJsonString")) return false;
  *same = compare_values(c, place, before, after);
  return true;
}

static bool compare_intrinsics(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  Text old_name, new_name;
  Value *old = NULL, *new = NULL;
  bool same;
  if (value_intrinsic(before, &old_name, &old) && value_intrinsic(after, &new_name, &new) && old &&
      new &&text_equal(old_name, new_name) && into_intrinsics(c, place, new_name, old, new, &same))
    return same;
  if (before == after || value_equal(before, after)) {
    follow(c, place, before, after);
    return true;
  }
  differ(c, place, before, after);
  return false;
}

// ───────────────────────────── Maps ─────────────────────────────

static bool step_member(Comparison *c, SchemaPlace place, Text key, const Value *before, const Value *after) {
  if (c->steps == PLAN_DEEPEST) return value_equal(before, after);
  c->path[c->steps++] = (PathStep){key, 0};
  bool same = compare_values(c, schema_place_member(place, key), before, after);
  c->steps--;
  return same;
}

static bool compare_maps(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  bool same = true, policy = c->policy;
  const Value *outer[] = {c->maps[0], c->maps[1]};
  c->policy = policy || (alike_policy(before) && alike_policy(after));
  c->maps[0] = before;
  c->maps[1] = after;
  for (size_t i = 0; i < after->as.map.count && (same || !dry(c)); i++) {
    const Member *member = &after->as.map.members[i];
    same &= step_member(c, place, member->key, value_get(before, member->key), member->value);
  }
  for (size_t i = 0; i < before->as.map.count && (same || !dry(c)); i++) {
    const Member *member = &before->as.map.members[i];
    if (!value_get(after, member->key)) same &= step_member(c, place, member->key, member->value, NULL);
  }
  c->policy = policy;
  c->maps[0] = outer[0];
  c->maps[1] = outer[1];
  return same;
}

// ───────────────────────────── Any value ─────────────────────────────

static bool is_intrinsic(const Value *value) {
  Text name;
  Value *argument;
  return value_intrinsic(value, &name, &argument) && !text_is(name, "Condition");
}

static bool is_plain_map(const Value *value) { return value->kind == VALUE_MAP && !is_intrinsic(value); }

bool compare_values(Comparison *c, SchemaPlace place, const Value *before, const Value *after) {
  if (!before && !after) return true;
  if (before && before == after && (dry(c) || !c->work->origins)) return true;
  if (!before || !after) {
    differ(c, place, before, after);
    return false;
  }
  // A secret that the state does not hold: nobody can tell whether it changed.
  if (secret_is_mark(before) || secret_is_mark(after)) return true;
  bool lists = before->kind == VALUE_LIST && after->kind == VALUE_LIST;
  // In a policy one thing is as good as a list of it.
  if (c->policy && !lists && (before->kind == VALUE_LIST || after->kind == VALUE_LIST) &&
      ((!is_plain_map(before) && !is_plain_map(after)) || text_is(last_key(c), "Statement")))
    return compare_lists(c, place, alike_list(c->work->arena, before), alike_list(c->work->arena, after), true);
  if (is_intrinsic(before) || is_intrinsic(after)) return compare_intrinsics(c, place, before, after);
  if (before->kind == VALUE_MAP && after->kind == VALUE_MAP) return compare_maps(c, place, before, after);
  if (lists)
    return compare_lists(
        c, place, before, after,
        c->policy || schema_place_unordered(place) || (!c->strict && alike_tags(before) && alike_tags(after)));
  bool scalars =
      before->kind != VALUE_MAP && before->kind != VALUE_LIST && after->kind != VALUE_MAP && after->kind != VALUE_LIST;
  if (scalars && same_scalar(c, place, before, after)) return true;
  differ(c, place, before, after);
  return false;
}
