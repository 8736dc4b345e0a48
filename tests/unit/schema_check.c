// The checker, by hand, on the types that people use most: each mistake gives one diagnostic with its code, the path
// and the words that tell what to write.
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "format/json.h"

typedef struct Case {
  const char *type, *base;     // properties that are right
  const char *change;          // laid over them; a null removes the member
  const char *code;            // null: nothing is wrong
  const char *path;            // below Properties, "/A/0/B"
  const char *message, *help;  // parts of them
} Case;

static Value *read(Arena *arena, Diags *diags, Sources *sources, const char *json) {
  uint32_t source = source_add(sources, TEXT("test"), text_of(json));
  Value *value = json_read(arena, diags, sources, source);
  if (!value) fail_msg("not JSON: %s", json);
  return value;
}

static Value *overlaid(Arena *arena, const Value *base, const Value *change) {
  Value *result = value_map(arena, base->span);
  for (size_t i = 0; i < base->as.map.count; i++) {
    const Member *member = &base->as.map.members[i];
    const Member *other = value_member(change, member->key);
    if (other && other->value->kind == VALUE_NULL) continue;
    value_put(arena, result, member->key, member->key_span, member->value);
  }
  for (size_t i = 0; i < change->as.map.count; i++) {
    const Member *member = &change->as.map.members[i];
    if (member->value->kind != VALUE_NULL) value_put(arena, result, member->key, member->key_span, member->value);
  }
  return result;
}

static Text path_text(Arena *arena, const Diag *diag) {
  Buffer path = {0};
  for (size_t i = 3; i < diag->path.count; i++) {
    const PathStep *step = &diag->path.items[i];
    if (step->key.at)
      buffer_format(&path, "/%.*s", TEXT_ARG(step->key));
    else
      buffer_format(&path, "/%ld", (long)step->index);
  }
  return buffer_take(&path, arena);
}

// A template with one resource "R" of the type, beside what `others` holds (more members of the template).
static Template template_of(Arena *arena, const char *type, Value *properties, Value *others) {
  Span none = {0};
  Value *root = others ? others : value_map(arena, none);
  Value *resources = value_at(root, "Resources");
  if (!resources) value_set(arena, root, "Resources", resources = value_map(arena, none));
  Value *resource = value_map(arena, none);
  value_set(arena, resources, "R", resource);
  value_set(arena, resource, "Type", value_string(arena, none, text_of(type)));
  value_set(arena, resource, "Properties", properties);
  Template template = {.root = root};
  template_index(arena, &template);
  return template;
}

static void show(const Diags *diags, Arena *arena) {
  for (size_t i = 0; i < diags->list.count; i++) {
    const Diag *diag = diags->list.items[i];
    print_message("  %s %.*s: %.*s (%.*s)\n", diag->code, TEXT_ARG(path_text(arena, diag)), TEXT_ARG(diag->message),
                  TEXT_ARG(diag->help));
  }
}

static bool holds(Text text, const char *part) { return !part || text_find(text, text_of(part), 0) != SIZE_MAX; }

static bool check_case(const Case *c) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  Value *base = read(&arena, &diags, &sources, c->base), *change = read(&arena, &diags, &sources, c->change);
  Template template = template_of(&arena, c->type, overlaid(&arena, base, change), NULL);
  SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template};
  schema_check_resource(&check, template_resource(&template, TEXT("R")));
  schema_check_done(&check);
  size_t wanted = c->code ? 1 : 0;
  bool right = diags.list.count == wanted;
  if (right && wanted) {
    const Diag *diag = diags.list.items[0];
    right = strcmp(diag->code, c->code) == 0 && text_is(path_text(&arena, diag), c->path) &&
            holds(diag->message, c->message) && holds(diag->help, c->help);
  }
  if (!right) {
    print_message("%s with %s:\n", c->type, c->change);
    show(&diags, &arena);
  }
  arena_free(&arena);
  return right;
}

#define ARN_ROLE "arn:aws:iam::123456789012:role/name"
static const char bucket[] = "{}";
static const char network[] = "{\"CidrBlock\": \"10.0.0.0/16\"}";
static const char subnet[] = "{\"VpcId\": \"vpc-0123456789abcdef0\", \"CidrBlock\": \"10.0.0.0/24\"}";
static const char group[] = "{\"GroupDescription\": \"web\"}";
static const char instance[] = "{\"ImageId\": \"ami-0123456789abcdef0\", \"InstanceType\": \"t3.micro\"}";
static const char route_table[] = "{\"VpcId\": \"vpc-0123456789abcdef0\"}";
static const char route[] =
    "{\"RouteTableId\": \"rtb-1\", \"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\"}";
static const char nat[] = "{\"SubnetId\": \"subnet-0123456789abcdef0\", \"AllocationId\": \"eipalloc-1\"}";
static const char role[] = "{\"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": []}}";
static const char policy[] = "{\"PolicyName\": \"p\", \"PolicyDocument\": {}, \"Roles\": [\"r\"]}";
static const char managed[] = "{\"PolicyDocument\": {}}";
static const char profile[] = "{\"Roles\": [\"r\"]}";
static const char function[] = "{\"Code\": {\"ZipFile\": \"x\"}, \"Role\": \"" ARN_ROLE
                               "\", \"Handler\": \"index.handler\", \"Runtime\": \"nodejs22.x\"}";
static const char permission[] =
    "{\"Action\": \"lambda:InvokeFunction\", \"FunctionName\": \"f\", \"Principal\": \"sns.amazonaws.com\"}";
static const char mapping[] = "{\"FunctionName\": \"f\", \"EventSourceArn\": \"arn:aws:sqs:us-east-1:123456789012:q\"}";
static const char table[] =
    "{\"KeySchema\": [{\"AttributeName\": \"id\", \"KeyType\": \"HASH\"}], "
    "\"AttributeDefinitions\": [{\"AttributeName\": \"id\", \"AttributeType\": \"S\"}], "
    "\"BillingMode\": \"PAY_PER_REQUEST\"}";
static const char queue[] = "{}";
static const char topic[] = "{}";
static const char database[] =
    "{\"Engine\": \"postgres\", \"DBInstanceClass\": \"db.t4g.micro\", "
    "\"AllocatedStorage\": \"20\"}";
static const char cluster[] = "{\"Engine\": \"aurora-postgresql\"}";
static const char ecs_cluster[] = "{}";
static const char service[] = "{\"TaskDefinition\": \"t\"}";
static const char task[] = "{\"ContainerDefinitions\": [{\"Name\": \"web\", \"Image\": \"nginx\"}]}";
static const char balancer[] = "{\"Subnets\": [\"subnet-0123456789abcdef0\", \"subnet-0123456789abcdef1\"]}";
static const char listener[] =
    "{\"LoadBalancerArn\": \"a\", \"DefaultActions\": [{\"Type\": \"forward\"}], "
    "\"Port\": 80, \"Protocol\": \"HTTP\"}";
static const char target[] = "{\"Port\": 80, \"Protocol\": \"HTTP\", \"VpcId\": \"vpc-0123456789abcdef0\"}";
static const char log_group[] = "{}";
static const char alarm_[] =
    "{\"ComparisonOperator\": \"GreaterThanThreshold\", \"EvaluationPeriods\": 1, "
    "\"MetricName\": \"m\", \"Namespace\": \"n\", \"Period\": 60, \"Statistic\": \"Sum\", "
    "\"Threshold\": 1}";
static const char api[] = "{\"Name\": \"api\"}";
static const char key[] = "{\"KeyPolicy\": {}}";
static const char secret[] = "{}";
static const char distribution[] =
    "{\"DistributionConfig\": {\"Enabled\": true, \"Origins\": [{\"Id\": \"o\", \"DomainName\": \"example.com\", "
    "\"CustomOriginConfig\": {\"OriginProtocolPolicy\": \"https-only\"}}], \"DefaultCacheBehavior\": "
    "{\"TargetOriginId\": \"o\", \"ViewerProtocolPolicy\": \"redirect-to-https\"}}}";
static const char pipeline[] =
    "{\"RoleArn\": \"" ARN_ROLE
    "\", \"ArtifactStore\": {\"Type\": \"S3\", \"Location\": \"a-bucket\"}, \"Stages\": ["
    "{\"Name\": \"Source\", \"Actions\": [{\"Name\": \"a\", \"ActionTypeId\": {\"Category\": \"Build\", \"Owner\": "
    "\"AWS\", \"Provider\": \"CodeBuild\", \"Version\": \"1\"}}]}, {\"Name\": \"Build\", \"Actions\": [{\"Name\": "
    "\"a\", \"ActionTypeId\": {\"Category\": \"Build\", \"Owner\": \"AWS\", \"Provider\": \"CodeBuild\", \"Version\": "
    "\"1\"}}]}]}";
static const char project[] =
    "{\"Artifacts\": {\"Type\": \"NO_ARTIFACTS\"}, \"Environment\": {\"ComputeType\": \"BUILD_GENERAL1_SMALL\", "
    "\"Image\": \"aws/codebuild/standard:7.0\", \"Type\": \"LINUX_CONTAINER\"}, \"ServiceRole\": \"" ARN_ROLE
    "\", \"Source\": {\"Type\": \"NO_SOURCE\"}}";
static const char repository[] = "{}";
static const char record[] =
    "{\"Name\": \"a.example.com\", \"Type\": \"A\", \"HostedZoneId\": \"Z1\", \"TTL\": "
    "\"300\", \"ResourceRecords\": [\"10.0.0.1\"]}";

static const Case cases[] = {
    {"AWS::S3::Bucket", bucket, "{}", NULL, "", NULL, NULL},
    {"AWS::S3::Bucket", bucket, "{\"BucketNam\": \"b-name\"}", "E3002", "/BucketNam",
     "'BucketNam' is not a property of AWS::S3::Bucket", "did you mean 'BucketName'?"},
    {"AWS::S3::Bucket", bucket, "{\"BucketName\": [\"b-name\"]}", "E3012", "/BucketName", "must be text, not a list",
     NULL},
    {"AWS::S3::Bucket", bucket, "{\"VersioningConfiguration\": {\"Status\": \"On\"}}", "E3030",
     "/VersioningConfiguration/Status", "'On' is not a value of 'Status'", "Enabled, Suspended"},
    {"AWS::S3::Bucket", bucket, "{\"VersioningConfiguration\": {}}", "E3003", "/VersioningConfiguration",
     "'VersioningConfiguration' needs 'Status'", NULL},
    {"AWS::S3::Bucket", bucket, "{\"BucketName\": \"Not A Name\"}", "E3031", "/BucketName", "'Not A Name'",
     "must match"},
    {"AWS::S3::Bucket", bucket, "{\"Arn\": \"x\"}", "E3040", "/Arn", "cannot be set", NULL},
    {"AWS::S3::Bucket", bucket, "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"b\", \"Extra\": 1}]}", "E3002",
     "/Tags/0/Extra", "'Extra' is not a property of 'Tags' in AWS::S3::Bucket", "Key, Value"},

    {"AWS::EC2::VPC", network, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::VPC", network, "{\"EnableDnsHostname\": true}", "E3002", "/EnableDnsHostname", NULL,
     "EnableDnsHostnames"},
    {"AWS::EC2::VPC", network, "{\"EnableDnsSupport\": \"maybe\"}", "E3012", "/EnableDnsSupport", "true or false",
     NULL},
    {"AWS::EC2::VPC", network, "{\"InstanceTenancy\": \"shared\"}", "E3030", "/InstanceTenancy", NULL, "dedicated"},
    {"AWS::EC2::VPC", network, "{\"CidrBlock\": null}", "E3014", "", "exactly one of 'CidrBlock' and", NULL},
    {"AWS::EC2::VPC", network, "{\"Ipv4IpamPoolId\": \"p\", \"Ipv4NetmaskLength\": 16}", "E3014", "/Ipv4IpamPoolId",
     "'Ipv4IpamPoolId' cannot stand beside 'CidrBlock'", NULL},
    {"AWS::EC2::VPC", network, "{\"CidrBlock\": \"10.0.0.0\"}", "E1103", "/CidrBlock", NULL, "10.0.0.0/16"},

    {"AWS::EC2::Subnet", subnet, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::Subnet", subnet, "{\"Vpcid\": \"x\"}", "E3002", "/Vpcid", NULL, "VpcId"},
    {"AWS::EC2::Subnet", subnet, "{\"MapPublicIpOnLaunch\": {}}", "E3012", "/MapPublicIpOnLaunch", NULL, NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": null}", "E3003", "", "AWS::EC2::Subnet needs 'VpcId'", NULL},
    {"AWS::EC2::Subnet", subnet, "{\"AvailabilityZone\": \"a\", \"AvailabilityZoneId\": \"b\"}", "E3020",
     "/AvailabilityZoneId", "cannot stand beside 'AvailabilityZone'", NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": \"subnet-0123456789abcdef0\"}", "E1151", "/VpcId", NULL, "vpc-"},

    {"AWS::EC2::SecurityGroup", group, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::SecurityGroup", group, "{\"GroupDescription\": null}", "E3003", "", "needs 'GroupDescription'", NULL},
    {"AWS::EC2::SecurityGroup", group, "{\"SecurityGroupIngress\": {\"IpProtocol\": \"tcp\"}}", "E3012",
     "/SecurityGroupIngress", "must be a list, not a map", "put it in a list"},
    {"AWS::EC2::SecurityGroup", group, "{\"SecurityGroupIngress\": [{\"IpProtocol\": \"-1\"}]}", "E3014",
     "/SecurityGroupIngress/0", "exactly one of 'CidrIp'", NULL},
    {"AWS::EC2::SecurityGroup", group,
     "{\"SecurityGroupIngress\": [{\"IpProtocol\": \"-1\", \"CidrIp\": \"0.0.0.0/0\", \"CidrIpv6\": \"::/0\"}]}",
     "E3014", "/SecurityGroupIngress/0/CidrIpv6", "cannot stand beside 'CidrIp'", NULL},
    {"AWS::EC2::SecurityGroup", group, "{\"GroupDescripton\": \"x\"}", "E3002", "/GroupDescripton", NULL,
     "GroupDescription"},

    {"AWS::EC2::Instance", instance, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::Instance", instance, "{\"InstanceTyp\": \"x\"}", "E3002", "/InstanceTyp", NULL, "InstanceType"},
    {"AWS::EC2::Instance", instance, "{\"EbsOptimized\": \"sure\"}", "E3012", "/EbsOptimized", NULL, NULL},
    {"AWS::EC2::Instance", instance, "{\"InstanceInitiatedShutdownBehavior\": \"halt\"}", "E3030",
     "/InstanceInitiatedShutdownBehavior", NULL, "stop, terminate"},
    {"AWS::EC2::Instance", instance,
     "{\"SubnetId\": \"subnet-0123456789abcdef0\", \"NetworkInterfaces\": [{\"DeviceIndex\": \"0\"}]}", "E3020",
     "/NetworkInterfaces", "cannot stand beside 'SubnetId'", NULL},

    {"AWS::EC2::RouteTable", route_table, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::RouteTable", route_table, "{\"VpcId\": null}", "E3003", "", "needs 'VpcId'", NULL},
    {"AWS::EC2::RouteTable", route_table, "{\"Tag\": []}", "E3002", "/Tag", NULL, "Tags"},
    {"AWS::EC2::RouteTable", route_table, "{\"Tags\": {\"a\": \"b\"}}", "E3012", "/Tags", "must be a list", NULL},

    {"AWS::EC2::Route", route, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::Route", route, "{\"RouteTableId\": null}", "E3003", "", "needs 'RouteTableId'", NULL},
    {"AWS::EC2::Route", route, "{\"NatGatewayId\": \"n\"}", "E3014", "/NatGatewayId", "beside 'GatewayId'", NULL},
    {"AWS::EC2::Route", route, "{\"Gateway\": \"n\"}", "E3002", "/Gateway", NULL, "GatewayId"},
    {"AWS::EC2::Route", route, "{\"GatewayId\": [\"n\"]}", "E3012", "/GatewayId", "must be text, not a list", NULL},

    {"AWS::EC2::NatGateway", nat, "{}", NULL, "", NULL, NULL},
    {"AWS::EC2::NatGateway", nat, "{\"ConnectivityType\": \"open\"}", "E3030", "/ConnectivityType", NULL,
     "private, public"},
    {"AWS::EC2::NatGateway", nat, "{\"SecondaryPrivateIpAddressCount\": 40}", "E3034",
     "/SecondaryPrivateIpAddressCount", "it must be between 1 and 31", NULL},
    {"AWS::EC2::NatGateway", nat, "{\"AllocationID\": \"x\"}", "E3002", "/AllocationID", NULL, "AllocationId"},

    {"AWS::IAM::Role", role, "{}", NULL, "", NULL, NULL},
    {"AWS::IAM::Role", role, "{\"AssumeRolePolicyDocument\": null}", "E3003", "", "AssumeRolePolicyDocument", NULL},
    {"AWS::IAM::Role", role, "{\"MaxSessionDuration\": 60}", "E3034", "/MaxSessionDuration", "between 3600 and 43200",
     NULL},
    {"AWS::IAM::Role", role, "{\"MaxSessionDuration\": \"long\"}", "E3012", "/MaxSessionDuration", "a whole number",
     NULL},
    {"AWS::IAM::Role", role, "{\"ManagedPolicyArn\": []}", "E3002", "/ManagedPolicyArn", NULL, "ManagedPolicyArns"},
    {"AWS::IAM::Role", role, "{\"Policies\": [{\"PolicyName\": \"p\"}]}", "E3003", "/Policies/0",
     "'Policies' needs 'PolicyDocument'", NULL},

    {"AWS::IAM::Policy", policy, "{}", NULL, "", NULL, NULL},
    {"AWS::IAM::Policy", policy, "{\"Roles\": null}", "E3017", "", "one of 'Users', 'Groups' or 'Roles'", NULL},
    {"AWS::IAM::Policy", policy, "{\"PolicyName\": null}", "E3003", "", "needs 'PolicyName'", NULL},
    {"AWS::IAM::Policy", policy, "{\"Roles\": \"r\"}", "E3012", "/Roles", "must be a list, not text", NULL},
    {"AWS::IAM::Role", role, "{\"ManagedPolicyArns\": [\"arn:aws:iam::aws:policy/A\", \"arn:aws:iam::aws:policy/A\"]}",
     "E3037", "/ManagedPolicyArns/1", "the same item twice", NULL},

    {"AWS::IAM::ManagedPolicy", managed, "{}", NULL, "", NULL, NULL},
    {"AWS::IAM::ManagedPolicy", managed, "{\"PolicyDocument\": null}", "E3003", "", "needs 'PolicyDocument'", NULL},
    {"AWS::IAM::ManagedPolicy", managed, "{\"PolicyName\": \"x\"}", "E3002", "/PolicyName", NULL, NULL},
    {"AWS::IAM::ManagedPolicy", managed, "{\"Roles\": {}}", "E3012", "/Roles", NULL, NULL},

    {"AWS::IAM::InstanceProfile", profile, "{}", NULL, "", NULL, NULL},
    {"AWS::IAM::InstanceProfile", profile, "{\"Roles\": [\"a\", \"b\"]}", "E3032", "/Roles", "2 items; at most 1",
     NULL},
    {"AWS::IAM::InstanceProfile", profile, "{\"Role\": [\"a\"]}", "E3002", "/Role", NULL, "Roles"},
    {"AWS::IAM::InstanceProfile", profile, "{\"Roles\": null}", "E3003", "", "needs 'Roles'", NULL},

    {"AWS::Lambda::Function", function, "{}", NULL, "", NULL, NULL},
    {"AWS::Lambda::Function", function, "{\"Runtim\": \"x\"}", "E3002", "/Runtim", NULL, "Runtime"},
    {"AWS::Lambda::Function", function, "{\"Timeout\": 901}", "E3034", "/Timeout", "between 1 and 900", NULL},
    {"AWS::Lambda::Function", function, "{\"Runtime\": \"nodejs22.y\"}", "E3030", "/Runtime", NULL, "nodejs22.x"},
    {"AWS::Lambda::Function", function, "{\"MemorySize\": {}}", "E3012", "/MemorySize", NULL, NULL},
    {"AWS::Lambda::Function", function, "{\"Code\": null}", "E3003", "", "needs 'Code'", NULL},
    {"AWS::Lambda::Function", function, "{\"Code\": {\"ZipFile\": \"x\", \"S3Bucket\": \"a-bucket\"}}", "E3020",
     "/Code/S3Bucket", "cannot stand beside 'ZipFile'", NULL},

    {"AWS::Lambda::Permission", permission, "{}", NULL, "", NULL, NULL},
    {"AWS::Lambda::Permission", permission, "{\"FunctionUrlAuthType\": \"IAM\"}", "E3030", "/FunctionUrlAuthType", NULL,
     "AWS_IAM, NONE"},
    {"AWS::Lambda::Permission", permission, "{\"Principal\": null}", "E3003", "", "needs 'Principal'", NULL},
    {"AWS::Lambda::Permission", permission, "{\"SourceARN\": \"x\"}", "E3002", "/SourceARN", NULL, "SourceArn"},

    {"AWS::Lambda::EventSourceMapping", mapping, "{}", NULL, "", NULL, NULL},
    {"AWS::Lambda::EventSourceMapping", mapping, "{\"BatchSize\": 0}", "E3034", "/BatchSize", "between 1 and 10000",
     NULL},
    {"AWS::Lambda::EventSourceMapping", mapping, "{\"Batchsize\": 1}", "E3002", "/Batchsize", NULL, "BatchSize"},
    {"AWS::Lambda::EventSourceMapping", mapping, "{\"FunctionResponseTypes\": [\"All\"]}", "E3030",
     "/FunctionResponseTypes/0", NULL, "ReportBatchItemFailures"},

    {"AWS::DynamoDB::Table", table, "{}", NULL, "", NULL, NULL},
    {"AWS::DynamoDB::Table", table, "{\"BillingMode\": \"ON_DEMAND\"}", "E3030", "/BillingMode", NULL,
     "PAY_PER_REQUEST, PROVISIONED"},
    {"AWS::DynamoDB::Table", table, "{\"KeySchema\": null}", "E3003", "", "needs 'KeySchema'", NULL},
    {"AWS::DynamoDB::Table", table, "{\"TableNam\": \"x\"}", "E3002", "/TableNam", NULL, "TableName"},
    {"AWS::DynamoDB::Table", table, "{\"KeySchema\": [{\"AttributeName\": \"id\"}]}", "E3003", "/KeySchema/0",
     "needs 'KeyType'", NULL},

    {"AWS::SQS::Queue", queue, "{}", NULL, "", NULL, NULL},
    {"AWS::SQS::Queue", queue, "{\"VisibilityTimeout\": 43201}", "E3034", "/VisibilityTimeout", "between 0 and 43200",
     NULL},
    {"AWS::SQS::Queue", queue, "{\"FifoQueu\": true}", "E3002", "/FifoQueu", NULL, "FifoQueue"},
    {"AWS::SQS::Queue", queue, "{\"FifoQueue\": \"x\"}", "E3012", "/FifoQueue", NULL, NULL},

    {"AWS::SNS::Topic", topic, "{}", NULL, "", NULL, NULL},
    {"AWS::SNS::Topic", topic, "{\"Subscription\": [{\"Protocol\": \"sqs\"}]}", "E3003", "/Subscription/0",
     "needs 'Endpoint'", NULL},
    {"AWS::SNS::Topic", topic, "{\"TopicNames\": \"x\"}", "E3002", "/TopicNames", NULL, "TopicName"},
    {"AWS::SNS::Topic", topic, "{\"Subscription\": \"x\"}", "E3012", "/Subscription", NULL, NULL},

    {"AWS::RDS::DBInstance", database, "{}", NULL, "", NULL, NULL},
    {"AWS::RDS::DBInstance", database, "{\"PromotionTier\": 16}", "E3034", "/PromotionTier", "between 0 and 15", NULL},
    {"AWS::RDS::DBInstance", database, "{\"PerformanceInsightsRetentionPeriod\": 8}", "E3030",
     "/PerformanceInsightsRetentionPeriod", "'8' is not a value", NULL},
    {"AWS::RDS::DBInstance", database, "{\"DBInstanceClas\": \"x\"}", "E3002", "/DBInstanceClas", NULL,
     "DBInstanceClass"},
    {"AWS::RDS::DBInstance", database, "{\"SourceDBInstanceIdentifier\": \"a\", \"MasterUsername\": \"b\"}", "E3020",
     "/MasterUsername", "cannot stand beside 'SourceDBInstanceIdentifier'", NULL},

    {"AWS::RDS::DBCluster", cluster, "{}", NULL, "", NULL, NULL},
    {"AWS::RDS::DBCluster", cluster, "{\"BackupRetentionPeriod\": 36}", "E3034", "/BackupRetentionPeriod",
     "between 1 and 35", NULL},
    {"AWS::RDS::DBCluster", cluster, "{\"MasterUserPassword\": \"secret12\"}", "E3021", "",
     "'MasterUserPassword' needs 'MasterUsername' beside it", NULL},
    {"AWS::RDS::DBCluster", cluster, "{\"MasterUserName\": \"x\"}", "E3002", "/MasterUserName", NULL, "MasterUsername"},

    {"AWS::ECS::Cluster", ecs_cluster, "{}", NULL, "", NULL, NULL},
    {"AWS::ECS::Cluster", ecs_cluster, "{\"ClusterSetting\": []}", "E3002", "/ClusterSetting", NULL, "ClusterSettings"},
    {"AWS::ECS::Cluster", ecs_cluster, "{\"CapacityProviders\": \"FARGATE\"}", "E3012", "/CapacityProviders", NULL,
     "put it in a list"},

    {"AWS::ECS::Service", service, "{}", NULL, "", NULL, NULL},
    {"AWS::ECS::Service", service, "{\"LaunchType\": \"Fargate\"}", "E3030", "/LaunchType", NULL,
     "did you mean 'FARGATE'?"},
    {"AWS::ECS::Service", service, "{\"DesiredCounts\": 1}", "E3002", "/DesiredCounts", NULL, "DesiredCount"},
    {"AWS::ECS::Service", service, "{\"DesiredCount\": \"two\"}", "E3012", "/DesiredCount", "a whole number", NULL},
    {"AWS::ECS::Service", service,
     "{\"LaunchType\": \"FARGATE\", \"CapacityProviderStrategy\": [{\"CapacityProvider\": \"FARGATE\"}]}", "E3020",
     "/CapacityProviderStrategy", "cannot stand beside 'LaunchType'", NULL},

    {"AWS::ECS::TaskDefinition", task, "{}", NULL, "", NULL, NULL},
    {"AWS::ECS::TaskDefinition", task, "{\"NetworkMode\": \"vpc\"}", "E3030", "/NetworkMode", NULL, "awsvpc"},
    {"AWS::ECS::TaskDefinition", task, "{\"ContainerDefinitions\": [{\"Name\": \"web\"}]}", "E3003",
     "/ContainerDefinitions/0", "'ContainerDefinitions' needs 'Image'", NULL},
    {"AWS::ECS::TaskDefinition", task,
     "{\"ContainerDefinitions\": [{\"Name\": \"web\", \"Image\": \"i\", \"PortMapping\": []}]}", "E3002",
     "/ContainerDefinitions/0/PortMapping", NULL, "PortMappings"},

    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, "{}", NULL, "", NULL, NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, "{\"Scheme\": \"public\"}", "E3030", "/Scheme", NULL,
     "internet-facing"},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer,
     "{\"SubnetMappings\": [{\"SubnetId\": \"subnet-0123456789abcdef0\"}, {\"SubnetId\": "
     "\"subnet-0123456789abcdef1\"}]}",
     "E3014", "/SubnetMappings", "cannot stand beside 'Subnets'", NULL},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, "{\"SecurityGroup\": []}", "E3002", "/SecurityGroup", NULL,
     "SecurityGroups"},

    {"AWS::ElasticLoadBalancingV2::Listener", listener, "{}", NULL, "", NULL, NULL},
    {"AWS::ElasticLoadBalancingV2::Listener", listener, "{\"Port\": 70000}", "E3034", "/Port", "between 1 and 65535",
     NULL},
    {"AWS::ElasticLoadBalancingV2::Listener", listener, "{\"Protocol\": \"HTPS\"}", "E3030", "/Protocol", NULL,
     "did you mean 'HTTPS'?"},
    {"AWS::ElasticLoadBalancingV2::Listener", listener, "{\"DefaultActions\": null}", "E3003", "",
     "needs 'DefaultActions'", NULL},

    {"AWS::ElasticLoadBalancingV2::TargetGroup", target, "{}", NULL, "", NULL, NULL},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", target, "{\"HealthCheckIntervalSeconds\": 1}", "E3034",
     "/HealthCheckIntervalSeconds", "between 5 and 300", NULL},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", target, "{\"TargetType\": \"container\"}", "E3030", "/TargetType",
     NULL, "lambda"},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", target, "{\"HealthcheckPath\": \"/\"}", "E3002", "/HealthcheckPath",
     NULL, "HealthCheckPath"},

    {"AWS::Logs::LogGroup", log_group, "{}", NULL, "", NULL, NULL},
    {"AWS::Logs::LogGroup", log_group, "{\"RetentionInDays\": 31}", "E3030", "/RetentionInDays", "'31' is not a value",
     NULL},
    {"AWS::Logs::LogGroup", log_group, "{\"RetentionDays\": 30}", "E3002", "/RetentionDays", NULL, "RetentionInDays"},
    {"AWS::Logs::LogGroup", log_group, "{\"RetentionInDays\": \"month\"}", "E3012", "/RetentionInDays", NULL, NULL},

    {"AWS::CloudWatch::Alarm", alarm_, "{}", NULL, "", NULL, NULL},
    {"AWS::CloudWatch::Alarm", alarm_, "{\"ComparisonOperator\": \"GreaterThan\"}", "E3030", "/ComparisonOperator",
     NULL, "GreaterThanThreshold"},
    {"AWS::CloudWatch::Alarm", alarm_, "{\"EvaluationPeriods\": 0}", "E3034", "/EvaluationPeriods", "at least 1", NULL},
    {"AWS::CloudWatch::Alarm", alarm_, "{\"ExtendedStatistic\": \"p99\"}", "E3020", "/ExtendedStatistic",
     "cannot stand beside 'Statistic'", NULL},

    {"AWS::ApiGateway::RestApi", api, "{}", NULL, "", NULL, NULL},
    {"AWS::ApiGateway::RestApi", api, "{\"Nam\": \"x\"}", "E3002", "/Nam", NULL, "Name"},
    {"AWS::ApiGateway::RestApi", api, "{\"Body\": {}, \"BodyS3Location\": {\"Bucket\": \"b\"}}", "E3020",
     "/BodyS3Location", "cannot stand beside 'Body'", NULL},
    {"AWS::ApiGateway::RestApi", api, "{\"BinaryMediaTypes\": \"x\"}", "E3012", "/BinaryMediaTypes", NULL, NULL},

    {"AWS::KMS::Key", key, "{}", NULL, "", NULL, NULL},
    {"AWS::KMS::Key", key, "{\"PendingWindowInDays\": 3}", "E3034", "/PendingWindowInDays", "between 7 and 30", NULL},
    {"AWS::KMS::Key", key, "{\"KeySpec\": \"RSA_1024\"}", "E3030", "/KeySpec", NULL, NULL},
    {"AWS::KMS::Key", key, "{\"EnableKeyRotations\": true}", "E3002", "/EnableKeyRotations", NULL, "EnableKeyRotation"},

    {"AWS::SecretsManager::Secret", secret, "{}", NULL, "", NULL, NULL},
    {"AWS::SecretsManager::Secret", secret, "{\"SecretString\": \"a\", \"GenerateSecretString\": {}}", "E3020",
     "/GenerateSecretString", "cannot stand beside 'SecretString'", NULL},
    {"AWS::SecretsManager::Secret", secret, "{\"KmsKey\": \"x\"}", "E3002", "/KmsKey", NULL, "KmsKeyId"},

    {"AWS::CloudFront::Distribution", distribution, "{}", NULL, "", NULL, NULL},
    {"AWS::CloudFront::Distribution", distribution, "{\"DistributionConfig\": null}", "E3003", "",
     "needs 'DistributionConfig'", NULL},
    {"AWS::CloudFront::Distribution", distribution, "{\"DistributionConfig\": \"x\"}", "E3012", "/DistributionConfig",
     "must be a map", NULL},

    {"AWS::CodePipeline::Pipeline", pipeline, "{}", NULL, "", NULL, NULL},
    {"AWS::CodePipeline::Pipeline", pipeline, "{\"PipelineType\": \"V3\"}", "E3030", "/PipelineType", NULL, "V1, V2"},
    {"AWS::CodePipeline::Pipeline", pipeline, "{\"ArtifactStore\": null}", "E3014", "",
     "exactly one of 'ArtifactStore' and 'ArtifactStores'", NULL},
    {"AWS::CodePipeline::Pipeline", pipeline,
     "{\"Stages\": [{\"Name\": \"Source\", \"Actions\": [{\"Name\": \"a\", \"ActionTypeId\": {\"Category\": \"Build\", "
     "\"Owner\": \"AWS\", \"Provider\": \"CodeBuild\", \"Version\": \"1\"}}]}]}",
     "E3032", "/Stages", "1 items; at least 2", NULL},
    {"AWS::CodePipeline::Pipeline", pipeline, "{\"Stage\": []}", "E3002", "/Stage", NULL, "Stages"},

    {"AWS::CodeBuild::Project", project, "{}", NULL, "", NULL, NULL},
    {"AWS::CodeBuild::Project", project, "{\"TimeoutInMinutes\": 1}", "E3034", "/TimeoutInMinutes", "between 5 and 480",
     NULL},
    {"AWS::CodeBuild::Project", project, "{\"Source\": {\"Type\": \"SVN\"}}", "E3030", "/Source/Type", NULL, NULL},
    {"AWS::CodeBuild::Project", project, "{\"ServiceRole\": null}", "E3003", "", "needs 'ServiceRole'", NULL},

    {"AWS::ECR::Repository", repository, "{}", NULL, "", NULL, NULL},
    {"AWS::ECR::Repository", repository, "{\"ImageTagMutability\": \"IMUTABLE\"}", "E3030", "/ImageTagMutability", NULL,
     "did you mean 'IMMUTABLE'?"},
    {"AWS::ECR::Repository", repository, "{\"ImageScanningConfiguration\": {\"ScanOnPush\": \"always\"}}", "E3012",
     "/ImageScanningConfiguration/ScanOnPush", "true or false", NULL},
    {"AWS::ECR::Repository", repository, "{\"RepositoryNames\": \"x\"}", "E3002", "/RepositoryNames", NULL,
     "RepositoryName"},

    {"AWS::Route53::RecordSet", record, "{}", NULL, "", NULL, NULL},
    {"AWS::Route53::RecordSet", record, "{\"Type\": null}", "E3003", "", "needs 'Type'", NULL},
    {"AWS::Route53::RecordSet", record, "{\"HostedZoneName\": \"example.com.\"}", "E3014", "/HostedZoneName",
     "cannot stand beside 'HostedZoneId'", NULL},
    {"AWS::Route53::RecordSet", record, "{\"Ttl\": \"300\"}", "E3002", "/Ttl", NULL, "TTL"},

    {"AWS::ElasticLoadBalancingV2::Listener", listener, "{\"Protocol\": \"HTTPS\"}", "E3676", "",
     "needs 'Certificates'", "need a certificate"},
    {"AWS::Lambda::Function", function, "{\"Runtime\": \"java21\"}", "E3677", "/Runtime", NULL, "Node.js and Python"},
    {"AWS::Lambda::Function", function, "{\"Environment\": {\"Variables\": {\"AWS_REGION\": \"x\"}}}", "E3663",
     "/Environment/Variables/AWS_REGION", "'AWS_REGION'", NULL},
    {"AWS::DynamoDB::Table", table, "{\"BillingMode\": \"PROVISIONED\"}", "E3639", "", "needs 'ProvisionedThroughput'",
     NULL},
    {"AWS::ECS::TaskDefinition", task,
     "{\"RequiresCompatibilities\": [\"FARGATE\"], \"NetworkMode\": \"awsvpc\", \"Cpu\": \"256\", \"Memory\": "
     "\"4096\"}",
     "E3047", "/Memory", NULL, "certain pairs"},
    {"AWS::ECS::TaskDefinition", task,
     "{\"RequiresCompatibilities\": [\"FARGATE\"], \"NetworkMode\": \"awsvpc\", \"Cpu\": \"4096\", \"Memory\": \"30 "
     "GB\"}",
     NULL, "", NULL, NULL},
    {"AWS::EC2::SecurityGroup", group,
     "{\"SecurityGroupIngress\": [{\"IpProtocol\": \"tcp\", \"CidrIp\": \"10.0.0.0/8\", \"FromPort\": 80}]}", "E3687",
     "/SecurityGroupIngress/0", "needs 'ToPort'", NULL},
    {"AWS::SQS::Queue", queue, "{\"FifoQueue\": true, \"QueueName\": \"a\"}", "E3501", "/QueueName", NULL, ".fifo"},
    {"AWS::SQS::Queue", queue, "{\"ContentBasedDeduplication\": true}", "E3501", "/ContentBasedDeduplication", NULL,
     "FIFO"},

    {"AWS::EC2::Instance", instance, "{\"InstanceType\": \"t3.mirco\"}", "E3628", "/InstanceType", NULL,
     "did you mean 't3.micro'?"},
    {"AWS::RDS::DBInstance", database, "{\"Engine\": \"Postgres\"}", NULL, "", NULL, NULL},
    {"AWS::RDS::DBInstance", database, "{\"EngineVersion\": \"99\"}", "E3691", "/EngineVersion", NULL, NULL},

    {"AWS::Made::Up", "{}", "{}", "E3001", "", "there is no resource type 'AWS::Made::Up'", NULL},
    {"AWS::S3::Buckett", "{}", "{}", "E3001", "", NULL, "did you mean 'AWS::S3::Bucket'?"},
    {"Custom::Thing", "{\"ServiceToken\": \"a\"}", "{\"Anything\": {\"goes\": [1]}}", NULL, "", NULL, NULL},
    {"Vendor::Service::Type", "{}", "{\"Anything\": 1}", NULL, "", NULL, NULL},
};

static void each_mistake_gives_one_diagnostic(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) wrong += !check_case(&cases[i]);
  assert_int_equal(wrong, 0);
}

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
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Group\"}}", "E1150", "/VpcId",
     "'VpcId' wants AWS::EC2::VPC.Id, but 'Group' gives AWS::EC2::SecurityGroup.Id", NULL},
    {"AWS::EC2::Subnet", subnet, "{\"VpcId\": {\"Ref\": \"Bucket\"}}", "E1150", "/VpcId", "'Bucket'", NULL},
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
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, "{\"SecurityGroups\": [{\"Ref\": \"Vpc\"}]}", "E1150",
     "/SecurityGroups/0", "'SecurityGroups' wants AWS::EC2::SecurityGroup.Id", NULL},
    {"AWS::EC2::Route", route, "{\"RouteTableId\": {\"Ref\": \"Bucket\"}}", "E1150", "/RouteTableId",
     "wants AWS::EC2::RouteTable.RouteTableId, but 'Bucket' gives AWS::S3::Bucket.Name", NULL},
    {"AWS::Lambda::Function", function, "{\"Role\": {\"Ref\": \"Role\"}}", "E1150", "/Role", NULL, "'Arn' of 'Role'"},
    {"AWS::ECS::TaskDefinition", task, "{\"TaskRoleArn\": {\"Ref\": \"Role\"}}", "E1150", "/TaskRoleArn",
     "AWS::IAM::Role.Arn", "use the attribute 'Arn' of 'Role'"},
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
  for (size_t i = 0; i < sizeof referring / sizeof *referring; i++) {
    const Case *c = &referring[i];
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    Sources sources = {.arena = &arena};
    Value *others = read(&arena, &diags, &sources, references);
    Value *base = read(&arena, &diags, &sources, c->base), *change = read(&arena, &diags, &sources, c->change);
    Template template = template_of(&arena, c->type, overlaid(&arena, base, change), others);
    SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template};
    schema_check_resource(&check, template_resource(&template, TEXT("R")));
    schema_check_done(&check);
    bool right = diags.list.count == (c->code ? 1 : 0);
    if (right && c->code) {
      const Diag *diag = diags.list.items[0];
      right = strcmp(diag->code, c->code) == 0 && text_is(path_text(&arena, diag), c->path) &&
              holds(diag->message, c->message) && holds(diag->help, c->help);
    }
    if (!right) {
      print_message("%s with %s:\n", c->type, c->change);
      show(&diags, &arena);
      fail();
    }
    arena_free(&arena);
  }
}

static void spans_are_the_keys_and_values_own(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  const char json[] =
      "{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\"Bad\": 1, "
      "\"AccessControl\": \"Open\"}}, \"S\": {\"Type\": \"AWS::EC2::RouteTable\"}}}";
  Template template = {.root = read(&arena, &diags, &sources, json)};
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
        read(&arena, &diags, &sources, "{\"InstanceType\": \"t99.micro\", \"ImageId\": \"ami-01234567\"}");
    Template template = template_of(&arena, "AWS::EC2::Instance", properties, NULL);
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
  Value *task_value = read(&arena, &diags, &sources,
                           "{\"Cpu\": 256, \"Memory\": 0.50, \"ContainerDefinitions\": [{\"Name\": \"web\", \"Image\": "
                           "\"i\", \"Essential\": \"true\", \"Cpu\": \"80\", \"Environment\": [{\"Name\": \"A\", "
                           "\"Value\": true}]}]}");
  Template template = template_of(&arena, "AWS::ECS::TaskDefinition", task_value, NULL);
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
      cmocka_unit_test(each_mistake_gives_one_diagnostic), cmocka_unit_test(references_must_fit),
      cmocka_unit_test(spans_are_the_keys_and_values_own), cmocka_unit_test(what_may_be_newer_is_a_warning),
      cmocka_unit_test(scalars_are_conformed_in_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
