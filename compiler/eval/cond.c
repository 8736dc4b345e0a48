// What the variables of conditions are: deferred scalars, and the values that their types give them.
#include "eval/cond.h"

void conds_init(Conds *conds, Arena *arena) {
  *conds = (Conds){.arena = arena};
  diagrams_init(&conds->diagrams, arena);
}

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
  return diagram_variable(&conds->diagrams, variable.closed ? (uint32_t)variable.values.count : 0);
}

static Cond variable_is(Conds *conds, uint32_t number, Text value) {
  CondVariable *variable = &conds->variables.items[number];
  uint32_t at = 0;
  while (at < variable->values.count && !text_equal(variable->values.items[at], value)) at++;
  if (at == variable->values.count) {
    if (variable->closed) return COND_FALSE;
    vec_push(conds->arena, &variable->values, value);
  }
  return diagram_is(&conds->diagrams, number, at);
}

Cond cond_equals(Conds *conds, const Val *subject, Text value) {
  return variable_is(conds, variable_of(conds, subject, NULL), value);
}

Cond cond_equals_other(Conds *conds, const Val *a, const Val *b) {
  return variable_is(conds, variable_of(conds, a, b), TEXT("true"));
}
