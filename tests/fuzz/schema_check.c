// Any bytes as a template, its resources checked, with and without conversions in place.
#include "schema/schema.h"

#include <stdlib.h>

#include "format/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t check_all(Arena *arena, Value *root, bool conform) {
  Diags diags = {.arena = arena};
  Template template = {.root = root};
  template_index(arena, &template);
  SchemaCheck check = {.arena = arena, .diags = &diags, .template = &template, .conform = conform};
  for (size_t i = 0; i < template.resources.count; i++) schema_check_resource(&check, &template.resources.items[i]);
  schema_check_attributes(&check, root, NULL, 0);
  schema_check_done(&check);
  return diags.list.count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  uint32_t source = source_add(&sources, TEXT("fuzz"), (Text){(const char *)bytes, size});
  Value *root = format_read(&arena, &diags, &sources, source);
  if (root) {
    size_t plain = check_all(&arena, root, false);
    // What is converted must be no less right, and once converted stays as it is.
    if (check_all(&arena, root, true) != plain) abort();
    Value *copy = value_copy(&arena, root);
    if (check_all(&arena, root, true) != plain || !value_equal(copy, root)) abort();
  }
  arena_free(&arena);
  return 0;
}
