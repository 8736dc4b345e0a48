// The checker, by hand, on the types that people use most: each mistake gives one diagnostic with its code, the path
// and the words that tell what to write.
#include "schema_case.h"

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
    {"AWS::IAM::InstanceProfile", profile, "{\"Roles\": [\"a\", \"b\"]}", "E3032", "/Roles", "2 of at most 1", NULL},
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
     "E3032", "/Stages", "1 of at least 2", NULL},
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
    {"AWS::RDS::DBInstance", database, "{\"EngineVersion\": \"18.1\"}", NULL, "", NULL, NULL},
    {"AWS::RDS::DBInstance", database, "{\"EngineVersion\": 18.1, \"DBInstanceClass\": \"db.t2.micro\"}", "E3062",
     "/DBInstanceClass", "'db.t2.micro' is not a value of", "did you mean 'db.t3.micro'?"},
    {"AWS::RDS::DBInstance", database,
     "{\"Engine\": \"SQLServer-ex\", \"EngineVersion\": \"15.00.4430.1.v1\", \"DBInstanceClass\": \"db.t2.micro\"}",
     "E3062", "/DBInstanceClass", NULL, NULL},
    // No new instance is made with this version; those that run may stay on what they run on.
    {"AWS::RDS::DBInstance", database, "{\"EngineVersion\": \"14.13\", \"DBInstanceClass\": \"db.t2.micro\"}", "W3691",
     "/EngineVersion", NULL, NULL},

    {"AWS::Made::Up", "{}", "{}", "E3001", "", "there is no resource type 'AWS::Made::Up'", NULL},
    {"AWS::S3::Buckett", "{}", "{}", "E3001", "", NULL, "did you mean 'AWS::S3::Bucket'?"},
    {"Custom::Thing", "{\"ServiceToken\": \"a\"}", "{\"Anything\": {\"goes\": [1]}}", NULL, "", NULL, NULL},
    {"Vendor::Service::Type", "{}", "{\"Anything\": 1}", NULL, "", NULL, NULL},
};

static void each_mistake_gives_one_diagnostic(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) wrong += !case_holds(&cases[i], NULL);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_mistake_gives_one_diagnostic)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
