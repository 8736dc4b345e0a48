// Types: section 3 of the grammar.
#include "syntax/parser.h"

#define NEW_TYPE(p, KIND, member, start) \
  new_type((p), (KIND), offsetof(Type, as) + sizeof(((Type *)NULL)->as.member), (start))

static Type *new_type(Parser *p, TypeKind kind, size_t size, uint32_t start) {
  Type *type = arena_alloc(p->arena, size);
  type->kind = kind;
  type->span = parser_span_from(p, start);
  p->height = 1;
  return type;
}

static Type *error_type(Parser *p) { return NEW_TYPE(p, TYPE_ERROR, literal, parser_start(p)); }

static Expr *negative(Parser *p) {
  uint32_t start = parser_start(p);
  parser_next(p);
  if (p->kind != TOKEN_NUMBER && p->kind != TOKEN_QUANTITY) {
    Text found = parser_found(p);
    parser_fail(p, "E0136", "expected a number after '-', found %.*s", TEXT_ARG(found));
    return NULL;
  }
  Expr *operand = parser_literal(p);
  Expr *expr = arena_alloc(p->arena, offsetof(Expr, as) + sizeof expr->as.unary);
  expr->kind = EXPR_UNARY;
  expr->span = parser_span_from(p, start);
  expr->as.unary.op = OP_NEGATE;
  expr->as.unary.operand = operand;
  return expr;
}

static bool begins_bound(const Parser *p) {
  return p->kind == TOKEN_MINUS || p->kind == TOKEN_NUMBER || p->kind == TOKEN_QUANTITY;
}

// bound = [ '-' ] , ( NUM | QTY )
static Expr *parse_bound(Parser *p) { return p->kind == TOKEN_MINUS ? negative(p) : parser_literal(p); }

// refine = bound , '..' , [ bound ] | '..' , bound | plain_string
static Refine parse_refine(Parser *p) {
  Refine refine = {0};
  uint32_t start = parser_start(p);
  if (p->kind == TOKEN_STRING) {
    refine.pattern = parser_literal(p);
  } else if (p->kind == TOKEN_RANGE || begins_bound(p)) {
    if (p->kind != TOKEN_RANGE) refine.low = parse_bound(p);
    if (!p->panic && !parser_take(p, TOKEN_RANGE)) {
      Diag *diag = parser_report(p, "E0144", parser_span_from(p, start), "a bound needs '..'");
      parser_help(p, diag, "write 1..10, 1.. or ..10");
    }
    if (!p->panic && begins_bound(p))
      refine.high = parse_bound(p);
    else if (!refine.low) {
      Diag *diag = parser_fail(p, "E0144", "expected a number after '..'");
      parser_help(p, diag, "write 1..10, 1.. or ..10");
    }
  } else if (p->kind == TOKEN_BAD) {
    parser_next(p);
  } else {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0144", "expected a range or a pattern, found %.*s", TEXT_ARG(found));
    parser_help(p, diag, "write a range such as 1..10 or a pattern such as '^[a-z]+$'");
  }
  refine.span = parser_span_from(p, start);
  return refine;
}

// NAME , [ '(' , refine , { ',' , refine } , ')' ] | NAME , '.' , NAME
static Type *named_type(Parser *p) {
  uint32_t start = parser_start(p);
  Ident name = {parser_intern(p, parser_token_text(p)), parser_span(p)};
  parser_next(p);
  Type *type = NEW_TYPE(p, TYPE_NAME, name, start);
  if (p->kind == TOKEN_DOT) {
    parser_next(p);
    type->kind = TYPE_QUALIFIED;
    type->as.name.module = name;
    type->as.name.name = parse_word(p, "a type");
  } else {
    type->as.name.name = name;
    if (p->kind == TOKEN_LEFT_PAREN) {
      Bracket bracket = parser_open(p, true);
      do vec_push(p->arena, &type->as.name.refine, parse_refine(p));
      while (!p->panic && parser_take(p, TOKEN_COMMA));
      parser_close(p, bracket, TOKEN_RIGHT_PAREN);
    }
  }
  type->span = parser_span_from(p, start);
  return type;
}

// ( AWSTYPE | NAME ) , '<' , type , '>'. A line end after this '>' does end an item.
static Type *generic_type(Parser *p) {
  uint32_t start = parser_start(p);
  Text base = parser_intern(p, parser_token_text(p));
  parser_next(p);
  Bracket bracket = parser_open(p, true);
  Type *argument = parse_type(p);
  unsigned tallest = p->height;
  parser_close(p, bracket, TOKEN_MORE);
  if (!p->panic) {
    const Token *token = parser_token(p);
    vec_push(p->arena, &p->file->type_ends, p->last_end - 1);
    if (!p->inside && token->line == LINE_DROPPED) p->kind = TOKEN_NEWLINE;
  }
  Type *type = NEW_TYPE(p, TYPE_GENERIC, generic, start);
  type->as.generic.base = base;
  type->as.generic.argument = argument;
  parser_grow(p, tallest);
  return type;
}

// ───────────────────────────── Record types ─────────────────────────────

static void field_sign(Parser *p, TypeField *field, Text key) {
  if (!field->rest && p->kind == TOKEN_QUESTION) {
    parser_next(p);
    field->optional = true;
  }
  if (p->panic || parser_take(p, TOKEN_COLON)) return;
  if (p->kind == TOKEN_ASSIGN) {
    Diag *diag = parser_report(p, "E0123", parser_span(p), "in a record type ':' stands between a key and its type");
    parser_help(p, diag, "write '%.*s: ...'", TEXT_ARG(key));
    parser_next(p);
    return;
  }
  parser_expect(p, TOKEN_COLON, "after the key");
}

// tfield = { DOC } , ( key , ':' , type , [ '=' , expr ] | key , '?' , ':' , type | '*' , ':' , type )
static TypeField parse_tfield(Parser *p) {
  TypeField field = {0};
  Span doc_span;
  field.doc = parser_docs(p, &doc_span);
  uint32_t start = parser_start(p);
  Text key = parser_token_text(p);
  if (parser_take(p, TOKEN_STAR))
    field.rest = true;
  else
    field.key = parse_key(p, &field.key_quoted);
  field_sign(p, &field, key.size < 60 ? key : TEXT("key"));
  field.type = parse_type(p);
  unsigned tallest = p->height;
  if (!p->panic && p->kind == TOKEN_ASSIGN) {
    Span sign = parser_span(p);
    if (field.rest || field.optional) {
      Diag *diag = parser_report(p, "E0146", sign, "a field that may be missing has no default");
      parser_help(p, diag, field.rest ? "drop the default" : "drop the '?' after the key, or the default");
    }
    parser_next(p);
    field.fallback = parser_value(p, "the default");
    parser_measure(p, &tallest);
  }
  p->height = tallest;
  field.span = parser_span_from(p, start);
  return field;
}

static Type *record_type(Parser *p) {
  uint32_t start = parser_start(p);
  Bracket bracket = parser_open(p, false);
  Type *type = NEW_TYPE(p, TYPE_RECORD, record, start);
  unsigned tallest = 0;
  if (p->kind != TOKEN_RIGHT_BRACE && p->kind != TOKEN_END) do {
      size_t first = p->at;
      vec_push(p->arena, &type->as.record, parse_tfield(p));
      parser_measure(p, &tallest);
      parser_member_end(p, first);
    } while (parser_next_member(p));
  parser_close(p, bracket, TOKEN_RIGHT_BRACE);
  type->span = parser_span_from(p, start);
  parser_grow(p, tallest);
  return type;
}

// ───────────────────────────── The rules ─────────────────────────────

static Type *literal_type(Parser *p) {
  uint32_t start = parser_start(p);
  Expr *literal = p->kind == TOKEN_MINUS ? negative(p) : parser_literal(p);
  if (!literal) return error_type(p);
  Type *type = NEW_TYPE(p, TYPE_LITERAL, literal, start);
  type->as.literal = literal;
  return type;
}

static Type *no_type(Parser *p) {
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0136", "expected a type, found %.*s", TEXT_ARG(found));
  if (p->kind == TOKEN_TEXT_START)
    parser_help(p, diag, "a text that is a type has no ${ }");
  else
    parser_help(p, diag, "such as string, int(1..6), \"a\" | \"b\", [string], {name: string}, AWS::EC2::VPC");
  return error_type(p);
}

static Type *bracketed_type(Parser *p) {
  uint32_t start = parser_start(p);
  bool list = p->kind == TOKEN_LEFT_BRACKET;
  Bracket bracket = parser_open(p, true);
  Type *inner = parse_type(p);
  unsigned tallest = p->height;
  parser_close(p, bracket, list ? TOKEN_RIGHT_BRACKET : TOKEN_RIGHT_PAREN);
  Type *type = NEW_TYPE(p, list ? TYPE_LIST : TYPE_PAREN, list, start);
  if (list)
    type->as.list = inner;
  else
    type->as.paren = inner;
  parser_grow(p, tallest);
  return type;
}

// ptype = plain_string | [ '-' ] , NUM | 'true' | 'false' | 'null'
//       | NAME , [ '(' , refine , { ',' , refine } , ')' ] | NAME , '.' , NAME | AWSTYPE
//       | ( AWSTYPE | NAME ) , '<' , type , '>' | '[' , type , ']'
//       | '{' , [ tfield , { sep , tfield } , [ ',' ] ] , '}' | '(' , type , ')'
static Type *parse_ptype(Parser *p) {
  switch (p->kind) {
    case TOKEN_STRING:
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return literal_type(p);
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET: return bracketed_type(p);
    case TOKEN_LEFT_BRACE: return record_type(p);
    case TOKEN_BAD: {
      Type *type = error_type(p);
      parser_next(p);
      return type;
    }
    case TOKEN_AWS_TYPE:
    case TOKEN_NAME: break;
    default: return no_type(p);
  }
  switch (parser_word(p)) {
    case WORD_TRUE:
    case WORD_FALSE:
    case WORD_NULL: return literal_type(p);
    case WORD_IF:
    case WORD_THEN:
    case WORD_ELSE:
    case WORD_FOR: return no_type(p);
    default: break;
  }
  if (parser_peek(p) == TOKEN_LESS) return generic_type(p);
  if (p->kind == TOKEN_NAME) return named_type(p);
  Type *type = NEW_TYPE(p, TYPE_AWS, aws, parser_start(p));
  type->span = parser_span(p);
  type->as.aws = parser_intern(p, parser_token_text(p));
  parser_next(p);
  return type;
}

// utype = ptype , [ '?' ]
static Type *parse_utype(Parser *p) {
  uint32_t start = parser_start(p);
  Type *type = parse_ptype(p);
  if (p->panic || p->kind != TOKEN_QUESTION) return type;
  unsigned tallest = p->height;
  parser_next(p);
  Type *optional = NEW_TYPE(p, TYPE_OPTIONAL, optional, start);
  optional->as.optional = type;
  parser_grow(p, tallest);
  return optional;
}

// type = utype , { '|' , utype }
Type *parse_type(Parser *p) {
  if (p->panic || !parser_enter(p)) return error_type(p);
  uint32_t start = parser_start(p);
  Type *type = parse_utype(p);
  if (p->kind == TOKEN_BAR && !p->panic) {
    unsigned tallest = p->height;
    TypeList members = {0};
    vec_push(p->arena, &members, type);
    while (!p->panic && parser_take(p, TOKEN_BAR)) {
      vec_push(p->arena, &members, parse_utype(p));
      parser_measure(p, &tallest);
    }
    type = NEW_TYPE(p, TYPE_UNION, union_, start);
    type->as.union_ = members;
    parser_grow(p, tallest);
  }
  parser_leave(p);
  return type;
}
