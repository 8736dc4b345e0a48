// Marks of libyaml are numbers of characters (a CR LF counts two), so that where a text is not all ASCII a table of
// every 64th character's offset leads back to bytes.
#include "format/yaml_events.h"

enum { STRIDE = 64 };

static bool is_ascii(Text text) {
  size_t count = utf8_count(text);
  return count == text.size;
}

static void index_characters(YamlReader *reader, Text text) {
  reader->characters = utf8_count(text);
  reader->offsets = ARENA_ARRAY(reader->arena, uint32_t, reader->characters / STRIDE + 1);
  size_t character = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (((unsigned char)text.at[i] & 0xC0) == 0x80) continue;
    if (character % STRIDE == 0) reader->offsets[character / STRIDE] = (uint32_t)i;
    character++;
  }
}

void yaml_events_open(YamlReader *reader) {
  Text text = text_slice(reader->text, reader->start, reader->text.size);
  if (!is_ascii(text)) index_characters(reader, text);
  if (!yaml_parser_initialize(&reader->parser)) base_abort("out of memory");
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, (const unsigned char *)(text.size ? text.at : ""), text.size);
}

void yaml_events_close(YamlReader *reader) {
  yaml_parser_delete(&reader->parser);
  arena_free(&reader->scratch);
}

uint32_t yaml_offset(const YamlReader *reader, const yaml_mark_t *mark) {
  size_t size = reader->text.size - reader->start, index = mark->index;
  if (!reader->offsets) return reader->start + (uint32_t)(index < size ? index : size);
  if (index >= reader->characters) return (uint32_t)reader->text.size;
  const char *text = reader->text.at + reader->start;
  size_t at = reader->offsets[index / STRIDE];
  for (size_t left = index % STRIDE; left; left--) do
      at++;
    while (at < size && ((unsigned char)text[at] & 0xC0) == 0x80);
  return reader->start + (uint32_t)at;
}

Span yaml_span(const YamlReader *reader, const yaml_mark_t *start, const yaml_mark_t *end) {
  return (Span){reader->source, yaml_offset(reader, start), yaml_offset(reader, end)};
}

bool yaml_next(YamlReader *reader, yaml_event_t *event) {
  if (yaml_parser_parse(&reader->parser, event)) return true;
  yaml_problem(reader);
  return false;
}
