// Building and reading value trees.
#include "value/value.h"

#include <errno.h>
#include <stdlib.h>

enum { SMALL = 16 };

static Value *node(Arena *arena, ValueKind kind, Span span) {
  Value *value = ARENA_NEW(arena, Value);
  value->kind = kind;
  value->span = span;
  return value;
}

Value *value_null(Arena *arena, Span span) { return node(arena, VALUE_NULL, span); }

Value *value_bool(Arena *arena, Span span, bool boolean) {
  Value *value = node(arena, VALUE_BOOL, span);
  value->as.boolean = boolean;
  return value;
}

Value *value_int(Arena *arena, Span span, int64_t integer) {
  Value *value = node(arena, VALUE_INT, span);
  value->as.integer = integer;
  return value;
}

static bool fits_int(Text decimal, int64_t *out) {
  char digits[32];
  if (decimal.size == 0 || decimal.size >= sizeof digits) return false;
  if (text_is(decimal, "-0")) return false;  // kept as it is written: it is not 0 everywhere
  for (size_t i = 0; i < decimal.size; i++)
    if ((decimal.at[i] < '0' || decimal.at[i] > '9') && !(i == 0 && decimal.at[i] == '-' && decimal.size > 1))
      return false;
  memcpy(digits, decimal.at, decimal.size);
  digits[decimal.size] = 0;
  errno = 0;
  long long value = strtoll(digits, NULL, 10);
  *out = value;
  return errno == 0;
}

Value *value_number(Arena *arena, Span span, Text decimal) {
  int64_t integer;
  if (fits_int(decimal, &integer)) return value_int(arena, span, integer);
  Value *value = node(arena, VALUE_NUMBER, span);
  value->as.text = decimal;
  return value;
}

Value *value_string(Arena *arena, Span span, Text text) {
  Value *value = node(arena, VALUE_STRING, span);
  value->as.text = text;
  return value;
}

Value *value_list(Arena *arena, Span span) { return node(arena, VALUE_LIST, span); }
Value *value_map(Arena *arena, Span span) { return node(arena, VALUE_MAP, span); }

Value *value_list_of(Arena *arena, Span span, size_t count) {
  Value *list = value_list(arena, span);
  vec_reserve(arena, &list->as.list, count);
  return list;
}

Value *value_map_of(Arena *arena, Span span, size_t count) {
  Value *map = value_map(arena, span);
  map->as.map.members = ARENA_ARRAY(arena, Member, count);
  map->as.map.capacity = count;
  return map;
}

void value_add(Arena *arena, Value *list, Value *item) {
  vec_grow(arena, (void **)&list->as.list.items, &list->as.list.capacity, list->as.list.count, sizeof(Value *));
  list->as.list.items[list->as.list.count++] = item;
}

static void put_in_index(Value *map, size_t number) {
  size_t mask = map->as.map.index_size - 1, slot = text_hash(map->as.map.members[number].key) & mask;
  while (map->as.map.index[slot]) slot = (slot + 1) & mask;
  map->as.map.index[slot] = (uint32_t)number + 1;
}

Member *value_member(const Value *map, Text key) {
  if (!map || map->kind != VALUE_MAP) return NULL;
  if (!map->as.map.index) {
    for (size_t i = 0; i < map->as.map.count; i++)
      if (text_equal(map->as.map.members[i].key, key)) return &map->as.map.members[i];
    return NULL;
  }
  size_t mask = map->as.map.index_size - 1;
  for (size_t slot = text_hash(key) & mask; map->as.map.index[slot]; slot = (slot + 1) & mask) {
    Member *member = &map->as.map.members[map->as.map.index[slot] - 1];
    if (text_equal(member->key, key)) return member;
  }
  return NULL;
}

bool value_put(Arena *arena, Value *map, Text key, Span key_span, Value *value) {
  Member *member = value_member(map, key);
  if (member) {
    member->value = value;
    return false;
  }
  vec_grow(arena, (void **)&map->as.map.members, &map->as.map.capacity, map->as.map.count, sizeof(Member));
  map->as.map.members[map->as.map.count++] = (Member){key, key_span, value};
  if (map->as.map.count <= SMALL) return true;
  if (map->as.map.count * 2 > map->as.map.index_size) {
    map->as.map.index_size = map->as.map.index_size ? map->as.map.index_size * 2 : 4 * SMALL;
    map->as.map.index = ARENA_ARRAY(arena, uint32_t, map->as.map.index_size);
    for (size_t i = 0; i < map->as.map.count; i++) put_in_index(map, i);
  } else {
    put_in_index(map, map->as.map.count - 1);
  }
  return true;
}

static bool adopt_small(const Member *members, size_t count, size_t *first, size_t *second) {
  for (size_t i = 1; i < count; i++)
    for (size_t k = 0; k < i; k++)
      if (members[k].key.size == members[i].key.size && text_equal(members[k].key, members[i].key))
        return *first = k, *second = i, false;
  return true;
}

static bool adopt_large(Value *map, const Member *members, size_t count, size_t *first, size_t *second) {
  uint32_t *index = map->as.map.index;
  size_t mask = map->as.map.index_size - 1;
  for (size_t i = 0; i < count; i++) {
    size_t slot = text_hash(members[i].key) & mask;
    for (; index[slot]; slot = (slot + 1) & mask)
      if (text_equal(members[index[slot] - 1].key, members[i].key)) return *first = index[slot] - 1, *second = i, false;
    index[slot] = (uint32_t)i + 1;
  }
  return true;
}

bool value_adopt(Arena *arena, Value *map, Member *members, size_t count, size_t *first, size_t *second) {
  if (count <= SMALL) {
    if (!adopt_small(members, count, first, second)) return false;
  } else {
    map->as.map.index_size = 4 * SMALL;
    while (map->as.map.index_size < count * 2) map->as.map.index_size *= 2;
    map->as.map.index = ARENA_ARRAY(arena, uint32_t, map->as.map.index_size);
    if (!adopt_large(map, members, count, first, second)) {
      map->as.map.index = NULL;
      map->as.map.index_size = 0;
      return false;
    }
  }
  map->as.map.members = members;
  map->as.map.count = map->as.map.capacity = count;
  return true;
}

void value_set(Arena *arena, Value *map, const char *key, Value *value) {
  value_put(arena, map, text_of(key), (Span){0}, value);
}

Value *value_get(const Value *map, Text key) {
  Member *member = value_member(map, key);
  return member ? member->value : NULL;
}

bool value_double(const Value *value, double *out) {
  if (value_is(value, VALUE_INT)) return *out = (double)value->as.integer, true;
  if (!value_is(value, VALUE_NUMBER)) return false;
  char digits[64], *copy = digits;
  if (value->as.text.size >= sizeof digits) copy = base_malloc(value->as.text.size + 1);
  memcpy(copy, value->as.text.at, value->as.text.size);
  copy[value->as.text.size] = 0;
  *out = strtod(copy, NULL);
  if (copy != digits) free(copy);
  return true;
}

bool value_equal(const Value *a, const Value *b) {
  if (a == b) return true;
  if (!a || !b || a->kind != b->kind) return false;
  switch (a->kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOL: return a->as.boolean == b->as.boolean;
    case VALUE_INT: return a->as.integer == b->as.integer;
    case VALUE_NUMBER:
    case VALUE_STRING: return text_equal(a->as.text, b->as.text);
    case VALUE_LIST:
      if (a->as.list.count != b->as.list.count) return false;
      for (size_t i = 0; i < a->as.list.count; i++)
        if (!value_equal(a->as.list.items[i], b->as.list.items[i])) return false;
      return true;
    case VALUE_MAP:
      if (a->as.map.count != b->as.map.count) return false;
      for (size_t i = 0; i < a->as.map.count; i++) {
        const Value *other = value_get(b, a->as.map.members[i].key);
        if (!other || !value_equal(a->as.map.members[i].value, other)) return false;
      }
      return true;
  }
  return false;
}

uint32_t value_hash(const Value *value) {
  enum { FACTOR = 0x01000193 };
  uint32_t hash = (uint32_t)value->kind * FACTOR + 1;
  switch (value->kind) {
    case VALUE_NULL: break;
    case VALUE_BOOL: hash += value->as.boolean; break;
    case VALUE_INT: hash += (uint32_t)(value->as.integer ^ value->as.integer >> 32) * FACTOR; break;
    case VALUE_NUMBER:
    case VALUE_STRING: hash += text_hash(value->as.text); break;
    case VALUE_LIST:
      for (size_t i = 0; i < value->as.list.count; i++) hash = hash * FACTOR + value_hash(value->as.list.items[i]);
      break;
    case VALUE_MAP:  // a sum, since the order of members does not count
      for (size_t i = 0; i < value->as.map.count; i++) {
        const Member *member = &value->as.map.members[i];
        hash += (text_hash(member->key) ^ value_hash(member->value) * FACTOR) * FACTOR;
      }
      break;
  }
  return hash ^ hash >> 15;
}

Value *value_copy(Arena *arena, const Value *value) {
  if (value->kind == VALUE_LIST) {
    Value *copy = value_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++)
      value_add(arena, copy, value_copy(arena, value->as.list.items[i]));
    return copy;
  }
  if (value->kind == VALUE_MAP) {
    Value *copy = value_map(arena, value->span);
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      value_put(arena, copy, member->key, member->key_span, value_copy(arena, member->value));
    }
    return copy;
  }
  Value *copy = ARENA_NEW(arena, Value);
  *copy = *value;
  return copy;
}

bool value_intrinsic(const Value *value, Text *name, Value **argument) {
  if (!value || value->kind != VALUE_MAP || value->as.map.count != 1) return false;
  const Member *member = &value->as.map.members[0];
  if (!text_is(member->key, "Ref") && !text_is(member->key, "Condition") &&
      !text_starts_with(member->key, TEXT("Fn::")))
    return false;
  if (name) *name = member->key;
  if (argument) *argument = member->value;
  return true;
}

const char *value_kind_name(const Value *value) {
  if (!value) return "nothing";
  switch (value->kind) {
    case VALUE_NULL: return "null";
    case VALUE_BOOL: return "a boolean";
    case VALUE_INT: return "a whole number";
    case VALUE_NUMBER: return "a number";
    case VALUE_STRING: return "text";
    case VALUE_LIST: return "a list";
    case VALUE_MAP: return "a map";
  }
  return "nothing";
}
