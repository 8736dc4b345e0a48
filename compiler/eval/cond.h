// Conditions: boolean functions of what is known only when a stack is deployed, as decision diagrams in one canonical
// form, so that equal conditions have equal numbers however they were written.
//
// A variable is a deferred scalar that is compared with known texts. One with an enumerated type (a parameter with
// AllowedValues, a bool) has exactly those values; another has the texts that it was compared with, and "anything
// else". A comparison of two deferred scalars is a variable of its own with the values "true" and "false".
#pragma once
#include "base/diagram.h"
#include "eval/val.h"

typedef struct CondVariable {
  const Val *subject;
  const Val *other;  // set for a comparison of two deferred values
  bool closed;       // `values` are all there are
  VEC(Text) values;  // for an open variable in order of first comparison
} CondVariable;

typedef struct Conds {
  Arena *arena;
  Diagrams diagrams;
  VEC(CondVariable) variables;  // by the diagrams' numbers
} Conds;

void conds_init(Conds *conds, Arena *arena);

// subject == value. Closed subjects that cannot have the value give COND_FALSE.
Cond cond_equals(Conds *conds, const Val *subject, Text value);
// Two deferred scalars are equal.
Cond cond_equals_other(Conds *conds, const Val *a, const Val *b);
static inline Cond cond_not(Conds *conds, Cond a) { return diagram_not(&conds->diagrams, a); }
static inline Cond cond_and(Conds *conds, Cond a, Cond b) { return diagram_and(&conds->diagrams, a, b); }
static inline Cond cond_or(Conds *conds, Cond a, Cond b) { return diagram_or(&conds->diagrams, a, b); }
// a ? b : c
static inline Cond cond_if(Conds *conds, Cond a, Cond b, Cond c) { return diagram_if(&conds->diagrams, a, b, c); }
// Whether wherever `a` holds `b` does too.
static inline bool cond_implies(Conds *conds, Cond a, Cond b) { return diagram_implies(&conds->diagrams, a, b); }
static inline bool cond_excludes(Conds *conds, Cond a, Cond b) { return diagram_excludes(&conds->diagrams, a, b); }
// Whether too many nodes were made; results are then arbitrary and the program is to be refused.
static inline bool cond_overflow(const Conds *conds) { return diagram_overflow(&conds->diagrams); }
// The texts that a closed subject may have: a bool parameter's, a union of literals'. False where it is open.
// Whether a variable's subject is a function of Rules, which conditions cannot use.
bool cond_rule_function(const Val *subject);
bool cond_domain(Arena *arena, const Val *subject, Text **values, size_t *count);
