// One sentence for each way in which a text can fail to be JSON, and what to write instead.
#include "format/encoding.h"
#include "format/format.h"
#include "format/json_scan.h"

static void *report(JsonScanner *s, Span span, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void *report(JsonScanner *s, Span span, const char *help, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(s->diags->arena, format, arguments);
  va_end(arguments);
  Diag *diag = diag_error(s->diags, FORMAT_ERROR, span, "%.*s", TEXT_ARG(message));
  if (help) diag_help(s->diags, diag, "%s", help);
  return NULL;
}

// The character at `at`, or an empty span at the end of the text.
static Span one_character(const JsonScanner *s, const char *at) {
  if (at >= s->end) return json_span(s, s->end, s->end);
  size_t offset = (size_t)(at - s->text.at), behind = offset;
  utf8_decode(s->text, &behind);
  return json_span(s, at, s->text.at + behind);
}

static const char *name_at(const JsonScanner *s, const char *at) {
  return encoding_name(s->diags->arena, s->text, (size_t)(at - s->text.at)).at;
}

static bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

// The word at `at`, with what stands inside unquoted keys and values like Fn::Sub and us-east-1.
static const char *word_end(const JsonScanner *s, const char *at) {
  for (; at < s->end; at++) {
    bool joins = (*at == ':' || *at == '-' || *at == '.') && at + 1 < s->end && (is_word_byte(at[1]) || at[1] == *at);
    if (!is_word_byte(*at) && !joins) break;
  }
  return at;
}

static bool is_comment(const JsonScanner *s) {
  if (s->at >= s->end) return false;
  return *s->at == '#' || (*s->at == '/' && s->at + 1 < s->end && (s->at[1] == '/' || s->at[1] == '*'));
}

static void *problem_comment(JsonScanner *s) {
  s->like_yaml = *s->at == '#';
  return report(s, json_span(s, s->at, s->at + (*s->at == '#' ? 1 : 2)),
                "remove it, or write the template in YAML, where '#' begins a comment", "JSON has no comments");
}

static void *problem_single_quotes(JsonScanner *s) {
  s->like_yaml = true;
  return report(s, one_character(s, s->at), "write \"...\" instead of '...'", "JSON has no single quotes");
}

void *json_problem_depth(JsonScanner *s) {
  return report(s, one_character(s, s->at), "no template that CloudFormation takes is as deep",
                "more than %d levels of maps and lists", s->deepest);
}

static void *problem_word(JsonScanner *s) {
  static const struct {
    Text wrong;
    const char *right;
  } words[] = {
      {TEXT("True"), "true"},   {TEXT("TRUE"), "true"}, {TEXT("False"), "false"},
      {TEXT("FALSE"), "false"}, {TEXT("Null"), "null"}, {TEXT("NULL"), "null"},
      {TEXT("None"), "null"},   {TEXT("nil"), "null"},  {TEXT("undefined"), "null"},
  };
  const char *end = word_end(s, s->at);
  Text word = {s->at, (size_t)(end - s->at)};
  Span span = json_span(s, s->at, end);
  s->like_yaml = true;
  if (text_is(word, "NaN") || text_is(word, "Infinity"))
    return report(s, span, "write a number, or text in double quotes", "JSON has no %.*s", TEXT_ARG(word));
  Text shown = encoding_quote(s->diags->arena, word);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!text_equal(words[i].wrong, word)) continue;
    Text help = text_format(s->diags->arena, "write %s", words[i].right);
    return report(s, span, help.at, "'%.*s' is no JSON value", TEXT_ARG(shown));
  }
  Text help = text_format(s->diags->arena, "write \"%.*s\"", TEXT_ARG(shown));
  return report(s, span, help.at, "'%.*s' stands without quotes", TEXT_ARG(shown));
}

// Blanks and quotes that word processors write, and what else is neither ASCII nor part of a word.
static void *problem_foreign(JsonScanner *s) {
  size_t offset = (size_t)(s->at - s->text.at);
  uint32_t c = utf8_decode(s->text, &offset);
  const char *name = name_at(s, s->at);
  if (c >= 0x2018 && c <= 0x201F)
    return report(s, one_character(s, s->at), "write \"", "the typographic quote %s is no quote of JSON", name);
  if (strncmp(name, "U+", 2) != 0) return problem_word(s);
  return report(s, one_character(s, s->at), "remove it", "the invisible character %s stands between values", name);
}

void *json_problem_value(JsonScanner *s) {
  Span span = one_character(s, s->at);
  if (s->at >= s->end) {
    bool empty = text_trim((Text){s->text.at, s->text.size}).size == 0;
    if (empty) return report(s, span, "a template is a map: { \"Resources\": { ... } }", "the text is empty");
    return report(s, span, NULL, "the text ends where a value should stand");
  }
  char c = *s->at;
  if (is_comment(s)) return problem_comment(s);
  if (c == '\'') return problem_single_quotes(s);
  if ((unsigned char)c >= 0x80) return problem_foreign(s);
  if (is_word_byte(c)) return problem_word(s);
  if (c == ',' || c == ']' || c == '}' || c == ':')
    return report(s, span, "write a value; null where there is none", "a value is missing before '%c'", c);
  if (c == '+' || c == '.') {
    s->like_yaml = true;
    return report(s, span, "write the digit 0 before a '.', and no '+'",
                  "a number begins with a digit or '-', not '%c'", c);
  }
  s->like_yaml = c == '!' || c == '&' || c == '*';
  return report(s, span, "texts stand in double quotes, maps in { }, lists in [ ]", "no value begins with %s",
                name_at(s, s->at));
}

void *json_problem_key(JsonScanner *s) {
  Span span = one_character(s, s->at);
  if (s->at >= s->end) return report(s, span, "close the map with '}'", "the text ends where a key should stand");
  if (is_comment(s)) return problem_comment(s);
  if (*s->at == '\'') return problem_single_quotes(s);
  if ((unsigned char)*s->at >= 0x80) return problem_foreign(s);
  if (is_word_byte(*s->at)) return problem_word(s);
  if (*s->at == ',') return report(s, span, "remove one ','", "a key is missing before ','");
  return report(s, span, "a key is text in double quotes", "no key begins with %s", name_at(s, s->at));
}

void *json_problem_colon(JsonScanner *s, Span key) {
  if (is_comment(s)) return problem_comment(s);
  Text shown = encoding_quote(s->diags->arena, (Text){s->text.at + key.start, key.end - key.start});
  Text help = text_format(s->diags->arena, "write %.*s: VALUE", TEXT_ARG(shown));
  return report(s, one_character(s, s->at), help.at, "':' is missing behind the key %.*s; here stands %s",
                TEXT_ARG(shown), name_at(s, s->at));
}

void *json_problem_separator(JsonScanner *s, const char *open, char close) {
  if (is_comment(s)) return problem_comment(s);
  const char *what = close == '}' ? "map" : "list";
  Text message = s->at < s->end
                     ? text_format(s->diags->arena, "',' or '%c' is missing before %s", close, name_at(s, s->at))
                     : text_format(s->diags->arena, "the text ends inside a %s", what);
  Diag *diag = diag_error(s->diags, FORMAT_ERROR, one_character(s, s->at), "%.*s", TEXT_ARG(message));
  diag_help(s->diags, diag, "close the %s with '%c', or write ',' between its items", what, close);
  diag_note(s->diags, diag, json_span(s, open, open + 1), "the %s begins here", what);
  return NULL;
}

void *json_problem_comma(JsonScanner *s, const char *comma, char close) {
  s->like_yaml = true;
  return report(s, json_span(s, comma, comma + 1), "remove the ','", "a ',' stands before '%c' with nothing behind it",
                close);
}

void *json_problem_string(JsonScanner *s, const char *start) {
  char c = s->at < s->end ? *s->at : 0;
  if (c == '\t') return report(s, one_character(s, s->at), "write \\t", "a tab stands inside a text");
  if (c && c != '\n' && c != '\r') {
    Text help = text_format(s->diags->arena, "write \\u%04x", (unsigned char)c);
    return report(s, one_character(s, s->at), help.at, "the control character %s stands inside a text",
                  name_at(s, s->at));
  }
  return report(s, json_span(s, start, s->at), "close it with '\"'; a line end inside a text is written \\n",
                c ? "a text is not closed on its line" : "a text is not closed");
}

void *json_problem_escape(JsonScanner *s) {
  const char *escape = s->at, *end = escape + 1;
  if (end < s->end && *end == 'u') {
    for (end++; end < s->end && end < escape + 6 && is_word_byte(*end) && (unsigned char)*end < 0x80;) end++;
    Span span = json_span(s, escape, end);
    Text shown = text_format(s->diags->arena, "%.*s", (int)(end - escape), escape);
    if (text_is(shown, "\\u0000")) return report(s, span, "remove it", "a text cannot hold NUL (\\u0000)");
    bool surrogate = shown.size == 6 && (shown.at[2] | 32) == 'd' && strchr("89abcdefABCDEF", shown.at[3]) &&
                     strspn(shown.at + 4, "0123456789abcdefABCDEF") == 2;
    if (surrogate)
      return report(s, span, "write the character itself, or both halves of its pair: \\ud83d\\ude00",
                    "%s is half a surrogate pair", shown.at);
    return report(s, span, "write four hexadecimal digits behind \\u", "%s is no escape", shown.at);
  }
  Text shown = end < s->end ? text_format(s->diags->arena, "a backslash before %s", name_at(s, end))
                            : TEXT("a backslash at the end of the text");
  return report(s, json_span(s, escape, s->text.at + one_character(s, end).end),
                "escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; write \\\\ for a backslash",
                "%.*s is no escape", TEXT_ARG(shown));
}

void *json_problem_number(JsonScanner *s, const char *start) {
  const char *digits = start + (*start == '-'), *end = word_end(s, s->at);
  Span span = json_span(s, start, end > start ? end : start + 1);
  Text shown = encoding_quote(s->diags->arena, (Text){start, (size_t)(span.end - span.start)});
  bool zero = s->end - digits > 1 && *digits == '0' && digits[1] >= '0' && digits[1] <= '9';
  if (zero) {
    const char *rest = digits;
    while (rest + 1 < end && rest[0] == '0' && rest[1] >= '0' && rest[1] <= '9') rest++;
    s->like_yaml = true;
    Text help = text_format(s->diags->arena, "write %s%.*s, or \"%.*s\" where it is text", *start == '-' ? "-" : "",
                            (int)(end - rest), rest, TEXT_ARG(shown));
    return report(s, span, help.at, "the number '%.*s' begins with 0", TEXT_ARG(shown));
  }
  s->like_yaml = s->at < s->end && is_word_byte(*s->at);
  return report(s, span, "write digits behind '-', '.' and 'e'; text stands in double quotes", "'%.*s' is no number",
                TEXT_ARG(shown));
}

void *json_problem_twice(JsonScanner *s, const Member *first, const Member *second) {
  Text shown = encoding_quote(s->diags->arena, second->key);
  Diag *diag = diag_error(s->diags, FORMAT_ERROR, second->key_span, "the key \"%.*s\" stands twice in this map",
                          TEXT_ARG(shown));
  diag_help(s->diags, diag, "remove one of the two, or give it another name");
  diag_note(s->diags, diag, first->key_span, "it stands here first");
  return NULL;
}

void *json_problem_rest(JsonScanner *s) {
  if (is_comment(s)) return problem_comment(s);
  return report(s, one_character(s, s->at), "a file holds one template; remove what follows it",
                "%s stands behind the end of the template", name_at(s, s->at));
}
