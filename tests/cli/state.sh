# strata state: recording from programs, templates and AWS's answers; wrong inputs first.
. "$(dirname "$0")/harness.sh"

template() {
  cat >"${1:-web.yaml}" <<'END'
Parameters:
  Stage: {Type: String, Default: dev}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Jobs: {Type: AWS::SQS::Queue}
Outputs:
  Id: {Value: !Ref Vpc, Export: {Name: web-id}}
END
}

# stacks NAME [STATUS [ACCOUNT]]: describe-stacks.
stacks() {
  printf '{"Stacks": [{"StackName": "%s", "StackId": "arn:aws:cloudformation:eu-west-1:%s:stack/%s/0a1b", "StackStatus": "%s",
 "CreationTime": "2026-01-01T00:00:00Z", "Parameters": [{"ParameterKey": "Stage", "ParameterValue": "prod"}],
 "Outputs": [{"OutputKey": "Id", "OutputValue": "vpc-1", "ExportName": "web-id"}]}]}' "$1" "${3:-123456789012}" "$1" "${2:-CREATE_COMPLETE}" >stacks.json
}

# resources NAME [ID]: describe-stack-resources.
resources() {
  printf '{"StackResources": [{"StackName": "%s", "LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1",
 "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_COMPLETE"}, {"StackName": "%s", "LogicalResourceId": "%s",
 "PhysicalResourceId": "https://sqs/jobs", "ResourceType": "AWS::SQS::Queue", "ResourceStatus": "CREATE_COMPLETE"}]}' "$1" "$1" "${2:-Jobs}" >resources.json
}

# ── Wrong use ──

begin "what to do is missing, or unknown"
run 2 'strata state'
err_has "strata: what to do with the state is missing"
run 2 'strata state recrd x'
err_has "unknown command 'recrd'; did you mean 'record'?"
run 2 'strata state --fast'
err_has "unknown option '--fast'"
run 0 'strata state --help'
out_has 'rollback  '
run 0 'strata state record --help'
out_has 'usage: strata state record [options] FILE...'
run 2 'strata state record'
err_has "FILE... is missing
see 'strata state record --help'"

begin "values of options that are none"
run 2 'strata state show --format yaml'
err_has "--format takes text or json, not 'yaml'"
run 2 'strata state rollback --to last'
err_has "--to takes a serial, a number, not 'last'"
run 2 'strata state rm web --wait soon'
err_has "--wait takes a number of seconds"
run 2 'strata state show --state ""'
err_has "--state takes a file or a folder"
template
run 2 'strata state record web.yaml -P Stage'
err_has "--parameter takes NAME=VALUE"
run 2 'strata state record web.yaml -P Stge=prod'
err_has "no template has a parameter 'Stge'"
files_are web.yaml

begin "nothing is recorded yet"
for part in show verify history rollback "rm web"; do
  run 2 "strata state $part"
  err_has 'error[E0605]: there is no state in strata.state.json'
done
run 0 'strata state unlock'
out_is 'strata.state.json is not locked'
run 2 'strata state show --state nowhere/x.json'
err_has 'there is no state in nowhere/x.json'
template
run 2 'strata state record web.yaml --state nowhere/x.json'
err_has 'error[E0001]: cannot write nowhere/x.json.lock: No such file or directory'
files_are web.yaml

# ── Wrong inputs ──

begin "inputs that are not there, or no text of a known kind"
run 2 'strata state record nowhere.yaml'
err_has 'error[E0001]: cannot read nowhere.yaml'
echo '{"Stacks": [' >cut.json
run 2 'strata state record cut.json'
err_has 'error[E0606]: cut.json is neither JSON nor YAML: line 2, column 1'
echo '{"Vpcs": []}' >vpcs.json
run 2 'strata state record vpcs.json'
err_has 'error[E0606]: vpcs.json is not a program, a template or an answer of AWS that is known here'
err_has "it is a map that begins with 'Vpcs'"
echo 'An error occurred (ValidationError) when calling DescribeStacks: no' >failed.json
run 2 'strata state record failed.json'
err_has 'it holds what aws printed when it failed'
mkdir empty
run 2 'strata state record empty'
err_has 'the folder empty holds no JSON and no YAML'
echo '{"Stacks": [{"StackStatus": "CREATE_COMPLETE"}]}' >nameless.json
run 2 'strata state record nameless.json'
err_has 'nameless.json: a stack has no StackName'
echo '{"TemplateBody": {"Outputs": {}}}' >body.json
run 2 'strata state record body.json'
err_has 'the TemplateBody is no template: it has no Resources'
files_are body.json cut.json empty failed.json nameless.json vpcs.json

begin "a program with errors"
printf 'stack s {}\nbucket b { nam = 1 }\n' >p.strata
run 1 'strata state record p.strata'
err_has 'E0203'
files_are p.strata

begin "answers without a template"
stacks web
run 2 'strata state record stacks.json'
err_has "error[E0607]: the template of 'web' is not known"
files_are stacks.json

begin "a template, and answers about another stack"
template
stacks shop
run 2 'strata state record web.yaml stacks.json --stack web --deployed-name prod'
err_has "AWS's answers tell of 'shop', not of 'web'"
files_are stacks.json web.yaml

begin "two templates for one stack, a stack that the program has not"
template
mkdir b
template b/web.yaml
run 2 'strata state record web.yaml b/web.yaml'
err_has "web.yaml and b/web.yaml would both be stack 'web'"
cp "$SOURCE/docs/internals.strata" .
run 2 'strata state record internals.strata --stack male'
err_has "internals.strata has no stack 'male'"
files_are b internals.strata web.yaml

begin "another account is another stack"
template
stacks web
run 0 'strata state record web.yaml stacks.json'
stacks web CREATE_COMPLETE 210987654321
cp strata.state.json before
run 2 'strata state record web.yaml stacks.json'
err_has "stack 'web' is recorded in account 123456789012, eu-west-1; this one is in account 210987654321, eu-west-1"
run 0 'cmp strata.state.json before'

begin "what does not fit is recorded with a warning"
template
stacks web UPDATE_ROLLBACK_COMPLETE
resources web Extra
run 0 'strata state record web.yaml stacks.json resources.json'
err_has "warning[W0609]: AWS has 'Extra' in stack web, the template has not"
err_has 'stack web is UPDATE_ROLLBACK_COMPLETE: what is deployed may be another template'
echo '{"StackResourceSummaries": [], "NextToken": "x"}' >page.json
run 0 'strata state record web.yaml page.json'
err_has 'page.json is one page of several'

# ── What is recorded ──

begin "a template and AWS's answers"
template
stacks prod-web
resources prod-web
run 0 'strata state record web.yaml resources.json stacks.json --stack web'
out_is 'strata.state.json: serial 1, record web (now 1 stack, 2 resources, 2 with physical ids)'
err_empty
run 0 'strata state show'
out_is 'strata.state.json: serial 1, 1 stack
web  (prod-web, eu-west-1, 123456789012, CREATE_COMPLETE)  2 resources'
run 0 'strata state show web'
out_is 'web  (prod-web, eu-west-1, 123456789012, CREATE_COMPLETE)  2 resources
parameters
  Stage = prod
outputs
  Id = vpc-1  exported as web-id
resources
  Vpc   AWS::EC2::VPC    vpc-1
  Jobs  AWS::SQS::Queue  https://sqs/jobs'
run 0 'strata state show web.Vpc'
out_is '{
  "type": "AWS::EC2::VPC",
  "physical_id": "vpc-1",
  "status": "CREATE_COMPLETE"
}'
run 2 'strata state show web.Vpcs'
err_has "stack 'web' has no resource 'Vpcs'"
err_has "did you mean 'Vpc'?"
run 2 'strata state show wep'
err_has "did you mean 'web'?"
run 0 'strata state verify'
out_is 'strata.state.json: serial 1, 1 stack, whole; 1 change can be undone'

begin "what is not told stays, what does not change is not written"
template
stacks web
resources web
run 0 'strata state record web.yaml stacks.json resources.json'
cp strata.state.json before
run 0 'strata state record web.yaml'
out_is 'strata.state.json: nothing has changed since serial 1'
run 0 'cmp strata.state.json before'
sed -i 's/10.0.0.0/10.1.0.0/' web.yaml
run 0 'strata state record web.yaml -P Stage=test'
out_has 'serial 2, record web (now 1 stack, 2 resources, 2 with physical ids)'
run 0 'strata state show web'
out_has 'Stage = test'
out_has 'Id = vpc-1  exported as web-id'
stacks web UPDATE_COMPLETE
run 0 'strata state record stacks.json'
run 0 'strata state show --format json'
out_has '"status": "UPDATE_COMPLETE"'
out_has '10.1.0.0/16'

begin "the same input gives the same state, but for the lineage"
template
stacks web
run 0 'strata state record web.yaml stacks.json --state a.json -q && strata state record web.yaml stacks.json --state b.json -q'
out_empty
run 1 'diff a.json b.json | grep -c "^<" | grep -qvx 2'
run 0 'diff a.json b.json | grep "^<" | grep -cE "checksum|lineage"'
out_is 2

begin "get-template, as a tree and as a text, wins over what is given"
template
strata_template=$(cat web.yaml | sed 's/$/\\n/' | tr -d '\n')
printf '{"TemplateBody": "%s", "StagesAvailable": ["Original"]}' "$strata_template" >template.json
run 0 'strata state record template.json --stack web'
out_has 'record web (now 1 stack, 2 resources'
sed -i 's/10.0.0.0/10.9.0.0/' web.yaml
run 0 'strata state record web.yaml template.json'
err_has 'the template that is deployed as '"'web'"' are not the same'
run 0 'strata state show --format json'
out_has '10.0.0.0/16'
printf '{"TemplateBody": {"Resources": {"Only": {"Type": "AWS::SQS::Queue"}}}}' >template.json
run 0 'strata state record template.json --stack web'
run 0 'strata state show web'
out_has 'Only  AWS::SQS::Queue'

begin "exports, summaries, drifts and Cloud Control's properties"
template
stacks web
sed -i 's/, "ExportName": "web-id"//' stacks.json
echo '{"Exports": [{"ExportingStackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "Name": "web-id", "Value": "vpc-1"},
 {"ExportingStackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/other/0a1b", "Name": "other", "Value": "x"}]}' >exports.json
echo '{"StackResourceSummaries": [{"LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1", "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_COMPLETE"}, {"LogicalResourceId": "Jobs", "PhysicalResourceId": "jobs-1", "ResourceType": "AWS::SQS::Queue", "ResourceStatus": "CREATE_COMPLETE"}]}' >summaries.json
echo '{"TypeName": "AWS::EC2::VPC", "ResourceDescription": {"Identifier": "vpc-1", "Properties": "{\"CidrBlock\": \"10.0.0.0/16\", \"VpcId\": \"vpc-1\"}"}}' >vpc.json
run 0 'strata state record web.yaml stacks.json exports.json summaries.json vpc.json'
err_empty
run 0 'strata state show web'
out_has 'Id = vpc-1  exported as web-id'
run 0 'strata state show web.Vpc'
out_has '"VpcId": "vpc-1"'
sed -i 's/, {"LogicalResourceId": "Jobs".*}]}/]}/' summaries.json
run 0 'strata state record web.yaml stacks.json exports.json summaries.json'
err_has "warning[W0609]: the template has 'Jobs' in stack web, AWS has not"

begin "a program: stacks, deployed names, sources, protected resources"
mkdir p
cat >p/main.strata <<'END'
stack one {
  name = "prod-one"
  region = "eu-west-1"
  AWS::SQS::Queue jobs { @protect = true }
}
stack two {
  AWS::SQS::Queue other {}
}
END
run 0 'strata check p'
run 0 'strata state record p'
out_has 'p/strata.state.json: serial 1, record one, two (now 2 stacks, 2 resources'
run 0 'strata state show --state p/strata.state.json'
out_has 'one  (prod-one, eu-west-1)  1 resource'
run 0 'strata state show one --state p/strata.state.json'
out_has 'Jobs  AWS::SQS::Queue  protected'
run 0 'strata state show one --format json --state p/strata.state.json'
out_has '"main.strata": "sha256:'
stacks prod-one
run 0 'strata state record p stacks.json'
run 0 'strata state show --state p/strata.state.json'
out_has 'one  (prod-one, eu-west-1, 123456789012, CREATE_COMPLETE)  1 resource'
run 0 'strata state record p --stack two --state two.json'
out_has 'record two (now 1 stack, 1 resource'

# ── Changes ──

begin "a folder holds answers alone"
template
mkdir out
mv web.yaml out
run 2 'strata state record out'
err_has 'error[E0606]: out/web.yaml is not an answer of AWS that is known here'
err_has 'takes templates by their own names'

begin "history, rollback, rm"
template
run 0 'strata state record web.yaml'
sed -i 's/10.0.0.0/10.1.0.0/' web.yaml
run 0 'strata state record web.yaml'
run 0 'strata state rm web.Jobs'
out_is 'strata.state.json: serial 3, forget web.Jobs; nothing in AWS was touched'
run 0 'strata state show --format json'
grep -q Jobs "$scratch/out" && complain "Jobs is still there"
run 0 'strata state history'
out_is '     3  forget web.Jobs  (2 places)
     2  record web  (1 place)
     1  record web  (1 place)'
run 0 'strata state history --format json'
out_has '"what": "forget web.Jobs"'
run 0 'strata state rollback'
out_is 'strata.state.json: serial 4 is as serial 2 was'
run 0 'strata state show web'
out_has 'Jobs'
run 0 'strata state rollback --to 1'
run 0 'strata state show --format json'
out_has '10.0.0.0/16'
run 2 'strata state rollback --to 9'
err_has 'serial 9 cannot be gone back to: 0 to 4 can'
run 0 'strata state rollback --to 0'
run 0 'strata state show'
out_is 'strata.state.json: serial 6, 0 stacks'
run 2 'strata state rm web'
err_has "the state has no stack 'web'"

begin "a state that was changed, cut, or comes from a newer strata is refused and left alone"
template
run 0 'strata state record web.yaml'
cp strata.state.json good
sed -i 's/10.0.0.0/10.1.0.0/' strata.state.json
cp strata.state.json bad
for part in "record web.yaml" show verify history rollback "rm web"; do
  run 2 "strata state $part"
  err_has 'error[E0602]: strata.state.json was changed by something other than strata: its checksum does not fit'
done
run 0 'cmp strata.state.json bad'
head -c 900 good >strata.state.json
run 2 'strata state record web.yaml'
err_has 'error[E0602]: strata.state.json is cut off: its end is missing'
sed 's/"format": 1/"format": 7/' good >strata.state.json
run 2 'strata state record web.yaml'
err_has 'has format 7; this strata'
: >strata.state.json
run 2 'strata state record web.yaml'
err_has 'error[E0601]: strata.state.json is empty'
run 0 'test ! -s strata.state.json'
cp web.yaml strata.state.json
run 2 'strata state record web.yaml'
err_has 'is no state'

begin "a folder keeps a file a serial"
template
mkdir shared
run 0 'strata state record web.yaml --state shared'
out_has 'shared: serial 1, record web'
sed -i 's/10.0.0.0/10.1.0.0/' web.yaml
run 0 'strata state record web.yaml --state shared/'
run 0 'ls shared'
out_is '00000001.state.json
00000002.state.json'
run 0 'strata state verify --state shared'
out_has 'shared: serial 2, 1 stack, whole; 2 changes can be undone'
printf x >>shared/00000002.state.json
run 2 'strata state show --state shared'
err_has 'shared/00000002.state.json was changed'

begin "a lock: who has it, and how it is removed"
template
run 0 'strata state record web.yaml'
echo '{"user":"ada","host":"elsewhere","process":7,"since":"2026-11-21T10:00:00Z","purpose":"strata state record"}' >strata.state.json.lock
run 2 'strata state rm web --wait 0'
err_has 'error[E0604]: strata.state.json is locked by ada on elsewhere (process 7, `strata state record`, since 2026-11-21T10:00:00Z)'
err_has 'whether it still runs can be seen on elsewhere alone'
run 0 'strata state verify'
out_has 'locked by ada on elsewhere since 2026-11-21T10:00:00Z'
run 2 'strata state unlock'
err_has 'error[E0608]: ada on elsewhere has the lock'
run 0 'strata state unlock --force'
out_is 'strata.state.json is no longer locked (it was by ada, process 7)'
: >strata.state.json.lock
run 2 'strata state rm web --wait 0'
err_has 'is locked, and '
run 0 'strata state unlock --force'
run 0 'strata state rm web --wait 0'
files_are strata.state.json web.yaml

begin "a folder that cannot be written, a full disk"
template
if [ "$(id -u)" -eq 0 ]; then
  run 0 'strata state record web.yaml'
else
  mkdir fixed
  run 0 'strata state record web.yaml --state fixed/s.json'
  chmod a-w fixed
  run 2 'strata state rm web --state fixed/s.json'
  err_has 'cannot write fixed/s.json.lock: Permission denied'
  run 0 'strata state verify --state fixed/s.json'
fi
run 0 'strata state record web.yaml --state big.json'
cp big.json before
sed -i 's/10.0.0.0/10.1.0.0/' web.yaml
run 2 '(ulimit -f 1; strata state record web.yaml --state big.json)'
err_has 'File too large'
run 0 'cmp big.json before && strata state record web.yaml --state big.json'

begin "two names of one file lock each other out"
template
run 0 'strata state record web.yaml --state real.json && ln -s real.json alias.json'
echo '{"user":"ada","host":"elsewhere","process":7,"since":"now","purpose":"x"}' >real.json.lock
run 2 'strata state rm web --state alias.json --wait 0'
err_has 'alias.json is locked by ada'

begin "many at once: each waits for its turn, none is lost"
for i in 1 2 3 4 5 6 7 8; do template "t$i.yaml"; done
run 0 'for i in 1 2 3 4 5 6 7 8; do strata state record t$i.yaml --state s.json -q --wait 60 & done; wait; strata state show --state s.json'
out_has 's.json: serial 8, 8 stacks'
run 0 'ls s.json*'
out_is 's.json'

finish
