// What the tests of the format room share: a text read into a tree with everything that was said of it, as one line
// each.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/format.h"

typedef Value *(*Read)(Arena *, Diags *, const Sources *, uint32_t);
typedef void (*Write)(Buffer *, const Value *);

typedef struct Reading {
  Arena arena;
  Diags diags;
  Sources sources;
  uint32_t source;
  Value *value;
} Reading;

// The text must live as long as the reading, which is freed by `arena_free(&reading->arena)`.
static inline void reading_of(Reading *reading, Read read, Text text) {
  *reading = (Reading){0};
  reading->diags.arena = reading->sources.arena = &reading->arena;
  reading->source = source_add(&reading->sources, TEXT("test"), text);
  reading->value = read(&reading->arena, &reading->diags, &reading->sources, reading->source);
}

static inline Text reading_place(Reading *reading, Span span) {
  Position start = source_position(&reading->sources, span.source, span.start);
  Position end = source_position(&reading->sources, span.source, span.end);
  return text_format(&reading->arena, "%u:%u-%u:%u", start.line, start.column, end.line, end.column);
}

// "1:2-1:3 message | help [1:1-1:2 note]", a line each; the code before it where it is not E0000.
static inline const char *reading_report(Reading *reading) {
  Buffer out = {0};
  for (size_t i = 0; i < reading->diags.list.count; i++) {
    const Diag *diag = reading->diags.list.items[i];
    if (i) buffer_add_char(&out, '\n');
    if (strcmp(diag->code, FORMAT_ERROR) != 0) buffer_format(&out, "%s ", diag->code);
    buffer_format(&out, "%.*s %.*s | %.*s", TEXT_ARG(reading_place(reading, diag->span)), TEXT_ARG(diag->message),
                  TEXT_ARG(diag->help));
    for (size_t k = 0; k < diag->notes.count; k++)
      buffer_format(&out, " [%.*s %.*s]", TEXT_ARG(reading_place(reading, diag->notes.items[k].span)),
                    TEXT_ARG(diag->notes.items[k].message));
  }
  return buffer_take(&out, &reading->arena).at;
}

static inline Text written(Arena *arena, Write write, const Value *value) {
  Buffer out = {0};
  write(&out, value);
  return buffer_take(&out, arena);
}

typedef struct Case {
  Text text;
  const char *expected;
} Case;

// Holds the report of each text against what is expected, and tells which one differs.
static inline void check_reports(Read read, const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    Reading reading;
    reading_of(&reading, read, cases[i].text);
    const char *report = reading_report(&reading);
    if (strcmp(report, cases[i].expected) != 0) print_error("case %zu: %.*s\n", i, TEXT_ARG(cases[i].text));
    assert_string_equal(report, cases[i].expected);
    assert_true(reading.value || reading.diags.errors);
    arena_free(&reading.arena);
  }
}
#define CHECK_REPORTS(read, cases) check_reports((read), (cases), sizeof(cases) / sizeof *(cases))
