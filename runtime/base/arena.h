// Arena: memory that is freed as a whole. A stage allocates what it builds from one arena; nothing is freed singly.
// Blocks double up to 256 KiB; once 2 MiB are used each is a huge page: a small program touches little memory, a large
// one few pages.
// No memory is a failure that nobody can mend: the process aborts with a message (habit 11).
#pragma once
#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
  ArenaBlock *block;  // the newest block; older ones are linked behind it
  ArenaBlock *spare;  // a block given back by arena_release, all zeroes; or null
  char *next;         // first free byte of `block`
  char *end;          // one past its last byte
  size_t used;        // bytes handed out, for statistics
} Arena;

// An empty arena is all zeroes: `Arena arena = {0};` needs no init.

// Returns `size` zeroed bytes aligned for pointers and all that is no larger; valid until arena_free. Never null.
void *arena_alloc(Arena *arena, size_t size);

// Returns a copy of `size` bytes followed by one NUL byte, so that it may be handed to C interfaces too.
char *arena_copy(Arena *arena, const void *bytes, size_t size);

// Gives back everything at once and leaves the arena empty and usable.
void arena_free(Arena *arena);

// For scratch memory, which is used again while it is still in the cache: what was allocated since the mark is given
// back by arena_release. Marks nest. AddressSanitizer reports whoever goes on using it.
typedef struct ArenaMark {
  ArenaBlock *block, *older;
  char *next;
  size_t used;
} ArenaMark;

ArenaMark arena_mark(const Arena *arena);
void arena_release(Arena *arena, ArenaMark mark);

// Moves all that `from` holds into `into`, which frees it; `from` is empty then.
void arena_adopt(Arena *into, Arena *from);

#define ARENA_NEW(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define ARENA_ARRAY(arena, T, count) ((T *)arena_alloc((arena), sizeof(T) * (count)))

// Ends the process with `message` on stderr: for bugs and exhausted memory, never for a user's mistake.
_Noreturn void base_abort(const char *message);

// malloc and realloc that abort instead of returning null, for buffers that outgrow arenas.
void *base_malloc(size_t size);
void *base_realloc(void *old, size_t size);
