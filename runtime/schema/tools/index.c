// Usage: index TEXT OUT   Writes where each service of iam.actions begins, as 4-byte offsets: those lines that are not
// indented. Services are then found by halves without reading their actions.
#include <stdint.h>
#include <stdio.h>

int main(int count, char **arguments) {
  FILE *in = count == 3 ? fopen(arguments[1], "rb") : NULL, *out = in ? fopen(arguments[2], "wb") : NULL;
  if (!out) return fprintf(stderr, "index: cannot open the files\n"), 1;
  uint32_t offset = 0;
  int before = '\n', failed = 0;
  for (int c; (c = getc(in)) != EOF; before = c, offset++)
    if (before == '\n' && c != ' ' && c != '\n') failed |= fwrite(&offset, sizeof offset, 1, out) != 1;
  failed |= ferror(in) | fclose(out);
  fclose(in);
  return failed != 0;
}
