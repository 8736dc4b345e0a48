// Within this room: what a part of a template may hold, as tables. A shape says which kinds of value stand at a place,
// which members a map has there and what its lists hold; lint_shape goes over value and shape together and reports what
// does not fit, each kind of mistake with the code that its rule gives.
#pragma once
#include "lint/rule.h"

enum LintTakes {
  TAKES_TEXT = 1,  // any scalar: CloudFormation turns 80 and true into text
  TAKES_INTEGER = 2,
  TAKES_NUMBER = 4,
  TAKES_BOOL = 8,
  TAKES_LIST = 16,
  TAKES_MAP = 32,
  TAKES_STRICT = 64,      // text is text and nothing else
  TAKES_FUNCTION = 128,   // an intrinsic may stand for it; Fn::If is looked through
  TAKES_TRANSFORM = 256,  // the map may have a member Fn::Transform or Fn::ForEach::NAME, which stands for others
  TAKES_SOMETHING = 512,  // anything but null
  TAKES_ANYTHING = 1024,
};

typedef struct LintShape LintShape;

typedef struct LintPart {
  const char *name;
  const LintShape *shape;
  bool required;
} LintPart;

struct LintShape {
  unsigned takes;
  const char *what;           // "an output": of what the members are, for messages
  const LintPart *parts;      // ends with a name that is null
  const LintShape *others;    // of members that are not listed; null: there may be none
  const LintShape *items;     // of a list; null: anything
  const char *const *values;  // the texts that it may be, ends with null; null: any
};

// The codes for a member that is unknown, a value of a wrong kind, a required member that is missing, a text that is
// not among the values. Where `kind`, `missing` or `value` is null `unknown` stands for it.
typedef struct LintCodes {
  const char *unknown, *kind, *missing, *value;
} LintCodes;

void lint_shape(Linter *linter, const LintShape *shape, const LintAt *at, World world, const LintCodes *codes);

// Whether a value of these kinds (LintTakes) stands there; intrinsics are maps here.
bool lint_takes(const LintAt *at, unsigned takes);
// "text, a list or a map", for messages; in the arena.
Text lint_takes_text(Linter *linter, unsigned takes);
// A map with the one key of an intrinsic that gives a value: Ref, Fn::GetAtt, ...; not Condition.
bool lint_is_function(const LintAt *at);
// Whether the key is one that a transform replaces by others: Fn::Transform, Fn::ForEach::NAME.
bool lint_is_generator(Text key);
// Letters and digits, at least one.
bool lint_is_alphanumeric(Text name);

extern const LintShape lint_any_text, lint_any_map, lint_anything;
