// A tree held against what jansson read from the same text.
#pragma once
#include <jansson.h>

#include "unit/format_support.h"

static inline bool jansson_agrees(const Value *value, const json_t *other) {
  double number;
  switch (value->kind) {
    case VALUE_NULL: return json_is_null(other);
    case VALUE_BOOL: return json_is_boolean(other) && json_is_true(other) == value->as.boolean;
    case VALUE_INT: return json_is_integer(other) && json_integer_value(other) == value->as.integer;
    case VALUE_NUMBER:
      return json_is_number(other) && value_double(value, &number) && json_number_value(other) == number;
    case VALUE_STRING:
      return json_is_string(other) &&
             text_equal(value->as.text, (Text){json_string_value(other), json_string_length(other)});
    case VALUE_LIST:
      if (!json_is_array(other) || json_array_size(other) != value->as.list.count) return false;
      for (size_t i = 0; i < value->as.list.count; i++)
        if (!jansson_agrees(value->as.list.items[i], json_array_get(other, i))) return false;
      return true;
    case VALUE_MAP:
      if (!json_is_object(other) || json_object_size(other) != value->as.map.count) return false;
      for (size_t i = 0; i < value->as.map.count; i++) {
        const Member *member = &value->as.map.members[i];
        const json_t *found = json_object_getn(other, member->key.at, member->key.size);
        if (!found || !jansson_agrees(member->value, found)) return false;
      }
      return true;
  }
  return false;
}
