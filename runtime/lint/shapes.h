// Within this room: what an intrinsic function takes, as shapes of values: which kinds, how many items, which other
// functions may stand there (CloudFormation user guide, "Intrinsic function reference").
#pragma once
#include "lint/rule.h"

enum { KIND_STRING = 1, KIND_INTEGER = 2, KIND_NUMBER = 4, KIND_BOOLEAN = 8, KIND_LIST = 16, KIND_MAP = 32 };
enum {
  KIND_SCALAR = KIND_STRING | KIND_INTEGER | KIND_NUMBER | KIND_BOOLEAN,
  KIND_ANY = KIND_SCALAR | KIND_LIST | KIND_MAP
};

enum {
  FN_REF = 1 << 0,
  FN_GET_ATT = 1 << 1,
  FN_SUB = 1 << 2,
  FN_JOIN = 1 << 3,
  FN_SELECT = 1 << 4,
  FN_SPLIT = 1 << 5,
  FN_IF = 1 << 6,
  FN_FIND_IN_MAP = 1 << 7,
  FN_BASE64 = 1 << 8,
  FN_GET_AZS = 1 << 9,
  FN_IMPORT_VALUE = 1 << 10,
  FN_CIDR = 1 << 11,
  FN_LENGTH = 1 << 12,
  FN_TO_JSON = 1 << 13,
  FN_TRANSFORM = 1 << 14,
  FN_STACK_OUTPUT = 1 << 15,
  FN_ALL = (1 << 16) - 1
};

typedef struct Shape Shape;
struct Shape {
  unsigned kinds;         // of literal values
  unsigned functions;     // those that may give it
  unsigned extended;      // and those with the transform AWS::LanguageExtensions
  size_t least, most;     // items; most 0: any number
  const Shape *parts[4];  // items by position
  const Shape *items;     // other items, and members; null: anything
};

extern const Shape shape_anything;  // in properties
extern const Shape shape_text;      // a text that no function gives
extern const Shape shape_output;    // the value of an output
extern const Shape shape_compared;  // an operand of Fn::Equals
extern const Shape shape_policy;    // a map: a resource's CreationPolicy

// The shape of what stands under the function's key.
const Shape *shape_of(unsigned function);
// "text", "a list", "a whole number", ... for messages.
const char *shape_kinds_name(unsigned kinds);
// The kind of a value, 0 for null.
unsigned shape_kind(const Value *value);
// Whether a literal value is of one of the kinds as CloudFormation takes it: 80 is text, "80" a whole number.
bool shape_fits(const Value *value, unsigned kinds);
