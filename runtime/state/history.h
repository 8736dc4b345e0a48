// History: how the stacks of one serial become those of the serial before. An undo is a list of steps over the tree of
// "stacks", to be taken in order:
//
//   { "path": [keys], "remove": true }                 the member at the path goes
//   { "path": [keys], "value": V }                     the member gets this value, where it stands
//   { "path": [keys], "value": V, "at": 3 }            it comes in as member number 3 of its map
//
// Lists and scalars are replaced whole, and so is a map whose members stand in another order: after the last step the
// tree is the old one to the byte. What did not change takes no room.
#pragma once
#include "value/value.h"

// The steps from `now` back to `before`, both maps; an empty list where they are the same.
Value *history_undo(Arena *arena, const Value *now, const Value *before);
// The tree after the steps: a new one, which shares what the steps do not touch. Null where a step does not fit.
Value *history_apply(Arena *arena, const Value *tree, const Value *undo);
