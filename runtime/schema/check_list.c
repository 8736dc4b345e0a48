// Lists: each item by its node, how many there may be, and items that stand there twice.
#include "schema/check.h"

// Whether a value that is written twice is the same value twice: only a macro may make something else each time.
static bool same_again(const Value *value) {
  Text name;
  Value *argument;
  if (value_intrinsic(value, &name, &argument) && text_is(name, "Fn::Transform")) return false;
  size_t count = value->kind == VALUE_LIST ? value->as.list.count : value->kind == VALUE_MAP ? value->as.map.count : 0;
  for (size_t i = 0; i < count; i++)
    if (!same_again(value->kind == VALUE_LIST ? value->as.list.items[i] : value->as.map.members[i].value)) return false;
  return true;
}

// Whether an item of a list is none, whatever the conditions say.
static bool no_item(const Value *value) {
  Text name;
  Value *argument;
  if (check_no_value(value)) return true;
  return check_conditional(value, &name, &argument) && no_item(argument->as.list.items[1]) &&
         no_item(argument->as.list.items[2]);
}

static void duplicate(Checker *checker, const Value *item, size_t index, size_t first) {
  Text subject = check_subject(checker);
  bool lint = checker->check->lint;  // whose findings of a list as a whole point at the list
  if (!lint) check_push_index(checker, index);
  Diag *diag = check_report(checker, "E3037", item->span, "'%.*s' holds the same item twice", TEXT_ARG(subject));
  if (diag) diag_help(checker->check->diags, diag, "items %zu and %zu are equal; remove one", first + 1, index + 1);
  if (!lint) check_pop(checker);
}

// An item that is compared with the others.
static bool counts(const Value *item) { return item->kind == VALUE_STRING || (!no_item(item) && same_again(item)); }

enum { FEW = 8 };  // items that are compared each with each; those of longer lists by their hashes

// For each item the number of the first that is equal to it.
typedef struct Firsts {
  size_t *of;
  size_t few[FEW];
  Arena arena;
} Firsts;

static void find_among_few(Firsts *firsts, const Value *list) {
  firsts->of = firsts->few;
  for (size_t i = 0; i < list->as.list.count; i++) {
    size_t first = 0;
    while (first < i && !value_equal(list->as.list.items[first], list->as.list.items[i])) first++;
    firsts->of[i] = first < i && counts(list->as.list.items[i]) ? first : i;
  }
}

static void firsts_open(Firsts *firsts, const Value *list) {
  size_t count = list->as.list.count, size = 4 * FEW;
  Value *const *items = list->as.list.items;
  *firsts = (Firsts){0};
  if (count <= FEW) {
    find_among_few(firsts, list);
    return;
  }
  while (size < count * 2) size *= 2;
  size_t *slots = ARENA_ARRAY(&firsts->arena, size_t, size);  // item + 1
  firsts->of = ARENA_ARRAY(&firsts->arena, size_t, count);
  for (size_t i = 0; i < count; i++) {
    firsts->of[i] = i;
    if (!counts(items[i])) continue;
    size_t slot = value_hash(items[i]) & (size - 1);
    while (slots[slot] && !value_equal(items[slots[slot] - 1], items[i])) slot = (slot + 1) & (size - 1);
    if (slots[slot])
      firsts->of[i] = slots[slot] - 1;
    else
      slots[slot] = i + 1;
  }
}

static void check_unique(Checker *checker, const Value *list) {
  Firsts firsts;
  firsts_open(&firsts, list);
  for (size_t i = 1; i < list->as.list.count; i++)
    if (firsts.of[i] < i) duplicate(checker, list->as.list.items[i], i, firsts.of[i]);
  arena_free(&firsts.arena);
}

// A list that may hold an item twice, and does: often an oversight. The words of a command are none.
static void check_repeats(Checker *checker, const Value *list) {
  Text subject = check_subject(checker);
  if (text_is(subject, "Command")) return;
  Firsts firsts;
  firsts_open(&firsts, list);
  size_t i = 1;
  while (i < list->as.list.count && firsts.of[i] == i) i++;
  if (i < list->as.list.count) {
    Diag *diag = check_report(checker, "I3037", list->span, "'%.*s' holds the same item twice", TEXT_ARG(subject));
    if (diag) diag_help(checker->check->diags, diag, "items %zu and %zu are equal", firsts.of[i] + 1, i + 1);
  }
  arena_free(&firsts.arena);
}

static void check_count(Checker *checker, const BlockNode *node, Value *list) {
  const BlockBounds *bounds = block_at(node_field(node, FIELD_COUNT));
  size_t surely = 0, perhaps = 0;
  for (size_t i = 0; i < list->as.list.count; i++) {
    Answer answer = check_stands(checker, list->as.list.items[i]);
    surely += answer == ANSWER_YES;
    perhaps += answer != ANSWER_NO;
    if (value_member(list->as.list.items[i], TEXT("Fn::Transform"))) perhaps += 1000;
  }
  if (perhaps >= bounds->least && surely <= bounds->most) return;
  Text subject = check_subject(checker);
  if (perhaps < bounds->least)
    check_report(checker, "E3032", list->span, "'%.*s' has too few items: %zu of at least %u", TEXT_ARG(subject),
                 perhaps, bounds->least);
  if (surely > bounds->most)
    check_report(checker, "E3032", list->span, "'%.*s' has too many items: %zu of at most %u", TEXT_ARG(subject),
                 surely, bounds->most);
}

void check_list(Checker *checker, const BlockNode *node, Value *value, const MarkTable *marks) {
  if (node_has(node, FIELD_COUNT)) check_apart(checker, node, value, check_count);
  if (node->types & NODE_UNIQUE)
    check_unique(checker, value);
  else if (checker->check->lint && !checker->trial && !checker->resolved)
    check_repeats(checker, value);
  Offset items = node_field(node, FIELD_ITEMS), prefix = node_field(node, FIELD_PREFIX);
  const BlockList *first = prefix ? block_at(prefix) : NULL;
  for (size_t i = 0; i < value->as.list.count; i++) {
    const BlockNode *item = items ? block_node(items) : NULL;
    check_push_index(checker, i);
    if (first && i < first->count) check_value(checker, block_node(first->items[i]), value->as.list.items[i], marks);
    if (item && !check_no_value(value->as.list.items[i])) check_value(checker, item, value->as.list.items[i], marks);
    check_pop(checker);
  }
}
