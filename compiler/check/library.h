// The standard library's sources, embedded in the binary (cmake/stdlib.cmake). Which file declares a name is found by a
// scan of the files' first columns, so that only the files that a program uses are ever parsed.
#pragma once
#include "base/map.h"

typedef struct LibraryFile {
  const char *name;  // "network.strata"
  const char *start, *end;
} LibraryFile;

// The embedded files, in order of name.
extern const LibraryFile library_files[];
extern const size_t library_file_count;

static inline Text library_text(const LibraryFile *file) {
  return (Text){file->start, (size_t)(file->end - file->start)};
}

// What a scan finds: names to LibraryFile, one map a namespace.
typedef struct LibraryIndex {
  Map kinds, types, functions, constants;
} LibraryIndex;

void library_index(Arena *arena, LibraryIndex *out);
