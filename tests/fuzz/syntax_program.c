// Any bytes as a program: no crash, no hang; and what parses without errors means the same after it has been printed.
#include <stdlib.h>

#include "syntax/dump.h"
#include "syntax/parse.h"
#include "syntax/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static File *parse(ParseContext *context, Sources *sources, Text text) {
  return parse_file(context, source_add(sources, TEXT("input"), text));
}

static bool prints_the_same(ParseContext *context, Sources *sources, const File *file) {
  Buffer printed = {0}, again = {0}, tree = {0}, tree_again = {0};
  print_file(&printed, file, sources);
  const File *reread = parse(context, sources, buffer_text(&printed));
  bool same = !context->diags->errors;
  if (same) {
    print_file(&again, reread, sources);
    dump_ast(&tree, file, sources, false);
    dump_ast(&tree_again, reread, sources, false);
    same = text_equal(buffer_text(&printed), buffer_text(&again)) &&
           text_equal(buffer_text(&tree), buffer_text(&tree_again));
  }
  buffer_free(&printed);
  buffer_free(&again);
  buffer_free(&tree);
  buffer_free(&tree_again);
  return same;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Map names = {0};
  ParseContext context = {&arena, &sources, &diags, &names};
  const File *file = parse(&context, &sources, (Text){(const char *)data, size});
  for (size_t i = 0; i < diags.list.count; i++) {
    Span span = diags.list.items[i]->span;
    if (span.start > span.end || span.end > size) abort();
  }
  if (!diags.errors && !prints_the_same(&context, &sources, file)) abort();
  arena_free(&arena);
  return 0;
}
