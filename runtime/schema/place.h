// Places: a walk over a type's properties beside a value, a step at a time. A place knows what stands there (kind,
// whether the order of its items counts) and what changing it means; nothing is looked up from the root again, so that
// walking a whole resource costs one search a step. A place of which the tables know nothing has no node.
#pragma once
#include "schema/schema.h"

typedef struct SchemaPlace {
  const struct BlockNode *node;   // null: nothing is known of what stands here
  const struct MarkTable *marks;  // of what lies deeper; null: none
  uint32_t along;                 // all marks on the way
} SchemaPlace;

// The resource's properties as a whole; `type` may be null.
SchemaPlace schema_place(const SchemaType *type);
SchemaPlace schema_place_member(SchemaPlace place, Text key);
SchemaPlace schema_place_item(SchemaPlace place);

SchemaKind schema_place_kind(SchemaPlace place);
// Whether the list is a set to AWS (`insertionOrder: false`).
bool schema_place_unordered(SchemaPlace place);
// What a change of the whole value here means. *deeper: no mark stands here or above, but something further down is
// create-only, so it depends on what changes (the result is then REPLACE_CONDITIONAL).
Replacement schema_place_replacement(SchemaPlace place, bool *deeper);
