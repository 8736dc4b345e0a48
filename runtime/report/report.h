// Reports: collected diagnostics become one text. What comes in: diagnostics as the stages left them, and the sources
// that they point into. What goes out: the same findings sorted, without repetitions, in one of six formats. Nothing
// here prints; the commands decide which stream or file a report goes to.
//
// Formats:
//   text      for people: the message, the place, the source line with the span underlined, help and notes
//   json      the `findings` object of docs/commands/check.md
//   sarif     SARIF 2.1.0, for code scanning services
//   junit     JUnit XML, for test dashboards: a suite a file, a case a finding
//   markdown  a table for the description of a pull request
//   github    GitHub's workflow commands: annotations on the changed lines
//
// Lines and columns count from 1, columns in code points; the end of a span is the column behind its last code point.
#pragma once
#include "base/diag.h"

typedef enum ReportFormat {
  REPORT_TEXT,
  REPORT_JSON,
  REPORT_SARIF,
  REPORT_JUNIT,
  REPORT_GITHUB,
  REPORT_MARKDOWN
} ReportFormat;

typedef struct ReportOptions {
  ReportFormat format;
  bool colour;        // text only: ANSI colours
  bool no_summary;    // text only: leaves out the closing line ("2 errors, 1 warning")
  Level fail_on;      // junit: findings below this level are cases that pass
  const Text *files;  // the files that were checked, as named by the user: junit shows those without a finding as
  size_t file_count;  // passed, and the machine formats count them
  Text (*title)(const char *code);  // sarif: what a code means, in one line; may be null or give an empty Text
} ReportOptions;

// The format of that name ("text", "json", ...; not "markdown", which is no format of findings but a summary); false
// where there is none.
bool report_format(Text name, ReportFormat *out);

// Sorts by source, position, code and message, and drops repetitions (same code, span, path and message); counts anew.
void report_sort(Diags *diags);

// Whether any diagnostic has `level` or worse.
bool report_has(const Diags *diags, Level level);

// Appends the report to `out`. The diagnostics should have been sorted. Machine formats are whole documents even
// without any finding; text without findings is empty. `arena` holds what the making needs.
void report_write(Arena *arena, const Sources *sources, const Diags *diags, const ReportOptions *options, Buffer *out);

// Appends a text of any bytes so that a terminal can be shown it: control characters and what is no UTF-8 become
// U+FFFD.
void report_clean(Buffer *out, Text text);

// JUnit XML by parts, for other results than findings (tests): between start and stop suites, each begun, its cases,
// and ended. It is valid by both schemas in use, Jenkins's and that of Ant's task, which asks for times and hosts:
// these are constants, since the same input gives the same bytes.
#define REPORT_JUNIT_START "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
#define REPORT_JUNIT_STOP "</testsuites>\n"
void report_junit_begin(Buffer *out, Text name, size_t id, size_t tests, size_t failures);
// `kind` at null: it passed.
void report_junit_case(Buffer *out, Text name, Text group, Text kind, Text message, Text details);
void report_junit_end(Buffer *out, Text output);
