// Services' facts as text, sorted so that a diff after an update shows what changed.
#include "services.h"

#include <stdlib.h>

#include "write.h"

static void write_resources(Buffer *out, const json_t *resources) {
  size_t count, k;
  json_t *arn;
  const char **names = write_sorted(resources, &count);
  for (size_t i = 0; i < count; i++) {
    buffer_format(out, "  =%s", names[i]);
    json_array_foreach(json_object_get(json_object_get(resources, names[i]), "ARNFormats"), k, arn)
        buffer_format(out, "%c%s", k ? ',' : '\t', json_string_value(arn));
    buffer_add_char(out, '\n');
  }
  free(names);
}

static void write_actions(Buffer *out, const json_t *actions) {
  size_t count, k;
  json_t *resource;
  const char **names = write_sorted(actions, &count);
  for (size_t i = 0; i < count; i++) {
    const json_t *needs = json_object_get(json_object_get(actions, names[i]), "Resources");
    buffer_format(out, "  %s", names[i]);
    if (json_is_string(needs)) buffer_format(out, "\t%s", json_string_value(needs));
    json_array_foreach(needs, k, resource) buffer_format(out, "%c%s", k ? ',' : '\t', json_string_value(resource));
    buffer_add_char(out, '\n');
  }
  free(names);
}

void services_actions(Buffer *out, const json_t *services) {
  size_t count;
  const char **names = write_sorted(services, &count);
  for (size_t i = 0; i < count; i++) {
    const json_t *service = json_object_get(services, names[i]);
    buffer_format(out, "%s\n", names[i]);
    write_resources(out, json_object_get(service, "Resources"));
    write_actions(out, json_object_get(service, "Actions"));
  }
  free(names);
}

void services_runtimes(Buffer *out, const json_t *runtimes) {
  static const char *const columns[] = {"deprecated", "create-block", "update-block", "successor"};
  size_t count;
  const char **names = write_sorted(runtimes, &count);
  for (size_t i = 0; i < count; i++) {
    buffer_add_string(out, names[i]);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
      const char *value = json_string_value(json_object_get(json_object_get(runtimes, names[i]), columns[c]));
      buffer_format(out, " %s", value ? value : "-");
    }
    buffer_add_char(out, '\n');
  }
  free(names);
}
