// Parameters, mappings, conditions and functions, by what is known. One function an intrinsic; evaluate_text.c puts
// texts together.
#include "template/evaluate.h"

#include "template/evaluate_text.h"

enum { DEEPEST_CONDITION = 200 };  // conditions that refer to conditions

void evaluate_init(Evaluation *out, Arena *arena, const Template *template, const Map *given) {
  *out = (Evaluation){.arena = arena, .template = template, .given = given};
}

bool evaluate_scalar(Arena *arena, const Value *value, Text *out) {
  switch (value->kind) {
    case VALUE_STRING:
    case VALUE_NUMBER: return *out = value->as.text, true;
    case VALUE_BOOL: return *out = value->as.boolean ? TEXT("true") : TEXT("false"), true;
    case VALUE_INT: return *out = text_format(arena, "%lld", (long long)value->as.integer), true;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: return false;
  }
  return false;
}

// ───────────────────────────── Parameters ─────────────────────────────

static const Value *declaration(const Evaluation *e, Text name) {
  return value_get(template_section(e->template, "Parameters"), name);
}

const Value *evaluate_parameter(const Evaluation *e, Text name) {
  void **given = e->given ? map_at(e->given, name) : NULL;
  if (given) return *given;
  if (e->no_defaults) return NULL;
  const Value *value = value_at(declaration(e, name), "Default");
  return value && value->kind != VALUE_NULL ? value : NULL;
}

bool evaluate_parameter_hidden(const Evaluation *e, Text name) {
  if (e->hidden && map_at(e->hidden, name)) return true;
  const Value *hidden = value_at(declaration(e, name), "NoEcho");
  return hidden && (hidden->kind == VALUE_BOOL ? hidden->as.boolean : text_is(value_text(hidden), "true"));
}

static const Value *split(Evaluation *e, Span span, Text text, Text delimiter) {
  Value *list = value_list(e->arena, span);
  for (size_t start = 0;;) {
    size_t end = delimiter.size ? text_find(text, delimiter, start) : SIZE_MAX;
    Text item = text_slice(text, start, end == SIZE_MAX ? text.size : end);
    value_add(e->arena, list, value_string(e->arena, span, item));
    if (end == SIZE_MAX) return list;
    start = end + delimiter.size;
  }
}

static const Value *parameter_list(Evaluation *e, Span span, Text text) {
  if (text.size == 0) return value_list(e->arena, span);
  const Value *items = split(e, span, text, TEXT(","));
  for (size_t i = 0; i < items->as.list.count; i++)
    items->as.list.items[i]->as.text = text_trim(items->as.list.items[i]->as.text);
  return items;
}

static bool is_decimal(Text text) {
  size_t i = text.size && text.at[0] == '-' ? 1 : 0, digits = 0, dots = 0;
  for (; i < text.size; i++) {
    digits += text.at[i] >= '0' && text.at[i] <= '9';
    dots += text.at[i] == '.' && digits && i + 1 < text.size;
  }
  return digits && dots < 2 && digits + dots + (text.at[0] == '-') == text.size;
}

// `at` is the Ref; it stands for itself where the value is not known or not to be seen.
static const Value *ref_parameter(Evaluation *e, const Value *at, Text name, const Value *value) {
  Text type = value_text(value_at(declaration(e, name), "Type")), text;
  if (!value || (evaluate_parameter_hidden(e, name) && !e->reveal)) return at;
  if (value->kind == VALUE_LIST) return value;
  if (!evaluate_scalar(e->arena, value, &text)) return at;
  if (text_starts_with(type, TEXT("AWS::SSM::Parameter::Value")))
    return value_string(e->arena, at->span, text_format(e->arena, "{{resolve:ssm:%.*s}}", TEXT_ARG(text)));
  if (text_starts_with(type, TEXT("List<")) || text_is(type, "CommaDelimitedList"))
    return parameter_list(e, at->span, text);
  if (value->span.source || value->kind != VALUE_STRING) return value;
  // A value that was given has no place of its own: that of its use serves.
  bool number = text_is(type, "Number") && is_decimal(value->as.text);
  return number ? value_number(e->arena, at->span, value->as.text) : value_string(e->arena, at->span, value->as.text);
}

const Value *evaluate_ref(Evaluation *e, const Value *at, Text name) {
  if (text_is(name, "AWS::NoValue")) return NULL;
  if (text_starts_with(name, TEXT("AWS::"))) {
    const Value *value = e->given ? map_get(e->given, name) : NULL;
    return value ? value : at;
  }
  if (declaration(e, name)) return ref_parameter(e, at, name, evaluate_parameter(e, name));
  const Value *known = e->known ? map_get(e->known, name) : NULL;
  return known ? known : at;
}

// ───────────────────────────── Functions ─────────────────────────────

static const Value *call(Evaluation *e, Span span, const char *name, Value *argument) {
  Value *map = value_map(e->arena, span);
  value_set(e->arena, map, name, argument);
  return map;
}

static bool is_list(const Value *value, size_t least, size_t most) {
  return value_is(value, VALUE_LIST) && value->as.list.count >= least && value->as.list.count <= most;
}

static bool is_known_text(Evaluation *e, const Value *value, Text *out) {
  return value && evaluate_scalar(e->arena, value, out) && text_find(*out, TEXT("{{resolve:"), 0) == SIZE_MAX;
}

static const Value *known_attribute(const Evaluation *e, Text id, Text attribute) {
  return e->known ? map_get(e->known, text_format(e->arena, "%.*s.%.*s", TEXT_ARG(id), TEXT_ARG(attribute))) : NULL;
}

static const Value *get_att(Evaluation *e, const Value *at, const Value *argument) {
  Text id = {0}, attribute = {0};
  if (argument->kind == VALUE_STRING) {
    size_t dot = text_find(argument->as.text, TEXT("."), 0);
    if (dot == SIZE_MAX) return at;
    id = text_slice(argument->as.text, 0, dot);
    attribute = text_slice(argument->as.text, dot + 1, argument->as.text.size);
  } else if (is_list(argument, 2, 2)) {
    id = value_text(argument->as.list.items[0]);
    const Value *last = argument->as.list.items[1], *value = evaluate_value(e, last);
    const Value *known = value_is(value, VALUE_STRING) ? known_attribute(e, id, value->as.text) : NULL;
    if (known) return known;
    if (value == last && last->kind == VALUE_STRING) return at;
    attribute = value_text(value);
  }
  if (!id.size || !attribute.size) return at;
  const Value *known = known_attribute(e, id, attribute);
  if (known) return known;
  Value *list = value_list(e->arena, argument->span);
  value_add(e->arena, list, value_string(e->arena, argument->span, id));
  value_add(e->arena, list, value_string(e->arena, argument->span, attribute));
  return call(e, at->span, "Fn::GetAtt", list);
}

static Value *no_value(Evaluation *e, Span span) {
  return (Value *)call(e, span, "Ref", value_string(e->arena, span, TEXT("AWS::NoValue")));
}

static const Value *choose(Evaluation *e, const Value *at, const Value *argument) {
  if (!is_list(argument, 3, 3)) return at;
  Value *const *items = argument->as.list.items;
  Text name = value_text(items[0]);
  Truth truth = evaluate_condition(e, name);
  if (truth != TRUTH_UNKNOWN) return evaluate_value(e, items[truth == TRUTH_YES ? 1 : 2]);
  Value *list = value_list(e->arena, argument->span);
  value_add(e->arena, list, items[0]);
  for (size_t i = 1; i < 3; i++) {
    const Value *branch = evaluate_value(e, items[i]);
    value_add(e->arena, list, branch ? (Value *)branch : no_value(e, items[i]->span));
  }
  return call(e, at->span, "Fn::If", list);
}

// An argument list with its items evaluated, AWS::NoValue kept.
static Value *arguments(Evaluation *e, const Value *argument) {
  Value *list = value_list(e->arena, argument->span);
  for (size_t i = 0; i < argument->as.list.count; i++) {
    const Value *item = evaluate_value(e, argument->as.list.items[i]);
    value_add(e->arena, list, item ? (Value *)item : no_value(e, argument->as.list.items[i]->span));
  }
  return list;
}

static const Value *find_in_map(Evaluation *e, const Value *at, const Value *argument) {
  if (!is_list(argument, 3, 4)) return at;
  Value *list = arguments(e, argument);
  Text keys[3];
  for (size_t i = 0; i < 3; i++)
    if (!is_known_text(e, list->as.list.items[i], &keys[i])) return call(e, at->span, "Fn::FindInMap", list);
  const Value *map = value_get(template_section(e->template, "Mappings"), keys[0]);
  const Value *found = value_get(value_get(map, keys[1]), keys[2]);
  const Value *other = argument->as.list.count == 4 ? value_at(list->as.list.items[3], "DefaultValue") : NULL;
  if (found) return found;
  return other ? other : call(e, at->span, "Fn::FindInMap", list);
}

// Whether each item stands for just one: none may be dropped when deployed, none is a list.
static bool is_counted(const Value *list) {
  Text name;
  Value *argument;
  for (size_t i = 0; i < list->as.list.count; i++) {
    const Value *item = list->as.list.items[i];
    if (value_intrinsic(item, &name, &argument) && text_is(name, "Fn::If")) return false;
  }
  return true;
}

static const Value *select_item(Evaluation *e, const Value *at, const Value *argument) {
  if (!is_list(argument, 2, 2)) return at;
  Value *list = arguments(e, argument);
  const Value *number = list->as.list.items[0], *items = list->as.list.items[1];
  Text digits;
  if (items->kind == VALUE_LIST && is_counted(items) && is_known_text(e, number, &digits) && digits.size < 10) {
    size_t index = 0, i = 0;
    for (; i < digits.size && digits.at[i] >= '0' && digits.at[i] <= '9'; i++)
      index = index * 10 + (size_t)(digits.at[i] - '0');
    if (i == digits.size && i > 0 && index < items->as.list.count) return items->as.list.items[index];
  }
  return call(e, at->span, "Fn::Select", list);
}

static const Value *split_text(Evaluation *e, const Value *at, const Value *argument) {
  if (!is_list(argument, 2, 2)) return at;
  Value *list = arguments(e, argument);
  Text delimiter, text;
  if (is_known_text(e, list->as.list.items[0], &delimiter) && is_known_text(e, list->as.list.items[1], &text))
    return split(e, at->span, text, delimiter);
  return call(e, at->span, "Fn::Split", list);
}

static const Value *length(Evaluation *e, const Value *at, const Value *argument) {
  const Value *value = evaluate_value(e, argument);
  if (value_is(value, VALUE_LIST) && is_counted(value))
    return value_int(e->arena, at->span, (int64_t)value->as.list.count);
  return value && value != argument ? call(e, at->span, "Fn::Length", (Value *)value) : at;
}

// ───────────────────────────── Conditions ─────────────────────────────

static Truth truth_of(Evaluation *e, const Value *value);

static Truth truth_of_all(Evaluation *e, const Value *list, Truth decides) {
  if (!value_is(list, VALUE_LIST)) return TRUTH_UNKNOWN;
  Truth result = decides == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
  for (size_t i = 0; i < list->as.list.count; i++) {
    Truth one = truth_of(e, list->as.list.items[i]);
    if (one == decides) return decides;
    if (one == TRUTH_UNKNOWN) result = TRUTH_UNKNOWN;
  }
  return result;
}

static Truth truth_of_equality(Evaluation *e, const Value *argument) {
  if (!is_list(argument, 2, 2)) return TRUTH_UNKNOWN;
  const Value *a = evaluate_value(e, argument->as.list.items[0]), *b = evaluate_value(e, argument->as.list.items[1]);
  Text left, right;
  if (is_known_text(e, a, &left) && is_known_text(e, b, &right)) return text_equal(left, right) ? TRUTH_YES : TRUTH_NO;
  return a && b && value_equal(a, b) ? TRUTH_YES : TRUTH_UNKNOWN;
}

static Truth truth_of(Evaluation *e, const Value *value) {
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument) || !argument) return TRUTH_UNKNOWN;
  if (text_is(name, "Condition")) return evaluate_condition(e, value_text(argument));
  if (text_is(name, "Fn::Equals")) return truth_of_equality(e, argument);
  if (text_is(name, "Fn::And")) return truth_of_all(e, argument, TRUTH_NO);
  if (text_is(name, "Fn::Or")) return truth_of_all(e, argument, TRUTH_YES);
  if (!text_is(name, "Fn::Not") || !is_list(argument, 1, 1)) return TRUTH_UNKNOWN;
  Truth inner = truth_of(e, argument->as.list.items[0]);
  return inner == TRUTH_UNKNOWN ? inner : inner == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static const Truth memos[] = {TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN};

Truth evaluate_condition(Evaluation *e, Text name) {
  const Truth *memo = map_get(&e->conditions, name);
  if (memo) return *memo;
  const Value *body = value_get(template_section(e->template, "Conditions"), name);
  if (!body || e->depth >= DEEPEST_CONDITION) return TRUTH_UNKNOWN;
  map_put(e->arena, &e->conditions, name, (void *)&memos[TRUTH_UNKNOWN]);  // of a ring
  bool reveal = e->reveal;
  e->reveal = true;
  e->depth++;
  Truth truth = truth_of(e, body);
  e->depth--;
  e->reveal = reveal;
  map_put(e->arena, &e->conditions, name, (void *)&memos[truth]);
  return truth;
}

void evaluate_forget_condition(Evaluation *e, Text name) {
  map_put(e->arena, &e->conditions, name, (void *)&memos[TRUTH_UNKNOWN]);
}

const Value *evaluate_condition_body(Evaluation *e, Text name) {
  return evaluate_value(e, value_get(template_section(e->template, "Conditions"), name));
}

Truth evaluate_resource(Evaluation *e, const TemplateResource *resource) {
  const Value *condition = value_at(resource->body, "Condition");
  return value_is(condition, VALUE_STRING) ? evaluate_condition(e, condition->as.text) : TRUTH_YES;
}

// ───────────────────────────── Any value ─────────────────────────────

static const Value *evaluate_list(Evaluation *e, const Value *list) {
  Value *changed = NULL;
  for (size_t i = 0; i < list->as.list.count; i++) {
    Value *before = list->as.list.items[i], *after = (Value *)evaluate_value(e, before);
    if (!changed && after == before) continue;
    if (!changed) {
      changed = value_list(e->arena, list->span);
      for (size_t k = 0; k < i; k++) value_add(e->arena, changed, list->as.list.items[k]);
    }
    if (after) value_add(e->arena, changed, after);
  }
  return changed ? changed : list;
}

static const Value *evaluate_map(Evaluation *e, const Value *map) {
  Value *changed = NULL;
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    Value *after = (Value *)evaluate_value(e, member->value);
    if (!changed && after == member->value) continue;
    if (!changed) {
      changed = value_map(e->arena, map->span);
      for (size_t k = 0; k < i; k++) {
        const Member *same = &map->as.map.members[k];
        value_put(e->arena, changed, same->key, same->key_span, same->value);
      }
    }
    if (after) value_put(e->arena, changed, member->key, member->key_span, after);
  }
  return changed ? changed : map;
}

static const Value *evaluate_call(Evaluation *e, const Value *at, Text name, const Value *argument) {
  if (text_is(name, "Ref")) return argument->kind == VALUE_STRING ? evaluate_ref(e, at, argument->as.text) : at;
  if (text_is(name, "Fn::GetAtt")) return get_att(e, at, argument);
  if (text_is(name, "Fn::If")) return choose(e, at, argument);
  if (text_is(name, "Fn::Sub")) return evaluate_sub(e, at, argument);
  if (text_is(name, "Fn::Join")) return evaluate_join(e, at, argument);
  if (text_is(name, "Fn::FindInMap")) return find_in_map(e, at, argument);
  if (text_is(name, "Fn::Select")) return select_item(e, at, argument);
  if (text_is(name, "Fn::Split")) return split_text(e, at, argument);
  if (text_is(name, "Fn::Length")) return length(e, at, argument);
  return evaluate_map(e, at);
}

const Value *evaluate_value(Evaluation *e, const Value *value) {
  if (!value) return NULL;
  if (value->kind == VALUE_LIST) return evaluate_list(e, value);
  if (value->kind != VALUE_MAP) return value;
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument)) return evaluate_map(e, value);
  if (!argument || e->made > EVALUATE_MOST) return value;
  return evaluate_call(e, value, name, argument);
}
