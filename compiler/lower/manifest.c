// Deploy order, digests, parameters of the environment, capabilities.
#include "lower/manifest.h"

static const Span nowhere = {0};

static void put_text(Arena *arena, Value *map, const char *key, Text text) {
  if (text.size) value_set(arena, map, key, value_string(arena, nowhere, text));
}

static Text spell(Arena *arena, const Val *val) {
  if (val->kind != VAL_LIST) return val_spell(arena, val);
  Buffer joined = {0};
  for (size_t i = 0; i < val->as.list.count; i++) {
    if (i) buffer_add_char(&joined, ',');
    buffer_add(&joined, val_spell(arena, val->as.list.items[i]));
  }
  return buffer_take(&joined, arena);
}

Value *manifest_parameters(Arena *arena, const Compilation *compilation, const Template *template) {
  Value *map = value_map(arena, nowhere);
  const Val *params = compilation->eval->params;
  const Value *section = template_section(template, "Parameters");
  for (size_t pass = 0; pass < 2 && params; pass++) {  // "stack.name" wins over "name"
    for (size_t i = 0; i < params->as.record.record.count; i++) {
      const RecordEntry *entry = &params->as.record.record.entries[i];
      size_t dot = text_find(entry->key, TEXT("."), 0);
      if ((dot != SIZE_MAX) != (pass == 1)) continue;
      if (dot != SIZE_MAX && !text_equal(text_slice(entry->key, 0, dot), template->stack)) continue;
      Text id = eval_pascal(arena, dot == SIZE_MAX ? entry->key : text_slice(entry->key, dot + 1, entry->key.size));
      if (value_get(section, id))
        value_put(arena, map, id, nowhere, value_string(arena, nowhere, spell(arena, entry->val)));
    }
  }
  return map;
}

static Value *tags_of(Arena *arena, const Val *tags) {
  Value *map = value_map(arena, nowhere);
  for (size_t i = 0; tags && tags->kind == VAL_RECORD && i < tags->as.record.record.count; i++) {
    const RecordEntry *entry = &tags->as.record.record.entries[i];
    Text text = val_spell(arena, entry->val);
    if (text.at) value_put(arena, map, entry->key, nowhere, value_string(arena, nowhere, text));
  }
  return map;
}

static Value *stack_entry(Compilation *compilation, size_t number, const ManifestFile *file) {
  Arena *arena = &compilation->session.arena;
  const GraphStack *graph_stack = compilation->graph->order.items[number];
  const Stack *stack = graph_stack->stack;
  const Template *template = compilation->templates.list.items[number];
  Value *one = value_map(arena, nowhere);
  put_text(arena, one, "name", stack->name);
  put_text(arena, one, "deployed_name", stack->deployed_name);
  put_text(arena, one, "file", file->name);
  put_text(arena, one, "digest", text_format(arena, "sha256:%.*s", TEXT_ARG(file->digest)));
  const char *const settings[] = {"region", "account"};
  for (size_t i = 0; i < 2; i++) {
    const Val *val = val_field(stack->settings, text_of(settings[i]));
    if (val) put_text(arena, one, settings[i], val_spell(arena, val));
  }
  value_set(arena, one, "parameters", manifest_parameters(arena, compilation, template));
  Value *capabilities = template_capabilities(arena, template);
  const Val *own = val_field(stack->settings, TEXT("capabilities"));
  for (size_t i = 0; own && own->kind == VAL_LIST && i < own->as.list.count; i++) {
    Value *capability = value_string(arena, nowhere, val_spell(arena, own->as.list.items[i]));
    bool there = false;
    for (size_t k = 0; k < capabilities->as.list.count; k++)
      there = there || value_equal(capabilities->as.list.items[k], capability);
    if (!there) value_add(arena, capabilities, capability);
  }
  value_set(arena, one, "capabilities", capabilities);
  value_set(arena, one, "tags", tags_of(arena, val_field(stack->settings, TEXT("tags"))));
  const Val *protection = val_field(stack->settings, TEXT("termination_protection"));
  if (protection && protection->kind == VAL_BOOL)
    value_set(arena, one, "termination_protection", value_bool(arena, nowhere, protection->as.boolean));
  Value *needs = value_list(arena, nowhere);
  for (size_t i = 0; i < graph_stack->needs.count; i++)
    value_add(arena, needs, value_string(arena, nowhere, graph_stack->needs.items[i].stack->name));
  value_set(arena, one, "needs", needs);
  if (template->moved.count) {
    Value *moved = value_list(arena, nowhere);
    for (size_t i = 0; i < template->moved.count; i++) {
      Value *move = value_map(arena, nowhere);
      put_text(arena, move, "from", template->moved.items[i].from);
      put_text(arena, move, "to", template->moved.items[i].to);
      value_add(arena, moved, move);
    }
    value_set(arena, one, "moved", moved);
  }
  if (stack->in_set) put_text(arena, one, "deployed_by", TEXT("stack_set"));
  return one;
}

Value *manifest_build(Compilation *compilation, const ManifestFile *files) {
  Arena *arena = &compilation->session.arena;
  Value *root = value_map(arena, nowhere), *stacks = value_list(arena, nowhere), *order = value_list(arena, nowhere);
  for (size_t i = 0; i < compilation->templates.list.count; i++) {
    value_add(arena, stacks, stack_entry(compilation, i, &files[i]));
    const Stack *stack = compilation->graph->order.items[i]->stack;
    if (!stack->in_set) value_add(arena, order, value_string(arena, nowhere, stack->name));
  }
  value_set(arena, root, "stacks", stacks);
  value_set(arena, root, "order", order);
  Text environment = compilation->session.environment;
  value_set(arena, root, "environment",
            environment.size ? value_string(arena, nowhere, environment) : value_null(arena, nowhere));
  return root;
}
