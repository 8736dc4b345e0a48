// strata graph PROGRAM|TEMPLATE: the dependency graph as a picture, its source, or JSON.
#include <string.h>

#include "commands/commands.h"
#include "commands/pipeline.h"
#include "commands/planning.h"

static bool is_format(const char *format) {
  static const char *const formats[] = {"dot", "mermaid", "svg", "json"};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strcmp(format, formats[i]) == 0) return true;
  return false;
}

static void write_picture(const Arguments *arguments, Diags *diags, const Picture *picture) {
  const char *format = option_value(arguments, "--format");
  Buffer out = {0};
  bool made = true;
  if (format && strcmp(format, "mermaid") == 0)
    picture_mermaid(&out, picture);
  else if (format && strcmp(format, "json") == 0)
    picture_json(&out, picture);
  else if (format && strcmp(format, "svg") == 0)
    made = picture_svg(&out, picture, diags);
  else
    picture_dot(&out, picture);
  if (made) pipeline_write(arguments, diags, buffer_text(&out));
  buffer_free(&out);
}

// A template, or a folder of those that `compile -o` made.
static int run_template(const Arguments *arguments, const Console *console) {
  Session session;
  session_init(&session);
  PlanningSide side;
  if (planning_read(&session, arguments, arguments->operands.items[0], &side)) {
    Picture picture = {.arena = &session.arena};
    for (size_t i = 0; i < side.templates.count; i++) picture_add(&picture, side.templates.items[i]);
    write_picture(arguments, &session.diags, &picture);
  }
  int exit_code = console_report(console, &session.arena, &session.sources, &session.diags, NULL, 0);
  session_free(&session);
  return exit_code;
}

static int run(const Arguments *arguments) {
  Console console;
  Compilation compilation;
  if (!console_init(&console, arguments, CONSOLE_MESSAGES)) return EXIT_WRONG;
  const char *format = option_value(arguments, "--format");
  if (format && !is_format(format))
    return options_wrong(arguments->command, "--format takes dot, mermaid, svg or json, not '%s'", format);
  if (!planning_is_program(arguments->operands.items[0])) return run_template(arguments, &console);
  if (!pipeline_run(arguments, COMPILE_GRAPH, &compilation)) return EXIT_WRONG;
  Diags *diags = &compilation.session.diags;
  if (compilation.graph && !diags->errors) {
    Picture picture;
    graph_picture(compilation.graph, &picture);
    write_picture(arguments, diags, &picture);
  }
  return pipeline_end(&console, &compilation);
}

static const Option OPTIONS[] = {
    {"--format", 0, "FORMAT",
     "dot (default, for Graphviz), mermaid, json, or svg\n(drawn by Graphviz, which must be there)"},
    OPTION_OUTPUT,
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_graph = {
    .name = "graph",
    .operands = "PROGRAM|TEMPLATE",
    .least = 1,
    .most = 1,
    .summary = "what depends on what",
    .about =
        "Prints the dependency graph of the resources of a program, a template, or a folder of those that compile\n"
        "made: an edge for each reference, and for each @depends_on or DependsOn.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
