// Texts: variables outside of Fn::Sub, ARNs that name a partition, pseudo parameters that were meant to be references,
// joins that a Fn::Sub says better.
#include "lint/functions.h"

// Whether the place is within Fn::Sub.
static bool within_sub(const LintAt *at) {
  for (; at; at = at->up)
    if (at->key.at && text_is(at->key, "Fn::Sub")) return true;
  return false;
}

static const LintAt *place_named(const LintAt *at, const char *name) {
  for (; at; at = at->up)
    if (at->key.at && text_is(at->key, name)) return at;
  return NULL;
}

// ───────────────────────────── Variables outside of Fn::Sub ─────────────────────────────

typedef struct Outside {
  Linter *linter;
  const LintText *text;
  const LintAt *definition;  // a state machine's text, which has variables of its own
  bool reported;
} Outside;

static bool is_variable(Text name) {
  for (size_t i = 0; i < name.size; i++) {
    char c = name.at[i];
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!word && c != '_' && c != ':' && c != '.') return false;
  }
  return name.size > 0;
}

// Whether Fn::Sub would know the name.
static bool means_something(const Linter *linter, Text name) {
  Text resource, attribute;
  SchemaShape shape;
  if (lint_parameter(linter, name) || lint_resource(linter, name) || reference_pseudo(name)) return true;
  if (!reference_dotted(name, &resource, &attribute)) return false;
  const LintResource *found = lint_resource(linter, resource);
  const SchemaType *type = found ? schema_find(found->resource->type) : NULL;
  return type && reference_attribute(type, attribute, &shape);
}

static void visit_outside(void *context, Text name) {
  Outside *outside = context;
  Linter *linter = outside->linter;
  if (outside->reported || !is_variable(name)) return;
  if (outside->definition) {
    const Value *own = value_at(outside->definition->up->value, "DefinitionSubstitutions");
    if (value_get(own, name)) return;
  } else if (!means_something(linter, name)) {
    return;
  }
  Diag *diag = lint_report(linter, "E1029", &outside->text->at,
                           "'${%.*s}' stands outside of Fn::Sub and is not replaced", TEXT_ARG(name));
  diag_help(linter->diags, diag,
            outside->definition ? "put the text into Fn::Sub, or declare the variable in DefinitionSubstitutions"
                                : "put the text into Fn::Sub");
  outside->reported = true;
}

static void check_outside(Linter *linter, const LintText *text) {
  if (text_find(lint_text(&text->at), TEXT("${"), 0) == SIZE_MAX) return;
  if (text_is(text->section, "Metadata") || text_is(text->section, "Description")) return;
  if (within_sub(&text->at) || (text->at.key.at && text_is(text->at.key, "TemplateBody"))) return;
  if (text->at.key.at && text_is(text->at.key, "Description")) return;
  Outside outside = {linter, text, place_named(&text->at, "DefinitionString"), false};
  reference_variables(lint_text(&text->at), visit_outside, &outside);
}

// ───────────────────────────── ARNs ─────────────────────────────

// One part of an ARN from *at on, up to the next colon: ${A::B}, or anything without colons and blanks.
static bool arn_part(Text text, size_t *at, bool last, Text *part) {
  size_t start = *at, end = start;
  if (end + 1 < text.size && text.at[end] == '$' && text.at[end + 1] == '{') {
    size_t close = text_find(text, TEXT("}"), end);
    Text inner = close == SIZE_MAX ? (Text){0} : text_slice(text, end + 2, close);
    bool pseudo = text_find(inner, TEXT("::"), 0) != SIZE_MAX && text_find(inner, TEXT("\n"), 0) == SIZE_MAX;
    if (pseudo && (last || (close + 1 < text.size && text.at[close + 1] == ':'))) end = close + 1;
  }
  while (end < text.size && text.at[end] != ':' && !strchr(" \t\r\n\f\v", text.at[end])) end++;
  *part = text_slice(text, start, end);
  *at = end;
  if (last) return true;
  if (end >= text.size || text.at[end] != ':') return false;
  *at = end + 1;
  return true;
}

static bool is_word_variable(Text part, const char *pseudo) {
  if (text_is(part, "*")) return true;
  if (text_starts_with(part, text_of(pseudo))) return true;
  if (!text_starts_with(part, TEXT("${"))) return false;
  size_t close = text_find(part, TEXT("}"), 0);
  return close != SIZE_MAX && close > 2 && is_variable(text_slice(part, 2, close)) &&
         text_find(text_slice(part, 2, close), TEXT(":"), 0) == SIZE_MAX;
}

static bool is_exception(const LintText *text) {
  return text->resource && text_is(text->resource->resource->type, "AWS::ApiGateway::Authorizer") &&
         text_is(place_key(&text->at, 3), "AuthorizerUri");
}

static const char *hardcoded(const Linter *linter, Text arn) {
  size_t at = 4;
  Text partition, service, region, account;
  if (!arn_part(arn, &at, false, &partition) || !arn_part(arn, &at, false, &service) || service.size == 0) return NULL;
  if (!arn_part(arn, &at, false, &region) || !arn_part(arn, &at, true, &account)) return NULL;
  if (lint_setting(linter, "I3042", "partition", true) && partition.size &&
      !is_word_variable(partition, "${AWS::Partition}"))
    return "partition";
  if (lint_setting(linter, "I3042", "region", false) && region.size && !is_word_variable(region, "${AWS::Region}"))
    return "region";
  if (lint_setting(linter, "I3042", "accountId", false) && account.size && !text_starts_with(account, TEXT("aws")) &&
      !is_word_variable(account, "${AWS::AccountId}"))
    return "account";
  return NULL;
}

static void check_arns(Linter *linter, const LintText *text) {
  Text value = lint_text(&text->at);
  if (!text->resource || text_find(value, TEXT("arn:"), 0) == SIZE_MAX || !within_sub(&text->at)) return;
  if (is_exception(text) || reference_transform(linter, "AWS::Serverless-2016-10-31")) return;
  for (size_t at = text_find(value, TEXT("arn:"), 0); at != SIZE_MAX; at = text_find(value, TEXT("arn:"), at + 4)) {
    const char *what = hardcoded(linter, text_slice(value, at, value.size));
    if (!what) continue;
    Diag *diag = lint_report(linter, "I3042", &text->at, "the %s of an ARN is written out", what);
    diag_help(linter->diags, diag, "write ${AWS::%s}, so that the template can be deployed elsewhere",
              what[0] == 'p'   ? "Partition"
              : what[0] == 'r' ? "Region"
                               : "AccountId");
    return;
  }
}

// ───────────────────────────── Pseudo parameters and dynamic references as plain texts ─────────────────────────────

static bool in_values(const LintText *text) {
  if (text_is(text->section, "Outputs")) return text_is(place_key(&text->at, 2), "Value");
  if (!text->resource) return false;
  Text member = place_key(&text->at, 2);
  return text_is(member, "Properties") || text_is(member, "Metadata");
}

static void check_pseudo(Linter *linter, const LintText *text) {
  Text value = lint_text(&text->at);
  if (!reference_pseudo(value) || text_is(text->function, "Ref") || !in_values(text)) return;
  Diag *diag = lint_report(linter, "W1054", &text->at, "'%.*s' is a plain text here, not a reference", TEXT_ARG(value));
  diag_help(linter->diags, diag, "write {Ref: %.*s}", TEXT_ARG(value));
}

static void check_blanks(Linter *linter, const LintText *text) {
  Text value = lint_text(&text->at);
  for (size_t at = text_find(value, TEXT("{{"), 0); at != SIZE_MAX; at = text_find(value, TEXT("{{"), at + 2)) {
    Text inner = text_slice(value, at + 2, value.size);
    Text trimmed = text_trim(inner);
    if (trimmed.at == inner.at || !text_starts_with(trimmed, TEXT("resolve:"))) continue;
    Diag *diag = lint_report(linter, "W1053", &text->at, "a dynamic reference with blanks is not resolved");
    diag_help(linter->diags, diag, "write {{resolve:...}} without blanks after the braces");
    return;
  }
}

// ───────────────────────────── Joins ─────────────────────────────

static bool simple(const Value *item) {
  Text name;
  Value *argument;
  if (value_is(item, VALUE_LIST)) return false;
  if (!value_is(item, VALUE_MAP) || item->as.map.count != 1) return true;
  if (!value_intrinsic(item, &name, &argument)) return false;
  if (text_is(name, "Fn::Sub")) return value_is(argument, VALUE_STRING);
  return text_is(name, "Ref") || text_is(name, "Fn::GetAtt");
}

// The item as Fn::Sub writes it; false where it has no such form.
static bool add_part(Linter *linter, Buffer *out, LintAt item) {
  Text name, text;
  Value *argument;
  if (lint_scalar(linter, &item, &text)) {
    for (size_t i = 0; i < text.size; i++) {
      buffer_add_char(out, text.at[i]);
      if (text.at[i] == '{' && i > 0 && text.at[i - 1] == '$') buffer_add_char(out, '!');
    }
    return true;
  }
  if (!value_intrinsic(item.value, &name, &argument)) return false;
  if (value_is(argument, VALUE_STRING)) {
    bool whole = text_is(name, "Fn::Sub");
    buffer_format(out, whole ? "%.*s" : "${%.*s}", TEXT_ARG(argument->as.text));
    return true;
  }
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 2) return false;
  Text id = value_text(argument->as.list.items[0]), attribute = value_text(argument->as.list.items[1]);
  buffer_format(out, "${%.*s.%.*s}", TEXT_ARG(id), TEXT_ARG(attribute));
  return id.size && attribute.size;
}

static void check_join(Linter *linter, const LintFunction *function) {
  const LintAt *argument = &function->argument;
  if (!lint_is(argument, VALUE_LIST) || lint_count(argument) != 2) return;
  LintAt delimiter = lint_item(argument, 0), list = lint_item(argument, 1);
  if (!lint_is(&delimiter, VALUE_STRING) || lint_text(&delimiter).size || !lint_is(&list, VALUE_LIST)) return;
  for (size_t i = 0; i < lint_count(&list); i++)
    if (!simple(list.value->as.list.items[i])) return;
  Diag *diag = lint_report(linter, "I1022", &delimiter, "Fn::Sub says this shorter than Fn::Join without a delimiter");
  Buffer text = {0};
  bool whole = true;
  for (size_t i = 0; i < lint_count(&list) && whole; i++) whole = add_part(linter, &text, lint_item(&list, i));
  if (whole) {
    Value *sub = value_map(linter->arena, (Span){0});
    value_set(linter->arena, sub, "Fn::Sub", value_string(linter->arena, (Span){0}, buffer_take(&text, linter->arena)));
    lint_fix_value(linter, diag, &function->at, sub);
  }
  buffer_free(&text);
}

// ───────────────────────────── The rules ─────────────────────────────

static const LintRule rules[] = {
    {.id = "E1029",
     .title = "A variable outside of Fn::Sub",
     .about = "${Name} is replaced in Fn::Sub alone; elsewhere it stays as it is written.",
     .text = check_outside},
    {.id = "I1022",
     .title = "Fn::Join without a delimiter",
     .about = "Fn::Sub says the same in one text that can be read: ${Name} in place of each reference.",
     .of = "Fn::Join",
     .function = check_join},
    {.id = "I3042",
     .title = "An ARN that names the partition",
     .about = "With ${AWS::Partition} the template can be deployed in China and GovCloud too. `region: true` and "
              "`accountId: true` ask the same for those parts.",
     .text = check_arns},
    {.id = "W1053",
     .title = "A dynamic reference with blanks",
     .about = "CloudFormation leaves {{ resolve:... }} as it is: write {{resolve:...}}.",
     .text = check_blanks},
    {.id = "W1054",
     .title = "A pseudo parameter as a plain text",
     .about = "AWS::Region as a text is just these letters; {Ref: AWS::Region} is the region.",
     .text = check_pseudo},
};

LINT_TOPIC(texts, rules);
