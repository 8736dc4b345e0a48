// Tokens, comments and brackets on their way to the output.
#include "syntax/printer.h"

enum { STEP = 2 };

// ───────────────────────────── Bytes ─────────────────────────────

static void write_line_end(Printer *p, unsigned indent) {
  buffer_add_char(p->out, '\n');
  p->line++;
  buffer_fill(p->out, ' ', indent);
  p->line_indent = indent;
}

static bool has_blank_line(const Printer *p, uint32_t from, uint32_t to) {
  unsigned lines = 0;
  for (uint32_t at = from; at < to; at++) lines += p->source.at[at] == '\n';
  return lines > 1;
}

// Puts the pending blank or line end before what stands at `start` in the source.
static void resolve(Printer *p, uint32_t start) {
  switch (p->pending) {
    case PENDING_NONE: break;
    case PENDING_SPACE: buffer_add_char(p->out, ' '); break;
    case PENDING_LINE:
      if (!p->out->size) {
        p->line_indent = p->pending_indent;
        break;
      }
      if (p->blank_allowed && !p->after_open && has_blank_line(p, p->source_at, start)) {
        buffer_add_char(p->out, '\n');
        p->line++;
      }
      write_line_end(p, p->pending_indent);
      break;
  }
  p->pending = PENDING_NONE;
  p->after_open = false;
}

static void pend_line(Printer *p, unsigned indent, bool blank_allowed) {
  p->pending = PENDING_LINE;
  p->pending_indent = indent;
  p->blank_allowed = blank_allowed;
}

// As it was written, but for CR before LF.
static void write_verbatim(Printer *p, uint32_t start, uint32_t end) {
  for (uint32_t at = start; at < end; at++) {
    char c = p->source.at[at];
    if (c == '\r' && at + 1 < end && p->source.at[at + 1] == '\n') continue;
    buffer_add_char(p->out, c);
    p->line += c == '\n';
  }
}

// ───────────────────────────── Comments ─────────────────────────────

static bool line_end_after(const Printer *p, const Trivia *trivia) {
  uint32_t next = p->at < p->count ? p->tokens[p->at].start : (uint32_t)p->source.size;
  if (p->next_trivia + 1 < p->trivia_count && trivia[1].start < next) next = trivia[1].start;
  return next > trivia->end && memchr(p->source.at + trivia->end, '\n', next - trivia->end);
}

static void put_comment(Printer *p, const Trivia *trivia) {
  bool lines = trivia->to_line_end || line_end_after(p, trivia);
  if (trivia->own_line) {
    if (p->pending != PENDING_LINE) pend_line(p, p->base + STEP, false);
    unsigned indent = p->pending_indent;
    bool blank_allowed = p->blank_allowed || p->after_open;
    resolve(p, trivia->start);
    write_verbatim(p, trivia->start, trivia->end);
    if (lines)
      pend_line(p, indent, blank_allowed);
    else
      p->pending = PENDING_SPACE;
  } else {
    if (p->out->size && !(p->holes && p->after_open)) buffer_add_string(p->out, trivia->to_line_end ? "  " : " ");
    write_verbatim(p, trivia->start, trivia->end);
    if (p->pending != PENDING_LINE) {
      if (trivia->to_line_end)
        pend_line(p, p->base + STEP, false);
      else
        p->pending = PENDING_SPACE;
    }
  }
  p->source_at = trivia->end;
}

// Puts the comments that stand before source offset `before`.
static void put_comments(Printer *p, uint32_t before) {
  while (p->next_trivia < p->trivia_count && p->trivia[p->next_trivia].start < before) {
    put_comment(p, &p->trivia[p->next_trivia]);
    p->next_trivia++;
  }
}

// ───────────────────────────── Texts over lines ─────────────────────────────

static bool blank(char c) { return c == ' ' || c == '\t'; }

// Width of the blanks at the beginning of the line that holds text[at]; a tab counts as a level.
static unsigned indentation(Text text, size_t at) {
  while (at > 0 && text.at[at - 1] != '\n') at--;
  unsigned width = 0;
  for (; at < text.size && blank(text.at[at]); at++) width += text.at[at] == '\t' ? STEP : 1;
  return width;
}

// The blanks before the closing quotes of the text whose first token is `first`.
static Text closing_blanks(const Printer *p, size_t first) {
  size_t last = p->tokens[first].kind == TOKEN_TEXT_START ? p->close[first] : first;
  uint32_t end = p->tokens[last].end - 3, at = end;
  while (blank(p->source.at[at - 1])) at--;
  return text_slice(p->source, at, end);
}

// A piece of a text over lines: each of its lines has `old` in front, and gets `indent` blanks.
static void write_lines(Printer *p, const Token *token, Text old, unsigned indent) {
  uint32_t at = token->start;
  for (;;) {
    const char *line_end = memchr(p->source.at + at, '\n', token->end - at);
    uint32_t end = line_end ? (uint32_t)(line_end - p->source.at) + 1 : token->end;
    write_verbatim(p, at, end);
    if (!line_end) return;
    at = end;
    uint32_t skipped = 0;
    while (skipped < old.size && at < token->end && p->source.at[at] == old.at[skipped]) at++, skipped++;
    // A line that has fewer blanks is empty, and gets none.
    while (skipped < old.size && at < token->end && blank(p->source.at[at])) at++;
    bool empty = at < token->end && (p->source.at[at] == '\n' || p->source.at[at] == '\r');
    if (!empty) buffer_fill(p->out, ' ', indent);
  }
}

// Blanks and comments before the next token.
static void prepare(Printer *p) {
  put_comments(p, p->tokens[p->at].start);
  resolve(p, p->tokens[p->at].start);
}

static void taken(Printer *p) {
  p->source_at = p->tokens[p->at].end;
  p->at++;
}

void printer_put_piece(Printer *p, size_t first, int *move) {
  const Token *token = &p->tokens[p->at];
  prepare(p);
  if (lex_quote(p->source, p->tokens[first]) == QUOTE_LINES ||
      lex_quote(p->source, p->tokens[first]) == QUOTE_RAW_LINES) {
    if (p->at == first)
      *move = (int)indentation(buffer_text(p->out), p->out->size) - (int)indentation(p->source, token->start);
    Text old = closing_blanks(p, first);
    int indent = *move;
    for (size_t i = 0; i < old.size; i++) indent += old.at[i] == '\t' ? STEP : 1;
    write_lines(p, token, old, indent > 0 ? (unsigned)indent : 0);
  } else {
    write_verbatim(p, token->start, token->end);
  }
  taken(p);
}

// ───────────────────────────── Tokens ─────────────────────────────

void printer_put(Printer *p) {
  const Token *token = &p->tokens[p->at];
  if (token->kind == TOKEN_STRING) {
    int move = 0;
    printer_put_piece(p, p->at, &move);
    return;
  }
  prepare(p);
  buffer_add(p->out, text_slice(p->source, token->start, token->end));
  taken(p);
}

void printer_put_count(Printer *p, size_t count) {
  for (size_t i = 0; i < count; i++) printer_put(p);
}

void printer_put_until(Printer *p, uint32_t end) {
  while (p->tokens[p->at].kind != TOKEN_END && p->tokens[p->at].start < end) printer_put(p);
}

void printer_space(Printer *p) {
  if (p->pending == PENDING_NONE) p->pending = PENDING_SPACE;
}

void printer_soft(Printer *p, unsigned levels) {
  if (p->tokens[p->at].line) pend_line(p, p->base + levels * STEP, false);
}

void printer_soft_space(Printer *p, unsigned levels) {
  printer_space(p);
  printer_soft(p, levels);
}

void printer_line(Printer *p) { pend_line(p, p->base, true); }

void printer_next_item(Printer *p) {
  if (p->tokens[p->at].kind == TOKEN_COMMA) taken(p);
  printer_line(p);
}

void printer_finish(Printer *p) {
  if (p->tokens[p->at].kind == TOKEN_COMMA) taken(p);
  printer_line(p);
  put_comments(p, UINT32_MAX);
  if (p->out->size) buffer_add_char(p->out, '\n');
}

// ───────────────────────────── Brackets ─────────────────────────────

Group printer_open(Printer *p, bool blanks, bool comma) {
  Group group = {.open = p->at, .blanks = blanks, .comma = comma, .outer = p->base};
  group.braces = p->tokens[p->at].kind == TOKEN_LEFT_BRACE;
  printer_put(p);
  size_t close = p->close[group.open];
  bool comments = p->next_trivia < p->trivia_count && p->trivia[p->next_trivia].start < p->tokens[close].start;
  group.over_lines = p->over_lines[group.open] && (close > p->at || comments);
  group.indent = p->line_indent;
  group.placed = p->groups.count;
  PlacedGroup placed = {group.open, p->line, 0, p->out->size, 0, p->holes > 0 || close == p->at};
  vec_push(p->arena, &p->groups, placed);
  p->after_open = true;
  if (group.over_lines) p->base = group.indent + STEP;
  return group;
}

void printer_keep(Printer *p, const Group *group) { p->groups.items[group->placed].fixed = true; }

static void skip_comma(Printer *p) {
  if (p->tokens[p->at].kind == TOKEN_COMMA) taken(p);
}

// Whether comments before the next token end the line.
static bool comments_end_line(const Printer *p) {
  for (size_t i = p->next_trivia; i < p->trivia_count && p->trivia[i].start < p->tokens[p->at].start; i++)
    if (p->trivia[i].own_line || p->trivia[i].to_line_end) return true;
  return false;
}

void printer_element(Printer *p, Group *group) {
  bool first = group->count++ == 0;
  if (!first) {
    if (!group->over_lines || !group->braces) buffer_add_char(p->out, ',');
    skip_comma(p);
  }
  bool line = first || group->braces || p->broken[group->open] || p->tokens[p->at].line || comments_end_line(p);
  if (group->over_lines && line)
    printer_line(p);
  else if (!first || group->blanks)
    printer_space(p);
}

void printer_close(Printer *p, const Group *group) {
  bool comma = group->over_lines && !group->braces && group->comma && group->count;
  if (comma) buffer_add_char(p->out, ',');
  skip_comma(p);
  if (group->over_lines) {
    printer_line(p);
    put_comments(p, p->tokens[p->at].start);
    pend_line(p, group->indent, false);
  } else if (group->blanks && group->count) {
    printer_space(p);
  }
  printer_put(p);
  p->base = group->outer;
  PlacedGroup *placed = &p->groups.items[group->placed];
  placed->last_line = p->line;
  placed->end = p->out->size;
}
