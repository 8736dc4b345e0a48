// The checker on intrinsics and what they refer to, on spans, and on what it converts.
#include "schema_case.h"

#define ARN_ROLE "arn:aws:iam::123456789012:role/name"
static const char bucket[] = "{}";
static const char network[] = "{\"CidrBlock\": \"10.0.0.0/16\"}";
static const char subnet[] = "{\"VpcId\": \"vpc-0123456789abcdef0\", \"CidrBlock\": \"10.0.0.0/24\"}";
static const char route[] =
    "{\"RouteTableId\": \"rtb-1\", \"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\"}";
static const char function[] = "{\"Code\": {\"ZipFile\": \"x\"}, \"Role\": \"" ARN_ROLE
                               "\", \"Handler\": \"index.handler\", \"Runtime\": \"nodejs22.x\"}";
static const char task[] = "{\"ContainerDefinitions\": [{\"Name\": \"web\", \"Image\": \"nginx\"}]}";
static const char balancer[] = "{\"Subnets\": [\"subnet-0123456789abcdef0\", \"subnet-0123456789abcdef1\"]}";

// Intrinsics and what they refer to, in one template.
static const char references[] =
    "{\"Parameters\": {\"Text\": {\"Type\": \"String\"}, \"Ids\": {\"Type\": \"List<AWS::EC2::Subnet::Id>\"}, "
    "\"Net\": {\"Type\": \"AWS::EC2::VPC::Id\"}}, \"Conditions\": {\"C\": {}}, \"Resources\": {"
    "\"Group\": {\"Type\": \"AWS::EC2::SecurityGroup\", \"Properties\": {\"GroupDescription\": \"g\"}}, "
    "\"Bucket\": {\"Type\": \"AWS::S3::Bucket\"}, \"Vpc\": {\"Type\": \"AWS::EC2::VPC\"}, "
    "\"Role\": {\"Type\": \"AWS::IAM::Role\"}}}";

static const Case referring[] = {
    {"AWS::EC2::Subnet", "{\"CidrBlock\": {\"Ref\": \"Text\"}}", "{\"VpcId\": {\"Ref\": \"Vpc\"}}", NULL, "", NULL,
     NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Net\"}}", NULL, "", NULL, NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Group\"}}", "E1041", "/VpcId",
     "'VpcId' wants the id of an AWS::EC2::VPC, but 'Group' gives the id or name of an AWS::EC2::SecurityGroup", NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Bucket\"}}", "E1041", "/VpcId", "'Bucket'", NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Ids\"}}", "E3012", "/VpcId", "'Ids' gives a list",
     "Fn::Select"},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Fn::GetAtt\": [\"Vpc\", \"VpcIdd\"]}}", "E1010", "/VpcId/Fn::GetAtt/1",
     "AWS::EC2::VPC has no attribute 'VpcIdd'", "did you mean 'VpcId'?"},
    {"AWS::EC2::Subnet", subnet, "{\"AvailabilityZone\": {\"Fn::Sub\": \"${Vpc.Nope}\"}}", "E1010",
     "/AvailabilityZone/Fn::Sub", "no attribute 'Nope'", NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "{}", "{\"Subnets\": {\"Ref\": \"Ids\"}}", NULL, "", NULL, NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "{}", "{\"Subnets\": {\"Ref\": \"Text\"}}", "E3012", "/Subnets",
     "must be a list, but 'Text' gives text", NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer,
     "{\"SecurityGroups\": [{\"Fn::GetAtt\": \"Group.GroupId\"}]}", NULL, "", NULL, NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, "{\"SecurityGroups\": [{\"Ref\": \"Vpc\"}]}", "E1041",
     "/SecurityGroups/0", "'SecurityGroups' wants the id of an AWS::EC2::SecurityGroup", NULL},
    {"AWS::EC2::Route", route, "{\"RouteTableId\": {\"Ref\": \"Bucket\"}}", "E1041", "/RouteTableId",
     "wants the id of an AWS::EC2::RouteTable, but 'Bucket' gives the name of an AWS::S3::Bucket", NULL},
    {"AWS::Lambda::Function", function, "{\"Role\": {\"Ref\": \"Role\"}}", "E1041", "/Role", NULL, "'Arn' of 'Role'"},
    {"AWS::ECS::TaskDefinition", task, "{\"TaskRoleArn\": {\"Ref\": \"Role\"}}", NULL, "", NULL, NULL},
    {"AWS::ECS::TaskDefinition", task, "{\"ExecutionRoleArn\": {\"Ref\": \"Role\"}}", "E1041", "/ExecutionRoleArn",
     "the ARN of an AWS::IAM::Role", "use the attribute 'Arn' of 'Role'"},
    {"AWS::ECS::TaskDefinition", task, "{\"TaskRoleArn\": {\"Fn::GetAtt\": [\"Role\", \"Arn\"]}}", NULL, "", NULL,
     NULL},
    {"AWS::S3::Bucket", bucket, "{\"BucketName\": {\"Fn::Split\": [\",\", \"a,b\"]}}", "E3012", "/BucketName",
     "Fn::Split gives a list", NULL},
    {"AWS::S3::Bucket", bucket, "{\"BucketName\": {\"Fn::Sub\": \"UPPER-${Text}\"}}", NULL, "", NULL, NULL},
    {"AWS::S3::Bucket", bucket,
     "{\"VersioningConfiguration\": {\"Status\": {\"Fn::If\": [\"C\", \"Enabled\", \"Off\"]}}}", "E3030",
     "/VersioningConfiguration/Status/Fn::If/2", "'Off'", NULL},
    {"AWS::S3::Bucket", bucket, "{\"VersioningConfiguration\": {\"Ref\": \"AWS::NoValue\"}}", NULL, "", NULL, NULL},
    {"AWS::EC2::VPC", network, "{\"CidrBlock\": {\"Ref\": \"AWS::NoValue\"}}", "E3014", "", "exactly one of", NULL},
    {"AWS::EC2::VPC", network,
     "{\"CidrBlock\": {\"Fn::If\": [\"C\", \"10.0.0.0/8\", {\"Ref\": \"AWS::NoValue\"}]}, "
     "\"Ipv4NetmaskLength\": 16, \"Ipv4IpamPoolId\": {\"Fn::If\": [\"C\", {\"Ref\": \"AWS::NoValue\"}, \"p\"]}}",
     NULL, "", NULL, NULL},
};

static void references_must_fit(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof referring / sizeof *referring; i++) wrong += !case_holds(&referring[i], references);
  assert_int_equal(wrong, 0);
}

static void spans_are_the_keys_and_values_own(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  const char json[] =
      "{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\"Bad\": 1, "
      "\"AccessControl\": \"Open\"}}, \"S\": {\"Type\": \"AWS::EC2::RouteTable\"}}}";
  Template template = {.root = case_read(&arena, &diags, &sources, json)};
  template_index(&arena, &template);
  SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template};
  for (size_t i = 0; i < template.resources.count; i++) schema_check_resource(&check, &template.resources.items[i]);
  schema_check_done(&check);
  assert_int_equal(diags.list.count, 3);
  assert_true(text_is(source_text(&sources, diags.list.items[0]->span), "\"Bad\""));
  assert_true(text_is(source_text(&sources, diags.list.items[1]->span), "\"Open\""));
  assert_true(text_is(source_text(&sources, diags.list.items[2]->span), "\"S\""));
  arena_free(&arena);
}

static void what_may_be_newer_is_a_warning(void **state) {
  (void)state;
  for (int errors = 0; errors < 2; errors++) {
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    Sources sources = {.arena = &arena};
    Value *properties =
        case_read(&arena, &diags, &sources, "{\"InstanceType\": \"t99.micro\", \"ImageId\": \"ami-01234567\"}");
    Template template = case_template(&arena, "AWS::EC2::Instance", properties, NULL);
    SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template, .aging_errors = errors};
    schema_check_resource(&check, template_resource(&template, TEXT("R")));
    schema_check_done(&check);
    assert_int_equal(diags.errors, errors);
    assert_int_equal(diags.warnings, 1 - errors);
    assert_int_equal(diags.list.items[0]->level, errors ? LEVEL_ERROR : LEVEL_WARNING);
    arena_free(&arena);
  }
}

static void scalars_are_conformed_in_place(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Value *task_value =
      case_read(&arena, &diags, &sources,
                "{\"Cpu\": 256, \"Memory\": 0.50, \"ContainerDefinitions\": [{\"Name\": \"web\", \"Image\": "
                "\"i\", \"Essential\": \"true\", \"Cpu\": \"80\", \"Environment\": [{\"Name\": \"A\", "
                "\"Value\": true}]}]}");
  Template template = case_template(&arena, "AWS::ECS::TaskDefinition", task_value, NULL);
  SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template, .conform = true};
  schema_check_resource(&check, template_resource(&template, TEXT("R")));
  schema_check_done(&check);
  assert_int_equal(diags.list.count, 0);
  assert_true(text_is(value_text(value_at(task_value, "Cpu")), "256"));
  assert_true(text_is(value_text(value_at(task_value, "Memory")), "0.50"));
  Value *container = value_at(task_value, "ContainerDefinitions")->as.list.items[0];
  assert_int_equal(value_at(container, "Essential")->kind, VALUE_BOOL);
  assert_true(value_at(container, "Essential")->as.boolean);
  assert_int_equal(value_at(container, "Cpu")->as.integer, 80);
  assert_true(text_is(value_text(value_at(value_at(container, "Environment")->as.list.items[0], "Value")), "true"));
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(references_must_fit),
      cmocka_unit_test(spans_are_the_keys_and_values_own),
      cmocka_unit_test(what_may_be_newer_is_a_warning),
      cmocka_unit_test(scalars_are_conformed_in_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
