// An expression is grown from its type downwards: generate(type, depth) picks one of the forms that give that type and
// grows their operands. What CloudFormation cannot do with a deferred value (arithmetic on a parameter, upper() of one)
// is left out, so that nearly every program compiles; what may hang together is let hang together.
#include "property/generator.h"

#include <stdbool.h>
#include <string.h>

typedef enum Kind { BOOL, TEXT_, INT, OPTION, TEXTS, INTS, RECORD, MAP } Kind;
enum { KINDS = MAP + 1, MOST_NAMES = 64 };

typedef struct Name {
  char name[24];
  Kind kind;
} Name;

typedef struct Generator {
  uint64_t state;
  Buffer out;
  Name names[MOST_NAMES];
  unsigned count;
  unsigned fresh;
  bool attributes;  // resource attributes may stand in text here
} Generator;

static void expr(Generator *g, Kind kind, int depth);

static unsigned below(Generator *g, unsigned limit) {  // xorshift64*
  g->state ^= g->state >> 12;
  g->state ^= g->state << 25;
  g->state ^= g->state >> 27;
  return (uint32_t)((g->state * 0x2545F4914F6CDD1Du) >> 33) % limit;
}

static void put(Generator *g, const char *text) { buffer_add_string(&g->out, text); }
static void pick(Generator *g, const char *const *texts, unsigned count) { put(g, texts[below(g, count)]); }
#define PICK(g, ...)                                   \
  do {                                                 \
    static const char *const texts_[] = {__VA_ARGS__}; \
    pick((g), texts_, sizeof texts_ / sizeof *texts_); \
  } while (0)

// Writes a form: $b $t $i $o $l $n $r $m grow an operand of that type, one level down; everything else stands as it is.
static void form(Generator *g, const char *pattern, int depth) {
  static const char letters[] = "btiolnrm";
  for (; *pattern; pattern++) {
    const char *letter = *pattern == '$' && pattern[1] ? strchr(letters, pattern[1]) : NULL;
    if (!letter) {
      buffer_add_char(&g->out, *pattern);
      continue;
    }
    expr(g, (Kind)(letter - letters), depth - 1);
    pattern++;
  }
}
#define FORM(g, depth, ...)                                                 \
  do {                                                                      \
    static const char *const forms_[] = {__VA_ARGS__};                      \
    form((g), forms_[below((g), sizeof forms_ / sizeof *forms_)], (depth)); \
  } while (0)

static bool name_of(Generator *g, Kind kind) {
  unsigned found[MOST_NAMES], count = 0;
  for (unsigned i = 0; i < g->count; i++)
    if (g->names[i].kind == kind) found[count++] = i;
  if (count == 0) return false;
  put(g, g->names[found[below(g, count)]].name);
  return true;
}

static void leaf(Generator *g, Kind kind) {
  if (below(g, 2) && name_of(g, kind)) return;
  switch (kind) {
    case BOOL:
      PICK(g, "true", "false", "flag", "flag", "wide", "(mode == \"prod\")", "(note != null)", "(tier == \"large\")");
      return;
    case TEXT_: PICK(g, "\"a\"", "\"b c\"", "\"\"", "\"$x\"", "name", "mode", "tier", "aws.region", "other"); return;
    case INT: PICK(g, "0", "1", "2", "7", "-3"); return;
    case OPTION: PICK(g, "null", "note", "zone", "\"o\""); return;
    case TEXTS: PICK(g, "[]", "[\"a\"]", "[\"a\", \"b\", \"c\"]", "[name, mode]"); return;
    case INTS: PICK(g, "[]", "[1]", "[3, 1, 2]", "1..3"); return;
    case RECORD: put(g, "{ a: \"r\", n: 1, f: flag, o: note }"); return;
    case MAP: PICK(g, "{ x: \"1\", y: name }", "{ x: mode }", "table"); return;
  }
}

// A comprehension; its variable is a name while the element is grown.
static void loop(Generator *g, const char *head, Kind source, Kind variable, const char *tail, int depth) {
  if (g->count == MOST_NAMES) return leaf(g, source);
  unsigned number = g->fresh++;
  put(g, head);
  buffer_format(&g->out, "for v%u in ", number);
  expr(g, source, depth - 1);
  Name *name = &g->names[g->count++];
  *name = (Name){.kind = variable};
  Buffer text = {0};
  buffer_format(&text, "v%u", number);
  memcpy(name->name, text.at, text.size);
  if (below(g, 2)) form(g, " if $b", depth);
  form(g, tail, depth);
  buffer_free(&text);
  g->count--;
}

static void bool_expr(Generator *g, int depth) {
  switch (below(g, 8)) {
    case 0: FORM(g, depth, "!($b)", "($b && $b)", "($b || $b)", "($b == $b)", "($b != $b)"); return;
    case 1: FORM(g, depth, "(if $b then $b else $b)", "($r).f", "any([$b, $b, $b])", "all([$b, $b])"); return;
    case 2:
      FORM(g, depth, "(mode == \"dev\")", "(tier != \"large\")", "(zone == \"a\")", "(size == 2)",
           "contains([\"dev\", \"stage\"], mode)");
      return;
    case 3: FORM(g, depth, "(($o) == null)", "(($o) != null)", "flags[mode]", "(count == 3)", "rows[mode].big"); return;
    case 4: FORM(g, depth, "(($t) == ($t))", "contains([$t, $t], $t)", "(($i) == ($i))", "(($i) != ($i))"); return;
    case 5: FORM(g, depth, "(($i) < ($i))", "(($i) >= ($i))", "(len($l) > 1)", "(len($n) == ($i))"); return;
    case 6:
      FORM(g, depth, "(($l) == ($l))", "(($n) == ($n))", "(($r) == ($r))", "(($o) == ($o))", "(($m) == ($m))");
      return;
    default:
      FORM(g, depth, "is_set($o)", "(($t) != ($t))", "(get($m, \"z\") != null)",
           "(\"${name}-${mode}\" == \"alpha-dev\")");
      return;
  }
}

static void text_expr(Generator *g, int depth) {
  switch (below(g, 8)) {
    case 0: FORM(g, depth, "\"${$t}-${$t}\"", "\"<${$i}>\"", "\"${$b}\"", "\"${$t}$${$t}\""); return;
    case 1: FORM(g, depth, "(if $b then $t else $t)", "(if $b then $t else if $b then $t else $t)"); return;
    case 2: FORM(g, depth, "(($o) ?? $t)", "shout($t, $b)", "(($o) ?? ($o) ?? $t)"); return;
    case 3:
      FORM(g, depth, "join(\",\", $l)", "join(\"-\", [$t, $o, $t])", "join(\"/\", $n)", "join(\"+\", names)",
           "join(\"+\", [...names, $t, $o])", "[$t, ...names][1]", "join(\"+\", [$t, ...names, ...$l, ...names])");
      return;
    case 4:
      FORM(g, depth, "($r).a", "table[mode]", "rows[mode].title", "rows[tier_of(flag)].title", "\"${($r).n}\"");
      return;
    case 5:
      FORM(g, depth, "base64($t)", "[$t, $o, $t][0]", "split(\"-\", \"${name}-${mode}\")[1]", "[$o, $t, $t][1]");
      return;
    case 6:
      FORM(g, depth, "format(\"{}:{}\", [$t, $i])", "([$t, ...$l][0])", "(get($m, \"x\") ?? $t)", "(names[0])");
      return;
    default:
      if (g->attributes)
        PICK(g, "base.Arn", "base.QueueName", "\"${base}\"", "(maybe?.TopicArn ?? \"none\")",
             "(if flag then maybe.TopicName else mode)");
      else
        leaf(g, TEXT_);
      return;
  }
}

static void int_expr(Generator *g, int depth) {
  switch (below(g, 4)) {
    case 0: FORM(g, depth, "(if $b then $i else $i)", "(if mode == \"dev\" then $i else $i)"); return;
    case 1: FORM(g, depth, "(($i) + ($i))", "(($i) - ($i))", "-($i)", "abs($i)", "mod($i, 3)", "(($i) * 2)"); return;
    case 2: FORM(g, depth, "len($l)", "len($n)", "len($m)", "sum([$i, $i])", "max([$i, $i])"); return;
    default: FORM(g, depth, "($r).n", "([$i, ...$n][0] + 1)", "len([$o, $o, $t])"); return;
  }
}

static void option_expr(Generator *g, int depth) {
  FORM(g, depth, "(if $b then $t)", "(if $b then $o else $o)", "(($o) ?? ($o))", "get($m, \"x\")", "get($m, \"q\")",
       "($r).o", "(if $b then $r)?.a", "(if $b then null else $t)", "(if $b then $r)?.o");
}

static void texts_expr(Generator *g, int depth) {
  switch (below(g, 6)) {
    case 0: FORM(g, depth, "[$t, $o]", "[$o, $o, $t]", "[$t, if $b then $t, $t]", "[$o]"); return;
    case 1:
      FORM(g, depth, "[...$l, $t]", "[...$l, ...$l]", "[$o, ...if $b then $l]", "[...if $b then $l else $l, $t]");
      return;
    case 2: loop(g, "[", TEXTS, TEXT_, ": $t]", depth); return;
    case 3: loop(g, "[", INTS, INT, ": $o]", depth); return;
    case 4:
      FORM(g, depth, "(if $b then $l else $l)", "concat([$l, $l])", "flatten([$l, $t, [$t]])", "reverse($l)");
      return;
    default:
      FORM(g, depth, "values($m)", "keys($m)", "unique([$t, $t])", "[for k, w in $m: \"${k}=${w ?? \"-\"}\"]",
           "[for i, w in $l: \"${i}.${w}\"]", "[for w in $l: ...[w, $t]]");
      return;
  }
}

static void ints_expr(Generator *g, int depth) {
  switch (below(g, 4)) {
    case 0: FORM(g, depth, "[$i, $i]", "[$i, if $b then $i]", "[...$n, $i]", "[...$n, ...$n]"); return;
    case 1: loop(g, "[", INTS, INT, ": $i]", depth); return;
    case 2:
      FORM(g, depth, "(if $b then $n else $n)", "1..(if $b then 1 else 3)", "(if $b then 1..2 else 2..3)",
           "reverse($n)");
      return;
    default:
      FORM(g, depth, "[for w in $l: len([w, $o])]", "range(0, $i)", "[for i, w in $l: i]", "[for i, w in $n: i + w]");
      return;
  }
}

static void record_expr(Generator *g, int depth) {
  FORM(g, depth, "{ a: $t, n: $i, f: $b, o: $o }", "{ ...$r, a: $t }", "{ ...$r, ...(if $b then { n: $i }), o: $o }",
       "(if $b then $r else $r)", "{ ...(if $b then $r else $r), f: $b }");
}

static void map_expr(Generator *g, int depth) {
  switch (below(g, 3)) {
    case 0: FORM(g, depth, "{ x: $t, y: $o }", "{ ...$m, y: $t }", "{ z: $o, ...$m }", "{ ...$m, ...$m }"); return;
    case 1:
      FORM(g, depth, "(if $b then $m else $m)", "{ ...if $b then $m else $m }", "{ ...if $b then $m, x: $t }");
      return;
    default:
      FORM(g, depth, "{ for w in [\"x\", \"y\"] if $b: w => $t }", "{ for w in [\"x\", if $b then \"w\"]: w => $o }",
           "{ for k, w in $m: k => w ?? $t }", "{ for k, w in $m if $b: \"${k}k\" => w }",
           "{ for w in (if $b then [\"x\", \"y\"] else [\"y\", \"x\", \"w\"]): w => \"${w}${$t}\" }");
      return;
  }
}

static void expr(Generator *g, Kind kind, int depth) {
  if (depth <= 0 || below(g, 6) == 0) {
    leaf(g, kind);
    return;
  }
  switch (kind) {
    case BOOL: bool_expr(g, depth); return;
    case TEXT_: text_expr(g, depth); return;
    case INT: int_expr(g, depth); return;
    case OPTION: option_expr(g, depth); return;
    case TEXTS: texts_expr(g, depth); return;
    case INTS: ints_expr(g, depth); return;
    case RECORD: record_expr(g, depth); return;
    case MAP: map_expr(g, depth); return;
  }
}

// ───────────────────────────── Items ─────────────────────────────

static void let(Generator *g, int depth) {
  Kind kind = (Kind)below(g, KINDS);
  Name name = {.kind = kind};
  Buffer text = {0};
  buffer_format(&text, "x%u", g->fresh++);
  memcpy(name.name, text.at, text.size);
  buffer_format(&g->out, "let %s = ", name.name);
  buffer_free(&text);
  expr(g, kind, depth);
  put(g, "\n");
  if (g->count < MOST_NAMES) g->names[g->count++] = name;
}

static void document(Generator *g, int depth) {
  buffer_format(&g->out, "AWS::SSM::Document d%u {\n  Content = {", g->fresh++);
  unsigned fields = 1 + below(g, 3);
  for (unsigned i = 0; i < fields; i++) {
    buffer_format(&g->out, "%s f%u: ", i ? "," : "", i);
    expr(g, (Kind)below(g, KINDS), depth);
  }
  put(g, " }\n");
  if (below(g, 4) == 0) put(g, "  @depends_on = [maybe, base]\n");
  put(g, "}\n");
}

static void out(Generator *g, int depth) {
  buffer_format(&g->out, "out o%u = ", g->fresh++);
  Kind kinds[] = {TEXT_, OPTION, INT, BOOL};
  expr(g, kinds[below(g, 4)], depth);
  put(g, "\n");
}

static void conditional(Generator *g, int depth) {
  form(g, "if $b {\n", depth);
  unsigned number = g->fresh++;
  buffer_format(&g->out, "AWS::SQS::Queue q%u { QueueName = ", number);
  expr(g, TEXT_, 1);
  put(g, " }\n");
  document(g, depth - 1);
  if (below(g, 2)) out(g, depth - 1);
  if (below(g, 2))
    buffer_format(&g->out,
                  "AWS::SSM::Document e%u { Content = { q: q%u.Arn, r: \"<${q%u}>\" }, @depends_on = [q%u] }\n", number,
                  number, number, number);
  put(g, "}");
  if (below(g, 2)) {
    put(g, " else {\n");
    document(g, depth - 1);
    put(g, "}");
  }
  put(g, "\n");
  buffer_format(&g->out,
                "AWS::SSM::Document u%u { Content = { q: q%u?.Arn, l: [\"x\", q%u?.QueueName], n: q%u == null }, "
                "@depends_on = [q%u] }\n",
                number, number, number, number, number);
  if (below(g, 2)) buffer_format(&g->out, "out p%u = q%u?.Arn\n", number, number);
}

static void repeated(Generator *g, int depth) {
  unsigned number = g->fresh++;
  buffer_format(&g->out, "for k%u in ", number);
  FORM(g, depth, "[\"red\", if $b then \"blue\"]", "(if $b then [\"red\", \"blue\"] else [\"blue\", \"green\"])",
       "(if $b then [] else [\"red\"])", "1..(if $b then 1 else 3)",
       "[\"red\", ...if $b then [\"blue\"] else [\"green\"]]", "keys({ x: 1, ...if $b then { y: 2 } })",
       "(if $b then 1..3 else [2])");
  buffer_format(&g->out, " {\nAWS::SNS::Topic t%u { DisplayName = \"<${k%u}>\" }\n", number, number);
  if (below(g, 2))
    buffer_format(&g->out, "AWS::SSM::Document w%u { Content = { t: t%u, d: ", number, number),
        expr(g, TEXT_, depth - 1), put(g, " } }\n");
  put(g, "}\n");
  buffer_format(&g->out,
                "AWS::SSM::Document all%u { Content = { l: values(t%u), n: [for t in values(t%u): t.TopicArn], k: [for "
                "k, t in t%u: k] }, @depends_on = [t%u] }\n",
                number, number, number, number, number);
}

static void component(Generator *g, int depth) {
  unsigned number = g->fresh++;
  buffer_format(&g->out, "box b%u { wanted = ", number);
  expr(g, BOOL, depth);
  put(g, ", label = ");
  expr(g, OPTION, depth);
  put(g, ", items = ");
  expr(g, TEXTS, depth - 1);
  if (below(g, 2)) put(g, ", level = "), expr(g, INT, depth - 1);
  put(g, " }\n");
  buffer_format(&g->out, "AWS::SSM::Document c%u { Content = { s: b%u.shown, o: b%u.optional, n: b%u.many } }\n",
                number, number, number, number);
}

static void assertion(Generator *g, int depth) { form(g, "assert ($b) || ($b) || mode != \"stage\": \"no\"\n", depth); }

static const char heading[] =
    "stack gen {}\n"
    "param flag: bool = true\nparam wide: bool\nparam mode: \"dev\" | \"stage\" | \"prod\"\n"
    "param tier: \"small\" | \"large\" = \"small\"\nparam size: 1 | 2 | 3 = 2\nparam count: int(0..5) = 3\n"
    "param name: string\nparam other: string = \"zz\"\nparam note: string?\nparam zone: (\"a\" | \"b\")?\nparam names: "
    "[string]\n"
    "fn shout(t: string, b: bool): string = if b then \"${t}!\" else t\n"
    "fn is_set(o: string?): bool = o != null\n"
    "fn tier_of(b: bool): string = if b then \"dev\" else \"prod\"\n"
    "let table = { dev: \"d\", stage: \"s\", prod: \"p\" }\n"
    "let flags = { dev: false, stage: true, prod: true }\n"
    "let rows = { dev: { title: \"D\", big: false }, stage: { title: \"S\", big: false }, prod: { title: \"P\", big: "
    "true } }\n"
    "component box {\n  in wanted: bool\n  in label: string?\n  in items: [string] = []\n  in level: int = 1\n"
    "  if wanted {\n    AWS::SQS::Queue inner { QueueName = label }\n  }\n"
    "  for item in unique([\"x\", ...(if level > 1 then [\"y\"] else [])]) {\n"
    "    AWS::SNS::Topic topic { DisplayName = \"${item} ${label ?? \"none\"}\" }\n  }\n"
    "  AWS::SSM::Document text { Content = { items: items, level: level, arn: inner?.Arn }, @depends_on = [inner, "
    "topic] }\n"
    "  out shown = if wanted then inner.QueueName else \"hidden\"\n  out optional = inner?.Arn\n  out many = [for t in "
    "values(topic): t.TopicArn]\n}\n"
    "AWS::SQS::Queue base { QueueName = \"base\" }\n"
    "if flag { AWS::SNS::Topic maybe { TopicName = \"m\" } }\n";

Text generate_program(Arena *arena, uint64_t seed) {
  Generator g = {.state = seed * 0x9E3779B97F4A7C15u + 0x1234567u};
  for (int i = 0; i < 8; i++) below(&g, 2);
  put(&g, heading);
  int depth = 1 + (int)below(&g, 3);
  unsigned lets = below(&g, 4), items = 1 + below(&g, 4);
  for (unsigned i = 0; i < lets; i++) let(&g, depth);
  g.attributes = true;
  for (unsigned i = 0; i < items; i++) {
    switch (below(&g, 8)) {
      case 0: conditional(&g, depth); break;
      case 1: repeated(&g, depth); break;
      case 2: component(&g, depth); break;
      case 3: out(&g, depth); break;
      case 4: assertion(&g, depth); break;
      default: document(&g, depth); break;
    }
  }
  return buffer_take(&g.out, arena);
}
