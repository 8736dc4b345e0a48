// What ids refer to, where neither AWS nor the overlay says: AWS names a property that holds another resource's id as
// that resource names its own ("RouteTableId" in AWS::EC2::Route is that of AWS::EC2::RouteTable). Where within a
// service exactly one type has an identifier that is named for it and that AWS fills in, every text property of that
// name gets the format TYPE.NAME, and lists named in the plural get it for their items; a reference to something else
// is then an error.
#include "pack.h"

static bool is_id_name(Text name) {
  return name.size > 4 &&
         (text_ends_with(name, TEXT("Id")) || text_ends_with(name, TEXT("Arn")) || text_ends_with(name, TEXT("ARN")));
}

static bool holds_caseless(Text text, Text part) {
  for (size_t i = 0; i + part.size <= text.size; i++) {
    size_t k = 0;
    while (k < part.size && (text.at[i + k] | 32) == (part.at[k] | 32)) k++;
    if (k == part.size) return true;
  }
  return false;
}

// Whether an identifier is named for its type: "VpnConnectionId" for VPNConnection, but not "AccountId".
static bool named_for(Text name, Text type) {
  Text stem = text_slice(name, 0, name.size - (text_ends_with(name, TEXT("Id")) ? 2 : 3)), last = type;
  for (size_t i = type.size; i > 0 && last.size == type.size; i--)
    if (type.at[i - 1] == ':') last = text_slice(type, i, type.size);
  return holds_caseless(last, stem) || holds_caseless(stem, last);
}

// "AWS::EC2::VPC" -> "AWS::EC2"
static Text service_of(Text type) {
  size_t first = text_find(type, TEXT("::"), 0);
  size_t second = first == SIZE_MAX ? SIZE_MAX : text_find(type, TEXT("::"), first + 2);
  return second == SIZE_MAX ? type : text_slice(type, 0, second);
}

static Text id_key(Arena *arena, Text type, Text name) {
  Text service = service_of(type);
  return text_format(arena, "%.*s/%.*s", TEXT_ARG(service), TEXT_ARG(name));
}

static bool is_read_only(const TypeText *type, Text name) {
  const Entry *entry = type_entry(type, "read-only");
  for (size_t i = 0; entry && i < entry->values.count; i++)
    if (text_equal(entry->values.items[i].text, name)) return true;
  return false;
}

static const Node *target_of(Packer *packer, const Node *node) {
  for (int depth = 0; node && depth < 10; depth++) {
    const Word *reference = node_word(node, "ref");
    if (!reference) return node;
    node = pack_find(packer, reference->values.items[0].text);
  }
  return node;
}

static bool is_type(Packer *packer, const Node *node, const char *type) {
  const Node *target = target_of(packer, node);
  const Word *word = target ? node_word(target, "type") : NULL;
  return word && text_is(word->values.items[0].text, type);
}

static void set_format(Packer *packer, Node *node, Text format) {
  const Node *target = target_of(packer, node);
  if (node_word(node, "format") || node_word(target, "format") || node_word(target, "enum")) return;
  Word word = {.key = TEXT("format")};
  vec_push(packer->arena, &word.values, ((Token){format, false}));
  node_set(packer->arena, node, word);
}

static void mark_property(Packer *packer, const Map *ids, const Child *child) {
  Text type = packer->type->name, name = child->name;
  const Text *format = map_get(ids, id_key(packer->arena, type, name));
  if (format && is_type(packer, child->node, "string")) set_format(packer, child->node, *format);
  if (format || !text_ends_with(name, TEXT("s"))) return;
  format = map_get(ids, id_key(packer->arena, type, text_slice(name, 0, name.size - 1)));
  const Child *items = node_child(child->node, CHILD_ITEMS, (Text){0});
  if (format && items && is_type(packer, items->node, "string")) set_format(packer, items->node, *format);
}

static void mark_node(Packer *packer, const Map *ids, const Node *node) {
  for (size_t i = 0; i < node->children.count; i++) {
    const Child *child = &node->children.items[i];
    if (child->kind == CHILD_PROPERTY) mark_property(packer, ids, child);
    if (child->node) mark_node(packer, ids, child->node);
  }
}

static const Text ambiguous = {0};

// Adds the type's identifiers that AWS fills in; one of several, or of several types, says nothing.
static void add_ids(Packer *packer, Map *ids) {
  const TypeText *type = packer->type;
  const Entry *identifier = type_entry(type, "identifier");
  for (size_t i = 0; identifier && i < identifier->values.count; i++) {
    Text name = identifier->values.items[i].text;
    if (!is_id_name(name) || !is_read_only(type, name) || !named_for(name, type->name)) continue;
    Text key = id_key(packer->arena, type->name, name);
    bool only = identifier->values.count == 1 && !map_get(ids, key);
    const Child *child = node_child(type->schema, CHILD_PROPERTY, name);
    const Word *known = child ? node_word(child->node, "format") : NULL;
    Text *format = ARENA_NEW(packer->arena, Text);
    *format = known ? known->values.items[0].text
                    : text_format(packer->arena, "%.*s.%.*s", TEXT_ARG(type->name), TEXT_ARG(name));
    map_put(packer->arena, ids, key, only ? format : (void *)&ambiguous);
  }
}

void pack_identities(Packer *packer, const Map *types) {
  Map ids = {0};
  for (size_t i = 0; i < types->count; i++) {
    packer->type = types->entries[i].value;
    if (!type_entry(packer->type, "extra")) add_ids(packer, &ids);
  }
  for (size_t i = 0; i < ids.count; i++)
    if (ids.entries[i].value == &ambiguous) ids.entries[i].value = NULL;
  for (size_t i = 0; i < types->count; i++) {
    packer->type = types->entries[i].value;
    mark_node(packer, &ids, packer->type->schema);
    for (size_t k = 0; k < packer->type->defines.count; k++)
      mark_node(packer, &ids, packer->type->defines.entries[k].value);
  }
}
