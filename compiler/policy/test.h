// Tests of a program: each `test` block compiles the program anew with its own inputs, in a session of its own, so
// tests do not touch each other and run on all cores. The policies of the program run too, as one more row each.
#pragma once
#include "policy/policy.h"

typedef struct TestOptions {
  CompileOptions compile;  // `program`, environment, defines
  const char *filter;      // only tests whose name holds this text; null: all
  bool update;             // writes snapshots instead of comparing them
  bool strict;             // an undecided policy fails
  unsigned threads;        // 0: as many as there are cores
} TestOptions;

typedef struct TestResult {
  Text name, kind;  // "test" or "policy"
  Text file;
  Position place;
  bool passed;
  Text failure;        // the rendered diagnostics of a test that failed, without colour
  Text first_message;  // the first of them in one line
} TestResult;

typedef struct TestReport {
  Arena arena;
  VEC(TestResult) results;  // in order of the source
  size_t passed, failed;
} TestReport;

// Runs the tests. False where the program could not be read or its own text is wrong: then `diags` says why.
bool test_run(const TestOptions *options, TestReport *out, Compilation *program);
void test_report_free(TestReport *report);

// The report as text (a line a test, failures below it), JUnit XML or JSON.
void test_write_text(Buffer *out, const TestReport *report, bool quiet);
void test_write_junit(Buffer *out, const TestReport *report);
void test_write_json(Buffer *out, const TestReport *report);
