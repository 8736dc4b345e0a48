// Comments that silence findings: `// strata: ignore E3012 - reason`, behind a line or on lines of its own above it.
// Several codes may stand there, separated by commas or blanks.
//
// What comes in: the program's own files and the diagnostics so far. What goes out: the diagnostics without those that
// a comment silences, and warnings on comments that lack their reason (W0202) or silence nothing (W0203). Errors of the
// language leave nothing to go on with, so of these an assertion, an override and tags alone can be silenced.
#pragma once
#include "check/program.h"

typedef struct Ignore {
  Span span;      // of the comment
  Text code;      // "E3012"
  uint32_t line;  // whose findings it silences
  bool used;
} Ignore;

typedef struct Ignores {
  VEC(Ignore) list;
} Ignores;

// Reads the comments of all files of a program but the library's; W0202 for those that are not of the form.
void ignore_collect(Ignores *out, Program *program);
// Takes the diagnostics from number `from` on that are silenced out of the list and its counts.
void ignore_apply(Ignores *ignores, Session *session, size_t from);
// Reports comments that silenced nothing, of the codes that compiling itself reports. For the end of a whole
// compilation.
void ignore_unused(const Ignores *ignores, Session *session);
