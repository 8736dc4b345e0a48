// Steps over nodes and marks side by side.
#include "schema/place.h"

#include "schema/node.h"

SchemaPlace schema_place(const SchemaType *type) {
  if (!type) return (SchemaPlace){0};
  return (SchemaPlace){block_node(type->root), type->marks ? block_at(type->marks) : NULL, 0};
}

SchemaPlace schema_place_member(SchemaPlace place, Text key) {
  SchemaPlace result = {.along = place.along};
  const MarkEntry *mark = schema_mark(place.marks, key);
  if (mark) {
    result.along |= mark->marks;
    result.marks = mark->below ? block_at(mark->below) : NULL;
  }
  if (!place.node) return result;
  const PropertyEntry *entry = schema_node_property(place.node, key);
  if (entry)
    result.node = property_node(entry);
  else if (node_has(place.node, FIELD_OTHER))
    result.node = block_node(node_field(place.node, FIELD_OTHER));
  return result;
}

SchemaPlace schema_place_item(SchemaPlace place) {
  SchemaPlace result = {.marks = place.marks, .along = place.along};
  if (place.node && node_has(place.node, FIELD_ITEMS)) result.node = block_node(node_field(place.node, FIELD_ITEMS));
  return result;
}

SchemaKind schema_place_kind(SchemaPlace place) { return place.node ? schema_node_shape(place.node).kind : SCHEMA_ANY; }

bool schema_place_unordered(SchemaPlace place) { return place.node && (place.node->types & NODE_UNORDERED) != 0; }

static bool any_deeper(const MarkTable *table) {
  for (uint32_t i = 0; table && i < table->count; i++)
    if ((table->entries[i].marks & (MARK_CREATE_ONLY | MARK_CONDITIONAL)) ||
        (table->entries[i].below && any_deeper(block_at(table->entries[i].below))))
      return true;
  return false;
}

Replacement schema_place_replacement(SchemaPlace place, bool *deeper) {
  *deeper = false;
  if (place.along & MARK_CREATE_ONLY) return REPLACE_ALWAYS;
  if (place.along & MARK_CONDITIONAL) return REPLACE_CONDITIONAL;
  *deeper = any_deeper(place.marks);
  return *deeper ? REPLACE_CONDITIONAL : REPLACE_NEVER;
}
