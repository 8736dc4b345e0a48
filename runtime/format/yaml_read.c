// Events to tree, recursively: depth is bounded by FORMAT_DEPTH before libyaml or the stack feel it. A function that
// reads a node takes its first event and deletes it; null means that reading cannot go on and why has been reported.
// Mistakes that leave the structure clear (equal keys, unknown tags) are reported and read over, up to 20 of them.
#include "base/vec.h"
#include "format/encoding.h"
#include "format/format.h"
#include "format/yaml_events.h"
#include "format/yaml_scalar.h"
#include "format/yaml_tags.h"

enum { MOST_REPORTS = 20, MOST_COPIES = 1000000 };
#define YAML_ORG "tag:yaml.org,2002:"

typedef struct Anchor {
  Span span;
  Value *value;  // null while its node is being read
} Anchor;

// What stands before a node's content, and where.
typedef struct Properties {
  Text tag, anchor;  // empty where there is none; tag without the "!" of a short one
  bool is_short;     // a tag that begins with one "!"
  Span tag_span;     // of the tag itself
  uint32_t start;    // of the first property, or of the content
  uint32_t content;  // of the content
} Properties;

// Reports a mistake. Whether it ends the reading is for the caller to say.
static Diag *mistake(YamlReader *r, Span span, const char *format, ...) __attribute__((format(printf, 3, 4)));

static Diag *mistake(YamlReader *r, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(r->diags->arena, format, arguments);
  va_end(arguments);
  r->mistakes++;
  return diag_error(r->diags, FORMAT_ERROR, span, "%.*s", TEXT_ARG(message));
}

static void *fail(YamlReader *r, Span span, const char *message, const char *help) {
  Diag *diag = mistake(r, span, "%s", message);
  diag_help(r->diags, diag, "%s", help);
  return NULL;
}

static bool enter(YamlReader *r, uint32_t at) {
  if (r->depth < FORMAT_DEPTH) return r->depth++, true;
  Diag *diag = mistake(r, (Span){r->source, at, at + 1}, "more than %d levels of maps and lists", FORMAT_DEPTH);
  diag_help(r->diags, diag, "no template that CloudFormation takes is as deep");
  return false;
}

// Moves behind blanks, line ends and comments.
static uint32_t skip_space(Text text, uint32_t at) {
  while (at < text.size) {
    char c = text.at[at];
    if (c == '#')
      while (at < text.size && text.at[at] != '\n') at++;
    else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
      at++;
    else
      break;
  }
  return at;
}

// The places of tag and content of a node that begins at `at`.
static void find_properties(const YamlReader *r, Properties *properties) {
  uint32_t at = properties->start;
  while (at < r->text.size && (r->text.at[at] == '!' || r->text.at[at] == '&')) {
    uint32_t end = at;
    bool verbatim = at + 1 < r->text.size && r->text.at[at + 1] == '<';
    while (end < r->text.size && !strchr(verbatim ? " \t\r\n" : " \t\r\n,[]{}", r->text.at[end])) end++;
    if (end == at) break;
    if (r->text.at[at] == '!') properties->tag_span = (Span){r->source, at, end};
    at = skip_space(r->text, end);
  }
  properties->content = at;
}

static Properties properties_of(const YamlReader *r, const yaml_event_t *event, const yaml_char_t *tag,
                                const yaml_char_t *anchor) {
  Properties properties = {.start = yaml_offset(r, &event->start_mark)};
  properties.content = properties.start;
  if (!tag && !anchor) return properties;
  if (anchor) properties.anchor = text_copy(r->arena, text_of((const char *)anchor));
  if (tag) properties.tag = text_copy(r->arena, text_of((const char *)tag));
  find_properties(r, &properties);
  if (properties.tag.size && properties.tag.at[0] == '!') {
    properties.is_short = properties.tag.size > 1;
    properties.tag = text_slice(properties.tag, 1, properties.tag.size);
  }
  return properties;
}

// The scalar's text: in the source itself where it stands there just so, else a copy.
static Text scalar_text(const YamlReader *r, const yaml_event_t *event, uint32_t content) {
  Text text = {(const char *)event->data.scalar.value, event->data.scalar.length};
  yaml_scalar_style_t style = event->data.scalar.style;
  bool quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  Text source = text_slice(r->text, content + quoted, content + quoted + text.size);
  return text.size && text_equal(source, text) ? source : text_copy(r->arena, text);
}

static Anchor *open_anchor(YamlReader *r, const Properties *properties) {
  if (!properties->anchor.size) return NULL;
  Anchor *anchor = ARENA_NEW(r->arena, Anchor);
  anchor->span = (Span){r->source, properties->start, properties->content};
  map_put(r->arena, &r->anchors, properties->anchor, anchor);
  return anchor;
}

// `!Rain::Embed` and its like: written for a tool that makes a template of this text.
static void tool_tag(YamlReader *r, const Properties *properties) {
  Diag *diag = diag_warning(r->diags, YAML_FOREIGN_TAG, properties->tag_span, "the tag !%.*s is for another tool",
                            TEXT_ARG(encoding_quote(r->diags->arena, properties->tag)));
  diag_help(r->diags, diag, "run that tool before the template is deployed");
}

static void unknown_tag(YamlReader *r, const Properties *properties) {
  if (text_find(properties->tag, TEXT("::"), 0) != SIZE_MAX) {
    tool_tag(r, properties);
    return;
  }
  Text names[64];
  size_t count = yaml_tag_names(names, sizeof names / sizeof *names);
  Diag *diag = mistake(r, properties->tag_span, "CloudFormation knows no tag !%.*s",
                       TEXT_ARG(encoding_quote(r->diags->arena, properties->tag)));
  Text nearest = text_nearest(properties->tag, names, count);
  if (nearest.size)
    diag_help(r->diags, diag, "did you mean '!%.*s'?", TEXT_ARG(nearest));
  else
    diag_help(r->diags, diag, "put quotes around a text that begins with '!'");
}

// `value` under its short tag becomes a map of one key.
static Value *wrap(YamlReader *r, const Properties *properties, Value *value) {
  Text key = yaml_tag_key(properties->tag);
  if (!key.size) {
    unknown_tag(r, properties);
    key = text_format(r->arena, "Fn::%.*s", TEXT_ARG(properties->tag));
  }
  Value *map = value_map(r->arena, (Span){r->source, properties->start, value->span.end});
  Member *member = ARENA_NEW(r->arena, Member);
  *member = (Member){key, properties->tag_span, value};
  value_adopt(r->arena, map, member, 1, &(size_t){0}, &(size_t){0});
  return map;
}

// "A.B" behind !GetAtt: the list of its two parts, split at the first dot; without a dot the text itself.
static Value *split_get_att(YamlReader *r, Value *value) {
  Text text = value->as.text;
  size_t dot = text_find(text, TEXT("."), 0);
  if (dot == SIZE_MAX) return value;
  Span span = value->span, first = span, second = span;
  uint32_t start = span.start;
  if (start < span.end && (r->text.at[start] == '\'' || r->text.at[start] == '"')) start++;
  if (text_equal(text_slice(r->text, start, start + text.size), text)) {
    first = (Span){r->source, start, start + (uint32_t)dot};
    second = (Span){r->source, start + (uint32_t)dot + 1, start + (uint32_t)text.size};
  }
  Value *list = value_list(r->arena, span);
  value_add(r->arena, list, value_string(r->arena, first, text_slice(text, 0, dot)));
  value_add(r->arena, list, value_string(r->arena, second, text_slice(text, dot + 1, text.size)));
  return list;
}

// The tag without the prefix of YAML's own tags.
static Text standard_name(const Properties *properties) {
  bool standard = text_starts_with(properties->tag, TEXT(YAML_ORG));
  return text_slice(properties->tag, standard ? sizeof YAML_ORG - 1 : 0, properties->tag.size);
}

// A tag that is neither CloudFormation's nor read by it: !!set, !!binary, a word in !<...>.
static void foreign_tag(YamlReader *r, const Properties *properties, const char *help) {
  Text name = standard_name(properties), shown = encoding_quote(r->diags->arena, name);
  bool standard = name.size < properties->tag.size;
  Diag *diag = mistake(r, properties->tag_span, "CloudFormation does not read the tag %s%.*s%s", standard ? "!!" : "!<",
                       TEXT_ARG(shown), standard ? "" : ">");
  if (yaml_tag_key(name).size)
    diag_help(r->diags, diag, "write '!%.*s', with one '!'", TEXT_ARG(shown));
  else
    diag_help(r->diags, diag, "%s", help);
}

// A scalar under one of YAML's own tags: !!str, or one that must agree with how the scalar reads.
static Value *standard_scalar(YamlReader *r, const Properties *properties, Span span, Text text) {
  Text name = standard_name(properties);
  if (text_is(name, "str")) return value_string(r->arena, span, text);
  Value *value = yaml_scalar_value(r->arena, span, text);
  bool is_number = value->kind == VALUE_INT || value->kind == VALUE_NUMBER;
  bool is_whole = value->kind == VALUE_INT || (is_number && text_find(value->as.text, TEXT("."), 0) == SIZE_MAX);
  const struct {
    const char *name;
    bool agrees;
  } kinds[] = {{"int", is_whole},
               {"float", is_number},
               {"bool", value->kind == VALUE_BOOL},
               {"null", value->kind == VALUE_NULL}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (!text_is(name, kinds[i].name)) continue;
    if (kinds[i].agrees) return value;
    Diag *diag = mistake(r, properties->tag_span, "'%.*s' is no !!%s", TEXT_ARG(encoding_quote(r->diags->arena, text)),
                         kinds[i].name);
    diag_help(r->diags, diag, "remove the tag, or write !!str for text");
    return value_string(r->arena, span, text);
  }
  foreign_tag(r, properties, "remove the tag, or write !!str for text");
  return value_string(r->arena, span, text);
}

static Value *read_scalar(YamlReader *r, yaml_event_t *event) {
  Properties properties = properties_of(r, event, event->data.scalar.tag, event->data.scalar.anchor);
  Span span = {r->source, properties.content, yaml_offset(r, &event->end_mark)};
  Text text = scalar_text(r, event, properties.content);
  bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  bool non_specific = event->data.scalar.tag && !properties.tag.size;
  yaml_event_delete(event);
  while (span.end > span.start && strchr(" \r\n", r->text.at[span.end - 1])) span.end--;  // behind a block's last line
  if (span.end < span.start) span.end = span.start;
  if (memchr(text.at, 0, text.size)) return fail(r, span, "a text cannot hold NUL", "remove the escape \\0 or \\x00");
  Anchor *anchor = open_anchor(r, &properties);
  Value *value;
  if (properties.is_short) {
    if (!enter(r, properties.start)) return NULL;
    value = value_string(r->arena, span, text);
    bool splits = text_is(properties.tag, "GetAtt");
    if (splits && !enter(r, properties.start)) return NULL;
    value = wrap(r, &properties, splits ? split_get_att(r, value) : value);
    r->depth -= splits ? 2 : 1;
  } else if (properties.tag.size) {
    value = standard_scalar(r, &properties, span, text);
  } else {
    value = plain && !non_specific ? yaml_scalar_value(r->arena, span, text) : value_string(r->arena, span, text);
  }
  if (anchor) anchor->value = value;
  return value;
}

// A copy of what an anchor holds, counted and measured; null where it grows too large or too deep.
static Value *copy_node(YamlReader *r, const Value *value, Span span) {
  if (++r->copied > MOST_COPIES)
    return fail(r, span, "aliases make more than 1,000,000 values of this template", "write out what is repeated once");
  if (value->kind != VALUE_LIST && value->kind != VALUE_MAP) {
    Value *copy = ARENA_NEW(r->arena, Value);
    *copy = *value;
    return copy;
  }
  if (!enter(r, span.start)) return NULL;
  bool is_list = value->kind == VALUE_LIST;
  Value *copy = is_list ? value_list(r->arena, value->span) : value_map(r->arena, value->span);
  size_t count = is_list ? value->as.list.count : value->as.map.count;
  for (size_t i = 0; i < count; i++) {
    const Member *member = is_list ? NULL : &value->as.map.members[i];
    Value *child = copy_node(r, is_list ? value->as.list.items[i] : member->value, span);
    if (!child) return NULL;
    if (is_list)
      value_add(r->arena, copy, child);
    else
      value_put(r->arena, copy, member->key, member->key_span, child);
  }
  r->depth--;
  return copy;
}

static const Anchor *find_anchor(YamlReader *r, Text name, Span span) {
  const Anchor *anchor = map_get(&r->anchors, name);
  Text shown = encoding_quote(r->diags->arena, name);
  if (!anchor) {
    Diag *diag = mistake(r, span, "no anchor &%.*s stands before this alias", TEXT_ARG(shown));
    diag_help(r->diags, diag, "write out the value; put quotes around a text that begins with '*'");
    return NULL;
  }
  if (!anchor->value) {
    Diag *diag = mistake(r, span, "the alias *%.*s stands inside its own anchor", TEXT_ARG(shown));
    diag_help(r->diags, diag, "write out the value");
    diag_note(r->diags, diag, anchor->span, "the anchor stands here");
    return NULL;
  }
  return anchor;
}

static Value *read_alias(YamlReader *r, yaml_event_t *event) {
  Span span = yaml_span(r, &event->start_mark, &event->end_mark);
  Text name = text_copy(r->arena, text_of((const char *)event->data.alias.anchor));
  yaml_event_delete(event);
  const Anchor *anchor = find_anchor(r, name, span);
  if (!anchor) {
    r->wrong = true;
    return value_null(r->arena, span);
  }
  if (!r->in_merge && r->aliases++ < MOST_REPORTS) {
    Diag *diag = diag_warning(r->diags, YAML_ALIAS, span, "CloudFormation refuses YAML aliases");
    diag_help(r->diags, diag, "write out the value");
    diag_note(r->diags, diag, anchor->span, "the anchor stands here");
  }
  Value *copy = copy_node(r, anchor->value, span);
  if (copy) copy->span = span;
  return copy;
}

static Value *read_node(YamlReader *r, yaml_event_t *event);

static Value *read_items(YamlReader *r, uint32_t start) {
  Value *list = value_list(r->arena, (Span){r->source, start, start});
  size_t base = r->items.count;
  yaml_event_t event;
  for (;;) {
    if (r->mistakes >= MOST_REPORTS || !yaml_next(r, &event)) return NULL;
    if (event.type == YAML_SEQUENCE_END_EVENT) break;
    Value *item = read_node(r, &event);
    if (!item) return NULL;
    vec_push(&r->scratch, &r->items, item);
  }
  list->span.end = yaml_offset(r, &event.end_mark);
  yaml_event_delete(&event);
  size_t count = list->as.list.count = list->as.list.capacity = r->items.count - base;
  if (count) {
    list->as.list.items = ARENA_ARRAY(r->arena, Value *, count);
    memcpy(list->as.list.items, r->items.items + base, count * sizeof(Value *));
  }
  r->items.count = base;
  return list;
}

typedef enum KeyKind { KEY_TEXT, KEY_MERGE, KEY_WRONG, KEY_FATAL } KeyKind;

static KeyKind wrong_key(YamlReader *r, Span span, const char *message, const char *help) {
  fail(r, span, message, help);
  r->wrong = true;
  return KEY_WRONG;
}

// A key is text as it is written, whatever it would be as a value.
static KeyKind read_scalar_key(YamlReader *r, yaml_event_t *event, Text *key, Span *span) {
  Properties properties = properties_of(r, event, event->data.scalar.tag, event->data.scalar.anchor);
  *span = (Span){r->source, properties.content, yaml_offset(r, &event->end_mark)};
  *key = scalar_text(r, event, properties.content);
  bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  yaml_event_delete(event);
  if (span->end < span->start) span->end = span->start;
  Anchor *anchor = open_anchor(r, &properties);
  if (anchor) anchor->value = value_string(r->arena, *span, *key);
  if (memchr(key->at, 0, key->size)) return wrong_key(r, *span, "a text cannot hold NUL", "remove the escape");
  if (properties.is_short || (properties.tag.size && !text_is(properties.tag, YAML_ORG "str")))
    return wrong_key(r, properties.tag_span, "a key cannot have a tag", "a key is plain text");
  if (plain && key->size == 0)
    return wrong_key(r, *span, "a key is missing before ':'", "write the key, or '' for none");
  return plain && text_is(*key, "<<") ? KEY_MERGE : KEY_TEXT;
}

static KeyKind read_key(YamlReader *r, yaml_event_t *event, Text *key, Span *span) {
  if (event->type == YAML_SCALAR_EVENT) return read_scalar_key(r, event, key, span);
  bool is_alias = event->type == YAML_ALIAS_EVENT;
  *span = yaml_span(r, &event->start_mark, &event->end_mark);
  Value *value = read_node(r, event);
  if (!value) return KEY_FATAL;
  *key = value_text(value);
  if (is_alias && value->kind == VALUE_NULL && r->wrong) return KEY_WRONG;  // its anchor was missing
  if (is_alias && value->kind == VALUE_STRING) return KEY_TEXT;
  return wrong_key(r, *span, "a key cannot be a map, a list or an alias of something else than text",
                   "a key is plain text");
}

static void twice(YamlReader *r, const Member *first, Text key, Span span) {
  Diag *diag =
      mistake(r, span, "the key \"%.*s\" stands twice in this map", TEXT_ARG(encoding_quote(r->diags->arena, key)));
  diag_help(r->diags, diag, "remove one of the two, or give it another name");
  diag_note(r->diags, diag, first->key_span, "it stands here first");
  r->wrong = true;
}

// Adds what a merge brings and the map does not have: `value` is a map or a list of maps, earlier ones win.
static void merge(YamlReader *r, Value *map, const Value *value, Span key_span) {
  if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count; i++) merge(r, map, value->as.list.items[i], key_span);
    return;
  }
  if (value->kind != VALUE_MAP) {
    if (r->wrong) return;  // an anchor was missing
    fail(r, key_span, "'<<' takes a map, or a list of maps", "write the keys out; CloudFormation refuses '<<' anyway");
    r->wrong = true;
    return;
  }
  for (size_t i = 0; i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    if (!value_member(map, member->key)) value_put(r->arena, map, member->key, member->key_span, member->value);
  }
}

typedef struct Merge {
  Value *value;
  Span span;
} Merge;

static Value *read_merge_value(YamlReader *r, yaml_event_t *event, Span span) {
  if (r->merges++ < MOST_REPORTS) {
    Diag *diag = diag_warning(r->diags, YAML_MERGE, span, "CloudFormation refuses YAML merges ('<<')");
    diag_help(r->diags, diag, "write the keys out");
  }
  bool before = r->in_merge;
  r->in_merge = true;
  Value *value = read_node(r, event);
  r->in_merge = before;
  return value;
}

// The members on the stack from `base` on become the map's; no two of them should have one key.
static void take_members(YamlReader *r, Value *map, size_t base) {
  size_t count = r->members.count - base, first, second;
  if (!count) return;
  Member *members = ARENA_ARRAY(r->arena, Member, count);
  memcpy(members, r->members.items + base, count * sizeof(Member));
  r->members.count = base;
  if (value_adopt(r->arena, map, members, count, &first, &second)) return;
  for (size_t i = 0; i < count && r->mistakes < MOST_REPORTS; i++) {
    const Member *before = value_member(map, members[i].key);
    if (before)
      twice(r, before, members[i].key, members[i].key_span);
    else
      value_put(r->arena, map, members[i].key, members[i].key_span, members[i].value);
  }
}

static Value *read_members(YamlReader *r, uint32_t start) {
  Value *map = value_map(r->arena, (Span){r->source, start, start});
  VEC(Merge) merges = {0};
  size_t base = r->members.count;
  yaml_event_t event;
  for (;;) {
    Member member = {0};
    if (r->mistakes >= MOST_REPORTS || !yaml_next(r, &event)) return NULL;
    if (event.type == YAML_MAPPING_END_EVENT) break;
    KeyKind kind = read_key(r, &event, &member.key, &member.key_span);
    if (kind == KEY_FATAL || !yaml_next(r, &event)) return NULL;
    member.value = kind == KEY_MERGE ? read_merge_value(r, &event, member.key_span) : read_node(r, &event);
    if (!member.value) return NULL;
    if (kind == KEY_TEXT)
      vec_push(&r->scratch, &r->members, member);
    else if (kind == KEY_MERGE)
      vec_push(r->arena, &merges, ((Merge){member.value, member.key_span}));
  }
  map->span.end = yaml_offset(r, &event.end_mark);
  yaml_event_delete(&event);
  take_members(r, map, base);
  for (size_t i = 0; i < merges.count; i++) merge(r, map, merges.items[i].value, merges.items[i].span);
  return map;
}

// libyaml ends a block collection where the next token begins: its end is taken back to its last byte.
static void trim_end(const YamlReader *r, Value *value) {
  uint32_t end = value->span.start;
  if (value->kind == VALUE_LIST && value->as.list.count) end = value->as.list.items[value->as.list.count - 1]->span.end;
  if (value->kind == VALUE_MAP && value->as.map.count) {
    const Member *last = &value->as.map.members[value->as.map.count - 1];
    end = last->value->span.end > last->key_span.end ? last->value->span.end : last->key_span.end;
  }
  if (end > value->span.start && end < value->span.end && r->text.at[value->span.start] != '[' &&
      r->text.at[value->span.start] != '{')
    value->span.end = end;
}

static Value *read_collection(YamlReader *r, yaml_event_t *event) {
  bool is_list = event->type == YAML_SEQUENCE_START_EVENT;
  Properties properties =
      is_list ? properties_of(r, event, event->data.sequence_start.tag, event->data.sequence_start.anchor)
              : properties_of(r, event, event->data.mapping_start.tag, event->data.mapping_start.anchor);
  yaml_event_delete(event);
  Anchor *anchor = open_anchor(r, &properties);
  int before = r->depth;
  Text name = standard_name(&properties);
  if (name.size && !properties.is_short && !text_is(name, is_list ? "seq" : "map"))
    foreign_tag(r, &properties, "remove the tag");
  if (!enter(r, properties.start) || (properties.is_short && !enter(r, properties.start))) return NULL;
  Value *value = is_list ? read_items(r, properties.content) : read_members(r, properties.content);
  if (!value) return NULL;
  trim_end(r, value);
  if (properties.is_short) value = wrap(r, &properties, value);
  r->depth = before;
  if (anchor) anchor->value = value;
  return value;
}

static Value *read_node(YamlReader *r, yaml_event_t *event) {
  switch (event->type) {
    case YAML_ALIAS_EVENT: return read_alias(r, event);
    case YAML_SCALAR_EVENT: return read_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: return read_collection(r, event);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: break;
  }
  base_abort("yaml_read: an event out of place");
}

// %TAG directives before the document that begins at or behind `at`. libyaml compares each with all before it and
// copies its prefix into every tag: both take quadratic time on purpose-made input, and no template needs one.
static bool has_tag_directive(YamlReader *r, uint32_t at) {
  for (;;) {
    at = skip_space(r->text, at);
    Text rest = text_slice(r->text, at, r->text.size);
    if (text_starts_with(rest, TEXT("%TAG"))) {
      fail(r, (Span){r->source, at, at + 4}, "CloudFormation does not read %TAG directives", "write the tags in full");
      return true;
    }
    if (!text_starts_with(rest, TEXT("%")) && !text_starts_with(rest, TEXT("..."))) return false;
    while (at < r->text.size && r->text.at[at] != '\n') at++;
  }
}

static Value *empty(YamlReader *r) {
  return fail(r, (Span){r->source, r->start, r->start}, "the text is empty",
              "a template is a map with the key Resources");
}

// document = STREAM-START DOCUMENT-START node DOCUMENT-END STREAM-END
static Value *read_document(YamlReader *r) {
  yaml_event_t event;
  if (has_tag_directive(r, r->start) || !yaml_next(r, &event)) return NULL;
  yaml_event_delete(&event);
  if (!yaml_next(r, &event)) return NULL;
  bool nothing = event.type == YAML_STREAM_END_EVENT;
  yaml_event_delete(&event);
  if (nothing) return empty(r);
  if (!yaml_next(r, &event)) return NULL;
  nothing = event.type == YAML_SCALAR_EVENT && event.data.scalar.length == 0 && !event.data.scalar.tag &&
            event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  Value *value = read_node(r, &event);
  if (!value) return NULL;
  if (nothing) return empty(r);
  if (!yaml_next(r, &event)) return NULL;
  uint32_t end = yaml_offset(r, &event.end_mark);
  yaml_event_delete(&event);
  if (has_tag_directive(r, end) || !yaml_next(r, &event)) return NULL;
  Span span = yaml_span(r, &event.start_mark, &event.end_mark);
  bool more = event.type != YAML_STREAM_END_EVENT;
  yaml_event_delete(&event);
  if (more) return fail(r, span, "a second document begins here", "a file holds one template; remove the '---'");
  return value;
}

Value *yaml_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source) {
  YamlReader reader = {.arena = arena, .diags = diags, .source = source, .text = source_get(sources, source)->text};
  if (!encoding_check(diags, sources, source, &reader.start)) return NULL;
  yaml_events_open(&reader);
  Value *value = read_document(&reader);
  yaml_events_close(&reader);
  return reader.wrong ? NULL : value;
}
