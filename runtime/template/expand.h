// Loops of templates written out: Fn::ForEach, as the transform AWS::LanguageExtensions expands it before anything else
// happens. What a loop makes are then members like any other, with the spans of the loop's body.
//
// A collection is a list, a reference to a parameter that holds one (by `given`, else by its default), or names of an
// outer loop. One that is not known leaves its loop as it is written.
#pragma once
#include "template/template.h"

// The template with its loops written out, indexed; `source` itself where it has none, or no such transform. The new
// tree shares what lies outside of loops with the old one. `given`: parameter -> const Value *, as evaluate_init takes
// them; may be null.
const Template *template_expand(Arena *arena, const Template *source, const Map *given);
