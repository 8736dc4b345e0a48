// Lint: what is wrong with a template, before it deploys. What comes in: one template as it was read, and the options;
// what goes out: diagnostics whose codes are cfn-lint's ids of rules (users' ignore lists go on working), each with the
// path in the template.
//
//   lint_template(&options, arena, diags, template)   expands it, runs every rule, keeps what is selected
//
// Rules never write and know nothing of each other; which of their findings are wanted is decided once, afterwards
// (select.h). Templates do not touch each other, so several may be linted on threads, each with its own arena and
// diags.
#pragma once
#include "template/template.h"

typedef struct LintSetting {
  Text id, key, value;  // "E3012", "strict", "true"
} LintSetting;

typedef VEC(Text) LintTexts;

// What the user asks for, from options and configuration files; the texts must outlive the lint.
typedef struct LintOptions {
  LintTexts regions;    // none: us-east-1
  bool regions_fixed;   // neither the template's own Metadata nor its stack's region replaces them
  LintTexts ignore;     // ids or beginnings of ids
  LintTexts include;    // informational rules by id or beginning: "I", "I3042"
  LintTexts mandatory;  // ids that nothing silences
  VEC(LintSetting) settings;
  bool emitted;      // the template was just made by Strata: rules on its form are not run, since it is right by
                     // construction
  Text today;        // "2026-11-21"; empty: what depends on the date is not checked
  Text path;         // of the template's file; empty: what it names by path is not looked at
  unsigned threads;  // that may work on a large template; 0: as many as there are cores
  // Reads a template by path into the arena; null where there is none or it is malformed, which is not told. May be
  // null itself.
  Value *(*read)(Arena *arena, const char *path);
} LintOptions;

// Checks one template (with `root` read; its tables are filled here). A value of any shape will do: what is no template
// is a finding.
void lint_template(const LintOptions *options, Arena *arena, Diags *diags, Template *template);

// Whether the options alone want findings of that code; for what is reported elsewhere, such as policies. Codes of
// security policies (S...) are wanted where they are included, as informational ones are.
bool lint_wants(const LintOptions *options, const char *code, Level level);

// The rules, for --list-rules, SARIF and the docs.
typedef struct LintRuleInfo {
  const char *id, *title, *about;
  Level level;
} LintRuleInfo;
size_t lint_rule_count(void);
LintRuleInfo lint_rule_at(size_t number);  // in order of id
// The rule of that id; false where there is none.
bool lint_rule_find(Text id, LintRuleInfo *out);
