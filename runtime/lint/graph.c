// The reference graph: one walk over resources and outputs.
#include "lint/graph.h"

#include "lint/functions.h"

enum { MOST_DEPTH = 128 };

typedef struct EdgeWalk {
  Linter *linter;
  LintGraph *graph;
  size_t from;
  unsigned depth;
} EdgeWalk;

// The graph stays as long as the linter.
static const LintAt *keep(Linter *linter, LintAt at) {
  LintAt *kept = ARENA_NEW(linter->kept, LintAt);
  *kept = at;
  return kept;
}

const char *graph_kind_name(EdgeKind kind) {
  switch (kind) {
    case EDGE_REF: return "Ref";
    case EDGE_GET_ATT: return "Fn::GetAtt";
    case EDGE_SUB: return "Fn::Sub";
    case EDGE_DEPENDS_ON: return "DependsOn";
  }
  return "";
}

static void add_edge(EdgeWalk *walk, Text name, EdgeKind kind, const LintAt *at, World world) {
  const LintResource *to = lint_resource(walk->linter, name);
  if (!to || lint_parameter(walk->linter, name)) return;
  LintEdge edge = {walk->from, (size_t)(to - walk->linter->resources.items), kind, *at, world};
  vec_push(walk->linter->kept, &walk->graph->edges, edge);
}

typedef struct SubWalk {
  EdgeWalk *walk;
  const LintAt *at;
  World world;
  const Value *names;
} SubWalk;

static void add_variable(void *context, Text name) {
  SubWalk *sub = context;
  Text resource, attribute;
  if (value_get(sub->names, name)) return;
  if (reference_dotted(name, &resource, &attribute)) name = resource;
  add_edge(sub->walk, name, EDGE_SUB, sub->at, sub->world);
}

static void add_dotted(EdgeWalk *walk, const LintAt *at, const Value *argument, World world) {
  Text resource, attribute;
  if (value_is(argument, VALUE_LIST) && argument->as.list.count)
    add_edge(walk, value_text(argument->as.list.items[0]), EDGE_GET_ATT, at, world);
  else if (reference_dotted(value_text(argument), &resource, &attribute))
    add_edge(walk, resource, EDGE_GET_ATT, at, world);
}

static void find_edges(EdgeWalk *walk, const LintAt *at, World world);

static void find_branches(EdgeWalk *walk, const LintAt *argument, World world) {
  Conditions *conditions = walk->linter->conditions;
  Text name = value_text(argument->value->as.list.items[0]);
  for (size_t i = 1; i < 3; i++) {
    World there = world_with(conditions, world, name, i == 1);
    LintAt branch = lint_item(argument, i);
    if (world_possible(conditions, there)) find_edges(walk, &branch, there);
  }
}

// Whether the value is a function whose edges were found.
static bool find_in_function(EdgeWalk *walk, const LintAt *at, World world) {
  Text name;
  Value *argument;
  if (!value_intrinsic(at->value, &name, &argument)) return false;
  if (text_is(name, "Ref")) return add_edge(walk, value_text(argument), EDGE_REF, at, world), true;
  const LintAt *below = keep(walk->linter, lint_member(keep(walk->linter, *at), &at->value->as.map.members[0]));
  if (text_is(name, "Fn::GetAtt")) {
    add_dotted(walk, at, argument, world);
  } else if (text_is(name, "Fn::Sub")) {
    const Value *text = argument, *names = NULL;
    if (value_is(argument, VALUE_LIST) && argument->as.list.count == 2)
      text = argument->as.list.items[0], names = argument->as.list.items[1];
    SubWalk sub = {walk, at, world, names};
    reference_variables(value_text(text), add_variable, &sub);
  } else if (text_is(name, "Fn::If") && value_is(argument, VALUE_LIST) && argument->as.list.count == 3) {
    find_branches(walk, below, world);
    return true;
  }
  find_edges(walk, below, world);
  return true;
}

static void find_edges(EdgeWalk *walk, const LintAt *at, World world) {
  size_t count = lint_count(at);
  if (count == 0 || walk->depth >= MOST_DEPTH) return;
  walk->depth++;
  if (!find_in_function(walk, at, world)) {
    const LintAt *kept = keep(walk->linter, *at);
    for (size_t i = 0; i < count; i++) {
      LintAt below =
          at->value->kind == VALUE_LIST ? lint_item(kept, i) : lint_member(kept, &at->value->as.map.members[i]);
      find_edges(walk, &below, world);
    }
  }
  walk->depth--;
}

static void find_depends_on(EdgeWalk *walk, const LintResource *resource) {
  LintAt at = lint_field(&resource->at, "DependsOn");
  if (lint_is(&at, VALUE_STRING)) add_edge(walk, lint_text(&at), EDGE_DEPENDS_ON, &at, resource->world);
  if (lint_is(&at, VALUE_MAP)) find_edges(walk, &at, resource->world);  // a function is out of place here (E3001)
  if (!lint_is(&at, VALUE_LIST)) return;
  const LintAt *kept = keep(walk->linter, at);
  for (size_t i = 0; i < lint_count(kept); i++) {
    LintAt item = lint_item(kept, i);
    add_edge(walk, lint_text(&item), EDGE_DEPENDS_ON, &item, resource->world);
  }
}

static void find_output(EdgeWalk *walk, const LintAt *output) {
  Linter *linter = walk->linter;
  const LintAt *kept = keep(linter, *output);
  LintAt condition = lint_field(kept, "Condition");
  World world = conditions_start(linter->conditions);
  if (lint_is(&condition, VALUE_STRING)) world = world_with(linter->conditions, world, lint_text(&condition), true);
  find_edges(walk, kept, world);
}

const LintGraph *graph_of(Linter *linter) {
  if (linter->graph) return linter->graph;
  LintGraph *graph = ARENA_NEW(linter->kept, LintGraph);
  size_t count = linter->resources.count;
  graph->starts = ARENA_ARRAY(linter->kept, size_t, count + 1);
  EdgeWalk walk = {.linter = linter, .graph = graph};
  for (size_t i = 0; i < count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    graph->starts[i] = graph->edges.count;
    walk.from = i;
    for (size_t k = 0; k < lint_count(&resource->at); k++) {
      LintAt member = lint_member(&resource->at, &resource->at.value->as.map.members[k]);
      if (!text_is(member.key, "DependsOn") && !text_is(member.key, "Condition"))
        find_edges(&walk, &member, resource->world);
    }
    find_depends_on(&walk, resource);
  }
  graph->starts[count] = graph->edges.count;
  walk.from = GRAPH_OUTPUT;
  const LintAt *outputs = keep(linter, lint_field(&linter->root, "Outputs"));
  for (size_t i = 0; lint_is(outputs, VALUE_MAP) && i < lint_count(outputs); i++) {
    LintAt output = lint_member(outputs, &outputs->value->as.map.members[i]);
    find_output(&walk, &output);
  }
  return linter->graph = graph;
}
