# Holds docs/cloudformation.md against the programs and templates of tests/golden. Each row of its tables is
#
#   | CloudFormation | Strata | what comes out | `CASE` |
#
# Every `code` of the second cell stands in tests/golden/CASE/main.strata, every `code` of the third in what the case
# expects, blanks left aside; where CASE is a script of tests/cli (`limits.sh`), both stand in it. Every line of the first file given (tests/docs/cloudformation.txt) must be a `code` of some
# row's first cell. Prints "ROW<tab>what is wrong" for each row, nothing behind the tab where all is well.
function without_blanks(text) {
  gsub(/[ \t\r\n]/, "", text)
  return text
}

function content(files,   whole, line, command) {
  command = "cat " files " 2>/dev/null"
  while ((command | getline line) > 0) whole = whole line
  close(command)
  return without_blanks(whole)
}

# The codes of a cell, one after the other; what is missing in `where` is returned.
function missing(cell, where,   parts, count, i, code, lacking) {
  count = split(cell, parts, "`")
  for (i = 2; i <= count; i += 2) {
    code = parts[i]
    gsub(bar, "|", code)
    if (index(where, without_blanks(code)) == 0) lacking = lacking " `" code "`"
  }
  return lacking
}

BEGIN { bar = "\001" }

FNR == NR {
  if ($0 != "" && $0 !~ /^#/) wanted[$0] = 1
  next
}

/^\|/ {
  gsub(/\\\|/, bar)
  if (split($0, cell, "|") != 6) { print FILENAME ":" FNR "\tthis row has not four cells"; next }
  if (cell[2] ~ /^ CloudFormation/ || cell[2] ~ /^-+$/) next
  trouble = ""
  for (i = 2; i <= 5; i++) if (cell[i] ~ /^ *$/) trouble = trouble " cell " i - 1 " is empty;"
  for (i = 3; i <= 5; i++) if (cell[i] !~ /`/) trouble = trouble " cell " i - 1 " shows no code;"
  count = split(cell[2], parts, "`")
  for (i = 2; i <= count; i += 2) delete wanted[parts[i]]
  split(cell[5], parts, "`")
  folder = "tests/golden/" parts[2]
  if (!(folder in program)) {
    script = parts[2] ~ /\.sh$/
    program[folder] = content(script ? "tests/cli/" parts[2] : folder "/main.strata")
    template[folder] = script ? program[folder] : content(folder "/expected* " folder "/expected/*")
  }
  if (program[folder] == "") trouble = trouble " there is no " folder "/main.strata;"
  else if (template[folder] == "") trouble = trouble " " folder " expects nothing;"
  else {
    lacking = missing(cell[3], program[folder])
    if (lacking != "") trouble = trouble " " folder "/main.strata lacks" lacking ";"
    lacking = missing(cell[4], template[folder])
    if (lacking != "") trouble = trouble " what " folder " expects lacks" lacking ";"
  }
  name = cell[2]
  gsub(/^ +| +$|`/, "", name)
  print FILENAME ":" FNR " " name "\t" trouble
}

END {
  for (name in wanted) print FILENAME " " name "\tno row's first cell names `" name "`"
}
