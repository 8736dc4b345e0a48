// Errors and recovery.
//
// Recovery goes to the end of the item that holds the mistake: its brackets are counted again from its first token, so
// that it does not matter in how many of them the mistake was. Where one was left open the layout decides: a line that
// stands no further right than the item's own and begins what can only be an item ends it.
#include "syntax/parser.h"

#include "syntax/lex_errors.h"

Text parser_intern(Parser *p, Text name) { return parse_intern(p->arena, p->names, name); }

Text parser_shown(Parser *p, Text name) {
  enum { LONGEST = 60 };
  if (name.size <= LONGEST) return name;
  return text_format(p->diags->arena, "%.*s...", LONGEST, name.at);
}

static Text kind_found(Parser *p, const Token *token) {
  Text written = {p->text + token->start, token->end - token->start};
  switch ((TokenKind)token->kind) {
    case TOKEN_END: return TEXT("the end of the file");
    case TOKEN_STRING:
    case TOKEN_TEXT_START: return TEXT("a text");
    case TOKEN_TEXT_MIDDLE:
    case TOKEN_TEXT_END: return TEXT("'}'");
    default: break;
  }
  return text_format(p->diags->arena, "'%.*s'", TEXT_ARG(parser_shown(p, written)));
}

Text parser_found(Parser *p) {
  return p->kind == TOKEN_NEWLINE ? TEXT("the end of the line") : kind_found(p, parser_token(p));
}

bool parser_begins_item(const Parser *p, size_t at) {
  const Token *token = &p->tokens[at];
  if (!token->line || token->kind == TOKEN_END || token[1].line) return false;
  TokenKind next = (TokenKind)token[1].kind;
  switch ((TokenKind)token->kind) {
    case TOKEN_ATTRIBUTE:
    case TOKEN_STRING: return next == TOKEN_ASSIGN;
    case TOKEN_AWS_TYPE: return next == TOKEN_NAME && token[2].kind == TOKEN_LEFT_BRACE;
    case TOKEN_NAME: break;
    default: return false;
  }
  if (next == TOKEN_ASSIGN) return true;
  if (token->word >= WORD_IN && token->word <= WORD_TEST)
    return next == TOKEN_NAME || ((token->word >= WORD_USE) && (next == TOKEN_STRING || next == TOKEN_AWS_TYPE));
  return next == TOKEN_NAME && token[2].kind == TOKEN_LEFT_BRACE && token->word == WORD_NONE &&
         token[1].word == WORD_NONE;
}

// ───────────────────────────── Lists ─────────────────────────────

void parser_gather(Parser *p, const void *element, size_t size) {
  if (p->gathered_capacity - p->gathered_size < size) {
    p->gathered_capacity = p->gathered_capacity * 2 + 4096 + size;
    p->gathered = base_realloc(p->gathered, p->gathered_capacity);
  }
  memcpy(p->gathered + p->gathered_size, element, size);
  p->gathered_size += size;
}

void *parser_gathered(Parser *p, size_t mark) {
  size_t size = p->gathered_size - mark;
  p->gathered_size = mark;
  if (!size) return NULL;
  return memcpy(arena_alloc(p->arena, size), p->gathered + mark, size);
}

// ───────────────────────────── Errors ─────────────────────────────

// After MAX_ERRORS the rest of the file is passed over.
static void stop_at_limit(Parser *p) {
  if (p->diags->errors - p->errors_before < MAX_ERRORS || p->stopped) return;
  p->stopped = true;
  lex_error_limit(p->diags, parser_span(p), MAX_ERRORS);
  p->at = p->lexed->count - 1;
  p->lexed->cut = p->panic = true;
  p->kind = TOKEN_END;
}

static Diag *report(Parser *p, const char *code, Span span, const char *format, va_list arguments) {
  Text message = text_format_list(p->diags->arena, format, arguments);
  Diag *diag = diag_error(p->diags, code, span, "%.*s", TEXT_ARG(message));
  stop_at_limit(p);
  return diag;
}

Diag *parser_report(Parser *p, const char *code, Span span, const char *format, ...) {
  if (p->panic) return NULL;
  va_list arguments;
  va_start(arguments, format);
  Diag *diag = report(p, code, span, format, arguments);
  va_end(arguments);
  return diag;
}

Diag *parser_fail(Parser *p, const char *code, const char *format, ...) {
  if (p->panic) return NULL;
  p->panic = true;
  const Token *token = parser_token(p);
  if (p->kind != TOKEN_NEWLINE && (token->kind == TOKEN_ERROR || token->kind == TOKEN_BAD)) return NULL;
  if (token->kind == TOKEN_END && p->lexed->cut) return NULL;
  Span span = {p->source, token->start, token->end};
  // A missing thing at the end of a line or file is pointed at where it is missing.
  if (p->kind == TOKEN_NEWLINE || token->kind == TOKEN_END)
    span = (Span){p->source, p->last_end ? p->last_end - 1 : 0, p->last_end};
  va_list arguments;
  va_start(arguments, format);
  Diag *diag = report(p, code, span, format, arguments);
  va_end(arguments);
  return diag;
}

void parser_help(Parser *p, Diag *diag, const char *format, ...) {
  if (!diag) return;
  va_list arguments;
  va_start(arguments, format);
  diag->help = text_format_list(p->diags->arena, format, arguments);
  va_end(arguments);
}

bool parser_expect(Parser *p, TokenKind kind, const char *where) {
  if (!p->panic && parser_take(p, kind)) return true;
  if (!p->panic) {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected %s %s, found %.*s", lex_kind_name(kind), where, TEXT_ARG(found));
    parser_help_dash(p, diag);
  }
  return false;
}

// ───────────────────────────── Recovery ─────────────────────────────

static uint32_t column(const Parser *p, const Token *token) {
  uint32_t at = token->start;
  while (at > 0 && p->text[at - 1] != '\n') at--;
  return token->start - at;
}

static bool ends_item(const Parser *p, size_t at, uint32_t limit, size_t braces, size_t others) {
  const Token *token = &p->tokens[at];
  if (!braces && token->kind == TOKEN_RIGHT_BRACE) return true;
  if (!braces && !others && (token->newline || token->kind == TOKEN_COMMA)) return true;
  if (!token->line || limit == UINT32_MAX) return false;
  bool closes = token->kind == TOKEN_RIGHT_BRACE && (braces || others);
  if (closes) return column(p, token) < limit;
  return parser_begins_item(p, at) && column(p, token) <= limit;
}

void parser_recover(Parser *p, size_t start) {
  size_t braces = 0, others = 0, at = start;
  bool first = start == 0 || p->tokens[start].line || p->tokens[start - 1].kind == TOKEN_LEFT_BRACE;
  uint32_t limit = first && p->tokens[start].line ? column(p, &p->tokens[start]) : UINT32_MAX;
  for (; p->tokens[at].kind != TOKEN_END; at++) {
    if (at > start && at >= p->at && ends_item(p, at, limit, braces, others)) break;
    switch ((TokenKind)p->tokens[at].kind) {
      case TOKEN_LEFT_BRACE: braces++; break;
      case TOKEN_RIGHT_BRACE:
        if (braces) braces--;
        break;
      case TOKEN_LEFT_PAREN:
      case TOKEN_LEFT_BRACKET:
      case TOKEN_TEXT_START: others++; break;
      case TOKEN_RIGHT_PAREN:
      case TOKEN_RIGHT_BRACKET:
      case TOKEN_TEXT_END:
        if (others) others--;
        break;
      default: break;
    }
  }
  p->at = at;
  if (at) p->last_end = p->tokens[at - 1].end;
  p->panic = p->inside = false;
  parser_settle(p);
}

// ───────────────────────────── Brackets and depth ─────────────────────────────

Bracket parser_open(Parser *p, bool inside) {
  Bracket bracket = {p->at, p->inside};
  p->inside = inside;
  parser_next(p);
  return bracket;
}

static uint32_t indentation(const Parser *p, const Token *token) {
  uint32_t at = token->start - column(p, token), first = at;
  while (p->text[at] == ' ' || p->text[at] == '\t') at++;
  return at - first;
}

// Remembers the first `{` over several lines whose `}` is indented otherwise: where the end of the file comes too
// early, the missing `}` is most likely there.
static void note_layout(Parser *p, Bracket bracket) {
  const Token *open = &p->tokens[bracket.at], *close = parser_token(p);
  if (p->odd_brace || !close->line || indentation(p, open) == column(p, close)) return;
  p->odd_brace = bracket.at + 1;
}

static void unclosed(Parser *p, Bracket bracket, TokenKind kind) {
  size_t at = bracket.at;
  bool end = p->tokens[p->at].kind == TOKEN_END;
  if (end && kind == TOKEN_RIGHT_BRACE && p->odd_brace) at = p->odd_brace - 1;
  const Token *open = &p->tokens[at];
  Text found = parser_found(p);
  const char *name = lex_kind_name((TokenKind)open->kind);
  Span span = {p->source, open->start, open->end};
  if (end) {
    if (p->lexed->cut) return;
    Diag *diag = parser_report(p, "E0127", span, "this %s is not closed", name);
    parser_help(p, diag, "close it with %s", lex_kind_name(kind));
    p->lexed->cut = true;
    return;
  }
  Diag *diag = parser_fail(p, "E0127", "expected %s, found %.*s", lex_kind_name(kind), TEXT_ARG(found));
  if (p->kind == TOKEN_COLON && kind == TOKEN_RIGHT_BRACKET)
    parser_help(p, diag, "a record stands in { }: { key: value }");
  else if (p->kind == TOKEN_COMMA && kind == TOKEN_RIGHT_PAREN)
    parser_help(p, diag, "a list stands in [ ]: [a, b]");
  else if (kind == TOKEN_RIGHT_BRACKET || kind == TOKEN_RIGHT_PAREN)
    parser_help_operator(p, diag);
  if (diag) diag_note(p->diags, diag, span, "%s was opened here", name);
}

void parser_close(Parser *p, Bracket bracket, TokenKind kind) {
  if (p->panic) {
    p->inside = bracket.outside;
    return;
  }
  if (p->kind == TOKEN_NEWLINE && parser_token(p)->kind == kind) parser_next(p);
  if (p->kind == kind) {
    if (kind == TOKEN_RIGHT_BRACE) note_layout(p, bracket);
    p->inside = bracket.outside;
    parser_next(p);
    return;
  }
  unclosed(p, bracket, kind);
  p->inside = bracket.outside;
}

static void too_deep(Parser *p, Span span) {
  if (p->panic) return;
  p->panic = true;
  if (p->deep) return;
  p->deep = true;
  p->panic = false;
  Diag *diag = parser_report(p, "E0140", span, "this is nested more than %d levels deep", MAX_DEPTH);
  parser_help(p, diag, "give a part of it a name with 'let', or make it a component");
  // What is skipped leaves brackets open; they are not a mistake of their own.
  p->panic = p->lexed->cut = true;
}

bool parser_enter(Parser *p) {
  if (p->depth >= MAX_DEPTH) {
    too_deep(p, parser_span(p));
    return false;
  }
  p->depth++;
  return true;
}

bool parser_grow(Parser *p, unsigned tallest) {
  p->height = tallest + 1;
  if (p->height <= MAX_DEPTH) return true;
  const Token *last = &p->tokens[p->at ? p->at - 1 : 0];
  too_deep(p, (Span){p->source, last->start, last->end});
  return false;
}

// ───────────────────────────── Docs ─────────────────────────────

// A doc comment behind an item on its line looks as if it belonged to that, and would to the next.
static bool claimable(const Parser *p, const DocLine *doc) {
  if (doc->own_line || !doc->token) return true;
  TokenKind before = (TokenKind)p->tokens[doc->token - 1].kind;
  return before == TOKEN_LEFT_BRACE || before == TOKEN_COMMA;
}

// Reports the lines from `doc` on that stand before one token, once.
static void unclaimed(Parser *p, size_t first) {
  const DocLine *doc = &p->lexed->docs.items[first];
  if (first && doc[-1].token == doc->token && claimable(p, doc - 1) == claimable(p, doc)) return;
  if (p->diags->warnings - p->warnings_before >= MAX_ERRORS) return;
  Span span = {p->source, doc->start, doc->end};
  Diag *diag = diag_warning(p->diags, "E0142", span, "this doc comment belongs to nothing");
  diag_help(p->diags, diag,
            "it stands on the lines before an item, a field of a record type or an input; elsewhere write //");
}

Text parser_docs(Parser *p, Span *span) {
  *span = (Span){0};
  if (p->next_doc == p->lexed->docs.count) return (Text){0};
  const DocLine *docs = p->lexed->docs.items;
  for (; p->next_doc < p->lexed->docs.count && docs[p->next_doc].token <= p->at; p->next_doc++) {
    if (docs[p->next_doc].token == p->at && claimable(p, &docs[p->next_doc])) break;
    unclaimed(p, p->next_doc);
  }
  Buffer buffer = {0};
  size_t count = 0;
  for (; p->next_doc < p->lexed->docs.count && docs[p->next_doc].token == p->at; p->next_doc++, count++) {
    const DocLine *doc = &docs[p->next_doc];
    uint32_t start = doc->start + 3;
    if (start < doc->end && p->text[start] == ' ') start++;
    if (count) buffer_add_char(&buffer, '\n');
    buffer_add(&buffer, (Text){p->text + start, doc->end - start});
    *span = count ? span_join(*span, (Span){p->source, doc->start, doc->end}) : (Span){p->source, doc->start, doc->end};
  }
  return buffer_take(&buffer, p->arena);
}

void parser_no_docs(Parser *p) {
  for (; p->next_doc < p->lexed->docs.count; p->next_doc++) unclaimed(p, p->next_doc);
}

// ───────────────────────────── Nodes ─────────────────────────────

Expr *parser_new_expr(Parser *p, ExprKind kind, size_t size, uint32_t start) {
  Expr *expr = arena_alloc(p->arena, size);
  expr->kind = kind;
  expr->span = parser_span_from(p, start);
  p->height = 1;
  return expr;
}

Expr *parser_error_expr(Parser *p, uint32_t start) { return NEW_EXPR(p, EXPR_ERROR, boolean, start); }

Block *parser_new_block(Parser *p) {
  Block *block = ARENA_NEW(p->arena, Block);
  block->span = (Span){p->source, p->last_end, p->last_end};
  return block;
}

Item *parser_new_item(Parser *p, ItemKind kind, size_t size) {
  Item *item = arena_alloc(p->arena, size);
  item->kind = kind;
  item->span = parser_span(p);
  return item;
}
