# Holds `// expect: CODE TEXT` in a program (first file) against GitHub annotations of its diagnostics (second file):
# each must be there, on its line and with its text, and no other. Prints what is wrong.
function unescaped(text) {
  gsub(/%0A/, "\n", text)
  gsub(/%0D/, "\r", text)
  gsub(/%3A/, ":", text)
  gsub(/%2C/, ",", text)
  gsub(/%25/, "%", text)
  return text
}

FNR == NR {
  if ((at = index($0, "// expect: ")) > 0) {
    rest = substr($0, at + 11)
    split(rest, words, " ")
    count++
    wanted_line[count] = FNR
    wanted_code[count] = words[1]
    wanted_text[count] = substr(rest, length(words[1]) + 2)
  }
  next
}

/^::/ {
  head = $0
  sub(/^::/, "", head)
  middle = index(head, "::")
  message = unescaped(substr(head, middle + 2))
  head = substr(head, 1, middle - 1)
  line = match(head, /line=[0-9]+/) ? substr(head, RSTART + 5, RLENGTH - 5) : 0
  code = head
  sub(/^.*title=/, "", code)
  for (i = 1; i <= count; i++)
    if (!met[i] && wanted_line[i] == line && wanted_code[i] == code && index(message, wanted_text[i])) break
  if (i <= count) met[i] = 1
  else print "not expected: line " line ": " code " " message
}

END {
  if (!count) print "the program states no expectation"
  for (i = 1; i <= count; i++)
    if (!met[i]) print "missing: line " wanted_line[i] ": " wanted_code[i] " " wanted_text[i]
}
