// Walking templates with their spans.
#include "lower/source_map.h"

typedef struct Maker {
  Arena *arena;
  const Sources *sources;
  Value *paths;  // the list "sources"
  int *numbers;  // source number -> index in it, or -1
} Maker;

static const Span nowhere = {0};

static Value *place(Maker *maker, Span span) {
  const Source *source = source_get(maker->sources, span.source);
  if (!source) return NULL;
  if (maker->numbers[span.source] < 0) {
    maker->numbers[span.source] = (int)maker->paths->as.list.count;
    value_add(maker->arena, maker->paths, value_string(maker->arena, nowhere, source->path));
  }
  Position position = source_position(maker->sources, span.source, span.start);
  Value *at = value_list(maker->arena, nowhere);
  value_add(maker->arena, at, value_int(maker->arena, nowhere, maker->numbers[span.source]));
  value_add(maker->arena, at, value_int(maker->arena, nowhere, position.line));
  value_add(maker->arena, at, value_int(maker->arena, nowhere, position.column));
  return at;
}

static void put_place(Maker *maker, Value *map, Text key, Span span) {
  Value *at = place(maker, span);
  if (at) value_put(maker->arena, map, key, nowhere, at);
}

static void properties(Maker *maker, Value *out, Text path, const Value *value) {
  if (value->kind == VALUE_MAP) {
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      Text inner =
          path.size ? text_format(maker->arena, "%.*s.%.*s", TEXT_ARG(path), TEXT_ARG(member->key)) : member->key;
      put_place(maker, out, inner, member->key_span.source ? member->key_span : member->value->span);
      if (!value_intrinsic(member->value, NULL, NULL)) properties(maker, out, inner, member->value);
    }
  } else if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count; i++) {
      Text inner = text_format(maker->arena, "%.*s.%zu", TEXT_ARG(path), i);
      put_place(maker, out, inner, value->as.list.items[i]->span);
      properties(maker, out, inner, value->as.list.items[i]);
    }
  }
}

static Value *resource_map(Maker *maker, const TemplateResource *resource) {
  Value *one = value_map(maker->arena, nowhere), *places = value_map(maker->arena, nowhere);
  value_set(maker->arena, one, "type", value_string(maker->arena, nowhere, resource->type));
  value_set(maker->arena, one, "path", value_string(maker->arena, nowhere, resource->path));
  put_place(maker, one, TEXT("at"), resource->id_span);
  if (resource->properties) properties(maker, places, (Text){0}, resource->properties);
  value_set(maker->arena, one, "properties", places);
  return one;
}

static void section(Maker *maker, Value *out, const Template *template, const char *name, const char *key) {
  const Value *entries = template_section(template, name);
  if (!value_is(entries, VALUE_MAP)) return;
  Value *map = value_map(maker->arena, nowhere);
  for (size_t i = 0; i < entries->as.map.count; i++) {
    const Member *member = &entries->as.map.members[i];
    put_place(maker, map, member->key, member->key_span.source ? member->key_span : member->value->span);
  }
  value_set(maker->arena, out, key, map);
}

Value *source_map_build(Compilation *compilation) {
  Arena *arena = &compilation->session.arena;
  const Sources *sources = &compilation->session.sources;
  Maker maker = {arena, sources, value_list(arena, nowhere), ARENA_ARRAY(arena, int, sources->list.count + 1)};
  for (size_t i = 0; i <= sources->list.count; i++) maker.numbers[i] = -1;
  Value *root = value_map(arena, nowhere), *stacks = value_list(arena, nowhere);
  for (size_t t = 0; t < compilation->templates.list.count; t++) {
    const Template *template = compilation->templates.list.items[t];
    Value *one = value_map(arena, nowhere), *resources = value_map(arena, nowhere);
    value_set(arena, one, "name", value_string(arena, nowhere, template->stack));
    for (size_t i = 0; i < template->resources.count; i++)
      value_put(arena, resources, template->resources.items[i].logical_id, nowhere,
                resource_map(&maker, &template->resources.items[i]));
    value_set(arena, one, "resources", resources);
    section(&maker, one, template, "Parameters", "parameters");
    section(&maker, one, template, "Conditions", "conditions");
    section(&maker, one, template, "Mappings", "mappings");
    section(&maker, one, template, "Rules", "rules");
    section(&maker, one, template, "Outputs", "outputs");
    value_add(arena, stacks, one);
  }
  value_set(arena, root, "sources", maker.paths);
  value_set(arena, root, "stacks", stacks);
  return root;
}

// ───────────────────────────── explain ─────────────────────────────

static void write_place(Buffer *out, const Sources *sources, Span span) {
  const Source *source = source_get(sources, span.source);
  Position position = source_position(sources, span.source, span.start);
  if (source) buffer_format(out, "%.*s:%u:%u", TEXT_ARG(source->path), position.line, position.column);
}

static void explain_resource(Buffer *out, Compilation *compilation, const GraphStack *stack, const GraphNode *node) {
  const Sources *sources = &compilation->session.sources;
  const Instance *resource = node->resource;
  buffer_format(out, "%.*s  %.*s\n", TEXT_ARG(resource->logical_id), TEXT_ARG(resource->type_name));
  buffer_format(out, "  stack     %.*s\n  path      %.*s\n  declared  ", TEXT_ARG(stack->stack->name),
                TEXT_ARG(resource->path));
  write_place(out, sources, resource->decl->span);
  buffer_add_char(out, '\n');
  for (const Instance *owner = resource->owner; owner; owner = owner->owner) {
    buffer_format(out, "  in        %.*s '%.*s'  ", TEXT_ARG(owner->type_name), TEXT_ARG(owner->path));
    write_place(out, sources, owner->decl->span);
    buffer_add_char(out, '\n');
  }
  for (size_t i = 0; i < node->edges.count; i++)
    buffer_format(out, "  %s  %.*s\n", node->edges.items[i].explicit_ ? "after   " : "uses    ",
                  TEXT_ARG(node->edges.items[i].to->logical_id));
  for (size_t s = 0; s < compilation->graph->stacks.count; s++) {
    const GraphStack *other = &compilation->graph->stacks.items[s];
    for (size_t i = 0; i < other->stack->resources.count; i++)
      for (size_t k = 0; k < other->nodes[i].edges.count; k++)
        if (other->nodes[i].edges.items[k].to == resource)
          buffer_format(out, "  used by   %.*s\n", TEXT_ARG(other->nodes[i].resource->logical_id));
  }
}

bool source_map_explain(Buffer *out, Compilation *compilation, Text logical_id) {
  bool found = false;
  for (size_t s = 0; compilation->graph && s < compilation->graph->stacks.count; s++) {
    const GraphStack *stack = &compilation->graph->stacks.items[s];
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      if (!text_equal(stack->stack->resources.items[i]->logical_id, logical_id)) continue;
      explain_resource(out, compilation, stack, &stack->nodes[i]);
      found = true;
    }
  }
  return found;
}
