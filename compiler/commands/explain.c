// strata explain CODE: prints what docs/errors/*.md says on a code; without CODE the list of all codes.
#include "commands/explain.h"

#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/embedded.h"

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

Text explain_title(const char *code) {
  Wanted wanted = {.code = text_of(code)};
  visit_sections(match_code, &wanted);
  return wanted.found.title;
}

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

static void list_codes(Arena *arena, Buffer *out) {
  Sections sections = {.arena = arena};
  visit_sections(collect, &sections);
  qsort(sections.list.items, sections.list.count, sizeof *sections.list.items, compare_codes);
  for (size_t i = 0; i < sections.list.count; i++) {
    const Section *section = &sections.list.items[i];
    buffer_format(out, "%-6.*s %.*s\n", TEXT_ARG(section->code), TEXT_ARG(section->title));
  }
}

static int unknown_code(const Arguments *arguments, Text code) {
  Sections sections = {.arena = arguments->arena};
  visit_sections(collect, &sections);
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

static int run(const Arguments *arguments) {
  Buffer out = {0};
  if (arguments->operands.count == 0) {
    list_codes(arguments->arena, &out);
    return print(&out);
  }
  Text asked = text_of(arguments->operands.items[0]);
  char *upper = arena_copy(arguments->arena, asked.at, asked.size);
  for (size_t i = 0; i < asked.size; i++)
    if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] = (char)(upper[i] - 'a' + 'A');
  Wanted wanted = {.code = {upper, asked.size}};
  visit_sections(match_code, &wanted);
  if (!wanted.found.code.size) return unknown_code(arguments, wanted.code);
  buffer_format(&out, "%.*s: %.*s\n", TEXT_ARG(wanted.found.code), TEXT_ARG(wanted.found.title));
  if (wanted.found.body.size) buffer_format(&out, "\n%.*s\n", TEXT_ARG(wanted.found.body));
  return print(&out);
}

const Command command_explain = {
    .name = "explain",
    .operands = "[CODE]",
    .least = 0,
    .most = 1,
    .summary = "what a code of a diagnostic means",
    .about =
        "Prints what the code of a diagnostic (E0109, say) means and how to mend it.\nWithout CODE: the list of all "
        "codes.",
    .run = run,
};
