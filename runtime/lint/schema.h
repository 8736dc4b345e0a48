// Within this room: the rules that runtime/schema's walk serves are rows in two files (schema.c what schemas say of
// every type, constraints.c what services enforce), and bear this one function, which runs once.
#pragma once
#include "lint/rule.h"

void lint_check_schema(Linter *linter);
// A logical id that CloudFormation takes; of a resource with another nothing more is said.
bool lint_sound_name(Text id);
