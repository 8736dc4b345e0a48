// The standard library's trees as they lie in the binary: for each declaration the memory that the parser made of it,
// copied when the declaration is first used. `tools/pack_library.c` makes the block when building.
//
// Offsets count from the block's start. The block is in the form of the machine that it was made on.
#pragma once
#include <stdint.h>

#define LIBRARY_MAGIC 0x3142494Cu  // "LIB1"

// What a fixup adds to a word of a tree. The first two are pointers of 8 bytes.
typedef enum LibraryFixup {
  FIXUP_TREE,    // into the tree itself
  FIXUP_TEXT,    // into the texts that all trees share
  FIXUP_SOURCE,  // 4 bytes: the number of the source
  FIXUP_KINDS,
} LibraryFixup;

struct LibraryPart {
  uint32_t space, file;                // LibrarySpace; its number among library_files
  uint32_t name, name_size;            // in the texts
  uint32_t start, end;                 // of the declaration with its documentation, in the file's text
  uint32_t tree, tree_size;            // a File; 16-aligned
  uint32_t fixups;                     // uint16_t[]: those of each kind, one kind behind the other
  uint32_t fixup_counts[FIXUP_KINDS];  // each is where it stands: words of 4 bytes behind the one before of its kind
};

typedef struct LibraryBlock {
  uint32_t magic;
  uint32_t part_count;
  uint32_t parts;  // LibraryPart[part_count], in order of file and place
  uint32_t hash;   // part number + 1 by text_hash(name), open addressing
  uint32_t hash_size;
  uint32_t texts;
} LibraryBlock;
