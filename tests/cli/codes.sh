# Every code that the sources (but for the rules of lint, which tests/lint/run holds) and the rules of the type tables report has its section in docs/errors, and every section its code.
. "$(dirname "$0")/harness.sh"

# Codes that only the table tools report, which are no part of the program.
tools='E0900'

begin "the codes of the sources and of docs/errors are the same"
strata explain | cut -d' ' -f1 | sort >explained
grep -rhoE '"([EWIS][0-9]{4}|P[0-9]{3})"' "$SOURCE/runtime" "$SOURCE/compiler" --include='*.c' --include='*.h' --exclude-dir=lint | tr -d '"' >found
grep -hoE '&rule E[0-9]{4}' "$SOURCE"/stdlib/aws/facts/*.types | cut -d' ' -f2 >>found
grep -hoE '&aging E[0-9]{4}' "$SOURCE"/stdlib/aws/overlay/*.types | cut -d' ' -f2 >>found
sed -n 's/^policy "\(S[0-9]*\) .*/\1/p' "$SOURCE/stdlib/policies/security.strata" >>found
grep -hoE '"[EW]0[0-9]{3}"' "$SOURCE/runtime/lint/config.c" "$SOURCE/runtime/lint/comments.c" | tr -d '"' >>found
strata lint --list-rules | cut -d' ' -f1 >>found
sort -u found | grep -vxE "$tools" >reported
run 0 'comm -13 explained reported | sed "s/^/not explained: /"; comm -23 explained reported | sed "s/^/not reported: /"'
out_empty

begin "every code of the language is reached by a test"
for room in syntax check eval graph lower; do
  grep -rhoE '"[EWI][0-9]{4}"' "$SOURCE/compiler/$room" | tr -d '"'
done | sort -u >language
{
  grep -hoE 'expect: [EWI][0-9]{4}' "$SOURCE"/tests/golden/errors/*.strata
  grep -hoE 'strata error [EWI][0-9]{4}' "$SOURCE"/docs/errors/*.md
  grep -hoE '\b[EWI][0-9]{4}\b' "$SOURCE"/tests/unit/*.c
  grep -hoE '_has .*[EWI][0-9]{4}\b' "$SOURCE"/tests/cli/*.sh
} | grep -oE '[EWI][0-9]{4}' | sort -u >reached
run 0 'comm -23 language reached | sed "s/^/not reached: /"'
out_empty

# What an example of one file cannot show: bytes that are no text, other files, options.
alone='E0001 E0102 E0212 E0213 E0218'

begin "every code of the language has a wrong example and a right one"
run 0 'for code in $(cat language); do
  case " $alone " in *" $code "*) continue ;; esac
  cat "$SOURCE"/docs/errors/*.md | awk -v code="$code" "
    /^## / { here = \$2 == code }
    here && /^\`\`\`strata error/ { wrong = 1; next }
    here && /^\`\`\`strata/ { right = 1 }
    END { if (!wrong) print code \" lacks a wrong example\"; if (!right) print code \" lacks a right example\" }"
done'
out_empty

finish
