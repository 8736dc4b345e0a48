// THE model that crosses from compiler to runtime: one CloudFormation template. It keeps the whole value tree, so that
// nothing of a foreign template is lost, and beside it a table of resources, so that nobody searches for them again.
// Side tables: where each thing came from in a Strata program (source map), renames (`moved`) and protected resources.
#pragma once
#include "base/map.h"
#include "value/value.h"

typedef struct TemplateResource {
  Text logical_id;
  Span id_span;  // where the id (template) or the declaration (program) stands
  Text type;     // empty where it is missing or no text
  Span type_span;
  Value *body;        // the resource's map: Type, Properties, DependsOn, ...
  Value *properties;  // null where there are none
  Text path;          // component path in a Strata program, "main.public_subnet[1]"; else empty
  Span owner_span;    // where the library made it: the instance in the program's own files that asked; else no source
  bool protect;       // `@protect`: a plan may neither remove nor replace it
} TemplateResource;

typedef struct TemplateMove {
  Text from, to;  // logical ids
  Span span;
} TemplateMove;

typedef struct Template {
  Text stack;            // the stack's name; empty for a foreign template
  Text region;           // that the stack says; empty where it says none
  Value *root;           // the whole template, a map
  const Value *written;  // the template as it was read, where `root` is what transforms made of it; else null
  VEC(TemplateResource) resources;  // in the order of the template
  Map by_id;                        // logical id -> TemplateResource *, valid once template_index has run
  VEC(TemplateMove) moved;
} Template;

// Fills `resources` and `by_id` from `root`; entries that are no maps are left out (lint reports those).
// Keeps path, owner and protect of resources that stood there before.
void template_index(Arena *arena, Template *out);

TemplateResource *template_resource(const Template *source, Text logical_id);
Value *template_section(const Template *source, const char *section);  // null where it is missing

// The transforms that a template declares, as bits.
enum TemplateTransform {
  TRANSFORM_SERVERLESS = 1,  // AWS::Serverless-2016-10-31
  TRANSFORM_EXTENSIONS = 2,  // AWS::LanguageExtensions
  TRANSFORM_MACRO = 4,       // any other, whose result cannot be known here
};
unsigned template_transforms(const Value *root);

// Calls `visit` for each reference in `value` to a parameter, pseudo parameter or resource: Ref, Fn::GetAtt
// (`attribute` is what stands behind the id), and the ${...} of Fn::Sub (but for names of its own map). Walks all
// branches. `at` is the node that holds the reference.
typedef void (*TemplateVisit)(void *context, Text name, Text attribute, const Value *at);
void template_references(const Value *value, TemplateVisit visit, void *context);

// The capabilities that CloudFormation asks for before it deploys the template, as a list of texts: IAM resources,
// those with names of their own, macros.
Value *template_capabilities(Arena *arena, const Template *source);
