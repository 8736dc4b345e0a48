// What counts as drift: rows of what a template declares, what was recorded, and what is there.
#include "drift/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/json.h"
#include "report/drift.h"

typedef struct Row {
  const char *type, *expected, *recorded, *actual;  // recorded null: nobody looked
  const char *found;                                // "PATH" of each difference, "?PATH" of each gap, in order
} Row;

static const Row rows[] = {
    // Forms of one value.
    {"AWS::SQS::Queue", "{\"DelaySeconds\": \"80\"}", NULL, "{\"DelaySeconds\": 80}", ""},
    {"AWS::SQS::Queue", "{\"DelaySeconds\": 80}", NULL, "{\"DelaySeconds\": 80.0}", ""},
    {"AWS::SQS::Queue", "{\"DelaySeconds\": 80}", NULL, "{\"DelaySeconds\": 81}", "DelaySeconds"},
    {"AWS::SQS::Queue", "{\"FifoQueue\": \"true\"}", NULL, "{\"FifoQueue\": true}", ""},
    {"AWS::SQS::Queue", "{\"FifoQueue\": false}", NULL, "{}", ""},
    {"AWS::SQS::Queue", "{\"FifoQueue\": true}", NULL, "{}", "FifoQueue"},
    {"AWS::SQS::Queue", "{\"Tags\": []}", NULL, "{}", ""},
    {"AWS::SQS::Queue", "{\"RedrivePolicy\": {\"maxReceiveCount\": 3}}", NULL,
     "{\"RedrivePolicy\": \"{\\\"maxReceiveCount\\\": 3}\"}", ""},
    {"AWS::SQS::Queue", "{\"RedrivePolicy\": {\"maxReceiveCount\": 3}}", NULL,
     "{\"RedrivePolicy\": \"{\\\"maxReceiveCount\\\": 4}\"}", "RedrivePolicy.maxReceiveCount"},
    // Order.
    {"AWS::SQS::Queue", "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}, {\"Key\": \"b\", \"Value\": \"2\"}]}", NULL,
     "{\"Tags\": [{\"Key\": \"b\", \"Value\": \"2\"}, {\"Key\": \"aws:x\", \"Value\": \"y\"}, {\"Key\": \"a\", "
     "\"Value\": \"1\"}]}",
     ""},
    {"AWS::SQS::Queue", "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}, {\"Key\": \"b\", \"Value\": \"2\"}]}", NULL,
     "{\"Tags\": [{\"Key\": \"b\", \"Value\": \"3\"}, {\"Key\": \"a\", \"Value\": \"1\"}]}", "Tags[0].Value"},
    {"AWS::SQS::Queue", "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}]}", NULL,
     "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}, {\"Key\": \"b\", \"Value\": \"2\"}]}", "Tags[1]"},
    {"AWS::Lambda::Function", "{\"Layers\": [\"a\", \"b\"]}", NULL, "{\"Layers\": [\"b\", \"a\"]}",
     "Layers[0] Layers[1]"},
    // What was not declared.
    {"AWS::SQS::Queue", "{}", NULL, "{\"DelaySeconds\": 5}", ""},
    {"AWS::SQS::Queue", "{}", "{\"DelaySeconds\": 5}", "{\"DelaySeconds\": 5}", ""},
    {"AWS::SQS::Queue", "{}", "{\"DelaySeconds\": 5}", "{\"DelaySeconds\": 6}", "DelaySeconds"},
    {"AWS::SQS::Queue", "{}", "{\"DelaySeconds\": 5}", "{}", "DelaySeconds"},
    {"AWS::SQS::Queue", "{}", "{}", "{\"DelaySeconds\": 5}", "DelaySeconds"},
    {"AWS::SQS::Queue", "{}", "{\"Arn\": \"x\"}", "{\"Arn\": \"y\"}", ""},  // read-only
    {"AWS::S3::Bucket", "{\"VersioningConfiguration\": {}}", NULL,
     "{\"VersioningConfiguration\": {\"Status\": \"Suspended\"}}", ""},
    // How a service writes it.
    {"AWS::RDS::DBInstance", "{\"DBInstanceIdentifier\": \"Main\", \"EngineVersion\": \"16\"}", NULL,
     "{\"DBInstanceIdentifier\": \"main\", \"EngineVersion\": \"16.4\"}", ""},
    {"AWS::EC2::Subnet", "{\"CidrBlock\": \"10.0.1.9/24\"}", NULL, "{\"CidrBlock\": \"10.0.1.0/24\"}", ""},
    {"AWS::EC2::Subnet", "{\"CidrBlock\": \"10.0.1.0/24\"}", NULL, "{\"CidrBlock\": \"10.0.9.0/24\"}", "CidrBlock"},
    {"AWS::EC2::SecurityGroup",
     "{\"SecurityGroupIngress\": [{\"IpProtocol\": 6, \"FromPort\": 443, \"ToPort\": 443, \"CidrIp\": \"0.0.0.0/0\"}]}",
     NULL,
     "{\"SecurityGroupIngress\": [{\"IpProtocol\": \"tcp\", \"FromPort\": 444, \"ToPort\": 443, \"CidrIp\": "
     "\"0.0.0.0/0\"}]}",
     "SecurityGroupIngress[0].FromPort"},
    // What cannot be compared is said.
    {"AWS::RDS::DBInstance", "{\"MasterUserPassword\": \"x\"}", NULL, "{}", "?MasterUserPassword"},
    {"AWS::RDS::DBInstance", "{\"MasterUserPassword\": {\"Strata::Secret\": \"literal\"}}", NULL, "{}",
     "?MasterUserPassword"},
    {"AWS::SQS::Queue", "{\"QueueName\": {\"Fn::GetAtt\": [\"A\", \"B\"]}}", NULL, "{\"QueueName\": \"q\"}",
     "?QueueName"},
    {"AWS::SQS::Queue", "{\"QueueName\": {\"Fn::GetAtt\": [\"A\", \"B\"]}}", "{\"QueueName\": \"q\"}",
     "{\"QueueName\": \"q\"}", ""},
    {"AWS::SQS::Queue", "{\"QueueName\": {\"Fn::GetAtt\": [\"A\", \"B\"]}}", "{\"QueueName\": \"q\"}",
     "{\"QueueName\": \"p\"}", "QueueName"},
    {"AWS::SQS::Queue", "{\"QueueName\": \"{{resolve:ssm:n}}\"}", NULL, "{\"QueueName\": \"q\"}", "?QueueName"},
    {"AWS::SQS::Queue", "{\"QueueName\": \"q\"}", NULL, "{\"QueueName\": {\"Strata::Secret\": \"dynamic\"}}",
     "?QueueName"},
    // AWS's own words may look like references.
    {"AWS::SQS::Queue", "{\"RedrivePolicy\": {\"Ref\": \"X\"}}", "{\"RedrivePolicy\": {\"Ref\": \"Y\"}}",
     "{\"RedrivePolicy\": {\"Ref\": \"Z\"}}", "RedrivePolicy.Ref"},
    // Policies.
    {"AWS::SQS::QueuePolicy",
     "{\"PolicyDocument\": {\"Statement\": {\"Effect\": \"Allow\", \"Action\": [\"a\", \"b\"], \"Resource\": \"*\"}}}",
     NULL,
     "{\"PolicyDocument\": {\"Statement\": [{\"Resource\": [\"*\"], \"Action\": [\"b\", \"a\"], \"Effect\": "
     "\"Allow\"}]}}",
     ""},
    {"AWS::SQS::QueuePolicy",
     "{\"PolicyDocument\": {\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a\", \"Resource\": \"*\"}]}}", NULL,
     "{\"PolicyDocument\": {\"Statement\": [{\"Resource\": [\"*\"], \"Action\": [\"b\", \"a\"], \"Effect\": "
     "\"Allow\"}]}}",
     "PolicyDocument.Statement[0].Action[0]"},
    // A type that nobody here knows.
    {"Vendor::Thing::One", "{\"A\": [1, 2]}", NULL, "{\"A\": [2, 1], \"B\": 1}", "A[0] A[1]"},
};

static const Value *read_map(Arena *arena, const char *json) {
  Diags diags = {.arena = arena};
  Sources sources = {.arena = arena};
  return json ? json_read(arena, &diags, &sources, source_add(&sources, TEXT("row"), text_of(json))) : NULL;
}

static void add_path(Buffer *out, const PathStep *path, size_t steps, const char *sign) {
  buffer_format(out, "%s%s", out->size ? " " : "", sign);
  for (size_t i = 1; i < steps; i++) {
    if (path[i].key.at)
      buffer_format(out, "%s%.*s", i > 1 ? "." : "", TEXT_ARG(path[i].key));
    else
      buffer_format(out, "[%lld]", (long long)path[i].index);
  }
}

static void rows_hold(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Arena arena = {0};
    DriftResource resource = {0};
    Matching *matching = ARENA_NEW(&arena, Matching);
    matching->arena = &arena;
    matching->type = schema_find(text_of(rows[i].type));
    matching->resource = &resource;
    match_properties(matching, read_map(&arena, rows[i].expected), read_map(&arena, rows[i].recorded),
                     read_map(&arena, rows[i].actual));
    Buffer found = {0};
    for (size_t k = 0; k < resource.differences.count; k++)
      add_path(&found, resource.differences.items[k].path, resource.differences.items[k].steps, "");
    for (size_t k = 0; k < resource.gaps.count; k++)
      add_path(&found, resource.gaps.items[k].path, resource.gaps.items[k].steps, "?");
    Text text = buffer_take(&found, &arena);
    if (!text_is(text, rows[i].found))
      fail_msg("row %zu, %s %s: found '%.*s', not '%s'", i, rows[i].type, rows[i].expected, TEXT_ARG(text),
               rows[i].found);
    arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(rows_hold)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
