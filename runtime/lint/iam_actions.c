// What policies allow: actions that IAM knows, and resources that they work on. The table of actions is derived
// (schema/services.h), in lower case: IAM does not tell cases apart.
#include <ctype.h>

#include "lint/iam.h"
#include "schema/services.h"

static Text lower(Linter *linter, Text text) {
  Text copy = text_copy(linter->arena, text);
  for (size_t i = 0; i < copy.size; i++) ((char *)copy.at)[i] = (char)tolower((unsigned char)copy.at[i]);
  return copy;
}

static bool split_action(Linter *linter, Text action, Text *service, Text *name) {
  size_t colon = text_find(action, TEXT(":"), 0);
  if (colon == SIZE_MAX) return false;
  Text low = lower(linter, action);
  *service = text_slice(low, 0, colon);
  *name = text_slice(low, colon + 1, low.size);
  return true;
}

static bool has_wildcard(Text text) {
  return text_find(text, TEXT("*"), 0) != SIZE_MAX || text_find(text, TEXT("?"), 0) != SIZE_MAX;
}

// Whether `pattern` with `*` (any run) and `?` (any one) is the whole text. Goes back to the last `*` alone, so that
// the work is at most the product of both sizes.
static bool matches(Text pattern, Text text) {
  size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
  while (t < text.size) {
    if (p < pattern.size && (pattern.at[p] == '?' || (pattern.at[p] != '*' && pattern.at[p] == text.at[t]))) {
      p++, t++;
    } else if (p < pattern.size && pattern.at[p] == '*') {
      star = p++;
      from = t;
    } else if (star != SIZE_MAX) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size && pattern.at[p] == '*') p++;
  return p == pattern.size;
}

// ───────────────────────────── Known actions ─────────────────────────────

static bool any_matches(Text lines, Text pattern) {
  Text action;
  for (size_t at = 0; schema_action_next(lines, &at, &action);)
    if (matches(pattern, action)) return true;
  return false;
}

// The action's name, which the list has in lower case, in the letters of what was written where the two agree.
static Text in_case_of(Arena *arena, Text known, Text written) {
  char *letters = arena_copy(arena, known.at, known.size);
  size_t shorter = known.size < written.size ? known.size : written.size, head = 0, tail = 0;
  while (head < shorter && tolower((unsigned char)written.at[head]) == known.at[head]) head++;
  while (tail < shorter - head &&
         tolower((unsigned char)written.at[written.size - 1 - tail]) == known.at[known.size - 1 - tail])
    tail++;
  for (size_t i = 0; i < head; i++) letters[i] = written.at[i];
  for (size_t i = 1; i <= tail; i++) letters[known.size - i] = written.at[written.size - i];
  if (written.size && known.size && isupper((unsigned char)written.at[0]))
    letters[0] = (char)toupper((unsigned char)letters[0]);
  return (Text){letters, known.size};
}

// "arn:aws:s3:::*" for "arn:${Partition}:s3:::.*".
static Text readable_format(Arena *arena, Text format) {
  static const char *const parts[][2] = {
      {"${Partition}", "aws"}, {"${Region}", "REGION"}, {"${Account}", "ACCOUNT"}, {".*", "*"}};
  enum { PARTS = sizeof parts / sizeof *parts };
  Buffer out = {0};
  for (size_t at = 0; at < format.size;) {
    Text rest = text_slice(format, at, format.size);
    size_t i = 0;
    while (i < PARTS && !text_starts_with(rest, text_of(parts[i][0]))) i++;
    if (i < PARTS)
      buffer_add_string(&out, parts[i][1]);
    else
      buffer_add_char(&out, format.at[at]);
    at += i < PARTS ? strlen(parts[i][0]) : 1;
  }
  return buffer_take(&out, arena);
}

static void suggest_action(Linter *linter, Diag *diag, Text service, Text lines, Text name, Text written) {
  VEC(Text) names = {0};
  Text action;
  for (size_t at = 0; schema_action_next(lines, &at, &action);) vec_push(linter->arena, &names, action);
  Text nearest = text_nearest(name, names.items, names.count);
  if (!nearest.size) return;
  Text shown = in_case_of(linter->arena, nearest, written);
  diag_help(linter->diags, diag, "did you mean '%.*s:%.*s'?", TEXT_ARG(service), TEXT_ARG(shown));
}

static void suggest_service(Linter *linter, Diag *diag, Text service) {
  VEC(Text) names = {0};
  Text name;
  for (size_t at = 0; schema_action_service_next(&at, &name);) vec_push(linter->arena, &names, name);
  diag_suggest(linter->diags, diag, service, names.items, names.count);
}

// The one service whose actions such a policy may hold; null where it may hold any.
static const char *own_service(Text type) {
  static const char *const owners[][2] = {
      {"AWS::S3::BucketPolicy", "s3"}, {"AWS::SNS::TopicPolicy", "sns"}, {"AWS::SQS::QueuePolicy", "sqs"}};
  for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
    if (text_is(type, owners[i][0])) return owners[i][1];
  return NULL;
}

// An action of a list is told at the list, where cfn-lint tells it and comments silence it; a note shows the action.
static Diag *report(Linter *linter, const LintAt *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static Diag *report(Linter *linter, const LintAt *at, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(linter->arena, format, arguments);
  va_end(arguments);
  bool listed = !at->key.at && at->up && !lint_given_by(at);
  Diag *diag = lint_report_known(linter, "W3037", listed ? at->up : at, "%.*s", TEXT_ARG(message));
  if (listed) diag_note(linter->diags, diag, at->span, "it stands here");
  return diag;
}

static void check_action(Linter *linter, const PolicyDocument *document, const LintAt *at) {
  Text action = lint_text(at), service, name, lines, resources;
  if (!action.size || lint_deferred(at->value) || text_is(action, "*")) return;
  if (!split_action(linter, action, &service, &name)) {
    Diag *diag = report(linter, at, "'%.*s' is no action", TEXT_ARG(action));
    diag_help(linter->diags, diag, "an action is SERVICE:NAME, or \"*\"");
    return;
  }
  const char *owner = own_service(document->resource->resource->type);
  if (owner && !text_is(service, owner)) {
    report(linter, at, "the policy of this resource allows actions of %s, and '%.*s' is none", owner, TEXT_ARG(action));
    return;
  }
  if (!schema_action_service(service, &lines)) {
    Diag *diag = report(linter, at, "IAM knows no service '%.*s'", TEXT_ARG(service));
    suggest_service(linter, diag, service);
    return;
  }
  if (text_is(name, "*")) return;
  if (has_wildcard(name) ? any_matches(lines, name) : schema_action_find(lines, name, &resources)) return;
  bool several = has_wildcard(name);
  Diag *diag = report(
      linter, at,
      several ? "'%.*s' is no action that IAM knows, whatever stands for the wildcard" : "IAM knows no action '%.*s'",
      TEXT_ARG(action));
  Text written = text_slice(action, action.size - name.size, action.size);
  if (!several) suggest_action(linter, diag, service, lines, name, written);
}

static void check_actions_of(Linter *linter, const PolicyDocument *document) {
  static const char *const members[] = {"Action", "NotAction"};
  LintChoices statements = iam_statements(linter, document);
  for (size_t s = 0; s < statements.count; s++)
    for (size_t m = 0; m < 2; m++) {
      LintChoices actions = iam_values(linter, &statements.items[s], members[m]);
      for (size_t i = 0; i < actions.count; i++) check_action(linter, document, &actions.items[i].at);
    }
}

static bool is_serverless(const Linter *linter) {
  const Value *transform = template_section(linter->template, "Transform");
  bool found = text_starts_with(value_text(transform), TEXT("AWS::Serverless-"));
  for (size_t i = 0; value_is(transform, VALUE_LIST) && i < transform->as.list.count; i++)
    found |= text_starts_with(value_text(transform->as.list.items[i]), TEXT("AWS::Serverless-"));
  return found;
}

// SAM's own policy templates become statements with actions that IAM's list lacks.
static void check_actions(Linter *linter, const LintResource *resource) {
  if (!is_serverless(linter)) iam_documents(linter, resource, check_actions_of);
}

// ───────────────────────────── Resources of actions ─────────────────────────────

enum { ARN_PARTS = 6 };

typedef struct Arn {
  Text parts[ARN_PARTS];  // missing ones are "*"
} Arn;

static Arn arn_of(Text text) {
  Arn arn;
  for (size_t i = 0; i < ARN_PARTS; i++) arn.parts[i] = TEXT("*");
  for (size_t i = 0; i < ARN_PARTS; i++) {
    size_t colon = i + 1 < ARN_PARTS ? text_find(text, TEXT(":"), 0) : SIZE_MAX;
    arn.parts[i] = text_slice(text, 0, colon == SIZE_MAX ? text.size : colon);
    if (colon == SIZE_MAX) break;
    text = text_slice(text, colon + 1, text.size);
  }
  return arn;
}

static Text next_step(Text *rest, Text delimiter) {
  size_t end = text_find(*rest, delimiter, 0);
  Text step = text_slice(*rest, 0, end == SIZE_MAX ? rest->size : end);
  *rest = end == SIZE_MAX ? (Text){0} : text_slice(*rest, end + 1, rest->size);
  return step;
}

// "table/*" against "table/.*/index/.*".
static bool resource_fits(Text given, Text format) {
  Text delimiter = text_find(format, TEXT(":"), 0) != SIZE_MAX ? TEXT(":") : TEXT("/");
  if (text_find(format, delimiter, 0) == SIZE_MAX) return true;
  while (given.at && format.at) {
    Text x = next_step(&given, delimiter), y = next_step(&format, delimiter);
    if (text_equal(x, y)) continue;
    bool starred = text_find(x, TEXT("*"), 0) != SIZE_MAX;
    return text_starts_with(x, TEXT("*")) || y.size == 0 || text_is(y, ".*") || (text_starts_with(x, y) && starred);
  }
  return true;
}

static bool arn_fits(const Arn *given, Text format) {
  Arn wanted = arn_of(format);
  for (size_t i = 0; i + 1 < ARN_PARTS; i++) {
    if (text_is(given->parts[i], "*") || text_starts_with(wanted.parts[i], TEXT("${"))) continue;
    if (!text_equal(given->parts[i], wanted.parts[i])) return false;
  }
  return text_is(given->parts[ARN_PARTS - 1], "*") ||
         resource_fits(given->parts[ARN_PARTS - 1], wanted.parts[ARN_PARTS - 1]);
}

// Whether one of the resources is of a kind that the action works on; *format is one that would be.
static bool action_fits(Text lines, Text kinds, const Arn *arns, size_t count, Text *format) {
  while (kinds.size) {
    Text formats = schema_action_arns(lines, next_step(&kinds, TEXT(",")));
    while (formats.size) {
      *format = next_step(&formats, TEXT(","));
      for (size_t i = 0; i < count; i++)
        if (arn_fits(&arns[i], *format)) return true;
    }
  }
  return false;
}

typedef VEC(Arn) Arns;

// The literal ARNs of a statement; false where others stand there too, or "*".
static bool literal_arns(Linter *linter, const LintChoice *statement, Arns *arns, const LintChoice **first) {
  static const char *const members[] = {"Resource", "NotResource"};
  for (size_t m = 0; m < 2; m++) {
    LintChoices resources = iam_values(linter, statement, members[m]);
    for (size_t i = 0; i < resources.count; i++) {
      const LintAt *at = &resources.items[i].at;
      if (lint_deferred(at->value) || !lint_is(at, VALUE_STRING) || text_is(lint_text(at), "*")) return false;
      if (lint_given_by(at)) return false;
      vec_push(linter->arena, arns, arn_of(lint_text(at)));
      *first = &resources.items[0];
    }
  }
  return arns->count > 0;
}

static void check_statement(Linter *linter, const LintChoice *statement) {
  Arns arns = {0};
  const LintChoice *first = NULL;
  if (!literal_arns(linter, statement, &arns, &first)) return;
  LintChoices actions = iam_values(linter, statement, "Action");
  for (size_t i = 0; i < actions.count; i++) {
    Text action = lint_text(&actions.items[i].at), service, name, lines, kinds, format = {0};
    if (has_wildcard(action) || !split_action(linter, action, &service, &name)) continue;
    if (!schema_action_service(service, &lines) || !schema_action_find(lines, name, &kinds) || !kinds.size) continue;
    if (action_fits(lines, kinds, arns.items, arns.count, &format)) continue;
    LintAt at = lint_field(&statement->at, "Resource");
    Diag *diag = lint_report(linter, "I3510", &at, "'%.*s' works on none of these resources", TEXT_ARG(action));
    format = readable_format(linter->arena, format);
    diag_help(linter->diags, diag, "it works on %.*s", TEXT_ARG(format));
  }
}

static void check_resources_of(Linter *linter, const PolicyDocument *document) {
  if (document->kind != POLICY_IDENTITY) return;
  LintChoices statements = iam_statements(linter, document);
  for (size_t s = 0; s < statements.count; s++) check_statement(linter, &statements.items[s]);
}

static void check_resources(Linter *linter, const LintResource *resource) {
  iam_documents(linter, resource, check_resources_of);
}

static const LintRule rules[] = {
    {.id = "I3510",
     .title = "A statement whose actions work on other resources",
     .about = "The action has no effect on a resource of another kind: s3:GetObject works on objects "
              "(arn:aws:s3:::bucket/*), not on the bucket. Name one that it works on, or \"*\".",
     .of = IAM_IDENTITY_TYPES,
     .resource = check_resources},
    {.id = "W3037",
     .title = "An action that IAM does not know",
     .about =
         "IAM takes it and never matches it, so what it should allow or deny is not. Most are misspelt. The list is "
         "that of the service authorization reference.",
     .of = IAM_IDENTITY_TYPES " " IAM_RESOURCE_TYPES " " IAM_REPOSITORY_TYPES,
     .resource = check_actions},
};

LINT_TOPIC(iam_actions, rules);
