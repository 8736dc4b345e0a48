// The plain tables: whatever they hold is found, by halves, and nothing else.
#include "schema/services.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_action_is_found(void **state) {
  (void)state;
  size_t at = 0, services = 0, actions = 0;
  Text service, lines, action, resources;
  while (schema_action_service_next(&at, &service)) {
    services++;
    assert_true(schema_action_service(service, &lines));
    for (size_t k = 0; schema_action_next(lines, &k, &action); actions++)
      assert_true(schema_action_find(lines, action, &resources));
  }
  assert_true(services > 400);
  assert_true(actions > 20000);
}

static void actions_know_their_resources(void **state) {
  (void)state;
  Text lines, resources;
  assert_true(schema_action_service(TEXT("s3"), &lines));
  assert_true(schema_action_find(lines, TEXT("getobject"), &resources));
  assert_true(text_find(resources, TEXT("object"), 0) != SIZE_MAX);
  assert_true(text_is(schema_action_arns(lines, TEXT("bucket")), "arn:${Partition}:s3:::.*"));
  assert_int_equal(schema_action_arns(lines, TEXT("no such")).size, 0);
  assert_false(schema_action_find(lines, TEXT("getobjects"), &resources));
  assert_false(schema_action_find(lines, TEXT(""), &resources));
  assert_false(schema_action_find(lines, TEXT("=bucket"), &resources));
  assert_false(schema_action_service(TEXT("s33"), &lines));
  assert_false(schema_action_service(TEXT(""), &lines));
}

static void runtimes_have_dates(void **state) {
  (void)state;
  SchemaRuntime runtime;
  assert_true(schema_runtime(TEXT("python3.9"), &runtime));
  assert_true(text_is(runtime.deprecated, "2025-12-15"));
  assert_true(text_starts_with(runtime.successor, TEXT("python3.")));
  assert_true(schema_runtime(TEXT("dotnet9"), &runtime));
  assert_int_equal(runtime.no_create.size, 0);
  assert_false(schema_runtime(TEXT("python3"), &runtime));
  assert_false(schema_runtime(TEXT(""), &runtime));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_action_is_found),
      cmocka_unit_test(actions_know_their_resources),
      cmocka_unit_test(runtimes_have_dates),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
