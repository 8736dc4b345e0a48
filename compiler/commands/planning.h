// What `diff` and `plan` have in common: reading what shall be deployed, parameters from the command line, and writing
// the plan.
#pragma once
#include "commands/console.h"
#include "lower/compile.h"
#include "plan/plan.h"

// The stacks of a template, a program, or a folder of templates, in order of deployment.
typedef struct PlanningSide {
  VEC(Template *) templates;
  VEC(Map *) parameters;  // of each: name -> const Value *, from the environment
  bool program;
} PlanningSide;

// Whether the path is that of a program, and not of a template or of a folder that `compile -o` made.
bool planning_is_program(const char *path);
// Reads `path` in the session. False where there is nothing to plan with; then an error tells why.
bool planning_read(Session *session, const Arguments *arguments, const char *path, PlanningSide *out);

// Adds the values of --parameter or another option of its shape (NAME=VALUE, or STACK.NAME=VALUE for one stack) to the
// parameters of all stacks of both sides (`second` may be null). False after a message where one has not that shape, or
// where no stack has such a parameter.
bool planning_parameters(Session *session, const Arguments *arguments, const char *option, PlanningSide *first,
                         PlanningSide *second);

// The formats of --format: those of reports, which hold the hazards, and the plan itself as text, JSON or Markdown.
typedef struct PlanningOutput {
  Console console;
  bool json, markdown;
} PlanningOutput;

bool planning_output(PlanningOutput *out, const Arguments *arguments);

// Writes the plan and gives the exit code.
int planning_write(PlanningOutput *output, Session *session, const Plan *plan, const Text *files, size_t file_count);
// A remark on stderr, which no format holds; nothing with --quiet.
void planning_say(const PlanningOutput *output, Session *session, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Reports why there is no plan, on stderr, and gives the exit code.
int planning_fail(const PlanningOutput *output, Session *session);

#define OPTION_PLAN_FORMAT \
  { "--format", 0, "FORMAT", "text (default), json or markdown; the hazards alone as sarif,\njunit or github" }
#define OPTION_PARAMETER \
  { "--parameter", 'P', "NAME=VALUE", "the value of a parameter; STACK.NAME=VALUE in one stack (repeatable)" }
#define OPTION_VERBOSE \
  { "--verbose", 'v', NULL, "every cause, and what changes beside resources" }
#define OPTION_EXIT_ZERO \
  { "--exit-zero", 0, NULL, "exit code 0 also where there are changes" }
