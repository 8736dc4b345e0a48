// What an intrinsic comes to as far as the template itself says it: a parameter's allowed values or its default, what a
// mapping holds, texts that are put together of those. Where every value that can come out is wrong the template is,
// and lint says so, with an id a function (W1030 Ref, W1031 Fn::Sub, ...) instead of the mistake's own.
//
// The parameters that the intrinsic names take each combination of their values, up to a bound past which nothing is
// said; a combination that the conditions passed on the way exclude is none.
#include "schema/check.h"
#include "template/evaluate.h"

enum { MOST_NAMES = 4, MOST_TRIED = 64 };

static const struct {
  const char *function, *code;
} resolved_codes[] = {
    {"Ref", "W1030"},           {"Fn::Sub", "W1031"},    {"Fn::Join", "W1032"},   {"Fn::Split", "W1033"},
    {"Fn::FindInMap", "W1034"}, {"Fn::Select", "W1035"}, {"Fn::GetAZs", "W1036"},
};

// A parameter with what it can be.
typedef struct Named {
  Text name;
  Value *values[MOST_TRIED];
  size_t count;
  const char *from;  // "Default", "AllowedValues"
} Named;

typedef struct Given {
  Checker *checker;
  Named names[MOST_NAMES];
  size_t count;
  bool open;      // it names something that only AWS knows
  bool regional;  // it names something that the region decides
} Given;

// ───────────────────────────── What parameters can be ─────────────────────────────

static Value *as_text(Arena *arena, const Value *value) {
  return value_string(arena, value->span, check_scalar_text(arena, value));
}

static Value *as_list(Arena *arena, const Value *value) {
  Text text = check_scalar_text(arena, value);
  Value *list = value_list(arena, value->span);
  for (size_t start = 0; start <= text.size;) {
    size_t end = text_find(text, TEXT(","), start);
    if (end == SIZE_MAX) end = text.size;
    value_add(arena, list, value_string(arena, value->span, text_trim(text_slice(text, start, end))));
    start = end + 1;
  }
  return list;
}

static void add_value(Given *given, Named *named, const Value *value, bool list) {
  bool scalar = value && value->kind != VALUE_LIST && value->kind != VALUE_MAP && value->kind != VALUE_NULL;
  if (!scalar || named->count == MOST_TRIED) {
    given->open |= value != NULL;
    return;
  }
  Arena *arena = given->checker->check->arena;
  named->values[named->count++] = list ? as_list(arena, value) : as_text(arena, value);
}

static void add_parameter(Given *given, Text name, const Value *parameter) {
  Text type = value_text(value_at(parameter, "Type"));
  if (given->count == MOST_NAMES || text_starts_with(type, TEXT("AWS::SSM::Parameter"))) {
    given->open = true;
    return;
  }
  Named *named = &given->names[given->count++];
  named->name = name;
  bool list = text_is(type, "CommaDelimitedList") || text_starts_with(type, TEXT("List<"));
  const Value *allowed = value_at(parameter, "AllowedValues");
  named->from = "AllowedValues";
  for (size_t i = 0; value_is(allowed, VALUE_LIST) && i < allowed->as.list.count; i++)
    add_value(given, named, allowed->as.list.items[i], list);
  if (named->count == 0) named->from = "Default";
  if (named->count == 0) add_value(given, named, value_at(parameter, "Default"), list);
  given->open |= named->count == 0;
}

static void visit_name(void *context, Text name, Text attribute, const Value *at) {
  (void)at;
  Given *given = context;
  for (size_t i = 0; i < given->count; i++)
    if (text_equal(given->names[i].name, name)) return;
  if (text_is(name, "AWS::NoValue")) return;
  if (!attribute.size && text_starts_with(name, TEXT("AWS::"))) {
    given->regional = true;
    return;
  }
  const Value *parameter = value_get(template_section(given->checker->check->template, "Parameters"), name);
  if (attribute.size || !parameter)
    given->open = true;
  else
    add_parameter(given, name, parameter);
}

// ───────────────────────────── Pseudo parameters ─────────────────────────────

static void put(Arena *arena, Map *map, const char *name, Text text) {
  map_put(arena, map, text_of(name), value_string(arena, (Span){0}, text));
}

static void put_pseudo(Arena *arena, Map *map, Text region) {
  bool china = text_starts_with(region, TEXT("cn-")), government = text_starts_with(region, TEXT("us-gov-"));
  Text partition = china ? TEXT("aws-cn") : government ? TEXT("aws-us-gov") : TEXT("aws");
  put(arena, map, "AWS::Region", region);
  put(arena, map, "AWS::Partition", partition);
  put(arena, map, "AWS::URLSuffix", china ? TEXT("amazonaws.com.cn") : TEXT("amazonaws.com"));
  put(arena, map, "AWS::AccountId", TEXT("123456789012"));
  put(arena, map, "AWS::StackName", TEXT("stack"));
  put(arena, map, "AWS::StackId",
      text_format(arena, "arn:%.*s:cloudformation:%.*s:123456789012:stack/stack/51af3dc0-da77-11e4-872e-1234567db123",
                  TEXT_ARG(partition), TEXT_ARG(region)));
}

// ───────────────────────────── Trying them ─────────────────────────────

static bool is_literal(const Value *value) {
  Text name;
  Value *argument;
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++)
      if (!is_literal(value->as.list.items[i])) return false;
  return value->kind != VALUE_NULL && value->kind != VALUE_MAP && !value_intrinsic(value, &name, &argument);
}

// Whether some deployment at hand gives the parameter that value.
static bool possible(Checker *checker, World *world, Text name, Value *value) {
  Conditions *conditions = checker->check->conditions;
  if (!conditions || value->kind != VALUE_STRING || *world == conditions_start(conditions)) return true;
  Arena *arena = checker->check->arena;
  Value *reference = value_map(arena, value->span), *equals = value_map(arena, value->span);
  Value *pair = value_list(arena, value->span);
  value_set(arena, reference, "Ref", value_string(arena, value->span, name));
  value_add(arena, pair, reference);
  value_add(arena, pair, value);
  value_set(arena, equals, "Fn::Equals", pair);
  *world = world_and(conditions, *world, conditions_of(conditions, equals));
  return world_possible(conditions, *world);
}

// The zones of a region; that there are at least three, called a, b, c, is all that is taken for known.
static const Value *zones(Arena *arena, const Value *value, Text region) {
  Value *list = value_list(arena, value->span);
  for (const char *letter = "abc"; *letter; letter++)
    value_add(arena, list, value_string(arena, value->span, text_format(arena, "%.*s%c", TEXT_ARG(region), *letter)));
  return list;
}

typedef struct Trying {
  Checker *checker;
  const BlockNode *node;
  const Value *value;
  Given *given;
  Resolved resolved;
  size_t before;  // how many findings there were
  size_t numbers[MOST_NAMES];
  size_t tried;
  bool fit;  // one of them does
} Trying;

// Whether the conditions passed on the way let the intrinsic be that: one may ask for the very intrinsic
// (`!Equals [!Select [1, !Split [",", ...]], ""]`).
static bool comes_out(const Trying *trying, World world, const Value *value) {
  const SchemaCheck *check = trying->checker->check;
  if (!check->conditions || value->kind != VALUE_STRING || world == conditions_start(check->conditions)) return true;
  World there = world_where(check->conditions, world, trying->value, value_text(value));
  return world_possible(check->conditions, there);
}

// What the intrinsic is with the values chosen; null where that is not known.
static Value *worked_out(Trying *trying, Text region) {
  SchemaCheck *check = trying->checker->check;
  if (text_is(trying->resolved.function, "Fn::GetAZs")) return (Value *)zones(check->arena, trying->value, region);
  Map map = {0};
  put_pseudo(check->arena, &map, region);
  World world = trying->checker->world;
  for (size_t i = 0; i < trying->given->count; i++) {
    const Named *named = &trying->given->names[i];
    Value *value = named->values[trying->numbers[i]];
    if (!possible(trying->checker, &world, named->name, value)) return NULL;
    map_put(check->arena, &map, named->name, value);
  }
  Evaluation evaluation;
  evaluate_init(&evaluation, check->arena, check->template, &map);
  evaluation.no_defaults = true;
  const Value *value = evaluate_value(&evaluation, trying->value);
  return value && is_literal(value) && comes_out(trying, world, value) ? (Value *)value : NULL;
}

// Whether the value fits; where it does not, one finding stays unless there is one already.
static bool fits(Trying *trying, Value *value) {
  Checker *checker = trying->checker;
  Resolved resolved = trying->resolved;
  resolved.told = checker->check->diags->list.count > trying->before;
  resolved.depth = checker->depth + 1;
  resolved.number = trying->given->count == 1 ? trying->numbers[0] : 0;
  Resolved *outer = checker->resolved;
  bool uncertain = checker->uncertain;
  checker->resolved = &resolved;
  check_push(checker, trying->resolved.function);
  check_value(checker, trying->node, value, NULL);
  check_pop(checker);
  checker->resolved = outer;
  checker->uncertain = uncertain;
  return resolved.mistakes == 0;
}

// Among AllowedValues each is one that somebody chooses: one that is wrong for certain is told though others fit.
// Not so in rules over several properties, whose findings are at the place.
static bool each_counts(const Trying *trying) {
  return trying->resolved.parameter.size && text_is(text_of(trying->resolved.from), "AllowedValues");
}

// Each combination from parameter `number` on; false once one fits.
static bool try_from(Trying *trying, size_t number, Text region) {
  if (number >= trying->given->count || number >= MOST_NAMES) {
    Value *value = worked_out(trying, region);
    if (!value) return true;
    bool fit = fits(trying, value);
    trying->fit |= fit;
    return ++trying->tried <= MOST_TRIED && (!fit || each_counts(trying));
  }
  for (size_t i = 0; i < trying->given->names[number].count; i++) {
    trying->numbers[number] = i;
    if (!try_from(trying, number + 1, region)) return false;
  }
  return true;
}

static bool is_told_of_parameter(const Diag *diag) {
  return diag->path.count && text_is(diag->path.items[0].key, "Parameters");
}

// One finding stays where no value fits, or one that AllowedValues allow.
static void try_in(Trying *trying, Text region) {
  const Diags *diags = trying->checker->check->diags;
  size_t before = diags->list.count;
  trying->fit = false;
  trying->tried = 0;
  if ((try_from(trying, 0, region) && !trying->fit) || diags->list.count == before) return;
  if (each_counts(trying) && is_told_of_parameter(diags->list.items[before])) return;
  check_forget(trying->checker, before);
}

// In each region by itself where the region decides what comes out, else in all of them at once.
static void try_all(Trying *trying) {
  SchemaCheck *check = trying->checker->check;
  const Text *regions = check->regions;
  size_t count = check->region_count;
  if (trying->given->regional) check->region_count = 1;
  for (size_t i = 0; i < count; i += check->region_count) {
    check->regions = &regions[i];
    try_in(trying, regions[i]);
  }
  check->regions = regions;
  check->region_count = count;
}

// A number's parameter lets its bounds through: what its default has not told, they may.
static void try_bounds(Trying *trying, const Value *parameter) {
  static const char *const bounds[] = {"MinValue", "MaxValue"};
  Diags *diags = trying->checker->check->diags;
  Given *given = trying->given;
  Named *named = &given->names[0];
  if (diags->list.count > trying->before) return;
  for (size_t i = 0; i < 2; i++) {
    const Value *bound = value_at(parameter, bounds[i]);
    if (!bound) continue;
    trying->before = diags->list.count;
    given->open = false;
    named->count = 0;
    add_value(given, named, bound, false);
    trying->resolved.from = named->from = bounds[i];
    if (!given->open) try_all(trying);
    if (diags->list.count > trying->before && !is_told_of_parameter(diags->list.items[trying->before]))
      check_forget(trying->checker, trying->before);
  }
}

// The parameter of a Ref, where it is a number without AllowedValues.
static const Value *free_number(const Checker *checker, const Value *value, Text function) {
  if (!text_is(function, "Ref")) return NULL;
  const Value *parameters = template_section(checker->check->template, "Parameters");
  const Value *parameter = value_get(parameters, value_text(value_at(value, "Ref")));
  bool number = text_is(value_text(value_at(parameter, "Type")), "Number");
  return number && !value_at(parameter, "AllowedValues") ? parameter : NULL;
}

void check_resolved(Checker *checker, const BlockNode *node, const Value *value, Text function) {
  SchemaCheck *check = checker->check;
  if (!check->lint || checker->trial || checker->resolved || !check->template || !check->region_count) return;
  const char *code = NULL;
  for (size_t i = 0; i < sizeof resolved_codes / sizeof *resolved_codes; i++)
    if (text_is(function, resolved_codes[i].function)) code = resolved_codes[i].code;
  if (!code || (!node->fields && !(node->types & NODE_TYPES))) return;
  Given given = {.checker = checker};
  given.regional = text_is(function, "Fn::GetAZs");
  template_references(value, visit_name, &given);
  const Value *number = free_number(checker, value, function);
  if (given.open && !number) return;
  Trying trying = {.checker = checker,
                   .node = node,
                   .value = value,
                   .given = &given,
                   .before = check->diags->list.count,
                   .resolved = {.code = code, .function = function}};
  if (text_is(function, "Ref") && given.count == 1)
    trying.resolved.parameter = given.names[0].name, trying.resolved.from = given.names[0].from;
  if (!given.open) try_all(&trying);
  if (number) try_bounds(&trying, number);
}
