// Reports for people: exact output for each kind of place.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "report/report.h"

typedef struct Bench {
  Arena arena;
  Sources sources;
  Diags diags;
  uint32_t source;
} Bench;

static Bench *begin(Text text) {
  Bench *bench = calloc(1, sizeof *bench);
  bench->sources.arena = bench->diags.arena = &bench->arena;
  bench->source = source_add(&bench->sources, TEXT("web.strata"), text);
  return bench;
}

static Span span_of(const Bench *bench, const char *word) {
  Text text = source_get(&bench->sources, bench->source)->text;
  size_t start = text_find(text, text_of(word), 0);
  assert_true(start != SIZE_MAX);
  return (Span){bench->source, (uint32_t)start, (uint32_t)(start + strlen(word))};
}

// Renders as text, compares, and frees the bench.
static void expect_report(Bench *bench, ReportOptions options, const char *expected) {
  Buffer out = {0};
  report_sort(&bench->diags);
  report_write(&bench->arena, &bench->sources, &bench->diags, &options, &out);
  buffer_add_char(&out, 0);
  assert_string_equal(out.at, expected);
  buffer_free(&out);
  arena_free(&bench->arena);
  free(bench);
}

static const ReportOptions PLAIN = {.no_summary = true};

static void place_help_and_summary(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("vpc main {\n  zonse = 2\n}\n"));
  Diag *diag = diag_error(&bench->diags, "E0203", span_of(bench, "zonse"), "unknown field 'zonse'");
  diag_help(&bench->diags, diag, "did you mean 'zones'?");
  expect_report(bench, (ReportOptions){0},
                "error[E0203]: unknown field 'zonse'\n"
                " --> web.strata:2:3\n"
                "  |\n"
                "2 |   zonse = 2\n"
                "  |   ^^^^^\n"
                "  = help: did you mean 'zones'?\n"
                "\n"
                "1 error\n");
}

static void notes_have_places_of_their_own(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("a b\n\n\n\n\n\n\n\n\nrole a {}\n"));
  Diag *diag = diag_error(&bench->diags, "E0210", (Span){1, 12, 18}, "'a' is declared twice");
  diag_note(&bench->diags, diag, span_of(bench, "b"), "first here");
  diag_note(&bench->diags, diag, (Span){0}, "names are\nshared");
  expect_report(bench, PLAIN,
                "error[E0210]: 'a' is declared twice\n"
                "  --> web.strata:10:1\n"
                "   |\n"
                "10 | role a {}\n"
                "   | ^^^^^^\n"
                "   = note: first here\n"
                "  --> web.strata:1:3\n"
                "   |\n"
                " 1 | a b\n"
                "   |   ^\n"
                "   = note: names are\n"
                "           shared\n"
                "\n");
}

static void no_place_and_counts(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("x\n"));
  diag_add(&bench->diags, LEVEL_INFO, "I1", (Span){1, 0, 1}, "i");
  diag_warning(&bench->diags, "W2", (Span){1, 0, 1}, "w");
  diag_error(&bench->diags, "E0001", (Span){0}, "cannot read nowhere: No such file or directory");
  diag_error(&bench->diags, "E0001", (Span){0}, "cannot read elsewhere: No such file or directory");
  expect_report(bench, (ReportOptions){0},
                "error[E0001]: cannot read elsewhere: No such file or directory\n\n"
                "error[E0001]: cannot read nowhere: No such file or directory\n\n"
                "info[I1]: i\n --> web.strata:1:1\n  |\n1 | x\n  | ^\n\n"
                "warning[W2]: w\n --> web.strata:1:1\n  |\n1 | x\n  | ^\n\n"
                "2 errors, 1 warning, 1 info\n");
}

static void sorted_without_repetitions(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("one two\n"));
  diag_error(&bench->diags, "E2", span_of(bench, "two"), "second");
  diag_error(&bench->diags, "E1", span_of(bench, "one"), "first");
  diag_error(&bench->diags, "E2", span_of(bench, "two"), "second");
  diag_error(&bench->diags, "E1", span_of(bench, "two"), "by code");
  expect_report(bench, (ReportOptions){0},
                "error[E1]: first\n --> web.strata:1:1\n  |\n1 | one two\n  | ^^^\n\n"
                "error[E1]: by code\n --> web.strata:1:5\n  |\n1 | one two\n  |     ^^^\n\n"
                "error[E2]: second\n --> web.strata:1:5\n  |\n1 | one two\n  |     ^^^\n\n"
                "3 errors\n");
}

static void spans_over_lines_and_at_the_end(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("a {\r\n  b\r\n}\r\n"));
  diag_error(&bench->diags, "E1", (Span){1, 0, 11}, "over lines");
  diag_error(&bench->diags, "E2", (Span){1, 13, 13}, "at the end");
  expect_report(bench, PLAIN,
                "error[E1]: over lines\n --> web.strata:1:1\n  |\n1 | a {\n  | ^^^ to line 3\n\n"
                "error[E2]: at the end\n --> web.strata:4:1\n  |\n4 |\n  | ^\n\n");
}

static void tabs_wide_and_harmful_characters(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("\xEF\xBB\xBF\tx\ty\n名前 = é\xCC\x81z\n\x1B[31m \xFF\xE2\x80\xAE w\n"));
  diag_error(&bench->diags, "E1", span_of(bench, "y"), "tab");
  diag_error(&bench->diags, "E2", span_of(bench, "前"), "wide");
  diag_error(&bench->diags, "E3", span_of(bench, "z"), "combining");
  diag_error(&bench->diags, "E4", span_of(bench, "w"), "harm\x1Bless");
  expect_report(bench, PLAIN,
                "error[E1]: tab\n --> web.strata:1:4\n  |\n1 |     x   y\n  |         ^\n\n"
                "error[E2]: wide\n --> web.strata:2:2\n  |\n2 | 名前 = é\xCC\x81z\n  |   ^^\n\n"
                "error[E3]: combining\n --> web.strata:2:8\n  |\n2 | 名前 = é\xCC\x81z\n  |         ^\n\n"
                "error[E4]: harm\xEF\xBF\xBDless\n --> web.strata:3:10\n  |\n"
                "3 | \xEF\xBF\xBD[31m \xEF\xBF\xBD\xEF\xBF\xBD w\n  |          ^\n\n");
}

static void long_lines_are_cut_around_the_span(void **state) {
  (void)state;
  Buffer line = {0}, expected = {0};
  buffer_fill(&line, 'a', 300);
  buffer_add_string(&line, "WORD");
  buffer_fill(&line, 'b', 300);
  Bench *bench = begin(buffer_text(&line));
  diag_error(&bench->diags, "E1", (Span){1, 2, 5}, "near the start");
  diag_error(&bench->diags, "E2", span_of(bench, "WORD"), "inside");
  buffer_add_string(&expected, "error[E1]: near the start\n --> web.strata:1:3\n  |\n1 | ");
  buffer_fill(&expected, 'a', 120);
  buffer_add_string(&expected, "…\n  |   ^^^\n\nerror[E2]: inside\n --> web.strata:1:301\n  |\n1 | …");
  buffer_fill(&expected, 'a', 40);
  buffer_add_string(&expected, "WORD");
  buffer_fill(&expected, 'b', 75);
  buffer_add_string(&expected, "…\n  | ");
  buffer_fill(&expected, ' ', 41);
  buffer_add_string(&expected, "^^^^\n\n");
  buffer_add_char(&expected, 0);
  expect_report(bench, PLAIN, expected.at);
  buffer_free(&line);
  buffer_free(&expected);
}

static void colours_only_when_asked(void **state) {
  (void)state;
  Bench *bench = begin(TEXT("ab\n"));
  diag_warning(&bench->diags, "W1", (Span){1, 0, 2}, "m");
  expect_report(bench, (ReportOptions){.no_summary = true, .colour = true},
                "\033[1;33mwarning[W1]\033[1m: m\n\033[0m"
                "\033[1;34m --> \033[0mweb.strata:1:1\n"
                "\033[1;34m  |\033[0m\n\033[1;34m1 |\033[0m ab\n"
                "\033[1;34m  |\033[0m \033[1;33m^^\033[0m\n\n");
}

// One line of a mebibyte with 10,000 findings: the work must not grow with line length times findings.
static void many_findings_on_one_long_line(void **state) {
  (void)state;
  Buffer line = {0};
  buffer_fill(&line, 'x', 1 << 20);
  Bench *bench = begin(buffer_text(&line));
  for (uint32_t i = 0; i < 10000; i++) diag_error(&bench->diags, "E1", (Span){1, i * 100, i * 100 + 7}, "finding");
  Buffer out = {0};
  clock_t begun = clock();
  report_sort(&bench->diags);
  report_write(&bench->arena, &bench->sources, &bench->diags, &PLAIN, &out);
  double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
  print_message("10,000 findings on one line: %.0f ms, %zu bytes\n", seconds * 1000, out.size);
  assert_true(seconds < 2);
  assert_int_equal(bench->diags.errors, 10000);
  buffer_free(&out);
  buffer_free(&line);
  arena_free(&bench->arena);
  free(bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(place_help_and_summary),
      cmocka_unit_test(notes_have_places_of_their_own),
      cmocka_unit_test(no_place_and_counts),
      cmocka_unit_test(sorted_without_repetitions),
      cmocka_unit_test(spans_over_lines_and_at_the_end),
      cmocka_unit_test(tabs_wide_and_harmful_characters),
      cmocka_unit_test(long_lines_are_cut_around_the_span),
      cmocka_unit_test(colours_only_when_asked),
      cmocka_unit_test(many_findings_on_one_long_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
