// Within this room: which findings are wanted, decided once for all rules.
#pragma once
#include "lint/rule.h"

// Moves the linter's findings to `out`: without those that options, or the template's own `Metadata: cfn-lint` (of the
// template or of the resource), ignore; informational ones only where included. Mandatory ones always stay.
void select_findings(Linter *linter, Diags *out);
