# strata fmt
. "$(dirname "$0")/harness.sh"

ugly='stack   a{}
let x=1'
neat='stack a {}
let x = 1'

begin "in place, and a second time nothing"
printf '%s\n' "$ugly" >a.strata
run 0 'strata fmt a.strata'
out_empty
err_empty
file_is a.strata "$neat"
run 0 'touch -d 2001-01-01 a.strata; strata fmt a.strata; find . -newermt 2002-01-01 -name a.strata'
out_empty

begin "standard input to standard output"
run 0 'printf "%s\n" "$ugly" | strata fmt -'
out_is "$neat"

begin "--check names what is not canonical, and writes nothing"
printf '%s\n' "$ugly" >a.strata
printf '%s\n' "$neat" >b.strata
run 1 'strata fmt --check a.strata b.strata'
out_is a.strata
file_is a.strata "$ugly"
run 0 'strata fmt --check b.strata'
out_empty
run 1 'strata fmt --check -q a.strata'
out_empty

begin "--diff shows the change, and writes nothing"
printf '%s\n' "$ugly" >a.strata
run 1 'strata fmt --diff a.strata'
out_is '--- a/a.strata
+++ b/a.strata
@@ -1,2 +1,2 @@
-stack   a{}
-let x=1
+stack a {}
+let x = 1'
file_is a.strata "$ugly"

begin "a syntax error is reported, the file kept, the others formatted"
printf '%s\n' "$ugly" >a.strata
echo 'let 1' >b.strata
run 1 'strata fmt b.strata a.strata'
err_has 'error[E0121]'
file_is a.strata "$neat"
file_is b.strata 'let 1'

begin "a folder is its main.strata"
mkdir shop
printf '%s\n' "$ugly" >shop/main.strata
run 0 'strata fmt shop'
file_is shop/main.strata "$neat"

begin "missing files, and a full disk"
printf '%s\n' "$ugly" >a.strata
run 2 'strata fmt none.strata a.strata'
err_has 'error[E0001]: cannot read none.strata: No such file or directory'
file_is a.strata "$neat"
{ printf '%s\n' "$ugly"; seq -f '// a comment %g' 200; } >b.strata
cp b.strata kept
run 2 'ulimit -f 1; strata fmt b.strata'
err_has 'cannot write b.strata: File too large'
run 0 'cmp b.strata kept'
files_are a.strata b.strata kept

finish
