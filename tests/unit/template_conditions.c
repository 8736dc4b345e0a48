// The condition solver against truth tables: random templates whose conditions are worked out for every assignment of
// their parameters. Over parameters with AllowedValues, one text and look-ups the answers are exact; where a text is
// made of one that may be anything, they never say "impossible" of what is possible.
#include "template/conditions.h"

#include "format_support.h"

enum { CONDITIONS = 14, ROUNDS = 400, QUESTIONS = 60, ASSIGNMENTS = 2 * 3 * 2 * 14, SIDES = 48 };

// Size and Zone have a few texts, Flag is true or false, Name any text: all that it is compared with, and "other".
static const char *const sizes[] = {"a", "b"}, *const zones[] = {"a", "b", "c"}, *const flags[] = {"true", "false"};
static const char *const names[] = {"a",     "b",   "x",   "y",   "a-b", "true", "c",
                                    "false", "a-a", "a-c", "b-a", "b-b", "b-c",  "other"};
static const char header[] =
    "{\"Parameters\": {\"Size\": {\"Type\": \"String\", \"AllowedValues\": [\"a\", \"b\"]},"
    " \"Zone\": {\"Type\": \"String\", \"AllowedValues\": [\"a\", \"b\", \"c\"]},"
    " \"Flag\": {\"Type\": \"String\", \"AllowedValues\": [true, false]}, \"Name\": {\"Type\": \"String\"}},"
    " \"Mappings\": {\"Map\": {\"a\": {\"k\": \"x\", \"l\": \"y\"}, \"b\": {\"k\": \"y\", \"l\": \"y\"},"
    " \"c\": {\"k\": \"x\", \"l\": \"a\"}}},";
static const char *const found[3][2] = {{"x", "y"}, {"y", "y"}, {"x", "a"}};

typedef struct Random {
  uint64_t state;
  bool open;  // texts may be made of Name
} Random;

static uint32_t below(Random *random, uint32_t limit) {
  random->state = random->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(random->state >> 33) % limit;
}

typedef struct Table {
  bool holds[ASSIGNMENTS];
} Table;

typedef struct Assignment {
  const char *size, *zone, *flag, *name;
} Assignment;

static Assignment assignment_of(unsigned number) {
  return (Assignment){sizes[number % 2], zones[number / 2 % 3], flags[number / 6 % 2], names[number / 12]};
}

// An operand as JSON, and its text in each assignment.
typedef struct Side {
  char json[200];
  char texts[ASSIGNMENTS][SIDES];
} Side;

static void side_ref(Random *random, Side *side) {
  static const char *const parameters[] = {"Size", "Zone", "Flag", "Name"};
  uint32_t which = below(random, 4);
  snprintf(side->json, sizeof side->json, "{\"Ref\": \"%s\"}", parameters[which]);
  for (unsigned i = 0; i < ASSIGNMENTS; i++) {
    Assignment at = assignment_of(i);
    const char *const values[] = {at.size, at.zone, at.flag, at.name};
    snprintf(side->texts[i], SIDES, "%s", values[which]);
  }
}

static void side_literal(Random *random, Side *side) {
  const char *text = names[below(random, 6)];
  snprintf(side->json, sizeof side->json, "\"%s\"", text);
  for (unsigned i = 0; i < ASSIGNMENTS; i++) snprintf(side->texts[i], SIDES, "%s", text);
}

static void side_found(Random *random, Side *side) {
  uint32_t first = below(random, 2), second = below(random, 2);
  snprintf(side->json, sizeof side->json, "{\"Fn::FindInMap\": [\"Map\", {\"Ref\": \"%s\"}, \"%s\"]}",
           first ? "Zone" : "Size", second ? "l" : "k");
  for (unsigned i = 0; i < ASSIGNMENTS; i++) {
    Assignment at = assignment_of(i);
    unsigned row = (unsigned)((first ? at.zone : at.size)[0] - 'a');
    snprintf(side->texts[i], SIDES, "%s", found[row][second]);
  }
}

static void side_made(Random *random, Side *side) {
  bool join = below(random, 2), open = random->open && below(random, 2);
  if (join)
    snprintf(side->json, sizeof side->json, "{\"Fn::Join\": [\"-\", [{\"Ref\": \"Size\"}, {\"Ref\": \"%s\"}]]}",
             open ? "Name" : "Zone");
  else
    snprintf(side->json, sizeof side->json, "{\"Fn::Sub\": \"${Size}-${%s}\"}", open ? "Name" : "Zone");
  for (unsigned i = 0; i < ASSIGNMENTS; i++) {
    Assignment at = assignment_of(i);
    snprintf(side->texts[i], SIDES, "%s-%s", at.size, open ? at.name : at.zone);
  }
}

static void side_make(Random *random, Side *side) {
  switch (below(random, 6)) {
    case 0: side_literal(random, side); return;
    case 1: side_found(random, side); return;
    case 2: side_made(random, side); return;
    default: side_ref(random, side); return;
  }
}

static void add_equals(Random *random, Buffer *json, Table *table) {
  static Side left, right;
  side_make(random, &left);
  side_make(random, &right);
  buffer_format(json, "{\"Fn::Equals\": [%s, %s]}", left.json, right.json);
  for (unsigned i = 0; i < ASSIGNMENTS; i++) table->holds[i] = strcmp(left.texts[i], right.texts[i]) == 0;
}

// Condition number `at`, of those before it.
static void add_condition(Random *random, Buffer *json, Table *tables, unsigned at) {
  uint32_t kind = at < 3 ? 0 : below(random, 4);
  uint32_t one = at ? below(random, at) : 0, other = at ? below(random, at) : 0;
  if (kind == 0) {
    add_equals(random, json, &tables[at]);
    return;
  }
  if (kind == 1) {
    buffer_format(json, "{\"Fn::Not\": [{\"Condition\": \"C%u\"}]}", one);
    for (unsigned i = 0; i < ASSIGNMENTS; i++) tables[at].holds[i] = !tables[one].holds[i];
    return;
  }
  Table last;
  buffer_format(json, "{\"Fn::%s\": [{\"Condition\": \"C%u\"}, {\"Condition\": \"C%u\"}, ", kind == 2 ? "And" : "Or",
                one, other);
  add_equals(random, json, &last);
  buffer_add_string(json, "]}");
  for (unsigned i = 0; i < ASSIGNMENTS; i++) {
    bool a = tables[one].holds[i], b = tables[other].holds[i], c = last.holds[i];
    tables[at].holds[i] = kind == 2 ? a && b && c : a || b || c;
  }
}

static Text make_template(Random *random, Arena *arena, Table *tables, Table *ruled) {
  Buffer json = {0};
  buffer_format(&json, "%s \"Conditions\": {", header);
  for (unsigned i = 0; i < CONDITIONS; i++) {
    buffer_format(&json, "%s\"C%u\": ", i ? ", " : "", i);
    add_condition(random, &json, tables, i);
  }
  buffer_add_string(&json, "}");
  for (unsigned i = 0; i < ASSIGNMENTS; i++) ruled->holds[i] = true;
  if (below(random, 3) == 0) {
    Table when, then;
    buffer_add_string(&json, ", \"Rules\": {\"Some\": {\"RuleCondition\": ");
    add_equals(random, &json, &when);
    buffer_add_string(&json, ", \"Assertions\": [{\"Assert\": ");
    add_equals(random, &json, &then);
    buffer_add_string(&json, "}]}}");
    bool any = false;
    for (unsigned i = 0; i < ASSIGNMENTS; i++) any |= ruled->holds[i] = !when.holds[i] || then.holds[i];
    for (unsigned i = 0; !any && i < ASSIGNMENTS; i++) ruled->holds[i] = true;  // contradictory rules are no help
  }
  buffer_add_string(&json, "}");
  return buffer_take(&json, arena);
}

static bool any(const Table *table) {
  for (unsigned i = 0; i < ASSIGNMENTS; i++)
    if (table->holds[i]) return true;
  return false;
}

// A world that several conditions leave, with its table.
static World ask(Random *random, Conditions *conditions, const Table *tables, Table *out) {
  World world = conditions_start(conditions);
  for (uint32_t k = 1 + below(random, 4); k > 0; k--) {
    uint32_t which = below(random, CONDITIONS);
    bool holds = below(random, 2);
    char name[8];
    snprintf(name, sizeof name, "C%u", which);
    world = world_with(conditions, world, text_of(name), holds);
    for (unsigned i = 0; i < ASSIGNMENTS; i++) out->holds[i] = out->holds[i] && tables[which].holds[i] == holds;
  }
  return world;
}

static void check_round(uint64_t seed, bool open) {
  Random random = {seed, open};
  Arena arena = {0};
  Table tables[CONDITIONS], ruled;
  Text text = make_template(&random, &arena, tables, &ruled);
  Reading reading;
  reading_of(&reading, format_read, text);
  assert_non_null(reading.value);
  Template template = {.root = reading.value};
  Conditions *conditions = conditions_make(&arena, &template);
  for (unsigned k = 0; k < QUESTIONS; k++) {
    Table one = ruled, other = ruled, rest;
    World a = ask(&random, conditions, tables, &one), b = ask(&random, conditions, tables, &other);
    for (unsigned i = 0; i < ASSIGNMENTS; i++) rest.holds[i] = one.holds[i] && !other.holds[i];
    bool possible = world_possible(conditions, a);
    bool left = world_possible(conditions, world_without(conditions, a, b));
    if (possible != any(&one) && !(open && possible)) fail_msg("seed %llu: %s", (unsigned long long)seed, text.at);
    if (left != any(&rest) && !(open && left)) fail_msg("seed %llu: %s", (unsigned long long)seed, text.at);
  }
  assert_false(conditions_undecided(conditions));
  arena_free(&reading.arena);
  arena_free(&arena);
}

static void exact(void **state) {
  (void)state;
  for (unsigned i = 0; i < ROUNDS; i++) check_round(i, false);
}

static void never_wrongly_impossible(void **state) {
  (void)state;
  for (unsigned i = 0; i < ROUNDS; i++) check_round(1000 + i, true);
}

// ───────────────────────────── By hand ─────────────────────────────

typedef struct Given {
  Reading reading;
  Template template;
  Conditions *conditions;
} Given;

static void given_open(Given *one, const char *json) {
  reading_of(&one->reading, format_read, text_of(json));
  assert_non_null(one->reading.value);
  one->template = (Template){.root = one->reading.value};
  one->conditions = conditions_make(&one->reading.arena, &one->template);
}

static World both(Given *one, const char *a, bool a_holds, const char *b, bool b_holds) {
  World world = world_with(one->conditions, conditions_start(one->conditions), text_of(a), a_holds);
  return world_with(one->conditions, world, text_of(b), b_holds);
}

static void two_texts_of_one_parameter(void **state) {
  (void)state;
  Given one;
  given_open(&one,
             "{\"Parameters\": {\"Stage\": {\"Type\": \"String\"}}, \"Conditions\": {"
             "\"Live\": {\"Fn::Equals\": [{\"Ref\": \"Stage\"}, \"live\"]},"
             "\"Test\": {\"Fn::Equals\": [\"test\", {\"Ref\": \"Stage\"}]}}}");
  assert_false(world_possible(one.conditions, both(&one, "Live", true, "Test", true)));
  assert_true(world_possible(one.conditions, both(&one, "Live", false, "Test", false)));
  arena_free(&one.reading.arena);
}

static void what_nobody_declared(void **state) {
  (void)state;
  Given one;
  given_open(&one, "{\"Conditions\": {\"Ring\": {\"Fn::Not\": [{\"Condition\": \"Ring\"}]}, \"Odd\": \"text\"}}");
  assert_true(world_possible(one.conditions, both(&one, "Nobody", true, "Other", false)));
  assert_false(world_possible(one.conditions, both(&one, "Nobody", true, "Nobody", false)));
  assert_true(world_possible(one.conditions, both(&one, "Odd", true, "Ring", true)));
  arena_free(&one.reading.arena);
}

// The region decides what a look-up gives, so two conditions on the same entry agree.
static void look_up_by_region(void **state) {
  (void)state;
  Given one;
  given_open(&one,
             "{\"Mappings\": {\"Kinds\": {\"eu-west-1\": {\"k\": \"live\"}, \"us-east-1\": {\"k\": \"test\"}}},"
             "\"Conditions\": {\"Live\": {\"Fn::Equals\": [{\"Fn::FindInMap\": [\"Kinds\", {\"Ref\": "
             "\"AWS::Region\"}, \"k\"]}, \"live\"]}, \"Ireland\": {\"Fn::Equals\": [{\"Ref\": \"AWS::Region\"}, "
             "\"eu-west-1\"]}}}");
  assert_false(world_possible(one.conditions, both(&one, "Live", true, "Ireland", false)));
  assert_false(world_possible(one.conditions, both(&one, "Live", false, "Ireland", true)));
  assert_true(world_possible(one.conditions, both(&one, "Live", true, "Ireland", true)));
  arena_free(&one.reading.arena);
}

static void where_a_parameter_has_a_value(void **state) {
  (void)state;
  Given one;
  given_open(&one,
             "{\"Parameters\": {\"Size\": {\"Type\": \"String\", \"AllowedValues\": [\"a\", \"b\"]}},"
             "\"Conditions\": {\"Small\": {\"Fn::Equals\": [{\"Ref\": \"Size\"}, \"a\"]}}, \"Use\": {\"Ref\": "
             "\"Size\"}}");
  const Value *use = value_at(one.template.root, "Use");
  World start = conditions_start(one.conditions), b = world_where(one.conditions, start, use, TEXT("b"));
  assert_true(world_possible(one.conditions, b));
  assert_false(world_possible(one.conditions, world_with(one.conditions, b, TEXT("Small"), true)));
  assert_false(world_possible(one.conditions, world_where(one.conditions, start, use, TEXT("c"))));
  arena_free(&one.reading.arena);
}

// ───────────────────────────── Hard ones ─────────────────────────────

// Equalities of 24 pairs, asked in the order that makes a diagram of 2^24 nodes: the budget ends it, and then nothing
// is impossible.
static void beyond_the_budget(void **state) {
  (void)state;
  enum { PAIRS = 24 };
  Arena arena = {0};
  Buffer json = {0};
  buffer_add_string(&json, "{\"Conditions\": {");
  for (unsigned i = 0; i < 2 * PAIRS; i++)
    buffer_format(&json, "\"P%u\": {\"Fn::Equals\": [{\"Ref\": \"V%u\"}, \"a\"]}, ", i, i);
  for (unsigned i = 0; i < PAIRS; i++)
    buffer_format(
        &json,
        "\"E%u\": {\"Fn::Or\": [{\"Fn::And\": [{\"Condition\": \"P%u\"}, {\"Condition\": \"P%u\"}]}, "
        "{\"Fn::And\": [{\"Fn::Not\": [{\"Condition\": \"P%u\"}]}, {\"Fn::Not\": [{\"Condition\": \"P%u\"}]}]}]}, ",
        i, i, i + PAIRS, i, i + PAIRS);
  buffer_add_string(&json, "\"End\": {\"Fn::Equals\": [\"a\", \"a\"]}}}");
  Text text = buffer_take(&json, &arena);
  Given one;
  given_open(&one, text.at);
  World world = conditions_start(one.conditions);
  char name[8];
  for (unsigned i = 0; i < 2 * PAIRS; i++) {  // all variables in the order of the template first
    snprintf(name, sizeof name, "P%u", i);
    world_with(one.conditions, WORLD_ANY, text_of(name), true);
  }
  for (unsigned i = 0; i < PAIRS; i++) {
    snprintf(name, sizeof name, "E%u", i);
    world = world_with(one.conditions, world, text_of(name), true);
    assert_true(world_possible(one.conditions, world));
  }
  assert_true(conditions_undecided(one.conditions));
  assert_true(world_possible(one.conditions, both(&one, "P0", true, "P0", false)));
  arena_free(&one.reading.arena);
  arena_free(&arena);
}

// Four hundred conditions, each the negation of the one before: exact, whatever is asked.
static void long_chain(void **state) {
  (void)state;
  Arena arena = {0};
  Buffer json = {0};
  buffer_add_string(&json, "{\"Conditions\": {\"C0\": {\"Fn::Equals\": [{\"Ref\": \"Name\"}, \"a\"]}");
  for (unsigned i = 1; i < 400; i++)
    buffer_format(&json, ", \"C%u\": {\"Fn::Not\": [{\"Condition\": \"C%u\"}]}", i, i - 1);
  buffer_add_string(&json, "}}");
  Text text = buffer_take(&json, &arena);
  Given one;
  given_open(&one, text.at);
  for (unsigned i = 0; i < 400; i++) {  // as a template's walk asks: from the first to the last
    char name[8];
    snprintf(name, sizeof name, "C%u", i);
    bool same = i % 2 == 0;
    assert_int_equal(world_possible(one.conditions, both(&one, "C0", true, name, true)), same);
    assert_int_equal(world_possible(one.conditions, both(&one, "C0", true, name, false)), !same);
  }
  assert_false(conditions_undecided(one.conditions));
  arena_free(&one.reading.arena);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exact),
      cmocka_unit_test(never_wrongly_impossible),
      cmocka_unit_test(two_texts_of_one_parameter),
      cmocka_unit_test(what_nobody_declared),
      cmocka_unit_test(look_up_by_region),
      cmocka_unit_test(where_a_parameter_has_a_value),
      cmocka_unit_test(beyond_the_budget),
      cmocka_unit_test(long_chain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
