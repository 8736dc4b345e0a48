// JSON: our own scanner, because positions of keys and values are what lint is made of and other libraries keep none,
// and our own writer, because writing must cost less than reading.
#pragma once
#include "value/value.h"

// Strict JSON (RFC 8259) in UTF-8; one byte order mark at the start is skipped. Refused beyond the RFC: equal keys in
// one map, lone surrogates, NUL, more than 100 levels. The first mistake is reported, then reading stops: null. Numbers
// keep their decimal text (value_number). A target is 200 MB/s with the tree built.
Value *json_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source);

// The same; *like_yaml says whether the mistake was something that YAML would take (only set where the result is null).
Value *json_read_or_yaml(Arena *arena, Diags *diags, const Sources *sources, uint32_t source, bool *like_yaml);

// The same for what holds whole templates (a state): up to `deepest` levels.
Value *json_read_deep(Arena *arena, Diags *diags, const Sources *sources, uint32_t source, int deepest);

// Appends the tree as `jq .` prints it: two blanks a level, `"key": value`, `{}` and `[]` when empty, all but control
// characters as they are, keys in their order, a line end behind it.
void json_write(Buffer *out, const Value *value);

// Appends it on one line without any blanks, and without a line end.
void json_write_compact(Buffer *out, const Value *value);

// How many bytes json_write_compact would append: for a tree, and for a member's key with its colon.
size_t json_compact_size(const Value *value);
size_t json_compact_key_size(Text key);
