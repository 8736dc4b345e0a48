// Names that change. What `moved` declares is compared under its new name; what nobody declared is found by likeness,
// to be offered; and what left one stack and came to another is one move instead of two changes.
#include "plan/build.h"

// ───────────────────────────── Declared ─────────────────────────────

void renames_read(StackWork *work) {
  const Template *after = work->after.template;
  for (size_t i = 0; i < after->moved.count; i++) {
    const TemplateMove *move = &after->moved.items[i];
    if (!template_resource(work->before.template, move->from) || !template_resource(after, move->to)) continue;
    // A move that was deployed long ago has nothing more to say.
    if (template_resource(work->before.template, move->to) || template_resource(after, move->from)) continue;
    map_put(work->arena, &work->former, move->to, (void *)move);
    map_put(work->arena, &work->moved, move->from, (void *)move);
  }
}

typedef struct Rename {
  StackWork *work;
  bool found;
} Rename;

static void visit(void *context, Text name, Text attribute, const Value *at) {
  Rename *rename = context;
  (void)attribute, (void)at;
  rename->found = rename->found || map_get(&rename->work->moved, name);
}

static Text new_name(StackWork *work, Text name) {
  size_t dot = text_find(name, TEXT("."), 0);
  Text id = text_slice(name, 0, dot == SIZE_MAX ? name.size : dot);
  const TemplateMove *move = map_get(&work->moved, id);
  if (!move) return name;
  return text_format(work->arena, "%.*s%.*s", TEXT_ARG(move->to), TEXT_ARG(text_slice(name, id.size, name.size)));
}

// Names within ${...}.
static Text new_text(StackWork *work, Text text) {
  Buffer out = {0};
  size_t at = 0;
  for (size_t start = text_find(text, TEXT("${"), 0); start != SIZE_MAX; start = text_find(text, TEXT("${"), at)) {
    size_t end = text_find(text, TEXT("}"), start);
    if (end == SIZE_MAX) break;
    buffer_add(&out, text_slice(text, at, start + 2));
    buffer_add(&out, new_name(work, text_trim(text_slice(text, start + 2, end))));
    at = end;
  }
  buffer_add(&out, text_slice(text, at, text.size));
  return buffer_take(&out, work->arena);
}

static Value *rewrite(StackWork *work, const Value *value, const char *within) {
  Arena *arena = work->arena;
  if (value->kind == VALUE_STRING && within) {
    Text text = strcmp(within, "Fn::Sub") == 0 ? new_text(work, value->as.text) : new_name(work, value->as.text);
    return value_string(arena, value->span, text);
  }
  if (value->kind == VALUE_LIST) {
    Value *list = value_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++)
      value_add(arena, list, rewrite(work, value->as.list.items[i], i == 0 ? within : NULL));
    return list;
  }
  if (value->kind != VALUE_MAP) return (Value *)value;
  Value *map = value_map(arena, value->span);
  static const char *const names[] = {"Ref", "Fn::GetAtt", "Fn::Sub"};
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    const char *inner = NULL;
    for (size_t k = 0; k < 3 && value->as.map.count == 1; k++)
      if (text_is(member->key, names[k])) inner = names[k];
    value_put(arena, map, member->key, member->key_span, rewrite(work, member->value, inner));
  }
  return map;
}

const Value *renames_apply(StackWork *work, const Value *value) {
  if (!value || work->moved.count == 0) return value;
  Rename rename = {.work = work};
  template_references(value, visit, &rename);
  return rename.found ? rewrite(work, value, NULL) : value;
}

// ───────────────────────────── Found ─────────────────────────────

enum { MOST_CANDIDATES = 64 };  // of one type, that each is held against

typedef struct Candidates {
  VEC(PlanChange *) removed, added;
} Candidates;

// By type, those of a stack that are removed or added.
static Map by_type(Arena *arena, const PlanStack *stack) {
  Map types = {0};
  for (size_t i = 0; i < stack->changes.count; i++) {
    PlanChange *change = stack->changes.items[i];
    if (change->action != PLAN_ADD && change->action != PLAN_REMOVE) continue;
    Candidates *of_type = map_get(&types, change->type);
    if (!of_type) map_put(arena, &types, change->type, of_type = ARENA_NEW(arena, Candidates));
    if (change->action == PLAN_ADD)
      vec_push(arena, &of_type->added, change);
    else
      vec_push(arena, &of_type->removed, change);
  }
  return types;
}

// A hash of what a value says, whatever the things that it refers to are called: those may be renamed too.
static uint32_t hash_apart(const Value *value) {
  Text name;
  Value *argument;
  uint32_t hash = 7;
  if (value_intrinsic(value, &name, &argument) &&
      (text_is(name, "Ref") || text_is(name, "Fn::GetAtt") || text_is(name, "Fn::Sub")))
    return text_hash(name);
  if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count; i++) hash += hash_apart(value->as.list.items[i]) * 31;
    return hash;
  }
  if (value->kind != VALUE_MAP) return compare_hash(value);
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    hash += (text_hash(member->key) ^ (hash_apart(member->value) * 2654435761u)) * 17;
  }
  return hash;
}

// The next word of a name in PascalCase; empty at its end.
static Text next_word(Text name, size_t *at) {
  size_t start = *at, end = start + 1;
  if (start >= name.size) return (Text){0};
  while (end < name.size && !(name.at[end] >= 'A' && name.at[end] <= 'Z')) end++;
  *at = end;
  return text_slice(name, start, end);
}

// 0 to 1: words that both names have, or letters at both ends.
static double name_likeness(Text a, Text b) {
  size_t start = 0, end = 0, least = a.size < b.size ? a.size : b.size, most = a.size < b.size ? b.size : a.size;
  while (start < least && a.at[start] == b.at[start]) start++;
  while (end < least - start && a.at[a.size - 1 - end] == b.at[b.size - 1 - end]) end++;
  double letters = most ? (double)(start + end) / (double)most : 0;
  size_t both = 0, all = 0, at = 0;
  for (Text word = next_word(a, &at); word.size; word = next_word(a, &at)) {
    size_t other = 0;
    all++;
    for (Text same = next_word(b, &other); same.size; same = next_word(b, &other))
      if (text_equal(word, same)) {
        both++;
        break;
      }
  }
  double words = all ? (double)both / (double)all : 0;
  return words > letters ? words : letters;
}

// 0 to 1: properties that are the same among those that either has, and the names.
static double likeness(const PlanChange *removed, const PlanChange *added) {
  const Value *old = removed->before->properties, *new = added->after->properties;
  double name = name_likeness(removed->logical_id, added->logical_id);
  size_t both = 0, all = old ? old->as.map.count : 0;
  for (size_t i = 0; new &&i < new->as.map.count; i++) {
    const Value *before = value_get(old, new->as.map.members[i].key);
    all += !before;
    both += before && hash_apart(before) == hash_apart(new->as.map.members[i].value);
  }
  return all ? 0.7 * (double)both / (double)all + 0.3 * name : name;
}

static void offer(StackWork *work, const PlanChange *removed, const PlanChange *added) {
  PlanHazard *hazard = hazard_add(work->stack, work->arena, LEVEL_WARNING, "P502", added,
                                  "%.*s looks like %.*s under another name: CloudFormation removes the one and makes "
                                  "the other anew",
                                  TEXT_ARG(added->logical_id), TEXT_ARG(removed->logical_id));
  Text old = removed->before->path, new = added->after->path;
  if (old.size && new.size)
    hazard_help(hazard, work->arena, "write `moved %.*s -> %.*s`, or keep the old id: `@id = \"%.*s\"`", TEXT_ARG(old),
                TEXT_ARG(new), TEXT_ARG(removed->logical_id));
  else if (new.size)
    hazard_help(hazard, work->arena,
                "write `moved OLD -> %.*s` with its old name, or keep the old id: `@id = \"%.*s\"`", TEXT_ARG(new),
                TEXT_ARG(removed->logical_id));
  else
    hazard_help(hazard, work->arena,
                "keep the logical id %.*s, or rename it with a stack refactoring; in a program, `moved OLD -> NEW` "
                "declares it",
                TEXT_ARG(removed->logical_id));
}

void hazards_of_renames(StackWork *work) {
  Map types = by_type(work->arena, work->stack);
  for (size_t t = 0; t < types.count; t++) {
    Candidates *of_type = types.entries[t].value;
    if (of_type->removed.count > MOST_CANDIDATES) of_type->removed.count = MOST_CANDIDATES;
    bool taken[MOST_CANDIDATES] = {0};
    for (size_t i = 0; i < of_type->added.count && i < MOST_CANDIDATES; i++) {
      double best = 0.49;
      size_t which = SIZE_MAX;
      for (size_t k = 0; k < of_type->removed.count; k++) {
        double one = taken[k] ? 0 : likeness(of_type->removed.items[k], of_type->added.items[i]);
        if (one > best) best = one, which = k;
      }
      if (which == SIZE_MAX) continue;
      taken[which] = true;
      offer(work, of_type->removed.items[which], of_type->added.items[i]);
    }
  }
}

// ───────────────────────────── Between stacks ─────────────────────────────

typedef struct Gone {
  StackWork *work;
  PlanChange *change;
  struct Gone *next;
} Gone;

static Text gone_key(Arena *arena, const PlanChange *change, bool by_content) {
  const TemplateResource *resource = change->after ? change->after : change->before;
  if (!by_content) return text_format(arena, "%.*s %.*s", TEXT_ARG(change->type), TEXT_ARG(change->logical_id));
  uint32_t hash = resource->properties ? compare_hash(resource->properties) : 0;
  return text_format(arena, "%.*s #%u", TEXT_ARG(change->type), hash);
}

static void put_gone(PlanWork *plan, Map *gone, StackWork *work, PlanChange *change, Text key) {
  Gone *one = ARENA_NEW(plan->arena, Gone);
  *one = (Gone){work, change, map_get(gone, key)};
  map_put(plan->arena, gone, key, one);
}

static Gone *take(Map *gone, Text key, const StackWork *to) {
  for (Gone *one = map_get(gone, key); one; one = one->next)
    if (one->change && one->change->action == PLAN_REMOVE && one->work != to) return one;
  return NULL;
}

static void move(PlanChange *added, Gone *from) {
  added->action = PLAN_MOVE;
  added->replacement = REPLACE_ALWAYS;
  added->former_id = from->change->logical_id;
  added->former_stack = from->work->stack->name;
  added->before = from->change->before;
  added->kept = from->change->kept;
  from->change->action = PLAN_MOVE;  // which takes it out of its own stack
}

void renames_find(PlanWork *plan) {
  Map gone = {0};
  size_t removed = 0;
  if (plan->stacks.count < 2) return;
  for (size_t s = 0; s < plan->stacks.count; s++) {
    StackWork *work = plan->stacks.items[s];
    for (size_t i = 0; i < work->stack->changes.count; i++) {
      PlanChange *change = work->stack->changes.items[i];
      if (change->action != PLAN_REMOVE) continue;
      removed++;
      put_gone(plan, &gone, work, change, gone_key(plan->arena, change, false));
      if (change->before->properties) put_gone(plan, &gone, work, change, gone_key(plan->arena, change, true));
    }
  }
  for (size_t s = 0; s < plan->stacks.count && removed; s++) {
    StackWork *work = plan->stacks.items[s];
    for (size_t i = 0; i < work->stack->changes.count; i++) {
      PlanChange *change = work->stack->changes.items[i];
      if (change->action != PLAN_ADD) continue;
      Gone *from = take(&gone, gone_key(plan->arena, change, false), work);
      if (!from && change->after->properties) from = take(&gone, gone_key(plan->arena, change, true), work);
      if (from) move(change, from);
    }
  }
  for (size_t s = 0; s < plan->stacks.count; s++) {
    PlanStack *stack = plan->stacks.items[s]->stack;
    size_t kept = 0;
    for (size_t i = 0; i < stack->changes.count; i++) {
      PlanChange *change = stack->changes.items[i];
      if (change->action == PLAN_MOVE && !change->after) continue;
      stack->changes.items[kept++] = change;
    }
    stack->changes.count = kept;
  }
}
