// What may stand at a place, and in which deployments: the walk through Fn::If that rules would otherwise each write.
#include "lint/rule.h"

enum { MOST_CHOICES = 256 };

typedef struct Found {
  VEC(LintChoice) list;
  World absent;
} Found;

// The only member of a map of one; null for anything else, which no function is.
static const Member *only_member(const Value *value) {
  return value->kind == VALUE_MAP && value->as.map.count == 1 ? &value->as.map.members[0] : NULL;
}

static bool no_value(const Member *member) {
  return text_is(member->key, "Ref") && text_is(value_text(member->value), "AWS::NoValue");
}

// A well-formed Fn::If.
static bool conditional(const Member *member) {
  const Value *argument = member->value;
  return text_is(member->key, "Fn::If") && value_is(argument, VALUE_LIST) && argument->as.list.count == 3 &&
         value_is(argument->as.list.items[0], VALUE_STRING);
}

// Most often there is one choice.
static void add_choice(Linter *linter, Found *found, const LintAt *at, World world) {
  if (found->list.capacity == 0) {
    found->list.items = ARENA_NEW(linter->arena, LintChoice);
    found->list.capacity = 1;
  }
  if (found->list.count < MOST_CHOICES) vec_push(linter->arena, &found->list, ((LintChoice){*at, world}));
}

static void find(Linter *linter, Found *found, const LintAt *at, World world) {
  if (!world_possible(linter->conditions, world)) return;
  const Member *member = at->value ? only_member(at->value) : NULL;
  if (!at->value || (member && no_value(member))) {
    found->absent = world_or(linter->conditions, found->absent, world);
  } else if (!member || !conditional(member)) {
    add_choice(linter, found, at, world);
  } else {
    const LintAt *branches = lint_keep(linter, lint_member(lint_keep(linter, *at), member));
    Text condition = member->value->as.list.items[0]->as.text;
    for (size_t i = 1; i < 3; i++) {
      LintAt branch = lint_item(branches, i);
      find(linter, found, &branch, world_with(linter->conditions, world, condition, i == 1));
    }
  }
}

static LintChoices taken(const Found *found) {
  return (LintChoices){found->list.items, found->list.count, found->absent};
}

LintChoices lint_choices(Linter *linter, const LintAt *at, World world) {
  Found found = {.absent = WORLD_NONE};
  find(linter, &found, at, world);
  return taken(&found);
}

LintChoices lint_items(Linter *linter, const LintAt *at, World world) {
  LintChoices lists = lint_choices(linter, at, world);
  Found found = {.absent = lists.absent};
  for (size_t i = 0; i < lists.count; i++) {
    const LintChoice *list = &lists.items[i];
    if (!lint_is(&list->at, VALUE_LIST)) continue;
    size_t count = list->at.value->as.list.count;
    if (!found.list.capacity) {
      found.list.items = ARENA_ARRAY(linter->arena, LintChoice, count);
      found.list.capacity = count;
    }
    for (size_t k = 0; k < count; k++) {
      LintAt item = lint_item(&list->at, k);
      find(linter, &found, &item, list->world);
    }
  }
  return taken(&found);
}

enum { MOST_NARROWED = 64 };

// The choice's own place with another value in it.
static void add_known(Linter *linter, Found *found, const LintChoice *choice, const Value *value) {
  LintAt at = choice->at;
  at.value = value;
  add_choice(linter, found, &at, choice->world);
}

// Whether a Ref gives the parameter's own text: not a list made of it, nor what SSM holds under that name.
static bool gives_itself(const Value *parameter) {
  Text type = value_text(value_at(parameter, "Type"));
  return text_find(type, TEXT("<"), 0) == SIZE_MAX && !text_is(type, "CommaDelimitedList");
}

// The parameter whose text the value is; null where it is something else.
static const Value *given_by(const Linter *linter, const Value *value) {
  const Member *member = only_member(value);
  if (!member || !text_is(member->key, "Ref")) return NULL;
  const Value *parameter = lint_parameter(linter, value_text(member->value));
  return gives_itself(parameter) ? parameter : NULL;
}

// Each of the AllowedValues, in the deployments that give it.
static void add_allowed(Linter *linter, Found *found, const LintChoice *choice, const Value *allowed) {
  for (size_t k = 0; k < allowed->as.list.count; k++) {
    LintChoice one = *choice;
    Text text;
    const LintAt item = {.value = allowed->as.list.items[k]};
    if (allowed->as.list.count <= MOST_NARROWED && lint_scalar(linter, &item, &text))
      one.world = world_where(linter->conditions, choice->world, choice->at.value, text);
    if (world_possible(linter->conditions, one.world)) add_known(linter, found, &one, item.value);
  }
}

// The parameter's default, in those deployments that may have it: where a condition says that the parameter is
// something else (`!If [HasName, !Ref Name, ...]` with an empty default) what it gives is not known.
static void add_default(Linter *linter, Found *found, const LintChoice *choice, const Value *usual) {
  const LintAt at = {.value = usual};
  Text text;
  bool given = usual;
  if (given && choice->world != conditions_start(linter->conditions) && lint_scalar(linter, &at, &text))
    given = world_possible(linter->conditions, world_where(linter->conditions, choice->world, choice->at.value, text));
  add_known(linter, found, choice, given ? usual : choice->at.value);
}

LintChoices lint_known(Linter *linter, const LintAt *at, World world) {
  LintChoices choices = lint_choices(linter, at, world);
  size_t first = 0;
  while (first < choices.count && !given_by(linter, choices.items[first].at.value)) first++;
  if (first == choices.count) return choices;  // they stand there themselves
  Found found = {.absent = choices.absent};
  for (size_t i = 0; i < choices.count; i++) {
    const LintChoice *choice = &choices.items[i];
    const Value *parameter = given_by(linter, choice->at.value);
    const Value *allowed = value_at(parameter, "AllowedValues");
    if (value_is(allowed, VALUE_LIST))
      add_allowed(linter, &found, choice, allowed);
    else if (parameter)
      add_default(linter, &found, choice, value_at(parameter, "Default"));
    else
      add_known(linter, &found, choice, choice->at.value);
  }
  return taken(&found);
}
