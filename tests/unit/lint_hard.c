// Templates made to be hard: each has an answer, the right one, and nothing that is not wrong is called so. That they
// are fast is measured by tests/bench.
#include "lint/lint.h"

#include "format_support.h"

typedef struct Linted {
  Reading reading;
  Template template;
  Diags diags;
} Linted;

static void lint_json(Linted *linted, Buffer *json) {
  *linted = (Linted){0};
  Text text = buffer_text(json);
  reading_of(&linted->reading, format_read, text);
  assert_non_null(linted->reading.value);
  linted->diags.arena = &linted->reading.arena;
  linted->template.root = linted->reading.value;
  LintOptions options = {0};
  lint_template(&options, &linted->reading.arena, &linted->diags, &linted->template);
}

static void done(Linted *linted, Buffer *json) {
  arena_free(&linted->reading.arena);
  buffer_free(json);
}

static size_t count_of(const Linted *linted, const char *code) {
  size_t count = 0;
  for (size_t i = 0; i < linted->diags.list.count; i++) count += strcmp(linted->diags.list.items[i]->code, code) == 0;
  return count;
}

static void no_errors(const Linted *linted) {
  for (size_t i = 0; i < linted->diags.list.count; i++)
    if (linted->diags.list.items[i]->level == LEVEL_ERROR)
      fail_msg("%s: %.*s", linted->diags.list.items[i]->code, TEXT_ARG(linted->diags.list.items[i]->message));
}

// Parameters P0 ... and conditions C0 ..., each of a parameter of its own.
static void begin(Buffer *json, unsigned conditions) {
  buffer_add_string(json, "{\"Parameters\": {\"P\": {\"Type\": \"String\"}");
  for (unsigned i = 0; i < conditions; i++) buffer_format(json, ", \"P%u\": {\"Type\": \"String\"}", i);
  buffer_add_string(json, "}, \"Conditions\": {\"C\": {\"Fn::Equals\": [{\"Ref\": \"P\"}, \"yes\"]}");
  for (unsigned i = 0; i < conditions; i++)
    buffer_format(json, ", \"C%u\": {\"Fn::Equals\": [{\"Ref\": \"P%u\"}, \"yes\"]}", i, i);
  buffer_add_string(json, "}, \"Resources\": {");
}

#define RULE "{\"IpProtocol\": \"tcp\", \"FromPort\": %u, \"ToPort\": %u, \"CidrIp\": \"10.0.0.0/8\"}"

static void sixty_independent_choices(void **state) {
  (void)state;
  Buffer json = {0};
  begin(&json, 60);
  buffer_add_string(&json,
                    "\"G\": {\"Type\": \"AWS::EC2::SecurityGroup\", \"Properties\": {\"GroupDescription\": \"x\", "
                    "\"SecurityGroupIngress\": [");
  for (unsigned i = 0; i < 60; i++)
    buffer_format(&json, "%s{\"Fn::If\": [\"C%u\", " RULE ", {\"Ref\": \"%s\"}]}", i ? ", " : "", i, i, i,
                  i == 59 ? "Nobody" : "AWS::NoValue");
  buffer_add_string(&json, "]}}}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(count_of(&linted, "E1020"), 1);
  assert_int_equal(linted.diags.errors, 1);
  done(&linted, &json);
}

// Thirty levels, each the other branch of the one before; the innermost asks the outermost again.
static void thirty_nested_choices(void **state) {
  (void)state;
  Buffer json = {0};
  begin(&json, 30);
  buffer_add_string(&json, "\"Q\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": ");
  for (unsigned i = 0; i < 30; i++) buffer_format(&json, "{\"Fn::If\": [\"C%u\", \"v%u\", ", i, i);
  buffer_add_string(&json, "{\"Fn::If\": [\"C0\", \"never\", {\"Ref\": \"AWS::NoValue\"}]}");
  for (unsigned i = 0; i < 30; i++) buffer_add_string(&json, "]}");
  buffer_add_string(&json, "}}}}");
  Linted linted;
  lint_json(&linted, &json);
  no_errors(&linted);
  assert_int_equal(count_of(&linted, "W1028"), 1);
  done(&linted, &json);
}

// Four hundred conditions over one another; every second resource waits for one whose condition is the opposite.
static void four_hundred_conditions(void **state) {
  (void)state;
  Buffer json = {0};
  buffer_add_string(&json,
                    "{\"Parameters\": {\"P\": {\"Type\": \"String\"}}, \"Conditions\": {\"C0\": {\"Fn::Equals\": "
                    "[{\"Ref\": \"P\"}, \"yes\"]}");
  for (unsigned i = 1; i < 400; i++)
    buffer_format(&json, ", \"C%u\": {\"Fn::Not\": [{\"Condition\": \"C%u\"}]}", i, i - 1);
  buffer_add_string(&json, "}, \"Resources\": {\"Q0\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"C0\"}");
  for (unsigned i = 1; i < 400; i++)
    buffer_format(&json, ", \"Q%u\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"C%u\", \"DependsOn\": \"Q%u\"}",
                  i, i, i % 2 ? i - 1 : i - 2);
  buffer_add_string(&json, "}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(count_of(&linted, "E3005"), 200);
  assert_int_equal(linted.diags.errors, 200);
  done(&linted, &json);
}

// More than the budget decides: nothing that depends on conditions is said, the rest is.
static void too_much_to_decide(void **state) {
  (void)state;
  enum { PAIRS = 24 };
  Buffer json = {0};
  buffer_add_string(&json, "{\"Parameters\": {\"P\": {\"Type\": \"String\"}");
  for (unsigned i = 0; i < 2 * PAIRS; i++) buffer_format(&json, ", \"P%u\": {\"Type\": \"String\"}", i);
  buffer_add_string(&json, "}, \"Conditions\": {\"C0\": {\"Fn::Equals\": [{\"Ref\": \"P0\"}, \"a\"]}");
  for (unsigned i = 1; i < 2 * PAIRS; i++)
    buffer_format(&json, ", \"C%u\": {\"Fn::Equals\": [{\"Ref\": \"P%u\"}, \"a\"]}", i, i);
  for (unsigned i = 0; i < PAIRS; i++)
    buffer_format(&json,
                  ", \"E%u\": {\"Fn::Or\": [{\"Fn::And\": [{\"Condition\": \"C%u\"}, {\"Condition\": \"C%u\"}]}, "
                  "{\"Fn::And\": [{\"Fn::Not\": [{\"Condition\": \"C%u\"}]}, {\"Fn::Not\": [{\"Condition\": "
                  "\"C%u\"}]}]}]}",
                  i, i, i + PAIRS, i, i + PAIRS);
  buffer_add_string(&json, ", \"A0\": {\"Condition\": \"E0\"}");
  for (unsigned i = 1; i < PAIRS; i++)
    buffer_format(&json, ", \"A%u\": {\"Fn::And\": [{\"Condition\": \"A%u\"}, {\"Condition\": \"E%u\"}]}", i, i - 1, i);
  buffer_add_string(&json, "}, \"Resources\": {\"First\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"C0\"}");
  for (unsigned i = 1; i < 2 * PAIRS; i++)
    buffer_format(&json, ", \"Q%u\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"C%u\"}", i, i);
  buffer_format(&json,
                ", \"All\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"A%d\", \"DependsOn\": \"Q1\", "
                "\"Properties\": {\"QueueName\": {\"Ref\": \"Nobody\"}}}}}",
                PAIRS - 1);
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(count_of(&linted, "E1020"), 1);
  assert_int_equal(linted.diags.errors, 1);
  done(&linted, &json);
}

// Nearly a megabyte of texts within texts; one variable deep inside is misspelt.
static void nested_texts(void **state) {
  (void)state;
  Buffer json = {0};
  buffer_add_string(&json,
                    "{\"Resources\": {\"P\": {\"Type\": \"AWS::SSM::Parameter\", \"Properties\": {\"Type\": "
                    "\"String\", \"Value\": {\"Fn::Join\": [\"-\", [\"x\"");
  for (unsigned i = 0; i < 300; i++) {
    buffer_add_string(&json, ", ");
    for (unsigned depth = 0; depth < 18; depth++)
      buffer_format(&json, "{\"Fn::Sub\": [\"${V}-${AWS::Region}-%0100u\", {\"V\": ", depth);
    buffer_format(&json, "{\"Fn::Sub\": \"${AWS::%s}\"}", i == 150 ? "Regoin" : "Region");
    for (unsigned depth = 0; depth < 18; depth++) buffer_add_string(&json, "}]}");
  }
  buffer_add_string(&json, "]]}}}}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(count_of(&linted, "E1022"), 1);
  assert_int_equal(linted.diags.errors, 1);
  done(&linted, &json);
}

static void ten_thousand_entries(void **state) {
  (void)state;
  Buffer json = {0};
  buffer_add_string(&json,
                    "{\"Parameters\": {\"K\": {\"Type\": \"String\"}}, \"Mappings\": {\"M\": {\"k\": {\"a\": \"b\"}");
  for (unsigned i = 0; i < 10000; i++) buffer_format(&json, ", \"k%u\": {\"a\": \"v%u\", \"b\": \"x\"}", i, i);
  buffer_add_string(&json, "}}, \"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"}");
  for (unsigned i = 0; i < 300; i++)
    buffer_format(&json,
                  ", \"Q%u\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": {\"Fn::FindInMap\": "
                  "[\"M\", %s%u%s, \"%s\"]}}}",
                  i, i % 2 ? "\"k" : "{\"Ref\": \"K\"}, \"b\"]}, \"KmsMasterKeyId\": {\"Fn::FindInMap\": [\"M\", \"k",
                  i, "\"", i % 100 == 7 ? "c" : "a");
  buffer_add_string(&json, "}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(count_of(&linted, "E1011"), 3);
  assert_int_equal(linted.diags.errors, 3 + count_of(&linted, "E7010"));  // a quota is passed too
  done(&linted, &json);
}

// "(a+)+$" against a text that it nearly matches: that it does not is the right answer, "undecided" is none.
static void patterns_that_backtrack(void **state) {
  (void)state;
  Buffer json = {0};
  buffer_add_string(&json,
                    "{\"Parameters\": {\"P\": {\"Type\": \"String\", \"AllowedPattern\": \"(a+)+$\", \"Default\": \"");
  buffer_fill(&json, 'a', 4000);
  buffer_add_string(&json,
                    "!\"}}, \"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": "
                    "{\"Ref\": \"P\"}}}}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_int_equal(linted.diags.errors, count_of(&linted, "E2015"));
  done(&linted, &json);
}

// Five hundred resources that all refer to one another.
static void a_ring_of_all(void **state) {
  (void)state;
  Buffer json = {0};
  buffer_add_string(&json, "{\"Resources\": {");
  for (unsigned i = 0; i < 300; i++)
    buffer_format(&json,
                  "%s\"Q%u\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": {\"Fn::Join\": [\"-\", "
                  "[{\"Fn::GetAtt\": [\"Q%u\", \"QueueName\"]}, {\"Ref\": \"Q%u\"}]]}}}",
                  i ? ", " : "", i, (i + 1) % 300, (i * 7 + 3) % 300);
  buffer_add_string(&json, "}}");
  Linted linted;
  lint_json(&linted, &json);
  assert_true(count_of(&linted, "E3004") >= 200);
  for (size_t i = 0; i < linted.diags.list.count; i++) assert_true(linted.diags.list.items[i]->message.size <= 500);
  done(&linted, &json);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sixty_independent_choices),
      cmocka_unit_test(thirty_nested_choices),
      cmocka_unit_test(four_hundred_conditions),
      cmocka_unit_test(too_much_to_decide),
      cmocka_unit_test(nested_texts),
      cmocka_unit_test(ten_thousand_entries),
      cmocka_unit_test(patterns_that_backtrack),
      cmocka_unit_test(a_ring_of_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
