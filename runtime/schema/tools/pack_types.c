// pack OUT FILE...: the text tables (tables.h) as one block for the binary (../block.h).
//
// The files are read in their order; what a later one says of a type is put over what an earlier one says. Then each
// type is written: its nodes (pack.c), what AWS says of paths in it as a tree of marks (pack_updates.c), its
// attributes, what Ref returns, its ARN, its tags; and at the end the table of all types with its hash.
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "pack.h"

enum { KIND_ANY, KIND_STRING, KIND_INTEGER, KIND_NUMBER, KIND_BOOLEAN, KIND_LIST, KIND_OBJECT };  // as SchemaKind
enum { STYLE_NONE, STYLE_LIST, STYLE_MAP };                                                       // as TagStyle

// --- Overlays

Text pack_step(Text *path) {
  size_t end = text_find(*path, TEXT("/"), 0);
  if (end == SIZE_MAX) end = path->size;
  Text step = text_slice(*path, 0, end);
  *path = end < path->size ? text_slice(*path, end + 1, path->size) : (Text){0};
  return step;
}

static Node *walk_patch(Packer *packer, Text path) {
  Node *node = packer->type->schema;
  Text rest = text_slice(path, 1, path.size);
  if (path.at[0] == '@') node = map_get(&packer->type->defines, pack_step(&rest));
  while (node && rest.size) {
    Text step = pack_step(&rest);
    const Child *child = node_child(node, CHILD_PROPERTY, step);
    if (text_is(step, "[]")) child = node_child(node, CHILD_ITEMS, (Text){0});
    if (text_is(step, "*")) child = node_child(node, CHILD_PATTERN, (Text){0});
    if (text_is(step, "*") && !child) child = node_child(node, CHILD_OTHER, (Text){0});
    node = child ? child->node : NULL;
  }
  return node;
}

static void drop_required(Node *node, Text name) {
  for (size_t i = 0; i < node->children.count; i++)
    if (node->children.items[i].kind == CHILD_PROPERTY && text_equal(node->children.items[i].name, name))
      node->children.items[i].required = false;
}

static void apply_patch(Packer *packer, const Patch *patch) {
  Node *node = walk_patch(packer, patch->path);
  if (!node) {
    pack_fail(packer, "an overlay for what is not there:", patch->path);
    return;
  }
  for (size_t i = 0; i < patch->node->words.count; i++) {
    const Word *word = &patch->node->words.items[i];
    if (text_starts_with(word->key, TEXT("-required:")))
      drop_required(node, text_slice(word->key, 10, word->key.size));
    else if (word->key.at[0] == '-')
      node_drop(node, text_slice(word->key, 1, word->key.size));
    else
      node_set(packer->arena, node, *word);
  }
  for (size_t i = 0; i < patch->node->children.count; i++)
    vec_push(packer->arena, &node->children, patch->node->children.items[i]);
}

// A misspelt word would go unnoticed.
static void check_entries(Packer *packer) {
  static const char *const known[] = {"identifier",   "read-only",     "write-only", "create-only", "conditional",
                                      "deprecated",   "tags",          "only-in",    "not-in",      "ref",
                                      "attributes",   "arn",           "stateful",   "extra",       "outputs",
                                      "delete-first", "may create",    "may read",   "may update",  "may delete",
                                      "may list",     "any-attribute", "rejected",   "note",        "updates",
                                      "may-update",   "rewrites",      "in-place",   "settable"};
  for (size_t i = 0; i < packer->type->entries.count; i++) {
    Text key = packer->type->entries.items[i].key;
    bool found = false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) found |= text_is(key, known[k]);
    if (!found) pack_fail(packer, "an unknown entry", key);
  }
}

static bool apply_patches(Packer *packer, const Map *types) {
  for (size_t i = 0; i < types->count; i++) {
    packer->type = types->entries[i].value;
    if (!packer->type->schema) {
      pack_fail(packer, "an overlay of a type that AWS does not have:", packer->type->name);
      return false;
    }
    check_entries(packer);
    for (size_t k = 0; k < packer->type->patches.count; k++) apply_patch(packer, &packer->type->patches.items[k]);
  }
  return true;
}

// --- What is known of a node while it is text

static unsigned types_of(const Node *node) {
  const Word *type = node_word(node, "type");
  if (!type) return node_child(node, CHILD_PROPERTY, (Text){0}) ? NODE_OBJECT : 0;
  Text text = type->values.items[0].text;
  static const char *const names[] = {"string", "integer", "number", "boolean", "array", "object"};
  for (unsigned i = 0; i < 6; i++)
    if (text_is(text, names[i])) return 1u << i;
  return 0;
}

static const Node *follow(Packer *packer, const Node *node) {
  for (int depth = 0; node && depth < 10; depth++) {
    const Word *reference = node_word(node, "ref");
    if (!reference) return node;
    node = pack_find(packer, reference->values.items[0].text);
  }
  return node;
}

static uint32_t kind_of(Packer *packer, const Node *node) {
  node = follow(packer, node);
  switch (node ? types_of(node) : 0) {
    case NODE_STRING: return KIND_STRING;
    case NODE_INTEGER: return KIND_INTEGER;
    case NODE_NUMBER: return KIND_NUMBER;
    case NODE_BOOLEAN: return KIND_BOOLEAN;
    case NODE_ARRAY: return KIND_LIST;
    case NODE_OBJECT: return KIND_OBJECT;
  }
  return KIND_ANY;
}

const Node *pack_member(Packer *packer, const Node *node, Text name) {
  node = follow(packer, node);
  const Child *child = node ? node_child(node, CHILD_PROPERTY, name) : NULL;
  return child ? child->node : NULL;
}

const Node *pack_items(Packer *packer, const Node *node) {
  node = follow(packer, node);
  const Child *child = node ? node_child(node, CHILD_ITEMS, (Text){0}) : NULL;
  return child ? child->node : NULL;
}

static Offset format_of(Packer *packer, const Node *node) {
  if (!node) return 0;
  if (kind_of(packer, node) == KIND_LIST) return format_of(packer, pack_items(packer, node));
  const Word *format = node_word(node, "format");
  const Node *target = follow(packer, node);
  if (!format && target) format = node_word(target, "format");
  return format ? pack_text(packer, format->values.items[0].text) : 0;
}

// --- Attributes, Ref, ARN, tags

static void add_attribute(Packer *packer, Map *found, Text name, const Node *node, int depth) {
  AttributeEntry *entry = ARENA_NEW(packer->arena, AttributeEntry);
  entry->name = pack_text(packer, name);
  entry->kind = kind_of(packer, node);
  entry->format = format_of(packer, node);
  map_put(packer->arena, found, name, entry);
  node = follow(packer, node);
  if (entry->kind != KIND_OBJECT || depth == 3) return;
  for (size_t i = 0; i < node->children.count; i++) {
    const Child *child = &node->children.items[i];
    if (child->kind == CHILD_PROPERTY)
      add_attribute(packer, found, text_format(packer->arena, "%.*s.%.*s", TEXT_ARG(name), TEXT_ARG(child->name)),
                    child->node, depth + 1);
  }
}

static void add_path(Packer *packer, Map *found, Text path) {
  const Node *node = packer->type->schema;
  Buffer name = {0};
  for (Text rest = path; node && rest.size;) {
    Text step = pack_step(&rest);
    if (text_is(step, "*")) node = NULL;
    if (!node) break;
    node = pack_member(packer, node, step);
    if (name.size) buffer_add_char(&name, '.');
    buffer_add(&name, step);
  }
  if (node) add_attribute(packer, found, text_copy(packer->arena, buffer_text(&name)), node, 0);
  buffer_free(&name);
}

static void find_attributes(Packer *packer, Map *found) {
  const Entry *entry = type_entry(packer->type, "read-only");
  for (size_t i = 0; entry && i < entry->values.count; i++) add_path(packer, found, entry->values.items[i].text);
  entry = type_entry(packer->type, "attributes");
  if (!entry) return;
  const Node *root = packer->type->schema;
  if (entry->values.count == 0)  // every property
    for (size_t i = 0; i < root->children.count; i++)
      if (root->children.items[i].kind == CHILD_PROPERTY) add_path(packer, found, root->children.items[i].name);
  for (size_t i = 0; i < entry->values.count; i++) {
    Text name = entry->values.items[i].text;
    if (pack_member(packer, root, name)) {
      add_path(packer, found, name);
    } else {
      static const Node string_node = {0};
      add_attribute(packer, found, name, &string_node, 0);
    }
  }
}

static int by_key(const void *a, const void *b) {
  return text_compare(((const MapEntry *)a)->key, ((const MapEntry *)b)->key);
}

static Offset pack_attributes(Packer *packer, const Map *found) {
  if (found->count == 0) return 0;
  MapEntry *entries = ARENA_ARRAY(packer->arena, MapEntry, found->count);
  memcpy(entries, found->entries, found->count * sizeof *entries);
  qsort(entries, found->count, sizeof *entries, by_key);
  Words words = {0};
  vec_push(packer->arena, &words, (uint32_t)found->count);
  for (size_t i = 0; i < found->count; i++) {
    const AttributeEntry *entry = entries[i].value;
    vec_push(packer->arena, &words, entry->name);
    vec_push(packer->arena, &words, entry->format);
    vec_push(packer->arena, &words, entry->kind);
  }
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}

// What Ref returns: a fact `ref NAME` (`ref` alone: no property's value), else the only primary identifier.
static void type_ref(Packer *packer, BlockType *out) {
  const Entry *entry = type_entry(packer->type, "ref"), *identifier = type_entry(packer->type, "identifier");
  out->ref = pack_text(packer, (Text){0});
  out->ref_kind = KIND_STRING;
  Text name = {0};
  if (entry)
    name = entry->values.count ? entry->values.items[0].text : (Text){0};
  else if (identifier && identifier->values.count == 1)
    name = identifier->values.items[0].text;
  if (!name.size) return;
  size_t slash = text_find(name, TEXT("/"), 0);
  out->ref = pack_text(packer, slash == SIZE_MAX ? name : text_slice(name, slash + 1, name.size));
  const Node *node = packer->type->schema;
  for (Text rest = name; node && rest.size;) node = pack_member(packer, node, pack_step(&rest));
  if (node) out->ref_format = format_of(packer, node);
}

static Text last_part(Text name) {
  for (size_t i = name.size; i > 0; i--)
    if (name.at[i - 1] == ':') return text_slice(name, i, name.size);
  return name;
}

// The ARN: a fact; Ref itself; the attribute Arn or NAMEArn; else the only attribute that ends in Arn.
static Offset type_arn(Packer *packer, const Map *attributes, Text ref) {
  const Entry *entry = type_entry(packer->type, "arn");
  if (entry) return entry->values.count ? pack_text(packer, entry->values.items[0].text) : 0;
  if (text_ends_with(ref, TEXT("Arn")) || text_ends_with(ref, TEXT("ARN"))) return pack_text(packer, TEXT("Ref"));
  if (map_at(attributes, TEXT("Arn"))) return pack_text(packer, TEXT("Arn"));
  if (map_at(attributes, TEXT("ARN"))) return pack_text(packer, TEXT("ARN"));
  Text own = text_format(packer->arena, "%.*sArn", TEXT_ARG(last_part(packer->type->name)));
  if (map_at(attributes, own)) return pack_text(packer, own);
  Text only = {0};
  size_t count = 0;
  for (size_t i = 0; i < attributes->count; i++) {
    Text name = attributes->entries[i].key;
    if (!text_ends_with(name, TEXT("Arn")) || text_find(name, TEXT("."), 0) != SIZE_MAX) continue;
    only = name;
    count++;
  }
  return count == 1 ? pack_text(packer, only) : 0;
}

static void type_tags(Packer *packer, BlockType *out) {
  const Entry *entry = type_entry(packer->type, "tags"), *read_only = type_entry(packer->type, "read-only");
  Text name = entry && entry->values.count ? entry->values.items[0].text : TEXT("Tags");
  const Node *node = pack_member(packer, packer->type->schema, name);
  for (size_t i = 0; read_only && i < read_only->values.count; i++)
    if (text_equal(read_only->values.items[i].text, name)) return;
  if (!node) return;
  uint32_t kind = kind_of(packer, node);
  const Node *item = pack_items(packer, node);
  if (kind == KIND_LIST && item && pack_member(packer, item, TEXT("Key")) && pack_member(packer, item, TEXT("Value"))) {
    out->tag_style = STYLE_LIST;
    if (pack_member(packer, item, TEXT("PropagateAtLaunch"))) out->flags |= TYPE_PROPAGATE;
  } else if (kind == KIND_OBJECT) {
    out->tag_style = STYLE_MAP;
  } else {
    return;
  }
  out->tags = pack_text(packer, name);
}

// --- Regions and permissions

static void type_regions(Packer *packer, BlockType *out) {
  const Entry *only = type_entry(packer->type, "only-in"), *except = type_entry(packer->type, "not-in");
  uint64_t all = packer->regions.count >= 64 ? UINT64_MAX : (1ull << packer->regions.count) - 1;
  uint64_t bits = only ? pack_region_bits(packer, &only->values) : all;
  if (!only && except) bits &= ~pack_region_bits(packer, &except->values);
  out->regions = (BlockRegions){{(uint32_t)bits, (uint32_t)(bits >> 32)}};
}

static Offset pack_permissions(Packer *packer, const char *handler) {
  const Entry *entry = type_entry(packer->type, handler);
  if (!entry) return 0;
  Words words = {0};
  Text service = {0};
  for (size_t i = 0; i < entry->values.count; i++) {
    Text text = entry->values.items[i].text;
    if (i + 1 < entry->values.count && text_is(entry->values.items[i + 1].text, "(")) {
      service = text;
      i++;
    } else if (!text_is(text, ")")) {
      Text action =
          text_is(service, "*") ? text : text_format(packer->arena, "%.*s:%.*s", TEXT_ARG(service), TEXT_ARG(text));
      vec_push(packer->arena, &words, pack_text(packer, action));
    }
  }
  return pack_list(packer, words.items, words.count);
}

static Offset type_identifiers(Packer *packer) {
  const Entry *entry = type_entry(packer->type, "identifier");
  Words words = {0};
  for (size_t i = 0; entry && i < entry->values.count; i++)
    vec_push(packer->arena, &words, pack_text(packer, entry->values.items[i].text));
  return pack_list(packer, words.items, words.count);
}

static BlockType pack_type(Packer *packer, TypeText *type) {
  static const char *const handlers[] = {"may create", "may read", "may update", "may delete", "may list"};
  static const struct {
    const char *key;
    uint8_t flag;
  } flags[] = {{"stateful", TYPE_STATEFUL},
               {"extra", TYPE_EXTRA},
               {"delete-first", TYPE_DELETE_FIRST},
               {"any-attribute", TYPE_ANY_ATTRIBUTE},
               {"outputs", TYPE_OUTPUTS}};
  BlockType out = {0};
  packer->type = type;
  packer->defined = (Map){0};
  out.name = pack_text(packer, type->name);
  out.root = pack_node(packer, type->schema);
  out.marks = pack_marks(packer);
  out.notes = pack_notes(packer);
  Map attributes = {0};
  find_attributes(packer, &attributes);
  out.attributes = pack_attributes(packer, &attributes);
  out.followers = pack_followers(packer, &attributes);
  out.identifiers = type_identifiers(packer);
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (type_entry(type, flags[i].key)) out.flags |= flags[i].flag;
  type_ref(packer, &out);
  BlockString ref;
  memcpy(&ref, packer->out.at + out.ref, sizeof ref);
  Text ref_name = text_copy(packer->arena, (Text){packer->out.at + out.ref + sizeof ref, ref.size});
  out.arn = type_arn(packer, &attributes, ref_name);
  type_tags(packer, &out);
  type_regions(packer, &out);
  for (size_t i = 0; i < 5; i++) out.permissions[i] = pack_permissions(packer, handlers[i]);
  return out;
}

// --- The whole

static int by_type_name(const void *a, const void *b) {
  const TypeText *x = *(TypeText *const *)a, *y = *(TypeText *const *)b;
  bool extra_x = type_entry(x, "extra") != NULL, extra_y = type_entry(y, "extra") != NULL;
  return extra_x != extra_y ? extra_x - extra_y : text_compare(x->name, y->name);
}

static void find_regions(Arena *arena, const Map *types, Map *regions) {
  for (size_t i = 0; i < types->count; i++) {
    const TypeText *type = types->entries[i].value;
    for (size_t k = 0; k < type->entries.count; k++) {
      const Entry *entry = &type->entries.items[k];
      if (!text_is(entry->key, "only-in") && !text_is(entry->key, "not-in")) continue;
      for (size_t v = 0; v < entry->values.count; v++) map_put(arena, regions, entry->values.items[v].text, NULL);
    }
  }
  qsort(regions->entries, regions->count, sizeof *regions->entries, by_key);
}

static void append(Packer *packer, Offset *at, const void *bytes, size_t size) {
  *at = (Offset)packer->out.size;
  buffer_add(&packer->out, (Text){bytes, size});
}

static void pack_all(Packer *packer, const Map *types) {
  BlockHeader header = {.magic = BLOCK_MAGIC};
  buffer_fill(&packer->out, '\0', sizeof header);
  Map *regions = &packer->regions;
  find_regions(packer->arena, types, regions);
  TypeText **sorted = ARENA_ARRAY(packer->arena, TypeText *, types->count + 1);
  BlockType *packed = ARENA_ARRAY(packer->arena, BlockType, types->count + 1);
  for (size_t i = 0; i < types->count; i++) sorted[i] = types->entries[i].value;
  if (!apply_patches(packer, types)) return;
  pack_identities(packer, types);
  qsort(sorted, types->count, sizeof *sorted, by_type_name);
  header.hash_size = 1;
  while (header.hash_size < types->count * 2) header.hash_size *= 2;
  uint32_t *hash = ARENA_ARRAY(packer->arena, uint32_t, header.hash_size);
  for (size_t i = 0; i < types->count; i++) {
    packed[header.type_total++] = pack_type(packer, sorted[i]);
    if (!(packed[i].flags & TYPE_EXTRA)) header.type_count++;
    uint32_t slot = text_hash(sorted[i]->name) & (header.hash_size - 1);
    while (hash[slot]) slot = (slot + 1) & (header.hash_size - 1);
    hash[slot] = (uint32_t)i + 1;
  }
  Words names = {0};
  for (size_t i = 0; i < regions->count; i++)
    vec_push(packer->arena, &names, pack_text(packer, regions->entries[i].key));
  header.region_count = (uint32_t)regions->count;
  append(packer, &header.regions, names.items, names.count * sizeof *names.items);
  append(packer, &header.hash, hash, header.hash_size * sizeof *hash);
  append(packer, &header.types, packed, header.type_total * sizeof *packed);
  header.size = (uint32_t)packer->out.size;
  memcpy(packer->out.at, &header, sizeof header);
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: pack OUT FILE...\n");
    return 2;
  }
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Packer packer = {.arena = &arena, .diags = &diags};
  Map types = {0};
  bool read = true;
  for (int i = 2; i < argc; i++) read &= tables_read(&arena, &diags, argv[i], &types);
  if (read) pack_all(&packer, &types);
  if (!diags.errors) io_write(&diags, argv[1], buffer_text(&packer.out));
  for (size_t i = 0; i < diags.list.count; i++) fprintf(stderr, "pack: %.*s\n", TEXT_ARG(diags.list.items[i]->message));
  buffer_free(&packer.out);
  arena_free(&arena);
  return diags.errors ? 1 : 0;
}
