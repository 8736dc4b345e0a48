// Where a state is kept: one small interface, and two places behind it.
//
// - A file (`strata.state.json`): replaced by a rename.
// - A folder (a path that is one, or ends with '/'), for a file system that several machines share: each serial is a
//   file of its own, `00000007.state.json`, which comes to be by link(2). Where the number is taken already somebody
//   else has written meanwhile, and nothing is lost even if both believed to have the lock. The newest number is the
//   state; of older ones the last STORE_KEPT stay.
//
// The lock is a file beside it ("FILE.lock", or "lock" in the folder), made by link(2) as well, so that it holds
// from its first moment who has it: user, host, process and when that process started. Only the holder removes it. One
// whose process is gone is stale: that is said, never mended silently (`strata state unlock` does).
#pragma once
#include "base/diag.h"
#include "base/source.h"

enum { STORE_KEPT = 20 };

typedef struct StateBackend StateBackend;

typedef struct StateStore {
  Arena *arena;
  Diags *diags;
  Sources *sources;
  const StateBackend *backend;
  Text path;   // as the user named it
  Text place;  // the file or folder itself, links followed
  Text lock;   // the path of the lock
  Text token;  // what the lock holds while it is ours; else empty
} StateStore;

// Chooses the backend by the path. Nothing is opened yet.
void store_init(StateStore *out, Arena *arena, Diags *diags, Sources *sources, const char *path);

// Reads the newest content. False, with a diagnostic, where it cannot be read; *found is false where there is none yet.
// *name is the file that was read, for messages.
bool store_read(const StateStore *store, Text *out, Text *name, bool *found);
// Writes it as this serial. False with a diagnostic; then what was there is there still.
bool store_write(const StateStore *store, uint64_t serial, Text content);

typedef struct StoreHolder {
  Text user, host, since, purpose;
  int64_t process;
  bool here;   // on this machine
  bool stale;  // on this machine, and the process is gone
} StoreHolder;

// Takes the lock, waiting up to `seconds` for another process to give it back (not for a stale lock). False, with
// E0604 that names the holder, where it could not be had.
bool store_lock(StateStore *store, unsigned seconds, const char *purpose);
void store_unlock(StateStore *store);
// Who holds the lock; false where nobody does. A lock that cannot be understood has no user and no host.
bool store_holder(const StateStore *store, StoreHolder *out);
// Removes somebody else's lock. False with E0001.
bool store_break(const StateStore *store);
