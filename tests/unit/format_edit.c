// Edits keep layout and comments: each row is a template, a change of what stands at a path, and the text after it. The
// result is read again: it must be a tree without mistakes.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "format/edit.h"
#include "format/format.h"

typedef struct Row {
  const char *what, *before, *path;
  EditKind kind;
  const char *key, *text, *after;  // `after` null: the layout has no plain place for it
} Row;

static const Row rows[] = {
    {"key in YAML", "A:\n  Wrong: 1 # c\n", "A/Wrong", EDIT_KEY, "", "Right", "A:\n  Right: 1 # c\n"},
    {"key in quotes", "A: {'Wrong': 1}\n", "A/Wrong", EDIT_KEY, "", "Right", "A: {'Right': 1}\n"},
    {"key in JSON", "{\"A\": 1}", "A", EDIT_KEY, "", "B", "{\"B\": 1}"},
    {"value in YAML", "A: 'yes' # c\nB: 1\n", "A", EDIT_VALUE, "", "true", "A: true # c\nB: 1\n"},
    {"value in JSON", "{\"A\": \"yes\"}", "A", EDIT_VALUE, "", "true", "{\"A\": true}"},
    {"intrinsic in YAML", "A:\n  Fn::Join:\n    - ''\n    - - a\n      - b\nB: 1\n", "A", EDIT_VALUE, "",
     "{\"Fn::Sub\": \"a${X}\"}", "A:\n  !Sub a${X}\nB: 1\n"},
    {"intrinsic by its tag", "A: !Join ['', [a, !Ref X]] # c\n", "A", EDIT_VALUE, "", "{\"Fn::Sub\": \"a${X}\"}",
     "A: !Sub a${X} # c\n"},
    {"intrinsic in a flow map", "A: {B: !Join ['', [a]]}\n", "A/B", EDIT_VALUE, "", "{\"Fn::Sub\": \"a\"}",
     "A: {B: {\"Fn::Sub\": \"a\"}}\n"},
    {"what a tag holds", "A: !Sub 'b c'\n", "A", EDIT_UNWRAP, "Fn::Sub", "", "A: 'b c'\n"},
    {"what a long form holds", "A:\n  Fn::Sub: b\nC: 1\n", "A", EDIT_UNWRAP, "Fn::Sub", "", "A:\n  b\nC: 1\n"},
    {"what a block with variables holds", "A:\n  Fn::Sub:\n    - b\n    - {}\nC: 1\n", "A", EDIT_UNWRAP, "Fn::Sub/0",
     "", "A:\n  b\nC: 1\n"},
    {"what it holds in JSON", "{\"A\": {\"Fn::Sub\": \"b\"}}", "A", EDIT_UNWRAP, "Fn::Sub", "", "{\"A\": \"b\"}"},
    {"a member's lines", "A:\n  B:\n    - x\n    - y # c\n  # d\n  C: 1\n", "A/B", EDIT_REMOVE, "B", "",
     "A:\n  # d\n  C: 1\n"},
    {"the last member", "A:\n  B: 1\n  C: 2\n", "A/C", EDIT_REMOVE, "C", "", "A:\n  B: 1\n"},
    {"the first member of an item", "A:\n  - B: 1\n    C: 2\n", "A/0/B", EDIT_REMOVE, "B", "", "A:\n  - C: 2\n"},
    {"the only member of an item", "A:\n  - B: 1\nD: 1\n", "A/0/B", EDIT_REMOVE, "B", "", NULL},
    {"an item", "A:\n  - x\n  - y # c\n  - z\n", "A/1", EDIT_REMOVE, "", "", "A:\n  - x\n  - z\n"},
    {"an item of a flow list", "A: [x, y, z]\n", "A/1", EDIT_REMOVE, "", "", "A: [x, z]\n"},
    {"the last item of a flow list", "A: [x, y]\n", "A/1", EDIT_REMOVE, "", "", "A: [x]\n"},
    {"a member in JSON", "{\n  \"A\": 1,\n  \"B\": 2,\n  \"C\": 3\n}\n", "B", EDIT_REMOVE, "B", "",
     "{\n  \"A\": 1,\n  \"C\": 3\n}\n"},
    {"the last member in JSON", "{\n  \"A\": 1,\n  \"B\": 2\n}\n", "B", EDIT_REMOVE, "B", "", "{\n  \"A\": 1\n}\n"},
    {"a member more", "A:\n  B: Retain # c\n  C: 1\n", "A/B", EDIT_ADD, "D", "\"Retain\"",
     "A:\n  B: Retain # c\n  D: Retain\n  C: 1\n"},
    {"a member behind the last line", "A:\n  B: 1", "A/B", EDIT_ADD, "D", "\"x y\"", "A:\n  B: 1\n  D: x y"},
    {"a member behind a block", "A:\n  B:\n    - 1\n\nC: 1\n", "A/B", EDIT_ADD, "D", "2",
     "A:\n  B:\n    - 1\n  D: 2\n\nC: 1\n"},
    {"a member in a flow map", "A: {B: 1, C: 2}\n", "A/B", EDIT_ADD, "D", "3", "A: {B: 1, D: 3, C: 2}\n"},
    {"a member in JSON lines", "{\n  \"A\": 1\n}\n", "A", EDIT_ADD, "B", "2", "{\n  \"A\": 1,\n  \"B\": 2\n}\n"},
};

// Finds what stands at a path: the span of the member or item, the value, and the map or list around it.
static Value *find(Value *root, const char *path, Span *span, Value **around) {
  Value *value = root;
  for (const char *at = path; *at;) {
    size_t size = strcspn(at, "/");
    *around = value;
    if (value->kind == VALUE_LIST) {
      value = value->as.list.items[*at - '0'];
      *span = value->span;
    } else {
      Member *member = value_member(value, (Text){at, size});
      assert_non_null(member);
      value = member->value;
      *span = member->key_span;
    }
    at += size + (at[size] == '/');
  }
  span->end = value->span.end;
  return value;
}

static Edit edit_of(const Row *row, Value *root) {
  Span span = {0};
  Value *around = root, *value = find(root, row->path, &span, &around);
  Edit edit = {row->kind, span, around->span, text_of(row->key), text_of(row->text)};
  if (row->kind == EDIT_KEY) {
    const char *name = strrchr(row->path, '/') ? strrchr(row->path, '/') + 1 : row->path;
    edit.span = value_member(around, text_of(name))->key_span;
  } else if (row->kind == EDIT_VALUE) {
    edit.span = (Span){span.source, value->span.start, span.end};
  } else if (row->kind == EDIT_UNWRAP) {
    edit.span = value->span;
    bool first = strcmp(row->key, "Fn::Sub") != 0;
    const Value *inner = value_at(value, "Fn::Sub");
    edit.within = (first ? inner->as.list.items[0] : inner)->span;
  }
  return edit;
}

static void layout_is_kept(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const Row *row = &rows[i];
    Arena arena = {0};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    uint32_t source = source_add(&sources, TEXT("t"), text_of(row->before));
    Value *root = format_read(&arena, &diags, &sources, source);
    assert_non_null(root);
    Edit edit = edit_of(row, root);
    diag_edit(&diags, diag_error(&diags, "E0000", edit.span, "x"), edit);
    Buffer out = {0};
    size_t applied = edit_apply(&arena, &sources, source, &diags, &out);
    Text after = text_of(row->after ? row->after : "");
    if (applied != (row->after != NULL) || !text_equal(buffer_text(&out), after))
      fail_msg("%s: %zu\n%.*s", row->what, applied, (int)out.size, out.at);
    Diags again = {.arena = &arena};
    if (applied) assert_non_null(format_read(&arena, &again, &sources, source_add(&sources, TEXT("u"), after)));
    buffer_free(&out);
    arena_free(&arena);
  }
}

static void changes_that_touch_are_left_out(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Diags diags = {.arena = &arena};
  uint32_t source = source_add(&sources, TEXT("t"), TEXT("A: abc\nB: 1\n"));
  Span first = {source, 3, 6}, second = {source, 10, 11}, all = {source, 0, 12};
  diag_edit(&diags, diag_error(&diags, "E0000", first, "x"), (Edit){EDIT_VALUE, first, all, {0}, TEXT("1")});
  diag_edit(&diags, diag_error(&diags, "E0000", first, "y"), (Edit){EDIT_VALUE, first, all, {0}, TEXT("2")});
  Diag *both = diag_error(&diags, "E0000", second, "z");
  diag_edit(&diags, both, (Edit){EDIT_VALUE, second, all, {0}, TEXT("3")});
  diag_edit(&diags, both, (Edit){EDIT_VALUE, first, all, {0}, TEXT("4")});
  Buffer out = {0};
  assert_int_equal(edit_apply(&arena, &sources, source, &diags, &out), 1);
  assert_true(text_is(buffer_text(&out), "A: 1\nB: 1\n"));
  buffer_free(&out);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(layout_is_kept),
      cmocka_unit_test(changes_that_touch_are_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
