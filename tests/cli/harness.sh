# Cases of the command line. A script of this folder sources this file, then states its cases:
#
#   begin "a missing file is named"             starts a case, in an empty folder
#   run 2 'strata compile nowhere.strata'       runs a shell command; its exit code must be 2
#   err_is 'error[E0001]: ...'                  stderr, whole (err_has: a part of it; err_empty: nothing)
#   out_has 'Resources:'                        the same for stdout
#   file_is template.yaml 'old'                 a file's content, whole
#   finish                                      at the end
#
# `strata` is the program under test; $SOURCE is the project's folder, $WORK the case's own.
set -u
: "${STRATA_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${STRATA:=$STRATA_SOURCE/build/strata}"
SOURCE=$STRATA_SOURCE
scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$STRATA" "$scratch/bin/strata"
PATH=$scratch/bin:$PATH
export PATH SOURCE
unset NO_COLOR TERM 2>/dev/null || :
LC_ALL=C
export LC_ALL

case_name= case_number=0 trouble= any_failed=0

end_case() {
  [ -n "$case_name" ] || return 0
  if [ -z "$trouble" ]; then
    echo "ok $case_number - $case_name"
  else
    echo "not ok $case_number - $case_name"
    printf '%s\n' "$trouble" | sed 's/^/# /'
    any_failed=1
  fi
  case_name=
}

begin() {
  end_case
  case_name=$1 case_number=$((case_number + 1)) trouble=
  WORK=$scratch/$case_number
  mkdir "$WORK"
  cd "$WORK" || exit 1
}

# skip REASON: leaves the case out, visibly.
skip() {
  echo "ok $case_number - $case_name # SKIP $1"
  case_name=
}

complain() { trouble="$trouble${trouble:+
}$*"; }

run() {
  (eval "$2") >"$scratch/out" 2>"$scratch/err" </dev/null
  code=$?
  [ "$code" -eq "$1" ] || complain "'$2' gave exit code $code, not $1" "$(head -n 20 "$scratch/err")"
}

has() { # STREAM TEXT
  case "$(cat "$scratch/$1")" in
    *"$2"*) ;;
    *) complain "std$1 lacks: $2" "it is:" "$(head -n 40 "$scratch/$1")" ;;
  esac
}

is() { # STREAM TEXT
  [ "$(cat "$scratch/$1")" = "$2" ] || complain "std$1 is not: $2" "but:" "$(head -n 40 "$scratch/$1")"
}

out_has() { has out "$1"; }
err_has() { has err "$1"; }
out_is() { is out "$1"; }
err_is() { is err "$1"; }
out_empty() { [ ! -s "$scratch/out" ] || complain "stdout is not empty:" "$(head -n 40 "$scratch/out")"; }
err_empty() { [ ! -s "$scratch/err" ] || complain "stderr is not empty:" "$(head -n 40 "$scratch/err")"; }
file_is() { [ "$(cat "$1" 2>&1)" = "$2" ] || complain "$1 holds: $(head -n 20 "$1" 2>&1)"; }
# No file but those named is in the case's folder.
files_are() { [ "$(ls -A | tr '\n' ' ')" = "$*${*:+ }" ] || complain "the folder holds: $(ls -A | tr '\n' ' ')"; }

finish() {
  end_case
  exit "$any_failed"
}
