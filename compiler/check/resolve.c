// Names in items and types; kinds with their fields; recursion; what components may see of a file.
#include "check/resolve.h"
#include "check/foreign.h"

// ───────────────────────────── Kinds, types, functions ─────────────────────────────

static const Map *module_space(const Module *module, Namespace space) {
  switch (space) {
    case SPACE_KINDS: return &module->kinds;
    case SPACE_TYPES: return &module->types;
    case SPACE_FUNCTIONS: return &module->functions;
  }
  return &module->kinds;
}

static LibrarySpace library_space(Namespace space) {
  switch (space) {
    case SPACE_KINDS: return LIBRARY_KINDS;
    case SPACE_TYPES: return LIBRARY_TYPES;
    case SPACE_FUNCTIONS: return LIBRARY_FUNCTIONS;
  }
  return LIBRARY_KINDS;
}

static const struct {
  const char *code, *noun;
} space_words[] = {{"E0202", "component"}, {"E0208", "type"}, {"E0206", "function"}};

static Decl *in_library(Program *program, Namespace space, Text name) {
  const LibraryPart *part = library_find(library_space(space), name);
  return part ? map_get(module_space(load_library(program, part), space), name) : NULL;
}

Decl *find_named(const Place *place, Namespace space, Ident name) {
  Decl *decl = map_get(module_space(place->module, space), name.name);
  if (decl) return decl;
  const Module *from = NULL;
  for (size_t i = 0; i < place->module->uses.count && !text_starts_with(name.name, TEXT("_")); i++) {
    const Use *use = &place->module->uses.items[i];
    Decl *found = use->alias.size ? NULL : map_get(module_space(use->module, space), name.name);
    if (!found || found == decl) continue;
    if (decl) {
      Diags *diags = &place->program->session->diags;
      Diag *diag = diag_error(diags, "E0213", name.span, "both %.*s and %.*s declare '%.*s'", TEXT_ARG(from->path),
                              TEXT_ARG(use->module->path), TEXT_ARG(name.name));
      diag_help(diags, diag, "say which: `use \"...\" as NAME`, then NAME.%.*s", TEXT_ARG(name.name));
      return decl;
    }
    decl = found;
    from = use->module;
  }
  return decl ? decl : in_library(place->program, space, name.name);
}

static void add_keys(Arena *arena, const Map *map, Text **names, size_t *count, size_t *capacity) {
  for (size_t i = 0; i < map->count; i++) {
    vec_grow(arena, (void **)names, capacity, *count, sizeof(Text));
    (*names)[(*count)++] = map->entries[i].key;
  }
}

static void add_library_names(Arena *arena, LibrarySpace space, Text **names, size_t *count, size_t *capacity) {
  for (size_t i = 0; i < library_part_count(); i++) {
    const LibraryPart *part = library_part_at(i);
    if (library_part_space(part) != space) continue;
    vec_grow(arena, (void **)names, capacity, *count, sizeof(Text));
    (*names)[(*count)++] = library_part_name(part);
  }
}

bool already_unknown(const Place *place, const char *space, Text name) {
  Arena *arena = &place->program->session->arena;
  bool component = place->body && place->body->scope->body->kind == BODY_COMPONENT;
  Scope *scope = component ? place->body->scope : &place->module->scope;  // a stack block sees its file
  Text key = text_format(arena, "%s %.*s", space, TEXT_ARG(name));
  if (map_get(&scope->unknown, key)) return true;
  map_put(arena, &scope->unknown, key, scope);
  return false;
}

void unknown_named(const Place *place, Namespace space, Ident name) {
  Session *session = place->program->session;
  if (already_unknown(place, space_words[space].noun, name.name)) return;
  Diag *diag = diag_error(&session->diags, space_words[space].code, name.span, "there is no %s '%.*s'",
                          space_words[space].noun, TEXT_ARG(name.name));
  Text *names = NULL;
  size_t count = 0, capacity = 0;
  add_keys(&session->arena, module_space(place->module, space), &names, &count, &capacity);
  for (size_t i = 0; i < place->module->uses.count; i++)
    if (!place->module->uses.items[i].alias.size)
      add_keys(&session->arena, module_space(place->module->uses.items[i].module, space), &names, &count, &capacity);
  add_library_names(&session->arena, library_space(space), &names, &count, &capacity);
  if (space == SPACE_TYPES) {
    static const char *const builtin[] = {"string", "int",  "number",   "bool",    "any",
                                          "cidr",   "size", "duration", "percent", "secret"};
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) {
      vec_grow(&session->arena, (void **)&names, &capacity, count, sizeof(Text));
      names[count++] = text_of(builtin[i]);
    }
  }
  const char *foreign = space == SPACE_KINDS   ? foreign_kind(name.name)
                        : space == SPACE_TYPES ? foreign_type(name.name)
                                               : foreign_function(name.name);
  Text known = space == SPACE_KINDS ? library_known_as(&session->arena, name.name) : (Text){0};
  if (space == SPACE_TYPES && find_named(place, SPACE_KINDS, name))
    diag_help(&session->diags, diag,
              "'%.*s' is a component, and a component is no type: say which outs are needed, as in { id: string }",
              TEXT_ARG(name.name));
  else if (foreign)
    diag_help(&session->diags, diag, "%s", foreign);
  else if (known.size)
    diag_help(&session->diags, diag, "the library calls it %.*s", TEXT_ARG(known));
  else
    diag_suggest(&session->diags, diag, name.name, names, count);
  if (!diag->help.size && space == SPACE_KINDS)
    diag_help(&session->diags, diag,
              "`strata docs` lists the components; a raw type is written with its whole name, "
              "as in AWS::S3::Bucket");
}

Decl *find_qualified(const Place *place, Namespace space, Ident alias, Ident name) {
  Diags *diags = &place->program->session->diags;
  Decl *module = map_get(&place->module->scope.values, alias.name);
  if (!module || module->kind != DECL_MODULE) {
    Diag *diag =
        diag_error(diags, "E0212", alias.span, "'%.*s' is not the name of a file in use", TEXT_ARG(alias.name));
    diag_help(diags, diag, "write `use \"FILE.strata\" as %.*s` at the top of this file", TEXT_ARG(alias.name));
    return NULL;
  }
  if (!module->target) return NULL;
  Decl *decl = map_get(module_space(module->target, space), name.name);
  if (decl && !text_starts_with(name.name, TEXT("_"))) return decl;
  Diag *diag = diag_error(diags, space_words[space].code, name.span, "%.*s has no %s '%.*s'",
                          TEXT_ARG(module->target->path), space_words[space].noun, TEXT_ARG(name.name));
  Text *names = NULL;
  size_t count = 0, capacity = 0;
  add_keys(&place->program->session->arena, module_space(module->target, space), &names, &count, &capacity);
  diag_suggest(diags, diag, name.name, names, count);
  return NULL;
}

// ───────────────────────────── Types ─────────────────────────────

bool is_builtin_type(Text name) {
  static const char *const names[] = {"string", "int",  "number",   "bool",    "any",
                                      "cidr",   "size", "duration", "percent", "secret"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  return false;
}

static void unknown_aws(const Place *place, Text name, Span span, const char *code) {
  Diags *diags = &place->program->session->diags;
  Diag *diag = diag_error(diags, code, span, "AWS has no resource type '%.*s'", TEXT_ARG(name));
  Text nearest = schema_nearest(name);
  if (nearest.size) diag_help(diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
}

void resolve_aws_type(const Place *place, Text name, Span span) {
  if (!schema_find(name) && !schema_foreign(name)) unknown_aws(place, name, span, "E0202");
}

// Types that only parameters have: AWS::EC2::Image, AWS::EC2::AvailabilityZone, and what CloudFormation calls
// AWS::EC2::VPC::Id, AWS::EC2::KeyPair::KeyName and the like.
static bool is_parameter_type(Text name) {
  static const char *const suffixes[] = {"::Id", "::Name", "::KeyName", "::GroupName"};
  if (text_is(name, "AWS::EC2::Image") || text_is(name, "AWS::EC2::AvailabilityZone")) return true;
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
    Text suffix = text_of(suffixes[i]);
    if (!text_ends_with(name, suffix)) continue;
    Text resource = text_slice(name, 0, name.size - suffix.size);
    if (schema_find(resource) || is_parameter_type(resource)) return true;
  }
  return false;
}

void resolve_type(const Place *place, Type *type) {
  if (!type) return;
  switch (type->kind) {
    case TYPE_ERROR:
    case TYPE_LITERAL:
    case TYPE_GENERIC: return;
    case TYPE_AWS:
      if (!schema_find(type->as.aws) && !is_parameter_type(type->as.aws))
        unknown_aws(place, type->as.aws, type->span, "E0208");
      return;
    case TYPE_NAME: {
      Ident name = type->as.name.name;
      Decl *decl = type->as.name.decl = find_named(place, SPACE_TYPES, name);
      if (decl) {
        resolve_decl(place->program, decl, type->span);
        check_deprecated(place->program, decl->item->doc, decl->name, type->span);
      } else if (!is_builtin_type(name.name)) {
        unknown_named(place, SPACE_TYPES, name);
      }
      return;
    }
    case TYPE_QUALIFIED:
      type->as.name.decl = find_qualified(place, SPACE_TYPES, type->as.name.module, type->as.name.name);
      return;
    case TYPE_OPTIONAL: resolve_type(place, type->as.optional); return;
    case TYPE_PAREN: resolve_type(place, type->as.paren); return;
    case TYPE_LIST: resolve_type(place, type->as.list); return;
    case TYPE_UNION:
      for (size_t i = 0; i < type->as.union_.count; i++) resolve_type(place, type->as.union_.items[i]);
      return;
    case TYPE_RECORD:
      for (size_t i = 0; i < type->as.record.count; i++) {
        resolve_type(place, type->as.record.items[i].type);
        resolve_expr(place, type->as.record.items[i].fallback);
      }
      return;
  }
}

// ───────────────────────────── Items ─────────────────────────────

static Decl *find_in(const Body *component, Text name) {
  Decl *decl = map_get(&component->scope->values, name);
  return decl && decl->kind == DECL_IN ? decl : NULL;
}

enum { MOST_LISTED = 12 };

static void unknown_field(const Place *place, const Item *field, const Decl *kind) {
  Session *session = place->program->session;
  Diag *diag = diag_error(&session->diags, "E0203", field->name.span, "'%.*s' has no input '%.*s'",
                          TEXT_ARG(kind->name), TEXT_ARG(field->name.name));
  Text *names = NULL;
  size_t count = 0, capacity = 0;
  const Map *values = &kind->inside->scope->values;
  for (size_t i = 0; i < values->count; i++) {
    const Decl *decl = values->entries[i].value;
    if (decl->kind != DECL_IN) continue;
    vec_grow(&session->arena, (void **)&names, &capacity, count, sizeof(Text));
    names[count++] = decl->name;
  }
  diag_suggest(&session->diags, diag, field->name.name, names, count);
  if (diag->help.size) return;
  Buffer list = {0};
  for (size_t i = 0; i < count && i < MOST_LISTED; i++)
    buffer_format(&list, "%s%.*s", i ? ", " : "", TEXT_ARG(names[i]));
  if (count == 0)
    diag_help(&session->diags, diag, "it has no inputs: declare one in it with `in %.*s: ...`",
              TEXT_ARG(field->name.name));
  else if (kind->module->library)
    diag_help(&session->diags, diag, "it has %.*s%s; what has no input can be set with `override`",
              TEXT_ARG(buffer_text(&list)), count > MOST_LISTED ? " and more, which `strata docs` lists" : "");
  else
    diag_help(&session->diags, diag, "it has %.*s%s", TEXT_ARG(buffer_text(&list)),
              count > MOST_LISTED ? " and more" : "");
  buffer_free(&list);
}

static bool is_attribute(Text name) {
  static const char *const names[] = {
      "depends_on", "deletion_policy", "update_replace_policy", "update_policy", "creation_policy", "metadata",
      "id",         "protect"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return true;
  return false;
}

static void check_attribute(const Place *place, const Item *item, bool aws) {
  Diags *diags = &place->program->session->diags;
  static const Text names[] = {{"depends_on", 10},
                               {"deletion_policy", 15},
                               {"update_replace_policy", 21},
                               {"update_policy", 13},
                               {"creation_policy", 15},
                               {"metadata", 8},
                               {"id", 2},
                               {"protect", 7}};
  if (!is_attribute(item->name.name)) {
    Diag *diag =
        diag_error(diags, "E0211", item->name.span, "there is no attribute '@%.*s'", TEXT_ARG(item->name.name));
    Text nearest = text_nearest(item->name.name, names, sizeof names / sizeof *names);
    if (nearest.size) diag_help(diags, diag, "did you mean '@%.*s'?", TEXT_ARG(nearest));
  } else if (!aws && !text_is(item->name.name, "depends_on")) {
    Diag *diag = diag_error(diags, "E0211", item->name.span, "'@%.*s' is for AWS resources, not for components",
                            TEXT_ARG(item->name.name));
    diag_help(diags, diag, "lay it over the resource inside: `override NAME.RESOURCE { @%.*s = ... }`",
              TEXT_ARG(item->name.name));
  }
}

// A field that CloudFormation writes beside the properties, or that is a word of Terraform's.
static void foreign_property(const Place *place, const Item *item, const Item *field) {
  const char *help = foreign_field(field->name.name);
  if (!help) return;
  const SchemaType *type = schema_find(item->as.instance.kind.name);
  SchemaShape shape;
  if (!type || schema_property(type, field->name.name, &shape)) return;
  Diags *diags = &place->program->session->diags;
  Diag *diag = diag_error(diags, "E0203", field->name.span, "%.*s has no property '%.*s'",
                          TEXT_ARG(item->as.instance.kind.name), TEXT_ARG(field->name.name));
  diag_help(diags, diag, "%s", help);
}

static void check_fields(const Place *place, const Item *item, Decl *kind) {
  Diags *diags = &place->program->session->diags;
  const ItemList *items = &item->as.instance.block->items;
  Map seen = {0};
  bool spread = false;
  for (size_t i = 0; i < items->count; i++) {
    Item *field = items->items[i];
    if (field->kind == ITEM_SPREAD) spread = true;
    if (field->kind == ITEM_ATTRIBUTE) check_attribute(place, field, item->as.instance.aws);
    if (field->kind != ITEM_FIELD && field->kind != ITEM_SPREAD && field->kind != ITEM_ATTRIBUTE &&
        field->kind != ITEM_ERROR) {
      Diag *diag = diag_error(diags, "E0205", field->span, "an instance holds fields, attributes and spreads alone");
      diag_help(diags, diag, "write `name = value`; other items stand outside of it");
    }
    if (field->kind != ITEM_FIELD) continue;
    Item *first = map_get(&seen, field->name.name);
    if (first) {
      Diag *diag = diag_error(diags, "E0204", field->name.span, "'%.*s' is given twice", TEXT_ARG(field->name.name));
      diag_note(diags, diag, first->name.span, "first given here");
      diag_help(diags, diag, "keep one of them");
    }
    map_put(&place->program->session->arena, &seen, field->name.name, field);
    const Decl *in = kind ? find_in(kind->inside, field->name.name) : NULL;
    if (in) check_deprecated(place->program, in->item->doc, in->name, field->name.span);
    if (kind && !in && !text_is(field->name.name, "tags")) unknown_field(place, field, kind);
    if (item->as.instance.aws) foreign_property(place, item, field);
  }
  if (!kind || spread) return;
  const Map *values = &kind->inside->scope->values;
  for (size_t i = 0; i < values->count; i++) {
    const Decl *decl = values->entries[i].value;
    if (decl->kind != DECL_IN || decl->item->as.in.fallback || decl->item->as.in.type->kind == TYPE_OPTIONAL ||
        decl->item->as.in.type->kind == TYPE_ERROR || map_get(&seen, decl->name))
      continue;
    Diag *diag = diag_error(diags, "E0214", item->name.span, "%.*s '%.*s' needs its input '%.*s'", TEXT_ARG(kind->name),
                            TEXT_ARG(item->name.name), TEXT_ARG(decl->name));
    diag_help(diags, diag, "write `%.*s = ...` in its block", TEXT_ARG(decl->name));
    diag_note(diags, diag, decl->span, "declared here, without a default");
  }
}

static void resolve_instance(const Place *place, Entry *entry) {
  Item *item = entry->item;
  Ident kind = item->as.instance.kind;
  Decl *decl = NULL;
  if (item->as.instance.aws) {
    entry->decl->aws_type = schema_find(kind.name);
    resolve_aws_type(place, kind.name, kind.span);
  } else if (item->as.instance.module.name.size) {
    decl = find_qualified(place, SPACE_KINDS, item->as.instance.module, kind);
  } else {
    decl = find_named(place, SPACE_KINDS, kind);
    if (!decl) unknown_named(place, SPACE_KINDS, kind);
  }
  if (decl) resolve_decl(place->program, decl, kind.span);
  if (decl) check_deprecated(place->program, decl->item->doc, decl->name, kind.span);
  item->as.instance.decl = entry->decl->kind_decl = decl;
  if (decl || item->as.instance.aws) check_fields(place, item, decl);
  const ItemList *items = &item->as.instance.block->items;
  for (size_t i = 0; i < items->count; i++) {
    Item *field = items->items[i];
    if (field->kind == ITEM_FIELD) resolve_expr(place, field->as.field.value);
    if (field->kind == ITEM_ATTRIBUTE) resolve_expr(place, field->as.attribute.value);
    if (field->kind == ITEM_SPREAD) resolve_expr(place, field->as.spread.value);
  }
}

static void resolve_fields(const Place *place, Block *block) {
  for (size_t i = 0; block && i < block->items.count; i++) {
    Item *field = block->items.items[i];
    if (field->kind == ITEM_FIELD) resolve_expr(place, field->as.field.value);
    if (field->kind == ITEM_ATTRIBUTE) resolve_expr(place, field->as.attribute.value);
  }
}

static void resolve_body(Program *program, Module *module, Body *body);

static void resolve_entry(const Place *place, Entry *entry) {
  Item *item = entry->item;
  switch (item->kind) {
    case ITEM_IN:
      resolve_type(place, item->as.in.type);
      resolve_expr(place, item->as.in.fallback);
      return;
    case ITEM_PARAM:
      resolve_type(place, item->as.param.type);
      resolve_param(place, item->as.param.type);
      resolve_expr(place, item->as.param.fallback);
      resolve_fields(place, item->as.param.block);
      return;
    case ITEM_LET:
      resolve_type(place, item->as.let.type);
      resolve_expr(place, item->as.let.value);
      return;
    case ITEM_OUT:
      resolve_type(place, item->as.out.type);
      if (!item->as.out.value) {  // `out x` is `out x = x`
        Expr *value = ARENA_NEW(&place->program->session->arena, Expr);
        value->kind = EXPR_NAME;
        value->span = item->name.span;
        value->as.name.name = item->name.name;
        item->as.out.value = value;
      }
      resolve_expr(place, item->as.out.value);
      resolve_fields(place, item->as.out.block);
      return;
    case ITEM_IF:
      resolve_expr(place, item->as.if_.condition);
      resolve_body(place->program, place->module, entry->then);
      if (entry->otherwise) resolve_body(place->program, place->module, entry->otherwise);
      return;
    case ITEM_FOR: {
      resolve_expr(place, item->as.for_.in);
      Place inner = *place;
      inner.body = entry->then;
      resolve_expr(&inner, item->as.for_.by);
      resolve_body(place->program, place->module, entry->then);
      return;
    }
    case ITEM_OVERRIDE:
      if (item->as.override.aws_type.size)
        resolve_aws_type(place, item->as.override.aws_type, item->as.override.target);
      resolve_fields(place, item->as.override.block);
      return;
    case ITEM_ASSERT:
      resolve_expr(place, item->as.assert.condition);
      resolve_expr(place, item->as.assert.message);
      return;
    case ITEM_INSTANCE:
      if (entry->decl)
        resolve_instance(place, entry);
      else
        resolve_fields(place, item->as.instance.block);
      return;
    case ITEM_STACK:
      if (entry->decl && entry->decl->inside && entry->decl->inside->kind == BODY_STACK)
        resolve_body(place->program, place->module, entry->decl->inside);
      else
        resolve_fields(place, item->as.stack.block);
      return;
    case ITEM_FIELD: resolve_expr(place, item->as.field.value); return;
    case ITEM_COMPONENT:
    case ITEM_FN:
    case ITEM_TYPE:
      if (!place->module->library) resolve_decl(place->program, entry->decl, entry->decl->span);
      return;
    case ITEM_POLICY:
    case ITEM_TEST: resolve_body(place->program, place->module, entry->decl->inside); return;
    case ITEM_ERROR:
    case ITEM_USE:
    case ITEM_MOVED:
    case ITEM_ATTRIBUTE:
    case ITEM_SPREAD: return;
  }
}

static void resolve_body(Program *program, Module *module, Body *body) {
  Place place = {program, module, body, NULL};
  for (size_t i = 0; i < body->entries.count; i++) resolve_entry(&place, body->entries.items[i]);
}

// Reports recursion once, at the use that closes the ring.
static bool enter(Program *program, Decl *decl, const char *noun, Span use) {
  if (decl->mark == 1) {
    Diags *diags = &program->session->diags;
    Diag *diag = diag_error(diags, "E0209", use, "here the %s '%.*s' uses itself", noun, TEXT_ARG(decl->name));
    diag_note(diags, diag, decl->span, "it is declared here");
    diag_help(diags, diag,
              "functions and components may not call themselves, even through others: use a list and `for`");
    decl->mark = 2;
  }
  return decl->resolved == 0;
}

// False where declarations use one another in too long a chain; the first one is reported.
static bool go_deeper(Program *program, Decl *decl, Span use) {
  enum { DEEPEST = 400 };
  if (program->depth++ < DEEPEST) return true;
  program->depth--;
  if (decl->resolved) return false;
  decl->resolved = 1;
  Diag *diag =
      diag_error(&program->session->diags, "E0308", use,
                 "'%.*s' is used through more than %d others, one within the other", TEXT_ARG(decl->name), DEEPEST);
  diag_help(&program->session->diags, diag, "let functions, components and types use one another in fewer steps");
  return false;
}

void resolve_function(Program *program, Decl *decl, Span use) {
  if (!enter(program, decl, "function", use) || !go_deeper(program, decl, use)) return;
  decl->resolved = 1;
  decl->mark = 1;
  Place place = {program, decl->module, NULL, NULL};
  FnInList *ins = &decl->item->as.fn.ins;
  Local *locals = ARENA_ARRAY(&program->session->arena, Local, ins->count + 1);
  for (size_t i = 0; i < ins->count; i++) {
    resolve_type(&place, ins->items[i].type);
    resolve_expr(&place, ins->items[i].fallback);
  }
  for (size_t i = 0; i < ins->count; i++) {
    locals[i] = resolve_local(&place, DECL_LOCAL, ins->items[i].name, &ins->items[i].local);
    ins->items[i].local->slot = (uint32_t)i;
    place.locals = &locals[i];
  }
  resolve_type(&place, decl->item->as.fn.result);
  resolve_expr(&place, decl->item->as.fn.body);
  if (!decl->item->as.fn.body && !decl->module->library) {
    Diag *diag = diag_error(&program->session->diags, "E0217", decl->span, "the function '%.*s' has no body",
                            TEXT_ARG(decl->name));
    diag_help(&program->session->diags, diag, "write `fn %.*s(...) = EXPRESSION`", TEXT_ARG(decl->name));
  }
  decl->mark = 0;
  program->depth--;
}

void resolve_decl(Program *program, Decl *decl, Span use) {
  if (decl->kind == DECL_FN) {
    resolve_function(program, decl, use);
  } else if (decl->kind == DECL_COMPONENT) {
    if (!enter(program, decl, "component", use) || !go_deeper(program, decl, use)) return;
    decl->resolved = 1;
    decl->mark = 1;
    resolve_body(program, decl->module, decl->inside);
    decl->mark = 0;
    program->depth--;
  } else if (decl->kind == DECL_LET && decl->module->library && decl->body == decl->module->body && !decl->resolved) {
    decl->resolved = 1;
    Place place = {program, decl->module, decl->module->body, NULL};
    resolve_type(&place, decl->item->as.let.type);
    resolve_expr(&place, decl->item->as.let.value);
  } else if (decl->kind == DECL_TYPE && !decl->resolved) {
    if (!go_deeper(program, decl, use)) return;
    decl->resolved = 1;
    decl->mark = 1;
    Place place = {program, decl->module, NULL, NULL};
    resolve_type(&place, decl->item->as.type.type);
    decl->mark = 0;
    program->depth--;
  } else if (decl->kind == DECL_TYPE && decl->mark == 1) {
    decl->mark = 2;
    diag_error(&program->session->diags, "E0209", use, "the type '%.*s' is made of itself", TEXT_ARG(decl->name));
  }
}

static void resolve_uses(Program *program, Module *module) {
  for (size_t i = 0; i < module->file->items.count; i++) {
    Item *item = module->file->items.items[i];
    if (item->kind != ITEM_USE) continue;
    Module *used = load_module(program, module, item);
    Text alias = item->as.use.alias.name;
    if (alias.size) {
      Decl *decl = ARENA_NEW(&program->session->arena, Decl);
      *decl = (Decl){.kind = DECL_MODULE,
                     .name = alias,
                     .span = item->as.use.alias.span,
                     .item = item,
                     .module = module,
                     .body = module->body,
                     .target = used};
      Decl *first = map_get(&module->scope.values, alias);
      if (first) {
        Diag *diag =
            diag_error(&program->session->diags, "E0204", decl->span, "'%.*s' is declared twice", TEXT_ARG(alias));
        diag_note(&program->session->diags, diag, first->span, "first declared here");
      } else {
        map_put(&program->session->arena, &module->scope.values, alias, decl);
      }
    }
    if (!used) continue;
    vec_push(&program->session->arena, &module->uses, ((Use){used, alias}));
    if (!used->library) resolve_module(program, used);
  }
}

void resolve_module(Program *program, Module *module) {
  if (module->resolved) return;
  module->resolved = true;
  resolve_uses(program, module);
  if (!program->broken) resolve_body(program, module, module->body);
}
