// Within this room: what refers to what. One edge for each Ref, Fn::GetAtt, variable of Fn::Sub and DependsOn that
// names a resource, with its place and the deployments in which it is evaluated.
#pragma once
#include "lint/rule.h"

typedef enum EdgeKind { EDGE_REF, EDGE_GET_ATT, EDGE_SUB, EDGE_DEPENDS_ON } EdgeKind;

typedef struct LintEdge {
  size_t from;  // number of the resource that refers; GRAPH_OUTPUT: an output does
  size_t to;    // number of the resource that is referred to
  EdgeKind kind;
  LintAt at;  // the value that refers, or the item of DependsOn
  World world;
} LintEdge;

enum { GRAPH_OUTPUT = 1 << 30 };

typedef struct LintGraph {
  VEC(LintEdge) edges;  // by `from`, outputs last
  size_t *starts;       // of each resource's edges; one more at the end, which is where those of outputs start
} LintGraph;

// The template's graph, made when it is first asked for.
const LintGraph *graph_of(Linter *linter);
const char *graph_kind_name(EdgeKind kind);  // "Ref", "Fn::GetAtt", ...
