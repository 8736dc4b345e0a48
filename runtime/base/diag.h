// Diagnostics as values: what is wrong, where, and what to write instead. Stages add them here; runtime/report sorts
// and renders them once, in every format. Nothing in this room prints.
#pragma once
#include "base/source.h"

typedef enum Level { LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR } Level;

typedef struct Note {
  Span span;  // source 0: the note has no place of its own
  Text message;
} Note;

// One step of a path in a template: a key, or where key.at is null an index.
typedef struct PathStep {
  Text key;
  int64_t index;
} PathStep;

// A change of the source that mends what a finding is about; format/edit.h applies them with the layout kept.
typedef enum EditKind {
  EDIT_KEY,     // span is a key: `text` is its new name
  EDIT_VALUE,   // span is a value: `text` is the new one, as JSON
  EDIT_UNWRAP,  // span is a value: what stays of it is `within`, the span of a scalar inside of it
  EDIT_REMOVE,  // span is a member (from its key on) or an item of the map or list at `within`
  EDIT_ADD,  // behind the member at span, of the map at `within`, comes another: `key` with the value `text`, as JSON
} EditKind;

typedef struct Edit {
  EditKind kind;
  Span span, within;
  Text key, text;  // EDIT_REMOVE: `key` is the member's; empty for an item
} Edit;

typedef struct Diag {
  const char *code;  // "E0203"; a string literal
  Level level;
  Span span;
  Text message;  // one sentence of at most 500 bytes, no full stop at its end, begins in lower case unless with a name
  Text help;     // what to write instead; may be empty
  VEC(Note) notes;
  VEC(PathStep) path;  // for findings in templates; may be empty
  VEC(Edit) edits;     // what mends it without changing what the template means otherwise; all or none are applied
} Diag;

typedef struct Diags {
  Arena *arena;
  VEC(Diag *) list;
  size_t errors, warnings;
} Diags;

// Adds one; the message is formatted into the diagnostics' arena. The result is valid as long as that arena, for adding
// help and notes.
Diag *diag_add(Diags *diags, Level level, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
Diag *diag_error(Diags *diags, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
Diag *diag_warning(Diags *diags, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_help(Diags *diags, Diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_note(Diags *diags, Diag *diag, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
// Adds a change that mends it; the texts are not copied.
void diag_edit(Diags *diags, Diag *diag, Edit edit);
// Copies the keys of the path into the arena, where the tree that they are from does not live as long.
void diag_keep_path(Arena *arena, Diag *diag);
// "did you mean 'X'?" as help, where one of the candidates is near enough.
void diag_suggest(Diags *diags, Diag *diag, Text word, const Text *candidates, size_t count);
