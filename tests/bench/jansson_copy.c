// The practical limit: reads a JSON file with jansson and writes it again.
#include <jansson.h>

int main(int count, char **arguments) {
  json_t *root = count > 1 ? json_load_file(arguments[1], 0, NULL) : NULL;
  if (!root) return 2;
  int failed = json_dumpf(root, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
  json_decref(root);
  return failed != 0;
}
