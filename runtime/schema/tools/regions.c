// Values that are offered in the same regions stand together, under a line that names these or, where they are fewer,
// those that lack them: a new region or family is a few lines of a diff.
#include "regions.h"

#include <stdlib.h>
#include <string.h>

#include "write.h"

static json_t *member(json_t *node, const char *key, json_t *empty) {
  if (json_object_get(node, key))
    json_decref(empty);
  else
    json_object_set_new(node, key, empty);
  return json_object_get(node, key);
}

static bool last_is(const json_t *list, const char *text) {
  size_t count = json_array_size(list);
  return count && strcmp(json_string_value(json_array_get(list, count - 1)), text) == 0;
}

void regions_join(json_t *node, const json_t *values, const char *region) {
  if (!region) {
    json_object_set(node, "enum", (json_t *)values);
    return;
  }
  json_t *regions = member(node, "regions", json_array()), *offers = member(node, "offers", json_object());
  if (json_array_size(regions) == 0) json_object_set_new(node, "enum", json_array());
  json_t *known = json_object_get(node, "enum"), *value;
  if (!last_is(regions, region)) json_array_append_new(regions, json_string(region));
  size_t i;
  json_array_foreach(values, i, value) {
    const char *name = json_string_value(value);
    if (!json_object_get(offers, name)) json_array_append(known, value);
    json_t *where = member(offers, name, json_array());
    if (!last_is(where, region)) json_array_append_new(where, json_string(region));
  }
}

// Lines "HEAD WORD WORD ...", as many as it takes.
static void write_lines(Buffer *out, int indent, const char *head, const json_t *words) {
  Arena arena = {0};
  Buffer start = {0};
  buffer_fill(&start, ' ', (size_t)indent);
  buffer_add_string(&start, head);
  size_t count;
  const char **sorted = write_sorted(words, &count);
  for (size_t i = 0; i < count; i++) {
    Buffer token = {0};
    write_token(&token, sorted[i]);
    sorted[i] = buffer_take(&token, &arena).at;
  }
  write_wrapped(out, buffer_text(&start), sorted, count);
  buffer_free(&start);
  free(sorted);
  arena_free(&arena);
}

static json_t *without(const json_t *regions, const json_t *where) {
  json_t *rest = json_array(), *region;
  size_t i, next = 0;
  json_array_foreach(regions, i, region) {
    if (json_equal(region, json_array_get(where, next)))
      next++;
    else
      json_array_append(rest, region);
  }
  return rest;
}

// The values that are offered in just these regions, which are taken out of `offers`.
static json_t *take_equal(json_t *offers, const json_t *where) {
  json_t *values = json_array(), *other;
  const char *value;
  void *next;
  json_object_foreach_safe(offers, next, value, other) {
    if (!json_equal(other, where)) continue;
    json_array_append_new(values, json_string(value));
    json_object_del(offers, value);
  }
  return values;
}

static void write_group(Buffer *out, int indent, const json_t *regions, const json_t *where, const json_t *values) {
  json_t *rest = without(regions, where);
  bool few = json_array_size(where) <= json_array_size(rest);
  write_lines(out, indent, few ? "&in" : "&not-in", few ? where : rest);
  write_lines(out, indent + 2, "=", values);
  json_decref(rest);
}

bool regions_write(Buffer *out, const json_t *node, int indent) {
  const json_t *regions = json_object_get(node, "regions");
  if (!regions) return false;
  json_t *offers = json_copy(json_object_get(node, "offers"));
  json_t *everywhere = take_equal(offers, regions);
  bool differ = json_object_size(offers) > 0;
  if (differ) {
    write_lines(out, indent, "&regions", regions);
    write_lines(out, indent, "=", everywhere);
  }
  size_t count;
  const char **names = write_sorted(json_object_get(node, "offers"), &count);
  for (size_t i = 0; i < count; i++) {
    json_t *where = json_incref(json_object_get(offers, names[i]));
    json_t *values = take_equal(offers, where);
    if (json_array_size(values)) write_group(out, indent, regions, where, values);
    json_decref(values);
    json_decref(where);
  }
  free(names);
  json_decref(everywhere);
  json_decref(offers);
  return differ;
}
