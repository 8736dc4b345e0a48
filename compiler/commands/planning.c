// From paths to templates with their parameters, and from a plan to a stream.
#include "commands/planning.h"

#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "commands/explain.h"
#include "commands/pipeline.h"
#include "format/format.h"
#include "lower/manifest.h"
#include "report/plan.h"

static bool is_program(const char *path) {
  return io_is_folder(path) || text_ends_with(text_of(path), TEXT(".strata"));
}

static void add(Session *session, PlanningSide *side, Template *template) {
  vec_push(&session->arena, &side->templates, template);
  vec_push(&session->arena, &side->parameters, ARENA_NEW(&session->arena, Map));
}

// ───────────────────────────── Templates ─────────────────────────────

// The file's name without folder and ending.
static Text stack_name(Text path) {
  size_t start = path.size, end = path.size;
  while (start > 0 && path.at[start - 1] != '/') start--;
  for (size_t i = path.size; i > start + 1; i--)
    if (path.at[i - 1] == '.') {
      end = i - 1;
      break;
    }
  return text_is(path, "-") || start == end ? TEXT("stack") : text_slice(path, start, end);
}

static bool no_template(Session *session, uint32_t source, const Value *root) {
  const Value *resources = value_at(root, "Resources");
  Span span = resources ? resources->span : root->span.source ? root->span : (Span){source, 0, 0};
  span.end = span.start;
  Diag *diag;
  if (value_at(root, "stacks") && value_at(root, "lineage"))
    diag = diag_error(&session->diags, "E1001", span, "this is a state, not a template");
  else
    diag = diag_error(&session->diags, "E1001", span, "%s",
                      value_is(root, VALUE_MAP) ? "this is no template: it has no Resources"
                                                : "this is no template: a template is a map of sections");
  diag_help(&session->diags, diag, "what is compared are CloudFormation templates (JSON or YAML) and Strata programs");
  return false;
}

static bool read_template(Session *session, const char *path, PlanningSide *out) {
  Text text;
  if (!io_read(&session->arena, &session->diags, path, &text)) return false;
  uint32_t source = source_add(&session->sources, text_of(path), text);
  Value *root = format_read(&session->arena, &session->diags, &session->sources, source);
  if (!root) return false;
  if (!value_is(value_at(root, "Resources"), VALUE_MAP)) return no_template(session, source, root);
  Template *template = ARENA_NEW(&session->arena, Template);
  template->root = root;
  template->stack = stack_name(text_of(path));
  template_index(&session->arena, template);
  add(session, out, template);
  return true;
}

// A folder that `strata compile -o` made: its manifest names the stacks in order.
static bool read_folder(Session *session, const char *folder, PlanningSide *out) {
  Arena *arena = &session->arena;
  Text path = text_format(arena, "%s/manifest.json", folder), text;
  if (!io_read(arena, &session->diags, path.at, &text)) return false;
  Value *root = json_read(arena, &session->diags, &session->sources, source_add(&session->sources, path, text));
  const Value *stacks = value_at(root, "stacks");
  for (size_t i = 0; value_is(stacks, VALUE_LIST) && i < stacks->as.list.count; i++) {
    const Value *stack = stacks->as.list.items[i], *moved = value_at(stack, "moved");
    Text file = value_text(value_at(stack, "file"));
    if (!file.size || value_at(stack, "deployed_by")) continue;
    path = text_format(arena, "%s/%.*s", folder, TEXT_ARG(file));
    if (!read_template(session, path.at, out)) return false;
    Template *template = out->templates.items[out->templates.count - 1];
    Map *parameters = out->parameters.items[out->parameters.count - 1];
    template->stack = value_text(value_at(stack, "name"));
    const Value *given = value_at(stack, "parameters");
    for (size_t k = 0; value_is(given, VALUE_MAP) && k < given->as.map.count; k++)
      map_put(arena, parameters, given->as.map.members[k].key, given->as.map.members[k].value);
    for (size_t k = 0; value_is(moved, VALUE_LIST) && k < moved->as.list.count; k++) {
      const Value *move = moved->as.list.items[k];
      TemplateMove one = {value_text(value_at(move, "from")), value_text(value_at(move, "to")), move->span};
      if (one.from.size && one.to.size) vec_push(arena, &template->moved, one);
    }
  }
  if (out->templates.count) return true;
  if (root) diag_error(&session->diags, "E1001", root->span, "this manifest names no templates");
  return false;
}

// ───────────────────────────── Programs ─────────────────────────────

// What the program itself says of the stack that it is deployed as.
static void name_stack(Session *session, const Stack *stack, Map *parameters) {
  static const char *const settings[][2] = {{"region", "AWS::Region"}, {"account", "AWS::AccountId"}};
  Arena *arena = &session->arena;
  map_put(arena, parameters, TEXT("AWS::StackName"), value_string(arena, (Span){0}, stack->deployed_name));
  for (size_t i = 0; i < 2; i++) {
    const Val *val = val_field(stack->settings, text_of(settings[i][0]));
    Text text = val ? val_spell(arena, val) : (Text){0};
    if (text.size) map_put(arena, parameters, text_of(settings[i][1]), value_string(arena, (Span){0}, text));
  }
}

static bool read_program(Session *session, const Arguments *arguments, const char *path, PlanningSide *out) {
  CompileOptions options;
  if (!pipeline_options(arguments, &options)) return false;
  options.program = path;
  Compilation compilation = {0};
  compile_session(&compilation, session, &options, COMPILE_LOWER);
  if (session->diags.errors) return false;
  if (!compilation.templates.list.count)
    return diag_error(&session->diags, IO_ERROR, (Span){0}, PIPELINE_NO_STACK, path), false;
  out->program = true;
  for (size_t i = 0; i < compilation.templates.list.count; i++) {
    // What a stack set deploys is none of this account's stacks.
    if (compilation.graph->order.items[i]->stack->in_set) continue;
    Template *template = compilation.templates.list.items[i];
    template_index(&session->arena, template);
    add(session, out, template);
    const Value *given = manifest_parameters(&session->arena, &compilation, template);
    Map *parameters = out->parameters.items[out->parameters.count - 1];
    name_stack(session, compilation.graph->order.items[i]->stack, parameters);
    for (size_t k = 0; k < given->as.map.count; k++)
      map_put(&session->arena, parameters, given->as.map.members[k].key, given->as.map.members[k].value);
  }
  return true;
}

static bool is_compiled_folder(const char *path) {
  Arena arena = {0};
  Text main = text_format(&arena, "%s/main.strata", path), manifest = text_format(&arena, "%s/manifest.json", path);
  bool compiled = io_is_folder(path) && !io_exists(main.at) && io_exists(manifest.at);
  arena_free(&arena);
  return compiled;
}

bool planning_is_program(const char *path) { return is_program(path) && !is_compiled_folder(path); }

bool planning_read(Session *session, const Arguments *arguments, const char *path, PlanningSide *out) {
  *out = (PlanningSide){0};
  if (!is_program(path)) return read_template(session, path, out);
  if (is_compiled_folder(path)) return read_folder(session, path, out);
  return read_program(session, arguments, path, out);
}

// Whether any stack has the parameter, which then has the value.
static bool give(Session *session, PlanningSide *side, Text stack, Text name, Value *value) {
  bool known = false;
  for (size_t i = 0; side && i < side->templates.count; i++) {
    const Template *template = side->templates.items[i];
    if (stack.size && !text_equal(stack, template->stack)) continue;
    if (!text_starts_with(name, TEXT("AWS::")) && !value_get(template_section(template, "Parameters"), name)) continue;
    map_put(&session->arena, side->parameters.items[i], name, value);
    known = true;
  }
  return known;
}

bool planning_parameters(Session *session, const Arguments *arguments, const char *option, PlanningSide *first,
                         PlanningSide *second) {
  size_t count;
  const char **values = option_values(arguments, option, &count);
  for (size_t i = 0; i < count; i++) {
    Text given = text_of(values[i]);
    size_t equals = text_find(given, TEXT("="), 0), dot = text_find(given, TEXT("."), 0);
    if (equals == 0 || equals == SIZE_MAX) {
      // The value itself may be a secret: it is not repeated.
      options_wrong(arguments->command, "%s takes NAME=VALUE", option);
      return false;
    }
    Text stack = dot < equals ? text_slice(given, 0, dot) : (Text){0};
    Text name = text_slice(given, dot < equals ? dot + 1 : 0, equals);
    Value *value = value_string(&session->arena, (Span){0}, text_slice(given, equals + 1, given.size));
    bool known = give(session, first, stack, name, value);
    if (give(session, second, stack, name, value) || known) continue;
    options_wrong(arguments->command, "%s: no template has a parameter '%.*s'", option, (int)equals, values[i]);
    return false;
  }
  return true;
}

// ───────────────────────────── Output ─────────────────────────────

bool planning_output(PlanningOutput *out, const Arguments *arguments) {
  const char *format = option_value(arguments, "--format");
  *out = (PlanningOutput){.json = format && strcmp(format, "json") == 0,
                          .markdown = format && strcmp(format, "markdown") == 0};
  ReportFormat any;
  if (format && !out->markdown && !report_format(text_of(format), &any)) {
    options_wrong(arguments->command, "--format takes text, json, markdown, sarif, junit or github, not '%s'", format);
    return false;
  }
  // Markdown is no format of findings: the console is asked for messages alone, and told the rest.
  if (!console_init(&out->console, arguments, CONSOLE_MESSAGES)) return false;
  if (format && !out->markdown) report_format(text_of(format), &out->console.format);
  return true;
}

static void write_hazards(PlanningOutput *output, Session *session, const Plan *plan, const Text *files,
                          size_t file_count, Buffer *out) {
  plan_diagnose(plan, &session->diags);
  report_sort(&session->diags);
  ReportOptions options = {
      .format = output->console.format,
      .fail_on = LEVEL_WARNING,
      .files = files,
      .file_count = file_count,
      .title = explain_title,
  };
  report_write(&session->arena, &session->sources, &session->diags, &options, out);
}

int planning_write(PlanningOutput *output, Session *session, const Plan *plan, const Text *files, size_t file_count) {
  const Arguments *arguments = output->console.arguments;
  session->diags.list.count = session->diags.errors = session->diags.warnings = 0;
  Buffer out = {0};
  if (output->json) {
    json_write(&out, report_plan_json(&session->arena, plan, &session->sources));
  } else if (output->markdown) {
    report_plan_markdown(&out, plan, &session->sources);
  } else if (output->console.format != REPORT_TEXT) {
    write_hazards(output, session, plan, files, file_count, &out);
  } else {
    PlanTextOptions options = {output->console.colour_stdout, option_given(arguments, "--verbose")};
    report_plan_text(&out, plan, &session->sources, &options);
  }
  session->diags.list.count = session->diags.errors = session->diags.warnings = 0;
  bool written = io_write(&session->diags, "-", buffer_text(&out));
  buffer_free(&out);
  if (!written) return planning_fail(output, session);
  return plan_is_empty(plan) || option_given(arguments, "--exit-zero") ? EXIT_DONE : EXIT_FINDINGS;
}

void planning_say(const PlanningOutput *output, Session *session, const char *format, ...) {
  if (output->console.quiet) return;
  va_list arguments;
  va_start(arguments, format);
  Text text = text_format_list(&session->arena, format, arguments);
  va_end(arguments);
  text = text_format(&session->arena, "strata: %.*s\n", TEXT_ARG(text));
  io_write_all(STDERR_FILENO, text);
}

int planning_fail(const PlanningOutput *output, Session *session) {
  // Exit code 1 says that there are changes: what could not be planned is 2.
  Console console = output->console;
  console.format = REPORT_TEXT;
  console.quiet = true;
  console_report(&console, &session->arena, &session->sources, &session->diags, NULL, 0);
  return EXIT_WRONG;
}
