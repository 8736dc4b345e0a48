// What follows a change: through every function, only where the attribute changes, and what it asks for.
#include "plan_case.h"

#define VPC(range) "  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: " range "}}\n"
#define PARAMETER(value) "  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: " value "}}\n"

static void follows_vpc(const char *value) {
  char old[1024], new[1024], expected[256];
  snprintf(old, sizeof old,
           "Conditions: {C: !Equals [!Ref 'AWS::Region', x]}\nResources:\n" VPC("10.0.0.0/16") PARAMETER("%s"), value);
  snprintf(new, sizeof new,
           "Conditions: {C: !Equals [!Ref 'AWS::Region', x]}\nResources:\n" VPC("10.1.0.0/16") PARAMETER("%s"), value);
  snprintf(expected, sizeof expected, "-/+ Vpc CidrBlock\n~ P Value<-Vpc");
  expect_plan(old, new, expected);
}

static void test_functions(void **state) {
  (void)state;
  follows_vpc("!Ref Vpc");
  follows_vpc("!GetAtt Vpc.DefaultSecurityGroup");
  follows_vpc("!Sub 'vpc ${Vpc} ${Vpc.VpcId}'");
  follows_vpc("!Sub ['${V}', {V: !Ref Vpc}]");
  follows_vpc("!Join [',', [a, !Ref Vpc]]");
  follows_vpc("!Select [1, [a, !Ref Vpc]]");
  follows_vpc("!Select [0, !GetAtt Vpc.CidrBlockAssociations]");
  follows_vpc("!If [C, !Ref Vpc, none]");
  follows_vpc("!If [C, none, !Sub '${Vpc}']");
  follows_vpc("{'Fn::Base64': !Sub '${Vpc}'}");
  follows_vpc("!Split [',', !Ref Vpc]");
  follows_vpc("!Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]");
}

static void test_within_documents(void **state) {
  (void)state;
#define DOCUMENT "{'Fn::ToJsonString': {v: [!Ref Vpc]}}"
  expect_plan("Resources:\n" VPC("10.0.0.0/16") PARAMETER(DOCUMENT),
              "Resources:\n" VPC("10.1.0.0/16") PARAMETER(DOCUMENT), "-/+ Vpc CidrBlock\n~ P Value.v[0]<-Vpc");
}

static void test_cascade(void **state) {
  (void)state;
#define NETWORK(range) \
  "Resources:\n" VPC(range) "  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}\n"           \
                            "  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}\n"        \
                            "  Link: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: " \
                            "!Ref Subnet, RouteTableId: !Ref Table}}\n"
  expect_plan(NETWORK("10.0.0.0/16"), NETWORK("10.1.0.0/16"),
              "-/+ Vpc CidrBlock\n-/+ Subnet VpcId<-Vpc\n-/+ Table VpcId<-Vpc\n"
              "-/+ Link SubnetId<-Subnet<-Vpc RouteTableId<-Table<-Vpc");
}

static void test_order_of_the_template_does_not_matter(void **state) {
  (void)state;
  expect_plan("Resources:\n" PARAMETER("!Ref Vpc") VPC("10.0.0.0/16"),
              "Resources:\n" PARAMETER("!Ref Vpc") VPC("10.1.0.0/16"), "-/+ Vpc CidrBlock\n~ P Value<-Vpc");
}

static void test_attributes_that_stay(void **state) {
  (void)state;
  // A tag changes in place: nothing follows.
#define TAGGED(value)                                                                                           \
  "Resources:\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, Tags: [{Key: a, Value: " value \
  "}]}}\n" PARAMETER("!Ref Vpc")
  expect_plan(TAGGED("x"), TAGGED("y"), "~ Vpc Tags[0].Value");
  // A role keeps its name through a replacement, and gets another ARN.
#define ROLE(path, value)                                                            \
  "Resources:\n  Role: {Type: AWS::IAM::Role, Properties: {RoleName: r, Path: " path \
  ", AssumeRolePolicyDocument: {}}}\n" PARAMETER(value)
  expect_plan(ROLE("/a/", "!Ref Role"), ROLE("/b/", "!Ref Role"), "-/+ Role Path");
  expect_plan(ROLE("/a/", "!GetAtt Role.Arn"), ROLE("/b/", "!GetAtt Role.Arn"), "-/+ Role Path\n~ P Value<-Role");
}

static void test_attributes_that_move_along(void **state) {
  (void)state;
#define LAUNCH(image)                                                                                     \
  "Resources:\n  T: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: " image   \
  "}}}\n"                                                                                                 \
  "  G: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: 1, MaxSize: 1, LaunchTemplate: " \
  "{LaunchTemplateId: !Ref T, Version: !GetAtt T.LatestVersionNumber}}}\n"
  expect_plan(LAUNCH("ami-1"), LAUNCH("ami-2"), "~ T LaunchTemplateData.ImageId\n~ G LaunchTemplate.Version<-T");
  // An attribute that is a property follows it.
#define DATABASE(port) \
  "Resources:\n  D: {Type: AWS::RDS::DBInstance, Properties: {Port: " port "}}\n" PARAMETER("!GetAtt D.Endpoint.Port")
  expect_plan(DATABASE("1"), DATABASE("2"), "~ D Port\n~ P Value<-D");
}

static void test_task_definition(void **state) {
  (void)state;
#define SERVICE(image)                                                                                            \
  "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Image: " image \
  "}]}}\n"                                                                                                        \
  "  S: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T}}\n"
  expect_plan(SERVICE("x"), SERVICE("y"), "-/+ T ContainerDefinitions[0].Image\n~ S TaskDefinition<-T");
}

static void test_parameters_mappings_conditions(void **state) {
  (void)state;
#define VALUES(default, entry, name)                                                                                   \
  "Parameters: {Size: {Type: Number, Default: " default "}}\nMappings: {M: {a: {b: " entry                             \
                                                        "}}}\n"                                                        \
                                                        "Conditions: {Big: !Equals [!Ref Size, 9]}\nResources:\n  Q: " \
                                                        "{Type: AWS::SQS::Queue, Properties: {DelaySeconds: "          \
                                                        "!Ref Size, VisibilityTimeout: !FindInMap [M, a, b]}}\n  T: "  \
                                                        "{Type: AWS::SNS::Topic, Condition: Big}\n" PARAMETER(         \
                                                            "!If [Big, big, " name "]")
  expect_plan(VALUES("1", "5", "small"), VALUES("'1'", "'5'", "small"), "");
  expect_plan(VALUES("1", "5", "small"), VALUES("2", "5", "small"), "~ Q DelaySeconds");
  expect_plan(VALUES("1", "5", "small"), VALUES("1", "6", "small"), "~ Q VisibilityTimeout");
  expect_plan(VALUES("1", "5", "small"), VALUES("9", "5", "small"), "~ Q DelaySeconds\n+ T\n~ P Value");
  expect_plan(VALUES("9", "5", "small"), VALUES("9", "5", "tiny"), "");
}

static void test_unknown_conditions(void **state) {
  (void)state;
#define STAGED(stage, value)                                                            \
  "Parameters: {Stage: {Type: String}}\nConditions: {Prod: !Equals [!Ref Stage, " stage \
  "]}\n"                                                                                \
  "Resources:\n  T: {Type: AWS::SNS::Topic, Condition: Prod}\n" PARAMETER("!If [Prod, " value ", none]")
  expect_plan(STAGED("prod", "a"), STAGED("prod", "b"), "~ P Value");
  expect_plan(STAGED("prod", "a"), STAGED("live", "a"), "~ T Condition\n~ P Value");
}

static void test_moved(void **state) {
  (void)state;
  PlanCase c = {0};
  Template *before =
      case_template(&c, "Resources:\n  A: {Type: AWS::SNS::Topic}\n" PARAMETER("!Sub 'x ${A} ${A.TopicName}'"));
  Template *after =
      case_template(&c, "Resources:\n  B: {Type: AWS::SNS::Topic}\n" PARAMETER("!Sub 'x ${B} ${B.TopicName}'"));
  vec_push(&c.arena, &after->moved, ((TemplateMove){TEXT("A"), TEXT("B"), {0}}));
  PlanInput input = {.name = TEXT("case"), .before = before, .after = after};
  plan_build(&c.arena, &input, 1, &c.plan);
  case_expect(&c, case_text(&c), "> B");
  case_free(&c);
}

static void test_long_chains(void **state) {
  (void)state;
  enum { LENGTH = 3000 };
  Buffer sides[2] = {{0}, {0}};
  for (int s = 0; s < 2; s++) {
    buffer_format(&sides[s],
                  "{\"Resources\": {\"R0\": {\"Type\": \"AWS::SNS::Topic\", \"Properties\": {\"TopicName\": \"%d\"}}",
                  s);
    for (int i = 1; i < LENGTH; i++)
      buffer_format(&sides[s],
                    ", \"R%d\": {\"Type\": \"AWS::SNS::Topic\", \"Properties\": {\"TopicName\": {\"Fn::GetAtt\": "
                    "[\"R%d\", \"TopicName\"]}}}",
                    i, i - 1);
    buffer_add_string(&sides[s], "}}");
    buffer_add_char(&sides[s], 0);
  }
  PlanCase c;
  case_plan(&c, sides[0].at, sides[1].at);
  assert_int_equal(c.plan.summary.replace, LENGTH);
  case_free(&c);
  buffer_free(&sides[0]);
  buffer_free(&sides[1]);
}

static void test_rings(void **state) {
  (void)state;
#define RING(name)                                                         \
  "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {TopicName: " name \
  ", DisplayName: !Ref B}}\n  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}\n"
  PlanCase c;
  case_plan(&c, RING("x"), RING("y"));
  assert_int_equal(c.plan.summary.replace, 1);
  case_free(&c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_within_documents),
      cmocka_unit_test(test_cascade),
      cmocka_unit_test(test_order_of_the_template_does_not_matter),
      cmocka_unit_test(test_attributes_that_stay),
      cmocka_unit_test(test_attributes_that_move_along),
      cmocka_unit_test(test_task_definition),
      cmocka_unit_test(test_parameters_mappings_conditions),
      cmocka_unit_test(test_unknown_conditions),
      cmocka_unit_test(test_moved),
      cmocka_unit_test(test_long_chains),
      cmocka_unit_test(test_rings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
