// Vals: what expressions are worth. A Val is known (null .. record, resource and instance handles) or deferred: it
// becomes known to CloudFormation when the stack is deployed. A deferred Val is a reference, a text with references in
// it, an intrinsic call, a look-up in a known map, or a choice: an `if` whose condition is deferred.
//
// Deferred booleans have one form alone: a choice of true and false. So every operation that distributes over choices
// handles conditions too, and equal conditions are one (eval/cond.h).
//
// Vals are immutable and live in the session's arena, where each takes no more than its kind needs: it is handed on by
// pointer. The span is where the value was written.
#pragma once
#include "check/program.h"

typedef struct Val Val;
typedef struct Frame Frame;
typedef struct Instance Instance;
typedef struct Stack Stack;

// A condition, by number; 0 is never, 1 is always.
typedef uint32_t Cond;  // a Diagram (base/diagram.h)
enum { COND_FALSE = 0, COND_TRUE = 1 };

typedef enum ValKind {
  VAL_ERROR,  // a mistake that has been reported; silent in all that it touches
  VAL_NULL,
  VAL_BOOL,
  VAL_INT,
  VAL_NUMBER,
  VAL_QUANTITY,
  VAL_TEXT,
  VAL_LIST,  // elements that are choices with null are conditional
  VAL_RECORD,
  VAL_INSTANCE,   // a handle: of a raw resource (written as its Ref) or of a component (its outs)
  VAL_STACK,      // a handle: its outs
  VAL_PARAM,      // deferred from here on: Ref of a parameter
  VAL_PSEUDO,     // Ref of a pseudo parameter
  VAL_ATTRIBUTE,  // Fn::GetAtt
  VAL_CONCAT,     // text with references in it: Fn::Sub
  VAL_CALL,       // any other intrinsic: "Fn::Select" and its argument
  VAL_LOOKUP,     // known map, deferred key: Fn::FindInMap once a scalar is reached
  VAL_CHOICE,
} ValKind;

typedef enum Dimension { DIMENSION_SIZE /* bytes */, DIMENSION_DURATION /* ms */, DIMENSION_PERCENT } Dimension;

typedef struct RecordEntry {
  Text key;
  Span key_span;
  const Val *val;
} RecordEntry;

typedef struct Record {
  RecordEntry *entries;  // in order
  size_t count, capacity;
  Map *index;  // key -> entry number + 1, in records of more than 16 entries; else null
} Record;

typedef struct ValList {
  const Val **items;
  size_t count, capacity;
} ValList;

struct Val {
  ValKind kind;
  uint32_t weight;  // of what it is made of: elements, and texts by their length (val_weight)
  bool secret;      // may not reach an output, tag, description ...
  bool absent;      // of a null in a record: there is no such key, in this branch of a choice (eval/presence.h)
  Span span;
  union {
    bool boolean;
    int64_t integer;
    struct {
      double value;
      Text text;
    } number;  // text: as it is written
    struct {
      double amount;
      Dimension dimension;
      Text text;
    } quantity;  // in bytes, milliseconds, percents
    Text text;
    ValList list;
    struct {
      Record record;
      const Instance *instance /* it was made from, or null */;
      Text name /* of its `let`, or empty */;
      const Type *fits /* the record type that it was made to fit, or null */;
      bool template /* it is part of a template: what is missing is null */;
    } record;
    Instance *instance;
    Stack *stack;
    struct {
      const Decl *decl;
      Stack *stack;
      const Type *type;
    } param;
    struct {
      Text name;
      Stack *stack;
    } pseudo;  // "AWS::Region"
    struct {
      Instance *resource;
      Text name;
      SchemaShape shape;
    } attribute;
    ValList parts;  // of VAL_CONCAT: texts and deferred scalars
    struct {
      const char *name;
      const Val *argument;
      bool list /* gives a list */;
      Stack *stack;
    } call;
    struct {
      const Val *map, *key, *second /* field, or null */, *fallback /* of `??`, or null */;
      Stack *stack;
    } lookup;
    struct {
      Cond condition;
      const Val *then, *otherwise;
    } choice;
  } as;
};

const Val *val_error(Arena *arena, Span span);
const Val *val_null(Arena *arena, Span span);
const Val *val_bool(Arena *arena, Span span, bool boolean);
const Val *val_int(Arena *arena, Span span, int64_t integer);
// Whole results that fit are ints.
const Val *val_number(Arena *arena, Span span, double value);
const Val *val_decimal(Arena *arena, Span span, Text decimal);  // a literal; keeps its spelling
const Val *val_quantity(Arena *arena, Span span, Dimension dimension, double amount, Text text);
const Val *val_text(Arena *arena, Span span, Text text);
const Val *val_choice(Arena *arena, Span span, Cond condition, const Val *then, const Val *otherwise);
// A scalar of a value tree; null for a list or a map.
const Val *val_from_scalar(Arena *arena, const Value *value);
Val *val_list(Arena *arena, Span span);
Val *val_record(Arena *arena, Span span);
// The same with room for `count` elements.
Val *val_list_of(Arena *arena, Span span, size_t count);
Val *val_record_of(Arena *arena, Span span, size_t count);
// Of a kind, to be filled in before it is shared.
Val *val_new(Arena *arena, ValKind kind, Span span);
// A copy of the same kind, to be changed before it is shared.
Val *val_copy(Arena *arena, const Val *val);
void val_add(Arena *arena, Val *list, const Val *item);
void val_put(Arena *arena, Val *record, Text key, Span key_span, const Val *val);
// The entry at `key`; null where there is none.
RecordEntry *val_entry(const Val *record, Text key);
const Val *val_field(const Val *record, Text key);

bool val_deferred(const Val *val);         // is itself deferred (lists and records are not, whatever they hold)
bool val_deferred_inside(const Val *val);  // or anything in it is
// Structural identity: the same kind with the same content. Known values compare as `==` does; deferred ones are the
// same where CloudFormation would write the same.
bool val_same(const Val *a, const Val *b);
// How large a value is when it is written out, shared parts counted each time: about its elements; a text counts as one
// for 16 bytes. Saturates.
size_t val_weight(const Val *val);
double val_double(const Val *val);  // of VAL_INT, VAL_NUMBER, VAL_QUANTITY
bool val_is_text(const Val *val, const char *text);

// "text", "a list", "the resource 'main.vpc'" ... for messages.
Text val_describe(Arena *arena, const Val *val);
// A short rendering for messages and dumps: "10.0.0.0/16", [1, 2], ${Main.Arn} ...; at most about 60 bytes.
Text val_show(Arena *arena, const Val *val);
// The spelling in a text of a known scalar (not null); empty `at` for other kinds.
Text val_spell(Arena *arena, const Val *val);
Text number_spell(Arena *arena, double value);
// As math.h's; ours, because loading libm at every start costs more than all that it works out.
double number_floor(double value);
double number_ceil(double value);
const char *unit_spell(Unit unit);
