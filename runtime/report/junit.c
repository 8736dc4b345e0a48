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

static void add_case(const Report *report, const Diag *diag, Text file) {
  Buffer *out = report->out;
  bool failed = diag->level >= report->options->fail_on;
  Text message = render_message(report, diag);
  buffer_format(out, "    <testcase name=\"%s", diag->code);
  if (source_get(report->sources, diag->span.source)) {
    Position from = source_position(report->sources, diag->span.source, diag->span.start);
    buffer_format(out, " %u:%u", from.line, from.column);
  }
  buffer_add_string(out, "\" classname=\"");
  add_escaped(out, file);
  buffer_add_string(out, failed ? "\">\n      <failure message=\"" : "\">\n      <system-out>");
  if (failed) {
    add_escaped(out, diag->message);
    buffer_format(out, "\" type=\"%s\">", render_level(diag->level));
  } else {
    buffer_format(out, "%s: ", render_level(diag->level));
  }
  add_escaped(out, message);
  buffer_add_string(out, failed ? "</failure>\n" : "</system-out>\n");
  buffer_add_string(out, "    </testcase>\n");
}

// The findings [from, to) of one file; none is a file that passed.
static void add_suite(const Report *report, Text file, size_t from, size_t to) {
  Buffer *out = report->out;
  size_t failures = 0;
  for (size_t i = from; i < to; i++) failures += report->diags->list.items[i]->level >= report->options->fail_on;
  buffer_add_string(out, "  <testsuite name=\"");
  add_escaped(out, file);
  buffer_format(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", from == to ? (size_t)1 : to - from, failures);
  for (size_t i = from; i < to; i++) add_case(report, report->diags->list.items[i], file);
  if (from == to) {
    buffer_add_string(out, "    <testcase name=\"no findings\" classname=\"");
    add_escaped(out, file);
    buffer_add_string(out, "\"/>\n");
  }
  buffer_add_string(out, "  </testsuite>\n");
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
  Buffer *out = report->out;
  const Diags *diags = report->diags;
  size_t tests = diags->list.count, failures = 0, passed = 0;
  for (size_t i = 0; i < diags->list.count; i++) failures += diags->list.items[i]->level >= report->options->fail_on;
  for (size_t i = 0; i < report->options->file_count; i++) passed += !has_findings(report, report->options->files[i]);
  buffer_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  buffer_format(out, "<testsuites name=\"strata\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", tests + passed,
                failures);
  for (size_t from = 0, to; from < diags->list.count; from = to) {
    Span span = diags->list.items[from]->span;
    for (to = from + 1; to < diags->list.count && diags->list.items[to]->span.source == span.source;) to++;
    Text file = render_path(report, span);
    add_suite(report, file.size ? file : TEXT("strata"), from, to);
  }
  for (size_t i = 0; i < report->options->file_count; i++)
    if (!has_findings(report, report->options->files[i])) add_suite(report, report->options->files[i], 0, 0);
  buffer_add_string(out, "</testsuites>\n");
}
