// Within eval/: a value on its way to a type, and what is said where it does not fit (misfit.c).
#pragma once
#include "eval/eval.h"

extern const char CONFORM_ELEMENT[];  // the format of a What that is an element of a list

typedef struct Conform {
  const Type *type;
  const What *what;
  bool quiet;  // trying a branch of a union: no messages
} Conform;

// The type behind its names and parentheses.
const Type *conform_plain(const Type *type);
// Whether it is the built-in type of that name.
bool conform_is(const Type *type, const char *name);
// The place to report: where the value is given, or inside of that where it was written; but the user's value rather
// than the library that hands it on.
Span conform_place(const Context *cx, const Val *val, const Conform *c);
// Reports that the value does not fit (E0301) unless `quiet`; gives an error value in any case.
const Val *conform_misfit(const Context *cx, const Val *val, const Conform *c);
