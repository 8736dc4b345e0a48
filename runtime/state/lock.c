// The lock: a file of one line of JSON that comes to be whole, and is removed by whom it names.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "format/json.h"
#include "state/store.h"

static Text host_name(Arena *arena) {
  char name[256] = "";
  if (gethostname(name, sizeof name - 1) != 0) strcpy(name, "unknown");
  return text_copy(arena, text_of(name));
}

static Text user_name(Arena *arena) {
  const char *name = getenv("USER");
  if (name && *name) return text_copy(arena, text_of(name));
  return text_format(arena, "user %ld", (long)geteuid());
}

// When the process started, in the kernel's ticks, so that a number that was given anew is not taken for the old
// process; 0 where that cannot be known.
static int64_t process_start(int64_t process) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%lld/stat", (long long)process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  size_t size = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[size] = 0;
  const char *at = strrchr(line, ')');  // the name before it may hold blanks
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  return at ? strtoll(at, NULL, 10) : 0;
}

// Which processes this one can see (containers of one host may not see each other's).
static Text process_space(Arena *arena) {
  char name[64];
  ssize_t size = readlink("/proc/self/ns/pid", name, sizeof name);
  return size > 0 ? text_copy(arena, (Text){name, (size_t)size}) : TEXT("");
}

static Text now(Arena *arena) {
  char text[32];
  time_t clock = time(NULL);
  struct tm parts;
  gmtime_r(&clock, &parts);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text_copy(arena, text_of(text));
}

static void put_text(Arena *arena, Value *map, const char *key, Text text) {
  value_set(arena, map, key, value_string(arena, (Span){0}, text));
}

static Text make_token(Arena *arena, const char *purpose) {
  Value *map = value_map(arena, (Span){0});
  Buffer out = {0};
  put_text(arena, map, "user", user_name(arena));
  put_text(arena, map, "host", host_name(arena));
  value_set(arena, map, "process", value_int(arena, (Span){0}, getpid()));
  put_text(arena, map, "space", process_space(arena));
  value_set(arena, map, "started", value_int(arena, (Span){0}, process_start(getpid())));
  put_text(arena, map, "since", now(arena));
  put_text(arena, map, "purpose", text_of(purpose));
  json_write_compact(&out, map);
  buffer_add_char(&out, '\n');
  return buffer_take(&out, arena);
}

static int64_t number_at(const Value *map, const char *key) {
  const Value *value = value_at(map, key);
  return value_is(value, VALUE_INT) ? value->as.integer : 0;
}

static bool is_gone(int64_t process, int64_t started) {
  if (process <= 0 || process != (pid_t)process) return false;
  if (kill((pid_t)process, 0) != 0) return errno == ESRCH;
  int64_t now_started = process_start(process);
  return started && now_started && started != now_started;
}

// The lock's text; false where there is no lock. Unreadable is empty.
static bool read_lock(const StateStore *store, Text *out) {
  Diags silent = {.arena = store->arena};
  *out = (Text){0};
  if (!io_exists(store->lock.at)) return false;
  return io_read(store->arena, &silent, store->lock.at, out) || io_exists(store->lock.at);
}

static void read_holder(const StateStore *store, Text text, StoreHolder *out) {
  Diags silent = {.arena = store->arena};
  Sources sources = {.arena = store->arena};
  Value *map = json_read(store->arena, &silent, &sources, source_add(&sources, store->lock, text));
  out->user = value_text(value_at(map, "user"));
  out->host = value_text(value_at(map, "host"));
  out->since = value_text(value_at(map, "since"));
  out->purpose = value_text(value_at(map, "purpose"));
  out->process = number_at(map, "process");
  out->here = out->host.size && text_equal(out->host, host_name(store->arena)) &&
              text_equal(value_text(value_at(map, "space")), process_space(store->arena));
  out->stale = out->here && is_gone(out->process, number_at(map, "started"));
}

bool store_holder(const StateStore *store, StoreHolder *out) {
  Text text, after;
  do {
    *out = (StoreHolder){0};
    if (!read_lock(store, &text)) return false;
    read_holder(store, text, out);
    // A process that is gone may have given its lock back since it was read.
  } while (out->stale && (!read_lock(store, &after) || !text_equal(text, after)));
  return true;
}

static bool report_holder(const StateStore *store, const StoreHolder *holder) {
  Diag *diag;
  if (!holder->user.size) {
    diag = diag_error(store->diags, "E0604", (Span){0}, "%.*s is locked, and %.*s does not say by whom",
                      TEXT_ARG(store->path), TEXT_ARG(store->lock));
    diag_help(store->diags, diag, "where nobody works on it: `strata state unlock --force --state %.*s`",
              TEXT_ARG(store->path));
    return false;
  }
  diag =
      diag_error(store->diags, "E0604", (Span){0}, "%.*s is locked by %.*s on %.*s (process %lld, `%.*s`, since %.*s)",
                 TEXT_ARG(store->path), TEXT_ARG(holder->user), TEXT_ARG(holder->host), (long long)holder->process,
                 TEXT_ARG(holder->purpose), TEXT_ARG(holder->since));
  if (holder->stale)
    diag_help(store->diags, diag,
              "that process is gone and has left its lock; the state is whole. Remove it: `strata state unlock --state "
              "%.*s`",
              TEXT_ARG(store->path));
  else if (holder->here)
    diag_help(store->diags, diag, "wait for it, longer with --wait SECONDS");
  else
    diag_help(store->diags, diag,
              "whether it still runs can be seen on %.*s alone; if not: `strata state unlock --force --state %.*s`",
              TEXT_ARG(holder->host), TEXT_ARG(store->path));
  return false;
}

enum { NAP_MILLISECONDS = 50 };

bool store_lock(StateStore *store, unsigned seconds, const char *purpose) {
  Text token = make_token(store->arena, purpose);
  StoreHolder holder;
  for (unsigned long naps = seconds * 1000ul / NAP_MILLISECONDS;;) {
    bool exists;
    if (io_create(store->diags, store->lock.at, token, &exists)) return store->token = token, true;
    if (!exists) return false;
    if (!store_holder(store, &holder)) continue;  // given back meanwhile
    if (holder.stale || naps-- == 0) return report_holder(store, &holder);
    nanosleep(&(struct timespec){.tv_nsec = NAP_MILLISECONDS * 1000000l}, NULL);
  }
}

void store_unlock(StateStore *store) {
  Text text;
  if (store->token.size && read_lock(store, &text) && text_equal(text, store->token)) unlink(store->lock.at);
  store->token = (Text){0};
}

bool store_break(const StateStore *store) {
  if (unlink(store->lock.at) == 0 || errno == ENOENT) return true;
  diag_error(store->diags, IO_ERROR, (Span){0}, "cannot remove %.*s: %s", TEXT_ARG(store->lock), strerror(errno));
  return false;
}
