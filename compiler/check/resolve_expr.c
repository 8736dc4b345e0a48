// Names in expressions: locals, then the bodies outwards, then the scope, then what the module sees.
#include "check/foreign.h"
#include "check/resolve.h"

Local resolve_local(const Place *place, DeclKind kind, Ident name, Decl **out) {
  Decl *decl = ARENA_NEW(&place->program->session->arena, Decl);
  *decl = (Decl){.kind = kind, .name = name.name, .span = name.span, .module = place->module};
  *out = decl;
  return (Local){decl, place->locals};
}

static Decl *in_bodies(const Body *body, Text name) {
  for (; body && body->kind >= BODY_THEN; body = body->parent) {
    for (size_t i = 0; i < 2; i++)
      if (body->loop[i] && text_equal(body->loop[i]->name, name)) return body->loop[i];
    Decl *decl = map_get(&body->lets, name);
    if (decl) return decl;
  }
  return NULL;
}

// Constants and aliases of what a module uses.
static Decl *in_uses(const Place *place, Text name) {
  for (size_t i = 0; i < place->module->uses.count; i++) {
    const Use *use = &place->module->uses.items[i];
    if (use->alias.size || text_starts_with(name, TEXT("_"))) continue;
    Decl *decl = map_get(&use->module->scope.values, name);
    if (decl && (decl->kind == DECL_LET || decl->kind == DECL_STACK)) return decl;
  }
  const LibraryPart *part = library_find(LIBRARY_CONSTANTS, name);
  return part ? map_get(&load_library(place->program, part)->scope.values, name) : NULL;
}

static bool component_sees(const Decl *decl) { return decl->kind == DECL_LET || decl->kind == DECL_MODULE; }

static void hidden_from_component(const Place *place, Ident name, const Decl *decl) {
  Diags *diags = &place->program->session->diags;
  Diag *diag = diag_error(diags, "E0216", name.span, "a %s does not see the program's '%.*s'",
                          place->body ? "component" : "function", TEXT_ARG(name.name));
  diag_help(diags, diag, "give it an input of its own: %s%.*s: ...%s", place->body ? "`in " : "(", TEXT_ARG(name.name),
            place->body ? "`" : ")");
  diag_note(diags, diag, decl->span, "declared here");
}

static void add_names(Arena *arena, const Map *map, Text **names, size_t *count, size_t *capacity) {
  for (size_t i = 0; i < map->count; i++) {
    vec_grow(arena, (void **)names, capacity, *count, sizeof(Text));
    (*names)[(*count)++] = map->entries[i].key;
  }
}

static void unknown_name(const Place *place, Ident name) {
  Session *session = place->program->session;
  if (already_unknown(place, "value", name.name)) return;
  Diag *diag = diag_error(&session->diags, "E0201", name.span, "there is no '%.*s' here", TEXT_ARG(name.name));
  Text *names = NULL;
  size_t count = 0, capacity = 0;
  for (const Local *local = place->locals; local; local = local->next) {
    vec_grow(&session->arena, (void **)&names, &capacity, count, sizeof(Text));
    names[count++] = local->decl->name;
  }
  for (const Body *body = place->body; body; body = body->parent) {
    add_names(&session->arena, &body->lets, &names, &count, &capacity);
    for (size_t i = 0; i < 2 && body->loop[i]; i++) {
      vec_grow(&session->arena, (void **)&names, &capacity, count, sizeof(Text));
      names[count++] = body->loop[i]->name;
    }
    if (body->kind < BODY_THEN) add_names(&session->arena, &body->scope->values, &names, &count, &capacity);
  }
  const char *foreign = foreign_value(name.name);
  if (foreign)
    diag_help(&session->diags, diag, "%s", foreign);
  else
    diag_suggest(&session->diags, diag, name.name, names, count);
  if (diag->help.size) return;
  const Decl *out = place->body ? map_get(&place->body->scope->outs, name.name) : NULL;
  if (out && out->span.source == name.span.source && out->span.start == name.span.start)
    diag_help(&session->diags, diag, "`out %.*s` gives out what has that name; else write `out %.*s = VALUE`",
              TEXT_ARG(name.name), TEXT_ARG(name.name));
  else if (out)
    diag_help(&session->diags, diag,
              "an out is seen from outside alone; give the value a name with `let` and use that");
  else if (find_named(place, SPACE_FUNCTIONS, name))
    diag_help(&session->diags, diag, "'%.*s' is a function: call it with ( )", TEXT_ARG(name.name));
  else if (find_named(place, SPACE_KINDS, name))
    diag_help(&session->diags, diag, "'%.*s' is a component: make one with `%.*s NAME { ... }` and use its NAME",
              TEXT_ARG(name.name), TEXT_ARG(name.name));
  else
    diag_help(&session->diags, diag,
              "write \"%.*s\" with quotes if text is meant, or declare it with `let`, `in` or `param`",
              TEXT_ARG(name.name));
}

static Decl *look_up(const Place *place, Ident name) {
  for (const Local *local = place->locals; local; local = local->next)
    if (text_equal(local->decl->name, name.name)) return local->decl;
  Decl *decl = in_bodies(place->body, name.name);
  if (decl) return decl;
  BodyKind kind = place->body ? place->body->scope->body->kind : BODY_COMPONENT;
  if (place->body && (decl = map_get(&place->body->scope->values, name.name))) return decl;
  if (!place->body || kind != BODY_FILE) {
    decl = map_get(&place->module->scope.values, name.name);
    if (decl && kind == BODY_COMPONENT && !component_sees(decl)) {
      if (text_is(name.name, "aws")) return place->program->aws;
      hidden_from_component(place, name, decl);
      return NULL;
    }
    if (decl) return decl;
  }
  if ((decl = in_uses(place, name.name))) return decl;
  if (text_is(name.name, "aws")) return place->program->aws;
  if (text_is(name.name, "self") && kind == BODY_COMPONENT && place->body) return place->program->self;
  unknown_name(place, name);
  return NULL;
}

static Decl *find_value(const Place *place, Ident name) {
  Decl *decl = look_up(place, name);
  bool own_input = decl && decl->kind == DECL_IN && decl->body->kind == BODY_COMPONENT;  // its component may use it
  if (decl && decl->item && !own_input) check_deprecated(place->program, decl->item->doc, decl->name, name.span);
  if (!decl || decl->kind != DECL_LET || decl->body != decl->module->body) return decl;
  resolve_decl(place->program, decl, name.span);
  bool in_component = !place->body || place->body->scope->body->kind == BODY_COMPONENT;
  if (!decl->module->library && (in_component || decl->module != place->module))
    vec_push(&place->program->session->arena, &place->program->constant_uses, ((ConstantUse){decl, name.span}));
  return decl;
}

static void resolve_vars(const Place *place, Vars *vars, Local locals[2], Place *inner) {
  *inner = *place;
  const Ident names[2] = {vars->first, vars->second};
  for (size_t i = 0; i < 2; i++) {
    if (names[i].name.size == 0) continue;
    locals[i] = resolve_local(inner, DECL_LOCAL, names[i], &vars->locals[i]);
    inner->locals = &locals[i];
  }
}

static void literal_members(const Place *place, const RecordMemberList *members) {
  Diags *diags = &place->program->session->diags;
  for (size_t i = 1; i < members->count && members->count < 64; i++) {
    const RecordMember *member = &members->items[i];
    if (member->spread || member->key_expr) continue;
    for (size_t j = 0; j < i; j++) {
      const RecordMember *before = &members->items[j];
      if (before->spread || before->key_expr || !text_equal(before->key.name, member->key.name)) continue;
      Diag *diag = diag_error(diags, "E0204", member->key.span, "the key '%.*s' stands twice in this record",
                              TEXT_ARG(member->key.name));
      diag_note(diags, diag, before->key.span, "first given here");
      diag_help(diags, diag, "keep one of them");
      break;
    }
  }
}

static void resolve_call(const Place *place, Expr *expr) {
  Ident module = expr->as.call.module, name = expr->as.call.function;
  for (size_t i = 0; i < expr->as.call.args.count; i++) resolve_expr(place, expr->as.call.args.items[i].value);
  if (module.name.size) {
    expr->as.call.decl = find_qualified(place, SPACE_FUNCTIONS, module, name);
  } else {
    expr->as.call.decl = find_named(place, SPACE_FUNCTIONS, name);
    if (!expr->as.call.decl) unknown_named(place, SPACE_FUNCTIONS, name);
  }
  Decl *decl = expr->as.call.decl;
  if (!decl) return;
  resolve_function(place->program, decl, expr->span);
  check_deprecated(place->program, decl->item->doc, decl->name, name.span);
  Diags *diags = &place->program->session->diags;
  const FnInList *ins = &decl->item->as.fn.ins;
  bool given[64] = {false};
  size_t position = 0;
  for (size_t i = 0; i < expr->as.call.args.count; i++) {
    const Arg *arg = &expr->as.call.args.items[i];
    size_t in = position;
    if (arg->name.name.size == 0) {
      position++;
    } else {
      for (in = 0; in < ins->count && !text_equal(ins->items[in].name.name, arg->name.name);) in++;
    }
    if (in >= ins->count || in >= 64) {
      Span span = arg->name.name.size ? arg->name.span : arg->value->span;
      Diag *diag =
          arg->name.name.size
              ? diag_error(diags, "E0207", span, "the function '%.*s' has no input '%.*s'", TEXT_ARG(name.name),
                           TEXT_ARG(arg->name.name))
              : diag_error(diags, "E0207", span, "the function '%.*s' takes %zu argument%s, not %zu",
                           TEXT_ARG(name.name), ins->count, ins->count == 1 ? "" : "s", expr->as.call.args.count);
      Text names[64];
      size_t count = 0;
      for (; count < ins->count && count < 64; count++) names[count] = ins->items[count].name.name;
      if (arg->name.name.size) diag_suggest(diags, diag, arg->name.name, names, count);
      diag_note(diags, diag, decl->span, "declared here");
      return;
    }
    if (given[in]) {
      diag_error(diags, "E0207", arg->value->span, "the input '%.*s' of '%.*s' is given twice",
                 TEXT_ARG(ins->items[in].name.name), TEXT_ARG(name.name));
      return;
    }
    given[in] = true;
  }
  for (size_t i = 0; i < ins->count && i < 64; i++) {
    if (given[i] || ins->items[i].fallback || ins->items[i].type->kind == TYPE_OPTIONAL) continue;
    Diag *diag = diag_error(diags, "E0207", expr->span, "the function '%.*s' needs its argument '%.*s'",
                            TEXT_ARG(name.name), TEXT_ARG(ins->items[i].name.name));
    diag_note(diags, diag, decl->span, "declared here");
    return;
  }
}

void resolve_expr(const Place *place, Expr *expr) {
  if (!expr) return;
  Local locals[2];
  Place inner;
  switch (expr->kind) {
    case EXPR_ERROR:
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_NUMBER:
    case EXPR_QUANTITY:
    case EXPR_STRING: return;
    case EXPR_AWS_TYPE: resolve_aws_type(place, expr->as.aws_type, expr->span); return;
    case EXPR_NAME: expr->as.name.decl = find_value(place, (Ident){expr->as.name.name, expr->span}); return;
    case EXPR_TEMPLATE:
      for (size_t i = 0; i < expr->as.template.parts.count; i++)
        resolve_expr(place, expr->as.template.parts.items[i].value);
      return;
    case EXPR_LIST:
      for (size_t i = 0; i < expr->as.list.count; i++) resolve_expr(place, expr->as.list.items[i].value);
      return;
    case EXPR_LIST_FOR:
      resolve_expr(place, expr->as.list_for.in);
      resolve_vars(place, &expr->as.list_for.vars, locals, &inner);
      resolve_expr(&inner, expr->as.list_for.condition);
      resolve_expr(&inner, expr->as.list_for.elem.value);
      return;
    case EXPR_RECORD:
      literal_members(place, &expr->as.record);
      for (size_t i = 0; i < expr->as.record.count; i++) {
        resolve_expr(place, expr->as.record.items[i].key_expr);
        resolve_expr(place, expr->as.record.items[i].value);
      }
      return;
    case EXPR_RECORD_FOR:
      resolve_expr(place, expr->as.record_for.in);
      resolve_vars(place, &expr->as.record_for.vars, locals, &inner);
      resolve_expr(&inner, expr->as.record_for.condition);
      resolve_expr(&inner, expr->as.record_for.key);
      resolve_expr(&inner, expr->as.record_for.value);
      return;
    case EXPR_IF:
      resolve_expr(place, expr->as.if_.condition);
      resolve_expr(place, expr->as.if_.then);
      resolve_expr(place, expr->as.if_.otherwise);
      return;
    case EXPR_BINARY:
      resolve_expr(place, expr->as.binary.left);
      resolve_expr(place, expr->as.binary.right);
      return;
    case EXPR_UNARY: resolve_expr(place, expr->as.unary.operand); return;
    case EXPR_FIELD: resolve_expr(place, expr->as.field.object); return;
    case EXPR_INDEX:
      resolve_expr(place, expr->as.index.object);
      resolve_expr(place, expr->as.index.index);
      return;
    case EXPR_CALL: resolve_call(place, expr); return;
    case EXPR_PAREN: resolve_expr(place, expr->as.paren); return;
  }
}
