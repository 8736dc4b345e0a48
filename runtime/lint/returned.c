// What Fn::GetAtt returns beside what AWS's schemas call read-only: of some types every property, of some a few
// (CloudFormation's answers as cfn-lint has gathered them, src/cfnlint/schema/_getatts.py of version 1.55).
#include "lint/functions.h"

static const char *const all_properties[] = {
    "AWS::Amplify::Branch",
    "AWS::Amplify::Domain",
    "AWS::AppSync::DomainName",
    "AWS::AppSync::FunctionConfiguration",
    "AWS::AppSync::Resolver",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::CodeArtifact::Domain",
    "AWS::CodeArtifact::Repository",
    "AWS::EC2::CapacityReservation",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EFS::MountTarget",
    "AWS::EKS::Nodegroup",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EventSchemas::Discoverer",
    "AWS::EventSchemas::Registry",
    "AWS::EventSchemas::Schema",
    "AWS::Events::EventBus",
    "AWS::GameLift::GameSessionQueue",
    "AWS::GameLift::MatchmakingConfiguration",
    "AWS::GameLift::MatchmakingRuleSet",
    "AWS::Grafana::Workspace",
    "AWS::ImageBuilder::Component",
    "AWS::ImageBuilder::ContainerRecipe",
    "AWS::ImageBuilder::DistributionConfiguration",
    "AWS::ImageBuilder::ImagePipeline",
    "AWS::ImageBuilder::ImageRecipe",
    "AWS::ImageBuilder::InfrastructureConfiguration",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBParameterGroup",
    "AWS::RoboMaker::RobotApplication",
    "AWS::RoboMaker::SimulationApplication",
    "AWS::Route53Resolver::ResolverRule",
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "AWS::S3::AccessPoint",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::DataQualityJobDefinition",
    "AWS::SageMaker::ModelBiasJobDefinition",
    "AWS::SageMaker::ModelExplainabilityJobDefinition",
    "AWS::SageMaker::ModelQualityJobDefinition",
    "AWS::SageMaker::MonitoringSchedule",
    "AWS::StepFunctions::Activity",
};

static const struct {
  const char *type, *attribute;
} others[] = {
    {"AWS::AppMesh::GatewayRoute", "GatewayRouteName"},
    {"AWS::AppMesh::GatewayRoute", "MeshName"},
    {"AWS::AppMesh::GatewayRoute", "MeshOwner"},
    {"AWS::AppMesh::GatewayRoute", "VirtualGatewayName"},
    {"AWS::AppMesh::Mesh", "MeshName"},
    {"AWS::AppMesh::Route", "MeshName"},
    {"AWS::AppMesh::Route", "MeshOwner"},
    {"AWS::AppMesh::Route", "RouteName"},
    {"AWS::AppMesh::Route", "VirtualRouterName"},
    {"AWS::AppMesh::VirtualGateway", "MeshName"},
    {"AWS::AppMesh::VirtualGateway", "MeshOwner"},
    {"AWS::AppMesh::VirtualGateway", "VirtualGatewayName"},
    {"AWS::AppMesh::VirtualNode", "MeshName"},
    {"AWS::AppMesh::VirtualNode", "MeshOwner"},
    {"AWS::AppMesh::VirtualNode", "VirtualNodeName"},
    {"AWS::AppMesh::VirtualRouter", "MeshName"},
    {"AWS::AppMesh::VirtualRouter", "MeshOwner"},
    {"AWS::AppMesh::VirtualRouter", "VirtualRouterName"},
    {"AWS::AppMesh::VirtualService", "MeshName"},
    {"AWS::AppMesh::VirtualService", "MeshOwner"},
    {"AWS::AppMesh::VirtualService", "VirtualServiceName"},
    {"AWS::Cloud9::EnvironmentEC2", "Name"},
    {"AWS::CloudWatch::InsightRule", "RuleName"},
    {"AWS::DocDB::DBCluster", "Port"},
    {"AWS::EC2::SecurityGroup", "GroupName"},
    {"AWS::Greengrass::ConnectorDefinition", "Name"},
    {"AWS::Greengrass::CoreDefinition", "Name"},
    {"AWS::Greengrass::DeviceDefinition", "Name"},
    {"AWS::Greengrass::FunctionDefinition", "Name"},
    {"AWS::Greengrass::Group", "Name"},
    {"AWS::Greengrass::Group", "RoleArn"},
    {"AWS::Greengrass::LoggerDefinition", "Name"},
    {"AWS::Greengrass::ResourceDefinition", "Name"},
    {"AWS::Greengrass::SubscriptionDefinition", "Name"},
    {"AWS::ManagedBlockchain::Member", "NetworkId"},
    {"AWS::MediaConvert::JobTemplate", "Name"},
    {"AWS::MediaConvert::Preset", "Name"},
    {"AWS::MediaConvert::Queue", "Name"},
    {"AWS::MediaLive::Input", "Destinations"},
    {"AWS::MediaLive::Input", "Sources"},
    {"AWS::OpsWorks::Instance", "AvailabilityZone"},
    {"AWS::OpsWorks::UserProfile", "SshUsername"},
    {"AWS::SageMaker::Workteam", "WorkteamName"},
};

bool reference_attribute(const SchemaType *type, Text attribute, SchemaShape *out) {
  if (schema_attribute(type, attribute, out)) return true;
  *out = (SchemaShape){0};
  Text name = schema_name(type);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (text_is(name, others[i].type) && text_is(attribute, others[i].attribute)) return true;
  for (size_t i = 0; i < sizeof all_properties / sizeof *all_properties; i++) {
    if (!text_is(name, all_properties[i])) continue;
    size_t dot = text_find(attribute, TEXT("."), 0);
    if (dot == SIZE_MAX) return schema_property(type, attribute, out);
    bool within = schema_property(type, text_slice(attribute, 0, dot), out) && out->kind == SCHEMA_OBJECT;
    *out = (SchemaShape){0};
    return within;
  }
  return false;
}
