// Any bytes as a YAML template, and as one whose format is told from its content.
#include "tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  tree_check(yaml_read, bytes, size);
  tree_check(format_read, bytes, size);
  return 0;
}
