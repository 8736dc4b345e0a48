// Values by path, and what they refer to.
#include "lint/reach.h"

typedef struct Reached {
  VEC(LintChoice) list;
  World absent;
} Reached;

static void add_choices(Linter *linter, Reached *reached, const LintChoices *choices) {
  for (size_t i = 0; i < choices->count; i++) vec_push(linter->arena, &reached->list, choices->items[i]);
  reached->absent = world_or(linter->conditions, reached->absent, choices->absent);
}

static LintChoices step(Linter *linter, const LintChoice *choice, Text key) {
  const LintAt *at = lint_keep(linter, choice->at);
  if (text_is(key, "*")) return lint_items(linter, at, choice->world);
  const LintAt below = lint_field(at, text_copy(linter->arena, key).at);
  if (!below.value && value_intrinsic(at->value, &(Text){0}, &(Value *){0}))
    return (LintChoices){.absent = WORLD_NONE};  // it may be in what the function gives
  return lint_choices(linter, &below, choice->world);
}

LintChoices lint_reach(Linter *linter, const LintAt *at, World world, const char *path) {
  LintChoices found = lint_choices(linter, at, world);
  Text keys = text_of(path);
  for (size_t start = 0; start < keys.size;) {
    size_t end = text_find(keys, TEXT("/"), start);
    if (end == SIZE_MAX) end = keys.size;
    Reached next = {.absent = found.absent};
    for (size_t i = 0; i < found.count; i++) {
      LintChoices below = step(linter, &found.items[i], text_slice(keys, start, end));
      add_choices(linter, &next, &below);
    }
    found = (LintChoices){next.list.items, next.list.count, next.absent};
    start = end + 1;
  }
  return found;
}

bool lint_exists(const Linter *linter, const LintResource *resource) {
  return world_possible(linter->conditions, resource->world);
}

World lint_world(const Linter *linter, const LintResource *resource) {
  return lint_exists(linter, resource) ? resource->world : conditions_start(linter->conditions);
}

LintChoices lint_property(Linter *linter, const LintResource *resource, const char *path) {
  return lint_reach(linter, &resource->properties, lint_world(linter, resource), path);
}

LintChoices lint_property_known(Linter *linter, const LintResource *resource, const char *path) {
  LintChoices values = lint_property(linter, resource, path);
  Reached known = {.absent = values.absent};
  for (size_t i = 0; i < values.count; i++) {
    LintChoices each = lint_known(linter, &values.items[i].at, values.items[i].world);
    add_choices(linter, &known, &each);
  }
  return (LintChoices){known.list.items, known.list.count, known.absent};
}

// A default alone is left out; where the parameter has AllowedValues its Ref gives one of those.
static bool is_sure(const Linter *linter, const LintAt *at) {
  const Value *name = lint_given_by(at);
  return !name || value_at(lint_parameter(linter, value_text(name)), "AllowedValues");
}

LintChoices lint_property_sure(Linter *linter, const LintResource *resource, const char *path) {
  LintChoices known = lint_property_known(linter, resource, path);
  size_t count = 0;
  for (size_t i = 0; i < known.count; i++)
    if (is_sure(linter, &known.items[i].at)) known.items[count++] = known.items[i];
  known.count = count;
  return known;
}

bool lint_together(Linter *linter, World a, World b) {
  return world_possible(linter->conditions, world_and(linter->conditions, a, b));
}

// "Id.Attribute" in its two parts.
static Text split(Text dotted, Text *attribute) {
  size_t dot = text_find(dotted, TEXT("."), 0);
  if (dot == SIZE_MAX) return dotted;
  *attribute = text_slice(dotted, dot + 1, dotted.size);
  return text_slice(dotted, 0, dot);
}

const LintResource *lint_target(const Linter *linter, const Value *value, Text *attribute) {
  Text name, id = {0}, unused;
  Value *argument;
  if (!attribute) attribute = &unused;
  *attribute = (Text){0};
  if (!value_intrinsic(value, &name, &argument)) return NULL;
  Text text = value_text(argument);
  if (text_is(name, "Ref")) {
    id = text;
  } else if (text_is(name, "Fn::GetAtt") && value_is(argument, VALUE_LIST) && argument->as.list.count == 2) {
    id = value_text(argument->as.list.items[0]);
    *attribute = value_text(argument->as.list.items[1]);
  } else if (text_is(name, "Fn::GetAtt")) {
    id = split(text, attribute);
  } else if (text_is(name, "Fn::Sub") && text_starts_with(text, TEXT("${")) &&
             text_find(text, TEXT("}"), 0) == text.size - 1) {
    id = split(text_slice(text, 2, text.size - 1), attribute);
  }
  return id.size ? lint_resource(linter, id) : NULL;
}

LintLinks lint_links(Linter *linter, const LintResource *resource, const char *path, const char *type) {
  if (!lint_exists(linter, resource)) return (LintLinks){0};
  LintChoices values = lint_property(linter, resource, path);
  VEC(LintLink) links = {0};
  for (size_t i = 0; i < values.count; i++) {
    const LintResource *to = lint_target(linter, values.items[i].at.value, NULL);
    if (!to || (type && !text_is(to->resource->type, type))) continue;
    World world = world_and(linter->conditions, values.items[i].world, to->world);
    if (!world_possible(linter->conditions, world)) continue;
    LintLink link = {values.items[i].at, to, world};
    vec_push(linter->arena, &links, link);
  }
  return (LintLinks){links.items, links.count};
}

bool lint_differs(Linter *linter, const LintAt *a, const LintAt *b) {
  Text one, other;
  const LintResource *first = lint_target(linter, a->value, NULL), *second = lint_target(linter, b->value, NULL);
  if (first && second) return first != second;
  if (lint_deferred(a->value) || lint_deferred(b->value)) return false;
  return lint_scalar(linter, a, &one) && lint_scalar(linter, b, &other) && !text_equal(one, other);
}

bool lint_says(Linter *linter, const LintAt *at, const char *text) {
  Text own;
  return lint_scalar(linter, at, &own) && text_is(own, text);
}

bool lint_any_says(Linter *linter, const LintChoices *choices, const char *text, World world) {
  for (size_t i = 0; i < choices->count; i++)
    if (lint_says(linter, &choices->items[i].at, text) && lint_together(linter, choices->items[i].world, world))
      return true;
  return false;
}

typedef struct Mention {
  Text id;
  bool found;
} Mention;

static void visit(void *context, Text name, Text attribute, const Value *at) {
  (void)attribute, (void)at;
  Mention *mention = context;
  mention->found |= text_equal(name, mention->id);
}

bool lint_mentions(const Value *value, Text logical_id) {
  Mention mention = {.id = logical_id};
  template_references(value, visit, &mention);
  return mention.found;
}

bool lint_deferred(const Value *value) {
  Text name, text = value_text(value);
  Value *argument;
  return value_intrinsic(value, &name, &argument) || text_find(text, TEXT("{{resolve:"), 0) != SIZE_MAX;
}

// What the template says where `at` may hold another value instead, that of a parameter.
static const Value *written(const LintAt *at) {
  if (!at->up) return at->value;
  if (at->key.at) return value_get(at->up->value, at->key);
  bool item = value_is(at->up->value, VALUE_LIST) && (size_t)at->index < at->up->value->as.list.count;
  return item ? at->up->value->as.list.items[at->index] : at->value;
}

const Value *lint_given_by(const LintAt *at) {
  const Value *here = written(at);
  return here == at->value ? NULL : value_at(here, "Ref");
}

static Diag *report_at_ref(Linter *linter, const LintAt *at, Text message) {
  LintAt own = *at;
  own.value = written(at);
  LintAt reference = lint_field(lint_keep(linter, own), "Ref");
  return lint_report(linter, "W1030", &reference, "%.*s", TEXT_ARG(message));
}

Diag *lint_report_known(Linter *linter, const char *id, const LintAt *at, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(linter->arena, format, arguments);
  va_end(arguments);
  if (lint_given_by(at)) return report_at_ref(linter, at, message);
  return lint_report(linter, id, at, "%.*s", TEXT_ARG(message));
}

Diag *lint_report_parameter(Linter *linter, const char *id, const LintAt *at, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(linter->arena, format, arguments);
  va_end(arguments);
  const Value *name = lint_given_by(at);
  if (!name) return lint_report(linter, id, at, "%.*s", TEXT_ARG(message));
  const LintAt *section = lint_keep(linter, lint_field(&linter->root, "Parameters"));
  Member *member = value_member(section->value, value_text(name));
  if (!member) return report_at_ref(linter, at, message);
  const LintAt *parameter = lint_keep(linter, lint_member(section, member));
  LintAt says = lint_field(parameter, "Default");
  const LintAt *allowed = lint_keep(linter, lint_field(parameter, "AllowedValues"));
  for (size_t i = 0; i < lint_count(allowed); i++) {
    LintAt item = lint_item(allowed, i);
    if (item.value == at->value) says = item;
  }
  Diag *diag = lint_report(linter, "W1030", &says, "%.*s", TEXT_ARG(message));
  diag_note(linter->diags, diag, at->span, "it is used here");
  return diag;
}
