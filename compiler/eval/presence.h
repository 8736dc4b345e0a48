// What is there only under a condition: keys of records, elements of lists.
//
// An element of a list that may be missing is a choice with null. A record's null is a value, so a key that may be
// missing is a choice with a null that is marked `absent`: where it holds, the record has no such key, and loops,
// keys(), len() and spreading pass it over, as they do when the condition is known.
#pragma once
#include "eval/eval.h"

const Val *val_absent(Arena *arena, Span span);
// The condition under which a record's value is there; for an element, under which it is not null.
Cond eval_present(const Context *cx, const Val *val);
Cond eval_not_null(const Context *cx, const Val *val);
// The value with `instead` (which may be absent too) where it is absent, or null.
const Val *eval_where_absent(const Context *cx, const Val *val, const Val *instead);
const Val *eval_where_null(const Context *cx, const Val *val, const Val *instead);
// Lays a key's value over a record: where it is absent, what the record had stays.
void eval_lay(const Context *cx, Val *record, Text key, Span span, const Val *val);

// How many elements of a list have come so far: a number for those that are there for certain, and a condition for each
// number of the others.
typedef struct Tally {
  int64_t certain;
  VEC(Cond) maybe;  // maybe[k]: exactly k of the others are there; empty while there are none
} Tally;

// Counts one more, there under `present`. False after reporting that there are too many (E0308).
bool tally_add(const Context *cx, Span span, Tally *tally, Cond present);
// The count as a value; a choice where it depends on conditions.
const Val *tally_value(const Context *cx, Span span, const Tally *tally);
// The condition under which exactly `count` have come.
Cond tally_is(const Tally *tally, int64_t count);
