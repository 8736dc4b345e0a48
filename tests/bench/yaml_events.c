// The practical limit: reads a YAML file's events with libyaml, and does nothing with them.
#include <yaml.h>

int main(int count, char **arguments) {
  FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
  yaml_parser_t parser;
  yaml_event_t event;
  if (!file || !yaml_parser_initialize(&parser)) return 2;
  yaml_parser_set_input_file(&parser, file);
  for (int more = 1; more; yaml_event_delete(&event)) {
    if (!yaml_parser_parse(&parser, &event)) return 2;
    more = event.type != YAML_STREAM_END_EVENT;
  }
  yaml_parser_delete(&parser);
  return fclose(file);
}
