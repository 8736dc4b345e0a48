// The form of `--dump program`: every module with its declarations, and every name with what it is.
#pragma once
#include "check/program.h"

void program_dump(Buffer *out, const Program *program);
