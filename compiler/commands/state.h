// What the commands that work on a state have in common: finding it, loading it, changing it under its lock.
#pragma once
#include "check/session.h"
#include "commands/console.h"
#include "state/state.h"

typedef struct StateDesk {
  const Arguments *arguments;
  Console console;
  Session session;
  StateStore store;
  State *state;
  unsigned wait;  // seconds, for the lock
} StateDesk;

// Reads the options, and chooses the state: --state, or strata.state.json beside `program` (null: in this folder).
// False after a message about wrong use; else the desk must be ended.
bool state_desk_init(StateDesk *desk, const Arguments *arguments, ConsoleUse use, const char *program);
// strata.state.json beside the program; NUL behind it.
Text state_default_path(Arena *arena, const char *program);
// Loads. False after a diagnostic, also (E0605) where there is no state yet, unless that `may_be_absent`.
bool state_desk_load(StateDesk *desk, bool may_be_absent);
// The same with the lock held, for a change.
bool state_desk_lock(StateDesk *desk, bool may_be_absent);
// Writes the change as the next serial; *changed tells whether there was any.
bool state_desk_save(StateDesk *desk, Text what, bool *changed);
// Gives the lock back, reports, frees; gives the exit code.
int state_desk_end(StateDesk *desk);

// The stack of that name; null with E0605, that names a near one.
StateStack *state_desk_stack(StateDesk *desk, Text name);
// "STACK.ID": *resource is null for a stack alone. False with E0605.
bool state_desk_find(StateDesk *desk, const char *operand, StateStack **stack, StateResource **resource);

// Prints on stdout, unless --quiet.
void state_desk_say(StateDesk *desk, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define OPTION_STATE                                                                                          \
  {                                                                                                           \
    "--state", 0, "FILE",                                                                                     \
        "the state (default: strata.state.json beside the program, or here); a folder keeps\na file a serial" \
  }
#define OPTION_WAIT \
  { "--wait", 0, "SECONDS", "how long to wait for another process to give the state back (default 10)" }

extern const Command command_state_record, command_state_show, command_state_verify, command_state_history,
    command_state_rollback, command_state_unlock, command_state_rm;
