// Sets of regions, and enums whose values are offered in some regions alone. Few sets are different, so that a value
// costs one word: where its set stands.
#include <stdlib.h>

#include "pack.h"

typedef struct Offered {
  Text value;
  uint64_t regions;
} Offered;

typedef VEC(Offered) OfferedList;

uint64_t pack_region_bits(Packer *packer, const Tokens *names) {
  uint64_t bits = 0;
  for (size_t i = 0; i < names->count; i++) {
    Text name = names->items[i].text;
    size_t number = 0;
    while (number < packer->regions.count && !text_equal(packer->regions.entries[number].key, name)) number++;
    if (number < packer->regions.count && number < 64)
      bits |= 1ull << number;
    else
      pack_fail(packer, "a region in which no type is or lacks:", name);
  }
  return bits;
}

static int by_value(const void *a, const void *b) {
  return text_compare(((const Offered *)a)->value, ((const Offered *)b)->value);
}

static void add_values(Packer *packer, OfferedList *list, const Node *node, uint64_t regions) {
  const Word *word = node_word(node, "enum");
  for (size_t i = 0; word && i < word->values.count; i++)
    vec_push(packer->arena, list, ((Offered){word->values.items[i].text, regions}));
}

// The groups below &in and &not-in; lines without values add their regions to those of the next.
static void add_groups(Packer *packer, OfferedList *list, const Node *node, uint64_t all) {
  uint64_t named = 0;
  for (size_t i = 0; i < node->children.count; i++) {
    const Child *child = &node->children.items[i];
    if (child->kind != CHILD_IN && child->kind != CHILD_NOT_IN) continue;
    named |= pack_region_bits(packer, &child->names);
    if (!node_word(child->node, "enum")) continue;
    if (named & ~all) pack_fail(packer, "regions that &regions does not name, for", child->names.items[0].text);
    add_values(packer, list, child->node, child->kind == CHILD_IN ? named : all & ~named);
    named = 0;
  }
}

static Offset pack_set(Packer *packer, uint64_t bits) {
  BlockRegions set = {{(uint32_t)bits, (uint32_t)(bits >> 32)}};
  return pack_bytes(packer, &set, sizeof set);
}

Offset pack_enum(Packer *packer, const Node *node, Offset *offers) {
  OfferedList list = {0};
  uint64_t all = 0;
  for (size_t i = 0; i < node->children.count; i++)
    if (node->children.items[i].kind == CHILD_REGIONS) all |= pack_region_bits(packer, &node->children.items[i].names);
  add_values(packer, &list, node, all);
  add_groups(packer, &list, node, all);
  if (list.count == 0) return 0;
  qsort(list.items, list.count, sizeof *list.items, by_value);
  Words values = {0}, sets = {0};
  vec_push(packer->arena, &sets, pack_set(packer, all));
  for (size_t i = 0; i < list.count; i++) {
    uint64_t regions = list.items[i].regions;
    while (i + 1 < list.count && text_equal(list.items[i].value, list.items[i + 1].value))
      regions |= list.items[++i].regions;
    vec_push(packer->arena, &values, pack_text(packer, list.items[i].value));
    vec_push(packer->arena, &sets, pack_set(packer, regions));
  }
  if (all) *offers = pack_list(packer, sets.items, sets.count);
  return pack_list(packer, values.items, values.count);
}
