// Random programs: well-typed, with parameters of every kind that conditions are made of. The same seed gives the same
// program on every machine.
#pragma once
#include "base/text.h"

// The program's text, in the arena.
Text generate_program(Arena *arena, uint64_t seed);
