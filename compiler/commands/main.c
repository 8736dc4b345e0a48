// strata: the command line. Finds the command's table row, parses its options, runs it.
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"

static const Command *const COMMANDS[] = {
    &command_compile, &command_check, &command_fmt,     &command_lint, &command_test,
    &command_graph,   &command_docs,  &command_explain, &command_new,
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static int print_help(void) {
  Buffer out = {0};
  buffer_add_string(&out,
                    "usage: strata COMMAND [options] ...\n\n"
                    "Strata compiles infrastructure programs to CloudFormation templates.\n\n"
                    "commands:\n");
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    buffer_format(&out, "  %-8s  %s\n", COMMANDS[i]->name, COMMANDS[i]->summary);
  buffer_add_string(
      &out,
      "\n'strata COMMAND --help' tells more; 'strata --version' prints the version.\n"
      "Exit codes: 0 done, 1 findings or errors in a program, 2 wrong use or a failure of reading or writing.\n");
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

static int unknown(const char *word) {
  if (word[0] == '-') return options_wrong(NULL, "unknown option '%s'", word);
  Text names[COMMAND_COUNT];
  for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = text_of(COMMANDS[i]->name);
  Text nearest = text_nearest(text_of(word), names, COMMAND_COUNT);
  if (!nearest.size) return options_wrong(NULL, "unknown command '%s'", word);
  return options_wrong(NULL, "unknown command '%s'; did you mean '%.*s'?", word, TEXT_ARG(nearest));
}

static int run_command(const Command *command, char **words, size_t count) {
  Arena arena = {0};
  Arguments arguments;
  int exit_code;
  if (options_parse(&arena, command, words, count, &arguments, &exit_code)) exit_code = command->run(&arguments);
  arena_free(&arena);
  return exit_code;
}

int main(int count, char **words) {
  io_ignore_signals();
  if (count < 2) return options_wrong(NULL, "a command is missing");
  if (strcmp(words[1], "--version") == 0) return options_print("strata " STRATA_VERSION "\n");
  if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) return print_help();
  if (strcmp(words[1], "help") == 0 && count == 2) return print_help();
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(words[1], COMMANDS[i]->name) == 0) return run_command(COMMANDS[i], words + 2, (size_t)count - 2);
  return unknown(words[1]);
}
