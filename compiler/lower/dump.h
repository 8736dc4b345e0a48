// The form of `--dump template`: the model that crosses to the runtime, with its side tables.
#pragma once
#include "lower/lower.h"

void template_dump(Buffer *out, const Sources *sources, const Template *template);
