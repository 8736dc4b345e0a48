// Native functions on text.
#include <string.h>

#include "base/pattern.h"
#include "base/sha256.h"
#include "eval/natives.h"
#include "eval/presence.h"

static const Val *text(const Context *cx, Span span, Text value) { return val_text(cx->eval->arena, span, value); }

// Whether all arguments are known texts; reports the first that is not.
static bool known(const Context *cx, Span span, const Val **args, size_t count, const char *what, const Val **error) {
  for (size_t i = 0; i < count; i++) {
    if (args[i]->kind == VAL_TEXT) continue;
    *error = eval_must_be_known(cx, args[i]->span.source ? args[i]->span : span, args[i], what);
    return false;
  }
  return true;
}

static bool spelled_all(Arena *arena, const Val *list) {
  for (size_t i = 0; i < list->as.list.count; i++)
    if (!val_spell(arena, list->as.list.items[i]).at) return false;
  return true;
}

static const Val *join_list(const Context *cx, const Val *list, void *data) {
  const Val *separator = ((const Val **)data)[0];
  Span span = ((const Val **)data)[1]->span;
  Arena *arena = cx->eval->arena;
  if (list->kind == VAL_LIST && spelled_all(arena, list) && separator->kind == VAL_TEXT) {
    Buffer out = {0};
    for (size_t i = 0; i < list->as.list.count; i++) {
      if (i) buffer_add(&out, separator->as.text);
      buffer_add(&out, val_spell(arena, list->as.list.items[i]));
      if (eval_text_fits(cx, span, out.size)) continue;
      buffer_free(&out);
      return val_error(arena, span);
    }
    return text(cx, span, buffer_take(&out, arena));
  }
  if (separator->kind != VAL_TEXT) return eval_must_be_known(cx, span, separator, "the separator of join()");
  if (list->kind == VAL_LIST) {
    for (size_t i = 0; i < list->as.list.count; i++) {
      const Val *item = list->as.list.items[i];
      if (item->kind != VAL_LIST && item->kind != VAL_RECORD && item->kind != VAL_STACK &&
          !(item->kind == VAL_INSTANCE && !item->as.instance->aws))
        continue;
      Text shown = val_describe(arena, item);
      return eval_wrong(cx, "E0310", item->span.source ? item->span : span, "%.*s cannot stand in text",
                        TEXT_ARG(shown));
    }
  }
  Val *argument = val_list(arena, span);
  val_add(arena, argument, separator);
  val_add(arena, argument, list);
  return eval_intrinsic(cx, span, "Fn::Join", argument, false);
}

NATIVE(join) {
  const Val *data[2] = {eval_settle(cx, args[0]), val_null(cx->eval->arena, span)};
  return eval_distribute(cx, span, eval_open_lookup(cx, args[1]), join_list, data);
}

enum { MOST_PARTS = 1000000 };

NATIVE(split) {
  Arena *arena = cx->eval->arena;
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the separator of split()");
  if (args[1]->kind != VAL_TEXT) {
    Val *argument = val_list(arena, span);
    val_add(arena, argument, args[0]);
    val_add(arena, argument, args[1]);
    return eval_intrinsic(cx, span, "Fn::Split", argument, true);
  }
  Val *list = val_list(arena, span);
  Text separator = args[0]->as.text, rest = args[1]->as.text;
  for (;;) {
    size_t at = text_find(rest, separator, 0);
    val_add(arena, list, text(cx, span, text_slice(rest, 0, at == SIZE_MAX ? rest.size : at)));
    if (at == SIZE_MAX) return list;
    if (list->as.list.count == MOST_PARTS)
      return eval_wrong(cx, "E0308", span, "this has more than %d parts", MOST_PARTS);
    rest = text_slice(rest, at + separator.size, rest.size);
  }
}

static const Val *change_case(const Context *cx, Span span, const Val **args, char first, int shift, const char *what) {
  const Val *error;
  if (!known(cx, span, args, 1, what, &error)) return error;
  Text copy = text_copy(cx->eval->arena, args[0]->as.text);
  char *at = (char *)copy.at;
  for (size_t i = 0; i < copy.size; i++)
    if (at[i] >= first && at[i] < first + 26) at[i] = (char)(at[i] + shift);
  return text(cx, span, copy);
}

NATIVE(upper) { return change_case(cx, span, args, 'a', -32, "the text of upper()"); }
NATIVE(lower) { return change_case(cx, span, args, 'A', 32, "the text of lower()"); }

NATIVE(trim) {
  const Val *error;
  return known(cx, span, args, 1, "the text of trim()", &error) ? text(cx, span, text_trim(args[0]->as.text)) : error;
}

NATIVE(replace) {
  const Val *error;
  if (!known(cx, span, args, 3, "an argument of replace()", &error)) return error;
  Text rest = args[0]->as.text, from = args[1]->as.text;
  Buffer out = {0};
  for (size_t at; (at = text_find(rest, from, 0)) != SIZE_MAX; rest = text_slice(rest, at + from.size, rest.size)) {
    buffer_add(&out, text_slice(rest, 0, at));
    buffer_add(&out, args[2]->as.text);
    if (eval_text_fits(cx, span, out.size)) continue;
    buffer_free(&out);
    return val_error(cx->eval->arena, span);
  }
  buffer_add(&out, rest);
  return text(cx, span, buffer_take(&out, cx->eval->arena));
}

NATIVE(starts_with) {
  const Val *error;
  if (!known(cx, span, args, 2, "an argument of starts_with()", &error)) return error;
  return val_bool(cx->eval->arena, span, text_starts_with(args[0]->as.text, args[1]->as.text));
}

NATIVE(ends_with) {
  const Val *error;
  if (!known(cx, span, args, 2, "an argument of ends_with()", &error)) return error;
  return val_bool(cx->eval->arena, span, text_ends_with(args[0]->as.text, args[1]->as.text));
}

// A function that CloudFormation has in Rules alone: a condition of its own, which only `assert` may use.
static const Val *rule_function(const Context *cx, Span span, const char *name, const Val *a, const Val *b) {
  Val *argument = val_list(cx->eval->arena, span);
  val_add(cx->eval->arena, argument, a);
  val_add(cx->eval->arena, argument, b);
  const Val *call = eval_intrinsic(cx, span, name, argument, false);
  return eval_from_condition(cx, span, cond_equals(&cx->eval->conds, call, TEXT("true")));
}

NATIVE(contains) {
  if (args[0]->kind == VAL_TEXT && args[1]->kind == VAL_TEXT)
    return val_bool(cx->eval->arena, span, text_find(args[0]->as.text, args[1]->as.text, 0) != SIZE_MAX);
  bool all = args[0]->kind == VAL_CALL && (text_is(text_of(args[0]->as.call.name), "Fn::RefAll") ||
                                           text_is(text_of(args[0]->as.call.name), "Fn::ValueOfAll"));
  if (args[0]->kind == VAL_PARAM || all) return rule_function(cx, span, "Fn::Contains", args[0], args[1]);
  if (args[0]->kind != VAL_LIST)
    return eval_must_be_known(cx, span, val_deferred(args[0]) ? args[0] : args[1], "an argument of contains()");
  Cond found = COND_FALSE, one;
  for (size_t i = 0; i < args[0]->as.list.count && found != COND_TRUE; i++) {
    const Val *equal = eval_equal(cx, span, args[0]->as.list.items[i], args[1]);
    if (!eval_condition(cx, equal, span, &one)) return val_error(cx->eval->arena, span);
    one = cond_and(&cx->eval->conds, one, eval_not_null(cx, args[0]->as.list.items[i]));
    found = cond_or(&cx->eval->conds, found, one);
  }
  return eval_from_condition(cx, span, found);
}

NATIVE(each_in) {
  if (val_deferred(args[0]) || val_deferred(args[1]))
    return rule_function(cx, span, "Fn::EachMemberIn", args[0], args[1]);
  Cond all = COND_TRUE, one;
  for (size_t i = 0; i < args[0]->as.list.count; i++) {
    const Val *pair[2] = {args[1], args[0]->as.list.items[i]};
    if (!eval_condition(cx, native_contains(cx, span, pair), span, &one)) return val_error(cx->eval->arena, span);
    all = cond_and(&cx->eval->conds, all, one);
  }
  return eval_from_condition(cx, span, all);
}

NATIVE(each_equals) {
  if (val_deferred(args[0])) return rule_function(cx, span, "Fn::EachMemberEquals", args[0], args[1]);
  Cond all = COND_TRUE, one;
  for (size_t i = 0; i < args[0]->as.list.count; i++) {
    if (!eval_condition(cx, eval_equal(cx, span, args[0]->as.list.items[i], args[1]), span, &one))
      return val_error(cx->eval->arena, span);
    all = cond_and(&cx->eval->conds, all, one);
  }
  return eval_from_condition(cx, span, all);
}

NATIVE(matches) {
  const Val *wrong;
  if (!known(cx, span, args, 2, "an argument of matches()", &wrong)) return wrong;
  Text error;
  Pattern *pattern = pattern_compile(args[1]->as.text, cx->eval->arena, &error);
  if (!pattern) return eval_wrong(cx, "E0317", args[1]->span, "this pattern cannot be read: %.*s", TEXT_ARG(error));
  PatternMatch match = pattern_match(pattern, args[0]->as.text);
  pattern_free(pattern);
  if (match == PATTERN_UNDECIDED) return eval_wrong(cx, "E0317", args[1]->span, "matching this pattern takes too long");
  return val_bool(cx->eval->arena, span, match == PATTERN_YES);
}

static bool placeholder(Text template, size_t *at, size_t *index, bool *numbered) {
  size_t i = *at + 1, value = 0;
  *numbered = false;
  for (; i < template.size && template.at[i] >= '0' && template.at[i] <= '9' && value < 1000; i++)
    value = value * 10 + (size_t)(template.at[i] - '0'), *numbered = true;
  if (i >= template.size || template.at[i] != '}') return false;
  *at = i;
  if (*numbered) *index = value;
  return true;
}

NATIVE(format) {
  Arena *arena = cx->eval->arena;
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the template of format()");
  if (args[1]->kind != VAL_LIST) return eval_must_be_known(cx, span, args[1], "the arguments of format()");
  Text template = args[0]->as.text;
  ValList parts = {0};
  Buffer literal = {0};
  size_t next = 0, used = 0, count = args[1]->as.list.count;
  bool by_number = false;
  for (size_t i = 0; i < template.size; i++) {
    char c = template.at[i];
    if ((c == '{' || c == '}') && i + 1 < template.size && template.at[i + 1] == c) {
      buffer_add_char(&literal, c);
      i++;
      continue;
    }
    size_t index = next;
    bool numbered;
    if (c != '{' && c != '}') {
      buffer_add_char(&literal, c);
      continue;
    }
    if (c == '}' || !placeholder(template, &i, &index, &numbered)) {
      buffer_free(&literal);
      return eval_wrong(cx, "E0306", args[0]->span, "a brace in the template of format() is written {{ or }}");
    }
    if (!numbered) next++;
    by_number = by_number || numbered;
    if (index >= count) {
      buffer_free(&literal);
      return eval_wrong(cx, "E0306", span, "format() wants more than %zu argument%s", count, count == 1 ? "" : "s");
    }
    vec_push(arena, &parts, text(cx, args[0]->span, buffer_take(&literal, arena)));
    vec_push(arena, &parts, args[1]->as.list.items[index]);
    used = index + 1 > used ? index + 1 : used;
  }
  vec_push(arena, &parts, text(cx, args[0]->span, buffer_take(&literal, arena)));
  if (used < count && !by_number)
    return eval_wrong(cx, "E0306", span, "format() has %zu placeholder%s for %zu arguments", used, used == 1 ? "" : "s",
                      count);
  return eval_concat(cx, span, &parts);
}

NATIVE(base64) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (args[0]->kind != VAL_TEXT) return eval_intrinsic(cx, span, "Fn::Base64", args[0], false);
  Text in = args[0]->as.text;
  Buffer out = {0};
  for (size_t i = 0; i < in.size; i += 3) {
    uint32_t word = (uint32_t)(unsigned char)in.at[i] << 16;
    if (i + 1 < in.size) word |= (uint32_t)(unsigned char)in.at[i + 1] << 8;
    if (i + 2 < in.size) word |= (unsigned char)in.at[i + 2];
    buffer_add_char(&out, digits[word >> 18]);
    buffer_add_char(&out, digits[word >> 12 & 63]);
    buffer_add_char(&out, i + 1 < in.size ? digits[word >> 6 & 63] : '=');
    buffer_add_char(&out, i + 2 < in.size ? digits[word & 63] : '=');
  }
  return text(cx, span, buffer_take(&out, cx->eval->arena));
}

NATIVE(sha256) {
  const Val *error;
  return known(cx, span, args, 1, "the text of sha256()", &error)
             ? text(cx, span, sha256_hex(cx->eval->arena, args[0]->as.text))
             : error;
}

NATIVE(is_list) {
  const Val *val = args[0];
  bool is = val->kind == VAL_LIST || (val->kind == VAL_CALL && val->as.call.list);
  return val_bool(cx->eval->arena, span, is);
}

NATIVE(is_text) {
  const Val *val = args[0];
  bool is = val->kind == VAL_TEXT || val->kind == VAL_PARAM || val->kind == VAL_PSEUDO || val->kind == VAL_ATTRIBUTE ||
            val->kind == VAL_CONCAT || (val->kind == VAL_CALL && !val->as.call.list) || val->kind == VAL_LOOKUP ||
            (val->kind == VAL_INSTANCE && val->as.instance->aws);
  return val_bool(cx->eval->arena, span, is);
}
