// Walking a pack of embedded files.
#include "commands/embedded.h"

#include <string.h>

bool embedded_next(const char **at, Text *path, Text *content) {
  uint32_t sizes[2];
  memcpy(sizes, *at, sizeof sizes);
  if (sizes[0] == 0) return false;
  *path = (Text){*at + sizeof sizes, sizes[0]};
  *content = (Text){path->at + sizes[0], sizes[1]};
  *at = content->at + content->size;
  return true;
}
