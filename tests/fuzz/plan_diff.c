// Any bytes as two templates, cut at a line "---": the plan between them, in every form. What a plan promises whatever
// they hold: a template over itself changes nothing, and what is written is well-formed and within its bounds.
#include "plan/plan.h"

#include <stdlib.h>

#include "format/format.h"
#include "report/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

typedef struct Fuzz {
  Arena arena;
  Diags diags;
  Sources sources;
} Fuzz;

static Template *read(Fuzz *fuzz, Text text) {
  uint32_t source = source_add(&fuzz->sources, TEXT("fuzz"), text);
  Value *root = format_read(&fuzz->arena, &fuzz->diags, &fuzz->sources, source);
  if (!value_is(root, VALUE_MAP)) return NULL;
  Template *template = ARENA_NEW(&fuzz->arena, Template);
  template->root = root;
  template_index(&fuzz->arena, template);
  // Every third resource is called what its first letter says, as a program's `moved` would.
  for (size_t i = 0; i < template->resources.count; i += 3) {
    Text to = template->resources.items[i].logical_id;
    vec_push(&fuzz->arena, &template->moved, ((TemplateMove){text_slice(to, 0, 1), to, {0}}));
  }
  return template;
}

static void promise(bool kept, const char *what) {
  if (!kept) base_abort(what);
}

static void write_all(Fuzz *fuzz, const Plan *plan) {
  Buffer json = {0}, text = {0}, markdown = {0};
  json_write(&json, report_plan_json(&fuzz->arena, plan, &fuzz->sources));
  promise(utf8_check(buffer_text(&json)) == json.size, "the JSON is no UTF-8");
  PlanTextOptions options = {.verbose = true};
  report_plan_text(&text, plan, &fuzz->sources, &options);
  promise(utf8_check(buffer_text(&text)) == text.size, "the text is no UTF-8");
  report_plan_markdown(&markdown, plan, &fuzz->sources);
  promise(markdown.size <= PLAN_MARKDOWN_MOST, "the Markdown is too long");
  buffer_free(&json);
  buffer_free(&text);
  buffer_free(&markdown);
}

static void plan(Fuzz *fuzz, const Template *before, const Template *after, bool assumed, Plan *out) {
  Map parameters = {0};
  Value *given = value_string(&fuzz->arena, (Span){0}, TEXT("given"));
  map_put(&fuzz->arena, &parameters, TEXT("P"), given);
  map_put(&fuzz->arena, &parameters, TEXT("Q"), NULL);
  PlanInput inputs[] = {
      {.name = TEXT("one"), .before = before, .after = after, .after_parameters = &parameters, .assumed = assumed},
      {.name = TEXT("two"), .after = after, .assumed = assumed},
      {.name = TEXT("three"), .before = after, .after = after, .assumed = assumed},
      {.name = TEXT("four"), .before = before, .before_parameters = &parameters, .assumed = assumed},
  };
  plan_build(&fuzz->arena, inputs, sizeof inputs / sizeof *inputs, out);
  write_all(fuzz, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Fuzz fuzz = {0};
  fuzz.diags.arena = fuzz.sources.arena = &fuzz.arena;
  Text text = {(const char *)bytes, size};
  size_t cut = text_find(text, TEXT("\n---\n"), 0);
  const Template *before = read(&fuzz, text_slice(text, 0, cut == SIZE_MAX ? size : cut));
  const Template *after = cut == SIZE_MAX ? before : read(&fuzz, text_slice(text, cut + 5, size));
  if (before && after) {
    Plan result;
    plan(&fuzz, before, after, false, &result);
    plan(&fuzz, before, after, true, &result);
    PlanInput same = {.name = TEXT("same"), .before = before, .after = before};
    plan_build(&fuzz.arena, &same, 1, &result);
    promise(plan_is_empty(&result), "a template over itself is a change");
  }
  arena_free(&fuzz.arena);
  return 0;
}
