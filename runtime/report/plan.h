// Plans as text for people, as Markdown for a pull request, and as JSON. The hazards alone, as findings in the other
// formats, are written by report_write (plan_diagnose makes diagnostics of them).
#pragma once
#include "plan/plan.h"

typedef struct PlanTextOptions {
  bool colour;
  bool verbose;  // every cause, sections of any kind, stacks without changes
} PlanTextOptions;

// Grouped by stack in order of deployment, what is destroyed first, with the chain of causes and where they stand.
void report_plan_text(Buffer *out, const Plan *plan, const Sources *sources, const PlanTextOptions *options);

enum { PLAN_MARKDOWN_MOST = 65000 };  // bytes: a comment of GitHub holds 65,536 characters
// At most that long: what is destroyed comes first, what does not fit is counted.
void report_plan_markdown(Buffer *out, const Plan *plan, const Sources *sources);

// The object that docs/commands/diff.md describes.
Value *report_plan_json(Arena *arena, const Plan *plan, const Sources *sources);
