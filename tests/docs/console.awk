# Runs the commands of a console block (lines after `$ `) and holds their output against the lines that follow each;
# `...` stands for any lines. Prints what is different.
function run(   whole, got, lines, i, k, line) {
  if (command == "") return
  whole = command " 2>&1"
  while ((whole | getline line) > 0) got[++lines] = line
  close(whole)
  for (i = k = 1; i <= expected_count; i++) {
    if (expected[i] == "...") {
      if (i == expected_count) k = lines + 1
      else while (k <= lines && got[k] != expected[i + 1]) k++
    } else {
      if (k > lines || got[k] != expected[i]) {
        print "$ " command
        print "expected: " expected[i]
        print "but got:  " (k > lines ? "(nothing further)" : got[k])
        return
      }
      k++
    }
  }
  if (k <= lines) print "$ " command "\ngives further: " got[k]
}

/^\$ / {
  run()
  command = substr($0, 3)
  expected_count = 0
  split("", expected)
  next
}

{ expected[++expected_count] = $0 }

END { run() }
