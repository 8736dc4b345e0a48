// Which findings are wanted: the options, and what the template itself says in Metadata.
#include "lint/select.h"

// Whether the code is one of the list's ids or begins with one.
static bool listed(const char *code, const Text *ids, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (ids[i].size && text_starts_with(text_of(code), ids[i])) return true;
  return false;
}

static bool listed_in(const char *code, const Value *list) {
  if (!value_is(list, VALUE_LIST)) return false;
  for (size_t i = 0; i < list->as.list.count; i++) {
    Text id = value_text(list->as.list.items[i]);
    if (id.size && text_starts_with(text_of(code), id)) return true;
  }
  return false;
}

static const Value *config_of(const Value *body) {
  return value_at(value_at(value_at(body, "Metadata"), "cfn-lint"), "config");
}

// Whether the resource that the finding is in says so in its Metadata.
static bool ignored_by_resource(const Linter *linter, const Diag *diag) {
  if (diag->path.count < 2 || !diag->path.items[0].key.at || !text_is(diag->path.items[0].key, "Resources"))
    return false;
  const LintResource *resource = lint_resource(linter, diag->path.items[1].key);
  return resource && listed_in(diag->code, value_at(config_of(resource->resource->body), "ignore_checks"));
}

bool lint_wants(const LintOptions *options, const char *code, Level level) {
  if (listed(code, options->mandatory.items, options->mandatory.count)) return true;
  if (listed(code, options->ignore.items, options->ignore.count)) return false;
  return (level != LEVEL_INFO && code[0] != 'S') || listed(code, options->include.items, options->include.count);
}

bool select_included(const Linter *linter, const char *code) {
  const LintOptions *options = linter->options;
  return listed(code, options->mandatory.items, options->mandatory.count) ||
         listed(code, options->include.items, options->include.count) ||
         listed_in(code, value_at(config_of(linter->template->root), "include_checks"));
}

static bool wanted(const Linter *linter, const Diag *diag) {
  const LintOptions *options = linter->options;
  if (listed(diag->code, options->mandatory.items, options->mandatory.count)) return true;
  const Value *config = config_of(linter->template->root);
  if (listed(diag->code, options->ignore.items, options->ignore.count)) return false;
  if (listed_in(diag->code, value_at(config, "ignore_checks"))) return false;
  if (ignored_by_resource(linter, diag)) return false;
  if (diag->level != LEVEL_INFO || diag->code[0] == 'U') return true;  // U: what lint could not find out
  return select_included(linter, diag->code);
}

void select_findings(Linter *linter, Diags *out) {
  for (size_t i = 0; i < linter->diags->list.count; i++) {
    Diag *diag = linter->diags->list.items[i];
    if (!wanted(linter, diag)) continue;
    vec_push(out->arena, &out->list, diag);
    out->errors += diag->level == LEVEL_ERROR;
    out->warnings += diag->level == LEVEL_WARNING;
  }
}
