// YAML as it is written: layout, tags, quotes and block scalars; everything reads back as the same tree.
#include "unit/format_support.h"

// Reads JSON, writes YAML, holds it against `expected`, and reads it again.
static void check_written(Text json, const char *expected) {
  Reading reading, again;
  reading_of(&reading, json_read, json);
  assert_non_null(reading.value);
  Text yaml = written(&reading.arena, yaml_write, reading.value);
  assert_string_equal(yaml.at, expected);
  reading_of(&again, yaml_read, yaml);
  assert_true(value_equal(reading.value, again.value));
  arena_free(&again.arena);
  arena_free(&reading.arena);
}

static void lists_stand_under_their_key(void **state) {
  (void)state;
  check_written(
      TEXT("{\"a\":[1,{\"b\":2,\"c\":[[3,[4]],[],{}]},[{\"d\":null}]],\"e\":{},\"f\":{\"g\":true}}"),
      "a:\n  - 1\n  - b: 2\n    c:\n      - - 3\n        - - 4\n      - []\n      - {}\n  - - d: null\ne: {}\nf:\n  g: "
      "true\n");
  check_written(TEXT("[]"), "[]\n");
  check_written(TEXT("\"a\\nb\\n\""), "|\n  a\n  b\n");
  check_written(TEXT("{\"Fn::Sub\":\"a\\nb\"}"), "!Sub |-\n  a\n  b\n");
  check_written(TEXT("{\"Fn::Join\":[\",\",[\"a\"]]}"), "!Join\n  - ','\n  - - a\n");
}

static void intrinsics_are_written_by_tag(void **state) {
  (void)state;
  check_written(TEXT("{\"a\":{\"Ref\":\"X\"},\"b\":{\"Fn::GetAtt\":[\"A\",\"B.C\"]},"
                     "\"c\":{\"Fn::GetAtt\":[\"A\",{\"Ref\":\"X\"}]}}"),
                "a: !Ref X\nb: !GetAtt A.B.C\nc: !GetAtt\n  - A\n  - !Ref X\n");
  check_written(TEXT("{\"a\":{\"Fn::Base64\":{\"Fn::Sub\":\"#!/bin/sh\\necho\\n\"}},"
                     "\"b\":[{\"Fn::Join\":[\"\",[{\"Ref\":\"X\"}]]}]}"),
                "a:\n  Fn::Base64: !Sub |\n    #!/bin/sh\n    echo\nb:\n  - !Join\n    - ''\n    - - !Ref X\n");
  check_written(TEXT("{\"a\":{\"Fn::Sub\":[\"${x}\",{\"x\":{\"Fn::ImportValue\":{\"Fn::Sub\":\"y\"}}}]},"
                     "\"b\":{\"Fn::GetAZs\":\"\"}}"),
                "a: !Sub\n  - ${x}\n  - x:\n      Fn::ImportValue: !Sub 'y'\nb: !GetAZs ''\n");
  check_written(TEXT("{\"a\":{\"Fn::If\":[\"c\",{\"Ref\":\"AWS::NoValue\"},1]},\"b\":{\"Condition\":\"X\"},"
                     "\"c\":{\"Fn::And\":[{\"Condition\":\"Z\"}]}}"),
                "a: !If\n  - c\n  - !Ref AWS::NoValue\n  - 1\nb: !Condition X\nc: !And\n  - !Condition Z\n");
}

static void odd_intrinsics_keep_the_long_form(void **state) {
  (void)state;
  check_written(TEXT("{\"a\":{\"Ref\":5},\"b\":{\"Ref\":[\"X\"]},\"c\":{\"Fn::GetAtt\":\"A.B\"},"
                     "\"d\":{\"Fn::GetAtt\":[\"A.B\",\"C\"]}}"),
                "a:\n  Ref: 5\nb:\n  Ref:\n    - X\nc:\n  Fn::GetAtt: A.B\nd: !GetAtt\n  - A.B\n  - C\n");
  check_written(
      TEXT("{\"a\":{\"Condition\":{\"x\":1}},\"b\":{\"Fn::Transform\":{\"Name\":\"m\"}},\"c\":{\"Fn::Other\":\"x\"},"
           "\"d\":{\"Fn::Sub\":true}}"),
      "a:\n  Condition:\n    x: 1\nb:\n  Fn::Transform:\n    Name: m\nc:\n  Fn::Other: x\nd:\n  Fn::Sub: true\n");
  check_written(TEXT("{\"a\":{\"Fn::Not\":{\"Fn::Not\":{\"Ref\":\"X\"}}},\"b\":{\"Ref\":\"X\",\"c\":1}}"),
                "a:\n  Fn::Not:\n    Fn::Not: !Ref X\nb:\n  Ref: X\n  c: 1\n");
}

static void texts_are_quoted_where_any_reader_would_differ(void **state) {
  (void)state;
  static const char *const quoted[] = {
      "yes",
      "No",
      "ON",
      "off",
      "y",
      "N",
      "true",
      "FALSE",
      "null",
      "~",
      "",
      "1",
      "-1",
      "+1",
      "012",
      "09",
      "0o17",
      "0x1F",
      "0b1",
      "0x_",
      "0b_",
      "0_",
      "._",
      "1_000",
      "1e3",
      "1E-3",
      "1.5",
      ".5",
      "-.5",
      "5.",
      ".inf",
      "-.Inf",
      ".NaN",
      "1:30",
      "1:30.5",
      "2012-10-17",
      "2012-10-17T01:02:03Z",
      "=",
      "<<",
      " a",
      "a ",
      "-",
      "- a",
      "? a",
      ": a",
      "a: b",
      "a:",
      "a #b",
      "#a",
      "&a",
      "*a",
      "!a",
      "|",
      ">",
      "%a",
      "@a",
      "`a",
      "[a",
      "]",
      "{a",
      "}",
      ",a",
      "'a",
      "\"a",
      "---",
      "--- a",
      "...",
      "?",
      "012345678901",
  };
  static const char *const plain[] = {
      "a",          "a b",
      "a:b",        "arn:aws:s3:::b/*",
      "10.0.0.1",   "10.0.0.0/16",
      "1.2.3",      "a#b",
      "-a",         "--flag",
      "a'b",        "a\"b\"",
      "a\\b",       "${A}",
      "/path",      "yes!",
      "nope",       "t3.micro",
      "80:80",      "1-2",
      "2012-10",    "AWS::S3::Bucket",
      "a,b",        "a[0]",
      "$",          "=a",
      "<",          "~/x",
      "\xC3\xA9",   "\xF0\x9F\x98\x80",
      "1e",         "0xZ",
      "1.2.3.4:80", "oN",
  };
  Arena arena = {0};
  for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
    Text yaml = written(&arena, yaml_write, value_string(&arena, (Span){0}, text_of(quoted[i])));
    if (yaml.at[0] != '\'' && yaml.at[0] != '"') fail_msg("%s is written without quotes", quoted[i]);
  }
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
    Text yaml = written(&arena, yaml_write, value_string(&arena, (Span){0}, text_of(plain[i])));
    if (!text_equal(text_trim(yaml), text_of(plain[i]))) fail_msg("%s is written as %s", plain[i], yaml.at);
  }
  arena_free(&arena);
}

static void quotes_and_blocks_fit_the_text(void **state) {
  (void)state;
  check_written(
      TEXT("[\"it's: x\",\"'\\\"#\\\"'\",\"tab\\tin\",\"\\u2028\",\"\\u0085\\ufeff\\u001b\",\"a\\rb\",\"a\\\\: b\"]"),
      "- \"it's: x\"\n- '''\"#\"'''\n- \"tab\\tin\"\n- \"\\u2028\"\n- \"\\u0085\\ufeff\\u001b\"\n- \"a\\rb\"\n"
      "- 'a\\: b'\n");
  check_written(
      TEXT("[\"a\\nb\",\"a\\n\",\"a\\n\\n\",\"\\na\\n\",\" a\\nb\\n\",\"\\ta\\nb\",\"a\\n\\tb\\n\",\"a \\n b\\n\"]"),
      "- |-\n  a\n  b\n- |\n  a\n- |+\n  a\n\n- |2\n\n  a\n- |2\n   a\n  b\n- |2-\n  \ta\n  b\n- |\n  a\n  \tb\n"
      "- |\n  a \n   b\n");
  check_written(TEXT("[\"\\n\",\" \\n\",\"a\\n \",\"a\\u0001\\n\",\"a\\r\\n\"]"),
                "- \"\\n\"\n- \" \\n\"\n- \"a\\n \"\n- \"a\\u0001\\n\"\n- \"a\\r\\n\"\n");
  check_written(TEXT("{\"\":1,\"yes\":2,\"a\\nb\":3,\"a: b\":\"c\\nd\"}"),
                "'': 1\n'yes': 2\n\"a\\nb\": 3\n'a: b': |-\n  c\n  d\n");
}

static void long_keys_are_explicit(void **state) {
  (void)state;
  Arena arena = {0};
  Buffer key = {0};
  buffer_fill(&key, 'k', 1001);
  Text long_key = buffer_take(&key, &arena);
  check_written(text_format(&arena, "{\"a\":[{\"%s\":{\"b\":[1]}}]}", long_key.at),
                text_format(&arena, "a:\n  - ? %s\n    :\n      b:\n        - 1\n", long_key.at).at);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lists_stand_under_their_key),
      cmocka_unit_test(intrinsics_are_written_by_tag),
      cmocka_unit_test(odd_intrinsics_keep_the_long_form),
      cmocka_unit_test(texts_are_quoted_where_any_reader_would_differ),
      cmocka_unit_test(quotes_and_blocks_fit_the_text),
      cmocka_unit_test(long_keys_are_explicit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
