# What the topics of ./dev bench share. A topic (TOPIC.sh in this folder) sources this file, then says
#
#   together 200                                 the rows that follow run in turn, so many rounds
#   row web "compile samples/web" COMMAND        a command by its name, as the table shows it
#   reference copy "jansson, read and write" C   the same, shown as what others are held against
#   measured                                     runs them
#   ratio "web sample, against jansson" web copy 2    at most twice the time
#   peak "memory of the web sample" web 20            at most so many MiB
#   bench_end
#
# `$strata` is the program, `$work` a folder for files. Bounds are ratios of what ran in the same minute.
set -eu
cd "$(dirname "$0")/../.."
strata=build/strata
work=build/bench-work/$(basename "$0" .sh)
mkdir -p "$work"
: >"$work/measured"
: >"$work/bounds"

together() {
  rounds=$1
  : >"$work/rows"
  set --
  : >"$work/commands"
}

row() { printf '%s\t%s\n' "$1" "$2" >>"$work/rows" && printf '%s\n' "$3" >>"$work/commands"; }
reference() { row "$1" "  $2" "$3"; }

measured() {
  set --
  while read -r command; do set -- "$@" "$command"; done <"$work/commands"
  build/tests/bench "$rounds" "$@" >"$work/times"
  paste "$work/rows" "$work/times" | tr ' ' '\037' | awk -F'\t' -v OFS='\t' '{ split($3, t, "\037"); gsub("\037", " ", $2); print $1, $2, t[1], t[2], t[3] }' >>"$work/measured"
}

ratio() { printf 'ratio\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$work/bounds"; }
peak() { printf 'peak\t%s\t%s\t\t%s\n' "$1" "$2" "$3" >>"$work/bounds"; }

# difference NAME A B C MOST N M: A/N, against (B - C)/M: what one of many costs once the process is running.
difference() { printf 'difference\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$5" "$4" "$6" "$7" >>"$work/bounds"; }

bench_end() {
  awk -F'\t' '
    FNR == NR {
      name[$1] = $2; time[$1] = $3; peak[$1] = $4; code[$1] = $5
      printf "%-52s %10.2f ms %9.1f MiB\n", $2, $3 / 1000, $4 / 1024
      if (code[$1] > 1) { printf "not ok - %s ended with %s\n", $2, code[$1]; failed++ }
      next
    }
    {
      value = $1 == "peak" ? peak[$3] / 1024 : time[$4] ? time[$3] / time[$4] : 0
      if ($1 == "difference") value = (time[$3] / $7) / ((time[$4] - time[$6]) / $8)
      unit = $1 == "peak" ? " MiB" : " times"
      good = value > 0 && value <= $5
      if (good) passed++; else failed++
      printf "%s - %s: %.3g%s (at most %s)\n", good ? "ok" : "not ok", $2, value, unit, $5
    }
    END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$work/measured" "$work/bounds"
}
