// Commands and their options. A command is a table row: its name, its help, its options (rows too) and a function. From
// these rows come parsing, `--help` and "did you mean"; no command reads argv itself.
//
// Both `--name value` and `--name=value` are understood, `-o value` and `-ovalue` too. `--` ends the options; `-` alone
// is an operand (stdin or stdout). Where an option is given more than once the last one counts, but for those whose
// values are asked for by option_values.
#pragma once
#include "base/diag.h"

typedef struct Option {
  const char *name;   // "--format"
  char letter;        // 'o' for "-o"; 0: none
  const char *value;  // what it takes, as help shows it ("FILE"); null: a flag
  const char *help;   // one line; a further line after each "\n"
} Option;

typedef struct OptionGiven {
  const Option *option;
  const char *value;  // null for a flag
} OptionGiven;

typedef struct Arguments Arguments;

typedef struct Command Command;

struct Command {
  const char *name;      // of a part of a group with the group's: "state record"
  const char *operands;  // as help shows them: "PROGRAM", "FILE..."
  size_t least, most;    // number of operands
  const char *summary;   // one line, for `strata --help`
  const char *about;     // what `strata NAME --help` says below the usage line
  const Option *options;
  size_t option_count;
  int (*run)(const Arguments *arguments);  // gives the exit code
  const Command *const *parts;             // a group: its commands, one of which is named by the next word; else null
  size_t part_count;
};

struct Arguments {
  Arena *arena;
  const Command *command;
  VEC(OptionGiven) given;
  VEC(const char *) operands;
};

// Exit codes, everywhere.
enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_WRONG = 2 };

// Parses what follows the command's name. True: run the command. False: everything is said (help was asked for, or the
// use was wrong), and *exit_code is set.
bool options_parse(Arena *arena, const Command *command, char **words, size_t count, Arguments *out, int *exit_code);

// The last value of the option of that name; null where it was not given. `name` must be in the command's table.
const char *option_value(const Arguments *arguments, const char *name);
bool option_given(const Arguments *arguments, const char *name);
// All values of a repeatable option, in order, in the arguments' arena.
const char **option_values(const Arguments *arguments, const char *name, size_t *count);

// Says a wrong use on stderr ("strata: ..."; "see 'strata compile --help'") and gives EXIT_WRONG. `command` may be
// null.
int options_wrong(const Command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Prints on stdout; EXIT_WRONG, with a message, where that fails.
int options_print(const char *text);

// Appends "  --name VALUE   help" rows, aligned.
void options_describe(Buffer *out, const Option *options, size_t count);

// Options that many commands share, for their tables.
#define OPTION_COLOR \
  { "--color", 0, "WHEN", "auto (default), always or never; NO_COLOR counts too" }
#define OPTION_QUIET \
  { "--quiet", 'q', NULL, "errors only: no warnings, no closing line" }
#define OPTION_REPORT \
  { "--format", 0, "FORMAT", "how findings are written: text (default), json, sarif,\njunit or github" }
#define OPTION_FAIL_ON \
  { "--fail-on", 0, "LEVEL", "the level that makes exit code 1: error, warning or info" }
#define OPTION_ENVIRONMENT \
  { "--env", 0, "NAME", "the environment to compile for" }
#define OPTION_DEFINE \
  { "--define", 'D', "NAME=VALUE", "gives an input of the program its value (repeatable)" }
