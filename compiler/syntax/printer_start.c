// What the printer knows before it begins: the comments in order, which bracket closes which and which stand over
// lines; and after each round, which lines came out too long.
#include <stdlib.h>

#include "syntax/printer.h"

// ───────────────────────────── Comments ─────────────────────────────

// Whether a `///` line documents what follows it: then it stands on a line of its own.
static bool documents(const Tokens *tokens, const bool *in_braces, const DocLine *doc) {
  if (doc->own_line || !doc->token) return true;
  if (!in_braces[doc->token]) return false;
  TokenKind before = (TokenKind)tokens->items[doc->token - 1].kind;
  return before == TOKEN_LEFT_BRACE || before == TOKEN_COMMA;
}

// Comments and docs, by position.
static void merge_trivia(Printer *p, const Tokens *tokens, const bool *in_braces) {
  size_t comments = tokens->comments.count, docs = tokens->docs.count, c = 0, d = 0;
  p->trivia = ARENA_ARRAY(p->arena, Trivia, comments + docs);
  while (c < comments || d < docs) {
    const Comment *comment = c < comments ? &tokens->comments.items[c] : NULL;
    const DocLine *doc = d < docs ? &tokens->docs.items[d] : NULL;
    if (comment && (!doc || comment->span.start < doc->start)) {
      bool line = p->source.at[comment->span.start + 1] == '/';
      p->trivia[p->trivia_count++] = (Trivia){comment->span.start, comment->span.end, comment->own_line, line};
      c++;
    } else {
      p->trivia[p->trivia_count++] = (Trivia){doc->start, doc->end, documents(tokens, in_braces, doc), true};
      d++;
    }
  }
}

// ───────────────────────────── Brackets ─────────────────────────────

// An open bracket, while its elements are passed.
typedef struct Open {
  size_t at;
  bool braces;
} Open;

// Whether the line end before token `at`, which stands directly in an open bracket, parts its elements.
static bool parts_elements(const Tokens *tokens, const Open *open, size_t at, bool closes) {
  const Token *token = &tokens->items[at];
  if (!token->line) return false;
  if (closes || at == open->at + 1) return true;
  if (token->kind == TOKEN_COMMA || token[-1].kind == TOKEN_COMMA) return true;
  return open->braces && token->newline;
}

// `in_braces` gets for each token whether what stands before it stands in { } or at the top.
static void match_brackets(Printer *p, const Tokens *tokens, bool *in_braces) {
  uint32_t *close = ARENA_ARRAY(p->arena, uint32_t, tokens->count);
  p->over_lines = ARENA_ARRAY(p->arena, bool, tokens->count);
  p->broken = ARENA_ARRAY(p->arena, bool, tokens->count);
  p->close = close;
  VEC(Open) open = {0};
  for (size_t i = 0; i < tokens->count; i++) {
    TokenKind kind = (TokenKind)tokens->items[i].kind;
    bool closes =
        kind == TOKEN_RIGHT_BRACE || kind == TOKEN_RIGHT_PAREN || kind == TOKEN_RIGHT_BRACKET || kind == TOKEN_TEXT_END;
    in_braces[i] = !open.count || open.items[open.count - 1].braces;
    if (open.count) {
      const Open *inner = &open.items[open.count - 1];
      if (parts_elements(tokens, inner, i, closes)) p->over_lines[inner->at] = true;
      if (closes) close[inner->at] = (uint32_t)i, open.count--;
    }
    bool braces = kind == TOKEN_LEFT_BRACE;
    if (braces || kind == TOKEN_LEFT_PAREN || kind == TOKEN_LEFT_BRACKET || kind == TOKEN_TEXT_START)
      vec_push(p->arena, &open, ((Open){i, braces}));
  }
}

// The lexer takes each `>` for an operator, behind which lines join; the parser knows better.
static void mark_type_ends(Tokens *tokens, const File *file) {
  size_t next = 0;
  for (size_t i = 0; i + 1 < tokens->count && next < file->type_ends.count; i++) {
    if (tokens->items[i].start != file->type_ends.items[next]) continue;
    next++;
    Token *behind = &tokens->items[i + 1];
    behind->newline = behind->line == LINE_DROPPED;
  }
}

void printer_start(Printer *p, Tokens *tokens, Arena *arena, const File *file, const Sources *sources) {
  Diags diags = {.arena = arena};
  lex(tokens, arena, &diags, sources, source_span(sources, file->source));
  *p = (Printer){.arena = arena,
                 .source = source_get(sources, file->source)->text,
                 .tokens = tokens->items,
                 .count = tokens->count};
  mark_type_ends(tokens, file);
  bool *in_braces = ARENA_ARRAY(arena, bool, tokens->count);
  match_brackets(p, tokens, in_braces);
  merge_trivia(p, tokens, in_braces);
}

void printer_restart(Printer *p, Buffer *out) {
  p->out = out;
  out->size = 0;
  p->at = p->next_trivia = p->line = 0;
  p->line_indent = p->base = p->holes = 0;
  p->source_at = 0;
  p->groups.count = 0;
  p->after_open = true;
  printer_line(p);
}

// ───────────────────────────── Long lines ─────────────────────────────

// Breaking a bracket narrower than this wins too little.
enum { NARROW = 24 };

// Whether a bracket holds just another one, which is the one to break: f({ ... }).
static bool holds_one_bracket(const Printer *p, const PlacedGroup *group) {
  size_t inner = group->open + 1, last = p->close[group->open] - 1;
  TokenKind kind = (TokenKind)p->tokens[inner].kind;
  if (p->tokens[group->open].kind == TOKEN_LEFT_BRACE) return false;
  if (kind != TOKEN_LEFT_BRACE && kind != TOKEN_LEFT_BRACKET && kind != TOKEN_LEFT_PAREN) return false;
  return p->close[inner] == last;
}

// Which lines of the output are longer than PRINT_WIDTH.
static bool *find_long_lines(const Printer *p, bool *any) {
  bool *lines = ARENA_ARRAY(p->arena, bool, p->line + 2);
  Text text = buffer_text(p->out);
  size_t start = 0;
  for (size_t line = 0; start < text.size; line++) {
    size_t end = text_find(text, TEXT("\n"), start);
    if (end > text.size) end = text.size;
    if (end - start > PRINT_WIDTH && utf8_count(text_slice(text, start, end)) > PRINT_WIDTH) lines[line] = *any = true;
    start = end + 1;
  }
  return lines;
}

// Whether a line is too long behind offset `from` alone, so that nothing is won by breaking it before.
static bool long_behind(const Printer *p, size_t from) {
  size_t end = text_find(buffer_text(p->out), TEXT("\n"), from);
  return end != SIZE_MAX && end - from > PRINT_WIDTH;
}

typedef struct Choice {
  const PlacedGroup *widest;
  bool others_behind;  // brackets that may be broken stand behind it on its line
} Choice;

static bool break_choice(Printer *p, Choice *choice) {
  const PlacedGroup *group = choice->widest;
  bool useful = group && (choice->others_behind || !long_behind(p, group->end));
  if (useful) p->broken[group->open] = p->over_lines[group->open] = true;
  *choice = (Choice){0};
  return useful;
}

bool printer_break_long_lines(Printer *p) {
  bool any = false, broke = false;
  const bool *lines = find_long_lines(p, &any);
  if (!any) return false;
  Choice choice = {0};
  for (size_t i = 0; i < p->groups.count; i++) {
    const PlacedGroup *group = &p->groups.items[i], *widest = choice.widest;
    if (group->fixed || group->first_line != group->last_line || !lines[group->first_line]) continue;
    if (holds_one_bracket(p, group) || group->end - group->start < NARROW) continue;
    // What fits no line wherever it stands need not wait for what is around it: rounds stay few in deep nests.
    if (group->end - group->start > PRINT_WIDTH) {
      p->broken[group->open] = p->over_lines[group->open] = broke = true;
      continue;
    }
    if (widest && widest->first_line != group->first_line) broke |= break_choice(p, &choice);
    widest = choice.widest;
    if (widest && group->start < widest->end) continue;
    choice.others_behind = widest != NULL;
    if (!widest || group->end - group->start > widest->end - widest->start) choice = (Choice){group, false};
  }
  broke |= break_choice(p, &choice);
  return broke;
}
