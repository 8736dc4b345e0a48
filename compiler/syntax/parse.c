// The entry: lex, then read the items of the file.
#include "syntax/parse.h"

#include <stdlib.h>

#include "syntax/parser.h"

Text parse_intern(Arena *arena, Map *names, Text name) {
  char *known = map_get(names, name);
  if (known) return (Text){known, name.size};
  Text copy = text_copy(arena, name);
  map_put(arena, names, copy, (void *)copy.at);
  return copy;
}

// file = [ items ]
File *parser_part(ParseContext *context, Span part) {
  uint32_t source = part.source;
  File *file = ARENA_NEW(context->arena, File);
  file->source = source;
  const Source *text = source_get(context->sources, source);
  if (!text) return file;
  Tokens tokens;
  lex(&tokens, context->arena, context->diags, context->sources, part);
  Parser parser = {
      .arena = context->arena,
      .diags = context->diags,
      .names = context->names,
      .literals = {context->arena, context->diags, source, text->text},
      .source = source,
      .file = file,
      .text = text->text.at,
      .lexed = &tokens,
      .tokens = tokens.items,
      .errors_before = context->diags->errors,
      .warnings_before = context->diags->warnings,
  };
  parser_settle(&parser);
  file->items = parse_items(&parser, TOKEN_END);
  parser_no_docs(&parser);
  file->comments.items = tokens.comments.items;
  file->comments.count = tokens.comments.count;
  file->comments.capacity = tokens.comments.capacity;
  free(parser.gathered);
  lex_free(&tokens);
  return file;
}

File *parse_file(ParseContext *context, uint32_t source) {
  return parser_part(context, source_span(context->sources, source));
}
