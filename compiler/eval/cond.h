// Conditions: boolean functions of what is known only when a stack is deployed, as decision diagrams in one canonical
// form, so that equal conditions have equal numbers however they were written.
//
// A variable is a deferred scalar that is compared with known texts. One with an enumerated type (a parameter with
// AllowedValues, a bool) has exactly those values; another has the texts that it was compared with, and "anything
// else". A comparison of two deferred scalars is a variable of its own with the values "true" and "false".
#pragma once
#include "eval/val.h"

typedef struct CondVariable {
  const Val *subject;
  const Val *other;  // set for a comparison of two deferred values
  bool closed;       // `values` are all there are
  VEC(Text) values;  // for an open variable in order of first comparison
} CondVariable;

typedef struct CondNode {
  uint32_t variable;
  Cond otherwise;  // for values not listed; in a closed variable every value is listed and this is COND_FALSE
  uint32_t count;
  const Cond *children;           // one a listed value ...
  const uint32_t *value_numbers;  // ... ascending
} CondNode;

typedef struct Conds {
  Arena *arena;
  VEC(CondVariable) variables;
  VEC(CondNode) nodes;  // numbers 0 and 1 are the constants
  uint32_t *unique;     // hash of nodes
  size_t unique_size;
  struct CondMemo *memo;  // of cond_and
  size_t memo_size;
} Conds;

enum { COND_TOO_MANY = 200000 };  // nodes; past that the program's conditions are refused

void conds_init(Conds *conds, Arena *arena);

// subject == value. Closed subjects that cannot have the value give COND_FALSE.
Cond cond_equals(Conds *conds, const Val *subject, Text value);
// Two deferred scalars are equal.
Cond cond_equals_other(Conds *conds, const Val *a, const Val *b);
Cond cond_not(Conds *conds, Cond a);
Cond cond_and(Conds *conds, Cond a, Cond b);
Cond cond_or(Conds *conds, Cond a, Cond b);
// a ? b : c
Cond cond_if(Conds *conds, Cond a, Cond b, Cond c);
// Whether wherever `a` holds `b` does too.
bool cond_implies(Conds *conds, Cond a, Cond b);
bool cond_excludes(Conds *conds, Cond a, Cond b);
// Whether too many nodes were made; results are then arbitrary and the program is to be refused.
bool cond_overflow(const Conds *conds);
// The texts that a closed subject may have: a bool parameter's, a union of literals'. False where it is open.
// Whether a variable's subject is a function of Rules, which conditions cannot use.
bool cond_rule_function(const Val *subject);
bool cond_domain(Arena *arena, const Val *subject, Text **values, size_t *count);
