// Combinations: which members go together, and oneOf, anyOf, allOf, if, not.
//
// Where none of several branches fits, the one that fits best is reported in detail, since "does not match any" helps
// nobody; where all branches only name members that must be there, the message is about those.
#include "schema/check.h"

static Span span_of(const Checker *checker, const Value *value) {
  if (checker->depth > 3 && value->span.source) return value->span;
  const Member *member = value_member(checker->resource->body, TEXT("Properties"));
  return member && member->key_span.source ? member->key_span : checker->resource->id_span;
}

static Span member_span(const Value *map, Text name) {
  const Member *member = value_member(map, name);
  return member ? member->key_span : map->span;
}

static Text join(Arena *arena, const Text *names, size_t count, const char *last) {
  Buffer out = {0};
  for (size_t i = 0; i < count; i++)
    buffer_format(&out, "%s'%.*s'", i == 0 ? "" : i + 1 == count ? last : ", ", TEXT_ARG(names[i]));
  return buffer_take(&out, arena);
}

typedef struct Presence {
  size_t surely, perhaps;  // perhaps counts the sure ones too
  Text first, second;      // the first two that are surely there
} Presence;

static Presence presence(const Checker *checker, const Value *value, const BlockList *names) {
  Presence result = {0};
  for (uint32_t i = 0; i < names->count; i++) {
    Text name = block_text(names->items[i]);
    Answer answer = check_present(checker, value, name);
    if (answer == ANSWER_NO) continue;
    result.perhaps++;
    if (answer == ANSWER_MAYBE) continue;
    if (result.surely == 0) result.first = name;
    if (result.surely == 1) result.second = name;
    result.surely++;
  }
  return result;
}

// `name` is there though `other` is, too.
static void clash(Checker *checker, const char *code, const Value *value, Text name, Text other) {
  check_push(checker, name);
  Diag *diag = check_report(checker, code, member_span(value, name), "'%.*s' cannot stand beside '%.*s'",
                            TEXT_ARG(name), TEXT_ARG(other));
  check_pop(checker);
  if (!diag) return;
  diag_help(checker->check->diags, diag, "keep one of them");
  diag_note(checker->check->diags, diag, member_span(value, other), "'%.*s' is set here", TEXT_ARG(other));
}

static void none_of(Checker *checker, const char *code, const Value *value, Offset names, bool only) {
  if (check_weighs(checker)) return;
  size_t count;
  Text *texts = check_texts(checker->check->diags->arena, names, &count);
  Text list = join(checker->check->diags->arena, texts, count, only ? " and " : " or ");
  Text subject = check_subject(checker);
  check_report(checker, code, span_of(checker, value), "%.*s needs %s %.*s", TEXT_ARG(subject),
               only        ? "exactly one of"
               : count > 2 ? "one of"
                           : "either",
               TEXT_ARG(list));
}

static void check_xor(Checker *checker, const Value *value, Offset names) {
  Presence found = presence(checker, value, block_at(names));
  if (found.surely > 1)
    clash(checker, "E3014", value, found.second, found.first);
  else if (found.perhaps == 0)
    none_of(checker, "E3014", value, names, true);
  else if (found.surely != found.perhaps)
    checker->uncertain = true;
}

static void check_or(Checker *checker, const Value *value, Offset names) {
  if (presence(checker, value, block_at(names)).perhaps == 0) none_of(checker, "E3058", value, names, false);
}

static bool excludes(const RuleTable *rules, Text first, Text other) {
  for (uint32_t r = 0; r < rules->count; r++) {
    if (rules->rules[r].kind != RULE_EXCLUDE) continue;
    const BlockList *names = block_at(rules->rules[r].argument);
    if (!text_equal(block_text(names->items[0]), first)) continue;
    for (uint32_t i = 1; i < names->count; i++)
      if (text_equal(block_text(names->items[i]), other)) return true;
  }
  return false;
}

// Two members that exclude each other are one mistake, reported at the later one.
static void check_exclude(Checker *checker, const RuleTable *rules, const Value *value, const BlockList *names) {
  Text first = block_text(names->items[0]);
  if (check_present(checker, value, first) != ANSWER_YES) return;
  for (uint32_t i = 1; i < names->count; i++) {
    Text other = block_text(names->items[i]);
    if (check_present(checker, value, other) != ANSWER_YES) continue;
    if (!excludes(rules, other, first) || value_member(value, other) > value_member(value, first))
      clash(checker, "E3020", value, other, first);
  }
}

static void check_need(Checker *checker, const Value *value, const BlockList *names) {
  Text first = block_text(names->items[0]);
  if (check_present(checker, value, first) != ANSWER_YES) return;
  for (uint32_t i = 1; i < names->count; i++) {
    Text other = block_text(names->items[i]);
    if (check_present(checker, value, other) != ANSWER_NO) continue;
    check_report(checker, "E3021", member_span(value, first), "'%.*s' needs '%.*s' beside it", TEXT_ARG(first),
                 TEXT_ARG(other));
  }
}

static void check_names(Checker *checker, const BlockNode *node, const Value *value) {
  for (size_t i = 0; i < value->as.map.count; i++) {
    Member *member = &value->as.map.members[i];
    Value name = {.kind = VALUE_STRING, .span = member->key_span, .as.text = member->key};
    size_t before = checker->check->diags->list.count;
    check_push(checker, member->key);
    check_value(checker, node, &name, NULL);
    check_pop(checker);
    // Its subject is the name itself, which would be said of itself.
    for (size_t k = before; k < checker->check->diags->list.count; k++)
      checker->check->diags->list.items[k]->message =
          text_format(checker->check->diags->arena, "'%.*s' is no name that may stand here", TEXT_ARG(member->key));
  }
}

static void check_contains(Checker *checker, const BlockNode *node, Value *value) {
  bool perhaps = false;
  for (size_t i = 0; i < value->as.list.count; i++) {
    Answer answer = check_try(checker, node, value->as.list.items[i], NULL);
    if (answer == ANSWER_YES) return;
    perhaps |= answer == ANSWER_MAYBE;
  }
  if (perhaps) {
    checker->uncertain = true;
    return;
  }
  Text subject = check_subject(checker);
  check_report(checker, "E3017", value->span, "'%.*s' has no item of the kind that it needs", TEXT_ARG(subject));
}

static bool same_keys(const Value *a, const Value *b, const BlockList *keys) {
  for (uint32_t i = 0; i < keys->count; i++) {
    const Value *x = value_get(a, block_text(keys->items[i])), *y = value_get(b, block_text(keys->items[i]));
    if (!value_is(x, VALUE_STRING) || !value_is(y, VALUE_STRING) || !text_equal(x->as.text, y->as.text)) return false;
  }
  return true;
}

static void check_keys(Checker *checker, const BlockList *keys, const Value *list) {
  enum { COMPARED = 200 };
  for (size_t i = 1; i < list->as.list.count && i < COMPARED; i++) {
    for (size_t k = 0; k < i; k++) {
      const Value *item = list->as.list.items[i];
      if (!same_keys(list->as.list.items[k], item, keys)) continue;
      Text subject = check_subject(checker), key = block_text(keys->items[0]);
      bool lint = checker->check->lint;  // cfn-lint has no id of its own for this, and points at the list
      if (!lint) check_push_index(checker, i);
      check_report(checker, lint ? "E3002" : "E3037", value_get(item, key)->span,
                   "'%.*s' has two items with the %.*s '%.*s'", TEXT_ARG(subject), TEXT_ARG(key),
                   TEXT_ARG(value_text(value_get(item, key))));
      if (!lint) check_pop(checker);
      break;
    }
  }
}

// --- Branches

// The members that a branch asks for, where that is all it does; 0 where it does more.
static Offset only_required(const BlockNode *node) {
  if (node->fields != 1u << FIELD_RULES) return 0;
  const RuleTable *rules = block_at(node_field(node, FIELD_RULES));
  return rules->count == 1 && rules->rules[0].kind == RULE_REQUIRED ? rules->rules[0].argument : 0;
}

static bool all_required(const BlockList *branches) {
  for (uint32_t i = 0; i < branches->count; i++)
    if (!only_required(block_node(branches->items[i]))) return false;
  return true;
}

// "'A' or 'B' with 'C'"
static Text branch_names(Arena *arena, const BlockList *branches, const char *last) {
  Buffer out = {0};
  for (uint32_t i = 0; i < branches->count; i++) {
    size_t count;
    Text *names = check_texts(arena, only_required(block_node(branches->items[i])), &count);
    buffer_add_string(&out, i == 0 ? "" : i + 1 == branches->count ? last : ", ");
    buffer_add(&out, join(arena, names, count, " with "));
  }
  return buffer_take(&out, arena);
}

// A branch may say by a constant what it describes ("Type: S3"). The member at which the value has another; null where
// there is none such.
static const Member *other_kind(const BlockNode *node, const Value *value) {
  for (size_t i = 0; value->kind == VALUE_MAP && i < value->as.map.count; i++) {
    const Member *member = &value->as.map.members[i];
    const PropertyEntry *entry = schema_node_property(node, member->key);
    if (!entry || !value_is(member->value, VALUE_STRING) || !node_has(property_node(entry), FIELD_ENUM)) continue;
    const BlockList *list = block_at(node_field(property_node(entry), FIELD_ENUM));
    if (list->count == 1 && !text_equal(block_text(list->items[0]), member->value->as.text)) return member;
  }
  return NULL;
}

// A branch may be meant for another kind of value altogether; that one fits least.
static unsigned misfit(const BlockNode *node, const Value *value) {
  unsigned types = node->types & NODE_TYPES;
  bool map = value->kind == VALUE_MAP, list = value->kind == VALUE_LIST;
  bool fits = map    ? (types & NODE_OBJECT)
              : list ? (types & NODE_ARRAY)
                     : (types & ~(unsigned)(NODE_OBJECT | NODE_ARRAY));
  return types && !fits ? 100000 : other_kind(node, value) ? 50000 : 0;
}

typedef struct Trials {
  uint32_t yes, maybe;  // how many branches fit
  uint32_t first, second, best;
  unsigned lightest;
} Trials;

static Trials try_all(Checker *checker, const BlockList *branches, Value *value) {
  Trials trials = {.lightest = UINT32_MAX};
  for (uint32_t i = 0; i < branches->count; i++) {
    const BlockNode *branch = block_node(branches->items[i]);
    unsigned weight = 0;
    Answer answer = check_try(checker, branch, value, &weight);
    if (answer == ANSWER_YES) {
      if (trials.yes == 0) trials.first = i;
      if (trials.yes == 1) trials.second = i;
      trials.yes++;
    }
    if (answer == ANSWER_MAYBE) trials.maybe++;
    weight += answer == ANSWER_NO ? misfit(branch, value) : 0;
    if (weight < trials.lightest) trials.lightest = weight, trials.best = i;
  }
  return trials;
}

// Lint has ids for what is wrong with each form, as users may ignore any: of the forms that fit less the first mistake.
static void report_others(Checker *checker, const BlockList *branches, Value *value, uint32_t best) {
  enum { MOST_FORMS = 4 };
  for (uint32_t i = 0; i < branches->count && branches->count <= MOST_FORMS; i++) {
    size_t before = checker->check->diags->list.count;
    if (i == best) continue;
    check_value(checker, block_node(branches->items[i]), value, NULL);
    check_forget(checker, before + 1);
  }
}

// Where no branch has the constant that the value has, it is one of them all that is wanted.
static bool report_kinds(Checker *checker, const BlockList *branches, const Value *value, uint32_t best) {
  const Member *kind = other_kind(block_node(branches->items[best]), value);
  Diags *diags = checker->check->diags;
  VEC(Text) wanted = {0};
  for (uint32_t i = 0; kind && i < branches->count; i++) {
    const PropertyEntry *entry = schema_node_property(block_node(branches->items[i]), kind->key);
    if (!entry || !node_has(property_node(entry), FIELD_ENUM)) return false;
    const BlockList *list = block_at(node_field(property_node(entry), FIELD_ENUM));
    for (uint32_t k = 0; k < list->count; k++) vec_push(diags->arena, &wanted, block_text(list->items[k]));
  }
  if (!kind || branches->count < 2) return false;
  check_push(checker, kind->key);
  Diag *diag = check_report(checker, "E3030", kind->value->span, "'%.*s' is not a value of '%.*s'",
                            TEXT_ARG(kind->value->as.text), TEXT_ARG(kind->key));
  check_pop(checker);
  diag_suggest(diags, diag, kind->value->as.text, wanted.items, wanted.count);
  if (!diag->help.size)
    diag_help(diags, diag, "it is one of %.*s", TEXT_ARG(join(diags->arena, wanted.items, wanted.count, " and ")));
  return true;
}

static void report_best(Checker *checker, const BlockList *branches, Value *value, const Trials *trials,
                        const char *code) {
  if (checker->trial) {
    checker->weight += trials->lightest;
    return;
  }
  if (all_required(branches)) {
    Arena *arena = checker->check->diags->arena;
    Text subject = check_subject(checker), names = branch_names(arena, branches, " or ");
    check_report(checker, code, span_of(checker, value), "%.*s needs %s%.*s", TEXT_ARG(subject),
                 branches->count > 2    ? "one of "
                 : branches->count == 2 ? "either "
                                        : "",
                 TEXT_ARG(names));
    if (checker->check->lint) report_others(checker, branches, value, UINT32_MAX);
    return;
  }
  if (checker->check->lint) {
    const char *quote = checker->depth <= 3 ? "" : "'";  // the properties as a whole are called by their type
    Text subject = check_subject(checker);
    check_report(checker, code, span_of(checker, value), "%s%.*s%s has none of the forms that it may have", quote,
                 TEXT_ARG(subject), quote);
    report_others(checker, branches, value, trials->best);
  }
  if (report_kinds(checker, branches, value, trials->best)) return;
  check_value(checker, block_node(branches->items[trials->best]), value, NULL);
}

// Once a branch fits, its conversions are made.
static void conform(Checker *checker, const BlockList *branches, Value *value, const Trials *trials) {
  if (checker->trial || !checker->check->conform || trials->yes + trials->maybe == 0) return;
  check_value(checker, block_node(branches->items[trials->yes ? trials->first : trials->best]), value, NULL);
}

static void check_any(Checker *checker, const BlockList *branches, Value *value) {
  Trials trials = try_all(checker, branches, value);
  if (trials.yes == 0 && trials.maybe) checker->uncertain = true;
  if (trials.yes + trials.maybe == 0)
    report_best(checker, branches, value, &trials, "E3017");
  else
    conform(checker, branches, value, &trials);
}

static void check_one(Checker *checker, const BlockList *branches, Value *value) {
  Trials trials = try_all(checker, branches, value);
  if (trials.yes == 0 && trials.maybe) checker->uncertain = true;
  if (trials.yes + trials.maybe == 0) {
    report_best(checker, branches, value, &trials, "E3018");
    return;
  }
  conform(checker, branches, value, &trials);
  // Branches that overlap otherwise than by members that both ask for are AWS's own looseness.
  if (trials.yes < 2) return;
  Offset first = only_required(block_node(branches->items[trials.first]));
  Offset second = only_required(block_node(branches->items[trials.second]));
  if (!first || !second) return;
  const BlockList *a = block_at(first), *b = block_at(second);
  clash(checker, "E3018", value, block_text(b->items[0]), block_text(a->items[0]));
}

// Most conditions begin with members that must be there: where one is not, nothing else need be tried.
static bool lacks_required(const Checker *checker, const BlockNode *node, const Value *value) {
  if (value->kind != VALUE_MAP || !node_has(node, FIELD_RULES)) return false;
  const RuleTable *rules = block_at(node_field(node, FIELD_RULES));
  if (rules->rules[0].kind != RULE_REQUIRED) return false;
  const BlockList *names = block_at(rules->rules[0].argument);
  for (uint32_t i = 0; i < names->count; i++)
    if (check_present(checker, value, block_text(names->items[i])) == ANSWER_NO) return true;
  return false;
}

static void check_if(Checker *checker, const BlockList *parts, Value *value) {
  const BlockNode *condition = block_node(parts->items[0]);
  bool lacks = lacks_required(checker, condition, value);
  Answer answer = lacks ? ANSWER_NO : check_try(checker, condition, value, NULL);
  if (answer == ANSWER_MAYBE) checker->uncertain = true;
  Offset next = answer == ANSWER_YES ? parts->items[1] : answer == ANSWER_NO ? parts->items[2] : 0;
  if (next) check_value(checker, block_node(next), value, NULL);
}

// What is new at AWS, or in a region, is not in the list yet: that is no error unless the caller wants it so.
static void report_aging(const SchemaCheck *check, Diag *diag, Text reason, bool elsewhere) {
  diag_note(check->diags, diag, (Span){0}, "%.*s%s when the tables were made", TEXT_ARG(reason),
            elsewhere ? " there" : "");
  if (check->aging_errors) return;
  diag->level = LEVEL_WARNING;
  check->diags->errors--;
  check->diags->warnings++;
}

static void recode(Diags *diags, Diag *diag, const char *code) {
  diag->code = code;
  if (code[0] != 'W' || diag->level != LEVEL_ERROR) return;
  diag->level = LEVEL_WARNING;
  diags->errors--;
  diags->warnings++;
}

static void check_coded(Checker *checker, const BlockList *parts, Value *value) {
  Diags *diags = checker->check->diags;
  size_t before = diags->list.count;
  bool coded = checker->coded;
  checker->coded = coded || !checker->resolved;
  check_value(checker, block_node(parts->items[2]), value, NULL);
  checker->coded = coded;
  for (size_t i = before; i < diags->list.count; i++) {
    if (text_starts_with(text_of(diags->list.items[i]->code), TEXT("W10"))) continue;
    bool elsewhere = text_is(text_of(diags->list.items[i]->code), "E3006");
    recode(diags, diags->list.items[i], block_text(parts->items[0]).at);
    if (parts->items[1] && !parts->items[3]) diags->list.items[i]->help = block_text(parts->items[1]);
    if (parts->items[3]) report_aging(checker->check, diags->list.items[i], block_text(parts->items[1]), elsewhere);
  }
}

static void check_not(Checker *checker, const BlockNode *node, Value *value) {
  Answer answer = check_try(checker, node, value, NULL);
  if (answer == ANSWER_MAYBE) checker->uncertain = true;
  if (answer != ANSWER_YES) return;
  Text subject = check_subject(checker);
  if (value->kind == VALUE_MAP || value->kind == VALUE_LIST) {
    check_report(checker, "E3030", span_of(checker, value), "'%.*s' must not be like this", TEXT_ARG(subject));
    return;
  }
  Text text = check_scalar_text(checker->check->arena, value);
  check_report(checker, "E3030", value->span, "'%.*s' must not be '%.*s'", TEXT_ARG(subject), TEXT_ARG(text));
}

static void check_needed(Checker *checker, const Value *value, const BlockList *names) {
  Arena *arena = checker->check->diags->arena;
  VEC(Text) missing = {0};
  for (uint32_t i = 0; checker->trial && i < names->count; i++)
    if (check_present(checker, value, block_text(names->items[i])) == ANSWER_NO && check_weighs(checker)) return;
  if (checker->trial) return;
  for (uint32_t i = 0; i < names->count; i++) {
    Text name = block_text(names->items[i]);
    if (check_present(checker, value, name) == ANSWER_NO) vec_push(arena, &missing, name);
  }
  if (missing.count == 0) return;
  bool whole = checker->depth <= 3;
  Text subject = check_subject(checker), list = join(arena, missing.items, missing.count, " and ");
  check_report(checker, "E3003", span_of(checker, value), "%s%.*s%s needs %.*s", whole ? "" : "'", TEXT_ARG(subject),
               whole ? "" : "'", TEXT_ARG(list));
}

static void check_all(Checker *checker, const BlockList *branches, Value *value) {
  for (uint32_t i = 0; i < branches->count; i++) check_value(checker, block_node(branches->items[i]), value, NULL);
}

static void check_map_rule(Checker *checker, const RuleTable *rules, const BlockRule *rule, Value *value) {
  const BlockList *list = block_at(rule->argument);
  switch ((RuleKind)rule->kind) {
    case RULE_NAMES: check_names(checker, block_node(rule->argument), value); break;
    case RULE_DEPEND:
      if (check_present(checker, value, block_text(list->items[0])) == ANSWER_YES)
        check_value(checker, block_node(list->items[1]), value, NULL);
      break;
    case RULE_REQUIRED: check_needed(checker, value, list); break;
    case RULE_XOR: check_xor(checker, value, rule->argument); break;
    case RULE_OR: check_or(checker, value, rule->argument); break;
    case RULE_EXCLUDE: check_exclude(checker, rules, value, list); break;
    case RULE_NEED: check_need(checker, value, list); break;
    case RULE_ALL:
    case RULE_ANY:
    case RULE_ONE:
    case RULE_IF:
    case RULE_NOT:
    case RULE_CONTAINS:
    case RULE_KEYS:
    case RULE_CODED: break;
  }
}

void check_rules(Checker *checker, const BlockNode *node, Value *value) {
  const RuleTable *rules = block_at(node_field(node, FIELD_RULES));
  for (uint32_t i = 0; i < rules->count; i++) {
    const BlockRule *rule = &rules->rules[i];
    if (!rule->argument) continue;
    switch ((RuleKind)rule->kind) {
      case RULE_ALL: check_all(checker, block_at(rule->argument), value); break;
      case RULE_ANY: check_any(checker, block_at(rule->argument), value); break;
      case RULE_ONE: check_one(checker, block_at(rule->argument), value); break;
      case RULE_IF: check_if(checker, block_at(rule->argument), value); break;
      case RULE_CODED: check_coded(checker, block_at(rule->argument), value); break;
      case RULE_NOT: check_not(checker, block_node(rule->argument), value); break;
      case RULE_CONTAINS:
        if (value->kind == VALUE_LIST) check_contains(checker, block_node(rule->argument), value);
        break;
      case RULE_KEYS:
        if (value->kind == VALUE_LIST) check_keys(checker, block_at(rule->argument), value);
        break;
      case RULE_NAMES:
      case RULE_DEPEND:
      case RULE_REQUIRED:
      case RULE_XOR:
      case RULE_OR:
      case RULE_EXCLUDE:
      case RULE_NEED:
        if (value->kind == VALUE_MAP) check_map_rule(checker, rules, rule, value);
        break;
    }
  }
}
