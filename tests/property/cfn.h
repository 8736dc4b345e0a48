// A small CloudFormation: a template and the values of its parameters, evaluated as CloudFormation would before it
// makes anything. It is written from AWS's documentation alone and shares no code with the compiler, so that what the
// compiler means by a template can be held against what the template says.
//
// Resources are symbols: `Ref` of the resource A is the text "ref:A", its attribute X is its property X where that is
// given, else "att:A.X"; an import is "import:NAME". Pseudo parameters have fixed values (region eu-west-1, with the
// zones a, b and c). What is strict is what CloudFormation refuses: a parameter's value outside of its AllowedValues or
// bounds, a reference to a resource whose condition is false, an unknown name, a condition function with too few or too
// many operands.
#pragma once
#include "value/value.h"

typedef struct CfnRun {
  Arena *arena;
  const Value *template;  // with intrinsics in their long form
  const Value *params;    // a map: parameter's id -> its value as text; missing or null: the Default counts
  // Results:
  bool holds;  // whether all Rules hold
  Text error;  // the first thing that CloudFormation would refuse; empty where there is none
  // Its own:
  Value *values, *decided;  // parameters as they are; conditions that have been worked out
} CfnRun;

// The template with every intrinsic evaluated: Resources (those that exist; each Type, Properties, policies, DependsOn
// as a sorted list, Metadata), Outputs, Description and Metadata. Every scalar is a text. References in
// Metadata.DependsOn, which is how a conditional dependency is written, count as DependsOn. Null after an error.
Value *cfn_evaluate(CfnRun *run);

// Scalars as texts, all through the tree; a text that holds JSON as that, in the same way.
Value *cfn_texts(Arena *arena, const Value *value);
// The first place where two trees differ, as "Resources.A.Properties.X: 1 | 2"; empty where they are equal.
Text cfn_difference(Arena *arena, const Value *a, const Value *b);
