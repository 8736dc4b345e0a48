// Machine JSON: the same trees as json_read but for floats, and one error that names the place.
#include "format/machine.h"
#include "unit/format_trees.h"

static void trees_are_those_of_the_scanner(void **state) {
  (void)state;
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Text text = TEXT("{\"b\":[1,-9223372036854775808,true,false,null,\"\\u00e9\\n\"],\"a\":{\"\":{}},\"c\":[]}");
  Value *value = machine_json_read(&arena, &diags, text);
  assert_non_null(value);
  assert_string_equal(written(&arena, json_write_compact, value).at,
                      "{\"b\":[1,-9223372036854775808,true,false,null,\"\xC3\xA9\\n\"],\"a\":{\"\":{}},\"c\":[]}");
  value = machine_json_read(&arena, &diags, TEXT("[0.20, 1.0, 1e20, 0.1, 1e-7, 123456789.123456789, -0.0]"));
  assert_string_equal(written(&arena, json_write_compact, value).at,
                      "[0.2,1.0,1e+20,0.1,1e-07,123456789.12345679,-0.0]");
  arena_free(&arena);
}

static void mistakes_name_their_place(void **state) {
  (void)state;
  const Case cases[] = {
      {TEXT("{\"a\": 1,\n \"b\" 2}"), "malformed JSON in line 2, column 6: "},
      {TEXT(""), "malformed JSON in line 1, column 0: "},
      {TEXT("{\"a\":1,\"a\":2}"), "malformed JSON in line 1, column 10: "},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    assert_null(machine_json_read(&arena, &diags, cases[i].text));
    assert_int_equal(diags.errors, 1);
    assert_true(text_starts_with(diags.list.items[0]->message, text_of(cases[i].expected)));
    arena_free(&arena);
  }
}

static void generated_trees_read_back(void **state) {
  (void)state;
  for (uint64_t number = 0; number < 3000; number++) {
    Arena arena = {0};
    Diags diags = {.arena = &arena};
    Text text = written(&arena, json_write, trees_tree(&arena, number, false));
    const Value *value = machine_json_read(&arena, &diags, text);
    assert_non_null(value);
    Text once = written(&arena, json_write, value);
    const Value *again = machine_json_read(&arena, &diags, once);
    assert_true(value_equal(value, again));
    arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trees_are_those_of_the_scanner),
      cmocka_unit_test(mistakes_name_their_place),
      cmocka_unit_test(generated_trees_read_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
