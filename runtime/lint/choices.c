// What may stand at a place, and in which deployments: the walk through Fn::If that rules would otherwise each write.
#include "lint/rule.h"

enum { MOST_CHOICES = 256 };

typedef struct Found {
  VEC(LintChoice) list;
  World absent;
} Found;

static bool no_value(const Value *value) {
  Text name;
  Value *argument;
  return value_intrinsic(value, &name, &argument) && text_is(name, "Ref") &&
         text_is(value_text(argument), "AWS::NoValue");
}

// The three parts of a well-formed Fn::If.
static bool conditional(const LintAt *at, Text *condition, LintAt *argument) {
  Text name;
  Value *value;
  if (!value_intrinsic(at->value, &name, &value) || !text_is(name, "Fn::If")) return false;
  if (!value_is(value, VALUE_LIST) || value->as.list.count != 3) return false;
  if (!value_is(value->as.list.items[0], VALUE_STRING)) return false;
  *condition = value->as.list.items[0]->as.text;
  *argument = lint_field(at, "Fn::If");
  return true;
}

static void find(Linter *linter, Found *found, LintAt at, World world) {
  if (!world_possible(linter->conditions, world)) return;
  if (!at.value || no_value(at.value)) {
    found->absent = world_or(linter->conditions, found->absent, world);
    return;
  }
  Text condition;
  const LintAt *kept = lint_keep(linter, at);
  LintAt argument;
  if (!conditional(kept, &condition, &argument)) {
    if (found->list.count < MOST_CHOICES) vec_push(linter->arena, &found->list, ((LintChoice){at, world}));
    return;
  }
  const LintAt *branches = lint_keep(linter, argument);
  find(linter, found, lint_item(branches, 1), world_with(linter->conditions, world, condition, true));
  find(linter, found, lint_item(branches, 2), world_with(linter->conditions, world, condition, false));
}

static LintChoices taken(const Found *found) {
  return (LintChoices){found->list.items, found->list.count, found->absent};
}

LintChoices lint_choices(Linter *linter, const LintAt *at, World world) {
  Found found = {.absent = WORLD_NONE};
  find(linter, &found, *at, world);
  return taken(&found);
}

LintChoices lint_items(Linter *linter, const LintAt *at, World world) {
  LintChoices lists = lint_choices(linter, at, world);
  Found found = {.absent = lists.absent};
  for (size_t i = 0; i < lists.count; i++) {
    const LintChoice *list = &lists.items[i];
    if (!lint_is(&list->at, VALUE_LIST)) continue;
    for (size_t k = 0; k < list->at.value->as.list.count; k++)
      find(linter, &found, lint_item(&list->at, k), list->world);
  }
  return taken(&found);
}

enum { MOST_NARROWED = 64 };

// The choice's own place with another value in it.
static void add_known(Linter *linter, Found *found, const LintChoice *choice, const Value *value) {
  LintChoice known = *choice;
  known.at.value = value;
  if (found->list.count < MOST_CHOICES) vec_push(linter->arena, &found->list, known);
}

// Whether a Ref gives the parameter's own text: not a list made of it, nor what SSM holds under that name.
static bool gives_itself(const Value *parameter) {
  Text type = value_text(value_at(parameter, "Type"));
  return text_find(type, TEXT("<"), 0) == SIZE_MAX && !text_is(type, "CommaDelimitedList");
}

LintChoices lint_known(Linter *linter, const LintAt *at, World world) {
  LintChoices choices = lint_choices(linter, at, world);
  Found found = {.absent = choices.absent};
  for (size_t i = 0; i < choices.count; i++) {
    const LintChoice *choice = &choices.items[i];
    Text name;
    Value *argument;
    const Value *parameter = NULL;
    if (value_intrinsic(choice->at.value, &name, &argument) && text_is(name, "Ref"))
      parameter = lint_parameter(linter, value_text(argument));
    if (!gives_itself(parameter)) parameter = NULL;
    const Value *allowed = value_at(parameter, "AllowedValues"), *usual = value_at(parameter, "Default");
    if (value_is(allowed, VALUE_LIST))
      for (size_t k = 0; k < allowed->as.list.count; k++) {
        LintChoice one = *choice;
        Text text;
        const LintAt item = {.value = allowed->as.list.items[k]};
        if (allowed->as.list.count <= MOST_NARROWED && lint_scalar(linter, &item, &text))
          one.world = world_where(linter->conditions, choice->world, choice->at.value, text);
        if (world_possible(linter->conditions, one.world)) add_known(linter, &found, &one, allowed->as.list.items[k]);
      }
    else
      add_known(linter, &found, choice, usual ? usual : choice->at.value);
  }
  return taken(&found);
}
