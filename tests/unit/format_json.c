// JSON: what is refused, where and in which words; spans; what is written.
#include "unit/format_support.h"

static void mistakes_are_told_exactly(void **state) {
  (void)state;
  const Case cases[] = {
      {TEXT(""), "1:1-1:1 the text is empty | a template is a map: { \"Resources\": { ... } }"},
      {TEXT(" \n"), "2:1-2:1 the text is empty | a template is a map: { \"Resources\": { ... } }"},
      {TEXT("{\"a\": 1, \"b\": 2, \"a\": 3}"),
       "1:18-1:21 the key \"a\" stands twice in this map | remove one of the two, or give it another name [1:2-1:5 it "
       "stands here first]"},
      {TEXT("{\"a\": {\"x\": 1,\n  \"x\": 2}}"),
       "2:3-2:6 the key \"x\" stands twice in this map | remove one of the two, or give it another name [1:8-1:11 it "
       "stands here first]"},
      {TEXT("[1, 2,]"), "1:6-1:7 a ',' stands before ']' with nothing behind it | remove the ','"},
      {TEXT("{\"a\": 1,\n}"), "1:8-1:9 a ',' stands before '}' with nothing behind it | remove the ','"},
      {TEXT("{\"a\": 1} // c"),
       "1:10-1:12 JSON has no comments | remove it, or write the template in YAML, where '#' begins a comment"},
      {TEXT("{# c\n}"),
       "1:2-1:3 JSON has no comments | remove it, or write the template in YAML, where '#' begins a comment"},
      {TEXT("[1 /* c */]"),
       "1:4-1:6 JSON has no comments | remove it, or write the template in YAML, where '#' begins a comment"},
      {TEXT("{'a': 1}"), "1:2-1:3 JSON has no single quotes | write \"...\" instead of '...'"},
      {TEXT("['a']"), "1:2-1:3 JSON has no single quotes | write \"...\" instead of '...'"},
      {TEXT("{a: 1}"), "1:2-1:3 'a' stands without quotes | write \"a\""},
      {TEXT("{\"a\": NaN}"), "1:7-1:10 JSON has no NaN | write a number, or text in double quotes"},
      {TEXT("{\"a\": True}"), "1:7-1:11 'True' is no JSON value | write true"},
      {TEXT("{\"a\": None}"), "1:7-1:11 'None' is no JSON value | write null"},
      {TEXT("[us-east-1]"), "1:2-1:11 'us-east-1' stands without quotes | write \"us-east-1\""},
      {TEXT("{\"a\": !Ref b}"),
       "1:7-1:8 no value begins with '!' | texts stand in double quotes, maps in { }, lists in [ ]"},
      {TEXT("[007]"), "1:2-1:5 the number '007' begins with 0 | write 7, or \"007\" where it is text"},
      {TEXT("[-01.5]"), "1:2-1:7 the number '-01.5' begins with 0 | write -1.5, or \"-01.5\" where it is text"},
      {TEXT("[1.]"), "1:2-1:4 '1.' is no number | write digits behind '-', '.' and 'e'; text stands in double quotes"},
      {TEXT("[1e]"), "1:2-1:4 '1e' is no number | write digits behind '-', '.' and 'e'; text stands in double quotes"},
      {TEXT("[-]"), "1:2-1:3 '-' is no number | write digits behind '-', '.' and 'e'; text stands in double quotes"},
      {TEXT("[+1]"),
       "1:2-1:3 a number begins with a digit or '-', not '+' | write the digit 0 before a '.', and no '+'"},
      {TEXT("[.5]"),
       "1:2-1:3 a number begins with a digit or '-', not '.' | write the digit 0 before a '.', and no '+'"},
      {TEXT("[1abc]"),
       "1:2-1:6 '1abc' is no number | write digits behind '-', '.' and 'e'; text stands in double quotes"},
      {TEXT("[-Infinity]"),
       "1:2-1:11 '-Infinity' is no number | write digits behind '-', '.' and 'e'; text stands in double quotes"},
      {TEXT("[\"a\tb\"]"), "1:4-1:5 a tab stands inside a text | write \\t"},
      {TEXT("[\"a\001\"]"), "1:4-1:5 the control character U+0001 stands inside a text | write \\u0001"},
      {TEXT("{\"a\": \"b\n}"),
       "1:7-1:9 a text is not closed on its line | close it with '\"'; a line end inside a text is written \\n"},
      {TEXT("[\"a"), "1:2-1:4 a text is not closed | close it with '\"'; a line end inside a text is written \\n"},
      {TEXT("[\"a\\q\"]"),
       "1:4-1:6 a backslash before 'q' is no escape | escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; write "
       "\\\\ for a backslash"},
      {TEXT("[\"\\u12\"]"), "1:3-1:7 \\u12 is no escape | write four hexadecimal digits behind \\u"},
      {TEXT("[\"\\ud800\"]"),
       "1:3-1:9 \\ud800 is half a surrogate pair | write the character itself, or both halves of its pair: "
       "\\ud83d\\ude00"},
      {TEXT("[\"\\ude00x\"]"),
       "1:3-1:9 \\ude00 is half a surrogate pair | write the character itself, or both halves of its pair: "
       "\\ud83d\\ude00"},
      {TEXT("[\"\\ud800\\u0041\"]"),
       "1:3-1:9 \\ud800 is half a surrogate pair | write the character itself, or both halves of its pair: "
       "\\ud83d\\ude00"},
      {TEXT("[\"\\u0000\"]"), "1:3-1:9 a text cannot hold NUL (\\u0000) | remove it"},
      {TEXT("[\"\\"),
       "1:3-1:4 a backslash at the end of the text is no escape | escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
       "\\uXXXX; write \\\\ for a backslash"},
      {TEXT("{\"a\" 1}"), "1:6-1:7 ':' is missing behind the key \"a\"; here stands '1' | write \"a\": VALUE"},
      {TEXT("{\"a\"= 1}"), "1:5-1:6 ':' is missing behind the key \"a\"; here stands '=' | write \"a\": VALUE"},
      {TEXT("{\"a\": 1 \"b\": 2}"),
       "1:9-1:10 ',' or '}' is missing before '\"' | close the map with '}', or write ',' between its items [1:1-1:2 "
       "the map begins here]"},
      {TEXT("[1 2]"),
       "1:4-1:5 ',' or ']' is missing before '2' | close the list with ']', or write ',' between its items [1:1-1:2 "
       "the list begins here]"},
      {TEXT("{\"a\": }"), "1:7-1:8 a value is missing before '}' | write a value; null where there is none"},
      {TEXT("[,]"), "1:2-1:3 a value is missing before ',' | write a value; null where there is none"},
      {TEXT("[1,,2]"), "1:4-1:5 a value is missing before ',' | write a value; null where there is none"},
      {TEXT("{,}"), "1:2-1:3 a key is missing before ',' | remove one ','"},
      {TEXT("{\"a\": 1,, \"b\": 2}"), "1:9-1:10 a key is missing before ',' | remove one ','"},
      {TEXT("{1: 2}"), "1:2-1:3 '1' stands without quotes | write \"1\""},
      {TEXT("{\"a\": 1"),
       "1:8-1:8 the text ends inside a map | close the map with '}', or write ',' between its items [1:1-1:2 the map "
       "begins here]"},
      {TEXT("[1"),
       "1:3-1:3 the text ends inside a list | close the list with ']', or write ',' between its items [1:1-1:2 the "
       "list begins here]"},
      {TEXT("{\"a\""),
       "1:5-1:5 ':' is missing behind the key \"a\"; here stands the end of the text | write \"a\": VALUE"},
      {TEXT("{"), "1:2-1:2 the text ends where a key should stand | close the map with '}'"},
      {TEXT("{} {}"),
       "1:4-1:5 '{' stands behind the end of the template | a file holds one template; remove what follows it"},
      {TEXT("{\"\303\251\": \"\303\274\",\n \"\303\251\": nil}"), "2:7-2:10 'nil' is no JSON value | write null"},
      {TEXT("[truex]"), "1:2-1:7 'truex' stands without quotes | write \"truex\""},
      {TEXT("[\177]"), "1:2-1:3 no value begins with U+007F | texts stand in double quotes, maps in { }, lists in [ ]"},
      {TEXT("[\302\240 1]"), "1:2-1:3 the invisible character U+00A0 stands between values | remove it"},
      {TEXT("{\342\200\234a\342\200\235: 1}"),
       "1:2-1:3 the typographic quote '\342\200\234' is no quote of JSON | write \""},
      {TEXT("[\303\251]"), "1:2-1:3 '\303\251' stands without quotes | write \"\303\251\""},
      {TEXT("{a"), "1:2-1:3 'a' stands without quotes | write \"a\""},
      {TEXT("{\"a\": \"\377\"}"), "1:8-1:9 byte 0xFF is not valid UTF-8 here | save the file as UTF-8"},
      {TEXT("{\"a\": \"b\303\"}"), "1:9-1:10 byte 0xC3 is not valid UTF-8 here | save the file as UTF-8"},
      {TEXT("{\"a\": \"\000\"}"), "1:8-1:9 the text holds a NUL byte | remove it; a template is plain text"},
      {TEXT("\377\376{\000}\000"), "1:1-1:3 the text is UTF-16, not UTF-8 | save the file as UTF-8"},
      {TEXT("{\000}\000"), "1:1-1:3 the text is UTF-16, not UTF-8 | save the file as UTF-8"},
      {TEXT("\"\355\240\200\""), "1:2-1:3 byte 0xED is not valid UTF-8 here | save the file as UTF-8"},
      {TEXT("\357\273\277{x}"), "1:2-1:3 'x' stands without quotes | write \"x\""},
  };
  CHECK_REPORTS(json_read, cases);
}

static void depth_is_bounded(void **state) {
  (void)state;
  char text[2 * FORMAT_DEPTH + 2];
  memset(text, '[', FORMAT_DEPTH + 1);
  memset(text + FORMAT_DEPTH + 1, ']', FORMAT_DEPTH + 1);
  Reading reading;
  reading_of(&reading, json_read, (Text){text + 1, 2 * FORMAT_DEPTH});
  assert_non_null(reading.value);
  arena_free(&reading.arena);
  reading_of(&reading, json_read, (Text){text, 2 * FORMAT_DEPTH + 2});
  assert_null(reading.value);
  assert_string_equal(
      reading_report(&reading),
      "1:101-1:102 more than 100 levels of maps and lists | no template that CloudFormation takes is as "
      "deep");
  arena_free(&reading.arena);
}

static void equal_keys_are_found_in_large_maps(void **state) {
  (void)state;
  Buffer text = {0};
  buffer_add_char(&text, '{');
  for (int i = 0; i < 5000; i++) buffer_format(&text, "\"key%d\": %d,\n", i, i);
  buffer_add_string(&text, "\"key77\": 0}");
  Reading reading;
  reading_of(&reading, json_read, buffer_text(&text));
  assert_null(reading.value);
  assert_string_equal(reading_report(&reading),
                      "5001:1-5001:8 the key \"key77\" stands twice in this map | remove one of the two, or give it "
                      "another name [78:1-78:8 it stands here first]");
  arena_free(&reading.arena);
  buffer_free(&text);
}

static void spans_are_exact(void **state) {
  (void)state;
  Reading reading;
  Text text = TEXT("\xEF\xBB\xBF { \"\xC3\xA9\\n\" : [ 1.50, {\"x\":null} , true ] } ");
  reading_of(&reading, json_read, text);
  const Value *root = reading.value;
  assert_non_null(root);
  const Member *member = &root->as.map.members[0];
  assert_true(text_is(source_text(&reading.sources, member->key_span), "\"\xC3\xA9\\n\""));
  assert_true(text_is(member->key, "\xC3\xA9\n"));
  assert_true(text_is(source_text(&reading.sources, member->value->span), "[ 1.50, {\"x\":null} , true ]"));
  Value **items = member->value->as.list.items;
  assert_true(text_is(source_text(&reading.sources, items[0]->span), "1.50"));
  assert_true(text_is(source_text(&reading.sources, items[1]->span), "{\"x\":null}"));
  assert_true(text_is(source_text(&reading.sources, items[1]->as.map.members[0].key_span), "\"x\""));
  assert_true(text_is(source_text(&reading.sources, items[1]->as.map.members[0].value->span), "null"));
  assert_true(text_is(source_text(&reading.sources, items[2]->span), "true"));
  assert_int_equal(root->span.start, 4);
  assert_int_equal(root->span.end, text.size - 1);
  arena_free(&reading.arena);
}

static void numbers_keep_their_text(void **state) {
  (void)state;
  Reading reading;
  reading_of(&reading, json_read,
             TEXT("[0, -0, 9223372036854775807, -9223372036854775808, 9223372036854775808, 0.20, 1E+2, 1e400, "
                  "123456789012345678]"));
  Value **items = reading.value->as.list.items;
  assert_int_equal(items[0]->kind, VALUE_INT);
  assert_int_equal(items[1]->kind, VALUE_NUMBER);
  assert_true(text_is(items[1]->as.text, "-0"));
  assert_true(items[2]->kind == VALUE_INT && items[2]->as.integer == INT64_MAX);
  assert_true(items[3]->kind == VALUE_INT && items[3]->as.integer == INT64_MIN);
  assert_true(items[4]->kind == VALUE_NUMBER && text_is(items[4]->as.text, "9223372036854775808"));
  assert_true(text_is(items[5]->as.text, "0.20"));
  assert_true(text_is(items[6]->as.text, "1E+2"));
  assert_true(text_is(items[7]->as.text, "1e400"));
  assert_true(items[8]->kind == VALUE_INT && items[8]->as.integer == 123456789012345678);
  arena_free(&reading.arena);
}

static void writing_is_canonical(void **state) {
  (void)state;
  Reading reading;
  reading_of(&reading, json_read,
             TEXT("{\"b\":{},\"a\":[],\"t\":\"\\u00e9\\/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f<\","
                  "\"l\":[-1,{\"x\":[true,false,null]},1.0]}"));
  assert_string_equal(
      written(&reading.arena, json_write, reading.value).at,
      "{\n  \"b\": {},\n  \"a\": [],\n"
      "  \"t\": \"\xC3\xA9/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f<\",\n"
      "  \"l\": [\n    -1,\n    {\n      \"x\": [\n        true,\n        false,\n        null\n      ]\n"
      "    },\n    1.0\n  ]\n}\n");
  assert_string_equal(written(&reading.arena, json_write_compact, reading.value).at,
                      "{\"b\":{},\"a\":[],\"t\":\"\xC3\xA9/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f<\","
                      "\"l\":[-1,{\"x\":[true,false,null]},1.0]}");
  arena_free(&reading.arena);
}

static void format_is_told_by_content(void **state) {
  (void)state;
  const Case cases[] = {
      {TEXT("{\"a\": 1} # c\n"),
       "W0001 1:10-1:11 this begins like JSON and is YAML only: JSON has no comments | remove it, or write the "
       "template in YAML, where '#' begins a comment"},
      {TEXT("{\"a\": 1,}"),
       "W0001 1:8-1:9 this begins like JSON and is YAML only: a ',' stands before '}' with nothing behind it | remove "
       "the ','"},
      {TEXT("{'a': !Ref b}"),
       "W0001 1:2-1:3 this begins like JSON and is YAML only: JSON has no single quotes | write \"...\" instead of "
       "'...'"},
      {TEXT("{a: *x}"), "1:2-1:3 'a' stands without quotes | write \"a\""},
      {TEXT("{\"a\": 1 \"b\"}"),
       "1:9-1:10 ',' or '}' is missing before '\"' | close the map with '}', or write ',' between its items [1:1-1:2 "
       "the map begins here]"},
      {TEXT("{\"a\": [1, 2}"),
       "1:12-1:13 ',' or ']' is missing before '}' | close the list with ']', or write ',' between its items [1:7-1:8 "
       "the list begins here]"},
      {TEXT("  {\"a\": 1}"), ""},
      {TEXT("a: {\"b\": 1,}\n"), ""},
      {TEXT("{\"a\": True, \"a\": 2}"), "1:7-1:11 'True' is no JSON value | write true"},
      {TEXT("// c\n{}"), ""},
      {TEXT("[1, 007]"),
       "W0001 1:5-1:8 this begins like JSON and is YAML only: the number '007' begins with 0 | write 7, or \"007\" "
       "where it is text"},
      {TEXT("{\"a\": \"b\n\"}"),
       "1:7-1:9 a text is not closed on its line | close it with '\"'; a line end inside a text is written \\n"},
  };
  CHECK_REPORTS(format_read, cases);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(mistakes_are_told_exactly),
      cmocka_unit_test(depth_is_bounded),
      cmocka_unit_test(equal_keys_are_found_in_large_maps),
      cmocka_unit_test(spans_are_exact),
      cmocka_unit_test(numbers_keep_their_text),
      cmocka_unit_test(writing_is_canonical),
      cmocka_unit_test(format_is_told_by_content),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
