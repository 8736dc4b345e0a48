// Each edit becomes one splice of bytes; splices are sorted and laid over the text.
#include "format/edit.h"

#include <stdlib.h>
#include <string.h>

#include "format/format.h"

typedef struct Splice {
  uint32_t start, end;
  Text text;
} Splice;

typedef struct Editor {
  Arena *arena;
  Text text;
  bool json;
  VEC(Splice) splices;
} Editor;

// ───────────────────────────── The text around ─────────────────────────────

static char at(const Editor *editor, size_t offset) { return offset < editor->text.size ? editor->text.at[offset] : 0; }
static bool is_space(char c) { return c == ' ' || c == '\t'; }
static bool is_blank(char c) { return is_space(c) || c == '\n' || c == '\r'; }

static uint32_t line_start(const Editor *editor, uint32_t offset) {
  while (offset > 0 && at(editor, offset - 1) != '\n') offset--;
  return offset;
}

// Behind the line's end; the text's end where there is none.
static uint32_t next_line(const Editor *editor, uint32_t offset) {
  while (offset < editor->text.size && at(editor, offset) != '\n') offset++;
  return offset < editor->text.size ? offset + 1 : offset;
}

static bool only_spaces(const Editor *editor, uint32_t start, uint32_t end) {
  for (uint32_t i = start; i < end; i++)
    if (!is_space(at(editor, i))) return false;
  return true;
}

// Whether nothing but a comment stands between the offset and the line's end.
static bool rest_is_comment(const Editor *editor, uint32_t offset) {
  uint32_t start = offset;
  while (is_space(at(editor, offset))) offset++;
  char c = at(editor, offset);
  return c == 0 || c == '\n' || c == '\r' || (c == '#' && offset > start);
}

// A tag in front of a value: `!Sub "x"`.
static uint32_t behind_tag(Text text, uint32_t offset) {
  if (offset >= text.size || text.at[offset] != '!') return offset;
  while (offset < text.size && !is_blank(text.at[offset])) offset++;
  while (offset < text.size && is_blank(text.at[offset])) offset++;
  return offset;
}

static bool is_flow(const Editor *editor, Span span) {
  char c = at(editor, behind_tag(editor->text, span.start));
  return c == '{' || c == '[';
}

// ───────────────────────────── Kinds of edits ─────────────────────────────

static bool add(Editor *editor, uint32_t start, uint32_t end, Text text) {
  vec_push(editor->arena, &editor->splices, ((Splice){start, end, text}));
  return true;
}

static bool edit_key(Editor *editor, const Edit *edit) {
  char quote = at(editor, edit->span.start);
  if (quote == '"' || quote == '\'') return add(editor, edit->span.start + 1, edit->span.end - 1, edit->text);
  return add(editor, edit->span.start, edit->span.end, edit->text);
}

// A value as it is written in YAML behind "key: ", where that is one line; else as JSON, which YAML takes too.
static Text inline_yaml(Editor *editor, Text json) {
  Sources sources = {.arena = editor->arena};
  Diags diags = {.arena = editor->arena};
  Value *value = json_read(editor->arena, &diags, &sources, source_add(&sources, TEXT("edit"), json));
  if (!value) return json;
  Value *map = value_map(editor->arena, (Span){0});
  value_set(editor->arena, map, "k", value);
  Buffer out = {0};
  yaml_write(&out, map);
  Text text = buffer_take(&out, editor->arena);
  if (!text_starts_with(text, TEXT("k: ")) || text_find(text, TEXT("\n"), 0) + 1 != text.size) return json;
  return text_slice(text, 3, text.size - 1);
}

static bool edit_value(Editor *editor, const Edit *edit) {
  bool json = editor->json || is_flow(editor, edit->within);
  return add(editor, edit->span.start, edit->span.end, json ? edit->text : inline_yaml(editor, edit->text));
}

static bool edit_unwrap(Editor *editor, const Edit *edit) {
  if (edit->within.start < edit->span.start || edit->within.end > edit->span.end) return false;
  Text inner = text_slice(editor->text, edit->within.start, edit->within.end);
  return add(editor, edit->span.start, edit->span.end, inner);
}

static bool remove_flow(Editor *editor, uint32_t start, uint32_t end) {
  uint32_t after = end;
  while (is_blank(at(editor, after))) after++;
  if (at(editor, after) == ',') {
    for (after++; is_blank(at(editor, after));) after++;
    return add(editor, start, after, (Text){0});
  }
  uint32_t before = start;
  while (before > 0 && is_blank(at(editor, before - 1))) before--;
  if (before > 0 && at(editor, before - 1) == ',') return add(editor, before - 1, end, (Text){0});
  return add(editor, start, end, (Text){0});
}

static bool remove_lines(Editor *editor, uint32_t start, uint32_t end) {
  if (!rest_is_comment(editor, end)) return false;
  uint32_t line = line_start(editor, start), after = next_line(editor, end);
  if (only_spaces(editor, line, start)) return add(editor, line, after, (Text){0});
  // The first member of a list's item, "- Key: value": what follows takes its place.
  uint32_t next = after;
  while (is_space(at(editor, next))) next++;
  uint32_t column = start - line;
  if (next - after != column || is_blank(at(editor, next)) || at(editor, next) == '#' || !at(editor, next))
    return false;
  return add(editor, start, next, (Text){0});
}

static bool edit_remove(Editor *editor, const Edit *edit) {
  uint32_t start = edit->span.start;
  if (editor->json || is_flow(editor, edit->within)) return remove_flow(editor, start, edit->span.end);
  uint32_t before = start;
  while (before > 0 && is_space(at(editor, before - 1))) before--;
  bool item = before > 0 && at(editor, before - 1) == '-' && before < start;
  bool whole = item && only_spaces(editor, line_start(editor, before), before - 1);
  if (item && edit->key.size == 0) return whole && remove_lines(editor, before - 1, edit->span.end);
  return remove_lines(editor, start, edit->span.end);
}

static bool edit_add(Editor *editor, const Edit *edit) {
  uint32_t line = line_start(editor, edit->span.start), column = edit->span.start - line;
  bool own_line = only_spaces(editor, line, edit->span.start);
  bool flow = editor->json || is_flow(editor, edit->within);
  Buffer out = {0};
  if (flow) buffer_add_char(&out, ',');
  if (flow && !own_line) buffer_add_char(&out, ' ');
  if (!flow || own_line) buffer_add_char(&out, '\n');
  if (!flow || own_line) buffer_fill(&out, ' ', column);
  if (editor->json)
    buffer_format(&out, "\"%.*s\": %.*s", TEXT_ARG(edit->key), TEXT_ARG(edit->text));
  else
    buffer_format(&out, "%.*s: %.*s", TEXT_ARG(edit->key),
                  TEXT_ARG(flow ? edit->text : inline_yaml(editor, edit->text)));
  uint32_t end = edit->span.end;
  if (!flow) {
    if (!rest_is_comment(editor, end)) return buffer_free(&out), false;
    end = next_line(editor, end);
    while (end > 0 && (at(editor, end - 1) == '\n' || at(editor, end - 1) == '\r')) end--;
  }
  return add(editor, end, end, buffer_take(&out, editor->arena));
}

static bool edit_one(Editor *editor, const Edit *edit) {
  switch (edit->kind) {
    case EDIT_KEY: return edit_key(editor, edit);
    case EDIT_VALUE: return edit_value(editor, edit);
    case EDIT_UNWRAP: return edit_unwrap(editor, edit);
    case EDIT_REMOVE: return edit_remove(editor, edit);
    case EDIT_ADD: return edit_add(editor, edit);
  }
  return false;
}

// ───────────────────────────── All of them ─────────────────────────────

static bool overlaps(const Splice *a, const Splice *b) {
  if (a->start == a->end || b->start == b->end) return a->start == b->start || (a->start < b->end && b->start < a->end);
  return a->start < b->end && b->start < a->end;
}

// Whether the splices from number `from` on leave those before alone.
static bool fits(const Editor *editor, size_t from) {
  for (size_t i = from; i < editor->splices.count; i++)
    for (size_t k = 0; k < i; k++)
      if (overlaps(&editor->splices.items[i], &editor->splices.items[k])) return false;
  return true;
}

static bool edit_finding(Editor *editor, const Diag *diag) {
  size_t before = editor->splices.count;
  bool fine = true;
  for (size_t i = 0; i < diag->edits.count && fine; i++) fine = edit_one(editor, &diag->edits.items[i]);
  if (!fine || !fits(editor, before)) editor->splices.count = before;
  return editor->splices.count > before;
}

static int by_start(const void *a, const void *b) {
  const Splice *left = a, *right = b;
  return left->start < right->start ? -1 : left->start > right->start;
}

size_t edit_apply(Arena *arena, const Sources *sources, uint32_t source, const Diags *diags, Buffer *out) {
  enum { MOST_AT_ONCE = 2000 };  // comparing each with each stays short; the next round takes the others
  Editor editor = {.arena = arena, .text = source_get(sources, source)->text};
  Text trimmed = text_trim(editor.text);
  if (text_starts_with(trimmed, TEXT("\xEF\xBB\xBF"))) trimmed = text_trim(text_slice(trimmed, 3, trimmed.size));
  editor.json = trimmed.size && (trimmed.at[0] == '{' || trimmed.at[0] == '[');
  size_t applied = 0;
  for (size_t i = 0; i < diags->list.count && editor.splices.count < MOST_AT_ONCE; i++)
    if (diags->list.items[i]->span.source == source) applied += edit_finding(&editor, diags->list.items[i]);
  if (applied == 0) return 0;
  qsort(editor.splices.items, editor.splices.count, sizeof *editor.splices.items, by_start);
  uint32_t done = 0;
  for (size_t i = 0; i < editor.splices.count; i++) {
    const Splice *splice = &editor.splices.items[i];
    buffer_add(out, text_slice(editor.text, done, splice->start));
    buffer_add(out, splice->text);
    done = splice->end;
  }
  buffer_add(out, text_slice(editor.text, done, editor.text.size));
  return applied;
}
