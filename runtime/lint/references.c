// What names mean: parameters, resources, pseudo parameters, and what a macro may have added to them.
#include "lint/functions.h"

// (CloudFormation user guide, "Get AWS values using pseudo parameters".)
static const char *const pseudo_names[] = {"AWS::AccountId", "AWS::NotificationARNs", "AWS::NoValue",
                                           "AWS::Partition", "AWS::Region",           "AWS::StackId",
                                           "AWS::StackName", "AWS::URLSuffix"};

enum { PSEUDO_COUNT = sizeof pseudo_names / sizeof *pseudo_names, MOST_CANDIDATES = 2000 };

bool reference_pseudo(Text name) {
  for (size_t i = 0; i < PSEUDO_COUNT; i++)
    if (text_is(name, pseudo_names[i])) return true;
  return false;
}

bool reference_list(const Value *parameter) {
  Text type = value_text(value_at(parameter, "Type"));
  return text_is(type, "CommaDelimitedList") || text_starts_with(type, TEXT("List<")) ||
         text_starts_with(type, TEXT("AWS::SSM::Parameter::Value<List<")) ||
         text_is(type, "AWS::SSM::Parameter::Value<CommaDelimitedList>");
}

bool reference_transform(const Linter *linter, const char *name) {
  const Value *transform = value_at(linter->template->root, "Transform");
  if (!value_is(transform, VALUE_LIST)) return text_is(value_text(transform), name);
  for (size_t i = 0; i < transform->as.list.count; i++)
    if (text_is(value_text(transform->as.list.items[i]), name)) return true;
  return false;
}

// Whether a resource makes further ones, whose logical ids begin with its own: a module, a SAM resource.
static bool makes_more(const LintResource *resource) {
  Text type = resource->resource->type;
  return text_ends_with(type, TEXT("::MODULE")) || text_starts_with(type, TEXT("AWS::Serverless::"));
}

static bool made_by_another(const Linter *linter, Text name) {
  bool sam = reference_transform(linter, "AWS::Serverless-2016-10-31");
  if (sam && text_starts_with(name, TEXT("Serverless"))) return true;
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    if (makes_more(resource) && text_starts_with(name, resource->resource->logical_id)) return true;
  }
  return false;
}

bool reference_untyped(const Linter *linter, Text name) {
  const Value *body = value_get(template_section(linter->template, "Resources"), name);
  return body && !value_is(value_at(body, "Type"), VALUE_STRING) && !value_at(body, "Fn::Transform");
}

bool reference_known(const Linter *linter, Text name) {
  if (lint_parameter(linter, name)) return true;
  if (value_get(template_section(linter->template, "Resources"), name)) return !reference_untyped(linter, name);
  if (reference_pseudo(name) || made_by_another(linter, name)) return true;
  return value_at(template_section(linter->template, "Resources"), "Fn::Transform") ||
         value_at(template_section(linter->template, "Parameters"), "Fn::Transform") ||
         value_at(linter->template->root, "Fn::Transform");
}

static void add_names(Arena *arena, LintTexts *names, const Value *section) {
  if (!value_is(section, VALUE_MAP)) return;
  for (size_t i = 0; i < section->as.map.count && names->count < MOST_CANDIDATES; i++)
    vec_push(arena, names, section->as.map.members[i].key);
}

void reference_suggest(Linter *linter, Diag *diag, Text name, bool resources) {
  if (linter->diags->list.count > 200) return;  // a template full of them: the first ones tell how
  LintTexts names = {0};
  add_names(linter->arena, &names, template_section(linter->template, "Parameters"));
  if (resources) add_names(linter->arena, &names, template_section(linter->template, "Resources"));
  for (size_t i = 0; i < PSEUDO_COUNT; i++) vec_push(linter->arena, &names, text_of(pseudo_names[i]));
  diag_suggest(linter->diags, diag, name, names.items, names.count);
}

size_t reference_variables(Text text, ReferenceVariable visit, void *context) {
  size_t count = 0;
  for (size_t at = text_find(text, TEXT("${"), 0); at != SIZE_MAX; at = text_find(text, TEXT("${"), at)) {
    at += 2;
    if (at < text.size && text.at[at] == '!') continue;
    size_t end = text_find(text, TEXT("}"), at);
    if (end == SIZE_MAX) break;
    Text name = text_trim(text_slice(text, at, end));
    at = end;
    if (name.size == 0) continue;
    count++;
    if (visit) visit(context, name);
  }
  return count;
}

bool reference_dotted(Text text, Text *resource, Text *attribute) {
  size_t dot = text_find(text, TEXT("."), 0);
  if (dot == SIZE_MAX || dot == 0 || dot + 1 == text.size) return false;
  *resource = text_slice(text, 0, dot);
  *attribute = text_slice(text, dot + 1, text.size);
  return true;
}

Text place_key(const LintAt *at, unsigned level) {
  unsigned depth = 0;
  for (const LintAt *up = at; up->up; up = up->up) depth++;
  for (; at->up; at = at->up, depth--)
    if (depth == level + 1) return at->key;
  return (Text){0};
}

static bool is_function_key(Text key) { return text_is(key, "Ref") || text_starts_with(key, TEXT("Fn::")); }

// The pattern is taken apart from its end, as the place is.
bool place_is(const LintResource *resource, const LintAt *at, const char *pattern) {
  Text rest = text_of(pattern);
  size_t blank = text_find(rest, TEXT(" "), 0);
  if (!resource || blank == SIZE_MAX || !text_equal(text_slice(rest, 0, blank), resource->resource->type)) return false;
  rest = text_slice(rest, blank + 1, rest.size);
  for (; at->up && at->up->up && at->up->up->up; at = at->up) {
    bool item = !at->key.at;
    if (item && at->up->key.at && text_is(at->up->key, "Fn::If")) continue;
    if (!item && text_is(at->key, "Fn::If")) continue;
    if (!item && is_function_key(at->key)) return false;
    size_t start = rest.size;
    while (start > 0 && rest.at[start - 1] != ' ') start--;
    Text step = text_slice(rest, start, rest.size);
    if (item ? !text_is(step, "*") : !text_equal(step, at->key)) return false;
    rest = text_slice(rest, 0, start > 0 ? start - 1 : 0);
  }
  return rest.size == 0;
}
