// Within this room: which findings are wanted, decided once for all rules.
#pragma once
#include "lint/rule.h"

// Whether the options or the template's own Metadata include an informational rule.
bool select_included(const Linter *linter, const char *code);

// Moves the linter's findings to `out`: without those that options, or the template's own `Metadata: cfn-lint` (of the
// template or of the resource), ignore; informational ones only where included. Mandatory ones always stay.
void select_findings(Linter *linter, Diags *out);
