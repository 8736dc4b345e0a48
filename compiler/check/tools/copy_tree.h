// A copy of a tree that is nothing but itself: no byte of it depends on what was in memory before, and what was
// allocated on the way is left out.
#pragma once
#include "syntax/ast.h"

// Texts that trees share, each once, in memory of `room` bytes that does not move.
typedef struct TextPool {
  char *at;
  size_t size, room;
  Map known;
} TextPool;

typedef struct TreeCopier {
  Arena *tree;     // for the nodes
  Arena *scratch;  // for the pool's map
  TextPool *pool;
  uint32_t source;  // that spans get
} TreeCopier;

// Comments are left out. The File is the first thing in `tree`.
File *copy_tree(TreeCopier *copier, const File *file);
Text pool_text(TreeCopier *copier, Text text);
