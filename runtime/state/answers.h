// AWS's answers: the JSON that its command line prints, told apart by content and read into what state and drift need.
//
//   describe-stacks, describe-stack-resources, list-stack-resources, list-exports, get-template,
//   describe-stack-resource-drifts                                       of `aws cloudformation`
//   get-resource, list-resources                                         of `aws cloudcontrol`
//
// A list of such answers (`jq -s`) is read as each of them. YAML (`--output yaml`) does as well.
#pragma once
#include "value/value.h"

typedef struct SeenStack {
  Text name, id, region, account, status, updated;
  const Value *parameters, *outputs;  // AWS's lists; null where there are none
} SeenStack;

typedef struct SeenResource {
  Text stack, logical_id;  // empty where Cloud Control tells of it
  Text type, physical_id, status;
  const Value *properties;   // as AWS shows them; null where it was not asked
  const Value *differences;  // AWS's own, of describe-stack-resource-drifts; null: none
  bool checked;              // AWS has compared it: MODIFIED, IN_SYNC, DELETED
  bool unsupported;          // AWS cannot
  bool deleted;
} SeenResource;

typedef struct SeenExport {
  Text name, value, stack;  // the stack's name
} SeenExport;

typedef struct SeenTemplate {
  Text path;
  Value *root;
} SeenTemplate;

typedef struct Answers {
  Arena *arena;
  Diags *diags;
  Sources *sources;
  VEC(SeenStack) stacks;
  VEC(SeenResource) resources;
  VEC(SeenExport) exports;
  VEC(SeenTemplate) templates;
  VEC(Text) types;  // of which list-resources told all there are
} Answers;

// Reads any text of JSON or YAML. Null with E0606, which shows nothing of the text: there may be secrets in it.
Value *answers_parse(Answers *answers, Text path, Text text);

// Adds what `root`, read from `path`, tells. False where it is no answer of AWS that is known here; what is wrong
// inside of one is reported (E0606), and a page that says there is more (W0609).
bool answers_read(Answers *answers, Text path, Value *root);

// Reads a file, or each *.json, *.yaml and *.yml of a folder in order of name. False after an error.
bool answers_read_path(Answers *answers, const char *path);

// Says that a file is none (E0606), with what would do.
void answers_refuse(const Answers *answers, Text path, const Value *root, const char *wanted);

// The parts of a stack's ARN; empty where it is none.
Text answers_arn_part(Text arn, size_t number);  // 3: region, 4: account
Text answers_arn_stack(Text arn);                // the stack's name
