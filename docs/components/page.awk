# A page of the component reference, from what `strata docs NAME` prints (first file) and the template of the least program
# with the component (second file; its instance is called `it`).

function close_item() {
  if (item != "") printf "- `%s`%s\n", item, doc == "" ? "" : "  \n  " doc
  item = doc = ""
}

FNR == 1 { file++ }

file == 2 {
  if (/^  It[A-Za-z0-9]*:$/) inside = 1
  else if (/^  [A-Za-z]/) inside = 0
  if (inside && /^    Type: / && !seen[$2]++) types = types (types == "" ? "" : ", ") "`" $2 "`"
  next
}

FNR == 1 {
  print "# " $1 "\n"
  next
}
/^Example:$/ { example = 1; print "```strata"; next }
example && /^    / { print substr($0, 5); next }
example { example = 0; print "```" }
/^inputs:$/ { part = "inputs"; print "## Inputs\n"; next }
/^outs:$/ { close_item(); part = "outs"; print "\n## Outs\n"; next }
part == "" {
  if (/^$/ && !started) next
  started = 1
  print
  next
}
/^  [^ ]/ { close_item(); item = substr($0, 3); next }
/^      [^ ]/ { doc = doc (doc == "" ? "" : "\n  ") substr($0, 7); next }
END {
  close_item()
  print "\n## Resources\n\nWith the defaults: " types "."
}
