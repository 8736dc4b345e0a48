// SHA-256 (FIPS 180-4), for digests of files and texts. Ours, because a crypto library costs more time at every start
// than all the hashing of a run (0.6 ms, measured).
#pragma once
#include "base/text.h"

// The digest as 64 lower-case hexadecimal digits, in the arena.
Text sha256_hex(Arena *arena, Text text);
// The same for two texts as if they were one.
Text sha256_hex_parts(Arena *arena, Text first, Text second);
// sha256_hex without the processor's own instructions, for tests.
Text sha256_hex_portable(Arena *arena, Text text);
