# Cases of the command line. A script of this folder sources this file, then states its cases:
#
#   begin "a missing file is named"             starts a case, in an empty folder
#   run 2 'strata compile nowhere.strata'       runs a shell command; its exit code must be 2
#   err_is 'error[E0001]: ...'                  stderr, whole (err_has: a part of it; err_empty: nothing)
#   out_has 'Resources:'                        the same for stdout
#   file_is template.yaml 'old'                 a file's content, whole
#   finish                                      after the last
#
# `strata` is the program under test; $SOURCE is the project's folder, $WORK the case's own.
. "$(dirname "$0")/../tap.sh"
SOURCE=$STRATA_SOURCE
mkdir "$scratch/bin"
ln -s "$STRATA" "$scratch/bin/strata"
PATH=$scratch/bin:$PATH
export PATH SOURCE
unset NO_COLOR TERM 2>/dev/null || :
LC_ALL=C
export LC_ALL

case_name=

end_case() {
  [ -z "$case_name" ] || result "$case_name"
  case_name=
}

begin() {
  end_case
  case_name=$1
  : >"$scratch/trouble"
  WORK=$scratch/case$number
  mkdir "$WORK"
  cd "$WORK" || exit 1
}

# skip REASON: leaves the case out, visibly.
skip() {
  number=$((number + 1))
  echo "ok $number - $case_name # SKIP $1"
  case_name=
}

complain() { printf '%s\n' "$@" >>"$scratch/trouble"; }

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
  tap_end
}
