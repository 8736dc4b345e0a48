// A ledger of drift as text for people, as Markdown, and as JSON.
#pragma once
#include "drift/drift.h"

// What drifted, by stack, each with its differences; `verbose`: also what is in sync, and what was not compared and
// why.
void report_drift_text(Buffer *out, const Drift *drift, bool colour, bool verbose);
void report_drift_markdown(Buffer *out, const Drift *drift);
// The object that docs/commands/drift.md describes.
Value *report_drift_json(Arena *arena, const Drift *drift);
