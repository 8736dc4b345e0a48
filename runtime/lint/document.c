// What the walks of documents share.
#include "lint/document.h"

#include "format/json.h"

static bool made_by_macro(const Value *map) {
  for (size_t i = 0; i < map->as.map.count; i++) {
    Text key = map->as.map.members[i].key;
    if (text_is(key, "Fn::Transform") || text_starts_with(key, TEXT("Fn::ForEach"))) return true;
  }
  return false;
}

static void unknown(Linter *linter, const char *id, const LintAt *at, const char *what, const DocumentMember *members,
                    size_t count) {
  Diag *diag = lint_report(linter, id, at, "%s has no '%.*s'", what, TEXT_ARG(at->key));
  Text *names = ARENA_ARRAY(linter->arena, Text, count + 1);
  Buffer all = {0};
  for (size_t i = 0; i < count; i++) {
    names[i] = text_of(members[i].name);
    buffer_format(&all, "%s%s", i ? ", " : "", members[i].name);
  }
  diag_suggest(linter->diags, diag, at->key, names, count);
  if (!diag->help.size) diag_help(linter->diags, diag, "it may have %.*s", TEXT_ARG(buffer_text(&all)));
  buffer_free(&all);
}

void document_members(Linter *linter, const char *id, const LintAt *map, World world, const char *what,
                      const DocumentMember *members, size_t count) {
  if (!lint_is(map, VALUE_MAP) || made_by_macro(map->value)) return;
  for (size_t i = 0; i < map->value->as.map.count; i++) {
    LintAt member = lint_member(map, &map->value->as.map.members[i]);
    size_t k = 0;
    while (k < count && !text_is(member.key, members[k].name)) k++;
    if (k == count) unknown(linter, id, &member, what, members, count);
  }
  for (size_t k = 0; k < count; k++) {
    if (!members[k].required) continue;
    LintAt member = lint_field(map, members[k].name);
    if (world_possible(linter->conditions, lint_choices(linter, &member, world).absent))
      lint_report(linter, id, map, "%s needs '%s'", what, members[k].name);
  }
}

static World there(Linter *linter, const LintChoices *choices) {
  World world = WORLD_NONE;
  for (size_t i = 0; i < choices->count; i++) world = world_or(linter->conditions, world, choices->items[i].world);
  return world;
}

void document_either(Linter *linter, const char *id, const LintAt *map, World world, const char *what, const char *one,
                     const char *other) {
  if (!lint_is(map, VALUE_MAP) || made_by_macro(map->value)) return;
  LintAt a = lint_field(map, one), b = lint_field(map, other);
  LintChoices first = lint_choices(linter, &a, world), second = lint_choices(linter, &b, world);
  if (lint_together(linter, first.absent, second.absent))
    lint_report(linter, id, map, "%s needs '%s' or '%s'", what, one, other);
  if (!lint_together(linter, there(linter, &first), there(linter, &second))) return;
  lint_report(linter, id, &a, "%s has both '%s' and '%s'; one is allowed", what, one, other);
  lint_report(linter, id, &b, "%s has both '%s' and '%s'; one is allowed", what, other, one);
}

// What is read from a string has no places of its own.
static void place(Value *value, Span span) {
  value->span = span;
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++) place(value->as.list.items[i], span);
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++) {
    value->as.map.members[i].key_span = span;
    place(value->as.map.members[i].value, span);
  }
}

Value *document_read(Linter *linter, const LintAt *at, Text *why) {
  Sources sources = {.arena = linter->arena};
  Diags diags = {.arena = linter->arena};
  uint32_t source = source_add(&sources, TEXT("document"), lint_text(at));
  Value *root = json_read(linter->arena, &diags, &sources, source);
  if (root) place(root, at->span);
  *why = diags.list.count ? diags.list.items[0]->message : TEXT("it is empty");
  return root;
}
