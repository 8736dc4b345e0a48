# From ctest's verbose output (each line bears its test's number) to one line a test: programs that speak TAP give one a
# case, others one for the whole. Ends with the skipped ones, where there are any, and "N passed, N failed".
/^ +Start +[0-9]+: / { name[substr($2, 1, length($2) - 1)] = $3; next }

/^[0-9]+: / {
  split($0, parts, ": ")
  number = parts[1]
  line = substr($0, length(number) + 3)
  if (line ~ /^(not )?ok [0-9]* *.*# SKIP/) {  # cmocka calls a skipped case `not ok`
    cases[number]++
    skipped++
    sub(/^.*# SKIP */, "", line)
    print "skip - " name[number] ": " line
  } else if (line ~ /^ok /) {
    cases[number]++
    passed++
    sub(/^ok [0-9]* *(- )?/, "", line)
    print "ok - " name[number] ": " line
  } else if (line ~ /^not ok /) {
    cases[number]++
    failures[number]++
    failed++
    sub(/^not ok [0-9]* *(- )?/, "", line)
    print "not ok - " name[number] ": " line
  } else {
    said[number] = said[number] "    " line "\n"
  }
  next
}

/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
  match($0, /#[0-9]+/)
  number = substr($0, RSTART + 1, RLENGTH - 1)
  good = $0 ~ / Passed +[0-9.]+ sec/
  if (!good && !failures[number]) {
    failed++
    failures[number] = 1
    sub(/^.*(\*\*\*|   )/, "")
    print "not ok - " name[number] ": ended with " $0
  } else if (good && !cases[number]) {
    passed++
    print "ok - " name[number]
  }
  if (failures[number]) printf "%s", said[number]
  next
}

/Not Run|Could not find executable|No tests were found/ { print; broken = 1 }

END {
  if (skipped) print skipped " skipped"
  if (broken && !failed) failed = 1
  print passed + 0 " passed, " failed + 0 " failed"
  exit failed > 0
}
