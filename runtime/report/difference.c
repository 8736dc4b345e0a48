// E. Myers' greedy algorithm over lines ("An O(ND) difference algorithm and its variations", 1986), after what both
// texts begin and end with is set aside. An edit script is a mark a line: kept, removed or added.
#include "report/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { CONTEXT = 3, MOST_EDITS = 1000 };

typedef struct Lines {
  VEC(Text) list;
} Lines;

// Each line with its line end.
static Lines split(Arena *arena, Text text) {
  Lines lines = {0};
  for (size_t start = 0; start < text.size;) {
    size_t end = text_find(text, TEXT("\n"), start);
    end = end == SIZE_MAX ? text.size : end + 1;
    vec_push(arena, &lines.list, text_slice(text, start, end));
    start = end;
  }
  return lines;
}

// What lies between equal beginnings and ends.
typedef struct Middle {
  const Text *before, *after;
  int before_count, after_count;
  bool *removed, *added;  // a mark a line
} Middle;

// frontier[k + ORIGIN] is how far into `before` the diagonal k (lines before - lines after) has been followed.
enum { ORIGIN = MOST_EDITS + 1, FRONTIER_SIZE = 2 * MOST_EDITS + 3 };

static bool comes_from_above(const int *frontier, int k, int step) {
  return k == -step || (k != step && frontier[ORIGIN + k - 1] < frontier[ORIGIN + k + 1]);
}

// The number of edits needed; -1 where it is over MOST_EDITS. history[s] becomes the frontier before step s.
static int find_edits(Arena *arena, const Middle *middle, int **history) {
  int *frontier = ARENA_ARRAY(arena, int, FRONTIER_SIZE);
  for (int step = 0; step <= MOST_EDITS; step++) {
    size_t used = (size_t)(2 * step + 3), first = (size_t)(ORIGIN - step - 1);
    int *kept = ARENA_ARRAY(arena, int, used);
    memcpy(kept, frontier + first, used * sizeof *kept);
    history[step] = kept;
    for (int k = -step; k <= step; k += 2) {
      int x = comes_from_above(frontier, k, step) ? frontier[ORIGIN + k + 1] : frontier[ORIGIN + k - 1] + 1;
      while (x < middle->before_count && x - k >= 0 && x - k < middle->after_count &&
             text_equal(middle->before[x], middle->after[x - k]))
        x++;
      frontier[ORIGIN + k] = x;
      if (x >= middle->before_count && x - k >= middle->after_count) return step;
    }
  }
  return -1;
}

static void mark_edits(const Middle *middle, int **history, int edits) {
  int x = middle->before_count, k = x - middle->after_count;
  for (int step = edits; step > 0; step--) {
    const int *frontier = history[step] + step + 1 - ORIGIN;  // so that the same index holds
    bool above = comes_from_above(frontier, k, step);
    int from = above ? k + 1 : k - 1;
    x = frontier[ORIGIN + from];
    if (above)
      middle->added[x - from] = true;
    else
      middle->removed[x] = true;
    k = from;
  }
}

static void compare(Arena *arena, const Middle *middle) {
  int **history = ARENA_ARRAY(arena, int *, MOST_EDITS + 1);
  int edits = find_edits(arena, middle, history);
  if (edits >= 0) {
    mark_edits(middle, history, edits);
    return;
  }
  memset(middle->removed, true, (size_t)middle->before_count);
  memset(middle->added, true, (size_t)middle->after_count);
}

static void add_line(Buffer *out, char mark, Text line, bool colour) {
  const char *code = mark == '-' ? "\033[31m" : mark == '+' ? "\033[32m" : NULL;
  bool ended = text_ends_with(line, TEXT("\n"));
  if (ended) line.size--;
  if (colour && code) buffer_add_string(out, code);
  buffer_add_char(out, mark);
  buffer_add(out, line);
  if (colour && code) buffer_add_string(out, "\033[0m");
  buffer_add_char(out, '\n');
  if (!ended) buffer_add_string(out, "\\ No newline at end of file\n");
}

typedef struct Script {
  Lines before, after;
  bool *removed, *added;
  bool colour;
} Script;

// "12,5" of a hunk's head: where it starts and how long it is; a start of 0 lines is the line before.
static void add_range(Buffer *out, size_t start, size_t count) {
  buffer_format(out, "%zu", count ? start + 1 : start);
  if (count != 1) buffer_format(out, ",%zu", count);
}

// Writes the hunk that begins CONTEXT lines before the edit at (i, k), and moves both behind it.
static void add_hunk(Buffer *out, const Script *script, size_t *i, size_t *k) {
  size_t lead = *i < CONTEXT ? *i : CONTEXT;
  size_t i_start = *i - lead, k_start = *k - lead, i_end = *i, k_end = *k, kept = 0;
  while (i_end < script->before.list.count || k_end < script->after.list.count) {
    bool removed = i_end < script->before.list.count && script->removed[i_end];
    bool added = k_end < script->after.list.count && script->added[k_end];
    if (!removed && !added && kept == 2 * CONTEXT) break;
    kept = removed || added ? 0 : kept + 1;
    i_end += removed || !added;
    k_end += !removed;
  }
  size_t surplus = kept > CONTEXT ? kept - CONTEXT : 0;
  i_end -= surplus, k_end -= surplus;
  buffer_add_string(out, "@@ -");
  add_range(out, i_start, i_end - i_start);
  buffer_add_string(out, " +");
  add_range(out, k_start, k_end - k_start);
  buffer_add_string(out, " @@\n");
  for (*i = i_start, *k = k_start; *i < i_end || *k < k_end;) {
    if (*i < i_end && script->removed[*i])
      add_line(out, '-', script->before.list.items[(*i)++], script->colour);
    else if (*k < k_end && script->added[*k])
      add_line(out, '+', script->after.list.items[(*k)++], script->colour);
    else
      add_line(out, ' ', script->before.list.items[(*i)++], false), ++*k;
  }
}

void report_difference(Buffer *out, Text path, Text before, Text after, bool colour) {
  if (text_equal(before, after)) return;
  Arena arena = {0};
  Script script = {.before = split(&arena, before), .after = split(&arena, after), .colour = colour};
  size_t before_count = script.before.list.count, after_count = script.after.list.count, start = 0, end = 0;
  script.removed = ARENA_ARRAY(&arena, bool, before_count + 1);
  script.added = ARENA_ARRAY(&arena, bool, after_count + 1);
  const Text *old = script.before.list.items, *new = script.after.list.items;
  while (start < before_count && start < after_count && text_equal(old[start], new[start])) start++;
  while (end < before_count - start && end < after_count - start &&
         text_equal(old[before_count - end - 1], new[after_count - end - 1]))
    end++;
  Middle middle = {old + start,
                   new + start,
                   (int)(before_count - start - end),
                   (int)(after_count - start - end),
                   script.removed + start,
                   script.added + start};
  compare(&arena, &middle);

  buffer_format(out, "--- a/%.*s\n+++ b/%.*s\n", TEXT_ARG(path), TEXT_ARG(path));
  for (size_t i = 0, k = 0; i < before_count || k < after_count;) {
    if ((i < before_count && script.removed[i]) || (k < after_count && script.added[k]))
      add_hunk(out, &script, &i, &k);
    else
      i++, k++;
  }
  arena_free(&arena);
}
