// Places: a walk step by step says of every marked path of every type what a look-up from the root says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka wants those first.
#include <cmocka.h>

#include "schema/place.h"

static void test_replacement(void **state) {
  (void)state;
  Arena arena = {0};
  size_t always = 0;
  for (size_t i = 0; i < schema_type_count(); i++) {
    const SchemaType *type = schema_type_at(i);
    size_t count;
    Text *names = schema_property_names(&arena, type, &count);
    for (size_t k = 0; k < count; k++) {
      bool deeper;
      Replacement replacement = schema_place_replacement(schema_place_member(schema_place(type), names[k]), &deeper);
      assert_int_equal(replacement, schema_replacement(type, &names[k], 1));
      always += replacement == REPLACE_ALWAYS;
    }
  }
  assert_true(always > 3000);
  arena_free(&arena);
}

static void test_steps(void **state) {
  (void)state;
  const SchemaType *type = schema_find(TEXT("AWS::EC2::SecurityGroup"));
  SchemaPlace rules = schema_place_member(schema_place(type), TEXT("SecurityGroupIngress"));
  assert_int_equal(schema_place_kind(rules), SCHEMA_LIST);
  assert_true(schema_place_unordered(rules));
  SchemaPlace port = schema_place_member(schema_place_item(rules), TEXT("FromPort"));
  assert_int_equal(schema_place_kind(port), SCHEMA_INTEGER);
  SchemaPlace nothing = schema_place_item(schema_place_member(schema_place(NULL), TEXT("X")));
  assert_int_equal(schema_place_kind(nothing), SCHEMA_ANY);
  assert_false(schema_place_unordered(nothing));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_replacement), cmocka_unit_test(test_steps)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
