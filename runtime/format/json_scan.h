// The JSON scanner's state, shared by its two halves: json_read.c, which reads, and json_problem.c, which explains why
// it could not.
#pragma once
#include "base/vec.h"
#include "value/value.h"

typedef struct JsonScanner {
  Arena *arena;
  Diags *diags;
  uint32_t source;
  Text text;
  const char *at, *end;  // what is left
  int depth, deepest;
  Arena scratch;
  VEC(Value *) values;  // items of the lists that are open
  VEC(Member) members;  // members of the maps that are open
  Buffer decoded;       // a text with escapes, while it is decoded
  bool like_yaml;       // the mistake is something that YAML would take
} JsonScanner;

Span json_span(const JsonScanner *scanner, const char *start, const char *end);

// Each reports one mistake and returns null. `at` of the scanner is where it stopped.
void *json_problem_depth(JsonScanner *scanner);
// No value begins at `at`.
void *json_problem_value(JsonScanner *scanner);
// No key begins at `at`.
void *json_problem_key(JsonScanner *scanner);
// No ":" behind a key.
void *json_problem_colon(JsonScanner *scanner, Span key);
// Neither "," nor `close` at `at`, behind an item of what was opened at `open`.
void *json_problem_separator(JsonScanner *scanner, const char *open, char close);
// `close` right behind the comma.
void *json_problem_comma(JsonScanner *scanner, const char *comma, char close);
// A text that began at `start` and cannot go on at `at`.
void *json_problem_string(JsonScanner *scanner, const char *start);
// A backslash at `at` with something wrong behind it.
void *json_problem_escape(JsonScanner *scanner);
// A number that began at `start` and cannot go on at `at`.
void *json_problem_number(JsonScanner *scanner, const char *start);
void *json_problem_twice(JsonScanner *scanner, const Member *first, const Member *second);
// Something stands behind the template.
void *json_problem_rest(JsonScanner *scanner);
