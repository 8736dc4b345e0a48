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

begin "a malformed template is a finding, a missing one is not"
printf 'Resources: [\n' >t.yaml
run 1 'strata lint t.yaml'
out_has 'error[E0000]'
run 2 'strata lint none.yaml'

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

finish
