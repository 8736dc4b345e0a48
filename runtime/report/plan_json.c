// The plan as JSON: the contract of docs/commands/diff.md.
#include "report/plan_write.h"

static const Span nowhere = {0};

typedef struct Json {
  Arena *arena;
  const Sources *sources;
} Json;

static Value *text(const Json *j, Text value) { return value_string(j->arena, nowhere, value); }
static Value *word(const Json *j, const char *value) { return text(j, text_of(value)); }
static Value *map(const Json *j) { return value_map(j->arena, nowhere); }
static Value *list(const Json *j) { return value_list(j->arena, nowhere); }
static void set(const Json *j, Value *to, const char *key, Value *value) { value_set(j->arena, to, key, value); }

static Value *path(const Json *j, const PathStep *steps, size_t count) {
  Value *items = list(j);
  for (size_t i = 0; i < count; i++)
    value_add(j->arena, items, steps[i].key.at ? text(j, steps[i].key) : value_int(j->arena, nowhere, steps[i].index));
  return items;
}

static void set_source(const Json *j, Value *to, Span span) {
  const Source *source = span.source ? source_get(j->sources, span.source) : NULL;
  if (!source) return;
  Position at = source_position(j->sources, span.source, span.start);
  Value *place = map(j);
  set(j, place, "file", text(j, source->path));
  set(j, place, "line", value_int(j->arena, nowhere, at.line));
  set(j, place, "column", value_int(j->arena, nowhere, at.column));
  set(j, to, "source", place);
}

enum { LONGEST_CHAIN = 16 };  // of a chain longer than that the nearest steps and the origin

static Value *chain(const Json *j, const PlanVia *via) {
  Value *steps = list(j);
  for (size_t i = 0; via; i++, via = via->next) {
    if (i >= LONGEST_CHAIN && via->next) {
      while (via->next) via = via->next;
    }
    Value *one = map(j);
    if (via->stack.size) set(j, one, "stack", text(j, via->stack));
    set(j, one, "logical_id", text(j, via->logical_id));
    set(j, one, "path", path(j, via->path, via->steps));
    value_add(j->arena, steps, one);
  }
  return steps;
}

static Value *cause_json(const Json *j, const PlanChange *change, const PlanCause *cause) {
  Value *one = map(j);
  set(j, one, "path", path(j, cause->path, cause->steps));
  if (cause->before) set(j, one, "before", (Value *)cause->before);
  if (cause->after) set(j, one, "after", (Value *)cause->after);
  set(j, one, "replacement", word(j, write_replacement(cause->replacement)));
  if (cause->via) set(j, one, "via", chain(j, cause->via));
  Text note = write_note(change, cause);
  if (note.size) set(j, one, "note", text(j, note));
  set_source(j, one, write_cause_span(j->sources, change, cause));
  return one;
}

static Value *change_json(const Json *j, const PlanChange *change) {
  Value *one = map(j), *causes = list(j);
  set(j, one, "action", word(j, write_action(change->action)));
  set(j, one, "logical_id", text(j, change->logical_id));
  set(j, one, "type", text(j, change->type));
  if (change->former_id.size) set(j, one, "former_id", text(j, change->former_id));
  if (change->former_stack.size) set(j, one, "former_stack", text(j, change->former_stack));
  set(j, one, "replacement", word(j, write_replacement(change->replacement)));
  set(j, one, "stateful", value_bool(j->arena, nowhere, change->stateful));
  if (change->action == PLAN_REMOVE) set(j, one, "kept", value_bool(j->arena, nowhere, change->kept));
  for (size_t i = 0; i < change->causes.count; i++)
    value_add(j->arena, causes, cause_json(j, change, &change->causes.items[i]));
  set(j, one, "causes", causes);
  set_source(j, one, change->span);
  return one;
}

static Value *section_json(const Json *j, const PlanSection *section) {
  Value *one = map(j);
  set(j, one, "section", word(j, section->section));
  set(j, one, "name", text(j, section->name));
  set(j, one, "action", word(j, write_action(section->action)));
  set_source(j, one, section->span);
  return one;
}

static Value *hazard_json(const Json *j, const PlanHazard *hazard) {
  Value *one = map(j);
  set(j, one, "code", word(j, hazard->code));
  set(j, one, "level", word(j, hazard->level == LEVEL_ERROR ? "error" : "warning"));
  set(j, one, "message", text(j, hazard->message));
  if (hazard->help.size) set(j, one, "help", text(j, hazard->help));
  if (hazard->logical_id.size) set(j, one, "logical_id", text(j, hazard->logical_id));
  set_source(j, one, hazard->span);
  return one;
}

static Value *stack_json(const Json *j, const PlanStack *stack) {
  Value *one = map(j), *changes = list(j), *sections = list(j), *hazards = list(j);
  for (size_t i = 0; i < stack->changes.count; i++)
    value_add(j->arena, changes, change_json(j, stack->changes.items[i]));
  for (size_t i = 0; i < stack->sections.count; i++)
    value_add(j->arena, sections, section_json(j, &stack->sections.items[i]));
  for (size_t i = 0; i < stack->hazards.count; i++)
    value_add(j->arena, hazards, hazard_json(j, &stack->hazards.items[i]));
  set(j, one, "name", text(j, stack->name));
  set(j, one, "action", word(j, stack->added ? "add" : stack->removed ? "remove" : "modify"));
  set(j, one, "changes", changes);
  set(j, one, "sections", sections);
  set(j, one, "hazards", hazards);
  return one;
}

Value *report_plan_json(Arena *arena, const Plan *plan, const Sources *sources) {
  const Json j = {arena, sources};
  Value *root = map(&j), *stacks = list(&j), *order = list(&j), *summary = map(&j);
  for (size_t i = 0; i < plan->stacks.count; i++) {
    value_add(arena, stacks, stack_json(&j, plan->stacks.items[i]));
    value_add(arena, order, text(&j, plan->stacks.items[i]->name));
  }
  const struct {
    const char *name;
    size_t count;
  } counts[] = {{"add", plan->summary.add},
                {"modify", plan->summary.modify},
                {"remove", plan->summary.remove},
                {"replace", plan->summary.replace},
                {"move", plan->summary.move}};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    set(&j, summary, counts[i].name, value_int(arena, nowhere, (int64_t)counts[i].count));
  set(&j, root, "stacks", stacks);
  set(&j, root, "order", order);
  set(&j, root, "summary", summary);
  return root;
}
