// A compilation: the pipeline as a whole, for commands and tests.
//
//   compile_program(&compilation, &options)   source -> Program -> Eval -> Graph -> Templates
//
// Diagnostics are collected in compilation->session.diags; a stage runs only where those before it reported no error.
#pragma once
#include "lower/lower.h"

typedef struct CompileOptions {
  const char *program;         // a file, "-" or a folder with main.strata
  Text text;                   // where `at` is set, the program itself; `program` is then what it is called
  const char *environment;     // --env; may be null
  const char *const *defines;  // "name=value"
  size_t define_count;
  const char *const *allowed_env;  // --allow-env
  size_t allowed_env_count;
  bool lint;                                          // rules of lint over what was made (COMPILE_LOWER)
  unsigned threads;                                   // 0: as many as there are cores
  Decl *(*test)(const Program *program, void *data);  // picks the test that sets the evaluation up; null: none
  void *test_data;
} CompileOptions;

typedef enum CompileStage { COMPILE_CHECK, COMPILE_EVAL, COMPILE_GRAPH, COMPILE_LOWER } CompileStage;

// Must not move once compile_program has run.
typedef struct Compilation {
  Session session;
  Program *program;  // null where the program could not be read
  Eval *eval;
  Graph *graph;
  Templates templates;  // in order of deployment; empty after errors
} Compilation;

// Runs the stages up to and including `last`.
void compile_program(Compilation *out, const CompileOptions *options, CompileStage last);
// The same in a session that the caller has and frees, so that several programs share their diagnostics; `out->session`
// stays unused.
void compile_session(Compilation *out, Session *session, const CompileOptions *options, CompileStage last);
// Findings in templates from number `before` on: those at a place in the library move to the program's own instance
// that the resource is made for, so that they are shown, and can be silenced, where the user can do something about
// them.
void compile_blame(Compilation *compilation, Session *session, size_t before);
void compile_free(Compilation *compilation);
