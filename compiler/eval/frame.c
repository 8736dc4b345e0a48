// Frames and names. A name is found in three steps: up to the frame of the body that it stands in or of one around
// that, from there down through `if` and `for` where it stands deeper, and then in the slot, which is filled on first
// use.
#include "eval/presence.h"

Frame *eval_new_frame(Eval *eval, Body *body, Frame *parent) {
  Frame *frame = ARENA_NEW(eval->arena, Frame);
  frame->body = body;
  frame->parent = parent;
  frame->guard = COND_TRUE;
  if (parent) {
    frame->owner = parent->owner;
    frame->stack = parent->stack;
    frame->guard = parent->guard;
  }
  frame->slots = ARENA_ARRAY(eval->arena, Slot, body->slot_count);
  frame->expansions = ARENA_ARRAY(eval->arena, Expansion, body->expansion_count);
  return frame;
}

Frame *eval_module_frame(Eval *eval, Module *module) {
  Frame *frame = map_get(&eval->module_frames, module->path);
  if (frame) return frame;
  frame = eval_new_frame(eval, module->body, NULL);
  map_put(eval->arena, &eval->module_frames, module->path, frame);
  return frame;
}

// ───────────────────────────── Expansions ─────────────────────────────

// A name may stand in both branches only where one of them alone can happen: else there would be two of it.
static bool in_both_branches(Eval *eval, const Entry *entry) {
  for (size_t i = 0; i < entry->then->entries.count; i++) {
    const Decl *decl = entry->then->entries.items[i]->decl;
    if (!decl || decl->kind != DECL_INSTANCE || !decl->twin) continue;
    Diag *diag =
        diag_error(eval->diags, "E0204", decl->twin->span,
                   "'%.*s' is declared in both branches of an `if` that a deployment decides", TEXT_ARG(decl->name));
    diag_note(eval->diags, diag, decl->span, "first declared here");
    diag_help(eval->diags, diag, "give it one declaration whose fields depend on the condition, or two names");
    return true;
  }
  return false;
}

static void expand_if(Eval *eval, Frame *frame, Entry *entry, Expansion *expansion) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Expr *test = entry->item->as.if_.condition;
  Cond condition;
  expansion->condition = COND_FALSE;
  expansion->failed = !eval_condition(&cx, eval_expr(&cx, test), test->span, &condition);
  if (expansion->failed) return;
  Conds *conds = &eval->conds;
  if (cond_implies(conds, frame->guard, condition))
    condition = COND_TRUE;
  else if (cond_excludes(conds, frame->guard, condition))
    condition = COND_FALSE;
  expansion->condition = condition;
  bool deferred = condition != COND_TRUE && condition != COND_FALSE;
  if (deferred && entry->otherwise && in_both_branches(eval, entry)) {
    expansion->failed = true;
    return;
  }
  if (condition != COND_FALSE) {
    expansion->then = eval_new_frame(eval, entry->then, frame);
    expansion->then->guard = cond_and(conds, frame->guard, condition);
  }
  if (condition != COND_TRUE && entry->otherwise) {
    expansion->otherwise = eval_new_frame(eval, entry->otherwise, frame);
    expansion->otherwise->guard = cond_and(conds, frame->guard, cond_not(conds, condition));
  }
}

static bool turn_key(Eval *eval, Frame *turn_frame, Entry *entry, const Turn *turn, Text *out) {
  const Item *item = entry->item;
  Context cx = {eval, turn_frame, NULL, turn_frame->guard};
  Span span = item->as.for_.in->span;
  const Val *key = turn->key ? turn->key : turn->second ? turn->second : turn->first;
  if (item->as.for_.by) {
    span = item->as.for_.by->span;
    key = eval_settle(&cx, eval_expr(&cx, item->as.for_.by));
    if (key->kind == VAL_ERROR) return false;
    if (val_deferred(key)) {
      eval_must_be_known(&cx, span, key, "the key of a `for`");
      return false;
    }
  }
  *out = val_spell(eval->arena, key);
  if (key->kind == VAL_INSTANCE) *out = key->as.instance->logical_id;
  if (key->kind == VAL_RECORD && key->as.record.instance) *out = key->as.record.instance->logical_id;
  if (out->at) return true;
  Text shown = val_describe(eval->arena, key);
  Diag *diag = diag_error(eval->diags, "E0313", span, "%.*s cannot name what this `for` makes", TEXT_ARG(shown));
  diag_help(eval->diags, diag, "say what each element is called: `for %.*s in ... by %.*s.name { ... }`",
            TEXT_ARG(item->as.for_.vars.first.name), TEXT_ARG(item->as.for_.vars.first.name));
  return false;
}

static void expand_for(Eval *eval, Frame *frame, Entry *entry, Expansion *expansion) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Item *item = entry->item;
  Turns turns = {0};
  bool two = entry->then->loop[1] != NULL;
  const Val *source = eval_expr(&cx, item->as.for_.in);
  expansion->failed = !eval_turns(&cx, item->as.for_.in, source, two, false, &turns);
  if (expansion->failed) return;
  Map keys = {0};
  for (size_t i = 0; i < turns.count; i++) {
    Frame *inner = eval_new_frame(eval, entry->then, frame);
    inner->guard = cond_and(&eval->conds, frame->guard, turns.items[i].guard);
    if (inner->guard == COND_FALSE) continue;
    inner->loop[0] = turns.items[i].first;
    inner->loop[1] = turns.items[i].second;
    if (!entry->then->has_instances &&
        entry->then->scope->body->kind != BODY_COMPONENT) {  // it makes nothing that needs a name
      inner->key = text_format(eval->arena, "%zu", i);
      vec_push(eval->arena, &expansion->turns, inner);
      continue;
    }
    expansion->failed = !turn_key(eval, inner, entry, &turns.items[i], &inner->key);
    if (expansion->failed) return;
    if (!map_put(eval->arena, &keys, inner->key, inner)) {
      Diag *diag = diag_error(eval->diags, "E0312", item->as.for_.in->span, "the key '%.*s' comes twice in this `for`",
                              TEXT_ARG(inner->key));
      diag_help(eval->diags, diag, "name the elements by something that differs: `for x in ... by x.name`");
      expansion->failed = true;
      return;
    }
    vec_push(eval->arena, &expansion->turns, inner);
  }
}

Expansion *eval_expand(Eval *eval, Frame *frame, Entry *entry) {
  Expansion *expansion = &frame->expansions[entry->ordinal];
  if (expansion->state == SLOT_DONE) return expansion;
  if (expansion->state == SLOT_RUNNING) {
    const Expr *what = entry->item->kind == ITEM_IF ? entry->item->as.if_.condition : entry->item->as.for_.in;
    diag_error(eval->diags, "E0307", what->span, "this depends on what it decides about itself");
    expansion->state = SLOT_DONE;
    expansion->failed = true;
    return expansion;
  }
  expansion->state = SLOT_RUNNING;
  size_t before = eval->diags->list.count;
  if (entry->item->kind == ITEM_IF)
    expand_if(eval, frame, entry, expansion);
  else
    expand_for(eval, frame, entry, expansion);
  eval_blame(eval, before, frame->owner);
  expansion->state = SLOT_DONE;
  return expansion;
}

// ───────────────────────────── Slots ─────────────────────────────

static What input_name(const Decl *decl, const Instance *owner) {
  if (!owner) return (What){.format = "the input '%.*s'", .parts = {decl->name}};
  return (What){.format = "the input '%.*s' of %.*s '%.*s'", .parts = {decl->name, owner->type_name, owner->path}};
}

// Where a default cannot be worked out because something else is deferred, giving the input is the way out.
static void help_with_default(Eval *eval, size_t before, const Decl *decl, const Instance *owner) {
  for (size_t i = before; owner && i < eval->diags->list.count; i++) {
    Diag *diag = eval->diags->list.items[i];
    if (strcmp(diag->code, "E0304") != 0) continue;
    diag_help(eval->diags, diag, "give the input '%.*s' of %.*s '%.*s' itself: `%.*s = ...`", TEXT_ARG(decl->name),
              TEXT_ARG(owner->type_name), TEXT_ARG(owner->path), TEXT_ARG(decl->name));
  }
}

static const Val *input_value(Eval *eval, Frame *frame, Decl *decl) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Item *item = decl->item;
  What what = input_name(decl, frame->owner);
  if (frame->owner) {
    Field *field = eval_find_field(eval, frame->owner, decl->name);
    if (field) {
      const Val *val = eval_field_value(eval, frame->owner, field);
      bool use_default = val->kind == VAL_NULL && item->as.in.fallback;
      if (val->kind == VAL_CHOICE && item->as.in.fallback)  // null means the default, in each branch
        val = eval_where_null(&cx, val, eval_expr(&cx, item->as.in.fallback));
      what.at = field->expr ? field->expr->span : field->span;
      if (!use_default) return eval_conform(&cx, val, item->as.in.type, what);
      what.at = (Span){0};
    }
  } else {
    const Val *given = map_get(&eval->inputs, decl->name);
    if (given) return eval_conform(&cx, given, item->as.in.type, what);
  }
  if (item->as.in.fallback) {
    size_t before = eval->diags->list.count;
    const Val *val = eval_conform(&cx, eval_expr(&cx, item->as.in.fallback), item->as.in.type, what);
    help_with_default(eval, before, decl, frame->owner);
    return val;
  }
  if (item->as.in.type->kind == TYPE_OPTIONAL) return val_null(eval->arena, decl->span);
  if (frame->owner) return val_error(eval->arena, decl->span);  // reported by check
  Diag *diag = diag_error(eval->diags, "E0214", decl->span, "the input '%.*s' has no value", TEXT_ARG(decl->name));
  diag_help(eval->diags, diag, "give it one with `-D %.*s=...`, in an `environment`, or as its default",
            TEXT_ARG(decl->name));
  return val_error(eval->arena, decl->span);
}

// What a test gives a parameter: by "stack.name" or by its name.
static const Val *known_param(Eval *eval, const Frame *frame, const Decl *decl) {
  const Val *own = NULL;
  if (frame->stack)
    own = val_field(eval->known_params,
                    text_format(eval->arena, "%.*s.%.*s", TEXT_ARG(frame->stack->name), TEXT_ARG(decl->name)));
  return own ? own : val_field(eval->known_params, decl->name);
}

static const Val *param_value(Eval *eval, Frame *frame, Decl *decl) {
  const Val *known = eval->known_params ? known_param(eval, frame, decl) : NULL;
  if (known) {
    Context cx = {eval, frame, NULL, frame->guard};
    return eval_conform(&cx, known, decl->item->as.param.type,
                        (What){.format = "the parameter '%.*s'", .parts = {decl->name}});
  }
  const Type *type = decl->item->as.param.type;
  Val *val = val_new(eval->arena, VAL_PARAM, decl->span);
  val->as.param.decl = decl;
  val->as.param.stack = decl->body->kind == BODY_STACK ? frame->stack : NULL;
  val->as.param.type = type->kind == TYPE_OPTIONAL ? type->as.optional : type;
  val->secret = type->kind == TYPE_NAME && !type->as.name.decl && text_is(type->as.name.name.name, "secret");
  if (type->kind != TYPE_OPTIONAL) return val;
  Cond empty = cond_equals(&eval->conds, val, TEXT(""));
  return val_choice(eval->arena, decl->span, cond_not(&eval->conds, empty), val, val_null(eval->arena, decl->span));
}

static const Val *let_value(Eval *eval, Frame *frame, Decl *decl) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Item *item = decl->item;
  const Val *val = eval_expr(&cx, item->as.let.value);
  What what = {.format = "'%.*s'", .parts = {decl->name}, .at = item->as.let.value->span};
  if (item->as.let.type) val = eval_conform(&cx, val, item->as.let.type, what);
  if (val->kind != VAL_RECORD || val->as.record.name.size) return val;
  Val *named = val_copy(eval->arena, val);
  named->as.record.name = decl->name;
  return named;
}

static const Val *out_value(Eval *eval, Frame *frame, Decl *decl) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Item *item = decl->item;
  const Val *val = eval_expr(&cx, item->as.out.value);
  if (!item->as.out.type) return val;
  What what = {.format = "the out '%.*s'", .parts = {decl->name}, .at = item->as.out.value->span};
  return eval_conform(&cx, val, item->as.out.type, what);
}

static const Val *handle(Eval *eval, Span span, Instance *instance) {
  Val *val = val_new(eval->arena, VAL_INSTANCE, span);
  val->as.instance = instance;
  return val;
}

static const Val *stack_handle(Eval *eval, Decl *decl) {
  for (size_t i = 0; i < eval->stacks.count; i++) {
    if (eval->stacks.items[i]->decl != decl) continue;
    Val *val = val_new(eval->arena, VAL_STACK, decl->span);
    val->as.stack = eval->stacks.items[i];
    return val;
  }
  return val_error(eval->arena, decl->span);
}

static const Val *compute_slot(Eval *eval, Frame *frame, Decl *decl) {
  switch (decl->kind) {
    case DECL_IN: return input_value(eval, frame, decl);
    case DECL_PARAM: return param_value(eval, frame, decl);
    case DECL_LET: return let_value(eval, frame, decl);
    case DECL_OUT: return out_value(eval, frame, decl);
    case DECL_INSTANCE:
      if (!decl->kind_decl && !decl->aws_type &&
          !(decl->item->as.instance.aws && schema_foreign(decl->item->as.instance.kind.name)))
        return val_error(eval->arena, decl->span);
      return handle(eval, decl->span, eval_new_instance(eval, frame, decl));
    case DECL_STACK:
    case DECL_COMPONENT:
    case DECL_FN:
    case DECL_TYPE:
    case DECL_TEST:
    case DECL_POLICY:
    case DECL_MODULE:
    case DECL_LOOP:
    case DECL_LOCAL:
    case DECL_AWS:
    case DECL_SELF: break;
  }
  return val_error(eval->arena, decl->span);
}

static void note_ring(Eval *eval, Diag *diag, const Running *at, const void *what) {
  if (!at || at->what == what) return;
  note_ring(eval, diag, at->outer, what);
  diag_note(eval->diags, diag, at->span, "it needs '%.*s'", TEXT_ARG(at->name));
}

void eval_ring(Eval *eval, const void *what, Text name, Span declared, Span span) {
  Diag *diag = diag_error(eval->diags, "E0307", declared, "'%.*s' depends on itself", TEXT_ARG(name));
  diag_help(eval->diags, diag, "make one of the values in the chain of something that does not lead back");
  note_ring(eval, diag, eval->running, what);
  if (eval->running && eval->running->what == what)
    diag_note(eval->diags, diag, span, "it needs itself here");
  else
    diag_note(eval->diags, diag, span, "which needs '%.*s' again", TEXT_ARG(name));
}

const Val *eval_slot(Eval *eval, Frame *frame, Decl *decl, Span span) {
  if (decl->kind == DECL_STACK) return stack_handle(eval, decl);
  Slot *slot = &frame->slots[decl->slot];
  if (slot->state == SLOT_DONE) return slot->val;
  if (slot->state == SLOT_RUNNING) {
    eval_ring(eval, slot, decl->name, decl->span, span);
    slot->state = SLOT_DONE;
    return slot->val = val_error(eval->arena, decl->span);
  }
  slot->state = SLOT_RUNNING;
  size_t before = eval->diags->list.count;
  Running here = {slot, decl->name, span, eval->running};
  eval->running = &here;
  const Val *val = compute_slot(eval, frame, decl);
  eval->running = here.outer;
  eval_blame(eval, before, frame->owner);
  if (slot->state == SLOT_RUNNING) slot->val = val;  // a cycle inside has been reported and stays an error
  slot->state = SLOT_DONE;
  return slot->val;
}

// ───────────────────────────── Names ─────────────────────────────

static bool contains_body(const Body *outer, const Body *inner) {
  while (inner && inner->depth > outer->depth) inner = inner->parent;
  return inner == outer;
}

static const Val *seen_from(Eval *eval, Frame *frame, Decl *decl, Span span);

// The value of a name of `inner` (a body directly in the frame's) as seen from the frame.
static const Val *through(Eval *eval, Frame *frame, Body *inner, Decl *decl, Span span) {
  Expansion *expansion = eval_expand(eval, frame, inner->owner);
  if (expansion->failed) return val_error(eval->arena, span);
  Context cx = {eval, frame, NULL, frame->guard};
  if (inner->kind == BODY_FOR) {
    Val *map = val_record(eval->arena, decl->span);
    for (size_t i = 0; i < expansion->turns.count; i++) {
      Frame *turn = expansion->turns.items[i];
      const Val *val = seen_from(eval, turn, decl, span);
      if (turn->guard != frame->guard && !cond_implies(&eval->conds, frame->guard, turn->guard))
        val = eval_choose(&cx, decl->span, turn->guard, val, val_absent(eval->arena, decl->span));
      val_put(eval->arena, map, turn->key, decl->span, val);
    }
    return map;
  }
  Frame *branch = inner->kind == BODY_THEN ? expansion->then : expansion->otherwise;
  const Val *null = val_null(eval->arena, inner->owner->item->as.if_.condition->span);
  if (!branch) return null;
  const Val *val = seen_from(eval, branch, decl, span);
  Cond condition = inner->kind == BODY_THEN ? expansion->condition : cond_not(&eval->conds, expansion->condition);
  return condition == COND_TRUE ? val : eval_choose(&cx, decl->span, condition, val, null);
}

static const Val *seen_from(Eval *eval, Frame *frame, Decl *decl, Span span) {
  if (frame->body == decl->body) return eval_slot(eval, frame, decl, span);
  for (size_t i = 0; i < frame->views.count; i++)
    if (frame->views.items[i].decl == decl) return frame->views.items[i].val;
  Body *inner = decl->body;
  while (inner->parent != frame->body) inner = inner->parent;
  const Val *val = through(eval, frame, inner, decl, span);
  vec_push(eval->arena, &frame->views, ((View){decl, val}));
  return val;
}

static const Val *named_value(const Context *cx, Decl *decl, Span span) {
  Frame *frame = cx->frame;
  while (frame && !contains_body(frame->body, decl->body)) frame = frame->parent;
  if (!frame) frame = eval_module_frame(cx->eval, decl->module);
  return seen_from(cx->eval, frame, decl, span);
}

const Val *eval_decl(const Context *cx, Decl *decl, Span span) {
  const Val *val = named_value(cx, decl, span);
  if (decl->twin && eval_settle(cx, val)->kind == VAL_NULL) val = named_value(cx, decl->twin, span);
  return eval_settle(cx, val);
}

static const Val *pseudo(const Context *cx, Span span, const char *name) {
  Val *val = val_new(cx->eval->arena, VAL_PSEUDO, span);
  val->as.pseudo.name = text_of(name);
  val->as.pseudo.stack = cx->frame ? cx->frame->stack : NULL;
  return val;
}

// A reference as it stands at a name: its own place is that of the declaration.
static const Val *referred(const Context *cx, const Val *val, Span span) {
  if (val->kind != VAL_INSTANCE && val->kind != VAL_PARAM && val->kind != VAL_STACK) return val;
  Val *copy = val_copy(cx->eval->arena, val);
  copy->span = span;
  return copy;
}

static const Val *aws_record(const Context *cx, Span span) {
  static const char *const names[][2] = {{"region", "AWS::Region"},
                                         {"account", "AWS::AccountId"},
                                         {"partition", "AWS::Partition"},
                                         {"stack_name", "AWS::StackName"},
                                         {"stack_id", "AWS::StackId"},
                                         {"url_suffix", "AWS::URLSuffix"},
                                         {"notification_arns", "AWS::NotificationARNs"}};
  Val *record = val_record(cx->eval->arena, (Span){0});
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    val_put(cx->eval->arena, record, text_of(names[i][0]), span, pseudo(cx, span, names[i][1]));
  return record;
}

const Val *eval_name(const Context *cx, const Expr *expr) {
  Decl *decl = expr->as.name.decl;
  Arena *arena = cx->eval->arena;
  if (!decl) return val_error(arena, expr->span);
  switch (decl->kind) {
    case DECL_LOCAL:
      for (const Binding *binding = cx->locals; binding; binding = binding->next)
        if (binding->decl == decl) return eval_settle(cx, binding->val);
      return val_error(arena, expr->span);
    case DECL_LOOP:
      for (Frame *frame = cx->frame; frame; frame = frame->parent)
        if (frame->body == decl->body) return eval_settle(cx, frame->loop[decl->slot]);
      return val_error(arena, expr->span);
    case DECL_AWS: return aws_record(cx, expr->span);
    case DECL_SELF: {
      Val *record = val_record(arena, expr->span);
      if (cx->frame->owner)
        val_put(arena, record, TEXT("name"), expr->span, val_text(arena, expr->span, cx->frame->owner->self_name));
      return record;
    }
    case DECL_MODULE:
      return eval_wrong(cx, "E0201", expr->span, "'%.*s' is a file in use: write %.*s.NAME", TEXT_ARG(decl->name),
                        TEXT_ARG(decl->name));
    case DECL_STACK:
      if (decl->inside && decl->inside->kind == BODY_FILE) return val_error(arena, expr->span);
      return referred(cx, eval_slot(cx->eval, NULL, decl, expr->span), expr->span);
    case DECL_IN:
    case DECL_PARAM:
    case DECL_LET:
    case DECL_OUT:
    case DECL_INSTANCE:
    case DECL_COMPONENT:
    case DECL_FN:
    case DECL_TEST:
    case DECL_POLICY:
    case DECL_TYPE: return referred(cx, eval_decl(cx, decl, expr->span), expr->span);
  }
  return val_error(arena, expr->span);
}
