// Edits: the text of a template changed in place, comments and layout kept, for findings that bear what mends them.
//
// A change is said in terms of the tree (base/diag.h, Edit); here it becomes bytes, by the syntax that stands around
// it: lines in YAML's blocks, commas in JSON and in YAML's flow style. Changes that would touch the same bytes as an
// earlier one, or that the layout has no plain place for, are left out, all of one finding together.
#pragma once
#include "value/value.h"

// Appends the changed text to `out`, and returns how many findings' changes were applied; 0 leaves `out` as it is.
// `diags` may hold findings of other sources and without edits. The caller reads the result again before it trusts it.
size_t edit_apply(Arena *arena, const Sources *sources, uint32_t source, const Diags *diags, Buffer *out);
