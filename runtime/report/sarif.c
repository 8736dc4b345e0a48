// SARIF 2.1.0 (OASIS standard, 2020-03-27): one run, its rules and artifacts as tables that the results point into.
// Columns are code points (`columnKind`), the end of a region is the column behind it, as everywhere here.
#include "base/map.h"
#include "format/json.h"
#include "report/render.h"

static const Span NOWHERE = {0};

typedef struct Sarif {
  const Report *report;
  Arena *arena;
  Map rules, artifacts;  // code or path -> its number + 1
  Value *rule_list, *artifact_list;
} Sarif;

static Value *text_value(Sarif *sarif, Text text) { return render_string(sarif->arena, text); }

static Value *message_of(Sarif *sarif, Text text) {
  Value *message = value_map(sarif->arena, NOWHERE);
  value_set(sarif->arena, message, "text", text_value(sarif, text));
  return message;
}

// The number of `key` in a table; new where it was not there.
static int64_t number_of(Sarif *sarif, Map *map, Text key, bool *is_new) {
  uintptr_t number = (uintptr_t)map_get(map, key);
  *is_new = number == 0;
  if (*is_new) map_put(sarif->arena, map, key, (void *)(number = map->count + 1));
  return (int64_t)number - 1;
}

static int64_t rule_number(Sarif *sarif, const char *code) {
  bool is_new;
  int64_t number = number_of(sarif, &sarif->rules, text_of(code), &is_new);
  if (!is_new) return number;
  Value *rule = value_map(sarif->arena, NOWHERE);
  value_set(sarif->arena, rule, "id", text_value(sarif, text_of(code)));
  Text title = sarif->report->options->title ? sarif->report->options->title(code) : (Text){0};
  if (title.size) value_set(sarif->arena, rule, "shortDescription", message_of(sarif, title));
  value_add(sarif->arena, sarif->rule_list, rule);
  return number;
}

// A path as URI (RFC 3986): bytes other than unreserved ones and `/` are %XX; an absolute path becomes file://.
static Text uri_of(Arena *arena, Text path) {
  Buffer uri = {0};
  if (path.size && path.at[0] == '/') buffer_add_string(&uri, "file://");
  for (size_t i = 0; i < path.size; i++) {
    unsigned char c = (unsigned char)path.at[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~/", c);
    if (plain && c)
      buffer_add_char(&uri, (char)c);
    else
      buffer_format(&uri, "%%%02X", c);
  }
  return buffer_take(&uri, arena);
}

static Value *artifact_location(Sarif *sarif, Text path) {
  bool is_new;
  int64_t number = number_of(sarif, &sarif->artifacts, path, &is_new);
  Text uri = uri_of(sarif->arena, path);
  if (is_new) {
    Value *location = value_map(sarif->arena, NOWHERE), *artifact = value_map(sarif->arena, NOWHERE);
    value_set(sarif->arena, location, "uri", text_value(sarif, uri));
    value_set(sarif->arena, artifact, "location", location);
    value_add(sarif->arena, sarif->artifact_list, artifact);
  }
  Value *location = value_map(sarif->arena, NOWHERE);
  value_set(sarif->arena, location, "uri", text_value(sarif, uri));
  value_set(sarif->arena, location, "index", value_int(sarif->arena, NOWHERE, number));
  return location;
}

static Value *region_of(Sarif *sarif, Span span) {
  Position from = source_position(sarif->report->sources, span.source, span.start);
  Position to = source_position(sarif->report->sources, span.source, span.end);
  const struct {
    const char *key;
    uint32_t number;
  } rows[] = {{"startLine", from.line}, {"startColumn", from.column}, {"endLine", to.line}, {"endColumn", to.column}};
  Value *region = value_map(sarif->arena, NOWHERE);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    value_set(sarif->arena, region, rows[i].key, value_int(sarif->arena, NOWHERE, rows[i].number));
  return region;
}

static Value *location_of(Sarif *sarif, Span span) {
  Value *place = value_map(sarif->arena, NOWHERE), *location = value_map(sarif->arena, NOWHERE);
  value_set(sarif->arena, place, "artifactLocation", artifact_location(sarif, render_path(sarif->report, span)));
  value_set(sarif->arena, place, "region", region_of(sarif, span));
  value_set(sarif->arena, location, "physicalLocation", place);
  return location;
}

static const char *level_name(Level level) {
  switch (level) {
    case LEVEL_INFO: return "note";
    case LEVEL_WARNING: return "warning";
    case LEVEL_ERROR: return "error";
  }
  return "error";
}

static void add_related(Sarif *sarif, Value *result, const Diag *diag) {
  Value *related = value_list(sarif->arena, NOWHERE);
  for (size_t i = 0; i < diag->notes.count; i++) {
    const Note *note = &diag->notes.items[i];
    bool placed = source_get(sarif->report->sources, note->span.source);
    Value *location = placed ? location_of(sarif, note->span) : value_map(sarif->arena, NOWHERE);
    value_set(sarif->arena, location, "message", message_of(sarif, note->message));
    value_add(sarif->arena, related, location);
  }
  if (diag->notes.count) value_set(sarif->arena, result, "relatedLocations", related);
}

static Value *result_of(Sarif *sarif, const Diag *diag) {
  Value *result = value_map(sarif->arena, NOWHERE);
  value_set(sarif->arena, result, "ruleId", text_value(sarif, text_of(diag->code)));
  value_set(sarif->arena, result, "ruleIndex", value_int(sarif->arena, NOWHERE, rule_number(sarif, diag->code)));
  value_set(sarif->arena, result, "level", text_value(sarif, text_of(level_name(diag->level))));
  value_set(sarif->arena, result, "message", message_of(sarif, render_message(sarif->report, diag)));
  Value *locations = value_list(sarif->arena, NOWHERE);
  if (source_get(sarif->report->sources, diag->span.source))
    value_add(sarif->arena, locations, location_of(sarif, diag->span));
  value_set(sarif->arena, result, "locations", locations);
  add_related(sarif, result, diag);
  return result;
}

void render_sarif(const Report *report) {
  Arena *arena = report->arena;
  Sarif sarif = {.report = report,
                 .arena = arena,
                 .rule_list = value_list(arena, NOWHERE),
                 .artifact_list = value_list(arena, NOWHERE)};
  for (size_t i = 0; i < report->options->file_count; i++) artifact_location(&sarif, report->options->files[i]);
  Value *results = value_list(arena, NOWHERE);
  for (size_t i = 0; i < report->diags->list.count; i++)
    value_add(arena, results, result_of(&sarif, report->diags->list.items[i]));

  Value *driver = value_map(arena, NOWHERE), *tool = value_map(arena, NOWHERE), *run = value_map(arena, NOWHERE);
  value_set(arena, driver, "name", text_value(&sarif, TEXT("strata")));
  value_set(arena, driver, "version", text_value(&sarif, TEXT(STRATA_VERSION)));
  value_set(arena, driver, "rules", sarif.rule_list);
  value_set(arena, tool, "driver", driver);
  value_set(arena, run, "tool", tool);
  value_set(arena, run, "columnKind", text_value(&sarif, TEXT("unicodeCodePoints")));
  value_set(arena, run, "artifacts", sarif.artifact_list);
  value_set(arena, run, "results", results);
  Value *runs = value_list(arena, NOWHERE), *root = value_map(arena, NOWHERE);
  value_add(arena, runs, run);
  value_set(arena, root, "$schema", text_value(&sarif, TEXT("https://json.schemastore.org/sarif-2.1.0.json")));
  value_set(arena, root, "version", text_value(&sarif, TEXT("2.1.0")));
  value_set(arena, root, "runs", runs);
  json_write(report->out, root);
}
