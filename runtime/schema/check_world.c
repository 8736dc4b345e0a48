// Which deployments the value at hand stands in. With conditions (lint) a Fn::If is followed into the branches that
// some deployment takes, and what several members say together is checked for each way in which their Fn::Ifs can come
// out. Without conditions nothing is known of a Fn::If but what both branches have in common.
#include "schema/check.h"

bool check_no_value(const Value *value) {
  return value->kind == VALUE_MAP && value->as.map.count == 1 && text_is(value->as.map.members[0].key, "Ref") &&
         text_is(value_text(value->as.map.members[0].value), "AWS::NoValue");
}

bool check_conditional(const Value *value, Text *condition, Value **argument) {
  if (value->kind != VALUE_MAP || value->as.map.count != 1 || !text_is(value->as.map.members[0].key, "Fn::If"))
    return false;
  *argument = value->as.map.members[0].value;
  if ((*argument)->kind != VALUE_LIST || (*argument)->as.list.count != 3) return false;
  *condition = value_text((*argument)->as.list.items[0]);
  return true;
}

// Of a condition that is not declared nothing is known but that it is another rule's finding.
bool check_declared(const Checker *checker, Text condition) {
  const Template *template = checker->check->template;
  return !checker->check->lint || value_get(template_section(template, "Conditions"), condition);
}

bool check_decided(const Checker *checker) {
  return checker->check->conditions && !conditions_undecided(checker->check->conditions);
}

bool check_enter(Checker *checker, Text condition, size_t branch) {
  Conditions *conditions = checker->check->conditions;
  if (!conditions || !condition.size) return true;
  World world = world_with(conditions, checker->world, condition, branch == 1);
  if (!world_possible(conditions, world)) return false;
  checker->world = world;
  return true;
}

// A null of a template is refused where it stands, and is nothing to what wants a value beside it.
static Answer stands(const Checker *checker, const Value *value, World world) {
  if (check_no_value(value) || (checker->check->lint && value->kind == VALUE_NULL)) return ANSWER_NO;
  Text condition;
  Value *argument;
  if (!check_conditional(value, &condition, &argument)) return ANSWER_YES;
  if (!check_declared(checker, condition)) return ANSWER_YES;
  Conditions *conditions = checker->check->conditions;
  Answer answers[3] = {ANSWER_MAYBE};
  bool taken[3] = {false, true, true};
  for (size_t i = 1; i < 3; i++) {
    World there = conditions ? world_with(conditions, world, condition, i == 1) : world;
    taken[i] = !conditions || world_possible(conditions, there);
    if (taken[i]) answers[i] = stands(checker, argument->as.list.items[i], there);
  }
  if (taken[1] && taken[2]) return answers[1] == answers[2] ? answers[1] : ANSWER_MAYBE;
  return taken[1] ? answers[1] : answers[2];
}

Answer check_stands(const Checker *checker, const Value *value) { return stands(checker, value, checker->world); }

Answer check_present(const Checker *checker, const Value *map, Text name) {
  const Value *value = value_get(map, name);
  return value ? check_stands(checker, value) : ANSWER_NO;
}

// --- Apart

enum { MOST_WORLDS = 32, MOST_CONDITIONS = 16 };

typedef struct Parts {
  Text conditions[MOST_CONDITIONS];
  World worlds[MOST_WORLDS];
  size_t condition_count, world_count;
  bool too_many;
} Parts;

static void add_conditions(Parts *parts, const Value *value) {
  Text condition;
  Value *argument;
  if (!check_conditional(value, &condition, &argument)) return;
  size_t i = 0;
  while (i < parts->condition_count && !text_equal(parts->conditions[i], condition)) i++;
  if (i == MOST_CONDITIONS) {
    parts->too_many = true;
    return;
  }
  if (i == parts->condition_count) parts->conditions[parts->condition_count++] = condition;
  add_conditions(parts, argument->as.list.items[1]);
  add_conditions(parts, argument->as.list.items[2]);
}

static void add_worlds(Parts *parts, Conditions *conditions, World world, size_t number) {
  if (!world_possible(conditions, world) || parts->too_many) return;
  if (number < parts->condition_count) {
    add_worlds(parts, conditions, world_with(conditions, world, parts->conditions[number], true), number + 1);
    add_worlds(parts, conditions, world_with(conditions, world, parts->conditions[number], false), number + 1);
  } else if (parts->world_count == MOST_WORLDS) {
    parts->too_many = true;
  } else {
    parts->worlds[parts->world_count++] = world;
  }
}

static bool same_path(const Diag *a, const Diag *b) {
  if (a->path.count != b->path.count) return false;
  for (size_t i = 0; i < a->path.count; i++) {
    const PathStep *x = &a->path.items[i], *y = &b->path.items[i];
    if (x->key.at ? !y->key.at || !text_equal(x->key, y->key) : y->key.at || x->index != y->index) return false;
  }
  return true;
}

// What several of the sets of deployments have in common is one finding.
static void drop_repeated(Diags *diags, size_t before) {
  size_t kept = before;
  for (size_t i = before; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    size_t k = before;
    while (k < kept &&
           !(text_is(text_of(diags->list.items[k]->code), diag->code) && same_path(diags->list.items[k], diag) &&
             text_equal(diags->list.items[k]->message, diag->message)))
      k++;
    if (k == kept) {
      diags->list.items[kept++] = diag;
      continue;
    }
    diags->errors -= diag->level == LEVEL_ERROR;
    diags->warnings -= diag->level == LEVEL_WARNING;
  }
  diags->list.count = kept;
}

// In a trial: how it ends where it ends differently.
static void try_parts(Checker *checker, const BlockNode *node, Value *value, CheckPart check, const Parts *parts) {
  unsigned weight = checker->weight, lightest = UINT32_MAX;
  for (size_t i = 0; i < parts->world_count; i++) {
    checker->world = parts->worlds[i];
    checker->weight = weight;
    check(checker, node, value);
    if (checker->weight < lightest) lightest = checker->weight;
    if (i && checker->weight != lightest) checker->uncertain = true;
  }
  checker->weight = lightest;
}

void check_apart(Checker *checker, const BlockNode *node, Value *value, CheckPart check) {
  Parts parts = {0};
  Conditions *conditions = checker->check->conditions;
  if (conditions && value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count; i++) add_conditions(&parts, value->as.map.members[i].value);
  if (conditions && value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) add_conditions(&parts, value->as.list.items[i]);
  if (parts.condition_count && !parts.too_many) add_worlds(&parts, conditions, checker->world, 0);
  if (parts.world_count == 0 || parts.too_many || conditions_undecided(conditions)) {
    check(checker, node, value);
    return;
  }
  World world = checker->world;
  if (checker->trial) {
    try_parts(checker, node, value, check, &parts);
  } else {
    size_t before = checker->check->diags->list.count;
    for (size_t i = 0; i < parts.world_count; i++) {
      checker->world = parts.worlds[i];
      check(checker, node, value);
    }
    drop_repeated(checker->check->diags, before);
  }
  checker->world = world;
}
