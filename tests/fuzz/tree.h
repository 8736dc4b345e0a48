// What every reader of templates promises, whatever the bytes: a tree or an error, spans inside the text, at most 100
// levels; and what the writers promise of that tree: both formats read back as the same one.
#pragma once
#include <stdlib.h>

#include "format/format.h"

static inline void tree_promise(bool kept, const char *promise) {
  if (!kept) base_abort(promise);
}

static inline void tree_check_spans(const Value *value, Text text, int depth) {
  tree_promise(value->span.start <= value->span.end && value->span.end <= text.size, "a span lies outside the text");
  tree_promise(depth <= FORMAT_DEPTH || (value->kind != VALUE_LIST && value->kind != VALUE_MAP), "a tree is too deep");
  if (value->kind == VALUE_STRING)
    tree_promise(utf8_check(value->as.text) == value->as.text.size, "a text is no UTF-8");
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) tree_check_spans(value->as.list.items[i], text, depth + 1);
  if (value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      tree_promise(member->key_span.start <= member->key_span.end && member->key_span.end <= text.size,
                   "the span of a key lies outside the text");
      tree_check_spans(member->value, text, depth + 1);
    }
}

typedef Value *(*TreeRead)(Arena *, Diags *, const Sources *, uint32_t);
typedef void (*TreeWrite)(Buffer *, const Value *);

static inline void tree_check_again(Arena *arena, const Value *value, TreeWrite write, TreeRead read,
                                    const char *promise) {
  Diags diags = {.arena = arena};
  Sources sources = {.arena = arena};
  Buffer out = {0};
  write(&out, value);
  Text text = buffer_take(&out, arena);
  const Value *again = read(arena, &diags, &sources, source_add(&sources, TEXT("again"), text));
  tree_promise(again && diags.errors == 0 && value_equal(value, again), promise);
}

static inline void tree_check(TreeRead read, const uint8_t *bytes, size_t size) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Text text = {(const char *)bytes, size};
  const Value *value = read(&arena, &diags, &sources, source_add(&sources, TEXT("input"), text));
  tree_promise(value || diags.errors, "neither a tree nor an error");
  for (size_t i = 0; i < diags.list.count; i++)
    tree_promise(
        diags.list.items[i]->span.start <= diags.list.items[i]->span.end && diags.list.items[i]->span.end <= size,
        "the span of a diagnostic lies outside the text");
  if (value) {
    tree_check_spans(value, text, 1);
    tree_check_again(&arena, value, json_write, json_read, "JSON reads back as another tree");
    tree_check_again(&arena, value, json_write_compact, json_read, "compact JSON reads back as another tree");
    tree_check_again(&arena, value, yaml_write, yaml_read, "YAML reads back as another tree");
  }
  arena_free(&arena);
}
