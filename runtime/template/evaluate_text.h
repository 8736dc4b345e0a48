// Within this room: texts that are put together, Fn::Sub and Fn::Join.
#pragma once
#include "template/evaluate.h"

// `at` is the whole intrinsic, which is given back where nothing can be made of it.
const Value *evaluate_sub(Evaluation *evaluation, const Value *at, const Value *argument);
const Value *evaluate_join(Evaluation *evaluation, const Value *at, const Value *argument);
// What {"Ref": name} stands for; `at` where that is not known, null for AWS::NoValue.
const Value *evaluate_ref(Evaluation *evaluation, const Value *at, Text name);
