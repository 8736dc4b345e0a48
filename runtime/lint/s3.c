// Buckets.
#include "lint/reach.h"

static void check_access_control(Linter *linter, const LintResource *resource) {
  LintAt at = lint_field(&resource->properties, "AccessControl");
  if (!at.value) return;
  Diag *diag = lint_report(linter, "W3045", &at, "'AccessControl' is of the time before bucket policies");
  diag_help(linter->diags, diag, "remove it, and allow what is needed in an AWS::S3::BucketPolicy");
}

static const LintRule rules[] = {
    {.id = "W3045",
     .title = "Access to a bucket by AccessControl",
     .about = "New buckets refuse access control lists unless OwnershipControls ask for them, and AWS advises against "
              "them. An AWS::S3::BucketPolicy says who may do what.",
     .of = "AWS::S3::Bucket",
     .resource = check_access_control},
};

LINT_TOPIC(s3, rules);
