// Multi-valued decision diagrams, hash-consed. Everything is an AND with complements made by rebuilding, memoised by
// pair.
#include "eval/cond.h"

typedef struct CondMemo {
  Cond a, b, result;
  uint8_t op, used;
} CondMemo;

enum { OP_COND_AND = 1, OP_COND_NOT = 2 };

void conds_init(Conds *conds, Arena *arena) {
  *conds = (Conds){.arena = arena};
  vec_push(arena, &conds->nodes, ((CondNode){0}));
  vec_push(arena, &conds->nodes, ((CondNode){0}));
  conds->unique_size = 256;
  conds->unique = ARENA_ARRAY(arena, uint32_t, conds->unique_size);
  conds->memo_size = 1024;
  conds->memo = ARENA_ARRAY(arena, CondMemo, conds->memo_size);
}

bool cond_overflow(const Conds *conds) { return conds->nodes.count > COND_TOO_MANY; }

static uint32_t mix(uint32_t hash, uint32_t word) {
  hash = (hash ^ word) * 0x9e3779b1u;
  return hash ^ hash >> 15;
}

static uint32_t node_hash(const CondNode *node) {
  uint32_t hash = mix(mix(7, node->variable), node->otherwise);
  for (uint32_t i = 0; i < node->count; i++) hash = mix(mix(hash, node->value_numbers[i]), node->children[i]);
  return hash;
}

static bool node_equal(const CondNode *a, const CondNode *b) {
  return a->variable == b->variable && a->otherwise == b->otherwise && a->count == b->count &&
         memcmp(a->children, b->children, a->count * sizeof(Cond)) == 0 &&
         memcmp(a->value_numbers, b->value_numbers, a->count * sizeof(uint32_t)) == 0;
}

static void grow_unique(Conds *conds) {
  conds->unique_size *= 2;
  conds->unique = ARENA_ARRAY(conds->arena, uint32_t, conds->unique_size);
  for (uint32_t i = 2; i < conds->nodes.count; i++) {
    size_t slot = node_hash(&conds->nodes.items[i]) & (conds->unique_size - 1);
    while (conds->unique[slot]) slot = (slot + 1) & (conds->unique_size - 1);
    conds->unique[slot] = i;
  }
}

// The canonical node: children equal to `otherwise` are left out where the variable is open; a node whose children are
// all one is that one.
static Cond node_make(Conds *conds, uint32_t variable, Cond otherwise, const Cond *children, const uint32_t *numbers,
                      uint32_t count) {
  bool closed = conds->variables.items[variable].closed;
  uint32_t kept = 0;
  Cond *new_children = ARENA_ARRAY(conds->arena, Cond, count + 1);
  uint32_t *new_numbers = ARENA_ARRAY(conds->arena, uint32_t, count + 1);
  bool uniform = count > 0;
  for (uint32_t i = 0; i < count; i++) {
    if (children[i] != children[0]) uniform = false;
    if (!closed && children[i] == otherwise) continue;
    new_children[kept] = children[i];
    new_numbers[kept++] = numbers[i];
  }
  if (closed && uniform) return children[0];
  if (!closed && kept == 0) return otherwise;
  CondNode node = {variable, closed ? COND_FALSE : otherwise, kept, new_children, new_numbers};
  size_t slot = node_hash(&node) & (conds->unique_size - 1);
  for (; conds->unique[slot]; slot = (slot + 1) & (conds->unique_size - 1))
    if (node_equal(&conds->nodes.items[conds->unique[slot]], &node)) return conds->unique[slot];
  if (cond_overflow(conds)) return COND_FALSE;
  Cond number = (Cond)conds->nodes.count;
  vec_push(conds->arena, &conds->nodes, node);
  conds->unique[slot] = number;
  if (conds->nodes.count * 2 > conds->unique_size) grow_unique(conds);
  return number;
}

static Cond child_of(const CondNode *node, uint32_t value) {
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

static CondMemo *memo_at(Conds *conds, uint8_t op, Cond a, Cond b) {
  return &conds->memo[mix(mix(op, a), b) & (conds->memo_size - 1)];
}

Cond cond_not(Conds *conds, Cond a) {
  if (a <= COND_TRUE) return !a;
  CondMemo *memo = memo_at(conds, OP_COND_NOT, a, 0);
  if (memo->used && memo->op == OP_COND_NOT && memo->a == a) return memo->result;
  CondNode node = conds->nodes.items[a];
  Cond *children = ARENA_ARRAY(conds->arena, Cond, node.count + 1);
  for (uint32_t i = 0; i < node.count; i++) children[i] = cond_not(conds, node.children[i]);
  bool closed = conds->variables.items[node.variable].closed;
  Cond result = node_make(conds, node.variable, closed ? COND_FALSE : cond_not(conds, node.otherwise), children,
                          node.value_numbers, node.count);
  *memo_at(conds, OP_COND_NOT, a, 0) = (CondMemo){a, 0, result, OP_COND_NOT, 1};
  return result;
}

static Cond and_nodes(Conds *conds, Cond a, Cond b) {
  CondNode left = conds->nodes.items[a], right = conds->nodes.items[b];
  uint32_t variable = left.variable < right.variable ? left.variable : right.variable;
  bool has_left = left.variable == variable, has_right = right.variable == variable;
  uint32_t limit = (has_left ? left.count : 0) + (has_right ? right.count : 0);
  Cond *children = ARENA_ARRAY(conds->arena, Cond, limit + 1);
  uint32_t *numbers = ARENA_ARRAY(conds->arena, uint32_t, limit + 1);
  uint32_t count = 0, i = 0, j = 0;
  while ((has_left && i < left.count) || (has_right && j < right.count)) {
    uint32_t next_left = has_left && i < left.count ? left.value_numbers[i] : UINT32_MAX;
    uint32_t next_right = has_right && j < right.count ? right.value_numbers[j] : UINT32_MAX;
    uint32_t value = next_left < next_right ? next_left : next_right;
    Cond x = has_left ? child_of(&left, value) : a, y = has_right ? child_of(&right, value) : b;
    numbers[count] = value;
    children[count++] = cond_and(conds, x, y);
    i += next_left == value;
    j += next_right == value;
  }
  bool closed = conds->variables.items[variable].closed;
  Cond otherwise =
      closed ? COND_FALSE : cond_and(conds, has_left ? left.otherwise : a, has_right ? right.otherwise : b);
  return node_make(conds, variable, otherwise, children, numbers, count);
}

Cond cond_and(Conds *conds, Cond a, Cond b) {
  if (a == COND_FALSE || b == COND_FALSE) return COND_FALSE;
  if (a == COND_TRUE) return b;
  if (b == COND_TRUE || a == b) return a;
  if (a > b) {
    Cond swap = a;
    a = b, b = swap;
  }
  CondMemo *memo = memo_at(conds, OP_COND_AND, a, b);
  if (memo->used && memo->op == OP_COND_AND && memo->a == a && memo->b == b) return memo->result;
  if (cond_overflow(conds)) return COND_FALSE;
  Cond result = and_nodes(conds, a, b);
  *memo_at(conds, OP_COND_AND, a, b) = (CondMemo){a, b, result, OP_COND_AND, 1};
  return result;
}

Cond cond_or(Conds *conds, Cond a, Cond b) {
  return cond_not(conds, cond_and(conds, cond_not(conds, a), cond_not(conds, b)));
}

Cond cond_if(Conds *conds, Cond a, Cond b, Cond c) {
  return cond_or(conds, cond_and(conds, a, b), cond_and(conds, cond_not(conds, a), c));
}

bool cond_implies(Conds *conds, Cond a, Cond b) { return cond_and(conds, a, cond_not(conds, b)) == COND_FALSE; }
bool cond_excludes(Conds *conds, Cond a, Cond b) { return cond_and(conds, a, b) == COND_FALSE; }

// ───────────────────────────── Variables ─────────────────────────────

static const Type *plain(const Type *type) {
  while (type && (type->kind == TYPE_PAREN || (type->kind == TYPE_NAME && type->as.name.decl)))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  return type;
}

static bool literal_text(Arena *arena, const Type *type, Text *out) {
  type = plain(type);
  if (!type || type->kind != TYPE_LITERAL) return false;
  const Expr *literal = type->as.literal;
  if (literal->kind == EXPR_STRING) return *out = literal->as.string.text, true;
  if (literal->kind == EXPR_NUMBER) return *out = literal->as.number, true;
  if (literal->kind == EXPR_BOOL) return *out = literal->as.boolean ? TEXT("true") : TEXT("false"), true;
  if (literal->kind == EXPR_UNARY && literal->as.unary.operand->kind == EXPR_NUMBER)
    return *out = text_format(arena, "-%.*s", TEXT_ARG(literal->as.unary.operand->as.number)), true;
  return false;
}

bool cond_domain(Arena *arena, const Val *subject, Text **values, size_t *count) {
  if (subject->kind != VAL_PARAM) return false;
  const Type *type = plain(subject->as.param.type);
  if (!type) return false;
  if (type->kind == TYPE_NAME && text_is(type->as.name.name.name, "bool")) {
    *values = ARENA_ARRAY(arena, Text, 2);
    (*values)[0] = TEXT("true");
    (*values)[1] = TEXT("false");
    *count = 2;
    return true;
  }
  if (type->kind == TYPE_LITERAL) {
    *values = ARENA_ARRAY(arena, Text, 1);
    *count = 1;
    return literal_text(arena, type, *values);
  }
  if (type->kind != TYPE_UNION) return false;
  *count = type->as.union_.count;
  *values = ARENA_ARRAY(arena, Text, *count);
  for (size_t i = 0; i < *count; i++)
    if (!literal_text(arena, type->as.union_.items[i], &(*values)[i])) return false;
  return true;
}

bool cond_rule_function(const Val *subject) {
  static const char *const names[] = {"Fn::Contains", "Fn::EachMemberIn", "Fn::EachMemberEquals"};
  if (subject->kind != VAL_CALL) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(text_of(subject->as.call.name), names[i])) return true;
  return false;
}

static uint32_t variable_of(Conds *conds, const Val *subject, const Val *other) {
  for (uint32_t i = 0; i < conds->variables.count; i++) {
    const CondVariable *variable = &conds->variables.items[i];
    if (!other && !variable->other && val_same(variable->subject, subject)) return i;
    if (!other || !variable->other) continue;
    if (val_same(variable->subject, subject) && val_same(variable->other, other)) return i;
    if (val_same(variable->subject, other) && val_same(variable->other, subject)) return i;
  }
  CondVariable variable = {.subject = subject, .other = other};
  Text *values = NULL;
  size_t count = 0;
  if (other || cond_rule_function(subject)) {
    variable.closed = true;
    vec_push(conds->arena, &variable.values, TEXT("true"));
    vec_push(conds->arena, &variable.values, TEXT("false"));
  } else if (cond_domain(conds->arena, subject, &values, &count)) {
    variable.closed = true;
    for (size_t i = 0; i < count; i++) vec_push(conds->arena, &variable.values, values[i]);
    // An optional parameter may also be empty, which is how it is not given.
    if (subject->as.param.decl->item->as.param.type->kind == TYPE_OPTIONAL)
      vec_push(conds->arena, &variable.values, TEXT(""));
  }
  vec_push(conds->arena, &conds->variables, variable);
  return (uint32_t)conds->variables.count - 1;
}

static Cond variable_is(Conds *conds, uint32_t number, Text value) {
  CondVariable *variable = &conds->variables.items[number];
  uint32_t at = 0;
  while (at < variable->values.count && !text_equal(variable->values.items[at], value)) at++;
  if (at == variable->values.count) {
    if (variable->closed) return COND_FALSE;
    vec_push(conds->arena, &variable->values, value);
  }
  if (!variable->closed) {
    Cond yes = COND_TRUE;
    return node_make(conds, number, COND_FALSE, &yes, &at, 1);
  }
  uint32_t count = (uint32_t)variable->values.count;
  Cond *children = ARENA_ARRAY(conds->arena, Cond, count);
  uint32_t *numbers = ARENA_ARRAY(conds->arena, uint32_t, count);
  for (uint32_t i = 0; i < count; i++) children[i] = i == at, numbers[i] = i;
  return node_make(conds, number, COND_FALSE, children, numbers, count);
}

Cond cond_equals(Conds *conds, const Val *subject, Text value) {
  return variable_is(conds, variable_of(conds, subject, NULL), value);
}

Cond cond_equals_other(Conds *conds, const Val *a, const Val *b) {
  return variable_is(conds, variable_of(conds, a, b), TEXT("true"));
}
