// What the tests of the syntax share: a text parsed in one call, and the programs that properties are tried on.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <glob.h>

#include "base/io.h"
#include "syntax/dump.h"
#include "syntax/lex.h"
#include "syntax/parse.h"
#include "syntax/print.h"

typedef struct Parsed {
  Arena arena;
  Diags diags;
  Sources sources;
  Map names;
  File *file;
} Parsed;

// `parsed` must stay where it is until parsed_free.
static inline void parse_text(Parsed *parsed, Text text) {
  *parsed = (Parsed){0};
  parsed->diags.arena = parsed->sources.arena = &parsed->arena;
  ParseContext context = {&parsed->arena, &parsed->sources, &parsed->diags, &parsed->names};
  parsed->file = parse_file(&context, source_add(&parsed->sources, TEXT("test.strata"), text));
}

static inline void parsed_free(Parsed *parsed) { arena_free(&parsed->arena); }

// "E0123@2:17 E0110@3:4": all diagnostics in the order of their places.
static inline Text parsed_codes(Parsed *parsed) {
  Buffer out = {0};
  size_t count = parsed->diags.list.count;
  Diag **sorted = ARENA_ARRAY(&parsed->arena, Diag *, count + 1);
  for (size_t i = 0; i < count; i++) {
    size_t at = i;
    for (; at > 0 && sorted[at - 1]->span.start > parsed->diags.list.items[i]->span.start; at--)
      sorted[at] = sorted[at - 1];
    sorted[at] = parsed->diags.list.items[i];
  }
  for (size_t i = 0; i < count; i++) {
    Position at = source_position(&parsed->sources, sorted[i]->span.source, sorted[i]->span.start);
    buffer_format(&out, "%s%s@%u:%u", i ? " " : "", sorted[i]->code, at.line, at.column);
  }
  buffer_add_char(&out, '\0');
  Text text = buffer_take(&out, &parsed->arena);
  text.size--;
  return text;
}

static inline Text parsed_dump(Parsed *parsed) {
  Buffer out = {0};
  dump_ast(&out, parsed->file, &parsed->sources, false);
  return buffer_take(&out, &parsed->arena);
}

static inline Text parsed_print(Parsed *parsed) {
  Buffer out = {0};
  print_file(&out, parsed->file, &parsed->sources);
  return buffer_take(&out, &parsed->arena);
}

static inline const char *project_root(void) {
  const char *root = getenv("STRATA_SOURCE");
  return root ? root : ".";
}

typedef struct Program {
  const char *path;
  Text text;
} Program;
typedef struct Programs {
  Program items[256];
  size_t count;
} Programs;

// The programs of a pattern under the project's root.
static inline void add_programs(Programs *programs, Arena *arena, const char *pattern) {
  Text path = text_format(arena, "%s/%s", project_root(), pattern);
  glob_t found;
  if (glob(path.at, 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc && programs->count < 256; i++) {
      Program *program = &programs->items[programs->count++];
      Diags diags = {.arena = arena};
      program->path = text_copy(arena, text_of(found.gl_pathv[i])).at;
      assert_true(io_read(arena, &diags, program->path, &program->text));
    }
    globfree(&found);
  }
}

// The sketches of the design lie beside the project, where they are there at all. Returns how many.
static inline size_t add_sketches(Programs *programs, Arena *arena) {
  size_t before = programs->count;
  const char *patterns[] = {"../shared/design/sketch/*.strata", "../shared/design/sketch/std/*.strata",
                            "../../shared/design/sketch/*.strata", "../../shared/design/sketch/std/*.strata"};
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) add_programs(programs, arena, patterns[i]);
  return programs->count - before;
}

static inline void add_own_programs(Programs *programs, Arena *arena) {
  add_programs(programs, arena, "tests/golden/syntax/*.strata");
  add_programs(programs, arena, "stdlib/*.strata");
  add_programs(programs, arena, "samples/*/*.strata");
}

static inline void assert_text(Text got, const char *expected) {
  Arena arena = {0};
  assert_string_equal(text_copy(&arena, got).at, expected);
  arena_free(&arena);
}
