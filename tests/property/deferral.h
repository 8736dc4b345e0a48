// The property that deferral rests on: a program with parameters, compiled once and evaluated by CloudFormation with
// some values, is the program compiled with those values known.
//
// The known program is the same text with each `param x: T ...` replaced by `let x: T = value`. Both templates are
// evaluated by property/cfn.h and compared. Parameters whose type has no values to try (secrets, AWS's own lookups)
// stay parameters on both sides.
#pragma once
#include "lower/compile.h"
#include "property/cfn.h"

typedef struct ParamValue {
  Text literal;  // as Strata writes it
  Text value;    // as it is given to CloudFormation
} ParamValue;

typedef struct DeferralParam {
  Text name, id;
  Span span;               // of the whole declaration
  Text type;               // as written
  bool stays;              // it is a parameter on both sides
  VEC(ParamValue) values;  // at least one
} DeferralParam;

typedef struct Deferral {
  Arena arena;
  Text path, text;
  Compilation compilation;  // of the program with parameters
  VEC(DeferralParam) params;
} Deferral;

typedef enum DeferralOutcome {
  DEFERRAL_SAME,
  DEFERRAL_FORBIDDEN,  // the values break an `assert`: the template's Rules say so, and the known program is refused
  DEFERRAL_REFUSED,    // the known program is refused for the values that were tried: AWS would not take them
  DEFERRAL_DIFFERENT,  // a bug; `problem` says where
} DeferralOutcome;

// Compiles a program. False where it has errors; then `compilation` holds them, and nothing can be tried.
bool deferral_open(Deferral *out, const char *path, Text text);
// Compares with the values number picks[i] of parameter i. *problem lies in the deferral's arena.
DeferralOutcome deferral_try(Deferral *deferral, const size_t *picks, Text *problem);
void deferral_close(Deferral *deferral);
// The errors of a compilation, a line each.
Text deferral_errors(Arena *arena, const Compilation *compilation);
