// Secrets: what must neither be stored nor shown, and what takes its place. Three kinds are known:
//
// - By name: AWS's password properties, and what people call the variables that they pass secrets in
//   (`MasterUserPassword`, `DB_PASSWORD`, {Name: API_TOKEN, Value: ...}).
// - By form: an address with a password in it, a key in PEM form; when showing also a text that gives such a name a
//   value. In doubt something shown is masked; what is stored is masked more narrowly, since it is compared later.
// - By origin: parameters with NoEcho or with such a name, or that fill a password property; dynamic references to
//   secrets; attributes that are one (SecretAccessKey). Whatever is computed from these is one too.
//
// References ({"Ref": ...}, {{resolve:...}}, ARNs) name a secret and are none. What is masked leaves nothing behind, no
// digest either: whoever has the file cannot try guesses on it.
#pragma once
#include "template/template.h"

// A mark in a tree: {"Strata::Secret": KIND}.
#define SECRET_MARK "Strata::Secret"

typedef enum SecretUse { SECRET_STORED, SECRET_SHOWN } SecretUse;

// How one tree is masked.
typedef struct SecretMask {
  Arena *arena;
  SecretUse use;
  const Value *mark;  // what takes a secret's place; not copied
} SecretMask;

// A mark with its kind: "NoEcho", "literal", "dynamic".
Value *secret_mark(Arena *arena, const char *kind);
bool secret_is_mark(const Value *value);

// Whether something of this name is a secret.
bool secret_name(Text name);
// Whether the map names something secret in one member and gives its value in another ({Name: DB_PASSWORD, Value: x}).
bool secret_pair(const Value *map);
// `value` with what looks like a secret masked; itself where there is none. `key` is the name that it stands under,
// `pair` whether it does so in a secret pair.
const Value *secret_mask(const SecretMask *mask, Text key, bool pair, const Value *value);

// What is secret in one template by its origin.
typedef struct SecretScope {
  Arena *arena;
  const Template *template;
  Map parameters;   // names of those that are secrets
  Map mappings;     // names of those that a password property is filled from
  VEC(Text) known;  // values that were seen; each text that holds one is masked
} SecretScope;

void secret_scope(SecretScope *out, Arena *arena, const Template *template);
// Remembers a value, so that it is found wherever it stands. Short ones (under 6 bytes) would be found everywhere, and
// are not remembered.
void secret_learn(SecretScope *scope, Text value);
// Whether the parameter is a secret; NoEcho, or by what it is used for.
bool secret_parameter(const SecretScope *scope, Text name);
// Whether the value of the expression depends on a secret.
bool secret_tainted(const SecretScope *scope, const Value *expression);
// The template to be stored: literals and defaults that are secrets are marks.
Value *secret_template(const SecretScope *scope);
// `actual`, as AWS shows it or as it was evaluated, with marks where `expression` (what the template says there; may be
// null) depends on a secret, where it looks like one, and where a known value stands. What is masked is known from then
// on: who has several values masks all of them once before those that count, so that none is missed for its place.
const Value *secret_actual(SecretScope *scope, const Value *expression, const Value *actual);
