// strata docs NAME: what a component, function or type of the standard library takes and gives, read from its own
// source, or what an AWS type does, read from the schema tables. Without NAME: the list of components.
#include <string.h>

#include "check/library.h"
#include "commands/commands.h"
#include "schema/schema.h"

typedef struct Manual {
  Arena *arena;
  Buffer out;
  Sources sources;
} Manual;

// The declaration that a part of the library holds.
static const Item *item_of(Manual *manual, const LibraryPart *part) {
  const LibraryFile *file = &library_files[library_part_file(part)];
  uint32_t source = source_add(&manual->sources, text_of(file->name), library_text(file));
  return library_tree(manual->arena, part, source)->items.items[0];
}

// Appends a text of several lines, each set in.
static void add_lines(Manual *manual, Text text, size_t indent) {
  for (size_t start = 0; start < text.size;) {
    size_t end = text_find(text, TEXT("\n"), start);
    Text line = text_slice(text, start, end);
    if (line.size) buffer_fill(&manual->out, ' ', indent);
    buffer_add(&manual->out, line);
    buffer_add_char(&manual->out, '\n');
    if (end == SIZE_MAX) return;
    start = end + 1;
  }
}

static Text source_of(const Manual *manual, Span span) { return source_text(&manual->sources, span); }

static void add_input(Manual *manual, const Item *item) {
  buffer_format(&manual->out, "  %.*s: %.*s", TEXT_ARG(item->name.name),
                TEXT_ARG(source_of(manual, item->as.in.type->span)));
  if (item->as.in.fallback)
    buffer_format(&manual->out, " = %.*s", TEXT_ARG(source_of(manual, item->as.in.fallback->span)));
  buffer_add_char(&manual->out, '\n');
  add_lines(manual, item->doc, 6);
}

static void add_out(Manual *manual, const Item *item) {
  buffer_format(&manual->out, "  %.*s", TEXT_ARG(item->name.name));
  if (item->as.out.type) buffer_format(&manual->out, ": %.*s", TEXT_ARG(source_of(manual, item->as.out.type->span)));
  buffer_add_char(&manual->out, '\n');
  add_lines(manual, item->doc, 6);
}

static void add_component(Manual *manual, const Item *component) {
  const ItemList *items = &component->as.component.block->items;
  bool any = false;
  for (size_t i = 0; i < items->count; i++) {
    if (items->items[i]->kind != ITEM_IN) continue;
    if (!any) buffer_add_string(&manual->out, "\ninputs:\n");
    any = true;
    add_input(manual, items->items[i]);
  }
  any = false;
  for (size_t i = 0; i < items->count; i++) {
    if (items->items[i]->kind != ITEM_OUT) continue;
    if (!any) buffer_add_string(&manual->out, "\nouts:\n");
    any = true;
    add_out(manual, items->items[i]);
  }
}

// A function's body is not for those who call it.
static Span without_body(const Item *item) {
  Span span = item->span;
  if (item->kind == ITEM_FN && item->as.fn.result) span.end = item->as.fn.result->span.end;
  return span;
}

static void add_declaration(Manual *manual, const LibraryPart *part) {
  static const char *const words[] = {
      [LIBRARY_KINDS] = "component", [LIBRARY_TYPES] = "type", [LIBRARY_FUNCTIONS] = "function"};
  const Item *item = item_of(manual, part);
  buffer_format(&manual->out, "%.*s (%s, std/%s)\n\n", TEXT_ARG(item->name.name), words[library_part_space(part)],
                library_files[library_part_file(part)].name);
  if (item->kind != ITEM_COMPONENT) {
    add_lines(manual, source_of(manual, without_body(item)), 4);
    buffer_add_char(&manual->out, '\n');
  }
  add_lines(manual, item->doc, 0);
  if (item->kind == ITEM_COMPONENT) add_component(manual, item);
}

static const char *kind_name(SchemaKind kind) {
  switch (kind) {
    case SCHEMA_ANY: return "any";
    case SCHEMA_STRING: return "text";
    case SCHEMA_INTEGER: return "whole number";
    case SCHEMA_NUMBER: return "number";
    case SCHEMA_BOOLEAN: return "bool";
    case SCHEMA_LIST: return "list";
    case SCHEMA_OBJECT: return "record";
  }
  return "any";
}

static void add_shape(Manual *manual, Text name, SchemaShape shape) {
  buffer_format(&manual->out, "  %.*s: %s", TEXT_ARG(name), kind_name(shape.kind));
  if (text_starts_with(shape.format, TEXT("AWS::"))) buffer_format(&manual->out, " (%.*s)", TEXT_ARG(shape.format));
}

static void add_properties(Manual *manual, const SchemaType *type) {
  size_t count;
  Text *names = schema_property_names(manual->arena, type, &count);
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    SchemaShape shape;
    if (!schema_property(type, names[i], &shape)) continue;
    if (!any) buffer_add_string(&manual->out, "\nproperties:\n");
    any = true;
    add_shape(manual, names[i], shape);
    if (schema_property_required(type, names[i])) buffer_add_string(&manual->out, ", required");
    Replacement replacement = schema_replacement(type, &names[i], 1);
    if (replacement == REPLACE_ALWAYS) buffer_add_string(&manual->out, ", a change replaces the resource");
    if (replacement == REPLACE_CONDITIONAL) buffer_add_string(&manual->out, ", a change may replace the resource");
    buffer_add_char(&manual->out, '\n');
  }
}

static void add_aws_type(Manual *manual, const SchemaType *type) {
  buffer_format(&manual->out, "%.*s (AWS resource type)\n", TEXT_ARG(schema_name(type)));
  if (schema_stateful(type)) buffer_add_string(&manual->out, "\nIt holds data that is lost with it.\n");
  add_properties(manual, type);
  size_t count;
  Text *names = schema_attribute_names(manual->arena, type, &count);
  SchemaShape shape;
  Text ref = schema_ref(type, &shape);
  if (count || ref.size) buffer_add_string(&manual->out, "\nattributes:\n");
  if (ref.size) buffer_format(&manual->out, "  the resource itself gives its %.*s\n", TEXT_ARG(ref));
  for (size_t i = 0; i < count; i++) {
    if (!schema_attribute(type, names[i], &shape)) continue;
    add_shape(manual, names[i], shape);
    buffer_add_char(&manual->out, '\n');
  }
}

// The first sentence of a text, on one line.
static Text first_sentence(Arena *arena, Text text) {
  size_t end = 0;
  while (end < text.size && !(text.at[end] == '.' && (end + 1 == text.size || strchr(" \n", text.at[end + 1])))) end++;
  char *line = arena_copy(arena, text.at, end);
  for (size_t i = 0; i < end; i++)
    if (line[i] == '\n') line[i] = ' ';
  return (Text){line, end};
}

// One line a component: its name and the first sentence of its documentation.
static void list_components(Manual *manual) {
  size_t last = SIZE_MAX;
  for (size_t i = 0; i < library_part_count(); i++) {
    const LibraryPart *part = library_part_at(i);
    if (library_part_space(part) != LIBRARY_KINDS || library_part_name(part).at[0] == '_') continue;
    size_t file = library_part_file(part);
    if (file != last) buffer_format(&manual->out, "%sstd/%s\n", last == SIZE_MAX ? "" : "\n", library_files[file].name);
    last = file;
    const Item *item = item_of(manual, part);
    Text first = first_sentence(manual->arena, item->doc);
    buffer_format(&manual->out, "  %-16.*s %.*s\n", TEXT_ARG(item->name.name), TEXT_ARG(first));
  }
}

static int unknown(Manual *manual, const Arguments *arguments, Text name) {
  const LibrarySpace spaces[] = {LIBRARY_KINDS, LIBRARY_FUNCTIONS, LIBRARY_TYPES};
  VEC(Text) names = {0};
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
    for (size_t k = 0; k < library_part_count(); k++)
      if (library_part_space(library_part_at(k)) == spaces[i])
        vec_push(manual->arena, &names, library_part_name(library_part_at(k)));
  Text nearest = text_nearest(name, names.items, names.count);
  if (text_find(name, TEXT("::"), 0) != SIZE_MAX) nearest = schema_nearest(name);
  if (nearest.size)
    return options_wrong(arguments->command, "there is nothing named '%.*s'; did you mean '%.*s'?", TEXT_ARG(name),
                         TEXT_ARG(nearest));
  return options_wrong(arguments->command, "there is nothing named '%.*s'; 'strata docs' lists the components",
                       TEXT_ARG(name));
}

static int run(const Arguments *arguments) {
  Manual manual = {.arena = arguments->arena};
  manual.sources.arena = arguments->arena;
  Text name = arguments->operands.count ? text_of(arguments->operands.items[0]) : (Text){0};
  const SchemaType *type = schema_find(name);
  const LibraryPart *component = library_find(LIBRARY_KINDS, name);
  const LibraryPart *function = library_find(LIBRARY_FUNCTIONS, name);
  const LibraryPart *declared = library_find(LIBRARY_TYPES, name);
  if (!arguments->operands.count)
    list_components(&manual);
  else if (type)
    add_aws_type(&manual, type);
  else if (!component && !function && !declared)
    return unknown(&manual, arguments, name);
  if (component) add_declaration(&manual, component);
  if (function) add_declaration(&manual, function);
  if (declared) add_declaration(&manual, declared);
  buffer_add_char(&manual.out, 0);
  int exit_code = options_print(manual.out.at);
  buffer_free(&manual.out);
  return exit_code;
}

const Command command_docs = {
    .name = "docs",
    .operands = "[NAME]",
    .least = 0,
    .most = 1,
    .summary = "a component's inputs and outs; an AWS type's properties",
    .about =
        "Prints what NAME takes and gives: a component, function or type of the standard library, or an AWS type\n"
        "(AWS::S3::Bucket). Without NAME: the list of components.",
    .run = run,
};
