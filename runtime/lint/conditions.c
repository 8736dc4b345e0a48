// Sections Conditions and Rules: what a condition may be made of, and comparisons that say nothing.
//
// A mistake inside nested functions bears the number of the outermost one (E8004 for what is wrong within an Fn::And).
#include "lint/shape.h"

typedef struct Logic {
  Linter *linter;
  bool rules;         // functions of Rules may stand there
  const char *usual;  // the code outside of any function
  const char *outer;  // that of the outermost function; null: in none yet
  unsigned depth;
  bool wrong;  // something was reported
} Logic;

enum { MOST_DEPTH = 100, MOST_PARTS = 10 };

static const char *code_of_function(Text name) {
  if (text_is(name, "Fn::Equals")) return "E8003";
  if (text_is(name, "Fn::And")) return "E8004";
  if (text_is(name, "Fn::Not")) return "E8005";
  if (text_is(name, "Fn::Or")) return "E8006";
  return NULL;
}

static bool is_rule_function(Text name) {
  static const char *const names[] = {"Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn",
                                      "Fn::RefAll",   "Fn::ValueOf",          "Fn::ValueOfAll"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  return false;
}

// What a comparison takes: these give one text.
static bool gives_text(Text name) {
  static const char *const names[] = {"Ref",        "Fn::FindInMap", "Fn::Sub",    "Fn::Join",
                                      "Fn::Select", "Fn::Split",     "Fn::Length", "Fn::ToJsonString"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  return false;
}

#define WRONG(logic, at, ...) \
  ((logic)->wrong = true,     \
   lint_report((logic)->linter, (logic)->outer ? (logic)->outer : (logic)->usual, at, __VA_ARGS__))

static void check_expression(Logic *logic, LintAt at);

// The list of a function, with as many items as it takes; false after a report.
static bool items_fit(Logic *logic, const LintAt *at, size_t least, size_t most) {
  if (!lint_is(at, VALUE_LIST)) {
    WRONG(logic, at, "'%.*s' takes a list, this is %s", TEXT_ARG(at->key), value_kind_name(at->value));
    return false;
  }
  size_t count = lint_count(at);
  if (count >= least && count <= most) return true;
  if (least == most)
    WRONG(logic, at, "'%.*s' takes %zu item%s, not %zu", TEXT_ARG(at->key), least, least == 1 ? "" : "s", count);
  else
    WRONG(logic, at, "'%.*s' takes %zu to %zu items, not %zu", TEXT_ARG(at->key), least, most, count);
  return true;
}

static Text shown(Linter *linter, const LintAt *at) {
  Text text = {0};
  if (lint_scalar(linter, at, &text) && text.size < 100) return text;
  return TEXT("a longer text");
}

static void check_useful(Linter *linter, const LintAt *at, const LintAt *condition) {
  LintAt left = lint_item(at, 0), right = lint_item(at, 1);
  Text one, other;
  if (lint_scalar(linter, &left, &one) && lint_scalar(linter, &right, &other)) {
    bool same = text_equal(one, other);
    Text first = shown(linter, &left), second = shown(linter, &right);
    lint_report(linter, "W8003", condition, "'%.*s' and '%.*s' are always %s, so this is always %s", TEXT_ARG(first),
                TEXT_ARG(second), same ? "equal" : "different", same ? "true" : "false");
  } else if (value_equal(left.value, right.value)) {
    lint_report(linter, "W8003", condition, "both sides are the same, so this is always true");
  }
}

static void check_equals(Logic *logic, const LintAt *function, const LintAt *at) {
  bool before = logic->wrong;
  logic->wrong = false;
  if (items_fit(logic, at, 2, 2)) {
    for (size_t i = 0; i < lint_count(at); i++) {
      LintAt item = lint_item(at, i);
      Text name;
      Value *argument;
      if (lint_takes(&item, TAKES_TEXT)) continue;
      if (value_intrinsic(item.value, &name, &argument) &&
          (gives_text(name) || (logic->rules && is_rule_function(name))))
        continue;
      WRONG(logic, &item, "'Fn::Equals' compares texts, this is %s", value_kind_name(item.value));
    }
  }
  if (!logic->wrong && lint_count(at) == 2) check_useful(logic->linter, at, function);
  logic->wrong = logic->wrong || before;
}

static void check_name(Logic *logic, const LintAt *at) {
  const Value *conditions = template_section(logic->linter->template, "Conditions");
  if (!lint_is(at, VALUE_STRING)) {
    WRONG(logic, at, "'Condition' takes the name of a condition, this is %s", value_kind_name(at->value));
    return;
  }
  if (value_get(conditions, lint_text(at))) return;
  Diag *diag = WRONG(logic, at, "there is no condition '%.*s'", TEXT_ARG(lint_text(at)));
  VEC(Text) names = {0};
  for (size_t i = 0; value_is(conditions, VALUE_MAP) && i < conditions->as.map.count; i++)
    vec_push(logic->linter->arena, &names, conditions->as.map.members[i].key);
  diag_suggest(logic->linter->diags, diag, lint_text(at), names.items, names.count);
}

static void check_function(Logic *logic, const LintAt *at, const LintAt *argument) {
  Text name = argument->key;
  const char *before = logic->outer;
  if (!logic->outer) logic->outer = code_of_function(name);
  if (text_is(name, "Fn::Equals")) {
    check_equals(logic, at, argument);
  } else if (text_is(name, "Condition")) {
    check_name(logic, argument);
  } else if (code_of_function(name)) {
    bool negates = text_is(name, "Fn::Not");
    if (items_fit(logic, argument, negates ? 1 : 2, negates ? 1 : MOST_PARTS))
      for (size_t i = 0; i < lint_count(argument); i++) check_expression(logic, lint_item(argument, i));
  }
  logic->outer = before;
}

static void check_expression(Logic *logic, LintAt at) {
  Text name;
  Value *argument;
  if (logic->depth > MOST_DEPTH) return;
  if (value_intrinsic(at.value, &name, &argument) &&
      (code_of_function(name) || text_is(name, "Condition") || (logic->rules && is_rule_function(name)))) {
    const LintAt *kept = lint_keep(logic->linter, at);
    LintAt below = lint_member(kept, &at.value->as.map.members[0]);
    logic->depth++;
    check_function(logic, kept, lint_keep(logic->linter, below));
    logic->depth--;
  } else if (!lint_takes(&at, TAKES_BOOL)) {
    Diag *diag = WRONG(logic, &at, "this is no condition but %s", value_kind_name(at.value));
    diag_help(logic->linter->diags, diag, "a condition is made of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition");
  }
}

// Nothing of a condition may be null.
static void check_null(Linter *linter, LintAt at, unsigned depth) {
  if (!at.value || depth > MOST_DEPTH) return;
  if (at.value->kind == VALUE_NULL) {
    Diag *diag = lint_report(linter, "E1001", &at, "CloudFormation refuses a null here");
    diag_help(linter->diags, diag, "write what belongs here, or remove the key");
    return;
  }
  const LintAt *kept = lint_count(&at) ? lint_keep(linter, at) : NULL;
  for (size_t i = 0; kept && lint_is(&at, VALUE_MAP) && i < lint_count(&at); i++)
    check_null(linter, lint_member(kept, &at.value->as.map.members[i]), depth + 1);
  for (size_t i = 0; kept && lint_is(&at, VALUE_LIST) && i < lint_count(&at); i++)
    check_null(linter, lint_item(kept, i), depth + 1);
}

// ───────────────────────────── Conditions ─────────────────────────────

static bool is_condition_name(Text name) {
  for (size_t i = 0; i < name.size; i++)
    if (name.at[i] != '&' && name.at[i] != '_' && !lint_is_alphanumeric(text_slice(name, i, i + 1))) return false;
  return name.size > 0 && name.size <= 255;
}

static void check_conditions(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Conditions");
  if (!section.value) return;
  check_null(linter, section, 0);
  if (!lint_is(&section, VALUE_MAP)) {
    if (!lint_is(&section, VALUE_NULL))
      lint_report(linter, "E1001", &section, "'Conditions' takes a map of conditions, this is %s",
                  value_kind_name(section.value));
    return;
  }
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt condition = lint_member(&section, &section.value->as.map.members[i]);
    if (lint_is_generator(condition.key)) continue;
    if (!is_condition_name(condition.key)) {
      Diag *diag =
          lint_report(linter, "E8001", &condition, "'%.*s' is no name for a condition", TEXT_ARG(condition.key));
      diag_help(linter->diags, diag, "names are of letters and digits");
      continue;
    }
    Logic logic = {.linter = linter, .usual = "E8001"};
    check_expression(&logic, condition);
  }
}

// ───────────────────────────── Rules ─────────────────────────────

static const LintPart assertion_parts[] = {
    {"Assert", &lint_anything, false}, {"AssertDescription", &lint_any_text, false}, {0}};
static const LintShape assertion = {.takes = TAKES_MAP, .parts = assertion_parts, .others = &lint_anything};
static const LintShape assertions = {.takes = TAKES_LIST, .items = &assertion};
static const LintPart rule_parts[] = {{"RuleCondition", &lint_anything, false}, {"Assertions", &assertions, true}, {0}};
static const LintShape rule_shape = {
    .takes = TAKES_MAP, .what = "a rule", .parts = rule_parts, .others = &lint_anything};
static const LintCodes rule_codes = {.unknown = "E1700"};

static void check_logic(Linter *linter, const LintAt *at, const char *code) {
  if (!at->value) return;
  Logic logic = {.linter = linter, .rules = true, .usual = code};
  check_expression(&logic, *at);
}

static void check_rule(Linter *linter, const LintAt *rule) {
  lint_shape(linter, &rule_shape, rule, WORLD_ANY, &rule_codes);
  LintAt condition = lint_field(rule, "RuleCondition"), list = lint_field(rule, "Assertions");
  check_logic(linter, &condition, "E1702");
  for (size_t i = 0; lint_is(&list, VALUE_LIST) && i < lint_count(&list); i++) {
    LintAt item = lint_item(&list, i), assert = lint_field(&item, "Assert");
    check_logic(linter, &assert, "E1701");
  }
}

static void check_rules(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Rules");
  if (!section.value) return;
  check_null(linter, section, 0);
  if (!lint_is(&section, VALUE_MAP)) {
    if (!lint_is(&section, VALUE_NULL))
      lint_report(linter, "E1001", &section, "'Rules' takes a map of rules, this is %s",
                  value_kind_name(section.value));
    return;
  }
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt rule = lint_member(&section, &section.value->as.map.members[i]);
    if (lint_is_alphanumeric(rule.key)) {
      check_rule(linter, lint_keep(linter, rule));
      continue;
    }
    Diag *diag = lint_report(linter, "E1700", &rule, "'%.*s' is no name for a rule", TEXT_ARG(rule.key));
    diag_help(linter->diags, diag, "names are of letters and digits");
  }
}

void lint_check_budget(Linter *linter) {
  if (!conditions_undecided(linter->conditions)) return;
  LintAt section = lint_field(&linter->root, "Conditions");
  Diag *diag = lint_report(linter, "U0001", &section,
                           "the conditions are too many together to decide what can happen: rules that depend on it "
                           "say nothing");
  diag_help(linter->diags, diag,
            "a parameter with AllowedValues in place of several yes-or-no ones leaves fewer cases");
}

static const LintRule rules[] = {
    {.id = "U0001",
     .title = "Conditions that were not decided",
     .about =
         "Which conditions can hold together is worked out exactly, within a fixed number of steps. Past it rules that "
         "depend on conditions say nothing, which is told here, at the same place in every run."},
    {.id = "E1700",
     .title = "The form of a rule",
     .about = "A rule has Assertions, and may have a RuleCondition that says when they are checked.",
     .template = check_rules},
    {.id = "E1701",
     .title = "An assertion of a rule",
     .about =
         "Assert is a condition, made of the functions of rules (Fn::Contains, Fn::EachMemberIn, Fn::Equals, ...).",
     .template = check_rules},
    {.id = "E1702",
     .title = "The condition of a rule",
     .about = "RuleCondition is a condition, made of the functions of rules.",
     .template = check_rules},
    {.id = "E8001",
     .title = "What a condition is",
     .about = "A condition has a name of letters and digits, and is made of Fn::Equals, Fn::And, Fn::Or, Fn::Not and "
              "Condition.",
     .template = check_conditions},
    {.id = "E8003",
     .title = "The form of Fn::Equals",
     .about = "Fn::Equals compares two texts, which may come from Ref, Fn::FindInMap, Fn::Sub, Fn::Join or Fn::Select.",
     .template = check_conditions},
    {.id = "E8004",
     .title = "The form of Fn::And",
     .about = "Fn::And takes a list of two to ten conditions.",
     .template = check_conditions},
    {.id = "E8005",
     .title = "The form of Fn::Not",
     .about = "Fn::Not takes a list of one condition.",
     .template = check_conditions},
    {.id = "E8006",
     .title = "The form of Fn::Or",
     .about = "Fn::Or takes a list of two to ten conditions.",
     .template = check_conditions},
    {.id = "W8003",
     .title = "A comparison that is always true or always false",
     .about = "Both sides are written out, or are the same; what it decides can be written without it.",
     .template = check_conditions},
};

LINT_TOPIC(conditions, rules);
