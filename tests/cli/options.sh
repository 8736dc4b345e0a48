# What holds for all commands: versions, help, wrong use, streams that fail.
. "$(dirname "$0")/harness.sh"

begin "the version"
run 0 'strata --version'
out_has 'strata 0.'
err_empty

begin "help goes to stdout"
run 0 'strata --help'
out_has 'usage: strata COMMAND'
err_empty

begin "each command has help"
for command in $(strata --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  run 0 "strata $command --help"
  out_has "usage: strata $command "
done

begin "each option of each command is on the command's page"
for command in $(strata --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  for option in $(strata "$command" --help | sed -n '/^options:/,$s/^ *\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p'); do
    grep -qs -e "$option" "$SOURCE/docs/commands/$command.md" || complain "docs/commands/$command.md lacks $option"
  done
  grep -q "strata $command" "$SOURCE/README.md" || complain "README.md lacks strata $command"
done

begin "no command is wrong use"
run 2 'strata'
out_empty
err_is "strata: a command is missing
see 'strata --help'"

begin "an unknown command gets its nearest neighbour"
run 2 'strata expalin'
err_is "strata: unknown command 'expalin'; did you mean 'explain'?
see 'strata --help'"

begin "an unknown option gets its nearest neighbour"
run 2 'strata new --smaple web x'
err_is "strata: unknown option '--smaple'; did you mean '--sample'?
see 'strata new --help'"
files_are

begin "an option without its value"
run 2 'strata new x --sample'
err_has "'--sample' needs a value: NAME"
files_are

begin "a flag with a value"
run 2 'strata new x --quiet=yes'
err_has "'--quiet' takes no value"
files_are

begin "a missing operand and one too many"
run 2 'strata new'
err_has 'DIR is missing'
run 2 'strata new a b'
err_has "'b' is one operand too many"
files_are

begin "a full disk at stdout is an I/O error"
run 2 'strata --help >/dev/full'
err_is 'strata: cannot write standard output: No space left on device'
run 2 'strata explain >/dev/full'
err_is 'strata: cannot write standard output: No space left on device'

begin "a closed pipe ends the program quietly"
run 0 'strata explain E0001 | true'
err_empty

begin "stdin and stdout that are closed are no crash"
run 2 'strata --version >&-'
err_has 'cannot write standard output'

finish
