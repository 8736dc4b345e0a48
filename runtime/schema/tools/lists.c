// A file of FACTS/constraints holds for each region either {enum} or {allOf: [{if, then: {properties: {X: {enum}}}}]},
// or one such allOf for all regions. Those of the regions are joined to one, in which each list says where its values
// are offered (regions.h).
#include "lists.h"

#include <stdio.h>
#include <string.h>

#include "classes.h"
#include "regions.h"
#include "write.h"

static const struct {
  const char *type, *path, *file, *code, *reason;
} lists[] = {
    {"AWS::AmazonMQ::Broker", "/HostInstanceType", "aws_amazonmq_broker/instancetype_enum", "E3670",
     "no instance type of Amazon MQ"},
    {"AWS::AppStream::Fleet", "/InstanceType", "aws_appstream_fleet/instancetype_enum", "E3621",
     "no instance type of AppStream"},
    {"AWS::DAX::Cluster", "/NodeType", "aws_dax_cluster/nodetype_enum", "E3672", "no node type of DAX"},
    {"AWS::DocDB::DBInstance", "/DBInstanceClass", "aws_docdb_dbinstance/dbinstanceclass_enum", "E3620",
     "no instance class of DocumentDB"},
    {"AWS::EC2::Instance", "/InstanceType", "aws_ec2_instance/instancetype_enum", "E3628", "no instance type of EC2"},
    {"AWS::EC2::LaunchTemplate", "@LaunchTemplateData/InstanceType", "aws_ec2_instance/instancetype_enum", "E3628",
     "no instance type of EC2"},
    {"AWS::EMR::Cluster", "@InstanceTypeConfig/InstanceType", "aws_emr_cluster/instancetypeconfig_instancetype_enum",
     "E3675", "no instance type of EMR"},
    {"AWS::EMR::Cluster", "@InstanceGroupConfig/InstanceType", "aws_emr_cluster/instancetypeconfig_instancetype_enum",
     "E3675", "no instance type of EMR"},
    {"AWS::EMR::InstanceFleetConfig", "@InstanceTypeConfig/InstanceType",
     "aws_emr_cluster/instancetypeconfig_instancetype_enum", "E3675", "no instance type of EMR"},
    {"AWS::EMR::InstanceGroupConfig", "/InstanceType", "aws_emr_cluster/instancetypeconfig_instancetype_enum", "E3675",
     "no instance type of EMR"},
    {"AWS::ElastiCache::CacheCluster", "/CacheNodeType", "aws_elasticache_cachecluster/cachenodetype_enum", "E3647",
     "no node type of ElastiCache"},
    {"AWS::ElastiCache::CacheCluster", "/", "aws_elasticache_cachecluster/engine_version", "E3695",
     "no version of that engine"},
    {"AWS::Elasticsearch::Domain", "@ElasticsearchClusterConfig/InstanceType",
     "aws_elasticsearch_domain/elasticsearchclusterconfig_instancetype_enum", "E3652",
     "no instance type of Elasticsearch"},
    {"AWS::GameLift::Fleet", "/EC2InstanceType", "aws_gamelift_fleet/ec2instancetype_enum", "E3641",
     "no instance type of GameLift"},
    {"AWS::ManagedBlockchain::Node", "@NodeConfiguration/InstanceType",
     "aws_managedblockchain_node/nodeconfiguration_instancetype_enum", "E3617",
     "no instance type of Managed Blockchain"},
    {"AWS::Neptune::DBInstance", "/DBInstanceClass", "aws_neptune_dbinstance/dbinstanceclass_enum", "E3635",
     "no instance class of Neptune"},
    {"AWS::OpenSearchService::Domain", "@ClusterConfig/InstanceType",
     "aws_opensearchservice_domain/clusterconfig_instancetype_enum", "E3653", "no instance type of OpenSearch"},
    {"AWS::RDS::DBCluster", "/", "aws_rds_dbcluster/dbclusterinstanceclass_enum", "E3694",
     "no instance class of that engine"},
    {"AWS::RDS::DBCluster", "/", "aws_rds_dbcluster/engine_version", "E3690", "no version of that engine"},
    {"AWS::RDS::DBCluster", "/", "aws_rds_dbcluster/engine_version_deprecated", "W3690",
     "no new cluster can be made with this version"},
    {"AWS::RDS::DBInstance", "/", "aws_rds_dbinstance/dbinstanceclass_enum", "E3025",
     "no instance class of that engine"},
    {"AWS::RDS::DBInstance", "/", "aws_rds_dbinstance/db_instance_class", "E3062",
     "no instance class of that version of the engine"},
    {"AWS::RDS::DBInstance", "/", "aws_rds_dbinstance/engine_version", "E3691", "no version of that engine"},
    {"AWS::RDS::DBInstance", "/", "aws_rds_dbinstance/engine_version_deprecated", "W3691",
     "no new instance can be made with this version"},
    {"AWS::Redshift::Cluster", "/NodeType", "aws_redshift_cluster/nodetype_enum", "E3667", "no node type of Redshift"},
    {"AWS::SageMaker::Cluster", "@ClusterInstanceGroup/InstanceType", "aws_sagemaker_cluster/instancetype_enum",
     "E3644", "no instance type of SageMaker clusters"},
    {"AWS::SageMaker::Cluster", "@ClusterRestrictedInstanceGroup/InstanceType",
     "aws_sagemaker_cluster/instancetype_enum", "E3644", "no instance type of SageMaker clusters"},
    {"AWS::SageMaker::DataQualityJobDefinition", "@ClusterConfig/InstanceType",
     "aws_sagemaker_processing/instancetype_enum", "E3640", "no instance type of SageMaker processing"},
    {"AWS::SageMaker::ModelBiasJobDefinition", "@ClusterConfig/InstanceType",
     "aws_sagemaker_processing/instancetype_enum", "E3640", "no instance type of SageMaker processing"},
    {"AWS::SageMaker::ModelExplainabilityJobDefinition", "@ClusterConfig/InstanceType",
     "aws_sagemaker_processing/instancetype_enum", "E3640", "no instance type of SageMaker processing"},
    {"AWS::SageMaker::ModelQualityJobDefinition", "@ClusterConfig/InstanceType",
     "aws_sagemaker_processing/instancetype_enum", "E3640", "no instance type of SageMaker processing"},
    {"AWS::SageMaker::MonitoringSchedule", "@ClusterConfig/InstanceType", "aws_sagemaker_processing/instancetype_enum",
     "E3640", "no instance type of SageMaker processing"},
    {"AWS::SageMaker::ModelPackage", "@TransformResources/InstanceType", "aws_sagemaker_transform/instancetype_enum",
     "E3643", "no instance type of SageMaker transform"},
    {"AWS::SageMaker::InferenceExperiment", "@RealTimeInferenceConfig/InstanceType",
     "aws_sagemaker_hosting/instancetype_enum", "E3642", "no instance type of SageMaker hosting"},
    {"AWS::SageMaker::EndpointConfig", "@ProductionVariant/InstanceType", "aws_sagemaker_hosting/instancetype_enum",
     "E3642", "no instance type of SageMaker hosting"},
};

// {properties: {X: {enum}}} -> the node of X
static json_t *then_node(const json_t *then) {
  json_t *properties = json_object_get(then, "properties");
  return json_object_iter_value(json_object_iter(properties));
}

// Whether it is a major version: digits that others of the list begin with, or without a dot.
static bool is_major(const json_t *versions, const char *version) {
  size_t i, size = strlen(version);
  const json_t *other;
  json_array_foreach(versions, i, other) {
    const char *text = json_string_value(other);
    bool begins = text && strncmp(text, version, size) == 0 && text[size] == '.';
    if (begins && strspn(version, "0123456789.") == size) return true;
  }
  return !strchr(version, '.');
}

// A branch of which nothing comes ({if, then: false}) says so of the version. A major version alone ("17") is none that
// ends: the service takes the newest of it.
static json_t *refused(const json_t *branch) {
  json_t *copy = json_deep_copy(branch);
  if (!json_is_false(json_object_get(copy, "then"))) return copy;
  json_object_set_new(copy, "then", json_pack("{s:{s:{s:{}}}}", "properties", "EngineVersion", "not"));
  json_t *properties = json_object_get(json_object_get(copy, "if"), "properties");
  json_t *versions = json_object_get(json_object_get(properties, "EngineVersion"), "enum");
  for (size_t i = json_array_size(versions); i > 0; i--) {
    const char *version = json_string_value(json_array_get(versions, i - 1));
    if (version && is_major(versions, version)) json_array_remove(versions, i - 1);
  }
  return copy;
}

// Adds the branches of `other` to `joined`: those with the same condition become one.
static void join_branches(json_t *joined, const json_t *other, const char *region) {
  size_t i, k;
  json_t *branch, *known;
  json_array_foreach(other, i, branch) {
    json_t *same = NULL;
    json_array_foreach(joined, k, known) if (json_equal(json_object_get(known, "if"), json_object_get(branch, "if")))
        same = known;
    const json_t *offered = json_object_get(then_node(json_object_get(branch, "then")), "enum");
    if (!same) json_array_append_new(joined, same = refused(branch));
    if (offered) regions_join(then_node(json_object_get(same, "then")), offered, region);
  }
}

// The services take these names in any case ("MySQL").
static void ignore_case(json_t *node) {
  const char *key;
  json_t *below;
  size_t i;
  if (json_is_array(node)) {
    json_array_foreach(node, i, below) ignore_case(below);
    return;
  }
  json_t *values = json_object_get(node, "enum"), *only = json_object_get(node, "const");
  if (values) json_object_set(node, "enumCaseInsensitive", values);
  if (only) json_object_set_new(node, "enumCaseInsensitive", json_pack("[O]", only));
  json_object_del(node, "enum");
  json_object_del(node, "const");
  json_object_foreach(node, key, below) ignore_case(below);
}

static json_t *join_regions(const json_t *file) {
  json_t *result = json_object(), *branches = json_array();
  const char *region;
  json_t *of;
  if (json_object_get(file, "allOf")) join_branches(branches, json_object_get(file, "allOf"), NULL);
  json_object_foreach((json_t *)file, region, of) {
    if (strcmp(region, "all") == 0) continue;  // no region; its list is empty or holds what others have
    if (json_object_get(of, "enum")) regions_join(result, json_object_get(of, "enum"), region);
    join_branches(branches, json_object_get(of, "allOf"), region);
  }
  if (json_array_size(branches)) json_object_set(result, "allOf", branches);
  json_decref(branches);
  return result;
}

// The bytes of a version's major version: "8.0" of "8.0.35", "16" of "16.4" (PostgreSQL from 10 on); 0 where it has
// none.
static size_t major_size(const char *version) {
  const char *dot = strchr(version, '.'), *second = dot ? strchr(dot + 1, '.') : NULL;
  if (!dot || memchr(version, '-', (size_t)((second ? second : dot) - version))) return 0;
  if (second) return (size_t)(second - version);
  return dot - version > 1 ? (size_t)(dot - version) : 0;
}

// RDS takes a major version as the newest of it; AWS's list has those of some engines alone.
static void add_majors(json_t *branches) {
  size_t i, k;
  json_t *branch;
  json_array_foreach(branches, i, branch) {
    json_t *versions = json_object_get(then_node(json_object_get(branch, "then")), "enum"), *seen = json_object();
    size_t count = json_array_size(versions);
    for (k = 0; k < count; k++) json_object_set_new(seen, json_string_value(json_array_get(versions, k)), json_true());
    for (k = 0; k < count; k++) {
      const char *version = json_string_value(json_array_get(versions, k));
      char major[16];
      size_t size = major_size(version);
      if (size == 0 || size >= sizeof major) continue;
      snprintf(major, sizeof major, "%.*s", (int)size, version);
      if (json_object_get(seen, major)) continue;
      json_object_set_new(seen, major, json_true());
      json_array_append_new(versions, json_string(major));
    }
    json_decref(seen);
  }
}

// ElastiCache takes "6.x" as the newest of Redis 6 (later versions are named in full).
static void add_redis_6(json_t *branches) {
  size_t i, k;
  json_t *branch, *version;
  json_array_foreach(branches, i, branch) {
    json_t *versions = json_object_get(then_node(json_object_get(branch, "then")), "enum");
    bool redis = false;
    json_array_foreach(versions, k, version) redis |= strcmp(json_string_value(version), "6.2") == 0;
    if (redis) json_array_append_new(versions, json_string("6.x"));
  }
}

static json_t *read_list(const char *folder, const char *name) {
  if (strcmp(name, "aws_rds_dbinstance/db_instance_class") == 0) return classes_read(folder);
  char path[4096];
  snprintf(path, sizeof path, "%s/constraints/%s.json", folder, name);
  json_t *file = json_load_file(path, 0, NULL);
  json_t *node = file ? join_regions(file) : NULL;
  json_decref(file);
  if (strcmp(name, "aws_elasticache_cachecluster/engine_version") == 0) add_redis_6(json_object_get(node, "allOf"));
  if (strncmp(name, "aws_rds_", 8) == 0 && strcmp(strrchr(name, '/'), "/engine_version") == 0)
    add_majors(json_object_get(node, "allOf"));
  return node;
}

void lists_write(Buffer *out, const char *folder, const char *name, bool *headed) {
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    if (strcmp(lists[i].type, name) != 0) continue;
    json_t *node = read_list(folder, lists[i].file);
    if (!node) continue;
    ignore_case(node);
    if (!*headed) buffer_format(out, "type %s\n", name);
    *headed = true;
    buffer_format(out, "  %s\n    &%s %s \"%s\"", lists[i].path, lists[i].code[0] == 'W' ? "rule" : "aging",
                  lists[i].code, lists[i].reason);
    write_node(out, node, 4);
    json_decref(node);
  }
}
