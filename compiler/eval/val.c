// Making, comparing and showing Vals.
#include "eval/eval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SMALL = 16 };

#define SIZE(member) (offsetof(Val, as) + sizeof(((Val *)NULL)->as.member))

static const size_t sizes[] = {
    [VAL_ERROR] = SIZE(boolean),     [VAL_NULL] = SIZE(boolean),        [VAL_BOOL] = SIZE(boolean),
    [VAL_INT] = SIZE(integer),       [VAL_NUMBER] = SIZE(number),       [VAL_QUANTITY] = SIZE(quantity),
    [VAL_TEXT] = SIZE(text),         [VAL_LIST] = SIZE(list),           [VAL_RECORD] = SIZE(record),
    [VAL_INSTANCE] = SIZE(instance), [VAL_STACK] = SIZE(stack),         [VAL_PARAM] = SIZE(param),
    [VAL_PSEUDO] = SIZE(pseudo),     [VAL_ATTRIBUTE] = SIZE(attribute), [VAL_CONCAT] = SIZE(parts),
    [VAL_CALL] = SIZE(call),         [VAL_LOOKUP] = SIZE(lookup),       [VAL_CHOICE] = SIZE(choice),
};

Val *val_new(Arena *arena, ValKind kind, Span span) {
  Val *val = arena_alloc(arena, sizes[kind]);
  val->kind = kind;
  val->span = span;
  return val;
}

const Val *val_error(Arena *arena, Span span) { return val_new(arena, VAL_ERROR, span); }
const Val *val_null(Arena *arena, Span span) { return val_new(arena, VAL_NULL, span); }

const Val *val_bool(Arena *arena, Span span, bool boolean) {
  Val *val = val_new(arena, VAL_BOOL, span);
  val->as.boolean = boolean;
  return val;
}

const Val *val_int(Arena *arena, Span span, int64_t integer) {
  Val *val = val_new(arena, VAL_INT, span);
  val->as.integer = integer;
  return val;
}

Text number_spell(Arena *arena, double value) {
  char text[64];
  snprintf(text, sizeof text, "%.15g", value);
  if (strtod(text, NULL) != value && fabs(value) < 1e15) snprintf(text, sizeof text, "%.15g", value);
  return text_copy(arena, text_of(text));
}

double number_floor(double value) {
  if (!(fabs(value) < 4503599627370496.0)) return value;  // from 2^52 on there are whole numbers alone
  double cut = (double)(int64_t)value;
  return cut > value ? cut - 1 : cut;
}

double number_ceil(double value) { return -number_floor(-value); }

const Val *val_number(Arena *arena, Span span, double value) {
  if (value == number_floor(value) && fabs(value) < 9007199254740992.0) return val_int(arena, span, (int64_t)value);
  Val *val = val_new(arena, VAL_NUMBER, span);
  val->as.number.value = value;
  val->as.number.text = number_spell(arena, value);
  return val;
}

const Val *val_decimal(Arena *arena, Span span, Text decimal) {
  char digits[400];
  size_t size = decimal.size < sizeof digits - 1 ? decimal.size : sizeof digits - 1;
  memcpy(digits, decimal.at, size);
  digits[size] = 0;
  Val *val = val_new(arena, VAL_NUMBER, span);
  val->as.number.value = strtod(digits, NULL);
  val->as.number.text = decimal;
  return val;
}

const Val *val_quantity(Arena *arena, Span span, Dimension dimension, double amount, Text text) {
  Val *val = val_new(arena, VAL_QUANTITY, span);
  val->as.quantity.amount = amount;
  val->as.quantity.dimension = dimension;
  val->as.quantity.text = text;
  return val;
}

const Val *val_text(Arena *arena, Span span, Text text) {
  Val *val = val_new(arena, VAL_TEXT, span);
  val->as.text = text;
  return val;
}

// Whether values that are the same have their keys in the same order, too: equal records may differ in it, and loops
// see that.
static bool same_order(const Val *a, const Val *b) {
  if (a == b || a->kind != b->kind) return true;
  if (a->kind == VAL_LIST)
    for (size_t i = 0; i < a->as.list.count; i++)
      if (!same_order(a->as.list.items[i], b->as.list.items[i])) return false;
  if (a->kind == VAL_RECORD) {
    const Record *left = &a->as.record.record, *right = &b->as.record.record;
    for (size_t i = 0; i < left->count; i++)
      if (!text_equal(left->entries[i].key, right->entries[i].key) ||
          !same_order(left->entries[i].val, right->entries[i].val))
        return false;
  }
  return true;
}

size_t val_weight(const Val *val) {
  if (val->kind == VAL_TEXT) return 1 + val->as.text.size / 16;
  if (val->kind == VAL_CONCAT) return val->as.parts.count;
  return 1 + (size_t)val->weight;
}

static void gain(Val *val, const Val *part) {
  size_t weight = val->weight + val_weight(part);
  val->weight = weight < UINT32_MAX ? (uint32_t)weight : UINT32_MAX;
}

const Val *val_choice(Arena *arena, Span span, Cond condition, const Val *then, const Val *otherwise) {
  if (condition == COND_TRUE) return then;
  if (condition == COND_FALSE) return otherwise;
  if (then == otherwise || (val_same(then, otherwise) && same_order(then, otherwise))) return then;
  Val *val = val_new(arena, VAL_CHOICE, span);
  val->as.choice.condition = condition;
  val->as.choice.then = then;
  val->as.choice.otherwise = otherwise;
  val->secret = then->secret || otherwise->secret;
  gain(val, then);
  gain(val, otherwise);
  return val;
}

const Val *val_from_scalar(Arena *arena, const Value *value) {
  switch (value->kind) {
    case VALUE_NULL: return val_null(arena, value->span);
    case VALUE_BOOL: return val_bool(arena, value->span, value->as.boolean);
    case VALUE_INT: return val_int(arena, value->span, value->as.integer);
    case VALUE_NUMBER: return val_decimal(arena, value->span, value->as.text);
    case VALUE_STRING: return val_text(arena, value->span, value->as.text);
    case VALUE_LIST:
    case VALUE_MAP: break;
  }
  return NULL;
}

Val *val_list(Arena *arena, Span span) { return val_new(arena, VAL_LIST, span); }
Val *val_record(Arena *arena, Span span) { return val_new(arena, VAL_RECORD, span); }

Val *val_list_of(Arena *arena, Span span, size_t count) {
  Val *val = val_list(arena, span);
  vec_reserve(arena, &val->as.list, count);
  return val;
}

Val *val_record_of(Arena *arena, Span span, size_t count) {
  Val *val = val_record(arena, span);
  val->as.record.record.entries = ARENA_ARRAY(arena, RecordEntry, count);
  val->as.record.record.capacity = count;
  return val;
}

Val *val_copy(Arena *arena, const Val *val) {
  return memcpy(arena_alloc(arena, sizes[val->kind]), val, sizes[val->kind]);
}

void val_add(Arena *arena, Val *list, const Val *item) {
  vec_push(arena, &list->as.list, item);
  gain(list, item);
}

RecordEntry *val_entry(const Val *val, Text key) {
  const Record *record = &val->as.record.record;
  if (record->index) {
    uintptr_t number = (uintptr_t)map_get(record->index, key);
    return number ? &record->entries[number - 1] : NULL;
  }
  for (size_t i = 0; i < record->count; i++)
    if (text_equal(record->entries[i].key, key)) return &record->entries[i];
  return NULL;
}

void val_put(Arena *arena, Val *val, Text key, Span key_span, const Val *item) {
  Record *record = &val->as.record.record;
  gain(val, item);
  RecordEntry *entry = val_entry(val, key);
  if (entry) {
    entry->val = item;
    entry->key_span = key_span;
    return;
  }
  vec_grow(arena, (void **)&record->entries, &record->capacity, record->count, sizeof(RecordEntry));
  record->entries[record->count++] = (RecordEntry){key, key_span, item};
  if (record->index) {
    map_put(arena, record->index, key, (void *)(uintptr_t)record->count);
  } else if (record->count > SMALL) {
    record->index = ARENA_NEW(arena, Map);
    for (size_t i = 0; i < record->count; i++)
      map_put(arena, record->index, record->entries[i].key, (void *)(uintptr_t)(i + 1));
  }
}

const Val *val_field(const Val *record, Text key) {
  RecordEntry *entry = val_entry(record, key);
  return entry ? entry->val : NULL;
}

bool val_deferred(const Val *val) { return val->kind >= VAL_PARAM; }

bool val_deferred_inside(const Val *val) {
  if (val_deferred(val)) return true;
  if (val->kind == VAL_INSTANCE) return val->as.instance->aws;
  if (val->kind == VAL_LIST)
    for (size_t i = 0; i < val->as.list.count; i++)
      if (val_deferred_inside(val->as.list.items[i])) return true;
  if (val->kind == VAL_RECORD)
    for (size_t i = 0; i < val->as.record.record.count; i++)
      if (val_deferred_inside(val->as.record.record.entries[i].val)) return true;
  return false;
}

static bool same_lists(const ValList *a, const ValList *b) {
  if (a->count != b->count) return false;
  for (size_t i = 0; i < a->count; i++)
    if (!val_same(a->items[i], b->items[i])) return false;
  return true;
}

static bool same_maybe(const Val *a, const Val *b) { return a == b || (a && b && val_same(a, b)); }

static bool is_number(const Val *val) { return val->kind == VAL_INT || val->kind == VAL_NUMBER; }

bool val_same(const Val *a, const Val *b) {
  if (a == b) return true;
  if (is_number(a) && is_number(b))
    return a->kind == b->kind && a->kind == VAL_INT ? a->as.integer == b->as.integer : val_double(a) == val_double(b);
  if (a->kind != b->kind) return false;
  switch (a->kind) {
    case VAL_ERROR: return true;
    case VAL_NULL: return a->absent == b->absent;
    case VAL_BOOL: return a->as.boolean == b->as.boolean;
    case VAL_INT:
    case VAL_NUMBER: return val_double(a) == val_double(b);
    case VAL_QUANTITY:
      return a->as.quantity.dimension == b->as.quantity.dimension && a->as.quantity.amount == b->as.quantity.amount;
    case VAL_TEXT: return text_equal(a->as.text, b->as.text);
    case VAL_LIST: return same_lists(&a->as.list, &b->as.list);
    case VAL_RECORD:
      if (a->as.record.record.count != b->as.record.record.count) return false;
      for (size_t i = 0; i < a->as.record.record.count; i++) {
        const Val *other = val_field(b, a->as.record.record.entries[i].key);
        if (!other || !val_same(a->as.record.record.entries[i].val, other)) return false;
      }
      return true;
    case VAL_INSTANCE: return a->as.instance == b->as.instance;
    case VAL_STACK: return a->as.stack == b->as.stack;
    case VAL_PARAM: return a->as.param.decl == b->as.param.decl && a->as.param.stack == b->as.param.stack;
    case VAL_PSEUDO:
      return text_equal(a->as.pseudo.name, b->as.pseudo.name) && a->as.pseudo.stack == b->as.pseudo.stack;
    case VAL_ATTRIBUTE:
      return a->as.attribute.resource == b->as.attribute.resource &&
             text_equal(a->as.attribute.name, b->as.attribute.name);
    case VAL_CONCAT: return same_lists(&a->as.parts, &b->as.parts);
    case VAL_CALL:
      return text_is(text_of(a->as.call.name), b->as.call.name) && val_same(a->as.call.argument, b->as.call.argument);
    case VAL_LOOKUP:
      return val_same(a->as.lookup.map, b->as.lookup.map) && val_same(a->as.lookup.key, b->as.lookup.key) &&
             same_maybe(a->as.lookup.second, b->as.lookup.second) &&
             same_maybe(a->as.lookup.fallback, b->as.lookup.fallback);
    case VAL_CHOICE:
      return a->as.choice.condition == b->as.choice.condition && val_same(a->as.choice.then, b->as.choice.then) &&
             val_same(a->as.choice.otherwise, b->as.choice.otherwise);
  }
  return false;
}

double val_double(const Val *val) {
  if (val->kind == VAL_INT) return (double)val->as.integer;
  if (val->kind == VAL_NUMBER) return val->as.number.value;
  return val->kind == VAL_QUANTITY ? val->as.quantity.amount : 0;
}

bool val_is_text(const Val *val, const char *text) { return val->kind == VAL_TEXT && text_is(val->as.text, text); }

const char *unit_spell(Unit unit) {
  static const char *const names[] = {"B", "KiB", "MiB", "GiB", "TiB", "ms", "s", "min", "h", "d", "%"};
  return names[unit];
}

Text val_spell(Arena *arena, const Val *val) {
  if (val->kind == VAL_TEXT) return val->as.text;
  if (val->kind == VAL_INT) return text_format(arena, "%lld", (long long)val->as.integer);
  if (val->kind == VAL_NUMBER) return val->as.number.text;
  if (val->kind == VAL_QUANTITY) return val->as.quantity.text;
  if (val->kind == VAL_BOOL) return val->as.boolean ? TEXT("true") : TEXT("false");
  return (Text){0};
}

Text val_describe(Arena *arena, const Val *val) {
  switch (val->kind) {
    case VAL_ERROR: return TEXT("a mistake");
    case VAL_NULL: return TEXT("null");
    case VAL_BOOL: return TEXT("a bool");
    case VAL_INT:
    case VAL_NUMBER: return TEXT("a number");
    case VAL_QUANTITY:
      return val->as.quantity.dimension == DIMENSION_SIZE       ? TEXT("a size")
             : val->as.quantity.dimension == DIMENSION_DURATION ? TEXT("a duration")
                                                                : TEXT("a percentage");
    case VAL_TEXT: return TEXT("text");
    case VAL_LIST: return TEXT("a list");
    case VAL_RECORD: return TEXT("a record");
    case VAL_INSTANCE:
      return text_format(arena, "the %s '%.*s'", val->as.instance->aws ? "resource" : "instance",
                         TEXT_ARG(val->as.instance->path));
    case VAL_STACK: return text_format(arena, "the stack '%.*s'", TEXT_ARG(val->as.stack->name));
    case VAL_PARAM: return text_format(arena, "the parameter '%.*s'", TEXT_ARG(val->as.param.decl->name));
    case VAL_PSEUDO: return text_format(arena, "the pseudo parameter %.*s", TEXT_ARG(val->as.pseudo.name));
    case VAL_ATTRIBUTE:
      return text_format(arena, "the attribute %.*s.%.*s", TEXT_ARG(val->as.attribute.resource->path),
                         TEXT_ARG(val->as.attribute.name));
    case VAL_CONCAT: return TEXT("text that is known only when it is deployed");
    case VAL_CALL: return text_format(arena, "%s, known only when it is deployed", val->as.call.name);
    case VAL_LOOKUP: return TEXT("a look-up by a key that is known only when it is deployed");
    case VAL_CHOICE: return TEXT("a choice by a condition that is known only when it is deployed");
  }
  return (Text){0};
}

static void show(Arena *arena, Buffer *out, const Val *val, int depth) {
  enum { LONG = 60 };
  if (out->size > LONG || depth > 3) {
    if (out->size < 4 || memcmp(out->at + out->size - 3, "...", 3) != 0) buffer_add_string(out, "...");
    return;
  }
  switch (val->kind) {
    case VAL_NULL: buffer_add_string(out, "null"); return;
    case VAL_BOOL:
    case VAL_INT:
    case VAL_NUMBER:
    case VAL_QUANTITY: buffer_add(out, val_spell(arena, val)); return;
    case VAL_TEXT:
      buffer_add_char(out, '"');
      buffer_add(out, val->as.text.size > LONG ? text_slice(val->as.text, 0, LONG) : val->as.text);
      buffer_add_string(out, val->as.text.size > LONG ? "...\"" : "\"");
      return;
    case VAL_LIST:
      buffer_add_char(out, '[');
      for (size_t i = 0; i < val->as.list.count && out->size < LONG; i++) {
        if (i) buffer_add_string(out, ", ");
        show(arena, out, val->as.list.items[i], depth + 1);
      }
      buffer_add_char(out, ']');
      return;
    case VAL_RECORD:
      buffer_add_string(out, "{ ");
      for (size_t i = 0; i < val->as.record.record.count && out->size < LONG; i++) {
        if (i) buffer_add_string(out, ", ");
        buffer_add(out, val->as.record.record.entries[i].key);
        buffer_add_string(out, ": ");
        show(arena, out, val->as.record.record.entries[i].val, depth + 1);
      }
      buffer_add_string(out, " }");
      return;
    case VAL_ERROR:
    case VAL_INSTANCE:
    case VAL_STACK:
    case VAL_PARAM:
    case VAL_PSEUDO:
    case VAL_ATTRIBUTE:
    case VAL_CONCAT:
    case VAL_CALL:
    case VAL_LOOKUP:
    case VAL_CHOICE: buffer_add(out, val_describe(arena, val)); return;
  }
}

Text val_show(Arena *arena, const Val *val) {
  Buffer buffer = {0};
  show(arena, &buffer, val, 0);
  return buffer_take(&buffer, arena);
}
