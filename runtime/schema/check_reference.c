// Intrinsics in the place of a value: Fn::If is checked in both branches, Ref and Fn::GetAtt by what they refer to, the
// others by whether they give text or a list. What they will hold is only known when deployed.
#include "schema/check.h"

// --- What a reference gives

typedef struct Origin {
  SchemaShape shape;
  const TemplateResource *resource;  // null for a parameter
  Text attribute;                    // empty for Ref
  Text name;                         // of the parameter or resource
  Span span;                         // where that is declared
} Origin;

static const struct {
  const char *type, *format;
} parameter_formats[] = {
    {"AWS::EC2::VPC::Id", "AWS::EC2::VPC.Id"},
    {"AWS::EC2::Subnet::Id", "AWS::EC2::Subnet.Id"},
    {"AWS::EC2::SecurityGroup::Id", "AWS::EC2::SecurityGroup.Id"},
    {"AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup.Name"},
    {"AWS::EC2::Image::Id", "AWS::EC2::Image.Id"},
};

static SchemaShape parameter_shape(Text type) {
  SchemaShape shape = {.kind = SCHEMA_STRING};
  if (text_starts_with(type, TEXT("AWS::SSM::Parameter::Value<")) && text_ends_with(type, TEXT(">")))
    type = text_slice(type, 27, type.size - 1);
  if (text_is(type, "CommaDelimitedList")) shape.kind = SCHEMA_LIST;
  if (text_starts_with(type, TEXT("List<")) && text_ends_with(type, TEXT(">"))) {
    shape.kind = SCHEMA_LIST;
    type = text_slice(type, 5, type.size - 1);
  }
  for (size_t i = 0; i < sizeof parameter_formats / sizeof *parameter_formats; i++)
    if (text_is(type, parameter_formats[i].type)) shape.format = text_of(parameter_formats[i].format);
  return shape;
}

// Ref gives a security group's id where the group is for a VPC, and its name where it is for none.
static void group_ref(const Checker *checker, Origin *out) {
  Value *properties = out->resource->properties;
  if (!properties || check_present(checker, properties, TEXT("VpcId")) == ANSWER_MAYBE) return;
  bool network = check_present(checker, properties, TEXT("VpcId")) == ANSWER_YES;
  out->shape.format = network ? TEXT("AWS::EC2::SecurityGroup.Id") : TEXT("AWS::EC2::SecurityGroup.Name");
}

static bool ref_origin(const Checker *checker, Text name, Origin *out) {
  const Template *template = checker->check->template;
  *out = (Origin){.name = name};
  if (text_is(name, "AWS::NotificationARNs"))
    out->shape.kind = SCHEMA_LIST;
  else if (text_starts_with(name, TEXT("AWS::")))
    out->shape.kind = SCHEMA_STRING;
  if (text_starts_with(name, TEXT("AWS::"))) return true;
  if (!template) return false;
  const Member *parameter = value_member(template_section(template, "Parameters"), name);
  if (parameter) {
    Text type = value_text(value_at(parameter->value, "Type"));
    out->shape = parameter_shape(type);
    out->span = parameter->key_span;
    return type.size > 0;
  }
  out->resource = template_resource(template, name);
  const SchemaType *type = out->resource ? schema_find(out->resource->type) : NULL;
  if (!type) return false;
  out->span = out->resource->id_span;
  schema_ref(type, &out->shape);
  if (type->flags & TYPE_ANY_ATTRIBUTE) out->shape.kind = SCHEMA_STRING;
  if (checker->check->lint && text_is(out->resource->type, "AWS::EC2::SecurityGroup")) group_ref(checker, out);
  return true;
}

// The two parts of a GetAtt's argument: "Id.Attribute" or ["Id", "Attribute"].
static bool attribute_parts(const Value *argument, Text *id, Text *attribute) {
  if (argument->kind == VALUE_STRING) {
    size_t dot = text_find(argument->as.text, TEXT("."), 0);
    if (dot == SIZE_MAX) return false;
    *id = text_slice(argument->as.text, 0, dot);
    *attribute = text_slice(argument->as.text, dot + 1, argument->as.text.size);
    return true;
  }
  if (argument->kind != VALUE_LIST || argument->as.list.count != 2) return false;
  *id = value_text(argument->as.list.items[0]);
  *attribute = value_text(argument->as.list.items[1]);
  return id->size && attribute->size;
}

static bool attribute_origin(const Checker *checker, const Value *argument, Origin *out) {
  const Template *template = checker->check->template;
  *out = (Origin){0};
  if (!template || !attribute_parts(argument, &out->name, &out->attribute)) return false;
  out->resource = template_resource(template, out->name);
  const SchemaType *type = out->resource ? schema_find(out->resource->type) : NULL;
  if (!type) return false;
  bool known = schema_attribute(type, out->attribute, &out->shape);
  if (!known && !(checker->check->lint && schema_property(type, out->attribute, &out->shape))) return false;
  out->span = out->resource->id_span;
  return true;
}

// --- Does it fit?

static const char *kind_name(SchemaKind kind) {
  switch (kind) {
    case SCHEMA_ANY: return "a value";
    case SCHEMA_STRING: return "text";
    case SCHEMA_INTEGER: return "a whole number";
    case SCHEMA_NUMBER: return "a number";
    case SCHEMA_BOOLEAN: return "true or false";
    case SCHEMA_LIST: return "a list";
    case SCHEMA_OBJECT: return "a map";
  }
  return "a value";
}

static bool kind_fits(unsigned types, SchemaKind kind) {
  const unsigned scalars = NODE_STRING | NODE_INTEGER | NODE_NUMBER | NODE_BOOLEAN;
  switch (kind) {
    case SCHEMA_ANY: return true;
    case SCHEMA_LIST: return types == 0 || (types & NODE_ARRAY);
    case SCHEMA_OBJECT: return types == 0 || (types & (NODE_OBJECT | NODE_STRING));
    case SCHEMA_STRING:
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
    case SCHEMA_BOOLEAN: return types != NODE_ARRAY || (types & scalars);
  }
  return true;
}

// "X" of 'web' as a reader would say it.
static Text origin_text(Checker *checker, const Origin *origin) {
  Arena *arena = checker->check->diags->arena;
  if (!origin->resource) return text_format(arena, "'%.*s'", TEXT_ARG(origin->name));
  if (origin->attribute.size)
    return text_format(arena, "'%.*s.%.*s'", TEXT_ARG(origin->name), TEXT_ARG(origin->attribute));
  return text_format(arena, "'%.*s'", TEXT_ARG(origin->name));
}

static void note_origin(Checker *checker, Diag *diag, const Origin *origin) {
  if (!diag || !origin->span.source) return;
  if (origin->resource)
    diag_note(checker->check->diags, diag, origin->span, "'%.*s' is an %.*s", TEXT_ARG(origin->name),
              TEXT_ARG(origin->resource->type));
  else
    diag_note(checker->check->diags, diag, origin->span, "'%.*s' is declared here", TEXT_ARG(origin->name));
}

static bool share_format(Text a, Text b) {
  for (size_t start = 0; start <= a.size;) {
    size_t end = text_find(a, TEXT("|"), start);
    if (end == SIZE_MAX) end = a.size;
    Text part = text_slice(a, start, end);
    for (size_t from = 0; from <= b.size;) {
      size_t to = text_find(b, TEXT("|"), from);
      if (to == SIZE_MAX) to = b.size;
      if (text_equal(part, text_slice(b, from, to))) return true;
      from = to + 1;
    }
    start = end + 1;
  }
  return false;
}

// "AWS::EC2::VPC.Id": of which type something is wanted.
static Text format_type(Text format) {
  size_t dot = text_find(format, TEXT("."), 0);
  return dot == SIZE_MAX ? (Text){0} : text_slice(format, 0, dot);
}

static bool is_network_format(Text format) {
  return text_is(format, "AWS::EC2::VPC.Id") || text_is(format, "AWS::EC2::Subnet.Id") ||
         text_is(format, "AWS::EC2::SecurityGroup.Id");
}

// The attribute of the type that has the wanted format, for a help.
static Text attribute_with(const SchemaType *type, Text format) {
  if (!type || !type->attributes) return (Text){0};
  const AttributeTable *table = block_at(type->attributes);
  for (uint32_t i = 0; i < table->count; i++) {
    Text own = block_text(table->entries[i].format);
    if (own.size && share_format(own, format)) return block_text(table->entries[i].name);
  }
  return (Text){0};
}

static bool format_fits(bool lint, const Origin *origin, Text wanted) {
  Text own = origin->shape.format;
  bool block = text_is(wanted, "ipv4-network");
  if (text_find(wanted, TEXT("::"), 0) == SIZE_MAX && !block) return true;
  if (text_find(own, TEXT("::"), 0) != SIZE_MAX || text_equal(own, wanted)) return share_format(own, wanted);
  bool arn = text_ends_with(origin->attribute, TEXT("Arn")) && text_find(wanted, TEXT("Arn"), 0) == SIZE_MAX;
  if (arn && text_equal(format_type(wanted), origin->resource->type)) return false;
  const SchemaType *type = origin->resource ? schema_find(origin->resource->type) : NULL;
  if (!type || (type->flags & (TYPE_ANY_ATTRIBUTE | TYPE_OUTPUTS | TYPE_EXTRA))) return true;
  // What has no format of its own is none of those that have one, but for what may hold anything.
  bool single = text_find(wanted, TEXT("|"), 0) == SIZE_MAX;
  if (lint && single)
    return text_is(origin->attribute, "Value") && text_is(origin->resource->type, "AWS::SSM::Parameter");
  if (origin->attribute.size) return true;
  // Ref gives the name where the ARN is wanted; or it is an id of something else altogether.
  if (text_equal(format_type(wanted), origin->resource->type)) return attribute_with(type, wanted).size == 0;
  return !(block || is_network_format(wanted)) || text_is(origin->resource->type, "AWS::SSM::Parameter");
}

// "AWS::EC2::Subnet.Id|AWS::EC2::Subnet.Arn" in words: the id or ARN of an AWS::EC2::Subnet. Only the first type is
// named.
static Text format_words(Arena *arena, Text format) {
  Text type = format_type(format);
  if (text_is(format, "ipv4-network")) return TEXT("a block of IPv4 addresses");
  if (!type.size) return format;
  Buffer out = {0};
  for (size_t start = 0; start < format.size;) {
    size_t end = text_find(format, TEXT("|"), start);
    if (end == SIZE_MAX) end = format.size;
    Text one = text_slice(format, start, end);
    start = end + 1;
    if (!text_equal(format_type(one), type)) continue;
    Text attribute = text_slice(one, type.size + 1, one.size);
    if (text_ends_with(attribute, TEXT("Id"))) attribute = TEXT("id");
    if (text_ends_with(attribute, TEXT("Arn"))) attribute = TEXT("ARN");
    if (text_ends_with(attribute, TEXT("Name"))) attribute = TEXT("name");
    buffer_format(&out, "%s%.*s", out.size ? " or " : "the ", TEXT_ARG(attribute));
  }
  buffer_format(&out, " of an %.*s", TEXT_ARG(type));
  return buffer_take(&out, arena);
}

// An attribute that is a map, a number or true or false does not become a text on its own: CloudFormation refuses it.
static bool attribute_fits(const Checker *checker, unsigned types, const Origin *origin) {
  SchemaKind kind = origin->shape.kind;
  if (!checker->check->lint || !origin->attribute.size || !types) return true;
  if (kind == SCHEMA_OBJECT) return types & NODE_OBJECT;
  if (types != NODE_STRING) return true;
  return kind != SCHEMA_INTEGER && kind != SCHEMA_NUMBER && kind != SCHEMA_BOOLEAN;
}

// Ref gives text or a list, never a map. What serverless types call a map they often hand on as it is.
static bool ref_fits(const Checker *checker, unsigned types, const Origin *origin) {
  if (!checker->check->lint || origin->attribute.size || types != NODE_OBJECT) return true;
  return text_starts_with(block_text(checker->type->name), TEXT("AWS::Serverless::"));
}

static void check_origin(Checker *checker, const BlockNode *node, const Value *value, const Origin *origin) {
  Diags *diags = checker->check->diags;
  unsigned types = node->types & NODE_TYPES;
  if (!kind_fits(types, origin->shape.kind) || !attribute_fits(checker, types, origin) ||
      !ref_fits(checker, types, origin)) {
    Text subject = check_subject(checker);
    Text given = checker->trial ? (Text){0} : origin_text(checker, origin);
    const char *code = !checker->check->lint ? "E3012" : origin->attribute.size ? "E1010" : "E1020";
    // One id where a list of ids is wanted: that is a matter of formats.
    if (text_is(text_of(code), "E1020") && types == NODE_ARRAY && origin->resource &&
        text_find(schema_node_shape(node).format, TEXT("::"), 0) != SIZE_MAX)
      code = "E1041";
    bool within = text_is(text_of(code), "E1010");  // which cfn-lint finds at the function, E1020 where it stands
    if (within) check_push(checker, TEXT("Fn::GetAtt"));
    Diag *diag = check_report(checker, code, value->span, "'%.*s' must be %s, but %.*s gives %s", TEXT_ARG(subject),
                              check_types_name(types), TEXT_ARG(given), kind_name(origin->shape.kind));
    if (within) check_pop(checker);
    note_origin(checker, diag, origin);
    if (diag && origin->shape.kind == SCHEMA_LIST) diag_help(diags, diag, "choose one of its items by Fn::Select");
    if (diag && types == NODE_ARRAY) diag_help(diags, diag, "put it in a list");
    return;
  }
  Text wanted = schema_node_shape(node).format;
  if (origin->shape.kind != SCHEMA_LIST) wanted = block_text(node_field(node, FIELD_FORMAT));
  if (!wanted.size || format_fits(checker->check->lint, origin, wanted)) return;
  Text subject = check_subject(checker), format = wanted;
  Text given = checker->trial ? (Text){0} : origin_text(checker, origin);
  Text own = origin->shape.format;
  if (!checker->trial) {
    wanted = format_words(checker->check->arena, wanted);
    own = format_words(checker->check->arena, own);
  }
  const char *code = origin->attribute.size ? "E1040" : "E1041";
  Diag *diag = own.size ? check_report(checker, code, value->span, "'%.*s' wants %.*s, but %.*s gives %.*s",
                                       TEXT_ARG(subject), TEXT_ARG(wanted), TEXT_ARG(given), TEXT_ARG(own))
                        : check_report(checker, code, value->span, "'%.*s' wants %.*s, which %.*s does not give",
                                       TEXT_ARG(subject), TEXT_ARG(wanted), TEXT_ARG(given));
  note_origin(checker, diag, origin);
  if (!diag || !origin->resource) return;
  Text attribute = attribute_with(schema_find(origin->resource->type), format);
  if (attribute.size)
    diag_help(diags, diag, "use the attribute '%.*s' of '%.*s'", TEXT_ARG(attribute), TEXT_ARG(origin->name));
}

// --- Functions

// `code` is that of lint where the function gives another kind of value than is wanted; null: it never does.
static const struct {
  const char *name;
  SchemaKind kind;
  const char *code;
} functions[] = {
    {"Fn::Sub", SCHEMA_STRING, "E1019"},
    {"Fn::Join", SCHEMA_STRING, "E1022"},
    {"Fn::Base64", SCHEMA_STRING, "E1021"},
    {"Fn::ToJsonString", SCHEMA_STRING, "E1031"},
    {"Fn::Split", SCHEMA_LIST, "E1018"},
    {"Fn::GetAZs", SCHEMA_LIST, "E1015"},
    {"Fn::Cidr", SCHEMA_LIST, "E1024"},
    {"Fn::Length", SCHEMA_INTEGER, "E1030"},
    {"Fn::Select", SCHEMA_ANY, NULL},
    {"Fn::FindInMap", SCHEMA_ANY, "E1011"},
    {"Fn::Transform", SCHEMA_ANY, NULL},
    {"Fn::ImportValue", SCHEMA_ANY, "E1016"},
    {"Fn::GetStackOutput", SCHEMA_ANY, "E1033"},
    {"Fn::And", SCHEMA_BOOLEAN, "E3012"},
    {"Fn::Or", SCHEMA_BOOLEAN, "E3012"},
    {"Fn::Not", SCHEMA_BOOLEAN, "E3012"},
    {"Fn::Equals", SCHEMA_BOOLEAN, "E3012"},
    {"Fn::If", SCHEMA_ANY, NULL},
    {"Fn::GetAtt", SCHEMA_ANY, NULL},
    {"Ref", SCHEMA_ANY, NULL},
};

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

// FUNCTION_COUNT where CloudFormation has no such function.
static size_t function_number(Text name) {
  size_t i = 0;
  while (i < FUNCTION_COUNT && !text_is(name, functions[i].name)) i++;
  return i;
}

// For lint, more exactly: a text is no map and no list, and a look-up gives no map.
static bool function_fits(unsigned types, size_t function) {
  const unsigned scalars = NODE_STRING | NODE_INTEGER | NODE_NUMBER | NODE_BOOLEAN;
  const char *name = functions[function].name;
  bool text = functions[function].kind == SCHEMA_STRING || strcmp(name, "Fn::ImportValue") == 0 ||
              strcmp(name, "Fn::GetStackOutput") == 0;
  if (types == 0) return true;
  if (strcmp(name, "Fn::FindInMap") == 0) return types & (scalars | NODE_ARRAY);
  return !text || (types & scalars);
}

static void check_function(Checker *checker, const BlockNode *node, const Value *value, size_t function) {
  unsigned types = node->types & NODE_TYPES;
  bool lint = checker->check->lint;
  if (lint && functions[function].kind == SCHEMA_BOOLEAN && types && !(types & NODE_OBJECT)) {
    Diag *diag = check_report(checker, functions[function].code, value->span, "%s works within conditions alone",
                              functions[function].name);
    if (diag) diag_help(checker->check->diags, diag, "declare a condition, and choose the value with Fn::If");
    return;
  }
  if (kind_fits(types, functions[function].kind) && (!lint || function_fits(types, function))) return;
  Text subject = check_subject(checker);
  const char *code = lint ? functions[function].code : "E3012";
  SchemaKind kind = functions[function].kind;
  check_report(checker, code, value->span, "'%.*s' must be %s, but %s gives %s", TEXT_ARG(subject),
               check_types_name(types), functions[function].name, kind == SCHEMA_ANY ? "text" : kind_name(kind));
}

// One branch, in the deployments that take it; false where there are none.
static bool check_branch(Checker *checker, const BlockNode *node, Value *argument, size_t number,
                         const MarkTable *marks) {
  World world = checker->world;
  if (!check_enter(checker, value_text(argument->as.list.items[0]), number)) return false;
  Value *branch = argument->as.list.items[number];
  check_push_index(checker, number);
  if (!check_no_value(branch)) check_value(checker, node, branch, marks);
  check_pop(checker);
  checker->world = world;
  return true;
}

// In a trial a Fn::If fails surely only where each branch that is taken does.
static void check_branches(Checker *checker, const BlockNode *node, Value *argument, const MarkTable *marks) {
  bool formed = argument->kind == VALUE_LIST && argument->as.list.count == 3;
  if (!formed || !check_declared(checker, value_text(argument->as.list.items[0]))) {
    checker->uncertain = true;
    return;
  }
  check_push(checker, TEXT("Fn::If"));
  unsigned before = checker->weight;
  bool first = check_branch(checker, node, argument, 1, marks);
  unsigned middle = checker->weight;
  bool second = check_branch(checker, node, argument, 2, marks);
  check_pop(checker);
  if (!first || !second) return;
  checker->uncertain = true;
  if (checker->trial && (middle == before || checker->weight == middle)) checker->weight = before;
}

bool check_intrinsic(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  Text name;
  Value *argument;
  Origin origin;
  if (value->kind != VALUE_MAP || value->as.map.count != 1) return false;
  if (!value_intrinsic(value, &name, &argument)) return false;
  if (text_starts_with(name, TEXT("Fn::ForEach"))) return checker->uncertain = true;
  // Other maps of one member look like one too: "Condition" is a member of S3's routing rules.
  size_t function = function_number(name);
  if (function == FUNCTION_COUNT) return false;
  if (text_is(name, "Fn::If")) {
    check_branches(checker, node, argument, marks);
    return true;
  }
  checker->uncertain = true;
  size_t mistakes = checker->check->diags->list.count;
  if (text_is(name, "Ref") && ref_origin(checker, value_text(argument), &origin))
    check_origin(checker, node, value, &origin);
  else if (text_is(name, "Fn::GetAtt") && attribute_origin(checker, argument, &origin))
    check_origin(checker, node, value, &origin);
  else
    check_function(checker, node, value, function);
  if (checker->check->diags->list.count == mistakes) check_resolved(checker, node, value, name);
  return true;
}

// --- Attributes that do not exist

typedef struct AttributeSearch {
  SchemaCheck *check;
  const Value *root;
  const PathStep *path;
  size_t steps;
} AttributeSearch;

// The path to `wanted` below `value`, by pointer; only where something is wrong there, so it may search.
static bool find_path(Diag *diag, Arena *arena, const Value *value, const Value *wanted) {
  if (value == wanted) return true;
  size_t count = value->kind == VALUE_LIST ? value->as.list.count : value->kind == VALUE_MAP ? value->as.map.count : 0;
  for (size_t i = 0; i < count; i++) {
    bool map = value->kind == VALUE_MAP;
    const Value *below = map ? value->as.map.members[i].value : value->as.list.items[i];
    PathStep step = {map ? value->as.map.members[i].key : (Text){0}, (int64_t)i};
    vec_push(arena, &diag->path, step);
    if (find_path(diag, arena, below, wanted)) return true;
    diag->path.count--;
  }
  return false;
}

// CloudFormation returns properties as attributes for many types without saying which: a property is let pass.
static void visit_attribute(void *context, Text name, Text attribute, const Value *at) {
  AttributeSearch *search = context;
  if (!attribute.size) return;
  const TemplateResource *resource = template_resource(search->check->template, name);
  const SchemaType *type = resource ? schema_find(resource->type) : NULL;
  SchemaShape shape;
  if (!type || schema_attribute(type, attribute, &shape) || (type->flags & TYPE_EXTRA)) return;
  if (schema_property(type, attribute, &shape)) return;
  Diags *diags = search->check->diags;
  if (at->kind == VALUE_LIST && at->as.list.count == 2) at = at->as.list.items[1];
  Diag *diag = diag_error(diags, "E1010", at->span, "%.*s has no attribute '%.*s'", TEXT_ARG(resource->type),
                          TEXT_ARG(attribute));
  for (size_t i = 0; i < search->steps; i++) vec_push(diags->arena, &diag->path, search->path[i]);
  find_path(diag, diags->arena, search->root, at);
  size_t count;
  Text *names = schema_attribute_names(diags->arena, type, &count);
  diag_suggest(diags, diag, attribute, names, count);
  if (resource->id_span.source) diag_note(diags, diag, resource->id_span, "'%.*s' is declared here", TEXT_ARG(name));
}

void schema_check_attributes(SchemaCheck *check, const Value *value, const PathStep *path, size_t steps) {
  if (!check->template) return;
  AttributeSearch search = {check, value, path, steps};
  template_references(value, visit_attribute, &search);
}
