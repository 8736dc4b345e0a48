// Native functions that read and write data, and those that know AWS.
#include <stdlib.h>

#include "base/io.h"
#include "eval/natives.h"
#include "format/format.h"

// ───────────────────────────── To and from value trees ─────────────────────────────

Value *native_plain(const Context *cx, Span span, const Val *val, const char *what) {
  Arena *arena = cx->eval->arena;
  val = eval_settle(cx, val);
  switch (val->kind) {
    case VAL_NULL: return value_null(arena, val->span);
    case VAL_BOOL: return value_bool(arena, val->span, val->as.boolean);
    case VAL_INT: return value_int(arena, val->span, val->as.integer);
    case VAL_NUMBER: return value_number(arena, val->span, val->as.number.text);
    case VAL_TEXT: return value_string(arena, val->span, val->as.text);
    case VAL_QUANTITY:
      eval_wrong(cx, "E0306", span, "%s holds the quantity %.*s: say in which unit, as in .seconds or .mib", what,
                 TEXT_ARG(val->as.quantity.text));
      return NULL;
    case VAL_LIST: {
      Value *list = value_list(arena, val->span);
      for (size_t i = 0; i < val->as.list.count; i++) {
        Value *item = native_plain(cx, span, val->as.list.items[i], what);
        if (!item) return NULL;
        value_add(arena, list, item);
      }
      return list;
    }
    case VAL_RECORD: {
      Value *map = value_map(arena, val->span);
      for (size_t i = 0; i < val->as.record.record.count; i++) {
        const RecordEntry *entry = &val->as.record.record.entries[i];
        if (eval_settle(cx, entry->val)->kind == VAL_NULL) continue;
        Value *member = native_plain(cx, span, entry->val, what);
        if (!member) return NULL;
        value_put(arena, map, entry->key, entry->key_span, member);
      }
      return map;
    }
    case VAL_ERROR: return NULL;
    case VAL_INSTANCE:
    case VAL_STACK:
    case VAL_PARAM:
    case VAL_PSEUDO:
    case VAL_ATTRIBUTE:
    case VAL_CONCAT:
    case VAL_CALL:
    case VAL_LOOKUP:
    case VAL_CHOICE: eval_must_be_known(cx, span, val, what); return NULL;
  }
  return NULL;
}

const Val *native_from_value(const Context *cx, const Value *value) {
  Arena *arena = cx->eval->arena;
  const Val *scalar = val_from_scalar(arena, value);
  if (scalar) return scalar;
  if (value->kind == VALUE_LIST) {
    Val *list = val_list(arena, value->span);
    for (size_t i = 0; i < value->as.list.count; i++)
      if (value->as.list.items[i]->kind != VALUE_NULL)
        val_add(arena, list, native_from_value(cx, value->as.list.items[i]));
    return list;
  }
  Val *record = val_record(arena, value->span);
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    val_put(arena, record, member->key, member->key_span, native_from_value(cx, member->value));
  }
  return record;
}

static const Val *read_text(const Context *cx, Span span, Text name, Text content, bool yaml) {
  Eval *eval = cx->eval;
  uint32_t source = source_add(&eval->session->sources, name, content);
  size_t before = eval->diags->errors;
  Value *value = yaml ? yaml_read(eval->arena, eval->diags, &eval->session->sources, source)
                      : json_read(eval->arena, eval->diags, &eval->session->sources, source);
  if (value) return native_from_value(cx, value);
  if (eval->diags->errors == before) return eval_wrong(cx, "E0306", span, "%.*s holds no value", TEXT_ARG(name));
  Diag *diag = eval->diags->list.items[eval->diags->list.count - 1];
  diag_note(eval->diags, diag, span, "it is read here");
  return val_error(eval->arena, span);
}

NATIVE(from_json) {
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the text of from_json()");
  return read_text(cx, span, TEXT("the text of from_json()"), args[0]->as.text, false);
}

NATIVE(from_yaml) {
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the text of from_yaml()");
  return read_text(cx, span, TEXT("the text of from_yaml()"), args[0]->as.text, true);
}

NATIVE(to_json) {
  const Val *val = eval_settle(cx, args[0]);
  if (val_deferred_inside(val)) return eval_intrinsic(cx, span, "Fn::ToJsonString", val, false);
  Value *plain = native_plain(cx, span, val, "the value of to_json()");
  if (!plain) return val_error(cx->eval->arena, span);
  Buffer out = {0};
  json_write_compact(&out, plain);
  return val_text(cx->eval->arena, span, buffer_take(&out, cx->eval->arena));
}

NATIVE(to_yaml) {
  Value *plain = native_plain(cx, span, args[0], "the value of to_yaml()");
  if (!plain) return val_error(cx->eval->arena, span);
  Buffer out = {0};
  yaml_write(&out, plain);
  return val_text(cx->eval->arena, span, buffer_take(&out, cx->eval->arena));
}

// ───────────────────────────── Files and the environment ─────────────────────────────

// The path as seen from the file that the call stands in.
static bool read_file(const Context *cx, Span span, const Val *path, Text *name, Text *content, const Val **error) {
  Eval *eval = cx->eval;
  if (path->kind != VAL_TEXT) return *error = eval_must_be_known(cx, span, path, "the path of a file"), false;
  const Source *source = source_get(&eval->session->sources, span.source);
  Text from = source ? source->path : (Text){0};
  size_t folder = from.size;
  while (folder > 0 && from.at[folder - 1] != '/') folder--;
  bool absolute = path->as.text.size && path->as.text.at[0] == '/';
  *name = absolute ? text_copy(eval->arena, path->as.text)
                   : text_format(eval->arena, "%.*s%.*s", (int)folder, from.at, TEXT_ARG(path->as.text));
  Diags quiet = {.arena = eval->arena};
  if (!io_read(eval->arena, &quiet, name->at, content)) {
    *error = eval_wrong(cx, "E0306", span, "%.*s", TEXT_ARG(quiet.list.items[0]->message));
    Diag *diag = eval->diags->list.items[eval->diags->list.count - 1];
    diag_help(eval->diags, diag, "a path is relative to the file that names it");
    return false;
  }
  size_t bad = utf8_check(*content);
  if (bad != content->size)
    return *error = eval_wrong(cx, "E0306", span, "%.*s is not UTF-8 (at byte %zu)", TEXT_ARG(*name), bad), false;
  if (memchr(content->at, 0, content->size))
    return *error = eval_wrong(cx, "E0306", span, "%.*s holds a NUL byte", TEXT_ARG(*name)), false;
  bool there = false;
  for (size_t i = 0; i < eval->session->dependencies.count; i++)
    there = there || text_equal(eval->session->dependencies.items[i], *name);
  if (!there) vec_push(eval->arena, &eval->session->dependencies, *name);
  return true;
}

NATIVE(file) {
  Text name, content;
  const Val *error;
  return read_file(cx, span, args[0], &name, &content, &error) ? val_text(cx->eval->arena, span, content) : error;
}

NATIVE(json) {
  Text name, content;
  const Val *error;
  return read_file(cx, span, args[0], &name, &content, &error) ? read_text(cx, span, name, content, false) : error;
}

NATIVE(yaml) {
  Text name, content;
  const Val *error;
  return read_file(cx, span, args[0], &name, &content, &error) ? read_text(cx, span, name, content, true) : error;
}

NATIVE(env) {
  Session *session = cx->eval->session;
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the name of env()");
  bool allowed = false;
  for (size_t i = 0; i < session->allowed_env.count; i++)
    allowed = allowed || text_equal(session->allowed_env.items[i], args[0]->as.text);
  if (!allowed) {
    Diag *diag = diag_error(cx->eval->diags, "E0306", span, "the environment variable '%.*s' may not be read",
                            TEXT_ARG(args[0]->as.text));
    diag_help(cx->eval->diags, diag, "allow it: --allow-env %.*s", TEXT_ARG(args[0]->as.text));
    return val_error(cx->eval->arena, span);
  }
  const char *value = getenv(text_copy(cx->eval->arena, args[0]->as.text).at);
  if (!value) return val_null(cx->eval->arena, span);
  return val_text(cx->eval->arena, span, text_copy(cx->eval->arena, text_of(value)));
}

// ───────────────────────────── AWS ─────────────────────────────

static const Val *resource_arn(const Context *cx, Span span, const Val *val) {
  Instance *resource = val->as.instance;
  Text arn = resource->type ? schema_arn(resource->type) : (Text){0};
  if (text_is(arn, "Ref")) return val;
  if (arn.size) return eval_field(cx, val, (Ident){arn, span}, false);
  return eval_wrong(cx, "E0306", span, "%.*s has no ARN that CloudFormation gives", TEXT_ARG(resource->type_name));
}

NATIVE(arn) {
  const Val *val = args[0];
  if (val->kind == VAL_INSTANCE && val->as.instance->aws) return resource_arn(cx, span, val);
  if (val->kind == VAL_INSTANCE) return eval_out(cx, val->as.instance, (Ident){TEXT("arn"), span});
  if (val->kind == VAL_RECORD && val_field(val, TEXT("arn"))) return val_field(val, TEXT("arn"));
  if (val->kind == VAL_RECORD && val->as.record.instance)
    return eval_out(cx, (Instance *)val->as.record.instance, (Ident){TEXT("arn"), span});
  if (val->kind == VAL_TEXT && text_starts_with(val->as.text, TEXT("arn:"))) return val;
  if (val_deferred(val)) return val;  // a text that stands for something that exists: what is given is its ARN
  Text shown = val_describe(cx->eval->arena, val);
  return eval_wrong(cx, "E0306", span, "%.*s has no ARN", TEXT_ARG(shown));
}

NATIVE(import_value) { return eval_intrinsic(cx, span, "Fn::ImportValue", args[0], false); }

// A dynamic reference: its fixed parts and what was given, put together as text.
static const Val *dynamic(const Context *cx, Span span, const Val **parts, size_t count, bool is_secret) {
  ValList list = {0};
  for (size_t i = 0; i < count; i++) vec_push(cx->eval->arena, &list, parts[i]);
  const Val *val = eval_concat(cx, span, &list);
  if (!is_secret || val->kind == VAL_ERROR) return val;
  Val *copy = val_copy(cx->eval->arena, val);
  copy->secret = true;
  return copy;
}

static const Val *text(const Context *cx, Span span, const char *value) {
  return val_text(cx->eval->arena, span, text_of(value));
}

static const Val *parameter(const Context *cx, Span span, const Val **args, const char *start, bool is_secret) {
  bool version = args[1]->kind != VAL_NULL;
  const Val *parts[] = {text(cx, span, start), args[0], text(cx, span, version ? ":" : ""),
                        version ? args[1] : text(cx, span, ""), text(cx, span, "}}")};
  return dynamic(cx, span, parts, 5, is_secret);
}

NATIVE(ssm) { return parameter(cx, span, args, "{{resolve:ssm:", false); }
NATIVE(ssm_secure) { return parameter(cx, span, args, "{{resolve:ssm-secure:", true); }

NATIVE(secret) {
  const Val *empty = text(cx, span, ""), *colon = text(cx, span, ":");
  const Val *given[3];
  for (size_t i = 0; i < 3; i++) given[i] = args[i + 1]->kind == VAL_NULL ? empty : args[i + 1];
  if (given[1] != empty && given[2] != empty)
    return eval_wrong(cx, "E0306", span, "secret() takes a stage or a version, not both");
  const Val *parts[] = {text(cx, span, "{{resolve:secretsmanager:"),
                        args[0],
                        text(cx, span, ":SecretString:"),
                        given[0],
                        colon,
                        given[1],
                        colon,
                        given[2],
                        text(cx, span, "}}")};
  return dynamic(cx, span, parts, 9, true);
}

NATIVE(cfn) {
  (void)span;
  (void)cx;
  return args[0];
}

NATIVE(resources) {
  const Val *all = cx->eval->resources, *type = args[0];
  if (!all) {
    Diag *diag = diag_error(cx->eval->diags, "E0306", span, "resources() is for `test` and `policy` blocks");
    diag_help(cx->eval->diags, diag, "elsewhere use the names of the instances");
    return val_error(cx->eval->arena, span);
  }
  if (type->kind == VAL_NULL) return all;
  if (type->kind != VAL_TEXT) return eval_must_be_known(cx, span, type, "the type of resources()");
  if (!schema_find(type->as.text) && !text_starts_with(type->as.text, TEXT("Custom::"))) {
    Diag *diag =
        diag_error(cx->eval->diags, "E0202", type->span, "AWS has no resource type '%.*s'", TEXT_ARG(type->as.text));
    Text nearest = schema_nearest(type->as.text);
    if (nearest.size) diag_help(cx->eval->diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
    return val_error(cx->eval->arena, span);
  }
  Val *out = val_list(cx->eval->arena, span);
  for (size_t i = 0; i < all->as.list.count; i++) {
    const Val *of = val_field(all->as.list.items[i], TEXT("type"));
    if (of && of->kind == VAL_TEXT && text_equal(of->as.text, type->as.text))
      val_add(cx->eval->arena, out, all->as.list.items[i]);
  }
  return out;
}

NATIVE(plan) {
  Text name, content;
  const Val *error;
  if (!cx->eval->plan) {
    Diag *diag = diag_error(cx->eval->diags, "E0306", span, "plan() is for `test` blocks");
    diag_help(cx->eval->diags, diag, "`strata plan` and `strata diff` tell what a deployment would change");
    return val_error(cx->eval->arena, span);
  }
  if (args[1]->kind != VAL_NULL && args[1]->kind != VAL_TEXT)
    return eval_must_be_known(cx, span, args[1], "the stack of plan()");
  return read_file(cx, span, args[0], &name, &content, &error) ? cx->eval->plan(cx, span, name, content, args[1])
                                                               : error;
}

// A part of another stack's template, which lowering puts in: the names are ours, not CloudFormation's.
static const Val *of_stack(const Context *cx, Span span, const Val *stack, const char *name, bool list) {
  if (stack->kind != VAL_STACK) {
    Text shown = val_describe(cx->eval->arena, stack);
    return eval_wrong(cx, "E0301", stack->span.source ? stack->span : span,
                      "a stack of this program is wanted here, not %.*s", TEXT_ARG(shown));
  }
  stack->as.stack->in_set = true;
  return eval_intrinsic(cx, span, name, stack, list);
}

NATIVE(stack_template) { return of_stack(cx, span, args[0], EVAL_STACK_TEMPLATE, false); }
NATIVE(stack_capabilities) { return of_stack(cx, span, args[0], EVAL_STACK_CAPABILITIES, true); }

NATIVE(pascal_case) {
  if (args[0]->kind != VAL_TEXT) return eval_must_be_known(cx, span, args[0], "the text of pascal_case()");
  return val_text(cx->eval->arena, span, eval_pascal(cx->eval->arena, args[0]->as.text));
}

NATIVE(is_known) { return val_bool(cx->eval->arena, span, !val_deferred_inside(eval_settle(cx, args[0]))); }

// ───────────────────────────── Rules ─────────────────────────────

NATIVE(ref_all) { return eval_intrinsic(cx, span, "Fn::RefAll", args[0], true); }

static const Val *value_call(const Context *cx, Span span, const Val **args, const char *name, bool list) {
  Val *argument = val_list(cx->eval->arena, span);
  val_add(cx->eval->arena, argument, args[0]);
  val_add(cx->eval->arena, argument, args[1]);
  return eval_intrinsic(cx, span, name, argument, list);
}

NATIVE(value_of) {
  if (args[0]->kind == VAL_PARAM) return value_call(cx, span, args, "Fn::ValueOf", false);
  return eval_wrong(cx, "E0306", span, "value_of() asks for an attribute of what a parameter names");
}

NATIVE(value_of_all) { return value_call(cx, span, args, "Fn::ValueOfAll", true); }

NATIVE(stack_output) {
  static const char *const names[] = {"StackName", "OutputName", "Region", "RoleArn"};
  Val *argument = val_record(cx->eval->arena, span);
  for (size_t i = 0; i < 4; i++)
    if (args[i]->kind != VAL_NULL) val_put(cx->eval->arena, argument, text_of(names[i]), span, args[i]);
  return eval_intrinsic(cx, span, "Fn::GetStackOutput", argument, false);
}
