// Loading and saving: the frame around the stacks, and its checksum. The checksum stands in the file's first lines in a
// form that is always the same, so that it is found, and left out, without reading the rest.
#include "state/state.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/sha256.h"
#include "format/format.h"
#include "state/history.h"

// Levels of a state: those of a template, and those around it in the history.
enum { STATE_DEPTH = FORMAT_DEPTH + 16, DIGITS = 64, MOST_HISTORY = 1000 };

static const Span nowhere = {0};

// In front of the digits, in each file of format 1.
static const char head[] = "{\n  \"format\": 1,\n  \"checksum\": \"sha256:";

static Text checksum(Arena *arena, Text content) {
  size_t at = sizeof head - 1;
  return sha256_hex_parts(arena, text_slice(content, 0, at), text_slice(content, at + DIGITS, content.size));
}

static void put_text(Arena *arena, Value *map, const char *key, Text text) {
  value_set(arena, map, key, value_string(arena, nowhere, text));
}

static Value *history_value(const State *state) {
  Value *list = value_list(state->arena, nowhere);
  for (size_t i = 0; i < state->history.count; i++) {
    const StateEntry *entry = &state->history.items[i];
    Value *map = value_map(state->arena, nowhere);
    value_set(state->arena, map, "serial", value_int(state->arena, nowhere, (int64_t)entry->serial));
    put_text(state->arena, map, "what", entry->what);
    value_set(state->arena, map, "undo", entry->undo);
    value_add(state->arena, list, map);
  }
  return list;
}

static void write_state(Buffer *out, const State *state, Value *stacks) {
  Arena *arena = state->arena;
  Value *root = value_map(arena, nowhere);
  char blank[sizeof "sha256:" + DIGITS] = "sha256:";
  memset(blank + 7, '0', DIGITS);
  value_set(arena, root, "format", value_int(arena, nowhere, STATE_FORMAT));
  put_text(arena, root, "checksum", text_of(blank));
  put_text(arena, root, "lineage", state->lineage);
  value_set(arena, root, "serial", value_int(arena, nowhere, (int64_t)state->serial));
  value_set(arena, root, "stacks", stacks);
  value_set(arena, root, "history", history_value(state));
  json_write(out, root);
  Text digits = checksum(arena, buffer_text(out));
  memcpy(out->at + sizeof head - 1, digits.at, DIGITS);
}

static Text new_lineage(Arena *arena) {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) base_abort("no random numbers");
  Buffer hex = {0};
  for (size_t i = 0; i < sizeof bytes; i++) buffer_format(&hex, "%02x", bytes[i]);
  return buffer_take(&hex, arena);
}

// Keeps of the history what its limits allow, and the newest change in any case.
static void forget_oldest(State *state) {
  size_t kept = 0, steps = 0, count = state->history.count;
  while (kept < count && kept < STATE_HISTORY) {
    steps += state->history.items[count - 1 - kept].undo->as.list.count;
    if (kept && steps > STATE_STEPS) break;
    kept++;
  }
  state->history.items += count - kept;
  state->history.count = state->history.capacity = kept;
}

bool state_save(StateStore *store, State *state, Text what, bool *changed) {
  Value *stacks = state_value(state->arena, state);
  Value *before = state->loaded ? state->loaded : value_map(state->arena, nowhere);
  Value *undo = history_undo(state->arena, stacks, before);
  bool different = undo->as.list.count > 0 || !state->loaded;
  if (changed) *changed = different;
  if (!different) return true;
  if (!state->lineage.size) state->lineage = new_lineage(state->arena);
  state->serial++;
  vec_push(state->arena, &state->history, ((StateEntry){state->serial, what, undo}));
  forget_oldest(state);
  Buffer out = {0};
  write_state(&out, state, stacks);
  bool done = store_write(store, state->serial, buffer_text(&out));
  buffer_free(&out);
  if (done) state->loaded = stacks;
  return done;
}

typedef struct Loading {
  StateStore *store;
  Text name, text;  // the file and its content
  State *state;
} Loading;

static bool refuse(const Loading *loading, const char *code, Span span, const char *reason, const char *help) {
  Diag *diag = diag_error(loading->store->diags, code, span, "%.*s %s", TEXT_ARG(loading->name), reason);
  if (*help) diag_help(loading->store->diags, diag, "%s", help);
  return false;
}

static const char recover[] =
    "it is left as it is; take the last good one from version control or a backup, or move it away and record anew";

// The checksum, before anything is believed. A file that does not begin like a state is told what it is instead.
static bool verify(const Loading *loading) {
  Text text = loading->text;
  size_t at = sizeof head - 1;
  if (text.size == 0)
    return refuse(loading, "E0601", nowhere, "is empty: no state was ever written like this", recover);
  if (!text_starts_with(text, text_of(head)) || text.size < at + DIGITS) return true;  // read_frame says more
  Text stated = text_slice(text, at, at + DIGITS);
  if (text_equal(stated, checksum(loading->store->arena, text))) return true;
  if (text_find(text, TEXT("\n}\n"), at) == SIZE_MAX)
    return refuse(loading, "E0602", nowhere, "is cut off: its end is missing", recover);
  return refuse(loading, "E0602", nowhere, "was changed by something other than strata: its checksum does not fit",
                recover);
}

static bool read_history(const Loading *loading, const Value *list) {
  if (!list) return true;
  if (list->kind != VALUE_LIST || list->as.list.count > MOST_HISTORY)
    return refuse(loading, "E0601", list->span, "has a history that is no list of changes", recover);
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Value *map = list->as.list.items[i], *serial = value_at(map, "serial");
    Value *undo = value_at(map, "undo");
    if (!value_is(serial, VALUE_INT) || !value_is(undo, VALUE_LIST))
      return refuse(loading, "E0601", map->span, "has a change in its history without serial or undo", recover);
    StateEntry entry = {(uint64_t)serial->as.integer, value_text(value_at(map, "what")), undo};
    vec_push(loading->state->arena, &loading->state->history, entry);
  }
  return true;
}

// "format" first: a newer state need not look like anything that is known here.
static bool read_frame(const Loading *loading, const Value *root) {
  const Value *format = value_at(root, "format"), *serial = value_at(root, "serial");
  Value *stacks = value_at(root, "stacks");
  if (!value_is(format, VALUE_INT)) {
    const char *reason = value_at(root, "Resources") ? "is a template, not a state" : "is no state of strata";
    return refuse(loading, "E0601", root->span, reason, "`strata state record` makes one");
  }
  if (format->as.integer > STATE_FORMAT) {
    Diag *diag = diag_error(loading->store->diags, "E0603", format->span,
                            "%.*s has format %lld; this strata (" STRATA_VERSION ") knows up to %d",
                            TEXT_ARG(loading->name), (long long)format->as.integer, STATE_FORMAT);
    diag_help(loading->store->diags, diag, "a newer strata wrote it: use that one; it is left as it is");
    return false;
  }
  if (!text_starts_with(loading->text, text_of(head)))
    return refuse(loading, "E0602", root->span, "was rewritten by something other than strata", recover);
  if (!value_is(stacks, VALUE_MAP) || !value_is(serial, VALUE_INT) || serial->as.integer < 0)
    return refuse(loading, "E0601", root->span, "lacks its stacks or its serial", recover);
  State *state = loading->state;
  state->lineage = value_text(value_at(root, "lineage"));
  state->serial = (uint64_t)serial->as.integer;
  state->loaded = stacks;
  return read_history(loading, value_at(root, "history")) && state_fill(state, loading->store->diags, stacks);
}

static bool load(Loading *loading) {
  StateStore *store = loading->store;
  if (!verify(loading)) return false;
  Diags problems = {.arena = store->arena};
  uint32_t source = source_add(store->sources, loading->name, loading->text);
  Value *root = json_read_deep(store->arena, &problems, store->sources, source, STATE_DEPTH);
  if (root) return read_frame(loading, root);
  const Diag *problem = problems.list.items[0];
  Diag *diag = diag_error(store->diags, "E0601", problem->span, "%.*s is no state: it is no JSON (%.*s)",
                          TEXT_ARG(loading->name), TEXT_ARG(problem->message));
  diag_help(store->diags, diag, "%s", recover);
  return false;
}

State *state_read(StateStore *store, Text name, Text content) {
  Loading loading = {store, name, content, ARENA_NEW(store->arena, State)};
  loading.state->arena = store->arena;
  return load(&loading) ? loading.state : NULL;
}

StateFound state_load(StateStore *store, State **out) {
  bool found;
  Text name, content;
  *out = NULL;
  if (!store_read(store, &content, &name, &found)) return STATE_FAILED;
  if (found) return (*out = state_read(store, name, content)) ? STATE_LOADED : STATE_FAILED;
  *out = ARENA_NEW(store->arena, State);
  (*out)->arena = store->arena;
  return STATE_ABSENT;
}
