// Random programs, made by the grammar's own productions with random blanks, line ends and comments between the tokens:
// all of them parse, and printing keeps what they say.
#include "syntax_support.h"

enum { PROGRAMS = 3000, DEEPEST = 6 };

typedef struct Maker {
  Buffer out;
  uint64_t seed;
  unsigned depth;
  unsigned inside;  // open ( [ ${
} Maker;

static uint32_t roll(Maker *m, uint32_t sides) {
  m->seed ^= m->seed << 13;
  m->seed ^= m->seed >> 7;
  m->seed ^= m->seed << 17;
  return (uint32_t)(m->seed >> 32) % sides;
}

// What may stand where a line end means nothing.
static void free_gap(Maker *m) {
  static const char *const gaps[] = {
      " ", " ", " ", " ", "\n", "\n\n\n", " // one\n", "\n// own\n", " /* in */ ", "\n  /* own\n */ ", "\t", " \r\n"};
  buffer_add_string(&m->out, gaps[roll(m, sizeof gaps / sizeof *gaps)]);
}

static void gap(Maker *m) {
  if (m->inside)
    free_gap(m);
  else
    buffer_add_string(&m->out, roll(m, 12) ? " " : " /* x */ ");
}

static void put(Maker *m, const char *token) {
  buffer_add_string(&m->out, token);
  gap(m);
}

// A token after which lines join.
static void join_after(Maker *m, const char *token) {
  buffer_add_string(&m->out, token);
  if (roll(m, 4))
    buffer_add_char(&m->out, ' ');
  else
    free_gap(m);
}

// A token before and after which lines join.
static void join(Maker *m, const char *token) {
  if (!roll(m, 6)) free_gap(m);
  join_after(m, token);
}

static void open(Maker *m, const char *token, bool inside) {
  buffer_add_string(&m->out, token);
  m->inside = inside ? m->inside + 1 : 0;
  free_gap(m);
}

static void close(Maker *m, const char *token, unsigned outside) {
  if (!roll(m, 3)) free_gap(m);
  buffer_add_string(&m->out, token);
  m->inside = outside;
  gap(m);
}

static void separator(Maker *m) {
  static const char *const separators[] = {"\n",        "\n\n",          ", ",          ",\n",
                                           " // end\n", "\n/* own */\n", ",\n// own\n", "\n\n\n"};
  buffer_add_string(&m->out, separators[roll(m, sizeof separators / sizeof *separators)]);
}

static const char *name(Maker *m) {
  static const char *const names[] = {"a",           "bb", "test_1", "type",
                                      "environment", "_x", "by",     "component_name_of_some_length"};
  return names[roll(m, sizeof names / sizeof *names)];
}

static const char *plain_name(Maker *m) {
  static const char *const names[] = {"alpha", "beta", "x1", "a_rather_long_name_for_a_thing"};
  return names[roll(m, sizeof names / sizeof *names)];
}

static const char *key(Maker *m) {
  static const char *const keys[] = {"a", "in", "for", "if", "then", "else", "null", "\"a b\"", "'x'", "Key"};
  return keys[roll(m, sizeof keys / sizeof *keys)];
}

static void make_expr(Maker *m);
static void make_type(Maker *m);
static void make_block(Maker *m);

static void make_text(Maker *m) {
  unsigned outside = m->inside;
  bool lines = !roll(m, 3);
  buffer_add_string(&m->out, lines ? "\"\"\"\n   one \\n\n" : "\"one $ \\\"");
  if (lines && !roll(m, 2)) buffer_add_string(&m->out, "\n      \n \n");
  if (lines) buffer_add_string(&m->out, "   ");
  for (uint32_t i = roll(m, 3); i > 0; i--) {
    open(m, "${", true);
    make_expr(m);
    m->inside = outside;
    buffer_add_string(&m->out, lines && !roll(m, 2) ? "} two\n     three" : "} two");
  }
  buffer_add_string(&m->out, lines ? "\n   \"\"\"" : "\"");
  gap(m);
}

static void make_list(Maker *m) {
  unsigned outside = m->inside;
  open(m, "[", true);
  if (!roll(m, 4)) {
    put(m, "for");
    put(m, plain_name(m));
    put(m, "in");
    make_expr(m);
    put(m, ":");
    make_expr(m);
  } else {
    for (uint32_t i = roll(m, 4); i > 0; i--) {
      if (!roll(m, 5)) put(m, "...");
      make_expr(m);
      if (i > 1 || !roll(m, 2)) put(m, ",");
    }
  }
  close(m, "]", outside);
}

static void make_record(Maker *m) {
  unsigned outside = m->inside;
  open(m, "{", false);
  for (uint32_t i = roll(m, 4); i > 0; i--) {
    if (!roll(m, 5)) {
      put(m, "...");
    } else {
      buffer_add_string(&m->out, key(m));
      join_after(m, ":");
    }
    make_expr(m);
    if (i > 1) separator(m);
  }
  close(m, "}", outside);
}

static void make_call(Maker *m) {
  unsigned outside = m->inside;
  buffer_add_string(&m->out, plain_name(m));
  if (!roll(m, 4)) buffer_add_string(&m->out, ".f");
  open(m, "(", true);
  bool named = false;
  for (uint32_t i = roll(m, 4); i > 0; i--) {
    named |= !roll(m, 3);
    if (named) {
      put(m, plain_name(m));
      put(m, ":");
    }
    make_expr(m);
    if (i > 1 || !roll(m, 2)) put(m, ",");
  }
  close(m, ")", outside);
}

static void make_leaf(Maker *m) {
  static const char *const leaves[] = {
      "1", "1_000.50", "60%", "3GiB", "true", "null", "x", "'raw ${x} \\'", "AWS::S3::Bucket", "[]", "{}"};
  put(m, leaves[roll(m, sizeof leaves / sizeof *leaves)]);
}

static void make_operand(Maker *m) {
  unsigned outside = m->inside;
  switch (roll(m, 8)) {
    case 0: make_text(m); break;
    case 1: make_list(m); break;
    case 2: make_record(m); break;
    case 3: make_call(m); break;
    case 4:
      open(m, "(", true);
      make_expr(m);
      close(m, ")", outside);
      break;
    case 5:
      buffer_add_string(&m->out, plain_name(m));
      join(m, roll(m, 2) ? "." : "?.");
      buffer_add_string(&m->out, key(m)[0] == '"' ? "then" : "else");
      buffer_add_string(&m->out, "[0]");
      gap(m);
      break;
    default: make_leaf(m); break;
  }
}

static void make_expr(Maker *m) {
  static const char *const operators[] = {"-", "*", "/", "&&", "||", "==", "??", ".."};
  if (m->depth++ >= DEEPEST) {
    make_leaf(m);
  } else if (!roll(m, 6)) {
    put(m, "if");
    make_leaf(m);
    join(m, "then");
    make_expr(m);
    if (roll(m, 2)) {
      join(m, "else");
      make_expr(m);
    }
  } else {
    if (!roll(m, 6)) buffer_add_string(&m->out, roll(m, 2) ? "-" : "!");
    make_operand(m);
    if (!roll(m, 3)) {
      join(m, operators[roll(m, sizeof operators / sizeof *operators)]);
      make_operand(m);
    }
  }
  m->depth--;
}

static void make_record_type(Maker *m) {
  unsigned outside = m->inside;
  open(m, "{", false);
  for (uint32_t i = roll(m, 4); i > 0; i--) {
    if (!roll(m, 4)) buffer_add_string(&m->out, "\n/// A field.\n");
    uint32_t kind = roll(m, 4);
    buffer_add_string(&m->out, kind ? key(m) : "*");
    buffer_add_string(&m->out, kind == 1 ? "?: " : ": ");
    make_type(m);
    if (kind > 1 && !roll(m, 3)) {
      join_after(m, "=");
      make_expr(m);
    }
    if (i > 1) separator(m);
  }
  close(m, "}", outside);
}

static void make_type(Maker *m) {
  static const char *const types[] = {"string", "int(1..6)",     "string(..3, '^a')", "\"a\"",  "-1",      "null",
                                      "m.t",    "AWS::EC2::VPC", "List<string>",      "[int?]", "{*: any}"};
  if (m->depth++ < DEEPEST && !roll(m, 4))
    make_record_type(m);
  else
    put(m, types[roll(m, sizeof types / sizeof *types)]);
  if (!roll(m, 4)) put(m, "?");
  if (!roll(m, 5)) {
    join(m, "|");
    put(m, "string");
  }
  m->depth--;
}

static void make_value(Maker *m) {
  join_after(m, "=");
  make_expr(m);
}

static void make_fn(Maker *m) {
  unsigned outside = m->inside;
  put(m, "fn");
  put(m, name(m));
  open(m, "(", true);
  for (uint32_t i = roll(m, 3); i > 0; i--) {
    put(m, name(m));
    put(m, ":");
    make_type(m);
    if (i > 1 || !roll(m, 2)) put(m, ",");
  }
  close(m, ")", outside);
  make_value(m);
}

static void make_if(Maker *m) {
  put(m, "if");
  make_leaf(m);
  make_block(m);
  if (!roll(m, 2)) return;
  join(m, "else");
  if (roll(m, 2) && m->depth < DEEPEST)
    make_if(m);
  else
    make_block(m);
}

static void make_declaration(Maker *m) {
  static const char *const words[] = {"in", "param", "let", "out"};
  uint32_t word = roll(m, 4);
  put(m, words[word]);
  put(m, name(m));
  if (word < 2 || !roll(m, 2)) {
    buffer_add_string(&m->out, ": ");
    make_type(m);
  }
  make_value(m);
  if (word % 2 == 1 && !roll(m, 3)) make_block(m);
}

static void make_item(Maker *m) {
  if (!roll(m, 5)) buffer_add_string(&m->out, "\n/// A doc.\n///\n/// And more.\n");
  switch (m->depth < DEEPEST ? roll(m, 13) : 12) {
    case 0:
    case 1: make_declaration(m); break;
    case 2: make_fn(m); break;
    case 3: make_if(m); break;
    case 4:
      buffer_add_string(&m->out, "for a, b in [1, 2] by \"x\" ");
      make_block(m);
      break;
    case 5: put(m, "moved a[\"x\"].in->b[1].else"); break;
    case 6:
      buffer_add_string(&m->out, roll(m, 2) ? "override AWS::IAM::Role " : "policy \"p\" ");
      make_block(m);
      break;
    case 7:
      put(m, "assert");
      make_expr(m);
      break;
    case 8:
      buffer_add_string(&m->out, "type t = ");
      make_type(m);
      break;
    case 9:
    case 10:
      put(m, roll(m, 2) ? "AWS::S3::Bucket" : "vpc");
      put(m, name(m));
      make_block(m);
      break;
    case 11:
      put(m, "@id");
      make_value(m);
      break;
    default:
      put(m, key(m));
      make_value(m);
      break;
  }
}

static void make_block(Maker *m) {
  unsigned outside = m->inside;
  m->depth++;
  open(m, "{", false);
  for (uint32_t i = roll(m, 4); i > 0; i--) {
    make_item(m);
    if (i > 1 || !roll(m, 3)) separator(m);
  }
  close(m, "}", outside);
  m->depth--;
}

static void generated_programs_print_faithfully(void **state) {
  (void)state;
  Maker maker = {.seed = 0xD1B54A32D192ED03u};
  for (size_t i = 0; i < PROGRAMS; i++) {
    maker.out.size = 0;
    for (uint32_t items = 1 + roll(&maker, 4); items > 0; items--) {
      make_item(&maker);
      buffer_add_char(&maker.out, '\n');
    }
    Text text = buffer_text(&maker.out);
    Parsed parsed, again;
    parse_text(&parsed, text);
    if (parsed.diags.errors) fail_msg("program %zu: %s\n%.*s", i, parsed_codes(&parsed).at, TEXT_ARG(text));
    Text printed = parsed_print(&parsed);
    parse_text(&again, printed);
    bool same = !again.diags.errors && text_equal(parsed_dump(&parsed), parsed_dump(&again)) &&
                text_equal(parsed_print(&again), printed);
    if (!same) fail_msg("program %zu: printing changes\n%.*s\n--- to\n%.*s", i, TEXT_ARG(text), TEXT_ARG(printed));
    parsed_free(&again);
    parsed_free(&parsed);
  }
  buffer_free(&maker.out);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(generated_programs_print_faithfully)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
