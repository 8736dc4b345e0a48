// Texts as a row of parts: known text and what is only known when deployed. Parts of parts are laid flat, known ones
// that meet are joined, and the row is written in the one form that evaluate.h names.
#include "template/evaluate_text.h"

typedef struct Parts {
  Evaluation *e;
  Span span;
  Buffer text;  // the known part at the end
  VEC(const Value *) list;
  bool failed;  // a part is no text: the whole stays as it is written
} Parts;

static void end_text(Parts *parts) {
  if (parts->text.size == 0) return;
  Text text = text_copy(parts->e->arena, buffer_text(&parts->text));
  vec_push(parts->e->arena, &parts->list, value_string(parts->e->arena, parts->span, text));
  parts->text.size = 0;
}

static void add_text(Parts *parts, Text text) {
  parts->e->made += text.size;
  if (parts->e->made > EVALUATE_MOST) parts->failed = true;
  if (!parts->failed) buffer_add(&parts->text, text);
}

static void add_symbol(Parts *parts, const Value *value) {
  parts->e->made += sizeof *value;
  if (parts->e->made > EVALUATE_MOST) parts->failed = true;
  end_text(parts);
  vec_push(parts->e->arena, &parts->list, value);
}

static void add_part(Parts *parts, const Value *value);

static Value *reference(Parts *parts, Text name) {
  Arena *arena = parts->e->arena;
  Value *map = value_map(arena, parts->span);
  size_t dot = text_find(name, TEXT("."), 0);
  if (dot == SIZE_MAX) {
    value_set(arena, map, "Ref", value_string(arena, parts->span, name));
    return map;
  }
  Value *list = value_list(arena, parts->span);
  value_add(arena, list, value_string(arena, parts->span, text_slice(name, 0, dot)));
  value_add(arena, list, value_string(arena, parts->span, text_slice(name, dot + 1, name.size)));
  value_set(arena, map, "Fn::GetAtt", list);
  return map;
}

// Text with ${...} in it. `known`: it is one that was evaluated already, and its names stand for themselves.
static void add_template(Parts *parts, Text text, const Value *names, bool known) {
  for (size_t at = 0; at < text.size && !parts->failed;) {
    size_t start = text_find(text, TEXT("${"), at);
    size_t end = start == SIZE_MAX ? SIZE_MAX : text_find(text, TEXT("}"), start);
    if (end == SIZE_MAX) return add_text(parts, text_slice(text, at, text.size));
    add_text(parts, text_slice(text, at, start));
    Text name = text_trim(text_slice(text, start + 2, end));
    at = end + 1;
    if (name.size && name.at[0] == '!') {
      add_text(parts, TEXT("${"));
      add_text(parts, text_slice(text, start + 3, end + 1));
      continue;
    }
    parts->e->made += sizeof(Value);
    parts->failed = parts->failed || parts->e->made > EVALUATE_MOST;
    const Value *own = value_get(names, name);
    if (own) {
      add_part(parts, evaluate_value(parts->e, own));
      continue;
    }
    const Value *symbol = reference(parts, name);
    if (!known && (parts->e->known || text_find(name, TEXT("."), 0) == SIZE_MAX)) {
      const Value *value = evaluate_ref(parts->e, symbol, name);
      if (value != symbol) {
        add_part(parts, value);
        continue;
      }
    }
    add_symbol(parts, symbol);
  }
}

static void add_list(Parts *parts, const Value *list, Text delimiter) {
  for (size_t i = 0; i < list->as.list.count && !parts->failed; i++) {
    if (i) add_text(parts, delimiter);
    add_part(parts, list->as.list.items[i]);
  }
}

// A value that was evaluated.
static void add_part(Parts *parts, const Value *value) {
  Text text, name;
  Value *argument;
  if (!value) {
    parts->failed = true;
  } else if (evaluate_scalar(parts->e->arena, value, &text)) {
    add_text(parts, text);
  } else if (value->kind == VALUE_LIST) {
    add_list(parts, value, TEXT(","));
  } else if (!value_intrinsic(value, &name, &argument) || !argument) {
    parts->failed = true;
  } else if (text_is(name, "Fn::Sub") && argument->kind == VALUE_STRING) {
    add_template(parts, argument->as.text, NULL, true);
  } else if (text_is(name, "Fn::Join") && argument->kind == VALUE_LIST && argument->as.list.count == 2 &&
             text_is(value_text(argument->as.list.items[0]), "") && argument->as.list.items[1]->kind == VALUE_LIST) {
    add_list(parts, argument->as.list.items[1], (Text){0});
  } else {
    add_symbol(parts, value);
  }
}

static void add_escaped(Buffer *out, Text text) {
  for (size_t at = 0;;) {
    size_t start = text_find(text, TEXT("${"), at);
    buffer_add(out, text_slice(text, at, start == SIZE_MAX ? text.size : start + 2));
    if (start == SIZE_MAX) return;
    buffer_add_char(out, '!');
    at = start + 2;
  }
}

// Appends ${NAME} for a Ref or Fn::GetAtt; false for anything else.
static bool add_direct(Buffer *out, const Value *part) {
  Text name;
  Value *argument;
  if (!value_intrinsic(part, &name, &argument) || !argument) return false;
  if (text_is(name, "Ref") && argument->kind == VALUE_STRING) {
    buffer_format(out, "${%.*s}", TEXT_ARG(argument->as.text));
    return true;
  }
  if (!text_is(name, "Fn::GetAtt") || argument->kind != VALUE_LIST || argument->as.list.count != 2) return false;
  Text id = value_text(argument->as.list.items[0]), attribute = value_text(argument->as.list.items[1]);
  if (!id.size || !attribute.size) return false;
  buffer_format(out, "${%.*s.%.*s}", TEXT_ARG(id), TEXT_ARG(attribute));
  return true;
}

static const Value *as_sub(Parts *parts) {
  Arena *arena = parts->e->arena;
  Buffer text = {0};
  bool direct = true;
  for (size_t i = 0; i < parts->list.count && direct; i++) {
    const Value *part = parts->list.items[i];
    if (part->kind == VALUE_STRING)
      add_escaped(&text, part->as.text);
    else
      direct = add_direct(&text, part);
  }
  Value *map = value_map(arena, parts->span);
  if (direct) {
    value_set(arena, map, "Fn::Sub", value_string(arena, parts->span, buffer_take(&text, arena)));
    return map;
  }
  buffer_free(&text);
  Value *list = value_list(arena, parts->span), *items = value_list(arena, parts->span);
  for (size_t i = 0; i < parts->list.count; i++) value_add(arena, items, (Value *)parts->list.items[i]);
  value_add(arena, list, value_string(arena, parts->span, TEXT("")));
  value_add(arena, list, items);
  value_set(arena, map, "Fn::Join", list);
  return map;
}

static const Value *finish(Parts *parts, const Value *at) {
  end_text(parts);
  buffer_free(&parts->text);
  if (parts->failed) return at;
  if (parts->list.count == 0) return value_string(parts->e->arena, parts->span, TEXT(""));
  return parts->list.count == 1 ? parts->list.items[0] : as_sub(parts);
}

const Value *evaluate_sub(Evaluation *e, const Value *at, const Value *argument) {
  const Value *text = argument, *names = NULL;
  if (argument->kind == VALUE_LIST && argument->as.list.count == 2) {
    text = argument->as.list.items[0];
    names = argument->as.list.items[1];
  }
  if (text->kind != VALUE_STRING) return at;
  Parts parts = {.e = e, .span = at->span};
  add_template(&parts, text->as.text, names, false);
  return finish(&parts, at);
}

const Value *evaluate_join(Evaluation *e, const Value *at, const Value *argument) {
  if (argument->kind != VALUE_LIST || argument->as.list.count != 2) return at;
  Parts parts = {.e = e, .span = at->span};
  const Value *delimiter = evaluate_value(e, argument->as.list.items[0]);
  const Value *items = evaluate_value(e, argument->as.list.items[1]);
  Text between, name;
  Value *inner;
  bool counted = value_is(items, VALUE_LIST);
  // What may be dropped when it is deployed takes its delimiter along.
  for (size_t i = 0; counted && i < items->as.list.count; i++)
    counted = !(value_intrinsic(items->as.list.items[i], &name, &inner) && text_is(name, "Fn::If"));
  if (counted && delimiter && evaluate_scalar(e->arena, delimiter, &between)) {
    add_list(&parts, items, between);
    return finish(&parts, at);
  }
  if (!delimiter || !items) return at;
  Value *map = value_map(e->arena, at->span), *list = value_list(e->arena, at->span);
  value_add(e->arena, list, (Value *)delimiter);
  value_add(e->arena, list, (Value *)items);
  value_set(e->arena, map, "Fn::Join", list);
  return map;
}
