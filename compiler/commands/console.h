// What commands say, and the exit code that follows from it: one place that knows stdout from stderr, colour, `-q`, and
// which findings make the command fail.
#pragma once
#include "commands/options.h"
#include "report/report.h"

typedef struct Console {
  const Arguments *arguments;
  ReportFormat format;  // REPORT_TEXT unless the command's own `--format` names another
  bool colour, quiet;
  Level fail_on;  // the level of finding that makes exit code 1
} Console;

// Reads --color and --quiet, and where `reports` also --format as the format of findings. False after a message where
// a value is none of those.
bool console_init(Console *console, const Arguments *arguments, bool reports);

// Writes the findings: text to stderr, machine formats to stdout. Gives the exit code: 2 after any I/O failure, 1 where
// a finding reaches console->fail_on, else 0. `files` are the files that were asked for.
int console_report(const Console *console, Arena *arena, const Sources *sources, Diags *diags, const Text *files,
                   size_t file_count);

// The exit code for these findings, without writing anything.
int console_exit_code(const Console *console, const Diags *diags);
