// A recursive scanner over bytes that were checked before (encoding.h). Children are gathered on two stacks, values and
// members, and moved into arrays of the right size when their container closes: nothing grows in the tree's arena, and
// equal keys are looked for once. Every function returns null (or false) as soon as the one mistake has been reported.
#include "format/encoding.h"
#include "format/format.h"
#include "format/json_scan.h"
#include "format/out.h"

Span json_span(const JsonScanner *scanner, const char *start, const char *end) {
  return (Span){scanner->source, (uint32_t)(start - scanner->text.at), (uint32_t)(end - scanner->text.at)};
}

static inline void skip_blanks(JsonScanner *s) {
  const char *at = s->at, *end = s->end;
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
  s->at = at;
}

static inline char peek(const JsonScanner *s) { return s->at < s->end ? *s->at : 0; }

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits behind "\u" at `at`; -1 where they are not there.
static int32_t unicode_unit(const JsonScanner *s, const char *at) {
  if (s->end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  int32_t unit = 0;
  for (int i = 2; i < 6; i++) {
    int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

// Decodes the escape at s->at and moves behind it.
static bool scan_escape(JsonScanner *s) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char letter = s->end - s->at > 1 ? s->at[1] : 0;
  const char *simple = letter ? strchr(letters, letter) : NULL;
  if (simple) {
    buffer_add_char(&s->decoded, meanings[simple - letters]);
    s->at += 2;
    return true;
  }
  int32_t unit = unicode_unit(s, s->at), low = -1;
  bool is_high = unit >= 0xD800 && unit < 0xDC00;
  if (is_high) low = unicode_unit(s, s->at + 6);
  bool is_pair = is_high && low >= 0xDC00 && low < 0xE000;
  if (unit <= 0 || (unit >= 0xD800 && unit < 0xE000 && !is_pair)) return json_problem_escape(s), false;
  uint32_t character =
      is_pair ? 0x10000u + (((uint32_t)unit - 0xD800u) << 10) + ((uint32_t)low - 0xDC00u) : (uint32_t)unit;
  char bytes[4];
  buffer_add(&s->decoded, (Text){bytes, utf8_put(character, bytes)});
  s->at += is_pair ? 12 : 6;
  return true;
}

// The rest of a text that began at `start`, from its first escape on.
static bool scan_escaped(JsonScanner *s, const char *start, Text *out) {
  s->decoded.size = 0;
  const char *clean = start + 1;
  for (;;) {
    s->at = out_special(s->at, s->end);
    char c = peek(s);
    if (c == 0x7F) {
      s->at++;
      continue;
    }
    buffer_add(&s->decoded, (Text){clean, (size_t)(s->at - clean)});
    if (c == '"') break;
    if (c != '\\') return json_problem_string(s, start), false;
    if (!scan_escape(s)) return false;
    clean = s->at;
  }
  s->at++;
  *out = text_copy(s->arena, buffer_text(&s->decoded));
  return true;
}

// string = '"' (character | escape)* '"'
static inline bool scan_string(JsonScanner *s, Text *out, Span *span) {
  const char *start = s->at++;
  s->at = out_special(s->at, s->end);
  while (peek(s) == 0x7F) s->at = out_special(s->at + 1, s->end);
  if (peek(s) == '"') {
    *out = (Text){start + 1, (size_t)(s->at - start - 1)};
    s->at++;
  } else if (!scan_escaped(s, start, out)) {
    return false;
  }
  *span = json_span(s, start, s->at);
  return true;
}

static inline bool scan_digits(JsonScanner *s) {
  const char *start = s->at;
  while (s->at < s->end && *s->at >= '0' && *s->at <= '9') s->at++;
  return s->at > start;
}

// number = "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [-+]? [0-9]+)?
static Value *scan_number(JsonScanner *s) {
  const char *start = s->at;
  bool negative = *s->at == '-';
  if (negative) s->at++;
  const char *digits = s->at;
  if (!scan_digits(s)) return json_problem_number(s, start);
  if (*digits == '0' && s->at > digits + 1) return json_problem_number(s, start);
  bool whole = true;
  if (peek(s) == '.') {
    s->at++;
    whole = false;
    if (!scan_digits(s)) return json_problem_number(s, start);
  }
  if (peek(s) == 'e' || peek(s) == 'E') {
    s->at++;
    whole = false;
    if (peek(s) == '-' || peek(s) == '+') s->at++;
    if (!scan_digits(s)) return json_problem_number(s, start);
  }
  char behind = peek(s);
  if ((behind | 32) >= 'a' && (behind | 32) <= 'z') return json_problem_number(s, start);
  Span span = json_span(s, start, s->at);
  if (!whole || s->at - digits > 18 || (negative && *digits == '0'))
    return value_number(s->arena, span, (Text){start, (size_t)(s->at - start)});
  int64_t integer = 0;
  for (const char *at = digits; at < s->at; at++) integer = integer * 10 + (*at - '0');
  return value_int(s->arena, span, negative ? -integer : integer);
}

// Whether the word stands at s->at, alone; moves behind it.
static bool scan_word(JsonScanner *s, Text word) {
  if ((size_t)(s->end - s->at) < word.size || memcmp(s->at, word.at, word.size) != 0) return false;
  const char *behind = s->at + word.size;
  if (behind < s->end && ((*behind >= '0' && *behind <= '9') || *behind == '_' ||
                          ((*behind | 32) >= 'a' && (*behind | 32) <= 'z') || (unsigned char)*behind >= 0x80))
    return false;
  s->at = behind;
  return true;
}

static Value *scan_value(JsonScanner *s);

// What stands behind an item: true where another one follows, false where the container closes (s->at is behind the
// `close` then). *failed where it is neither.
static inline bool scan_separator(JsonScanner *s, const char *open, char close, bool *failed) {
  skip_blanks(s);
  char c = peek(s);
  if (c == ',') {
    const char *comma = s->at++;
    skip_blanks(s);
    if (peek(s) != close) return true;
    json_problem_comma(s, comma, close);
    *failed = true;
    return false;
  }
  if (c == close) return s->at++, false;
  json_problem_separator(s, open, close);
  *failed = true;
  return false;
}

// list = "[" (value ("," value)*)? "]"
static Value *scan_list(JsonScanner *s) {
  if (s->depth == s->deepest) return json_problem_depth(s);
  s->depth++;
  const char *open = s->at++;
  size_t base = s->values.count;
  bool more = true, failed = false;
  skip_blanks(s);
  if (peek(s) == ']') s->at++, more = false;
  while (more) {
    Value *item = scan_value(s);
    if (!item) return NULL;
    vec_push(&s->scratch, &s->values, item);
    more = scan_separator(s, open, ']', &failed);
  }
  if (failed) return NULL;
  s->depth--;
  Value *list = value_list(s->arena, json_span(s, open, s->at));
  size_t count = s->values.count - base;
  if (count) {
    list->as.list.items = ARENA_ARRAY(s->arena, Value *, count);
    memcpy(list->as.list.items, s->values.items + base, count * sizeof(Value *));
    list->as.list.count = list->as.list.capacity = count;
  }
  s->values.count = base;
  return list;
}

// member = string ":" value
static bool scan_member(JsonScanner *s) {
  Member member = {0};
  if (peek(s) != '"') return json_problem_key(s), false;
  if (!scan_string(s, &member.key, &member.key_span)) return false;
  skip_blanks(s);
  if (peek(s) != ':') return json_problem_colon(s, member.key_span), false;
  s->at++;
  skip_blanks(s);
  member.value = scan_value(s);
  if (!member.value) return false;
  vec_push(&s->scratch, &s->members, member);
  return true;
}

// map = "{" (member ("," member)*)? "}"
static Value *scan_map(JsonScanner *s) {
  if (s->depth == s->deepest) return json_problem_depth(s);
  s->depth++;
  const char *open = s->at++;
  size_t base = s->members.count;
  bool more = true, failed = false;
  skip_blanks(s);
  if (peek(s) == '}') s->at++, more = false;
  while (more) {
    if (!scan_member(s)) return NULL;
    more = scan_separator(s, open, '}', &failed);
  }
  if (failed) return NULL;
  s->depth--;
  Value *map = value_map(s->arena, json_span(s, open, s->at));
  size_t count = s->members.count - base, first = 0, second = 0;
  if (count) {
    Member *members = ARENA_ARRAY(s->arena, Member, count);
    memcpy(members, s->members.items + base, count * sizeof(Member));
    if (!value_adopt(s->arena, map, members, count, &first, &second))
      return json_problem_twice(s, &members[first], &members[second]);
  }
  s->members.count = base;
  return map;
}

// value = map | list | string | number | "true" | "false" | "null"
static Value *scan_value(JsonScanner *s) {
  const char *start = s->at;
  char c = peek(s);
  if (c == '"') {
    Text text;
    Span span;
    return scan_string(s, &text, &span) ? value_string(s->arena, span, text) : NULL;
  }
  if (c == '{') return scan_map(s);
  if (c == '[') return scan_list(s);
  if (c == '-' || (c >= '0' && c <= '9')) return scan_number(s);
  if (c == 't' && scan_word(s, TEXT("true"))) return value_bool(s->arena, json_span(s, start, s->at), true);
  if (c == 'f' && scan_word(s, TEXT("false"))) return value_bool(s->arena, json_span(s, start, s->at), false);
  if (c == 'n' && scan_word(s, TEXT("null"))) return value_null(s->arena, json_span(s, start, s->at));
  return json_problem_value(s);
}

static Value *read_source(Arena *arena, Diags *diags, const Sources *sources, uint32_t source, int deepest,
                          bool *like_yaml) {
  uint32_t start;
  *like_yaml = false;
  if (!encoding_check(diags, sources, source, &start)) return NULL;
  Text text = source_get(sources, source)->text;
  JsonScanner scanner = {.arena = arena, .diags = diags, .source = source, .text = text, .deepest = deepest};
  scanner.at = text.size ? text.at + start : "";
  scanner.end = scanner.at + (text.size - start);
  if (!text.size) scanner.text.at = scanner.at;
  skip_blanks(&scanner);
  Value *value = scan_value(&scanner);
  if (value) {
    skip_blanks(&scanner);
    if (scanner.at < scanner.end) value = json_problem_rest(&scanner);
  }
  arena_free(&scanner.scratch);
  buffer_free(&scanner.decoded);
  *like_yaml = scanner.like_yaml;
  return value;
}

Value *json_read_or_yaml(Arena *arena, Diags *diags, const Sources *sources, uint32_t source, bool *like_yaml) {
  return read_source(arena, diags, sources, source, FORMAT_DEPTH, like_yaml);
}

Value *json_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source) {
  bool like_yaml;
  return read_source(arena, diags, sources, source, FORMAT_DEPTH, &like_yaml);
}

Value *json_read_deep(Arena *arena, Diags *diags, const Sources *sources, uint32_t source, int deepest) {
  bool like_yaml;
  return read_source(arena, diags, sources, source, deepest, &like_yaml);
}
