# strata lint --fix: what is mended, and that all else stays
. "$(dirname "$0")/harness.sh"

before='# A template with mistakes
Resources:
  Topic:
    Type: AWS::SNS::Topic
    DependsOn:
      - Queue # obsolete
    Properties:
      DisplayName: !Sub '\''news'\'' # no variables
      TopicName: !Join ['\'''\'', [!Ref '\''AWS::StackName'\'', '\''-'\'', !GetAtt Queue.QueueName]]
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName:
        Fn::Join:
          - '\'''\''
          - - !Ref AWS::StackName
            - -jobs
      # the end'
after='# A template with mistakes
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: '\''news'\'' # no variables
      TopicName: !Sub ${AWS::StackName}-${Queue.QueueName}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName:
        !Sub ${AWS::StackName}-jobs
      # the end'

begin "mended in place, layout and comments kept"
echo "$before" >t.yaml
run 0 'strata lint --fix --include I1022 t.yaml'
file_is t.yaml "$after"
err_is 't.yaml: 4 findings are mended'
out_empty
run 0 'strata lint --fix --include I1022 t.yaml'
err_empty
file_is t.yaml "$after"

begin "only what is asked for"
echo "$before" >t.yaml
run 0 'strata lint --fix --ignore W1020 t.yaml'
run 0 'grep -q "Sub .news" t.yaml && grep -q Join t.yaml && ! grep -q DependsOn t.yaml'

begin "shown and not written"
echo "$before" >t.yaml
run 1 'strata lint --fix --diff t.yaml'
out_has '-    DependsOn:
-      - Queue # obsolete'
out_has '-      DisplayName: !Sub '\''news'\'' # no variables
+      DisplayName: '\''news'\'' # no variables'
file_is t.yaml "$before"
run 1 'strata lint --fix --diff - <t.yaml'
run 2 'strata lint --fix - <t.yaml'
err_has "--fix changes files, and '-' is none"
run 2 'strata lint --diff t.yaml'
err_has '--diff shows what --fix would change'

begin "JSON"
cat >t.json <<'END'
{
  "Resources": {
    "A": {"Type": "AWS::SQS::Queue", "DependsOn": ["B", "C"],
      "Properties": {"QueueName": {"Fn::Sub": "${B.QueueName}-${C.QueueName}"}}},
    "B": {
      "Type": "AWS::SQS::Queue",
      "DependsOn": "C",
      "Properties": {
        "QueueName": {"Fn::Join": ["", ["x", {"Fn::GetAtt": ["C", "QueueName"]}]]}
      }
    },
    "C": {"Type": "AWS::SQS::Queue"}
  }
}
END
run 0 'strata lint --fix --include I1022 t.json'
file_is t.json '{
  "Resources": {
    "A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "${B.QueueName}-${C.QueueName}"}}},
    "B": {
      "Type": "AWS::SQS::Queue",
      "Properties": {
        "QueueName": {"Fn::Sub":"x${C.QueueName}"}
      }
    },
    "C": {"Type": "AWS::SQS::Queue"}
  }
}'

begin "names, yes and no, policies on one side"
cat >t.yaml <<'END'
Resources:
  Files:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain # it is all we have
    Properties:
      BucketNme: files-of-shop
      OwnershipControl: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}
  Jobs:
    Type: AWS::SQS::Queue
    UpdateReplacePolicy: Snapshot
    Properties:
      FifoQueue: 'yes'
      DelaySeconds: 5
      DelaySecond: 3
END
run 1 'strata lint --fix t.yaml'
file_is t.yaml 'Resources:
  Files:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain # it is all we have
    UpdateReplacePolicy: Retain
    Properties:
      BucketName: files-of-shop
      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}
  Jobs:
    Type: AWS::SQS::Queue
    UpdateReplacePolicy: Snapshot
    DeletionPolicy: Snapshot
    Properties:
      FifoQueue: true
      DelaySeconds: 5
      DelaySecond: 3'
out_has "'DelaySecond' is not a property"

begin "a file that cannot be written stays, and is said to"
echo "$before" >t.yaml
chmod 555 .
[ "$(id -u)" -ne 0 ] || { chmod 755 . && skip "root may write everywhere"; }
[ -z "$case_name" ] || run 2 'strata lint --fix t.yaml'
[ -z "$case_name" ] || file_is t.yaml "$before"
chmod 755 .

begin "--diff says what could not be read or shown"
printf 'Resources: [' >broken.yaml
run 1 'strata lint --fix --diff broken.yaml'
out_empty
err_has 'error[E0000]'
run 2 'strata lint --fix --diff nowhere.yaml'
err_has 'error[E0001]: cannot read nowhere.yaml'
printf 'Resources:\n  News:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !Sub news}\n' >news.yaml
run 2 'strata lint --fix --diff news.yaml >/dev/full'
err_has 'cannot write standard output: No space left on device'

finish
