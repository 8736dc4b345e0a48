// CodePipeline: sources first, artifacts made before they are used, as many as each action takes.
#include "lint/reach.h"

// How many artifacts an action takes and gives (CodePipeline user guide, "Number of input and output artifacts for each
// action type").
static const struct {
  const char *owner, *category, *provider;
  size_t least_in, most_in, least_out, most_out;
} actions[] = {
    {"AWS", "Source", "S3", 0, 0, 1, 1},
    {"AWS", "Source", "CodeCommit", 0, 0, 1, 1},
    {"AWS", "Source", "ECR", 0, 0, 1, 1},
    {"AWS", "Test", "CodeBuild", 1, 5, 0, 5},
    {"AWS", "Test", "DeviceFarm", 1, 1, 0, 0},
    {"AWS", "Build", "CodeBuild", 1, 5, 0, 5},
    {"AWS", "Approval", "Manual", 0, 0, 0, 0},
    {"AWS", "Deploy", "S3", 1, 1, 0, 0},
    {"AWS", "Deploy", "CloudFormation", 0, 10, 0, 1},
    {"AWS", "Deploy", "CodeDeploy", 1, 1, 0, 0},
    {"AWS", "Deploy", "ElasticBeanstalk", 1, 1, 0, 0},
    {"AWS", "Deploy", "OpsWorks", 1, 1, 0, 0},
    {"AWS", "Deploy", "ECS", 1, 1, 0, 0},
    {"AWS", "Deploy", "ServiceCatalog", 1, 1, 0, 0},
    {"AWS", "Invoke", "Lambda", 0, 5, 0, 5},
    {"ThirdParty", "Source", "GitHub", 0, 0, 1, 1},
    {"ThirdParty", "Deploy", "AlexaSkillsKit", 0, 2, 0, 0},
    {"Custom", "Build", "Jenkins", 0, 5, 0, 5},
    {"Custom", "Test", "Jenkins", 0, 5, 0, 5},
};

// ───────────────────────────── Stages ─────────────────────────────

static void check_categories(Linter *linter, const LintChoice *stage, bool first) {
  static const char *const later[] = {"Build", "Approval", "Deploy", "Test", "Invoke", "Compute"};
  LintChoices found = lint_reach(linter, &stage->at, stage->world, "Actions/*/ActionTypeId/Category");
  for (size_t i = 0; i < found.count; i++) {
    const LintAt *at = &found.items[i].at;
    Text category = lint_text(at);
    if (!category.size || lint_deferred(at->value)) continue;
    bool fits = first && text_is(category, "Source");
    for (size_t k = 0; !first && k < sizeof later / sizeof *later; k++) fits |= text_is(category, later[k]);
    if (fits) continue;
    Diag *diag =
        lint_report(linter, "E3700", at,
                    first ? "the first stage has sources alone, not '%.*s'" : "'%.*s' is no action of a later stage",
                    TEXT_ARG(category));
    diag_help(linter->diags, diag,
              first ? "put what is built or deployed into a stage of its own" : "sources stand in the first stage");
  }
}

// The first stage's number in the template; stages of both branches of an Fn::If in front are first ones.
static void check_stages(Linter *linter, const LintResource *pipeline) {
  LintChoices lists = lint_property(linter, pipeline, "Stages");
  for (size_t l = 0; l < lists.count; l++) {
    const LintAt *list = lint_keep(linter, lists.items[l].at);
    for (size_t i = 0; lint_is(list, VALUE_LIST) && i < lint_count(list); i++) {
      LintAt item = lint_item(list, i);
      LintChoices stages = lint_choices(linter, &item, lists.items[l].world);
      for (size_t s = 0; s < stages.count; s++) check_categories(linter, &stages.items[s], i == 0);
    }
  }
}

// ───────────────────────────── Artifacts ─────────────────────────────

typedef struct Artifact {
  Text name;
  World world;
  Span span;
} Artifact;

typedef VEC(Artifact) Artifacts;

static const Artifact *find_artifact(Linter *linter, const Artifacts *made, const LintChoice *name) {
  for (size_t i = 0; i < made->count; i++)
    if (text_equal(made->items[i].name, lint_text(&name->at)) &&
        lint_together(linter, made->items[i].world, name->world))
      return &made->items[i];
  return NULL;
}

static bool is_literal(const LintAt *at) { return lint_is(at, VALUE_STRING) && !lint_deferred(at->value); }

// Inputs and outputs of the actions, in the order of the template. `unknown`: some output's name is known when
// deployed.
static void check_action_names(Linter *linter, const LintChoice *action, Artifacts *made, bool *unknown) {
  LintChoices inputs = lint_reach(linter, &action->at, action->world, "InputArtifacts/*/Name");
  for (size_t i = 0; i < inputs.count; i++) {
    const LintAt *at = &inputs.items[i].at;
    if (!is_literal(at) || *unknown || find_artifact(linter, made, &inputs.items[i])) continue;
    Diag *diag = lint_report(linter, "E3701", at, "no action before this one makes '%.*s'", TEXT_ARG(lint_text(at)));
    Text names[32];
    size_t count = made->count < 32 ? made->count : 32;
    for (size_t k = 0; k < count; k++) names[k] = made->items[k].name;
    diag_suggest(linter->diags, diag, lint_text(at), names, count);
    if (!diag->help.size) diag_help(linter->diags, diag, "name it in the OutputArtifacts of an earlier action");
  }
  LintChoices outputs = lint_reach(linter, &action->at, action->world, "OutputArtifacts/*/Name");
  for (size_t i = 0; i < outputs.count; i++) {
    const LintAt *at = &outputs.items[i].at;
    if (!is_literal(at)) {
      *unknown = true;
      continue;
    }
    const Artifact *first = find_artifact(linter, made, &outputs.items[i]);
    if (!first) {
      vec_push(linter->arena, made, ((Artifact){lint_text(at), outputs.items[i].world, at->span}));
      continue;
    }
    Diag *diag = lint_report(linter, "E3701", at, "another action makes '%.*s' already", TEXT_ARG(lint_text(at)));
    diag_note(linter->diags, diag, first->span, "this one");
  }
}

static void check_names(Linter *linter, const LintResource *pipeline) {
  Artifacts made = {0};
  bool unknown = false;
  LintChoices found = lint_property(linter, pipeline, "Stages/*/Actions/*");
  for (size_t i = 0; i < found.count; i++) check_action_names(linter, &found.items[i], &made, &unknown);
}

static void check_count(Linter *linter, const LintChoice *action, const char *property, size_t least, size_t most,
                        const char *provider) {
  LintChoices lists = lint_reach(linter, &action->at, action->world, property);
  if (least && world_possible(linter->conditions, lists.absent))
    lint_report(linter, "E3702", &action->at, "an action of %s needs '%s'", provider, property);
  for (size_t i = 0; i < lists.count; i++) {
    const LintAt *list = &lists.items[i].at;
    if (!lint_is(list, VALUE_LIST)) continue;
    size_t count = lint_items(linter, list, lists.items[i].world).count;
    if (count >= least && (count <= most || lint_count(list) < count)) continue;
    if (most == 0)
      lint_report(linter, "E3702", list, "an action of %s has no %s, this has %zu", provider, property, count);
    else if (least == most)
      lint_report(linter, "E3702", list, "an action of %s has %zu in '%s', this has %zu", provider, most, property,
                  count);
    else
      lint_report(linter, "E3702", list, "an action of %s has %zu to %zu in '%s', this has %zu", provider, least, most,
                  property, count);
  }
}

static void check_counts_of(Linter *linter, const LintChoice *action) {
  LintChoices owner = lint_reach(linter, &action->at, action->world, "ActionTypeId/Owner");
  LintChoices category = lint_reach(linter, &action->at, action->world, "ActionTypeId/Category");
  LintChoices provider = lint_reach(linter, &action->at, action->world, "ActionTypeId/Provider");
  for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
    if (!lint_any_says(linter, &owner, actions[i].owner, action->world)) continue;
    if (!lint_any_says(linter, &category, actions[i].category, action->world)) continue;
    if (!lint_any_says(linter, &provider, actions[i].provider, action->world)) continue;
    check_count(linter, action, "InputArtifacts", actions[i].least_in, actions[i].most_in, actions[i].provider);
    check_count(linter, action, "OutputArtifacts", actions[i].least_out, actions[i].most_out, actions[i].provider);
  }
}

static void check_counts(Linter *linter, const LintResource *pipeline) {
  LintChoices found = lint_property(linter, pipeline, "Stages/*/Actions/*");
  for (size_t i = 0; i < found.count; i++) check_counts_of(linter, &found.items[i]);
}

// ───────────────────────────── Configuration ─────────────────────────────

// "ARTIFACT::FILE": the artifact is one that the action takes.
static void check_path(Linter *linter, const LintChoice *action, const LintChoice *path) {
  Text text = lint_text(&path->at);
  size_t end = text_find(text, TEXT("::"), 0);
  LintChoices inputs = lint_reach(linter, &action->at, path->world, "InputArtifacts/*/Name");
  VEC(Text) names = {0};
  for (size_t i = 0; i < inputs.count; i++) {
    if (!is_literal(&inputs.items[i].at)) return;
    vec_push(linter->arena, &names, lint_text(&inputs.items[i].at));
  }
  Text own = end == SIZE_MAX ? text : text_slice(text, 0, end);
  for (size_t i = 0; end != SIZE_MAX && i < names.count; i++)
    if (text_equal(names.items[i], own)) return;
  Diag *diag = lint_report(linter, "E3703", &path->at, "the action does not take the artifact '%.*s'", TEXT_ARG(own));
  diag_suggest(linter->diags, diag, own, names.items, names.count);
  if (!diag->help.size)
    diag_help(linter->diags, diag, "TemplatePath is ARTIFACT::FILE, the artifact one of its InputArtifacts");
}

static bool is_role(Text arn) {
  size_t role = text_find(arn, TEXT(":role/"), 0);
  return text_starts_with(arn, TEXT("arn:")) && text_find(arn, TEXT(":iam::"), 0) != SIZE_MAX && role != SIZE_MAX &&
         role + 6 < arn.size;
}

static void check_configuration(Linter *linter, const LintResource *pipeline) {
  LintChoices found = lint_property(linter, pipeline, "Stages/*/Actions/*");
  for (size_t i = 0; i < found.count; i++) {
    LintChoices paths = lint_reach(linter, &found.items[i].at, found.items[i].world, "Configuration/TemplatePath");
    for (size_t p = 0; p < paths.count; p++)
      if (is_literal(&paths.items[p].at)) check_path(linter, &found.items[i], &paths.items[p]);
    LintChoices roles = lint_reach(linter, &found.items[i].at, found.items[i].world, "Configuration/RoleArn");
    for (size_t r = 0; r < roles.count; r++) {
      const LintAt *at = &roles.items[r].at;
      if (!is_literal(at) || is_role(lint_text(at)) || text_starts_with(lint_text(at), TEXT("#{"))) continue;
      Diag *diag = lint_report(linter, "E3703", at, "'%.*s' is no ARN of a role", TEXT_ARG(lint_text(at)));
      diag_help(linter->diags, diag, "such is arn:aws:iam::123456789012:role/NAME");
    }
  }
}

static const LintRule rules[] = {
    {.id = "E3700",
     .title = "A source outside of the first stage, or something else within",
     .about = "The first stage of a pipeline has Source actions and no others; later stages have none.",
     .of = "AWS::CodePipeline::Pipeline",
     .resource = check_stages},
    {.id = "E3701",
     .title = "An artifact that is used before it is made, or made twice",
     .about = "An action takes artifacts that earlier ones made, by their names, and each name is made once.",
     .of = "AWS::CodePipeline::Pipeline",
     .resource = check_names},
    {.id = "E3702",
     .title = "More or fewer artifacts than the action takes",
     .about =
         "Each kind of action has its numbers of InputArtifacts and OutputArtifacts: a deployment by ECS takes one "
         "and makes none.",
     .of = "AWS::CodePipeline::Pipeline",
     .resource = check_counts},
    {.id = "E3703",
     .title = "An action's configuration that does not fit the action",
     .about = "TemplatePath names one of the action's own InputArtifacts; RoleArn is the ARN of a role.",
     .of = "AWS::CodePipeline::Pipeline",
     .resource = check_configuration},
};

LINT_TOPIC(codepipeline, rules);
