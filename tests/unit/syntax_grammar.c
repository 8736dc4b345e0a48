// docs/grammar.md against the parser: every rule has a function of its name, with the rule above it, and the other way
// round.
#include "syntax_support.h"

enum { MOST = 128 };

typedef struct Names {
  Text items[MOST];
  size_t count;
} Names;

static bool has(const Names *names, Text name) {
  for (size_t i = 0; i < names->count; i++)
    if (text_equal(names->items[i], name)) return true;
  return false;
}

static void add(Names *names, Text name) {
  if (has(names, name)) return;
  assert_true(names->count < MOST);
  names->items[names->count++] = name;
}

static bool in_word(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// The names that begin a line and stand before '=' in the page's ```ebnf blocks.
static void read_rules(Names *rules, Text page) {
  const Text fence = TEXT("```ebnf\n"), close = TEXT("\n```");
  for (size_t at = text_find(page, fence, 0); at != SIZE_MAX; at = text_find(page, fence, at + 1)) {
    size_t end = text_find(page, close, at);
    for (size_t line = at + fence.size; line < end; line = text_find(page, TEXT("\n"), line) + 1) {
      size_t stop = line;
      while (in_word(page.at[stop])) stop++;
      if (stop > line) add(rules, text_slice(page, line, stop));
    }
  }
}

// The functions parse_NAME that a source file defines, and the rules in the comments that begin with one.
static void read_functions(Names *functions, Names *commented, Text source) {
  const Text mark = TEXT("parse_");
  for (size_t line = 0; line < source.size;) {
    size_t end = text_find(source, TEXT("\n"), line);
    if (end == SIZE_MAX) end = source.size;
    Text text = text_slice(source, line, end);
    size_t name = text_find(text, mark, 0);
    bool defines = text.size && (in_word(text.at[0]) || (text.at[0] >= 'A' && text.at[0] <= 'Z')) &&
                   text.at[text.size - 1] != ';' && name != SIZE_MAX && text.at[name - 1] != '(';
    if (defines) {
      size_t stop = name + mark.size;
      while (stop < text.size && in_word(text.at[stop])) stop++;
      if (stop < text.size && text.at[stop] == '(') add(functions, text_slice(text, name + mark.size, stop));
    }
    if (text_starts_with(text, TEXT("// "))) {
      size_t stop = 3;
      while (stop < text.size && in_word(text.at[stop])) stop++;
      Text rest = text_slice(text, stop, text.size);
      if (text_starts_with(rest, TEXT(" = ")) || text_starts_with(rest, TEXT(": a STRING")))
        add(commented, text_slice(text, 3, stop));
    }
    line = end + 1;
  }
}

static void rules_and_functions_match(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Text page;
  assert_true(io_read(&arena, &diags, text_format(&arena, "%s/docs/grammar.md", project_root()).at, &page));
  Names *rules = ARENA_NEW(&arena, Names), *functions = ARENA_NEW(&arena, Names), *commented = ARENA_NEW(&arena, Names);
  read_rules(rules, page);
  assert_true(rules->count > 50);
  glob_t found;
  assert_int_equal(glob(text_format(&arena, "%s/compiler/syntax/parse*.c", project_root()).at, 0, NULL, &found), 0);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    Text source;
    assert_true(io_read(&arena, &diags, found.gl_pathv[i], &source));
    read_functions(functions, commented, source);
  }
  globfree(&found);
  for (size_t i = 0; i < rules->count; i++) {
    if (!has(functions, rules->items[i])) fail_msg("rule %.*s has no function", TEXT_ARG(rules->items[i]));
    if (!has(commented, rules->items[i])) fail_msg("rule %.*s stands above no function", TEXT_ARG(rules->items[i]));
  }
  for (size_t i = 0; i < functions->count; i++)
    if (!has(rules, functions->items[i]) && !text_is(functions->items[i], "intern"))
      fail_msg("parse_%.*s is no rule of docs/grammar.md", TEXT_ARG(functions->items[i]));
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(rules_and_functions_match)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
