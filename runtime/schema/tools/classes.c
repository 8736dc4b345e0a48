// AWS's 868 branches of db_instance_class.json hold a class set for each family of versions, whatever the engine: those
// of PostgreSQL 16.4 and of Aurora PostgreSQL 16.4 are one set. An engine that makes no new instances of a family any
// more has no part in it, so that the set is that of the engine that does; where several do it is what any of them has.
#include "classes.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static json_t *read_file(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/constraints/aws_rds_dbinstance/%s.json", folder, name);
  return json_load_file(path, 0, NULL);
}

static json_t *property(const json_t *node, const char *name) {
  return json_object_get(json_object_get(node, "properties"), name);
}

// The versions that a branch of engine_version or engine_version_deprecated lists for the engine.
static json_t *versions_of(const json_t *branch, const char *engine) {
  const json_t *condition = json_object_get(branch, "if"), *then = json_object_get(branch, "then");
  const char *name = json_string_value(json_object_get(property(condition, "Engine"), "const"));
  if (!name || strcmp(name, engine) != 0) return NULL;
  return json_object_get(property(json_is_object(then) ? then : condition, "EngineVersion"), "enum");
}

// "^(16\.4\..+|16\.4)$" -> "16.4"
static Text family_of(Arena *arena, const char *pattern) {
  Text text = text_of(pattern ? pattern : "");
  size_t start = text_find(text, TEXT("|"), 0), end = text_find(text, TEXT(")$"), 0);
  if (start == SIZE_MAX || end == SIZE_MAX) return (Text){0};
  Buffer family = {0};
  for (size_t i = start + 1; i < end; i++)
    if (text.at[i] != '\\') buffer_add_char(&family, text.at[i]);
  return buffer_take(&family, arena);
}

static bool is_of(const char *version, Text family) {
  Text text = text_of(version);
  return text_starts_with(text, family) && (text.size == family.size || text.at[family.size] == '.');
}

static bool listed(const json_t *file, const char *engine, const char *version) {
  size_t i, k;
  json_t *branch, *one;
  json_array_foreach(json_object_get(file, "allOf"), i, branch) json_array_foreach(
      versions_of(branch, engine), k, one) if (strcmp(json_string_value(one), version) == 0) return true;
  return false;
}

// Whether a new instance can be made with a version of the family.
static bool live(const json_t *versions, const json_t *ended, const char *engine, Text family) {
  size_t i, k;
  json_t *branch, *version;
  json_array_foreach(json_object_get(versions, "allOf"), i, branch) {
    json_array_foreach(versions_of(branch, engine), k, version) {
      const char *name = json_string_value(version);
      if (name && is_of(name, family) && !listed(ended, engine, name)) return true;
    }
  }
  return false;
}

// "16.4" and "16.6" -> "^(16\.4|16\.6)(\..+)?$"; the first family makes the pattern.
static json_t *more_pattern(const json_t *pattern, Text family) {
  Buffer text = {0};
  const char *old = json_string_value(pattern);
  Text before = old ? text_slice(text_of(old), 0, text_find(text_of(old), TEXT(")"), 0)) : TEXT("^(");
  buffer_format(&text, "%.*s%s", TEXT_ARG(before), old ? "|" : "");
  for (size_t i = 0; i < family.size; i++) buffer_format(&text, "%s%c", family.at[i] == '.' ? "\\" : "", family.at[i]);
  buffer_add_string(&text, ")(\\..+)?$");
  json_t *result = json_stringn(text.at, text.size);
  buffer_free(&text);
  return result;
}

static json_t *classes_at(const json_t *branch) {
  return json_object_get(property(json_object_get(branch, "then"), "DBInstanceClass"), "enum");
}

// Adds the family to the engine's branch of these classes.
static void add_family(json_t *branches, Text family, json_t *classes) {
  size_t i;
  json_t *branch, *same = NULL;
  json_array_foreach(branches, i, branch) if (json_equal(classes_at(branch), classes)) same = branch;
  if (!same) {
    same = json_pack("{s:{s:{s:{}},s:[s]},s:{s:{s:{s:O}}}}", "if", "properties", "EngineVersion", "required",
                     "EngineVersion", "then", "properties", "DBInstanceClass", "enum", classes);
    json_array_append_new(branches, same);
  }
  json_t *version = property(json_object_get(same, "if"), "EngineVersion");
  json_object_set_new(version, "pattern", more_pattern(json_object_get(version, "pattern"), family));
}

// {engine: [branch, ...]} as a node; engines with the same branches are one.
static json_t *join_engines(const json_t *engines) {
  json_t *all = json_array(), *branches, *known;
  const char *engine;
  size_t i;
  json_object_foreach((json_t *)engines, engine, branches) {
    json_t *same = NULL;
    json_array_foreach(
        all, i, known) if (json_equal(json_object_get(json_object_get(known, "then"), "allOf"), branches)) same = known;
    if (!same) {
      same = json_pack("{s:{s:{s:{s:[]}},s:[s]},s:{s:O}}", "if", "properties", "Engine", "enum", "required", "Engine",
                       "then", "allOf", branches);
      json_array_append_new(all, same);
    }
    json_t *names = json_object_get(property(json_object_get(same, "if"), "Engine"), "enum");
    json_array_append_new(names, json_string(engine));
  }
  return json_pack("{s:o}", "allOf", all);
}

json_t *classes_read(const char *folder) {
  json_t *file = read_file(folder, "db_instance_class"), *versions = read_file(folder, "engine_version");
  json_t *ended = read_file(folder, "engine_version_deprecated"), *engines = json_object(), *result = NULL, *branch;
  Arena arena = {0};
  size_t i;
  json_array_foreach(json_object_get(file, "allOf"), i, branch) {
    const json_t *condition = json_object_get(branch, "if");
    const char *engine = json_string_value(json_object_get(property(condition, "Engine"), "const"));
    Text family =
        family_of(&arena, json_string_value(json_object_get(property(condition, "EngineVersion"), "pattern")));
    if (!engine || !family.size || !live(versions, ended, engine, family)) continue;
    if (!json_object_get(engines, engine)) json_object_set_new(engines, engine, json_array());
    add_family(json_object_get(engines, engine), family, classes_at(branch));
  }
  if (file && versions && ended) result = join_engines(engines);
  json_decref(file);
  json_decref(versions);
  json_decref(ended);
  json_decref(engines);
  arena_free(&arena);
  return result;
}
