// One function a kind of node, member by member: whole structs would bring along what lies between their members.
#include "copy_tree.h"

static Expr *copy_expr(TreeCopier *c, const Expr *from);
static Type *copy_type(TreeCopier *c, const Type *from);
static Block *copy_block(TreeCopier *c, const Block *from);

// A node no larger than its kind needs.
#define MAKE(c, T, member) ((T *)arena_alloc((c)->tree, offsetof(T, as) + sizeof(((T *)NULL)->as.member)))

// The list `to` gets room for as many elements as `from` has.
#define MAKE_LIST(c, to, from)                   \
  ((to)->count = (to)->capacity = (from)->count, \
   (to)->items = (from)->count ? arena_alloc((c)->tree, (from)->count * sizeof *(to)->items) : NULL)

Text pool_text(TreeCopier *c, Text text) {
  TextPool *pool = c->pool;
  if (!text.at) return text;
  const char *known = map_get(&pool->known, text);
  if (known) return (Text){known, text.size};
  if (pool->room - pool->size < text.size + 1) base_abort("copy_tree: the pool of texts is too small");
  Text copy = {memcpy(pool->at + pool->size, text.at, text.size), text.size};
  pool->size += text.size + 1;
  map_put(c->scratch, &pool->known, copy, (void *)copy.at);
  return copy;
}

static Span copy_span(const TreeCopier *c, Span span) {
  return span.source ? (Span){c->source, span.start, span.end} : (Span){0};
}

static void copy_ident(TreeCopier *c, Ident *to, const Ident *from) {
  to->name = pool_text(c, from->name);
  to->span = copy_span(c, from->span);
}

static void copy_vars(TreeCopier *c, Vars *to, const Vars *from) {
  copy_ident(c, &to->first, &from->first);
  copy_ident(c, &to->second, &from->second);
}

// ───────────────────────────── Expressions ─────────────────────────────

static void copy_elem(TreeCopier *c, Elem *to, const Elem *from) {
  to->value = copy_expr(c, from->value);
  to->spread = from->spread;
}

static void copy_record(TreeCopier *c, RecordMemberList *to, const RecordMemberList *from) {
  MAKE_LIST(c, to, from);
  for (size_t i = 0; i < from->count; i++) {
    const RecordMember *member = &from->items[i];
    copy_ident(c, &to->items[i].key, &member->key);
    to->items[i].key_expr = copy_expr(c, member->key_expr);
    to->items[i].key_quoted = member->key_quoted;
    to->items[i].spread = member->spread;
    to->items[i].value = copy_expr(c, member->value);
    to->items[i].span = copy_span(c, member->span);
  }
}

static void copy_args(TreeCopier *c, ArgList *to, const ArgList *from) {
  MAKE_LIST(c, to, from);
  for (size_t i = 0; i < from->count; i++) {
    copy_ident(c, &to->items[i].name, &from->items[i].name);
    to->items[i].value = copy_expr(c, from->items[i].value);
  }
}

static void copy_parts(TreeCopier *c, PartList *to, const PartList *from) {
  MAKE_LIST(c, to, from);
  for (size_t i = 0; i < from->count; i++) {
    to->items[i].text = pool_text(c, from->items[i].text);
    to->items[i].value = copy_expr(c, from->items[i].value);
  }
}

static Expr *copy_literal(TreeCopier *c, const Expr *from) {
  Expr *to;
  switch (from->kind) {
    case EXPR_BOOL:
      to = MAKE(c, Expr, boolean);
      to->as.boolean = from->as.boolean;
      return to;
    case EXPR_NUMBER:
      to = MAKE(c, Expr, number);
      to->as.number = pool_text(c, from->as.number);
      return to;
    case EXPR_QUANTITY:
      to = MAKE(c, Expr, quantity);
      to->as.quantity.number = pool_text(c, from->as.quantity.number);
      to->as.quantity.unit = from->as.quantity.unit;
      return to;
    case EXPR_STRING:
      to = MAKE(c, Expr, string);
      to->as.string.text = pool_text(c, from->as.string.text);
      to->as.string.quote = from->as.string.quote;
      return to;
    case EXPR_TEMPLATE:
      to = MAKE(c, Expr, template);
      copy_parts(c, &to->as.template.parts, &from->as.template.parts);
      to->as.template.quote = from->as.template.quote;
      return to;
    case EXPR_AWS_TYPE:
      to = MAKE(c, Expr, aws_type);
      to->as.aws_type = pool_text(c, from->as.aws_type);
      return to;
    default: return MAKE(c, Expr, boolean);  // null
  }
}

static Expr *copy_collection(TreeCopier *c, const Expr *from) {
  Expr *to;
  switch (from->kind) {
    case EXPR_LIST:
      to = MAKE(c, Expr, list);
      MAKE_LIST(c, &to->as.list, &from->as.list);
      for (size_t i = 0; i < from->as.list.count; i++) copy_elem(c, &to->as.list.items[i], &from->as.list.items[i]);
      return to;
    case EXPR_LIST_FOR:
      to = MAKE(c, Expr, list_for);
      copy_vars(c, &to->as.list_for.vars, &from->as.list_for.vars);
      to->as.list_for.in = copy_expr(c, from->as.list_for.in);
      to->as.list_for.condition = copy_expr(c, from->as.list_for.condition);
      copy_elem(c, &to->as.list_for.elem, &from->as.list_for.elem);
      return to;
    case EXPR_RECORD:
      to = MAKE(c, Expr, record);
      copy_record(c, &to->as.record, &from->as.record);
      return to;
    case EXPR_RECORD_FOR:
      to = MAKE(c, Expr, record_for);
      copy_vars(c, &to->as.record_for.vars, &from->as.record_for.vars);
      to->as.record_for.in = copy_expr(c, from->as.record_for.in);
      to->as.record_for.condition = copy_expr(c, from->as.record_for.condition);
      to->as.record_for.key = copy_expr(c, from->as.record_for.key);
      to->as.record_for.value = copy_expr(c, from->as.record_for.value);
      return to;
    default: return copy_literal(c, from);
  }
}

static Expr *copy_operation(TreeCopier *c, const Expr *from) {
  Expr *to;
  switch (from->kind) {
    case EXPR_NAME:
      to = MAKE(c, Expr, name);
      to->as.name.name = pool_text(c, from->as.name.name);
      return to;
    case EXPR_IF:
      to = MAKE(c, Expr, if_);
      to->as.if_.condition = copy_expr(c, from->as.if_.condition);
      to->as.if_.then = copy_expr(c, from->as.if_.then);
      to->as.if_.otherwise = copy_expr(c, from->as.if_.otherwise);
      return to;
    case EXPR_BINARY:
      to = MAKE(c, Expr, binary);
      to->as.binary.op = from->as.binary.op;
      to->as.binary.op_span = copy_span(c, from->as.binary.op_span);
      to->as.binary.left = copy_expr(c, from->as.binary.left);
      to->as.binary.right = copy_expr(c, from->as.binary.right);
      return to;
    case EXPR_UNARY:
      to = MAKE(c, Expr, unary);
      to->as.unary.op = from->as.unary.op;
      to->as.unary.operand = copy_expr(c, from->as.unary.operand);
      return to;
    case EXPR_FIELD:
      to = MAKE(c, Expr, field);
      to->as.field.object = copy_expr(c, from->as.field.object);
      copy_ident(c, &to->as.field.field, &from->as.field.field);
      to->as.field.safe = from->as.field.safe;
      return to;
    case EXPR_INDEX:
      to = MAKE(c, Expr, index);
      to->as.index.object = copy_expr(c, from->as.index.object);
      to->as.index.index = copy_expr(c, from->as.index.index);
      return to;
    case EXPR_CALL:
      to = MAKE(c, Expr, call);
      copy_ident(c, &to->as.call.module, &from->as.call.module);
      copy_ident(c, &to->as.call.function, &from->as.call.function);
      copy_args(c, &to->as.call.args, &from->as.call.args);
      return to;
    case EXPR_PAREN:
      to = MAKE(c, Expr, paren);
      to->as.paren = copy_expr(c, from->as.paren);
      return to;
    default: return copy_collection(c, from);
  }
}

static Expr *copy_expr(TreeCopier *c, const Expr *from) {
  if (!from) return NULL;
  Expr *to = copy_operation(c, from);
  to->kind = from->kind;
  to->span = copy_span(c, from->span);
  return to;
}

// ───────────────────────────── Types ─────────────────────────────

static void copy_refinements(TreeCopier *c, RefineList *to, const RefineList *from) {
  MAKE_LIST(c, to, from);
  for (size_t i = 0; i < from->count; i++) {
    to->items[i].low = copy_expr(c, from->items[i].low);
    to->items[i].high = copy_expr(c, from->items[i].high);
    to->items[i].pattern = copy_expr(c, from->items[i].pattern);
    to->items[i].span = copy_span(c, from->items[i].span);
  }
}

static void copy_fields(TreeCopier *c, TypeFieldList *to, const TypeFieldList *from) {
  MAKE_LIST(c, to, from);
  for (size_t i = 0; i < from->count; i++) {
    const TypeField *field = &from->items[i];
    to->items[i].doc = pool_text(c, field->doc);
    copy_ident(c, &to->items[i].key, &field->key);
    to->items[i].key_quoted = field->key_quoted;
    to->items[i].optional = field->optional;
    to->items[i].rest = field->rest;
    to->items[i].type = copy_type(c, field->type);
    to->items[i].fallback = copy_expr(c, field->fallback);
    to->items[i].span = copy_span(c, field->span);
  }
}

static Type *copy_type_node(TreeCopier *c, const Type *from) {
  Type *to;
  switch (from->kind) {
    case TYPE_LITERAL:
      to = MAKE(c, Type, literal);
      to->as.literal = copy_expr(c, from->as.literal);
      return to;
    case TYPE_NAME:
    case TYPE_QUALIFIED:
      to = MAKE(c, Type, name);
      copy_ident(c, &to->as.name.module, &from->as.name.module);
      copy_ident(c, &to->as.name.name, &from->as.name.name);
      copy_refinements(c, &to->as.name.refine, &from->as.name.refine);
      return to;
    case TYPE_AWS:
      to = MAKE(c, Type, aws);
      to->as.aws = pool_text(c, from->as.aws);
      return to;
    case TYPE_GENERIC:
      to = MAKE(c, Type, generic);
      to->as.generic.base = pool_text(c, from->as.generic.base);
      to->as.generic.argument = copy_type(c, from->as.generic.argument);
      return to;
    case TYPE_UNION:
      to = MAKE(c, Type, union_);
      MAKE_LIST(c, &to->as.union_, &from->as.union_);
      for (size_t i = 0; i < from->as.union_.count; i++)
        to->as.union_.items[i] = copy_type(c, from->as.union_.items[i]);
      return to;
    case TYPE_RECORD:
      to = MAKE(c, Type, record);
      copy_fields(c, &to->as.record, &from->as.record);
      return to;
    case TYPE_OPTIONAL:
    case TYPE_LIST:
    case TYPE_PAREN:
      to = MAKE(c, Type, list);
      to->as.list = copy_type(c, from->as.list);  // the three have one place
      return to;
    case TYPE_ERROR: break;
  }
  return MAKE(c, Type, list);
}

static Type *copy_type(TreeCopier *c, const Type *from) {
  if (!from) return NULL;
  Type *to = copy_type_node(c, from);
  to->kind = from->kind;
  to->span = copy_span(c, from->span);
  return to;
}

// ───────────────────────────── Items ─────────────────────────────

static ItemList copy_items(TreeCopier *c, const ItemList *from);

static Block *copy_block(TreeCopier *c, const Block *from) {
  if (!from) return NULL;
  Block *to = ARENA_NEW(c->tree, Block);
  to->span = copy_span(c, from->span);
  to->items = copy_items(c, &from->items);
  return to;
}

static Item *copy_function(TreeCopier *c, const Item *from) {
  Item *to = MAKE(c, Item, fn);
  const FnInList *ins = &from->as.fn.ins;
  MAKE_LIST(c, &to->as.fn.ins, ins);
  for (size_t i = 0; i < ins->count; i++) {
    FnIn *in = &to->as.fn.ins.items[i];
    copy_ident(c, &in->name, &ins->items[i].name);
    in->type = copy_type(c, ins->items[i].type);
    in->fallback = copy_expr(c, ins->items[i].fallback);
  }
  to->as.fn.result = copy_type(c, from->as.fn.result);
  to->as.fn.body = copy_expr(c, from->as.fn.body);
  return to;
}

static Item *copy_inner(TreeCopier *c, const Item *from) {
  Item *to;
  if (from->kind == ITEM_IF) {
    to = MAKE(c, Item, if_);
    to->as.if_.condition = copy_expr(c, from->as.if_.condition);
    to->as.if_.then = copy_block(c, from->as.if_.then);
    to->as.if_.otherwise = copy_block(c, from->as.if_.otherwise);
    to->as.if_.else_if = from->as.if_.else_if;
    return to;
  }
  to = MAKE(c, Item, for_);
  copy_vars(c, &to->as.for_.vars, &from->as.for_.vars);
  to->as.for_.in = copy_expr(c, from->as.for_.in);
  to->as.for_.by = copy_expr(c, from->as.for_.by);
  to->as.for_.block = copy_block(c, from->as.for_.block);
  return to;
}

static Item *copy_instance(TreeCopier *c, const Item *from) {
  Item *to = MAKE(c, Item, instance);
  copy_ident(c, &to->as.instance.module, &from->as.instance.module);
  copy_ident(c, &to->as.instance.kind, &from->as.instance.kind);
  to->as.instance.aws = from->as.instance.aws;
  to->as.instance.block = copy_block(c, from->as.instance.block);
  return to;
}

// What stands in a block beside declarations.
static Item *copy_entry(TreeCopier *c, const Item *from) {
  Item *to;
  switch (from->kind) {
    case ITEM_ASSERT:
      to = MAKE(c, Item, assert);
      to->as.assert.condition = copy_expr(c, from->as.assert.condition);
      to->as.assert.message = copy_expr(c, from->as.assert.message);
      return to;
    case ITEM_FIELD:
      to = MAKE(c, Item, field);
      to->as.field.value = copy_expr(c, from->as.field.value);
      to->as.field.key_quoted = from->as.field.key_quoted;
      return to;
    case ITEM_ATTRIBUTE:
      to = MAKE(c, Item, attribute);
      to->as.attribute.value = copy_expr(c, from->as.attribute.value);
      return to;
    case ITEM_SPREAD:
      to = MAKE(c, Item, spread);
      to->as.spread.value = copy_expr(c, from->as.spread.value);
      return to;
    default: base_abort("copy_tree: an item that the library has nowhere yet");
  }
}

static Item *copy_declaration(TreeCopier *c, const Item *from) {
  Item *to;
  switch (from->kind) {
    case ITEM_FN: return copy_function(c, from);
    case ITEM_IF:
    case ITEM_FOR: return copy_inner(c, from);
    case ITEM_INSTANCE: return copy_instance(c, from);
    case ITEM_IN:
      to = MAKE(c, Item, in);
      to->as.in.type = copy_type(c, from->as.in.type);
      to->as.in.fallback = copy_expr(c, from->as.in.fallback);
      return to;
    case ITEM_LET:
      to = MAKE(c, Item, let);
      to->as.let.type = copy_type(c, from->as.let.type);
      to->as.let.value = copy_expr(c, from->as.let.value);
      return to;
    case ITEM_TYPE:
      to = MAKE(c, Item, type);
      to->as.type.type = copy_type(c, from->as.type.type);
      return to;
    case ITEM_COMPONENT:
      to = MAKE(c, Item, component);
      to->as.component.block = copy_block(c, from->as.component.block);
      return to;
    case ITEM_OUT:
      to = MAKE(c, Item, out);
      to->as.out.type = copy_type(c, from->as.out.type);
      to->as.out.value = copy_expr(c, from->as.out.value);
      to->as.out.block = copy_block(c, from->as.out.block);
      return to;
    default: return copy_entry(c, from);
  }
}

static ItemList copy_items(TreeCopier *c, const ItemList *from) {
  ItemList to;
  MAKE_LIST(c, &to, from);
  for (size_t i = 0; i < from->count; i++) {
    const Item *item = from->items[i];
    Item *copy = to.items[i] = copy_declaration(c, item);
    copy->kind = item->kind;
    copy->span = copy_span(c, item->span);
    copy->doc = pool_text(c, item->doc);
    copy->doc_span = copy_span(c, item->doc_span);
    copy_ident(c, &copy->name, &item->name);
  }
  return to;
}

File *copy_tree(TreeCopier *c, const File *file) {
  File *to = ARENA_NEW(c->tree, File);
  to->source = c->source;
  to->items = copy_items(c, &file->items);
  return to;
}
