// Finding the comments by their words, outside of the template's texts.
#include "lint/comments.h"

typedef struct Silence {
  Span span;
  uint32_t line;  // whose findings it silences
  LintTexts ids;
  bool used;
} Silence;

typedef VEC(Silence) Silences;

static bool is_id(Text text) {
  if (text.size < 2 || text.at[0] < 'A' || text.at[0] > 'Z') return false;
  for (size_t i = 1; i < text.size; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return true;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == ','; }

// The ids at the start of the text, which is moved behind them.
static void take_ids(Arena *arena, Text *text, LintTexts *out) {
  for (;;) {
    size_t start = 0, end;
    while (start < text->size && is_blank(text->at[start])) start++;
    for (end = start; end < text->size && !is_blank(text->at[end]);) end++;
    Text id = text_slice(*text, start, end);
    if (!is_id(id)) return;
    vec_push(arena, out, id);
    *text = text_slice(*text, end, text->size);
  }
}

static void malformed(Diags *diags, Span span, const char *what) {
  Diag *diag = diag_warning(diags, "W0202", span, "%s", what);
  diag_help(diags, diag, "write `# strata: ignore E3012 - why this is as it must be`");
}

static bool is_comment_line(Text line) {
  line = text_trim(line);
  return line.size == 0 || line.at[0] == '#';
}

static void read_comment(Diags *diags, const Sources *sources, Span span, Text words, Silences *out) {
  Silence silence = {.span = span};
  take_ids(diags->arena, &words, &silence.ids);
  words = text_trim(words);
  if (silence.ids.count == 0) {
    malformed(diags, span, "this comment does not say which finding it silences");
    return;
  }
  if (!text_starts_with(words, TEXT("-")) || text_trim(text_slice(words, 1, words.size)).size == 0) {
    malformed(diags, span, "this comment does not say why the finding is silenced");
    return;
  }
  silence.line = source_position(sources, span.source, span.start).line;
  Text line = source_line(sources, span.source, silence.line);
  uint32_t last = source_position(sources, span.source, UINT32_MAX).line;
  if (is_comment_line(line))
    while (silence.line < last && is_comment_line(line)) line = source_line(sources, span.source, ++silence.line);
  vec_push(diags->arena, out, silence);
}

static bool covers(Span span, size_t at) { return span.start <= at && at < span.end; }

// Whether a text of the template holds that place: a '#' in a script or between quotes begins no comment.
static bool in_text(const Value *value, size_t at) {
  while (value && value->kind != VALUE_STRING) {
    const Value *inner = NULL;
    for (size_t i = 0; value->kind == VALUE_LIST && !inner && i < value->as.list.count; i++)
      if (covers(value->as.list.items[i]->span, at)) inner = value->as.list.items[i];
    for (size_t i = 0; value->kind == VALUE_MAP && !inner && i < value->as.map.count; i++) {
      if (covers(value->as.map.members[i].key_span, at)) return true;
      if (covers(value->as.map.members[i].value->span, at)) inner = value->as.map.members[i].value;
    }
    value = inner;
  }
  return value && covers(value->span, at);
}

// A comment begins with its '#' at the start of a line or behind a blank; "strata:" in other cases is no other's word.
static void find_comments(Diags *diags, const Sources *sources, uint32_t source, const Value *root, Silences *out) {
  Text text = source_get(sources, source)->text, own = TEXT("strata:"), word = TEXT("ignore");
  for (size_t at = text_find(text, TEXT("#"), 0); at != SIZE_MAX; at = text_find(text, TEXT("#"), at + 1)) {
    size_t start = at + 1, end = at;
    if (at > 0 && !strchr(" \t\r\n", text.at[at - 1])) continue;
    while (start < text.size && (text.at[start] == ' ' || text.at[start] == '\t')) start++;
    if (text.size - start < own.size) break;
    Text head = text_slice(text, start, start + own.size);
    if (!text_equal_caseless(head, own) || in_text(root, at)) continue;
    while (end < text.size && text.at[end] != '\n' && text.at[end] != '\r') end++;
    Span span = {source, (uint32_t)at, (uint32_t)end};
    Text words = text_trim(text_slice(text, start + own.size, end));
    bool whole = words.size == word.size || (words.size > word.size && is_blank(words.at[word.size]));
    if (text_equal(head, own) && text_starts_with(words, word) && whole)
      read_comment(diags, sources, span, text_slice(words, word.size, words.size), out);
    else
      malformed(diags, span, "a comment that begins with 'strata:' silences a finding, and this one does not");
  }
}

static bool mandatory(const LintOptions *options, const char *code) {
  for (size_t i = 0; i < options->mandatory.count; i++)
    if (text_starts_with(text_of(code), options->mandatory.items[i])) return true;
  return false;
}

static bool is_on(const Sources *sources, Span span, uint32_t line) {
  return span.source && source_position(sources, span.source, span.start).line == line;
}

// Whether the finding is about that line: it stands there, or a note of it does (the one action of a list).
static bool is_about(const Sources *sources, const Diag *diag, uint32_t line) {
  bool about = is_on(sources, diag->span, line);
  for (size_t i = 0; i < diag->notes.count; i++)
    about = about ||
            (diag->notes.items[i].span.source == diag->span.source && is_on(sources, diag->notes.items[i].span, line));
  return about;
}

static bool silenced(const LintOptions *options, Silences *silences, const Sources *sources, const Diag *diag) {
  if (mandatory(options, diag->code)) return false;
  bool found = false;
  for (size_t i = 0; i < silences->count; i++) {
    Silence *silence = &silences->items[i];
    if (!is_about(sources, diag, silence->line)) continue;
    for (size_t k = 0; k < silence->ids.count; k++)
      if (text_is(silence->ids.items[k], diag->code)) silence->used = found = true;
  }
  return found;
}

// Whether this run would have reported any of the ids: what is only reported when asked for may well be silent.
static bool looked_for(const LintOptions *options, const LintTexts *ids) {
  for (size_t i = 0; i < ids->count; i++) {
    bool ignored = text_starts_with(ids->items[i], TEXT("E051"));  // what policies find
    for (size_t k = 0; k < options->ignore.count; k++)
      ignored = ignored || text_starts_with(ids->items[i], options->ignore.items[k]);
    if (!ignored && (ids->items[i].at[0] == 'E' || ids->items[i].at[0] == 'W')) return true;
  }
  return false;
}

void lint_comments(const LintOptions *options, Diags *diags, const Sources *sources, uint32_t source,
                   const Value *root) {
  size_t count = diags->list.count, kept = 0;
  Silences silences = {0};
  Diags own = {.arena = diags->arena};
  find_comments(&own, sources, source, root, &silences);
  for (size_t i = 0; silences.count && i < count; i++) {
    Diag *diag = diags->list.items[i];
    if (diag->span.source != source || !silenced(options, &silences, sources, diag)) {
      diags->list.items[kept++] = diag;
      continue;
    }
    diags->errors -= diag->level == LEVEL_ERROR;
    diags->warnings -= diag->level == LEVEL_WARNING;
  }
  if (silences.count) diags->list.count = kept;
  for (size_t i = 0; i < silences.count; i++) {
    const Silence *silence = &silences.items[i];
    if (silence->used || !looked_for(options, &silence->ids)) continue;
    Diag *diag = diag_warning(&own, "W0203", silence->span, "this comment silences nothing: there is no %.*s here",
                              TEXT_ARG(silence->ids.items[0]));
    diag_help(&own, diag, "remove it; a comment is about its own line or, on a line of its own, about the next");
  }
  for (size_t i = 0; i < own.list.count; i++) {
    vec_push(diags->arena, &diags->list, own.list.items[i]);
    diags->warnings++;
  }
}
