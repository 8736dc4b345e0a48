// Lowering: from resources with their values to CloudFormation templates. This is the only room that spells Ref,
// Fn::Sub, Fn::If and the names of conditions.
#pragma once
#include "graph/graph.h"
#include "template/template.h"

// One template a stack, in order of deployment. Every value of the schema is checked and scalars are turned into what
// the schema wants; what is wrong is a diagnostic at the source's place.
typedef struct Templates {
  VEC(Template *) list;
} Templates;

void lower_graph(const Graph *graph, Templates *out);

// ── within lower/ ──

typedef struct ConditionName {
  Cond condition;
  Text name;
} ConditionName;

struct Export;

// A parameter through which this stack reads what another writes to Systems Manager.
typedef struct LinkParam {
  Text id;
  const struct Export *export;
} LinkParam;

typedef struct Lower {
  const Graph *graph;
  Eval *eval;
  Arena *arena;
  Stack *stack;
  VEC(Decl *) params;  // used, in order of first use
  VEC(LinkParam) links;
  Map mappings;  // name -> Val (the map)
  VEC(ConditionName) conditions;
  Map condition_names;  // name -> taken
  VEC(uint32_t) sizes;  // by condition: tests in its body, written out in full; up to 1,000,000
  VEC(uint32_t) uses;   // by condition: scratch of lower_condition_body
  Map faulty;           // logical ids of resources with an error: they lack a part, and are not checked further
  bool extensions;      // needs AWS::LanguageExtensions
  Map *exports;         // of all stacks: export name -> Export
  struct Whole *whole;
} Lower;

// All stacks of a program while they are lowered.
typedef struct Whole {
  const Graph *graph;
  Template **templates;  // by the order of deployment; null until made
  bool *running;
  struct StackCheck *checks;
  Map exports;
} Whole;

// The check of one stack against AWS's schemas, which needs nothing of other stacks and runs in a thread of its own.
typedef struct StackCheck {
  const Stack *stack;
  Template *template;
  Map faulty;  // resources whose values have been reported: not checked
  Arena *arena;
  Diags diags;
  VEC(Instance *) blamed;  // one a diagnostic
  size_t bytes;            // of the template without blanks; 0 where it is too small to be counted
  bool done;
} StackCheck;

// A value that crosses a stack boundary.
typedef struct Export {
  Stack *stack;
  Text name;    // of the export
  Text output;  // logical id of the output or parameter
  const Val *val;
  bool list;  // crosses joined by commas
  bool ssm;   // through a parameter of Systems Manager instead of an export
} Export;

// A value as CloudFormation writes it, under a condition in force; null for what is left out.
Value *lower_val(Lower *lower, const Val *val, Cond guard);
// Text with references: Fn::Sub, or less where less will do.
Value *lower_concat(Lower *lower, const Val *val, Cond guard);
// The name of a condition, which is then written.
Text lower_condition(Lower *lower, Cond condition);
// A condition's body. Large ones refer to conditions of their own for their parts; a rule cannot, and is refused (null,
// E0308) where it would get too large.
Value *lower_condition_body(Lower *lower, Cond condition);
Value *lower_rule_body(Lower *lower, Span span, Cond condition);
Value *lower_conditions(Lower *lower);
Value *lower_ref(Lower *lower, Span span, Text name);
Value *lower_call(Lower *lower, Span span, const char *name, Value *argument);
// Whether a deferred value is a list.
bool lower_is_list(const Val *val);
Text lower_param_id(Lower *lower, const Decl *decl);
Value *lower_params(Lower *lower);
Value *lower_mappings(Lower *lower);
Value *lower_rules(Lower *lower);
Value *lower_outputs(Lower *lower);
// What EVAL_STACK_TEMPLATE and EVAL_STACK_CAPABILITIES stand for.
Value *lower_stack_part(Lower *lower, const Val *call);
// Reports secrets that stand where they would be seen (E0314), and passwords written out (E0322).
void lower_check_secrets(Lower *lower, const Instance *resource);
// Fills the template's table of moved logical ids.
void lower_moves(Lower *lower, Template *template);
Value *lower_exported(Lower *lower, const Export *export);
// Adds the SSM parameters that other stacks read to the resources.
void lower_links(Lower *lower, Value *resources);
void lower_use_param(Lower *lower, const Decl *decl);
