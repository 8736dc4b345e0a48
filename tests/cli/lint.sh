# strata lint and strata test: streams and exit codes
. "$(dirname "$0")/harness.sh"

template='Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      DelaySecond: 3'

begin "findings are the output of lint: on stdout, exit code 1"
echo "$template" >t.yaml
run 1 'strata lint t.yaml'
err_empty
out_is "error[E3002]: 'DelaySecond' is not a property of AWS::SQS::Queue
 --> t.yaml:5:7
  |
5 |       DelaySecond: 3
  |       ^^^^^^^^^^^
  = help: did you mean 'DelaySeconds'?

1 error"
run 1 'strata lint t.yaml --format json'
out_has '"path": [
        "Resources",
        "Jobs",
        "Properties",
        "DelaySecond"
      ]'

begin "a template without findings says nothing"
echo "$template" | sed s/DelaySecond/DelaySeconds/ >t.yaml
run 0 'strata lint t.yaml'
out_empty
err_empty
run 0 'strata lint - <t.yaml'

begin "what has no type is no resource, and what refers to it refers to nothing"
echo 'Resources:
  Files: {DeletionPolicy: Retain}
  Topic:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: !Ref Files, TopicName: !GetAtt Files.Arn, Tags: [files]}' >t.yaml
run 1 'strata lint t.yaml'
out_has "error[E3001]"
out_has "error[E1020]: 'Files' is no resource, since it has no type"
out_has "error[E1010]: 'Files' is no resource, since it has no type"
out_has "error[E3024]: a tag is a map of 'Key' and 'Value', not text"

begin "a malformed template is a finding, a missing one is not"
printf 'Resources: [\n' >t.yaml
run 1 'strata lint t.yaml'
out_has 'error[E0000]'
run 2 'strata lint none.yaml'

begin "a merge is found where it stands"
echo 'Resources:
  Orders: &topic
    Type: AWS::SNS::Topic
  Bills:
    <<: *topic' >t.yaml
run 1 'strata lint t.yaml --format json'
out_has '"rule": "W1100"'
out_has '"path": [
        "Resources",
        "Bills"
      ]'

begin "a fraction where a whole number is wanted is shown"
printf 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {DelaySeconds: 1.5}\n' >t.yaml
run 1 'strata lint t.yaml'
out_has "'DelaySeconds' must be a whole number, not 1.5"

begin "a message that quotes a long value keeps its beginning and end"
awk 'BEGIN { while (i++ < 900) long = long "ä"; print "Resources: {Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, Path: " long "}}}" }' >t.yaml
run 1 'strata lint t.yaml --format json'
out_has "ää ... ää"
out_has "is not what 'Path' may look like"
run 1 'strata lint t.yaml --format json | grep "\"message\"" | grep ".\{520\}"'
out_empty

begin "the tests of a program"
echo 'stack a {}
AWS::SQS::Queue jobs {}
test "one queue" {
  assert len(resources(AWS::SQS::Queue)) == 1
}
test "two queues" {
  assert len(resources(AWS::SQS::Queue)) == 2
}' >main.strata
run 1 'strata test .'
out_has 'ok      test "one queue"'
out_has '1 passed, 1 failed'
run 0 'strata test . --filter one'
out_has '1 passed, 0 failed'
run 2 'strata test . --filter tow'
err_has "no test and no policy has 'tow' in its name"

begin "a comment in a program silences what a policy finds there"
echo 'policy "queues have names" {
  for q in resources(AWS::SQS::Queue) { assert q.QueueName != null: "${q.id} has no name" }
}' >policy.strata
echo 'stack jobs {}
// strata: ignore E0510 - an old queue
AWS::SQS::Queue old {}
AWS::SQS::Queue young {}' >jobs.strata
run 1 'strata lint --policy policy.strata jobs.strata'
out_has 'Young has no name'
run 0 'strata lint --policy policy.strata jobs.strata | grep -c "Old has no name" || true'
out_is 0

begin "a folder: what looks like a template, sorted, and programs"
mkdir -p a/b a/.git a/prog
echo "$template" >a/t.yaml
echo "$template" >a/b/t.json.template
echo 'name: not a template' >a/other.yaml
echo "$template" >a/.git/t.yaml
echo 'stack s {}
AWS::SQS::Queue jobs { DelaySecond = 3 }' >a/prog/main.strata
run 1 'strata lint a --format github'
out_has '::error file=a/b/t.json.template,line=5'
out_has '::error file=a/t.yaml,line=5'
out_has '::error file=a/prog/main.strata,line=2'
run 0 'test $(strata lint a | grep -c "^ *-->") -eq 3'
run 2 'strata lint a/none'

begin "many files give the same answer on one core and on several"
for i in 0 1 2 3 4 5 6 7 8 9; do echo "$template" >t$i.yaml; done
run 1 'strata lint . --format json >one; taskset 1 strata lint . --format json >two 2>/dev/null || strata lint . --format json >two; cmp one two && exit 1'

begin "a configuration: lists add up, paths have their own, and a typing error is one"
mkdir -p dev
echo "$template" >t.yaml
echo "$template" >dev/t.yaml
printf 'overrides:\n  - files: ["dev/**"]\n    ignore_checks: [E3002]\n' >.cfnlintrc
run 1 'strata lint t.yaml dev'
out_has 't.yaml:5:7'
run 0 'strata lint dev'
run 0 'strata lint t.yaml --ignore E3'
run 1 'strata lint dev --mandatory E3002'
printf 'ignore_check: [E3002]\n' >.cfnlintrc
run 1 'strata lint t.yaml --ignore E3002'
out_has "error[E0003]: 'ignore_check' is no setting of lint"
out_has "did you mean 'ignore_checks'?"
printf '{"append_rules": ["x.py"], "regions": 1}' >.cfnlintrc
run 1 'strata lint t.yaml'
out_has "warning[W0003]: 'append_rules' of cfn-lint is not taken"
out_has 'write them as policies'
out_has "error[E0003]: 'regions' must be a list of regions such as eu-west-1"
printf 'templates: ["*.yaml"]\nnon_zero_exit_code: none\n' >other.yaml
rm .cfnlintrc
run 0 'strata lint --config other.yaml'
out_has 't.yaml:5:7'
run 2 'strata lint'
err_has 'FILE... is missing'
run 2 'strata lint --config none t.yaml'

begin "a folder in which there is nothing to check is told, for a path may be wrong"
mkdir -p nothing/below && echo 'some: yaml' >nothing/below/values.yaml
run 1 'strata lint nothing'
out_has "warning[W0004]: there is no template and no program below 'nothing'"
printf 'ignore_templates: ["nothing/*"]\n' >none.yaml
mkdir -p nothing/below && printf 'Resources: {A: {Type: "AWS::SQS::Queue"}}\n' >nothing/below/t.yaml
run 0 'strata lint nothing --config none.yaml'
out_empty

begin "a comment silences a finding of its line, and must say why"
echo "$template # strata: ignore E3002 - a test" >t.yaml
run 0 'strata lint t.yaml'
run 1 'strata lint t.yaml --mandatory E3'
echo "$template" | sed 's/^      Delay/      # strata: ignore E3002, E3012 - a test\n&/' >t.yaml
run 0 'strata lint t.yaml'
echo "$template # strata: ignore E3002" >t.yaml
run 1 'strata lint t.yaml'
out_has 'warning[W0202]: this comment does not say why'
out_has 'error[E3002]'
for comment in 'strata: ignor E3002 - a test' 'Strata: ignore E3002 - a test' 'strata: disable E3002'; do
  echo "$template # $comment" >t.yaml
  run 1 'strata lint t.yaml'
  out_has "warning[W0202]: a comment that begins with 'strata:' silences a finding"
done
printf 'Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: |\n        # strata: lint .\n        "# strata: ignore E3002 - x"\n      TopicName: "a # strata: no"\n' >t.yaml
run 0 'strata lint t.yaml'
out_empty
echo "$template #strata:ignore E3002 - a test" >t.yaml
run 0 'strata lint t.yaml'
echo "$template # strata: ignore E3012 - a test" >t.yaml
run 1 'strata lint t.yaml'
out_has 'warning[W0203]: this comment silences nothing: there is no E3012 here'

begin "what the template says itself"
printf 'Metadata: {cfn-lint: {config: {ignore_checks: [E3002]}}}\n%s\n' "$template" >t.yaml
run 0 'strata lint t.yaml'
echo "$template" | sed 's/^    Properties/    Metadata: {cfn-lint: {config: {ignore_checks: [E3002]}}}\n&/' >t.yaml
run 0 'strata lint t.yaml'

begin "one mistake that breaks two rules is found by both"
printf 'Resources:\n  It:\n    Type: AWS::SNS::Topic\n    DependsOn: %s\n    Properties: {Tags: %s}\n' It '[{Value: v}]' >t.yaml
run 1 'strata lint t.yaml'
out_has 'error[E3005]'
out_has 'error[E3004]'
out_has 'error[E3003]'
out_has 'error[E3024]: a tag needs '
printf 'Resources:\n  It:\n    Type: AWS::SNS::Topic\n    DependsOn: {Ref: It}\n    Properties: {Tags: x}\n' >t.yaml
run 1 'strata lint t.yaml'
out_has 'error[E3001]'
out_has 'error[E3004]'
out_has 'error[E3012]'
out_has 'error[E3024]'
printf 'Resources:\n  It:\n    Type: AWS::SNS::Topic\n    DeletionPolicy: {Ref: AWS::Region}\n' >t.yaml
run 1 'strata lint t.yaml'
out_has 'error[E3035]'
out_has 'warning[W3011]'

begin "the level that fails"
echo "$template" | sed 's/DelaySecond:.*/DelaySeconds: 3/' >t.yaml
echo '# strata: ignore E3002 - a test' >>t.yaml
run 1 'strata lint t.yaml'
run 0 'strata lint t.yaml --fail-on error'
run 2 'strata lint t.yaml --fail-on never'
err_has "--fail-on takes error, warning or info, not 'never'"
run 2 'strata lint t.yaml --today tomorrow'
run 2 'strata lint t.yaml --today 2026-02-29'
err_has "--today takes a date"
for region in mars eu-west1 eu-west- -1 EU-west-1 eu-west-1a; do
  run 2 "strata lint t.yaml --region=$region"
  err_has "--region takes a region such as eu-west-1, not '$region'"
done
for region in eu-west-1 us-gov-east-1 eusc-de-east-1; do run 1 "strata lint t.yaml --region $region"; done
run 2 'strata lint t.yaml --configure-rule E3012'
err_has "--configure-rule takes E3012:strict"
for setting in E3012:strct=true E3012:strict=5 E9999:strict=true :strict=true E3012:=true; do
  run 2 "strata lint t.yaml --configure-rule $setting"
  err_has "not '$setting'"
done

begin "what compiling a program warns of is found once, for the regions that are asked for"
echo 'stack s { region = "eu-north-1" }
AWS::EC2::Instance vm { InstanceType = "c6a.large", ImageId = "ami-12345678" }' >main.strata
run 0 'strata check .'
err_has "warning[E3628]: 'c6a.large' is not a value of 'InstanceType' in eu-north-1"
run 1 'strata lint .'
out_has "error[E3628]: 'c6a.large' is not a value of 'InstanceType' in eu-north-1"
run 0 '[ "$(strata lint . --format json | grep -c E3628)" = 1 ]'
run 0 'strata lint . --region us-east-1'
out_empty
run 0 'strata lint . --ignore E3628'
out_empty

begin "warnings of readers, comments and the compiler may be ignored as rules may"
mkdir empty
echo 'stack s {}' >main.strata
printf 'Resources:\n  A:\n    Type: AWS::SNS::Topic # strata: ignore E3002 - here\n' >t.yaml
echo '{"Resources": {"A": {"Type": "AWS::SNS::Topic",}}}' >t.json
run 1 'strata lint main.strata t.yaml t.json'
for code in W0001 W0203 W0411; do out_has "warning[$code]"; done
run 0 'strata lint main.strata t.yaml t.json --ignore W0001,W02,W0411'
out_empty
run 1 'strata lint main.strata t.yaml t.json --ignore W --mandatory W0203 --format json'
out_has '"warning": 1,'
run 0 'strata lint empty --ignore W0004'
printf 'overrides: [{files: [t.json], ignore_checks: [W0001]}]\n' >.cfnlintrc
run 0 'strata lint t.json'

begin "a summary in Markdown"
echo "$template" | sed 's/DelaySecond/Delay|Second/' >'t|x.yaml'
run 1 "strata lint 't|x.yaml' --summary markdown"
out_has '### Lint: 1 error in 1 file'
out_has "| error | E3002 | t\\|x.yaml:5 | 'Delay\\|Second' is not a property of AWS::SQS::Queue"
run 0 'strata lint --list-rules --summary markdown'
out_has '| E3002 | A property'
run 2 'strata lint t.yaml --summary html'
err_has "--summary takes markdown, not 'html'"

begin "a program is checked for the region that its stack says, or that --region says"
printf 'stack web { region = "us-west-2" }\nAWS::DeviceFarm::Project project { Name = "project" }\n' >region.strata
run 0 'strata lint region.strata'
run 1 'strata lint --region us-east-1 region.strata'
out_has "there is no resource type 'AWS::DeviceFarm::Project' in us-east-1"
out_has 'it is in us-west-2'
printf 'stack web {}\nAWS::DeviceFarm::Project project { Name = "project" }\n' >region.strata
run 1 'strata lint region.strata'
out_has 'in us-east-1'

begin "security policies, where they are included"
echo 'Resources:
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0, Description: ssh}' >t.yaml
run 0 'strata lint t.yaml'
run 1 'strata lint t.yaml --include S'
out_has '[S1001]'
run 1 'strata lint t.yaml --include S1001'
run 0 'strata lint t.yaml --include S2'
run 1 'strata lint t.yaml --include S --ignore S1001 | grep S1001'
echo 'include_checks: [S1]' >.cfnlintrc
run 1 'strata lint t.yaml'
out_has 't.yaml:2'

finish
