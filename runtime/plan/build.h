// Within this room: a plan in the making. plan.c goes through the stacks, compare.c through values, follow.c knows what
// changes reach their dependents, hazards*.c judges what came out.
#pragma once
#include "plan/plan.h"
#include "schema/place.h"
#include "template/alike.h"
#include "template/conditions.h"
#include "template/evaluate.h"
#include "template/secret.h"

// An export whose value changes or is gone.
typedef struct ExportChange {
  Truth changes;  // TRUTH_UNKNOWN: it may
  const PlanVia *via;
} ExportChange;

typedef struct PlanWork {
  Plan *plan;
  Arena *arena;
  VEC(struct StackWork *) stacks;  // those done so far
  Map exports;                     // name -> ExportChange *, of those
} PlanWork;

typedef struct PlanSide {
  const Template *template;  // null: the stack is not there
  Evaluation evaluation;
} PlanSide;

// One stack while it is worked on.
typedef struct StackWork {
  PlanWork *plan;
  Arena *arena;
  const PlanInput *input;
  PlanStack *stack;
  PlanSide before, after;
  Map former;            // logical id now -> TemplateMove *
  Map moved;             // logical id before -> TemplateMove *
  Map changes;           // logical id now (or before, where it is gone) -> PlanChange *
  Map hidden;            // parameters whose value is a secret, on either side -> StackWork * where it changes
  Map conditions;        // conditions that are decided on neither side and mean another thing now
  Map mappings;          // mappings that changed
  Conditions *meanings;  // of both sides (meaning.c); null until they are asked for
  bool same_names;  // parameters' values, mappings and conditions are the same on both sides: equal text, equal value
  bool origins;     // something changes that others may refer to
} StackWork;

// A change, and what was found out about following it. Every change of the plan is the beginning of one.
typedef struct Followed {
  PlanChange change;
  Map attributes;      // name -> const Truth *
  const PlanVia *via;  // null until first asked for
} Followed;

enum { PLAN_DEEPEST = 120 };  // steps of a path: the levels of a tree (FORMAT_DEPTH) and those in front

// ── compare.c ──

typedef struct Comparison {
  StackWork *work;
  PlanChange *change;  // gets the causes; null: only find out whether anything differs
  PathStep path[PLAN_DEEPEST];
  size_t steps;
  bool policy;           // within a policy document: its lists are sets, one item may stand for a list
  bool strict;           // within a JSON document: "80" is not 80
  const Value *maps[2];  // the maps that the path now leads out of, on both sides: a pair may name a secret
} Comparison;

// Whether two evaluated values (null: not there) mean the same; each difference becomes a cause of comparison->change,
// and so does what is the same but refers to something that changes.
bool compare_values(Comparison *comparison, SchemaPlace place, const Value *before, const Value *after);
// Adds a cause at the comparison's path, secrets masked.
PlanCause *compare_add_cause(Comparison *comparison, SchemaPlace place, const Value *before, const Value *after,
                             Span span);
// `value` (may be null) with its secrets masked; `key` and `pair` as secret_mask takes them.
const Value *compare_masked(StackWork *work, Text key, bool pair, const Value *value);

// ── compare_lists.c ──

// The same of two lists; `set`: their order means nothing.
bool compare_lists(Comparison *comparison, SchemaPlace place, const Value *before, const Value *after, bool set);
// Equal values have equal hashes; the order of items and members does not count.
uint32_t compare_hash(const Value *value);

// ── meaning.c ──

// Whether the condition of the old template that is called `before` holds just when that of the new template called
// `after` does.
bool meaning_same(StackWork *work, Text before, Text after);

// ── settle.c ──

// Conditional replacements that the template decides become what they are.
void settle_causes(PlanChange *change);

// ── follow.c ──

// What an evaluated value refers to that changes; *via is the way there. TRUTH_NO where nothing does.
Truth follow_value(StackWork *work, const Value *value, const PlanVia **via);
// Whether any reference in the value, evaluated or not, is to something that may change: a quick look.
bool follow_touches(StackWork *work, const Value *value);
// The way to a change: its cause that weighs most, and what that follows.
const PlanVia *follow_change(StackWork *work, PlanChange *change);

// ── attributes.c ──

// Whether the attribute of a changed resource (empty: its Ref) has another value afterwards.
Truth attribute_changes(const PlanChange *change, Text attribute);
// Whether the property, or something in it, changes; of an empty name, any property.
bool attribute_property_changes(const PlanChange *change, Text property);
// The cause's path in the resource's properties as the schema takes it: without list indexes. 0: it is no property.
size_t attribute_path(const PlanCause *cause, Text out[PLAN_DEEPEST]);
// Whether AWS refuses one of the changes: nothing is replaced then, for the deployment fails.
bool attribute_rejected(const PlanChange *change);

// ── renames.c ──

// Fills former and moved from the template's `moved`.
void renames_read(StackWork *work);
// `value` with references to moved resources by their new names.
const Value *renames_apply(StackWork *work, const Value *value);
// What changes its stack becomes PLAN_MOVE.
void renames_find(PlanWork *work);
// Hazards for what is removed and added again under another name.
void hazards_of_renames(StackWork *work);

// ── sections.c ──

void sections_compare(StackWork *work);
// The name under which an output is exported; empty where it is not, or the name is not known.
Text sections_export(PlanSide *side, const Value *output);
// Whether the output is part of the stack, as far as that is known.
bool sections_exists(PlanSide *side, const Value *output);

// ── hazards.c, hazards_deploy.c ──

PlanHazard *hazard_add(PlanStack *stack, Arena *arena, Level level, const char *code, const PlanChange *change,
                       const char *format, ...) __attribute__((format(printf, 6, 7)));
void hazard_help(PlanHazard *hazard, Arena *arena, const char *format, ...) __attribute__((format(printf, 3, 4)));
// What the changes of a stack destroy or cut.
void hazards_of_changes(StackWork *work);
// What CloudFormation will refuse, and what it asks for.
void hazards_of_deployment(StackWork *work);
// Exports that are removed or changed while others import them.
void hazards_of_exports(PlanWork *work);
