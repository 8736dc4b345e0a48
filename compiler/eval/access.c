// Reaching into values: fields, indexes, ranges, and text put together.
#include <math.h>

#include "eval/presence.h"

// ───────────────────────────── Fields ─────────────────────────────

static const Val *quantity_field(const Context *cx, const Val *val, Ident name) {
  static const struct {
    const char *name;
    Dimension dimension;
    double factor;
  } fields[] = {{"bytes", DIMENSION_SIZE, 1},
                {"kib", DIMENSION_SIZE, 1024.0},
                {"mib", DIMENSION_SIZE, 1048576.0},
                {"gib", DIMENSION_SIZE, 1073741824.0},
                {"tib", DIMENSION_SIZE, 1099511627776.0},
                {"ms", DIMENSION_DURATION, 1},
                {"seconds", DIMENSION_DURATION, 1000},
                {"minutes", DIMENSION_DURATION, 60000},
                {"hours", DIMENSION_DURATION, 3600000},
                {"days", DIMENSION_DURATION, 86400000},
                {"value", DIMENSION_PERCENT, 1},
                {"fraction", DIMENSION_PERCENT, 100}};
  Text names[12];
  size_t count = 0;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (fields[i].dimension != val->as.quantity.dimension) continue;
    names[count++] = text_of(fields[i].name);
    if (text_is(name.name, fields[i].name))
      return val_number(cx->eval->arena, val->span, val->as.quantity.amount / fields[i].factor);
  }
  Text shown = val_describe(cx->eval->arena, val);
  Diag *diag =
      diag_error(cx->eval->diags, "E0302", name.span, "%.*s has no '%.*s'", TEXT_ARG(shown), TEXT_ARG(name.name));
  Buffer list = {0};
  for (size_t i = 0; i < count; i++) buffer_format(&list, "%s.%.*s", i ? ", " : "", TEXT_ARG(names[i]));
  diag_help(cx->eval->diags, diag, "it has %.*s", TEXT_ARG(buffer_text(&list)));
  buffer_free(&list);
  return val_error(cx->eval->arena, name.span);
}

// The innermost key of what was made in a `for`; empty elsewhere.
static Text last_key(const Instance *instance) {
  const Frame *frame = instance->frame;
  while (frame && frame->body->kind >= BODY_THEN && frame->body->kind != BODY_FOR) frame = frame->parent;
  return frame && frame->body->kind == BODY_FOR ? frame->key : (Text){0};
}

// How a key is written in [ ]: numbers without quotes.
static const char *quote(Text key) {
  for (size_t i = 0; i < key.size; i++)
    if (key.at[i] < '0' || key.at[i] > '9') return "\"";
  return "";
}

// The value at a key that is there; where it may be missing that is an error.
static const Val *present_entry(const Context *cx, Span span, Text key, const Val *val) {
  val = eval_settle(cx, val);
  Cond present = eval_present(cx, val);
  if (present == COND_TRUE || cond_implies(&cx->eval->conds, cx->guard, present)) return val;
  Diag *diag = diag_error(cx->eval->diags, "E0303", span, "'%.*s' is there only under a condition", TEXT_ARG(key));
  diag_help(cx->eval->diags, diag, "ask for the condition first, or write get(map, key), which gives null elsewhere");
  if (val->span.source) diag_note(cx->eval->diags, diag, val->span, "it is decided here");
  return val_error(cx->eval->arena, span);
}

static const Val *record_field(const Context *cx, const Val *val, Ident name) {
  const Val *found = val_field(val, name.name);
  if (found) return present_entry(cx, name.span, name.name, found);
  Arena *arena = cx->eval->arena;
  if (val->as.record.template) return val_null(arena, name.span);
  Diag *diag = diag_error(cx->eval->diags, "E0302", name.span, "this record has no field '%.*s'", TEXT_ARG(name.name));
  const Record *record = &val->as.record.record;
  Text *names = ARENA_ARRAY(arena, Text, record->count + 1);
  for (size_t i = 0; i < record->count; i++) names[i] = record->entries[i].key;
  diag_suggest(cx->eval->diags, diag, name.name, names, record->count);
  const Val *first = record->count ? record->entries[0].val : NULL;
  if (first && first->kind == VAL_INSTANCE && text_equal(names[0], last_key(first->as.instance)))
    diag_help(cx->eval->diags, diag,
              "'%.*s' stands in a `for`: take one by its key, %.*s[%s%.*s%s], or all by values(%.*s)",
              TEXT_ARG(first->as.instance->decl->name), TEXT_ARG(first->as.instance->decl->name), quote(names[0]),
              TEXT_ARG(names[0]), quote(names[0]), TEXT_ARG(first->as.instance->decl->name));
  else if (!diag->help.size)
    diag_help(cx->eval->diags, diag, "it is %.*s; `get(record, \"%.*s\")` gives null where a key is missing",
              TEXT_ARG(val_show(arena, val)), TEXT_ARG(name.name));
  if (val->span.source) diag_note(cx->eval->diags, diag, val->span, "the record was made here");
  return val_error(arena, name.span);
}

// Whether some attribute's name begins with `name` and a dot: "Endpoint" of "Endpoint.Address".
static bool begins_attribute(Arena *arena, const SchemaType *type, Text name) {
  size_t count;
  Text *names = schema_attribute_names(arena, type, &count);
  for (size_t i = 0; i < count; i++)
    if (names[i].size > name.size && names[i].at[name.size] == '.' && text_starts_with(names[i], name)) return true;
  return false;
}

static const Val *attribute(const Context *cx, Instance *resource, Text name, Span span) {
  Val *val = val_new(cx->eval->arena, VAL_ATTRIBUTE, span);
  val->as.attribute.resource = resource;
  val->as.attribute.name = name;
  if (resource->type) schema_attribute(resource->type, name, &val->as.attribute.shape);
  return val;
}

static const Val *no_attribute(const Context *cx, Instance *resource, Text name, Span span) {
  Arena *arena = cx->eval->arena;
  Diag *diag = diag_error(cx->eval->diags, "E1010", span, "%.*s has no attribute '%.*s'", TEXT_ARG(resource->type_name),
                          TEXT_ARG(name));
  size_t count;
  Text *names = schema_attribute_names(arena, resource->type, &count);
  diag_suggest(cx->eval->diags, diag, name, names, count);
  if (!diag->help.size && count && count <= 12) {
    Buffer list = {0};
    for (size_t i = 0; i < count; i++) buffer_format(&list, "%s%.*s", i ? ", " : "", TEXT_ARG(names[i]));
    diag_help(cx->eval->diags, diag, "it has %.*s; the resource itself stands for its Ref",
              TEXT_ARG(buffer_text(&list)));
    buffer_free(&list);
  } else if (!diag->help.size) {
    diag_help(cx->eval->diags, diag, "`strata docs %.*s` lists its attributes; the resource itself stands for its Ref",
              TEXT_ARG(resource->type_name));
  }
  diag_note(cx->eval->diags, diag, resource->decl->span, "the resource is declared here");
  return val_error(arena, span);
}

// The property if it is set here and known, else the attribute, else the property as written.
static const Val *resource_field(const Context *cx, Instance *resource, Ident name) {
  Arena *arena = cx->eval->arena;
  if (!resource->type) return attribute(cx, resource, name.name, name.span);
  Field *field = name.name.size && name.name.at[0] != '@' ? eval_find_field(cx->eval, resource, name.name) : NULL;
  SchemaShape shape;
  bool is_attribute =
      schema_attribute(resource->type, name.name, &shape) || begins_attribute(arena, resource->type, name.name);
  if (field && !(is_attribute && field->state == SLOT_RUNNING)) {
    const Val *val = eval_settle(cx, eval_field_value(cx->eval, resource, field));
    if (!is_attribute || (val->kind != VAL_NULL && !val_deferred_inside(val))) return val;
  }
  if (is_attribute) return attribute(cx, resource, name.name, name.span);
  if (schema_property(resource->type, name.name, &shape)) return val_null(arena, name.span);
  return no_attribute(cx, resource, name.name, name.span);
}

static const Val *nested_attribute(const Context *cx, const Val *val, Ident name) {
  Instance *resource = val->as.attribute.resource;
  Text joined = text_format(cx->eval->arena, "%.*s.%.*s", TEXT_ARG(val->as.attribute.name), TEXT_ARG(name.name));
  SchemaShape shape;
  Span span = span_join(val->span, name.span);
  if (!resource->type || schema_attribute(resource->type, joined, &shape) ||
      begins_attribute(cx->eval->arena, resource->type, joined) ||
      text_is(resource->type_name, "AWS::CloudFormation::Stack") ||
      text_starts_with(resource->type_name, TEXT("Custom::")))
    return attribute(cx, resource, joined, span);
  return no_attribute(cx, resource, joined, span);
}

static const Val *lookup_field(const Context *cx, const Val *val, Ident name) {
  if (val->as.lookup.second)
    return eval_wrong(cx, "E0304", name.span, "a map with a deferred key is looked up one level deep alone");
  Arena *arena = cx->eval->arena;
  const Record *map = &val->as.lookup.map->as.record.record;
  for (size_t i = 0; i < map->count; i++) {
    const Val *row = map->entries[i].val;
    if (row->kind == VAL_RECORD && val_field(row, name.name)) continue;
    Diag *diag = diag_error(cx->eval->diags, "E0302", name.span, "the entry '%.*s' of this map has no field '%.*s'",
                            TEXT_ARG(map->entries[i].key), TEXT_ARG(name.name));
    if (row->span.source) diag_note(cx->eval->diags, diag, row->span, "the entry stands here");
    return val_error(arena, name.span);
  }
  Val *copy = val_copy(arena, val);
  copy->as.lookup.second = val_text(arena, name.span, name.name);
  return copy;
}

typedef struct FieldOf {
  Ident name;
  bool safe;
} FieldOf;

// What CloudFormation alone knows, in a test or policy: nothing in it can be said to be missing.
static const Val *opaque_field(const Context *cx, const Val *val, Ident name) {
  Val *argument = val_list(cx->eval->arena, name.span);
  val_add(cx->eval->arena, argument, val);
  val_add(cx->eval->arena, argument, val_text(cx->eval->arena, name.span, name.name));
  return eval_intrinsic(cx, name.span, "field", argument, false);
}

// A value of another stack is looked at where it is used: that is what a message about it must show.
static const Val *used_at(const Context *cx, const Val *val, Span span) {
  if (!val_deferred(val) && val->kind != VAL_INSTANCE) return val;
  if (val->kind == VAL_CHOICE || val->kind == VAL_CONCAT) return val;
  Val *copy = val_copy(cx->eval->arena, val);
  copy->span = span;
  return copy;
}

static const Val *field_of(const Context *cx, const Val *val, void *data) {
  FieldOf *of = data;
  Ident name = of->name;
  Arena *arena = cx->eval->arena;
  Diag *diag;
  switch (val->kind) {
    case VAL_ERROR: return val;
    case VAL_NULL:
      if (of->safe) return val;
      diag = diag_error(cx->eval->diags, "E0302", name.span, "'.%.*s' is asked of null", TEXT_ARG(name.name));
      diag_help(cx->eval->diags, diag, "write `?.%.*s` to get null there, or ask `if x != null` first",
                TEXT_ARG(name.name));
      if (val->span.source) diag_note(cx->eval->diags, diag, val->span, "the null comes from here");
      return val_error(arena, name.span);
    case VAL_RECORD: return record_field(cx, val, name);
    case VAL_QUANTITY: return quantity_field(cx, val, name);
    case VAL_INSTANCE:
      return val->as.instance->aws ? resource_field(cx, val->as.instance, name) : eval_out(cx, val->as.instance, name);
    case VAL_STACK: {
      if (eval_in_check(cx)) {
        Decl *inner = map_get(&val->as.stack->decl->inside->scope->values, name.name);
        if (inner && inner->kind != DECL_STACK) {
          Context inside = {cx->eval, val->as.stack->frame, NULL, COND_TRUE};
          return eval_decl(&inside, inner, name.span);
        }
      }
      Decl *out = map_get(&val->as.stack->decl->inside->scope->outs, name.name);
      if (out) {
        check_deprecated(cx->eval->program, out->item->doc, out->name, name.span);
        return used_at(cx, eval_settle(cx, eval_slot(cx->eval, val->as.stack->frame, out, name.span)), name.span);
      }
      Text asked = text_format(arena, "%.*s.%.*s", TEXT_ARG(val->as.stack->name), TEXT_ARG(name.name));
      if (!map_put(arena, &cx->eval->no_outs, asked, val->as.stack)) return val_error(arena, name.span);
      diag = diag_error(cx->eval->diags, "E0215", name.span, "the stack '%.*s' has no out '%.*s'",
                        TEXT_ARG(val->as.stack->name), TEXT_ARG(name.name));
      const Map *outs = &val->as.stack->decl->inside->scope->outs;
      Text *names = ARENA_ARRAY(arena, Text, outs->count + 1);
      for (size_t i = 0; i < outs->count; i++) names[i] = outs->entries[i].key;
      diag_suggest(cx->eval->diags, diag, name.name, names, outs->count);
      if (!diag->help.size)
        diag_help(cx->eval->diags, diag, "from outside a stack only its outs are visible: add `out %.*s = ...` to it",
                  TEXT_ARG(name.name));
      return val_error(arena, name.span);
    }
    case VAL_ATTRIBUTE: return nested_attribute(cx, val, name);
    case VAL_LOOKUP: return lookup_field(cx, val, name);
    case VAL_BOOL:
    case VAL_INT:
    case VAL_NUMBER:
    case VAL_TEXT:
    case VAL_LIST:
    case VAL_PARAM:
    case VAL_PSEUDO:
    case VAL_CONCAT:
    case VAL_CALL:
    case VAL_CHOICE: break;
  }
  if (val_deferred(val) && eval_in_check(cx)) return opaque_field(cx, val, name);
  Text shown = val_describe(arena, val);
  diag = diag_error(cx->eval->diags, "E0302", name.span, "%.*s has no fields, so no '%.*s'", TEXT_ARG(shown),
                    TEXT_ARG(name.name));
  if (val->kind == VAL_LIST)
    diag_help(cx->eval->diags, diag, "take an element with [i], or go through them with `for`; len(x) counts them");
  return val_error(arena, name.span);
}

const Val *eval_field(const Context *cx, const Val *object, Ident name, bool safe) {
  FieldOf of = {name, safe};
  return eval_distribute(cx, name.span, object, field_of, &of);
}

// ───────────────────────────── Indexes ─────────────────────────────

static const Val *select_from(const Context *cx, Span span, const Val *list, const Val *index) {
  Val *argument = val_list(cx->eval->arena, span);
  val_add(cx->eval->arena, argument, index);
  val_add(cx->eval->arena, argument, list);
  return eval_intrinsic(cx, span, "Fn::Select", argument, false);
}

static const Val *no_element(const Context *cx, Span span, const Val *list, int64_t index) {
  size_t count = list->as.list.count;
  Diag *diag = diag_error(cx->eval->diags, "E0303", span, "the list has %zu element%s, so none at [%lld]", count,
                          count == 1 ? "" : "s", (long long)index);
  if (count)
    diag_help(cx->eval->diags, diag, "the first is [0], the last [%zu]", count - 1);
  else
    diag_help(cx->eval->diags, diag, "the list is empty");
  if (list->span.source) diag_note(cx->eval->diags, diag, list->span, "the list was made here");
  return val_error(cx->eval->arena, span);
}

// The element at a place: where elements before it may be missing, the first that comes there.
static const Val *list_index(const Context *cx, Span span, const Val *list, int64_t index) {
  Conds *conds = &cx->eval->conds;
  Tally tally = {0};
  const Val *found = NULL;
  Cond found_if = COND_FALSE;
  for (size_t i = 0; index >= 0 && i < list->as.list.count && tally.certain <= index; i++) {
    const Val *item = eval_settle(cx, list->as.list.items[i]);
    Cond present = eval_not_null(cx, item), here = cond_and(conds, present, tally_is(&tally, index));
    if (cond_and(conds, cx->guard, here) != COND_FALSE) {
      found = found ? eval_choose(cx, span, found_if, found, item) : item;
      found_if = cond_or(conds, found_if, here);
    }
    if (!tally_add(cx, span, &tally, present)) return val_error(cx->eval->arena, span);
  }
  Context inner = eval_under(cx, found_if);
  if (found && cond_implies(conds, cx->guard, found_if)) return eval_settle(&inner, found);
  if (!found) return no_element(cx, span, list, index);
  Diag *diag = diag_error(cx->eval->diags, "E0303", span,
                          "the list may be shorter, by a condition, and have no element at [%lld]", (long long)index);
  diag_help(cx->eval->diags, diag, "ask first: `if len(x) > %lld then ...`", (long long)index);
  return val_error(cx->eval->arena, span);
}

static const Val *record_index(const Context *cx, Span span, const Val *record, const Val *index) {
  Text key = val_spell(cx->eval->arena, index);
  const Val *found = val_field(record, key);
  if (found) return present_entry(cx, span, key, found);
  Diag *diag = diag_error(cx->eval->diags, "E0303", span, "there is no key '%.*s' here", TEXT_ARG(key));
  const Record *map = &record->as.record.record;
  Text *names = ARENA_ARRAY(cx->eval->arena, Text, map->count + 1);
  for (size_t i = 0; i < map->count; i++) names[i] = map->entries[i].key;
  diag_suggest(cx->eval->diags, diag, key, names, map->count);
  if (!diag->help.size) {
    Buffer list = {0};
    for (size_t i = 0; i < map->count && i < 12; i++) buffer_format(&list, "%s%.*s", i ? ", " : "", TEXT_ARG(names[i]));
    diag_help(cx->eval->diags, diag, "its keys are %.*s%s; `get(map, key)` gives null where a key is missing",
              TEXT_ARG(buffer_text(&list)), map->count > 12 ? ", ..." : "");
    if (map->count == 0) diag_help(cx->eval->diags, diag, "it is empty; `get(map, key)` gives null there");
    buffer_free(&list);
  }
  if (record->span.source) diag_note(cx->eval->diags, diag, record->span, "it was made here");
  return val_error(cx->eval->arena, span);
}

static const Val *lookup(const Context *cx, Span span, const Val *map, const Val *key) {
  if (val_deferred_inside(map)) return eval_must_be_known(cx, span, map, "a map that is looked up by a deferred key");
  Arena *arena = cx->eval->arena;
  Text *domain;
  size_t count;
  if (cond_domain(arena, key, &domain, &count)) {
    for (size_t i = 0; i < count; i++) {
      if (val_field(map, domain[i])) continue;
      Diag *diag = diag_error(cx->eval->diags, "E0303", span, "the map has no entry for '%.*s', which the key may be",
                              TEXT_ARG(domain[i]));
      diag_help(cx->eval->diags, diag,
                "add '%.*s' to the map, or leave it out of the values that the parameter may have",
                TEXT_ARG(domain[i]));
      if (map->span.source) diag_note(cx->eval->diags, diag, map->span, "the map stands here");
      return val_error(arena, span);
    }
  }
  Val *val = val_new(arena, VAL_LOOKUP, span);
  val->as.lookup.map = map;
  val->as.lookup.key = key;
  val->as.lookup.stack = cx->frame ? cx->frame->stack : NULL;
  return val;
}

const Val *eval_open_lookup(const Context *cx, const Val *val) {
  val = eval_settle(cx, val);
  if (val->kind != VAL_LOOKUP) return val;
  Arena *arena = cx->eval->arena;
  Text *domain;
  size_t count;
  if (!cond_domain(arena, val->as.lookup.key, &domain, &count)) return val;
  const Val *out = NULL;
  for (size_t i = count; i > 0; i--) {
    const Val *row = val_field(val->as.lookup.map, domain[i - 1]);
    const Val *cell = row && val->as.lookup.second ? val_field(row, val->as.lookup.second->as.text) : row;
    if (!cell) cell = val->as.lookup.fallback;
    if (!cell) return val;
    Cond is = cond_equals(&cx->eval->conds, val->as.lookup.key, domain[i - 1]);
    out = out ? eval_choose(cx, val->span, is, cell, out) : cell;
  }
  return out ? out : val;
}

typedef struct IndexOf {
  Span span;
  const Val *object;
} IndexOf;

static bool is_list_param(const Val *val) {
  return val->kind == VAL_PARAM || (val->kind == VAL_CALL && val->as.call.list) || val->kind == VAL_ATTRIBUTE ||
         val->kind == VAL_PSEUDO || val->kind == VAL_LOOKUP;
}

static const Val *index_of(const Context *cx, const Val *index, void *data) {
  IndexOf *of = data;
  const Val *object = of->object;
  if (object->kind == VAL_LIST) {
    if (index->kind == VAL_INT) return list_index(cx, of->span, object, index->as.integer);
    if (val_deferred(index)) return select_from(cx, of->span, object, index);
    Text shown = val_describe(cx->eval->arena, index);
    return eval_wrong(cx, "E0303", of->span, "a list is indexed by a whole number, not by %.*s", TEXT_ARG(shown));
  }
  if (object->kind == VAL_RECORD && val_deferred(index)) return lookup(cx, of->span, object, index);
  if (object->kind == VAL_RECORD && val_spell(cx->eval->arena, index).at)
    return record_index(cx, of->span, object, index);
  if (object->kind == VAL_LOOKUP && !object->as.lookup.second && index->kind == VAL_TEXT)
    return eval_field(cx, object, (Ident){index->as.text, of->span}, false);
  if (is_list_param(object) && (index->kind == VAL_INT || val_deferred(index))) {
    if (index->kind == VAL_INT && index->as.integer < 0)
      return eval_wrong(cx, "E0303", of->span, "an index cannot be negative");
    return select_from(cx, of->span, object, index);
  }
  Text shown = val_describe(cx->eval->arena, object), by = val_describe(cx->eval->arena, index);
  if (is_list_param(object))
    return eval_wrong(cx, "E0303", of->span, "a list is indexed by a whole number, not by %.*s", TEXT_ARG(by));
  return eval_wrong(cx, "E0303", of->span, "%.*s cannot be indexed by %.*s", TEXT_ARG(shown), TEXT_ARG(by));
}

static const Val *index_object(const Context *cx, const Val *object, void *data) {
  const Val *index = ((IndexOf *)data)->object;
  IndexOf of = {((IndexOf *)data)->span, object};
  if (object->kind == VAL_NULL) return eval_wrong(cx, "E0302", of.span, "null has no elements");
  return eval_distribute(cx, of.span, index, index_of, &of);
}

const Val *eval_index(const Context *cx, Span span, const Val *object, const Val *index) {
  if (index->kind == VAL_ERROR) return index;
  IndexOf of = {span, index};
  return eval_distribute(cx, span, object, index_object, &of);
}

const Val *eval_range(const Context *cx, Span span, const Val *from, const Val *to) {
  enum { LONGEST = 1000000 };
  if (from->kind != VAL_INT || to->kind != VAL_INT) {
    Text shown = val_describe(cx->eval->arena, from->kind != VAL_INT ? from : to);
    return eval_wrong(cx, "E0301", span, "a range goes from one whole number to another, not %.*s", TEXT_ARG(shown));
  }
  Val *list = val_list(cx->eval->arena, span);
  if (from->as.integer > to->as.integer) return list;
  if ((uint64_t)to->as.integer - (uint64_t)from->as.integer >= LONGEST)
    return eval_wrong(cx, "E0308", span, "a range may hold at most %d numbers", LONGEST);
  for (int64_t i = from->as.integer; i <= to->as.integer; i++)
    val_add(cx->eval->arena, list, val_int(cx->eval->arena, span, i));
  return list;
}

// ───────────────────────────── Text ─────────────────────────────

// Whether every leaf of a choice is a known scalar.
static bool known_choice(const Val *val) {
  while (val->kind == VAL_CHOICE) {
    if (!known_choice(val->as.choice.then)) return false;
    val = val->as.choice.otherwise;
  }
  return val->kind == VAL_TEXT || val->kind == VAL_INT || val->kind == VAL_NUMBER || val->kind == VAL_BOOL ||
         val->kind == VAL_QUANTITY;
}

static size_t leaves(const Val *val) {
  size_t count = 1;
  for (; val->kind == VAL_CHOICE; val = val->as.choice.otherwise) count += leaves(val->as.choice.then);
  return count;
}

static bool text_part(const Context *cx, Span span, const Val *val) {
  switch (val->kind) {
    case VAL_TEXT:
    case VAL_BOOL:
    case VAL_INT:
    case VAL_NUMBER:
    case VAL_QUANTITY:
    case VAL_PARAM:
    case VAL_PSEUDO:
    case VAL_ATTRIBUTE:
    case VAL_CONCAT:
    case VAL_CALL:
    case VAL_LOOKUP: return true;
    case VAL_ERROR: return false;
    case VAL_CHOICE: {
      Context yes = eval_under(cx, val->as.choice.condition),
              no = eval_under(cx, cond_not(&cx->eval->conds, val->as.choice.condition));
      return text_part(&yes, span, eval_settle(&yes, val->as.choice.then)) &&
             text_part(&no, span, eval_settle(&no, val->as.choice.otherwise));
    }
    case VAL_INSTANCE:
      if (val->as.instance->aws) return true;
      break;
    case VAL_NULL:
    case VAL_LIST:
    case VAL_RECORD:
    case VAL_STACK: break;
  }
  Text shown = val_describe(cx->eval->arena, val);
  Diag *diag = diag_error(cx->eval->diags, "E0310", span, "%.*s cannot stand in text%s", TEXT_ARG(shown),
                          cx->guard != COND_TRUE && val->kind == VAL_NULL ? ", and this can happen" : "");
  if (val->kind == VAL_NULL) diag_help(cx->eval->diags, diag, "say what to write instead: ${x ?? \"...\"}");
  if (val->kind == VAL_LIST)
    diag_help(cx->eval->diags, diag, "join its elements: ${join(\",\", x)}, or write ${to_json(x)}");
  if (val->kind == VAL_RECORD) diag_help(cx->eval->diags, diag, "write one of its fields, or ${to_json(x)}");
  if (val->kind == VAL_INSTANCE)
    diag_help(cx->eval->diags, diag, "write one of its outs, as in ${%.*s.name}",
              TEXT_ARG(val->as.instance->decl->name));
  return false;
}

static const Val *concat_known(const Context *cx, Span span, const ValList *parts, size_t next, Text before) {
  Arena *arena = cx->eval->arena;
  Buffer text = {0};
  buffer_add(&text, before);
  for (; next < parts->count; next++) {
    const Val *part = eval_settle(cx, parts->items[next]);
    if (part->kind == VAL_CHOICE) {
      Text so_far = buffer_take(&text, arena);
      Context yes = eval_under(cx, part->as.choice.condition),
              no = eval_under(cx, cond_not(&cx->eval->conds, part->as.choice.condition));
      ValList rest = {0};
      for (size_t i = next; i < parts->count; i++)
        vec_push(arena, &rest, i == next ? part->as.choice.then : parts->items[i]);
      const Val *then = concat_known(&yes, span, &rest, 0, so_far);
      rest.items[0] = part->as.choice.otherwise;
      return eval_choose(cx, span, part->as.choice.condition, then, concat_known(&no, span, &rest, 0, so_far));
    }
    buffer_add(&text, val_spell(arena, part));
    if (eval_text_fits(cx, span, text.size)) continue;
    buffer_free(&text);
    return val_error(arena, span);
  }
  return val_text(arena, span, buffer_take(&text, arena));
}

// Adds a part, melting neighbouring texts into one and nested concats into this one.
static void add_part(Arena *arena, ValList *out, const Val *part) {
  if (part->kind == VAL_CONCAT) {
    for (size_t i = 0; i < part->as.parts.count; i++) add_part(arena, out, part->as.parts.items[i]);
    return;
  }
  Text spelled = val_spell(arena, part);
  if (!spelled.at) {
    vec_push(arena, out, part);
    return;
  }
  const Val *last = out->count ? out->items[out->count - 1] : NULL;
  if (last && last->kind == VAL_TEXT)
    out->items[out->count - 1] =
        val_text(arena, last->span, text_format(arena, "%.*s%.*s", TEXT_ARG(last->as.text), TEXT_ARG(spelled)));
  else if (spelled.size)
    vec_push(arena, out, val_text(arena, part->span, spelled));
}

// A parameter that is no text: "${x}" of it is one.
static bool is_other_param(const Val *val) {
  if (val->kind != VAL_PARAM) return false;
  const Type *type = val->as.param.type;
  while (type->kind == TYPE_PAREN || (type->kind == TYPE_NAME && type->as.name.decl))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  Text name = type->kind == TYPE_NAME ? type->as.name.name.name : (Text){0};
  if (type->kind == TYPE_UNION)
    return type->as.union_.items[0]->kind != TYPE_LITERAL || type->as.union_.items[0]->as.literal->kind != EXPR_STRING;
  return text_is(name, "bool") || text_is(name, "int") || text_is(name, "number");
}

const Val *eval_concat(const Context *cx, Span span, const ValList *parts) {
  Arena *arena = cx->eval->arena;
  bool known = true, secret = false;
  size_t branches = 1;
  for (size_t i = 0; i < parts->count; i++) {
    const Val *part = eval_settle(cx, parts->items[i]);
    if (!text_part(cx, part->span.source ? part->span : span, part)) return val_error(arena, span);
    known = known && known_choice(part);
    secret = secret || part->secret;
    if (branches < 1000) branches *= leaves(part);
  }
  if (known && branches <= 64) return concat_known(cx, span, parts, 0, TEXT(""));
  Val *val = val_new(arena, VAL_CONCAT, span);
  val->secret = secret;
  for (size_t i = 0; i < parts->count; i++) add_part(arena, &val->as.parts, eval_settle(cx, parts->items[i]));
  if (val->as.parts.count == 1 && !is_other_param(val->as.parts.items[0])) return val->as.parts.items[0];
  return val->as.parts.count == 0 ? val_text(arena, span, TEXT("")) : val;
}
