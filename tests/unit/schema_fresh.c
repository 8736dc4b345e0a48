// The committed text is what `derive` makes of AWS's schemas, byte for byte, and AWS's own sample templates are right.
// Both need ../shared beside the project and are skipped without it.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "format/format.h"
#include "schema/schema.h"

static Text source_path(Arena *arena, const char *path) {
  const char *root = getenv("STRATA_SOURCE");
  return text_format(arena, "%s/%s", root ? root : ".", path);
}

// What stands beside the project.
static bool shared_path(Arena *arena, const char *path, Text *out) {
  *out = source_path(arena, text_format(arena, "../shared/%s", path).at);
  return io_exists(out->at);
}

static size_t compare_folders(Arena *arena, const char *committed, const char *derived) {
  struct dirent **entries;
  int count = scandir(derived, &entries, NULL, alphasort);
  size_t different = 0;
  assert_true(count > 0);
  for (int i = 0; i < count; i++) {
    Text name = text_of(entries[i]->d_name), a, b;
    if (text_ends_with(name, TEXT(".types")) || text_ends_with(name, TEXT(".actions")) ||
        text_ends_with(name, TEXT(".runtimes"))) {
      Diags diags = {.arena = arena};
      bool read = io_read(arena, &diags, text_format(arena, "%s/%.*s", derived, TEXT_ARG(name)).at, &a) &&
                  io_read(arena, &diags, text_format(arena, "%s/%.*s", committed, TEXT_ARG(name)).at, &b);
      if (!read || !text_equal(a, b)) {
        print_message("%.*s differs from what derive makes\n", TEXT_ARG(name));
        different++;
      }
    }
    free(entries[i]);
  }
  free(entries);
  return different;
}

static void remove_folder(const char *folder) {
  struct dirent **entries;
  int count = scandir(folder, &entries, NULL, NULL);
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
    remove(path);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
  remove(folder);
}

static void committed_text_is_fresh(void **state) {
  (void)state;
  Arena arena = {0};
  Text schemas, facts;
  const char *derive = getenv("STRATA_DERIVE");
  if (!derive || !shared_path(&arena, "aws-schemas", &schemas) || !shared_path(&arena, "aws-facts", &facts)) {
    print_message("skipped: ../shared/aws-schemas is not here\n");
    arena_free(&arena);
    skip();
    return;
  }
  char folder[] = "/tmp/strata-derive-XXXXXX";
  assert_non_null(mkdtemp(folder));
  Text command = text_format(&arena, "'%s' '%s' '%s' '%s'", derive, schemas.at, folder, facts.at);
  assert_int_equal(system(command.at), 0);
  Text overlay = text_format(&arena, "%s/overlay", folder);
  size_t different = compare_folders(&arena, source_path(&arena, "stdlib/aws").at, folder);
  different += compare_folders(&arena, source_path(&arena, "stdlib/aws/overlay").at, overlay.at);
  remove_folder(overlay.at);
  remove_folder(folder);
  arena_free(&arena);
  assert_int_equal(different, 0);
}

// What is wrong in them indeed: `Rain::Embed`, a directive of another tool, where text belongs.
static bool known_mistake(const Diag *diag) {
  return text_find(diag->message, TEXT("'ZipFile' must be text"), 0) != SIZE_MAX ||
         text_find(diag->message, TEXT("'TemplateBody' must be text"), 0) != SIZE_MAX;
}

static size_t check_file(const char *path) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  size_t wrong = 0;
  Text text;
  assert_true(io_read(&arena, &diags, path, &text));
  Value *root = format_read(&arena, &diags, &sources, source_add(&sources, text_of(path), text));
  if (root) {
    Template template = {.root = root};
    template_index(&arena, &template);
    Diags found = {.arena = &arena};
    SchemaCheck check = {.arena = &arena, .diags = &found, .template = &template};
    for (size_t i = 0; i < template.resources.count; i++) schema_check_resource(&check, &template.resources.items[i]);
    schema_check_done(&check);
    for (size_t i = 0; i < found.list.count; i++) {
      if (found.list.items[i]->level != LEVEL_ERROR || known_mistake(found.list.items[i])) continue;
      print_message("%s: %.*s\n", path, TEXT_ARG(found.list.items[i]->message));
      wrong++;
    }
  }
  arena_free(&arena);
  return wrong;
}

static size_t check_folder(const char *folder) {
  struct dirent **entries;
  int count = scandir(folder, &entries, NULL, alphasort);
  size_t wrong = 0;
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
    if (entries[i]->d_name[0] != '.') wrong += io_is_folder(path) ? check_folder(path) : check_file(path);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
  return wrong;
}

static void templates_of_aws_are_right(void **state) {
  (void)state;
  Arena arena = {0};
  Text folder;
  if (!shared_path(&arena, "corpus/lint/templates/aws", &folder)) {
    print_message("skipped: ../shared/corpus is not here\n");
    arena_free(&arena);
    skip();
    return;
  }
  size_t wrong = check_folder(folder.at);
  arena_free(&arena);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(committed_text_is_fresh),
      cmocka_unit_test(templates_of_aws_are_right),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
