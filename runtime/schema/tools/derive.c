// derive SCHEMAS OUT [FACTS]: AWS's provider schemas as the text tables of stdlib/aws/.
//
// SCHEMAS is a folder of schemas, one JSON file a type (an unpacked CloudformationSchema.zip): OUT/SERVICE.types.
// FACTS is a folder with types/ (the same schemas with corrections), type-regions.json, stateful-types.json and
// constraints/ (lists of instance types and engine versions): what it adds goes to OUT/overlay/SERVICE.types. AWS's
// schemas decide which types and properties there are, what is create-only and read-only; the overlay decides
// constraints. Where both state one, see overlay.c. iam-actions.json and lambda-runtimes.json become OUT/iam.actions
// and OUT/lambda.runtimes (services.h).
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/map.h"
#include "overlay.h"
#include "services.h"
#include "write.h"

// All schemas of a folder by type name, or null with a message.
static json_t *read_folder(const char *folder) {
  DIR *directory = opendir(folder);
  if (!directory) {
    fprintf(stderr, "derive: cannot open %s\n", folder);
    return NULL;
  }
  json_t *types = json_object();
  for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
    size_t size = strlen(entry->d_name);
    if (size < 6 || strcmp(entry->d_name + size - 5, ".json") != 0) continue;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    json_error_t error;
    json_t *schema = json_load_file(path, JSON_ALLOW_NUL, &error);
    const char *name = json_string_value(json_object_get(schema, "typeName"));
    if (!name) {
      fprintf(stderr, "derive: %s: %s\n", path, schema ? "no typeName" : error.text);
      json_decref(schema);
      json_decref(types);
      types = NULL;
      break;
    }
    json_object_set_new(types, name, schema);
  }
  closedir(directory);
  return types;
}

// "AWS::S3::Bucket" -> "s3"; "Alexa::ASK::Skill" -> "alexa-ask".
static Text service_of(Arena *arena, const char *type) {
  Text name = text_of(type);
  size_t first = text_find(name, TEXT("::"), 0);
  if (first == SIZE_MAX) return TEXT("other");
  size_t second = text_find(name, TEXT("::"), first + 2);
  if (second == SIZE_MAX) second = name.size;
  Text vendor = text_slice(name, 0, first), service = text_slice(name, first + 2, second);
  Text file = text_is(vendor, "AWS") ? text_copy(arena, service)
                                     : text_format(arena, "%.*s-%.*s", TEXT_ARG(vendor), TEXT_ARG(service));
  for (size_t i = 0; i < file.size; i++)
    if (file.at[i] >= 'A' && file.at[i] <= 'Z') ((char *)file.at)[i] += 'a' - 'A';
  return file;
}

static bool write_file(Diags *diags, Arena *arena, const char *folder, Text service, const Buffer *content) {
  if (content->size == 0) return true;
  return io_write(diags, text_format(arena, "%s/%.*s.types", folder, TEXT_ARG(service)).at, buffer_text(content));
}

// Writes each service's file of AWS's types and, where there are facts, that of the overlay.
static bool write_all(Arena *arena, Diags *diags, const char *out, const json_t *types, const Facts *facts) {
  Text overlay = text_format(arena, "%s/overlay", out);
  json_t *all = json_object();
  json_object_update(all, (json_t *)types);
  if (facts) json_object_update_missing(all, facts->types);
  size_t count;
  const char **names = write_sorted(all, &count);
  Text service = {0};
  Buffer own = {0}, added = {0};
  // Sorted by file and then by name, since "AWS::EC2::" sorts before "AWS::ECR::" but files are in lower case.
  Map files = {0};
  for (size_t i = 0; i < count; i++) map_put(arena, &files, service_of(arena, names[i]), NULL);
  bool done = true;
  for (size_t f = 0; done && f < files.count; f++) {
    service = files.entries[f].key;
    own.size = added.size = 0;
    for (size_t i = 0; i < count; i++) {
      if (!text_equal(service_of(arena, names[i]), service)) continue;
      const json_t *type = json_object_get(types, names[i]);
      if (type) write_type(&own, type);
      if (facts) overlay_type(&added, facts, names[i], type);
    }
    done = write_file(diags, arena, out, service, &own) && write_file(diags, arena, overlay.at, service, &added);
  }
  buffer_free(&own);
  buffer_free(&added);
  free(names);
  json_decref(all);
  return done;
}

// Removes the tables of an earlier run, so that a service that AWS has dropped does not stay.
static void clear(const char *folder) {
  struct dirent **entries;
  int count = scandir(folder, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    size_t size = strlen(entries[i]->d_name);
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
    if (size > 6 && strcmp(entries[i]->d_name + size - 6, ".types") == 0) remove(path);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
}

// One file of facts through `convert` to OUT/NAME.
static bool write_facts(Arena *arena, Diags *diags, const char *facts, const char *file, const char *out,
                        const char *name, void (*convert)(Buffer *out, const json_t *value)) {
  json_t *value = json_load_file(text_format(arena, "%s/%s", facts, file).at, 0, NULL);
  if (!value) {
    fprintf(stderr, "derive: cannot read %s of the facts\n", file);
    return false;
  }
  Buffer content = {0};
  convert(&content, value);
  bool done = io_write(diags, text_format(arena, "%s/%s", out, name).at, buffer_text(&content));
  buffer_free(&content);
  json_decref(value);
  return done;
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: derive SCHEMAS OUT [FACTS]\n");
    return 2;
  }
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Facts facts = {.folder = argc == 4 ? argv[3] : NULL};
  json_t *types = read_folder(argv[1]);
  bool done = types != NULL;
  if (done && argc == 4) {
    facts.types = read_folder(text_format(&arena, "%s/types", argv[3]).at);
    facts.regions = json_load_file(text_format(&arena, "%s/type-regions.json", argv[3]).at, 0, NULL);
    facts.stateful = json_load_file(text_format(&arena, "%s/stateful-types.json", argv[3]).at, 0, NULL);
    done = facts.types && facts.regions && facts.stateful;
    if (!done) fprintf(stderr, "derive: %s is not a folder of facts\n", argv[3]);
  }
  if (done) {
    char overlay[4096];
    snprintf(overlay, sizeof overlay, "%s/overlay", argv[2]);
    mkdir(argv[2], 0777);
    clear(argv[2]);
    if (argc == 4) mkdir(overlay, 0777), clear(overlay);
    done = write_all(&arena, &diags, argv[2], types, argc == 4 ? &facts : NULL);
  }
  if (done && argc == 4) {
    done = write_facts(&arena, &diags, argv[3], "iam-actions.json", argv[2], "iam.actions", services_actions) &&
           write_facts(&arena, &diags, argv[3], "lambda-runtimes.json", argv[2], "lambda.runtimes", services_runtimes);
  }
  for (size_t i = 0; i < diags.list.count; i++)
    fprintf(stderr, "derive: %.*s\n", TEXT_ARG(diags.list.items[i]->message));
  json_decref(types);
  json_decref(facts.types);
  json_decref(facts.regions);
  json_decref(facts.stateful);
  arena_free(&arena);
  return done ? 0 : 1;
}
