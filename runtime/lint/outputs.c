// Section Outputs: names and members; what their values are is with the functions (functions.c).
#include "lint/limits.h"
#include "lint/shape.h"

static const LintPart export_parts[] = {{"Name", &lint_anything, true}, {0}};
static const LintShape export_shape = {.takes = TAKES_MAP, .what = "an export", .parts = export_parts};
static const LintPart parts[] = {{"Value", &lint_anything, true},
                                 {"Description", &lint_any_text, false},
                                 {"Export", &export_shape, false},
                                 {"Condition", &lint_any_text, false},
                                 {0}};
static const LintShape output_shape = {.takes = TAKES_MAP, .what = "an output", .parts = parts};
static const LintCodes codes = {.unknown = "E6001", .kind = "E6003", .missing = "E6002"};

static void check_import(Linter *linter, const LintFunction *function) {
  const LintAt *at = &function->at;
  while (at->up && at->up->up && at->up->up->up && at->up->up->up->up) at = at->up;
  if (!text_is(function->section, "Outputs") || !text_is(at->up ? at->key : (Text){0}, "Value")) return;
  Diag *diag = lint_report(linter, "W6001", &function->argument, "this output passes on what another stack exports");
  diag_help(linter->diags, diag, "remove it; who needs the value imports it from where it is made");
}

static void check_output(Linter *linter, const LintAt *output) {
  limits_name(linter, output, "E6011", "I6011");
  if (!lint_is_alphanumeric(output->key)) {
    Diag *diag = lint_report(linter, "E6001", output, "'%.*s' is no name for an output", TEXT_ARG(output->key));
    diag_help(linter->diags, diag, "names are of letters and digits");
    return;
  }
  lint_shape(linter, &output_shape, output, WORLD_ANY, &codes);
  if (!lint_is(output, VALUE_MAP)) return;
  LintAt description = lint_field(output, "Description");
  limits_text(linter, &description, 1024, "E6011", "I6011");
  LintAt condition = lint_field(output, "Condition");
  const Value *conditions = template_section(linter->template, "Conditions");
  if (lint_is(&condition, VALUE_STRING) && !value_get(conditions, lint_text(&condition)))
    lint_report(linter, "E6005", &condition, "there is no condition '%.*s'", TEXT_ARG(lint_text(&condition)));
}

static void check_outputs(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Outputs");
  if (!section.value) return;
  if (!lint_is(&section, VALUE_MAP)) {
    lint_report(linter, "E6003", &section, "'Outputs' takes a map of outputs, this is %s",
                value_kind_name(section.value));
    return;
  }
  limits_count(linter, &section, 200, "E6010", "I6010");
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt output = lint_member(&section, &section.value->as.map.members[i]);
    if (!lint_is_generator(output.key)) check_output(linter, lint_keep(linter, output));
  }
}

static const LintRule rules[] = {
    {.id = "E6001",
     .title = "What an output may have",
     .about = "An output has a name of letters and digits, a Value, and may have Description, Condition and Export.",
     .template = check_outputs},
    {.id = "E6002",
     .title = "An output lacks what it needs",
     .about = "An output needs a Value, an export a Name.",
     .template = check_outputs},
    {.id = "E6003",
     .title = "A member of an output is of the wrong kind",
     .about = "Description and Condition are text that is written out, Export is a map.",
     .template = check_outputs},
    {.id = "E6005",
     .title = "An output's condition that does not exist",
     .about = "The condition of an output is the name of one in the section Conditions.",
     .template = check_outputs},
    {.id = "E6010",
     .title = "Too many outputs",
     .about = "A template has 200 outputs at most.",
     .template = check_outputs},
    {.id = "E6011",
     .title = "An output's name or description is too long",
     .about = "Names have 255 characters at most, descriptions 1024.",
     .template = check_outputs},
    {.id = "I6010",
     .title = "Nearly too many outputs",
     .about = "A template has 200 outputs at most; this one is over 90% of that.",
     .template = check_outputs},
    {.id = "I6011",
     .title = "An output's name or description is nearly too long",
     .about = "Names have 255 characters at most, descriptions 1024; this is over 90% of that.",
     .template = check_outputs},
    {.id = "W6001",
     .title = "An output that is an import",
     .about =
         "The value comes from another stack already; whoever needs it should import it from there, so that it has "
         "one source.",
     .of = "Fn::ImportValue",
     .function = check_import},
};

LINT_TOPIC(outputs, rules);
