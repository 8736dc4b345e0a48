# Templates made to be hard, as JSON; `kind` says which.
function parameters(count, more,   i) {
  printf "\"Parameters\": {"
  for (i = 1; i <= count; i++) printf "%s\"P%d\": {\"Type\": \"String\", \"AllowedValues\": [\"yes\", \"no\"], \"Default\": \"no\"}", (i > 1 ? ", " : ""), i
  printf "},\n\"Conditions\": {"
  for (i = 1; i <= count; i++) printf "%s\"C%d\": {\"Fn::Equals\": [{\"Ref\": \"P%d\"}, \"yes\"]}", (i > 1 ? ", " : ""), i, i
  # Each of these builds on the one before it.
  for (i = 1; i <= more; i++) printf ", \"D%d\": {\"Fn::%s\": [{\"Condition\": \"%s\"}, {\"Condition\": \"C%d\"}]}", i, (i % 3 ? "Or" : "And"), (i > 1 ? "D" i - 1 : "C1"), (i * 37) % count + 1
  printf "},\n"
}
BEGIN {
  printf "{"
  if (kind == "list") {  # 60 independent Fn::If in one list
    parameters(60)
    printf "\"Resources\": {\"G\": {\"Type\": \"AWS::AutoScaling::AutoScalingGroup\", \"Properties\": {\"MinSize\": \"1\", \"MaxSize\": \"2\", \"LaunchConfigurationName\": \"x\", \"AvailabilityZones\": {\"Fn::GetAZs\": \"\"}, \"Tags\": ["
    for (i = 1; i <= 60; i++) printf "%s{\"Fn::If\": [\"C%d\", {\"Key\": \"k%d\", \"Value\": \"v\", \"PropagateAtLaunch\": true}, {\"Ref\": \"AWS::NoValue\"}]}", (i > 1 ? ", " : ""), i, i
    printf "]}}}"
  } else if (kind == "nested") {  # 30 in one another
    parameters(30)
    printf "\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"DelaySeconds\": "
    for (i = 1; i <= 30; i++) printf "{\"Fn::If\": [\"C%d\", %d, ", i, i
    printf "31"
    for (i = 1; i <= 30; i++) printf "]}"
    printf "}}}"
  } else if (kind == "conditions") {  # 400 that build on one another
    parameters(199, 201)
    printf "\"Rules\": {},\n\"Resources\": {"
    printf "\"Q200\": {\"Type\": \"AWS::SQS::Queue\"}"
    for (i = 1; i <= 199; i++) {
      other = 1 + i + (i * 7) % (200 - i)
      printf ",\n\"Q%d\": {\"Type\": \"AWS::SQS::Queue\", \"Condition\": \"D%d\", \"Properties\": {\"QueueName\": {\"Fn::If\": [\"%s\", {\"Fn::GetAtt\": [\"Q%d\", \"QueueName\"]}, {\"Ref\": \"AWS::NoValue\"}]}}}", i, i, (other == 200 ? "D1" : "C" other), other
    }
    printf "}"
  } else if (kind == "sub") {  # a megabyte of Fn::Sub in Fn::Sub's map
    printf "\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\", \"Properties\": {\"Tags\": ["
    for (i = 1; i <= 1500; i++) {
      printf "%s{\"Key\": \"k%d\", \"Value\": ", (i > 1 ? ",\n" : ""), i
      for (k = 1; k <= 15; k++) printf "{\"Fn::Sub\": [\"${V%d}-${AWS::Region}\", {\"V%d\": ", k, k
      printf "\"x\""
      for (k = 1; k <= 15; k++) printf "}]}"
      printf "}"
    }
    printf "]}}}"
  } else if (kind == "mapping") {  # 10,000 entries
    printf "\"Mappings\": {\"M\": {"
    for (i = 1; i <= 10000; i++) printf "%s\"k%d\": {\"name\": \"value%d\"}", (i > 1 ? ",\n" : ""), i, i
    printf "}},\n\"Parameters\": {\"K\": {\"Type\": \"String\"}},\n\"Resources\": {"
    for (i = 1; i <= 100; i++) printf "%s\"Q%d\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": {\"Fn::FindInMap\": [\"M\", {\"Ref\": \"K\"}, \"name\"]}}}", (i > 1 ? ",\n" : ""), i
    printf "}"
  } else if (kind == "patterns") {  # texts on which patterns go back and forth
    for (i = 0; i < 2000; i++) long = long "a."
    printf "\"Resources\": {"
    for (i = 1; i <= 50; i++) printf "%s\"B%d\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\"BucketName\": \"%s-\"}},\n\"R%d\": {\"Type\": \"AWS::IAM::Role\", \"Properties\": {\"RoleName\": \"%s!\", \"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::%s:root\"}, \"Action\": \"sts:AssumeRole\"}]}}}", (i > 1 ? ",\n" : ""), i, long, i, long, long
    printf "}"
  }
  print "}"
}
