# Inputs given on the command line and by environments: mistakes in them are shown as they were typed.
. "$(dirname "$0")/harness.sh"

program() {
  cat >program.strata <<'EOF'
stack web {}

in stage: "dev" | "prod" = "dev"
in zones: int(1..6) = 2
in memory: size = 512MiB
param copies: int = 1

environment staging {
  in = { stage: "prod", zone: 3 }
}

AWS::SQS::Queue jobs { DelaySeconds = zones, tags = { stage: stage, memory: "${memory.mib}" } }
EOF
}

begin "a value of the right type"
program
run 0 'strata compile program.strata -D zones=3 -D stage=prod -D memory=2GiB'
out_has 'DelaySeconds: 3'
out_has '2048'

begin "a value out of range, shown as it was typed"
program
run 1 'strata check program.strata -D zones=9'
err_has "error[E0301]: the input 'zones' must be int(1..6), not 9"
err_has '(command line):1:7'

begin "a value that is not of the choice"
program
run 1 'strata check program.strata -D stage=prd'
err_has "did you mean 'prod'?"

begin "a unit that is none"
program
run 1 'strata check program.strata -D memory=5GB'
err_has 'it is written as a number with its unit: B, KiB, MiB, GiB and TiB'

begin "an input that is misspelt, and one that is a parameter"
program
run 1 'strata check program.strata -D zone=3 -D copies=2'
err_has "error[E0203]: the program has no input 'zone'"
err_has "did you mean 'zones'?"
err_has "'copies' is a parameter: its value is given when the stack is deployed"

begin "an environment that is misspelt"
program
run 1 'strata check program.strata --env stagin'
err_has "error[E0218]: the program has no environment 'stagin'"
err_has "did you mean 'staging'?"

begin "an input that is misspelt in an environment"
program
run 1 'strata check program.strata --env staging'
err_has 'program.strata:9:25'

begin "an environment that is declared twice"
printf 'stack web {}\nenvironment dev {}\nenvironment prod {}\nenvironment dev {}\nAWS::SQS::Queue jobs {}\n' >twice.strata
run 1 'strata check twice.strata'
err_has "error[E0204]: the environment 'dev' is declared twice"
err_has 'twice.strata:4:13'

begin "a place or name that no stack can have, said by the stack or by an environment"
printf 'stack web { name = "my web", region = "mars", account = 12 }\nAWS::SQS::Queue jobs {}\n' >web.strata
run 1 'strata check web.strata'
err_has 'the name of a stack is a letter, then letters, digits and hyphens, 128 at most, not "my web"'
err_has 'the region of a stack is a name such as "eu-west-1", not "mars"'
err_has 'the account of a stack is a text of 12 digits, not 12'
printf 'stack web {}\nenvironment dev { region = "Ireland" }\nAWS::SQS::Queue jobs {}\n' >web.strata
run 0 'strata check web.strata'
run 1 'strata check web.strata --env dev'
err_has 'not "Ireland"'
err_has 'web.strata:2:28'

finish
