# No secret in any state, plan, ledger or diagnostic: secrets come in by every route there is, and every output of every
# command, in every format, is searched for them. Each secret is SEKRET with two digits and some more.
. "$(dirname "$0")/harness.sh"

cat >"$scratch/web.yaml" <<'END'
Parameters:
  Stage: {Type: String, Default: prod}
  Hidden: {Type: String, NoEcho: true, Default: SEKRET01default}
  Given: {Type: String, NoEcho: "true"}
  Plain: {Type: String, Default: SEKRET02plain}
  ApiToken: {Type: String, Default: SEKRET03token}
  Listed: {Type: String, NoEcho: true, AllowedValues: [SEKRET04first, SEKRET04second], Default: SEKRET04first}
Mappings:
  Words: {prod: {db: SEKRET05mapping}}
  Stages: {prod: {password: SEKRET06mapped}}
Metadata:
  Deploy: {password: SEKRET07metadata}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, MasterUsername: root, MasterUserPassword: SEKRET08literal, DBInstanceClass: db.t3.micro}
  Second:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, MasterUserPassword: !Ref Plain, DBInstanceClass: db.t3.micro}
  Third:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, MasterUserPassword: !FindInMap [Words, !Ref Stage, db], DBInstanceClass: db.t3.micro}
  Fourth:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, MasterUserPassword: "{{resolve:secretsmanager:shop:SecretString:password}}", DBInstanceClass: db.t3.micro}
  User:
    Type: AWS::IAM::User
    Properties: {LoginProfile: {Password: SEKRET09login}}
  Key:
    Type: AWS::IAM::AccessKey
    Properties: {UserName: !Ref User}
  Kept:
    Type: AWS::SecretsManager::Secret
    Properties: {SecretString: SEKRET10string}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: "exports.handler = 1"}
      Role: arn:aws:iam::123456789012:role/r
      Environment:
        Variables:
          API_TOKEN: SEKRET11variable
          DATABASE_URL: postgres://root:SEKRET12address@db:5432/shop
          PEM: "-----BEGIN RSA PRIVATE KEY-----\nSEKRET13key"
          COMPUTED: !Sub "root:${Given}"
          STAGE: !Ref Stage
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: app
          Environment:
            - {Name: DB_PASSWORD, Value: SEKRET14pair}
            - {Name: STAGE, Value: !Ref Stage}
Outputs:
  Url: {Value: !Sub "postgres://root:${Given}@${Database.Endpoint.Address}", Export: {Name: url}}
  KeyOut: {Value: !GetAtt Key.SecretAccessKey}
  Password: {Value: SEKRET15output}
  Stage: {Value: !Ref Stage}
END
sed 's/SEKRET08literal/SEKRET16changed/; s/SEKRET11variable/SEKRET17changed/; s/SEKRET14pair/SEKRET18changed/; s/SEKRET01default/SEKRET19changed/
  s/SEKRET05mapping/SEKRET20changed/; s/SEKRET12address/SEKRET21changed/; s/t3.micro/t3.large/' "$scratch/web.yaml" >"$scratch/new.yaml"

answers() {
  mkdir answers
  arn=arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b
  cat >answers/stacks.json <<END
{"Stacks": [{"StackName": "web", "StackId": "$arn", "StackStatus": "UPDATE_ROLLBACK_COMPLETE", "Parameters": [
 {"ParameterKey": "Given", "ParameterValue": "****"}, {"ParameterKey": "Plain", "ParameterValue": "SEKRET22shown"},
 {"ParameterKey": "ApiToken", "ParameterValue": "/path", "ResolvedValue": "SEKRET23resolved"}, {"ParameterKey": "Stage", "ParameterValue": "prod"}],
 "Outputs": [{"OutputKey": "Url", "OutputValue": "postgres://root:SEKRET24given@db", "ExportName": "url"}, {"OutputKey": "KeyOut", "OutputValue": "SEKRET25access"},
 {"OutputKey": "Password", "OutputValue": "SEKRET15output"}, {"OutputKey": "Stage", "OutputValue": "prod"}]}]}
END
  cat >answers/exports.json <<END
{"Exports": [{"ExportingStackId": "$arn", "Name": "url", "Value": "postgres://root:SEKRET24given@db"}]}
END
  cat >answers/resources.json <<END
{"StackResources": [{"StackName": "web", "LogicalResourceId": "Database", "PhysicalResourceId": "db-1", "ResourceType": "AWS::RDS::DBInstance", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Fourth", "PhysicalResourceId": "db-4", "ResourceType": "AWS::RDS::DBInstance", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Function", "PhysicalResourceId": "f-1", "ResourceType": "AWS::Lambda::Function", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "User", "PhysicalResourceId": "u-1", "ResourceType": "AWS::IAM::User", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Task", "PhysicalResourceId": "t-1", "ResourceType": "AWS::ECS::TaskDefinition", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Unknown", "PhysicalResourceId": "x", "ResourceType": "AWS::SQS::Queue", "ResourceStatus": "CREATE_COMPLETE"}]}
END
  mkdir observed
  tr -d '\n' >observed/drifts.json <<END
{"StackResourceDrifts": [{"StackId": "$arn", "LogicalResourceId": "Fourth", "StackResourceDriftStatus": "MODIFIED",
  "ActualProperties": "{\"Engine\": \"mysql\", \"MasterUserPassword\": \"SEKRET26actual\", \"Extra\": \"SEKRET26actual\"}", "PropertyDifferences": []},
 {"StackId": "$arn", "LogicalResourceId": "User", "StackResourceDriftStatus": "MODIFIED", "PropertyDifferences": [
  {"PropertyPath": "/LoginProfile/Password", "ExpectedValue": "SEKRET09login", "ActualValue": "SEKRET27other", "DifferenceType": "NOT_EQUAL"}]}]}
END
  tr -d '\n' >observed/function.json <<END
{"TypeName": "AWS::Lambda::Function", "ResourceDescription": {"Identifier": "f-1", "Properties": "{\"Role\": \"arn:aws:iam::123456789012:role/other\",
 \"Environment\": {\"Variables\": {\"API_TOKEN\": \"SEKRET28seen\", \"DATABASE_URL\": \"postgres://root:SEKRET29seen@db\", \"PEM\": \"-----BEGIN RSA PRIVATE KEY-----SEKRET30seen\",
 \"COMPUTED\": \"root:SEKRET31computed\", \"STAGE\": \"test\", \"ADDED_SECRET\": \"SEKRET32added\"}}}"}}
END
  tr -d '\n' >observed/task.json <<END
{"TypeName": "AWS::ECS::TaskDefinition", "ResourceDescription": {"Identifier": "t-1", "Properties": "{\"ContainerDefinitions\": [{\"Name\": \"app\", \"Image\": \"other\",
 \"Environment\": [{\"Name\": \"STAGE\", \"Value\": \"test\"}, {\"Name\": \"DB_PASSWORD\", \"Value\": \"SEKRET33seen\"}, {\"Name\": \"NEW_TOKEN\", \"Value\": \"SEKRET34seen\"}]}]}"}}
END
}

# quiet EXIT COMMAND...: runs it, and searches what it says and every state for secrets.
quiet() {
  run "$1" "$2"
  grep -o 'SEKRET[0-9]*[a-z]*' "$scratch/out" | sort -u | sed "s|^|'$2' prints |" >>"$scratch/trouble"
  grep -o 'SEKRET[0-9]*[a-z]*' "$scratch/err" | sort -u | sed "s|^|'$2' says |" >>"$scratch/trouble"
  for state in strata.state.json shared/*.state.json; do
    [ ! -e "$state" ] || grep -o 'SEKRET[0-9]*[a-z]*' "$state" | sort -u | sed "s|^|'$2' leaves in the state |" >>"$scratch/trouble"
  done
}

begin "recording and looking at the state"
cp "$scratch/web.yaml" "$scratch/new.yaml" .
answers
mkdir shared
quiet 0 'strata state record web.yaml -P Given=SEKRET24given -P Hidden=SEKRET35hidden'
quiet 0 'strata state record web.yaml answers observed --stack web'
quiet 0 'strata state record new.yaml answers observed --stack web --state shared/'
quiet 0 'strata state record new.yaml answers --stack web'
quiet 0 'strata state show'
quiet 0 'strata state show web'
out_has 'Stage = prod'
quiet 0 'strata state show --format json'
quiet 0 'strata state show web.Function'
out_has '"STAGE": "test"'
quiet 0 'strata state history --format json'
quiet 0 'strata state rollback'
quiet 0 'strata state verify'

begin "what is wrong with an answer is told without showing it"
cp "$scratch/web.yaml" .
answers
run 0 'strata state record web.yaml -q'
tr '\n' ' ' <answers/stacks.json | sed 's/"StackName": "web", //' >nameless.json
quiet 2 'strata state record nameless.json'
tr '\n' ' ' <answers/stacks.json | sed 's/"Outputs":/SEKRET36bare "Outputs"]:/' >broken.json
quiet 2 'strata state record broken.json'
tr '\n' ' ' <answers/stacks.json | sed 's/"Stacks"/"Vpcs"/' >unknown.json
quiet 2 'strata state record unknown.json'
quiet 2 'strata drift --observed unknown.json'
tr '\n' ' ' <answers/stacks.json | sed 's/^{/{"NextToken": "x", /' >page.json
quiet 0 'strata state record page.json'
tr '\n' ' ' <answers/stacks.json | sed 's/123456789012/210987654321/' >other.json
quiet 2 'strata state record other.json'
quiet 2 'strata state record web.yaml -P SEKRET37wrong'
printf '{"TemplateBody": "Resources: {A: {Type: SEKRET38 ] }"}' >template.json
quiet 2 'strata state record template.json --stack web'

begin "plan and diff, in every format"
cp "$scratch/web.yaml" "$scratch/new.yaml" .
answers
run 0 'strata state record web.yaml answers observed --stack web -q'
for format in text json markdown sarif junit github; do
  quiet 1 "strata diff web.yaml new.yaml --format $format --verbose"
  quiet 1 "strata diff web.yaml new.yaml --format $format -P Given=SEKRET24given -P Hidden=SEKRET35hidden"
  mv new.yaml new && mv web.yaml old && mv new web.yaml
  quiet 1 "strata plan web.yaml --format $format --verbose -P Given=SEKRET39given"
  mv web.yaml new.yaml && mv old web.yaml
done
run 0 'strata plan web.yaml'

begin "drift, in every format"
cp "$scratch/web.yaml" .
answers
run 0 'strata state record web.yaml answers --stack web -q'
for format in text json markdown; do
  quiet 1 "strata drift --observed observed --observed answers/resources.json --format $format --verbose"
  out_has test
done
out_has 'role/other'
run 1 'strata drift web.Function --observed observed --verbose'
out_has 'Environment.Variables.API_TOKEN: not compared, it is a secret'
out_has 'Environment.Variables.STAGE: "prod" is "test"'
run 1 'strata drift web.Fourth --observed observed'
out_has 'Engine: "postgres" is "mysql"'
quiet 0 'strata drift --observed observed --accept because'
quiet 0 'strata drift --observed observed --verbose'
quiet 0 'strata state record observed -q'
quiet 0 'strata state show --format json'

begin "a program with a secret parameter"
cat >main.strata <<'END'
stack web {}
param password: secret(8..)
param plain: string = "prod"
AWS::RDS::DBInstance main { Engine = "postgres", MasterUsername = "root", MasterUserPassword = password, DBInstanceClass = "db.t3.micro" }
out stage = plain
END
run 0 'strata check main.strata'
quiet 0 'strata state record main.strata -P Password=SEKRET40given'
quiet 0 'strata state show --format json'
out_has '"Strata::Secret"'
for format in text json markdown; do
  quiet 0 "strata plan main.strata --format $format --verbose -P Password=SEKRET41given --exit-zero"
done

finish
