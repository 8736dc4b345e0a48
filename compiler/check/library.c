// Declarations of the standard library: found by their names' hash, copied and fixed up.
#include "check/library.h"

#include <string.h>

#include "check/library_block.h"

extern const char library_block[];  // cmake/stdlib.cmake

static const LibraryBlock *block(void) { return (const LibraryBlock *)library_block; }

size_t library_part_count(void) { return block()->part_count; }

const LibraryPart *library_part_at(size_t number) {
  return (const LibraryPart *)(library_block + block()->parts) + number;
}

size_t library_part_number(const LibraryPart *part) { return (size_t)(part - library_part_at(0)); }

Text library_part_name(const LibraryPart *part) {
  return (Text){library_block + block()->texts + part->name, part->name_size};
}

LibrarySpace library_part_space(const LibraryPart *part) { return (LibrarySpace)part->space; }
size_t library_part_file(const LibraryPart *part) { return part->file; }
Span library_part_span(const LibraryPart *part, uint32_t source) { return (Span){source, part->start, part->end}; }

const LibraryPart *library_find(LibrarySpace space, Text name) {
  const uint32_t *hash = (const uint32_t *)(library_block + block()->hash), mask = block()->hash_size - 1;
  for (uint32_t slot = text_hash(name) & mask; hash[slot]; slot = (slot + 1) & mask) {
    const LibraryPart *part = library_part_at(hash[slot] - 1);
    if (part->space == space && text_equal(library_part_name(part), name)) return part;
  }
  return NULL;
}

File *library_tree(Arena *arena, const LibraryPart *part, uint32_t source) {
  char *tree = arena_alloc(arena, part->tree_size);
  memcpy(tree, library_block + part->tree, part->tree_size);
  const char *const bases[] = {[FIXUP_TREE] = tree, [FIXUP_TEXT] = library_block + block()->texts};
  const uint16_t *steps = (const uint16_t *)(library_block + part->fixups);
  for (int kind = 0; kind < FIXUP_SOURCE; kind++) {
    char *at = tree;
    for (uint32_t i = 0; i < part->fixup_counts[kind]; i++) {
      at += *steps++ * sizeof(uint32_t);
      *(uintptr_t *)at += (uintptr_t)bases[kind];
    }
  }
  uint32_t *at = (uint32_t *)tree;
  for (uint32_t i = 0; i < part->fixup_counts[FIXUP_SOURCE]; i++) *(at += *steps++) = source;
  return (File *)tree;
}

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
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
