# Takes the fenced strata, console and `yaml emitted` blocks out of Markdown pages: each becomes a file in `blocks`, and a line
# "FILE PLACE LANGUAGE WORDS..." of the output.
FNR == 1 { inside = 0 }

!inside && /^```((strata|console)( |$)|yaml emitted)/ {
  inside = 1
  file = blocks "/" ++count
  printf "" > file
  print file, FILENAME ":" FNR, substr($0, 4)
  next
}

!inside && /^```/ { inside = 2; next }
inside && /^```/ {
  if (inside == 1) close(file)
  inside = 0
  next
}

inside == 1 { print > file }
