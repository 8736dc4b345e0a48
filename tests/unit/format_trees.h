// Generated trees: the same ones for the same seed on every machine. Their texts are those that writers of YAML and
// JSON get wrong: what YAML reads as something else, what needs escapes, lines with blanks at either end, and mixtures
// of these.
#pragma once
#include "unit/format_support.h"

typedef struct Random {
  uint64_t state;
} Random;

static inline uint32_t random_below(Random *random, uint32_t limit) {  // xorshift64*
  random->state ^= random->state >> 12;
  random->state ^= random->state << 25;
  random->state ^= random->state >> 27;
  return (uint32_t)((random->state * 0x2545F4914F6CDD1Du) >> 33) % limit;
}

typedef struct Trees {
  Arena *arena;
  Random random;
  bool huge_numbers;  // whether numbers may pass what a double or int64 holds
} Trees;

static inline Text trees_fragment(Trees *trees) {
  static const Text fragments[] = {
      TEXT("yes"),
      TEXT("ON"),
      TEXT("y"),
      TEXT("No"),
      TEXT("off"),
      TEXT("true"),
      TEXT("False"),
      TEXT("null"),
      TEXT("~"),
      TEXT("1"),
      TEXT("0"),
      TEXT("-"),
      TEXT("+"),
      TEXT("."),
      TEXT(":"),
      TEXT("_"),
      TEXT("e"),
      TEXT("E5"),
      TEXT("0x"),
      TEXT("0o7"),
      TEXT("012"),
      TEXT("59"),
      TEXT("60"),
      TEXT("2012-10-17"),
      TEXT("T01:02:03Z"),
      TEXT("="),
      TEXT("<<"),
      TEXT("inf"),
      TEXT("NaN"),
      TEXT("1e3"),
      TEXT("1_000"),
      TEXT("1:30"),
      TEXT("a"),
      TEXT("Name"),
      TEXT("word"),
      TEXT(" "),
      TEXT("  "),
      TEXT("\t"),
      TEXT("\n"),
      TEXT("\n\n"),
      TEXT("\r"),
      TEXT("\r\n"),
      TEXT(": "),
      TEXT(" #"),
      TEXT("#"),
      TEXT("- "),
      TEXT("? "),
      TEXT("---"),
      TEXT("..."),
      TEXT("\n---\n"),
      TEXT("\n- "),
      TEXT("\n "),
      TEXT(" \n"),
      TEXT("\n\t"),
      TEXT("'"),
      TEXT("\""),
      TEXT("\\"),
      TEXT("\\n"),
      TEXT("!"),
      TEXT("!Ref"),
      TEXT("&"),
      TEXT("*"),
      TEXT("|"),
      TEXT(">"),
      TEXT("%"),
      TEXT("@"),
      TEXT("`"),
      TEXT("["),
      TEXT("]"),
      TEXT("{"),
      TEXT("}"),
      TEXT(","),
      TEXT("${A.B}"),
      TEXT("\xC3\xA9"),
      TEXT("\xC2\x85"),
      TEXT("\xC2\xA0"),
      TEXT("\xE2\x80\xA8"),
      TEXT("\xE2\x80\xA9"),
      TEXT("\xEF\xBB\xBF"),
      TEXT("\xEF\xBF\xBE"),
      TEXT("\xEF\xBF\xBF"),
      TEXT("\xF0\x9F\x98\x80"),
      TEXT("\xF4\x8F\xBF\xBF"),
      TEXT("\xC2\x80"),
      TEXT("\x01"),
      TEXT("\x1B"),
      TEXT("\x7F"),
      TEXT("/"),
      TEXT("$"),
      TEXT("arn:aws:s3:::x/*"),
      TEXT("AWS::S3::Bucket"),
  };
  return fragments[random_below(&trees->random, sizeof fragments / sizeof *fragments)];
}

static inline Text trees_text(Trees *trees) {
  uint32_t pieces = random_below(&trees->random, 8);
  if (random_below(&trees->random, 4000) == 0) pieces = 600;
  Buffer out = {0};
  for (uint32_t i = 0; i < (pieces > 5 && pieces < 600 ? 1 : pieces); i++) buffer_add(&out, trees_fragment(trees));
  return buffer_take(&out, trees->arena);
}

static inline Value *trees_number(Trees *trees) {
  static const Text plain[] = {TEXT("0"),
                               TEXT("-0"),
                               TEXT("0.20"),
                               TEXT("-1.5"),
                               TEXT("1E5"),
                               TEXT("2e-3"),
                               TEXT("1.0E+2"),
                               TEXT("9223372036854775807"),
                               TEXT("-9223372036854775808"),
                               TEXT("1234567890123456789")};
  static const Text huge[] = {TEXT("1e400"), TEXT("-1E400"), TEXT("18446744073709551616"), TEXT("-9223372036854775809"),
                              TEXT("0.1000000000000000055511151231257827")};
  uint32_t choice = random_below(&trees->random, trees->huge_numbers ? 25 : 20);
  if (choice < 10) return value_number(trees->arena, (Span){0}, plain[choice]);
  if (choice >= 20) return value_number(trees->arena, (Span){0}, huge[choice - 20]);
  return value_int(trees->arena, (Span){0}, (int64_t)random_below(&trees->random, 100000) - 50000);
}

static inline Value *trees_value(Trees *trees, int depth);

static inline Value *trees_list(Trees *trees, int depth) {
  Value *list = value_list(trees->arena, (Span){0});
  for (uint32_t i = random_below(&trees->random, 5); i; i--)
    value_add(trees->arena, list, trees_value(trees, depth - 1));
  return list;
}

static inline Value *trees_map(Trees *trees, int depth, uint32_t count) {
  Value *map = value_map(trees->arena, (Span){0});
  for (; count; count--) value_put(trees->arena, map, trees_text(trees), (Span){0}, trees_value(trees, depth - 1));
  return map;
}

static inline Value *trees_intrinsic(Trees *trees, int depth) {
  static const Text names[] = {TEXT("Ref"),           TEXT("Condition"),       TEXT("Fn::GetAtt"),
                               TEXT("Fn::Sub"),       TEXT("Fn::Join"),        TEXT("Fn::If"),
                               TEXT("Fn::Base64"),    TEXT("Fn::Transform"),   TEXT("Fn::Unknown"),
                               TEXT("Fn::GetAZs"),    TEXT("Fn::ImportValue"), TEXT("Fn::"),
                               TEXT("Fn::ForEach::X")};
  Value *argument;
  switch (random_below(&trees->random, 5)) {
    case 0: argument = value_string(trees->arena, (Span){0}, trees_text(trees)); break;
    case 1: argument = trees_list(trees, depth); break;
    case 2: argument = depth > 0 ? trees_intrinsic(trees, depth - 1) : value_null(trees->arena, (Span){0}); break;
    case 3:
      argument = value_list(trees->arena, (Span){0});
      value_add(trees->arena, argument, value_string(trees->arena, (Span){0}, trees_text(trees)));
      value_add(trees->arena, argument, value_string(trees->arena, (Span){0}, trees_text(trees)));
      break;
    default: argument = trees_value(trees, depth - 1);
  }
  Value *map = value_map(trees->arena, (Span){0});
  value_put(trees->arena, map, names[random_below(&trees->random, sizeof names / sizeof *names)], (Span){0}, argument);
  return map;
}

static inline Value *trees_value(Trees *trees, int depth) {
  uint32_t choice = random_below(&trees->random, depth > 0 ? 14 : 8);
  if (choice == 0) return value_null(trees->arena, (Span){0});
  if (choice == 1) return value_bool(trees->arena, (Span){0}, random_below(&trees->random, 2));
  if (choice == 2) return trees_number(trees);
  if (choice < 8) return value_string(trees->arena, (Span){0}, trees_text(trees));
  if (choice < 10) return trees_list(trees, depth);
  if (choice < 12) return trees_intrinsic(trees, depth);
  Value *map = value_map(trees->arena, (Span){0});
  uint32_t count = random_below(&trees->random, 300) == 0 ? 40 : random_below(&trees->random, 5);
  for (; count; count--) value_put(trees->arena, map, trees_text(trees), (Span){0}, trees_value(trees, depth - 1));
  return map;
}

// Tree number `number`: up to 6 levels, or a chain of 99.
static inline Value *trees_tree(Arena *arena, uint64_t number, bool huge_numbers) {
  Trees trees = {arena, {(number + 1) * 0x9E3779B97F4A7C15u}, huge_numbers};
  for (int i = 0; i < 4; i++) random_below(&trees.random, 2);
  if (number % 4 == 0) return trees_value(&trees, 6);
  if (number % 1000 != 999) return number % 2 ? trees_map(&trees, 6, 4) : trees_list(&trees, 6);
  Value *value = trees_value(&trees, 0);
  for (int i = 0; i < 99; i++) {
    Value *outer = i % 3 ? value_map(arena, (Span){0}) : value_list(arena, (Span){0});
    if (i % 3)
      value_set(arena, outer, i % 3 == 1 ? "Fn::Not" : "key", value);
    else
      value_add(arena, outer, value);
    value = outer;
  }
  return value;
}
