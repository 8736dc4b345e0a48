// One chain of blocks; allocation is a pointer bump. Requests over a quarter of a block get a block of their own behind
// the current one, so that the current block's rest is not lost.
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __has_feature  // clang
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

struct ArenaBlock {
  ArenaBlock *older;
  size_t size;
  size_t mapped;  // bytes, where it is a mapping of its own; else 0
};

enum { FIRST_BLOCK = 16 * 1024, USUAL_BLOCK = 256 * 1024, HUGE_PAGE = 2 * 1024 * 1024, ALIGNMENT = 8 };

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

// Memory of the system's own, filled in before it is touched: a page fault for every page would cost more than the
// zeroes. From the size of a huge page on those are asked for, whole ones, which cost a fifth of as many small ones.
// Not under AddressSanitizer, which knows malloc's memory alone.
static ArenaBlock *map_block(size_t size) {
#if defined(MAP_POPULATE) && defined(MADV_HUGEPAGE) && !defined(__SANITIZE_ADDRESS__)
  enum { SMALLEST = 64 * 1024 };
  if (size < SMALLEST) return NULL;
  bool huge = size >= HUGE_PAGE;
  if (huge) size = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | (huge ? 0 : MAP_POPULATE);
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  if (huge) madvise(memory, size, MADV_HUGEPAGE);
  ArenaBlock *block = memory;
  block->mapped = size;
  return block;
#else
  (void)size;
  return NULL;
#endif
}

// A block with room for `size` bytes, or somewhat more.
static ArenaBlock *new_block(size_t size) {
  if (size > SIZE_MAX - header_size() - HUGE_PAGE) base_abort("out of memory");
  ArenaBlock *block = map_block(header_size() + size);
  if (!block) block = calloc(1, header_size() + size);
  if (!block) base_abort("out of memory");
  block->size = block->mapped ? block->mapped - header_size() : size;
  return block;
}

static void *alloc_slow(Arena *arena, size_t size) {
  size_t last = arena->block ? arena->block->size + header_size() : FIRST_BLOCK / 2;
  // A program of the usual size takes less than a huge page.
  size_t most = arena->used < HUGE_PAGE ? USUAL_BLOCK : HUGE_PAGE;
  size_t next = (last < USUAL_BLOCK ? last * 2 : most) - header_size();
  if (arena->block && size > next / 4) {
    ArenaBlock *block = new_block(size);
    block->older = arena->block->older;
    arena->block->older = block;
    return (char *)block + header_size();
  }
  ArenaBlock *block = arena->spare && arena->spare->size >= size ? arena->spare : NULL;
  if (block)
    arena->spare = NULL;
  else
    block = new_block(size > next ? size : next);
  block->older = arena->block;
  arena->block = block;
  arena->next = (char *)block + header_size() + size;
  arena->end = (char *)block + header_size() + block->size;
  return (char *)block + header_size();
}

void *arena_alloc(Arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT) base_abort("out of memory");
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  arena->used += size;
  if ((size_t)(arena->end - arena->next) < size || !arena->block) return alloc_slow(arena, size);
  void *memory = arena->next;
  arena->next += size;
  ASAN_UNPOISON_MEMORY_REGION(memory, size);
  return memory;
}

char *arena_copy(Arena *arena, const void *bytes, size_t size) {
  char *copy = arena_alloc(arena, size + 1);
  if (size) memcpy(copy, bytes, size);
  return copy;
}

static void free_block(ArenaBlock *block) {
  if (block->mapped)
    munmap(block, block->mapped);
  else
    free(block);
}

static void free_blocks(ArenaBlock *block, const ArenaBlock *end) {
  while (block != end) {
    ArenaBlock *older = block->older;
    free_block(block);
    block = older;
  }
}

void arena_free(Arena *arena) {
  free_blocks(arena->block, NULL);
  if (arena->spare) free_block(arena->spare);
  *arena = (Arena){0};
}

ArenaMark arena_mark(const Arena *arena) {
  return (ArenaMark){arena->block, arena->block ? arena->block->older : NULL, arena->next, arena->used};
}

// The bytes from `from` to `to` are free again: zeroes, as arena_alloc promises.
static void clear(char *from, const char *to) {
  ASAN_UNPOISON_MEMORY_REGION(from, (size_t)(to - from));
  memset(from, 0, (size_t)(to - from));
  ASAN_POISON_MEMORY_REGION(from, (size_t)(to - from));
}

// Keeps the block that the arena stood in as the spare one where there is none as large: a rule that goes over a
// block's end again and again must not map one each time.
static void keep_spare(Arena *arena) {
  ArenaBlock *block = arena->block;
  arena->block = block->older;
#ifndef __SANITIZE_ADDRESS__
  if (!arena->spare || arena->spare->size < block->size) {
    clear((char *)block + header_size(), arena->next);
    ArenaBlock *smaller = arena->spare;
    arena->spare = block;
    block = smaller;
  }
#endif
  if (block) free_block(block);
}

void arena_release(Arena *arena, ArenaMark mark) {
  if (arena->next == mark.next && arena->used == mark.used) return;
  if (arena->block != mark.block) {
    keep_spare(arena);
    free_blocks(arena->block, mark.block);
  }
  arena->block = mark.block;
  arena->used = mark.used;
  if (!mark.block) {
    arena->next = arena->end = NULL;
    return;
  }
  // Large requests lie behind the block that was the current one.
  free_blocks(mark.block->older, mark.older);
  mark.block->older = mark.older;
  char *end = (char *)mark.block + header_size() + mark.block->size;
  clear(mark.next, arena->end == end ? arena->next : end);
  arena->next = mark.next;
  arena->end = end;
}

void arena_adopt(Arena *into, Arena *from) {
  ArenaBlock **last = &from->block;
  while (*last) last = &(*last)->older;
  if (into->block) {
    *last = into->block->older;
    into->block->older = from->block;
  } else {
    into->block = from->block, into->next = from->next, into->end = from->end;
  }
  into->used += from->used;
  if (from->spare) free_block(from->spare);
  *from = (Arena){0};
}
