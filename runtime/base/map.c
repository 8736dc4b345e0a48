// Insertion-ordered hash map; deletions are not needed anywhere, so there are none.
#include "base/map.h"

#include "base/vec.h"

enum { SMALL = 8 };

static MapEntry *find(const Map *map, Text key, uint32_t hash) {
  if (!map->index) {
    for (size_t i = 0; i < map->count; i++)
      if (text_equal(map->entries[i].key, key)) return &map->entries[i];
    return NULL;
  }
  for (size_t slot = hash & (map->index_size - 1); map->index[slot]; slot = (slot + 1) & (map->index_size - 1)) {
    MapEntry *entry = &map->entries[map->index[slot] - 1];
    if (entry->hash == hash && text_equal(entry->key, key)) return entry;
  }
  return NULL;
}

static void put_in_index(Map *map, size_t entry) {
  size_t slot = map->entries[entry].hash & (map->index_size - 1);
  while (map->index[slot]) slot = (slot + 1) & (map->index_size - 1);
  map->index[slot] = (uint32_t)entry + 1;
}

void **map_at(const Map *map, Text key) {
  MapEntry *entry = find(map, key, map->index ? text_hash(key) : 0);
  return entry ? &entry->value : NULL;
}

void *map_get(const Map *map, Text key) {
  void **at = map_at(map, key);
  return at ? *at : NULL;
}

bool map_put(Arena *arena, Map *map, Text key, void *value) {
  uint32_t hash = text_hash(key);
  MapEntry *entry = find(map, key, hash);
  if (entry) {
    entry->value = value;
    return false;
  }
  vec_grow(arena, (void **)&map->entries, &map->capacity, map->count, sizeof *map->entries);
  map->entries[map->count++] = (MapEntry){key, hash, value};
  if (map->count <= SMALL) return true;
  if (map->count * 2 > map->index_size) {
    map->index_size = map->index_size ? map->index_size * 2 : 4 * SMALL;
    map->index = ARENA_ARRAY(arena, uint32_t, map->index_size);
    for (size_t i = 0; i < map->count; i++) put_in_index(map, i);
  } else {
    put_in_index(map, map->count - 1);
  }
  return true;
}
