// The dependency graph: one node a resource, with an edge for every reference and every @depends_on. Here logical ids
// become final and unique, cycles are reported with all their edges, and stacks get their order of deployment.
#pragma once
#include "eval/eval.h"
#include "report/graph.h"

typedef struct GraphEdge {
  Instance *to;
  Span span;       // where the reference was written
  bool explicit_;  // by @depends_on
} GraphEdge;

typedef struct GraphNode {
  Instance *resource;
  VEC(GraphEdge) edges;              // in order of appearance, a target once
  VEC(Instance *) depends_on;        // of @depends_on, in this stack: always there when this resource is
  VEC(Instance *) maybe_depends_on;  // of @depends_on, in this stack: there only under a condition
} GraphNode;

typedef struct GraphNeed {
  Stack *stack;
  Span span;  // of the first reference
} GraphNeed;

typedef struct GraphStack {
  Stack *stack;
  GraphNode *nodes;      // by the resources' numbers
  VEC(GraphNeed) needs;  // stacks that must be deployed before this one, each once
} GraphStack;

typedef struct Graph {
  Eval *eval;
  VEC(GraphStack) stacks;   // as declared
  VEC(GraphStack *) order;  // as they are to be deployed
} Graph;

// Builds the graph of an evaluated program. Duplicate and bad logical ids (E0402, E0403) and cycles (E0401, E0405) are
// diagnostics; the order is then that of the declarations.
Graph *graph_build(Eval *eval);

GraphNode *graph_node(const Graph *graph, const Instance *resource);
void graph_picture(const Graph *graph, Picture *out);
// The form of `--dump graph`: one line a resource, its edges below it.
void graph_dump(Buffer *out, const Graph *graph);
