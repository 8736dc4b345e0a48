// Text: a run of UTF-8 bytes, by pointer and length. It never owns what it points to; the arena or source does.
// There is no terminating NUL unless a function says so.
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

typedef struct Text {
  const char *at;
  size_t size;  // bytes
} Text;

#define TEXT(literal) ((Text){"" literal, sizeof(literal) - 1})
// For printf's "%.*s".
#define TEXT_ARG(text) (int)(text).size, (text).at ? (text).at : ""

static inline Text text_of(const char *nul_terminated) {
  return (Text){nul_terminated, nul_terminated ? __builtin_strlen(nul_terminated) : 0};
}
static inline bool text_equal(Text a, Text b) {
  if (a.size != b.size) return false;
  return a.at == b.at || a.size == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.size) == 0);
}
bool text_equal_caseless(Text a, Text b);  // ASCII letters alone
bool text_is_string(Text a, const char *b);
// Whether `a` is the C string `b`. A literal's size is known, and a few bytes are compared as one word; with others
// most comparisons end at the first byte.
static inline bool text_is(Text a, const char *b) {
  if (!__builtin_constant_p(__builtin_strlen(b))) return a.size ? a.at[0] == b[0] && text_is_string(a, b) : !b[0];
  size_t size = __builtin_strlen(b);
  return a.size == size && (size == 0 || memcmp(a.at, b, size) == 0);
}
// Byte order: <0, 0, >0.
int text_compare(Text a, Text b);
static inline bool text_starts_with(Text text, Text prefix) {
  return text.size >= prefix.size && (prefix.size == 0 || memcmp(text.at, prefix.at, prefix.size) == 0);
}
bool text_ends_with(Text text, Text suffix);
// Offset of the first `needle` in `text` at or after `from`; SIZE_MAX where there is none.
size_t text_find(Text text, Text needle, size_t from);
Text text_slice(Text text, size_t start, size_t end);
// Without ASCII blanks, tabs, CR and LF at both ends.
Text text_trim(Text text);
uint32_t text_hash(Text text);

// A copy in the arena, NUL behind it.
Text text_copy(Arena *arena, Text text);
Text text_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
Text text_format_list(Arena *arena, const char *format, va_list arguments);

// The one of `candidates` nearest to `word` (Damerau-Levenshtein, case ignored at half cost), where the distance is at
// most a third of the word's length; an empty Text where none is near. For "did you mean" helps.
Text text_nearest(Text word, const Text *candidates, size_t count);

// Growing text; malloc'ed, so that a large output costs no copies of itself in an arena. All zeroes is empty.
typedef struct Buffer {
  char *at;
  size_t size, capacity;
} Buffer;

// Makes room for `more` bytes; a writer that counts for itself may then fill at + size and move size on.
void buffer_reserve(Buffer *buffer, size_t more);
void buffer_add(Buffer *buffer, Text text);
void buffer_add_char(Buffer *buffer, char c);
void buffer_add_string(Buffer *buffer, const char *nul_terminated);
void buffer_fill(Buffer *buffer, char c, size_t count);
void buffer_format(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline Text buffer_text(const Buffer *buffer) { return (Text){buffer->at, buffer->size}; }
// Copies what it holds into the arena and frees the buffer.
Text buffer_take(Buffer *buffer, Arena *arena);
void buffer_free(Buffer *buffer);

// UTF-8.
// Offset of the first byte that is not well-formed UTF-8 (overlong forms, surrogates and over U+10FFFF are not);
// text.size where all of it is.
size_t utf8_check(Text text);
size_t utf8_count(Text text);  // code points of a well-formed text
// Writes code point `c` (not a surrogate, <= 0x10FFFF) as 1-4 bytes into `out` and returns how many.
// (Not "encode": jansson exports that name.)
size_t utf8_put(uint32_t c, char out[4]);
// Reads the code point at text.at[*offset] and moves *offset behind it; the text must be well-formed.
uint32_t utf8_decode(Text text, size_t *offset);
