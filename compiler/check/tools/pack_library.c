// pack_library BLOCK FILE...: parses the standard library's files and writes the block that library_block.h tells.
//
// Each tree is copied twice, into different memory, with its texts and the number of its source at different places
// too. Where the two copies differ, the difference says what stands there; one that nothing explains ends the build. So
// every pointer is found, whatever it belongs to.
//
// A declaration begins in the first column with its word, its name follows, and the `///` lines above belong to it. It
// ends where the next one begins.
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "check/library.h"
#include "check/library_block.h"
#include "check/tools/copy_tree.h"
#include "syntax/parse.h"

enum { TREE_ROOM = 1024 * 1024, POOL_ROOM = 4 * 1024 * 1024, SIDES = 2 };

static const uint32_t source_numbers[SIDES] = {0x1000001, 0x2000002};

typedef struct Input {
  Text path, text;
} Input;

typedef struct Packer {
  Arena arena;
  Diags diags;
  VEC(Input) files;
  VEC(LibraryPart) parts;
  TextPool pools[SIDES];
  Buffer out;
} Packer;

_Noreturn static void fail(Text path, const char *message) {
  fprintf(stderr, "pack_library: %.*s: %s\n", TEXT_ARG(path), message);
  exit(1);
}

// ───────────────────────────── Declarations ─────────────────────────────

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The declaration that a line begins; false where it begins none.
static bool declares(Text line, LibrarySpace *space, Text *name) {
  const Text words[] = {[LIBRARY_KINDS] = TEXT("component "),
                        [LIBRARY_TYPES] = TEXT("type "),
                        [LIBRARY_FUNCTIONS] = TEXT("fn "),
                        [LIBRARY_CONSTANTS] = TEXT("let ")};
  for (int i = LIBRARY_KINDS; i <= LIBRARY_CONSTANTS; i++) {
    if (!text_starts_with(line, words[i])) continue;
    size_t start = words[i].size, end = start;
    while (end < line.size && is_word(line.at[end])) end++;
    *space = (LibrarySpace)i;
    *name = text_slice(line, start, end);
    return end > start;
  }
  return false;
}

static void add_parts(Packer *packer, uint32_t file) {
  Text text = packer->files.items[file].text;
  size_t docs = SIZE_MAX, first = packer->parts.count;  // docs: where the `///` lines above begin
  for (size_t start = 0, end; start < text.size; start = end + 1) {
    end = text_find(text, TEXT("\n"), start);
    if (end == SIZE_MAX) end = text.size;
    Text line = text_slice(text, start, end), name;
    LibrarySpace space;
    if (text_starts_with(line, TEXT("///"))) {
      if (docs == SIZE_MAX) docs = start;
      continue;
    }
    if (declares(line, &space, &name)) {
      uint32_t begin = (uint32_t)(docs == SIZE_MAX ? start : docs);
      if (packer->parts.count > first) packer->parts.items[packer->parts.count - 1].end = begin;
      LibraryPart part = {.space = space, .file = file, .start = begin, .end = (uint32_t)text.size};
      for (int side = 0; side < SIDES; side++) {
        TreeCopier copier = {.scratch = &packer->arena, .pool = &packer->pools[side]};
        Text pooled = pool_text(&copier, name);
        part.name = (uint32_t)(pooled.at - packer->pools[side].at);
        part.name_size = (uint32_t)pooled.size;
      }
      vec_push(&packer->arena, &packer->parts, part);
    }
    docs = SIZE_MAX;
  }
}

// ───────────────────────────── Trees ─────────────────────────────

typedef struct Tree {
  Arena arena;
  char *at;  // it begins with its File
  size_t size;
} Tree;

static Tree copy(Packer *packer, const Input *file, const File *parsed, int side) {
  Tree tree = {0};
  tree.at = arena_alloc(&tree.arena, TREE_ROOM);
  tree.arena.next = tree.at;  // all of it again, in one piece
  const ArenaBlock *only = tree.arena.block;
  TreeCopier copier = {&tree.arena, &packer->arena, &packer->pools[side], source_numbers[side]};
  File *made = copy_tree(&copier, parsed);
  if ((char *)made != tree.at || tree.arena.block != only) fail(file->path, "a declaration is too large");
  tree.size = (size_t)(tree.arena.next - tree.at);
  return tree;
}

static File *parse(Packer *packer, const Input *file, const LibraryPart *part) {
  Sources sources = {.arena = &packer->arena};
  Map names = {0};
  ParseContext context = {&packer->arena, &sources, &packer->diags, &names};
  uint32_t source = source_add(&sources, file->path, file->text);
  File *parsed = parser_part(&context, (Span){source, part->start, part->end});
  if (packer->diags.list.count) fail(file->path, packer->diags.list.items[0]->message.at);
  if (parsed->items.count != 1) fail(file->path, "a part is not one declaration");
  return parsed;
}

// The steps of one kind of fixup.
typedef struct Steps {
  VEC(uint16_t) list;
  size_t last;  // byte
} Steps;

static void add_step(Packer *packer, const Input *file, Steps *steps, size_t at) {
  size_t step = (at - steps->last) / sizeof(uint32_t);
  if (step > UINT16_MAX) fail(file->path, "a step between fixups is too large");
  vec_push(&packer->arena, &steps->list, (uint16_t)step);
  steps->last = at;
}

// Whether two words are pointers to the same offset in a region; then the word is the offset.
static bool same_place(uint64_t *word, uint64_t other, const char *base, const char *other_base, size_t size) {
  if (*word - (uintptr_t)base > size || *word - (uintptr_t)base != other - (uintptr_t)other_base) return false;
  *word -= (uintptr_t)base;
  return true;
}

static void find_fixups(Packer *packer, const Input *file, const Tree *tree, const Tree *other, Steps *steps) {
  const TextPool *pools = packer->pools;
  for (size_t at = 0; at < tree->size; at += sizeof(uint64_t)) {
    uint64_t word, same;
    memcpy(&word, tree->at + at, sizeof word);
    memcpy(&same, other->at + at, sizeof same);
    if (word == same) continue;
    bool inside = same_place(&word, same, tree->at, other->at, tree->size);
    if (inside || same_place(&word, same, pools[0].at, pools[1].at, pools[0].size)) {
      memcpy(tree->at + at, &word, sizeof word);
      add_step(packer, file, &steps[inside ? FIXUP_TREE : FIXUP_TEXT], at);
      continue;
    }
    for (size_t half = at; half < at + sizeof word; half += sizeof(uint32_t)) {
      uint32_t a, b;
      memcpy(&a, tree->at + half, sizeof a);
      memcpy(&b, other->at + half, sizeof b);
      if (a == b) continue;
      if (a != source_numbers[0] || b != source_numbers[1]) fail(file->path, "a word of a tree cannot be told");
      memset(tree->at + half, 0, sizeof a);
      add_step(packer, file, &steps[FIXUP_SOURCE], half);
    }
  }
}

static void align(Buffer *out, size_t to) { buffer_fill(out, 0, (to - out->size % to) % to); }

static void add_tree(Packer *packer, LibraryPart *part) {
  const Input *file = &packer->files.items[part->file];
  const File *parsed = parse(packer, file, part);
  Tree tree = copy(packer, file, parsed, 0), other = copy(packer, file, parsed, 1);
  Steps steps[FIXUP_KINDS] = {0};
  find_fixups(packer, file, &tree, &other, steps);
  align(&packer->out, 16);
  part->tree = (uint32_t)packer->out.size;
  part->tree_size = (uint32_t)tree.size;
  buffer_add(&packer->out, (Text){tree.at, tree.size});
  part->fixups = (uint32_t)packer->out.size;
  for (int kind = 0; kind < FIXUP_KINDS; kind++) {
    part->fixup_counts[kind] = (uint32_t)steps[kind].list.count;
    buffer_add(&packer->out, (Text){(char *)steps[kind].list.items, steps[kind].list.count * sizeof(uint16_t)});
  }
  arena_free(&tree.arena);
  arena_free(&other.arena);
}

// ───────────────────────────── The block ─────────────────────────────

static uint32_t add_hash(Packer *packer, uint32_t size) {
  uint32_t *hash = ARENA_ARRAY(&packer->arena, uint32_t, size);
  for (uint32_t i = 0; i < packer->parts.count; i++) {
    const LibraryPart *part = &packer->parts.items[i];
    Text name = {packer->pools[0].at + part->name, part->name_size};
    uint32_t slot = text_hash(name) & (size - 1);
    for (; hash[slot]; slot = (slot + 1) & (size - 1)) {
      const LibraryPart *other = &packer->parts.items[hash[slot] - 1];
      if (other->space == part->space && text_equal(name, (Text){packer->pools[0].at + other->name, other->name_size}))
        fail(packer->files.items[part->file].path, "a name is declared twice");
    }
    hash[slot] = i + 1;
  }
  uint32_t at = (uint32_t)packer->out.size;
  buffer_add(&packer->out, (Text){(char *)hash, size * sizeof *hash});
  return at;
}

static void pack(Packer *packer) {
  LibraryBlock head = {.magic = LIBRARY_MAGIC, .hash_size = 16};
  for (uint32_t i = 0; i < packer->files.count; i++) add_parts(packer, i);
  buffer_fill(&packer->out, 0, sizeof head);
  for (size_t i = 0; i < packer->parts.count; i++) add_tree(packer, &packer->parts.items[i]);
  align(&packer->out, sizeof(uint32_t));
  head.part_count = (uint32_t)packer->parts.count;
  head.parts = (uint32_t)packer->out.size;
  buffer_add(&packer->out, (Text){(char *)packer->parts.items, packer->parts.count * sizeof(LibraryPart)});
  while (head.hash_size < packer->parts.count * 2) head.hash_size *= 2;
  head.hash = add_hash(packer, head.hash_size);
  head.texts = (uint32_t)packer->out.size;
  buffer_add(&packer->out, (Text){packer->pools[0].at, packer->pools[0].size});
  memcpy(packer->out.at, &head, sizeof head);
}

int main(int count, char **arguments) {
  if (count < 3) return fputs("usage: pack_library BLOCK FILE...\n", stderr), 2;
  Packer packer = {0};
  packer.diags.arena = &packer.arena;
  for (int side = 0; side < SIDES; side++)
    packer.pools[side] = (TextPool){.at = base_malloc(POOL_ROOM), .room = POOL_ROOM};
  for (int i = 2; i < count; i++) {
    Input file = {.path = text_of(arguments[i])};
    if (!io_read(&packer.arena, &packer.diags, arguments[i], &file.text)) fail(file.path, "cannot be read");
    vec_push(&packer.arena, &packer.files, file);
  }
  pack(&packer);
  if (!io_write(&packer.diags, arguments[1], buffer_text(&packer.out)))
    fail(text_of(arguments[1]), "cannot be written");
  buffer_free(&packer.out);
  for (int side = 0; side < SIDES; side++) free(packer.pools[side].at);
  arena_free(&packer.arena);
  return 0;
}
