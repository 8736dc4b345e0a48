// The graph as dot, mermaid, JSON, and as text for `--dump graph`.
#include "format/format.h"
#include "graph/graph.h"

// Text inside double quotes of dot and mermaid.
static void quoted(Buffer *out, Text text) {
  buffer_add_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '"' || text.at[i] == '\\') buffer_add_char(out, '\\');
    buffer_add_char(out, text.at[i]);
  }
  buffer_add_char(out, '"');
}

static Text node_id(Arena *arena, const Instance *resource) {
  return text_format(arena, "%.*s.%.*s", TEXT_ARG(resource->stack->name), TEXT_ARG(resource->logical_id));
}

void graph_write_dot(Buffer *out, const Graph *graph) {
  Arena *arena = graph->eval->arena;
  buffer_add_string(out, "digraph strata {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    buffer_format(out, "  subgraph \"cluster_%.*s\" {\n    label=", TEXT_ARG(stack->stack->name));
    quoted(out, stack->stack->name);
    buffer_add_string(out, ";\n");
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const Instance *resource = stack->stack->resources.items[i];
      buffer_add_string(out, "    ");
      quoted(out, node_id(arena, resource));
      buffer_add_string(out, " [label=");
      quoted(out, text_format(arena, "%.*s\n%.*s", TEXT_ARG(resource->path), TEXT_ARG(resource->type_name)));
      buffer_add_string(out, "];\n");
    }
    buffer_add_string(out, "  }\n");
  }
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const GraphNode *node = &stack->nodes[i];
      for (size_t k = 0; k < node->edges.count; k++) {
        buffer_add_string(out, "  ");
        quoted(out, node_id(arena, node->resource));
        buffer_add_string(out, " -> ");
        quoted(out, node_id(arena, node->edges.items[k].to));
        buffer_add_string(out, node->edges.items[k].explicit_ ? " [style=dashed];\n" : ";\n");
      }
    }
  }
  buffer_add_string(out, "}\n");
}

void graph_write_mermaid(Buffer *out, const Graph *graph) {
  buffer_add_string(out, "flowchart LR\n");
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    buffer_format(out, "  subgraph %.*s\n", TEXT_ARG(stack->stack->name));
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const Instance *resource = stack->stack->resources.items[i];
      buffer_format(out, "    %.*s_%.*s[\"%.*s<br/>%.*s\"]\n", TEXT_ARG(stack->stack->name),
                    TEXT_ARG(resource->logical_id), TEXT_ARG(resource->path), TEXT_ARG(resource->type_name));
    }
    buffer_add_string(out, "  end\n");
  }
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const GraphNode *node = &stack->nodes[i];
      for (size_t k = 0; k < node->edges.count; k++) {
        const Instance *to = node->edges.items[k].to;
        buffer_format(out, "  %.*s_%.*s %s %.*s_%.*s\n", TEXT_ARG(stack->stack->name),
                      TEXT_ARG(node->resource->logical_id), node->edges.items[k].explicit_ ? "-.->" : "-->",
                      TEXT_ARG(to->stack->name), TEXT_ARG(to->logical_id));
      }
    }
  }
}

static void set_text(Arena *arena, Value *map, const char *key, Text text) {
  value_set(arena, map, key, value_string(arena, (Span){0}, text));
}

void graph_write_json(Buffer *out, const Graph *graph) {
  Arena *arena = graph->eval->arena;
  Span none = {0};
  Value *root = value_map(arena, none), *stacks = value_list(arena, none), *order = value_list(arena, none);
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    Value *one = value_map(arena, none), *resources = value_list(arena, none), *needs = value_list(arena, none);
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const GraphNode *node = &stack->nodes[i];
      Value *resource = value_map(arena, none), *edges = value_list(arena, none);
      set_text(arena, resource, "logical_id", node->resource->logical_id);
      set_text(arena, resource, "type", node->resource->type_name);
      set_text(arena, resource, "path", node->resource->path);
      for (size_t k = 0; k < node->edges.count; k++) {
        const GraphEdge *edge = &node->edges.items[k];
        Value *to = value_map(arena, none);
        set_text(arena, to, "stack", edge->to->stack->name);
        set_text(arena, to, "logical_id", edge->to->logical_id);
        set_text(arena, to, "kind", edge->explicit_ ? TEXT("depends_on") : TEXT("reference"));
        value_add(arena, edges, to);
      }
      value_set(arena, resource, "edges", edges);
      value_add(arena, resources, resource);
    }
    for (size_t i = 0; i < stack->needs.count; i++)
      value_add(arena, needs, value_string(arena, none, stack->needs.items[i].stack->name));
    set_text(arena, one, "name", stack->stack->name);
    value_set(arena, one, "resources", resources);
    value_set(arena, one, "needs", needs);
    value_add(arena, stacks, one);
  }
  for (size_t i = 0; i < graph->order.count; i++)
    value_add(arena, order, value_string(arena, none, graph->order.items[i]->stack->name));
  value_set(arena, root, "stacks", stacks);
  value_set(arena, root, "order", order);
  json_write(out, root);
}

void graph_dump(Buffer *out, const Graph *graph) {
  for (size_t s = 0; s < graph->order.count; s++) {
    const GraphStack *stack = graph->order.items[s];
    buffer_format(out, "stack %.*s\n", TEXT_ARG(stack->stack->name));
    for (size_t i = 0; i < stack->stack->resources.count; i++) {
      const GraphNode *node = &stack->nodes[i];
      const Instance *resource = node->resource;
      buffer_format(out, "  %.*s  %.*s  %.*s\n", TEXT_ARG(resource->logical_id), TEXT_ARG(resource->type_name),
                    TEXT_ARG(resource->path));
      for (size_t k = 0; k < node->edges.count; k++)
        buffer_format(out, "    %s %.*s\n", node->edges.items[k].explicit_ ? "after" : "->",
                      TEXT_ARG(node->edges.items[k].to->logical_id));
    }
  }
}
