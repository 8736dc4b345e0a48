// Secrets: where one may not go, because whoever may look at the resource would see it. AWS keeps what is given to a
// password property; tags, descriptions, metadata and plain environment variables it shows.
#include "lower/lower.h"

// Keys under which everything is shown.
static const char *const shown[] = {"Tags",   "Description", "Metadata", "GroupDescription", "AlarmDescription",
                                    "Comment"};

static bool is_shown(Text key) {
  for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
    if (text_is(key, shown[i])) return true;
  return text_ends_with(key, TEXT("Description"));
}

static bool is_environment(Text key) {
  return text_is(key, "Environment") || text_is(key, "EnvironmentVariables") || text_is(key, "EnvironmentProperties");
}

// What CloudFormation documents as places for {{resolve:ssm-secure:...}} ("Getting a secure string value from Systems
// Manager Parameter Store").
static const char *const secure_places[][2] = {
    {"AWS::DirectoryService::MicrosoftAD", "Password"},
    {"AWS::DirectoryService::SimpleAD", "Password"},
    {"AWS::ElastiCache::ReplicationGroup", "AuthToken"},
    {"AWS::IAM::User", "LoginProfile.Password"},
    {"AWS::KinesisFirehose::DeliveryStream", "RedshiftDestinationConfiguration.Password"},
    {"AWS::OpsWorks::App", "AppSource.Password"},
    {"AWS::OpsWorks::Stack", "CustomCookbooksSource.Password"},
    {"AWS::OpsWorks::Stack", "RdsDbInstances.DbPassword"},
    {"AWS::RDS::DBCluster", "MasterUserPassword"},
    {"AWS::RDS::DBInstance", "MasterUserPassword"},
    {"AWS::Redshift::Cluster", "MasterUserPassword"},
};

enum { DEEPEST = 64 };

typedef struct Walk {
  Lower *lower;
  const Instance *resource;
  Text path[DEEPEST];
  size_t steps;
} Walk;

static bool may_hold_secure(const Walk *walk) {
  for (size_t i = 0; i < sizeof secure_places / sizeof *secure_places; i++) {
    if (!text_is(walk->resource->type_name, secure_places[i][0])) continue;
    Text rest = text_of(secure_places[i][1]);
    bool same = true;
    for (size_t k = 0; k < walk->steps && same; k++) {
      size_t dot = text_find(rest, TEXT("."), 0);
      Text step = text_slice(rest, 0, dot == SIZE_MAX ? rest.size : dot);
      same = text_equal(step, walk->path[k]);
      rest = dot == SIZE_MAX ? (Text){0} : text_slice(rest, dot + 1, rest.size);
    }
    if (same && rest.size == 0) return true;
  }
  return false;
}

static void leak(Walk *walk, const Val *val, const char *place) {
  Diags *diags = walk->lower->eval->diags;
  Diag *diag = diag_error(diags, "E0314", val->span,
                          "a secret cannot stand in %s: whoever may look at the resource would see it", place);
  if (val->kind == VAL_PARAM) diag_note(diags, diag, val->as.param.decl->span, "the secret is declared here");
  diag_help(diags, diag, "give the ARN of a secret, and let the program read it when it runs");
}

static void check_place(Walk *walk, const Val *val) {
  for (size_t i = 0; i < walk->steps; i++) {
    if (is_shown(walk->path[i]))
      return leak(walk, val, text_is(walk->path[i], "Tags") ? "a tag" : "a description or comment");
    if (is_environment(walk->path[i])) return leak(walk, val, "a plain environment variable");
  }
  if (val->kind != VAL_TEXT || !text_starts_with(val->as.text, TEXT("{{resolve:ssm-secure:")) || may_hold_secure(walk))
    return;
  Diags *diags = walk->lower->eval->diags;
  Diag *diag =
      diag_error(diags, "E0314", val->span, "CloudFormation does not read secure parameters for this property of %.*s",
                 TEXT_ARG(walk->resource->type_name));
  diag_help(diags, diag, "use `secret(\"NAME\")`, a secret of Secrets Manager, which may stand in any property");
}

// A password written out in the program.
static void check_literal(Walk *walk, const Val *val) {
  Text name = walk->steps ? walk->path[walk->steps - 1] : (Text){0};
  bool password = text_ends_with(name, TEXT("Password")) || text_ends_with(name, TEXT("AuthToken")) ||
                  text_ends_with(name, TEXT("SecretString"));
  if (!password || val->kind != VAL_TEXT || val->as.text.size == 0 ||
      text_starts_with(val->as.text, TEXT("{{resolve:")))
    return;
  if (!walk->resource->type || !schema_write_only(walk->resource->type, walk->path, walk->steps)) return;
  Diags *diags = walk->lower->eval->diags;
  Diag *diag = diag_error(diags, "E0322", val->span, "'%.*s' is a password: it must not be written in a program",
                          TEXT_ARG(name));
  diag_help(diags, diag, "let AWS make it, read it with `secret(\"NAME\")`, or take it as `param %s: secret`",
            "password");
}

static void walk_val(Walk *walk, const Val *val) {
  if (val->kind == VAL_CHOICE) {
    walk_val(walk, val->as.choice.then);
    walk_val(walk, val->as.choice.otherwise);
    return;
  }
  if (val->secret)
    check_place(walk, val);
  else
    check_literal(walk, val);
  if (val->kind == VAL_LIST)
    for (size_t i = 0; i < val->as.list.count; i++) walk_val(walk, val->as.list.items[i]);
  if (val->kind != VAL_RECORD || walk->steps == DEEPEST) return;
  for (size_t i = 0; i < val->as.record.record.count; i++) {
    walk->path[walk->steps++] = val->as.record.record.entries[i].key;
    walk_val(walk, val->as.record.record.entries[i].val);
    walk->steps--;
  }
}

void lower_check_secrets(Lower *lower, const Instance *resource) {
  Walk walk = {.lower = lower, .resource = resource};
  walk_val(&walk, resource->properties);
  const Val *metadata = val_field(resource->attributes, TEXT("metadata"));
  if (!metadata) return;
  walk.path[walk.steps++] = TEXT("Metadata");
  walk_val(&walk, metadata);
}
