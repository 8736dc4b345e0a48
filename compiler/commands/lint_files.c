// Which files, and checking the templates among them: texts are read one after the other, then groups of files are
// parsed and checked on threads, each group in memory of its own. A file's tree is gone when its findings are there.
#include "commands/lint_files.h"

#include <string.h>

#include "base/io.h"
#include "base/pool.h"
#include "format/edit.h"
#include "format/format.h"
#include "lint/comments.h"

// ───────────────────────────── Which files ─────────────────────────────

static bool has_name(Text name, const char *const *endings, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text_ends_with(name, text_of(endings[i]))) return true;
  return false;
}

static bool may_be_template(Text name) {
  static const char *const endings[] = {".yaml", ".yml", ".json", ".template", ".cfn"};
  return has_name(name, endings, sizeof endings / sizeof *endings);
}

// Whether a text that nobody named as a template is one, as far as a look tells.
static bool looks_like_template(Text text) {
  if (text_find(text, TEXT("AWSTemplateFormatVersion"), 0) != SIZE_MAX) return true;
  if (text_find(text, TEXT("Resources"), 0) == SIZE_MAX) return false;
  return text_find(text, TEXT("AWS::"), 0) != SIZE_MAX || text_find(text, TEXT("Custom::"), 0) != SIZE_MAX;
}

static void add_file(LintFiles *out, Arena *arena, const char *path, bool program) {
  LintFile file = {path, program, {0}};
  vec_push(arena, out, file);
}

static bool is_program_folder(Arena *arena, const char *path) {
  return io_exists(text_format(arena, "%s/main.strata", path).at);
}

typedef struct Search {
  LintFiles *out;
  Arena *arena;
  Diags *diags;
  const LintConfig *config;
  Text pattern;  // one of the configuration's `templates`: only what it names; empty: what looks like a template
  bool matched;  // some file is named by the pattern, or is a template that the configuration leaves out
} Search;

static bool is_listed(const LintFiles *files, Text path) {
  for (size_t i = 0; i < files->count; i++)
    if (text_is(path, files->items[i].path)) return true;
  return false;
}

static void add_matching(Search *search, Text path) {
  if (!lint_config_match_whole(search->pattern, path)) return;
  search->matched = true;
  if (lint_config_ignores(search->config, path) || is_listed(search->out, path)) return;
  add_file(search->out, search->arena, path.at, false);
}

static void add_found(Search *search, Text path) {
  if (search->pattern.size) {
    add_matching(search, path);
    return;
  }
  if (!may_be_template(path)) return;
  if (lint_config_ignores(search->config, path)) {
    search->matched = true;
    return;
  }
  LintFile file = {.path = path.at};
  ArenaMark mark = arena_mark(search->arena);
  if (!io_read(search->arena, search->diags, path.at, &file.text)) return;
  if (looks_like_template(file.text))
    vec_push(search->arena, search->out, file);
  else
    arena_release(search->arena, mark);
}

static bool search_folder(Search *search, const char *folder, unsigned depth) {
  enum { MOST_DEPTH = 64 };  // a ring of symbolic links ends here
  Text *names;
  size_t count;
  if (depth > MOST_DEPTH) return true;
  if (!io_list(search->arena, search->diags, folder, &names, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    if (names[i].at[0] == '.' || text_is(names[i], "node_modules")) continue;
    Text path = strcmp(folder, ".") == 0 ? names[i] : text_format(search->arena, "%s/%.*s", folder, TEXT_ARG(names[i]));
    if (!io_is_folder(path.at))
      add_found(search, path);
    else if (!search->pattern.size && is_program_folder(search->arena, path.at))
      add_file(search->out, search->arena, path.at, true);
    else if (!search_folder(search, path.at, depth + 1))
      return false;
  }
  return true;
}

bool lint_files_add(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config, const char *operand) {
  if (!io_is_folder(operand)) {
    add_file(out, arena, operand, text_ends_with(text_of(operand), TEXT(".strata")));
    return true;
  }
  if (is_program_folder(arena, operand)) {
    add_file(out, arena, operand, true);
    return true;
  }
  Text path = text_of(operand);
  while (path.size > 1 && path.at[path.size - 1] == '/') path.size--;
  Search search = {.out = out, .arena = arena, .diags = diags, .config = config};
  size_t before = out->count;
  if (!search_folder(&search, text_copy(arena, path).at, 0)) return false;
  if (out->count > before || search.matched) return true;
  Diag *diag =
      diag_warning(diags, "W0004", (Span){0}, "there is no template and no program below '%.*s'", TEXT_ARG(path));
  diag_help(diags, diag,
            "templates are known by their endings (.yaml, .yml, .json, .template, .cfn) and by what they hold");
  return true;
}

// The folder that all matching files are in: the pattern up to the last slash before a wildcard.
static Text folder_of(Text pattern) {
  size_t end = 0;
  for (size_t i = 0; i < pattern.size && !strchr("*?[", pattern.at[i]); i++)
    if (pattern.at[i] == '/') end = i;
  return end ? text_slice(pattern, 0, end) : TEXT(".");
}

static void add_pattern(Search *search, Span span) {
  while (text_starts_with(search->pattern, TEXT("./")))
    search->pattern = text_slice(search->pattern, 2, search->pattern.size);
  const char *folder = text_copy(search->arena, folder_of(search->pattern)).at;
  if (io_is_folder(folder) && !search_folder(search, folder, 0)) return;
  if (search->matched) return;
  Diag *diag = diag_error(search->diags, "E0003", span, "'%.*s' matches no file", TEXT_ARG(search->pattern));
  diag_help(search->diags, diag, "paths are those below the folder where strata runs; '**' stands for any folders");
}

void lint_files_configured(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config) {
  for (size_t i = 0; i < config->templates.count; i++) {
    Search search = {.out = out, .arena = arena, .diags = diags, .config = config};
    search.pattern = config->templates.items[i];
    const char *path = text_copy(arena, search.pattern).at;
    if (strpbrk(path, "*?["))
      add_pattern(&search, config->template_spans.items[i]);
    else if (!lint_config_ignores(config, search.pattern) && !is_listed(out, search.pattern))
      lint_files_add(out, arena, diags, config, path);
  }
}

// ───────────────────────────── Checking ─────────────────────────────

typedef struct LintJob {
  Arena arena;  // of the findings; freed with the run
  Diags diags;
  size_t first, count;  // of the run's templates
} LintJob;

typedef struct ReadText {
  const char *path;
  Text text;
  uint32_t source;
  Text fixed;  // with `fix`, what it becomes; at null: nothing changes
  size_t fixes;
} ReadText;

typedef struct Checking {
  LintRun *run;
  ReadText *texts;
} Checking;

static void run_policies(LintRun *run, Program *const *programs, size_t count, Template *template) {
  for (size_t i = 0; i < count; i++) policy_run(programs[i], eval_nothing(programs[i]), &template, 1, run->strict);
}

void lint_run_policies(LintRun *run, const LintOptions *options, Diags *diags, Template *template) {
  Diags *found = &run->session->diags;
  size_t before = found->list.count, errors = found->errors, warnings = found->warnings;
  run_policies(run, run->policies.items, run->policies.count, template);
  size_t own = found->list.count;
  run_policies(run, run->security.items, run->security.count, template);
  VEC(Diag *) kept = {0};
  for (size_t i = before; i < found->list.count; i++)
    if (i < own || lint_wants(options, found->list.items[i]->code, found->list.items[i]->level))
      vec_push(diags->arena, &kept, found->list.items[i]);
  found->list.count = before, found->errors = errors, found->warnings = warnings;
  for (size_t i = 0; i < kept.count; i++) {
    vec_push(diags->arena, &diags->list, kept.items[i]);
    diags->errors += kept.items[i]->level == LEVEL_ERROR;
    diags->warnings += kept.items[i]->level == LEVEL_WARNING;
  }
}

// A nested template; its mistakes are told where it is linted itself.
static Value *read_nested(Arena *arena, const char *path) {
  Diags unsaid = {.arena = arena};
  Sources sources = {.arena = arena};
  Text text;
  if (!io_exists(path) || io_is_folder(path) || !io_read(arena, &unsaid, path, &text)) return NULL;
  return format_read(arena, &unsaid, &sources, source_add(&sources, text_of(path), text));
}

// All findings in one text, in `found`; what is made on the way lies in `tree`.
static void find(LintRun *run, Arena *tree, Sources *sources, const ReadText *text, Diags *found) {
  LintOptions options = lint_config_for(run->config, tree, text_of(text->path));
  options.path = text_of(text->path);
  options.read = read_nested;
  options.threads = run->jobs.count > 1 ? 1 : run->session->threads;  // other cores have templates of their own
  size_t before = found->list.count;
  Value *root = format_read(tree, found, sources, text->source);
  if (!root && !lint_wants(&options, "E0000", LEVEL_ERROR)) {
    found->errors -= found->list.count - before;
    found->list.count = before;
  }
  if (root) {
    Template *template = ARENA_NEW(tree, Template);
    template->root = root;
    lint_template(&options, tree, found, template);
    if (run->policies.count || run->security.count) lint_run_policies(run, &options, found, template);
  }
  lint_comments(&options, found, sources, text->source, root);
}

static bool is_whole(Arena *arena, const ReadText *text, Text content) {
  Sources sources = {.arena = arena, .before = text->source - 1};
  Diags diags = {.arena = arena};
  source_add(&sources, text_of(text->path), content);
  return format_read(arena, &diags, &sources, text->source) && diags.errors == 0;
}

// One round of changes: false where there is nothing to mend. A change that does not leave a template is not made.
static bool fix_once(LintRun *run, Arena *arena, Arena *tree, ReadText *text) {
  Sources sources = {.arena = tree, .before = text->source - 1};
  source_add(&sources, text_of(text->path), text->fixed.at ? text->fixed : text->text);
  Diags found = {.arena = tree};
  find(run, tree, &sources, text, &found);
  Buffer out = {0};
  size_t count = edit_apply(tree, &sources, text->source, &found, &out);
  bool fine = count && is_whole(tree, text, buffer_text(&out));
  if (fine) {
    text->fixed = text_copy(arena, buffer_text(&out));
    text->fixes += count;
  }
  buffer_free(&out);
  return fine;
}

static void fix_text(LintRun *run, LintJob *job, Arena *tree, ReadText *text) {
  enum { MOST_ROUNDS = 10 };  // a change may make room for another: Join in Join
  bool more = true;
  for (int round = 0; more && round < MOST_ROUNDS; round++) {
    ArenaMark mark = arena_mark(tree);
    more = fix_once(run, &job->arena, tree, text);
    arena_release(tree, mark);
  }
}

static void check_text(LintRun *run, LintJob *job, Arena *tree, ReadText *text) {
  if (run->fix) fix_text(run, job, tree, text);
  Sources sources = {.arena = tree, .before = text->source - 1};
  source_add(&sources, text_of(text->path), text->fixed.at ? text->fixed : text->text);
  Diags found = {.arena = &job->arena};
  find(run, tree, &sources, text, &found);
  for (size_t i = 0; i < found.list.count; i++) {
    Diag *diag = found.list.items[i];
    diag_keep_path(&job->arena, diag);
    vec_push(&job->arena, &job->diags.list, diag);
    job->diags.errors += diag->level == LEVEL_ERROR;
    job->diags.warnings += diag->level == LEVEL_WARNING;
  }
}

// Each file's tree takes the place of the one before.
static void check_group(void *data, size_t number) {
  Checking *checking = data;
  LintJob *job = checking->run->jobs.items[number];
  job->diags.arena = &job->arena;
  Arena tree = {0};
  for (size_t i = 0; i < job->count; i++) {
    ArenaMark mark = arena_mark(&tree);
    check_text(checking->run, job, &tree, &checking->texts[job->first + i]);
    arena_release(&tree, mark);
  }
  arena_free(&tree);
}

static void add_jobs(LintRun *run, size_t count) {
  enum { MOST_JOBS = 64 };  // enough for the last one not to be waited for on many cores
  size_t jobs = count < MOST_JOBS ? count : MOST_JOBS;
  for (size_t i = 0; i < jobs; i++) {
    LintJob *job = ARENA_NEW(&run->session->arena, LintJob);
    job->first = count * i / jobs;
    job->count = count * (i + 1) / jobs - job->first;
    vec_push(&run->session->arena, &run->jobs, job);
  }
}

void lint_run_templates(LintRun *run, const LintFile *files, size_t count) {
  Session *session = run->session;
  ReadText *texts = ARENA_ARRAY(&session->arena, ReadText, count + 1);
  size_t readable = 0;
  for (size_t i = 0; i < count; i++) {
    ReadText *text = &texts[readable];
    text->path = files[i].path;
    text->text = files[i].text;
    if (!text->text.at && !io_read(&session->arena, &session->diags, text->path, &text->text)) continue;
    text->source = source_add(&session->sources, text_of(text->path), text->text);
    readable++;
  }
  add_jobs(run, readable);
  Checking checking = {run, texts};
  // Policies are evaluated in the session, which is one thread's.
  pool_run(run->jobs.count, run->policies.count || run->security.count ? 1 : session->threads, check_group, &checking);
  for (size_t i = 0; i < readable; i++) {
    const ReadText *text = &texts[i];
    if (!text->fixed.at) continue;
    LintFixed fixed = {text->path, text->text, text->fixed, text->fixes};
    vec_push(&session->arena, &run->fixed, fixed);
    source_get(&session->sources, text->source)->text = text->fixed;
  }
  for (size_t i = 0; i < run->jobs.count; i++) {
    const Diags *found = &run->jobs.items[i]->diags;
    for (size_t k = 0; k < found->list.count; k++)
      vec_push(&session->arena, &session->diags.list, found->list.items[k]);
    session->diags.errors += found->errors;
    session->diags.warnings += found->warnings;
  }
}

void lint_run_free(LintRun *run) {
  for (size_t i = 0; i < run->jobs.count; i++) arena_free(&run->jobs.items[i]->arena);
}
