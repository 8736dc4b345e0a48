// Secrets by origin: which parameters of a template are secrets, and what is computed from them.
#include "template/alike.h"
#include "template/secret.h"

static const Span nowhere = {0};
static const char marker[] = "";  // what the sets hold

enum { SHORTEST_KNOWN = 6 };

static bool is_true(const Value *value) {
  if (value_is(value, VALUE_BOOL)) return value->as.boolean;
  return text_is(value_text(value), "true");
}

static void add_name(SecretScope *scope, Map *set, Text name) { map_put(scope->arena, set, name, (void *)marker); }

// What a password property is filled from as it is: text around it makes another value.
static void add_source(SecretScope *scope, const Value *value) {
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument)) return;
  bool is_list = value_is(argument, VALUE_LIST) && argument->as.list.count;
  if (text_is(name, "Ref") && value_get(template_section(scope->template, "Parameters"), value_text(argument)))
    add_name(scope, &scope->parameters, argument->as.text);
  if (text_is(name, "Fn::FindInMap") && is_list && value_is(argument->as.list.items[0], VALUE_STRING))
    add_name(scope, &scope->mappings, argument->as.list.items[0]->as.text);
  for (size_t i = 1; text_is(name, "Fn::If") && is_list && i < argument->as.list.count; i++)
    add_source(scope, argument->as.list.items[i]);
}

// Finds what fills the password properties below `value`.
static void find_sources(SecretScope *scope, Text key, bool pair, const Value *value) {
  bool is_plain_map = value->kind == VALUE_MAP && !value_intrinsic(value, NULL, NULL);
  if (is_plain_map) {
    bool inner = secret_pair(value);
    for (size_t i = 0; i < value->as.map.count; i++)
      find_sources(scope, value->as.map.members[i].key, inner, value->as.map.members[i].value);
  } else if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count; i++) find_sources(scope, key, pair, value->as.list.items[i]);
  } else if (secret_name(key) || (pair && text_is(key, "Value"))) {
    add_source(scope, value);
  }
}

void secret_scope(SecretScope *out, Arena *arena, const Template *template) {
  *out = (SecretScope){.arena = arena, .template = template};
  const Value *parameters = template_section(template, "Parameters");
  for (size_t i = 0; value_is(parameters, VALUE_MAP) && i < parameters->as.map.count; i++) {
    const Member *member = &parameters->as.map.members[i];
    if (is_true(value_at(member->value, "NoEcho")) || secret_name(member->key))
      add_name(out, &out->parameters, member->key);
  }
  for (size_t i = 0; i < template->resources.count; i++)
    if (template->resources.items[i].properties)
      find_sources(out, (Text){0}, false, template->resources.items[i].properties);
  for (size_t i = 0; i < out->parameters.count; i++) {
    const Value *parameter = value_get(parameters, out->parameters.entries[i].key);
    secret_learn(out, value_text(value_at(parameter, "Default")));
  }
}

void secret_learn(SecretScope *scope, Text value) {
  if (value.size >= SHORTEST_KNOWN && !text_starts_with(value, TEXT("{{resolve:")) &&
      !text_starts_with(value, TEXT("arn:")))
    vec_push(scope->arena, &scope->known, value);
}

bool secret_parameter(const SecretScope *scope, Text name) { return map_get(&scope->parameters, name) != NULL; }

typedef struct Taint {
  const SecretScope *scope;
  bool found;
} Taint;

static void visit_taint(void *context, Text name, Text attribute, const Value *at) {
  Taint *taint = context;
  (void)at;
  if (!attribute.size)
    taint->found |= secret_parameter(taint->scope, name);
  else if (template_resource(taint->scope->template, name))
    taint->found |= secret_name(attribute);
}

static bool reads_secret(const SecretScope *scope, const Value *value) {
  Text name;
  Value *argument;
  switch (value->kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_NUMBER: return false;
    case VALUE_STRING:
      return text_find(value->as.text, TEXT("{{resolve:secretsmanager:"), 0) != SIZE_MAX ||
             text_find(value->as.text, TEXT("{{resolve:ssm-secure:"), 0) != SIZE_MAX;
    case VALUE_LIST:
      for (size_t i = 0; i < value->as.list.count; i++)
        if (reads_secret(scope, value->as.list.items[i])) return true;
      return false;
    case VALUE_MAP: break;
  }
  if (secret_is_mark(value)) return true;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Fn::FindInMap") && value_is(argument, VALUE_LIST) &&
      argument->as.list.count && map_get(&scope->mappings, value_text(argument->as.list.items[0])))
    return true;
  for (size_t i = 0; i < value->as.map.count; i++)
    if (reads_secret(scope, value->as.map.members[i].value)) return true;
  return false;
}

bool secret_tainted(const SecretScope *scope, const Value *expression) {
  if (!expression) return false;
  Taint taint = {.scope = scope};
  template_references(expression, visit_taint, &taint);
  return taint.found || reads_secret(scope, expression);
}

// ───────────────────────────── The template ─────────────────────────────

static Value *copy_with(Arena *arena, const Value *map, Text key, const Value *value) {
  Value *copy = value_map(arena, map->span);
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    value_put(arena, copy, member->key, member->key_span, member->value);
  }
  value_put(arena, copy, key, nowhere, (Value *)value);
  return copy;
}

static const Value *mask_texts(Arena *arena, const Value *mark, const Value *value) {
  if (value->kind == VALUE_LIST) {
    Value *list = value_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++)
      value_add(arena, list, (Value *)mask_texts(arena, mark, value->as.list.items[i]));
    return list;
  }
  if (value->kind == VALUE_MAP && !secret_is_mark(value)) {
    Value *map = value_map(arena, value->span);
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      value_put(arena, map, member->key, member->key_span, (Value *)mask_texts(arena, mark, member->value));
    }
    return map;
  }
  return value->kind == VALUE_NULL || value->kind == VALUE_BOOL ? value : mark;
}

static const Value *mask_parameters(const SecretScope *scope, const Value *section) {
  static const char *const shown[] = {"Default", "AllowedValues"};
  for (size_t i = 0; i < scope->parameters.count; i++) {
    Text name = scope->parameters.entries[i].key;
    const Value *parameter = value_get(section, name);
    for (size_t k = 0; k < 2; k++) {
      const Value *value = value_at(parameter, shown[k]);
      if (!value || (value->kind == VALUE_STRING && !value->as.text.size)) continue;
      parameter = copy_with(scope->arena, parameter, text_of(shown[k]), secret_mark(scope->arena, "NoEcho"));
      section = copy_with(scope->arena, section, name, parameter);
    }
  }
  return section;
}

static const Value *mask_mappings(const SecretScope *scope, const SecretMask *mask, const Value *section) {
  section = secret_mask(mask, (Text){0}, false, section);
  for (size_t i = 0; i < scope->mappings.count; i++) {
    Text name = scope->mappings.entries[i].key;
    const Value *mapping = value_get(section, name);
    if (mapping) section = copy_with(scope->arena, section, name, mask_texts(scope->arena, mask->mark, mapping));
  }
  return section;
}

// What secrets by name are literals in outputs.
static const Value *mask_outputs(const SecretScope *scope, const SecretMask *mask, const Value *section) {
  for (size_t i = 0; i < section->as.map.count; i++) {
    const Member *member = &section->as.map.members[i];
    const Value *value = value_at(member->value, "Value");
    const Value *masked = value ? secret_mask(mask, member->key, false, value) : NULL;
    if (masked == value) continue;
    section =
        copy_with(scope->arena, section, member->key, copy_with(scope->arena, member->value, TEXT("Value"), masked));
  }
  return section;
}

static const Value *mask_resources(const SecretScope *scope, const SecretMask *mask, const Value *section) {
  Value *changed = NULL;
  static const char *const parts[] = {"Properties", "Metadata"};
  for (size_t i = 0; i < section->as.map.count; i++) {
    const Member *member = &section->as.map.members[i];
    const Value *body = member->value;
    for (size_t k = 0; k < 2; k++) {
      const Value *part = value_at(body, parts[k]), *masked = secret_mask(mask, (Text){0}, false, part);
      if (masked != part) body = copy_with(scope->arena, body, text_of(parts[k]), masked);
    }
    if (body == member->value) continue;
    if (!changed) changed = copy_with(scope->arena, section, member->key, body);
    value_put(scope->arena, changed, member->key, nowhere, (Value *)body);
  }
  return changed ? changed : section;
}

// Whether the text holds a value that is known to be secret.
static bool holds_known(const SecretScope *scope, Text text) {
  for (size_t i = 0; i < scope->known.count; i++)
    if (text_find(text, scope->known.items[i], 0) != SIZE_MAX) return true;
  return false;
}

static const Value *mask_known(const SecretScope *scope, const Value *mark, const Value *value) {
  if (value->kind == VALUE_STRING) return holds_known(scope, value->as.text) ? mark : value;
  if (value->kind == VALUE_LIST) {
    Value *changed = NULL;
    for (size_t i = 0; i < value->as.list.count; i++) {
      const Value *item = value->as.list.items[i], *masked = mask_known(scope, mark, item);
      if (masked == item) continue;
      if (!changed) {
        changed = value_list(scope->arena, value->span);
        for (size_t k = 0; k < value->as.list.count; k++) value_add(scope->arena, changed, value->as.list.items[k]);
      }
      changed->as.list.items[i] = (Value *)masked;
    }
    return changed ? changed : value;
  }
  if (value->kind != VALUE_MAP || secret_is_mark(value)) return value;
  Value *changed = NULL;
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    const Value *masked = mask_known(scope, mark, member->value);
    if (masked == member->value) continue;
    if (!changed) changed = copy_with(scope->arena, value, member->key, masked);
    value_put(scope->arena, changed, member->key, member->key_span, (Value *)masked);
  }
  return changed ? changed : value;
}

Value *secret_template(const SecretScope *scope) {
  SecretMask mask = {scope->arena, SECRET_STORED, secret_mark(scope->arena, "literal")};
  const Value *root = scope->template->root;
  Value *out = value_map(scope->arena, root->span);
  for (size_t i = 0; i < root->as.map.count; i++) {
    const Member *member = &root->as.map.members[i];
    const Value *section = member->value;
    if (section->kind == VALUE_MAP) {
      if (text_is(member->key, "Parameters")) section = mask_parameters(scope, section);
      if (text_is(member->key, "Mappings")) section = mask_mappings(scope, &mask, section);
      if (text_is(member->key, "Outputs")) section = mask_outputs(scope, &mask, section);
      if (text_is(member->key, "Resources")) section = mask_resources(scope, &mask, section);
      if (text_is(member->key, "Metadata")) section = secret_mask(&mask, (Text){0}, false, section);
    }
    section = mask_known(scope, mask.mark, section);
    value_put(scope->arena, out, member->key, member->key_span, (Value *)section);
  }
  return out;
}

// ───────────────────────────── What AWS shows ─────────────────────────────

// The item of the expression's list that stands for an item that AWS shows: by its name, else by its place where both
// lists are as long.
static const Value *counterpart(const Value *list, const Value *actual, size_t index) {
  const Value *item = actual->as.list.items[index];
  for (size_t k = 0; k < ALIKE_NAMES; k++) {
    Text name = value_text(value_at(item, alike_names[k]));
    for (size_t i = 0; name.size && i < list->as.list.count; i++)
      if (text_equal(value_text(value_at(list->as.list.items[i], alike_names[k])), name)) return list->as.list.items[i];
  }
  return list->as.list.count == actual->as.list.count ? list->as.list.items[index] : NULL;
}

// Remembers all texts of a value that is about to be masked.
static void learn_texts(SecretScope *scope, const Value *value) {
  if (value->kind == VALUE_STRING) secret_learn(scope, value->as.text);
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++)
    learn_texts(scope, value->as.list.items[i]);
  for (size_t i = 0; value->kind == VALUE_MAP && !secret_is_mark(value) && i < value->as.map.count; i++)
    learn_texts(scope, value->as.map.members[i].value);
}

// Remembers what is masked in one of two trees that are else the same.
static void learn_masked(SecretScope *scope, const Value *value, const Value *masked) {
  if (value == masked) return;
  if (secret_is_mark(masked)) return learn_texts(scope, value);
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++)
    learn_masked(scope, value->as.list.items[i], masked->as.list.items[i]);
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++)
    learn_masked(scope, value->as.map.members[i].value, masked->as.map.members[i].value);
}

static const Value *mask_tainted(const SecretScope *scope, const Value *mark, const Value *expression,
                                 const Value *actual) {
  if (!expression || !secret_tainted(scope, expression)) return actual;
  bool plain = expression->kind == VALUE_MAP && !value_intrinsic(expression, NULL, NULL) && !secret_is_mark(expression);
  if (plain && actual->kind == VALUE_MAP) {
    Value *map = value_map(scope->arena, actual->span);
    for (size_t i = 0; i < actual->as.map.count; i++) {
      const Member *member = &actual->as.map.members[i];
      value_put(scope->arena, map, member->key, member->key_span,
                (Value *)mask_tainted(scope, mark, value_get(expression, member->key), member->value));
    }
    return map;
  }
  if (expression->kind == VALUE_LIST && actual->kind == VALUE_LIST) {
    Value *list = value_list(scope->arena, actual->span);
    for (size_t i = 0; i < actual->as.list.count; i++) {
      const Value *item = actual->as.list.items[i], *source = counterpart(expression, actual, i);
      value_add(scope->arena, list,
                (Value *)(source ? mask_tainted(scope, mark, source, item) : mask_texts(scope->arena, mark, item)));
    }
    return list;
  }
  return mark;
}

const Value *secret_actual(SecretScope *scope, const Value *expression, const Value *actual) {
  if (!actual) return NULL;
  SecretMask mask = {scope->arena, SECRET_STORED, secret_mark(scope->arena, "dynamic")};
  const Value *masked = mask_tainted(scope, mask.mark, expression, actual);
  masked = secret_mask(&mask, (Text){0}, false, masked);
  learn_masked(scope, actual, masked);
  return mask_known(scope, mask.mark, masked);
}
