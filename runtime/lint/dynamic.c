// Dynamic references ({{resolve:...}}) and secrets: how they are written, where they may stand, and where a password
// comes from.
#include "lint/functions.h"

// Where AWS takes {{resolve:ssm-secure:...}} (CloudFormation user guide, "Resources that support dynamic parameter
// patterns for secure strings").
static const char *const secure_places[] = {
    "AWS::DirectoryService::MicrosoftAD Properties Password",
    "AWS::DirectoryService::SimpleAD Properties Password",
    "AWS::ElastiCache::ReplicationGroup Properties AuthToken",
    "AWS::IAM::User Properties LoginProfile Password",
    "AWS::KinesisFirehose::DeliveryStream Properties RedshiftDestinationConfiguration Password",
    "AWS::OpsWorks::App Properties AppSource Password",
    "AWS::OpsWorks::Stack Properties RdsDbInstances * DbPassword",
    "AWS::OpsWorks::Stack Properties CustomCookbooksSource Password",
    "AWS::RDS::DBCluster Properties MasterUserPassword",
    "AWS::RDS::DBInstance Properties MasterUserPassword",
    "AWS::Redshift::Cluster Properties MasterUserPassword",
};

static const char *const image_places[] = {
    "AWS::AutoScaling::LaunchConfiguration Properties ImageId",
    "AWS::Batch::ComputeEnvironment Properties ComputeResources ImageId",
    "AWS::Cloud9::EnvironmentEC2 Properties ImageId",
    "AWS::EC2::Instance Properties ImageId",
    "AWS::EC2::LaunchTemplate Properties LaunchTemplateData ImageId",
    "AWS::EC2::SpotFleet Properties SpotFleetRequestConfigData LaunchSpecifications * ImageId",
    "AWS::ImageBuilder::Image Properties ImageId",
};

// Members that take the ARN or id of a secret, not what it holds.
static const char *const secret_members[] = {"SecretArn",
                                             "SecretARN",
                                             "SecretsManagerSecretId",
                                             "SecretsManagerOracleAsmSecretId",
                                             "SecretsManagerSecurityDbEncryptionSecretId",
                                             "SecretsManagerConfiguration"};

static const char *const password_members[] = {
    "AccountPassword",  "AdminPassword", "ADDomainJoinPassword", "CrossRealmTrustPrincipalPassword",
    "KdcAdminPassword", "Password",      "DbPassword",           "MasterUserPassword",
    "PasswordParam"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool at_any(const LintResource *resource, const LintAt *at, const char *const *places, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (place_is(resource, at, places[i])) return true;
  return false;
}

// ───────────────────────────── How they are written ─────────────────────────────

enum { MOST_PARTS = 16 };

typedef struct Parts {
  Text items[MOST_PARTS];
  size_t count;  // may be more than there is room for
} Parts;

static Parts parts_of(Text reference) {
  Parts parts = {0};
  for (size_t start = 0; start <= reference.size; parts.count++) {
    size_t end = text_find(reference, TEXT(":"), start);
    if (end == SIZE_MAX) end = reference.size;
    if (parts.count < MOST_PARTS) parts.items[parts.count] = text_slice(reference, start, end);
    start = end + 1;
  }
  return parts;
}

static bool all_of(Text text, const char *extra, bool digits_only) {
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!digit && (digits_only || (!letter && !strchr(extra, c)))) return false;
  }
  return text.size > 0;
}

// What is wrong with {{resolve:ssm:NAME:VERSION}}; null where nothing is.
static const char *wrong_parameter(const Parts *parts) {
  if (parts->count > 4) return "has too many parts";
  if (!all_of(parts->items[2], "_.-/", false)) return "names no parameter";
  if (parts->count == 4 && !all_of(parts->items[3], "", true)) return "has a version that is no number";
  return NULL;
}

// {{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}; the id may be an ARN of seven parts.
static const char *wrong_secret(const Parts *parts) {
  size_t after = 3;
  if (text_is(parts->items[2], "arn")) {
    if (parts->count < 9 || !text_is(parts->items[7], "secret")) return "has an ARN that is not a secret's";
    after = 9;
  }
  if (parts->count > after + 4) return "has too many parts";
  if (parts->count > after && parts->items[after].size && !text_is(parts->items[after], "SecretString"))
    return "must say SecretString behind the secret's id";
  return NULL;
}

typedef enum Service { SERVICE_NONE, SERVICE_SSM, SERVICE_SECURE, SERVICE_SECRET } Service;

static Service service_of(Text name) {
  if (text_is(name, "ssm")) return SERVICE_SSM;
  if (text_is(name, "ssm-secure")) return SERVICE_SECURE;
  return text_is(name, "secretsmanager") ? SERVICE_SECRET : SERVICE_NONE;
}

static const char *wrong_reference(const Parts *parts, Service service) {
  if (service == SERVICE_NONE) return "is none of ssm, ssm-secure and secretsmanager";
  if (parts->count < 3) return "names nothing";
  return service == SERVICE_SECRET ? wrong_secret(parts) : wrong_parameter(parts);
}

// ───────────────────────────── Where they stand ─────────────────────────────

static bool in_member(const LintText *text, const char *section, const char *first, const char *second) {
  if (!text_is(text->section, section)) return false;
  Text member = place_key(&text->at, 2);
  return text_is(member, first) || (second && text_is(member, second));
}

static void check_place(Linter *linter, const LintText *text, Service service) {
  Diags *diags = linter->diags;
  Diag *diag;
  bool in_properties = in_member(text, "Resources", "Properties", NULL);
  if (service == SERVICE_SECURE && !at_any(text->resource, &text->at, secure_places, COUNT(secure_places))) {
    diag = lint_report(linter, "E1027", &text->at, "a secure string cannot be resolved here");
    diag_help(diags, diag, "only some passwords take ssm-secure; secretsmanager works in every property");
  }
  if (service == SERVICE_SECRET && !in_properties) {
    diag = lint_report(linter, "E1051", &text->at, "a secret can be resolved only in a resource's properties");
    diag_help(diags, diag, "refer to it where it is used");
  }
  if (service == SERVICE_SSM && !in_properties && !in_member(text, "Resources", "Metadata", NULL) &&
      !in_member(text, "Parameters", "Default", "AllowedValues") && !in_member(text, "Outputs", "Value", NULL))
    lint_report(linter, "E1052", &text->at, "a parameter of Systems Manager cannot be resolved here");
}

static void check_secret_member(Linter *linter, const LintText *text) {
  if (!in_member(text, "Resources", "Properties", NULL)) return;
  for (const LintAt *at = &text->at; at; at = at->up)
    for (size_t i = 0; i < COUNT(secret_members); i++) {
      if (!at->key.at || !text_is(at->key, secret_members[i])) continue;
      Diag *diag =
          lint_report(linter, "W1051", &text->at, "'%s' takes the secret's ARN, not what it holds", secret_members[i]);
      diag_help(linter->diags, diag, "write the ARN, or a reference to the secret");
      return;
    }
}

// Whether a function other than Fn::If is around the place: what it makes is not known here.
static bool in_function(const LintAt *at) {
  for (; at; at = at->up)
    if (at->key.at && !text_is(at->key, "Fn::If") &&
        (text_is(at->key, "Ref") || text_starts_with(at->key, TEXT("Fn::"))))
      return true;
  return false;
}

static void check_reference(Linter *linter, const LintText *text, Text reference) {
  Parts parts = parts_of(reference);
  Service service = parts.count > 1 ? service_of(parts.items[1]) : SERVICE_NONE;
  const char *wrong = wrong_reference(&parts, service);
  if (wrong) {
    Text shown = reference.size > 100 ? text_slice(reference, 0, 100) : reference;
    Diag *diag = lint_report(linter, "E1050", &text->at, "the dynamic reference '%.*s' %s", TEXT_ARG(shown), wrong);
    diag_help(linter->diags, diag,
              service == SERVICE_SECRET ? "write {{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}"
                                        : "write {{resolve:ssm:NAME:VERSION}}");
  }
  if (service != SERVICE_NONE) check_place(linter, text, service);
  if (service == SERVICE_SECRET) check_secret_member(linter, text);
}

static void check_dynamic(Linter *linter, const LintText *text) {
  Text value = lint_text(&text->at);
  size_t at = text_find(value, TEXT("{{resolve:"), 0);
  if (at == SIZE_MAX || text_is(text->section, "Metadata") || text_is(text->section, "Mappings")) return;
  if (in_function(&text->at)) {
    bool whole = at == 0 && text_ends_with(text_trim(value), TEXT("}}"));
    if (whole && text_starts_with(value, TEXT("{{resolve:secretsmanager:")) && text_is(text->function, "Fn::Sub"))
      check_secret_member(linter, text);
    return;
  }
  for (; at != SIZE_MAX; at = text_find(value, TEXT("{{resolve:"), at)) {
    size_t end = text_find(value, TEXT("}}"), at);
    if (end == SIZE_MAX) return;
    check_reference(linter, text, text_slice(value, at + 2, end));
    at = end;
  }
}

// ───────────────────────────── Secrets by parameters ─────────────────────────────

static void check_secret_ref(Linter *linter, const LintFunction *function) {
  if (!function->resource || !lint_parameter(linter, lint_text(&function->argument))) return;
  if (!at_any(function->resource, &function->at, secure_places, COUNT(secure_places))) return;
  Diag *diag = lint_report(linter, "W1011", &function->at, "a secret comes from the parameter '%.*s'",
                           TEXT_ARG(lint_text(&function->argument)));
  diag_help(linter->diags, diag, "use a dynamic reference: {{resolve:secretsmanager:ID:SecretString:KEY}}");
}

static void check_image_ref(Linter *linter, const LintFunction *function) {
  Text name = lint_text(&function->argument);
  const Member *parameter = value_member(template_section(linter->template, "Parameters"), name);
  if (!function->resource || !parameter || in_function(&function->at)) return;
  for (const LintAt *at = &function->at; at; at = at->up)
    if (at->key.at && text_is(at->key, "Fn::If")) return;
  if (!at_any(function->resource, &function->at, image_places, COUNT(image_places))) return;
  LintAt parameters = lint_field(&linter->root, "Parameters"), declared = lint_member(&parameters, parameter);
  LintAt type = lint_field(&declared, "Type");
  if (text_is(lint_text(&type), "AWS::EC2::Image::Id") ||
      text_is(lint_text(&type), "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"))
    return;
  Diag *diag = lint_report(linter, "W2506", &type, "'%.*s' is used as an image's id, but its type is '%.*s'",
                           TEXT_ARG(name), TEXT_ARG(lint_text(&type)));
  diag_help(linter->diags, diag, "write AWS::EC2::Image::Id or AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>");
  diag_note(linter->diags, diag, function->at.span, "it is used here");
}

// ───────────────────────────── Passwords ─────────────────────────────

static void check_password(Linter *linter, const LintAt *at) {
  Text name;
  Value *argument;
  if (lint_is(at, VALUE_STRING)) {
    Text text = lint_text(at);
    bool dynamic = text_find(text, TEXT("{{resolve:"), 0) != SIZE_MAX;
    if (dynamic && text_find(text, TEXT("{{resolve:ssm:"), 0) == SIZE_MAX) return;
    Diag *diag = dynamic ? lint_report(linter, "W2501", at, "the password is a parameter that anyone may read")
                         : lint_report(linter, "W2501", at, "the password stands in the template");
    diag_help(linter->diags, diag, "use {{resolve:secretsmanager:ID:SecretString:KEY}} or {{resolve:ssm-secure:NAME}}");
    return;
  }
  if (!value_intrinsic(at->value, &name, &argument) || !text_is(name, "Ref")) return;
  LintAt parameters = lint_field(&linter->root, "Parameters");
  const Member *parameter = value_member(parameters.value, value_text(argument));
  if (!parameter) return;
  LintAt declared = lint_member(&parameters, parameter), hidden = lint_field(&declared, "NoEcho");
  bool yes;
  if (hidden.value && (!lint_bool(&hidden, &yes) || yes)) return;
  Diag *diag =
      lint_report(linter, "W2501", &declared, "'%.*s' is used as a password, but is shown", TEXT_ARG(declared.key));
  diag_help(linter->diags, diag, "add `NoEcho: true`");
  diag_note(linter->diags, diag, at->span, "it is used here");
}

static void find_passwords(Linter *linter, const LintAt *at, unsigned depth) {
  if (!at->value || depth > 128) return;
  if (at->key.at)
    for (size_t i = 0; i < COUNT(password_members); i++)
      if (text_is(at->key, password_members[i])) check_password(linter, at);
  for (size_t i = 0; i < lint_count(at); i++) {
    LintAt below = at->value->kind == VALUE_LIST ? lint_item(at, i) : lint_member(at, &at->value->as.map.members[i]);
    find_passwords(linter, &below, depth + 1);
  }
}

static void check_passwords(Linter *linter, const LintResource *resource) {
  find_passwords(linter, &resource->properties, 0);
}

// ───────────────────────────── The rules ─────────────────────────────

static const LintRule rules[] = {
    {.id = "E1027",
     .title = "A secure string where AWS resolves none",
     .about = "{{resolve:ssm-secure:...}} works in a few passwords alone; anywhere else the deployment fails. Secrets "
              "Manager has no such limit.",
     .text = check_dynamic},
    {.id = "E1050",
     .title = "How a dynamic reference is written",
     .about = "{{resolve:ssm:NAME:VERSION}}, {{resolve:ssm-secure:NAME:VERSION}} or "
              "{{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}; what stands behind the name may be left "
              "out.",
     .text = check_dynamic},
    {.id = "E1051",
     .title = "A secret outside of properties",
     .about = "{{resolve:secretsmanager:...}} is resolved only in the properties of resources.",
     .text = check_dynamic},
    {.id = "E1052",
     .title = "A parameter of Systems Manager where none is resolved",
     .about = "{{resolve:ssm:...}} is resolved in properties and metadata of resources, values of outputs, and "
              "defaults of parameters.",
     .text = check_dynamic},
    {.id = "W1011",
     .title = "A secret from a parameter",
     .about = "What is given as a parameter passes through whoever deploys; a dynamic reference is read by "
              "CloudFormation itself.",
     .of = "Ref",
     .function = check_secret_ref},
    {.id = "W1051",
     .title = "A secret where its ARN is wanted",
     .about = "The member takes the ARN of a secret; the dynamic reference puts what the secret holds there.",
     .text = check_dynamic},
    {.id = "W2501",
     .title = "A password that can be read",
     .about = "A password belongs neither into the template nor into a parameter that is shown: use a dynamic "
              "reference, or `NoEcho: true`.",
     .resource = check_passwords},
    {.id = "W2506",
     .title = "An image's id by a parameter of another type",
     .about = "With the type AWS::EC2::Image::Id CloudFormation checks the id, and the console offers images, before "
              "anything is made.",
     .of = "Ref",
     .function = check_image_ref},
};

LINT_TOPIC(dynamic, rules);
