# strata plan: a program against the state; wrong inputs first.
. "$(dirname "$0")/harness.sh"

program() {
  cat >main.strata <<'END'
stack network {
  AWS::EC2::VPC main { CidrBlock = "10.0.0.0/16" }
  out vpc = main
}
stack app {
  param password: secret
  param size: int = 3
  param zone: string = "a"
  AWS::EC2::SecurityGroup group { GroupDescription = "g", VpcId = network.vpc }
  AWS::SQS::Queue jobs { DelaySeconds = size, @protect = true }
  AWS::RDS::DBInstance db {
    Engine = "postgres"
    DBInstanceClass = "db.t4g.small"
    AllocatedStorage = "20"
    MasterUsername = "main"
    MasterUserPassword = password
  }
}
END
}

recorded() {
  program
  run 0 'strata state record main.strata -q'
}

# ── Wrong use ──

begin "wrong use is told"
run 2 'strata plan'
err_has "PROGRAM is missing"
program
run 2 'strata plan main.strata --format xml'
err_has "--format takes text, json, markdown, sarif, junit or github, not 'xml'"
run 2 'strata plan main.strata --state ""'
err_has "--state takes a file or a folder"
run 2 'strata plan main.strata -P size'
err_has "--parameter takes NAME=VALUE"
run 2 'strata plan main.strata -P app.Nothing=3'
err_has "no template has a parameter 'app.Nothing'"
run 0 'strata plan --help'
out_has '--target STACK'

begin "a program that is not there or is wrong, a state that is none"
run 2 'strata plan nowhere.strata'
err_has 'error[E0001]'
echo 'stack a { AWS::SQS::Queue q { Nonsense = 1 } }' >main.strata
run 2 'strata plan main.strata'
err_has 'error[E3002]'
program
run 2 'strata plan main.strata --state nowhere.json'
err_has 'error[E0605]: there is no state in nowhere.json'
strata compile -q main.strata --stack app -o app.yaml
run 2 'strata plan main.strata --state app.yaml'
err_has 'error[E0601]'
recorded
sed -i 's/10.0.0.0/10.0.0.1/' strata.state.json
run 2 'strata plan main.strata'
err_has 'error[E060'
rm strata.state.json
recorded
run 2 'strata plan strata.state.json'
err_has 'this is a state, not a template'
run 2 'strata plan main.strata --target netwrk'
err_has "neither the program nor the state has a stack 'netwrk'"
err_has "did you mean 'network'?"

# ── Plans ──

begin "without a state everything is new, and that is said"
program
run 1 'strata plan .'
err_is 'strata: there is no state in ./strata.state.json yet: everything is new'
out_has 'stack network (new): 1 to add'
run 1 'strata plan . -q'
err_empty
run 0 'strata plan . -q --exit-zero'

begin "what is deployed is no change"
recorded
run 0 'strata plan .'
out_is 'no changes'
run 0 'strata plan . --format json'
out_has '"summary": {
    "add": 0,'

begin "what is replaced is followed through exports into other stacks, and the marks of the state hold"
recorded
sed -i 's/10.0/10.9/; /@protect/d' main.strata
run 1 'strata plan .'
out_is 'stack network: 1 to replace

  -/+ Main  AWS::EC2::VPC  is replaced
        CidrBlock: "10.0.0.0/16" -> "10.9.0.0/16"  (replaces it)  ./main.strata:2:36

  error[P204]: the export '"'network-Main'"' gets another value while the stack '"'app'"' imports it, which CloudFormation refuses  ./main.strata:3:7
    = help: export the new value under a second name, deploy, let '"'app'"' import that, deploy it, then remove the old one

stack app: 1 to remove, 1 to replace

  -   Jobs  AWS::SQS::Queue  is removed
  -/+ Group  AWS::EC2::SecurityGroup  is replaced
        VpcId: !ImportValue "network-Main"  follows network/Main.CidrBlock  (replaces it)  ./main.strata:9:75

  error[P501]: Jobs (AWS::SQS::Queue) is protected, but this removes it
    = help: deploy `@protect = false` first if that is really wanted; taking the resource out does not lift the mark
  error[P102]: Jobs (AWS::SQS::Queue) is removed, and its data is lost
    = help: set @deletion_policy to Retain and deploy that first; what CloudFormation goes by is the deployed template

1 to remove, 2 to replace'

begin "one stack alone: the others stay, but what they import counts"
recorded
sed -i 's/10.0/10.9/' main.strata
run 0 'strata plan . --target app'
run 1 'strata plan . --target network'
out_has 'error[P204]'
case "$(cat "$scratch/out")" in *"stack app"*) complain "it plans another stack" ;; esac

begin "a stack that the program no longer has is removed, last"
recorded
printf 'stack network {\n  AWS::EC2::VPC main { CidrBlock = "10.0.0.0/16" }\n  AWS::SNS::Topic t {}\n  out vpc = main\n}\n' >main.strata
run 1 'strata plan .'
out_has 'stack app (removed): 3 to remove'
out_has 'error[P102]'
run 1 'strata plan . --target app'
out_has 'stack app (removed)'

begin "parameters: those that are given, those that are kept, defaults that follow"
recorded
sed -i 's/size: int = 3/size: int = 4/' main.strata
run 1 'strata plan .'
out_has 'DelaySeconds: 3 -> 4'
out_has 'warning[P402]: the default of the parameter Size changes'
run 1 'strata plan . -P Size=9'
out_has 'DelaySeconds: 3 -> 9'
run 1 'strata plan . -P app.Size=9'
out_has 'DelaySeconds: 3 -> 9'
run 1 'strata plan . -P Size=3'
out_is 'stack app: no resource changes

  ~   Parameters Size  Default: 3 -> 4

no resource changes'

begin "a secret is neither shown nor a change"
recorded
run 0 'strata plan . -P Password=swordfish'
out_is 'no changes'
sed -i 's/db.t4g.small/db.t4g.large/' main.strata
for format in text json markdown github; do
  run 1 "strata plan . --verbose -P Password=swordfish --format $format"
  ! grep -q swordfish "$scratch/out" "$scratch/err" || complain "$format shows the secret"
done

begin "what moves to another stack is one move"
recorded
awk '/AWS::SQS::Queue jobs/ { next } { print } /out vpc/ { print "  AWS::SQS::Queue jobs { DelaySeconds = 3 }" }' main.strata >new.strata
run 1 'strata plan new.strata --state strata.state.json'
out_has '-/+ Jobs  AWS::SQS::Queue  changes its stack, and is made anew (was Jobs in app)'
out_has 'warning[P503]'
out_has 'error[P102]'
out_has 'error[P501]'

# ── plan() in tests ──

begin "plan() in tests: the value that diff prints as JSON"
program
echo 'test "replaced" {
  let p = plan("old.yaml", stack: "network")
  assert p.summary.replace == 1
  assert p.order == ["network"]
  assert p.stacks[0].changes[0].causes[0].path == ["Properties", "CidrBlock"]
  assert p.stacks[0].changes[0].causes[0].before == "10.7.0.0/16"
}' >>main.strata
sed 's/10.0/10.7/' main.strata >old.strata
run 0 'strata compile -q old.strata --stack network -o old.yaml'
run 0 'strata test main.strata'
out_has '1 passed, 0 failed'

begin "plan() with what is wrong"
program
echo 'test "a" { assert plan("old.yaml").summary.add == 0 }
test "b" { assert plan("nowhere.yaml", stack: "app").summary.add == 0 }
test "c" { assert plan("none.yaml", stack: "app").summary.add == 0 }
test "d" { assert plan("broken.yaml", stack: "app").summary.add == 0 }
test "e" { assert plan("none.yaml", stack: "ap").summary.add == 0 }
test "f" { assert plan(3).summary.add == 0 }' >>main.strata
printf 'Resources: {}\n' >old.yaml
printf 'Outputs: {}\n' >none.yaml
printf 'Resources: [\n' >broken.yaml
run 1 'strata test main.strata'
out_has 'the program has several stacks: which one is the template held against?'
out_has 'help: name it: `plan("old.yaml", stack: "network")`'
out_has 'cannot read nowhere.yaml'
out_has 'none.yaml is no template: it has no Resources'
out_has 'error[E0000]'
out_has "the program has no stack 'ap'"
out_has '0 passed, 6 failed'
echo 'stack a { AWS::SQS::Queue q { QueueName = plan("old.yaml").x } }' >main.strata
run 1 'strata check main.strata'
err_has 'plan() is for `test` blocks'

finish
