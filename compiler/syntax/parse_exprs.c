// Expressions: section 4 of the grammar, but for what an operand can be (parse_values.c). A function a rule, the
// loosest binding last.
#include "syntax/parser.h"

static Expr *new_binary(Parser *p, BinaryOp op, Span op_span, Expr *left, Expr *right, unsigned tallest) {
  Expr *expr = NEW_EXPR(p, EXPR_BINARY, binary, left->span.start);
  expr->as.binary.op = op;
  expr->as.binary.op_span = op_span;
  expr->as.binary.left = left;
  expr->as.binary.right = right;
  parser_grow(p, tallest);
  return expr;
}

// ───────────────────────────── Behind an operand ─────────────────────────────

// arg = expr | word , ':' , expr
static Arg parse_arg(Parser *p, bool *named) {
  Arg arg = {0};
  TokenKind sign = p->kind == TOKEN_NAME ? parser_peek(p) : TOKEN_END;
  if (sign == TOKEN_COLON || sign == TOKEN_ASSIGN) {
    arg.name = parse_word(p, "an argument");
    if (p->kind == TOKEN_ASSIGN) {
      Diag *diag = parser_report(p, "E0123", parser_span(p), "an argument is given by name with ':'");
      parser_help(p, diag, "write '%.*s: ...'", TEXT_ARG(arg.name.name));
    }
    parser_next(p);
    *named = true;
  } else if (*named && parser_begins_expr(p)) {
    Diag *diag = parser_report(p, "E0141", parser_span(p), "arguments by name come after those by position");
    parser_help(p, diag, "move it to the front, or write its name before it: name: value");
  }
  arg.value = parse_expr(p);
  return arg;
}

// args = arg , { ',' , arg } , [ ',' ]
static ArgList parse_args(Parser *p, unsigned *tallest) {
  ArgList args = {0};
  bool named = false;
  size_t mark = parser_mark(p);
  parser_leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_PAREN; more; more = parser_next_element(p, TOKEN_RIGHT_PAREN)) {
    Arg arg = parse_arg(p, &named);
    parser_gather(p, &arg, sizeof arg);
    parser_measure(p, tallest);
  }
  PARSER_LIST(p, mark, &args);
  return args;
}

// A call of what the operand names; anything else is reported.
static Expr *call_expr(Parser *p, Expr *callee) {
  bool plain = callee->kind == EXPR_NAME;
  bool qualified = callee->kind == EXPR_FIELD && !callee->as.field.safe && callee->as.field.object->kind == EXPR_NAME;
  if (!plain && !qualified && callee->kind != EXPR_ERROR) {
    Diag *diag = parser_report(p, "E0135", callee->span, "only a function's name can be called");
    parser_help(p, diag, "write name(...) or module.name(...); a function is no value, and values have no methods");
  }
  unsigned tallest = 0;
  Bracket bracket = parser_open(p, true);
  ArgList args = parse_args(p, &tallest);
  parser_close(p, bracket, TOKEN_RIGHT_PAREN);
  if (!plain && !qualified) return parser_error_expr(p, callee->span.start);
  Expr *expr = NEW_EXPR(p, EXPR_CALL, call, callee->span.start);
  if (plain) {
    expr->as.call.function = (Ident){callee->as.name.name, callee->span};
  } else {
    const Expr *module = callee->as.field.object;
    expr->as.call.module = (Ident){module->as.name.name, module->span};
    expr->as.call.function = callee->as.field.field;
  }
  expr->as.call.args = args;
  parser_grow(p, tallest);
  return expr;
}

static Expr *field_expr(Parser *p, Expr *object) {
  bool safe = p->kind == TOKEN_SAFE_DOT;
  parser_next(p);
  if (p->kind == TOKEN_NUMBER) {
    Text number = parser_token_text(p);
    Diag *diag = parser_fail(p, "E0121", "expected a name after '.', found %.*s", TEXT_ARG(number));
    parser_help(p, diag, "an element of a list is taken with [%.*s]", TEXT_ARG(number));
  }
  Ident field = parse_word(p, "a field");
  Expr *expr = NEW_EXPR(p, EXPR_FIELD, field, object->span.start);
  expr->as.field.object = object;
  expr->as.field.field = field;
  expr->as.field.safe = safe;
  return expr;
}

static Expr *index_expr(Parser *p, Expr *object, unsigned *tallest) {
  Bracket bracket = parser_open(p, true);
  Expr *index = parse_expr(p);
  parser_measure(p, tallest);
  parser_close(p, bracket, TOKEN_RIGHT_BRACKET);
  Expr *expr = NEW_EXPR(p, EXPR_INDEX, index, object->span.start);
  expr->as.index.object = object;
  expr->as.index.index = index;
  return expr;
}

// postfix = primary , { '.' , word | '?.' , word | '[' , expr , ']' | '(' , [ args ] , ')' }
static Expr *parse_postfix(Parser *p) {
  Expr *expr = parse_primary(p);
  while (!p->panic) {
    unsigned tallest = p->height;
    switch (p->kind) {
      case TOKEN_DOT:
      case TOKEN_SAFE_DOT: expr = field_expr(p, expr); break;
      case TOKEN_LEFT_BRACKET: expr = index_expr(p, expr, &tallest); break;
      case TOKEN_LEFT_PAREN:
        expr = call_expr(p, expr);
        parser_measure(p, &tallest);
        break;
      default: return expr;
    }
    parser_grow(p, tallest);
  }
  return expr;
}

// ───────────────────────────── Operators ─────────────────────────────

// unary = ( '-' | '!' ) , unary | postfix
static Expr *parse_unary(Parser *p) {
  if (p->kind != TOKEN_MINUS && p->kind != TOKEN_NOT) return parse_postfix(p);
  uint32_t start = parser_start(p);
  UnaryOp op = p->kind == TOKEN_MINUS ? OP_NEGATE : OP_NOT;
  if (!parser_enter(p)) return parser_error_expr(p, start);
  parser_next(p);
  Expr *operand = parse_unary(p);
  unsigned tallest = p->height;
  parser_leave(p);
  Expr *expr = NEW_EXPR(p, EXPR_UNARY, unary, start);
  expr->as.unary.op = op;
  expr->as.unary.operand = operand;
  parser_grow(p, tallest);
  return expr;
}

// product = unary , { ( '*' | '/' ) , unary }
static Expr *parse_product(Parser *p) {
  Expr *left = parse_unary(p);
  while ((p->kind == TOKEN_STAR || p->kind == TOKEN_SLASH) && !p->panic) {
    BinaryOp op = p->kind == TOKEN_STAR ? OP_MUL : OP_DIV;
    Span op_span = parser_span(p);
    unsigned tallest = p->height;
    parser_next(p);
    Expr *right = parse_unary(p);
    parser_measure(p, &tallest);
    left = new_binary(p, op, op_span, left, right, tallest);
  }
  return left;
}

static bool is_text(const Expr *expr) { return expr->kind == EXPR_STRING || expr->kind == EXPR_TEMPLATE; }

// sum = product , { ( '+' | '-' ) , product }
static Expr *parse_sum(Parser *p) {
  Expr *left = parse_product(p);
  while ((p->kind == TOKEN_PLUS || p->kind == TOKEN_MINUS) && !p->panic) {
    BinaryOp op = p->kind == TOKEN_PLUS ? OP_ADD : OP_SUB;
    Span op_span = parser_span(p);
    unsigned tallest = p->height;
    parser_next(p);
    Expr *right = parse_product(p);
    parser_measure(p, &tallest);
    if (op == OP_ADD && (is_text(left) || is_text(right))) {
      Diag *diag = parser_report(p, "E0145", op_span, "'+' adds numbers; texts are put together by ${ }");
      parser_help(p, diag, "write one text with the values in it: \"${first}-${second}\"");
      left = parser_error_expr(p, left->span.start);
    } else if (op == OP_ADD && (left->kind == EXPR_LIST || right->kind == EXPR_LIST)) {
      Diag *diag = parser_report(p, "E0145", op_span, "'+' adds numbers; lists are put together by '...'");
      parser_help(p, diag, "write [...first, ...second]");
      left = parser_error_expr(p, left->span.start);
    } else {
      left = new_binary(p, op, op_span, left, right, tallest);
    }
  }
  return left;
}

// range = sum , [ '..' , sum ]
static Expr *parse_range(Parser *p) {
  Expr *left = parse_sum(p);
  if (p->kind != TOKEN_RANGE || p->panic) return left;
  Span op_span = parser_span(p);
  unsigned tallest = p->height;
  parser_next(p);
  Expr *right = parse_sum(p);
  parser_measure(p, &tallest);
  return new_binary(p, OP_RANGE, op_span, left, right, tallest);
}

// fallback = range , [ '??' , fallback ]
static Expr *parse_fallback(Parser *p) {
  Expr *left = parse_range(p);
  if (p->kind != TOKEN_FALLBACK || p->panic || !parser_enter(p)) return left;
  Span op_span = parser_span(p);
  unsigned tallest = p->height;
  parser_next(p);
  Expr *right = parse_fallback(p);
  parser_measure(p, &tallest);
  parser_leave(p);
  return new_binary(p, OP_FALLBACK, op_span, left, right, tallest);
}

static bool comparison(TokenKind kind, BinaryOp *op) {
  switch (kind) {
    case TOKEN_EQUAL: *op = OP_EQ; return true;
    case TOKEN_NOT_EQUAL: *op = OP_NE; return true;
    case TOKEN_LESS: *op = OP_LT; return true;
    case TOKEN_LESS_EQUAL: *op = OP_LE; return true;
    case TOKEN_MORE: *op = OP_GT; return true;
    case TOKEN_MORE_EQUAL: *op = OP_GE; return true;
    default: return false;
  }
}

// compare = fallback , [ ( '==' | '!=' | '<' | '<=' | '>' | '>=' ) , fallback ]
static Expr *parse_compare(Parser *p) {
  Expr *left = parse_fallback(p);
  BinaryOp op;
  bool chain = false;
  while (!p->panic && comparison(p->kind, &op)) {
    Span op_span = parser_span(p);
    if (chain) {
      Diag *diag = parser_report(p, "E0134", op_span, "comparisons do not chain");
      parser_help(p, diag, "write a < b && b < c, or put one of them in ( )");
    }
    unsigned tallest = p->height;
    parser_next(p);
    Expr *right = parse_fallback(p);
    parser_measure(p, &tallest);
    left = new_binary(p, op, op_span, left, right, tallest);
    chain = true;
  }
  return left;
}

// and = compare , { '&&' , compare }
static Expr *parse_and(Parser *p) {
  Expr *left = parse_compare(p);
  while (p->kind == TOKEN_AND && !p->panic) {
    Span op_span = parser_span(p);
    unsigned tallest = p->height;
    parser_next(p);
    Expr *right = parse_compare(p);
    parser_measure(p, &tallest);
    left = new_binary(p, OP_AND, op_span, left, right, tallest);
  }
  return left;
}

// or = and , { '||' , and }
static Expr *parse_or(Parser *p) {
  Expr *left = parse_and(p);
  while (p->kind == TOKEN_OR && !p->panic) {
    Span op_span = parser_span(p);
    unsigned tallest = p->height;
    parser_next(p);
    Expr *right = parse_and(p);
    parser_measure(p, &tallest);
    left = new_binary(p, OP_OR, op_span, left, right, tallest);
  }
  return left;
}

static Expr *if_expr(Parser *p) {
  uint32_t start = parser_start(p);
  parser_next(p);
  unsigned tallest = 0;
  Expr *condition = parse_expr(p), *then = NULL, *otherwise = NULL;
  parser_measure(p, &tallest);
  if (!p->panic && parser_word(p) == WORD_THEN) {
    parser_next(p);
  } else {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0131", "expected 'then' after the condition of 'if', found %.*s", TEXT_ARG(found));
    if (p->kind == TOKEN_ASSIGN)
      parser_help(p, diag, "'==' compares: if a == b then ...");
    else
      parser_help(p, diag, "an 'if' that is a value is written: if condition then value else value");
  }
  then = parse_expr(p);
  parser_measure(p, &tallest);
  if (!p->panic && parser_word(p) == WORD_ELSE) {
    parser_next(p);
    otherwise = parse_expr(p);
    parser_measure(p, &tallest);
  }
  Expr *expr = NEW_EXPR(p, EXPR_IF, if_, start);
  expr->as.if_.condition = condition;
  expr->as.if_.then = then;
  expr->as.if_.otherwise = otherwise;
  parser_grow(p, tallest);
  return expr;
}

// expr = 'if' , expr , 'then' , expr , [ 'else' , expr ] | or
Expr *parse_expr(Parser *p) {
  if (p->panic || !parser_enter(p)) return parser_error_expr(p, parser_start(p));
  Expr *expr = parser_word(p) == WORD_IF ? if_expr(p) : parse_or(p);
  parser_leave(p);
  return expr;
}

Expr *parser_value(Parser *p, const char *of) {
  if (parser_begins_item(p, p->at) && !p->inside) {
    Diag *diag = parser_report(p, "E0126", (Span){p->source, p->last_end ? p->last_end - 1 : 0, p->last_end},
                               "the value of %s is missing", of);
    parser_help(p, diag, "write it after the '='");
    return parser_error_expr(p, p->last_end);
  }
  return parse_expr(p);
}
