// The index over a template's resources, and the walk over references.
#include "template/template.h"

Value *template_section(const Template *source, const char *section) { return value_at(source->root, section); }

static unsigned transform_of(const Value *item) {
  if (value_is(item, VALUE_MAP)) item = value_at(item, "Name");
  Text name = value_text(item);
  if (text_is(name, "AWS::Serverless-2016-10-31")) return TRANSFORM_SERVERLESS;
  if (text_is(name, "AWS::LanguageExtensions")) return TRANSFORM_EXTENSIONS;
  return item ? TRANSFORM_MACRO : 0;
}

unsigned template_transforms(const Value *root) {
  const Value *transform = value_at(root, "Transform");
  if (!value_is(transform, VALUE_LIST)) return transform_of(transform);
  unsigned found = 0;
  for (size_t i = 0; i < transform->as.list.count; i++) found |= transform_of(transform->as.list.items[i]);
  return found;
}

void template_index(Arena *arena, Template *out) {
  Map before = out->by_id;
  out->resources.items = NULL;
  out->resources.count = out->resources.capacity = 0;
  out->by_id = (Map){0};
  Value *resources = template_section(out, "Resources");
  if (!value_is(resources, VALUE_MAP)) return;
  vec_reserve(arena, &out->resources, resources->as.map.count);
  for (size_t i = 0; i < resources->as.map.count; i++) {
    Member *member = &resources->as.map.members[i];
    if (!value_is(member->value, VALUE_MAP)) continue;
    Value *type = value_at(member->value, "Type"), *properties = value_at(member->value, "Properties");
    TemplateResource resource = {
        .logical_id = member->key,
        .id_span = member->key_span,
        .type = value_text(type),
        .type_span = type ? type->span : member->key_span,
        .body = member->value,
        .properties = value_is(properties, VALUE_MAP) ? properties : NULL,
    };
    const TemplateResource *old = map_get(&before, member->key);
    if (old) resource.path = old->path, resource.owner_span = old->owner_span, resource.protect = old->protect;
    vec_push(arena, &out->resources, resource);
  }
  for (size_t i = 0; i < out->resources.count; i++)
    map_put(arena, &out->by_id, out->resources.items[i].logical_id, &out->resources.items[i]);
}

TemplateResource *template_resource(const Template *source, Text logical_id) {
  return map_get(&source->by_id, logical_id);
}

static void visit_dotted(Text text, const Value *at, TemplateVisit visit, void *context) {
  size_t dot = text_find(text, TEXT("."), 0);
  if (dot == SIZE_MAX)
    visit(context, text, (Text){0}, at);
  else
    visit(context, text_slice(text, 0, dot), text_slice(text, dot + 1, text.size), at);
}

static void visit_sub(const Value *argument, TemplateVisit visit, void *context) {
  const Value *text = argument, *names = NULL;
  if (argument->kind == VALUE_LIST && argument->as.list.count == 2) {
    text = argument->as.list.items[0];
    names = argument->as.list.items[1];
    template_references(names, visit, context);
  }
  if (text->kind != VALUE_STRING) return;
  Text source = text->as.text;
  for (size_t at = text_find(source, TEXT("${"), 0); at != SIZE_MAX; at = text_find(source, TEXT("${"), at)) {
    size_t end = text_find(source, TEXT("}"), at);
    if (end == SIZE_MAX) return;
    Text name = text_trim(text_slice(source, at + 2, end));
    at = end;
    if (name.size == 0 || name.at[0] == '!' || value_get(names, name)) continue;
    visit_dotted(name, text, visit, context);
  }
}

static void visit_get_att(const Value *argument, TemplateVisit visit, void *context) {
  if (argument->kind == VALUE_STRING) {
    visit_dotted(argument->as.text, argument, visit, context);
  } else if (argument->kind == VALUE_LIST && argument->as.list.count >= 2) {
    const Value *id = argument->as.list.items[0], *attribute = argument->as.list.items[1];
    if (id->kind == VALUE_STRING) visit(context, id->as.text, value_text(attribute), argument);
    template_references(attribute, visit, context);
  }
}

void template_references(const Value *value, TemplateVisit visit, void *context) {
  if (!value) return;
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) template_references(value->as.list.items[i], visit, context);
  if (value->kind != VALUE_MAP) return;
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument)) {
    if (text_is(name, "Ref")) {
      if (argument->kind == VALUE_STRING) visit(context, argument->as.text, (Text){0}, argument);
      return;
    }
    if (text_is(name, "Fn::GetAtt")) {
      visit_get_att(argument, visit, context);
      return;
    }
    if (text_is(name, "Fn::Sub")) {
      visit_sub(argument, visit, context);
      return;
    }
  }
  for (size_t i = 0; i < value->as.map.count; i++) template_references(value->as.map.members[i].value, visit, context);
}

// Resource types that need an acknowledgement, and their property that names them
// (CloudFormation user guide, "Acknowledging IAM resources in CloudFormation templates").
static const char *const iam_types[][2] = {{"AWS::IAM::AccessKey", ""},
                                           {"AWS::IAM::Group", "GroupName"},
                                           {"AWS::IAM::InstanceProfile", "InstanceProfileName"},
                                           {"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
                                           {"AWS::IAM::Policy", ""},
                                           {"AWS::IAM::Role", "RoleName"},
                                           {"AWS::IAM::RolePolicy", ""},
                                           {"AWS::IAM::User", "UserName"},
                                           {"AWS::IAM::UserPolicy", ""},
                                           {"AWS::IAM::GroupPolicy", ""},
                                           {"AWS::IAM::UserToGroupAddition", ""}};

Value *template_capabilities(Arena *arena, const Template *source) {
  bool iam = false, named = false;
  for (size_t i = 0; i < source->resources.count; i++) {
    const TemplateResource *resource = &source->resources.items[i];
    if (!text_starts_with(resource->type, TEXT("AWS::IAM::"))) continue;
    for (size_t k = 0; k < sizeof iam_types / sizeof *iam_types; k++) {
      if (!text_is(resource->type, iam_types[k][0])) continue;
      iam = true;
      named = named || (iam_types[k][1][0] && value_at(resource->properties, iam_types[k][1]));
    }
  }
  Value *list = value_list(arena, (Span){0});
  if (named)
    value_add(arena, list, value_string(arena, (Span){0}, TEXT("CAPABILITY_NAMED_IAM")));
  else if (iam)
    value_add(arena, list, value_string(arena, (Span){0}, TEXT("CAPABILITY_IAM")));
  if (template_section(source, "Transform"))
    value_add(arena, list, value_string(arena, (Span){0}, TEXT("CAPABILITY_AUTO_EXPAND")));
  return list;
}
