// Which attributes of a changed resource have another value afterwards. A replaced resource gets a new physical id, and
// with it new attributes, but for those that are properties whose value stays (a role's RoleName). An update in place
// leaves attributes as they are, but for those that AWS's facts name (schema_attribute_update).
#include "plan/build.h"

bool attribute_property_changes(const PlanChange *change, Text property) {
  for (size_t i = 0; i < change->causes.count; i++) {
    const PlanCause *cause = &change->causes.items[i];
    if (cause->steps == 0 || !text_is(cause->path[0].key, "Properties")) continue;
    if (property.size == 0 || (cause->steps > 1 && text_equal(cause->path[1].key, property))) return true;
  }
  return false;
}

size_t attribute_path(const PlanCause *cause, Text out[PLAN_DEEPEST]) {
  size_t steps = 0;
  if (cause->steps == 0 || !text_is(cause->path[0].key, "Properties")) return 0;
  for (size_t i = 1; i < cause->steps; i++)
    if (cause->path[i].key.at) out[steps++] = cause->path[i].key;
  return steps;
}

bool attribute_rejected(const PlanChange *change) {
  const SchemaType *type = schema_find(change->type);
  Text path[PLAN_DEEPEST];
  for (size_t i = 0; type && i < change->causes.count; i++) {
    size_t steps = attribute_path(&change->causes.items[i], path);
    if (steps && schema_rejected(type, path, steps)) return true;
  }
  return false;
}

static Truth updated(const PlanChange *change, const SchemaType *type, Text attribute) {
  Truth found = TRUTH_NO;
  Text path[PLAN_DEEPEST];
  for (size_t i = 0; i < change->causes.count && found != TRUTH_YES; i++) {
    switch (schema_attribute_update(type, attribute, path, attribute_path(&change->causes.items[i], path))) {
      case ATTRIBUTE_STAYS: break;
      case ATTRIBUTE_MAY_CHANGE: found = TRUTH_UNKNOWN; break;
      case ATTRIBUTE_CHANGES: found = TRUTH_YES; break;
    }
  }
  return found;
}

// Whether the attribute shows a property that the resource sets.
static bool is_property(const PlanChange *change, const SchemaType *type, Text attribute) {
  SchemaShape shape;
  size_t dot = text_find(attribute, TEXT("."), 0);
  Text first = text_slice(attribute, 0, dot == SIZE_MAX ? attribute.size : dot);
  return first.size && schema_property(type, first, &shape) && value_get(change->after->properties, first);
}

Truth attribute_changes(const PlanChange *change, Text attribute) {
  if ((change->action != PLAN_MODIFY && change->action != PLAN_MOVE) || change->former_stack.size) return TRUTH_NO;
  const SchemaType *type = schema_find(change->type);
  Truth replaced = change->replacement == REPLACE_ALWAYS        ? TRUTH_YES
                   : change->replacement == REPLACE_CONDITIONAL ? TRUTH_UNKNOWN
                                                                : TRUTH_NO;
  if (!type) return replaced;
  SchemaShape shape;
  Text shown = attribute.size ? attribute : schema_ref(type, &shape);
  Truth found = updated(change, type, attribute.size ? attribute : TEXT("Ref"));
  if (found != TRUTH_YES && !attribute.size && shown.size) {
    Truth named = updated(change, type, shown);
    if (named != TRUTH_NO) found = named;
  }
  if (found == TRUTH_YES || is_property(change, type, shown)) return found;
  return replaced == TRUTH_NO ? found : replaced;
}
