// Conditions as diagrams. A variable is a scalar that is known only when deploying, by its canonical text: what a Ref
// names, or any other intrinsic as a whole.
#include "template/conditions.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"

enum { MOST_NODES = 20000, MOST_STEPS = 400000, MOST_DEPTH = 100, MOST_ALTERNATIVES = 64, MOST_TEXT = 4096 };

typedef struct Variable {
  uint32_t number;
  bool closed;
  VEC(Text) values;
  VEC(World) worlds;  // of each value
} Variable;

// What a value may be, and in which deployments: together they are all there are.
typedef struct Alternative {
  World world;
  Text text;
} Alternative;

typedef struct Alternatives {
  Alternative items[MOST_ALTERNATIVES];
  size_t count;
} Alternatives;

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
    vec_push(conditions->arena, &variable->values, text_copy(conditions->arena, value));  // a caller's own memory
  }
  while (variable->worlds.count <= at) {
    World world = diagram_is(&conditions->diagrams, variable->number, (uint32_t)variable->worlds.count);
    vec_push(conditions->arena, &variable->worlds, world);
  }
  return variable->worlds.items[at];
}

// True or false as it likes, but the same for the same key.
static World anything(Conditions *conditions, Text key) {
  Variable *variable = map_get(&conditions->variables, key);
  if (!variable) variable = variable_make(conditions, key, false, NULL);
  return variable_is(conditions, variable, TEXT("true"));
}

// ───────────────────────────── Alternatives ─────────────────────────────

static bool add_alternative(Conditions *conditions, Alternatives *out, World world, Text text) {
  if (world == WORLD_NONE) return true;
  for (size_t i = 0; i < out->count; i++)
    if (text_equal(out->items[i].text, text)) {
      out->items[i].world = world_or(conditions, out->items[i].world, world);
      return true;
    }
  if (out->count == MOST_ALTERNATIVES) return false;
  out->items[out->count++] = (Alternative){world, text};
  return true;
}

static bool alternatives_of(Conditions *conditions, const Value *value, Alternatives *out);

// A key of a look-up. One that may be anything is one of those that the map has, or the deployment fails.
static bool key_alternatives(Conditions *conditions, const Value *key, const Value *map, Alternatives *out) {
  if (alternatives_of(conditions, key, out)) return true;
  *out = (Alternatives){0};
  if (!value_is(map, VALUE_MAP) || map->as.map.count > MOST_ALTERNATIVES) return false;
  Variable *variable = variable_of(conditions, key);
  for (size_t i = 0; i < map->as.map.count; i++) {
    Text text = map->as.map.members[i].key;
    if (!add_alternative(conditions, out, variable_is(conditions, variable, text), text)) return false;
  }
  return true;
}

static bool found_alternatives(Conditions *conditions, const Value *argument, Alternatives *out) {
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 3) return false;
  Value *const *parts = argument->as.list.items;
  const Value *map = value_get(template_section(conditions->source, "Mappings"), value_text(parts[0]));
  Alternatives first = {0};
  if (!map || !key_alternatives(conditions, parts[1], map, &first)) return false;
  for (size_t i = 0; i < first.count; i++) {
    const Value *entry = value_get(map, first.items[i].text);
    Alternatives second = {0};
    if (!entry) continue;  // this deployment fails
    if (!key_alternatives(conditions, parts[2], entry, &second)) return false;
    for (size_t k = 0; k < second.count; k++) {
      const Value *found = value_get(entry, second.items[k].text);
      Text text;
      if (!found) continue;
      if (!scalar(conditions->arena, found, &text)) return false;
      World world = world_and(conditions, first.items[i].world, second.items[k].world);
      if (!add_alternative(conditions, out, world, text)) return false;
    }
  }
  return out->count > 0;
}

// Puts the alternatives of `next` behind the texts so far, with `between` where there is something before.
static bool append(Conditions *conditions, Alternatives *texts, const Alternatives *next, Text between) {
  Alternatives out = {0};
  for (size_t i = 0; i < texts->count; i++)
    for (size_t k = 0; k < next->count; k++) {
      World world = world_and(conditions, texts->items[i].world, next->items[k].world);
      Text text = text_format(conditions->arena, "%.*s%.*s%.*s", TEXT_ARG(texts->items[i].text), TEXT_ARG(between),
                              TEXT_ARG(next->items[k].text));
      if (text.size > MOST_TEXT || !add_alternative(conditions, &out, world, text)) return false;
    }
  *texts = out;
  return true;
}

static bool joined_alternatives(Conditions *conditions, const Value *argument, Alternatives *out) {
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 2) return false;
  const Value *delimiter = argument->as.list.items[0], *list = argument->as.list.items[1];
  if (!value_is(delimiter, VALUE_STRING) || !value_is(list, VALUE_LIST) || list->as.list.count > MOST_ALTERNATIVES)
    return false;
  *out = (Alternatives){.items = {{WORLD_ANY, TEXT("")}}, .count = 1};
  for (size_t i = 0; i < list->as.list.count; i++) {
    Alternatives next = {0};
    if (!alternatives_of(conditions, list->as.list.items[i], &next)) return false;
    if (!append(conditions, out, &next, i ? delimiter->as.text : (Text){0})) return false;
  }
  return true;
}

// Fn::Sub with names of parameters alone.
static bool sub_alternatives(Conditions *conditions, const Value *argument, Alternatives *out) {
  Text text = value_text(argument);
  if (!text.at || text_find(text, TEXT("${!"), 0) != SIZE_MAX) return false;
  *out = (Alternatives){.items = {{WORLD_ANY, TEXT("")}}, .count = 1};
  for (size_t at = 0; at < text.size;) {
    size_t start = text_find(text, TEXT("${"), at),
           end = start == SIZE_MAX ? SIZE_MAX : text_find(text, TEXT("}"), start);
    size_t stop = end == SIZE_MAX ? text.size : start;
    Alternatives literal = {.items = {{WORLD_ANY, text_slice(text, at, stop)}}, .count = 1};
    if (!append(conditions, out, &literal, (Text){0})) return false;
    if (end == SIZE_MAX) return true;
    Value name = {.kind = VALUE_STRING, .as.text = text_trim(text_slice(text, start + 2, end))};
    Member member = {.key = TEXT("Ref"), .value = &name};
    Value ref = {.kind = VALUE_MAP, .as.map = {.members = &member, .count = 1}};
    Alternatives next = {0};
    if (!alternatives_of(conditions, &ref, &next) || !append(conditions, out, &next, (Text){0})) return false;
    at = end + 1;
  }
  return true;
}

// All that a value may be, where that is few texts: literals, parameters with AllowedValues, look-ups and texts made of
// these.
static bool alternatives_of(Conditions *conditions, const Value *value, Alternatives *out) {
  Text text, name;
  Value *argument;
  if (scalar(conditions->arena, value, &text)) return add_alternative(conditions, out, WORLD_ANY, text);
  if (!value_intrinsic(value, &name, &argument)) return false;
  if (text_is(name, "Ref")) {
    Variable *variable = variable_of(conditions, value);
    if (!variable->closed) return false;
    for (size_t i = 0; i < variable->values.count; i++) {
      Text item = variable->values.items[i];
      if (!add_alternative(conditions, out, variable_is(conditions, variable, item), item)) return false;
    }
    return true;
  }
  if (conditions->depth > MOST_DEPTH) return false;
  conditions->depth++;
  bool known = (text_is(name, "Fn::FindInMap") && found_alternatives(conditions, argument, out)) ||
               (text_is(name, "Fn::Join") && joined_alternatives(conditions, argument, out)) ||
               (text_is(name, "Fn::Sub") && sub_alternatives(conditions, argument, out));
  conditions->depth--;
  return known;
}

static World equal_alternatives(Conditions *conditions, const Alternatives *a, const Alternatives *b) {
  World world = WORLD_NONE;
  for (size_t i = 0; i < a->count; i++)
    for (size_t k = 0; k < b->count; k++)
      if (text_equal(a->items[i].text, b->items[k].text))
        world = world_or(conditions, world, world_and(conditions, a->items[i].world, b->items[k].world));
  return world;
}

// The value, which may be anything, is one of the alternatives.
static World is_alternative(Conditions *conditions, const Value *value, const Alternatives *among) {
  Variable *variable = variable_of(conditions, value);
  World world = WORLD_NONE;
  for (size_t i = 0; i < among->count; i++) {
    World both = world_and(conditions, among->items[i].world, variable_is(conditions, variable, among->items[i].text));
    world = world_or(conditions, world, both);
  }
  return world;
}

// ───────────────────────────── Expressions ─────────────────────────────

static World equals(Conditions *conditions, const Value *a, const Value *b) {
  Alternatives left = {0}, right = {0};
  bool has_left = alternatives_of(conditions, a, &left), has_right = alternatives_of(conditions, b, &right);
  if (has_left && has_right) return equal_alternatives(conditions, &left, &right);
  if (has_left) return is_alternative(conditions, b, &left);
  if (has_right) return is_alternative(conditions, a, &right);
  Variable *one = variable_of(conditions, a), *other = variable_of(conditions, b);
  if (one == other) return WORLD_ANY;
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
  const Member *declared = value_member(template_section(conditions->source, "Conditions"), name);
  bool ring = known && known->busy;
  if (ring || !declared || conditions->depth > MOST_DEPTH)
    return anything(conditions, text_format(conditions->arena, "?%.*s", TEXT_ARG(name)));
  known = ARENA_NEW(conditions->arena, Known);
  known->busy = true;
  map_put(conditions->arena, &conditions->known, declared->key, known);
  World world = conditions_of(conditions, declared->value);
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

World world_where(Conditions *conditions, World world, const Value *value, Text text) {
  if (conditions_undecided(conditions)) return world;
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Ref"))
    return world_and(conditions, world, variable_is(conditions, variable_of(conditions, value), text));
  Alternatives left = {0}, right = {.items = {{WORLD_ANY, text}}, .count = 1};
  World there = alternatives_of(conditions, value, &left) ? equal_alternatives(conditions, &left, &right)
                                                          : is_alternative(conditions, value, &right);
  return world_and(conditions, world, there);
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
