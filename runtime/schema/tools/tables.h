// The text of the type tables (stdlib/aws/*.types), as a tree. It is written by `derive` and read by `pack`; people
// read it in diffs. Two blanks of indent a level; `#` begins a comment line.
//
//   type AWS::S3::Bucket                 a type, or in an overlay: what is added to it
//     identifier BucketName              primary identifier: one path a word, `A/B/*/C`
//     read-only Arn DomainName           also write-only, create-only, conditional (create-only), deprecated
//     tags Tags                          the property that takes tags
//     delete-first                       a replacement deletes the old one before it creates the new
//     may create s3(CreateBucket)        the permissions its handlers need
//     only-in us-east-1                  regions; also not-in
//     ref BucketName                     what Ref returns, where the identifier does not say it
//     attributes Name                    what GetAtt may ask for besides the read-only properties
//     rewrites caseless(A) tail(B)       how the service writes a value before it shows it: transforms.c
//     rejected A                         also in-place, note, updates, may-update: see stdlib/aws/facts/updates.types
//     stateful                           also extra, outputs, any-attribute, arn: see stdlib/aws/facts
//     schema object                      a NODE, its properties below it
//       BucketName string length 3..63 ~ ^[a-z.-]+$
//       Tags array unique of @Tag
//     define Tag object
//       Key! string                      `!`: required
//     @Tag/Key length 1..128 -pattern    overlay: what is added to or dropped from the node at that path
//
// NODE is a row of words: types (`string`, `object|string`), `@Definition`, `length 1..64`, `range`, `items`,
// `members`, `above N`, `below N`, `step N`, `format F` (several by `|`), `enum (A B)`, `required (A B)`, `nocase`,
// `unique`, `unordered`, `open` and `closed` (members that are not listed), `never` (must not be there), and last
// either `of NODE` (what a list holds) or `~ PATTERN` up to the end of the line. Below it stand its members and rules:
//
//   * NODE, * "regex" NODE                any other member; those whose name matches
//   [] NODE, [0] NODE                     the items of a list; the first
//   = A B                                 more of the enum
//   &regions R S, &in R, &not-in R        an enum that differs by region: it is that of R and S, and what stands below
//   is
//                                         offered in R alone, or in all of them but R; further lines add up
//   &all &any &one                        each over `- NODE` lines
//   &if &then &else &not &names &contains NODE
//   &depend A NODE                        with A, NODE holds
//   &xor A B, &or A B                     exactly one of them; at least one
//   &exclude A B, &need A B, &keys A      with A no B; with A also B; items differ in A
//   &rule CODE "REASON" NODE              what fails in NODE is reported with that code and reason
//   &aging CODE "REASON" NODE             the same, by a list that grows from month to month
#pragma once
#include "base/diag.h"
#include "base/map.h"

typedef struct Node Node;

typedef struct Token {
  Text text;
  bool quoted;
} Token;

typedef VEC(Token) Tokens;

typedef struct Word {
  Text key;  // "type", "ref", "length", ..., "pattern"; "-pattern" drops that word of the node below the overlay
  Tokens values;
} Word;

typedef enum ChildKind {
  CHILD_PROPERTY,
  CHILD_PATTERN,  // `name` is the regex
  CHILD_OTHER,
  CHILD_ITEMS,
  CHILD_PREFIX,
  CHILD_ALL,
  CHILD_ANY,
  CHILD_ONE,
  CHILD_IF,
  CHILD_THEN,
  CHILD_ELSE,
  CHILD_NOT,
  CHILD_NAMES,
  CHILD_CONTAINS,
  CHILD_DEPEND,  // `name` is the member
  CHILD_XOR,
  CHILD_OR,
  CHILD_EXCLUDE,
  CHILD_NEED,
  CHILD_KEYS,
  CHILD_REGIONS,  // `names` are regions
  CHILD_IN,       // so they are here, and the enum of `node` is offered there
  CHILD_NOT_IN,
  CHILD_AGING,   // as CHILD_RULE, a list that grows from month to month
  CHILD_RULE,    // `name` is the code, the first of `names` the reason
  CHILD_BRANCH,  // a `- NODE` line below CHILD_ALL, CHILD_ANY, CHILD_ONE
} ChildKind;

typedef struct Child {
  ChildKind kind;
  Text name;
  bool required;
  Node *node;    // null for the kinds that hold names only
  Tokens names;  // CHILD_XOR ... CHILD_NOT_IN
} Child;

struct Node {
  VEC(Word) words;
  VEC(Child) children;
};

typedef struct Entry {  // "identifier", "read-only", "may create", ...
  Text key;
  Tokens values;
} Entry;

typedef struct Patch {
  Text path;
  Node *node;
  Span span;
} Patch;

typedef struct TypeText {
  Text name;
  VEC(Entry) entries;
  Node *schema;  // null in an overlay
  Map defines;   // name -> Node *
  VEC(Patch) patches;
} TypeText;

// Reads one file; types that are in `types` (name -> TypeText *) already are added to. False where there were errors.
bool tables_read(Arena *arena, Diags *diags, const char *path, Map *types);

const Word *node_word(const Node *node, const char *key);
// Sets the word with the word's key, whether it was there or not.
void node_set(Arena *arena, Node *node, Word word);
void node_drop(Node *node, Text key);
const Child *node_child(const Node *node, ChildKind kind, Text name);
const Entry *type_entry(const TypeText *type, const char *key);
