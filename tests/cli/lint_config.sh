# Configurations as users of cfn-lint have them: each is followed, or it is said what is not taken.
. "$(dirname "$0")/harness.sh"

wrong='Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      Colour: red'

# A tree of templates: five that are wrong, and one that is none.
tree() {
  mkdir -p infra/old infra/dev/deep other
  for path in infra/a infra/old/b infra/dev/c infra/dev/deep/d other/e; do echo "$wrong" >$path.yaml; done
  echo 'Resources: [' >infra/bad.yaml
}

# found PATH...: exactly these have a finding.
found() {
  [ "$(sed -n 's/^ *--> \([^:]*\):.*/\1/p' "$scratch/out" | sort | tr '\n' ' ')" = "$*${1:+ }" ] ||
    complain "not the files: $*" "$(grep -e '-->' "$scratch/out")"
}

begin "templates and ignore_templates are patterns of paths"
tree
printf 'templates: ["infra/**/*.yaml"]\nignore_templates: ["infra/old/**", infra/bad.yaml]\n' >.cfnlintrc
run 1 'strata lint'
found infra/a.yaml infra/dev/c.yaml infra/dev/deep/d.yaml
printf 'templates: ["infra/[!b]*.yaml", "other/[a-e].yaml", "infra/dev/?.yaml"]\n' >.cfnlintrc
run 1 'strata lint'
found infra/a.yaml infra/dev/c.yaml other/e.yaml
printf 'templates:\n  - infra/dev\n  - ./other/e.yaml\n  - "*/e.yaml"\n' >.cfnlintrc.yaml
rm .cfnlintrc
run 1 'strata lint'
found ./other/e.yaml infra/dev/c.yaml infra/dev/deep/d.yaml other/e.yaml
cd infra
printf '{"templates": ["../other/*.yaml", "'"$WORK"'/infra/dev/*.yaml"]}' >.cfnlintrc
run 1 'strata lint'
found ../other/e.yaml "$WORK/infra/dev/c.yaml"

begin "a template that is named and is not there is told"
tree
printf 'templates: ["nothing/*.yaml", other/e.yaml]\n' >.cfnlintrc
run 1 'strata lint'
out_has "error[E0003]: 'nothing/*.yaml' matches no file"
out_has '.cfnlintrc:1:13'
printf 'templates: [nothing/x.yaml]\n' >.cfnlintrc
run 2 'strata lint'
out_has 'error[E0001]: cannot read nothing/x.yaml'
printf 'templates: ["["]\n' >.cfnlintrc
run 1 'strata lint'
out_has "'[' matches no file"

begin "ignore_bad_template passes over what is no template"
tree
printf 'templates: ["infra/*.yaml"]\n' >.cfnlintrc
run 1 'strata lint'
found infra/a.yaml infra/bad.yaml
printf 'templates: ["infra/*.yaml"]\nignore_bad_template: true\n' >.cfnlintrc
run 1 'strata lint'
found infra/a.yaml
rm .cfnlintrc
run 0 'strata lint --ignore E0000 infra/bad.yaml'
out_empty
run 1 'strata lint --ignore E --mandatory E0000 infra/bad.yaml'

begin "what is not taken says what to do instead, each by itself"
tree
cat >.cfnlintrc <<'END'
templates: [other/e.yaml]
ignore_checks: [E3002]
append_rules: [rules/]
custom_rules: rules.txt
override_spec: spec.json
registry_schemas: [schemas]
output_file: out.txt
format: json
parameters: [{Stage: test}]
merge_configs: false
END
run 1 'strata lint'
for key in append_rules custom_rules override_spec registry_schemas output_file format parameters merge_configs; do
  out_has "warning[W0003]: '$key' of cfn-lint is not taken"
done
out_has 'write them as policies'
out_has 'choose it by --format'
run 0 'strata lint --fail-on error'

begin "what is so in any case is no finding"
tree
printf 'templates: [other/e.yaml]\nignore-checks: [E3002]\nmerge_configs: true\ninclude_experimental: true\ndebug: false\n' >.cfnlintrc
run 0 'strata lint'
out_empty

begin "a malformed configuration has positions, with and without files"
tree
printf 'ignore_checks: 5\nregions: {a: b}\nconfigure_rules: [E3012]\nignore_bad_template: maybe\nnon_zero_exit_code: never\n' >.cfnlintrc
run 1 'strata lint other/e.yaml'
out_has "'ignore_checks' must be a list of texts"
out_has '.cfnlintrc:1:16'
out_has "'regions' must be a list of regions such as eu-west-1"
out_has "'configure_rules' must be a map of rules"
out_has "'ignore_bad_template' must be true or false"
out_has "'non_zero_exit_code' must be informational, warning, error or none"
printf -- '- a\n' >.cfnlintrc
run 1 'strata lint'
out_has 'error[E0003]: a configuration of lint is a map of settings, not a list'
printf 'templates: [a\n b: }\n' >.cfnlintrc
run 1 'strata lint'
out_has 'error[E0000]'
: >.cfnlintrc
run 2 'strata lint'
err_has 'FILE... is missing'
run 1 'strata lint other/e.yaml'
printf 'regions: [mars]\nconfigure_rules:\n  E3012: {strict: maybe, strct: true}\n  E3031: {exceptions: [a]}\n' >.cfnlintrc
run 1 'strata lint other/e.yaml'
out_has "error[E0003]: 'mars' is no region such as eu-west-1"
out_has "error[E0003]: 'strict' must be true or false"
out_has "error[E0003]: E3012 has no setting 'strct'"
out_has "did you mean 'strict'?"
out_has "warning[W0003]: the setting 'exceptions' of E3031 is not taken"
rm .cfnlintrc
mkdir .cfnlintrc
run 2 'strata lint other/e.yaml'
out_has 'cannot read .cfnlintrc: Is a directory'

begin "several values of an option stand with commas between, as with cfn-lint"
tree
run 0 'strata lint other/e.yaml --ignore W1,E3002'
run 0 'strata lint other/e.yaml --ignore "W1, E3"'
run 1 'strata lint other/e.yaml --ignore W1, --region us-east-1,eu-west-1'
run 2 'strata lint other/e.yaml --region us-east-1,mars'
err_has "not 'mars'"

begin "the level that makes the exit code"
tree
for level in 'none 0' 'error 1' 'informational 1'; do
  printf 'non_zero_exit_code: %s\n' "${level% *}" >.cfnlintrc
  run "${level#* }" 'strata lint other/e.yaml'
done

begin "a template's own Metadata: regions, settings of rules, checks"
cat >t.yaml <<'END'
Metadata:
  cfn-lint:
    config:
      regions: [eu-west-1]
      configure_rules: {E3012: {strict: true}}
      ignore_checks: [W]
      include_checks: [I3013]
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: "5"
END
run 1 'strata lint t.yaml'
out_has 'error[E3012]'
out_has 'info[I3013]'
run 1 'strata lint t.yaml --configure-rule E3012:strict=false'
run 1 'strata lint t.yaml --ignore I --configure-rule E3012:strict=False'
printf 'configure_rules: {E3012: {strict: true}}\n' >.cfnlintrc
sed '/configure_rules/d' t.yaml >plain.yaml
run 1 'strata lint plain.yaml'
out_has 'error[E3012]'
rm .cfnlintrc
run 0 'strata lint plain.yaml'
printf 'Metadata: {cfn-lint: {config: {ignore_checks: W3010, regions: x, configure_rules: [a]}}}\nResources: {Topic: {Type: AWS::SNS::Topic}}\n' >t.yaml
run 1 'strata lint t.yaml'
out_has "warning[W4005]: 'ignore_checks' takes a list, this is text"
out_has "'configure_rules' takes a map, this is a list"

begin "regions of Metadata stand instead of a file's, and --region instead of both"
cat >t.yaml <<'END'
Metadata: {cfn-lint: {config: {regions: [us-east-1]}}}
Resources:
  Space:
    Type: AWS::WorkSpacesThinClient::Environment
    Properties: {DesktopArn: "arn:aws:workspaces:us-east-1:123456789012:directory/d-123456789a"}
END
printf 'regions: [eu-north-1]\n' >.cfnlintrc
run 0 'strata lint t.yaml'
run 1 'strata lint t.yaml --region eu-north-1'
out_has 'error[E3006]'
run 1 'strata lint t.yaml --region ALL_REGIONS'
out_has 'error[E3006]'
printf 'overrides: [{files: ["*"], regions: [eu-north-1]}]\n' >.cfnlintrc
sed 1d t.yaml >plain.yaml
run 1 'strata lint plain.yaml'
run 0 'strata lint plain.yaml --region us-east-1'
printf 'regions: [ALL_REGIONS]\n' >.cfnlintrc
sed 1d t.yaml >plain.yaml
run 1 'strata lint plain.yaml'
out_has 'error[E3006]'

finish
