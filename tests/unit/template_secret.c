// Which names and texts are taken for secrets, and what depends on one.
#include "template/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/json.h"

static void names_of_secrets(void **state) {
  (void)state;
  static const char *const secret[] = {"MasterUserPassword", "DB_PASSWORD",   "apiKey",      "AuthToken",
                                       "SecretString",       "client-secret", "PRIVATE_KEY", "GITHUB_TOKEN"};
  static const char *const harmless[] = {"SecretArn", "PasswordPolicy", "TokenValidity",   "SecretName",
                                         "KeyName",   "Stage",          "RotationEnabled", "",
                                         "SecretId"};
  for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
    if (!secret_name(text_of(secret[i]))) fail_msg("%s is not taken for a secret", secret[i]);
  for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
    if (secret_name(text_of(harmless[i]))) fail_msg("%s is taken for a secret", harmless[i]);
}

static Value *read_value(Arena *arena, const char *json) {
  Diags diags = {.arena = arena};
  Sources sources = {.arena = arena};
  return json_read(arena, &diags, &sources, source_add(&sources, TEXT("t"), text_of(json)));
}

static void texts_by_their_form(void **state) {
  (void)state;
  static const struct {
    const char *json;
    bool stored, shown;  // masked
  } rows[] = {
      {"\"postgres://root:word@db\"", true, true},
      {"\"postgres://root@db\"", false, false},
      {"\"postgres://root:${Password}@db\"", false, false},
      {"\"https://example.com/a:b@c\"", false, false},
      {"\"-----BEGIN PRIVATE KEY-----\"", true, true},
      {"\"-----BEGIN CERTIFICATE-----\"", false, false},
      {"\"user=root password=word\"", false, true},
      {"\"plain\"", false, false},
      {"{\"Password\": \"word\"}", true, true},
      {"{\"Password\": \"\"}", false, false},
      {"{\"Password\": \"{{resolve:secretsmanager:s}}\"}", false, false},
      {"{\"Password\": {\"Ref\": \"P\"}}", false, false},
      {"{\"Password\": {\"Fn::Join\": [\"\", [\"{{resolve:secretsmanager:\", {\"Ref\": \"S\"}, \"}}\"]]}}", false,
       false},
      {"{\"Password\": {\"Fn::If\": [\"C\", \"word\", {\"Ref\": \"P\"}]}}", true, true},
      {"{\"Password\": {\"Fn::If\": [\"C\", {\"Ref\": \"Q\"}, {\"Ref\": \"P\"}]}}", false, false},
      {"{\"Name\": \"API_TOKEN\", \"Value\": \"word\"}", true, true},
      {"{\"Name\": \"STAGE\", \"Value\": \"prod\"}", false, false},
      {"{\"SecretArn\": \"arn:aws:secretsmanager:x\"}", false, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Arena arena = {0};
    Value *value = read_value(&arena, rows[i].json);
    SecretMask stored = {&arena, SECRET_STORED, secret_mark(&arena, "literal")};
    SecretMask shown = {&arena, SECRET_SHOWN, stored.mark};
    bool is_stored = secret_mask(&stored, (Text){0}, false, value) != value;
    bool is_shown = secret_mask(&shown, (Text){0}, false, value) != value;
    if (is_stored != rows[i].stored || is_shown != rows[i].shown)
      fail_msg("%s: stored %d, shown %d", rows[i].json, is_stored, is_shown);
    arena_free(&arena);
  }
}

static void what_depends_on_a_secret(void **state) {
  (void)state;
  static const struct {
    const char *json;
    bool tainted;
  } rows[] = {
      {"{\"Ref\": \"Hidden\"}", true},
      {"{\"Ref\": \"Plain\"}", false},
      {"{\"Ref\": \"Fills\"}", true},
      {"{\"Fn::Sub\": \"x${Hidden}\"}", true},
      {"{\"Fn::Sub\": [\"x${A}\", {\"A\": {\"Ref\": \"Hidden\"}}]}", true},
      {"{\"Fn::Sub\": \"x${Plain}\"}", false},
      {"{\"Fn::Join\": [\"\", [\"x\", {\"Fn::If\": [\"C\", {\"Ref\": \"Hidden\"}, \"y\"]}]]}", true},
      {"{\"Fn::GetAtt\": [\"Key\", \"SecretAccessKey\"]}", true},
      {"{\"Fn::GetAtt\": [\"Key\", \"Arn\"]}", false},
      {"{\"Fn::Sub\": \"${Key.SecretAccessKey}\"}", true},
      {"{\"Fn::FindInMap\": [\"Words\", \"a\", \"b\"]}", true},
      {"{\"Fn::FindInMap\": [\"Other\", \"a\", \"b\"]}", false},
      {"\"{{resolve:secretsmanager:s}}\"", true},
      {"\"{{resolve:ssm:s}}\"", false},
      {"[1, {\"A\": \"x{{resolve:ssm-secure:s}}\"}]", true},
  };
  Arena arena = {0};
  Template template = {0};
  template.root = read_value(
      &arena,
      "{\"Parameters\": {\"Hidden\": {\"NoEcho\": \"true\"}, \"Plain\": {}, \"Fills\": {\"Default\": \"filling\"}},"
      " \"Resources\": {\"Key\": {\"Type\": \"AWS::IAM::AccessKey\"}, \"Db\": {\"Type\": \"AWS::RDS::DBInstance\", "
      "\"Properties\":"
      " {\"MasterUserPassword\": {\"Fn::If\": [\"C\", {\"Ref\": \"Fills\"}, {\"Fn::FindInMap\": [\"Words\", \"x\", "
      "\"y\"]}]}}}}}");
  template_index(&arena, &template);
  SecretScope scope;
  secret_scope(&scope, &arena, &template);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (secret_tainted(&scope, read_value(&arena, rows[i].json)) != rows[i].tainted) fail_msg("%s", rows[i].json);
  // What was masked once is found everywhere.
  const Value *seen =
      read_value(&arena, "{\"Password\": \"the-word\", \"Note\": \"it is the-word\", \"Other\": \"filling\"}");
  const Value *masked = secret_actual(&scope, NULL, seen);
  assert_true(secret_is_mark(value_at(masked, "Password")));
  assert_true(secret_is_mark(value_at(masked, "Note")));
  assert_true(secret_is_mark(value_at(masked, "Other")));
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_of_secrets),
      cmocka_unit_test(texts_by_their_form),
      cmocka_unit_test(what_depends_on_a_secret),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
