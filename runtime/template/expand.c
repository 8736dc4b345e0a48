// The walk that writes loops out. A loop's variable is a binding; texts take it as ${NAME} and &{NAME}, Ref by its
// name.
#include "template/expand.h"

#include "template/expansion.h"

enum { MOST_NODES = 100000, MOST_DEPTH = 200 };

static Value *walk(Expander *expander, Value *value, const Binding *bound);

Diag *expand_fail(Expander *expander, Span span, const char *format, ...) {
  if (!expander->diags) return NULL;
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(expander->diags->arena, format, arguments);
  va_end(arguments);
  return diag_error(expander->diags, EXPAND_ERROR, span, "%.*s", TEXT_ARG(message));
}

// ───────────────────────────── Texts ─────────────────────────────

const Binding *binding_find(const Binding *bound, Text name) {
  while (bound && !text_equal(bound->name, name)) bound = bound->up;
  return bound;
}

static bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Adds what ${NAME} or &{NAME} at `at` stands for and returns where it ends; 0 where it is none of a loop's.
static size_t add_variable(Buffer *out, Text text, size_t at, const Binding *bound) {
  if (text.at[at + 1] != '{') return 0;
  size_t end = text_find(text, TEXT("}"), at);
  if (end == SIZE_MAX) return 0;
  const Binding *binding = binding_find(bound, text_slice(text, at + 2, end));
  if (!binding) return 0;
  for (size_t i = 0; i < binding->text.size; i++)
    if (text.at[at] == '$' || is_alphanumeric(binding->text.at[i])) buffer_add_char(out, binding->text.at[i]);
  return end + 1;
}

Text expand_text(Expander *expander, Text text, const Binding *bound) {
  if (!bound || (text_find(text, TEXT("${"), 0) == SIZE_MAX && text_find(text, TEXT("&{"), 0) == SIZE_MAX)) return text;
  Buffer out = {0};
  bool changed = false;
  for (size_t at = 0; at < text.size;) {
    bool begins = (text.at[at] == '$' || text.at[at] == '&') && at + 2 < text.size;
    size_t end = begins ? add_variable(&out, text, at, bound) : 0;
    if (!end) buffer_add_char(&out, text.at[at]);
    changed = changed || end;
    at = end ? end : at + 1;
  }
  if (changed) return buffer_take(&out, expander->arena);
  buffer_free(&out);
  return text;
}

static Value *walk_text(Expander *expander, Value *value, const Binding *bound) {
  Text text = expand_text(expander, value->as.text, bound);
  return text.at == value->as.text.at ? value : value_string(expander->arena, value->span, text);
}

// ───────────────────────────── Loops ─────────────────────────────

static bool put_new(Expander *expander, Value *out, Text key, Span span, Value *value) {
  if (value_put(expander->arena, out, key, span, value)) return true;
  expand_fail(expander, span, "this makes '%.*s' a second time", TEXT_ARG(key));
  return false;
}

// The three parts of a loop; false after a report.
static bool loop_parts(Expander *expander, const Member *loop, Text *name, Value **collection, Value **body) {
  const Value *value = loop->value;
  if (!value_is(value, VALUE_LIST) || value->as.list.count != 3) {
    Diag *diag =
        expand_fail(expander, loop->key_span, "a loop takes a list of three: a name, a collection, what it makes");
    if (diag)
      diag_help(expander->diags, diag, "'%.*s: [Name, [one, two], {\"Queue${Name}\": ...}]'", TEXT_ARG(loop->key));
    return false;
  }
  *name = value_text(value->as.list.items[0]);
  *collection = value->as.list.items[1];
  *body = value->as.list.items[2];
  if (!name->size) {
    Diag *diag =
        expand_fail(expander, value->as.list.items[0]->span, "the first item of a loop is the name of its variable");
    if (diag && value_is(value->as.list.items[0], VALUE_LIST))
      diag_help(expander->diags, diag,
                "a loop has one variable; write a second loop inside of it, or look further values up in a mapping");
  } else if (!value_is(*collection, VALUE_LIST) && !value_is(*collection, VALUE_MAP))
    expand_fail(expander, (*collection)->span, "a loop goes over a list, this is %s", value_kind_name(*collection));
  else if (!value_is(*body, VALUE_MAP))
    expand_fail(expander, (*body)->span, "what a loop makes is a map, this is %s", value_kind_name(*body));
  else
    return true;
  return false;
}

static bool add_loop(Expander *expander, Value *out, const Member *loop, const Binding *bound) {
  Text name;
  Value *collection, *body;
  if (!loop_parts(expander, loop, &name, &collection, &body)) return false;
  ExpandItems items = {0};
  if (!expand_collection(expander, collection, bound, &items)) return false;
  for (size_t i = 0; i < items.count; i++) {
    if (expander->made > MOST_NODES) {
      expand_fail(expander, loop->key_span, "the loops of this template make more than %d values", MOST_NODES);
      return false;
    }
    Binding binding = {.up = bound, .name = name, .text = items.items[i].text, .value = items.items[i].value};
    const Value *made = walk(expander, body, &binding);
    for (size_t k = 0; k < made->as.map.count; k++) {
      const Member *member = &made->as.map.members[k];
      if (!put_new(expander, out, member->key, member->key_span, member->value)) return false;
    }
  }
  return true;
}

// ───────────────────────────── The walk ─────────────────────────────

static Value *intrinsic(Expander *expander, const Value *like, Value *argument) {
  Value *map = value_map(expander->arena, like->span);
  const Member *member = &like->as.map.members[0];
  value_put(expander->arena, map, member->key, member->key_span, argument);
  return map;
}

static Value *walk_ref(Expander *expander, Value *value, Value *argument, const Binding *bound) {
  Value *name = walk(expander, argument, bound);
  const Binding *binding = value_is(name, VALUE_STRING) ? binding_find(bound, name->as.text) : NULL;
  if (!binding) return name == argument ? value : intrinsic(expander, value, name);
  Value *copy = ARENA_NEW(expander->arena, Value);
  *copy = *binding->value;
  copy->span = value->span;
  return copy;
}

// A text in which nothing is left to put in is no Fn::Sub any more.
static Value *walk_sub(Expander *expander, Value *value, Value *argument, const Binding *bound) {
  Value *made = walk(expander, argument, bound);
  if (made == argument) return value;
  const Value *text = value_is(made, VALUE_LIST) && made->as.list.count ? made->as.list.items[0] : made;
  if (value_is(text, VALUE_STRING) && text_find(text->as.text, TEXT("${"), 0) == SIZE_MAX)
    return value_string(expander->arena, value->span, text->as.text);
  return intrinsic(expander, value, made);
}

static Value *walk_list(Expander *expander, Value *value, const Binding *bound) {
  Value *out = NULL;
  for (size_t i = 0; i < value->as.list.count; i++) {
    Value *item = value->as.list.items[i], *made = walk(expander, item, bound);
    if (made == item && !out) continue;
    if (!out) {
      out = value_list(expander->arena, value->span);
      for (size_t k = 0; k < i; k++) value_add(expander->arena, out, value->as.list.items[k]);
    }
    value_add(expander->arena, out, made);
  }
  return out ? out : value;
}

static Value *walk_map(Expander *expander, Value *value, const Binding *bound) {
  Value *out = NULL;
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    bool loop = text_starts_with(member->key, TEXT("Fn::ForEach::"));
    Text key = loop ? member->key : expand_text(expander, member->key, bound);
    Value *made = loop ? NULL : walk(expander, member->value, bound);
    if (!loop && made == member->value && key.at == member->key.at && !out) continue;
    if (!out) {
      out = value_map(expander->arena, value->span);
      for (size_t k = 0; k < i; k++)
        value_put(expander->arena, out, value->as.map.members[k].key, value->as.map.members[k].key_span,
                  value->as.map.members[k].value);
    }
    if (!loop)
      put_new(expander, out, key, member->key_span, made);
    else if (!add_loop(expander, out, member, bound))
      value_put(expander->arena, out, member->key, member->key_span, member->value);
  }
  return out ? out : value;
}

static Value *walk(Expander *expander, Value *value, const Binding *bound) {
  if (expander->depth > MOST_DEPTH || expander->made > MOST_NODES) return value;
  expander->made += bound != NULL;
  expander->depth++;
  Value *out = value;
  Text name;
  Value *argument;
  if (value->kind == VALUE_STRING)
    out = walk_text(expander, value, bound);
  else if (value->kind == VALUE_LIST)
    out = walk_list(expander, value, bound);
  else if (bound && value_intrinsic(value, &name, &argument) && text_is(name, "Ref"))
    out = walk_ref(expander, value, argument, bound);
  else if (bound && value_intrinsic(value, &name, &argument) && text_is(name, "Fn::Sub"))
    out = walk_sub(expander, value, argument, bound);
  else if (value->kind == VALUE_MAP)
    out = walk_map(expander, value, bound);
  expander->depth--;
  return out;
}

Value *template_transform(Arena *arena, Diags *diags, Value *root, Text region) {
  unsigned transforms = template_transforms(root);
  Expander expander = {.arena = arena, .diags = diags, .root = root, .region = region};
  if (transforms & TRANSFORM_EXTENSIONS) root = walk(&expander, root, NULL);
  if (transforms & TRANSFORM_SERVERLESS) root = expand_globals(arena, root);
  return root;
}

const Template *template_expand(Arena *arena, const Template *source, const Map *given) {
  if (!source || !(template_transforms(source->root) & TRANSFORM_EXTENSIONS)) return source;
  Expander expander = {.arena = arena, .root = source->root, .given = given};
  Value *root = walk(&expander, source->root, NULL);
  if (root == source->root) return source;
  Template *template = ARENA_NEW(arena, Template);
  *template = *source;
  template->root = root;
  template_index(arena, template);  // paths and marks are taken over from `source`
  return template;
}
