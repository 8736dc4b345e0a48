// Lists that grow from month to month (instance types, engine versions), as rules of the overlay.
#pragma once
#include <jansson.h>

#include "base/text.h"

// Writes the patches of the type "NAME" from FOLDER/constraints, indented as in a type's text; *headed says whether the
// line "type NAME" stands there already.
void lists_write(Buffer *out, const char *folder, const char *name, bool *headed);
