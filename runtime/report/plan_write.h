// What the writers of plans share; only for this folder.
#pragma once
#include "report/plan.h"

// Appends a path as people write it: "ContainerDefinitions[0].Image"; a leading "Properties" is left out.
void write_path(Buffer *out, const PathStep *path, size_t steps);
// Appends a value on one line, as a template in YAML would show it: text in quotes, !Ref X, long ones cut at `most`
// bytes.
void write_value(Buffer *out, const Value *value, size_t most);
// Appends two texts of which the first is the former, each at most `most` bytes: where both are long the beginning that
// they share is left out.
void write_values(Buffer *out, const Value *before, const Value *after, size_t most);
// Where the cause stands for its user: within the library it is the value given from outside, else the instance.
Span write_cause_span(const Sources *sources, const PlanChange *change, const PlanCause *cause);
// What the change means besides, in words (schema_update_note); empty where nothing is known, or the plan knows better.
Text write_note(const PlanChange *change, const PlanCause *cause);
// Appends "web.strata:12:3"; nothing for a span without a place.
void write_place(Buffer *out, const Sources *sources, Span span);
// "-/+", "~", "+", "-", ">": what happens to the resource.
const char *write_sign(const PlanChange *change);
// "will be replaced", ...
const char *write_fate(const PlanChange *change);
// Changes by what they destroy: removed, replaced, may be replaced, moved, updated, added; in each, the plan's order.
const PlanChange **write_sorted(Arena *arena, const PlanStack *stack);
// "2 to add, 1 to replace"; "no changes".
void write_counts(Buffer *out, const PlanSummary *summary);
PlanSummary write_summary(const PlanStack *stack);
const char *write_action(PlanAction action);
const char *write_replacement(Replacement replacement);
