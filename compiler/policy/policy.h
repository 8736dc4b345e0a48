// Policies: what must hold for all resources, over the templates of a program or over any template that somebody wrote.
// A policy sees a resource as its template says it; what only CloudFormation knows leaves a comparison undecided.
#pragma once
#include "lower/compile.h"

// The resources of templates as resources() lists them: a record a resource, of its properties and id, type, path,
// stack.
const Val *policy_resources(Arena *arena, Template *const *templates, size_t count);

// Runs the policies of a program (and of the files that it uses) over templates. A violation is E0510 (or the code that
// the policy's name begins with: "S6004 load balancers are protected from deletion"), an undecided
// assertion I0511 (with `strict` E0511); both point at the resource that the policy's loop was at, and name the policy.
void policy_run(Program *program, Eval *eval, Template *const *templates, size_t count, bool strict);
