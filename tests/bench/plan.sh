# What diff and plan cost, against reading the same files with jansson.
. "$(dirname "$0")/harness.sh"

"$strata" compile samples/web --format json -o "$work/web.json"
sed 's/"80"/"81"/; s/"Key"/"Kez"/; s|10[.]0[.]0[.]0/16|10.1.0.0/16|' "$work/web.json" >"$work/web2.json"
awk -v resources=480 -v weight=22 -f tests/bench/generate_mixed.awk >"$work/1M.strata"
"$strata" compile "$work/1M.strata" -q -o "$work/1M.json"
# A change in nearly every resource; and the same resources, each with another key before it.
sed 's/Lambda/lambda/g; s/"10[.]/"11./g' "$work/1M.json" >"$work/1M2.json"
awk -v resources=20000 -f tests/bench/generate.awk >"$work/large.strata"
sed 's/"10[.]7[.]/"10.251./; s/maxReceiveCount: 5/maxReceiveCount: 6/' "$work/large.strata" >"$work/large2.strata"
rm -rf "$work/large2"
"$strata" compile "$work/large2.strata" -q --format json -o "$work/large2"
"$strata" state record "$work/large.strata" --state "$work/state.json" -q

together 100
row web "diff of samples/web, changed" "$strata diff --exit-zero $work/web.json $work/web2.json"
reference web_jansson "jansson, read both" "build/tests/jansson_load $work/web.json $work/web2.json"
measured

together 15
row same "diff of two equal templates of 1 MB" "$strata diff --exit-zero $work/1M.json $work/1M.json"
row changed "diff of two templates of 1 MB, most of it changed" "$strata diff --exit-zero $work/1M.json $work/1M2.json"
reference changed_jansson "jansson, read both" "build/tests/jansson_load $work/1M.json $work/1M2.json"
measured

together 8
row plan "plan of 50 stacks of 400 resources" "$strata plan --exit-zero $work/large2.strata --state $work/state.json"
row folder "the same, compiled before" "$strata plan --exit-zero $work/large2 --state $work/state.json"
reference state "jansson, read the state" "build/tests/jansson_load $work/state.json"
measured

ratio "web sample, against jansson" web web_jansson 3
ratio "equal templates of 1 MB, against jansson" same changed_jansson 3
ratio "templates of 1 MB, against jansson" changed changed_jansson 3
ratio "50 stacks of 400 resources, against jansson" plan state 3
ratio "compiled before, against jansson" folder state 3
peak "memory of 50 stacks of 400 resources" plan 300
bench_end
