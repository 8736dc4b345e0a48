// strata test PROGRAM: the program's `test` and `policy` blocks.
#include "policy/test.h"

#include <string.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/pipeline.h"

typedef void (*Writer)(Buffer *out, const TestReport *report);

static void write_text(Buffer *out, const TestReport *report) { test_write_text(out, report, false); }
static void write_quiet(Buffer *out, const TestReport *report) { test_write_text(out, report, true); }

static Writer writer_of(const Arguments *arguments) {
  const char *format = option_value(arguments, "--format");
  if (!format || strcmp(format, "text") == 0) return option_given(arguments, "--quiet") ? write_quiet : write_text;
  if (strcmp(format, "junit") == 0) return test_write_junit;
  if (strcmp(format, "json") == 0) return test_write_json;
  options_wrong(arguments->command, "--format takes text, junit or json, not '%s'", format);
  return NULL;
}

static int run(const Arguments *arguments) {
  Console console;
  TestOptions options = {
      .filter = option_value(arguments, "--filter"),
      .update = option_given(arguments, "--update"),
      .strict = option_given(arguments, "--strict"),
  };
  if (!console_init(&console, arguments, CONSOLE_MESSAGES) || !pipeline_options(arguments, &options.compile))
    return EXIT_WRONG;
  Writer writer = writer_of(arguments);
  if (!writer) return EXIT_WRONG;
  TestReport report;
  Compilation program;
  bool ran = test_run(&options, &report, &program);
  if (ran) {
    Buffer out = {0};
    writer(&out, &report);
    io_write(&program.session.diags, "-", buffer_text(&out));
    buffer_free(&out);
  }
  bool failed = ran && report.failed, none = ran && options.filter && !report.results.count;
  int exit_code = pipeline_end(&console, &program);
  test_report_free(&report);
  // A misspelt name would pass for ever.
  if (none) return options_wrong(arguments->command, "no test and no policy has '%s' in its name", options.filter);
  return exit_code == EXIT_DONE && failed ? EXIT_FINDINGS : exit_code;
}

static const Option OPTIONS[] = {
    {"--filter", 0, "TEXT", "only the tests and policies whose name holds this text"},
    {"--update", 0, NULL, "writes the snapshots anew instead of comparing them"},
    {"--strict", 0, NULL, "a policy that cannot be decided when compiling fails"},
    {"--format", 0, "FORMAT", "text (default), junit or json"},
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_test = {
    .name = "test",
    .operands = "PROGRAM",
    .least = 1,
    .most = 1,
    .summary = "the program's tests and policies",
    .about =
        "Runs every `test` of a program, each compiled with inputs of its own, and every `policy` over the program's\n"
        "templates. Exit code 0: all passed; 1: one failed.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
