// Any bytes as a template, linted as a user would: every finding has a code, a position inside of the text and a
// message of at most 500 characters; what --fix makes of it can be linted again. The same bytes give the same findings
// twice.
#include <stdlib.h>
#include <string.h>

#include "format/edit.h"
#include "format/format.h"
#include "lint/comments.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t lint(Arena *arena, const Sources *sources, uint32_t source, Diags *found) {
  LintOptions options = {.today = TEXT("2026-11-21")};
  vec_push(arena, &options.include, TEXT("I"));
  *found = (Diags){.arena = arena};
  Value *root = format_read(arena, found, sources, source);
  Template template = {.root = root};
  if (root) lint_template(&options, arena, found, &template);
  lint_comments(&options, found, sources, source, root);
  for (size_t i = 0; i < found->list.count; i++) {
    const Diag *diag = found->list.items[i];
    if (!diag->code || !diag->message.size || utf8_count(diag->message) > 500) abort();
    if (diag->span.source != source || diag->span.end > source_get(sources, source)->text.size) abort();
  }
  return found->list.count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  uint32_t source = source_add(&sources, TEXT("fuzz"), (Text){(const char *)bytes, size});
  Diags found, again;
  if (lint(&arena, &sources, source, &found) != lint(&arena, &sources, source, &again)) abort();
  Buffer fixed = {0};
  if (edit_apply(&arena, &sources, source, &found, &fixed))
    lint(&arena, &sources, source_add(&sources, TEXT("fixed"), buffer_text(&fixed)), &again);
  buffer_free(&fixed);
  arena_free(&arena);
  return 0;
}
