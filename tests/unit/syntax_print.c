// fmt: what it does to layout, and that it changes nothing else.
#include "syntax_support.h"

typedef struct Case {
  const char *before, *after;
} Case;

static void check(const Case *cases, size_t count) {
  size_t failed = 0;
  for (size_t i = 0; i < count; i++) {
    Parsed parsed, again;
    parse_text(&parsed, text_of(cases[i].before));
    assert_text(parsed_codes(&parsed), "");
    Text printed = parsed_print(&parsed);
    if (!text_is(printed, cases[i].after)) {
      print_message("%s\n--- gives\n%.*s\n--- expected\n%s\n", cases[i].before, TEXT_ARG(printed), cases[i].after);
      failed++;
    }
    parse_text(&again, printed);
    if (!text_equal(parsed_print(&again), printed)) {
      print_message("%s\n--- then gives\n%.*s\n", cases[i].before, TEXT_ARG(parsed_print(&again)));
      failed++;
    }
    parsed_free(&again);
    parsed_free(&parsed);
  }
  assert_int_equal(failed, 0);
}

#define CHECK(...)                    \
  const Case cases[] = {__VA_ARGS__}; \
  check(cases, sizeof cases / sizeof *cases)

static void blanks(void **state) {
  (void)state;
  CHECK({"", ""}, {"\n\n", ""}, {"a=1", "a = 1\n"}, {"a   =  1,b=2", "a = 1\nb = 2\n"},
        {"a = 1\n\n\n\nb = 2\n\n", "a = 1\n\nb = 2\n"}, {"\n\na = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"},
        {"\xEF\xBB\xBF"
         "a = 1",
         "a = 1\n"},
        {"k a{b=1,c=2}", "k a { b = 1, c = 2 }\n"}, {"k a { }", "k a {}\n"}, {"k a {\n\n}", "k a {}\n"},
        {"k a {\n\n\tb = 1\n\n\n\tc = 2\n\n}", "k a {\n  b = 1\n\n  c = 2\n}\n"},
        {"k a { b = 1\nc = 2 }", "k a {\n  b = 1\n  c = 2\n}\n"}, {"a = - 1+2*-3..n -1", "a = -1 + 2 * -3..n - 1\n"},
        {"a = ! b&&c", "a = !b && c\n"}, {"a = b . c ?. d [ 0 ]", "a = b.c?.d[0]\n"},
        {"a = f ( 1 ,b : 2 )", "a = f(1, b: 2)\n"}, {"a = ( 1 )", "a = (1)\n"},
        {"a = if b  then c  else d", "a = if b then c else d\n"}, {"in a:int( 1 .. 6 )?=3", "in a: int(1..6)? = 3\n"},
        {"type t={*:any}", "type t = {*: any}\n"},
        {"type t = {a?:int,b:\"x\"|-1}", "type t = { a?: int, b: \"x\" | -1 }\n"},
        {"a = [ for x in y if z:...x ]", "a = [for x in y if z: ...x]\n"},
        {"a = { for k,v in m : k=>v }", "a = {for k, v in m: k => v}\n"},
        {"fn f ( a:int=1 ):int=a", "fn f(a: int = 1): int = a\n"},
        {"if a{}else   if b{}else{}", "if a {} else if b {} else {}\n"},
        {"if a {\n}\nelse {\n  b = 1\n}", "if a {} else {\n  b = 1\n}\n"},
        {"for a,b in c by d{}", "for a, b in c by d {}\n"}, {"use \"x\"   as y", "use \"x\" as y\n"},
        {"moved a [ \"x\" ] . b->c", "moved a[\"x\"].b -> c\n"},
        {"override a . b{@id=\"x\"}", "override a.b { @id = \"x\" }\n"}, {"assert a:\"b\"", "assert a: \"b\"\n"},
        {"test \"x\"{}", "test \"x\" {}\n"}, {"param a:List < string >\nb = 1", "param a: List<string>\nb = 1\n"},
        {"out a:int=1{@id=\"x\"}", "out a: int = 1 { @id = \"x\" }\n"});
}

static void lines(void **state) {
  (void)state;
  CHECK({"a = [1,\n2]", "a = [\n  1,\n  2,\n]\n"}, {"a = [\n1, 2,\n3\n]", "a = [\n  1, 2,\n  3,\n]\n"},
        {"a = f(\n1, b: 2\n)", "a = f(\n  1, b: 2,\n)\n"}, {"a = {\nb: 1, c: 2,\n}", "a = {\n  b: 1\n  c: 2\n}\n"},
        {"a = f({\nb: 1\n}, 2)", "a = f({\n  b: 1\n}, 2)\n"}, {"a = [{\nb: 1\n}]", "a = [{\n  b: 1\n}]\n"},
        {"k a {\nb = c\n&& d ||\ne\n}", "k a {\n  b = c\n    && d ||\n    e\n}\n"}, {"a =\n1", "a =\n  1\n"},
        {"a = if b\nthen c\nelse d", "a = if b\n  then c\n  else d\n"}, {"a = if b then\nc", "a = if b then\n  c\n"},
        {"a = b\n.c\n.d", "a = b\n  .c\n  .d\n"}, {"a = b\n&& f(\n1\n)", "a = b\n  && f(\n    1,\n  )\n"},
        {"a = [\nfor x in y:\nf(x)\n]", "a = [\n  for x in y:\n    f(x)\n]\n"},
        {"type t = {\na: int\n*: any\n}", "type t = {\n  a: int\n  *: any\n}\n"},
        {"type t = \"a\"\n| \"b\"", "type t = \"a\"\n  | \"b\"\n"});
}

static void comments(void **state) {
  (void)state;
  CHECK({"// one\n\n\n// two\na = 1 // three\n//four", "// one\n\n// two\na = 1  // three\n//four\n"},
        {"k a { // one\nb = 1 // two\n// three\n}", "k a {  // one\n  b = 1  // two\n  // three\n}\n"},
        {"a = [ // one\n1, // two\n2 // three\n// four\n]",
         "a = [  // one\n  1,  // two\n  2,  // three\n  // four\n]\n"},
        {"a = { b: 1, // one\nc: 2 }", "a = {\n  b: 1  // one\n  c: 2\n}\n"},
        {"a = f(/* x */ 1, b /* y */, c)", "a = f( /* x */ 1, b, /* y */ c)\n"},
        {"a = b && // why\nc", "a = b &&  // why\n  c\n"}, {"a = b\n// why\n&& c", "a = b\n  // why\n  && c\n"},
        {"if a {\n} // one\nelse {\n}", "if a {}  // one\n  else {}\n"}, {"k a {\n// only\n}", "k a {\n  // only\n}\n"},
        {"k a { /* only */ }", "k a { /* only */ }\n"}, {"/* a\n   b */ a = 1", "/* a\n   b */ a = 1\n"},
        {"///  one\n///two\na = 1", "///  one\n///two\na = 1\n"},
        {"k a { /// doc\nb = 1 }", "k a {\n  /// doc\n  b = 1\n}\n"},
        {"a = 1, /// doc\nb = 1", "a = 1\n/// doc\nb = 1\n"},
        {"type t = {\n    /// doc\n    a: int // one\n}", "type t = {\n  /// doc\n  a: int  // one\n}\n"},
        {"a = [1 // one\n, 2]", "a = [\n  1,  // one\n  2,\n]\n"},
        {"a = \"${ /* x */ b }\"", "a = \"${ /* x */ b}\"\n"}, {"a = 1\n\n/* end */\n", "a = 1\n\n/* end */\n"});
}

static void texts(void **state) {
  (void)state;
  CHECK({"a = \"x  ${ b }  \\n\"", "a = \"x  ${b}  \\n\"\n"},
        {"k a {\nb = \"\"\"\n  one\n    two\n\n  \"\"\"\n}",
         "k a {\n  b = \"\"\"\n    one\n      two\n\n    \"\"\"\n}\n"},
        {"  k a {\n      b = '''\n      one\n\n      '''\n}", "k a {\n  b = '''\n  one\n\n  '''\n}\n"},
        {"k a {\nb = f(\"\"\"\n${c}\n  ${d} x\n\"\"\", 1)\n}",
         "k a {\n  b = f(\"\"\"\n  ${c}\n    ${d} x\n  \"\"\", 1)\n}\n"},
        {"k a {\n\tb = \"\"\"\n\tone\n\t\ttwo\n\t\"\"\"\n}", "k a {\n  b = \"\"\"\n  one\n  \ttwo\n  \"\"\"\n}\n"},
        {"a = \"\"\"\r\n  x\r\n  \"\"\"", "a = \"\"\"\n  x\n  \"\"\"\n"});
}

static void long_lines(void **state) {
  (void)state;
  CHECK({"bucket_with_a_long_name = { first_member: \"0123456789012345678901234567890\", second_member: [1, 2, 3], "
         "third_member: true }",
         "bucket_with_a_long_name = {\n  first_member: \"0123456789012345678901234567890\"\n  second_member: [1, 2, "
         "3]\n  third_member: true\n}\n"},
        {"allow = statement([\"first:Action\", \"another:LongerAction\"], [\"arn:aws:s3:::bucket/first/*\", "
         "\"arn:aws:s3:::bucket/second/*\"])",
         "allow = statement(\n  [\"first:Action\", \"another:LongerAction\"],\n  [\"arn:aws:s3:::bucket/first/*\", "
         "\"arn:aws:s3:::bucket/second/*\"],\n)\n"},
        {"a = "
         "f("
         "\"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
         "78901234567890\")",
         "a = f(\n  "
         "\"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
         "78901234567890\",\n)\n"},
        {"assert g(aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbb): "
         "\"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
         "78901234567890\"",
         "assert g(aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbb): "
         "\"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
         "78901234567890\"\n"},
        {"k with_a_name_of_some_length { property_number_one = \"value number one\", property_number_two = \"value "
         "number two\" }  // c",
         "k with_a_name_of_some_length {\n  property_number_one = \"value number one\"\n  property_number_two = "
         "\"value number two\"\n}  // c\n"});
}

// For every program that is at hand: printing changes no node of the tree, and printing again changes no byte.
static void programs_keep_their_meaning(void **state) {
  (void)state;
  Arena arena = {0};
  Programs *programs = ARENA_NEW(&arena, Programs);
  add_own_programs(programs, &arena);
  assert_true(programs->count >= 5);
  if (!add_sketches(programs, &arena)) print_message("no sketches beside the project: those are left out\n");
  for (size_t i = 0; i < programs->count; i++) {
    Parsed parsed, again;
    parse_text(&parsed, programs->items[i].text);
    if (parsed.diags.list.count) fail_msg("%s: %s", programs->items[i].path, parsed_codes(&parsed).at);
    Text printed = parsed_print(&parsed);
    parse_text(&again, printed);
    if (again.diags.list.count) fail_msg("%s, printed: %s", programs->items[i].path, parsed_codes(&again).at);
    if (!text_equal(parsed_dump(&parsed), parsed_dump(&again)))
      fail_msg("%s: its tree changes", programs->items[i].path);
    if (!text_equal(parsed_print(&again), printed)) fail_msg("%s: printing is not idempotent", programs->items[i].path);
    parsed_free(&again);
    parsed_free(&parsed);
  }
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blanks), cmocka_unit_test(lines),      cmocka_unit_test(comments),
      cmocka_unit_test(texts),  cmocka_unit_test(long_lines), cmocka_unit_test(programs_keep_their_meaning),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
