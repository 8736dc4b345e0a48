// Types: a value meets a declared type, and comes back as that type wants it: defaults of records filled in, whole
// numbers for numbers, outs of an instance as a record. What does not fit is E0301 with the place of the value.
#include "eval/conform.h"
#include "base/pattern.h"
#include "eval/presence.h"

static const Val *conform(const Context *cx, const Val *val, const Conform *c);

// ───────────────────────────── Scalars ─────────────────────────────

static double bound(const Context *cx, const Expr *expr) {
  const Val *val = eval_expr(cx, expr);
  return val_double(val);
}

static bool refined(const Context *cx, const Val *val, const Conform *c) {
  const RefineList *refine = &c->type->as.name.refine;
  for (size_t i = 0; i < refine->count; i++) {
    const Refine *r = &refine->items[i];
    if (r->pattern) {
      if (val->kind != VAL_TEXT) continue;
      Text error;
      Pattern *pattern = pattern_compile(r->pattern->as.string.text, cx->eval->arena, &error);
      if (!pattern) {
        eval_wrong(cx, "E0317", r->pattern->span, "this pattern cannot be read: %.*s", TEXT_ARG(error));
        return true;
      }
      PatternMatch match = pattern_match(pattern, val->as.text);
      pattern_free(pattern);
      if (match == PATTERN_NO) return false;
      continue;
    }
    double amount = val->kind == VAL_TEXT ? (double)utf8_count(val->as.text) : val_double(val);
    if ((r->low && amount < bound(cx, r->low)) || (r->high && amount > bound(cx, r->high))) return false;
  }
  return true;
}

static bool is_cidr(Text text) {
  size_t slash = text_find(text, TEXT("/"), 0);
  if (slash == SIZE_MAX) return false;
  int prefix = 0;
  for (size_t i = slash + 1; i < text.size; i++) {
    if (text.at[i] < '0' || text.at[i] > '9' || text.size - slash > 4) return false;
    prefix = prefix * 10 + text.at[i] - '0';
  }
  if (slash + 1 == text.size) return false;
  if (text_find(text, TEXT(":"), 0) != SIZE_MAX) return prefix <= 128;
  int parts = 1, value = 0, digits = 0;
  for (size_t i = 0; i < slash; i++) {
    if (text.at[i] == '.') {
      if (digits == 0) return false;
      parts++, value = digits = 0;
    } else if (text.at[i] < '0' || text.at[i] > '9' || digits == 3) {
      return false;
    } else {
      value = value * 10 + text.at[i] - '0', digits++;
      if (value > 255) return false;
    }
  }
  return parts == 4 && digits > 0 && prefix <= 32;
}

// What a deferred value is, as far as it is declared: a parameter's type, an attribute's shape; else anything.
static bool deferred_fits(const Context *cx, const Val *val, const Conform *c, bool *fits) {
  const Type *wanted = conform_plain(c->type);
  if (val->kind == VAL_PARAM) {
    const Type *has = conform_plain(val->as.param.type);
    *fits = true;
    if (has->kind == TYPE_GENERIC || has->kind == TYPE_AWS) return *fits = wanted->kind != TYPE_RECORD, true;
    if (wanted->kind == TYPE_AWS) return *fits = has->kind != TYPE_LIST && has->kind != TYPE_RECORD, true;
    if (wanted->kind == TYPE_LIST) return *fits = has->kind == TYPE_LIST, true;
    if (has->kind == TYPE_LIST && wanted->kind == TYPE_NAME) return *fits = conform_is(wanted, "any"), true;
    if (wanted->kind == TYPE_RECORD) return *fits = false, true;
    Text *values;
    size_t count;
    if (cond_domain(cx->eval->arena, val, &values, &count)) {  // each of its values must fit
      bool is_bool = count == 2 && text_is(values[0], "true");
      for (size_t i = 0; i < count; i++) {
        int64_t number = 0;
        bool whole = values[i].size && values[i].size < 18;
        for (size_t k = 0; whole && k < values[i].size; k++) {
          whole = values[i].at[k] >= '0' && values[i].at[k] <= '9';
          if (whole) number = number * 10 + values[i].at[k] - '0';
        }
        bool text_wanted = has->kind == TYPE_UNION && conform_plain(has->as.union_.items[0])->kind == TYPE_LITERAL &&
                           conform_plain(has->as.union_.items[0])->as.literal->kind == EXPR_STRING;
        const Val *one = is_bool                 ? val_bool(cx->eval->arena, val->span, i == 0)
                         : whole && !text_wanted ? val_int(cx->eval->arena, val->span, number)
                                                 : val_text(cx->eval->arena, val->span, values[i]);
        Conform quiet = {c->type, c->what, true};
        if (conform(cx, one, &quiet)->kind == VAL_ERROR) *fits = false;
      }
      return true;
    }
    if (has->kind == TYPE_NAME && wanted->kind == TYPE_NAME) {
      Text a = has->as.name.name.name, b = wanted->as.name.name.name;
      bool number_like = text_is(a, "int") || text_is(a, "number");
      if (text_is(b, "any") || text_is(b, "string")) return true;
      if (text_is(b, "number")) return *fits = number_like, true;
      if (wanted->as.name.refine.count &&
          !text_is(b, "string")) {  // a range: the parameter needs one that is as narrow
        *fits = text_equal(a, b) && has->as.name.refine.count > 0;
        for (size_t i = 0; *fits && i < wanted->as.name.refine.count; i++) {
          const Refine *w = &wanted->as.name.refine.items[i], *h = &has->as.name.refine.items[0];
          if (w->low && (!h->low || bound(cx, h->low) < bound(cx, w->low))) *fits = false;
          if (w->high && (!h->high || bound(cx, h->high) > bound(cx, w->high))) *fits = false;
        }
        return true;
      }
      return *fits = text_equal(a, b) || (text_is(b, "cidr") && text_is(a, "string")), true;
    }
    if (wanted->kind == TYPE_LITERAL || wanted->kind == TYPE_UNION) return *fits = false, true;
    return false;
  }
  return false;
}

static bool deferred_list(const Val *val) {
  if (val->kind == VAL_CALL) return val->as.call.list;
  if (val->kind == VAL_ATTRIBUTE)
    return val->as.attribute.shape.kind == SCHEMA_LIST || val->as.attribute.shape.kind == SCHEMA_ANY;
  return val->kind == VAL_PSEUDO ? text_is(val->as.pseudo.name, "AWS::NotificationARNs") : val->kind == VAL_LOOKUP;
}

static const Val *whole(const Context *cx, const Val *val) {
  if (val->kind == VAL_NUMBER && val->as.number.value == number_floor(val->as.number.value))
    return val_number(cx->eval->arena, val->span, val->as.number.value);
  return val;
}

static const Val *named_type(const Context *cx, const Val *val, const Conform *c) {
  Text name = c->type->as.name.name.name;
  if (text_is(name, "any")) return val;
  if (val->kind == VAL_NULL || val->kind == VAL_LIST || val->kind == VAL_RECORD || val->kind == VAL_STACK)
    return conform_misfit(cx, val, c);
  if (val->kind == VAL_INSTANCE)
    return (text_is(name, "string") || text_is(name, "cidr")) && val->as.instance->aws ? val
                                                                                       : conform_misfit(cx, val, c);
  if (val_deferred(val)) {
    bool fits;
    if (deferred_fits(cx, val, c, &fits) && !fits) return conform_misfit(cx, val, c);
    if (val->kind == VAL_ATTRIBUTE && val->as.attribute.shape.kind == SCHEMA_LIST) return conform_misfit(cx, val, c);
    if (val->kind == VAL_CALL && val->as.call.list) return conform_misfit(cx, val, c);
    if (text_is(name, "bool") && val->kind == VAL_CONCAT) return conform_misfit(cx, val, c);
    return val;
  }
  bool fits = false;
  if (text_is(name, "string")) {
    // A scalar where text is wanted is written as text.
    if (val->kind == VAL_INT || val->kind == VAL_NUMBER || val->kind == VAL_BOOL) {
      Val *text = val_new(cx->eval->arena, VAL_TEXT, val->span);
      text->as.text = val_spell(cx->eval->arena, val);
      text->secret = val->secret;
      val = text;
    }
    fits = val->kind == VAL_TEXT;
  } else if (text_is(name, "secret")) {
    fits = val->kind == VAL_TEXT && val->secret;
  } else if (text_is(name, "bool")) {
    fits = val->kind == VAL_BOOL;
  } else if (text_is(name, "int")) {
    val = whole(cx, val);
    fits = val->kind == VAL_INT;
  } else if (text_is(name, "number")) {
    fits = val->kind == VAL_INT || val->kind == VAL_NUMBER;
  } else if (text_is(name, "cidr")) {
    fits = val->kind == VAL_TEXT && is_cidr(val->as.text);
  } else if (val->kind == VAL_QUANTITY) {
    Dimension dimension = val->as.quantity.dimension;
    fits = text_is(name, "size")       ? dimension == DIMENSION_SIZE
           : text_is(name, "duration") ? dimension == DIMENSION_DURATION
                                       : dimension == DIMENSION_PERCENT;
  }
  return fits && refined(cx, val, c) ? val : conform_misfit(cx, val, c);
}

// ───────────────────────────── Lists, records, unions ─────────────────────────────

static const Val *list_type(const Context *cx, const Val *val, const Conform *c) {
  if (val->kind != VAL_LIST) {
    bool fits;
    if (val_deferred(val) && deferred_fits(cx, val, c, &fits)) return fits ? val : conform_misfit(cx, val, c);
    return deferred_list(val) ? val : conform_misfit(cx, val, c);
  }
  const Type *inner = conform_plain(c->type->as.list);
  if (inner->kind == TYPE_NAME && text_is(inner->as.name.name.name, "any")) return val;
  Val *out = NULL;  // made at the first element that changes: most lists stay what they are
  bool wrong = false;
  for (size_t i = 0; i < val->as.list.count; i++) {
    What what = {.format = CONFORM_ELEMENT, .number = i, .of = c->what};
    Conform item = {c->type->as.list, &what, c->quiet};
    const Val *element = val->as.list.items[i];
    const Type optional = {.kind = TYPE_OPTIONAL, .span = item.type->span, .as.optional = (Type *)item.type};
    if (element->kind == VAL_CHOICE) item.type = &optional;  // a conditional element may be null
    const Val *kept = conform(cx, element, &item);
    wrong = wrong || kept->kind == VAL_ERROR;
    if (!out && (kept != element || val->secret)) {
      out = val_list_of(cx->eval->arena, val->span, val->as.list.count);
      for (size_t k = 0; k < i; k++) val_add(cx->eval->arena, out, val->as.list.items[k]);
    }
    if (out) val_add(cx->eval->arena, out, kept);
  }
  return wrong ? val_error(cx->eval->arena, val->span) : out ? out : val;
}

static const TypeField *rest_of(const Type *type) {
  for (size_t i = 0; i < type->as.record.count; i++)
    if (type->as.record.items[i].rest) return &type->as.record.items[i];
  return NULL;
}

static bool has_field(const Type *type, Text key) {
  for (size_t i = 0; i < type->as.record.count; i++)
    if (!type->as.record.items[i].rest && text_equal(type->as.record.items[i].key.name, key)) return true;
  return false;
}

static void unknown_member(const Context *cx, const Conform *c, const RecordEntry *entry, const Val *val) {
  Arena *arena = cx->eval->arena;
  const Type *type = c->type;
  Diag *diag =
      diag_error(cx->eval->diags, "E0203", entry->key_span.source ? entry->key_span : val->span,
                 "%.*s has no field '%.*s'", TEXT_ARG(eval_what(cx->eval->arena, c->what)), TEXT_ARG(entry->key));
  Text *names = ARENA_ARRAY(arena, Text, type->as.record.count + 1);
  size_t count = 0;
  for (size_t i = 0; i < type->as.record.count; i++)
    if (!type->as.record.items[i].rest) names[count++] = type->as.record.items[i].key.name;
  diag_suggest(cx->eval->diags, diag, entry->key, names, count);
  diag_note(cx->eval->diags, diag, type->span, "the type stands here");
}

static const Val *member_of(const Context *cx, const Val *val, const TypeField *field) {
  if (val->kind == VAL_RECORD) return val_field(val, field->key.name);
  if (val->kind != VAL_INSTANCE || val->as.instance->aws) return NULL;
  Decl *component = val->as.instance->decl->kind_decl;
  if (!component || !map_get(&component->inside->scope->outs, field->key.name)) return NULL;
  return eval_out(cx, val->as.instance, (Ident){field->key.name, val->span});
}

// Whether a field is there, but misspelt: then that alone is reported.
static bool misspelt(const Context *cx, const Val *val, const Type *type, Text name) {
  if (val->kind != VAL_RECORD || val->as.record.instance || rest_of(type)) return false;
  Text *names = ARENA_ARRAY(cx->eval->arena, Text, type->as.record.count + 1);
  for (size_t i = 0; i < type->as.record.count; i++) names[i] = type->as.record.items[i].key.name;
  for (size_t i = 0; i < val->as.record.record.count; i++) {
    Text key = val->as.record.record.entries[i].key;
    if (!has_field(type, key) && text_equal(text_nearest(key, names, type->as.record.count), name)) return true;
  }
  return false;
}

static const Val *record_type(const Context *cx, const Val *val, const Conform *c) {
  Arena *arena = cx->eval->arena;
  const Type *type = c->type;
  bool instance = val->kind == VAL_INSTANCE && !val->as.instance->aws;
  if (val->kind != VAL_RECORD && !instance) return conform_misfit(cx, val, c);
  if (!instance && val->as.record.fits == type) return val;  // handed on from one component to the next
  Val *out = val_record_of(arena, val->span, type->as.record.count);
  out->as.record.name = val->kind == VAL_RECORD ? val->as.record.name : (Text){0};
  out->as.record.instance = instance ? val->as.instance : val->as.record.instance;
  const Val *error = val_error(arena, val->span);
  bool wrong = false;
  for (size_t i = 0; i < type->as.record.count; i++) {
    const TypeField *field = &type->as.record.items[i];
    if (field->rest) continue;
    const Val *member = member_of(cx, val, field);
    if (member && member->kind == VAL_CHOICE && field->fallback) {
      Context own = {cx->eval, cx->frame, NULL, cx->guard};
      member = eval_where_null(&own, member, eval_expr(&own, field->fallback));
    } else if (member) {
      member = eval_where_absent(cx, member, val_null(arena, val->span));
    }
    bool missing = !member || (member->kind == VAL_NULL && field->fallback);
    What what = {.format = "'%.*s'", .parts = {field->key.name}, .of = c->what};
    if (missing && field->fallback) {
      Context own = {cx->eval, cx->frame, NULL, cx->guard};
      member = eval_expr(&own, field->fallback);
    } else if (missing && (field->optional || field->type->kind == TYPE_OPTIONAL)) {
      member = val_null(arena, val->span);
    } else if (missing) {
      if (c->quiet) return error;
      wrong = true;
      if (misspelt(cx, val, type, field->key.name)) continue;
      Diag *diag = diag_error(cx->eval->diags, "E0301", conform_place(cx, val, c), "%.*s needs '%.*s'",
                              TEXT_ARG(eval_what(cx->eval->arena, c->what)), TEXT_ARG(field->key.name));
      if (!instance) diag_help(cx->eval->diags, diag, "write `%.*s: ...` in the record", TEXT_ARG(field->key.name));
      if (instance)
        diag_help(cx->eval->diags, diag, "%.*s '%.*s' has no out of that name", TEXT_ARG(val->as.instance->type_name),
                  TEXT_ARG(val->as.instance->path));
      diag_note(cx->eval->diags, diag, field->span, "the field is declared here");
      continue;
    }
    Type optional = {.kind = TYPE_OPTIONAL, .span = field->type->span, .as.optional = field->type};
    Conform inner = {field->optional ? &optional : field->type, &what, c->quiet};
    const Val *kept = conform(cx, member, &inner);
    if (kept->kind == VAL_ERROR) wrong = true;
    RecordEntry *entry = val->kind == VAL_RECORD ? val_entry(val, field->key.name) : NULL;
    if (entry && !c->quiet) check_deprecated(cx->eval->program, field->doc, field->key.name, entry->key_span);
    val_put(arena, out, field->key.name, entry ? entry->key_span : field->key.span, kept);
  }
  const TypeField *rest = rest_of(type);
  for (size_t i = 0; val->kind == VAL_RECORD && i < val->as.record.record.count; i++) {
    const RecordEntry *entry = &val->as.record.record.entries[i];
    if (has_field(type, entry->key)) continue;
    if (rest) {
      What what = {.format = "'%.*s'", .parts = {entry->key}, .of = c->what};
      Conform inner = {rest->type, &what, c->quiet};
      Type optional = {.kind = TYPE_OPTIONAL, .span = rest->type->span, .as.optional = rest->type};
      inner.type = &optional;  // null in a map drops out when it is written
      const Val *kept = conform(cx, entry->val, &inner);
      wrong = wrong || kept->kind == VAL_ERROR;
      val_put(arena, out, entry->key, entry->key_span, kept);
    } else if (!val->as.record.instance) {
      if (!c->quiet) unknown_member(cx, c, entry, val);
      wrong = true;
    }
  }
  if (wrong) return error;
  out->as.record.fits = type;
  return out;
}

// The branch of a union that a record means: the only record type in it, or the first that has a field of that name.
static const Type *nearest_branch(const Type *type, const Val *val) {
  const Type *only = NULL;
  size_t records = 0;
  for (size_t i = 0; i < type->as.union_.count; i++) {
    const Type *branch = conform_plain(type->as.union_.items[i]);
    if (branch->kind != (val->kind == VAL_LIST ? TYPE_LIST : TYPE_RECORD)) continue;
    records++;
    only = branch;
  }
  return records == 1 ? only : NULL;
}

static const Val *union_type(const Context *cx, const Val *val, const Conform *c) {
  bool fits;
  if (val->kind == VAL_PARAM && deferred_fits(cx, val, c, &fits)) {
    Text *values;
    size_t count;
    if (cond_domain(cx->eval->arena, val, &values, &count)) return fits ? val : conform_misfit(cx, val, c);
  }
  for (size_t i = 0; i < c->type->as.union_.count; i++) {
    Conform branch = {c->type->as.union_.items[i], c->what, true};
    const Val *kept = conform(cx, val, &branch);
    if (kept->kind != VAL_ERROR) return kept;
  }
  const Type *near = val->kind == VAL_RECORD || val->kind == VAL_LIST || val->kind == VAL_INSTANCE
                         ? nearest_branch(c->type, val)
                         : NULL;
  if (near && !c->quiet) {
    Conform branch = {near, c->what, false};
    return conform(cx, val, &branch);
  }
  return conform_misfit(cx, val, c);
}

static const Val *literal_type(const Context *cx, const Val *val, const Conform *c) {
  if (val_deferred(val)) {
    bool fits;
    if (deferred_fits(cx, val, c, &fits) && fits) return val;
    return conform_misfit(cx, val, c);
  }
  const Val *literal = eval_expr(cx, c->type->as.literal);
  return val_same(val, literal) ? val : conform_misfit(cx, val, c);
}

static const Val *aws_type(const Context *cx, const Val *val, const Conform *c) {
  bool fits = val->kind == VAL_TEXT || val_deferred(val);
  if (val->kind == VAL_INSTANCE && val->as.instance->aws)
    fits = text_equal(val->as.instance->type_name, c->type->as.aws);
  if (fits && val->kind == VAL_PARAM) {
    const Type *has = conform_plain(val->as.param.type);
    fits = has->kind != TYPE_AWS || text_equal(has->as.aws, c->type->as.aws);
    if (has->kind == TYPE_LIST) fits = false;
  }
  if (fits) return val;
  const Val *error = conform_misfit(cx, val, c);
  if (!c->quiet && val->kind == VAL_INSTANCE) {
    Diag *diag = cx->eval->diags->list.items[cx->eval->diags->list.count - 1];
    diag_note(cx->eval->diags, diag, val->as.instance->decl->span, "'%.*s' is a %.*s, declared here",
              TEXT_ARG(val->as.instance->path), TEXT_ARG(val->as.instance->type_name));
    if (!val->as.instance->aws) diag_help(cx->eval->diags, diag, "use one of its outs");
  }
  return error;
}

typedef struct Branch {
  const Conform *conform;
} Branch;

static const Val *settled(const Context *cx, const Val *val, void *data) {
  const Conform *c = ((Branch *)data)->conform;
  switch (c->type->kind) {
    case TYPE_ERROR:
    case TYPE_GENERIC: return val;
    case TYPE_LITERAL: return literal_type(cx, val, c);
    case TYPE_NAME:
    case TYPE_QUALIFIED:
      if (!c->type->as.name.decl) return named_type(cx, val, c);
      Conform named = {c->type->as.name.decl->item->as.type.type, c->what, c->quiet};
      return conform(cx, val, &named);
    case TYPE_AWS: return aws_type(cx, val, c);
    case TYPE_OPTIONAL: {
      if (val->kind == VAL_NULL) return val;
      Conform inner = {c->type->as.optional, c->what, c->quiet};
      return conform(cx, val, &inner);
    }
    case TYPE_PAREN: {
      Conform inner = {c->type->as.paren, c->what, c->quiet};
      return conform(cx, val, &inner);
    }
    case TYPE_UNION: return union_type(cx, val, c);
    case TYPE_LIST: return list_type(cx, val, c);
    case TYPE_RECORD: return record_type(cx, val, c);
  }
  return val;
}

static const Val *conform(const Context *cx, const Val *val, const Conform *c) {
  Branch branch = {c};
  return eval_distribute(cx, val->span, val, settled, &branch);
}

const Val *eval_conform(const Context *cx, const Val *val, const Type *type, What what) {
  Conform c = {type, &what, false};
  return conform(cx, val, &c);
}

// ───────────────────────────── Values from the command line ─────────────────────────────

// "zones=3" is itself a field of the language, so an error shows what was typed.
const Val *eval_input_text(Eval *eval, Frame *frame, const Decl *decl, Span define) {
  Context cx = {eval, frame, NULL, frame->guard};
  const Type *type = decl->item->as.in.type;
  What what = {.format = "the input '%.*s'", .parts = {decl->name}};
  Span span = define;
  span.start += (uint32_t)decl->name.size + 1;
  Conform quiet = {type, &what, true};
  const Val *as_text = val_text(eval->arena, span, source_text(&eval->session->sources, span));
  const Val *kept = conform(&cx, as_text, &quiet);
  if (kept->kind != VAL_ERROR) return kept;
  Diags silent = {.arena = eval->arena};
  ParseContext parse = {eval->arena, &eval->session->sources, &silent, &eval->session->names};
  File *file = parse_file(&parse, define.source);
  if (silent.errors == 0 && file->items.count == 1 && file->items.items[0]->kind == ITEM_FIELD) {
    Expr *expr = file->items.items[0]->as.field.value;
    bool literal = expr->kind != EXPR_NAME && expr->kind != EXPR_CALL && expr->kind != EXPR_TEMPLATE;
    if (literal) return eval_conform(&cx, eval_expr(&cx, expr), type, what);
  }
  return eval_conform(&cx, as_text, type, what);
}
