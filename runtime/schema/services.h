// What AWS's services know besides types, from stdlib/aws/iam.actions and lambda.runtimes, which stand in the binary as
// they are and are searched in place.
#pragma once
#include "base/text.h"

// IAM's actions. Names are in lower case, as in the table.
bool schema_action_service(Text service, Text *lines);  // *lines: what the functions below search
// *resources: the resources that the action works on, separated by commas; empty where it takes none in particular.
bool schema_action_find(Text lines, Text action, Text *resources);
// The action at *at, which moves on behind it; false at the end. *at is 0 at first.
bool schema_action_next(Text lines, size_t *at, Text *action);
// The ARN formats of a resource of the service, "arn:${Partition}:s3:::.*,...", separated by commas.
Text schema_action_arns(Text lines, Text resource);
// The name of the service that number `number` has in order of name; false behind the last.
bool schema_action_service_next(size_t *at, Text *service);

// The life of a Lambda runtime. Dates are "2026-11-10"; empty where none is set.
typedef struct SchemaRuntime {
  Text name, deprecated, no_create, no_update, successor;
} SchemaRuntime;
bool schema_runtime(Text name, SchemaRuntime *out);
