// The syntax tree, as faithful to the text as fmt needs and as plain as the later stages want. The parser makes it;
// nothing changes it after, but for the two fields marked "set by check", through which names find their declarations.
//
// Every node has a span. Names are interned: the same name has the same `at`, so text_equal is quick.
// A node is allocated no larger than its kind needs: it is handed on by pointer and never copied as a value.
// Comments are not in the tree: File lists them by position, and the printer puts them back where they stood.
#pragma once
#include "base/diag.h"
#include "base/map.h"

typedef struct Expr Expr;
typedef struct Type Type;
typedef struct Item Item;
typedef struct Block Block;

struct Decl;  // compiler/check's; the syntax knows only that a name may point to one

typedef struct Ident {
  Text name;
  Span span;
} Ident;

// ───────────────────────────── Expressions ─────────────────────────────

typedef enum ExprKind {
  EXPR_ERROR,  // where the parser reported something; silent downstream
  EXPR_NULL,
  EXPR_BOOL,
  EXPR_NUMBER,    // decimal text without '_': "3000", "0.2"
  EXPR_QUANTITY,  // decimal text and unit
  EXPR_STRING,    // text without ${ }, escapes resolved
  EXPR_TEMPLATE,  // text with ${ }
  EXPR_NAME,
  EXPR_AWS_TYPE,  // AWS::S3::Bucket as a value
  EXPR_LIST,
  EXPR_LIST_FOR,
  EXPR_RECORD,
  EXPR_RECORD_FOR,
  EXPR_IF,
  EXPR_BINARY,
  EXPR_UNARY,
  EXPR_FIELD,  // x.f, x?.f
  EXPR_INDEX,  // x[i]
  EXPR_CALL,   // f(...), module.f(...)
  EXPR_PAREN,  // ( x ): kept for fmt
} ExprKind;

typedef enum Unit {
  UNIT_B,
  UNIT_KIB,
  UNIT_MIB,
  UNIT_GIB,
  UNIT_TIB,
  UNIT_MS,
  UNIT_S,
  UNIT_MIN,
  UNIT_H,
  UNIT_D,
  UNIT_PERCENT
} Unit;

typedef enum BinaryOp {
  OP_OR,
  OP_AND,
  OP_EQ,
  OP_NE,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE,
  OP_FALLBACK /* ?? */,
  OP_RANGE /* .. */,
  OP_ADD,
  OP_SUB,
  OP_MUL,
  OP_DIV
} BinaryOp;

typedef enum UnaryOp { OP_NEGATE, OP_NOT } UnaryOp;

// How a string was written; fmt keeps it.
typedef enum Quote { QUOTE_PLAIN /* " */, QUOTE_LINES /* """ */, QUOTE_RAW /* ' */, QUOTE_RAW_LINES /* ''' */ } Quote;

typedef struct ExprList {
  Expr **items;
  size_t count, capacity;
} ExprList;

// An element of a list: an expression, or `...expr`.
typedef struct Elem {
  Expr *value;
  bool spread;
} Elem;
typedef struct ElemList {
  Elem *items;
  size_t count, capacity;
} ElemList;

// A member of a record: key (or a key with ${ }, then key_expr) and value, or `...value`.
typedef struct RecordMember {
  Ident key;        // empty for a spread and for an interpolated key
  Expr *key_expr;   // an interpolated key (EXPR_TEMPLATE); else null
  bool key_quoted;  // the key was written as a string
  bool spread;
  Expr *value;
  Span span;
} RecordMember;
typedef struct RecordMemberList {
  RecordMember *items;
  size_t count, capacity;
} RecordMemberList;

typedef struct Arg {
  Ident name;  // empty by position
  Expr *value;
} Arg;
typedef struct ArgList {
  Arg *items;
  size_t count, capacity;
} ArgList;

// `for a in` / `for a, b in`. `locals` is set by check.
typedef struct Vars {
  Ident first, second;  // second.name.size == 0 where there is one
  struct Decl *locals[2];
} Vars;

// A part of a text with ${ }: literal text, or where `value` is set an expression.
typedef struct Part {
  Text text;
  Expr *value;
} Part;
typedef struct PartList {
  Part *items;
  size_t count, capacity;
} PartList;

struct Expr {
  ExprKind kind;
  Span span;
  union {
    bool boolean;
    Text number;
    struct {
      Text number;
      Unit unit;
    } quantity;
    struct {
      Text text;
      Quote quote;
    } string;
    struct {
      PartList parts;
      Quote quote;
    } template;
    struct {
      Text name;
      struct Decl *decl; /* set by check */
    } name;
    Text aws_type;
    ElemList list;
    struct {
      Vars vars;
      Expr *in, *condition /* may be null */;
      Elem elem;
    } list_for;
    RecordMemberList record;
    struct {
      Vars vars;
      Expr *in, *condition /* may be null */, *key, *value;
    } record_for;
    struct {
      Expr *condition, *then, *otherwise /* null: null */;
    } if_;
    struct {
      BinaryOp op;
      Span op_span;
      Expr *left, *right;
    } binary;
    struct {
      UnaryOp op;
      Expr *operand;
    } unary;
    struct {
      Expr *object;
      Ident field;
      bool safe /* ?. */;
    } field;
    struct {
      Expr *object, *index;
    } index;
    struct {
      Ident module /* empty: none */, function;
      ArgList args;
      struct Decl *decl; /* set by check */
    } call;
    Expr *paren;
  } as;
};

// ───────────────────────────── Types ─────────────────────────────

typedef enum TypeKind {
  TYPE_ERROR,
  TYPE_LITERAL,    // exactly this value: a string, number, true, false or null (an Expr of that kind; negative numbers:
                   // EXPR_UNARY)
  TYPE_NAME,       // string, int, ..., or a `type`; with refinements
  TYPE_QUALIFIED,  // module.name
  TYPE_AWS,        // AWS::EC2::Subnet
  TYPE_GENERIC,    // List<T>, AWS::SSM::Parameter::Value<T>
  TYPE_OPTIONAL,   // T?
  TYPE_UNION,
  TYPE_LIST,
  TYPE_RECORD,
  TYPE_PAREN,  // ( T ): kept for fmt
} TypeKind;

// A range (low..high, each may be null; EXPR_NUMBER, EXPR_QUANTITY or a negated one), or a pattern (EXPR_STRING).
typedef struct Refine {
  Expr *low, *high, *pattern;
  Span span;
} Refine;
typedef struct RefineList {
  Refine *items;
  size_t count, capacity;
} RefineList;
typedef struct TypeList {
  Type **items;
  size_t count, capacity;
} TypeList;

typedef struct TypeField {
  Text doc;
  Ident key;  // empty for `*`
  bool key_quoted, optional /* written `key?` */, rest /* `*` */;
  Type *type;
  Expr *fallback;  // the default; may be null
  Span span;
} TypeField;
typedef struct TypeFieldList {
  TypeField *items;
  size_t count, capacity;
} TypeFieldList;

struct Type {
  TypeKind kind;
  Span span;
  union {
    Expr *literal;
    struct {
      Ident module /* TYPE_QUALIFIED */, name;
      RefineList refine;
      struct Decl *decl; /* set by check */
    } name;
    Text aws;
    struct {
      Text base;
      Type *argument;
    } generic;
    Type *optional;
    TypeList union_;
    Type *list;
    TypeFieldList record;
    Type *paren;
  } as;
};

// ───────────────────────────── Items ─────────────────────────────

typedef enum ItemKind {
  ITEM_ERROR,
  ITEM_STACK,
  ITEM_IN,
  ITEM_PARAM,
  ITEM_LET,
  ITEM_FN,
  ITEM_TYPE,
  ITEM_COMPONENT,
  ITEM_OUT,
  ITEM_IF,
  ITEM_FOR,
  ITEM_USE,
  ITEM_MOVED,
  ITEM_OVERRIDE,
  ITEM_ASSERT,
  ITEM_POLICY,
  ITEM_TEST,
  ITEM_INSTANCE,
  ITEM_FIELD,
  ITEM_ATTRIBUTE,
  ITEM_SPREAD,
} ItemKind;

typedef struct ItemList {
  Item **items;
  size_t count, capacity;
} ItemList;

struct Block {
  Span span;  // with its braces
  ItemList items;
};

typedef struct FnIn {
  Ident name;
  Type *type;
  Expr *fallback /* may be null */;
  struct Decl *local; /* set by check */
} FnIn;
typedef struct FnInList {
  FnIn *items;
  size_t count, capacity;
} FnInList;

// A step of a path behind its first name: .word, ["key"] or [1].
typedef struct PathSegment {
  Text key;
  bool index /* written in [ ] */, quoted;
  Span span;
} PathSegment;
typedef struct Path {
  Ident first;
  VEC(PathSegment) rest;
  Span span;
} Path;

struct Item {
  ItemKind kind;
  Span span;  // from the first word (not the doc) to the end
  Text doc;   // the `///` lines before it, joined by newlines, their leading blank removed; may be empty
  Span doc_span;
  Ident name;  // of stack in param let fn type component out instance; the key of a field; the word of @attribute
               // (without @)
  union {
    struct {
      Block *block;
    } stack;
    struct {
      Type *type;
      Expr *fallback;
    } in;
    struct {
      Type *type;
      Expr *fallback;
      Block *block /* may be null */;
    } param;
    struct {
      Type *type /* may be null */;
      Expr *value;
    } let;
    struct {
      FnInList ins;
      Type *result /* may be null */;
      Expr *body /* null: native */;
    } fn;
    struct {
      Type *type;
    } type;
    struct {
      Block *block;
    } component;
    struct {
      Type *type /* may be null */;
      Expr *value /* null: that of the name */;
      Block *block /* may be null */;
    } out;
    struct {
      Expr *condition;
      Block *then;
      Block *otherwise /* may be null */;
      bool else_if /* the else holds just an `if` */;
    } if_;
    struct {
      Vars vars;
      Expr *in, *by /* may be null */;
      Block *block;
    } for_;
    struct {
      Text path;
      Span path_span;
      Ident alias /* may be empty */;
    } use;
    struct {
      Path from, to;
    } moved;
    struct {
      Path path;
      Text aws_type /* instead of a path */;
      Span target;
      Block *block;
    } override;
    struct {
      Expr *condition, *message /* may be null */;
    } assert;
    struct {
      Text name;
      Span name_span;
      Block *block;
    } policy, test;
    struct {
      Ident module /* may be empty */, kind;
      bool aws /* kind is an AWS type */;
      Block *block;
      struct Decl *decl; /* set by check */
    } instance;
    struct {
      Expr *value;
      bool key_quoted;
    } field;
    struct {
      Expr *value;
    } attribute;
    struct {
      Expr *value;
    } spread;
  } as;
};

typedef struct Comment {
  Span span;
  bool own_line /* nothing but blanks before it on its line */;
} Comment;

typedef struct File {
  uint32_t source;
  ItemList items;
  VEC(Comment) comments;  // in order; doc comments are not among them
  // Offsets of each `>` that closes a type, such as List<string>: a line end behind it ends the item, for the printer.
  VEC(uint32_t) type_ends;
} File;
