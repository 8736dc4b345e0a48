// Tree to YAML in block style. The one trick: `write_child` is told what stands on the line already (a key or a dash)
// and the column where the child's own lines begin, always two blanks right of its parent, so that the indentation
// indicators of block scalars are always 2.
#include "format/out.h"
#include "format/yaml.h"
#include "format/yaml_scalar.h"
#include "format/yaml_tags.h"

// Keys whose quoted form passes this many bytes stand behind "? ": readers search a ":" for 1,024 characters at most.
enum { LONGEST_KEY = 1000 };

typedef enum Style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_BLOCK } Style;

// What is in a text that decides how it may be written.
typedef struct Traits {
  bool unprintable;  // must be escaped: control characters, tabs, NEL, LS, PS, BOM, U+FFFE, U+FFFF, a CR
  bool newline;
  bool tab;
  bool single, escape;  // holds a ', or a " or \.
  bool colon, comment;  // ": " or ":" at the end; " #"
  bool any_black;       // holds more than blanks, tabs and line ends
} Traits;

// Whether the bytes at `i`, not ASCII, are a character that YAML does not print, or that YAML 1.1 takes for a line end.
static bool is_unprintable(Text text, size_t i) {
  size_t at = i;
  uint32_t c = utf8_decode(text, &at);
  return c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

static Traits traits_of(Text text) {
  Traits traits = {0};
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    char before = i ? text.at[i - 1] : ' ', behind = i + 1 < text.size ? text.at[i + 1] : ' ';
    if (c > ' ') traits.any_black = true;
    if (c == '\n')
      traits.newline = true;
    else if (c == '\t')
      traits.tab = true;
    else if (c < ' ' || c == 0x7F)
      traits.unprintable = true;
    else if (c == '\'')
      traits.single = true;
    else if (c == '"' || c == '\\')
      traits.escape = true;
    else if (c == ':' && (behind == ' ' || behind == '\n'))
      traits.colon = true;
    else if (c == '#' && before == ' ')
      traits.comment = true;
    else if (c >= 0xC0 && is_unprintable(text, i))
      traits.unprintable = true;
  }
  return traits;
}

static bool is_plain(Text text, const Traits *traits) {
  if (text.size == 0 || traits->unprintable || traits->newline || traits->tab) return false;
  if (traits->colon || traits->comment) return false;
  char first = text.at[0], last = text.at[text.size - 1];
  if (first == ' ' || last == ' ' || strchr("?:,[]{}#&*!|>'\"%@`", first)) return false;
  if (first == '-' && (text.size == 1 || text.at[1] == ' ' || text_starts_with(text, TEXT("---")))) return false;
  if (text_starts_with(text, TEXT("..."))) return false;
  return !yaml_scalar_is_ambiguous(text);
}

// A block scalar keeps a text of several lines, but for one that is nothing but blanks, and one whose last line is.
static bool is_block(Text text, const Traits *traits) {
  if (!traits->newline || traits->unprintable || !traits->any_black) return false;
  size_t end = text.size;
  while (end && text.at[end - 1] == '\n') end--;
  return text.at[end - 1] != ' ' && text.at[end - 1] != '\t';
}

static Style style_of(Text text, bool is_key) {
  Traits traits = traits_of(text);
  if (is_plain(text, &traits)) return STYLE_PLAIN;
  if (!is_key && is_block(text, &traits)) return STYLE_BLOCK;
  if (traits.unprintable || traits.newline || traits.tab) return STYLE_DOUBLE;
  return traits.single && !traits.escape ? STYLE_DOUBLE : STYLE_SINGLE;
}

static void write_single(Buffer *out, Text text) {
  out_char(out, '\'');
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '\'') out_char(out, '\'');
    out_char(out, text.at[i]);
  }
  out_char(out, '\'');
}

static void write_double(Buffer *out, Text text) {
  out_char(out, '"');
  for (size_t i = 0; i < text.size;) {
    unsigned char c = (unsigned char)text.at[i];
    if (c < ' ' || c == 0x7F || c == '"' || c == '\\') {
      out_escape(out, c);
      i++;
    } else if (c < 0x80) {
      out_char(out, (char)c);
      i++;
    } else {
      size_t start = i;
      uint32_t character = utf8_decode(text, &i);
      if (is_unprintable(text, start))
        buffer_format(out, "\\u%04x", (unsigned)character);
      else
        out_text(out, text_slice(text, start, i));
    }
  }
  out_char(out, '"');
}

// "|", how the end is chomped, and 2 where the first line could be mistaken for indentation; then the lines.
static void write_block(Buffer *out, Text text, size_t column) {
  out_char(out, '|');
  if (text.at[0] == ' ' || text.at[0] == '\t' || text.at[0] == '\n') out_char(out, '2');
  bool ends = text.at[text.size - 1] == '\n';
  if (!ends) out_char(out, '-');
  if (ends && text.at[text.size - 2] == '\n') out_char(out, '+');
  for (size_t i = 0; i < text.size;) {
    size_t end = text_find(text, TEXT("\n"), i);
    if (end == SIZE_MAX) end = text.size;
    out_line(out, end > i ? column : 0);
    out_text(out, text_slice(text, i, end));
    i = end + 1;
  }
}

static void write_string(Buffer *out, Text text, size_t column) {
  switch (style_of(text, false)) {
    case STYLE_PLAIN: out_text(out, text); break;
    case STYLE_SINGLE: write_single(out, text); break;
    case STYLE_DOUBLE: write_double(out, text); break;
    case STYLE_BLOCK: write_block(out, text, column); break;
  }
}

// A text on one line: a key, or the argument of !GetAtt.
static void write_line(Buffer *out, Text text) {
  Style style = style_of(text, true);
  if (style == STYLE_PLAIN) out_text(out, text);
  if (style == STYLE_SINGLE) write_single(out, text);
  if (style == STYLE_DOUBLE) write_double(out, text);
}

static void write_key(Buffer *out, Text key, size_t column) {
  size_t start = out->size;
  write_line(out, key);
  size_t size = out->size - start;
  if (size > LONGEST_KEY) {
    out_text(out, TEXT("  "));
    memmove(out->at + start + 2, out->at + start, size);
    memcpy(out->at + start, "? ", 2);
    out_line(out, column);
  }
  out_char(out, ':');
}

static void write_members(Buffer *out, const Value *map, size_t column);
static void write_items(Buffer *out, const Value *list, size_t column);

static void write_scalar(Buffer *out, const Value *value, size_t column) {
  switch (value->kind) {
    case VALUE_NULL: out_text(out, TEXT("null")); break;
    case VALUE_BOOL: out_text(out, value->as.boolean ? TEXT("true") : TEXT("false")); break;
    case VALUE_INT: out_int(out, value->as.integer); break;
    case VALUE_NUMBER: out_text(out, value->as.text); break;
    case VALUE_STRING: write_string(out, value->as.text, column); break;
    case VALUE_LIST: out_text(out, TEXT("[]")); break;
    case VALUE_MAP: out_text(out, TEXT("{}")); break;
  }
}

static bool is_block_collection(const Value *value) {
  return (value->kind == VALUE_LIST && value->as.list.count) || (value->kind == VALUE_MAP && value->as.map.count);
}

// The short tag of an intrinsic, or nothing; a tag cannot stand before another one.
static Text tag_of(const Value *value, Value **argument) {
  Text key;
  if (!value_intrinsic(value, &key, argument) || value_intrinsic(*argument, NULL, NULL)) return (Text){0};
  return yaml_tag_for(key, *argument);
}

static void write_get_att(Buffer *out, const Value *argument) {
  Buffer joined = {0};
  buffer_add(&joined, argument->as.list.items[0]->as.text);
  buffer_add_char(&joined, '.');
  buffer_add(&joined, argument->as.list.items[1]->as.text);
  write_line(out, buffer_text(&joined));
  buffer_free(&joined);
}

// What stands on the line before a value. A tag counts as a key.
typedef enum Behind { BEHIND_NOTHING, BEHIND_DASH, BEHIND_KEY } Behind;

static void write_child(Buffer *out, const Value *value, size_t column, Behind behind) {
  Value *argument = NULL;
  Text tag = tag_of(value, &argument);
  if (tag.size) {
    if (behind != BEHIND_NOTHING) out_char(out, ' ');
    out_char(out, '!');
    out_text(out, tag);
    behind = BEHIND_KEY;
    value = argument;
  }
  bool joined = tag.size && yaml_tag_joins(tag, value);
  bool on_the_line = joined || !is_block_collection(value);
  if (behind == BEHIND_DASH || (behind == BEHIND_KEY && on_the_line)) out_char(out, ' ');
  if (behind == BEHIND_KEY && !on_the_line) out_line(out, column);
  if (joined)
    write_get_att(out, value);
  else if (on_the_line)
    write_scalar(out, value, column);
  else if (value->kind == VALUE_MAP)
    write_members(out, value, column);
  else
    write_items(out, value, column);
}

static void write_members(Buffer *out, const Value *map, size_t column) {
  for (size_t i = 0; i < map->as.map.count; i++) {
    if (i) out_line(out, column);
    write_key(out, map->as.map.members[i].key, column);
    write_child(out, map->as.map.members[i].value, column + 2, BEHIND_KEY);
  }
}

static void write_items(Buffer *out, const Value *list, size_t column) {
  for (size_t i = 0; i < list->as.list.count; i++) {
    if (i) out_line(out, column);
    out_char(out, '-');
    write_child(out, list->as.list.items[i], column + 2, BEHIND_DASH);
  }
}

void yaml_write(Buffer *out, const Value *value) {
  Value *argument;
  bool on_its_own = is_block_collection(value) && !tag_of(value, &argument).size;
  write_child(out, value, on_its_own ? 0 : 2, BEHIND_NOTHING);
  out_char(out, '\n');
}
