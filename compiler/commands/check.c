// strata check PROGRAM: all of compile but the output.
#include "commands/commands.h"
#include "commands/pipeline.h"

static int run(const Arguments *arguments) {
  Console console;
  Compilation compilation;
  if (!console_init(&console, arguments, CONSOLE_CHECK) || !console_fail_on(&console)) return EXIT_WRONG;
  if (!pipeline_run(arguments, COMPILE_LOWER, &compilation)) return EXIT_WRONG;
  return pipeline_end(&console, &compilation);
}

static const Option OPTIONS[] = {
    OPTION_REPORT, OPTION_FAIL_ON, OPTION_ENVIRONMENT, OPTION_DEFINE, OPTION_ALLOW_ENV, OPTION_COLOR, OPTION_QUIET,
};

const Command command_check = {
    .name = "check",
    .operands = "PROGRAM",
    .least = 1,
    .most = 1,
    .summary = "all of compile but the output",
    .about =
        "Checks a program: names, kinds, types, and every property against AWS's schemas. PROGRAM is a file, a folder\n"
        "with main.strata, or '-'. Findings as text go to standard error, in other formats to standard output.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
