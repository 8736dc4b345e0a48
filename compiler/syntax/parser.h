// What the parsing functions share: the place in the tokens, errors, recovery and limits. Private to the room.
//
// A function is named after its rule of the grammar. Each takes what its rule describes, or reports one mistake and
// sets `panic`; while it is set nothing more is reported or taken, until the item (or the member of a record) that
// holds the mistake has been skipped. Mistakes with an obvious meaning (`:` for `=`) are reported without panic.
#pragma once
#include "syntax/literal.h"
#include "syntax/parse.h"

// An expression, type or block that is nested deeper, or a chain of operators that is longer, is refused, so that
// neither this parser nor any stage after it can run out of stack.
enum { MAX_DEPTH = 200 };
// What follows this many errors in one file is not read.
enum { MAX_ERRORS = LEX_MAX_ERRORS };

typedef struct Parser {
  Arena *arena;
  Diags *diags;
  Map *names;
  LiteralContext literals;
  uint32_t source;
  const char *text;
  Tokens *lexed;
  const Token *tokens;
  size_t at;       // the current token
  TokenKind kind;  // its kind, or TOKEN_NEWLINE before it
  bool inside;     // ( [ or ${ is the innermost open bracket: line ends do not count
  bool panic;
  bool deep;                              // MAX_DEPTH has been reported
  bool stopped;                           // at MAX_ERRORS
  uint32_t last_end;                      // where the last token that was taken ends
  unsigned depth;                         // of open expressions, types and blocks
  unsigned height;                        // levels of the expression or type that was made last
  File *file;                             // that is being made
  size_t next_doc;                        // the first `///` line that no item has claimed or passed
  size_t odd_brace;                       // the first `{` whose `}` stands at another indentation, + 1
  size_t errors_before, warnings_before;  // in diags, when the file was begun
  char *gathered;                         // malloc'ed; see parser_gather
  size_t gathered_size, gathered_capacity;
} Parser;

// ── Tokens ──
static inline const Token *parser_token(const Parser *p) { return &p->tokens[p->at]; }
static inline Word parser_word(const Parser *p) {
  return p->kind == TOKEN_NAME ? (Word)p->tokens[p->at].word : WORD_NONE;
}
static inline void parser_settle(Parser *p) {
  const Token *token = &p->tokens[p->at];
  p->kind = token->newline && !p->inside ? TOKEN_NEWLINE : (TokenKind)token->kind;
}
// Takes the current token (or passes the line end before it).
static inline void parser_next(Parser *p) {
  const Token *token = &p->tokens[p->at];
  if (p->kind == TOKEN_NEWLINE) {
    p->kind = (TokenKind)token->kind;
    return;
  }
  if (token->kind == TOKEN_END) return;
  p->last_end = token->end;
  p->at++;
  parser_settle(p);
}
// The kind of the token after the current one.
static inline TokenKind parser_peek(const Parser *p) {
  const Token *token = &p->tokens[p->at];
  if (token->kind == TOKEN_END) return TOKEN_END;
  token++;
  return token->newline && !p->inside ? TOKEN_NEWLINE : (TokenKind)token->kind;
}
static inline bool parser_take(Parser *p, TokenKind kind) {
  if (p->kind != kind) return false;
  parser_next(p);
  return true;
}
static inline uint32_t parser_start(const Parser *p) { return p->tokens[p->at].start; }
static inline Span parser_span(const Parser *p) {
  const Token *token = &p->tokens[p->at];
  return (Span){p->source, token->start, token->end};
}
// From `start` to the end of the last token taken.
static inline Span parser_span_from(const Parser *p, uint32_t start) {
  return (Span){p->source, start, p->last_end > start ? p->last_end : start};
}
static inline Text parser_token_text(const Parser *p) {
  const Token *token = &p->tokens[p->at];
  return (Text){p->text + token->start, token->end - token->start};
}
Text parser_intern(Parser *p, Text name);
// "'=>'", "'x'", "the end of the line": what stands at the current token, for messages.
Text parser_found(Parser *p);
// A name as it stands in a message: cut where it is very long.
Text parser_shown(Parser *p, Text name);
// Whether token `at` is the first of its line and begins what can only be an item: `key =`, `let name`, `vpc main {`.
bool parser_begins_item(const Parser *p, size_t at);

// ── Lists ──
// The elements of a list are gathered on a stack and copied to the arena once: a list is as large as it needs to be.
//   size_t mark = parser_mark(p);  parser_gather(p, &element, sizeof element) ...;  PARSER_LIST(p, mark, &list);
static inline size_t parser_mark(const Parser *p) { return p->gathered_size; }
void parser_gather(Parser *p, const void *element, size_t size);
void *parser_gathered(Parser *p, size_t mark);
#define PARSER_LIST(p, mark, list)                                                           \
  ((list)->count = (list)->capacity = ((p)->gathered_size - (mark)) / sizeof *(list)->items, \
   (list)->items = parser_gathered((p), (mark)))

// ── Errors ──
// Reports at `span` without panic; null while panicking.
Diag *parser_report(Parser *p, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// Reports at the current token and panics; null where nothing was reported since the token was reported already.
Diag *parser_fail(Parser *p, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));
// diag_help and diag_note that take null.
void parser_help(Parser *p, Diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));
// What is written otherwise in other languages. Of a word in the place of a kind: the help, or null. Of a word in the
// place of an operator (the current token): gives `diag` the help, and returns whether there is one. Of a '-' in a
// name.
const char *parser_habit_of_kind(Text kind);
bool parser_help_operator(Parser *p, Diag *diag);
void parser_help_dash(Parser *p, Diag *diag);
// Takes `kind`, or fails with "expected KIND after WHERE".
bool parser_expect(Parser *p, TokenKind kind, const char *where);
// Leaves a mistake behind: goes to the end of the item or member that began at token `start`.
void parser_recover(Parser *p, size_t start);

// ── Brackets and depth ──
typedef struct Bracket {
  size_t at;     // its token
  bool outside;  // `inside` before it
} Bracket;
// Takes the opening token; `inside` says whether line ends count in it.
Bracket parser_open(Parser *p, bool inside);
// Takes the closing token, or reports the bracket as unclosed.
void parser_close(Parser *p, Bracket bracket, TokenKind kind);
// Goes one level down; false (and a panic) at MAX_DEPTH. Each true needs one parser_leave.
bool parser_enter(Parser *p);
static inline void parser_leave(Parser *p) { p->depth--; }
// After an operand of a node: its height into the tallest so far.
static inline void parser_measure(const Parser *p, unsigned *tallest) {
  if (p->height > *tallest) *tallest = p->height;
}
// The node over operands of at most `tallest` levels is made; false (and a panic) where that is too high.
bool parser_grow(Parser *p, unsigned tallest);

// ── Docs ──
// The `///` lines right before the current token, as one text.
Text parser_docs(Parser *p, Span *span);
// At the end: those that are left belong to nothing.
void parser_no_docs(Parser *p);

// ── Nodes ──
// A node is allocated no larger than its kind needs: most are numbers, texts and names. Its span goes from `start` to
// the last token taken, its height is 1.
#define NEW_EXPR(p, KIND, member, start) \
  parser_new_expr((p), (KIND), offsetof(Expr, as) + sizeof(((Expr *)NULL)->as.member), (start))
#define NEW_ITEM(p, KIND, member) parser_new_item((p), (KIND), offsetof(Item, as) + sizeof(((Item *)NULL)->as.member))
Expr *parser_new_expr(Parser *p, ExprKind kind, size_t size, uint32_t start);
Expr *parser_error_expr(Parser *p, uint32_t start);
// Made when the first token of the item is the current one; parse_item sets the end of its span.
// Empty, after the last token taken.
Block *parser_new_block(Parser *p);
Item *parser_new_item(Parser *p, ItemKind kind, size_t size);

// ── Pieces that the rules share ──
// The current token as a name; takes it.
Ident parser_ident(Parser *p);
// NUM | QTY | STRING (with its ${ }) | true | false | null
Expr *parser_literal(Parser *p);
// An expression after `=`: as parse_expr, but says so where the next line's item stands there.
Expr *parser_value(Parser *p, const char *of);
// Whether the current token can begin an element of a list or an argument.
bool parser_begins_expr(const Parser *p);
// In ( ) and [ ]: reports a ',' with nothing before it.
void parser_leading_comma(Parser *p);
// Between two elements in ( ) or [ ]: takes the comma. False where the list ends, or where what follows cannot go on.
bool parser_next_element(Parser *p, TokenKind close);
// Between two members of a record or record type: takes the separator; false at the end.
bool parser_next_member(Parser *p);
// After a member that began at token `start`: recovers where it was wrong, or no separator follows.
void parser_member_end(Parser *p, size_t start);
// ['=', expr] and [':', type] and [block]; null where they are not there.
Expr *parser_optional_value(Parser *p, const char *of);
Type *parser_optional_type(Parser *p);
Block *parser_optional_block(Parser *p);

// ── Rules ──
Ident parse_name(Parser *p, const char *of);
Ident parse_word(Parser *p, const char *of);
Ident parse_key(Parser *p, bool *quoted);
bool parse_plain_string(Parser *p, const char *of, Text *out);
Vars parse_vars(Parser *p);
Path parse_path(Parser *p);
bool parse_sep(Parser *p);
Expr *parse_primary(Parser *p);
Expr *parse_expr(Parser *p);
Type *parse_type(Parser *p);
Block *parse_block(Parser *p);
ItemList parse_items(Parser *p, TokenKind close);
// The items that begin with a word of theirs.
Item *parse_stack(Parser *p);
Item *parse_in(Parser *p);
Item *parse_param(Parser *p);
Item *parse_let(Parser *p);
Item *parse_fn(Parser *p);
Item *parse_type_decl(Parser *p);
Item *parse_component(Parser *p);
Item *parse_out(Parser *p);
Item *parse_if(Parser *p);
Item *parse_for(Parser *p);
Item *parse_use(Parser *p);
Item *parse_moved(Parser *p);
Item *parse_override(Parser *p);
Item *parse_assert(Parser *p);
Item *parse_policy(Parser *p);
Item *parse_test(Parser *p);
