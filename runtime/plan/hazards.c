// What changes destroy or cut: data, protected resources, traffic. One function a hazard; all look at one change, and
// hazards_of_changes lists them.
#include "plan/build.h"

#include <stdlib.h>

PlanHazard *hazard_add(PlanStack *stack, Arena *arena, Level level, const char *code, const PlanChange *change,
                       const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  PlanHazard hazard = {.code = code, .level = level, .message = text_format_list(arena, format, arguments)};
  va_end(arguments);
  if (change) {
    hazard.logical_id = change->logical_id;
    hazard.span = change->span;
  }
  vec_push(arena, &stack->hazards, hazard);
  return &stack->hazards.items[stack->hazards.count - 1];
}

void hazard_help(PlanHazard *hazard, Arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  hazard->help = text_format_list(arena, format, arguments);
  va_end(arguments);
}

#define ADD(level, code, ...) hazard_add(work->stack, work->arena, level, code, change, __VA_ARGS__)
#define HELP(hazard, ...) hazard_help(hazard, work->arena, __VA_ARGS__)
#define NAME(change) TEXT_ARG((change)->logical_id), TEXT_ARG((change)->type)

// ───────────────────────────── Data ─────────────────────────────

static Text policy_of(const TemplateResource *resource, const char *attribute) {
  Text policy = value_text(value_at(resource->body, attribute));
  if (policy.size || strcmp(attribute, "DeletionPolicy") != 0) return policy;
  // "The default policy is Snapshot for AWS::RDS::DBCluster resources and for AWS::RDS::DBInstance resources that don't
  // specify the DBClusterIdentifier property" (CloudFormation user guide, DeletionPolicy attribute).
  if (text_is(resource->type, "AWS::RDS::DBCluster")) return TEXT("Snapshot");
  if (text_is(resource->type, "AWS::RDS::DBInstance") && !value_at(resource->properties, "DBClusterIdentifier"))
    return TEXT("Snapshot");
  return policy;
}

static bool keeps_data(Text policy) {
  return text_is(policy, "Retain") || text_is(policy, "RetainExceptOnCreate") || text_is(policy, "Snapshot");
}

// The type can be told to take a snapshot ("DeletionPolicy attribute": resources that support snapshots).
static bool takes_snapshots(Text type) {
  static const char *const types[] = {"AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
                                      "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
                                      "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
                                      "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (text_is(type, types[i])) return true;
  return false;
}

static const char *saving_policy(Text type) { return takes_snapshots(type) ? "Snapshot" : "Retain"; }

// How the policy is written where the resource is: in a program or in a template.
static const char *attribute_name(const TemplateResource *resource, bool replace) {
  bool program = resource->path.size > 0;
  if (replace) return program ? "@update_replace_policy" : "UpdateReplacePolicy";
  return program ? "@deletion_policy" : "DeletionPolicy";
}

static void data_replaced(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MODIFY || !change->stateful || change->replacement == REPLACE_NEVER) return;
  if (attribute_rejected(change)) return;
  Text policy = policy_of(change->after, "UpdateReplacePolicy");
  const char *attribute = attribute_name(change->after, true);
  if (change->replacement == REPLACE_CONDITIONAL) {
    if (keeps_data(policy)) {
      ADD(LEVEL_WARNING, "P104", "%.*s (%.*s) may be replaced: the new one would start empty", NAME(change));
      return;
    }
    PlanHazard *hazard =
        ADD(LEVEL_WARNING, "P104", "%.*s (%.*s) may be replaced, and its data would be lost with it", NAME(change));
    HELP(hazard, "set %s to %s, so that the old one is kept if it comes to that", attribute,
         saving_policy(change->type));
    return;
  }
  if (keeps_data(policy)) {
    PlanHazard *hazard = ADD(LEVEL_WARNING, "P103", "%.*s (%.*s) is replaced: the new one starts empty", NAME(change));
    HELP(hazard, "%s: %.*s keeps the old data%s; bring it over before anything uses the new one", attribute,
         TEXT_ARG(policy), text_is(policy, "Snapshot") ? " in a snapshot" : "");
    return;
  }
  bool deletion = keeps_data(value_text(value_at(change->after->body, "DeletionPolicy")));
  PlanHazard *hazard = ADD(LEVEL_ERROR, "P101", "%.*s (%.*s) is replaced, and its data is lost", NAME(change));
  HELP(hazard, "%sset %s to %s and deploy that first, or leave unchanged what replaces it",
       deletion ? "DeletionPolicy does not cover replacements; " : "", attribute, saving_policy(change->type));
}

static void data_removed(StackWork *work, const PlanChange *change) {
  bool moves = change->action == PLAN_MOVE && change->former_stack.size;
  if ((change->action != PLAN_REMOVE && !moves) || !change->stateful) return;
  Text policy = policy_of(change->before, "DeletionPolicy");
  if (text_is(policy, "Snapshot")) {
    ADD(LEVEL_WARNING, "P103", "%.*s (%.*s) is removed; a snapshot of its data is kept", NAME(change));
  } else if (keeps_data(policy)) {
    Text stack = moves ? change->former_stack : work->stack->name;
    PlanHazard *hazard =
        ADD(LEVEL_WARNING, "P105", "%.*s (%.*s) leaves the stack '%.*s', but stays in the account (%.*s)", NAME(change),
            TEXT_ARG(stack), TEXT_ARG(policy));
    if (moves) hazard->span = change->before->id_span;
    HELP(hazard,
         "nobody looks after it then: import it into a stack, or delete it by hand when its data is not needed");
  } else {
    PlanHazard *hazard = ADD(LEVEL_ERROR, "P102", "%.*s (%.*s) is removed, and its data is lost", NAME(change));
    HELP(hazard, "set %s to %s and deploy that first; what CloudFormation goes by is the deployed template",
         attribute_name(change->before, false), saving_policy(change->type));
  }
}

static void policy_weakened(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MODIFY || !change->stateful) return;
  static const char *const attributes[] = {"DeletionPolicy", "UpdateReplacePolicy"};
  for (size_t i = 0; i < 2; i++) {
    Text old = policy_of(change->before, attributes[i]), new = policy_of(change->after, attributes[i]);
    if (!keeps_data(old) || keeps_data(new)) continue;
    ADD(LEVEL_WARNING, "P106", "%.*s (%.*s) loses its %s: %.*s no longer keeps its data", NAME(change), attributes[i],
        TEXT_ARG(old));
  }
}

// ───────────────────────────── Protection ─────────────────────────────

static bool is_protected(const StackWork *work, const PlanChange *change) {
  Text id = change->before ? change->before->logical_id : change->logical_id;
  return (change->before && change->before->protect) || (change->after && change->after->protect) ||
         (work->input->protected && map_get(work->input->protected, id));
}

static void protected_lost(StackWork *work, const PlanChange *change) {
  bool removed = change->action == PLAN_REMOVE || (change->action == PLAN_MOVE && change->former_stack.size);
  bool replaced = change->action != PLAN_ADD && change->replacement != REPLACE_NEVER;
  if ((!removed && !replaced) || !is_protected(work, change)) return;
  PlanHazard *hazard = ADD(LEVEL_ERROR, "P501", "%.*s (%.*s) is protected, but this %s it", NAME(change),
                           removed                                 ? "removes"
                           : change->replacement == REPLACE_ALWAYS ? "replaces"
                                                                   : "may replace");
  HELP(hazard,
       "deploy `@protect = false` first if that is really wanted; taking the resource out does not lift the mark");
}

// ───────────────────────────── Traffic ─────────────────────────────

static bool number_of(const Value *rule, const char *key, double none, double *out) {
  const Value *value = value_at(rule, key);
  *out = none;
  Arena arena = {0};
  Text text;
  bool known = !value || evaluate_scalar(&arena, value, &text);
  if (value && known) {
    char digits[32] = {0};
    memcpy(digits, text.at, text.size < 31 ? text.size : 31);
    char *end;
    *out = strtod(digits, &end);
    known = end != digits && !*end;
  }
  arena_free(&arena);
  return known;
}

static bool same_member(const Value *a, const Value *b, const char *key) {
  const Value *x = value_at(a, key), *y = value_at(b, key);
  return x == y || (x && y && value_equal(x, y));
}

// Whether everything that `old` lets through goes through `new` too.
static bool covers(const Value *new, const Value *old) {
  static const char *const sources[] = {"CidrIp",
                                        "CidrIpv6",
                                        "SourceSecurityGroupId",
                                        "SourceSecurityGroupName",
                                        "SourcePrefixListId",
                                        "DestinationSecurityGroupId",
                                        "DestinationPrefixListId"};
  bool all = text_is(value_text(value_at(new, "IpProtocol")), "-1");
  if (!all && !same_member(old, new, "IpProtocol")) return false;
  double old_from, old_to, new_from, new_to;
  if (!all) {
    if (!number_of(old, "FromPort", 0, &old_from) || !number_of(new, "FromPort", 0, &new_from) ||
        !number_of(old, "ToPort", 65535, &old_to) || !number_of(new, "ToPort", 65535, &new_to))
      return same_member(old, new, "FromPort") && same_member(old, new, "ToPort");
    if (new_from > old_from || new_to < old_to) return false;
  }
  if (text_is(value_text(value_at(new, "CidrIp")), "0.0.0.0/0") && value_at(old, "CidrIp")) return true;
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
    if (!same_member(old, new, sources[i])) return false;
  return true;
}

enum { MOST_RULES = 1000 };

static size_t rules_cut(StackWork *work, const PlanChange *change, const char *property) {
  if (!attribute_property_changes(change, text_of(property))) return 0;
  const Value *old =
      evaluate_value(&work->before.evaluation, renames_apply(work, value_at(change->before->properties, property)));
  const Value *new = evaluate_value(&work->after.evaluation, value_at(change->after->properties, property));
  if (!value_is(old, VALUE_LIST) || (new && !value_is(new, VALUE_LIST))) return 0;
  // EC2 takes at most 1,000 rules a network interface; what is longer is no group.
  if (old->as.list.count > MOST_RULES || (new &&new->as.list.count > MOST_RULES)) return 0;
  size_t cut = 0;
  for (size_t i = 0; i < old->as.list.count; i++) {
    bool covered = false;
    for (size_t k = 0; new &&k < new->as.list.count && !covered; k++)
      covered = covers(new->as.list.items[k], old->as.list.items[i]);
    cut += !covered;
  }
  return cut;
}

static void traffic_cut(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MODIFY || !text_is(change->type, "AWS::EC2::SecurityGroup")) return;
  if (attribute_property_changes(change, TEXT("VpcId"))) return;  // all that it is for is made anew
  static const char *const properties[] = {"SecurityGroupIngress", "SecurityGroupEgress"};
  for (size_t i = 0; i < 2; i++) {
    size_t cut = rules_cut(work, change, properties[i]);
    if (!cut) continue;
    PlanHazard *hazard =
        ADD(LEVEL_WARNING, "P302", "%.*s (%.*s) loses or narrows %zu rule%s of %s: what came through is cut off",
            NAME(change), cut, cut == 1 ? "" : "s", properties[i]);
    HELP(hazard,
         "traffic that still needs a rule stops at once: add the new rule in one deployment, remove the old one "
         "in the next");
  }
}

// What carries traffic by being there.
static const char *carrier(Text type) {
  static const char *const types[][2] = {
      {"AWS::EC2::SecurityGroupIngress", "what it let in is cut"},
      {"AWS::EC2::SecurityGroupEgress", "what it let out is cut"},
      {"AWS::EC2::Route", "traffic loses this way"},
      {"AWS::EC2::SubnetRouteTableAssociation", "the subnet falls back to the main route table"},
      {"AWS::EC2::VPCGatewayAttachment", "the VPC loses its gateway"},
      {"AWS::EC2::NatGateway", "private subnets lose their way out, and its address"},
      {"AWS::EC2::TransitGatewayAttachment", "the VPC loses its way to the transit gateway"},
      {"AWS::EC2::TransitGatewayRoute", "traffic loses this way"},
      {"AWS::EC2::NetworkAclEntry", "what it let through is cut"},
      {"AWS::EC2::VPCEndpoint", "calls to the service lose this way"},
      {"AWS::ElasticLoadBalancingV2::Listener", "clients are refused at its port"},
      {"AWS::Route53::RecordSet", "its name no longer resolves"},
  };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (text_is(type, types[i][0])) return types[i][1];
  return NULL;
}

// A route of the same table to the same place, or a rule, under another name takes over.
static bool is_taken_over(const StackWork *work, const PlanChange *change) {
  for (size_t i = 0; i < work->stack->changes.count && i < 1000; i++) {
    const PlanChange *other = work->stack->changes.items[i];
    if (other->action == PLAN_ADD && text_equal(other->type, change->type)) return true;
  }
  return false;
}

static void carrier_lost(StackWork *work, const PlanChange *change) {
  const char *loss = carrier(change->type);
  if (!loss || work->stack->removed) return;
  if (change->action == PLAN_REMOVE && !change->kept && !is_taken_over(work, change)) {
    ADD(LEVEL_WARNING, "P303", "%.*s (%.*s) is removed: %s", NAME(change), loss);
  } else if (change->action == PLAN_MODIFY && change->replacement == REPLACE_ALWAYS &&
             (text_is(change->type, "AWS::EC2::Route") || text_is(change->type, "AWS::EC2::NatGateway") ||
              text_is(change->type, "AWS::EC2::SubnetRouteTableAssociation"))) {
    ADD(LEVEL_WARNING, "P303", "%.*s (%.*s) is replaced: connections through it break while that goes on",
        NAME(change));
  }
}

// ───────────────────────────── Conditions ─────────────────────────────

// Nobody knows yet whether it holds: what has data should be looked at.
static void condition_changed(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MODIFY || !change->stateful) return;
  if (keeps_data(policy_of(change->before, "DeletionPolicy"))) return;
  for (size_t i = 0; i < change->causes.count; i++) {
    if (!text_is(change->causes.items[i].path[0].key, "Condition")) continue;
    PlanHazard *hazard =
        ADD(LEVEL_WARNING, "P301", "%.*s (%.*s) may be removed: its condition means another thing now", NAME(change));
    HELP(hazard, "`-P NAME=VALUE` gives the parameters that decide it");
  }
}

static void condition_flipped(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_REMOVE || !work->after.template) return;
  const TemplateResource *still = template_resource(work->after.template, change->logical_id);
  if (!still) return;
  PlanHazard *hazard = ADD(LEVEL_WARNING, "P301", "%.*s (%.*s) is removed because its condition %.*s no longer holds",
                           NAME(change), TEXT_ARG(value_text(value_at(still->body, "Condition"))));
  HELP(hazard, "look at the values of the parameters that the condition depends on");
}

// ───────────────────────────── Moves ─────────────────────────────

static void moved_between(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MOVE || !change->former_stack.size) return;
  PlanHazard *hazard =
      ADD(LEVEL_WARNING, "P503", "%.*s (%.*s) comes from the stack '%.*s': CloudFormation makes it anew", NAME(change),
          TEXT_ARG(change->former_stack));
  HELP(hazard, "to keep the resource itself: deploy '%.*s' with %s Retain, take it out there, and import it here",
       TEXT_ARG(change->former_stack), attribute_name(change->before, false));
}

// A template cannot say that a resource has another id now: one hazard for all of a stack.
static void renamed(StackWork *work) {
  const PlanChange *change = NULL;
  size_t count = 0;
  for (size_t i = 0; i < work->stack->changes.count; i++) {
    const PlanChange *one = work->stack->changes.items[i];
    if (one->action != PLAN_MOVE || one->former_stack.size) continue;
    if (!count++) change = one;
  }
  if (!count) return;
  PlanHazard *hazard =
      count == 1 ? ADD(LEVEL_WARNING, "P504",
                       "%.*s (%.*s) was called %.*s: only a stack refactor renames it, a deployment makes it anew",
                       NAME(change), TEXT_ARG(change->former_id))
                 : ADD(LEVEL_WARNING, "P504",
                       "%.*s (%.*s) was called %.*s, and %zu more have another name: only a stack refactor renames "
                       "them, a deployment makes them anew",
                       NAME(change), TEXT_ARG(change->former_id), count - 1);
  HELP(hazard,
       "`aws cloudformation create-stack-refactor` with the old ids and the new ones, then deploy; or keep the old id: "
       "`@id = \"%.*s\"`",
       TEXT_ARG(change->former_id));
}

void hazards_of_changes(StackWork *work) {
  for (size_t i = 0; i < work->stack->changes.count; i++) {
    const PlanChange *change = work->stack->changes.items[i];
    protected_lost(work, change);
    data_replaced(work, change);
    data_removed(work, change);
    policy_weakened(work, change);
    condition_flipped(work, change);
    condition_changed(work, change);
    traffic_cut(work, change);
    carrier_lost(work, change);
    moved_between(work, change);
  }
  hazards_of_renames(work);
  renamed(work);
}
