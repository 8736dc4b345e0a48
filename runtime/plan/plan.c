// Stack by stack: what is the same on both sides is passed over quickly, what differs is compared, and what may follow
// is compared after what it refers to, in the order of references.
#include "plan/build.h"
#include "template/expand.h"

#include <stdlib.h>

// ───────────────────────────── What names mean ─────────────────────────────

static bool same_section(const StackWork *work, const char *section) {
  const Value *before = template_section(work->before.template, section);
  const Value *after = template_section(work->after.template, section);
  return before == after || (before && after && value_equal(before, after));
}

static bool same_or_null(const Value *before, const Value *after) {
  return before == after || (before && after && value_equal(before, after));
}

// Parameters whose value is not shown: whether it changes is all that a plan says. What either side hides is hidden on
// both, so that neither tells of the other.
static void find_hidden(StackWork *work) {
  const PlanSide *sides[] = {&work->before, &work->after};
  for (size_t s = 0; s < 2; s++) {
    const Value *section = template_section(sides[s]->template, "Parameters");
    if (!value_is(section, VALUE_MAP) || section->as.map.count == 0) continue;
    SecretScope scope;
    secret_scope(&scope, work->arena, sides[s]->template);
    for (size_t i = 0; i < section->as.map.count; i++) {
      Text name = section->as.map.members[i].key;
      if (secret_parameter(&scope, name)) map_put(work->arena, &work->hidden, name, NULL);
    }
  }
  work->before.evaluation.hidden = work->after.evaluation.hidden = &work->hidden;
  for (size_t i = 0; i < work->hidden.count; i++) {
    const Value *before = evaluate_parameter(&work->before.evaluation, work->hidden.entries[i].key);
    const Value *after = evaluate_parameter(&work->after.evaluation, work->hidden.entries[i].key);
    if (!before || !after || value_equal(before, after)) continue;
    work->hidden.entries[i].value = work;
    work->origins = true;
  }
}

static bool same_given(const Map *before, const Map *after) {
  if ((before ? before->count : 0) == 0 && (after ? after->count : 0) == 0) return true;
  if (!before || !after || before->count != after->count) return false;
  for (size_t i = 0; i < after->count; i++) {
    void **old = map_at(before, after->entries[i].key);
    if (!old || !same_or_null(*old, after->entries[i].value)) return false;
  }
  return true;
}

// Conditions that are decided alike on both sides, but only by defaults, may well hold the other way.
static void doubt_conditions(StackWork *work) {
  const Value *section = template_section(work->after.template, "Conditions");
  Evaluation before = work->before.evaluation, after = work->after.evaluation;
  before.conditions = after.conditions = (Map){0};
  before.no_defaults = after.no_defaults = true;
  for (size_t i = 0; value_is(section, VALUE_MAP) && i < section->as.map.count; i++) {
    Text name = section->as.map.members[i].key;
    Truth truth = evaluate_condition(&work->after.evaluation, name);
    if (truth == TRUTH_UNKNOWN || evaluate_condition(&work->before.evaluation, name) != truth) continue;
    if (evaluate_condition(&before, name) == truth && evaluate_condition(&after, name) == truth) continue;
    evaluate_forget_condition(&work->before.evaluation, name);
    evaluate_forget_condition(&work->after.evaluation, name);
  }
}

static void find_conditions(StackWork *work) {
  const Value *section = template_section(work->after.template, "Conditions");
  for (size_t i = 0; value_is(section, VALUE_MAP) && i < section->as.map.count; i++) {
    Text name = section->as.map.members[i].key;
    if (evaluate_condition(&work->before.evaluation, name) != TRUTH_UNKNOWN ||
        evaluate_condition(&work->after.evaluation, name) != TRUTH_UNKNOWN)
      continue;
    if (meaning_same(work, name, name)) continue;
    map_put(work->arena, &work->conditions, name, work);
    work->origins = true;
  }
}

static void find_mappings(StackWork *work) {
  const Value *before = template_section(work->before.template, "Mappings");
  const Value *after = template_section(work->after.template, "Mappings");
  for (size_t i = 0; value_is(after, VALUE_MAP) && i < after->as.map.count; i++) {
    const Member *member = &after->as.map.members[i];
    const Value *old = value_get(before, member->key);
    if (!old || value_equal(old, member->value)) continue;
    map_put(work->arena, &work->mappings, member->key, work);
    work->origins = true;
  }
}

static void compare_names(StackWork *work) {
  work->same_names = same_section(work, "Parameters") && same_section(work, "Conditions") &&
                     same_section(work, "Mappings") &&
                     same_given(work->input->before_parameters, work->input->after_parameters);
  if (work->same_names) return;
  find_mappings(work);
  find_conditions(work);
}

// ───────────────────────────── One resource ─────────────────────────────

static PlanChange *change_new(StackWork *work, PlanAction action, const TemplateResource *before,
                              const TemplateResource *after) {
  PlanChange *change = &ARENA_NEW(work->arena, Followed)->change;
  const TemplateResource *shown = after ? after : before;
  const SchemaType *type = schema_find(shown->type);
  change->action = action;
  change->logical_id = shown->logical_id;
  change->type = shown->type;
  change->before = before;
  change->after = after;
  change->stateful = type && schema_stateful(type);
  change->span = shown->owner_span.source ? shown->owner_span : shown->id_span;
  return change;
}

static void keep(StackWork *work, PlanChange *change) {
  map_put(work->arena, &work->changes, change->logical_id, change);
  work->origins = true;
}

// What of a resource is no property; DependsOn changes only the order of work.
static const char *const attributes[] = {"DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy",
                                         "Metadata"};

// A condition that is decided has done what it can; of an open one its meaning counts, not its name.
static void compare_condition(StackWork *work, Comparison *c, const TemplateResource *before,
                              const TemplateResource *after) {
  const Value *old = value_at(before->body, "Condition"), *new = value_at(after->body, "Condition");
  if (!old && !new) return;
  if (old && new &&text_equal(value_text(old), value_text(new))) {
    if (!map_get(&work->conditions, value_text(new))) return;
  } else if (old && new &&meaning_same(work, value_text(old), value_text(new))) {
    return;
  }
  if (evaluate_resource(&work->before.evaluation, before) == TRUTH_YES &&
      evaluate_resource(&work->after.evaluation, after) == TRUTH_YES)
    return;
  c->path[0] = (PathStep){TEXT("Condition"), 0};
  c->steps = 1;
  compare_add_cause(c, (SchemaPlace){0}, old, new, new ? new->span : old->span);
}

static void compare_attributes(StackWork *work, Comparison *c, const TemplateResource *before,
                               const TemplateResource *after) {
  for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
    const Value *old = value_at(before->body, attributes[i]), *new = value_at(after->body, attributes[i]);
    if (!old && !new) continue;
    c->path[0] = (PathStep){text_of(attributes[i]), 0};
    c->steps = 1;
    old = evaluate_value(&work->before.evaluation, renames_apply(work, old));
    new = evaluate_value(&work->after.evaluation, new);
    if (!old && !new) continue;
    if (old && new && !value_equal(old, new)) compare_values(c, (SchemaPlace){0}, old, new);
    if (!old || !new) compare_add_cause(c, (SchemaPlace){0}, old, new, new ? new->span : old->span);
  }
}

static void compare_type(Comparison *c, const TemplateResource *before, const TemplateResource *after) {
  if (text_equal(before->type, after->type)) return;
  c->path[0] = (PathStep){TEXT("Type"), 0};
  c->steps = 1;
  PlanCause *cause = compare_add_cause(c, (SchemaPlace){0}, value_at(before->body, "Type"),
                                       value_at(after->body, "Type"), after->type_span);
  cause->replacement = REPLACE_ALWAYS;
}

static bool is_same(StackWork *work, const TemplateResource *before, const TemplateResource *after) {
  return work->same_names && (before->body == after->body || value_equal(before->body, after->body)) &&
         !follow_touches(work, after->body);
}

static void compare_resource(StackWork *work, const TemplateResource *before, const TemplateResource *after) {
  bool moved = map_get(&work->former, after->logical_id) != NULL;
  if (!moved && is_same(work, before, after)) return;
  PlanChange *change = change_new(work, moved ? PLAN_MOVE : PLAN_MODIFY, before, after);
  if (moved) change->former_id = before->logical_id;
  Comparison c = {.work = work, .change = change};
  compare_type(&c, before, after);
  const Value *old = evaluate_value(&work->before.evaluation, renames_apply(work, before->properties));
  const Value *new = evaluate_value(&work->after.evaluation, after->properties);
  Value none = {.kind = VALUE_MAP, .span = after->id_span};
  c.path[0] = (PathStep){TEXT("Properties"), 0};
  c.steps = 1;
  if (change->causes.count == 0)
    compare_values(&c, schema_place(schema_find(after->type)), old ? old : &none, new ? new : &none);
  compare_attributes(work, &c, before, after);
  compare_condition(work, &c, before, after);
  settle_causes(change);
  for (size_t i = 0; i < change->causes.count; i++)
    if (change->causes.items[i].replacement > change->replacement)
      change->replacement = change->causes.items[i].replacement;
  if (moved || change->causes.count) keep(work, change);
}

static const TemplateResource *find(PlanSide *side, Text id) {
  const TemplateResource *resource = side->template ? template_resource(side->template, id) : NULL;
  return resource && evaluate_resource(&side->evaluation, resource) != TRUTH_NO ? resource : NULL;
}

static bool policy_is(const TemplateResource *resource, const char *attribute, const char *policy) {
  return text_is(value_text(value_at(resource->body, attribute)), policy);
}

static void plan_resource(StackWork *work, const TemplateResource *after) {
  if (evaluate_resource(&work->after.evaluation, after) == TRUTH_NO) return;
  const TemplateMove *move = map_get(&work->former, after->logical_id);
  const TemplateResource *before = find(&work->before, move ? move->from : after->logical_id);
  if (before)
    compare_resource(work, before, after);
  else
    keep(work, change_new(work, PLAN_ADD, NULL, after));
}

static void plan_removed(StackWork *work) {
  const Template *old = work->before.template;
  for (size_t i = 0; old && i < old->resources.count; i++) {
    const TemplateResource *before = &old->resources.items[i];
    if (map_get(&work->moved, before->logical_id)) continue;
    if (evaluate_resource(&work->before.evaluation, before) == TRUTH_NO) continue;
    if (find(&work->after, before->logical_id)) continue;
    PlanChange *change = change_new(work, PLAN_REMOVE, before, NULL);
    change->kept =
        policy_is(before, "DeletionPolicy", "Retain") || policy_is(before, "DeletionPolicy", "RetainExceptOnCreate");
    keep(work, change);
  }
}

// ───────────────────────────── The order of references ─────────────────────────────

typedef struct Order {
  StackWork *work;
  VEC(uint32_t) targets;  // numbers of resources
} Order;

static void note_reference(void *context, Text name, Text attribute, const Value *at) {
  Order *order = context;
  (void)attribute, (void)at;
  const TemplateResource *to = template_resource(order->work->after.template, name);
  if (to) vec_push(order->work->arena, &order->targets, (uint32_t)(to - order->work->after.template->resources.items));
}

// Numbers of the new template's resources, each behind those that it refers to (a ring is cut somewhere). Without
// recursion: a chain may be as long as the template.
static uint32_t *order_resources(StackWork *work) {
  const Template *template = work->after.template;
  size_t count = template->resources.count, done = 0;
  Order order = {.work = work};
  uint32_t *first = ARENA_ARRAY(work->arena, uint32_t, count + 1), *out = ARENA_ARRAY(work->arena, uint32_t, count + 1);
  for (size_t i = 0; i < count; i++) {
    first[i] = (uint32_t)order.targets.count;
    template_references(template->resources.items[i].body, note_reference, &order);
  }
  first[count] = (uint32_t)order.targets.count;
  uint32_t *stack = ARENA_ARRAY(work->arena, uint32_t, count + 1),
           *next = ARENA_ARRAY(work->arena, uint32_t, count + 1);
  bool *seen = ARENA_ARRAY(work->arena, bool, count + 1);
  for (size_t root = 0; root < count; root++) {
    size_t depth = 0;
    if (!seen[root]) stack[depth++] = (uint32_t)root, seen[root] = true, next[root] = first[root];
    while (depth) {
      uint32_t at = stack[depth - 1];
      if (next[at] == first[at + 1]) {
        out[done++] = at;
        depth--;
        continue;
      }
      uint32_t to = order.targets.items[next[at]++];
      if (!seen[to]) stack[depth++] = to, seen[to] = true, next[to] = first[to];
    }
  }
  return out;
}

// ───────────────────────────── A stack ─────────────────────────────

// What changes, then what is removed.
static void collect(StackWork *work, const uint32_t *order) {
  const Template *new = work->after.template, *old = work->before.template;
  for (size_t i = 0; new &&i < new->resources.count; i++) {
    PlanChange *change = map_get(&work->changes, new->resources.items[order[i]].logical_id);
    if (change && change->action != PLAN_REMOVE) vec_push(work->arena, &work->stack->changes, change);
  }
  for (size_t i = 0; old && i < old->resources.count; i++) {
    PlanChange *change = map_get(&work->changes, old->resources.items[i].logical_id);
    if (change && change->action == PLAN_REMOVE) vec_push(work->arena, &work->stack->changes, change);
  }
}

static void plan_stack(PlanWork *plan, const PlanInput *input) {
  StackWork *work = ARENA_NEW(plan->arena, StackWork);
  PlanStack *stack = ARENA_NEW(plan->arena, PlanStack);
  *work = (StackWork){.plan = plan, .arena = plan->arena, .input = input, .stack = stack};
  stack->name = input->name;
  stack->added = !input->before;
  stack->removed = !input->after;
  work->before.template = input->before;
  work->after.template = input->after;
  work->origins = plan->exports.count > 0;
  if (input->before) evaluate_init(&work->before.evaluation, plan->arena, input->before, input->before_parameters);
  if (input->after) evaluate_init(&work->after.evaluation, plan->arena, input->after, input->after_parameters);
  vec_push(plan->arena, &plan->stacks, work);
  if (input->outside) return;
  vec_push(plan->arena, &plan->plan->stacks, stack);
  if (input->before && input->after) {
    renames_read(work);
    find_hidden(work);
    if (input->assumed) doubt_conditions(work);
    compare_names(work);
  }
  const uint32_t *order = input->after ? order_resources(work) : NULL;
  for (size_t i = 0; input->after && i < input->after->resources.count; i++)
    plan_resource(work, &input->after->resources.items[order[i]]);
  plan_removed(work);
  collect(work, order);
  sections_compare(work);
}

static void count(Plan *plan) {
  for (size_t s = 0; s < plan->stacks.count; s++) {
    const PlanStack *stack = plan->stacks.items[s];
    for (size_t i = 0; i < stack->changes.count; i++) {
      const PlanChange *change = stack->changes.items[i];
      switch (change->action) {
        case PLAN_ADD: plan->summary.add++; break;
        case PLAN_REMOVE: plan->summary.remove++; break;
        case PLAN_MOVE: plan->summary.move++; break;
        case PLAN_MODIFY:
          if (change->replacement == REPLACE_NEVER)
            plan->summary.modify++;
          else
            plan->summary.replace++;
          break;
      }
    }
  }
}

// Errors first, else as they were found.
static void sort_hazards(Arena *arena, PlanStack *stack) {
  PlanHazard *sorted = ARENA_ARRAY(arena, PlanHazard, stack->hazards.count + 1);
  size_t filled = 0;
  for (int level = LEVEL_ERROR; level >= LEVEL_INFO; level--)
    for (size_t i = 0; i < stack->hazards.count; i++)
      if (stack->hazards.items[i].level == (Level)level) sorted[filled++] = stack->hazards.items[i];
  stack->hazards.items = sorted;
}

void plan_build(Arena *arena, const PlanInput *inputs, size_t input_count, Plan *out) {
  *out = (Plan){.arena = arena};
  PlanWork work = {.plan = out, .arena = arena};
  PlanInput *expanded = ARENA_ARRAY(arena, PlanInput, input_count + 1);
  for (size_t i = 0; i < input_count; i++) {
    expanded[i] = inputs[i];
    expanded[i].before = template_expand(arena, inputs[i].before, inputs[i].before_parameters);
    expanded[i].after = template_expand(arena, inputs[i].after, inputs[i].after_parameters);
    plan_stack(&work, &expanded[i]);
  }
  renames_find(&work);
  for (size_t i = 0; i < work.stacks.count; i++) {
    if (work.stacks.items[i]->input->outside) continue;
    hazards_of_changes(work.stacks.items[i]);
    hazards_of_deployment(work.stacks.items[i]);
  }
  hazards_of_exports(&work);
  for (size_t i = 0; i < out->stacks.count; i++) sort_hazards(arena, out->stacks.items[i]);
  count(out);
}

bool plan_is_empty(const Plan *plan) {
  for (size_t i = 0; i < plan->stacks.count; i++) {
    const PlanStack *stack = plan->stacks.items[i];
    if (stack->added || stack->removed || stack->changes.count || stack->sections.count) return false;
  }
  return true;
}

Level plan_worst(const Plan *plan) {
  Level worst = LEVEL_INFO;
  for (size_t i = 0; i < plan->stacks.count; i++)
    for (size_t k = 0; k < plan->stacks.items[i]->hazards.count; k++)
      if (plan->stacks.items[i]->hazards.items[k].level > worst) worst = plan->stacks.items[i]->hazards.items[k].level;
  return worst;
}

void plan_diagnose(const Plan *plan, Diags *diags) {
  for (size_t i = 0; i < plan->stacks.count; i++) {
    for (size_t k = 0; k < plan->stacks.items[i]->hazards.count; k++) {
      const PlanHazard *hazard = &plan->stacks.items[i]->hazards.items[k];
      Diag *diag = diag_add(diags, hazard->level, hazard->code, hazard->span, "%.*s", TEXT_ARG(hazard->message));
      diag->help = hazard->help;
      if (!hazard->logical_id.size) continue;
      vec_push(diags->arena, &diag->path, ((PathStep){TEXT("Resources"), 0}));
      vec_push(diags->arena, &diag->path, ((PathStep){hazard->logical_id, 0}));
    }
  }
}
