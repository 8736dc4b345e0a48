// Lookup in the block: types by hash, properties, attributes and marks by binary search. What a change of a property
// does is in updates.c.
#include "schema/node.h"

static const BlockHeader *header(void) { return (const BlockHeader *)schema_block; }

static const SchemaType *types(void) { return block_at(header()->types); }

size_t schema_type_count(void) { return header()->type_count; }

const SchemaType *schema_type_at(size_t number) { return number < header()->type_total ? &types()[number] : NULL; }

static const SchemaType *find_exact(Text name) {
  const uint32_t *hash = block_at(header()->hash);
  for (uint32_t slot = text_hash(name);; slot++) {
    uint32_t number = hash[slot & (header()->hash_size - 1)];
    if (number == 0) return NULL;
    if (text_equal(block_text(types()[number - 1].name), name)) return &types()[number - 1];
  }
}

const SchemaType *schema_find(Text name) {
  if (text_starts_with(name, TEXT("Custom::")) && name.size > 8)
    return find_exact(TEXT("AWS::CloudFormation::CustomResource"));
  return find_exact(name);
}

Text schema_name(const SchemaType *type) { return block_text(type->name); }

Text schema_nearest(Text name) {
  Arena arena = {0};
  size_t count = header()->type_count;
  Text *names = ARENA_ARRAY(&arena, Text, count);
  for (size_t i = 0; i < count; i++) names[i] = block_text(types()[i].name);
  Text nearest = text_nearest(name, names, count);
  arena_free(&arena);
  return nearest;
}

// The entry of a table whose entries are `size` bytes and begin with the offset of a name; null where there is none.
static const void *find_entry(const void *entries, size_t count, size_t size, Text name) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const Offset *entry = (const void *)((const char *)entries + middle * size);
    int order = text_compare(name, block_text(*entry));
    if (order == 0) return entry;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const PropertyEntry *schema_node_property(const BlockNode *node, Text name) {
  Offset at = node_field(node, FIELD_PROPERTIES);
  if (!at) return NULL;
  const PropertyTable *table = block_at(at);
  return find_entry(table->entries, table->count, sizeof *table->entries, name);
}

const MarkEntry *schema_mark(const MarkTable *table, Text name) {
  return table ? find_entry(table->entries, table->count, sizeof *table->entries, name) : NULL;
}

static SchemaKind kind_of(const BlockNode *node) {
  switch (node->types & NODE_TYPES) {
    case NODE_STRING: return SCHEMA_STRING;
    case NODE_INTEGER: return SCHEMA_INTEGER;
    case NODE_NUMBER: return SCHEMA_NUMBER;
    case NODE_BOOLEAN: return SCHEMA_BOOLEAN;
    case NODE_ARRAY: return SCHEMA_LIST;
    case NODE_OBJECT: return SCHEMA_OBJECT;
    case 0: return node_has(node, FIELD_PROPERTIES) ? SCHEMA_OBJECT : SCHEMA_ANY;
  }
  return SCHEMA_ANY;
}

SchemaShape schema_node_shape(const BlockNode *node) {
  SchemaShape shape = {.kind = kind_of(node)};
  if (shape.kind == SCHEMA_LIST && node_has(node, FIELD_ITEMS)) node = block_node(node_field(node, FIELD_ITEMS));
  shape.format = block_text(node_field(node, FIELD_FORMAT));
  return shape;
}

static const MarkTable *marks_of(const SchemaType *type) { return type->marks ? block_at(type->marks) : NULL; }

static const PropertyEntry *settable(const SchemaType *type, Text name) {
  const PropertyEntry *entry = schema_node_property(block_node(type->root), name);
  const MarkEntry *mark = entry ? schema_mark(marks_of(type), name) : NULL;
  return mark && (mark->marks & MARK_READ_ONLY) ? NULL : entry;
}

bool schema_property(const SchemaType *type, Text name, SchemaShape *out) {
  const PropertyEntry *entry = settable(type, name);
  if (entry) *out = schema_node_shape(property_node(entry));
  return entry != NULL;
}

bool schema_property_required(const SchemaType *type, Text name) {
  const PropertyEntry *entry = settable(type, name);
  return entry && (entry->node & PROPERTY_REQUIRED);
}

bool schema_attribute(const SchemaType *type, Text name, SchemaShape *out) {
  const AttributeTable *table = type->attributes ? block_at(type->attributes) : NULL;
  const AttributeEntry *entry = table ? find_entry(table->entries, table->count, sizeof *table->entries, name) : NULL;
  if (entry) {
    *out = (SchemaShape){.kind = entry->kind, .format = block_text(entry->format)};
    return true;
  }
  *out = (SchemaShape){.kind = SCHEMA_ANY};
  if (type->flags & TYPE_ANY_ATTRIBUTE) return name.size > 0;
  return (type->flags & TYPE_OUTPUTS) && text_starts_with(name, TEXT("Outputs.")) && name.size > 8;
}

Text *schema_property_names(Arena *arena, const SchemaType *type, size_t *count) {
  const BlockNode *root = block_node(type->root);
  *count = 0;
  if (!node_has(root, FIELD_PROPERTIES)) return NULL;
  const PropertyTable *table = block_at(node_field(root, FIELD_PROPERTIES));
  Text *names = ARENA_ARRAY(arena, Text, table->count);
  for (uint32_t i = 0; i < table->count; i++) {
    Text name = block_text(table->entries[i].name);
    if (settable(type, name)) names[(*count)++] = name;
  }
  return names;
}

Text *schema_attribute_names(Arena *arena, const SchemaType *type, size_t *count) {
  *count = 0;
  if (!type->attributes) return NULL;
  const AttributeTable *table = block_at(type->attributes);
  Text *names = ARENA_ARRAY(arena, Text, table->count);
  for (uint32_t i = 0; i < table->count; i++) names[(*count)++] = block_text(table->entries[i].name);
  return names;
}

Text schema_ref(const SchemaType *type, SchemaShape *out) {
  *out = (SchemaShape){.kind = type->ref_kind, .format = block_text(type->ref_format)};
  return block_text(type->ref);
}

Text schema_arn(const SchemaType *type) { return block_text(type->arn); }

TagStyle schema_tags(const SchemaType *type, Text *property, bool *propagate) {
  *property = block_text(type->tags);
  *propagate = (type->flags & TYPE_PROPAGATE) != 0;
  return type->tag_style;
}

bool schema_stateful(const SchemaType *type) { return (type->flags & TYPE_STATEFUL) != 0; }

bool schema_deletes_first(const SchemaType *type) { return (type->flags & TYPE_DELETE_FIRST) != 0; }

Text *schema_permissions(Arena *arena, const SchemaType *type, SchemaHandler handler, size_t *count) {
  *count = 0;
  if (!type->permissions[handler]) return NULL;
  const BlockList *list = block_at(type->permissions[handler]);
  Text *actions = ARENA_ARRAY(arena, Text, list->count);
  for (uint32_t i = 0; i < list->count; i++) actions[(*count)++] = block_text(list->items[i]);
  return actions;
}

Text *schema_identifiers(Arena *arena, const SchemaType *type, size_t *count) {
  const BlockList *list = block_at(type->identifiers);
  *count = list->count;
  Text *names = ARENA_ARRAY(arena, Text, list->count + 1);
  for (uint32_t i = 0; i < list->count; i++) names[i] = block_text(list->items[i]);
  return names;
}

// Nobody else may publish under these names, in any case of their letters.
static bool is_owned(Text type, Text publisher) {
  return type.size >= publisher.size && text_equal_caseless(text_slice(type, 0, publisher.size), publisher);
}

bool schema_foreign(Text type) {
  return text_ends_with(type, TEXT("::MODULE")) ||
         (!is_owned(type, TEXT("AWS::")) && !is_owned(type, TEXT("Alexa::")) &&
          text_find(type, TEXT("::"), 0) != SIZE_MAX);
}
