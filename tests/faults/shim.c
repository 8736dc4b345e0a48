// A shim between a program and the system: loaded before libc (LD_PRELOAD), it counts the calls that touch files and
// lets the one with number FAULT_AT go wrong, as FAULT_MODE says:
//
//   before   the process is killed instead of the call
//   half     the same; of a write, half has been done
//   after    it is killed when the call is done
//   EIO, ENOSPC   the call fails with this error
//
// FAULT_LOG names a file that gets the name of each call, a line each. When the fault has happened the file FAULT_MARK
// comes to be, so that whoever counts up knows when there is no further call.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The state of this process; there is nowhere else to keep it.
static long calls;

static const char *mode(void) {
  const char *name = getenv("FAULT_MODE");
  return name ? name : "";
}

static int is_mode(const char *name) { return strcmp(mode(), name) == 0; }

static void mark(void) {
  const char *path = getenv("FAULT_MARK");
  if (path) syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY, 0600));
}

static void die(void) {
  mark();
  raise(SIGKILL);
}

// Whether this call is the one.
static int fault_hit(const char *name) {
  const char *log = getenv("FAULT_LOG");
  if (log) {
    long file = syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY | O_APPEND, 0600);
    syscall(SYS_write, file, name, strlen(name));
    syscall(SYS_write, file, "\n", 1);
    syscall(SYS_close, file);
  }
  const char *at = getenv("FAULT_AT");
  return at && ++calls == strtol(at, NULL, 10);
}

// Before the call: 1 where it must fail, with errno.
static int fails_before(void) {
  if (is_mode("before") || is_mode("half")) die();
  errno = is_mode("EIO") ? EIO : is_mode("ENOSPC") ? ENOSPC : 0;
  if (errno) mark();
  return errno != 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAULTY(call)                      \
  do {                                    \
    int hit = fault_hit(__func__);        \
    if (hit && fails_before()) return -1; \
    __typeof__(call) result = (call);     \
    if (hit && is_mode("after")) die();   \
    return result;                        \
  } while (0)

ssize_t write(int descriptor, const void *bytes, size_t size) {
  int hit = fault_hit(__func__);
  if (hit && is_mode("half")) {
    NEXT(write)(descriptor, bytes, size / 2);
    die();
  }
  if (hit && fails_before()) return -1;
  ssize_t written = NEXT(write)(descriptor, bytes, size);
  if (hit && is_mode("after")) die();
  return written;
}

int fsync(int descriptor) { FAULTY(NEXT(fsync)(descriptor)); }
int rename(const char *old, const char *new) { FAULTY(NEXT(rename)(old, new)); }
int link(const char *old, const char *new) { FAULTY(NEXT(link)(old, new)); }
int unlink(const char *path) { FAULTY(NEXT(unlink)(path)); }
int fchmod(int descriptor, mode_t bits) { FAULTY(NEXT(fchmod)(descriptor, bits)); }
int close(int descriptor) { FAULTY(NEXT(close)(descriptor)); }
int mkostemp(char *path, int flags) { FAULTY(NEXT(mkostemp)(path, flags)); }
ssize_t read(int descriptor, void *bytes, size_t size) { FAULTY(NEXT(read)(descriptor, bytes, size)); }

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t bits = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  FAULTY(NEXT(open)(path, flags, bits));
}
