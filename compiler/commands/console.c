// Reports to the right stream, in the right colour, with the right exit code.
#include "commands/console.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "commands/explain.h"

// A state that cannot be used is an input that cannot be read.
#define STATE_ERRORS "E060"

// `auto` colours what goes to a terminal, unless NO_COLOR is set and not empty (no-color.org) or the terminal is dumb.
static bool wants_colour(const char *when, int stream) {
  if (strcmp(when, "always") == 0) return true;
  if (strcmp(when, "never") == 0) return false;
  const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
  if (refused && *refused) return false;
  return isatty(stream) && terminal && strcmp(terminal, "dumb") != 0;
}

bool console_init(Console *console, const Arguments *arguments, ConsoleUse use) {
  *console = (Console){.arguments = arguments, .use = use, .fail_on = LEVEL_ERROR};
  console->quiet = option_given(arguments, "--quiet");
  const char *when = option_value(arguments, "--color");
  if (!when) when = "auto";
  if (strcmp(when, "auto") != 0 && strcmp(when, "always") != 0 && strcmp(when, "never") != 0) {
    options_wrong(arguments->command, "--color takes auto, always or never, not '%s'", when);
    return false;
  }
  console->colour_stdout = wants_colour(when, STDOUT_FILENO);
  console->colour = use == CONSOLE_FINDINGS ? console->colour_stdout : wants_colour(when, STDERR_FILENO);
  const char *format = use != CONSOLE_MESSAGES ? option_value(arguments, "--format") : NULL;
  if (format && !report_format(text_of(format), &console->format)) {
    options_wrong(arguments->command, "--format takes text, json, sarif, junit or github, not '%s'", format);
    return false;
  }
  return true;
}

bool console_fail_on(Console *console) {
  static const char *const names[] = {[LEVEL_INFO] = "info", [LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error"};
  const char *given = option_value(console->arguments, "--fail-on");
  if (!given) return true;
  for (int level = LEVEL_INFO; level <= LEVEL_ERROR; level++)
    if (strcmp(given, names[level]) == 0) return console->fail_on = (Level)level, true;
  options_wrong(console->arguments->command, "--fail-on takes error, warning or info, not '%s'", given);
  return false;
}

int console_exit_code(const Console *console, const Diags *diags) {
  bool fails = false;
  for (size_t i = 0; i < diags->list.count; i++) {
    const Diag *diag = diags->list.items[i];
    // With a place it is a template's loop that cannot be written out.
    bool io = strcmp(diag->code, IO_ERROR) == 0 && diag->span.source == 0;
    if (io || strncmp(diag->code, STATE_ERRORS, strlen(STATE_ERRORS)) == 0) return EXIT_WRONG;
    fails |= diag->level >= console->fail_on;
  }
  return fails ? EXIT_FINDINGS : EXIT_DONE;
}

static void keep_errors(Diags *diags) {
  size_t kept = 0;
  for (size_t i = 0; i < diags->list.count; i++)
    if (diags->list.items[i]->level == LEVEL_ERROR) diags->list.items[kept++] = diags->list.items[i];
  diags->list.count = kept;
  diags->warnings = 0;
}

int console_report(const Console *console, Arena *arena, const Sources *sources, Diags *diags, const Text *files,
                   size_t file_count) {
  int exit_code = console_exit_code(console, diags);
  if (console->quiet) keep_errors(diags);
  report_sort(diags);
  ReportOptions options = {
      .format = console->format,
      .colour = console->colour,
      .no_summary = console->quiet,
      .fail_on = console->fail_on,
      .files = files,
      .file_count = file_count,
      .title = explain_title,
  };
  Buffer out = {0};
  report_write(arena, sources, diags, &options, &out);
  if (console->format == REPORT_TEXT && console->use != CONSOLE_FINDINGS) {
    io_write_all(STDERR_FILENO, buffer_text(&out));  // there is no further place to say that stderr is closed
  } else if (out.size && !io_write(diags, "-", buffer_text(&out))) {
    exit_code = EXIT_WRONG;
    Text message = diags->list.items[diags->list.count - 1]->message;
    message = text_format(arena, "strata: %.*s\n", TEXT_ARG(message));
    io_write_all(STDERR_FILENO, message);
  }
  buffer_free(&out);
  return exit_code;
}
