// One reader a kind of answer; the member that holds its items tells which it is.
#include "state/answers.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "format/format.h"

Text answers_arn_part(Text arn, size_t number) {
  for (size_t start = 0;; number--) {
    size_t end = text_find(arn, TEXT(":"), start);
    if (number == 0) return text_slice(arn, start, end == SIZE_MAX ? arn.size : end);
    if (end == SIZE_MAX) return (Text){0};
    start = end + 1;
  }
}

Text answers_arn_stack(Text arn) {
  Text resource = answers_arn_part(arn, 5);
  if (!text_starts_with(resource, TEXT("stack/"))) return (Text){0};
  size_t end = text_find(resource, TEXT("/"), 6);
  return text_slice(resource, 6, end == SIZE_MAX ? resource.size : end);
}

static Text text_at(const Value *map, const char *key) { return value_text(value_at(map, key)); }

typedef struct Reading {
  Answers *answers;
  Text path;
} Reading;

// Never with the place: an answer may hold secrets, and the line would be shown.
static void misformed(const Reading *reading, const char *what) {
  diag_error(reading->answers->diags, "E0606", (Span){0}, "%.*s: %s", TEXT_ARG(reading->path), what);
}

// Properties come as a text of JSON, or as the tree itself. Null after an error.
static const Value *read_properties(const Reading *reading, const Value *value) {
  if (!value_is(value, VALUE_STRING)) return value_is(value, VALUE_MAP) ? value : NULL;
  Answers *answers = reading->answers;
  Diags problems = {.arena = answers->arena};
  Sources sources = {.arena = answers->arena};
  const Value *map =
      json_read(answers->arena, &problems, &sources, source_add(&sources, reading->path, value->as.text));
  if (value_is(map, VALUE_MAP)) return map;
  misformed(reading, "the properties of a resource are no JSON");
  return NULL;
}

static void read_stack(const Reading *reading, const Value *item) {
  SeenStack stack = {
      .name = text_at(item, "StackName"),
      .id = text_at(item, "StackId"),
      .status = text_at(item, "StackStatus"),
      .updated = text_at(item, "LastUpdatedTime"),
      .parameters = value_at(item, "Parameters"),
      .outputs = value_at(item, "Outputs"),
  };
  if (!stack.name.size) return misformed(reading, "a stack has no StackName");
  if (!stack.updated.size) stack.updated = text_at(item, "CreationTime");
  stack.region = answers_arn_part(stack.id, 3);
  stack.account = answers_arn_part(stack.id, 4);
  vec_push(reading->answers->arena, &reading->answers->stacks, stack);
}

// Of describe-stack-resources, list-stack-resources (which names no stack) and describe-stack-resource-drifts.
static void read_resource(const Reading *reading, const Value *item) {
  SeenResource resource = {
      .stack = text_at(item, "StackName"),
      .logical_id = text_at(item, "LogicalResourceId"),
      .type = text_at(item, "ResourceType"),
      .physical_id = text_at(item, "PhysicalResourceId"),
      .status = text_at(item, "ResourceStatus"),
  };
  if (!resource.stack.size) resource.stack = answers_arn_stack(text_at(item, "StackId"));
  if (!resource.logical_id.size) return misformed(reading, "a resource has no LogicalResourceId");
  Text drift = text_at(item, "StackResourceDriftStatus");
  resource.checked = text_is(drift, "IN_SYNC") || text_is(drift, "MODIFIED") || text_is(drift, "DELETED");
  resource.unsupported = text_is(drift, "NOT_SUPPORTED");
  resource.deleted = text_is(drift, "DELETED") || text_is(resource.status, "DELETE_COMPLETE");
  resource.differences = value_at(item, "PropertyDifferences");
  if (drift.size && !resource.deleted)
    resource.properties = read_properties(reading, value_at(item, "ActualProperties"));
  vec_push(reading->answers->arena, &reading->answers->resources, resource);
}

// Of Cloud Control.
static void read_description(const Reading *reading, Text type, const Value *item) {
  SeenResource resource = {
      .type = type,
      .physical_id = text_at(item, "Identifier"),
      .properties = read_properties(reading, value_at(item, "Properties")),
  };
  if (!type.size || !resource.physical_id.size)
    return misformed(reading, "a resource has no TypeName or no Identifier");
  vec_push(reading->answers->arena, &reading->answers->resources, resource);
}

static void read_export(const Reading *reading, const Value *item) {
  SeenExport export = {text_at(item, "Name"), text_at(item, "Value"),
                       answers_arn_stack(text_at(item, "ExportingStackId"))};
  if (!export.name.size) return misformed(reading, "an export has no Name");
  vec_push(reading->answers->arena, &reading->answers->exports, export);
}

static void read_template(const Reading *reading, Value *body) {
  Answers *answers = reading->answers;
  Value *root = body;
  if (body->kind == VALUE_STRING) {
    Text name = text_format(answers->arena, "%.*s (TemplateBody)", TEXT_ARG(reading->path));
    root = answers_parse(answers, name, body->as.text);
    if (!root) return;
  }
  if (!value_is(value_at(root, "Resources"), VALUE_MAP))
    return misformed(reading, "the TemplateBody is no template: it has no Resources");
  vec_push(answers->arena, &answers->templates, ((SeenTemplate){reading->path, root}));
}

static void each(const Reading *reading, const Value *list, void (*read)(const Reading *reading, const Value *item)) {
  for (size_t i = 0; i < list->as.list.count; i++) read(reading, list->as.list.items[i]);
}

static void warn_of_more(const Reading *reading, const Value *root) {
  const Value *token = value_at(root, "NextToken");
  if (!value_is(token, VALUE_STRING)) return;
  Diag *diag = diag_warning(reading->answers->diags, "W0609", (Span){0},
                            "%.*s is one page of several: what follows is not in it", TEXT_ARG(reading->path));
  diag_help(reading->answers->diags, diag, "leave out --max-items and --no-paginate, so that aws asks for all pages");
}

bool answers_read(Answers *answers, Text path, Value *root) {
  const Reading reading = {answers, path};
  if (value_is(root, VALUE_LIST)) {
    bool all = root->as.list.count > 0;
    for (size_t i = 0; i < root->as.list.count && all; i++) all = answers_read(answers, path, root->as.list.items[i]);
    return all;
  }
  static const struct {
    const char *key;
    void (*read)(const Reading *reading, const Value *item);
  } kinds[] = {
      {"Stacks", read_stack},
      {"StackResources", read_resource},
      {"StackResourceSummaries", read_resource},
      {"StackResourceDrifts", read_resource},
      {"Exports", read_export},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const Value *list = value_at(root, kinds[i].key);
    if (!value_is(list, VALUE_LIST)) continue;
    each(&reading, list, kinds[i].read);
    warn_of_more(&reading, root);
    return true;
  }
  Value *body = value_at(root, "TemplateBody");
  if (body) return read_template(&reading, body), true;
  const Value *one = value_at(root, "ResourceDescription"), *many = value_at(root, "ResourceDescriptions");
  Text type = text_at(root, "TypeName");
  if (value_is(one, VALUE_MAP)) return read_description(&reading, type, one), true;
  if (!value_is(many, VALUE_LIST)) return false;
  for (size_t i = 0; i < many->as.list.count; i++) read_description(&reading, type, many->as.list.items[i]);
  warn_of_more(&reading, root);
  if (type.size && !value_at(root, "NextToken")) vec_push(answers->arena, &answers->types, type);
  return true;
}

void answers_refuse(const Answers *answers, Text path, const Value *root, const char *wanted) {
  // What aws prints when it fails reads as text, or (for its colon) as a map.
  Text first = value_is(root, VALUE_MAP) && root->as.map.count ? root->as.map.members[0].key : value_text(root);
  Diag *diag = diag_error(answers->diags, "E0606", (Span){0}, "%.*s is not %s", TEXT_ARG(path), wanted);
  if (text_starts_with(text_trim(first), TEXT("An error occurred")))
    diag_help(answers->diags, diag, "it holds what aws printed when it failed");
  else if (value_at(root, "stacks") && value_at(root, "lineage"))
    diag_help(answers->diags, diag, "it is a state; --state names the one to work on");
  else if (value_is(value_at(root, "Resources"), VALUE_MAP))
    diag_help(answers->diags, diag, "it is a template; `strata state record` takes templates by their own names");
  else if (value_is(root, VALUE_MAP) && first.size)
    diag_help(answers->diags, diag, "it is a map that begins with '%.*s'", TEXT_ARG(first));
  else
    diag_help(answers->diags, diag, "it holds %s", value_kind_name(root));
}

Value *answers_parse(Answers *answers, Text path, Text text) {
  Diags problems = {.arena = answers->arena};
  Sources *sources = answers->sources;
  Value *root = format_read(answers->arena, &problems, sources, source_add(sources, path, text));
  if (root) return root;
  const Diag *problem = problems.list.items[0];
  Position at = source_position(sources, problem->span.source, problem->span.start);
  // Neither with the line nor with the reader's message, which may quote it.
  diag_error(answers->diags, "E0606", (Span){0}, "%.*s is neither JSON nor YAML: line %u, column %u", TEXT_ARG(path),
             at.line, at.column);
  return NULL;
}

static bool read_file(Answers *answers, const char *path) {
  Text text;
  if (!io_read(answers->arena, answers->diags, path, &text)) return false;
  Text name = text_copy(answers->arena, text_of(path));
  Value *root = answers_parse(answers, name, text);
  if (!root) return false;
  size_t errors = answers->diags->errors;
  if (answers_read(answers, name, root)) return answers->diags->errors == errors;
  answers_refuse(answers, name, root, "an answer of AWS that is known here");
  return false;
}

static int is_answer(const struct dirent *entry) {
  Text name = text_of(entry->d_name);
  return name.at[0] != '.' && (text_ends_with(name, TEXT(".json")) || text_ends_with(name, TEXT(".yaml")) ||
                               text_ends_with(name, TEXT(".yml")));
}

bool answers_read_path(Answers *answers, const char *path) {
  if (!io_is_folder(path)) return read_file(answers, path);
  struct dirent **entries;
  int count = scandir(path, &entries, is_answer, alphasort);
  bool fine = count > 0;
  if (count == 0) diag_error(answers->diags, "E0606", (Span){0}, "the folder %s holds no JSON and no YAML", path);
  if (count < 0) diag_error(answers->diags, IO_ERROR, (Span){0}, "cannot read %s: %s", path, strerror(errno));
  for (int i = 0; i < count; i++) {
    fine &= read_file(answers, text_format(answers->arena, "%s/%s", path, entries[i]->d_name).at);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
  return fine;
}
