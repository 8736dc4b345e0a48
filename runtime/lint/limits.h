// Within this room: CloudFormation's limits of number and length, and how near a template may come to them.
#pragma once
#include "lint/rule.h"

// More than `most` members: `code`; over nine tenths of it: `near` (may be null).
void limits_count(Linter *linter, const LintAt *map, size_t most, const char *code, const char *near);
// The key at `at` has more than 255 characters: `code`; over nine tenths of it: `near`.
void limits_name(Linter *linter, const LintAt *at, const char *code, const char *near);
// The text there has more than `most` characters: `code`; over nine tenths of it: `near` (may be null).
void limits_text(Linter *linter, const LintAt *at, size_t most, const char *code, const char *near);
