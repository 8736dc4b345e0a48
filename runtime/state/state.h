// State: what was deployed, as far as it is known without asking AWS. One JSON file, reviewable and made to be
// committed or shared; plan and drift read it, `strata state record` writes it.
//
//   { "format": 1, "checksum": "sha256:...", "lineage": "...", "serial": 7,
//     "stacks": { NAME: { "deployed_name", "stack_id", "region", "account", "status", "updated",
//                         "template": {...}, "parameters": {...}, "resolved": {...},
//                         "outputs": { NAME: { "value", "export" } },
//                         "resources": { ID: { "type", "path", "physical_id", "status", "properties": {...}, "protect",
//                                              "accepted": [{ "path", "actual", "reason" }] } },
//                         "sources": { FILE: "sha256:..." } } },
//     "history": [{ "serial", "what", "undo": [...] }] }
//
// Members without a value are left out. What makes it safe:
// - Secrets are not in it. What would be one (the value of a NoEcho parameter, a literal in a password property, what
//   AWS shows of a property that the template fills from either) is replaced by a mark, {"Strata::Secret": KIND}
//   (schema/secret.h). A dynamic reference stays as it is written: it is the name of a secret, not the secret.
// - The checksum is over all bytes of the file but its own 64 digits: what was cut, edited or merged by hand is refused
//   with its reason, and never overwritten. So is a format newer than this program knows.
// - It is replaced by one rename (or, in a folder, comes to be by one link), after fsync, under a lock (store.h): a
//   reader, and the next run after a crash, sees the old state or the new one, whole.
// - Each entry of the history undoes one serial (history.h), so that the last ones can be rolled back to.
// No clock is read: the same input gives the same state but for its lineage, a random number of the first write that
// tells two states apart which happen to have the same names.
//
// Errors have codes E0601 to E0608 (docs/errors/state.md) and E0001.
#pragma once
#include "state/store.h"
#include "template/template.h"

enum {
  STATE_FORMAT = 1,
  STATE_HISTORY = 10,   // serials that can be undone; fewer, where
  STATE_STEPS = 20000,  // undoing them takes more steps than this (the newest can be undone in any case)
};

typedef struct StateResource {
  Text logical_id, type;
  Text path;                 // in the program that it was recorded from, "main.subnet[1]"; empty for a template's
  Text physical_id, status;  // as AWS told; empty where it was not asked
  Value *properties;         // last seen; null where they were not
  Value *accepted;           // drift that was accepted: a list of maps; null where there is none
  bool protect;              // `@protect` when it was recorded; stays when the block is deleted
} StateResource;

typedef struct StateStack {
  Text name;           // as the program names it
  Text deployed_name;  // as AWS does; empty where it is the same
  Text stack_id;       // its ARN
  Text region, account;
  Text status, updated;          // as AWS told, "UPDATE_COMPLETE", "2026-11-20T10:00:00Z"
  Value *template;               // whole, a map; never null
  Value *parameters;             // name -> text, or a mark; a map, never null
  Value *resolved;               // what parameters that name an SSM parameter stood for; a map, may be null
  Value *outputs;                // name -> {"value": text or a mark, "export": name}; a map, never null
  Value *sources;                // file -> digest; a map, may be null
  VEC(StateResource) resources;  // those of the template in its order
  Map by_id;                     // logical id -> StateResource *
} StateStack;

typedef struct StateEntry {
  uint64_t serial;  // the one that this change made
  Text what;        // "record web"
  Value *undo;      // history.h
} StateEntry;

typedef struct State {
  Arena *arena;
  Text lineage;
  uint64_t serial;
  VEC(StateStack *) stacks;
  VEC(StateEntry) history;  // oldest first
  Value *loaded;            // the stacks as they were read; null for a state that is not yet written
} State;

typedef enum StateFound { STATE_FAILED, STATE_ABSENT, STATE_LOADED } StateFound;

// Reads and verifies. *out is null only for STATE_FAILED, about which one error has been reported; for STATE_ABSENT it
// is an empty state to be filled. The tree lives in the store's arena.
StateFound state_load(StateStore *store, State **out);

// The same of a content that was read already, `name` being what it is called in messages. Null after an error.
State *state_read(StateStore *store, Text name, Text content);

// Writes the state as the next serial, `what` telling why; the store must be locked. Where nothing is different from
// what was loaded nothing is written, and *changed (may be null) is false.
bool state_save(StateStore *store, State *state, Text what, bool *changed);

StateStack *state_stack(const State *state, Text name);  // null where there is none
// An empty stack, at the end or in place of the one that has this name.
StateStack *state_stack_add(State *state, Text name);
bool state_stack_remove(State *state, Text name);  // false where there is none

// Pointers to resources are valid until the next one is added or removed.
StateResource *state_resource(const StateStack *stack, Text logical_id);              // null where there is none
StateResource *state_resource_add(Arena *arena, StateStack *stack, Text logical_id);  // or the one that is there
bool state_resource_remove(Arena *arena, StateStack *stack, Text logical_id);         // false where there is none

// The stack's template with its index and protect marks, in the arena. Spans lead nowhere.
Template *state_template(Arena *arena, const StateStack *stack);

// The tree of "stacks", and its way back; false, with an error, where the tree is none that state_value makes.
Value *state_value(Arena *arena, const State *state);
bool state_fill(State *state, Diags *diags, Value *stacks);
