// What a plain scalar of YAML means, and whether everybody agrees on it.
#pragma once
#include "value/value.h"

// The value of a plain (unquoted, untagged) scalar as CloudFormation's YAML 1.1 reads it; see yaml.h.
Value *yaml_scalar_value(Arena *arena, Span span, Text text);

// Whether any reader, of YAML 1.1 or 1.2, takes these bytes for something other than this text: then they need quotes.
bool yaml_scalar_is_ambiguous(Text text);
