// Regular expressions: pcre2 behind three functions, the only place that includes it.
#pragma once
#include "base/text.h"

typedef struct Pattern Pattern;

typedef enum PatternMatch {
  PATTERN_NO,
  PATTERN_YES,
  PATTERN_UNDECIDED,  // the match limit (100,000 steps) was reached
} PatternMatch;

// Compiles an unanchored pattern (UTF, ECMAScript escapes, `$` only at the very end). Null where it does not compile;
// then *error (may be null) is pcre2's message, in the arena. The result is freed by pattern_free.
Pattern *pattern_compile(Text pattern, Arena *arena, Text *error);
// Whether it matches anywhere in `subject`, which must be well-formed UTF-8.
PatternMatch pattern_match(const Pattern *pattern, Text subject);
void pattern_free(Pattern *pattern);
