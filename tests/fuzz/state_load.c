// Any bytes as a state: as they are, and behind the head of a state with the checksum that fits, so that what lies
// behind the checksum is reached. What is taken for a state must come out as it went in, and can be gone back in.
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "drift/drift.h"
#include "format/json.h"
#include "report/drift.h"
#include "state/history.h"
#include "state/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char head[] = "{\n  \"format\": 1,\n  \"checksum\": \"sha256:";

static Text with_head(Arena *arena, Text rest) {
  Text digits = sha256_hex_parts(arena, text_of(head), rest);
  Buffer out = {0};
  buffer_add_string(&out, head);
  buffer_add(&out, digits);
  buffer_add(&out, rest);
  return buffer_take(&out, arena);
}

static void try(Arena *arena, Text content) {
  Diags diags = {.arena = arena};
  Sources sources = {.arena = arena};
  StateStore store = {.arena = arena, .diags = &diags, .sources = &sources};
  State *state = state_read(&store, TEXT("fuzz"), content);
  if (!state != (diags.errors > 0)) abort();
  if (!state) return;
  State again = {.arena = arena};
  Value *value = state_value(arena, state);
  if (!state_fill(&again, &diags, value) || !value_equal(value, state_value(arena, &again))) abort();
  const Value *tree = state->loaded;
  for (size_t i = state->history.count; i-- > 0 && tree;)
    tree = history_apply(arena, tree, state->history.items[i].undo);
  Value *undo = history_undo(arena, value, state->loaded), *back = history_apply(arena, value, undo);
  if (!back || !value_equal(back, state->loaded)) abort();
  Answers none = {.arena = arena, .diags = &diags, .sources = &sources};
  Drift drift;
  drift_build(arena, state, &none, NULL, 0, &drift);
  if (drift.checked || drift_found(&drift)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena arena = {0};
  Text text = {(const char *)bytes, size};
  try(&arena, text);
  try(&arena, with_head(&arena, text));
  arena_free(&arena);
  return 0;
}
