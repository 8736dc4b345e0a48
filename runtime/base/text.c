// Text, growing buffers and UTF-8.
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool text_equal_caseless(Text a, Text b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++) {
    char x = a.at[i], y = b.at[i];
    if (x >= 'A' && x <= 'Z') x += 'a' - 'A';
    if (y >= 'A' && y <= 'Z') y += 'a' - 'A';
    if (x != y) return false;
  }
  return true;
}

// Byte by byte: most comparisons end at the first, or behind a prefix that all share.
bool text_is_string(Text a, const char *b) {
  for (size_t i = 0; i < a.size; i++)
    if (a.at[i] != b[i] || !b[i]) return false;
  return !b[a.size];
}

int text_compare(Text a, Text b) {
  size_t shared = a.size < b.size ? a.size : b.size;
  int order = shared ? memcmp(a.at, b.at, shared) : 0;
  if (order) return order;
  return a.size < b.size ? -1 : a.size > b.size;
}

bool text_ends_with(Text text, Text suffix) {
  return text.size >= suffix.size &&
         (suffix.size == 0 || memcmp(text.at + text.size - suffix.size, suffix.at, suffix.size) == 0);
}

size_t text_find(Text text, Text needle, size_t from) {
  if (needle.size == 0) return from <= text.size ? from : SIZE_MAX;
  for (size_t i = from; i + needle.size <= text.size;) {
    const char *hit = memchr(text.at + i, needle.at[0], text.size - needle.size - i + 1);
    if (!hit) break;
    i = (size_t)(hit - text.at);
    if (memcmp(hit, needle.at, needle.size) == 0) return i;
    i++;
  }
  return SIZE_MAX;
}

Text text_slice(Text text, size_t start, size_t end) {
  if (end > text.size) end = text.size;
  if (start > end) start = end;
  return (Text){text.at ? text.at + start : NULL, end - start};
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Text text_trim(Text text) {
  while (text.size && is_blank(text.at[0])) text.at++, text.size--;
  while (text.size && is_blank(text.at[text.size - 1])) text.size--;
  return text;
}

uint32_t text_hash(Text text) {  // FNV-1a over 8-byte words, then the rest by bytes
  uint64_t hash = 0xcbf29ce484222325u ^ text.size;
  size_t i = 0;
  for (; i + 8 <= text.size; i += 8) {
    uint64_t word;
    memcpy(&word, text.at + i, 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  for (; i < text.size; i++) hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
  hash ^= hash >> 32;
  hash *= 0x9e3779b97f4a7c15u;
  return (uint32_t)(hash >> 32);
}

Text text_copy(Arena *arena, Text text) { return (Text){arena_copy(arena, text.at, text.size), text.size}; }

Text text_format_list(Arena *arena, const char *format, va_list arguments) {
  char small[512];
  va_list again;
  va_copy(again, arguments);
  int needed = vsnprintf(small, sizeof small, format, arguments);
  if (needed < 0) base_abort("text_format: bad format");
  char *at = arena_alloc(arena, (size_t)needed + 1);
  if ((size_t)needed < sizeof small)
    memcpy(at, small, (size_t)needed + 1);
  else
    vsnprintf(at, (size_t)needed + 1, format, again);
  va_end(again);
  return (Text){at, (size_t)needed};
}

Text text_format(Arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text text = text_format_list(arena, format, arguments);
  va_end(arguments);
  return text;
}

static unsigned char lower(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

enum { LONGEST_WORD = 80 };

// Damerau-Levenshtein (adjacent swaps) with costs in halves: a change of case alone costs 1, any other edit 2.
static size_t distance(Text a, Text b) {
  size_t rows[3][LONGEST_WORD + 1];
  size_t *before = rows[0], *above = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b.size; j++) above[j] = 2 * j;
  for (size_t i = 1; i <= a.size; i++) {
    row[0] = 2 * i;
    for (size_t j = 1; j <= b.size; j++) {
      size_t change = a.at[i - 1] == b.at[j - 1] ? 0 : lower(a.at[i - 1]) == lower(b.at[j - 1]) ? 1 : 2;
      size_t best = above[j - 1] + change;
      if (above[j] + 2 < best) best = above[j] + 2;
      if (row[j - 1] + 2 < best) best = row[j - 1] + 2;
      if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] && before[j - 2] + 2 < best)
        best = before[j - 2] + 2;
      row[j] = best;
    }
    size_t *spare = before;
    before = above, above = row, row = spare;
  }
  return above[b.size];
}

Text text_nearest(Text word, const Text *candidates, size_t count) {
  Text best = {0};
  if (word.size == 0 || word.size > LONGEST_WORD) return best;
  size_t limit = word.size <= 2 ? 2 : 2 * ((word.size + 2) / 3), best_distance = limit + 1;
  for (size_t i = 0; i < count; i++) {
    size_t size = candidates[i].size;
    if (size == 0 || size > LONGEST_WORD) continue;
    size_t gap = size > word.size ? size - word.size : word.size - size;
    if (2 * gap >= best_distance) continue;
    size_t d = distance(word, candidates[i]);
    if (d < best_distance) best_distance = d, best = candidates[i];
  }
  return best;
}

void buffer_reserve(Buffer *buffer, size_t more) {
  if (buffer->capacity - buffer->size >= more) return;
  size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
  while (capacity - buffer->size < more) capacity *= 2;
  buffer->at = base_realloc(buffer->at, capacity);
  buffer->capacity = capacity;
}

void buffer_add(Buffer *buffer, Text text) {
  if (text.size == 0) return;
  buffer_reserve(buffer, text.size);
  memcpy(buffer->at + buffer->size, text.at, text.size);
  buffer->size += text.size;
}

void buffer_add_char(Buffer *buffer, char c) {
  buffer_reserve(buffer, 1);
  buffer->at[buffer->size++] = c;
}

void buffer_add_string(Buffer *buffer, const char *s) { buffer_add(buffer, text_of(s)); }

void buffer_fill(Buffer *buffer, char c, size_t count) {
  if (count == 0) return;
  buffer_reserve(buffer, count);
  memset(buffer->at + buffer->size, c, count);
  buffer->size += count;
}

void buffer_format(Buffer *buffer, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int needed = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (needed < 0) base_abort("buffer_format: bad format");
  buffer_reserve(buffer, (size_t)needed + 1);
  vsnprintf(buffer->at + buffer->size, (size_t)needed + 1, format, again);
  va_end(again);
  buffer->size += (size_t)needed;
}

Text buffer_take(Buffer *buffer, Arena *arena) {
  Text text = text_copy(arena, buffer_text(buffer));
  buffer_free(buffer);
  return text;
}

void buffer_free(Buffer *buffer) {
  free(buffer->at);
  *buffer = (Buffer){0};
}

// The table of well-formed byte sequences is Unicode 15, table 3-7.
size_t utf8_check(Text text) {
  const unsigned char *s = (const unsigned char *)text.at;
  size_t i = 0, n = text.size;
  while (i < n) {
    if (i + 8 <= n) {  // eight ASCII bytes at a time
      uint64_t word;
      memcpy(&word, s + i, 8);
      if (!(word & 0x8080808080808080u)) {
        i += 8;
        continue;
      }
    }
    unsigned char c = s[i];
    if (c < 0x80) {
      i++;
      continue;
    }
    size_t more = c >= 0xC2 && c <= 0xDF ? 1 : c >= 0xE0 && c <= 0xEF ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
    if (!more || more >= n - i) return i;
    unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (s[i + 1] < low || s[i + 1] > high) return i;
    for (size_t k = 2; k <= more; k++)
      if (s[i + k] < 0x80 || s[i + k] > 0xBF) return i;
    i += more + 1;
  }
  return n;
}

size_t utf8_count(Text text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size; i++) count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
  return count;
}

size_t utf8_put(uint32_t c, char out[4]) {
  if (c < 0x80) return out[0] = (char)c, 1;
  if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), 2;
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 63)), out[2] = (char)(0x80 | (c & 63));
    return 3;
  }
  out[0] = (char)(0xF0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 63));
  out[2] = (char)(0x80 | (c >> 6 & 63)), out[3] = (char)(0x80 | (c & 63));
  return 4;
}

uint32_t utf8_decode(Text text, size_t *offset) {
  const unsigned char *s = (const unsigned char *)text.at + *offset;
  if (s[0] < 0x80) return *offset += 1, s[0];
  if (s[0] < 0xE0) return *offset += 2, (uint32_t)(s[0] & 31) << 6 | (s[1] & 63);
  if (s[0] < 0xF0) return *offset += 3, (uint32_t)(s[0] & 15) << 12 | (uint32_t)(s[1] & 63) << 6 | (s[2] & 63);
  *offset += 4;
  return (uint32_t)(s[0] & 7) << 18 | (uint32_t)(s[1] & 63) << 12 | (uint32_t)(s[2] & 63) << 6 | (s[3] & 63);
}
