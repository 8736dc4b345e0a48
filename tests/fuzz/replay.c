// Feeds every file of the folders named to a fuzz target: what once broke is tried in each build, without libFuzzer.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), 1;
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  uint8_t *data = malloc(size ? size : 1);  // its exact size, so that sanitizers see a read beyond it
  size_t got = fread(data, 1, size, file);
  fclose(file);
  LLVMFuzzerTestOneInput(data, got);
  free(data);
  return got != size;
}

int main(int count, char **folders) {
  int failed = 0, replayed = 0;
  for (int i = 1; i < count; i++) {
    struct dirent **entries;
    int found = scandir(folders[i], &entries, NULL, alphasort);
    for (int k = 0; k < found; k++) {
      char path[4096];
      snprintf(path, sizeof path, "%s/%s", folders[i], entries[k]->d_name);
      if (entries[k]->d_name[0] != '.') failed += replay(path), replayed++;
      free(entries[k]);
    }
    if (found >= 0) free(entries);
  }
  printf("replayed %d inputs\n", replayed);
  return failed != 0;
}
