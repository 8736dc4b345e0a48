// Globals of the serverless transform: maps are merged member by member, lists put together, of everything else the
// resource's own value counts (SAM developer guide, "Globals section of the AWS SAM template").
#include "template/expansion.h"

enum { MOST_DEPTH = 100 };

static bool is_intrinsic(const Value *value) {
  Text name;
  Value *argument;
  return value_intrinsic(value, &name, &argument);
}

static Value *merge(Arena *arena, Value *global, Value *own, unsigned depth) {
  if (value_is(global, VALUE_LIST) && value_is(own, VALUE_LIST)) {
    Value *list = value_list(arena, own->span);
    for (size_t i = 0; i < global->as.list.count; i++) value_add(arena, list, global->as.list.items[i]);
    for (size_t i = 0; i < own->as.list.count; i++) value_add(arena, list, own->as.list.items[i]);
    return list;
  }
  bool maps = value_is(global, VALUE_MAP) && value_is(own, VALUE_MAP) && !is_intrinsic(global) && !is_intrinsic(own);
  if (!maps || depth > MOST_DEPTH) return own;
  Value *map = value_map(arena, own->span);
  for (size_t i = 0; i < global->as.map.count; i++) {
    const Member *member = &global->as.map.members[i];
    value_put(arena, map, member->key, member->key_span, member->value);
  }
  for (size_t i = 0; i < own->as.map.count; i++) {
    const Member *member = &own->as.map.members[i];
    Value *above = value_get(global, member->key);
    Value *value = above ? merge(arena, above, member->value, depth + 1) : member->value;
    // Where both have it, it stands where the resource says it.
    Member *before = value_member(map, member->key);
    if (before) before->key_span = member->key_span;
    value_put(arena, map, member->key, member->key_span, value);
  }
  return map;
}

static bool is_ignored(const Value *ignored, Text name) {
  if (text_is(value_text(ignored), "*")) return true;
  for (size_t i = 0; value_is(ignored, VALUE_LIST) && i < ignored->as.list.count; i++)
    if (text_equal(value_text(ignored->as.list.items[i]), name)) return true;
  return false;
}

// The resource with the globals of its type that it does not ignore; itself where there are none.
static Value *with_globals(Arena *arena, Value *resource, const Value *globals) {
  Text type = value_text(value_at(resource, "Type")), head = TEXT("AWS::Serverless::");
  if (!text_starts_with(type, head)) return resource;
  const Value *all = value_get(globals, text_slice(type, head.size, type.size));
  if (!value_is(all, VALUE_MAP) || is_intrinsic(all)) return resource;
  Value *own = value_at(resource, "Properties"), *taken = value_map(arena, all->span);
  if (own && (!value_is(own, VALUE_MAP) || is_intrinsic(own))) return resource;
  for (size_t i = 0; i < all->as.map.count; i++) {
    const Member *member = &all->as.map.members[i];
    if (!is_ignored(value_at(resource, "IgnoreGlobals"), member->key))
      value_put(arena, taken, member->key, member->key_span, member->value);
  }
  if (taken->as.map.count == 0) return resource;
  Value *out = value_map(arena, resource->span);
  for (size_t i = 0; i < resource->as.map.count; i++) {
    const Member *member = &resource->as.map.members[i];
    bool properties = text_is(member->key, "Properties");
    value_put(arena, out, member->key, member->key_span,
              properties ? merge(arena, taken, member->value, 0) : member->value);
  }
  if (!own) value_put(arena, out, TEXT("Properties"), resource->span, taken);
  return out;
}

// The map with another value at `key`.
static Value *with_member(Arena *arena, const Value *map, const char *key, Value *value) {
  Value *out = value_map(arena, map->span);
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    value_put(arena, out, member->key, member->key_span, text_is(member->key, key) ? value : member->value);
  }
  return out;
}

Value *expand_globals(Arena *arena, Value *root) {
  const Value *globals = value_at(root, "Globals"), *resources = value_at(root, "Resources");
  if (!value_is(globals, VALUE_MAP) || !value_is(resources, VALUE_MAP)) return root;
  Value *made = value_map(arena, resources->span);
  bool changed = false;
  for (size_t i = 0; i < resources->as.map.count; i++) {
    const Member *member = &resources->as.map.members[i];
    bool is_map = value_is(member->value, VALUE_MAP);
    Value *resource = is_map ? with_globals(arena, member->value, globals) : member->value;
    changed = changed || resource != member->value;
    value_put(arena, made, member->key, member->key_span, resource);
  }
  return changed ? with_member(arena, root, "Resources", made) : root;
}
