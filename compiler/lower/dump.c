// One resource a line: logical id, type, component path, and the place that it was written at.
#include "lower/dump.h"

#include "format/format.h"

void template_dump(Buffer *out, const Sources *sources, const Template *template) {
  buffer_format(out, "template %.*s\n", TEXT_ARG(template->stack));
  for (size_t i = 0; i < template->resources.count; i++) {
    const TemplateResource *resource = &template->resources.items[i];
    Position place = source_position(sources, resource->id_span.source, resource->id_span.start);
    const Source *source = source_get(sources, resource->id_span.source);
    buffer_format(out, "  %.*s  %.*s  %.*s  %.*s:%u:%u%s\n", TEXT_ARG(resource->logical_id), TEXT_ARG(resource->type),
                  TEXT_ARG(resource->path), TEXT_ARG(source ? source->path : TEXT("-")), place.line, place.column,
                  resource->protect ? "  protected" : "");
    if (resource->properties) {
      buffer_add_string(out, "    ");
      json_write_compact(out, resource->properties);
      buffer_add_char(out, '\n');
    }
  }
  for (size_t i = 0; i < template->moved.count; i++)
    buffer_format(out, "  moved %.*s -> %.*s\n", TEXT_ARG(template->moved.items[i].from),
                  TEXT_ARG(template->moved.items[i].to));
}
