// strata state rollback, rm, unlock: changing the state without a deployment.
#include <stdlib.h>
#include <string.h>

#include "commands/state.h"
#include "state/history.h"

// ───────────────────────────── rollback ─────────────────────────────

// The serial to go back to; false after E0605 where the history does not reach it.
static bool choose_serial(StateDesk *desk, const char *to, uint64_t *out) {
  const State *state = desk->state;
  uint64_t oldest = state->history.count ? state->history.items[0].serial - 1 : state->serial;
  *out = state->serial - 1;
  if (to) *out = strtoull(to, NULL, 10);
  if (state->history.count && *out >= oldest && *out < state->serial) return true;
  Diag *diag;
  if (!state->history.count)
    diag = diag_error(&desk->session.diags, "E0605", (Span){0}, "the state has no history to go back in");
  else
    diag = diag_error(&desk->session.diags, "E0605", (Span){0}, "serial %llu cannot be gone back to: %llu to %llu can",
                      (unsigned long long)*out, (unsigned long long)oldest, (unsigned long long)state->serial - 1);
  diag_help(&desk->session.diags, diag, "`strata state history` lists what can be undone");
  return false;
}

static bool roll_back(StateDesk *desk, uint64_t serial) {
  State *state = desk->state;
  Value *tree = state->loaded;
  for (size_t i = state->history.count; i-- > 0 && state->history.items[i].serial > serial;) {
    tree = history_apply(&desk->session.arena, tree, state->history.items[i].undo);
    if (tree) continue;
    diag_error(&desk->session.diags, "E0601", (Span){0}, "the change that made serial %llu cannot be undone",
               (unsigned long long)state->history.items[i].serial);
    return false;
  }
  return state_fill(state, &desk->session.diags, tree);
}

static int run_rollback(const Arguments *arguments) {
  StateDesk desk;
  const char *to = option_value(arguments, "--to");
  if (to && (!*to || strspn(to, "0123456789") != strlen(to)))
    return options_wrong(arguments->command, "--to takes a serial, a number, not '%s'", to);
  if (!state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  uint64_t serial;
  bool changed;
  if (state_desk_lock(&desk, false) && choose_serial(&desk, to, &serial) && roll_back(&desk, serial)) {
    Text what = text_format(&desk.session.arena, "roll back to serial %llu", (unsigned long long)serial);
    if (state_desk_save(&desk, what, &changed))
      state_desk_say(&desk, "%.*s: serial %llu is as serial %llu was\n", TEXT_ARG(desk.store.path),
                     (unsigned long long)desk.state->serial, (unsigned long long)serial);
  }
  return state_desk_end(&desk);
}

// ───────────────────────────── rm ─────────────────────────────

// Forgets the resource: out of the template too, so that nothing is said of it any more.
static void forget_resource(StateDesk *desk, StateStack *stack, Text id) {
  Arena *arena = &desk->session.arena;
  Value *template = value_map(arena, (Span){0});
  for (size_t i = 0; i < stack->template->as.map.count; i++) {
    const Member *member = &stack->template->as.map.members[i];
    Value *section = member->value;
    if (text_is(member->key, "Resources") && section->kind == VALUE_MAP) {
      section = value_map(arena, (Span){0});
      for (size_t k = 0; k < member->value->as.map.count; k++) {
        const Member *one = &member->value->as.map.members[k];
        if (!text_equal(one->key, id)) value_put(arena, section, one->key, (Span){0}, one->value);
      }
    }
    value_put(arena, template, member->key, (Span){0}, section);
  }
  stack->template = template;
  state_resource_remove(arena, stack, id);
}

static bool remove_all(StateDesk *desk, Buffer *what) {
  const Arguments *arguments = desk->arguments;
  for (size_t i = 0; i < arguments->operands.count; i++) {
    StateStack *stack;
    StateResource *resource;
    if (!state_desk_find(desk, arguments->operands.items[i], &stack, &resource)) return false;
    if (resource)
      forget_resource(desk, stack, resource->logical_id);
    else
      state_stack_remove(desk->state, stack->name);
    buffer_format(what, "%s %s", i ? "," : "forget", arguments->operands.items[i]);
  }
  return true;
}

static int run_rm(const Arguments *arguments) {
  StateDesk desk;
  Buffer what = {0};
  if (!state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  if (state_desk_lock(&desk, false) && remove_all(&desk, &what)) {
    Text text = text_copy(&desk.session.arena, buffer_text(&what));
    if (state_desk_save(&desk, text, NULL))
      state_desk_say(&desk, "%.*s: serial %llu, %.*s; nothing in AWS was touched\n", TEXT_ARG(desk.store.path),
                     (unsigned long long)desk.state->serial, TEXT_ARG(text));
  }
  buffer_free(&what);
  return state_desk_end(&desk);
}

// ───────────────────────────── unlock ─────────────────────────────

static bool may_break(StateDesk *desk, const StoreHolder *holder) {
  if (holder->stale || option_given(desk->arguments, "--force")) return true;
  Diags *diags = &desk->session.diags;
  Diag *diag;
  if (!holder->user.size)
    diag =
        diag_error(diags, "E0608", (Span){0}, "the lock of %.*s does not say who has it", TEXT_ARG(desk->store.path));
  else if (holder->here)
    diag = diag_error(diags, "E0608", (Span){0}, "process %lld of %.*s has the lock of %.*s, and is running",
                      (long long)holder->process, TEXT_ARG(holder->user), TEXT_ARG(desk->store.path));
  else
    diag = diag_error(diags, "E0608", (Span){0}, "%.*s on %.*s has the lock of %.*s since %.*s", TEXT_ARG(holder->user),
                      TEXT_ARG(holder->host), TEXT_ARG(desk->store.path), TEXT_ARG(holder->since));
  diag_help(diags, diag, "where it does not work on the state any more: `strata state unlock --force`");
  return false;
}

static int run_unlock(const Arguments *arguments) {
  StateDesk desk;
  StoreHolder holder;
  if (!state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  if (!store_holder(&desk.store, &holder))
    state_desk_say(&desk, "%.*s is not locked\n", TEXT_ARG(desk.store.path));
  else if (may_break(&desk, &holder) && store_break(&desk.store))
    state_desk_say(&desk, "%.*s is no longer locked (it was by %.*s, process %lld)\n", TEXT_ARG(desk.store.path),
                   TEXT_ARG(holder.user.size ? holder.user : TEXT("nobody known")), (long long)holder.process);
  return state_desk_end(&desk);
}

static const Option ROLLBACK_OPTIONS[] = {
    OPTION_STATE, {"--to", 0, "SERIAL", "the serial to go back to (default: the one before)"},
    OPTION_WAIT,  OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_state_rollback = {
    .name = "state rollback",
    .operands = "",
    .summary = "the state as it was some serials ago",
    .about =
        "Makes a new serial that is as an older one was. It changes the state alone: what is deployed stays, and "
        "`strata\n"
        "plan` shows the difference.",
    .options = ROLLBACK_OPTIONS,
    .option_count = sizeof ROLLBACK_OPTIONS / sizeof *ROLLBACK_OPTIONS,
    .run = run_rollback,
};

static const Option RM_OPTIONS[] = {OPTION_STATE, OPTION_WAIT, OPTION_COLOR, OPTION_QUIET};

const Command command_state_rm = {
    .name = "state rm",
    .operands = "STACK[.RESOURCE]...",
    .least = 1,
    .most = 10000,
    .summary = "forget a stack or a resource; in AWS nothing happens",
    .about =
        "Forgets what was recorded of a stack or a resource. In AWS nothing happens; `strata state rollback` takes "
        "it back.",
    .options = RM_OPTIONS,
    .option_count = sizeof RM_OPTIONS / sizeof *RM_OPTIONS,
    .run = run_rm,
};

static const Option UNLOCK_OPTIONS[] = {
    OPTION_STATE,
    {"--force", 0, NULL, "also a lock whose process may still run"},
    OPTION_COLOR,
    OPTION_QUIET,
};

const Command command_state_unlock = {
    .name = "state unlock",
    .operands = "",
    .summary = "remove the lock that a process left behind",
    .about = "Removes the lock of a process that is gone.",
    .options = UNLOCK_OPTIONS,
    .option_count = sizeof UNLOCK_OPTIONS / sizeof *UNLOCK_OPTIONS,
    .run = run_unlock,
};
