# strata explain
. "$(dirname "$0")/harness.sh"

begin "a code's title and text"
run 0 'strata explain E0001'
out_has 'E0001: A file cannot be read or written'
out_has 'The message names the file'
err_empty

begin "a code in lower case"
run 0 'strata explain e0001'
out_has 'E0001: '

begin "the list of all codes is sorted and has no code twice"
run 0 'strata explain'
out_has 'E0001  A file cannot be read or written'
run 0 'strata explain | cut -d" " -f1 | sort | uniq -d'
out_empty

begin "an unknown code"
run 2 'strata explain E001'
err_has "there is no code 'E001'; did you mean 'E0001'?"
run 2 'strata explain nonsense'
err_has "'nonsense' is no code, and no main.strata here has resources to explain"

begin "an unknown resource gets its nearest neighbour"
echo 'stack mail {}
AWS::SQS::Queue letters {}' >main.strata
run 0 'strata explain Letters'
run 2 'strata explain Leters'
err_has "no stack of . has a resource 'Leters'; did you mean 'Letters'?"
run 2 'strata explain Nothing'
err_has "no stack of . has a resource 'Nothing'; \`strata graph\` lists them"

finish
