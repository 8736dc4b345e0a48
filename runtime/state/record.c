// Which answers belong to which stack, and then one stack after the other.
#include "state/record.h"

#include <string.h>

#include "template/secret.h"

static const Span nowhere = {0};

typedef struct Target {
  StateRecord *record;
  const RecordSource *source;  // null: AWS's answers alone
  const Template *template;    // what is deployed
  const SeenStack *seen;       // null where describe-stacks was not given
  StateStack *old, *stack;     // old: null for a stack that is new
  Text deployed;               // the name in AWS
  SecretScope secrets;
} Target;

static bool fail(const StateRecord *record, const char *help, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static bool fail(const StateRecord *record, const char *help, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(record->arena, format, arguments);
  va_end(arguments);
  Diag *diag = diag_error(record->diags, "E0607", nowhere, "%.*s", TEXT_ARG(message));
  if (*help) diag_help(record->diags, diag, "%s", help);
  return false;
}

static Diag *warn(const StateRecord *record, const char *format, ...) __attribute__((format(printf, 2, 3)));
static Diag *warn(const StateRecord *record, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Text message = text_format_list(record->arena, format, arguments);
  va_end(arguments);
  return diag_warning(record->diags, "W0609", nowhere, "%.*s", TEXT_ARG(message));
}

// ───────────────────────────── Parameters and outputs ─────────────────────────────

static void put_parameter(Target *target, Text name, const Value *value) {
  Arena *arena = target->record->arena;
  bool secret = secret_parameter(&target->secrets, name);
  if (secret) secret_learn(&target->secrets, value_text(value));
  value_put(arena, target->stack->parameters, name, nowhere,
            secret ? secret_mark(arena, "NoEcho") : value_copy(arena, value));
}

static void record_parameters(Target *target) {
  const Value *declared = template_section(target->template, "Parameters");
  const Value *seen = target->seen ? target->seen->parameters : NULL;
  const Value *given = target->source ? target->source->parameters : NULL;
  for (size_t i = 0; value_is(declared, VALUE_MAP) && i < declared->as.map.count; i++) {
    Text name = declared->as.map.members[i].key;
    const Value *value = value_get(given, name);
    if (!value && target->old) value = value_get(target->old->parameters, name);
    if (value) put_parameter(target, name, value);
  }
  for (size_t i = 0; value_is(seen, VALUE_LIST) && i < seen->as.list.count; i++) {
    const Value *item = seen->as.list.items[i], *resolved = value_at(item, "ResolvedValue");
    Text name = value_text(value_at(item, "ParameterKey"));
    const Value *value = value_at(item, "ParameterValue");
    if (!name.size || !value_is(value, VALUE_STRING)) continue;
    put_parameter(target, name, value);
    if (!value_is(resolved, VALUE_STRING)) continue;
    if (!target->stack->resolved) target->stack->resolved = value_map(target->record->arena, nowhere);
    bool secret = secret_parameter(&target->secrets, name);
    if (secret) secret_learn(&target->secrets, resolved->as.text);
    value_put(target->record->arena, target->stack->resolved, name, nowhere,
              secret ? secret_mark(target->record->arena, "NoEcho") : (Value *)resolved);
  }
}

static Value *output_entry(Target *target, Text name) {
  Arena *arena = target->record->arena;
  Value *entry = value_get(target->stack->outputs, name);
  if (entry) return entry;
  entry = value_map(arena, nowhere);
  value_put(arena, target->stack->outputs, name, nowhere, entry);
  return entry;
}

static void put_output(Target *target, Text name, Text text) {
  Arena *arena = target->record->arena;
  const Value *declared = value_get(template_section(target->template, "Outputs"), name);
  const Value *value = value_string(arena, nowhere, text);
  if (secret_name(name)) value = secret_mark(arena, "dynamic");
  value = secret_actual(&target->secrets, value_at(declared, "Value"), value);
  value_set(arena, output_entry(target, name), "value", (Value *)value);
}

// An export's name as it is told belongs to the output whose value it has.
static void record_export(Target *target, const SeenExport *export) {
  Arena *arena = target->record->arena;
  const Value *outputs = template_section(target->template, "Outputs");
  for (size_t i = 0; value_is(outputs, VALUE_MAP) && i < outputs->as.map.count; i++) {
    const Member *member = &outputs->as.map.members[i];
    const Value *name = value_at(value_at(member->value, "Export"), "Name");
    if (!name) continue;
    const Value *entry = value_get(target->stack->outputs, member->key), *had = value_at(entry, "export");
    bool same_name = text_equal(value_text(had), export->name) || text_equal(value_text(name), export->name);
    bool same_value =
        !had && name->kind == VALUE_MAP && entry && text_equal(value_text(value_at(entry, "value")), export->value);
    if (!same_name && !same_value) continue;
    put_output(target, member->key, export->value);
    value_set(arena, output_entry(target, member->key), "export", value_string(arena, nowhere, export->name));
    return;
  }
}

static void record_outputs(Target *target) {
  StateRecord *record = target->record;
  const Value *declared = template_section(target->template, "Outputs");
  const Value *seen = target->seen ? target->seen->outputs : NULL;
  for (size_t i = 0; !target->seen && value_is(declared, VALUE_MAP) && i < declared->as.map.count; i++) {
    Text name = declared->as.map.members[i].key;
    Value *had = target->old ? value_get(target->old->outputs, name) : NULL;
    if (had) value_put(record->arena, target->stack->outputs, name, nowhere, value_copy(record->arena, had));
  }
  for (size_t i = 0; value_is(seen, VALUE_LIST) && i < seen->as.list.count; i++) {
    const Value *item = seen->as.list.items[i], *export = value_at(item, "ExportName");
    Text name = value_text(value_at(item, "OutputKey"));
    if (!name.size || !value_is(value_at(item, "OutputValue"), VALUE_STRING)) continue;
    put_output(target, name, value_text(value_at(item, "OutputValue")));
    if (value_is(export, VALUE_STRING)) value_set(record->arena, output_entry(target, name), "export", (Value *)export);
  }
  for (size_t i = 0; i < record->answers.exports.count; i++)
    if (text_equal(record->answers.exports.items[i].stack, target->deployed))
      record_export(target, &record->answers.exports.items[i]);
}

// ───────────────────────────── Resources ─────────────────────────────

// Whether one stack alone is recorded: what tells of no stack's name (list-stack-resources) belongs to it.
static bool is_alone(const StateRecord *record) {
  return record->only.size || record->sources.count == 1 ||
         (record->sources.count == 0 && record->state->stacks.count == 1);
}

static bool is_of(const Target *target, const SeenResource *seen) {
  if (!seen->logical_id.size) return false;
  return seen->stack.size ? text_equal(seen->stack, target->deployed) : is_alone(target->record);
}

// Takes over what was known of the resource, where it is the same.
static void keep_old(Target *target, StateResource *resource) {
  const StateResource *old = target->old ? state_resource(target->old, resource->logical_id) : NULL;
  if (!old || !text_equal(old->type, resource->type)) return;
  if (!target->source || !target->source->program) {
    resource->protect = old->protect;
    resource->path = old->path;
  }
  if (resource->physical_id.size && !text_equal(resource->physical_id, old->physical_id)) return;
  resource->physical_id = old->physical_id;
  if (!resource->status.size) resource->status = old->status;
  if (!resource->properties) resource->properties = old->properties;
  resource->accepted = old->accepted;
}

static Value *seen_properties(Target *target, Text logical_id, const Value *actual) {
  const TemplateResource *declared = template_resource(target->template, logical_id);
  const Value *masked = secret_actual(&target->secrets, declared ? declared->properties : NULL, actual);
  return masked ? value_copy(target->record->arena, masked) : NULL;
}

// Learns what is secret in everything that was seen, before any of it is recorded.
static void learn_secrets(Target *target) {
  const Answers *answers = &target->record->answers;
  for (size_t i = 0; i < answers->resources.count; i++) {
    const SeenResource *seen = &answers->resources.items[i];
    if (!seen->properties || (seen->logical_id.size && !is_of(target, seen))) continue;
    seen_properties(target, seen->logical_id, seen->properties);
  }
  const Value *outputs = target->seen ? target->seen->outputs : NULL;
  const Value *declared = template_section(target->template, "Outputs");
  for (size_t i = 0; value_is(outputs, VALUE_LIST) && i < outputs->as.list.count; i++) {
    const Value *item = outputs->as.list.items[i], *value = value_at(item, "OutputValue");
    Text name = value_text(value_at(item, "OutputKey"));
    if (!value_is(value, VALUE_STRING)) continue;
    if (secret_name(name)) secret_learn(&target->secrets, value->as.text);
    secret_actual(&target->secrets, value_at(value_get(declared, name), "Value"), value);
  }
}

static void record_seen(Target *target, const SeenResource *seen) {
  const TemplateResource *declared = template_resource(target->template, seen->logical_id);
  if (!declared) {
    warn(target->record, "AWS has '%.*s' in stack %.*s, the template has not", TEXT_ARG(seen->logical_id),
         TEXT_ARG(target->deployed));
    return;
  }
  if (seen->type.size && declared->type.size && !text_equal(seen->type, declared->type))
    warn(target->record, "'%.*s' is %.*s in AWS, and %.*s in the template", TEXT_ARG(seen->logical_id),
         TEXT_ARG(seen->type), TEXT_ARG(declared->type));
  StateResource *resource = state_resource_add(target->record->arena, target->stack, seen->logical_id);
  resource->type = declared->type;
  if (seen->physical_id.size) resource->physical_id = seen->physical_id;
  if (seen->status.size) resource->status = seen->status;
  if (seen->properties) resource->properties = seen_properties(target, seen->logical_id, seen->properties);
}

// What Cloud Control tells, by physical id.
static void record_described(Target *target) {
  const Answers *answers = &target->record->answers;
  Map by_physical = {0};
  for (size_t i = 0; i < target->stack->resources.count; i++) {
    StateResource *resource = &target->stack->resources.items[i];
    if (resource->physical_id.size) map_put(target->record->arena, &by_physical, resource->physical_id, resource);
  }
  for (size_t i = 0; i < answers->resources.count; i++) {
    const SeenResource *seen = &answers->resources.items[i];
    if (seen->logical_id.size || !seen->properties) continue;
    StateResource *resource = map_get(&by_physical, seen->physical_id);
    if (resource && text_equal(resource->type, seen->type))
      resource->properties = seen_properties(target, resource->logical_id, seen->properties);
  }
}

// In the template's order. Where AWS was asked for the stack's resources, those that it does not tell of are not there
// (their condition does not hold).
static void record_resources(Target *target) {
  StateRecord *record = target->record;
  Map seen = {0};
  bool asked = false;
  size_t missing = 0;
  Text first_missing = {0};
  for (size_t i = 0; i < record->answers.resources.count; i++) {
    SeenResource *one = &record->answers.resources.items[i];
    if (!is_of(target, one) || text_is(one->status, "DELETE_COMPLETE")) continue;
    asked |= one->status.size > 0;
    map_put(record->arena, &seen, one->logical_id, one);
  }
  for (size_t i = 0; i < target->template->resources.count; i++) {
    const TemplateResource *declared = &target->template->resources.items[i];
    if (asked && !map_get(&seen, declared->logical_id)) {
      if (value_at(declared->body, "Condition")) continue;
      if (missing++ == 0) first_missing = declared->logical_id;
      continue;
    }
    StateResource *resource = state_resource_add(record->arena, target->stack, declared->logical_id);
    resource->type = declared->type;
    resource->protect = declared->protect;
    resource->path = declared->path;
  }
  if (missing)
    warn(record, "the template has '%.*s'%s in stack %.*s, AWS has not", TEXT_ARG(first_missing),
         missing == 1 ? "" : text_format(record->arena, " and %zu more", missing - 1).at, TEXT_ARG(target->deployed));
  for (size_t i = 0; i < record->answers.resources.count; i++) {
    const SeenResource *one = &record->answers.resources.items[i];
    if (is_of(target, one) && !text_is(one->status, "DELETE_COMPLETE")) record_seen(target, one);
  }
  for (size_t i = 0; i < target->stack->resources.count; i++) keep_old(target, &target->stack->resources.items[i]);
  record_described(target);
}

// ───────────────────────────── Stacks ─────────────────────────────

static void warn_of_status(Target *target) {
  Text status = target->seen->status;
  bool rolled_back = text_find(status, TEXT("ROLLBACK"), 0) != SIZE_MAX;
  bool unfinished = text_ends_with(status, TEXT("_IN_PROGRESS")) || text_ends_with(status, TEXT("_FAILED"));
  if (!rolled_back && !unfinished) return;
  Diag *diag = warn(target->record, "stack %.*s is %.*s: what is deployed may be another template",
                    TEXT_ARG(target->deployed), TEXT_ARG(status));
  diag_help(target->record->diags, diag, "give `aws cloudformation get-template --stack-name %.*s` as well",
            TEXT_ARG(target->deployed));
}

static bool fits_account(const Target *target) {
  const SeenStack *seen = target->seen;
  const StateStack *old = target->old;
  if (!seen || !old) return true;
  if ((old->account.size && seen->account.size && !text_equal(old->account, seen->account)) ||
      (old->region.size && seen->region.size && !text_equal(old->region, seen->region)))
    return fail(target->record, "another deployment is another stack: give it a name with --stack",
                "stack '%.*s' is recorded in account %.*s, %.*s; this one is in account %.*s, %.*s",
                TEXT_ARG(old->name), TEXT_ARG(old->account), TEXT_ARG(old->region), TEXT_ARG(seen->account),
                TEXT_ARG(seen->region));
  return true;
}

static Text first_of(Text a, Text b, Text c) { return a.size ? a : b.size ? b : c; }

static void fill_identity(Target *target) {
  const SeenStack *seen = target->seen;
  const RecordSource *source = target->source;
  const StateStack *old = target->old, none = {0};
  StateStack *stack = target->stack;
  if (!old) old = &none;
  Text deployed =
      first_of(seen ? seen->name : (Text){0}, source ? source->deployed_name : (Text){0}, old->deployed_name);
  if (target->record->deployed.size) deployed = target->record->deployed;
  stack->deployed_name = text_equal(deployed, stack->name) ? (Text){0} : deployed;
  stack->region = first_of(seen ? seen->region : (Text){0}, source ? source->region : (Text){0}, old->region);
  stack->account = first_of(seen ? seen->account : (Text){0}, source ? source->account : (Text){0}, old->account);
  stack->stack_id = first_of(seen ? seen->id : (Text){0}, old->stack_id, (Text){0});
  stack->status = first_of(seen ? seen->status : (Text){0}, old->status, (Text){0});
  stack->updated = first_of(seen ? seen->updated : (Text){0}, old->updated, (Text){0});
}

// Records one stack in place of the old one.
static bool record_stack(Target *target, Text name) {
  StateRecord *record = target->record;
  target->old = state_stack(record->state, name);
  if (!fits_account(target)) return false;
  target->stack = state_stack_add(record->state, name);
  secret_scope(&target->secrets, record->arena, target->template);
  fill_identity(target);
  record_parameters(target);
  learn_secrets(target);
  record_outputs(target);
  record_resources(target);
  target->stack->template = secret_template(&target->secrets);
  target->stack->sources = target->source ? (Value *)target->source->sources : target->old->sources;
  return true;
}

// ───────────────────────────── Which is which ─────────────────────────────

static bool add_name(StateRecord *record, Map *names, Text name) {
  return name.size && map_put(record->arena, names, name, "");
}

// The names of all stacks that the answers tell of.
static Map seen_names(StateRecord *record) {
  Map names = {0};
  const Answers *answers = &record->answers;
  for (size_t i = 0; i < answers->stacks.count; i++) add_name(record, &names, answers->stacks.items[i].name);
  for (size_t i = 0; i < answers->resources.count; i++) add_name(record, &names, answers->resources.items[i].stack);
  return names;
}

// "web" of "deploy/web.yaml".
static Text stem(Text path) {
  size_t start = 0, end = path.size;
  for (size_t i = 0; i < path.size; i++)
    if (path.at[i] == '/') start = i + 1;
  for (size_t i = end; i > start; i--)
    if (path.at[i - 1] == '.') end = i - 1;
  return text_slice(path, start, end > start ? end : path.size);
}

static const SeenStack *seen_stack(const StateRecord *record, Text deployed) {
  for (size_t i = 0; i < record->answers.stacks.count; i++)
    if (text_equal(record->answers.stacks.items[i].name, deployed)) return &record->answers.stacks.items[i];
  return NULL;
}

// What a source's stack is called, here and in AWS: by the options, the program, AWS's answers if they tell of one
// stack alone, the file's name.
static void name_source(StateRecord *record, RecordSource *source, const Map *seen) {
  if (!source->name.size) source->name = record->only;
  if (!source->name.size && seen->count == 1) source->name = seen->entries[0].key;
  if (!source->name.size) source->name = stem(source->path);
  if (record->deployed.size) source->deployed_name = record->deployed;
  if (source->deployed_name.size) return;
  const StateStack *old = state_stack(record->state, source->name);
  source->deployed_name = old && old->deployed_name.size ? old->deployed_name : source->name;
  bool alone = seen->count == 1 && record->sources.count == 1 && (record->only.size || !old);
  if (alone && !map_get(seen, source->deployed_name)) source->deployed_name = seen->entries[0].key;
}

static RecordSource *find_source(StateRecord *record, Text name) {
  for (size_t i = 0; i < record->sources.count; i++)
    if (text_equal(record->sources.items[i].name, name)) return &record->sources.items[i];
  return NULL;
}

// get-template says what is deployed: it takes the place of the program's template, or stands alone.
static bool add_deployed_templates(StateRecord *record, const Map *seen) {
  for (size_t i = 0; i < record->answers.templates.count; i++) {
    const SeenTemplate *one = &record->answers.templates.items[i];
    Template *template = ARENA_NEW(record->arena, Template);
    template->root = one->root;
    template_index(record->arena, template);
    RecordSource source = {.path = one->path, .template = template};
    if (record->sources.count == 1 && !record->only.size && record->answers.templates.count == 1)
      source.name = record->sources.items[0].name;
    name_source(record, &source, seen);
    RecordSource *program = find_source(record, source.name);
    if (!program) {
      vec_push(record->arena, &record->sources, source);
      continue;
    }
    if (!value_equal(program->template->root, one->root)) {
      Diag *diag = warn(record, "%.*s and the template that is deployed as '%.*s' are not the same",
                        TEXT_ARG(program->path), TEXT_ARG(program->deployed_name));
      diag_help(record->diags, diag, "recorded is what is deployed; `strata plan` shows the difference");
    }
    for (size_t k = 0; k < template->resources.count; k++) {
      const TemplateResource *mark = template_resource(program->template, template->resources.items[k].logical_id);
      template->resources.items[k].protect = mark && mark->protect;
      if (mark) template->resources.items[k].path = mark->path;
    }
    program->template = template;
  }
  return true;
}

static bool check_sources(const StateRecord *record) {
  for (size_t i = 0; i < record->sources.count; i++)
    for (size_t k = 0; k < i; k++) {
      const RecordSource *a = &record->sources.items[k], *b = &record->sources.items[i];
      if (text_equal(a->name, b->name))
        return fail(record, "record them one by one, each with --stack NAME",
                    "%.*s and %.*s would both be stack '%.*s'", TEXT_ARG(a->path), TEXT_ARG(b->path),
                    TEXT_ARG(a->name));
    }
  return true;
}

// Whether Cloud Control tells of one of the stack's resources.
static bool is_described(const StateRecord *record, const StateStack *stack) {
  for (size_t i = 0; i < record->answers.resources.count; i++) {
    const SeenResource *seen = &record->answers.resources.items[i];
    for (size_t k = 0; !seen->logical_id.size && k < stack->resources.count; k++)
      if (text_equal(stack->resources.items[k].physical_id, seen->physical_id) &&
          text_equal(stack->resources.items[k].type, seen->type))
        return true;
  }
  return false;
}

// Stacks that are recorded already, and of which AWS's answers alone tell.
static bool record_known(StateRecord *record, const Map *seen, Map *done) {
  for (size_t i = 0; i < record->state->stacks.count; i++) {
    StateStack *old = record->state->stacks.items[i];
    Text deployed = old->deployed_name.size ? old->deployed_name : old->name;
    if (record->only.size && !text_equal(record->only, old->name)) continue;
    if (record->only.size && record->deployed.size) deployed = record->deployed;
    bool told = map_get(seen, deployed) || (is_alone(record) && record->answers.resources.count);
    told = told || is_described(record, old);
    if (map_get(done, old->name) || !told) continue;
    Template *template = state_template(record->arena, old);
    Target target = {
        .record = record, .template = template, .seen = seen_stack(record, deployed), .deployed = deployed};
    if (target.seen) warn_of_status(&target);
    if (!record_stack(&target, old->name)) return false;
    add_name(record, done, old->name);
  }
  return true;
}

static bool nothing_fits(const StateRecord *record, const Map *seen) {
  Buffer names = {0};
  for (size_t i = 0; i < seen->count && i < 5; i++)
    buffer_format(&names, "%s'%.*s'", i ? ", " : "", TEXT_ARG(seen->entries[i].key));
  if (seen->count > 5) buffer_format(&names, " and %zu more", seen->count - 5);
  Text list = buffer_take(&names, record->arena);
  if (record->only.size && seen->count)
    return fail(record, "--deployed-name says what the stack is called in AWS",
                "AWS's answers tell of %.*s, not of '%.*s'", TEXT_ARG(list), TEXT_ARG(record->only));
  if (seen->count)
    return fail(record, "give the program, the template, or get-template's answer as well",
                "the template of %.*s is not known", TEXT_ARG(list));
  return fail(record, "give the program or the template, and describe-stacks' answer", "nothing here tells of a stack");
}

bool record_run(StateRecord *record, Text *what) {
  Map seen = seen_names(record), done = {0};
  for (size_t i = 0; i < record->sources.count; i++) name_source(record, &record->sources.items[i], &seen);
  if (!add_deployed_templates(record, &seen) || !check_sources(record)) return false;
  for (size_t i = 0; i < record->sources.count; i++) {
    RecordSource *source = &record->sources.items[i];
    Target target = {.record = record, .source = source, .template = source->template};
    target.deployed = source->deployed_name;
    target.seen = seen_stack(record, target.deployed);
    bool in_aws = !seen.count || map_get(&seen, target.deployed);
    if (!in_aws && record->sources.count == 1) return nothing_fits(record, &seen);
    if (target.seen && !record->answers.templates.count) warn_of_status(&target);
    if (!record_stack(&target, source->name)) return false;
    add_name(record, &done, source->name);
  }
  if (!record_known(record, &seen, &done)) return false;
  if (done.count == 0) return nothing_fits(record, &seen);
  Buffer names = {0};
  buffer_add_string(&names, "record");
  for (size_t i = 0; i < done.count; i++) buffer_format(&names, "%s %.*s", i ? "," : "", TEXT_ARG(done.entries[i].key));
  *what = buffer_take(&names, record->arena);
  return true;
}
