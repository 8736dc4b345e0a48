// The library's block against its text: each tree is the one that parsing the declaration gives.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "check/library.h"
#include "syntax/dump.h"
#include "syntax/parse.h"

typedef struct Desk {
  Arena arena;
  Sources sources;
  Diags diags;
  Map names;
} Desk;

static void desk_open(Desk *desk) {
  *desk = (Desk){0};
  desk->sources.arena = desk->diags.arena = &desk->arena;
}

static Text dumped(const Desk *desk, const File *file, Buffer *out) {
  dump_ast(out, file, &desk->sources, true);
  return buffer_text(out);
}

static void compare(Desk *desk, const LibraryPart *part) {
  const LibraryFile *file = &library_files[library_part_file(part)];
  uint32_t source = source_add(&desk->sources, text_of(file->name), library_text(file));
  ParseContext context = {&desk->arena, &desk->sources, &desk->diags, &desk->names};
  const File *parsed = parser_part(&context, library_part_span(part, source));
  const File *tree = library_tree(&desk->arena, part, source);
  assert_int_equal(desk->diags.list.count, 0);
  assert_int_equal(tree->items.count, 1);
  const Item *item = tree->items.items[0], *wanted = parsed->items.items[0];
  assert_true(text_equal(item->name.name, library_part_name(part)));
  assert_true(text_equal(item->doc, wanted->doc));
  assert_memory_equal(&item->span, &wanted->span, sizeof(Span));
  assert_memory_equal(&item->doc_span, &wanted->doc_span, sizeof(Span));
  Buffer one = {0}, other = {0};
  if (!text_equal(dumped(desk, tree, &one), dumped(desk, parsed, &other)))
    fail_msg("%s: '%.*s' is another tree", file->name, TEXT_ARG(item->name.name));
  buffer_free(&one);
  buffer_free(&other);
}

static void trees_are_those_of_the_text(void **state) {
  (void)state;
  assert_true(library_part_count() > 100);
  for (size_t i = 0; i < library_part_count(); i++) {
    Desk desk;
    desk_open(&desk);
    assert_int_equal(library_part_number(library_part_at(i)), i);
    compare(&desk, library_part_at(i));
    arena_free(&desk.arena);
  }
}

static void every_declaration_is_found(void **state) {
  (void)state;
  static const ItemKind kinds[] = {[LIBRARY_KINDS] = ITEM_COMPONENT,
                                   [LIBRARY_TYPES] = ITEM_TYPE,
                                   [LIBRARY_FUNCTIONS] = ITEM_FN,
                                   [LIBRARY_CONSTANTS] = ITEM_LET};
  Desk desk;
  desk_open(&desk);
  ParseContext context = {&desk.arena, &desk.sources, &desk.diags, &desk.names};
  size_t found = 0;
  for (size_t i = 0; i < library_file_count; i++) {
    uint32_t source = source_add(&desk.sources, text_of(library_files[i].name), library_text(&library_files[i]));
    const File *file = parse_file(&context, source);
    for (size_t k = 0; k < file->items.count; k++) {
      const Item *item = file->items.items[k];
      for (int space = LIBRARY_KINDS; space <= LIBRARY_CONSTANTS; space++) {
        if (item->kind != kinds[space]) continue;
        const LibraryPart *part = library_find((LibrarySpace)space, item->name.name);
        assert_non_null(part);
        assert_int_equal(library_part_file(part), i);
        assert_int_equal(library_part_space(part), space);
        found++;
      }
    }
  }
  assert_int_equal(found, library_part_count());
  assert_null(library_find(LIBRARY_KINDS, TEXT("")));
  assert_null(library_find(LIBRARY_KINDS, TEXT("no such thing")));
  arena_free(&desk.arena);
}

// Each caller gets a tree of its own.
static void trees_are_apart(void **state) {
  (void)state;
  Arena arena = {0};
  const LibraryPart *part = library_part_at(0);
  const File *one = library_tree(&arena, part, 7), *other = library_tree(&arena, part, 8);
  assert_ptr_not_equal(one->items.items[0], other->items.items[0]);
  assert_int_equal(one->source, 7);
  assert_int_equal(other->items.items[0]->span.source, 8);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trees_are_those_of_the_text),
      cmocka_unit_test(every_declaration_is_found),
      cmocka_unit_test(trees_are_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
