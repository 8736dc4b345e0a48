// What the facts say of services besides their types, as text: IAM's actions, Lambda's runtimes.
#pragma once
#include <jansson.h>

#include "base/text.h"

// iam-actions.json as stdlib/aws/iam.actions: a line a service, below it its resources ("=NAME ARN...") and its actions
// ("NAME RESOURCE,RESOURCE"), each in order of name.
void services_actions(Buffer *out, const json_t *services);
// lambda-runtimes.json as stdlib/aws/lambda.runtimes: NAME DEPRECATED NO-CREATE NO-UPDATE SUCCESSOR, "-" for none.
void services_runtimes(Buffer *out, const json_t *runtimes);
