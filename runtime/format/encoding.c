// Checked once and whole, so that the readers behind it meet no broken sequence.
#include "format/encoding.h"

#include "format/format.h"

static bool refuse(Diags *diags, Span span, const char *message, const char *help) {
  Diag *diag = diag_error(diags, FORMAT_ERROR, span, "%s", message);
  diag_help(diags, diag, "%s", help);
  return false;
}

static bool is_utf16(Text text) {
  if (text.size < 2) return false;
  if (memcmp(text.at, "\xFF\xFE", 2) == 0 || memcmp(text.at, "\xFE\xFF", 2) == 0) return true;
  return (text.at[0] == 0) != (text.at[1] == 0);  // the first character of a template is ASCII
}

bool encoding_check(Diags *diags, const Sources *sources, uint32_t source, uint32_t *start) {
  Text text = source_get(sources, source)->text;
  *start = text_starts_with(text, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
  if (is_utf16(text))
    return refuse(diags, (Span){source, 0, 2}, "the text is UTF-16, not UTF-8", "save the file as UTF-8");
  size_t bad = utf8_check(text);
  const char *nul = text.size ? memchr(text.at, 0, bad) : NULL;
  if (nul) {
    uint32_t at = (uint32_t)(nul - text.at);
    return refuse(diags, (Span){source, at, at + 1}, "the text holds a NUL byte",
                  "remove it; a template is plain text");
  }
  if (bad == text.size) return true;
  Diag *diag = diag_error(diags, FORMAT_ERROR, (Span){source, (uint32_t)bad, (uint32_t)bad + 1},
                          "byte 0x%02X is not valid UTF-8 here", (unsigned char)text.at[bad]);
  diag_help(diags, diag, "save the file as UTF-8");
  return false;
}

Text encoding_quote(Arena *arena, Text text) {
  enum { MOST = 60 };
  size_t end = 0, count = 0;
  while (end < text.size && count < MOST) {
    utf8_decode(text, &end);
    count++;
  }
  Text cut = text_format(arena, "%.*s%s", (int)end, end ? text.at : "", end < text.size ? "..." : "");
  char *at = arena_copy(arena, cut.at, cut.size);
  for (size_t i = 0; i < cut.size; i++)
    if ((unsigned char)at[i] < ' ' || at[i] == 0x7F) at[i] = '?';
  return (Text){at, cut.size};
}

Text encoding_name(Arena *arena, Text text, size_t offset) {
  if (offset >= text.size) return TEXT("the end of the text");
  size_t end = offset;
  uint32_t c = utf8_decode(text, &end);
  bool prints = c > ' ' && c != 0x7F && !(c >= 0x80 && c <= 0xA0) && c != 0xFEFF && !(c >= 0x2000 && c <= 0x200F) &&
                !(c >= 0x2028 && c <= 0x202F);
  if (c == ' ') return TEXT("a blank");
  if (c == '\t') return TEXT("a tab");
  if (c == '\n' || c == '\r') return TEXT("the end of the line");
  if (!prints) return text_format(arena, "U+%04X", (unsigned)c);
  return text_format(arena, "'%.*s'", (int)(end - offset), text.at + offset);
}
