// strata lint FILE...: templates that anybody wrote, and programs, against AWS's schemas and one's own policies.
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/embedded.h"
#include "commands/lint_files.h"
#include "commands/pipeline.h"
#include "format/format.h"
#include "lower/ignore.h"
#include "report/difference.h"

// Everything of one run lives in one session, so that findings of all files are sorted and reported together.
typedef struct Lint {
  Session session;
  LintConfig config;
  LintFiles files;
  LintRun run;
} Lint;

static void lint_templates_of(Lint *lint, Compilation *compilation, const char *path) {
  Session *session = &lint->session;
  LintOptions options = lint_config_for(&lint->config, &session->arena, text_of(path));
  for (size_t i = 0; i < compilation->templates.list.count; i++) {
    Template *template = compilation->templates.list.items[i];
    lint_template(&options, &session->arena, &session->diags, template);
    lint_run_policies(&lint->run, &options, &session->diags, template);
  }
}

// Warnings of rules that compiling gave, from `first` on: the same rules say them of the templates, for the regions and
// at the levels of lint.
static void forget_what_is_found_again(Diags *diags, size_t first) {
  size_t kept = first;
  LintRuleInfo rule;
  for (size_t i = first; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    if (diag->level == LEVEL_WARNING && lint_rule_find(text_of(diag->code), &rule))
      diags->warnings--;
    else
      diags->list.items[kept++] = diag;
  }
  diags->list.count = kept;
}

static bool lint_program(Lint *lint, const Arguments *arguments, const char *path) {
  CompileOptions options;
  if (!pipeline_options(arguments, &options)) return false;
  options.program = path;
  Compilation compilation = {0};
  size_t errors = lint->session.diags.errors, first = lint->session.diags.list.count;
  compile_session(&compilation, &lint->session, &options, COMPILE_LOWER);
  if (lint->session.diags.errors == errors) forget_what_is_found_again(&lint->session.diags, first);
  size_t before = lint->session.diags.list.count;
  if (compilation.templates.list.count && lint->session.diags.errors == errors) {
    policy_run(compilation.program, compilation.eval, compilation.templates.list.items,
               compilation.templates.list.count, lint->run.strict);
    lint_templates_of(lint, &compilation, path);
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
    vec_push(&lint->session.arena, &lint->run.policies, program);
    if (program->main->policies.count) continue;
    Diag *diag =
        diag_error(&lint->session.diags, "E0002", (Span){program->main->source, 0, 0}, "this file holds no policy");
    diag_help(&lint->session.diags, diag, "a policy is `policy \"what it asks for\" { ... }`");
  }
}

static bool includes_security(const LintOptions *options) {
  for (size_t i = 0; i < options->include.count; i++)
    if (text_starts_with(options->include.items[i], TEXT("S"))) return true;
  return false;
}

// The standard library's policies, where the options or any path's settings include some of them.
static void read_security(Lint *lint) {
  bool wanted = includes_security(&lint->config.options);
  for (size_t i = 0; i < lint->config.overrides.count; i++)
    wanted = wanted || includes_security(&lint->config.overrides.items[i].options);
  const char *at = embedded_policies;
  Text path, content;
  while (wanted && embedded_next(&at, &path, &content)) {
    lint->session.text = content;
    Program *program = check_program(&lint->session, text_format(&lint->session.arena, "std/%.*s", TEXT_ARG(path)).at);
    if (program) vec_push(&lint->session.arena, &lint->run.security, program);
  }
  lint->session.text = (Text){0};
}

// Values of an option that may be repeated, each one or several with commas between.
static void add_texts(Lint *lint, const Arguments *arguments, const char *option, LintTexts *texts) {
  size_t count;
  const char **values = option_values(arguments, option, &count);
  for (size_t i = 0; i < count; i++) {
    Text list = text_of(values[i]);
    for (size_t start = 0, end; start <= list.size; start = end + 1) {
      end = text_find(list, TEXT(","), start);
      if (end == SIZE_MAX) end = list.size;
      vec_push(&lint->session.arena, texts, text_trim(text_slice(list, start, end)));
    }
  }
}

// A cell of a table in Markdown.
static void add_cell(Buffer *out, const char *text) {
  buffer_add_char(out, ' ');
  for (; *text; text++) {
    if (*text == '|' || *text == '*' || *text == '<') buffer_add_char(out, '\\');
    buffer_add_char(out, *text);
  }
  buffer_add_string(out, " |");
}

static int list_rules(bool markdown) {
  Buffer out = {0};
  if (markdown) buffer_add_string(&out, "| rule | what it finds | why, and what to write instead |\n|---|---|---|\n");
  for (size_t i = 0; i < lint_rule_count(); i++) {
    LintRuleInfo rule = lint_rule_at(i);
    if (!markdown) {
      buffer_format(&out, "%s  %s\n", rule.id, rule.title);
      continue;
    }
    buffer_add_char(&out, '|');
    add_cell(&out, rule.id);
    add_cell(&out, rule.title);
    add_cell(&out, rule.about);
    buffer_add_char(&out, '\n');
  }
  buffer_add_char(&out, 0);
  int exit_code = options_print(out.at);
  buffer_free(&out);
  return exit_code;
}

// ───────────────────────────── Configuration ─────────────────────────────

static void read_config(Lint *lint, const char *path) {
  Session *session = &lint->session;
  Text text;
  if (!io_read(&session->arena, &session->diags, path, &text)) return;
  uint32_t source = source_add(&session->sources, text_of(path), text);
  size_t errors = session->diags.errors;
  Value *root = text_trim(text).size ? format_read(&session->arena, &session->diags, &session->sources, source) : NULL;
  if (session->diags.errors == errors) lint_config_read(&lint->config, &session->arena, &session->diags, root);
}

// The files that --config names; else cfn-lint's own in this folder.
static void read_configs(Lint *lint, const Arguments *arguments) {
  static const char *const usual[] = {".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml"};
  size_t count;
  const char **paths = option_values(arguments, "--config", &count);
  for (size_t i = 0; i < count; i++) read_config(lint, paths[i]);
  for (size_t i = 0; count == 0 && i < sizeof usual / sizeof *usual; i++)
    if (io_exists(usual[i])) {
      read_config(lint, usual[i]);
      return;
    }
}

// "2026-01-31", a day that there is.
static bool is_date(Text text) {
  static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int parts[3] = {0}, part = 0;
  if (text.size != 10) return false;
  for (size_t i = 0; i < text.size; i++) {
    bool dash = i == 4 || i == 7;
    if (dash ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9') return false;
    if (dash)
      part++;
    else
      parts[part] = parts[part] * 10 + (text.at[i] - '0');
  }
  int year = parts[0], month = parts[1], day = parts[2];
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1]) return false;
  return month != 2 || day < 29 || leap;
}

static bool read_today(Lint *lint, const Arguments *arguments) {
  const char *given = option_value(arguments, "--today");
  if (given && !is_date(text_of(given))) {
    options_wrong(arguments->command, "--today takes a date such as 2026-01-31, not '%s'", given);
    return false;
  }
  time_t now = time(NULL);
  struct tm day;
  gmtime_r(&now, &day);
  lint->config.options.today =
      given ? text_of(given)
            : text_format(&lint->session.arena, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
  return true;
}

static bool read_regions(Lint *lint, const Arguments *arguments) {
  Arena *arena = &lint->session.arena;
  LintTexts names = {0}, regions = {0};
  add_texts(lint, arguments, "--region", &names);
  for (size_t i = 0; i < names.count; i++)
    if (!lint_config_add_region(&regions, arena, names.items[i])) {
      options_wrong(arguments->command, "--region takes a region such as eu-west-1, not '%s'",
                    text_copy(arena, names.items[i]).at);
      return false;
    }
  if (!regions.count) return true;
  lint->config.options.regions = regions;  // those of a file nobody names
  lint->config.options.regions_fixed = true;
  return true;
}

static bool read_settings(Lint *lint, const Arguments *arguments) {
  size_t count;
  const char **settings = option_values(arguments, "--configure-rule", &count);
  for (size_t i = 0; i < count; i++)
    if (!lint_config_setting(&lint->config.options, &lint->session.arena, text_of(settings[i]))) {
      options_wrong(arguments->command,
                    "--configure-rule takes E3012:strict, I3042:partition, I3042:region or I3042:accountId with =true "
                    "or =false, not '%s'",
                    settings[i]);
      return false;
    }
  return true;
}

// What is asked for beside files; files and options add up. False after a message.
static bool read_options(Lint *lint, Console *console, const Arguments *arguments) {
  LintOptions *options = &lint->config.options;
  read_configs(lint, arguments);
  add_texts(lint, arguments, "--ignore", &options->ignore);
  add_texts(lint, arguments, "--include", &options->include);
  add_texts(lint, arguments, "--mandatory", &options->mandatory);
  console->fail_on = lint->config.has_fail_on ? (Level)lint->config.fail_on : LEVEL_WARNING;
  return console_fail_on(console) && read_regions(lint, arguments) && read_settings(lint, arguments) &&
         read_today(lint, arguments);
}

// ───────────────────────────── The run ─────────────────────────────

static bool add_files(Lint *lint, const Arguments *arguments) {
  Session *session = &lint->session;
  for (size_t i = 0; i < arguments->operands.count; i++)
    if (!lint_files_add(&lint->files, &session->arena, &session->diags, &lint->config, arguments->operands.items[i]))
      return true;  // a diagnostic says why
  for (size_t i = 0; i < lint->files.count; i++) {
    bool pipe = strcmp(lint->files.items[i].path, "-") == 0;
    if (!pipe || !lint->run.fix || option_given(arguments, "--diff")) continue;
    options_wrong(arguments->command, "--fix changes files, and '-' is none; --fix --diff shows what would change");
    return false;
  }
  if (arguments->operands.count) return true;
  if (lint->config.templates.count == 0 && session->diags.errors) return true;
  if (lint->config.templates.count == 0) {
    options_wrong(arguments->command, "FILE... is missing");
    return false;
  }
  lint_files_configured(&lint->files, &session->arena, &session->diags, &lint->config);
  return true;
}

static bool lint_files(Lint *lint, const Arguments *arguments) {
  Arena *arena = &lint->session.arena;
  LintFiles templates = {0};
  for (size_t i = 0; i < lint->files.count; i++)
    if (!lint->files.items[i].program) vec_push(arena, &templates, lint->files.items[i]);
  lint_run_templates(&lint->run, templates.items, templates.count);
  for (size_t i = 0; i < lint->files.count; i++)
    if (lint->files.items[i].program && !lint_program(lint, arguments, lint->files.items[i].path)) return false;
  return true;
}

// Writes the files that were mended, or shows what would change.
static void write_fixes(Lint *lint, const Console *console, bool show) {
  Session *session = &lint->session;
  Buffer out = {0};
  for (size_t i = 0; i < lint->run.fixed.count; i++) {
    const LintFixed *fixed = &lint->run.fixed.items[i];
    if (show)
      report_difference(&out, text_of(fixed->path), fixed->before, fixed->after, console->colour_stdout);
    else if (io_write(&session->diags, fixed->path, fixed->after) && !console->quiet)
      buffer_format(&out, "%s: %zu %s mended\n", fixed->path, fixed->count,
                    fixed->count == 1 ? "finding is" : "findings are");
  }
  if (show)
    io_write(&session->diags, "-", buffer_text(&out));
  else
    io_write_all(STDERR_FILENO, buffer_text(&out));
  buffer_free(&out);
}

// With --fix --diff: the changes alone, and on stderr what could not be read (E0000, E0001, ...).
static int report_fixes(Lint *lint, const Console *console) {
  Session *session = &lint->session;
  write_fixes(lint, console, true);
  int exit_code = console_exit_code(console, &session->diags);
  size_t kept = 0;
  for (size_t i = 0; i < session->diags.list.count; i++)
    if (strncmp(session->diags.list.items[i]->code, "E00", 3) == 0)
      session->diags.list.items[kept++] = session->diags.list.items[i];
  session->diags.list.count = kept;
  Console trouble = *console;
  trouble.use = CONSOLE_MESSAGES, trouble.format = REPORT_TEXT, trouble.quiet = true;
  console_report(&trouble, &session->arena, &session->sources, &session->diags, NULL, 0);
  return exit_code == EXIT_DONE && lint->run.fixed.count ? EXIT_FINDINGS : exit_code;
}

static int report(Lint *lint, const Console *console) {
  Session *session = &lint->session;
  if (lint->run.fix && option_given(console->arguments, "--diff")) return report_fixes(lint, console);
  write_fixes(lint, console, false);
  Text *files = ARENA_ARRAY(&session->arena, Text, lint->files.count + 1);
  for (size_t i = 0; i < lint->files.count; i++) files[i] = text_of(lint->files.items[i].path);
  return console_report(console, &session->arena, &session->sources, &session->diags, files, lint->files.count);
}

// Ids to ignore are those of rules, and of what the readers and the compiler warn of (W0001, W0411).
static void leave_out_ignored(Lint *lint) {
  Session *session = &lint->session;
  Diags *diags = &session->diags;
  size_t kept = 0;
  for (size_t i = 0; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    bool warns = diag->level != LEVEL_ERROR && diag->code[1] == '0';
    Text path = warns && diag->span.source ? source_get(&session->sources, diag->span.source)->path : (Text){0};
    LintOptions options = warns ? lint_config_for(&lint->config, &session->arena, path) : (LintOptions){0};
    if (!warns || lint_wants(&options, diag->code, LEVEL_WARNING))
      diags->list.items[kept++] = diag;
    else if (diag->level == LEVEL_WARNING)
      diags->warnings--;
  }
  diags->list.count = kept;
}

static int run(const Arguments *arguments) {
  const char *summary = option_value(arguments, "--summary");
  if (summary && strcmp(summary, "markdown") != 0)
    return options_wrong(arguments->command, "--summary takes markdown, not '%s'", summary);
  if (option_given(arguments, "--list-rules")) return list_rules(summary != NULL);
  if (option_given(arguments, "--diff") && !option_given(arguments, "--fix"))
    return options_wrong(arguments->command, "--diff shows what --fix would change, and stands beside it");
  Console console;
  if (!console_init(&console, arguments, CONSOLE_FINDINGS)) return EXIT_WRONG;
  if (summary) console.format = REPORT_MARKDOWN;
  Lint lint = {0};
  session_init(&lint.session);
  lint.run = (LintRun){.session = &lint.session,
                       .config = &lint.config,
                       .strict = option_given(arguments, "--strict"),
                       .fix = option_given(arguments, "--fix")};
  int exit_code = EXIT_WRONG;
  if (read_options(&lint, &console, arguments) && add_files(&lint, arguments)) {
    read_policies(&lint, arguments);
    read_security(&lint);
    if (lint_files(&lint, arguments)) {
      leave_out_ignored(&lint);
      exit_code = report(&lint, &console);
    }
  }
  lint_run_free(&lint.run);
  session_free(&lint.session);
  return exit_code;
}

static const Option OPTIONS[] = {
    {"--ignore", 0, "ID", "leaves rules out, by id or beginning of ids (repeatable)"},
    {"--include", 0, "ID",
     "shows informational rules, by id or beginning of ids: I for all; security\npolicies: S (repeatable)"},
    {"--mandatory", 0, "ID", "rules that nothing silences (repeatable)"},
    {"--region", 0, "REGION",
     "where the template will be deployed, ALL_REGIONS for every one; us-east-1 if\nnothing says it (repeatable)"},
    {"--configure-rule", 0, "ID:KEY=VALUE", "a rule's own setting: E3012:strict=true (repeatable)"},
    {"--config", 0, "FILE", "reads this configuration instead of .cfnlintrc (repeatable)"},
    OPTION_FAIL_ON,
    {"--today", 0, "YYYY-MM-DD", "the date for what ends on one; the machine's if not said"},
    {"--fix", 0, NULL, "mends what is safe to mend, in place; comments and layout stay"},
    {"--diff", 0, NULL, "with --fix: writes nothing, shows what would change"},
    {"--summary", 0, "markdown", "a table for the description of a pull request, instead of --format"},
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
        "Checks templates (JSON or YAML, told apart by their content), programs, and all of both below a folder: "
        "every\n"
        "property of every resource against AWS's schemas, rules with the ids of cfn-lint, and policies. An ID or "
        "REGION\n"
        "may be several with commas between. Exit code 1 where there is a warning or an error.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
