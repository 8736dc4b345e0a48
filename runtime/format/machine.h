// Machine JSON: what programs write for programs (AWS's answers), where nobody asks for line and column. jansson reads
// it, and its objects end here. Such trees are written by json_write or json_write_compact.
#pragma once
#include "value/value.h"

// A tree without spans, wholly in the arena. Null, with one E0000 that has no place but names line and column, where
// the text is no JSON: equal keys, NUL, whole numbers over 64 bits and more than 2,048 levels are refused too. Floats
// are read as doubles and come out by their shortest decimal text (0.20 is 0.2): for templates, whose numbers are
// compared as they were written, there is json_read.
Value *machine_json_read(Arena *arena, Diags *diags, Text text);
