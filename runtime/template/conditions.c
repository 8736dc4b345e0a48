// Conditions as diagrams. A variable is a scalar that is known only when deploying, by its canonical text: what a Ref
// names, or any other intrinsic as a whole.
#include "template/conditions.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"

enum { MOST_NODES = 20000, MOST_STEPS = 400000, MOST_DEPTH = 100 };

typedef struct Variable {
  uint32_t number;
  bool closed;
  VEC(Text) values;
} Variable;

typedef struct Known {
  World world;
  bool busy, done;
} Known;

struct Conditions {
  Arena *arena;
  const Template *source;
  Diagrams diagrams;
  Map variables;  // canonical text -> Variable *
  Map known;      // name -> Known *
  World start;
  unsigned depth;
};

bool conditions_undecided(const Conditions *conditions) { return diagram_overflow(&conditions->diagrams); }
World conditions_start(const Conditions *conditions) { return conditions->start; }

World world_and(Conditions *conditions, World a, World b) { return diagram_and(&conditions->diagrams, a, b); }
World world_or(Conditions *conditions, World a, World b) { return diagram_or(&conditions->diagrams, a, b); }
World world_without(Conditions *conditions, World a, World b) {
  return diagram_and(&conditions->diagrams, a, diagram_not(&conditions->diagrams, b));
}

bool world_possible(const Conditions *conditions, World world) {
  return world != WORLD_NONE || conditions_undecided(conditions);
}

// ───────────────────────────── Variables ─────────────────────────────

static void canonical(Buffer *out, const Value *value);

static int by_key(const void *a, const void *b) {
  return text_compare((*(const Member *const *)a)->key, (*(const Member *const *)b)->key);
}

static void canonical_map(Buffer *out, const Value *value) {
  size_t count = value->as.map.count;
  const Member **members = base_malloc((count + 1) * sizeof *members);
  for (size_t i = 0; i < count; i++) members[i] = &value->as.map.members[i];
  qsort(members, count, sizeof *members, by_key);
  for (size_t i = 0; i < count; i++) {
    buffer_format(out, "%zu:", members[i]->key.size);
    buffer_add(out, members[i]->key);
    canonical(out, members[i]->value);
  }
  free(members);
}

// A scalar's text as CloudFormation compares it; false where the value is no scalar.
static bool scalar(Arena *arena, const Value *value, Text *out) {
  switch (value->kind) {
    case VALUE_STRING:
    case VALUE_NUMBER: return *out = value->as.text, true;
    case VALUE_INT: return *out = text_format(arena, "%lld", (long long)value->as.integer), true;
    case VALUE_BOOL: return *out = value->as.boolean ? TEXT("true") : TEXT("false"), true;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: return false;
  }
  return false;
}

static void canonical(Buffer *out, const Value *value) {
  switch (value->kind) {
    case VALUE_NULL: buffer_add_char(out, 'n'); return;
    case VALUE_BOOL: buffer_add_string(out, value->as.boolean ? "s4:true" : "s5:false"); return;
    case VALUE_STRING:
    case VALUE_NUMBER:
      buffer_format(out, "s%zu:", value->as.text.size);
      buffer_add(out, value->as.text);
      return;
    case VALUE_INT: {
      char digits[24];
      int size = snprintf(digits, sizeof digits, "%lld", (long long)value->as.integer);
      buffer_format(out, "s%d:%s", size, digits);
      return;
    }
    case VALUE_LIST:
      buffer_add_char(out, '[');
      for (size_t i = 0; i < value->as.list.count; i++) canonical(out, value->as.list.items[i]);
      buffer_add_char(out, ']');
      return;
    case VALUE_MAP:
      buffer_add_char(out, '{');
      canonical_map(out, value);
      buffer_add_char(out, '}');
      return;
  }
}

static Text canonical_text(Conditions *conditions, const Value *value) {
  Buffer out = {0};
  canonical(&out, value);
  return buffer_take(&out, conditions->arena);
}

static Variable *variable_make(Conditions *conditions, Text key, bool closed, const Value *values) {
  Variable *variable = ARENA_NEW(conditions->arena, Variable);
  for (size_t i = 0; values && i < values->as.list.count; i++) {
    Text text;
    if (scalar(conditions->arena, values->as.list.items[i], &text))
      vec_push(conditions->arena, &variable->values, text);
  }
  variable->closed = closed && variable->values.count > 0;
  variable->number = diagram_variable(&conditions->diagrams, variable->closed ? (uint32_t)variable->values.count : 0);
  map_put(conditions->arena, &conditions->variables, key, variable);
  return variable;
}

static Variable *variable_of(Conditions *conditions, const Value *value) {
  Text key = canonical_text(conditions, value);
  Variable *variable = map_get(&conditions->variables, key);
  if (variable) return variable;
  const Value *allowed = NULL;
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Ref")) {
    const Value *parameter = value_get(template_section(conditions->source, "Parameters"), value_text(argument));
    allowed = value_at(parameter, "AllowedValues");
  }
  if (!value_is(allowed, VALUE_LIST)) allowed = NULL;
  return variable_make(conditions, key, allowed != NULL, allowed);
}

static World variable_is(Conditions *conditions, Variable *variable, Text value) {
  uint32_t at = 0;
  while (at < variable->values.count && !text_equal(variable->values.items[at], value)) at++;
  if (at == variable->values.count) {
    if (variable->closed) return WORLD_NONE;
    vec_push(conditions->arena, &variable->values, value);
  }
  return diagram_is(&conditions->diagrams, variable->number, at);
}

// True or false as it likes, but the same for the same key.
static World anything(Conditions *conditions, Text key) {
  Variable *variable = map_get(&conditions->variables, key);
  if (!variable) variable = variable_make(conditions, key, false, NULL);
  return variable_is(conditions, variable, TEXT("true"));
}

// ───────────────────────────── Expressions ─────────────────────────────

static World equals(Conditions *conditions, const Value *a, const Value *b) {
  Text left, right;
  bool has_left = scalar(conditions->arena, a, &left), has_right = scalar(conditions->arena, b, &right);
  if (has_left && has_right) return text_equal(left, right) ? WORLD_ANY : WORLD_NONE;
  if (has_left) return variable_is(conditions, variable_of(conditions, b), left);
  if (has_right) return variable_is(conditions, variable_of(conditions, a), right);
  Variable *one = variable_of(conditions, a), *other = variable_of(conditions, b);
  if (one == other) return WORLD_ANY;
  if (one->closed && other->closed) {
    World world = WORLD_NONE;
    for (size_t i = 0; i < one->values.count; i++) {
      Text value = one->values.items[i];
      World both = world_and(conditions, variable_is(conditions, one, value), variable_is(conditions, other, value));
      world = world_or(conditions, world, both);
    }
    return world;
  }
  if (one->number > other->number) {
    Variable *swap = one;
    one = other, other = swap;
  }
  return anything(conditions, text_format(conditions->arena, "=%u=%u", one->number, other->number));
}

static World each(Conditions *conditions, const Value *list, bool all) {
  World world = all ? WORLD_ANY : WORLD_NONE;
  for (size_t i = 0; i < list->as.list.count; i++) {
    World item = conditions_of(conditions, list->as.list.items[i]);
    world = all ? world_and(conditions, world, item) : world_or(conditions, world, item);
  }
  return world;
}

// Fn::Contains of Rules: [values, value].
static World contains(Conditions *conditions, const Value *argument) {
  const Value *values = argument->as.list.items[0], *value = argument->as.list.items[1];
  World world = WORLD_NONE;
  for (size_t i = 0; i < values->as.list.count; i++)
    world = world_or(conditions, world, equals(conditions, values->as.list.items[i], value));
  return world;
}

static World named(Conditions *conditions, Text name) {
  Known *known = map_get(&conditions->known, name);
  if (known && known->done) return known->world;
  const Value *declared = value_get(template_section(conditions->source, "Conditions"), name);
  bool ring = known && known->busy;
  if (ring || !declared || conditions->depth > MOST_DEPTH)
    return anything(conditions, text_format(conditions->arena, "?%.*s", TEXT_ARG(name)));
  known = ARENA_NEW(conditions->arena, Known);
  known->busy = true;
  map_put(conditions->arena, &conditions->known, name, known);
  World world = conditions_of(conditions, declared);
  *known = (Known){.world = world, .done = true};
  return world;
}

static World expression_of(Conditions *conditions, const Value *expression) {
  Text name;
  Value *argument;
  if (!value_intrinsic(expression, &name, &argument)) {
    if (value_is(expression, VALUE_BOOL)) return expression->as.boolean ? WORLD_ANY : WORLD_NONE;
    return anything(conditions, canonical_text(conditions, expression));
  }
  size_t count = value_is(argument, VALUE_LIST) ? argument->as.list.count : 0;
  if (text_is(name, "Condition") && value_is(argument, VALUE_STRING)) return named(conditions, argument->as.text);
  if (text_is(name, "Fn::Equals") && count == 2)
    return equals(conditions, argument->as.list.items[0], argument->as.list.items[1]);
  if (text_is(name, "Fn::Not") && count == 1)
    return diagram_not(&conditions->diagrams, conditions_of(conditions, argument->as.list.items[0]));
  if (text_is(name, "Fn::And") && count) return each(conditions, argument, true);
  if (text_is(name, "Fn::Or") && count) return each(conditions, argument, false);
  if (text_is(name, "Fn::Contains") && count == 2 && value_is(argument->as.list.items[0], VALUE_LIST))
    return contains(conditions, argument);
  return anything(conditions, canonical_text(conditions, expression));
}

World conditions_of(Conditions *conditions, const Value *expression) {
  conditions->depth++;
  World world = expression_of(conditions, expression);
  conditions->depth--;
  return world;
}

World world_with(Conditions *conditions, World world, Text name, bool holds) {
  if (conditions_undecided(conditions)) return world;
  World condition = named(conditions, name);
  return world_and(conditions, world, holds ? condition : diagram_not(&conditions->diagrams, condition));
}

// What the rules assert: wherever its RuleCondition holds, so do its assertions.
static World rules_hold(Conditions *conditions) {
  World world = WORLD_ANY;
  const Value *rules = template_section(conditions->source, "Rules");
  if (!value_is(rules, VALUE_MAP)) return world;
  for (size_t i = 0; i < rules->as.map.count; i++) {
    const Value *rule = rules->as.map.members[i].value, *when = value_at(rule, "RuleCondition");
    const Value *assertions = value_at(rule, "Assertions");
    if (!value_is(assertions, VALUE_LIST)) continue;
    World applies = when ? conditions_of(conditions, when) : WORLD_ANY;
    for (size_t k = 0; k < assertions->as.list.count; k++) {
      const Value *assertion = value_at(assertions->as.list.items[k], "Assert");
      if (!assertion) continue;
      World broken = world_without(conditions, applies, conditions_of(conditions, assertion));
      world = world_without(conditions, world, broken);
    }
  }
  // Rules that contradict one another would make everything impossible; then they are no help.
  return world == WORLD_NONE ? WORLD_ANY : world;
}

Conditions *conditions_make(Arena *arena, const Template *source) {
  Conditions *conditions = ARENA_NEW(arena, Conditions);
  conditions->arena = arena;
  conditions->source = source;
  diagrams_init(&conditions->diagrams, arena);
  conditions->diagrams.most_nodes = MOST_NODES;
  conditions->diagrams.most_steps = MOST_STEPS;
  conditions->start = rules_hold(conditions);
  return conditions;
}
