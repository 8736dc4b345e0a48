// What the serverless transform refuses beyond the schemas of its types. A policy of a function or state machine is the
// name or ARN of a managed policy, a document (a map with Statement), or a policy template: a map of its name and its
// parameters. Some events, and connectors, must name resources of the template.
#include "lint/reach.h"

// The policy templates, and the parameters that each must be given (SAM developer guide, "AWS SAM policy templates").
static const struct {
  const char *name, *parameters;
} templates[] = {
    {"AMIDescribePolicy", ""},
    {"AWSSecretsManagerGetSecretValuePolicy", "SecretArn"},
    {"AWSSecretsManagerRotationPolicy", "FunctionName"},
    {"AcmGetCertificatePolicy", "CertificateArn"},
    {"AthenaQueryPolicy", "WorkGroupName"},
    {"CloudFormationDescribeStacksPolicy", ""},
    {"CloudWatchDashboardPolicy", ""},
    {"CloudWatchDescribeAlarmHistoryPolicy", ""},
    {"CloudWatchPutMetricPolicy", ""},
    {"CodeCommitCrudPolicy", "RepositoryName"},
    {"CodeCommitReadPolicy", "RepositoryName"},
    {"CodePipelineLambdaExecutionPolicy", ""},
    {"CodePipelineReadOnlyPolicy", "PipelineName"},
    {"ComprehendBasicAccessPolicy", ""},
    {"CostExplorerReadOnlyPolicy", ""},
    {"DynamoDBBackupFullAccessPolicy", "TableName"},
    {"DynamoDBCrudPolicy", "TableName"},
    {"DynamoDBReadPolicy", "TableName"},
    {"DynamoDBReconfigurePolicy", "TableName"},
    {"DynamoDBRestoreFromBackupPolicy", "TableName"},
    {"DynamoDBStreamReadPolicy", "StreamName TableName"},
    {"DynamoDBWritePolicy", "TableName"},
    {"EC2CopyImagePolicy", "ImageId"},
    {"EC2DescribePolicy", ""},
    {"EFSWriteAccessPolicy", "AccessPoint FileSystem"},
    {"EKSDescribePolicy", ""},
    {"EcsRunTaskPolicy", "TaskDefinition"},
    {"ElasticMapReduceAddJobFlowStepsPolicy", "ClusterId"},
    {"ElasticMapReduceCancelStepsPolicy", "ClusterId"},
    {"ElasticMapReduceModifyInstanceFleetPolicy", "ClusterId"},
    {"ElasticMapReduceModifyInstanceGroupsPolicy", "ClusterId"},
    {"ElasticMapReduceSetTerminationProtectionPolicy", "ClusterId"},
    {"ElasticMapReduceTerminateJobFlowsPolicy", "ClusterId"},
    {"ElasticsearchHttpPostPolicy", "DomainName"},
    {"EventBridgePutEventsPolicy", "EventBusName"},
    {"FilterLogEventsPolicy", "LogGroupName"},
    {"FirehoseCrudPolicy", "DeliveryStreamName"},
    {"FirehoseWritePolicy", "DeliveryStreamName"},
    {"KMSDecryptPolicy", "KeyId"},
    {"KMSEncryptPolicy", "KeyId"},
    {"KMSEncryptPolicy_v2", "KeyId"},
    {"KinesisCrudPolicy", "StreamName"},
    {"KinesisStreamReadPolicy", "StreamName"},
    {"LambdaInvokePolicy", "FunctionName"},
    {"MobileAnalyticsWriteOnlyAccessPolicy", ""},
    {"OrganizationsListAccountsPolicy", ""},
    {"PinpointEndpointAccessPolicy", "PinpointApplicationId"},
    {"PollyFullAccessPolicy", "LexiconName"},
    {"RekognitionDetectOnlyPolicy", ""},
    {"RekognitionFacesManagementPolicy", "CollectionId"},
    {"RekognitionFacesPolicy", ""},
    {"RekognitionLabelsPolicy", ""},
    {"RekognitionNoDataAccessPolicy", "CollectionId"},
    {"RekognitionReadPolicy", "CollectionId"},
    {"RekognitionWriteOnlyAccessPolicy", "CollectionId"},
    {"Route53ChangeResourceRecordSetsPolicy", "HostedZoneId"},
    {"S3CrudPolicy", "BucketName"},
    {"S3FullAccessPolicy", "BucketName"},
    {"S3ReadPolicy", "BucketName"},
    {"S3WritePolicy", "BucketName"},
    {"SESBulkTemplatedCrudPolicy", "IdentityName"},
    {"SESBulkTemplatedCrudPolicy_v2", "IdentityName TemplateName"},
    {"SESCrudPolicy", "IdentityName"},
    {"SESEmailTemplateCrudPolicy", ""},
    {"SESSendBouncePolicy", "IdentityName"},
    {"SNSCrudPolicy", "TopicName"},
    {"SNSPublishMessagePolicy", "TopicName"},
    {"SQSPollerPolicy", "QueueName"},
    {"SQSSendMessagePolicy", "QueueName"},
    {"SSMParameterReadPolicy", "ParameterName"},
    {"SSMParameterWithSlashPrefixReadPolicy", "ParameterName"},
    {"SageMakerCreateEndpointConfigPolicy", "EndpointConfigName"},
    {"SageMakerCreateEndpointPolicy", "EndpointName"},
    {"ServerlessRepoReadWriteAccessPolicy", ""},
    {"StepFunctionsCallbackPolicy", "StateMachineName"},
    {"StepFunctionsExecutionPolicy", "StateMachineName"},
    {"StepFunctionsExecutionPolicy_v2", "StateMachineName"},
    {"TextractDetectAnalyzePolicy", ""},
    {"TextractGetResultPolicy", ""},
    {"TextractPolicy", ""},
    {"VPCAccessPolicy", ""},
};

enum { TEMPLATES = sizeof templates / sizeof *templates };

typedef enum Kind { KIND_NONE, KIND_NAME, KIND_DOCUMENT, KIND_TEMPLATE, KIND_UNKNOWN } Kind;

// Its number; TEMPLATES where there is none of that name.
static size_t find_template(Text name) {
  size_t i = 0;
  while (i < TEMPLATES && !text_is(name, templates[i].name)) i++;
  return i;
}

// The two values of an Fn::If; false where it is none, or malformed.
static bool branches(const Value *value, Value **yes, Value **no) {
  Text name;
  Value *argument;
  if (!value_intrinsic(value, &name, &argument) || !text_is(name, "Fn::If")) return false;
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 3) return false;
  *yes = argument->as.list.items[1];
  *no = argument->as.list.items[2];
  return true;
}

// The transform decides by what is written: it knows no conditions.
static Kind kind_of(const Value *policy, unsigned depth) {
  enum { MOST_DEPTH = 50 };
  Text name;
  Value *argument, *yes, *no;
  if (value_is(policy, VALUE_STRING)) return KIND_NAME;
  if (branches(policy, &yes, &no) && depth < MOST_DEPTH) {
    Kind kind = kind_of(yes, depth + 1);
    return kind == KIND_NONE ? kind_of(no, depth + 1) : kind;
  }
  if (value_intrinsic(policy, &name, &argument))
    return text_is(name, "Ref") && text_is(value_text(argument), "AWS::NoValue") ? KIND_NONE : KIND_NAME;
  if (!value_is(policy, VALUE_MAP)) return KIND_UNKNOWN;
  if (value_at(policy, "Statement")) return KIND_DOCUMENT;
  bool one = policy->as.map.count == 1;
  return one && find_template(policy->as.map.members[0].key) < TEMPLATES ? KIND_TEMPLATE : KIND_UNKNOWN;
}

// ───────────────────────────── Each kind ─────────────────────────────

// The account's number, or the word aws for AWS's own.
static bool is_owner(Text account) {
  if (text_is(account, "aws")) return true;
  for (size_t i = 0; i < account.size; i++)
    if (account.at[i] < '0' || account.at[i] > '9') return false;
  return account.size == 12;
}

// "arn:PARTITION:iam::ACCOUNT:policy/NAME"
static bool is_arn(Text arn) {
  static const char *const before[] = {"arn:", ":iam::", ":policy/"};
  size_t service = text_find(arn, text_of(before[1]), 0);
  if (service == SIZE_MAX) return false;
  size_t account = service + strlen(before[1]), end = text_find(arn, text_of(before[2]), account);
  if (end == SIZE_MAX || end + strlen(before[2]) == arn.size) return false;
  Text partition = text_slice(arn, strlen(before[0]), service);
  return text_starts_with(partition, TEXT("aws")) && is_owner(text_slice(arn, account, end));
}

// The names of AWS's managed policies are not known here: they become more every week.
static void check_name(Linter *linter, const LintAt *at) {
  Text name = lint_text(at);
  if (!lint_is(at, VALUE_STRING) || lint_deferred(at->value)) return;
  size_t number = find_template(name);
  if (number < TEMPLATES) {
    Diag *diag = lint_report(linter, "E3031", at, "'%.*s' is a policy template, not the name of a managed policy",
                             TEXT_ARG(name));
    if (templates[number].parameters[0])
      diag_help(linter->diags, diag, "write it as a map: '%.*s: { ... }' with its %s", TEXT_ARG(name),
                templates[number].parameters);
    else
      diag_help(linter->diags, diag, "write it as a map: '%.*s: {}'", TEXT_ARG(name));
  } else if (text_starts_with(name, TEXT("arn:")) && !is_arn(name)) {
    Diag *diag = lint_report(linter, "E3031", at, "'%.*s' is no ARN of a policy", TEXT_ARG(name));
    diag_help(linter->diags, diag, "arn:aws:iam::ACCOUNT:policy/NAME, with aws as the account of AWS's own");
  }
}

static void check_template(Linter *linter, const LintAt *at) {
  const Member *member = &at->value->as.map.members[0];
  LintAt given = lint_member(at, member);
  Text rest = text_of(templates[find_template(member->key)].parameters);
  for (size_t start = 0, end; start < rest.size; start = end + 1) {
    end = text_find(rest, TEXT(" "), start);
    if (end == SIZE_MAX) end = rest.size;
    Text name = text_slice(rest, start, end);
    if (value_get(given.value, name)) continue;
    Diag *diag = lint_report(linter, "E0001", &given, "the policy template '%.*s' needs '%.*s'", TEXT_ARG(member->key),
                             TEXT_ARG(name));
    diag_help(linter->diags, diag, "'%.*s: { %.*s: ... }'", TEXT_ARG(member->key), TEXT_ARG(name));
    return;
  }
  if (value_is(given.value, VALUE_MAP)) return;
  Diag *diag = lint_report(linter, "E0001", &given, "the policy template '%.*s' takes a map of parameters, this is %s",
                           TEXT_ARG(member->key), value_kind_name(given.value));
  if (!rest.size) diag_help(linter->diags, diag, "'%.*s: {}', since it has none", TEXT_ARG(member->key));
}

static void check_unknown(Linter *linter, const LintAt *at) {
  if (lint_is(at, VALUE_LIST)) return;  // which the schema refuses
  if (!lint_is(at, VALUE_MAP)) {
    Diag *diag = lint_report(linter, "E0001", at, "this is no policy, but %s", value_kind_name(at->value));
    diag_help(linter->diags, diag, "a policy is a name or ARN, a map with Statement, or a policy template");
    return;
  }
  if (lint_count(at) != 1) {
    Diag *diag = lint_report(linter, "E0001", at, "a policy that is a map has 'Statement', or is one policy template");
    diag_help(linter->diags, diag, "each policy template is an item of its own in the list");
    return;
  }
  LintAt template = lint_member(at, &at->value->as.map.members[0]);
  Text names[TEMPLATES + 1] = {TEXT("Statement")};
  for (size_t i = 0; i < TEMPLATES; i++) names[i + 1] = text_of(templates[i].name);
  Diag *diag = lint_report(linter, "E0001", &template, "'%.*s' is no policy template of the serverless transform",
                           TEXT_ARG(template.key));
  diag_suggest(linter->diags, diag, template.key, names, TEMPLATES + 1);
}

// ───────────────────────────── Policies ─────────────────────────────

static void check_policy(Linter *linter, const LintAt *at, unsigned depth) {
  enum { MOST_DEPTH = 50 };
  Value *yes, *no;
  if (branches(at->value, &yes, &no) && depth < MOST_DEPTH) {
    Kind first = kind_of(yes, 0), second = kind_of(no, 0);
    if (first != second && first != KIND_NONE && second != KIND_NONE) {
      Diag *diag = lint_report(linter, "E0001", at, "the values of this Fn::If are policies of different kinds");
      diag_help(linter->diags, diag, "write an Fn::If for each, with AWS::NoValue for the other value");
      return;
    }
    const LintAt *argument = lint_keep(linter, lint_field(at, "Fn::If"));
    for (size_t i = 1; i < 3; i++) check_policy(linter, lint_keep(linter, lint_item(argument, i)), depth + 1);
    return;
  }
  switch (kind_of(at->value, 0)) {
    case KIND_NONE:
    case KIND_DOCUMENT: return;
    case KIND_NAME: check_name(linter, at); return;
    case KIND_TEMPLATE: check_template(linter, at); return;
    case KIND_UNKNOWN: check_unknown(linter, at); return;
  }
}

static void check_policies(Linter *linter, const LintResource *resource) {
  const LintAt *policies = lint_keep(linter, lint_field(&resource->properties, "Policies"));
  if (!policies->value || policies->value->kind == VALUE_NULL) return;
  if (!lint_is(policies, VALUE_LIST)) {
    check_policy(linter, policies, 0);
    return;
  }
  for (size_t i = 0; i < lint_count(policies); i++) check_policy(linter, lint_keep(linter, lint_item(policies, i)), 0);
}

// ───────────────────────────── Functions, state machines, tables ─────────────────────────────

// The transform takes the one or the other text there, whatever is worked out later.
static void check_word(Linter *linter, const LintAt *at, const char *const *words, size_t count) {
  Text own = lint_text(at), names[4];
  if (!lint_is(at, VALUE_STRING) || lint_deferred(at->value)) return;
  for (size_t i = 0; i < count; i++) {
    names[i] = text_of(words[i]);
    if (text_equal(own, names[i])) return;
  }
  Diag *diag = lint_report(linter, "E0001", at, "'%.*s' is not a value of '%.*s'", TEXT_ARG(own), TEXT_ARG(at->key));
  diag_suggest(linter->diags, diag, own, names, count);
  Buffer all = {0};
  for (size_t i = 0; i < count; i++)
    buffer_format(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
  if (!diag->help.size) diag_help(linter->diags, diag, "it is %.*s", TEXT_ARG(buffer_text(&all)));
  buffer_free(&all);
}

static void check_function(Linter *linter, const LintResource *function) {
  static const char *const queues[] = {"SQS", "SNS"};
  LintAt letters = lint_path(linter, &function->properties, "DeadLetterQueue", "Type", NULL);
  LintAt preference = lint_field(&function->properties, "DeploymentPreference");
  LintAt enabled = lint_path(linter, &function->properties, "DeploymentPreference", "Enabled", NULL);
  bool on = true;
  check_word(linter, &letters, queues, 2);
  if (!lint_is(&preference, VALUE_MAP) || value_at(function->properties.value, "AutoPublishAlias")) return;
  if (lint_bool(&enabled, &on) && !on) return;
  Diag *diag = lint_report(linter, "E0001", &preference, "'DeploymentPreference' needs 'AutoPublishAlias'");
  diag_help(linter->diags, diag, "traffic moves from one version to the next of an alias: AutoPublishAlias: live");
}

static void check_machine(Linter *linter, const LintResource *machine) {
  bool inside = value_at(machine->properties.value, "Definition"),
       elsewhere = value_at(machine->properties.value, "DefinitionUri");
  if (inside == elsewhere && lint_is(&machine->properties, VALUE_MAP))
    lint_report(linter, "E0001", &machine->properties,
                inside ? "'Definition' cannot stand beside 'DefinitionUri'"
                       : "a state machine needs 'Definition' or 'DefinitionUri'");
}

static void check_table(Linter *linter, const LintResource *table) {
  static const char *const types[] = {"String", "Number", "Binary"};
  LintAt type = lint_path(linter, &table->properties, "PrimaryKey", "Type", NULL);
  check_word(linter, &type, types, 3);
}

// ───────────────────────────── Events ─────────────────────────────

// Of an S3 event the transform changes the bucket, which must be there to be changed.
static void check_bucket(Linter *linter, const LintAt *bucket) {
  Text attribute;
  const LintResource *target = lint_target(linter, bucket->value, &attribute);
  bool by_ref = value_at(bucket->value, "Ref") != NULL;
  if (!bucket->value || (by_ref && target && text_is(target->resource->type, "AWS::S3::Bucket"))) return;
  Diag *diag =
      lint_report(linter, "E0001", bucket, "the bucket of an S3 event must be a resource of the same template");
  diag_help(linter->diags, diag, "write '!Ref' and the logical id of an AWS::S3::Bucket");
}

// What two events of one path and method of an API have in common, whatever their conditions; empty where that is not
// known.
static Text route_of(Linter *linter, const LintAt *event) {
  bool http = text_is(value_text(value_at(event->value, "Type")), "HttpApi");
  LintAt properties = lint_field(event, "Properties");
  Text path = value_text(value_at(properties.value, "Path")), method = value_text(value_at(properties.value, "Method"));
  const Value *api = value_at(properties.value, http ? "ApiId" : "RestApiId");
  const LintResource *target = lint_target(linter, api, NULL);
  if (!path.size || !method.size || (api && !target)) return (Text){0};
  char *letters = arena_copy(linter->arena, method.at, method.size);
  for (size_t i = 0; i < method.size; i++)
    if (letters[i] >= 'A' && letters[i] <= 'Z') letters[i] = (char)(letters[i] - 'A' + 'a');
  Text id = target ? target->resource->logical_id : (Text){0};
  return text_format(linter->arena, "%d %.*s %.*s %.*s", http, TEXT_ARG(id), (int)method.size, letters, TEXT_ARG(path));
}

static void check_route(Linter *linter, const LintAt *event, Map *routes) {
  Text route = route_of(linter, event);
  if (!route.size) return;
  const LintAt *first = map_get(routes, route);
  if (!first) {
    map_put(linter->arena, routes, route, (void *)event);
    return;
  }
  Diag *diag = lint_report(linter, "E0001", event, "another event has this path and method of the API");
  diag_note(linter->diags, diag, first->span, "this one");
}

static void check_events(Linter *linter, const LintResource *resource, Map *routes) {
  const LintAt *events = lint_keep(linter, lint_field(&resource->properties, "Events"));
  for (size_t i = 0; lint_is(events, VALUE_MAP) && i < lint_count(events); i++) {
    const LintAt *event = lint_keep(linter, lint_member(events, &events->value->as.map.members[i]));
    Text type = value_text(value_at(event->value, "Type"));
    LintAt bucket = lint_path(linter, event, "Properties", "Bucket", NULL);
    if (text_is(type, "S3")) check_bucket(linter, &bucket);
    if (text_is(type, "Api") || text_is(type, "HttpApi")) check_route(linter, event, routes);
  }
}

// ───────────────────────────── Connectors ─────────────────────────────

// {"Id": LOGICAL_ID} of a resource that the template has; a place without Id is none by its logical id.
static void check_end(Linter *linter, const LintAt *end) {
  LintAt id = lint_field(end, "Id");
  if (!lint_is(&id, VALUE_STRING) || lint_resource(linter, lint_text(&id))) return;
  VEC(Text) names = {0};
  for (size_t i = 0; i < linter->resources.count; i++)
    vec_push(linter->arena, &names, linter->resources.items[i].resource->logical_id);
  Diag *diag = lint_report(linter, "E0001", &id, "there is no resource '%.*s' to connect", TEXT_ARG(lint_text(&id)));
  diag_suggest(linter->diags, diag, lint_text(&id), names.items, names.count);
}

static void check_connector(Linter *linter, const LintAt *properties) {
  static const char *const ends[] = {"Source", "Destination"};
  for (size_t i = 0; i < 2; i++) {
    const LintAt *end = lint_keep(linter, lint_field(properties, ends[i]));
    check_end(linter, end);
    for (size_t k = 0; lint_is(end, VALUE_LIST) && k < lint_count(end); k++)
      check_end(linter, lint_keep(linter, lint_item(end, k)));
  }
}

static void check_connectors(Linter *linter, const LintResource *resource) {
  const LintAt *all = lint_keep(linter, lint_field(&resource->at, "Connectors"));
  for (size_t i = 0; lint_is(all, VALUE_MAP) && i < lint_count(all); i++) {
    const LintAt *one = lint_keep(linter, lint_member(all, &all->value->as.map.members[i]));
    check_connector(linter, lint_keep(linter, lint_field(one, "Properties")));
  }
}

static void check_serverless(Linter *linter) {
  Map routes = {0};
  if (!(linter->transforms & TRANSFORM_SERVERLESS)) return;
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    Text type = resource->resource->type;
    bool function = text_is(type, "AWS::Serverless::Function"),
         machine = text_is(type, "AWS::Serverless::StateMachine");
    check_connectors(linter, resource);
    if (text_is(type, "AWS::Serverless::Connector")) check_connector(linter, &resource->properties);
    if (text_is(type, "AWS::Serverless::SimpleTable")) check_table(linter, resource);
    if (function) check_function(linter, resource);
    if (machine) check_machine(linter, resource);
    if (function || machine) check_events(linter, resource, &routes);
  }
}

static const LintRule rules[] = {
    // Loops are reported while the template is expanded, before any rule runs.
    {.id = "E0001",
     .title = "What a transform refuses",
     .about =
         "Fn::ForEach takes a list of three: the name of its variable, what it goes over, and a map of what it makes. "
         "The keys of that map differ for each item, by ${NAME} or &{NAME} in them. Policies of serverless functions "
         "and state machines are names or ARNs, maps with Statement, or policy templates with their parameters; "
         "buckets of S3 events, and what connectors connect, are resources of the template.",
     .of = "AWS::Serverless::Function AWS::Serverless::StateMachine",
     .template = check_serverless,
     .resource = check_policies},
};

LINT_TOPIC(serverless, rules);
