# Templates made to be hard for a linter: conditions that multiply, references in references, texts on which patterns
# backtrack. Each within 20 times of reading the file with jansson, and 100 MiB.
. "$(dirname "$0")/harness.sh"
for kind in list nested conditions sub mapping patterns; do
  awk -v kind=$kind -f tests/bench/hard.awk >"$work/$kind.json"
  together 20
  row $kind "lint $kind.json ($(($(stat -c %s "$work/$kind.json") / 1024)) KiB)" "$strata lint --include I --today 2026-11-21 $work/$kind.json"
  reference ${kind}_read "jansson, read" "build/tests/jansson_load $work/$kind.json"
  measured
  ratio "$kind, against reading it" $kind ${kind}_read 20
  peak "memory of $kind" $kind 100
done
bench_end
