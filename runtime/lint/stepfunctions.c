// State machines in the Amazon States Language: states with what their type has, transitions that lead somewhere.
// Facts: states-language.net and the Step Functions developer guide.
#include "lint/document.h"

#define ID "E3601"

typedef enum Language { JSON_PATH, JSONATA } Language;

typedef enum Shape {
  ANY,
  TEXT_VALUE,
  NUMBER,
  MAP,
  LIST,
  PATH,        // "$..." or null
  TRUE_ALONE,  // End
  TEXT_OR_MAP,
  TEXT_OR_LIST,
  TEXT_OR_NULL,
  NUMBER_OR_EXPRESSION,  // a number; in JSONata text too
} Shape;

enum StateType { CHOICE = 1, FAIL = 2, MAP_STATE = 4, PARALLEL = 8, PASS = 16, SUCCEED = 32, TASK = 64, WAIT = 128 };

enum {
  ALL = 255,
  MOVES = MAP_STATE | PARALLEL | PASS | TASK | WAIT,  // these have Next or End
  WORKS = MAP_STATE | PARALLEL | TASK,                // these have Retry and Catch
};

static const struct {
  const char *name;
  unsigned type;
} types[] = {{"Choice", CHOICE}, {"Fail", FAIL},       {"Map", MAP_STATE}, {"Parallel", PARALLEL},
             {"Pass", PASS},     {"Succeed", SUCCEED}, {"Task", TASK},     {"Wait", WAIT}};

enum { TYPE_COUNT = sizeof types / sizeof *types };

// What states may have: in which types, in which language (-1: both).
static const struct {
  const char *name;
  Shape shape;
  unsigned types;
  int language;
} members[] = {
    {"Arguments", ANY, ALL & ~(unsigned)SUCCEED, JSONATA},
    {"Assign", MAP, CHOICE | MOVES, -1},
    {"Branches", LIST, PARALLEL, -1},
    {"Catch", LIST, WORKS, -1},
    {"Cause", TEXT_VALUE, FAIL, -1},
    {"CausePath", TEXT_VALUE, FAIL, JSON_PATH},
    {"Choices", LIST, CHOICE, -1},
    {"Comment", TEXT_VALUE, ALL, -1},
    {"Credentials", TEXT_OR_MAP, TASK, -1},
    {"Default", TEXT_VALUE, CHOICE, -1},
    {"End", TRUE_ALONE, CHOICE | MOVES, -1},
    {"Error", TEXT_VALUE, FAIL, -1},
    {"ErrorPath", TEXT_VALUE, FAIL, JSON_PATH},
    {"HeartbeatSeconds", NUMBER_OR_EXPRESSION, TASK, -1},
    {"HeartbeatSecondsPath", TEXT_VALUE, TASK, JSON_PATH},
    {"InputPath", PATH, ALL, JSON_PATH},
    {"ItemBatcher", MAP, MAP_STATE, -1},
    {"ItemProcessor", MAP, MAP_STATE, -1},
    {"ItemReader", MAP, MAP_STATE, -1},
    {"ItemSelector", TEXT_OR_MAP, MAP_STATE, -1},
    {"Items", TEXT_OR_LIST, MAP_STATE, -1},
    {"ItemsPath", TEXT_OR_NULL, MAP_STATE, JSON_PATH},
    {"Iterator", ANY, MAP_STATE, -1},
    {"Label", TEXT_VALUE, MAP_STATE, -1},
    {"MaxConcurrency", NUMBER_OR_EXPRESSION, MAP_STATE, -1},
    {"MaxConcurrencyPath", TEXT_VALUE, MAP_STATE, JSON_PATH},
    {"Next", TEXT_VALUE, CHOICE | MOVES, -1},
    {"Output", ANY, ALL, JSONATA},
    {"OutputPath", PATH, ALL, JSON_PATH},
    {"Parameters", ANY, MAP_STATE | PARALLEL | PASS | TASK, JSON_PATH},
    {"QueryLanguage", TEXT_VALUE, ALL, -1},
    {"Resource", TEXT_VALUE, TASK, -1},
    {"Result", ANY, PASS, -1},
    {"ResultPath", PATH, WORKS | PASS, JSON_PATH},
    {"ResultSelector", MAP, WORKS, JSON_PATH},
    {"ResultWriter", MAP, MAP_STATE, -1},
    {"Retry", LIST, WORKS, -1},
    {"Seconds", NUMBER_OR_EXPRESSION, WAIT, -1},
    {"SecondsPath", TEXT_OR_NULL, WAIT, JSON_PATH},
    {"TimeoutSeconds", NUMBER_OR_EXPRESSION, TASK, -1},
    {"TimeoutSecondsPath", TEXT_VALUE, TASK, JSON_PATH},
    {"Timestamp", TEXT_VALUE, WAIT, -1},
    {"TimestampPath", TEXT_OR_NULL, WAIT, JSON_PATH},
    {"ToleratedFailureCount", NUMBER_OR_EXPRESSION, MAP_STATE, -1},
    {"ToleratedFailureCountPath", TEXT_VALUE, MAP_STATE, JSON_PATH},
    {"ToleratedFailurePercentage", NUMBER_OR_EXPRESSION, MAP_STATE, -1},
    {"ToleratedFailurePercentagePath", TEXT_VALUE, MAP_STATE, JSON_PATH},
    {"Type", TEXT_VALUE, ALL, -1},
};

enum { MEMBER_COUNT = sizeof members / sizeof *members };

typedef struct Machine {
  Linter *linter;
  const Value *substitutions;  // DefinitionSubstitutions; may be null
  unsigned depth;
} Machine;

// Known when deployed alone: a function, or text with ${NAME} of the substitutions.
static bool is_open(const Machine *machine, const Value *value) {
  Text text = value_text(value);
  if (lint_deferred(value)) return true;
  size_t start = text_find(text, TEXT("${"), 0), end = start == SIZE_MAX ? SIZE_MAX : text_find(text, TEXT("}"), start);
  return end != SIZE_MAX && value_get(machine->substitutions, text_trim(text_slice(text, start + 2, end)));
}

static bool is_number(const Value *value) { return value_is(value, VALUE_INT) || value_is(value, VALUE_NUMBER); }

static const char *shape_problem(const Value *value, Shape shape, Language language) {
  bool text = value_is(value, VALUE_STRING), map = value_is(value, VALUE_MAP), null = value_is(value, VALUE_NULL);
  switch (shape) {
    case ANY: return NULL;
    case TEXT_VALUE: return text ? NULL : "text";
    case NUMBER: return is_number(value) ? NULL : "a number";
    case NUMBER_OR_EXPRESSION: return is_number(value) || (language == JSONATA && text) ? NULL : "a number";
    case MAP: return map || (language == JSONATA && text) ? NULL : "a map";
    case LIST: return value_is(value, VALUE_LIST) ? NULL : "a list";
    case PATH:
      return null || (text && text_starts_with(value->as.text, TEXT("$"))) ? NULL
                                                                           : "a path that begins with $, or null";
    case TRUE_ALONE: return value_is(value, VALUE_BOOL) && value->as.boolean ? NULL : "true";
    case TEXT_OR_MAP: return text || map ? NULL : "text or a map";
    case TEXT_OR_LIST: return text || value_is(value, VALUE_LIST) ? NULL : "text or a list";
    case TEXT_OR_NULL: return text || null ? NULL : "text or null";
  }
  return NULL;
}

// ───────────────────────────── Parts of states ─────────────────────────────

static Text *texts_of(Machine *machine, const char *const *names, size_t count) {
  Text *texts = ARENA_ARRAY(machine->linter->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) texts[i] = text_of(names[i]);
  return texts;
}

static bool need(Machine *machine, const LintAt *map, const char *what, const char *name) {
  if (value_at(map->value, name)) return true;
  lint_report(machine->linter, ID, map, "%s needs '%s'", what, name);
  return false;
}

static void check_handlers(Machine *machine, const LintAt *state, const char *name, bool next) {
  const LintAt *list = lint_keep(machine->linter, lint_field(state, name));
  for (size_t i = 0; lint_is(list, VALUE_LIST) && i < lint_count(list); i++) {
    LintAt item = lint_item(list, i);
    if (is_open(machine, item.value)) continue;
    if (!lint_is(&item, VALUE_MAP)) {
      lint_report(machine->linter, ID, &item, "an item of '%s' is a map, this is %s", name,
                  value_kind_name(item.value));
      continue;
    }
    need(machine, &item, next ? "a catcher" : "a retrier", "ErrorEquals");
    if (next) need(machine, &item, "a catcher", "Next");
  }
}

static bool is_comparison(Text name) {
  static const char *const kinds[] = {"Numeric", "String", "Timestamp"};
  static const char *const operators[] = {"Equals", "GreaterThan", "GreaterThanEquals", "LessThan", "LessThanEquals"};
  static const char *const others[] = {"And",         "Or",           "Not",      "BooleanEquals", "BooleanEqualsPath",
                                       "IsBoolean",   "IsNumeric",    "IsString", "IsPresent",     "IsNull",
                                       "IsTimestamp", "StringMatches"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (text_is(name, others[i])) return true;
  if (text_ends_with(name, TEXT("Path"))) name = text_slice(name, 0, name.size - 4);
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    if (!text_starts_with(name, text_of(kinds[k]))) continue;
    Text rest = text_slice(name, strlen(kinds[k]), name.size);
    for (size_t o = 0; o < sizeof operators / sizeof *operators; o++)
      if (text_is(rest, operators[o])) return true;
  }
  return false;
}

// A comparison of JSONPath: exactly one operator, those of And, Or and Not within.
static void check_comparison(Machine *machine, const LintAt *rule) {
  if (machine->depth > 32 || is_open(machine, rule->value)) return;
  if (!lint_is(rule, VALUE_MAP)) {
    lint_report(machine->linter, ID, rule, "a comparison is a map, this is %s", value_kind_name(rule->value));
    return;
  }
  size_t count = 0;
  machine->depth++;
  for (size_t i = 0; i < rule->value->as.map.count; i++) {
    const LintAt *member = lint_keep(machine->linter, lint_member(rule, &rule->value->as.map.members[i]));
    if (!is_comparison(member->key)) continue;
    count++;
    if (text_is(member->key, "Not")) check_comparison(machine, member);
    if (!text_is(member->key, "And") && !text_is(member->key, "Or")) continue;
    for (size_t k = 0; lint_is(member, VALUE_LIST) && k < lint_count(member); k++)
      check_comparison(machine, lint_keep(machine->linter, lint_item(member, k)));
  }
  machine->depth--;
  if (count == 1) return;
  Diag *diag = lint_report(machine->linter, ID, rule, "a comparison has one operator, this has %zu", count);
  diag_help(machine->linter->diags, diag, "such as StringEquals, NumericLessThan, IsPresent, And, Or, Not");
}

static void check_choices(Machine *machine, const LintAt *state, Language language) {
  const LintAt *list = lint_keep(machine->linter, lint_field(state, "Choices"));
  for (size_t i = 0; lint_is(list, VALUE_LIST) && i < lint_count(list); i++) {
    const LintAt *choice = lint_keep(machine->linter, lint_item(list, i));
    if (is_open(machine, choice->value)) continue;
    if (!lint_is(choice, VALUE_MAP)) {
      lint_report(machine->linter, ID, choice, "a choice is a map, this is %s", value_kind_name(choice->value));
      continue;
    }
    need(machine, choice, "a choice", "Next");
    if (language == JSONATA)
      need(machine, choice, "a choice", "Condition");
    else
      check_comparison(machine, choice);
  }
}

// ───────────────────────────── States ─────────────────────────────

static void check_members(Machine *machine, const LintAt *state, unsigned type, Language language) {
  Linter *linter = machine->linter;
  const char *names[MEMBER_COUNT];
  size_t count = 0;
  for (size_t k = 0; k < MEMBER_COUNT; k++)
    if ((members[k].types & type) && (members[k].language < 0 || members[k].language == (int)language))
      names[count++] = members[k].name;
  for (size_t i = 0; i < state->value->as.map.count; i++) {
    LintAt member = lint_member(state, &state->value->as.map.members[i]);
    size_t k = 0;
    while (k < MEMBER_COUNT && !text_is(member.key, members[k].name)) k++;
    if (text_starts_with(member.key, TEXT("Fn::"))) continue;
    bool other_language = k < MEMBER_COUNT && members[k].language >= 0 && members[k].language != (int)language;
    if (k == MEMBER_COUNT || !(members[k].types & type) || other_language) {
      Diag *diag = lint_report(linter, ID, &member, "a state of this type has no '%.*s'", TEXT_ARG(member.key));
      if (k < MEMBER_COUNT && (members[k].types & type))
        diag_help(linter->diags, diag,
                  language == JSONATA ? "that is of JSONPath, and QueryLanguage is JSONata"
                                      : "that is of JSONata, and QueryLanguage is JSONPath");
      else
        diag_suggest(linter->diags, diag, member.key, texts_of(machine, names, count), count);
      continue;
    }
    const char *wanted =
        is_open(machine, member.value) ? NULL : shape_problem(member.value, members[k].shape, language);
    if (wanted) lint_report(linter, ID, &member, "'%.*s' must be %s", TEXT_ARG(member.key), wanted);
  }
}

// "arn:PARTITION:SERVICE:REGION:ACCOUNT:..."
static bool is_resource(Text text) {
  size_t colons = 0;
  for (size_t i = 0; i < text.size; i++) colons += text.at[i] == ':';
  return text_starts_with(text, TEXT("arn:")) && colons >= 5;
}

static void check_needs(Machine *machine, const LintAt *state, unsigned type) {
  Linter *linter = machine->linter;
  if (type == TASK && need(machine, state, "a Task", "Resource")) {
    LintAt resource = lint_field(state, "Resource");
    if (lint_is(&resource, VALUE_STRING) && !is_open(machine, resource.value) && !is_resource(lint_text(&resource))) {
      Diag *diag =
          lint_report(linter, ID, &resource, "'%.*s' is no ARN of what a Task calls", TEXT_ARG(lint_text(&resource)));
      diag_help(linter->diags, diag,
                "such is arn:aws:states:::lambda:invoke; ${NAME} must be one of DefinitionSubstitutions");
    }
  }
  if (type == CHOICE) need(machine, state, "a Choice", "Choices");
  if (type == PARALLEL) need(machine, state, "a Parallel", "Branches");
  if (type == MAP_STATE) document_either(linter, ID, state, WORLD_ANY, "a Map", "ItemProcessor", "Iterator");
  if (type & MOVES) document_either(linter, ID, state, WORLD_ANY, "a state", "Next", "End");
}

static void check_machine(Machine *machine, const LintAt *at, Language language, bool whole);

static void check_state(Machine *machine, const LintAt *state, Language language) {
  Linter *linter = machine->linter;
  if (is_open(machine, state->value)) return;
  if (!lint_is(state, VALUE_MAP)) {
    lint_report(linter, ID, state, "a state is a map, this is %s", value_kind_name(state->value));
    return;
  }
  if (!need(machine, state, "a state", "Type")) return;
  LintAt type = lint_field(state, "Type");
  size_t t = 0;
  while (t < TYPE_COUNT && !text_is(lint_text(&type), types[t].name)) t++;
  if (t == TYPE_COUNT) {
    if (is_open(machine, type.value)) return;
    Diag *diag = lint_report(linter, ID, &type, "there is no such type of state");
    diag_help(linter->diags, diag, "it is Choice, Fail, Map, Parallel, Pass, Succeed, Task or Wait");
    return;
  }
  Text own = value_text(value_at(state->value, "QueryLanguage"));
  if (own.size) language = text_is(own, "JSONata") ? JSONATA : JSON_PATH;
  check_members(machine, state, types[t].type, language);
  check_needs(machine, state, types[t].type);
  check_handlers(machine, state, "Retry", false);
  check_handlers(machine, state, "Catch", true);
  if (types[t].type == CHOICE) check_choices(machine, state, language);
  LintAt processor = lint_field(state, "ItemProcessor");
  if (!processor.value) processor = lint_field(state, "Iterator");
  if (types[t].type == MAP_STATE && processor.value)
    check_machine(machine, lint_keep(linter, processor), language, false);
  const LintAt *branches = lint_keep(linter, lint_field(state, "Branches"));
  for (size_t i = 0; lint_is(branches, VALUE_LIST) && i < lint_count(branches); i++)
    check_machine(machine, lint_keep(linter, lint_item(branches, i)), language, false);
}

// ───────────────────────────── Transitions ─────────────────────────────

typedef struct Walk {
  Machine *machine;
  const LintAt *states;
  VEC(Text) waiting;
  Map seen;
  bool open;  // some transition is known when deployed alone
} Walk;

static void go(Walk *walk, const LintAt *target) {
  Linter *linter = walk->machine->linter;
  if (!lint_is(target, VALUE_STRING) || is_open(walk->machine, target->value)) {
    walk->open |= target->value != NULL;
    return;
  }
  Text name = lint_text(target);
  if (value_get(walk->states->value, name)) {
    if (map_put(linter->arena, &walk->seen, name, walk)) vec_push(linter->arena, &walk->waiting, name);
    return;
  }
  Diag *diag = lint_report(linter, ID, target, "there is no state '%.*s'", TEXT_ARG(name));
  size_t count = walk->states->value->as.map.count;
  Text *names = ARENA_ARRAY(linter->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) names[i] = walk->states->value->as.map.members[i].key;
  diag_suggest(linter->diags, diag, name, names, count);
}

static void go_each(Walk *walk, const LintAt *state, const char *list_name) {
  Linter *linter = walk->machine->linter;
  const LintAt *list = lint_keep(linter, lint_field(state, list_name));
  if (list->value && !lint_is(list, VALUE_LIST)) walk->open = true;
  for (size_t i = 0; lint_is(list, VALUE_LIST) && i < lint_count(list); i++) {
    LintAt next = lint_field(lint_keep(linter, lint_item(list, i)), "Next");
    go(walk, &next);
  }
}

static void check_transitions(Machine *machine, const LintAt *start, const LintAt *states) {
  Linter *linter = machine->linter;
  Walk walk = {.machine = machine, .states = states};
  size_t before = linter->diags->list.count;
  go(&walk, start);
  if (linter->diags->list.count > before) return;
  for (size_t i = 0; i < walk.waiting.count; i++) {
    const LintAt *state = lint_keep(linter, lint_member(states, value_member(states->value, walk.waiting.items[i])));
    LintAt next = lint_field(state, "Next"), usual = lint_field(state, "Default");
    if (next.value) go(&walk, &next);
    if (usual.value) go(&walk, &usual);
    go_each(&walk, state, "Choices");
    go_each(&walk, state, "Catch");
  }
  for (size_t i = 0; !walk.open && i < states->value->as.map.count; i++) {
    LintAt state = lint_member(states, &states->value->as.map.members[i]);
    if (map_get(&walk.seen, state.key) || text_starts_with(state.key, TEXT("Fn::"))) continue;
    Diag *diag = lint_report(linter, ID, &state, "nothing leads to the state '%.*s'", TEXT_ARG(state.key));
    diag_help(linter->diags, diag, "name it in Next of another, or remove it");
  }
}

// ───────────────────────────── Machines ─────────────────────────────

static void check_machine(Machine *machine, const LintAt *at, Language language, bool whole) {
  static const DocumentMember known[] = {{"StartAt", true},        {"States", true},   {"Comment", false},
                                         {"QueryLanguage", false}, {"Version", false}, {"TimeoutSeconds", false}};
  Linter *linter = machine->linter;
  if (is_open(machine, at->value) || machine->depth > 32) return;
  if (!lint_is(at, VALUE_MAP)) {
    lint_report(linter, ID, at, "a state machine is a map, this is %s", value_kind_name(at->value));
    return;
  }
  if (whole) {
    document_members(linter, ID, at, WORLD_ANY, "a state machine", known, sizeof known / sizeof *known);
  } else {
    need(machine, at, "a state machine", "StartAt");
    need(machine, at, "a state machine", "States");
  }
  Text own = value_text(value_at(at->value, "QueryLanguage"));
  if (own.size) language = text_is(own, "JSONata") ? JSONATA : JSON_PATH;
  const LintAt *states = lint_keep(linter, lint_field(at, "States"));
  LintAt start = lint_field(at, "StartAt");
  if (!states->value || is_open(machine, states->value)) return;
  if (!lint_is(states, VALUE_MAP)) {
    lint_report(linter, ID, states, "'States' is a map, this is %s", value_kind_name(states->value));
    return;
  }
  machine->depth++;
  for (size_t i = 0; i < states->value->as.map.count; i++) {
    const LintAt *state = lint_keep(linter, lint_member(states, &states->value->as.map.members[i]));
    if (!text_starts_with(state->key, TEXT("Fn::"))) check_state(machine, state, language);
  }
  machine->depth--;
  if (start.value && lint_is(&start, VALUE_STRING)) check_transitions(machine, &start, states);
}

static void check_definition(Linter *linter, const LintResource *resource, const char *property) {
  LintChoices found = lint_property(linter, resource, property);
  Machine machine = {.linter = linter,
                     .substitutions = value_at(resource->properties.value, "DefinitionSubstitutions")};
  for (size_t i = 0; i < found.count; i++) {
    LintAt at = found.items[i].at;
    Text why;
    if (lint_deferred(at.value)) continue;
    if (lint_is(&at, VALUE_STRING)) at.value = document_read(linter, &at, &why);
    if (at.value) check_machine(&machine, lint_keep(linter, at), JSON_PATH, true);
  }
}

static void check_definitions(Linter *linter, const LintResource *resource) {
  check_definition(linter, resource, "Definition");
  check_definition(linter, resource, "DefinitionString");
}

static const LintRule rules[] = {
    {.id = ID,
     .title = "A state machine that Step Functions does not take",
     .about =
         "Definition and DefinitionString hold the Amazon States Language: StartAt and States, each state with what "
         "its Type has, Next leading to states that exist, and every state within reach.",
     .of = "AWS::StepFunctions::StateMachine AWS::Serverless::StateMachine",
     .resource = check_definitions},
};

LINT_TOPIC(stepfunctions, rules);
