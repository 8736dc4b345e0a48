# A page of the component reference, from what `strata docs NAME` prints (first file) and the template of the least program
# with the component (second file; its instance is called `it`). With `kind`, a section on the function or type of that name
# instead, from the first file alone.

# An item is an input or out: its type, of one line or several, and what is said of it.
function close_item() {
  if (item == "") return
  if (rest == "") printf "- `%s`%s\n", item, doc == "" ? "" : "  \n  " doc
  else printf "- `%s`%s\n\n  ```text\n  %s%s\n  ```\n", name, doc == "" ? "" : "  \n  " doc, item, rest
  item = doc = rest = ""
}

function close_code() {
  if (code) print "```"
  code = 0
}

FNR == 1 { file++ }

file == 2 {
  if (/^  It[A-Za-z0-9]*:$/) inside = 1
  else if (/^  [A-Za-z]/) inside = 0
  if (inside && /^    Type: / && !seen[$2]++) types = types (types == "" ? "" : ", ") "`" $2 "`"
  next
}

# One name may be a component, a function and a type: each begins with such a line.
/^[a-z0-9_]+ \((component|function|type), std\/[a-z]+\.strata\)$/ {
  close_item()
  close_code()
  shown = kind == "" ? /\(component/ : index($2, kind) == 2
  if (shown) print (kind == "" ? "# " : "\n### ") $1 "\n"
  part = ""
  started = 0
  next
}
!shown { next }

/^Example:$/ { next }
/^inputs:$/ { close_code(); part = "inputs"; print "## Inputs\n"; next }
/^outs:$/ { close_item(); close_code(); part = "outs"; print "\n## Outs\n"; next }
part == "" && /^    / {
  if (!code) print "```strata" (kind == "" ? "" : " fragment")
  code = started = 1
  print substr($0, 5)
  next
}
part == "" {
  close_code()
  if (/^$/ && !started) next
  if (/^Also known as: / && started) print ""
  started = 1
  print
  next
}
item ~ /[{(\[]$/ && rest !~ /\n  [}\])]/ && !/^$/ { rest = rest "\n" $0; next }
/^  [^ ]/ {
  close_item()
  item = substr($0, 3)
  name = $1
  sub(/:$/, "", name)
  next
}
/^      [^ ]/ { doc = doc (doc == "" ? "" : "\n  ") substr($0, 7); next }
END {
  close_item()
  close_code()
  if (kind == "") print "\n## Resources\n\nWith the defaults: " types "."
}
