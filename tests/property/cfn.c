// The evaluation of templates. A null result is AWS::NoValue; an error stops nothing but is remembered, and what comes
// of it is NoValue too.
#include "property/cfn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/json.h"

static Value *evaluate(CfnRun *run, const Value *value);
static bool test(CfnRun *run, const Value *body);

static void refuse(CfnRun *run, const char *what, Text name) {
  if (run->error.size == 0) run->error = text_format(run->arena, "%s '%.*s'", what, TEXT_ARG(name));
}

static Value *text_value(CfnRun *run, Text text) { return value_string(run->arena, (Span){0}, text); }

static Text spell(Arena *arena, const Value *value) {
  if (!value) return (Text){0};
  if (value->kind == VALUE_STRING || value->kind == VALUE_NUMBER) return value->as.text;
  if (value->kind == VALUE_INT) return text_format(arena, "%lld", (long long)value->as.integer);
  if (value->kind == VALUE_BOOL) return value->as.boolean ? TEXT("true") : TEXT("false");
  return (Text){0};
}

static bool is_scalar(const Value *value) {
  return value && (value->kind == VALUE_STRING || value->kind == VALUE_NUMBER || value->kind == VALUE_INT ||
                   value->kind == VALUE_BOOL);
}

static double number_of(Text text) {
  char digits[64] = {0};
  memcpy(digits, text.at, text.size < sizeof digits - 1 ? text.size : sizeof digits - 1);
  return strtod(digits, NULL);
}

// ───────────────────────────── Parameters ─────────────────────────────

static void check_parameter(CfnRun *run, Text name, const Value *body, Text value) {
  const Value *allowed = value_at(body, "AllowedValues");
  bool found = !allowed;
  for (size_t i = 0; allowed && i < allowed->as.list.count; i++)
    found = found || text_equal(spell(run->arena, allowed->as.list.items[i]), value);
  if (!found) refuse(run, "a value that AllowedValues does not list, of the parameter", name);
  bool number = text_is(value_text(value_at(body, "Type")), "Number");
  double amount = number ? number_of(value) : (double)utf8_count(value);
  if (number && (value.size == 0 || !strchr("-0123456789", value.at[0])))
    refuse(run, "no number is the value of the parameter", name);
  const char *const bounds[2][2] = {{"MinLength", "MaxLength"}, {"MinValue", "MaxValue"}};
  for (int i = 0; i < 2; i++) {
    const Value *bound = value_at(body, bounds[number][i]);
    if (!bound) continue;
    double limit = number_of(spell(run->arena, bound));
    if (i == 0 ? amount < limit : amount > limit) refuse(run, "a value out of bounds, of the parameter", name);
  }
}

static Value *split(CfnRun *run, Text text, Text separator, bool trim) {
  Value *list = value_list(run->arena, (Span){0});
  for (size_t start = 0;;) {
    size_t at = text_find(text, separator, start);
    Text part = text_slice(text, start, at == SIZE_MAX ? text.size : at);
    value_add(run->arena, list, text_value(run, trim ? text_trim(part) : part));
    if (at == SIZE_MAX) return list;
    start = at + separator.size;
  }
}

static void read_parameters(CfnRun *run) {
  const Value *section = value_at(run->template, "Parameters");
  run->values = value_map(run->arena, (Span){0});
  for (size_t i = 0; section && i < section->as.map.count; i++) {
    const Member *member = &section->as.map.members[i];
    const Value *given = value_get(run->params, member->key), *body = member->value;
    if (!given) given = value_at(body, "Default");
    if (!given) {
      refuse(run, "no value is given for the parameter", member->key);
      continue;
    }
    Text text = spell(run->arena, given), type = value_text(value_at(body, "Type"));
    bool list =
        text_find(type, TEXT("CommaDelimitedList"), 0) != SIZE_MAX || text_find(type, TEXT("List<"), 0) != SIZE_MAX;
    if (!list) check_parameter(run, member->key, body, text);
    value_put(run->arena, run->values, member->key, (Span){0},
              list ? split(run, text, TEXT(","), true) : text_value(run, text));
  }
}

// ───────────────────────────── References ─────────────────────────────

static bool exists(CfnRun *run, Text id) {
  const Value *resource = value_get(value_at(run->template, "Resources"), id);
  const Value *condition = value_at(resource, "Condition");
  return resource && (!condition || test(run, condition));
}

static Value *pseudo(CfnRun *run, Text name) {
  static const char *const values[][2] = {{"AWS::Region", "eu-west-1"},
                                          {"AWS::AccountId", "123456789012"},
                                          {"AWS::Partition", "aws"},
                                          {"AWS::StackName", "web-1"},
                                          {"AWS::StackId", "arn:aws:cloudformation:eu-west-1:123456789012:stack/web-1"},
                                          {"AWS::URLSuffix", "amazonaws.com"}};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    if (text_is(name, values[i][0])) return text_value(run, text_of(values[i][1]));
  if (text_is(name, "AWS::NotificationARNs")) return split(run, TEXT("arn:one,arn:two"), TEXT(","), false);
  if (!text_is(name, "AWS::NoValue")) refuse(run, "no pseudo parameter is named", name);
  return NULL;
}

static Value *reference(CfnRun *run, Text name) {
  if (text_starts_with(name, TEXT("AWS::"))) return pseudo(run, name);
  const Value *value = value_get(run->values, name);
  if (value) return value_copy(run->arena, value);
  if (exists(run, name)) return text_value(run, text_format(run->arena, "ref:%.*s", TEXT_ARG(name)));
  refuse(run, "a Ref to what does not exist:", name);
  return NULL;
}

static Value *attribute(CfnRun *run, Text id, Text name) {
  if (!exists(run, id)) {
    refuse(run, "a GetAtt of what does not exist:", id);
    return NULL;
  }
  const Value *body = value_get(value_at(run->template, "Resources"), id);
  const Value *property = value_get(value_at(body, "Properties"), name);
  Value *given = property ? evaluate(run, property) : NULL;
  if (is_scalar(given)) return given;
  return text_value(run, text_format(run->arena, "att:%.*s.%.*s", TEXT_ARG(id), TEXT_ARG(name)));
}

static Value *get_att(CfnRun *run, const Value *argument) {
  if (argument->kind == VALUE_STRING) {
    size_t dot = text_find(argument->as.text, TEXT("."), 0);
    if (dot != SIZE_MAX)
      return attribute(run, text_slice(argument->as.text, 0, dot),
                       text_slice(argument->as.text, dot + 1, argument->as.text.size));
  } else if (argument->kind == VALUE_LIST && argument->as.list.count == 2) {
    return attribute(run, value_text(argument->as.list.items[0]), value_text(argument->as.list.items[1]));
  }
  refuse(run, "no GetAtt is", spell(run->arena, argument));
  return NULL;
}

// ───────────────────────────── Text ─────────────────────────────

static void add_text(CfnRun *run, Buffer *out, const Value *value, Text name) {
  if (is_scalar(value))
    buffer_add(out, spell(run->arena, value));
  else
    refuse(run, value ? "no text can be made of" : "NoValue in text, of", name);
}

static Value *sub(CfnRun *run, const Value *argument) {
  const Value *own = NULL;
  if (argument->kind == VALUE_LIST && argument->as.list.count == 2) {
    own = argument->as.list.items[1];
    argument = argument->as.list.items[0];
  }
  if (argument->kind != VALUE_STRING) return refuse(run, "no text in", TEXT("Fn::Sub")), NULL;
  Text text = argument->as.text;
  Buffer out = {0};
  for (size_t at = 0;;) {
    size_t open = text_find(text, TEXT("${"), at);
    buffer_add(&out, text_slice(text, at, open == SIZE_MAX ? text.size : open));
    if (open == SIZE_MAX) break;
    size_t close = text_find(text, TEXT("}"), open);
    if (close == SIZE_MAX) {
      refuse(run, "an open brace in", text);
      break;
    }
    Text name = text_slice(text, open + 2, close);
    at = close + 1;
    if (name.size && name.at[0] == '!') {
      buffer_format(&out, "${%.*s}", TEXT_ARG(text_slice(name, 1, name.size)));
      continue;
    }
    size_t dot = text_find(name, TEXT("."), 0);
    if (value_get(own, name))
      add_text(run, &out, evaluate(run, value_get(own, name)), name);
    else if (dot == SIZE_MAX)
      add_text(run, &out, reference(run, name), name);
    else
      add_text(run, &out, attribute(run, text_slice(name, 0, dot), text_slice(name, dot + 1, name.size)), name);
  }
  return text_value(run, buffer_take(&out, run->arena));
}

static Value *join(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST) || list->as.list.count != 2 || !value_is(list->as.list.items[1], VALUE_LIST))
    return refuse(run, "no list in", TEXT("Fn::Join")), NULL;
  Buffer out = {0};
  const Value *items = list->as.list.items[1];
  for (size_t i = 0; i < items->as.list.count; i++) {
    if (i) buffer_add(&out, spell(run->arena, list->as.list.items[0]));
    add_text(run, &out, items->as.list.items[i], TEXT("Fn::Join"));
  }
  return text_value(run, buffer_take(&out, run->arena));
}

static Value *split_call(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST) || list->as.list.count != 2 || !is_scalar(list->as.list.items[1]))
    return refuse(run, "no text in", TEXT("Fn::Split")), NULL;
  return split(run, spell(run->arena, list->as.list.items[1]), spell(run->arena, list->as.list.items[0]), false);
}

static Value *base64(CfnRun *run, const Value *argument) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const Value *value = evaluate(run, argument);
  if (!is_scalar(value)) return refuse(run, "no text in", TEXT("Fn::Base64")), NULL;
  Text text = spell(run->arena, value);
  Buffer out = {0};
  unsigned word = 0, bits = 0;
  for (size_t i = 0; i < text.size; i++) {
    word = word << 8 | (unsigned char)text.at[i];
    for (bits += 8; bits >= 6; bits -= 6) buffer_add_char(&out, digits[word >> (bits - 6) & 63]);
  }
  if (bits) buffer_add_char(&out, digits[word << (6 - bits) & 63]);
  while (out.size % 4) buffer_add_char(&out, '=');
  return text_value(run, buffer_take(&out, run->arena));
}

static Value *to_json(CfnRun *run, const Value *argument) {
  const Value *value = evaluate(run, argument);
  Buffer out = {0};
  if (value)
    json_write_compact(&out, value);
  else
    refuse(run, "NoValue in", TEXT("Fn::ToJsonString"));
  return text_value(run, buffer_take(&out, run->arena));
}

// ───────────────────────────── Lists, maps, networks ─────────────────────────────

static Value *select_from(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST) || list->as.list.count != 2 || !value_is(list->as.list.items[1], VALUE_LIST))
    return refuse(run, "no list in", TEXT("Fn::Select")), NULL;
  Text index = spell(run->arena, list->as.list.items[0]);
  double number = number_of(index);
  const Value *items = list->as.list.items[1];
  if (number < 0 || number >= (double)items->as.list.count)
    return refuse(run, "a Select out of range, at", index), NULL;
  return items->as.list.items[(size_t)number];
}

static Value *find_in_map(CfnRun *run, const Value *argument) {
  if (argument->kind != VALUE_LIST || argument->as.list.count < 3)
    return refuse(run, "too few arguments of", TEXT("Fn::FindInMap")), NULL;
  Value **items = argument->as.list.items;
  Text map = spell(run->arena, evaluate(run, items[0])), row = spell(run->arena, evaluate(run, items[1])),
       key = spell(run->arena, evaluate(run, items[2]));
  const Value *found = value_get(value_get(value_get(value_at(run->template, "Mappings"), map), row), key);
  const Value *otherwise = argument->as.list.count > 3 ? value_at(items[3], "DefaultValue") : NULL;
  if (found) return value_copy(run->arena, found);
  if (otherwise) return evaluate(run, otherwise);
  refuse(run, "the map has no such row or key:", row);
  return NULL;
}

static Value *cidr(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST) || list->as.list.count < 2)
    return refuse(run, "too few arguments of", TEXT("Fn::Cidr")), NULL;
  Text block = spell(run->arena, list->as.list.items[0]);
  unsigned parts[4], prefix;
  char copy[32] = {0};
  memcpy(copy, block.at, block.size < 31 ? block.size : 31);
  if (sscanf(copy, "%u.%u.%u.%u/%u", &parts[0], &parts[1], &parts[2], &parts[3], &prefix) != 5 || prefix > 32)
    return refuse(run, "no IPv4 range is", block), NULL;
  uint64_t count = (uint64_t)number_of(spell(run->arena, list->as.list.items[1])), bits = 8;
  if (list->as.list.count > 2) bits = (uint64_t)number_of(spell(run->arena, list->as.list.items[2]));
  uint64_t base = (uint64_t)parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3], size = (uint64_t)1 << bits;
  base &= ~(((uint64_t)1 << (32 - prefix)) - 1);
  if (count < 1 || count > 256 || bits > 32 || count * size > (uint64_t)1 << (32 - prefix))
    return refuse(run, "Fn::Cidr cannot cut that much from", block), NULL;
  Value *out = value_list(run->arena, (Span){0});
  for (uint64_t i = 0; i < count; i++, base += size)
    value_add(run->arena, out,
              text_value(run, text_format(run->arena, "%u.%u.%u.%u/%u", (unsigned)(base >> 24 & 255),
                                          (unsigned)(base >> 16 & 255), (unsigned)(base >> 8 & 255),
                                          (unsigned)(base & 255), (unsigned)(32 - bits))));
  return out;
}

static Value *zones(CfnRun *run, const Value *argument) {
  Text region = spell(run->arena, evaluate(run, argument));
  if (region.size == 0) region = TEXT("eu-west-1");
  Value *list = value_list(run->arena, (Span){0});
  for (char zone = 'a'; zone <= 'c'; zone++)
    value_add(run->arena, list, text_value(run, text_format(run->arena, "%.*s%c", TEXT_ARG(region), zone)));
  return list;
}

static Value *length(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST)) return refuse(run, "no list in", TEXT("Fn::Length")), NULL;
  return value_int(run->arena, (Span){0}, (int64_t)list->as.list.count);
}

// ───────────────────────────── Conditions ─────────────────────────────

static bool equal(CfnRun *run, const Value *argument) {
  const Value *list = evaluate(run, argument);
  if (!value_is(list, VALUE_LIST) || list->as.list.count != 2)
    return refuse(run, "not two operands of", TEXT("Fn::Equals")), false;
  return value_equal(cfn_texts(run->arena, list->as.list.items[0]), cfn_texts(run->arena, list->as.list.items[1]));
}

static bool test_named(CfnRun *run, Text name) {
  const Value *known = value_get(run->decided, name);
  if (value_is(known, VALUE_BOOL)) return known->as.boolean;
  const Value *body = value_get(value_at(run->template, "Conditions"), name);
  if (known || !body) return refuse(run, known ? "a circle in the condition" : "no condition", name), false;
  value_put(run->arena, run->decided, name, (Span){0}, value_null(run->arena, (Span){0}));
  bool result = test(run, body);
  value_put(run->arena, run->decided, name, (Span){0}, value_bool(run->arena, (Span){0}, result));
  return result;
}

static bool test(CfnRun *run, const Value *body) {
  Text name;
  Value *argument;
  if (body->kind == VALUE_STRING) return test_named(run, body->as.text);
  if (!value_intrinsic(body, &name, &argument)) return refuse(run, "no condition is", spell(run->arena, body)), false;
  if (text_is(name, "Condition")) return test_named(run, value_text(argument));
  if (text_is(name, "Fn::Equals")) return equal(run, argument);
  bool negates = text_is(name, "Fn::Not"), all = text_is(name, "Fn::And"), any = text_is(name, "Fn::Or");
  size_t count = argument->kind == VALUE_LIST ? argument->as.list.count : 0;
  if (!(negates && count == 1) && !((all || any) && count >= 2 && count <= 10))
    return refuse(run, "a wrong number of operands, or no function of conditions:", name), false;
  if (negates) return !test(run, argument->as.list.items[0]);
  for (size_t i = 0; i < count; i++)
    if (test(run, argument->as.list.items[i]) == any) return any;
  return all;
}

static Value *choose(CfnRun *run, const Value *argument) {
  if (argument->kind != VALUE_LIST || argument->as.list.count != 3)
    return refuse(run, "not three arguments of", TEXT("Fn::If")), NULL;
  return evaluate(run, argument->as.list.items[test(run, argument->as.list.items[0]) ? 1 : 2]);
}

static void check_rules(CfnRun *run) {
  const Value *rules = value_at(run->template, "Rules");
  for (size_t i = 0; rules && i < rules->as.map.count; i++) {
    const Value *rule = rules->as.map.members[i].value, *when = value_at(rule, "RuleCondition");
    if (when && !test(run, when)) continue;
    const Value *assertions = value_at(rule, "Assertions");
    for (size_t k = 0; assertions && k < assertions->as.list.count; k++)
      if (!test(run, value_at(assertions->as.list.items[k], "Assert"))) run->holds = false;
  }
}

// ───────────────────────────── Values ─────────────────────────────

static Value *import(CfnRun *run, const Value *argument) {
  return text_value(run, text_format(run->arena, "import:%.*s", TEXT_ARG(spell(run->arena, evaluate(run, argument)))));
}

static Value *call(CfnRun *run, Text name, const Value *argument) {
  static const struct {
    const char *name;
    Value *(*function)(CfnRun *run, const Value *argument);
  } functions[] = {{"Fn::GetAtt", get_att},
                   {"Fn::Sub", sub},
                   {"Fn::Join", join},
                   {"Fn::Split", split_call},
                   {"Fn::Select", select_from},
                   {"Fn::If", choose},
                   {"Fn::FindInMap", find_in_map},
                   {"Fn::Base64", base64},
                   {"Fn::Cidr", cidr},
                   {"Fn::GetAZs", zones},
                   {"Fn::ImportValue", import},
                   {"Fn::Length", length},
                   {"Fn::ToJsonString", to_json}};
  if (text_is(name, "Ref")) return reference(run, value_text(argument));
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (text_is(name, functions[i].name)) return functions[i].function(run, argument);
  refuse(run, "no function is named", name);
  return NULL;
}

static Value *evaluate(CfnRun *run, const Value *value) {
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && !text_is(name, "Condition")) return call(run, name, argument);
  if (value->kind == VALUE_LIST) {
    Value *list = value_list(run->arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++) {
      Value *item = evaluate(run, value->as.list.items[i]);
      if (item) value_add(run->arena, list, item);
    }
    return list;
  }
  if (value->kind != VALUE_MAP) return value_copy(run->arena, value);
  Value *map = value_map(run->arena, value->span);
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    Value *inner = evaluate(run, member->value);
    if (inner) value_put(run->arena, map, member->key, member->key_span, inner);
  }
  return map;
}

// ───────────────────────────── Sections ─────────────────────────────

static void add_dependency(CfnRun *run, Value *list, Text id) {
  if (text_starts_with(id, TEXT("ref:"))) id = text_slice(id, 4, id.size);
  if (!value_get(value_at(run->template, "Resources"), id)) refuse(run, "DependsOn what is not there:", id);
  if (!exists(run, id)) return;
  size_t at = 0;
  while (at < list->as.list.count && text_compare(list->as.list.items[at]->as.text, id) < 0) at++;
  if (at < list->as.list.count && text_equal(list->as.list.items[at]->as.text, id)) return;
  value_add(run->arena, list, text_value(run, id));
  for (size_t i = list->as.list.count - 1; i > at; i--) {
    Value *swap = list->as.list.items[i];
    list->as.list.items[i] = list->as.list.items[i - 1];
    list->as.list.items[i - 1] = swap;
  }
}

static void add_dependencies(CfnRun *run, Value *list, const Value *from) {
  if (value_is(from, VALUE_STRING)) add_dependency(run, list, from->as.text);
  for (size_t i = 0; value_is(from, VALUE_LIST) && i < from->as.list.count; i++)
    add_dependency(run, list, value_text(from->as.list.items[i]));
}

static Value *without(CfnRun *run, const Value *map, const char *key) {
  Value *out = value_map(run->arena, (Span){0});
  for (size_t i = 0; i < map->as.map.count; i++)
    if (!text_is(map->as.map.members[i].key, key))
      value_put(run->arena, out, map->as.map.members[i].key, (Span){0}, map->as.map.members[i].value);
  return out;
}

static Value *resource(CfnRun *run, const Value *body) {
  Value *out = value_map(run->arena, (Span){0}), *dependencies = value_list(run->arena, (Span){0});
  for (size_t i = 0; i < body->as.map.count; i++) {
    const Member *member = &body->as.map.members[i];
    if (text_is(member->key, "Condition") || text_is(member->key, "DependsOn")) continue;
    Value *value = evaluate(run, member->value);
    if (text_is(member->key, "Metadata") && value_is(value, VALUE_MAP)) {
      add_dependencies(run, dependencies, value_at(value, "DependsOn"));
      value = without(run, value, "DependsOn");
    }
    if (value && !(value->kind == VALUE_MAP && value->as.map.count == 0))
      value_put(run->arena, out, member->key, (Span){0}, value);
  }
  add_dependencies(run, dependencies, value_at(body, "DependsOn"));
  if (dependencies->as.list.count) value_set(run->arena, out, "DependsOn", dependencies);
  return out;
}

static Value *section(CfnRun *run, const char *name, Value *(*one)(CfnRun *run, const Value *body)) {
  const Value *bodies = value_at(run->template, name);
  Value *out = value_map(run->arena, (Span){0});
  for (size_t i = 0; bodies && i < bodies->as.map.count; i++) {
    const Member *member = &bodies->as.map.members[i];
    const Value *condition = value_at(member->value, "Condition");
    if (condition && !test(run, condition)) continue;
    value_put(run->arena, out, member->key, (Span){0}, one(run, member->value));
  }
  return out;
}

static Value *output(CfnRun *run, const Value *body) {
  Value *out = evaluate(run, without(run, body, "Condition"));
  if (!is_scalar(value_at(out, "Value"))) refuse(run, "an output must be text, with the", TEXT("Value"));
  return out;
}

Value *cfn_texts(Arena *arena, const Value *value) {
  if (value->kind == VALUE_LIST) {
    Value *list = value_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++) value_add(arena, list, cfn_texts(arena, value->as.list.items[i]));
    return list;
  }
  if (value->kind == VALUE_MAP) {
    Value *map = value_map(arena, value->span);
    for (size_t i = 0; i < value->as.map.count; i++)
      value_put(arena, map, value->as.map.members[i].key, value->as.map.members[i].key_span,
                cfn_texts(arena, value->as.map.members[i].value));
    return map;
  }
  if (value->kind == VALUE_NULL) return value_null(arena, value->span);
  Text text = spell(arena, value);
  if (text.size && (text.at[0] == '{' || text.at[0] == '[')) {  // JSON in a text: its numbers may be texts too
    Diags quiet = {.arena = arena};
    Sources sources = {.arena = arena};
    Value *inner = json_read(arena, &quiet, &sources, source_add(&sources, TEXT("text"), text));
    if (inner) return cfn_texts(arena, inner);
  }
  return value_string(arena, value->span, text);
}

static Text show(Arena *arena, const Value *value) {
  if (!value) return TEXT("nothing");
  Buffer out = {0};
  json_write_compact(&out, value);
  return buffer_take(&out, arena);
}

Text cfn_difference(Arena *arena, const Value *a, const Value *b) {
  if (a && b && value_equal(a, b)) return (Text){0};
  Text inner = {0}, key = {0};
  if (value_is(a, VALUE_MAP) && value_is(b, VALUE_MAP)) {
    const Value *both[2] = {a, b};
    for (size_t side = 0; side < 2 && inner.size == 0; side++)
      for (size_t i = 0; i < both[side]->as.map.count && inner.size == 0; i++) {
        key = both[side]->as.map.members[i].key;
        inner = cfn_difference(arena, value_get(a, key), value_get(b, key));
      }
    return text_format(arena, "%.*s.%.*s", TEXT_ARG(key), TEXT_ARG(inner));
  }
  if (value_is(a, VALUE_LIST) && value_is(b, VALUE_LIST) && a->as.list.count == b->as.list.count)
    for (size_t i = 0; i < a->as.list.count; i++) {
      inner = cfn_difference(arena, a->as.list.items[i], b->as.list.items[i]);
      if (inner.size) return text_format(arena, "%zu.%.*s", i, TEXT_ARG(inner));
    }
  return text_format(arena, ": %.*s | %.*s", TEXT_ARG(show(arena, a)), TEXT_ARG(show(arena, b)));
}

Value *cfn_evaluate(CfnRun *run) {
  run->holds = true;
  run->decided = value_map(run->arena, (Span){0});
  read_parameters(run);
  check_rules(run);
  Value *out = value_map(run->arena, (Span){0});
  value_set(run->arena, out, "Resources", section(run, "Resources", resource));
  value_set(run->arena, out, "Outputs", section(run, "Outputs", output));
  const char *const plain[] = {"Description", "Metadata"};
  for (size_t i = 0; i < 2; i++)
    if (value_at(run->template, plain[i]))
      value_set(run->arena, out, plain[i], evaluate(run, value_at(run->template, plain[i])));
  return run->error.size ? NULL : cfn_texts(run->arena, out);
}
