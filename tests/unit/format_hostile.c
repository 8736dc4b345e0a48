// 1 MiB of input that was made to be slow ends in under 2 seconds in a release build, whatever it is: each of these is
// deep, long in one place, or repeats what libyaml or we could compare with all that came before.
#include <time.h>

#include "unit/format_support.h"

#ifdef __SANITIZE_ADDRESS__
enum { SIZE = 128 * 1024, MOST_MILLISECONDS = 10000 };
#elif defined(NDEBUG)
enum { SIZE = 1024 * 1024, MOST_MILLISECONDS = 2000 };
#else
enum { SIZE = 1024 * 1024, MOST_MILLISECONDS = 8000 };
#endif

// `first`, then `again` over and over up to SIZE; "@" in `again` becomes a number that goes up.
typedef struct Hostile {
  const char *first, *again;
} Hostile;

static const Hostile inputs[] = {
    {"", "["},
    {"", "{a: "},
    {"", "- "},
    {"", "? "},
    {"", "[? "},
    {"", "{\"a\":"},
    {"", "[1,"},
    {"", "\"a\": "},
    {"", "a: !Not ["},
    {"", "- &a\n"},
    {"[&a a", ", *a"},
    {"- &a x\n", "- *a\n"},
    {"- &a {a: 1, b: 2}\n", "- *a\n"},
    {"", "- *a\n"},
    {"a: &a {b: 1}\nc:\n", "  <<: *a\n"},
    {"a: &a {b: 1}\nc: {<<: [", "*a,"},
    {"a0: &a0 {x: 1}\n", "a@: &a@\n  <<: *a0\n  k@: 1\n"},
    {"", "%TAG !a@! x\n"},
    {"a\n...\n", "%TAG !a@! x\n"},
    {"", "%YAML 1.1\n"},
    {"", "%OTHER 1\n"},
    {"", "- !x a\n"},
    {"", "#\n"},
    {"", "\n"},
    {"", "\r"},
    {"", "\t"},
    {"", " "},
    {"a:\n", "\t"},
    {"a", "\n"},
    {"", "a "},
    {"", "a\n"},
    {"", "a"},
    {"\"", "a\n "},
    {"\"", "\\\n"},
    {"\"", "\\u0041"},
    {"'", "''"},
    {"", "\""},
    {"", "'"},
    {"", "'a' "},
    {"", "\"a\"\n"},
    {"|\n", " a\n"},
    {"|\n", " "},
    {"|\n", "          \n"},
    {">\n", " a\n\n"},
    {"", ">"},
    {"", "|"},
    {"", "%"},
    {"", "!"},
    {"", "&"},
    {"!<", "a"},
    {"!<", "%41"},
    {"&", "a"},
    {"*", "a"},
    {"", "*"},
    {"", ":"},
    {"", ": "},
    {"", "---\n"},
    {"", "--- a\n"},
    {"", "...\n"},
    {"", "a: 1\n"},
    {"", "k@: 1\n"},
    {"{", "k@: 1, "},
    {"", "\xC3\xA9@: \xC3\xBC\n"},
    {"[", "a,"},
    {"[", "a, "},
    {"[\n", " a,\n"},
    {"[", "a: b, "},
    {"[", "? a,"},
    {"[", "!Ref a,"},
    {"{'a': [", "a,"},
    {"{\"a\": 1,}", "#"},
    {"[", "{\"k@\":@},"},
    {"{", "\"k@\":0,"},
    {"", "\xEF\xBB\xBF"},
    {"", "\xE2\x80\xA8"},
    {"1", "_"},
    {"", "1"},
    {"1", ":1"},
    {"0x", "f"},
    {"[\"", "\\n"},
    {"[\"", "\\ud83d\\ude00"},
};

static Text hostile(Buffer *out, const Hostile *input) {
  out->size = 0;
  buffer_add_string(out, input->first);
  const char *hole = strchr(input->again, '@');
  Text piece = text_of(input->again);
  for (int number = 1; out->size + piece.size + 20 < SIZE; number++) {
    if (!hole) {
      buffer_add(out, piece);
      continue;
    }
    for (size_t i = 0; i < piece.size; i++) {
      if (piece.at[i] == '@')
        buffer_format(out, "%d", number);
      else
        buffer_add_char(out, piece.at[i]);
    }
  }
  return buffer_text(out);
}

static void check_time(Read read, Text text, const Hostile *input) {
  clock_t start = clock();
  Reading reading;
  reading_of(&reading, read, text);
  long milliseconds = (long)((clock() - start) * 1000 / CLOCKS_PER_SEC);
  assert_true(reading.value || reading.diags.errors);
  if (milliseconds > MOST_MILLISECONDS) fail_msg("%ld ms for '%s%s...'", milliseconds, input->first, input->again);
  arena_free(&reading.arena);
}

static void hostile_input_ends_soon(void **state) {
  (void)state;
  Buffer text = {0};
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
    check_time(yaml_read, hostile(&text, &inputs[i]), &inputs[i]);
    check_time(json_read, buffer_text(&text), &inputs[i]);
  }
  buffer_free(&text);
}

// A long tag prefix that each of many tags would be expanded by; 95 open lists around many items, which libyaml looks
// through for each token.
static void hostile_mixtures_end_soon(void **state) {
  (void)state;
  Buffer text = {0};
  const Hostile prefix = {"%TAG !a! x", "\n- !a!x 1"};
  buffer_add_string(&text, "%TAG !a! ");
  buffer_fill(&text, 'x', SIZE / 2);
  buffer_add_string(&text, "\n---\n");
  while (text.size < SIZE) buffer_add_string(&text, "- !a!x 1\n");
  check_time(yaml_read, buffer_text(&text), &prefix);

  const Hostile deep = {"[[[", "\"a\" : b,"};
  text.size = 0;
  buffer_fill(&text, '[', 95);
  while (text.size < SIZE) buffer_add_string(&text, "\"a\" : b,");
  check_time(yaml_read, buffer_text(&text), &deep);
  buffer_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hostile_input_ends_soon),
      cmocka_unit_test(hostile_mixtures_end_soon),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
