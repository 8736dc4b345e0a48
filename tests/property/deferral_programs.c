// Whole programs, compared in the same way as generated ones: the samples, the programs that show the standard library,
// those in tests/property/programs (components with their inputs given by parameters), and the sketches of the design
// where they are there. `deferral_programs FILE` shows one.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka needs those before it.
#include <cmocka.h>
#include <glob.h>

#include "base/io.h"
#include "property/deferral.h"

enum { TRIES = 12 };

typedef struct Tally {
  size_t programs, same, refused, different, skipped;
} Tally;

static uint64_t next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return *state >> 33;
}

static bool compare_once(Deferral *deferral, const char *path, uint64_t *state, Tally *tally) {
  size_t *picks = ARENA_ARRAY(&deferral->arena, size_t, deferral->params.count + 1);
  for (size_t i = 0; i < deferral->params.count; i++) picks[i] = next(state) % deferral->params.items[i].values.count;
  Text problem = {0};
  DeferralOutcome outcome = deferral_try(deferral, picks, &problem);
  tally->same += outcome == DEFERRAL_SAME;
  tally->refused += outcome == DEFERRAL_REFUSED;
  if (outcome != DEFERRAL_DIFFERENT) return true;
  printf("%s, with", path);
  for (size_t i = 0; i < deferral->params.count; i++)
    printf(" %.*s=%.*s", TEXT_ARG(deferral->params.items[i].name),
           TEXT_ARG(deferral->params.items[i].values.items[picks[i]].literal));
  printf(":\n  %.*s\n", (int)(problem.size < 1000 ? problem.size : 1000), problem.at);
  return false;
}

static void check_path(const char *path, bool must_compile, Tally *tally) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Text text;
  assert_true(io_read(&arena, &diags, path, &text));
  Deferral deferral;
  if (!deferral_open(&deferral, path, text)) {
    printf("%s: %s\n%.*s", path, must_compile ? "does not compile" : "skipped, it does not compile as it stands",
           TEXT_ARG(deferral_errors(&arena, &deferral.compilation)));
    tally->skipped++;
    tally->different += must_compile;
  } else if (deferral.params.count) {
    uint64_t state = 0x9E3779B97F4A7C15u;
    tally->programs++;
    for (int i = 0; i < TRIES; i++) {
      if (compare_once(&deferral, path, &state, tally)) continue;
      tally->different++;
      break;
    }
  }
  deferral_close(&deferral);
  arena_free(&arena);
}

// Returns how many files there are.
static size_t check_files(const char *pattern, bool must_compile, Tally *tally) {
  const char *source = getenv("STRATA_SOURCE");
  Buffer path = {0};
  buffer_format(&path, "%s/%s", source ? source : ".", pattern);
  buffer_add_char(&path, 0);
  glob_t found = {0};
  size_t count = glob(path.at, 0, NULL, &found) == 0 ? found.gl_pathc : 0;
  for (size_t i = 0; i < count; i++) {
    // A stack set holds another template as a text, with that one's parameters: nothing to evaluate.
    if (!strstr(found.gl_pathv[i], "stackset")) check_path(found.gl_pathv[i], must_compile, tally);
  }
  globfree(&found);
  buffer_free(&path);
  return count;
}

static void whole_programs(void **state) {
  (void)state;
  Tally tally = {0};
  assert_true(check_files("tests/property/programs/*.strata", true, &tally) > 0);
  assert_true(check_files("tests/golden/std_*/main.strata", false, &tally) > 0);
  assert_true(check_files("samples/*/main.strata", false, &tally) > 0);
  if (check_files("../shared/design/sketch/*.strata", false, &tally) == 0) printf("skipped: no sketches here\n");
  printf("%zu programs with parameters: %zu comparisons the same, %zu with values that AWS refuses; %zu skipped\n",
         tally.programs, tally.same, tally.refused, tally.skipped);
  assert_int_equal(tally.different, 0);
  assert_true(tally.same >= 100);
}

int main(int count, char **arguments) {
  if (count > 1) {
    Tally tally = {0};
    check_path(arguments[1], true, &tally);
    return tally.different != 0;
  }
  const struct CMUnitTest tests[] = {cmocka_unit_test(whole_programs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
