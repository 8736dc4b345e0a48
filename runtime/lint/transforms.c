// What needs a transform: serverless types and attributes, Globals, Fn::ForEach, and local paths that only `aws
// cloudformation package` replaces.
#include "lint/shape.h"

static const char serverless[] = "AWS::Serverless-2016-10-31";

static void check_serverless(Linter *linter, const LintResource *resource) {
  if (linter->transforms & TRANSFORM_SERVERLESS) return;
  Text type = resource->resource->type;
  LintAt at = lint_field(&resource->at, "Type");
  if (text_starts_with(type, TEXT("AWS::Serverless::"))) {
    Diag *diag = lint_report(linter, "E3038", &at, "%.*s needs the serverless transform", TEXT_ARG(type));
    diag_help(linter->diags, diag, "add 'Transform: %s'", serverless);
  }
  static const char *const attributes[] = {"Connectors", "IgnoreGlobals"};
  for (size_t i = 0; i < 2; i++) {
    LintAt attribute = lint_field(&resource->at, attributes[i]);
    if (!attribute.value) continue;
    Diag *diag = lint_report(linter, "E3066", &attribute, "'%s' needs the serverless transform", attributes[i]);
    diag_help(linter->diags, diag, "add 'Transform: %s'", serverless);
  }
}

// ───────────────────────────── Globals ─────────────────────────────

// What Globals may set for each type (SAM developer guide, "Globals section of the AWS SAM template").
static const LintShape any = {.takes = TAKES_ANYTHING};
static const LintShape text = {.takes = TAKES_TEXT | TAKES_FUNCTION};
static const LintShape yes = {.takes = TAKES_BOOL | TAKES_FUNCTION};
static const LintShape number = {.takes = TAKES_NUMBER | TAKES_FUNCTION};
static const LintShape map = {.takes = TAKES_MAP | TAKES_FUNCTION, .others = &lint_anything};
static const LintShape text_or_map = {.takes = TAKES_TEXT | TAKES_MAP | TAKES_FUNCTION, .others = &lint_anything};
static const LintShape text_list = {.takes = TAKES_LIST | TAKES_FUNCTION, .items = &text};

static const LintPart api_parts[] = {{"AccessLogSetting", &any, false},
                                     {"AlwaysDeploy", &yes, false},
                                     {"Auth", &any, false},
                                     {"BinaryMediaTypes", &any, false},
                                     {"CacheClusterEnabled", &yes, false},
                                     {"CacheClusterSize", &text, false},
                                     {"CanarySetting", &any, false},
                                     {"Cors", &text_or_map, false},
                                     {"DefinitionUri", &any, false},
                                     {"Domain", &any, false},
                                     {"EndpointConfiguration", &any, false},
                                     {"GatewayResponses", &map, false},
                                     {"MergeDefinitions", &yes, false},
                                     {"MethodSettings", &any, false},
                                     {"MinimumCompressionSize", &number, false},
                                     {"Name", &text, false},
                                     {"OpenApiVersion", &text, false},
                                     {"PropagateTags", &yes, false},
                                     {"SecurityPolicy", &text, false},
                                     {"TracingEnabled", &yes, false},
                                     {"Variables", &map, false},
                                     {0}};
static const LintPart function_parts[] = {{"Architectures", &text_list, false},
                                          {"AssumeRolePolicyDocument", &map, false},
                                          {"AutoPublishAlias", &text_or_map, false},
                                          {"CapacityProviderConfig", &any, false},
                                          {"CodeUri", &text_or_map, false},
                                          {"DeadLetterQueue", &map, false},
                                          {"DeploymentPreference", &any, false},
                                          {"Description", &any, false},
                                          {"DurableConfig", &any, false},
                                          {"Environment", &any, false},
                                          {"EphemeralStorage", &any, false},
                                          {"EventInvokeConfig", &any, false},
                                          {"FunctionScalingConfig", &any, false},
                                          {"Handler", &text, false},
                                          {"KmsKeyArn", &any, false},
                                          {"Layers", &any, false},
                                          {"LoggingConfig", &any, false},
                                          {"MemorySize", &any, false},
                                          {"PermissionsBoundary", &text, false},
                                          {"PropagateTags", &yes, false},
                                          {"ProvisionedConcurrencyConfig", &any, false},
                                          {"PublishToLatestPublished", &yes, false},
                                          {"RecursiveLoop", &text, false},
                                          {"ReservedConcurrentExecutions", &any, false},
                                          {"RolePath", &text, false},
                                          {"Runtime", &text, false},
                                          {"RuntimeManagementConfig", &any, false},
                                          {"SnapStart", &any, false},
                                          {"SourceKMSKeyArn", &text, false},
                                          {"Tags", &map, false},
                                          {"TenancyConfig", &any, false},
                                          {"Timeout", &any, false},
                                          {"Tracing", &text_or_map, false},
                                          {"VersionDeletionPolicy", &text_or_map, false},
                                          {"VpcConfig", &any, false},
                                          {0}};
static const LintPart http_parts[] = {{"AccessLogSettings", &any, false},
                                      {"Auth", &any, false},
                                      {"CorsConfiguration", &any, false},
                                      {"DefaultRouteSettings", &any, false},
                                      {"Domain", &any, false},
                                      {"FailOnWarnings", &any, false},
                                      {"PropagateTags", &yes, false},
                                      {"RouteSettings", &any, false},
                                      {"StageVariables", &any, false},
                                      {"Tags", &map, false},
                                      {0}};
static const LintPart socket_parts[] = {{"AccessLogSettings", &any, false},
                                        {"ApiKeySelectionExpression", &text, false},
                                        {"DefaultRouteSettings", &any, false},
                                        {"DisableExecuteApiEndpoint", &yes, false},
                                        {"DisableSchemaValidation", &yes, false},
                                        {"Domain", &any, false},
                                        {"IpAddressType", &text, false},
                                        {"PropagateTags", &yes, false},
                                        {"RouteSelectionExpression", &text, false},
                                        {"RouteSettings", &any, false},
                                        {"StageVariables", &any, false},
                                        {"Tags", &map, false},
                                        {0}};
static const LintPart provider_parts[] = {{"InstanceRequirements", &any, false},
                                          {"KmsKeyArn", &text, false},
                                          {"OperatorRole", &any, false},
                                          {"PropagateTags", &yes, false},
                                          {"ScalingConfig", &any, false},
                                          {"Tags", &map, false},
                                          {"VpcConfig", &any, false},
                                          {0}};
static const LintPart layer_parts[] = {{"PublishLambdaVersion", &yes, false}, {0}};
static const LintPart table_parts[] = {{"SSESpecification", &any, false}, {0}};
static const LintPart machine_parts[] = {{"PropagateTags", &yes, false}, {0}};

#define SHAPE(id, list) static const LintShape id = {.takes = TAKES_MAP, .what = "these Globals", .parts = list}
SHAPE(api, api_parts);
SHAPE(function, function_parts);
SHAPE(http, http_parts);
SHAPE(socket, socket_parts);
SHAPE(provider, provider_parts);
SHAPE(layer, layer_parts);
SHAPE(table, table_parts);
SHAPE(machine, machine_parts);

static const LintPart globals_parts[] = {{"Api", &api, false},
                                         {"CapacityProvider", &provider, false},
                                         {"Function", &function, false},
                                         {"HttpApi", &http, false},
                                         {"LayerVersion", &layer, false},
                                         {"SimpleTable", &table, false},
                                         {"StateMachine", &machine, false},
                                         {"WebSocketApi", &socket, false},
                                         {0}};
static const LintShape globals_shape = {.takes = TAKES_MAP, .what = "Globals", .parts = globals_parts};
static const LintCodes codes = {.unknown = "E3724"};

// Each entry of IgnoreGlobals must be something that Globals sets for the type.
static void check_ignored(Linter *linter, const LintAt *globals, const LintResource *resource) {
  LintAt ignored = lint_field(&resource->at, "IgnoreGlobals");
  Text type = resource->resource->type, head = TEXT("AWS::Serverless::");
  if (!lint_is(&ignored, VALUE_LIST) || !text_starts_with(type, head)) return;
  const Value *set = value_get(globals->value, text_slice(type, head.size, type.size));
  if (!value_is(set, VALUE_MAP)) return;
  for (size_t i = 0; i < lint_count(&ignored); i++) {
    LintAt item = lint_item(&ignored, i);
    if (!lint_is(&item, VALUE_STRING) || value_get(set, lint_text(&item))) continue;
    Diag *diag = lint_report(linter, "E3724", &item, "Globals set no '%.*s' for this type", TEXT_ARG(lint_text(&item)));
    VEC(Text) names = {0};
    for (size_t k = 0; k < set->as.map.count; k++) vec_push(linter->arena, &names, set->as.map.members[k].key);
    diag_suggest(linter->diags, diag, lint_text(&item), names.items, names.count);
  }
}

static void check_globals(Linter *linter) {
  LintAt globals = lint_field(&linter->root, "Globals");
  if (!lint_is(&globals, VALUE_MAP)) return;
  if (!(linter->transforms & TRANSFORM_SERVERLESS)) {
    Diag *diag = lint_report(linter, "E3724", &globals, "'Globals' needs the serverless transform");
    diag_help(linter->diags, diag, "add 'Transform: %s'", serverless);
    return;
  }
  lint_shape(linter, &globals_shape, &globals, WORLD_ANY, &codes);
  for (size_t i = 0; i < linter->resources.count; i++) check_ignored(linter, &globals, &linter->resources.items[i]);
}

// ───────────────────────────── Local paths ─────────────────────────────

// Properties that `aws cloudformation package` uploads (AWS CLI reference, "cloudformation package").
static const struct {
  const char *type, *property, *below;
} packaged[] = {{"AWS::ApiGateway::RestApi", "BodyS3Location", NULL},
                {"AWS::Lambda::Function", "Code", NULL},
                {"AWS::Lambda::LayerVersion", "Content", NULL},
                {"AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", NULL},
                {"AWS::StepFunctions::StateMachine", "DefinitionS3Location", NULL},
                {"AWS::AppSync::GraphQLSchema", "DefinitionS3Location", NULL},
                {"AWS::AppSync::Resolver", "RequestMappingTemplateS3Location", NULL},
                {"AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location", NULL},
                {"AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location", NULL},
                {"AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location", NULL},
                {"AWS::CloudFormation::Stack", "TemplateURL", NULL},
                {"AWS::CodeCommit::Repository", "Code", "S3"}};

static void check_packaged(Linter *linter, const LintResource *resource) {
  if (linter->transforms & TRANSFORM_SERVERLESS) return;
  for (size_t i = 0; i < sizeof packaged / sizeof *packaged; i++) {
    if (!text_is(resource->resource->type, packaged[i].type)) continue;
    LintAt at = lint_field(&resource->properties, packaged[i].property);
    if (packaged[i].below) at = lint_field(lint_keep(linter, at), packaged[i].below);
    LintChoices choices = lint_choices(linter, lint_keep(linter, at), resource->world);
    for (size_t k = 0; k < choices.count; k++) {
      const LintAt *path = &choices.items[k].at;
      Text text_there = lint_text(path);
      if (!lint_is(path, VALUE_STRING) || text_starts_with(text_there, TEXT("s3://")) ||
          text_starts_with(text_there, TEXT("https://")) || text_starts_with(text_there, TEXT("{{resolve:")))
        continue;
      Diag *diag = lint_report(linter, "W3002", path, "this path works only with 'aws cloudformation package'");
      diag_help(linter->diags, diag, "package the template before it is deployed, or name the place in S3");
    }
  }
}

// ───────────────────────────── Loops ─────────────────────────────

enum { MOST_DEPTH = 100 };

static void check_loop(Linter *linter, const LintAt *at) {
  Text head = TEXT("Fn::ForEach::");
  if (text_starts_with(at->key, head) && lint_is_alphanumeric(text_slice(at->key, head.size, at->key.size))) {
    if (linter->transforms & TRANSFORM_EXTENSIONS) return;
    Diag *diag = lint_report(linter, "E1032", at, "a loop needs language extensions");
    diag_help(linter->diags, diag, "add 'Transform: AWS::LanguageExtensions'");
  } else if (text_starts_with(at->key, TEXT("Fn::ForEach"))) {
    Diag *diag = lint_report(linter, "E1032", at, "'%.*s' is no name of a loop", TEXT_ARG(at->key));
    diag_help(linter->diags, diag, "it is Fn::ForEach::NAME, the name of letters and digits");
  }
}

static void check_loops_in(Linter *linter, const LintAt *at, unsigned depth) {
  if (!at->value || depth > MOST_DEPTH) return;
  for (size_t i = 0; at->value->kind == VALUE_LIST && i < at->value->as.list.count; i++) {
    LintAt item = lint_item(at, i);
    check_loops_in(linter, &item, depth + 1);
  }
  for (size_t i = 0; at->value->kind == VALUE_MAP && i < at->value->as.map.count; i++) {
    LintAt member = lint_member(at, &at->value->as.map.members[i]);
    check_loop(linter, &member);
    check_loops_in(linter, &member, depth + 1);
  }
}

static void check_loops(Linter *linter) {
  LintAt written = linter->root;
  written.value = linter->template->written;
  check_loops_in(linter, &written, 0);
}

static const LintRule rules[] = {
    {.id = "E1032",
     .title = "A loop without language extensions",
     .about = "Fn::ForEach::NAME exists only for the transform AWS::LanguageExtensions, which a template declares.",
     .template = check_loops},
    {.id = "E3038",
     .title = "A serverless type without its transform",
     .about =
         "AWS::Serverless types exist only for the transform AWS::Serverless-2016-10-31, which a template declares.",
     .resource = check_serverless},
    {.id = "E3066",
     .title = "A serverless attribute without its transform",
     .about = "Connectors and IgnoreGlobals exist only for the transform AWS::Serverless-2016-10-31.",
     .resource = check_serverless},
    {.id = "E3724",
     .title = "What Globals may set",
     .about =
         "Globals belongs to the serverless transform, and sets properties of its types; IgnoreGlobals names some that "
         "are set there.",
     .template = check_globals},
    {.id = "W3002",
     .title = "A local path",
     .about =
         "CloudFormation knows no local files. 'aws cloudformation package' uploads them and puts in where they are; "
         "without it the deployment fails.",
     .resource = check_packaged},
};

LINT_TOPIC(transforms, rules);
