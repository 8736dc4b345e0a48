// IAM's policy documents: their shape. Facts: AWS IAM user guide, "Grammar of the IAM JSON policy language".
#include "lint/iam.h"

#include <ctype.h>

static const struct {
  const char *type, *path;
  PolicyKind kind;
} places[] = {
    {"AWS::ECR::Repository", "RepositoryPolicyText", POLICY_REPOSITORY},
    {"AWS::Elasticsearch::Domain", "AccessPolicies", POLICY_RESOURCE},
    {"AWS::IAM::Group", "Policies/*/PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::GroupPolicy", "PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::ManagedPolicy", "PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::Policy", "PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::Role", "AssumeRolePolicyDocument", POLICY_TRUST},
    {"AWS::IAM::Role", "Policies/*/PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::RolePolicy", "PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::User", "Policies/*/PolicyDocument", POLICY_IDENTITY},
    {"AWS::IAM::UserPolicy", "PolicyDocument", POLICY_IDENTITY},
    {"AWS::KMS::Key", "KeyPolicy", POLICY_RESOURCE},
    {"AWS::OpenSearchService::Domain", "AccessPolicies", POLICY_RESOURCE},
    {"AWS::S3::BucketPolicy", "PolicyDocument", POLICY_RESOURCE},
    {"AWS::SNS::TopicInlinePolicy", "PolicyDocument", POLICY_RESOURCE},
    {"AWS::SNS::TopicPolicy", "PolicyDocument", POLICY_RESOURCE},
    {"AWS::SQS::QueueInlinePolicy", "PolicyDocument", POLICY_RESOURCE},
    {"AWS::SQS::QueuePolicy", "PolicyDocument", POLICY_RESOURCE},
    {"AWS::SSO::PermissionSet", "InlinePolicy", POLICY_IDENTITY},
    {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", POLICY_RESOURCE},
    {"AWS::Serverless::Function", "Policies", POLICY_IDENTITY},
    {"AWS::Serverless::Function", "Policies/*", POLICY_IDENTITY},
    {"AWS::Serverless::StateMachine", "Policies", POLICY_IDENTITY},
    {"AWS::Serverless::StateMachine", "Policies/*", POLICY_IDENTITY},
};

// ───────────────────────────── The walk ─────────────────────────────

void iam_documents(Linter *linter, const LintResource *resource,
                   void (*visit)(Linter *linter, const PolicyDocument *document)) {
  bool serverless = text_starts_with(resource->resource->type, TEXT("AWS::Serverless::"));
  if (!resource->properties.value) return;
  for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
    if (!text_is(resource->resource->type, places[p].type)) continue;
    LintChoices found = lint_property(linter, resource, places[p].path);
    for (size_t i = 0; i < found.count; i++) {
      PolicyDocument document = {places[p].kind, resource, found.items[i]};
      // Policies of serverless resources are documents where they have Statement, and names or templates otherwise.
      if (serverless && !value_at(document.at.at.value, "Statement")) continue;
      Text why;
      if (lint_is(&document.at.at, VALUE_STRING) && !lint_deferred(document.at.at.value)) {
        Value *read = document_read(linter, &document.at.at, &why);
        if (read) document.at.at.value = read;
      }
      visit(linter, &document);
    }
  }
}

// A value or list of values, through Fn::If.
static LintChoices one_or_more(Linter *linter, const LintAt *at, World world) {
  LintChoices found = lint_choices(linter, at, world);
  bool plain = true;
  for (size_t i = 0; i < found.count; i++) plain = plain && !lint_is(&found.items[i].at, VALUE_LIST);
  if (plain) return found;
  if (found.count == 1) {
    LintChoices items = lint_items(linter, &found.items[0].at, found.items[0].world);
    items.absent = found.absent;
    return items;
  }
  VEC(LintChoice) list = {0};
  for (size_t i = 0; i < found.count; i++) {
    if (!lint_is(&found.items[i].at, VALUE_LIST)) {
      vec_push(linter->arena, &list, found.items[i]);
      continue;
    }
    LintChoices items = lint_items(linter, lint_keep(linter, found.items[i].at), found.items[i].world);
    for (size_t k = 0; k < items.count; k++) vec_push(linter->arena, &list, items.items[k]);
  }
  return (LintChoices){list.items, list.count, found.absent};
}

LintChoices iam_statements(Linter *linter, const PolicyDocument *document) {
  LintAt at = lint_field(lint_keep(linter, document->at.at), "Statement");
  return one_or_more(linter, lint_keep(linter, at), document->at.world);
}

LintChoices iam_values(Linter *linter, const LintChoice *statement, const char *member) {
  LintAt at = lint_field(lint_keep(linter, statement->at), member);
  LintChoices values = one_or_more(linter, lint_keep(linter, at), statement->world);
  bool plain = true;
  for (size_t i = 0; i < values.count; i++) plain = plain && lint_is(&values.items[i].at, VALUE_STRING);
  if (plain) return values;
  VEC(LintChoice) list = {0};
  for (size_t i = 0; i < values.count; i++) {
    LintChoices known = lint_known(linter, &values.items[i].at, values.items[i].world);
    for (size_t k = 0; k < known.count; k++) vec_push(linter->arena, &list, known.items[k]);
  }
  return (LintChoices){list.items, list.count, values.absent};
}

// ───────────────────────────── Values ─────────────────────────────

static const char *code_of(PolicyKind kind) {
  switch (kind) {
    case POLICY_IDENTITY: return "E3510";
    case POLICY_RESOURCE: return "E3512";
    case POLICY_REPOSITORY: return "E3513";
    case POLICY_TRUST: return "E3530";
  }
  return "E3510";
}

// Text, or what a function makes; each other kind of value is a mistake.
static bool is_text(Linter *linter, const char *code, const LintAt *at, const char *what) {
  if (lint_is(at, VALUE_STRING)) return true;
  if (!lint_deferred(at->value))
    lint_report_known(linter, code, at, "%s must be text, this is %s", what, value_kind_name(at->value));
  return false;
}

// The part of an ARN up to the next colon; *rest moves behind it. False where there is no colon any more.
static bool arn_part(Text *rest, Text *part) {
  size_t colon = text_find(*rest, TEXT(":"), 0);
  *part = text_slice(*rest, 0, colon == SIZE_MAX ? rest->size : colon);
  *rest = text_slice(*rest, colon == SIZE_MAX ? rest->size : colon + 1, rest->size);
  return colon != SIZE_MAX;
}

static bool is_account(Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (!isdigit((unsigned char)text.at[i])) return false;
  return text.size == 12;
}

static bool is_partition(Text text) {
  if (!text_starts_with(text, TEXT("aws"))) return false;
  for (size_t i = 3; i < text.size; i++)
    if (text.at[i] != '-' && !isalpha((unsigned char)text.at[i])) return false;
  return true;
}

// "arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE"; the last two may be left out together.
static bool is_arn(Text text, bool any_partition) {
  Text part;
  if (!arn_part(&text, &part) || !text_is(part, "arn")) return false;
  if (!arn_part(&text, &part) || !(is_partition(part) || (any_partition && text_is(part, "*")))) return false;
  if (!arn_part(&text, &part) || !part.size) return false;
  if (!arn_part(&text, &part)) return true;
  if (!arn_part(&text, &part)) return false;
  return text.size && (!part.size || is_account(part) || text_is(part, "*") || text_is(part, "aws"));
}

static void check_resources(Linter *linter, const PolicyDocument *document, const LintChoice *statement,
                            const char *member) {
  bool bucket = text_is(document->resource->resource->type, "AWS::S3::BucketPolicy");
  bool identity = document->kind == POLICY_IDENTITY;
  LintChoices resources = iam_values(linter, statement, member);
  for (size_t i = 0; i < resources.count; i++) {
    const LintAt *at = &resources.items[i].at;
    if (!is_text(linter, code_of(document->kind), at, "a resource") || lint_deferred(at->value)) continue;
    Text text = lint_text(at);
    if ((text_is(text, "*") && !bucket) || is_arn(text, identity)) continue;
    if (document->kind == POLICY_REPOSITORY || document->kind == POLICY_TRUST) continue;
    Diag *diag = lint_report_parameter(linter, identity ? "E3510" : "E3514", at, "'%.*s' is no ARN of a resource",
                                       TEXT_ARG(text));
    if (text_is(text, "*"))
      diag_help(linter->diags, diag, "name the bucket: \"arn:aws:s3:::BUCKET\" or \"arn:aws:s3:::BUCKET/*\"");
    else if (text_find(text, TEXT("${"), 0) != SIZE_MAX)
      diag_help(linter->diags, diag, "variables of the template are replaced in Fn::Sub alone");
    else
      diag_help(linter->diags, diag, "write \"arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE\"%s",
                bucket ? "" : " or \"*\"");
  }
}

static void check_actions(Linter *linter, const PolicyDocument *document, const LintChoice *statement,
                          const char *member) {
  const char *code = code_of(document->kind);
  LintAt at = lint_field(&statement->at, member);
  if (lint_is(&at, VALUE_LIST) && lint_count(&at) == 0)
    lint_report(linter, code, &at, "'%s' holds no action; at least one is needed", member);
  LintChoices actions = iam_values(linter, statement, member);
  for (size_t i = 0; i < actions.count; i++) is_text(linter, code, &actions.items[i].at, "an action");
}

// ───────────────────────────── Principals ─────────────────────────────

static bool has_prefix(Text text, const char *const *prefixes, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text_starts_with(text, text_of(prefixes[i]))) return true;
  return false;
}

static bool is_principal(Text text) {
  static const char *const iam[] = {"root", "user", "group", "role"};
  Text part;
  if (text_is(text, "*") || is_account(text)) return true;
  if (!arn_part(&text, &part) || !text_is(part, "arn")) return false;
  if (!arn_part(&text, &part) || !is_partition(part)) return false;
  if (!arn_part(&text, &part) || !(text_is(part, "iam") || text_is(part, "sts"))) return false;
  bool assumed = text_is(part, "sts");
  if (!arn_part(&text, &part) || part.size) return false;
  if (!arn_part(&text, &part)) return false;
  if (text_is(part, "cloudfront")) return text_starts_with(text, TEXT("user/"));
  if (!is_account(part)) return false;
  if (assumed) return text_starts_with(text, TEXT("assumed-role"));
  return has_prefix(text, iam, sizeof iam / sizeof *iam);
}

static void check_principal_values(Linter *linter, const char *code, const LintChoice *map, const char *kind) {
  LintChoices values = iam_values(linter, map, kind);
  for (size_t i = 0; i < values.count; i++) {
    const LintAt *at = &values.items[i].at;
    if (!is_text(linter, code, at, "a principal") || lint_deferred(at->value)) continue;
    if (!text_is(text_of(kind), "AWS") || is_principal(lint_text(at))) continue;
    Diag *diag = lint_report_parameter(linter, code, at, "'%.*s' is no principal of AWS", TEXT_ARG(lint_text(at)));
    diag_help(linter->diags, diag, "an account's number, the ARN of a root, user or role, or \"*\"");
  }
}

static void check_principal(Linter *linter, const char *code, const LintChoice *statement, const char *member) {
  static const char *const kinds[] = {"AWS", "CanonicalUser", "Federated", "Service"};
  LintAt at = lint_field(lint_keep(linter, statement->at), member);
  LintChoices values = lint_choices(linter, &at, statement->world);
  for (size_t i = 0; i < values.count; i++) {
    const LintAt *value = &values.items[i].at;
    if (lint_is(value, VALUE_MAP) && !lint_deferred(value->value)) {
      for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        check_principal_values(linter, code, &values.items[i], kinds[k]);
    } else if (lint_is(value, VALUE_STRING) ? !text_is(lint_text(value), "*") : !lint_deferred(value->value)) {
      Diag *diag = lint_report(linter, code, value, "'%s' is a map of principals, or \"*\"", member);
      diag_help(linter->diags, diag, "write { AWS: ARN }, { Service: NAME.amazonaws.com } or { Federated: ARN }");
    }
  }
}

// ───────────────────────────── Conditions ─────────────────────────────

static bool drop(Text *text, const char *suffix) {
  if (!text_ends_with(*text, text_of(suffix)) || text->size == strlen(suffix)) return false;
  *text = text_slice(*text, 0, text->size - strlen(suffix));
  return true;
}

// "ForAnyValue:StringLikeIfExists" without what may stand around an operator.
static bool is_operator(Text name) {
  static const char *const operators[] = {"StringEquals",
                                          "StringNotEquals",
                                          "StringEqualsIgnoreCase",
                                          "StringNotEqualsIgnoreCase",
                                          "StringLike",
                                          "StringNotLike",
                                          "NumericEquals",
                                          "NumericNotEquals",
                                          "NumericLessThan",
                                          "NumericLessThanEquals",
                                          "NumericGreaterThan",
                                          "NumericGreaterThanEquals",
                                          "DateEquals",
                                          "DateNotEquals",
                                          "DateLessThan",
                                          "DateLessThanEquals",
                                          "DateGreaterThan",
                                          "DateGreaterThanEquals",
                                          "Bool",
                                          "BinaryEquals",
                                          "IpAddress",
                                          "NotIpAddress",
                                          "ArnEquals",
                                          "ArnNotEquals",
                                          "ArnLike",
                                          "ArnNotLike",
                                          "Null"};
  static const char *const sets[] = {"ForAnyValue:", "ForAllValues:"};
  for (size_t i = 0; i < 2; i++)
    if (text_starts_with(name, text_of(sets[i]))) name = text_slice(name, strlen(sets[i]), name.size);
  drop(&name, "IfExists");
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (text_is(name, operators[i])) return true;
  return false;
}

static void check_operator(Linter *linter, const char *code, const LintAt *operator) {
  if (!is_operator(operator->key)) {
    Diag *diag = lint_report(linter, code, operator, "'%.*s' is no operator of conditions", TEXT_ARG(operator->key));
    bool is_key = text_find(operator->key, TEXT(":"), 0) != SIZE_MAX;
    diag_help(linter->diags, diag,
              is_key ? "a condition is { OPERATOR: { KEY: VALUE } }"
                     : "such are StringEquals, ArnLike, Bool, IpAddress, NumericLessThan, Null");
    return;
  }
  if (!lint_is(operator, VALUE_MAP)) {
    lint_report(linter, code, operator, "'%.*s' is a map of keys and values, this is %s", TEXT_ARG(operator->key),
                value_kind_name(operator->value));
    return;
  }
  for (size_t i = 0; i < operator->value->as.map.count; i++) {
    LintAt key = lint_member(operator, & operator->value->as.map.members[i]);
    if (lint_deferred(operator->value)) return;
    bool map = lint_is(&key, VALUE_MAP) && !lint_deferred(key.value);
    if (map || lint_is(&key, VALUE_NULL))
      lint_report(linter, code, &key, "'%.*s' is compared with a value or a list, this is %s", TEXT_ARG(key.key),
                  value_kind_name(key.value));
  }
}

static void check_conditions(Linter *linter, const char *code, const LintChoice *statement) {
  LintAt at = lint_field(lint_keep(linter, statement->at), "Condition");
  LintChoices values = lint_choices(linter, &at, statement->world);
  for (size_t i = 0; i < values.count; i++) {
    const LintAt *map = &values.items[i].at;
    if (lint_deferred(map->value)) continue;
    if (!lint_is(map, VALUE_MAP)) {
      lint_report(linter, code, map, "'Condition' is a map of operators, this is %s", value_kind_name(map->value));
      continue;
    }
    for (size_t k = 0; k < map->value->as.map.count; k++) {
      LintAt operator= lint_member(map, &map->value->as.map.members[k]);
      check_operator(linter, code, &operator);
    }
  }
}

// ───────────────────────────── Statements ─────────────────────────────

static bool is_sid(Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (!isalnum((unsigned char)text.at[i])) return false;
  return text.size > 0;
}

static void check_words(Linter *linter, const PolicyDocument *document, const LintChoice *statement) {
  const char *code = code_of(document->kind);
  LintChoices effects = iam_values(linter, statement, "Effect");
  for (size_t i = 0; i < effects.count; i++) {
    const LintAt *at = &effects.items[i].at;
    if (!is_text(linter, code, at, "'Effect'") || text_is(lint_text(at), "Allow") || text_is(lint_text(at), "Deny"))
      continue;
    Diag *diag = lint_report_parameter(linter, code, at, "'%.*s' is no effect", TEXT_ARG(lint_text(at)));
    diag_help(linter->diags, diag, "it is Allow or Deny");
  }
  LintAt sid = lint_field(&statement->at, "Sid");
  if (!sid.value || !is_text(linter, code, &sid, "'Sid'")) return;
  if (document->kind != POLICY_IDENTITY || is_sid(lint_text(&sid))) return;
  Diag *diag = lint_report(linter, code, &sid, "'%.*s' is no name of a statement", TEXT_ARG(lint_text(&sid)));
  diag_help(linter->diags, diag, "it has letters and digits alone");
}

static void check_statement(Linter *linter, const PolicyDocument *document, const LintChoice *statement) {
  static const DocumentMember members[] = {{"Sid", false},         {"Effect", true},     {"Action", false},
                                           {"NotAction", false},   {"Condition", false}, {"Resource", false},
                                           {"NotResource", false}, {"Principal", false}, {"NotPrincipal", false}};
  const char *code = code_of(document->kind);
  const LintAt *at = &statement->at;
  if (lint_deferred(at->value)) return;
  if (!lint_is(at, VALUE_MAP)) {
    lint_report(linter, code, at, "a statement is a map, this is %s", value_kind_name(at->value));
    return;
  }
  // Identities' policies name no principal, trust policies no resource.
  DocumentMember known[sizeof members / sizeof *members];
  size_t count = 0;
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    bool resource = i == 5 || i == 6, principal = i >= 7;
    if ((resource && document->kind == POLICY_TRUST) || (principal && document->kind == POLICY_IDENTITY)) continue;
    known[count++] = members[i];
  }
  document_members(linter, code, at, statement->world, "a statement", known, count);
  document_either(linter, code, at, statement->world, "a statement", "Action", "NotAction");
  if (document->kind == POLICY_IDENTITY || document->kind == POLICY_RESOURCE)
    document_either(linter, code, at, statement->world, "a statement", "Resource", "NotResource");
  if (document->kind != POLICY_IDENTITY)
    document_either(linter, code, at, statement->world, "a statement", "Principal", "NotPrincipal");
  check_words(linter, document, statement);
  check_conditions(linter, code, statement);
  static const char *const both[][3] = {{"Action", "Resource", "Principal"},
                                        {"NotAction", "NotResource", "NotPrincipal"}};
  for (size_t i = 0; i < 2; i++) {
    check_actions(linter, document, statement, both[i][0]);
    if (document->kind != POLICY_TRUST) check_resources(linter, document, statement, both[i][1]);
    if (document->kind != POLICY_IDENTITY) check_principal(linter, code, statement, both[i][2]);
  }
}

// Two statements of one name: IAM refuses them. A bucket's policy may have such.
static void check_names(Linter *linter, const PolicyDocument *document, const LintChoices *statements) {
  if (document->kind == POLICY_REPOSITORY || text_is(document->resource->resource->type, "AWS::S3::BucketPolicy"))
    return;
  Map names = {0};
  for (size_t i = 0; i < statements->count; i++) {
    Text sid = value_text(value_at(statements->items[i].at.value, "Sid"));
    const LintChoice *first = sid.size ? map_get(&names, sid) : NULL;
    if (!first && sid.size) map_put(linter->arena, &names, sid, &statements->items[i]);
    if (!first || !lint_together(linter, first->world, statements->items[i].world)) continue;
    LintAt at = lint_field(&document->at.at, "Statement");
    Diag *diag = lint_report(linter, code_of(document->kind), &at, "two statements have the Sid '%.*s'", TEXT_ARG(sid));
    diag_note(linter->diags, diag, statements->items[i].at.span, "this is the second");
    return;
  }
}

// ───────────────────────────── Documents ─────────────────────────────

static void check_version(Linter *linter, const PolicyDocument *document) {
  LintChoices versions = iam_values(linter, &document->at, "Version");
  for (size_t i = 0; i < versions.count; i++) {
    const LintAt *at = &versions.items[i].at;
    if (lint_deferred(at->value) || text_is(lint_text(at), "2012-10-17")) continue;
    if (text_is(lint_text(at), "2008-10-17")) {
      Diag *diag = lint_report_known(linter, "W2511", at, "'2008-10-17' is the old version of the policy language");
      diag_help(linter->diags, diag, "with '2012-10-17' variables such as ${aws:username} work");
      continue;
    }
    Text shown = {0};
    lint_scalar(linter, at, &shown);
    Diag *diag = lint_report_parameter(linter, code_of(document->kind), at,
                                       "'%.*s' is no version of the policy language", TEXT_ARG(shown));
    diag_help(linter->diags, diag, "it is '2012-10-17'");
  }
}

static void check_document(Linter *linter, const PolicyDocument *document) {
  static const DocumentMember members[] = {{"Version", false}, {"Id", false}, {"Statement", true}};
  const char *code = code_of(document->kind);
  const LintAt *at = &document->at.at;
  if (lint_deferred(at->value)) return;
  if (!lint_is(at, VALUE_MAP)) {
    Text why = {0};
    Diag *diag = lint_report(linter, code, at, "a policy is a map, this is %s", value_kind_name(at->value));
    if (lint_is(at, VALUE_STRING) && !document_read(linter, at, &why))
      diag_help(linter->diags, diag, "as text it must be JSON: %.*s", TEXT_ARG(why));
    return;
  }
  document_members(linter, code, at, document->at.world, "a policy", members, sizeof members / sizeof *members);
  check_version(linter, document);
  LintAt id = lint_field(at, "Id");
  if (id.value) is_text(linter, code, &id, "'Id'");
  LintAt list = lint_field(at, "Statement");
  if (list.value && !lint_is(&list, VALUE_MAP) && !lint_is(&list, VALUE_LIST)) {
    lint_report(linter, code, &list, "'Statement' is a statement or a list of them, this is %s",
                value_kind_name(list.value));
    return;
  }
  LintChoices statements = iam_statements(linter, document);
  for (size_t i = 0; i < statements.count; i++) check_statement(linter, document, &statements.items[i]);
  check_names(linter, document, &statements);
}

static void check_policies(Linter *linter, const LintResource *resource) {
  iam_documents(linter, resource, check_document);
}

// ───────────────────────────── Roles elsewhere ─────────────────────────────

static const struct {
  const char *type, *path;
} role_places[] = {
    {"AWS::Backup::BackupSelection", "BackupSelection/IamRoleArn"},
    {"AWS::Batch::ComputeEnvironment", "ComputeResources/SpotIamFleetRole"},
    {"AWS::Batch::ComputeEnvironment", "ServiceRole"},
    {"AWS::EC2::SpotFleet", "SpotFleetRequestConfigData/IamFleetRole"},
    {"AWS::ECS::TaskDefinition", "ExecutionRoleArn"},
    {"AWS::S3::Bucket", "ReplicationConfiguration/Role"},
};

// "arn:aws:iam::123456789012:role/NAME"
static bool is_role(Text text) {
  Text part;
  if (!arn_part(&text, &part) || !text_is(part, "arn")) return false;
  if (!arn_part(&text, &part) || !is_partition(part)) return false;
  if (!arn_part(&text, &part) || !text_is(part, "iam")) return false;
  if (!arn_part(&text, &part) || part.size) return false;
  if (!arn_part(&text, &part) || !is_account(part)) return false;
  if (!text_starts_with(text, TEXT("role/")) || text.size == 5) return false;
  for (size_t i = 5; i < text.size; i++)
    if (!isalnum((unsigned char)text.at[i]) && !strchr("_+=,.@-/", text.at[i])) return false;
  return true;
}

static void check_roles(Linter *linter, const LintResource *resource) {
  for (size_t p = 0; p < sizeof role_places / sizeof *role_places; p++) {
    if (!text_is(resource->resource->type, role_places[p].type)) continue;
    LintChoices roles = lint_property_known(linter, resource, role_places[p].path);
    for (size_t i = 0; i < roles.count; i++) {
      const LintAt *at = &roles.items[i].at;
      if (!lint_is(at, VALUE_STRING) || lint_deferred(at->value) || is_role(lint_text(at))) continue;
      Diag *diag = lint_report_known(linter, "E3511", at, "'%.*s' is no ARN of a role", TEXT_ARG(lint_text(at)));
      diag_help(linter->diags, diag, "such is arn:aws:iam::123456789012:role/NAME");
    }
  }
}

static const LintRule rules[] = {
    {.id = "E3510",
     .title = "A policy of an identity that IAM does not take",
     .about = "A policy is a map with Statement; each statement has Effect, Action or NotAction, and Resource or "
              "NotResource. Whom it is for is the identity that it is attached to, so it names no principal.",
     .of = IAM_IDENTITY_TYPES,
     .resource = check_policies},
    {.id = "E3511",
     .title = "A role by something that is no ARN of one",
     .about =
         "These services want the role's whole ARN, arn:aws:iam::ACCOUNT:role/NAME: Fn::GetAtt of a role gives it.",
     .of = "AWS::Backup::BackupSelection AWS::Batch::ComputeEnvironment AWS::EC2::SpotFleet AWS::ECS::TaskDefinition "
           "AWS::S3::Bucket",
     .resource = check_roles},
    {.id = "E3512",
     .title = "A policy of a resource that its service does not take",
     .about = "Each statement has Effect, Principal, Action and Resource (or Not... of these).",
     .of = IAM_RESOURCE_TYPES,
     .resource = check_policies},
    {.id = "E3513",
     .title = "A policy of an ECR repository that ECR does not take",
     .about = "Each statement has Effect, Principal and Action; the resource is the repository itself.",
     .of = IAM_REPOSITORY_TYPES,
     .resource = check_policies},
    {.id = "E3514",
     .title = "A policy of a resource for something that is no ARN",
     .about = "The resource of a statement is an ARN or \"*\"; in a bucket's policy it is that bucket's ARN.",
     .of = IAM_RESOURCE_TYPES,
     .resource = check_policies},
    {.id = "E3530",
     .title = "A trust policy that IAM does not take",
     .about = "It says who may take the role: each statement has Effect, Principal and Action (sts:AssumeRole), and no "
              "Resource.",
     .of = "AWS::IAM::Role",
     .resource = check_policies},
    {.id = "W2511",
     .title = "A policy in the old version of the language",
     .about =
         "With '2008-10-17', which is also what a policy without Version has, variables such as ${aws:username} are "
         "plain text.",
     .of = IAM_IDENTITY_TYPES " " IAM_RESOURCE_TYPES " " IAM_REPOSITORY_TYPES,
     .resource = check_policies},
};

LINT_TOPIC(iam, rules);
