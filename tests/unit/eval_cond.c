// Conditions are canonical: two random formulas have the same number exactly where their truth tables, worked out by
// trying every assignment, are the same. Over closed variables (a bool, unions) and open ones (texts).
#include "eval/cond.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "eval/eval.h"

enum { MOST_VARIABLES = 4, MOST_VALUES = 4, ROUNDS = 300, FORMULAS = 60 };

typedef struct Table {
  uint64_t bits[4];  // by assignment, at most 4^4
} Table;

typedef struct Formula {
  Cond cond;
  Table table;
} Formula;

typedef struct World {
  Session session;
  Conds conds;
  const Val *subjects[MOST_VARIABLES];
  size_t values[MOST_VARIABLES];  // of an open one the last is "anything else"
  size_t count, assignments;
  uint64_t state;
} World;

static const char *const names[] = {"a", "b", "c", "d"};
static const char *const types[] = {"bool", "\"p\" | \"q\" | \"r\"", "string", "\"k\" | \"l\" | \"m\" | \"n\""};
static const size_t counts[] = {2, 3, 3, 4};
static const char *const texts[][MOST_VALUES] = {
    {"true", "false"}, {"p", "q", "r"}, {"x", "y", "something else"}, {"k", "l", "m", "n"}};

static uint32_t below(World *world, uint32_t limit) {
  world->state = world->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(world->state >> 33) % limit;
}

static Table table_not(const World *world, Table a) {
  for (size_t i = 0; i < world->assignments; i++) a.bits[i / 64] ^= (uint64_t)1 << i % 64;
  return a;
}

static Table table_and(Table a, Table b) {
  for (size_t i = 0; i < 4; i++) a.bits[i] &= b.bits[i];
  return a;
}

static bool same_table(Table a, Table b) { return memcmp(&a, &b, sizeof a) == 0; }

static Formula atom(World *world) {
  size_t variable = below(world, (uint32_t)world->count), value = below(world, (uint32_t)world->values[variable]);
  size_t kind = variable;
  if (kind == 2 && value == 2) value = 1;  // "something else" is none of the texts that are compared
  Formula out = {.cond = cond_equals(&world->conds, world->subjects[variable], text_of(texts[kind][value]))};
  size_t step = 1;
  for (size_t i = 0; i < variable; i++) step *= world->values[i];
  for (size_t i = 0; i < world->assignments; i++)
    if (i / step % world->values[variable] == value) out.table.bits[i / 64] |= (uint64_t)1 << i % 64;
  return out;
}

static Formula combined(World *world, const Formula *formulas, size_t count) {
  Formula a = formulas[below(world, (uint32_t)count)], b = formulas[below(world, (uint32_t)count)],
          c = formulas[below(world, (uint32_t)count)];
  Conds *conds = &world->conds;
  Table not_a = table_not(world, a.table), not_b = table_not(world, b.table), not_c = table_not(world, c.table);
  switch (below(world, 4)) {
    case 0: return (Formula){cond_not(conds, a.cond), not_a};
    case 1: return (Formula){cond_and(conds, a.cond, b.cond), table_and(a.table, b.table)};
    case 2: return (Formula){cond_or(conds, a.cond, b.cond), table_not(world, table_and(not_a, not_b))};
    default: {
      Table then = table_and(a.table, b.table), otherwise = table_and(not_a, c.table);
      (void)not_c;
      Table either = table_not(world, table_and(table_not(world, then), table_not(world, otherwise)));
      return (Formula){cond_if(conds, a.cond, b.cond, c.cond), either};
    }
  }
}

static void open_world(World *world, uint64_t seed) {
  *world = (World){.state = seed};
  session_init(&world->session);
  Buffer text = {0};
  buffer_add_string(&text, "stack s {}\n");
  for (size_t i = 0; i < MOST_VARIABLES; i++) buffer_format(&text, "param %s: %s\n", names[i], types[i]);
  world->session.text = buffer_take(&text, &world->session.arena);
  Program *program = check_program(&world->session, "formulas.strata");
  assert_int_equal(world->session.diags.errors, 0);
  world->count = 2 + below(world, MOST_VARIABLES - 1);
  world->assignments = 1;
  for (size_t i = 0; i < world->count; i++) {
    Val *val = val_new(&world->session.arena, VAL_PARAM, (Span){0});
    val->as.param.decl = map_get(&program->main->scope.values, text_of(names[i]));
    val->as.param.type = val->as.param.decl->item->as.param.type;
    world->subjects[i] = val;
    world->values[i] = counts[i];
    world->assignments *= counts[i];
  }
  conds_init(&world->conds, &world->session.arena);
}

static void equal_functions_have_equal_numbers(void **state) {
  (void)state;
  size_t pairs = 0, equal = 0;
  for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
    World world;
    open_world(&world, seed);
    Formula formulas[FORMULAS] = {{COND_FALSE, {{0}}}, {COND_TRUE, table_not(&world, (Table){{0}})}};
    for (size_t i = 2; i < FORMULAS; i++) formulas[i] = i < 12 ? atom(&world) : combined(&world, formulas, i);
    for (size_t i = 0; i < FORMULAS; i++)
      for (size_t k = 0; k < i; k++, pairs++) {
        bool same = same_table(formulas[i].table, formulas[k].table);
        assert_int_equal(same, formulas[i].cond == formulas[k].cond);
        equal += same;
        Table both = table_and(formulas[i].table, formulas[k].table);
        assert_int_equal(same_table(both, formulas[i].table),
                         cond_implies(&world.conds, formulas[i].cond, formulas[k].cond));
        assert_int_equal(same_table(both, (Table){{0}}),
                         cond_excludes(&world.conds, formulas[i].cond, formulas[k].cond));
      }
    session_free(&world.session);
  }
  assert_true(equal > 1000 && equal < pairs);
}

static void closed_variables_know_their_values(void **state) {
  (void)state;
  World world;
  open_world(&world, 7);
  Conds *conds = &world.conds;
  assert_int_equal(cond_equals(conds, world.subjects[0], TEXT("maybe")), COND_FALSE);
  Cond p = cond_equals(conds, world.subjects[1], TEXT("p")), q = cond_equals(conds, world.subjects[1], TEXT("q")),
       r = cond_equals(conds, world.subjects[1], TEXT("r"));
  assert_int_equal(cond_or(conds, p, cond_or(conds, q, r)), COND_TRUE);
  assert_int_equal(cond_not(conds, cond_or(conds, p, q)), r);
  Text *values;
  size_t count;
  assert_true(cond_domain(&world.session.arena, world.subjects[1], &values, &count));
  assert_int_equal(count, 3);
  session_free(&world.session);
}

static void too_many_are_noticed(void **state) {
  (void)state;
  World world;
  open_world(&world, 7);
  Conds *conds = &world.conds;
  assert_false(cond_overflow(conds));
  conds->diagrams.nodes.count = DIAGRAM_TOO_MANY + 1;
  assert_true(cond_overflow(conds));
  session_free(&world.session);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_functions_have_equal_numbers),
      cmocka_unit_test(closed_variables_know_their_values),
      cmocka_unit_test(too_many_are_noticed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
