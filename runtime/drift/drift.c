// One stack after the other: what is known of it, what is expected of each resource, and what was seen of it.
#include "drift/drift.h"

#include "drift/match.h"
#include "template/evaluate.h"
#include "template/secret.h"

static const Span nowhere = {0};

enum { FULL_PAGE = 100 };  // describe-stack-resources tells of no more (its API reference)

typedef struct Seen {
  const SeenResource *there;       // by its logical id
  const SeenResource *properties;  // where its properties are shown
  bool used;
} Seen;

typedef struct Building {
  Arena *arena;
  const State *state;
  const Answers *answers;
  const DriftChoice *choices;
  size_t choice_count;
  Drift *drift;
  Map by_logical;   // "STACK\nID" -> Seen *
  Map by_physical;  // "TYPE\nID" -> Seen *
  Map listed;       // stacks whose resources were listed -> how many (size_t *)
} Building;

typedef struct StackView {
  Building *building;
  StateStack *stack;
  Text deployed;
  const Template *template;
  SecretScope secrets;
  Evaluation evaluation;
} StackView;

static Text pair_key(Arena *arena, Text a, Text b) {
  return text_format(arena, "%.*s\n%.*s", TEXT_ARG(a), TEXT_ARG(b));
}

static Seen *seen_at(Arena *arena, Map *map, Text key) {
  Seen *seen = map_get(map, key);
  if (seen) return seen;
  seen = ARENA_NEW(arena, Seen);
  map_put(arena, map, key, seen);
  return seen;
}

static Text deployed_name(const StateStack *stack) {
  return stack->deployed_name.size ? stack->deployed_name : stack->name;
}

// ───────────────────────────── What was seen ─────────────────────────────

static void index_logical(Building *b, const SeenResource *one) {
  // list-stack-resources names no stack: it can be of one alone.
  Text stack = one->stack;
  if (!stack.size && b->state->stacks.count == 1) stack = deployed_name(b->state->stacks.items[0]);
  if (!stack.size && b->choice_count == 1) stack = deployed_name(b->choices[0].stack);
  Seen *seen = seen_at(b->arena, &b->by_logical, pair_key(b->arena, stack, one->logical_id));
  bool verdict = one->checked || one->unsupported;
  if (!seen->there || verdict) seen->there = one;
  if (one->properties) seen->properties = one;
  if (!one->status.size) return;
  size_t *count = map_get(&b->listed, stack);
  if (!count) map_put(b->arena, &b->listed, stack, count = ARENA_NEW(b->arena, size_t));
  ++*count;
}

static void index_answers(Building *b) {
  for (size_t i = 0; i < b->answers->resources.count; i++) {
    const SeenResource *one = &b->answers->resources.items[i];
    if (one->logical_id.size)
      index_logical(b, one);
    else
      seen_at(b->arena, &b->by_physical, pair_key(b->arena, one->type, one->physical_id))->properties = one;
  }
  // By what Ref gives, too, where the identifier has more parts ("NAME|CLUSTER") or is another.
  for (size_t i = 0; i < b->answers->resources.count; i++) {
    const SeenResource *one = &b->answers->resources.items[i];
    const SchemaType *type = one->logical_id.size ? NULL : schema_find(one->type);
    if (!type) continue;
    SchemaShape shape;
    Seen *seen = map_get(&b->by_physical, pair_key(b->arena, one->type, one->physical_id));
    Text ref = value_text(value_get(one->properties, schema_ref(type, &shape)));
    Text arn = value_text(value_get(one->properties, schema_arn(type)));
    for (size_t k = 0; k < 2; k++) {
      Text key = pair_key(b->arena, one->type, k ? arn : ref);
      if ((k ? arn : ref).size && !map_get(&b->by_physical, key)) map_put(b->arena, &b->by_physical, key, seen);
    }
  }
}

static Seen *find_physical(Building *b, const StateResource *recorded) {
  if (!recorded->physical_id.size) return NULL;
  return map_get(&b->by_physical, pair_key(b->arena, recorded->type, recorded->physical_id));
}

// ───────────────────────────── What is expected ─────────────────────────────

static void give(Arena *arena, Map *map, const char *name, Text text) {
  if (text.size) map_put(arena, map, text_of(name), value_string(arena, nowhere, text));
}

static const char *partition_of(Text region) {
  if (text_starts_with(region, TEXT("cn-"))) return "aws-cn";
  return text_starts_with(region, TEXT("us-gov-")) ? "aws-us-gov" : "aws";
}

static Map *known_parameters(StackView *view) {
  Arena *arena = view->building->arena;
  const StateStack *stack = view->stack;
  Map *map = ARENA_NEW(arena, Map);
  for (size_t i = 0; i < stack->parameters->as.map.count; i++) {
    const Member *member = &stack->parameters->as.map.members[i];
    map_put(arena, map, member->key, secret_is_mark(member->value) ? NULL : member->value);
  }
  give(arena, map, "AWS::Region", stack->region);
  give(arena, map, "AWS::AccountId", stack->account);
  give(arena, map, "AWS::StackName", view->deployed);
  give(arena, map, "AWS::StackId", stack->stack_id);
  if (!stack->region.size) return map;
  bool china = text_starts_with(stack->region, TEXT("cn-"));
  give(arena, map, "AWS::Partition", text_of(partition_of(stack->region)));
  give(arena, map, "AWS::URLSuffix", china ? TEXT("amazonaws.com.cn") : TEXT("amazonaws.com"));
  return map;
}

// Scalars of a resource's properties as its attributes: "ID.Arn".
static void give_attributes(Arena *arena, Map *map, Text id, const Value *properties) {
  for (size_t i = 0; value_is(properties, VALUE_MAP) && i < properties->as.map.count; i++) {
    const Member *member = &properties->as.map.members[i];
    if (!value_is(member->value, VALUE_STRING)) continue;
    Text key = text_format(arena, "%.*s.%.*s", TEXT_ARG(id), TEXT_ARG(member->key));
    if (!map_get(map, key)) map_put(arena, map, key, member->value);
  }
}

// What references to resources give: physical ids, and attributes as they were recorded, else as they are seen.
static Map *known_resources(StackView *view) {
  Building *b = view->building;
  Map *map = ARENA_NEW(b->arena, Map);
  for (size_t i = 0; i < view->stack->resources.count; i++) {
    const StateResource *recorded = &view->stack->resources.items[i];
    if (recorded->physical_id.size)
      map_put(b->arena, map, recorded->logical_id, value_string(b->arena, nowhere, recorded->physical_id));
    give_attributes(b->arena, map, recorded->logical_id, recorded->properties);
    const Seen *seen = find_physical(b, recorded);
    if (seen && seen->properties) give_attributes(b->arena, map, recorded->logical_id, seen->properties->properties);
  }
  return map;
}

static void view_stack(StackView *view) {
  Arena *arena = view->building->arena;
  view->deployed = deployed_name(view->stack);
  view->template = state_template(arena, view->stack);
  secret_scope(&view->secrets, arena, view->template);
  evaluate_init(&view->evaluation, arena, view->template, known_parameters(view));
  view->evaluation.known = known_resources(view);
}

// ───────────────────────────── One resource ─────────────────────────────

static void compare(StackView *view, DriftResource *out, const Value *actual) {
  Arena *arena = view->building->arena;
  const TemplateResource *declared = template_resource(view->template, out->logical_id);
  const Value *properties = declared ? declared->properties : NULL;
  const Value *expected = evaluate_value(&view->evaluation, properties);
  if (!expected) expected = value_map(arena, nowhere);
  Matching *matching = ARENA_NEW(arena, Matching);
  matching->arena = arena;
  matching->type = schema_find(out->type);
  matching->resource = out;
  match_properties(matching, expected, out->recorded->properties, secret_actual(&view->secrets, properties, actual));
  out->status = out->differences.count ? DRIFT_MODIFIED : DRIFT_IN_SYNC;
}

static void add_difference(Arena *arena, DriftResource *out, const PathStep *path, size_t steps, const Value *expected,
                           const Value *actual) {
  DriftDifference difference = {.path = path, .steps = steps, .expected = expected, .actual = actual};
  vec_push(arena, &out->differences, difference);
}

// AWS's path "/Tags/0/Value" as ours; *expression is what the template says there.
static const PathStep *read_path(StackView *view, const DriftResource *out, Text pointer, size_t *steps,
                                 const Value **expression) {
  const TemplateResource *declared = template_resource(view->template, out->logical_id);
  VEC(PathStep) path = {0};
  vec_push(view->building->arena, &path, ((PathStep){TEXT("Properties"), 0}));
  *expression = declared ? declared->properties : NULL;
  for (size_t start = 1; start < pointer.size;) {
    size_t end = text_find(pointer, TEXT("/"), start);
    if (end == SIZE_MAX) end = pointer.size;
    Text step = text_slice(pointer, start, end);
    start = end + 1;
    size_t index = 0, i = 0;
    for (; i < step.size && i < 6 && step.at[i] >= '0' && step.at[i] <= '9'; i++)
      index = index * 10 + (size_t)(step.at[i] - '0');
    bool is_index = step.size && i == step.size;
    vec_push(view->building->arena, &path, is_index ? ((PathStep){{0}, (int64_t)index}) : ((PathStep){step, 0}));
    const Value *here = *expression;
    if (value_is(here, VALUE_LIST))
      *expression = is_index && index < here->as.list.count ? here->as.list.items[index] : here;
    else if (value_is(here, VALUE_MAP) && !value_intrinsic(here, NULL, NULL))
      *expression = value_get(here, step);
  }
  *steps = path.count;
  return path.items;
}

// A value of AWS's own comparison, without what is secret; null where it is empty.
static const Value *difference_value(StackView *view, const PathStep *path, size_t steps, const Value *expression,
                                     const Value *value) {
  Arena *arena = view->building->arena;
  if (!value_is(value, VALUE_STRING) || value->as.text.size == 0) return NULL;
  SecretMask mask = {arena, SECRET_STORED, secret_mark(arena, "literal")};
  Text key = {0};
  for (size_t i = 0; i < steps; i++)
    if (path[i].key.at) key = path[i].key;
  const Value *masked = secret_mask(&mask, key, false, value);
  return secret_actual(&view->secrets, expression, masked);
}

static Text path_text(Arena *arena, const PathStep *path, size_t steps) {
  Buffer out = {0};
  for (size_t i = 0; i < steps; i++) {
    if (path[i].key.at)
      buffer_format(&out, "/%zu:%.*s", path[i].key.size, TEXT_ARG(path[i].key));
    else
      buffer_format(&out, "/%lld", (long long)path[i].index);
  }
  return buffer_take(&out, arena);
}

// Where AWS compared by itself and shows no properties: its own words. Of two about one place the first counts.
static void take_verdict(StackView *view, DriftResource *out, const SeenResource *seen) {
  const Value *list = seen->differences;
  Map told = {0};
  out->status = DRIFT_IN_SYNC;
  for (size_t i = 0; value_is(list, VALUE_LIST) && i < list->as.list.count; i++) {
    const Value *item = list->as.list.items[i], *expression;
    size_t steps;
    const PathStep *path = read_path(view, out, value_text(value_at(item, "PropertyPath")), &steps, &expression);
    Arena *arena = view->building->arena;
    if (!map_put(arena, &told, path_text(arena, path, steps), out)) continue;
    add_difference(arena, out, path, steps,
                   difference_value(view, path, steps, expression, value_at(item, "ExpectedValue")),
                   difference_value(view, path, steps, expression, value_at(item, "ActualValue")));
    out->status = DRIFT_MODIFIED;
  }
}

static bool type_was_listed(const Building *b, Text type) {
  for (size_t i = 0; i < b->answers->types.count; i++)
    if (text_equal(b->answers->types.items[i], type)) return true;
  return false;
}

// Whether the stack's resources were listed, and this one is not among them.
static bool left_stack(const StackView *view, const Seen *seen) {
  const size_t *listed = map_get(&view->building->listed, view->deployed);
  return listed && *listed < FULL_PAGE && !(seen && seen->there);
}

static void judge(StackView *view, DriftResource *out) {
  Building *b = view->building;
  Seen *logical = map_get(&b->by_logical, pair_key(b->arena, view->deployed, out->logical_id));
  Seen *physical = find_physical(b, out->recorded);
  const SeenResource *there = logical ? logical->there : NULL;
  if (logical) logical->used = true;
  if (physical) physical->used = true;
  const Text recorded_id = out->recorded->physical_id;
  if (there && there->deleted) {
    out->status = DRIFT_DELETED;
  } else if (physical && physical->properties->properties) {
    compare(view, out, physical->properties->properties);
  } else if (logical && logical->properties) {
    compare(view, out, logical->properties->properties);
  } else if (there && there->checked) {
    take_verdict(view, out, there);
  } else if ((type_was_listed(b, out->type) && recorded_id.size) || left_stack(view, logical)) {
    out->status = DRIFT_DELETED;
  } else if (there && there->unsupported) {
    out->status = DRIFT_UNSUPPORTED;
  } else if (there && recorded_id.size && there->physical_id.size && !text_equal(there->physical_id, recorded_id)) {
    PathStep *path = ARENA_NEW(b->arena, PathStep);
    path->key = TEXT("PhysicalResourceId");
    out->status = DRIFT_MODIFIED;
    add_difference(b->arena, out, path, 1, value_string(b->arena, nowhere, recorded_id),
                   value_string(b->arena, nowhere, there->physical_id));
  }
}

// ───────────────────────────── Accepted drift ─────────────────────────────

static Value *path_value(Arena *arena, const PathStep *path, size_t steps) {
  Value *list = value_list(arena, nowhere);
  for (size_t i = 0; i < steps; i++)
    value_add(arena, list,
              path[i].key.at ? value_string(arena, nowhere, path[i].key) : value_int(arena, nowhere, path[i].index));
  return list;
}

static const Value *accepted_entry(const StateResource *recorded, const Value *path) {
  const Value *list = recorded->accepted;
  for (size_t i = 0; list && i < list->as.list.count; i++) {
    const Value *one = list->as.list.items[i], *its_path = value_at(one, "path");
    if (path ? its_path && value_equal(its_path, path) : !its_path) return one;
  }
  return NULL;
}

static void apply_accepted(Arena *arena, DriftResource *out) {
  size_t open = 0;
  if (out->status == DRIFT_DELETED) out->accepted = value_text(value_at(accepted_entry(out->recorded, NULL), "reason"));
  for (size_t i = 0; i < out->differences.count; i++) {
    DriftDifference *one = &out->differences.items[i];
    const Value *entry = accepted_entry(out->recorded, path_value(arena, one->path, one->steps));
    const Value *actual = value_at(entry, "actual");
    bool same = entry && (actual && one->actual ? value_equal(actual, one->actual) : !actual && !one->actual);
    if (same) one->accepted = value_text(value_at(entry, "reason"));
    if (!one->accepted.size) open++;
  }
  if (out->status == DRIFT_MODIFIED && open == 0) out->status = DRIFT_IN_SYNC;
}

// Adds an entry, or puts it in the place of the one with the same path.
static void accept(Arena *arena, StateResource *recorded, Value *path, const Value *actual, Text reason) {
  const Value *old = accepted_entry(recorded, path);
  Value *list = value_list(arena, nowhere), *entry = value_map(arena, nowhere);
  for (size_t i = 0; recorded->accepted && i < recorded->accepted->as.list.count; i++)
    if (recorded->accepted->as.list.items[i] != old) value_add(arena, list, recorded->accepted->as.list.items[i]);
  if (path) value_set(arena, entry, "path", path);
  if (actual) value_set(arena, entry, "actual", (Value *)actual);
  value_set(arena, entry, "reason", value_string(arena, nowhere, reason));
  value_add(arena, list, entry);
  recorded->accepted = list;
}

size_t drift_accept(Drift *drift, Text reason) {
  size_t count = 0;
  for (size_t i = 0; i < drift->resources.count; i++) {
    DriftResource *one = &drift->resources.items[i];
    if (!one->recorded) continue;
    if (one->status == DRIFT_DELETED && !one->accepted.size) {
      accept(drift->arena, one->recorded, NULL, NULL, reason);
      one->accepted = reason;
      count++;
    }
    for (size_t k = 0; k < one->differences.count; k++) {
      DriftDifference *difference = &one->differences.items[k];
      if (difference->accepted.size) continue;
      accept(drift->arena, one->recorded, path_value(drift->arena, difference->path, difference->steps),
             difference->actual, reason);
      difference->accepted = reason;
      count++;
    }
  }
  return count;
}

// ───────────────────────────── All ─────────────────────────────

static bool is_chosen(const Building *b, const StateStack *stack, const StateResource *resource) {
  if (b->choice_count == 0) return true;
  for (size_t i = 0; i < b->choice_count; i++)
    if (b->choices[i].stack == stack && (!b->choices[i].resource || b->choices[i].resource == resource)) return true;
  return false;
}

static void add(Building *b, DriftResource resource) {
  vec_push(b->arena, &b->drift->resources, resource);
  b->drift->counts[resource.status]++;
}

// What is secret in anything that was seen of the stack, before any of it is compared.
static void learn_secrets(StackView *view) {
  Building *b = view->building;
  for (size_t i = 0; i < view->stack->resources.count; i++) {
    const StateResource *recorded = &view->stack->resources.items[i];
    const TemplateResource *declared = template_resource(view->template, recorded->logical_id);
    const Seen *logical = map_get(&b->by_logical, pair_key(b->arena, view->deployed, recorded->logical_id));
    const Seen *physical = find_physical(b, recorded);
    const Value *properties = declared ? declared->properties : NULL;
    if (logical && logical->properties) secret_actual(&view->secrets, properties, logical->properties->properties);
    if (physical && physical->properties) secret_actual(&view->secrets, properties, physical->properties->properties);
  }
}

static void build_stack(Building *b, StateStack *stack) {
  StackView view = {.building = b, .stack = stack};
  view_stack(&view);
  learn_secrets(&view);
  for (size_t i = 0; i < stack->resources.count; i++) {
    StateResource *recorded = &stack->resources.items[i];
    DriftResource out = {.status = DRIFT_UNCHECKED, .stack = stack, .recorded = recorded};
    out.logical_id = recorded->logical_id;
    out.type = recorded->type;
    out.physical_id = recorded->physical_id;
    judge(&view, &out);
    if (!is_chosen(b, stack, recorded)) continue;
    apply_accepted(b->arena, &out);
    add(b, out);
    b->drift->total++;
    b->drift->checked += out.status == DRIFT_IN_SYNC || out.status == DRIFT_MODIFIED || out.status == DRIFT_DELETED;
  }
}

// The stack that AWS's own tags say a resource belongs to.
static Text tagged_stack(const Value *properties) {
  const Value *tags = value_at(properties, "Tags");
  for (size_t i = 0; value_is(tags, VALUE_LIST) && i < tags->as.list.count; i++)
    if (text_is(value_text(value_at(tags->as.list.items[i], "Key")), "aws:cloudformation:stack-name"))
      return value_text(value_at(tags->as.list.items[i], "Value"));
  return (Text){0};
}

static StateStack *stack_deployed_as(const State *state, Text name) {
  for (size_t i = 0; i < state->stacks.count; i++)
    if (text_equal(deployed_name(state->stacks.items[i]), name)) return state->stacks.items[i];
  return NULL;
}

// What is there and in no stack of the state; resources of stacks that the state does not know are somebody else's.
static void build_undeclared(Building *b) {
  for (size_t i = 0; i < b->answers->resources.count; i++) {
    const SeenResource *one = &b->answers->resources.items[i];
    Text name = one->logical_id.size ? one->stack : tagged_stack(one->properties);
    StateStack *stack = stack_deployed_as(b->state, name);
    if (one->logical_id.size && !stack && b->state->stacks.count == 1 && !name.size) stack = b->state->stacks.items[0];
    Text key = one->logical_id.size ? pair_key(b->arena, stack ? deployed_name(stack) : name, one->logical_id)
                                    : pair_key(b->arena, one->type, one->physical_id);
    Seen *seen = map_get(one->logical_id.size ? &b->by_logical : &b->by_physical, key);
    bool foreign = !stack && (name.size || one->logical_id.size);
    if (!seen || seen->used || foreign || one->deleted) continue;
    seen->used = true;
    add(b, (DriftResource){.status = DRIFT_UNDECLARED,
                           .stack = stack,
                           .logical_id = one->logical_id,
                           .type = one->type,
                           .physical_id = one->physical_id});
  }
}

void drift_build(Arena *arena, const State *state, const Answers *answers, const DriftChoice *choices, size_t count,
                 Drift *out) {
  *out = (Drift){.arena = arena};
  Building building = {arena, state, answers, choices, count, out, {0}, {0}, {0}};
  index_answers(&building);
  for (size_t i = 0; i < state->stacks.count; i++) build_stack(&building, state->stacks.items[i]);
  if (count == 0) build_undeclared(&building);
}

const char *drift_status_name(DriftStatus status) {
  switch (status) {
    case DRIFT_IN_SYNC: return "in_sync";
    case DRIFT_MODIFIED: return "modified";
    case DRIFT_DELETED: return "deleted";
    case DRIFT_UNCHECKED: return "unchecked";
    case DRIFT_UNSUPPORTED: return "unsupported";
    case DRIFT_UNDECLARED: break;
  }
  return "undeclared";
}

bool drift_found(const Drift *drift) {
  for (size_t i = 0; i < drift->resources.count; i++) {
    const DriftResource *one = &drift->resources.items[i];
    if (one->status == DRIFT_MODIFIED || one->status == DRIFT_UNDECLARED ||
        (one->status == DRIFT_DELETED && !one->accepted.size))
      return true;
  }
  return false;
}
