# The limits of CloudFormation's templates: a program on the limit compiles, one above it is told by how much.
. "$(dirname "$0")/harness.sh"

# repeat N TEXT: the text N repeat, a line each, with the number in place of #.
repeat() { awk -v count="$1" -v text="$2" 'BEGIN { for (i = 1; i <= count; i++) { line = text; gsub(/#/, i, line); print line } }'; }

begin "500 resources"
echo 'stack s {}
for i in 1..500 { AWS::SQS::Queue jobs {} }' >main.strata
run 0 'strata compile .'
echo 'stack s {}
for i in 1..501 { AWS::SQS::Queue jobs {} }' >main.strata
run 1 'strata compile .'
err_has "has 501 resources, 1 more than the 500 that CloudFormation takes"

begin "200 parameters"
{ echo 'stack s {}
AWS::SQS::Queue jobs {}'; repeat 200 'param p#: string'; } >main.strata
run 0 'strata compile .'
repeat 2 'param more#: string' >>main.strata
run 1 'strata compile .'
err_has "has 202 parameters, 2 more than the 200 that CloudFormation takes"

begin "200 outputs"
{ echo 'stack s {}
AWS::SQS::Queue jobs {}'; repeat 200 'out o# = jobs.Arn'; } >main.strata
run 0 'strata compile .'
echo 'out more = jobs.Arn' >>main.strata
run 1 'strata compile .'
err_has "has 201 outputs, 1 more than the 200 that CloudFormation takes"

begin "200 mappings"
{ echo 'stack s {}'; repeat 200 'let m# = { one: "a#", two: "b#" }
AWS::SNS::Topic t# { DisplayName = m#[aws.region] }'; } >main.strata
run 0 'strata compile .'
echo 'let more = { one: "x", two: "y" }
AWS::SNS::Topic other { DisplayName = more[aws.region] }' >>main.strata
run 1 'strata compile .'
err_has "has 201 mappings, 1 more than the 200 that CloudFormation takes"

begin "1 MiB of template"
echo 'stack s {}
for i in 1..300 { AWS::SSM::Parameter kept { Type = "String", Value = join("", [for k in 1..1000: "${k + 1000}"]) } }' >main.strata
run 1 'strata compile .'
err_has "bytes, "
err_has "more than the 1048576 that CloudFormation takes"

begin "1,024 bytes of description"
{ printf '/// '; repeat 128 'eight #' | cut -c 1-7 | tr '\n' ' '; echo; echo 'stack s {}
AWS::SQS::Queue jobs {}'; } >main.strata
run 0 'strata compile .'
{ printf '/// '; repeat 300 'eight #' | tr '\n' ' '; echo; echo 'stack s {}
AWS::SQS::Queue jobs {}'; } >main.strata
run 1 'strata compile .'
err_has "bytes of description"

begin "255 characters of a logical id"
{ echo 'stack s {}'; printf 'AWS::SQS::Queue '; repeat 51 'jobs_' | tr -d '\n'; echo 'x {}'; } >main.strata
run 0 'strata compile .'
{ echo 'stack s {}'; printf 'AWS::SQS::Queue '; repeat 70 'jobs_' | tr -d '\n'; echo 'x {}'; } >main.strata
run 1 'strata compile .'
err_has 'E0403'

begin "10 operands of Fn::Or and Fn::And: more are nested"
{ echo 'stack s {}
param size: string = "a"'; printf 'assert contains(['; repeat 11 '"v#", ' | tr -d '\n'; echo '], size)'; echo 'AWS::SQS::Queue jobs {}'; } >main.strata
run 0 'strata compile . --format json'
out_has '"Fn::Or": [
              {
                "Fn::Or": ['

begin "51,200 bytes of a template that stands in a stack set"
echo 'stack baseline { for i in 1..400 { AWS::SSM::Parameter kept { Type = "String", Value = join("", [for k in 1..20: "part${k}-"]) } } }
stack s { stack_set all { stack = baseline, accounts = ["111111111111"], regions = ["eu-west-1"] } }' >main.strata
run 1 'strata compile . -o out'
err_has 'E0408'
err_has 'a stack set takes 51200 inline'

finish
