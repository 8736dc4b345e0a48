// Names that come out, and names that are seen: logical ids of what programs declare, and who may use which name.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lower/compile.h"

static void path_segments_become_pascal_case(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"main", "Main"},
      {"public_subnet", "PublicSubnet"},
      {"eu-west-1", "EuWest1"},
      {"GET /items", "GETItems"},
      {"1", "1"},
      {"a__b", "AB"},
      {"_hidden", "Hidden"},
      {"*", ""},
      {"already", "Already"},
      {"imageURL", "ImageURL"},
      {"x.y.z", "XYZ"},
      {"\xC3\xA9tat", "Tat"},
      {"", ""},
  };
  Arena arena = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_true(text_is(eval_pascal(&arena, text_of(cases[i][0])), cases[i][1]));
  arena_free(&arena);
}

// A program without its header, and what it gives: "Id Id ...", or the code of its first error.
typedef struct Case {
  const char *text, *expected;
} Case;

static Text outcome(Arena *arena, const char *text) {
  Compilation compilation;
  CompileOptions options = {.program = "names.strata", .text = text_format(arena, "stack s {}\n%s\n", text)};
  compile_program(&compilation, &options, COMPILE_LOWER);
  Buffer out = {0};
  const Diags *diags = &compilation.session.diags;
  for (size_t i = 0; i < diags->list.count && !out.size; i++)
    if (diags->list.items[i]->level == LEVEL_ERROR) buffer_add_string(&out, diags->list.items[i]->code);
  if (!out.size) {
    const Template *template = compilation.templates.list.items[0];
    for (size_t i = 0; i < template->resources.count; i++) {
      if (i) buffer_add_char(&out, ' ');
      buffer_add(&out, template->resources.items[i].logical_id);
    }
  }
  compile_free(&compilation);
  return buffer_take(&out, arena);
}

static void check(const Case *cases, size_t count) {
  Arena arena = {0};
  bool well = true;
  for (size_t i = 0; i < count; i++) {
    Text found = outcome(&arena, cases[i].text);
    if (text_is(found, cases[i].expected)) continue;
    print_message("%s\n  gives %.*s, not %s\n", cases[i].text, TEXT_ARG(found), cases[i].expected);
    well = false;
  }
  arena_free(&arena);
  assert_true(well);
}

#define BOX "component box {\n in n: int = 1\n let two = 2\n AWS::SQS::Queue q {}\n out id = q\n}\n"

static void logical_ids(void **state) {
  (void)state;
  static const Case cases[] = {
      {"AWS::SQS::Queue jobs {}", "Jobs"},
      {"for c in [\"red\", \"dark blue\"] { AWS::SQS::Queue jobs {} }", "JobsRed JobsDarkBlue"},
      {"for i in 1..2 { for k, v in { a: 1, b: 2 } { AWS::SQS::Queue jobs {} } }", "Jobs1A Jobs1B Jobs2A Jobs2B"},
      {"for x in [{ name: \"one\" }] by x.name { AWS::SQS::Queue jobs {} }", "JobsOne"},
      {BOX "box main {}\nfor i in 1..2 { box more {} }", "MainQ More1Q More2Q"},
      {BOX "component outer { box inner {} }\nouter top {}", "TopInnerQ"},
      {"AWS::SQS::Queue jobs { @id = \"Legacy\" }", "Legacy"},
      {"param flag: bool\nif flag { AWS::SQS::Queue jobs {} }", "Jobs"},
      {"AWS::SQS::Queue a_b {}\nAWS::SQS::Queue aB {}", "E0402"},
      {"param jobs: string\nAWS::SQS::Queue jobs {}", "E0204"},
      {"param my_jobs: string\nAWS::SQS::Queue myJobs {}\nout x = my_jobs", "E0402"},
      {"for c in [\"*\", \"/\"] { AWS::SQS::Queue jobs {} }", "E0402"},
      {"for x in [{ a: 1 }] { AWS::SQS::Queue jobs {} }", "E0313"},
      {"for x in [\"a\", \"a\"] { AWS::SQS::Queue jobs {} }", "E0312"},
  };
  check(cases, sizeof cases / sizeof *cases);
}

static void scopes(void **state) {
  (void)state;
  static const Case cases[] = {
      {"AWS::SQS::Queue q { QueueName = later }\nlet later = \"x\"", "Q"},
      {"let a = b\nlet b = a\nAWS::SQS::Queue q { QueueName = a }", "E0307"},
      {"AWS::SQS::Queue q { QueueName = missing }", "E0201"},
      {"let x = 1\nlet x = 2", "E0204"},
      {"if true { AWS::SQS::Queue q {} }\nAWS::SQS::Queue r { QueueName = q.QueueName }", "Q R"},
      {"if true { let inner = \"x\" }\nAWS::SQS::Queue q { QueueName = inner }", "E0201"},
      {"for i in 1..1 { AWS::SQS::Queue q {} }\nAWS::SQS::Queue r { QueueName = \"${i}\" }", "E0201"},
      {"let i = \"o\"\nfor i in [\"p\"] { AWS::SQS::Queue q { QueueName = i } }", "QP"},
      {"let x = [for x in [1]: x]\nAWS::SQS::Queue q { DelaySeconds = x[0] }", "Q"},
      {BOX "box main {}\nAWS::SQS::Queue r { QueueName = main.id }", "MainQ R"},
      {BOX "box main {}\nAWS::SQS::Queue r { DelaySeconds = main.two }", "E0215"},
      {BOX "box main { two = 3 }", "E0203"},
      {"in size: int = 1\ncomponent c { AWS::SQS::Queue q { DelaySeconds = size } }\nc x {}", "E0216"},
      {"let size = 1\ncomponent c { AWS::SQS::Queue q { DelaySeconds = size } }\nc x {}", "XQ"},
      {"fn allow(x: int): int = x\ncomponent c {\n in allow: int\n AWS::SQS::Queue q { DelaySeconds = allow(allow) "
       "}\n}\n"
       "c x { allow = 2 }",
       "XQ"},
      {"fn f(x: int): int = f(x)\nAWS::SQS::Queue q { DelaySeconds = f(1) }", "E0209"},
      {"component c { c inner {} }\nc x {}", "E0209"},
      {"component c { AWS::SQS::Queue q { QueueName = self.name } }\nfor i in 1..1 { c x {} }", "X1Q"},
      {"let test = 1\nlet policy = 2\nAWS::SQS::Queue q { DelaySeconds = test + policy }", "Q"},
  };
  check(cases, sizeof cases / sizeof *cases);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(path_segments_become_pascal_case),
      cmocka_unit_test(logical_ids),
      cmocka_unit_test(scopes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
