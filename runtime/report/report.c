// Sorting, choosing the renderer, and what the renderers share.
#include "report/report.h"

#include <stdlib.h>

#include "report/render.h"

bool report_format(Text name, ReportFormat *out) {
  static const char *const names[] = {
      [REPORT_TEXT] = "text",   [REPORT_JSON] = "json",     [REPORT_SARIF] = "sarif",
      [REPORT_JUNIT] = "junit", [REPORT_GITHUB] = "github",
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is(name, names[i])) return *out = (ReportFormat)i, true;
  return false;
}

typedef struct Ranked {
  Diag *diag;
  size_t rank;  // where it stood: qsort is not stable
} Ranked;

static int compare_steps(const Diag *a, const Diag *b) {
  for (size_t i = 0; i < a->path.count && i < b->path.count; i++) {
    PathStep x = a->path.items[i], y = b->path.items[i];
    if (!x.key.at != !y.key.at) return x.key.at ? 1 : -1;
    int order = x.key.at ? text_compare(x.key, y.key) : (x.index > y.index) - (x.index < y.index);
    if (order) return order;
  }
  return (a->path.count > b->path.count) - (a->path.count < b->path.count);
}

// By place, then by what is said; 0 for a repetition.
static int compare_diags(const Diag *a, const Diag *b) {
  if (a->span.source != b->span.source) return a->span.source < b->span.source ? -1 : 1;
  if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
  int order = strcmp(a->code, b->code);
  if (order) return order;
  if (a->span.end != b->span.end) return a->span.end < b->span.end ? -1 : 1;
  order = text_compare(a->message, b->message);
  return order ? order : compare_steps(a, b);
}

static int compare_ranked(const void *left, const void *right) {
  const Ranked *a = left, *b = right;
  int order = compare_diags(a->diag, b->diag);
  if (order) return order;
  return a->rank < b->rank ? -1 : 1;
}

void report_sort(Diags *diags) {
  size_t count = diags->list.count;
  if (count == 0) return;
  Ranked *ranked = base_malloc(count * sizeof *ranked);
  for (size_t i = 0; i < count; i++) ranked[i] = (Ranked){diags->list.items[i], i};
  qsort(ranked, count, sizeof *ranked, compare_ranked);
  diags->list.count = diags->errors = diags->warnings = 0;
  for (size_t i = 0; i < count; i++) {
    Diag *diag = ranked[i].diag;
    if (i && compare_diags(ranked[i - 1].diag, diag) == 0) continue;
    diags->list.items[diags->list.count++] = diag;
    diags->errors += diag->level == LEVEL_ERROR;
    diags->warnings += diag->level == LEVEL_WARNING;
  }
  free(ranked);
}

bool report_has(const Diags *diags, Level level) {
  for (size_t i = 0; i < diags->list.count; i++)
    if (diags->list.items[i]->level >= level) return true;
  return false;
}

const char *render_level(Level level) {
  switch (level) {
    case LEVEL_INFO: return "info";
    case LEVEL_WARNING: return "warning";
    case LEVEL_ERROR: return "error";
  }
  return "error";
}

Text render_path(const Report *report, Span span) {
  const Source *source = source_get(report->sources, span.source);
  return source ? source->path : (Text){0};
}

Text render_message(const Report *report, const Diag *diag) {
  Buffer joined = {0};
  report_clean(&joined, diag->message);
  if (diag->help.size) {
    buffer_add_string(&joined, "\nhelp: ");
    report_clean(&joined, diag->help);
  }
  return buffer_take(&joined, report->arena);
}

enum { REPLACEMENT = 0xFFFD };

static bool is_harmful(uint32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n';
  if (c >= 0x7F && c <= 0x9F) return true;
  if (c == 0x061C || c == 0x200E || c == 0x200F) return true;           // marks of writing direction
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);  // embeddings, overrides and isolates
}

uint32_t render_code_point(Text text, size_t *offset) {
  unsigned char first = (unsigned char)text.at[*offset];
  size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  Text sequence = text_slice(text, *offset, *offset + size);
  if (sequence.size < size || utf8_check(sequence) < size) return *offset += 1, REPLACEMENT;
  uint32_t c = utf8_decode(text, offset);
  return is_harmful(c) ? REPLACEMENT : c;
}

void report_clean(Buffer *out, Text text) {
  for (size_t i = 0; i < text.size;) {
    char bytes[4];
    uint32_t c = render_code_point(text, &i);
    buffer_add(out, (Text){bytes, utf8_put(c, bytes)});
  }
}

Value *render_string(Arena *arena, Text text) {
  Buffer clean = {0};
  report_clean(&clean, text);
  return value_string(arena, (Span){0}, buffer_take(&clean, arena));
}

void report_write(Arena *arena, const Sources *sources, const Diags *diags, const ReportOptions *options, Buffer *out) {
  Report report = {arena, sources, diags, options, out};
  switch (options->format) {
    case REPORT_TEXT: render_text(&report); break;
    case REPORT_JSON: render_json(&report); break;
    case REPORT_SARIF: render_sarif(&report); break;
    case REPORT_JUNIT: render_junit(&report); break;
    case REPORT_GITHUB: render_github(&report); break;
    case REPORT_MARKDOWN: render_markdown(&report); break;
  }
}
