// Threads that take the next number until there is none.
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct Pool {
  PoolJob job;
  void *data;
  size_t count;
  atomic_size_t next;
} Pool;

static void *work(void *data) {
  Pool *pool = data;
  for (size_t number; (number = atomic_fetch_add(&pool->next, 1)) < pool->count;) pool->job(pool->data, number);
  return NULL;
}

void pool_run(size_t count, unsigned threads, PoolJob job, void *data) {
  enum { MOST_THREADS = 64 };
  pthread_t started[MOST_THREADS];
  size_t running = 0;
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t wanted = threads ? threads : cores > 0 ? (size_t)cores : 1;
  if (wanted > count) wanted = count;
  if (wanted > MOST_THREADS) wanted = MOST_THREADS;
  Pool pool = {job, data, count, 0};
  while (running + 1 < wanted && pthread_create(&started[running], NULL, work, &pool) == 0) running++;
  work(&pool);
  for (size_t i = 0; i < running; i++) pthread_join(started[i], NULL);
}
