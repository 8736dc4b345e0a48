// The values of literals: what a number or a text in the source stands for. Texts without escapes or indentation are
// slices of the source; others are made in the arena.
#pragma once
#include "syntax/lex.h"

typedef struct LiteralContext {
  Arena *arena;
  Diags *diags;
  uint32_t source;
  Text text;  // of the source
} LiteralContext;

// The digits of a number token (or of a quantity's number) without '_'.
Text literal_number(const LiteralContext *context, Token token);

// A run of literal text between quotes, `${` and `}`: [start, end) without these. `value` is set by literal_text.
typedef struct LiteralRun {
  uint32_t start, end;
  Text value;
} LiteralRun;

// Works out the values of a text's runs, in order: escapes, and for texts over lines the blanks before the closing
// quotes, taken from every line. False where something was reported.
bool literal_text(const LiteralContext *context, Quote quote, LiteralRun *runs, size_t count);
