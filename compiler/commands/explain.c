// strata explain CODE: prints what docs/errors/*.md, or the table of lint's rules, says on a code; without CODE the
// list of all codes.
#include "commands/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/embedded.h"
#include "commands/pipeline.h"
#include "lint/lint.h"
#include "lower/source_map.h"

typedef struct Section {
  Text code, title, body;
} Section;

// Reads the section at *offset of a page and moves behind it; false where there is none further.
static bool next_section(Text page, size_t *offset, Section *out) {
  Text mark = TEXT("## ");
  size_t start = *offset;
  while (start != SIZE_MAX &&
         !(text_starts_with(text_slice(page, start, page.size), mark) && (start == 0 || page.at[start - 1] == '\n')))
    start = text_find(page, mark, start + 1);
  if (start == SIZE_MAX) return false;
  size_t line_end = text_find(page, TEXT("\n"), start);
  size_t end = text_find(page, TEXT("\n## "), start);
  end = end == SIZE_MAX ? page.size : end + 1;
  Text heading = text_slice(page, start + mark.size, line_end);
  size_t space = text_find(heading, TEXT(" "), 0);
  out->code = text_slice(heading, 0, space);
  out->title = text_trim(text_slice(heading, out->code.size, heading.size));
  out->body = line_end < end ? text_trim(text_slice(page, line_end, end)) : (Text){0};
  *offset = end;
  return true;
}

typedef bool (*SectionVisit)(void *context, const Section *section);

// Calls `visit` for each section of all pages, in order, until it gives false.
static void visit_sections(SectionVisit visit, void *context) {
  const char *at = embedded_errors;
  Text path, page;
  while (embedded_next(&at, &path, &page)) {
    Section section;
    for (size_t offset = 0; next_section(page, &offset, &section);)
      if (!visit(context, &section)) return;
  }
}

typedef struct Wanted {
  Text code;
  Section found;
} Wanted;

static bool match_code(void *context, const Section *section) {
  Wanted *wanted = context;
  if (!text_equal(section->code, wanted->code)) return true;
  wanted->found = *section;
  return false;
}

// Pages come before rules: a code that several parts of the program report has a page.
static Section section_of(Text code) {
  Wanted wanted = {.code = code};
  visit_sections(match_code, &wanted);
  LintRuleInfo rule;
  if (!wanted.found.code.size && lint_rule_find(code, &rule))
    wanted.found = (Section){text_of(rule.id), text_of(rule.title), text_of(rule.about)};
  return wanted.found;
}

Text explain_title(const char *code) { return section_of(text_of(code)).title; }

typedef struct Sections {
  Arena *arena;
  VEC(Section) list;
} Sections;

static bool collect(void *context, const Section *section) {
  Sections *sections = context;
  vec_push(sections->arena, &sections->list, *section);
  return true;
}

static int compare_codes(const void *left, const void *right) {
  const Section *a = left, *b = right;
  return text_compare(a->code, b->code);
}

// All sections, by code.
static void collect_sections(Sections *out) {
  visit_sections(collect, out);
  for (size_t i = 0; i < lint_rule_count(); i++) {
    LintRuleInfo rule = lint_rule_at(i);
    Wanted wanted = {.code = text_of(rule.id)};
    visit_sections(match_code, &wanted);
    Section section = {wanted.code, text_of(rule.title), {0}};
    if (!wanted.found.code.size) vec_push(out->arena, &out->list, section);
  }
  qsort(out->list.items, out->list.count, sizeof *out->list.items, compare_codes);
}

static void list_codes(Arena *arena, Buffer *out) {
  Sections sections = {.arena = arena};
  collect_sections(&sections);
  for (size_t i = 0; i < sections.list.count; i++) {
    const Section *section = &sections.list.items[i];
    buffer_format(out, "%-6.*s %.*s\n", TEXT_ARG(section->code), TEXT_ARG(section->title));
  }
}

static int unknown_code(const Arguments *arguments, Text code) {
  Sections sections = {.arena = arguments->arena};
  collect_sections(&sections);
  Text *codes = ARENA_ARRAY(arguments->arena, Text, sections.list.count + 1);
  for (size_t i = 0; i < sections.list.count; i++) codes[i] = sections.list.items[i].code;
  Text nearest = text_nearest(code, codes, sections.list.count);
  if (nearest.size)
    return options_wrong(arguments->command, "there is no code '%.*s'; did you mean '%.*s'?", TEXT_ARG(code),
                         TEXT_ARG(nearest));
  return options_wrong(arguments->command, "there is no code '%.*s'; 'strata explain' lists all", TEXT_ARG(code));
}

static int print(Buffer *out) {
  buffer_add_char(out, 0);
  int exit_code = options_print(out->at);
  buffer_free(out);
  return exit_code;
}

// E0109, W2001, I0511, P101: a letter and digits.
static bool looks_like_code(Text text) {
  if (text.size < 2 || text.size > 6) return false;
  for (size_t i = 1; i < text.size; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return (text.at[0] >= 'a' && text.at[0] <= 'z') || (text.at[0] >= 'A' && text.at[0] <= 'Z');
}

static int unknown_id(const Arguments *arguments, const char *program, Text id, Text nearest) {
  if (nearest.size)
    return options_wrong(arguments->command, "no stack of %s has a resource '%.*s'; did you mean '%.*s'?", program,
                         TEXT_ARG(id), TEXT_ARG(nearest));
  return options_wrong(arguments->command, "no stack of %s has a resource '%.*s'; `strata graph` lists them", program,
                       TEXT_ARG(id));
}

// Of the logical ids of all stacks, in the arguments' arena.
static Text nearest_id(const Arguments *arguments, const Compilation *compilation, Text id) {
  VEC(Text) ids = {0};
  for (size_t s = 0; s < compilation->templates.list.count; s++) {
    const Template *template = compilation->templates.list.items[s];
    for (size_t i = 0; i < template->resources.count; i++)
      vec_push(arguments->arena, &ids, template->resources.items[i].logical_id);
  }
  Text nearest = text_nearest(id, ids.items, ids.count);
  return (Text){arena_copy(arguments->arena, nearest.at, nearest.size), nearest.size};
}

// Where a resource comes from: the program is the second operand, or the one in this folder.
static int explain_id(const Arguments *arguments, Text id) {
  const char *program = arguments->operands.count > 1 ? arguments->operands.items[1] : ".";
  if (arguments->operands.count == 1 && !io_exists("main.strata"))
    return options_wrong(arguments->command, "'%.*s' is no code, and no main.strata here has resources to explain",
                         TEXT_ARG(id));
  Console console;
  CompileOptions options;
  Compilation compilation;
  if (!console_init(&console, arguments, CONSOLE_MESSAGES) || !pipeline_options(arguments, &options)) return EXIT_WRONG;
  options.program = program;
  compile_program(&compilation, &options, COMPILE_LOWER);
  Buffer out = {0};
  bool found = source_map_explain(&out, &compilation, id);
  io_write(&compilation.session.diags, "-", buffer_text(&out));
  buffer_free(&out);
  bool wrong = compilation.session.diags.errors > 0;
  Text nearest = found || wrong ? (Text){0} : nearest_id(arguments, &compilation, id);
  int exit_code = pipeline_end(&console, &compilation);
  return found || wrong ? exit_code : unknown_id(arguments, program, id, nearest);
}

static int run(const Arguments *arguments) {
  Buffer out = {0};
  if (arguments->operands.count == 0) {
    list_codes(arguments->arena, &out);
    return print(&out);
  }
  Text asked = text_of(arguments->operands.items[0]);
  if (!looks_like_code(asked)) return explain_id(arguments, asked);
  char *upper = arena_copy(arguments->arena, asked.at, asked.size);
  for (size_t i = 0; i < asked.size; i++)
    if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] = (char)(upper[i] - 'a' + 'A');
  Text code = {upper, asked.size};
  Section section = section_of(code);
  if (!section.code.size) return unknown_code(arguments, code);
  buffer_format(&out, "%.*s: %.*s\n", TEXT_ARG(section.code), TEXT_ARG(section.title));
  if (section.body.size) buffer_format(&out, "\n%.*s\n", TEXT_ARG(section.body));
  return print(&out);
}

static const Option OPTIONS[] = {OPTION_ENVIRONMENT, OPTION_DEFINE, OPTION_ALLOW_ENV, OPTION_COLOR, OPTION_QUIET};

const Command command_explain = {
    .name = "explain",
    .operands = "[CODE | LOGICAL_ID [PROGRAM]]",
    .least = 0,
    .most = 2,
    .summary = "what a code means, or where a resource comes from",
    .about =
        "Prints what the code of a diagnostic (E0109, say) means and how to mend it; or for a logical id of a program "
        "(by\n"
        "default the one in this folder) the place and the components that it comes from, and what it refers to.\n"
        "Without an operand: the list of all codes.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
