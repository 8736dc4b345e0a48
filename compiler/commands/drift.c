// strata drift: the recorded state against what AWS says is there.
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/planning.h"
#include "commands/state.h"
#include "format/json.h"
#include "report/drift.h"

typedef struct DriftRun {
  StateDesk desk;
  Answers answers;
  Drift drift;
  VEC(DriftChoice) choices;
  const char *format;  // "text", "json" or "markdown"
  const char *accept;  // the reason; null: nothing is accepted
  double required;     // percent; 0: none
} DriftRun;

static bool is_word(const char *word, const char *one) { return strcmp(word, one) == 0; }

// "90%" or "90".
static bool read_required(const Arguments *arguments, double *out) {
  const char *given = option_value(arguments, "--require-coverage");
  if (!given) return true;
  char *end;
  *out = strtod(given, &end);
  if (*end == '%') end++;
  if (*given >= '0' && *given <= '9' && !*end && *out <= 100) return true;
  options_wrong(arguments->command, "--require-coverage takes a share of 0%% to 100%%, not '%s'", given);
  return false;
}

static bool read_options(DriftRun *run, const Arguments *arguments) {
  run->format = option_value(arguments, "--format");
  if (!run->format) run->format = "text";
  if (!is_word(run->format, "text") && !is_word(run->format, "json") && !is_word(run->format, "markdown")) {
    options_wrong(arguments->command, "--format takes text, json or markdown, not '%s'", run->format);
    return false;
  }
  run->accept = option_value(arguments, "--accept");
  if (run->accept && !text_trim(text_of(run->accept)).size) {
    options_wrong(arguments->command, "--accept takes the reason why the drift is accepted");
    return false;
  }
  if (!option_given(arguments, "--observed")) {
    options_wrong(arguments->command, "what is there is missing: --observed FILE, with AWS's answers");
    return false;
  }
  return read_required(arguments, &run->required);
}

static bool read_observed(DriftRun *run) {
  Session *session = &run->desk.session;
  run->answers = (Answers){.arena = &session->arena, .diags = &session->diags, .sources = &session->sources};
  size_t count;
  const char **paths = option_values(run->desk.arguments, "--observed", &count);
  bool fine = true;
  for (size_t i = 0; i < count; i++) fine &= answers_read_path(&run->answers, paths[i]);
  return fine;
}

static bool read_choices(DriftRun *run) {
  const Arguments *arguments = run->desk.arguments;
  for (size_t i = 0; i < arguments->operands.count; i++) {
    StateStack *stack;
    StateResource *resource;
    if (!state_desk_find(&run->desk, arguments->operands.items[i], &stack, &resource)) return false;
    vec_push(&run->desk.session.arena, &run->choices, ((DriftChoice){stack, resource}));
  }
  return true;
}

static void print(DriftRun *run) {
  Session *session = &run->desk.session;
  Buffer out = {0};
  if (is_word(run->format, "json"))
    json_write(&out, report_drift_json(&session->arena, &run->drift));
  else if (is_word(run->format, "markdown"))
    report_drift_markdown(&out, &run->drift);
  else
    report_drift_text(&out, &run->drift, run->desk.console.colour_stdout,
                      option_given(run->desk.arguments, "--verbose"));
  io_write(&session->diags, "-", buffer_text(&out));
  buffer_free(&out);
}

static void accept(DriftRun *run) {
  size_t count = drift_accept(&run->drift, text_of(run->accept));
  Text what = text_format(&run->desk.session.arena, "accept drift: %s", run->accept);
  bool changed;
  if (state_desk_save(&run->desk, what, &changed))
    state_desk_say(&run->desk, "%.*s: serial %llu, %zu difference%s accepted\n", TEXT_ARG(run->desk.store.path),
                   (unsigned long long)run->desk.state->serial, count, count == 1 ? "" : "s");
}

static void check_coverage(DriftRun *run) {
  const Drift *drift = &run->drift;
  if (drift->total == 0 || (double)drift->checked * 100 >= run->required * (double)drift->total) return;
  Diag *diag = diag_error(&run->desk.session.diags, "E0610", (Span){0},
                          "%zu of %zu resources were compared, %.4g%% are required", drift->checked, drift->total,
                          run->required);
  diag_help(&run->desk.session.diags, diag,
            "`strata drift --verbose` lists what was not compared; `aws cloudcontrol get-resource` shows most types");
}

// Whether there is drift to report.
static bool look(DriftRun *run) {
  StateDesk *desk = &run->desk;
  if (!read_observed(run) || !(run->accept ? state_desk_lock(desk, false) : state_desk_load(desk, false)) ||
      !read_choices(run))
    return false;
  drift_build(&desk->session.arena, desk->state, &run->answers, run->choices.items, run->choices.count, &run->drift);
  if (run->accept) {
    accept(run);
    return false;
  }
  print(run);
  check_coverage(run);
  return drift_found(&run->drift);
}

static int run_drift(const Arguments *arguments) {
  DriftRun run = {0};
  if (!read_options(&run, arguments) || !state_desk_init(&run.desk, arguments, CONSOLE_MESSAGES, NULL))
    return EXIT_WRONG;
  bool found = look(&run);
  int exit_code = state_desk_end(&run.desk);
  if (exit_code == EXIT_DONE && found) exit_code = EXIT_FINDINGS;
  return exit_code == EXIT_FINDINGS && option_given(arguments, "--exit-zero") ? EXIT_DONE : exit_code;
}

static const Option OPTIONS[] = {
    {"--observed", 0, "PATH", "AWS's answers: a file, or a folder of them (repeatable)"},
    OPTION_STATE,
    {"--require-coverage", 0, "SHARE", "fails where a smaller share of the resources was compared: 90%"},
    {"--accept", 0, "REASON", "records what was found as accepted; without operands all of it"},
    {"--format", 0, "FORMAT", "text (default), json or markdown"},
    {"--verbose", 'v', NULL, "also what is in sync, and what was not compared and why"},
    {"--exit-zero", 0, NULL, "exit code 0 also where there is drift"},
    OPTION_WAIT,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_drift = {
    .name = "drift",
    .operands = "[STACK[.RESOURCE]...]",
    .most = 10000,
    .summary = "the recorded state against what is there",
    .about =
        "Compares what the state says of each resource with what AWS says is there. PATH holds the JSON of\n"
        "  aws cloudformation describe-stack-resource-drifts | describe-stack-resources\n"
        "  aws cloudcontrol get-resource | list-resources\n"
        "Exit code 1 where something was modified, deleted, or is in no stack.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run_drift,
};
