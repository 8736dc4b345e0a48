// Regions: a set of them is a word of bits by the regions' numbers, which are in order of name. Messages name a few,
// those near to where the template goes first.
#include "schema/node.h"

static const BlockHeader *header(void) { return (const BlockHeader *)schema_block; }

bool schema_region(Text region, uint32_t *number) {
  for (*number = 0; *number < header()->region_count; ++*number)
    if (text_equal(schema_region_name(*number), region)) return true;
  return false;
}

Text schema_region_name(uint32_t number) {
  const Offset *regions = block_at(header()->regions);
  return number < header()->region_count ? block_text(regions[number]) : (Text){0};
}

bool schema_region_form(Text name) {
  size_t parts = 1, letters = 0;
  for (size_t i = 0; i < name.size; i++) {
    char c = name.at[i];
    bool last = i + 1 == name.size;
    if (c == '-' && letters && !last)
      parts++, letters = 0;
    else if (c >= 'a' && c <= 'z' && !last)
      letters++;
    else if (c < '0' || c > '9' || letters)
      return false;
  }
  return parts >= 3 && letters == 0;
}

bool schema_in_region(const SchemaType *type, Text region) {
  uint32_t number;
  return !schema_region(region, &number) || block_in_region(&type->regions, number);
}

Text schema_region_list(Arena *arena, const Text *names, size_t count) {
  enum { SHOWN = 4 };
  Buffer out = {0};
  size_t shown = count > SHOWN + 1 ? SHOWN : count;
  for (size_t i = 0; i < shown; i++)
    buffer_format(&out, "%s%.*s", i == 0 ? "" : i + 1 == count ? " and " : ", ", TEXT_ARG(names[i]));
  if (shown < count) buffer_format(&out, " and %zu more", count - shown);
  return buffer_take(&out, arena);
}

// "eu" of "eu-north-1"
static Text continent(Text region) {
  size_t end = text_find(region, TEXT("-"), 0);
  return text_slice(region, 0, end == SIZE_MAX ? region.size : end);
}

Text schema_region_set(Arena *arena, const BlockRegions *regions, Text near) {
  Text names[64];
  size_t count = 0;
  for (int far = 0; far < 2; far++)
    for (uint32_t i = 0; i < header()->region_count && count < 64; i++)
      if (block_in_region(regions, i) && text_equal(continent(schema_region_name(i)), continent(near)) == !far)
        names[count++] = schema_region_name(i);
  return schema_region_list(arena, names, count);
}

Text schema_type_regions(Arena *arena, const SchemaType *type, Text near) {
  return schema_region_set(arena, &type->regions, near);
}
