// Plain scalars by their shape. The shapes are those of SnakeYAML, which CloudFormation runs on, with PyYAML's where
// they differ only in what they refuse; YAML 1.2's own (0o17, 09) and 1.1's letters (y, n, =, <<) count as doubtful:
// they are read as text, and written in quotes.
#include "format/yaml_scalar.h"

#include <string.h>

typedef enum Shape {
  SHAPE_TEXT,
  SHAPE_DOUBTFUL,  // text here, something else to other readers
  SHAPE_NULL,
  SHAPE_TRUE,
  SHAPE_FALSE,
  SHAPE_DECIMAL,
  SHAPE_OCTAL,
  SHAPE_HEX,
  SHAPE_BINARY,
  SHAPE_FLOAT,
  SHAPE_SIXTY,  // base 60, whole or with a fraction
} Shape;

#define DIGITS "0123456789"

// The end of the run of bytes from `set` that begins at `from`.
static size_t run(Text text, size_t from, const char *set) {
  while (from < text.size && text.at[from] && strchr(set, text.at[from])) from++;
  return from;
}

static bool is_digit(Text text, size_t i) { return i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; }
static bool is_at(Text text, size_t i, char c) { return i < text.size && text.at[i] == c; }

static bool is_one_of(Text text, const char *const *words) {
  for (; *words; words++)
    if (text_is(text, *words)) return true;
  return false;
}

// `shape` where digits of `set` and underscores go up to the end; without any digit readers differ.
static Shape based_shape(Text text, size_t from, const char *set, Shape shape) {
  bool any = false;
  if (from == text.size) return SHAPE_TEXT;
  for (; from < text.size; from++) {
    if (text.at[from] == '_') continue;
    if (!text.at[from] || !strchr(set, text.at[from])) return SHAPE_TEXT;
    any = true;
  }
  return any ? shape : SHAPE_DOUBTFUL;
}

static Shape zero_shape(Text text, size_t i) {
  if (i + 1 == text.size) return SHAPE_DECIMAL;
  if (is_at(text, i + 1, 'x')) return based_shape(text, i + 2, DIGITS "abcdefABCDEF", SHAPE_HEX);
  if (is_at(text, i + 1, 'b')) return based_shape(text, i + 2, "01", SHAPE_BINARY);
  if (is_at(text, i + 1, 'o')) return based_shape(text, i + 2, "01234567", SHAPE_DOUBTFUL);
  return based_shape(text, i + 1, "01234567", SHAPE_OCTAL);
}

// (":" [0-5]? [0-9])+ from `from`: its end, or 0 where it does not begin there.
static size_t sixties(Text text, size_t from) {
  size_t i = from;
  while (is_at(text, i, ':') && is_digit(text, i + 1)) {
    bool two = is_digit(text, i + 2);
    if (two && text.at[i + 1] > '5') return 0;
    i += two ? 3 : 2;
  }
  return i > from ? i : 0;
}

// [eE] [-+]? [0-9]+ up to the end, or nothing.
static bool is_exponent(Text text, size_t i) {
  if (i == text.size) return true;
  if (!is_at(text, i, 'e') && !is_at(text, i, 'E')) return false;
  i++;
  if (is_at(text, i, '-') || is_at(text, i, '+')) i++;
  return i < text.size && run(text, i, DIGITS) == text.size;
}

static Shape number_shape(Text text) {
  static const char *const special[] = {"inf", "Inf", "INF", "nan", "NaN", "NAN", NULL};
  size_t i = is_at(text, 0, '-') || is_at(text, 0, '+') ? 1 : 0;
  if (is_at(text, i, '.')) {
    if (is_one_of(text_slice(text, i + 1, text.size), special)) return SHAPE_DOUBTFUL;
    size_t end = run(text, i + 1, DIGITS "_");
    if (end == i + 1 || !is_exponent(text, end)) return SHAPE_TEXT;
    return memchr(text.at + i + 1, '_', end - i - 1) == text.at + i + 1 ? SHAPE_DOUBTFUL : SHAPE_FLOAT;
  }
  if (!is_digit(text, i)) return SHAPE_TEXT;
  Shape shape = text.at[i] == '0' ? zero_shape(text, i) : SHAPE_TEXT;
  if (shape != SHAPE_TEXT) return shape;
  size_t end = run(text, i, DIGITS "_");
  if (end == text.size) return text.at[i] == '0' ? SHAPE_DOUBTFUL : SHAPE_DECIMAL;
  size_t behind = sixties(text, end);
  if (behind == text.size) return text.at[i] == '0' ? SHAPE_DOUBTFUL : SHAPE_SIXTY;
  if (behind)
    return is_at(text, behind, '.') && run(text, behind + 1, DIGITS "_") == text.size ? SHAPE_SIXTY : SHAPE_TEXT;
  if (is_at(text, end, '.')) return is_exponent(text, run(text, end + 1, DIGITS "_")) ? SHAPE_FLOAT : SHAPE_TEXT;
  return is_exponent(text, end) ? SHAPE_FLOAT : SHAPE_TEXT;
}

// Four digits, "-", one or two, "-", one or two, and the end or a time.
static bool is_date(Text text) {
  if (run(text, 0, DIGITS) != 4 || !is_at(text, 4, '-')) return false;
  size_t month = run(text, 5, DIGITS);
  if (month == 5 || month > 7 || !is_at(text, month, '-')) return false;
  size_t day = run(text, month + 1, DIGITS);
  if (day == month + 1 || day > month + 3) return false;
  return day == text.size || strchr("Tt \t", text.at[day]) != NULL;
}

static Shape shape_of(Text text) {
  static const char *const nulls[] = {"~", "null", "Null", "NULL", NULL};
  static const char *const trues[] = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", NULL};
  static const char *const falses[] = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", NULL};
  static const char *const doubtful[] = {"y", "Y", "n", "N", "=", "<<", NULL};
  if (text.size == 0) return SHAPE_NULL;
  if (strchr("+-.0123456789", text.at[0])) return is_date(text) ? SHAPE_DOUBTFUL : number_shape(text);
  if (text.size > 5) return SHAPE_TEXT;
  if (is_one_of(text, nulls)) return SHAPE_NULL;
  if (is_one_of(text, trues)) return SHAPE_TRUE;
  if (is_one_of(text, falses)) return SHAPE_FALSE;
  return is_one_of(text, doubtful) ? SHAPE_DOUBTFUL : SHAPE_TEXT;
}

static unsigned digit_of(char c) { return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a' + 10); }

// Digits in base 2, 8 or 16 as a decimal text; null where they do not fit 64 bits.
static Value *based(Arena *arena, Span span, Text text, size_t prefix, unsigned base) {
  bool negative = text.at[0] == '-';
  uint64_t number = 0;
  for (size_t i = prefix + (negative || text.at[0] == '+'); i < text.size; i++) {
    if (text.at[i] == '_') continue;
    if (__builtin_mul_overflow(number, (uint64_t)base, &number)) return NULL;
    number |= digit_of(text.at[i]);
  }
  return value_number(arena, span,
                      text_format(arena, "%s%llu", negative && number ? "-" : "", (unsigned long long)number));
}

// Digits without underscores and, where `whole`, without leading zeroes; "0" where nothing is left.
static void put_digits(Buffer *out, Text digits, bool whole) {
  size_t before = out->size;
  for (size_t i = 0; i < digits.size; i++) {
    bool leading = whole && digits.at[i] == '0' && out->size == before;
    if (digits.at[i] != '_' && !leading) buffer_add_char(out, digits.at[i]);
  }
  if (out->size == before) buffer_add_char(out, '0');
}

// Whether it is spelt as JSON spells a whole number; most are.
static bool is_plain(Text text) {
  size_t start = text.at[0] == '-';
  return run(text, start, DIGITS) == text.size && (text.at[start] != '0' || text.size == 1);
}

// A decimal whole number or float in JSON's spelling: no "+", no "_", no leading zeroes, digits on both sides of a
// point.
static Value *decimal(Arena *arena, Span span, Text text) {
  if (is_plain(text)) return value_number(arena, span, text);
  Buffer out = {0};
  size_t start = text.at[0] == '-' || text.at[0] == '+' ? 1 : 0;
  size_t point = run(text, start, DIGITS "_"), end = point;
  if (text.at[0] == '-') buffer_add_char(&out, '-');
  put_digits(&out, text_slice(text, start, point), true);
  if (is_at(text, point, '.')) {
    end = run(text, point + 1, DIGITS "_");
    buffer_add_char(&out, '.');
    put_digits(&out, text_slice(text, point + 1, end), false);
  }
  buffer_add(&out, text_slice(text, end, text.size));
  return value_number(arena, span, buffer_take(&out, arena));
}

static Value *sixty(Arena *arena, Span span, Text text) {
  bool negative = text.at[0] == '-';
  uint64_t total = 0, part = 0;
  size_t i = negative || text.at[0] == '+';
  for (; i < text.size && text.at[i] != '.'; i++) {
    if (text.at[i] == '_') continue;
    if (text.at[i] == ':') {
      if (__builtin_add_overflow(total, part, &total) || __builtin_mul_overflow(total, (uint64_t)60, &total))
        return NULL;
      part = 0;
    } else if (__builtin_mul_overflow(part, (uint64_t)10, &part) ||
               __builtin_add_overflow(part, (uint64_t)digit_of(text.at[i]), &part)) {
      return NULL;
    }
  }
  if (__builtin_add_overflow(total, part, &total)) return NULL;
  Text fraction = text_slice(text, i, text.size);
  Text whole = text_format(arena, "%s%llu%.*s", negative && (total || fraction.size) ? "-" : "",
                           (unsigned long long)total, TEXT_ARG(fraction));
  return fraction.size ? decimal(arena, span, whole) : value_number(arena, span, whole);
}

Value *yaml_scalar_value(Arena *arena, Span span, Text text) {
  Value *value = NULL;
  switch (shape_of(text)) {
    case SHAPE_NULL: return value_null(arena, span);
    case SHAPE_TRUE: return value_bool(arena, span, true);
    case SHAPE_FALSE: return value_bool(arena, span, false);
    case SHAPE_DECIMAL:
    case SHAPE_FLOAT: return decimal(arena, span, text);
    case SHAPE_OCTAL: value = based(arena, span, text, 1, 8); break;
    case SHAPE_HEX: value = based(arena, span, text, 2, 16); break;
    case SHAPE_BINARY: value = based(arena, span, text, 2, 2); break;
    case SHAPE_SIXTY: value = sixty(arena, span, text); break;
    case SHAPE_TEXT:
    case SHAPE_DOUBTFUL: break;
  }
  return value ? value : value_string(arena, span, text);
}

bool yaml_scalar_is_ambiguous(Text text) { return shape_of(text) != SHAPE_TEXT; }
