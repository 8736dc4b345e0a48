// Every type: its minimal properties are complete and right, and what `strata docs` prints of it.
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static size_t references_in(const Value *value) {
  size_t count = 0;
  if (value->kind == VALUE_LIST)
    for (size_t i = 0; i < value->as.list.count; i++) count += references_in(value->as.list.items[i]);
  if (value->kind == VALUE_MAP)
    for (size_t i = 0; i < value->as.map.count; i++) {
      const Member *member = &value->as.map.members[i];
      bool reference = text_is(member->key, "Ref") && text_starts_with(value_text(member->value), TEXT(SCHEMA_SAMPLE));
      count += reference ? 1 : references_in(member->value);
    }
  return count;
}

static size_t mistakes(const SchemaType *type, size_t *deferred) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Value *properties = schema_minimal(&arena, type);
  Value *root = value_map(&arena, (Span){0}), *resources = value_map(&arena, (Span){0});
  Value *resource = value_map(&arena, (Span){0});
  value_set(&arena, root, "Resources", resources);
  value_set(&arena, resources, "R", resource);
  value_set(&arena, resource, "Type", value_string(&arena, (Span){0}, schema_name(type)));
  if (properties) value_set(&arena, resource, "Properties", properties);
  if (properties) *deferred += references_in(properties);
  Template template = {.root = root};
  template_index(&arena, &template);
  SchemaCheck check = {.arena = &arena, .diags = &diags, .template = &template};
  schema_check_resource(&check, &template.resources.items[0]);
  schema_check_done(&check);
  size_t count = diags.list.count;
  for (size_t i = 0; i < count; i++)
    print_message("%.*s: %.*s\n", TEXT_ARG(schema_name(type)), TEXT_ARG(diags.list.items[i]->message));
  arena_free(&arena);
  return count;
}

static void minimal_properties_are_right(void **state) {
  (void)state;
  size_t wrong = 0, deferred = 0;
  for (size_t i = 0; i < schema_type_count(); i++) wrong += mistakes(schema_type_at(i), &deferred);
  print_message("%zu texts have to match a pattern without a sample\n", deferred);
  assert_int_equal(wrong, 0);
}

static void required_properties_are_in(void **state) {
  (void)state;
  Arena arena = {0};
  Value *value = schema_minimal(&arena, schema_find(TEXT("AWS::Lambda::Function")));
  assert_non_null(value_at(value, "Code"));
  assert_non_null(value_at(value, "Role"));
  value = schema_minimal(&arena, schema_find(TEXT("AWS::EC2::VPC")));
  assert_non_null(value_at(value, "CidrBlock"));
  assert_null(schema_minimal(&arena, schema_find(TEXT("AWS::S3::Bucket"))));
  arena_free(&arena);
}

static void a_description_says_what_matters(void **state) {
  (void)state;
  Buffer out = {0};
  schema_describe(&out, schema_find(TEXT("AWS::ECR::Repository")));
  const char *const parts[] = {
      "AWS::ECR::Repository\nholds data",
      "ImageTagMutability                  text: IMMUTABLE | IMMUTABLE_WITH_EXCLUSION | MUTABLE",
      "RepositoryName                      text, 2 to 256 characters [a change replaces the resource]",
      "attributes\n  Arn            text\n",
      "Ref gives its RepositoryName\n",
  };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    assert_true(text_find(buffer_text(&out), text_of(parts[i]), 0) != SIZE_MAX);
  out.size = 0;
  for (size_t i = 0; i < schema_type_count(); i++) schema_describe(&out, schema_type_at(i));
  assert_int_equal(utf8_check(buffer_text(&out)), out.size);
  buffer_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(minimal_properties_are_right),
      cmocka_unit_test(required_properties_are_in),
      cmocka_unit_test(a_description_says_what_matters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
