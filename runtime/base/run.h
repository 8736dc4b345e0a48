// Another program as a filter: text in, text out.
#pragma once
#include "base/diag.h"

// Runs `command` (its name, looked up in PATH, then its arguments, then null) with `input` as its standard input, and
// waits for it; its standard error is this program's. *output, in the arena, is what it writes. False with one E0001
// where it is not there, or does not end with 0.
bool run_filter(Arena *arena, Diags *diags, const char *const *command, Text input, Text *output);
