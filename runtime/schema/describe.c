// A type as text for people.
#include "schema/check.h"

static const char *shape_name(const BlockNode *node) {
  unsigned types = node->types & NODE_TYPES;
  if (types == 0) return node_has(node, FIELD_PROPERTIES) ? "map" : "any";
  switch (types) {
    case NODE_STRING: return "text";
    case NODE_INTEGER: return "whole number";
    case NODE_NUMBER: return "number";
    case NODE_BOOLEAN: return "bool";
    case NODE_ARRAY: return "list";
    case NODE_OBJECT: return "map";
    case NODE_OBJECT | NODE_STRING: return "map or text";
  }
  return "several kinds";
}

static void describe_bounds(Buffer *out, Offset at, const char *what) {
  if (!at) return;
  const BlockBounds *bounds = block_at(at);
  if (bounds->most == UINT32_MAX)
    buffer_format(out, ", at least %u %s", bounds->least, what);
  else
    buffer_format(out, ", %u to %u %s", bounds->least, bounds->most, what);
}

static void describe_range(Buffer *out, Offset at) {
  if (!at) return;
  const BlockRange *range = block_at(at);
  if (range->has & RANGE_LEAST) buffer_format(out, ", from %.15g", block_double(range->least));
  if (range->has & RANGE_MOST)
    buffer_format(out, "%s to %.15g", range->has & RANGE_LEAST ? "" : ",", block_double(range->most));
}

static void describe_enum(Buffer *out, Offset at) {
  enum { SHOWN = 10 };
  if (!at) return;
  const BlockList *list = block_at(at);
  buffer_add_string(out, ": ");
  for (uint32_t i = 0; i < list->count && i < SHOWN; i++)
    buffer_format(out, "%s%.*s", i ? " | " : "", TEXT_ARG(block_text(list->items[i])));
  if (list->count > SHOWN) buffer_format(out, " | ... (%u values)", list->count);
}

// "list of text, 1 to 5 items"
static void describe_node(Buffer *out, const BlockNode *node) {
  const BlockNode *item = node;
  buffer_add_string(out, shape_name(node));
  if ((node->types & NODE_TYPES) == NODE_ARRAY && node_has(node, FIELD_ITEMS)) {
    item = block_node(node_field(node, FIELD_ITEMS));
    buffer_format(out, " of %s", shape_name(item));
  }
  Text format = block_text(node_field(item, FIELD_FORMAT));
  if (text_find(format, TEXT("::"), 0) != SIZE_MAX) buffer_format(out, " (%.*s)", TEXT_ARG(format));
  describe_bounds(out, node_field(node, FIELD_COUNT), "items");
  describe_bounds(out, node_field(item, FIELD_LENGTH), "characters");
  describe_range(out, node_field(item, FIELD_RANGE));
  describe_enum(out, node_field(item, FIELD_ENUM));
}

static void describe_property(Buffer *out, const SchemaType *type, Text name, const PropertyEntry *entry,
                              size_t width) {
  buffer_format(out, "  %.*s", TEXT_ARG(name));
  buffer_fill(out, ' ', width - name.size + 2);
  describe_node(out, property_node(entry));
  if (entry->node & PROPERTY_REQUIRED) buffer_add_string(out, " [required]");
  Replacement replacement = schema_replacement(type, &name, 1);
  if (schema_rejected(type, &name, 1)) {
    buffer_add_string(out, " [AWS refuses a change]");
    replacement = REPLACE_NEVER;
  }
  switch (replacement) {
    case REPLACE_ALWAYS: buffer_add_string(out, " [a change replaces the resource]"); break;
    case REPLACE_CONDITIONAL: buffer_add_string(out, " [a change may replace the resource]"); break;
    case REPLACE_NEVER: break;
  }
  if (schema_write_only(type, &name, 1)) buffer_add_string(out, " [cannot be read back]");
  if (schema_deprecated(type, &name, 1)) buffer_add_string(out, " [deprecated]");
  buffer_add_char(out, '\n');
}

static size_t widest(const Text *names, size_t count) {
  size_t width = 0;
  for (size_t i = 0; i < count; i++)
    if (names[i].size > width) width = names[i].size;
  return width;
}

static const char *kind_name(SchemaKind kind) {
  static const char *const names[] = {"any", "text", "whole number", "number", "bool", "list", "map"};
  return names[kind];
}

void schema_describe(Buffer *out, const SchemaType *type) {
  Arena arena = {0};
  size_t count;
  SchemaShape shape;
  Text *names = schema_property_names(&arena, type, &count);
  size_t width = widest(names, count);
  buffer_format(out, "%.*s\n", TEXT_ARG(schema_name(type)));
  if (schema_stateful(type)) buffer_add_string(out, "holds data that is lost with it\n");
  buffer_add_string(out, "\nproperties\n");
  for (size_t i = 0; i < count; i++)
    describe_property(out, type, names[i], schema_node_property(block_node(type->root), names[i]), width);
  names = schema_attribute_names(&arena, type, &count);
  width = widest(names, count);
  if (count) buffer_add_string(out, "\nattributes\n");
  for (size_t i = 0; i < count; i++) {
    schema_attribute(type, names[i], &shape);
    buffer_format(out, "  %.*s", TEXT_ARG(names[i]));
    buffer_fill(out, ' ', width - names[i].size + 2);
    buffer_format(out, "%s\n", kind_name(shape.kind));
  }
  Text ref = schema_ref(type, &shape);
  if (ref.size) buffer_format(out, "\nRef gives its %.*s\n", TEXT_ARG(ref));
  arena_free(&arena);
}
