// Recording: templates (of a program, or anybody's) and AWS's answers become the stacks of a state.
//
// What is told wins over what was recorded before; what is not told stays, as far as it still fits: the physical id and
// the last seen properties of a resource that keeps its logical id and type, the values of parameters that are still
// declared, drift that was accepted. Secrets are masked on the way in (template/secret.h).
#pragma once
#include "state/answers.h"
#include "state/state.h"

// One stack's template.
typedef struct RecordSource {
  Text name;           // the stack's; empty where the file does not say it
  Text deployed_name;  // in AWS; empty where it is the same or not known
  Text region, account;
  Text path;  // of the file, for messages
  const Template *template;
  Value *parameters;     // name -> text: given values; may be null
  const Value *sources;  // file -> digest; may be null
  bool program;          // it knows which resources are protected
} RecordSource;

typedef struct StateRecord {
  Arena *arena;
  Diags *diags;
  State *state;
  Answers answers;
  VEC(RecordSource) sources;
  Text only;      // --stack: what the one stack is called; empty: as the files say
  Text deployed;  // --deployed-name: the same in AWS
} StateRecord;

// Updates the state from all that was read. False after an error (E0606, E0607); the state must not be saved then.
// *what (for the history) names the stacks.
bool record_run(StateRecord *record, Text *what);
