// Writes AWS's JSON schemas as the type tables' text (see tables.h). Descriptions, titles, defaults and examples are
// left out; names are sorted, so that a diff after an update shows what changed and nothing else.
#pragma once
#include <jansson.h>

#include "base/text.h"

// One type; `schema` is a provider schema.
void write_type(Buffer *out, const json_t *schema);
// " WORDS\n" and the lines below; `indent` is that of the line which the words end.
void write_node(Buffer *out, const json_t *node, int indent);
// A name or value as one token, quoted where it must be.
void write_token(Buffer *out, const char *text);
// Names of an object's members or the strings of a list, sorted; the array is malloc'ed, the strings belong to `value`.
const char **write_sorted(const json_t *value, size_t *count);
// The definitions that the type needs, directly or through others: an object with their names.
json_t *write_definitions(const json_t *schema);
// "HEAD word word...\n", on as many lines as it takes; write_entry: with "  KEY" for HEAD.
void write_wrapped(Buffer *out, Text head, const char *const *words, size_t count);
void write_entry(Buffer *out, const char *key, const char *const *words, size_t count);
// "/properties/A/*/B" as "A/*/B", in the arena; null for any other pointer. AWS writes some paths through "properties"
// or "items" once more.
const char *write_path(Arena *arena, const char *pointer);
// The entry "rewrites" of what the schema's propertyTransform says (transforms.c).
void write_transforms(Buffer *out, const json_t *schema);
