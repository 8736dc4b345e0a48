// The index of the standard library: a declaration begins in the first column with its word, its name follows, and the
// `///` lines above belong to it. It ends where the next one begins.
#include "check/library.h"

#include <string.h>

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The part that a line begins; null where it begins none.
static LibraryPart *index_line(Arena *arena, LibraryIndex *index, Text line) {
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
    if (end == start) return NULL;
    LibraryPart *part = ARENA_NEW(arena, LibraryPart);
    map_put(arena, words[i].map, text_slice(line, start, end), part);
    return part;
  }
  return NULL;
}

static void index_file(Arena *arena, LibraryIndex *index, const LibraryFile *file) {
  Text text = library_text(file);
  LibraryPart *part = NULL;
  size_t docs = SIZE_MAX;  // where the `///` lines above begin
  for (size_t start = 0, end; start < text.size; start = end + 1) {
    const char *newline = memchr(text.at + start, '\n', text.size - start);
    end = newline ? (size_t)(newline - text.at) : text.size;
    char first = text.at[start];
    if (first == '/' && text_starts_with(text_slice(text, start, end), TEXT("///"))) {
      if (docs == SIZE_MAX) docs = start;
      continue;
    }
    LibraryPart *next = NULL;
    if (first == 'c' || first == 't' || first == 'f' || first == 'l')
      next = index_line(arena, index, text_slice(text, start, end));
    if (next) {
      *next = (LibraryPart){file, (uint32_t)(docs == SIZE_MAX ? start : docs), (uint32_t)text.size, false};
      if (part) part->end = next->start;
      part = next;
    }
    docs = SIZE_MAX;
  }
}

void library_index(Arena *arena, LibraryIndex *out) {
  for (size_t i = 0; i < library_file_count; i++) index_file(arena, out, &library_files[i]);
}

// Whether a line of documentation lists the word.
static bool lists_word(Text line, Text word) {
  Text mark = TEXT("/// Also known as: ");
  if (!text_starts_with(line, mark)) return false;
  for (size_t start = mark.size, end; start < line.size; start = end + 1) {
    for (end = start; end < line.size && is_word(line.at[end]);) end++;
    if (text_equal(text_slice(line, start, end), word)) return true;
  }
  return false;
}

Text library_known_as(Arena *arena, Text word) {
  Text found = {0};
  for (size_t i = 0; i < library_file_count; i++) {
    Text text = library_text(&library_files[i]), component = TEXT("component ");
    bool listed = false;
    for (size_t start = 0, end; start < text.size; start = end + 1) {
      const char *newline = memchr(text.at + start, '\n', text.size - start);
      end = newline ? (size_t)(newline - text.at) : text.size;
      Text line = text_slice(text, start, end);
      if (text_starts_with(line, TEXT("///"))) {
        listed = listed || lists_word(line, word);
        continue;
      }
      if (listed && text_starts_with(line, component)) {
        size_t at = component.size;
        while (at < line.size && is_word(line.at[at])) at++;
        Text name = text_slice(line, component.size, at);
        found = found.size ? text_format(arena, "%.*s, `%.*s`", TEXT_ARG(found), TEXT_ARG(name))
                           : text_format(arena, "`%.*s`", TEXT_ARG(name));
      }
      listed = false;
    }
  }
  return found;
}
