// strata fmt FILE...: the canonical form, in place. A file with a syntax error is reported and left as it is; the
// others are still formatted.
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "check/program.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "report/difference.h"
#include "syntax/print.h"

typedef struct Formatting {
  Console console;
  Arena *arena;
  Sources sources;
  Diags diags;
  bool check, difference;
  bool changes;  // --check or --diff found something
  Buffer out;    // for stdout
} Formatting;

// What becomes of one file whose canonical text differs from what it holds, or that is stdin.
static void settle(Formatting *formatting, const char *path, Text before, Text after) {
  bool is_stdin = strcmp(path, "-") == 0;
  bool is_same = text_equal(before, after);
  if (!formatting->check && !formatting->difference) {
    if (is_stdin)
      buffer_add(&formatting->out, after);
    else if (!is_same)
      io_write(&formatting->diags, path, after);
    return;
  }
  if (is_same) return;
  formatting->changes = true;
  if (formatting->difference)
    report_difference(&formatting->out, text_of(path), before, after, formatting->console.colour_stdout);
  else if (!formatting->console.quiet)
    buffer_format(&formatting->out, "%s\n", path);
}

static void format_file(Formatting *formatting, const char *path) {
  Text text;
  if (!io_read(formatting->arena, &formatting->diags, path, &text)) return;
  uint32_t source = source_add(&formatting->sources, text_of(path), text);
  size_t errors = formatting->diags.errors;
  Map names = {0};
  ParseContext context = {formatting->arena, &formatting->sources, &formatting->diags, &names};
  File *file = parse_file(&context, source);
  if (formatting->diags.errors > errors) return;
  Buffer canonical = {0};
  print_file(&canonical, file, &formatting->sources);
  settle(formatting, path, text, buffer_text(&canonical));
  buffer_free(&canonical);
}

static int run(const Arguments *arguments) {
  Formatting formatting = {.arena = arguments->arena};
  formatting.sources.arena = formatting.diags.arena = arguments->arena;
  if (!console_init(&formatting.console, arguments, CONSOLE_MESSAGES)) return EXIT_WRONG;
  formatting.check = option_given(arguments, "--check");
  formatting.difference = option_given(arguments, "--diff");
  for (size_t i = 0; i < arguments->operands.count; i++) {
    Text path;
    if (check_program_file(arguments->arena, &formatting.diags, arguments->operands.items[i], &path))
      format_file(&formatting, path.at);
  }
  io_write(&formatting.diags, "-", buffer_text(&formatting.out));
  buffer_free(&formatting.out);
  int exit_code =
      console_report(&formatting.console, arguments->arena, &formatting.sources, &formatting.diags, NULL, 0);
  return exit_code == EXIT_DONE && formatting.changes ? EXIT_FINDINGS : exit_code;
}

static const Option OPTIONS[] = {
    {"--check", 0, NULL, "writes nothing; names the files that are not in canonical form"},
    {"--diff", 0, NULL, "writes nothing; shows what would change"},
    OPTION_COLOR,
    {"--quiet", 'q', NULL, "errors only, and no names with --check"},
};

const Command command_fmt = {
    .name = "fmt",
    .operands = "FILE...",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "the canonical form of programs, in place",
    .about =
        "Writes programs in the canonical form, in place; comments stay where they stand. '-' reads standard input "
        "and\n"
        "writes standard output. Exit code 1: a syntax error or, with --check or --diff, something to change.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
