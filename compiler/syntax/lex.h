// From text to tokens. A token is twelve bytes: where it stands, what it is, and what the text between it and the token
// before it means for the end of an item. Values (escapes, indentation, numbers) are worked out by literal.h when the
// parser wants them.
//
// NEWLINE. The grammar drops most line ends by the two tokens around them and by the innermost open bracket. The pair
// is judged here, once (`newline`); the bracket is the parser's to know, so that a bracket left open spoils one item
// and not the rest of the file.
//
// A text with ${ } is several tokens: TEXT_START `"a${`, the tokens of the expression, TEXT_MIDDLE `}b${`, ...,
// TEXT_END `}c"`. What was reported here arrives at the parser as TOKEN_ERROR (it skips the item in silence) or, where
// a value stood, as TOKEN_BAD.
#pragma once
#include "syntax/ast.h"

typedef enum TokenKind {
  TOKEN_END,
  TOKEN_NEWLINE,  // made by the parser out of Token.newline; never in the array
  TOKEN_ERROR,
  TOKEN_BAD,
  TOKEN_NAME,
  TOKEN_AWS_TYPE,
  TOKEN_ATTRIBUTE,
  TOKEN_NUMBER,
  TOKEN_QUANTITY,
  TOKEN_STRING,
  TOKEN_TEXT_START,
  TOKEN_TEXT_MIDDLE,
  TOKEN_TEXT_END,
  TOKEN_SPREAD,       // ...
  TOKEN_RANGE,        // ..
  TOKEN_SAFE_DOT,     // ?.
  TOKEN_FALLBACK,     // ??
  TOKEN_FAT_ARROW,    // =>
  TOKEN_ARROW,        // ->
  TOKEN_EQUAL,        // ==
  TOKEN_NOT_EQUAL,    // !=
  TOKEN_LESS_EQUAL,   // <=
  TOKEN_MORE_EQUAL,   // >=
  TOKEN_AND,          // &&
  TOKEN_OR,           // ||
  TOKEN_LEFT_BRACE,   // {
  TOKEN_RIGHT_BRACE,  // }
  TOKEN_LEFT_PAREN,
  TOKEN_RIGHT_PAREN,
  TOKEN_LEFT_BRACKET,  // [
  TOKEN_RIGHT_BRACKET,
  TOKEN_COMMA,
  TOKEN_COLON,
  TOKEN_ASSIGN,  // =
  TOKEN_DOT,
  TOKEN_LESS,
  TOKEN_MORE,
  TOKEN_PLUS,
  TOKEN_MINUS,
  TOKEN_STAR,
  TOKEN_SLASH,
  TOKEN_NOT,  // !
  TOKEN_BAR,  // |
  TOKEN_QUESTION,
  TOKEN_KINDS,
} TokenKind;

// The words that the grammar asks for somewhere. Up to WORD_IN they cannot name a value; from WORD_IN to WORD_TEST they
// begin a declaration and cannot name a kind.
typedef enum Word {
  WORD_NONE,
  WORD_TRUE,
  WORD_FALSE,
  WORD_NULL,
  WORD_IF,
  WORD_THEN,
  WORD_ELSE,
  WORD_FOR,
  WORD_IN,
  WORD_LET,
  WORD_OUT,
  WORD_PARAM,
  WORD_FN,
  WORD_TYPE,
  WORD_COMPONENT,
  WORD_STACK,
  WORD_USE,
  WORD_MOVED,
  WORD_OVERRIDE,
  WORD_ASSERT,
  WORD_POLICY,
  WORD_TEST,
  WORD_BY,
  WORD_AS,
} Word;

typedef enum LineEnd {
  LINE_NONE,
  LINE_END,
  LINE_DROPPED,  // one that ends no item only because of the token before it
} LineEnd;

typedef struct Token {
  uint32_t start, end;
  uint8_t kind;  // TokenKind
  uint8_t word;  // of a NAME its Word; of a QUANTITY its Unit; of a TEXT_END 1 where the text was never closed
  bool newline;  // a line end before it that ends an item, unless ( [ or ${ is the innermost open bracket
  uint8_t line;  // LineEnd: whether a line end stands between the token before it and it
} Token;

// One `///` line.
typedef struct DocLine {
  uint32_t start, end;  // with the slashes, without the line end
  uint32_t token;       // the number of the token after it
  bool own_line;
} DocLine;

// All that was read from one text. The tokens end with TOKEN_END. `tokens` is malloc'ed (lex_free); the rest is in the
// arena given to lex.
typedef struct Tokens {
  Token *items;
  size_t count, capacity;
  VEC(DocLine) docs;
  VEC(Comment) comments;
  bool cut;  // the text ended inside a string, a ${ } or a comment, which has been reported
} Tokens;

// What follows this many errors in one text is not read: it is no Strata.
enum { LEX_MAX_ERRORS = 100 };

// Reads a part of a source, of any bytes, and reports what is wrong in it.
void lex(Tokens *out, Arena *arena, Diags *diags, const Sources *sources, Span range);
void lex_free(Tokens *tokens);

// How the string or TEXT_START that begins at `at` is written.
Quote lex_quote(Text source, Token token);
// How a kind is written in messages and dumps: "'=>'", "a name".
const char *lex_kind_name(TokenKind kind);
const char *lex_unit_name(Unit unit);
