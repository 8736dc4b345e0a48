// Section Metadata: no nulls, the console's Interface, the configuration of lint itself.
#include "lint/shape.h"

static const LintShape text = {.takes = TAKES_TEXT};
static const LintPart label_parts[] = {{"default", &text, false}, {0}};
static const LintShape label = {.takes = TAKES_MAP | TAKES_LIST | TAKES_TEXT, .what = "a label", .parts = label_parts};
static const LintShape names = {.takes = TAKES_LIST, .items = &lint_anything};
static const LintPart group_parts[] = {{"Label", &label, false}, {"Parameters", &names, false}, {0}};
static const LintShape group = {
    .takes = TAKES_MAP | TAKES_LIST | TAKES_TEXT, .what = "a group of parameters", .parts = group_parts};
static const LintShape groups = {.takes = TAKES_LIST, .items = &group};
static const LintShape labels = {.takes = TAKES_MAP | TAKES_LIST | TAKES_TEXT, .others = &label};
static const LintPart interface_parts[] = {
    {"ParameterGroups", &groups, false}, {"ParameterLabels", &labels, false}, {0}};
static const LintShape interface_shape = {
    .takes = TAKES_MAP | TAKES_LIST | TAKES_TEXT, .what = "AWS::CloudFormation::Interface", .parts = interface_parts};
static const LintCodes interface_codes = {.unknown = "E4001"};

static const LintShape ids = {.takes = TAKES_LIST, .items = &text};
static const LintShape yes = {.takes = TAKES_BOOL};
static const LintPart config_parts[] = {{"append_rules", &ids, false},
                                        {"configure_rules", &lint_any_map, false},
                                        {"ignore_bad_template", &yes, false},
                                        {"ignore_checks", &ids, false},
                                        {"include_checks", &ids, false},
                                        {"include_experimental", &yes, false},
                                        {"merge_configs", &yes, false},
                                        {"regions", &ids, false},
                                        {0}};
static const LintShape config = {.takes = TAKES_MAP, .what = "the configuration of cfn-lint", .parts = config_parts};
static const LintPart lint_parts[] = {{"config", &config, false}, {0}};
static const LintShape lint_config_shape = {
    .takes = TAKES_MAP | TAKES_LIST | TAKES_TEXT, .parts = lint_parts, .others = &lint_anything};
static const LintCodes lint_codes = {.unknown = "W4005"};

enum { MOST_DEPTH = 100 };

static void check_null(Linter *linter, LintAt at, unsigned depth) {
  if (!at.value || depth > MOST_DEPTH) return;
  if (at.value->kind == VALUE_NULL) {
    lint_report(linter, "E4002", &at, "CloudFormation refuses a null in Metadata");
    return;
  }
  const LintAt *kept = lint_count(&at) ? lint_keep(linter, at) : NULL;
  for (size_t i = 0; kept && lint_is(&at, VALUE_MAP) && i < lint_count(&at); i++)
    check_null(linter, lint_member(kept, &at.value->as.map.members[i]), depth + 1);
  for (size_t i = 0; kept && lint_is(&at, VALUE_LIST) && i < lint_count(&at); i++)
    check_null(linter, lint_item(kept, i), depth + 1);
}

static void check_parameter(Linter *linter, const LintAt *at, Text name) {
  const Value *parameters = template_section(linter->template, "Parameters");
  if (value_get(parameters, name)) return;
  Diag *diag = lint_report(linter, "W4001", at, "there is no parameter '%.*s'", TEXT_ARG(name));
  VEC(Text) known = {0};
  for (size_t i = 0; value_is(parameters, VALUE_MAP) && i < parameters->as.map.count; i++)
    vec_push(linter->arena, &known, parameters->as.map.members[i].key);
  diag_suggest(linter->diags, diag, name, known.items, known.count);
}

static void check_interface(Linter *linter, const LintAt *at) {
  lint_shape(linter, &interface_shape, at, WORLD_ANY, &interface_codes);
  LintAt group_list = lint_field(at, "ParameterGroups"), named = lint_field(at, "ParameterLabels");
  for (size_t i = 0; lint_is(&group_list, VALUE_LIST) && i < lint_count(&group_list); i++) {
    LintAt item = lint_item(&group_list, i), list = lint_field(&item, "Parameters");
    for (size_t k = 0; lint_is(&list, VALUE_LIST) && k < lint_count(&list); k++) {
      LintAt name = lint_item(&list, k);
      if (lint_is(&name, VALUE_STRING)) check_parameter(linter, &name, lint_text(&name));
    }
  }
  for (size_t i = 0; lint_is(&named, VALUE_MAP) && i < lint_count(&named); i++) {
    LintAt name = lint_member(&named, &named.value->as.map.members[i]);
    check_parameter(linter, &name, name.key);
  }
}

static void check_metadata(Linter *linter) {
  LintAt metadata = lint_field(&linter->root, "Metadata");
  if (!metadata.value) return;
  if (!lint_is(&metadata, VALUE_MAP)) {
    lint_report(linter, "E4002", &metadata, "'Metadata' takes a map, this is %s", value_kind_name(metadata.value));
    return;
  }
  check_null(linter, metadata, 0);
  LintAt interface = lint_field(&metadata, "AWS::CloudFormation::Interface");
  if (interface.value && !lint_is(&interface, VALUE_NULL)) check_interface(linter, &interface);
  LintAt own = lint_field(&metadata, "cfn-lint");
  if (!lint_is(&own, VALUE_NULL)) lint_shape(linter, &lint_config_shape, &own, WORLD_ANY, &lint_codes);
}

// ───────────────────────────── Secrets ─────────────────────────────

// Where a Ref stands: "Metadata", "Outputs" or "resource metadata"; null for anywhere else.
static const char *shown_place(const LintFunction *function) {
  if (text_is(function->section, "Metadata")) return "Metadata";
  if (text_is(function->section, "Outputs")) return "Outputs";
  const LintAt *at = &function->at;
  while (at->up && at->up->up && at->up->up->up && at->up->up->up->up) at = at->up;
  bool resource = function->resource && at->up && text_is(at->key, "Metadata");
  return resource ? "the metadata of a resource" : NULL;
}

static bool is_secret(const Linter *linter, Text name) {
  LintAt hidden = {.value = value_at(lint_parameter(linter, name), "NoEcho")};
  bool secret;
  return (lint_bool(&hidden, &secret) && secret) || text_is(lint_text(&hidden), "TRUE");
}

typedef struct Secret {
  const Linter *linter;
  Text name;  // the first secret parameter that is referred to
} Secret;

static void find_secret(void *context, Text name, Text attribute, const Value *at) {
  (void)attribute, (void)at;
  Secret *secret = context;
  if (!secret->name.size && is_secret(secret->linter, name)) secret->name = name;
}

static void check_secret(Linter *linter, const LintFunction *function) {
  const char *place = shown_place(function);
  if (!place) return;
  // Of an Fn::Sub only the text itself: what its variables refer to is visited by itself.
  LintAt text_part = lint_item(&function->argument, 0);
  const Value *argument = text_part.value ? text_part.value : function->argument.value;
  if (!value_is(argument, VALUE_STRING)) return;
  Secret secret = {.linter = linter};
  Member member = {.key = function->name, .value = (Value *)argument};
  Value map = {.kind = VALUE_MAP, .as.map = {.members = &member, .count = 1}};
  template_references(&map, find_secret, &secret);
  if (!secret.name.size) return;
  Diag *diag = lint_report(linter, "W2010", &function->argument, "the secret parameter '%.*s' is shown in %s",
                           TEXT_ARG(secret.name), place);
  diag_help(linter->diags, diag, "NoEcho hides a value in Parameters alone");
}

static const LintRule rules[] = {
    {.id = "E4001",
     .title = "The form of AWS::CloudFormation::Interface",
     .about =
         "The console groups parameters by ParameterGroups and names them by ParameterLabels; other members have no "
         "meaning.",
     .template = check_metadata},
    {.id = "E4002",
     .title = "The form of Metadata",
     .about = "Metadata is a map, and CloudFormation refuses a null anywhere in it.",
     .template = check_metadata},
    {.id = "W2010",
     .title = "A secret parameter in metadata or outputs",
     .about =
         "A parameter with NoEcho is hidden where parameters are shown, and readable for everyone in Metadata, Outputs "
         "and the metadata of resources.",
     .of = "Ref Fn::Sub",
     .function = check_secret},
    {.id = "W4001",
     .title = "The Interface names a parameter that does not exist",
     .about = "The console shows nothing for it. Correct or remove the name.",
     .template = check_metadata},
    {.id = "W4005",
     .title = "The configuration of lint in Metadata",
     .about = "Metadata: cfn-lint: config takes lists of rules and regions; what it does not know has no effect.",
     .template = check_metadata},
};

LINT_TOPIC(metadata, rules);
