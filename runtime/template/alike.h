// What AWS takes for the same, piece by piece: the facts that comparing needs, whether two templates are compared
// (runtime/plan) or a template with what is there (runtime/drift).
#pragma once
#include "value/value.h"

// Two scalars as CloudFormation takes them: 80 is "80", true is "true", 80 is 80.0. `numeric`: the property is a
// number, so that "80" is "80.0" too.
bool alike_scalars(Arena *arena, bool numeric, const Value *a, const Value *b);

// The tree that a text of JSON holds, in the arena; null where `value` is no text of a map or a list.
Value *alike_document(Arena *arena, const Value *value);
// A policy document: statements, each with an effect. In it lists are sets, and one item may stand for a list of it.
bool alike_policy(const Value *map);
// The value as a list: itself, or a list with this one item.
const Value *alike_list(Arena *arena, const Value *value);

// [{Key, Value}], at least one: tags are sets, whatever the schema says.
bool alike_tags(const Value *list);

// The members by which items of a list are known, as "Key" and "Name", the surer first.
enum { ALIKE_NAMES = 10 };
extern const char *const alike_names[ALIKE_NAMES];
