# strata diff: streams, formats, exit codes, wrong inputs, parameters
. "$(dirname "$0")/harness.sh"

old='Parameters:
  Stage: {Type: String, Default: dev}
  Password: {Type: String, NoEcho: true, Default: hunter2}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Condition: IsProd
    Properties: {TableName: !Sub "${Stage}-orders", BillingMode: PAY_PER_REQUEST}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: 80, Tags: [{Key: a, Value: x}, {Key: b, Value: y}]}
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !Sub "${Stage}-topic", DisplayName: !Ref Password}
'
pair() { # SED-EXPRESSION
  printf '%s' "$old" >old.yaml
  printf '%s' "$old" | sed "$1" >new.yaml
}

begin "the same is no change: exit code 0"
pair ''
run 0 'strata diff old.yaml new.yaml'
out_is 'no changes'
err_empty
run 0 'strata diff old.yaml - <new.yaml'

begin "what means the same is no change"
pair 's/VisibilityTimeout: 80/VisibilityTimeout: "80"/; s/{Key: a, Value: x}, {Key: b, Value: y}/{Key: b, Value: y}, {Key: a, Value: x}/; s/!Sub "${Stage}-topic"/!Join ["-", [!Ref Stage, topic]]/'
run 0 'strata diff old.yaml new.yaml'
out_is 'no changes'

begin "changes are the output, exit code 1; --exit-zero only tells"
pair 's/VisibilityTimeout: 80/VisibilityTimeout: 81/'
run 1 'strata diff old.yaml new.yaml'
out_is 'stack new: 1 to update

  ~   Queue  AWS::SQS::Queue  is updated
        VisibilityTimeout: 80 -> 81  new.yaml:13:37

1 to update'
err_empty
run 0 'strata diff --exit-zero old.yaml new.yaml'
out_has 'is updated'

begin "JSON has the shape of docs/commands/diff.md"
pair 's/VisibilityTimeout: 80/VisibilityTimeout: 81/'
run 1 'strata diff --format json old.yaml new.yaml'
out_has '"action": "modify",
          "logical_id": "Queue",
          "type": "AWS::SQS::Queue",
          "replacement": "never",
          "stateful": true,
          "causes": [
            {
              "path": [
                "Properties",
                "VisibilityTimeout"
              ],
              "before": 80,
              "after": 81,
              "replacement": "never",
              "source": {
                "file": "new.yaml",
                "line": 13,
                "column": 37
              }
            }
          ],'
out_has '"summary": {
    "add": 0,
    "modify": 1,'

begin "a parameter decides a condition, and an own value for OLD flips it"
pair ''
run 1 'strata diff -P Stage=prod --old-parameter Stage=dev old.yaml new.yaml'
out_has '+   Table  AWS::DynamoDB::Table  is added'
out_has 'TopicName: "dev-topic" -> "prod-topic"  (replaces it)'
run 1 'strata diff -P Stage=dev --old-parameter Stage=prod old.yaml new.yaml'
out_has 'error[P102]: Table (AWS::DynamoDB::Table) is removed, and its data is lost'
out_has 'warning[P301]: Table (AWS::DynamoDB::Table) is removed because its condition IsProd no longer holds'
run 1 'strata diff -P new.Stage=prod --old-parameter old.Stage=dev old.yaml new.yaml'
out_has '+   Table  AWS::DynamoDB::Table  is added'

begin "a default decides nothing that another value could turn"
pair 's/PAY_PER_REQUEST/PROVISIONED/'
run 1 'strata diff old.yaml new.yaml'
out_has 'BillingMode: "PAY_PER_REQUEST" -> "PROVISIONED"'
run 0 'strata diff -P Stage=dev old.yaml new.yaml'

begin "a secret that changes is not shown, in any format"
pair 's/hunter2/hunter3/'
for format in text json markdown github sarif junit; do
  run 1 "strata diff --verbose --format $format old.yaml new.yaml"
  ! grep -q hunter "$scratch/out" "$scratch/err" || complain "$format shows the secret"
done
run 1 'strata diff old.yaml new.yaml'
out_has 'DisplayName: !Ref Password -> !Ref Password (what it stands for changes)'
run 1 'strata diff -P Password=swordfish --old-parameter Password=sardine old.yaml new.yaml'
! grep -qE 'swordfish|sardine' "$scratch/out" || complain "a value given is shown"
run 2 'strata diff -P =swordfish old.yaml new.yaml'
! grep -q swordfish "$scratch/err" || complain "a value that was refused is shown"

begin "a rename, and one that is declared"
printf 'stack a {}\nAWS::SNS::Topic old { DisplayName = "x" }\nAWS::SSM::Parameter p { Type = "String", Value = old }\n' >old.strata
printf 'stack a {}\nAWS::SNS::Topic new { DisplayName = "x" }\nAWS::SSM::Parameter p { Type = "String", Value = new }\n' >new.strata
run 1 'strata diff old.strata new.strata'
out_has '-   Old  AWS::SNS::Topic  is removed'
out_has 'help: write `moved old -> new`, or keep the old id: `@id = "Old"`'
echo 'moved old -> new' >>new.strata
run 1 'strata diff old.strata new.strata'
out_is 'stack a: 1 to move

  >   New  AWS::SNS::Topic  is renamed (was Old)  new.strata:2:17

  warning[P504]: New (AWS::SNS::Topic) was called Old: only a stack refactor renames it, a deployment makes it anew  new.strata:2:17
    = help: `aws cloudformation create-stack-refactor` with the old ids and the new ones, then deploy; or keep the old id: `@id = "Old"`

1 to move'

begin "several stacks, and a folder of templates"
printf 'stack a {\n AWS::EC2::VPC main { CidrBlock = "10.0.0.0/16" }\n out vpc = main\n}\nstack b {\n AWS::EC2::SecurityGroup g { GroupDescription = "g", VpcId = a.vpc }\n}\n' >old.strata
sed 's/10.0/10.9/' old.strata >new.strata
run 0 'strata compile -q old.strata -o before'
run 1 'strata diff before new.strata'
out_has '-/+ G  AWS::EC2::SecurityGroup  is replaced'
out_has 'follows a/Main.CidrBlock'
out_has 'error[P204]'
run 0 'strata diff before old.strata'

begin "Markdown fits a comment and begins with what is destroyed"
awk 'BEGIN { print "Resources:"; for (i = 0; i < 2000; i++) printf "  Q%d:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: a long name for a topic %d}\n", i, i; print "  Table: {Type: AWS::EFS::FileSystem}" }' >old.yaml
sed 's/a long name/another name/; /Table/d' old.yaml >new.yaml
run 1 'strata diff --format markdown old.yaml new.yaml'
[ "$(wc -c <"$scratch/out")" -lt 65000 ] || complain "it has $(wc -c <"$scratch/out") bytes"
out_has '| **is removed** | `Table` |'
out_has 'further changes that this comment has no room for'

begin "hazards in the formats of findings"
printf 'Resources:\n  Files: {Type: AWS::EFS::FileSystem}\n  T: {Type: AWS::SNS::Topic}\n' >old.yaml
printf 'Resources:\n  T: {Type: AWS::SNS::Topic}\n' >new.yaml
run 1 'strata diff --format github old.yaml new.yaml'
out_has '::error file=old.yaml,line=2,col=3,endLine=2,endColumn=8,title=P102::Files (AWS::EFS::FileSystem) is removed'
run 1 'strata diff --format sarif old.yaml new.yaml'
out_has '"ruleId": "P102"'
run 1 'strata diff --format junit old.yaml new.yaml'
out_has 'P102'

begin "what is no template is told, with exit code 2"
printf 'Resources:\n  T: {Type: AWS::SNS::Topic}\n' >t.yaml
run 2 'strata diff nowhere.yaml t.yaml'
err_has 'error[E0001]'
echo '[1, 2]' >list.json
run 2 'strata diff t.yaml list.json'
err_has 'this is no template: a template is a map of sections'
echo '{"Outputs": {}}' >none.json
run 2 'strata diff none.json t.yaml'
err_has 'this is no template: it has no Resources'
echo '{"format": 1, "lineage": "x", "stacks": {}}' >state.json
run 2 'strata diff t.yaml state.json'
err_has 'this is a state, not a template'
printf 'Resources: [\n' >broken.yaml
run 2 'strata diff broken.yaml t.yaml'
err_has 'error[E0000]'
: >empty.yaml
run 2 'strata diff empty.yaml t.yaml'
mkdir folder
run 2 'strata diff folder t.yaml'
echo 'stack a {' >wrong.strata
run 2 'strata diff wrong.strata t.yaml'
err_has 'error[E0'
echo '{}' >manifest.json
mkdir made && mv manifest.json made
run 2 'strata diff made t.yaml'
err_has 'this manifest names no templates'
run 2 'strata diff t.yaml'
run 2 'strata diff --format xml t.yaml t.yaml'
err_has '--format takes text, json, markdown, sarif, junit or github'
run 2 'strata diff -P Nothing=1 t.yaml t.yaml'
err_has "no template has a parameter 'Nothing'"

begin "wrong shapes within a template do no harm"
printf 'Resources:\n  A: 3\n  B: {Type: 5, Properties: [1]}\n  C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub [1, 2, 3], TopicName: !If [X]}, Condition: [1]}\nOutputs: 3\nParameters: [1]\nMappings: 1\nConditions: {X: !Equals [1], Y: !Condition Y}\n' >old.yaml
sed 's/Type: 5/Type: 6/; s/\[1, 2, 3\]/[1, 2]/; s/!If \[X\]/!If [X, 1, 2]/; s/: 3$/: 4/' old.yaml >new.yaml
run 1 'strata diff old.yaml new.yaml'
run 1 'strata diff --format json new.yaml old.yaml'

begin "a full disk is a failure"
[ -w /dev/full ] || skip "there is no /dev/full"
if [ -w /dev/full ]; then
  printf 'Resources:\n  T: {Type: AWS::SNS::Topic}\n' >t.yaml
  run 2 'strata diff t.yaml t.yaml >/dev/full'
fi

begin "a program against the template that it compiled to: nothing"
run 0 'strata compile "$SOURCE/samples/web" -o web.json'
run 0 'strata diff web.json "$SOURCE/samples/web"'
out_has 'no changes'
run 0 'strata diff "$SOURCE/samples/web" web.json'

finish
