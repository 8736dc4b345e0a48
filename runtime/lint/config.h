// Configuration files of lint: cfn-lint's `.cfnlintrc` (YAML or JSON) as users have it, and what they lack there:
// settings for some paths alone.
//
//   regions: [eu-west-1]
//   ignore_checks: [W3010]
//   include_checks: [I]
//   mandatory_checks: [E3012]
//   configure_rules: {E3012: {strict: false}}
//   templates: ["infra/**/*.yaml"]         what is checked where no file is named
//   ignore_templates: ["infra/old/**"]
//   non_zero_exit_code: warning            the level that makes exit code 1
//   overrides:                             Strata's own: settings for some paths, laid over the others
//     - files: ["infra/dev/**"]
//       ignore_checks: [I3011]
//
// Lists of several files, of options and of a template's own Metadata add up; of settings of one rule the nearest wins.
#pragma once
#include "lint/lint.h"

typedef struct LintOverride {
  LintTexts files;
  LintOptions options;
} LintOverride;

typedef struct LintConfig {
  LintOptions options;
  LintTexts templates, ignored_templates;
  VEC(Span) template_spans;  // where each of `templates` stands
  VEC(LintOverride) overrides;
  bool has_fail_on;
  int fail_on;  // a Level; LEVEL_ERROR + 1: nothing makes exit code 1
} LintConfig;

// Adds what a configuration file says, as it was read; null: an empty file. What it does not understand is E0003 (an
// error: a typing error here silences nothing, and nobody would see it) or, where it is a setting of cfn-lint's that
// has no meaning here, W0003.
void lint_config_read(LintConfig *config, Arena *arena, Diags *diags, const Value *root);
// Adds a region, or for ALL_REGIONS those that the schemas know. False for what has not the form of a region's name
// ("eu-west-1"); which there are AWS says anew every year.
bool lint_config_add_region(LintTexts *out, Arena *arena, Text name);
// The options for the template at that path.
LintOptions lint_config_for(const LintConfig *config, Arena *arena, Text path);
// The options with the regions and settings of rules that a template's own Metadata has; its lists of checks are looked
// up there (select.h).
LintOptions lint_config_own(const LintOptions *options, Arena *arena, const Value *root);
bool lint_config_ignores(const LintConfig *config, Text path);
// "ID:key=value" or "ID:key=value,key=value" as --configure-rule takes it; false where it is neither, or where the rule
// has no such setting.
bool lint_config_setting(LintOptions *options, Arena *arena, Text text);
// Whether a path matches a pattern: `*` and `?` within a name, `**` over folders, `[...]`. A pattern without a slash is
// for the last name.
bool lint_config_match(Text pattern, Text path);
bool lint_config_match_whole(Text pattern, Text path);  // the same for a pattern of whole paths, slash or not
