// One change in a right program gives few errors, each with a place: two thousand programs, made from the samples and
// the standard library's tests by deleting a line, renaming one word or changing one literal. The changes come from a
// fixed sequence, so that a failure is the same everywhere.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <glob.h>

#include "base/io.h"
#include "lower/compile.h"
#include "report/report.h"

enum { MUTANTS = 2000, MOST_DIAGNOSTICS = 3 };

typedef struct Piece {
  size_t start, end;
  enum { PIECE_LINE, PIECE_WORD, PIECE_LITERAL } kind;
} Piece;

typedef struct Pieces {
  VEC(Piece) list;
} Pieces;

static uint32_t next_random(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The lines, words, numbers and texts of a program, comments left out.
static void find_pieces(Arena *arena, Text text, Pieces *out) {
  size_t line = 0;
  for (size_t i = 0; i <= text.size; i++) {
    if (i < text.size && text.at[i] != '\n') continue;
    if (text_trim(text_slice(text, line, i)).size) vec_push(arena, &out->list, ((Piece){line, i, PIECE_LINE}));
    line = i + 1;
  }
  for (size_t i = 0; i < text.size;) {
    size_t start = i;
    if (text.at[i] == '/' && i + 1 < text.size && text.at[i + 1] == '/') {
      while (i < text.size && text.at[i] != '\n') i++;
    } else if (text.at[i] == '"' || text.at[i] == '\'') {
      char quote = text.at[i++];
      while (i < text.size && text.at[i] != quote && text.at[i] != '\n') i++;
      i++;
      if (i < text.size) vec_push(arena, &out->list, ((Piece){start, i, PIECE_LITERAL}));
    } else if (is_word(text.at[i])) {
      while (i < text.size && is_word(text.at[i])) i++;
      bool number = text.at[start] >= '0' && text.at[start] <= '9';
      vec_push(arena, &out->list, ((Piece){start, i, number ? PIECE_LITERAL : PIECE_WORD}));
    } else {
      i++;
    }
  }
}

static Text mutate(Arena *arena, Text text, const Pieces *pieces, uint32_t *state) {
  const Piece *piece = &pieces->list.items[next_random(state) % pieces->list.count];
  static const char *const literals[] = {"0", "99999", "\"zz\"", "true", "null", "[]", "{}", "-1", "5GiB"};
  Text head = text_slice(text, 0, piece->start), tail = text_slice(text, piece->end, text.size);
  Text old = text_slice(text, piece->start, piece->end);
  switch (piece->kind) {
    case PIECE_LINE: return text_format(arena, "%.*s%.*s", TEXT_ARG(head), TEXT_ARG(tail));
    case PIECE_WORD: return text_format(arena, "%.*s%.*sx%.*s", TEXT_ARG(head), TEXT_ARG(old), TEXT_ARG(tail));
    case PIECE_LITERAL: break;
  }
  const char *literal = literals[next_random(state) % (sizeof literals / sizeof *literals)];
  return text_format(arena, "%.*s%s%.*s", TEXT_ARG(head), literal, TEXT_ARG(tail));
}

static bool has_place(const Sources *sources, Span span) {
  const Source *source = source_get(sources, span.source);
  return source && span.start <= span.end && span.end <= source->text.size && source->text.size > 0;
}

static void complain(Text program, const Compilation *compilation, const char *what) {
  print_message("%s:\n", what);
  for (size_t i = 0; i < compilation->session.diags.list.count; i++) {
    const Diag *diag = compilation->session.diags.list.items[i];
    Position at = diag->span.source
                      ? source_position(&compilation->session.sources, diag->span.source, diag->span.start)
                      : (Position){0, 0};
    print_message("  %s at %u:%u of %u: %.*s\n", diag->code, at.line, at.column, diag->span.source,
                  TEXT_ARG(diag->message));
  }
  if (getenv("SHOW")) print_message("%.*s\n", TEXT_ARG(program));
}

static bool check_mutant(Text program) {
  int memory = memfd_create("program", MFD_CLOEXEC);
  assert_true(memory >= 0 && io_write_all(memory, program));
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
  Compilation compilation;
  compile_program(&compilation, &(CompileOptions){.program = path}, COMPILE_LOWER);
  report_sort(&compilation.session.diags);
  const Diags *diags = &compilation.session.diags;
  bool fine = diags->list.count <= MOST_DIAGNOSTICS;
  if (!fine) complain(program, &compilation, "too many diagnostics for one change");
  for (size_t i = 0; i < diags->list.count; i++) {
    bool placed = has_place(&compilation.session.sources, diags->list.items[i]->span) &&
                  !(compilation.program && program_in_library(compilation.program, diags->list.items[i]->span));
    if (!placed) complain(program, &compilation, "a diagnostic without a place in the program");
    fine = fine && placed;
  }
  compile_free(&compilation);
  close(memory);
  return fine;
}

static void mutants(void **unused) {
  (void)unused;
  const char *root = getenv("STRATA_SOURCE");
  Arena arena = {0};
  glob_t programs = {0};
  glob(text_format(&arena, "%s/samples/*/main.strata", root ? root : ".").at, 0, NULL, &programs);
  glob(text_format(&arena, "%s/tests/golden/*/main.strata", root ? root : ".").at, GLOB_APPEND, NULL, &programs);
  assert_true(programs.gl_pathc > 10);
  Text *texts = ARENA_ARRAY(&arena, Text, programs.gl_pathc);
  Pieces *pieces = ARENA_ARRAY(&arena, Pieces, programs.gl_pathc);
  Diags diags = {.arena = &arena};
  for (size_t i = 0; i < programs.gl_pathc; i++) {
    assert_true(io_read(&arena, &diags, programs.gl_pathv[i], &texts[i]));
    find_pieces(&arena, texts[i], &pieces[i]);
  }
  uint32_t state = 1;
  size_t failed = 0;
  for (size_t i = 0; i < MUTANTS; i++) {
    Arena own = {0};
    size_t number = i % programs.gl_pathc;
    Text program = mutate(&own, texts[number], &pieces[number], &state);
    if (!check_mutant(program)) {
      print_message("  mutant %zu of %s\n", i, programs.gl_pathv[number]);
      failed++;
    }
    arena_free(&own);
  }
  globfree(&programs);
  arena_free(&arena);
  assert_int_equal(failed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(mutants)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
