// Names, keys, paths and the other small rules that items, types and expressions share.
#include "syntax/parser.h"

Ident parser_ident(Parser *p) {
  Ident ident = {parser_intern(p, parser_token_text(p)), parser_span(p)};
  parser_next(p);
  return ident;
}

static Ident no_name(Parser *p, const char *of) {
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0121", "expected the name of %s, found %.*s", of, TEXT_ARG(found));
  if (p->kind == TOKEN_STRING) parser_help(p, diag, "a name is written without quotes");
  if (p->kind == TOKEN_LEFT_PAREN) parser_help(p, diag, "write it without ( )");
  return (Ident){{0}, {p->source, p->last_end, p->last_end}};
}

// name = NAME but true false null if then else for in
Ident parse_name(Parser *p, const char *of) {
  if (p->panic || p->kind != TOKEN_NAME) return no_name(p, of);
  Word word = parser_word(p);
  if (word == WORD_NONE || word > WORD_IN) return parser_ident(p);
  Text written = parser_token_text(p);
  Diag *diag = parser_report(p, "E0124", parser_span(p), "'%.*s' is a word of the language and cannot name %s",
                             TEXT_ARG(written), of);
  parser_help(p, diag, "take another name, such as %.*s_", TEXT_ARG(written));
  return parser_ident(p);
}

// word = NAME
Ident parse_word(Parser *p, const char *of) {
  if (p->panic || p->kind != TOKEN_NAME) return no_name(p, of);
  return parser_ident(p);
}

// plain_string: a STRING without ${ }
bool parse_plain_string(Parser *p, const char *of, Text *out) {
  *out = (Text){0};
  if (p->kind == TOKEN_STRING) {
    Expr *literal = parser_literal(p);
    if (literal->kind != EXPR_STRING) return false;
    *out = literal->as.string.text;
    return true;
  }
  if (p->kind == TOKEN_BAD) {
    parser_next(p);
    return false;
  }
  Text found = parser_found(p);
  if (p->kind == TOKEN_TEXT_START) {
    Diag *diag = parser_fail(p, "E0143", "%s holds no ${ }", of);
    parser_help(p, diag, "write the text as it is");
  } else {
    Diag *diag = parser_fail(p, "E0121", "expected %s as a text, found %.*s", of, TEXT_ARG(found));
    if (p->kind == TOKEN_NAME) parser_help(p, diag, "write it in quotes");
  }
  return false;
}

// key = word | plain_string
Ident parse_key(Parser *p, bool *quoted) {
  *quoted = p->kind != TOKEN_NAME;
  if (!p->panic && p->kind == TOKEN_NAME) return parser_ident(p);
  Ident key = {{0}, parser_span(p)};
  if (p->kind == TOKEN_STRING || p->kind == TOKEN_TEXT_START || p->kind == TOKEN_BAD) {
    if (parse_plain_string(p, "a key", &key.name)) key.name = parser_intern(p, key.name);
    return key;
  }
  Text found = parser_found(p);
  parser_fail(p, "E0121", "expected a key, found %.*s", TEXT_ARG(found));
  return key;
}

// vars = name , [ ',' , name ]
Vars parse_vars(Parser *p) {
  Vars vars = {0};
  vars.first = parse_name(p, "a variable");
  if (!p->panic && parser_take(p, TOKEN_COMMA)) vars.second = parse_name(p, "a variable");
  return vars;
}

// path = name , { '.' , word | '[' , ( plain_string | NUM ) , ']' }
Path parse_path(Parser *p) {
  Path path = {0};
  uint32_t start = parser_start(p);
  path.first = parse_name(p, "a path");
  while (!p->panic && (p->kind == TOKEN_DOT || p->kind == TOKEN_LEFT_BRACKET)) {
    PathSegment segment = {0};
    uint32_t segment_start = parser_start(p);
    if (parser_take(p, TOKEN_DOT)) {
      segment.key = parse_word(p, "a part of a path").name;
    } else {
      Bracket bracket = parser_open(p, true);
      segment.index = true;
      segment.quoted = p->kind != TOKEN_NUMBER;
      if (p->kind == TOKEN_NUMBER)
        segment.key = parser_literal(p)->as.number;
      else
        parse_plain_string(p, "a key of a path", &segment.key);
      parser_close(p, bracket, TOKEN_RIGHT_BRACKET);
    }
    segment.key = parser_intern(p, segment.key);
    segment.span = parser_span_from(p, segment_start);
    vec_push(p->arena, &path.rest, segment);
  }
  path.span = parser_span_from(p, start);
  return path;
}

// sep = NL | ','
bool parse_sep(Parser *p) {
  if (p->panic || (p->kind != TOKEN_COMMA && p->kind != TOKEN_NEWLINE)) return false;
  parser_next(p);
  return true;
}
