// Scalars by their text and their number; maps by the members that they have.
#include "template/alike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "format/json.h"
#include "template/evaluate.h"

const char *const alike_names[ALIKE_NAMES] = {"Key",           "Name",      "Id",         "Sid",        "AttributeName",
                                              "ParameterName", "IndexName", "PolicyName", "DeviceName", "LogicalId"};

static bool read_number(Text text, double *out) {
  char digits[64], *end;
  if (text.size == 0 || text.size >= sizeof digits) return false;
  memcpy(digits, text.at, text.size);
  digits[text.size] = 0;
  *out = strtod(digits, &end);
  return !*end && isfinite(*out);
}

static bool is_number(const Value *value) { return value->kind == VALUE_INT || value->kind == VALUE_NUMBER; }

bool alike_scalars(Arena *arena, bool numeric, const Value *a, const Value *b) {
  Text left, right;
  double x, y;
  if (a->kind == b->kind && value_equal(a, b)) return true;
  if (is_number(a) && is_number(b)) return value_double(a, &x) && value_double(b, &y) && x == y;
  if (!evaluate_scalar(arena, a, &left) || !evaluate_scalar(arena, b, &right)) return false;
  if (text_equal(left, right)) return true;
  return (numeric || is_number(a) || is_number(b)) && read_number(left, &x) && read_number(right, &y) && x == y;
}

Value *alike_document(Arena *arena, const Value *value) {
  Text text = text_trim(value_text(value));
  if (text.size == 0 || (text.at[0] != '{' && text.at[0] != '[')) return NULL;
  Diags problems = {.arena = arena};
  Sources sources = {.arena = arena};
  return json_read(arena, &problems, &sources, source_add(&sources, TEXT("json"), text));
}

bool alike_policy(const Value *map) {
  const Value *statements = value_at(map, "Statement");
  if (value_is(statements, VALUE_LIST) && statements->as.list.count) statements = statements->as.list.items[0];
  return value_at(statements, "Effect") != NULL;
}

const Value *alike_list(Arena *arena, const Value *value) {
  if (value->kind == VALUE_LIST) return value;
  Value *list = value_list(arena, value->span);
  value_add(arena, list, (Value *)value);
  return list;
}

bool alike_tags(const Value *list) {
  for (size_t i = 0; i < list->as.list.count; i++)
    if (!value_at(list->as.list.items[i], "Key") || !value_at(list->as.list.items[i], "Value")) return false;
  return list->as.list.count > 0;
}
