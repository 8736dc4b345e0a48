// YAML: read through libyaml's events, written by our own hand, as a person writes CloudFormation.
#pragma once
#include "value/value.h"

// An alias (`*name`) and a merge (`<<: *name`): read, and warned of, since CloudFormation refuses both. W1100 is the
// number that people know from cfn-lint.
#define YAML_ALIAS "W0002"
#define YAML_MERGE "W1100"
// A tag with "::" in its name, which some tool replaces before the template is deployed (`!Rain::Embed`).
#define YAML_FOREIGN_TAG "W0009"

// YAML 1.1 as CloudFormation reads it. Short tags become the long form (`!GetAtt A.B` is {"Fn::GetAtt": ["A", "B"]});
// what stands behind one is text, never a number. Plain scalars: true/false/yes/no/on/off in three spellings each are
// booleans; ~, null and nothing are null; 12, 1_000, 012 (octal), 0x1F, 0b11, 1:30 (base 60), 1.5, .5 and 1e3 are
// numbers, by their decimal text; .inf and .nan, whole numbers in other bases over 64 bits, and dates stay text. Keys
// are always text as they are written: 012345678901 stays that. Errors (null): bad syntax, equal keys, a second
// document, %TAG directives, keys that are no scalars, aliases that are unknown, inside their own anchor, or together
// over 1,000,000 nodes, more than 100 levels. Up to 20 mistakes that leave the structure clear are reported at once. An
// unknown tag is an error too, but the tree is there, with `Fn::NAME` for it.
Value *yaml_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source);

// Appends idiomatic CloudFormation YAML, ending in a line end; reading it gives the same tree.
// Intrinsics by short tag, the outer of two directly nested ones in long form, and in long form too where the argument
// has a shape that the tag could not carry; list items two blanks under their key; block scalars for texts of several
// lines where they hold exactly that text; quotes wherever YAML 1.1 or 1.2 would read something else than this text.
void yaml_write(Buffer *out, const Value *value);
