// A plan as a comment on a pull request: a headline, the hazards, then one table a stack, what is destroyed first. What
// does not fit any more is counted, so that the comment is never refused.
#include "report/plan_write.h"
#include "report/report.h"

enum { VALUE_BYTES = 60, RESERVE = 400 };  // room for the closing lines

// Text within a table's cell: no character of it may mean anything to Markdown or HTML.
static void cell(Buffer *out, Text text) {
  Buffer clean = {0};
  report_clean(&clean, text);
  for (size_t i = 0; i < clean.size; i++) {
    char c = clean.at[i];
    if (c == '\n' || c == '\t')
      buffer_add_char(out, ' ');
    else if (c == '<')
      buffer_add_string(out, "&lt;");
    else if (c == '&')
      buffer_add_string(out, "&amp;");
    else {
      if (strchr("|`*_[]\\@#>~", c)) buffer_add_char(out, '\\');
      buffer_add_char(out, c);
    }
  }
  buffer_free(&clean);
}

// The same as code, which shows all but backticks and bars as they are.
static void code(Buffer *out, Text text) {
  Buffer clean = {0};
  report_clean(&clean, text);
  buffer_add_char(out, '`');
  for (size_t i = 0; i < clean.size; i++) {
    char c = clean.at[i];
    if (c == '|')
      buffer_add_string(out, "\\|");
    else
      buffer_add_char(out, c == '`' ? '\'' : c == '\n' || c == '\t' ? ' ' : c);
  }
  buffer_add_char(out, '`');
  buffer_free(&clean);
}

static void code_value(Buffer *out, const Value *value) {
  Buffer text = {0};
  write_value(&text, value, VALUE_BYTES);
  code(out, buffer_text(&text));
  buffer_free(&text);
}

static void write_hazards(Buffer *out, const Plan *plan, size_t *left_out) {
  for (int level = LEVEL_ERROR; level >= LEVEL_WARNING; level--) {
    for (size_t s = 0; s < plan->stacks.count; s++) {
      for (size_t i = 0; i < plan->stacks.items[s]->hazards.count; i++) {
        const PlanHazard *hazard = &plan->stacks.items[s]->hazards.items[i];
        if (hazard->level != (Level)level) continue;
        Buffer one = {0};
        buffer_format(&one, "- **%s %s** ", level == LEVEL_ERROR ? "error" : "warning", hazard->code);
        cell(&one, hazard->message);
        if (hazard->help.size) buffer_add_string(&one, "<br>");
        cell(&one, hazard->help);
        buffer_add_char(&one, '\n');
        // Half of the room is for hazards at most.
        if (out->size + one.size > PLAN_MARKDOWN_MOST / 2)
          ++*left_out;
        else
          buffer_add(out, buffer_text(&one));
        buffer_free(&one);
      }
    }
  }
}

static const PlanCause *heaviest(const PlanChange *change) {
  const PlanCause *most = NULL;
  for (size_t i = 0; i < change->causes.count; i++)
    if (!most || change->causes.items[i].replacement > most->replacement) most = &change->causes.items[i];
  return most;
}

static void write_why(Buffer *out, const PlanChange *change, const Sources *sources) {
  const PlanCause *cause = heaviest(change);
  if (!cause) {
    if (change->former_id.size) {
      buffer_add_string(out, "was ");
      code(out, change->former_id);
      return;
    }
    write_place(out, sources, change->span);
    return;
  }
  Buffer path = {0};
  write_path(&path, cause->path, cause->steps);
  code(out, buffer_text(&path));
  buffer_free(&path);
  if (cause->via) {
    buffer_add_string(out, " follows ");
    const PlanVia *origin = cause->via;
    while (origin->next) origin = origin->next;
    code(out, cause->via->logical_id);
    if (origin != cause->via) {
      buffer_add_string(out, ", first ");
      code(out, origin->logical_id);
    }
  } else {
    buffer_add_string(out, " ");
    if (cause->before) code_value(out, cause->before);
    buffer_add_string(out, cause->before && cause->after ? " → " : cause->after ? "added " : " removed");
    if (cause->after) code_value(out, cause->after);
  }
  if (change->causes.count > 1) buffer_format(out, " and %zu more", change->causes.count - 1);
}

static void write_row(Buffer *out, const PlanChange *change, const Sources *sources) {
  bool destroys = change->action == PLAN_REMOVE || change->replacement == REPLACE_ALWAYS;
  buffer_add_string(out, destroys ? "| **" : "| ");
  buffer_add_string(out, write_fate(change));
  buffer_add_string(out, destroys ? "** | " : " | ");
  code(out, change->logical_id);
  buffer_add_string(out, " | ");
  cell(out, change->type);
  buffer_add_string(out, " | ");
  write_why(out, change, sources);
  buffer_add_string(out, " |\n");
}

static void write_stack(Buffer *out, const PlanStack *stack, const Sources *sources, size_t *left_out) {
  if (!stack->changes.count && !stack->added && !stack->removed) return;
  if (out->size + RESERVE > PLAN_MARKDOWN_MOST - RESERVE) {
    *left_out += stack->changes.count;
    return;
  }
  PlanSummary summary = write_summary(stack);
  buffer_add_string(out, "\n### Stack ");
  code(out, text_slice(stack->name, 0, stack->name.size < 128 ? stack->name.size : 128));
  buffer_add_string(out, stack->added ? " (new)" : stack->removed ? " (removed)" : "");
  buffer_add_string(out, ": ");
  write_counts(out, &summary);
  buffer_add_string(out, "\n\n| | resource | type | why |\n|---|---|---|---|\n");
  Arena arena = {0};
  const PlanChange **sorted = write_sorted(&arena, stack);
  for (size_t i = 0; i < stack->changes.count; i++) {
    Buffer row = {0};
    write_row(&row, sorted[i], sources);
    if (out->size + row.size > PLAN_MARKDOWN_MOST - RESERVE)
      ++*left_out;
    else
      buffer_add(out, buffer_text(&row));
    buffer_free(&row);
  }
  arena_free(&arena);
}

void report_plan_markdown(Buffer *out, const Plan *plan, const Sources *sources) {
  size_t hazards_left = 0, left = 0;
  buffer_add_string(out, "## Plan: ");
  if (plan_is_empty(plan)) {
    buffer_add_string(out, "no changes\n");
    return;
  }
  write_counts(out, &plan->summary);
  buffer_add_string(out, "\n\n");
  write_hazards(out, plan, &hazards_left);
  if (hazards_left) buffer_format(out, "- and %zu further hazards\n", hazards_left);
  for (size_t i = 0; i < plan->stacks.count; i++) write_stack(out, plan->stacks.items[i], sources, &left);
  if (left) buffer_format(out, "\nAnd %zu further changes that this comment has no room for.\n", left);
}
