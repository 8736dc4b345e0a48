// A plan for people:
//
//   stack network: 1 to replace, 1 to update
//
//   -/+ MainVpc  AWS::EC2::VPC  is replaced
//         CidrBlock: "10.0.0.0/16" -> "10.1.0.0/16"  (replaces it)  network.strata:7:14
//   -/+ MainSubnet  AWS::EC2::Subnet  is replaced
//         VpcId: !Ref MainVpc follows MainVpc.CidrBlock  (replaces it)
//
//   error[P101]: ...
//     = help: ...
//
// What changes nothing of a resource is left out unless asked for, and so is what would only repeat: of many causes the
// first few, those that replace before all.
#include "report/plan_write.h"
#include "report/report.h"

enum { FEW_CAUSES = 6, VALUE_BYTES = 70, LONGEST_SHOWN = 4 };

typedef enum Colour {
  COLOUR_NONE,
  COLOUR_RED,
  COLOUR_YELLOW,
  COLOUR_GREEN,
  COLOUR_BLUE,
  COLOUR_BOLD,
  COLOUR_DIM
} Colour;

typedef struct Writer {
  Buffer raw;  // what is not yet in `out`: names and values of templates, which may hold anything
  Buffer *out;
  const Sources *sources;
  const PlanTextOptions *options;
} Writer;

static void flush(Writer *w) {
  report_clean(w->out, buffer_text(&w->raw));
  w->raw.size = 0;
}

static void paint(Writer *w, Colour colour) {
  if (!w->options->colour) return;
  static const char *const codes[] = {"\033[0m",  "\033[1;31m", "\033[1;33m", "\033[32m",
                                      "\033[36m", "\033[1m",    "\033[2m"};
  flush(w);
  buffer_add_string(w->out, codes[colour]);
}

static Colour colour_of(const PlanChange *change) {
  if (change->action == PLAN_REMOVE || change->replacement == REPLACE_ALWAYS) return COLOUR_RED;
  if (change->replacement == REPLACE_CONDITIONAL) return COLOUR_YELLOW;
  return change->action == PLAN_ADD ? COLOUR_GREEN : COLOUR_BLUE;
}

static void write_chain(Writer *w, const PlanVia *via) {
  Buffer *raw = &w->raw;
  buffer_add_string(raw, "  follows ");
  for (size_t i = 0; via; i++, via = via->next) {
    if (i) buffer_add_string(raw, " <- ");
    if (i >= LONGEST_SHOWN && via->next) {
      buffer_add_string(raw, "... <- ");
      while (via->next) via = via->next;
    }
    if (via->stack.size) buffer_format(raw, "%.*s/", TEXT_ARG(via->stack));
    buffer_add(raw, via->logical_id);
    if (!via->steps) continue;
    buffer_add_char(raw, '.');
    write_path(raw, via->path, via->steps);
  }
}

static void write_cause(Writer *w, const PlanChange *change, const PlanCause *cause) {
  Buffer *raw = &w->raw;
  buffer_add_string(raw, "        ");
  write_path(raw, cause->path, cause->steps);
  buffer_add_string(raw, ": ");
  if (cause->via) {
    write_value(raw, cause->after, VALUE_BYTES);
    write_chain(w, cause->via);
  } else if (cause->before && cause->after) {
    write_values(raw, cause->before, cause->after, VALUE_BYTES);
    if (value_equal(cause->before, cause->after)) buffer_add_string(raw, " (what it stands for changes)");
  } else {
    buffer_add_string(raw, cause->after ? "+ " : "- ");
    write_value(raw, cause->after ? cause->after : cause->before, VALUE_BYTES);
  }
  if (cause->replacement != REPLACE_NEVER && change->replacement != REPLACE_NEVER) {
    paint(w, cause->replacement == REPLACE_ALWAYS ? COLOUR_RED : COLOUR_YELLOW);
    buffer_add_string(raw, cause->replacement == REPLACE_ALWAYS ? "  (replaces it)" : "  (may replace it)");
    paint(w, COLOUR_NONE);
  }
  size_t before = raw->size;
  buffer_add_string(raw, "  ");
  paint(w, COLOUR_DIM);
  size_t start = raw->size;
  write_place(raw, w->sources, write_cause_span(w->sources, change, cause));
  if (raw->size == start && !w->options->colour) raw->size = before;
  paint(w, COLOUR_NONE);
  buffer_add_char(raw, '\n');
}

// Once for all causes of which it is true.
static void write_notes(Writer *w, const PlanChange *change) {
  const char *written[8];
  size_t count = 0;
  for (size_t i = 0; i < change->causes.count && count < 8; i++) {
    Text note = write_note(change, &change->causes.items[i]);
    bool again = false;
    for (size_t k = 0; k < count; k++) again |= written[k] == note.at;
    if (!note.size || again) continue;
    written[count++] = note.at;
    buffer_format(&w->raw, "        (%.*s)\n", TEXT_ARG(note));
  }
}

static void write_causes(Writer *w, const PlanChange *change) {
  size_t shown = 0, most = w->options->verbose ? SIZE_MAX : FEW_CAUSES;
  for (int weight = REPLACE_ALWAYS; weight >= REPLACE_NEVER; weight--) {
    for (size_t i = 0; i < change->causes.count && shown < most; i++) {
      if (change->causes.items[i].replacement != (Replacement)weight) continue;
      write_cause(w, change, &change->causes.items[i]);
      shown++;
    }
  }
  if (shown < change->causes.count)
    buffer_format(&w->raw, "        ... and %zu more (--verbose)\n", change->causes.count - shown);
  write_notes(w, change);
}

static void write_change(Writer *w, const PlanChange *change) {
  Buffer *raw = &w->raw;
  paint(w, colour_of(change));
  buffer_format(raw, "  %-3s %.*s", write_sign(change), TEXT_ARG(change->logical_id));
  paint(w, COLOUR_NONE);
  buffer_format(raw, "  %.*s  %s", TEXT_ARG(change->type), write_fate(change));
  if (change->former_stack.size)
    buffer_format(raw, " (was %.*s in %.*s)", TEXT_ARG(change->former_id), TEXT_ARG(change->former_stack));
  else if (change->former_id.size)
    buffer_format(raw, " (was %.*s)", TEXT_ARG(change->former_id));
  if (!change->causes.count) {
    size_t before = raw->size;
    buffer_add_string(raw, "  ");
    paint(w, COLOUR_DIM);
    size_t start = raw->size;
    write_place(raw, w->sources, change->span);
    if (raw->size == start && !w->options->colour) raw->size = before;
    paint(w, COLOUR_NONE);
  }
  buffer_add_char(raw, '\n');
  write_causes(w, change);
}

// Parameters and outputs are what people and other stacks see; the other sections matter by what they change.
static bool is_shown(const Writer *w, const PlanSection *section) {
  if (w->options->verbose) return true;
  if (section->follows) return false;
  return strcmp(section->section, "Outputs") == 0 || strcmp(section->section, "Parameters") == 0 ||
         strcmp(section->section, "Transform") == 0 || strcmp(section->section, "Resources") == 0;
}

// "  Value: !Ref A -> !Ref B"; nothing where it is the same.
static void write_part(Writer *w, const char *part, const Value *before, const Value *after) {
  if (before == after || (before && after && value_equal(before, after))) return;
  buffer_format(&w->raw, "  %s: ", part);
  if (before && after) {
    write_values(&w->raw, before, after, VALUE_BYTES);
    return;
  }
  buffer_add_string(&w->raw, after ? "+ " : "- ");
  write_value(&w->raw, after ? after : before, VALUE_BYTES);
}

static void write_section(Writer *w, const PlanSection *section) {
  static const char *const signs[] = {"+", "~", "-", ">"};
  Buffer *raw = &w->raw;
  buffer_format(raw, "  %-3s %s", signs[section->action], section->section);
  if (section->name.size) buffer_format(raw, " %.*s", TEXT_ARG(section->name));
  static const char *const parts[] = {"Value", "Default", "Export", "Condition", "Type", "Description"};
  bool known = strcmp(section->section, "Outputs") == 0 || strcmp(section->section, "Parameters") == 0;
  for (size_t i = 0; known && section->action == PLAN_MODIFY && i < sizeof parts / sizeof *parts; i++)
    write_part(w, parts[i], value_at(section->before, parts[i]), value_at(section->after, parts[i]));
  buffer_add_char(raw, '\n');
}

static void write_hazard(Writer *w, const PlanHazard *hazard) {
  Buffer *raw = &w->raw;
  bool error = hazard->level == LEVEL_ERROR;
  buffer_add_string(raw, "  ");
  paint(w, error ? COLOUR_RED : COLOUR_YELLOW);
  buffer_format(raw, "%s[%s]", error ? "error" : "warning", hazard->code);
  paint(w, COLOUR_NONE);
  buffer_format(raw, ": %.*s", TEXT_ARG(hazard->message));
  if (hazard->span.source) {
    buffer_add_string(raw, "  ");
    paint(w, COLOUR_DIM);
    write_place(raw, w->sources, hazard->span);
    paint(w, COLOUR_NONE);
  }
  buffer_add_char(raw, '\n');
  if (hazard->help.size) buffer_format(raw, "    = help: %.*s\n", TEXT_ARG(hazard->help));
}

static void write_stack(Writer *w, const PlanStack *stack) {
  Buffer *raw = &w->raw;
  PlanSummary summary = write_summary(stack);
  size_t sections = 0;
  for (size_t i = 0; i < stack->sections.count; i++) sections += is_shown(w, &stack->sections.items[i]);
  if (!stack->changes.count && !sections && !stack->hazards.count && !stack->added && !stack->removed &&
      !w->options->verbose)
    return;
  if (w->out->size || raw->size) buffer_add_char(raw, '\n');
  paint(w, COLOUR_BOLD);
  buffer_format(raw, "stack %.*s", TEXT_ARG(stack->name));
  paint(w, COLOUR_NONE);
  buffer_add_string(raw, stack->added ? " (new): " : stack->removed ? " (removed): " : ": ");
  write_counts(raw, &summary);
  buffer_add_char(raw, '\n');
  Arena arena = {0};
  const PlanChange **sorted = write_sorted(&arena, stack);
  if (stack->changes.count) buffer_add_char(raw, '\n');
  for (size_t i = 0; i < stack->changes.count; i++) write_change(w, sorted[i]);
  arena_free(&arena);
  if (sections) buffer_add_char(raw, '\n');
  for (size_t i = 0; i < stack->sections.count; i++)
    if (is_shown(w, &stack->sections.items[i])) write_section(w, &stack->sections.items[i]);
  if (stack->hazards.count) buffer_add_char(raw, '\n');
  for (size_t i = 0; i < stack->hazards.count; i++) write_hazard(w, &stack->hazards.items[i]);
  flush(w);
}

void report_plan_text(Buffer *out, const Plan *plan, const Sources *sources, const PlanTextOptions *options) {
  Writer w = {.out = out, .sources = sources, .options = options};
  for (size_t i = 0; i < plan->stacks.count; i++) write_stack(&w, plan->stacks.items[i]);
  if (plan_is_empty(plan)) {
    buffer_add_string(&w.raw, "no changes\n");
  } else {
    if (w.out->size || w.raw.size) buffer_add_char(&w.raw, '\n');
    write_counts(&w.raw, &plan->summary);
    buffer_add_char(&w.raw, '\n');
  }
  flush(&w);
  buffer_free(&w.raw);
}
