// What a change of a property does: AWS's documentation, read by hand (schema_updates.inc), and AWS's schemas, pointer
// by pointer where ../shared holds them; what AWS rejects, and which attributes follow an update in place.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "schema/schema.h"

enum { DEPTH = 12 };

// "A/*/B" -> A, B; the number of steps.
static size_t split_path(Text path, Text steps[DEPTH]) {
  size_t count = 0;
  for (size_t start = 0; start < path.size;) {
    size_t end = text_find(path, TEXT("/"), start);
    if (end == SIZE_MAX) end = path.size;
    Text step = text_slice(path, start, end);
    if (!text_is(step, "*") && count < DEPTH) steps[count++] = step;
    start = end + 1;
  }
  return count;
}

static Replacement replacement_at(const char *type, const char *path) {
  Text steps[DEPTH];
  size_t count = split_path(text_of(path), steps);
  return schema_replacement(schema_find(text_of(type)), steps, count);
}

static const char *const names[] = {"never", "conditional", "always"};

static void documentation_is_followed(void **state) {
  (void)state;
  static const struct {
    const char *type, *path;
    Replacement expected;
    const char *page;
  } rows[] = {
#include "schema_updates.inc"
  };
  size_t wrong = 0, types = 0, nested = 0;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (!i || !text_is(text_of(rows[i].type), rows[i - 1].type)) types++;
    nested += text_find(text_of(rows[i].path), TEXT("/"), 0) != SIZE_MAX;
    Text steps[DEPTH];
    SchemaShape shape;
    split_path(text_of(rows[i].path), steps);
    assert_non_null(schema_find(text_of(rows[i].type)));
    if (!schema_property(schema_find(text_of(rows[i].type)), steps[0], &shape)) {
      print_message("%s has no %s\n", rows[i].type, rows[i].path);
      wrong++;
    }
    Replacement replacement = replacement_at(rows[i].type, rows[i].path);
    if (replacement == rows[i].expected) continue;
    print_message("%s %s: %s, but %s says %s\n", rows[i].type, rows[i].path, names[replacement], rows[i].page,
                  names[rows[i].expected]);
    wrong++;
  }
  assert_int_equal(wrong, 0);
  assert_true(sizeof rows / sizeof *rows >= 60 && types >= 30 && nested >= 20);
}

// Pointers of AWS's schemas that are less than they say, and where that is said. All are conditional ones of databases:
// "No interruption" or "Some interruptions" in the reference of today and of 2018, without a word of a replacement, and
// not among what the open handler of AWS::RDS::DBInstance holds for immutable
// (aws-cloudformation-resource-providers-rds, ImmutabilityHelper). Of create-only pointers there are none.
static const struct {
  const char *type, *path, *source;
} exceptions[] = {
    {"AWS::RDS::DBInstance", "AutoMinorVersionUpgrade", "aws-resource-rds-dbinstance"},
    {"AWS::RDS::DBInstance", "BackupRetentionPeriod", "aws-resource-rds-dbinstance"},
    {"AWS::RDS::DBInstance", "DBParameterGroupName", "aws-resource-rds-dbinstance"},
    {"AWS::RDS::DBInstance", "MultiAZ", "aws-resource-rds-dbinstance"},
    {"AWS::RDS::DBInstance", "PreferredMaintenanceWindow", "aws-resource-rds-dbinstance"},
    {"AWS::RDS::DBInstance", "StorageType", "aws-resource-rds-dbinstance"},
    {"AWS::Neptune::DBInstance", "AutoMinorVersionUpgrade", "aws-resource-neptune-dbinstance"},
    {"AWS::Neptune::DBInstance", "DBParameterGroupName", "aws-resource-neptune-dbinstance"},
    {"AWS::Neptune::DBInstance", "PreferredMaintenanceWindow", "aws-resource-neptune-dbinstance"},
};

static bool excepted(Text type, Text path) {
  for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
    if (text_is(type, exceptions[i].type) && text_is(path, exceptions[i].path)) return true;
  return false;
}

// A conditional pointer may be more than that, by a fact; a create-only one is always that.
static size_t check_pointers(const SchemaType *type, const json_t *pointers, Replacement expected, size_t *wrong) {
  for (size_t i = 0; i < json_array_size(pointers); i++) {
    Text pointer = text_of(json_string_value(json_array_get(pointers, i)));
    assert_true(text_starts_with(pointer, TEXT("/properties/")));
    Text path = text_slice(pointer, 12, pointer.size), steps[DEPTH];
    size_t all = split_path(path, steps), count = 0;
    for (size_t k = 0; k < all; k++)  // "A/properties/B" is written by mistake for "A/B"
      if (!text_is(steps[k], "properties")) steps[count++] = steps[k];
    Replacement replacement = schema_replacement(type, steps, count);
    bool right = expected == REPLACE_ALWAYS ? replacement == expected : replacement != REPLACE_NEVER;
    if (right || excepted(schema_name(type), path)) continue;
    print_message("%.*s %.*s: %s\n", TEXT_ARG(schema_name(type)), TEXT_ARG(path), names[replacement]);
    ++*wrong;
  }
  return json_array_size(pointers);
}

static void every_pointer_of_the_schemas_counts(void **state) {
  (void)state;
  Arena paths = {0};
  const char *root = getenv("STRATA_SOURCE");
  Text folder = text_format(&paths, "%s/../shared/aws-schemas", root ? root : ".");
  struct dirent **entries;
  int files = scandir(folder.at, &entries, NULL, alphasort);
  if (files < 0) {
    print_message("skipped: ../shared/aws-schemas is not here\n");
    arena_free(&paths);
    skip();
    return;
  }
  size_t pointers = 0, wrong = 0;
  for (int i = 0; i < files; i++) {
    Text name = text_of(entries[i]->d_name);
    if (text_ends_with(name, TEXT(".json"))) {
      Text path = text_format(&paths, "%s/%.*s", folder.at, TEXT_ARG(name));
      json_t *schema = json_load_file(path.at, JSON_ALLOW_NUL, NULL);
      assert_non_null(schema);
      const SchemaType *type = schema_find(text_of(json_string_value(json_object_get(schema, "typeName"))));
      assert_non_null(type);
      pointers += check_pointers(type, json_object_get(schema, "createOnlyProperties"), REPLACE_ALWAYS, &wrong);
      check_pointers(type, json_object_get(schema, "conditionalCreateOnlyProperties"), REPLACE_CONDITIONAL, &wrong);
      json_decref(schema);
    }
    free(entries[i]);
  }
  free(entries);
  arena_free(&paths);
  assert_int_equal(wrong, 0);
  assert_true(pointers > 4000);
}

static void paths_within_what_replaces(void **state) {
  (void)state;
  assert_int_equal(replacement_at("AWS::ECS::TaskDefinition", "Volumes/EFSVolumeConfiguration/FilesystemId"),
                   REPLACE_ALWAYS);
  assert_int_equal(replacement_at("AWS::EKS::Cluster", "KubernetesNetworkConfig"), REPLACE_CONDITIONAL);
  assert_int_equal(replacement_at("AWS::MSK::Cluster", "EncryptionInfo"), REPLACE_CONDITIONAL);
  assert_int_equal(replacement_at("AWS::EC2::VPC", ""), REPLACE_NEVER);
  assert_int_equal(replacement_at("AWS::EC2::VPC", "NoSuchProperty"), REPLACE_NEVER);
  assert_int_equal(replacement_at("Custom::Thing", "Anything"), REPLACE_NEVER);
}

static void what_aws_rejects(void **state) {
  (void)state;
  static const struct {
    const char *type, *path;
    bool rejected;
  } rows[] = {
      {"AWS::KMS::Key", "KeySpec", true},
      {"AWS::KMS::Key", "Description", false},
      {"AWS::EC2::Volume", "AvailabilityZone", true},
      {"AWS::EC2::Volume", "SnapshotId", true},
      {"AWS::EC2::Volume", "Size", false},
      {"AWS::CloudFormation::WaitCondition", "Count", true},
      {"Custom::Thing", "ServiceToken", true},
      {"Custom::Thing", "Other", false},
      {"AWS::Cognito::UserPool", "AliasAttributes", true},
      {"AWS::S3::Bucket", "BucketName", false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Text steps[DEPTH];
    size_t count = split_path(text_of(rows[i].path), steps);
    assert_int_equal(schema_rejected(schema_find(text_of(rows[i].type)), steps, count), rows[i].rejected);
  }
}

static Text note_at(const char *type, const char *path) {
  Text steps[DEPTH];
  size_t count = split_path(text_of(path), steps);
  return schema_update_note(schema_find(text_of(type)), steps, count);
}

static void notes_say_when(void **state) {
  (void)state;
  assert_true(text_is(note_at("AWS::EC2::VPC", "InstanceTenancy"),
                      "the VPC is replaced from default to dedicated, not from dedicated to default"));
  assert_true(text_ends_with(note_at("AWS::EC2::Instance", "InstanceType"), TEXT("any other is replaced")));
  assert_true(text_equal(note_at("AWS::EC2::Instance", "UserData"), note_at("AWS::EC2::Instance", "KernelId")));
  assert_true(
      text_starts_with(note_at("AWS::DynamoDB::Table", "AttributeDefinitions/AttributeType"), TEXT("the table")));
  assert_int_equal(note_at("AWS::EC2::VPC", "CidrBlock").size, 0);
  assert_int_equal(note_at("AWS::EC2::VPC", "").size, 0);
  assert_int_equal(note_at("AWS::SNS::Topic", "TopicName").size, 0);
}

static void attributes_follow(void **state) {
  (void)state;
  static const struct {
    const char *type, *attribute, *path;
    AttributeUpdate expected;
  } rows[] = {
      {"AWS::EC2::LaunchTemplate", "LatestVersionNumber", "LaunchTemplateData/ImageId", ATTRIBUTE_CHANGES},
      {"AWS::EC2::LaunchTemplate", "LatestVersionNumber", "TagSpecifications", ATTRIBUTE_STAYS},
      {"AWS::EC2::LaunchTemplate", "Ref", "LaunchTemplateData/ImageId", ATTRIBUTE_STAYS},
      {"AWS::EC2::VPC", "CidrBlock", "CidrBlock", ATTRIBUTE_CHANGES},
      {"AWS::EC2::VPC", "DefaultSecurityGroup", "EnableDnsSupport", ATTRIBUTE_STAYS},
      {"AWS::SSM::Parameter", "Value", "Value", ATTRIBUTE_CHANGES},
      {"AWS::SSM::Parameter", "Ref", "Value", ATTRIBUTE_STAYS},
      {"AWS::RDS::DBInstance", "Endpoint.Port", "Port", ATTRIBUTE_CHANGES},
      {"AWS::RDS::DBInstance", "Endpoint.Address", "Port", ATTRIBUTE_STAYS},
      {"AWS::DynamoDB::Table", "StreamArn", "StreamSpecification/StreamViewType", ATTRIBUTE_CHANGES},
      {"AWS::DynamoDB::Table", "StreamArn", "BillingMode", ATTRIBUTE_STAYS},
      {"AWS::EC2::Instance", "PublicIp", "InstanceType", ATTRIBUTE_MAY_CHANGE},
      {"AWS::EC2::Instance", "PrivateIp", "InstanceType", ATTRIBUTE_STAYS},
      {"AWS::Batch::JobDefinition", "Ref", "Timeout", ATTRIBUTE_CHANGES},
      {"AWS::CloudFormation::Stack", "Outputs.Url", "TemplateURL", ATTRIBUTE_MAY_CHANGE},
      {"AWS::CloudFormation::Stack", "Ref", "TemplateURL", ATTRIBUTE_STAYS},
      {"Custom::Thing", "Anything", "Input", ATTRIBUTE_MAY_CHANGE},
      {"Custom::Thing", "Ref", "Input", ATTRIBUTE_MAY_CHANGE},
      {"AWS::Bedrock::Agent", "UpdatedAt", "Description", ATTRIBUTE_CHANGES},
      {"AWS::StepFunctions::StateMachine", "StateMachineRevisionId", "DefinitionString", ATTRIBUTE_CHANGES},
      {"AWS::StepFunctions::StateMachine", "Arn", "DefinitionString", ATTRIBUTE_STAYS},
      {"AWS::Lambda::Function", "Arn", "MemorySize", ATTRIBUTE_STAYS},
      {"AWS::Lambda::Function", "Arn", "", ATTRIBUTE_STAYS},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Text steps[DEPTH];
    size_t count = split_path(text_of(rows[i].path), steps);
    const SchemaType *type = schema_find(text_of(rows[i].type));
    AttributeUpdate update = schema_attribute_update(type, text_of(rows[i].attribute), steps, count);
    if (update != rows[i].expected)
      fail_msg("%s %s after %s: %d", rows[i].type, rows[i].attribute, rows[i].path, (int)update);
  }
}

static void values_are_shown_otherwise(void **state) {
  (void)state;
  static const struct {
    const char *type, *path, *declared, *seen;
    Shown expected;
  } rows[] = {
      {"AWS::RDS::DBInstance", "DBInstanceIdentifier", "Shop", "shop", SHOWN_SAME},
      {"AWS::RDS::DBInstance", "DBInstanceIdentifier", "shop", "store", SHOWN_OTHER},
      {"AWS::RDS::DBInstance", "EngineVersion", "16.4", "16.4.2", SHOWN_SAME},
      {"AWS::RDS::DBInstance", "EngineVersion", "16", "16.4", SHOWN_SAME},
      {"AWS::RDS::DBInstance", "EngineVersion", "16.4", "16.42", SHOWN_OTHER},
      {"AWS::ElastiCache::CacheCluster", "EngineVersion", "6.2.6", "6.2", SHOWN_SAME},
      {"AWS::RDS::DBInstance", "KmsKeyId", "1234abcd", "arn:aws:kms:eu-west-1:111111111111:key/1234abcd", SHOWN_SAME},
      {"AWS::RDS::DBInstance", "KmsKeyId", "234abcd", "arn:aws:kms:eu-west-1:111111111111:key/1234abcd", SHOWN_OTHER},
      {"AWS::Lambda::Alias", "FunctionName", "arn:aws:lambda:eu-west-1:111111111111:function:f", "f", SHOWN_SAME},
      {"AWS::ECS::TaskDefinition", "TaskRoleArn", "", "arn:aws:iam::111111111111:role/r", SHOWN_OTHER},
      {"AWS::Route53::HostedZone", "Name", "Shop.example.com", "shop.example.com.", SHOWN_SAME},
      {"AWS::Route53Resolver::ResolverRule", "DomainName", "example.com", "example.com.", SHOWN_SAME},
      {"AWS::EKS::Addon", "ConfigurationValues", "{}\n", "{}", SHOWN_SAME},
      {"AWS::EC2::SecurityGroupIngress", "IpProtocol", "6", "tcp", SHOWN_SAME},
      {"AWS::EC2::SecurityGroupIngress", "IpProtocol", "udp", "tcp", SHOWN_OTHER},
      {"AWS::EC2::SecurityGroupIngress", "IpProtocol", "-1", "tcp", SHOWN_OTHER},
      {"AWS::EC2::SecurityGroupIngress", "FromPort", "443", "444", SHOWN_OTHER},
      {"AWS::EC2::SecurityGroupIngress", "FromPort", "0", "-1", SHOWN_UNKNOWN},
      {"AWS::EC2::Subnet", "CidrBlock", "10.0.1.7/24", "10.0.1.0/24", SHOWN_SAME},
      {"AWS::EC2::Subnet", "CidrBlock", "10.0.1.0/24", "10.0.2.0/24", SHOWN_OTHER},
      {"AWS::EC2::Subnet", "CidrBlock", "10.0.1.0/24", "10.0.1.0/25", SHOWN_OTHER},
      {"AWS::EC2::Subnet", "Ipv6CidrBlock", "2001:DB8:0:0::/64", "2001:db8::/64", SHOWN_SAME},
      {"AWS::Lambda::EventSourceMapping", "StartingPositionTimestamp", "1700000000", "1700000000000", SHOWN_SAME},
      {"AWS::DMS::Endpoint", "PostgreSqlSettings/PluginName", "test-decoding", "test_decoding", SHOWN_SAME},
      {"AWS::EC2::SecurityGroup", "SecurityGroupIngress/IpProtocol", "TCP", "tcp", SHOWN_SAME},
      {"AWS::S3::Bucket", "BucketName", "Shop", "shop", SHOWN_OTHER},
      {"AWS::S3::Bucket", "BucketName", "shop", "shop", SHOWN_SAME},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Text steps[DEPTH];
    size_t count = split_path(text_of(rows[i].path), steps);
    const SchemaType *type = schema_find(text_of(rows[i].type));
    Shown shown = schema_shown(type, steps, count, text_of(rows[i].declared), text_of(rows[i].seen));
    if (shown != rows[i].expected) fail_msg("%s %s: %s is %d", rows[i].type, rows[i].path, rows[i].seen, (int)shown);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(documentation_is_followed),
      cmocka_unit_test(every_pointer_of_the_schemas_counts),
      cmocka_unit_test(paths_within_what_replaces),
      cmocka_unit_test(what_aws_rejects),
      cmocka_unit_test(notes_say_when),
      cmocka_unit_test(attributes_follow),
      cmocka_unit_test(values_are_shown_otherwise),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
