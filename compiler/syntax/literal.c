// Numbers lose their '_', texts their escapes and indentation.
#include "syntax/literal.h"

Text literal_number(const LiteralContext *context, Token token) {
  Text digits = text_slice(context->text, token.start, token.end);
  if (token.kind == TOKEN_QUANTITY) digits.size -= strlen(lex_unit_name((Unit)token.word));
  if (!memchr(digits.at, '_', digits.size)) return digits;
  char *at = arena_alloc(context->arena, digits.size);
  Text result = {at, 0};
  for (size_t i = 0; i < digits.size; i++)
    if (digits.at[i] != '_') at[result.size++] = digits.at[i];
  return result;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// '\u{' 1-6 hex '}', at the backslash. Returns how many bytes it takes, 0 where it is none.
static size_t unicode_escape(const char *at, size_t size, uint32_t *out) {
  if (size < 4 || at[2] != '{') return 0;
  uint32_t c = 0;
  size_t i = 3;
  for (; i < size && i < 9 && hex_digit(at[i]) >= 0; i++) c = c * 16 + (uint32_t)hex_digit(at[i]);
  if (i == 3 || i >= size || at[i] != '}') return 0;
  *out = c;
  return i + 1;
}

static void bad_escape(const LiteralContext *context, uint32_t start, uint32_t end) {
  Text written = text_slice(context->text, start, end);
  Diag *diag = diag_error(context->diags, "E0106", (Span){context->source, start, end}, "'%.*s' is no escape",
                          TEXT_ARG(written));
  diag_help(context->diags, diag,
            "write \\\\ for a backslash; the escapes are \\n \\t \\r \\\" \\\\ \\$ \\u{...}; a text in '...' has none");
}

// Puts what the escape at `at` stands for at `out` and returns behind how many bytes of the source the text goes on.
static uint32_t put_escape(const LiteralContext *context, uint32_t at, uint32_t end, char *out, size_t *size,
                           bool *good) {
  static const char plain[][2] = {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'"', '"'}, {'\\', '\\'}, {'$', '$'}};
  const char *text = context->text.at;
  char next = at + 1 < end ? text[at + 1] : 0;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (next == plain[i][0]) {
      out[(*size)++] = plain[i][1];
      return 2;
    }
  uint32_t c = 0;
  size_t taken = next == 'u' ? unicode_escape(text + at, end - at, &c) : 0;
  if (taken && c > 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF)) {
    *size += utf8_put(c, out + *size);
    return (uint32_t)taken;
  }
  *good = false;
  if (taken) {
    Diag *diag = diag_error(context->diags, "E0106", (Span){context->source, at, at + (uint32_t)taken},
                            "U+%04X is no character of a text", c);
    diag_help(context->diags, diag, "a code point is 1 to 10FFFF, but for D800 to DFFF");
    return (uint32_t)taken;
  }
  uint32_t behind = at + 1;
  if (behind < end) behind++;
  while (behind < end && ((unsigned char)text[behind] & 0xC0) == 0x80) behind++;
  bad_escape(context, at, behind);
  return behind - at;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The blanks before the closing quotes; false where other text stands there.
static bool closing_blanks(const LiteralContext *context, const LiteralRun *last, Text *out) {
  uint32_t at = last->end;
  while (at > last->start && blank(context->text.at[at - 1])) at--;
  *out = text_slice(context->text, at, last->end);
  return at > last->start && context->text.at[at - 1] == '\n';
}

static void bad_lines(const LiteralContext *context, uint32_t start, uint32_t end, const char *message) {
  Diag *diag = diag_error(context->diags, "E0107", (Span){context->source, start, end}, "%s", message);
  diag_help(
      context->diags, diag,
      "the text begins on the line after the opening quotes, and the closing quotes stand on a line of their own");
}

// Passes the blanks at the beginning of a line that the closing quotes have too. Returns where the line's text begins.
static uint32_t pass_indentation(const LiteralContext *context, uint32_t at, uint32_t end, bool last_run, Text blanks,
                                 bool *good) {
  const char *text = context->text.at;
  uint32_t i = 0;
  while (i < blanks.size && at + i < end && text[at + i] == blanks.at[i]) i++;
  if (i == blanks.size) return at + i;
  uint32_t first = at;
  while (first < end && blank(text[first])) first++;
  if (first < end ? text[first] == '\n' : last_run) return first;
  Diag *diag = diag_error(context->diags, "E0108", (Span){context->source, at, first < end ? first + 1 : first},
                          "this line stands further left than the closing quotes");
  diag_help(context->diags, diag, "begin every line of the text with the blanks that stand before the closing quotes");
  *good = false;
  return at + i;
}

// One run: `lines` takes the blanks off its lines, `escapes` resolves escapes.
static Text run_value(const LiteralContext *context, const LiteralRun *run, bool lines, bool escapes, bool last,
                      Text blanks, bool *good) {
  const char *text = context->text.at;
  // An escape is never shorter than its value: \u{7F} is the nearest, six bytes for one.
  char *out = arena_alloc(context->arena, (size_t)(run->end - run->start) + 1);
  size_t size = 0;
  for (uint32_t at = run->start; at < run->end;) {
    char c = text[at];
    if (c == '\\' && escapes) {
      at += put_escape(context, at, run->end, out, &size, good);
    } else if (lines && c == '\r' && at + 1 < run->end && text[at + 1] == '\n') {
      at++;
    } else {
      out[size++] = c;
      at++;
      if (lines && c == '\n') at = pass_indentation(context, at, run->end, last, blanks, good);
    }
  }
  return (Text){out, size};
}

bool literal_text(const LiteralContext *context, Quote quote, LiteralRun *runs, size_t count) {
  bool lines = quote == QUOTE_LINES || quote == QUOTE_RAW_LINES, escapes = quote == QUOTE_PLAIN || quote == QUOTE_LINES;
  bool good = true;
  Text blanks = {0};
  if (lines) {
    uint32_t at = runs[0].start;
    while (at < runs[0].end && blank(context->text.at[at])) at++;
    if (at >= runs[0].end || context->text.at[at] != '\n') {
      bad_lines(context, runs[0].start - 3, at < runs[0].end ? at + 1 : at,
                "text stands on the line of the opening quotes");
      return false;
    }
    LiteralRun *last = &runs[count - 1];
    if (!closing_blanks(context, last, &blanks)) {
      bad_lines(context, last->end, last->end + 3, "text stands on the line of the closing quotes");
      return false;
    }
    runs[0].start = at;
    last->end -= (uint32_t)blanks.size;
  }
  for (size_t i = 0; i < count; i++) {
    LiteralRun *run = &runs[i];
    Text written = text_slice(context->text, run->start, run->end);
    if (!lines && (!escapes || !memchr(written.at, '\\', written.size))) {
      run->value = written;
      continue;
    }
    Text value = run_value(context, run, lines, escapes, i == count - 1, blanks, &good);
    // The line end after the opening quotes and the one before the closing quotes are not part of the text.
    if (lines && i == 0 && value.size) value = text_slice(value, 1, value.size);
    if (lines && i == count - 1 && value.size && value.at[value.size - 1] == '\n') value.size--;
    run->value = value;
  }
  return good;
}
