// Programs with tokens dropped, doubled, swapped and replaced: whatever comes out either is reported or is a program
// that printing keeps. And texts that are made to overflow something: fast, without a crash, one message or a few.
#include <time.h>

#include "syntax_support.h"

enum { MUTANTS = 15000 };

static uint32_t next_random(uint64_t *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return (uint32_t)(*seed >> 32);
}

static Text token_text(const Program *program, const Tokens *tokens, size_t at) {
  return text_slice(program->text, tokens->items[at].start, tokens->items[at].end);
}

// A copy of the program with one to three changes of tokens; what stands between tokens stays.
static void mutate(Buffer *out, const Program *program, const Tokens *tokens, uint64_t *seed) {
  static const char *const others[] = {
      "{",  "}",  "(",    ")",    "[",   "]",  ",",    ":",  "=",     "\n",     "=>",   "->", "..",   "...", "?",  "?.",
      "??", "if", "then", "else", "for", "in", "let",  "\"", "'",     "\"\"\"", "${",   "/*", "*/",   "///", "//", "|",
      "-",  "!",  "*",    "1",    "1..", "x",  "A::B", "@a", "\"a\"", "60%",    "null", "by", "test", "<",   ">"};
  size_t changes = 1 + next_random(seed) % 3, at[3], kind[3];
  for (size_t i = 0; i < changes; i++) {
    at[i] = next_random(seed) % tokens->count;
    kind[i] = next_random(seed) % 5;
  }
  uint32_t copied = 0;
  for (size_t i = 0; i + 1 < tokens->count; i++) {
    const Token *token = &tokens->items[i];
    buffer_add(out, text_slice(program->text, copied, token->start));
    copied = token->end;
    Text text = token_text(program, tokens, i);
    for (size_t k = 0; k < changes; k++) {
      if (at[k] != i) continue;
      size_t other = next_random(seed) % tokens->count;
      switch (kind[k]) {
        case 0: text.size = 0; break;
        case 1: buffer_add(out, text), buffer_add_char(out, ' '); break;
        case 2: text = token_text(program, tokens, other); break;
        case 3: text = text_of(others[next_random(seed) % (sizeof others / sizeof *others)]); break;
        default: buffer_add_string(out, others[next_random(seed) % (sizeof others / sizeof *others)]); break;
      }
    }
    buffer_add(out, text);
  }
}

static void check_span(const Parsed *parsed, Span span, size_t size) {
  if (!span.source) return;
  assert_true(span.source <= parsed->sources.list.count);
  assert_true(span.start <= span.end && span.end <= size);
}

static void check_mutant(Text text) {
  Parsed parsed;
  parse_text(&parsed, text);
  for (size_t i = 0; i < parsed.diags.list.count; i++) {
    const Diag *diag = parsed.diags.list.items[i];
    check_span(&parsed, diag->span, text.size);
    for (size_t k = 0; k < diag->notes.count; k++) check_span(&parsed, diag->notes.items[k].span, text.size);
  }
  for (size_t i = 0; i < parsed.file->items.count; i++)
    check_span(&parsed, parsed.file->items.items[i]->span, text.size);
  Text tree = parsed_dump(&parsed);
  if (!parsed.diags.errors) {
    Parsed again;
    Text printed = parsed_print(&parsed);
    parse_text(&again, printed);
    bool same =
        !again.diags.errors && text_equal(parsed_dump(&again), tree) && text_equal(parsed_print(&again), printed);
    if (!same) fail_msg("printing changes this program:\n%.*s\n--- printed\n%.*s", TEXT_ARG(text), TEXT_ARG(printed));
    parsed_free(&again);
  }
  parsed_free(&parsed);
}

static void mutants_are_reported_or_printed(void **state) {
  (void)state;
  Arena arena = {0};
  Programs *programs = ARENA_NEW(&arena, Programs);
  add_own_programs(programs, &arena);
  assert_true(programs->count >= 5);
  uint64_t seed = 0x9E3779B97F4A7C15u;
  Buffer mutant = {0};
  for (size_t i = 0; i < programs->count; i++) {
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    Tokens tokens;
    lex(&tokens, &arena, &diags, &sources,
        source_span(&sources, source_add(&sources, TEXT("p"), programs->items[i].text)));
    for (size_t k = 0; k < MUTANTS / programs->count + 1; k++) {
      mutant.size = 0;
      mutate(&mutant, &programs->items[i], &tokens, &seed);
      check_mutant(buffer_text(&mutant));
    }
    lex_free(&tokens);
  }
  buffer_free(&mutant);
  arena_free(&arena);
}

// Each text of one MiB is read in less than a second (here, with all checks on, in less than ten).
static void hostile_texts_end_soon(void **state) {
  (void)state;
  static const struct {
    const char *head, *repeated;
  } texts[] = {
      {"a = ", "["},
      {"a = ", "("},
      {"a = ", "{a:"},
      {"a = ", "\"${"},
      {"a = ", "-"},
      {"a = ", "!"},
      {"a = ", "a."},
      {"a = ", "a+"},
      {"a = ", "a ?? "},
      {"a = ", "f("},
      {"a = ", "a["},
      {"a = ", "if "},
      {"a = ", "if a then "},
      {"a = ", "if a then 1 else "},
      {"", "/*"},
      {"", "a b {\n"},
      {"", "a b { "},
      {"", "if a { "},
      {"", "if a {} else "},
      {"", "}"},
      {"", "{"},
      {"", ","},
      {"", "/// a\n"},
      {"", "/// a\n,"},
      {"", "a"},
      {"", "\""},
      {"", "'"},
      {"", "else "},
      {"", "else/*"},
      {"", "a = [\n"},
      {"", "a = {\n"},
      {"a = \"\"\"\n", " \n"},
      {"a = \"\"\"\n", "${"},
      {"a = \"\"\"\n", "\"${\"\"\"\n"},
      {"type a = ", "{a:"},
      {"type a = ", "["},
      {"type a = ", "a|"},
      {"type a = ", "A<"},
      {"type a = ", "-"},
      {"", "x=1 y "},
      {"", "\x80"},
      {"", "\xE2\x82\xAC"},
      {"", "#\n"},
      {"", "a = [\n/// x\n"},
      {"", "a = 1 /* */\n"},
      {"a = ", "1_"},
      {"moved ", "a[\"x\"]."},
      {"", "@a "},
      {"", "a b {}\n"},
      {"", "] "},
  };
  enum { SIZE = 1 << 20 };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    Buffer text = {0};
    buffer_add_string(&text, texts[i].head);
    while (text.size < SIZE) buffer_add_string(&text, texts[i].repeated);
    clock_t start = clock();
    Parsed parsed;
    parse_text(&parsed, buffer_text(&text));
    if (!parsed.diags.errors) (void)parsed_print(&parsed);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 10 || parsed.diags.list.count > 301)
      fail_msg("%s%s...: %.2f s, %zu diagnostics", texts[i].head, texts[i].repeated, seconds, parsed.diags.list.count);
    parsed_free(&parsed);
    buffer_free(&text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(mutants_are_reported_or_printed),
      cmocka_unit_test(hostile_texts_end_soon),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
