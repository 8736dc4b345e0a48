// What a resource has beside its properties: the policies of deletion, replacement, creation and update, and how long
// what it holds is kept.
#include "schema/schema.h"

#include "lint/shape.h"

// ───────────────────────────── DeletionPolicy and UpdateReplacePolicy ─────────────────────────────

// Types of which a last snapshot can be taken (CloudFormation user guide, "DeletionPolicy attribute").
static bool takes_snapshot(Text type) {
  static const char *const types[] = {"AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
                                      "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
                                      "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
                                      "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (text_is(type, types[i])) return true;
  return false;
}

// Functions that language extensions work out in these places.
static bool may_stand_for_policy(const LintAt *at) {
  static const char *const names[] = {"Fn::Sub", "Fn::Select", "Fn::FindInMap", "Fn::If", "Ref"};
  Text name;
  Value *argument;
  if (!value_intrinsic(at->value, &name, &argument)) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  return false;
}

static void check_policy(Linter *linter, const LintResource *resource, const char *name, const char *code,
                         bool deletion) {
  LintAt policy = lint_field(&resource->at, name);
  if (!policy.value) return;
  bool snapshot = takes_snapshot(resource->resource->type);
  LintChoices choices = lint_choices(linter, lint_keep(linter, policy), resource->world);
  for (size_t i = 0; i < choices.count; i++) {
    const LintAt *at = &choices.items[i].at;
    if (lint_is_function(&policy) && linter->transforms == 0 && may_stand_for_policy(&policy)) {
      Diag *diag = lint_report(linter, code, &policy, "'%s' is written out, no function works here", name);
      diag_help(linter->diags, diag, "with 'Transform: AWS::LanguageExtensions' it may be a function");
      return;
    }
    Text text = lint_text(at);
    if (may_stand_for_policy(at) || text_is(text, "Delete") || text_is(text, "Retain") ||
        (deletion && text_is(text, "RetainExceptOnCreate")) || (snapshot && text_is(text, "Snapshot")))
      continue;
    Diag *diag;
    if (text.size)
      diag = lint_report(linter, code, at, "'%.*s' is no %s%s", TEXT_ARG(text), name,
                         text_is(text, "Snapshot") ? " of this type, of which there are no snapshots" : "");
    else
      diag = lint_report(linter, code, at, "'%s' takes text, this is %s", name, value_kind_name(at->value));
    diag_help(linter->diags, diag, "it may be Delete, Retain%s%s", deletion ? ", RetainExceptOnCreate" : "",
              snapshot ? ", Snapshot" : "");
  }
}

static void check_policies(Linter *linter, const LintResource *resource) {
  check_policy(linter, resource, "DeletionPolicy", "E3035", true);
  check_policy(linter, resource, "UpdateReplacePolicy", "E3036", false);
}

// A policy on one side alone; Delete is what happens anyway.
static void check_both(Linter *linter, const LintResource *resource) {
  Text type = resource->resource->type;
  if (text_is(type, "AWS::Lambda::Version") || text_is(type, "AWS::Lambda::LayerVersion")) return;
  LintAt deletion = lint_field(&resource->at, "DeletionPolicy");
  LintAt replacement = lint_field(&resource->at, "UpdateReplacePolicy");
  if (!deletion.value == !replacement.value) return;
  const LintAt *only = deletion.value ? &deletion : &replacement;
  if (text_is(lint_text(only), "Delete")) return;
  const char *missing = deletion.value ? "UpdateReplacePolicy" : "DeletionPolicy";
  Text has = only->key;
  Diag *diag = lint_report(linter, "W3011", &resource->at, "'%.*s' is there and '%s' is not", TEXT_ARG(has), missing);
  diag_help(linter->diags, diag, "the resource is still deleted when %s; give '%s' too",
            deletion.value ? "an update replaces it" : "it leaves the stack", missing);
  bool snapshot = text_is(lint_text(only), "Snapshot");
  Text policy = snapshot ? TEXT("Snapshot") : TEXT("Retain");
  lint_fix_add(linter, diag, only, text_of(missing), value_string(linter->arena, (Span){0}, policy));
}

static void check_stateful(Linter *linter, const LintResource *resource) {
  const SchemaType *type = schema_find(resource->resource->type);
  // A bucket is deleted only when it is empty.
  if (!type || !schema_stateful(type) || text_is(resource->resource->type, "AWS::S3::Bucket")) return;
  static const char *const policies[] = {"DeletionPolicy", "UpdateReplacePolicy"};
  for (size_t i = 0; i < 2; i++) {
    if (value_at(resource->at.value, policies[i])) continue;
    Diag *diag = lint_report(linter, "I3011", &resource->at, "this holds data and has no '%s', so it is deleted %s",
                             policies[i], i == 0 ? "with the stack" : "when an update replaces it");
    diag_help(linter->diags, diag, "set '%s' to Retain%s, or to Delete where that is wanted", policies[i],
              takes_snapshot(resource->resource->type) ? " or Snapshot" : "");
  }
}

// ───────────────────────────── Retention ─────────────────────────────

// Properties without which AWS deletes what the resource holds after some days.
static const struct {
  const char *type, *property;
} retention[] = {{"AWS::Kinesis::Stream", "RetentionPeriodHours"},
                 {"AWS::SQS::Queue", "MessageRetentionPeriod"},
                 {"AWS::DocDB::DBCluster", "BackupRetentionPeriod"},
                 {"AWS::Synthetics::Canary", "SuccessRetentionPeriod"},
                 {"AWS::Synthetics::Canary", "FailureRetentionPeriod"},
                 {"AWS::Redshift::Cluster", "AutomatedSnapshotRetentionPeriod"},
                 {"AWS::RDS::DBInstance", "BackupRetentionPeriod"},
                 {"AWS::RDS::DBCluster", "BackupRetentionPeriod"}};

// Aurora's instances have their backups in the cluster, replicas in their source.
static bool keeps_backups(Linter *linter, const LintAt *properties, World world) {
  LintAt engine = lint_field(properties, "Engine"), source = lint_field(properties, "SourceDBInstanceIdentifier");
  if (!engine.value || source.value) return false;
  LintChoices choices = lint_known(linter, &engine, world);
  for (size_t i = 0; i < choices.count; i++) {
    Text text = lint_text(&choices.items[i].at);
    if (text.size && !text_starts_with(text, TEXT("aurora"))) return true;
  }
  return false;
}

static void check_retention(Linter *linter, const LintResource *resource) {
  Text type = resource->resource->type;
  LintAt at = lint_field(&resource->at, "Properties");
  if (!at.value) at = resource->properties;
  LintChoices maps = lint_choices(linter, lint_keep(linter, at), resource->world);
  for (size_t k = 0; k < maps.count; k++) {
    const LintAt *properties = lint_keep(linter, maps.items[k].at);
    World world = maps.items[k].world;
    if (!lint_is(properties, VALUE_MAP)) continue;
    if (text_is(type, "AWS::RDS::DBInstance") && !keeps_backups(linter, properties, world)) continue;
    for (size_t i = 0; i < sizeof retention / sizeof *retention; i++) {
      if (!text_is(type, retention[i].type)) continue;
      LintAt property = lint_field(properties, retention[i].property);
      LintChoices choices = lint_choices(linter, lint_keep(linter, property), world);
      if (choices.absent == WORLD_NONE || conditions_undecided(linter->conditions)) continue;
      Diag *diag = lint_report(linter, "I3013", properties, "without '%s' AWS deletes what this holds after a time",
                               retention[i].property);
      diag_help(linter->diags, diag, "set '%s', even if to the usual value", retention[i].property);
    }
  }
}

// ───────────────────────────── CreationPolicy ─────────────────────────────

static const LintShape text = {.takes = TAKES_TEXT | TAKES_FUNCTION};
static const LintShape whole = {.takes = TAKES_INTEGER | TAKES_FUNCTION};
static const LintShape yes = {.takes = TAKES_BOOL | TAKES_FUNCTION};
#define SHAPE(id, title, list) \
  static const LintShape id = {.takes = TAKES_MAP | TAKES_FUNCTION, .what = title, .parts = list}

static const LintPart signal_parts[] = {{"Timeout", &text, false}, {"Count", &whole, false}, {0}};
SHAPE(resource_signal, "ResourceSignal", signal_parts);
static const LintPart group_start_parts[] = {{"MinSuccessfulInstancesPercent", &whole, false}, {0}};
SHAPE(group_start, "AutoScalingCreationPolicy", group_start_parts);
static const LintPart group_creation_parts[] = {
    {"AutoScalingCreationPolicy", &group_start, false}, {"ResourceSignal", &resource_signal, false}, {0}};
SHAPE(group_creation, "the CreationPolicy of a group", group_creation_parts);
static const LintPart wait_creation_parts[] = {{"ResourceSignal", &resource_signal, false}, {0}};
SHAPE(wait_creation, "the CreationPolicy of a wait condition", wait_creation_parts);
static const LintPart fleet_creation_parts[] = {{"StartFleet", &yes, false}, {0}};
SHAPE(fleet_creation, "the CreationPolicy of a fleet", fleet_creation_parts);

static void check_creation(Linter *linter, const LintResource *resource) {
  static const LintCodes codes = {.unknown = "E3055"};
  Text type = resource->resource->type;
  const LintShape *shape = text_is(type, "AWS::AppStream::Fleet")                ? &fleet_creation
                           : text_is(type, "AWS::AutoScaling::AutoScalingGroup") ? &group_creation
                           : text_is(type, "AWS::CloudFormation::WaitCondition") ? &wait_creation
                                                                                 : NULL;
  LintAt policy = lint_field(&resource->at, "CreationPolicy");
  if (shape) lint_shape(linter, shape, &policy, resource->world, &codes);
}

// ───────────────────────────── UpdatePolicy ─────────────────────────────

static const char *const processes[] = {"Launch",           "Terminate",   "AddToLoadBalancer", "AlarmNotification",
                                        "AZRebalance",      "HealthCheck", "InstanceRefresh",   "ReplaceUnhealthy",
                                        "ScheduledActions", NULL};
static const LintShape process = {.takes = TAKES_TEXT | TAKES_FUNCTION, .values = processes};
static const LintShape process_list = {.takes = TAKES_LIST | TAKES_FUNCTION, .items = &process};
static const LintPart replacing_parts[] = {{"WillReplace", &yes, false}, {0}};
SHAPE(replacing, "AutoScalingReplacingUpdate", replacing_parts);
static const LintPart rolling_parts[] = {{"MaxBatchSize", &whole, false},
                                         {"MinActiveInstancesPercent", &whole, false},
                                         {"MinInstancesInService", &whole, false},
                                         {"MinSuccessfulInstancesPercent", &whole, false},
                                         {"PauseTime", &text, false},
                                         {"SuspendProcesses", &process_list, false},
                                         {"WaitOnResourceSignals", &yes, false},
                                         {0}};
SHAPE(rolling, "AutoScalingRollingUpdate", rolling_parts);
static const LintPart scheduled_parts[] = {{"IgnoreUnmodifiedGroupSizeProperties", &yes, false}, {0}};
SHAPE(scheduled, "AutoScalingScheduledAction", scheduled_parts);
static const LintPart group_update_parts[] = {{"AutoScalingReplacingUpdate", &replacing, false},
                                              {"AutoScalingRollingUpdate", &rolling, false},
                                              {"AutoScalingScheduledAction", &scheduled, false},
                                              {0}};
SHAPE(group_update, "the UpdatePolicy of a group", group_update_parts);
static const LintPart deploy_parts[] = {{"AfterAllowTrafficHook", &text, false},
                                        {"ApplicationName", &text, false},
                                        {"BeforeAllowTrafficHook", &text, false},
                                        {"DeploymentGroupName", &text, false},
                                        {0}};
SHAPE(deploy, "CodeDeployLambdaAliasUpdate", deploy_parts);
static const LintPart alias_update_parts[] = {{"CodeDeployLambdaAliasUpdate", &deploy, false}, {0}};
static const LintShape alias_update = {
    .takes = TAKES_MAP | TAKES_FUNCTION, .parts = alias_update_parts, .others = &lint_anything};
static const LintPart domain_update_parts[] = {{"EnableVersionUpgrade", &yes, false}, {0}};
SHAPE(domain_update, "the UpdatePolicy of a domain", domain_update_parts);
static const LintPart cache_update_parts[] = {{"UseOnlineResharding", &yes, false}, {0}};
SHAPE(cache_update, "the UpdatePolicy of a replication group", cache_update_parts);
static const LintPart fleet_type_parts[] = {{"Type", &yes, false}, {0}};
SHAPE(fleet_type, "this update", fleet_type_parts);
static const LintPart fleet_update_parts[] = {
    {"StartAfterUpdate", &fleet_type, false}, {"StopBeforeUpdate", &fleet_type, false}, {0}};
SHAPE(fleet_update, "the UpdatePolicy of a fleet", fleet_update_parts);

static const struct {
  const char *type;
  const LintShape *shape;
} updates[] = {
    {"AWS::AutoScaling::AutoScalingGroup", &group_update}, {"AWS::Lambda::Alias", &alias_update},
    {"AWS::Elasticsearch::Domain", &domain_update},        {"AWS::OpenSearchService::Domain", &domain_update},
    {"AWS::ElastiCache::ReplicationGroup", &cache_update}, {"AWS::AppStream::Fleet", &fleet_update}};

static void check_update(Linter *linter, const LintResource *resource) {
  static const LintCodes codes = {.unknown = "E3016"};
  LintAt policy = lint_field(&resource->at, "UpdatePolicy");
  if (!policy.value) return;
  for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
    if (!text_is(resource->resource->type, updates[i].type)) continue;
    lint_shape(linter, updates[i].shape, &policy, resource->world, &codes);
    return;
  }
  if (resource->resource->type.size)
    lint_report(linter, "E3016", &policy, "%.*s has no 'UpdatePolicy'", TEXT_ARG(resource->resource->type));
}

static const LintRule rules[] = {
    {.id = "E3016",
     .title = "The form of UpdatePolicy",
     .about = "Groups, Lambda aliases, search domains, replication groups and fleets have an UpdatePolicy, each with "
              "members "
              "of its own.",
     .resource = check_update},
    {.id = "E3035",
     .title = "The value of DeletionPolicy",
     .about =
         "Delete, Retain, RetainExceptOnCreate, and Snapshot for what snapshots are taken of. It is written out, or a "
         "function that AWS::LanguageExtensions works out.",
     .resource = check_policies},
    {.id = "E3036",
     .title = "The value of UpdateReplacePolicy",
     .about = "Delete, Retain, and Snapshot for what snapshots are taken of. It is written out, or a function that "
              "AWS::LanguageExtensions works out.",
     .resource = check_policies},
    {.id = "E3055",
     .title = "The form of CreationPolicy",
     .about = "Groups, wait conditions and fleets have a CreationPolicy, each with members of its own.",
     .resource = check_creation},
    {.id = "I3011",
     .title = "What happens to data with the resource",
     .about = "Databases, tables, queues and their like are deleted with everything in them, when the stack goes or an "
              "update replaces them, unless DeletionPolicy and UpdateReplacePolicy say otherwise. Say what is wanted.",
     .resource = check_stateful},
    {.id = "I3013",
     .title = "How long data is kept",
     .about = "Without a retention period of its own the service takes its usual one and deletes after some days. Say "
              "what is "
              "wanted.",
     .of = "AWS::Kinesis::Stream AWS::SQS::Queue AWS::DocDB::DBCluster AWS::Synthetics::Canary AWS::Redshift::Cluster "
           "AWS::RDS::DBInstance AWS::RDS::DBCluster",
     .resource = check_retention},
    {.id = "W3011",
     .title = "One of DeletionPolicy and UpdateReplacePolicy alone",
     .about =
         "The first keeps a resource when it leaves the stack, the second when an update replaces it. A resource that "
         "must be kept needs both.",
     .resource = check_both},
};

LINT_TOPIC(attributes, rules);
