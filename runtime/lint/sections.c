// The template as a whole: which sections it has.
#include "lint/rule.h"

static void check_resources(Linter *linter) {
  if (!lint_is(&linter->root, VALUE_MAP)) {
    Diag *diag = lint_report(linter, "E1001", &linter->root, "a template is a map of sections, this is %s",
                             value_kind_name(linter->root.value));
    diag_help(linter->diags, diag, "every template needs a section Resources with at least one resource");
    return;
  }
  LintAt resources = lint_field(&linter->root, "Resources");
  if (resources.value) return;
  Diag *diag = lint_report(linter, "E1001", &linter->root, "the template has no Resources");
  diag_help(linter->diags, diag, "every template needs a section Resources with at least one resource");
}

static const LintRule rules[] = {
    {.id = "E1001",
     .title = "The template's sections",
     .about =
         "A template is a map of sections; Resources is required, and nothing but CloudFormation's sections may stand "
         "beside it.",
     .template = check_resources},
};

LINT_TOPIC(sections, rules);
