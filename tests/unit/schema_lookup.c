// The type tables: names, properties, attributes, what Ref gives, ARNs, tags, replacement.
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_type_is_found_by_its_name(void **state) {
  (void)state;
  assert_int_equal(schema_type_count(), 1665);
  for (size_t i = 0; i < schema_type_count(); i++) {
    const SchemaType *type = schema_type_at(i);
    assert_ptr_equal(schema_find(schema_name(type)), type);
    if (i) assert_true(text_compare(schema_name(schema_type_at(i - 1)), schema_name(type)) < 0);
  }
  assert_null(schema_find(TEXT("AWS::S3::Bucke")));
  assert_null(schema_find(TEXT("")));
  assert_non_null(schema_find(TEXT("Custom::Anything")));
  assert_non_null(schema_find(TEXT("AWS::Serverless::Function")));
  assert_true(text_is(schema_nearest(TEXT("AWS::S3::Buckt")), "AWS::S3::Bucket"));
}

static void properties_have_shapes(void **state) {
  (void)state;
  const struct {
    const char *type, *property;
    SchemaKind kind;
    const char *format;
    bool required;
  } known[] = {
      {"AWS::S3::Bucket", "BucketName", SCHEMA_STRING, "AWS::S3::Bucket.Name", false},
      {"AWS::S3::Bucket", "BucketEncryption", SCHEMA_OBJECT, "", false},
      {"AWS::EC2::Subnet", "VpcId", SCHEMA_STRING, "AWS::EC2::VPC.Id", true},
      {"AWS::EC2::Instance", "SecurityGroupIds", SCHEMA_LIST, "AWS::EC2::SecurityGroup.Id|AWS::EC2::SecurityGroup.Name",
       false},
      {"AWS::EC2::VPC", "EnableDnsSupport", SCHEMA_BOOLEAN, "", false},
      {"AWS::Lambda::Function", "MemorySize", SCHEMA_INTEGER, "", false},
      {"AWS::Lambda::Function", "Role", SCHEMA_STRING, "AWS::IAM::Role.Arn", true},
      {"AWS::IAM::Role", "AssumeRolePolicyDocument", SCHEMA_ANY, "", true},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    const SchemaType *type = schema_find(text_of(known[i].type));
    SchemaShape shape;
    assert_true(schema_property(type, text_of(known[i].property), &shape));
    assert_int_equal(shape.kind, known[i].kind);
    assert_true(text_is(shape.format, known[i].format));
    assert_int_equal(schema_property_required(type, text_of(known[i].property)), known[i].required);
  }
  SchemaShape shape;
  assert_false(schema_property(schema_find(TEXT("AWS::S3::Bucket")), TEXT("Arn"), &shape));
  assert_false(schema_property(schema_find(TEXT("AWS::S3::Bucket")), TEXT("BucketNam"), &shape));
}

static void attributes_have_shapes(void **state) {
  (void)state;
  const struct {
    const char *type, *attribute;
    SchemaKind kind;
  } known[] = {
      {"AWS::RDS::DBInstance", "Endpoint.Address", SCHEMA_STRING},
      {"AWS::EC2::VPC", "Ipv6CidrBlocks", SCHEMA_LIST},
      {"AWS::EC2::VPC", "CidrBlock", SCHEMA_STRING},
      {"AWS::EC2::SecurityGroup", "GroupId", SCHEMA_STRING},
      {"AWS::CloudFormation::Stack", "Outputs.Anything", SCHEMA_ANY},
      {"Custom::Thing", "Whatever", SCHEMA_ANY},
  };
  SchemaShape shape;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    assert_true(schema_attribute(schema_find(text_of(known[i].type)), text_of(known[i].attribute), &shape));
    assert_int_equal(shape.kind, known[i].kind);
  }
  assert_false(schema_attribute(schema_find(TEXT("AWS::S3::Bucket")), TEXT("BucketArn"), &shape));
  assert_false(schema_attribute(schema_find(TEXT("AWS::CloudFormation::Stack")), TEXT("Outputs."), &shape));
}

static void ref_and_arn_are_what_aws_returns(void **state) {
  (void)state;
  const struct {
    const char *type, *ref, *arn;
  } known[] = {
      {"AWS::S3::Bucket", "BucketName", "Arn"},
      {"AWS::EC2::VPC", "VpcId", ""},
      {"AWS::EC2::SecurityGroup", "Id", ""},
      {"AWS::IAM::ManagedPolicy", "PolicyArn", "Ref"},
      {"AWS::IAM::Role", "RoleName", "Arn"},
      {"AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn", "Ref"},
      {"AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn", "Ref"},
      {"AWS::ECS::Service", "ServiceArn", "Ref"},
      {"AWS::ECS::TaskDefinition", "TaskDefinitionArn", "Ref"},
      {"AWS::ECS::Cluster", "ClusterName", "Arn"},
      {"AWS::SNS::Topic", "TopicArn", "Ref"},
      {"AWS::SQS::Queue", "QueueUrl", "Arn"},
      {"AWS::Logs::LogGroup", "LogGroupName", "Arn"},
      {"AWS::CodePipeline::Pipeline", "Name", "Arn"},
      {"AWS::Lambda::Function", "FunctionName", "Arn"},
      {"AWS::Events::Rule", "Name", "Arn"},
      {"AWS::DynamoDB::Table", "TableName", "Arn"},
      {"AWS::KMS::Key", "KeyId", "Arn"},
      {"AWS::EC2::EIP", "PublicIp", ""},
      {"AWS::WAFv2::WebACL", "", "Arn"},
      {"AWS::RDS::DBInstance", "DBInstanceIdentifier", "DBInstanceArn"},
      {"AWS::ECR::Repository", "RepositoryName", "Arn"},
  };
  SchemaShape shape;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    const SchemaType *type = schema_find(text_of(known[i].type));
    assert_true(text_is(schema_ref(type, &shape), known[i].ref));
    assert_true(text_is(schema_arn(type), known[i].arn));
  }
  schema_ref(schema_find(TEXT("AWS::EC2::VPC")), &shape);
  assert_true(text_is(shape.format, "AWS::EC2::VPC.Id"));
}

static void tags_are_taken_as_the_type_wants_them(void **state) {
  (void)state;
  Text property;
  bool propagate;
  assert_int_equal(schema_tags(schema_find(TEXT("AWS::S3::Bucket")), &property, &propagate), TAGS_LIST);
  assert_true(text_is(property, "Tags") && !propagate);
  assert_int_equal(schema_tags(schema_find(TEXT("AWS::AutoScaling::AutoScalingGroup")), &property, &propagate),
                   TAGS_LIST);
  assert_true(propagate);
  assert_int_equal(schema_tags(schema_find(TEXT("AWS::SSM::Parameter")), &property, &propagate), TAGS_MAP);
  assert_int_equal(schema_tags(schema_find(TEXT("AWS::EC2::Route")), &property, &propagate), TAGS_NONE);
  assert_int_equal(schema_tags(schema_find(TEXT("AWS::Cognito::UserPool")), &property, &propagate), TAGS_MAP);
  assert_true(text_is(property, "UserPoolTags"));
}

static Replacement replacement(const char *type, const char *first, const char *second) {
  Text path[] = {text_of(first), second ? text_of(second) : (Text){0}};
  return schema_replacement(schema_find(text_of(type)), path, second ? 2 : 1);
}

static void replacement_follows_the_path(void **state) {
  (void)state;
  assert_int_equal(replacement("AWS::S3::Bucket", "BucketName", NULL), REPLACE_ALWAYS);
  assert_int_equal(replacement("AWS::S3::Bucket", "VersioningConfiguration", NULL), REPLACE_NEVER);
  assert_int_equal(replacement("AWS::EC2::VPC", "CidrBlock", NULL), REPLACE_ALWAYS);
  assert_int_equal(replacement("AWS::EC2::Instance", "InstanceType", NULL), REPLACE_CONDITIONAL);
  assert_int_equal(replacement("AWS::ECS::TaskDefinition", "ContainerDefinitions", "Image"), REPLACE_ALWAYS);
}

static void other_facts(void **state) {
  (void)state;
  Arena arena = {0};
  size_t count;
  assert_true(schema_stateful(schema_find(TEXT("AWS::S3::Bucket"))));
  assert_true(schema_stateful(schema_find(TEXT("AWS::ECR::Repository"))));
  assert_false(schema_stateful(schema_find(TEXT("AWS::EC2::VPC"))));
  assert_true(schema_write_only(schema_find(TEXT("AWS::RDS::DBInstance")), (Text[]){TEXT("MasterUserPassword")}, 1));
  assert_false(schema_write_only(schema_find(TEXT("AWS::RDS::DBInstance")), (Text[]){TEXT("Engine")}, 1));
  assert_true(schema_in_region(schema_find(TEXT("AWS::S3::Bucket")), TEXT("us-east-1")));
  assert_false(schema_in_region(schema_find(TEXT("AWS::EC2::CapacityManagerDataExport")), TEXT("af-south-1")));
  Text *actions = schema_permissions(&arena, schema_find(TEXT("AWS::S3::Bucket")), HANDLER_CREATE, &count);
  bool found = false;
  for (size_t i = 0; i < count; i++) found |= text_is(actions[i], "s3:CreateBucket");
  assert_true(found);
  Text *names = schema_property_names(&arena, schema_find(TEXT("AWS::EC2::VPC")), &count);
  for (size_t i = 0; i < count; i++) assert_false(text_is(names[i], "VpcId"));
  assert_true(count >= 6);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_type_is_found_by_its_name),
      cmocka_unit_test(properties_have_shapes),
      cmocka_unit_test(attributes_have_shapes),
      cmocka_unit_test(ref_and_arn_are_what_aws_returns),
      cmocka_unit_test(tags_are_taken_as_the_type_wants_them),
      cmocka_unit_test(replacement_follows_the_path),
      cmocka_unit_test(other_facts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
