# The page of the security policies' codes, from the documentation in stdlib/policies/security.strata.

function fence(on) {
  if (on != fenced) print on ? "```strata fragment" : "```"
  fenced = on
}

BEGIN {
  print "# Security policies\n"
  print "What `strata lint --include S` finds, in templates of anybody: the policies of `stdlib/policies/security.strata`, from whose"
  print "documentation `docs/components/update` makes this page. A wrong example and a right one stand with each."
}

/^\/\/\/ / { doc[++lines] = substr($0, 5); next }
/^policy "/ {
  title = $0
  sub(/^policy "/, "", title)
  sub(/" \{.*/, "", title)
  print "\n## " substr(title, 1, 6) toupper(substr(title, 7, 1)) substr(title, 8) "\n"
  for (i = 1; i <= lines; i++) {
    line = doc[i]
    if (sub(/^    /, "", line)) {
      fence(1)
      print line
      continue
    }
    fence(0)
    if (line ~ /^(Wrong|Right):$/ || line ~ /^Mend: /) print ""
    print line
    if (line ~ /^(Wrong|Right):$/) print ""
  }
  fence(0)
}
{ lines = 0 }
