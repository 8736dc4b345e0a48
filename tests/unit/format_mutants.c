// The JSON scanner against jansson on texts that are nearly JSON: both take a mutant and read the same tree, or both
// refuse it, but for the listed differences.
#include "unit/format_jansson.h"
#include "unit/format_trees.h"

enum { MUTANTS = 150000, LONGEST = 4096 };

// One to four small damages: a byte or piece of JSON put in, bytes taken out, doubled or cut off.
static Text mutant(Arena *arena, Random *random, Text text) {
  static const Text pieces[] = {
      TEXT("\""),
      TEXT("{"),
      TEXT("}"),
      TEXT("["),
      TEXT("]"),
      TEXT(","),
      TEXT(":"),
      TEXT("\\"),
      TEXT("0"),
      TEXT("-"),
      TEXT("."),
      TEXT("e+"),
      TEXT("E"),
      TEXT("1"),
      TEXT(" "),
      TEXT("\n"),
      TEXT("\t"),
      TEXT("\r"),
      TEXT("\f"),
      TEXT("\\u"),
      TEXT("\\ud83d\\ude00"),
      TEXT("\\ud800"),
      TEXT("\\udc00"),
      TEXT("\\u0000"),
      TEXT("\\/"),
      TEXT("\\x"),
      TEXT("true"),
      TEXT("null"),
      TEXT("nul"),
      TEXT("NaN"),
      TEXT("'"),
      TEXT("//"),
      TEXT("#"),
      TEXT("\x80"),
      TEXT("\xC3"),
      TEXT("\xC3\xA9"),
      TEXT("\xED\xA0\x80"),
      TEXT("\xF4\x90\x80\x80"),
      TEXT("\x01"),
      TEXT("\x7F"),
      {"", 1},
      TEXT("\xEF\xBB\xBF"),
      TEXT("00"),
      TEXT("[]"),
      TEXT("{}"),
      TEXT("\"a\":1,"),
      TEXT(",1"),
      TEXT("1e5"),
      TEXT("-0"),
      TEXT("\xE2\x80\xA8"),
      TEXT("+1"),
  };
  Buffer out = {0};
  buffer_add(&out, text);
  for (uint32_t damages = 1 + random_below(random, 4); damages; damages--) {
    size_t at = random_below(random, (uint32_t)out.size + 1), size = 1 + random_below(random, 6);
    if (size > out.size - at) size = out.size - at;
    Text before = text_slice(buffer_text(&out), 0, at), behind = text_slice(buffer_text(&out), at, out.size);
    Buffer next = {0};
    buffer_add(&next, before);
    switch (random_below(random, 8)) {
      case 0: behind.size = random_below(random, 6) ? behind.size : 0; break;
      case 1: behind = text_slice(behind, size, behind.size); break;
      case 2: buffer_add(&next, text_slice(behind, 0, size)); break;
      case 3:
        behind = text_slice(behind, size, behind.size);
        buffer_add(&next, pieces[random_below(random, sizeof pieces / sizeof *pieces)]);
        break;
      default: buffer_add(&next, pieces[random_below(random, sizeof pieces / sizeof *pieces)]);
    }
    buffer_add(&next, behind);
    buffer_free(&out);
    out = next;
  }
  return buffer_take(&out, arena);
}

// What we take and jansson does not: a byte order mark, whole numbers over 64 bits and floats beyond a double's range.
static bool may_refuse(const json_error_t *error, Text text) {
  enum json_error_code code = json_error_code(error);
  return text_starts_with(text, TEXT("\xEF\xBB\xBF")) || code == json_error_numeric_overflow;
}

// What jansson takes and we do not: more than 100 levels, and anything behind a NUL byte, which ends its text.
static bool may_be_refused(const char *report) {
  return strstr(report, "more than 100 levels") != NULL || strstr(report, "the text holds a NUL byte") != NULL;
}

static void jansson_and_we_agree_on_mutants(void **state) {
  (void)state;
  Random random = {0x5EED};
  size_t taken = 0, refused = 0;
  for (uint64_t number = 0; number < MUTANTS; number++) {
    Arena arena = {0};
    Text whole = written(&arena, number % 2 ? json_write : json_write_compact, trees_tree(&arena, number / 8, true));
    if (whole.size > LONGEST) {
      arena_free(&arena);
      continue;
    }
    Text text = mutant(&arena, &random, whole);
    json_error_t error;
    json_t *theirs = json_loadb(text.at, text.size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    Reading ours;
    reading_of(&ours, json_read, text);
    const char *report = reading_report(&ours);
    if (ours.value && !theirs && !may_refuse(&error, text))
      fail_msg("we take, jansson refuses (%s): %s", error.text, text.at);
    if (!ours.value && theirs && !may_be_refused(report))
      fail_msg("jansson takes, we refuse (%s): %s", report, text.at);
    if (ours.value && theirs && !jansson_agrees(ours.value, theirs))
      fail_msg("jansson reads another tree: %s", text.at);
    if (!ours.value && ours.diags.errors != 1) fail_msg("not one error: %s\n%s", report, text.at);
    *(ours.value ? &taken : &refused) += 1;
    json_decref(theirs);
    arena_free(&ours.arena);
    arena_free(&arena);
  }
  print_message("%zu mutants taken, %zu refused\n", taken, refused);
  assert_true(taken > MUTANTS / 20 && refused > MUTANTS / 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(jansson_and_we_agree_on_mutants)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
