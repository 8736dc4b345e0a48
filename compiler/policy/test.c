// Running tests: one compilation each, in a pool of threads; results keep the order of the source.
#include "policy/test.h"

#include <stdlib.h>

#include "base/io.h"
#include "base/pool.h"
#include "format/format.h"
#include "policy/plan.h"
#include "report/report.h"

// One row of the run: a test or a policy of the main module, by its number.
typedef struct Job {
  bool policy;
  size_t number;
  TestResult result;
  Arena arena;  // of the result's texts
} Job;

typedef struct Run {
  const TestOptions *options;
  Job *jobs;
  size_t count;
} Run;

typedef struct Picked {
  const Job *job;
  Decl *decl;
} Picked;

static Decl *pick(const Program *program, void *data) {
  Picked *picked = data;
  const Module *main = program->main;
  picked->decl =
      picked->job->policy ? main->policies.items[picked->job->number] : main->tests.items[picked->job->number];
  return picked->job->policy ? NULL : picked->decl;
}

// ───────────────────────────── One test ─────────────────────────────

static const Val *field(Compilation *c, const Decl *test, const char *name, Span *span) {
  const Body *body = test->inside;
  for (size_t i = 0; i < body->entries.count; i++) {
    const Item *item = body->entries.items[i]->item;
    if (item->kind != ITEM_FIELD || !text_is(item->name.name, name)) continue;
    *span = item->name.span;
    Context cx = {c->eval, eval_module_frame(c->eval, c->program->main), NULL, COND_TRUE};
    return eval_expr(&cx, item->as.field.value);
  }
  return NULL;
}

static void failed_assert(void *data, const Item *assert, Frame *frame, Text message, bool undecided) {
  Compilation *c = data;
  (void)frame;
  Diag *diag = diag_error(&c->session.diags, "E0501", assert->span, "%s%.*s",
                          undecided ? "not decided when compiling: " : "", TEXT_ARG(message));
  if (undecided)
    diag_help(&c->session.diags, diag, "give the parameters it depends on values in the test: params = { ... }");
}

// `fails = "E0301"`: that error and no other is what the test wants.
static void expect_failure(Compilation *c, const Val *code, Span span) {
  Diags *diags = &c->session.diags;
  if (code->kind != VAL_TEXT) {
    diag_error(diags, "E0502", span, "`fails` takes the code of an error, as in \"E0301\"");
    return;
  }
  bool found = false;
  for (size_t i = 0; i < diags->list.count; i++) found = found || text_is(code->as.text, diags->list.items[i]->code);
  if (found) {
    diags->list.count = diags->errors = diags->warnings = 0;
    return;
  }
  Diag *diag = diag_error(diags, "E0502", span, "the error %.*s was expected, but %s", TEXT_ARG(code->as.text),
                          diags->errors ? "others came" : "all compiled well");
  if (!diags->errors) diag_help(diags, diag, "leave `fails` out, or make the inputs wrong");
}

static Text beside(Arena *arena, Text source, Text name) {
  size_t folder = source.size;
  while (folder > 0 && source.at[folder - 1] != '/') folder--;
  return text_format(arena, "%.*s%.*s", (int)folder, source.at, TEXT_ARG(name));
}

static void snapshot(Compilation *c, const Decl *test, const Val *name, Span span, bool update) {
  Diags *diags = &c->session.diags;
  if (name->kind != VAL_TEXT) {
    diag_error(diags, "E0503", span, "`snapshot` takes the name of a file, as in \"expected.yaml\"");
    return;
  }
  Buffer out = {0};
  bool json = text_ends_with(name->as.text, TEXT(".json"));
  for (size_t i = 0; i < c->templates.list.count; i++) {
    if (i && !json) buffer_add_string(&out, "---\n");
    if (json)
      json_write(&out, c->templates.list.items[i]->root);
    else
      yaml_write(&out, c->templates.list.items[i]->root);
  }
  Text path = beside(&c->session.arena, test->module->path, name->as.text), before = {0};
  if (update) {
    io_write(diags, path.at, buffer_text(&out));
  } else if (io_read(&c->session.arena, diags, path.at, &before) && !text_equal(before, buffer_text(&out))) {
    size_t line = 1, i = 0;
    for (; i < before.size && i < out.size && before.at[i] == out.at[i]; i++) line += out.at[i] == '\n';
    Diag *diag =
        diag_error(diags, "E0503", span, "the template differs from %.*s, first in line %zu", TEXT_ARG(path), line);
    diag_help(diags, diag, "look at the difference; `strata test --update` takes the new template for right");
  }
  buffer_free(&out);
}

static void run_test(Compilation *c, const Decl *test, const TestOptions *options) {
  Span span = test->span;
  if (!c->eval) return;
  const Val *fails = field(c, test, "fails", &span);
  if (!fails && c->session.diags.errors) return;
  if (c->graph && !c->session.diags.errors) {
    c->eval->resources = policy_resources(c->eval->arena, c->templates.list.items, c->templates.list.count);
    c->eval->plan = test_plan;
    c->eval->templates = &c->templates;
    eval_checks(c->eval, (Decl *)test, failed_assert, c);
    const Val *file = field(c, test, "snapshot", &span);
    if (file && file->kind != VAL_ERROR) snapshot(c, test, file, span, options->update);
  }
  if (fails && fails->kind != VAL_ERROR) expect_failure(c, fails, span);
}

static void run_policy(Compilation *c, const Decl *policy, const TestOptions *options) {
  if (c->session.diags.errors || !c->graph) return;
  Module alone = *c->program->main;
  alone.policies.items = (Decl *[]){(Decl *)policy};
  alone.policies.count = 1;
  alone.uses.count = 0;
  Program program = *c->program;
  program.main = &alone;
  policy_run(&program, c->eval, c->templates.list.items, c->templates.list.count, options->strict);
}

static void finish(Job *job, Compilation *c, const Decl *decl) {
  TestResult *result = &job->result;
  Sources *sources = &c->session.sources;
  report_sort(&c->session.diags);
  result->passed = c->session.diags.errors == 0;
  result->kind = job->policy ? TEXT("policy") : TEXT("test");
  if (decl) {
    result->name = text_copy(&job->arena, decl->name);
    result->file = text_copy(&job->arena, decl->module->path);
    result->place = source_position(sources, decl->span.source, decl->span.start);
  }
  if (result->passed) return;
  for (size_t i = c->session.diags.list.count; i > 0; i--)
    if (c->session.diags.list.items[i - 1]->level == LEVEL_ERROR)
      result->first_message = text_copy(&job->arena, c->session.diags.list.items[i - 1]->message);
  Buffer out = {0};
  ReportOptions options = {.format = REPORT_TEXT, .no_summary = true, .fail_on = LEVEL_ERROR};
  report_write(&c->session.arena, sources, &c->session.diags, &options, &out);
  result->failure = buffer_take(&out, &job->arena);
}

static void run_job(void *data, size_t number) {
  const Run *run = data;
  Job *job = &run->jobs[number];
  Compilation c;
  Picked picked = {job, NULL};
  CompileOptions options = run->options->compile;
  options.test = pick;
  options.test_data = &picked;
  compile_program(&c, &options, COMPILE_LOWER);
  if (picked.decl && job->policy) run_policy(&c, picked.decl, run->options);
  if (picked.decl && !job->policy) run_test(&c, picked.decl, run->options);
  finish(job, &c, picked.decl);
  compile_free(&c);
}

// ───────────────────────────── All of them ─────────────────────────────

static bool wanted(const TestOptions *options, const Decl *decl) {
  return !options->filter || text_find(decl->name, text_of(options->filter), 0) != SIZE_MAX;
}

bool test_run(const TestOptions *options, TestReport *out, Compilation *program) {
  *out = (TestReport){0};
  compile_program(program, &options->compile, COMPILE_CHECK);
  if (!program->program || program->session.diags.errors) return false;
  const Module *main = program->program->main;
  size_t most = main->tests.count + main->policies.count;
  Run run = {.options = options, .jobs = ARENA_ARRAY(&out->arena, Job, most + 1)};
  for (size_t i = 0; i < main->tests.count; i++)
    if (wanted(options, main->tests.items[i])) run.jobs[run.count++] = (Job){.number = i};
  for (size_t i = 0; i < main->policies.count; i++)
    if (wanted(options, main->policies.items[i])) run.jobs[run.count++] = (Job){.policy = true, .number = i};
  pool_run(run.count, options->threads, run_job, &run);
  for (size_t i = 0; i < run.count; i++) {
    TestResult result = run.jobs[i].result;
    Text *const texts[] = {&result.name, &result.file, &result.failure, &result.first_message};
    for (size_t k = 0; k < 4; k++) *texts[k] = text_copy(&out->arena, *texts[k]);
    vec_push(&out->arena, &out->results, result);
    if (result.passed)
      out->passed++;
    else
      out->failed++;
    arena_free(&run.jobs[i].arena);
  }
  return true;
}

void test_report_free(TestReport *report) { arena_free(&report->arena); }

// ───────────────────────────── Reports ─────────────────────────────

void test_write_text(Buffer *out, const TestReport *report, bool quiet) {
  for (size_t i = 0; i < report->results.count; i++) {
    const TestResult *result = &report->results.items[i];
    if (result->passed && quiet) continue;
    buffer_format(out, "%s  %.*s \"%.*s\"\n", result->passed ? "ok    " : "FAILED", TEXT_ARG(result->kind),
                  TEXT_ARG(result->name));
    if (result->passed) continue;
    buffer_add_char(out, '\n');
    buffer_add(out, result->failure);
    buffer_add_char(out, '\n');
  }
  buffer_format(out, "%zu passed, %zu failed\n", report->passed, report->failed);
}

void test_write_junit(Buffer *out, const TestReport *report) {
  buffer_add_string(out, REPORT_JUNIT_START);
  report_junit_begin(out, TEXT("strata test"), 0, report->results.count, report->failed);
  for (size_t i = 0; i < report->results.count; i++) {
    const TestResult *result = &report->results.items[i];
    Text kind = result->passed ? (Text){0} : result->kind;
    report_junit_case(out, result->name, result->file, kind, result->first_message, result->failure);
  }
  report_junit_end(out, (Text){0});
  buffer_add_string(out, REPORT_JUNIT_STOP);
}

void test_write_json(Buffer *out, const TestReport *report) {
  Arena arena = {0};
  Span none = {0};
  Value *root = value_map(&arena, none), *tests = value_list(&arena, none), *summary = value_map(&arena, none);
  for (size_t i = 0; i < report->results.count; i++) {
    const TestResult *result = &report->results.items[i];
    Value *one = value_map(&arena, none);
    value_set(&arena, one, "kind", value_string(&arena, none, result->kind));
    value_set(&arena, one, "name", value_string(&arena, none, result->name));
    value_set(&arena, one, "file", value_string(&arena, none, result->file));
    value_set(&arena, one, "line", value_int(&arena, none, result->place.line));
    value_set(&arena, one, "passed", value_bool(&arena, none, result->passed));
    if (!result->passed) value_set(&arena, one, "failure", value_string(&arena, none, result->failure));
    value_add(&arena, tests, one);
  }
  value_set(&arena, summary, "passed", value_int(&arena, none, (int64_t)report->passed));
  value_set(&arena, summary, "failed", value_int(&arena, none, (int64_t)report->failed));
  value_set(&arena, root, "tests", tests);
  value_set(&arena, root, "summary", summary);
  json_write(out, root);
  arena_free(&arena);
}
