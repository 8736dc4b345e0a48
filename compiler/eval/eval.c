// The evaluation of a program: inputs, stacks, then every instance in order of declaration, until only resources with
// their property values are left.
#include "eval/eval.h"

#include "schema/schema.h"

// ───────────────────────────── Inputs ─────────────────────────────

static const Val *environment_field(Eval *eval, const char *name) {
  if (!eval->environment) return NULL;
  const ItemList *items = &eval->environment->as.instance.block->items;
  for (size_t i = 0; i < items->count; i++) {
    if (items->items[i]->kind != ITEM_FIELD || !text_is(items->items[i]->name.name, name)) continue;
    Context cx = {eval, eval_module_frame(eval, eval->program->main), NULL, COND_TRUE};
    return eval_expr(&cx, items->items[i]->as.field.value);
  }
  return NULL;
}

// What stands on the command line is a source of its own, so that it is shown like all others.
static Span command_line(Eval *eval, Text text) {
  uint32_t source = source_add(&eval->session->sources, TEXT("(command line)"), text);
  return (Span){source, 0, (uint32_t)text.size};
}

static void find_environment(Eval *eval) {
  Text wanted = eval->session->environment;
  if (wanted.size == 0) return;
  const Module *main = eval->program->main;
  Text names[64];
  size_t count = 0;
  for (size_t i = 0; i < main->environments.count; i++) {
    if (text_equal(main->environments.items[i]->name.name, wanted)) eval->environment = main->environments.items[i];
    if (count < 64) names[count++] = main->environments.items[i]->name.name;
  }
  if (eval->environment) return;
  Diag *diag = diag_error(eval->diags, "E0218", command_line(eval, wanted), "the program has no environment '%.*s'",
                          TEXT_ARG(wanted));
  diag_suggest(eval->diags, diag, wanted, names, count);
  if (!diag->help.size)
    diag_help(eval->diags, diag, "declare it: `environment %.*s { in = { ... } }`", TEXT_ARG(wanted));
}

static void unknown_input(Eval *eval, Text name, Span span) {
  const Map *values = &eval->program->main->scope.values;
  Text *names = ARENA_ARRAY(eval->arena, Text, values->count + 1);
  size_t count = 0;
  for (size_t i = 0; i < values->count; i++)
    if (((const Decl *)values->entries[i].value)->kind == DECL_IN) names[count++] = values->entries[i].key;
  Diag *diag = diag_error(eval->diags, "E0203", span, "the program has no input '%.*s'", TEXT_ARG(name));
  diag_suggest(eval->diags, diag, name, names, count);
  const Decl *decl = map_get(values, name);
  if (decl && decl->kind == DECL_PARAM)
    diag_help(eval->diags, diag, "'%.*s' is a parameter: its value is given when the stack is deployed",
              TEXT_ARG(name));
}

static void read_inputs(Eval *eval) {
  const Map *values = &eval->program->main->scope.values;
  const Val *given = environment_field(eval, "in");
  if (given && given->kind == VAL_RECORD) {
    for (size_t i = 0; i < given->as.record.record.count; i++) {
      const RecordEntry *entry = &given->as.record.record.entries[i];
      const Decl *decl = map_get(values, entry->key);
      if (!decl || decl->kind != DECL_IN) unknown_input(eval, entry->key, entry->key_span);
      Val *val = val_copy(eval->arena, entry->val);
      map_put(eval->arena, &eval->inputs, entry->key, val);
    }
  }
  for (size_t i = 0; i < eval->session->defines.count; i++) {
    const Define *define = &eval->session->defines.items[i];
    Decl *decl = map_get(values, define->name);
    Span span =
        command_line(eval, text_format(eval->arena, "%.*s=%.*s", TEXT_ARG(define->name), TEXT_ARG(define->value)));
    if (!decl || decl->kind != DECL_IN) {
      span.end = (uint32_t)define->name.size;
      unknown_input(eval, define->name, span);
      continue;
    }
    const Val *val = eval_input_text(eval, eval_module_frame(eval, eval->program->main), decl, span);
    map_put(eval->arena, &eval->inputs, define->name, (void *)val);
  }
}

static const char *const environment_fields[] = {"account", "region", "in", "params", "tags"};

static void check_environment(Eval *eval) {
  Text names[5];
  for (size_t i = 0; i < 5; i++) names[i] = text_of(environment_fields[i]);
  for (size_t e = 0; e < eval->program->main->environments.count; e++) {
    const ItemList *items = &eval->program->main->environments.items[e]->as.instance.block->items;
    for (size_t i = 0; i < items->count; i++) {
      const Item *item = items->items[i];
      bool known = item->kind == ITEM_ERROR;
      for (size_t k = 0; k < 5; k++)
        known = known || (item->kind == ITEM_FIELD && text_equal(names[k], item->name.name));
      if (known) continue;
      Diag *diag =
          diag_error(eval->diags, "E0203", item->span, "an environment has no field '%.*s'", TEXT_ARG(item->name.name));
      diag_suggest(eval->diags, diag, item->name.name, names, 5);
      if (!diag->help.size)
        diag_help(eval->diags, diag, "it has account, region, in, params and tags; inputs go into `in = { ... }`");
    }
  }
}

// "name" is a parameter of every stack that has it, "stack.name" that of one.
static const Decl *find_param(Eval *eval, Text key) {
  size_t dot = text_find(key, TEXT("."), 0);
  Text name = dot == SIZE_MAX ? key : text_slice(key, dot + 1, key.size);
  const Decl *file = map_get(&eval->program->main->scope.values, name);
  if (file && file->kind == DECL_PARAM) return file;
  for (size_t i = 0; i < eval->stacks.count; i++) {
    const Stack *stack = eval->stacks.items[i];
    if (dot != SIZE_MAX && !text_equal(stack->name, text_slice(key, 0, dot))) continue;
    const Decl *decl = map_get(&stack->decl->inside->scope->values, name);
    if (decl && decl->kind == DECL_PARAM) return decl;
  }
  return NULL;
}

static void read_params(Eval *eval) {
  const Val *given = environment_field(eval, "params");
  if (!given || given->kind == VAL_ERROR) return;
  Context cx = {eval, eval_module_frame(eval, eval->program->main), NULL, COND_TRUE};
  if (given->kind != VAL_RECORD) {
    Text shown = val_describe(eval->arena, given);
    eval_wrong(&cx, "E0301", given->span, "the params of an environment are a record, not %.*s", TEXT_ARG(shown));
    return;
  }
  Val *out = val_record(eval->arena, given->span);
  for (size_t i = 0; i < given->as.record.record.count; i++) {
    const RecordEntry *entry = &given->as.record.record.entries[i];
    const Decl *decl = find_param(eval, entry->key);
    if (!decl) {
      Diag *diag = diag_error(eval->diags, "E0203", entry->key_span, "the program has no parameter '%.*s'",
                              TEXT_ARG(entry->key));
      const Decl *other = map_get(&eval->program->main->scope.values, entry->key);
      if (other && other->kind == DECL_IN)
        diag_help(eval->diags, diag, "'%.*s' is an input: it goes into `in = { ... }`", TEXT_ARG(entry->key));
      continue;
    }
    What what = {.format = "the parameter '%.*s'", .parts = {entry->key}};
    const Val *val = eval_conform(&cx, entry->val, decl->item->as.param.type, what);
    if (val_deferred_inside(val))
      eval_must_be_known(&cx, entry->val->span, val, "the value of a parameter");
    else
      val_put(eval->arena, out, entry->key, entry->key_span, val);
  }
  eval->params = out;
}

// ───────────────────────────── Stacks ─────────────────────────────

static bool is_account(Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return text.size == 12;
}

static bool is_stack_name(Text text) {
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) return false;
  }
  return text.size > 0 && text.size <= 128;
}

// What CloudFormation would refuse as a place or name; what is not known is left to others.
static void check_forms(const Context *cx, const Val *settings) {
  static const struct {
    const char *name;
    bool (*fits)(Text text);
    const char *form;
  } forms[] = {
      {"name", is_stack_name, "a letter, then letters, digits and hyphens, 128 at most"},
      {"region", schema_region_form, "a name such as \"eu-west-1\""},
      {"account", is_account, "a text of 12 digits"},
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    const Val *val = val_field(settings, text_of(forms[i].name));
    Text text = val ? val_spell(cx->eval->arena, val) : (Text){0};
    if (!text.size || forms[i].fits(text)) continue;
    eval_wrong(cx, "E0301", val->span, "the %s of a stack is %s, not %.*s", forms[i].name, forms[i].form,
               TEXT_ARG(val_show(cx->eval->arena, val)));
  }
}

static void stack_settings(Eval *eval, Stack *stack) {
  static const Text known[] = {
      {"name", 4},         {"tags", 4},          {"region", 6},    {"account", 7}, {"termination_protection", 22},
      {"metadata", 8},     {"capabilities", 12}, {"transform", 9}, {"link", 4},    {"strata", 6},
      {"description", 11}, {"globals", 7},       {"hooks", 5}};
  Val *settings = val_record(eval->arena, stack->decl->span);
  const ItemList *items = &stack->decl->item->as.stack.block->items;
  Context cx = {eval, stack->frame, NULL, COND_TRUE};
  for (size_t i = 0; i < items->count; i++) {
    const Item *item = items->items[i];
    if (item->kind != ITEM_FIELD) continue;
    bool found = false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) found = found || text_equal(known[k], item->name.name);
    if (!found) {
      Diag *diag =
          diag_error(eval->diags, "E0203", item->name.span, "a stack has no setting '%.*s'", TEXT_ARG(item->name.name));
      diag_suggest(eval->diags, diag, item->name.name, known, sizeof known / sizeof *known);
      if (!diag->help.size)
        diag_help(eval->diags, diag, "to name a value, write `let %.*s = ...`", TEXT_ARG(item->name.name));
      continue;
    }
    val_put(eval->arena, settings, item->name.name, item->name.span, eval_expr(&cx, item->as.field.value));
  }
  const char *const from_environment[] = {"region", "account"};
  for (size_t i = 0; i < 2; i++) {
    const Val *val = environment_field(eval, from_environment[i]);
    if (val && !val_field(settings, text_of(from_environment[i])))
      val_put(eval->arena, settings, text_of(from_environment[i]), val->span, val);
  }
  const Val *tags = environment_field(eval, "tags"), *own = val_field(settings, TEXT("tags"));
  if (tags && tags->kind == VAL_RECORD) {
    Val *merged = val_record(eval->arena, tags->span);
    const Val *both[2] = {tags, own};
    for (size_t k = 0; k < 2; k++)
      for (size_t i = 0; both[k] && both[k]->kind == VAL_RECORD && i < both[k]->as.record.record.count; i++)
        val_put(eval->arena, merged, both[k]->as.record.record.entries[i].key,
                both[k]->as.record.record.entries[i].key_span, both[k]->as.record.record.entries[i].val);
    val_put(eval->arena, settings, TEXT("tags"), tags->span, merged);
  } else if (own && own->kind != VAL_RECORD && own->kind != VAL_ERROR) {
    Text shown = val_describe(eval->arena, own);
    eval_wrong(&cx, "E0301", own->span, "tags are a record, not %.*s: tags = { team: \"shop\" }", TEXT_ARG(shown));
  }
  const Val *version = val_field(settings, TEXT("strata"));
  if (version && version->kind != VAL_ERROR && !val_is_text(version, "1")) {
    Diag *diag =
        diag_error(eval->diags, "E0219", version->span,
                   "this program asks for version %.*s of the language, and this compiler knows version \"1\" alone",
                   TEXT_ARG(val_show(eval->arena, version)));
    diag_help(eval->diags, diag, "use a newer compiler, or write `strata = \"1\"`");
  }
  const Val *link = val_field(settings, TEXT("link"));
  if (link && link->kind != VAL_ERROR && !val_is_text(link, "export") && !val_is_text(link, "ssm")) {
    Text shown = val_show(eval->arena, link);
    eval_wrong(&cx, "E0301", link->span, "the link of a stack is \"export\" or \"ssm\", not %.*s", TEXT_ARG(shown));
  }
  check_forms(&cx, settings);
  stack->settings = settings;
  const Val *name = val_field(settings, TEXT("name"));
  Text environment = eval->session->environment;
  if (name && name->kind == VAL_TEXT)
    stack->deployed_name = name->as.text;
  else if (name && name->kind != VAL_ERROR)
    eval_must_be_known(&cx, name->span, name, "the name of a stack");
  if (stack->deployed_name.size) return;
  stack->deployed_name = environment.size
                             ? text_format(eval->arena, "%.*s-%.*s", TEXT_ARG(stack->name), TEXT_ARG(environment))
                             : stack->name;
}

static void add_stacks(Eval *eval, Module *module) {
  for (size_t i = 0; i < module->stacks.count; i++) {
    Decl *decl = module->stacks.items[i];
    if (!decl->inside) continue;
    Stack *stack = ARENA_NEW(eval->arena, Stack);
    stack->decl = decl;
    stack->name = decl->name;
    Frame *file = eval_module_frame(eval, module);
    if (decl->inside->kind == BODY_FILE) {
      stack->frame = file;
      file->stack = stack;
    } else {
      stack->frame = eval_new_frame(eval, decl->inside, file);
      stack->frame->stack = stack;
    }
    vec_push(eval->arena, &eval->stacks, stack);
  }
}

// ───────────────────────────── Expansion ─────────────────────────────

static void expand_frame(Eval *eval, Frame *frame);

static Text assert_message(const Context *cx, const Item *item, Cond condition) {
  if (!item->as.assert.message) return TEXT("this assertion does not hold");
  Context failing = eval_under(cx, cond_not(&cx->eval->conds, condition));
  const Val *text = eval_settle(&failing, eval_expr(&failing, item->as.assert.message));
  return text->kind == VAL_TEXT ? text->as.text : TEXT("this assertion does not hold");
}

static void check_assert(Eval *eval, Frame *frame, const Item *item) {
  Context cx = {eval, frame, NULL, frame->guard};
  Conds *conds = &eval->conds;
  Cond condition;
  size_t before = eval->diags->list.count;
  const Val *val = eval_expr(&cx, item->as.assert.condition);
  bool decided = val->kind != VAL_ERROR && eval_condition(&cx, val, item->as.assert.condition->span, &condition);
  eval_blame(eval, before, frame->owner);
  if (!decided) return;
  if (cond_implies(conds, frame->guard, condition)) return;
  Text message = assert_message(&cx, item, condition);
  if (cond_and(conds, frame->guard, condition) != COND_FALSE || frame->guard != COND_TRUE) {
    Cond rule = cond_or(conds, cond_not(conds, frame->guard), condition);
    if (frame->stack && rule != COND_FALSE) {
      vec_push(eval->arena, &frame->stack->asserts, ((StackAssert){rule, message, item->span}));
      return;
    }
  }
  const Instance *owner = frame->owner;
  while (owner && owner->owner) owner = owner->owner;
  Diag *diag = diag_error(eval->diags, "E0309", owner ? owner->decl->span : item->span, "%.*s", TEXT_ARG(message));
  if (frame->owner) frame->owner->refused = true;
  if (owner)
    diag_note(eval->diags, diag, item->as.assert.condition->span, "%.*s asserts this",
              TEXT_ARG(frame->owner->type_name));
}

static void expand_instance(Eval *eval, Frame *frame, Decl *decl) {
  const Val *val = eval_slot(eval, frame, decl, decl->span);
  if (val->kind != VAL_INSTANCE || val->as.instance->expanded || eval_stopped(eval, decl->span)) return;
  Instance *instance = val->as.instance;
  instance->expanded = true;
  eval_find_field(eval, instance, TEXT(""));
  if (!instance->aws) {
    expand_frame(eval, eval_inside(eval, instance));
    return;
  }
  if (!instance->stack) return;
  instance->number = (uint32_t)instance->stack->resources.count;
  vec_push(eval->arena, &instance->stack->resources, instance);
}

static void expand_entry(Eval *eval, Frame *frame, Entry *entry) {
  switch (entry->item->kind) {
    case ITEM_IN:
    case ITEM_LET: eval_slot(eval, frame, entry->decl, entry->decl->span); return;
    case ITEM_PARAM:
      if (frame->stack) vec_push(eval->arena, &frame->stack->params, entry->decl);
      return;
    case ITEM_INSTANCE:
      if (entry->decl) expand_instance(eval, frame, entry->decl);
      return;
    case ITEM_IF: {
      Expansion *expansion = eval_expand(eval, frame, entry);
      if (expansion->then) expand_frame(eval, expansion->then);
      if (expansion->otherwise) expand_frame(eval, expansion->otherwise);
      return;
    }
    case ITEM_FOR: {
      Expansion *expansion = eval_expand(eval, frame, entry);
      for (size_t i = 0; i < expansion->turns.count; i++) expand_frame(eval, expansion->turns.items[i]);
      return;
    }
    case ITEM_ASSERT: {
      Context cx = {eval, frame, NULL, frame->guard};
      if (!eval_in_check(&cx)) check_assert(eval, frame, entry->item);  // those of tests come last
      return;
    }
    case ITEM_MOVED: vec_push(eval->arena, &eval->moves, ((Move){entry->item, frame})); return;
    case ITEM_OUT:
    case ITEM_ERROR:
    case ITEM_STACK:
    case ITEM_FN:
    case ITEM_TYPE:
    case ITEM_COMPONENT:
    case ITEM_USE:
    case ITEM_OVERRIDE:
    case ITEM_POLICY:
    case ITEM_TEST:
    case ITEM_FIELD:
    case ITEM_ATTRIBUTE:
    case ITEM_SPREAD: return;
  }
}

static void expand_frame(Eval *eval, Frame *frame) {
  for (size_t i = 0; i < frame->body->entries.count; i++) expand_entry(eval, frame, frame->body->entries.items[i]);
  if (frame->body->kind < BODY_THEN) eval_check_overrides(eval, frame);
}

// ───────────────────────────── Outputs ─────────────────────────────

static const Val *out_attribute(Eval *eval, Frame *frame, const Decl *decl, const char *name) {
  const Block *block = decl->item->as.out.block;
  for (size_t i = 0; block && i < block->items.count; i++) {
    const Item *item = block->items.items[i];
    if (item->kind != ITEM_ATTRIBUTE || !text_is(item->name.name, name)) continue;
    Context cx = {eval, frame, NULL, frame->guard};
    return eval_expr(&cx, item->as.attribute.value);
  }
  return NULL;
}

static void collect_outs(Eval *eval, Stack *stack, Frame *frame) {
  for (size_t i = 0; i < frame->body->entries.count; i++) {
    Entry *entry = frame->body->entries.items[i];
    if (entry->item->kind == ITEM_OUT) {
      Output output = {.decl = entry->decl, .guard = frame->guard};
      output.val = eval_slot(eval, frame, entry->decl, entry->decl->span);
      output.export_name = out_attribute(eval, frame, entry->decl, "export");
      output.id = out_attribute(eval, frame, entry->decl, "id");
      vec_push(eval->arena, &stack->outputs, output);
    } else if (entry->item->kind == ITEM_IF) {
      Expansion *expansion = eval_expand(eval, frame, entry);
      if (expansion->then) collect_outs(eval, stack, expansion->then);
      if (expansion->otherwise) collect_outs(eval, stack, expansion->otherwise);
    } else if (entry->item->kind == ITEM_FOR) {
      Expansion *expansion = eval_expand(eval, frame, entry);
      for (size_t k = 0; k < expansion->turns.count; k++) collect_outs(eval, stack, expansion->turns.items[k]);
    }
  }
}

static Eval *new_eval(Program *program) {
  Session *session = program->session;
  Eval *eval = ARENA_NEW(&session->arena, Eval);
  eval->program = program;
  eval->session = session;
  eval->arena = &session->arena;
  eval->diags = &session->diags;
  conds_init(&eval->conds, eval->arena);
  eval->memory = eval->arena->used + ((size_t)1 << 29);  // a stack of 500 resources takes a few MiB
  return eval;
}

Eval *eval_nothing(Program *program) { return new_eval(program); }

// ───────────────────────────── Tests and policies ─────────────────────────────

static const Val *test_field(Eval *eval, const char *name) {
  if (!eval->test) return NULL;
  const Body *body = eval->test->inside;
  for (size_t i = 0; i < body->entries.count; i++) {
    const Item *item = body->entries.items[i]->item;
    if (item->kind != ITEM_FIELD || !text_is(item->name.name, name)) continue;
    Context cx = {eval, eval_module_frame(eval, eval->program->main), NULL, COND_TRUE};
    return eval_expr(&cx, item->as.field.value);
  }
  return NULL;
}

static void set_up_test(Eval *eval) {
  static const Text names[] = {{"in", 2}, {"params", 6}, {"environment", 11}, {"fails", 5}, {"snapshot", 8}};
  const Body *body = eval->test->inside;
  for (size_t i = 0; i < body->entries.count; i++) {
    const Item *item = body->entries.items[i]->item;
    bool known = item->kind != ITEM_FIELD;
    for (size_t k = 0; k < 5; k++) known = known || text_equal(names[k], item->name.name);
    if (known) continue;
    Diag *diag =
        diag_error(eval->diags, "E0203", item->name.span, "a test has no field '%.*s'", TEXT_ARG(item->name.name));
    diag_suggest(eval->diags, diag, item->name.name, names, 5);
    if (!diag->help.size)
      diag_help(eval->diags, diag, "to name a value, write `let %.*s = ...`", TEXT_ARG(item->name.name));
  }
  const Val *environment = test_field(eval, "environment");
  if (environment && environment->kind == VAL_TEXT) eval->session->environment = environment->as.text;
}

static void set_up_inputs(Eval *eval) {
  const Val *in = test_field(eval, "in"), *own = test_field(eval, "params"), *params = own;
  const Val *environment = environment_field(eval, "params");
  if (environment && environment->kind == VAL_RECORD) {  // what the environment gives counts, the test's own wins
    Val *both = val_record(eval->arena, environment->span);
    const Val *sides[2] = {environment, own};
    for (size_t k = 0; k < 2; k++)
      for (size_t i = 0; sides[k] && sides[k]->kind == VAL_RECORD && i < sides[k]->as.record.record.count; i++)
        val_put(eval->arena, both, sides[k]->as.record.record.entries[i].key,
                sides[k]->as.record.record.entries[i].key_span, sides[k]->as.record.record.entries[i].val);
    params = both;
  }
  for (size_t i = 0; in && in->kind == VAL_RECORD && i < in->as.record.record.count; i++) {
    const RecordEntry *entry = &in->as.record.record.entries[i];
    const Decl *decl = map_get(&eval->program->main->scope.values, entry->key);
    if (!decl || decl->kind != DECL_IN) unknown_input(eval, entry->key, entry->key_span);
    map_put(eval->arena, &eval->inputs, entry->key, val_copy(eval->arena, entry->val));
  }
  for (size_t i = 0; own && own->kind == VAL_RECORD && i < own->as.record.record.count; i++) {
    const RecordEntry *entry = &own->as.record.record.entries[i];
    if (!find_param(eval, entry->key))
      diag_error(eval->diags, "E0203", entry->key_span, "the program has no parameter '%.*s'", TEXT_ARG(entry->key));
  }
  if (params && params->kind == VAL_RECORD) eval->known_params = params;
}

// A test with instances of its own is a stack of its own.
static void add_test_stack(Eval *eval) {
  Stack *stack = ARENA_NEW(eval->arena, Stack);
  stack->decl = eval->test;
  stack->name = stack->deployed_name = TEXT("test");
  stack->frame = eval_new_frame(eval, eval->test->inside, eval_module_frame(eval, eval->program->main));
  stack->frame->stack = stack;
  stack->settings = val_record(eval->arena, eval->test->span);
  vec_push(eval->arena, &eval->stacks, stack);
}

typedef struct Checks {
  EvalFailed failed;
  void *data;
} Checks;

static void run_checks(Eval *eval, Frame *frame, const Checks *checks);

static void run_assert(Eval *eval, Frame *frame, const Item *item, const Checks *checks) {
  Context cx = {eval, frame, NULL, frame->guard};
  Conds *conds = &eval->conds;
  Cond condition;
  size_t before = eval->diags->list.count;
  const Val *val = eval_expr(&cx, item->as.assert.condition);
  bool decided = val->kind != VAL_ERROR && eval_condition(&cx, val, item->as.assert.condition->span, &condition);
  eval_blame(eval, before, frame->owner);
  if (!decided) {  // where nothing was said, something on the way could not be decided
    if (eval->diags->list.count == before)
      checks->failed(checks->data, item, frame, assert_message(&cx, item, COND_TRUE), true);
    return;
  }
  if (cond_implies(conds, frame->guard, condition)) return;
  bool undecided = cond_and(conds, frame->guard, condition) != COND_FALSE || frame->guard != COND_TRUE;
  checks->failed(checks->data, item, frame, assert_message(&cx, item, condition), undecided);
}

static void run_checks(Eval *eval, Frame *frame, const Checks *checks) {
  for (size_t i = 0; i < frame->body->entries.count; i++) {
    Entry *entry = frame->body->entries.items[i];
    if (entry->item->kind == ITEM_ASSERT) run_assert(eval, frame, entry->item, checks);
    if (entry->item->kind == ITEM_LET) eval_slot(eval, frame, entry->decl, entry->decl->span);
    if (entry->item->kind != ITEM_IF && entry->item->kind != ITEM_FOR) continue;
    Expansion *expansion = eval_expand(eval, frame, entry);
    if (expansion->then) run_checks(eval, expansion->then, checks);
    if (expansion->otherwise) run_checks(eval, expansion->otherwise, checks);
    for (size_t k = 0; k < expansion->turns.count; k++) run_checks(eval, expansion->turns.items[k], checks);
  }
}

void eval_checks(Eval *eval, Decl *check, EvalFailed failed, void *data) {
  Checks checks = {failed, data};
  Frame *frame = NULL;
  for (size_t i = 0; i < eval->stacks.count; i++)
    if (eval->stacks.items[i]->decl == check) frame = eval->stacks.items[i]->frame;
  if (!frame) frame = eval_new_frame(eval, check->inside, eval_module_frame(eval, check->module));
  run_checks(eval, frame, &checks);
}

// ───────────────────────────── The whole ─────────────────────────────

static void expand_program(Eval *eval) {
  Program *program = eval->program;
  Frame *file = eval_module_frame(eval, program->main);
  if (!program->main->header)
    for (size_t i = 0; i < file->body->entries.count; i++) expand_entry(eval, file, file->body->entries.items[i]);
  for (size_t i = 0; i < eval->stacks.count; i++) expand_frame(eval, eval->stacks.items[i]->frame);
  if (!program->main->header && !eval->test) eval_check_overrides(eval, file);
  for (size_t i = 0; i < eval->stacks.count; i++) {
    Stack *stack = eval->stacks.items[i];
    collect_outs(eval, stack, stack->frame);
    for (size_t k = 0; k < stack->resources.count; k++) eval_finish_resource(eval, stack->resources.items[k]);
  }
}

Eval *eval_program(Program *program, Decl *test) {
  Eval *eval = new_eval(program);
  eval->test = test;
  if (test) set_up_test(eval);
  find_environment(eval);
  check_environment(eval);
  if (test && test->inside->has_instances) {
    add_test_stack(eval);
  } else {
    add_stacks(eval, program->main);
    for (size_t i = 0; i < program->main->uses.count; i++) {
      Module *used = program->main->uses.items[i].module;
      if (used && used->header) add_stacks(eval, used);
    }
  }
  read_inputs(eval);
  if (test) set_up_inputs(eval);
  for (size_t i = 0; i < eval->stacks.count; i++)
    if (eval->stacks.items[i]->decl->kind == DECL_STACK) stack_settings(eval, eval->stacks.items[i]);
  read_params(eval);
  expand_program(eval);
  return eval;
}
