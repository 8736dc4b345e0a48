// The model and its tree.
#include "state/state.h"

static const Span nowhere = {0};

StateStack *state_stack(const State *state, Text name) {
  for (size_t i = 0; i < state->stacks.count; i++)
    if (text_equal(state->stacks.items[i]->name, name)) return state->stacks.items[i];
  return NULL;
}

StateStack *state_stack_add(State *state, Text name) {
  StateStack *stack = ARENA_NEW(state->arena, StateStack);
  stack->name = name;
  stack->template = value_map(state->arena, nowhere);
  stack->parameters = value_map(state->arena, nowhere);
  stack->outputs = value_map(state->arena, nowhere);
  for (size_t i = 0; i < state->stacks.count; i++)
    if (text_equal(state->stacks.items[i]->name, name)) return state->stacks.items[i] = stack;
  vec_push(state->arena, &state->stacks, stack);
  return stack;
}

bool state_stack_remove(State *state, Text name) {
  size_t kept = 0;
  for (size_t i = 0; i < state->stacks.count; i++)
    if (!text_equal(state->stacks.items[i]->name, name)) state->stacks.items[kept++] = state->stacks.items[i];
  bool removed = kept < state->stacks.count;
  state->stacks.count = kept;
  return removed;
}

StateResource *state_resource(const StateStack *stack, Text logical_id) {
  const size_t *number = map_get(&stack->by_id, logical_id);
  return number ? &stack->resources.items[*number] : NULL;
}

StateResource *state_resource_add(Arena *arena, StateStack *stack, Text logical_id) {
  StateResource *there = state_resource(stack, logical_id);
  if (there) return there;
  size_t *number = ARENA_NEW(arena, size_t);
  *number = stack->resources.count;
  vec_push(arena, &stack->resources, ((StateResource){.logical_id = logical_id}));
  map_put(arena, &stack->by_id, logical_id, number);
  return &stack->resources.items[*number];
}

bool state_resource_remove(Arena *arena, StateStack *stack, Text logical_id) {
  if (!state_resource(stack, logical_id)) return false;
  StateStack kept = {0};
  for (size_t i = 0; i < stack->resources.count; i++) {
    const StateResource *resource = &stack->resources.items[i];
    if (!text_equal(resource->logical_id, logical_id))
      *state_resource_add(arena, &kept, resource->logical_id) = *resource;
  }
  stack->resources.items = kept.resources.items;
  stack->resources.count = kept.resources.count;
  stack->resources.capacity = kept.resources.capacity;
  stack->by_id = kept.by_id;
  return true;
}

Template *state_template(Arena *arena, const StateStack *stack) {
  Template *template = ARENA_NEW(arena, Template);
  template->stack = stack->name;
  template->root = stack->template;
  template_index(arena, template);
  for (size_t i = 0; i < template->resources.count; i++) {
    const StateResource *resource = state_resource(stack, template->resources.items[i].logical_id);
    template->resources.items[i].protect = resource && resource->protect;
    if (resource) template->resources.items[i].path = resource->path;
  }
  return template;
}

static void put_text(Arena *arena, Value *map, const char *key, Text text) {
  if (text.size) value_set(arena, map, key, value_string(arena, nowhere, text));
}

static void put(Arena *arena, Value *map, const char *key, Value *value) {
  if (value) value_set(arena, map, key, value);
}

static Value *resource_value(Arena *arena, const StateResource *resource) {
  Value *map = value_map(arena, nowhere);
  put_text(arena, map, "type", resource->type);
  put_text(arena, map, "path", resource->path);
  put_text(arena, map, "physical_id", resource->physical_id);
  put_text(arena, map, "status", resource->status);
  put(arena, map, "properties", resource->properties);
  if (resource->protect) put(arena, map, "protect", value_bool(arena, nowhere, true));
  put(arena, map, "accepted", resource->accepted);
  return map;
}

static Value *stack_value(Arena *arena, const StateStack *stack) {
  Value *map = value_map(arena, nowhere), *resources = value_map(arena, nowhere);
  put_text(arena, map, "deployed_name", stack->deployed_name);
  put_text(arena, map, "stack_id", stack->stack_id);
  put_text(arena, map, "region", stack->region);
  put_text(arena, map, "account", stack->account);
  put_text(arena, map, "status", stack->status);
  put_text(arena, map, "updated", stack->updated);
  put(arena, map, "template", stack->template);
  put(arena, map, "parameters", stack->parameters);
  put(arena, map, "resolved", stack->resolved);
  put(arena, map, "outputs", stack->outputs);
  for (size_t i = 0; i < stack->resources.count; i++) {
    const StateResource *resource = &stack->resources.items[i];
    value_put(arena, resources, resource->logical_id, nowhere, resource_value(arena, resource));
  }
  put(arena, map, "resources", resources);
  put(arena, map, "sources", stack->sources);
  return map;
}

Value *state_value(Arena *arena, const State *state) {
  Value *map = value_map(arena, nowhere);
  for (size_t i = 0; i < state->stacks.count; i++)
    value_put(arena, map, state->stacks.items[i]->name, nowhere, stack_value(arena, state->stacks.items[i]));
  return map;
}

// What one member may be.
typedef struct Field {
  const char *key;
  ValueKind kind;
  void *out;  // Text * for texts, bool * for booleans, else Value **
} Field;

typedef struct Filling {
  Arena *arena;
  Diags *diags;
  Text stack;
} Filling;

static bool wrong(Filling *filling, const Value *value, Text owner, Text key, const char *wanted) {
  Diag *diag = diag_error(filling->diags, "E0601", value->span, "'%.*s' of %.*s is %s, not %s", TEXT_ARG(key),
                          TEXT_ARG(owner), value_kind_name(value), wanted);
  diag_help(filling->diags, diag, "no strata writes a state like this: take the last good one from your backups");
  return false;
}

static const char *kind_name(ValueKind kind) {
  return kind == VALUE_STRING ? "text" : kind == VALUE_BOOL ? "a boolean" : kind == VALUE_LIST ? "a list" : "a map";
}

// Reads the members of `map` by the table; members of other names are an error too.
static bool fill_fields(Filling *filling, Text owner, const Value *map, const Field *fields, size_t count) {
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    const Field *field = NULL;
    for (size_t k = 0; k < count && !field; k++)
      if (text_is(member->key, fields[k].key)) field = &fields[k];
    if (!field) {
      diag_error(filling->diags, "E0601", member->key_span, "%.*s has no member '%.*s'", TEXT_ARG(owner),
                 TEXT_ARG(member->key));
      return false;
    }
    if (member->value->kind != field->kind)
      return wrong(filling, member->value, owner, member->key, kind_name(field->kind));
    if (field->kind == VALUE_STRING)
      *(Text *)field->out = member->value->as.text;
    else if (field->kind == VALUE_BOOL)
      *(bool *)field->out = member->value->as.boolean;
    else
      *(Value **)field->out = member->value;
  }
  return true;
}

static bool fill_resource(Filling *filling, StateResource *out, const Value *map) {
  const Field fields[] = {
      {"type", VALUE_STRING, &out->type},
      {"path", VALUE_STRING, &out->path},
      {"physical_id", VALUE_STRING, &out->physical_id},
      {"status", VALUE_STRING, &out->status},
      {"properties", VALUE_MAP, &out->properties},
      {"protect", VALUE_BOOL, &out->protect},
      {"accepted", VALUE_LIST, &out->accepted},
  };
  return fill_fields(filling, out->logical_id, map, fields, sizeof fields / sizeof *fields);
}

static bool fill_stack(Filling *filling, StateStack *out, const Value *map) {
  Value *resources = NULL;
  const Field fields[] = {
      {"deployed_name", VALUE_STRING, &out->deployed_name},
      {"stack_id", VALUE_STRING, &out->stack_id},
      {"region", VALUE_STRING, &out->region},
      {"account", VALUE_STRING, &out->account},
      {"status", VALUE_STRING, &out->status},
      {"updated", VALUE_STRING, &out->updated},
      {"template", VALUE_MAP, &out->template},
      {"parameters", VALUE_MAP, &out->parameters},
      {"resolved", VALUE_MAP, &out->resolved},
      {"outputs", VALUE_MAP, &out->outputs},
      {"resources", VALUE_MAP, &resources},
      {"sources", VALUE_MAP, &out->sources},
  };
  if (!fill_fields(filling, out->name, map, fields, sizeof fields / sizeof *fields)) return false;
  for (size_t i = 0; i < out->outputs->as.map.count; i++) {
    const Member *output = &out->outputs->as.map.members[i];
    if (output->value->kind != VALUE_MAP) return wrong(filling, output->value, TEXT("outputs"), output->key, "a map");
  }
  if (!resources) return true;
  for (size_t i = 0; i < resources->as.map.count; i++) {
    const Member *member = &resources->as.map.members[i];
    if (member->value->kind != VALUE_MAP) return wrong(filling, member->value, TEXT("resources"), member->key, "a map");
    if (!fill_resource(filling, state_resource_add(filling->arena, out, member->key), member->value)) return false;
  }
  return true;
}

bool state_fill(State *state, Diags *diags, Value *stacks) {
  state->stacks.count = 0;
  for (size_t i = 0; i < stacks->as.map.count; i++) {
    const Member *member = &stacks->as.map.members[i];
    Filling filling = {state->arena, diags, member->key};
    if (member->value->kind != VALUE_MAP) return wrong(&filling, member->value, TEXT("stacks"), member->key, "a map");
    if (!fill_stack(&filling, state_stack_add(state, member->key), member->value)) return false;
  }
  return true;
}
