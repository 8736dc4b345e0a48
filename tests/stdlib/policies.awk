# Writes the wrong and the right program of each policy's documentation into the folder `scratch`, named after the policy.
# Fails where a policy lacks one of them, or does not say why it is there or how to mend what breaks it.

function emit(kind, text,    file) {
  file = scratch "/" id "." kind ".strata"
  printf "// policy %s, %s\nstack example {}\n%s", id, kind, text > file
  close(file)
}

/^\/\/\/ Wrong:/ { part = "wrong"; next }
/^\/\/\/ Right:/ { part = "right"; next }
/^\/\/\/ Mend: / { mend = 1; next }
/^\/\/\/     / { program[part] = program[part] substr($0, 9) "\n"; next }
/^\/\/\/ / { why = 1; next }
/^policy "/ {
  id = substr($2, 2)
  if (seen[id]++) { print "two policies are called " id; failed = 1 }
  if (!why || !mend || program["wrong"] == "" || program["right"] == "") {
    print "the policy " id " needs a reason, Mend:, Wrong: and Right:"
    failed = 1
  } else {
    emit("wrong", program["wrong"])
    emit("right", program["right"])
  }
}
!/^\/\/\// { why = mend = part = ""; split("", program) }
END { exit failed }
