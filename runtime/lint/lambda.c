// Lambda's functions: the life of their runtimes, what a package needs, SnapStart, size of the environment, what may
// invoke them.
#include "lint/reach.h"
#include "schema/services.h"

#define FUNCTIONS "AWS::Lambda::Function AWS::Serverless::Function"

static bool is_serverless(const LintResource *resource) {
  return text_is(resource->resource->type, "AWS::Serverless::Function");
}

// The property that SAM's Globals give to functions that do not set it themselves.
static const Member *global(const Linter *linter, const LintResource *resource, const char *name) {
  if (!is_serverless(resource)) return NULL;
  const Value *globals = value_at(template_section(linter->template, "Globals"), "Function");
  return value_member(globals, text_of(name));
}

// ───────────────────────────── Runtimes ─────────────────────────────

// Dates in this form compare as texts. A date that is not set never comes.
static bool reached(const Linter *linter, Text date) {
  return date.size && text_compare(date, linter->options->today) <= 0;
}

static void check_runtime(Linter *linter, const LintAt *at, Text name) {
  SchemaRuntime runtime;
  if (!linter->options->today.size || !schema_runtime(name, &runtime)) return;
  bool update = reached(linter, runtime.no_update), create = reached(linter, runtime.no_create);
  Diag *diag;
  if (update)
    diag = lint_report_known(linter, "E2533", at, "Lambda takes no function of the runtime '%.*s' any more, since %.*s",
                             TEXT_ARG(name), TEXT_ARG(runtime.no_update));
  else if (create)
    diag = lint_report_known(linter, "E2531", at, "Lambda makes no new function of the runtime '%.*s', since %.*s",
                             TEXT_ARG(name), TEXT_ARG(runtime.no_create));
  else if (reached(linter, runtime.deprecated))
    diag = lint_report_known(linter, "W2531", at, "the runtime '%.*s' has had no security updates since %.*s",
                             TEXT_ARG(name), TEXT_ARG(runtime.deprecated));
  else
    return;
  if (runtime.successor.size) diag_help(linter->diags, diag, "use '%.*s'", TEXT_ARG(runtime.successor));
}

static void check_runtimes(Linter *linter, const LintResource *resource) {
  LintChoices runtimes = lint_property_known(linter, resource, "Runtime");
  for (size_t i = 0; i < runtimes.count; i++)
    check_runtime(linter, &runtimes.items[i].at, lint_text(&runtimes.items[i].at));
  const Member *shared = global(linter, resource, "Runtime");
  if (!shared || runtimes.count || !resource->properties.value) return;
  LintAt at = lint_field(&resource->properties, "Runtime");
  at.value = shared->value;
  at.span = shared->key_span;
  check_runtime(linter, &at, value_text(shared->value));
}

// ───────────────────────────── Packages ─────────────────────────────

static bool is_text(const LintAt *at, const char *text) { return text_is(lint_text(at), text); }

// The deployments in which the function is a .zip file, and the property that says so; WORLD_NONE where none does.
static World zip_worlds(Linter *linter, const LintResource *resource, const char **why) {
  bool serverless = is_serverless(resource);
  World zip = WORLD_NONE, image = WORLD_NONE;
  *why = NULL;
  LintChoices types = lint_property_sure(linter, resource, "PackageType");
  for (size_t i = 0; i < types.count; i++) {
    const LintChoice *type = &types.items[i];
    if (is_text(&type->at, "Zip")) zip = world_or(linter->conditions, zip, type->world), *why = "PackageType";
    if (!is_text(&type->at, "Zip")) image = world_or(linter->conditions, image, type->world);
  }
  const char *const sources[] = {serverless ? "CodeUri" : "Code/ZipFile", serverless ? "InlineCode" : "Code/S3Key"};
  for (size_t s = 0; s < 2; s++) {
    LintChoices code = lint_property(linter, resource, sources[s]);
    for (size_t i = 0; i < code.count; i++) {
      zip = world_or(linter->conditions, zip, world_without(linter->conditions, code.items[i].world, image));
      if (!*why) *why = serverless ? sources[s] : "Code";
    }
  }
  return zip;
}

static void check_package(Linter *linter, const LintResource *resource) {
  static const char *const needed[] = {"Handler", "Runtime"};
  const char *why;
  if (!resource->properties.value) return;
  World zip = zip_worlds(linter, resource, &why);
  const char *missing[2];
  size_t count = 0;
  for (size_t i = 0; i < 2; i++) {
    LintChoices values = lint_property(linter, resource, needed[i]);
    World absent = values.absent;
    for (size_t v = 0; v < values.count; v++)
      if (lint_is(&values.items[v].at, VALUE_NULL))
        absent = world_or(linter->conditions, absent, values.items[v].world);
    if (global(linter, resource, needed[i]) || !lint_together(linter, zip, absent)) continue;
    missing[count++] = needed[i];
  }
  if (!count || !why) return;
  LintAt at = lint_field(&resource->properties, why);
  Diag *diag = lint_report(linter, "W2533", &at, "a function from a .zip file needs %s%s%s", missing[0],
                           count > 1 ? " and " : "", count > 1 ? missing[1] : "");
  diag_help(linter->diags, diag, "or package it as an image: PackageType: Image");
}

// ───────────────────────────── SnapStart ─────────────────────────────

// "java11" at least, "python3.12", "dotnet8" (AWS Lambda's developer guide, "Supported features and limitations").
static bool snaps(Text runtime) {
  static const struct {
    const char *family;
    int least;
  } families[] = {{"java", 11}, {"python3.", 12}, {"dotnet", 8}};
  for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
    if (!text_starts_with(runtime, text_of(families[i].family))) continue;
    int version = 0;
    for (size_t k = strlen(families[i].family); k < runtime.size && runtime.at[k] >= '0' && runtime.at[k] <= '9'; k++)
      version = version * 10 + (runtime.at[k] - '0');
    return version >= families[i].least && version < 1000;
  }
  return false;
}

static void check_snap_runtime(Linter *linter, const LintResource *resource, const LintChoice *snap) {
  LintChoices runtimes = lint_property_sure(linter, resource, "Runtime");
  for (size_t i = 0; i < runtimes.count; i++) {
    const LintChoice *runtime = &runtimes.items[i];
    Text name = lint_text(&runtime->at);
    if (!name.size || lint_deferred(runtime->at.value) || snaps(name)) continue;
    if (!lint_together(linter, runtime->world, snap->world)) continue;
    Diag *diag = lint_report(linter, "E2530", &snap->at, "SnapStart does not know the runtime '%.*s'", TEXT_ARG(name));
    diag_help(linter->diags, diag, "it takes java11, python3.12, dotnet8 and later ones");
    return;
  }
}

static bool has_version(const Linter *linter, const LintResource *function) {
  if (is_serverless(function) && value_at(function->properties.value, "AutoPublishAlias")) return true;
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *other = &linter->resources.items[i];
    if (text_is(other->resource->type, "AWS::Lambda::Version") &&
        lint_mentions(other->properties.value, function->resource->logical_id))
      return true;
  }
  return false;
}

static void check_snap(Linter *linter, const LintResource *resource) {
  if (!resource->properties.value) return;
  LintChoices snaps_on = lint_property_sure(linter, resource, "SnapStart/ApplyOn");
  World on = WORLD_NONE;
  for (size_t i = 0; i < snaps_on.count; i++) {
    const LintChoice *snap = &snaps_on.items[i];
    on = world_or(linter->conditions, on, snap->world);
    if (!is_text(&snap->at, "PublishedVersions")) continue;
    check_snap_runtime(linter, resource, snap);
    if (has_version(linter, resource)) continue;
    Diag *diag =
        lint_report(linter, "W2530", &snap->at, "SnapStart works on published versions, and this function has none");
    if (text_is(resource->resource->type, "AWS::Serverless::Function"))
      diag_help(linter->diags, diag, "set 'AutoPublishAlias', which publishes one");
    else
      diag_help(linter->diags, diag, "add an AWS::Lambda::Version of '%.*s'", TEXT_ARG(resource->resource->logical_id));
  }
  LintChoices runtimes = lint_property_known(linter, resource, "Runtime");
  for (size_t i = 0; i < runtimes.count; i++) {
    Text name = lint_text(&runtimes.items[i].at);
    if (!text_starts_with(name, TEXT("java")) || !snaps(name)) continue;
    if (!world_possible(linter->conditions, world_without(linter->conditions, runtimes.items[i].world, on))) continue;
    LintAt at = lint_path(linter, &resource->properties, "SnapStart", "ApplyOn", NULL);
    Diag *diag = lint_report(linter, "I2530", &at, "'%.*s' starts faster with SnapStart", TEXT_ARG(name));
    diag_help(linter->diags, diag, "SnapStart: { ApplyOn: PublishedVersions }");
    return;
  }
}

// ───────────────────────────── Environment ─────────────────────────────

enum { MOST_ENVIRONMENT = 4096 };  // bytes of all names and values together (Lambda quotas)

static void check_environment(Linter *linter, const LintResource *resource) {
  LintChoices maps = lint_property(linter, resource, "Environment/Variables");
  for (size_t i = 0; i < maps.count; i++) {
    const Value *map = maps.items[i].at.value;
    size_t size = 0;
    if (!value_is(map, VALUE_MAP)) continue;
    for (size_t k = 0; k < map->as.map.count; k++)
      size += map->as.map.members[k].key.size + value_text(map->as.map.members[k].value).size;
    if (size <= MOST_ENVIRONMENT) continue;
    Diag *diag = lint_report(linter, "E3697", &maps.items[i].at,
                             "the environment holds %zu bytes; at most %d are allowed", size, MOST_ENVIRONMENT);
    diag_help(linter->diags, diag, "put large values into SSM parameters or a file of the package");
  }
}

// ───────────────────────────── Queues as sources ─────────────────────────────

static void check_batch(Linter *linter, const LintResource *resource) {
  LintChoices sizes = lint_property_known(linter, resource, "BatchSize");
  LintLinks queues = lint_links(linter, resource, "EventSourceArn", "AWS::SQS::Queue");
  for (size_t q = 0; q < queues.count; q++)
    for (size_t s = 0; s < sizes.count; s++) {
      int64_t size;
      if (!lint_integer(&sizes.items[s].at, &size) || size <= 10) continue;
      World world = world_and(linter->conditions, queues.items[q].world, sizes.items[s].world);
      LintChoices fifo = lint_property_sure(linter, queues.items[q].to, "FifoQueue");
      if (!lint_any_says(linter, &fifo, "true", world)) continue;
      const TemplateResource *queue = queues.items[q].to->resource;
      Diag *diag = lint_report_known(linter, "E3705", &sizes.items[s].at,
                                     "a FIFO queue gives at most 10 messages at a time, not %lld", (long long)size);
      diag_note(linter->diags, diag, queue->id_span, "'%.*s' is a FIFO queue", TEXT_ARG(queue->logical_id));
    }
}

enum { USUAL_TIMEOUT = 3, USUAL_VISIBILITY = 30 };  // seconds, what CloudFormation takes for a missing property

typedef struct Seconds {
  int64_t number;
  World world;
} Seconds;

typedef VEC(Seconds) SecondsList;

static SecondsList seconds_of(Linter *linter, const LintResource *resource, const char *property, int64_t usual) {
  SecondsList list = {0};
  LintChoices values = lint_property_sure(linter, resource, property);
  for (size_t i = 0; i < values.count; i++) {
    Seconds seconds = {.world = values.items[i].world};
    if (lint_integer(&values.items[i].at, &seconds.number)) vec_push(linter->arena, &list, seconds);
  }
  if (world_possible(linter->conditions, values.absent))
    vec_push(linter->arena, &list, ((Seconds){usual, values.absent}));
  return list;
}

static void check_pair(Linter *linter, const LintResource *queue, const LintResource *function, World world) {
  SecondsList visible = seconds_of(linter, queue, "VisibilityTimeout", USUAL_VISIBILITY);
  SecondsList runs = seconds_of(linter, function, "Timeout", USUAL_TIMEOUT);
  for (size_t v = 0; v < visible.count; v++)
    for (size_t r = 0; r < runs.count; r++) {
      World both = world_and(linter->conditions, visible.items[v].world, runs.items[r].world);
      if (visible.items[v].number >= runs.items[r].number || !lint_together(linter, both, world)) continue;
      LintAt at = lint_field(&queue->properties, "VisibilityTimeout");
      Diag *diag = lint_report(linter, "E3505", &at,
                               "the queue shows a message again after %lld s, but the function may run %lld s",
                               (long long)visible.items[v].number, (long long)runs.items[r].number);
      diag_help(linter->diags, diag,
                "VisibilityTimeout must be at least the function's Timeout; AWS advises six times it");
      diag_note(linter->diags, diag, queue->resource->id_span, "the queue is '%.*s'",
                TEXT_ARG(queue->resource->logical_id));
      return;
    }
}

static void check_timeout(Linter *linter, const LintResource *resource) {
  LintLinks queues = lint_links(linter, resource, "EventSourceArn", "AWS::SQS::Queue");
  LintLinks functions = lint_links(linter, resource, "FunctionName", "AWS::Lambda::Function");
  for (size_t q = 0; q < queues.count; q++)
    for (size_t f = 0; f < functions.count; f++) {
      World world = world_and(linter->conditions, queues.items[q].world, functions.items[f].world);
      check_pair(linter, queues.items[q].to, functions.items[f].to, world);
    }
}

// ───────────────────────────── Streams as sources ─────────────────────────────

// What is read from a position on, by type and attribute (empty: Ref); the schema's rules know ARNs that are written
// out.
static const struct {
  const char *type, *attribute;
} streams[] = {
    {"AWS::DocDB::DBCluster", "Arn"},
    {"AWS::DynamoDB::GlobalTable", "StreamArn"},
    {"AWS::DynamoDB::Table", "StreamArn"},
    {"AWS::Kinesis::Stream", "Arn"},
    {"AWS::Kinesis::StreamConsumer", ""},
    {"AWS::Kinesis::StreamConsumer", "ConsumerARN"},
    {"AWS::MSK::Cluster", ""},
    {"AWS::MSK::Cluster", "Arn"},
    {"AWS::MSK::ServerlessCluster", ""},
    {"AWS::MSK::ServerlessCluster", "Arn"},
};

static bool is_stream(const Linter *linter, const LintAt *at) {
  Text attribute;
  const LintResource *source = lint_target(linter, at->value, &attribute);
  for (size_t i = 0; source && i < sizeof streams / sizeof *streams; i++)
    if (text_is(source->resource->type, streams[i].type) && text_is(attribute, streams[i].attribute)) return true;
  return false;
}

static void check_start(Linter *linter, const LintResource *mapping) {
  LintLinks sources = lint_links(linter, mapping, "EventSourceArn", NULL);
  LintChoices starts = lint_property(linter, mapping, "StartingPosition");
  for (size_t i = 0; i < sources.count; i++) {
    if (!is_stream(linter, &sources.items[i].at)) continue;
    if (!lint_together(linter, sources.items[i].world, starts.absent)) continue;
    Diag *diag = lint_report(linter, "E3633", &mapping->properties, "a stream needs 'StartingPosition'");
    diag_help(linter->diags, diag, "StartingPosition: LATEST or TRIM_HORIZON");
    diag_note(linter->diags, diag, sources.items[i].to->resource->id_span, "this is the stream");
    return;
  }
}

// The events of a serverless function that are mappings of streams.
static void check_events(Linter *linter, const LintResource *function) {
  static const char *const kinds[] = {"DynamoDB", "Kinesis", "MSK"};
  const LintAt *events = lint_keep(linter, lint_field(&function->properties, "Events"));
  for (size_t i = 0; lint_is(events, VALUE_MAP) && i < lint_count(events); i++) {
    const LintAt *event = lint_keep(linter, lint_member(events, &events->value->as.map.members[i]));
    LintAt properties = lint_field(event, "Properties");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
      if (!text_is(value_text(value_at(event->value, "Type")), kinds[k])) continue;
      if (!lint_is(&properties, VALUE_MAP) || value_at(properties.value, "StartingPosition")) continue;
      Diag *diag = lint_report(linter, "E3633", &properties, "an event of %s needs 'StartingPosition'", kinds[k]);
      diag_help(linter->diags, diag, "StartingPosition: LATEST or TRIM_HORIZON");
    }
  }
}

static void check_position(Linter *linter, const LintResource *resource) {
  if (is_serverless(resource))
    check_events(linter, resource);
  else
    check_start(linter, resource);
}

// ───────────────────────────── Log groups ─────────────────────────────

enum { MOST_FILTERS = 2 };  // subscription filters a log group (CloudWatch Logs quotas)

// most[n]: the deployments in which the group has more than n filters.
typedef struct LogGroup {
  const Value *name;
  World most[MOST_FILTERS + 1];
  bool told;
} LogGroup;

typedef VEC(LogGroup) LogGroups;

// Whether some deployment of the world has one filter too many with this one.
static bool is_one_more(Conditions *conditions, LogGroup *group, World world) {
  for (size_t n = MOST_FILTERS; n > 0; n--)
    group->most[n] = world_or(conditions, group->most[n], world_and(conditions, group->most[n - 1], world));
  group->most[0] = world_or(conditions, group->most[0], world);
  return world_possible(conditions, world_and(conditions, group->most[MOST_FILTERS], world));
}

static void count_filter(Linter *linter, LogGroups *groups, const LintAt *name, World world) {
  if (!name->value) return;
  for (size_t i = 0; i < groups->count; i++) {
    LogGroup *group = &groups->items[i];
    if (!value_equal(group->name, name->value)) continue;
    if (is_one_more(linter->conditions, group, world) && !group->told) {
      group->told = true;
      Diag *diag = lint_report(linter, "E2529", name,
                               "this is the third subscription filter of the log group; it takes %d", MOST_FILTERS);
      diag_help(linter->diags, diag, "send the logs on from one of them, by a stream or topic");
    }
    return;
  }
  vec_push(linter->arena, groups, ((LogGroup){name->value, {world, WORLD_NONE, WORLD_NONE}, false}));
}

static void count_events(Linter *linter, LogGroups *groups, const LintResource *function) {
  const LintAt *events = lint_keep(linter, lint_field(&function->properties, "Events"));
  for (size_t i = 0; lint_is(events, VALUE_MAP) && i < events->value->as.map.count; i++) {
    const LintAt *event = lint_keep(linter, lint_member(events, &events->value->as.map.members[i]));
    if (!text_is(value_text(value_at(event->value, "Type")), "CloudWatchLogs")) continue;
    LintAt name = lint_path(linter, event, "Properties", "LogGroupName", NULL);
    count_filter(linter, groups, &name, function->world);
  }
}

static void check_filters(Linter *linter) {
  LogGroups groups = {0};
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    if (!text_is(resource->resource->type, "AWS::Logs::SubscriptionFilter")) continue;
    LintAt name = lint_field(&resource->properties, "LogGroupName");
    count_filter(linter, &groups, &name, resource->world);
  }
  for (size_t i = 0; i < linter->resources.count; i++)
    if (is_serverless(&linter->resources.items[i])) count_events(linter, &groups, &linter->resources.items[i]);
}

// ───────────────────────────── Permissions ─────────────────────────────

// Who calls on behalf of a resource of the type.
static const struct {
  const char *type, *principal;
} callers[] = {
    {"AWS::ApiGateway::RestApi", "apigateway.amazonaws.com"},
    {"AWS::ApiGatewayV2::Api", "apigateway.amazonaws.com"},
    {"AWS::Cognito::UserPool", "cognito-idp.amazonaws.com"},
    {"AWS::Config::ConfigRule", "config.amazonaws.com"},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing.amazonaws.com"},
    {"AWS::Events::Rule", "events.amazonaws.com"},
    {"AWS::IoT::TopicRule", "iot.amazonaws.com"},
    {"AWS::Logs::LogGroup", "logs.amazonaws.com"},
    {"AWS::S3::Bucket", "s3.amazonaws.com"},
    {"AWS::SNS::Topic", "sns.amazonaws.com"},
};

// "logs.eu-west-1.amazonaws.com" is that of one region.
static bool is_principal(Text given, const char *wanted) {
  if (text_is(given, wanted)) return true;
  return text_is(text_of(wanted), "logs.amazonaws.com") && text_starts_with(given, TEXT("logs.")) &&
         text_ends_with(given, TEXT(".amazonaws.com"));
}

static void check_principal(Linter *linter, const LintResource *resource) {
  if (!lint_exists(linter, resource)) return;
  LintChoices principals = lint_property_known(linter, resource, "Principal");
  LintChoices sources = lint_property(linter, resource, "SourceArn");
  for (size_t s = 0; s < sources.count; s++) {
    const LintResource *source = lint_target(linter, sources.items[s].at.value, NULL);
    const char *wanted = NULL;
    for (size_t c = 0; source && c < sizeof callers / sizeof *callers; c++)
      if (text_is(source->resource->type, callers[c].type)) wanted = callers[c].principal;
    for (size_t p = 0; wanted && lint_exists(linter, source) && p < principals.count; p++) {
      Text given = lint_text(&principals.items[p].at);
      if (!given.size || is_principal(given, wanted)) continue;
      if (!lint_together(linter, principals.items[p].world, sources.items[s].world)) continue;
      Diag *diag = lint_report_known(linter, "W3664", &principals.items[p].at,
                                     "'%.*s' does not call for an %.*s, so the permission has no effect",
                                     TEXT_ARG(given), TEXT_ARG(source->resource->type));
      diag_help(linter->diags, diag, "the principal is '%s'", wanted);
    }
  }
}

// Whether the text holds ":DIGITS:" of an account, or its pseudo parameter.
static bool names_account(Text arn) {
  if (text_find(arn, TEXT(":${AWS::AccountId}:"), 0) != SIZE_MAX) return true;
  size_t digits = 0;
  for (size_t i = 0; i < arn.size; i++) {
    if (arn.at[i] == ':' && digits == 12) return true;
    bool digit = arn.at[i] >= '0' && arn.at[i] <= '9';
    if (arn.at[i] == ':')
      digits = 0;
    else
      digits = digit && (digits || (i && arn.at[i - 1] == ':')) ? digits + 1 : 0;
  }
  return false;
}

// Whether the ARN is surely one without an account.
static bool lacks_account(const Linter *linter, const Value *arn) {
  Text name;
  Value *argument;
  if (value_is(arn, VALUE_STRING)) return !lint_deferred(arn) && !names_account(arn->as.text);
  const LintResource *target = lint_target(linter, arn, NULL);
  if (target) return text_is(target->resource->type, "AWS::S3::Bucket");
  if (!value_intrinsic(arn, &name, &argument) || !text_is(name, "Fn::Sub")) return false;
  if (value_is(argument, VALUE_LIST) && argument->as.list.count) argument = argument->as.list.items[0];
  // Only a bucket's ARN is known to have none; what a variable gives may hold one.
  Text text = value_text(argument);
  return text_starts_with(text, TEXT("arn:")) && text_find(text, TEXT(":s3:::"), 0) != SIZE_MAX && !names_account(text);
}

static void check_source_account(Linter *linter, const LintResource *resource) {
  LintChoices arns = lint_property_known(linter, resource, "SourceArn");
  LintChoices accounts = lint_property(linter, resource, "SourceAccount");
  for (size_t i = 0; i < arns.count; i++) {
    if (!lacks_account(linter, arns.items[i].at.value)) continue;
    if (!lint_together(linter, arns.items[i].world, accounts.absent)) continue;
    Diag *diag =
        lint_report(linter, "W3663", &resource->properties,
                    "the source's ARN names no account, so the permission holds for a bucket of that name in any");
    diag_help(linter->diags, diag, "add SourceAccount: !Ref AWS::AccountId");
    return;
  }
}

static const LintRule rules[] = {
    {.id = "E2529",
     .title = "More than two subscription filters of one log group",
     .about = "CloudWatch Logs refuses the third. Fan out behind one of them, by a stream or topic.",
     .template = check_filters},
    {.id = "E2530",
     .title = "SnapStart for a runtime that has none",
     .about = "SnapStart takes java11, python3.12, dotnet8 and later runtimes; Lambda refuses it for others.",
     .of = FUNCTIONS,
     .resource = check_snap},
    {.id = "E2531",
     .title = "A Lambda runtime that takes no new functions",
     .about = "Lambda has closed the runtime to new functions (as of --today); the stack fails to create. Move to its "
              "successor.",
     .of = FUNCTIONS,
     .resource = check_runtimes},
    {.id = "E2533",
     .title = "A Lambda runtime that takes no updates",
     .about = "Lambda has closed the runtime even to functions that exist (as of --today). Move to its successor.",
     .of = FUNCTIONS,
     .resource = check_runtimes},
    {.id = "E3505",
     .title = "A queue that shows a message again while the function works on it",
     .about = "Lambda refuses an event source whose queue has a VisibilityTimeout below the function's Timeout. AWS "
              "advises six times the Timeout.",
     .of = "AWS::Lambda::EventSourceMapping",
     .resource = check_timeout},
    {.id = "E3633",
     .title = "A stream without StartingPosition",
     .about = "For Kinesis, DynamoDB, DocumentDB and Kafka the mapping must say where in the stream to begin.",
     .of = "AWS::Lambda::EventSourceMapping AWS::Serverless::Function",
     .resource = check_position},
    {.id = "E3697",
     .title = "More than 4 KB of environment variables",
     .about = "Lambda takes 4,096 bytes of names and values together. Put large ones into SSM parameters or a file.",
     .of = FUNCTIONS,
     .resource = check_environment},
    {.id = "E3705",
     .title = "A batch of more than 10 from a FIFO queue",
     .about = "A FIFO queue gives a function at most 10 messages at a time.",
     .of = "AWS::Lambda::EventSourceMapping",
     .resource = check_batch},
    {.id = "I2530",
     .title = "A Java function without SnapStart",
     .about = "SnapStart costs nothing for Java and starts functions up to ten times faster.",
     .of = FUNCTIONS,
     .resource = check_snap},
    {.id = "W2530",
     .title = "SnapStart without a published version",
     .about = "SnapStart takes effect on versions alone: add an AWS::Lambda::Version and call that.",
     .of = FUNCTIONS,
     .resource = check_snap},
    {.id = "W2531",
     .title = "A deprecated Lambda runtime",
     .about = "The runtime gets no security updates any more (as of --today), and Lambda will close it. Move to its "
              "successor.",
     .of = FUNCTIONS,
     .resource = check_runtimes},
    {.id = "W2533",
     .title = "A function from a .zip file without Handler or Runtime",
     .about = "A package that is no image needs both; Lambda refuses the function.",
     .of = FUNCTIONS,
     .resource = check_package},
    {.id = "W3663",
     .title = "A permission for a bucket of any account",
     .about = "A bucket's ARN names no account: after its deletion somebody else may own that name and call the "
              "function. SourceAccount says whose it is.",
     .of = "AWS::Lambda::Permission",
     .resource = check_source_account},
    {.id = "W3664",
     .title = "A permission for another service than the source's",
     .about = "The principal is the service that calls for the resource of SourceArn, s3.amazonaws.com for a bucket; "
              "for another the permission never holds.",
     .of = "AWS::Lambda::Permission",
     .resource = check_principal},
};

LINT_TOPIC(lambda, rules);
