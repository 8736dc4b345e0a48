// What `strata lint` checks: the operands, and what is in folders. A folder with main.strata is a program; of others
// every file that looks like a template is checked, and every program below.
#pragma once
#include "lint/config.h"
#include "policy/policy.h"

typedef struct LintFile {
  const char *path;
  bool program;
  Text text;  // of a template found in a folder, which was looked at; at null: not read yet
} LintFile;

typedef VEC(LintFile) LintFiles;

// Adds what an operand stands for. False with a diagnostic where a folder cannot be read.
bool lint_files_add(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config, const char *operand);
// Adds the files below this folder that the configuration's `templates` name.
void lint_files_configured(LintFiles *out, Arena *arena, Diags *diags, const LintConfig *config);

// A template whose findings were mended, not yet written.
typedef struct LintFixed {
  const char *path;
  Text before, after;
  size_t count;  // of findings
} LintFixed;

typedef struct LintRun {
  Session *session;
  const LintConfig *config;
  VEC(Program *) policies;  // of --policy
  VEC(Program *) security;  // the standard library's, where something includes S
  bool strict, fix;
  VEC(struct LintJob *) jobs;
  VEC(LintFixed) fixed;  // with `fix`: the files that changed
} LintRun;

// Runs all policies over one template, and adds what they find to `diags`.
void lint_run_policies(LintRun *run, const LintOptions *options, Diags *diags, Template *template);
// Checks templates, on all cores; findings are added to the session's, in order of the files. With `fix` they are those
// of the mended texts, which are the session's sources then.
void lint_run_templates(LintRun *run, const LintFile *files, size_t count);
void lint_run_free(LintRun *run);
