// Both sides of the comparison, and the values to try for each type of parameter.
#include "property/deferral.h"

#include <string.h>

Text deferral_errors(Arena *arena, const Compilation *compilation) {
  Buffer out = {0};
  const Diags *diags = &compilation->session.diags;
  for (size_t i = 0; i < diags->list.count; i++) {
    const Diag *diag = diags->list.items[i];
    if (diag->level != LEVEL_ERROR) continue;
    Position at = source_position(&compilation->session.sources, diag->span.source, diag->span.start);
    buffer_format(&out, "%u:%u: %s %.*s\n", at.line, at.column, diag->code, TEXT_ARG(diag->message));
  }
  return buffer_take(&out, arena);
}

// ───────────────────────────── Values ─────────────────────────────

static const Type *plain(const Type *type) {
  while (type->kind == TYPE_PAREN || ((type->kind == TYPE_NAME || type->kind == TYPE_QUALIFIED) && type->as.name.decl))
    type = type->kind == TYPE_PAREN ? type->as.paren : type->as.name.decl->item->as.type.type;
  return type;
}

static void add_value(Deferral *deferral, DeferralParam *param, Text literal, Text value) {
  vec_push(&deferral->arena, &param->values, ((ParamValue){literal, value}));
}

static void add_quoted(Deferral *deferral, DeferralParam *param, Text value) {
  add_value(deferral, param, text_format(&deferral->arena, "\"%.*s\"", TEXT_ARG(value)), value);
}

static Text written(const Deferral *deferral, Span span) { return text_slice(deferral->text, span.start, span.end); }

static void number_values(Deferral *deferral, DeferralParam *param, const Type *type) {
  Text low = TEXT("3"), high = TEXT("7");
  for (size_t i = 0; i < type->as.name.refine.count; i++) {
    const Refine *refine = &type->as.name.refine.items[i];
    if (refine->low) low = written(deferral, refine->low->span);
    if (refine->high) high = written(deferral, refine->high->span);
    if (refine->low && !refine->high) high = low;
    if (refine->high && !refine->low) low = high;
  }
  add_value(deferral, param, low, low);
  add_value(deferral, param, high, high);
}

static bool simple_values(Deferral *deferral, DeferralParam *param, const Type *type) {
  Text name = type->as.name.name.name;
  if (text_is(name, "bool")) {
    add_value(deferral, param, TEXT("true"), TEXT("true"));
    add_value(deferral, param, TEXT("false"), TEXT("false"));
  } else if (text_is(name, "int") || text_is(name, "number")) {
    number_values(deferral, param, type);
  } else if (text_is(name, "cidr")) {
    add_quoted(deferral, param, TEXT("10.0.0.0/16"));
  } else if (text_is(name, "string") && text_is(param->name, "certificate")) {
    add_quoted(deferral, param, TEXT("arn:aws:acm:eu-west-1:123456789012:certificate/0123abcd"));
  } else if (text_is(name, "string") && type->as.name.refine.count == 0) {
    add_quoted(deferral, param, TEXT("alpha"));
    add_quoted(deferral, param, TEXT("b-2"));
  }
  return param->values.count > 0;
}

// Something that AWS takes as the id or name of a resource of this type.
static Text id_of(Text type) {
  static const char *const ids[][2] = {
      {"AWS::EC2::VPC", "vpc-0123abcd"},
      {"AWS::EC2::Subnet", "subnet-0123abcd"},
      {"AWS::EC2::SecurityGroup", "sg-0123abcd"},
      {"AWS::EC2::Image", "ami-0123abcd"},
      {"AWS::EC2::Instance", "i-0123abcd"},
      {"AWS::EC2::Volume", "vol-0123abcd"},
      {"AWS::Route53::HostedZone", "Z0123ABCD"},
      {"AWS::KMS::Key", "arn:aws:kms:eu-west-1:123456789012:key/0123abcd-0123-0123-0123-0123456789ab"}};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    if (text_is(type, ids[i][0])) return text_of(ids[i][1]);
  return TEXT("id-1");
}

static bool find_values(Deferral *deferral, DeferralParam *param, const Type *type) {
  type = plain(type);
  switch (type->kind) {
    case TYPE_OPTIONAL:
      add_value(deferral, param, TEXT("null"), TEXT(""));
      find_values(deferral, param, type->as.optional);
      return param->values.count > 1;
    case TYPE_UNION:
      for (size_t i = 0; i < type->as.union_.count; i++)
        if (!find_values(deferral, param, type->as.union_.items[i])) return false;
      return true;
    case TYPE_LITERAL:
      if (type->as.literal->kind == EXPR_STRING)
        add_quoted(deferral, param, type->as.literal->as.string.text);
      else
        add_value(deferral, param, written(deferral, type->span), written(deferral, type->span));
      return true;
    case TYPE_AWS: add_quoted(deferral, param, id_of(type->as.aws)); return true;
    case TYPE_LIST: {
      const Type *element = plain(type->as.list);
      bool text =
          element->kind == TYPE_AWS || (element->kind == TYPE_NAME && text_is(element->as.name.name.name, "string"));
      if (!text) return false;
      if (element->kind == TYPE_AWS) {
        Text id = id_of(element->as.aws);
        add_value(deferral, param, text_format(&deferral->arena, "[\"%.*s\", \"%.*s0\"]", TEXT_ARG(id), TEXT_ARG(id)),
                  text_format(&deferral->arena, "%.*s,%.*s0", TEXT_ARG(id), TEXT_ARG(id)));
        return true;
      }
      add_value(deferral, param, TEXT("[\"one\", \"two\"]"), TEXT("one,two"));
      add_value(deferral, param, TEXT("[\"three\", \"two\", \"three\"]"), TEXT("three,two,three"));
      return true;
    }
    case TYPE_NAME: return simple_values(deferral, param, type);
    case TYPE_GENERIC:
    case TYPE_RECORD:
    case TYPE_QUALIFIED:
    case TYPE_PAREN:
    case TYPE_ERROR: return false;
  }
  return false;
}

static void add_params(Deferral *deferral, const ItemList *items) {
  for (size_t i = 0; i < items->count; i++) {
    const Item *item = items->items[i];
    if (item->kind == ITEM_STACK) add_params(deferral, &item->as.stack.block->items);
    if (item->kind != ITEM_PARAM) continue;
    DeferralParam param = {.name = item->name.name,
                           .id = eval_pascal(&deferral->arena, item->name.name),
                           .span = item->span,
                           .type = written(deferral, item->as.param.type->span)};
    const Expr *fallback = item->as.param.fallback;
    if (item->as.param.block && fallback && fallback->kind == EXPR_STRING)
      add_quoted(deferral, &param, fallback->as.string.text);
    else
      param.stays = !find_values(deferral, &param, item->as.param.type);
    param.stays = param.stays || item->as.param.block;
    if (param.values.count == 0) add_value(deferral, &param, TEXT(""), TEXT("x-1"));
    vec_push(&deferral->arena, &deferral->params, param);
  }
}

// ───────────────────────────── Both sides ─────────────────────────────

static void compile(Compilation *out, Text path, Text text) {
  CompileOptions options = {.program = path.at, .text = text};
  compile_program(out, &options, COMPILE_LOWER);
}

bool deferral_open(Deferral *out, const char *path, Text text) {
  *out = (Deferral){0};
  out->path = text_copy(&out->arena, text_of(path));
  out->text = text;
  compile(&out->compilation, out->path, text);
  if (out->compilation.session.diags.errors || !out->compilation.program) return false;
  add_params(out, &out->compilation.program->main->file->items);
  return true;
}

void deferral_close(Deferral *deferral) {
  compile_free(&deferral->compilation);
  arena_free(&deferral->arena);
}

// The text with the parameters made known; they come in order of their places.
static Text known_text(Deferral *deferral, const size_t *picks) {
  Buffer out = {0};
  size_t at = 0;
  for (size_t i = 0; i < deferral->params.count; i++) {
    const DeferralParam *param = &deferral->params.items[i];
    if (param->stays) continue;
    buffer_add(&out, text_slice(deferral->text, at, param->span.start));
    buffer_format(&out, "let %.*s: %.*s = %.*s", TEXT_ARG(param->name), TEXT_ARG(param->type),
                  TEXT_ARG(param->values.items[picks[i]].literal));
    at = param->span.end;
  }
  buffer_add(&out, text_slice(deferral->text, at, deferral->text.size));
  return buffer_take(&out, &deferral->arena);
}

static Value *evaluate(Deferral *deferral, const Template *template, const Value *params, bool *holds, Text *error) {
  CfnRun run = {.arena = &deferral->arena, .template = template->root, .params = params};
  Value *value = cfn_evaluate(&run);
  *holds = run.holds;
  *error = run.error;
  return value;
}

// Outputs that are there for other stacks alone differ by what those need; what is imported counts where it is used.
static void drop_exports(Deferral *deferral, Value *template) {
  Value *outputs = value_at(template, "Outputs"), *kept = value_map(&deferral->arena, (Span){0});
  for (size_t i = 0; i < outputs->as.map.count; i++)
    if (!value_at(outputs->as.map.members[i].value, "Export"))
      value_put(&deferral->arena, kept, outputs->as.map.members[i].key, (Span){0}, outputs->as.map.members[i].value);
  value_set(&deferral->arena, template, "Outputs", kept);
}

// With parameters a resource may wait for more than it must: what it depends on under a condition alone is written
// without one where it always exists.
static void drop_extra_dependencies(Deferral *deferral, Value *a, const Value *b) {
  Value *left = value_at(a, "Resources");
  const Value *right = value_at(b, "Resources");
  for (size_t i = 0; i < left->as.map.count; i++) {
    Value *body = left->as.map.members[i].value, *more = value_at(body, "DependsOn");
    const Value *wanted = value_at(value_get(right, left->as.map.members[i].key), "DependsOn");
    size_t found = 0;
    for (size_t k = 0; more && wanted && k < more->as.list.count; k++)
      found += found < wanted->as.list.count &&
               text_equal(more->as.list.items[k]->as.text, wanted->as.list.items[found]->as.text);
    if (!more || (wanted && found < wanted->as.list.count)) continue;
    value_set(&deferral->arena, body, "DependsOn", wanted ? value_copy(&deferral->arena, wanted) : NULL);
    if (wanted) continue;
    Value *rest = value_map(&deferral->arena, (Span){0});
    for (size_t k = 0; k < body->as.map.count; k++)
      if (body->as.map.members[k].value)
        value_put(&deferral->arena, rest, body->as.map.members[k].key, (Span){0}, body->as.map.members[k].value);
    *body = *rest;
  }
}

static DeferralOutcome compare(Deferral *deferral, const Templates *known, const Value *params, Text *problem) {
  const Templates *deferred = &deferral->compilation.templates;
  Arena *arena = &deferral->arena;
  for (size_t i = 0; i < deferred->list.count; i++) {
    const Template *left = deferred->list.items[i], *right = NULL;
    for (size_t k = 0; k < known->list.count; k++)
      if (text_equal(known->list.items[k]->stack, left->stack)) right = known->list.items[k];
    if (!right) return *problem = TEXT("a stack is missing"), DEFERRAL_DIFFERENT;
    bool holds, still_holds;
    Text error;
    Value *a = evaluate(deferral, left, params, &holds, &error);
    if (!a) {
      *problem = text_format(arena, "CloudFormation would refuse the template with parameters: %.*s", TEXT_ARG(error));
      return DEFERRAL_DIFFERENT;
    }
    Value *b = evaluate(deferral, right, params, &still_holds, &error);
    if (!b) {
      *problem = text_format(arena, "CloudFormation would refuse the known template: %.*s", TEXT_ARG(error));
      return DEFERRAL_DIFFERENT;
    }
    if (!holds || !still_holds) {
      *problem = TEXT("an assertion is broken, but only CloudFormation says so");
      return holds == still_holds ? DEFERRAL_FORBIDDEN : DEFERRAL_DIFFERENT;
    }
    if (deferred->list.count > 1) drop_exports(deferral, a), drop_exports(deferral, b);
    drop_extra_dependencies(deferral, a, b);
    *problem = cfn_difference(arena, a, b);
    if (problem->size) return DEFERRAL_DIFFERENT;
  }
  return DEFERRAL_SAME;
}

static bool rules_hold(Deferral *deferral, const Value *params) {
  bool all = true;
  for (size_t i = 0; i < deferral->compilation.templates.list.count; i++) {
    bool holds;
    Text error;
    evaluate(deferral, deferral->compilation.templates.list.items[i], params, &holds, &error);
    all = all && holds;
  }
  return all;
}

DeferralOutcome deferral_try(Deferral *deferral, const size_t *picks, Text *problem) {
  Arena *arena = &deferral->arena;
  Value *params = value_map(arena, (Span){0});
  for (size_t i = 0; i < deferral->params.count; i++) {
    const DeferralParam *param = &deferral->params.items[i];
    value_put(arena, params, param->id, (Span){0}, value_string(arena, (Span){0}, param->values.items[picks[i]].value));
  }
  Compilation known;
  compile(&known, deferral->path, known_text(deferral, picks));
  DeferralOutcome outcome;
  const Diags *diags = &known.session.diags;
  if (diags->errors == 0) {
    outcome = compare(deferral, &known.templates, params, problem);
  } else {
    bool asserted = false, refused = true;
    for (size_t i = 0; i < diags->list.count; i++) {
      const char *code = diags->list.items[i]->code;
      asserted = asserted || strcmp(code, "E0309") == 0;
      refused = refused && (diags->list.items[i]->level != LEVEL_ERROR || code[1] == '1' || code[1] == '3' ||
                            strcmp(code, "E0309") == 0);
    }
    outcome = asserted && !rules_hold(deferral, params) ? DEFERRAL_FORBIDDEN
              : refused                                 ? DEFERRAL_REFUSED
                                                        : DEFERRAL_DIFFERENT;
    *problem = text_format(arena, "the known program has errors:\n%.*s", TEXT_ARG(deferral_errors(arena, &known)));
  }
  *problem = text_copy(arena, *problem);
  compile_free(&known);
  return outcome;
}
