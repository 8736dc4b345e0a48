// The index of the standard library: a declaration begins in the first column with its word, and its name follows.
#include "check/library.h"

#include <string.h>

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void index_line(Arena *arena, LibraryIndex *index, const LibraryFile *file, Text line) {
  const struct {
    Text word;
    Map *map;
  } words[] = {{TEXT("component "), &index->kinds},
               {TEXT("type "), &index->types},
               {TEXT("fn "), &index->functions},
               {TEXT("let "), &index->constants}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!text_starts_with(line, words[i].word)) continue;
    size_t start = words[i].word.size, end = start;
    while (end < line.size && is_word(line.at[end])) end++;
    if (end > start) map_put(arena, words[i].map, text_slice(line, start, end), (void *)file);
  }
}

void library_index(Arena *arena, LibraryIndex *out) {
  for (size_t i = 0; i < library_file_count; i++) {
    Text text = library_text(&library_files[i]);
    for (size_t start = 0; start < text.size;) {
      const char *newline = memchr(text.at + start, '\n', text.size - start);
      size_t end = newline ? (size_t)(newline - text.at) : text.size;
      char first = text.at[start];
      if (first == 'c' || first == 't' || first == 'f' || first == 'l')
        index_line(arena, out, &library_files[i], text_slice(text, start, end));
      start = end + 1;
    }
  }
}
