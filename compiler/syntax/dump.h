// What the syntax makes, as text: `--dump tokens` and `--dump ast`. One node a line, its children indented by two under
// it, `@line:column` at the end. Stable: golden tests hold it.
#pragma once
#include "syntax/ast.h"

// One token a line; a line end that ends an item is a token `newline`.
void dump_tokens(Buffer *out, const Sources *sources, uint32_t source);

// Without `positions` two trees give the same text exactly where they say the same, however they are laid out.
void dump_ast(Buffer *out, const File *file, const Sources *sources, bool positions);
