// Collecting diagnostics.
#include "base/diag.h"

// A message that quotes a long value keeps its beginning and its end, which say what is wrong with it.
static Text brief(Arena *arena, Text message) {
  enum { MOST = 500, FIRST = 300, LAST = 180 };
  if (message.size <= MOST) return message;
  size_t first = FIRST, last = message.size - LAST;
  while (first > 0 && (message.at[first] & 0xC0) == 0x80) first--;
  while (last < message.size && (message.at[last] & 0xC0) == 0x80) last++;
  Text head = text_slice(message, 0, first), tail = text_slice(message, last, message.size);
  return text_format(arena, "%.*s ... %.*s", TEXT_ARG(head), TEXT_ARG(tail));
}

static Diag *add(Diags *diags, Level level, const char *code, Span span, const char *format, va_list arguments) {
  Diag *diag = ARENA_NEW(diags->arena, Diag);
  diag->code = code;
  diag->level = level;
  diag->span = span;
  diag->message = brief(diags->arena, text_format_list(diags->arena, format, arguments));
  vec_push(diags->arena, &diags->list, diag);
  if (level == LEVEL_ERROR) diags->errors++;
  if (level == LEVEL_WARNING) diags->warnings++;
  return diag;
}

Diag *diag_add(Diags *diags, Level level, const char *code, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Diag *diag = add(diags, level, code, span, format, arguments);
  va_end(arguments);
  return diag;
}

Diag *diag_error(Diags *diags, const char *code, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Diag *diag = add(diags, LEVEL_ERROR, code, span, format, arguments);
  va_end(arguments);
  return diag;
}

Diag *diag_warning(Diags *diags, const char *code, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Diag *diag = add(diags, LEVEL_WARNING, code, span, format, arguments);
  va_end(arguments);
  return diag;
}

void diag_help(Diags *diags, Diag *diag, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  diag->help = text_format_list(diags->arena, format, arguments);
  va_end(arguments);
}

void diag_note(Diags *diags, Diag *diag, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Note note = {span, text_format_list(diags->arena, format, arguments)};
  va_end(arguments);
  vec_push(diags->arena, &diag->notes, note);
}

void diag_edit(Diags *diags, Diag *diag, Edit edit) { vec_push(diags->arena, &diag->edits, edit); }

void diag_keep_path(Arena *arena, Diag *diag) {
  for (size_t i = 0; i < diag->path.count; i++)
    if (diag->path.items[i].key.at) diag->path.items[i].key = text_copy(arena, diag->path.items[i].key);
}

void diag_suggest(Diags *diags, Diag *diag, Text word, const Text *candidates, size_t count) {
  Text nearest = text_nearest(word, candidates, count);
  if (nearest.size) diag_help(diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
}
