// What each intrinsic function asks for beyond the shape of its argument: names that exist, kinds that fit, keys that
// are there.
#include "lint/intrinsics.h"

#include <ctype.h>

enum { MOST_KEYS = 64, MOST_WRONG = 20 /* of the variables of one text are told */ };

// ───────────────────────────── Ref ─────────────────────────────

static const char *place_kind(const Shape *wanted) { return shape_kinds_name(wanted->kinds); }
static bool takes_scalars(const Shape *wanted) { return wanted->kinds & KIND_SCALAR; }
static bool takes_lists(const Shape *wanted) { return wanted->kinds & KIND_LIST; }

static void report_unknown(const FunctionWalk *walk, const char *id, const LintAt *at, Text name) {
  Linter *linter = walk->linter;
  bool resource = lint_resource(linter, name);
  Diag *diag;
  if (walk->no_lists && text_is(name, "AWS::NotificationARNs")) {
    lint_report(linter, id, at, "'AWS::NotificationARNs' cannot be used in Fn::ToJsonString");
  } else if (walk->no_resources && resource) {
    diag = lint_report(linter, id, at, "'%.*s' is a resource, which does not exist yet when this is worked out",
                       TEXT_ARG(name));
    diag_help(linter->diags, diag, "refer to a parameter or a pseudo parameter");
  } else if (reference_untyped(linter, name)) {
    lint_report(linter, id, at, "'%.*s' is no resource, since it has no type", TEXT_ARG(name));
  } else {
    diag = lint_report(linter, id, at, "'%.*s' is no parameter%s of this template", TEXT_ARG(name),
                       walk->no_resources ? "" : " or resource");
    reference_suggest(linter, diag, name, !walk->no_resources);
  }
}

// Whether the name is answered where the walk stands; reports it otherwise.
static bool check_known(const FunctionWalk *walk, const char *id, const LintAt *at, Text name) {
  bool known = reference_known(walk->linter, name);
  if (walk->no_lists && text_is(name, "AWS::NotificationARNs")) known = false;
  if (walk->no_resources && known && lint_resource(walk->linter, name) && !lint_parameter(walk->linter, name))
    known = false;
  if (!known) report_unknown(walk, id, at, name);
  return known;
}

// What a Ref to the name gives: KIND_LIST, KIND_STRING, or 0 where that is not known.
static unsigned ref_gives(const Linter *linter, Text name) {
  if (text_is(name, "AWS::NoValue")) return 0;
  if (text_is(name, "AWS::NotificationARNs")) return KIND_LIST;
  const Value *parameter = lint_parameter(linter, name);
  if (parameter && !value_text(value_at(parameter, "Type")).size) return 0;
  if (parameter) return reference_list(parameter) ? KIND_LIST : KIND_STRING;
  return reference_pseudo(name) || lint_resource(linter, name) ? KIND_STRING : 0;
}

static bool ref_fits(unsigned gives, const Shape *wanted) {
  if (gives == 0 || wanted->kinds == KIND_ANY) return true;
  return gives == KIND_LIST ? takes_lists(wanted) : takes_scalars(wanted);
}

static void note_parameter(const FunctionWalk *walk, Diag *diag, Text name) {
  const Member *parameter = value_member(template_section(walk->linter->template, "Parameters"), name);
  if (parameter) diag_note(walk->linter->diags, diag, parameter->key_span, "'%.*s' is declared here", TEXT_ARG(name));
}

void intrinsic_ref(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  Linter *linter = walk->linter;
  Text name;
  if (!lint_scalar(linter, argument, &name) || !check_known(walk, walk->outer, argument, name)) return;
  unsigned gives = ref_gives(linter, name);
  if (ref_fits(gives, wanted)) return;
  Diag *diag = lint_report(linter, walk->outer, at, "'%.*s' is %s where %s is wanted", TEXT_ARG(name),
                           gives == KIND_LIST ? "a list" : "text", place_kind(wanted));
  if (gives == KIND_LIST) diag_help(linter->diags, diag, "choose an item by Fn::Select or join them by Fn::Join");
  note_parameter(walk, diag, name);
}

// ───────────────────────────── Fn::GetAtt ─────────────────────────────

static unsigned attribute_kind(SchemaKind kind) {
  switch (kind) {
    case SCHEMA_ANY: return 0;
    case SCHEMA_STRING: return KIND_STRING;
    case SCHEMA_INTEGER: return KIND_INTEGER;
    case SCHEMA_NUMBER: return KIND_NUMBER;
    case SCHEMA_BOOLEAN: return KIND_BOOLEAN;
    case SCHEMA_LIST: return KIND_LIST;
    case SCHEMA_OBJECT: return KIND_MAP;
  }
  return 0;
}

// A number or boolean does not become a text on its own: CloudFormation refuses it in Fn::Join, Fn::Sub and outputs.
static bool attribute_fits(unsigned gives, const Shape *wanted) {
  if (gives == 0 || wanted->kinds == KIND_ANY || (gives & wanted->kinds)) return true;
  if (gives == KIND_STRING) return takes_scalars(wanted);
  return gives == KIND_INTEGER && (wanted->kinds & KIND_NUMBER);
}

static void report_no_resource(const FunctionWalk *walk, const char *id, const LintAt *at, Text name) {
  Linter *linter = walk->linter;
  if (reference_untyped(linter, name)) {
    lint_report(linter, id, at, "'%.*s' is no resource, since it has no type", TEXT_ARG(name));
    return;
  }
  Diag *diag = lint_report(linter, id, at, "there is no resource '%.*s'", TEXT_ARG(name));
  if (lint_parameter(linter, name)) {
    diag_help(linter->diags, diag, "'%.*s' is a parameter: Ref gives its value", TEXT_ARG(name));
    return;
  }
  if (linter->diags->list.count > 200) return;
  Text *names = ARENA_ARRAY(linter->arena, Text, linter->resources.count + 1);
  for (size_t i = 0; i < linter->resources.count; i++) names[i] = linter->resources.items[i].resource->logical_id;
  diag_suggest(linter->diags, diag, name, names, linter->resources.count);
}

static const SchemaType *attribute_type(const LintResource *resource) {
  Text type = resource->resource->type;
  if (text_starts_with(type, TEXT("AWS::Serverless::"))) return NULL;  // what it makes is asked for by its own id
  return schema_find(type);
}

// "Resource.Attribute": reports at `resource_at` or `attribute_at`; the kind that it gives in *gives.
static bool check_attribute(const FunctionWalk *walk, const char *id, const LintAt *resource_at,
                            const LintAt *attribute_at, Text name, Text attribute, unsigned *gives) {
  Linter *linter = walk->linter;
  *gives = 0;
  const LintResource *resource = lint_resource(linter, name);
  if (walk->no_resources && resource) return report_unknown(walk, id, resource_at, name), false;
  if (!resource || reference_untyped(linter, name)) {
    if (!lint_parameter(linter, name) && !reference_pseudo(name) && reference_known(linter, name)) return true;
    return report_no_resource(walk, id, resource_at, name), false;
  }
  const SchemaType *type = attribute_type(resource);
  SchemaShape shape;
  if (!type) return true;
  if (reference_attribute(type, attribute, &shape)) return *gives = attribute_kind(shape.kind), true;
  Diag *diag = lint_report(linter, id, attribute_at, "%.*s has no attribute '%.*s'", TEXT_ARG(resource->resource->type),
                           TEXT_ARG(attribute));
  size_t count;
  Text *names = schema_attribute_names(linter->arena, type, &count);
  diag_suggest(linter->diags, diag, attribute, names, count);
  enum { SHOWN = 12 };
  Buffer all = {0};
  for (size_t i = 0; i < count; i++) buffer_format(&all, "%s%.*s", i ? ", " : "", TEXT_ARG(names[i]));
  if (!diag->help.size && count && count <= SHOWN)
    diag_help(linter->diags, diag, "it has %.*s", TEXT_ARG(buffer_text(&all)));
  buffer_free(&all);
  diag_note(linter->diags, diag, resource->resource->id_span, "'%.*s' is declared here", TEXT_ARG(name));
  return false;
}

void intrinsic_get_att(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  Linter *linter = walk->linter;
  Text name, attribute;
  LintAt first = *argument, second = *argument;
  if (lint_is(argument, VALUE_LIST)) {
    first = lint_item(argument, 0);
    second = lint_item(argument, 1);
    if (!lint_is(&first, VALUE_STRING)) return;
    name = lint_text(&first);
    if (!lint_is(&second, VALUE_STRING)) {
      if (!lint_resource(linter, name) && !reference_known(linter, name))
        report_no_resource(walk, walk->outer, &first, name);
      return;
    }
    attribute = lint_text(&second);
  } else if (!reference_dotted(lint_text(argument), &name, &attribute)) {
    Diag *diag = lint_report(linter, walk->outer, argument, "'%.*s' names no attribute", TEXT_ARG(lint_text(argument)));
    diag_help(linter->diags, diag, "write Resource.Attribute, or Ref for the resource itself");
    return;
  }
  unsigned gives;
  if (!check_attribute(walk, walk->outer, &first, &second, name, attribute, &gives)) return;
  if (attribute_fits(gives, wanted)) return;
  Diag *diag = lint_report(linter, walk->outer, at, "'%.*s.%.*s' is %s where %s is wanted", TEXT_ARG(name),
                           TEXT_ARG(attribute), shape_kinds_name(gives), place_kind(wanted));
  if (gives == KIND_LIST) diag_help(linter->diags, diag, "choose an item by Fn::Select or join them by Fn::Join");
}

// ───────────────────────────── Fn::Sub ─────────────────────────────

typedef struct SubCheck {
  const FunctionWalk *walk;
  const LintAt *at;
  const Value *names;
  Map used;
  unsigned wrong;
} SubCheck;

static bool refers_to_itself(const Value *names, Text name) {
  Text function;
  Value *argument;
  const Value *value = value_get(names, name);
  return value_intrinsic(value, &function, &argument) && text_is(function, "Ref") &&
         text_equal(value_text(argument), name);
}

static void check_variable(void *context, Text name) {
  SubCheck *check = context;
  const FunctionWalk *walk = check->walk;
  Linter *linter = walk->linter;
  Text resource, attribute;
  if (!map_put(linter->arena, &check->used, name, check) || check->wrong >= MOST_WRONG) return;
  if (value_get(check->names, name) && !refers_to_itself(check->names, name)) return;
  unsigned gives;
  if (reference_dotted(name, &resource, &attribute)) {
    if (!check_attribute(walk, walk->outer, check->at, check->at, resource, attribute, &gives)) {
      check->wrong++;
      return;
    }
    if (attribute_fits(gives, &shape_text)) return;
  } else {
    if (!check_known(walk, walk->outer, check->at, name)) {
      check->wrong++;
      return;
    }
    gives = ref_gives(linter, name);
    if (ref_fits(gives, &shape_text)) return;
  }
  Diag *diag = lint_report(linter, walk->outer, check->at, "'${%.*s}' is %s, which cannot be put into a text",
                           TEXT_ARG(name), shape_kinds_name(gives));
  if (gives == KIND_LIST) diag_help(linter->diags, diag, "join the list by Fn::Join in the map of variables");
}

static void check_unused(const SubCheck *check, const LintAt *names) {
  for (size_t i = 0; i < lint_count(names); i++) {
    LintAt variable = lint_member(names, &names->value->as.map.members[i]);
    if (map_get(&check->used, variable.key)) continue;
    lint_report(check->walk->linter, "W1019", &variable, "the text does not use the variable '%.*s'",
                TEXT_ARG(variable.key));
  }
}

void intrinsic_sub(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)wanted;
  Linter *linter = walk->linter;
  LintAt text = *argument, names = {0};
  if (lint_is(argument, VALUE_LIST)) text = lint_item(argument, 0), names = lint_item(argument, 1);
  if (!lint_is(&text, VALUE_STRING)) return;
  SubCheck check = {.walk = walk, .at = argument, .names = names.value};
  size_t before = linter->diags->list.count;
  size_t count = reference_variables(lint_text(&text), check_variable, &check);
  if (linter->diags->list.count != before) return;
  check_unused(&check, &names);
  if (count || walk->sam || text_find(lint_text(&text), TEXT("${!"), 0) != SIZE_MAX) return;
  Diag *diag = lint_report(linter, "W1020", &text, "this text has no variables: Fn::Sub does nothing");
  diag_help(linter->diags, diag, "write the text alone");
  lint_fix_unwrap(linter, diag, at, text.value);
}

// ───────────────────────────── Fn::FindInMap ─────────────────────────────

typedef struct Keys {
  Text items[MOST_KEYS];
  size_t count;
  bool known;  // there are no others
} Keys;

static void add_key(Linter *linter, Keys *keys, const Value *value) {
  Text text;
  if (keys->count < MOST_KEYS && lint_scalar(linter, &(LintAt){.value = value}, &text))
    keys->items[keys->count++] = text;
  else
    keys->known = false;
}

// The texts that a key may be: itself, or what the parameter may be.
static Keys keys_of(const FunctionWalk *walk, const Value *value) {
  Keys keys = {.known = true};
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument)) {
    add_key(walk->linter, &keys, value);
    return keys;
  }
  const Value *parameter = text_is(name, "Ref") ? lint_parameter(walk->linter, value_text(argument)) : NULL;
  const Value *allowed = value_at(parameter, "AllowedValues"), *usual = value_at(parameter, "Default");
  if (value_is(allowed, VALUE_LIST))
    for (size_t i = 0; i < allowed->as.list.count; i++) add_key(walk->linter, &keys, allowed->as.list.items[i]);
  else if (usual)
    add_key(walk->linter, &keys, usual);
  if (keys.count == 0) keys.known = false;
  return keys;
}

static Text keys_text(const FunctionWalk *walk, const Keys *keys) {
  Buffer out = {0};
  for (size_t i = 0; i < keys->count && i < 5; i++)
    buffer_format(&out, "%s'%.*s'", i ? ", " : "", TEXT_ARG(keys->items[i]));
  return buffer_take(&out, walk->linter->arena);
}

// The second keys of all entries of a mapping; made once, so that many look-ups in a large one stay fast. Null where a
// macro may add others.
static const Map *second_keys(const FunctionWalk *walk, const Member *mapping) {
  Map *keys = map_get(walk->keys, mapping->key);
  if (keys) return keys->count ? keys : NULL;
  Arena *arena = walk->linter->arena;
  keys = ARENA_NEW(arena, Map);
  map_put(arena, walk->keys, mapping->key, keys);
  for (size_t i = 0; i < mapping->value->as.map.count; i++) {
    const Member *entry = &mapping->value->as.map.members[i];
    bool macro = text_starts_with(entry->key, TEXT("Fn::")) || value_at(entry->value, "Fn::Transform");
    if (macro) return *keys = (Map){0}, NULL;
    for (size_t k = 0; value_is(entry->value, VALUE_MAP) && k < entry->value->as.map.count; k++)
      map_put(arena, keys, entry->value->as.map.members[k].key, keys);
  }
  return keys->count ? keys : NULL;
}

typedef enum Found { FOUND, NO_FIRST, NO_SECOND } Found;

// Whether some pair of the keys stands in the mapping.
static Found find_keys(const FunctionWalk *walk, const Member *mapping, const Keys *first, const Keys *second) {
  if (!value_is(mapping->value, VALUE_MAP) || value_at(mapping->value, "Fn::Transform")) return FOUND;
  if (!first->known) {
    const Map *all = second->known ? second_keys(walk, mapping) : NULL;
    if (!all) return FOUND;
    for (size_t k = 0; k < second->count; k++)
      if (map_get(all, second->items[k])) return FOUND;
    return NO_SECOND;
  }
  Found found = NO_FIRST;
  for (size_t i = 0; i < first->count; i++) {
    const Value *entry = value_get(mapping->value, first->items[i]);
    if (!entry) continue;
    found = NO_SECOND;
    if (!second->known || value_at(entry, "Fn::Transform")) return FOUND;
    for (size_t k = 0; k < second->count; k++)
      if (value_get(entry, second->items[k])) return FOUND;
  }
  return found;
}

static void suggest_members(const FunctionWalk *walk, Diag *diag, Text word, const Value *map) {
  Linter *linter = walk->linter;
  if (!value_is(map, VALUE_MAP) || linter->diags->list.count > 200) return;
  size_t count = map->as.map.count < 1000 ? map->as.map.count : 1000;
  Text *names = ARENA_ARRAY(linter->arena, Text, count + 1);
  for (size_t i = 0; i < count; i++) names[i] = map->as.map.members[i].key;
  diag_suggest(linter->diags, diag, word, names, count);
}

static void check_keys(const FunctionWalk *walk, const LintAt *argument, const Member *mapping) {
  LintAt first_at = lint_item(argument, 1), second_at = lint_item(argument, 2);
  Keys first = keys_of(walk, first_at.value), second = keys_of(walk, second_at.value);
  Found found = find_keys(walk, mapping, &first, &second);
  Linter *linter = walk->linter;
  if (found == FOUND) return;
  if (found == NO_FIRST) {
    Diag *diag = lint_report(linter, walk->outer, &first_at, "the mapping '%.*s' has no key %.*s",
                             TEXT_ARG(mapping->key), TEXT_ARG(keys_text(walk, &first)));
    suggest_members(walk, diag, first.items[0], mapping->value);
    diag_note(linter->diags, diag, mapping->key_span, "the mapping is declared here");
    return;
  }
  Diag *diag =
      lint_report(linter, walk->outer, &second_at, "no entry of the mapping '%.*s' that is looked up here has %.*s",
                  TEXT_ARG(mapping->key), TEXT_ARG(keys_text(walk, &second)));
  if (first.known) suggest_members(walk, diag, second.items[0], value_get(mapping->value, first.items[0]));
  diag_note(linter->diags, diag, mapping->key_span, "the mapping is declared here");
}

void intrinsic_find_in_map(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  Linter *linter = walk->linter;
  LintAt name = lint_item(argument, 0), usual = lint_item(argument, 3);
  if (usual.value) {
    if (!value_at(usual.value, "DefaultValue") || lint_count(&usual) != 1)
      lint_report(linter, walk->outer, &usual,
                  "the fourth part of Fn::FindInMap is a map with the one key DefaultValue");
    return;
  }
  const Value *mappings = template_section(linter->template, "Mappings");
  if (value_at(mappings, "Fn::Transform") || value_at(linter->template->root, "Fn::Transform")) return;
  Keys names = keys_of(walk, name.value);
  if (!names.known) return;
  const Member *mapping = NULL;
  for (size_t i = 0; i < names.count; i++) {
    const Member *found = value_member(mappings, names.items[i]);
    if (found && mapping) return;  // which of several is not known
    if (found) mapping = found;
  }
  if (mapping) {
    check_keys(walk, argument, mapping);
    return;
  }
  Diag *diag = lint_report(linter, walk->outer, &name, "there is no mapping %.*s", TEXT_ARG(keys_text(walk, &names)));
  suggest_members(walk, diag, names.items[0], mappings);
}

// ───────────────────────────── Others ─────────────────────────────

// Regions of all partitions (AWS General Reference, "Regions and endpoints", November 2026).
static const char *const regions[] = {
    "af-south-1",     "ap-east-1",       "ap-east-2",      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1",     "ap-south-2",      "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
    "ap-southeast-5", "ap-southeast-6",  "ap-southeast-7", "ca-central-1",   "ca-west-1",      "cn-north-1",
    "cn-northwest-1", "eu-central-1",    "eu-central-2",   "eu-isoe-west-1", "eu-north-1",     "eu-south-1",
    "eu-south-2",     "eu-west-1",       "eu-west-2",      "eu-west-3",      "eusc-de-east-1", "il-central-1",
    "me-central-1",   "me-south-1",      "mx-central-1",   "sa-east-1",      "us-east-1",      "us-east-2",
    "us-gov-east-1",  "us-gov-west-1",   "us-iso-east-1",  "us-iso-west-1",  "us-isob-east-1", "us-isob-west-1",
    "us-isof-east-1", "us-isof-south-1", "us-west-1",      "us-west-2"};

enum { REGION_COUNT = sizeof regions / sizeof *regions };

void intrinsic_get_azs(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  Linter *linter = walk->linter;
  Text region;
  if (!lint_scalar(linter, argument, &region) || region.size == 0) return;
  Text names[REGION_COUNT];
  for (size_t i = 0; i < REGION_COUNT; i++) {
    names[i] = text_of(regions[i]);
    if (text_equal(names[i], region)) return;
  }
  Diag *diag = lint_report(linter, walk->outer, argument, "'%.*s' is no region", TEXT_ARG(region));
  diag_suggest(linter->diags, diag, region, names, REGION_COUNT);
}

// Whether the list's items stand for one item each.
static bool counted(const LintAt *list) {
  if (!lint_is(list, VALUE_LIST)) return false;
  for (size_t i = 0; i < lint_count(list); i++)
    if (value_intrinsic(list->value->as.list.items[i], &(Text){0}, &(Value *){0})) return false;
  return true;
}

void intrinsic_select(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  LintAt index_at = lint_item(argument, 0), list = lint_item(argument, 1);
  int64_t index;
  if (!lint_integer(&index_at, &index)) return;
  if (index < 0)
    lint_report(walk->linter, walk->outer, &index_at, "the index must be 0 or more, not %lld", (long long)index);
  else if (counted(&list) && (size_t)index >= lint_count(&list))
    lint_report(walk->linter, walk->outer, &index_at, "the index %lld is beyond the list's %zu items", (long long)index,
                lint_count(&list));
}

static bool has_dynamic_reference(const Value *value) {
  Text name;
  Value *argument;
  if (value_is(value, VALUE_STRING)) return text_find(value->as.text, TEXT("{{resolve:"), 0) != SIZE_MAX;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Fn::Sub")) return has_dynamic_reference(argument);
  return value_is(value, VALUE_LIST) && value->as.list.count && has_dynamic_reference(value->as.list.items[0]);
}

void intrinsic_split(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  LintAt text = lint_item(argument, 1);
  if (!has_dynamic_reference(text.value)) return;
  Diag *diag = lint_report(walk->linter, walk->outer, &text, "a dynamic reference cannot be split");
  diag_help(walk->linter->diags, diag,
            "it is put in after functions have run; read it by a parameter of type AWS::SSM::Parameter::Value<...>");
}

void intrinsic_stack_output(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  static const char *const names[] = {"StackName", "OutputName", "Region", "RoleArn"};
  Linter *linter = walk->linter;
  for (size_t i = 0; i < 2; i++)
    if (!value_at(argument->value, names[i]))
      lint_report(linter, walk->outer, argument, "Fn::GetStackOutput needs %s", names[i]);
  for (size_t i = 0; i < lint_count(argument); i++) {
    LintAt member = lint_member(argument, &argument->value->as.map.members[i]);
    bool known = false;
    Text candidates[4];
    for (size_t k = 0; k < 4; k++) {
      candidates[k] = text_of(names[k]);
      known = known || text_equal(candidates[k], member.key);
    }
    if (known) continue;
    Diag *diag =
        lint_report(linter, walk->outer, &member, "Fn::GetStackOutput does not take '%.*s'", TEXT_ARG(member.key));
    diag_suggest(linter->diags, diag, member.key, candidates, 4);
  }
}
