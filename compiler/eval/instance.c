// Instances: their names and ids, their fields with what is spread and laid over them, their outs and tags.
#include "eval/presence.h"

// ───────────────────────────── Names ─────────────────────────────

static bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Text eval_pascal(Arena *arena, Text text) {
  char *out = arena_alloc(arena, text.size + 1);
  size_t size = 0;
  bool start = true;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (!is_alphanumeric(c)) {
      start = true;
      continue;
    }
    out[size++] = (char)(start && c >= 'a' && c <= 'z' ? c - 32 : c);
    start = false;
  }
  return (Text){out, size};
}

// The keys of the turns around an instance, outermost first.
static size_t keys_of(const Frame *frame, Text keys[], size_t most) {
  size_t count = 0;
  for (; frame && frame->body->kind >= BODY_THEN; frame = frame->parent)
    if (frame->body->kind == BODY_FOR && count < most) keys[count++] = frame->key;
  for (size_t i = 0; i < count / 2; i++) {
    Text swap = keys[i];
    keys[i] = keys[count - 1 - i];
    keys[count - 1 - i] = swap;
  }
  return count;
}

enum { MOST_KEYS = 64 };

static void name_instance(Eval *eval, Instance *instance) {
  Arena *arena = eval->arena;
  Text keys[MOST_KEYS], name = instance->decl->name;
  size_t count = keys_of(instance->frame, keys, MOST_KEYS);
  const Instance *owner = instance->owner;
  if (count == 0) {
    instance->self_name = name;
    instance->path = owner ? text_format(arena, "%.*s.%.*s", TEXT_ARG(owner->path), TEXT_ARG(name)) : name;
    Text pascal = eval_pascal(arena, name);
    instance->logical_id =
        owner ? text_format(arena, "%.*s%.*s", TEXT_ARG(owner->logical_id), TEXT_ARG(pascal)) : pascal;
    return;
  }
  Buffer self = {0}, path = {0}, id = {0};
  if (owner) buffer_format(&path, "%.*s.", TEXT_ARG(owner->path));
  if (owner) buffer_add(&id, owner->logical_id);
  buffer_add(&self, name);
  buffer_add(&path, name);
  buffer_add(&id, eval_pascal(arena, name));
  for (size_t i = 0; i < count; i++) {
    buffer_format(&self, "-%.*s", TEXT_ARG(keys[i]));
    buffer_format(&path, "[%.*s]", TEXT_ARG(keys[i]));
    buffer_add(&id, eval_pascal(arena, keys[i]));
  }
  instance->self_name = buffer_take(&self, arena);
  instance->path = buffer_take(&path, arena);
  instance->logical_id = buffer_take(&id, arena);
}

Instance *eval_new_instance(Eval *eval, Frame *frame, Decl *decl) {
  Instance *instance = ARENA_NEW(eval->arena, Instance);
  instance->decl = decl;
  instance->frame = frame;
  instance->stack = frame->stack;
  instance->owner = frame->owner;
  instance->guard = frame->guard;
  instance->aws = decl->item->as.instance.aws;
  instance->type = decl->aws_type;
  instance->type_name = decl->item->as.instance.kind.name;
  name_instance(eval, instance);
  return instance;
}

Frame *eval_inside(Eval *eval, Instance *instance) {
  if (instance->inside || !instance->decl->kind_decl) return instance->inside;
  Decl *kind = instance->decl->kind_decl;
  Frame *frame = eval_new_frame(eval, kind->inside, eval_module_frame(eval, kind->module));
  frame->owner = instance;
  frame->stack = instance->stack;
  frame->guard = instance->guard;
  return instance->inside = frame;
}

// ───────────────────────────── Fields ─────────────────────────────

static Field *find_field(Instance *instance, Text name) {
  for (size_t i = 0; i < instance->fields.count; i++)
    if (text_equal(instance->fields.items[i]->name, name)) return instance->fields.items[i];
  return NULL;
}

static Field *new_field(Eval *eval, Ident name, Expr *expr, Frame *frame) {
  Field *field = ARENA_NEW(eval->arena, Field);
  field->name = name.name;
  field->span = name.span;
  field->expr = expr;
  field->frame = frame;
  return field;
}

static void put_field(Eval *eval, Instance *instance, Field *field) {
  for (size_t i = 0; i < instance->fields.count; i++) {
    if (!text_equal(instance->fields.items[i]->name, field->name)) continue;
    instance->fields.items[i] = field;
    return;
  }
  vec_push(eval->arena, &instance->fields, field);
}

static void suggest_input(Eval *eval, Diag *diag, const Body *component, Text name) {
  const Map *values = &component->scope->values;
  Text *names = ARENA_ARRAY(eval->arena, Text, values->count + 1);
  size_t count = 0;
  for (size_t i = 0; i < values->count; i++)
    if (((const Decl *)values->entries[i].value)->kind == DECL_IN) names[count++] = values->entries[i].key;
  diag_suggest(eval->diags, diag, name, names, count);
}

// A choice of records as one: each field is a choice of what either branch says, null where it says nothing. Null where
// it is no choice of records.
static const Val *flatten_choice(const Context *cx, const Val *val, Span span) {
  Arena *arena = cx->eval->arena;
  val = eval_settle(cx, val);
  if (val->kind == VAL_NULL) return val_record(arena, span);
  if (val->kind != VAL_CHOICE) return val->kind == VAL_RECORD ? val : NULL;
  Cond with = val->as.choice.condition;
  Context yes = eval_under(cx, with), no = eval_under(cx, cond_not(&cx->eval->conds, with));
  const Val *sides[2] = {flatten_choice(&yes, val->as.choice.then, span),
                         flatten_choice(&no, val->as.choice.otherwise, span)};
  if (!sides[0] || !sides[1]) return NULL;
  Val *out = val_record(arena, span);
  const Val *null = val_null(arena, span);
  for (size_t k = 0; k < 2; k++) {
    const Record *record = &sides[k]->as.record.record;
    for (size_t i = 0; i < record->count; i++) {
      Text key = record->entries[i].key;
      const Val *then = val_field(sides[0], key), *otherwise = val_field(sides[1], key);
      val_put(arena, out, key, record->entries[i].key_span,
              eval_choose(cx, span, with, then ? then : null, otherwise ? otherwise : null));
    }
  }
  return out;
}

static void spread_field(Eval *eval, Instance *instance, const Item *item) {
  Context cx = {eval, instance->frame, NULL, instance->frame->guard};
  const Val *val = eval_open_lookup(&cx, eval_expr(&cx, item->as.spread.value));
  if (val->kind == VAL_CHOICE) {
    const Val *flat = flatten_choice(&cx, val, item->span);
    if (flat) val = flat;
  }
  if (val->kind == VAL_ERROR || val->kind == VAL_NULL) return;
  if (val->kind != VAL_RECORD) {
    Text shown = val_describe(eval->arena, val);
    if (val_deferred(val))
      eval_must_be_known(&cx, item->span, val, "which fields are spread here");
    else
      eval_wrong(&cx, "E0301", item->span, "only a record can be spread in an instance, not %.*s: ...{ name: value }",
                 TEXT_ARG(shown));
    return;
  }
  const Body *component = instance->decl->kind_decl ? instance->decl->kind_decl->inside : NULL;
  for (size_t i = 0; i < val->as.record.record.count; i++) {
    const RecordEntry *entry = &val->as.record.record.entries[i];
    Decl *in = component ? map_get(&component->scope->values, entry->key) : NULL;
    if (component && !text_is(entry->key, "tags") && (!in || in->kind != DECL_IN)) {
      Diag *diag = diag_error(eval->diags, "E0203", item->span, "'%.*s' has no input '%.*s', which is spread here",
                              TEXT_ARG(instance->type_name), TEXT_ARG(entry->key));
      suggest_input(eval, diag, component, entry->key);
      if (entry->key_span.source) diag_note(eval->diags, diag, entry->key_span, "it stands here");
      continue;
    }
    Field *field = new_field(eval, (Ident){entry->key, entry->key_span}, NULL, instance->frame);
    field->val = entry->val;
    field->state = SLOT_DONE;
    put_field(eval, instance, field);
  }
}

// ───────────────────────────── Overrides ─────────────────────────────

size_t eval_path(const Frame *top, const Instance *instance, Text segments[EVAL_DEEPEST_PATH]) {
  const Instance *chain[EVAL_DEEPEST_PATH];
  size_t length = 0, count = 0;
  for (const Instance *at = instance; at && length < EVAL_DEEPEST_PATH; at = at->owner) {
    chain[length++] = at;
    if (top->owner == at->owner) break;
  }
  // Seen from a file with stack blocks a path begins with the stack.
  if (!top->owner && !top->stack && instance->stack) segments[count++] = instance->stack->name;
  for (size_t i = length; i > 0; i--) {
    if (count < EVAL_DEEPEST_PATH) segments[count++] = chain[i - 1]->decl->name;
    count += keys_of(chain[i - 1]->frame, segments + count, EVAL_DEEPEST_PATH - count);
  }
  return count;
}

static bool path_matches(const Path *path, const Text *segments, size_t count) {
  if (path->rest.count + 1 != count || !text_equal(path->first.name, segments[0])) return false;
  for (size_t i = 0; i < path->rest.count; i++)
    if (!text_equal(path->rest.items[i].key, segments[i + 1])) return false;
  return true;
}

static Text address_key(Eval *eval, const Item *item) {
  return text_format(eval->arena, "%u:%u", item->span.source, item->span.start);
}

static void lay_over(Eval *eval, Instance *instance, const Item *item, Frame *frame) {
  map_put(eval->arena, &eval->overrides_hit, address_key(eval, item), (void *)item);
  const ItemList *items = &item->as.override.block->items;
  for (size_t i = 0; i < items->count; i++) {
    Item *inner = items->items[i];
    if (inner->kind != ITEM_FIELD && inner->kind != ITEM_ATTRIBUTE) continue;
    Ident name = inner->name;
    if (inner->kind == ITEM_ATTRIBUTE) name.name = text_format(eval->arena, "@%.*s", TEXT_ARG(inner->name.name));
    Field *field =
        new_field(eval, name, inner->kind == ITEM_FIELD ? inner->as.field.value : inner->as.attribute.value, frame);
    field->under = find_field(instance, name.name);
    put_field(eval, instance, field);
  }
}

static void overrides_of(Eval *eval, Instance *instance, Frame *frame) {
  Text segments[EVAL_DEEPEST_PATH];
  size_t count = eval_path(frame, instance, segments);
  for (size_t i = 0; i < frame->body->entries.count; i++) {
    const Item *item = frame->body->entries.items[i]->item;
    if (item->kind != ITEM_OVERRIDE) continue;
    bool hit = item->as.override.aws_type.size
                   ? instance->aws && text_equal(instance->type_name, item->as.override.aws_type)
                   : path_matches(&item->as.override.path, segments, count);
    if (hit) lay_over(eval, instance, item, frame);
  }
}

// Overrides of the component around an instance first, those further out over them.
static void apply_overrides(Eval *eval, Instance *instance) {
  Frame *frame = instance->frame;
  for (;;) {
    while (frame && frame->body->kind >= BODY_THEN) frame = frame->parent;
    if (!frame) return;
    if (frame->body->has_overrides) overrides_of(eval, instance, frame);
    frame = frame->owner ? frame->owner->frame : frame->body->kind == BODY_STACK ? frame->parent : NULL;
  }
}

void eval_check_overrides(Eval *eval, Frame *frame) {
  for (size_t i = 0; frame->body->has_overrides && i < frame->body->entries.count; i++) {
    const Item *item = frame->body->entries.items[i]->item;
    if (item->kind != ITEM_OVERRIDE || map_get(&eval->overrides_hit, address_key(eval, item))) continue;
    Diag *diag = diag_error(eval->diags, "E0315", item->as.override.target, "this override hits nothing");
    diag_help(eval->diags, diag, "`strata graph` lists the paths of all resources, as in main.public_subnet[1]");
  }
}

static void gather_fields(Eval *eval, Instance *instance) {
  const ItemList *items = &instance->decl->item->as.instance.block->items;
  for (size_t i = 0; i < items->count; i++)
    if (items->items[i]->kind == ITEM_SPREAD) spread_field(eval, instance, items->items[i]);
  for (size_t i = 0; i < items->count; i++) {
    Item *item = items->items[i];
    if (item->kind == ITEM_FIELD) {
      put_field(eval, instance, new_field(eval, item->name, item->as.field.value, instance->frame));
    } else if (item->kind == ITEM_ATTRIBUTE) {
      Ident name = {text_format(eval->arena, "@%.*s", TEXT_ARG(item->name.name)), item->name.span};
      put_field(eval, instance, new_field(eval, name, item->as.attribute.value, instance->frame));
    }
  }
  apply_overrides(eval, instance);
}

Field *eval_find_field(Eval *eval, Instance *instance, Text name) {
  if (instance->fields_state == SLOT_NEW) {
    instance->fields_state = SLOT_RUNNING;
    gather_fields(eval, instance);
    instance->fields_state = SLOT_DONE;
  }
  return find_field(instance, name);
}

// Whether a value is a choice with a record in one of its branches.
static bool holds_record(const Val *val) {
  for (; val->kind == VAL_CHOICE; val = val->as.choice.otherwise)
    if (holds_record(val->as.choice.then)) return true;
  return val->kind == VAL_RECORD;
}

// Records merge, all else is replaced, null removes; over the branches of a choice each by itself.
static const Val *merge(const Context *cx, const Val *under, const Val *over) {
  Arena *arena = cx->eval->arena;
  under = eval_settle(cx, under);
  over = eval_settle(cx, over);
  if (!holds_record(under) || !holds_record(over)) return over;
  const Val *choice = over->kind == VAL_CHOICE ? over : under->kind == VAL_CHOICE ? under : NULL;
  if (choice) {
    Cond with = choice->as.choice.condition;
    Context yes = eval_under(cx, with), no = eval_under(cx, cond_not(&cx->eval->conds, with));
    return eval_choose(cx, over->span, with, merge(&yes, under, over), merge(&no, under, over));
  }
  Val *out = val_record(arena, over->span);
  const Record *record = &under->as.record.record;
  for (size_t i = 0; i < record->count; i++)
    val_put(arena, out, record->entries[i].key, record->entries[i].key_span, record->entries[i].val);
  record = &over->as.record.record;
  for (size_t i = 0; i < record->count; i++) {
    const Val *before = val_field(out, record->entries[i].key);
    val_put(arena, out, record->entries[i].key, record->entries[i].key_span,
            before ? merge(cx, before, record->entries[i].val) : record->entries[i].val);
  }
  return out;
}

const Val *eval_field_value(Eval *eval, Instance *instance, Field *field) {
  if (field->state == SLOT_DONE) return field->val;
  if (field->state == SLOT_RUNNING) {
    eval_ring(eval, field, field->name, field->span, eval->running ? eval->running->span : field->span);
    field->state = SLOT_DONE;
    return field->val = val_error(eval->arena, field->span);
  }
  field->state = SLOT_RUNNING;
  Context cx = {eval, field->frame, NULL, cond_and(&eval->conds, field->frame->guard, instance->guard)};
  size_t before = eval->diags->list.count;
  Running here = {field, field->name, field->span, eval->running};
  eval->running = &here;
  const Val *val = eval_expr(&cx, field->expr);
  eval->running = here.outer;
  eval_blame(eval, before, field->frame->owner);
  if (field->under) val = merge(&cx, eval_field_value(eval, instance, field->under), val);
  if (field->state == SLOT_RUNNING) field->val = val;
  field->state = SLOT_DONE;
  return field->val;
}

// ───────────────────────────── Outs and tags ─────────────────────────────

const Val *eval_out(const Context *cx, Instance *instance, Ident name) {
  Eval *eval = cx->eval;
  Decl *component = instance->decl->kind_decl;
  if (!component) return val_error(eval->arena, name.span);
  Decl *out = map_get(&component->inside->scope->outs, name.name);
  if (out) {
    check_deprecated(eval->program, out->item->doc, out->name, name.span);
    Frame *frame = eval_inside(eval, instance);
    Context inner = {eval, frame, NULL, frame->guard};
    const Val *val = eval_decl(&inner, out, name.span);
    return eval_settle(cx, val);
  }
  Decl *inner = eval_in_check(cx) ? map_get(&component->inside->scope->values, name.name) : NULL;
  if (inner) {
    Frame *frame = eval_inside(eval, instance);
    Context inside = {eval, frame, NULL, frame->guard};
    return eval_settle(cx, eval_decl(&inside, inner, name.span));
  }
  Text asked = text_format(eval->arena, "%.*s.%.*s", TEXT_ARG(component->name), TEXT_ARG(name.name));
  if (!map_put(eval->arena, &eval->no_outs, asked, component)) return val_error(eval->arena, name.span);
  Diag *diag = diag_error(eval->diags, "E0215", name.span, "%.*s '%.*s' has no out '%.*s'", TEXT_ARG(component->name),
                          TEXT_ARG(instance->path), TEXT_ARG(name.name));
  const Map *outs = &component->inside->scope->outs;
  Text *names = ARENA_ARRAY(eval->arena, Text, outs->count + 1);
  for (size_t i = 0; i < outs->count; i++) names[i] = outs->entries[i].key;
  diag_suggest(eval->diags, diag, name.name, names, outs->count);
  if (!diag->help.size && map_get(&component->inside->scope->values, name.name))
    diag_help(eval->diags, diag, "'%.*s' is inside of it; from outside only outs are visible", TEXT_ARG(name.name));
  else if (!diag->help.size)
    diag_help(eval->diags, diag, "`strata docs %.*s` lists its outs", TEXT_ARG(component->name));
  return val_error(eval->arena, name.span);
}

static const Val *merge_tags(Eval *eval, const Val *outer, const Val *inner) {
  if (inner->kind != VAL_RECORD) return outer;
  if (!outer) return inner;
  Context cx = {eval, NULL, NULL, COND_TRUE};
  Val *out = val_record(eval->arena, inner->span);
  const Val *both[2] = {outer, inner};
  for (size_t k = 0; k < 2; k++) {
    const Record *record = &both[k]->as.record.record;
    for (size_t i = 0; i < record->count; i++)
      eval_lay(&cx, out, record->entries[i].key, record->entries[i].key_span, record->entries[i].val);
  }
  return out;
}

static const Val *own_tags(Eval *eval, Instance *instance) {
  Field *field = eval_find_field(eval, instance, TEXT("tags"));
  if (!field) return NULL;
  Context own = {eval, instance->frame, NULL, cond_and(&eval->conds, instance->frame->guard, instance->guard)};
  const Val *val = eval_open_lookup(&own, eval_field_value(eval, instance, field));
  if (val->kind == VAL_CHOICE) {
    const Val *flat = flatten_choice(&own, val, field->span);
    if (flat) val = flat;
  }
  if (val->kind == VAL_RECORD || val->kind == VAL_ERROR || val->kind == VAL_NULL)
    return val->kind == VAL_RECORD ? val : NULL;
  Context cx = {eval, instance->frame, NULL, COND_TRUE};
  Text shown = val_describe(eval->arena, val);
  eval_wrong(&cx, "E0301", field->span, "tags are a record, not %.*s: tags = { team: \"shop\" }", TEXT_ARG(shown));
  return NULL;
}

const Val *eval_instance_tags(Eval *eval, Instance *instance) {
  if (instance->tags) return instance->tags->kind == VAL_RECORD ? instance->tags : NULL;
  const Val *outer = NULL;
  if (instance->owner)
    outer = eval_instance_tags(eval, instance->owner);
  else if (instance->stack && instance->stack->settings)
    outer = val_field(instance->stack->settings, TEXT("tags"));
  if (outer && outer->kind != VAL_RECORD) outer = NULL;
  const Val *own = own_tags(eval, instance);
  const Val *tags = own ? merge_tags(eval, outer, own) : outer;
  instance->tags = tags ? tags : val_null(eval->arena, instance->decl->span);
  return tags;
}

// ───────────────────────────── Resources ─────────────────────────────

static void put_list_tags(Eval *eval, Instance *resource, Val *properties, const Val *tags, Text property,
                          bool propagate) {
  Arena *arena = eval->arena;
  const Val *written = val_field(properties, property);
  if (written && written->kind != VAL_LIST) return;
  Val *list = val_list(arena, tags->span);
  const Record *record = &tags->as.record.record;
  for (size_t i = 0; i < record->count; i++) {
    bool there = false;
    for (size_t k = 0; written && k < written->as.list.count; k++) {
      const Val *item = written->as.list.items[k];
      const Val *key = item->kind == VAL_RECORD ? val_field(item, TEXT("Key")) : NULL;
      there = there || (key && key->kind == VAL_TEXT && text_equal(key->as.text, record->entries[i].key));
    }
    if (there || record->entries[i].val->kind == VAL_NULL) continue;
    Span span = record->entries[i].key_span;
    Val *tag = val_record(arena, span);
    val_put(arena, tag, TEXT("Key"), span, val_text(arena, span, record->entries[i].key));
    val_put(arena, tag, TEXT("Value"), span, record->entries[i].val);
    if (propagate) val_put(arena, tag, TEXT("PropagateAtLaunch"), span, val_bool(arena, span, true));
    Cond null;
    Context cx = {eval, resource->frame, NULL, resource->guard};
    const Val *is_null = eval_equal(&cx, span, record->entries[i].val, val_null(arena, span));
    if (!eval_condition(&cx, is_null, span, &null)) null = COND_FALSE;
    val_add(arena, list, val_choice(arena, span, cond_not(&eval->conds, null), tag, val_null(arena, span)));
  }
  for (size_t k = 0; written && k < written->as.list.count; k++) val_add(arena, list, written->as.list.items[k]);
  if (list->as.list.count) val_put(arena, properties, property, tags->span, list);
}

static void put_tags(Eval *eval, Instance *resource, Val *properties) {
  const Val *tags = eval_instance_tags(eval, resource);
  if (!resource->type) {  // of another publisher: only tags of its own are written, as AWS's types have them
    Field *given = eval_find_field(eval, resource, TEXT("tags"));
    if (given && tags) put_list_tags(eval, resource, properties, tags, TEXT("Tags"), false);
    return;
  }
  if (!tags || tags->as.record.record.count == 0) return;
  Text property;
  bool propagate;
  TagStyle style = schema_tags(resource->type, &property, &propagate);
  if (style == TAGS_LIST) put_list_tags(eval, resource, properties, tags, property, propagate);
  if (style == TAGS_MAP) {
    const Val *written = val_field(properties, property);
    if (!written || written->kind == VAL_RECORD)
      val_put(eval->arena, properties, property, tags->span, written ? merge_tags(eval, tags, written) : tags);
  }
  Field *own = style == TAGS_NONE ? eval_find_field(eval, resource, TEXT("tags")) : NULL;
  if (!own) return;
  Diag *diag = diag_error(eval->diags, "E0316", own->span, "%.*s takes no tags", TEXT_ARG(resource->type_name));
  diag_help(eval->diags, diag, "leave them out here; tags of the stack are passed over where a type takes none");
}

void eval_finish_resource(Eval *eval, Instance *resource) {
  eval_find_field(eval, resource, TEXT(""));
  Val *properties = val_record_of(eval->arena, resource->decl->span, resource->fields.count + 1),  // and tags
      *attributes = val_record(eval->arena, resource->decl->span);
  for (size_t i = 0; i < resource->fields.count; i++) {
    Field *field = resource->fields.items[i];
    if (text_is(field->name, "tags")) continue;
    bool attribute = field->name.size && field->name.at[0] == '@';
    const Val *val = eval_field_value(eval, resource, field);
    if (attribute)
      val_put(eval->arena, attributes, text_slice(field->name, 1, field->name.size), field->span, val);
    else
      val_put(eval->arena, properties, field->name, field->span, val);
  }
  put_tags(eval, resource, properties);
  resource->properties = properties;
  resource->attributes = attributes;
}
