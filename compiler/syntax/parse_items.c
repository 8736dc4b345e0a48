// Items: what stands first decides which item it is; where `=` stands second it is a field.
#include "syntax/parser.h"

// ───────────────────────────── Blocks ─────────────────────────────

// block = '{' , [ items ] , '}'
Block *parse_block(Parser *p) {
  Block *block = parser_new_block(p);
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
Expr *parser_optional_value(Parser *p, const char *of) {
  if (p->panic || !parser_take(p, TOKEN_ASSIGN)) return NULL;
  return parser_value(p, of);
}

Type *parser_optional_type(Parser *p) {
  if (p->panic || !parser_take(p, TOKEN_COLON)) return NULL;
  return parse_type(p);
}

Block *parser_optional_block(Parser *p) { return !p->panic && p->kind == TOKEN_LEFT_BRACE ? parse_block(p) : NULL; }

// ───────────────────────────── Instances and fields ─────────────────────────────

// kind = AWSTYPE | NAME , [ '.' , NAME ]
static void parse_kind(Parser *p, Item *item) {
  item->as.instance.aws = p->kind == TOKEN_AWS_TYPE;
  item->as.instance.kind = parser_ident(p);
  if (item->as.instance.aws || p->kind != TOKEN_DOT) return;
  parser_next(p);
  item->as.instance.module = item->as.instance.kind;
  item->as.instance.kind = parse_word(p, "a kind");
}

// What stands for an item and is none: `vpc {`, `x = = 1`, `foo(1)`.
static void no_instance(Parser *p, const Item *item) {
  Text kind = parser_shown(p, item->as.instance.kind.name), found = parser_found(p);
  const char *habit = parser_habit_of_kind(item->as.instance.kind.name);
  if (habit) {
    Diag *diag = parser_fail(p, "E0120", "expected an item, found '%.*s' and %.*s", TEXT_ARG(kind), TEXT_ARG(found));
    parser_help(p, diag, "%s", habit);
  } else if (p->kind == TOKEN_LEFT_BRACE) {
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
    Text found = parser_found(p), kind = item->as.instance.kind.name, name = parser_shown(p, item->name.name);
    Diag *diag = parser_fail(p, "E0121", "expected '{' after the name of the instance, found %.*s", TEXT_ARG(found));
    const char *habit = parser_habit_of_kind(kind);
    parser_help_dash(p, diag);
    if (habit)
      parser_help(p, diag, "%s", habit);
    else if (p->kind == TOKEN_ASSIGN || p->kind == TOKEN_COLON) {
      static const Text words[] = {TEXT("let"), TEXT("in"), TEXT("param"), TEXT("out"), TEXT("fn"), TEXT("type")};
      diag_suggest(p->diags, diag, kind, words, sizeof words / sizeof *words);
      if (!diag->help.size) parser_help(p, diag, "a value is declared by: let %.*s = ...", TEXT_ARG(name));
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
  item->as.field.value = parser_value(p, "this field");
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
  item->as.attribute.value = parser_value(p, "this attribute");
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
  Item *item = NEW_ITEM(p, ITEM_ERROR, spread);
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

static bool closes(TokenKind kind) {
  return kind == TOKEN_RIGHT_BRACE || kind == TOKEN_RIGHT_BRACKET || kind == TOKEN_RIGHT_PAREN;
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
      bool tag = p->at > 1 && p->tokens[p->at - 1].kind == TOKEN_NAME && p->tokens[p->at - 2].kind == TOKEN_NOT;
      if (tag)
        parser_help(
            p, diag,
            "there are no tags: NAME alone stands for !Ref NAME, NAME.Arn for !GetAtt NAME.Arn, \"${NAME}\" for !Sub");
      else if (!parser_help_operator(p, diag))
        parser_help(p, diag, "items stand on lines of their own, or are parted by ','");
    }
  }
}

// After an item: takes its separator, or reports what stands there.
static void item_end(Parser *p, TokenKind close, size_t start) {
  if (p->panic) parser_recover(p, start);
  if (parse_sep(p) || p->kind == TOKEN_END || p->kind == close) return;
  if (parser_begins_item(p, p->at) || closes(p->kind)) return;
  no_end(p);
  // One mistake at the place where two items meet: the second is read too.
  bool meets = p->kind == TOKEN_NAME && (parser_peek(p) == TOKEN_ASSIGN || parser_word(p) > WORD_IN);
  if (meets) {
    p->panic = false;
    return;
  }
  parser_recover(p, start);
  parse_sep(p);
}

// A `)`, `]` or `}` where an item should begin.
static void stray_close(Parser *p) {
  Text found = parser_found(p);
  Diag *diag = parser_report(p, "E0128", parser_span(p), "%.*s closes nothing", TEXT_ARG(found));
  parser_help(p, diag, "drop it, or open it before");
  size_t start = p->at;
  parser_next(p);
  bool goes_on = p->kind != TOKEN_NAME && p->kind != TOKEN_AWS_TYPE && p->kind != TOKEN_ATTRIBUTE && !closes(p->kind);
  if (!parse_sep(p) && goes_on && !p->panic) parser_recover(p, start);
}

// items = item , { sep , item } , [ ',' ]
ItemList parse_items(Parser *p, TokenKind close) {
  ItemList items = {0};
  size_t mark = parser_mark(p);
  while (p->kind != TOKEN_END && p->kind != close) {
    size_t start = p->at;
    switch (p->kind) {
      case TOKEN_RIGHT_BRACE:
      case TOKEN_RIGHT_BRACKET:
      case TOKEN_RIGHT_PAREN:
        stray_close(p);
        if (p->panic) parser_recover(p, start);
        continue;
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
