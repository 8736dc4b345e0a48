// From templates to the values that policies work on, and from failed assertions to diagnostics.
#include "policy/policy.h"

// ───────────────────────────── Resources ─────────────────────────────

static const Val *from_template(Arena *arena, const Value *value);

static const Val *opaque(Arena *arena, const Value *value, Text name, const Value *argument) {
  Val *val = val_new(arena, VAL_CALL, value->span);
  val->as.call.name = text_copy(arena, name).at;
  val->as.call.argument = from_template(arena, argument);
  return val;
}

static const Val *from_map(Arena *arena, const Value *value) {
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument)) {
    if (text_is(name, "Ref") && text_is(value_text(argument), "AWS::NoValue")) return val_null(arena, value->span);
    return opaque(arena, value, name, argument);
  }
  Val *record = val_record(arena, value->span);
  record->as.record.template = true;
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    val_put(arena, record, member->key, member->key_span, from_template(arena, member->value));
  }
  return record;
}

static const Val *from_template(Arena *arena, const Value *value) {
  const Val *scalar = val_from_scalar(arena, value);
  if (scalar) return scalar;
  if (value->kind == VALUE_MAP) return from_map(arena, value);
  Val *list = val_list(arena, value->span);
  for (size_t i = 0; i < value->as.list.count; i++) val_add(arena, list, from_template(arena, value->as.list.items[i]));
  return list;
}

static void put_text(Arena *arena, Val *record, const char *key, Span span, Text text) {
  val_put(arena, record, text_of(key), span, val_text(arena, span, text));
}

const Val *policy_resources(Arena *arena, Template *const *templates, size_t count) {
  Val *list = val_list(arena, (Span){0});
  for (size_t t = 0; t < count; t++) {
    for (size_t i = 0; i < templates[t]->resources.count; i++) {
      const TemplateResource *resource = &templates[t]->resources.items[i];
      Val *record = val_record(arena, resource->id_span);
      record->as.record.template = true;
      for (size_t k = 0; resource->properties && k < resource->properties->as.map.count; k++) {
        const Member *member = &resource->properties->as.map.members[k];
        val_put(arena, record, member->key, member->key_span, from_template(arena, member->value));
      }
      put_text(arena, record, "id", resource->id_span, resource->logical_id);
      put_text(arena, record, "type", resource->type_span, resource->type);
      put_text(arena, record, "path", resource->id_span, resource->path);
      put_text(arena, record, "stack", resource->id_span, templates[t]->stack);
      val_add(arena, list, record);
    }
  }
  return list;
}

// ───────────────────────────── Running ─────────────────────────────

typedef struct PolicyRun {
  Eval *eval;
  const Decl *policy;
  bool strict;
} PolicyRun;

// The resource that the innermost loop is at.
static const Val *subject_of(const Frame *frame) {
  for (; frame && frame->body->kind >= BODY_THEN; frame = frame->parent) {
    for (size_t i = 0; i < 2; i++) {
      const Val *val = frame->loop[i];
      if (val && val->kind == VAL_RECORD && val->as.record.template && val_field(val, TEXT("id")) &&
          val_field(val, TEXT("type")))
        return val;
    }
  }
  return NULL;
}

// A policy whose name begins with a code ("S6004 load balancers are protected ...") reports that code; empty where it
// has none.
static Text code_of(const Decl *policy) {
  size_t size = 0;
  Text name = policy->name;
  if (name.size && name.at[0] >= 'A' && name.at[0] <= 'Z') size = 1;
  while (size && size < name.size && name.at[size] >= '0' && name.at[size] <= '9') size++;
  return size == 5 && size < name.size && name.at[size] == ' ' ? text_slice(name, 0, size) : (Text){0};
}

static void violated(void *data, const Item *assert, Frame *frame, Text message, bool undecided) {
  PolicyRun *run = data;
  const Val *subject = subject_of(frame);
  Span span = subject && subject->span.source ? subject->span : assert->span;
  Diag *diag;
  Text code = code_of(run->policy);
  if (!undecided)
    diag = diag_error(run->eval->diags, code.size ? text_copy(run->eval->arena, code).at : "E0510", span, "%.*s",
                      TEXT_ARG(message));
  else
    diag = diag_add(run->eval->diags, run->strict ? LEVEL_ERROR : LEVEL_INFO, run->strict ? "E0511" : "I0511", span,
                    "known only when it is deployed: %.*s", TEXT_ARG(message));
  diag_note(run->eval->diags, diag, assert->span, "the policy \"%.*s\" asks for this", TEXT_ARG(run->policy->name));
  if (!subject) return;
  const Val *id = val_field(subject, TEXT("id"));
  vec_push(run->eval->arena, &diag->path, ((PathStep){TEXT("Resources"), 0}));
  if (id->kind == VAL_TEXT) vec_push(run->eval->arena, &diag->path, ((PathStep){id->as.text, 0}));
}

void policy_run(Program *program, Eval *eval, Template *const *templates, size_t count, bool strict) {
  eval->resources = policy_resources(eval->arena, templates, count);
  for (size_t m = 0; m <= program->main->uses.count; m++) {
    const Module *module = m == 0 ? program->main : program->main->uses.items[m - 1].module;
    for (size_t i = 0; module && i < module->policies.count; i++) {
      PolicyRun run = {eval, module->policies.items[i], strict};
      eval_checks(eval, module->policies.items[i], violated, &run);
    }
  }
}
