// Section Parameters: what a parameter may have, its type, and whether its default is one that it allows.
#include "base/pattern.h"
#include "lint/limits.h"
#include "lint/shape.h"

// ───────────────────────────── Members ─────────────────────────────

static const LintShape long_text = {.takes = TAKES_TEXT};
static const LintShape allowed = {.takes = TAKES_LIST, .items = &long_text};
static const LintShape whole = {.takes = TAKES_INTEGER}, number = {.takes = TAKES_NUMBER}, yes = {.takes = TAKES_BOOL};

static const LintPart parts[] = {{"Type", &lint_any_text, true},
                                 {"Default", &lint_any_text, false},
                                 {"Description", &lint_any_text, false},
                                 {"AllowedPattern", &lint_any_text, false},
                                 {"AllowedValues", &allowed, false},
                                 {"ConstraintDescription", &lint_any_text, false},
                                 {"MaxLength", &whole, false},
                                 {"MinLength", &whole, false},
                                 {"MaxValue", &number, false},
                                 {"MinValue", &number, false},
                                 {"NoEcho", &yes, false},
                                 {0}};
static const LintShape parameter_shape = {.takes = TAKES_MAP, .what = "a parameter", .parts = parts};
static const LintCodes codes = {.unknown = "E2001"};

// What only a number, and what only a text, is checked by.
static const char *const of_numbers[] = {"MinValue", "MaxValue", NULL};
static const char *const of_texts[] = {"AllowedPattern", "MinLength", "MaxLength", NULL};

static void check_members_of_kind(Linter *linter, const LintAt *parameter) {
  Text type = value_text(value_at(parameter->value, "Type"));
  bool numeric = text_is(type, "Number");
  for (const char *const *name = numeric ? of_texts : of_numbers; *name; name++) {
    LintAt member = lint_field(parameter, *name);
    if (!member.value) continue;
    lint_report(linter, "E2001", &member, "'%s' is for %s, this parameter is %s%.*s", *name,
                numeric ? "texts" : "numbers", type.size ? "a " : "no number", TEXT_ARG(type));
  }
}

static void check_sizes(Linter *linter, const LintAt *parameter) {
  static const struct {
    const char *name;
    size_t most;
  } sizes[] = {{"Default", 4096}, {"Description", 4000}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    LintAt member = lint_field(parameter, sizes[i].name);
    limits_text(linter, &member, sizes[i].most, "E2011", NULL);
  }
  LintAt values = lint_field(parameter, "AllowedValues");
  for (size_t i = 0; i < lint_count(&values) && lint_is(&values, VALUE_LIST); i++) {
    LintAt item = lint_item(&values, i);
    limits_text(linter, &item, 4096, "E2011", NULL);
  }
  LintAt longest = lint_field(parameter, "MaxLength");
  int64_t most;
  if (lint_integer(&longest, &most) && most > 4096)
    lint_report(linter, "E2001", &longest, "'MaxLength' is %lld, a parameter has 4096 characters at most",
                (long long)most);
}

// ───────────────────────────── Types ─────────────────────────────

// What a text, each item of a List<> and each AWS::SSM::Parameter::Value<> may be (CloudFormation user guide,
// "Specify existing resources at runtime with CloudFormation-supplied parameter types").
static const char *const aws_types[] = {"AWS::EC2::AvailabilityZone::Name",
                                        "AWS::EC2::Image::Id",
                                        "AWS::EC2::Instance::Id",
                                        "AWS::EC2::SecurityGroup::GroupName",
                                        "AWS::EC2::SecurityGroup::Id",
                                        "AWS::EC2::Subnet::Id",
                                        "AWS::EC2::VPC::Id",
                                        "AWS::EC2::Volume::Id",
                                        "AWS::Route53::HostedZone::Id",
                                        "String",
                                        "Number"};
enum { AWS_TYPES = sizeof aws_types / sizeof *aws_types };

static bool between(Text type, const char *start, Text *inner) {
  Text head = text_of(start);
  if (!text_starts_with(type, head) || !text_ends_with(type, TEXT(">"))) return false;
  *inner = text_slice(type, head.size, type.size - 1);
  return true;
}

static bool known_single(Text type) {
  for (size_t i = 0; i < AWS_TYPES; i++)
    if (text_is(type, aws_types[i])) return true;
  return text_is(type, "AWS::EC2::KeyPair::KeyName") || text_is(type, "AWS::SSM::Parameter::Name");
}

static bool known_list(Text type) {
  Text item;
  if (text_is(type, "CommaDelimitedList")) return true;
  if (!between(type, "List<", &item)) return false;
  for (size_t i = 0; i < AWS_TYPES; i++)
    if (text_is(item, aws_types[i])) return true;
  return false;
}

static bool known_type(Text type) {
  Text value;
  if (between(type, "AWS::SSM::Parameter::Value<", &value)) type = value;
  return known_single(type) || known_list(type);
}

static bool is_list(Text type) {
  Text value;
  if (between(type, "AWS::SSM::Parameter::Value<", &value)) type = value;
  return known_list(type);
}

static void check_type(Linter *linter, const LintAt *parameter) {
  LintAt type = lint_field(parameter, "Type");
  Text name = lint_text(&type);
  if (!lint_is(&type, VALUE_STRING) || known_type(name)) return;
  if (text_starts_with(name, TEXT("AWS::SSM::Parameter::Value<")) || text_starts_with(name, TEXT("List<"))) {
    lint_report(linter, "W2002", &type, "'%.*s' is no documented type of a parameter, so its value is not checked",
                TEXT_ARG(name));
    return;
  }
  Diag *diag = lint_report(linter, "E2002", &type, "'%.*s' is not a type of a parameter", TEXT_ARG(name));
  Text names[AWS_TYPES + 3] = {TEXT("CommaDelimitedList"), TEXT("AWS::EC2::KeyPair::KeyName"),
                               TEXT("AWS::SSM::Parameter::Name")};
  for (size_t i = 0; i < AWS_TYPES; i++) names[i + 3] = text_of(aws_types[i]);
  diag_suggest(linter->diags, diag, name, names, AWS_TYPES + 3);
  if (!diag->help.size) diag_help(linter->diags, diag, "use String, Number, CommaDelimitedList or an AWS type");
}

// ───────────────────────────── Default ─────────────────────────────

typedef struct Default {
  Linter *linter;
  LintAt at, allowed;
  const Value *parameter;
  Pattern *pattern;   // compiled; null: none, or none that compiles
  const char *wrong;  // the first constraint that it breaks
} Default;

static bool bound(const Value *parameter, const char *name, double *out) {
  LintAt at = {.value = value_at(parameter, name)};
  int64_t integer;
  if (lint_integer(&at, &integer)) return *out = (double)integer, true;
  return value_double(at.value, out);
}

static bool as_number(Default *check, Text text, double *out) {
  LintAt at = {.value = value_number(check->linter->arena, (Span){0}, text)};
  return (lint_is(&at, VALUE_INT) ||
          lint_takes(&(LintAt){.value = value_string(check->linter->arena, (Span){0}, text)}, TAKES_NUMBER)) &&
         value_double(at.value, out);
}

static bool is_allowed(Default *check, Text text) {
  if (!lint_is(&check->allowed, VALUE_LIST) || lint_count(&check->allowed) == 0) return true;
  for (size_t i = 0; i < lint_count(&check->allowed); i++) {
    LintAt item = lint_item(&check->allowed, i);
    Text one;
    if (lint_scalar(check->linter, &item, &one) && text_equal(one, text)) return true;
  }
  return false;
}

// The name of the constraint that the text breaks; null where it keeps all.
static const char *broken(Default *check, Text text) {
  double least, most, value;
  if (!is_allowed(check, text)) return "AllowedValues";
  if (check->pattern && pattern_match(check->pattern, text) == PATTERN_NO) return "AllowedPattern";
  size_t length = utf8_count(text);
  if (bound(check->parameter, "MinLength", &least) && (double)length < least) return "MinLength";
  if (bound(check->parameter, "MaxLength", &most) && (double)length > most) return "MaxLength";
  if (!as_number(check, text, &value)) return NULL;
  if (bound(check->parameter, "MinValue", &least) && value < least) return "MinValue";
  if (bound(check->parameter, "MaxValue", &most) && value > most) return "MaxValue";
  return NULL;
}

// A list fails where one of its items does, and the whole text, which older templates constrain, does too.
static const char *broken_list(Default *check, Text text) {
  const char *wrong = NULL;
  for (size_t start = 0; start <= text.size && !wrong;) {
    size_t end = text_find(text, TEXT(","), start);
    if (end == SIZE_MAX) end = text.size;
    wrong = broken(check, text_trim(text_slice(text, start, end)));
    start = end + 1;
  }
  return wrong && broken(check, text) ? wrong : NULL;
}

static void report_default(Default *check, Text text, const char *wrong) {
  Linter *linter = check->linter;
  LintAt constraint = {.value = value_at(check->parameter, wrong)};
  Text limit;
  Diag *diag;
  if (lint_scalar(linter, &constraint, &limit) && limit.size < 200)
    diag = lint_report(linter, "E2015", &check->at, "the default '%.*s' is against %s '%.*s'",
                       (int)(text.size < 200 ? text.size : 200), text.at, wrong, TEXT_ARG(limit));
  else
    diag = lint_report(linter, "E2015", &check->at, "the default '%.*s' is against %s",
                       (int)(text.size < 200 ? text.size : 200), text.at, wrong);
  const Member *member = value_member(check->parameter, text_of(wrong));
  if (member) diag_note(linter->diags, diag, member->key_span, "the constraint stands here");
}

static void check_default(Linter *linter, const LintAt *parameter) {
  Default check = {.linter = linter,
                   .at = lint_field(parameter, "Default"),
                   .allowed = lint_field(parameter, "AllowedValues"),
                   .parameter = parameter->value};
  Text text;
  if (!lint_scalar(linter, &check.at, &text)) return;
  Text pattern = value_text(value_at(parameter->value, "AllowedPattern"));
  if (pattern.size) {
    // The whole value must match.
    check.pattern =
        pattern_compile(text_format(linter->arena, "\\A(?:%.*s)\\z", TEXT_ARG(pattern)), linter->arena, NULL);
  }
  bool list = is_list(value_text(value_at(parameter->value, "Type")));
  const char *wrong = list ? broken_list(&check, text) : broken(&check, text);
  if (wrong) report_default(&check, text, wrong);
  if (check.pattern) pattern_free(check.pattern);
}

static void check_pattern(Linter *linter, const LintAt *parameter) {
  LintAt at = lint_field(parameter, "AllowedPattern");
  if (!lint_is(&at, VALUE_STRING)) return;
  Text error;
  Pattern *pattern = pattern_compile(lint_text(&at), linter->arena, &error);
  if (pattern)
    pattern_free(pattern);
  else
    lint_report(linter, "I2003", &at, "this is no regular expression: %.*s", TEXT_ARG(error));
}

// ───────────────────────────── The section ─────────────────────────────

static void check_parameter(Linter *linter, const LintAt *parameter) {
  limits_name(linter, parameter, "E2011", "I2011");
  if (!lint_is_alphanumeric(parameter->key)) {
    Diag *diag = lint_report(linter, "E2001", parameter, "'%.*s' is no name for a parameter", TEXT_ARG(parameter->key));
    diag_help(linter->diags, diag, "names are of letters and digits");
    return;
  }
  lint_shape(linter, &parameter_shape, parameter, WORLD_ANY, &codes);
  if (!lint_is(parameter, VALUE_MAP)) return;
  check_members_of_kind(linter, parameter);
  check_sizes(linter, parameter);
  check_type(linter, parameter);
  check_default(linter, parameter);
  check_pattern(linter, parameter);
}

static void check_parameters(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Parameters");
  if (!section.value) return;
  if (!lint_is(&section, VALUE_MAP)) {
    lint_report(linter, "E2001", &section, "'Parameters' takes a map of parameters, this is %s",
                value_kind_name(section.value));
    return;
  }
  limits_count(linter, &section, 200, "E2010", "I2010");
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt parameter = lint_member(&section, &section.value->as.map.members[i]);
    if (!lint_is_generator(parameter.key)) check_parameter(linter, lint_keep(linter, parameter));
  }
}

static const LintRule rules[] = {
    {.id = "E2001",
     .title = "What a parameter may have",
     .about =
         "A parameter has a name of letters and digits, a Type, and members that go with it: MinValue is for numbers, "
         "MinLength for texts. All are written out; CloudFormation reads parameters before any function.",
     .template = check_parameters},
    {.id = "E2002",
     .title = "The type of a parameter",
     .about = "String, Number, CommaDelimitedList, List<Number> or one of the AWS types that CloudFormation knows.",
     .template = check_parameters},
    {.id = "E2010",
     .title = "Too many parameters",
     .about = "A template has 200 parameters at most. Nested stacks, or mappings by environment, need fewer.",
     .template = check_parameters},
    {.id = "E2011",
     .title = "A parameter's name or text is too long",
     .about = "Names have 255 characters at most, defaults and allowed values 4096, descriptions 4000.",
     .template = check_parameters},
    {.id = "E2015",
     .title = "A default that its parameter does not allow",
     .about =
         "CloudFormation checks the default like any value that is given: against AllowedValues, AllowedPattern (which "
         "must match the whole), lengths and bounds. Such a stack cannot be made without giving the parameter.",
     .template = check_parameters},
    {.id = "I2003",
     .title = "AllowedPattern is a regular expression",
     .about = "A pattern that does not compile lets no value in.",
     .template = check_parameters},
    {.id = "I2010",
     .title = "Nearly too many parameters",
     .about = "A template has 200 parameters at most; this one is over 90% of that.",
     .template = check_parameters},
    {.id = "I2011",
     .title = "A parameter's name is nearly too long",
     .about = "Names have 255 characters at most; this one is over 90% of that.",
     .template = check_parameters},
    {.id = "W2002",
     .title = "A parameter's type that CloudFormation does not document",
     .about =
         "CloudFormation takes any List<...> and AWS::SSM::Parameter::Value<...>, and checks the values only of those "
         "that it documents.",
     .template = check_parameters},
};

LINT_TOPIC(parameters, rules);
