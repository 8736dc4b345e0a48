# What tests/plan/run and tests/plan/update share. $STRATA is the program, $scratch a folder that is there.

# record TEMPLATE|PROGRAM: the state of what is deployed, in $scratch/state.json. A template is called as `after` is.
record() {
  rm -f "$scratch/state.json"
  case $1 in
    *.strata) "$STRATA" state record "$1" --state "$scratch/state.json" ;;
    *) "$STRATA" state record "$1" --stack after --state "$scratch/state.json" ;;
  esac
}

# scenario FOLDER txt|json|md: what is said of the scenario, on stdout.
scenario() {
  before=$(ls "$1"/before.*) after=$(ls "$1"/after.*)
  case $2 in
    txt) format=text ;;
    json) format=json ;;
    md) format=markdown ;;
  esac
  if [ ! -f "$1/command" ]; then
    "$STRATA" diff "$before" "$after" --format "$format" --color never
    return
  fi
  arguments=$(sed "s|BEFORE|$before|; s|AFTER|$after|; s|STATE|$scratch/state.json|" "$1/command")
  case $arguments in *state.json*) record "$before" >/dev/null || return ;; esac
  # shellcheck disable=SC2086
  "$STRATA" $arguments --format "$format" --color never
}
