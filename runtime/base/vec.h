// Vec: a growing array in an arena. `VEC(T)` is the type, all zeroes is empty; growing leaves the old array in the
// arena (at most as much again as the final one).
#pragma once
#include <string.h>

#include "base/arena.h"

#define VEC(T)              \
  struct {                  \
    T *items;               \
    size_t count, capacity; \
  }

// Adds `item` at the end. `vec` is evaluated more than once.
#define vec_push(arena, vec, item)                                                                  \
  (vec_grow((arena), (void **)&(vec)->items, &(vec)->capacity, (vec)->count, sizeof *(vec)->items), \
   (void)((vec)->items[(vec)->count++] = (item)))

// Gives an empty vec room for `most` items.
#define vec_reserve(arena, vec, most) \
  ((vec)->items = arena_alloc((arena), (most) * sizeof *(vec)->items), (void)((vec)->capacity = (most)))

static inline void vec_grow(Arena *arena, void **items, size_t *capacity, size_t count, size_t item_size) {
  if (count < *capacity) return;
  size_t larger = *capacity ? *capacity * 2 : 4;
  void *copy = arena_alloc(arena, larger * item_size);
  if (count) memcpy(copy, *items, count * item_size);
  *items = copy;
  *capacity = larger;
}
