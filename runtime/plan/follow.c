// What a value refers to, and whether that changes. References to resources, to parameters whose value is hidden, to
// mappings and conditions that mean another thing now, and to exports of stacks that come first.
#include "plan/build.h"

typedef struct Search {
  StackWork *work;
  Truth found;
  const PlanVia *via;
  bool touched;  // of the quick look
  bool quick;
} Search;

static void note(Search *search, Truth changes, const PlanVia *via) {
  if (changes == TRUTH_NO || search->found == TRUTH_YES) return;
  if (changes == TRUTH_UNKNOWN && search->found == TRUTH_UNKNOWN) return;
  search->found = changes;
  search->via = via;
}

// By now the change has all its causes: what refers to it is compared later.
static Truth changes_attribute(StackWork *work, PlanChange *change, Text attribute) {
  static const Truth truths[] = {TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN};
  Followed *followed = (Followed *)change;
  const Truth *known = map_get(&followed->attributes, attribute);
  if (known) return *known;
  Truth truth = attribute_changes(change, attribute);
  map_put(work->arena, &followed->attributes, attribute, (void *)&truths[truth]);
  return truth;
}

static void visit_reference(void *context, Text name, Text attribute, const Value *at) {
  Search *search = context;
  (void)at;
  PlanChange *change = map_get(&search->work->changes, name);
  bool hidden = map_get(&search->work->hidden, name) != NULL;
  search->touched = search->touched || hidden || change;
  if (search->quick || search->found == TRUTH_YES) return;
  if (hidden) return note(search, TRUTH_YES, NULL);
  Truth changes = change ? changes_attribute(search->work, change, attribute) : TRUTH_NO;
  if (changes != TRUTH_NO) note(search, changes, follow_change(search->work, change));
}

static void visit_call(Search *search, Text name, const Value *argument) {
  StackWork *work = search->work;
  if (text_is(name, "Fn::ImportValue")) {
    const ExportChange *change = map_get(&work->plan->exports, value_text(argument));
    // An import by a name that is put together is found out when it is evaluated.
    search->touched |= work->plan->exports.count > 0;
    if (change) note(search, change->changes, change->via);
    return;
  }
  bool list = argument->kind == VALUE_LIST && argument->as.list.count > 0;
  if (!list) return;
  Text first = value_text(argument->as.list.items[0]);
  bool changed = (text_is(name, "Fn::FindInMap") && map_get(&work->mappings, first)) ||
                 (text_is(name, "Fn::If") && map_get(&work->conditions, first));
  if (!changed) return;
  search->touched = true;
  note(search, TRUTH_YES, NULL);
}

static void search_calls(Search *search, const Value *value) {
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) search_calls(search, value->as.list.items[i]);
  if (value->kind != VALUE_MAP) return;
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && argument) visit_call(search, name, argument);
  for (size_t i = 0; i < value->as.map.count; i++)
    if (value->as.map.members[i].value) search_calls(search, value->as.map.members[i].value);
}

Truth follow_value(StackWork *work, const Value *value, const PlanVia **via) {
  Search search = {.work = work, .found = TRUTH_NO};
  if (value->kind != VALUE_MAP && value->kind != VALUE_LIST) return TRUTH_NO;
  template_references(value, visit_reference, &search);
  search_calls(&search, value);
  *via = search.via;
  return search.found;
}

bool follow_touches(StackWork *work, const Value *value) {
  if (!value || !work->origins) return false;
  Search search = {.work = work, .found = TRUTH_NO, .quick = true};
  template_references(value, visit_reference, &search);
  if (!search.touched) search_calls(&search, value);
  return search.touched;
}

const PlanVia *follow_change(StackWork *work, PlanChange *change) {
  Followed *followed = (Followed *)change;
  if (followed->via) return followed->via;
  const PlanCause *most = NULL;
  for (size_t i = 0; i < change->causes.count; i++)
    if (!most || change->causes.items[i].replacement > most->replacement) most = &change->causes.items[i];
  PlanVia *via = ARENA_NEW(work->arena, PlanVia);
  followed->via = via;
  via->logical_id = change->logical_id;
  if (!most) return via;
  via->path = most->path;
  via->steps = most->steps;
  via->next = most->via;
  return via;
}
