// Matching one resource's properties: what is expected, what was recorded, and what is there, side by side.
#pragma once
#include "drift/drift.h"
#include "schema/schema.h"

enum { MATCH_DEEPEST = 120 };  // steps of a path

typedef struct Matching {
  Arena *arena;
  const SchemaType *type;   // null: of another publisher
  DriftResource *resource;  // gets differences and gaps; null: only find out whether anything differs
  PathStep path[MATCH_DEEPEST];
  size_t steps;
  Text keys[MATCH_DEEPEST];  // the path without indexes, from Properties on
  size_t depth;
  size_t left;  // places that were not compared
  bool policy;  // within a policy document: lists are sets, one item may stand for a list
} Matching;

// `expected` as evaluated from the template, `recorded` as it was seen (null: it was not), `actual` as it is; all maps
// of properties. Adds each difference and each gap to matching->resource.
void match_properties(Matching *matching, const Value *expected, const Value *recorded, const Value *actual);
