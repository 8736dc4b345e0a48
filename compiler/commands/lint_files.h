// What `strata lint` checks: the operands, and what is in folders. A folder with main.strata is a program; of others
// every file that looks like a template is checked, and every program below.
#pragma once
#include "lint/config.h"
#include "policy/policy.h"

typedef struct LintFile {
  const char *path;
  bool program;
} LintFile;

typedef VEC(LintFile) LintFiles;

// Adds what an operand stands for. False with a diagnostic where a folder cannot be read.
bool lint_files_add(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config, const char *operand);
// Adds the files below this folder that the configuration's `templates` name.
bool lint_files_configured(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config);

typedef struct LintRun {
  Session *session;
  const LintConfig *config;
  VEC(Program *) policies;  // of --policy
  bool strict;
  VEC(Text) checked;  // the files, for reports
  VEC(struct LintJob *) jobs;
} LintRun;

// Checks templates, on all cores; findings are added to the session's, in order of the files.
void lint_run_templates(LintRun *run, const LintFile *files, size_t count);
void lint_run_free(LintRun *run);
