// The lexer: one pass over the bytes, one switch on the first byte of a token. The only state beside the position is a
// stack of open `{` and `${`, since a `}` either is a token or goes on with the text around it.
#include "syntax/lex.h"

#include <stdlib.h>

#include "syntax/lex_errors.h"

// Classes of bytes.
enum { LETTER = 1, DIGIT = 2, BLANK = 4, IN_WORD = LETTER | DIGIT };

static const uint8_t classes[256] = {
    ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, ['_'] = LETTER, ['0' ... '9'] = DIGIT,
    [' '] = BLANK,          ['\t'] = BLANK,         ['\r'] = BLANK,
};

// After these a line end is dropped.
static const bool joins_after[TOKEN_KINDS] = {
    [TOKEN_COMMA] = 1,       [TOKEN_LEFT_PAREN] = 1, [TOKEN_LEFT_BRACKET] = 1, [TOKEN_LEFT_BRACE] = 1,
    [TOKEN_ASSIGN] = 1,      [TOKEN_COLON] = 1,      [TOKEN_FAT_ARROW] = 1,    [TOKEN_ARROW] = 1,
    [TOKEN_DOT] = 1,         [TOKEN_SAFE_DOT] = 1,   [TOKEN_FALLBACK] = 1,     [TOKEN_NOT] = 1,
    [TOKEN_BAR] = 1,         [TOKEN_SPREAD] = 1,     [TOKEN_RANGE] = 1,        [TOKEN_PLUS] = 1,
    [TOKEN_MINUS] = 1,       [TOKEN_STAR] = 1,       [TOKEN_SLASH] = 1,        [TOKEN_EQUAL] = 1,
    [TOKEN_NOT_EQUAL] = 1,   [TOKEN_LESS] = 1,       [TOKEN_LESS_EQUAL] = 1,   [TOKEN_MORE] = 1,
    [TOKEN_MORE_EQUAL] = 1,  [TOKEN_AND] = 1,        [TOKEN_OR] = 1,           [TOKEN_TEXT_START] = 1,
    [TOKEN_TEXT_MIDDLE] = 1,
};

// Before these a line end is dropped.
static const bool joins_before[TOKEN_KINDS] = {
    [TOKEN_END] = 1,        [TOKEN_RIGHT_BRACE] = 1, [TOKEN_RIGHT_PAREN] = 1, [TOKEN_RIGHT_BRACKET] = 1,
    [TOKEN_DOT] = 1,        [TOKEN_SAFE_DOT] = 1,    [TOKEN_FALLBACK] = 1,    [TOKEN_BAR] = 1,
    [TOKEN_FAT_ARROW] = 1,  [TOKEN_ARROW] = 1,       [TOKEN_RANGE] = 1,       [TOKEN_PLUS] = 1,
    [TOKEN_MINUS] = 1,      [TOKEN_STAR] = 1,        [TOKEN_SLASH] = 1,       [TOKEN_EQUAL] = 1,
    [TOKEN_NOT_EQUAL] = 1,  [TOKEN_LESS] = 1,        [TOKEN_LESS_EQUAL] = 1,  [TOKEN_MORE] = 1,
    [TOKEN_MORE_EQUAL] = 1, [TOKEN_AND] = 1,         [TOKEN_OR] = 1,          [TOKEN_TEXT_MIDDLE] = 1,
    [TOKEN_TEXT_END] = 1,
};

// An open `{`, or a text whose ${ } is being read.
typedef struct Opening {
  uint32_t start;  // of the text
  uint32_t hole;   // of its `${`
  bool text;
  uint8_t quote;
} Opening;

typedef struct Lexer {
  Arena *arena;
  Diags *diags;
  uint32_t source;
  const char *text;
  uint32_t size, at;
  Tokens *out;
  Opening *open;
  size_t open_count, open_capacity;
  bool line;         // a line end since the last token
  bool fresh;        // nothing but blanks since the line began
  bool joins;        // the last token drops a line end after it
  uint8_t previous;  // kind of the last token
  size_t bad_from;   // the first byte that is reported as no text
} Lexer;

static unsigned char byte_at(const Lexer *lexer, uint32_t at) {
  return at < lexer->size ? (unsigned char)lexer->text[at] : 0;
}

static Span span_from(const Lexer *lexer, uint32_t start) { return (Span){lexer->source, start, lexer->at}; }

static void push(Lexer *lexer, TokenKind kind, uint8_t word, uint32_t start, bool joins) {
  Tokens *out = lexer->out;
  if (out->count == out->capacity) {
    out->capacity = out->capacity ? out->capacity * 2 : 64 + lexer->size / 4;
    out->items = base_realloc(out->items, out->capacity * sizeof(Token));
  }
  bool joined = joins || joins_before[kind];
  bool newline = lexer->line && !lexer->joins && !joined;
  uint8_t line = (uint8_t)(lexer->line + (lexer->line && lexer->joins && !joined));
  out->items[out->count++] = (Token){start, lexer->at, (uint8_t)kind, word, newline, line};
  lexer->line = lexer->fresh = false;
  lexer->joins = joins || joins_after[kind];
  lexer->previous = (uint8_t)kind;
}

static void push_plain(Lexer *lexer, TokenKind kind, uint32_t size) {
  uint32_t start = lexer->at;
  lexer->at += size;
  push(lexer, kind, 0, start, false);
}

// ───────────────────────────── Blanks and comments ─────────────────────────────

static void add_comment(Lexer *lexer, uint32_t start, uint32_t end) {
  vec_push(lexer->arena, &lexer->out->comments, ((Comment){{lexer->source, start, end}, lexer->fresh}));
  lexer->fresh = false;
}

static void lex_line_comment(Lexer *lexer) {
  uint32_t start = lexer->at;
  const char *line_end = memchr(lexer->text + start, '\n', lexer->size - start);
  uint32_t end = line_end ? (uint32_t)(line_end - lexer->text) : lexer->size;
  lexer->at = end;
  while (end > start && classes[(unsigned char)lexer->text[end - 1]] == BLANK) end--;
  bool doc = byte_at(lexer, start + 2) == '/' && byte_at(lexer, start + 3) != '/';
  if (!doc) {
    add_comment(lexer, start, end);
    return;
  }
  vec_push(lexer->arena, &lexer->out->docs, ((DocLine){start, end, (uint32_t)lexer->out->count, lexer->fresh}));
  lexer->fresh = false;
}

// '/*' ... '*/', nested. Returns whether it is closed, and where it ends.
static bool skip_block_comment(const Lexer *lexer, uint32_t *at) {
  uint32_t depth = 1;
  *at += 2;
  while (*at < lexer->size && depth) {
    char c = lexer->text[*at], next = (char)byte_at(lexer, *at + 1);
    bool opens = c == '/' && next == '*', closes = c == '*' && next == '/';
    if (opens) depth++;
    if (closes) depth--;
    *at += opens || closes ? 2 : 1;
  }
  return !depth;
}

static void lex_block_comment(Lexer *lexer) {
  uint32_t start = lexer->at;
  if (!skip_block_comment(lexer, &lexer->at)) {
    lex_error_comment(lexer->diags, (Span){lexer->source, start, start + 2});
    lexer->out->cut = true;
  }
  add_comment(lexer, start, lexer->at);
}

// Whether the token that ends at `at` is a key: `=`, `:` or (an optional field) `?` follows on its line.
static bool is_key(const Lexer *lexer, uint32_t at) {
  for (;;) {
    while (at < lexer->size && classes[(unsigned char)lexer->text[at]] == BLANK) at++;
    if (byte_at(lexer, at) != '/' || byte_at(lexer, at + 1) != '*') break;
    skip_block_comment(lexer, &at);
  }
  unsigned char next = byte_at(lexer, at + 1);
  switch (byte_at(lexer, at)) {
    case '=': return next != '=' && next != '>';
    case ':': return true;
    case '?': return next != '?' && next != '.';
  }
  return false;
}

// ───────────────────────────── Names and numbers ─────────────────────────────

static Word find_word(const char *at, uint32_t size) {
  static const struct {
    char name[10];
    uint8_t size, word;
  } words[] = {
      {"if", 2, WORD_IF},
      {"in", 2, WORD_IN},
      {"fn", 2, WORD_FN},
      {"by", 2, WORD_BY},
      {"as", 2, WORD_AS},
      {"for", 3, WORD_FOR},
      {"let", 3, WORD_LET},
      {"out", 3, WORD_OUT},
      {"use", 3, WORD_USE},
      {"true", 4, WORD_TRUE},
      {"null", 4, WORD_NULL},
      {"then", 4, WORD_THEN},
      {"else", 4, WORD_ELSE},
      {"type", 4, WORD_TYPE},
      {"test", 4, WORD_TEST},
      {"false", 5, WORD_FALSE},
      {"param", 5, WORD_PARAM},
      {"stack", 5, WORD_STACK},
      {"moved", 5, WORD_MOVED},
      {"assert", 6, WORD_ASSERT},
      {"policy", 6, WORD_POLICY},
      {"override", 8, WORD_OVERRIDE},
      {"component", 9, WORD_COMPONENT},
  };
  // Where the words of a length begin in the table.
  static const uint8_t first[12] = {0, 0, 0, 5, 9, 15, 19, 21, 21, 22, 23, 23};
  if (size < 2 || size > 9) return WORD_NONE;
  for (unsigned i = first[size]; i < first[size + 1]; i++)
    if (words[i].name[0] == *at && !memcmp(words[i].name, at, size)) return (Word)words[i].word;
  return WORD_NONE;
}

static uint32_t skip_word(const Lexer *lexer, uint32_t at) {
  while (at < lexer->size && classes[(unsigned char)lexer->text[at]] & IN_WORD) at++;
  return at;
}

static void lex_name(Lexer *lexer) {
  uint32_t start = lexer->at;
  lexer->at = skip_word(lexer, start);
  bool aws = false;
  while (byte_at(lexer, lexer->at) == ':' && byte_at(lexer, lexer->at + 1) == ':') {
    uint32_t word = skip_word(lexer, lexer->at + 2);
    if (word == lexer->at + 2) {
      lexer->at = word;
      lex_error_aws_type(lexer->diags, span_from(lexer, start));
      push(lexer, TOKEN_BAD, 0, start, false);
      return;
    }
    lexer->at = word;
    aws = true;
  }
  if (aws) {
    push(lexer, TOKEN_AWS_TYPE, 0, start, false);
    return;
  }
  Word word = find_word(lexer->text + start, lexer->at - start);
  bool after_dot = lexer->previous == TOKEN_DOT || lexer->previous == TOKEN_SAFE_DOT;
  bool joins = (word == WORD_THEN || word == WORD_ELSE) && !after_dot && !is_key(lexer, lexer->at);
  push(lexer, TOKEN_NAME, (uint8_t)word, start, joins);
}

static const char *const unit_names[] = {
    [UNIT_B] = "B", [UNIT_KIB] = "KiB", [UNIT_MIB] = "MiB", [UNIT_GIB] = "GiB", [UNIT_TIB] = "TiB",   [UNIT_MS] = "ms",
    [UNIT_S] = "s", [UNIT_MIN] = "min", [UNIT_H] = "h",     [UNIT_D] = "d",     [UNIT_PERCENT] = "%",
};

const char *lex_unit_name(Unit unit) { return unit_names[unit]; }

// Passes digits with '_' between them; false where a '_' stands elsewhere.
static bool skip_digits(Lexer *lexer) {
  uint32_t start = lexer->at;
  bool clean = true;
  for (; lexer->at < lexer->size; lexer->at++) {
    char c = lexer->text[lexer->at];
    if (c == '_')
      clean &= lexer->at > start && lexer->text[lexer->at - 1] != '_';
    else if (classes[(unsigned char)c] != DIGIT)
      break;
  }
  return clean && (lexer->at == start || lexer->text[lexer->at - 1] != '_');
}

static void lex_number(Lexer *lexer) {
  uint32_t start = lexer->at;
  bool clean = skip_digits(lexer);
  bool zero = lexer->text[start] == '0' && lexer->at - start > 1;
  if (byte_at(lexer, lexer->at) == '.' && classes[byte_at(lexer, lexer->at + 1)] == DIGIT) {
    lexer->at++;
    clean &= skip_digits(lexer);
  }
  uint32_t unit_start = lexer->at;
  if (byte_at(lexer, lexer->at) == '%')
    lexer->at++;
  else
    lexer->at = skip_word(lexer, lexer->at);
  Text unit = {lexer->text + unit_start, lexer->at - unit_start};
  if (zero && unit.size && (unit.at[0] | 0x20) == 'x') zero = false;
  if (!clean || zero) {
    lex_error_number(lexer->diags, span_from(lexer, start), zero);
    push(lexer, TOKEN_BAD, 0, start, false);
    return;
  }
  if (!unit.size) {
    push(lexer, TOKEN_NUMBER, 0, start, false);
    return;
  }
  for (unsigned i = 0; i < sizeof unit_names / sizeof *unit_names; i++)
    if (text_is(unit, unit_names[i])) {
      push(lexer, TOKEN_QUANTITY, (uint8_t)i, start, false);
      return;
    }
  lex_error_unit(lexer->diags, span_from(lexer, start), text_slice((Text){lexer->text, lexer->size}, start, unit_start),
                 unit);
  push(lexer, TOKEN_BAD, 0, start, false);
}

// ───────────────────────────── Strings ─────────────────────────────

static void push_opening(Lexer *lexer, Opening opening) {
  if (lexer->open_count == lexer->open_capacity) {
    lexer->open_capacity = lexer->open_capacity ? lexer->open_capacity * 2 : 64;
    lexer->open = base_realloc(lexer->open, lexer->open_capacity * sizeof(Opening));
  }
  lexer->open[lexer->open_count++] = opening;
}

typedef enum Ending { ENDS_CLOSED, ENDS_HOLE, ENDS_LINE, ENDS_FILE } Ending;

static bool three(const Lexer *lexer, uint32_t at, char quote) {
  return byte_at(lexer, at) == quote && byte_at(lexer, at + 1) == quote && byte_at(lexer, at + 2) == quote;
}

// Passes the characters of a text from lexer->at, up to and with its closing quotes or `${`.
static Ending skip_text(Lexer *lexer, Quote quote) {
  bool lines = quote == QUOTE_LINES || quote == QUOTE_RAW_LINES, raw = quote == QUOTE_RAW || quote == QUOTE_RAW_LINES;
  char mark = raw ? '\'' : '"';
  const char *text = lexer->text;
  uint32_t at = lexer->at, size = lexer->size;
  Ending ending = ENDS_FILE;
  for (; at < size; at++) {
    char c = text[at];
    if (c == '\n' && !lines) {
      ending = ENDS_LINE;
      break;
    }
    if (c == mark && (!lines || three(lexer, at, mark))) {
      at += lines ? 3 : 1;
      ending = ENDS_CLOSED;
      break;
    }
    if (raw) continue;
    if (c == '$' && byte_at(lexer, at + 1) == '{') {
      at += 2;
      ending = ENDS_HOLE;
      break;
    }
    if (c == '\\' && at + 1 < size && text[at + 1] != '\n') at++;
  }
  lexer->at = at > size ? size : at;
  return ending;
}

// Whether [start, end) has bytes that were reported as no text.
static bool has_bad_bytes(const Lexer *lexer, uint32_t start, uint32_t end) {
  if (end <= lexer->bad_from) return false;
  Text text = {lexer->text + start, end - start};
  return utf8_check(text) != text.size || memchr(text.at, 0, text.size);
}

static bool has_line_end(const Lexer *lexer, uint32_t start, uint32_t end) {
  return memchr(lexer->text + start, '\n', end - start) != NULL;
}

// A one-line text met the end of its line. Inside the ${ } of another text of that line it is that text's own closing
// quote, and a `}` is missing: `"a ${b"`.
static void unclosed_on_line(Lexer *lexer, uint32_t start) {
  size_t first = lexer->open_count;
  for (size_t i = lexer->open_count; i-- > 0;) {
    const Opening *opening = &lexer->open[i];
    if (has_line_end(lexer, opening->text ? opening->start : start, lexer->at)) break;
    if (opening->text) first = i;
  }
  if (first == lexer->open_count) {
    lex_error_string(lexer->diags, span_from(lexer, start), byte_at(lexer, start));
    push(lexer, TOKEN_BAD, 0, start, false);
    return;
  }
  uint32_t hole = lexer->open[first].hole;
  lex_error_hole(lexer->diags, (Span){lexer->source, hole, hole + 2});
  push(lexer, TOKEN_BAD, 0, start, false);
  while (lexer->open_count > first)
    if (lexer->open[--lexer->open_count].text) push(lexer, TOKEN_TEXT_END, 1, lexer->at, false);
}

// Reads on in a text: from its opening quotes (`first`), or from the `}` of its last ${ }.
static void lex_text(Lexer *lexer, uint32_t start, uint32_t text_start, Quote quote, bool first) {
  Ending ending = skip_text(lexer, quote);
  bool bad = has_bad_bytes(lexer, start, lexer->at);
  switch (ending) {
    case ENDS_CLOSED:
      if (first)
        push(lexer, bad ? TOKEN_BAD : TOKEN_STRING, 0, start, false);
      else
        push(lexer, TOKEN_TEXT_END, bad, start, false);
      return;
    case ENDS_HOLE:
      push_opening(lexer, (Opening){text_start, lexer->at - 2, true, (uint8_t)quote});
      push(lexer, first ? TOKEN_TEXT_START : TOKEN_TEXT_MIDDLE, bad, start, false);
      return;
    case ENDS_LINE:
      if (first) {
        unclosed_on_line(lexer, start);
        return;
      }
      break;
    case ENDS_FILE:
      lexer->out->cut = true;
      if (first && (quote == QUOTE_PLAIN || quote == QUOTE_RAW)) {
        unclosed_on_line(lexer, start);
        return;
      }
  }
  lex_error_string(lexer->diags, (Span){lexer->source, text_start, text_start + 1}, byte_at(lexer, text_start));
  push(lexer, first ? TOKEN_BAD : TOKEN_TEXT_END, 1, start, false);
}

static void lex_string(Lexer *lexer) {
  uint32_t start = lexer->at;
  char mark = lexer->text[start];
  bool lines = three(lexer, start, mark);
  lexer->at += lines ? 3 : 1;
  Quote quote = mark == '"' ? (lines ? QUOTE_LINES : QUOTE_PLAIN) : (lines ? QUOTE_RAW_LINES : QUOTE_RAW);
  lex_text(lexer, start, start, quote, true);
}

// A `}` closes a block or record, or takes up the text around it.
static void lex_right_brace(Lexer *lexer) {
  if (!lexer->open_count) {
    push_plain(lexer, TOKEN_RIGHT_BRACE, 1);
    return;
  }
  Opening opening = lexer->open[--lexer->open_count];
  if (!opening.text) {
    push_plain(lexer, TOKEN_RIGHT_BRACE, 1);
    return;
  }
  uint32_t start = lexer->at++;
  lex_text(lexer, start, opening.start, (Quote)opening.quote, false);
}

Quote lex_quote(Text source, Token token) {
  char mark = source.at[token.start];
  bool lines = token.end - token.start > 2 && source.at[token.start + 1] == mark && source.at[token.start + 2] == mark;
  return mark == '"' ? (lines ? QUOTE_LINES : QUOTE_PLAIN) : (lines ? QUOTE_RAW_LINES : QUOTE_RAW);
}

// ───────────────────────────── The rest ─────────────────────────────

static void lex_attribute(Lexer *lexer) {
  uint32_t start = lexer->at++;
  if (classes[byte_at(lexer, lexer->at)] == LETTER) {
    lexer->at = skip_word(lexer, lexer->at);
    push(lexer, TOKEN_ATTRIBUTE, 0, start, false);
    return;
  }
  lex_error_attribute(lexer->diags, span_from(lexer, start));
  push(lexer, TOKEN_ERROR, 0, start, false);
}

// A run of bytes that begin no token. Those that were reported as no text are passed over in silence.
static void lex_unexpected(Lexer *lexer) {
  uint32_t start = lexer->at;
  unsigned char c = (unsigned char)lexer->text[start];
  if (c >= 0x80 || c == 0) {
    while (lexer->at < lexer->size && (byte_at(lexer, lexer->at) >= 0x80 || !lexer->text[lexer->at])) lexer->at++;
  } else {
    lexer->at++;
  }
  if (!has_bad_bytes(lexer, start, lexer->at))
    lex_error_character(lexer->diags, span_from(lexer, start), (Text){lexer->text + start, lexer->at - start});
  if (c == '#') {
    const char *line_end = memchr(lexer->text + start, '\n', lexer->size - start);
    lexer->at = line_end ? (uint32_t)(line_end - lexer->text) : lexer->size;
  }
  push(lexer, TOKEN_ERROR, 0, start, false);
}

// One operator, the longest that fits; false where there is none.
static bool lex_operator(Lexer *lexer) {
  static const uint8_t single[128] = {
      ['{'] = TOKEN_LEFT_BRACE,    ['('] = TOKEN_LEFT_PAREN, [')'] = TOKEN_RIGHT_PAREN, ['['] = TOKEN_LEFT_BRACKET,
      [']'] = TOKEN_RIGHT_BRACKET, [','] = TOKEN_COMMA,      [':'] = TOKEN_COLON,       ['='] = TOKEN_ASSIGN,
      ['.'] = TOKEN_DOT,           ['<'] = TOKEN_LESS,       ['>'] = TOKEN_MORE,        ['+'] = TOKEN_PLUS,
      ['-'] = TOKEN_MINUS,         ['*'] = TOKEN_STAR,       ['/'] = TOKEN_SLASH,       ['!'] = TOKEN_NOT,
      ['|'] = TOKEN_BAR,           ['?'] = TOKEN_QUESTION,
  };
  unsigned char c = byte_at(lexer, lexer->at), next = byte_at(lexer, lexer->at + 1);
  TokenKind pair = TOKEN_END;
  switch (c) {
    case '.':
      if (next == '.' && byte_at(lexer, lexer->at + 2) == '.') return push_plain(lexer, TOKEN_SPREAD, 3), true;
      if (next == '.') pair = TOKEN_RANGE;
      break;
    case '?': pair = next == '.' ? TOKEN_SAFE_DOT : next == '?' ? TOKEN_FALLBACK : TOKEN_END; break;
    case '=': pair = next == '=' ? TOKEN_EQUAL : next == '>' ? TOKEN_FAT_ARROW : TOKEN_END; break;
    case '-': pair = next == '>' ? TOKEN_ARROW : TOKEN_END; break;
    case '!': pair = next == '=' ? TOKEN_NOT_EQUAL : TOKEN_END; break;
    case '<': pair = next == '=' ? TOKEN_LESS_EQUAL : TOKEN_END; break;
    case '>': pair = next == '=' ? TOKEN_MORE_EQUAL : TOKEN_END; break;
    case '&': pair = next == '&' ? TOKEN_AND : TOKEN_END; break;
    case '|': pair = next == '|' ? TOKEN_OR : TOKEN_END; break;
    default: break;
  }
  if (pair != TOKEN_END) return push_plain(lexer, pair, 2), true;
  if (c >= 128 || !single[c]) return false;
  if (c == '{') push_opening(lexer, (Opening){.start = lexer->at});
  bool ends = lexer->line && !lexer->joins;
  push_plain(lexer, (TokenKind)single[c], 1);
  // The product sign joins the lines; `*` as a key of a record type begins one.
  if (c == '*' && is_key(lexer, lexer->at)) {
    Token *key = &lexer->out->items[lexer->out->count - 1];
    key->newline = ends;
    if (key->line && !ends) key->line = LINE_DROPPED;
  }
  return true;
}

static void lex_token(Lexer *lexer) {
  unsigned char c = (unsigned char)lexer->text[lexer->at];
  if (classes[c] == LETTER) {
    lex_name(lexer);
  } else if (classes[c] == DIGIT) {
    lex_number(lexer);
  } else if (c == '"' || c == '\'') {
    lex_string(lexer);
  } else if (c == '}') {
    lex_right_brace(lexer);
  } else if (c == '@') {
    lex_attribute(lexer);
  } else if (!lex_operator(lexer)) {
    lex_unexpected(lexer);
  }
}

// Reports the first byte that is no text, once a file.
static size_t check_bytes(Lexer *lexer) {
  Text text = {lexer->text + lexer->at, lexer->size - lexer->at};
  size_t bad = utf8_check(text);
  const char *nul = memchr(text.at, 0, text.size);
  if (nul && (size_t)(nul - text.at) < bad) bad = (size_t)(nul - text.at);
  bad += lexer->at;
  if (bad < lexer->size)
    lex_error_bytes(lexer->diags, (Span){lexer->source, (uint32_t)bad, (uint32_t)bad + 1}, lexer->text[bad]);
  return bad;
}

void lex(Tokens *out, Arena *arena, Diags *diags, const Sources *sources, Span range) {
  uint32_t source = range.source;
  Text text = text_slice(source_get(sources, source)->text, 0, range.end);
  *out = (Tokens){0};
  Lexer lexer = {arena,      diags,         source,       text.at ? text.at : "", (uint32_t)text.size,
                 .out = out, .fresh = true, .joins = true};
  lexer.at = range.start;
  lexer.bad_from = check_bytes(&lexer);
  if (range.start == 0 && text_starts_with(text, TEXT("\xEF\xBB\xBF"))) lexer.at = 3;
  size_t errors = diags->errors;
  while (lexer.at < lexer.size) {
    if (diags->errors - errors >= LEX_MAX_ERRORS) {
      lex_error_limit(diags, (Span){source, lexer.at, lexer.at + 1}, LEX_MAX_ERRORS);
      out->cut = true;
      break;
    }
    unsigned char c = (unsigned char)lexer.text[lexer.at], next = byte_at(&lexer, lexer.at + 1);
    if (classes[c] == BLANK) {
      lexer.at++;
    } else if (c == '\n') {
      lexer.line = lexer.fresh = true;
      lexer.at++;
    } else if (c == '/' && next == '/') {
      lex_line_comment(&lexer);
    } else if (c == '/' && next == '*') {
      lex_block_comment(&lexer);
    } else {
      lex_token(&lexer);
    }
  }
  for (size_t i = lexer.open_count; i-- > 0 && !out->cut;)
    if (lexer.open[i].text) {
      lex_error_hole(diags, (Span){source, lexer.open[i].hole, lexer.open[i].hole + 2});
      push(&lexer, TOKEN_ERROR, 0, lexer.at, false);
      out->cut = true;
    }
  push(&lexer, TOKEN_END, 0, lexer.at, false);
  free(lexer.open);
}

void lex_free(Tokens *tokens) {
  free(tokens->items);
  *tokens = (Tokens){0};
}
