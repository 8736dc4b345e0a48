// Searching sorted text: services by halves of an index of their lines, the rest by halves of the text, each time back
// to the start of a line.
#include "schema/services.h"

#include <string.h>

extern const uint32_t schema_action_index[], schema_action_index_end[];
extern const char schema_actions[], schema_actions_end[], schema_runtimes[], schema_runtimes_end[];

static Text all_actions(void) { return (Text){schema_actions, (size_t)(schema_actions_end - schema_actions)}; }

static size_t line_end(Text text, size_t at) {
  const char *end = memchr(text.at + at, '\n', text.size - at);
  return end ? (size_t)(end - text.at) : text.size;
}

// The first word of the line at `at`, without its indentation; it ends at a tab.
static Text line_word(Text text, size_t at) {
  Text line = text_slice(text, at, line_end(text, at));
  while (line.size && line.at[0] == ' ') line = text_slice(line, 1, line.size);
  const char *tab = memchr(line.at, '\t', line.size);
  return tab ? text_slice(line, 0, (size_t)(tab - line.at)) : line;
}

static size_t line_start(Text text, size_t at) {
  while (at > 0 && text.at[at - 1] != '\n') at--;
  return at;
}

// Behind the line, or the service's lines.
static size_t line_next(Text text, size_t at, bool top) {
  do {
    at = line_end(text, at);
    if (at < text.size) at++;
  } while (top && at < text.size && text.at[at] == ' ');
  return at;
}

// Where the line of that word starts; SIZE_MAX where there is none.
static size_t find_line(Text text, Text word) {
  size_t low = 0, high = text.size;
  while (low < high) {
    size_t at = line_start(text, low + (high - low) / 2);
    int order = text_compare(line_word(text, at), word);
    if (order == 0) return at;
    if (order < 0)
      low = line_next(text, at, false);
    else
      high = at;
  }
  return SIZE_MAX;
}

bool schema_action_service(Text service, Text *lines) {
  Text all = all_actions();
  size_t low = 0, count = (size_t)(schema_action_index_end - schema_action_index), high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2, at = schema_action_index[middle];
    int order = text_compare(line_word(all, at), service);
    if (order == 0) {
      size_t first = line_end(all, at) + 1, end = middle + 1 < count ? schema_action_index[middle + 1] : all.size;
      *lines = text_slice(all, first < end ? first : end, end);
      return true;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

bool schema_action_service_next(size_t *at, Text *service) {
  Text all = all_actions();
  if (*at >= all.size) return false;
  *service = line_word(all, *at);
  *at = line_next(all, *at, true);
  return true;
}

// What stands behind the word's tab.
static Text line_rest(Text lines, size_t at) {
  Text line = text_slice(lines, at, line_end(lines, at));
  size_t tab = text_find(line, TEXT("\t"), 0);
  return tab == SIZE_MAX ? (Text){0} : text_slice(line, tab + 1, line.size);
}

bool schema_action_find(Text lines, Text action, Text *resources) {
  size_t at = find_line(lines, action);
  if (at == SIZE_MAX || action.size == 0 || action.at[0] == '=') return false;
  *resources = line_rest(lines, at);
  return true;
}

bool schema_action_next(Text lines, size_t *at, Text *action) {
  while (*at < lines.size) {
    *action = line_word(lines, *at);
    *at = line_next(lines, *at, false);
    if (action->at[0] != '=') return true;
  }
  return false;
}

Text schema_action_arns(Text lines, Text resource) {
  char name[128] = "=";
  if (resource.size + 1 >= sizeof name) return (Text){0};
  memcpy(name + 1, resource.at, resource.size);
  size_t at = find_line(lines, (Text){name, resource.size + 1});
  return at == SIZE_MAX ? (Text){0} : line_rest(lines, at);
}

bool schema_runtime(Text name, SchemaRuntime *out) {
  Text all = {schema_runtimes, (size_t)(schema_runtimes_end - schema_runtimes)};
  for (size_t at = 0; at < all.size; at = line_next(all, at, false)) {
    Text line = text_slice(all, at, line_end(all, at)), parts[5] = {{0}};
    for (size_t i = 0; i < 5 && line.size; i++) {
      size_t blank = text_find(line, TEXT(" "), 0);
      size_t end = blank == SIZE_MAX ? line.size : blank;
      parts[i] = text_slice(line, 0, end);
      if (text_is(parts[i], "-")) parts[i] = (Text){0};
      line = text_slice(line, blank == SIZE_MAX ? end : end + 1, line.size);
    }
    if (!text_equal(parts[0], name)) continue;
    *out = (SchemaRuntime){parts[0], parts[1], parts[2], parts[3], parts[4]};
    return true;
  }
  return false;
}
