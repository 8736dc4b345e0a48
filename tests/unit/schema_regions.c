// Lists that differ by region: a value that some of the regions at hand lack gives one finding, which names them and
// says where the value is offered.
#include "schema_case.h"

static const char instance[] = "{\"ImageId\": \"ami-0123456789abcdef0\", \"InstanceType\": \"c6a.large\"}";
static const char database[] =
    "{\"Engine\": \"MySQL\", \"DBInstanceClass\": \"db.M6ID.large\", \"AllocatedStorage\": \"20\"}";
static const char mapped[] =
    "{\"ImageId\": \"ami-0123456789abcdef0\", \"InstanceType\": "
    "{\"Fn::FindInMap\": [\"Sizes\", {\"Ref\": \"AWS::Region\"}, \"Web\"]}}";
static const char given[] = "{\"ImageId\": \"ami-0123456789abcdef0\", \"InstanceType\": {\"Ref\": \"Size\"}}";
static const char around[] =
    "{\"Parameters\": {\"Size\": {\"Type\": \"String\", \"Default\": \"t3.micro\", \"AllowedValues\": "
    "[\"t3.micro\", \"c6a.large\"]}}, \"Mappings\": {\"Sizes\": {\"us-east-1\": {\"Web\": \"c6a.large\"}, "
    "\"eu-north-1\": {\"Web\": \"c6a.large\"}, \"eu-south-2\": {\"Web\": \"t3.micro\"}}}}";

typedef struct RegionCase {
  const char *type, *properties;
  const char *regions[4];
  const char *code;            // null: nothing is wrong
  const char *message, *help;  // parts of them
} RegionCase;

static const RegionCase cases[] = {
    {"AWS::EC2::Instance", instance, {"us-east-1"}, NULL, NULL, NULL},
    {"AWS::EC2::Instance",
     instance,
     {"eu-north-1"},
     "E3628",
     "'InstanceType' in eu-north-1",
     "offered in eu-central-1, eu-"},
    {"AWS::EC2::Instance", instance, {"us-east-1", "eu-north-1"}, "E3628", "'InstanceType' in eu-north-1", NULL},
    {"AWS::EC2::Instance",
     instance,
     {"eu-north-1", "us-east-1", "eu-south-2"},
     "E3628",
     "eu-north-1 and eu-south-2",
     NULL},
    // Nothing is known of these regions.
    {"AWS::EC2::Instance", instance, {"xx-nowhere-1"}, NULL, NULL, NULL},
    {"AWS::EC2::Instance", instance, {"us-iso-east-1"}, NULL, NULL, NULL},
    // All regions.
    {"AWS::EC2::Instance", instance, {NULL}, NULL, NULL, NULL},
    // Within a condition on other properties, and in another case.
    {"AWS::RDS::DBInstance", database, {"us-east-1"}, NULL, NULL, NULL},
    {"AWS::RDS::DBInstance", database, {"eu-north-1"}, "E3025", "'db.M6ID.large' is not a value of", " more"},
    // The type is not there at all: that is what is told.
    {"AWS::DAX::Cluster",
     "{\"IAMRoleARN\": \"arn:aws:iam::123456789012:role/name\", \"ReplicationFactor\": 1, \"NodeType\": "
     "\"dax.r3.large\"}",
     {"eu-north-1"},
     NULL,
     NULL,
     NULL},
    // A mapping by region counts in each region by itself.
    {"AWS::EC2::Instance", mapped, {"us-east-1", "eu-south-2"}, NULL, NULL, NULL},
    {"AWS::EC2::Instance", mapped, {"us-east-1", "eu-north-1", "eu-south-2"}, "W1034", "in eu-north-1, and", NULL},
    // One of the values that may be given.
    {"AWS::EC2::Instance", given, {"us-east-1"}, NULL, NULL, NULL},
    {"AWS::EC2::Instance",
     given,
     {"us-east-1", "eu-north-1", "eu-south-2"},
     "W1030",
     "eu-north-1 and eu-south-2",
     NULL},
};

static bool holds(const RegionCase *given_case) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Value *others = case_read(&arena, &diags, &sources, around);
  Value *properties = case_read(&arena, &diags, &sources, given_case->properties);
  Template template = case_template(&arena, given_case->type, properties, others);
  Text regions[4];
  size_t count = 0;
  for (; count < 4 && given_case->regions[count]; count++) regions[count] = text_of(given_case->regions[count]);
  SchemaCheck check = {.arena = &arena,
                       .diags = &diags,
                       .template = &template,
                       .lint = true,
                       .aging_errors = true,
                       .regions = count ? regions : NULL,
                       .region_count = count};
  schema_check_resource(&check, template_resource(&template, TEXT("R")));
  schema_check_done(&check);
  bool right = diags.list.count == (given_case->code ? 1 : 0);
  if (right && given_case->code) {
    const Diag *diag = diags.list.items[0];
    right = text_is(text_of(diag->code), given_case->code) && case_part(diag->message, given_case->message) &&
            case_part(diag->help, given_case->help);
  }
  if (!right) {
    print_message("%s in %s:\n", given_case->properties, given_case->regions[0] ? given_case->regions[0] : "all");
    case_show(&diags, &arena);
  }
  arena_free(&arena);
  return right;
}

static void a_value_must_be_offered_in_each_region(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) wrong += !holds(&cases[i]);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_value_must_be_offered_in_each_region)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
