// Times whole commands: bench ROUNDS COMMAND... runs each command (split at blanks, no shell, stdout discarded) once a
// round, so that what else the machine does meets them all alike, and prints a line each: the best wall time in
// microseconds, the peak of its memory in KiB, its exit code.
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_WORDS = 32 };

typedef struct Run {
  char *words[MOST_WORDS + 1];
  int64_t best;  // microseconds; 0: none yet
  long peak;     // KiB
  int status;
} Run;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void run_once(Run *run, posix_spawn_file_actions_t *actions) {
  struct rusage usage;
  pid_t child;
  int64_t begun = now();
  if (posix_spawnp(&child, run->words[0], actions, NULL, run->words, environ) != 0) {
    fprintf(stderr, "bench: cannot run %s\n", run->words[0]);
    exit(2);
  }
  wait4(child, &run->status, 0, &usage);
  int64_t taken = now() - begun;
  if (!run->best || taken < run->best) run->best = taken;
  if (usage.ru_maxrss > run->peak) run->peak = usage.ru_maxrss;
}

int main(int count, char **arguments) {
  if (count < 3) return fputs("usage: bench ROUNDS COMMAND...\n", stderr), 2;
  int rounds = atoi(arguments[1]), commands = count - 2;
  Run *runs = calloc((size_t)commands, sizeof *runs);
  for (int i = 0; i < commands; i++) {
    int words = 0;
    for (char *word = strtok(arguments[i + 2], " "); word && words < MOST_WORDS; word = strtok(NULL, " "))
      runs[i].words[words++] = word;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < commands; i++) run_once(&runs[i], &actions);
  for (int i = 0; i < commands; i++)
    printf("%lld %ld %d\n", (long long)runs[i].best, runs[i].peak,
           WIFEXITED(runs[i].status) ? WEXITSTATUS(runs[i].status) : 128 + WTERMSIG(runs[i].status));
  posix_spawn_file_actions_destroy(&actions);
  free(runs);
  return 0;
}
