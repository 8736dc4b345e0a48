// Within this room: what expanding a template works with; expand.c walks, collection.c finds what a loop goes over,
// globals.c merges Globals.
#pragma once
#include "template/template.h"

typedef struct Binding {
  const struct Binding *up;
  Text name, text;  // of the variable, and what it is as text
  Value *value;     // what a Ref to it gives: the text, or a function
} Binding;

typedef struct Expander {
  Arena *arena;
  Diags *diags;  // null: nothing is reported, and what is not known is not guessed
  const Value *root;
  const Map *given;  // parameters' values; may be null
  Text region;       // empty: not known
  size_t made;       // values that loops have made so far
  unsigned depth;
} Expander;

typedef struct ExpandItem {
  Text text;
  Value *value;
} ExpandItem;
typedef VEC(ExpandItem) ExpandItems;

const Binding *binding_find(const Binding *bound, Text name);
// The text with the loops' variables in it put in; the same text where there are none.
Text expand_text(Expander *expander, Text text, const Binding *bound);
// Reports where reports are wanted; the result takes help, where it is not null.
Diag *expand_fail(Expander *expander, Span span, const char *format, ...) __attribute__((format(printf, 3, 4)));

// What a loop goes over; false after a report, or where it is not known and must not be guessed.
bool expand_collection(Expander *expander, Value *collection, const Binding *bound, ExpandItems *out);
// The template with what Globals say in the properties of its serverless resources.
Value *expand_globals(Arena *arena, Value *root);
