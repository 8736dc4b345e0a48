// One chain of blocks; allocation is a pointer bump. Requests over a quarter of a block get a block of their own behind
// the current one, so that the current block's rest is not lost.
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct ArenaBlock {
  ArenaBlock *older;
  size_t size;
};

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024, ALIGNMENT = 16 };

_Noreturn void base_abort(const char *message) {
  fprintf(stderr, "strata: internal error: %s\n", message);
  abort();
}

void *base_malloc(size_t size) {
  void *memory = malloc(size ? size : 1);
  if (!memory) base_abort("out of memory");
  return memory;
}

void *base_realloc(void *old, size_t size) {
  void *memory = realloc(old, size ? size : 1);
  if (!memory) base_abort("out of memory");
  return memory;
}

static size_t header_size(void) { return (sizeof(ArenaBlock) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

static ArenaBlock *new_block(size_t size) {
  if (size > SIZE_MAX - header_size()) base_abort("out of memory");
  ArenaBlock *block = calloc(1, header_size() + size);  // fresh pages are zero already: nothing is touched twice
  if (!block) base_abort("out of memory");
  block->size = size;
#ifdef MADV_HUGEPAGE
  // A large program's memory is touched once, in order: huge pages save most of its page faults.
  if (size >= LARGEST_BLOCK) {
    uintptr_t page = 2 * 1024 * 1024, start = ((uintptr_t)block + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)block + header_size() + size) / page * page;
    if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
  }
#endif
  block->older = NULL;
  return block;
}

static void *alloc_slow(Arena *arena, size_t size) {
  size_t last = arena->block ? arena->block->size : FIRST_BLOCK / 2;
  size_t next = last * 2 > LARGEST_BLOCK ? LARGEST_BLOCK : last * 2;
  if (arena->block && size > next / 4) {
    ArenaBlock *block = new_block(size);
    block->older = arena->block->older;
    arena->block->older = block;
    return (char *)block + header_size();
  }
  if (size > next) next = size;
  ArenaBlock *block = new_block(next);
  block->older = arena->block;
  arena->block = block;
  arena->next = (char *)block + header_size() + size;
  arena->end = (char *)block + header_size() + next;
  return (char *)block + header_size();
}

void *arena_alloc(Arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT) base_abort("out of memory");
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  arena->used += size;
  if ((size_t)(arena->end - arena->next) < size || !arena->block) return alloc_slow(arena, size);
  void *memory = arena->next;
  arena->next += size;
  return memory;
}

char *arena_copy(Arena *arena, const void *bytes, size_t size) {
  char *copy = arena_alloc(arena, size + 1);
  if (size) memcpy(copy, bytes, size);
  return copy;
}

void arena_free(Arena *arena) {
  for (ArenaBlock *block = arena->block; block;) {
    ArenaBlock *older = block->older;
    free(block);
    block = older;
  }
  *arena = (Arena){0};
}
