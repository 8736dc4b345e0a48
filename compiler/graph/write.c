// The graph as a picture, and as text for `--dump graph`.
#include "graph/graph.h"

static PictureNode node_of(Picture *picture, const GraphNode *node) {
  const Instance *resource = node->resource;
  PictureNode made = {.logical_id = resource->logical_id, .type = resource->type_name, .label = resource->path};
  for (size_t k = 0; k < node->edges.count; k++) {
    const GraphEdge *edge = &node->edges.items[k];
    PictureEdge to = {edge->to->stack->name, edge->to->logical_id, edge->explicit_};
    vec_push(picture->arena, &made.edges, to);
  }
  return made;
}

void graph_picture(const Graph *graph, Picture *out) {
  *out = (Picture){.arena = graph->eval->arena};
  for (size_t s = 0; s < graph->stacks.count; s++) {
    const GraphStack *stack = &graph->stacks.items[s];
    PictureStack made = {.name = stack->stack->name};
    for (size_t i = 0; i < stack->stack->resources.count; i++)
      vec_push(out->arena, &made.nodes, node_of(out, &stack->nodes[i]));
    for (size_t i = 0; i < stack->needs.count; i++)
      vec_push(out->arena, &made.needs, stack->needs.items[i].stack->name);
    vec_push(out->arena, &out->stacks, made);
  }
  for (size_t i = 0; i < graph->order.count; i++) vec_push(out->arena, &out->order, graph->order.items[i]->stack->name);
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
