// Decision diagrams: functions of variables with a few values each to true or false, in one canonical form. Two that
// say the same have the same number, however they were made; so "can this be?" and "does that follow?" are comparisons.
//
// A closed variable has values 0 .. count-1 and no others; an open one has the values it was compared with, and
// "anything else". Work is bounded by nodes and steps, never by time: past a bound results are arbitrary, which
// diagram_overflow tells, at the same place in every run.
#pragma once
#include <string.h>

#include "base/text.h"
#include "base/vec.h"

typedef uint32_t Diagram;
enum { DIAGRAM_FALSE = 0, DIAGRAM_TRUE = 1 };

typedef struct DiagramNode {
  uint32_t variable;
  Diagram otherwise;  // for values not listed; in a closed variable every value is listed and this is DIAGRAM_FALSE
  uint32_t count;
  const Diagram *children;        // one a listed value ...
  const uint32_t *value_numbers;  // ... ascending
} DiagramNode;

enum { DIAGRAM_TOO_MANY = 200000, DIAGRAM_STEPS = 20000000 };

typedef struct Diagrams {
  Arena *arena;
  VEC(uint32_t) variables;  // how many values it has; 0: open
  VEC(DiagramNode) nodes;   // numbers 0 and 1 are the constants
  uint32_t *unique;         // hash of nodes
  size_t unique_size;
  struct DiagramMemo *memo;
  size_t memo_size;
  size_t most_nodes, steps, most_steps;
} Diagrams;

void diagrams_init(Diagrams *diagrams, Arena *arena);
// A new variable, behind all others in the order of diagrams; `values` 0: an open one.
uint32_t diagram_variable(Diagrams *diagrams, uint32_t values);
// variable == value
Diagram diagram_is(Diagrams *diagrams, uint32_t variable, uint32_t value);
Diagram diagram_not(Diagrams *diagrams, Diagram a);
Diagram diagram_and(Diagrams *diagrams, Diagram a, Diagram b);
Diagram diagram_or(Diagrams *diagrams, Diagram a, Diagram b);
// a ? b : c
Diagram diagram_if(Diagrams *diagrams, Diagram a, Diagram b, Diagram c);
// Whether wherever `a` holds `b` does too.
bool diagram_implies(Diagrams *diagrams, Diagram a, Diagram b);
bool diagram_excludes(Diagrams *diagrams, Diagram a, Diagram b);
bool diagram_overflow(const Diagrams *diagrams);
