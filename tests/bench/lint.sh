# What linting costs, against reading the same file: JSON with jansson, YAML with libyaml's events; and, where it is
# installed (./dev judge installs it), against AWS's validator for Node.
. "$(dirname "$0")/harness.sh"

template() { # NAME RESOURCES WEIGHT
  awk -v resources="$2" -v weight="$3" -f tests/bench/generate_mixed.awk >"$work/$1.strata"
  "$strata" compile "$work/$1.strata" -q -o "$work/$1.yaml"
  "$strata" compile "$work/$1.strata" -q -o "$work/$1.json"
}
printf 'Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n' >"$work/tiny.yaml"
printf '{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}\n' >"$work/tiny.json"
template 33 33 2
template 100K 160 4
template 1M 480 22
mkdir -p "$work/many"
for i in $(seq 500); do cp "$work/33.yaml" "$work/many/t$i.yaml"; done
lint="$strata lint --today 2026-11-21"

together 100
reference true "/bin/true" /bin/true
row tiny_json "lint tiny.json" "$lint $work/tiny.json"
row tiny_yaml "lint tiny.yaml" "$lint $work/tiny.yaml"
measured
ratio "tiny JSON, against /bin/true" tiny_json true 3
ratio "tiny YAML, against /bin/true" tiny_yaml true 3

for size in 33 100K 1M; do
  [ $size = 1M ] && together 20 || together 60
  row json_$size "lint $size.json ($(($(stat -c %s "$work/$size.json") / 1024)) KiB)" "$lint $work/$size.json"
  reference jansson_$size "jansson, read" "build/tests/jansson_load $work/$size.json"
  row yaml_$size "lint $size.yaml ($(($(stat -c %s "$work/$size.yaml") / 1024)) KiB)" "$lint $work/$size.yaml"
  reference events_$size "libyaml's events" "build/tests/yaml_events $work/$size.yaml"
  measured
  ratio "$size JSON, against jansson" json_$size jansson_$size 3
  ratio "$size YAML, against libyaml" yaml_$size events_$size 3
done
peak "memory of 100K JSON" json_100K 25
peak "memory of 100K YAML" yaml_100K 25

together 5
row many "lint a folder of 500 templates" "$lint $work/many"
reference many_one "the same on one core" "taskset -c 0 $lint $work/many"
row single "lint one of them" "$lint $work/33.yaml"
measured
cores=$(nproc)
[ "$cores" -lt 2 ] || ratio "500 templates on $cores cores, against one core" many many_one 0.75

if [ -d tests/judge/node_modules/@aws/cloudformation-validate ]; then
  together 3
  reference node_cold "cloudformation-validate, one template" "node tests/bench/validate.js $work/33.yaml"
  reference node_warm "cloudformation-validate, 100 templates" "node tests/bench/validate.js 100 $work/33.yaml"
  row cold "lint 33.yaml" "$lint $work/33.yaml"
  measured
  ratio "cold, against cloudformation-validate" cold node_cold 0.005
  difference "a template warm, against cloudformation-validate" many node_warm node_cold 0.1 500 99
fi
bench_end
