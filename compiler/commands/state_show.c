// strata state show, verify, history: looking at the state without changing it.
#include <string.h>

#include "base/io.h"
#include "commands/state.h"
#include "format/json.h"
#include "report/report.h"
#include "state/history.h"

// Whether --format asks for JSON; false in *fine after a message where it is neither that nor text.
static bool wants_json(const Arguments *arguments, bool *fine) {
  const char *format = option_value(arguments, "--format");
  *fine = !format || strcmp(format, "text") == 0 || strcmp(format, "json") == 0;
  if (!*fine) options_wrong(arguments->command, "--format takes text or json, not '%s'", format);
  return format && strcmp(format, "json") == 0;
}

static void print(StateDesk *desk, Buffer *out) {
  io_write(&desk->session.diags, "-", buffer_text(out));
  buffer_free(out);
}

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

// ───────────────────────────── show ─────────────────────────────

static void show_value(Buffer *out, const Value *value) {
  if (value_is(value, VALUE_STRING))
    report_clean(out, value->as.text);
  else if (value)
    json_write_compact(out, value);
}

static void show_head(Buffer *out, const StateStack *stack) {
  const Text parts[] = {stack->deployed_name, stack->region, stack->account, stack->status};
  report_clean(out, stack->name);
  const char *before = "  (";
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (!parts[i].size) continue;
    buffer_add_string(out, before);
    report_clean(out, parts[i]);
    before = ", ";
  }
  if (before[0] == ',') buffer_add_char(out, ')');
  buffer_format(out, "  %zu resource%s\n", stack->resources.count, plural(stack->resources.count));
}

static void show_pairs(Buffer *out, const char *title, const Value *map) {
  if (!map || map->as.map.count == 0) return;
  buffer_format(out, "%s\n", title);
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    const Value *inner = value_at(member->value, "value"), *export = value_at(member->value, "export");
    buffer_add_string(out, "  ");
    report_clean(out, member->key);
    buffer_add_string(out, " = ");
    show_value(out, inner || export ? inner : member->value);
    if (export) {
      buffer_add_string(out, "  exported as ");
      show_value(out, export);
    }
    buffer_add_char(out, '\n');
  }
}

static void show_stack(Buffer *out, const StateStack *stack) {
  show_head(out, stack);
  show_pairs(out, "parameters", stack->parameters);
  show_pairs(out, "outputs", stack->outputs);
  size_t widest = 0, wider = 0;
  for (size_t i = 0; i < stack->resources.count; i++) {
    if (stack->resources.items[i].logical_id.size > widest) widest = stack->resources.items[i].logical_id.size;
    if (stack->resources.items[i].type.size > wider) wider = stack->resources.items[i].type.size;
  }
  if (stack->resources.count) buffer_add_string(out, "resources\n");
  for (size_t i = 0; i < stack->resources.count; i++) {
    const StateResource *resource = &stack->resources.items[i];
    buffer_add_string(out, "  ");
    report_clean(out, resource->logical_id);
    buffer_fill(out, ' ', widest - resource->logical_id.size + 2);
    report_clean(out, resource->type);
    if (resource->physical_id.size) {
      buffer_fill(out, ' ', wider - resource->type.size + 2);
      report_clean(out, resource->physical_id);
    }
    if (resource->protect) buffer_add_string(out, "  protected");
    if (resource->accepted) buffer_add_string(out, "  drift accepted");
    buffer_add_char(out, '\n');
  }
}

static void show_resource(StateDesk *desk, Buffer *out, const StateStack *stack, const StateResource *resource) {
  Value *all = state_value(&desk->session.arena, desk->state);
  const Value *map = value_get(value_at(value_get(all, stack->name), "resources"), resource->logical_id);
  json_write(out, map);
}

static void show_all(StateDesk *desk, Buffer *out) {
  const State *state = desk->state;
  report_clean(out, desk->store.path);
  buffer_format(out, ": serial %llu, %zu stack%s\n", (unsigned long long)state->serial, state->stacks.count,
                plural(state->stacks.count));
  for (size_t i = 0; i < state->stacks.count; i++) show_head(out, state->stacks.items[i]);
}

// The part of the state that was asked for.
static void show_json(StateDesk *desk, Buffer *out, const StateStack *stack) {
  Arena *arena = &desk->session.arena;
  Value *stacks = state_value(arena, desk->state);
  if (stack) {
    json_write(out, value_get(stacks, stack->name));
    return;
  }
  Value *root = value_map(arena, (Span){0});
  value_set(arena, root, "lineage", value_string(arena, (Span){0}, desk->state->lineage));
  value_set(arena, root, "serial", value_int(arena, (Span){0}, (int64_t)desk->state->serial));
  value_set(arena, root, "stacks", stacks);
  json_write(out, root);
}

static int run_show(const Arguments *arguments) {
  StateDesk desk;
  bool fine, json = wants_json(arguments, &fine);
  if (!fine || !state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  const char *operand = arguments->operands.count ? arguments->operands.items[0] : NULL;
  StateStack *stack = NULL;
  StateResource *resource = NULL;
  Buffer out = {0};
  if (state_desk_load(&desk, false) && (!operand || state_desk_find(&desk, operand, &stack, &resource))) {
    if (resource)
      show_resource(&desk, &out, stack, resource);
    else if (json)
      show_json(&desk, &out, stack);
    else if (stack)
      show_stack(&out, stack);
    else
      show_all(&desk, &out);
    print(&desk, &out);
  }
  return state_desk_end(&desk);
}

// ───────────────────────────── verify ─────────────────────────────

// How many of the last changes can be undone; an error where one does not fit.
static size_t verify_history(StateDesk *desk) {
  const State *state = desk->state;
  const Value *tree = state->loaded;
  size_t count = state->history.count;
  for (size_t i = count; i-- > 0;) {
    tree = history_apply(&desk->session.arena, tree, state->history.items[i].undo);
    if (tree) continue;
    diag_error(&desk->session.diags, "E0601", (Span){0}, "the change that made serial %llu cannot be undone",
               (unsigned long long)state->history.items[i].serial);
    return count - 1 - i;
  }
  return count;
}

static int run_verify(const Arguments *arguments) {
  StateDesk desk;
  StoreHolder holder;
  if (!state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  if (state_desk_load(&desk, false)) {
    size_t undoable = verify_history(&desk);
    if (!desk.session.diags.errors)
      state_desk_say(&desk, "%.*s: serial %llu, %zu stack%s, whole; %zu change%s can be undone\n",
                     TEXT_ARG(desk.store.path), (unsigned long long)desk.state->serial, desk.state->stacks.count,
                     plural(desk.state->stacks.count), undoable, plural(undoable));
    if (store_holder(&desk.store, &holder))
      state_desk_say(&desk, "locked by %.*s on %.*s since %.*s%s\n", TEXT_ARG(holder.user), TEXT_ARG(holder.host),
                     TEXT_ARG(holder.since), holder.stale ? "; that process is gone" : "");
  }
  return state_desk_end(&desk);
}

// ───────────────────────────── history ─────────────────────────────

static int run_history(const Arguments *arguments) {
  StateDesk desk;
  bool fine, json = wants_json(arguments, &fine);
  if (!fine || !state_desk_init(&desk, arguments, CONSOLE_MESSAGES, NULL)) return EXIT_WRONG;
  Arena *arena = &desk.session.arena;
  Buffer out = {0};
  if (state_desk_load(&desk, false)) {
    Value *list = value_list(arena, (Span){0});
    for (size_t i = desk.state->history.count; i-- > 0;) {
      const StateEntry *entry = &desk.state->history.items[i];
      size_t places = entry->undo->as.list.count;
      Value *map = value_map(arena, (Span){0});
      value_set(arena, map, "serial", value_int(arena, (Span){0}, (int64_t)entry->serial));
      value_set(arena, map, "what", value_string(arena, (Span){0}, entry->what));
      value_set(arena, map, "places", value_int(arena, (Span){0}, (int64_t)places));
      value_add(arena, list, map);
      if (json) continue;
      buffer_format(&out, "%6llu  ", (unsigned long long)entry->serial);
      report_clean(&out, entry->what);
      buffer_format(&out, "  (%zu place%s)\n", places, plural(places));
    }
    if (json) json_write(&out, list);
    print(&desk, &out);
  }
  return state_desk_end(&desk);
}

static const Option SHOW_OPTIONS[] = {
    OPTION_STATE,
    {"--format", 0, "FORMAT", "text (default) or json"},
    OPTION_COLOR,
};

const Command command_state_show = {
    .name = "state show",
    .operands = "[STACK[.RESOURCE]]",
    .most = 1,
    .summary = "the stacks, one of them, or a resource with all that is known of it",
    .about =
        "Prints what is recorded: all stacks in a line each, one with its parameters, outputs and resources, or "
        "one\nresource.",
    .options = SHOW_OPTIONS,
    .option_count = sizeof SHOW_OPTIONS / sizeof *SHOW_OPTIONS,
    .run = run_show,
};

static const Option VERIFY_OPTIONS[] = {OPTION_STATE, OPTION_COLOR, OPTION_QUIET};

const Command command_state_verify = {
    .name = "state verify",
    .operands = "",
    .summary = "whether the state is whole",
    .about = "Checks the state's checksum and form, that its history can be undone, and whether it is locked.",
    .options = VERIFY_OPTIONS,
    .option_count = sizeof VERIFY_OPTIONS / sizeof *VERIFY_OPTIONS,
    .run = run_verify,
};

const Command command_state_history = {
    .name = "state history",
    .operands = "",
    .summary = "the last changes, newest first",
    .about = "Lists the changes that `strata state rollback` can undo: the serial that each made, and what it was.",
    .options = SHOW_OPTIONS,
    .option_count = sizeof SHOW_OPTIONS / sizeof *SHOW_OPTIONS,
    .run = run_history,
};
