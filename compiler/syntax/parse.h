// From text to tree. Every mistake is a diagnostic with a place and a remedy; parsing goes on at the next item, so that
// a file with five independent mistakes reports five. The tree is whole in any case: what could not be read is
// ITEM_ERROR, EXPR_ERROR or TYPE_ERROR, which later stages pass over in silence.
#pragma once
#include "syntax/ast.h"

typedef struct ParseContext {
  Arena *arena;  // for the tree; lives as long as it
  const Sources *sources;
  Diags *diags;
  Map *names;  // the interned names, shared by all files of a program
} ParseContext;

// Parses source number `source`, of any bytes. Never null.
File *parse_file(ParseContext *context, uint32_t source);
// The same for a part of a source that holds whole items.
File *parser_part(ParseContext *context, Span part);

// The interned name equal to `name` (a copy in `arena` where it is new).
Text parse_intern(Arena *arena, Map *names, Text name);
