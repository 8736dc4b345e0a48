# docs/policies.md: each policy finds its own code, and nothing but it, in the template that stands below it.
. "$(dirname "$0")/harness.sh"

awk '
  /^```strata$/ { name = sprintf("%02d", ++number); kind = "strata"; next }
  /^```yaml$/ { kind = "yaml"; next }
  /^```/ { kind = ""; next }
  kind { print > (folder "/" name "." kind) }' folder="$scratch" "$SOURCE/docs/policies.md"

for policy in "$scratch"/*.strata; do
  asked=$(sed -n 's/^policy "\([A-Z][0-9]*\) .*/\1/p' "$policy")
  begin "$asked finds what it is about"
  template=${policy%.strata}.yaml
  if [ ! -e "$template" ]; then  # too long for a page
    { echo 'Resources:' && seq 151 | sed 's/.*/  Queue&: {Type: "AWS::SQS::Queue"}/'; } >many.yaml
    template=$PWD/many.yaml
  fi
  run 1 "strata lint --policy $policy $template --ignore W --format github"
  run 0 "strata lint --policy $policy $template --ignore W --format github | grep -q 'title=$asked::'"
  run 1 "strata lint --policy $policy $template --ignore W --format github | grep -v 'title=$asked::'"
  echo 'Resources: {News: {Type: "AWS::SNS::Topic"}}' >right.yaml
  run 0 "strata lint --policy $policy right.yaml"
done

finish
