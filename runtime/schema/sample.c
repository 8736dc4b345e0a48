// The smallest properties that a type takes, for tests and to begin a program with.
//
// A node is filled with what it requires; then its rules are gone through, each adding what it asks for. Of several
// branches the first is taken whose result the checker accepts. Text that must match a pattern is tried from a list of
// what AWS's names, ids and ARNs commonly look like.
#include "base/pattern.h"
#include "schema/check.h"

enum { DEEPEST = 12 };

typedef struct Sampler {
  Arena *arena;
  Checker checker;
  SchemaCheck check;
  size_t variant;  // the number of the list item that is being made, so that items differ
} Sampler;

static Value *sample(Sampler *sampler, const BlockNode *node, size_t depth, size_t variant);
static Value *sample_list(Sampler *sampler, const BlockNode *node, const BlockNode *counted, size_t depth);

static bool accepts(Sampler *sampler, const BlockNode *node, Value *value) {
  return check_try(&sampler->checker, node, value, NULL) != ANSWER_NO;
}

static const char *const texts[] = {
    "a",
    "name",
    "Name",
    "example-name",
    "1",
    "1.0",
    "1.0.0",
    "123456789012",
    "us-east-1",
    "us-east-1a",
    "12345678-1234-1234-1234-123456789012",
    "0123456789abcdef0123456789abcdef",
    "https://example.com",
    "https://example.com/a",
    "http://example.com",
    "example.com",
    "user@example.com",
    "10.0.0.0/16",
    "10.0.0.1",
    "s3://example-bucket/key",
    "/name",
    "/name/name",
    "name/name",
    "rate(1 day)",
    "2030-01-01",
    "2030-01-01T00:00:00Z",
    "PT1H",
    "+15555550100",
    "en-US",
    "cognito:default",
    "{}",
    "vpc-0123456789abcdef0",
    "subnet-0123456789abcdef0",
    "sg-0123456789abcdef0",
    "i-0123456789abcdef0",
    "ami-0123456789abcdef0",
    "vol-0123456789abcdef0",
    "fs-0123456789abcdef0",
    "eni-0123456789abcdef0",
    "rtb-0123456789abcdef0",
    "tgw-0123456789abcdef0",
    "igw-0123456789abcdef0",
    "arn:aws:iam::123456789012:role/name",
    "arn:aws:s3:::example-bucket",
    "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
    "arn:aws:sns:us-east-1:123456789012:name",
    "arn:aws:lambda:us-east-1:123456789012:function:name",
    "arn:aws:connect:us-east-1:123456789012:instance/12345678-1234-1234-1234-123456789012",
    "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789abcdef0",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:name-a1b2c3",
    "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    "arn:aws:logs:us-east-1:123456789012:log-group:name",
    "arn:aws:cloudformation:us-east-1:123456789012:type/resource/name",
    "arn:aws:states:us-east-1:123456789012:stateMachine:name",
};

static Value *text_value(Sampler *sampler, Text text) { return value_string(sampler->arena, (Span){0}, text); }

static Text stretched(Sampler *sampler, const BlockNode *node, Text text, size_t variant) {
  if (variant) text = text_format(sampler->arena, "%.*s%zu", TEXT_ARG(text), variant);
  const BlockBounds *bounds = node_has(node, FIELD_LENGTH) ? block_at(node_field(node, FIELD_LENGTH)) : NULL;
  if (!bounds || text.size >= bounds->least) return text;
  Buffer longer = {0};
  buffer_add(&longer, text);
  buffer_fill(&longer, 'a', bounds->least - text.size);
  return buffer_take(&longer, sampler->arena);
}

static Value *sample_text(Sampler *sampler, const BlockNode *node, size_t variant) {
  Text format = block_text(node_field(node, FIELD_FORMAT));
  const char *example = format.size ? check_format_example(format) : NULL;
  if (example && !variant) {
    Value *value = text_value(sampler, text_of(example));
    if (accepts(sampler, node, value)) return value;
  }
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    Value *value = text_value(sampler, stretched(sampler, node, text_of(texts[i]), variant));
    if (accepts(sampler, node, value)) return value;
  }
  Text name = variant ? text_format(sampler->arena, SCHEMA_SAMPLE "%zu", variant) : TEXT(SCHEMA_SAMPLE);
  Value *reference = value_map(sampler->arena, (Span){0});
  value_set(sampler->arena, reference, "Ref", text_value(sampler, name));
  return reference;
}

static Value *sample_number(Sampler *sampler, const BlockNode *node, size_t variant) {
  double number = (double)variant;
  if (node_has(node, FIELD_RANGE)) {
    const BlockRange *range = block_at(node_field(node, FIELD_RANGE));
    if (range->has & RANGE_LEAST) number = block_double(range->least) + (double)variant;
    if (!(range->has & RANGE_LEAST) && (range->has & RANGE_MOST)) number = block_double(range->most);
    if (range->has & RANGE_ABOVE) number += 1;
  }
  if (number == (double)(int64_t)number) return value_int(sampler->arena, (Span){0}, (int64_t)number);
  return value_number(sampler->arena, (Span){0}, text_format(sampler->arena, "%.15g", number));
}

static Value *sample_enum(Sampler *sampler, const BlockNode *node, size_t variant) {
  const BlockList *list = block_at(node_field(node, FIELD_ENUM));
  Value *value = text_value(sampler, block_text(list->items[variant % list->count]));
  check_convert(node, value, sampler->arena, (node->types & NODE_STRING) == 0);
  return value;
}

static void add_member(Sampler *sampler, const BlockNode *node, Value *map, Text name, size_t depth) {
  const PropertyEntry *entry = schema_node_property(node, name);
  if (!entry || value_get(map, name)) return;
  Value *value = sample(sampler, property_node(entry), depth + 1, sampler->variant);
  value_put(sampler->arena, map, name, (Span){0}, value);
}

static void fill(Sampler *sampler, const BlockNode *whole, const BlockNode *node, Value *map, size_t depth);

// Takes over the first branch's additions that make the map acceptable.
static void fill_branches(Sampler *sampler, const BlockNode *whole, const BlockList *branches, Value *map,
                          size_t depth) {
  for (uint32_t i = 0; i < branches->count; i++) {
    const BlockNode *branch = block_node(branches->items[i]);
    Value *copy = value_copy(sampler->arena, map);
    fill(sampler, whole, branch, copy, depth);
    if (!accepts(sampler, branch, copy)) continue;
    *map = *copy;
    return;
  }
}

static bool any_there(const Value *map, const BlockList *names) {
  for (uint32_t i = 0; i < names->count; i++)
    if (value_get(map, block_text(names->items[i]))) return true;
  return false;
}

static void fill_rule(Sampler *sampler, const BlockNode *whole, const BlockRule *rule, Value *map, size_t depth) {
  const BlockList *list = block_at(rule->argument);
  switch ((RuleKind)rule->kind) {
    case RULE_ALL:
      for (uint32_t i = 0; i < list->count; i++) fill(sampler, whole, block_node(list->items[i]), map, depth);
      break;
    case RULE_ANY:
    case RULE_ONE: fill_branches(sampler, whole, list, map, depth); break;
    case RULE_IF: {
      bool holds = check_try(&sampler->checker, block_node(list->items[0]), map, NULL) == ANSWER_YES;
      Offset next = holds ? list->items[1] : list->items[2];
      if (next) fill(sampler, whole, block_node(next), map, depth);
      break;
    }
    case RULE_REQUIRED:
      for (uint32_t i = 0; i < list->count; i++) add_member(sampler, whole, map, block_text(list->items[i]), depth);
      break;
    case RULE_XOR:
    case RULE_OR:
      if (!any_there(map, list)) add_member(sampler, whole, map, block_text(list->items[0]), depth);
      break;
    case RULE_NEED:
      if (!value_get(map, block_text(list->items[0]))) break;
      for (uint32_t i = 1; i < list->count; i++) add_member(sampler, whole, map, block_text(list->items[i]), depth);
      break;
    case RULE_DEPEND:
      if (value_get(map, block_text(list->items[0]))) fill(sampler, whole, block_node(list->items[1]), map, depth);
      break;
    case RULE_CODED: fill(sampler, whole, block_node(list->items[2]), map, depth); break;
    case RULE_NOT:
    case RULE_NAMES:
    case RULE_CONTAINS:
    case RULE_EXCLUDE:
    case RULE_KEYS: break;
  }
}

// What a branch asks of the members that are there already.
static void fill_members(Sampler *sampler, const BlockNode *whole, const PropertyTable *table, Value *map,
                         size_t depth) {
  for (uint32_t i = 0; i < table->count; i++) {
    Text name = block_text(table->entries[i].name);
    Value *member = value_get(map, name);
    const PropertyEntry *known = schema_node_property(whole, name);
    const BlockNode *asked = property_node(&table->entries[i]);
    if (member && node_has(asked, FIELD_ENUM) && !accepts(sampler, asked, member))
      *member = *sample_enum(sampler, asked, 0);
    if (known && member && member->kind == VALUE_MAP) fill(sampler, property_node(known), asked, member, depth + 1);
    if (known && member && member->kind == VALUE_LIST && node_has(asked, FIELD_COUNT))
      *member = *sample_list(sampler, property_node(known), asked, depth + 1);
  }
}

// What the node asks of a map; `whole` is the node that knows the members where `node` is a branch of it.
static void fill(Sampler *sampler, const BlockNode *whole, const BlockNode *node, Value *map, size_t depth) {
  if (depth > DEEPEST) return;
  if (node_has(node, FIELD_PROPERTIES)) {
    const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
    for (uint32_t i = 0; i < table->count; i++)
      if (table->entries[i].node & PROPERTY_REQUIRED)
        add_member(sampler, node, map, block_text(table->entries[i].name), depth);
    if (!node_has(whole, FIELD_PROPERTIES)) whole = node;
  }
  if (node_has(node, FIELD_RULES)) {
    const RuleTable *rules = block_at(node_field(node, FIELD_RULES));
    for (uint32_t i = 0; i < rules->count; i++)
      if (rules->rules[i].argument) fill_rule(sampler, whole, &rules->rules[i], map, depth);
  }
  if (whole != node && node_has(node, FIELD_PROPERTIES))
    fill_members(sampler, whole, block_at(node_field(node, FIELD_PROPERTIES)), map, depth);
}

static Value *sample_map(Sampler *sampler, const BlockNode *node, size_t depth) {
  Value *map = value_map(sampler->arena, (Span){0});
  fill(sampler, node, node, map, depth);
  const BlockBounds *bounds = node_has(node, FIELD_MEMBERS) ? block_at(node_field(node, FIELD_MEMBERS)) : NULL;
  if (!bounds || bounds->least <= map->as.map.count) return map;
  if (node_has(node, FIELD_PATTERNS)) {
    const BlockList *list = block_at(node_field(node, FIELD_PATTERNS));
    const Pattern *pattern = check_pattern(&sampler->check, list->items[0]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && map->as.map.count < bounds->least; i++)
      if (pattern_match(pattern, text_of(texts[i])) == PATTERN_YES)
        value_set(sampler->arena, map, texts[i], sample(sampler, block_node(list->items[1]), depth + 1, 0));
  } else if (node_has(node, FIELD_PROPERTIES)) {
    const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
    for (uint32_t i = 0; i < table->count && map->as.map.count < bounds->least; i++)
      add_member(sampler, node, map, block_text(table->entries[i].name), depth);
  }
  return map;
}

// Items that need nothing would be equal: each gets another of the members that it may have.
static void differ(Sampler *sampler, const BlockNode *list, Value *item, size_t variant, size_t depth) {
  const BlockNode *node = block_node(node_field(list, FIELD_ITEMS));
  if (!node_has(node, FIELD_PROPERTIES)) return;
  const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
  add_member(sampler, node, item, block_text(table->entries[table->count - 1 - variant % table->count].name), depth);
}

// How many items is said by `counted`, which a branch of it, `node`, may leave out.
static Value *sample_list(Sampler *sampler, const BlockNode *node, const BlockNode *counted, size_t depth) {
  Value *list = value_list(sampler->arena, (Span){0});
  Offset count = node_field(node_has(counted, FIELD_COUNT) ? counted : node, FIELD_COUNT);
  const BlockBounds *bounds = count ? block_at(count) : NULL;
  size_t before = sampler->variant;
  for (uint32_t i = 0; bounds && i < bounds->least; i++) {
    sampler->variant = i;
    Value *item = node_has(node, FIELD_ITEMS) ? sample(sampler, block_node(node_field(node, FIELD_ITEMS)), depth + 1, i)
                                              : text_value(sampler, TEXT("a"));
    if (i && item->kind == VALUE_MAP && item->as.map.count == 0) differ(sampler, node, item, i, depth);
    value_add(sampler->arena, list, item);
  }
  sampler->variant = before;
  return list;
}

// Where the node states no type: the first branch that does decides.
static const BlockNode *first_branch(const BlockNode *node) {
  if (!node_has(node, FIELD_RULES)) return NULL;
  const RuleTable *rules = block_at(node_field(node, FIELD_RULES));
  for (uint32_t i = 0; i < rules->count; i++) {
    RuleKind kind = rules->rules[i].kind;
    if (kind != RULE_ANY && kind != RULE_ONE && kind != RULE_ALL) continue;
    const BlockList *list = block_at(rules->rules[i].argument);
    const BlockNode *branch = block_node(list->items[0]);
    if ((branch->types & NODE_TYPES) || node_has(branch, FIELD_RULES)) return branch;
  }
  return NULL;
}

static Value *sample(Sampler *sampler, const BlockNode *node, size_t depth, size_t variant) {
  unsigned types = node->types & NODE_TYPES;
  bool map = (types & NODE_OBJECT) || node_has(node, FIELD_PROPERTIES);
  if (node_has(node, FIELD_ENUM)) return sample_enum(sampler, node, variant);
  if (map) return sample_map(sampler, node, depth);
  const BlockNode *branch = types || depth > DEEPEST ? NULL : first_branch(node);
  if (branch && (branch->types & NODE_ARRAY)) return sample_list(sampler, branch, node, depth + 1);
  if (branch) return sample(sampler, branch, depth + 1, variant);
  if (types == 0 || (types & NODE_STRING)) return sample_text(sampler, node, variant);
  if (types & NODE_ARRAY) return sample_list(sampler, node, node, depth);
  if (types & (NODE_INTEGER | NODE_NUMBER)) return sample_number(sampler, node, variant);
  return value_bool(sampler->arena, (Span){0}, false);
}

Value *schema_minimal(Arena *arena, const SchemaType *type) {
  Diags diags = {.arena = arena};
  Sampler sampler = {.arena = arena, .check = {.arena = arena, .diags = &diags}};
  TemplateResource resource = {.type = schema_name(type)};
  sampler.checker = (Checker){.check = &sampler.check, .resource = &resource, .type = type};
  Value *properties = sample_map(&sampler, block_node(type->root), 0);
  schema_check_done(&sampler.check);
  return properties->as.map.count ? properties : NULL;
}
