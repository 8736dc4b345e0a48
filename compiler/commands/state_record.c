// strata state record FILE...: programs, templates and AWS's answers, each told apart by its content, become the state.
#include <string.h>

#include "base/io.h"
#include "base/sha256.h"
#include "commands/pipeline.h"
#include "commands/planning.h"
#include "commands/state.h"
#include "lower/manifest.h"
#include "state/record.h"

static bool is_program(Arena *arena, const char *path) {
  if (text_ends_with(text_of(path), TEXT(".strata"))) return true;
  return io_is_folder(path) && io_exists(text_format(arena, "%s/main.strata", path).at);
}

// ───────────────────────────── Programs ─────────────────────────────

// The files that the program was read from, by their names within its folder.
static Value *digest_sources(Session *session, const char *program) {
  Arena *arena = &session->arena;
  Value *map = value_map(arena, (Span){0});
  const char *slash = strrchr(program, '/');
  Text folder = io_is_folder(program) ? text_format(arena, "%s/", program)
                                      : (Text){program, slash ? (size_t)(slash - program) + 1 : 0};
  for (size_t i = 0; i < session->dependencies.count; i++) {
    Text path = session->dependencies.items[i], content;
    if (text_is(path, "-") || !io_read(arena, &session->diags, text_copy(arena, path).at, &content)) continue;
    Text name = text_starts_with(path, folder) ? text_slice(path, folder.size, path.size) : path;
    Text digest = sha256_hex(arena, content);
    digest = text_format(arena, "sha256:%.*s", TEXT_ARG(digest));
    value_put(arena, map, name, (Span){0}, value_string(arena, (Span){0}, digest));
  }
  return map;
}

static Text setting(Arena *arena, const Stack *stack, const char *name) {
  const Val *val = val_field(stack->settings, text_of(name));
  return val ? val_spell(arena, val) : (Text){0};
}

static bool add_program(StateDesk *desk, StateRecord *record, const char *path) {
  CompileOptions options;
  if (!pipeline_options(desk->arguments, &options)) return false;
  options.program = path;
  Compilation *compilation = ARENA_NEW(record->arena, Compilation);
  compile_session(compilation, &desk->session, &options, COMPILE_LOWER);
  if (desk->session.diags.errors) return true;
  Value *sources = digest_sources(&desk->session, path);
  size_t before = record->sources.count;
  for (size_t i = 0; i < compilation->templates.list.count; i++) {
    const Stack *stack = compilation->graph->order.items[i]->stack;
    Template *template = compilation->templates.list.items[i];
    if (stack->in_set || (record->only.size && !text_equal(record->only, stack->name))) continue;
    RecordSource source = {
        .name = stack->name,
        .deployed_name = stack->deployed_name,
        .region = setting(record->arena, stack, "region"),
        .account = setting(record->arena, stack, "account"),
        .path = text_of(path),
        .template = template,
        .parameters = manifest_parameters(record->arena, compilation, template),
        .sources = sources,
        .program = true,
    };
    vec_push(record->arena, &record->sources, source);
  }
  if (record->sources.count == before && !record->only.size)
    diag_error(record->diags, "E0607", (Span){0}, PIPELINE_NO_STACK, path);
  else if (record->sources.count == before)
    diag_error(record->diags, "E0607", (Span){0}, "%s has no stack '%.*s'", path, TEXT_ARG(record->only));
  return true;
}

// ───────────────────────────── Templates and answers ─────────────────────────────

static void add_file(StateRecord *record, const char *path) {
  Text text;
  if (!io_read(record->arena, record->diags, path, &text)) return;
  Value *root = answers_parse(&record->answers, text_of(path), text);
  if (!root || answers_read(&record->answers, text_of(path), root)) return;
  if (!value_is(value_at(root, "Resources"), VALUE_MAP)) {
    answers_refuse(&record->answers, text_of(path), root,
                   "a program, a template or an answer of AWS that is known here");
    return;
  }
  Template *template = ARENA_NEW(record->arena, Template);
  template->root = root;
  template_index(record->arena, template);
  RecordSource source = {.path = text_of(path), .template = template};
  source.parameters = value_map(record->arena, (Span){0});
  vec_push(record->arena, &record->sources, source);
}

// --parameter NAME=VALUE, or STACK.NAME=VALUE for one stack of a program. False after a message about wrong use, which
// does not repeat the value: it may be a secret.
static bool give_parameters(StateDesk *desk, StateRecord *record) {
  size_t count;
  const char **given = option_values(desk->arguments, "--parameter", &count);
  for (size_t i = 0; i < count; i++) {
    Text text = text_of(given[i]);
    size_t equals = text_find(text, TEXT("="), 0), dot = text_find(text, TEXT("."), 0);
    if (equals == 0 || equals == SIZE_MAX)
      return options_wrong(desk->arguments->command, "--parameter takes NAME=VALUE"), false;
    Text stack = dot < equals ? text_slice(text, 0, dot) : (Text){0};
    Text name = text_slice(text, dot < equals ? dot + 1 : 0, equals);
    Value *value = value_string(record->arena, (Span){0}, text_slice(text, equals + 1, text.size));
    bool known = false;
    for (size_t k = 0; k < record->sources.count; k++) {
      RecordSource *source = &record->sources.items[k];
      if (!value_get(template_section(source->template, "Parameters"), name)) continue;
      if (stack.size && !text_equal(stack, source->name)) continue;
      value_put(record->arena, source->parameters, name, (Span){0}, value);
      known = true;
    }
    if (!known)
      return options_wrong(desk->arguments->command, "--parameter: no template has a parameter '%.*s'", (int)equals,
                           given[i]),
             false;
  }
  return true;
}

static bool read_inputs(StateDesk *desk, StateRecord *record) {
  for (size_t i = 0; i < desk->arguments->operands.count; i++) {
    const char *path = desk->arguments->operands.items[i];
    if (is_program(record->arena, path)) {
      if (!add_program(desk, record, path)) return false;
    } else if (io_is_folder(path)) {
      answers_read_path(&record->answers, path);
    } else {
      add_file(record, path);
    }
  }
  return desk->session.diags.errors || give_parameters(desk, record);
}

// ───────────────────────────── The command ─────────────────────────────

static void tell(StateDesk *desk, Text what, bool changed) {
  const State *state = desk->state;
  size_t resources = 0, identified = 0;
  for (size_t i = 0; i < state->stacks.count; i++)
    for (size_t k = 0; k < state->stacks.items[i]->resources.count; k++) {
      resources++;
      identified += state->stacks.items[i]->resources.items[k].physical_id.size > 0;
    }
  if (!changed) {
    state_desk_say(desk, "%.*s: nothing has changed since serial %llu\n", TEXT_ARG(desk->store.path),
                   (unsigned long long)state->serial);
    return;
  }
  state_desk_say(desk, "%.*s: serial %llu, %.*s (now %zu stack%s, %zu resource%s, %zu with physical ids)\n",
                 TEXT_ARG(desk->store.path), (unsigned long long)state->serial, TEXT_ARG(what), state->stacks.count,
                 state->stacks.count == 1 ? "" : "s", resources, resources == 1 ? "" : "s", identified);
}

static void record_all(StateDesk *desk, StateRecord *record) {
  Text what;
  bool changed;
  if (!state_desk_lock(desk, true)) return;
  record->state = desk->state;
  if (record_run(record, &what) && state_desk_save(desk, what, &changed)) tell(desk, what, changed);
}

static const char *first_program(const Arguments *arguments) {
  for (size_t i = 0; i < arguments->operands.count; i++)
    if (is_program(arguments->arena, arguments->operands.items[i])) return arguments->operands.items[i];
  return NULL;
}

static int run(const Arguments *arguments) {
  StateDesk desk;
  if (!state_desk_init(&desk, arguments, CONSOLE_MESSAGES, first_program(arguments))) return EXIT_WRONG;
  Session *session = &desk.session;
  StateRecord record = {.arena = &session->arena, .diags = &session->diags};
  record.answers = (Answers){.arena = &session->arena, .diags = &session->diags, .sources = &session->sources};
  const char *only = option_value(arguments, "--stack"), *deployed = option_value(arguments, "--deployed-name");
  record.only = text_of(only);
  record.deployed = text_of(deployed);
  CompileOptions checked;
  bool fine = pipeline_options(arguments, &checked) && read_inputs(&desk, &record);
  if (!fine) {
    session_free(session);
    return EXIT_WRONG;
  }
  if (deployed && !only && record.sources.count > 1)
    diag_error(&session->diags, "E0607", (Span){0}, "--deployed-name is for one stack: --stack says for which");
  if (!session->diags.errors) record_all(&desk, &record);
  return state_desk_end(&desk);
}

static const Option OPTIONS[] = {
    OPTION_STATE,
    {"--stack", 0, "NAME", "what a template's stack is called; of a program with several, the one to record"},
    {"--deployed-name", 0, "NAME", "what that stack is called in AWS, where that is another name"},
    OPTION_ENVIRONMENT,
    OPTION_PARAMETER,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_WAIT,
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_state_record = {
    .name = "state record",
    .operands = "FILE...",
    .least = 1,
    .most = 10000,
    .summary = "a deployment, from its program or template and AWS's answers",
    .about =
        "Records what is deployed: FILE is a program, a template, or what one of these printed, in any order:\n"
        "  aws cloudformation describe-stacks | describe-stack-resources | list-stack-resources | list-exports |\n"
        "                     get-template | describe-stack-resource-drifts\n"
        "  aws cloudcontrol get-resource | list-resources\n"
        "or a folder of such files. What AWS's answers do not tell stays as it was recorded before.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
