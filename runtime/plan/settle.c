// Replacements that depend on something which stands in the template: an update policy, another property, the value
// before. "May be replaced" is then known better. One row a property, from its "Update requires" in the CloudFormation
// template reference.
#include "plan/build.h"

static const Value *at(const TemplateResource *resource, const char *attribute, const char *key) {
  return value_at(value_at(resource->body, attribute), key);
}

static bool is_true(const Value *value) {
  return value && (value->kind == VALUE_BOOL ? value->as.boolean : text_is(value_text(value), "true"));
}

static bool is_false(const Value *value) {
  return value && (value->kind == VALUE_BOOL ? !value->as.boolean : text_is(value_text(value), "false"));
}

// AutoScalingReplacingUpdate.WillReplace alone replaces the group; without it instances are rolled, or left as they
// are.
static Replacement scaling_group(const PlanChange *change, const PlanCause *cause) {
  (void)cause;
  const Value *will = value_at(at(change->after, "UpdatePolicy", "AutoScalingReplacingUpdate"), "WillReplace");
  return is_true(will) ? REPLACE_ALWAYS : !will || is_false(will) ? REPLACE_NEVER : REPLACE_CONDITIONAL;
}

// From dedicated to default without a replacement, the other way with one.
static Replacement vpc_tenancy(const PlanChange *change, const PlanCause *cause) {
  (void)change;
  Text before = cause->before ? value_text(cause->before) : TEXT("default");
  Text after = cause->after ? value_text(cause->after) : TEXT("default");
  if (text_is(before, "dedicated") && text_is(after, "default")) return REPLACE_NEVER;
  return text_is(before, "default") && text_is(after, "dedicated") ? REPLACE_ALWAYS : REPLACE_CONDITIONAL;
}

static bool runs_alone(Text tenancy) { return text_is(tenancy, "dedicated") || text_is(tenancy, "host"); }

// Between dedicated and host in place, all else by a replacement.
static Replacement instance_tenancy(const PlanChange *change, const PlanCause *cause) {
  (void)change;
  Text before = value_text(cause->before), after = value_text(cause->after);
  if ((cause->before && !before.size) || (cause->after && !after.size)) return REPLACE_CONDITIONAL;
  return runs_alone(before) && runs_alone(after) ? REPLACE_NEVER : REPLACE_ALWAYS;
}

// UseOnlineResharding changes shards in place.
static Replacement shards(const PlanChange *change, const PlanCause *cause) {
  (void)cause;
  const Value *online = at(change->after, "UpdatePolicy", "UseOnlineResharding");
  return is_true(online) ? REPLACE_NEVER : REPLACE_CONDITIONAL;
}

// Options that are given for the first time are switched on in place; any later change makes the domain anew.
static Replacement search_encryption(const PlanChange *change, const PlanCause *cause) {
  (void)cause;
  return at(change->before, "Properties", "EncryptionAtRestOptions") ? REPLACE_ALWAYS : REPLACE_NEVER;
}

static Replacement document_version(const PlanChange *change, const PlanCause *cause) {
  (void)cause;
  Text method = value_text(at(change->after, "Properties", "UpdateMethod"));
  return text_is(method, "NewVersion") ? REPLACE_NEVER : REPLACE_CONDITIONAL;
}

static Replacement compute_environment(const PlanChange *change, const PlanCause *cause) {
  (void)cause;
  const Value *replace = at(change->after, "Properties", "ReplaceComputeEnvironment");
  return is_false(replace) ? REPLACE_NEVER : REPLACE_CONDITIONAL;
}

typedef struct Settler {
  const char *type, *property;  // "": each
  Replacement (*settle)(const PlanChange *change, const PlanCause *cause);
} Settler;

static const Settler settlers[] = {
    {"AWS::AutoScaling::AutoScalingGroup", "", scaling_group},
    {"AWS::Batch::ComputeEnvironment", "ComputeResources", compute_environment},
    {"AWS::EC2::Instance", "Tenancy", instance_tenancy},
    {"AWS::EC2::VPC", "InstanceTenancy", vpc_tenancy},
    {"AWS::ElastiCache::ReplicationGroup", "NodeGroupConfiguration", shards},
    {"AWS::OpenSearchService::Domain", "EncryptionAtRestOptions", search_encryption},
    {"AWS::SSM::Document", "", document_version},
};

void settle_causes(PlanChange *change) {
  if (!change->before || !change->after) return;
  for (size_t k = 0; k < sizeof settlers / sizeof *settlers; k++) {
    const Settler *settler = &settlers[k];
    if (!text_is(change->type, settler->type)) continue;
    for (size_t i = 0; i < change->causes.count; i++) {
      PlanCause *cause = &change->causes.items[i];
      if (cause->replacement != REPLACE_CONDITIONAL || cause->steps < 2) continue;
      if (*settler->property && !text_is(cause->path[1].key, settler->property)) continue;
      cause->replacement = settler->settle(change, cause);
      cause->settled = true;
      if (cause->uncertain && cause->replacement == REPLACE_ALWAYS) cause->replacement = REPLACE_CONDITIONAL;
    }
  }
}
