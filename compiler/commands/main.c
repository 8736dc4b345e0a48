// strata: the command line. Finds the command's table row, parses its options, runs it.
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"

static const Command *const COMMANDS[] = {
    &command_compile, &command_check, &command_fmt,     &command_lint, &command_test,  &command_diff,  &command_plan,
    &command_graph,   &command_docs,  &command_explain, &command_new,  &command_state, &command_drift,
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void list_commands(Buffer *out, const Command *const *commands, size_t count) {
  buffer_add_string(out, "commands:\n");
  for (size_t i = 0; i < count; i++) {
    const char *blank = strrchr(commands[i]->name, ' ');
    buffer_format(out, "  %-8s  %s\n", blank ? blank + 1 : commands[i]->name, commands[i]->summary);
  }
}

static int print_help(void) {
  Buffer out = {0};
  buffer_add_string(&out,
                    "usage: strata COMMAND [options] ...\n\n"
                    "Strata compiles infrastructure programs to CloudFormation templates.\n\n");
  list_commands(&out, COMMANDS, COMMAND_COUNT);
  buffer_add_string(
      &out,
      "\n'strata COMMAND --help' tells more; 'strata --version' prints the version.\n"
      "Exit codes: 0 done, 1 findings or errors in a program, 2 wrong use or a failure of reading or writing.\n");
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

static int print_group_help(const Command *group) {
  Buffer out = {0};
  buffer_format(&out, "usage: strata %s COMMAND [options] ...\n\n%s\n\n", group->name, group->about);
  list_commands(&out, group->parts, group->part_count);
  buffer_format(&out, "\n'strata %s COMMAND --help' tells more.\n", group->name);
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

// The command among `commands` that the word names: the whole name, or of a group's part what stands behind the blank.
static const Command *find(const Command *const *commands, size_t count, Text word) {
  for (size_t i = 0; i < count; i++) {
    const char *blank = strrchr(commands[i]->name, ' ');
    if (text_is(word, blank ? blank + 1 : commands[i]->name)) return commands[i];
  }
  return NULL;
}

enum { MOST_NAMES = 64 };

static int unknown(const Command *group, const char *word) {
  const Command *const *commands = group ? group->parts : COMMANDS;
  size_t count = group ? group->part_count : COMMAND_COUNT;
  if (word[0] == '-') return options_wrong(group, "unknown option '%s'", word);
  Text names[MOST_NAMES];
  for (size_t i = 0; i < count && i < MOST_NAMES; i++) {
    const char *blank = strrchr(commands[i]->name, ' ');
    names[i] = text_of(blank ? blank + 1 : commands[i]->name);
  }
  Text nearest = text_nearest(text_of(word), names, count < MOST_NAMES ? count : MOST_NAMES);
  if (!nearest.size) return options_wrong(group, "unknown command '%s'", word);
  return options_wrong(group, "unknown command '%s'; did you mean '%.*s'?", word, TEXT_ARG(nearest));
}

static bool is_help(const char *word) { return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0; }

static int run_command(const Command *command, char **words, size_t count) {
  if (command->parts) {
    if (count == 0) return options_wrong(command, "what to do with the %s is missing", command->name);
    if (is_help(words[0])) return print_group_help(command);
    const Command *part = find(command->parts, command->part_count, text_of(words[0]));
    return part ? run_command(part, words + 1, count - 1) : unknown(command, words[0]);
  }
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
  if (is_help(words[1])) return print_help();
  if (strcmp(words[1], "help") == 0 && count == 2) return print_help();
  const Command *command = find(COMMANDS, COMMAND_COUNT, text_of(words[1]));
  return command ? run_command(command, words + 2, (size_t)count - 2) : unknown(NULL, words[1]);
}
