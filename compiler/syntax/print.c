// fmt: the walk over the tree, and the search for lines that are too long.
//
// A line over PRINT_WIDTH is not broken by guessing widths ahead: the file is put, the widest bracket on each line that
// came out too long is marked as broken, and the file is put again, until nothing is left to break.
#include "syntax/print.h"

#include <stdlib.h>

#include "syntax/printer.h"

static void print_expr(Printer *p, const Expr *expr);
static void print_type(Printer *p, const Type *type);
static void print_block(Printer *p, const Block *block);

// ───────────────────────────── Expressions ─────────────────────────────

static void print_template(Printer *p, const Expr *expr) {
  size_t first = p->at;
  int move = 0;
  printer_put_piece(p, first, &move);
  p->holes++;
  for (size_t i = 0; i < expr->as.template.parts.count; i++) {
    const Expr *value = expr->as.template.parts.items[i].value;
    if (!value) continue;
    print_expr(p, value);
    if (p->tokens[p->at].kind == TOKEN_TEXT_END) p->holes--;
    printer_put_piece(p, first, &move);
  }
}

static void print_elem(Printer *p, const Elem *elem) {
  if (elem->spread) printer_put(p);
  print_expr(p, elem->value);
}

static void print_list(Printer *p, const ElemList *list) {
  Group group = printer_open(p, false, true);
  for (size_t i = 0; i < list->count; i++) {
    printer_element(p, &group);
    print_elem(p, &list->items[i]);
  }
  printer_close(p, &group);
}

// vars, 'in', expr
static void print_vars(Printer *p, const Vars *vars, const Expr *in) {
  printer_put(p);
  if (vars->second.name.size) {
    printer_put(p);
    printer_space(p);
    printer_put(p);
  }
  printer_space(p);
  printer_put(p);
  printer_space(p);
  print_expr(p, in);
}

// 'for', vars, 'in', expr, ['if', expr], ':'
static void print_for_head(Printer *p, const Vars *vars, const Expr *in, const Expr *condition) {
  printer_put(p);
  printer_space(p);
  print_vars(p, vars, in);
  if (condition) {
    printer_soft_space(p, 1);
    printer_put(p);
    printer_space(p);
    print_expr(p, condition);
  }
  printer_put(p);
  printer_soft_space(p, 1);
}

static void print_list_for(Printer *p, const Expr *expr) {
  Group group = printer_open(p, false, false);
  printer_element(p, &group);
  print_for_head(p, &expr->as.list_for.vars, expr->as.list_for.in, expr->as.list_for.condition);
  print_elem(p, &expr->as.list_for.elem);
  printer_close(p, &group);
}

static void print_record_for(Printer *p, const Expr *expr) {
  Group group = printer_open(p, false, false);
  printer_element(p, &group);
  print_for_head(p, &expr->as.record_for.vars, expr->as.record_for.in, expr->as.record_for.condition);
  print_expr(p, expr->as.record_for.key);
  printer_soft_space(p, 1);
  printer_put(p);
  printer_soft_space(p, 1);
  print_expr(p, expr->as.record_for.value);
  printer_close(p, &group);
}

static void print_record(Printer *p, const RecordMemberList *record) {
  Group group = printer_open(p, true, false);
  for (size_t i = 0; i < record->count; i++) {
    const RecordMember *member = &record->items[i];
    printer_element(p, &group);
    if (member->spread) {
      printer_put(p);
    } else {
      if (member->key_expr)
        print_expr(p, member->key_expr);
      else
        printer_put(p);
      printer_put(p);
      printer_soft_space(p, 1);
    }
    print_expr(p, member->value);
  }
  printer_close(p, &group);
}

// 'then' or 'else', and the value behind it.
static void print_branch(Printer *p, const Expr *value) {
  unsigned levels = p->tokens[p->at].line ? 2 : 1;
  printer_soft_space(p, 1);
  printer_put(p);
  printer_soft_space(p, levels);
  print_expr(p, value);
}

static void print_if(Printer *p, const Expr *expr) {
  printer_put(p);
  printer_space(p);
  print_expr(p, expr->as.if_.condition);
  print_branch(p, expr->as.if_.then);
  if (expr->as.if_.otherwise) print_branch(p, expr->as.if_.otherwise);
}

static void print_binary(Printer *p, const Expr *expr) {
  print_expr(p, expr->as.binary.left);
  bool tight = expr->as.binary.op == OP_RANGE;
  if (!tight) printer_space(p);
  printer_soft(p, 1);
  printer_put(p);
  if (!tight) printer_space(p);
  printer_soft(p, 1);
  print_expr(p, expr->as.binary.right);
}

static void print_call(Printer *p, const Expr *expr) {
  printer_put_count(p, expr->as.call.module.name.size ? 3 : 1);
  Group group = printer_open(p, false, true);
  for (size_t i = 0; i < expr->as.call.args.count; i++) {
    const Arg *arg = &expr->as.call.args.items[i];
    printer_element(p, &group);
    if (arg->name.name.size) {
      printer_put_count(p, 2);
      printer_soft_space(p, 1);
    }
    print_expr(p, arg->value);
  }
  printer_close(p, &group);
}

static void print_in_brackets(Printer *p, const Expr *inner) {
  Group group = printer_open(p, false, false);
  printer_keep(p, &group);
  printer_element(p, &group);
  print_expr(p, inner);
  printer_close(p, &group);
}

static void print_expr(Printer *p, const Expr *expr) {
  switch (expr->kind) {
    case EXPR_ERROR: break;
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_NUMBER:
    case EXPR_QUANTITY:
    case EXPR_STRING:
    case EXPR_NAME:
    case EXPR_AWS_TYPE: printer_put(p); break;
    case EXPR_TEMPLATE: print_template(p, expr); break;
    case EXPR_LIST: print_list(p, &expr->as.list); break;
    case EXPR_LIST_FOR: print_list_for(p, expr); break;
    case EXPR_RECORD: print_record(p, &expr->as.record); break;
    case EXPR_RECORD_FOR: print_record_for(p, expr); break;
    case EXPR_IF: print_if(p, expr); break;
    case EXPR_BINARY: print_binary(p, expr); break;
    case EXPR_UNARY:
      printer_put(p);
      print_expr(p, expr->as.unary.operand);
      break;
    case EXPR_FIELD:
      print_expr(p, expr->as.field.object);
      printer_soft(p, 1);
      printer_put_count(p, 2);
      break;
    case EXPR_INDEX:
      print_expr(p, expr->as.index.object);
      print_in_brackets(p, expr->as.index.index);
      break;
    case EXPR_CALL: print_call(p, expr); break;
    case EXPR_PAREN: print_in_brackets(p, expr->as.paren); break;
  }
}

// ───────────────────────────── Types ─────────────────────────────

// ['=', expr] behind a type or name.
static void print_default(Printer *p, const Expr *value) {
  if (!value) return;
  printer_space(p);
  printer_put(p);
  printer_soft_space(p, 1);
  print_expr(p, value);
}

static void print_named_type(Printer *p, const Type *type) {
  printer_put_count(p, type->kind == TYPE_QUALIFIED ? 3 : 1);
  if (!type->as.name.refine.count) return;
  Group group = printer_open(p, false, false);
  for (size_t i = 0; i < type->as.name.refine.count; i++) {
    printer_element(p, &group);
    printer_put_until(p, type->as.name.refine.items[i].span.end);
  }
  printer_close(p, &group);
}

static void print_record_type(Printer *p, const TypeFieldList *fields) {
  bool map = fields->count == 1 && fields->items[0].rest;
  Group group = printer_open(p, !map, false);
  for (size_t i = 0; i < fields->count; i++) {
    const TypeField *field = &fields->items[i];
    printer_element(p, &group);
    printer_put_count(p, field->optional ? 3 : 2);
    printer_soft_space(p, 1);
    print_type(p, field->type);
    print_default(p, field->fallback);
  }
  printer_close(p, &group);
}

static void print_type_in_brackets(Printer *p, const Type *inner) {
  Group group = printer_open(p, false, false);
  printer_keep(p, &group);
  printer_element(p, &group);
  print_type(p, inner);
  printer_close(p, &group);
}

static void print_type(Printer *p, const Type *type) {
  switch (type->kind) {
    case TYPE_ERROR: break;
    case TYPE_LITERAL: printer_put_until(p, type->span.end); break;
    case TYPE_NAME:
    case TYPE_QUALIFIED: print_named_type(p, type); break;
    case TYPE_AWS: printer_put(p); break;
    case TYPE_GENERIC:
      printer_put_count(p, 2);
      print_type(p, type->as.generic.argument);
      printer_put(p);
      break;
    case TYPE_OPTIONAL:
      print_type(p, type->as.optional);
      printer_put(p);
      break;
    case TYPE_UNION:
      for (size_t i = 0; i < type->as.union_.count; i++) {
        if (i) {
          printer_soft_space(p, 1);
          printer_put(p);
          printer_soft_space(p, 1);
        }
        print_type(p, type->as.union_.items[i]);
      }
      break;
    case TYPE_LIST: print_type_in_brackets(p, type->as.list); break;
    case TYPE_RECORD: print_record_type(p, &type->as.record); break;
    case TYPE_PAREN: print_type_in_brackets(p, type->as.paren); break;
  }
}

// ───────────────────────────── Items ─────────────────────────────

// The word of a declaration and its name.
static void print_head(Printer *p) {
  printer_put(p);
  printer_space(p);
  printer_put(p);
}

// [':', type] behind a name.
static void print_colon_type(Printer *p, const Type *type) {
  if (!type) return;
  printer_put(p);
  printer_soft_space(p, 1);
  print_type(p, type);
}

static void print_fn(Printer *p, const Item *item) {
  print_head(p);
  Group group = printer_open(p, false, true);
  for (size_t i = 0; i < item->as.fn.ins.count; i++) {
    const FnIn *in = &item->as.fn.ins.items[i];
    printer_element(p, &group);
    printer_put(p);
    print_colon_type(p, in->type);
    print_default(p, in->fallback);
  }
  printer_close(p, &group);
  print_colon_type(p, item->as.fn.result);
  print_default(p, item->as.fn.body);
}

static void print_if_item(Printer *p, const Item *item) {
  printer_put(p);
  printer_space(p);
  print_expr(p, item->as.if_.condition);
  print_block(p, item->as.if_.then);
  if (!item->as.if_.otherwise) return;
  printer_space(p);
  printer_put(p);
  if (item->as.if_.else_if) {
    printer_space(p);
    print_if_item(p, item->as.if_.otherwise->items.items[0]);
  } else {
    print_block(p, item->as.if_.otherwise);
  }
}

static void print_for(Printer *p, const Item *item) {
  printer_put(p);
  printer_space(p);
  print_vars(p, &item->as.for_.vars, item->as.for_.in);
  if (item->as.for_.by) {
    printer_space(p);
    printer_put(p);
    printer_space(p);
    print_expr(p, item->as.for_.by);
  }
  print_block(p, item->as.for_.block);
}

static void print_moved(Printer *p, const Item *item) {
  printer_put(p);
  printer_space(p);
  printer_put_until(p, item->as.moved.from.span.end);
  printer_soft_space(p, 1);
  printer_put(p);
  printer_soft_space(p, 1);
  printer_put_until(p, item->as.moved.to.span.end);
}

static void print_assert(Printer *p, const Item *item) {
  printer_put(p);
  printer_space(p);
  print_expr(p, item->as.assert.condition);
  if (!item->as.assert.message) return;
  printer_put(p);
  printer_soft_space(p, 1);
  print_expr(p, item->as.assert.message);
}

static void print_instance(Printer *p, const Item *item) {
  printer_put_count(p, item->as.instance.module.name.size ? 3 : 1);
  printer_space(p);
  printer_put(p);
  print_block(p, item->as.instance.block);
}

// word, name, [':', type], ['=', value], [block]
static void print_declaration(Printer *p, const Type *type, const Expr *value, const Block *block) {
  print_head(p);
  print_colon_type(p, type);
  print_default(p, value);
  print_block(p, block);
}

static void print_item(Printer *p, const Item *item) {
  switch (item->kind) {
    case ITEM_ERROR: break;
    case ITEM_STACK: print_declaration(p, NULL, NULL, item->as.stack.block); break;
    case ITEM_IN: print_declaration(p, item->as.in.type, item->as.in.fallback, NULL); break;
    case ITEM_PARAM: print_declaration(p, item->as.param.type, item->as.param.fallback, item->as.param.block); break;
    case ITEM_LET: print_declaration(p, item->as.let.type, item->as.let.value, NULL); break;
    case ITEM_FN: print_fn(p, item); break;
    case ITEM_TYPE:
      print_head(p);
      printer_space(p);
      printer_put(p);
      printer_soft_space(p, 1);
      print_type(p, item->as.type.type);
      break;
    case ITEM_COMPONENT: print_declaration(p, NULL, NULL, item->as.component.block); break;
    case ITEM_OUT: print_declaration(p, item->as.out.type, item->as.out.value, item->as.out.block); break;
    case ITEM_IF: print_if_item(p, item); break;
    case ITEM_FOR: print_for(p, item); break;
    case ITEM_USE:
      print_head(p);
      if (item->as.use.alias.name.size) {
        printer_space(p);
        print_head(p);
      }
      break;
    case ITEM_MOVED: print_moved(p, item); break;
    case ITEM_OVERRIDE:
      printer_put(p);
      printer_space(p);
      printer_put_until(p, item->as.override.target.end);
      print_block(p, item->as.override.block);
      break;
    case ITEM_ASSERT: print_assert(p, item); break;
    case ITEM_POLICY:
    case ITEM_TEST: print_declaration(p, NULL, NULL, item->as.policy.block); break;
    case ITEM_INSTANCE: print_instance(p, item); break;
    case ITEM_FIELD:
      printer_put(p);
      print_default(p, item->as.field.value);
      break;
    case ITEM_ATTRIBUTE:
      printer_put(p);
      print_default(p, item->as.attribute.value);
      break;
    case ITEM_SPREAD:
      printer_put(p);
      print_expr(p, item->as.spread.value);
      break;
  }
}

static void print_block(Printer *p, const Block *block) {
  if (!block) return;
  printer_space(p);
  Group group = printer_open(p, true, false);
  for (size_t i = 0; i < block->items.count; i++) {
    printer_element(p, &group);
    print_item(p, block->items.items[i]);
  }
  printer_close(p, &group);
}

// ───────────────────────────── The file ─────────────────────────────

static void print_items(Printer *p, const File *file) {
  for (size_t i = 0; i < file->items.count; i++) {
    printer_next_item(p);
    print_item(p, file->items.items[i]);
  }
  printer_finish(p);
}

void print_file(Buffer *out, const File *file, const Sources *sources) {
  Arena arena = {0};
  Tokens tokens;
  Printer printer;
  printer_start(&printer, &tokens, &arena, file, sources);
  do {
    printer_restart(&printer, out);
    print_items(&printer, file);
    if (tokens.items[printer.at].kind != TOKEN_END) base_abort("print_file: the tree and the tokens do not agree");
  } while (printer_break_long_lines(&printer));
  lex_free(&tokens);
  arena_free(&arena);
}
