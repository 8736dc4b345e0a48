// The plan of a test: one stack, held against a template from a file. What comes out is what `strata diff --format
// json` prints, so that what a test asserts can be looked at.
#include "policy/plan.h"

#include "eval/natives.h"
#include "format/format.h"
#include "lower/lower.h"
#include "report/plan.h"

static const Val *wrong(const Context *cx, Span span, Text message) {
  diag_error(cx->eval->diags, "E0306", span, "%.*s", TEXT_ARG(message));
  return val_error(cx->eval->arena, span);
}

static const Val *no_stack(const Context *cx, Span span, const Templates *templates, const Val *stack) {
  Diags *diags = cx->eval->diags;
  Text *names = ARENA_ARRAY(diags->arena, Text, templates->list.count + 1);
  for (size_t i = 0; i < templates->list.count; i++) names[i] = templates->list.items[i]->stack;
  if (stack->kind != VAL_TEXT) {
    const Val *error = wrong(cx, span, TEXT("the program has several stacks: which one is the template held against?"));
    Diag *diag = diags->list.items[diags->list.count - 1];
    diag_help(diags, diag, "name it: `plan(\"old.yaml\", stack: \"%.*s\")`", TEXT_ARG(names[0]));
    return error;
  }
  Text message = text_format(diags->arena, "the program has no stack '%.*s'", TEXT_ARG(stack->as.text));
  const Val *error = wrong(cx, stack->span, message);
  diag_suggest(diags, diags->list.items[diags->list.count - 1], stack->as.text, names, templates->list.count);
  return error;
}

static const Template *find(const Templates *templates, const Val *stack) {
  if (stack->kind == VAL_NULL) return templates->list.count == 1 ? templates->list.items[0] : NULL;
  for (size_t i = 0; i < templates->list.count; i++)
    if (text_equal(templates->list.items[i]->stack, stack->as.text)) return templates->list.items[i];
  return NULL;
}

static Template *read_deployed(const Context *cx, Span span, Text name, Text content) {
  Eval *eval = cx->eval;
  size_t before = eval->diags->errors;
  uint32_t source = source_add(&eval->session->sources, name, content);
  Value *root = format_read(eval->arena, eval->diags, &eval->session->sources, source);
  if (value_is(value_at(root, "Resources"), VALUE_MAP)) {
    Template *template = ARENA_NEW(eval->arena, Template);
    template->root = root;
    template_index(eval->arena, template);
    return template;
  }
  if (eval->diags->errors == before)
    wrong(cx, span, text_format(eval->arena, "%.*s is no template: it has no Resources", TEXT_ARG(name)));
  else
    diag_note(eval->diags, eval->diags->list.items[eval->diags->list.count - 1], span, "it is read here");
  return NULL;
}

// The values that the test gives to parameters are those of the deployed stack too.
static Map *known_parameters(Eval *eval, Text stack) {
  Map *parameters = ARENA_NEW(eval->arena, Map);
  const Val *known = eval->known_params;
  for (size_t i = 0; known && i < known->as.record.record.count; i++) {
    const RecordEntry *entry = &known->as.record.record.entries[i];
    size_t dot = text_find(entry->key, TEXT("."), 0);
    if (dot != SIZE_MAX && !text_equal(text_slice(entry->key, 0, dot), stack)) continue;
    Text spelt = val_spell(eval->arena, entry->val);
    Text id = eval_pascal(eval->arena, dot == SIZE_MAX ? entry->key : text_slice(entry->key, dot + 1, entry->key.size));
    if (spelt.at) map_put(eval->arena, parameters, id, value_string(eval->arena, (Span){0}, spelt));
  }
  return parameters;
}

const Val *test_plan(const Context *cx, Span span, Text name, Text content, const Val *stack) {
  Eval *eval = cx->eval;
  const Templates *templates = eval->templates;
  const Template *after = find(templates, stack);
  if (!after) return no_stack(cx, span, templates, stack);
  const Template *before = read_deployed(cx, span, name, content);
  if (!before) return val_error(eval->arena, span);
  // The template belongs to the compilation; its index may not have been made.
  Template *indexed = ARENA_NEW(eval->arena, Template);
  *indexed = *after;
  template_index(eval->arena, indexed);
  Map *parameters = known_parameters(eval, after->stack);
  PlanInput input = {
      .name = after->stack,
      .before = before,
      .after = indexed,
      .before_parameters = parameters,
      .after_parameters = parameters,
      .assumed = true,
  };
  Plan plan;
  plan_build(eval->arena, &input, 1, &plan);
  return native_from_value(cx, report_plan_json(eval->arena, &plan, &eval->session->sources));
}
