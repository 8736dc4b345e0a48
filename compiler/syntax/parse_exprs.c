// Expressions: section 4 of the grammar. A function a rule, the loosest binding last.
#include "syntax/parser.h"

// A node is allocated no larger than its kind needs: most are numbers, texts and names.
#define NEW_EXPR(p, KIND, member, start) \
  new_expr((p), (KIND), offsetof(Expr, as) + sizeof(((Expr *)NULL)->as.member), (start))

static Expr *new_expr(Parser *p, ExprKind kind, size_t size, uint32_t start) {
  Expr *expr = arena_alloc(p->arena, size);
  expr->kind = kind;
  expr->span = parser_span_from(p, start);
  p->height = 1;
  return expr;
}

static Expr *error_expr(Parser *p, uint32_t start) { return NEW_EXPR(p, EXPR_ERROR, boolean, start); }

static Expr *new_binary(Parser *p, BinaryOp op, Span op_span, Expr *left, Expr *right, unsigned tallest) {
  Expr *expr = NEW_EXPR(p, EXPR_BINARY, binary, left->span.start);
  expr->as.binary.op = op;
  expr->as.binary.op_span = op_span;
  expr->as.binary.left = left;
  expr->as.binary.right = right;
  parser_grow(p, tallest);
  return expr;
}

// ───────────────────────────── Literals ─────────────────────────────

static Expr *string_expr(Parser *p) {
  const Token *token = parser_token(p);
  Quote quote = lex_quote(p->literals.text, *token);
  uint32_t mark = quote == QUOTE_LINES || quote == QUOTE_RAW_LINES ? 3 : 1;
  LiteralRun run = {token->start + mark, token->end - mark, {0}};
  bool good = literal_text(&p->literals, quote, &run, 1);
  parser_next(p);
  if (!good) return error_expr(p, token->start);
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
  if (!good) return error_expr(p, start);
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
      return error_expr(p, start);
    }
  }
  return bad ? error_expr(p, start) : template_of(p, start, quote, &text, tallest);
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

Expr *parse_literal(Parser *p) {
  switch (p->kind) {
    case TOKEN_NUMBER:
    case TOKEN_QUANTITY: return number_expr(p);
    case TOKEN_STRING: return string_expr(p);
    case TOKEN_TEXT_START: return template_expr(p);
    default: return word_literal(p);
  }
}

// ───────────────────────────── Lists and records ─────────────────────────────

static bool begins_expr(const Parser *p) {
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
static bool next_element(Parser *p, TokenKind close) {
  if (p->panic || p->kind == close) return false;
  if (parser_take(p, TOKEN_COMMA)) {
    while (p->kind == TOKEN_COMMA) {
      Diag *diag = parser_report(p, "E0130", parser_span(p), "an element is missing between two commas");
      parser_help(p, diag, "write the element, or drop this ','");
      parser_next(p);
    }
    return p->kind != close;
  }
  if (!begins_expr(p) || parser_begins_item(p, p->at)) return false;
  uint32_t end = p->last_end;
  Diag *diag = parser_report(p, "E0129", (Span){p->source, end ? end - 1 : 0, end}, "expected ',' after this element");
  parser_help(p, diag, "elements are parted by ',', also where each stands on its own line");
  return true;
}

static void leading_comma(Parser *p) {
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
  parser_take(p, TOKEN_COMMA);
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
  leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_BRACKET; more; more = next_element(p, TOKEN_RIGHT_BRACKET)) {
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
  parser_expect(p, TOKEN_COLON, "after the key");
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
      member.key_expr = parse_literal(p);
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
static bool next_member(Parser *p) {
  bool comma = parser_take(p, TOKEN_COMMA);
  if (!comma && p->kind == TOKEN_NEWLINE) {
    parser_next(p);
    comma = true;
  }
  while (p->kind == TOKEN_COMMA && comma) {
    Diag *diag = parser_report(p, "E0130", parser_span(p), "a member is missing before this ','");
    parser_help(p, diag, "drop the ','");
    parser_next(p);
  }
  return comma && p->kind != TOKEN_RIGHT_BRACE && p->kind != TOKEN_END;
}

// After a member that neither a line end, a comma nor the closing brace follows.
static void member_end(Parser *p, size_t start) {
  if (p->panic) {
    parser_recover(p, start);
  } else if (p->kind == TOKEN_NAME || p->kind == TOKEN_STRING || p->kind == TOKEN_SPREAD) {
    Text found = parser_found(p);
    Diag *diag = parser_report(p, "E0129", parser_span(p), "expected ',' or a new line before %.*s", TEXT_ARG(found));
    parser_help(p, diag, "members of a record are parted by ',' or stand on lines of their own");
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
  leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_BRACE && p->kind != TOKEN_END; more; more = next_member(p)) {
    size_t first = p->at;
    RecordMember member = parse_member(p);
    parser_gather(p, &member, sizeof member);
    parser_measure(p, &tallest);
    member_end(p, first);
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
  return error_expr(p, start);
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
static Expr *parse_primary(Parser *p) {
  switch (p->kind) {
    case TOKEN_NUMBER:
    case TOKEN_QUANTITY:
    case TOKEN_STRING:
    case TOKEN_TEXT_START: return parse_literal(p);
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
      return error_expr(p, start);
    }
    case TOKEN_NAME: break;
    default: return no_expr(p);
  }
  switch (parser_word(p)) {
    case WORD_TRUE:
    case WORD_FALSE:
    case WORD_NULL: return parse_literal(p);
    case WORD_IF: return bare_if(p);
    case WORD_THEN:
    case WORD_ELSE:
    case WORD_FOR:
    case WORD_IN: return no_expr(p);
    default: return name_expr(p);
  }
}

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
  } else if (*named && begins_expr(p)) {
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
  leading_comma(p);
  for (bool more = p->kind != TOKEN_RIGHT_PAREN; more; more = next_element(p, TOKEN_RIGHT_PAREN)) {
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
  if (!plain && !qualified) return error_expr(p, callee->span.start);
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
  if (!parser_enter(p)) return error_expr(p, start);
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
      left = error_expr(p, left->span.start);
    } else if (op == OP_ADD && (left->kind == EXPR_LIST || right->kind == EXPR_LIST)) {
      Diag *diag = parser_report(p, "E0145", op_span, "'+' adds numbers; lists are put together by '...'");
      parser_help(p, diag, "write [...first, ...second]");
      left = error_expr(p, left->span.start);
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
  if (p->panic || !parser_enter(p)) return error_expr(p, parser_start(p));
  Expr *expr = parser_word(p) == WORD_IF ? if_expr(p) : parse_or(p);
  parser_leave(p);
  return expr;
}

Expr *parse_value(Parser *p, const char *of) {
  if (parser_begins_item(p, p->at) && !p->inside) {
    Diag *diag = parser_report(p, "E0126", (Span){p->source, p->last_end ? p->last_end - 1 : 0, p->last_end},
                               "the value of %s is missing", of);
    parser_help(p, diag, "write it after the '='");
    return error_expr(p, p->last_end);
  }
  return parse_expr(p);
}
