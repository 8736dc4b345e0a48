// Usage: node synth.js FOLDER   A small CDK app of what teams have: a VPC, a service on Fargate behind a load balancer, a
// delivery pipeline, a function with an API and a table. Writes its templates, FOLDER/NAME.template.json.
const { App, Stack, Duration, RemovalPolicy, CfnParameter, CfnOutput } = require("aws-cdk-lib");
const ec2 = require("aws-cdk-lib/aws-ec2"), ecs = require("aws-cdk-lib/aws-ecs"), patterns = require("aws-cdk-lib/aws-ecs-patterns");
const codebuild = require("aws-cdk-lib/aws-codebuild"), codepipeline = require("aws-cdk-lib/aws-codepipeline"), actions = require("aws-cdk-lib/aws-codepipeline-actions");
const lambda = require("aws-cdk-lib/aws-lambda"), apigateway = require("aws-cdk-lib/aws-apigateway"), dynamodb = require("aws-cdk-lib/aws-dynamodb");
const s3 = require("aws-cdk-lib/aws-s3"), sqs = require("aws-cdk-lib/aws-sqs"), sns = require("aws-cdk-lib/aws-sns"), events = require("aws-cdk-lib/aws-events"), targets = require("aws-cdk-lib/aws-events-targets");
const rds = require("aws-cdk-lib/aws-rds"), subscriptions = require("aws-cdk-lib/aws-sns-subscriptions");

const app = new App({ outdir: process.argv[2], analyticsReporting: false });

const network = new Stack(app, "network");
const vpc = new ec2.Vpc(network, "Vpc", { maxAzs: 2, natGateways: 1, flowLogs: { all: {} } });

const web = new Stack(app, "web");
const cluster = new ecs.Cluster(web, "Cluster", { vpc, enableFargateCapacityProviders: true });
const service = new patterns.ApplicationLoadBalancedFargateService(web, "Web", {
  cluster, cpu: 512, memoryLimitMiB: 1024, desiredCount: 2, circuitBreaker: { rollback: true },
  taskImageOptions: { image: ecs.ContainerImage.fromRegistry("public.ecr.aws/nginx/nginx:1.27"), containerPort: 80, environment: { STAGE: "prod" } },
});
service.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 }).scaleOnCpuUtilization("Cpu", { targetUtilizationPercent: 60 });

const delivery = new Stack(app, "delivery");
const connection = new CfnParameter(delivery, "Connection", { type: "String" });
const source = new codepipeline.Artifact(), built = new codepipeline.Artifact();
const project = new codebuild.PipelineProject(delivery, "Build", { environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_7_0, privileged: true } });
new codepipeline.Pipeline(delivery, "Pipeline", {
  pipelineType: codepipeline.PipelineType.V2,
  stages: [
    { stageName: "Source", actions: [new actions.CodeStarConnectionsSourceAction({ actionName: "Source", owner: "acme", repo: "web", branch: "main", connectionArn: connection.valueAsString, output: source })] },
    { stageName: "Build", actions: [new actions.CodeBuildAction({ actionName: "Build", project, input: source, outputs: [built] })] },
    { stageName: "Approve", actions: [new actions.ManualApprovalAction({ actionName: "Approve" })] },
    { stageName: "Deploy", actions: [new actions.CloudFormationCreateUpdateStackAction({ actionName: "Deploy", stackName: "web", templatePath: built.atPath("web.template.json"), adminPermissions: false })] },
  ],
});

const api = new Stack(app, "api");
const table = new dynamodb.Table(api, "Orders", { partitionKey: { name: "id", type: dynamodb.AttributeType.STRING }, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, removalPolicy: RemovalPolicy.RETAIN });
const handler = new lambda.Function(api, "Handler", { runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code: lambda.Code.fromInline("exports.handler = async () => ({ statusCode: 200 })"), timeout: Duration.seconds(10), environment: { TABLE: table.tableName }, tracing: lambda.Tracing.ACTIVE });
table.grantReadWriteData(handler);
const rest = new apigateway.LambdaRestApi(api, "Rest", { handler, deployOptions: { metricsEnabled: true } });
new CfnOutput(api, "Url", { value: rest.url });

const data = new Stack(app, "data");
const bucket = new s3.Bucket(data, "Files", { encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, versioned: true, lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }] });
const queue = new sqs.Queue(data, "Jobs", { enforceSSL: true, deadLetterQueue: { queue: new sqs.Queue(data, "Dead"), maxReceiveCount: 5 } });
const topic = new sns.Topic(data, "News");
topic.addSubscription(new subscriptions.SqsSubscription(queue));
bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new (require("aws-cdk-lib/aws-s3-notifications").SqsDestination)(queue));
new events.Rule(data, "Nightly", { schedule: events.Schedule.cron({ hour: "3", minute: "0" }), targets: [new targets.SqsQueue(queue)] });
new rds.DatabaseInstance(data, "Database", { engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }), vpc, storageEncrypted: true, deletionProtection: true, backupRetention: Duration.days(7) });

app.synth();
