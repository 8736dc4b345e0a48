// Whether a condition of the old template means what one of the new template does, however either is written: both are
// decision diagrams (template/conditions.h) over the same parameters. For that the conditions of both sides stand in
// one template, the old ones under names that no template can have.
#include "plan/build.h"

#define OLD_PREFIX "old:"

static Text old_name(Arena *arena, Text name) { return text_format(arena, OLD_PREFIX "%.*s", TEXT_ARG(name)); }

// A copy in which {"Condition": NAME} names the old one.
static Value *with_old_names(Arena *arena, const Value *value) {
  if (value->kind == VALUE_LIST) {
    Value *list = value_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++)
      value_add(arena, list, with_old_names(arena, value->as.list.items[i]));
    return list;
  }
  if (value->kind != VALUE_MAP) return (Value *)value;
  Text name;
  Value *argument;
  bool condition = value_intrinsic(value, &name, &argument) && text_is(name, "Condition");
  Value *map = value_map(arena, value->span);
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    Value *copy = condition && value_is(member->value, VALUE_STRING)
                      ? value_string(arena, member->value->span, old_name(arena, member->value->as.text))
                      : with_old_names(arena, member->value);
    value_put(arena, map, member->key, member->key_span, copy);
  }
  return map;
}

// What a condition stands for on its side: its value where it is decided, else its body.
static const Value *body_of(StackWork *work, PlanSide *side, Text name) {
  Truth truth = evaluate_condition(&side->evaluation, name);
  if (truth == TRUTH_UNKNOWN) return evaluate_condition_body(&side->evaluation, name);
  Value *equals = value_map(work->arena, (Span){0}), *texts = value_list(work->arena, (Span){0});
  value_add(work->arena, texts, value_string(work->arena, (Span){0}, TEXT("yes")));
  value_add(work->arena, texts, value_string(work->arena, (Span){0}, truth == TRUTH_YES ? TEXT("yes") : TEXT("no")));
  value_set(work->arena, equals, "Fn::Equals", texts);
  return equals;
}

static void add_side(StackWork *work, PlanSide *side, Value *out, bool old) {
  const Value *section = template_section(side->template, "Conditions");
  for (size_t i = 0; value_is(section, VALUE_MAP) && i < section->as.map.count; i++) {
    Text name = section->as.map.members[i].key;
    const Value *body = body_of(work, side, name);
    if (!body) continue;
    value_put(work->arena, out, old ? old_name(work->arena, name) : name, (Span){0},
              old ? with_old_names(work->arena, body) : (Value *)body);
  }
}

static Conditions *make(StackWork *work) {
  Template *both = ARENA_NEW(work->arena, Template);
  Value *conditions = value_map(work->arena, (Span){0});
  Value *parameters = template_section(work->after.template, "Parameters");
  both->root = value_map(work->arena, (Span){0});
  if (parameters) value_set(work->arena, both->root, "Parameters", parameters);
  value_set(work->arena, both->root, "Conditions", conditions);
  add_side(work, &work->before, conditions, true);
  add_side(work, &work->after, conditions, false);
  return conditions_make(work->arena, both);
}

bool meaning_same(StackWork *work, Text before, Text after) {
  const Value *old = evaluate_condition_body(&work->before.evaluation, before);
  const Value *new = evaluate_condition_body(&work->after.evaluation, after);
  if (!old || !new) return false;
  if (work->mappings.count) return text_equal(before, after) && value_equal(old, new);
  if (!work->meanings) work->meanings = make(work);
  World a = world_with(work->meanings, WORLD_ANY, old_name(work->arena, before), true);
  World b = world_with(work->meanings, WORLD_ANY, after, true);
  return !conditions_undecided(work->meanings) && a == b;
}
