// Reads the type tables' text: lines into tokens, indents into a tree.
#include "tables.h"

#include <string.h>

#include "base/io.h"

typedef struct Reader {
  Arena *arena;
  Diags *diags;
  Text text;
  size_t at;  // the next line's start
  Text line;  // the current line without its indent
  size_t indent;
  bool end;
  size_t number;
  const char *path;
} Reader;

static void fail(Reader *reader, const char *what) {
  diag_error(reader->diags, "E0900", (Span){0}, "%s:%zu: %s", reader->path, reader->number, what);
}

static void next_line(Reader *reader) {
  for (;;) {
    if (reader->at >= reader->text.size) {
      reader->end = true;
      reader->indent = 0;
      return;
    }
    size_t end = text_find(reader->text, TEXT("\n"), reader->at);
    if (end == SIZE_MAX) end = reader->text.size;
    Text line = text_slice(reader->text, reader->at, end);
    reader->at = end + 1;
    reader->number++;
    size_t indent = 0;
    while (indent < line.size && line.at[indent] == ' ') indent++;
    if (indent == line.size || line.at[indent] == '#') continue;
    reader->indent = indent;
    reader->line = text_slice(line, indent, line.size);
    return;
  }
}

static Token quoted_token(Reader *reader, size_t *at) {
  Buffer buffer = {0};
  Text line = reader->line;
  size_t i = *at + 1;
  while (i < line.size && line.at[i] != '"') {
    if (line.at[i] == '\\' && i + 1 < line.size) i++;
    buffer_add_char(&buffer, line.at[i++]);
  }
  if (i >= line.size) fail(reader, "a quote that does not end");
  *at = i + 1;
  return (Token){buffer_take(&buffer, reader->arena), true};
}

// Splits the line; what stands behind a `~` of its own is one token, the pattern.
static Tokens split(Reader *reader) {
  Tokens tokens = {0};
  Text line = reader->line;
  size_t i = 0;
  while (i < line.size) {
    if (line.at[i] == ' ') {
      i++;
    } else if (line.at[i] == '"') {
      vec_push(reader->arena, &tokens, quoted_token(reader, &i));
    } else if (line.at[i] == '(' || line.at[i] == ')') {
      vec_push(reader->arena, &tokens, ((Token){text_slice(line, i, i + 1), false}));
      i++;
    } else if (line.at[i] == '~' && i > 0 && line.at[i - 1] == ' ') {
      vec_push(reader->arena, &tokens, ((Token){TEXT("~"), false}));
      size_t start = i + 2 < line.size ? i + 2 : line.size;
      vec_push(reader->arena, &tokens, ((Token){text_slice(line, start, line.size), true}));
      break;
    } else {
      size_t start = i;
      while (i < line.size && line.at[i] != ' ' && line.at[i] != '(' && line.at[i] != ')') i++;
      vec_push(reader->arena, &tokens, ((Token){text_slice(line, start, i), false}));
    }
  }
  return tokens;
}

static bool is(const Tokens *tokens, size_t i, const char *text) {
  return i < tokens->count && !tokens->items[i].quoted && text_is(tokens->items[i].text, text);
}

static bool is_any(const Tokens *tokens, size_t i, const char *const *texts) {
  for (; *texts; texts++)
    if (is(tokens, i, *texts)) return true;
  return false;
}

static bool is_types(Text text) {
  static const char *const names[] = {"string", "integer", "number", "boolean", "array", "object", "null"};
  for (size_t start = 0; start <= text.size;) {
    size_t end = text_find(text, TEXT("|"), start);
    if (end == SIZE_MAX) end = text.size;
    bool known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) known |= text_is(text_slice(text, start, end), names[i]);
    if (!known) return false;
    start = end + 1;
  }
  return true;
}

static void group(Reader *reader, const Tokens *tokens, size_t *i, Tokens *out) {
  if (!is(tokens, *i, "(")) return;
  for (++*i; *i < tokens->count && !is(tokens, *i, ")"); ++*i) vec_push(reader->arena, out, tokens->items[*i]);
  if (*i == tokens->count) fail(reader, "'(' without ')'");
  ++*i;
}

static void add_child(Reader *reader, Node *node, Child child) { vec_push(reader->arena, &node->children, child); }

// Reads the words from tokens[i] on into `node`. Returns the node to which the lines below belong: the innermost `of`.
static Node *read_words(Reader *reader, const Tokens *tokens, size_t i, Node *node) {
  static const char *const with_value[] = {"length", "range", "items",  "members", "above",
                                           "below",  "step",  "format", NULL};
  static const char *const with_group[] = {"enum", "required", NULL};
  static const char *const alone[] = {"nocase", "unique", "unordered", "open", "closed", "never", NULL};
  while (i < tokens->count) {
    Text token = tokens->items[i].text;
    Word word = {.key = token};
    if (is(tokens, i, "of")) {
      Node *items = ARENA_NEW(reader->arena, Node);
      add_child(reader, node, (Child){.kind = CHILD_ITEMS, .node = items});
      return read_words(reader, tokens, i + 1, items);
    }
    if (is(tokens, i, "~") && i + 1 < tokens->count) {
      word.key = TEXT("pattern");
      vec_push(reader->arena, &word.values, tokens->items[i + 1]);
      i += 2;
    } else if (is_any(tokens, i, with_value) && i + 1 < tokens->count) {
      vec_push(reader->arena, &word.values, tokens->items[i + 1]);
      i += 2;
    } else if (is_any(tokens, i, with_group)) {
      i++;
      group(reader, tokens, &i, &word.values);
    } else if (is_any(tokens, i, alone)) {
      i++;
    } else if (token.size > 1 && token.at[0] == '@') {
      word.key = TEXT("ref");
      vec_push(reader->arena, &word.values, ((Token){text_slice(token, 1, token.size), false}));
      i++;
    } else if (token.size > 1 && token.at[0] == '-') {
      i++;
    } else if (is_types(token)) {
      word.key = TEXT("type");
      vec_push(reader->arena, &word.values, tokens->items[i++]);
    } else {
      fail(reader, "an unknown word");
      return node;
    }
    vec_push(reader->arena, &node->words, word);
  }
  return node;
}

static void read_children(Reader *reader, Node *node, size_t indent);

static void read_node(Reader *reader, const Tokens *tokens, size_t i, Node *node, size_t indent) {
  Node *inner = read_words(reader, tokens, i, node);
  next_line(reader);
  read_children(reader, inner, indent);
}

typedef struct Head {
  const char *text;
  ChildKind kind;
  bool node, name, names;  // what stands behind it
} Head;

static const Head heads[] = {
    {"[]", CHILD_ITEMS, true, false, false},         {"&all", CHILD_ALL, true, false, false},
    {"&any", CHILD_ANY, true, false, false},         {"&one", CHILD_ONE, true, false, false},
    {"&if", CHILD_IF, true, false, false},           {"&then", CHILD_THEN, true, false, false},
    {"&else", CHILD_ELSE, true, false, false},       {"&not", CHILD_NOT, true, false, false},
    {"&names", CHILD_NAMES, true, false, false},     {"&contains", CHILD_CONTAINS, true, false, false},
    {"&depend", CHILD_DEPEND, true, true, false},    {"&xor", CHILD_XOR, false, false, true},
    {"&or", CHILD_OR, false, false, true},           {"&exclude", CHILD_EXCLUDE, false, false, true},
    {"&need", CHILD_NEED, false, false, true},       {"&keys", CHILD_KEYS, false, false, true},
    {"&regions", CHILD_REGIONS, false, false, true}, {"&in", CHILD_IN, true, false, true},
    {"&not-in", CHILD_NOT_IN, true, false, true},    {"&rule", CHILD_RULE, true, true, false},
    {"&aging", CHILD_AGING, true, true, false},      {"-", CHILD_BRANCH, true, false, false},
};

static bool read_head(Reader *reader, const Tokens *tokens, Node *node) {
  for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
    if (!is(tokens, 0, heads[h].text)) continue;
    Child child = {.kind = heads[h].kind};
    size_t i = 1;
    if (heads[h].name && i < tokens->count) child.name = tokens->items[i++].text;
    if ((child.kind == CHILD_RULE || child.kind == CHILD_AGING) && i < tokens->count)
      vec_push(reader->arena, &child.names, tokens->items[i++]);
    if (heads[h].names)
      for (; i < tokens->count; i++) vec_push(reader->arena, &child.names, tokens->items[i]);
    if (heads[h].node) child.node = ARENA_NEW(reader->arena, Node);
    add_child(reader, node, child);
    if (child.node)
      read_node(reader, tokens, i, child.node, reader->indent);
    else
      next_line(reader);
    return true;
  }
  return false;
}

static void read_property(Reader *reader, const Tokens *tokens, Node *node) {
  Child child = {.kind = CHILD_PROPERTY, .name = tokens->items[0].text, .node = ARENA_NEW(reader->arena, Node)};
  size_t i = 1;
  if (is(tokens, 0, "*") && tokens->count > 1 && tokens->items[1].quoted) {
    child.kind = CHILD_PATTERN;
    child.name = tokens->items[1].text;
    i = 2;
  } else if (is(tokens, 0, "*")) {
    child.kind = CHILD_OTHER;
  } else if (child.name.size > 2 && !tokens->items[0].quoted && child.name.at[0] == '[') {
    child.kind = CHILD_PREFIX;
  } else if (!tokens->items[0].quoted && child.name.at[child.name.size - 1] == '!') {
    child.name.size--;
    child.required = true;
  }
  add_child(reader, node, child);
  read_node(reader, tokens, i, child.node, reader->indent);
}

static void read_children(Reader *reader, Node *node, size_t indent) {
  while (!reader->end && reader->indent > indent) {
    Tokens tokens = split(reader);
    if (is(&tokens, 0, "=")) {
      const Word *word = node_word(node, "enum");
      Word more = word ? *word : (Word){.key = TEXT("enum")};
      for (size_t i = 1; i < tokens.count; i++) vec_push(reader->arena, &more.values, tokens.items[i]);
      node_set(reader->arena, node, more);
      next_line(reader);
    } else if (!read_head(reader, &tokens, node)) {
      read_property(reader, &tokens, node);
    }
  }
}

// A line of words; equal keys on several lines add up. A group "s3(A B)" stays as the words "s3", "(", "A", "B", ")".
static void read_entry(Reader *reader, const Tokens *tokens, TypeText *type) {
  Entry entry = {.key = tokens->items[0].text};
  size_t i = 1;
  if (is(tokens, 0, "may") && tokens->count > 1) {
    entry.key = text_format(reader->arena, "may %.*s", TEXT_ARG(tokens->items[1].text));
    i = 2;
  }
  Entry *old = NULL;
  for (size_t k = 0; k < type->entries.count; k++)
    if (text_equal(type->entries.items[k].key, entry.key)) old = &type->entries.items[k];
  if (!old) {
    vec_push(reader->arena, &type->entries, entry);
    old = &type->entries.items[type->entries.count - 1];
  }
  for (; i < tokens->count; i++) vec_push(reader->arena, &old->values, tokens->items[i]);
  next_line(reader);
}

static void read_type(Reader *reader, Map *types) {
  Tokens tokens = split(reader);
  if (reader->indent != 0 || !is(&tokens, 0, "type") || tokens.count != 2) {
    fail(reader, "'type NAME' belongs here");
    next_line(reader);
    return;
  }
  TypeText *type = map_get(types, tokens.items[1].text);
  if (!type) {
    type = ARENA_NEW(reader->arena, TypeText);
    type->name = tokens.items[1].text;
    map_put(reader->arena, types, type->name, type);
  }
  next_line(reader);
  while (!reader->end && reader->indent == 2) {
    tokens = split(reader);
    Node *node = ARENA_NEW(reader->arena, Node);
    if (is(&tokens, 0, "schema")) {
      type->schema = node;
      read_node(reader, &tokens, 1, node, 2);
    } else if (is(&tokens, 0, "define") && tokens.count > 1) {
      map_put(reader->arena, &type->defines, tokens.items[1].text, node);
      read_node(reader, &tokens, 2, node, 2);
    } else if (reader->line.at[0] == '/' || reader->line.at[0] == '@') {
      Patch patch = {tokens.items[0].text, node, {0}};
      vec_push(reader->arena, &type->patches, patch);
      read_node(reader, &tokens, 1, node, 2);
    } else {
      read_entry(reader, &tokens, type);
    }
  }
}

const Word *node_word(const Node *node, const char *key) {
  for (size_t i = 0; i < node->words.count; i++)
    if (text_is(node->words.items[i].key, key)) return &node->words.items[i];
  return NULL;
}

void node_set(Arena *arena, Node *node, Word word) {
  for (size_t i = 0; i < node->words.count; i++) {
    if (text_equal(node->words.items[i].key, word.key)) {
      node->words.items[i] = word;
      return;
    }
  }
  vec_push(arena, &node->words, word);
}

void node_drop(Node *node, Text key) {
  for (size_t i = 0; i < node->words.count; i++) {
    if (!text_equal(node->words.items[i].key, key)) continue;
    memmove(&node->words.items[i], &node->words.items[i + 1], (node->words.count - i - 1) * sizeof *node->words.items);
    node->words.count--;
    return;
  }
}

const Child *node_child(const Node *node, ChildKind kind, Text name) {
  for (size_t i = 0; i < node->children.count; i++) {
    const Child *child = &node->children.items[i];
    if (child->kind == kind && (!name.at || text_equal(child->name, name))) return child;
  }
  return NULL;
}

const Entry *type_entry(const TypeText *type, const char *key) {
  for (size_t i = 0; i < type->entries.count; i++)
    if (text_is(type->entries.items[i].key, key)) return &type->entries.items[i];
  return NULL;
}

bool tables_read(Arena *arena, Diags *diags, const char *path, Map *types) {
  Reader reader = {.arena = arena, .diags = diags, .path = path};
  size_t before = diags->errors;
  if (!io_read(arena, diags, path, &reader.text)) return false;
  next_line(&reader);
  while (!reader.end) read_type(&reader, types);
  return diags->errors == before;
}
