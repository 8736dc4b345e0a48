// GitHub's workflow commands, one line a finding: `::error file=web.strata,line=12,col=3,title=E0203::message`.
// Escapes are those of the runner's toolkit (actions/toolkit, packages/core, command.ts): % CR LF in a message, and
// also : and , in a property.
#include "report/render.h"

static void add_escaped(Buffer *out, Text text, bool property) {
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      buffer_format(out, "%%%02X", (unsigned)c);
    else
      buffer_add_char(out, c);
  }
}

static const char *command_of(Level level) {
  switch (level) {
    case LEVEL_INFO: return "notice";
    case LEVEL_WARNING: return "warning";
    case LEVEL_ERROR: return "error";
  }
  return "error";
}

void render_github(const Report *report) {
  Buffer *out = report->out;
  for (size_t i = 0; i < report->diags->list.count; i++) {
    const Diag *diag = report->diags->list.items[i];
    buffer_format(out, "::%s ", command_of(diag->level));
    if (source_get(report->sources, diag->span.source)) {
      Position from = source_position(report->sources, diag->span.source, diag->span.start);
      Position to = source_position(report->sources, diag->span.source, diag->span.end);
      buffer_add_string(out, "file=");
      add_escaped(out, render_path(report, diag->span), true);
      buffer_format(out, ",line=%u,col=%u,endLine=%u", from.line, from.column, to.line);
      if (to.line == from.line) buffer_format(out, ",endColumn=%u", to.column);
      buffer_add_char(out, ',');
    }
    buffer_format(out, "title=%s::", diag->code);
    add_escaped(out, render_message(report, diag), false);
    buffer_add_char(out, '\n');
  }
}
