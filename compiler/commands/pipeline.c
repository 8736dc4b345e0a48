// From options to a compilation, and from a compilation to an exit code.
#include "commands/pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"

bool pipeline_options(const Arguments *arguments, CompileOptions *out) {
  *out = (CompileOptions){
      .program = arguments->operands.items[0],
      .environment = option_value(arguments, "--env"),
  };
  out->defines = option_values(arguments, "--define", &out->define_count);
  out->allowed_env = option_values(arguments, "--allow-env", &out->allowed_env_count);
  const char *threads = option_value(arguments, "--threads");
  if (threads) {
    char *end;
    unsigned long number = strtoul(threads, &end, 10);
    if (*end || end == threads || number == 0 || number > 1000) {
      options_wrong(arguments->command, "--threads takes a number from 1 to 1000, not '%s'", threads);
      return false;
    }
    out->threads = (unsigned)number;
  }
  for (size_t i = 0; i < out->define_count; i++) {
    const char *define = out->defines[i], *equals = strchr(define, '=');
    if (equals && equals != define) continue;
    options_wrong(arguments->command, "--define takes NAME=VALUE, not '%s'", define);
    return false;
  }
  return true;
}

bool pipeline_run(const Arguments *arguments, CompileStage last, Compilation *out) {
  CompileOptions options;
  if (!pipeline_options(arguments, &options)) return false;
  options.lint = last == COMPILE_LOWER;
  compile_program(out, &options, last);
  return true;
}

int pipeline_end(const Console *console, Compilation *compilation) {
  Session *session = &compilation->session;
  Text file = compilation->program && compilation->program->main ? compilation->program->main->path
                                                                 : text_of(console->arguments->operands.items[0]);
  int exit_code = console_report(console, &session->arena, &session->sources, &session->diags, &file, 1);
  compile_free(compilation);
  return exit_code;
}

void pipeline_write(const Arguments *arguments, Diags *diags, Text text) {
  const char *output = option_value(arguments, "--output");
  io_write(diags, output ? output : "-", text);
}
