// Within this room: the walk over intrinsic functions (functions.c) and what each of them asks for beyond the shape of
// its argument (intrinsics.c).
#pragma once
#include "lint/functions.h"
#include "lint/shapes.h"

typedef struct FunctionWalk {
  Linter *linter;
  World world;        // the deployments in which the place is reached
  const char *outer;  // the rule of the function around; null: the function at hand answers for itself
  bool forced;        // that rule stands for references too
  bool extensions;    // AWS::LanguageExtensions
  bool sam;
  bool no_resources;  // resources do not exist yet where this is evaluated
  bool no_lists;      // AWS::NotificationARNs is not known here
  const char *form;   // of what the function around takes, for help; null outside of functions
  unsigned depth;
  Map *keys;  // mapping -> Map of the second keys that it has
} FunctionWalk;

// What is checked of one function once its argument has the right shape. `at` is the map with the one key, `wanted`
// what is asked of its place.
typedef void (*FunctionCheck)(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);

void intrinsic_ref(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_get_att(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_sub(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_find_in_map(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_get_azs(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_select(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_split(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_cidr(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);
void intrinsic_stack_output(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted);

// The rule that a mistake in a function is reported under: that of the outermost function, since users' ignore lists
// are written so.
static inline const char *function_id(const FunctionWalk *walk, const char *own) {
  return walk->outer ? walk->outer : own;
}
