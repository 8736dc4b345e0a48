// The choice between the two readers.
#include "format/format.h"

static bool begins_like_json(Text text) {
  size_t i = text_starts_with(text, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
  while (i < text.size && strchr(" \t\r\n", text.at[i]) && text.at[i]) i++;
  return i < text.size && (text.at[i] == '{' || text.at[i] == '[');
}

static void append(Diags *diags, const Diags *more) {
  for (size_t i = 0; i < more->list.count; i++) vec_push(diags->arena, &diags->list, more->list.items[i]);
  diags->errors += more->errors;
  diags->warnings += more->warnings;
}

Value *format_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source) {
  if (!begins_like_json(source_get(sources, source)->text)) return yaml_read(arena, diags, sources, source);
  bool like_yaml;
  Diags json = {.arena = diags->arena}, yaml = {.arena = diags->arena};
  Value *value = json_read_or_yaml(arena, &json, sources, source, &like_yaml);
  Value *second = value || !like_yaml ? NULL : yaml_read(arena, &yaml, sources, source);
  if (!second) {
    append(diags, &json);
    return value;
  }
  const Diag *why = json.list.items[0];
  Diag *diag = diag_warning(diags, FORMAT_NEITHER, why->span, "this begins like JSON and is YAML only: %.*s",
                            TEXT_ARG(why->message));
  diag->help = why->help;
  append(diags, &yaml);
  return second;
}
