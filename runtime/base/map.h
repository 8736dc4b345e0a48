// Map: Text to pointer, in insertion order, in an arena. Small maps (up to 8) are searched straight through, larger
// ones by an open-addressed index. Keys are not copied: they must live as long as the map.
#pragma once
#include "base/text.h"

typedef struct MapEntry {
  Text key;
  uint32_t hash;
  void *value;
} MapEntry;

typedef struct Map {
  MapEntry *entries;  // in insertion order
  size_t count, capacity;
  uint32_t *index;  // entry number + 1, 0 is free; null while small
  size_t index_size;
} Map;

// The value at `key`, null where there is none.
void *map_get(const Map *map, Text key);
// Where the value at `key` stands, null where there is none; valid until the next map_put.
void **map_at(const Map *map, Text key);
// Sets `key`; the key keeps its place where it was there before. Returns whether it was new.
bool map_put(Arena *arena, Map *map, Text key, void *value);
