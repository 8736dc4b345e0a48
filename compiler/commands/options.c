// Parsing options by a command's table.
#include "commands/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

int options_print(const char *text) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  int exit_code = EXIT_DONE;
  if (!io_write(&diags, "-", text_of(text))) {
    fprintf(stderr, "strata: %.*s\n", TEXT_ARG(diags.list.items[0]->message));
    exit_code = EXIT_WRONG;
  }
  arena_free(&arena);
  return exit_code;
}

int options_wrong(const Command *command, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("strata: ", stderr);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  if (command)
    fprintf(stderr, "\nsee 'strata %s --help'\n", command->name);
  else
    fputs("\nsee 'strata --help'\n", stderr);
  return EXIT_WRONG;
}

static size_t option_width(const Option *option) {
  return strlen(option->name) + (option->letter ? 4 : 0) + (option->value ? strlen(option->value) + 1 : 0);
}

void options_describe(Buffer *out, const Option *options, size_t count) {
  size_t widest = 0;
  for (size_t i = 0; i < count; i++)
    if (option_width(&options[i]) > widest) widest = option_width(&options[i]);
  for (size_t i = 0; i < count; i++) {
    const Option *option = &options[i];
    buffer_add_string(out, "  ");
    if (option->letter) buffer_format(out, "-%c, ", option->letter);
    buffer_add_string(out, option->name);
    if (option->value) buffer_format(out, " %s", option->value);
    buffer_fill(out, ' ', widest - option_width(option) + 2);
    for (const char *c = option->help; *c; c++) {
      buffer_add_char(out, *c);
      if (*c == '\n') buffer_fill(out, ' ', widest + 4);
    }
    buffer_add_char(out, '\n');
  }
}

static int print_help(const Command *command) {
  Buffer out = {0};
  buffer_format(&out, "usage: strata %s%s%s%s\n\n%s\n", command->name, command->option_count ? " [options]" : "",
                *command->operands ? " " : "", command->operands, command->about);
  if (command->option_count) buffer_add_string(&out, "\noptions:\n");
  options_describe(&out, command->options, command->option_count);
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

static const Option *find_long(const Command *command, Text name) {
  for (size_t i = 0; i < command->option_count; i++)
    if (text_is(name, command->options[i].name)) return &command->options[i];
  return NULL;
}

static const Option *find_letter(const Command *command, char letter) {
  for (size_t i = 0; i < command->option_count; i++)
    if (command->options[i].letter == letter) return &command->options[i];
  return NULL;
}

static int unknown(Arena *arena, const Command *command, Text name) {
  Text *names = ARENA_ARRAY(arena, Text, command->option_count + 1);
  for (size_t i = 0; i < command->option_count; i++) names[i] = text_of(command->options[i].name);
  names[command->option_count] = TEXT("--help");
  Text nearest = text_nearest(name, names, command->option_count + 1);
  if (nearest.size && name.size > 2)
    return options_wrong(command, "unknown option '%.*s'; did you mean '%.*s'?", TEXT_ARG(name), TEXT_ARG(nearest));
  return options_wrong(command, "unknown option '%.*s'", TEXT_ARG(name));
}

bool options_parse(Arena *arena, const Command *command, char **words, size_t count, Arguments *out, int *exit_code) {
  *out = (Arguments){.arena = arena, .command = command};
  *exit_code = EXIT_WRONG;
  for (size_t i = 0; i < count; i++) {
    Text word = text_of(words[i]);
    if (text_is(word, "--")) {
      while (++i < count) vec_push(arena, &out->operands, words[i]);
      break;
    }
    if (word.size < 2 || word.at[0] != '-') {
      vec_push(arena, &out->operands, words[i]);
      continue;
    }
    if (text_is(word, "--help") || text_is(word, "-h")) return *exit_code = print_help(command), false;
    bool is_long = word.at[1] == '-';
    size_t end = is_long ? text_find(word, TEXT("="), 0) : 2;
    Text name = text_slice(word, 0, end);
    const Option *option = is_long ? find_long(command, name) : find_letter(command, word.at[1]);
    if (!option) return *exit_code = unknown(arena, command, name), false;
    const char *value = name.size < word.size ? word.at + name.size + (is_long ? 1 : 0) : NULL;
    if (!option->value && value) return *exit_code = options_wrong(command, "'%s' takes no value", option->name), false;
    if (option->value && !value) {
      if (++i == count)
        return *exit_code = options_wrong(command, "'%.*s' needs a value: %s", TEXT_ARG(name), option->value), false;
      value = words[i];
    }
    vec_push(arena, &out->given, ((OptionGiven){option, value}));
  }
  size_t operands = out->operands.count;
  if (operands < command->least) return *exit_code = options_wrong(command, "%s is missing", command->operands), false;
  if (operands > command->most)
    return *exit_code = options_wrong(command, "'%s' is one operand too many", out->operands.items[command->most]),
           false;
  return true;
}

const char *option_value(const Arguments *arguments, const char *name) {
  for (size_t i = arguments->given.count; i-- > 0;)
    if (strcmp(arguments->given.items[i].option->name, name) == 0) return arguments->given.items[i].value;
  return NULL;
}

bool option_given(const Arguments *arguments, const char *name) {
  for (size_t i = 0; i < arguments->given.count; i++)
    if (strcmp(arguments->given.items[i].option->name, name) == 0) return true;
  return false;
}

const char **option_values(const Arguments *arguments, const char *name, size_t *count) {
  const char **values = ARENA_ARRAY(arguments->arena, const char *, arguments->given.count + 1);
  *count = 0;
  for (size_t i = 0; i < arguments->given.count; i++)
    if (strcmp(arguments->given.items[i].option->name, name) == 0) values[(*count)++] = arguments->given.items[i].value;
  return values;
}
