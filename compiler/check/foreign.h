// Words of Terraform, CloudFormation and Bicep that people try first, and how Strata says the same. Only for messages:
// each is asked for once a name has not been found.
#pragma once
#include "base/text.h"

// The help for an unknown component, type, function or value of that name; null where the name is nobody's word.
const char *foreign_kind(Text name);
const char *foreign_type(Text name);
const char *foreign_function(Text name);
const char *foreign_value(Text name);
// For a field of an AWS resource that CloudFormation writes beside its Properties: what stands in its place.
const char *foreign_field(Text name);
