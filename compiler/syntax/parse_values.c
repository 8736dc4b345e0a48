// What an operand can be: literals, names, lists, records, and what stands in ( ).
#include "syntax/parser.h"

// ───────────────────────────── Literals ─────────────────────────────

static Expr *string_expr(Parser *p) {
  const Token *token = parser_token(p);
  Quote quote = lex_quote(p->literals.text, *token);
  uint32_t mark = quote == QUOTE_LINES || quote == QUOTE_RAW_LINES ? 3 : 1;
  LiteralRun run = {token->start + mark, token->end - mark, {0}};
  bool good = literal_text(&p->literals, quote, &run, 1);
  parser_next(p);
  if (!good) return parser_error_expr(p, token->start);
  Expr *expr = NEW_EXPR(p, EXPR_STRING, string, token->start);
  expr->as.string.text = run.value;
  expr->as.string.quote = quote;
  return expr;
}

typedef struct TextRuns {
  VEC(LiteralRun) runs;
  ExprList values;  // values[i] stands behind runs[i]
} TextRuns;

static Expr *template_of(Parser *p, uint32_t start, Quote quote, TextRuns *text, unsigned tallest) {
  bool good = literal_text(&p->literals, quote, text->runs.items, text->runs.count);
  if (!good) return parser_error_expr(p, start);
  Expr *expr = NEW_EXPR(p, EXPR_TEMPLATE, template, start);
  expr->as.template.quote = quote;
  for (size_t i = 0; i < text->runs.count; i++) {
    Text value = text->runs.items[i].value;
    if (value.size) vec_push(p->arena, &expr->as.template.parts, ((Part){.text = value}));
    if (i < text->values.count) vec_push(p->arena, &expr->as.template.parts, ((Part){.value = text->values.items[i]}));
  }
  parser_grow(p, tallest);
  return expr;
}

// A text with ${ }, at its TEXT_START.
static Expr *template_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Quote quote = lex_quote(p->literals.text, *parser_token(p));
  TextRuns text = {0};
  bool outside = p->inside, bad = false, first = true;
  unsigned tallest = 0;
  for (;;) {
    const Token *token = parser_token(p);
    bool last = p->kind == TOKEN_TEXT_END;
    bad |= token->word != 0;
    uint32_t front = first ? (quote == QUOTE_LINES ? 3 : 1) : 1, back = last ? (quote == QUOTE_LINES ? 3 : 1) : 2;
    if (!bad) vec_push(p->arena, &text.runs, ((LiteralRun){token->start + front, token->end - back, {0}}));
    p->inside = last ? outside : true;
    parser_next(p);
    if (last) break;
    first = false;
    vec_push(p->arena, &text.values, parse_expr(p));
    parser_measure(p, &tallest);
    if (!p->panic && p->kind != TOKEN_TEXT_MIDDLE && p->kind != TOKEN_TEXT_END) {
      Text found = parser_found(p);
      Diag *diag = parser_fail(p, "E0121", "expected '}' after the value in ${ }, found %.*s", TEXT_ARG(found));
      parser_help(p, diag,
                  "a value in a text is one expression: \"${name}\"; write \\${ for the characters themselves");
    }
    if (p->panic) {
      p->inside = outside;
      return parser_error_expr(p, start);
    }
  }
  return bad ? parser_error_expr(p, start) : template_of(p, start, quote, &text, tallest);
}

static Expr *number_expr(Parser *p) {
  const Token *token = parser_token(p);
  Text number = literal_number(&p->literals, *token);
  parser_next(p);
  if (token->kind == TOKEN_NUMBER) {
    Expr *expr = NEW_EXPR(p, EXPR_NUMBER, number, token->start);
    expr->as.number = number;
    return expr;
  }
  Expr *expr = NEW_EXPR(p, EXPR_QUANTITY, quantity, token->start);
  expr->as.quantity.number = number;
  expr->as.quantity.unit = (Unit)token->word;
  return expr;
}

static Expr *word_literal(Parser *p) {
  Word word = parser_word(p);
  uint32_t start = parser_start(p);
  parser_next(p);
  if (word == WORD_NULL) return NEW_EXPR(p, EXPR_NULL, boolean, start);
  Expr *expr = NEW_EXPR(p, EXPR_BOOL, boolean, start);
  expr->as.boolean = word == WORD_TRUE;
  return expr;
}

Expr *parser_literal(Parser *p) {
  switch (p->kind) {
    case TOKEN_NUMBER:
    case TOKEN_QUANTITY: return number_expr(p);
    case TOKEN_STRING: return string_expr(p);
    case TOKEN_TEXT_START: return template_expr(p);
    default: return word_literal(p);
  }
}

// ───────────────────────────── Lists and records ─────────────────────────────

bool parser_begins_expr(const Parser *p) {
  switch (p->kind) {
    case TOKEN_NAME: {
      Word word = parser_word(p);
      return word != WORD_THEN && word != WORD_ELSE && word != WORD_FOR && word != WORD_IN;
    }
    case TOKEN_NUMBER:
    case TOKEN_QUANTITY:
    case TOKEN_STRING:
    case TOKEN_TEXT_START:
    case TOKEN_AWS_TYPE:
    case TOKEN_SPREAD:
    case TOKEN_LEFT_BRACE:
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET: return true;
    default: return false;
  }
}

// Between two elements in ( ) or [ ]: takes the comma. False where the list ends, or where what follows cannot go on.
bool parser_next_element(Parser *p, TokenKind close) {
  if (p->panic || p->kind == close) return false;
  if (parser_take(p, TOKEN_COMMA)) {
    while (p->kind == TOKEN_COMMA) {
      Diag *diag = parser_report(p, "E0130", parser_span(p), "an element is missing between two commas");
      parser_help(p, diag, "write the element, or drop this ','");
      parser_next(p);
    }
    return p->kind != close;
  }
  if (!parser_begins_expr(p) || parser_begins_item(p, p->at)) return false;
  uint32_t end = p->last_end;
  Diag *diag = parser_report(p, "E0129", (Span){p->source, end ? end - 1 : 0, end}, "expected ',' after this element");
  parser_help(p, diag, "elements are parted by ',', also where each stands on its own line");
  return true;
}

void parser_leading_comma(Parser *p) {
  if (p->kind != TOKEN_COMMA) return;
  Diag *diag = parser_report(p, "E0130", parser_span(p), "an element is missing before this ','");
  parser_help(p, diag, "write the element, or drop the ','");
  while (parser_take(p, TOKEN_COMMA)) {
  }
}

// elem = expr | '...' , expr
static Elem parse_elem(Parser *p) {
  Elem elem = {0};
  elem.spread = parser_take(p, TOKEN_SPREAD);
  elem.value = parse_expr(p);
  return elem;
}

// vars , 'in' , expr , [ 'if' , expr ] , ':'
static void for_head(Parser *p, Vars *vars, Expr **in, Expr **condition, unsigned *tallest) {
  parser_next(p);
  *vars = parse_vars(p);
  if (!p->panic && parser_word(p) == WORD_IN) {
    parser_next(p);
  } else {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected 'in' after the names of 'for', found %.*s", TEXT_ARG(found));
    parser_help(p, diag, "write: for name in values: ...");
  }
  *in = parse_expr(p);
  parser_measure(p, tallest);
  if (!p->panic && parser_word(p) == WORD_IF) {
    parser_next(p);
    *condition = parse_expr(p);
    parser_measure(p, tallest);
  }
  parser_expect(p, TOKEN_COLON, "before what 'for' makes of each element");
}

static Expr *list_for(Parser *p, Bracket bracket, uint32_t start) {
  Expr *expr = NEW_EXPR(p, EXPR_LIST_FOR, list_for, start);
  unsigned tallest = 0;
  for_head(p, &expr->as.list_for.vars, &expr->as.list_for.in, &expr->as.list_for.condition, &tallest);
  expr->as.list_for.elem = parse_elem(p);
  parser_measure(p, &tallest);
  parser_close(p, bracket, TOKEN_RIGHT_BRACKET);
  expr->span = parser_span_from(p, start);
  parser_grow(p, tallest);
  return expr;
}

static Expr *list_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Bracket bracket = parser_open(p, true);
  if (parser_word(p) == WORD_FOR) return list_for(p, bracket, start);
  unsigned tallest = 0;
  size_t mark = parser_mark(p);
  parser_leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_BRACKET; more; more = parser_next_element(p, TOKEN_RIGHT_BRACKET)) {
    Elem elem = parse_elem(p);
    parser_gather(p, &elem, sizeof elem);
    parser_measure(p, &tallest);
  }
  parser_close(p, bracket, TOKEN_RIGHT_BRACKET);
  Expr *expr = NEW_EXPR(p, EXPR_LIST, list, start);
  PARSER_LIST(p, mark, &expr->as.list);
  parser_grow(p, tallest);
  return expr;
}

// The ':' of a record's member, or '=' with the remedy.
static void member_sign(Parser *p, Text key) {
  if (p->panic || parser_take(p, TOKEN_COLON)) return;
  if (p->kind == TOKEN_ASSIGN) {
    Diag *diag = parser_report(p, "E0123", parser_span(p), "in a record ':' stands between a key and its value");
    parser_help(p, diag, "write '%.*s: ...'; '=' sets the fields of a block", TEXT_ARG(key));
    parser_next(p);
    return;
  }
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0121", "expected ':' after the key, found %.*s", TEXT_ARG(found));
  parser_help_dash(p, diag);
  if (p->kind == TOKEN_COMMA || p->kind == TOKEN_RIGHT_BRACE)
    parser_help(p, diag, "write its value too: { %.*s: ... }; a list stands in [ ]", TEXT_ARG(key));
}

// member = ( word | STRING ) , ':' , expr | '...' , expr
static RecordMember parse_member(Parser *p) {
  RecordMember member = {0};
  uint32_t start = parser_start(p);
  if (parser_take(p, TOKEN_SPREAD)) {
    member.spread = true;
  } else {
    Text key = parser_token_text(p);
    if (p->kind == TOKEN_TEXT_START) {
      member.key_expr = parser_literal(p);
      member.key_quoted = true;
    } else {
      member.key = parse_key(p, &member.key_quoted);
    }
    member_sign(p, key.size < 60 ? key : TEXT("key"));
  }
  member.value = parse_expr(p);
  member.span = parser_span_from(p, start);
  return member;
}

static Expr *record_for(Parser *p, Bracket bracket, uint32_t start) {
  Expr *expr = NEW_EXPR(p, EXPR_RECORD_FOR, record_for, start);
  unsigned tallest = 0;
  for_head(p, &expr->as.record_for.vars, &expr->as.record_for.in, &expr->as.record_for.condition, &tallest);
  expr->as.record_for.key = parse_expr(p);
  parser_measure(p, &tallest);
  parser_expect(p, TOKEN_FAT_ARROW, "between the key and the value that 'for' makes");
  expr->as.record_for.value = parse_expr(p);
  parser_measure(p, &tallest);
  parser_close(p, bracket, TOKEN_RIGHT_BRACE);
  expr->span = parser_span_from(p, start);
  parser_grow(p, tallest);
  return expr;
}

// Between the members of a record or the fields of a record type: the separator; false at the end.
bool parser_next_member(Parser *p) {
  if (!parse_sep(p)) return false;
  while (p->kind == TOKEN_COMMA) {
    Diag *diag = parser_report(p, "E0130", parser_span(p), "a member is missing before this ','");
    parser_help(p, diag, "drop the ','");
    parser_next(p);
  }
  return p->kind != TOKEN_RIGHT_BRACE && p->kind != TOKEN_END;
}

// After a member that neither a line end, a comma nor the closing brace follows.
void parser_member_end(Parser *p, size_t start) {
  if (p->panic) {
    parser_recover(p, start);
  } else if (p->kind == TOKEN_NAME || p->kind == TOKEN_STRING || p->kind == TOKEN_SPREAD || p->kind == TOKEN_STAR) {
    Text found = parser_found(p);
    Diag *diag = parser_report(p, "E0129", parser_span(p), "expected ',' or a new line before %.*s", TEXT_ARG(found));
    parser_help(p, diag, "the members of a record are parted by ',' or stand on lines of their own");
    parser_recover(p, start);
  }
}

static Expr *record_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Bracket bracket = parser_open(p, false);
  if (parser_word(p) == WORD_FOR && parser_peek(p) != TOKEN_COLON && parser_peek(p) != TOKEN_ASSIGN)
    return record_for(p, bracket, start);
  unsigned tallest = 0;
  size_t mark = parser_mark(p);
  parser_leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_BRACE && p->kind != TOKEN_END; more; more = parser_next_member(p)) {
    size_t first = p->at;
    RecordMember member = parse_member(p);
    parser_gather(p, &member, sizeof member);
    parser_measure(p, &tallest);
    parser_member_end(p, first);
  }
  parser_close(p, bracket, TOKEN_RIGHT_BRACE);
  Expr *expr = NEW_EXPR(p, EXPR_RECORD, record, start);
  PARSER_LIST(p, mark, &expr->as.record);
  parser_grow(p, tallest);
  return expr;
}

// ───────────────────────────── Operands ─────────────────────────────

static Expr *name_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Text name = parser_intern(p, parser_token_text(p));
  parser_next(p);
  Expr *expr = NEW_EXPR(p, EXPR_NAME, name, start);
  expr->as.name.name = name;
  return expr;
}

static Expr *paren_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Bracket bracket = parser_open(p, true);
  Expr *inner = parse_expr(p);
  unsigned tallest = p->height;
  parser_close(p, bracket, TOKEN_RIGHT_PAREN);
  Expr *expr = NEW_EXPR(p, EXPR_PAREN, paren, start);
  expr->as.paren = inner;
  parser_grow(p, tallest);
  return expr;
}

static Expr *no_expr(Parser *p) {
  uint32_t start = parser_start(p);
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0126", "expected an expression, found %.*s", TEXT_ARG(found));
  if (p->kind == TOKEN_ASSIGN) parser_help(p, diag, "'==' compares");
  if (p->kind == TOKEN_SPREAD) parser_help(p, diag, "'...' stands before an element of a list or record: [...xs, x]");
  if (parser_word(p) == WORD_FOR)
    parser_help(p, diag, "a 'for' that makes a list stands in [ ]: [for x in xs: x.name]");
  if (p->kind == TOKEN_FALLBACK) parser_help(p, diag, "write what it falls back from: x ?? 80");
  return parser_error_expr(p, start);
}

// An `if` that stands as an operand; taken as if it stood in ( ).
static Expr *bare_if(Parser *p) {
  Diag *diag = parser_report(p, "E0133", parser_span(p), "an 'if' beside an operator stands in ( )");
  parser_help(p, diag, "write (if ... then ... else ...)");
  return parse_expr(p);
}

// primary = NUM | QTY | STRING | 'true' | 'false' | 'null' | name | AWSTYPE | '(' , expr , ')'
//         | '[' , [ elem , { ',' , elem } , [ ',' ] ] , ']'
//         | '[' , 'for' , vars , 'in' , expr , [ 'if' , expr ] , ':' , elem , ']'
//         | '{' , [ member , { sep , member } , [ ',' ] ] , '}'
//         | '{' , 'for' , vars , 'in' , expr , [ 'if' , expr ] , ':' , expr , '=>' , expr , '}'
Expr *parse_primary(Parser *p) {
  switch (p->kind) {
    case TOKEN_NUMBER:
    case TOKEN_QUANTITY:
    case TOKEN_STRING:
    case TOKEN_TEXT_START: return parser_literal(p);
    case TOKEN_LEFT_PAREN: return paren_expr(p);
    case TOKEN_LEFT_BRACKET: return list_expr(p);
    case TOKEN_LEFT_BRACE: return record_expr(p);
    case TOKEN_AWS_TYPE: {
      Expr *expr = NEW_EXPR(p, EXPR_AWS_TYPE, aws_type, parser_start(p));
      expr->span = parser_span(p);
      expr->as.aws_type = parser_intern(p, parser_token_text(p));
      parser_next(p);
      return expr;
    }
    case TOKEN_BAD: {
      uint32_t start = parser_start(p);
      parser_next(p);
      return parser_error_expr(p, start);
    }
    case TOKEN_NAME: break;
    default: return no_expr(p);
  }
  switch (parser_word(p)) {
    case WORD_TRUE:
    case WORD_FALSE:
    case WORD_NULL: return parser_literal(p);
    case WORD_IF: return bare_if(p);
    case WORD_THEN:
    case WORD_ELSE:
    case WORD_FOR:
    case WORD_IN: return no_expr(p);
    default: return name_expr(p);
  }
}
