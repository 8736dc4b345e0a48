// A large template is linted as two parts, on as many threads as may be: the same findings in the same order, and those
// of a small template of the same kind for each of its resources.
#include "lint/lint.h"

#include "format_support.h"

enum { RESOURCES = 800, MISTAKES = 5 };

// A property that is misspelt (the schema), a text without variables and a reference to nothing (the walk), an effect
// and an action that are none (rules on resources).
static void add_resource(Buffer *json, unsigned number) {
  buffer_format(json, "%s\"Role%u\": {\"Type\": \"AWS::IAM::Role\", \"Properties\": {\"Desciption\": \"x\", ",
                number ? ", " : "", number);
  buffer_add_string(
      json,
      "\"RoleName\": {\"Fn::Sub\": \"role\"}, \"Path\": {\"Ref\": \"Nothing\"}, "
      "\"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "
      "\"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}}]}, "
      "\"Policies\": [{\"PolicyName\": \"own\", \"PolicyDocument\": {\"Version\": \"2012-10-17\", "
      "\"Statement\": [{\"Effect\": \"Perhaps\", \"Action\": \"s3:Getobjekt\", \"Resource\": \"*\"}]}}]}}");
}

static Text codes_of(Arena *arena, unsigned resources, unsigned threads) {
  Buffer json = {0}, codes = {0};
  buffer_add_string(&json, "{\"Resources\": {");
  for (unsigned i = 0; i < resources; i++) add_resource(&json, i);
  buffer_add_string(&json, "}}");
  Reading reading;
  reading_of(&reading, format_read, buffer_text(&json));
  Template template = {.root = reading.value};
  Diags diags = {.arena = &reading.arena};
  LintOptions options = {.threads = threads};
  lint_template(&options, &reading.arena, &diags, &template);
  for (size_t i = 0; i < diags.list.count; i++) {
    const Diag *diag = diags.list.items[i];
    buffer_format(&codes, "%s %u %.*s\n", diag->code, diag->span.start, TEXT_ARG(diag->message));
  }
  Text found = buffer_take(&codes, arena);
  arena_free(&reading.arena);
  buffer_free(&json);
  return found;
}

static size_t lines_with(Text text, const char *code) {
  size_t count = 0;
  for (size_t at = 0; (at = text_find(text, text_of(code), at)) != SIZE_MAX; at++) count++;
  return count;
}

static void each_resource_is_told_of(void **state) {
  (void)state;
  static const char *const codes[MISTAKES] = {"E3002 ", "W1020 ", "E1020 ", "E3510 ", "W3037 "};
  Arena arena = {0};
  Text small = codes_of(&arena, 1, 0), large = codes_of(&arena, RESOURCES, 0);
  for (size_t i = 0; i < MISTAKES; i++) {
    assert_int_equal(lines_with(small, codes[i]), 1);
    assert_int_equal(lines_with(large, codes[i]), RESOURCES);
  }
  arena_free(&arena);
}

static void threads_do_not_show(void **state) {
  (void)state;
  Arena arena = {0};
  Text one = codes_of(&arena, RESOURCES, 1);
  for (unsigned threads = 2; threads < 5; threads++) assert_true(text_equal(one, codes_of(&arena, RESOURCES, threads)));
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_resource_is_told_of),
      cmocka_unit_test(threads_do_not_show),
  };
  return cmocka_run_group_tests_name("lint_parts", tests, NULL, NULL);
}
