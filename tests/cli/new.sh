# strata new
. "$(dirname "$0")/harness.sh"

begin "a project has a program, a README, a .gitignore and a CI recipe"
run 0 'strata new shop'
out_is 'shop holds a program that compiles: strata compile shop'
err_empty
cd shop && files_are .github .gitignore README.md main.strata && cd ..
run 0 'cmp shop/main.strata "$SOURCE/samples/bucket/main.strata"'
run 0 'test -f shop/.github/workflows/strata.yml'

begin "another sample, and an empty folder that is there"
mkdir shop
run 0 'strata new --quiet --sample web shop'
out_empty
run 0 'cmp shop/main.strata "$SOURCE/samples/web/main.strata"'

begin "an unknown sample"
run 2 'strata new --sample nothing shop'
err_has "there is no sample 'nothing'; there are: "
err_has 'bucket'
files_are

begin "a folder that is not empty is refused"
mkdir shop
echo mine >shop/main.strata
run 2 'strata new shop'
err_is 'error[E0001]: the folder shop is not empty
  = help: name a new folder, or an empty one

1 error'
file_is shop/main.strata mine

begin "a file in the way, a folder that is not there"
echo mine >shop
run 2 'strata new shop'
err_has 'cannot read shop: Not a directory'
file_is shop mine
run 2 'strata new no/where'
err_has 'cannot make the folder no/where: No such file or directory'
files_are shop

begin "every sample compiles as a new project"
for sample in $(ls "$SOURCE/samples"); do
  run 0 "strata new --sample $sample $sample"
  mkdir out
  run 0 "strata compile $sample -o out"
  run 0 'cat out/*.yaml; rm -r out'
  out_has 'Resources:'
done

finish
