// Parameters, rules and outputs.
#include "lower/lower.h"

static void put(Lower *lower, Value *map, const char *key, Span span, Value *value) {
  if (value) value_put(lower->arena, map, text_of(key), span, value);
}

static Value *text(Lower *lower, Span span, Text value) { return value_string(lower->arena, span, value); }

// ───────────────────────────── Parameters ─────────────────────────────

Text lower_param_id(Lower *lower, const Decl *decl) {
  const Block *block = decl->item->as.param.block;
  for (size_t i = 0; block && i < block->items.count; i++) {
    const Item *item = block->items.items[i];
    if (item->kind == ITEM_ATTRIBUTE && text_is(item->name.name, "id") && item->as.attribute.value->kind == EXPR_STRING)
      return item->as.attribute.value->as.string.text;
  }
  return eval_pascal(lower->arena, decl->name);
}

void lower_use_param(Lower *lower, const Decl *decl) {
  for (size_t i = 0; i < lower->params.count; i++)
    if (lower->params.items[i] == decl) return;
  vec_push(lower->arena, &lower->params, (Decl *)decl);
}

static const Type *plain(const Type *type) {
  while (type->kind == TYPE_PAREN || ((type->kind == TYPE_NAME || type->kind == TYPE_QUALIFIED) && type->as.name.decl))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  return type;
}

// AWS's own parameter types, by the resource type that they refer to (CloudFormation user guide, "Parameters").
static Text aws_parameter_type(Arena *arena, Text type) {
  static const char *const suffixes[][2] = {{"AWS::EC2::VPC", "Id"},
                                            {"AWS::EC2::Subnet", "Id"},
                                            {"AWS::EC2::SecurityGroup", "Id"},
                                            {"AWS::EC2::Instance", "Id"},
                                            {"AWS::EC2::Volume", "Id"},
                                            {"AWS::EC2::Image", "Id"},
                                            {"AWS::Route53::HostedZone", "Id"},
                                            {"AWS::EC2::KeyPair", "KeyName"},
                                            {"AWS::SSM::Parameter", "Name"},
                                            {"AWS::EC2::AvailabilityZone", "Name"}};
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
    if (text_is(type, suffixes[i][0])) return text_format(arena, "%s::%s", suffixes[i][0], suffixes[i][1]);
    if (text_starts_with(type, text_of(suffixes[i][0])) &&
        text_find(type, TEXT("::"), strlen(suffixes[i][0])) != SIZE_MAX)
      return type;
  }
  return TEXT("String");
}

static Text generic_type(Lower *lower, const Type *type) {
  const Type *argument = type->as.generic.argument;
  Text inner = argument->kind == TYPE_AWS       ? aws_parameter_type(lower->arena, argument->as.aws)
               : argument->kind == TYPE_NAME    ? argument->as.name.name.name
               : argument->kind == TYPE_GENERIC ? generic_type(lower, argument)
                                                : TEXT("String");
  if (text_is(inner, "string")) inner = TEXT("String");
  if (text_is(inner, "number") || text_is(inner, "int")) inner = TEXT("Number");
  if (argument->kind == TYPE_LIST) {
    const Type *element = plain(argument->as.list);
    inner = element->kind == TYPE_AWS
                ? text_format(lower->arena, "List<%.*s>", TEXT_ARG(aws_parameter_type(lower->arena, element->as.aws)))
                : TEXT("CommaDelimitedList");
  }
  return text_format(lower->arena, "%.*s<%.*s>", TEXT_ARG(type->as.generic.base), TEXT_ARG(inner));
}

static void allowed_values(Lower *lower, Value *body, const Type *type) {
  Value *list = value_list(lower->arena, type->span);
  bool numbers = true;
  for (size_t i = 0; i < type->as.union_.count; i++) {
    const Type *item = plain(type->as.union_.items[i]);
    if (item->kind != TYPE_LITERAL) return;  // E0320 of check
    Context cx = {lower->eval, lower->stack->frame, NULL, COND_TRUE};
    const Val *val = eval_expr(&cx, item->as.literal);
    Value *value = lower_val(lower, val, COND_TRUE);
    if (!value) continue;
    numbers = numbers && (value->kind == VALUE_INT || value->kind == VALUE_NUMBER);
    value_add(lower->arena, list,
              value->kind == VALUE_BOOL ? text(lower, value->span, val_spell(lower->arena, val)) : value);
  }
  put(lower, body, "Type", type->span, text(lower, type->span, numbers ? TEXT("Number") : TEXT("String")));
  put(lower, body, "AllowedValues", type->span, list);
}

// Patterns of the language match anywhere; AllowedPattern must match all of the value.
static Text whole_pattern(Lower *lower, Text pattern) {
  bool start = text_starts_with(pattern, TEXT("^")),
       end = text_ends_with(pattern, TEXT("$")) && !text_ends_with(pattern, TEXT("\\$"));
  if (start && end) return pattern;
  Text inner = text_slice(pattern, start ? 1 : 0, end ? pattern.size - 1 : pattern.size);
  return text_format(lower->arena, "%s(%.*s)%s", start ? "^" : ".*", TEXT_ARG(inner), end ? "$" : ".*");
}

static void bounds(Lower *lower, Value *body, const RefineList *refine, bool length) {
  Context cx = {lower->eval, lower->stack->frame, NULL, COND_TRUE};
  for (size_t i = 0; i < refine->count; i++) {
    const Refine *r = &refine->items[i];
    if (r->pattern)
      put(lower, body, "AllowedPattern", r->span,
          text(lower, r->span, whole_pattern(lower, r->pattern->as.string.text)));
    if (r->low)
      put(lower, body, length ? "MinLength" : "MinValue", r->span, lower_val(lower, eval_expr(&cx, r->low), COND_TRUE));
    if (r->high)
      put(lower, body, length ? "MaxLength" : "MaxValue", r->span,
          lower_val(lower, eval_expr(&cx, r->high), COND_TRUE));
  }
}

static void put_type(Lower *lower, Value *body, const Type *type) {
  Span span = type->span;
  type = plain(type);
  switch (type->kind) {
    case TYPE_OPTIONAL: put_type(lower, body, type->as.optional); return;
    case TYPE_UNION: allowed_values(lower, body, type); return;
    case TYPE_AWS:
      put(lower, body, "Type", span, text(lower, span, aws_parameter_type(lower->arena, type->as.aws)));
      return;
    case TYPE_GENERIC: put(lower, body, "Type", span, text(lower, span, generic_type(lower, type))); return;
    case TYPE_LIST: {
      const Type *element = plain(type->as.list);
      Text name = TEXT("CommaDelimitedList");
      if (element->kind == TYPE_AWS)
        name = text_format(lower->arena, "List<%.*s>", TEXT_ARG(aws_parameter_type(lower->arena, element->as.aws)));
      if (element->kind == TYPE_AWS && text_is(name, "List<String>")) name = TEXT("CommaDelimitedList");
      if (element->kind == TYPE_NAME &&
          (text_is(element->as.name.name.name, "int") || text_is(element->as.name.name.name, "number")))
        name = TEXT("List<Number>");
      put(lower, body, "Type", span, text(lower, span, name));
      return;
    }
    case TYPE_NAME: {
      Text name = type->as.name.name.name;
      bool number = text_is(name, "int") || text_is(name, "number");
      if (text_is(name, "bool")) {
        put(lower, body, "Type", span, text(lower, span, TEXT("String")));
        Value *list = value_list(lower->arena, span);
        value_add(lower->arena, list, text(lower, span, TEXT("true")));
        value_add(lower->arena, list, text(lower, span, TEXT("false")));
        put(lower, body, "AllowedValues", span, list);
      } else if (number || text_is(name, "string") || text_is(name, "secret") || text_is(name, "cidr") ||
                 text_is(name, "any")) {
        put(lower, body, "Type", span, text(lower, span, number ? TEXT("Number") : TEXT("String")));
        bounds(lower, body, &type->as.name.refine, !number);
        if (text_is(name, "secret")) put(lower, body, "NoEcho", span, value_bool(lower->arena, span, true));
      }
      return;
    }
    case TYPE_LITERAL:
    case TYPE_RECORD:
    case TYPE_QUALIFIED:
    case TYPE_PAREN:
    case TYPE_ERROR: return;  // E0320 of check
  }
}

static void secret_default(Lower *lower, Span span) {
  Diag *diag = diag_error(lower->eval->diags, "E0314", span,
                          "a secret cannot be a parameter's default: whoever sees the template sees it");
  diag_help(lower->eval->diags, diag, "leave the default out, and give the value when deploying");
}

static Value *default_value(Lower *lower, const Decl *decl) {
  const Item *item = decl->item;
  if (!item->as.param.fallback)
    return item->as.param.type->kind == TYPE_OPTIONAL ? text(lower, decl->span, TEXT("")) : NULL;
  Context cx = {lower->eval, lower->stack->frame, NULL, COND_TRUE};
  const Type *type = plain(item->as.param.type);
  const Val *given = eval_expr(&cx, item->as.param.fallback);
  if (type->kind == TYPE_NAME && text_is(type->as.name.name.name, "secret") && given->kind == VAL_TEXT) {
    secret_default(lower, item->as.param.fallback->span);
    return NULL;
  }
  What what = {.format = "the default of '%.*s'", .parts = {decl->name}, .at = item->as.param.fallback->span};
  const Val *val = eval_conform(&cx, given, item->as.param.type, what);
  if (val->kind == VAL_ERROR) return NULL;
  if (val_deferred_inside(val)) {
    eval_must_be_known(&cx, item->as.param.fallback->span, val, "a parameter's default");
    return NULL;
  }
  if (val->secret) {
    secret_default(lower, val->span);
    return NULL;
  }
  if (val->kind == VAL_NULL) return text(lower, val->span, TEXT(""));
  if (val->kind == VAL_BOOL) return text(lower, val->span, val_spell(lower->arena, val));
  if (val->kind != VAL_LIST) return lower_val(lower, val, COND_TRUE);
  Buffer joined = {0};
  for (size_t i = 0; i < val->as.list.count; i++) {
    if (i) buffer_add_char(&joined, ',');
    buffer_add(&joined, val_spell(lower->arena, val->as.list.items[i]));
  }
  return text(lower, val->span, buffer_take(&joined, lower->arena));
}

static void drop(Value *map, const char *key) {
  for (size_t i = 0; i < map->as.map.count; i++) {
    if (!text_is(map->as.map.members[i].key, key)) continue;
    memmove(&map->as.map.members[i], &map->as.map.members[i + 1], (map->as.map.count - i - 1) * sizeof(Member));
    map->as.map.count--;
    return;
  }
}

// The whole numbers from low to high as alternatives of a pattern, where they are few; else any whole number.
static Text number_pattern(Lower *lower, const Value *low, const Value *high, bool whole) {
  enum { MOST = 100 };
  if (!whole) return TEXT("-?[0-9]+([.][0-9]+)?");
  if (!value_is(low, VALUE_INT) || !value_is(high, VALUE_INT) || high->as.integer - low->as.integer >= MOST)
    return TEXT("-?[0-9]+");
  Buffer out = {0};
  for (int64_t i = low->as.integer; i <= high->as.integer; i++)
    buffer_format(&out, "%s%lld", i > low->as.integer ? "|" : "", (long long)i);
  return buffer_take(&out, lower->arena);
}

// An optional parameter is "" where it is not given, which CloudFormation checks against every constraint: so the empty
// text is let in by each of them, and types that know no empty text give way to String.
static void let_empty_in(Lower *lower, Value *body, const Type *type) {
  Span span = type->span;
  Text kind = value_text(value_at(body, "Type")), pattern = value_text(value_at(body, "AllowedPattern"));
  Value *allowed = value_at(body, "AllowedValues"), *least = value_at(body, "MinLength");
  if (allowed) {
    for (size_t i = 0; i < allowed->as.list.count; i++) {
      Value *item = allowed->as.list.items[i];
      if (item->kind == VALUE_INT)
        allowed->as.list.items[i] =
            text(lower, item->span, text_format(lower->arena, "%lld", (long long)item->as.integer));
      else if (item->kind == VALUE_NUMBER)
        allowed->as.list.items[i] = text(lower, item->span, item->as.text);
    }
    value_add(lower->arena, allowed, text(lower, span, TEXT("")));
  } else if (text_is(kind, "Number")) {
    bool whole = type->kind == TYPE_NAME && text_is(type->as.name.name.name, "int");
    pattern =
        text_format(lower->arena, "^(%.*s)$",
                    TEXT_ARG(number_pattern(lower, value_at(body, "MinValue"), value_at(body, "MaxValue"), whole)));
    drop(body, "MinValue");
    drop(body, "MaxValue");
  }
  if (least && least->kind == VALUE_INT && least->as.integer > 0) {
    pattern = text_format(lower->arena, "(?=.{%lld,}$)(%.*s)", (long long)least->as.integer,
                          TEXT_ARG(pattern.size ? pattern : TEXT(".*")));
    drop(body, "MinLength");
  }
  if (pattern.size)
    put(lower, body, "AllowedPattern", span,
        text(lower, span, text_format(lower->arena, "^$|%.*s", TEXT_ARG(pattern))));
  bool list = text_starts_with(kind, TEXT("List<"));
  if (list || text_is(kind, "Number") || text_starts_with(kind, TEXT("AWS::EC2")) ||
      text_starts_with(kind, TEXT("AWS::Route53")))
    put(lower, body, "Type", span, text(lower, span, list ? TEXT("CommaDelimitedList") : TEXT("String")));
}

static Value *lower_param(Lower *lower, const Decl *decl) {
  const Item *item = decl->item;
  Value *body = value_map(lower->arena, decl->span);
  put_type(lower, body, item->as.param.type);
  if (item->as.param.type->kind == TYPE_OPTIONAL) let_empty_in(lower, body, plain(item->as.param.type->as.optional));
  put(lower, body, "Default", decl->span, default_value(lower, decl));
  if (item->doc.size) put(lower, body, "Description", item->doc_span, text(lower, item->doc_span, item->doc));
  const Block *block = item->as.param.block;
  static const Text names[] = {{"Type", 4},
                               {"Default", 7},
                               {"AllowedPattern", 14},
                               {"AllowedValues", 13},
                               {"ConstraintDescription", 21},
                               {"Description", 11},
                               {"MaxLength", 9},
                               {"MaxValue", 8},
                               {"MinLength", 9},
                               {"MinValue", 8},
                               {"NoEcho", 6}};
  for (size_t i = 0; block && i < block->items.count; i++) {
    const Item *field = block->items.items[i];
    if (field->kind != ITEM_FIELD) continue;
    bool known = false;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) known = known || text_equal(names[k], field->name.name);
    if (!known) {
      Diag *diag = diag_error(lower->eval->diags, "E0203", field->name.span, "a parameter has no attribute '%.*s'",
                              TEXT_ARG(field->name.name));
      diag_suggest(lower->eval->diags, diag, field->name.name, names, sizeof names / sizeof *names);
      continue;
    }
    Context cx = {lower->eval, lower->stack->frame, NULL, COND_TRUE};
    const Val *val = eval_expr(&cx, field->as.field.value);
    if (val_deferred_inside(val))
      eval_must_be_known(&cx, field->as.field.value->span, val, "an attribute of a parameter");
    else
      value_put(lower->arena, body, field->name.name, field->name.span, lower_val(lower, val, COND_TRUE));
  }
  return body;
}

Value *lower_params(Lower *lower) {
  Value *section = value_map(lower->arena, (Span){0});
  for (size_t i = 0; i < lower->stack->params.count; i++) lower_use_param(lower, lower->stack->params.items[i]);
  // In order of declaration, whatever was used first.
  size_t count = lower->params.count;
  for (size_t i = 1; i < count; i++)
    for (size_t k = i; k > 0 && lower->params.items[k - 1]->span.start > lower->params.items[k]->span.start; k--) {
      Decl *swap = lower->params.items[k];
      lower->params.items[k] = lower->params.items[k - 1];
      lower->params.items[k - 1] = swap;
    }
  for (size_t i = 0; i < count; i++) {
    const Decl *decl = lower->params.items[i];
    value_put(lower->arena, section, lower_param_id(lower, decl), decl->span, lower_param(lower, decl));
  }
  for (size_t i = 0; i < lower->links.count; i++) {
    const LinkParam *link = &lower->links.items[i];
    Span span = link->export->val->span;
    Value *body = value_map(lower->arena, span);
    Text type = link->export->list ? TEXT("AWS::SSM::Parameter::Value<List<String>>")
                                   : TEXT("AWS::SSM::Parameter::Value<String>");
    put(lower, body, "Type", span, text(lower, span, type));
    put(lower, body, "Default", span, text(lower, span, link->export->name));
    put(lower, body, "Description", span,
        text(lower, span, text_format(lower->arena, "Made by the stack %.*s", TEXT_ARG(link->export->stack->name))));
    value_put(lower->arena, section, link->id, span, body);
  }
  return section;
}

// ───────────────────────────── Rules ─────────────────────────────

Value *lower_rules(Lower *lower) {
  Value *section = value_map(lower->arena, (Span){0});
  for (size_t i = 0; i < lower->stack->asserts.count; i++) {
    const StackAssert *assert = &lower->stack->asserts.items[i];
    Value *rule = value_map(lower->arena, assert->span), *assertions = value_list(lower->arena, assert->span),
          *one = value_map(lower->arena, assert->span);
    put(lower, one, "Assert", assert->span, lower_rule_body(lower, assert->span, assert->condition));
    put(lower, one, "AssertDescription", assert->span, text(lower, assert->span, assert->message));
    value_add(lower->arena, assertions, one);
    put(lower, rule, "Assertions", assert->span, assertions);
    value_put(lower->arena, section, text_format(lower->arena, "Rule%zu", i + 1), assert->span, rule);
  }
  return section;
}

// ───────────────────────────── Outputs ─────────────────────────────

// The condition under which a value is not null.
static Cond present(Lower *lower, const Val *val, Cond guard) {
  Conds *conds = &lower->eval->conds;
  if (val->kind == VAL_NULL || val->kind == VAL_ERROR) return COND_FALSE;
  if (val->kind != VAL_CHOICE) return guard;
  Cond with = cond_and(conds, guard, val->as.choice.condition),
       without = cond_and(conds, guard, cond_not(conds, val->as.choice.condition));
  return cond_or(conds, present(lower, val->as.choice.then, with), present(lower, val->as.choice.otherwise, without));
}

bool lower_is_list(const Val *val) {
  if (val->kind == VAL_CALL) return val->as.call.list;
  if (val->kind == VAL_ATTRIBUTE) return val->as.attribute.shape.kind == SCHEMA_LIST;
  if (val->kind == VAL_PSEUDO) return text_is(val->as.pseudo.name, "AWS::NotificationARNs");
  return val->kind == VAL_PARAM && plain(val->as.param.type)->kind == TYPE_LIST;
}

static const Val *leaf(const Val *val) {
  while (val->kind == VAL_CHOICE)
    val = val->as.choice.then->kind == VAL_NULL ? val->as.choice.otherwise : val->as.choice.then;
  return val;
}

// An out of scalars is joined; one that holds instances, records or maps is for other stacks alone.
static const Val *output_form(Lower *lower, const Val *val) {
  const Val *first = leaf(val);
  if (first->kind == VAL_RECORD || first->kind == VAL_STACK ||
      (first->kind == VAL_INSTANCE && !first->as.instance->aws))
    return NULL;
  if (first->kind != VAL_LIST) {
    if (!lower_is_list(first)) return val;
  }
  for (size_t i = 0; first->kind == VAL_LIST && i < first->as.list.count; i++) {
    const Val *item = leaf(first->as.list.items[i]);
    if (item->kind == VAL_RECORD || item->kind == VAL_LIST || item->kind == VAL_STACK ||
        (item->kind == VAL_INSTANCE && !item->as.instance->aws))
      return NULL;
  }
  if (first->kind == VAL_LIST && first->as.list.count == 0) return NULL;
  Context cx = {lower->eval, lower->stack->frame, NULL, COND_TRUE};
  const Val *args[2] = {val_text(lower->arena, val->span, TEXT(",")), val};
  const Native *join = native_find(lower->eval, TEXT("join"));
  return join->function(&cx, val->span, args);
}

static void put_output(Lower *lower, Value *section, Text id, const Output *output, const Val *val) {
  Cond guard = present(lower, val, output->guard);
  if (guard == COND_FALSE) return;
  Span span = output->decl->span;
  if (val->secret) {
    Diag *diag = diag_error(lower->eval->diags, "E0314", span,
                            "a secret cannot be an output: everybody who may describe the stack would see it");
    diag_help(lower->eval->diags, diag, "give the ARN of the secret out, and read it where it is used");
    return;
  }
  Value *value = lower_val(lower, val, guard);
  if (!value) return;
  Value *body = value_map(lower->arena, span);
  if (output->decl->item->doc.size) put(lower, body, "Description", span, text(lower, span, output->decl->item->doc));
  if (guard != COND_TRUE) put(lower, body, "Condition", span, text(lower, span, lower_condition(lower, guard)));
  put(lower, body, "Value", span,
      value->kind == VALUE_BOOL ? text(lower, span, value->as.boolean ? TEXT("true") : TEXT("false")) : value);
  if (output->export_name && output->export_name->kind != VAL_ERROR && output->export_name->kind != VAL_NULL) {
    Value *export = value_map(lower->arena, span);
    put(lower, export, "Name", span, lower_val(lower, output->export_name, guard));
    put(lower, body, "Export", span, export);
  }
  if (value_put(lower->arena, section, id, span, body)) return;
  Diag *diag = diag_error(lower->eval->diags, "E0402", span, "two outs get the output id '%.*s'", TEXT_ARG(id));
  const Value *first = value_get(section, id);
  diag_note(lower->eval->diags, diag, first->span, "the first one stands here");
  diag_help(lower->eval->diags, diag, "rename one of them, or give it another id with { @id = \"...\" }");
}

// What other stacks import: the output that has the value already gets the export's name, else one is added.
static void put_export(Lower *lower, Value *section, const Export *export) {
  Value *value = lower_exported(lower, export);
  if (!value) return;
  Value *name = value_map(lower->arena, export->val->span);
  put(lower, name, "Name", export->val->span, text(lower, export->val->span, export->name));
  for (size_t i = 0; i < section->as.map.count; i++) {
    Value *body = section->as.map.members[i].value;
    if (value_at(body, "Export") || value_at(body, "Condition") || !value_equal(value_at(body, "Value"), value))
      continue;
    put(lower, body, "Export", export->val->span, name);
    return;
  }
  Value *body = value_map(lower->arena, export->val->span);
  put(lower, body, "Value", export->val->span, value);
  put(lower, body, "Export", export->val->span, name);
  Text id = export->output;
  for (int number = 2; value_get(section, id); number++)
    id = text_format(lower->arena, "%.*s%d", TEXT_ARG(export->output), number);
  value_put(lower->arena, section, id, export->val->span, body);
}

Value *lower_outputs(Lower *lower) {
  Value *section = value_map(lower->arena, (Span){0});
  for (size_t i = 0; i < lower->stack->outputs.count; i++) {
    const Output *output = &lower->stack->outputs.items[i];
    if (output->val->kind == VAL_ERROR || output->val->kind == VAL_NULL) continue;
    const Val *val = output_form(lower, output->val);
    if (!val) continue;
    Text id = output->id && output->id->kind == VAL_TEXT ? output->id->as.text
                                                         : eval_pascal(lower->arena, output->decl->name);
    put_output(lower, section, id, output, val);
  }
  for (size_t i = 0; i < lower->exports->count; i++) {
    const Export *export = lower->exports->entries[i].value;
    if (export->stack == lower->stack && !export->ssm) put_export(lower, section, export);
  }
  return section;
}

void lower_links(Lower *lower, Value *resources) {
  for (size_t i = 0; i < lower->exports->count; i++) {
    const Export *export = lower->exports->entries[i].value;
    if (export->stack != lower->stack || !export->ssm) continue;
    Span span = export->val->span;
    Value *value = lower_exported(lower, export);
    if (!value) continue;
    Value *body = value_map(lower->arena, span), *properties = value_map(lower->arena, span);
    put(lower, body, "Type", span, text(lower, span, TEXT("AWS::SSM::Parameter")));
    put(lower, properties, "Name", span, text(lower, span, export->name));
    put(lower, properties, "Type", span, text(lower, span, export->list ? TEXT("StringList") : TEXT("String")));
    put(lower, properties, "Value", span, value);
    put(lower, body, "Properties", span, properties);
    Text id = text_format(lower->arena, "Link%.*s", TEXT_ARG(export->output));
    for (int number = 2; value_get(resources, id); number++)
      id = text_format(lower->arena, "Link%.*s%d", TEXT_ARG(export->output), number);
    value_put(lower->arena, resources, id, span, body);
  }
}
