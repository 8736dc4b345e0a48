// Comments in a YAML template that silence findings: `# strata: ignore E3012 - reason`, behind a line or on lines of
// their own above it. Several ids may stand there, separated by commas or blanks. The reason is required (W0202), and a
// comment that silences nothing is said to (W0203), since it would hide the next mistake.
#pragma once
#include "lint/lint.h"

// Takes the findings of `source` that a comment silences out of `diags`, and adds those about comments. `sources` is
// used by no other thread. `root` is the template as it was read; null where that failed.
void lint_comments(const LintOptions *options, Diags *diags, const Sources *sources, uint32_t source,
                   const Value *root);
