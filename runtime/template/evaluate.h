// Evaluation of a template as far as it goes without deploying it: parameters by their values or defaults, mappings,
// conditions, and the functions over texts and lists. It is partial: what only AWS knows (resources' attributes,
// imports, parameters without a value) stays as it is written, and what contains it is brought into one form, so that
// two spellings of the same value come out equal:
//
// - Fn::Sub and Fn::Join of parts become text where all parts are known, else {"Fn::Sub": TEXT} where every unknown
//   part is a Ref or Fn::GetAtt, else {"Fn::Join": ["", [parts]]}; one part alone is that part.
// - Fn::GetAtt has its list form, {"Fn::GetAtt": [ID, ATTRIBUTE]}.
// - Fn::If of a condition that is decided is its branch; members and items that are AWS::NoValue are gone.
// - A parameter whose value is the name of a parameter of Systems Manager is "{{resolve:ssm:NAME}}".
//
// Results share all that evaluation leaves alone with the template's own tree: they are for reading. A template made to
// double its size with each level is left as it is written from EVALUATE_MOST on.
#pragma once
#include "template/template.h"

typedef enum Truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN } Truth;

enum { EVALUATE_MOST = 1 << 24 };  // bytes of text and parts that one evaluation makes at most

typedef struct Evaluation {
  Arena *arena;
  const Template *template;
  const Map *hidden;  // names of parameters whose value must not be shown, beside those with NoEcho; may be null
  const Map *given;   // parameter (pseudo parameters too) -> const Value *: a scalar or a list; null: none
  const Map *known;   // "ID" and "ID.ATTRIBUTE" of resources that are there -> const Value *; null: none
  Map conditions;     // name -> memo
  size_t made;        // of EVALUATE_MOST
  size_t depth;       // of conditions that refer to conditions
  bool no_defaults;   // parameters that are not given are not known
  bool reveal;        // while a condition is decided: parameters with NoEcho give their value
} Evaluation;

// `given` may be null, and hold null values for parameters that have a value which nobody knows.
void evaluate_init(Evaluation *out, Arena *arena, const Template *template, const Map *given);

// The value; null for AWS::NoValue (and for null).
const Value *evaluate_value(Evaluation *evaluation, const Value *value);
// Whether the condition of that name holds; unknown too for one that is not there.
Truth evaluate_condition(Evaluation *evaluation, Text name);
// A condition's body, evaluated as a value: for comparing two that are not decided.
const Value *evaluate_condition_body(Evaluation *evaluation, Text name);
// From here on it is not known whether the condition holds.
void evaluate_forget_condition(Evaluation *evaluation, Text name);
// What a parameter is given or has as its default, as written; null where neither is known. Not for showing: it may be
// a secret.
const Value *evaluate_parameter(const Evaluation *evaluation, Text name);
// Whether the parameter's value is hidden: NoEcho, or among evaluation->hidden.
bool evaluate_parameter_hidden(const Evaluation *evaluation, Text name);
// Whether the resource is part of the stack, by its Condition.
Truth evaluate_resource(Evaluation *evaluation, const TemplateResource *resource);
// A scalar as CloudFormation writes it into text: "80", "true"; false where `value` is no scalar. The text is in the
// arena or the template.
bool evaluate_scalar(Arena *arena, const Value *value, Text *out);
