// The two places. Both end in one system call that makes the new state the state: rename or link.
#include "state/store.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

struct StateBackend {
  bool (*read)(const StateStore *store, Text *out, Text *name, bool *found);
  bool (*write)(const StateStore *store, uint64_t serial, Text content);
  const char *lock;  // behind the place
};

static bool file_read(const StateStore *store, Text *out, Text *name, bool *found) {
  *name = store->path;
  *found = io_exists(store->place.at);
  return *found ? io_read(store->arena, store->diags, store->path.at, out) : true;
}

static bool file_write(const StateStore *store, uint64_t serial, Text content) {
  (void)serial;
  return io_write(store->diags, store->place.at, content);
}

#define FOLDER_SUFFIX ".state.json"
enum { FOLDER_DIGITS = 8 };

// The serial that a file's name states; 0 where it is no state.
static uint64_t serial_of(const char *name) {
  uint64_t serial = 0;
  size_t digits = strspn(name, "0123456789");
  if (digits < FOLDER_DIGITS || digits > 18 || strcmp(name + digits, FOLDER_SUFFIX) != 0) return 0;
  for (size_t i = 0; i < digits; i++) serial = serial * 10 + (uint64_t)(name[i] - '0');
  return serial;
}

static Text serial_path(const StateStore *store, Text folder, uint64_t serial) {
  return text_format(store->arena, "%.*s/%0*llu" FOLDER_SUFFIX, TEXT_ARG(folder), FOLDER_DIGITS,
                     (unsigned long long)serial);
}

static int compare_serials(const void *left, const void *right) {
  uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
  return a < b ? -1 : a > b;
}

typedef struct Serials {
  uint64_t *items;
  size_t count, capacity;
} Serials;

// All serials of the folder, oldest first. False with E0001; a folder that is not there is empty.
static bool folder_serials(const StateStore *store, Serials *out) {
  DIR *folder = opendir(store->place.at);
  if (!folder && errno == ENOENT) return true;
  if (!folder) {
    diag_error(store->diags, IO_ERROR, (Span){0}, "cannot read %.*s: %s", TEXT_ARG(store->path), strerror(errno));
    return false;
  }
  for (struct dirent *entry; (entry = readdir(folder));)
    if (serial_of(entry->d_name)) vec_push(store->arena, out, serial_of(entry->d_name));
  closedir(folder);
  if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_serials);
  return true;
}

static Text without_slash(Text path) {
  while (path.size > 1 && path.at[path.size - 1] == '/') path.size--;
  return path;
}

static bool folder_read(const StateStore *store, Text *out, Text *name, bool *found) {
  Serials serials = {0};
  *name = store->path;
  if (!folder_serials(store, &serials)) return false;
  *found = serials.count > 0;
  if (!*found) return true;
  *name = serial_path(store, without_slash(store->path), serials.items[serials.count - 1]);
  return io_read(store->arena, store->diags, name->at, out);
}

static bool folder_write(const StateStore *store, uint64_t serial, Text content) {
  bool exists;
  Text path = serial_path(store, store->place, serial);
  if (!io_create(store->diags, path.at, content, &exists)) {
    if (!exists) return false;
    Diag *diag = diag_error(store->diags, "E0604", (Span){0}, "serial %llu of %.*s has been written by somebody else",
                            (unsigned long long)serial, TEXT_ARG(store->path));
    diag_help(store->diags, diag, "run the command again: it will start from what is there now");
    return false;
  }
  Serials serials = {0};
  if (folder_serials(store, &serials))
    for (size_t i = 0; i + STORE_KEPT < serials.count; i++)
      unlink(serial_path(store, store->place, serials.items[i]).at);  // one too many does no harm
  return true;
}

static const StateBackend file_backend = {file_read, file_write, ".lock"};
static const StateBackend folder_backend = {folder_read, folder_write, "/lock"};

void store_init(StateStore *out, Arena *arena, Diags *diags, Sources *sources, const char *path) {
  char real[PATH_MAX];
  *out = (StateStore){.arena = arena, .diags = diags, .sources = sources};
  out->path = text_copy(arena, text_of(path));
  bool is_folder = io_is_folder(path) || text_ends_with(out->path, TEXT("/"));
  out->backend = is_folder ? &folder_backend : &file_backend;
  // Two names of one file must lock each other out.
  out->place = text_copy(arena, realpath(path, real) ? text_of(real) : without_slash(out->path));
  out->lock = text_format(arena, "%.*s%s", TEXT_ARG(out->place), out->backend->lock);
}

bool store_read(const StateStore *store, Text *out, Text *name, bool *found) {
  *found = false;
  return store->backend->read(store, out, name, found);
}

bool store_write(const StateStore *store, uint64_t serial, Text content) {
  return store->backend->write(store, serial, content);
}
