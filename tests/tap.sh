# What the shell runners share: where project and program are, a scratch folder, and one line of TAP a test. Sourced by
# scripts in the folders of tests/.
set -u
: "${STRATA_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${STRATA:=$STRATA_SOURCE/build/strata}"
scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
number=0 any_failed=0

# result NAME: the test's line; it failed where $scratch/trouble is not empty, which says why.
result() {
  number=$((number + 1))
  if [ -s "$scratch/trouble" ]; then
    echo "not ok $number - $1"
    head -n 60 "$scratch/trouble" | sed 's/^/# /'
    any_failed=1
  else
    echo "ok $number - $1"
  fi
  : >"$scratch/trouble"
}

# tap_end: the plan, and the exit code. Without any test something is wrong.
tap_end() {
  echo "1..$number"
  [ "$number" -gt 0 ] || any_failed=1
  exit "$any_failed"
}
