// What both writers share: bytes into a buffer without a call each, whole numbers, and the search for the first byte of
// a text that cannot stand in quotes as it is.
#pragma once
#include <string.h>

#include "base/text.h"

static inline char *out_room(Buffer *out, size_t size) {
  if (out->capacity - out->size < size) buffer_reserve(out, size);
  return out->at + out->size;
}

static inline void out_char(Buffer *out, char c) {
  *out_room(out, 1) = c;
  out->size++;
}

static inline void out_text(Buffer *out, Text text) {
  if (text.size == 0) return;
  memcpy(out_room(out, text.size), text.at, text.size);
  out->size += text.size;
}

// A line end and `blanks` blanks, written 16 at a time, up to 15 too many into room that is there.
static inline void out_line(Buffer *out, size_t blanks) {
  char *at = out_room(out, blanks + 17);
  *at++ = '\n';
  for (size_t i = 0; i < blanks; i += 16) memcpy(at + i, "                ", 16);
  out->size += blanks + 1;
}

void out_int(Buffer *out, int64_t integer);
size_t out_int_size(int64_t integer);

// Whether any of eight bytes is `"`, `\`, DEL or a control character below the blank. Each test marks such a byte in
// its high bit; a borrow may mark bytes above a true mark, never one without any: good for yes or no.
static inline bool out_has_special(uint64_t word) {
  const uint64_t ones = 0x0101010101010101u, highs = ones * 0x80;
  uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\', delete = word ^ ones * 0x7F;
  return ((((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
           ((delete - ones) & ~delete)) &
          highs) != 0;
}

static inline bool out_is_special(unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7F; }

// The first such byte in [at, end), or end.
static inline const char *out_special(const char *at, const char *end) {
  for (uint64_t word; end - at >= 8; at += 8) {
    memcpy(&word, at, 8);
    if (out_has_special(word)) break;
  }
  while (at < end && !out_is_special((unsigned char)*at)) at++;
  return at;
}

// Copies a text to `to`, looking at each byte on the way; false where one of them is special (then what was written is
// of no use). Texts of 4 bytes and more are read by words, the last of which overlaps the one before.
static inline bool out_copy_clean(char *to, Text text) {
  size_t i = 0;
  uint64_t word;
  if (text.size >= 8) {
    for (; i + 8 <= text.size; i += 8) {
      memcpy(&word, text.at + i, 8);
      if (out_has_special(word)) return false;
      memcpy(to + i, &word, 8);
    }
    memcpy(&word, text.at + text.size - 8, 8);
    memcpy(to + text.size - 8, &word, 8);
    return !out_has_special(word);
  }
  if (text.size >= 4) {
    uint32_t first, last;
    memcpy(&first, text.at, 4);
    memcpy(&last, text.at + text.size - 4, 4);
    memcpy(to, &first, 4);
    memcpy(to + text.size - 4, &last, 4);
    return !out_has_special((uint64_t)first << 32 | last);
  }
  for (; i < text.size; i++) {
    if (out_is_special((unsigned char)text.at[i])) return false;
    to[i] = text.at[i];
  }
  return true;
}

// The escape of one byte that out_special finds, as JSON and YAML's double quotes both know it.
void out_escape(Buffer *out, unsigned char byte);
size_t out_escape_size(unsigned char byte);
