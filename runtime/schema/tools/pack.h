// The packer's state, shared by its files: pack.c writes nodes, pack_identity.c finds what ids refer to, pack_types.c
// writes what belongs to a type as a whole and is the program, pack_updates.c what changes do.
#pragma once
#include "../block.h"
#include "base/pattern.h"
#include "tables.h"

typedef VEC(uint32_t) Words;

typedef struct Packer {
  Arena *arena;
  Diags *diags;
  Buffer out;      // the block so far
  Map known;       // content -> offset
  Map patterns;    // those that compile
  TypeText *type;  // the type that is being packed
  Map defined;     // its definitions: name -> Define *
  Map regions;     // the regions of all types, in order of name: a region's number is its place
} Packer;

// Each writes its content once and returns where it is.
Offset pack_bytes(Packer *packer, const void *bytes, size_t size);
Offset pack_text(Packer *packer, Text text);
Offset pack_list(Packer *packer, const uint32_t *items, size_t count);
Offset pack_node(Packer *packer, const Node *node);

// Sets of regions and lists that differ by region (pack_regions.c). A set of names has bits by the regions' numbers.
uint64_t pack_region_bits(Packer *packer, const Tokens *names);
// The node's enum, 0 where it has none; *offers: where its values are offered, 0 where that is everywhere.
Offset pack_enum(Packer *packer, const Node *node, Offset *offers);

// Gives properties that hold ids of other types of their service a format that says so (pack_identity.c).
void pack_identities(Packer *packer, const Map *types);

// What a change of a property does (pack_updates.c): MarkTable of the type's paths, BlockList of notes (path and text
// in turn), FollowerTable of the attributes that follow an update in place; each 0 where there are none.
Offset pack_marks(Packer *packer);
Offset pack_notes(Packer *packer);
Offset pack_followers(Packer *packer, const Map *attributes);

// The property's node and the node of a list's items, definitions followed; null where there is none.
const Node *pack_member(Packer *packer, const Node *node, Text name);
const Node *pack_items(Packer *packer, const Node *node);

// The next step of "A/B/C", which is taken off the front.
Text pack_step(Text *path);

// The definition "Name" or, for "/Name", the top-level property; null where there is none.
Node *pack_find(Packer *packer, Text reference);
void pack_fail(Packer *packer, const char *what, Text detail);
