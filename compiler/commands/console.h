// What commands say, and the exit code that follows from it: one place that knows stdout from stderr, colour, `-q`, and
// which findings make the command fail.
#pragma once
#include "commands/options.h"
#include "report/report.h"

typedef enum ConsoleUse {
  CONSOLE_MESSAGES,  // diagnostics are beside the point: text, on stderr
  CONSOLE_CHECK,     // --format chooses theirs: text on stderr, the machine formats on stdout
  CONSOLE_FINDINGS,  // they are what the command is for: all formats on stdout
} ConsoleUse;

typedef struct Console {
  const Arguments *arguments;
  ConsoleUse use;
  ReportFormat format;  // REPORT_TEXT unless --format names another
  bool colour;          // of diagnostics, by the stream that they go to
  bool colour_stdout;   // of anything else that goes to stdout
  bool quiet;
  Level fail_on;  // the level of finding that makes exit code 1
} Console;

// Reads --color, --quiet and, as `use` says, --format. False after a message where a value is none of those.
bool console_init(Console *console, const Arguments *arguments, ConsoleUse use);

// Reads --fail-on, which must be an option of the command. False after a message.
bool console_fail_on(Console *console);

// Writes the findings where `use` says. Gives the exit code: 2 after any I/O failure, 1 where a finding reaches
// console->fail_on, else 0. `files` are the files that were asked for.
int console_report(const Console *console, Arena *arena, const Sources *sources, Diags *diags, const Text *files,
                   size_t file_count);

// The exit code for these findings, without writing anything.
int console_exit_code(const Console *console, const Diags *diags);
