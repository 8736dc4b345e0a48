// What the renderers share; only for this folder.
#pragma once
#include "report/report.h"
#include "value/value.h"

typedef struct Report {
  Arena *arena;
  const Sources *sources;
  const Diags *diags;
  const ReportOptions *options;
  Buffer *out;
} Report;

void render_text(const Report *report);
void render_json(const Report *report);
void render_sarif(const Report *report);
void render_junit(const Report *report);
void render_github(const Report *report);
void render_markdown(const Report *report);

// "error", "warning", "info".
const char *render_level(Level level);
// The path of a span's source; empty for source 0.
Text render_path(const Report *report, Span span);
// Message and help as one text, the help on a line of its own ("help: ...").
Text render_message(const Report *report, const Diag *diag);
// Reads one code point of any bytes: what is not well-formed UTF-8, a control character other than tab and line feed,
// or a control of writing direction is U+FFFD, so that a source cannot drive the terminal. Moves *offset behind it.
uint32_t render_code_point(Text text, size_t *offset);
// A text of any bytes as a string of the tree, each code point as render_code_point gives it.
Value *render_string(Arena *arena, Text text);
