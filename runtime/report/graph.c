// The picture in four forms. SVG is Graphviz's: laying out a graph is its trade.
#include "report/graph.h"

#include "base/run.h"
#include "format/format.h"

// ───────────────────────────── Templates ─────────────────────────────

typedef struct Collecting {
  Picture *picture;
  const Template *template;
  PictureNode *node;
  bool depends_on;
} Collecting;

static void add_edge(Collecting *collecting, Text name) {
  PictureNode *node = collecting->node;
  if (!template_resource(collecting->template, name) || text_equal(name, node->logical_id)) return;
  for (size_t i = 0; i < node->edges.count; i++)
    if (text_equal(node->edges.items[i].logical_id, name)) return;
  PictureEdge edge = {collecting->template->stack, name, collecting->depends_on};
  vec_push(collecting->picture->arena, &node->edges, edge);
}

static void visit(void *context, Text name, Text attribute, const Value *at) {
  (void)attribute, (void)at;
  add_edge(context, name);
}

static void add_resource(Picture *picture, const Template *template, PictureStack *stack,
                         const TemplateResource *resource) {
  PictureNode node = {.logical_id = resource->logical_id, .type = resource->type, .label = resource->logical_id};
  Collecting collecting = {picture, template, &node, false};
  const Value *body = resource->body, *depends = value_at(body, "DependsOn");
  for (size_t i = 0; value_is(body, VALUE_MAP) && i < body->as.map.count; i++)
    if (body->as.map.members[i].value != depends)
      template_references(body->as.map.members[i].value, visit, &collecting);
  collecting.depends_on = true;
  if (value_is(depends, VALUE_STRING)) add_edge(&collecting, depends->as.text);
  for (size_t i = 0; value_is(depends, VALUE_LIST) && i < depends->as.list.count; i++)
    add_edge(&collecting, value_text(depends->as.list.items[i]));
  vec_push(picture->arena, &stack->nodes, node);
}

void picture_add(Picture *picture, const Template *template) {
  PictureStack stack = {.name = template->stack};
  for (size_t i = 0; i < template->resources.count; i++)
    add_resource(picture, template, &stack, &template->resources.items[i]);
  vec_push(picture->arena, &picture->stacks, stack);
  vec_push(picture->arena, &picture->order, template->stack);
}

// ───────────────────────────── dot ─────────────────────────────

static void quoted(Buffer *out, Text text) {
  buffer_add_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '"' || text.at[i] == '\\') buffer_add_char(out, '\\');
    buffer_add_char(out, text.at[i]);
  }
  buffer_add_char(out, '"');
}

static void dot_id(Buffer *out, Arena *arena, Text stack, Text logical_id) {
  quoted(out, text_format(arena, "%.*s.%.*s", TEXT_ARG(stack), TEXT_ARG(logical_id)));
}

static void dot_node(Buffer *out, const Picture *picture, const PictureStack *stack, const PictureNode *node) {
  buffer_add_string(out, "    ");
  dot_id(out, picture->arena, stack->name, node->logical_id);
  buffer_add_string(out, " [label=");
  quoted(out, text_format(picture->arena, "%.*s\n%.*s", TEXT_ARG(node->label), TEXT_ARG(node->type)));
  buffer_add_string(out, "];\n");
}

void picture_dot(Buffer *out, const Picture *picture) {
  buffer_add_string(out, "digraph strata {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
  for (size_t s = 0; s < picture->stacks.count; s++) {
    const PictureStack *stack = &picture->stacks.items[s];
    buffer_add_string(out, "  subgraph ");
    quoted(out, text_format(picture->arena, "cluster_%.*s", TEXT_ARG(stack->name)));
    buffer_add_string(out, " {\n    label=");
    quoted(out, stack->name);
    buffer_add_string(out, ";\n");
    for (size_t i = 0; i < stack->nodes.count; i++) dot_node(out, picture, stack, &stack->nodes.items[i]);
    buffer_add_string(out, "  }\n");
  }
  for (size_t s = 0; s < picture->stacks.count; s++) {
    const PictureStack *stack = &picture->stacks.items[s];
    for (size_t i = 0; i < stack->nodes.count; i++) {
      const PictureNode *node = &stack->nodes.items[i];
      for (size_t k = 0; k < node->edges.count; k++) {
        const PictureEdge *edge = &node->edges.items[k];
        buffer_add_string(out, "  ");
        dot_id(out, picture->arena, stack->name, node->logical_id);
        buffer_add_string(out, " -> ");
        dot_id(out, picture->arena, edge->stack, edge->logical_id);
        buffer_add_string(out, edge->depends_on ? " [style=dashed];\n" : ";\n");
      }
    }
  }
  buffer_add_string(out, "}\n");
}

bool picture_svg(Buffer *out, const Picture *picture, Diags *diags) {
  Buffer dot = {0};
  Text svg;
  picture_dot(&dot, picture);
  static const char *const command[] = {"dot", "-Tsvg", NULL};
  bool drawn = run_filter(picture->arena, diags, command, buffer_text(&dot), &svg);
  buffer_free(&dot);
  if (drawn)
    buffer_add(out, svg);
  else
    diag_help(diags, diags->list.items[diags->list.count - 1],
              "SVG is drawn by Graphviz (the package graphviz); dot, mermaid and json need no other program");
  return drawn;
}

// ───────────────────────────── Mermaid ─────────────────────────────

// Letters, digits and underscores: what else there may be in a name becomes one.
static void mermaid_name(Buffer *out, Text name) {
  for (size_t i = 0; i < name.size; i++) {
    char c = name.at[i];
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    buffer_add_char(out, plain ? c : '_');
  }
}

static void mermaid_id(Buffer *out, Text stack, Text logical_id) {
  mermaid_name(out, stack);
  buffer_add_char(out, '_');
  mermaid_name(out, logical_id);
}

static void mermaid_text(Buffer *out, Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (text.at[i] == '"')
      buffer_add_string(out, "#quot;");
    else if (text.at[i] == '<')
      buffer_add_string(out, "#lt;");
    else
      buffer_add_char(out, text.at[i]);
}

void picture_mermaid(Buffer *out, const Picture *picture) {
  buffer_add_string(out, "flowchart LR\n");
  for (size_t s = 0; s < picture->stacks.count; s++) {
    const PictureStack *stack = &picture->stacks.items[s];
    buffer_add_string(out, "  subgraph ");
    mermaid_name(out, stack->name);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < stack->nodes.count; i++) {
      buffer_add_string(out, "    ");
      mermaid_id(out, stack->name, stack->nodes.items[i].logical_id);
      buffer_add_string(out, "[\"");
      mermaid_text(out, stack->nodes.items[i].label);
      buffer_add_string(out, "<br/>");
      mermaid_text(out, stack->nodes.items[i].type);
      buffer_add_string(out, "\"]\n");
    }
    buffer_add_string(out, "  end\n");
  }
  for (size_t s = 0; s < picture->stacks.count; s++) {
    const PictureStack *stack = &picture->stacks.items[s];
    for (size_t i = 0; i < stack->nodes.count; i++) {
      const PictureNode *node = &stack->nodes.items[i];
      for (size_t k = 0; k < node->edges.count; k++) {
        buffer_add_string(out, "  ");
        mermaid_id(out, stack->name, node->logical_id);
        buffer_add_string(out, node->edges.items[k].depends_on ? " -.-> " : " --> ");
        mermaid_id(out, node->edges.items[k].stack, node->edges.items[k].logical_id);
        buffer_add_char(out, '\n');
      }
    }
  }
}

// ───────────────────────────── JSON ─────────────────────────────

static void set_text(Arena *arena, Value *map, const char *key, Text text) {
  value_set(arena, map, key, value_string(arena, (Span){0}, text));
}

static Value *texts(Arena *arena, const Text *items, size_t count) {
  Value *list = value_list(arena, (Span){0});
  for (size_t i = 0; i < count; i++) value_add(arena, list, value_string(arena, (Span){0}, items[i]));
  return list;
}

static Value *json_node(Arena *arena, const PictureNode *node) {
  Value *resource = value_map(arena, (Span){0}), *edges = value_list(arena, (Span){0});
  set_text(arena, resource, "logical_id", node->logical_id);
  set_text(arena, resource, "type", node->type);
  set_text(arena, resource, "path", node->label);
  for (size_t k = 0; k < node->edges.count; k++) {
    Value *to = value_map(arena, (Span){0});
    set_text(arena, to, "stack", node->edges.items[k].stack);
    set_text(arena, to, "logical_id", node->edges.items[k].logical_id);
    set_text(arena, to, "kind", node->edges.items[k].depends_on ? TEXT("depends_on") : TEXT("reference"));
    value_add(arena, edges, to);
  }
  value_set(arena, resource, "edges", edges);
  return resource;
}

void picture_json(Buffer *out, const Picture *picture) {
  Arena *arena = picture->arena;
  Value *root = value_map(arena, (Span){0}), *stacks = value_list(arena, (Span){0});
  for (size_t s = 0; s < picture->stacks.count; s++) {
    const PictureStack *stack = &picture->stacks.items[s];
    Value *one = value_map(arena, (Span){0}), *resources = value_list(arena, (Span){0});
    for (size_t i = 0; i < stack->nodes.count; i++)
      value_add(arena, resources, json_node(arena, &stack->nodes.items[i]));
    set_text(arena, one, "name", stack->name);
    value_set(arena, one, "resources", resources);
    value_set(arena, one, "needs", texts(arena, stack->needs.items, stack->needs.count));
    value_add(arena, stacks, one);
  }
  value_set(arena, root, "stacks", stacks);
  value_set(arena, root, "order", texts(arena, picture->order.items, picture->order.count));
  json_write(out, root);
}
