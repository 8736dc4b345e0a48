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
  size_t mapped;  // bytes, where it is a mapping of its own; else 0
};

enum { FIRST_BLOCK = 16 * 1024, USUAL_BLOCK = 256 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024, ALIGNMENT = 16 };

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
// zeroes. What is larger than a huge page asks for those. Not under AddressSanitizer, which knows malloc's memory
// alone.
static ArenaBlock *map_block(size_t size) {
#if defined(MAP_POPULATE) && defined(MADV_HUGEPAGE) && !defined(__SANITIZE_ADDRESS__)
  enum { SMALLEST = 64 * 1024 };
  if (size < SMALLEST) return NULL;
  int populate = size < LARGEST_BLOCK ? MAP_POPULATE : 0;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | populate, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  if (!populate) madvise(memory, size, MADV_HUGEPAGE);
  ArenaBlock *block = memory;
  block->mapped = size;
  return block;
#else
  (void)size;
  return NULL;
#endif
}

static ArenaBlock *new_block(size_t size) {
  if (size > SIZE_MAX - header_size()) base_abort("out of memory");
  ArenaBlock *block = map_block(header_size() + size);
  if (!block) block = calloc(1, header_size() + size);
  if (!block) base_abort("out of memory");
  block->size = size;
  return block;
}

static void *alloc_slow(Arena *arena, size_t size) {
  size_t last = arena->block ? arena->block->size : FIRST_BLOCK / 2;
  // A program of the usual size takes a few MiB: blocks that go on doubling would be half empty, and filled in for
  // nothing.
  size_t most = arena->used < LARGEST_BLOCK ? USUAL_BLOCK : LARGEST_BLOCK;
  size_t next = last * 2 > most ? most : last * 2;
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
    if (block->mapped)
      munmap(block, block->mapped);
    else
      free(block);
    block = older;
  }
  *arena = (Arena){0};
}
