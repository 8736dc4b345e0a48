// Files. Every failure is `false` and one E0001 diagnostic that names the path and the reason; the caller exits with 2.
#pragma once
#include "base/diag.h"

// The code of every I/O failure.
#define IO_ERROR "E0001"

// Reads a whole file ("-" is stdin) into the arena. A folder, a missing or unreadable file, and a file of 1 GiB or more
// are failures.
bool io_read(Arena *arena, Diags *diags, const char *path, Text *out);

// Writes a file whole or not at all: a temporary file in the same folder, fsync, rename, fsync of the folder. What
// stood at `path` stays as it was on any failure. A symbolic link is followed, the mode of an existing file kept.
// "-" writes to stdout.
bool io_write(Diags *diags, const char *path, Text content);

// The same for a file that must not be there yet: it comes to be, whole, by a link, so that of several processes one
// alone makes it. False with *exists, and without a diagnostic, where there is one.
bool io_create(Diags *diags, const char *path, Text content, bool *exists);

// Writes to a descriptor until all is out; false with errno on failure.
bool io_write_all(int descriptor, Text content);

bool io_is_folder(const char *path);
// The names in a folder, but for "." and "..", in order of their bytes, copied into the arena.
bool io_list(Arena *arena, Diags *diags, const char *path, Text **names, size_t *count);
bool io_exists(const char *path);

// Lets a closed pipe and a file-size limit arrive as EPIPE and EFBIG instead of as signals. Called once by main.
void io_ignore_signals(void);
