// Limits (CloudFormation user guide, "Understand CloudFormation quotas").
#include "lint/limits.h"

enum { NAME_LENGTH = 255 };

static bool is_near(size_t count, size_t most) { return count * 10 > most * 9; }

void limits_count(Linter *linter, const LintAt *map, size_t most, const char *code, const char *near) {
  size_t count = lint_count(map);
  if (count > most)
    lint_report(linter, code, map, "'%.*s' has %zu entries, %zu are allowed", TEXT_ARG(map->key), count, most);
  else if (near && is_near(count, most))
    lint_report(linter, near, map, "'%.*s' has %zu entries, of %zu that are allowed", TEXT_ARG(map->key), count, most);
}

void limits_name(Linter *linter, const LintAt *at, const char *code, const char *near) {
  size_t count = utf8_count(at->key);
  if (count > NAME_LENGTH)
    lint_report(linter, code, at, "this name has %zu characters, %d are allowed", count, NAME_LENGTH);
  else if (is_near(count, NAME_LENGTH))
    lint_report(linter, near, at, "this name has %zu characters, of %d that are allowed", count, NAME_LENGTH);
}

void limits_text(Linter *linter, const LintAt *at, size_t most, const char *code, const char *near) {
  if (!lint_is(at, VALUE_STRING)) return;
  size_t count = utf8_count(lint_text(at));
  if (count > most)
    lint_report(linter, code, at, "this text has %zu characters, %zu are allowed", count, most);
  else if (near && is_near(count, most))
    lint_report(linter, near, at, "this text has %zu characters, of %zu that are allowed", count, most);
}
