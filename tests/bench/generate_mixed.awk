# A program with one stack of `resources` resources of eight kinds, as they stand in templates of services: roles with
# policies, functions with code, security groups with rules, alarms with dimensions. `weight` is the number of rules,
# statements and lines of code in each.
BEGIN {
  print "stack mixed {}"
  print "param stage: \"dev\" | \"prod\" = \"dev\""
  for (i = 1; i <= resources / 8; i++) {
    printf "AWS::SQS::Queue queue%d { VisibilityTimeout = 300, MessageRetentionPeriod = 1209600, Tags = [{ Key: \"stage\", Value: stage }] }\n", i
    printf "AWS::SNS::Topic topic%d { DisplayName = \"topic ${stage} %d\" }\n", i, i
    printf "AWS::IAM::Role role%d {\n  AssumeRolePolicyDocument = { Version: \"2012-10-17\", Statement: [{ Effect: \"Allow\", Principal: { Service: \"lambda.amazonaws.com\" }, Action: \"sts:AssumeRole\" }] }\n  Policies = [{ PolicyName: \"own\", PolicyDocument: { Version: \"2012-10-17\", Statement: [\n", i
    for (k = 0; k < weight; k++) printf "    { Effect: \"Allow\", Action: [\"sqs:SendMessage\", \"sqs:ReceiveMessage\"], Resource: \"${queue%d.Arn}\" },\n", i
    print "  ] } }]\n}"
    printf "AWS::Lambda::Function function%d {\n  Runtime = \"python3.13\"\n  Handler = \"index.handler\"\n  Role = role%d.Arn\n  Code = { ZipFile: \"\"\"\n", i, i
    for (k = 0; k < weight; k++) printf "    def step_%d(event, context):\n        return {\"value\": event[\"value\"] + %d}\n", k, k
    print "    def handler(event, context):\n        return event\n    \"\"\" }"
    printf "  Environment = { Variables: { QUEUE: queue%d, TOPIC: topic%d, STAGE: stage } }\n}\n", i, i
    printf "AWS::EC2::VPC vpc%d { CidrBlock = \"10.%d.0.0/16\" }\n", i, i % 250
    printf "AWS::EC2::SecurityGroup group%d {\n  GroupDescription = \"group %d\"\n  VpcId = vpc%d\n  SecurityGroupIngress = [\n", i, i, i
    for (k = 0; k < weight; k++) printf "    { IpProtocol: \"tcp\", FromPort: %d, ToPort: %d, CidrIp: \"10.%d.0.0/16\", Description: \"port %d\" },\n", 8000 + k, 8000 + k, i % 250, k
    print "  ]\n}"
    printf "AWS::CloudWatch::Alarm alarm%d {\n  Namespace = \"AWS/SQS\"\n  MetricName = \"ApproximateAgeOfOldestMessage\"\n  Dimensions = [{ Name: \"QueueName\", Value: queue%d.QueueName }]\n  Statistic = \"Maximum\"\n  Period = 60\n  EvaluationPeriods = 5\n  Threshold = if stage == \"prod\" then 300 else 3600\n  ComparisonOperator = \"GreaterThanThreshold\"\n  AlarmActions = [topic%d]\n}\n", i, i, i
    printf "AWS::Logs::LogGroup logs%d { LogGroupName = \"/aws/lambda/${function%d}\", RetentionInDays = 30 }\n", i, i
  }
}
