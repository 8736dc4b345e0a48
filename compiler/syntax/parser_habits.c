// What people bring from other languages, and what it is called here.
#include "syntax/parser.h"

typedef struct Habit {
  const char *word, *help;
} Habit;

static const char *find_habit(Text word, const Habit *habits, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text_is(word, habits[i].word)) return habits[i].help;
  return NULL;
}

const char *parser_habit_of_kind(Text kind) {
  static const Habit habits[] = {
      {"resource", "a resource begins with its type: AWS::S3::Bucket name { ... }"},
      {"data", "what exists already is a 'param' of its AWS type, or a value that 'let' names"},
      {"variable", "a value that is chosen when compiling is an input: in name: type = default"},
      {"parameter", "a parameter is declared by: param name: type = default"},
      {"output", "an output is declared by: out name = value"},
      {"export", "an output is declared by: out name = value"},
      {"var", "a value is declared by: let name = value"},
      {"const", "a value is declared by: let name = value"},
      {"local", "a value is declared by: let name = value"},
      {"locals", "each value is declared by: let name = value"},
      {"val", "a value is declared by: let name = value"},
      {"def", "a function is declared by: fn name(input: type) = expression"},
      {"func", "a function is declared by: fn name(input: type) = expression"},
      {"function", "a function is declared by: fn name(input: type) = expression"},
      {"import", "another file is used by: use \"file.strata\""},
      {"include", "another file is used by: use \"file.strata\""},
      {"from", "another file is used by: use \"file.strata\" as name"},
      {"module", "a component of your own is declared by: component name { ... }"},
      {"class", "a component of your own is declared by: component name { ... }"},
      {"struct", "a type is declared by: type name = { field: type }"},
      {"interface", "a type is declared by: type name = { field: type }"},
      {"enum", "a type of some texts is declared by: type name = \"a\" | \"b\""},
      {"return", "the value of a function stands behind its '='; there is no 'return'"},
      {"when", "what depends on a condition stands in: if condition { ... }"},
      {"unless", "what depends on a condition stands in: if !condition { ... }"},
      {"foreach", "what is repeated stands in: for name in values { ... }"},
      {"while", "what is repeated stands in: for name in values { ... }"},
  };
  return find_habit(kind, habits, sizeof habits / sizeof *habits);
}

bool parser_help_operator(Parser *p, Diag *diag) {
  static const Habit habits[] = {
      {"and", "'and' is written &&"},
      {"or", "'or' is written ||"},
      {"is", "'is' is written =="},
      {"if", "write: if condition then value else value"},
      {"for", "a 'for' that makes a list stands in [ ]: [for x in xs: x.name]"},
      {"in", "whether a list holds a value is asked by contains(list, value)"},
      {"as", "values are not converted: a number in a text is written \"${number}\""},
      {"by", "'by' stands in 'for' items alone: for name in values by name.key { ... }"},
  };
  if (p->kind != TOKEN_NAME) return false;
  const Token *before = p->at ? &p->tokens[p->at - 1] : NULL;
  if (before && text_is((Text){p->text + before->start, before->end - before->start}, "not")) {
    parser_help(p, diag, "'not' is written !");
    return true;
  }
  const char *help = find_habit(parser_token_text(p), habits, sizeof habits / sizeof *habits);
  if (help) parser_help(p, diag, "%s", help);
  return help != NULL;
}

void parser_help_dash(Parser *p, Diag *diag) {
  const Token *token = parser_token(p);
  bool dash = p->kind == TOKEN_MINUS && p->at > 0 && p->tokens[p->at - 1].kind == TOKEN_NAME &&
              p->tokens[p->at - 1].end == token->start;
  if (dash && diag && !diag->help.size)
    parser_help(p, diag, "a name is made of letters, digits and '_'; a key with other characters stands in quotes");
}
