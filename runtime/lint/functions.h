// Within this room: what a name in a Ref may mean, for the rules that follow references.
#pragma once
#include "lint/rule.h"
#include "schema/schema.h"

// Whether a Ref to that name is answered when deploying: a parameter, a resource, a pseudo parameter. True as well
// where nobody can know: a macro or a module may declare more than the template shows.
bool reference_known(const Linter *linter, Text name);
bool reference_pseudo(Text name);
// Whether a resource of that name is written down that is none: no map, or one without a type.
bool reference_untyped(const Linter *linter, Text name);
// Whether the parameter's type is a list: CommaDelimitedList, List<...>, AWS::SSM::Parameter::Value<List<...>>.
bool reference_list(const Value *parameter);
// Whether the template's Transform names this macro.
bool reference_transform(const Linter *linter, const char *name);
// "did you mean" among parameters, resources and pseudo parameters.
void reference_suggest(Linter *linter, Diag *diag, Text name, bool resources);

// Whether Fn::GetAtt returns that attribute of the type, and what it is.
bool reference_attribute(const SchemaType *type, Text attribute, SchemaShape *out);

// Calls `visit` for each variable of a text for Fn::Sub, without blanks around it; ${!Literal} is none.
typedef void (*ReferenceVariable)(void *context, Text name);
size_t reference_variables(Text text, ReferenceVariable visit, void *context);
// The two parts of "Resource.Attribute".
bool reference_dotted(Text text, Text *resource, Text *attribute);

// The place's key at that level: 0 the section, 1 the resource, 2 its member, 3 the property, ... Empty at a list's
// item and beyond the place.
Text place_key(const LintAt *at, unsigned level);
// Whether the place is what a pattern of keys says below Resources and a type: "AWS::RDS::DBInstance
// Properties MasterUserPassword", "*" for an item of a list. Steps through Fn::If do not count; another function around
// the place is a no.
bool place_is(const LintResource *resource, const LintAt *at, const char *pattern);
