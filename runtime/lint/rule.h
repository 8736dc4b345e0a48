// Within this room: what a rule is, and what it works with.
//
// A rule is a function and a row of the table in its topic's file; lint.c lists the topics. A row says what the rule
// looks at, and lint.c calls it there:
//
//   {.id = "E3687", .title = "...", .of = "AWS::EC2::SecurityGroup", .resource = check_ports}   each resource of the
//   type
//   {.id = "E1018", .title = "...", .of = "Fn::Split", .function = check_split}                 each such intrinsic
//   {.id = "W1054", .title = "...", .text = check_pseudo}                                       each string
//   {.id = "E2003", .title = "...", .template = check_names}                                    once a template
//
// Several rows may bear the same function, which then runs once (a walk that finds several kinds of mistake).
//
// What a rule allocates in the linter's arena is gone when it returns; a finding copies what it says.
//
// A place is a LintAt: a value with the way to it. Rules go from place to place with lint_field and lint_item, and
// through Fn::If with lint_choices, which tells in which deployments (World) each value stands there.
#pragma once
#include "lint/lint.h"
#include "template/conditions.h"

// A place in the template. Copies are cheap; `up` must live as long (places made by this room's functions live in the
// linter's arena, those of resources in `kept`).
typedef struct LintAt {
  const struct LintAt *up;  // null at the root
  Text key;                 // at null: `index` counts
  int64_t index;
  const Value *value;  // null: nothing is there
  Span span;           // where its key or list item begins; what a finding points at
} LintAt;

typedef struct LintResource {
  TemplateResource *resource;
  LintAt at;          // Resources/ID
  LintAt properties;  // Resources/ID/Properties; value null where there are none
  World world;        // the deployments in which it exists
} LintResource;

typedef struct LintFunction {
  LintAt at;                     // the map with the one key
  LintAt argument;               // what stands under that key
  Text name;                     // "Fn::Sub"
  World world;                   // the deployments in which it is evaluated
  const LintResource *resource;  // null outside of Resources
  Text section;                  // "Resources", "Outputs", ...
} LintFunction;

typedef struct LintText {
  LintAt at;
  World world;
  const LintResource *resource;  // null outside of Resources
  Text section;
  Text function;  // the innermost intrinsic that it is an argument of; empty: none
} LintText;

typedef struct Linter {
  Arena *arena;  // scratch memory, given back when a rule returns
  Arena *kept;   // what several rules share: resources, the graph
  Diags *diags;
  const LintOptions *options;
  Template *template;
  Conditions *conditions;
  LintAt root;
  VEC(LintResource) resources;  // as template->resources
  unsigned transforms;          // TemplateTransform
  struct LintGraph *graph;      // made when first asked for
} Linter;

typedef struct LintRule {
  const char *id, *title;
  const char *about;  // why it matters and what to write instead: one to three sentences, for docs and `strata explain`
  const char *of;     // types or functions that it looks at, separated by blanks; null: all
  void (*template)(Linter *linter);
  void (*resource)(Linter *linter, const LintResource *resource);
  void (*function)(Linter *linter, const LintFunction *function);
  void (*text)(Linter *linter, const LintText *text);
} LintRule;

typedef struct LintTopic {
  const char *name;
  const LintRule *rules;
  size_t count;
} LintTopic;

#define LINT_TOPIC(topic, rows) \
  const LintTopic lint_topic_##topic = {.name = #topic, .rules = (rows), .count = sizeof(rows) / sizeof *(rows)}

// ───────────────────────────── Findings ─────────────────────────────

// A finding at a place; its level is that of the id's first letter. The result takes help and notes (diag_help, ...).
Diag *lint_report(Linter *linter, const char *id, const LintAt *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// What mends a finding, for --fix: only changes that leave the meaning as it is, or that the message names as the one
// right answer. Several for one finding are made all or none.
void lint_fix_value(Linter *linter, Diag *diag, const LintAt *at, const Value *value);  // another value there
void lint_fix_unwrap(Linter *linter, Diag *diag, const LintAt *at, const Value *part);  // a scalar inside of it
void lint_fix_remove(Linter *linter, Diag *diag, const LintAt *at);                     // the member or item
void lint_fix_add(Linter *linter, Diag *diag, const LintAt *behind, Text key, const Value *value);  // a member more
// What `--configure-rule ID:key=true` or false says; `usual` where it was not configured. A new setting is a row in
// config.c too.
bool lint_setting(const Linter *linter, const char *id, const char *key, bool usual);
// The regions to check for: what --region says, else what a program's stack says, else what a configuration says, else
// us-east-1. Never empty.
size_t lint_regions(const Linter *linter, const Text **out);

// Says so where the conditions were too many to decide; called after all rules.
void lint_check_budget(Linter *linter);

// ───────────────────────────── Places ─────────────────────────────

// A member of the map at `at`; its value is null where it is missing (or `at` is no map). `at` is kept, not copied.
LintAt lint_field(const LintAt *at, const char *key);
LintAt lint_member(const LintAt *at, const Member *member);
LintAt lint_item(const LintAt *at, size_t index);
// By several keys from `at`; intermediate places live in the arena. The last argument is NULL.
LintAt lint_path(Linter *linter, const LintAt *at, const char *first, ...) __attribute__((sentinel));
// Gives a finding of the reader, which has no path yet, that of the innermost value around it.
void place_finding(Diags *diags, Diag *diag, const Value *root);
const LintAt *lint_keep(Linter *linter, LintAt at);  // a copy in the arena
size_t lint_count(const LintAt *at);                 // members or items; 0 for scalars and nothing
bool lint_is(const LintAt *at, ValueKind kind);
Text lint_text(const LintAt *at);  // empty where it is no string
// A scalar as CloudFormation reads it: 80, "80", true, "true"; false for anything else.
bool lint_integer(const LintAt *at, int64_t *out);
bool lint_bool(const LintAt *at, bool *out);
// The scalar's text: "80" for 80, "true" for true; false for lists, maps, null and nothing.
bool lint_scalar(Linter *linter, const LintAt *at, Text *out);
// "Properties.Tags.0.Key"-like text of a place, for messages.
Text lint_path_text(Linter *linter, const LintAt *at);

// ───────────────────────────── Conditions ─────────────────────────────

typedef struct LintChoice {
  LintAt at;    // the value as it stands, no Fn::If any more
  World world;  // the deployments in which it does
} LintChoice;

typedef struct LintChoices {
  LintChoice *items;
  size_t count;
  World absent;  // the deployments in which nothing stands there
} LintChoices;

// What may stand at a place: through Fn::If; AWS::NoValue and a missing value are `absent`. Choices that no deployment
// of `world` makes are left out. At most 256; where there are more the rest is left out, in the order of the template.
LintChoices lint_choices(Linter *linter, const LintAt *at, World world);
// The items of the list at a place, each through its own Fn::If (an Fn::If that gives a list is spread).
LintChoices lint_items(Linter *linter, const LintAt *at, World world);

// What a Ref to a parameter may give: its AllowedValues, else its Default; an intrinsic otherwise stays as it is.
// `of` is set to the choice's own place, so that findings point at what the template says.
LintChoices lint_known(Linter *linter, const LintAt *at, World world);

const LintResource *lint_resource(const Linter *linter, Text logical_id);  // null where there is none
Value *lint_parameter(const Linter *linter, Text name);                    // null where there is none
