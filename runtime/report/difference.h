// The unified difference of two texts, as `diff -u` writes it and `patch` reads it: three lines of context, `\ No
// newline at end of file` where a last line has no end.
#pragma once
#include "base/text.h"

// Appends nothing where the texts are equal. `path` stands in the head, behind a/ and b/. The time is bounded: where
// more than 1,000 lines differ, what lies between the first and the last difference is shown as replaced.
void report_difference(Buffer *out, Text path, Text before, Text after, bool colour);
