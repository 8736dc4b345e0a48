// SHA-256: the examples of FIPS 180-4 and texts of every length around a block's end.
#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect_digest(Text text, const char *digest) {
  Arena arena = {0};
  assert_true(text_is(sha256_hex(&arena, text), digest));
  assert_true(text_is(sha256_hex_portable(&arena, text), digest));
  arena_free(&arena);
}

static void the_examples_of_the_standard(void **state) {
  (void)state;
  expect_digest(TEXT(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect_digest(TEXT("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect_digest(TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  Buffer million = {0};
  buffer_fill(&million, 'a', 1000000);
  expect_digest(buffer_text(&million), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  buffer_free(&million);
}

// The digest of the digests of "", "x", "xx", ... up to 200 bytes; the figure is that of sha256sum.
static void every_length(void **state) {
  (void)state;
  Arena arena = {0};
  Buffer all = {0}, text = {0};
  for (int i = 0; i <= 200; i++) {
    Text hex = sha256_hex(&arena, buffer_text(&text));
    assert_true(text_equal(sha256_hex_portable(&arena, buffer_text(&text)), hex));
    buffer_add(&all, hex);
    buffer_add_char(&text, 'x');
  }
  expect_digest(buffer_text(&all), "75013a3fd49991ead9d8a57ea80485c088443c3406a0e8fa003ed57144041eb4");
  buffer_free(&all);
  buffer_free(&text);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_examples_of_the_standard), cmocka_unit_test(every_length)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
