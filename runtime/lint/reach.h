// Within this room: values by their path through Fn::If and lists, and the resources that values refer to. What rules
// about several properties or resources are made of:
//
//   LintChoices engines = lint_reach(linter, &resource->properties, resource->world, "Engine");
//   ... for each pair of choices: if (lint_together(linter, a->world, b->world)) compare
#pragma once
#include "lint/rule.h"

// What may stand at "Rules/*/Target" below a place, `*` being each item of a list; Fn::If is gone through on the way.
// `absent` are the deployments in which some step of the way is missing.
LintChoices lint_reach(Linter *linter, const LintAt *at, World world, const char *path);
// The deployments in which the resource exists; where its condition never holds, all: it is meant to exist one day.
World lint_world(const Linter *linter, const LintResource *resource);
// Whether some deployment has the resource: one whose condition never holds collides with no other.
bool lint_exists(const Linter *linter, const LintResource *resource);
// The same as lint_reach for a resource's properties.
LintChoices lint_property(Linter *linter, const LintResource *resource, const char *path);
// The same with a Ref to a parameter replaced by what it may give (lint_known).
LintChoices lint_property_known(Linter *linter, const LintResource *resource, const char *path);
// The same without what is the default of a parameter alone: what errors elsewhere may rest on, since another value may
// be given when deploying.
LintChoices lint_property_sure(Linter *linter, const LintResource *resource, const char *path);
// Whether both can hold in one deployment.
bool lint_together(Linter *linter, World a, World b);

// The resource that a Ref, Fn::GetAtt or a Fn::Sub of one of these alone refers to; null for anything else.
// `attribute` (may be null) is what GetAtt asks for, empty for Ref.
const LintResource *lint_target(const Linter *linter, const Value *value, Text *attribute);
// The resources of a type (null: any) that a property refers to, with the deployments in which it does; none where one
// of the two never exists.
typedef struct LintLink {
  LintAt at;
  const LintResource *to;
  World world;
} LintLink;

typedef struct LintLinks {
  LintLink *items;
  size_t count;
} LintLinks;
LintLinks lint_links(Linter *linter, const LintResource *resource, const char *path, const char *type);
// Whether two values are surely different: both are scalars that differ, or refer to different resources.
bool lint_differs(Linter *linter, const LintAt *a, const LintAt *b);
// Whether the value is that text: a string, or a number or bool written so.
bool lint_says(Linter *linter, const LintAt *at, const char *text);
// Whether the value is the text of one of the choices, in deployments that `world` shares.
bool lint_any_says(Linter *linter, const LintChoices *choices, const char *text, World world);
// Whether the value holds a reference to that resource anywhere.
bool lint_mentions(const Value *value, Text logical_id);
// Whether the value is an intrinsic function or a dynamic reference: known only when deployed.
bool lint_deferred(const Value *value);

// The Ref that gave the value at a place (lint_known); null where it stands there itself.
const Value *lint_given_by(const LintAt *at);

// As lint_report; where the value is what a Ref of the template gives, the finding is W1030 at that Ref, as for every
// value that is wrong by way of a parameter.
Diag *lint_report_known(Linter *linter, const char *id, const LintAt *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// The same for a value that is none of its kind (an enum, a pattern): what is wrong then is what the parameter says, so
// W1030 stands at its Default or the one of its AllowedValues.
Diag *lint_report_parameter(Linter *linter, const char *id, const LintAt *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
