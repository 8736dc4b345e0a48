// For people:
//
//   error[E0203]: unknown field 'zonse'
//     --> web.strata:12:3
//      |
//   12 |   zonse = 2
//      |   ^^^^^
//      = help: did you mean 'zones'?
//
// The trick is the window: of a source line only what is near the span is ever looked at, so that ten thousand findings
// in a template of one long line cost no more than in one of many lines.
#include "report/render.h"

enum {
  LINE_COLUMNS = 120,   // a longer source line is cut
  BEFORE_COLUMNS = 40,  // how much a cut line shows before the span
  TAB_STOP = 4,
};

typedef enum Paint { PAINT_NONE, PAINT_ERROR, PAINT_WARNING, PAINT_INFO, PAINT_BOLD, PAINT_GUTTER } Paint;

static void paint(const Report *report, Paint paint) {
  if (!report->options->colour) return;
  static const char *const codes[] = {
      [PAINT_NONE] = "\033[0m",    [PAINT_ERROR] = "\033[1;31m", [PAINT_WARNING] = "\033[1;33m",
      [PAINT_INFO] = "\033[1;36m", [PAINT_BOLD] = "\033[1m",     [PAINT_GUTTER] = "\033[1;34m",
  };
  buffer_add_string(report->out, codes[paint]);
}

static Paint level_paint(Level level) {
  switch (level) {
    case LEVEL_INFO: return PAINT_INFO;
    case LEVEL_WARNING: return PAINT_WARNING;
    case LEVEL_ERROR: return PAINT_ERROR;
  }
  return PAINT_ERROR;
}

// Columns that a terminal gives a code point: 0 for combining marks, 2 for East Asian wide forms and emoji. The ranges
// are the blocks of Unicode 15 whose characters have East_Asian_Width W or F, and those of general category Mn.
static size_t display_width(uint32_t c) {
  static const struct {
    uint32_t first, last;
    size_t width;
  } ranges[] = {
      {0x0300, 0x036F, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05BD, 0}, {0x064B, 0x065F, 0},   {0x1100, 0x115F, 2},
      {0x1AB0, 0x1AFF, 0},   {0x1DC0, 0x1DFF, 0},   {0x200B, 0x200D, 0}, {0x20D0, 0x20F0, 0},   {0x231A, 0x231B, 2},
      {0x23E9, 0x23EC, 2},   {0x2614, 0x2615, 2},   {0x26A1, 0x26A1, 2}, {0x2705, 0x2705, 2},   {0x2728, 0x2728, 2},
      {0x274C, 0x274C, 2},   {0x2E80, 0x303E, 2},   {0x3041, 0x33FF, 2}, {0x3400, 0x4DBF, 2},   {0x4E00, 0x9FFF, 2},
      {0xA000, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},   {0xFE20, 0xFE2F, 0},
      {0xFE30, 0xFE6F, 2},   {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1F64F, 2}, {0x1F680, 0x1F6FF, 2},
      {0x1F900, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
  };
  if (c < 0x0300) return 1;
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (c >= ranges[i].first && c <= ranges[i].last) return ranges[i].width;
  return 1;
}

// A source line as it is shown, and the columns of it that are underlined.
typedef struct Shown {
  Buffer text;
  size_t start, end;
} Shown;

// Whether a line takes more than LINE_COLUMNS, without looking at more of it than that needs.
static bool is_long(Text line) {
  if (line.size <= LINE_COLUMNS / TAB_STOP) return false;
  size_t column = 0, i = 0;
  while (i < line.size && i < 4 * LINE_COLUMNS) {
    uint32_t c = render_code_point(line, &i);
    column += c == '\t' ? TAB_STOP - column % TAB_STOP : display_width(c);
    if (column > LINE_COLUMNS) return true;
  }
  return i < line.size;
}

static size_t step_back(Text line, size_t offset) {
  for (int i = 0; i < 4 && offset > 0; i++)
    if (((unsigned char)line.at[--offset] & 0xC0) != 0x80) break;
  return offset;
}

// Where a long line's window begins: at its start where the span is near that, else BEFORE_COLUMNS before the span.
static size_t window_start(Text line, size_t start) {
  size_t offset = start;
  for (size_t i = 0; i < BEFORE_COLUMNS; i++) offset = step_back(line, offset);
  return offset <= LINE_COLUMNS / 4 ? 0 : offset;
}

// Lays out `line` with its bytes [start, end) to be underlined.
static Shown lay_out(Text line, size_t start, size_t end) {
  Shown shown = {0};
  size_t i = 0, column = 0, limit = SIZE_MAX;
  if (is_long(line)) {
    i = window_start(line, start);
    limit = LINE_COLUMNS;
    if (i > 0) buffer_add_string(&shown.text, "…"), column = 1;
  }
  bool started = false;
  size_t taken = i;
  while (i < line.size && column < limit && i - taken < 8 * LINE_COLUMNS) {
    if (!started && i >= start) started = true, shown.start = shown.end = column;
    size_t here = i;
    uint32_t c = render_code_point(line, &i);
    size_t width = c == '\t' ? TAB_STOP - column % TAB_STOP : display_width(c);
    if (c == '\t')
      buffer_fill(&shown.text, ' ', width);
    else
      report_clean(&shown.text, text_slice(line, here, i));
    column += width;
    if (started && here < end) shown.end = column;
  }
  if (i < line.size) buffer_add_string(&shown.text, "…");
  if (!started) shown.start = shown.end = column;
  if (shown.end == shown.start) shown.end = shown.start + 1;
  while (shown.text.size && shown.text.at[shown.text.size - 1] == ' ') shown.text.size--;
  return shown;
}

static void gutter(const Report *report, size_t width, uint32_t line) {
  paint(report, PAINT_GUTTER);
  if (line)
    buffer_format(report->out, "%*u |", (int)width, line);
  else
    buffer_format(report->out, "%*s |", (int)width, "");
  paint(report, PAINT_NONE);
}

// "  --> file:line:column" and the line with its underline.
static void show_place(const Report *report, Span span, size_t width, Paint colour) {
  Buffer *out = report->out;
  Position from = source_position(report->sources, span.source, span.start);
  Position to = source_position(report->sources, span.source, span.end > span.start ? span.end : span.start);
  paint(report, PAINT_GUTTER);
  buffer_format(out, "%*s--> ", (int)width, "");
  paint(report, PAINT_NONE);
  report_clean(out, render_path(report, span));
  buffer_format(out, ":%u:%u\n", from.line, from.column);

  const Source *source = source_get(report->sources, span.source);
  Text line = source_line(report->sources, span.source, from.line);
  size_t line_start = line.at ? (size_t)(line.at - source->text.at) : source->text.size;
  if (from.line == 1 && text_starts_with(line, TEXT("\xEF\xBB\xBF")))
    line = text_slice(line, 3, line.size), line_start = 3;
  size_t start = span.start > line_start ? span.start - line_start : 0;
  size_t end = span.end > line_start ? span.end - line_start : 0;
  if (start > line.size) start = line.size;
  if (end > line.size) end = line.size;
  Shown shown = lay_out(line, start, end);
  gutter(report, width, 0);
  buffer_add_char(out, '\n');
  gutter(report, width, from.line);
  if (shown.text.size) buffer_add_char(out, ' ');
  buffer_add(out, buffer_text(&shown.text));
  buffer_add_char(out, '\n');
  gutter(report, width, 0);
  buffer_fill(out, ' ', shown.start + 1);
  paint(report, colour);
  buffer_fill(out, '^', shown.end - shown.start);
  if (to.line > from.line) buffer_format(out, " to line %u", to.line);
  paint(report, PAINT_NONE);
  buffer_add_char(out, '\n');
  buffer_free(&shown.text);
}

// Further lines of a message are set in below its first.
static void add_message(Buffer *out, Text message, size_t indent) {
  for (size_t start = 0;;) {
    size_t end = text_find(message, TEXT("\n"), start);
    report_clean(out, text_slice(message, start, end));
    buffer_add_char(out, '\n');
    if (end == SIZE_MAX) return;
    buffer_fill(out, ' ', indent);
    start = end + 1;
  }
}

static void add_remark(const Report *report, const char *label, Text message, size_t width) {
  paint(report, PAINT_GUTTER);
  buffer_format(report->out, "%*s = ", (int)width, "");
  paint(report, PAINT_BOLD);
  buffer_format(report->out, "%s: ", label);
  paint(report, PAINT_NONE);
  add_message(report->out, message, width + 3 + strlen(label) + 2);
}

// Digits of the greatest line number that the diagnostic shows.
static size_t gutter_width(const Report *report, const Diag *diag) {
  uint32_t greatest =
      diag->span.source ? source_position(report->sources, diag->span.source, diag->span.start).line : 0;
  for (size_t i = 0; i < diag->notes.count; i++) {
    Span span = diag->notes.items[i].span;
    uint32_t line = span.source ? source_position(report->sources, span.source, span.start).line : 0;
    if (line > greatest) greatest = line;
  }
  size_t width = 1;
  while (greatest >= 10) greatest /= 10, width++;
  return width;
}

static void show_diag(const Report *report, const Diag *diag) {
  Buffer *out = report->out;
  size_t width = gutter_width(report, diag);
  Paint colour = level_paint(diag->level);
  paint(report, colour);
  buffer_format(out, "%s[%s]", render_level(diag->level), diag->code);
  paint(report, PAINT_BOLD);
  buffer_add_string(out, ": ");
  add_message(out, diag->message, 2);
  paint(report, PAINT_NONE);
  if (source_get(report->sources, diag->span.source)) show_place(report, diag->span, width, colour);
  if (diag->help.size) add_remark(report, "help", diag->help, width);
  for (size_t i = 0; i < diag->notes.count; i++) {
    const Note *note = &diag->notes.items[i];
    add_remark(report, "note", note->message, width);
    if (source_get(report->sources, note->span.source)) show_place(report, note->span, width, PAINT_INFO);
  }
}

static void add_count(const Report *report, Level level, const char *one, const char *many, bool *first) {
  size_t count = 0;
  for (size_t i = 0; i < report->diags->list.count; i++) count += report->diags->list.items[i]->level == level;
  if (!count) return;
  buffer_format(report->out, "%s%zu %s", *first ? "" : ", ", count, count == 1 ? one : many);
  *first = false;
}

void render_text(const Report *report) {
  if (report->diags->list.count == 0) return;
  for (size_t i = 0; i < report->diags->list.count; i++) {
    show_diag(report, report->diags->list.items[i]);
    buffer_add_char(report->out, '\n');
  }
  if (report->options->no_summary) return;
  bool first = true;
  add_count(report, LEVEL_ERROR, "error", "errors", &first);
  add_count(report, LEVEL_WARNING, "warning", "warnings", &first);
  add_count(report, LEVEL_INFO, "info", "infos", &first);
  buffer_add_char(report->out, '\n');
}
