// Every kind of mistake: its code, its place, and that it is the only one reported.
#include "syntax_support.h"

typedef struct Case {
  const char *source, *codes, *help;  // `help`: a part of the first diagnostic's help; null: any
} Case;

static void check(const Case *cases, size_t count) {
  size_t failed = 0;
  for (size_t i = 0; i < count; i++) {
    Parsed parsed;
    parse_text(&parsed, text_of(cases[i].source));
    Text codes = parsed_codes(&parsed);
    const Diag *diag = parsed.diags.list.count ? parsed.diags.list.items[0] : NULL;
    if (!text_is(codes, cases[i].codes)) {
      print_message("%s\n  gives %s, expected %s\n", cases[i].source, codes.at, cases[i].codes);
      failed++;
    } else if (cases[i].help && text_find(diag->help, text_of(cases[i].help), 0) == SIZE_MAX) {
      print_message("%s\n  the help of %s is: %.*s\n", cases[i].source, diag->code, TEXT_ARG(diag->help));
      failed++;
    }
    parsed_free(&parsed);
  }
  assert_int_equal(failed, 0);
}

#define CHECK(...)                    \
  const Case cases[] = {__VA_ARGS__}; \
  check(cases, sizeof cases / sizeof *cases)

static void characters(void **state) {
  (void)state;
  CHECK({"a = 1 # rest 'of'\nb = 2", "E0101@1:7", "//"}, {"a = 1;\nb = 2", "E0101@1:6", "line"},
        {"a = b % c", "E0101@1:7", "mod(a, b)"}, {"a = b & c", "E0101@1:7", "&&"},
        {"a = `x`", "E0101@1:5 E0101@1:7", NULL}, {"a = \xC3\xA9t\xC3\xA9", "E0101@1:5 E0101@1:7", "ASCII"},
        {"a = \xE2\x80\x9Cx\xE2\x80\x9D", "E0101@1:5 E0101@1:7", "straight"}, {"// \xE9\na = 1", "E0102@1:4", "UTF-8"},
        {"a = \"\xFF\"", "E0102@1:6", NULL}, {"a = 1\na = $b", "E0101@2:5", "name stands alone"},
        {"\xEF\xBB\xBF"
         "a = ;",
         "E0101@1:5", NULL});
  Parsed parsed;
  parse_text(&parsed, (Text){"a = \"x\0y\"\nb = \0", 15});
  assert_text(parsed_codes(&parsed), "E0102@1:7");
  parsed_free(&parsed);
}

static void texts(void **state) {
  (void)state;
  CHECK({"a = \"abc\nb = 2", "E0103@1:5", "\"\"\""}, {"a = 'abc\nb = 2", "E0103@1:5", "'''"},
        {"a = \"\"\"\nabc\n", "E0103@1:5", NULL}, {"a = \"x ${y\"\nb = 3", "E0105@1:8", "}"},
        {"a = \"x ${y", "E0105@1:8", NULL}, {"a = \"${ \"${ 1", "E0105@1:10", NULL},
        {"a = \"x ${y z}\"\nb = 1", "E0121@1:12", "one expression"}, {"a = \"${}\"", "E0126@1:8", NULL},
        {"a = \"\\d \\n\"", "E0106@1:6", "\\\\"},
        {"a = \"\\u{110000} \\u{D800} \\u{0}\"", "E0106@1:6 E0106@1:17 E0106@1:26", NULL},
        {"a = \"\\u{} \\u{1234567} \\u12\"", "E0106@1:6 E0106@1:11 E0106@1:23", NULL}, {"a = '\\d'", "", NULL},
        {"a = \"\"\"x\n\"\"\"", "E0107@1:5", "line after"}, {"a = \"\"\"\n  x\"\"\"", "E0107@2:4", NULL},
        {"a = \"\"\"\n  x\n y\n  \"\"\"", "E0108@3:1", "blanks"},
        {"a = \"\"\"\n  ${1} \n ${2}\n  \"\"\"", "E0108@3:1", NULL}, {"/* a /* b */", "E0104@1:1", "nest"});
}

static void numbers(void **state) {
  (void)state;
  CHECK({"a = 007", "E0109@1:5", "text"}, {"a = 1__0", "E0109@1:5", NULL}, {"a = 1_", "E0109@1:5", NULL},
        {"a = 1e6", "E0109@1:5", "digits"}, {"a = 0xFF", "E0109@1:5", "decimal"}, {"a = 3GB", "E0110@1:5", "3GiB"},
        {"a = 5m", "E0110@1:5", "5min"}, {"a = 5days", "E0110@1:5", "5d"}, {"a = 3foo", "E0110@1:5", "units are"},
        {"a = 60 %", "E0101@1:8", NULL}, {"a = x.0", "E0121@1:7", "[0]"}, {"a = 1.5.5", "E0121@1:9", NULL},
        {"a = 0", "", NULL}, {"a = 0.5 + 10 + 1_000.5", "", NULL});
}

static void names(void **state) {
  (void)state;
  CHECK({"let if = 3", "E0124@1:5", "if_"}, {"a = [for in in x: 1]", "E0124@1:10", NULL},
        {"vpc null {}", "E0124@1:5", NULL}, {"component test {}", "E0125@1:11", NULL},
        {"test main {\n  a = 1\n}", "E0125@1:6", "test \"main\""}, {"policy p {}", "E0125@1:8", NULL},
        {"AWS:: bucket {}", "E0111@1:1", "whole"}, {"k a { @ b = 1 }", "E0112@1:7", "@depends_on"},
        {"vpc \"main\" {}", "E0121@1:5", "without quotes"}, {"use lib", "E0121@1:5", "quotes"},
        {"use \"${x}\"", "E0143@1:5", NULL}, {"\"${k}\" = 1", "E0143@1:1", NULL},
        {"let a = x.\"b\"", "E0121@1:11", NULL}, {"x = then", "E0126@1:5", NULL});
}

static void items(void **state) {
  (void)state;
  CHECK({"vpc main\n{\n  zones = 2\n}\na = 1", "E0137@2:1", "end of the line above"},
        {"a = 1\n{ b = 2 }\nc = 3", "E0137@2:1", NULL}, {"a = 1 b = 2\nc = 3", "E0138@1:7", "lines"},
        {"let a = x ? 1 : 2\nb = 1", "E0139@1:11", "then"}, {"k a { b: 2 }\nc = 1", "E0122@1:8", "b = ..."},
        {"k a {\n  b: int = 2\n  c: 3\n}", "E0122@2:4 E0122@3:4", NULL}, {"k a { @b: 1 }", "E0122@1:9", NULL},
        {"(1)", "E0120@1:1", "an item is"}, {"a = 1,,b = 2", "E0130@1:7", NULL}, {", a = 1", "E0130@1:1", NULL},
        {"a = 1\n}\nb = 2", "E0128@2:1", NULL}, {"a = 1)\nb = 2", "E0128@1:6", NULL},
        {"vpc {\n  a = 1\n}\nb = 2", "E0121@1:5", "vpc = { ... }"}, {"lat x = 1", "E0121@1:7", "'let'"},
        {"foo bar = 1", "E0121@1:9", "let bar"}, {"in x = 2", "E0121@1:6", "in x: string"},
        {"in x2\nb = 1", "E0121@1:5", "in x2: string"}, {"let a =\nlet b = 2", "E0126@1:7", "after the '='"},
        {"a =\nb = 2", "E0126@1:3", NULL}, {"a = ", "E0126@1:3", NULL}, {"type t { a: int }", "E0121@1:8", "type t ="},
        {"fn f(x: int) => x", "E0121@1:14", "one expression"}, {"fn f(x) = x", "E0121@1:7", NULL},
        {"if a then b = 1", "E0121@1:6", "items"}, {"if a = b { }", "E0121@1:6", "=="},
        {"else { }\na = 1", "E0132@1:1", NULL}, {"if a {}\nb = 1\nelse { c = 1 }\nd = 1", "E0132@3:1", NULL},
        {"for x { }", "E0121@1:7", "for name in"}, {"moved a b", "E0121@1:9", NULL},
        {"component c(a: int) {}", "E0121@1:12", "in name"}, {"assert", "E0126@1:6", NULL},
        {"use \"a\" as", "E0121@1:10", NULL}, {"foo(1)", "E0120@1:4", NULL});
}

static void brackets(void **state) {
  (void)state;
  CHECK({"let q = [1, 2\nlet r = 4\nlet s = 5", "E0127@2:1", NULL},
        {"k a {\n  b = [1\n  c = 2\n}\nd = 1", "E0127@3:3", NULL}, {"k a {\n  b = f(1\n}\nc = 1", "E0127@3:1", NULL},
        {"k a {\n  b = 1\nk c {\n}\n", "E0127@1:5", NULL},
        {"k a {\n  k b {\n    c = 1\n}\nk d {\n}\n", "E0127@2:7", NULL},
        {"a = (1 + 2\nb = 3\nc = 4", "E0127@2:1", NULL}, {"a = [1)\nb = 1", "E0127@1:7", NULL},
        {"a = { b: [1, 2 }\nc = 1", "E0127@1:16", NULL}, {"a = [1 2]", "E0129@1:6", "','"},
        {"a = [\n  \"x\"\n  \"y\"\n]\nb = 1", "E0129@2:5", NULL}, {"a = [1,,2]", "E0130@1:8", NULL},
        {"a = f(, 1)", "E0130@1:7", NULL}, {"a = { b: 1 c: 2 }", "E0129@1:12", NULL},
        {"a = { b: 1,, c: 2 }", "E0130@1:12", NULL});
}

static void expressions(void **state) {
  (void)state;
  CHECK({"a = { b = 1, c: 2 }", "E0123@1:9", "b: ..."}, {"a = f(b = 1)", "E0123@1:9", "b: ..."},
        {"a = f(b: 1, 2)", "E0141@1:13", "front"}, {"a = if b 1 else 2\nc = 1", "E0131@1:10", "then value"},
        {"a = if b = c then 1\nd = 1", "E0131@1:10", "=="}, {"a = 1 + if b then 2 else 3\nc = 1", "E0133@1:9", "(if"},
        {"a = b < c < d", "E0134@1:11", "&&"}, {"a = b.c.d(1)", "E0135@1:5", "module.name"},
        {"a = x[0](1)", "E0135@1:5", NULL}, {"a = b + \"x\"", "E0145@1:7", "${first}"},
        {"a = [1] + b", "E0145@1:9", "...first"}, {"a = ...b", "E0126@1:5", "element"},
        {"a = for x in y: x", "E0126@1:5", "[for"}, {"a = [for x: x]", "E0121@1:11", "for name"},
        {"a = {for k in m: k}", "E0121@1:19", NULL}, {"a = b | c", "E0138@1:7", "||"},
        {"a = b ?: c", "E0139@1:7", "??"}, {"a = b == = c", "E0126@1:10", NULL});
}

static void types(void **state) {
  (void)state;
  CHECK({"in a: = 2\nb = 1", "E0136@1:7", "int(1..6)"}, {"in a: int(6)", "E0144@1:11", "1..10"},
        {"in a: int(..)", "E0144@1:13", NULL}, {"in a: int(x)", "E0144@1:11", "pattern"},
        {"in a: \"x ${y}\"", "E0136@1:7", "${ }"}, {"type t = { a = int }", "E0123@1:14", NULL},
        {"type t = { a?: int = 2 }", "E0146@1:20", NULL}, {"type t = { a: int b: int }", "E0129@1:19", NULL},
        {"type t = [int\ntype u = int", "E0127@2:1", NULL}, {"type t = if", "E0136@1:10", NULL});
}

static void docs(void **state) {
  (void)state;
  CHECK({"/// nothing", "E0142@1:1", "//"}, {"a = 1 /// trailing\nb = 2", "E0142@1:7", NULL},
        {"/// one\n/// two\na = 1", "", NULL}, {"a = [\n  /// x\n  1,\n]", "E0142@2:3", NULL},
        {"//// no doc", "", NULL}, {"k a {\n  /// lost\n}", "E0142@2:3", NULL},
        {"/// one\n/// two\n\n", "E0142@1:1", NULL});
}

// What people bring from other languages.
static void habits(void **state) {
  (void)state;
  CHECK({"resource \"aws_s3_bucket\" \"b\" {\n  x = 1\n}\na = 1", "E0120@1:10", "AWS::S3::Bucket"},
        {"import \"x\"", "E0120@1:8", "use"}, {"variable x {\n  default = 1\n}", "", NULL},
        {"const x = 1\na = 1", "E0121@1:9", "let"}, {"function f(x) {\n}\na = 1", "E0121@1:11", "fn name"},
        {"a = b and c\nd = 1", "E0138@1:7", "&&"}, {"a = not b", "E0138@1:9", "!"},
        {"a = (b or c)\nd = 1", "E0127@1:8", "||"}, {"a = b if c else d\ne = 1", "E0138@1:7", "then"},
        {"vpc my-vpc {}\na = 1", "E0121@1:7", "'_'"}, {"let my-x = 1", "E0121@1:7", "'_'"},
        {"a = { my-key: 1 }\nb = 1", "E0121@1:9", "quotes"}, {"a = {b, c}", "E0121@1:7 E0121@1:10", "[ ]"},
        {"a = [b: 1]\nc = 1", "E0127@1:7", "{ }"}, {"a = (b, c)\nd = 1", "E0127@1:7", "[ ]"},
        {"for (x in y) {\n}\na = 1", "E0121@1:5", "without"}, {"a += 1\nb = 1", "E0120@1:3", NULL});
}

// One mistake is one message, and the rest of the file is read.
static void five_mistakes(void **state) {
  (void)state;
  CHECK(
      {"stack web {\n  tags = { team = \"shop\" }\n}\n\nvpc main {\n  zones: 2\n  nat = if prod \"per_zone\"\n}\n\n"
       "let a = [1, 2\nlet b = \"x\n\nservice api {\n  memory = 3GB\n  port = 3000\n}\n",
       "E0123@2:17 E0122@6:8 E0131@7:17 E0127@11:1 E0103@11:9 E0110@14:12", NULL});
}

static void limits(void **state) {
  (void)state;
  Buffer source = {0};
  buffer_add_string(&source, "a = ");
  buffer_fill(&source, '(', 190);
  buffer_add_char(&source, '1');
  buffer_fill(&source, ')', 190);
  Parsed parsed;
  parse_text(&parsed, buffer_text(&source));
  assert_text(parsed_codes(&parsed), "");
  parsed_free(&parsed);
  source.size = 0;
  buffer_add_string(&source, "a = 1");
  for (int i = 0; i < 198; i++) buffer_add_string(&source, " + 1");
  parse_text(&parsed, buffer_text(&source));
  assert_text(parsed_codes(&parsed), "");
  parsed_free(&parsed);
  buffer_add_string(&source, " + 1 + 1\nb = 2");
  parse_text(&parsed, buffer_text(&source));
  assert_text(parsed_codes(&parsed), "E0140@1:805");
  assert_int_equal(parsed.file->items.count, 2);
  parsed_free(&parsed);
  source.size = 0;
  for (int i = 0; i < 500; i++) buffer_add_string(&source, "a = ]\n");
  parse_text(&parsed, buffer_text(&source));
  assert_int_equal(parsed.diags.errors, 101);
  assert_string_equal(parsed.diags.list.items[100]->code, "E0149");
  parsed_free(&parsed);
  buffer_free(&source);
}

// Every code that a source of the room names.
static void every_code_has_a_section(Arena *arena, Text page) {
  glob_t found;
  assert_int_equal(glob(text_format(arena, "%s/compiler/syntax/*.c", project_root()).at, 0, NULL, &found), 0);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    Diags diags = {.arena = arena};
    Text source;
    assert_true(io_read(arena, &diags, found.gl_pathv[i], &source));
    const Text mark = TEXT("\"E01");
    for (size_t at = text_find(source, mark, 0); at != SIZE_MAX; at = text_find(source, mark, at + 1)) {
      Text heading = text_format(arena, "\n## %.*s ", 5, source.at + at + 1);
      if (text_find(page, heading, 0) == SIZE_MAX) fail_msg("docs/errors/syntax.md lacks%.*s", TEXT_ARG(heading));
    }
  }
  globfree(&found);
}

// The diagnostics of an example in [start, end) of the page: none, or each with this code.
static void check_example(Text example, const char *code) {
  Parsed parsed;
  parse_text(&parsed, example);
  size_t count = parsed.diags.list.count;
  if (code ? !count : count > 0) fail_msg("%.*s\n  gives %zu diagnostics", TEXT_ARG(example), count);
  for (size_t i = 0; i < count; i++) assert_string_equal(parsed.diags.list.items[i]->code, code);
  parsed_free(&parsed);
}

// docs/errors/syntax.md: what is marked `error CODE` gives that code alone, what is marked `fragment` gives nothing;
// and every code that the sources name has a section.
static void documented_examples(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Text page;
  assert_true(io_read(&arena, &diags, text_format(&arena, "%s/docs/errors/syntax.md", project_root()).at, &page));
  const Text wrong = TEXT("```strata error "), right = TEXT("```strata fragment\n"), close = TEXT("\n```");
  size_t wrongs = 0, rights = 0;
  for (size_t at = text_find(page, wrong, 0); at != SIZE_MAX; at = text_find(page, wrong, at + 1), wrongs++) {
    Text code = text_copy(&arena, text_slice(page, at + wrong.size, at + wrong.size + 5));
    size_t start = at + wrong.size + 6;
    check_example(text_slice(page, start, text_find(page, close, start)), code.at);
  }
  for (size_t at = text_find(page, right, 0); at != SIZE_MAX; at = text_find(page, right, at + 1), rights++)
    check_example(text_slice(page, at + right.size, text_find(page, close, at + right.size)), NULL);
  assert_true(wrongs > 30 && rights > 30);
  every_code_has_a_section(&arena, page);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(characters),
      cmocka_unit_test(texts),
      cmocka_unit_test(numbers),
      cmocka_unit_test(names),
      cmocka_unit_test(items),
      cmocka_unit_test(brackets),
      cmocka_unit_test(expressions),
      cmocka_unit_test(types),
      cmocka_unit_test(docs),
      cmocka_unit_test(five_mistakes),
      cmocka_unit_test(habits),
      cmocka_unit_test(limits),
      cmocka_unit_test(documented_examples),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
