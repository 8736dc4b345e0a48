// Unified differences: exact output for small texts; for random ones, that applying the difference gives the new text.
#include "report/difference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_difference(const char *before, const char *after, const char *expected) {
  Buffer out = {0};
  report_difference(&out, TEXT("f"), text_of(before), text_of(after), false);
  buffer_add_char(&out, 0);
  assert_string_equal(out.at, expected);
  buffer_free(&out);
}

static void small_texts(void **state) {
  (void)state;
  expect_difference("a\nb\n", "a\nb\n", "");
  expect_difference("", "a\n", "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
  expect_difference("a\n", "", "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
  expect_difference("a\nb\nc\n", "a\nx\nc",
                    "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n-c\n+x\n+c\n\\ No newline at end of file\n");
}

static void context_and_hunks(void **state) {
  (void)state;
  expect_difference("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\n2\n3\n4\nX\n5\n6\n7\n8\n9\n10\n12\n",
                    "--- a/f\n+++ b/f\n"
                    "@@ -2,11 +2,11 @@\n 2\n 3\n 4\n+X\n 5\n 6\n 7\n 8\n 9\n 10\n-11\n 12\n");
  expect_difference("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "X\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\nY\n",
                    "--- a/f\n+++ b/f\n"
                    "@@ -1,4 +1,4 @@\n-1\n+X\n 2\n 3\n 4\n"
                    "@@ -9,4 +9,4 @@\n 9\n 10\n 11\n-12\n+Y\n");
}

// Applies a unified difference to `before`.
static void apply(Text before, Text difference, Buffer *out) {
  size_t at = 0, line = 1, offset = text_find(difference, TEXT("@@"), 0);
  while (offset != SIZE_MAX && offset < difference.size) {
    size_t end = text_find(difference, TEXT("\n"), offset);
    Text row = text_slice(difference, offset, end + 1);
    offset = end + 1;
    if (row.at[0] == '@') {
      size_t start = strtoul(row.at + 4, NULL, 10);
      bool empty = text_find(row, TEXT(",0 +"), 0) != SIZE_MAX;
      for (size_t stop = empty ? start + 1 : start; line < stop; line++) {
        size_t next = text_find(before, TEXT("\n"), at) + 1;
        buffer_add(out, text_slice(before, at, next));
        at = next;
      }
      continue;
    }
    if (row.at[0] != '-') buffer_add(out, text_slice(row, 1, row.size));
    if (row.at[0] != '+') {
      size_t next = text_find(before, TEXT("\n"), at) + 1;
      assert_true(text_equal(text_slice(before, at, next), text_slice(row, 1, row.size)));
      at = next, line++;
    }
  }
  buffer_add(out, text_slice(before, at, before.size));
}

static uint32_t next_random(uint32_t *seed) { return (*seed = *seed * 1664525 + 1013904223) >> 16; }

static void applying_gives_the_new_text(void **state) {
  (void)state;
  uint32_t seed = 7;
  for (int round = 0; round < 400; round++) {
    Buffer before = {0}, after = {0}, difference = {0}, applied = {0};
    uint32_t lines = next_random(&seed) % (round < 395 ? 60 : 4000), rate = 1 + next_random(&seed) % 20;
    for (uint32_t i = 0; i < lines; i++) {
      buffer_format(&before, "%u\n", next_random(&seed) % 9);
      uint32_t chance = next_random(&seed) % rate;
      if (chance > 0) buffer_add(&after, text_slice(buffer_text(&before), before.size - 2, before.size));
      if (chance < 2) buffer_format(&after, "%u\n", next_random(&seed) % 9);
    }
    report_difference(&difference, TEXT("f"), buffer_text(&before), buffer_text(&after), false);
    apply(buffer_text(&before), buffer_text(&difference), &applied);
    assert_true(text_equal(buffer_text(&applied), buffer_text(&after)));
    buffer_free(&before), buffer_free(&after), buffer_free(&difference), buffer_free(&applied);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_texts),
      cmocka_unit_test(context_and_hunks),
      cmocka_unit_test(applying_gives_the_new_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
