// The items that begin with a word of their own: section 2 of the grammar, from 'stack' to 'test'.
#include "syntax/parser.h"

// ───────────────────────────── Declarations ─────────────────────────────

// stack = 'stack' , name , block
Item *parse_stack(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_STACK, stack);
  parser_next(p);
  item->name = parse_name(p, "a stack");
  item->as.stack.block = parse_block(p);
  return item;
}

static void missing_type(Parser *p, const char *word, Text name) {
  if (p->panic || p->kind == TOKEN_COLON) return;
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0121", "expected ':' and a type, found %.*s", TEXT_ARG(found));
  parser_help(p, diag, "write '%s %.*s: string'; a value without a type is declared by 'let'", word, TEXT_ARG(name));
}

// in = 'in' , name , ':' , type , [ '=' , expr ]
Item *parse_in(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_IN, in);
  parser_next(p);
  item->name = parse_name(p, "an input");
  missing_type(p, "in", item->name.name);
  parser_take(p, TOKEN_COLON);
  item->as.in.type = parse_type(p);
  item->as.in.fallback = parser_optional_value(p, "the default");
  return item;
}

// param = 'param' , name , ':' , type , [ '=' , expr ] , [ block ]
Item *parse_param(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_PARAM, param);
  parser_next(p);
  item->name = parse_name(p, "a parameter");
  missing_type(p, "param", item->name.name);
  parser_take(p, TOKEN_COLON);
  item->as.param.type = parse_type(p);
  item->as.param.fallback = parser_optional_value(p, "the default");
  item->as.param.block = parser_optional_block(p);
  return item;
}

// let = 'let' , name , [ ':' , type ] , '=' , expr
Item *parse_let(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_LET, let);
  parser_next(p);
  item->name = parse_name(p, "a value");
  item->as.let.type = parser_optional_type(p);
  parser_expect(p, TOKEN_ASSIGN, "and a value after the name");
  item->as.let.value = parser_value(p, "'let'");
  return item;
}

// fn_in = name , ':' , type , [ '=' , expr ]
static FnIn parse_fn_in(Parser *p) {
  FnIn in = {0};
  in.name = parse_name(p, "an input of a function");
  parser_expect(p, TOKEN_COLON, "and the type of the input");
  in.type = parse_type(p);
  in.fallback = parser_optional_value(p, "the default");
  return in;
}

// fn = 'fn' , name , '(' , [ fn_in , { ',' , fn_in } , [ ',' ] ] , ')' , [ ':' , type ] , [ '=' , expr ]
Item *parse_fn(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_FN, fn);
  parser_next(p);
  item->name = parse_name(p, "a function");
  if (p->kind != TOKEN_LEFT_PAREN) {
    parser_expect(p, TOKEN_LEFT_PAREN, "and the inputs of the function");
    item->as.fn.body = NULL;
    return item;
  }
  Bracket bracket = parser_open(p, true);
  if (p->kind != TOKEN_RIGHT_PAREN) do
      vec_push(p->arena, &item->as.fn.ins, parse_fn_in(p));
    while (!p->panic && parser_take(p, TOKEN_COMMA) && p->kind != TOKEN_RIGHT_PAREN);
  parser_close(p, bracket, TOKEN_RIGHT_PAREN);
  item->as.fn.result = parser_optional_type(p);
  if (p->kind == TOKEN_LEFT_BRACE || p->kind == TOKEN_FAT_ARROW || p->kind == TOKEN_ARROW) {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected '=' and the value of the function, found %.*s", TEXT_ARG(found));
    parser_help(p, diag, "a function is one expression: fn double(x: int): int = 2 * x");
  }
  item->as.fn.body = parser_optional_value(p, "the function");
  return item;
}

// type_decl = 'type' , name , '=' , type
Item *parse_type_decl(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_TYPE, type);
  parser_next(p);
  item->name = parse_name(p, "a type");
  if (p->kind == TOKEN_LEFT_BRACE) {
    Diag *diag = parser_report(p, "E0121", parser_span(p), "expected '=' after the name of the type");
    parser_help(p, diag, "write: type %.*s = { ... }", TEXT_ARG(item->name.name));
  } else {
    parser_expect(p, TOKEN_ASSIGN, "after the name of the type");
  }
  item->as.type.type = parse_type(p);
  return item;
}

// component = 'component' , name , block
Item *parse_component(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_COMPONENT, component);
  parser_next(p);
  Word word = parser_word(p);
  if (word > WORD_IN && word <= WORD_TEST) {
    Text written = parser_token_text(p);
    Diag *diag = parser_report(p, "E0125", parser_span(p), "'%.*s' begins a declaration and cannot name a component",
                               TEXT_ARG(written));
    parser_help(p, diag, "take another name: an item that begins with '%.*s' is never an instance", TEXT_ARG(written));
    item->name = parser_ident(p);
  } else {
    item->name = parse_name(p, "a component");
  }
  if (p->kind == TOKEN_LEFT_PAREN) {
    Diag *diag = parser_fail(p, "E0121", "expected '{' and a block, found '('");
    parser_help(p, diag, "inputs stand in the block: in name: type = default");
  }
  item->as.component.block = parse_block(p);
  return item;
}

// out = 'out' , name , [ ':' , type ] , [ '=' , expr ] , [ block ]
Item *parse_out(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_OUT, out);
  parser_next(p);
  item->name = parse_name(p, "an output");
  item->as.out.type = parser_optional_type(p);
  item->as.out.value = parser_optional_value(p, "the output");
  item->as.out.block = parser_optional_block(p);
  return item;
}

// ───────────────────────────── Control ─────────────────────────────

// An `else if`: a block that holds just that `if`.
static Block *else_if_block(Parser *p) {
  Block *block = parser_new_block(p);
  if (!parser_enter(p)) return block;
  uint32_t start = parser_start(p);
  Item *inner = parse_if(p);
  parser_leave(p);
  inner->span = parser_span_from(p, start);
  vec_push(p->arena, &block->items, inner);
  block->span = inner->span;
  return block;
}

// if = 'if' , expr , block , [ 'else' , ( if | block ) ]
Item *parse_if(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_IF, if_);
  parser_next(p);
  item->as.if_.condition = parse_expr(p);
  if (!p->panic && parser_word(p) == WORD_THEN) {
    Diag *diag = parser_fail(p, "E0121", "expected '{' and a block, found 'then'");
    parser_help(p, diag,
                "among items an 'if' holds items: if condition { ... }; as a value it stands after '=' or ':'");
  }
  item->as.if_.then = parse_block(p);
  if (p->panic || parser_word(p) != WORD_ELSE) return item;
  parser_next(p);
  if (parser_word(p) == WORD_IF) {
    item->as.if_.else_if = true;
    item->as.if_.otherwise = else_if_block(p);
  } else {
    item->as.if_.otherwise = parse_block(p);
  }
  return item;
}

// for = 'for' , vars , 'in' , expr , [ 'by' , expr ] , block
Item *parse_for(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_FOR, for_);
  parser_next(p);
  item->as.for_.vars = parse_vars(p);
  if (!p->panic && parser_word(p) == WORD_IN) {
    parser_next(p);
  } else {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected 'in' after the names of 'for', found %.*s", TEXT_ARG(found));
    parser_help(p, diag, "write: for name in values { ... }");
  }
  item->as.for_.in = parse_expr(p);
  if (!p->panic && parser_word(p) == WORD_BY) {
    parser_next(p);
    item->as.for_.by = parse_expr(p);
  }
  item->as.for_.block = parse_block(p);
  return item;
}

// ───────────────────────────── Uses, moves, overrides, checks ─────────────────────────────

// use = 'use' , plain_string , [ 'as' , name ]
Item *parse_use(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_USE, use);
  parser_next(p);
  item->as.use.path_span = parser_span(p);
  parse_plain_string(p, "the path of a file", &item->as.use.path);
  if (!p->panic && parser_word(p) == WORD_AS) {
    parser_next(p);
    item->as.use.alias = parse_name(p, "a module");
  }
  return item;
}

// moved = 'moved' , path , '->' , path
Item *parse_moved(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_MOVED, moved);
  parser_next(p);
  item->as.moved.from = parse_path(p);
  parser_expect(p, TOKEN_ARROW, "and the new path after the old one");
  item->as.moved.to = parse_path(p);
  return item;
}

// override = 'override' , ( path | AWSTYPE ) , block
Item *parse_override(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_OVERRIDE, override);
  parser_next(p);
  item->as.override.target = parser_span(p);
  if (p->kind == TOKEN_AWS_TYPE) {
    item->as.override.aws_type = parser_intern(p, parser_token_text(p));
    parser_next(p);
  } else {
    item->as.override.path = parse_path(p);
    item->as.override.target = item->as.override.path.span;
  }
  item->as.override.block = parse_block(p);
  return item;
}

// assert = 'assert' , expr , [ ':' , expr ]
Item *parse_assert(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_ASSERT, assert);
  parser_next(p);
  item->as.assert.condition = parse_expr(p);
  if (!p->panic && parser_take(p, TOKEN_COLON)) item->as.assert.message = parse_expr(p);
  return item;
}

static void named_check(Parser *p, Item *item, const char *word) {
  parser_next(p);
  if (p->kind == TOKEN_NAME) {
    Text name = parser_token_text(p);
    Diag *diag =
        parser_fail(p, "E0125", "'%s' begins a declaration; its name is a text, and it cannot name a kind", word);
    parser_help(p, diag, "write: %s \"%.*s\" { ... }", word, TEXT_ARG(name));
  }
  item->as.policy.name_span = parser_span(p);
  if (!p->panic) parse_plain_string(p, "its name", &item->as.policy.name);
  item->as.policy.block = parse_block(p);
}

// policy = 'policy' , plain_string , block
Item *parse_policy(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_POLICY, policy);
  named_check(p, item, "policy");
  return item;
}

// test = 'test' , plain_string , block
Item *parse_test(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_TEST, test);
  named_check(p, item, "test");
  return item;
}
