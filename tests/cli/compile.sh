# strata compile, check and graph: where output goes, and what happens when it cannot
. "$(dirname "$0")/harness.sh"

program='stack jobs {}
AWS::SQS::Queue jobs { DelaySeconds = 3 }'
wrong='stack jobs {}
AWS::SQS::Queue jobs { DelaySeconds = three }'
template="AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: 3"

begin "the template on stdout, and nothing on stderr"
echo "$program" >a.strata
run 0 'strata compile a.strata'
out_is "$template"
err_empty

begin "from standard input"
run 0 'echo "$program" | strata compile -'
out_is "$template"

begin "to a file, as JSON by its name or by --format"
echo "$program" >a.strata
run 0 'strata compile a.strata -o a.yaml'
out_empty
file_is a.yaml "$template"
run 0 'strata compile a.strata -oa.json; strata compile a.strata --format=json | cmp - a.json'
out_empty
run 2 'strata compile a.strata --format toml'
err_has "--format takes yaml or json, not 'toml'"

begin "a wrong program: diagnostics on stderr, exit code 1, the old file as it was"
echo "$wrong" >a.strata
echo old >a.yaml
run 1 'strata compile a.strata -o a.yaml'
out_empty
err_has 'error[E0201]'
err_has ' --> a.strata:2:39'
err_has '1 error'
file_is a.yaml old
files_are a.strata a.yaml

begin "a missing file"
run 2 'strata compile none.strata'
out_empty
err_is 'error[E0001]: cannot read none.strata: No such file or directory

1 error'

begin "a folder without main.strata"
mkdir empty
run 2 'strata compile empty'
err_has 'error[E0001]: the folder empty holds no main.strata'

begin "an unreadable file"
if [ "$(id -u)" -eq 0 ]; then
  skip "root may read everything"
else
  echo "$program" >a.strata
  chmod 000 a.strata
  run 2 'strata compile a.strata'
  err_has 'cannot read a.strata: Permission denied'
fi

begin "an output folder that does not exist"
echo "$program" >a.strata
run 2 'strata compile a.strata -o no/a.yaml'
err_has 'error[E0001]: cannot write no/a.yaml: No such file or directory'
files_are a.strata

begin "a full disk: the old file stays, and nothing is left behind"
{ echo 'stack jobs {}'; seq -f 'AWS::SQS::Queue jobs%g { DelaySeconds = 3 }' 200; } >a.strata
echo old >a.yaml
run 2 'ulimit -f 4; strata compile a.strata -o a.yaml'
err_has 'error[E0001]: cannot write a.yaml: File too large'
file_is a.yaml old
files_are a.strata a.yaml
run 2 'strata compile a.strata >/dev/full'
err_has 'error[E0001]: cannot write standard output: No space left on device'

begin "a closed pipe ends it quietly"
awk 'BEGIN { print "stack jobs {}"; for (i = 1; i <= 450; i++) printf "AWS::SQS::Queue jobs%d { DelaySeconds = 3, QueueName = \"a-name-that-is-long-enough-to-fill-a-pipe-with-its-copies-%d\" }\n", i, i }' >a.strata
run 0 'strata compile -q a.strata | head -n 1'
out_is "AWSTemplateFormatVersion: '2010-09-09'"
err_empty

begin "several stacks: one by --stack, or all into a folder with a manifest"
echo 'stack a { AWS::SQS::Queue jobs {} }
stack b { AWS::SQS::Queue jobs {} }' >two.strata
run 2 'strata compile two.strata'
err_has 'the program has 2 stacks (a, b): choose one by --stack NAME, or name a folder by --output'
run 2 'strata compile two.strata --stack c'
err_has "the program has no stack 'c'; it has: a, b"
run 0 'strata compile two.strata --stack b'
out_has 'AWS::SQS::Queue'
run 0 'strata compile two.strata -o out'
run 0 'ls out'
out_is 'a.yaml
b.yaml
manifest.json'
run 2 'strata compile two.strata -o two.strata'
err_has 'cannot make the folder two.strata: File exists'
run 2 'strata compile two.strata -o no/where'
err_has 'cannot make the folder no/where: No such file or directory'

begin "inputs by -D"
echo 'stack jobs {}
in delay: int(0..900) = 1
AWS::SQS::Queue jobs { DelaySeconds = delay }' >a.strata
run 0 'strata compile a.strata -Ddelay=7'
out_has 'DelaySeconds: 7'
run 0 'strata compile a.strata -D delay=7 --define delay=8'
out_has 'DelaySeconds: 8'
run 1 'strata compile a.strata -D delay=1000'
run 1 'strata compile a.strata -D dealy=1'
err_has "did you mean 'delay'?"
run 2 'strata compile a.strata -D delay'
err_has "--define takes NAME=VALUE, not 'delay'"

begin "the stages can be printed"
echo "$program" >a.strata
for stage in tokens ast program graph template; do
  run 0 "strata compile a.strata --dump $stage"
  out_has obs
  err_empty
done
run 2 'strata compile a.strata --dump nothing'
err_has '--dump takes tokens, ast, program, graph or template'

begin "the files that were read, for make"
mkdir 'a b'
echo 'let delay = 3' >'a b/c.strata'
echo 'stack jobs {}
use "a b/c.strata"
AWS::SQS::Queue jobs { DelaySeconds = delay }' >a.strata
run 0 'strata compile a.strata -o a.yaml --depfile a.d'
file_is a.d 'a.yaml: a.strata a\ b/c.strata'

begin "check: text on stderr, other formats on stdout"
echo "$wrong" >a.strata
run 1 'strata check a.strata'
out_empty
err_has 'error[E0201]'
run 1 'strata check a.strata --format github'
err_empty
out_has '::error file=a.strata,line=2,col=39,endLine=2,endColumn=44,title=E0201::'
run 1 'strata check a.strata --format json'
out_has '"rule": "E0201"'
out_has '"files": 1'
run 1 'strata check a.strata --format sarif'
out_has '"shortDescription"'
run 1 'strata check a.strata --format junit'
out_has '<testsuite name="a.strata" id="0"'
out_has 'tests="1" failures="1" errors="0"'
run 2 'strata check a.strata --format xml'
err_has '--format takes text, json, sarif, junit or github'

begin "check of a good program says nothing"
echo "$program" >a.strata
run 0 'strata check a.strata'
out_empty
err_empty
run 0 'strata check a.strata --format json'
out_has '"findings": []'

begin "colour only when asked, and never in other formats"
echo "$wrong" >a.strata
escape=$(printf '\033')
run 1 'strata check a.strata --color always'
err_has "$escape[1;31merror[E0201]"
run 1 'strata check a.strata --color always --format github'
run 1 "strata check a.strata --color always --format github | grep -c '$escape'"
run 1 'strata check a.strata'
run 1 "strata check a.strata 2>&1 | grep -c '$escape'"
run 2 'strata check a.strata --color sometimes'
err_has '--color takes auto, always or never'

begin "the graph in three formats"
echo 'stack jobs {}
AWS::SQS::Queue dead {}
AWS::SQS::Queue jobs { RedrivePolicy = { deadLetterTargetArn: dead.Arn, maxReceiveCount: 3 } }' >a.strata
run 0 'strata graph a.strata'
out_has 'digraph'
out_has '->'
run 0 'strata graph a.strata --format mermaid'
out_has '-->'
run 0 'strata graph a.strata --format json'
out_has '"Dead"'
run 2 'strata graph a.strata --format png'
err_has '--format takes dot, mermaid, svg or json'

begin "the same bytes each time"
run 0 'strata compile "$SOURCE/samples/web" >1; strata compile "$SOURCE/samples/web" >2; cmp 1 2'

begin "any number of threads gives the same bytes"
awk -v resources=1600 -f "$SOURCE/tests/bench/generate.awk" >many.strata
run 0 'for n in 1 2 7; do strata compile -q --threads $n many.strata -o out$n || exit; done; diff -r out1 out2 && diff -r out1 out7'
out_empty
run 2 'strata compile --threads none many.strata'
err_has "--threads takes a number from 1 to 1000, not 'none'"

begin "instance types are those of the region that the stack says"
server='AWS::EC2::Instance server {
  ImageId = "ami-01234567"
  InstanceType = "c6a.large"
}'
printf 'stack web { region = "eu-north-1" }\n%s\n' "$server" >region.strata
run 0 'strata check region.strata'
err_has "warning[E3628]: 'c6a.large' is not a value of 'InstanceType' in eu-north-1"
err_has 'it is offered in '
printf 'stack web { region = "us-east-1" }\n%s\n' "$server" >region.strata
run 0 'strata check region.strata'
err_empty
printf 'stack web {}\n%s\n' "$server" >region.strata
run 0 'strata check region.strata'
err_empty

begin "a source map says where a property comes from"
echo 'stack jobs {}
AWS::SQS::Queue jobs {
  DelaySeconds = 3
}' >a.strata
run 0 'strata compile a.strata -o a.yaml --source-map a.map && tr -d " \n" <a.map'
out_is '{"sources":["a.strata"],"stacks":[{"name":"jobs","resources":{"Jobs":{"type":"AWS::SQS::Queue","path":"jobs","at":[0,2,17],"properties":{"DelaySeconds":[0,3,3]}}}}]}'

begin "a template is no program"
echo 'Resources: {}' >shop.yaml
for command in compile check fmt test 'explain Jobs'; do
  run 2 "strata $command shop.yaml"
  err_has 'error[E0001]: shop.yaml is no program by its name'
  err_has '`strata lint`'
done

begin "a program without a stack"
echo 'fn twice(n: int): int = 2 * n' >parts.strata
run 0 'strata check parts.strata'
for command in compile plan 'diff parts.strata'; do
  run 2 "strata $command parts.strata"
  out_empty
  err_has 'parts.strata has no stack: write `stack NAME {}` before what is to be deployed'
done
run 2 'strata state record parts.strata'
err_has 'error[E0607]: parts.strata has no stack'
files_are parts.strata

begin "a folder by its last letter"
printf 'stack web {}\nAWS::SQS::Queue jobs {}\n' >web.strata
run 0 'strata compile web.strata -o out/'
files_are out web.strata
run 0 'ls out'
out_is 'manifest.json
web.yaml'

finish
