// The walk: a node of the tables and a value of the template in parallel.
#include "schema/check.h"

#include <stdlib.h>

void check_push(Checker *checker, Text key) {
  if (checker->depth < PATH_MAX_STEPS) checker->path[checker->depth] = (PathStep){key, 0};
  checker->depth++;
}

void check_push_index(Checker *checker, size_t index) {
  if (checker->depth < PATH_MAX_STEPS) checker->path[checker->depth] = (PathStep){{0}, (int64_t)index};
  checker->depth++;
}

bool check_weighs(Checker *checker) {
  if (!checker->trial) return false;
  size_t deeper = checker->depth - checker->trial_depth;
  checker->weight += 1 + (256u >> (deeper < 8 ? deeper : 8));
  return true;
}

static Level level_of(const char *code) {
  return code[0] == 'W' ? LEVEL_WARNING : code[0] == 'I' ? LEVEL_INFO : LEVEL_ERROR;
}

// Where the last step of the path that the template has begins: the key, or the list item.
static Span place(const Checker *checker, size_t steps) {
  Span span = checker->resource->id_span;
  const Value *value = checker->check->template ? checker->check->template->root : NULL;
  for (size_t i = 0; i < steps && value; i++) {
    const PathStep *step = &checker->path[i];
    if (step->key.at) {
      const Member *member = value_member(value, step->key);
      if (member) span = member->key_span;
      value = member ? member->value : NULL;
    } else {
      size_t index = (size_t)step->index;
      value = value_is(value, VALUE_LIST) && index < value->as.list.count ? value->as.list.items[index] : NULL;
      if (value) span = value->span;
    }
  }
  return span;
}

void check_forget(Checker *checker, size_t from) {
  Diags *diags = checker->check->diags;
  for (size_t i = from; i < diags->list.count; i++) {
    diags->errors -= diags->list.items[i]->level == LEVEL_ERROR;
    diags->warnings -= diags->list.items[i]->level == LEVEL_WARNING;
  }
  if (from < diags->list.count) diags->list.count = from;
}

// The path of the value at hand, up to `steps`; keys are copied, since a value that was worked out is soon gone.
static void add_path(const Checker *checker, Diag *diag, size_t steps) {
  Arena *arena = checker->check->diags->arena;
  for (size_t i = 0; i < steps && i < PATH_MAX_STEPS; i++) {
    PathStep step = checker->path[i];
    if (step.key.at) step.key = text_copy(arena, step.key);
    vec_push(arena, &diag->path, step);
  }
}

static void add_step(Diags *diags, Diag *diag, const char *key, size_t index) {
  PathStep step = {key ? text_of(key) : (Text){0}, (int64_t)index};
  vec_push(diags->arena, &diag->path, step);
}

// A value, pattern or range is the parameter's to mend, all else the place's that refers to it.
static Diag *report_resolved(Checker *checker, const char *code, Text message) {
  Resolved *resolved = checker->resolved;
  Diags *diags = checker->check->diags;
  if (resolved->mistakes++ || resolved->told) return NULL;
  Text from = resolved->parameter.size ? resolved->parameter : resolved->function;
  Diag *diag = diag_add(diags, level_of(resolved->code), resolved->code, place(checker, resolved->depth),
                        "%.*s, and '%.*s' gives it", TEXT_ARG(message), TEXT_ARG(from));
  bool mine = text_is(text_of(code), "E3030") || text_is(text_of(code), "E3031") || text_is(text_of(code), "E3034") ||
              text_is(text_of(code), "E3006");
  if (!mine || !resolved->parameter.size || checker->coded) {
    add_path(checker, diag, resolved->depth);
    return NULL;
  }
  const Value *parameter = value_get(template_section(checker->check->template, "Parameters"), resolved->parameter);
  const Member *member = value_member(parameter, text_of(resolved->from));
  bool listed = value_is(member->value, VALUE_LIST);
  diag_note(diags, diag, diag->span, "here it is wanted");
  diag->span = listed ? member->value->as.list.items[resolved->number]->span : member->key_span;
  add_step(diags, diag, "Parameters", 0);
  vec_push(diags->arena, &diag->path, ((PathStep){resolved->parameter, 0}));
  add_step(diags, diag, resolved->from, 0);
  if (listed) add_step(diags, diag, NULL, resolved->number);
  return NULL;
}

Diag *check_report(Checker *checker, const char *code, Span span, const char *format, ...) {
  if (check_weighs(checker)) return NULL;
  SchemaCheck *check = checker->check;
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(check->diags->arena, format, arguments);
  va_end(arguments);
  if (checker->resolved) return report_resolved(checker, code, message);
  size_t steps = checker->depth < PATH_MAX_STEPS ? checker->depth : PATH_MAX_STEPS;
  if (check->lint) span = place(checker, steps);
  Diag *diag = diag_add(check->diags, level_of(code), code, span, "%.*s", TEXT_ARG(message));
  add_path(checker, diag, steps);
  return diag;
}

Text check_subject(const Checker *checker) {
  for (size_t i = checker->depth < PATH_MAX_STEPS ? checker->depth : PATH_MAX_STEPS; i > 3; i--) {
    Text key = checker->path[i - 1].key;
    if (key.at && !text_starts_with(key, TEXT("Fn::")) && !text_is(key, "Ref")) return key;
  }
  return checker->type ? block_text(checker->type->name) : TEXT("value");
}

const char *check_types_name(unsigned types) {
  switch (types & NODE_TYPES) {
    case NODE_STRING: return "text";
    case NODE_INTEGER: return "a whole number";
    case NODE_NUMBER:
    case NODE_NUMBER | NODE_INTEGER: return "a number";
    case NODE_BOOLEAN: return "true or false";
    case NODE_ARRAY: return "a list";
    case NODE_OBJECT: return "a map";
    case NODE_STRING | NODE_OBJECT: return "a map or text";
    case NODE_STRING | NODE_ARRAY: return "text or a list";
    case NODE_STRING | NODE_INTEGER:
    case NODE_STRING | NODE_NUMBER: return "a number or text";
    case NODE_STRING | NODE_BOOLEAN: return "true, false or text";
  }
  return "another kind of value";
}

Text *check_texts(Arena *arena, Offset at, size_t *count) {
  const BlockList *list = block_at(at);
  Text *texts = ARENA_ARRAY(arena, Text, list->count + 1);
  for (uint32_t i = 0; i < list->count; i++) texts[i] = block_text(list->items[i]);
  *count = list->count;
  return texts;
}

// --- Values

static unsigned type_bit(const Value *value) {
  switch (value->kind) {
    case VALUE_NULL: return NODE_NULL;
    case VALUE_BOOL: return NODE_BOOLEAN;
    case VALUE_INT: return NODE_INTEGER | NODE_NUMBER;
    case VALUE_NUMBER: return NODE_NUMBER;
    case VALUE_STRING: return NODE_STRING;
    case VALUE_LIST: return NODE_ARRAY;
    case VALUE_MAP: return NODE_OBJECT;
  }
  return 0;
}

// A text that says yes or no where true or false is wanted.
static void mend_scalar(Checker *checker, Diag *diag, unsigned types, const Value *value) {
  static const struct {
    const char *word, *meaning;
  } words[] = {{"yes", "true"},  {"Yes", "true"},  {"YES", "true"},  {"on", "true"},    {"On", "true"},
               {"ON", "true"},   {"TRUE", "true"}, {"no", "false"},  {"No", "false"},   {"NO", "false"},
               {"off", "false"}, {"Off", "false"}, {"OFF", "false"}, {"FALSE", "false"}};
  Text text = text_trim(value->as.text), meaning = {0};
  for (size_t i = 0; types == NODE_BOOLEAN && i < sizeof words / sizeof *words; i++)
    if (text_is(text, words[i].word)) meaning = text_of(words[i].meaning);
  if (!meaning.size || !value->span.source) return;
  diag_help(checker->check->diags, diag, "write %.*s", TEXT_ARG(meaning));
  diag_edit(checker->check->diags, diag, (Edit){EDIT_VALUE, value->span, value->span, {0}, meaning});
}

static void wrong_type(Checker *checker, unsigned types, const Value *value) {
  Text subject = check_subject(checker);
  const char *wanted = check_types_name(types);
  // "A whole number, not a number" would leave the reader to guess: a fraction is shown.
  Text found = value_is(value, VALUE_NUMBER) ? value->as.text : text_of(value_kind_name(value));
  Diag *diag = check_report(checker, "E3012", value->span, "'%.*s' must be %s, not %.*s", TEXT_ARG(subject), wanted,
                            TEXT_ARG(found));
  if (!diag) return;
  if (types == NODE_ARRAY)
    diag_help(checker->check->diags, diag, "put it in a list, even where it is the only item");
  else if (value->kind == VALUE_NULL)
    diag_help(checker->check->diags, diag, "leave the property out, or use AWS::NoValue");
  else if (value->kind == VALUE_STRING)
    mend_scalar(checker, diag, types, value);
}

// Where `aws cloudformation package` puts what it uploads, a template as it is written has the path of a file.
static const struct {
  const char *type, *property;
} packages[] = {
    {"AWS::ApiGateway::RestApi", "BodyS3Location"},
    {"AWS::CodeCommit::Repository", "S3"},
    {"AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"},
    {"AWS::Lambda::Function", "Code"},
    {"AWS::Lambda::LayerVersion", "Content"},
    {"AWS::StepFunctions::StateMachine", "DefinitionS3Location"},
};

static bool packaged(const Checker *checker, unsigned types, const Value *value) {
  if (!checker->check->lint || checker->trial || !(types & NODE_OBJECT) || value->kind != VALUE_STRING) return false;
  Text type = block_text(checker->type->name), key = check_subject(checker);
  for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
    if (text_is(type, packages[i].type) && text_is(key, packages[i].property)) return true;
  return false;
}

// A dynamic reference gives a number or true or false as well as text, and only when the stack is deployed.
static bool resolved_later(const Checker *checker, unsigned types, const Value *value) {
  bool scalar = types & (NODE_INTEGER | NODE_NUMBER | NODE_BOOLEAN);
  return checker->check->lint && scalar && value->kind == VALUE_STRING &&
         text_find(value->as.text, TEXT("{{resolve:"), 0) != SIZE_MAX;
}

void check_value(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  if (check_intrinsic(checker, node, value, marks)) return;
  unsigned types = node->types & NODE_TYPES;
  bool scalar = value->kind != VALUE_LIST && value->kind != VALUE_MAP;
  if (checker->check->strict && types && !(types & type_bit(value)) && scalar) {
    wrong_type(checker, types, value);
    return;
  }
  if (types && !(types & type_bit(value))) {
    bool in_place = checker->check->conform && !checker->trial;
    if (packaged(checker, types, value)) return;
    if (resolved_later(checker, types, value)) {
      checker->uncertain = true;
      return;
    }
    if (!scalar || value->kind == VALUE_NULL || !check_convert(node, value, checker->check->arena, in_place)) {
      wrong_type(checker, types, value);
      return;
    }
  }
  if (!scalar && !types && node_has(node, FIELD_ENUM)) wrong_type(checker, NODE_STRING, value);
  switch (value->kind) {
    case VALUE_MAP: check_map(checker, node, value, marks); break;
    case VALUE_LIST: check_list(checker, node, value, marks); break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_NUMBER:
    case VALUE_STRING: check_scalar(checker, node, value); break;
    case VALUE_NULL: break;
  }
  if (node_has(node, FIELD_RULES)) check_apart(checker, node, value, check_rules);
}

Answer check_try(Checker *checker, const BlockNode *node, Value *value, unsigned *weight) {
  bool trial = checker->trial, uncertain = checker->uncertain;
  unsigned before = checker->weight;
  size_t depth = checker->trial_depth;
  checker->trial = true;
  checker->uncertain = false;
  checker->weight = 0;
  checker->trial_depth = checker->depth;
  check_value(checker, node, value, NULL);
  Answer answer = checker->weight ? ANSWER_NO : checker->uncertain ? ANSWER_MAYBE : ANSWER_YES;
  if (weight) *weight = checker->weight;
  checker->uncertain = uncertain;
  checker->trial = trial;
  checker->weight = before;
  checker->trial_depth = depth;
  return answer;
}

// --- A resource

static void unknown_type(SchemaCheck *check, const TemplateResource *resource) {
  Diag *diag = diag_error(check->diags, "E3001", resource->type_span, "there is no resource type '%.*s'",
                          TEXT_ARG(resource->type));
  const PathStep path[] = {{TEXT("Resources"), 0}, {resource->logical_id, 0}, {TEXT("Type"), 0}};
  for (size_t i = 0; i < 3; i++) vec_push(check->diags->arena, &diag->path, path[i]);
  Text nearest = schema_nearest(resource->type);
  if (nearest.size) diag_help(check->diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
}

void schema_check_resource(SchemaCheck *check, TemplateResource *resource) {
  if (resource->type.size == 0) return;
  const SchemaType *type = schema_find(resource->type);
  if (!type) {
    if (!check->lint && !schema_foreign(resource->type)) unknown_type(check, resource);
    return;
  }
  Checker checker = {.check = check, .resource = resource, .type = type, .world = WORLD_ANY};
  Text condition = value_text(value_at(resource->body, "Condition"));
  if (check->conditions) checker.world = conditions_start(check->conditions);
  if (!check_enter(&checker, condition, 1)) return;
  check_push(&checker, TEXT("Resources"));
  check_push(&checker, resource->logical_id);
  check_push(&checker, TEXT("Properties"));
  Value *properties = resource->properties ? resource->properties : value_at(resource->body, "Properties");
  if (!properties) properties = value_map(check->arena, resource->id_span);
  bool custom = type->flags & TYPE_ANY_ATTRIBUTE;
  const MarkTable *marks = type->marks && !custom ? block_at(type->marks) : NULL;
  check_value(&checker, block_node(type->root), properties, marks);
  if (!check->lint) schema_check_attributes(check, properties, checker.path, 3);
}
