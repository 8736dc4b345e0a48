// Intrinsic functions: whether each stands where it may and gets what it takes. One walk over the template: from place
// to place with the shape that is wanted there (shapes.h); what a function's own arguments mean is in intrinsics.c.
//
// A mistake within nested functions is reported under the outermost one's id, an output's under E6101, a comparison's
// under E8003; a Ref always answers for itself.
#include "lint/intrinsics.h"

typedef struct Function {
  unsigned bit;
  const char *name, *id;
  unsigned gives;  // kinds
  FunctionCheck check;
  const char *form;  // of its argument, for help
} Function;

static const Function functions[] = {
    {FN_REF, "Ref", "E1020", KIND_ANY, intrinsic_ref, "Ref takes the name of a parameter or resource"},
    {FN_GET_ATT, "Fn::GetAtt", "E1010", KIND_ANY, intrinsic_get_att, "write [RESOURCE, ATTRIBUTE]"},
    {FN_SUB, "Fn::Sub", "E1019", KIND_SCALAR, intrinsic_sub, "write a text, or [TEXT, {VARIABLE: VALUE}]"},
    {FN_JOIN, "Fn::Join", "E1022", KIND_SCALAR, NULL, "write [DELIMITER, [VALUE, VALUE]]"},
    {FN_SELECT, "Fn::Select", "E1017", KIND_ANY, intrinsic_select, "write [INDEX, LIST]"},
    {FN_SPLIT, "Fn::Split", "E1018", KIND_LIST, intrinsic_split, "write [DELIMITER, TEXT]"},
    {FN_IF, "Fn::If", "E1028", KIND_ANY, NULL, "write [CONDITION, VALUE WHERE IT HOLDS, VALUE WHERE NOT]"},
    {FN_FIND_IN_MAP, "Fn::FindInMap", "E1011", KIND_SCALAR | KIND_LIST, intrinsic_find_in_map,
     "write [MAPPING, KEY, KEY]"},
    {FN_BASE64, "Fn::Base64", "E1021", KIND_SCALAR, NULL, "it takes one text"},
    {FN_GET_AZS, "Fn::GetAZs", "E1015", KIND_LIST, intrinsic_get_azs, "it takes a region, or '' for the stack's own"},
    {FN_IMPORT_VALUE, "Fn::ImportValue", "E1016", KIND_SCALAR, NULL, "it takes the name of an export"},
    {FN_CIDR, "Fn::Cidr", "E1024", KIND_LIST, intrinsic_cidr, "write [BLOCK, COUNT, BITS]"},
    {FN_LENGTH, "Fn::Length", "E1030", KIND_SCALAR, NULL, "it takes a list"},
    {FN_TO_JSON, "Fn::ToJsonString", "E1031", KIND_SCALAR, NULL, "it takes a map or list that is not empty"},
    {FN_TRANSFORM, "Fn::Transform", "E1005", KIND_ANY, NULL, "write {Name: MACRO, Parameters: {NAME: VALUE}}"},
    {FN_STACK_OUTPUT, "Fn::GetStackOutput", "E1033", KIND_SCALAR, intrinsic_stack_output,
     "write {StackName: STACK, OutputName: OUTPUT}"},
};

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions, MOST_DEPTH = 128 };

static void check_value(const FunctionWalk *walk, const LintAt *at, const Shape *wanted);

static const Function *function_at(const Value *value) {
  if (!value_is(value, VALUE_MAP) || value->as.map.count != 1) return NULL;
  Text name = value->as.map.members[0].key;
  if (!text_is(name, "Ref") && !text_starts_with(name, TEXT("Fn::"))) return NULL;
  for (size_t i = 0; i < FUNCTION_COUNT; i++)
    if (text_is(name, functions[i].name)) return &functions[i];
  return NULL;
}

// ───────────────────────────── Literal values ─────────────────────────────

// What a value is called in a message: its own text where that is short.
static Text shown(const FunctionWalk *walk, const Value *value) {
  Arena *arena = walk->linter->arena;
  if (value->kind == VALUE_STRING && value->as.text.size <= 40)
    return text_format(arena, "'%.*s'", TEXT_ARG(value->as.text));
  if (value->kind == VALUE_NULL) return TEXT("nothing");
  return text_of(value_kind_name(value));
}

static void report_kind(const FunctionWalk *walk, const char *id, const LintAt *at, const Shape *wanted) {
  const char *name = shape_kinds_name(wanted->kinds);
  const Function *function = function_at(at->value);
  Diag *diag;
  if (function) {
    diag = lint_report(walk->linter, id, at, "%s cannot stand here, where %s is wanted", function->name, name);
    if (wanted->functions == 0) diag_help(walk->linter->diags, diag, "no function can give this value: write %s", name);
    return;
  }
  diag = lint_report(walk->linter, id, at, "%s must stand here, not %.*s", name, TEXT_ARG(shown(walk, at->value)));
  if (value_is(at->value, VALUE_MAP) && at->value->as.map.count > 1 && function_at(at->value) == NULL &&
      value_at(at->value, "Ref"))
    diag_help(walk->linter->diags, diag, "a function is a map with one key; this has %zu", at->value->as.map.count);
  else if (walk->form)
    diag_help(walk->linter->diags, diag, "%s", walk->form);
}

static const Shape *item_shape(const Shape *wanted, size_t index) {
  if (index < 4 && wanted->parts[index]) return wanted->parts[index];
  return wanted->items ? wanted->items : &shape_anything;
}

static void check_count(const FunctionWalk *walk, const char *id, const LintAt *at, const Shape *wanted) {
  size_t count = lint_count(at), most = wanted->most;
  Diag *diag;
  if (count >= wanted->least && (most == 0 || count <= most)) return;
  if (wanted->least == most)
    diag = lint_report(walk->linter, id, at, "%zu items are wanted here, not %zu", most, count);
  else if (count < wanted->least)
    diag = lint_report(walk->linter, id, at, "at least %zu %s wanted here, not %zu", wanted->least,
                       wanted->least == 1 ? "item is" : "items are", count);
  else
    diag = lint_report(walk->linter, id, at, "at most %zu items are wanted here, not %zu", most, count);
  if (walk->form) diag_help(walk->linter->diags, diag, "%s", walk->form);
}

static void check_members(const FunctionWalk *walk, const LintAt *at, const Shape *wanted) {
  const Value *value = at->value;
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++) {
    LintAt item = lint_item(at, i);
    check_value(walk, &item, item_shape(wanted, i));
  }
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    if (text_starts_with(member->key, TEXT("Fn::ForEach::"))) continue;
    LintAt below = lint_member(at, member);
    check_value(walk, &below, wanted->items ? wanted->items : &shape_anything);
  }
}

static void check_literal(const FunctionWalk *walk, const char *id, const LintAt *at, const Shape *wanted) {
  if (wanted->kinds != KIND_ANY && !shape_fits(at->value, wanted->kinds)) {
    report_kind(walk, id, at, wanted);
    return;
  }
  if (wanted->least && (at->value->kind == VALUE_LIST || (wanted->kinds & KIND_MAP))) check_count(walk, id, at, wanted);
  check_members(walk, at, wanted);
}

// ───────────────────────────── Functions ─────────────────────────────

static bool declared(const Linter *linter, Text condition) {
  const Value *conditions = template_section(linter->template, "Conditions");
  return value_get(conditions, condition) || value_at(conditions, "Fn::Transform") ||
         value_at(linter->template->root, "Fn::Transform");
}

static bool check_condition(const FunctionWalk *walk, const LintAt *argument) {
  LintAt name = lint_item(argument, 0);
  Linter *linter = walk->linter;
  if (declared(linter, lint_text(&name))) return true;
  Diag *diag = lint_report(linter, function_id(walk, "E1028"), &name, "there is no condition '%.*s'",
                           TEXT_ARG(lint_text(&name)));
  const Value *conditions = template_section(linter->template, "Conditions");
  if (!value_is(conditions, VALUE_MAP) || linter->diags->list.count > 200) return false;
  size_t count = conditions->as.map.count;
  Text *names = ARENA_ARRAY(linter->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) names[i] = conditions->as.map.members[i].key;
  diag_suggest(linter->diags, diag, lint_text(&name), names, count);
  return false;
}

// Whether a Fn::If around the place, or the resource's own condition, asks the same.
static bool asked_around(const LintAt *argument, Text name) {
  for (const LintAt *at = argument->up; at; at = at->up) {
    if (at->key.at && text_is(at->key, "Fn::If") && lint_count(at) &&
        text_equal(value_text(at->value->as.list.items[0]), name))
      return true;
    if (at->key.at && text_is(at->key, "Properties") && at->up)
      return text_equal(value_text(value_at(at->up->value, "Condition")), name);
  }
  return false;
}

// A branch that its surroundings never let be taken. A condition that is always true or false is another rule's matter.
static void check_branch(const FunctionWalk *walk, const LintAt *argument, size_t branch, const Shape *wanted) {
  Linter *linter = walk->linter;
  Conditions *conditions = linter->conditions;
  Text name = lint_text(&(LintAt){.value = argument->value->as.list.items[0]});
  LintAt at = lint_item(argument, branch);
  FunctionWalk inner = *walk;
  inner.world = world_with(conditions, walk->world, name, branch == 1);
  if (!world_possible(conditions, inner.world)) {
    World alone = world_with(conditions, conditions_start(conditions), name, branch == 1);
    bool decided = world_possible(conditions, alone) || asked_around(argument, name);
    if (decided && world_possible(conditions, walk->world)) {
      Diag *diag = lint_report(linter, "W1028", &at, "this branch is never taken: '%.*s' is always %s here",
                               TEXT_ARG(name), branch == 1 ? "false" : "true");
      diag_help(linter->diags, diag, "write the other branch in place of the Fn::If");
    }
    inner.world = walk->world;  // what it refers to must exist all the same
  }
  check_value(&inner, &at, wanted);
}

static void check_if(const FunctionWalk *walk, const Function *function, const LintAt *argument, const Shape *wanted) {
  FunctionWalk inner = *walk;
  if (!inner.outer) inner.outer = "E1028";
  inner.form = function->form;
  size_t before = walk->linter->diags->list.count;
  if (!value_is(argument->value, VALUE_LIST)) {
    check_literal(&inner, inner.outer, argument, shape_of(FN_IF));
    return;
  }
  check_count(&inner, inner.outer, argument, shape_of(FN_IF));
  LintAt name = lint_item(argument, 0);
  if (name.value) check_value(&inner, &name, &shape_text);
  if (walk->linter->diags->list.count != before) return;
  if (!check_condition(walk, argument)) return;
  check_branch(walk, argument, 1, wanted);
  check_branch(walk, argument, 2, wanted);
}

// Whether some kind that the function gives will do where `wanted` is.
static bool gives(const Function *function, const Shape *wanted) {
  if (function->gives & wanted->kinds) return true;
  return (function->gives & KIND_SCALAR) && (wanted->kinds & KIND_SCALAR);
}

static bool needs_extensions(const Function *function) { return function->bit & (FN_LENGTH | FN_TO_JSON); }

// The walk within the function's argument.
static FunctionWalk walk_inside(const FunctionWalk *walk, const Function *function) {
  FunctionWalk inner = *walk;
  inner.depth++;
  inner.form = function->form;
  if (needs_extensions(function)) inner.outer = function->id, inner.forced = true;
  if (!inner.outer) inner.outer = function->id;
  if (function->bit == FN_IMPORT_VALUE) inner.no_resources = true;
  if (function->bit == FN_TO_JSON) inner.no_lists = true;
  return inner;
}

static void check_function(const FunctionWalk *walk, const Function *function, const LintAt *at, const Shape *wanted) {
  Linter *linter = walk->linter;
  LintAt argument = lint_member(at, &at->value->as.map.members[0]);
  const char *id = needs_extensions(function) ? function->id : function_id(walk, function->id);
  if (needs_extensions(function) && !walk->extensions) {
    Diag *diag =
        lint_report(linter, id, at, "%s is known only with the transform AWS::LanguageExtensions", function->name);
    diag_help(linter->diags, diag, "add `Transform: AWS::LanguageExtensions` to the template");
    return;
  }
  size_t before = linter->diags->list.count;
  if (!gives(function, wanted))
    lint_report(linter, id, at, "%s gives %s where %s is wanted", function->name, shape_kinds_name(function->gives),
                shape_kinds_name(wanted->kinds));
  if (function->bit == FN_IF) {
    check_if(walk, function, &argument, wanted);
    return;
  }
  FunctionWalk inner = walk_inside(walk, function);
  // A Ref whose argument is no text answers for itself, like one whose name is not known.
  if (function->bit == FN_REF && !walk->forced) inner.outer = "E1020";
  check_value(&inner, &argument, shape_of(function->bit));
  if (linter->diags->list.count == before && function->check) function->check(&inner, at, &argument, wanted);
}

static void check_value(const FunctionWalk *walk, const LintAt *at, const Shape *wanted) {
  if (!at->value || walk->depth >= MOST_DEPTH) return;
  FunctionWalk inner = *walk;
  inner.depth++;
  const Function *function = function_at(at->value);
  unsigned allowed = wanted->functions | (walk->extensions ? wanted->extended : 0);
  // Both are told that they want the transform, wherever they stand.
  if (function && needs_extensions(function) && !walk->extensions) allowed |= function->bit;
  if (function && (function->bit & allowed))
    check_function(&inner, function, at, wanted);
  else
    check_literal(&inner, walk->outer ? walk->outer : "E1020", at, wanted);
}

// ───────────────────────────── Sections ─────────────────────────────

static void check_resource(FunctionWalk *walk, const LintResource *resource) {
  static const char *const members[] = {"Properties", "Metadata", "UpdatePolicy"};
  walk->world = resource->world;
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    LintAt at = lint_field(&resource->at, members[i]);
    if (at.value) check_value(walk, &at, &shape_anything);
  }
  FunctionWalk inner = *walk;
  inner.no_resources = true;
  LintAt policy = lint_field(&resource->at, "CreationPolicy");
  if (policy.value) check_value(&inner, &policy, function_at(policy.value) ? &shape_policy : &shape_anything);
  // Without language extensions no function works in these, which E3035 and E3036 say.
  static const char *const extended[] = {"DeletionPolicy", "UpdateReplacePolicy"};
  for (size_t i = 0; walk->extensions && i < 2; i++) {
    LintAt at = lint_field(&resource->at, extended[i]);
    if (at.value && function_at(at.value)) check_value(&inner, &at, &shape_anything);
  }
}

static void check_output(FunctionWalk *walk, const LintAt *at) {
  Linter *linter = walk->linter;
  LintAt condition = lint_field(at, "Condition"), value = lint_field(at, "Value"), export = lint_field(at, "Export");
  FunctionWalk inner = *walk;
  inner.world = conditions_start(linter->conditions);
  if (lint_is(&condition, VALUE_STRING))
    inner.world = world_with(linter->conditions, inner.world, lint_text(&condition), true);
  inner.outer = "E6101";
  inner.forced = true;
  if (value.value && !lint_is(&value, VALUE_NULL)) check_value(&inner, &value, &shape_output);  // null: E6002
  LintAt name = lint_field(&export, "Name");
  if (!name.value) return;
  // An export's name is worked out before any resource is made, and its functions answer for themselves.
  inner.forced = false;
  inner.no_resources = true;
  inner.outer = function_at(name.value) ? NULL : "E6102";
  check_value(&inner, &name, &shape_output);
}

// Within conditions: the operands of Fn::Equals.
static void check_operands(const FunctionWalk *walk, const LintAt *at) {
  if (!at->value || walk->depth >= MOST_DEPTH) return;
  FunctionWalk inner = *walk;
  inner.depth++;
  const Value *value = at->value;
  bool equals = at->key.at && text_is(at->key, "Fn::Equals") && value->kind == VALUE_LIST;
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++) {
    LintAt item = lint_item(at, i);
    const Function *function = function_at(item.value);
    if (!equals)
      check_operands(&inner, &item);
    else if (function && (function->bit & shape_compared.functions))
      check_value(&inner, &item, &shape_compared);
  }
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++) {
    LintAt below = lint_member(at, &value->as.map.members[i]);
    if (!text_starts_with(below.key, TEXT("Fn::ForEach::"))) check_operands(&inner, &below);
  }
}

// Within Rules: references alone.
static void check_references(const FunctionWalk *walk, const LintAt *at) {
  if (!at->value || walk->depth >= MOST_DEPTH) return;
  FunctionWalk inner = *walk;
  inner.depth++;
  const Value *value = at->value;
  const Function *function = function_at(value);
  if (function && function->bit == FN_REF) {
    check_value(&inner, at, &shape_anything);
    return;
  }
  for (size_t i = 0; i < lint_count(at); i++) {
    LintAt below = value->kind == VALUE_LIST ? lint_item(at, i) : lint_member(at, &value->as.map.members[i]);
    check_references(&inner, &below);
  }
}

static void check_section(FunctionWalk *walk, const char *name, void (*check)(FunctionWalk *, const LintAt *)) {
  LintAt section = lint_field(&walk->linter->root, name);
  if (!lint_is(&section, VALUE_MAP)) return;
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt entry = lint_member(&section, &section.value->as.map.members[i]);
    if (!text_starts_with(entry.key, TEXT("Fn::ForEach::"))) check(walk, &entry);
  }
}

static void check_conditions(FunctionWalk *walk, const LintAt *at) { check_operands(walk, at); }
static void check_rules(FunctionWalk *walk, const LintAt *at) { check_references(walk, at); }

static void check_functions(Linter *linter) {
  Map keys = {0};
  FunctionWalk walk = {.linter = linter,
                       .world = conditions_start(linter->conditions),
                       .extensions = reference_transform(linter, "AWS::LanguageExtensions"),
                       .sam = reference_transform(linter, "AWS::Serverless-2016-10-31"),
                       .keys = &keys};
  for (size_t i = 0; i < linter->resources.count; i++) check_resource(&walk, &linter->resources.items[i]);
  check_section(&walk, "Outputs", check_output);
  walk.no_resources = true;
  walk.world = conditions_start(linter->conditions);
  check_section(&walk, "Rules", check_rules);
  walk.outer = "E8003";
  check_section(&walk, "Conditions", check_conditions);
}

// ───────────────────────────── The rules ─────────────────────────────

static const LintRule rules[] = {
    {.id = "E1010",
     .title = "Fn::GetAtt names a resource and an attribute that exist",
     .about = "Fn::GetAtt takes the logical id of a resource of this template and the name of an attribute that its "
              "type returns; CloudFormation refuses a template that asks for anything else.",
     .template = check_functions},
    {.id = "E1011",
     .title = "Fn::FindInMap looks up what Mappings hold",
     .about = "Fn::FindInMap takes the name of a map and two keys, by text, Ref or another look-up. A map or key that "
              "does not exist fails when the stack is created.",
     .template = check_functions},
    {.id = "E1015",
     .title = "Fn::GetAZs takes a region",
     .about = "Write the name of a region, {Ref: AWS::Region} or the empty text, which is the stack's own region.",
     .template = check_functions},
    {.id = "E1016",
     .title = "Fn::ImportValue takes the name of an export",
     .about = "The name must be known before anything is created: a text, or functions that do not depend on "
              "resources.",
     .template = check_functions},
    {.id = "E1017",
     .title = "Fn::Select takes an index and a list",
     .about = "Write [index, list]: a whole number from 0, and a list or a function that gives one.",
     .template = check_functions},
    {.id = "E1018",
     .title = "Fn::Split takes a delimiter and a text",
     .about = "Write [delimiter, text]. The delimiter is a literal text. A dynamic reference cannot be split: it is "
              "put in after functions have run.",
     .template = check_functions},
    {.id = "E1019",
     .title = "Fn::Sub's variables exist",
     .about = "Write a text, or [text, map of variables]. Each ${Name} is a parameter, a resource, an attribute, a "
              "pseudo parameter or one of the map; ${!Name} stands for itself.",
     .template = check_functions},
    {.id = "E1020",
     .title = "Ref names a parameter or resource that exists",
     .about = "Ref takes the name of a parameter, a resource or a pseudo parameter of this template, as a text. Where "
              "a list is wanted the parameter must be one, and the other way about.",
     .template = check_functions},
    {.id = "E1021",
     .title = "Fn::Base64 takes a text",
     .about = "Fn::Base64 encodes one text, or what a function that gives one returns.",
     .template = check_functions},
    {.id = "E1022",
     .title = "Fn::Join takes a delimiter and a list",
     .about = "Write [delimiter, list]: a literal text, and a list of texts or a function that gives one.",
     .template = check_functions},
    {.id = "E1024",
     .title = "Fn::Cidr takes a block, a count and a size",
     .about = "Write [block, count, bits]: a CIDR block, 1 to 256 blocks, and how many bits are left for hosts.",
     .template = check_functions},
    {.id = "E1028",
     .title = "Fn::If takes a condition and two values",
     .about = "Write [condition, value if it holds, value if not]; the condition is the name of one in Conditions. "
              "AWS::NoValue leaves the property out.",
     .template = check_functions},
    {.id = "E1030",
     .title = "Fn::Length takes a list",
     .about = "Fn::Length counts a list's items; it needs the transform AWS::LanguageExtensions.",
     .template = check_functions},
    {.id = "E1031",
     .title = "Fn::ToJsonString takes a map or list",
     .about = "Fn::ToJsonString writes a map or list that is not empty as a text; it needs the transform "
              "AWS::LanguageExtensions.",
     .template = check_functions},
    {.id = "E1033",
     .title = "Fn::GetStackOutput names a stack and an output",
     .about = "Write a map with StackName and OutputName, and Region or RoleArn where the stack is elsewhere.",
     .template = check_functions},
    {.id = "E6101",
     .title = "An output's value is a text",
     .about = "CloudFormation returns texts: choose an item of a list by Fn::Select or join it by Fn::Join.",
     .template = check_functions},
    {.id = "E6102",
     .title = "An export's name is a text",
     .about = "Other stacks import an output by this name.",
     .template = check_functions},
    {.id = "W1019",
     .title = "A variable of Fn::Sub that is not used",
     .about = "The map of Fn::Sub declares a variable that its text does not name: one of both is misspelt, or the "
              "variable can go.",
     .template = check_functions},
    {.id = "W1020",
     .title = "Fn::Sub without variables",
     .about = "The text stands for itself: write it without Fn::Sub.",
     .template = check_functions},
    {.id = "W1028",
     .title = "A branch of Fn::If that is never taken",
     .about = "The conditions around the Fn::If, or that of the resource, decide it already: write the other branch "
              "alone.",
     .template = check_functions},
};

LINT_TOPIC(functions, rules);
