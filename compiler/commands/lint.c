// strata lint FILE...: templates that anybody wrote, and programs, against AWS's schemas and one's own policies.
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/pipeline.h"
#include "format/format.h"
#include "lint/lint.h"
#include "lower/ignore.h"
#include "policy/policy.h"

// Everything of one run lives in one session, so that findings of all files are sorted and reported together.
typedef struct Lint {
  Session session;
  VEC(Program *) policies;  // of --policy
  LintOptions options;
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

static void lint_file(Lint *lint, const char *path) {
  Session *session = &lint->session;
  Text text;
  if (!io_read(&session->arena, &session->diags, path, &text)) return;
  uint32_t source = source_add(&session->sources, text_of(path), text);
  Value *root = format_read(&session->arena, &session->diags, &session->sources, source);
  if (!root) return;
  Template *template = ARENA_NEW(&session->arena, Template);
  template->root = root;
  lint_template(&lint->options, &session->arena, &session->diags, template);
  check_policies(lint, template);
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

static void add_texts(Lint *lint, const Arguments *arguments, const char *option, LintTexts *texts) {
  size_t count;
  const char **values = option_values(arguments, option, &count);
  for (size_t i = 0; i < count; i++) vec_push(&lint->session.arena, texts, text_of(values[i]));
}

static int list_rules(void) {
  Buffer out = {0};
  for (size_t i = 0; i < lint_rule_count(); i++) {
    LintRuleInfo rule = lint_rule_at(i);
    buffer_format(&out, "%s  %s\n", rule.id, rule.title);
  }
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

static int run(const Arguments *arguments) {
  if (option_given(arguments, "--list-rules")) return list_rules();
  if (arguments->operands.count == 0) return options_wrong(arguments->command, "FILE... is missing");
  Console console;
  if (!console_init(&console, arguments, CONSOLE_FINDINGS)) return EXIT_WRONG;
  console.fail_on = LEVEL_WARNING;
  Lint lint = {.strict = option_given(arguments, "--strict")};
  session_init(&lint.session);
  add_texts(&lint, arguments, "--ignore", &lint.options.ignore);
  add_texts(&lint, arguments, "--include", &lint.options.include);
  add_texts(&lint, arguments, "--mandatory", &lint.options.mandatory);
  add_texts(&lint, arguments, "--region", &lint.options.regions);
  const char *today = option_value(arguments, "--today");
  if (today) lint.options.today = text_of(today);
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
      lint_file(&lint, path);
  }
  int exit_code =
      fine ? console_report(&console, &lint.session.arena, &lint.session.sources, &lint.session.diags, files, count)
           : EXIT_WRONG;
  session_free(&lint.session);
  return exit_code;
}

static const Option OPTIONS[] = {
    {"--ignore", 0, "ID", "leaves these rules out, by id or beginning of ids (repeatable)"},
    {"--include", 0, "ID", "informational rules to show, by id or beginning: I for all (repeatable)"},
    {"--mandatory", 0, "ID", "what nothing silences (repeatable)"},
    {"--region", 0, "REGION", "where the template will be deployed; us-east-1 if not said (repeatable)"},
    {"--today", 0, "YYYY-MM-DD", "the date for what ends on one; the machine's if not said"},
    {"--list-rules", 0, NULL, "prints all rules, one a line, and checks nothing"},
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
    .least = 0,  // --list-rules needs none
    .most = 10000,
    .summary = "templates and programs against AWS's schemas and policies",
    .about =
        "Checks templates (JSON or YAML, told apart by their content) and programs: every property of every resource\n"
        "against AWS's schemas, and the policies of --policy. Exit code 1 where there is a warning or an error.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
