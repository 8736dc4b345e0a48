// How tokens are called in messages and dumps.
#include "syntax/lex.h"

const char *lex_kind_name(TokenKind kind) {
  switch (kind) {
    case TOKEN_END: return "the end of the file";
    case TOKEN_NEWLINE: return "a new line";
    case TOKEN_ERROR: return "an error";
    case TOKEN_BAD: return "a faulty value";
    case TOKEN_NAME: return "a name";
    case TOKEN_AWS_TYPE: return "an AWS type";
    case TOKEN_ATTRIBUTE: return "an attribute";
    case TOKEN_NUMBER: return "a number";
    case TOKEN_QUANTITY: return "a quantity";
    case TOKEN_STRING: return "a text";
    case TOKEN_TEXT_START: return "the beginning of a text";
    case TOKEN_TEXT_MIDDLE: return "the middle of a text";
    case TOKEN_TEXT_END: return "the end of a text";
    case TOKEN_SPREAD: return "'...'";
    case TOKEN_RANGE: return "'..'";
    case TOKEN_SAFE_DOT: return "'?.'";
    case TOKEN_FALLBACK: return "'?\?'";
    case TOKEN_FAT_ARROW: return "'=>'";
    case TOKEN_ARROW: return "'->'";
    case TOKEN_EQUAL: return "'=='";
    case TOKEN_NOT_EQUAL: return "'!='";
    case TOKEN_LESS_EQUAL: return "'<='";
    case TOKEN_MORE_EQUAL: return "'>='";
    case TOKEN_AND: return "'&&'";
    case TOKEN_OR: return "'||'";
    case TOKEN_LEFT_BRACE: return "'{'";
    case TOKEN_RIGHT_BRACE: return "'}'";
    case TOKEN_LEFT_PAREN: return "'('";
    case TOKEN_RIGHT_PAREN: return "')'";
    case TOKEN_LEFT_BRACKET: return "'['";
    case TOKEN_RIGHT_BRACKET: return "']'";
    case TOKEN_COMMA: return "','";
    case TOKEN_COLON: return "':'";
    case TOKEN_ASSIGN: return "'='";
    case TOKEN_DOT: return "'.'";
    case TOKEN_LESS: return "'<'";
    case TOKEN_MORE: return "'>'";
    case TOKEN_PLUS: return "'+'";
    case TOKEN_MINUS: return "'-'";
    case TOKEN_STAR: return "'*'";
    case TOKEN_SLASH: return "'/'";
    case TOKEN_NOT: return "'!'";
    case TOKEN_BAR: return "'|'";
    case TOKEN_QUESTION: return "'?'";
    case TOKEN_KINDS: break;
  }
  return "nothing";
}
