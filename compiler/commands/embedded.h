// Files that are part of the program: the pages of docs/errors, the policies of stdlib/, the programs of samples/ and
// what `strata new` puts beside them (project/), packed by cmake/embed.cmake. A pack is a run of entries: the sizes of
// path and content (4 bytes each, the machine's order), the path, the content; sizes of 0 end it.
#pragma once
#include "base/text.h"

extern const char embedded_errors[], embedded_samples[], embedded_project[], embedded_policies[];

// Reads the entry at *at and moves behind it; false at the end of the pack.
bool embedded_next(const char **at, Text *path, Text *content);
