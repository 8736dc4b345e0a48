// Drift: what a state says of every resource, held against what is there now. What is there comes from AWS's answers
// (state/answers.h); no credentials are needed. Every resource of the state ends up as one of
//
//   in_sync      what was declared is what is there
//   modified     it is not; the differences say where
//   deleted      it is gone
//   unchecked    nothing that was given shows its properties
//   unsupported  AWS cannot show them
//
// and what is there but in no stack as `undeclared`. A resource is never called in_sync because nothing was looked at:
// coverage says how many were compared.
//
// What counts as the same (drift/match.h): what the template declares, evaluated with the recorded parameters and the
// physical ids, must be there. What it does not declare AWS fills in, which is no drift, unless it was seen when the
// state was recorded and is another now. Properties that AWS never shows, secrets, and what depends on something that
// the state does not know cannot be compared: they are listed as unchecked, each with its reason.
//
// Drift that was accepted (drift_accept) is recorded with the resource and a reason; it is not drift again unless the
// value changes once more.
#pragma once
#include "state/answers.h"
#include "state/state.h"

typedef enum DriftStatus {
  DRIFT_IN_SYNC,
  DRIFT_MODIFIED,
  DRIFT_DELETED,
  DRIFT_UNCHECKED,
  DRIFT_UNSUPPORTED,
  DRIFT_UNDECLARED,
} DriftStatus;
enum { DRIFT_STATUSES = DRIFT_UNDECLARED + 1 };

typedef struct DriftDifference {
  const PathStep *path;  // "Properties", "CidrBlock"
  size_t steps;
  const Value *expected, *actual;  // null: not there; secrets are marks
  Text accepted;                   // the reason; empty where it was not accepted
} DriftDifference;

// A property that was not compared.
typedef struct DriftGap {
  const PathStep *path;
  size_t steps;
  const char *reason;  // "AWS never shows it"
} DriftGap;

typedef struct DriftResource {
  DriftStatus status;
  StateStack *stack;        // null for what is in no stack
  StateResource *recorded;  // null for what is undeclared
  Text logical_id, type, physical_id;
  VEC(DriftDifference) differences;
  VEC(DriftGap) gaps;
  Text accepted;  // why its being deleted was accepted
} DriftResource;

typedef struct Drift {
  Arena *arena;
  VEC(DriftResource) resources;  // as in the state; what is undeclared at the end
  size_t counts[DRIFT_STATUSES];
  size_t checked, total;  // coverage: of the resources in the state
} Drift;

// A stack, or one resource of it, that is to be looked at.
typedef struct DriftChoice {
  const StateStack *stack;
  const StateResource *resource;  // null: all of the stack
} DriftChoice;

// Compares; the state must live as long as `out`. Without choices everything is looked at, and what is undeclared too.
void drift_build(Arena *arena, const State *state, const Answers *answers, const DriftChoice *choices, size_t count,
                 Drift *out);
// Whether anything is modified, deleted or undeclared, and not accepted.
bool drift_found(const Drift *drift);

// Records all that was found, but for what is undeclared, as accepted in the state; gives how many differences.
size_t drift_accept(Drift *drift, Text reason);

// The name of a status in JSON and text.
const char *drift_status_name(DriftStatus status);
