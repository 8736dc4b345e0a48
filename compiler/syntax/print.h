// fmt: the canonical form of a program.
//
// The tokens stay as they are, but for the commas that part items, members and elements. What changes is layout:
//   - two blanks a level, one item a line, single blanks around '=' and operators, at most one empty line;
//   - a block, record, list or call that was written on one line stays on one where that fits 120 columns; one that was
//     written over lines stays over lines, with a ',' after the last element in ( ) and [ ] and none in { };
//   - a line that was broken at an operator, 'then' or 'else' stays broken there;
//   - comments stay where they stood: on lines of their own, behind what they follow, or inside it;
//   - texts over several lines move with the line they begin on, and keep their value.
// Printing what was printed gives the same bytes, and the tree of the result says the same (tests hold both).
#pragma once
#include "syntax/ast.h"

// The longest line that is kept on one line, in code points.
enum { PRINT_WIDTH = 120 };

// Prints a file that was parsed without errors into `out`, which is emptied first. `sources` holds its text.
void print_file(Buffer *out, const File *file, const Sources *sources);
