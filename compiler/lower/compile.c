// The pipeline.
#include "lower/compile.h"

#include "base/pool.h"
#include "lint/lint.h"
#include "lower/ignore.h"

static void read_options(Session *session, const CompileOptions *options) {
  session->text = options->text;
  session->threads = options->threads;
  if (options->environment) session->environment = text_of(options->environment);
  for (size_t i = 0; i < options->define_count; i++) {
    Text define = text_of(options->defines[i]);
    size_t equals = text_find(define, TEXT("="), 0);
    if (equals == SIZE_MAX) equals = define.size;
    Define one = {text_slice(define, 0, equals), text_slice(define, equals + 1, define.size)};
    vec_push(&session->arena, &session->defines, one);
  }
  for (size_t i = 0; i < options->allowed_env_count; i++)
    vec_push(&session->arena, &session->allowed_env, text_of(options->allowed_env[i]));
}

// A compilation on its way: what its comments silence is taken out after each stage.
typedef struct Run {
  Session *session;
  size_t diags, errors;  // before it
  Ignores ignores;
} Run;

// Whether a mistake was there before: the same code at the same place, with the same words or the same first note. (In
// a loop the words name the turn; a value that goes into many resources has a note on each.)
static bool repeated(Session *session, Map *seen, const Diag *diag) {
  Arena *arena = &session->arena;
  Span span = diag->span;
  Text place = text_format(arena, "%s %u:%u:%u", diag->code, span.source, span.start, span.end);
  bool fresh = map_put(arena, seen, text_format(arena, "%.*s %.*s", TEXT_ARG(place), TEXT_ARG(diag->message)), seen);
  if (diag->notes.count == 0 || diag->notes.items[0].span.source == 0) return !fresh;
  Span note = diag->notes.items[0].span;
  return !map_put(arena, seen, text_format(arena, "%.*s %u:%u", TEXT_ARG(place), note.source, note.start), seen) ||
         !fresh;
}

static void drop_repeated(Session *session, size_t from) {
  Diags *diags = &session->diags;
  Map seen = {0};
  size_t kept = from;
  for (size_t i = from; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    if (!repeated(session, &seen, diag)) {
      diags->list.items[kept++] = diag;
      continue;
    }
    diags->errors -= diag->level == LEVEL_ERROR;
    diags->warnings -= diag->level == LEVEL_WARNING;
  }
  diags->list.count = kept;
}

static bool has_errors(Run *run) {
  drop_repeated(run->session, run->diags);
  ignore_apply(&run->ignores, run->session, run->diags);
  return run->session->diags.errors != run->errors;
}

// ───────────────────────────── Lint ─────────────────────────────

typedef struct LintJob {
  Template *template;
  unsigned threads;
  Diags diags;  // in an arena of their own; what rules make on the way is gone when they are done
} LintJob;

static void lint_one(void *data, size_t number) {
  LintJob *job = (LintJob *)data + number;
  // Without a date: the same program gives the same messages.
  LintOptions options = {.emitted = true, .threads = job->threads};
  Arena scratch = {0};
  lint_template(&options, &scratch, &job->diags, job->template);
  for (size_t i = 0; i < job->diags.list.count; i++) diag_keep_path(job->diags.arena, job->diags.list.items[i]);
  arena_free(&scratch);
}

// The rules on what resources say, over all templates; their form is right by construction.
static void lint_templates(Compilation *compilation, Session *session) {
  size_t count = compilation->templates.list.count, before = session->diags.list.count;
  LintJob *jobs = ARENA_ARRAY(&session->arena, LintJob, count + 1);
  for (size_t i = 0; i < count; i++) {
    jobs[i].template = compilation->templates.list.items[i];
    jobs[i].threads = count > 1 ? 1 : session->threads;  // other cores have templates of their own
    jobs[i].diags.arena = count > 1 ? ARENA_NEW(&session->arena, Arena) : &session->arena;
    if (count > 1) vec_push(&session->arena, &session->arenas, jobs[i].diags.arena);
  }
  pool_run(count, session->threads, lint_one, jobs);
  for (size_t i = 0; i < count; i++) {
    const Diags *found = &jobs[i].diags;
    for (size_t k = 0; k < found->list.count; k++)
      vec_push(&session->arena, &session->diags.list, found->list.items[k]);
    session->diags.errors += found->errors;
    session->diags.warnings += found->warnings;
  }
  compile_blame(compilation, session, before);
}

// The stages over a session; `out` holds what they make, not the session's memory.
static void run_stages(Compilation *out, Session *session, const CompileOptions *options, CompileStage last) {
  Run run = {.session = session, .diags = session->diags.list.count, .errors = session->diags.errors};
  out->program = check_program(session, options->program);
  if (out->program) ignore_collect(&run.ignores, out->program);
  if (has_errors(&run) || last == COMPILE_CHECK) return;
  out->eval = eval_program(out->program, options->test ? options->test(out->program, options->test_data) : NULL);
  if (has_errors(&run) || last == COMPILE_EVAL) return;
  out->graph = graph_build(out->eval);
  if (has_errors(&run) || last == COMPILE_GRAPH) return;
  lower_graph(out->graph, &out->templates);
  if (options->lint && !has_errors(&run)) lint_templates(out, session);
  if (!has_errors(&run) && !options->test) ignore_unused(&run.ignores, session);
}

static Span owner_of(const Templates *templates, const Diag *diag) {
  if (diag->path.count < 2 || !text_is(diag->path.items[0].key, "Resources")) return (Span){0};
  for (size_t i = 0; i < templates->list.count; i++) {
    const TemplateResource *resource = template_resource(templates->list.items[i], diag->path.items[1].key);
    if (resource && resource->owner_span.source) return resource->owner_span;
  }
  return (Span){0};
}

void compile_blame(Compilation *compilation, Session *session, size_t before) {
  Diags *diags = &session->diags;
  for (size_t i = before; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    Span owner = owner_of(&compilation->templates, diag);
    if (!owner.source || !program_in_library(compilation->program, diag->span)) continue;
    diag_note(diags, diag, diag->span, "this happens in the library");
    diag->span = owner;
  }
}

void compile_program(Compilation *out, const CompileOptions *options, CompileStage last) {
  *out = (Compilation){0};
  session_init(&out->session);
  read_options(&out->session, options);
  run_stages(out, &out->session, options, last);
}

void compile_session(Compilation *out, Session *session, const CompileOptions *options, CompileStage last) {
  *out = (Compilation){0};
  session->defines.count = 0;
  read_options(session, options);
  run_stages(out, session, options, last);
}

void compile_free(Compilation *compilation) { session_free(&compilation->session); }
