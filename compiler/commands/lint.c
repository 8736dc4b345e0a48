// strata lint FILE...: templates that anybody wrote, and programs, against AWS's schemas and one's own policies.
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/pipeline.h"
#include "format/format.h"
#include "lower/ignore.h"
#include "policy/policy.h"

// Everything of one run lives in one session, so that findings of all files are sorted and reported together.
typedef struct Lint {
  Session session;
  VEC(Program *) policies;  // of --policy
  bool strict;
} Lint;

static bool is_program(const char *path) {
  return io_is_folder(path) || text_ends_with(text_of(path), TEXT(".strata"));
}

static void check_policies(Lint *lint, Template *template) {
  for (size_t i = 0; i < lint->policies.count; i++) {
    Program *program = lint->policies.items[i];
    policy_run(program, eval_nothing(program), &template, 1, lint->strict);
  }
}

static void check_template(Lint *lint, Template *template) {
  Session *session = &lint->session;
  SchemaCheck check = {.arena = &session->arena, .diags = &session->diags, .template = template};
  for (size_t i = 0; i < template->resources.count; i++) schema_check_resource(&check, &template->resources.items[i]);
  schema_check_done(&check);
  check_policies(lint, template);
}

static void missing_resources(Lint *lint, const Value *root, Span span) {
  Diag *diag =
      diag_error(&lint->session.diags, "E1001", span, "%s",
                 value_is(root, VALUE_MAP) ? "the template has no Resources" : "a template is a map of sections");
  diag_help(&lint->session.diags, diag, "every template needs a section Resources with at least one resource");
}

static void lint_template(Lint *lint, const char *path) {
  Session *session = &lint->session;
  Text text;
  if (!io_read(&session->arena, &session->diags, path, &text)) return;
  uint32_t source = source_add(&session->sources, text_of(path), text);
  Value *root = format_read(&session->arena, &session->diags, &session->sources, source);
  if (!root) return;
  Template *template = ARENA_NEW(&session->arena, Template);
  template->root = root;
  Value *resources = value_at(root, "Resources");
  if (!value_is(resources, VALUE_MAP)) {
    Span span = resources ? resources->span : (Span){source, 0, 0};
    missing_resources(lint, root, span);
    return;
  }
  template_index(&session->arena, template);
  check_template(lint, template);
}

static bool lint_program(Lint *lint, const Arguments *arguments, const char *path) {
  CompileOptions options;
  if (!pipeline_options(arguments, &options)) return false;
  options.program = path;
  Compilation compilation = {0};
  compile_session(&compilation, &lint->session, &options, COMPILE_LOWER);
  size_t before = lint->session.diags.list.count;
  if (compilation.templates.list.count && !lint->session.diags.errors) {
    policy_run(compilation.program, compilation.eval, compilation.templates.list.items,
               compilation.templates.list.count, lint->strict);
    for (size_t i = 0; i < compilation.templates.list.count; i++)
      check_policies(lint, compilation.templates.list.items[i]);
    compile_blame(&compilation, &lint->session, before);
    // What policies find in a program a comment may silence, as it does what compiling finds.
    Ignores ignores = {0};
    ignore_collect(&ignores, compilation.program);
    ignore_apply(&ignores, &lint->session, before);
  }
  return true;
}

static void read_policies(Lint *lint, const Arguments *arguments) {
  size_t count;
  const char **paths = option_values(arguments, "--policy", &count);
  for (size_t i = 0; i < count; i++) {
    Program *program = check_program(&lint->session, paths[i]);
    if (!program) continue;
    vec_push(&lint->session.arena, &lint->policies, program);
    if (program->main->policies.count) continue;
    Diag *diag =
        diag_error(&lint->session.diags, "E0002", (Span){program->main->source, 0, 0}, "this file holds no policy");
    diag_help(&lint->session.diags, diag, "a policy is `policy \"what it asks for\" { ... }`");
  }
}

static int run(const Arguments *arguments) {
  Console console;
  if (!console_init(&console, arguments, CONSOLE_FINDINGS)) return EXIT_WRONG;
  console.fail_on = LEVEL_WARNING;
  Lint lint = {.strict = option_given(arguments, "--strict")};
  session_init(&lint.session);
  read_policies(&lint, arguments);
  bool fine = true;
  size_t count = arguments->operands.count;
  Text *files = ARENA_ARRAY(arguments->arena, Text, count);
  for (size_t i = 0; i < count && fine; i++) {
    const char *path = arguments->operands.items[i];
    files[i] = text_of(path);
    if (is_program(path))
      fine = lint_program(&lint, arguments, path);
    else
      lint_template(&lint, path);
  }
  int exit_code =
      fine ? console_report(&console, &lint.session.arena, &lint.session.sources, &lint.session.diags, files, count)
           : EXIT_WRONG;
  session_free(&lint.session);
  return exit_code;
}

static const Option OPTIONS[] = {
    {"--policy", 0, "FILE", "a Strata file whose policies every template must keep (repeatable)"},
    {"--strict", 0, NULL, "a policy that cannot be decided before the deployment fails"},
    OPTION_REPORT,
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_lint = {
    .name = "lint",
    .operands = "FILE...",
    .least = 1,
    .most = 10000,
    .summary = "templates and programs against AWS's schemas and policies",
    .about =
        "Checks templates (JSON or YAML, told apart by their content) and programs: every property of every resource\n"
        "against AWS's schemas, and the policies of --policy. Exit code 1 where there is a warning or an error.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
