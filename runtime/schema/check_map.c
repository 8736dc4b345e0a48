// Maps: each member by the node that decides over it, what is required, how many there may be.
#include "base/pattern.h"
#include "schema/check.h"

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
  if (mark && (mark->marks & MARK_READ_ONLY) && !(mark->marks & MARK_SETTABLE)) {
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

void check_map(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  bool macro = has_macro(value);
  if (macro) checker->uncertain = true;
  check_members(checker, node, value, marks, macro);
  if (!macro && node_has(node, FIELD_PROPERTIES)) check_required(checker, node, value);
  if (!macro && node_has(node, FIELD_MEMBERS)) check_member_count(checker, node, value);
}
