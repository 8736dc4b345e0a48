# What compiling costs, against `jq .` and a program of ten lines that reads and writes with jansson, on the JSON that
# strata itself made.
. "$(dirname "$0")/harness.sh"

for size in 2000 20000; do
  awk -v resources=$size -f tests/bench/generate.awk >"$work/large$size.strata"
  rm -rf "$work/large$size"
  mkdir "$work/large$size"
  "$strata" compile "$work/large$size.strata" --format json -q -o "$work/large$size"
  jq -s . "$work/large$size"/part_*.json >"$work/large$size.json"
done
"$strata" compile samples/web --format json -o "$work/web.json"

together 200
row web "compile samples/web" "$strata compile samples/web --format json"
reference web_jq "jq . of its template" "jq . $work/web.json"
reference web_jansson "jansson, read and write" "build/tests/jansson_copy $work/web.json"
measured

together 7
row small "compile 2,000 resources in 5 stacks" "$strata compile $work/large2000.strata --format json -q -o $work/large2000"
row large "compile 20,000 resources in 50 stacks" "$strata compile $work/large20000.strata --format json -q -o $work/large20000"
reference large_jq "jq . of their template" "jq . $work/large20000.json"
reference large_jansson "jansson, read and write" "build/tests/jansson_copy $work/large20000.json"
measured

together 300
row version "strata --version" "$strata --version"
reference true "/bin/true" /bin/true
measured

ratio "web sample, against jq" web web_jq 1
ratio "web sample, against jansson" web web_jansson 2
ratio "20,000 resources, against jansson" large large_jansson 1
ratio "20,000 resources, against 2,000" large small 11
ratio "--version, against /bin/true" version true 2
peak "memory of the web sample" web 20
peak "memory of 20,000 resources" large 250
bench_end
