// API Gateway: what belongs to one API stays with it.
#include "lint/reach.h"

static bool is_type(const LintResource *resource, const char *type) { return text_is(resource->resource->type, type); }

// ───────────────────────────── One API ─────────────────────────────

// The linked resource has the API of this one; else the finding stands at the linked one.
static void check_same_api(Linter *linter, const LintResource *resource, const char *id, const char *property,
                           const char *type, const char *what) {
  LintLinks links = lint_links(linter, resource, property, type);
  LintChoices own = lint_property(linter, resource, "RestApiId");
  for (size_t l = 0; l < links.count; l++) {
    LintChoices other = lint_property(linter, links.items[l].to, "RestApiId");
    for (size_t a = 0; a < own.count; a++)
      for (size_t b = 0; b < other.count; b++) {
        World world = world_and(linter->conditions, own.items[a].world, links.items[l].world);
        if (!lint_differs(linter, &own.items[a].at, &other.items[b].at)) continue;
        if (!lint_together(linter, world, other.items[b].world)) continue;
        Diag *diag = lint_report(linter, id, &other.items[b].at, "a %s of another API uses this", what);
        diag_help(linter->diags, diag, "both name the same RestApiId");
        diag_note(linter->diags, diag, resource->resource->id_span, "this is the %s", what);
        return;
      }
  }
}

static void check_stage(Linter *linter, const LintResource *stage) {
  check_same_api(linter, stage, "E3698", "DeploymentId", "AWS::ApiGateway::Deployment", "stage");
}

static void check_method(Linter *linter, const LintResource *method) {
  check_same_api(linter, method, "E3699", "AuthorizerId", "AWS::ApiGateway::Authorizer", "method");
}

// ───────────────────────────── Authorizers ─────────────────────────────

static bool type_fits(Text method, Text authorizer) {
  if (text_is(method, "CUSTOM")) return text_is(authorizer, "TOKEN") || text_is(authorizer, "REQUEST");
  return !text_is(method, "COGNITO_USER_POOLS") || text_is(authorizer, "COGNITO_USER_POOLS");
}

static void check_type(Linter *linter, const LintResource *method) {
  LintLinks links = lint_links(linter, method, "AuthorizerId", "AWS::ApiGateway::Authorizer");
  LintChoices wanted = lint_property_sure(linter, method, "AuthorizationType");
  for (size_t l = 0; l < links.count; l++) {
    LintChoices types = lint_property_known(linter, links.items[l].to, "Type");
    for (size_t w = 0; w < wanted.count; w++)
      for (size_t t = 0; t < types.count; t++) {
        Text asked = lint_text(&wanted.items[w].at), type = lint_text(&types.items[t].at);
        if (!type.size || lint_deferred(types.items[t].at.value) || type_fits(asked, type)) continue;
        World world = world_and(linter->conditions, wanted.items[w].world, links.items[l].world);
        if (!lint_together(linter, world, types.items[t].world)) continue;
        Diag *diag = lint_report_known(linter, "E3708", &types.items[t].at,
                                       "a method of AuthorizationType %.*s uses this authorizer of type %.*s",
                                       TEXT_ARG(asked), TEXT_ARG(type));
        diag_help(linter->diags, diag,
                  "CUSTOM goes with TOKEN and REQUEST, COGNITO_USER_POOLS with COGNITO_USER_POOLS");
        diag_note(linter->diags, diag, method->resource->id_span, "this is the method");
        return;
      }
  }
}

// ───────────────────────────── Definitions ─────────────────────────────

static void check_mixture(Linter *linter, const LintResource *api) {
  static const char *const parts[] = {"AWS::ApiGateway::Method",           "AWS::ApiGateway::Model",
                                      "AWS::ApiGateway::Resource",         "AWS::ApiGateway::GatewayResponse",
                                      "AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Authorizer"};
  LintAt body = lint_field(&api->properties, "Body");
  if (!body.value) body = lint_field(&api->properties, "BodyS3Location");
  if (!body.value || !lint_exists(linter, api)) return;
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *part = &linter->resources.items[i];
    bool of_kind = false;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) of_kind |= is_type(part, parts[k]);
    if (!of_kind || !lint_exists(linter, part) || !lint_mentions(part->properties.value, api->resource->logical_id))
      continue;
    Diag *diag = lint_report(linter, "W3660", &body, "'%.*s' adds to an API that is defined as a whole here",
                             TEXT_ARG(part->resource->logical_id));
    diag_help(linter->diags, diag, "the next change of '%.*s' removes what it added; define the API in one way",
              TEXT_ARG(body.key));
    diag_note(linter->diags, diag, part->resource->id_span, "this adds to it");
  }
}

static const LintRule rules[] = {
    {.id = "E3698",
     .title = "A stage of one API with a deployment of another",
     .about = "Stage and Deployment name the same RestApiId.",
     .of = "AWS::ApiGateway::Stage",
     .resource = check_stage},
    {.id = "E3699",
     .title = "A method of one API with an authorizer of another",
     .about = "Method and Authorizer name the same RestApiId.",
     .of = "AWS::ApiGateway::Method",
     .resource = check_method},
    {.id = "E3708",
     .title = "A method whose authorizer is of another type than it asks for",
     .about =
         "AuthorizationType CUSTOM goes with authorizers of type TOKEN or REQUEST, COGNITO_USER_POOLS with those of "
         "that type.",
     .of = "AWS::ApiGateway::Method",
     .resource = check_type},
    {.id = "W3660",
     .title = "An API that is defined as a whole and in parts",
     .about =
         "A RestApi with Body or BodyS3Location is overwritten at each of its updates: methods, models and the like "
         "that other resources add are lost then.",
     .of = "AWS::ApiGateway::RestApi",
     .resource = check_mixture},
};

LINT_TOPIC(apigateway, rules);
