// The short tags of CloudFormation's YAML and the keys of the long form that they stand for.
#pragma once
#include "value/value.h"

// The long form's key for a tag without its "!" ("GetAtt" -> "Fn::GetAtt", "Ref" -> "Ref"); an empty Text where
// CloudFormation knows no such tag.
Text yaml_tag_key(Text tag);

// The tag, without "!", by which an intrinsic of this key and argument is written; an empty Text where it must keep the
// long form, since the tag would read back as something else or could not stand there.
Text yaml_tag_for(Text key, const Value *argument);

// Whether the argument of `!GetAtt` is written as one text with a dot.
bool yaml_tag_joins(Text tag, const Value *argument);

// All tags, for "did you mean".
size_t yaml_tag_names(Text *out, size_t capacity);
