// The block of type tables as it lies in the binary. Everything is an offset from its start and 4-aligned; nothing is a
// pointer, so that it is used in place. Equal strings, nodes and tables stand in it once. `tools/pack.c` writes it, the
// rest of this room reads it.
#pragma once
#include <string.h>

#include "base/text.h"

typedef uint32_t Offset;  // 0: none

#define BLOCK_MAGIC 0x34545353u  // "SST4"

typedef struct BlockHeader {
  uint32_t magic, size;
  uint32_t type_count;    // those that AWS publishes, in order of name
  uint32_t type_total;    // with those known besides, behind them
  Offset types;           // BlockType[type_total]
  Offset hash;            // type number + 1 by text_hash(name), open addressing
  uint32_t hash_size;     // a power of two
  uint32_t region_count;  // at most 64
  Offset regions;         // Offset[region_count] of strings
} BlockHeader;

// A string: its size, its bytes.
typedef struct BlockString {
  uint32_t size;
  char bytes[];
} BlockString;

// A list of offsets or numbers.
typedef struct BlockList {
  uint32_t count;
  uint32_t items[];
} BlockList;

typedef struct BlockRegions {
  uint32_t bits[2];  // bit n: region number n
} BlockRegions;

enum TypeFlag {
  TYPE_STATEFUL = 1,
  TYPE_EXTRA = 2,          // not among AWS's published types
  TYPE_DELETE_FIRST = 4,   // a replacement deletes the old one first
  TYPE_ANY_ATTRIBUTE = 8,  // custom resources: GetAtt may ask for anything
  TYPE_OUTPUTS = 16,       // nested stacks: GetAtt may ask for Outputs.NAME
  TYPE_PROPAGATE = 32,     // tags need PropagateAtLaunch
};

// Also the public `SchemaType`.
struct SchemaType {
  Offset name, root;
  Offset marks;        // MarkTable of what AWS says of paths; 0: none
  Offset notes;        // BlockList: path, text, path, text, ...; 0: none
  Offset attributes;   // AttributeTable
  Offset followers;    // FollowerTable; 0: none
  Offset identifiers;  // BlockList of strings
  Offset ref, ref_format, arn, tags;
  uint8_t ref_kind, tag_style, flags, unused;
  BlockRegions regions;   // where it exists
  Offset permissions[5];  // BlockList of strings: create, read, update, delete, list; 0: none known
};
typedef struct SchemaType BlockType;

// What holds of a path in a type, list indexes and keys of maps left out.
enum Mark {
  MARK_READ_ONLY = 1,
  MARK_WRITE_ONLY = 2,
  MARK_CREATE_ONLY = 4,
  MARK_CONDITIONAL = 8,
  MARK_DEPRECATED = 16,
  MARK_REJECTED = 32,
  // How the service writes the value before it shows it again (tools/transforms.c).
  MARK_CASELESS = 64,
  MARK_TAIL = 128,
  MARK_BEGINS = 256,
  MARK_DOTTED = 512,
  MARK_TRIMMED = 1024,
  MARK_OTHERWISE = 2048,
  MARK_SETTABLE = 4096,  // read-only in the schema, and templates may set it
};

typedef struct MarkEntry {
  Offset name;
  uint32_t marks;
  Offset below;  // MarkTable; 0: none
} MarkEntry;

typedef struct MarkTable {
  uint32_t count;
  MarkEntry entries[];  // by name
} MarkTable;

typedef struct AttributeEntry {
  Offset name, format;
  uint32_t kind;  // SchemaKind
} AttributeEntry;

typedef struct AttributeTable {
  uint32_t count;
  AttributeEntry entries[];  // by name
} AttributeTable;

// An attribute that an update in place may change.
typedef struct FollowerEntry {
  Offset attribute;   // "Endpoint.Port", "Ref"; "*": each
  Offset properties;  // BlockList of the paths that it follows; 0: all
  uint32_t certain;   // 0: it depends on what the service does
} FollowerEntry;

typedef struct FollowerTable {
  uint32_t count;
  FollowerEntry entries[];  // by attribute, which may stand there more than once
} FollowerTable;

// A node: which JSON types it takes and which of the fields below it has; those follow it in this order, a word each.
enum NodeType {
  NODE_STRING = 1,
  NODE_INTEGER = 2,
  NODE_NUMBER = 4,
  NODE_BOOLEAN = 8,
  NODE_ARRAY = 16,
  NODE_OBJECT = 32,
  NODE_NULL = 64,
  NODE_TYPES = 127,  // none of them: any
  NODE_OPEN = 128,   // takes members that are not listed
  NODE_UNIQUE = 256,
  NODE_UNORDERED = 512,
  NODE_NEVER = 2048,   // must not be there
  NODE_NOCASE = 1024,  // the enum's values are compared without case
};

enum NodeField {
  FIELD_LINK,        // another node to use instead (only where definitions are recursive)
  FIELD_PROPERTIES,  // PropertyTable
  FIELD_PATTERNS,    // BlockList of pairs: regex, node
  FIELD_OTHER,       // node for any other member
  FIELD_ITEMS,       // node
  FIELD_PREFIX,      // BlockList of nodes
  FIELD_PATTERN,     // string
  FIELD_FORMAT,      // string, several by '|'
  FIELD_ENUM,        // BlockList of strings, sorted by bytes
  FIELD_OFFERS,      // beside an enum: BlockList of BlockRegions: those of which there is a list, then a value's each
  FIELD_LENGTH,      // BlockBounds, in code points
  FIELD_COUNT,       // BlockBounds, items of a list
  FIELD_MEMBERS,     // BlockBounds, members of a map
  FIELD_RANGE,       // BlockRange
  FIELD_RULES,       // RuleTable
};

typedef struct BlockNode {
  uint16_t types, fields;  // NodeType, bits by NodeField
  uint32_t values[];
} BlockNode;

typedef struct PropertyEntry {
  Offset name, node;
} PropertyEntry;

enum { PROPERTY_REQUIRED = 1 };  // the lowest bit of `node`

typedef struct PropertyTable {
  uint32_t count, required;  // how many are required
  PropertyEntry entries[];   // by name
} PropertyTable;

typedef struct BlockBounds {
  uint32_t least, most;  // most UINT32_MAX: no bound
} BlockBounds;

enum { RANGE_LEAST = 1, RANGE_MOST = 2, RANGE_ABOVE = 4, RANGE_BELOW = 8, RANGE_STEP = 16 };

// The numbers are doubles by their bits (block words are 4-aligned only).
typedef struct BlockRange {
  uint32_t has;
  uint32_t least[2], most[2], step[2];
} BlockRange;

typedef enum RuleKind {
  RULE_ALL,       // BlockList of nodes
  RULE_ANY,       // BlockList of nodes
  RULE_ONE,       // BlockList of nodes
  RULE_IF,        // BlockList: if, then, else (0: none)
  RULE_NOT,       // node
  RULE_NAMES,     // node that every member's name must meet
  RULE_CONTAINS,  // node that one item must meet
  RULE_DEPEND,    // BlockList: name, node that must be met where the member is there
  RULE_REQUIRED,  // BlockList of names that must be there (and are not listed as properties)
  RULE_XOR,       // BlockList of names: exactly one of them
  RULE_OR,        // BlockList of names: at least one of them
  RULE_EXCLUDE,   // BlockList of names: with the first none of the others
  RULE_NEED,      // BlockList of names: with the first all of the others
  RULE_KEYS,      // BlockList of names: no two items are equal in these members
  RULE_CODED,     // BlockList: code (with a NUL), reason, node, aging: what fails in it is reported with these
} RuleKind;

typedef struct BlockRule {
  uint32_t kind;
  Offset argument;
} BlockRule;

typedef struct RuleTable {
  uint32_t count;
  BlockRule rules[];
} RuleTable;

extern const unsigned char schema_block[];

static inline const void *block_at(Offset offset) { return schema_block + offset; }

static inline Text block_text(Offset offset) {
  if (offset == 0) return (Text){0};
  const BlockString *string = block_at(offset);
  return (Text){string->bytes, string->size};
}

static inline double block_double(const uint32_t bits[2]) {
  double number;
  memcpy(&number, bits, sizeof number);
  return number;
}

static inline bool block_in_region(const BlockRegions *regions, uint32_t number) {
  return regions->bits[number / 32] >> number % 32 & 1;
}

static inline bool node_has(const BlockNode *node, enum NodeField field) { return node->fields >> field & 1; }

// The field's word; 0 where the node does not have it.
static inline uint32_t node_field(const BlockNode *node, enum NodeField field) {
  if (!node_has(node, field)) return 0;
  return node->values[__builtin_popcount(node->fields & ((1u << field) - 1))];
}

static inline const BlockNode *block_node(Offset offset) {
  const BlockNode *node = block_at(offset);
  while (node_has(node, FIELD_LINK)) node = block_at(node->values[0]);
  return node;
}
