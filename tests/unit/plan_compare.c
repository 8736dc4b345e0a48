// Comparison: what is the same to CloudFormation is no change, what differs is named at its place.
#include "plan_case.h"

#define QUEUE "AWS::SQS::Queue"
#define ROLE "AWS::IAM::Role"
#define GROUP "AWS::EC2::SecurityGroup"

static void test_scalars(void **state) {
  (void)state;
  expect_change(QUEUE, "DelaySeconds: 80", "DelaySeconds: '80'", "");
  expect_change(QUEUE, "FifoQueue: true", "FifoQueue: 'true'", "");
  expect_change(QUEUE, "DelaySeconds: 80", "DelaySeconds: '80.0'", "");
  expect_change(QUEUE, "DelaySeconds: 80", "DelaySeconds: 81", "~ R DelaySeconds");
  expect_change(QUEUE, "QueueName: a", "QueueName: b", "-/+ R QueueName");
  expect_change(QUEUE, "QueueName: a", "", "-/+ R QueueName");
  expect_change(QUEUE, "", "DelaySeconds: 1", "~ R DelaySeconds");
  expect_change("Custom::Thing", "ServiceToken: t, X: 1, Y: true", "ServiceToken: t, X: '1', Y: 'true'", "");
}

static void test_sets(void **state) {
  (void)state;
  expect_change(ROLE, "AssumeRolePolicyDocument: {}, ManagedPolicyArns: [a, b, c]",
                "AssumeRolePolicyDocument: {}, ManagedPolicyArns: [c, a, b]", "");
  expect_change(ROLE, "AssumeRolePolicyDocument: {}, ManagedPolicyArns: [a, b]",
                "AssumeRolePolicyDocument: {}, ManagedPolicyArns: [b, c]", "~ R ManagedPolicyArns[1]");
  expect_change(QUEUE, "Tags: [{Key: a, Value: 1}, {Key: b, Value: 2}]",
                "Tags: [{Key: b, Value: 2}, {Key: a, Value: 1}]", "");
  expect_change(QUEUE, "Tags: [{Key: a, Value: 1}, {Key: b, Value: 2}]",
                "Tags: [{Key: b, Value: 2}, {Key: a, Value: 3}]", "~ R Tags[1].Value");
  expect_change(QUEUE, "Tags: [{Key: a, Value: 1}]", "Tags: [{Key: x, Value: 0}, {Key: a, Value: 1}]", "~ R Tags[0]");
}

static void test_lists(void **state) {
  (void)state;
  expect_change("AWS::CodePipeline::Pipeline", "Stages: [{Name: a}, {Name: b}]", "Stages: [{Name: b}, {Name: a}]",
                "~ R Stages");
  expect_change("AWS::CodePipeline::Pipeline", "Stages: [{Name: a}, {Name: c}]",
                "Stages: [{Name: a}, {Name: b}, {Name: c}]", "~ R Stages[1]");
  expect_change("AWS::CodePipeline::Pipeline", "Stages: [{Name: a, X: 1}, {Name: c}]",
                "Stages: [{Name: a, X: 2}, {Name: c}]", "~ R Stages[0].X");
}

static void test_policies(void **state) {
  (void)state;
#define DOCUMENT(statements) "AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: " statements "}"
  expect_change(ROLE, DOCUMENT("[{Effect: Allow, Action: [a, b], Resource: x}, {Effect: Deny, Action: c}]"),
                DOCUMENT("[{Effect: Deny, Action: [c]}, {Effect: Allow, Action: [b, a], Resource: [x]}]"), "");
  expect_change(ROLE, DOCUMENT("{Effect: Allow, Action: a}"), DOCUMENT("[{Effect: Allow, Action: a}]"), "");
  expect_change(ROLE, DOCUMENT("[{Effect: Allow, Action: [a, b]}]"), DOCUMENT("[{Effect: Allow, Action: [a, c]}]"),
                "~ R AssumeRolePolicyDocument.Statement[0].Action[1]");
  expect_change(ROLE, DOCUMENT("[{Effect: Allow, Action: a, Condition: {StringEquals: {k: [x, y]}}}]"),
                DOCUMENT("[{Effect: Allow, Action: a, Condition: {StringEquals: {k: [y, x]}}}]"), "");
}

static void test_documents(void **state) {
  (void)state;
  expect_change("AWS::CloudWatch::Dashboard", "DashboardBody: '{\"a\": [1, 2], \"b\": {}}'",
                "DashboardBody: '{\"b\":{},\"a\":[1,2]}'", "");
  expect_change("AWS::CloudWatch::Dashboard", "DashboardBody: '{\"a\": [1, 2]}'", "DashboardBody: '{\"a\": [2, 1]}'",
                "~ R DashboardBody");
  expect_change("AWS::CloudWatch::Dashboard", "DashboardBody: '{\"a\": 1}'", "DashboardBody: '{\"a\": \"1\"}'",
                "~ R DashboardBody");
}

static void test_spellings(void **state) {
  (void)state;
  expect_change("AWS::SSM::Parameter", "Type: String, Value: !Sub 'a-${AWS::Region}-b'",
                "Type: String, Value: !Join ['-', [a, !Ref 'AWS::Region', b]]", "");
  expect_change("AWS::SSM::Parameter", "Type: String, Value: !Sub ['${X}', {X: !Ref 'AWS::Region'}]",
                "Type: String, Value: !Ref 'AWS::Region'", "");
  expect_change("AWS::SSM::Parameter", "Type: String, Value: a", "Type: String, Value: !Select [0, [a, b]]", "");
  expect_change("AWS::SSM::Parameter", "Type: String, Value: a",
                "Type: String, Value: !Select [1, !Split [',', 'b,a']]", "");
}

static void test_depths(void **state) {
  (void)state;
  // Another order deep within: found, and not by trying all ways.
  Buffer old = {0}, new = {0};
  Buffer *sides[] = {&old, &new};
  for (int s = 0; s < 2; s++) {
    buffer_add_string(sides[s], "Resources: {R: {Type: 'AWS::SSM::Document', Properties: {Content: ");
    buffer_fill(sides[s], '[', 90);
    buffer_add_string(sides[s], s ? "2, 1" : "1, 2");
    buffer_fill(sides[s], ']', 90);
    buffer_add_string(sides[s], "}}}");
    buffer_add_char(sides[s], 0);
  }
  PlanCase c;
  case_plan(&c, old.at, new.at);
  assert_int_equal(c.plan.stacks.items[0]->changes.items[0]->causes.items[0].steps, 92);
  case_free(&c);
  buffer_free(&old);
  buffer_free(&new);
}

static void test_attributes(void **state) {
  (void)state;
#define TOPIC(more) "Resources:\n  R: {Type: AWS::SNS::Topic" more "}\n  S: {Type: AWS::SNS::Topic}\n"
  expect_plan(TOPIC(""), TOPIC(", DeletionPolicy: Retain"), "~ R DeletionPolicy");
  expect_plan(TOPIC(", Metadata: {a: 1}"), TOPIC(", Metadata: {a: 2}"), "~ R Metadata.a");
  expect_plan(TOPIC(""), TOPIC(", DependsOn: S"), "");
  expect_plan(TOPIC(", DependsOn: [S]"), TOPIC(", DependsOn: S"), "");
}

static void test_marks_of_the_state(void **state) {
  (void)state;
  expect_change("AWS::RDS::DBInstance", "MasterUserPassword: {'Strata::Secret': literal}",
                "MasterUserPassword: changed", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_scalars),  cmocka_unit_test(test_sets),       cmocka_unit_test(test_lists),
      cmocka_unit_test(test_policies), cmocka_unit_test(test_documents),  cmocka_unit_test(test_spellings),
      cmocka_unit_test(test_depths),   cmocka_unit_test(test_attributes), cmocka_unit_test(test_marks_of_the_state),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
