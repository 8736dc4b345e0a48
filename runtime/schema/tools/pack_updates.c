// What changes do, from stdlib/aws/facts/updates.types: the marks of paths as a tree (create-only and its like), what
// is said of a path in words, and which attributes follow an update in place.
#include <stdlib.h>

#include "pack.h"

// A fact about a property that is not there (any more) would go unnoticed.
static void check_path(Packer *packer, Text path) {
  const Node *node = packer->type->schema;
  for (Text rest = path; node && rest.size;) {
    Text step = pack_step(&rest);
    node = text_is(step, "*") ? pack_items(packer, node) : pack_member(packer, node, step);
  }
  if (!node) pack_fail(packer, "a fact about a property that is not there:", path);
}

// --- Marks

typedef struct MarkNode {
  uint32_t marks;
  Map below;  // name -> MarkNode *
} MarkNode;

static MarkNode *mark_path(Packer *packer, MarkNode *root, Text path, uint32_t mark) {
  MarkNode *node = root;
  for (Text rest = path; rest.size;) {
    Text step = pack_step(&rest);
    if (text_is(step, "*")) continue;
    MarkNode *next = map_get(&node->below, step);
    if (!next) {
      next = ARENA_NEW(packer->arena, MarkNode);
      map_put(packer->arena, &node->below, step, next);
    }
    node = next;
  }
  node->marks |= mark;
  return node;
}

static int by_key(const void *a, const void *b) {
  return text_compare(((const MapEntry *)a)->key, ((const MapEntry *)b)->key);
}

static Offset pack_mark_node(Packer *packer, const MarkNode *node) {
  size_t count = node->below.count;
  if (count == 0) return 0;
  MapEntry *entries = ARENA_ARRAY(packer->arena, MapEntry, count);
  memcpy(entries, node->below.entries, count * sizeof *entries);
  qsort(entries, count, sizeof *entries, by_key);
  Words words = {0};
  vec_push(packer->arena, &words, (uint32_t)count);
  for (size_t i = 0; i < count; i++) {
    const MarkNode *below = entries[i].value;
    vec_push(packer->arena, &words, pack_text(packer, entries[i].key));
    vec_push(packer->arena, &words, below->marks);
    vec_push(packer->arena, &words, pack_mark_node(packer, below));
  }
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}

// `rewrites caseless(A B) tail(C)`
static void mark_rewrites(Packer *packer, MarkNode *root) {
  static const struct {
    const char *habit;
    uint32_t mark;
  } habits[] = {{"caseless", MARK_CASELESS}, {"tail", MARK_TAIL},       {"begins", MARK_BEGINS},
                {"dotted", MARK_DOTTED},     {"trimmed", MARK_TRIMMED}, {"otherwise", MARK_OTHERWISE}};
  const Entry *entry = type_entry(packer->type, "rewrites");
  uint32_t mark = 0;
  for (size_t i = 0; entry && i < entry->values.count; i++) {
    Text text = entry->values.items[i].text;
    bool opens = i + 1 < entry->values.count && text_is(entry->values.items[i + 1].text, "(");
    if (text_is(text, "(") || text_is(text, ")")) continue;
    if (!opens) {
      mark_path(packer, root, text, mark);
      continue;
    }
    mark = 0;
    for (size_t k = 0; k < sizeof habits / sizeof *habits; k++)
      if (text_is(text, habits[k].habit)) mark = habits[k].mark;
    if (!mark) pack_fail(packer, "no habit:", text);
  }
}

Offset pack_marks(Packer *packer) {
  static const struct {
    const char *key;
    uint32_t mark;
  } kinds[] = {{"read-only", MARK_READ_ONLY},     {"write-only", MARK_WRITE_ONLY}, {"create-only", MARK_CREATE_ONLY},
               {"conditional", MARK_CONDITIONAL}, {"deprecated", MARK_DEPRECATED}, {"rejected", MARK_REJECTED},
               {"settable", MARK_SETTABLE}};
  MarkNode root = {0};
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    const Entry *entry = type_entry(packer->type, kinds[k].key);
    for (size_t i = 0; entry && i < entry->values.count; i++) {
      if (kinds[k].mark == MARK_REJECTED || kinds[k].mark == MARK_SETTABLE)
        check_path(packer, entry->values.items[i].text);
      mark_path(packer, &root, entry->values.items[i].text, kinds[k].mark);
    }
  }
  const Entry *in_place = type_entry(packer->type, "in-place");
  for (size_t i = 0; in_place && i < in_place->values.count; i++) {
    check_path(packer, in_place->values.items[i].text);
    mark_path(packer, &root, in_place->values.items[i].text, 0)->marks &= ~(uint32_t)MARK_CONDITIONAL;
  }
  mark_rewrites(packer, &root);
  return pack_mark_node(packer, &root);
}

// --- Notes: `note PATH PATH "TEXT"`, by path and its text in turn

Offset pack_notes(Packer *packer) {
  const Entry *entry = type_entry(packer->type, "note");
  if (!entry) return 0;
  Words words = {0};
  size_t first = 0;
  for (size_t i = 0; i < entry->values.count; i++) {
    if (!entry->values.items[i].quoted) continue;
    for (size_t path = first; path < i; path++) {
      check_path(packer, entry->values.items[path].text);
      vec_push(packer->arena, &words, pack_text(packer, entry->values.items[path].text));
      vec_push(packer->arena, &words, pack_text(packer, entry->values.items[i].text));
    }
    first = i + 1;
  }
  return pack_list(packer, words.items, words.count);
}

// --- Attributes that follow

// Names that say it themselves: when or by whom a resource was changed last, and tags of its version.
static bool follows_everything(Text name) {
  static const char *const endings[] = {
      "UpdatedAt",         "UpdatedTime",       "UpdatedTimestamp", "UpdatedDate", "UpdatedBy",
      "UpdateTime",        "UpdateDate",        "UpdateDateTime",   "ModifiedAt",  "ModifiedTime",
      "ModifiedTimestamp", "ModifiedTimeStamp", "ModifiedDate",     "ModifiedOn",  "ModifiedBy",
      "LastModified",      "ModificationTime",  "ModificationDate", "ETag",        "VersionToken"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (text_ends_with(name, text_of(endings[i]))) return true;
  return false;
}

typedef struct Follower {
  Text attribute;
  Offset properties;  // BlockList of paths; 0: all
  uint32_t certain;
} Follower;

static int by_attribute(const void *a, const void *b) {
  return text_compare(((const Follower *)a)->attribute, ((const Follower *)b)->attribute);
}

typedef VEC(Follower) Followers;

static void check_attribute(Packer *packer, const Map *attributes, Text name) {
  bool known = text_is(name, "Ref") || text_is(name, "*") || map_at(attributes, name) ||
               (text_is(name, "Outputs") && type_entry(packer->type, "outputs"));
  if (!known) pack_fail(packer, "a fact about an attribute that is not there:", name);
}

// "A(P Q) B": the attribute A follows P and Q, B everything.
static void add_followers(Packer *packer, const char *key, uint32_t certain, const Map *attributes, Followers *out) {
  const Entry *entry = type_entry(packer->type, key);
  for (size_t i = 0; entry && i < entry->values.count; i++) {
    Follower follower = {.attribute = entry->values.items[i].text, .certain = certain};
    check_attribute(packer, attributes, follower.attribute);
    if (i + 1 < entry->values.count && text_is(entry->values.items[i + 1].text, "(")) {
      Words paths = {0};
      for (i += 2; i < entry->values.count && !text_is(entry->values.items[i].text, ")"); i++) {
        check_path(packer, entry->values.items[i].text);
        vec_push(packer->arena, &paths, pack_text(packer, entry->values.items[i].text));
      }
      follower.properties = pack_list(packer, paths.items, paths.count);
    }
    vec_push(packer->arena, out, follower);
  }
}

Offset pack_followers(Packer *packer, const Map *attributes) {
  Followers followers = {0};
  for (size_t i = 0; i < attributes->count; i++)
    if (follows_everything(attributes->entries[i].key))
      vec_push(packer->arena, &followers, ((Follower){.attribute = attributes->entries[i].key, .certain = 1}));
  add_followers(packer, "updates", 1, attributes, &followers);
  add_followers(packer, "may-update", 0, attributes, &followers);
  if (!followers.count) return 0;
  qsort(followers.items, followers.count, sizeof *followers.items, by_attribute);
  Words words = {0};
  vec_push(packer->arena, &words, (uint32_t)followers.count);
  for (size_t i = 0; i < followers.count; i++) {
    vec_push(packer->arena, &words, pack_text(packer, followers.items[i].attribute));
    vec_push(packer->arena, &words, followers.items[i].properties);
    vec_push(packer->arena, &words, followers.items[i].certain);
  }
  return pack_bytes(packer, words.items, words.count * sizeof *words.items);
}
