// Dependencies between resources: rings, DependsOn, references to what may not exist.
#include <stdlib.h>

#include "lint/functions.h"
#include "lint/graph.h"

enum { MOST_RINGS = 200, MOST_SHOWN = 8 };

// ───────────────────────────── Rings ─────────────────────────────

// Tarjan's components without recursion: `component` of two resources is equal where each reaches the other.
typedef struct Tarjan {
  const LintGraph *graph;
  size_t count, next, depth, stacked;
  size_t *number, *low, *component;  // number 0: not seen
  size_t *stack, *path, *edge;       // of resources; the way here; the next edge of each on the way
  bool *on_stack;
} Tarjan;

static void enter(Tarjan *tarjan, size_t node) {
  tarjan->number[node] = tarjan->low[node] = ++tarjan->next;
  tarjan->stack[tarjan->stacked++] = node;
  tarjan->on_stack[node] = true;
  tarjan->path[tarjan->depth++] = node;
  tarjan->edge[node] = tarjan->graph->starts[node];
}

static void leave(Tarjan *tarjan, size_t node) {
  tarjan->depth--;
  if (tarjan->depth) {
    size_t up = tarjan->path[tarjan->depth - 1];
    if (tarjan->low[node] < tarjan->low[up]) tarjan->low[up] = tarjan->low[node];
  }
  if (tarjan->low[node] != tarjan->number[node]) return;
  size_t member;
  do {
    member = tarjan->stack[--tarjan->stacked];
    tarjan->on_stack[member] = false;
    tarjan->component[member] = node;
  } while (member != node);
}

static void search(Tarjan *tarjan, size_t start) {
  enter(tarjan, start);
  while (tarjan->depth) {
    size_t node = tarjan->path[tarjan->depth - 1];
    if (tarjan->edge[node] == tarjan->graph->starts[node + 1]) {
      leave(tarjan, node);
      continue;
    }
    size_t to = tarjan->graph->edges.items[tarjan->edge[node]++].to;
    if (!tarjan->number[to])
      enter(tarjan, to);
    else if (tarjan->on_stack[to] && tarjan->number[to] < tarjan->low[node])
      tarjan->low[node] = tarjan->number[to];
  }
}

static const size_t *components(Linter *linter, const LintGraph *graph) {
  size_t count = linter->resources.count;
  Arena *arena = linter->arena;
  Tarjan tarjan = {.graph = graph,
                   .count = count,
                   .number = ARENA_ARRAY(arena, size_t, count + 1),
                   .low = ARENA_ARRAY(arena, size_t, count + 1),
                   .component = ARENA_ARRAY(arena, size_t, count + 1),
                   .stack = ARENA_ARRAY(arena, size_t, count + 1),
                   .path = ARENA_ARRAY(arena, size_t, count + 1),
                   .edge = ARENA_ARRAY(arena, size_t, count + 1),
                   .on_stack = ARENA_ARRAY(arena, bool, count + 1)};
  for (size_t i = 0; i < count; i++)
    if (!tarjan.number[i]) search(&tarjan, i);
  return tarjan.component;
}

// Edges that make no ring: what SAM makes of these members of its resources are resources of their own, which refer in
// their place.
static bool no_ring(const Linter *linter, const LintEdge *edge) {
  static const char *const members[] = {"DeploymentPreference", "Events", "Policies", "Domain", "Auth"};
  if (!text_starts_with(linter->resources.items[edge->from].resource->type, TEXT("AWS::Serverless::"))) return false;
  Text member = place_key(&edge->at, 3);
  for (size_t i = 0; i < sizeof members / sizeof *members; i++)
    if (text_is(member, members[i])) return true;
  return false;
}

typedef struct Ring {
  const LintEdge **edges;  // in order, from the resource back to itself
  size_t count;
} Ring;

// The shortest way from `start` back to itself within its component; none where count is 0. `always`: only by edges
// that are there whenever the resource is.
static Ring ring_from(Linter *linter, const LintGraph *graph, const size_t *component, size_t start, bool always) {
  size_t count = linter->resources.count, head = 0, tail = 0;
  const LintEdge **by = ARENA_ARRAY(linter->arena, const LintEdge *, count + 1);  // the edge that found each
  size_t *queue = ARENA_ARRAY(linter->arena, size_t, count + 1);
  queue[tail++] = start;
  while (head < tail && !by[start]) {
    size_t node = queue[head++];
    for (size_t i = graph->starts[node]; i < graph->starts[node + 1] && !by[start]; i++) {
      const LintEdge *edge = &graph->edges.items[i];
      if (component[edge->to] != component[start] || by[edge->to] || no_ring(linter, edge)) continue;
      if (always && edge->world != linter->resources.items[edge->from].world) continue;
      by[edge->to] = edge;
      queue[tail++] = edge->to;
    }
  }
  Ring ring = {0};
  if (!by[start]) return ring;
  for (size_t node = start; ring.count == 0 || node != start; node = by[node]->from) ring.count++;
  ring.edges = ARENA_ARRAY(linter->arena, const LintEdge *, ring.count);
  size_t node = start;
  for (size_t i = ring.count; i > 0; i--) ring.edges[i - 1] = by[node], node = by[node]->from;
  return ring;
}

// Whether there is a deployment with all of the ring's edges and resources.
static bool ring_possible(Linter *linter, const Ring *ring) {
  World world = conditions_start(linter->conditions);
  for (size_t i = 0; i < ring->count; i++) world = world_and(linter->conditions, world, ring->edges[i]->world);
  return world_possible(linter->conditions, world);
}

static Text name_of(const Linter *linter, size_t number) {
  return linter->resources.items[number].resource->logical_id;
}

static void report_ring(Linter *linter, size_t start, const Ring *ring) {
  const LintResource *resource = &linter->resources.items[start];
  Buffer out = {0};
  buffer_add(&out, name_of(linter, start));
  for (size_t i = 0; i < ring->count; i++) {
    if (i + 1 < ring->count && i >= MOST_SHOWN) continue;
    buffer_format(&out, " -> %s%.*s", i > MOST_SHOWN ? "... -> " : "", TEXT_ARG(name_of(linter, ring->edges[i]->to)));
  }
  Text way = buffer_take(&out, linter->arena);
  Text shown = way.size > 400 ? text_slice(way, 0, 400) : way;
  Diag *diag = lint_report(linter, "E3004", &resource->at, "'%.*s' depends on itself: %.*s",
                           TEXT_ARG(resource->resource->logical_id), TEXT_ARG(shown));
  diag_help(linter->diags, diag, "remove one of the references, or move it into a resource of its own");
  for (size_t i = 0; i < ring->count && i < 4; i++)
    diag_note(linter->diags, diag, ring->edges[i]->at.span, "'%.*s' needs '%.*s' by %s",
              TEXT_ARG(name_of(linter, ring->edges[i]->from)), TEXT_ARG(name_of(linter, ring->edges[i]->to)),
              graph_kind_name(ring->edges[i]->kind));
}

// Whether the resource's component has more than itself, or an edge to itself.
static bool in_ring(const LintGraph *graph, const size_t *component, size_t node) {
  for (size_t i = graph->starts[node]; i < graph->starts[node + 1]; i++)
    if (component[graph->edges.items[i].to] == component[node]) return true;
  return false;
}

static void check_rings(Linter *linter) {
  const LintGraph *graph = graph_of(linter);
  const size_t *component = components(linter, graph);
  size_t tried = 0;
  for (size_t i = 0; i < linter->resources.count && tried < MOST_RINGS; i++) {
    if (!in_ring(graph, component, i)) continue;
    tried++;
    Ring ring = ring_from(linter, graph, component, i, true);
    if (ring.count == 0 || !ring_possible(linter, &ring)) ring = ring_from(linter, graph, component, i, false);
    if (ring.count && ring_possible(linter, &ring)) report_ring(linter, i, &ring);
  }
}

// ───────────────────────────── DependsOn ─────────────────────────────

static bool exists_whenever(Linter *linter, World world, const LintResource *resource) {
  World without = world_without(linter->conditions, world, resource->world);
  return conditions_undecided(linter->conditions) || without == WORLD_NONE;
}

// "when 'A' is false" for the resource's own condition; empty where it has none.
static Text when_missing(const Linter *linter, const LintResource *resource) {
  Text condition = value_text(value_at(resource->resource->body, "Condition"));
  if (!condition.size) return (Text){0};
  return text_format(linter->arena, " where '%.*s' is false", TEXT_ARG(condition));
}

static void check_name(Linter *linter, const LintResource *resource, const LintAt *at) {
  Text name = lint_text(at);
  if (!lint_is(at, VALUE_STRING)) return;  // E3001
  const LintResource *other = lint_resource(linter, name);
  if (!other) {
    if (!lint_parameter(linter, name) && !reference_pseudo(name) && reference_known(linter, name)) return;
    Diag *diag = lint_report(linter, "E3005", at, "there is no resource '%.*s' to wait for", TEXT_ARG(name));
    if (linter->diags->list.count > 200) return;
    Text *names = ARENA_ARRAY(linter->arena, Text, linter->resources.count + 1);
    for (size_t i = 0; i < linter->resources.count; i++) names[i] = linter->resources.items[i].resource->logical_id;
    diag_suggest(linter->diags, diag, name, names, linter->resources.count);
  } else if (other == resource) {
    lint_report(linter, "E3005", at, "'%.*s' cannot wait for itself", TEXT_ARG(name));
  } else if (!exists_whenever(linter, resource->world, other)) {
    Text when = when_missing(linter, other);
    Diag *diag = lint_report(linter, "E3005", at, "'%.*s' does not exist%.*s, but '%.*s' waits for it", TEXT_ARG(name),
                             TEXT_ARG(when), TEXT_ARG(resource->resource->logical_id));
    diag_help(linter->diags, diag, "give both the same condition");
    diag_note(linter->diags, diag, other->resource->id_span, "'%.*s' is declared here", TEXT_ARG(name));
  }
}

static void check_depends_on(Linter *linter, const LintResource *resource) {
  LintAt at = lint_field(&resource->at, "DependsOn");
  if (!at.value) return;
  if (!lint_is(&at, VALUE_LIST)) {
    check_name(linter, resource, &at);
    return;
  }
  for (size_t i = 0; i < lint_count(&at); i++) {
    LintAt item = lint_item(&at, i);
    check_name(linter, resource, &item);
  }
}

// Whether the resource refers to the other wherever it exists; *first is the first place where it does.
static bool refers(Linter *linter, const LintGraph *graph, const LintEdge *wait, const LintEdge **first) {
  World rest = linter->resources.items[wait->from].world;
  *first = NULL;
  for (size_t i = graph->starts[wait->from]; i < graph->starts[wait->from + 1]; i++) {
    const LintEdge *edge = &graph->edges.items[i];
    if (edge->to != wait->to || edge->kind == EDGE_DEPENDS_ON) continue;
    if (!*first) *first = edge;
    rest = world_without(linter->conditions, rest, edge->world);
    if (rest == WORLD_NONE) return !conditions_undecided(linter->conditions);
  }
  return false;
}

static void check_obsolete(Linter *linter) {
  const LintGraph *graph = graph_of(linter);
  for (size_t i = 0; i < graph->starts[linter->resources.count]; i++) {
    const LintEdge *wait = &graph->edges.items[i], *by;
    if (wait->kind != EDGE_DEPENDS_ON || wait->from == wait->to || !refers(linter, graph, wait, &by)) continue;
    Diag *diag = lint_report(linter, "W3005", &wait->at, "'%.*s' is waited for anyway, since %s at %.*s refers to it",
                             TEXT_ARG(name_of(linter, wait->to)), graph_kind_name(by->kind),
                             TEXT_ARG(lint_path_text(linter, &by->at)));
    diag_help(linter->diags, diag, "remove it from DependsOn");
    diag_note(linter->diags, diag, by->at.span, "it is referred to here");
    bool alone = !wait->at.key.at && wait->at.up && lint_count(wait->at.up) == 1;
    lint_fix_remove(linter, diag, alone ? wait->at.up : &wait->at);
  }
}

// ───────────────────────────── What may not exist ─────────────────────────────

static void check_available(Linter *linter) {
  const LintGraph *graph = graph_of(linter);
  for (size_t i = 0; i < graph->edges.count; i++) {
    const LintEdge *edge = &graph->edges.items[i];
    const LintResource *to = &linter->resources.items[edge->to];
    if (edge->kind == EDGE_DEPENDS_ON || exists_whenever(linter, edge->world, to)) continue;
    Text when = when_missing(linter, to);
    Diag *diag = lint_report(linter, "W1001", &edge->at, "%s refers to '%.*s', which does not exist%.*s",
                             graph_kind_name(edge->kind), TEXT_ARG(to->resource->logical_id), TEXT_ARG(when));
    diag_help(linter->diags, diag, "put it into Fn::If with that condition, or give both the same one");
    diag_note(linter->diags, diag, to->resource->id_span, "'%.*s' is declared here",
              TEXT_ARG(to->resource->logical_id));
  }
}

// ───────────────────────────── IAM paths ─────────────────────────────

static void check_role(Linter *linter, const LintResource *resource) {
  LintAt role = lint_field(&resource->properties, "ServiceRole");
  LintChoices choices = lint_choices(linter, &role, resource->world);
  for (size_t i = 0; i < choices.count; i++) {
    Text name;
    Value *argument;
    const LintAt *at = &choices.items[i].at;
    if (!value_intrinsic(at->value, &name, &argument) || !text_is(name, "Ref")) continue;
    const LintResource *other = lint_resource(linter, value_text(argument));
    if (!other) continue;
    LintAt path = lint_field(&other->properties, "Path"), ref = lint_field(at, "Ref");
    if (!lint_is(&path, VALUE_STRING) || text_is(lint_text(&path), "/")) continue;
    Diag *diag = lint_report(linter, "E3050", &ref, "Ref gives the role's name, which does not say its path '%.*s'",
                             TEXT_ARG(lint_text(&path)));
    diag_help(linter->diags, diag, "use Fn::GetAtt [%.*s, Arn], or the path /", TEXT_ARG(value_text(argument)));
    diag_note(linter->diags, diag, path.span, "the path is set here");
  }
}

// ───────────────────────────── The rules ─────────────────────────────

static const LintRule rules[] = {
    {.id = "E3004",
     .title = "Resources that depend on each other",
     .about = "CloudFormation creates a resource after those that it refers to or waits for; in a ring none can be the "
              "first. Move one of the references into a resource of its own (a rule of a security group, a policy).",
     .template = check_rings},
    {.id = "E3005",
     .title = "DependsOn names resources that exist",
     .about = "DependsOn takes the logical ids of other resources of this template, which must exist whenever the "
              "resource that waits does.",
     .resource = check_depends_on},
    {.id = "E3050",
     .title = "Ref to a role with a path",
     .about = "Some services look a role up by its name alone: with another path than / the role is not found.",
     .of = "AWS::CodeBuild::Project",
     .resource = check_role},
    {.id = "W1001",
     .title = "A reference to a resource that may not exist",
     .about = "A resource with a condition exists only where it holds; a reference from elsewhere fails the deployment "
              "in the other case.",
     .template = check_available},
    {.id = "W3005",
     .title = "DependsOn that a reference says already",
     .about = "Ref, Fn::GetAtt and Fn::Sub already make CloudFormation wait for what they refer to.",
     .template = check_obsolete},
};

LINT_TOPIC(dependencies, rules);
