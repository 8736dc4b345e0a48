// What mends a finding, in terms of places; format/edit.c makes bytes of it.
#include "format/format.h"
#include "lint/rule.h"

static Text json_of(Linter *linter, const Value *value) {
  Buffer out = {0};
  json_write_compact(&out, value);
  return buffer_take(&out, linter->diags->arena);
}

// Whether the place stands in the template's text, and not in what was made of it.
static bool in_text(const LintAt *at) { return at->up && at->up->value && at->value && at->value->span.source; }

// The member or item as a whole.
static Span whole(const LintAt *at) { return (Span){at->span.source, at->span.start, at->value->span.end}; }

void lint_fix_value(Linter *linter, Diag *diag, const LintAt *at, const Value *value) {
  if (!in_text(at)) return;
  Edit edit = {EDIT_VALUE, at->value->span, at->up->value->span, {0}, json_of(linter, value)};
  diag_edit(linter->diags, diag, edit);
}

void lint_fix_unwrap(Linter *linter, Diag *diag, const LintAt *at, const Value *part) {
  if (!in_text(at)) return;
  Edit edit = {EDIT_UNWRAP, at->value->span, part->span, {0}, {0}};
  diag_edit(linter->diags, diag, edit);
}

void lint_fix_remove(Linter *linter, Diag *diag, const LintAt *at) {
  if (!in_text(at)) return;
  Edit edit = {EDIT_REMOVE, whole(at), at->up->value->span, text_copy(linter->diags->arena, at->key), {0}};
  diag_edit(linter->diags, diag, edit);
}

void lint_fix_add(Linter *linter, Diag *diag, const LintAt *behind, Text key, const Value *value) {
  if (!in_text(behind)) return;
  Text name = text_copy(linter->diags->arena, key);
  Edit edit = {EDIT_ADD, whole(behind), behind->up->value->span, name, json_of(linter, value)};
  diag_edit(linter->diags, diag, edit);
}
