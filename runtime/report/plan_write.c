// What text, Markdown and JSON have in common: how a path, a value and a fate are written, and in which order.
#include "report/plan_write.h"

#include "format/format.h"

void write_path(Buffer *out, const PathStep *path, size_t steps) {
  size_t first = steps > 1 && text_is(path[0].key, "Properties") ? 1 : 0;
  for (size_t i = first; i < steps; i++) {
    if (!path[i].key.at) {
      buffer_format(out, "[%lld]", (long long)path[i].index);
      continue;
    }
    if (i > first) buffer_add_char(out, '.');
    buffer_add(out, path[i].key);
  }
}

// ───────────────────────────── Values ─────────────────────────────

static void put(Buffer *out, const Value *value, size_t end);

static void put_quoted(Buffer *out, Text text) {
  buffer_add_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c == '\n')
      buffer_add_string(out, "\\n");
    else if (c == '\t')
      buffer_add_string(out, "\\t");
    else if (c < 0x20 || c == 0x7F)
      buffer_format(out, "\\x%02X", c);
    else
      buffer_add_char(out, (char)c);
  }
  buffer_add_char(out, '"');
}

static bool put_call(Buffer *out, const Value *value, size_t end) {
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument) || !argument) return false;
  buffer_add_char(out, '!');
  buffer_add(out, text_starts_with(name, TEXT("Fn::")) ? text_slice(name, 4, name.size) : name);
  buffer_add_char(out, ' ');
  if (text_is(name, "Fn::GetAtt") && argument->kind == VALUE_LIST && argument->as.list.count == 2) {
    buffer_add(out, value_text(argument->as.list.items[0]));
    buffer_add_char(out, '.');
    buffer_add(out, value_text(argument->as.list.items[1]));
  } else if (text_is(name, "Ref") || text_is(name, "Condition")) {
    buffer_add(out, value_text(argument));
  } else {
    put(out, argument, end);
  }
  return true;
}

static void put(Buffer *out, const Value *value, size_t end) {
  if (out->size > end) return;
  switch (value->kind) {
    case VALUE_NULL: buffer_add_string(out, "null"); break;
    case VALUE_BOOL: buffer_add_string(out, value->as.boolean ? "true" : "false"); break;
    case VALUE_INT: buffer_format(out, "%lld", (long long)value->as.integer); break;
    case VALUE_NUMBER: buffer_add(out, value->as.text); break;
    case VALUE_STRING:
      if (text_is(value->as.text, PLAN_SECRET))
        buffer_add_string(out, PLAN_SECRET);
      else
        put_quoted(out, value->as.text);
      break;
    case VALUE_LIST:
      buffer_add_char(out, '[');
      for (size_t i = 0; i < value->as.list.count && out->size <= end; i++) {
        if (i) buffer_add_string(out, ", ");
        put(out, value->as.list.items[i], end);
      }
      buffer_add_char(out, ']');
      break;
    case VALUE_MAP:
      if (put_call(out, value, end)) break;
      buffer_add_char(out, '{');
      for (size_t i = 0; i < value->as.map.count && out->size <= end; i++) {
        if (i) buffer_add_string(out, ", ");
        buffer_add(out, value->as.map.members[i].key);
        buffer_add_string(out, ": ");
        put(out, value->as.map.members[i].value, end);
      }
      buffer_add_char(out, '}');
      break;
  }
}

void write_value(Buffer *out, const Value *value, size_t most) {
  size_t start = out->size, end = start + most;
  put(out, value, end);
  if (out->size <= end) return;
  // Not within a code point.
  while (end > start && ((unsigned char)out->at[end] & 0xC0) == 0x80) end--;
  out->size = end;
  buffer_add_string(out, "...");
}

enum { SHARED_SHOWN = 12 };  // bytes of the shared beginning that stay

void write_values(Buffer *out, const Value *before, const Value *after, size_t most) {
  Text a = value_text(before), b = value_text(after);
  size_t shared = 0;
  while (shared < a.size && shared < b.size && a.at[shared] == b.at[shared]) shared++;
  size_t start = shared > SHARED_SHOWN ? shared - SHARED_SHOWN : 0;
  while (start && ((unsigned char)a.at[start] & 0xC0) == 0x80) start--;
  bool cut = start && (a.size > most || b.size > most);
  const Value *values[] = {before, after};
  for (size_t i = 0; i < 2; i++) {
    if (i) buffer_add_string(out, " -> ");
    if (!cut) {
      write_value(out, values[i], most);
      continue;
    }
    Value rest = {.kind = VALUE_STRING, .as.text = text_slice(values[i]->as.text, start, values[i]->as.text.size)};
    buffer_add_string(out, "...");
    write_value(out, &rest, most);
  }
}

// ───────────────────────────── Places ─────────────────────────────

static bool in_library(const Sources *sources, Span span) {
  const Source *source = span.source ? source_get(sources, span.source) : NULL;
  return source && text_starts_with(source->path, TEXT("std/"));
}

// The first place in the value that is not in the library; source 0 where there is none.
static Span place_outside(const Sources *sources, const Value *value) {
  if (!value || (value->span.source && !in_library(sources, value->span))) return value ? value->span : (Span){0};
  Span span = {0};
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count && !span.source; i++)
      span = place_outside(sources, value->as.list.items[i]);
  if (value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count && !span.source; i++)
      span = place_outside(sources, value->as.map.members[i].value);
  return span;
}

Span write_cause_span(const Sources *sources, const PlanChange *change, const PlanCause *cause) {
  const TemplateResource *resource = change->after ? change->after : change->before;
  if (!resource->owner_span.source || !in_library(sources, cause->span)) return cause->span;
  Span outside = place_outside(sources, cause->after ? cause->after : cause->before);
  return outside.source ? outside : resource->owner_span;
}

Text write_note(const PlanChange *change, const PlanCause *cause) {
  enum { DEEPEST = 128 };
  const SchemaType *type = schema_find(change->type);
  Text path[DEEPEST];
  size_t steps = 0;
  if (!type || cause->settled || cause->replacement == REPLACE_ALWAYS || cause->steps == 0 ||
      !text_is(cause->path[0].key, "Properties"))
    return (Text){0};
  for (size_t i = 1; i < cause->steps && steps < DEEPEST; i++)
    if (cause->path[i].key.at) path[steps++] = cause->path[i].key;
  // What a part of it says does not hold for what comes or goes as a whole.
  if (cause->replacement == REPLACE_NEVER && schema_replacement(type, path, steps) != REPLACE_NEVER) return (Text){0};
  return schema_update_note(type, path, steps);
}

void write_place(Buffer *out, const Sources *sources, Span span) {
  const Source *source = span.source ? source_get(sources, span.source) : NULL;
  if (!source) return;
  Position at = source_position(sources, span.source, span.start);
  buffer_format(out, "%.*s:%u:%u", TEXT_ARG(source->path), at.line, at.column);
}

// ───────────────────────────── Fates ─────────────────────────────

const char *write_action(PlanAction action) {
  switch (action) {
    case PLAN_ADD: return "add";
    case PLAN_MODIFY: return "modify";
    case PLAN_REMOVE: return "remove";
    case PLAN_MOVE: return "move";
  }
  return "modify";
}

const char *write_replacement(Replacement replacement) {
  switch (replacement) {
    case REPLACE_NEVER: return "never";
    case REPLACE_CONDITIONAL: return "conditional";
    case REPLACE_ALWAYS: return "always";
  }
  return "never";
}

typedef enum Fate { FATE_REMOVED, FATE_REPLACED, FATE_MAY, FATE_MOVED, FATE_UPDATED, FATE_ADDED, FATE_COUNT } Fate;

static Fate fate_of(const PlanChange *change) {
  if (change->action == PLAN_REMOVE) return FATE_REMOVED;
  if (change->action == PLAN_ADD) return FATE_ADDED;
  if (change->replacement == REPLACE_ALWAYS) return FATE_REPLACED;
  if (change->replacement == REPLACE_CONDITIONAL) return FATE_MAY;
  return change->action == PLAN_MOVE ? FATE_MOVED : FATE_UPDATED;
}

const char *write_sign(const PlanChange *change) {
  static const char *const signs[] = {"-", "-/+", "~/+", ">", "~", "+"};
  return signs[fate_of(change)];
}

// What CloudFormation goes by when it changes the resource some day; AWS sees nothing of it.
static bool is_policy(const PlanCause *cause) {
  static const char *const policies[] = {"DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy", "CreationPolicy"};
  for (size_t i = 0; cause->steps && i < sizeof policies / sizeof *policies; i++)
    if (text_is(cause->path[0].key, policies[i])) return true;
  return false;
}

static const char *fate_in_place(const PlanChange *change) {
  size_t policies = 0, uncertain = 0;
  for (size_t i = 0; i < change->causes.count; i++) {
    if (text_is(change->causes.items[i].path[0].key, "Condition")) return "may come or go";
    policies += is_policy(&change->causes.items[i]);
    uncertain += change->causes.items[i].uncertain;
  }
  if (policies == change->causes.count) return "stays as it is";
  return uncertain + policies == change->causes.count ? "may be updated" : "is updated";
}

const char *write_fate(const PlanChange *change) {
  static const char *const fates[] = {"is removed", "is replaced", "may be replaced",
                                      "is renamed", "is updated",  "is added"};
  if (change->action == PLAN_REMOVE && change->kept) return "leaves the stack, and is kept";
  if (change->action == PLAN_MOVE && change->former_stack.size) return "changes its stack, and is made anew";
  if (change->action == PLAN_MODIFY && change->replacement == REPLACE_NEVER) return fate_in_place(change);
  return fates[fate_of(change)];
}

const PlanChange **write_sorted(Arena *arena, const PlanStack *stack) {
  const PlanChange **sorted = ARENA_ARRAY(arena, const PlanChange *, stack->changes.count + 1);
  size_t filled = 0;
  for (int fate = 0; fate < FATE_COUNT; fate++)
    for (size_t i = 0; i < stack->changes.count; i++)
      if (fate_of(stack->changes.items[i]) == (Fate)fate) sorted[filled++] = stack->changes.items[i];
  return sorted;
}

PlanSummary write_summary(const PlanStack *stack) {
  PlanSummary summary = {0};
  for (size_t i = 0; i < stack->changes.count; i++) {
    const PlanChange *change = stack->changes.items[i];
    if (change->action == PLAN_ADD) summary.add++;
    if (change->action == PLAN_REMOVE) summary.remove++;
    if (change->action == PLAN_MOVE) summary.move++;
    if (change->action == PLAN_MODIFY) {
      if (change->replacement == REPLACE_NEVER)
        summary.modify++;
      else
        summary.replace++;
    }
  }
  return summary;
}

void write_counts(Buffer *out, const PlanSummary *summary) {
  const struct {
    size_t count;
    const char *what;
  } parts[] = {{summary->remove, "to remove"},
               {summary->replace, "to replace"},
               {summary->move, "to move"},
               {summary->modify, "to update"},
               {summary->add, "to add"}};
  bool any = false;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (!parts[i].count) continue;
    buffer_format(out, "%s%zu %s", any ? ", " : "", parts[i].count, parts[i].what);
    any = true;
  }
  if (!any) buffer_add_string(out, "no resource changes");
}
