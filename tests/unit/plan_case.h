// Cases of plans: two templates in YAML, and the plan as one line a change, in the order of the plan:
//   "~ Id", "-/+ Id", "~/+ Id", "+ Id", "- Id", "> Id"   and behind it each cause: " Path", " Path<-Origin" for one
//   that follows
// Hazards are a word each, "P101:Id".
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
// cmocka wants those first.
#include <cmocka.h>

#include "format/format.h"
#include "plan/plan.h"

typedef struct PlanCase {
  Arena arena;
  Diags diags;
  Sources sources;
  Plan plan;
} PlanCase;

static inline Template *case_template(PlanCase *c, const char *yaml) {
  c->diags.arena = c->sources.arena = &c->arena;
  Template *template = ARENA_NEW(&c->arena, Template);
  uint32_t source = source_add(&c->sources, TEXT("case.yaml"), text_of(yaml));
  template->root = format_read(&c->arena, &c->diags, &c->sources, source);
  if (!template->root) fail_msg("not read: %s\n%.*s", yaml, TEXT_ARG(c->diags.list.items[0]->message));
  template_index(&c->arena, template);
  return template;
}

static inline void case_free(PlanCase *c) { arena_free(&c->arena); }

static inline void case_path(Buffer *out, const PathStep *path, size_t steps) {
  size_t first = steps > 1 && text_is(path[0].key, "Properties");
  for (size_t i = first; i < steps; i++) {
    if (path[i].key.at)
      buffer_format(out, "%s%.*s", i > first ? "." : "", TEXT_ARG(path[i].key));
    else
      buffer_format(out, "[%d]", (int)path[i].index);
  }
}

static inline const char *case_sign(const PlanChange *change) {
  if (change->action == PLAN_ADD) return "+";
  if (change->action == PLAN_REMOVE) return "-";
  if (change->action == PLAN_MOVE) return ">";
  return change->replacement == REPLACE_ALWAYS ? "-/+" : change->replacement == REPLACE_CONDITIONAL ? "~/+" : "~";
}

static inline Text case_text(PlanCase *c) {
  Buffer out = {0};
  for (size_t s = 0; s < c->plan.stacks.count; s++) {
    const PlanStack *stack = c->plan.stacks.items[s];
    for (size_t i = 0; i < stack->changes.count; i++) {
      const PlanChange *change = stack->changes.items[i];
      buffer_format(&out, "%s%s %.*s", out.size ? "\n" : "", case_sign(change), TEXT_ARG(change->logical_id));
      for (size_t k = 0; k < change->causes.count; k++) {
        const PlanCause *cause = &change->causes.items[k];
        buffer_add_char(&out, ' ');
        case_path(&out, cause->path, cause->steps);
        for (const PlanVia *via = cause->via; via; via = via->next)
          buffer_format(&out, "<-%.*s", TEXT_ARG(via->logical_id));
      }
    }
  }
  return buffer_take(&out, &c->arena);
}

static inline Text case_hazards(PlanCase *c) {
  Buffer out = {0};
  for (size_t s = 0; s < c->plan.stacks.count; s++)
    for (size_t i = 0; i < c->plan.stacks.items[s]->hazards.count; i++) {
      const PlanHazard *hazard = &c->plan.stacks.items[s]->hazards.items[i];
      buffer_format(&out, "%s%s:%.*s", out.size ? " " : "", hazard->code, TEXT_ARG(hazard->logical_id));
    }
  return buffer_take(&out, &c->arena);
}

static inline void case_plan(PlanCase *c, const char *before, const char *after) {
  *c = (PlanCase){0};
  PlanInput input = {.name = TEXT("case"), .before = case_template(c, before), .after = case_template(c, after)};
  plan_build(&c->arena, &input, 1, &c->plan);
}

static inline void case_expect(PlanCase *c, Text text, const char *expected) {
  (void)c;
  if (!text_is(text, expected)) fail_msg("expected:\n%s\nbut:\n%.*s", expected, TEXT_ARG(text));
}

// The resources of both sides, indented by two blanks.
static inline void expect_plan(const char *before, const char *after, const char *expected) {
  PlanCase c;
  case_plan(&c, before, after);
  case_expect(&c, case_text(&c), expected);
  case_free(&c);
}

static inline void expect_hazards(const char *before, const char *after, const char *expected) {
  PlanCase c;
  case_plan(&c, before, after);
  case_expect(&c, case_hazards(&c), expected);
  case_free(&c);
}

// Both sides are the properties of one resource "R" of that type.
static inline void expect_change(const char *type, const char *before, const char *after, const char *expected) {
  char old[4096], new[4096];
  snprintf(old, sizeof old, "Resources:\n  R:\n    Type: %s\n    Properties: {%s}\n", type, before);
  snprintf(new, sizeof new, "Resources:\n  R:\n    Type: %s\n    Properties: {%s}\n", type, after);
  expect_plan(old, new, expected);
}
