// strata graph PROGRAM: the dependency graph as a picture's source or as JSON.
#include <string.h>

#include "commands/commands.h"
#include "commands/pipeline.h"

typedef void (*GraphWriter)(Buffer *out, const Graph *graph);

static GraphWriter writer_of(const char *format) {
  if (!format || strcmp(format, "dot") == 0) return graph_write_dot;
  if (strcmp(format, "mermaid") == 0) return graph_write_mermaid;
  if (strcmp(format, "json") == 0) return graph_write_json;
  return NULL;
}

static int run(const Arguments *arguments) {
  Console console;
  Compilation compilation;
  if (!console_init(&console, arguments, CONSOLE_MESSAGES)) return EXIT_WRONG;
  const char *format = option_value(arguments, "--format");
  GraphWriter write = writer_of(format);
  if (!write) return options_wrong(arguments->command, "--format takes dot, mermaid or json, not '%s'", format);
  if (!pipeline_run(arguments, COMPILE_GRAPH, &compilation)) return EXIT_WRONG;
  Diags *diags = &compilation.session.diags;
  if (compilation.graph && !diags->errors) {
    Buffer out = {0};
    write(&out, compilation.graph);
    pipeline_write(arguments, diags, buffer_text(&out));
    buffer_free(&out);
  }
  return pipeline_end(&console, &compilation);
}

static const Option OPTIONS[] = {
    {"--format", 0, "FORMAT", "dot (default, for Graphviz), mermaid or json"},
    OPTION_OUTPUT,
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_graph = {
    .name = "graph",
    .operands = "PROGRAM",
    .least = 1,
    .most = 1,
    .summary = "what depends on what",
    .about = "Prints the dependency graph of a program's resources: an edge for each reference and each @depends_on.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
