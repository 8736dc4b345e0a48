// Text, UTF-8, maps and arenas.
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/map.h"
#include "base/pattern.h"
#include "base/source.h"

static void utf8_accepts_and_refuses(void **state) {
  (void)state;
  assert_int_equal(utf8_check(TEXT("plain")), 5);
  assert_int_equal(utf8_check(TEXT("")), 0);
  assert_int_equal(utf8_check(TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")), 9);
  const struct {
    Text text;
    size_t bad;
  } wrong[] = {
      {TEXT("\x80"), 0},         {TEXT("a\xC0\x80"), 1},        {TEXT("\xE0\x80\x80"), 0},
      {TEXT("\xED\xA0\x80"), 0}, {TEXT("\xF4\x90\x80\x80"), 0}, {TEXT("12345678\xE2\x82"), 8},
      {TEXT("\xC3"), 0},         {TEXT("\xF0\x9F\x98"), 0},     {TEXT("ab\xFF"), 2},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(utf8_check(wrong[i].text), wrong[i].bad);
  for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    char bytes[4];
    Text text = {bytes, utf8_put(c, bytes)};
    size_t offset = 0;
    assert_int_equal(utf8_check(text), text.size);
    assert_int_equal(utf8_decode(text, &offset), c);
    assert_int_equal(offset, text.size);
  }
}

static void nearest_finds_typing_errors(void **state) {
  (void)state;
  const Text names[] = {TEXT("BucketName"), TEXT("BucketEncryption"), TEXT("Tags")};
  assert_true(text_is(text_nearest(TEXT("BucketNam"), names, 3), "BucketName"));
  assert_true(text_is(text_nearest(TEXT("bucketname"), names, 3), "BucketName"));
  assert_true(text_is(text_nearest(TEXT("BucketNaem"), names, 3), "BucketName"));
  assert_true(text_is(text_nearest(TEXT("Tag"), names, 3), "Tags"));
  assert_int_equal(text_nearest(TEXT("VersioningConfiguration"), names, 3).size, 0);
}

static void map_keeps_order_and_finds_all(void **state) {
  (void)state;
  Arena arena = {0};
  Map map = {0};
  for (intptr_t i = 1; i <= 5000; i++)
    assert_true(map_put(&arena, &map, text_format(&arena, "key%ld", (long)i), (void *)i));
  assert_false(map_put(&arena, &map, TEXT("key7"), (void *)70));
  assert_int_equal(map.count, 5000);
  for (intptr_t i = 1; i <= 5000; i++) {
    Text key = text_format(&arena, "key%ld", (long)i);
    assert_int_equal((intptr_t)map_get(&map, key), i == 7 ? 70 : i);
    assert_true(text_equal(map.entries[i - 1].key, key));
  }
  assert_null(map_get(&map, TEXT("missing")));
  arena_free(&arena);
}

static void positions_count_code_points(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  uint32_t number = source_add(&sources, TEXT("x"), TEXT("ab\r\n\xC3\xA9=1\n\nend"));
  Position position = source_position(&sources, number, 6);
  assert_int_equal(position.line, 2);
  assert_int_equal(position.column, 2);
  position = source_position(&sources, number, 1000);
  assert_int_equal(position.line, 4);
  assert_int_equal(position.column, 4);
  assert_true(text_is(source_line(&sources, number, 1), "ab"));
  assert_true(text_is(source_line(&sources, number, 4), "end"));
  assert_int_equal(source_line(&sources, number, 5).size, 0);
  arena_free(&arena);
}

static void patterns_decide(void **state) {
  (void)state;
  Arena arena = {0};
  Text error = {0};
  assert_null(pattern_compile(TEXT("(unclosed"), &arena, &error));
  assert_true(error.size > 0);
  Pattern *pattern = pattern_compile(TEXT("^[a-z]+$"), &arena, &error);
  assert_int_equal(pattern_match(pattern, TEXT("abc")), PATTERN_YES);
  assert_int_equal(pattern_match(pattern, TEXT("abc\n")), PATTERN_NO);
  pattern_free(pattern);
  pattern = pattern_compile(TEXT("^(a+)+$"), &arena, &error);
  assert_int_equal(pattern_match(pattern, TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")), PATTERN_UNDECIDED);
  pattern_free(pattern);
  arena_free(&arena);
}

static void arena_serves_all_sizes(void **state) {
  (void)state;
  Arena arena = {0};
  unsigned char *kept[200];
  for (size_t i = 0; i < 200; i++) {
    size_t size = i * i * 40;
    kept[i] = arena_alloc(&arena, size);
    assert_int_equal((uintptr_t)kept[i] % 8, 0);
    for (size_t k = 0; k < size; k++) assert_int_equal(kept[i][k], 0);
    memset(kept[i], (int)i, size);
  }
  for (size_t i = 0; i < 200; i++)
    for (size_t k = 0; k < i * i * 40; k += 7) assert_int_equal(kept[i][k], i);
  arena_free(&arena);
  assert_null(arena.block);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(utf8_accepts_and_refuses),
      cmocka_unit_test(nearest_finds_typing_errors),
      cmocka_unit_test(map_keeps_order_and_finds_all),
      cmocka_unit_test(positions_count_code_points),
      cmocka_unit_test(patterns_decide),
      cmocka_unit_test(arena_serves_all_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
