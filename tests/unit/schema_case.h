// Cases for tests of the checker: properties that are right, a change laid over them, and the one diagnostic it brings.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "format/json.h"
#include "schema/schema.h"

typedef struct Case {
  const char *type, *base;     // properties that are right
  const char *change;          // laid over them; a null removes the member
  const char *code;            // null: nothing is wrong
  const char *path;            // below Properties, "/A/0/B"
  const char *message, *help;  // parts of them
} Case;

static inline Value *case_read(Arena *arena, Diags *diags, Sources *sources, const char *json) {
  uint32_t source = source_add(sources, TEXT("test"), text_of(json));
  Value *value = json_read(arena, diags, sources, source);
  if (!value) fail_msg("not JSON: %s", json);
  return value;
}

static inline Value *case_overlaid(Arena *arena, const Value *base, const Value *change) {
  Value *result = value_map(arena, base->span);
  for (size_t i = 0; i < base->as.map.count; i++) {
    const Member *member = &base->as.map.members[i];
    const Member *other = value_member(change, member->key);
    if (other && other->value->kind == VALUE_NULL) continue;
    value_put(arena, result, member->key, member->key_span, member->value);
  }
  for (size_t i = 0; i < change->as.map.count; i++) {
    const Member *member = &change->as.map.members[i];
    if (member->value->kind != VALUE_NULL) value_put(arena, result, member->key, member->key_span, member->value);
  }
  return result;
}

static inline Text case_path(Arena *arena, const Diag *diag) {
  Buffer path = {0};
  for (size_t i = 3; i < diag->path.count; i++) {
    const PathStep *step = &diag->path.items[i];
    if (step->key.at)
      buffer_format(&path, "/%.*s", TEXT_ARG(step->key));
    else
      buffer_format(&path, "/%ld", (long)step->index);
  }
  return buffer_take(&path, arena);
}

// A template with one resource "R" of the type, beside what `others` holds (more members of the template).
static inline Template case_template(Arena *arena, const char *type, Value *properties, Value *others) {
  Span none = {0};
  Value *root = others ? others : value_map(arena, none);
  Value *resources = value_at(root, "Resources");
  if (!resources) value_set(arena, root, "Resources", resources = value_map(arena, none));
  Value *resource = value_map(arena, none);
  value_set(arena, resources, "R", resource);
  value_set(arena, resource, "Type", value_string(arena, none, text_of(type)));
  value_set(arena, resource, "Properties", properties);
  Template template = {.root = root};
  template_index(arena, &template);
  return template;
}

static inline void case_show(const Diags *diags, Arena *arena) {
  for (size_t i = 0; i < diags->list.count; i++) {
    const Diag *diag = diags->list.items[i];
    print_message("  %s %.*s: %.*s (%.*s)\n", diag->code, TEXT_ARG(case_path(arena, diag)), TEXT_ARG(diag->message),
                  TEXT_ARG(diag->help));
  }
}

static inline bool case_part(Text text, const char *part) {
  return !part || text_find(text, text_of(part), 0) != SIZE_MAX;
}

// Whether what the change of `c` brings is the one diagnostic that `c` expects; `others` are the template's other
// members.
static inline bool case_holds(const Case *c, const char *others) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Value *base = case_read(&arena, &diags, &sources, c->base), *change = case_read(&arena, &diags, &sources, c->change);
  Value *root = others ? case_read(&arena, &diags, &sources, others) : NULL;
  Template template = case_template(&arena, c->type, case_overlaid(&arena, base, change), root);
  SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template};
  schema_check_resource(&check, template_resource(&template, TEXT("R")));
  schema_check_done(&check);
  size_t wanted = c->code ? 1 : 0;
  bool right = diags.list.count == wanted;
  if (right && wanted) {
    const Diag *diag = diags.list.items[0];
    right = strcmp(diag->code, c->code) == 0 && text_is(case_path(&arena, diag), c->path) &&
            case_part(diag->message, c->message) && case_part(diag->help, c->help);
  }
  if (!right) {
    print_message("%s with %s:\n", c->type, c->change);
    case_show(&diags, &arena);
  }
  arena_free(&arena);
  return right;
}
