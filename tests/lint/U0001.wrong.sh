# Pairs of parameters whose diagram doubles with each: the first ones are all read before the second ones.
echo 'Parameters:'
for i in $(seq 40); do echo "  P$i: {Type: String, AllowedValues: ['yes', 'no'], Default: 'no'}"; done
echo 'Conditions:'
for i in $(seq 40); do echo "  C$i: !Equals [!Ref P$i, 'yes']"; done
for i in $(seq 20); do echo "  Both$i: !And [!Condition C$i, !Condition C$((i + 20))]"; done
echo '  First: !Or [!Condition Both1, !Condition Both2]'
last=First
for i in $(seq 3 20); do echo "  Or$i: !Or [!Condition $last, !Condition Both$i]" && last=Or$i; done
echo 'Resources:'
for i in $(seq 40); do echo "  Q$i: {Type: 'AWS::SQS::Queue', Condition: C$i}"; done
echo "  Last: {Type: 'AWS::SQS::Queue', Condition: $last}"
