// The practical limit: reads JSON files with jansson, and does nothing with them.
#include <jansson.h>

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    json_t *root = json_load_file(arguments[i], 0, NULL);
    if (!root) return 2;
    json_decref(root);
  }
  return 0;
}
