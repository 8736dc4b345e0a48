// Tree to JSON, canonical or compact: one pass, straight into the buffer.
#include "format/json.h"
#include "format/out.h"

static void write_escaped(Buffer *out, Text text) {
  out_char(out, '"');
  for (const char *at = text.at, *end = at + text.size; at < end;) {
    const char *special = out_special(at, end);
    out_text(out, (Text){at, (size_t)(special - at)});
    at = special;
    if (at < end) out_escape(out, (unsigned char)*at++);
  }
  out_char(out, '"');
}

// The text in quotes, and `behind` (one or two characters) after it.
static inline void write_string(Buffer *out, Text text, const char *behind) {
  char *at = out_room(out, text.size + 4);
  if (!out_copy_clean(at + 1, text)) {
    write_escaped(out, text);
    buffer_add_string(out, behind);
    return;
  }
  at[0] = '"';
  at += text.size + 1;
  *at++ = '"';
  while (*behind) *at++ = *behind++;
  out->size = (size_t)(at - out->at);
}

static void write_scalar(Buffer *out, const Value *value) {
  switch (value->kind) {
    case VALUE_NULL: out_text(out, TEXT("null")); break;
    case VALUE_BOOL: out_text(out, value->as.boolean ? TEXT("true") : TEXT("false")); break;
    case VALUE_INT: out_int(out, value->as.integer); break;
    case VALUE_NUMBER: out_text(out, value->as.text); break;
    case VALUE_STRING: write_string(out, value->as.text, ""); break;
    case VALUE_LIST:
    case VALUE_MAP: break;
  }
}

static void write_value(Buffer *out, const Value *value, size_t blanks) {
  if (value->kind == VALUE_MAP) {
    out_char(out, '{');
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      if (i) out_char(out, ',');
      out_line(out, blanks + 2);
      write_string(out, member->key, ": ");
      write_value(out, member->value, blanks + 2);
    }
    if (value->as.map.count) out_line(out, blanks);
    out_char(out, '}');
  } else if (value->kind == VALUE_LIST) {
    out_char(out, '[');
    for (size_t i = 0; i < value->as.list.count; i++) {
      if (i) out_char(out, ',');
      out_line(out, blanks + 2);
      write_value(out, value->as.list.items[i], blanks + 2);
    }
    if (value->as.list.count) out_line(out, blanks);
    out_char(out, ']');
  } else {
    write_scalar(out, value);
  }
}

void json_write(Buffer *out, const Value *value) {
  write_value(out, value, 0);
  out_char(out, '\n');
}

void json_write_compact(Buffer *out, const Value *value) {
  if (value->kind == VALUE_MAP) {
    out_char(out, '{');
    for (size_t i = 0; i < value->as.map.count; i++) {
      if (i) out_char(out, ',');
      write_string(out, value->as.map.members[i].key, ":");
      json_write_compact(out, value->as.map.members[i].value);
    }
    out_char(out, '}');
  } else if (value->kind == VALUE_LIST) {
    out_char(out, '[');
    for (size_t i = 0; i < value->as.list.count; i++) {
      if (i) out_char(out, ',');
      json_write_compact(out, value->as.list.items[i]);
    }
    out_char(out, ']');
  } else {
    write_scalar(out, value);
  }
}

static size_t string_size(Text text) {
  size_t size = text.size + 2;
  for (const char *at = text.at, *end = at + text.size; (at = out_special(at, end)) < end; at++)
    size += out_escape_size((unsigned char)*at) - 1;
  return size;
}

static size_t scalar_size(const Value *value) {
  if (value->kind == VALUE_STRING) return string_size(value->as.text);
  if (value->kind == VALUE_NUMBER) return value->as.text.size;
  if (value->kind == VALUE_INT) return out_int_size(value->as.integer);
  return value->kind == VALUE_BOOL && !value->as.boolean ? 5 : 4;
}

size_t json_compact_key_size(Text key) { return string_size(key) + 1; }

size_t json_compact_size(const Value *value) {
  bool map = value->kind == VALUE_MAP;
  if (!map && value->kind != VALUE_LIST) return scalar_size(value);
  size_t count = map ? value->as.map.count : value->as.list.count, size = count ? count + 1 : 2;  // brackets and commas
  for (size_t i = 0; i < count; i++) {
    if (map) size += json_compact_key_size(value->as.map.members[i].key);
    size += json_compact_size(map ? value->as.map.members[i].value : value->as.list.items[i]);
  }
  return size;
}
