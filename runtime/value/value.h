// The value tree of templates, JSON and YAML: null, bool, int, number, string, list, map, with a span on every node.
// Intrinsics stand in their long form: `!Ref X` is the map {"Ref": "X"}. Nodes live in an arena and are not shared
// between trees; maps keep their order and may hold hundreds of thousands of keys.
#pragma once
#include "base/diag.h"

typedef enum ValueKind {
  VALUE_NULL,
  VALUE_BOOL,
  VALUE_INT,     // fits int64
  VALUE_NUMBER,  // any other number, by its decimal text as it was written: "0.20", "1e400", "18446744073709551616"
  VALUE_STRING,
  VALUE_LIST,
  VALUE_MAP,
} ValueKind;

typedef struct Value Value;

typedef struct Member {
  Text key;
  Span key_span;
  Value *value;
} Member;

struct Value {
  ValueKind kind;
  Span span;
  union {
    bool boolean;
    int64_t integer;
    Text text;  // VALUE_STRING, VALUE_NUMBER
    struct {
      Value **items;
      size_t count, capacity;
    } list;
    struct {
      Member *members;
      size_t count, capacity;
      uint32_t *index;  // member number + 1 by hash of key; null in maps of up to 16 members
      size_t index_size;
    } map;
  } as;
};

Value *value_null(Arena *arena, Span span);
Value *value_bool(Arena *arena, Span span, bool boolean);
Value *value_int(Arena *arena, Span span, int64_t integer);
// `decimal` is a JSON number; it becomes a VALUE_INT where it is a whole number without fraction or exponent that fits.
Value *value_number(Arena *arena, Span span, Text decimal);
Value *value_string(Arena *arena, Span span, Text text);  // the text is not copied
Value *value_list(Arena *arena, Span span);
Value *value_map(Arena *arena, Span span);
// The same with room for `count` items or members.
Value *value_list_of(Arena *arena, Span span, size_t count);
Value *value_map_of(Arena *arena, Span span, size_t count);

void value_add(Arena *arena, Value *list, Value *item);
// Sets `key` (not copied); where it is there already its value is replaced and its place kept. Returns whether it was
// new.
bool value_put(Arena *arena, Value *map, Text key, Span key_span, Value *value);
// Gives an empty map its members at once: the array, in the arena, becomes the map's own. For readers that have counted
// them: no growing, one look for equal keys. False where two are equal; then *first and *second are their numbers, and
// the map stays empty.
bool value_adopt(Arena *arena, Value *map, Member *members, size_t count, size_t *first, size_t *second);
// The same as value_put for a literal key without a place.
void value_set(Arena *arena, Value *map, const char *key, Value *value);

// The value at `key`; null where `map` is null, is no map, or has no such key.
Value *value_get(const Value *map, Text key);
static inline Value *value_at(const Value *map, const char *key) { return value_get(map, text_of(key)); }
Member *value_member(const Value *map, Text key);
// The string's text; an empty Text (at null) where `value` is null or no string.
static inline Text value_text(const Value *value) {
  return value && value->kind == VALUE_STRING ? value->as.text : (Text){0};
}
static inline bool value_is(const Value *value, ValueKind kind) { return value && value->kind == kind; }
// The number as double; false where `value` is no number.
bool value_double(const Value *value, double *out);

// The same tree? Spans do not count, the order of map members neither; 1 and 1.0 are different (decimal texts compare).
bool value_equal(const Value *a, const Value *b);
uint32_t value_hash(const Value *value);              // the same for what value_equal calls equal
Value *value_copy(Arena *arena, const Value *value);  // deep; texts are not copied

// Whether the value is an intrinsic: a map with exactly one key, "Ref", "Condition" or one that begins with "Fn::".
// *name is the key, *argument its value (each may be null).
bool value_intrinsic(const Value *value, Text *name, Value **argument);
// "a map", "a list", "text", "a number", ... for messages.
const char *value_kind_name(const Value *value);
