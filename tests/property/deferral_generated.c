// Generated programs: each is compiled with parameters once and compared with what it is for known values, four times.
// `deferral_generated SEED` shows one program and what comes of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka needs those before it.
#include <cmocka.h>

#include "format/json.h"
#include "property/deferral.h"
#include "property/generator.h"

#if defined(__SANITIZE_ADDRESS__)
enum { PROGRAMS = 6000, TRIES = 2 };
#else
enum { PROGRAMS = 12000, TRIES = 4 };
#endif

typedef struct Tally {
  size_t compiled, refused, same, forbidden, different;
  struct {
    char code[8];
    size_t count;
  } codes[32];
} Tally;

static void count_code(Tally *tally, const Compilation *compilation) {
  const Diags *diags = &compilation->session.diags;
  const char *code = "none";
  for (size_t i = 0; i < diags->list.count; i++)
    if (diags->list.items[i]->level == LEVEL_ERROR) {
      code = diags->list.items[i]->code;
      break;
    }
  size_t at = 0;
  while (at < 31 && tally->codes[at].count && strcmp(tally->codes[at].code, code) != 0) at++;
  memcpy(tally->codes[at].code, code, strlen(code) + 1);
  tally->codes[at].count++;
}

static void show_problem(uint64_t seed, const Deferral *deferral, const size_t *picks, Text problem) {
  printf("seed %llu:", (unsigned long long)seed);
  for (size_t k = 0; k < deferral->params.count; k++)
    printf(" %.*s=%.*s", TEXT_ARG(deferral->params.items[k].name),
           TEXT_ARG(deferral->params.items[k].values.items[picks[k]].literal));
  printf("\n  %.*s\n", TEXT_ARG(problem));
}

static uint64_t next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return *state >> 33;
}

// Whether all is well; a program that is refused counts as well.
static bool check_seed(uint64_t seed, Tally *tally, bool loud) {
  Arena arena = {0};
  Text text = generate_program(&arena, seed);
  if (loud) printf("%.*s\n", TEXT_ARG(text));
  Deferral deferral;
  bool well = true;
  if (!deferral_open(&deferral, "generated.strata", text)) {
    tally->refused++;
    count_code(tally, &deferral.compilation);
    if (loud) printf("%.*s\n", TEXT_ARG(deferral_errors(&arena, &deferral.compilation)));
    deferral_close(&deferral);
    arena_free(&arena);
    return true;
  }
  tally->compiled++;
  if (loud) {
    Buffer out = {0};
    json_write(&out, deferral.compilation.templates.list.items[0]->root);
    printf("%.*s\n", TEXT_ARG(buffer_text(&out)));
    buffer_free(&out);
  }
  uint64_t state = seed * 0x9E3779B97F4A7C15u;
  for (int i = 0; i < TRIES && well; i++) {
    size_t picks[32] = {0};
    for (size_t k = 0; k < deferral.params.count && k < 32; k++)
      picks[k] = next(&state) % deferral.params.items[k].values.count;
    Text problem = {0};
    DeferralOutcome outcome = deferral_try(&deferral, picks, &problem);
    tally->same += outcome == DEFERRAL_SAME;
    tally->forbidden += outcome == DEFERRAL_FORBIDDEN;
    well = outcome == DEFERRAL_SAME || outcome == DEFERRAL_FORBIDDEN;
    if (!well) show_problem(seed, &deferral, picks, problem);
  }
  tally->different += !well;
  deferral_close(&deferral);
  arena_free(&arena);
  return well;
}

static void generated_programs(void **state) {
  (void)state;
  Tally tally = {0};
  const char *first = getenv("STRATA_FIRST_SEED");
  uint64_t start = first ? strtoull(first, NULL, 10) : 1;
  for (uint64_t seed = start; seed < start + PROGRAMS && tally.different < 20; seed++) check_seed(seed, &tally, false);
  printf("%zu programs compiled, %zu refused (", tally.compiled, tally.refused);
  for (size_t i = 0; i < 32 && tally.codes[i].count; i++)
    printf("%s%s %zu", i ? ", " : "", tally.codes[i].code, tally.codes[i].count);
  printf("); %zu comparisons the same, %zu with a broken assertion\n", tally.same, tally.forbidden);
  assert_int_equal(tally.different, 0);
  assert_true(tally.compiled >= PROGRAMS / 12 * 10);
}

int main(int count, char **arguments) {
  if (count > 1) {
    Tally tally = {0};
    return check_seed(strtoull(arguments[1], NULL, 10), &tally, true) ? 0 : 1;
  }
  const struct CMUnitTest tests[] = {cmocka_unit_test(generated_programs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
