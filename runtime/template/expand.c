// One walk: a map with loops among its members becomes a map with what they make; below a loop every text and key has
// the names of the loops around it filled in.
#include "template/expand.h"

enum { MOST = 100000 };  // members that all loops make together, far beyond what a template may hold

typedef struct Name {
  Text name, value;
  const struct Name *outer;
} Name;

typedef struct Expander {
  Arena *arena;
  const Template *source;
  const Map *given;
  size_t made;
} Expander;

static Value *expand(Expander *e, const Value *value, const Name *names);

// ───────────────────────────── Names ─────────────────────────────

static const Name *find_name(const Name *names, Text name) {
  for (; names; names = names->outer)
    if (text_equal(names->name, name)) return names;
  return NULL;
}

// "&{Name}" is the value without what a logical id may not hold.
static void add_value(Buffer *out, Text value, bool plain) {
  for (size_t i = 0; i < value.size; i++) {
    char c = value.at[i];
    bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || !plain) buffer_add_char(out, c);
  }
}

// `text` with "${Name}" and "&{Name}" of the loops filled in; `text` itself where there are none.
static Text fill(Expander *e, Text text, const Name *names) {
  Buffer out = {0};
  size_t done = 0;
  for (size_t i = 0; names && i + 1 < text.size; i++) {
    if ((text.at[i] != '$' && text.at[i] != '&') || text.at[i + 1] != '{') continue;
    size_t end = text_find(text, TEXT("}"), i);
    if (end == SIZE_MAX) break;
    const Name *name = find_name(names, text_slice(text, i + 2, end));
    if (!name) continue;
    buffer_add(&out, text_slice(text, done, i));
    add_value(&out, name->value, text.at[i] == '&');
    done = end + 1;
    i = end;
  }
  if (!done) return text;
  buffer_add(&out, text_slice(text, done, text.size));
  return buffer_take(&out, e->arena);
}

// ───────────────────────────── Loops ─────────────────────────────

static bool is_loop(Text key) { return text_starts_with(key, TEXT("Fn::ForEach::")); }

// The parameter's value as a list of texts; null where it is not known or no list.
static const Value *parameter_list(Expander *e, Text name) {
  const Value *value = e->given ? map_get(e->given, name) : NULL;
  const Value *parameter = value_get(template_section(e->source, "Parameters"), name);
  if (!value && !(e->given && map_at(e->given, name))) value = value_at(parameter, "Default");
  if (!value || value_is(value, VALUE_LIST)) return value;
  if (!value_is(value, VALUE_STRING) || !text_is(value_text(value_at(parameter, "Type")), "CommaDelimitedList"))
    return NULL;
  Value *list = value_list(e->arena, value->span);
  Text text = value->as.text;
  for (size_t start = 0; start <= text.size;) {
    size_t end = text_find(text, TEXT(","), start);
    if (end == SIZE_MAX) end = text.size;
    value_add(e->arena, list, value_string(e->arena, value->span, text_trim(text_slice(text, start, end))));
    start = end + 1;
  }
  return list;
}

// The texts to go through; null where one is not known.
static const Value *collection_of(Expander *e, const Value *written, const Name *names) {
  const Value *value = expand(e, written, names);
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Ref")) value = parameter_list(e, value_text(argument));
  if (!value_is(value, VALUE_LIST)) return NULL;
  Value *flat = value_list(e->arena, value->span);
  for (size_t i = 0; i < value->as.list.count; i++) {
    const Value *item = value->as.list.items[i];
    if (value_intrinsic(item, &name, &argument) && text_is(name, "Ref")) {  // a list among the items
      const Value *list = parameter_list(e, value_text(argument));
      if (!list) return NULL;
      for (size_t k = 0; k < list->as.list.count; k++) value_add(e->arena, flat, list->as.list.items[k]);
      continue;
    }
    if (!value_is(item, VALUE_STRING)) return NULL;
    value_add(e->arena, flat, (Value *)item);
  }
  for (size_t i = 0; i < flat->as.list.count; i++)
    if (!value_is(flat->as.list.items[i], VALUE_STRING)) return NULL;
  return flat;
}

static void put_members(Expander *e, Value *out, const Value *map, const Name *names);

// What [Name, collection, {body}] makes goes to `out`; false where it cannot be written out.
static bool put_loop(Expander *e, Value *out, const Value *loop, const Name *names) {
  if (!value_is(loop, VALUE_LIST) || loop->as.list.count != 3) return false;
  const Value *name = loop->as.list.items[0], *body = loop->as.list.items[2];
  if (!value_is(name, VALUE_STRING) || !value_is(body, VALUE_MAP)) return false;
  const Value *items = collection_of(e, loop->as.list.items[1], names);
  if (!items || e->made + items->as.list.count * body->as.map.count > MOST) return false;
  e->made += items->as.list.count * body->as.map.count;
  for (size_t i = 0; i < items->as.list.count; i++) {
    Name inner = {name->as.text, items->as.list.items[i]->as.text, names};
    put_members(e, out, body, &inner);
  }
  return true;
}

static void put_members(Expander *e, Value *out, const Value *map, const Name *names) {
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    if (is_loop(member->key) && put_loop(e, out, member->value, names)) continue;
    value_put(e->arena, out, fill(e, member->key, names), member->key_span, expand(e, member->value, names));
  }
}

// ───────────────────────────── The walk ─────────────────────────────

static bool has_loop(const Value *value) {
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++)
      if (has_loop(value->as.list.items[i])) return true;
  if (value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count; i++)
      if (is_loop(value->as.map.members[i].key) || has_loop(value->as.map.members[i].value)) return true;
  return false;
}

static Value *expand(Expander *e, const Value *value, const Name *names) {
  if (!names && !has_loop(value)) return (Value *)value;
  Text key;
  Value *argument;
  if (value_intrinsic(value, &key, &argument) && text_is(key, "Ref")) {
    const Name *name = find_name(names, value_text(argument));
    if (name) return value_string(e->arena, value->span, name->value);
  }
  switch (value->kind) {
    case VALUE_STRING: return value_string(e->arena, value->span, fill(e, value->as.text, names));
    case VALUE_LIST: {
      Value *list = value_list(e->arena, value->span);
      for (size_t i = 0; i < value->as.list.count; i++)
        value_add(e->arena, list, expand(e, value->as.list.items[i], names));
      return list;
    }
    case VALUE_MAP: {
      Value *map = value_map(e->arena, value->span);
      put_members(e, map, value, names);
      return map;
    }
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_NUMBER: break;
  }
  return (Value *)value;
}

static bool has_transform(const Template *source) {
  const Value *transform = template_section(source, "Transform");
  if (value_is(transform, VALUE_STRING)) return text_is(transform->as.text, "AWS::LanguageExtensions");
  for (size_t i = 0; value_is(transform, VALUE_LIST) && i < transform->as.list.count; i++)
    if (text_is(value_text(transform->as.list.items[i]), "AWS::LanguageExtensions")) return true;
  return false;
}

const Template *template_expand(Arena *arena, const Template *source, const Map *given) {
  if (!source || !has_transform(source) || !has_loop(source->root)) return source;
  Expander expander = {.arena = arena, .source = source, .given = given};
  Template *template = ARENA_NEW(arena, Template);
  *template = *source;
  template->root = expand(&expander, source->root, NULL);
  template_index(arena, template);  // paths and marks are taken over from `source`
  return template;
}
