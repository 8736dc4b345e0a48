// The tree as text: a function a kind of node, each a walk in source order.
#include "syntax/dump.h"

#include "syntax/lex.h"

typedef struct Dump {
  Buffer *out;
  const Sources *sources;
  bool positions;
  size_t depth;
} Dump;

static void dump_expr(Dump *d, const Expr *expr);
static void dump_type(Dump *d, const Type *type);
static void dump_items(Dump *d, const ItemList *items);

static void begin(Dump *d, const char *kind) {
  buffer_fill(d->out, ' ', d->depth * 2);
  buffer_add_string(d->out, kind);
}

static void word(Dump *d, Text text) {
  buffer_add_char(d->out, ' ');
  buffer_add(d->out, text);
}

static void flag(Dump *d, const char *name, bool set) {
  if (set) buffer_format(d->out, " %s", name);
}

static void quoted(Dump *d, Text text) {
  buffer_add_string(d->out, " \"");
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c == '\n')
      buffer_add_string(d->out, "\\n");
    else if (c == '\r')
      buffer_add_string(d->out, "\\r");
    else if (c == '"' || c == '\\')
      buffer_format(d->out, "\\%c", c);
    else
      buffer_add_char(d->out, c);
  }
  buffer_add_char(d->out, '"');
}

static void end(Dump *d, Span span) {
  if (d->positions) {
    Position position = source_position(d->sources, span.source, span.start);
    buffer_format(d->out, " @%u:%u", position.line, position.column);
  }
  buffer_add_char(d->out, '\n');
}

// A line of its own for a child's role, such as `else`; what follows is indented under it.
static void role(Dump *d, const char *name) {
  begin(d, name);
  buffer_add_char(d->out, '\n');
}

static void child_expr(Dump *d, const char *name, const Expr *expr) {
  if (!expr) return;
  d->depth++;
  role(d, name);
  d->depth++;
  dump_expr(d, expr);
  d->depth -= 2;
}

static void child_type(Dump *d, const Type *type) {
  if (!type) return;
  d->depth++;
  dump_type(d, type);
  d->depth--;
}

static void child_block(Dump *d, const char *name, const Block *block) {
  if (!block) return;
  d->depth++;
  role(d, name);
  dump_items(d, &block->items);
  d->depth--;
}

static void under(Dump *d, const Expr *expr) {
  d->depth++;
  dump_expr(d, expr);
  d->depth--;
}

static void vars(Dump *d, const Vars *v) {
  word(d, v->first.name);
  if (v->second.name.size) word(d, v->second.name);
}

// ───────────────────────────── Expressions ─────────────────────────────

static const char *const operators[] = {
    [OP_OR] = "||", [OP_AND] = "&&", [OP_EQ] = "==", [OP_NE] = "!=",       [OP_LT] = "<",
    [OP_LE] = "<=", [OP_GT] = ">",   [OP_GE] = ">=", [OP_FALLBACK] = "??", [OP_RANGE] = "..",
    [OP_ADD] = "+", [OP_SUB] = "-",  [OP_MUL] = "*", [OP_DIV] = "/",
};

static const char *const quotes[] = {
    [QUOTE_PLAIN] = "", [QUOTE_LINES] = " lines", [QUOTE_RAW] = " raw", [QUOTE_RAW_LINES] = " raw_lines"};

static void dump_template(Dump *d, const Expr *expr) {
  buffer_format(d->out, "template%s", quotes[expr->as.template.quote]);
  end(d, expr->span);
  d->depth++;
  for (size_t i = 0; i < expr->as.template.parts.count; i++) {
    const Part *part = &expr->as.template.parts.items[i];
    if (part->value) {
      dump_expr(d, part->value);
    } else {
      begin(d, "text");
      quoted(d, part->text);
      buffer_add_char(d->out, '\n');
    }
  }
  d->depth--;
}

static void dump_elem(Dump *d, const Elem *elem) {
  if (elem->spread) {
    role(d, "spread");
    under(d, elem->value);
  } else {
    dump_expr(d, elem->value);
  }
}

static void dump_record(Dump *d, const Expr *expr) {
  buffer_add_string(d->out, "record");
  end(d, expr->span);
  d->depth++;
  for (size_t i = 0; i < expr->as.record.count; i++) {
    const RecordMember *member = &expr->as.record.items[i];
    begin(d, member->spread ? "spread" : "member");
    if (!member->spread && !member->key_expr)
      member->key_quoted ? quoted(d, member->key.name) : word(d, member->key.name);
    end(d, member->span);
    if (member->key_expr) child_expr(d, "key", member->key_expr);
    under(d, member->value);
  }
  d->depth--;
}

static void dump_call(Dump *d, const Expr *expr) {
  buffer_add_string(d->out, "call ");
  if (expr->as.call.module.name.size) buffer_format(d->out, "%.*s.", TEXT_ARG(expr->as.call.module.name));
  buffer_add(d->out, expr->as.call.function.name);
  end(d, expr->span);
  for (size_t i = 0; i < expr->as.call.args.count; i++) {
    const Arg *arg = &expr->as.call.args.items[i];
    d->depth++;
    begin(d, "arg");
    if (arg->name.name.size) word(d, arg->name.name);
    buffer_add_char(d->out, '\n');
    under(d, arg->value);
    d->depth--;
  }
}

static void dump_for(Dump *d, const Expr *expr) {
  bool list = expr->kind == EXPR_LIST_FOR;
  buffer_add_string(d->out, list ? "list_for" : "record_for");
  vars(d, list ? &expr->as.list_for.vars : &expr->as.record_for.vars);
  end(d, expr->span);
  child_expr(d, "in", list ? expr->as.list_for.in : expr->as.record_for.in);
  child_expr(d, "if", list ? expr->as.list_for.condition : expr->as.record_for.condition);
  d->depth++;
  if (list) {
    dump_elem(d, &expr->as.list_for.elem);
  } else {
    dump_expr(d, expr->as.record_for.key);
    dump_expr(d, expr->as.record_for.value);
  }
  d->depth--;
}

static void dump_operator(Dump *d, const Expr *expr) {
  if (expr->kind == EXPR_UNARY) {
    buffer_format(d->out, "unary %s", expr->as.unary.op == OP_NOT ? "!" : "-");
    end(d, expr->span);
    under(d, expr->as.unary.operand);
    return;
  }
  buffer_format(d->out, "binary %s", operators[expr->as.binary.op]);
  end(d, expr->span);
  under(d, expr->as.binary.left);
  under(d, expr->as.binary.right);
}

static void leaf(Dump *d, const char *kind, Text text, Span span) {
  buffer_add_string(d->out, kind);
  if (text.size) word(d, text);
  end(d, span);
}

static void dump_string(Dump *d, const Expr *expr) {
  buffer_format(d->out, "string%s", quotes[expr->as.string.quote]);
  quoted(d, expr->as.string.text);
  end(d, expr->span);
}

static void dump_quantity(Dump *d, const Expr *expr) {
  buffer_format(d->out, "quantity %.*s%s", TEXT_ARG(expr->as.quantity.number), lex_unit_name(expr->as.quantity.unit));
  end(d, expr->span);
}

static void dump_access(Dump *d, const Expr *expr) {
  if (expr->kind == EXPR_FIELD) {
    leaf(d, expr->as.field.safe ? "safe_field" : "field", expr->as.field.field.name, expr->span);
    under(d, expr->as.field.object);
    return;
  }
  leaf(d, "index", (Text){0}, expr->span);
  under(d, expr->as.index.object);
  under(d, expr->as.index.index);
}

static void dump_expr(Dump *d, const Expr *expr) {
  begin(d, "");
  switch (expr->kind) {
    case EXPR_ERROR: leaf(d, "error", (Text){0}, expr->span); break;
    case EXPR_NULL: leaf(d, "null", (Text){0}, expr->span); break;
    case EXPR_BOOL: leaf(d, expr->as.boolean ? "true" : "false", (Text){0}, expr->span); break;
    case EXPR_NUMBER: leaf(d, "number", expr->as.number, expr->span); break;
    case EXPR_QUANTITY: dump_quantity(d, expr); break;
    case EXPR_STRING: dump_string(d, expr); break;
    case EXPR_TEMPLATE: dump_template(d, expr); break;
    case EXPR_NAME: leaf(d, "name", expr->as.name.name, expr->span); break;
    case EXPR_AWS_TYPE: leaf(d, "aws_type", expr->as.aws_type, expr->span); break;
    case EXPR_LIST:
      leaf(d, "list", (Text){0}, expr->span);
      d->depth++;
      for (size_t i = 0; i < expr->as.list.count; i++) dump_elem(d, &expr->as.list.items[i]);
      d->depth--;
      break;
    case EXPR_LIST_FOR:
    case EXPR_RECORD_FOR: dump_for(d, expr); break;
    case EXPR_RECORD: dump_record(d, expr); break;
    case EXPR_IF:
      leaf(d, "if", (Text){0}, expr->span);
      under(d, expr->as.if_.condition);
      child_expr(d, "then", expr->as.if_.then);
      child_expr(d, "else", expr->as.if_.otherwise);
      break;
    case EXPR_BINARY:
    case EXPR_UNARY: dump_operator(d, expr); break;
    case EXPR_FIELD:
    case EXPR_INDEX: dump_access(d, expr); break;
    case EXPR_CALL: dump_call(d, expr); break;
    case EXPR_PAREN:
      leaf(d, "paren", (Text){0}, expr->span);
      under(d, expr->as.paren);
      break;
  }
}

// ───────────────────────────── Types ─────────────────────────────

static void dump_refine(Dump *d, const Refine *refine) {
  d->depth++;
  begin(d, refine->pattern ? "pattern" : "range");
  end(d, refine->span);
  if (refine->pattern) under(d, refine->pattern);
  child_expr(d, "low", refine->low);
  child_expr(d, "high", refine->high);
  d->depth--;
}

static void dump_named(Dump *d, const Type *type) {
  buffer_add_string(d->out, "type ");
  if (type->kind == TYPE_QUALIFIED) buffer_format(d->out, "%.*s.", TEXT_ARG(type->as.name.module.name));
  buffer_add(d->out, type->as.name.name.name);
  end(d, type->span);
  for (size_t i = 0; i < type->as.name.refine.count; i++) dump_refine(d, &type->as.name.refine.items[i]);
}

static void dump_type_record(Dump *d, const Type *type) {
  leaf(d, "record_type", (Text){0}, type->span);
  d->depth++;
  for (size_t i = 0; i < type->as.record.count; i++) {
    const TypeField *field = &type->as.record.items[i];
    begin(d, field->rest ? "rest" : "field");
    if (!field->rest) field->key_quoted ? quoted(d, field->key.name) : word(d, field->key.name);
    flag(d, "optional", field->optional);
    if (field->doc.size) buffer_add_string(d->out, " doc"), quoted(d, field->doc);
    end(d, field->span);
    child_type(d, field->type);
    child_expr(d, "default", field->fallback);
  }
  d->depth--;
}

static void dump_type(Dump *d, const Type *type) {
  begin(d, "");
  switch (type->kind) {
    case TYPE_ERROR: leaf(d, "error_type", (Text){0}, type->span); break;
    case TYPE_LITERAL:
      leaf(d, "exactly", (Text){0}, type->span);
      under(d, type->as.literal);
      break;
    case TYPE_NAME:
    case TYPE_QUALIFIED: dump_named(d, type); break;
    case TYPE_AWS: leaf(d, "aws", type->as.aws, type->span); break;
    case TYPE_GENERIC:
      leaf(d, "generic", type->as.generic.base, type->span);
      child_type(d, type->as.generic.argument);
      break;
    case TYPE_OPTIONAL:
      leaf(d, "optional", (Text){0}, type->span);
      child_type(d, type->as.optional);
      break;
    case TYPE_UNION:
      leaf(d, "union", (Text){0}, type->span);
      for (size_t i = 0; i < type->as.union_.count; i++) child_type(d, type->as.union_.items[i]);
      break;
    case TYPE_LIST:
      leaf(d, "list_type", (Text){0}, type->span);
      child_type(d, type->as.list);
      break;
    case TYPE_RECORD: dump_type_record(d, type); break;
    case TYPE_PAREN:
      leaf(d, "paren_type", (Text){0}, type->span);
      child_type(d, type->as.paren);
      break;
  }
}

// ───────────────────────────── Items ─────────────────────────────

static void dump_path(Dump *d, const char *name, const Path *path) {
  d->depth++;
  begin(d, name);
  word(d, path->first.name);
  for (size_t i = 0; i < path->rest.count; i++) {
    const PathSegment *segment = &path->rest.items[i];
    buffer_format(d->out, segment->index ? segment->quoted ? "[\"%.*s\"]" : "[%.*s]" : ".%.*s", TEXT_ARG(segment->key));
  }
  end(d, path->span);
  d->depth--;
}

static void dump_fn(Dump *d, const Item *item) {
  for (size_t i = 0; i < item->as.fn.ins.count; i++) {
    const FnIn *in = &item->as.fn.ins.items[i];
    d->depth++;
    begin(d, "fn_in");
    word(d, in->name.name);
    end(d, in->name.span);
    child_type(d, in->type);
    child_expr(d, "default", in->fallback);
    d->depth--;
  }
  if (item->as.fn.result) {
    d->depth++;
    role(d, "result");
    child_type(d, item->as.fn.result);
    d->depth--;
  }
  child_expr(d, "value", item->as.fn.body);
}

static const char *item_word(ItemKind kind) {
  switch (kind) {
    case ITEM_ERROR: return "error";
    case ITEM_STACK: return "stack";
    case ITEM_IN: return "in";
    case ITEM_PARAM: return "param";
    case ITEM_LET: return "let";
    case ITEM_FN: return "fn";
    case ITEM_TYPE: return "type_decl";
    case ITEM_COMPONENT: return "component";
    case ITEM_OUT: return "out";
    case ITEM_IF: return "if";
    case ITEM_FOR: return "for";
    case ITEM_USE: return "use";
    case ITEM_MOVED: return "moved";
    case ITEM_OVERRIDE: return "override";
    case ITEM_ASSERT: return "assert";
    case ITEM_POLICY: return "policy";
    case ITEM_TEST: return "test";
    case ITEM_INSTANCE: return "instance";
    case ITEM_FIELD: return "field";
    case ITEM_ATTRIBUTE: return "attribute";
    case ITEM_SPREAD: return "spread";
  }
  return "";
}

// What stands on the item's own line behind its word and name.
static void dump_head(Dump *d, const Item *item) {
  begin(d, item_word(item->kind));
  bool text_key = item->kind == ITEM_FIELD && item->as.field.key_quoted;
  if (item->kind == ITEM_INSTANCE) {
    buffer_add_char(d->out, ' ');
    if (item->as.instance.module.name.size) buffer_format(d->out, "%.*s.", TEXT_ARG(item->as.instance.module.name));
    buffer_add(d->out, item->as.instance.kind.name);
  }
  if (text_key)
    quoted(d, item->name.name);
  else if (item->name.name.size)
    word(d, item->name.name);
  if (item->kind == ITEM_FOR) vars(d, &item->as.for_.vars);
  if (item->kind == ITEM_USE) {
    quoted(d, item->as.use.path);
    if (item->as.use.alias.name.size) buffer_add_string(d->out, " as"), word(d, item->as.use.alias.name);
  }
  if (item->kind == ITEM_POLICY || item->kind == ITEM_TEST) quoted(d, item->as.policy.name);
  if (item->kind == ITEM_OVERRIDE && item->as.override.aws_type.size) word(d, item->as.override.aws_type);
  if (item->doc.size) buffer_add_string(d->out, " doc"), quoted(d, item->doc);
  end(d, item->span);
}

static void dump_item(Dump *d, const Item *item) {
  dump_head(d, item);
  switch (item->kind) {
    case ITEM_ERROR:
    case ITEM_USE: break;
    case ITEM_STACK: child_block(d, "block", item->as.stack.block); break;
    case ITEM_IN:
      child_type(d, item->as.in.type);
      child_expr(d, "default", item->as.in.fallback);
      break;
    case ITEM_PARAM:
      child_type(d, item->as.param.type);
      child_expr(d, "default", item->as.param.fallback);
      child_block(d, "block", item->as.param.block);
      break;
    case ITEM_LET:
      child_type(d, item->as.let.type);
      under(d, item->as.let.value);
      break;
    case ITEM_FN: dump_fn(d, item); break;
    case ITEM_TYPE: child_type(d, item->as.type.type); break;
    case ITEM_COMPONENT: child_block(d, "block", item->as.component.block); break;
    case ITEM_OUT:
      child_type(d, item->as.out.type);
      child_expr(d, "value", item->as.out.value);
      child_block(d, "block", item->as.out.block);
      break;
    case ITEM_IF:
      under(d, item->as.if_.condition);
      child_block(d, "then", item->as.if_.then);
      child_block(d, item->as.if_.else_if ? "else_if" : "else", item->as.if_.otherwise);
      break;
    case ITEM_FOR:
      child_expr(d, "in", item->as.for_.in);
      child_expr(d, "by", item->as.for_.by);
      child_block(d, "block", item->as.for_.block);
      break;
    case ITEM_MOVED:
      dump_path(d, "from", &item->as.moved.from);
      dump_path(d, "to", &item->as.moved.to);
      break;
    case ITEM_OVERRIDE:
      if (!item->as.override.aws_type.size) dump_path(d, "path", &item->as.override.path);
      child_block(d, "block", item->as.override.block);
      break;
    case ITEM_ASSERT:
      under(d, item->as.assert.condition);
      child_expr(d, "message", item->as.assert.message);
      break;
    case ITEM_POLICY: child_block(d, "block", item->as.policy.block); break;
    case ITEM_TEST: child_block(d, "block", item->as.test.block); break;
    case ITEM_INSTANCE: child_block(d, "block", item->as.instance.block); break;
    case ITEM_FIELD: under(d, item->as.field.value); break;
    case ITEM_ATTRIBUTE: under(d, item->as.attribute.value); break;
    case ITEM_SPREAD: under(d, item->as.spread.value); break;
  }
}

static void dump_items(Dump *d, const ItemList *items) {
  d->depth++;
  for (size_t i = 0; i < items->count; i++) dump_item(d, items->items[i]);
  d->depth--;
}

void dump_ast(Buffer *out, const File *file, const Sources *sources, bool positions) {
  Dump d = {out, sources, positions, 0};
  for (size_t i = 0; i < file->items.count; i++) dump_item(&d, file->items.items[i]);
}
