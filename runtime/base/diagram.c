// Multi-valued decision diagrams, hash-consed. Everything is an AND with complements made by rebuilding, memoised by
// pair; the memo grows with the nodes, so that shared parts are visited once.
#include "base/diagram.h"

typedef struct DiagramMemo {
  Diagram a, b, result;
  uint8_t op, used;
} DiagramMemo;

enum { OP_AND = 1, OP_NOT = 2 };

void diagrams_init(Diagrams *diagrams, Arena *arena) {
  *diagrams = (Diagrams){.arena = arena, .most_nodes = DIAGRAM_TOO_MANY, .most_steps = DIAGRAM_STEPS};
  vec_push(arena, &diagrams->nodes, ((DiagramNode){0}));
  vec_push(arena, &diagrams->nodes, ((DiagramNode){0}));
  diagrams->unique_size = 256;
  diagrams->unique = ARENA_ARRAY(arena, uint32_t, diagrams->unique_size);
  diagrams->memo_size = 1024;
  diagrams->memo = ARENA_ARRAY(arena, DiagramMemo, diagrams->memo_size);
}

bool diagram_overflow(const Diagrams *diagrams) {
  return diagrams->nodes.count > diagrams->most_nodes || diagrams->steps > diagrams->most_steps;
}

uint32_t diagram_variable(Diagrams *diagrams, uint32_t values) {
  vec_push(diagrams->arena, &diagrams->variables, values);
  return (uint32_t)diagrams->variables.count - 1;
}

static uint32_t mix(uint32_t hash, uint32_t word) {
  hash = (hash ^ word) * 0x9e3779b1u;
  return hash ^ hash >> 15;
}

static uint32_t node_hash(const DiagramNode *node) {
  uint32_t hash = mix(mix(7, node->variable), node->otherwise);
  for (uint32_t i = 0; i < node->count; i++) hash = mix(mix(hash, node->value_numbers[i]), node->children[i]);
  return hash;
}

static bool node_equal(const DiagramNode *a, const DiagramNode *b) {
  return a->variable == b->variable && a->otherwise == b->otherwise && a->count == b->count &&
         memcmp(a->children, b->children, a->count * sizeof(Diagram)) == 0 &&
         memcmp(a->value_numbers, b->value_numbers, a->count * sizeof(uint32_t)) == 0;
}

static void grow_unique(Diagrams *diagrams) {
  diagrams->unique_size *= 2;
  diagrams->unique = ARENA_ARRAY(diagrams->arena, uint32_t, diagrams->unique_size);
  for (uint32_t i = 2; i < diagrams->nodes.count; i++) {
    size_t slot = node_hash(&diagrams->nodes.items[i]) & (diagrams->unique_size - 1);
    while (diagrams->unique[slot]) slot = (slot + 1) & (diagrams->unique_size - 1);
    diagrams->unique[slot] = i;
  }
}

static DiagramMemo *memo_at(Diagrams *diagrams, uint8_t op, Diagram a, Diagram b) {
  return &diagrams->memo[mix(mix(op, a), b) & (diagrams->memo_size - 1)];
}

static void grow_memo(Diagrams *diagrams) {
  DiagramMemo *old = diagrams->memo;
  size_t size = diagrams->memo_size;
  diagrams->memo_size *= 4;
  diagrams->memo = ARENA_ARRAY(diagrams->arena, DiagramMemo, diagrams->memo_size);
  for (size_t i = 0; i < size; i++)
    if (old[i].used) *memo_at(diagrams, old[i].op, old[i].a, old[i].b) = old[i];
}

// The canonical node: children equal to `otherwise` are left out where the variable is open; a node whose children are
// all one is that one.
static Diagram node_make(Diagrams *diagrams, uint32_t variable, Diagram otherwise, const Diagram *children,
                         const uint32_t *numbers, uint32_t count) {
  bool closed = diagrams->variables.items[variable] > 0;
  uint32_t kept = 0;
  Diagram *new_children = ARENA_ARRAY(diagrams->arena, Diagram, count + 1);
  uint32_t *new_numbers = ARENA_ARRAY(diagrams->arena, uint32_t, count + 1);
  bool uniform = count > 0;
  for (uint32_t i = 0; i < count; i++) {
    if (children[i] != children[0]) uniform = false;
    if (!closed && children[i] == otherwise) continue;
    new_children[kept] = children[i];
    new_numbers[kept++] = numbers[i];
  }
  if (closed && uniform) return children[0];
  if (!closed && kept == 0) return otherwise;
  DiagramNode node = {variable, closed ? DIAGRAM_FALSE : otherwise, kept, new_children, new_numbers};
  size_t slot = node_hash(&node) & (diagrams->unique_size - 1);
  for (; diagrams->unique[slot]; slot = (slot + 1) & (diagrams->unique_size - 1))
    if (node_equal(&diagrams->nodes.items[diagrams->unique[slot]], &node)) return diagrams->unique[slot];
  if (diagram_overflow(diagrams)) return DIAGRAM_FALSE;
  Diagram number = (Diagram)diagrams->nodes.count;
  vec_push(diagrams->arena, &diagrams->nodes, node);
  diagrams->unique[slot] = number;
  if (diagrams->nodes.count * 2 > diagrams->unique_size) grow_unique(diagrams);
  if (diagrams->nodes.count > diagrams->memo_size) grow_memo(diagrams);
  return number;
}

static Diagram child_of(const DiagramNode *node, uint32_t value) {
  uint32_t low = 0, high = node->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (node->value_numbers[middle] == value) return node->children[middle];
    if (node->value_numbers[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return node->otherwise;
}

Diagram diagram_not(Diagrams *diagrams, Diagram a) {
  if (a <= DIAGRAM_TRUE) return !a;
  DiagramMemo *memo = memo_at(diagrams, OP_NOT, a, 0);
  if (memo->used && memo->op == OP_NOT && memo->a == a) return memo->result;
  if (diagram_overflow(diagrams)) return DIAGRAM_FALSE;
  diagrams->steps++;
  DiagramNode node = diagrams->nodes.items[a];
  Diagram *children = ARENA_ARRAY(diagrams->arena, Diagram, node.count + 1);
  for (uint32_t i = 0; i < node.count; i++) children[i] = diagram_not(diagrams, node.children[i]);
  bool closed = diagrams->variables.items[node.variable] > 0;
  Diagram result = node_make(diagrams, node.variable, closed ? DIAGRAM_FALSE : diagram_not(diagrams, node.otherwise),
                             children, node.value_numbers, node.count);
  *memo_at(diagrams, OP_NOT, a, 0) = (DiagramMemo){a, 0, result, OP_NOT, 1};
  return result;
}

static Diagram and_nodes(Diagrams *diagrams, Diagram a, Diagram b) {
  DiagramNode left = diagrams->nodes.items[a], right = diagrams->nodes.items[b];
  uint32_t variable = left.variable < right.variable ? left.variable : right.variable;
  bool has_left = left.variable == variable, has_right = right.variable == variable;
  uint32_t limit = (has_left ? left.count : 0) + (has_right ? right.count : 0);
  Diagram *children = ARENA_ARRAY(diagrams->arena, Diagram, limit + 1);
  uint32_t *numbers = ARENA_ARRAY(diagrams->arena, uint32_t, limit + 1);
  uint32_t count = 0, i = 0, j = 0;
  while ((has_left && i < left.count) || (has_right && j < right.count)) {
    uint32_t next_left = has_left && i < left.count ? left.value_numbers[i] : UINT32_MAX;
    uint32_t next_right = has_right && j < right.count ? right.value_numbers[j] : UINT32_MAX;
    uint32_t value = next_left < next_right ? next_left : next_right;
    Diagram x = has_left ? child_of(&left, value) : a, y = has_right ? child_of(&right, value) : b;
    numbers[count] = value;
    children[count++] = diagram_and(diagrams, x, y);
    i += next_left == value;
    j += next_right == value;
  }
  bool closed = diagrams->variables.items[variable] > 0;
  Diagram otherwise =
      closed ? DIAGRAM_FALSE : diagram_and(diagrams, has_left ? left.otherwise : a, has_right ? right.otherwise : b);
  return node_make(diagrams, variable, otherwise, children, numbers, count);
}

Diagram diagram_and(Diagrams *diagrams, Diagram a, Diagram b) {
  if (a == DIAGRAM_FALSE || b == DIAGRAM_FALSE) return DIAGRAM_FALSE;
  if (a == DIAGRAM_TRUE) return b;
  if (b == DIAGRAM_TRUE || a == b) return a;
  if (a > b) {
    Diagram swap = a;
    a = b, b = swap;
  }
  DiagramMemo *memo = memo_at(diagrams, OP_AND, a, b);
  if (memo->used && memo->op == OP_AND && memo->a == a && memo->b == b) return memo->result;
  if (diagram_overflow(diagrams)) return DIAGRAM_FALSE;
  diagrams->steps++;
  Diagram result = and_nodes(diagrams, a, b);
  *memo_at(diagrams, OP_AND, a, b) = (DiagramMemo){a, b, result, OP_AND, 1};
  return result;
}

Diagram diagram_or(Diagrams *diagrams, Diagram a, Diagram b) {
  return diagram_not(diagrams, diagram_and(diagrams, diagram_not(diagrams, a), diagram_not(diagrams, b)));
}

Diagram diagram_if(Diagrams *diagrams, Diagram a, Diagram b, Diagram c) {
  return diagram_or(diagrams, diagram_and(diagrams, a, b), diagram_and(diagrams, diagram_not(diagrams, a), c));
}

bool diagram_implies(Diagrams *diagrams, Diagram a, Diagram b) {
  return diagram_and(diagrams, a, diagram_not(diagrams, b)) == DIAGRAM_FALSE;
}
bool diagram_excludes(Diagrams *diagrams, Diagram a, Diagram b) { return diagram_and(diagrams, a, b) == DIAGRAM_FALSE; }

Diagram diagram_is(Diagrams *diagrams, uint32_t variable, uint32_t value) {
  uint32_t count = diagrams->variables.items[variable];
  if (count == 0) {
    Diagram yes = DIAGRAM_TRUE;
    return node_make(diagrams, variable, DIAGRAM_FALSE, &yes, &value, 1);
  }
  Diagram *children = ARENA_ARRAY(diagrams->arena, Diagram, count);
  uint32_t *numbers = ARENA_ARRAY(diagrams->arena, uint32_t, count);
  for (uint32_t i = 0; i < count; i++) children[i] = i == value, numbers[i] = i;
  return node_make(diagrams, variable, DIAGRAM_FALSE, children, numbers, count);
}
