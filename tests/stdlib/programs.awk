# Writes the programs of `run` into the folder `scratch`: from the declarations of components (the library's files) and the
# least program of each in `here`. Fails where a component lacks its program or its example.

function emit(title, program) {
  file = sprintf("%s/%04d.strata", scratch, ++programs)
  printf "// %s\n%s", title, program > file
  close(file)
}

# The least program with `setting` in place of INPUT, and `declarations` after it.
function program_with(setting, declarations) {
  text = least
  sub(/INPUT/, setting, text)
  return text declarations
}

function finish_component(    i, j, k, l, count, others, values, other_values) {
  if (component == "") return
  for (i = 1; i <= inputs; i++) {
    count = split(type[i] == "bool" ? "true | false" : type[i], values, " [|] ")
    for (k = 1; k <= count; k++)
      emit(component " " input[i] " = " values[k], program_with(input[i] " = " values[k], ""))
    emit(component " " input[i] " as a parameter", program_with(input[i] " = first", "param first: " type[i] "\n"))
    for (j = i + 1; j <= inputs; j++) {
      others = split(type[j] == "bool" ? "true | false" : type[j], other_values, " [|] ")
      for (k = 1; k <= count; k++)
        for (l = 1; l <= others; l++)
          emit(component " " input[i] " = " values[k] ", " input[j] " = " other_values[l],
               program_with(input[i] " = " values[k] ", " input[j] " = " other_values[l], ""))
      emit(component " " input[i] " and " input[j] " as parameters",
           program_with(input[i] " = first, " input[j] " = second", "param first: " type[i] "\nparam second: " type[j] "\n"))
    }
  }
  component = ""
}

function start_component(name,    line) {
  component = name
  inputs = 0
  least = ""
  while ((getline line < (here "/" name ".strata")) > 0) least = least line "\n"
  close(here "/" name ".strata")
  if (least !~ /INPUT/) {
    print "tests/stdlib/" name ".strata is missing, or has no line INPUT"
    failed = 1
  }
  if (example == "") {
    print "the component " name " has no example in its documentation"
    failed = 1
  } else {
    emit(name " example", (example ~ /^stack / ? "" : "stack example {}\n") example)
  }
}

FNR == 1 { finish_component() }
/^\/\/\/     / { example = example substr($0, 9) "\n" }
/^component / { start_component($2) }
!/^\/\/\// { example = "" }
/^}/ { finish_component() }

component != "" && /^  in [a-z_]+: / {
  name = substr($2, 1, length($2) - 1)
  declared = substr($0, index($0, ": ") + 2)
  sub(/ = .*/, "", declared)
  if (declared == "bool" || declared ~ /^("[^"]*"|[0-9]+)( \| ("[^"]*"|[0-9]+))+$/) {
    input[++inputs] = name
    type[inputs] = declared
  }
}

END {
  finish_component()
  exit failed
}
