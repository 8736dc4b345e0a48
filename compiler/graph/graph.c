// Edges are found by walking every resource's values; cycles by a depth-first search with a stack of its own, since a
// chain of references may be as long as the program.
#include "graph/graph.h"

#include <stdlib.h>

// ───────────────────────────── Edges ─────────────────────────────

typedef struct Walk {
  Graph *graph;
  GraphStack *stack;
  GraphNode *node;
} Walk;

static void add_need(Walk *walk, Stack *other, Span span) {
  if (!other || other == walk->stack->stack) return;
  for (size_t i = 0; i < walk->stack->needs.count; i++)
    if (walk->stack->needs.items[i].stack == other) return;
  vec_push(walk->graph->eval->arena, &walk->stack->needs, ((GraphNeed){other, span}));
}

static void add_edge(Walk *walk, Instance *to, Span span, bool explicit_) {
  if (to->stack != walk->stack->stack) add_need(walk, to->stack, span);
  if (!walk->node) return;
  for (size_t i = 0; i < walk->node->edges.count; i++)
    if (walk->node->edges.items[i].to == to) return;
  vec_push(walk->graph->eval->arena, &walk->node->edges, ((GraphEdge){to, span, explicit_}));
}

static void walk_val(Walk *walk, const Val *val) {
  switch (val->kind) {
    case VAL_INSTANCE:
      if (val->as.instance->aws) add_edge(walk, val->as.instance, val->span, false);
      return;
    case VAL_ATTRIBUTE: add_edge(walk, val->as.attribute.resource, val->span, false); return;
    case VAL_PARAM: add_need(walk, val->as.param.stack, val->span); return;
    case VAL_PSEUDO: add_need(walk, val->as.pseudo.stack, val->span); return;
    case VAL_LIST:
      for (size_t i = 0; i < val->as.list.count; i++) walk_val(walk, val->as.list.items[i]);
      return;
    case VAL_CONCAT:
      for (size_t i = 0; i < val->as.parts.count; i++) walk_val(walk, val->as.parts.items[i]);
      return;
    case VAL_RECORD:
      for (size_t i = 0; i < val->as.record.record.count; i++) walk_val(walk, val->as.record.record.entries[i].val);
      return;
    case VAL_CALL: walk_val(walk, val->as.call.argument); return;
    case VAL_LOOKUP:
      walk_val(walk, val->as.lookup.key);
      if (val->as.lookup.fallback) walk_val(walk, val->as.lookup.fallback);
      return;
    case VAL_CHOICE:
      walk_val(walk, val->as.choice.then);
      walk_val(walk, val->as.choice.otherwise);
      return;
    case VAL_ERROR:
    case VAL_NULL:
    case VAL_BOOL:
    case VAL_INT:
    case VAL_NUMBER:
    case VAL_QUANTITY:
    case VAL_TEXT:
    case VAL_STACK: return;
  }
}

static void depend_on(Walk *walk, Instance *target, Span span) {
  Eval *eval = walk->graph->eval;
  if (target == walk->node->resource) return;
  add_edge(walk, target, span, true);
  if (target->stack != walk->stack->stack) return;
  bool sure = cond_implies(&eval->conds, walk->node->resource->guard, target->guard);
  if (cond_and(&eval->conds, walk->node->resource->guard, target->guard) == COND_FALSE) return;
  if (sure) {
    for (size_t i = 0; i < walk->node->depends_on.count; i++)
      if (walk->node->depends_on.items[i] == target) return;
    vec_push(eval->arena, &walk->node->depends_on, target);
  } else {
    for (size_t i = 0; i < walk->node->maybe_depends_on.count; i++)
      if (walk->node->maybe_depends_on.items[i] == target) return;
    vec_push(eval->arena, &walk->node->maybe_depends_on, target);
  }
}

static bool inside(const Instance *resource, const Instance *owner) {
  for (const Instance *at = resource; at; at = at->owner)
    if (at == owner) return true;
  return false;
}

static void depends(Walk *walk, const Val *val) {
  Eval *eval = walk->graph->eval;
  switch (val->kind) {
    case VAL_NULL:
    case VAL_ERROR: return;
    case VAL_LIST:
      for (size_t i = 0; i < val->as.list.count; i++) depends(walk, val->as.list.items[i]);
      return;
    case VAL_RECORD:
      for (size_t i = 0; i < val->as.record.record.count; i++) depends(walk, val->as.record.record.entries[i].val);
      return;
    case VAL_CHOICE:
      depends(walk, val->as.choice.then);
      depends(walk, val->as.choice.otherwise);
      return;
    case VAL_INSTANCE: {
      Instance *instance = val->as.instance;
      if (instance->aws) {
        depend_on(walk, instance, val->span);
        return;
      }
      for (size_t i = 0; instance->stack && i < instance->stack->resources.count; i++)
        if (inside(instance->stack->resources.items[i], instance))
          depend_on(walk, instance->stack->resources.items[i], val->span);
      return;
    }
    default: break;
  }
  Text shown = val_describe(eval->arena, val);
  Diag *diag = diag_error(eval->diags, "E0301", val->span, "@depends_on takes resources and instances, not %.*s",
                          TEXT_ARG(shown));
  if (val->kind == VAL_TEXT) diag_help(eval->diags, diag, "write the name itself, without quotes");
}

static void find_edges(Graph *graph, GraphStack *stack) {
  Walk walk = {graph, stack, NULL};
  for (size_t i = 0; i < stack->stack->resources.count; i++) {
    Instance *resource = stack->stack->resources.items[i];
    walk.node = &stack->nodes[i];
    walk.node->resource = resource;
    walk_val(&walk, resource->properties);
    for (size_t k = 0; k < resource->attributes->as.record.record.count; k++) {
      const RecordEntry *entry = &resource->attributes->as.record.record.entries[k];
      if (text_is(entry->key, "depends_on"))
        depends(&walk, entry->val);
      else
        walk_val(&walk, entry->val);
    }
    for (Instance *owner = resource->owner; owner; owner = owner->owner) {  // of an instance: all its resources wait
      Field *field = eval_find_field(graph->eval, owner, TEXT("@depends_on"));
      if (field) depends(&walk, eval_field_value(graph->eval, owner, field));
    }
  }
  walk.node = NULL;
  for (size_t i = 0; i < stack->stack->outputs.count; i++) walk_val(&walk, stack->stack->outputs.items[i].val);
}

// ───────────────────────────── Logical ids ─────────────────────────────

static Text parameter_id(Eval *eval, const Decl *decl) {
  const Block *block = decl->item->as.param.block;
  for (size_t i = 0; block && i < block->items.count; i++) {
    const Item *item = block->items.items[i];
    if (item->kind != ITEM_ATTRIBUTE || !text_is(item->name.name, "id")) continue;
    if (item->as.attribute.value->kind == EXPR_STRING) return item->as.attribute.value->as.string.text;
  }
  return eval_pascal(eval->arena, decl->name);
}

static bool alphanumeric(Text id) {
  for (size_t i = 0; i < id.size; i++) {
    char c = id.at[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
  }
  return true;
}

static void own_id(Eval *eval, Instance *resource) {
  const Val *id = val_field(resource->attributes, TEXT("id"));
  if (!id || id->kind == VAL_ERROR) return;
  if (id->kind == VAL_TEXT && id->as.text.size && alphanumeric(id->as.text)) {
    resource->logical_id = id->as.text;
    return;
  }
  Diag *diag =
      diag_error(eval->diags, "E0403", id->span, "@id must be text of ASCII letters and digits, known when compiling");
  diag_help(eval->diags, diag, "a logical id holds nothing else, as in @id = \"MainVpc\"");
}

typedef struct IdOwner {
  Span span;
  Text path;
} IdOwner;

static void claim(Eval *eval, Map *ids, Text id, Span span, Text path) {
  IdOwner *owner = ARENA_NEW(eval->arena, IdOwner);
  *owner = (IdOwner){span, path};
  const IdOwner *first = map_get(ids, id);
  if (id.size == 0) {
    Diag *diag = diag_error(eval->diags, "E0403", span, "'%.*s' holds no letter or digit, so it gives no logical id",
                            TEXT_ARG(path));
    diag_help(eval->diags, diag, "give it one with @id = \"...\"");
  } else if (id.size > 255) {
    Diag *diag =
        diag_error(eval->diags, "E0403", span, "the logical id of '%.*s' has %zu characters; CloudFormation takes 255",
                   TEXT_ARG(path), id.size);
    diag_help(eval->diags, diag, "give it a shorter one with @id = \"...\"");
  } else if (first) {
    Diag *diag = diag_error(eval->diags, "E0402", span, "'%.*s' and '%.*s' both get the logical id '%.*s'",
                            TEXT_ARG(first->path), TEXT_ARG(path), TEXT_ARG(id));
    diag_note(eval->diags, diag, first->span, "'%.*s' is declared here", TEXT_ARG(first->path));
    diag_help(eval->diags, diag, "rename one of them, or give it another id with @id = \"...\"");
  } else {
    map_put(eval->arena, ids, id, owner);
  }
}

static void check_ids(Graph *graph, GraphStack *stack) {
  Eval *eval = graph->eval;
  Map ids = {0};
  for (size_t i = 0; i < stack->stack->params.count; i++) {
    const Decl *decl = stack->stack->params.items[i];
    claim(eval, &ids, parameter_id(eval, decl), decl->span, decl->name);
  }
  for (size_t i = 0; i < stack->stack->resources.count; i++) {
    Instance *resource = stack->stack->resources.items[i];
    own_id(eval, resource);
    claim(eval, &ids, resource->logical_id, resource->decl->span, resource->path);
  }
}

// ───────────────────────────── Cycles ─────────────────────────────

enum { WHITE, GREY, BLACK };

typedef struct Step {
  GraphNode *node;
  size_t next;
} Step;

static void report_cycle(Graph *graph, const Step *steps, size_t from, size_t count) {
  Eval *eval = graph->eval;
  const Instance *first = steps[from].node->resource;
  Diag *diag = diag_error(eval->diags, "E0401", first->decl->span, "'%.*s' depends on itself through %zu resource%s",
                          TEXT_ARG(first->path), count - from, count - from == 1 ? "" : "s");
  for (size_t i = from; i < count; i++) {
    const GraphEdge *edge = &steps[i].node->edges.items[steps[i].next - 1];
    Text a = steps[i].node->resource->path, b = edge->to->path;
    diag_note(eval->diags, diag, edge->span.source ? edge->span : steps[i].node->resource->decl->span,
              "'%.*s' refers to '%.*s'", TEXT_ARG(a), TEXT_ARG(b));
  }
  diag_help(eval->diags, diag,
            "break the ring: move one of the references into a resource of its own (for security groups, "
            "AWS::EC2::SecurityGroupIngress), or give one of them a fixed name");
}

static void find_cycles(Graph *graph, GraphStack *stack) {
  size_t count = stack->stack->resources.count;
  uint8_t *colour = base_malloc(count + 1);
  memset(colour, WHITE, count + 1);
  Step *steps = base_malloc((count + 1) * sizeof(Step));
  for (size_t root = 0; root < count; root++) {
    if (colour[root] != WHITE) continue;
    size_t depth = 0;
    steps[depth++] = (Step){&stack->nodes[root], 0};
    colour[root] = GREY;
    while (depth) {
      Step *step = &steps[depth - 1];
      if (step->next == step->node->edges.count) {
        colour[step->node->resource->number] = BLACK;
        depth--;
        continue;
      }
      Instance *to = step->node->edges.items[step->next++].to;
      if (to->stack != stack->stack || !to->expanded) continue;
      if (colour[to->number] == GREY) {
        size_t from = depth - 1;
        while (steps[from].node->resource != to) from--;
        report_cycle(graph, steps, from, depth);
      } else if (colour[to->number] == WHITE) {
        colour[to->number] = GREY;
        steps[depth++] = (Step){&stack->nodes[to->number], 0};
      }
    }
  }
  free(colour);
  free(steps);
}

// ───────────────────────────── Order of stacks ─────────────────────────────

static GraphStack *stack_of(const Graph *graph, const Stack *stack) {
  for (size_t i = 0; i < graph->stacks.count; i++)
    if (graph->stacks.items[i].stack == stack) return &graph->stacks.items[i];
  return NULL;
}

// False where a ring was found and reported; *ring is then its first stack until all of its edges are noted.
static bool order_stack(Graph *graph, GraphStack *stack, uint8_t *colour, GraphStack **ring) {
  Eval *eval = graph->eval;
  size_t number = (size_t)(stack - graph->stacks.items);
  if (colour[number] == BLACK) return true;
  if (colour[number] == GREY) {
    Diag *diag = diag_error(eval->diags, "E0405", stack->stack->decl->span,
                            "the stack '%.*s' needs itself through others", TEXT_ARG(stack->stack->name));
    diag_help(
        eval->diags, diag,
        "a stack is deployed after those that it takes values from: move what both need into a third stack, or give "
        "one of the values a fixed name");
    *ring = stack;
    return false;
  }
  colour[number] = GREY;
  for (size_t i = 0; i < stack->needs.count; i++) {
    GraphStack *other = stack_of(graph, stack->needs.items[i].stack);
    if (!other || order_stack(graph, other, colour, ring)) continue;
    Diag *diag = eval->diags->list.items[eval->diags->list.count - 1];
    Span span = stack->needs.items[i].span;
    if (*ring)
      diag_note(eval->diags, diag, span.source ? span : stack->stack->decl->span, "'%.*s' needs '%.*s'",
                TEXT_ARG(stack->stack->name), TEXT_ARG(other->stack->name));
    if (*ring == stack) *ring = NULL;
    colour[number] = BLACK;
    return false;
  }
  colour[number] = BLACK;
  vec_push(eval->arena, &graph->order, stack);
  return true;
}

static void order_stacks(Graph *graph) {
  uint8_t *colour = ARENA_ARRAY(graph->eval->arena, uint8_t, graph->stacks.count + 1);
  bool fine = true;
  GraphStack *ring = NULL;
  for (size_t i = 0; i < graph->stacks.count; i++)
    fine = order_stack(graph, &graph->stacks.items[i], colour, &ring) && fine;
  if (fine) return;
  graph->order.count = 0;
  for (size_t i = 0; i < graph->stacks.count; i++) vec_push(graph->eval->arena, &graph->order, &graph->stacks.items[i]);
}

GraphNode *graph_node(const Graph *graph, const Instance *resource) {
  GraphStack *stack = stack_of(graph, resource->stack);
  return stack ? &stack->nodes[resource->number] : NULL;
}

Graph *graph_build(Eval *eval) {
  Graph *graph = ARENA_NEW(eval->arena, Graph);
  graph->eval = eval;
  for (size_t i = 0; i < eval->stacks.count; i++) {
    GraphStack stack = {.stack = eval->stacks.items[i]};
    stack.nodes = ARENA_ARRAY(eval->arena, GraphNode, stack.stack->resources.count + 1);
    vec_push(eval->arena, &graph->stacks, stack);
  }
  for (size_t i = 0; i < graph->stacks.count; i++) {
    find_edges(graph, &graph->stacks.items[i]);
    check_ids(graph, &graph->stacks.items[i]);
    find_cycles(graph, &graph->stacks.items[i]);
  }
  order_stacks(graph);
  return graph;
}
