// plan("old.yaml") in tests: the program's template against one that is deployed, as a value.
#pragma once
#include "eval/eval.h"

// An EvalPlan; the evaluation's `templates` are the program's Templates.
const Val *test_plan(const Context *cx, Span span, Text name, Text content, const Val *stack);
