// One line a resource, one a difference below it; the figures last.
#include "report/drift.h"

#include "report/plan_write.h"
#include "report/report.h"

static const Span nowhere = {0};

enum { LONGEST_VALUE = 120 };

static const char *kind_of(const DriftDifference *difference) {
  return !difference->expected ? "add" : !difference->actual ? "remove" : "not_equal";
}

// ───────────────────────────── JSON ─────────────────────────────

static void put_text(Arena *arena, Value *map, const char *key, Text text) {
  value_set(arena, map, key, value_string(arena, nowhere, text));
}

static Value *path_json(Arena *arena, const PathStep *path, size_t steps) {
  Value *list = value_list(arena, nowhere);
  for (size_t i = 0; i < steps; i++)
    value_add(arena, list,
              path[i].key.at ? value_string(arena, nowhere, path[i].key) : value_int(arena, nowhere, path[i].index));
  return list;
}

static Value *difference_json(Arena *arena, const DriftDifference *difference) {
  Value *map = value_map(arena, nowhere);
  value_set(arena, map, "path", path_json(arena, difference->path, difference->steps));
  if (difference->expected) value_set(arena, map, "expected", (Value *)difference->expected);
  if (difference->actual) value_set(arena, map, "actual", (Value *)difference->actual);
  put_text(arena, map, "kind", text_of(kind_of(difference)));
  if (difference->accepted.size) put_text(arena, map, "accepted", difference->accepted);
  return map;
}

static Value *resource_json(Arena *arena, const DriftResource *resource) {
  Value *map = value_map(arena, nowhere), *differences = value_list(arena, nowhere);
  Value *gaps = value_list(arena, nowhere), *accepted = value_list(arena, nowhere);
  if (resource->stack) put_text(arena, map, "stack", resource->stack->name);
  if (resource->logical_id.size) put_text(arena, map, "logical_id", resource->logical_id);
  put_text(arena, map, "type", resource->type);
  if (resource->physical_id.size) put_text(arena, map, "physical_id", resource->physical_id);
  put_text(arena, map, "status", text_of(drift_status_name(resource->status)));
  for (size_t i = 0; i < resource->differences.count; i++) {
    const DriftDifference *one = &resource->differences.items[i];
    value_add(arena, one->accepted.size ? accepted : differences, difference_json(arena, one));
  }
  for (size_t i = 0; i < resource->gaps.count; i++) {
    Value *gap = value_map(arena, nowhere);
    value_set(arena, gap, "path", path_json(arena, resource->gaps.items[i].path, resource->gaps.items[i].steps));
    put_text(arena, gap, "reason", text_of(resource->gaps.items[i].reason));
    value_add(arena, gaps, gap);
  }
  if (resource->accepted.size) {
    Value *one = value_map(arena, nowhere);
    put_text(arena, one, "kind", TEXT("deleted"));
    put_text(arena, one, "accepted", resource->accepted);
    value_add(arena, accepted, one);
  }
  value_set(arena, map, "differences", differences);
  if (accepted->as.list.count) value_set(arena, map, "accepted", accepted);
  if (gaps->as.list.count) value_set(arena, map, "unchecked", gaps);
  return map;
}

Value *report_drift_json(Arena *arena, const Drift *drift) {
  Value *root = value_map(arena, nowhere), *resources = value_list(arena, nowhere);
  Value *coverage = value_map(arena, nowhere), *summary = value_map(arena, nowhere);
  for (size_t i = 0; i < drift->resources.count; i++)
    value_add(arena, resources, resource_json(arena, &drift->resources.items[i]));
  value_set(arena, coverage, "checked", value_int(arena, nowhere, (int64_t)drift->checked));
  value_set(arena, coverage, "total", value_int(arena, nowhere, (int64_t)drift->total));
  for (int i = 0; i < DRIFT_STATUSES; i++)
    value_set(arena, summary, drift_status_name((DriftStatus)i), value_int(arena, nowhere, (int64_t)drift->counts[i]));
  value_set(arena, root, "resources", resources);
  value_set(arena, root, "coverage", coverage);
  value_set(arena, root, "summary", summary);
  return root;
}

// ───────────────────────────── Text ─────────────────────────────

static const char *const words[DRIFT_STATUSES] = {"in sync",   "modified",    "deleted",
                                                  "unchecked", "unsupported", "undeclared"};

static void write_name(Buffer *out, const DriftResource *resource) {
  if (resource->stack) {
    report_clean(out, resource->stack->name);
    buffer_add_char(out, '.');
  }
  report_clean(out, resource->logical_id.size ? resource->logical_id : resource->physical_id);
}

static void write_difference(Buffer *out, const DriftDifference *difference) {
  write_path(out, difference->path, difference->steps);
  buffer_add_string(out, ": ");
  if (difference->expected) write_value(out, difference->expected, LONGEST_VALUE);
  if (difference->expected && difference->actual) buffer_add_string(out, " is ");
  if (!difference->actual) buffer_add_string(out, " is gone");
  if (difference->actual) write_value(out, difference->actual, LONGEST_VALUE);
  if (!difference->expected) buffer_add_string(out, " was added");
}

static void write_accepted(Buffer *out, Text reason) {
  buffer_add_string(out, "  (accepted: ");
  report_clean(out, reason);
  buffer_add_char(out, ')');
}

static bool is_quiet(const DriftResource *resource) {
  return resource->status == DRIFT_IN_SYNC || resource->status == DRIFT_UNCHECKED ||
         resource->status == DRIFT_UNSUPPORTED;
}

static void write_resource(Buffer *out, const DriftResource *resource, bool colour, bool verbose) {
  if (is_quiet(resource) && !verbose) return;
  const char *paint = is_quiet(resource) ? "" : resource->status == DRIFT_DELETED ? "\033[31m" : "\033[33m";
  write_name(out, resource);
  buffer_format(out, "  %.*s  ", TEXT_ARG(resource->type));
  if (colour && *paint) buffer_add_string(out, paint);
  buffer_add_string(out, words[resource->status]);
  if (colour && *paint) buffer_add_string(out, "\033[0m");
  if (resource->accepted.size) write_accepted(out, resource->accepted);
  buffer_add_char(out, '\n');
  for (size_t i = 0; i < resource->differences.count; i++) {
    const DriftDifference *one = &resource->differences.items[i];
    if (one->accepted.size && !verbose) continue;
    buffer_add_string(out, "  ");
    write_difference(out, one);
    if (one->accepted.size) write_accepted(out, one->accepted);
    buffer_add_char(out, '\n');
  }
  for (size_t i = 0; verbose && i < resource->gaps.count; i++) {
    buffer_add_string(out, "  ");
    write_path(out, resource->gaps.items[i].path, resource->gaps.items[i].steps);
    buffer_format(out, ": not compared, %s\n", resource->gaps.items[i].reason);
  }
}

// "9 of 12 resources compared (75%): 8 in sync, 1 modified; 3 unchecked".
static void write_figures(Buffer *out, const Drift *drift) {
  size_t gaps = 0;
  buffer_format(out, "%zu of %zu resource%s compared", drift->checked, drift->total, drift->total == 1 ? "" : "s");
  if (drift->total) buffer_format(out, " (%zu%%)", drift->checked * 100 / drift->total);
  const char *before = ": ";
  for (int i = 0; i < DRIFT_STATUSES; i++) {
    if (!drift->counts[i]) continue;
    buffer_format(out, "%s%zu %s", before, drift->counts[i], words[i]);
    before = ", ";
  }
  for (size_t i = 0; i < drift->resources.count; i++) gaps += drift->resources.items[i].gaps.count;
  if (gaps) buffer_format(out, "; %zu propert%s could not be compared", gaps, gaps == 1 ? "y" : "ies");
  buffer_add_char(out, '\n');
}

void report_drift_text(Buffer *out, const Drift *drift, bool colour, bool verbose) {
  size_t start = out->size;
  for (size_t i = 0; i < drift->resources.count; i++) write_resource(out, &drift->resources.items[i], colour, verbose);
  if (out->size > start) buffer_add_char(out, '\n');
  write_figures(out, drift);
}

// ───────────────────────────── Markdown ─────────────────────────────

// Without what would end a cell or begin markup.
static void write_cell(Buffer *out, Text text) {
  for (size_t i = 0; i < text.size; i++) {
    if (strchr("|`<>*_[]\\", text.at[i])) buffer_add_char(out, '\\');
    buffer_add_char(out, text.at[i] == '\n' ? ' ' : text.at[i]);
  }
}

void report_drift_markdown(Buffer *out, const Drift *drift) {
  Buffer cell = {0};
  buffer_add_string(out, "### Drift\n\n");
  write_figures(out, drift);
  size_t rows = 0;
  for (size_t i = 0; i < drift->resources.count; i++) {
    const DriftResource *resource = &drift->resources.items[i];
    if (is_quiet(resource)) continue;
    if (rows++ == 0) buffer_add_string(out, "\n| resource | type | | differences |\n|---|---|---|---|\n");
    cell.size = 0;
    write_name(&cell, resource);
    buffer_add_string(out, "| ");
    write_cell(out, buffer_text(&cell));
    buffer_format(out, " | %.*s | %s |", TEXT_ARG(resource->type), words[resource->status]);
    const char *before = " ";
    for (size_t k = 0; k < resource->differences.count; k++) {
      if (resource->differences.items[k].accepted.size) continue;
      cell.size = 0;
      write_difference(&cell, &resource->differences.items[k]);
      buffer_add_string(out, before);
      write_cell(out, buffer_text(&cell));
      before = "<br>";
    }
    buffer_add_string(out, " |\n");
  }
  buffer_free(&cell);
}
