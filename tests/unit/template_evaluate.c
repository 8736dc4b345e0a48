// Evaluation: each function with what is known and with what is not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka wants those first.
#include <cmocka.h>

#include "format/format.h"
#include "template/evaluate.h"

#define HEAD                                                                                 \
  "Parameters:\n  Stage: {Type: String, Default: dev}\n  Size: {Type: Number, Default: 3}\n" \
  "  Zones: {Type: CommaDelimitedList, Default: 'a, b'}\n  Open: {Type: String}\n"           \
  "  Word: {Type: String, NoEcho: true, Default: w}\n"                                       \
  "  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /image}\n"                 \
  "Conditions:\n  Prod: !Equals [!Ref Stage, prod]\n  Not: !Not [!Condition Prod]\n"         \
  "  Ask: !Equals [!Ref Open, x]\n  Any: !Or [!Condition Ask, !Condition Not]\n"             \
  "  All: !And [!Condition Ask, !Condition Prod]\n  Ring: !Not [!Condition Ring]\n"          \
  "  Empty: !Equals [!Ref Word, '']\n"                                                       \
  "Mappings: {M: {dev: {Size: 1, Names: [x, y]}}}\nResources: {T: {Type: AWS::SNS::Topic}}\nValue: "

static void expect(const char *value, const char *expected) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Template template = {0};
  Text text = text_format(&arena, HEAD "%s\n", value);
  template.root = format_read(&arena, &diags, &sources, source_add(&sources, TEXT("t.yaml"), text));
  if (!template.root) fail_msg("%s", value);
  template_index(&arena, &template);
  Evaluation evaluation;
  evaluate_init(&evaluation, &arena, &template, NULL);
  const Value *result = evaluate_value(&evaluation, value_at(template.root, "Value"));
  Buffer out = {0};
  if (result) json_write_compact(&out, result);
  Text written = buffer_take(&out, &arena);
  if (!text_is(written, expected)) fail_msg("%s\nexpected: %s\nbut: %.*s", value, expected, TEXT_ARG(written));
  arena_free(&arena);
}

static void test_references(void **state) {
  (void)state;
  expect("!Ref Stage", "\"dev\"");
  expect("!Ref Size", "3");
  expect("!Ref Zones", "[\"a\",\"b\"]");
  expect("!Ref Open", "{\"Ref\":\"Open\"}");
  expect("!Ref Word", "{\"Ref\":\"Word\"}");
  expect("!Ref Image", "\"{{resolve:ssm:/image}}\"");
  expect("!Ref T", "{\"Ref\":\"T\"}");
  expect("!Ref AWS::Region", "{\"Ref\":\"AWS::Region\"}");
  expect("!Ref AWS::NoValue", "");
  expect("{a: !Ref AWS::NoValue, b: [!Ref AWS::NoValue, 1]}", "{\"b\":[1]}");
  expect("!GetAtt T.TopicArn", "{\"Fn::GetAtt\":[\"T\",\"TopicArn\"]}");
  expect("{'Fn::GetAtt': T.A.B}", "{\"Fn::GetAtt\":[\"T\",\"A.B\"]}");
}

static void test_texts(void **state) {
  (void)state;
  expect("!Sub 'a-${Stage}-${Size}'", "\"a-dev-3\"");
  expect("!Sub 'a-${T}-${T.Arn}-${Stage}'", "{\"Fn::Sub\":\"a-${T}-${T.Arn}-dev\"}");
  expect("!Sub 'a ${!b} ${Open}'", "{\"Fn::Sub\":\"a ${!b} ${Open}\"}");
  expect("!Sub 'a ${!b}'", "\"a ${b}\"");
  expect("!Sub ['${X}${Y}', {X: !Ref Stage, Y: !Sub '${T}'}]", "{\"Fn::Sub\":\"dev${T}\"}");
  expect("!Sub ['${X}', {X: !ImportValue e}]", "{\"Fn::ImportValue\":\"e\"}");
  expect("!Sub ['a${X}', {X: !ImportValue e}]", "{\"Fn::Join\":[\"\",[\"a\",{\"Fn::ImportValue\":\"e\"}]]}");
  expect("!Join ['-', [a, !Ref Stage, !Ref Size]]", "\"a-dev-3\"");
  expect("!Join [',', !Ref Zones]", "\"a,b\"");
  expect("!Join ['-', [a, !Ref T]]", "{\"Fn::Sub\":\"a-${T}\"}");
  expect("!Join ['-', !Ref T]", "{\"Fn::Join\":[\"-\",{\"Ref\":\"T\"}]}");
  expect("!Sub 'pass ${Word}'", "{\"Fn::Sub\":\"pass ${Word}\"}");
  expect("!Sub [1, 2]", "{\"Fn::Sub\":[1,2]}");
}

static void test_lists(void **state) {
  (void)state;
  expect("!Select [1, !Ref Zones]", "\"b\"");
  expect("!Select ['0', [x]]", "\"x\"");
  expect("!Select [2, [x]]", "{\"Fn::Select\":[2,[\"x\"]]}");
  expect("!Select [1, [!If [Ask, a, !Ref AWS::NoValue], b]]",
         "{\"Fn::Select\":[1,[{\"Fn::If\":[\"Ask\",\"a\",{\"Ref\":\"AWS::NoValue\"}]},\"b\"]]}");
  expect("!Split [',', 'a,b']", "[\"a\",\"b\"]");
  expect("!Split ['', 'ab']", "[\"ab\"]");
  expect("!Split [',', !Ref Open]", "{\"Fn::Split\":[\",\",{\"Ref\":\"Open\"}]}");
  expect("!Select [1, !Split ['-', !Sub 'a-${Stage}']]", "\"dev\"");
  expect("{'Fn::Length': !Ref Zones}", "2");
}

static void test_mappings(void **state) {
  (void)state;
  expect("!FindInMap [M, !Ref Stage, Size]", "1");
  expect("!FindInMap [M, dev, Names]", "[\"x\",\"y\"]");
  expect("!FindInMap [M, prod, Size, {DefaultValue: 9}]", "9");
  expect("!FindInMap [M, prod, Size]", "{\"Fn::FindInMap\":[\"M\",\"prod\",\"Size\"]}");
  expect("!FindInMap [M, !Ref Open, Size]", "{\"Fn::FindInMap\":[\"M\",{\"Ref\":\"Open\"},\"Size\"]}");
}

static void test_conditions(void **state) {
  (void)state;
  expect("!If [Prod, a, b]", "\"b\"");
  expect("!If [Not, a, b]", "\"a\"");
  expect("!If [Any, a, b]", "\"a\"");
  expect("!If [All, a, b]", "\"b\"");
  expect("!If [Empty, a, b]", "\"b\"");
  expect("!If [Ask, !Ref Stage, b]", "{\"Fn::If\":[\"Ask\",\"dev\",\"b\"]}");
  expect("!If [Ring, a, b]", "{\"Fn::If\":[\"Ring\",\"a\",\"b\"]}");
  expect("!If [Nowhere, a, b]", "{\"Fn::If\":[\"Nowhere\",\"a\",\"b\"]}");
  expect("[!If [Prod, a, !Ref AWS::NoValue], b]", "[\"b\"]");
  expect("!If [Prod, a]", "{\"Fn::If\":[\"Prod\",\"a\"]}");
}

// A text that doubles with each level is left as it is written, and costs no more than its bound.
static void test_doubling(void **state) {
  (void)state;
  static const char *const seeds[] = {"\"x\"", "\"\"", "{\"Ref\": \"Open\"}"};
  for (size_t s = 0; s < 3; s++) {
    Buffer value = {0};
    for (int i = 0; i < 30; i++) buffer_add_string(&value, "{\"Fn::Sub\": [\"${A}${A}\", {\"A\": ");
    buffer_add_string(&value, seeds[s]);
    for (int i = 0; i < 30; i++) buffer_add_string(&value, "}]}");
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    Sources sources = {.arena = &arena};
    uint32_t source = source_add(&sources, TEXT("t.json"), buffer_text(&value));
    Template template = {.root = format_read(&arena, &diags, &sources, source)};
    assert_non_null(template.root);
    Evaluation evaluation;
    evaluate_init(&evaluation, &arena, &template, NULL);
    assert_non_null(evaluate_value(&evaluation, template.root));
    assert_true(arena.used < 20 * (size_t)EVALUATE_MOST);
    arena_free(&arena);
    buffer_free(&value);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_references), cmocka_unit_test(test_texts),      cmocka_unit_test(test_lists),
      cmocka_unit_test(test_mappings),   cmocka_unit_test(test_conditions), cmocka_unit_test(test_doubling),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
