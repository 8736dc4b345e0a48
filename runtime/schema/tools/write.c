// JSON schema to text: the words of a node on one line, what is below it on lines of their own.
#include "write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "regions.h"

enum { LINE_WIDTH = 118 };

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

const char **write_sorted(const json_t *value, size_t *count) {
  size_t size = json_is_object(value) ? json_object_size(value) : json_array_size(value);
  const char **names = base_malloc((size + 1) * sizeof *names);
  *count = 0;
  const char *key;
  json_t *member;
  size_t i;
  if (json_is_object(value)) {
    json_object_foreach((json_t *)value, key, member) names[(*count)++] = key;
  } else {
    json_array_foreach(value, i, member) if (json_is_string(member)) names[(*count)++] = json_string_value(member);
  }
  qsort(names, *count, sizeof *names, by_name);
  return names;
}

static bool plain(const char *text) {
  if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", text[0]) || !text[0]) return false;
  for (const char *c = text; *c; c++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-/*$", *c)) return false;
  return strcmp(text, "true") && strcmp(text, "false") && strcmp(text, "null");
}

void write_token(Buffer *out, const char *text) {
  if (plain(text)) {
    buffer_add_string(out, text);
    return;
  }
  buffer_add_char(out, '"');
  for (const char *c = text; *c; c++) {
    if (*c == '"' || *c == '\\') buffer_add_char(out, '\\');
    buffer_add_char(out, *c);
  }
  buffer_add_char(out, '"');
}

static void write_number(Buffer *out, const json_t *value) {
  if (json_is_integer(value)) {
    buffer_format(out, "%lld", (long long)json_integer_value(value));
    return;
  }
  double number = json_real_value(value);
  if (number == floor(number) && fabs(number) < 1e15)
    buffer_format(out, "%.0f", number);
  else
    buffer_format(out, "%.15g", number);
}

static void write_value(Buffer *out, const json_t *value) {
  if (json_is_string(value))
    write_token(out, json_string_value(value));
  else if (json_is_number(value))
    write_number(out, value);
  else
    buffer_add_string(out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
}

static void write_range(Buffer *out, const json_t *node, const char *word, const char *low, const char *high) {
  const json_t *least = json_object_get(node, low), *most = json_object_get(node, high);
  if (!json_is_number(least)) least = NULL;
  if (!json_is_number(most)) most = NULL;
  if (!least && !most) return;
  buffer_format(out, " %s ", word);
  if (least) write_number(out, least);
  buffer_add_string(out, "..");
  if (most) write_number(out, most);
}

static void write_types(Buffer *out, const json_t *type) {
  if (json_is_string(type)) buffer_format(out, " %s", json_string_value(type));
  if (!json_is_array(type)) return;
  size_t i;
  json_t *name;
  json_array_foreach(type, i, name) buffer_format(out, "%c%s", i ? '|' : ' ', json_string_value(name));
}

// AWS's combinations {anyOf: [{format}, ...]} as one word "A|B"; false where it is something else.
static bool formats_of(const json_t *any, Buffer *out) {
  size_t i;
  json_t *branch;
  json_array_foreach(any, i, branch) {
    const char *format = json_string_value(json_object_get(branch, "format"));
    if (!format || json_object_size(branch) != 1) return false;
    if (out) buffer_format(out, "%s%s", i ? "|" : "", format);
  }
  return json_array_size(any) > 0;
}

// Patterns are written raw to the end of the line: what would be lost there is escaped.
static void write_pattern(Buffer *out, const json_t *value) {
  const char *pattern = json_string_value(value);
  size_t size = json_string_length(value);
  buffer_add_string(out, " ~ ");
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)pattern[i];
    if (c < 0x20 || c == 0x7F || (c == ' ' && i + 1 == size))
      buffer_format(out, "\\x%02x", c);
    else
      buffer_add_char(out, (char)c);
  }
}

static bool has_format_name(const char *format) {
  return format && format[0] != '(' && strcmp(format, "string") && strcmp(format, "int64") && strcmp(format, "double");
}

static json_t *enum_of(const json_t *node, bool *caseless) {
  json_t *list = json_object_get(node, "enumCaseInsensitive");
  *caseless = list != NULL;
  return list ? list : json_object_get(node, "enum");
}

static int by_text(const void *a, const void *b) { return text_compare(*(const Text *)a, *(const Text *)b); }

static size_t enum_tokens(Arena *arena, const json_t *list, Text **out) {
  size_t count = json_array_size(list);
  Text *tokens = ARENA_ARRAY(arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) {
    Buffer token = {0};
    write_value(&token, json_array_get(list, i));
    tokens[i] = buffer_take(&token, arena);
  }
  qsort(tokens, count, sizeof *tokens, by_text);
  *out = tokens;
  return count;
}

// The enum on the line where it is short. Returns whether it must go below.
static bool write_enum(Buffer *out, Arena *arena, const json_t *node, Text **tokens, size_t *count) {
  bool caseless;
  json_t *list = enum_of(node, &caseless);
  json_t *only = json_object_get(node, "const");
  *count = 0;
  if (caseless) buffer_add_string(out, " nocase");
  if (only && (json_is_string(only) || json_is_number(only) || json_is_boolean(only))) {
    buffer_add_string(out, " enum (");
    write_value(out, only);
    buffer_add_char(out, ')');
    return false;
  }
  if (!json_array_size(list)) return false;
  *count = enum_tokens(arena, list, tokens);
  size_t width = 0;
  for (size_t i = 0; i < *count; i++) width += (*tokens)[i].size + 1;
  buffer_add_string(out, " enum");
  if (width > 80 || json_object_get(node, "regions")) return true;
  for (size_t i = 0; i < *count; i++) {
    buffer_add_string(out, i ? " " : " (");
    buffer_add(out, (*tokens)[i]);
  }
  buffer_add_char(out, ')');
  return false;
}

static bool has(const json_t *node, const char *key) { return json_object_get(node, key) != NULL; }

static bool is_true_at(const json_t *node, const char *key) { return json_is_true(json_object_get(node, key)); }

static void write_openness(Buffer *out, const json_t *node) {
  const json_t *other = json_object_get(node, "additionalProperties");
  bool members = json_object_size(json_object_get(node, "properties")) > 0 ||
                 json_object_size(json_object_get(node, "patternProperties")) > 0;
  if (members && (!other || json_is_true(other))) buffer_add_string(out, " open");
  if (!members && json_is_false(other) && !has(node, "$ref")) buffer_add_string(out, " closed");
}

static void write_required(Buffer *out, const json_t *node) {
  size_t count, shown = 0;
  const char **names = write_sorted(json_object_get(node, "required"), &count);
  for (size_t i = 0; i < count; i++) {
    if (i && strcmp(names[i], names[i - 1]) == 0) continue;
    if (has(json_object_get(node, "properties"), names[i])) continue;
    buffer_add_string(out, shown++ ? " " : " required (");
    write_token(out, names[i]);
  }
  if (shown) buffer_add_char(out, ')');
  free(names);
}

static bool has_blocks(const json_t *node) {
  static const char *const keys[] = {
      "properties", "patternProperties", "allOf",         "anyOf",       "oneOf",      "if",
      "not",        "pattern",           "dependencies",  "requiredXor", "requiredOr", "dependentExcluded",
      "contains",   "dependentRequired", "propertyNames", "uniqueKeys",  NULL};
  for (size_t i = 0; keys[i]; i++)
    if (has(node, keys[i])) return true;
  return json_is_object(json_object_get(node, "additionalProperties"));
}

static void write_words(Buffer *out, const json_t *node) {
  const char *reference = json_string_value(json_object_get(node, "$ref"));
  write_types(out, json_object_get(node, "type"));
  if (reference && strncmp(reference, "#/definitions/", 14) == 0) buffer_format(out, " @%s", reference + 14);
  if (reference && strncmp(reference, "#/properties/", 13) == 0) buffer_format(out, " @/%s", reference + 13);
  write_range(out, node, "length", "minLength", "maxLength");
  write_range(out, node, "range", "minimum", "maximum");
  write_range(out, node, "items", "minItems", "maxItems");
  write_range(out, node, "members", "minProperties", "maxProperties");
  const char *const single[][2] = {
      {"exclusiveMinimum", "above"}, {"exclusiveMaximum", "below"}, {"multipleOf", "step"}};
  for (size_t i = 0; i < 3; i++) {
    if (!json_is_number(json_object_get(node, single[i][0]))) continue;
    buffer_format(out, " %s ", single[i][1]);
    write_number(out, json_object_get(node, single[i][0]));
  }
  const char *format = json_string_value(json_object_get(node, "format"));
  if (has_format_name(format)) buffer_format(out, " format %s", format);
  if (!format && formats_of(json_object_get(node, "anyOf"), NULL)) {
    buffer_add_string(out, " format ");
    formats_of(json_object_get(node, "anyOf"), out);
  }
  if (is_true_at(node, "uniqueItems")) buffer_add_string(out, " unique");
  if (json_is_false(json_object_get(node, "insertionOrder"))) buffer_add_string(out, " unordered");
  write_openness(out, node);
  write_required(out, node);
}

static void line(Buffer *out, int indent, const char *text) {
  buffer_fill(out, ' ', (size_t)indent);
  buffer_add_string(out, text);
}

static void write_members(Buffer *out, const json_t *node, const char *key, int indent) {
  const json_t *members = json_object_get(node, key), *required = json_object_get(node, "required");
  bool patterns = strcmp(key, "patternProperties") == 0;
  size_t count, i, needs;
  if (!json_is_object(members)) return;
  const char **names = write_sorted(members, &count), **needed = write_sorted(required, &needs);
  for (i = 0; i < count; i++) {
    line(out, indent, patterns ? "* " : "");
    if (patterns) {
      buffer_add_char(out, '"');
      for (const char *c = names[i]; *c; c++) {
        if (*c == '"' || *c == '\\') buffer_add_char(out, '\\');
        buffer_add_char(out, *c);
      }
      buffer_add_char(out, '"');
    } else {
      write_token(out, names[i]);
      if (needs && bsearch(&names[i], needed, needs, sizeof *needed, by_name)) buffer_add_char(out, '!');
    }
    write_node(out, json_object_get(members, names[i]), indent);
  }
  free(names);
  free(needed);
}

static bool empty_branches(const json_t *branches) {
  size_t i;
  json_t *branch;
  json_array_foreach(branches, i, branch) {
    if (!json_is_object(branch)) return true;
    const char *key;
    json_t *value;
    json_object_foreach(branch, key, value) if (strcmp(key, "relationshipRef") && strcmp(key, "description") &&
                                                strcmp(key, "title")) return false;
  }
  return true;
}

static void write_branches(Buffer *out, const json_t *node, const char *key, const char *head, int indent) {
  const json_t *branches = json_object_get(node, key);
  if (!json_is_array(branches) || empty_branches(branches)) return;
  if (strcmp(key, "anyOf") == 0 && !has(node, "format") && formats_of(branches, NULL)) return;
  line(out, indent, head);
  buffer_add_char(out, '\n');
  size_t i;
  json_t *branch;
  json_array_foreach(branches, i, branch) {
    line(out, indent + 2, "-");
    write_node(out, branch, indent + 2);
  }
}

static void write_names(Buffer *out, const char *head, const char *first, const json_t *list, int indent) {
  line(out, indent, head);
  if (first) buffer_add_char(out, ' '), write_token(out, first);
  size_t i;
  json_t *name;
  json_array_foreach(list, i, name) {
    buffer_add_char(out, ' ');
    write_token(out, json_string_value(name));
  }
  buffer_add_char(out, '\n');
}

static void write_dependencies(Buffer *out, const json_t *node, const char *key, const char *head, int indent) {
  const json_t *map = json_object_get(node, key);
  if (!json_is_object(map)) return;
  size_t count;
  const char **names = write_sorted(map, &count);
  for (size_t i = 0; i < count; i++) {
    const json_t *needs = json_object_get(map, names[i]);
    if (json_is_array(needs)) {
      write_names(out, head, names[i], needs, indent);
    } else {
      line(out, indent, "&depend ");
      write_token(out, names[i]);
      write_node(out, needs, indent);
    }
  }
  free(names);
}

static void write_rules(Buffer *out, const json_t *node, int indent) {
  write_branches(out, node, "allOf", "&all", indent);
  write_branches(out, node, "anyOf", "&any", indent);
  write_branches(out, node, "oneOf", "&one", indent);
  static const char *const single[][2] = {{"if", "&if"},   {"then", "&then"},           {"else", "&else"},
                                          {"not", "&not"}, {"propertyNames", "&names"}, {"contains", "&contains"}};
  for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
    if (!json_is_object(json_object_get(node, single[i][0]))) continue;
    line(out, indent, single[i][1]);
    write_node(out, json_object_get(node, single[i][0]), indent);
  }
  if (has(node, "requiredXor")) write_names(out, "&xor", NULL, json_object_get(node, "requiredXor"), indent);
  if (has(node, "requiredOr")) write_names(out, "&or", NULL, json_object_get(node, "requiredOr"), indent);
  if (has(node, "uniqueKeys")) write_names(out, "&keys", NULL, json_object_get(node, "uniqueKeys"), indent);
  write_dependencies(out, node, "dependentExcluded", "&exclude", indent);
  write_dependencies(out, node, "dependentRequired", "&need", indent);
  write_dependencies(out, node, "dependencies", "&need", indent);
}

static void write_below(Buffer *out, const json_t *node, int indent) {
  write_members(out, node, "properties", indent);
  write_members(out, node, "patternProperties", indent);
  if (json_is_object(json_object_get(node, "additionalProperties"))) {
    line(out, indent, "*");
    write_node(out, json_object_get(node, "additionalProperties"), indent);
  }
  size_t i;
  json_t *item;
  json_array_foreach(json_object_get(node, "prefixItems"), i, item) {
    buffer_fill(out, ' ', (size_t)indent);
    buffer_format(out, "[%zu]", i);
    write_node(out, item, indent);
  }
  write_rules(out, node, indent);
}

void write_node(Buffer *out, const json_t *node, int indent) {
  Arena arena = {0};
  Text *tokens = NULL;
  size_t count;
  if (json_is_false(node)) buffer_add_string(out, " never");
  write_words(out, node);
  bool below = write_enum(out, &arena, node, &tokens, &count);
  const json_t *items = json_object_get(node, "items");
  const json_t *pattern = json_object_get(node, "pattern");
  if (json_is_string(pattern)) write_pattern(out, pattern);
  if (json_is_object(items) && !has_blocks(node) && !below && !has(node, "prefixItems")) {
    buffer_add_string(out, " of");
    write_node(out, items, indent);
    arena_free(&arena);
    return;
  }
  buffer_add_char(out, '\n');
  bool written = regions_write(out, node, indent + 2);
  for (size_t i = 0; below && !written && i < count; i++) {
    buffer_fill(out, ' ', (size_t)indent + 2);
    buffer_format(out, "= %.*s\n", TEXT_ARG(tokens[i]));
  }
  if (json_is_object(items)) {
    line(out, indent + 2, "[]");
    write_node(out, items, indent + 2);
  }
  write_below(out, node, indent + 2);
  arena_free(&arena);
}

void write_wrapped(Buffer *out, Text head, const char *const *words, size_t count) {
  size_t start = 0;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || out->size - start + strlen(words[i]) + 1 > LINE_WIDTH) {
      if (i) buffer_add_char(out, '\n');
      start = out->size;
      buffer_add(out, head);
    }
    buffer_add_char(out, ' ');
    buffer_add_string(out, words[i]);
  }
  if (count) buffer_add_char(out, '\n');
}

void write_entry(Buffer *out, const char *key, const char *const *words, size_t count) {
  Buffer head = {0};
  buffer_format(&head, "  %s", key);
  write_wrapped(out, buffer_text(&head), words, count);
  buffer_free(&head);
}

const char *write_path(Arena *arena, const char *pointer) {
  if (strncmp(pointer, "/properties/", 12) != 0) return NULL;
  Buffer path = {0};
  Text rest = text_of(pointer + 12);
  for (size_t start = 0; start <= rest.size;) {
    size_t end = text_find(rest, TEXT("/"), start);
    if (end == SIZE_MAX) end = rest.size;
    Text step = text_slice(rest, start, end);
    start = end + 1;
    if (path.size && (text_is(step, "properties") || text_is(step, "items"))) continue;
    if (path.size) buffer_add_char(&path, '/');
    buffer_add(&path, step);
  }
  return buffer_take(&path, arena).at;
}

static void write_paths(Buffer *out, Arena *arena, const json_t *schema, const char *key, const char *word,
                        bool sorted) {
  const json_t *list = json_object_get(schema, key);
  size_t count = json_array_size(list), kept = 0;
  const char **words = ARENA_ARRAY(arena, const char *, count + 1);
  for (size_t i = 0; i < count; i++) {
    const char *path = write_path(arena, json_string_value(json_array_get(list, i)));
    if (path) words[kept++] = path;
  }
  if (sorted && kept) qsort(words, kept, sizeof *words, by_name);
  write_entry(out, word, words, kept);
}

// "s3:GetObject", "s3:PutObject" as "s3(GetObject PutObject)".
static void write_permissions(Buffer *out, Arena *arena, const json_t *schema) {
  static const char *const handlers[] = {"create", "read", "update", "delete", "list"};
  for (size_t h = 0; h < 5; h++) {
    const json_t *handler = json_object_get(json_object_get(schema, "handlers"), handlers[h]);
    size_t count, kept = 0;
    const char **actions = write_sorted(json_object_get(handler, "permissions"), &count);
    const char **words = ARENA_ARRAY(arena, const char *, count + 1);
    Text service = {0};
    Buffer word = {0};
    for (size_t i = 0; i < count; i++) {
      if (i && strcmp(actions[i], actions[i - 1]) == 0) continue;
      Text action = text_trim(text_of(actions[i]));
      size_t colon = text_find(action, TEXT(":"), 0);
      Text own = colon == SIZE_MAX ? TEXT("*") : text_slice(action, 0, colon);
      Text name = colon == SIZE_MAX ? action : text_trim(text_slice(action, colon + 1, action.size));
      if (!text_equal(own, service)) buffer_format(&word, "%.*s(", TEXT_ARG(own));
      service = own;
      buffer_add(&word, name);
      size_t next = i + 1;
      while (next < count && strcmp(actions[next], actions[i]) == 0) next++;
      bool more = next < count && strlen(actions[next]) > own.size && actions[next][own.size] == ':' &&
                  strncmp(actions[next], own.at, own.size) == 0;
      if (!more) buffer_add_char(&word, ')');
      words[kept++] = buffer_take(&word, arena).at;
    }
    write_entry(out, text_format(arena, "may %s", handlers[h]).at, words, kept);
    free(actions);
  }
}

static void write_tags(Buffer *out, Arena *arena, const json_t *schema) {
  const json_t *tagging = json_object_get(schema, "tagging");
  const char *property = json_string_value(json_object_get(tagging, "tagProperty"));
  if (json_is_false(json_object_get(tagging, "taggable"))) return;
  if (!property) property = "/properties/Tags";
  const char *path = write_path(arena, property);
  if (!path || strchr(path, '/') || !has(json_object_get(schema, "properties"), path)) return;
  write_entry(out, "tags", &path, 1);
}

// Adds the definitions that `node` needs to `names`, each once.
static void find_definitions(const json_t *node, const json_t *definitions, json_t *found) {
  const char *key;
  json_t *value;
  size_t i;
  if (json_is_array(node)) {
    json_array_foreach(node, i, value) find_definitions(value, definitions, found);
  } else if (json_is_object(node)) {
    const char *reference = json_string_value(json_object_get(node, "$ref"));
    if (reference && strncmp(reference, "#/definitions/", 14) == 0 && !has(found, reference + 14)) {
      json_object_set_new(found, reference + 14, json_null());
      find_definitions(json_object_get(definitions, reference + 14), definitions, found);
    }
    json_object_foreach((json_t *)node, key, value) if (strcmp(key, "definitions") && strcmp(key, "handlers") &&
                                                        strcmp(key, "default") && strcmp(key, "examples"))
        find_definitions(value, definitions, found);
  }
}

json_t *write_definitions(const json_t *schema) {
  json_t *found = json_object();
  find_definitions(schema, json_object_get(schema, "definitions"), found);
  return found;
}

void write_type(Buffer *out, const json_t *schema) {
  Arena arena = {0};
  const json_t *definitions = json_object_get(schema, "definitions");
  buffer_format(out, "type %s\n", json_string_value(json_object_get(schema, "typeName")));
  write_paths(out, &arena, schema, "primaryIdentifier", "identifier", false);
  write_paths(out, &arena, schema, "readOnlyProperties", "read-only", true);
  write_paths(out, &arena, schema, "writeOnlyProperties", "write-only", true);
  write_paths(out, &arena, schema, "createOnlyProperties", "create-only", true);
  write_paths(out, &arena, schema, "conditionalCreateOnlyProperties", "conditional", true);
  write_paths(out, &arena, schema, "deprecatedProperties", "deprecated", true);
  write_transforms(out, schema);
  write_tags(out, &arena, schema);
  const char *strategy = json_string_value(json_object_get(schema, "replacementStrategy"));
  if (strategy && strcmp(strategy, "delete_then_create") == 0) buffer_add_string(out, "  delete-first\n");
  write_permissions(out, &arena, schema);
  buffer_add_string(out, "  schema");
  write_node(out, schema, 2);
  json_t *found = write_definitions(schema);
  size_t count;
  const char **names = write_sorted(found, &count);
  for (size_t i = 0; i < count; i++) {
    if (!has(definitions, names[i])) continue;
    buffer_add_string(out, "  define ");
    write_token(out, names[i]);
    write_node(out, json_object_get(definitions, names[i]), 2);
  }
  free(names);
  json_decref(found);
  arena_free(&arena);
}
