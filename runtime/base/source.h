// Sources: the texts that were read, and spans in them. A position is a byte offset; line and column are worked out
// only when a diagnostic is rendered (habit 12).
#pragma once
#include "base/text.h"
#include "base/vec.h"

// A run of bytes [start, end) of source number `source`. Source 0 is "nowhere": what has no place in any text.
typedef struct Span {
  uint32_t source;
  uint32_t start, end;
} Span;

typedef struct Source {
  Text path;              // as shown to the user
  Text text;              // the whole content; lives as long as the arena given to source_add
  uint32_t *line_starts;  // offsets; null until first asked for
  uint32_t line_count;
  uint32_t seen_offset, seen_column;  // the position asked for last: the next one is often near it
} Source;

typedef struct Sources {
  Arena *arena;
  VEC(Source) list;  // number n stands at n - 1 - before
  uint32_t before;   // how many numbers are another's: a thread's own list holds the one text that it works on
} Sources;

// Line and column count from 1; the column counts code points.
typedef struct Position {
  uint32_t line, column;
} Position;

// Registers a text (under 4 GiB; not copied) and returns its number, from 1.
uint32_t source_add(Sources *sources, Text path, Text text);
// Null for source 0.
Source *source_get(const Sources *sources, uint32_t source);
Position source_position(const Sources *sources, uint32_t source, uint32_t offset);
// Line number `line` (from 1), without its line end.
Text source_line(const Sources *sources, uint32_t source, uint32_t line);
// The whole of a source.
Span source_span(const Sources *sources, uint32_t source);
// The bytes of a span; empty for source 0.
Text source_text(const Sources *sources, Span span);

static inline Span span_join(Span first, Span last) { return (Span){first.source, first.start, last.end}; }
