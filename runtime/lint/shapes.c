// The shapes of functions' arguments, one table a function.
#include "lint/shapes.h"

#include <stdlib.h>

const Shape shape_anything = {.kinds = KIND_ANY, .functions = FN_ALL};
const Shape shape_text = {.kinds = KIND_STRING};
const Shape shape_output = {.kinds = KIND_STRING, .functions = FN_ALL};
const Shape shape_policy = {.kinds = KIND_MAP, .functions = FN_ALL};
const Shape shape_compared = {
    .kinds = KIND_STRING,
    .functions = FN_REF | FN_FIND_IN_MAP | FN_SUB | FN_JOIN | FN_SELECT | FN_SPLIT | FN_LENGTH | FN_TO_JSON};

enum { FN_NAMES = FN_BASE64 | FN_FIND_IN_MAP | FN_SUB | FN_IF | FN_JOIN | FN_TO_JSON };

static const Shape ref = {.kinds = KIND_STRING, .extended = FN_NAMES | FN_REF};

static const Shape get_att_resource = {.kinds = KIND_STRING, .extended = FN_NAMES | FN_REF};
static const Shape get_att_attribute = {.kinds = KIND_STRING, .functions = FN_REF, .extended = FN_NAMES};
static const Shape get_att = {
    .kinds = KIND_STRING | KIND_LIST, .least = 2, .most = 2, .parts = {&get_att_resource, &get_att_attribute}};

static const Shape sub_variable = {.kinds = KIND_STRING,
                                   .functions = FN_BASE64 | FN_FIND_IN_MAP | FN_GET_ATT | FN_GET_AZS | FN_STACK_OUTPUT |
                                                FN_IF | FN_IMPORT_VALUE | FN_JOIN | FN_SELECT | FN_SUB | FN_TO_JSON |
                                                FN_TRANSFORM | FN_REF,
                                   .extended = FN_LENGTH};
static const Shape sub_variables = {.kinds = KIND_MAP, .items = &sub_variable};
// A macro is expanded before functions are: it may give the text.
static const Shape sub = {.kinds = KIND_STRING | KIND_LIST,
                          .functions = FN_TRANSFORM,
                          .least = 2,
                          .most = 2,
                          .parts = {&shape_text, &sub_variables}};

static const Shape join_item = {.kinds = KIND_STRING,
                                .functions = FN_BASE64 | FN_FIND_IN_MAP | FN_GET_ATT | FN_STACK_OUTPUT | FN_IF |
                                             FN_IMPORT_VALUE | FN_JOIN | FN_SELECT | FN_SUB | FN_TRANSFORM | FN_REF,
                                .extended = FN_LENGTH | FN_TO_JSON};
static const Shape join_list = {
    .kinds = KIND_LIST,
    .functions = FN_CIDR | FN_FIND_IN_MAP | FN_GET_ATT | FN_GET_AZS | FN_IF | FN_SPLIT | FN_TRANSFORM | FN_REF,
    .items = &join_item};
static const Shape join = {.kinds = KIND_LIST, .least = 2, .most = 2, .parts = {&shape_text, &join_list}};

static const Shape select_index = {.kinds = KIND_INTEGER, .functions = FN_REF | FN_FIND_IN_MAP, .extended = FN_LENGTH};
static const Shape select_item = {.kinds = KIND_ANY,
                                  .functions = FN_FIND_IN_MAP | FN_GET_ATT | FN_STACK_OUTPUT | FN_IF | FN_REF,
                                  .items = &shape_anything};
static const Shape select_list = {
    .kinds = KIND_LIST,
    .functions = FN_FIND_IN_MAP | FN_GET_ATT | FN_GET_AZS | FN_IF | FN_SPLIT | FN_CIDR | FN_TRANSFORM | FN_REF,
    .items = &select_item};
static const Shape chosen = {.kinds = KIND_LIST, .least = 2, .most = 2, .parts = {&select_index, &select_list}};

static const Shape split_text = {.kinds = KIND_STRING,
                                 .functions = FN_BASE64 | FN_FIND_IN_MAP | FN_GET_ATT | FN_GET_AZS | FN_IF |
                                              FN_IMPORT_VALUE | FN_JOIN | FN_SELECT | FN_SUB | FN_TRANSFORM | FN_REF,
                                 .extended = FN_TO_JSON};
static const Shape split = {.kinds = KIND_LIST, .least = 2, .most = 2, .parts = {&shape_text, &split_text}};

static const Shape condition = {.kinds = KIND_LIST, .least = 3, .most = 3, .parts = {&shape_text}};

enum { FN_KEYS = FN_JOIN | FN_SUB | FN_IF | FN_SELECT | FN_LENGTH | FN_TO_JSON };
static const Shape map_key = {.kinds = KIND_STRING, .functions = FN_FIND_IN_MAP | FN_REF, .extended = FN_KEYS};
static const Shape map_usual = {.kinds = KIND_MAP, .items = &shape_anything};
static const Shape find_in_map = {
    .kinds = KIND_LIST, .least = 3, .most = 4, .parts = {&map_key, &map_key, &map_key, &map_usual}};

static const Shape base64 = {.kinds = KIND_STRING, .functions = FN_ALL & ~(FN_SPLIT | FN_GET_AZS)};
static const Shape get_azs = {.kinds = KIND_STRING,
                              .functions = FN_GET_ATT | FN_IF | FN_JOIN | FN_SELECT | FN_SUB | FN_REF};
static const Shape import_value = {
    .kinds = KIND_STRING,
    .functions = FN_BASE64 | FN_FIND_IN_MAP | FN_IF | FN_JOIN | FN_SELECT | FN_SUB | FN_TRANSFORM | FN_REF,
    .extended = FN_TO_JSON};

enum { FN_BLOCKS = FN_FIND_IN_MAP | FN_GET_ATT | FN_IF | FN_IMPORT_VALUE | FN_SELECT | FN_SUB | FN_REF };
static const Shape cidr_block = {.kinds = KIND_STRING, .functions = FN_BLOCKS};
static const Shape cidr_number = {.kinds = KIND_INTEGER, .functions = FN_BLOCKS, .extended = FN_LENGTH};
static const Shape cidr = {
    .kinds = KIND_LIST, .least = 2, .most = 3, .parts = {&cidr_block, &cidr_number, &cidr_number}};

static const Shape length_item = {.kinds = KIND_ANY,
                                  .functions = FN_IF | FN_BASE64 | FN_FIND_IN_MAP | FN_JOIN | FN_SELECT | FN_SPLIT |
                                               FN_SUB | FN_TO_JSON | FN_GET_AZS | FN_REF};
static const Shape length = {
    .kinds = KIND_LIST, .functions = FN_REF | FN_FIND_IN_MAP | FN_SPLIT | FN_IF | FN_GET_AZS, .items = &length_item};

static const Shape to_json = {
    .kinds = KIND_LIST | KIND_MAP,
    .functions = FN_FIND_IN_MAP | FN_GET_ATT | FN_GET_AZS | FN_IF | FN_SELECT | FN_SPLIT | FN_REF,
    .least = 1};

enum { FN_STACKS = FN_BLOCKS | FN_BASE64 | FN_JOIN };
static const Shape stack_text = {.kinds = KIND_STRING, .functions = FN_STACKS};
static const Shape stack_output = {.kinds = KIND_MAP, .items = &stack_text};

const Shape *shape_of(unsigned function) {
  switch (function) {
    case FN_REF: return &ref;
    case FN_GET_ATT: return &get_att;
    case FN_SUB: return &sub;
    case FN_JOIN: return &join;
    case FN_SELECT: return &chosen;
    case FN_SPLIT: return &split;
    case FN_IF: return &condition;
    case FN_FIND_IN_MAP: return &find_in_map;
    case FN_BASE64: return &base64;
    case FN_GET_AZS: return &get_azs;
    case FN_IMPORT_VALUE: return &import_value;
    case FN_CIDR: return &cidr;
    case FN_LENGTH: return &length;
    case FN_TO_JSON: return &to_json;
    case FN_STACK_OUTPUT: return &stack_output;
  }
  return &shape_anything;
}

const char *shape_kinds_name(unsigned kinds) {
  if ((kinds & KIND_SCALAR) && (kinds & KIND_LIST)) return "text or a list";
  if ((kinds & KIND_LIST) && (kinds & KIND_MAP)) return "a list or a map";
  if (kinds & KIND_LIST) return "a list";
  if (kinds & KIND_MAP) return "a map";
  if (kinds & KIND_STRING) return "text";
  if (kinds & KIND_INTEGER) return "a whole number";
  if (kinds & KIND_NUMBER) return "a number";
  return "true or false";
}

unsigned shape_kind(const Value *value) {
  switch (value->kind) {
    case VALUE_NULL: return 0;
    case VALUE_BOOL: return KIND_BOOLEAN;
    case VALUE_INT: return KIND_INTEGER;
    case VALUE_NUMBER: return KIND_NUMBER;
    case VALUE_STRING: return KIND_STRING;
    case VALUE_LIST: return KIND_LIST;
    case VALUE_MAP: return KIND_MAP;
  }
  return 0;
}

static bool whole_number(Text text) {
  size_t at = text.size && (text.at[0] == '-' || text.at[0] == '+');
  if (at == text.size) return false;
  for (; at < text.size; at++)
    if (text.at[at] < '0' || text.at[at] > '9') return false;
  return true;
}

bool shape_fits(const Value *value, unsigned kinds) {
  unsigned kind = shape_kind(value);
  if (kind & kinds) return true;
  if ((kind & KIND_SCALAR) && (kinds & KIND_STRING)) return true;
  return kind == KIND_STRING && (kinds & KIND_INTEGER) && whole_number(text_trim(value->as.text));
}
