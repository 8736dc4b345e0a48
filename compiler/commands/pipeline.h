// What the commands that compile have in common: the options that say which program, and running the stages.
#pragma once
#include "commands/console.h"
#include "lower/compile.h"

// Fills the options of a compilation from --env, --define and --allow-env. False after a message where a definition is
// not NAME=VALUE.
bool pipeline_options(const Arguments *arguments, CompileOptions *out);

// Compiles arguments' first operand with its --env, --define and --allow-env, up to and including `last`. False after a
// message where a definition is not NAME=VALUE; else the caller frees `out`, in which errors may be.
bool pipeline_run(const Arguments *arguments, CompileStage last, Compilation *out);

// Reports the compilation's diagnostics, frees it, and gives the exit code.
int pipeline_end(const Console *console, Compilation *compilation);

// Writes `text` to the file that --output names, or to stdout. What goes wrong is a diagnostic.
void pipeline_write(const Arguments *arguments, Diags *diags, Text text);

// Of a program that says nothing to deploy: a file of components alone, say. It takes the program's path.
#define PIPELINE_NO_STACK "%s has no stack: write `stack NAME {}` before what is to be deployed"

#define OPTION_OUTPUT \
  { "--output", 'o', "FILE", "writes it there, whole or not at all; '-' is standard output" }
#define OPTION_ALLOW_ENV \
  { "--allow-env", 0, "NAME", "lets the program read this environment variable (repeatable)" }
