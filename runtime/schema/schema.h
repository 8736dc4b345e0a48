// AWS's resource types, as read-only tables in the binary: one position-independent block (offsets, no pointers), made
// at build time from the reviewable text in stdlib/aws/ and used in place. Looking a type up allocates and parses
// nothing; a pattern compiles when it is first needed.
#pragma once
#include "template/template.h"

typedef struct SchemaType SchemaType;  // a type in the block; compare by pointer

// The types that AWS publishes. schema_find knows some more (AWS::Serverless::*, AWS::CDK::Metadata), and takes
// "Custom::NAME" for a custom resource.
size_t schema_type_count(void);
const SchemaType *schema_type_at(size_t number);  // in order of name
const SchemaType *schema_find(Text name);         // null where there is no such type
// Whether the name is that of a type which nobody here can know: of another publisher ("Vendor::Service::Type",
// Custom::X), or a module.
bool schema_foreign(Text name);
Text schema_name(const SchemaType *type);
Text schema_nearest(Text name);  // the type's name nearest to `name`; empty where none is near

// What a value of a property or attribute is, as far as references need it.
typedef enum SchemaKind {
  SCHEMA_ANY,
  SCHEMA_STRING,
  SCHEMA_INTEGER,
  SCHEMA_NUMBER,
  SCHEMA_BOOLEAN,
  SCHEMA_LIST,
  SCHEMA_OBJECT
} SchemaKind;

typedef struct SchemaShape {
  SchemaKind kind;  // SCHEMA_ANY also where several are possible
  Text format;  // what an id refers to: "AWS::EC2::VPC.Id", "AWS::IAM::Role.Arn", ...; for a list that of its items;
                // may be empty
} SchemaShape;

// A top-level property by name (read-only ones are not properties that can be set, and not found here).
bool schema_property(const SchemaType *type, Text name, SchemaShape *out);
// What Fn::GetAtt may ask for, "Endpoint.Address" in dotted form.
bool schema_attribute(const SchemaType *type, Text name, SchemaShape *out);
// Names for suggestions and docs, in the arena.
Text *schema_property_names(Arena *arena, const SchemaType *type, size_t *count);
Text *schema_attribute_names(Arena *arena, const SchemaType *type, size_t *count);
bool schema_property_required(const SchemaType *type, Text name);

// What Ref gives: the name of the primary identifier's property ("VpcId", "TopicArn"; "" where it is none or several)
// and its shape.
Text schema_ref(const SchemaType *type, SchemaShape *out);

// How the ARN is had: the attribute's name ("Arn"), or "Ref" where Ref is the ARN; empty where there is neither.
Text schema_arn(const SchemaType *type);

typedef enum TagStyle { TAGS_NONE, TAGS_LIST /* [{Key, Value}] */, TAGS_MAP /* {key: value} */ } TagStyle;
// How the type takes tags: *property is the property's name ("Tags"); *propagate whether each tag needs
// PropagateAtLaunch.
TagStyle schema_tags(const SchemaType *type, Text *property, bool *propagate);

bool schema_stateful(const SchemaType *type);  // holds data that is lost with it

typedef enum Replacement { REPLACE_NEVER, REPLACE_CONDITIONAL, REPLACE_ALWAYS } Replacement;
// What a change of the property at `path` (keys; list indexes left out) means for the physical resource.
Replacement schema_replacement(const SchemaType *type, const Text *path, size_t steps);
// Whether AWS changes it neither in place nor by a replacement: the deployment fails. (AWS's documentation may still
// call it a replacement; then schema_replacement says so too.)
bool schema_rejected(const SchemaType *type, const Text *path, size_t steps);
// When a conditional replacement happens, or what the change means for what is running: a sentence without its capital
// and full stop ("the instance restarts"); empty where nothing is known. That of the longest path on the way counts.
Text schema_update_note(const SchemaType *type, const Text *path, size_t steps);

// What an update in place of the property at `path` does to what a reference gives: Fn::GetAtt for "Endpoint.Port" or
// "Outputs.Url", Ref for "Ref". Attributes that are properties too follow those; others follow what
// stdlib/aws/facts/updates.types says; all stay besides. After a replacement everything is new.
typedef enum AttributeUpdate { ATTRIBUTE_STAYS, ATTRIBUTE_MAY_CHANGE, ATTRIBUTE_CHANGES } AttributeUpdate;
AttributeUpdate schema_attribute_update(const SchemaType *type, Text attribute, const Text *path, size_t steps);

// Whether AWS shows as `seen` what was declared as `declared` at that path: as it is, or as its services write it
// (another case, an ARN for an id, a version in full, a dot behind a domain name). SHOWN_UNKNOWN: they differ, and the
// service writes the value in a way of its own.
typedef enum Shown { SHOWN_SAME, SHOWN_OTHER, SHOWN_UNKNOWN } Shown;
Shown schema_shown(const SchemaType *type, const Text *path, size_t steps, Text declared, Text seen);

// Whether AWS marks the property at that path as write-only / a password.
bool schema_write_only(const SchemaType *type, const Text *path, size_t steps);

bool schema_read_only(const SchemaType *type, const Text *path, size_t steps);
bool schema_deprecated(const SchemaType *type, const Text *path, size_t steps);
bool schema_deletes_first(const SchemaType *type);  // a replacement deletes the old one before it creates the new
Text schema_region_name(uint32_t number);           // "eu-west-1"; empty past the last
bool schema_region_form(Text name);                 // whether it could be a region's name: AWS opens more every year
bool schema_in_region(const SchemaType *type, Text region);  // true too for a region that the tables do not know
// For messages: "A, B and C", "A, B, C, D and 5 more".
Text schema_region_list(Arena *arena, const Text *names, size_t count);
Text schema_type_regions(Arena *arena, const SchemaType *type,
                         Text near);  // where it exists, regions near `near` first

typedef enum SchemaHandler { HANDLER_CREATE, HANDLER_READ, HANDLER_UPDATE, HANDLER_DELETE, HANDLER_LIST } SchemaHandler;
// The IAM actions ("s3:CreateBucket") that CloudFormation needs for it, in the arena; none where AWS does not say.
Text *schema_permissions(Arena *arena, const SchemaType *type, SchemaHandler handler, size_t *count);
// The primary identifier's properties ("VpcId"; "Schedule/ScheduleId" for one within another), in the arena.
Text *schema_identifiers(Arena *arena, const SchemaType *type, size_t *count);

// Checking a template's resources.
typedef struct SchemaCheck {
  Arena *arena;
  Diags *diags;
  const Template *template;  // for what a reference refers to
  bool conform;       // scalars are turned in place into what the schema wants (1024 -> "1024", "true" -> true) as
                      // CloudFormation itself would; else they are only accepted
  bool aging_errors;  // what is not in a list that grows from month to month (instance types, engine versions) is an
                      // error; else a warning
  bool lint;    // codes and places as cfn-lint has them: a finding points at the key or list item that its path ends in
  bool strict;  // for lint: a number or boolean written as text, or the other way round, is of the wrong type
  struct Conditions *conditions;  // for lint: which deployments there are; null: what Fn::If decides is not known
  const Text *regions;            // those to check for; null: what any region offers passes, and functions are not
                                  // worked out
  size_t region_count;
  struct SchemaCache *cache;  // compiled patterns; null at first, filled as they are needed, freed by schema_check_done
} SchemaCheck;

// Checks the type's existence (E3001 unknown type) and all properties of one resource: unknown (E3002), missing
// (E3003), wrong type (E3012), enum (E3030), pattern (E3031), length (E3033), range (E3034), items (E3032), unique
// items (E3037), read-only (E3040), exclusive and dependent ones (E3020, E3021), combinations (E3014 exactly one of
// several, E3017 at least one or anyOf, E3018 oneOf), an id or ARN that is none (E1103, E1150 to E1164 by what it
// should be), a reference to a wrong kind of thing (E1040, E1041), an attribute that does not exist (E1010). Each
// mistake gives one diagnostic whose span is the key's or value's own and whose path is that in the template.
// Intrinsics: Fn::If checks both branches, AWS::NoValue counts as absent; what is only known when deployed is checked
// for its shape alone.
void schema_check_resource(SchemaCheck *check, TemplateResource *resource);
// The attributes (E1010) that `value`, something else of the template than properties, asks resources for; its path is
// in front of those of the diagnostics.
void schema_check_attributes(SchemaCheck *check, const Value *value, const PathStep *path, size_t steps);
void schema_check_done(SchemaCheck *check);

// For people and tests.
// What `strata docs TYPE` prints: properties with type, whether required and what a change means, attributes, what Ref
// returns.
void schema_describe(Buffer *out, const SchemaType *type);

// The name of the parameter that stands where no sample of a text is known: it must match a pattern. In the second and
// further items of a list "Sample1", "Sample2", ..., so that items differ.
#define SCHEMA_SAMPLE "Sample"
// The least properties that AWS takes: what is required, the first value of an enum, the least number, text as long as
// it must be; {"Ref": SCHEMA_SAMPLE} for text that must match a pattern of which no sample is known. Null where the
// type needs no properties.
Value *schema_minimal(Arena *arena, const SchemaType *type);
