// What a change of a property does to its resource and to what others read of it: the marks along a path, and the facts
// of stdlib/aws/facts/updates.types.
#include <string.h>

#include "schema/node.h"

// All marks on the way along `path`; *deeper: those of what lies below its end. Steps that no mark names are keys of
// maps.
static uint32_t marks_along(const SchemaType *type, const Text *path, size_t steps, const MarkTable **deeper) {
  const MarkTable *table = type->marks ? block_at(type->marks) : NULL;
  uint32_t marks = 0;
  *deeper = NULL;
  for (size_t i = 0; i < steps; i++) {
    const MarkEntry *entry = schema_mark(table, path[i]);
    if (!entry) return marks;
    marks |= entry->marks;
    table = entry->below ? block_at(entry->below) : NULL;
  }
  *deeper = table;
  return marks;
}

static bool has_mark(const SchemaType *type, const Text *path, size_t steps, enum Mark mark) {
  const MarkTable *deeper;
  return (marks_along(type, path, steps, &deeper) & mark) != 0;
}

static bool replaces_deeper(const MarkTable *table) {
  for (uint32_t i = 0; table && i < table->count; i++) {
    const MarkEntry *entry = &table->entries[i];
    if (entry->marks & (MARK_CREATE_ONLY | MARK_CONDITIONAL)) return true;
    if (entry->below && replaces_deeper(block_at(entry->below))) return true;
  }
  return false;
}

Replacement schema_replacement(const SchemaType *type, const Text *path, size_t steps) {
  const MarkTable *deeper;
  uint32_t marks = marks_along(type, path, steps, &deeper);
  if (marks & MARK_CREATE_ONLY) return REPLACE_ALWAYS;
  return (marks & MARK_CONDITIONAL) || (steps && replaces_deeper(deeper)) ? REPLACE_CONDITIONAL : REPLACE_NEVER;
}

bool schema_rejected(const SchemaType *type, const Text *path, size_t steps) {
  return has_mark(type, path, steps, MARK_REJECTED);
}

bool schema_write_only(const SchemaType *type, const Text *path, size_t steps) {
  return has_mark(type, path, steps, MARK_WRITE_ONLY);
}

bool schema_read_only(const SchemaType *type, const Text *path, size_t steps) {
  return has_mark(type, path, steps, MARK_READ_ONLY);
}

bool schema_deprecated(const SchemaType *type, const Text *path, size_t steps) {
  return has_mark(type, path, steps, MARK_DEPRECATED);
}

// How many steps of `path` the fact's path "A/*/B" takes; 0 where it leads elsewhere or further.
static size_t steps_of(Text fact, const Text *path, size_t steps) {
  size_t taken = 0;
  for (size_t start = 0; start < fact.size;) {
    size_t end = text_find(fact, TEXT("/"), start);
    if (end == SIZE_MAX) end = fact.size;
    Text step = text_slice(fact, start, end);
    start = end + 1;
    if (text_is(step, "*")) continue;
    if (taken == steps || !text_equal(step, path[taken])) return 0;
    taken++;
  }
  return taken;
}

Text schema_update_note(const SchemaType *type, const Text *path, size_t steps) {
  Text note = {0};
  size_t longest = 0;
  const BlockList *notes = type->notes ? block_at(type->notes) : NULL;
  for (uint32_t i = 0; notes && i < notes->count; i += 2) {
    size_t taken = steps_of(block_text(notes->items[i]), path, steps);
    if (taken <= longest) continue;
    longest = taken;
    note = block_text(notes->items[i + 1]);
  }
  return note;
}

// Whether "Endpoint.Port" is the property at `path`, in it or around it.
static bool mirrors(Text attribute, const Text *path, size_t steps) {
  size_t start = 0;
  for (size_t i = 0; i < steps && start <= attribute.size; i++) {
    size_t end = text_find(attribute, TEXT("."), start);
    if (end == SIZE_MAX) end = attribute.size;
    if (!text_equal(text_slice(attribute, start, end), path[i])) return false;
    start = end + 1;
  }
  return steps > 0;
}

// Whether the fact's attribute is the one asked for: "*" any, "Outputs" also "Outputs.Url".
static bool is_about(Text fact, Text attribute) {
  if (text_is(fact, "*") || text_equal(fact, attribute)) return true;
  return text_starts_with(attribute, fact) && attribute.at[fact.size] == '.';
}

static bool follows(const FollowerEntry *entry, const Text *path, size_t steps) {
  if (!entry->properties) return true;
  const BlockList *properties = block_at(entry->properties);
  for (uint32_t i = 0; i < properties->count; i++)
    if (steps_of(block_text(properties->items[i]), path, steps)) return true;
  return false;
}

AttributeUpdate schema_attribute_update(const SchemaType *type, Text attribute, const Text *path, size_t steps) {
  if (!steps) return ATTRIBUTE_STAYS;
  if (mirrors(attribute, path, steps)) return ATTRIBUTE_CHANGES;
  AttributeUpdate update = ATTRIBUTE_STAYS;
  const FollowerTable *table = type->followers ? block_at(type->followers) : NULL;
  for (uint32_t i = 0; table && i < table->count; i++) {
    const FollowerEntry *entry = &table->entries[i];
    if (!is_about(block_text(entry->attribute), attribute) || !follows(entry, path, steps)) continue;
    if (entry->certain) return ATTRIBUTE_CHANGES;
    update = ATTRIBUTE_MAY_CHANGE;
  }
  return update;
}

// --- How a value is shown

static Text without_end(Text text, const char *characters) {
  while (text.size && strchr(characters, text.at[text.size - 1])) text.size--;
  return text;
}

static Text plain(Text text, uint32_t marks) {
  if (marks & MARK_TRIMMED) text = without_end(text, " \t\r\n");
  return (marks & MARK_DOTTED) ? without_end(text, ".") : text;
}

static bool same_letters(Text a, Text b, uint32_t marks) {
  return (marks & MARK_CASELESS) ? text_equal_caseless(a, b) : text_equal(a, b);
}

// Whether the longer one ends in the shorter one, behind '/' or ':'.
static bool same_tail(Text a, Text b, uint32_t marks) {
  if (a.size < b.size) return same_tail(b, a, marks);
  size_t start = a.size - b.size;
  return b.size && start && (a.at[start - 1] == '/' || a.at[start - 1] == ':') &&
         same_letters(text_slice(a, start, a.size), b, marks);
}

static bool same_start(Text a, Text b) {
  if (a.size < b.size) return same_start(b, a);
  return b.size && text_starts_with(a, b) && a.at[b.size] == '.';
}

Shown schema_shown(const SchemaType *type, const Text *path, size_t steps, Text declared, Text seen) {
  if (text_equal(declared, seen)) return SHOWN_SAME;
  const MarkTable *deeper;
  uint32_t marks = marks_along(type, path, steps, &deeper);
  Text a = plain(declared, marks), b = plain(seen, marks);
  if (same_letters(a, b, marks)) return SHOWN_SAME;
  if ((marks & MARK_TAIL) && same_tail(a, b, marks)) return SHOWN_SAME;
  if ((marks & MARK_BEGINS) && same_start(a, b)) return SHOWN_SAME;
  return (marks & MARK_OTHERWISE) ? schema_shown_otherwise(a, b) : SHOWN_OTHER;
}
