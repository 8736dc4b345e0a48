# strata docs
. "$(dirname "$0")/harness.sh"

begin "a component's inputs, defaults and outs"
run 0 'strata docs vpc'
out_has 'vpc (component, std/network.strata)'
out_has '  zones: int(1..6) = 2
      How many availability zones it spans.'
out_has '
outs:
  id
'
err_empty

begin "every input and out of every component is documented"
for component in $(strata docs | sed -n 's/^  \([a-z_]*\) .*/\1/p'); do
  strata docs "$component" | awk -v name="$component" '
    /^(inputs|outs):$/ { listed = 1; next }
    listed && pending && !/^    / { print name ": " pending }
    { pending = listed && /^  [a-z_]+/ && !/^   / ? $0 : "" }
    END { if (pending) print name ": " pending }' >>undocumented
done
file_is undocumented ''

begin "an AWS type's properties and attributes"
run 0 'strata docs AWS::SQS::Queue'
out_has '  FifoQueue: bool, a change replaces the resource'
out_has '  Arn: text (AWS::SQS::Queue.Arn)'

begin "a function with its signature"
run 0 'strata docs cidr_subnet'
out_has 'fn cidr_subnet(range: cidr, prefix: int(0..128), index: int(0..)): cidr'

begin "the list of components"
run 0 'strata docs'
out_has 'std/network.strata
  vpc '

begin "unknown names get their nearest neighbour"
run 2 'strata docs vcp'
err_has "there is nothing named 'vcp'; did you mean 'vpc'?"
run 2 'strata docs AWS::SQS::Queu'
err_has "did you mean 'AWS::SQS::Queue'?"

finish
