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

// A declaration with its documentation: a part of a file, which is parsed when it is first used.
typedef struct LibraryPart {
  const LibraryFile *file;
  uint32_t start, end;
  bool loaded;
} LibraryPart;

// What a scan finds: names to LibraryPart, one map a namespace.
typedef struct LibraryIndex {
  Map kinds, types, functions, constants;
} LibraryIndex;

void library_index(Arena *arena, LibraryIndex *out);

// The components whose documentation has the word in a line "Also known as: lambda, faas.", by commas; empty where
// there is none.
Text library_known_as(Arena *arena, Text word);
