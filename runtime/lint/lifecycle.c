// What AWS has moved on from: services that end, generations of machines that were followed by others, and zones
// written down where AWS would choose.
#include "lint/schema.h"

// ───────────────────────────── Services ─────────────────────────────

typedef enum Stage { STAGE_MAINTAINED, STAGE_ENDING, STAGE_ENDED } Stage;

// Where AWS's pages of product lifecycles (AWS General Reference) list a service they decide: one that they have among
// those to be shut down stays a warning when its day has passed, since AWS has put such days off. For services that
// they do not list it is the notice in their documentation: they end on its day. `type` is a type, or where it ends in
// "::" all types of a service. `date` is the day from which it takes no new customers (STAGE_MAINTAINED), or on which
// it ends; null where AWS names none.
static const struct {
  const char *type;
  Stage stage;
  const char *date;
} services[] = {
    {"AWS::AppMesh::", STAGE_ENDING, "2026-09-30"},
    {"AWS::AutoScaling::LaunchConfiguration", STAGE_MAINTAINED, "2024-10-01"},
    {"AWS::Cloud9::", STAGE_MAINTAINED, "2024-07-25"},
    {"AWS::CodeGuruReviewer::", STAGE_MAINTAINED, "2025-11-07"},
    {"AWS::CodeStar::", STAGE_ENDED, "2024-07-31"},
    {"AWS::Evidently::", STAGE_ENDED, "2025-10-17"},
    {"AWS::FinSpace::", STAGE_ENDING, "2026-10-07"},
    {"AWS::Forecast::", STAGE_MAINTAINED, "2024-07-29"},
    {"AWS::FraudDetector::", STAGE_ENDING, NULL},
    {"AWS::Greengrass::", STAGE_ENDING, "2026-10-07"},
    {"AWS::Inspector::", STAGE_ENDING, "2026-05-20"},
    {"AWS::IoTAnalytics::", STAGE_ENDED, "2025-12-15"},
    {"AWS::IoTEvents::", STAGE_ENDED, "2026-05-20"},
    {"AWS::IoTFleetHub::", STAGE_ENDED, "2025-10-18"},
    {"AWS::IoTThingsGraph::", STAGE_ENDED, "2022-11-09"},
    {"AWS::KinesisAnalytics::", STAGE_ENDED, "2026-01-27"},
    {"AWS::LookoutEquipment::", STAGE_ENDED, "2026-10-07"},
    {"AWS::LookoutVision::", STAGE_ENDED, "2025-10-31"},
    {"AWS::MediaStore::", STAGE_ENDING, "2025-11-13"},
    {"AWS::NimbleStudio::", STAGE_ENDED, NULL},
    {"AWS::OpsWorks::", STAGE_ENDED, "2024-05-26"},
    {"AWS::OpsWorksCM::", STAGE_ENDED, "2024-05-05"},
    {"AWS::Panorama::", STAGE_ENDED, "2026-05-31"},
    {"AWS::Pinpoint::", STAGE_ENDING, "2026-10-30"},
    {"AWS::Proton::", STAGE_ENDING, "2026-10-07"},
    {"AWS::QLDB::", STAGE_ENDED, "2025-07-31"},
    {"AWS::RoboMaker::", STAGE_ENDED, "2025-09-10"},
    {"AWS::SimSpaceWeaver::", STAGE_ENDING, "2026-05-20"},
    {"AWS::Timestream::Database", STAGE_MAINTAINED, "2025-06-20"},
    {"AWS::Timestream::ScheduledQuery", STAGE_MAINTAINED, "2025-06-20"},
    {"AWS::Timestream::Table", STAGE_MAINTAINED, "2025-06-20"},
    {"AWS::WAF::", STAGE_ENDING, NULL},
    {"AWS::WAFRegional::", STAGE_ENDING, NULL},
};

static bool covers(const char *type, Text name) {
  enum { AFTER_AWS = 5 };  // the first byte that tells services apart: most are left here
  if (name.size <= AFTER_AWS || name.at[AFTER_AWS] != type[AFTER_AWS]) return false;
  Text text = text_of(type);
  return text_ends_with(text, TEXT("::")) ? text_starts_with(name, text) : text_equal(name, text);
}

// Dates in this form compare as texts. Without --today every day that AWS names lies behind.
static bool has_come(const Linter *linter, const char *date) {
  Text today = linter->options->today;
  return !date || !today.size || text_compare(text_of(date), today) <= 0;
}

static void check_service(Linter *linter, const LintResource *resource) {
  Text type = resource->resource->type;
  size_t i = 0, count = sizeof services / sizeof *services;
  while (i < count && !covers(services[i].type, type)) i++;
  if (i == count) return;
  const char *date = services[i].date;
  Stage stage = services[i].stage;
  bool come = has_come(linter, date);
  LintAt at = lint_field(&resource->at, "Properties");
  Diag *diag = NULL;
  if (stage == STAGE_MAINTAINED && !come) return;
  if (stage == STAGE_MAINTAINED)
    diag =
        lint_report(linter, "W3697", &at, "the service of %.*s takes no new customers since %s", TEXT_ARG(type), date);
  else if (stage == STAGE_ENDED && come && date)
    diag = lint_report(linter, "E3710", &at, "AWS has shut the service of %.*s down on %s", TEXT_ARG(type), date);
  else if (stage == STAGE_ENDED && come)
    diag = lint_report(linter, "E3710", &at, "AWS has shut the service of %.*s down", TEXT_ARG(type));
  else if (date && come)
    diag =
        lint_report(linter, "W3696", &at, "AWS has announced to shut the service of %.*s down on %s, which has passed",
                    TEXT_ARG(type), date);
  else if (date)
    diag = lint_report(linter, "W3696", &at, "AWS shuts the service of %.*s down on %s", TEXT_ARG(type), date);
  else
    diag = lint_report(linter, "W3696", &at, "AWS is going to shut the service of %.*s down", TEXT_ARG(type));
  diag_help(linter->diags, diag, "AWS's documentation of the service names what follows it");
}

// ───────────────────────────── Generations of machines ─────────────────────────────

static const char *const old_families[] = {"c1", "c2", "c3", "m1",  "m2",  "m3",  "r1",  "r2", "r3",
                                           "t1", "g2", "i2", "cc2", "cg1", "cr1", "hi1", "hs1"};

// "m1.small", "db.r3.large", "cache.m1.small", "m3.medium.elasticsearch": is one of the parts an old family?
static bool is_old(Text name) {
  for (size_t start = 0; start <= name.size;) {
    size_t end = text_find(name, TEXT("."), start);
    if (end == SIZE_MAX) end = name.size;
    for (size_t i = 0; i < sizeof old_families / sizeof *old_families; i++)
      if (text_is(text_slice(name, start, end), old_families[i])) return true;
    start = end + 1;
  }
  return false;
}

static const struct {
  const char *type, *first, *second;  // the property, and the one below it where it is a map
} machines[] = {
    {"AWS::AutoScaling::LaunchConfiguration", "InstanceType", NULL},
    {"AWS::EC2::CapacityReservation", "InstanceType", NULL},
    {"AWS::EC2::Host", "InstanceType", NULL},
    {"AWS::EC2::Instance", "InstanceType", NULL},
    {"AWS::EC2::LaunchTemplate", "LaunchTemplateData", "InstanceType"},
    {"AWS::ElastiCache::CacheCluster", "CacheNodeType", NULL},
    {"AWS::ElastiCache::GlobalReplicationGroup", "CacheNodeType", NULL},
    {"AWS::ElastiCache::ReplicationGroup", "CacheNodeType", NULL},
    {"AWS::Elasticsearch::Domain", "ElasticsearchClusterConfig", "InstanceType"},
    {"AWS::OpenSearchService::Domain", "ClusterConfig", "InstanceType"},
    {"AWS::RDS::DBInstance", "DBInstanceClass", NULL},
};

static void check_machine_at(Linter *linter, const LintAt *at, World world) {
  LintChoices choices = lint_choices(linter, at, world);
  for (size_t i = 0; i < choices.count; i++) {
    Text name = lint_text(&choices.items[i].at);
    if (!is_old(name)) continue;
    Diag *diag = lint_report(linter, "I3100", &choices.items[i].at, "'%.*s' is a machine of a previous generation",
                             TEXT_ARG(name));
    diag_help(linter->diags, diag, "the current ones are faster and cost less");
  }
}

static void check_machine(Linter *linter, const LintResource *resource) {
  for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
    if (!text_is(resource->resource->type, machines[i].type)) continue;
    const LintAt *at = lint_keep(linter, lint_field(&resource->properties, machines[i].first));
    if (!machines[i].second) {
      check_machine_at(linter, at, resource->world);
      continue;
    }
    LintChoices maps = lint_choices(linter, at, resource->world);
    for (size_t k = 0; k < maps.count; k++) {
      LintAt inner = lint_field(lint_keep(linter, maps.items[k].at), machines[i].second);
      check_machine_at(linter, &inner, maps.items[k].world);
    }
  }
}

// ───────────────────────────── Zones ─────────────────────────────

static const struct {
  const char *type, *path[6];  // "*": each item of the list
} zones[] = {
    {"AWS::AutoScaling::AutoScalingGroup", {"AvailabilityZones", "*"}},
    {"AWS::DAX::Cluster", {"AvailabilityZones", "*"}},
    {"AWS::DMS::ReplicationInstance", {"AvailabilityZone"}},
    {"AWS::EC2::Host", {"AvailabilityZone"}},
    {"AWS::EC2::Instance", {"AvailabilityZone"}},
    {"AWS::EC2::LaunchTemplate", {"LaunchTemplateData", "Placement", "AvailabilityZone"}},
    {"AWS::EC2::SpotFleet",
     {"SpotFleetRequestConfigData", "LaunchSpecifications", "*", "Placement", "AvailabilityZone"}},
    {"AWS::EC2::SpotFleet",
     {"SpotFleetRequestConfigData", "LaunchTemplateConfigs", "*", "Overrides", "*", "AvailabilityZone"}},
    {"AWS::EC2::Subnet", {"AvailabilityZone"}},
    {"AWS::EC2::Volume", {"AvailabilityZone"}},
    {"AWS::EMR::Cluster", {"Instances", "Placement", "AvailabilityZone"}},
    {"AWS::ElasticLoadBalancing::LoadBalancer", {"AvailabilityZones", "*"}},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", {"Targets", "*", "AvailabilityZone"}},
    {"AWS::Glue::Connection", {"ConnectionInput", "PhysicalConnectionRequirements", "AvailabilityZone"}},
    {"AWS::RDS::DBCluster", {"AvailabilityZones", "*"}},
    {"AWS::RDS::DBInstance", {"AvailabilityZone"}},
};

// What CDK writes is a copy of what somebody chose elsewhere.
static bool made_by_cdk(const Linter *linter) {
  for (size_t i = 0; i < linter->resources.count; i++)
    if (text_is(linter->resources.items[i].resource->type, "AWS::CDK::Metadata")) return true;
  return false;
}

static void check_zone_at(Linter *linter, const LintAt *at, const char *const *path, size_t steps) {
  if (steps == 0 || !*path) {
    Text zone = lint_text(at);
    if (!zone.size || text_is(zone, "all") || made_by_cdk(linter)) return;
    Diag *diag = lint_report(linter, "W3010", at, "the zone '%.*s' is written down", TEXT_ARG(zone));
    diag_help(linter->diags, diag, "{\"Fn::Select\": [0, {\"Fn::GetAZs\": \"\"}]} fits every region");
    return;
  }
  if (!text_is(text_of(*path), "*")) {
    LintAt below = lint_field(at, *path);
    check_zone_at(linter, &below, path + 1, steps - 1);
    return;
  }
  for (size_t i = 0; lint_is(at, VALUE_LIST) && i < lint_count(at); i++) {
    LintAt item = lint_item(at, i);
    check_zone_at(linter, &item, path + 1, steps - 1);
  }
}

static void check_zones(Linter *linter, const LintResource *resource) {
  if (!lint_sound_name(resource->resource->logical_id)) return;
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
    if (text_is(resource->resource->type, zones[i].type))
      check_zone_at(linter, &resource->properties, zones[i].path, sizeof zones[i].path / sizeof *zones[i].path);
}

static const LintRule rules[] = {
    {.id = "E3710",
     .title = "A resource of a service that AWS has shut down",
     .about = "It cannot be created any more (as of --today; before that day it is W3696). AWS's documentation of the "
              "service names what follows it.",
     .resource = check_service},
    {.id = "W3696",
     .title = "A resource of a service that AWS is going to shut down",
     .about = "The stack will fail, or stop working, once the service is gone: plan to move to what follows it.",
     .resource = check_service},
    {.id = "W3697",
     .title = "A resource of a service that takes no new customers",
     .about = "It works in accounts that have used it, gets no new features, and fails in other accounts (as of "
              "--today). A launch template does what a launch configuration did.",
     .resource = check_service},
    {.id = "I3100",
     .title = "A machine of a previous generation",
     .about = "Current generations (m7, c7, r7, t4 ...) are faster and cost less, and old ones are not in every zone.",
     .of = "AWS::AutoScaling::LaunchConfiguration AWS::EC2::CapacityReservation AWS::EC2::Host AWS::EC2::Instance "
           "AWS::EC2::LaunchTemplate AWS::ElastiCache::CacheCluster AWS::ElastiCache::GlobalReplicationGroup "
           "AWS::ElastiCache::ReplicationGroup AWS::Elasticsearch::Domain AWS::OpenSearchService::Domain "
           "AWS::RDS::DBInstance",
     .resource = check_machine},
    {.id = "W3010",
     .title = "A zone that is written down",
     .about = "The template then works in one region alone, and in accounts that have that zone. Fn::GetAZs gives the "
              "zones of the region that the stack is in.",
     .of = "AWS::AutoScaling::AutoScalingGroup AWS::DAX::Cluster AWS::DMS::ReplicationInstance "
           "AWS::EC2::Host AWS::EC2::Instance AWS::EC2::LaunchTemplate AWS::EC2::SpotFleet AWS::EC2::Subnet "
           "AWS::EC2::Volume "
           "AWS::EMR::Cluster AWS::ElasticLoadBalancing::LoadBalancer "
           "AWS::ElasticLoadBalancingV2::TargetGroup AWS::Glue::Connection AWS::RDS::DBCluster "
           "AWS::RDS::DBInstance",
     .resource = check_zones},
};

LINT_TOPIC(lifecycle, rules);
