// Work on all cores: numbered jobs that do not touch each other. Which thread runs a job, and when, must not show in
// its result; results are put together afterwards in order of their numbers.
#pragma once
#include <stddef.h>

typedef void (*PoolJob)(void *data, size_t number);

// Runs job(data, 0 .. count - 1) on at most `threads` threads (0: as many as there are cores), this one among them, and
// returns when all are done. With one thread, or where none can be started, this thread does everything.
void pool_run(size_t count, unsigned threads, PoolJob job, void *data);
