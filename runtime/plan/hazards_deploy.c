// What CloudFormation refuses, found before it does: names that are taken, exports in use, limits, and the few updates
// that services are known to reject. And what it asks for: capabilities, values of new parameters.
#include "plan/build.h"

#include <stdlib.h>

#define ADD(level, code, change, ...) hazard_add(work->stack, work->arena, level, code, change, __VA_ARGS__)
#define HELP(hazard, ...) hazard_help(hazard, work->arena, __VA_ARGS__)
#define NAME(change) TEXT_ARG((change)->logical_id), TEXT_ARG((change)->type)

// ───────────────────────────── Physical names ─────────────────────────────

static bool stays(const PlanChange *change, Text property) {
  return value_get(change->before->properties, property) && value_get(change->after->properties, property) &&
         !attribute_property_changes(change, property);
}

// The property that gives the resource a name of which there can be only one; empty where there is none, or where the
// new one gets another.
static Text fixed_name(StackWork *work, const PlanChange *change, const SchemaType *type) {
  Text last = change->type;
  for (size_t at = text_find(last, TEXT("::"), 0); at != SIZE_MAX; at = text_find(last, TEXT("::"), 0))
    last = text_slice(last, at + 2, last.size);
  const Text names[] = {
      TEXT("Name"),
      text_format(work->arena, "%.*sName", TEXT_ARG(last)),
      text_format(work->arena, "%.*sIdentifier", TEXT_ARG(last)),
      text_ends_with(last, TEXT("Group")) ? TEXT("GroupName") : TEXT("Name"),
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (stays(change, names[i]) && schema_replacement(type, &names[i], 1) == REPLACE_ALWAYS) return names[i];
  size_t count, set = 0;
  Text *identifiers = schema_identifiers(work->arena, type, &count);
  for (size_t i = 0; i < count; i++) set += stays(change, identifiers[i]);
  return count && set == count ? identifiers[count - 1] : (Text){0};
}

static void name_taken(StackWork *work, const PlanChange *change) {
  const SchemaType *type = schema_find(change->type);
  if (change->action != PLAN_MODIFY || change->replacement == REPLACE_NEVER || !type || schema_deletes_first(type))
    return;
  Text property = fixed_name(work, change, type);
  if (!property.size || text_is(change->type, "AWS::Route53::RecordSet")) return;
  bool always = change->replacement == REPLACE_ALWAYS;
  PlanHazard *hazard = ADD(
      always ? LEVEL_ERROR : LEVEL_WARNING, "P201", change,
      "%.*s (%.*s) %s replaced under the same %.*s: the new one is made before the old one goes, so its name is taken",
      NAME(change), always ? "is" : "may be", TEXT_ARG(property));
  HELP(hazard, "give it another %.*s in the same deployment, or leave the name to CloudFormation", TEXT_ARG(property));
}

// ───────────────────────────── Updates that services reject ─────────────────────────────

static void type_changed(StackWork *work, const PlanChange *change) {
  if (change->action != PLAN_MODIFY || text_equal(change->before->type, change->after->type)) return;
  PlanHazard *hazard = ADD(LEVEL_ERROR, "P202", change,
                           "%.*s was %.*s and shall become %.*s: CloudFormation does not change the type of a resource",
                           TEXT_ARG(change->logical_id), TEXT_ARG(change->before->type), TEXT_ARG(change->after->type));
  HELP(hazard, "give the new resource another logical id");
}

static const Value *before_at(StackWork *work, const PlanChange *change, const char *property) {
  return evaluate_value(&work->before.evaluation, renames_apply(work, value_at(change->before->properties, property)));
}

static const Value *after_at(StackWork *work, const PlanChange *change, const char *property) {
  return evaluate_value(&work->after.evaluation, value_at(change->after->properties, property));
}

static bool has_index(const Value *list, Text name) {
  for (size_t i = 0; value_is(list, VALUE_LIST) && i < list->as.list.count; i++)
    if (text_equal(value_text(value_at(list->as.list.items[i], "IndexName")), name)) return true;
  return false;
}

static size_t indexes_without(const Value *list, const Value *other) {
  size_t count = 0;
  for (size_t i = 0; value_is(list, VALUE_LIST) && i < list->as.list.count; i++) {
    Text name = value_text(value_at(list->as.list.items[i], "IndexName"));
    count += name.size && !has_index(other, name);
  }
  return count;
}

// "You can only create or delete one global secondary index per update without replacement" (AWS::DynamoDB::Table,
// GlobalSecondaryIndexes).
static void indexes_changed(StackWork *work, const PlanChange *change) {
  if (!text_is(change->type, "AWS::DynamoDB::Table") || change->replacement == REPLACE_ALWAYS) return;
  const Value *old = before_at(work, change, "GlobalSecondaryIndexes");
  const Value *new = after_at(work, change, "GlobalSecondaryIndexes");
  size_t count = indexes_without(old, new) + indexes_without(new, old);
  if (count < 2) return;
  PlanHazard *hazard =
      ADD(LEVEL_ERROR, "P208", change,
          "%.*s (%.*s) gets or loses %zu global secondary indexes at once: DynamoDB takes one a deployment",
          NAME(change), count);
  HELP(hazard, "deploy them one by one");
}

static void update_rejected(StackWork *work, const PlanChange *change) {
  const SchemaType *type = schema_find(change->type);
  Text path[PLAN_DEEPEST];
  for (size_t i = 0; type && i < change->causes.count; i++) {
    const PlanCause *cause = &change->causes.items[i];
    size_t steps = attribute_path(cause, path);
    if (!steps || !schema_rejected(type, path, steps)) continue;
    Text note = schema_update_note(type, path, steps);
    PlanHazard *hazard = ADD(LEVEL_ERROR, "P209", change, "%.*s (%.*s) cannot change its %.*s: the deployment fails",
                             NAME(change), TEXT_ARG(path[0]));
    hazard->span = cause->span;
    if (note.size)
      HELP(hazard, "%.*s", TEXT_ARG(note));
    else
      HELP(hazard, "give the resource another logical id, so that it is made anew");
    return;
  }
}

static bool whole_number(Arena *arena, const Value *value, long *out) {
  Text text;
  if (!value || !evaluate_scalar(arena, value, &text) || text.size == 0 || text.size > 12) return false;
  char digits[16] = {0}, *end;
  memcpy(digits, text.at, text.size);
  *out = strtol(digits, &end, 10);
  return !*end;
}

// Storage grows, it never shrinks: "You can't reduce the amount of storage once it has been allocated" (Amazon RDS),
// "You can't decrease the size of a volume" (Amazon EBS).
static void storage_shrinks(StackWork *work, const PlanChange *change) {
  static const char *const properties[][2] = {{"AWS::RDS::DBInstance", "AllocatedStorage"},
                                              {"AWS::EC2::Volume", "Size"}};
  for (size_t i = 0; i < 2; i++) {
    long old, new;
    if (!text_is(change->type, properties[i][0]) || change->replacement == REPLACE_ALWAYS) continue;
    if (!whole_number(work->arena, before_at(work, change, properties[i][1]), &old) ||
        !whole_number(work->arena, after_at(work, change, properties[i][1]), &new) || new >= old)
      continue;
    PlanHazard *hazard = ADD(LEVEL_ERROR, "P210", change,
                             "%.*s (%.*s) shrinks from %ld to %ld GiB, which cannot be done", NAME(change), old, new);
    HELP(hazard, "keep the %s, or move the data to a new, smaller one", properties[i][1]);
  }
}

// ───────────────────────────── Limits ─────────────────────────────

static size_t size_of(const StackWork *work, const char *section) {
  const Value *value = template_section(work->after.template, section);
  return value_is(value, VALUE_MAP) ? value->as.map.count : 0;
}

// "CloudFormation quotas" of the user guide.
static void over_limits(StackWork *work) {
  static const struct {
    const char *section;
    size_t most;
  } limits[] = {{"Resources", 500}, {"Parameters", 200}, {"Outputs", 200}, {"Mappings", 200}};
  enum { MOST_BYTES = 1024 * 1024 };
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    size_t count = size_of(work, limits[i].section);
    if (count <= limits[i].most) continue;
    PlanHazard *hazard = ADD(LEVEL_ERROR, "P207", NULL, "the template has %zu %s: CloudFormation takes at most %zu",
                             count, limits[i].section, limits[i].most);
    HELP(hazard, "split the stack");
  }
  Span span = work->after.template->root->span;
  if (span.end - span.start <= MOST_BYTES) return;
  PlanHazard *hazard = ADD(LEVEL_ERROR, "P207", NULL, "the template has %u bytes: CloudFormation takes at most %d",
                           span.end - span.start, MOST_BYTES);
  HELP(hazard, "split the stack");
}

// ───────────────────────────── What is asked for ─────────────────────────────

static void capabilities_needed(StackWork *work) {
  if (!work->before.template) return;
  Value *old = template_capabilities(work->arena, work->before.template);
  Value *new = template_capabilities(work->arena, work->after.template);
  for (size_t i = 0; i < new->as.list.count; i++) {
    Text capability = new->as.list.items[i]->as.text;
    bool had = false;
    for (size_t k = 0; k < old->as.list.count; k++) {
      Text other = old->as.list.items[k]->as.text;
      had |= text_equal(other, capability) ||
             (text_is(capability, "CAPABILITY_IAM") && text_is(other, "CAPABILITY_NAMED_IAM"));
    }
    if (had) continue;
    PlanHazard *hazard = ADD(LEVEL_WARNING, "P401", NULL, "the deployment now needs %.*s", TEXT_ARG(capability));
    HELP(hazard,
         "CloudFormation asks for it where a template makes IAM resources or uses macros: `--capabilities %.*s`",
         TEXT_ARG(capability));
  }
}

// The stack has the old default by not being given anything, and so have tools that pass on what it has.
static void default_changed(StackWork *work, const Value *old, const Member *member) {
  const Value *was = value_at(old, "Default"), *is = value_at(member->value, "Default");
  if (!was || !is || value_equal(was, is) || map_at(&work->hidden, member->key)) return;
  if (work->input->assumed) return;
  if (work->input->after_parameters && map_at(work->input->after_parameters, member->key)) return;
  PlanHazard *hazard =
      ADD(LEVEL_WARNING, "P402", NULL, "the default of the parameter %.*s changes, and the stack has the old one",
          TEXT_ARG(member->key));
  hazard->span = member->key_span;
  HELP(hazard,
       "the plan goes by the new one; `aws cloudformation deploy` keeps the old one unless it is told the value");
}

static void values_needed(StackWork *work) {
  const Value *old = work->before.template ? template_section(work->before.template, "Parameters") : NULL;
  const Value *new = template_section(work->after.template, "Parameters");
  if (!work->before.template) return;
  for (size_t i = 0; value_is(new, VALUE_MAP) && i < new->as.map.count; i++) {
    const Member *member = &new->as.map.members[i];
    default_changed(work, value_get(old, member->key), member);
    if (value_get(old, member->key) || value_at(member->value, "Default")) continue;
    if (work->input->after_parameters && map_at(work->input->after_parameters, member->key)) continue;
    PlanHazard *hazard = ADD(LEVEL_WARNING, "P206", NULL,
                             "the new parameter %.*s has no default: it must be given a value", TEXT_ARG(member->key));
    hazard->span = member->key_span;
    HELP(hazard, "give it a default, or pass its value when deploying");
  }
}

void hazards_of_deployment(StackWork *work) {
  for (size_t i = 0; i < work->stack->changes.count; i++) {
    const PlanChange *change = work->stack->changes.items[i];
    if (change->action != PLAN_MODIFY) continue;
    name_taken(work, change);
    type_changed(work, change);
    indexes_changed(work, change);
    update_rejected(work, change);
    storage_shrinks(work, change);
  }
  if (!work->after.template) return;
  over_limits(work);
  capabilities_needed(work);
  values_needed(work);
}

// ───────────────────────────── Exports ─────────────────────────────

typedef struct Importer {
  Text stack;
  bool still;  // by the new template too
} Importer;

static void find_imports(PlanSide *side, Arena *arena, const Value *value, Text stack, bool still, Map *out) {
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++)
      find_imports(side, arena, value->as.list.items[i], stack, still, out);
  if (value->kind != VALUE_MAP) return;
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    if (!text_is(member->key, "Fn::ImportValue")) {
      find_imports(side, arena, member->value, stack, still, out);
      continue;
    }
    Text name = value_text(evaluate_value(&side->evaluation, member->value));
    Importer *importer = name.size ? map_get(out, name) : NULL;
    if (!name.size || (importer && importer->still)) continue;
    importer = ARENA_NEW(arena, Importer);
    *importer = (Importer){stack, still};
    map_put(arena, out, name, importer);
  }
}

static void report_export(StackWork *work, Text name, const Importer *importer, Text outside, Span span,
                          Truth changed) {
  bool gone = changed == TRUTH_NO;
  PlanHazard *hazard;
  Text stack = importer ? importer->stack : outside;
  if (!stack.size) {
    if (!gone) return;
    hazard = ADD(LEVEL_WARNING, "P205", NULL, "the export '%.*s' is removed: a stack that imports it makes that fail",
                 TEXT_ARG(name));
    HELP(hazard, "`aws cloudformation list-imports --export-name '%.*s'` tells whether one does", TEXT_ARG(name));
  } else {
    hazard = ADD(changed == TRUTH_UNKNOWN ? LEVEL_WARNING : LEVEL_ERROR, gone ? "P203" : "P204", NULL,
                 "the export '%.*s' %s while the stack '%.*s' imports it, which CloudFormation refuses", TEXT_ARG(name),
                 gone                   ? "is removed"
                 : changed == TRUTH_YES ? "gets another value"
                                        : "may get another value",
                 TEXT_ARG(stack));
    if (gone && importer && !importer->still)
      HELP(hazard, "deploy '%.*s' first, which no longer imports it; then '%.*s'", TEXT_ARG(stack),
           TEXT_ARG(work->stack->name));
    else if (gone)
      HELP(hazard, "take the import out of '%.*s' and deploy that; then remove the export", TEXT_ARG(stack));
    else
      HELP(hazard,
           "export the new value under a second name, deploy, let '%.*s' import that, deploy it, then remove the old "
           "one",
           TEXT_ARG(stack));
  }
  hazard->span = span;
}

static const Text *outside_importer(const StackWork *work, Text name) {
  return work->input->imports ? map_get(work->input->imports, name) : NULL;
}

// The exports of a side: name -> Member of Outputs.
static Map exports_of(StackWork *work, PlanSide *side) {
  Map exports = {0};
  const Value *outputs = side->template ? template_section(side->template, "Outputs") : NULL;
  for (size_t i = 0; value_is(outputs, VALUE_MAP) && i < outputs->as.map.count; i++) {
    Member *member = &outputs->as.map.members[i];
    if (!value_at(member->value, "Export") || !sections_exists(side, member->value)) continue;
    Text name = sections_export(side, member->value);
    if (name.size) map_put(work->arena, &exports, name, member);
  }
  return exports;
}

// An export that is gone, or whose value changes.
typedef struct LostExport {
  StackWork *work;
  Text name;
  Span span;
  Truth changed;  // TRUTH_NO: it is gone
} LostExport;

typedef struct LostExports {
  VEC(LostExport) list;
} LostExports;

static void find_lost(StackWork *work, LostExports *out) {
  Map old = exports_of(work, &work->before), new = old.count ? exports_of(work, &work->after) : (Map){0};
  for (size_t i = 0; i < old.count; i++) {
    Text name = old.entries[i].key;
    const Member *was = old.entries[i].value, *is = map_get(&new, name);
    const ExportChange *change = map_get(&work->plan->exports, name);
    if (is && (!change || change->changes == TRUTH_NO)) continue;
    LostExport lost = {work, name, is ? is->key_span : was->key_span, is ? change->changes : TRUTH_NO};
    vec_push(work->arena, &out->list, lost);
  }
}

void hazards_of_exports(PlanWork *plan) {
  LostExports lost = {0};
  for (size_t s = 0; s < plan->stacks.count; s++)
    if (!plan->stacks.items[s]->input->outside) find_lost(plan->stacks.items[s], &lost);
  if (!lost.list.count) return;
  Map imports = {0};
  for (size_t s = 0; s < plan->stacks.count; s++) {
    StackWork *work = plan->stacks.items[s];
    PlanSide *sides[] = {&work->after, &work->before};
    for (size_t i = 0; i < 2; i++)
      if (sides[i]->template)
        find_imports(sides[i], plan->arena, sides[i]->template->root, work->stack->name, i == 0, &imports);
  }
  for (size_t i = 0; i < lost.list.count; i++) {
    const LostExport *one = &lost.list.items[i];
    const Text *outside = outside_importer(one->work, one->name);
    const Importer *importer = map_get(&imports, one->name);
    // The stack itself is not in the way.
    if (importer && text_equal(importer->stack, one->work->stack->name)) importer = NULL;
    report_export(one->work, one->name, importer, outside ? *outside : (Text){0}, one->span, one->changed);
  }
}
