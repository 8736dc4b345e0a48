// The overlay: node by node, what the corrected schema says that AWS's does not.
//
// The correction wins where it adds a constraint or drops one. Where both state one and they differ, the two are of
// different age and the looser counts: enums are joined, ranges widened, required members must be required by both,
// AWS's pattern stays. Members that only the correction has are left out: AWS decides what exists.
#include "overlay.h"

#include <stdlib.h>
#include <string.h>

#include "lists.h"
#include "write.h"

typedef struct Overlay {
  Buffer *out;
  Buffer path;
  bool headed;  // "type NAME" is written
  const char *name;
} Overlay;

static void head(Overlay *overlay) {
  if (!overlay->headed) buffer_format(overlay->out, "type %s\n", overlay->name);
  overlay->headed = true;
}

static bool in(const json_t *list, const json_t *value) {
  size_t i;
  json_t *item;
  json_array_foreach(list, i, item) if (json_equal(item, value)) return true;
  return false;
}

static json_t *type_list(const json_t *type) {
  if (json_is_array(type)) return json_incref((json_t *)type);
  return json_pack("[O]", type);
}

// Types: the correction's where they are more, or where AWS has "object" for what is no object.
static void compare_type(const json_t *own, const json_t *other, json_t *add) {
  const json_t *mine = json_object_get(own, "type"), *theirs = json_object_get(other, "type");
  if (!theirs || !mine || json_equal(mine, theirs)) {
    if (theirs && !mine && !json_object_get(own, "$ref")) json_object_set(add, "type", (json_t *)theirs);
    return;
  }
  json_t *a = type_list(mine), *b = type_list(theirs);
  size_t i, missing = 0;
  json_t *item;
  json_array_foreach(a, i, item) missing += !in(b, item);
  bool wrong = json_array_size(a) == 1 && strcmp(json_string_value(json_array_get(a, 0)), "object") == 0 &&
               json_object_size(json_object_get(own, "properties")) == 0;
  if ((missing == 0 && json_array_size(b) > json_array_size(a)) || (missing && wrong))
    json_object_set(add, "type", (json_t *)theirs);
  json_decref(a);
  json_decref(b);
}

static void compare_enum(const json_t *own, const json_t *other, json_t *add, json_t *drop) {
  json_t *mine = json_object_get(own, "enum"), *theirs = json_object_get(other, "enum");
  json_t *caseless = json_object_get(other, "enumCaseInsensitive");
  if (!mine && theirs) json_object_set(add, "enum", theirs);
  if (caseless) json_object_set(add, "enumCaseInsensitive", caseless);
  if (mine && !theirs && !caseless) json_array_append_new(drop, json_string("enum"));
  if (!mine || !theirs) return;
  json_t *joined = json_copy(mine);
  size_t i, more = 0;
  json_t *item;
  json_array_foreach(theirs, i, item) if (!in(mine, item)) json_array_append(joined, item), more++;
  if (more) json_object_set(add, "enum", joined);
  json_decref(joined);
}

// A pair like minLength and maxLength is one word: where either end changes, both are written.
static void compare_range(const json_t *own, const json_t *other, const char *low, const char *high, const char *word,
                          json_t *add, json_t *drop) {
  const char *const ends[] = {low, high};
  json_t *merged[2] = {NULL, NULL};
  bool changed = false;
  for (size_t i = 0; i < 2; i++) {
    json_t *mine = json_object_get(own, ends[i]), *theirs = json_object_get(other, ends[i]);
    if (!json_is_number(mine)) mine = NULL;
    if (!json_is_number(theirs)) theirs = NULL;
    merged[i] = theirs;
    if (mine && theirs) {
      bool looser = i == 0 ? json_number_value(mine) < json_number_value(theirs)
                           : json_number_value(mine) > json_number_value(theirs);
      if (looser) merged[i] = mine;
    }
    if (!mine != !merged[i] || (mine && json_number_value(mine) != json_number_value(merged[i]))) changed = true;
  }
  if (!changed) return;
  for (size_t i = 0; i < 2; i++)
    if (merged[i]) json_object_set(add, ends[i], merged[i]);
  if (!merged[0] && !merged[1]) json_array_append_new(drop, json_string(word));
}

static void compare_required(const json_t *own, const json_t *other, json_t *add, json_t *drop) {
  const json_t *mine = json_object_get(own, "required"), *theirs = json_object_get(other, "required");
  size_t i;
  json_t *name;
  json_array_foreach(mine, i, name) if (!in(theirs, name)) {
    json_t *word = json_sprintf("required:%s", json_string_value(name));
    json_array_append_new(drop, word);
  }
  (void)add;
}

static bool empty_choice(const json_t *choice) {
  size_t i;
  json_t *branch;
  json_array_foreach(choice, i, branch) if (!json_object_get(branch, "relationshipRef")) return false;
  return true;
}

static void compare_words(const json_t *own, const json_t *other, json_t *add, json_t *drop) {
  static const char *const added[] = {"format",
                                      "requiredXor",
                                      "requiredOr",
                                      "dependentExcluded",
                                      "dependentRequired",
                                      "if",
                                      "then",
                                      "else",
                                      "not",
                                      "allOf",
                                      "oneOf",
                                      "propertyNames",
                                      "uniqueKeys",
                                      "prefixItems",
                                      "contains",
                                      "multipleOf",
                                      "exclusiveMaximum",
                                      "exclusiveMinimum",
                                      NULL};
  compare_type(own, other, add);
  compare_enum(own, other, add, drop);
  compare_range(own, other, "minLength", "maxLength", "length", add, drop);
  compare_range(own, other, "minimum", "maximum", "range", add, drop);
  compare_range(own, other, "minItems", "maxItems", "items", add, drop);
  compare_range(own, other, "minProperties", "maxProperties", "members", add, drop);
  compare_required(own, other, add, drop);
  for (size_t i = 0; added[i]; i++) {
    const json_t *value = json_object_get(other, added[i]);
    if (value && !json_object_get(own, added[i])) json_object_set(add, added[i], (json_t *)value);
  }
  const json_t *any = json_object_get(other, "anyOf");
  if (any && empty_choice(json_object_get(own, "anyOf"))) json_object_set(add, "anyOf", (json_t *)any);
  const char *mine = json_string_value(json_object_get(own, "pattern"));
  const char *theirs = json_string_value(json_object_get(other, "pattern"));
  if (!mine && theirs) json_object_set(add, "pattern", json_object_get(other, "pattern"));
  if (mine && !theirs) json_array_append_new(drop, json_string("pattern"));
  if (!json_is_true(json_object_get(own, "uniqueItems")) && json_is_true(json_object_get(other, "uniqueItems")))
    json_object_set(add, "uniqueItems", json_true());
}

static void compare(Overlay *overlay, const json_t *own, const json_t *other);

static void step(Overlay *overlay, const char *name, const json_t *own, const json_t *other) {
  size_t before = overlay->path.size;
  if (before == 0 || overlay->path.at[before - 1] != '@') buffer_add_char(&overlay->path, '/');
  buffer_add_string(&overlay->path, name);
  compare(overlay, own, other);
  overlay->path.size = before;
}

static void compare_members(Overlay *overlay, const json_t *own, const json_t *other) {
  const json_t *mine = json_object_get(own, "properties"), *theirs = json_object_get(other, "properties");
  size_t count;
  if (json_is_object(mine) && json_is_object(theirs)) {
    const char **names = write_sorted(mine, &count);
    for (size_t i = 0; i < count; i++)
      if (json_object_get(theirs, names[i]))
        step(overlay, names[i], json_object_get(mine, names[i]), json_object_get(theirs, names[i]));
    free(names);
  }
  mine = json_object_get(own, "patternProperties");
  theirs = json_object_get(other, "patternProperties");
  if (json_object_size(mine) == 1 && json_object_size(theirs) == 1) {
    const char *name = json_object_iter_key(json_object_iter((json_t *)mine));
    if (json_object_get(theirs, name)) step(overlay, "*", json_object_get(mine, name), json_object_get(theirs, name));
  }
  mine = json_object_get(own, "items");
  theirs = json_object_get(other, "items");
  if (json_is_object(mine) && json_is_object(theirs)) step(overlay, "[]", mine, theirs);
}

static void compare(Overlay *overlay, const json_t *own, const json_t *other) {
  bool mine = json_object_get(own, "$ref"), theirs = json_object_get(other, "$ref");
  bool rebuilt = json_object_size(json_object_get(own, "properties")) > 0 && json_object_get(other, "items");
  if (mine != theirs || rebuilt) return;
  json_t *add = json_object(), *drop = json_array();
  compare_words(own, other, add, drop);
  if (json_object_size(add) || json_array_size(drop)) {
    head(overlay);
    // The words of an overlay say nothing of further members.
    buffer_add_string(overlay->out, "  ");
    buffer_add(overlay->out, overlay->path.size ? buffer_text(&overlay->path) : TEXT("/"));
    size_t i;
    json_t *word;
    json_array_foreach(drop, i, word) buffer_format(overlay->out, " -%s", json_string_value(word));
    write_node(overlay->out, add, 2);
  }
  json_decref(add);
  json_decref(drop);
  compare_members(overlay, own, other);
}

static void write_regions(Overlay *overlay, const Facts *facts) {
  const json_t *regions = json_object_get(json_object_get(facts->regions, "types"), overlay->name);
  const json_t *all = json_object_get(facts->regions, "regions");
  if (!json_is_array(regions)) return;
  size_t i, count = 0;
  json_t *region;
  bool except = json_array_size(regions) * 2 > json_array_size(all);
  const char **words = base_malloc((json_array_size(all) + 1) * sizeof *words);
  json_array_foreach(all, i, region) if (in(regions, region) != except) words[count++] = json_string_value(region);
  if (count) {
    head(overlay);
    write_entry(overlay->out, except ? "not-in" : "only-in", words, count);
  }
  free(words);
}

// SAM takes a state machine's name as 'Name' (SAM specification, AWS::Serverless::StateMachine); the facts have the
// mark from AWS::StepFunctions::StateMachine, where AWS fills 'Name' in.
static void free_name(json_t *type) {
  json_t *paths = json_object_get(type, "readOnlyProperties");
  for (size_t i = json_array_size(paths); i-- > 0;)
    if (strcmp(json_string_value(json_array_get(paths, i)), "/properties/Name") == 0) json_array_remove(paths, i);
}

static json_t *property(json_t *holder, const char *name) {
  return json_object_get(json_object_get(holder, "properties"), name);
}

static json_t *definition(json_t *type, const char *name) {
  return json_object_get(json_object_get(type, "definitions"), name);
}

// SAM takes the kind of an API's endpoint alone, too, as text (SAM's examples, implicit_api_settings), and several user
// pools of an authorizer; the facts have the map, and one pool.
static void loosen_api(json_t *type) {
  json_t *forms = json_object_get(property(type, "EndpointConfiguration"), "anyOf");
  json_array_insert_new(forms, 1,
                        json_pack("{s:s, s:[s, s, s]}", "type", "string", "enum", "EDGE", "PRIVATE", "REGIONAL"));
  json_t *pools = json_object_get(property(definition(type, "CognitoAuthorizer"), "UserPoolArn"), "anyOf");
  json_array_append_new(pools, json_pack("{s:s}", "type", "array"));
}

// The trigger of a user pool is a name or a list of names (SAM specification, Cognito event); the facts have the map of
// AWS::Cognito::UserPool, whose keys are those names.
static void name_triggers(json_t *type) {
  json_t *properties = json_object_get(definition(type, "CognitoEventProperties"), "properties");
  json_object_set_new(properties, "Trigger", json_pack("{s:[s, s]}", "type", "array", "string"));
}

// SAM makes the permission for the kind of destination that Type names (SAM specification, DestinationConfig); the
// facts have AWS::Lambda::EventSourceMapping's map, which has no Type.
static void type_destination(json_t *on_failure) {
  json_object_set_new(json_object_get(on_failure, "properties"), "Type",
                      json_pack("{s:s, s:[s, s, s]}", "type", "string", "enum", "S3Bucket", "SNS", "SQS"));
}

static void add_member(json_t *type, const char *event, const char *name, json_t *schema) {
  json_object_set_new(json_object_get(definition(type, event), "properties"), name, schema);
}

// The state of a rule (SAM specification, EventBridgeRule), which the facts have of a CloudWatchEvent alone.
static void add_rule_state(json_t *type) {
  add_member(type, "EventBridgeRuleEventProperties", "State", json_pack("{s:s}", "type", "string"));
}

static void loosen_machine(json_t *type) {
  free_name(type);
  add_rule_state(type);
}

// Members of events that SAM hands on to the subscription or the mapping, and that the facts lack.
static void add_members(json_t *type) {
  add_rule_state(type);
  add_member(type, "SNSEventProperties", "RedrivePolicy", json_pack("{s:s}", "type", "object"));
  const char *kafka = "SelfManagedKafkaEventProperties";
  add_member(type, kafka, "MaximumBatchingWindowInSeconds", json_pack("{s:s}", "type", "integer"));
  add_member(type, kafka, "DestinationConfig",
             json_pack("{s:s}", "$ref", "#/definitions/AWS::Lambda::EventSourceMapping.DestinationConfig"));
}

static void loosen_function(json_t *type) {
  name_triggers(type);
  add_members(type);
  type_destination(definition(type, "AWS::Lambda::EventSourceMapping.OnFailure"));
  static const char *const events[] = {"DynamoDBEventProperties", "KinesisEventProperties"};
  for (size_t i = 0; i < sizeof events / sizeof *events; i++)
    type_destination(property(property(definition(type, events[i]), "DestinationConfig"), "OnFailure"));
}

void overlay_type(Buffer *out, const Facts *facts, const char *name, const json_t *own) {
  Overlay overlay = {.out = out, .name = name};
  json_t *other = json_object_get(facts->types, name);
  if (!own) {
    if (!strstr(name, "::")) return;
    if (strcmp(name, "AWS::Serverless::StateMachine") == 0) loosen_machine(other);
    if (strcmp(name, "AWS::Serverless::Api") == 0) loosen_api(other);
    if (strcmp(name, "AWS::Serverless::Function") == 0) loosen_function(other);
    write_type(out, other);
    buffer_add_string(out, "  extra\n");
    return;
  }
  write_regions(&overlay, facts);
  if (json_object_get(json_object_get(facts->stateful, "ResourceTypes"), name)) {
    head(&overlay);
    buffer_add_string(out, "  stateful\n");
  }
  lists_write(out, facts->folder, name, &overlay.headed);
  if (!other) return;
  compare(&overlay, own, other);
  const json_t *mine = json_object_get(own, "definitions"), *theirs = json_object_get(other, "definitions");
  if (json_is_object(mine) && json_is_object(theirs)) {
    size_t count;
    json_t *used = write_definitions(own);
    const char **names = write_sorted(used, &count);
    for (size_t i = 0; i < count; i++) {
      if (!json_object_get(mine, names[i]) || !json_object_get(theirs, names[i])) continue;
      overlay.path.size = 0;
      buffer_add_char(&overlay.path, '@');
      step(&overlay, names[i], json_object_get(mine, names[i]), json_object_get(theirs, names[i]));
    }
    free(names);
    json_decref(used);
  }
  buffer_free(&overlay.path);
}
