// Which of a template's conditions can hold together. Each condition becomes a decision diagram over the parameters
// that it compares: a parameter with AllowedValues has those values and no others, and what Rules assert is taken to
// hold. A set of possible deployments is a `World`, one such diagram: WORLD_ANY at first, narrowed by each condition
// that a walk passes; WORLD_NONE cannot happen.
//
// The work is bounded by a number of steps (the same in every run). Past it everything is possible, which
// conditions_undecided tells: a rule then says nothing that depends on it.
#pragma once
#include "base/diagram.h"
#include "template/template.h"

typedef Diagram World;
enum { WORLD_NONE = DIAGRAM_FALSE, WORLD_ANY = DIAGRAM_TRUE };

typedef struct Conditions Conditions;

// Reads the sections Parameters, Conditions and Rules; lives in the arena as long as the template.
Conditions *conditions_make(Arena *arena, const Template *source);
// The deployments at all: WORLD_ANY, or what Rules leave of it.
World conditions_start(const Conditions *conditions);
// Those of `world` in which the condition of that name holds (or not). A condition that is not declared or not well
// formed may be either, independently of all others.
World world_with(Conditions *conditions, World world, Text name, bool holds);
// Those of `world` in which the value ({"Ref": ...}, a look-up, ...) is that text.
World world_where(Conditions *conditions, World world, const Value *value, Text text);
World world_and(Conditions *conditions, World a, World b);
World world_or(Conditions *conditions, World a, World b);
World world_without(Conditions *conditions, World a, World b);  // those of a that are not in b
bool world_possible(const Conditions *conditions, World world);
// Whether the budget was spent; then worlds say nothing any more.
bool conditions_undecided(const Conditions *conditions);
// The world in which the expression (the value of a condition: Fn::Equals, Fn::And, {"Condition": ...}, ...) holds.
World conditions_of(Conditions *conditions, const Value *expression);
