// strata plan PROGRAM: what deploying the program over what the state says is deployed would do, stack by stack.
#include <string.h>

#include "base/pool.h"
#include "commands/commands.h"
#include "commands/pipeline.h"
#include "commands/planning.h"
#include "commands/state.h"
#include "template/evaluate.h"
#include "template/secret.h"

static const Span nowhere = {0};

static void put(Arena *arena, Map *parameters, const char *name, Text text) {
  if (text.size) map_put(arena, parameters, text_of(name), value_string(arena, nowhere, text));
}

// What the stack was deployed with. A secret is known to have a value, and no more.
static Map *recorded_parameters(Arena *arena, const StateStack *stack) {
  Map *parameters = ARENA_NEW(arena, Map);
  for (size_t i = 0; i < stack->parameters->as.map.count; i++) {
    const Member *member = &stack->parameters->as.map.members[i];
    map_put(arena, parameters, member->key, secret_is_mark(member->value) ? NULL : member->value);
  }
  put(arena, parameters, "AWS::StackName", stack->deployed_name.size ? stack->deployed_name : stack->name);
  put(arena, parameters, "AWS::Region", stack->region);
  put(arena, parameters, "AWS::AccountId", stack->account);
  return parameters;
}

// Lines of the state are nobody's source.
static void forget_places(Value *value) {
  value->span = nowhere;
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) forget_places(value->as.list.items[i]);
  if (value->kind != VALUE_MAP) return;
  for (size_t i = 0; i < value->as.map.count; i++) {
    value->as.map.members[i].key_span = nowhere;
    forget_places(value->as.map.members[i].value);
  }
}

// A parameter that is given no value keeps what it has; but one that has its default follows that.
static void keep_values(Arena *arena, const Template *before, const Map *recorded, const Template *after, Map *given) {
  const Value *old = template_section(before, "Parameters"), *new = template_section(after, "Parameters");
  for (size_t i = 0; i < recorded->count; i++) {
    Text name = recorded->entries[i].key;
    const Value *value = recorded->entries[i].value;
    // What AWS told of the stack holds more than what the program calls it.
    bool pseudo = text_starts_with(name, TEXT("AWS::"));
    if (!pseudo && (map_at(given, name) || !value_get(new, name))) continue;
    const Value *usual = value_at(value_get(old, name), "Default");
    Text text, other;
    if (value && usual && evaluate_scalar(arena, value, &text) && evaluate_scalar(arena, usual, &other) &&
        text_equal(text, other))
      continue;
    map_put(arena, given, name, (void *)value);
  }
}

// The state is read while the program is compiled, so each has a session of its own.
typedef struct Desk {
  const Arguments *arguments;
  PlanningOutput output;
  Session session, state_session;
  StateStore store;
  State *state;  // null where there is none yet
  bool loaded, compiled;
  PlanningSide program;
  VEC(PlanInput) inputs;
} Desk;

static bool load(Desk *desk) {
  Arena *arena = &desk->state_session.arena;
  Diags *diags = &desk->state_session.diags;
  const char *given = option_value(desk->arguments, "--state");
  Text path = given ? text_of(given) : state_default_path(arena, desk->arguments->operands.items[0]);
  store_init(&desk->store, arena, diags, &desk->state_session.sources, path.at);
  StateFound found = state_load(&desk->store, &desk->state);
  if (found == STATE_FAILED) return false;
  if (found == STATE_LOADED) return true;
  desk->state = NULL;
  if (!given) return true;
  Diag *diag = diag_error(diags, "E0605", nowhere, "there is no state in %.*s", TEXT_ARG(path));
  diag_help(diags, diag, "`strata state record` makes one; without --state a program is planned as new");
  return false;
}

static void read_one(void *data, size_t number) {
  Desk *desk = data;
  if (number == 0)
    desk->compiled = planning_read(&desk->session, desk->arguments, desk->arguments->operands.items[0], &desk->program);
  else
    desk->loaded = load(desk);
}

static void add_stack(Desk *desk, const Template *after, Map *given, const StateStack *recorded) {
  Arena *arena = &desk->session.arena;
  PlanInput input = {.name = after ? after->stack : recorded->name, .after = after, .after_parameters = given};
  if (recorded) {
    Map *parameters = recorded_parameters(arena, recorded);
    forget_places(recorded->template);
    input.before = state_template(arena, recorded);
    input.before_parameters = parameters;
    if (after) keep_values(arena, input.before, parameters, after, given);
  }
  vec_push(arena, &desk->inputs, input);
}

static void pair(Desk *desk) {
  Map planned = {0};
  for (size_t i = 0; i < desk->program.templates.count; i++) {
    const Template *template = desk->program.templates.items[i];
    map_put(&desk->session.arena, &planned, template->stack, desk);
    add_stack(desk, template, desk->program.parameters.items[i],
              desk->state ? state_stack(desk->state, template->stack) : NULL);
  }
  for (size_t i = desk->state ? desk->state->stacks.count : 0; i > 0; i--) {
    const StateStack *stack = desk->state->stacks.items[i - 1];
    if (!map_get(&planned, stack->name)) add_stack(desk, NULL, NULL, stack);
  }
}

// --target: the other stacks stay as they are.
static bool aim(Desk *desk, const char *target) {
  if (!target) return true;
  size_t count = desk->inputs.count, kept = 0;
  Text *names = ARENA_ARRAY(&desk->session.arena, Text, count + 1);
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    PlanInput *input = &desk->inputs.items[i];
    names[i] = input->name;
    bool aimed = text_is(input->name, target);
    found |= aimed;
    if (!aimed) {
      input->after = input->before;
      input->after_parameters = input->before_parameters;
      input->outside = true;
    }
    if (input->after || input->before) desk->inputs.items[kept++] = *input;
  }
  desk->inputs.count = kept;
  if (found) return true;
  Diag *diag =
      diag_error(&desk->session.diags, "E0605", nowhere, "neither the program nor the state has a stack '%s'", target);
  diag_suggest(&desk->session.diags, diag, text_of(target), names, count);
  return false;
}

static int plan(Desk *desk) {
  Session *session = &desk->session;
  const Arguments *arguments = desk->arguments;
  const char *given = option_value(arguments, "--state");
  if (given && !*given) return options_wrong(arguments->command, "--state takes a file or a folder");
  pool_run(2, 0, read_one, desk);
  if (!desk->loaded) return planning_fail(&desk->output, &desk->state_session);
  if (!desk->compiled) return planning_fail(&desk->output, session);
  if (!planning_parameters(session, arguments, "--parameter", &desk->program, NULL)) return EXIT_WRONG;
  pair(desk);
  if (!aim(desk, option_value(arguments, "--target"))) return planning_fail(&desk->output, session);
  Plan result;
  plan_build(&session->arena, desk->inputs.items, desk->inputs.count, &result);
  if (!desk->state)
    planning_say(&desk->output, session, "there is no state in %.*s yet: everything is new",
                 TEXT_ARG(desk->store.path));
  Text file = text_of(arguments->operands.items[0]);
  return planning_write(&desk->output, session, &result, &file, 1);
}

static int run(const Arguments *arguments) {
  Desk desk = {.arguments = arguments};
  if (!planning_output(&desk.output, arguments)) return EXIT_WRONG;
  session_init(&desk.session);
  session_init(&desk.state_session);
  int exit_code = plan(&desk);
  session_free(&desk.state_session);
  session_free(&desk.session);
  return exit_code;
}

static const Option OPTIONS[] = {
    OPTION_STATE,       {"--target", 0, "STACK", "this stack alone, the others as they are"},
    OPTION_PLAN_FORMAT, OPTION_VERBOSE,
    OPTION_EXIT_ZERO,   OPTION_PARAMETER,
    OPTION_ENVIRONMENT, OPTION_DEFINE,
    OPTION_ALLOW_ENV,   OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_plan = {
    .name = "plan",
    .operands = "PROGRAM",
    .least = 1,
    .most = 1,
    .summary = "what deploying the program would do to what is deployed",
    .about =
        "Compares a program (or a template) with the recorded state, every stack in the order of deployment: what is\n"
        "added, changed, replaced and removed, why, and what of that is dangerous. Exit code 1 where anything changes.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
