// Hazards: when each is there, and when it is not. (docs/errors/plan.md has an example of each, run by tests/docs.)
#include "plan_case.h"

#define FILES(more) "Resources:\n  F: {Type: AWS::EFS::FileSystem" more "}\n  T: {Type: AWS::SNS::Topic}\n"
#define MODE(mode, more) FILES(", Properties: {PerformanceMode: " mode "}" more)
#define NOTHING "Resources:\n  T: {Type: AWS::SNS::Topic}\n"

static void test_data(void **state) {
  (void)state;
  expect_hazards(MODE("a", ""), MODE("b", ""), "P101:F");
  // DeletionPolicy does not cover replacements, UpdateReplacePolicy no removals.
  expect_hazards(MODE("a", ", DeletionPolicy: Retain"), MODE("b", ", DeletionPolicy: Retain"), "P101:F");
  expect_hazards(MODE("a", ", UpdateReplacePolicy: Retain"), MODE("b", ", UpdateReplacePolicy: Retain"), "P103:F");
  expect_hazards(MODE("a", ""), MODE("b", ", UpdateReplacePolicy: Snapshot"), "P103:F");
  expect_hazards(FILES(""), NOTHING, "P102:F");
  expect_hazards(FILES(", UpdateReplacePolicy: Retain"), NOTHING, "P102:F");
  expect_hazards(FILES(", DeletionPolicy: Retain"), NOTHING, "P105:F");
  expect_hazards(FILES(", DeletionPolicy: Retain"), FILES(""), "P106:F");
  expect_hazards(FILES(""), FILES(", DeletionPolicy: Retain"), "");
  // A database takes a snapshot by itself when it is removed, and none when it is replaced.
#define DATABASE(name) "  D: {Type: AWS::RDS::DBInstance, Properties: {DBName: " name "}}\n"
  expect_hazards(NOTHING DATABASE("a"), NOTHING, "P103:D");
  expect_hazards(NOTHING DATABASE("a"), NOTHING DATABASE("b"), "P101:D");
  expect_hazards(NOTHING "  D: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: c}}\n", NOTHING,
                 "P102:D");
}

static void test_names(void **state) {
  (void)state;
#define GROUP(name, text) \
  NOTHING "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: " text name "}}\n"
  expect_hazards(GROUP(", GroupName: n", "a"), GROUP(", GroupName: n", "b"), "P201:G");
  expect_hazards(GROUP("", "a"), GROUP("", "b"), "");
  expect_hazards(GROUP(", GroupName: n", "a"), GROUP(", GroupName: m", "b"), "");
#define ROLE(name, path) \
  NOTHING "  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, Path: " path name "}}\n"
  expect_hazards(ROLE(", RoleName: n", "/a/"), ROLE(", RoleName: n", "/b/"), "P201:R");
  expect_hazards(ROLE(", RoleName: !Sub '${AWS::Region}-n'", "/a/"), ROLE(", RoleName: !Sub '${AWS::Region}-n'", "/b/"),
                 "P201:R");
#define TARGETS(name, port) \
  NOTHING "  G: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: " port name "}}\n"
  expect_hazards(TARGETS(", Name: n", "80"), TARGETS(", Name: n", "81"), "P201:G");
}

static void test_rejected(void **state) {
  (void)state;
  expect_hazards(NOTHING "  A: {Type: AWS::SNS::Topic}\n", NOTHING "  A: {Type: AWS::SSM::Parameter}\n", "P202:A");
  expect_hazards(NOTHING "  C: {Type: Custom::X, Properties: {ServiceToken: a}}\n",
                 NOTHING "  C: {Type: Custom::X, Properties: {ServiceToken: b}}\n", "P209:C");
#define VOLUME(size) NOTHING "  V: {Type: AWS::EC2::Volume, Properties: {AvailabilityZone: a, Size: " size "}}\n"
  expect_hazards(VOLUME("20"), VOLUME("10"), "P210:V");
  expect_hazards(VOLUME("10"), VOLUME("'20'"), "");
#define INDEXES(names) NOTHING "  D: {Type: AWS::DynamoDB::Table, Properties: {GlobalSecondaryIndexes: [" names "]}}\n"
  expect_hazards(INDEXES("{IndexName: a}"), INDEXES("{IndexName: b}"), "P208:D");
  expect_hazards(INDEXES(""), INDEXES("{IndexName: b}"), "");
}

static void test_traffic(void **state) {
  (void)state;
#define RULES(rules)                                                                                             \
  NOTHING "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: [" rules \
          "]}}"                                                                                                  \
          "\n"
#define HTTP "{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}"
#define TLS "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}"
  expect_hazards(RULES(HTTP ", " TLS), RULES(TLS ", " HTTP), "");
  expect_hazards(RULES(HTTP ", " TLS), RULES(TLS), "P302:G");
  expect_hazards(RULES(HTTP), RULES(HTTP ", " TLS), "");
  expect_hazards(RULES(HTTP), RULES("{IpProtocol: tcp, FromPort: 1, ToPort: 100, CidrIp: 10.0.0.0/8}"), "");
  expect_hazards(RULES(HTTP), RULES("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}"), "");
  expect_hazards(RULES(HTTP), RULES("{IpProtocol: '-1', CidrIp: 10.0.0.0/8}"), "");
  expect_hazards(RULES(HTTP), RULES("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.1.0.0/16}"), "P302:G");
  expect_hazards(RULES(HTTP), RULES("{IpProtocol: udp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}"), "P302:G");
#define ROUTE "  R: {Type: AWS::EC2::Route, Properties: {RouteTableId: t, GatewayId: g}}\n"
  expect_hazards(NOTHING ROUTE, NOTHING, "P303:R");
}

static void test_renames(void **state) {
  (void)state;
#define TOPIC(id, properties) NOTHING "  " id ": {Type: AWS::SNS::Topic, Properties: {" properties "}}\n"
  expect_hazards(TOPIC("OldAlarms", "DisplayName: d"), TOPIC("NewAlarms", "DisplayName: d"), "P502:NewAlarms");
  // Changed too, but most is the same.
  expect_hazards(TOPIC("A", "DisplayName: d, FifoTopic: true, KmsMasterKeyId: k, TracingConfig: Active"),
                 TOPIC("B", "DisplayName: e, FifoTopic: true, KmsMasterKeyId: k, TracingConfig: Active"), "P502:B");
  expect_hazards(TOPIC("A", "DisplayName: d"), TOPIC("B", "DisplayName: e, FifoTopic: true"), "");
}

static void test_asked_for(void **state) {
  (void)state;
  expect_hazards(NOTHING, NOTHING "  G: {Type: AWS::IAM::Group}\n", "P401:");
  expect_hazards(NOTHING "  G: {Type: AWS::IAM::Group}\n",
                 NOTHING "  G: {Type: AWS::IAM::Group}\n  H: {Type: AWS::IAM::Group}\n", "");
  expect_hazards(NOTHING, NOTHING "Parameters: {P: {Type: String}}\n", "P206:");
  expect_hazards(NOTHING "Outputs: {O: {Value: 1, Export: {Name: n}}}\n", NOTHING, "P205:");
}

static void test_limits(void **state) {
  (void)state;
  Buffer many = {0};
  buffer_add_string(&many, "Resources:\n");
  for (int i = 0; i < 501; i++) buffer_format(&many, "  T%d: {Type: AWS::SNS::Topic}\n", i);
  buffer_add_char(&many, 0);
  expect_hazards("Resources:\n  T0: {Type: AWS::SNS::Topic}\n", many.at, "P207:");
  buffer_free(&many);
}

// Two stacks, the second importing what the first exports.
static Text plan_exports(PlanCase *c, const char *before, const char *after, const char *importer,
                         const char *importer_after) {
  *c = (PlanCase){0};
  PlanInput inputs[] = {
      {.name = TEXT("one"), .before = case_template(c, before), .after = case_template(c, after)},
      {.name = TEXT("two"), .before = case_template(c, importer), .after = case_template(c, importer_after)},
  };
  plan_build(&c->arena, inputs, 2, &c->plan);
  return case_hazards(c);
}

static void test_exports(void **state) {
  (void)state;
#define EXPORTS(range)                                                    \
  "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: " range \
  "}}\nOutputs: {O: {Value: !Ref V, Export: {Name: n}}}\n"
#define PLAIN "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: a}}\n"
#define IMPORTS "Resources:\n  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !ImportValue n}}\n"
  PlanCase c;
  case_expect(&c, plan_exports(&c, EXPORTS("a"), EXPORTS("b"), IMPORTS, IMPORTS), "P204:");
  case_expect(&c, case_text(&c), "-/+ V CidrBlock\n-/+ S VpcId<-V");
  case_free(&c);
  case_expect(&c, plan_exports(&c, EXPORTS("a"), PLAIN, IMPORTS, IMPORTS), "P203:");
  case_free(&c);
  // Also where the import is given up: the stack that exports is deployed first.
  case_expect(&c,
              plan_exports(&c, EXPORTS("a"), PLAIN, IMPORTS,
                           "Resources:\n  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: x}}\n"),
              "P203:");
  assert_non_null(strstr(c.plan.stacks.items[0]->hazards.items[0].help.at, "deploy 'two' first"));
  case_free(&c);
  case_expect(&c, plan_exports(&c, EXPORTS("a"), EXPORTS("a"), IMPORTS, IMPORTS), "");
  case_free(&c);
}

static void test_protected(void **state) {
  (void)state;
  PlanCase c = {0};
  PlanInput input = {.name = TEXT("case"),
                     .before = case_template(&c, NOTHING "  A: {Type: AWS::SNS::Topic}\n"),
                     .after = case_template(&c, NOTHING)};
  Map protected = {0};
  map_put(&c.arena, &protected, TEXT("A"), &c);
  input.protected = &protected;
  plan_build(&c.arena, &input, 1, &c.plan);
  case_expect(&c, case_hazards(&c), "P501:A");
  case_free(&c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_data),    cmocka_unit_test(test_names),   cmocka_unit_test(test_rejected),
      cmocka_unit_test(test_traffic), cmocka_unit_test(test_renames), cmocka_unit_test(test_asked_for),
      cmocka_unit_test(test_limits),  cmocka_unit_test(test_exports), cmocka_unit_test(test_protected),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
