// Declarations: walks the items of a file once, makes a Body for every block and a Decl for every name, and says where
// an item may not stand. Nothing is looked up here; order does not matter in the language.
#include "check/program.h"

typedef struct Declare {
  Program *program;
  Module *module;
  Arena *arena;
  Diags *diags;
} Declare;

static const char *item_name(ItemKind kind) {
  switch (kind) {
    case ITEM_ERROR: return "this";
    case ITEM_STACK: return "a stack";
    case ITEM_IN: return "an `in`";
    case ITEM_PARAM: return "a `param`";
    case ITEM_LET: return "a `let`";
    case ITEM_FN: return "a function";
    case ITEM_TYPE: return "a type";
    case ITEM_COMPONENT: return "a component";
    case ITEM_OUT: return "an `out`";
    case ITEM_IF: return "an `if`";
    case ITEM_FOR: return "a `for`";
    case ITEM_USE: return "a `use`";
    case ITEM_MOVED: return "a `moved`";
    case ITEM_OVERRIDE: return "an `override`";
    case ITEM_ASSERT: return "an `assert`";
    case ITEM_POLICY: return "a policy";
    case ITEM_TEST: return "a test";
    case ITEM_INSTANCE: return "an instance";
    case ITEM_FIELD: return "a field";
    case ITEM_ATTRIBUTE: return "an attribute";
    case ITEM_SPREAD: return "a spread";
  }
  return "this";
}

static const char *body_name(BodyKind kind) {
  switch (kind) {
    case BODY_FILE: return "at the top of a file";
    case BODY_STACK: return "in a stack";
    case BODY_COMPONENT: return "in a component";
    case BODY_TEST: return "in a test";
    case BODY_POLICY: return "in a policy";
    case BODY_THEN:
    case BODY_ELSE: return "under an `if`";
    case BODY_FOR: return "in a `for`";
  }
  return "here";
}

// The table "WHAT MAY STAND WHERE" of the grammar.
static bool may_stand(BodyKind body, ItemKind item) {
  switch (item) {
    case ITEM_ERROR:
    case ITEM_LET:
    case ITEM_ASSERT:
    case ITEM_IF:
    case ITEM_FOR: return true;
    case ITEM_INSTANCE: return body != BODY_POLICY;
    case ITEM_OUT: return body != BODY_POLICY && body != BODY_TEST;
    case ITEM_IN: return body == BODY_FILE || body == BODY_COMPONENT;
    case ITEM_PARAM: return body == BODY_FILE || body == BODY_STACK;
    case ITEM_MOVED:
    case ITEM_OVERRIDE: return body == BODY_FILE || body == BODY_STACK || body == BODY_COMPONENT;
    case ITEM_FIELD: return body == BODY_STACK || body == BODY_TEST;
    case ITEM_STACK:
    case ITEM_FN:
    case ITEM_TYPE:
    case ITEM_COMPONENT:
    case ITEM_USE:
    case ITEM_POLICY:
    case ITEM_TEST: return body == BODY_FILE;
    case ITEM_ATTRIBUTE:
    case ITEM_SPREAD: return false;
  }
  return false;
}

static void misplaced(Declare *d, Body *body, Item *item) {
  Diag *diag =
      diag_error(d->diags, "E0205", item->span, "%s cannot stand %s", item_name(item->kind), body_name(body->kind));
  if (item->kind == ITEM_FIELD && body->kind != BODY_STACK && body->kind != BODY_TEST)
    diag_help(d->diags, diag, "to name a value, write `let %.*s = ...`", TEXT_ARG(item->name.name));
  if (item->kind == ITEM_IN && body->kind == BODY_STACK)
    diag_help(d->diags, diag, "inputs of a program stand at the top of the file: move it out of the stack");
  if (item->kind == ITEM_PARAM && body->kind == BODY_COMPONENT)
    diag_help(d->diags, diag, "a component has inputs: write `in %.*s: ...`, and give it a parameter where it is used",
              TEXT_ARG(item->name.name));
  if (item->kind == ITEM_IN && (body->kind >= BODY_THEN))
    diag_help(d->diags, diag, "declare the input in the component itself");
}

static Decl *new_decl(Declare *d, DeclKind kind, Ident name, Item *item, Body *body) {
  Decl *decl = ARENA_NEW(d->arena, Decl);
  decl->kind = kind;
  decl->name = name.name;
  decl->span = name.span;
  decl->item = item;
  decl->module = d->module;
  decl->body = body;
  return decl;
}

static void duplicate(Declare *d, Decl *decl, const Decl *first) {
  Diag *diag = diag_error(d->diags, "E0204", decl->span, "'%.*s' is declared twice", TEXT_ARG(decl->name));
  diag_note(d->diags, diag, first->span, "first declared here");
  diag_help(d->diags, diag, "rename one of them");
}

static void declare_environment(Declare *d, Item *item) {
  for (size_t i = 0; i < d->module->environments.count; i++) {
    const Item *first = d->module->environments.items[i];
    if (!text_equal(first->name.name, item->name.name)) continue;
    Diag *diag = diag_error(d->diags, "E0204", item->name.span, "the environment '%.*s' is declared twice",
                            TEXT_ARG(item->name.name));
    diag_note(d->diags, diag, first->name.span, "first declared here");
    diag_help(d->diags, diag, "rename one of them");
  }
  vec_push(d->arena, &d->module->environments, item);
}

// Whether the two stand in opposite branches of one `if`.
static bool opposite(const Body *a, const Body *b) {
  while (a->depth > b->depth) a = a->parent;
  while (b->depth > a->depth) b = b->parent;
  while (a != b && a->parent != b->parent) a = a->parent, b = b->parent;
  return a != b && a->owner && a->owner == b->owner;
}

static void declare(Declare *d, Map *map, Decl *decl) {
  Decl *first = map_get(map, decl->name);
  if (!first) {
    map_put(d->arena, map, decl->name, decl);
  } else if (first->kind == decl->kind && opposite(first->body, decl->body) && !first->twin) {
    first->twin = decl;
  } else {
    duplicate(d, decl, first);
  }
}

static void declare_items(Declare *d, Body *body, const ItemList *items);

static Body *new_body(Declare *d, BodyKind kind, Body *parent, Scope *scope) {
  Body *body = ARENA_NEW(d->arena, Body);
  body->kind = kind;
  body->parent = parent;
  body->scope = scope;
  body->depth = parent ? parent->depth + 1 : 0;
  body->decl = parent ? parent->decl : NULL;
  return body;
}

static Body *scope_body(Declare *d, BodyKind kind, Decl *decl, const Block *block) {
  Scope *scope = ARENA_NEW(d->arena, Scope);
  Body *body = new_body(d, kind, d->module->body, scope);
  body->decl = decl;
  scope->body = body;
  scope->module = d->module;
  if (block) declare_items(d, body, &block->items);
  return body;
}

static void declare_loop(Declare *d, Body *body, const Vars *vars) {
  const Ident names[2] = {vars->first, vars->second};
  for (size_t i = 0; i < 2; i++) {
    if (names[i].name.size == 0) continue;
    body->loop[i] = new_decl(d, DECL_LOOP, names[i], NULL, body);
    body->loop[i]->slot = (uint32_t)i;
  }
}

static void declare_inner(Declare *d, Body *body, Entry *entry) {
  Item *item = entry->item;
  entry->ordinal = body->expansion_count++;
  if (item->kind == ITEM_FOR) {
    entry->then = new_body(d, BODY_FOR, body, body->scope);
    entry->then->owner = entry;
    declare_loop(d, entry->then, &item->as.for_.vars);
    declare_items(d, entry->then, &item->as.for_.block->items);
    return;
  }
  entry->then = new_body(d, BODY_THEN, body, body->scope);
  entry->then->owner = entry;
  declare_items(d, entry->then, &item->as.if_.then->items);
  if (!item->as.if_.otherwise) return;
  entry->otherwise = new_body(d, BODY_ELSE, body, body->scope);
  entry->otherwise->owner = entry;
  declare_items(d, entry->otherwise, &item->as.if_.otherwise->items);
}

static DeclKind value_kind(ItemKind kind) {
  return kind == ITEM_IN      ? DECL_IN
         : kind == ITEM_PARAM ? DECL_PARAM
         : kind == ITEM_LET   ? DECL_LET
         : kind == ITEM_OUT   ? DECL_OUT
                              : DECL_INSTANCE;
}

static void declare_value(Declare *d, Body *body, Entry *entry) {
  Item *item = entry->item;
  Decl *decl = entry->decl = new_decl(d, value_kind(item->kind), item->name, item, body);
  decl->slot = body->slot_count++;
  if (text_is(item->name.name, "_")) return;
  if (item->kind == ITEM_OUT)
    declare(d, &body->scope->outs, decl);
  else if (item->kind == ITEM_LET && body->kind >= BODY_THEN)
    declare(d, &body->lets, decl);
  else
    declare(d, &body->scope->values, decl);
  if (item->kind == ITEM_IN && text_is(item->name.name, "tags"))
    diag_error(d->diags, "E0205", decl->span, "an input cannot be named 'tags': every instance has tags already");
}

static bool is_environment(const Item *item) {
  return item->kind == ITEM_INSTANCE && !item->as.instance.aws && item->as.instance.module.name.size == 0 &&
         text_is(item->as.instance.kind.name, "environment");
}

static void declare_file_item(Declare *d, Body *body, Entry *entry) {
  Item *item = entry->item;
  Module *module = d->module;
  switch (item->kind) {
    case ITEM_COMPONENT:
      entry->decl = new_decl(d, DECL_COMPONENT, item->name, item, body);
      declare(d, &module->kinds, entry->decl);
      entry->decl->inside = scope_body(d, BODY_COMPONENT, entry->decl, item->as.component.block);
      break;
    case ITEM_STACK:
      entry->decl = new_decl(d, DECL_STACK, item->name, item, body);
      if (item == module->header) break;
      declare(d, &module->scope.values, entry->decl);
      entry->decl->inside = scope_body(d, BODY_STACK, entry->decl, item->as.stack.block);
      vec_push(d->arena, &module->stacks, entry->decl);
      break;
    case ITEM_FN:
      entry->decl = new_decl(d, DECL_FN, item->name, item, body);
      declare(d, &module->functions, entry->decl);
      break;
    case ITEM_TYPE:
      entry->decl = new_decl(d, DECL_TYPE, item->name, item, body);
      declare(d, &module->types, entry->decl);
      break;
    case ITEM_TEST:
      entry->decl = new_decl(d, DECL_TEST, (Ident){item->as.test.name, item->as.test.name_span}, item, body);
      entry->decl->inside = scope_body(d, BODY_TEST, entry->decl, item->as.test.block);
      vec_push(d->arena, &module->tests, entry->decl);
      break;
    case ITEM_POLICY:
      entry->decl = new_decl(d, DECL_POLICY, (Ident){item->as.policy.name, item->as.policy.name_span}, item, body);
      entry->decl->inside = scope_body(d, BODY_POLICY, entry->decl, item->as.policy.block);
      vec_push(d->arena, &module->policies, entry->decl);
      break;
    default: break;
  }
}

// What stands at a wrong place has been reported, and declares its name all the same, so that its uses are not.
static void declare_misplaced(Declare *d, Body *body, Item *item) {
  bool named =
      item->kind == ITEM_IN || item->kind == ITEM_PARAM || item->kind == ITEM_STACK || item->kind == ITEM_FIELD;
  Entry entry = {.item = item};
  if (item->kind == ITEM_COMPONENT || item->kind == ITEM_FN || item->kind == ITEM_TYPE)
    declare_file_item(d, body, &entry);
  else if (named && !map_get(&body->scope->values, item->name.name))
    map_put(d->arena, &body->scope->values, item->name.name, new_decl(d, DECL_LET, item->name, item, body));
}

static void declare_item(Declare *d, Body *body, Item *item) {
  if (item->kind == ITEM_ERROR) return;
  // Inside `if` and `for` what a test or policy holds stays what it is.
  BodyKind around = body->scope->body->kind;
  bool checks = around == BODY_TEST || around == BODY_POLICY;
  bool fits = may_stand(body->kind, item->kind) &&
              !(body->kind >= BODY_THEN && checks && (item->kind == ITEM_INSTANCE || item->kind == ITEM_OUT));
  if (!fits) {
    misplaced(d, body, item);
    declare_misplaced(d, body, item);
    return;
  }
  Entry *entry = ARENA_NEW(d->arena, Entry);
  entry->item = item;
  vec_push(d->arena, &body->entries, entry);
  switch (item->kind) {
    case ITEM_INSTANCE:
      if (is_environment(item)) {
        declare_environment(d, item);
        if (body->kind != BODY_FILE) misplaced(d, body, item);
        return;
      }
      declare_value(d, body, entry);
      for (Body *at = body; at; at = at->kind >= BODY_THEN ? at->parent : NULL) at->has_instances = true;
      return;
    case ITEM_IN:
    case ITEM_PARAM:
    case ITEM_LET:
    case ITEM_OUT: declare_value(d, body, entry); return;
    case ITEM_IF:
    case ITEM_FOR: declare_inner(d, body, entry); return;
    case ITEM_OVERRIDE: body->has_overrides = true; return;
    case ITEM_STACK:
    case ITEM_FN:
    case ITEM_TYPE:
    case ITEM_COMPONENT:
    case ITEM_USE:
    case ITEM_POLICY:
    case ITEM_TEST: declare_file_item(d, body, entry); return;
    case ITEM_ERROR:
    case ITEM_MOVED:
    case ITEM_ASSERT:
    case ITEM_FIELD:
    case ITEM_ATTRIBUTE:
    case ITEM_SPREAD: return;
  }
}

static void declare_items(Declare *d, Body *body, const ItemList *items) {
  for (size_t i = 0; i < items->count; i++) declare_item(d, body, items->items[i]);
}

static bool only_settings(const Block *block) {
  for (size_t i = 0; i < block->items.count; i++)
    if (block->items.items[i]->kind != ITEM_FIELD) return false;
  return true;
}

static bool makes_resources(const Item *item) {
  return item->kind == ITEM_IF || item->kind == ITEM_FOR || (item->kind == ITEM_INSTANCE && !is_environment(item));
}

// A stack with settings only, as the first item of a file without other stacks, is the header of the file's one stack;
// only `use` may stand before it.
static void find_header(Declare *d) {
  const ItemList *items = &d->module->file->items;
  size_t start = 0;
  while (start < items->count && items->items[start]->kind == ITEM_USE) start++;
  if (start == items->count || items->items[start]->kind != ITEM_STACK) return;
  Item *first = items->items[start];
  if (!first->as.stack.block || !only_settings(first->as.stack.block)) return;
  Item *other_stack = NULL, *resource = NULL;
  for (size_t i = start + 1; i < items->count; i++) {
    if (items->items[i]->kind == ITEM_STACK && !other_stack) other_stack = items->items[i];
    if (makes_resources(items->items[i]) && !resource) resource = items->items[i];
  }
  if (!other_stack) {
    d->module->header = first;
  } else if (resource) {
    Diag *diag = diag_error(d->diags, "E0210", resource->span, "this stands outside of any stack");
    diag_help(d->diags, diag, "with several stacks in a file, put every resource inside one of the blocks");
    diag_note(d->diags, diag, other_stack->span, "a stack block stands here");
    d->module->outside = true;
  }
}

void declare_part(Program *program, Module *module, Item *item) {
  Declare d = {program, module, &program->session->arena, &program->session->diags};
  declare_item(&d, module->body, item);
}

void declare_module(Program *program, Module *module) {
  Diags silent = {.arena = &program->session->arena};
  Declare d = {program, module, &program->session->arena, program->broken ? &silent : &program->session->diags};
  module->scope.module = module;
  module->body = new_body(&d, BODY_FILE, NULL, &module->scope);
  module->scope.body = module->body;
  find_header(&d);
  declare_items(&d, module->body, &module->file->items);
  if (module->header) {
    Decl *decl = new_decl(&d, DECL_STACK, module->header->name, module->header, module->body);
    decl->inside = module->body;
    module->body->decl = decl;
    vec_push(d.arena, &module->stacks, decl);
    return;
  }
  for (size_t i = 0; i < module->body->entries.count; i++) {
    Item *item = module->body->entries.items[i]->item;
    if (!makes_resources(item) || module->outside) continue;
    module->outside = true;
    bool late = module->stacks.count == 1 && only_settings(module->stacks.items[0]->item->as.stack.block);
    Diag *diag = diag_error(d.diags, "E0210", item->span, "%s stands outside of any stack", item_name(item->kind));
    if (late)
      diag_help(d.diags, diag, "the header `stack %.*s` must be the first item of the file, behind `use` alone",
                TEXT_ARG(module->stacks.items[0]->name));
    else if (module->stacks.count)
      diag_help(d.diags, diag, "move it into `stack %.*s { ... }`", TEXT_ARG(module->stacks.items[0]->name));
    else
      diag_help(d.diags, diag, "begin the file with `stack NAME {}`: then all that follows is that stack");
    return;
  }
}
