// The walk: a node of the tables and a value of the template in parallel.
#include "schema/check.h"

#include <stdlib.h>

#include "base/pattern.h"

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

// --- Maps

// What decides over the node of a member besides its name: patterns, then any other.
static const BlockNode *other_member(Checker *checker, const BlockNode *node, Text name) {
  Offset patterns = node_field(node, FIELD_PATTERNS);
  if (patterns) {
    const BlockList *list = block_at(patterns);
    for (uint32_t i = 0; i + 1 < list->count; i += 2) {
      const Pattern *pattern = check_pattern(checker->check, list->items[i]);
      if (!pattern || pattern_match(pattern, name) != PATTERN_NO) return block_node(list->items[i + 1]);
    }
  }
  Offset other = node_field(node, FIELD_OTHER);
  return other ? block_node(other) : NULL;
}

static bool closed(const BlockNode *node) { return !(node->types & NODE_OPEN) && !node_has(node, FIELD_OTHER); }

// The one name that is near and not there already is what was meant: then the key can be mended.
static void mend_key(Checker *checker, Diag *diag, const Value *map, const Member *member, Text *names, size_t count) {
  Text nearest = text_nearest(member->key, names, count);
  if (!nearest.size || value_member(map, nearest) || !map->span.source) return;
  for (size_t i = 0; i < count; i++)
    if (text_equal(names[i], nearest)) names[i] = (Text){0};
  if (text_nearest(member->key, names, count).size) return;
  Edit edit = {EDIT_KEY, member->key_span, map->span, {0}, nearest};
  diag_edit(checker->check->diags, diag, edit);
}

static void unknown_member(Checker *checker, const BlockNode *node, const Value *map, const Member *member) {
  Text type = block_text(checker->type->name);
  checker->depth--;
  Text subject = check_subject(checker);
  checker->depth++;
  bool inner = !text_equal(type, subject);
  Diag *diag = check_report(checker, "E3002", member->key_span, "'%.*s' is not a property of %s%.*s%s%.*s",
                            TEXT_ARG(member->key), inner ? "'" : "", TEXT_ARG(subject), inner ? "' in " : "",
                            inner ? (int)type.size : 0, type.at);
  if (!diag) return;
  Diags *diags = checker->check->diags;
  if (node_has(node, FIELD_PROPERTIES)) {
    const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
    Text *names = ARENA_ARRAY(diags->arena, Text, table->count);
    for (uint32_t i = 0; i < table->count; i++) names[i] = block_text(table->entries[i].name);
    diag_suggest(diags, diag, member->key, names, table->count);
    if (diag->help.size) mend_key(checker, diag, map, member, names, table->count);
    if (!diag->help.size && table->count <= 8) {
      Buffer help = {0};
      for (uint32_t i = 0; i < table->count; i++) buffer_format(&help, "%s%.*s", i ? ", " : "", TEXT_ARG(names[i]));
      diag_help(diags, diag, "it has %.*s", TEXT_ARG(buffer_text(&help)));
      buffer_free(&help);
    }
  } else if (node_has(node, FIELD_PATTERNS)) {
    const BlockList *list = block_at(node_field(node, FIELD_PATTERNS));
    diag_help(diags, diag, "names here match %.*s", TEXT_ARG(block_text(list->items[0])));
  }
}

// A map whose members are made when the template is processed: what it will hold is not known.
static bool has_macro(const Value *value) {
  for (size_t i = 0; i < value->as.map.count; i++) {
    Text key = value->as.map.members[i].key;
    if (key.size < 4 || key.at[0] != 'F') continue;
    if (text_is(key, "Fn::Transform") || text_starts_with(key, TEXT("Fn::ForEach"))) return true;
  }
  return false;
}

static void check_member(Checker *checker, const BlockNode *node, const Value *map, Member *member,
                         const MarkTable *marks) {
  const PropertyEntry *entry = schema_node_property(node, member->key);
  const BlockNode *below = entry ? property_node(entry) : other_member(checker, node, member->key);
  if (!below) {
    if (closed(node)) unknown_member(checker, node, map, member);
    return;
  }
  if (check_no_value(member->value)) return;
  // A null is no value: that what is required is missing says it.
  if (checker->check->lint && member->value->kind == VALUE_NULL && entry && (entry->node & PROPERTY_REQUIRED)) return;
  if (below->types & NODE_NEVER) {
    Answer there = check_stands(checker, member->value);
    if (there == ANSWER_MAYBE) checker->uncertain = true;
    if (there == ANSWER_YES)
      check_report(checker, "E3020", member->key_span, "'%.*s' must not be set here", TEXT_ARG(member->key));
    return;
  }
  // Keys of maps are no step of a mark's path.
  const MarkEntry *mark = entry ? schema_mark(marks, member->key) : NULL;
  if (mark && (mark->marks & MARK_READ_ONLY)) {
    Diag *diag = check_report(checker, "E3040", member->key_span, "'%.*s' cannot be set: AWS fills it in",
                              TEXT_ARG(member->key));
    if (diag) diag_help(checker->check->diags, diag, "remove it; other resources read it by Fn::GetAtt");
    return;
  }
  const MarkTable *deeper = entry ? (mark && mark->below ? block_at(mark->below) : NULL) : marks;
  check_value(checker, below, member->value, deeper);
}

// Where the properties are missing as a whole: the key "Properties", or the resource's id.
static Span properties_span(const Checker *checker) {
  const Member *member = value_member(checker->resource->body, TEXT("Properties"));
  return member && member->key_span.source ? member->key_span : checker->resource->id_span;
}

static Span map_span(const Checker *checker, const Value *value) {
  return checker->depth <= 3 || value->span.source == 0 ? properties_span(checker) : value->span;
}

// Whether the property is there, but misspelt: then that alone is reported.
static bool misspelt(Checker *checker, const BlockNode *node, const Value *value, Text name) {
  if (!closed(node) || checker->trial) return false;
  const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
  Text *names = ARENA_ARRAY(checker->check->diags->arena, Text, table->count);
  for (uint32_t i = 0; i < table->count; i++) names[i] = block_text(table->entries[i].name);
  for (size_t i = 0; i < value->as.map.count; i++) {
    Text key = value->as.map.members[i].key;
    if (!schema_node_property(node, key) && text_equal(text_nearest(key, names, table->count), name)) return true;
  }
  return false;
}

static void check_required(Checker *checker, const BlockNode *node, const Value *value) {
  const PropertyTable *table = block_at(node_field(node, FIELD_PROPERTIES));
  uint32_t left = table->required;
  for (uint32_t i = 0; left && i < table->count; i++) {
    if (!(table->entries[i].node & PROPERTY_REQUIRED)) continue;
    left--;
    Text name = block_text(table->entries[i].name);
    Answer answer = check_present(checker, value, name);
    if (answer == ANSWER_YES || (answer == ANSWER_MAYBE && !check_decided(checker))) continue;
    if (!checker->check->lint && misspelt(checker, node, value, name)) continue;
    Text subject = check_subject(checker);
    bool inner = !text_equal(subject, block_text(checker->type->name));
    check_report(checker, "E3003", map_span(checker, value), "%s%.*s%s needs '%.*s'%s", inner ? "'" : "",
                 TEXT_ARG(subject), inner ? "'" : "", TEXT_ARG(name),
                 answer == ANSWER_MAYBE ? ", which a condition can take away" : "");
  }
}

static void check_one_member(Checker *checker, const BlockNode *node, const Value *map, Member *member,
                             const MarkTable *marks) {
  check_push(checker, member->key);
  check_member(checker, node, map, member, marks);
  check_pop(checker);
}

// An open node, as the branches of rules are, says something of few members alone: those are looked up.
static void check_members(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks, bool macro) {
  bool open = (node->types & NODE_OPEN) && !node_has(node, FIELD_PATTERNS) && !node_has(node, FIELD_OTHER);
  Offset at = node_field(node, FIELD_PROPERTIES);
  if (open && !at) return;
  const PropertyTable *table = at ? block_at(at) : NULL;
  if (open && table->count < value->as.map.count) {
    for (uint32_t i = 0; i < table->count; i++) {
      Member *member = value_member(value, block_text(table->entries[i].name));
      if (member) check_one_member(checker, node, value, member, marks);
    }
    return;
  }
  for (size_t i = 0; i < value->as.map.count; i++) {
    Member *member = &value->as.map.members[i];
    if (macro && text_starts_with(member->key, TEXT("Fn::"))) continue;
    check_one_member(checker, node, value, member, marks);
  }
}

static void check_member_count(Checker *checker, const BlockNode *node, const Value *value) {
  const BlockBounds *bounds = block_at(node_field(node, FIELD_MEMBERS));
  size_t count = value->as.map.count;
  if (count >= bounds->least && count <= bounds->most) return;
  Text subject = check_subject(checker);
  const char *code = checker->check->lint ? "E3002" : "E3032";  // cfn-lint counts items alone by an id of their own
  if (count < bounds->least)
    check_report(checker, code, map_span(checker, value), "'%.*s' has too few members: %zu of at least %u",
                 TEXT_ARG(subject), count, bounds->least);
  if (count > bounds->most)
    check_report(checker, code, map_span(checker, value), "'%.*s' has too many members: %zu of at most %u",
                 TEXT_ARG(subject), count, bounds->most);
}

static void check_map(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  bool macro = has_macro(value);
  if (macro) checker->uncertain = true;
  check_members(checker, node, value, marks, macro);
  if (!macro && node_has(node, FIELD_PROPERTIES)) check_required(checker, node, value);
  if (!macro && node_has(node, FIELD_MEMBERS)) check_member_count(checker, node, value);
}

// --- Lists

// Whether a value that is written twice is the same value twice: only a macro may make something else each time.
static bool same_again(const Value *value) {
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Fn::Transform")) return false;
  size_t count = value->kind == VALUE_LIST ? value->as.list.count : value->kind == VALUE_MAP ? value->as.map.count : 0;
  for (size_t i = 0; i < count; i++)
    if (!same_again(value->kind == VALUE_LIST ? value->as.list.items[i] : value->as.map.members[i].value)) return false;
  return true;
}

// Whether an item of a list is none, whatever the conditions say.
static bool no_item(const Value *value) {
  Text name;
  Value *argument;
  if (check_no_value(value)) return true;
  return check_conditional(value, &name, &argument) && no_item(argument->as.list.items[1]) &&
         no_item(argument->as.list.items[2]);
}

static void duplicate(Checker *checker, const Value *item, size_t index, size_t first) {
  Text subject = check_subject(checker);
  bool lint = checker->check->lint;  // whose findings of a list as a whole point at the list
  if (!lint) check_push_index(checker, index);
  Diag *diag = check_report(checker, "E3037", item->span, "'%.*s' holds the same item twice", TEXT_ARG(subject));
  if (diag) diag_help(checker->check->diags, diag, "items %zu and %zu are equal; remove one", first + 1, index + 1);
  if (!lint) check_pop(checker);
}

// The first item that is equal to item `index`; `index` where there is none.
static size_t find_equal(const Value *list, size_t index) {
  const Value *item = list->as.list.items[index];
  if (item->kind != VALUE_STRING && (no_item(item) || !same_again(item))) return index;
  size_t first = 0;
  while (first < index && !value_equal(list->as.list.items[first], item)) first++;
  return first;
}

// In a short list each item is compared with each; in a long one strings are found by a map and others let pass.
static void check_unique(Checker *checker, const Value *list) {
  enum { COMPARED = 32 };
  size_t count = list->as.list.count;
  for (size_t i = 1; i < count && count <= COMPARED; i++) {
    size_t first = find_equal(list, i);
    if (first < i) duplicate(checker, list->as.list.items[i], i, first);
  }
  if (count <= COMPARED) return;
  Arena arena = {0};
  Map texts = {0};
  for (size_t i = 0; i < count; i++) {
    const Value *item = list->as.list.items[i];
    if (item->kind != VALUE_STRING) continue;
    uintptr_t first = (uintptr_t)map_get(&texts, item->as.text);
    if (first)
      duplicate(checker, item, i, first - 1);
    else
      map_put(&arena, &texts, item->as.text, (void *)(uintptr_t)(i + 1));
  }
  arena_free(&arena);
}

// A list that may hold an item twice, and does: often an oversight. The words of a command are none.
static void check_repeats(Checker *checker, const Value *list) {
  enum { COMPARED = 32 };
  Text subject = check_subject(checker);
  if (text_is(subject, "Command") || list->as.list.count > COMPARED) return;
  for (size_t i = 1; i < list->as.list.count; i++) {
    size_t first = find_equal(list, i);
    if (first == i) continue;
    Diag *diag = check_report(checker, "I3037", list->span, "'%.*s' holds the same item twice", TEXT_ARG(subject));
    if (diag) diag_help(checker->check->diags, diag, "items %zu and %zu are equal", first + 1, i + 1);
    return;
  }
}

static void check_count(Checker *checker, const BlockNode *node, Value *list) {
  const BlockBounds *bounds = block_at(node_field(node, FIELD_COUNT));
  size_t surely = 0, perhaps = 0;
  for (size_t i = 0; i < list->as.list.count; i++) {
    Answer answer = check_stands(checker, list->as.list.items[i]);
    surely += answer == ANSWER_YES;
    perhaps += answer != ANSWER_NO;
    if (value_member(list->as.list.items[i], TEXT("Fn::Transform"))) perhaps += 1000;
  }
  if (perhaps >= bounds->least && surely <= bounds->most) return;
  Text subject = check_subject(checker);
  if (perhaps < bounds->least)
    check_report(checker, "E3032", list->span, "'%.*s' has too few items: %zu of at least %u", TEXT_ARG(subject),
                 perhaps, bounds->least);
  if (surely > bounds->most)
    check_report(checker, "E3032", list->span, "'%.*s' has too many items: %zu of at most %u", TEXT_ARG(subject),
                 surely, bounds->most);
}

static void check_list(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  if (node_has(node, FIELD_COUNT)) check_apart(checker, node, value, check_count);
  if (node->types & NODE_UNIQUE)
    check_unique(checker, value);
  else if (checker->check->lint && !checker->trial && !checker->resolved)
    check_repeats(checker, value);
  Offset items = node_field(node, FIELD_ITEMS), prefix = node_field(node, FIELD_PREFIX);
  const BlockList *first = prefix ? block_at(prefix) : NULL;
  for (size_t i = 0; i < value->as.list.count; i++) {
    const BlockNode *item = items ? block_node(items) : NULL;
    check_push_index(checker, i);
    if (first && i < first->count) check_value(checker, block_node(first->items[i]), value->as.list.items[i], marks);
    if (item && !check_no_value(value->as.list.items[i])) check_value(checker, item, value->as.list.items[i], marks);
    check_pop(checker);
  }
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
  Diag *diag = check_report(checker, "E3012", value->span, "'%.*s' must be %s, not %s", TEXT_ARG(subject), wanted,
                            value_kind_name(value));
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
