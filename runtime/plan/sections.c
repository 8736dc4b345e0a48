// What changes beside resources: parameters, mappings, conditions, outputs and the rest, name by name. Outputs are
// compared by their values, since those reach people and other stacks; the others as they are written.
#include "plan/build.h"

// Sections that are maps of names, in the order in which they are shown. What is in Resources and is no resource are
// loops of Fn::ForEach.
static const char *const named[] = {"Parameters", "Mappings", "Conditions", "Rules",
                                    "Outputs",    "Metadata", "Resources"};
static const char *const whole[] = {"Transform", "Description", "AWSTemplateFormatVersion", "Hooks"};

static PlanSection *add(StackWork *work, const char *section, Text name, const Value *before, const Value *after) {
  PlanSection one = {
      .section = section,
      .name = name,
      .action = !before  ? PLAN_ADD
                : !after ? PLAN_REMOVE
                         : PLAN_MODIFY,
      .before = before,
      .after = after,
      .span = after ? after->span : before->span,
  };
  vec_push(work->arena, &work->stack->sections, one);
  return &work->stack->sections.items[work->stack->sections.count - 1];
}

static const Value *section_of(const PlanSide *side, const char *section) {
  const Value *value = side->template ? template_section(side->template, section) : NULL;
  return value_is(value, VALUE_MAP) ? value : NULL;
}

// A declaration of a parameter without the values that nobody may see: what either side hides.
static const Value *shown(StackWork *work, const char *section, Text name, const Value *value) {
  bool hidden = value_at(value, "NoEcho") || map_at(&work->hidden, name);
  if (strcmp(section, "Parameters") != 0 || !hidden || !value_at(value, "Default"))
    return compare_masked(work, (Text){0}, false, value);
  Value *copy = value_copy(work->arena, value);
  value_set(work->arena, copy, "Default", value_string(work->arena, value->span, TEXT(PLAN_SECRET)));
  return copy;
}

static bool same_written(StackWork *work, const Value *before, const Value *after) {
  if (before == after || value_equal(before, after)) return true;
  Comparison silent = {.work = work};
  return compare_values(&silent, (SchemaPlace){0}, before, after);
}

bool sections_exists(PlanSide *side, const Value *output) {
  const Value *condition = value_at(output, "Condition");
  return !value_is(condition, VALUE_STRING) || evaluate_condition(&side->evaluation, condition->as.text) != TRUTH_NO;
}

Text sections_export(PlanSide *side, const Value *output) {
  return value_text(evaluate_value(&side->evaluation, value_at(value_at(output, "Export"), "Name")));
}

static void export_changes(StackWork *work, Text name, Truth changes, const PlanVia *via) {
  if (!name.size) return;
  ExportChange *change = ARENA_NEW(work->arena, ExportChange);
  change->changes = changes;
  if (via) {
    PlanVia *from = ARENA_NEW(work->arena, PlanVia);
    *from = *via;
    if (!from->stack.size) from->stack = work->stack->name;
    via = from;
  }
  change->via = via;
  map_put(work->arena, &work->plan->exports, name, change);
}

static void compare_output(StackWork *work, Text name, const Value *before, const Value *after) {
  if (before && !sections_exists(&work->before, before)) before = NULL;
  if (after && !sections_exists(&work->after, after)) after = NULL;
  if (!before && !after) return;
  if (!before || !after) {
    add(work, "Outputs", name, shown(work, "Outputs", name, before), shown(work, "Outputs", name, after));
    return;
  }
  if (value_equal(before, after) && work->same_names && !follow_touches(work, after)) return;
  const Value *old = evaluate_value(&work->before.evaluation, renames_apply(work, before));
  const Value *new = evaluate_value(&work->after.evaluation, after);
  const Value *old_value = value_at(old, "Value"), *new_value = value_at(new, "Value");
  bool same = old_value && new_value ? same_written(work, old_value, new_value) : old_value == new_value;
  const PlanVia *via = NULL;
  Truth follows = same && new_value ? follow_value(work, new_value, &via) : TRUTH_NO;
  bool all_same = same_written(work, old, new);
  if (same && follows == TRUTH_NO && all_same) return;
  PlanSection *section =
      add(work, "Outputs", name, shown(work, "Outputs", name, old), shown(work, "Outputs", name, new));
  section->follows = same && all_same;
  if (!same || follows != TRUTH_NO)
    export_changes(work, sections_export(&work->after, after), same ? follows : TRUTH_YES, via);
}

static void compare_named(StackWork *work, const char *section, Text name, const Value *before, const Value *after) {
  if (strcmp(section, "Outputs") == 0) return compare_output(work, name, before, after);
  // Resources have changes of their own.
  if (strcmp(section, "Resources") == 0 && (value_is(before, VALUE_MAP) || value_is(after, VALUE_MAP))) return;
  if (before && after && same_written(work, before, after)) return;
  add(work, section, name, shown(work, section, name, before), shown(work, section, name, after));
}

void sections_compare(StackWork *work) {
  for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
    const Value *before = section_of(&work->before, named[i]), *after = section_of(&work->after, named[i]);
    for (size_t k = 0; after && k < after->as.map.count; k++) {
      const Member *member = &after->as.map.members[k];
      compare_named(work, named[i], member->key, value_get(before, member->key), member->value);
    }
    for (size_t k = 0; before && k < before->as.map.count; k++) {
      const Member *member = &before->as.map.members[k];
      if (!value_get(after, member->key)) compare_named(work, named[i], member->key, member->value, NULL);
    }
  }
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
    const Value *before = work->before.template ? template_section(work->before.template, whole[i]) : NULL;
    const Value *after = work->after.template ? template_section(work->after.template, whole[i]) : NULL;
    if (!before && !after) continue;
    if (before && after && same_written(work, before, after)) continue;
    add(work, whole[i], (Text){0}, before, after);
  }
}
