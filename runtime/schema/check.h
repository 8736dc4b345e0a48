// Within this room: one resource being checked. A node and a value are walked in parallel (check.c); maps, lists,
// scalars, combinations (check_rules.c) and intrinsics (check_reference.c) have a file each.
//
// Combinations try branches: in a trial nothing is reported or changed, mistakes only add to `weight` (the nearer to
// the start of the trial the heavier, so that the branch that fits best is the lightest), and what is only known when
// deployed makes the answer uncertain.
#pragma once
#include "schema/node.h"
#include "template/conditions.h"

enum { PATH_MAX_STEPS = 128 };

// While a value is checked that an intrinsic comes to (check_resolved.c): what findings are called and where they
// point.
typedef struct Resolved {
  const char *code;
  Text function;
  Text parameter;    // of a Ref; else empty
  const char *from;  // "Default", "AllowedValues", "MinValue" or "MaxValue"
  size_t number;     // which of the AllowedValues
  size_t depth;      // of the intrinsic in the path, its key included
  size_t mistakes;
  bool told;  // what is wrong has been said of another value
} Resolved;

typedef struct Checker {
  SchemaCheck *check;
  TemplateResource *resource;
  const SchemaType *type;
  PathStep path[PATH_MAX_STEPS];
  size_t depth;  // may be more than the path holds
  bool trial, uncertain;
  bool coded;  // within a rule over more than the value at hand that gives its mistakes a code
  unsigned weight;
  size_t trial_depth;  // depth where the trial began
  Resolved *resolved;  // null for what the template holds itself
  World world;         // the deployments in which the value at hand stands; WORLD_ANY without conditions
} Checker;

typedef enum Answer { ANSWER_NO, ANSWER_MAYBE, ANSWER_YES } Answer;

// In a trial: adds the weight of a mistake and returns true, since there is nothing to say.
bool check_weighs(Checker *checker);
// Reports an error at `span` with the path of the value at hand. Null in a trial (then it only weighs), else for help.
Diag *check_report(Checker *checker, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// Takes back the findings from number `from` on.
void check_forget(Checker *checker, size_t from);
void check_push(Checker *checker, Text key);
void check_push_index(Checker *checker, size_t index);
static inline void check_pop(Checker *checker) { checker->depth--; }

// The name of what is being checked, for messages: the nearest key, or the type where that is the properties as a
// whole.
Text check_subject(const Checker *checker);

// The value at hand against a node. `marks` are those of members below, may be null.
void check_value(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks);
// The same without reporting; *weight (may be null) says how badly it fails.
Answer check_try(Checker *checker, const BlockNode *node, Value *value, unsigned *weight);

// Whether the member is there: MAYBE where a condition decides.
Answer check_present(const Checker *checker, const Value *map, Text name);
Answer check_stands(const Checker *checker, const Value *value);  // is it more than AWS::NoValue?
bool check_no_value(const Value *value);                          // {"Ref": "AWS::NoValue"}
// MAYBE of check_present is known to happen both ways.
bool check_decided(const Checker *checker);
bool check_declared(const Checker *checker, Text condition);  // for lint; else true
// The parts of a well-formed Fn::If; false for anything else.
bool check_conditional(const Value *value, Text *condition, Value **argument);
// Narrows the world to where that branch (1 or 2) of a Fn::If is taken; false where no deployment takes it.
bool check_enter(Checker *checker, Text condition, size_t branch);
// Calls `check` in each set of deployments in which the Fn::Ifs directly in `value` (its members or items) are decided;
// once, with them open, where that would be too many.
typedef void (*CheckPart)(Checker *checker, const BlockNode *node, Value *value);
void check_apart(Checker *checker, const BlockNode *node, Value *value, CheckPart check);

// A map or list, whose kind the node takes.
void check_map(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks);
void check_list(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks);

// A bool, number or string; its type has been found to be right or convertible.
void check_scalar(Checker *checker, const BlockNode *node, const Value *value);
// Turns the scalar into what the node's types want; false where it cannot be. Changes nothing unless `in_place`.
bool check_convert(const BlockNode *node, Value *value, Arena *arena, bool in_place);
Text check_scalar_text(Arena *arena, const Value *value);  // "1024", "true", the string itself

// All rules of the node.
void check_rules(Checker *checker, const BlockNode *node, Value *value);

// Whether the value is an intrinsic as far as a property's value is concerned, and if so checks it.
bool check_intrinsic(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks);

// What the intrinsic can come to, as far as the template says it, against the node. For lint.
void check_resolved(Checker *checker, const BlockNode *node, const Value *value, Text function);

// What a literal of the format ("AWS::EC2::VPC.Id") looks like; null where that is not known.
const char *check_format_example(Text format);

// The compiled pattern, from the cache.
struct Pattern;
const struct Pattern *check_pattern(SchemaCheck *check, Offset pattern);
// "a list", "text", "a number": what a node takes, for messages.
const char *check_types_name(unsigned types);
// The values of a list of strings, in the arena.
Text *check_texts(Arena *arena, Offset list, size_t *count);
