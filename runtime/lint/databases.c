// Databases and caches: attributes of DynamoDB's keys, instances beside their cluster, Redis clusters.
#include "lint/reach.h"

// ───────────────────────────── DynamoDB ─────────────────────────────

typedef struct Names {
  VEC(LintChoice) list;
  bool unknown;  // some name is known when deployed
} Names;

static void add_names(Linter *linter, Names *names, const LintResource *table, const char *path) {
  LintChoices found = lint_property(linter, table, path);
  for (size_t i = 0; i < found.count; i++) {
    names->unknown |= !lint_is(&found.items[i].at, VALUE_STRING);
    if (lint_is(&found.items[i].at, VALUE_STRING)) vec_push(linter->arena, &names->list, found.items[i]);
  }
}

// The deployments in which the name is in the list.
static World named(Linter *linter, const Names *names, Text name) {
  World world = WORLD_NONE;
  for (size_t i = 0; i < names->list.count; i++)
    if (text_equal(lint_text(&names->list.items[i].at), name))
      world = world_or(linter->conditions, world, names->list.items[i].world);
  return world;
}

static const LintChoice *first_missing(Linter *linter, const Names *of, const Names *in) {
  for (size_t i = 0; i < of->list.count; i++) {
    const LintChoice *name = &of->list.items[i];
    World there = named(linter, in, lint_text(&name->at));
    if (world_possible(linter->conditions, world_without(linter->conditions, name->world, there))) return name;
  }
  return NULL;
}

static bool made_elsewhere(const LintResource *table) {
  static const char *const lists[] = {"AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes",
                                      "LocalSecondaryIndexes"};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    const Value *list = value_at(table->properties.value, lists[i]);
    if (list && lint_deferred(list) && !value_at(list, "Fn::If")) return true;
  }
  return false;
}

static void check_attributes(Linter *linter, const LintResource *table) {
  if (!table->properties.value || made_elsewhere(table)) return;
  Names defined = {0}, used = {0};
  add_names(linter, &defined, table, "AttributeDefinitions/*/AttributeName");
  add_names(linter, &used, table, "KeySchema/*/AttributeName");
  add_names(linter, &used, table, "GlobalSecondaryIndexes/*/KeySchema/*/AttributeName");
  add_names(linter, &used, table, "LocalSecondaryIndexes/*/KeySchema/*/AttributeName");
  const LintChoice *undefined = defined.unknown ? NULL : first_missing(linter, &used, &defined);
  const LintChoice *unused = used.unknown || defined.unknown ? NULL : first_missing(linter, &defined, &used);
  if (undefined) {
    Text name = lint_text(&undefined->at);
    Diag *diag = lint_report(linter, "E3039", &table->properties, "the key '%.*s' is not in AttributeDefinitions",
                             TEXT_ARG(name));
    diag_help(linter->diags, diag, "define the attribute of each key, with its type");
    diag_note(linter->diags, diag, undefined->at.span, "it is a key here");
  } else if (unused) {
    Diag *diag =
        lint_report(linter, "E3039", &table->properties, "the attribute '%.*s' is no key of the table or an index",
                    TEXT_ARG(lint_text(&unused->at)));
    diag_help(linter->diags, diag, "AttributeDefinitions has keys alone; remove it");
    diag_note(linter->diags, diag, unused->at.span, "it is defined here");
  }
}

// ───────────────────────────── RDS ─────────────────────────────

static void check_engine(Linter *linter, const LintResource *instance) {
  LintLinks clusters = lint_links(linter, instance, "DBClusterIdentifier", "AWS::RDS::DBCluster");
  LintChoices engines = lint_property_known(linter, instance, "Engine");
  for (size_t c = 0; c < clusters.count; c++) {
    LintChoices wanted = lint_property_sure(linter, clusters.items[c].to, "Engine");
    for (size_t e = 0; e < engines.count; e++)
      for (size_t w = 0; w < wanted.count; w++) {
        World world = world_and(linter->conditions, engines.items[e].world, clusters.items[c].world);
        if (!lint_differs(linter, &engines.items[e].at, &wanted.items[w].at)) continue;
        if (lint_given_by(&engines.items[e].at) && lint_given_by(&wanted.items[w].at)) continue;
        if (!lint_together(linter, world, wanted.items[w].world)) continue;
        Diag *diag = lint_report_known(linter, "E3707", &engines.items[e].at, "'%.*s' is not the engine of the cluster",
                                       TEXT_ARG(lint_text(&engines.items[e].at)));
        diag_help(linter->diags, diag, "the cluster has '%.*s'", TEXT_ARG(lint_text(&wanted.items[w].at)));
        diag_note(linter->diags, diag, clusters.items[c].to->resource->id_span, "this is the cluster");
        return;
      }
  }
}

static void check_encryption(Linter *linter, const LintResource *instance) {
  LintLinks clusters = lint_links(linter, instance, "DBClusterIdentifier", "AWS::RDS::DBCluster");
  LintChoices own = lint_property_sure(linter, instance, "StorageEncrypted");
  for (size_t c = 0; c < clusters.count; c++) {
    LintChoices wanted = lint_property_sure(linter, clusters.items[c].to, "StorageEncrypted");
    for (size_t i = 0; i < own.count; i++) {
      bool encrypted;
      if (!lint_bool(&own.items[i].at, &encrypted) || lint_given_by(&own.items[i].at)) continue;
      World world = world_and(linter->conditions, own.items[i].world, clusters.items[c].world);
      bool differs = encrypted && lint_together(linter, wanted.absent, world);
      if (lint_any_says(linter, &wanted, encrypted ? "false" : "true", world)) differs = true;
      if (!differs) continue;
      Diag *diag = lint_report(linter, "E3709", &own.items[i].at, "the cluster is %s, which holds for its instances",
                               encrypted ? "not encrypted" : "encrypted");
      diag_help(linter->diags, diag, "leave it out here; StorageEncrypted of the cluster decides");
      diag_note(linter->diags, diag, clusters.items[c].to->resource->id_span, "this is the cluster");
      return;
    }
  }
}

// ───────────────────────────── ElastiCache ─────────────────────────────

static void check_failover(Linter *linter, const LintResource *group, World cluster) {
  LintChoices failover = lint_property_known(linter, group, "AutomaticFailoverEnabled");
  for (size_t i = 0; i < failover.count; i++) {
    bool on;
    if (!lint_bool(&failover.items[i].at, &on) || on || !lint_together(linter, failover.items[i].world, cluster))
      continue;
    Diag *diag =
        lint_report_known(linter, "E3026", &failover.items[i].at, "a cluster of Redis needs automatic failover");
    diag_help(linter->diags, diag, "leave AutomaticFailoverEnabled out, or say true");
  }
  LintChoices groups = lint_property(linter, group, "NumNodeGroups");
  World alone = world_and(linter->conditions, cluster, groups.absent);
  if (!world_possible(linter->conditions, alone)) return;
  LintChoices nodes = lint_property_sure(linter, group, "NumCacheClusters");
  LintAt at = lint_field(&group->properties, "NumCacheClusters");
  bool few = lint_together(linter, nodes.absent, alone);
  for (size_t i = 0; i < nodes.count; i++) {
    int64_t count;
    if (!lint_integer(&nodes.items[i].at, &count) || count > 1) continue;
    few |= lint_together(linter, nodes.items[i].world, alone);
  }
  if (!few) return;
  Diag *diag = lint_report(linter, "E3026", &at, "a cluster of Redis needs more than one node");
  diag_help(linter->diags, diag, "set NumNodeGroups, or NumCacheClusters to 2 or more");
}

static void check_cluster(Linter *linter, const LintResource *group) {
  LintLinks parameters = lint_links(linter, group, "CacheParameterGroupName", "AWS::ElastiCache::ParameterGroup");
  World cluster = WORLD_NONE;
  for (size_t p = 0; p < parameters.count; p++) {
    LintChoices enabled = lint_property(linter, parameters.items[p].to, "Properties/cluster-enabled");
    for (size_t i = 0; i < enabled.count; i++)
      if (lint_says(linter, &enabled.items[i].at, "yes"))
        cluster = world_or(linter->conditions, cluster,
                           world_and(linter->conditions, parameters.items[p].world, enabled.items[i].world));
  }
  if (world_possible(linter->conditions, cluster)) check_failover(linter, group, cluster);
}

static const LintRule rules[] = {
    {.id = "E3026",
     .title = "A Redis cluster without failover or with one node",
     .about =
         "With cluster-enabled: yes in its parameter group, a replication group needs AutomaticFailoverEnabled and "
         "NumNodeGroups, or NumCacheClusters above 1.",
     .of = "AWS::ElastiCache::ReplicationGroup",
     .resource = check_cluster},
    {.id = "E3039",
     .title = "A table whose keys and attributes differ",
     .about = "AttributeDefinitions defines exactly the attributes that are keys of the table or of an index; DynamoDB "
              "refuses one too many and one too few.",
     .of = "AWS::DynamoDB::Table",
     .resource = check_attributes},
    {.id = "E3707",
     .title = "An instance of another engine than its cluster",
     .about = "An instance of a cluster has the cluster's Engine.",
     .of = "AWS::RDS::DBInstance",
     .resource = check_engine},
    {.id = "E3709",
     .title = "An instance that is encrypted otherwise than its cluster",
     .about = "The cluster's StorageEncrypted holds for its instances; RDS refuses another value at one of them.",
     .of = "AWS::RDS::DBInstance",
     .resource = check_encryption},
};

LINT_TOPIC(databases, rules);
