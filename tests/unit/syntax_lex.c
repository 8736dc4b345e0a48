// Tokens, line ends, and the values of numbers and texts.
#include "syntax_support.h"

// The tokens of a text as words: kinds for names, numbers and texts, else themselves; `;` where a line end counts.
static void check_tokens(const char *source, const char *expected) {
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Buffer dump = {0}, out = {0};
  dump_tokens(&dump, &sources, source_add(&sources, TEXT("t"), text_of(source)));
  Text text = buffer_text(&dump);
  for (size_t line = 0; line < text.size;) {
    size_t end = text_find(text, TEXT("\n"), line), stop = end;
    while (text.at[stop] != '@' || text.at[stop - 1] != ' ') stop--;
    Text token = text_slice(text, line, stop - 1);
    if (out.size) buffer_add_char(&out, ' ');
    if (text_starts_with(token, TEXT("operator ")) || text_starts_with(token, TEXT("name ")))
      buffer_add(&out, text_slice(token, text_find(token, TEXT(" "), 0) + 1, token.size));
    else if (text_is(token, "newline"))
      buffer_add_char(&out, ';');
    else
      buffer_add(&out, token);
    line = end + 1;
  }
  Text got = buffer_take(&out, &arena);
  got.size -= 4;  // "end" and the blank before it
  if (!text_is(got, expected)) fail_msg("%s\n  gives    %.*s\n  expected %s", source, TEXT_ARG(got), expected);
  buffer_free(&dump);
  arena_free(&arena);
}

static void tokens(void **state) {
  (void)state;
  check_tokens("a...b..c?.d??e=>f->g", "a ... b .. c ?. d ?? e => f -> g");
  check_tokens("==!=<=>=&&||<>=!|?", "== != <= >= && || < >= ! | ?");
  check_tokens("1..3 1.5 1.x 60%%", "number 1 .. number 3 number 1.5 number 1 . x quantity 60% error %");
  check_tokens("AWS::S3::Bucket a:b A::1", "aws_type AWS::S3::Bucket a : b aws_type A::1");
  check_tokens("@x @ y", "attribute @x error @ y");
  check_tokens("'${x}' \"a\" \"\" '' \"b\\\"c\"", "string '${x}' string \"a\" string \"\" string '' string \"b\\\"c\"");
  check_tokens("\"a${b}c${\"d${e}\"}\"",
               "text_start \"a${ b text_middle }c${ text_start \"d${ e text_end }\" text_end }\"");
  check_tokens("\"${ { a: 1 } }\"", "text_start \"${ { a : number 1 } text_end }\"");
  check_tokens("\"\"\"\na\"b\"\"c ${d}\n\"\"\"", "text_start \"\"\"\\na\"b\"\"c ${ d text_end }\\n\"\"\"");
  check_tokens("a /* x /* y */ z */ b // c\nd", "a b ; d");
  check_tokens(
      "\xEF\xBB\xBF"
      "a\r\nb",
      "a ; b");
}

static void line_ends(void **state) {
  (void)state;
  check_tokens("\n\na\n\n\nb\n", "a ; b");
  const char *after[] = {",", "(", "[", "{", "=",  ":",  "=>", "->", ".", "?.", "??", "!",  "|",    "...", "..",
                         "+", "-", "*", "/", "==", "!=", "<",  "<=", ">", ">=", "&&", "||", "then", "else"};
  const char *before[] = {"}", ")", "]",  ".",  "?.", "??", "|", "=>", "->", "..", "+",    "-",
                          "*", "/", "==", "!=", "<",  "<=", ">", ">=", "&&", "||", "then", "else"};
  const char *neither[] = {"x", "3", "60%", "'x'", "A::B", "@a", "if", "for", "in", "null"};
  Arena arena = {0};
  for (size_t i = 0; i < sizeof after / sizeof *after; i++)
    check_tokens(text_format(&arena, "%s\nx", after[i]).at, text_format(&arena, "%s x", after[i]).at);
  for (size_t i = 0; i < sizeof before / sizeof *before; i++)
    check_tokens(text_format(&arena, "x\n%s", before[i]).at, text_format(&arena, "x %s", before[i]).at);
  for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
    Parsed parsed;
    parse_text(&parsed, text_format(&arena, "a = %s\nb = 1", neither[i]));
    if (parsed.file->items.count != 2) fail_msg("a line end after %s is lost", neither[i]);
    parsed_free(&parsed);
  }
  arena_free(&arena);
  check_tokens("x\n( y\nz ) [\nu\nv ]\nw", "x ; ( y z ) [ u v ] ; w");
  check_tokens("( {a\nb\n} c\n)", "( { a ; b } c )");
  check_tokens("\"${a\nb}\"\nc", "text_start \"${ a b text_end }\" ; c");
  check_tokens("a\nelse = 1\nthen: 2\nelse ? 3", "a ; else = number 1 ; then : number 2 ; else ? number 3");
  check_tokens("a\nelse /* b */ = 1", "a ; else = number 1");
  check_tokens("a\nelse == 1", "a else == number 1");
  check_tokens("x.else\ny", "x . else ; y");
  check_tokens("int\n*: any\n* 2", "int ; * : any * number 2");
}

static void check_value(const char *source, const char *value) {
  Parsed parsed;
  Arena arena = {0};
  parse_text(&parsed, text_format(&arena, "a = %s", source));
  assert_text(parsed_codes(&parsed), "");
  const Expr *expr = parsed.file->items.items[0]->as.field.value;
  Buffer out = {0};
  if (expr->kind == EXPR_STRING) buffer_add(&out, expr->as.string.text);
  if (expr->kind == EXPR_NUMBER) buffer_add(&out, expr->as.number);
  if (expr->kind == EXPR_QUANTITY)
    buffer_format(&out, "%.*s|%s", TEXT_ARG(expr->as.quantity.number), lex_unit_name(expr->as.quantity.unit));
  if (expr->kind == EXPR_TEMPLATE)
    for (size_t i = 0; i < expr->as.template.parts.count; i++) {
      const Part *part = &expr->as.template.parts.items[i];
      buffer_add(&out, part->value ? TEXT("<>") : part->text);
    }
  if (!text_is(buffer_text(&out), value))
    fail_msg("%s\n  gives    %.*s\n  expected %s", source, TEXT_ARG(buffer_text(&out)), value);
  buffer_free(&out);
  parsed_free(&parsed);
  arena_free(&arena);
}

static void values(void **state) {
  (void)state;
  check_value("1_000_000", "1000000");
  check_value("0.20", "0.20");
  check_value("1_0.5GiB", "10.5|GiB");
  check_value("60%", "60|%");
  check_value("\"a\\n\\t\\r\\\"\\\\\\$\\u{e9}\\u{1F600}$ $x\"", "a\n\t\r\"\\$\xC3\xA9\xF0\x9F\x98\x80$ $x");
  check_value("'a\\n${b}'", "a\\n${b}");
  check_value("\"${b} c ${d}${e}\"", "<> c <><>");
  check_value("\"\\${b}\"", "${b}");
  check_value("\"\"\"\n  one\n    two\n\n  three\\n\n  \"\"\"", "one\n  two\n\nthree\n");
  check_value("\"\"\"\n\"\"\"", "");
  check_value("\"\"\"\n\n\"\"\"", "");
  check_value("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "a\nb");
  check_value("\"\"\"\n  a \"q\" \"\" ${b}\n    c\n  ${d}\n  \"\"\"", "a \"q\" \"\" <>\n  c\n<>");
  check_value("\"\"\"  \n   \n  x\n     \n  \"\"\"", " \nx\n   ");
  check_value("'''\n\ta\\n\n\t\tb ${c}\n\t'''", "a\\n\n\tb ${c}");
}

static void names_are_interned(void **state) {
  (void)state;
  Parsed parsed;
  parse_text(&parsed, TEXT("abc = 1\n\"abc\" = abc"));
  const Item *first = parsed.file->items.items[0], *second = parsed.file->items.items[1];
  assert_ptr_equal(first->name.name.at, second->name.name.at);
  assert_ptr_equal(first->name.name.at, second->as.field.value->as.name.name.at);
  parsed_free(&parsed);
}

static void docs_and_comments(void **state) {
  (void)state;
  Parsed parsed;
  parse_text(&parsed, TEXT("// c\n///  one\n///two\n\n/// three\na = 1 // d\n"));
  const Item *item = parsed.file->items.items[0];
  assert_text(item->doc, " one\ntwo\nthree");
  assert_text(source_text(&parsed.sources, item->span), "a = 1");
  assert_int_equal(parsed.file->comments.count, 2);
  assert_true(parsed.file->comments.items[0].own_line);
  assert_false(parsed.file->comments.items[1].own_line);
  parsed_free(&parsed);
}

static void tree_dump_has_positions(void **state) {
  (void)state;
  Parsed parsed;
  parse_text(&parsed, TEXT("k a {\n  b = \"x${c.d}\" ?? [1]\n}\n"));
  Buffer out = {0};
  dump_ast(&out, parsed.file, &parsed.sources, true);
  assert_text(buffer_text(&out),
              "instance k a @1:1\n  block\n    field b @2:3\n      binary ?? @2:7\n        template @2:7\n"
              "          text \"x\"\n          field d @2:11\n            name c @2:11\n        list @2:20\n          "
              "number 1 @2:21\n");
  buffer_free(&out);
  parsed_free(&parsed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tokens),
      cmocka_unit_test(line_ends),
      cmocka_unit_test(values),
      cmocka_unit_test(names_are_interned),
      cmocka_unit_test(docs_and_comments),
      cmocka_unit_test(tree_dump_has_positions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
