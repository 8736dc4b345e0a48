# strata graph of templates and as SVG; of programs: compile.sh
. "$(dirname "$0")/harness.sh"

shop() { cat >shop.yaml <<'Y'
Parameters:
  Stage: {Type: String}
Resources:
  Dead: {Type: AWS::SQS::Queue}
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${Stage}-jobs"
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
      Tags: [{Key: dead, Value: !Ref Dead}]
  Late:
    Type: AWS::SNS::Topic
    DependsOn: [Jobs, Nothing]
    Properties: {DisplayName: !Ref Stage}
Y
}

begin "a template is a stack named after its file; an edge for a reference, a dashed one for DependsOn"
shop
run 0 'strata graph shop.yaml --format mermaid'
out_is 'flowchart LR
  subgraph shop
    shop_Dead["Dead<br/>AWS::SQS::Queue"]
    shop_Jobs["Jobs<br/>AWS::SQS::Queue"]
    shop_Late["Late<br/>AWS::SNS::Topic"]
  end
  shop_Jobs --> shop_Dead
  shop_Late -.-> shop_Jobs'
run 0 'strata graph shop.yaml'
out_has '"shop.Jobs" -> "shop.Dead";'
out_has '"shop.Late" -> "shop.Jobs" [style=dashed];'
run 0 'strata graph shop.yaml --format json'
out_has '"order": ['
out_has '"kind": "depends_on"'
run 0 'strata graph - --format mermaid <shop.yaml'
out_has 'subgraph stack'

begin "a folder that compile has made: its stacks, in order of deployment"
shop
printf 'stack one {}\nAWS::SQS::Queue a {}\n' >one.strata
run 0 'strata compile one.strata -o made/ && strata graph made --format mermaid'
out_has 'one_A["A<br/>AWS::SQS::Queue"]'

begin "what is no template"
shop
echo '[1, 2]' >list.json
run 1 'strata graph list.json'
err_has 'error[E1001]: this is no template'
run 2 'strata graph nothing.yaml'
err_has 'cannot read nothing.yaml'
run 2 'strata graph shop.yaml --format png'
err_has "--format takes dot, mermaid, svg or json, not 'png'"

begin "SVG is drawn by dot"
shop
mkdir bin
printf '#!/bin/sh\necho "<svg $1>"\ncat\n' >bin/dot && chmod +x bin/dot
run 0 'PATH=$PWD/bin:$PATH strata graph shop.yaml --format svg'
out_has '<svg -Tsvg>'
out_has '"shop.Jobs" -> "shop.Dead";'
printf '#!/bin/sh\ncat >/dev/null\necho part\nexit 3\n' >bin/dot
run 2 'PATH=$PWD/bin:$PATH strata graph shop.yaml --format svg'
out_empty
err_has 'error[E0001]: cannot run dot: it failed'
strata=$(command -v strata)
run 2 "PATH=$PWD/none $strata graph shop.yaml --format svg -o graph.svg"
err_has 'error[E0001]: cannot run dot: there is no such program'
err_has 'the package graphviz'
run 1 'test -e graph.svg'

finish
