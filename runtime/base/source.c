// The table of line starts is made when a text is first asked for a position.
#include "base/source.h"

uint32_t source_add(Sources *sources, Text path, Text text) {
  if (text.size >= UINT32_MAX) base_abort("source_add: a text of 4 GiB or more");
  vec_push(sources->arena, &sources->list, ((Source){.path = path, .text = text}));
  return (uint32_t)sources->list.count + sources->before;
}

Source *source_get(const Sources *sources, uint32_t source) {
  if (source <= sources->before || source - sources->before > sources->list.count) return NULL;
  return &sources->list.items[source - sources->before - 1];
}

static void index_lines(Arena *arena, Source *source) {
  uint32_t count = 1;
  for (size_t i = 0; i < source->text.size; i++) count += source->text.at[i] == '\n';
  source->line_starts = ARENA_ARRAY(arena, uint32_t, count);
  source->line_count = count;
  uint32_t line = 1;
  for (uint32_t i = 0; i < source->text.size; i++)
    if (source->text.at[i] == '\n') source->line_starts[line++] = i + 1;
}

Position source_position(const Sources *sources, uint32_t number, uint32_t offset) {
  Source *source = source_get(sources, number);
  if (!source) return (Position){1, 1};
  if (!source->line_starts) index_lines(sources->arena, source);
  if (offset > source->text.size) offset = (uint32_t)source->text.size;
  uint32_t low = 0, high = source->line_count;
  while (high - low > 1) {
    uint32_t middle = (low + high) / 2;
    if (source->line_starts[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  uint32_t start = source->line_starts[low];
  if (low == 0 && text_starts_with(source->text, TEXT("\xEF\xBB\xBF")) && offset >= 3) start = 3;
  // From the line's start, or from the position asked for last where that is nearer: a template may be one long line.
  uint32_t seen = source->seen_offset;
  bool same_line = seen >= start && (low + 1 == source->line_count || seen < source->line_starts[low + 1]);
  uint32_t column;
  if (same_line && seen <= offset)
    column = source->seen_column + (uint32_t)utf8_count(text_slice(source->text, seen, offset));
  else if (same_line && seen - offset < offset - start)
    column = source->seen_column - (uint32_t)utf8_count(text_slice(source->text, offset, seen));
  else
    column = (uint32_t)utf8_count(text_slice(source->text, start, offset));
  source->seen_offset = offset;
  source->seen_column = column;
  return (Position){low + 1, column + 1};
}

Text source_line(const Sources *sources, uint32_t number, uint32_t line) {
  Source *source = source_get(sources, number);
  if (!source) return (Text){0};
  if (!source->line_starts) index_lines(sources->arena, source);
  if (line == 0 || line > source->line_count) return (Text){0};
  uint32_t start = source->line_starts[line - 1];
  uint32_t end = line < source->line_count ? source->line_starts[line] - 1 : (uint32_t)source->text.size;
  if (end > start && source->text.at[end - 1] == '\r') end--;
  return text_slice(source->text, start, end);
}

Span source_span(const Sources *sources, uint32_t number) {
  const Source *source = source_get(sources, number);
  return (Span){number, 0, source ? (uint32_t)source->text.size : 0};
}

Text source_text(const Sources *sources, Span span) {
  Source *source = source_get(sources, span.source);
  return source ? text_slice(source->text, span.start, span.end) : (Text){0};
}
