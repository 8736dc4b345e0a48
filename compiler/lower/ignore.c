// A comment is found by its file, as the lexer saw it, so that a text that looks like one is none.
#include "lower/ignore.h"

static bool starts_word(Text *text, const char *word) {
  Text prefix = text_of(word);
  if (!text_starts_with(*text, prefix)) return false;
  Text rest = text_slice(*text, prefix.size, text->size);
  if (rest.size && rest.at[0] != ' ' && rest.at[0] != '\t') return false;
  *text = text_trim(rest);
  return true;
}

static bool is_code(Text text) {
  if (text.size != 5 || text.at[0] < 'A' || text.at[0] > 'Z') return false;
  for (size_t i = 1; i < text.size; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return true;
}

// The code that the text begins with, and moves it behind that and the comma or blanks there; empty where there is
// none.
static Text take_code(Text *text) {
  Text code = text_slice(*text, 0, text->size < 5 ? text->size : 5);
  if (!is_code(code)) return (Text){0};
  size_t end = code.size;
  while (end < text->size && (text->at[end] == ' ' || text->at[end] == '\t' || text->at[end] == ',')) end++;
  if (end == code.size && end < text->size) return (Text){0};
  *text = text_slice(*text, end, text->size);
  return code;
}

static void malformed(Program *program, Span span, const char *what) {
  Diags *diags = &program->session->diags;
  Diag *diag = diag_warning(diags, "W0202", span, "%s", what);
  diag_help(diags, diag, "write `// strata: ignore E3012 - why this is as it must be`");
}

// The line whose findings a comment is about: its own, or where it stands alone the next one that holds code.
static uint32_t line_of(const Sources *sources, const Comment *comment) {
  uint32_t line = source_position(sources, comment->span.source, comment->span.start).line;
  if (!comment->own_line) return line;
  const Source *source = source_get(sources, comment->span.source);
  uint32_t last = source_position(sources, comment->span.source, (uint32_t)source->text.size).line;
  for (line++; line < last; line++) {
    Text text = text_trim(source_line(sources, comment->span.source, line));
    if (text.size && !text_starts_with(text, TEXT("//"))) break;
  }
  return line;
}

static void collect_comment(Ignores *out, Program *program, const Comment *comment) {
  Session *session = program->session;
  Text text = source_text(&session->sources, comment->span);
  if (!text_starts_with(text, TEXT("//"))) return;
  text = text_trim(text_slice(text, 2, text.size));
  if (!starts_word(&text, "strata:")) return;
  if (!starts_word(&text, "ignore")) {
    malformed(program, comment->span, "a comment that begins with 'strata:' silences a finding, and this one does not");
    return;
  }
  Ignore ignore = {.span = comment->span, .line = line_of(&session->sources, comment)};
  size_t first = out->list.count;
  while ((ignore.code = take_code(&text)).size) vec_push(&session->arena, &out->list, ignore);
  if (out->list.count == first) {
    malformed(program, comment->span, "this comment does not say which finding it silences");
  } else if (!starts_word(&text, "-") || text.size == 0) {
    malformed(program, comment->span, "this comment does not say why the finding is silenced");
    out->list.count = first;
  }
}

void ignore_collect(Ignores *out, Program *program) {
  *out = (Ignores){0};
  for (size_t i = 0; i < program->modules.count; i++) {
    const Module *module = program->modules.entries[i].value;
    for (size_t k = 0; !module->library && k < module->file->comments.count; k++)
      collect_comment(out, program, &module->file->comments.items[k]);
  }
}

// Whether the program is whole in spite of it.
static bool can_be_silenced(Text code) {
  static const char *const judgements[] = {"E0309", "E0315", "E0316"};
  for (size_t i = 0; i < sizeof judgements / sizeof *judgements; i++)
    if (text_is(code, judgements[i])) return true;
  return !text_starts_with(code, TEXT("E0")) || text_starts_with(code, TEXT("E051"));  // E051x: what policies find
}

static bool silenced(Ignores *ignores, const Sources *sources, const Diag *diag) {
  Text code = text_of(diag->code);
  bool found = false;
  uint32_t line = 0;
  for (size_t i = 0; i < ignores->list.count; i++) {
    Ignore *ignore = &ignores->list.items[i];
    if (ignore->span.source != diag->span.source || !text_equal(ignore->code, code) || !can_be_silenced(code)) continue;
    if (!line) line = source_position(sources, diag->span.source, diag->span.start).line;
    if (ignore->line == line) found = ignore->used = true;
  }
  return found;
}

void ignore_apply(Ignores *ignores, Session *session, size_t from) {
  Diags *diags = &session->diags;
  size_t kept = from;
  for (size_t i = from; ignores->list.count && i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    if (!silenced(ignores, &session->sources, diag)) {
      diags->list.items[kept++] = diag;
      continue;
    }
    diags->errors -= diag->level == LEVEL_ERROR;
    diags->warnings -= diag->level == LEVEL_WARNING;
  }
  if (ignores->list.count) diags->list.count = kept;
}

void ignore_unused(const Ignores *ignores, Session *session) {
  static const char *const own[] = {"E0", "W0", "E11", "E30"};  // what compiling reports by itself
  for (size_t i = 0; i < ignores->list.count; i++) {
    const Ignore *ignore = &ignores->list.items[i];
    bool reported_here = false;
    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
      reported_here = reported_here || text_starts_with(ignore->code, text_of(own[k]));
    bool of_policies = text_starts_with(ignore->code, TEXT("E051"));  // which `lint` and `test` run
    if (ignore->used || !reported_here || of_policies) continue;
    Diag *diag = diag_warning(&session->diags, "W0203", ignore->span, "this comment silences nothing: there is no %.*s",
                              TEXT_ARG(ignore->code));
    diag_help(&session->diags, diag,
              "remove it; a comment is about its own line or, on a line of its own, about the next");
  }
}
