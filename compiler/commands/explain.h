// What a code means: the sections `## E0109 How a number is written` of docs/errors/*.md, which are embedded in the
// program.
#pragma once
#include "base/text.h"

// The title of a code's section; an empty Text where it has none.
Text explain_title(const char *code);
