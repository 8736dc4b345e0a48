// Within this room: nodes of the block, as the checker, the samples and the descriptions walk them.
#pragma once
#include "schema/block.h"
#include "schema/schema.h"

// Null where the node lists no such property. The entry's node still bears PROPERTY_REQUIRED.
const PropertyEntry *schema_node_property(const BlockNode *node, Text name);
const MarkEntry *schema_mark(const MarkTable *table, Text name);  // `table` may be null
// A region's number in the sets of the block, which are in the order of names; false where no table knows it.
bool schema_region(Text region, uint32_t *number);
// "A, B, C, D and 5 more", those near `near` first.
Text schema_region_set(Arena *arena, const BlockRegions *regions, Text near);
SchemaShape schema_node_shape(const BlockNode *node);
// Of values that a service writes in a way of its own: whether they can be told to be the same, or not.
Shown schema_shown_otherwise(Text declared, Text seen);

static inline const BlockNode *property_node(const PropertyEntry *entry) {
  return block_node(entry->node & ~(Offset)PROPERTY_REQUIRED);
}
