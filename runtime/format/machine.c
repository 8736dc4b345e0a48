// jansson's tree, copied node by node into ours.
#include "format/machine.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/format.h"

// The shortest of the decimal texts that lead back to the same double, with a point or an exponent, so that it stays
// a float.
static Value *copy_real(Arena *arena, double real) {
  char digits[40];
  for (int precision = 15; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, real);
    if (strtod(digits, NULL) == real) break;
  }
  const char *point = strpbrk(digits, ".e") ? "" : ".0";
  return value_number(arena, (Span){0}, text_format(arena, "%s%s", digits, point));
}

static Value *copy_node(Arena *arena, json_t *node) {
  const Span nowhere = {0};
  switch (json_typeof(node)) {
    case JSON_NULL: return value_null(arena, nowhere);
    case JSON_TRUE: return value_bool(arena, nowhere, true);
    case JSON_FALSE: return value_bool(arena, nowhere, false);
    case JSON_INTEGER: return value_int(arena, nowhere, json_integer_value(node));
    case JSON_REAL: return copy_real(arena, json_real_value(node));
    case JSON_STRING:
      return value_string(arena, nowhere, text_copy(arena, (Text){json_string_value(node), json_string_length(node)}));
    case JSON_ARRAY: {
      Value *list = value_list(arena, nowhere);
      for (size_t i = 0; i < json_array_size(node); i++)
        value_add(arena, list, copy_node(arena, json_array_get(node, i)));
      return list;
    }
    case JSON_OBJECT: break;
  }
  Value *map = value_map(arena, nowhere);
  const char *key;
  size_t size;
  json_t *child;
  json_object_keylen_foreach(node, key, size, child) {
    value_put(arena, map, text_copy(arena, (Text){key, size}), nowhere, copy_node(arena, child));
  }
  return map;
}

Value *machine_json_read(Arena *arena, Diags *diags, Text text) {
  json_error_t error;
  json_t *root = json_loadb(text.size ? text.at : "", text.size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
  if (!root) {
    diag_error(diags, FORMAT_ERROR, (Span){0}, "malformed JSON in line %d, column %d: %s", error.line, error.column,
               error.text);
    return NULL;
  }
  Value *value = copy_node(arena, root);
  json_decref(root);
  return value;
}
