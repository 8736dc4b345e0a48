# strata drift: a recorded state against AWS's answers.
. "$(dirname "$0")/harness.sh"

cat >"$scratch/web.yaml" <<'END'
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
  Password: {Type: String, NoEcho: true}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !Ref Cidr
      Tags: [{Key: Name, Value: main}, {Key: Team, Value: web}]
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
  Servers:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub "servers of ${Vpc}"
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
        - {IpProtocol: tcp, FromPort: "80", ToPort: 80, CidrIp: 10.0.0.0/8}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Allow
          Principal: {Service: lambda.amazonaws.com}
          Action: sts:AssumeRole
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: Main
      Engine: postgres
      EngineVersion: "16.4"
      MasterUsername: root
      MasterUserPassword: !Ref Password
      AllocatedStorage: 20
END
cat >"$scratch/resources.json" <<'END'
{"StackResources": [
 {"StackName": "web", "LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1", "ResourceType": "AWS::EC2::VPC", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Subnet", "PhysicalResourceId": "subnet-1", "ResourceType": "AWS::EC2::Subnet", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Servers", "PhysicalResourceId": "sg-1", "ResourceType": "AWS::EC2::SecurityGroup", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Role", "PhysicalResourceId": "role-1", "ResourceType": "AWS::IAM::Role", "ResourceStatus": "CREATE_COMPLETE"},
 {"StackName": "web", "LogicalResourceId": "Database", "PhysicalResourceId": "main", "ResourceType": "AWS::RDS::DBInstance", "ResourceStatus": "CREATE_COMPLETE"}]}
END

# record: the state, and what AWS shows of everything as it was deployed, a file a resource, in observed/.
record() {
  cp "$scratch/web.yaml" "$scratch/resources.json" .
  run 0 'strata state record web.yaml resources.json -q'
  mkdir observed
  see vpc AWS::EC2::VPC vpc-1 '{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "InstanceTenancy": "default", "EnableDnsSupport": true,
    "Tags": [{"Key": "Team", "Value": "web"}, {"Key": "aws:cloudformation:stack-name", "Value": "web"}, {"Key": "Name", "Value": "main"}]}'
  see subnet AWS::EC2::Subnet subnet-1 '{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "MapPublicIpOnLaunch": false}'
  see servers AWS::EC2::SecurityGroup sg-1 '{"GroupDescription": "servers of vpc-1", "VpcId": "vpc-1", "GroupId": "sg-1", "GroupName": "web-Servers-X",
    "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "10.0.0.0/8"}, {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}'
  see role AWS::IAM::Role role-1 '{"RoleName": "role-1", "Arn": "arn:aws:iam::123456789012:role/role-1", "MaxSessionDuration": 3600,
    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com"]}}]}}'
  see database AWS::RDS::DBInstance main '{"DBInstanceIdentifier": "main", "Engine": "postgres", "EngineVersion": "16.4", "MasterUsername": "root", "AllocatedStorage": "20", "BackupRetentionPeriod": 7}'
}

# see FILE TYPE ID PROPERTIES: Cloud Control's get-resource.
see() {
  printf '%s' "$4" | tr '\n' ' ' | sed 's/"/\\"/g; s/.*/"&"/' >properties
  printf '{"TypeName": "%s", "ResourceDescription": {"Identifier": "%s", "Properties": %s}}' "$2" "$3" "$(cat properties)" >"observed/$1.json"
  rm properties
}

# ── Wrong use ──

begin "options that are missing or wrong"
run 2 'strata drift'
err_has 'what is there is missing: --observed FILE'
run 2 'strata drift --observed x --require-coverage most'
err_has "--require-coverage takes a share of 0% to 100%, not 'most'"
run 2 'strata drift --observed x --require-coverage 120%'
err_has "not '120%'"
run 2 'strata drift --observed x --format sarif'
err_has "--format takes text, json or markdown, not 'sarif'"
run 2 'strata drift --observed x --accept " "'
err_has '--accept takes the reason'
run 2 'strata drift --observed nowhere.json'
err_has 'error[E0001]: cannot read nowhere.json'
echo '{"Vpcs": []}' >vpcs.json
run 2 'strata drift --observed vpcs.json'
err_has 'error[E0606]: vpcs.json is not an answer of AWS that is known here'
echo '{"TypeName": "AWS::EC2::VPC", "ResourceDescription": {"Identifier": "vpc-1", "Properties": "{cut"}}' >cut.json
run 2 'strata drift --observed cut.json'
err_has 'the properties of a resource are no JSON'
echo '{"Stacks": []}' >stacks.json
run 2 'strata drift --observed stacks.json'
err_has 'error[E0605]: there is no state in strata.state.json'

begin "stacks and resources that are not there"
record
run 2 'strata drift wep --observed observed'
err_has "the state has no stack 'wep'"
run 2 'strata drift web.Vpv --observed observed'
err_has "did you mean 'Vpc'?"

# ── What is drift and what is not ──

begin "order, case, forms of policies, defaults and AWS's own tags are no drift"
record
run 0 'strata drift --observed observed'
out_is '5 of 5 resources compared (100%): 5 in sync; 1 property could not be compared'
run 0 'strata drift --observed observed --verbose'
out_has 'MasterUserPassword: not compared, AWS never shows it'

begin "what was changed, added and removed, each by its path"
record
see subnet AWS::EC2::Subnet subnet-1 '{"SubnetId": "subnet-1", "VpcId": "vpc-2", "CidrBlock": "10.0.1.0/24"}'
see vpc AWS::EC2::VPC vpc-1 '{"CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Name", "Value": "other"}, {"Key": "Owner", "Value": "me"}]}'
see servers AWS::EC2::SecurityGroup sg-1 '{"GroupDescription": "servers of vpc-1", "VpcId": "vpc-1", "SecurityGroupIngress": [
    {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}, {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "10.0.0.0/8"},
    {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}'
see role AWS::IAM::Role role-1 '{"RoleName": "role-1", "AssumeRolePolicyDocument": {"Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}]}}'
run 1 'strata drift --observed observed'
out_is 'web.Vpc  AWS::EC2::VPC  modified
  Tags[0].Value: "main" is "other"
  Tags[1].Key: "Team" is "Owner"
  Tags[1].Value: "web" is "me"
web.Subnet  AWS::EC2::Subnet  modified
  VpcId: "vpc-1" is "vpc-2"
web.Servers  AWS::EC2::SecurityGroup  modified
  SecurityGroupIngress[0]: {IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "0.0.0.0/0"} was added
web.Role  AWS::IAM::Role  modified
  AssumeRolePolicyDocument.Statement[0].Principal.Service: "lambda.amazonaws.com" is "ec2.amazonaws.com"

5 of 5 resources compared (100%): 1 in sync, 4 modified; 1 property could not be compared'
run 0 'strata drift --observed observed --exit-zero'
run 1 'strata drift web.Subnet --observed observed'
out_is 'web.Subnet  AWS::EC2::Subnet  modified
  VpcId: "vpc-1" is "vpc-2"

1 of 1 resource compared (100%): 1 modified'
run 0 'strata drift web.Database --observed observed'

begin "what was not declared is drift only where it was recorded, and is another now"
record
see vpc AWS::EC2::VPC vpc-1 '{"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "dedicated", "Tags": [{"Key": "Name", "Value": "main"}, {"Key": "Team", "Value": "web"}]}'
run 0 'strata drift --observed observed'
see vpc AWS::EC2::VPC vpc-1 '{"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "default", "Tags": [{"Key": "Name", "Value": "main"}, {"Key": "Team", "Value": "web"}]}'
run 0 'strata state record observed -q'
run 0 'strata drift --observed observed'
see vpc AWS::EC2::VPC vpc-1 '{"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "dedicated", "Tags": [{"Key": "Name", "Value": "main"}, {"Key": "Team", "Value": "web"}]}'
run 1 'strata drift --observed observed'
out_has 'InstanceTenancy: "default" is "dedicated"'
see vpc AWS::EC2::VPC vpc-1 '{"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "default"}'
run 1 'strata drift --observed observed'
out_has 'Tags: [{Key: "Name", Value: "main"}, {Key: "Team", Value: "web"}] is gone'

begin "deleted, unchecked, unsupported, undeclared, in JSON as the contract says"
record
rm observed/*
echo '{"StackResourceDrifts": [
 {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1", "ResourceType": "AWS::EC2::VPC", "StackResourceDriftStatus": "MODIFIED",
  "ExpectedProperties": "{}", "ActualProperties": "{\"CidrBlock\": \"10.1.0.0/16\"}", "PropertyDifferences": []},
 {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "LogicalResourceId": "Subnet", "PhysicalResourceId": "subnet-1", "ResourceType": "AWS::EC2::Subnet", "StackResourceDriftStatus": "DELETED"},
 {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "LogicalResourceId": "Role", "PhysicalResourceId": "role-1", "ResourceType": "AWS::IAM::Role", "StackResourceDriftStatus": "NOT_SUPPORTED"},
 {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "LogicalResourceId": "Servers", "PhysicalResourceId": "sg-1", "ResourceType": "AWS::EC2::SecurityGroup", "StackResourceDriftStatus": "NOT_CHECKED"}]}' >observed/drifts.json
echo '{"TypeName": "AWS::S3::Bucket", "ResourceDescriptions": [{"Identifier": "stray", "Properties": "{\"BucketName\": \"stray\"}"},
 {"Identifier": "theirs", "Properties": "{\"BucketName\": \"theirs\", \"Tags\": [{\"Key\": \"aws:cloudformation:stack-name\", \"Value\": \"other\"}]}"}]}' >observed/buckets.json
run 1 'strata drift --observed observed --format json'
out_is '{
  "resources": [
    {
      "stack": "web",
      "logical_id": "Vpc",
      "type": "AWS::EC2::VPC",
      "physical_id": "vpc-1",
      "status": "modified",
      "differences": [
        {
          "path": [
            "Properties",
            "CidrBlock"
          ],
          "expected": "10.0.0.0/16",
          "actual": "10.1.0.0/16",
          "kind": "not_equal"
        },
        {
          "path": [
            "Properties",
            "Tags"
          ],
          "expected": [
            {
              "Key": "Name",
              "Value": "main"
            },
            {
              "Key": "Team",
              "Value": "web"
            }
          ],
          "kind": "remove"
        }
      ]
    },
    {
      "stack": "web",
      "logical_id": "Subnet",
      "type": "AWS::EC2::Subnet",
      "physical_id": "subnet-1",
      "status": "deleted",
      "differences": []
    },
    {
      "stack": "web",
      "logical_id": "Servers",
      "type": "AWS::EC2::SecurityGroup",
      "physical_id": "sg-1",
      "status": "unchecked",
      "differences": []
    },
    {
      "stack": "web",
      "logical_id": "Role",
      "type": "AWS::IAM::Role",
      "physical_id": "role-1",
      "status": "unsupported",
      "differences": []
    },
    {
      "stack": "web",
      "logical_id": "Database",
      "type": "AWS::RDS::DBInstance",
      "physical_id": "main",
      "status": "unchecked",
      "differences": []
    },
    {
      "type": "AWS::S3::Bucket",
      "physical_id": "stray",
      "status": "undeclared",
      "differences": []
    }
  ],
  "coverage": {
    "checked": 2,
    "total": 5
  },
  "summary": {
    "in_sync": 0,
    "modified": 1,
    "deleted": 1,
    "unchecked": 2,
    "unsupported": 1,
    "undeclared": 1
  }
}'
run 1 'strata drift --observed observed'
out_has 'web.Subnet  AWS::EC2::Subnet  deleted'
out_has 'stray  AWS::S3::Bucket  undeclared'
out_has '2 of 5 resources compared (40%): 1 modified, 1 deleted, 2 unchecked, 1 unsupported, 1 undeclared'
run 1 'strata drift --observed observed --format markdown'
out_has '| web.Vpc | AWS::EC2::VPC | modified | CidrBlock: "10.0.0.0/16" is "10.1.0.0/16"<br>'

begin "what a listing of all of a type does not show is deleted; of a page it is not"
record
rm observed/*
echo '{"TypeName": "AWS::EC2::VPC", "ResourceDescriptions": []}' >observed/vpcs.json
run 1 'strata drift --observed observed'
out_has 'web.Vpc  AWS::EC2::VPC  deleted'
echo '{"TypeName": "AWS::EC2::VPC", "ResourceDescriptions": [], "NextToken": "more"}' >observed/vpcs.json
run 0 'strata drift --observed observed'
err_has 'is one page of several'
out_has '0 of 5 resources compared (0%): 5 unchecked'

begin "another physical id, a resource that left the stack, one that nobody declared"
record
sed 's/"vpc-1"/"vpc-9"/; s/"Subnet"/"Extra"/' resources.json >observed.json
run 1 'strata drift --observed observed.json'
out_has 'web.Vpc  AWS::EC2::VPC  modified
  PhysicalResourceId: "vpc-1" is "vpc-9"'
out_has 'web.Subnet  AWS::EC2::Subnet  deleted'
out_has 'web.Extra  AWS::EC2::Subnet  undeclared'

begin "coverage that is asked for"
record
rm observed/servers.json observed/role.json
run 0 'strata drift --observed observed --require-coverage 60%'
run 1 'strata drift --observed observed --require-coverage 90%'
err_has 'error[E0610]: 3 of 5 resources were compared, 90% are required'
run 0 'strata drift --observed observed --require-coverage 90 --exit-zero'

begin "drift that is accepted, until it changes once more"
record
see subnet AWS::EC2::Subnet subnet-1 '{"VpcId": "vpc-1", "CidrBlock": "10.0.7.0/24"}'
rm observed/role.json
echo '{"StackResourceDrifts": [{"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/0a1b", "LogicalResourceId": "Role", "StackResourceDriftStatus": "DELETED"}]}' >observed/role.json
run 1 'strata drift --observed observed'
run 0 'strata drift --observed observed --accept "moved by hand, INC-7"'
out_is 'strata.state.json: serial 2, 2 differences accepted'
run 0 'strata drift --observed observed'
run 0 'strata drift --observed observed --verbose'
out_has 'CidrBlock: "10.0.1.0/24" is "10.0.7.0/24"  (accepted: moved by hand, INC-7)'
out_has 'web.Role  AWS::IAM::Role  deleted  (accepted: moved by hand, INC-7)'
run 0 'strata drift --observed observed --format json'
out_has '"accepted": "moved by hand, INC-7"'
run 0 'strata state show web'
out_has 'drift accepted'
see subnet AWS::EC2::Subnet subnet-1 '{"VpcId": "vpc-1", "CidrBlock": "10.0.8.0/24"}'
run 1 'strata drift --observed observed'
out_has 'CidrBlock: "10.0.1.0/24" is "10.0.8.0/24"'
run 0 'strata drift web.Subnet --observed observed --accept "again"'
run 0 'strata state history'
out_has 'accept drift: again'
run 0 'strata drift --observed observed'

begin "AWS's own verdict, where it shows no properties"
record
rm observed/*
echo '{"StackResourceDrifts": [{"StackId": "arn:aws:cloudformation:eu-west-1:1:stack/web/0a1b", "LogicalResourceId": "Vpc", "StackResourceDriftStatus": "MODIFIED",
 "PropertyDifferences": [{"PropertyPath": "/Tags/0/Value", "ExpectedValue": "main", "ActualValue": "other", "DifferenceType": "NOT_EQUAL"}]},
 {"StackId": "arn:aws:cloudformation:eu-west-1:1:stack/web/0a1b", "LogicalResourceId": "Subnet", "StackResourceDriftStatus": "IN_SYNC"}]}' >observed/drifts.json
run 1 'strata drift --observed observed'
out_is 'web.Vpc  AWS::EC2::VPC  modified
  Tags[0].Value: "main" is "other"

2 of 5 resources compared (40%): 1 in sync, 1 modified, 3 unchecked'

finish
