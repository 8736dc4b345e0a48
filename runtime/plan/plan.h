// The plan: what a deployment will do, worked out from two templates without asking AWS. What is deployed comes in on
// one side, what shall be deployed on the other, each with its parameters; what comes out is, stack by stack in the
// order of deployment, what happens to every resource, why, and what of that is dangerous.
//
// Values are compared as CloudFormation and AWS compare them, after evaluation (template/evaluate.h): 80 and "80" in a
// property are the same, so are two orders of a list that is a set (`insertionOrder: false`, tags, the statements and
// actions of a policy), and two texts of one JSON document. What is only known when deployed is compared by what it
// refers to.
//
// A change of a property updates the resource in place or replaces it: always, or under conditions that the template
// does not show, as AWS's schemas say of the property's path. What is replaced gives its dependents another Ref and
// other attributes: PlanCause.via is that chain. It goes through every intrinsic, through exports and imports into
// other stacks, and no further than an attribute really changes: one that is a property keeps its value when the
// property does, and an update in place changes only what plan/attributes.c lists.
//
// Hazards are what a reviewer must not overlook; their codes are those of docs/errors/plan.md.
//
// A plan holds no secret: values of hidden parameters (NoEcho) are never evaluated into it, and what stands where
// secrets do (PLAN_SECRET) is masked when it is put in. All of it lives in the arena given to plan_build; its values
// point into the templates' trees.
#pragma once
#include "schema/schema.h"

// What stands in the place of a secret.
#define PLAN_SECRET "(secret)"

typedef enum PlanAction { PLAN_ADD, PLAN_MODIFY, PLAN_REMOVE, PLAN_MOVE } PlanAction;

// A step of the way from a change back to its origin: the resource that changes, and where.
typedef struct PlanVia {
  Text stack;  // of the resource, where it is not that of the change; else empty
  Text logical_id;
  const PathStep *path;
  size_t steps;
  const struct PlanVia *next;  // what that one follows; null at the origin
} PlanVia;

// Why a resource changes: one place in it.
typedef struct PlanCause {
  const PathStep *path;  // from the resource on: "Properties", "CidrBlock"; "DeletionPolicy"
  size_t steps;
  const Value *before, *after;  // evaluated; null: not there
  Replacement replacement;      // what this change asks for
  bool settled;                 // the template says whether its condition holds
  bool uncertain;               // it follows something that only may change
  const PlanVia *via;           // null: it changes by itself
  Span span;                    // in the new template or program; where it is gone, in the old one
} PlanCause;

typedef struct PlanChange {
  PlanAction action;
  Text logical_id, type;
  Text former_id;                          // PLAN_MOVE: what it was called
  Text former_stack;                       // PLAN_MOVE from another stack: that stack's name
  Replacement replacement;                 // of the physical resource; REPLACE_NEVER for PLAN_ADD and PLAN_REMOVE
  bool stateful;                           // holds data that is lost with it
  bool kept;                               // PLAN_REMOVE: DeletionPolicy keeps the physical resource
  const TemplateResource *before, *after;  // null: not there
  VEC(PlanCause) causes;
  Span span;  // the resource's, as PlanCause.span
} PlanChange;

// A change of another part of the template.
typedef struct PlanSection {
  const char *section;  // "Parameters", "Outputs", ...
  Text name;            // empty where the section is no map of names
  PlanAction action;    // all but PLAN_MOVE
  const Value *before, *after;
  bool follows;  // its text is the same, what it refers to changes
  Span span;
} PlanSection;

typedef struct PlanHazard {
  const char *code;  // "P101"
  Level level;
  Text message, help;
  Text logical_id;  // empty where it concerns the stack
  Span span;
} PlanHazard;

typedef struct PlanStack {
  Text name;
  bool added, removed;
  VEC(PlanChange *)
  changes;  // each behind what it refers to, else in the order of the new template; then what is
            // removed, in that of the old one
  VEC(PlanSection) sections;
  VEC(PlanHazard) hazards;  // errors first
} PlanStack;

typedef struct PlanSummary {
  size_t add, modify, remove, replace, move;  // `modify` counts updates in place, `replace` those that (may) replace
} PlanSummary;

typedef struct Plan {
  Arena *arena;
  VEC(PlanStack *) stacks;  // in order of deployment; stacks that are removed last, in opposite order
  PlanSummary summary;
} Plan;

// One stack on both sides.
typedef struct PlanInput {
  Text name;
  const Template *before, *after;  // null: no such stack
  const Map *before_parameters;    // name -> const Value *, as evaluate_init takes them; may be null
  const Map *after_parameters;
  bool assumed;        // parameters without a value may be given another than their default: where a default decides a
                       // condition alike on both sides, both of its branches are planned for
  bool outside;        // not part of the deployment: both sides are the same, and only what it imports counts
  const Map *imports;  // names of exports that stacks outside of the plan import -> Text * of such a stack; may be null
  const Map *protected;  // logical ids that must stay (`@protect`) whatever the new template says; may be null
} PlanInput;

// `inputs` in order of deployment of the new side, stacks that are gone behind them in that of the old side. Templates
// must have been indexed (template_index), and live as long as the plan.
void plan_build(Arena *arena, const PlanInput *inputs, size_t count, Plan *out);

// Whether there is any change at all.
bool plan_is_empty(const Plan *plan);
// The worst level among the hazards; LEVEL_INFO where there are none.
Level plan_worst(const Plan *plan);
// The hazards as diagnostics, for reports.
void plan_diagnose(const Plan *plan, Diags *diags);
