// What is written reads back as the same tree: by our own readers, and by others that know nothing of us: jansson for
// JSON, libyaml's events and PyYAML for YAML. 24,000 generated trees, and every template of the corpus where there is
// one.
#include <dirent.h>
#include <unistd.h>
#include <yaml.h>

#include "base/io.h"
#include "unit/format_jansson.h"
#include "unit/format_trees.h"

enum { TREES = 24000, PYTHON_TREES = 3000 };

static void check_same(Read read, Write write, const Value *value, uint64_t number) {
  Arena arena = {0};
  Text text = written(&arena, write, value);
  Reading again;
  reading_of(&again, read, text);
  if (!again.value || again.diags.errors || !value_equal(value, again.value))
    fail_msg("tree %llu reads back otherwise: %s\n%s", (unsigned long long)number, reading_report(&again), text.at);
  arena_free(&again.arena);
  arena_free(&arena);
}

static void our_readers_see_the_same_tree(void **state) {
  (void)state;
  for (uint64_t number = 0; number < TREES; number++) {
    Arena arena = {0};
    const Value *value = trees_tree(&arena, number, true);
    check_same(json_read, json_write, value, number);
    check_same(json_read, json_write_compact, value, number);
    assert_int_equal(json_compact_size(value), written(&arena, json_write_compact, value).size);
    check_same(yaml_read, yaml_write, value, number);
    if (value->kind == VALUE_LIST || value->kind == VALUE_MAP) check_same(format_read, json_write, value, number);
    arena_free(&arena);
  }
}

static void jansson_sees_the_same_tree(void **state) {
  (void)state;
  for (uint64_t number = 0; number < TREES; number++) {
    Arena arena = {0};
    const Value *value = trees_tree(&arena, number, false);
    Text text = written(&arena, number % 2 ? json_write : json_write_compact, value);
    json_error_t error;
    json_t *other = json_loadb(text.at, text.size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (!other) fail_msg("tree %llu: jansson: %s\n%s", (unsigned long long)number, error.text, text.at);
    if (!jansson_agrees(value, other))
      fail_msg("tree %llu: jansson reads another\n%s", (unsigned long long)number, text.at);
    json_decref(other);
    arena_free(&arena);
  }
}

// libyaml's next events against a tree; tags are undone here once more, by hand.
static bool libyaml_agrees(yaml_parser_t *parser, const Value *value);

static bool libyaml_text_agrees(const yaml_event_t *event, Text text) {
  return text_equal(text, (Text){(const char *)event->data.scalar.value, event->data.scalar.length});
}

static bool libyaml_scalar_agrees(const yaml_event_t *event, const Value *value) {
  char digits[32];
  bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  switch (value->kind) {
    case VALUE_NULL: return plain && libyaml_text_agrees(event, TEXT("null"));
    case VALUE_BOOL: return plain && libyaml_text_agrees(event, value->as.boolean ? TEXT("true") : TEXT("false"));
    case VALUE_INT:
      snprintf(digits, sizeof digits, "%lld", (long long)value->as.integer);
      return plain && libyaml_text_agrees(event, text_of(digits));
    case VALUE_NUMBER: return plain && libyaml_text_agrees(event, value->as.text);
    case VALUE_STRING: return libyaml_text_agrees(event, value->as.text);
    case VALUE_LIST:
    case VALUE_MAP: return false;
  }
  return false;
}

static bool libyaml_get_att_agrees(const yaml_event_t *event, const Value *argument) {
  Arena arena = {0};
  bool agrees = argument->kind == VALUE_LIST && argument->as.list.count == 2;
  if (agrees) {
    Text id = value_text(argument->as.list.items[0]), attribute = value_text(argument->as.list.items[1]);
    agrees = libyaml_text_agrees(event, text_format(&arena, "%.*s.%.*s", TEXT_ARG(id), TEXT_ARG(attribute)));
  }
  arena_free(&arena);
  return agrees;
}

static bool libyaml_node_agrees(yaml_parser_t *parser, const yaml_event_t *event, const Value *value) {
  if (event->type == YAML_SCALAR_EVENT) return libyaml_scalar_agrees(event, value);
  bool is_list = event->type == YAML_SEQUENCE_START_EVENT;
  if (value->kind != (is_list ? VALUE_LIST : VALUE_MAP)) return false;
  size_t count = is_list ? value->as.list.count : value->as.map.count;
  for (size_t i = 0; i < count; i++) {
    Value key = {.kind = VALUE_STRING};
    if (!is_list) key.as.text = value->as.map.members[i].key;
    if (!is_list && !libyaml_agrees(parser, &key)) return false;
    if (!libyaml_agrees(parser, is_list ? value->as.list.items[i] : value->as.map.members[i].value)) return false;
  }
  yaml_event_t end;
  if (!yaml_parser_parse(parser, &end)) return false;
  bool ends = end.type == YAML_SEQUENCE_END_EVENT || end.type == YAML_MAPPING_END_EVENT;
  yaml_event_delete(&end);
  return ends;
}

static bool libyaml_agrees(yaml_parser_t *parser, const Value *value) {
  yaml_event_t event;
  if (!yaml_parser_parse(parser, &event)) return false;
  const char *tag = NULL;
  if (event.type == YAML_SCALAR_EVENT) tag = (const char *)event.data.scalar.tag;
  if (event.type == YAML_SEQUENCE_START_EVENT) tag = (const char *)event.data.sequence_start.tag;
  if (event.type == YAML_MAPPING_START_EVENT) tag = (const char *)event.data.mapping_start.tag;
  bool agrees;
  Text name;
  Value *argument;
  if (tag) {
    char key[64];
    bool long_name = strcmp(tag, "!Ref") != 0 && strcmp(tag, "!Condition") != 0;
    snprintf(key, sizeof key, "%s%s", long_name ? "Fn::" : "", tag + 1);
    agrees = value_intrinsic(value, &name, &argument) && text_is(name, key);
    bool joined = agrees && event.type == YAML_SCALAR_EVENT && strcmp(tag, "!GetAtt") == 0;
    if (joined) agrees = libyaml_get_att_agrees(&event, argument);
    if (agrees && !joined) agrees = libyaml_node_agrees(parser, &event, argument);
  } else {
    agrees = libyaml_node_agrees(parser, &event, value);
  }
  yaml_event_delete(&event);
  return agrees;
}

static bool libyaml_skips(yaml_parser_t *parser, yaml_event_type_t type) {
  yaml_event_t event;
  if (!yaml_parser_parse(parser, &event)) return false;
  bool is_it = event.type == type;
  yaml_event_delete(&event);
  return is_it;
}

static void libyaml_sees_the_same_tree(void **state) {
  (void)state;
  for (uint64_t number = 0; number < TREES; number++) {
    Arena arena = {0};
    const Value *value = trees_tree(&arena, number, true);
    Text text = written(&arena, yaml_write, value);
    yaml_parser_t parser;
    assert_true(yaml_parser_initialize(&parser));
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.size);
    bool agrees = libyaml_skips(&parser, YAML_STREAM_START_EVENT) &&
                  libyaml_skips(&parser, YAML_DOCUMENT_START_EVENT) && libyaml_agrees(&parser, value) &&
                  libyaml_skips(&parser, YAML_DOCUMENT_END_EVENT) && libyaml_skips(&parser, YAML_STREAM_END_EVENT);
    if (!agrees) fail_msg("tree %llu: libyaml reads another\n%s", (unsigned long long)number, text.at);
    yaml_parser_delete(&parser);
    arena_free(&arena);
  }
}

static const char *project(void) {
  const char *folder = getenv("STRATA_SOURCE");
  return folder ? folder : ".";
}

// Writes {"tree": ..., "yaml": "..."} a line for each tree and lets format_second_reader.py hold one against the other.
static void pyyaml_sees_the_same_tree(void **state) {
  (void)state;
  if (system("python3 -c 'import yaml' >/dev/null 2>&1") != 0) {
    print_message("skipped: no python3 with PyYAML here\n");
    skip();
  }
  char path[] = "/tmp/strata-trees-XXXXXX";
  int descriptor = mkstemp(path);
  assert_true(descriptor >= 0);
  Buffer lines = {0};
  for (uint64_t number = 0; number < PYTHON_TREES; number++) {
    Arena arena = {0};
    Value *line = value_map(&arena, (Span){0}), *tree = trees_tree(&arena, number, true);
    value_set(&arena, line, "tree", tree);
    value_set(&arena, line, "yaml", value_string(&arena, (Span){0}, written(&arena, yaml_write, tree)));
    json_write_compact(&lines, line);
    buffer_add_char(&lines, '\n');
    arena_free(&arena);
  }
  assert_true(io_write_all(descriptor, buffer_text(&lines)));
  close(descriptor);
  buffer_free(&lines);
  Arena arena = {0};
  Text command = text_format(&arena, "python3 '%s/tests/unit/format_second_reader.py' '%s'", project(), path);
  int result = system(command.at);
  unlink(path);
  arena_free(&arena);
  assert_int_equal(result, 0);
}

static void check_template(const char *path, size_t *read) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Text text;
  assert_true(io_read(&arena, &diags, path, &text));
  Reading reading;
  reading_of(&reading, format_read, text);
  assert_true(reading.value || reading.diags.errors);
  if (reading.value) {
    check_same(json_read, json_write, reading.value, *read);
    check_same(yaml_read, yaml_write, reading.value, *read);
  }
  (*read)++;
  arena_free(&reading.arena);
  arena_free(&arena);
}

static void check_folder(const char *folder, size_t *read) {
  DIR *entries = opendir(folder);
  assert_non_null(entries);
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (entry->d_name[0] == '.') continue;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (io_is_folder(path))
      check_folder(path, read);
    else
      check_template(path, read);
  }
  closedir(entries);
}

static void corpus_reads_back(void **state) {
  (void)state;
  char folder[4096];
  snprintf(folder, sizeof folder, "%s/../shared/corpus/lint/templates", project());
  if (!io_is_folder(folder)) {
    print_message("skipped: no corpus at %s\n", folder);
    skip();
  }
  size_t read = 0;
  check_folder(folder, &read);
  print_message("%zu templates\n", read);
  assert_true(read > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(our_readers_see_the_same_tree),
      cmocka_unit_test(jansson_sees_the_same_tree),
      cmocka_unit_test(libyaml_sees_the_same_tree),
      cmocka_unit_test(pyyaml_sees_the_same_tree),
      cmocka_unit_test(corpus_reads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
