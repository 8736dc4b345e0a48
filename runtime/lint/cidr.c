// Fn::Cidr: [BLOCK, COUNT, BITS], each written there or given by a parameter, whose default, allowed values and bounds
// are then checked as what they may be (W1030).
#include <ctype.h>

#include "lint/intrinsics.h"

enum { BLOCK = 0, COUNT = 1 };  // places of the arguments

// "10.0.0.0/16"; blocks of IPv6 are let pass where they have a colon and a size.
static bool is_block(Text text) {
  size_t slash = text_find(text, TEXT("/"), 0);
  if (slash == SIZE_MAX) return false;
  int64_t size;
  Text bits = text_slice(text, slash + 1, text.size);
  if (!lint_integer(&(LintAt){.value = &(Value){.kind = VALUE_STRING, .as.text = bits}}, &size) || size < 0)
    return false;
  if (text_find(text, TEXT(":"), 0) != SIZE_MAX) return size <= 128;
  unsigned parts = 0, number = 0, digits = 0;
  for (size_t i = 0; i <= slash; i++) {
    if (i < slash && isdigit((unsigned char)text.at[i])) {
      number = number * 10 + (unsigned)(text.at[i] - '0');
      if (++digits > 3 || number > 255) return false;
    } else {
      if (!digits || (i < slash && text.at[i] != '.')) return false;
      parts++, number = 0, digits = 0;
    }
  }
  return parts == 4 && size <= 32;
}

static int64_t most_of(size_t place) { return place == COUNT ? 256 : 128; }

// What is wrong with the value there; empty where nothing is. Functions are for others to check.
static Text problem_of(Linter *linter, const LintAt *at, size_t place) {
  int64_t number, most = most_of(place);
  Text text = lint_text(at);
  if (place == BLOCK && lint_is(at, VALUE_STRING) && !is_block(text))
    return text_format(linter->arena, "'%.*s' is no CIDR block", TEXT_ARG(text));
  if (place != BLOCK && lint_integer(at, &number) && (number < 1 || number > most))
    return text_format(linter->arena, "this number must be 1 to %lld, not %lld", (long long)most, (long long)number);
  return (Text){0};
}

static void check_written(const FunctionWalk *walk, const LintAt *at, size_t place) {
  Text problem = problem_of(walk->linter, at, place);
  if (!problem.size) return;
  Diag *diag = lint_report(walk->linter, walk->outer, at, "%.*s", TEXT_ARG(problem));
  if (place == BLOCK) diag_help(walk->linter->diags, diag, "write a block such as 10.0.0.0/16");
}

static void check_may_be(const FunctionWalk *walk, const LintAt *used, const LintAt *may_be, size_t place) {
  Text problem = problem_of(walk->linter, may_be, place);
  if (!problem.size) return;
  Diag *diag = lint_report(walk->linter, "W1030", may_be, "%.*s", TEXT_ARG(problem));
  diag_note(walk->linter->diags, diag, used->span, "Fn::Cidr takes it here");
}

// What a parameter may be: one of AllowedValues, else its default, and of a number its bounds.
static void check_given(const FunctionWalk *walk, const LintAt *at, size_t place) {
  static const char *const others[] = {"Default", "MinValue", "MaxValue"};
  Linter *linter = walk->linter;
  Text name = value_text(value_at(at->value, "Ref"));
  const LintAt section = lint_field(&linter->root, "Parameters");
  const Member *member = name.size ? value_member(section.value, name) : NULL;
  if (!member) return;
  const LintAt parameter = lint_member(&section, member), allowed = lint_field(&parameter, "AllowedValues");
  Text type = value_text(value_at(parameter.value, "Type"));
  if (!text_is(type, "String") && !text_is(type, "Number")) return;
  for (size_t i = 0; i < lint_count(&allowed); i++) {
    LintAt item = lint_item(&allowed, i);
    check_may_be(walk, at, &item, place);
  }
  for (size_t i = 0; !allowed.value && i < (place == BLOCK ? 1 : 3); i++) {
    LintAt other = lint_field(&parameter, others[i]);
    check_may_be(walk, at, &other, place);
  }
}

void intrinsic_cidr(const FunctionWalk *walk, const LintAt *at, const LintAt *argument, const Shape *wanted) {
  (void)at, (void)wanted;
  for (size_t place = 0; place < lint_count(argument); place++) {
    LintAt item = lint_item(argument, place);
    LintChoices choices = lint_choices(walk->linter, &item, walk->world);
    for (size_t k = 0; k < choices.count; k++) {
      check_written(walk, &choices.items[k].at, place);
      check_given(walk, &choices.items[k].at, place);
    }
  }
}
