// The parser over whole programs: what is right parses in silence.
#include "syntax/parse.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/io.h"

static void sketches_parse(void **state) {
  (void)state;
  const char *root = getenv("STRATA_SOURCE");
  const char *patterns[] = {"%s/../shared/design/sketch/*.strata", "%s/../shared/design/sketch/std/*.strata",
                            "%s/../../shared/design/sketch/*.strata", "%s/../../shared/design/sketch/std/*.strata"};
  size_t count = 0;
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
    Arena arena = {0};
    glob_t found;
    const Text pattern = text_format(&arena, patterns[i], root ? root : ".");
    if (glob(pattern.at, 0, NULL, &found) == 0) {
      for (size_t k = 0; k < found.gl_pathc; k++, count++) {
        Diags diags = {.arena = &arena};
        Sources sources = {.arena = &arena};
        Map names = {0};
        Text text;
        assert_true(io_read(&arena, &diags, found.gl_pathv[k], &text));
        ParseContext context = {&arena, &sources, &diags, &names};
        File *file = parse_file(&context, source_add(&sources, text_of(found.gl_pathv[k]), text));
        for (size_t d = 0; d < diags.list.count; d++) {
          const Diag *diag = diags.list.items[d];
          Position at = source_position(&sources, diag->span.source, diag->span.start);
          print_message("%s:%u:%u: %s %.*s\n", found.gl_pathv[k], at.line, at.column, diag->code,
                        TEXT_ARG(diag->message));
        }
        assert_int_equal(diags.list.count, 0);
        assert_true(file->items.count > 0);
      }
      globfree(&found);
    }
    arena_free(&arena);
  }
  if (!count) {
    print_message("no sketches here\n");
    skip();
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sketches_parse)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
