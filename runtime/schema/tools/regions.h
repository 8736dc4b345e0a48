// Lists whose values are offered in some regions and not in others. A node bears, beside its enum,
//
//   offers: {VALUE: [REGION, ...]}     where each value is
//   regions: [REGION, ...]             the regions of which there is a list
//
// both sorted as AWS's files are, by region.
#pragma once
#include <jansson.h>

#include "base/text.h"

// Adds the values that `region` offers to the node's. `region` null: the list is the same everywhere, and only `enum`
// is set.
void regions_join(json_t *node, const json_t *values, const char *region);
// The lines "&regions", "= VALUE", "&in" and "&not-in" below a node (tables.h); false where its values do not differ by
// region, and nothing is written.
bool regions_write(Buffer *out, const json_t *node, int indent);
