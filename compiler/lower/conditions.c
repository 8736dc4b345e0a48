// Conditions: a decision diagram becomes Equals, Or, And and Not, and gets the name of what it tests.
#include <string.h>

#include "lower/lower.h"

enum { MOST_OPERANDS = 10 };  // of Fn::And and Fn::Or, as CloudFormation documents

static Text subject_name(Lower *lower, const Val *subject) {
  switch (subject->kind) {
    case VAL_PARAM: return lower_param_id(lower, subject->as.param.decl);
    case VAL_PSEUDO: return text_slice(subject->as.pseudo.name, 5, subject->as.pseudo.name.size);
    case VAL_LOOKUP: {
      Text map = eval_pascal(lower->arena, subject->as.lookup.map->as.record.name);
      Text second =
          subject->as.lookup.second ? eval_pascal(lower->arena, subject->as.lookup.second->as.text) : (Text){0};
      return text_format(lower->arena, "%.*s%.*s", TEXT_ARG(map), TEXT_ARG(second));
    }
    case VAL_CONCAT: return TEXT("Text");
    default: return TEXT("Value");
  }
}

// The values (by number) of a node's groups: those that lead to `child`.
static size_t values_to(const DiagramNode *node, Cond child, uint32_t *numbers) {
  size_t count = 0;
  for (uint32_t i = 0; i < node->count; i++)
    if (node->children[i] == child) numbers[count++] = node->value_numbers[i];
  return count;
}

static bool is_flag(const CondVariable *variable) {
  return variable->closed && variable->values.count == 2 && text_is(variable->values.items[0], "true") &&
         text_is(variable->values.items[1], "false");
}

// What is compared: a parameter that is a list is compared as text.
static Value *operand(Lower *lower, const Val *val) {
  Value *value = lower_val(lower, val, COND_TRUE);
  const Type *type = val->kind == VAL_PARAM ? val->as.param.type : NULL;
  while (type && (type->kind == TYPE_PAREN || (type->kind == TYPE_NAME && type->as.name.decl)))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  if (!value || !type || type->kind != TYPE_LIST) return value;
  Value *join = value_list(lower->arena, val->span);
  value_add(lower->arena, join, value_string(lower->arena, val->span, TEXT(",")));
  value_add(lower->arena, join, value);
  return lower_call(lower, val->span, "Fn::Join", join);
}

static Value *negated(Lower *lower, Value *body) {
  Text name;
  Value *argument;
  if (value_intrinsic(body, &name, &argument) && text_is(name, "Fn::Not")) return argument->as.list.items[0];
  Value *list = value_list(lower->arena, body->span);
  value_add(lower->arena, list, body);
  return lower_call(lower, body->span, "Fn::Not", list);
}

static Value *equals(Lower *lower, const CondVariable *variable, uint32_t number) {
  if (cond_rule_function(variable->subject)) {  // is a condition itself
    Value *is = lower_val(lower, variable->subject, COND_TRUE);
    return number == 0 ? is : negated(lower, is);
  }
  Span span = variable->subject->span;
  Value *list = value_list(lower->arena, span);
  value_add(lower->arena, list, operand(lower, variable->subject));
  value_add(lower->arena, list,
            variable->other ? operand(lower, variable->other)
                            : value_string(lower->arena, span, variable->values.items[number]));
  return lower_call(lower, span, "Fn::Equals", list);
}

// And or Or of any number of operands, in groups of at most ten.
static Value *joined(Lower *lower, const char *name, Value **operands, size_t count) {
  while (count > 1) {
    size_t groups = 0;
    for (size_t i = 0; i < count; i += MOST_OPERANDS) {
      size_t size = count - i < MOST_OPERANDS ? count - i : MOST_OPERANDS;
      if (size == 1) {
        operands[groups++] = operands[i];
        continue;
      }
      Value *list = value_list(lower->arena, operands[i]->span);
      for (size_t k = 0; k < size; k++) {
        Text inner;
        Value *argument;
        bool same = count <= MOST_OPERANDS && value_intrinsic(operands[i + k], &inner, &argument) &&
                    text_is(inner, name) &&
                    list->as.list.count + argument->as.list.count + (size - k - 1) <= MOST_OPERANDS;
        for (size_t n = 0; same && n < argument->as.list.count; n++)
          value_add(lower->arena, list, argument->as.list.items[n]);
        if (!same) value_add(lower->arena, list, operands[i + k]);
      }
      operands[groups++] = lower_call(lower, list->span, name, list);
    }
    count = groups;
  }
  return operands[0];
}

// "The variable is one of these values": for a comparison of two deferred values the number 1 means that they differ.
static Value *one_of(Lower *lower, const CondVariable *variable, const uint32_t *numbers, size_t count) {
  if (variable->other) {
    Value *equal = equals(lower, variable, 0);
    return numbers[0] == 1 ? negated(lower, equal) : equal;
  }
  Value **operands = ARENA_ARRAY(lower->arena, Value *, count + 1);
  for (size_t i = 0; i < count; i++) operands[i] = equals(lower, variable, numbers[i]);
  return joined(lower, "Fn::Or", operands, count);
}

// "The variable's value leads to `child`": by the listed values, or by none of the others where that is shorter or the
// child is what all unlisted values lead to.
static Value *test(Lower *lower, const DiagramNode *node, Cond child) {
  const CondVariable *variable = &lower->eval->conds.variables.items[node->variable];
  uint32_t *numbers = ARENA_ARRAY(lower->arena, uint32_t, node->count + 1),
           *others = ARENA_ARRAY(lower->arena, uint32_t, node->count + 1);
  size_t count = values_to(node, child, numbers), rest = 0;
  for (uint32_t i = 0; i < node->count; i++)
    if (node->children[i] != child) others[rest++] = node->value_numbers[i];
  bool unlisted = !variable->closed && node->otherwise == child;
  if (unlisted || (variable->closed && rest < count && !variable->other))
    return negated(lower, one_of(lower, variable, others, rest));
  return one_of(lower, variable, numbers, count);
}

// The different children of a node, in order of its values.
static size_t children_of(Lower *lower, const DiagramNode *node, Cond **out) {
  Cond *children = ARENA_ARRAY(lower->arena, Cond, node->count + 1);
  size_t count = 0;
  for (uint32_t i = 0; i <= node->count; i++) {
    if (i == node->count && lower->eval->conds.variables.items[node->variable].closed) break;
    Cond child = i < node->count ? node->children[i] : node->otherwise;
    bool there = false;
    for (size_t k = 0; k < count; k++) there = there || children[k] == child;
    if (!there) children[count++] = child;
  }
  *out = children;
  return count;
}

enum {
  SMALL = 16,      // tests that a body is written out with as a whole
  PART = 3,        // tests in a part that never gets a condition of its own
  DEEPEST = 8,     // levels of parts within parts
  LARGEST = 4096,  // tests in a rule
  MOST = 1000000,
};

// How a body is written: as a whole, or with its large parts as conditions of their own.
typedef struct Form {
  bool parts;
  unsigned depth;
} Form;

// How many tests the body has, written out in full. Children have smaller numbers than their node.
static uint32_t body_size(Lower *lower, Cond condition) {
  const Conds *conds = &lower->eval->conds;
  while (lower->sizes.count <= condition) {
    uint32_t at = (uint32_t)lower->sizes.count, size = 0;
    Cond last = COND_FALSE;
    for (uint32_t i = 0; at > COND_TRUE && i < conds->diagrams.nodes.items[at].count; i++) {
      Cond child = conds->diagrams.nodes.items[at].children[i];
      if (child != last && size < MOST) size += 1 + (child > COND_TRUE ? lower->sizes.items[child] : 0);
      last = child;
    }
    if (at > COND_TRUE && conds->diagrams.nodes.items[at].otherwise > COND_TRUE && size < MOST)
      size += 1 + lower->sizes.items[conds->diagrams.nodes.items[at].otherwise];
    vec_push(lower->arena, &lower->sizes, size);
  }
  return lower->sizes.items[condition];
}

// Counts in `uses` how often each part of a body is used in it.
static void count_uses(Lower *lower, Cond condition) {
  if (condition <= COND_TRUE || lower->uses.items[condition]++) return;
  const DiagramNode *node = &lower->eval->conds.diagrams.nodes.items[condition];
  Cond last = COND_FALSE;
  for (uint32_t i = 0; i < node->count; i++) {
    if (node->children[i] != last) count_uses(lower, node->children[i]);
    last = node->children[i];
  }
  count_uses(lower, node->otherwise);
}

static void find_uses(Lower *lower, Cond condition) {
  while (lower->uses.count <= condition) vec_push(lower->arena, &lower->uses, 0u);
  memset(lower->uses.items, 0, lower->uses.count * sizeof *lower->uses.items);
  count_uses(lower, condition);
}

static Value *body_of(Lower *lower, Cond condition, Form form);

static Value *part_of(Lower *lower, Cond part, Form form) {
  bool own = form.parts && body_size(lower, part) > PART && (lower->uses.items[part] > 1 || form.depth >= DEEPEST);
  if (!own) return body_of(lower, part, (Form){form.parts, form.depth + 1});
  return lower_call(lower, (Span){0}, "Condition", value_string(lower->arena, (Span){0}, lower_condition(lower, part)));
}

static Value *body_of(Lower *lower, Cond condition, Form form) {
  if (eval_stopped(lower->eval, (Span){0})) return value_null(lower->arena, (Span){0});
  DiagramNode node = lower->eval->conds.diagrams.nodes.items[condition];
  Cond *children;
  size_t count = children_of(lower, &node, &children), operands_count = 0;
  Value **operands = ARENA_ARRAY(lower->arena, Value *, count + 1);
  bool always = false;
  for (size_t i = 0; i < count; i++) always = always || children[i] == COND_TRUE;
  for (size_t i = 0; i < count; i++) {
    if (children[i] == COND_FALSE) continue;
    if (children[i] == COND_TRUE) {
      operands[operands_count++] = test(lower, &node, COND_TRUE);
      continue;
    }
    Value *inner = part_of(lower, children[i], form);
    if (count == 2 && always) {  // a or b: where a holds it does not matter what b is
      operands[operands_count++] = inner;
      continue;
    }
    Value *both[2] = {test(lower, &node, children[i]), inner};
    operands[operands_count++] = joined(lower, "Fn::And", both, 2);
  }
  return joined(lower, "Fn::Or", operands, operands_count);
}

Value *lower_condition_body(Lower *lower, Cond condition) {
  if (body_size(lower, condition) <= SMALL) return body_of(lower, condition, (Form){false, 0});
  find_uses(lower, condition);
  return body_of(lower, condition, (Form){true, 0});
}

Value *lower_rule_body(Lower *lower, Span span, Cond condition) {
  if (body_size(lower, condition) <= LARGEST) return body_of(lower, condition, (Form){false, 0});
  Diag *diag = diag_error(lower->eval->diags, "E0308", span, "this depends on too many parameters for a rule");
  diag_help(lower->eval->diags, diag, "split it into several assertions, or use `in` for what is known when compiling");
  return NULL;
}

// ───────────────────────────── Names ─────────────────────────────

static Text value_name(Lower *lower, Text value) {
  if (value.size == 0) return TEXT("Empty");
  Text name = eval_pascal(lower->arena, value);
  return name.size ? name : TEXT("Other");
}

// "EnvironmentIsProd", "NatIsSingleOrPerZone", "MailIsSet".
static Text test_name(Lower *lower, const DiagramNode *node, Cond child) {
  const CondVariable *variable = &lower->eval->conds.variables.items[node->variable];
  uint32_t *numbers = ARENA_ARRAY(lower->arena, uint32_t, node->count + 1);
  size_t count = values_to(node, child, numbers);
  bool unlisted = !variable->closed && node->otherwise == child;
  Buffer name = {0};
  buffer_add(&name, subject_name(lower, variable->subject));
  if (variable->other) {
    buffer_format(&name, "%s%.*s", numbers[0] == 1 ? "IsNot" : "Is", TEXT_ARG(subject_name(lower, variable->other)));
    return buffer_take(&name, lower->arena);
  }
  if (is_flag(variable)) {
    buffer_add_string(&name, text_is(variable->values.items[numbers[0]], "true") ? "IsTrue" : "IsFalse");
    return buffer_take(&name, lower->arena);
  }
  uint32_t *others = ARENA_ARRAY(lower->arena, uint32_t, node->count + 1);
  size_t rest = 0;
  for (uint32_t i = 0; i < node->count; i++)
    if (node->children[i] != child) others[rest++] = node->value_numbers[i];
  if ((unlisted || variable->closed) && rest == 1 && variable->values.items[others[0]].size == 0) {
    buffer_add_string(&name, "IsSet");
    return buffer_take(&name, lower->arena);
  }
  if (unlisted) numbers = others, count = rest;
  buffer_add_string(&name, unlisted ? "IsNot" : "Is");
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_add_string(&name, unlisted ? "Nor" : "Or");
    buffer_add(&name, value_name(lower, variable->values.items[numbers[i]]));
  }
  return buffer_take(&name, lower->arena);
}

enum { LONGEST = 100 };  // bytes of a condition's name; CloudFormation takes 255

// Stops when the name is too long to be used.
static void add_condition_name(Lower *lower, Buffer *name, Cond condition) {
  DiagramNode node = lower->eval->conds.diagrams.nodes.items[condition];
  Cond *children;
  size_t count = children_of(lower, &node, &children);
  bool always = false, first = true;
  for (size_t i = 0; i < count; i++) always = always || children[i] == COND_TRUE;
  for (size_t i = 0; i < count && name->size <= LONGEST; i++) {
    if (children[i] == COND_FALSE) continue;
    if (!first) buffer_add_string(name, "Or");
    first = false;
    if (children[i] == COND_TRUE || !(count == 2 && always)) buffer_add(name, test_name(lower, &node, children[i]));
    if (children[i] == COND_TRUE) continue;
    if (!(count == 2 && always)) buffer_add_string(name, "And");
    add_condition_name(lower, name, children[i]);
  }
}

// The functions of Rules, and what they reach, cannot stand in Conditions.
static bool of_rules(const Val *subject) {
  return cond_rule_function(subject) ||
         (subject->kind == VAL_CALL && text_starts_with(text_of(subject->as.call.name), TEXT("Fn::ValueOf")));
}

static const Val *rules_only(Lower *lower, Cond condition) {
  const Conds *conds = &lower->eval->conds;
  bool any = false;
  for (size_t i = 0; i < conds->variables.count; i++) any = any || of_rules(conds->variables.items[i].subject);
  if (!any) return NULL;
  find_uses(lower, condition);
  for (Cond i = COND_TRUE + 1; i <= condition; i++) {
    const Val *subject = conds->variables.items[conds->diagrams.nodes.items[i].variable].subject;
    if (lower->uses.items[i] && of_rules(subject)) return subject;
  }
  return NULL;
}

Text lower_condition(Lower *lower, Cond condition) {
  for (size_t i = 0; i < lower->conditions.count; i++)
    if (lower->conditions.items[i].condition == condition) return lower->conditions.items[i].name;
  const Val *rule = rules_only(lower, condition);
  if (rule) {
    Diag *diag = diag_error(lower->eval->diags, "E0304", rule->span,
                            "CloudFormation can check this in rules alone, so only `assert` may ask it");
    diag_help(lower->eval->diags, diag, "use a parameter of fixed values, or an `in`, to decide what is made");
  }
  Buffer buffer = {0};
  add_condition_name(lower, &buffer, condition);
  Text wanted = buffer_take(&buffer, lower->arena);
  if (wanted.size > LONGEST) wanted = TEXT("Condition");
  Text name = wanted;
  for (int number = 2; !map_put(lower->arena, &lower->condition_names, name, lower); number++)
    name = text_format(lower->arena, "%.*s%d", TEXT_ARG(wanted), number);
  vec_push(lower->arena, &lower->conditions, ((ConditionName){condition, name}));
  return name;
}

Value *lower_conditions(Lower *lower) {
  Value *section = value_map(lower->arena, (Span){0});
  for (size_t i = 0; i < lower->conditions.count; i++) {
    Value *body = lower_condition_body(lower, lower->conditions.items[i].condition);
    value_put(lower->arena, section, lower->conditions.items[i].name, body->span, body);
  }
  return section;
}
