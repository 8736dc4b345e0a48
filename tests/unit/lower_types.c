// Every resource type that AWS has compiles: for each a program of its required properties is written, compiled, and
// its template compared with those properties.
#include "lower/compile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

// ───────────────────────────── From values to Strata ─────────────────────────────

static void write_text(Buffer *out, Text text) {
  buffer_add_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c == '"' || c == '\\') buffer_add_char(out, '\\');
    if (c == '\n') {
      buffer_add_string(out, "\\n");
    } else {
      if (c == '$') buffer_add_char(out, '\\');
      buffer_add_char(out, c);
    }
  }
  buffer_add_char(out, '"');
}

static void write_value(Buffer *out, const Value *value, size_t *samples);

// A password may not be written out: it is read from a secret.
static void write_member(Buffer *out, Text key, const Value *value, size_t *samples) {
  bool password = text_ends_with(key, TEXT("Password")) || text_ends_with(key, TEXT("AuthToken")) ||
                  text_ends_with(key, TEXT("SecretString"));
  if (password && value->kind == VALUE_STRING)
    buffer_add_string(out, "secret(\"some/password\")");
  else
    write_value(out, value, samples);
}

// A sample that only a deployment can give is a parameter: "Sample1" is `sample1`.
static void write_value(Buffer *out, const Value *value, size_t *samples) {
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument)) {
    Text sample = value_text(argument);
    size_t number = 0;
    for (size_t i = strlen(SCHEMA_SAMPLE); i < sample.size; i++) number = number * 10 + (size_t)(sample.at[i] - '0');
    buffer_format(out, "sample%zu", number);
    if (number + 1 > *samples) *samples = number + 1;
    return;
  }
  switch (value->kind) {
    case VALUE_NULL: buffer_add_string(out, "null"); return;
    case VALUE_BOOL: buffer_add_string(out, value->as.boolean ? "true" : "false"); return;
    case VALUE_INT: buffer_format(out, "%lld", (long long)value->as.integer); return;
    case VALUE_NUMBER: buffer_add(out, value->as.text); return;
    case VALUE_STRING: write_text(out, value->as.text); return;
    case VALUE_LIST:
      buffer_add_char(out, '[');
      for (size_t i = 0; i < value->as.list.count; i++) {
        if (i) buffer_add_string(out, ", ");
        write_value(out, value->as.list.items[i], samples);
      }
      buffer_add_char(out, ']');
      return;
    case VALUE_MAP:
      buffer_add_string(out, "{ ");
      for (size_t i = 0; i < value->as.map.count; i++) {
        if (i) buffer_add_string(out, ", ");
        write_text(out, value->as.map.members[i].key);
        buffer_add_string(out, ": ");
        write_member(out, value->as.map.members[i].key, value->as.map.members[i].value, samples);
      }
      buffer_add_string(out, " }");
      return;
  }
}

static Text program_of(Arena *arena, const SchemaType *type, const Value *properties) {
  Buffer body = {0}, out = {0};
  size_t samples = 0;
  for (size_t i = 0; properties && i < properties->as.map.count; i++) {
    buffer_format(&body, "  %.*s = ", TEXT_ARG(properties->as.map.members[i].key));
    write_member(&body, properties->as.map.members[i].key, properties->as.map.members[i].value, &samples);
    buffer_add_char(&body, '\n');
  }
  buffer_add_string(&out, "stack minimal {}\n");
  for (size_t i = 0; i < samples; i++) buffer_format(&out, "param sample%zu: string\n", i);
  buffer_format(&out, "%.*s thing {\n%.*s}\n", TEXT_ARG(schema_name(type)), TEXT_ARG(buffer_text(&body)));
  buffer_free(&body);
  return buffer_take(&out, arena);
}

// ───────────────────────────── The test ─────────────────────────────

static void compiles(const SchemaType *type) {
  Arena arena = {0};
  Text program = program_of(&arena, type, schema_minimal(&arena, type));
  Compilation compilation;
  CompileOptions options = {.program = "minimal.strata", .text = program};
  compile_program(&compilation, &options, COMPILE_LOWER);
  const Diags *diags = &compilation.session.diags;
  if (diags->list.count)
    fail_msg("%.*s: %s %.*s\n%.*s", TEXT_ARG(schema_name(type)), diags->list.items[0]->code,
             TEXT_ARG(diags->list.items[0]->message), TEXT_ARG(program));
  assert_int_equal(compilation.templates.list.count, 1);
  const TemplateResource *resource = template_resource(compilation.templates.list.items[0], TEXT("Thing"));
  assert_non_null(resource);
  assert_true(text_equal(resource->type, schema_name(type)));
  compile_free(&compilation);
  arena_free(&arena);
}

static void every_type_compiles(void **state) {
  (void)state;
  assert_true(schema_type_count() >= 1665);
  for (size_t i = 0; i < schema_type_count(); i++) compiles(schema_type_at(i));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_type_compiles)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
