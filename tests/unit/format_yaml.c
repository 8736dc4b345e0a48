// YAML as it is read: what is refused, where and in which words; what plain scalars mean; tags, aliases and spans.
#include "unit/format_support.h"

static void mistakes_are_told_exactly(void **state) {
  (void)state;
  const Case cases[] = {
      {TEXT("a: !!Ref x\n"), "1:4-1:9 CloudFormation does not read the tag !!Ref | write '!Ref', with one '!'"},
      {TEXT("a: !!Join [a]\n"), "1:4-1:10 CloudFormation does not read the tag !!Join | write '!Join', with one '!'"},
      {TEXT("a: !<x> y\n"),
       "1:4-1:8 CloudFormation does not read the tag !<x> | remove the tag, or write !!str for text"},
      {TEXT("a: !<tag:x,2000:y> [a]\n"),
       "1:4-1:19 CloudFormation does not read the tag !<tag:x,2000:y> | remove the tag"},
      {TEXT("a: !!float x\n"), "1:4-1:11 'x' is no !!float | remove the tag, or write !!str for text"},
      {TEXT("a: !!map [a]\n"), "1:4-1:9 CloudFormation does not read the tag !!map | remove the tag"},
      {TEXT(""), "1:1-1:1 the text is empty | a template is a map with the key Resources"},
      {TEXT("# only\n"), "1:1-1:1 the text is empty | a template is a map with the key Resources"},
      {TEXT("---\n"), "1:1-1:1 the text is empty | a template is a map with the key Resources"},
      {TEXT("a: 1\nb: 2\na: 3\n"),
       "3:1-3:2 the key \"a\" stands twice in this map | remove one of the two, or give it another name [1:1-1:2 it "
       "stands here first]"},
      {TEXT("a:\n  - {x: 1, x: 2}\n"),
       "2:12-2:13 the key \"x\" stands twice in this map | remove one of the two, or give it another name [2:6-2:7 it "
       "stands here first]"},
      {TEXT("a: 1\n---\nb: 2\n"),
       "2:1-2:4 a second document begins here | a file holds one template; remove the '---'"},
      {TEXT("a: 1\n...\nb\n"),
       "3:1-3:2 something stands behind the end of the template | check the indentation of this line: it belongs to "
       "nothing above it"},
      {TEXT("? [a]\n: b\n"),
       "1:3-1:4 a key cannot be a map, a list or an alias of something else than text | a key is plain text"},
      {TEXT("{{a: 1}: 2}\n"),
       "1:2-1:3 a key cannot be a map, a list or an alias of something else than text | a key is plain text"},
      {TEXT(": a\n"), "1:1-1:2 a key is missing before ':' | write the key, or quotes around a text"},
      {TEXT("!Ref a: 1\n"), "1:1-1:5 a key cannot have a tag | a key is plain text"},
      {TEXT("a: !Reff b\n"), "1:4-1:9 CloudFormation knows no tag !Reff | did you mean '!Ref'?"},
      {TEXT("a: !Foo {x: 1}\n"),
       "1:4-1:8 CloudFormation knows no tag !Foo | put quotes around a text that begins with '!'"},
      {TEXT("a: !!binary aGk=\n"),
       "1:4-1:12 CloudFormation does not read the tag !!binary | remove the tag, or write !!str for text"},
      {TEXT("a: !!set {b}\n"), "1:4-1:9 CloudFormation does not read the tag !!set | remove the tag"},
      {TEXT("a: !!int x\n"), "1:4-1:9 'x' is no !!int | remove the tag, or write !!str for text"},
      {TEXT("a: !e!x b\n"), "1:4-1:5 a tag of this kind is unknown | CloudFormation's tags begin with one '!'"},
      {TEXT("%TAG ! tag:x,2000:\n---\na: 1\n"),
       "1:1-1:5 CloudFormation does not read %TAG directives | write the tags in full"},
      {TEXT("a: *x\n"),
       "1:4-1:6 no anchor &x stands before this alias | write out the value; put quotes around a text that begins with "
       "'*'"},
      {TEXT("a: &x [*x]\n"),
       "1:8-1:10 the alias *x stands inside its own anchor | write out the value [1:4-1:7 the anchor stands here]"},
      {TEXT("a: &x 1\nb: *x\n"),
       "W0002 2:4-2:6 CloudFormation refuses YAML aliases | write out the value [1:4-1:7 the anchor stands here]"},
      {TEXT("a: &x {b: 1}\nc:\n  <<: *x\n"),
       "W1100 3:3-3:5 CloudFormation refuses YAML merges ('<<') | write the keys out"},
      {TEXT("a:\n  <<: 5\n"),
       "W1100 2:3-2:5 CloudFormation refuses YAML merges ('<<') | write the keys out\n2:3-2:5 '<<' takes a map, or a "
       "list of maps | write the keys out; CloudFormation refuses '<<' anyway"},
      {TEXT("a:\n\tb: 1\n"), "2:1-2:2 a tab cannot indent a line | indent with blanks"},
      {TEXT("a: b: c\n"),
       "1:5-1:6 a ': ' cannot stand here | put quotes around a text that holds ': ', and check the indentation of this "
       "line"},
      {TEXT("a: \"b\n"), "1:4-1:5 a text in quotes is not closed | close it with the same quote"},
      {TEXT("a: [1, 2\nb: 3\n"),
       "2:2-2:3 ',' or ']' is missing before this | close the list with ']' [1:4-1:5 the list begins here]"},
      {TEXT("a: {b: 1\nc: 2\n"),
       "2:2-2:3 ',' or '}' is missing before this | close the map with '}' [1:4-1:5 the map begins here]"},
      {TEXT("a:\n   b: 1\n  c: 2\n"),
       "3:3-3:4 this line does not fit into the map around it | indent it exactly like the other keys of the map; in a "
       "text, close the quotes that are open [1:1-1:2 the map begins here]"},
      {TEXT("a:\n  - b\n  c: 1\n"),
       "3:3-3:4 this line does not fit into the list around it | begin it with '- ' in the column of the other items, "
       "or indent it further [2:3-2:4 the list begins here]"},
      {TEXT("a: - b\n"),
       "1:4-1:5 a list item cannot begin here | begin a new line for '- ', indented under its key; put quotes around a "
       "text that begins with '- '"},
      {TEXT("a: \"\\q\"\n"),
       "1:5-1:6 an unknown escape stands in double quotes | write \\\\ for a backslash, or use single quotes, which "
       "know no escapes"},
      {TEXT("a: \"\\xzz\"\n"),
       "1:7-1:8 an escape lacks hexadecimal digits | \\x takes two digits, \\u four, \\U eight"},
      {TEXT("a: \"\\ud800\"\n"),
       "1:7-1:8 an escape names no Unicode character | write the character itself; halves of surrogate pairs are no "
       "characters"},
      {TEXT("a: \"\\0\"\n"), "1:4-1:8 a text cannot hold NUL | remove the escape \\0 or \\x00"},
      {TEXT("\"\\0\": 1\n"), "1:1-1:5 a text cannot hold NUL | remove the escape"},
      {TEXT("a: |x\n  b\n"),
       "1:5-1:6 a text cannot begin on the line of its '|' or '>' | begin it on the next line, indented"},
      {TEXT("a: |0\n  b\n"), "1:5-1:6 the indentation behind '|' or '>' cannot be 0 | write 1 to 9, or nothing"},
      {TEXT("a\nb: 1\n"),
       "2:2-2:3 a ': ' cannot stand here | put quotes around a text that holds ': ', and check the indentation of this "
       "line"},
      {TEXT("a: @b\n"), "1:4-1:5 no value begins with '@' | put quotes around a text that begins with it"},
      {TEXT("a: `b`\n"), "1:4-1:5 no value begins with '`' | put quotes around a text that begins with it"},
      {TEXT("a: %b\n"), "1:4-1:5 no value begins with '%' | put quotes around a text that begins with it"},
      {TEXT("a: *\n"),
       "1:4-1:5 the name of an alias should stand behind '*' | put quotes around a text that begins with '*'"},
      {TEXT("a: &\n"),
       "1:4-1:5 the name of an anchor should stand behind '&' | put quotes around a text that begins with '&'"},
      {TEXT("a: ]\n"),
       "1:4-1:5 a value should stand here | put quotes around a text that begins with one of , [ ] { } # & * ! | > ' "
       "\" % @ `"},
      {TEXT("a: !<x\n"),
       "1:4-1:5 a tag that begins with '!<' is not closed | CloudFormation's tags are written '!Ref'"},
      {TEXT("a: !Ref,b\n"), "1:4-1:5 a blank should stand behind the tag | write '!Ref Name', with a blank between"},
      {TEXT("a: \001\n"),
       "1:4-1:5 the control character U+0001 cannot stand in YAML | write it in double quotes: \"\\u0001\""},
      {TEXT("\303\251: \303\274\n\303\274: *x\n"),
       "2:4-2:6 no anchor &x stands before this alias | write out the value; put quotes around a text that begins with "
       "'*'"},
      {TEXT("- a\nb: 1\n"),
       "2:1-2:2 this line does not fit into the list around it | begin it with '- ' in the column of the other items, "
       "or indent it further [1:1-1:2 the list begins here]"},
      {TEXT("a: 'it's'\n"),
       "1:8-1:9 this line does not fit into the map around it | indent it exactly like the other keys of the map; in a "
       "text, close the quotes that are open [1:1-1:2 the map begins here]"},
      {TEXT("%YAML 3.0\n---\na: 1\n"), "1:1-1:2 this version of YAML is unknown | remove the %YAML line"},
      {TEXT("a: |\n \tb\n  c\n\td\n"), "2:2-2:3 a tab cannot indent a text | indent with blanks"},
      {TEXT("[a, b]]\n"),
       "1:7-1:8 something stands behind the end of the template | check the indentation of this line: it belongs to "
       "nothing above it"},
      {TEXT("a: {\"b\": 1,, c}\n"),
       "1:12-1:13 a value should stand here | put quotes around a text that begins with one of , [ ] { } # & * ! | > ' "
       "\" % @ `"},
      {TEXT("key\n"), ""},
      {TEXT("a: 1\n b: 2\n"),
       "2:3-2:4 a ': ' cannot stand here | put quotes around a text that holds ': ', and check the indentation of this "
       "line"},
      {TEXT("a: !Ref\n  b: 1\n c: 1\n"),
       "3:2-3:3 this line does not fit into the map around it | indent it exactly like the other keys of the map; in a "
       "text, close the quotes that are open [1:1-1:2 the map begins here]"},
      {TEXT("*a : 1\n"),
       "1:1-1:3 no anchor &a stands before this alias | write out the value; put quotes around a text that begins with "
       "'*'"},
      {TEXT("&a [1]: 2\n"),
       "1:1-1:5 a key cannot be a map, a list or an alias of something else than text | a key is plain text"},
      {TEXT("a: \377\n"), "1:4-1:5 byte 0xFF is not valid UTF-8 here | save the file as UTF-8"},
      {TEXT("a: \000\n"), "1:4-1:5 the text holds a NUL byte | remove it; a template is plain text"},
      {TEXT("\377\376a\000:\000"), "1:1-1:3 the text is UTF-16, not UTF-8 | save the file as UTF-8"},
      {TEXT("a: \303\251\nb: \303(\n"), "2:4-2:5 byte 0xC3 is not valid UTF-8 here | save the file as UTF-8"},
  };
  CHECK_REPORTS(yaml_read, cases);
}

static void check_compact(Text yaml, const char *json) {
  Reading reading;
  reading_of(&reading, yaml_read, yaml);
  if (!reading.value) print_error("%.*s\n%s\n", TEXT_ARG(yaml), reading_report(&reading));
  assert_non_null(reading.value);
  assert_string_equal(written(&reading.arena, json_write_compact, reading.value).at, json);
  arena_free(&reading.arena);
}

static void scalars_are_read_as_by_cloudformation(void **state) {
  (void)state;
  const Case cases[] = {
      {TEXT("yes"), "true"},
      {TEXT("ON"), "true"},
      {TEXT("y"), "\"y\""},
      {TEXT("n"), "\"n\""},
      {TEXT("True"), "true"},
      {TEXT("FALSE"), "false"},
      {TEXT("Off"), "false"},
      {TEXT("oN"), "\"oN\""},
      {TEXT("~"), "null"},
      {TEXT("null"), "null"},
      {TEXT("Null"), "null"},
      {TEXT("nUll"), "\"nUll\""},
      {TEXT("012"), "10"},
      {TEXT("-017"), "-15"},
      {TEXT("0o12"), "\"0o12\""},
      {TEXT("08"), "\"08\""},
      {TEXT("09"), "\"09\""},
      {TEXT("00"), "0"},
      {TEXT("0"), "0"},
      {TEXT("-0"), "-0"},
      {TEXT("+5"), "5"},
      {TEXT("0x1F"), "31"},
      {TEXT("-0x1f"), "-31"},
      {TEXT("0xFFFFFFFFFFFFFFFF"), "18446744073709551615"},
      {TEXT("0xFFFFFFFFFFFFFFFFF"), "\"0xFFFFFFFFFFFFFFFFF\""},
      {TEXT("0b11"), "3"},
      {TEXT("0b2"), "\"0b2\""},
      {TEXT("1_000"), "1000"},
      {TEXT("1__0_"), "10"},
      {TEXT("1:30"), "90"},
      {TEXT("-1:30"), "-90"},
      {TEXT("0:30"), "\"0:30\""},
      {TEXT("1:60"), "\"1:60\""},
      {TEXT("1:30.50"), "90.50"},
      {TEXT("190:20:30"), "685230"},
      {TEXT("80:80"), "\"80:80\""},
      {TEXT("2012-10-17"), "\"2012-10-17\""},
      {TEXT("2012-10-17T00:00:00Z"), "\"2012-10-17T00:00:00Z\""},
      {TEXT(".5"), "0.5"},
      {TEXT("-.5"), "-0.5"},
      {TEXT("5."), "5.0"},
      {TEXT("+5.50"), "5.50"},
      {TEXT("1_0.5_0"), "10.50"},
      {TEXT("1e3"), "1e3"},
      {TEXT("1E-3"), "1E-3"},
      {TEXT("1e"), "\"1e\""},
      {TEXT(".inf"), "\".inf\""},
      {TEXT("-.INF"), "\"-.INF\""},
      {TEXT(".nan"), "\".nan\""},
      {TEXT("="), "\"=\""},
      {TEXT("0x"), "\"0x\""},
      {TEXT("0b"), "\"0b\""},
      {TEXT("0_"), "\"0_\""},
      {TEXT("._"), "\"._\""},
      {TEXT("._5"), "\"._5\""},
      {TEXT("00.5"), "0.5"},
      {TEXT("007.50"), "7.50"},
      {TEXT("1.2.3"), "\"1.2.3\""},
      {TEXT("18446744073709551616"), "18446744073709551616"},
      {TEXT("012345678901"), "\"012345678901\""},
      {TEXT("012345670123"), "1402433619"},
      {TEXT("1-2"), "\"1-2\""},
      {TEXT("10.0.0.1"), "\"10.0.0.1\""},
      {TEXT("!!str 1"), "\"1\""},
      {TEXT("! 1"), "\"1\""},
      {TEXT("\"1\""), "\"1\""},
      {TEXT("'true'"), "\"true\""},
      {TEXT("!!int \"5\""), "5"},
      {TEXT("!!null ~"), "null"},
      {TEXT("!!bool on"), "true"},
      {TEXT("!!float 1"), "1"},
      {TEXT(""), "null"},
  };
  Arena arena = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    check_compact(text_format(&arena, "- %.*s\n", TEXT_ARG(cases[i].text)),
                  text_format(&arena, "[%s]", cases[i].expected).at);
  arena_free(&arena);
}

static void keys_are_text_as_written(void **state) {
  (void)state;
  check_compact(
      TEXT("012345678901: a\ntrue: b\n~: c\n1.0: d\n? 0x1F\n: e\n'<<': f\n!!str 5: g\n"),
      "{\"012345678901\":\"a\",\"true\":\"b\",\"~\":\"c\",\"1.0\":\"d\",\"0x1F\":\"e\",\"<<\":\"f\",\"5\":\"g\"}");
}

static void short_tags_become_the_long_form(void **state) {
  (void)state;
  check_compact(TEXT("a: !Ref 012\nb: !GetAtt A.B.C\nc: !GetAtt [A, !Ref B]\nd: !GetAtt A\ne: !Condition X\n"),
                "{\"a\":{\"Ref\":\"012\"},\"b\":{\"Fn::GetAtt\":[\"A\",\"B.C\"]},\"c\":{\"Fn::GetAtt\":[\"A\",{\"Ref\":"
                "\"B\"}]},\"d\":{\"Fn::GetAtt\":\"A\"},\"e\":{\"Condition\":\"X\"}}");
  check_compact(TEXT("[!Sub a, !Join ['', [b]], !If [c, 1, 2], !Equals [a, b], !And [a], !Or [a], !Not [a], "
                     "!FindInMap [a, b, c], !Select [0, [a]], !Split [a, b], !Base64 a, !Cidr [a, 1, 2], !GetAZs '', "
                     "!ImportValue a, !Transform {Name: a}, !ToJsonString {a: 1}, !Length [a]]"),
                "[{\"Fn::Sub\":\"a\"},{\"Fn::Join\":[\"\",[\"b\"]]},{\"Fn::If\":[\"c\",1,2]},"
                "{\"Fn::Equals\":[\"a\",\"b\"]},{\"Fn::And\":[\"a\"]},{\"Fn::Or\":[\"a\"]},{\"Fn::Not\":[\"a\"]},"
                "{\"Fn::FindInMap\":[\"a\",\"b\",\"c\"]},{\"Fn::Select\":[0,[\"a\"]]},{\"Fn::Split\":[\"a\",\"b\"]},"
                "{\"Fn::Base64\":\"a\"},{\"Fn::Cidr\":[\"a\",1,2]},{\"Fn::GetAZs\":\"\"},{\"Fn::ImportValue\":\"a\"},"
                "{\"Fn::Transform\":{\"Name\":\"a\"}},{\"Fn::ToJsonString\":{\"a\":1}},{\"Fn::Length\":[\"a\"]}]");
}

static void aliases_and_merges_are_read(void **state) {
  (void)state;
  check_compact(
      TEXT("a: &x {b: 1, c: [2]}\nd: *x\ne: {<<: *x, b: 3, f: 4}\ng: {<<: [{b: 5}, *x]}\n&k h: *k\ni: {*k : 6}\n"),
      "{\"a\":{\"b\":1,\"c\":[2]},\"d\":{\"b\":1,\"c\":[2]},\"e\":{\"b\":3,\"f\":4,\"c\":[2]},"
      "\"g\":{\"b\":5,\"c\":[2]},\"h\":\"h\",\"i\":{\"h\":6}}");
}

// Holds the bytes that a node was read from against `expected`.
static void check_span(Reading *reading, const Value *value, const char *expected) {
  assert_non_null(value);
  Text text = source_text(&reading->sources, value->span);
  assert_string_equal(text_copy(&reading->arena, text).at, expected);
}

static void spans_are_exact(void **state) {
  (void)state;
  Reading reading;
  reading_of(&reading, yaml_read,
             TEXT("\xEF\xBB\xBF\xC3\xA9: !Ref   X\nb: !GetAtt \"A.B.C\"\nc: [1, \xC3\xA9, {d: x}]\ne:\n  - f\n"
                  "  # comment\n  - g: 1\n\nh: |\n  text\n\ni: &x !Join\n  - k\nj: !Ref\n  \"y\"\n"));
  Value *root = reading.value;
  Value *get_att = value_at(value_at(root, "b"), "Fn::GetAtt");
  check_span(&reading, value_at(root, "\xC3\xA9"), "!Ref   X");
  check_span(&reading, value_at(value_at(root, "\xC3\xA9"), "Ref"), "X");
  check_span(&reading, value_at(root, "b"), "!GetAtt \"A.B.C\"");
  check_span(&reading, get_att, "\"A.B.C\"");
  check_span(&reading, get_att->as.list.items[0], "A");
  check_span(&reading, get_att->as.list.items[1], "B.C");
  check_span(&reading, value_at(root, "c"), "[1, \xC3\xA9, {d: x}]");
  check_span(&reading, value_at(root, "c")->as.list.items[2], "{d: x}");
  check_span(&reading, value_at(root, "e"), "- f\n  # comment\n  - g: 1");
  check_span(&reading, value_at(root, "h"), "|\n  text");
  check_span(&reading, value_at(root, "i"), "&x !Join\n  - k");
  check_span(&reading, value_at(value_at(root, "i"), "Fn::Join"), "- k");
  check_span(&reading, value_at(root, "j"), "!Ref\n  \"y\"");
  Text key = source_text(&reading.sources, value_at(root, "i")->as.map.members[0].key_span);
  assert_true(text_is(key, "!Join"));
  assert_true(text_is(source_text(&reading.sources, root->as.map.members[0].key_span), "\xC3\xA9"));
  arena_free(&reading.arena);
}

// Aliases that double 30 times, aliases that make a tree too deep, and far more mistakes than anybody reads.
static void growth_is_bounded(void **state) {
  (void)state;
  Buffer text = {0};
  buffer_add_string(&text, "a0: &a0 [x, x]\n");
  for (int i = 1; i <= 30; i++) buffer_format(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
  Reading reading;
  reading_of(&reading, yaml_read, buffer_text(&text));
  assert_null(reading.value);
  assert_non_null(strstr(reading_report(&reading), "aliases make more than 1,000,000 values"));
  assert_int_equal(reading.diags.warnings, 20);
  arena_free(&reading.arena);

  text.size = 0;
  buffer_add_string(&text, "a: &a ");
  buffer_fill(&text, '[', 60);
  buffer_fill(&text, ']', 60);
  buffer_add_string(&text, "\nb: ");
  buffer_fill(&text, '[', 60);
  buffer_add_string(&text, "*a");
  buffer_fill(&text, ']', 60);
  reading_of(&reading, yaml_read, buffer_text(&text));
  assert_null(reading.value);
  assert_non_null(strstr(reading_report(&reading), "2:64-2:65 more than 100 levels"));
  arena_free(&reading.arena);

  text.size = 0;
  for (int i = 0; i < 1000; i++) buffer_add_string(&text, "a: 1\n");
  reading_of(&reading, yaml_read, buffer_text(&text));
  assert_null(reading.value);
  assert_int_equal(reading.diags.errors, 20);
  arena_free(&reading.arena);
  buffer_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(mistakes_are_told_exactly),   cmocka_unit_test(scalars_are_read_as_by_cloudformation),
      cmocka_unit_test(keys_are_text_as_written),    cmocka_unit_test(short_tags_become_the_long_form),
      cmocka_unit_test(aliases_and_merges_are_read), cmocka_unit_test(spans_are_exact),
      cmocka_unit_test(growth_is_bounded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
