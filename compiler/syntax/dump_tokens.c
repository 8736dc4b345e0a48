// The tokens of a text, as the parser sees them.
#include <stdlib.h>

#include "syntax/dump.h"
#include "syntax/lex.h"

// The kinds as words, for a text that is compared and searched rather than read aloud.
static const char *kind_word(TokenKind kind) {
  switch (kind) {
    case TOKEN_NAME: return "name";
    case TOKEN_AWS_TYPE: return "aws_type";
    case TOKEN_ATTRIBUTE: return "attribute";
    case TOKEN_NUMBER: return "number";
    case TOKEN_QUANTITY: return "quantity";
    case TOKEN_STRING: return "string";
    case TOKEN_TEXT_START: return "text_start";
    case TOKEN_TEXT_MIDDLE: return "text_middle";
    case TOKEN_TEXT_END: return "text_end";
    case TOKEN_ERROR:
    case TOKEN_BAD: return "error";
    case TOKEN_END: return "end";
    default: return "operator";
  }
}

// A token over lines is shown on one.
static void put_written(Buffer *out, Text written) {
  for (size_t i = 0; i < written.size; i++) {
    char c = written.at[i];
    if (c == '\n')
      buffer_add_string(out, "\\n");
    else if (c != '\r')
      buffer_add_char(out, c);
  }
}

static void put_position(Buffer *out, const Sources *sources, uint32_t source, uint32_t at) {
  Position position = source_position(sources, source, at);
  buffer_format(out, " @%u:%u\n", position.line, position.column);
}

void dump_tokens(Buffer *out, const Sources *sources, uint32_t source) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Tokens tokens;
  lex(&tokens, &arena, &diags, sources, source_span(sources, source));
  // Whether line ends count in each open bracket; the last is the innermost.
  bool *open = base_malloc(tokens.count + 1);
  size_t depth = 0;
  open[0] = true;
  for (size_t i = 0; i < tokens.count; i++) {
    const Token *token = &tokens.items[i];
    if (token->newline && open[depth]) {
      buffer_add_string(out, "newline");
      put_position(out, sources, source, token->start);
    }
    buffer_add_string(out, kind_word((TokenKind)token->kind));
    if (token->end > token->start) buffer_add_char(out, ' ');
    put_written(out, source_text(sources, (Span){source, token->start, token->end}));
    put_position(out, sources, source, token->start);
    switch ((TokenKind)token->kind) {
      case TOKEN_LEFT_BRACE: open[++depth] = true; break;
      case TOKEN_LEFT_PAREN:
      case TOKEN_LEFT_BRACKET:
      case TOKEN_TEXT_START: open[++depth] = false; break;
      case TOKEN_RIGHT_BRACE:
      case TOKEN_RIGHT_PAREN:
      case TOKEN_RIGHT_BRACKET:
      case TOKEN_TEXT_END:
        if (depth) depth--;
        break;
      default: break;
    }
  }
  free(open);
  lex_free(&tokens);
  arena_free(&arena);
}
