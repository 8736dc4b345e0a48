// The state file: what is saved is loaded, and nothing else is taken for a state.
#include "state/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "format/json.h"
#include "state/history.h"

typedef struct Desk {
  Arena arena;
  Diags diags;
  Sources sources;
  char folder[64];
  StateStore store;
} Desk;

static const char *path_in(Desk *desk, const char *name) {
  return text_format(&desk->arena, "%s/%s", desk->folder, name).at;
}

static void open_store(Desk *desk, const char *name) {
  store_init(&desk->store, &desk->arena, &desk->diags, &desk->sources, path_in(desk, name));
}

static int set_up(void **state) {
  Desk *desk = calloc(1, sizeof *desk);
  desk->diags.arena = &desk->arena;
  desk->sources.arena = &desk->arena;
  strcpy(desk->folder, "/tmp/strata-state-XXXXXX");
  *state = desk;
  if (!mkdtemp(desk->folder)) return 1;
  open_store(desk, "strata.state.json");
  return 0;
}

static void empty_folder(const char *path) {
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));) unlinkat(dirfd(folder), entry->d_name, 0);
  if (folder) closedir(folder);
  rmdir(path);
}

static int tear_down(void **state) {
  Desk *desk = *state;
  empty_folder(path_in(desk, "shared"));
  empty_folder(desk->folder);
  arena_free(&desk->arena);
  free(desk);
  return 0;
}

static Value *read_value(Desk *desk, const char *json) {
  return json_read(&desk->arena, &desk->diags, &desk->sources, source_add(&desk->sources, TEXT("t"), text_of(json)));
}

static const char web[] =
    "{\"web\": {\"deployed_name\": \"web-prod\", \"region\": \"eu-west-1\", \"account\": \"123456789012\","
    " \"template\": {\"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\", \"Properties\": {\"CidrBlock\": "
    "\"10.0.0.0/16\"}},"
    " \"Half\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"DelaySeconds\": 0.20}}}},"
    " \"parameters\": {\"Stage\": \"prod\", \"Password\": {\"Strata::Secret\": \"NoEcho\"}},"
    " \"outputs\": {\"Id\": {\"value\": \"vpc-1\", \"export\": \"web-id\"}},"
    " \"resources\": {\"Vpc\": {\"type\": \"AWS::EC2::VPC\", \"path\": \"main.vpc\", \"physical_id\": \"vpc-1\","
    " \"properties\": {\"CidrBlock\": \"10.0.0.0/16\", \"Big\": 18446744073709551616}, \"protect\": true},"
    " \"Half\": {\"type\": \"AWS::SQS::Queue\"}}, \"sources\": {\"main.strata\": \"sha256:00\"}}}";

static State *make(Desk *desk, const char *stacks) {
  State *state = ARENA_NEW(&desk->arena, State);
  state->arena = &desk->arena;
  assert_true(state_fill(state, &desk->diags, read_value(desk, stacks)));
  return state;
}

static void save(Desk *desk, State *state, const char *what) {
  assert_true(state_save(&desk->store, state, text_of(what), NULL));
}

static State *load(Desk *desk) {
  State *state;
  assert_int_equal(state_load(&desk->store, &state), STATE_LOADED);
  return state;
}

static Text written(Desk *desk) {
  Text text = {0};
  assert_true(io_read(&desk->arena, &desk->diags, desk->store.path.at, &text));
  return text;
}

static Text stacks_of(Desk *desk, const State *state) {
  Buffer out = {0};
  json_write_compact(&out, state_value(&desk->arena, state));
  return buffer_take(&out, &desk->arena);
}

static void what_is_saved_is_loaded(void **context) {
  Desk *desk = *context;
  State *absent;
  assert_int_equal(state_load(&desk->store, &absent), STATE_ABSENT);
  assert_int_equal(absent->stacks.count, 0);
  State *state = make(desk, web);
  Text before = stacks_of(desk, state);
  save(desk, state, "record web");
  State *again = load(desk);
  assert_true(text_equal(stacks_of(desk, again), before));
  assert_int_equal(again->serial, 1);
  assert_int_equal(again->lineage.size, 32);
  const StateStack *stack = state_stack(again, TEXT("web"));
  assert_true(state_resource(stack, TEXT("Vpc"))->protect);
  const Template *template = state_template(&desk->arena, stack);
  assert_int_equal(template->resources.count, 2);
  assert_true(template_resource(template, TEXT("Vpc"))->protect);
  assert_true(text_is(template_resource(template, TEXT("Vpc"))->path, "main.vpc"));
  assert_false(template_resource(template, TEXT("Half"))->protect);
  assert_int_equal(desk->diags.list.count, 0);
}

static void what_did_not_change_is_not_written(void **context) {
  Desk *desk = *context;
  save(desk, make(desk, web), "record web");
  Text first = written(desk);
  State *state = load(desk);
  bool changed = true;
  assert_true(state_save(&desk->store, state, TEXT("again"), &changed));
  assert_false(changed);
  assert_true(text_equal(written(desk), first));
  state_stack_add(state, TEXT("other"));
  assert_true(state_save(&desk->store, state, TEXT("other"), &changed));
  assert_true(changed);
  assert_int_equal(load(desk)->serial, 2);
}

static void expect_refused(Desk *desk, Text content, const char *code, const char *part) {
  Diags problems = {.arena = &desk->arena};
  State *state;
  FILE *file = fopen(desk->store.path.at, "wb");
  fwrite(content.at, 1, content.size, file);
  fclose(file);
  StateStore store = desk->store;
  store.diags = &problems;
  if (state_load(&store, &state) != STATE_FAILED) fail_msg("taken for a state: %.*s", TEXT_ARG(content));
  assert_null(state);
  assert_int_equal(problems.list.count, 1);
  if (code) assert_string_equal(problems.list.items[0]->code, code);
  if (part && text_find(problems.list.items[0]->message, text_of(part), 0) == SIZE_MAX)
    fail_msg("'%s' is not in '%.*s'", part, TEXT_ARG(problems.list.items[0]->message));
  assert_true(text_equal(written(desk), content));
}

static void expect_none(Desk *desk, Text content) {
  Arena arena = {0};
  Diags problems = {.arena = &arena};
  Sources sources = {.arena = &arena};
  StateStore store = desk->store;
  store.arena = &arena;
  store.diags = &problems;
  store.sources = &sources;
  if (state_read(&store, TEXT("state"), content)) fail_msg("taken for a state: %.*s", TEXT_ARG(content));
  assert_int_equal(problems.list.count, 1);
  arena_free(&arena);
}

// Each byte changed, each length: never a state, never a crash.
static void every_cut_and_every_edit_is_refused(void **context) {
  Desk *desk = *context;
  save(desk, make(desk, web), "record web");
  Text whole = written(desk);
  for (size_t size = 0; size < whole.size; size++) expect_none(desk, (Text){whole.at, size});
  for (size_t i = 0; i < whole.size; i++) {
    Text edited = text_copy(&desk->arena, whole);
    ((char *)edited.at)[i] ^= 1;
    expect_none(desk, edited);
  }
}

static void the_reason_is_told(void **context) {
  Desk *desk = *context;
  save(desk, make(desk, web), "record web");
  Text whole = written(desk);
  expect_refused(desk, TEXT(""), "E0601", "is empty");
  expect_refused(desk, TEXT("hello"), "E0601", "it is no JSON");
  expect_refused(desk, TEXT("[1]"), "E0601", "is no state of strata");
  expect_refused(desk, TEXT("{\"Resources\": {}}"), "E0601", "is a template, not a state");
  expect_refused(desk, TEXT("{\"format\": 2, \"new\": true}"), "E0603", "has format 2");
  expect_refused(desk, (Text){whole.at, whole.size / 2}, "E0602", "is cut off");
  size_t at = text_find(whole, TEXT("eu-west-1"), 0);
  ((char *)whole.at)[at] = 'u';
  expect_refused(desk, whole, "E0602", "its checksum does not fit");
  ((char *)whole.at)[at] = 'e';
  Text spaced = text_format(&desk->arena, "\n%.*s", TEXT_ARG(whole));
  expect_refused(desk, spaced, "E0602", "rewritten");
}

// A tree of maps over few keys, so that equal keys, orders and kinds meet.
static Value *random_tree(Arena *arena, unsigned *seed, int depth) {
  const Span nowhere = {0};
  int pick = rand_r(seed) % 8;
  if (depth == 0 || pick == 0) return value_int(arena, nowhere, rand_r(seed) % 3);
  if (pick == 1) {
    Value *list = value_list(arena, nowhere);
    for (int i = rand_r(seed) % 3; i > 0; i--) value_add(arena, list, random_tree(arena, seed, depth - 1));
    return list;
  }
  static const char *const keys[] = {"a", "b", "c", "d", "e"};
  Value *map = value_map(arena, nowhere);
  for (int i = rand_r(seed) % 6; i > 0; i--)
    value_set(arena, map, keys[rand_r(seed) % 5], random_tree(arena, seed, depth - 1));
  return map;
}

static Text compact(Arena *arena, const Value *value) {
  Buffer out = {0};
  json_write_compact(&out, value);
  return buffer_take(&out, arena);
}

static void an_undo_leads_back_to_the_byte(void **context) {
  (void)context;
  unsigned seed = 1;
  for (int i = 0; i < 20000; i++) {
    Arena arena = {0};
    Value *before = value_map(&arena, (Span){0}), *now = value_map(&arena, (Span){0});
    value_set(&arena, before, "x", random_tree(&arena, &seed, 4));
    value_set(&arena, now, "x", rand_r(&seed) % 4 ? random_tree(&arena, &seed, 4) : value_at(before, "x"));
    Value *undo = history_undo(&arena, now, before);
    Value *back = history_apply(&arena, now, undo);
    assert_non_null(back);
    assert_true(text_equal(compact(&arena, back), compact(&arena, before)));
    assert_int_equal(undo->as.list.count == 0, text_equal(compact(&arena, now), compact(&arena, before)));
    arena_free(&arena);
  }
}

static void the_history_holds_the_last_serials(void **context) {
  Desk *desk = *context;
  Text texts[16];
  for (int i = 0; i < 15; i++) {
    State *state;
    assert_int_not_equal(state_load(&desk->store, &state), STATE_FAILED);
    StateStack *stack = state_stack_add(state, text_format(&desk->arena, "s%d", i % 4));
    stack->region = text_format(&desk->arena, "r%d", i);
    texts[i + 1] = stacks_of(desk, state);
    save(desk, state, "change");
  }
  State *state = load(desk);
  assert_int_equal(state->history.count, STATE_HISTORY);
  const Value *tree = state->loaded;
  for (size_t i = STATE_HISTORY; i-- > 0;) {
    assert_true(text_equal(compact(&desk->arena, tree), texts[state->history.items[i].serial]));
    tree = history_apply(&desk->arena, tree, state->history.items[i].undo);
    assert_non_null(tree);
  }
}

static void a_folder_keeps_a_file_a_serial(void **context) {
  Desk *desk = *context;
  mkdir(path_in(desk, "shared"), 0777);
  open_store(desk, "shared/");
  for (int i = 0; i < 30; i++) {
    State *state;
    assert_int_not_equal(state_load(&desk->store, &state), STATE_FAILED);
    assert_int_equal(state->serial, i);
    state_stack_add(state, TEXT("s"))->region = text_format(&desk->arena, "r%d", i);
    save(desk, state, "change");
  }
  assert_true(io_exists(path_in(desk, "shared/00000030.state.json")));
  assert_true(io_exists(path_in(desk, "shared/00000011.state.json")));
  assert_false(io_exists(path_in(desk, "shared/00000010.state.json")));
  // Two that start from one serial: the second is told.
  State *first = load(desk), *second = load(desk);
  state_stack_add(first, TEXT("mine"));
  state_stack_add(second, TEXT("theirs"));
  save(desk, first, "mine");
  assert_false(state_save(&desk->store, second, TEXT("theirs"), NULL));
  assert_string_equal(desk->diags.list.items[0]->code, "E0604");
  assert_non_null(state_stack(load(desk), TEXT("mine")));
}

static void a_lock_excludes_and_names_its_holder(void **context) {
  Desk *desk = *context;
  StateStore other = desk->store;
  StoreHolder holder;
  assert_false(store_holder(&other, &holder));
  assert_true(store_lock(&desk->store, 0, "state record"));
  assert_false(store_lock(&other, 0, "state rm"));
  Text message = desk->diags.list.items[0]->message;
  assert_string_equal(desk->diags.list.items[0]->code, "E0604");
  assert_int_not_equal(text_find(message, TEXT("state record"), 0), SIZE_MAX);
  assert_true(store_holder(&other, &holder));
  assert_int_equal(holder.process, getpid());
  assert_true(holder.here);
  assert_false(holder.stale);
  store_unlock(&other);  // not the holder: nothing happens
  assert_true(store_holder(&other, &holder));
  store_unlock(&desk->store);
  assert_false(store_holder(&other, &holder));
  assert_true(store_lock(&other, 0, "state rm"));
  store_unlock(&other);
}

static void what_a_dead_process_left_is_stale(void **context) {
  Desk *desk = *context;
  StoreHolder holder;
  if (fork() == 0) _exit(store_lock(&desk->store, 0, "state record") ? 0 : 1);
  int status;
  wait(&status);
  assert_int_equal(status, 0);
  assert_true(store_holder(&desk->store, &holder));
  assert_true(holder.stale);
  assert_false(store_lock(&desk->store, 5, "state rm"));  // at once, without waiting
  assert_int_not_equal(text_find(desk->diags.list.items[0]->help, TEXT("that process is gone"), 0), SIZE_MAX);
  assert_true(store_break(&desk->store));
  assert_true(store_lock(&desk->store, 0, "state rm"));
  store_unlock(&desk->store);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(what_is_saved_is_loaded, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_did_not_change_is_not_written, set_up, tear_down),
      cmocka_unit_test_setup_teardown(every_cut_and_every_edit_is_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_reason_is_told, set_up, tear_down),
      cmocka_unit_test(an_undo_leads_back_to_the_byte),
      cmocka_unit_test_setup_teardown(the_history_holds_the_last_serials, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_folder_keeps_a_file_a_serial, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_lock_excludes_and_names_its_holder, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_a_dead_process_left_is_stale, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
