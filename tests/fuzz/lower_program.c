// Any bytes as a program, through the whole pipeline: errors or a template, never a crash, a leak or a hang. The bytes
// reach the reader through a file in memory.
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "lower/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int memory = memfd_create("program", MFD_CLOEXEC);
  if (memory < 0 || !io_write_all(memory, (Text){(const char *)data, size})) return 0;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
  Compilation compilation;
  compile_program(&compilation, &(CompileOptions){.program = path}, COMPILE_LOWER);
  compile_free(&compilation);
  close(memory);
  return 0;
}
