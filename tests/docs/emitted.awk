# Looks for the lines of the first file (a yaml block of a page) in the second (the template), in order; a line `...`
# stands for any lines. What stands between two such lines follows without a gap, and may be indented deeper as a whole.
# Prints what was not found.
function indent(line) {
  match(line, /^ */)
  return RLENGTH
}

function fits(at, from, to,   i, shift, pad) {
  shift = indent(output[at]) - indent(expected[from])
  if (shift < 0) return 0
  pad = sprintf("%" shift "s", "")
  for (i = from; i <= to; i++)
    if (output[at + i - from] != (expected[i] == "" ? "" : (shift ? pad : "") expected[i])) return 0
  return 1
}

FNR == NR { expected[++count] = $0; next }
{ output[++lines] = $0 }

END {
  at = 1
  for (from = 1; from <= count; from = to + 2) {
    for (to = from; to <= count && expected[to] != "..."; to++) continue
    to--
    if (to < from) continue
    while (at <= lines && !fits(at, from, to)) at++
    if (at > lines) {
      print "not in the template:"
      for (i = from; i <= to; i++) print expected[i]
      print "which is:"
      for (i = 1; i <= lines; i++) print output[i]
      exit
    }
    at += to - from + 1
  }
}
