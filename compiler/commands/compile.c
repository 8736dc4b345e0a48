// strata compile PROGRAM: program to template, or to what one of the stages before made (--dump).
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "check/dump.h"
#include "commands/commands.h"
#include "commands/pipeline.h"
#include "format/format.h"
#include "lower/dump.h"
#include "lower/manifest.h"
#include "lower/source_map.h"
#include "syntax/dump.h"

typedef enum Dump { DUMP_NONE, DUMP_TOKENS, DUMP_AST, DUMP_PROGRAM, DUMP_GRAPH, DUMP_TEMPLATE } Dump;

typedef struct Request {
  const Arguments *arguments;
  Console console;
  bool json;
  Dump dump;
} Request;

// False after a message.
static bool read_dump(Request *request) {
  static const char *const names[] = {
      [DUMP_NONE] = "",           [DUMP_TOKENS] = "tokens", [DUMP_AST] = "ast",
      [DUMP_PROGRAM] = "program", [DUMP_GRAPH] = "graph",   [DUMP_TEMPLATE] = "template",
  };
  const char *name = option_value(request->arguments, "--dump");
  for (int i = DUMP_TOKENS; name && i <= DUMP_TEMPLATE; i++)
    if (strcmp(name, names[i]) == 0) request->dump = (Dump)i;
  if (!name || request->dump != DUMP_NONE) return true;
  options_wrong(request->arguments->command, "--dump takes tokens, ast, program, graph or template, not '%s'", name);
  return false;
}

// --format, or else the ending of --output's file; false after a message.
static bool read_format(Request *request) {
  const char *format = option_value(request->arguments, "--format");
  const char *output = option_value(request->arguments, "--output");
  request->json = format ? strcmp(format, "json") == 0 : output && text_ends_with(text_of(output), TEXT(".json"));
  if (!format || request->json || strcmp(format, "yaml") == 0) return true;
  options_wrong(request->arguments->command, "--format takes yaml or json, not '%s'", format);
  return false;
}

// The stages before the program: one file, read and parsed. Prints also what is wrong.
static int dump_syntax(const Request *request) {
  Arena *arena = request->arguments->arena;
  Sources sources = {.arena = arena};
  Diags diags = {.arena = arena};
  Text path, text;
  if (check_program_file(arena, &diags, request->arguments->operands.items[0], &path) &&
      io_read(arena, &diags, path.at, &text)) {
    uint32_t source = source_add(&sources, path, text);
    Map names = {0};
    ParseContext context = {arena, &sources, &diags, &names};
    const File *file = parse_file(&context, source);
    Buffer out = {0};
    if (request->dump == DUMP_TOKENS)
      dump_tokens(&out, &sources, source);
    else
      dump_ast(&out, file, &sources, true);
    pipeline_write(request->arguments, &diags, buffer_text(&out));
    buffer_free(&out);
  }
  return console_report(&request->console, arena, &sources, &diags, &path, 1);
}

// The template that is asked for; null after a message.
static const Template *choose_template(const Request *request, Compilation *compilation) {
  const char *wanted = option_value(request->arguments, "--stack");
  size_t count = compilation->templates.list.count;
  Template **templates = compilation->templates.list.items;
  if (!wanted && count == 1) return templates[0];
  Buffer names = {0};
  for (size_t i = 0; i < count; i++) {
    if (wanted && text_is(templates[i]->stack, wanted)) return buffer_free(&names), templates[i];
    buffer_format(&names, "%s%.*s", i ? ", " : "", TEXT_ARG(templates[i]->stack));
  }
  Text all = buffer_take(&names, &compilation->session.arena);
  if (count == 0)
    options_wrong(request->arguments->command, PIPELINE_NO_STACK, request->arguments->operands.items[0]);
  else if (wanted)
    options_wrong(request->arguments->command, "the program has no stack '%s'; it has: %.*s", wanted, TEXT_ARG(all));
  else
    options_wrong(request->arguments->command,
                  "the program has %zu stacks (%.*s): choose one by --stack NAME, or name a folder by --output", count,
                  TEXT_ARG(all));
  return NULL;
}

static void spell(const Request *request, const Template *chosen, Buffer *out) {
  if (request->json)
    json_write(out, chosen->root);
  else
    yaml_write(out, chosen->root);
}

// False after a message that is no diagnostic.
static bool write_template(const Request *request, Compilation *compilation) {
  const Template *chosen = choose_template(request, compilation);
  if (!chosen) return false;
  Buffer out = {0};
  if (request->dump == DUMP_TEMPLATE)
    template_dump(&out, &compilation->session.sources, chosen);
  else
    spell(request, chosen, &out);
  pipeline_write(request->arguments, &compilation->session.diags, buffer_text(&out));
  buffer_free(&out);
  return true;
}

// Whether all templates go to a folder: to one that is there or ends in "/", or where there are several and no stack is
// chosen.
static bool wants_folder(const Request *request, const Compilation *compilation) {
  const char *output = option_value(request->arguments, "--output");
  if (!output || strcmp(output, "-") == 0 || request->dump || option_given(request->arguments, "--stack")) return false;
  return io_is_folder(output) || text_ends_with(text_of(output), TEXT("/")) || compilation->templates.list.count > 1;
}

typedef struct Spelling {
  const Request *request;
  const Compilation *compilation;
  ManifestFile *files;
  Buffer *contents;
  Arena *arenas;
} Spelling;

static void spell_job(void *data, size_t number) {
  const Spelling *spelling = data;
  spell(spelling->request, spelling->compilation->templates.list.items[number], &spelling->contents[number]);
  spelling->files[number].content = buffer_text(&spelling->contents[number]);
  spelling->files[number].digest = sha256_hex(&spelling->arenas[number], spelling->files[number].content);
}

static void write_files(Compilation *compilation, const char *folder, const ManifestFile *files, size_t count) {
  Session *session = &compilation->session;
  for (size_t i = 0; i < count; i++) {
    Text path = text_format(&session->arena, "%s/%.*s", folder, TEXT_ARG(files[i].name));
    if (!io_write(&session->diags, path.at, files[i].content)) return;
  }
  Buffer out = {0};
  json_write(&out, manifest_build(compilation, files));
  io_write(&session->diags, text_format(&session->arena, "%s/manifest.json", folder).at, buffer_text(&out));
  buffer_free(&out);
}

// STACK.yaml for each template, spelled on all cores, and the manifest once all of them are there.
static void write_folder(const Request *request, Compilation *compilation) {
  Session *session = &compilation->session;
  Arena *arena = &session->arena;
  const char *folder = option_value(request->arguments, "--output");
  if (mkdir(folder, 0777) < 0 && !(errno == EEXIST && io_is_folder(folder))) {
    diag_error(&session->diags, IO_ERROR, (Span){0}, "cannot make the folder %s: %s", folder, strerror(errno));
    return;
  }
  size_t count = compilation->templates.list.count;
  Spelling spelling = {request, compilation, ARENA_ARRAY(arena, ManifestFile, count + 1),
                       ARENA_ARRAY(arena, Buffer, count + 1), ARENA_ARRAY(arena, Arena, count + 1)};
  for (size_t i = 0; i < count; i++)
    spelling.files[i].name = text_format(arena, "%.*s.%s", TEXT_ARG(compilation->templates.list.items[i]->stack),
                                         request->json ? "json" : "yaml");
  pool_run(count, session->threads, spell_job, &spelling);
  write_files(compilation, folder, spelling.files, count);
  for (size_t i = 0; i < count; i++) {
    buffer_free(&spelling.contents[i]);
    arena_free(&spelling.arenas[i]);
  }
}

// "TARGET: FILE...", blanks and `$` and `#` in names escaped as make reads them.
static void write_depfile(const Request *request, Compilation *compilation) {
  const char *depfile = option_value(request->arguments, "--depfile");
  const char *output = option_value(request->arguments, "--output");
  if (!depfile) return;
  Buffer out = {0};
  size_t count = compilation->session.dependencies.count;
  for (size_t i = 0; i <= count; i++) {
    Text name = i ? compilation->session.dependencies.items[i - 1] : text_of(output ? output : "-");
    if (i) buffer_add_char(&out, ' ');
    for (size_t k = 0; k < name.size; k++) {
      if (name.at[k] == ' ' || name.at[k] == '#') buffer_add_char(&out, '\\');
      if (name.at[k] == '$') buffer_add_char(&out, '$');
      buffer_add_char(&out, name.at[k]);
    }
    if (i == 0) buffer_add_char(&out, ':');
  }
  buffer_add_char(&out, '\n');
  io_write(&compilation->session.diags, depfile, buffer_text(&out));
  buffer_free(&out);
}

static void write_source_map(const Request *request, Compilation *compilation) {
  const char *path = option_value(request->arguments, "--source-map");
  if (!path || !compilation->templates.list.count) return;
  Buffer out = {0};
  json_write(&out, source_map_build(compilation));
  io_write(&compilation->session.diags, path, buffer_text(&out));
  buffer_free(&out);
}

static void dump_stage(const Request *request, Compilation *compilation) {
  Buffer out = {0};
  if (request->dump == DUMP_PROGRAM && compilation->program) program_dump(&out, compilation->program);
  if (request->dump == DUMP_GRAPH && compilation->graph) graph_dump(&out, compilation->graph);
  pipeline_write(request->arguments, &compilation->session.diags, buffer_text(&out));
  buffer_free(&out);
}

static int run(const Arguments *arguments) {
  Request request = {.arguments = arguments};
  if (!console_init(&request.console, arguments, CONSOLE_MESSAGES) || !console_fail_on(&request.console) ||
      !read_dump(&request) || !read_format(&request))
    return EXIT_WRONG;
  if (request.dump == DUMP_TOKENS || request.dump == DUMP_AST) return dump_syntax(&request);

  Compilation compilation;
  bool early = request.dump == DUMP_PROGRAM || request.dump == DUMP_GRAPH;
  CompileStage last = request.dump == DUMP_PROGRAM ? COMPILE_CHECK : early ? COMPILE_GRAPH : COMPILE_LOWER;
  if (!pipeline_run(arguments, last, &compilation)) return EXIT_WRONG;
  bool written = true;
  if (early)
    dump_stage(&request, &compilation);
  else if (!compilation.session.diags.errors && wants_folder(&request, &compilation))
    write_folder(&request, &compilation);
  else if (!compilation.session.diags.errors)
    written = write_template(&request, &compilation);
  if (!compilation.session.diags.errors) write_source_map(&request, &compilation);
  if (!compilation.session.diags.errors) write_depfile(&request, &compilation);
  int exit_code = pipeline_end(&request.console, &compilation);
  return written ? exit_code : EXIT_WRONG;
}

static const Option OPTIONS[] = {
    {"--output", 'o', "PATH",
     "a file, or '-' (default); of a program with several stacks a folder,\nwhich gets STACK.yaml each and "
     "manifest.json"},
    {"--format", 0, "FORMAT", "yaml (default) or json; without it the ending of --output's file counts"},
    {"--stack", 0, "NAME", "the stack whose template is wanted, where there are several"},
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    {"--dump", 0, "STAGE", "prints what a stage made: tokens, ast, program, graph or template"},
    {"--threads", 0, "N", "works with N threads (default: as many as there are cores); the result is the same"},
    {"--source-map", 0, "FILE", "writes where each resource and property comes from, as JSON"},
    {"--depfile", 0, "FILE", "writes the files that were read, as a rule for make or ninja"},
    OPTION_FAIL_ON,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_compile = {
    .name = "compile",
    .operands = "PROGRAM",
    .least = 1,
    .most = 1,
    .summary = "program to CloudFormation template",
    .about =
        "Compiles a program to a CloudFormation template. PROGRAM is a file, a folder with main.strata, or '-'.\n"
        "Exit code 1: the program has errors; nothing is written then.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
