// Any bytes as a JSON template.
#include "tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  tree_check(json_read, bytes, size);
  return 0;
}
