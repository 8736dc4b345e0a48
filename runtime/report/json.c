// The findings as one JSON object: {"findings": [...], "summary": {...}}. A finding without a place has no file, start
// and end; help and notes stand only where there are any.
#include "format/json.h"

#include "report/render.h"

static const Span NOWHERE = {0};

static Value *place_of(Arena *arena, Position position) {
  Value *place = value_map(arena, NOWHERE);
  value_set(arena, place, "line", value_int(arena, NOWHERE, position.line));
  value_set(arena, place, "column", value_int(arena, NOWHERE, position.column));
  return place;
}

static void add_place(const Report *report, Value *map, Span span) {
  if (!source_get(report->sources, span.source)) return;
  Arena *arena = report->arena;
  value_set(arena, map, "file", render_string(arena, render_path(report, span)));
  value_set(arena, map, "start", place_of(arena, source_position(report->sources, span.source, span.start)));
  value_set(arena, map, "end", place_of(arena, source_position(report->sources, span.source, span.end)));
}

static Value *path_of(const Report *report, const Diag *diag) {
  Value *path = value_list(report->arena, NOWHERE);
  for (size_t i = 0; i < diag->path.count; i++) {
    PathStep step = diag->path.items[i];
    Value *item = step.key.at ? render_string(report->arena, step.key) : value_int(report->arena, NOWHERE, step.index);
    value_add(report->arena, path, item);
  }
  return path;
}

static Value *notes_of(const Report *report, const Diag *diag) {
  Value *notes = value_list(report->arena, NOWHERE);
  for (size_t i = 0; i < diag->notes.count; i++) {
    Value *note = value_map(report->arena, NOWHERE);
    value_set(report->arena, note, "message", render_string(report->arena, diag->notes.items[i].message));
    add_place(report, note, diag->notes.items[i].span);
    value_add(report->arena, notes, note);
  }
  return notes;
}

static Value *finding_of(const Report *report, const Diag *diag) {
  Arena *arena = report->arena;
  Value *finding = value_map(arena, NOWHERE);
  value_set(arena, finding, "rule", value_string(arena, NOWHERE, text_of(diag->code)));
  value_set(arena, finding, "level", value_string(arena, NOWHERE, text_of(render_level(diag->level))));
  value_set(arena, finding, "message", render_string(arena, diag->message));
  add_place(report, finding, diag->span);
  value_set(arena, finding, "path", path_of(report, diag));
  if (diag->help.size) value_set(arena, finding, "help", render_string(arena, diag->help));
  if (diag->notes.count) value_set(arena, finding, "notes", notes_of(report, diag));
  return finding;
}

static Value *summary_of(const Report *report) {
  size_t counts[LEVEL_ERROR + 1] = {0};
  for (size_t i = 0; i < report->diags->list.count; i++) counts[report->diags->list.items[i]->level]++;
  Value *summary = value_map(report->arena, NOWHERE);
  for (int level = LEVEL_ERROR; level >= LEVEL_INFO; level--)
    value_set(report->arena, summary, render_level((Level)level),
              value_int(report->arena, NOWHERE, (int64_t)counts[level]));
  value_set(report->arena, summary, "files", value_int(report->arena, NOWHERE, (int64_t)report->options->file_count));
  return summary;
}

void render_json(const Report *report) {
  Value *findings = value_list(report->arena, NOWHERE);
  for (size_t i = 0; i < report->diags->list.count; i++)
    value_add(report->arena, findings, finding_of(report, report->diags->list.items[i]));
  Value *root = value_map(report->arena, NOWHERE);
  value_set(report->arena, root, "findings", findings);
  value_set(report->arena, root, "summary", summary_of(report));
  json_write(report->out, root);
}
