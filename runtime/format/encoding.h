// What must hold for the bytes of any template before it is read: UTF-8 and no NUL.
#pragma once
#include "base/diag.h"

// The text of `source` without its byte order mark; *start is where it begins. False, with an error at the first bad
// byte, where it is UTF-16, not well-formed UTF-8, or holds a NUL.
bool encoding_check(Diags *diags, const Sources *sources, uint32_t source, uint32_t *start);

// A text for a message: at most 60 characters of it ("..." behind them), control characters as "?".
Text encoding_quote(Arena *arena, Text text);

// A character for a message: itself in single quotes where it prints, else "U+0007"; "the end of the text" at the end.
Text encoding_name(Arena *arena, Text text, size_t offset);
