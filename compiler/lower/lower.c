// The sections of a template, resource by resource; then the check against AWS's schemas.
#include "lower/lower.h"

#include "base/pool.h"
#include "format/format.h"

// Quotas of AWS CloudFormation, of one template.
enum {
  MOST_RESOURCES = 500,
  MOST_OUTPUTS = 200,
  MOST_PARAMETERS = 200,
  MOST_MAPPINGS = 200,
  MOST_BYTES = 1024 * 1024,
  MOST_DESCRIPTION = 1024
};

// ───────────────────────────── Attributes ─────────────────────────────

static Value *text_value(Lower *lower, Span span, Text text) { return value_string(lower->arena, span, text); }

static void put(Lower *lower, Value *map, const char *key, Span span, Value *value) {
  if (value) value_put(lower->arena, map, text_of(key), span, value);
}

static bool is_policy(const Val *val) {
  return val_is_text(val, "Delete") || val_is_text(val, "Retain") || val_is_text(val, "Snapshot") ||
         val_is_text(val, "RetainExceptOnCreate");
}

// AWS::LanguageExtensions lets a policy depend on parameters.
static bool deferred_policy(const Val *val) {
  if (val->kind == VAL_CHOICE) return deferred_policy(val->as.choice.then) && deferred_policy(val->as.choice.otherwise);
  return val->kind == VAL_PARAM || val->kind == VAL_LOOKUP || is_policy(val);
}

static Value *policy(Lower *lower, const Val *val, const char *attribute, bool on_create) {
  if (val->kind == VAL_ERROR || val->kind == VAL_NULL) return NULL;
  if (val_deferred(val) && deferred_policy(val)) {
    lower->extensions = true;
    return lower_val(lower, val, COND_TRUE);
  }
  if (is_policy(val) && (on_create || !val_is_text(val, "RetainExceptOnCreate")))
    return text_value(lower, val->span, val->as.text);
  Text shown = val_show(lower->arena, val);
  Diag *diag = diag_error(lower->eval->diags, "E0318", val->span, "%s cannot be %.*s", attribute, TEXT_ARG(shown));
  diag_help(lower->eval->diags, diag, "write \"Delete\", \"Retain\"%s or, where the type has snapshots, \"Snapshot\"",
            on_create ? ", \"RetainExceptOnCreate\"" : "");
  return NULL;
}

static void put_policies(Lower *lower, const Instance *resource, Value *body) {
  const Val *attributes = resource->attributes;
  const RecordEntry *deletion = val_entry(attributes, TEXT("deletion_policy")),
                    *replace = val_entry(attributes, TEXT("update_replace_policy"));
  if (deletion)
    put(lower, body, "DeletionPolicy", deletion->key_span, policy(lower, deletion->val, "@deletion_policy", true));
  if (replace) {
    put(lower, body, "UpdateReplacePolicy", replace->key_span,
        policy(lower, replace->val, "@update_replace_policy", false));
  } else if (deletion && value_at(body, "DeletionPolicy")) {
    Value *same = value_at(body, "DeletionPolicy");
    if (text_is(value_text(same), "RetainExceptOnCreate")) same = text_value(lower, same->span, TEXT("Retain"));
    put(lower, body, "UpdateReplacePolicy", deletion->key_span, same);
  }
}

static void put_depends_on(Lower *lower, const GraphNode *node, Value *body) {
  const RecordEntry *entry = val_entry(node->resource->attributes, TEXT("depends_on"));
  Span span = entry ? entry->key_span : node->resource->decl->span;
  if (node->depends_on.count == 1)
    put(lower, body, "DependsOn", span, text_value(lower, span, node->depends_on.items[0]->logical_id));
  if (node->depends_on.count > 1) {
    Value *list = value_list(lower->arena, span);
    for (size_t i = 0; i < node->depends_on.count; i++)
      value_add(lower->arena, list, text_value(lower, span, node->depends_on.items[i]->logical_id));
    put(lower, body, "DependsOn", span, list);
  }
}

// DependsOn cannot be conditional, but a reference in Metadata can, and orders the resources all the same.
static void put_metadata(Lower *lower, const GraphNode *node, Value *body) {
  const Instance *resource = node->resource;
  const RecordEntry *entry = val_entry(resource->attributes, TEXT("metadata"));
  Value *metadata = entry ? lower_val(lower, entry->val, resource->guard) : NULL;
  Span span = entry ? entry->key_span : resource->decl->span;
  if (node->maybe_depends_on.count) {
    Value *list = value_list(lower->arena, span);
    for (size_t i = 0; i < node->maybe_depends_on.count; i++) {
      Instance *target = node->maybe_depends_on.items[i];
      Value *choice = value_list(lower->arena, span);
      value_add(lower->arena, choice, text_value(lower, span, lower_condition(lower, target->guard)));
      value_add(lower->arena, choice, lower_ref(lower, span, target->logical_id));
      value_add(lower->arena, choice, lower_ref(lower, span, TEXT("AWS::NoValue")));
      value_add(lower->arena, list, lower_call(lower, span, "Fn::If", choice));
    }
    if (!metadata || metadata->kind != VALUE_MAP) metadata = value_map(lower->arena, span);
    put(lower, metadata, "DependsOn", span, list);
  }
  put(lower, body, "Metadata", span, metadata);
}

static void put_attribute(Lower *lower, const Instance *resource, Value *body, const char *name, const char *key) {
  const RecordEntry *entry = val_entry(resource->attributes, text_of(name));
  if (entry) put(lower, body, key, entry->key_span, lower_val(lower, entry->val, resource->guard));
}

// ───────────────────────────── Resources ─────────────────────────────

static Value *lower_resource(Lower *lower, const GraphNode *node) {
  const Instance *resource = node->resource;
  Span span = resource->decl->span, type_span = resource->decl->item->as.instance.kind.span;
  Value *body = value_map(lower->arena, span);
  put(lower, body, "Type", type_span, text_value(lower, type_span, resource->type_name));
  if (resource->guard != COND_TRUE)
    put(lower, body, "Condition", span, text_value(lower, span, lower_condition(lower, resource->guard)));
  put_depends_on(lower, node, body);
  put_policies(lower, resource, body);
  put_attribute(lower, resource, body, "creation_policy", "CreationPolicy");
  put_attribute(lower, resource, body, "update_policy", "UpdatePolicy");
  put_metadata(lower, node, body);
  Value *properties = lower_val(lower, resource->properties, resource->guard);
  if (properties && properties->kind == VALUE_MAP && properties->as.map.count)
    put(lower, body, "Properties", span, properties);
  return body;
}

static Value *lower_resources(Lower *lower, const GraphStack *stack) {
  Value *map = value_map_of(lower->arena, stack->stack->decl->span, stack->stack->resources.count);
  for (size_t i = 0; i < stack->stack->resources.count; i++) {
    const Instance *resource = stack->stack->resources.items[i];
    if (resource->guard == COND_FALSE) continue;
    lower_check_secrets(lower, resource);
    size_t before = lower->eval->diags->list.count;
    value_put(lower->arena, map, resource->logical_id, resource->decl->span, lower_resource(lower, &stack->nodes[i]));
    eval_blame(lower->eval, before, resource);
    if (lower->eval->diags->list.count > before)
      map_put(lower->arena, &lower->faulty, resource->logical_id, (void *)resource);
  }
  return map;
}

// ───────────────────────────── The whole ─────────────────────────────

static Value *setting(Lower *lower, const char *name) {
  const Val *val = val_field(lower->stack->settings, text_of(name));
  return val && val->kind != VAL_NULL && val->kind != VAL_ERROR ? lower_val(lower, val, COND_TRUE) : NULL;
}

static Value *transforms(Lower *lower) {
  Value *own = setting(lower, "transform");
  if (!lower->extensions) return own;
  Value *name = text_value(lower, (Span){0}, TEXT("AWS::LanguageExtensions"));
  if (!own) return name;
  Value *list = value_list(lower->arena, own->span);
  value_add(lower->arena, list, name);
  if (own->kind != VALUE_LIST) value_add(lower->arena, list, own);
  for (size_t i = 0; own->kind == VALUE_LIST && i < own->as.list.count; i++)
    if (!text_is(value_text(own->as.list.items[i]), "AWS::LanguageExtensions"))
      value_add(lower->arena, list, own->as.list.items[i]);
  return list;
}

// The instances at the top of the stack that make the most resources: what is worth moving.
static Text largest(Arena *arena, const Stack *stack) {
  enum { SHOWN = 3 };
  Map counts = {0};
  for (size_t i = 0; i < stack->resources.count; i++) {
    const Instance *top = stack->resources.items[i];
    while (top->owner) top = top->owner;
    uintptr_t before = (uintptr_t)map_get(&counts, top->decl->name);
    map_put(arena, &counts, top->decl->name, (void *)(before + 1));
  }
  Buffer out = {0};
  for (size_t shown = 0; shown < SHOWN; shown++) {
    MapEntry *best = NULL;
    for (size_t i = 0; i < counts.count; i++)
      if ((uintptr_t)counts.entries[i].value > 1 && (!best || counts.entries[i].value > best->value))
        best = &counts.entries[i];
    if (!best) break;
    buffer_format(&out, "%s'%.*s' makes %zu", shown ? ", " : "", TEXT_ARG(best->key), (size_t)(uintptr_t)best->value);
    best->value = NULL;
  }
  return buffer_take(&out, arena);
}

static void limit(Eval *eval, const Stack *stack, size_t count, size_t most, const char *what) {
  if (count <= most) return;
  Diag *diag = diag_error(eval->diags, "E0410", stack->decl->span,
                          "the stack '%.*s' has %zu %s, %zu more than the %zu that CloudFormation takes",
                          TEXT_ARG(stack->name), count, what, count - most, most);
  Text most_of_them = largest(eval->arena, stack);
  if (most_of_them.size)
    diag_help(eval->diags, diag, "move some of it into a stack of its own: %.*s", TEXT_ARG(most_of_them));
  else
    diag_help(eval->diags, diag, "move some of it into a stack of its own: `stack NAME { ... }`");
}

static size_t size_of(const Value *section) { return value_is(section, VALUE_MAP) ? section->as.map.count : 0; }

// The size is counted later, in check_stack.
static void limits(Lower *lower, const Value *root) {
  Eval *eval = lower->eval;
  const Stack *stack = lower->stack;
  if (size_of(value_at(root, "Resources")) == 0) {
    Diag *diag = diag_warning(lower->eval->diags, "W0411", lower->stack->decl->span,
                              "the stack '%.*s' makes no resource, and CloudFormation refuses such a template",
                              TEXT_ARG(lower->stack->name));
    diag_help(lower->eval->diags, diag, "declare at least one resource in it");
  }
  limit(eval, stack, size_of(value_at(root, "Resources")), MOST_RESOURCES, "resources");
  limit(eval, stack, size_of(value_at(root, "Outputs")), MOST_OUTPUTS, "outputs");
  limit(eval, stack, size_of(value_at(root, "Parameters")), MOST_PARAMETERS, "parameters");
  limit(eval, stack, size_of(value_at(root, "Mappings")), MOST_MAPPINGS, "mappings");
  limit(eval, stack, value_text(value_at(root, "Description")).size, MOST_DESCRIPTION, "bytes of description");
}

static Value *non_empty(Value *section) {
  return section && section->kind == VALUE_MAP && section->as.map.count ? section : NULL;
}

// Of the instance in the program's own files from which the library made a resource.
static Span owner_span(const Instance *resource) {
  if (!resource->decl->module->library) return (Span){0};
  const Instance *from = resource->owner;
  while (from && from->decl->module->library) from = from->owner;
  return from ? from->decl->span : (Span){0};
}

static Template *lower_stack(Lower *lower, const GraphStack *stack) {
  Span span = stack->stack->decl->span;
  Value *resources = lower_resources(lower, stack);
  lower_links(lower, resources);
  Value *outputs = lower_outputs(lower), *rules = lower_rules(lower);
  Value *metadata = setting(lower, "metadata"), *conditions = lower_conditions(lower),
        *mappings = lower_mappings(lower);  // conditions may look things up
  Value *params = lower_params(lower);
  Value *root = value_map(lower->arena, span);
  put(lower, root, "AWSTemplateFormatVersion", span, text_value(lower, span, TEXT("2010-09-09")));
  Value *description = setting(lower, "description");
  const Item *item = stack->stack->decl->item;
  if (!description && item->doc.size) description = text_value(lower, item->doc_span, item->doc);
  put(lower, root, "Description", span, description);
  put(lower, root, "Transform", span, transforms(lower));
  put(lower, root, "Globals", span, setting(lower, "globals"));
  put(lower, root, "Metadata", span, metadata);
  put(lower, root, "Parameters", span, non_empty(params));
  put(lower, root, "Rules", span, non_empty(rules));
  put(lower, root, "Mappings", span, non_empty(mappings));
  put(lower, root, "Conditions", span, non_empty(conditions));
  put(lower, root, "Resources", span, resources);
  put(lower, root, "Hooks", span, setting(lower, "hooks"));
  put(lower, root, "Outputs", span, non_empty(outputs));
  limits(lower, root);
  Template *template = ARENA_NEW(lower->arena, Template);
  template->stack = stack->stack->name;
  const Val *region = val_field(stack->stack->settings, TEXT("region"));
  if (region && region->kind == VAL_TEXT) template->region = val_spell(lower->arena, region);
  template->root = root;
  template_index(lower->arena, template);
  for (size_t i = 0, k = 0; i < stack->stack->resources.count; i++) {
    const Instance *resource = stack->stack->resources.items[i];
    if (k >= template->resources.count || !text_equal(template->resources.items[k].logical_id, resource->logical_id))
      continue;
    template->resources.items[k].path = resource->path;
    template->resources.items[k].owner_span = owner_span(resource);
    const Val *protect = val_field(resource->attributes, TEXT("protect"));
    template->resources.items[k].protect = protect && protect->kind == VAL_BOOL && protect->as.boolean;
    k++;
  }
  return template;
}

// ───────────────────────────── Against AWS's schemas ─────────────────────────────

static Instance *made_from(const Stack *stack, Text logical_id) {
  for (size_t i = 0; i < stack->resources.count; i++)
    if (text_equal(stack->resources.items[i]->logical_id, logical_id)) return stack->resources.items[i];
  return NULL;
}

// What a template has besides its resources. The size counts as JSON without blanks, which is the least that can be
// sent.
static size_t size_around(const Value *root) {
  size_t size = 1;
  for (size_t i = 0; i < root->as.map.count; i++) {
    const Member *member = &root->as.map.members[i];
    bool resources = text_is(member->key, "Resources");
    size += json_compact_key_size(member->key) + 1;
    size += resources ? member->value->as.map.count + 1 : json_compact_size(member->value);
  }
  return size;
}

static void check_stack(StackCheck *check) {
  enum { WORTH_COUNTING = 100 };  // resources; of fewer each would have to be very long
  if (check->done) return;
  check->done = true;
  check->diags.arena = check->arena;
  SchemaCheck schema = {.arena = check->arena, .diags = &check->diags, .template = check->template, .conform = true};
  if (check->template->region.size) schema.regions = &check->template->region, schema.region_count = 1;
  bool counted = check->template->resources.count >= WORTH_COUNTING;
  if (counted) check->bytes = size_around(check->template->root);
  for (size_t i = 0; i < check->template->resources.count; i++) {
    TemplateResource *resource = &check->template->resources.items[i];
    // Counted right before it is checked, while it comes into the cache for both.
    if (counted) check->bytes += json_compact_key_size(resource->logical_id) + json_compact_size(resource->body);
    if (!map_get(&check->faulty, resource->logical_id)) schema_check_resource(&schema, resource);
    while (check->blamed.count < check->diags.list.count)
      vec_push(check->arena, &check->blamed, made_from(check->stack, resource->logical_id));
  }
  schema_check_done(&schema);
}

static void check_job(void *data, size_t number) { check_stack(&((StackCheck *)data)[number]); }

// What a finding in a resource wants besides: where a value that stands elsewhere ends up, and where to look names up.
static void explain_finding(Eval *eval, Diag *diag, const Instance *instance) {
  Span own = instance->decl->item->span;
  Text type = instance->type_name;
  bool elsewhere = diag->span.source != own.source || diag->span.start < own.start || diag->span.end > own.end;
  if (elsewhere)
    diag_note(eval->diags, diag, instance->decl->span, "it goes into '%.*s', of the type %.*s",
              TEXT_ARG(instance->path), TEXT_ARG(type));
  bool of_names = strcmp(diag->code, "E3002") == 0 || strcmp(diag->code, "E3003") == 0;
  if (of_names && !diag->help.size)
    diag_help(eval->diags, diag, "`strata docs %.*s` lists its properties", TEXT_ARG(type));
}

// Takes over what a check found.
static void collect(Eval *eval, StackCheck *check) {
  limit(eval, check->stack, check->bytes, MOST_BYTES, "bytes");
  for (size_t i = 0; i < check->diags.list.count; i++) {
    size_t before = eval->diags->list.count;
    Diag *diag = check->diags.list.items[i];
    vec_push(eval->arena, &eval->diags->list, diag);
    if (diag->level == LEVEL_ERROR) eval->diags->errors++;
    if (diag->level == LEVEL_WARNING) eval->diags->warnings++;
    const Instance *instance = check->blamed.items[i];
    if (instance) explain_finding(eval, diag, instance);
    eval_blame(eval, before, instance);
  }
}

static Template *lower_one(Whole *whole, size_t number) {
  if (whole->templates[number]) return whole->templates[number];
  whole->running[number] = true;
  Lower lower = {.graph = whole->graph,
                 .eval = whole->graph->eval,
                 .arena = whole->graph->eval->arena,
                 .stack = whole->graph->order.items[number]->stack,
                 .exports = &whole->exports,
                 .whole = whole};
  Template *template = lower_stack(&lower, whole->graph->order.items[number]);
  lower_moves(&lower, template);
  Arena *arena = ARENA_NEW(lower.arena, Arena);
  vec_push(lower.arena, &whole->graph->eval->session->arenas, arena);
  whole->checks[number] =
      (StackCheck){.stack = lower.stack, .template = template, .faulty = lower.faulty, .arena = arena};
  whole->running[number] = false;
  return whole->templates[number] = template;
}

// A template given to CloudFormation inline may have 51,200 bytes (quotas of AWS CloudFormation).
enum { LONGEST_BODY = 51200 };

Value *lower_stack_part(Lower *lower, const Val *call) {
  const Val *target = call->as.call.argument;
  const Stack *stack = target->as.stack;
  Diags *diags = lower->eval->diags;
  size_t number = 0;
  while (number < lower->graph->order.count && lower->graph->order.items[number]->stack != stack) number++;
  if (number == lower->graph->order.count) return NULL;
  if (lower->whole->running[number]) {
    diag_error(diags, "E0408", call->span, "the stack '%.*s' cannot hold its own template", TEXT_ARG(stack->name));
    return NULL;
  }
  const GraphStack *graph_stack = lower->graph->order.items[number];
  if (graph_stack->needs.count) {
    Diag *diag =
        diag_error(diags, "E0408", call->span,
                   "the stack '%.*s' uses what the stack '%.*s' makes, so it cannot be deployed to other accounts",
                   TEXT_ARG(stack->name), TEXT_ARG(graph_stack->needs.items[0].stack->name));
    diag_help(diags, diag, "give it what it needs as parameters");
    return NULL;
  }
  Template *template = lower_one(lower->whole, number);
  check_stack(&lower->whole->checks[number]);  // before it is put into a text
  if (text_is(text_of(call->as.call.name), EVAL_STACK_CAPABILITIES))
    return template_capabilities(lower->arena, template);
  Buffer body = {0};
  json_write_compact(&body, template->root);
  if (body.size > LONGEST_BODY)
    diag_error(diags, "E0408", call->span, "the template of '%.*s' has %zu bytes; a stack set takes %d inline",
               TEXT_ARG(stack->name), body.size, LONGEST_BODY);
  return value_string(lower->arena, call->span, buffer_take(&body, lower->arena));
}

void lower_graph(const Graph *graph, Templates *out) {
  enum { WORTH_THREADS = 200 };  // resources; fewer are checked before a thread has started
  size_t count = graph->order.count, resources = 0;
  Eval *eval = graph->eval;
  Whole whole = {.graph = graph,
                 .templates = ARENA_ARRAY(eval->arena, Template *, count + 1),
                 .running = ARENA_ARRAY(eval->arena, bool, count + 1),
                 .checks = ARENA_ARRAY(eval->arena, StackCheck, count + 1)};
  // Stacks that import come before those that export from them, so that every export is known when its stack is
  // written.
  for (size_t i = count; i > 0; i--) resources += lower_one(&whole, i - 1)->resources.count;
  unsigned threads = eval->session->threads;
  if (threads == 0 && resources < WORTH_THREADS) threads = 1;
  pool_run(count, threads, check_job, whole.checks);
  for (size_t i = 0; i < count; i++) {
    collect(eval, &whole.checks[i]);
    vec_push(eval->arena, &out->list, whole.templates[i]);
  }
}
