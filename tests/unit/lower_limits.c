// Programs that grow: each has a right answer or one clear error, and never ends in an overflow of the stack or of
// memory, or not at all (the test runner's time limit).
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lower/compile.h"

// In a pattern # is the number of the turn and ~ that of the next one.
static void add_turn(Buffer *out, const char *pattern, int turn) {
  for (; *pattern; pattern++) {
    if (*pattern == '#' || *pattern == '~')
      buffer_format(out, "%d", turn + (*pattern == '~'));
    else
      buffer_add_char(out, *pattern);
  }
}

static void add_turns(Buffer *out, const char *pattern, int count) {
  for (int i = 0; i < count; i++) add_turn(out, pattern, i);
}

// Compiles and frees the text; expects the code of the first error, or none where `code` is null.
static void expect(const char *what, Buffer *text, const char *code) {
  Compilation compilation;
  CompileOptions options = {.program = "limits.strata", .text = buffer_text(text)};
  compile_program(&compilation, &options, COMPILE_LOWER);
  const char *found = NULL;
  const Diags *diags = &compilation.session.diags;
  for (size_t i = 0; i < diags->list.count && !found; i++)
    if (diags->list.items[i]->level == LEVEL_ERROR) found = diags->list.items[i]->code;
  bool as_expected = code ? found && strcmp(found, code) == 0 : !found && compilation.templates.list.count == 1;
  if (!as_expected) print_message("%s: %s\n", what, found ? found : "no error");
  assert_true(as_expected);
  compile_free(&compilation);
  buffer_free(text);
}

static Buffer program(void) {
  Buffer text = {0};
  buffer_add_string(&text, "stack limits {}\n");
  return text;
}

static void add_document(Buffer *text, const char *value) {
  buffer_format(text, "AWS::SSM::Document d { Content = { v: %s } }\n", value);
}

// `head` once, `each` so often, `tail` once, and the value `v` in a document.
typedef struct Growing {
  const char *what, *head, *each;
  int count;
  const char *tail, *code;
} Growing;

static void check_all(const Growing *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    Buffer text = program();
    buffer_add_string(&text, cases[i].head);
    add_turns(&text, cases[i].each, cases[i].count);
    buffer_add_string(&text, cases[i].tail);
    add_document(&text, "v");
    expect(cases[i].what, &text, cases[i].code);
  }
}
#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

static void doubling(void **state) {
  (void)state;
  static const Growing cases[] = {
      {"lists that double", "let x0 = [1]\n", "let x~ = [x#, x#]\n", 45, "let v = x45\n", "E0308"},
      {"records that double", "let x0 = { a: 1 }\n", "let x~ = { a: x#, b: x# }\n", 45, "let v = x45\n", "E0308"},
      {"texts that double", "let x0 = \"abcdefgh\"\n", "let x~ = \"${x#}${x#}\"\n", 45, "let v = x45\n", "E0308"},
      {"deferred texts that double", "param p: string\nlet x0 = p\n", "let x~ = \"${x#}${x#}\"\n", 45, "let v = x45\n",
       "E0308"},
      {"JSON of lists that double", "param p: string\nlet x0 = [p]\n", "let x~ = [x#, x#]\n", 45,
       "let v = to_json(x45)\n", "E0308"},
      {"calls that double", "fn f0(x: int): int = x\n", "fn f~(x: int): int = f#(x) + f#(x)\n", 45, "let v = f45(1)\n",
       "E0308"},
      {"loops in loops", "", "", 0, "let v = [for i in 1..1000000: len([for j in 1..1000000: 1])]\n", "E0308"},
      {"choices in lists", "let x0 = 1\n", "param b#: bool\nlet x~ = if b# then [x#, x#] else x#\n", 40,
       "let v = x40\n", "E0308"},
  };
  CHECK_ALL(cases);
}

static void many_parameters(void **state) {
  (void)state;
  static const Growing cases[] = {
      {"14 summed parameters", "let v = 0", " + (if b# then 1 else 0)", 14, "\n", "E0308"},
      {"14 counted parameters", "let v = len([", "if b# then 1, ", 14, "])\n", NULL},
      {"14 equal parameters", "let v = b0", "", 0, "\n", NULL},
      {"all of 2,000", "let v = all([", "b#, ", 2000, "])\n", NULL},
      {"any of 2,000", "let v = any([", "b#, ", 2000, "])\n", NULL},
      {"the parity of 60", "let p0 = true\n", "let p~ = p# != b#\n", 60, "let v = p60\n", NULL},
      {"a rule of the parity of 60", "let p0 = true\n", "let p~ = p# != b#\n", 60, "assert p60: \"odd\"\nlet v = 1\n",
       "E0308"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Buffer text = program();
    // CloudFormation takes 200 parameters; the texts of 2,000 come from look-ups in one.
    if (cases[i].count > 200) {
      buffer_add_string(&text, "param list: [string]\n");
      add_turns(&text, "let b# = list[#] == \"x\"\n", cases[i].count);
    } else {
      add_turns(&text, "param b#: bool\n", cases[i].count ? cases[i].count : 1);
    }
    buffer_add_string(&text, cases[i].head);
    add_turns(&text, cases[i].each, cases[i].count);
    buffer_add_string(&text, cases[i].tail);
    add_document(&text, "v");
    expect(cases[i].what, &text, cases[i].code);
  }
}

static void many_branches_and_elements(void **state) {
  (void)state;
  static const Growing cases[] = {
      {"150 branches", "param k: string\nlet v = ", "if k == \"k#\" then \"v#\" else ", 150, "0\n", NULL},
      {"300 branches", "param k: string\nlet v = ", "if k == \"k#\" then \"v#\" else ", 300, "0\n", "E0140"},
      {"300 branches by name", "param k: string\nlet x0 = 0\n", "let x~ = if k == \"k#\" then \"v#\" else x#\n", 300,
       "let v = x300\n", "E0308"},
      {"2,000 texts", "param k: string\nlet v = contains([", "\"k#\", ", 2000, "], k)\n", NULL},
      {"10,000 elements", "", "", 0, "let v = [for i in 1..10000: i * 2]\n", NULL},
      {"10,000 unique numbers", "", "", 0, "let v = len(unique(1..10000))\n", NULL},
      {"10,000 conditional elements", "param b: bool\n", "", 0, "let v = len([for i in 1..10000 if b: i])\n", "E0308"},
      {"unique of 10,000 conditional ones", "param b: bool\n", "", 0, "let v = unique([for i in 1..10000 if b: i])\n",
       "E0308"},
      {"two long lists", "param b: bool\n", "", 0,
       "let v = len([for i in (if b then 1..10000 else 20000..30000): i])\n", "E0308"},
      {"a long text", "", "", 0, "let v = len(join(\"0123456789\", 1..1000000)) + len(join(\"0123456789\", 1..9))\n",
       NULL},
      {"too long a text", "", "", 0, "let v = len(join(join(\"\", 1..1000), 1..1000000))\n", "E0308"},
  };
  CHECK_ALL(cases);
}

static void two_thousand_conditions(void **state) {
  (void)state;
  Buffer text = program();
  buffer_add_string(&text, "param k: string\n");
  buffer_add_string(&text, "AWS::SSM::Document d { Content = {");
  add_turns(&text, "  x#: if k == \"#\" then 1 else 2\n", 2000);
  buffer_add_string(&text, "} }\n");
  expect("2,000 conditions", &text, NULL);
}

static void deep_nesting(void **state) {
  (void)state;
  static const struct {
    const char *what, *open, *middle, *close;
  } cases[] = {{"parentheses", "(", "1", ")"},        {"lists", "[", "1", "]"},
               {"records", "{ a: ", "1", " }"},       {"choices", "if true then ", "1", " else 2"},
               {"calls", "abs(", "1", ")"},           {"texts", "\"${", "1", "}\""},
               {"negations", "!", "true", ""},        {"fallbacks", "null ?? ", "1", ""},
               {"loops", "[for i in [1]: ", "1", "]"}};
  static const int depths[] = {40, 1000, 100000};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    for (size_t k = 0; k < 3; k++) {
      Buffer text = program();
      buffer_add_string(&text, "let v = ");
      for (int n = 0; n < depths[k]; n++) buffer_add_string(&text, cases[i].open);
      buffer_add_string(&text, cases[i].middle);
      for (int n = 0; n < depths[k]; n++) buffer_add_string(&text, cases[i].close);
      buffer_add_string(&text, "\n");
      add_document(&text, "v");
      expect(cases[i].what, &text, k == 0 ? NULL : "E0140");
    }
}

static void long_chains(void **state) {
  (void)state;
  static const Growing cases[] = {
      {"10,000 lets, each after what it uses", "let x0 = 1\n", "let x~ = x# + 1\n", 10000, "let v = x10000\n", NULL},
      {"1,000 lets, each before what it uses", "let x1000 = 1\n", "let x# = x~ + 1\n", 1000, "let v = x0\n", NULL},
      {"50,000 lets, each before what it uses", "let x50000 = 1\n", "let x# = x~ + 1\n", 50000, "let v = x0\n",
       "E0308"},
      {"constants in a chain", "let x50000 = 1\n", "let x# = x~ + 1\n", 50000,
       "component c { out y = x0 }\nc one {}\nlet v = one.y\n", "E0308"},
      {"functions in a chain", "fn f50000(x: int): int = x\n", "fn f#(x: int): int = f~(x)\n", 50000, "let v = f0(1)\n",
       "E0308"},
      {"300 functions in a chain", "fn f300(x: int): int = x\n", "fn f#(x: int): int = f~(x)\n", 300, "let v = f0(1)\n",
       NULL},
      {"components in a chain", "component c20000 { out y = 1 }\n", "component c# {\n c~ x {}\n out y = x.y\n}\n",
       20000, "c0 one {}\nlet v = one.y\n", "E0308"},
      {"types in a chain", "type t50000 = int\n", "type t# = t~\n", 50000, "let v: t0 = 1\n", "E0308"},
      {"instances in a chain", "component c {\n in a: int\n out b = a + 1\n}\nc i0 { a = 1 }\n", "c i~ { a = i#.b }\n",
       10000, "let v = i10000.b\n", NULL},
      {"instances backwards", "component c {\n in a: int\n out b = a + 1\n}\nc i20000 { a = 1 }\n",
       "c i# { a = i~.b }\n", 20000, "let v = i0.b\n", "E0308"},
  };
  CHECK_ALL(cases);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(doubling),
      cmocka_unit_test(many_parameters),
      cmocka_unit_test(many_branches_and_elements),
      cmocka_unit_test(two_thousand_conditions),
      cmocka_unit_test(deep_nesting),
      cmocka_unit_test(long_chains),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
