# Prints "FILE:LINE<tab>TARGET<tab>ANCHOR" for each relative link of Markdown pages, code left aside; TARGET is a path from
# the project's root, the anchor may be empty.
FNR == 1 {
  fenced = 0
  folder = FILENAME
  if (!sub(/\/[^\/]*$/, "", folder)) folder = "."
}
/^ *```/ { fenced = !fenced }
fenced { next }
{
  line = $0
  gsub(/`[^`]*`/, "", line)
  while (match(line, /\]\([^)]*\)/)) {
    target = substr(line, RSTART + 2, RLENGTH - 3)
    line = substr(line, RSTART + RLENGTH)
    if (target ~ /^[a-z]+:/) continue
    anchor = ""
    if (match(target, /#/)) { anchor = substr(target, RSTART + 1); target = substr(target, 1, RSTART - 1) }
    print FILENAME ":" FNR "\t" (target == "" ? FILENAME : folder "/" target) "\t" anchor
  }
}
