// What the corrected schemas add to AWS's own, as overlay text.
#pragma once
#include <jansson.h>

#include "base/text.h"

typedef struct Facts {
  const char *folder;
  json_t *types;     // type name -> corrected schema
  json_t *regions;   // {regions: [...], types: {name: "*" or [...]}}
  json_t *stateful;  // {ResourceTypes: {name: ...}}
} Facts;

// Adds the overlay of one type, nothing where there is none. `own` is AWS's schema, null for a type that AWS does not
// publish: that one is written whole, marked `extra`.
void overlay_type(Buffer *out, const Facts *facts, const char *name, const json_t *own);
