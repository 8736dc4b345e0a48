// Reading and atomic writing.
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 1024 * 1024 * 1024 };

static bool fail(Diags *diags, const char *verb, const char *path, int error) {
  diag_error(diags, IO_ERROR, (Span){0}, "cannot %s %s: %s", verb, path, strerror(error));
  return false;
}

static bool read_all(Arena *arena, int descriptor, size_t expected, Text *out, int *error) {
  size_t capacity = expected + 1, size = 0;
  char *at = base_malloc(capacity);
  for (;;) {
    if (size == capacity) at = base_realloc(at, capacity *= 2);
    ssize_t got = read(descriptor, at + size, capacity - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) *error = errno;
    if (got <= 0) break;
    size += (size_t)got;
    if (size >= LARGEST_FILE) {
      *error = EFBIG;
      break;
    }
  }
  if (!*error) *out = text_copy(arena, (Text){at, size});
  free(at);
  return !*error;
}

bool io_read(Arena *arena, Diags *diags, const char *path, Text *out) {
  int error = 0;
  if (strcmp(path, "-") == 0) {
    if (read_all(arena, STDIN_FILENO, 64 * 1024, out, &error)) return true;
    return fail(diags, "read", "standard input", error);
  }
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(diags, "read", path, errno);
  struct stat status;
  if (fstat(descriptor, &status) < 0)
    error = errno;
  else if (S_ISDIR(status.st_mode))
    error = EISDIR;
  else if (status.st_size >= LARGEST_FILE)
    error = EFBIG;
  if (!error && S_ISREG(status.st_mode)) {  // straight into the arena, without a copy
    char *at = arena_alloc(arena, (size_t)status.st_size + 1);
    size_t size = 0;
    ssize_t got = 0;
    while (size < (size_t)status.st_size) {
      got = read(descriptor, at + size, (size_t)status.st_size - size);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      size += (size_t)got;
    }
    if (got < 0) error = errno;
    *out = (Text){at, size};
    if (!error && status.st_size == 0) read_all(arena, descriptor, 4096, out, &error);  // files of /proc say 0
  } else if (!error) {
    read_all(arena, descriptor, 4096, out, &error);
  }
  close(descriptor);
  return error ? fail(diags, "read", path, error) : true;
}

bool io_write_all(int descriptor, Text content) {
  while (content.size) {
    ssize_t put = write(descriptor, content.at, content.size);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    content.at += put;
    content.size -= (size_t)put;
  }
  return true;
}

static void sync_folder(const char *path) {
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  size_t size = slash ? (size_t)(slash - path) : 0;
  if (size >= sizeof folder) return;
  memcpy(folder, path, size);
  folder[size] = 0;
  int descriptor = open(slash ? (size ? folder : "/") : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);  // some file systems refuse this for folders; the file's own fsync has been done
  close(descriptor);
}

static bool write_stdout(Diags *diags, Text content) {
  if (io_write_all(STDOUT_FILENO, content)) return true;
  if (errno == EPIPE) _exit(2);  // whoever read has gone: nothing to tell, nobody to tell it to
  return fail(diags, "write", "standard output", errno);
}

static bool holds(const char *path, const struct stat *status, Text content) {
  if ((uintmax_t)status->st_size != content.size) return false;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  char piece[16 * 1024];
  size_t same = 0;
  for (;;) {
    ssize_t got = read(descriptor, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || (size_t)got > content.size - same || memcmp(piece, content.at + same, (size_t)got) != 0) break;
    same += (size_t)got;
  }
  close(descriptor);
  return same == content.size;
}

static mode_t usual_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

// Makes a file beside `path` that holds the content, on the disk. Gives errno; then there is no such file.
static int write_temporary(const char *path, Text content, mode_t mode, char temporary[PATH_MAX]) {
  if (snprintf(temporary, PATH_MAX, "%s.XXXXXX", path) >= PATH_MAX) return ENAMETOOLONG;
  int descriptor = mkostemp(temporary, O_CLOEXEC);
  if (descriptor < 0) return errno;
  bool done = io_write_all(descriptor, content) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0;
  int error = done ? 0 : errno;
  if (close(descriptor) < 0 && !error) error = errno;
  if (error) unlink(temporary);
  return error;
}

bool io_write(Diags *diags, const char *path, Text content) {
  if (strcmp(path, "-") == 0) return write_stdout(diags, content);
  char real[PATH_MAX];
  const char *shown = path;               // messages name what the user named
  if (realpath(path, real)) path = real;  // what a link names is replaced, not the link
  struct stat status;
  bool existed = stat(path, &status) == 0;
  if (existed && S_ISDIR(status.st_mode)) return fail(diags, "write", shown, EISDIR);
  if (existed && !S_ISREG(status.st_mode)) {  // a device or pipe cannot be renamed over
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(diags, "write", shown, errno);
    bool done = io_write_all(descriptor, content);
    int error = errno;
    close(descriptor);
    return done ? true : fail(diags, "write", shown, error);
  }
  if (existed && access(path, W_OK) != 0) return fail(diags, "write", shown, errno);
  // What is there already needs no writing; its time is renewed, for those who compare times.
  if (existed && holds(path, &status, content) && utimensat(AT_FDCWD, path, NULL, 0) == 0) return true;

  char temporary[PATH_MAX];
  int error = write_temporary(path, content, existed ? status.st_mode & 07777 : usual_mode(), temporary);
  if (error) return fail(diags, "write", shown, error);
  if (rename(temporary, path) < 0) {
    error = errno;
    unlink(temporary);
    return fail(diags, "write", shown, error);
  }
  sync_folder(path);
  return true;
}

bool io_create(Diags *diags, const char *path, Text content, bool *exists) {
  char temporary[PATH_MAX];
  *exists = false;
  int error = write_temporary(path, content, usual_mode(), temporary);
  if (error) return fail(diags, "write", path, error);
  if (link(temporary, path) < 0) error = errno;
  unlink(temporary);
  *exists = error == EEXIST;
  if (error) return *exists ? false : fail(diags, "write", path, error);
  sync_folder(path);
  return true;
}

static int compare_names(const void *a, const void *b) { return text_compare(*(const Text *)a, *(const Text *)b); }

bool io_list(Arena *arena, Diags *diags, const char *path, Text **names, size_t *count) {
  VEC(Text) list = {0};
  DIR *folder = opendir(path);
  if (!folder) return fail(diags, "read", path, errno);
  errno = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    Text name = text_of(entry->d_name);
    if (!text_is(name, ".") && !text_is(name, "..")) vec_push(arena, &list, text_copy(arena, name));
  }
  int error = errno;
  closedir(folder);
  if (error) return fail(diags, "read", path, error);
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_names);
  *names = list.items;
  *count = list.count;
  return true;
}

bool io_is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool io_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

void io_ignore_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}
