// Items: section 2 of the grammar. What stands first decides which item it is; where `=` stands second it is a field.
#include "syntax/parser.h"

#define NEW_ITEM(p, KIND, member) new_item((p), (KIND), offsetof(Item, as) + sizeof(((Item *)NULL)->as.member))

// Made when the first token of the item is the current one; parse_item sets the end of its span.
static Item *new_item(Parser *p, ItemKind kind, size_t size) {
  Item *item = arena_alloc(p->arena, size);
  item->kind = kind;
  item->span = parser_span(p);
  return item;
}

static Item *error_item(Parser *p) { return NEW_ITEM(p, ITEM_ERROR, spread); }

// ───────────────────────────── Names ─────────────────────────────

static Ident take_ident(Parser *p) {
  Ident ident = {parser_intern(p, parser_token_text(p)), parser_span(p)};
  parser_next(p);
  return ident;
}

static Ident no_name(Parser *p, const char *of) {
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0121", "expected the name of %s, found %.*s", of, TEXT_ARG(found));
  if (p->kind == TOKEN_STRING) parser_help(p, diag, "a name is written without quotes");
  return (Ident){{0}, {p->source, p->last_end, p->last_end}};
}

// name = NAME but true false null if then else for in
Ident parse_name(Parser *p, const char *of) {
  if (p->panic || p->kind != TOKEN_NAME) return no_name(p, of);
  Word word = parser_word(p);
  if (word == WORD_NONE || word > WORD_IN) return take_ident(p);
  Text written = parser_token_text(p);
  Diag *diag = parser_report(p, "E0124", parser_span(p), "'%.*s' is a word of the language and cannot name %s",
                             TEXT_ARG(written), of);
  parser_help(p, diag, "take another name, such as %.*s_", TEXT_ARG(written));
  return take_ident(p);
}

// word = NAME
Ident parse_word(Parser *p, const char *of) {
  if (p->panic || p->kind != TOKEN_NAME) return no_name(p, of);
  return take_ident(p);
}

// plain_string: a STRING without ${ }
bool parse_plain_string(Parser *p, const char *of, Text *out) {
  *out = (Text){0};
  if (p->kind == TOKEN_STRING) {
    Expr *literal = parse_literal(p);
    if (literal->kind != EXPR_STRING) return false;
    *out = literal->as.string.text;
    return true;
  }
  if (p->kind == TOKEN_BAD) {
    parser_next(p);
    return false;
  }
  Text found = parser_found(p);
  if (p->kind == TOKEN_TEXT_START) {
    Diag *diag = parser_fail(p, "E0143", "%s holds no ${ }", of);
    parser_help(p, diag, "write the text as it is");
  } else {
    Diag *diag = parser_fail(p, "E0121", "expected %s as a text, found %.*s", of, TEXT_ARG(found));
    if (p->kind == TOKEN_NAME) parser_help(p, diag, "write it in quotes");
  }
  return false;
}

// key = word | plain_string
Ident parse_key(Parser *p, bool *quoted) {
  *quoted = p->kind != TOKEN_NAME;
  if (!p->panic && p->kind == TOKEN_NAME) return take_ident(p);
  Ident key = {{0}, parser_span(p)};
  if (p->kind == TOKEN_STRING || p->kind == TOKEN_TEXT_START || p->kind == TOKEN_BAD) {
    if (parse_plain_string(p, "a key", &key.name)) key.name = parser_intern(p, key.name);
    return key;
  }
  Text found = parser_found(p);
  parser_fail(p, "E0121", "expected a key, found %.*s", TEXT_ARG(found));
  return key;
}

// vars = name , [ ',' , name ]
Vars parse_vars(Parser *p) {
  Vars vars = {0};
  vars.first = parse_name(p, "a variable");
  if (!p->panic && parser_take(p, TOKEN_COMMA)) vars.second = parse_name(p, "a variable");
  return vars;
}

// path = name , { '.' , word | '[' , ( plain_string | NUM ) , ']' }
static Path parse_path(Parser *p) {
  Path path = {0};
  uint32_t start = parser_start(p);
  path.first = parse_name(p, "a path");
  while (!p->panic && (p->kind == TOKEN_DOT || p->kind == TOKEN_LEFT_BRACKET)) {
    PathSegment segment = {0};
    uint32_t segment_start = parser_start(p);
    if (parser_take(p, TOKEN_DOT)) {
      segment.key = parse_word(p, "a part of a path").name;
    } else {
      Bracket bracket = parser_open(p, true);
      segment.index = true;
      segment.quoted = p->kind != TOKEN_NUMBER;
      if (p->kind == TOKEN_NUMBER)
        segment.key = parse_literal(p)->as.number;
      else
        parse_plain_string(p, "a key of a path", &segment.key);
      parser_close(p, bracket, TOKEN_RIGHT_BRACKET);
    }
    segment.key = parser_intern(p, segment.key);
    segment.span = parser_span_from(p, segment_start);
    vec_push(p->arena, &path.rest, segment);
  }
  path.span = parser_span_from(p, start);
  return path;
}

// ───────────────────────────── Blocks ─────────────────────────────

static Block *new_block(Parser *p, uint32_t start) {
  Block *block = ARENA_NEW(p->arena, Block);
  block->span = (Span){p->source, start, start};
  return block;
}

// block = '{' , [ items ] , '}'
Block *parse_block(Parser *p) {
  Block *block = new_block(p, p->last_end);
  if (p->panic) return block;
  if (p->kind == TOKEN_NEWLINE && parser_token(p)->kind == TOKEN_LEFT_BRACE) {
    Diag *diag =
        parser_report(p, "E0137", parser_span(p), "the '{' of a block stands on the line of what it belongs to");
    parser_help(p, diag, "move it to the end of the line above");
    parser_next(p);
  }
  if (p->kind != TOKEN_LEFT_BRACE) {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected '{' and a block, found %.*s", TEXT_ARG(found));
    if (p->kind == TOKEN_ASSIGN) parser_help(p, diag, "'==' compares");
    if (p->kind == TOKEN_QUESTION) parser_help(p, diag, "write: if condition then value else value");
    return block;
  }
  if (!parser_enter(p)) return block;
  uint32_t start = parser_start(p);
  Bracket bracket = parser_open(p, false);
  block->items = parse_items(p, TOKEN_RIGHT_BRACE);
  parser_close(p, bracket, TOKEN_RIGHT_BRACE);
  parser_leave(p);
  block->span = parser_span_from(p, start);
  return block;
}

// An `=` and the value after it, where they may be missing.
static Expr *optional_value(Parser *p, const char *of) {
  if (p->panic || !parser_take(p, TOKEN_ASSIGN)) return NULL;
  return parse_value(p, of);
}

static Type *optional_type(Parser *p) {
  if (p->panic || !parser_take(p, TOKEN_COLON)) return NULL;
  return parse_type(p);
}

static Block *optional_block(Parser *p) { return !p->panic && p->kind == TOKEN_LEFT_BRACE ? parse_block(p) : NULL; }

// ───────────────────────────── Declarations ─────────────────────────────

// stack = 'stack' , name , block
static Item *parse_stack(Parser *p) {
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
static Item *parse_in(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_IN, in);
  parser_next(p);
  item->name = parse_name(p, "an input");
  missing_type(p, "in", item->name.name);
  parser_take(p, TOKEN_COLON);
  item->as.in.type = parse_type(p);
  item->as.in.fallback = optional_value(p, "the default");
  return item;
}

// param = 'param' , name , ':' , type , [ '=' , expr ] , [ block ]
static Item *parse_param(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_PARAM, param);
  parser_next(p);
  item->name = parse_name(p, "a parameter");
  missing_type(p, "param", item->name.name);
  parser_take(p, TOKEN_COLON);
  item->as.param.type = parse_type(p);
  item->as.param.fallback = optional_value(p, "the default");
  item->as.param.block = optional_block(p);
  return item;
}

// let = 'let' , name , [ ':' , type ] , '=' , expr
static Item *parse_let(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_LET, let);
  parser_next(p);
  item->name = parse_name(p, "a value");
  item->as.let.type = optional_type(p);
  parser_expect(p, TOKEN_ASSIGN, "and a value after the name");
  item->as.let.value = parse_value(p, "'let'");
  return item;
}

// fn_in = name , ':' , type , [ '=' , expr ]
static FnIn parse_fn_in(Parser *p) {
  FnIn in = {0};
  in.name = parse_name(p, "an input of a function");
  parser_expect(p, TOKEN_COLON, "and the type of the input");
  in.type = parse_type(p);
  in.fallback = optional_value(p, "the default");
  return in;
}

// fn = 'fn' , name , '(' , [ fn_in , { ',' , fn_in } , [ ',' ] ] , ')' , [ ':' , type ] , [ '=' , expr ]
static Item *parse_fn(Parser *p) {
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
  item->as.fn.result = optional_type(p);
  if (p->kind == TOKEN_LEFT_BRACE || p->kind == TOKEN_FAT_ARROW || p->kind == TOKEN_ARROW) {
    Text found = parser_found(p);
    Diag *diag = parser_fail(p, "E0121", "expected '=' and the value of the function, found %.*s", TEXT_ARG(found));
    parser_help(p, diag, "a function is one expression: fn double(x: int): int = 2 * x");
  }
  item->as.fn.body = optional_value(p, "the function");
  return item;
}

// type_decl = 'type' , name , '=' , type
static Item *parse_type_decl(Parser *p) {
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
static Item *parse_component(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_COMPONENT, component);
  parser_next(p);
  Word word = parser_word(p);
  if (word > WORD_IN && word <= WORD_TEST) {
    Text written = parser_token_text(p);
    Diag *diag = parser_report(p, "E0125", parser_span(p), "'%.*s' begins a declaration and cannot name a component",
                               TEXT_ARG(written));
    parser_help(p, diag, "take another name: an item that begins with '%.*s' is never an instance", TEXT_ARG(written));
    item->name = take_ident(p);
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
static Item *parse_out(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_OUT, out);
  parser_next(p);
  item->name = parse_name(p, "an output");
  item->as.out.type = optional_type(p);
  item->as.out.value = optional_value(p, "the output");
  item->as.out.block = optional_block(p);
  return item;
}

// ───────────────────────────── Control ─────────────────────────────

static Item *parse_if(Parser *p);

// An `else if`: a block that holds just that `if`.
static Block *else_if_block(Parser *p) {
  Block *block = new_block(p, p->last_end);
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
static Item *parse_if(Parser *p) {
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
static Item *parse_for(Parser *p) {
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
static Item *parse_use(Parser *p) {
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
static Item *parse_moved(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_MOVED, moved);
  parser_next(p);
  item->as.moved.from = parse_path(p);
  parser_expect(p, TOKEN_ARROW, "and the new path after the old one");
  item->as.moved.to = parse_path(p);
  return item;
}

// override = 'override' , ( path | AWSTYPE ) , block
static Item *parse_override(Parser *p) {
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
static Item *parse_assert(Parser *p) {
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
static Item *parse_policy(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_POLICY, policy);
  named_check(p, item, "policy");
  return item;
}

// test = 'test' , plain_string , block
static Item *parse_test(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_TEST, test);
  named_check(p, item, "test");
  return item;
}

// ───────────────────────────── Instances and fields ─────────────────────────────

// kind = AWSTYPE | NAME , [ '.' , NAME ]
static void parse_kind(Parser *p, Item *item) {
  item->as.instance.aws = p->kind == TOKEN_AWS_TYPE;
  item->as.instance.kind = take_ident(p);
  if (item->as.instance.aws || p->kind != TOKEN_DOT) return;
  parser_next(p);
  item->as.instance.module = item->as.instance.kind;
  item->as.instance.kind = parse_word(p, "a kind");
}

// What stands for an item and is none: `vpc {`, `x = = 1`, `foo(1)`.
static void no_instance(Parser *p, const Item *item) {
  Text kind = parser_shown(p, item->as.instance.kind.name), found = parser_found(p);
  if (p->kind == TOKEN_LEFT_BRACE) {
    Diag *diag = parser_fail(p, "E0121", "expected the name of the instance before its block");
    parser_help(p, diag, "write: %.*s name { ... }; a field whose value is a record is written: %.*s = { ... }",
                TEXT_ARG(kind), TEXT_ARG(kind));
  } else if (p->kind == TOKEN_STRING) {
    Diag *diag = parser_fail(p, "E0121", "expected the name of the instance, found a text");
    parser_help(p, diag, "a name is written without quotes: %.*s name { ... }", TEXT_ARG(kind));
  } else {
    Diag *diag = parser_fail(p, "E0120", "expected an item, found '%.*s' and %.*s", TEXT_ARG(kind), TEXT_ARG(found));
    parser_help(p, diag,
                "an item is a field 'name = value', an instance 'kind name { ... }' or a declaration such as 'let'");
  }
}

// instance = kind , name , block
static Item *parse_instance(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_INSTANCE, instance);
  parse_kind(p, item);
  if (!p->panic && p->kind != TOKEN_NAME) no_instance(p, item);
  item->name = parse_name(p, "an instance");
  if (!p->panic && p->kind != TOKEN_LEFT_BRACE && p->kind != TOKEN_NEWLINE) {
    Text found = parser_found(p), kind = item->as.instance.kind.name;
    Diag *diag = parser_fail(p, "E0121", "expected '{' after the name of the instance, found %.*s", TEXT_ARG(found));
    if (p->kind == TOKEN_ASSIGN || p->kind == TOKEN_COLON) {
      static const Text words[] = {TEXT("let"), TEXT("in"), TEXT("param"), TEXT("out"), TEXT("fn"), TEXT("type")};
      diag_suggest(p->diags, diag, kind, words, sizeof words / sizeof *words);
      if (!diag->help.size) parser_help(p, diag, "a value is declared by: let %.*s = ...", TEXT_ARG(item->name.name));
    }
  }
  item->as.instance.block = parse_block(p);
  return item;
}

// field = key , '=' , expr
static Item *parse_field(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_FIELD, field);
  Text key = parser_token_text(p);
  item->name = parse_key(p, &item->as.field.key_quoted);
  if (!p->panic && p->kind == TOKEN_COLON) {
    Diag *diag = parser_report(p, "E0122", parser_span(p), "in a block '=' stands between a field and its value");
    if (key.size < 60)
      parser_help(p, diag, "write '%.*s = ...'; ':' stands in records, and in 'in %.*s: type' and 'param %.*s: type'",
                  TEXT_ARG(key), TEXT_ARG(key), TEXT_ARG(key));
    parser_next(p);
    item->as.field.value = parse_expr(p);
    if (p->kind != TOKEN_NEWLINE && p->kind != TOKEN_COMMA && p->kind != TOKEN_RIGHT_BRACE) p->panic = true;
    return item;
  }
  parser_expect(p, TOKEN_ASSIGN, "after the key");
  item->as.field.value = parse_value(p, "this field");
  return item;
}

// attribute = ATTR , '=' , expr
static Item *parse_attribute(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_ATTRIBUTE, attribute);
  Text written = parser_token_text(p);
  item->name = (Ident){parser_intern(p, text_slice(written, 1, written.size)), parser_span(p)};
  parser_next(p);
  if (!p->panic && p->kind == TOKEN_COLON) {
    Diag *diag = parser_report(p, "E0122", parser_span(p), "in a block '=' stands between an attribute and its value");
    if (written.size < 60) parser_help(p, diag, "write '%.*s = ...'", TEXT_ARG(written));
    parser_next(p);
  } else {
    parser_expect(p, TOKEN_ASSIGN, "after the attribute");
  }
  item->as.attribute.value = parse_value(p, "this attribute");
  return item;
}

// spread = '...' , expr
static Item *parse_spread(Parser *p) {
  Item *item = NEW_ITEM(p, ITEM_SPREAD, spread);
  parser_next(p);
  item->as.spread.value = parse_expr(p);
  return item;
}

// ───────────────────────────── The item ─────────────────────────────

static void stray_else(Parser *p) {
  Text found = parser_found(p);
  Diag *diag = parser_fail(p, "E0132", "%.*s without an 'if' before it", TEXT_ARG(found));
  parser_help(p, diag, "an 'else' follows the '}' of its 'if', and in a value what stands after 'then'");
}

static Item *no_item(Parser *p) {
  Item *item = error_item(p);
  Text found = parser_found(p);
  if (parser_word(p) == WORD_ELSE || parser_word(p) == WORD_THEN) {
    stray_else(p);
  } else if (p->kind == TOKEN_LEFT_BRACE) {
    Diag *diag =
        parser_report(p, "E0137", parser_span(p), "the '{' of a block stands on the line of what it belongs to");
    parser_help(p, diag, "move it to the end of the line above");
    parse_block(p);
  } else {
    Diag *diag = parser_fail(p, "E0120", "expected an item, found %.*s", TEXT_ARG(found));
    parser_help(p, diag,
                "an item is a field 'name = value', an instance 'kind name { ... }' or a declaration such as 'let'");
  }
  return item;
}

static Item *word_item(Parser *p) {
  switch (parser_word(p)) {
    case WORD_STACK: return parse_stack(p);
    case WORD_IN: return parse_in(p);
    case WORD_PARAM: return parse_param(p);
    case WORD_LET: return parse_let(p);
    case WORD_FN: return parse_fn(p);
    case WORD_TYPE: return parse_type_decl(p);
    case WORD_COMPONENT: return parse_component(p);
    case WORD_OUT: return parse_out(p);
    case WORD_IF: return parse_if(p);
    case WORD_FOR: return parse_for(p);
    case WORD_USE: return parse_use(p);
    case WORD_MOVED: return parse_moved(p);
    case WORD_OVERRIDE: return parse_override(p);
    case WORD_ASSERT: return parse_assert(p);
    case WORD_POLICY: return parse_policy(p);
    case WORD_TEST: return parse_test(p);
    case WORD_TRUE:
    case WORD_FALSE:
    case WORD_NULL:
    case WORD_THEN:
    case WORD_ELSE: return no_item(p);
    case WORD_NONE:
    case WORD_BY:
    case WORD_AS: return parse_instance(p);
  }
  return no_item(p);
}

// item = { DOC } , ( stack | in | param | let | fn | type_decl | component | out | if | for | use | moved | override
//      | assert | policy | test | instance | field | attribute | spread )
static Item *parse_item(Parser *p) {
  Span doc_span;
  Text doc = parser_docs(p, &doc_span);
  uint32_t start = parser_start(p);
  bool keyed = parser_peek(p) == TOKEN_ASSIGN || parser_peek(p) == TOKEN_COLON;
  Item *item;
  switch (p->kind) {
    case TOKEN_NAME: item = keyed ? parse_field(p) : word_item(p); break;
    case TOKEN_AWS_TYPE: item = parse_instance(p); break;
    case TOKEN_STRING:
    case TOKEN_TEXT_START: item = parse_field(p); break;
    case TOKEN_ATTRIBUTE: item = parse_attribute(p); break;
    case TOKEN_SPREAD: item = parse_spread(p); break;
    default: item = no_item(p); break;
  }
  item->span = parser_span_from(p, start);
  item->doc = doc;
  item->doc_span = doc_span;
  return item;
}

// What follows an item and neither ends it nor begins the next.
static void no_end(Parser *p) {
  Text found = parser_found(p);
  if (parser_word(p) == WORD_ELSE || parser_word(p) == WORD_THEN) {
    stray_else(p);
    return;
  }
  switch (p->kind) {
    case TOKEN_QUESTION: {
      Diag *diag = parser_fail(p, "E0139", "there is no '?:' operator");
      parser_help(p, diag, "write: if condition then value else value; for a value that may be null: x ?? fallback");
      return;
    }
    case TOKEN_RIGHT_PAREN:
    case TOKEN_RIGHT_BRACKET:
    case TOKEN_RIGHT_BRACE: {
      Diag *diag = parser_fail(p, "E0128", "%.*s closes nothing", TEXT_ARG(found));
      parser_help(p, diag, "drop it, or open it before");
      return;
    }
    case TOKEN_BAR: {
      Diag *diag = parser_fail(p, "E0138", "expected the end of the item, found '|'");
      parser_help(p, diag, "'or' is written ||; '|' stands between types");
      return;
    }
    case TOKEN_LEFT_BRACE: {
      Diag *diag = parser_fail(p, "E0138", "expected the end of the item, found '{'");
      parser_help(p, diag, "only instances and declarations have a block: kind name { ... }");
      return;
    }
    default: {
      Diag *diag = parser_fail(p, "E0138", "expected the end of the item, found %.*s", TEXT_ARG(found));
      parser_help(p, diag, "items stand on lines of their own, or are parted by ','");
    }
  }
}

// After an item: takes its separator, or reports what stands there.
static void item_end(Parser *p, TokenKind close, size_t start) {
  if (p->panic) parser_recover(p, start);
  if (parser_take(p, TOKEN_COMMA) || p->kind == TOKEN_END || p->kind == close) return;
  if (p->kind == TOKEN_NEWLINE) {
    parser_next(p);
    return;
  }
  if (parser_begins_item(p, p->at)) return;
  no_end(p);
  // One mistake at the place where two items meet: the second is read too.
  bool meets = p->kind == TOKEN_NAME && (parser_peek(p) == TOKEN_ASSIGN || parser_word(p) > WORD_IN);
  if (meets) {
    p->panic = false;
    return;
  }
  parser_recover(p, start);
  if (!parser_take(p, TOKEN_COMMA) && p->kind == TOKEN_NEWLINE) parser_next(p);
}

// A `)`, `]` or `}` where an item should begin.
static void stray_close(Parser *p) {
  Text found = parser_found(p);
  Diag *diag = parser_report(p, "E0128", parser_span(p), "%.*s closes nothing", TEXT_ARG(found));
  parser_help(p, diag, "drop it, or open it before");
  parser_next(p);
  if (p->kind == TOKEN_NEWLINE) parser_next(p);
}

// items = item , { sep , item } , [ ',' ]
// sep = NL | ','
ItemList parse_items(Parser *p, TokenKind close) {
  ItemList items = {0};
  size_t mark = parser_mark(p);
  while (p->kind != TOKEN_END && p->kind != close) {
    size_t start = p->at;
    switch (p->kind) {
      case TOKEN_RIGHT_BRACE:
      case TOKEN_RIGHT_BRACKET:
      case TOKEN_RIGHT_PAREN: stray_close(p); continue;
      case TOKEN_NEWLINE: parser_next(p); continue;
      case TOKEN_COMMA: {
        Diag *diag = parser_report(p, "E0130", parser_span(p), "an item is missing before this ','");
        parser_help(p, diag, "drop the ','");
        while (parser_take(p, TOKEN_COMMA)) {
        }
        continue;
      }
      default: break;
    }
    Item *item = parse_item(p);
    parser_gather(p, &item, sizeof item);
    item_end(p, close, start);
    if (p->at == start && p->kind != TOKEN_END && p->kind != close) parser_next(p);
  }
  PARSER_LIST(p, mark, &items);
  return items;
}
