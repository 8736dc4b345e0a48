// Reading and atomic writing: every failure is one E0001 that names path and reason, and leaves what was there.
#include "base/io.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Desk {
  Arena arena;
  Diags diags;
  char folder[64];
} Desk;

static int set_up(void **state) {
  Desk *desk = calloc(1, sizeof *desk);
  desk->diags.arena = &desk->arena;
  strcpy(desk->folder, "/tmp/strata-io-XXXXXX");
  *state = desk;
  return mkdtemp(desk->folder) ? 0 : 1;
}

static int tear_down(void **state) {
  Desk *desk = *state;
  DIR *folder = opendir(desk->folder);
  for (struct dirent *entry; (entry = readdir(folder));) unlinkat(dirfd(folder), entry->d_name, 0);
  closedir(folder);
  rmdir(desk->folder);
  arena_free(&desk->arena);
  free(desk);
  return 0;
}

static const char *path_in(Desk *desk, const char *name) {
  return text_format(&desk->arena, "%s/%s", desk->folder, name).at;
}

static void expect_failure(Desk *desk, const char *message) {
  assert_int_equal(desk->diags.list.count, 1);
  assert_string_equal(desk->diags.list.items[0]->code, IO_ERROR);
  assert_string_equal(desk->diags.list.items[0]->message.at, message);
}

static void expect_content(Desk *desk, const char *path, const char *content) {
  Text text = {0};
  assert_true(io_read(&desk->arena, &desk->diags, path, &text));
  assert_true(text_is(text, content));
}

static size_t count_files(Desk *desk) {
  size_t count = 0;
  DIR *folder = opendir(desk->folder);
  for (struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

static void writes_and_reads(void **state) {
  Desk *desk = *state;
  const char *path = path_in(desk, "file");
  assert_true(io_write(&desk->diags, path, TEXT("first")));
  expect_content(desk, path, "first");
  assert_true(io_write(&desk->diags, path, TEXT("")));
  expect_content(desk, path, "");
  Buffer large = {0};
  buffer_fill(&large, 'x', 3000000);
  assert_true(io_write(&desk->diags, path, buffer_text(&large)));
  Text text;
  assert_true(io_read(&desk->arena, &desk->diags, path, &text));
  assert_true(text_equal(text, buffer_text(&large)));
  buffer_free(&large);
  assert_int_equal(count_files(desk), 1);
  assert_int_equal(desk->diags.list.count, 0);
}

static void reading_fails_with_the_reason(void **state) {
  Desk *desk = *state;
  Text text;
  assert_false(io_read(&desk->arena, &desk->diags, "/nowhere/file", &text));
  expect_failure(desk, "cannot read /nowhere/file: No such file or directory");
  desk->diags.list.count = 0;
  assert_false(io_read(&desk->arena, &desk->diags, "/tmp", &text));
  expect_failure(desk, "cannot read /tmp: Is a directory");
}

static void reads_what_has_no_size(void **state) {
  Desk *desk = *state;
  Text text = {0};
  assert_true(io_read(&desk->arena, &desk->diags, "/proc/self/status", &text));
  assert_true(text_starts_with(text, TEXT("Name:")));
  assert_true(io_read(&desk->arena, &desk->diags, "/dev/null", &text));
  assert_int_equal(text.size, 0);
}

static void unreadable_and_unwritable(void **state) {
  Desk *desk = *state;
  if (geteuid() == 0) skip();  // root may read and write anything
  const char *path = path_in(desk, "file");
  assert_true(io_write(&desk->diags, path, TEXT("kept")));
  Text text;
  chmod(path, 0200);
  assert_false(io_read(&desk->arena, &desk->diags, path, &text));
  expect_failure(desk, text_format(&desk->arena, "cannot read %s: Permission denied", path).at);
  desk->diags.list.count = 0;
  chmod(path, 0400);
  assert_false(io_write(&desk->diags, path, TEXT("new")));
  expect_failure(desk, text_format(&desk->arena, "cannot write %s: Permission denied", path).at);
  expect_content(desk, path, "kept");
}

static void writing_fails_with_the_reason(void **state) {
  Desk *desk = *state;
  assert_false(io_write(&desk->diags, "/nowhere/file", TEXT("x")));
  expect_failure(desk, "cannot write /nowhere/file: No such file or directory");
  desk->diags.list.count = 0;
  assert_false(io_write(&desk->diags, "/tmp", TEXT("x")));
  expect_failure(desk, "cannot write /tmp: Is a directory");
  desk->diags.list.count = 0;
  assert_false(io_write(&desk->diags, "/dev/full", TEXT("x")));
  expect_failure(desk, "cannot write /dev/full: No space left on device");
}

static void a_full_disk_keeps_the_old_file(void **state) {
  Desk *desk = *state;
  const char *path = path_in(desk, "file");
  assert_true(io_write(&desk->diags, path, TEXT("kept")));
  struct rlimit before, small;
  getrlimit(RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 4096;
  io_ignore_signals();
  setrlimit(RLIMIT_FSIZE, &small);
  Buffer large = {0};
  buffer_fill(&large, 'x', 100000);
  bool written = io_write(&desk->diags, path, buffer_text(&large));
  setrlimit(RLIMIT_FSIZE, &before);
  buffer_free(&large);
  assert_false(written);
  expect_failure(desk, text_format(&desk->arena, "cannot write %s: File too large", path).at);
  expect_content(desk, path, "kept");
  assert_int_equal(count_files(desk), 1);
}

static void links_and_modes_stay(void **state) {
  Desk *desk = *state;
  const char *path = path_in(desk, "file"), *link = path_in(desk, "link");
  assert_true(io_write(&desk->diags, path, TEXT("old")));
  chmod(path, 0640);
  assert_int_equal(symlink("file", link), 0);
  assert_true(io_write(&desk->diags, link, TEXT("new")));
  expect_content(desk, path, "new");
  struct stat status;
  assert_int_equal(lstat(link, &status), 0);
  assert_true(S_ISLNK(status.st_mode));
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 07777, 0640);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(writes_and_reads, set_up, tear_down),
      cmocka_unit_test_setup_teardown(reading_fails_with_the_reason, set_up, tear_down),
      cmocka_unit_test_setup_teardown(reads_what_has_no_size, set_up, tear_down),
      cmocka_unit_test_setup_teardown(unreadable_and_unwritable, set_up, tear_down),
      cmocka_unit_test_setup_teardown(writing_fails_with_the_reason, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_full_disk_keeps_the_old_file, set_up, tear_down),
      cmocka_unit_test_setup_teardown(links_and_modes_stay, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
