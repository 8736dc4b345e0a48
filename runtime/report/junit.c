// JUnit XML: a suite a file, a case a finding. A file without findings is a case that passes, and so is a finding
// below the level that makes the command fail (its text is the case's output).
#include "report/render.h"

static void add_escaped(Buffer *out, Text text) {
  for (size_t i = 0; i < text.size;) {
    char bytes[4];
    uint32_t c = render_code_point(text, &i);
    switch (c) {
      case '&': buffer_add_string(out, "&amp;"); break;
      case '<': buffer_add_string(out, "&lt;"); break;
      case '>': buffer_add_string(out, "&gt;"); break;
      case '"': buffer_add_string(out, "&quot;"); break;
      case '\n': buffer_add_string(out, "&#10;"); break;
      case '\t': buffer_add_string(out, "&#9;"); break;
      case 0xFFFE:
      case 0xFFFF: buffer_add_string(out, "\xEF\xBF\xBD"); break;  // no characters of XML 1.0
      default: buffer_add(out, (Text){bytes, utf8_put(c, bytes)});
    }
  }
}

void report_junit_begin(Buffer *out, Text name, size_t id, size_t tests, size_t failures) {
  buffer_add_string(out, "  <testsuite name=\"");
  add_escaped(out, name);
  buffer_format(out, "\" id=\"%zu\" package=\"strata\" timestamp=\"1970-01-01T00:00:00\" hostname=\"localhost\"", id);
  buffer_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" time=\"0\">\n    <properties/>\n", tests, failures);
}

void report_junit_case(Buffer *out, Text name, Text group, Text kind, Text message, Text details) {
  buffer_add_string(out, "    <testcase name=\"");
  add_escaped(out, name);
  buffer_add_string(out, "\" classname=\"");
  add_escaped(out, group);
  buffer_add_string(out, "\" time=\"0\"");
  if (!kind.at) {
    buffer_add_string(out, "/>\n");
    return;
  }
  buffer_add_string(out, ">\n      <failure message=\"");
  add_escaped(out, message);
  buffer_add_string(out, "\" type=\"");
  add_escaped(out, kind);
  buffer_add_string(out, "\">");
  add_escaped(out, details);
  buffer_add_string(out, "</failure>\n    </testcase>\n");
}

void report_junit_end(Buffer *out, Text output) {
  buffer_add_string(out, "    <system-out>");
  add_escaped(out, output);
  buffer_add_string(out, "</system-out>\n    <system-err/>\n  </testsuite>\n");
}

// A finding below the level that fails is a case that passed; the suite's output says it.
static void add_case(const Report *report, const Diag *diag, Text file, Buffer *output) {
  Text name = text_of(diag->code), message = render_message(report, diag);
  if (source_get(report->sources, diag->span.source)) {
    Position from = source_position(report->sources, diag->span.source, diag->span.start);
    name = text_format(report->arena, "%s %u:%u", diag->code, from.line, from.column);
  }
  bool failed = diag->level >= report->options->fail_on;
  Text kind = failed ? text_of(render_level(diag->level)) : (Text){0};
  report_junit_case(report->out, name, file, kind, diag->message, message);
  if (!failed) buffer_format(output, "%s: %.*s: %.*s\n", render_level(diag->level), TEXT_ARG(name), TEXT_ARG(message));
}

// The findings [from, to) of one file; none is a file that passed.
static void add_suite(const Report *report, size_t id, Text file, size_t from, size_t to) {
  size_t failures = 0;
  Buffer output = {0};
  for (size_t i = from; i < to; i++) failures += report->diags->list.items[i]->level >= report->options->fail_on;
  report_junit_begin(report->out, file, id, from == to ? (size_t)1 : to - from, failures);
  for (size_t i = from; i < to; i++) add_case(report, report->diags->list.items[i], file, &output);
  if (from == to) report_junit_case(report->out, TEXT("no findings"), file, (Text){0}, (Text){0}, (Text){0});
  report_junit_end(report->out, buffer_text(&output));
  buffer_free(&output);
}

static bool has_findings(const Report *report, Text file) {
  for (size_t i = 0; i < report->diags->list.count; i++) {
    Span span = report->diags->list.items[i]->span;
    if (i && report->diags->list.items[i - 1]->span.source == span.source) continue;
    if (text_equal(render_path(report, span), file)) return true;
  }
  return false;
}

void render_junit(const Report *report) {
  const Diags *diags = report->diags;
  size_t id = 0;
  buffer_add_string(report->out, REPORT_JUNIT_START);
  for (size_t from = 0, to; from < diags->list.count; from = to) {
    Span span = diags->list.items[from]->span;
    for (to = from + 1; to < diags->list.count && diags->list.items[to]->span.source == span.source;) to++;
    Text file = render_path(report, span);
    add_suite(report, id++, file.size ? file : TEXT("strata"), from, to);
  }
  for (size_t i = 0; i < report->options->file_count; i++)
    if (!has_findings(report, report->options->files[i])) add_suite(report, id++, report->options->files[i], 0, 0);
  buffer_add_string(report->out, REPORT_JUNIT_STOP);
}
