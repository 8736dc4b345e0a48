// The template as a whole: which sections it has, its description, its size, its transforms.
#include "lint/functions.h"
#include "lint/limits.h"
#include "lint/shape.h"

enum { MOST_BYTES = 1000000, MOST_DESCRIPTION = 1024 };

static const char *const versions[] = {"2010-09-09", NULL};
static const LintShape version = {.takes = TAKES_TEXT | TAKES_STRICT, .values = versions};
static const LintShape globals = {.takes = TAKES_MAP, .others = &lint_anything};
// Hooks goes with the transform of CodeDeploy's blue-green deployments, and stands first to be left out without it.
static const LintPart parts[] = {{"Hooks", &globals, false},
                                 {"AWSTemplateFormatVersion", &version, false},
                                 {"Conditions", &lint_anything, false},
                                 {"Description", &lint_anything, false},
                                 {"Globals", &globals, false},
                                 {"Mappings", &lint_anything, false},
                                 {"Metadata", &lint_anything, false},
                                 {"Outputs", &lint_anything, false},
                                 {"Parameters", &lint_anything, false},
                                 {"Resources", &lint_anything, false},
                                 {"Rules", &lint_anything, false},
                                 {"Transform", &lint_anything, false},
                                 {0}};
static const LintShape blue_green_shape = {.takes = TAKES_MAP | TAKES_TRANSFORM, .what = "a template", .parts = parts};
static const LintShape template_shape = {
    .takes = TAKES_MAP | TAKES_TRANSFORM, .what = "a template", .parts = parts + 1};
static const LintCodes codes = {.unknown = "E1001"};

static void check_sections(Linter *linter) {
  const LintAt *root = &linter->root;
  if (!lint_is(root, VALUE_MAP) && !lint_is(root, VALUE_NULL)) {
    Diag *diag =
        lint_report(linter, "E0000", root, "a template is a map of sections, this is %s", value_kind_name(root->value));
    diag_help(linter->diags, diag, "every template needs a section Resources with at least one resource");
    return;
  }
  bool blue_green = reference_transform(linter, "AWS::CodeDeployBlueGreen");
  const LintShape *shape = blue_green ? &blue_green_shape : &template_shape;
  if (lint_is(root, VALUE_MAP)) lint_shape(linter, shape, root, WORLD_ANY, &codes);
  LintAt resources = lint_field(root, "Resources");
  if (resources.value || value_at(root->value, "Fn::Transform")) return;
  Diag *diag = lint_report(linter, "E1001", root, "the template has no Resources");
  diag_help(linter->diags, diag, "every template needs a section Resources with at least one resource");
}

static void check_size(Linter *linter) {
  Span span = linter->template->written ? linter->template->written->span : linter->root.span;
  size_t size = span.source ? span.end : 0;
  LintAt whole = lint_field(&linter->root, "Template");  // the path that cfn-lint gives it
  if (size > MOST_BYTES)
    lint_report(linter, "E1002", &whole, "the template has %zu bytes, %d are allowed", size, MOST_BYTES);
  else if (size * 10 > (size_t)MOST_BYTES * 9)
    lint_report(linter, "I1002", &whole, "the template has %zu bytes, of %d that are allowed", size, MOST_BYTES);
}

static void check_description(Linter *linter) {
  LintAt description = lint_field(&linter->root, "Description");
  if (!description.value) return;
  if (!lint_is(&description, VALUE_STRING)) {
    Diag *diag = lint_report(linter, "E1004", &description, "the description is text, this is %s",
                             value_kind_name(description.value));
    diag_help(linter->diags, diag, "CloudFormation reads it before any function: write it out");
  }
  limits_text(linter, &description, MOST_DESCRIPTION, "E1003", "I1003");
}

static const LintShape argument = {.takes = TAKES_SOMETHING};
static const LintShape arguments = {.takes = TAKES_MAP, .others = &argument};
static const LintPart transform_parts[] = {{"Name", &lint_any_text, true}, {"Parameters", &arguments, false}, {0}};
static const LintShape one_transform = {
    .takes = TAKES_TEXT | TAKES_STRICT | TAKES_MAP, .what = "a transform", .parts = transform_parts};
static const LintShape transform_shape = {.takes = TAKES_TEXT | TAKES_STRICT | TAKES_LIST | TAKES_MAP,
                                          .what = "a transform",
                                          .parts = transform_parts,
                                          .items = &one_transform};
static const LintCodes transform_codes = {.unknown = "E1005"};

static void check_transform(Linter *linter) {
  LintAt transform = lint_field(&linter->root, "Transform");
  lint_shape(linter, &transform_shape, &transform, WORLD_ANY, &transform_codes);
}

static const LintRule rules[] = {
    {.id = "E1001",
     .title = "The template's sections",
     .about =
         "A template is a map of sections; Resources is required, and nothing but CloudFormation's sections may stand "
         "beside it.",
     .template = check_sections},
    {.id = "E1002",
     .title = "The template is too large",
     .about = "CloudFormation takes templates of one megabyte at most. Move what belongs together to a nested stack.",
     .template = check_size},
    {.id = "E1003",
     .title = "The description is too long",
     .about = "A template's description has 1024 characters at most.",
     .template = check_description},
    {.id = "E1004",
     .title = "The description is no text",
     .about = "The description is text that is written out; functions do not work there.",
     .template = check_description},
    {.id = "E1005",
     .title = "The form of Transform",
     .about = "Transform is the name of a macro, a map of Name and Parameters, or a list of these.",
     .template = check_transform},
    {.id = "I1002",
     .title = "The template is nearly too large",
     .about = "CloudFormation takes templates of one megabyte at most; this one is over 90% of that.",
     .template = check_size},
    {.id = "I1003",
     .title = "The description is nearly too long",
     .about = "A template's description has 1024 characters at most; this one is over 90% of that.",
     .template = check_description},
};

LINT_TOPIC(sections, rules);
