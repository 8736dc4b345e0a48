// The checked program: for every name its declaration, for every block its body with numbered slots. Evaluation works
// on this and on the syntax tree, whose names now point at their declarations.
//
// Namespaces: kinds, types and functions belong to a module (a file); values to a scope (file, stack or component);
// outs are a scope's second map. A Body is one block of items: that of a file, stack or component, or a branch of an
// `if` or the inside of a `for` in one. Names that stand in such an inner body belong to the scope around it; `let`s
// alone are the body's own.
#pragma once
#include "check/library.h"
#include "check/session.h"
#include "schema/schema.h"

typedef struct Decl Decl;
typedef struct Body Body;
typedef struct Scope Scope;
typedef struct Module Module;

typedef enum DeclKind {
  DECL_IN,
  DECL_PARAM,
  DECL_LET,
  DECL_OUT,
  DECL_INSTANCE,
  DECL_STACK,
  DECL_COMPONENT,
  DECL_FN,
  DECL_TYPE,
  DECL_TEST,
  DECL_POLICY,
  DECL_MODULE,  // `use ... as NAME`
  DECL_LOOP,    // a variable of a `for` item
  DECL_LOCAL,   // a variable of a comprehension, or an input of a function
  DECL_AWS,     // the name `aws`
  DECL_SELF,    // the name `self`
} DeclKind;

struct Decl {
  DeclKind kind;
  Text name;
  Span span;                   // of the name
  Item *item;                  // null for locals, aws and self
  Module *module;              // where it stands
  Body *body;                  // the body that it stands in; for DECL_LOOP the body that it counts through
  uint32_t slot;               // its place among the body's slots; for DECL_LOOP 0 or 1
  Decl *twin;                  // the same name in the other branch of an `if`
  Body *inside;                // of DECL_COMPONENT, DECL_STACK, DECL_TEST, DECL_POLICY: their block
  Module *target;              // of DECL_MODULE
  const SchemaType *aws_type;  // of DECL_INSTANCE of a raw type; null otherwise
  Decl *kind_decl;             // of DECL_INSTANCE of a component: that component
  uint8_t resolved;            // of DECL_COMPONENT, DECL_FN and constants: names inside have been looked up
  Decl *depends;               // of a file-level DECL_LET: what of the program it depends on (check/constants.c)
  uint8_t mark;                // for the search for recursion
};

// One item of a body, with what was made of it.
typedef struct Entry {
  Item *item;
  Decl *decl;              // null for if, for, assert, moved, override, field, attribute, spread
  Body *then, *otherwise;  // of `if`; `then` also of `for`
  uint32_t ordinal;        // of `if` and `for`: number of the expansion in its frame
} Entry;

typedef enum BodyKind {
  BODY_FILE,
  BODY_STACK,
  BODY_COMPONENT,
  BODY_TEST,
  BODY_POLICY,
  BODY_THEN,
  BODY_ELSE,
  BODY_FOR,
} BodyKind;

struct Body {
  BodyKind kind;
  Body *parent;  // for BODY_STACK and BODY_COMPONENT the file's
  Entry *owner;  // the `if` or `for` entry in `parent`
  Decl *decl;    // the stack or component
  Scope *scope;
  unsigned depth;
  VEC(Entry *) entries;
  uint32_t slot_count, expansion_count;
  Map lets;       // local lets (BODY_THEN, BODY_ELSE, BODY_FOR)
  Decl *loop[2];  // BODY_FOR
  bool has_overrides;
  bool has_instances;  // it or a body inside it makes something
};

struct Scope {
  Body *body;
  Module *module;
  Map values, outs;  // Text -> Decl
  Map unknown;       // names that have been reported as unknown: each once
};

typedef struct Use {
  Module *module;
  Text alias;  // empty: its names are visible as they are
} Use;

struct Module {
  Text path;
  uint32_t source;
  File *file;
  bool library;  // part of the standard library
  bool outside;  // something that stands outside of any stack has been reported
  bool resolved;
  Scope scope;
  Body *body;
  Map kinds, types, functions;  // Text -> Decl
  VEC(Use) uses;
  Item *header;        // `stack NAME { settings }` as the first item; null otherwise
  VEC(Decl *) stacks;  // stack blocks; with a header that one
  VEC(Item *) environments;
  VEC(Decl *) tests, policies;
};

// A file-level `let` that is used where constants alone are seen: in a component or function, or in another file.
typedef struct ConstantUse {
  Decl *decl;
  Span span;
} ConstantUse;

typedef struct Program {
  Session *session;
  VEC(ConstantUse) constant_uses;
  Module *main;
  Map modules;           // path -> Module
  Module **library;      // by number of the library's file: its module, once a part of it is used
  bool *library_loaded;  // by number of a part of the library
  Decl *aws, *self;
  unsigned depth;  // of declarations that use one another, while they are looked through
  bool broken;     // a file is not of the grammar: its items are declared, but nothing is said about them
} Program;

// Reads and parses the program at `path` (a file, "-", or a folder with main.strata) and all that it uses, and checks
// what needs no evaluation: names, kinds, places, arguments, fields of literals. Null where the file cannot be read
// (E0001); otherwise a program, even after errors.
Program *check_program(Session *session, const char *path);
// The file of the program at `path`: main.strata where it is a folder. False after E0001 where the folder has none. The
// result is NUL-terminated.
bool check_program_file(Arena *arena, Diags *diags, const char *path, Text *out);

// Warns (W0201) of a use of what its doc comment calls deprecated, `/// Deprecated: use x`; uses in the library are not
// the user's.
void check_deprecated(const Program *program, Text doc, Text name, Span use);
// Whether a span lies in the standard library; its errors are reported where the user's program caused them.
bool program_in_library(const Program *program, Span span);

// ── within check/ ──

// The module of a part of the library, with that part declared.
Module *load_library(Program *program, const LibraryPart *part);
// Fills a module's scope, bodies and maps from its file.
void declare_module(Program *program, Module *module);
// Adds one item of the library to its module.
void declare_part(Program *program, Module *module, Item *item);
// Looks up every name in a module (or, for a library, in one component, function or type of it).
void resolve_module(Program *program, Module *module);
// `use`: where the declaration is used, for a ring of declarations.
void resolve_decl(Program *program, Decl *decl, Span use);
Module *load_module(Program *program, Module *from, Item *use);
// Reports uses of a `let` that is no constant (E0216), once all names have been looked up.
void check_constants(Program *program);
