// Markdown for the description of a pull request: counts, then a table of findings, errors first. It stays under the
// 65,536 characters that GitHub takes; what is left out is counted.
#include "report/render.h"

enum { MOST_BYTES = 60000, MOST_CELL = 300 };

// A cell of a table: one line, nothing in it is markup.
static void add_cell(const Report *report, Text text) {
  Buffer clean = {0};
  report_clean(&clean, text);
  size_t shown = clean.size < MOST_CELL ? clean.size : MOST_CELL;
  while (shown < clean.size && ((unsigned char)clean.at[shown] & 0xC0) == 0x80) shown--;
  for (size_t i = 0; i < shown; i++) {
    char c = clean.at[i];
    if (c == '\n')
      buffer_add_char(report->out, ' ');
    else if (c == '<')
      buffer_add_string(report->out, "&lt;");
    else {
      if (c == '|' || c == '*' || c == '_' || c == '`' || c == '[' || c == '\\' || c == '~')
        buffer_add_char(report->out, '\\');
      buffer_add_char(report->out, c);
    }
  }
  if (shown < clean.size) buffer_add_string(report->out, "…");
  buffer_free(&clean);
}

static void add_row(const Report *report, const Diag *diag) {
  buffer_format(report->out, "| %s | %s | ", render_level(diag->level), diag->code);
  if (source_get(report->sources, diag->span.source)) {
    add_cell(report, render_path(report, diag->span));
    buffer_format(report->out, ":%u", source_position(report->sources, diag->span.source, diag->span.start).line);
  }
  buffer_add_string(report->out, " | ");
  add_cell(report, diag->message);
  if (diag->help.size) {
    buffer_add_string(report->out, " (");
    add_cell(report, diag->help);
    buffer_add_char(report->out, ')');
  }
  buffer_add_string(report->out, " |\n");
}

static void add_count(Buffer *out, size_t count, const char *word) {
  buffer_format(out, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

void render_markdown(const Report *report) {
  const Diags *diags = report->diags;
  size_t infos = diags->list.count - diags->errors - diags->warnings, shown = 0;
  buffer_add_string(report->out, "### Lint: ");
  if (diags->list.count == 0) buffer_add_string(report->out, "nothing found");
  if (diags->errors) add_count(report->out, diags->errors, "error");
  if (diags->errors && diags->warnings) buffer_add_string(report->out, ", ");
  if (diags->warnings) add_count(report->out, diags->warnings, "warning");
  if (infos && infos < diags->list.count) buffer_add_string(report->out, ", ");
  if (infos) buffer_format(report->out, "%zu informational", infos);
  buffer_add_string(report->out, " in ");
  add_count(report->out, report->options->file_count, "file");
  buffer_add_string(report->out, "\n");
  if (diags->list.count) buffer_add_string(report->out, "\n| | rule | where | what |\n|---|---|---|---|\n");
  for (int level = LEVEL_ERROR; level >= LEVEL_INFO; level--)
    for (size_t i = 0; i < diags->list.count && report->out->size < MOST_BYTES; i++) {
      if ((int)diags->list.items[i]->level != level) continue;
      add_row(report, diags->list.items[i]);
      shown++;
    }
  if (shown < diags->list.count) buffer_format(report->out, "\n%zu more are not shown.\n", diags->list.count - shown);
}
