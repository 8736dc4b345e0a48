// pcre2 with the options under which AWS's patterns mean what AWS means (ECMA-262).
#include "base/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { MATCH_LIMIT = 100000 };

struct Pattern {
  pcre2_code *code;
  pcre2_match_context *context;
  pcre2_match_data *data;
};

static pcre2_code *compile(Text text, int *number, PCRE2_SIZE *offset) {
  return pcre2_compile((PCRE2_SPTR)(text.at ? text.at : ""), text.size,
                       PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, number, offset,
                       NULL);
}

// `[\\w-.]` has a hyphen that cannot begin a range. ECMA-262 takes it for itself, pcre2 refuses it: the same text with
// `\\-` there. False where the failure at `offset` is another.
static bool escape_hyphen(Text *text, int number, PCRE2_SIZE offset, Arena *arena) {
  enum { INVALID_RANGE = 150 };
  if (number != INVALID_RANGE) return false;
  size_t at = offset;
  while (at > 0 && (at >= text->size || text->at[at] != '-') && offset - at < 3) at--;
  if (at >= text->size || text->at[at] != '-') return false;
  *text = text_format(arena, "%.*s\\%.*s", (int)at, text->at, (int)(text->size - at), text->at + at);
  return true;
}

Pattern *pattern_compile(Text text, Arena *arena, Text *error) {
  int number;
  PCRE2_SIZE offset;
  pcre2_code *code = compile(text, &number, &offset);
  for (int tries = 0; !code && tries < 16 && escape_hyphen(&text, number, offset, arena); tries++)
    code = compile(text, &number, &offset);
  if (!code) {
    if (error) {
      PCRE2_UCHAR message[256];
      pcre2_get_error_message(number, message, sizeof message);
      *error = text_format(arena, "%s at offset %zu", (const char *)message, (size_t)offset);
    }
    return NULL;
  }
  Pattern *pattern = base_malloc(sizeof *pattern);
  pattern->code = code;
  pattern->context = pcre2_match_context_create(NULL);
  pattern->data = pcre2_match_data_create(1, NULL);
  if (!pattern->context || !pattern->data) base_abort("out of memory");
  pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
  pcre2_set_depth_limit(pattern->context, MATCH_LIMIT);
  return pattern;
}

PatternMatch pattern_match(const Pattern *pattern, Text subject) {
  int result = pcre2_match(pattern->code, (PCRE2_SPTR)(subject.at ? subject.at : ""), subject.size, 0,
                           PCRE2_NO_UTF_CHECK, pattern->data, pattern->context);
  return result >= 0 ? PATTERN_YES : result == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_UNDECIDED;
}

void pattern_free(Pattern *pattern) {
  if (!pattern) return;
  pcre2_code_free(pattern->code);
  pcre2_match_context_free(pattern->context);
  pcre2_match_data_free(pattern->data);
  free(pattern);
}
