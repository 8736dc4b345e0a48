# Every code that the sources and the rules of the type tables report has its section in docs/errors, and every section its code.
. "$(dirname "$0")/harness.sh"

# Codes that only the table tools report, which are no part of the program.
tools='E0900'

begin "the codes of the sources and of docs/errors are the same"
strata explain | cut -d' ' -f1 | sort >explained
grep -rhoE '"[EWIPS][0-9]{4}"' "$SOURCE/runtime" "$SOURCE/compiler" --include='*.c' --include='*.h' | tr -d '"' >found
grep -hoE '&rule E[0-9]{4}' "$SOURCE"/stdlib/aws/facts/*.types | cut -d' ' -f2 >>found
grep -hoE '&aging E[0-9]{4}' "$SOURCE"/stdlib/aws/overlay/*.types | cut -d' ' -f2 >>found
sort -u found | grep -vxE "$tools" >reported
run 0 'comm -13 explained reported | sed "s/^/not explained: /"; comm -23 explained reported | sed "s/^/not reported: /"'
out_empty

finish
