// Values: every kind of Val as CloudFormation spells it.
#include "lower/lower.h"

Value *lower_call(Lower *lower, Span span, const char *name, Value *argument) {
  Value *map = value_map_of(lower->arena, span, 1);
  value_put(lower->arena, map, text_of(name), span, argument);
  return map;
}

Value *lower_ref(Lower *lower, Span span, Text name) {
  return lower_call(lower, span, "Ref", value_string(lower->arena, span, name));
}

// ───────────────────────────── Across stacks ─────────────────────────────

static Text stack_setting(const Stack *stack, const char *name) {
  const Val *val = stack->settings ? val_field(stack->settings, text_of(name)) : NULL;
  return val && val->kind == VAL_TEXT ? val->as.text : (Text){0};
}

// Exports and SSM parameters are of one region and account alone.
static bool reachable(Lower *lower, const Val *val, const Stack *stack) {
  static const char *const settings[] = {"region", "account"};
  for (size_t i = 0; i < 2; i++) {
    Text here = stack_setting(lower->stack, settings[i]), there = stack_setting(stack, settings[i]);
    if (!here.size || !there.size || text_equal(here, there)) continue;
    Diag *diag = diag_error(lower->eval->diags, "E0407", val->span,
                            "the stack '%.*s' (%s %.*s) cannot use what the stack '%.*s' (%s %.*s) makes",
                            TEXT_ARG(lower->stack->name), settings[i], TEXT_ARG(here), TEXT_ARG(stack->name),
                            settings[i], TEXT_ARG(there));
    diag_help(lower->eval->diags, diag,
              "values cross stacks within one %s alone: give the value a fixed name and use that text, or pass it as a "
              "`param`",
              settings[i]);
    diag_note(lower->eval->diags, diag, stack->decl->span, "the other stack is declared here");
    return false;
  }
  return true;
}

static Export *exported(Lower *lower, const Val *val, Stack *stack, Text name, Text leaf) {
  Export *export = map_get(lower->exports, name);
  if (export) return export;
  export = ARENA_NEW(lower->arena, Export);
  *export = (Export){.stack = stack, .name = name, .output = leaf, .val = val, .list = lower_is_list(val)};
  map_put(lower->arena, lower->exports, name, export);
  return export;
}

// Read through a parameter of this stack, not by a dynamic reference: those are put in only after Split and Join have
// run.
static Value *import_ssm(Lower *lower, const Val *val, Stack *stack, Text leaf) {
  Text name = text_format(lower->arena, "/%.*s/%.*s", TEXT_ARG(stack->deployed_name), TEXT_ARG(leaf));
  Export *export = exported(lower, val, stack, name, leaf);
  export->ssm = true;
  for (size_t i = 0; i < lower->links.count; i++)
    if (lower->links.items[i].export == export) return lower_ref(lower, val->span, lower->links.items[i].id);
  LinkParam link = {
      text_format(lower->arena, "%.*s%.*s", TEXT_ARG(eval_pascal(lower->arena, stack->name)), TEXT_ARG(leaf)), export};
  vec_push(lower->arena, &lower->links, link);
  return lower_ref(lower, val->span, link.id);
}

static Value *comma_and(Lower *lower, Span span, Value *value) {
  Value *list = value_list(lower->arena, span);
  value_add(lower->arena, list, value_string(lower->arena, span, TEXT(",")));
  value_add(lower->arena, list, value);
  return list;
}

// The leaf `val` belongs to another stack: it is exported there and imported here, or, where that stack says
// link = "ssm", written to a parameter of Systems Manager there and read here when this stack is deployed.
// An export is one text: a list crosses joined by commas.
static Value *import(Lower *lower, const Val *val, Stack *stack, Text leaf) {
  if (!reachable(lower, val, stack)) return NULL;
  if (text_is(stack_setting(stack, "link"), "ssm")) return import_ssm(lower, val, stack, leaf);
  Text name = text_format(lower->arena, "%.*s-%.*s", TEXT_ARG(stack->deployed_name), TEXT_ARG(leaf));
  exported(lower, val, stack, name, leaf);
  Value *value = lower_call(lower, val->span, "Fn::ImportValue", value_string(lower->arena, val->span, name));
  return lower_is_list(val) ? lower_call(lower, val->span, "Fn::Split", comma_and(lower, val->span, value)) : value;
}

// What the exporting stack writes: the value, a list joined by commas.
Value *lower_exported(Lower *lower, const Export *export) {
  Value *value = lower_val(lower, export->val, COND_TRUE);
  if (!value || !export->list) return value;
  return lower_call(lower, export->val->span, "Fn::Join", comma_and(lower, export->val->span, value));
}

static bool elsewhere(const Lower *lower, const Stack *stack) { return stack && stack != lower->stack; }

static bool conditional_elsewhere(Lower *lower, const Val *val, const Instance *resource) {
  if (resource->guard == COND_TRUE) return false;
  Diag *diag =
      diag_error(lower->eval->diags, "E0406", val->span,
                 "'%.*s' exists only under a condition, so another stack cannot use it", TEXT_ARG(resource->path));
  diag_note(lower->eval->diags, diag, resource->decl->span, "it is declared here, in the stack '%.*s'",
            TEXT_ARG(resource->stack->name));
  diag_help(lower->eval->diags, diag,
            "decide with an `in` instead of a parameter, so that both stacks are compiled knowing it");
  return true;
}

// ───────────────────────────── Leaves ─────────────────────────────

static Value *instance(Lower *lower, const Val *val) {
  Instance *target = val->as.instance;
  if (!target->aws) {
    Diag *diag = diag_error(lower->eval->diags, "E0404", val->span, "the %.*s '%.*s' is no value by itself",
                            TEXT_ARG(target->type_name), TEXT_ARG(target->path));
    const Map *outs = &target->decl->kind_decl->inside->scope->outs;
    Buffer list = {0};
    for (size_t i = 0; i < outs->count && i < 8; i++)
      buffer_format(&list, "%s%.*s.%.*s", i ? ", " : "", TEXT_ARG(target->decl->name), TEXT_ARG(outs->entries[i].key));
    if (list.size) diag_help(lower->eval->diags, diag, "use one of its outs: %.*s", TEXT_ARG(buffer_text(&list)));
    buffer_free(&list);
    return NULL;
  }
  if (elsewhere(lower, target->stack))
    return conditional_elsewhere(lower, val, target) ? NULL : import(lower, val, target->stack, target->logical_id);
  return lower_ref(lower, val->span, target->logical_id);
}

static Value *attribute(Lower *lower, const Val *val) {
  Instance *target = val->as.attribute.resource;
  Text name = val->as.attribute.name;
  if (elsewhere(lower, target->stack)) {
    if (conditional_elsewhere(lower, val, target)) return NULL;
    Text leaf =
        text_format(lower->arena, "%.*s%.*s", TEXT_ARG(target->logical_id), TEXT_ARG(eval_pascal(lower->arena, name)));
    return import(lower, val, target->stack, leaf);
  }
  Value *list = value_list_of(lower->arena, val->span, 2);
  value_add(lower->arena, list, value_string(lower->arena, val->span, target->logical_id));
  value_add(lower->arena, list, value_string(lower->arena, val->span, name));
  return lower_call(lower, val->span, "Fn::GetAtt", list);
}

static Value *param(Lower *lower, const Val *val) {
  Text id = lower_param_id(lower, val->as.param.decl);
  if (elsewhere(lower, val->as.param.stack)) return import(lower, val, val->as.param.stack, id);
  lower_use_param(lower, val->as.param.decl);
  return lower_ref(lower, val->span, id);
}

static Value *pseudo(Lower *lower, const Val *val) {
  Text name = val->as.pseudo.name;
  bool of_stack =
      text_is(name, "AWS::StackName") || text_is(name, "AWS::StackId") || text_is(name, "AWS::NotificationARNs");
  if (of_stack && elsewhere(lower, val->as.pseudo.stack)) {
    if (text_is(name, "AWS::StackName"))
      return value_string(lower->arena, val->span, val->as.pseudo.stack->deployed_name);
    return import(lower, val, val->as.pseudo.stack, eval_pascal(lower->arena, name));
  }
  return lower_ref(lower, val->span, name);
}

static Value *call(Lower *lower, const Val *val, Cond guard) {
  if (val->as.call.argument->kind == VAL_STACK) return lower_stack_part(lower, val);
  Value *argument = lower_val(lower, val->as.call.argument, guard);
  if (!argument) return NULL;
  if (text_is(text_of(val->as.call.name), "Fn::ValueOf")) {  // takes the parameter's name, not its value
    Value *ref = argument->as.list.items[0];
    argument->as.list.items[0] = ref->as.map.members[0].value;
  }
  Text name = text_of(val->as.call.name);
  if (text_is(name, "Fn::Length") || text_is(name, "Fn::ToJsonString")) lower->extensions = true;
  return lower_call(lower, val->span, val->as.call.name, argument);
}

// ───────────────────────────── Mappings ─────────────────────────────

static Text mapping_name(Lower *lower, const Val *map) {
  Text wanted = map->as.record.name.size ? eval_pascal(lower->arena, map->as.record.name) : TEXT("Mapping");
  Text name = wanted;
  for (int number = 2;; number++) {
    const Val *there = map_get(&lower->mappings, name);
    if (!there) {
      map_put(lower->arena, &lower->mappings, name, (void *)map);
      return name;
    }
    if (val_same(there, map)) return name;
    name = text_format(lower->arena, "%.*s%d", TEXT_ARG(wanted), number);
  }
}

static Value *lookup(Lower *lower, const Val *val, Cond guard) {
  const Val *map = val->as.lookup.map;
  if (!val->as.lookup.second) {
    for (size_t i = 0; i < map->as.record.record.count; i++) {
      if (map->as.record.record.entries[i].val->kind != VAL_RECORD) continue;
      Diag *diag = diag_error(lower->eval->diags, "E0304", val->span,
                              "a whole record cannot be looked up when the stack is deployed");
      diag_help(lower->eval->diags, diag, "take a field of it: [...].name");
      return NULL;
    }
  }
  Span span = val->span;
  Value *list = value_list(lower->arena, span);
  value_add(lower->arena, list, value_string(lower->arena, span, mapping_name(lower, map)));
  Value *key = lower_val(lower, val->as.lookup.key, guard);
  if (!key) return NULL;
  value_add(lower->arena, list, key);
  Text second = val->as.lookup.second ? val->as.lookup.second->as.text : TEXT("Value");
  value_add(lower->arena, list, value_string(lower->arena, span, second));
  if (val->as.lookup.fallback) {
    Value *fallback = lower_val(lower, val->as.lookup.fallback, guard), *options = value_map(lower->arena, span);
    if (!fallback) return NULL;
    value_set(lower->arena, options, "DefaultValue", fallback);
    value_add(lower->arena, list, options);
    lower->extensions = true;
  }
  return lower_call(lower, span, "Fn::FindInMap", list);
}

Value *lower_mappings(Lower *lower) {
  Value *section = value_map(lower->arena, (Span){0});
  for (size_t i = 0; i < lower->mappings.count; i++) {
    const Val *map = lower->mappings.entries[i].value;
    Value *rows = value_map(lower->arena, map->span);
    for (size_t k = 0; k < map->as.record.record.count; k++) {
      const RecordEntry *entry = &map->as.record.record.entries[k];
      Value *row = lower_val(lower, entry->val, COND_TRUE);
      if (!row) continue;
      if (row->kind != VALUE_MAP) {
        Value *cell = row;
        row = value_map(lower->arena, entry->val->span);
        value_set(lower->arena, row, "Value", cell);
      }
      value_put(lower->arena, rows, entry->key, entry->key_span, row);
    }
    value_put(lower->arena, section, lower->mappings.entries[i].key, map->span, rows);
  }
  return section;
}

// ───────────────────────────── Choices, lists, records ─────────────────────────────

static Value *choice(Lower *lower, const Val *val, Cond guard) {
  Conds *conds = &lower->eval->conds;
  Cond condition = val->as.choice.condition;
  if (guard != COND_TRUE && cond_implies(conds, guard, condition)) return lower_val(lower, val->as.choice.then, guard);
  if (guard != COND_TRUE && cond_excludes(conds, guard, condition))
    return lower_val(lower, val->as.choice.otherwise, guard);
  Value *then = lower_val(lower, val->as.choice.then, cond_and(conds, guard, condition));
  Value *otherwise = lower_val(lower, val->as.choice.otherwise, cond_and(conds, guard, cond_not(conds, condition)));
  if (!then && !otherwise) return NULL;
  Value *list = value_list_of(lower->arena, val->span, 3);
  value_add(lower->arena, list, value_string(lower->arena, val->span, lower_condition(lower, condition)));
  value_add(lower->arena, list, then ? then : lower_ref(lower, val->span, TEXT("AWS::NoValue")));
  value_add(lower->arena, list, otherwise ? otherwise : lower_ref(lower, val->span, TEXT("AWS::NoValue")));
  return lower_call(lower, val->span, "Fn::If", list);
}

Value *lower_val(Lower *lower, const Val *val, Cond guard) {
  if (eval_stopped(lower->eval, val->span)) return NULL;
  Arena *arena = lower->arena;
  switch (val->kind) {
    case VAL_ERROR:
    case VAL_NULL: return NULL;
    case VAL_BOOL: return value_bool(arena, val->span, val->as.boolean);
    case VAL_INT: return value_int(arena, val->span, val->as.integer);
    case VAL_NUMBER: return value_number(arena, val->span, val->as.number.text);
    case VAL_TEXT: return value_string(arena, val->span, val->as.text);
    case VAL_QUANTITY: {
      Diag *diag = diag_error(lower->eval->diags, "E0319", val->span, "AWS wants a plain number here, not %.*s",
                              TEXT_ARG(val->as.quantity.text));
      diag_help(lower->eval->diags, diag, "say in which unit: .mib or .gib, .seconds or .days, .value or .fraction");
      return NULL;
    }
    case VAL_LIST: {
      Value *list = value_list_of(arena, val->span, val->as.list.count);
      for (size_t i = 0; i < val->as.list.count; i++) {
        Value *item = lower_val(lower, val->as.list.items[i], guard);
        if (item) value_add(arena, list, item);
      }
      return list;
    }
    case VAL_RECORD: {
      Value *map = value_map_of(arena, val->span, val->as.record.record.count);
      for (size_t i = 0; i < val->as.record.record.count; i++) {
        const RecordEntry *entry = &val->as.record.record.entries[i];
        Value *member = lower_val(lower, entry->val, guard);
        if (member) value_put(arena, map, entry->key, entry->key_span, member);
      }
      return map;
    }
    case VAL_INSTANCE: return instance(lower, val);
    case VAL_STACK: {
      Diag *diag = diag_error(lower->eval->diags, "E0404", val->span, "the stack '%.*s' is no value by itself",
                              TEXT_ARG(val->as.stack->name));
      diag_help(lower->eval->diags, diag, "use one of its outs");
      return NULL;
    }
    case VAL_PARAM: return param(lower, val);
    case VAL_PSEUDO: return pseudo(lower, val);
    case VAL_ATTRIBUTE: return attribute(lower, val);
    case VAL_CONCAT: return lower_concat(lower, val, guard);
    case VAL_CALL: return call(lower, val, guard);
    case VAL_LOOKUP: return lookup(lower, val, guard);
    case VAL_CHOICE: return choice(lower, val, guard);
  }
  return NULL;
}

// ───────────────────────────── Text ─────────────────────────────

static void add_escaped(Buffer *out, Text text) {
  for (size_t i = 0; i < text.size; i++) {
    buffer_add_char(out, text.at[i]);
    if (text.at[i] == '$' && i + 1 < text.size && text.at[i + 1] == '{') {
      buffer_add_string(out, "{!");
      i++;
    }
  }
}

// What may stand in ${ } as it is: a Ref or a GetAtt.
static bool direct(const Value *value, Buffer *out) {
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument)) return false;
  if (text_is(name, "Ref")) {
    buffer_format(out, "${%.*s}", TEXT_ARG(argument->as.text));
    return true;
  }
  if (!text_is(name, "Fn::GetAtt")) return false;
  buffer_format(out, "${%.*s.%.*s}", TEXT_ARG(argument->as.list.items[0]->as.text),
                TEXT_ARG(argument->as.list.items[1]->as.text));
  return true;
}

Value *lower_concat(Lower *lower, const Val *val, Cond guard) {
  if (val->as.parts.count == 1) return lower_val(lower, val->as.parts.items[0], guard);
  Buffer text = {0};
  Value *names = value_map(lower->arena, val->span);
  bool references = false;
  for (size_t i = 0; i < val->as.parts.count; i++) {
    const Val *part = val->as.parts.items[i];
    if (part->kind == VAL_TEXT) {
      add_escaped(&text, part->as.text);
      continue;
    }
    Value *value = lower_val(lower, part, guard);
    if (!value) continue;
    references = true;
    if (value->kind == VALUE_STRING) {
      add_escaped(&text, value->as.text);
    } else if (!direct(value, &text)) {
      Text name = {0};
      for (size_t k = 0; k < names->as.map.count; k++)
        if (value_equal(names->as.map.members[k].value, value)) name = names->as.map.members[k].key;
      if (!name.size) {
        name = text_format(lower->arena, "Part%zu", names->as.map.count + 1);
        value_put(lower->arena, names, name, part->span, value);
      }
      buffer_format(&text, "${%.*s}", TEXT_ARG(name));
    }
  }
  Value *string = value_string(lower->arena, val->span, buffer_take(&text, lower->arena));
  if (!references) return string;
  if (names->as.map.count == 0) return lower_call(lower, val->span, "Fn::Sub", string);
  Value *list = value_list(lower->arena, val->span);
  value_add(lower->arena, list, string);
  value_add(lower->arena, list, names);
  return lower_call(lower, val->span, "Fn::Sub", list);
}
