// Running the rules: each topic's table says what its rules look at; here is the one walk that calls them.
//
// The tables are gone through once a template to see which rules look at which type or function; a rule for a type that
// the template does not have costs nothing.
#include "lint/lint.h"

#include <stdlib.h>

#include "base/pool.h"
#include "lint/config.h"
#include "lint/rule.h"
#include "lint/schema.h"
#include "lint/select.h"
#include "template/expand.h"

extern const LintTopic lint_topic_apigateway;
extern const LintTopic lint_topic_attributes;
extern const LintTopic lint_topic_cfn_init;
extern const LintTopic lint_topic_codepipeline;
extern const LintTopic lint_topic_conditions;
extern const LintTopic lint_topic_constraints;
extern const LintTopic lint_topic_databases;
extern const LintTopic lint_topic_dependencies;
extern const LintTopic lint_topic_dns;
extern const LintTopic lint_topic_dynamic;
extern const LintTopic lint_topic_ecs;
extern const LintTopic lint_topic_functions;
extern const LintTopic lint_topic_iam;
extern const LintTopic lint_topic_iam_actions;
extern const LintTopic lint_topic_lambda;
extern const LintTopic lint_topic_lifecycle;
extern const LintTopic lint_topic_mappings;
extern const LintTopic lint_topic_metadata;
extern const LintTopic lint_topic_nested;
extern const LintTopic lint_topic_network;
extern const LintTopic lint_topic_outputs;
extern const LintTopic lint_topic_pairs;
extern const LintTopic lint_topic_parameters;
extern const LintTopic lint_topic_resources;
extern const LintTopic lint_topic_s3;
extern const LintTopic lint_topic_schema;
extern const LintTopic lint_topic_sections;
extern const LintTopic lint_topic_serverless;
extern const LintTopic lint_topic_services;
extern const LintTopic lint_topic_stepfunctions;
extern const LintTopic lint_topic_texts;
extern const LintTopic lint_topic_transforms;
extern const LintTopic lint_topic_unused;

// Topics about a template's form, which a template that was compiled has by construction: its sections, references,
// intrinsics, and each property by the schemas.
static const LintTopic *const form[] = {
    &lint_topic_conditions, &lint_topic_dependencies, &lint_topic_dynamic,  &lint_topic_functions,
    &lint_topic_mappings,   &lint_topic_metadata,     &lint_topic_outputs,  &lint_topic_parameters,
    &lint_topic_resources,  &lint_topic_schema,       &lint_topic_sections, &lint_topic_texts,
    &lint_topic_transforms, &lint_topic_unused,
};

static bool of_form(const LintTopic *topic) {
  for (size_t i = 0; i < sizeof form / sizeof *form; i++)
    if (form[i] == topic) return true;
  return false;
}

// In order of name.
static const LintTopic *const topics[] = {
    &lint_topic_apigateway,     //
    &lint_topic_attributes,     //
    &lint_topic_cfn_init,       //
    &lint_topic_codepipeline,   //
    &lint_topic_conditions,     //
    &lint_topic_constraints,    //
    &lint_topic_databases,      //
    &lint_topic_dependencies,   //
    &lint_topic_dns,            //
    &lint_topic_dynamic,        //
    &lint_topic_ecs,            //
    &lint_topic_functions,      //
    &lint_topic_iam,            //
    &lint_topic_iam_actions,    //
    &lint_topic_lambda,         //
    &lint_topic_lifecycle,      //
    &lint_topic_mappings,       //
    &lint_topic_metadata,       //
    &lint_topic_nested,         //
    &lint_topic_network,        //
    &lint_topic_outputs,        //
    &lint_topic_pairs,          //
    &lint_topic_parameters,     //
    &lint_topic_resources,      //
    &lint_topic_s3,             //
    &lint_topic_schema,         //
    &lint_topic_sections,       //
    &lint_topic_serverless,     //
    &lint_topic_services,       //
    &lint_topic_stepfunctions,  //
    &lint_topic_texts,          //
    &lint_topic_transforms,     //
    &lint_topic_unused,         //
};

enum { TOPIC_COUNT = sizeof topics / sizeof *topics, MOST_DEPTH = 128 };

// ───────────────────────────── Which rules look where ─────────────────────────────

typedef VEC(const LintRule *) Rules;

typedef struct Plan {
  Rules template, resource, text;  // those that look at all of their kind
  Map by_type, by_function;        // name -> Rules *: those that look at some
  Rules function;
} Plan;

static bool same_function(const LintRule *a, const LintRule *b) {
  return a->template == b->template && a->resource == b->resource && a->function == b->function && a->text == b->text;
}

static void add_rule(Arena *arena, Rules *rules, const LintRule *rule) {
  for (size_t i = 0; i < rules->count; i++)
    if (same_function(rules->items[i], rule)) return;
  vec_push(arena, rules, rule);
}

static void add_named(Arena *arena, Map *map, const LintRule *rule) {
  Text names = text_of(rule->of);
  for (size_t start = 0; start < names.size;) {
    size_t end = text_find(names, TEXT(" "), start);
    if (end == SIZE_MAX) end = names.size;
    Text name = text_slice(names, start, end);
    start = end + 1;
    Rules *rules = map_get(map, name);
    if (!rules) {
      rules = ARENA_NEW(arena, Rules);
      map_put(arena, map, name, rules);
    }
    add_rule(arena, rules, rule);
  }
}

// Whether an informational rule's findings would be thrown away: then it is not run.
static bool unwanted(const Linter *linter, const LintRule *rule) {
  return rule->id[0] == 'I' && !select_included(linter, rule->id);
}

static void plan_make(const Linter *linter, Plan *plan) {
  Arena *arena = linter->kept;
  bool emitted = linter->options->emitted;
  for (size_t t = 0; t < TOPIC_COUNT; t++)
    for (size_t i = 0; i < topics[t]->count && !(emitted && of_form(topics[t])); i++) {
      const LintRule *rule = &topics[t]->rules[i];
      if (unwanted(linter, rule)) continue;
      if (rule->template) add_rule(arena, &plan->template, rule);
      if (rule->text) add_rule(arena, &plan->text, rule);
      if (rule->resource && !rule->of) add_rule(arena, &plan->resource, rule);
      if (rule->resource && rule->of) add_named(arena, &plan->by_type, rule);
      if (rule->function && !rule->of) add_rule(arena, &plan->function, rule);
      if (rule->function && rule->of) add_named(arena, &plan->by_function, rule);
    }
}

// ───────────────────────────── The walk ─────────────────────────────

typedef struct Walk {
  Linter *linter;
  const Plan *plan;
  const LintResource *resource;
  Text section;
  unsigned depth;
} Walk;

static void visit(Walk *walk, const LintAt *at, World world, Text function);

static void call_functions(Linter *linter, const Rules *rules, const LintFunction *function) {
  for (size_t i = 0; rules && i < rules->count; i++) {
    ArenaMark mark = arena_mark(linter->arena);
    rules->items[i]->function(linter, function);
    arena_release(linter->arena, mark);
  }
}

static void call_texts(Linter *linter, const Rules *rules, const LintText *text) {
  for (size_t i = 0; i < rules->count; i++) {
    ArenaMark mark = arena_mark(linter->arena);
    rules->items[i]->text(linter, text);
    arena_release(linter->arena, mark);
  }
}

static void call_resources(Linter *linter, const Rules *rules, const LintResource *resource) {
  for (size_t i = 0; rules && i < rules->count; i++) {
    ArenaMark mark = arena_mark(linter->arena);
    rules->items[i]->resource(linter, resource);
    arena_release(linter->arena, mark);
  }
}

static void visit_function(Walk *walk, const LintAt *at, World world, const Member *member) {
  LintFunction function = {*at, lint_member(at, member), member->key, world, walk->resource, walk->section};
  call_functions(walk->linter, &walk->plan->function, &function);
  call_functions(walk->linter, map_get(&walk->plan->by_function, function.name), &function);
  const Value *argument = member->value;
  if (!text_is(member->key, "Fn::If") || !value_is(argument, VALUE_LIST) || argument->as.list.count != 3 ||
      !value_is(argument->as.list.items[0], VALUE_STRING)) {
    visit(walk, &function.argument, world, member->key);
    return;
  }
  Text condition = argument->as.list.items[0]->as.text;
  for (size_t i = 1; i < 3; i++) {
    World there = world_with(walk->linter->conditions, world, condition, i == 1);
    LintAt branch = lint_item(&function.argument, i);
    if (world_possible(walk->linter->conditions, there)) visit(walk, &branch, there, (Text){0});
  }
}

static bool is_function(Text key) {
  return text_starts_with(key, TEXT("Fn::")) || text_is(key, "Ref") || text_is(key, "Condition");
}

static void visit(Walk *walk, const LintAt *at, World world, Text function) {
  const Value *value = at->value;
  if (!value || walk->depth >= MOST_DEPTH) return;
  walk->depth++;
  if (value->kind == VALUE_STRING) {
    LintText text = {*at, world, walk->resource, walk->section, function};
    call_texts(walk->linter, &walk->plan->text, &text);
  } else if (value->kind == VALUE_LIST) {
    for (size_t i = 0; i < value->as.list.count; i++) {
      LintAt item = lint_item(at, i);
      visit(walk, &item, world, function);
    }
  } else if (value->kind == VALUE_MAP && value->as.map.count == 1 && is_function(value->as.map.members[0].key)) {
    visit_function(walk, at, world, &value->as.map.members[0]);
  } else if (value->kind == VALUE_MAP) {
    for (size_t i = 0; i < value->as.map.count; i++) {
      LintAt member = lint_member(at, &value->as.map.members[i]);
      visit(walk, &member, world, function);
    }
  }
  walk->depth--;
}

// The world in which an output or resource exists.
static World world_of(Linter *linter, const Value *body) {
  World world = conditions_start(linter->conditions);
  Value *condition = value_at(body, "Condition");
  return value_is(condition, VALUE_STRING) ? world_with(linter->conditions, world, condition->as.text, true) : world;
}

static void visit_section(Walk *walk, const LintAt *section) {
  Linter *linter = walk->linter;
  bool resources = text_is(section->key, "Resources");
  if ((!resources && !text_is(section->key, "Outputs")) || !lint_is(section, VALUE_MAP)) {
    visit(walk, section, conditions_start(linter->conditions), (Text){0});
    return;
  }
  for (size_t i = 0; i < section->value->as.map.count; i++) {
    LintAt entry = lint_member(section, &section->value->as.map.members[i]);
    walk->resource = resources ? lint_resource(linter, entry.key) : NULL;
    World world = world_of(linter, entry.value);
    if (!lint_is(&entry, VALUE_MAP)) visit(walk, &entry, world, (Text){0});
    // The condition of a resource or output is a name, no intrinsic, however few other members there are.
    for (size_t k = 0; lint_is(&entry, VALUE_MAP) && k < entry.value->as.map.count; k++) {
      LintAt member = lint_member(&entry, &entry.value->as.map.members[k]);
      if (!text_is(member.key, "Condition")) visit(walk, &member, world, (Text){0});
    }
  }
  walk->resource = NULL;
}

// Which of the rules a thread runs: those of a large template are two shares, of about the same cost.
typedef enum Share {
  SHARE_SCHEMA = 1,  // the schemas, and the walk
  SHARE_RULES = 2,   // rules on templates and resources
  SHARE_ALL = 3,
} Share;

static void walk_all(Linter *linter, const Plan *plan) {
  if (!lint_is(&linter->root, VALUE_MAP) || plan->text.count + plan->function.count + plan->by_function.count == 0)
    return;
  Walk walk = {.linter = linter, .plan = plan};
  for (size_t i = 0; i < linter->root.value->as.map.count; i++) {
    LintAt section = lint_member(&linter->root, &linter->root.value->as.map.members[i]);
    walk.section = section.key;
    visit_section(&walk, &section);
  }
}

static void run_rules(Linter *linter, const Plan *plan, Share share) {
  for (size_t i = 0; i < plan->template.count; i++) {
    Share own = plan->template.items[i]->template == lint_check_schema ? SHARE_SCHEMA : SHARE_RULES;
    if (!(share & own)) continue;
    ArenaMark mark = arena_mark(linter->arena);
    plan->template.items[i]->template(linter);
    arena_release(linter->arena, mark);
  }
  for (size_t i = 0; (share & SHARE_RULES) && i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    call_resources(linter, &plan->resource, resource);
    call_resources(linter, map_get(&plan->by_type, resource->resource->type), resource);
  }
  if (share & SHARE_SCHEMA) walk_all(linter, plan);
}

// ───────────────────────────── One template ─────────────────────────────

const LintResource *lint_resource(const Linter *linter, Text logical_id) {
  const TemplateResource *found = template_resource(linter->template, logical_id);
  return found ? &linter->resources.items[found - linter->template->resources.items] : NULL;
}

Value *lint_parameter(const Linter *linter, Text name) {
  return value_get(template_section(linter->template, "Parameters"), name);
}

static void add_resources(Linter *linter) {
  LintAt section = lint_field(&linter->root, "Resources");
  size_t count = linter->template->resources.count;
  LintAt *kept = ARENA_ARRAY(linter->kept, LintAt, count + 1), *parent = &kept[count];
  *parent = section;
  linter->resources.items = ARENA_ARRAY(linter->kept, LintResource, count + 1);
  for (size_t i = 0; i < count; i++) {
    TemplateResource *resource = &linter->template->resources.items[i];
    LintAt *at = &kept[i];
    *at = lint_member(parent, value_member(section.value, resource->logical_id));
    LintResource entry = {resource, *at, lint_field(at, "Properties"), world_of(linter, resource->body)};
    // Without Properties there are none, and what is required is missing all the same.
    bool none = !entry.properties.value && value_is(resource->body, VALUE_MAP) && resource->type.size;
    if (none) entry.properties.value = value_map(linter->arena, resource->id_span);
    if (!value_is(entry.properties.value, VALUE_MAP)) entry.properties.value = NULL;
    linter->resources.items[linter->resources.count++] = entry;
  }
}

// A share with all that it changes, so that two of them may run on threads.
typedef struct Part {
  Linter linter;
  const Plan *plan;
  Share share;
  Diags diags;
  Arena scratch;
  Arena kept, found;  // of the second part; the first uses its caller's
} Part;

static void part_open(Part *part, const LintOptions *options, Template *template, Arena *kept) {
  part->linter = (Linter){.arena = &part->scratch,
                          .kept = kept,
                          .diags = &part->diags,
                          .options = options,
                          .template = template,
                          .conditions = conditions_make(kept, template),
                          .root = {.value = template->root, .span = template->root->span},
                          .transforms = template_transforms(template->written)};
  add_resources(&part->linter);
}

static void part_run(void *data, size_t number) {
  Part *first = ((Part **)data)[0], *part = ((Part **)data)[number];
  if (part != first) part_open(part, first->linter.options, first->linter.template, &part->kept);
  run_rules(&part->linter, part->plan, part->share);
}

// Runs the rules of a large template as two parts, the second in memory of its own; what it finds comes last.
static void run_parts(Part *first) {
  Part second = {.plan = first->plan, .share = SHARE_RULES, .diags = {.arena = &second.found}};
  first->share = SHARE_SCHEMA;
  pool_run(2, first->linter.options->threads, part_run, (Part *[]){first, &second});
  if (!conditions_undecided(first->linter.conditions)) lint_check_budget(&second.linter);
  Arena *arena = first->diags.arena;
  for (size_t i = 0; i < second.diags.list.count; i++) vec_push(arena, &first->diags.list, second.diags.list.items[i]);
  arena_adopt(arena, &second.found);
  arena_free(&second.kept);
  arena_free(&second.scratch);
}

// Bytes of text from which on a second thread is worth its start.
enum { LARGE = 64 * 1024 };

void lint_template(const LintOptions *options, Arena *arena, Diags *diags, Template *template) {
  Part part = {.share = SHARE_ALL, .diags = {.arena = diags->arena}};
  const LintOptions own = lint_config_own(options, arena, template->root);
  Text region = own.regions.count ? own.regions.items[0] : TEXT("us-east-1");
  template->written = template->root;
  for (size_t i = 0; i < diags->list.count; i++)
    if (text_is(text_of(diags->list.items[i]->code), "W1100"))
      place_finding(diags, diags->list.items[i], template->root);
  template->root = template_transform(arena, &part.diags, template->root, region);
  if (!options->emitted) template_index(arena, template);
  part_open(&part, &own, template, arena);
  Plan plan = {0};
  plan_make(&part.linter, &plan);
  part.plan = &plan;
  if (template->root->span.end - template->root->span.start >= LARGE)
    run_parts(&part);
  else
    run_rules(&part.linter, &plan, SHARE_ALL);
  lint_check_budget(&part.linter);
  select_findings(&part.linter, diags);
  arena_free(&part.scratch);
}

// ───────────────────────────── The table ─────────────────────────────

size_t lint_rule_count(void) {
  size_t count = 0;
  for (size_t t = 0; t < TOPIC_COUNT; t++) count += topics[t]->count;
  return count;
}

static LintRuleInfo info_of(const LintRule *rule) {
  Level level = rule->id[0] == 'E' ? LEVEL_ERROR : rule->id[0] == 'W' ? LEVEL_WARNING : LEVEL_INFO;
  return (LintRuleInfo){rule->id, rule->title, rule->about, level};
}

static int by_id(const void *a, const void *b) {
  return strcmp((*(const LintRule *const *)a)->id, (*(const LintRule *const *)b)->id);
}

LintRuleInfo lint_rule_at(size_t number) {
  size_t count = lint_rule_count(), at = 0;
  const LintRule **rules = base_malloc(count * sizeof *rules);
  for (size_t t = 0; t < TOPIC_COUNT; t++)
    for (size_t i = 0; i < topics[t]->count; i++) rules[at++] = &topics[t]->rules[i];
  qsort(rules, count, sizeof *rules, by_id);
  const LintRule *rule = rules[number];
  free(rules);
  return info_of(rule);
}

bool lint_rule_find(Text id, LintRuleInfo *out) {
  for (size_t t = 0; t < TOPIC_COUNT; t++)
    for (size_t i = 0; i < topics[t]->count; i++)
      if (text_is(id, topics[t]->rules[i].id)) return *out = info_of(&topics[t]->rules[i]), true;
  return false;
}
