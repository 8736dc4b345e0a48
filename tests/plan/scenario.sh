# What tests/plan/run and tests/plan/update share. $STRATA is the program, $scratch a folder that is there.

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
  arguments=$(cat "$1/command")
  case $arguments in
    *STATE*)
      rm -f "$scratch/state.json"
      "$STRATA" state record "$before" --state "$scratch/state.json" >/dev/null || return
      ;;
  esac
  # shellcheck disable=SC2046
  "$STRATA" $(echo "$arguments" | sed "s|BEFORE|$before|; s|AFTER|$after|; s|STATE|$scratch/state.json|") \
    --format "$format" --color never
}
