// The standard library: its sources, embedded in the binary (cmake/stdlib.cmake), and of each declaration the tree that
// was parsed when building (library_block.h). What a program does not use costs nothing.
#pragma once
#include "syntax/ast.h"

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

typedef enum LibrarySpace { LIBRARY_KINDS, LIBRARY_TYPES, LIBRARY_FUNCTIONS, LIBRARY_CONSTANTS } LibrarySpace;

// A declaration.
typedef struct LibraryPart LibraryPart;

size_t library_part_count(void);
const LibraryPart *library_part_at(size_t number);  // in order of file and place
size_t library_part_number(const LibraryPart *part);
// The part that declares a name; null where there is none.
const LibraryPart *library_find(LibrarySpace space, Text name);
Text library_part_name(const LibraryPart *part);
LibrarySpace library_part_space(const LibraryPart *part);
size_t library_part_file(const LibraryPart *part);  // its number among library_files
Span library_part_span(const LibraryPart *part, uint32_t source);
// The part's tree, in the arena, as if its file were that source and had been parsed just now; without comments.
File *library_tree(Arena *arena, const LibraryPart *part, uint32_t source);

// The components whose documentation has the word in a line "Also known as: lambda, faas.", by commas; empty where
// there is none.
Text library_known_as(Arena *arena, Text word);
