// The native functions: the prelude declares exactly those that are bound, and every one has an example that holds. The
// examples are those of the prelude's own documentation; what these cannot show (files, what AWS gives) is shown here.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "check/library.h"
#include "eval/natives.h"
#include "format/json.h"
#include "lower/compile.h"

static Text prelude(void) {
  for (size_t i = 0; i < library_file_count; i++)
    if (strcmp(library_files[i].name, "prelude.strata") == 0) return library_text(&library_files[i]);
  fail_msg("the library has no prelude");
  return (Text){0};
}

static bool next_line(Text *rest, Text *line) {
  if (rest->size == 0) return false;
  size_t end = text_find(*rest, TEXT("\n"), 0);
  if (end == SIZE_MAX) end = rest->size;
  *line = text_slice(*rest, 0, end);
  *rest = text_slice(*rest, end < rest->size ? end + 1 : end, rest->size);
  return true;
}

// The name that a line declares; empty where it declares none.
static Text declared(Text line) {
  if (!text_starts_with(line, TEXT("fn "))) return (Text){0};
  return text_slice(line, 3, text_find(line, TEXT("("), 0));
}

static void prelude_and_table_are_the_same(void **state) {
  (void)state;
  Arena arena = {0};
  Map names = {0};
  Text rest = prelude(), line;
  while (next_line(&rest, &line)) {
    Text name = declared(line);
    if (name.size && text_find(line, TEXT(" = "), text_find(line, TEXT("):"), 0)) == SIZE_MAX)
      assert_true(map_put(&arena, &names, name, &names));
  }
  for (size_t i = 0; i < native_count(); i++) {
    if (!map_get(&names, text_of(native_at(i)->name))) print_message("not declared: %s\n", native_at(i)->name);
    assert_non_null(map_get(&names, text_of(native_at(i)->name)));
  }
  assert_int_equal(names.count, native_count());
  arena_free(&arena);
}

// ───────────────────────────── Examples of the prelude ─────────────────────────────

static bool holds(Text left, Text right, bool begins) {
  Buffer text = {0};
  buffer_format(
      &text,
      begins ? "stack e {}\nassert starts_with(%.*s, %.*s): \"no\"\n" : "stack e {}\nassert (%.*s) == (%.*s): \"no\"\n",
      TEXT_ARG(left), TEXT_ARG(right));
  Compilation compilation;
  CompileOptions options = {.program = "example.strata", .text = buffer_text(&text)};
  compile_program(&compilation, &options, COMPILE_EVAL);
  bool well = compilation.session.diags.errors == 0;
  if (!well) {
    const Diag *diag = compilation.session.diags.list.items[0];
    print_message("%.*s: %s %.*s\n", TEXT_ARG(left), diag->code, TEXT_ARG(diag->message));
  }
  compile_free(&compilation);
  buffer_free(&text);
  return well;
}

// Reads "`a` is `b`, `c` and `d` are `e`, `f` begins with `g`." and returns how many of these there are, all true.
static size_t check_example(Text line) {
  enum { MOST = 8 };
  Text waiting[MOST], before = {0};
  size_t count = 0, checked = 0;
  for (size_t open = text_find(line, TEXT("`"), 0), last = open; open != SIZE_MAX;) {
    size_t close = text_find(line, TEXT("`"), open + 1);
    assert_true(close != SIZE_MAX);
    Text code = text_slice(line, open + 1, close);
    before = text_trim(text_slice(line, last, open));
    bool begins = text_is(before, "begins with");
    if (text_is(before, "is") || text_is(before, "are") || begins) {
      for (size_t i = 0; i < count; i++, checked++) assert_true(holds(waiting[i], code, begins));
      count = 0;
    } else if (count < MOST) {
      waiting[count++] = code;
    }
    last = close + 1;
    open = text_find(line, TEXT("`"), close + 1);
  }
  return checked;
}

// ───────────────────────────── Examples of our own ─────────────────────────────

typedef struct Own {
  const char *native, *items, *expected;  // a part of the template as compact JSON, or the code of an error
} Own;

static const Own own[] = {
    {"round", "out x = \"${round(2.5)} ${round(-2.5)} ${round(2.49)} ${round(1.005, 2)} ${round(-10.55, 1)}\"",
     "\"3 -3 2 1.01 -10.6\""},
    {"floor", "out x = \"${floor(2.5)} ${floor(-2.5)} ${ceil(-2.5)} ${ceil(2.1)} ${floor(-3.0)}\"", "\"2 -3 -2 3 -3\""},
    {"get_azs", "out x = get_azs()[0]", "{\"Fn::Select\":[0,{\"Fn::GetAZs\":\"\"}]}"},
    {"file", "out x = file(\"natives.txt\")", "\"Value\":\"from a file\""},
    {"json", "out x = json(\"natives.json\").a[1]", "\"Value\":2"},
    {"yaml", "out x = yaml(\"natives.yaml\")[\"GET /\"]", "\"Value\":\"home\""},
    {"env", "out x = env(\"STRATA_NATIVES\") ?? \"none\"", "\"Value\":\"none\""},
    {"arn", "AWS::S3::Bucket b {}\nout x = arn(b)", "{\"Fn::GetAtt\":[\"B\",\"Arn\"]}"},
    {"import_value", "out x = import_value(\"shared-vpc-id\")", "{\"Fn::ImportValue\":\"shared-vpc-id\"}"},
    {"ssm", "out x = ssm(\"/shop/domain\", version: 3)", "\"{{resolve:ssm:/shop/domain:3}}\""},
    {"ssm_secure", "out x = ssm_secure(\"/shop/password\")", "E0314"},
    {"secret", "out x = secret(\"shop/db\", key: \"password\")", "E0314"},
    {"cfn", "AWS::SSM::Document d { Content = cfn({ \"Fn::Transform\": { Name: \"N\" } }) }",
     "\"Content\":{\"Fn::Transform\":{\"Name\":\"N\"}}"},
    {"resources", "out x = len(resources(AWS::S3::Bucket))", "E0306"},
    {"plan", "out x = plan(\"old.yaml\").order", "E0306"},
    {"ref_all", "param v: AWS::EC2::VPC\nassert each_in(ref_all(\"AWS::EC2::VPC::Id\"), [\"vpc-1\"]): \"no\"",
     "{\"Fn::RefAll\":\"AWS::EC2::VPC::Id\"}"},
    {"value_of", "param s: AWS::EC2::Subnet\nassert value_of(s, \"VpcId\") == \"vpc-1\": \"no\"",
     "{\"Fn::ValueOf\":[\"S\",\"VpcId\"]}"},
    {"value_of_all",
     "param s: AWS::EC2::Subnet\nassert each_equals(value_of_all(\"AWS::EC2::Subnet::Id\", \"VpcId\"), \"vpc-1\"): "
     "\"no\"",
     "{\"Fn::ValueOfAll\":[\"AWS::EC2::Subnet::Id\",\"VpcId\"]}"},
    {"stack_output", "out x = stack_output(\"network\", \"VpcId\", region: \"eu-west-1\")", "network"},
    {"stack_template",
     "stack base {\nAWS::S3::Bucket b {}\n}\nstack all {\nAWS::SSM::Document d { Content = { t: stack_template(base) } "
     "}\n}",
     "\"t\":\"{\\\"AWSTemplateFormatVersion\\\""},
    {"stack_capabilities",
     "stack base {\nrole r { service = \"lambda\" }\n}\nstack all {\nAWS::SSM::Document d { Content = { t: "
     "stack_template(base), c: stack_capabilities(base) } }\n}",
     "\"c\":[\"CAPABILITY_IAM\"]"},
};

static bool is_own(Text name) {
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (text_is(name, own[i].native)) return true;
  return false;
}

static void write_files(Arena *arena, const char *folder) {
  static const char *const files[][2] = {
      {"natives.txt", "from a file"}, {"natives.json", "{\"a\": [1, 2]}"}, {"natives.yaml", "GET /: home\n"}};
  Diags diags = {.arena = arena};
  for (size_t i = 0; i < 3; i++)
    assert_true(io_write(&diags, text_format(arena, "%s/%s", folder, files[i][0]).at, text_of(files[i][1])));
}

static void remove_files(Arena *arena, const char *folder) {
  static const char *const names[] = {"natives.txt", "natives.json", "natives.yaml"};
  for (size_t i = 0; i < 3; i++) unlink(text_format(arena, "%s/%s", folder, names[i]).at);
  rmdir(folder);
}

static bool own_holds(const char *folder, const Own *example) {
  Arena arena = {0};
  Text path = text_format(&arena, "%s/natives.strata", folder),
       text = text_format(&arena, "%s%s\n", strncmp(example->items, "stack", 5) == 0 ? "" : "stack e {}\n",
                          example->items);
  const char *allowed[] = {"STRATA_NATIVES"};
  CompileOptions options = {.program = path.at, .text = text, .allowed_env = allowed, .allowed_env_count = 1};
  Compilation compilation;
  compile_program(&compilation, &options, COMPILE_LOWER);
  const Diags *diags = &compilation.session.diags;
  Buffer out = {0};
  for (size_t i = 0; i < diags->list.count; i++)
    if (diags->list.items[i]->level == LEVEL_ERROR)
      buffer_format(&out, "%s %.*s\n", diags->list.items[i]->code, TEXT_ARG(diags->list.items[i]->message));
  for (size_t i = 0; i < compilation.templates.list.count; i++)
    json_write_compact(&out, compilation.templates.list.items[i]->root);
  bool well = text_find(buffer_text(&out), text_of(example->expected), 0) != SIZE_MAX;
  if (!well) print_message("%s: %.*s\n", example->native, TEXT_ARG(buffer_text(&out)));
  buffer_free(&out);
  compile_free(&compilation);
  arena_free(&arena);
  return well;
}

static void every_native_has_an_example_that_holds(void **state) {
  (void)state;
  Arena arena = {0};
  Map shown = {0};
  Text rest = prelude(), line, example = {0};
  while (next_line(&rest, &line)) {
    if (text_starts_with(line, TEXT("/// Example: "))) example = line;
    Text name = declared(line);
    if (name.size && !is_own(name) && check_example(example)) map_put(&arena, &shown, name, &shown);
    if (name.size) example = (Text){0};
  }
  char folder[] = "/tmp/strata-natives-XXXXXX";
  assert_non_null(mkdtemp(folder));
  write_files(&arena, folder);
  bool well = true;
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    well = own_holds(folder, &own[i]) && well;
    map_put(&arena, &shown, text_of(own[i].native), &shown);
  }
  remove_files(&arena, folder);
  assert_true(well);
  for (size_t i = 0; i < native_count(); i++) {
    if (!map_get(&shown, text_of(native_at(i)->name))) print_message("no example: %s\n", native_at(i)->name);
    assert_non_null(map_get(&shown, text_of(native_at(i)->name)));
  }
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(prelude_and_table_are_the_same),
      cmocka_unit_test(every_native_has_an_example_that_holds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
