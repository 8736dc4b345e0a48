# What a state costs, against ten lines of jansson that read it and write it again (to /dev/null; strata writes it to the
# disk, and waits for the disk).
. "$(dirname "$0")/harness.sh"

awk -v resources=10000 -f tests/bench/generate.awk >"$work/state.strata"
rm -f "$work/state.json" "$work/state.json.lock"
"$strata" state record "$work/state.strata" --state "$work/state.json" -q

# What AWS would show of each resource: what the template says, where it says it without a reference.
"$strata" state show --state "$work/state.json" --format json | jq '{StackResourceDrifts: [.stacks | to_entries[] | .key as $stack
  | .value.template.Resources | to_entries[] | {StackName: $stack, LogicalResourceId: .key, PhysicalResourceId: ("id-" + .key),
    ResourceType: .value.Type, StackResourceDriftStatus: "IN_SYNC", ResourceStatus: "CREATE_COMPLETE",
    ActualProperties: ((.value.Properties // {}) | with_entries(select(.value | tojson | test("\"(Ref|Fn::)") | not)) | tojson)}]}' >"$work/observed.json"
"$strata" state record "$work/observed.json" --state "$work/state.json" -q
"$strata" state rm part_1 --state "$work/state.json" -q

together 15
row rollback "load and save a state of 10,000 resources ($(($(stat -c %s "$work/state.json") / 1024)) KiB)" "$strata state rollback --state $work/state.json -q"
row show "load it" "$strata state verify --state $work/state.json -q"
reference copy "jansson, read and write" "build/tests/jansson_copy $work/state.json"
reference load "jansson, read" "build/tests/jansson_load $work/state.json"
row drift "drift of 10,000 resources ($(($(stat -c %s "$work/observed.json") / 1024)) KiB observed)" "$strata drift --state $work/state.json --observed $work/observed.json --exit-zero"
measured
ratio "load and save, against jansson" rollback copy 1.5
ratio "load, against jansson" show load 1.5
ratio "drift, against reading and writing the state with jansson" drift copy 3
peak "memory of load and save" rollback 150
bench_end
