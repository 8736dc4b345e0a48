// Nodes into the block: each is written once its children are, and equal content is found by a map from bytes to
// offset, so that the many copies of "a list of tags" become one. A definition that contains itself goes through a
// link.
#include <math.h>
#include <stdlib.h>

#include "pack.h"

Offset pack_bytes(Packer *packer, const void *bytes, size_t size) {
  Text key = {bytes, size};
  uintptr_t at = (uintptr_t)map_get(&packer->known, key);
  if (at) return (Offset)at;
  at = packer->out.size;
  buffer_add(&packer->out, key);
  buffer_fill(&packer->out, '\0', (4 - packer->out.size % 4) % 4);
  map_put(packer->arena, &packer->known, (Text){arena_copy(packer->arena, bytes, size), size}, (void *)at);
  return (Offset)at;
}

Offset pack_text(Packer *packer, Text text) {
  Buffer bytes = {0};
  uint32_t size = (uint32_t)text.size;
  buffer_add(&bytes, (Text){(const char *)&size, sizeof size});
  buffer_add(&bytes, text);
  Offset at = pack_bytes(packer, bytes.at, bytes.size);
  buffer_free(&bytes);
  return at;
}

Offset pack_list(Packer *packer, const uint32_t *items, size_t count) {
  Words words = {0};
  vec_push(packer->arena, &words, (uint32_t)count);
  for (size_t i = 0; i < count; i++) vec_push(packer->arena, &words, items[i]);
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}

static Offset pack_names(Packer *packer, const Tokens *tokens) {
  Words words = {0};
  for (size_t i = 0; i < tokens->count; i++) vec_push(packer->arena, &words, pack_text(packer, tokens->items[i].text));
  return pack_list(packer, words.items, words.count);
}

void pack_fail(Packer *packer, const char *what, Text detail) {
  diag_error(packer->diags, "E0900", (Span){0}, "%.*s: %s '%.*s'", TEXT_ARG(packer->type->name), what,
             TEXT_ARG(detail));
}

// Patterns of AWS's that are no regular expressions of any dialect, and what they mean.
static const struct {
  const char *wrong, *right;
} rewrites[] = {
#include "rewrites.inc"
};

static Offset pack_pattern(Packer *packer, Text pattern) {
  for (size_t i = 0; i < sizeof rewrites / sizeof *rewrites; i++)
    if (text_is(pattern, rewrites[i].wrong)) pattern = text_of(rewrites[i].right);
  if (map_get(&packer->patterns, pattern)) return pack_text(packer, pattern);
  Text error;
  Pattern *compiled = pattern_compile(pattern, packer->arena, &error);
  if (!compiled) pack_fail(packer, text_copy(packer->arena, error).at, pattern);
  pattern_free(compiled);
  map_put(packer->arena, &packer->patterns, pattern, packer);
  return pack_text(packer, pattern);
}

static unsigned type_bits(Text types) {
  static const char *const names[] = {"string", "integer", "number", "boolean", "array", "object", "null"};
  unsigned bits = 0;
  for (size_t start = 0; start <= types.size;) {
    size_t end = text_find(types, TEXT("|"), start);
    if (end == SIZE_MAX) end = types.size;
    for (unsigned i = 0; i < 7; i++)
      if (text_is(text_slice(types, start, end), names[i])) bits |= 1u << i;
    start = end + 1;
  }
  return bits;
}

static double number_of(Packer *packer, Text text) {
  char *end;
  const char *copy = text_copy(packer->arena, text).at;
  double number = strtod(copy, &end);
  if (*end || end == copy) pack_fail(packer, "no number:", text);
  return number;
}

// "1..5", "1.." or "..5"
static bool split_range(Text text, Text *least, Text *most) {
  size_t dots = text_find(text, TEXT(".."), 0);
  if (dots == SIZE_MAX) return false;
  *least = text_slice(text, 0, dots);
  *most = text_slice(text, dots + 2, text.size);
  return true;
}

static Offset pack_bounds(Packer *packer, const Word *word) {
  Text least, most;
  BlockBounds bounds = {0, UINT32_MAX};
  if (!split_range(word->values.items[0].text, &least, &most)) {
    pack_fail(packer, "no range:", word->values.items[0].text);
    return 0;
  }
  if (least.size) bounds.least = (uint32_t)fmax(0, number_of(packer, least));
  if (most.size) {
    double number = number_of(packer, most);
    bounds.most = number < UINT32_MAX ? (uint32_t)fmax(0, number) : UINT32_MAX;
  }
  return pack_bytes(packer, &bounds, sizeof bounds);
}

static void put_double(uint32_t bits[2], double number) { memcpy(bits, &number, sizeof number); }

static Offset pack_range(Packer *packer, const Node *node) {
  BlockRange range = {0};
  const Word *word = node_word(node, "range");
  Text least = {0}, most = {0};
  if (word && !split_range(word->values.items[0].text, &least, &most))
    pack_fail(packer, "no range:", word->values.items[0].text);
  if (least.size) range.has |= RANGE_LEAST, put_double(range.least, number_of(packer, least));
  if (most.size) range.has |= RANGE_MOST, put_double(range.most, number_of(packer, most));
  if ((word = node_word(node, "above"))) {
    range.has |= RANGE_LEAST | RANGE_ABOVE;
    put_double(range.least, number_of(packer, word->values.items[0].text));
  }
  if ((word = node_word(node, "below"))) {
    range.has |= RANGE_MOST | RANGE_BELOW;
    put_double(range.most, number_of(packer, word->values.items[0].text));
  }
  if ((word = node_word(node, "step"))) {
    range.has |= RANGE_STEP;
    put_double(range.step, number_of(packer, word->values.items[0].text));
  }
  return range.has ? pack_bytes(packer, &range, sizeof range) : 0;
}

static int by_child_name(const void *a, const void *b) {
  return text_compare((*(const Child *const *)a)->name, (*(const Child *const *)b)->name);
}

static Offset pack_properties(Packer *packer, const Node *node) {
  VEC(const Child *) children = {0};
  for (size_t i = 0; i < node->children.count; i++)
    if (node->children.items[i].kind == CHILD_PROPERTY) vec_push(packer->arena, &children, &node->children.items[i]);
  if (children.count == 0) return 0;
  qsort(children.items, children.count, sizeof *children.items, by_child_name);
  Words words = {0};
  vec_push(packer->arena, &words, (uint32_t)children.count);
  vec_push(packer->arena, &words, 0);
  for (size_t i = 0; i < children.count; i++) {
    const Child *child = children.items[i];
    vec_push(packer->arena, &words, pack_text(packer, child->name));
    uint32_t at = pack_node(packer, child->node);
    vec_push(packer->arena, &words, at | (child->required ? PROPERTY_REQUIRED : 0));
    words.items[1] += child->required;
  }
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}

static Offset pack_patterns(Packer *packer, const Node *node) {
  Words words = {0};
  for (size_t i = 0; i < node->children.count; i++) {
    const Child *child = &node->children.items[i];
    if (child->kind != CHILD_PATTERN) continue;
    vec_push(packer->arena, &words, pack_pattern(packer, child->name));
    vec_push(packer->arena, &words, pack_node(packer, child->node));
  }
  return words.count ? pack_list(packer, words.items, words.count) : 0;
}

static Offset pack_children(Packer *packer, const Node *node, ChildKind kind) {
  Words words = {0};
  for (size_t i = 0; i < node->children.count; i++)
    if (node->children.items[i].kind == kind)
      vec_push(packer->arena, &words, pack_node(packer, node->children.items[i].node));
  return words.count ? pack_list(packer, words.items, words.count) : 0;
}

static Offset pack_child(Packer *packer, const Node *node, ChildKind kind) {
  const Child *child = node_child(node, kind, (Text){0});
  return child ? pack_node(packer, child->node) : 0;
}

static void rule(Packer *packer, Words *rules, RuleKind kind, Offset argument) {
  vec_push(packer->arena, rules, kind);
  vec_push(packer->arena, rules, argument);
}

static Offset pack_if(Packer *packer, const Node *node) {
  uint32_t parts[] = {pack_child(packer, node, CHILD_IF), pack_child(packer, node, CHILD_THEN),
                      pack_child(packer, node, CHILD_ELSE)};
  return pack_list(packer, parts, 3);
}

static Offset pack_depend(Packer *packer, const Child *child) {
  uint32_t parts[] = {pack_text(packer, child->name), pack_node(packer, child->node)};
  return pack_list(packer, parts, 2);
}

// The code ends in a NUL, so that it can be handed on as a C string.
static Offset pack_coded(Packer *packer, const Child *child) {
  Text code = {text_copy(packer->arena, child->name).at, child->name.size + 1};
  uint32_t parts[] = {pack_text(packer, code), 0, pack_node(packer, child->node), child->kind == CHILD_AGING};
  if (child->names.count) parts[1] = pack_text(packer, child->names.items[0].text);
  return pack_list(packer, parts, 4);
}

static void pack_rule(Packer *packer, const Node *node, const Child *child, Words *rules) {
  switch (child->kind) {
    case CHILD_ALL: rule(packer, rules, RULE_ALL, pack_children(packer, child->node, CHILD_BRANCH)); break;
    case CHILD_ANY: rule(packer, rules, RULE_ANY, pack_children(packer, child->node, CHILD_BRANCH)); break;
    case CHILD_ONE: rule(packer, rules, RULE_ONE, pack_children(packer, child->node, CHILD_BRANCH)); break;
    case CHILD_IF: rule(packer, rules, RULE_IF, pack_if(packer, node)); break;
    case CHILD_NOT: rule(packer, rules, RULE_NOT, pack_node(packer, child->node)); break;
    case CHILD_NAMES: rule(packer, rules, RULE_NAMES, pack_node(packer, child->node)); break;
    case CHILD_CONTAINS: rule(packer, rules, RULE_CONTAINS, pack_node(packer, child->node)); break;
    case CHILD_DEPEND: rule(packer, rules, RULE_DEPEND, pack_depend(packer, child)); break;
    case CHILD_XOR: rule(packer, rules, RULE_XOR, pack_names(packer, &child->names)); break;
    case CHILD_OR: rule(packer, rules, RULE_OR, pack_names(packer, &child->names)); break;
    case CHILD_EXCLUDE: rule(packer, rules, RULE_EXCLUDE, pack_names(packer, &child->names)); break;
    case CHILD_NEED: rule(packer, rules, RULE_NEED, pack_names(packer, &child->names)); break;
    case CHILD_KEYS: rule(packer, rules, RULE_KEYS, pack_names(packer, &child->names)); break;
    case CHILD_AGING:
    case CHILD_RULE: rule(packer, rules, RULE_CODED, pack_coded(packer, child)); break;
    case CHILD_PROPERTY:
    case CHILD_PATTERN:
    case CHILD_OTHER:
    case CHILD_ITEMS:
    case CHILD_PREFIX:
    case CHILD_THEN:
    case CHILD_ELSE:
    case CHILD_REGIONS:
    case CHILD_IN:
    case CHILD_NOT_IN:
    case CHILD_BRANCH: break;
  }
}

static Offset pack_rules(Packer *packer, const Node *node) {
  Words words = {0};
  vec_push(packer->arena, &words, 0);
  const Word *required = node_word(node, "required");
  if (required && required->values.count) rule(packer, &words, RULE_REQUIRED, pack_names(packer, &required->values));
  for (size_t i = 0; i < node->children.count; i++) pack_rule(packer, node, &node->children.items[i], &words);
  words.items[0] = (uint32_t)(words.count - 1) / 2;
  return words.items[0] ? pack_bytes(packer, words.items, words.count * sizeof *words.items) : 0;
}

static unsigned node_bits(const Node *node) {
  const Word *type = node_word(node, "type");
  unsigned bits = type ? type_bits(type->values.items[0].text) : 0;
  bool members = node_child(node, CHILD_PROPERTY, (Text){0}) || node_child(node, CHILD_PATTERN, (Text){0}) ||
                 node_child(node, CHILD_OTHER, (Text){0});
  if (members ? node_word(node, "open") != NULL : node_word(node, "closed") == NULL) bits |= NODE_OPEN;
  if (node_word(node, "unique")) bits |= NODE_UNIQUE;
  if (node_word(node, "unordered")) bits |= NODE_UNORDERED;
  if (node_word(node, "nocase")) bits |= NODE_NOCASE;
  if (node_word(node, "never")) bits |= NODE_NEVER;
  return bits;
}

static void put_field(Packer *packer, Words *words, unsigned *fields, enum NodeField field, Offset value) {
  if (!value) return;
  *fields |= 1u << field;
  vec_push(packer->arena, words, value);
}

static Offset pack_plain(Packer *packer, const Node *node) {
  Words words = {0};
  unsigned fields = 0;
  const Word *word;
  vec_push(packer->arena, &words, 0);
  put_field(packer, &words, &fields, FIELD_PROPERTIES, pack_properties(packer, node));
  put_field(packer, &words, &fields, FIELD_PATTERNS, pack_patterns(packer, node));
  put_field(packer, &words, &fields, FIELD_OTHER, pack_child(packer, node, CHILD_OTHER));
  put_field(packer, &words, &fields, FIELD_ITEMS, pack_child(packer, node, CHILD_ITEMS));
  put_field(packer, &words, &fields, FIELD_PREFIX, pack_children(packer, node, CHILD_PREFIX));
  if ((word = node_word(node, "pattern")))
    put_field(packer, &words, &fields, FIELD_PATTERN, pack_pattern(packer, word->values.items[0].text));
  if ((word = node_word(node, "format")))
    put_field(packer, &words, &fields, FIELD_FORMAT, pack_text(packer, word->values.items[0].text));
  Offset offers = 0;
  put_field(packer, &words, &fields, FIELD_ENUM, pack_enum(packer, node, &offers));
  put_field(packer, &words, &fields, FIELD_OFFERS, offers);
  if ((word = node_word(node, "length"))) put_field(packer, &words, &fields, FIELD_LENGTH, pack_bounds(packer, word));
  if ((word = node_word(node, "items"))) put_field(packer, &words, &fields, FIELD_COUNT, pack_bounds(packer, word));
  if ((word = node_word(node, "members"))) put_field(packer, &words, &fields, FIELD_MEMBERS, pack_bounds(packer, word));
  put_field(packer, &words, &fields, FIELD_RANGE, pack_range(packer, node));
  put_field(packer, &words, &fields, FIELD_RULES, pack_rules(packer, node));
  words.items[0] = node_bits(node) | fields << 16;
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}

Node *pack_find(Packer *packer, Text reference) {
  if (reference.size && reference.at[0] == '/') {
    const Child *child = node_child(packer->type->schema, CHILD_PROPERTY, text_slice(reference, 1, reference.size));
    return child ? child->node : NULL;
  }
  return map_get(&packer->type->defines, reference);
}

typedef struct Define {
  bool busy;
  Offset at, link;  // the node; the link that stands for it while it is busy
} Define;

static Offset link_of(Packer *packer, Define *define) {
  if (define->link) return define->link;
  uint32_t words[] = {1u << FIELD_LINK << 16, 0};
  define->link = (Offset)packer->out.size;
  buffer_add(&packer->out, (Text){(const char *)words, sizeof words});
  return define->link;
}

static Offset pack_define(Packer *packer, Text name) {
  Define *define = map_get(&packer->defined, name);
  if (define) return define->busy ? link_of(packer, define) : define->at;
  Node *node = pack_find(packer, name);
  if (!node) {
    pack_fail(packer, "no definition", name);
    return 0;
  }
  define = ARENA_NEW(packer->arena, Define);
  map_put(packer->arena, &packer->defined, name, define);
  define->busy = true;
  define->at = pack_node(packer, node);
  define->busy = false;
  if (define->link) memcpy(packer->out.at + define->link + 4, &define->at, sizeof define->at);
  return define->at;
}

// A reference with words beside it: the definition with those words over its own.
static Node *merged(Packer *packer, const Node *node, int depth) {
  const Word *reference = node_word(node, "ref");
  const Node *target = reference ? pack_find(packer, reference->values.items[0].text) : NULL;
  Node *result = ARENA_NEW(packer->arena, Node);
  if (target && depth < 10) *result = *merged(packer, target, depth + 1);
  Node copy = {0};
  for (size_t i = 0; i < result->words.count; i++) vec_push(packer->arena, &copy.words, result->words.items[i]);
  for (size_t i = 0; i < result->children.count; i++)
    vec_push(packer->arena, &copy.children, result->children.items[i]);
  for (size_t i = 0; i < node->words.count; i++)
    if (!text_is(node->words.items[i].key, "ref")) node_set(packer->arena, &copy, node->words.items[i]);
  for (size_t i = 0; i < node->children.count; i++) vec_push(packer->arena, &copy.children, node->children.items[i]);
  *result = copy;
  return result;
}

Offset pack_node(Packer *packer, const Node *node) {
  const Word *reference = node_word(node, "ref");
  if (!reference) return pack_plain(packer, node);
  if (node->words.count == 1 && node->children.count == 0) return pack_define(packer, reference->values.items[0].text);
  return pack_plain(packer, merged(packer, node, 0));
}
