// Section Resources: names, members and types of resources, their conditions, identifiers that two of them share.
#include "schema/schema.h"

#include "lint/limits.h"
#include "lint/shape.h"

// ───────────────────────────── Members ─────────────────────────────

static const LintShape name = {.takes = TAKES_TEXT | TAKES_STRICT};
static const LintShape names = {.takes = TAKES_TEXT | TAKES_STRICT | TAKES_LIST, .items = &name};
static const LintShape map = {.takes = TAKES_MAP, .others = &lint_anything};
static const LintShape version = {.takes = TAKES_TEXT | TAKES_STRICT | TAKES_NUMBER};
static const LintPart connector_parts[] = {{"Properties", &map, true}, {0}};
static const LintShape connector = {.takes = TAKES_MAP, .what = "a connector", .parts = connector_parts};
static const LintShape connectors = {.takes = TAKES_MAP, .others = &connector};
static const LintPart parts[] = {{"Type", &name, true},
                                 {"Properties", &lint_anything, false},
                                 {"Condition", &name, false},
                                 {"Connectors", &connectors, false},
                                 {"CreationPolicy", &map, false},
                                 {"DeletionPolicy", &lint_anything, false},
                                 {"DependsOn", &names, false},
                                 {"IgnoreGlobals", &names, false},
                                 {"Metadata", &lint_anything, false},
                                 {"UpdatePolicy", &map, false},
                                 {"UpdateReplacePolicy", &lint_anything, false},
                                 {"Version", &version, false},
                                 {0}};
static const LintShape resource_shape = {.takes = TAKES_MAP, .what = "a resource", .parts = parts};
// A member that is none is refused in all but serverless resources, where the transform drops it.
static const LintCodes codes = {.unknown = "E3001"};
static const LintCodes serverless_codes = {.unknown = "W3001", .kind = "E3001", .missing = "E3001", .value = "E3001"};

static bool is_custom(Text type) {
  return text_is(type, "AWS::CloudFormation::CustomResource") || text_find(type, TEXT("Custom::"), 0) != SIZE_MAX;
}

// What a resource that somebody's own function makes cannot have, and what only such a one can.
static void check_custom(Linter *linter, const LintAt *resource, Text type) {
  if (!is_custom(type)) {
    LintAt number = lint_field(resource, "Version");
    if (number.value && lint_is(resource, VALUE_MAP))
      lint_report(linter, "E3001", resource, "'Version' is for custom resources, this is %.*s", TEXT_ARG(type));
    return;
  }
  static const char *const refused[] = {"CreationPolicy", "UpdatePolicy"};
  for (size_t i = 0; i < 2; i++) {
    LintAt policy = lint_field(resource, refused[i]);
    if (policy.value) lint_report(linter, "E3001", &policy, "a custom resource has no '%s'", refused[i]);
  }
}

static void check_type(Linter *linter, const LintAt *resource, Text type) {
  if (type.size == 0 || schema_foreign(type) || text_ends_with(type, TEXT("::MODULE"))) return;
  const SchemaType *known = schema_find(type);
  LintAt at = lint_field(resource, "Type");
  if (!known) {
    Diag *diag = lint_report(linter, "E3006", &at, "there is no resource type '%.*s'", TEXT_ARG(type));
    Text nearest = schema_nearest(type);
    if (nearest.size) diag_help(linter->diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
    return;
  }
  const Text *regions;
  size_t count = lint_regions(linter, &regions);
  VEC(Text) lacking = {0};
  for (size_t i = 0; i < count; i++)
    if (!schema_in_region(known, regions[i])) vec_push(linter->arena, &lacking, regions[i]);
  if (lacking.count == 0) return;
  Text where = schema_region_list(linter->arena, lacking.items, lacking.count);
  Diag *diag =
      lint_report(linter, "E3006", &at, "there is no resource type '%.*s' in %.*s", TEXT_ARG(type), TEXT_ARG(where));
  where = schema_type_regions(linter->arena, known, lacking.items[0]);
  if (where.size) diag_help(linter->diags, diag, "it is in %.*s", TEXT_ARG(where));
}

static void check_metadata(Linter *linter, const LintAt *resource) {
  LintAt metadata = lint_field(resource, "Metadata");
  static const LintShape member = {.takes = TAKES_SOMETHING};
  static const LintPart init_parts[] = {{"AWS::CloudFormation::Init", &map, false}, {0}};
  static const LintShape shape = {
      .takes = TAKES_MAP | TAKES_LIST | TAKES_FUNCTION, .parts = init_parts, .others = &member};
  static const LintCodes metadata_codes = {.unknown = "E3028"};
  lint_shape(linter, &shape, &metadata, WORLD_ANY, &metadata_codes);
}

// The schemas begin below Properties; that these are a map at all is asked here, of every type.
static void check_properties(Linter *linter, const LintAt *resource) {
  LintAt properties = lint_field(resource, "Properties");
  if (!properties.value || lint_is(&properties, VALUE_MAP)) return;
  Diag *diag = lint_report(linter, "E3012", &properties, "'Properties' must be a map, not %s",
                           value_kind_name(properties.value));
  diag_help(linter->diags, diag, "a resource without properties is written without 'Properties'");
}

static void check_condition(Linter *linter, const LintAt *resource) {
  LintAt condition = lint_field(resource, "Condition");
  const Value *conditions = template_section(linter->template, "Conditions");
  if (!lint_is(&condition, VALUE_STRING) || value_get(conditions, lint_text(&condition))) return;
  Diag *diag =
      lint_report(linter, "E3015", &condition, "there is no condition '%.*s'", TEXT_ARG(lint_text(&condition)));
  VEC(Text) known = {0};
  for (size_t i = 0; value_is(conditions, VALUE_MAP) && i < conditions->as.map.count; i++)
    vec_push(linter->arena, &known, conditions->as.map.members[i].key);
  diag_suggest(linter->diags, diag, lint_text(&condition), known.items, known.count);
}

static void check_resource(Linter *linter, const LintAt *resource) {
  limits_name(linter, resource, "E3001", "I3012");
  if (!lint_is_alphanumeric(resource->key)) {
    Diag *diag = lint_report(linter, "E3001", resource, "'%.*s' is no name for a resource", TEXT_ARG(resource->key));
    diag_help(linter->diags, diag, "logical ids are of letters and digits");
  } else {
    Text type = value_text(value_at(resource->value, "Type"));
    bool serverless = text_starts_with(type, TEXT("AWS::Serverless::"));
    lint_shape(linter, &resource_shape, resource, WORLD_ANY, serverless ? &serverless_codes : &codes);
    check_custom(linter, resource, type);
    check_type(linter, resource, type);
    check_metadata(linter, resource);
    check_properties(linter, resource);
    check_condition(linter, resource);
  }
  const Member *parameter = value_member(template_section(linter->template, "Parameters"), resource->key);
  if (!parameter) return;
  Diag *diag = lint_report(linter, "E3007", resource, "a parameter has the name '%.*s' too", TEXT_ARG(resource->key));
  diag_note(linter->diags, diag, parameter->key_span, "the parameter stands here");
}

static void check_resources(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Resources");
  if (!section.value) return;
  if (!lint_is(&section, VALUE_MAP)) {
    lint_report(linter, "E3001", &section, "'Resources' takes a map of resources, this is %s",
                value_kind_name(section.value));
    return;
  }
  limits_count(linter, &section, 500, "E3010", "I3010");
  for (size_t i = 0; i < section.value->as.map.count; i++) {
    LintAt resource = lint_member(&section, &section.value->as.map.members[i]);
    if (!lint_is_generator(resource.key)) check_resource(linter, lint_keep(linter, resource));
  }
}

// ───────────────────────────── Modules ─────────────────────────────

static void check_module(Linter *linter, const LintResource *resource) {
  if (!text_ends_with(resource->resource->type, TEXT("::MODULE"))) return;
  static const char *const refused[] = {"CreationPolicy", "UpdatePolicy"};
  for (size_t i = 0; i < 2; i++) {
    LintAt policy = lint_field(&resource->at, refused[i]);
    if (lint_count(&policy)) lint_report(linter, "E5001", &policy, "a module has no '%s'", refused[i]);
  }
  LintAt tags = lint_field(&resource->properties, "Tags");
  if (lint_count(&tags)) {
    Diag *diag = lint_report(linter, "E5001", &tags, "a module takes no tags");
    diag_help(linter->diags, diag, "tag the stack, or make the tags parameters of the module");
  }
  LintAt metadata = lint_field(&resource->at, "Metadata");
  LintAt reserved = lint_field(&metadata, "AWS::CloudFormation::Module");
  if (reserved.value)
    lint_report(linter, "E5001", &reserved, "the metadata key 'AWS::CloudFormation::Module' is CloudFormation's own");
}

// ───────────────────────────── Identifiers ─────────────────────────────

// One set of identifying properties that a resource may have, and when.
typedef struct Identity {
  const LintResource *resource;
  LintAt at;          // the property, or Properties where there are several
  const Value **ids;  // as many as the type has
  World world;
  bool told;
} Identity;

typedef VEC(Identity) Identities;

enum { MOST_IDENTITIES = 64 };

static void add_identity(Linter *linter, Identities *out, const LintResource *resource, const LintAt *properties,
                         const Text *ids, size_t count, size_t at, Identity so_far) {
  if (at == count) {
    if (out->count < 4096) vec_push(linter->arena, out, so_far);
    return;
  }
  LintAt property = lint_field(properties, ids[at].at);
  LintChoices choices = lint_choices(linter, lint_keep(linter, property), so_far.world);
  for (size_t i = 0; i < choices.count && i < MOST_IDENTITIES; i++) {
    Identity next = so_far;
    next.ids = ARENA_ARRAY(linter->arena, const Value *, count);
    if (at) memcpy(next.ids, so_far.ids, at * sizeof *next.ids);
    next.ids[at] = choices.items[i].at.value;
    next.world = choices.items[i].world;
    if (count == 1) next.at = property;
    add_identity(linter, out, resource, properties, ids, count, at + 1, next);
  }
}

static bool same_ids(const Identity *a, const Identity *b, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!value_equal(a->ids[i], b->ids[i])) return false;
  return true;
}

static void report_same(Linter *linter, Identity *one, Identity *other, const Text *ids, size_t count) {
  if (one->told) return;
  one->told = true;
  Text id = one->resource->resource->logical_id, twin = other->resource->resource->logical_id;
  Diag *diag = lint_report(linter, "E3019", &one->at, "'%.*s' and '%.*s' have the same %.*s%s", TEXT_ARG(id),
                           TEXT_ARG(twin), TEXT_ARG(ids[0]), count > 1 ? " and other identifiers" : "");
  diag_note(linter->diags, diag, other->at.span, "the other stands here");
}

// The properties that identify a resource, where users set them all; 0 where AWS sets one, or one is nested.
static size_t identifiers_of(Linter *linter, const SchemaType *type, Text **out) {
  static Text project[] = {{"Name", 4}};
  if (text_is(schema_name(type), "AWS::CodeBuild::Project")) return *out = project, 1;
  size_t count;
  Text *ids = schema_identifiers(linter->arena, type, &count);
  for (size_t i = 0; i < count; i++) {
    if (text_find(ids[i], TEXT("/"), 0) != SIZE_MAX || schema_read_only(type, &ids[i], 1)) return 0;
    ids[i] = text_copy(linter->arena, ids[i]);
  }
  return *out = ids, count;
}

static void check_identifiers_of(Linter *linter, const SchemaType *type, const LintResource **resources,
                                 size_t resource_count) {
  Text *ids;
  size_t count = identifiers_of(linter, type, &ids);
  if (count == 0) return;
  Identities found = {0};
  for (size_t i = 0; i < resource_count; i++) {
    LintAt properties = lint_field(&resources[i]->at, "Properties");
    LintChoices maps = lint_choices(linter, lint_keep(linter, properties), resources[i]->world);
    for (size_t k = 0; k < maps.count; k++) {
      const LintAt *at = lint_keep(linter, maps.items[k].at);
      Identity start = {.resource = resources[i], .at = *at, .world = maps.items[k].world};
      if (lint_is(at, VALUE_MAP)) add_identity(linter, &found, resources[i], at, ids, count, 0, start);
    }
  }
  Map seen = {0};  // the first identifier's text -> the numbers of those that have it
  for (size_t i = 0; i < found.count; i++) {
    LintAt first = {.value = found.items[i].ids[0]};
    Text text = {0};
    if (!lint_scalar(linter, &first, &text)) text = TEXT("");
    VEC(size_t) *numbers = map_get(&seen, text);
    if (!numbers) map_put(linter->arena, &seen, text, numbers = arena_alloc(linter->arena, sizeof *numbers));
    for (size_t k = 0; k < numbers->count && k < MOST_IDENTITIES; k++) {
      Identity *one = &found.items[numbers->items[k]], *other = &found.items[i];
      if (one->resource == other->resource || !same_ids(one, other, count)) continue;
      World both = world_and(linter->conditions, one->world, other->world);
      if (conditions_undecided(linter->conditions) || !world_possible(linter->conditions, both)) continue;
      report_same(linter, one, other, ids, count);
      report_same(linter, other, one, ids, count);
    }
    vec_push(linter->arena, numbers, i);
  }
}

static void check_identifiers(Linter *linter) {
  Map types = {0};  // type -> those resources
  typedef VEC(const LintResource *) List;
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    List *list = map_get(&types, resource->resource->type);
    if (!list) map_put(linter->arena, &types, resource->resource->type, list = ARENA_NEW(linter->arena, List));
    vec_push(linter->arena, list, resource);
  }
  for (size_t i = 0; i < types.count; i++) {
    const List *list = types.entries[i].value;
    const SchemaType *type = list->count > 1 ? schema_find(types.entries[i].key) : NULL;
    if (type) check_identifiers_of(linter, type, list->items, list->count);
  }
}

static const LintRule rules[] = {
    {.id = "E3001",
     .title = "What a resource may have",
     .about = "A resource has a logical id of letters and digits, a Type, Properties, and the attributes that "
              "CloudFormation "
              "knows, such as DependsOn or DeletionPolicy. Everything else belongs into Properties.",
     .template = check_resources},
    {.id = "E3006",
     .title = "A resource type that does not exist",
     .about = "The type is misspelt, or not offered in the region that the template is for.",
     .template = check_resources},
    {.id = "E3007",
     .title = "A resource and a parameter of one name",
     .about = "Ref could mean either, so CloudFormation refuses the template.",
     .template = check_resources},
    {.id = "E3010",
     .title = "Too many resources",
     .about = "A template has 500 resources at most. Move what belongs together to a nested stack.",
     .template = check_resources},
    {.id = "E3015",
     .title = "A resource's condition that does not exist",
     .about = "The condition of a resource is the name of one in the section Conditions.",
     .template = check_resources},
    {.id = "E3019",
     .title = "Two resources with one identifier",
     .about =
         "Both name the same physical resource, so the second cannot be made. Leave the name out, or make it differ.",
     .template = check_identifiers},
    {.id = "E3028",
     .title = "The form of a resource's Metadata",
     .about = "Metadata of a resource is a map without nulls.",
     .template = check_resources},
    {.id = "E5001",
     .title = "What a module may not have",
     .about = "A module takes no CreationPolicy, UpdatePolicy and Tags, and one key of its metadata is reserved.",
     .resource = check_module},
    {.id = "I3010",
     .title = "Nearly too many resources",
     .about = "A template has 500 resources at most; this one is over 90% of that.",
     .template = check_resources},
    {.id = "I3012",
     .title = "A resource's name is nearly too long",
     .about = "Logical ids have 255 characters at most; this one is over 90% of that.",
     .template = check_resources},
    {.id = "W3001",
     .title = "A member of a serverless resource that is dropped",
     .about =
         "The serverless transform drops what it does not know beside Type and Properties. It belongs into Properties.",
     .template = check_resources},
};

LINT_TOPIC(resources, rules);
