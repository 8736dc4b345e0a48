// The input goes through a file without a name, so that neither side waits for the other.
#include "base/run.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

extern char **environ;

static bool fail(Diags *diags, const char *name, const char *reason) {
  diag_error(diags, IO_ERROR, (Span){0}, "cannot run %s: %s", name, reason);
  return false;
}

static void read_all(Buffer *out, int descriptor) {
  for (;;) {
    buffer_reserve(out, 64 * 1024);
    ssize_t got = read(descriptor, out->at + out->size, 64 * 1024);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    out->size += (size_t)got;
  }
}

// Starts it between the two descriptors; 0 or errno.
static int start(pid_t *process, const char *const *command, int input, int output) {
  posix_spawn_file_actions_t actions;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (!error) error = posix_spawnp(process, command[0], &actions, NULL, (char *const *)(uintptr_t)command, environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

bool run_filter(Arena *arena, Diags *diags, const char *const *command, Text input, Text *output) {
  int ends[2], status = 0;
  pid_t process;
  FILE *file = tmpfile();
  if (!file) return fail(diags, command[0], strerror(errno));
  if (!io_write_all(fileno(file), input) || lseek(fileno(file), 0, SEEK_SET) != 0 || pipe2(ends, O_CLOEXEC) != 0) {
    int error = errno;
    fclose(file);
    return fail(diags, command[0], strerror(error));
  }
  int error = start(&process, command, fileno(file), ends[1]);
  fclose(file);
  close(ends[1]);
  Buffer out = {0};
  if (!error) read_all(&out, ends[0]);
  close(ends[0]);
  while (!error && waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  *output = buffer_take(&out, arena);
  if (error) return fail(diags, command[0], error == ENOENT ? "there is no such program" : strerror(error));
  return status == 0 ? true : fail(diags, command[0], "it failed");
}
