// Memory that is given back as a whole or to a mark: what comes out is always zeroes, and nothing that is still in use
// is touched.
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_zeroes(const unsigned char *at, size_t size) {
  for (size_t i = 0; i < size; i++) assert_int_equal(at[i], 0);
}

static void *filled(Arena *arena, size_t size, int byte) {
  unsigned char *memory = arena_alloc(arena, size);
  expect_zeroes(memory, size);
  return memset(memory, byte, size);
}

static void released_memory_is_used_again(void **state) {
  (void)state;
  Arena arena = {0};
  unsigned char *before = filled(&arena, 100, 1);
  ArenaMark mark = arena_mark(&arena);
  void *first = filled(&arena, 1000, 2);
  arena_release(&arena, mark);
  assert_ptr_equal(filled(&arena, 1000, 3), first);
  for (size_t i = 0; i < 100; i++) assert_int_equal(before[i], 1);
  arena_free(&arena);
}

static void an_empty_arena_has_a_mark_too(void **state) {
  (void)state;
  Arena arena = {0};
  ArenaMark mark = arena_mark(&arena);
  for (int round = 0; round < 5; round++) {
    filled(&arena, 100000, 1);
    filled(&arena, 10, 2);
    arena_release(&arena, mark);
    assert_int_equal(arena.used, 0);
  }
  arena_free(&arena);
}

// Sizes over several blocks, among them ones that get a block of their own; marks nest like calls.
static void nest(Arena *arena, unsigned depth, uint32_t *random) {
  if (depth == 0) return;
  ArenaMark mark = arena_mark(arena);
  for (int i = 0; i < 6; i++) {
    *random = *random * 1664525u + 1013904223u;
    size_t size = 1 + (*random >> 8) % (i == 3 ? 300000 : 3000);
    unsigned char *memory = filled(arena, size, (int)depth);
    nest(arena, depth - 1, random);
    assert_int_equal(memory[0], depth);
    assert_int_equal(memory[size - 1], depth);
  }
  arena_release(arena, mark);
}

static void marks_nest(void **state) {
  (void)state;
  Arena arena = {0};
  uint32_t random = 7;
  unsigned char *before = filled(&arena, 50, 9);
  size_t used = arena.used;
  nest(&arena, 4, &random);
  assert_int_equal(arena.used, used);
  for (size_t i = 0; i < 50; i++) assert_int_equal(before[i], 9);
  arena_free(&arena);
}

static void what_is_adopted_stays(void **state) {
  (void)state;
  Arena into = {0}, from = {0};
  unsigned char *large = filled(&from, 500000, 4), *small = filled(&from, 10, 5);
  arena_adopt(&into, &from);
  assert_null(from.block);
  filled(&from, 10, 6);
  unsigned char *own = filled(&into, 10, 7);
  arena_adopt(&into, &from);
  assert_int_equal(large[499999], 4);
  assert_int_equal(small[9], 5);
  assert_int_equal(own[9], 7);
  filled(&into, 100000, 8);
  arena_free(&from);
  arena_free(&into);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(released_memory_is_used_again),
      cmocka_unit_test(an_empty_arena_has_a_mark_too),
      cmocka_unit_test(marks_nest),
      cmocka_unit_test(what_is_adopted_stays),
  };
  return cmocka_run_group_tests_name("base_arena", tests, NULL, NULL);
}
