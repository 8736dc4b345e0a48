// Looking names up: what resolve.c (items, types) and resolve_expr.c (expressions) share.
#pragma once
#include "check/program.h"

// A comprehension's or function's names, innermost first.
typedef struct Local {
  Decl *decl;
  const struct Local *next;
} Local;

// Where a name is looked up from.
typedef struct Place {
  Program *program;
  Module *module;
  Body *body;           // null inside functions and types
  const Local *locals;  // innermost first
} Place;

void resolve_expr(const Place *place, Expr *expr);  // null is nothing
void resolve_type(const Place *place, Type *type);  // null is nothing
// Reports a resource type that AWS does not have (E0202).
void resolve_aws_type(const Place *place, Text name, Span span);
// Reports a type that a parameter cannot have (E0320); its names have been looked up.
void resolve_param(const Place *place, const Type *type);
void resolve_function(Program *program, Decl *decl, Span use);
// A new local around the ones of `place`.
Local resolve_local(const Place *place, DeclKind kind, Ident name, Decl **out);

typedef enum Namespace { SPACE_KINDS, SPACE_TYPES, SPACE_FUNCTIONS } Namespace;
// The declaration of a kind, type or function as seen from a module; null and no message where there is none.
Decl *find_named(const Place *place, Namespace space, Ident name);
// The same behind an alias of `use`; reports E0212 for an unknown alias and E0202 ... for an unknown name, then null.
Decl *find_qualified(const Place *place, Namespace space, Ident alias, Ident name);
// Whether an unknown name has been reported in this scope before: each is reported at its first use alone.
bool already_unknown(const Place *place, const char *space, Text name);
// Reports an unknown name of a namespace with the nearest one that is there.
void unknown_named(const Place *place, Namespace space, Ident name);
bool is_builtin_type(Text name);
