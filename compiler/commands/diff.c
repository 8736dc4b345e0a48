// strata diff OLD NEW: what deploying NEW over OLD would do, from the templates alone.
#include "commands/commands.h"
#include "commands/pipeline.h"
#include "commands/planning.h"

// Where one side knows what its stack is called and where it stands, as a program does, and the other, a file, does
// not, both are the same stack.
static void share_pseudo_parameters(Arena *arena, Map *one, Map *other) {
  static const char *const names[] = {"AWS::StackName", "AWS::Region", "AWS::AccountId"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    Text name = text_of(names[i]);
    Value *a = map_get(one, name), *b = map_get(other, name);
    if (a && !b) map_put(arena, other, name, a);
    if (b && !a) map_put(arena, one, name, b);
  }
}

// Stacks are paired by name; two single ones whatever they are called. Those that are gone come last, in opposite
// order.
static PlanInput *pair_stacks(Arena *arena, const PlanningSide *old, const PlanningSide *new, size_t *count) {
  PlanInput *inputs = ARENA_ARRAY(arena, PlanInput, old->templates.count + new->templates.count + 1);
  Map names = {0};
  *count = 0;
  for (size_t i = 0; i < new->templates.count; i++) {
    PlanInput *input = &inputs[(*count)++];
    input->name = new->templates.items[i]->stack;
    input->after = new->templates.items[i];
    input->after_parameters = new->parameters.items[i];
    input->assumed = true;
    map_put(arena, &names, input->name, input);
  }
  bool single = old->templates.count == 1 && new->templates.count == 1;
  for (size_t i = old->templates.count; i > 0; i--) {
    const Template *template = old->templates.items[i - 1];
    PlanInput *input = single ? &inputs[0] : map_get(&names, template->stack);
    if (!input) {
      input = &inputs[(*count)++];
      input->name = template->stack;
    }
    input->before = template;
    input->before_parameters = old->parameters.items[i - 1];
    for (size_t k = 0; input->after && k < new->templates.count; k++)
      if (new->templates.items[k] == input->after)
        share_pseudo_parameters(arena, old->parameters.items[i - 1], new->parameters.items[k]);
  }
  return inputs;
}

static bool read_sides(Session *session, const Arguments *arguments, PlanningSide *old, PlanningSide *new) {
  const char *const *paths = arguments->operands.items;
  return planning_read(session, arguments, paths[0], old) && planning_read(session, arguments, paths[1], new);
}

static int run(const Arguments *arguments) {
  PlanningOutput output;
  if (!planning_output(&output, arguments)) return EXIT_WRONG;
  Session session;
  session_init(&session);
  PlanningSide old, new;
  int exit_code = EXIT_WRONG;
  if (!read_sides(&session, arguments, &old, &new)) {
    exit_code = planning_fail(&output, &session);
  } else if (planning_parameters(&session, arguments, "--parameter", &old, &new) &&
             planning_parameters(&session, arguments, "--old-parameter", &old, NULL)) {
    size_t count;
    PlanInput *inputs = pair_stacks(&session.arena, &old, &new, &count);
    Plan plan;
    plan_build(&session.arena, inputs, count, &plan);
    Text files[] = {text_of(arguments->operands.items[0]), text_of(arguments->operands.items[1])};
    exit_code = planning_write(&output, &session, &plan, files, 2);
  }
  session_free(&session);
  return exit_code;
}

static const Option OPTIONS[] = {
    OPTION_PLAN_FORMAT,
    OPTION_VERBOSE,
    OPTION_EXIT_ZERO,
    OPTION_PARAMETER,
    {"--old-parameter", 0, "NAME=VALUE", "the value that the parameter has in OLD, where it is another (repeatable)"},
    OPTION_ENVIRONMENT,
    OPTION_DEFINE,
    OPTION_ALLOW_ENV,
    OPTION_COLOR,
};

const Command command_diff = {
    .name = "diff",
    .operands = "OLD NEW",
    .least = 2,
    .most = 2,
    .summary = "what changing one template or program into another would do",
    .about =
        "Compares two templates (JSON or YAML), programs, or folders that `strata compile -o` made: what is added,\n"
        "changed, replaced and removed, why, and what of that is dangerous. Exit code 1 where anything changes.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
