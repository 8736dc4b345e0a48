# The reports of lint, held against what their readers take: SARIF 2.1.0 by its published types, JUnit by the schema that
# Jenkins and GitLab share (junit.xsd). Sourced by run, which counts.
folder=build/judge-reports
rm -rf "$folder"
mkdir -p "$folder"
lint() { build/strata lint --today 2026-11-21 --include I --include S "$@"; }
# A few files: the checker of types gives up on literals that are too large.
lint tests/lint/E300*.wrong.yaml tests/lint/W30*.wrong.yaml samples/layers --format sarif >"$folder/findings.sarif" || :
lint samples/bucket --format sarif >"$folder/clean.sarif" || :
build/strata test samples/web --format junit >"$folder/tests.xml" || :
lint tests/lint samples/web --format junit >"$folder/findings.xml" || :
lint samples/bucket --format junit >"$folder/clean.xml" || :

for report in findings clean; do
  {
    echo 'import type { StaticAnalysisResultsFormatSARIFVersion210Rtm6JSONSchema as Log } from "@schemastore/sarif-2.1.0-rtm.6";'
    printf 'export const log: Log = '
    cat "$folder/$report.sarif"
  } >tests/judge/sarif.ts
  (cd tests/judge && node_modules/.bin/tsc --noEmit --strict --skipLibCheck false sarif.ts) >"$folder/log" 2>&1
  judged $? "$report.sarif is SARIF 2.1.0"
  xmllint --noout --schema tests/judge/junit.xsd "$folder/$report.xml" >"$folder/log" 2>&1
  judged $? "$report.xml is JUnit's"
done
xmllint --noout --schema tests/judge/junit.xsd "$folder/tests.xml" >"$folder/log" 2>&1
judged $? "tests.xml is JUnit's"
rm -f tests/judge/sarif.ts
