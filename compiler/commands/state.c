// strata state: the group of commands, and what they share.
#include "commands/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"

enum { USUAL_WAIT = 10, LONGEST_WAIT = 86400 };

static bool read_wait(StateDesk *desk) {
  const char *wait = option_value(desk->arguments, "--wait");
  desk->wait = USUAL_WAIT;
  if (!wait) return true;
  char *end;
  unsigned long seconds = strtoul(wait, &end, 10);
  if (*wait < '0' || *wait > '9' || *end || seconds > LONGEST_WAIT) {
    options_wrong(desk->arguments->command, "--wait takes a number of seconds, up to %d, not '%s'", LONGEST_WAIT, wait);
    return false;
  }
  desk->wait = (unsigned)seconds;
  return true;
}

Text state_default_path(Arena *arena, const char *program) {
  Text name = TEXT("strata.state.json");
  if (!program || strcmp(program, "-") == 0) return name;
  const char *slash = strrchr(program, '/');
  if (io_is_folder(program)) return text_format(arena, "%s%s%s", program, slash && !slash[1] ? "" : "/", name.at);
  return slash ? text_format(arena, "%.*s%s", (int)(slash - program + 1), program, name.at) : name;
}

bool state_desk_init(StateDesk *desk, const Arguments *arguments, ConsoleUse use, const char *program) {
  *desk = (StateDesk){.arguments = arguments};
  if (!console_init(&desk->console, arguments, use) || !read_wait(desk)) return false;
  const char *path = option_value(arguments, "--state");
  if (path && !*path) {
    options_wrong(arguments->command, "--state takes a file or a folder");
    return false;
  }
  session_init(&desk->session);
  Arena *arena = &desk->session.arena;
  store_init(&desk->store, arena, &desk->session.diags, &desk->session.sources,
             path ? path : state_default_path(arena, program).at);
  return true;
}

bool state_desk_load(StateDesk *desk, bool may_be_absent) {
  StateFound found = state_load(&desk->store, &desk->state);
  if (found == STATE_FAILED) return false;
  if (found == STATE_LOADED || may_be_absent) return true;
  Diag *diag =
      diag_error(&desk->session.diags, "E0605", (Span){0}, "there is no state in %.*s", TEXT_ARG(desk->store.path));
  diag_help(&desk->session.diags, diag, "`strata state record` makes one; --state names another place");
  return false;
}

bool state_desk_lock(StateDesk *desk, bool may_be_absent) {
  Text purpose = text_format(&desk->session.arena, "strata %s", desk->arguments->command->name);
  // Where nothing is recorded there is nothing to lock, and no folder to put the lock in perhaps.
  if (!may_be_absent && !state_desk_load(desk, false)) return false;
  return store_lock(&desk->store, desk->wait, purpose.at) && state_desk_load(desk, may_be_absent);
}

bool state_desk_save(StateDesk *desk, Text what, bool *changed) {
  return state_save(&desk->store, desk->state, what, changed);
}

int state_desk_end(StateDesk *desk) {
  Session *session = &desk->session;
  store_unlock(&desk->store);
  Text file = desk->store.path;
  int exit_code = console_report(&desk->console, &session->arena, &session->sources, &session->diags, &file, 1);
  session_free(session);
  return exit_code;
}

StateStack *state_desk_stack(StateDesk *desk, Text name) {
  StateStack *stack = state_stack(desk->state, name);
  if (stack) return stack;
  Diags *diags = &desk->session.diags;
  size_t count = desk->state->stacks.count;
  Text *names = ARENA_ARRAY(diags->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) names[i] = desk->state->stacks.items[i]->name;
  Diag *diag = diag_error(diags, "E0605", (Span){0}, "the state has no stack '%.*s'", TEXT_ARG(name));
  diag_suggest(diags, diag, name, names, count);
  if (!diag->help.size) diag_help(diags, diag, "`strata state show` lists them");
  return NULL;
}

bool state_desk_find(StateDesk *desk, const char *operand, StateStack **stack, StateResource **resource) {
  Text text = text_of(operand);
  size_t dot = text_find(text, TEXT("."), 0);
  *resource = NULL;
  *stack = state_stack(desk->state, text);  // a name with a dot in it, too
  if (*stack) return true;
  *stack = state_desk_stack(desk, text_slice(text, 0, dot == SIZE_MAX ? text.size : dot));
  if (!*stack || dot == SIZE_MAX) return *stack != NULL;
  Text id = text_slice(text, dot + 1, text.size);
  *resource = state_resource(*stack, id);
  if (*resource) return true;
  Diags *diags = &desk->session.diags;
  size_t count = (*stack)->resources.count;
  Text *names = ARENA_ARRAY(diags->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) names[i] = (*stack)->resources.items[i].logical_id;
  Diag *diag = diag_error(diags, "E0605", (Span){0}, "stack '%.*s' has no resource '%.*s'", TEXT_ARG((*stack)->name),
                          TEXT_ARG(id));
  diag_suggest(diags, diag, id, names, count);
  if (!diag->help.size) diag_help(diags, diag, "`strata state show %.*s` lists them", TEXT_ARG((*stack)->name));
  return false;
}

void state_desk_say(StateDesk *desk, const char *format, ...) {
  if (desk->console.quiet) return;
  va_list arguments;
  va_start(arguments, format);
  Text text = text_format_list(&desk->session.arena, format, arguments);
  va_end(arguments);
  io_write(&desk->session.diags, "-", text);
}

static const Command *const PARTS[] = {
    &command_state_record,   &command_state_show,   &command_state_verify, &command_state_history,
    &command_state_rollback, &command_state_unlock, &command_state_rm,
};

const Command command_state = {
    .name = "state",
    .summary = "what was deployed: record it, look at it, take it back",
    .about =
        "The state is what plan and drift compare with: for each stack the template that was deployed, its parameters\n"
        "and outputs, and what AWS called its resources. It holds no secrets.",
    .parts = PARTS,
    .part_count = sizeof PARTS / sizeof *PARTS,
};
