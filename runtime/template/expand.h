// What the transforms that are known here make of a template, before anything looks at it: AWS::LanguageExtensions
// writes loops (Fn::ForEach) out, AWS::Serverless gives its resources what Globals say. The other functions of language
// extensions stay as they are.
//
// Every node and key of the result has the span it was read from, so that findings point at the source: what a loop
// makes five times stands five times at one place. Nothing of the template itself is changed; parts that stay as they
// are are shared.
#pragma once
#include "template/template.h"

// The code of a loop that cannot be written out (cfn-lint's number for it).
#define EXPAND_ERROR "E0001"

// The template with its loops written out, indexed; `source` itself where it has none, or no such transform. A loop
// whose collection is not known stays as it is written. `given`: parameter -> const Value *, as evaluate_init takes
// them; may be null.
const Template *template_expand(Arena *arena, const Template *source, const Map *given);

// For lint: `root` as all transforms leave it, `root` itself where they change nothing. A loop that is malformed is an
// error and stays as it is. A collection is known by its parameter's default or AllowedValues and by mappings, in
// `region`; what only the deployment knows is taken to have two items, with names made up from it.
Value *template_transform(Arena *arena, Diags *diags, Value *root, Text region);
