// What a loop goes over: a list that is written out, a list parameter, a look-up in a mapping. What only the deployment
// knows becomes two items with made-up names, the same ones wherever the same collection stands.
#include <stdlib.h>

#include "template/expansion.h"

enum { MOST_DEPTH = 20 };

static Value *resolve(Expander *expander, const Value *value, const Binding *bound, unsigned depth);

static Value *text_value(Expander *expander, const Value *at, Text text) {
  return value_string(expander->arena, at->span, text);
}

static Value *split(Expander *expander, const Value *at, Text text, Text separator) {
  Value *list = value_list(expander->arena, at->span);
  for (size_t start = 0; start <= text.size;) {
    size_t end = separator.size ? text_find(text, separator, start) : SIZE_MAX;
    if (end == SIZE_MAX) end = text.size;
    value_add(expander->arena, list, text_value(expander, at, text_trim(text_slice(text, start, end))));
    start = end + (separator.size ? separator.size : 1);
  }
  return list;
}

// A parameter that was given a value; null where that is no text or list.
static Value *resolve_given(Expander *expander, const Value *at, Text name, bool list) {
  const Value *value = map_get(expander->given, name);
  if (value_is(value, VALUE_LIST)) return (Value *)value;
  if (!value_is(value, VALUE_STRING)) return NULL;
  return list ? split(expander, at, value->as.text, TEXT(",")) : (Value *)value;
}

// A parameter by what was given, else by its default, else by the first value that it allows.
static Value *resolve_parameter(Expander *expander, const Value *at, Text name) {
  const Value *parameter = value_get(value_at(expander->root, "Parameters"), name);
  Text type = value_text(value_at(parameter, "Type"));
  bool list = text_find(type, TEXT("List"), 0) != SIZE_MAX;
  if (expander->given && map_at(expander->given, name)) return resolve_given(expander, at, name, list);
  if (!parameter || text_starts_with(type, TEXT("AWS::SSM::"))) return NULL;
  const Value *allowed = value_at(parameter, "AllowedValues");
  const Value *first = value_is(allowed, VALUE_LIST) && allowed->as.list.count ? allowed->as.list.items[0] : NULL;
  Text text = value_text(value_at(parameter, "Default"));
  if (!text.size && expander->diags) text = value_text(first);
  if (!text.size) return NULL;
  if (list) return split(expander, at, text, TEXT(","));
  return text_value(expander, at, text);
}

static Value *resolve_ref(Expander *expander, const Value *at, Text name, const Binding *bound) {
  const Binding *binding = binding_find(bound, name);
  if (binding) return text_value(expander, at, binding->text);
  if (text_is(name, "AWS::Region") && expander->region.size) return text_value(expander, at, expander->region);
  return resolve_parameter(expander, at, name);
}

// The key of `map` under which `below` is found; of several the one with the longest list.
static Text key_with(const Value *map, Text below) {
  Text best = {0};
  size_t longest = 0;
  for (size_t i = 0; value_is(map, VALUE_MAP) && i < map->as.map.count; i++) {
    const Value *value = value_get(map->as.map.members[i].value, below);
    if (!value) continue;
    size_t count = value_is(value, VALUE_LIST) ? value->as.list.count : 0;
    if (best.at && count <= longest) continue;
    best = map->as.map.members[i].key;
    longest = count;
  }
  return best;
}

static Value *resolve_find(Expander *expander, const Value *argument, const Binding *bound, unsigned depth) {
  size_t count = value_is(argument, VALUE_LIST) ? argument->as.list.count : 0;
  if (count != 3 && count != 4) return NULL;
  Text keys[3];
  for (size_t i = 0; i < 3; i++) keys[i] = value_text(resolve(expander, argument->as.list.items[i], bound, depth + 1));
  const Value *mappings = value_at(expander->root, "Mappings"), *map = value_get(mappings, keys[0]);
  if (!keys[0].size && value_is(mappings, VALUE_MAP) && mappings->as.map.count == 1)
    map = mappings->as.map.members[0].value;
  if (!keys[1].size && expander->diags) keys[1] = key_with(map, keys[2]);
  Value *found = value_get(value_get(map, keys[1]), keys[2]);
  if (found || count == 3) return found;
  const Value *usual = value_at(argument->as.list.items[3], "DefaultValue");
  return usual ? resolve(expander, usual, bound, depth + 1) : NULL;
}

static Value *resolve_split(Expander *expander, const Value *argument, const Binding *bound, unsigned depth) {
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 2) return NULL;
  const Value *text = resolve(expander, argument->as.list.items[1], bound, depth + 1);
  if (!value_is(text, VALUE_STRING)) return NULL;
  return split(expander, text, text->as.text, value_text(argument->as.list.items[0]));
}

// What the value is before the deployment; null where only that knows.
static Value *resolve(Expander *expander, const Value *value, const Binding *bound, unsigned depth) {
  if (!value || depth > MOST_DEPTH) return NULL;
  Text name;
  Value *argument;
  switch (value->kind) {
    case VALUE_STRING: return text_value(expander, value, expand_text(expander, value->as.text, bound));
    case VALUE_INT:
      return text_value(expander, value, text_format(expander->arena, "%lld", (long long)value->as.integer));
    case VALUE_NUMBER: return text_value(expander, value, value->as.text);
    case VALUE_BOOL: return text_value(expander, value, value->as.boolean ? TEXT("true") : TEXT("false"));
    case VALUE_LIST: return (Value *)value;
    case VALUE_NULL: return NULL;
    case VALUE_MAP: break;
  }
  if (!value_intrinsic(value, &name, &argument)) return NULL;
  if (text_is(name, "Ref")) {
    const Value *reference = resolve(expander, argument, bound, depth + 1);
    return value_is(reference, VALUE_STRING) ? resolve_ref(expander, value, reference->as.text, bound) : NULL;
  }
  if (text_is(name, "Fn::FindInMap")) return resolve_find(expander, argument, bound, depth);
  if (text_is(name, "Fn::Split")) return resolve_split(expander, argument, bound, depth);
  if (!text_is(name, "Fn::Sub") || !value_is(argument, VALUE_STRING)) return NULL;
  Text text = expand_text(expander, argument->as.text, bound);
  return text_find(text, TEXT("${"), 0) == SIZE_MAX ? text_value(expander, value, text) : NULL;
}

// ───────────────────────────── What cannot be known ─────────────────────────────

static uint32_t mix(uint32_t hash, Text text) { return hash * 16777619u ^ text_hash(text); }

static uint32_t hash_value(const Value *value, uint32_t hash, unsigned depth) {
  if (!value || depth > MOST_DEPTH) return hash;
  if (value->kind == VALUE_STRING || value->kind == VALUE_NUMBER) return mix(hash, value->as.text);
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->as.list.count; i++)
    hash = hash_value(value->as.list.items[i], hash + 1, depth + 1);
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++)
    hash = hash_value(value->as.map.members[i].value, mix(hash, value->as.map.members[i].key), depth + 1);
  return hash;
}

// A name of letters for item `number` of a collection that is not known.
static Text made_up(Expander *expander, const Value *collection, size_t number) {
  uint32_t hash = hash_value(collection, 2166136261u, 0);
  char name[9] = "X";
  for (size_t i = 1; i < 7; i++, hash >>= 4) name[i] = (char)('a' + (hash & 15));
  name[7] = (char)('a' + number);
  return text_copy(expander->arena, text_of(name));
}

// Its item as a function: Fn::Select of the collection.
static Value *selected(Expander *expander, Value *collection, size_t number) {
  Value *arguments = value_list(expander->arena, collection->span);
  value_add(expander->arena, arguments, value_int(expander->arena, collection->span, (int64_t)number));
  value_add(expander->arena, arguments, collection);
  Value *map = value_map(expander->arena, collection->span);
  value_put(expander->arena, map, TEXT("Fn::Select"), collection->span, arguments);
  return map;
}

// ───────────────────────────── Collections ─────────────────────────────

static void add_item(Expander *expander, ExpandItems *out, Value *value) {
  ExpandItem item = {value->as.text, value};
  vec_push(expander->arena, out, item);
}

static bool add_items(Expander *expander, const Value *list, const Binding *bound, ExpandItems *out) {
  for (size_t i = 0; i < list->as.list.count; i++) {
    Value *item = list->as.list.items[i], *known = resolve(expander, item, bound, 0);
    if (value_is(known, VALUE_STRING)) {
      add_item(expander, out, known);
    } else if (value_is(known, VALUE_LIST) && known != item) {
      if (!add_items(expander, known, NULL, out)) return false;
    } else if (!expander->diags) {
      return false;
    } else if (value_is(item, VALUE_MAP)) {
      ExpandItem unknown = {made_up(expander, item, 0), item};
      vec_push(expander->arena, out, unknown);
    } else {
      Diag *diag = expand_fail(expander, item->span, "a loop goes over texts, this is %s", value_kind_name(item));
      if (diag && value_is(item, VALUE_LIST))
        diag_help(expander->diags, diag,
                  "CloudFormation takes no lists of lists; keep one name of each, and look the rest up in a mapping");
      return false;
    }
  }
  return true;
}

bool expand_collection(Expander *expander, Value *collection, const Binding *bound, ExpandItems *out) {
  if (value_is(collection, VALUE_LIST)) return add_items(expander, collection, bound, out);
  Text name;
  Value *argument;
  if (!value_intrinsic(collection, &name, &argument)) {
    expand_fail(expander, collection->span, "a loop goes over a list, this is a map");
    return false;
  }
  const Value *known = resolve(expander, collection, bound, 0);
  if (value_is(known, VALUE_LIST)) return add_items(expander, known, bound, out);
  if (known) {
    expand_fail(expander, collection->span, "a loop goes over a list, '%.*s' gives a text here", TEXT_ARG(name));
    return false;
  }
  for (size_t i = 0; i < 2 && expander->diags; i++) {
    ExpandItem item = {made_up(expander, collection, i), selected(expander, collection, i)};
    vec_push(expander->arena, out, item);
  }
  return expander->diags != NULL;
}
