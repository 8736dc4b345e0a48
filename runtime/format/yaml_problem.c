// libyaml says what it did not find; a person wants to know what to write. One row for each of its complaints that
// people meet, told by libyaml's words for problem and context; the others are passed on as they are.
#include "format/encoding.h"
#include "format/format.h"
#include "format/yaml_events.h"

typedef enum Place {
  AT_PROBLEM,  // where libyaml stopped
  AT_CONTEXT,  // where the thing began that it was reading
} Place;

static const struct {
  const char *problem, *context;  // context: null for any
  char first;                     // the character there; 0 for any
  Place place;
  const char *message, *help, *note;  // note: what begins at the context; null for none
} table[] = {
    {"could not find expected ':'", NULL, 0, AT_CONTEXT, "this line is no 'key: value', and no list item",
     "write a ':' and a blank behind the key; a text of several lines begins with '|'", NULL},
    {"mapping values are not allowed in this context", NULL, 0, AT_PROBLEM, "a ': ' cannot stand here",
     "put quotes around a text that holds ': ', and check the indentation of this line", NULL},
    {"mapping keys are not allowed in this context", NULL, 0, AT_PROBLEM, "a key cannot begin here",
     "begin a new line for it, indented like the keys around it", NULL},
    {"block sequence entries are not allowed in this context", NULL, 0, AT_PROBLEM, "a list item cannot begin here",
     "begin a new line for '- ', indented under its key; put quotes around a text that begins with '- '", NULL},
    {"did not find expected key", NULL, ':', AT_PROBLEM, "a key is missing before ':'",
     "write the key, or quotes around a text", NULL},
    {"did not find expected key", NULL, '-', AT_PROBLEM, "a list item stands among the keys of a map",
     "indent it under the key that it belongs to, or remove the '-'", "the map begins here"},
    {"did not find expected key", NULL, 0, AT_PROBLEM, "this line does not fit into the map around it",
     "indent it exactly like the other keys of the map; in a text, close the quotes that are open",
     "the map begins here"},
    {"did not find expected '-' indicator", NULL, 0, AT_PROBLEM, "this line does not fit into the list around it",
     "begin it with '- ' in the column of the other items, or indent it further", "the list begins here"},
    {"did not find expected ',' or ']'", NULL, 0, AT_PROBLEM, "',' or ']' is missing before this",
     "close the list with ']'", "the list begins here"},
    {"did not find expected ',' or '}'", NULL, 0, AT_PROBLEM, "',' or '}' is missing before this",
     "close the map with '}'", "the map begins here"},
    {"did not find expected node content", NULL, 0, AT_PROBLEM, "a value should stand here",
     "put quotes around a text that begins with one of , [ ] { } # & * ! | > ' \" % @ `", NULL},
    {"found unexpected end of stream", NULL, 0, AT_CONTEXT, "a text in quotes is not closed",
     "close it with the same quote", NULL},
    {"found unexpected document indicator", NULL, 0, AT_CONTEXT, "a text in quotes is not closed before '---' or '...'",
     "close it with the same quote", NULL},
    {"found unknown escape character", NULL, 0, AT_PROBLEM, "an unknown escape stands in double quotes",
     "write \\\\ for a backslash, or use single quotes, which know no escapes", NULL},
    {"did not find expected hexdecimal number", NULL, 0, AT_PROBLEM, "an escape lacks hexadecimal digits",
     "\\x takes two digits, \\u four, \\U eight", NULL},
    {"found invalid Unicode character escape code", NULL, 0, AT_PROBLEM, "an escape names no Unicode character",
     "write the character itself; halves of surrogate pairs are no characters", NULL},
    {"found a tab character where an indentation space is expected", NULL, 0, AT_PROBLEM, "a tab cannot indent a text",
     "indent with blanks", NULL},
    {"found a tab character that violates indentation", NULL, 0, AT_PROBLEM, "a tab cannot indent a line",
     "indent with blanks", NULL},
    {"found an indentation indicator equal to 0", NULL, 0, AT_PROBLEM, "the indentation behind '|' or '>' cannot be 0",
     "write 1 to 9, or nothing", NULL},
    {"did not find expected comment or line break", "while scanning a block scalar", 0, AT_PROBLEM,
     "a text cannot begin on the line of its '|' or '>'", "begin it on the next line, indented", NULL},
    {"did not find expected alphabetic or numeric character", "while scanning an alias", 0, AT_CONTEXT,
     "the name of an alias should stand behind '*'", "put quotes around a text that begins with '*'", NULL},
    {"did not find expected alphabetic or numeric character", "while scanning an anchor", 0, AT_CONTEXT,
     "the name of an anchor should stand behind '&'", "put quotes around a text that begins with '&'", NULL},
    {"did not find expected whitespace or line break", "while scanning a tag", 0, AT_CONTEXT,
     "a blank should stand behind the tag", "write '!Ref Name', with a blank between", NULL},
    {"did not find the expected '>'", NULL, 0, AT_CONTEXT, "a tag that begins with '!<' is not closed",
     "CloudFormation's tags are written '!Ref'", NULL},
    {"found undefined tag handle", NULL, 0, AT_PROBLEM, "a tag of this kind is unknown",
     "CloudFormation's tags begin with one '!'", NULL},
    {"did not find expected <document start>", NULL, 0, AT_PROBLEM, "something stands behind the end of the template",
     "check the indentation of this line: it belongs to nothing above it", NULL},
    {"found incompatible YAML document", NULL, 0, AT_PROBLEM, "this version of YAML is unknown",
     "remove the %YAML line", NULL},
};

static Span character(const YamlReader *reader, uint32_t offset) {
  size_t end = offset;
  if (offset < reader->text.size && reader->text.at[offset] != '\n') utf8_decode(reader->text, &end);
  return (Span){reader->source, offset, (uint32_t)end};
}

static void problem_start(YamlReader *reader, Span span) {
  char c = span.start < reader->text.size ? reader->text.at[span.start] : 0;
  Text name = encoding_name(reader->diags->arena, reader->text, span.start);
  Diag *diag = diag_error(reader->diags, FORMAT_ERROR, span,
                          c == '\t' ? "a tab cannot indent a line" : "no value begins with %s", name.at);
  diag_help(reader->diags, diag, c == '\t' ? "indent with blanks" : "put quotes around a text that begins with it");
}

static void problem_character(YamlReader *reader) {
  uint32_t offset = reader->start + (uint32_t)reader->parser.problem_offset;
  Diag *diag = diag_error(reader->diags, FORMAT_ERROR, character(reader, offset),
                          "the control character U+%04X cannot stand in YAML", (unsigned)reader->parser.problem_value);
  diag_help(reader->diags, diag, "write it in double quotes: \"\\u%04x\"", (unsigned)reader->parser.problem_value);
}

void yaml_problem(YamlReader *reader) {
  const yaml_parser_t *parser = &reader->parser;
  const char *problem = parser->problem ? parser->problem : "unknown";
  const char *context = parser->context ? parser->context : "";
  if (parser->error == YAML_MEMORY_ERROR) base_abort("out of memory");
  if (parser->error == YAML_READER_ERROR) {
    problem_character(reader);
    return;
  }
  Span at = character(reader, yaml_offset(reader, &parser->problem_mark));
  if (strcmp(problem, "found character that cannot start any token") == 0) {
    problem_start(reader, at);
    return;
  }
  char first = at.start < reader->text.size ? reader->text.at[at.start] : 0;
  Span begin = character(reader, yaml_offset(reader, &parser->context_mark));
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    if (strcmp(table[i].problem, problem) != 0 || (table[i].context && strcmp(table[i].context, context) != 0))
      continue;
    if (table[i].first && table[i].first != first) continue;
    Span span = table[i].place == AT_CONTEXT && parser->context ? begin : at;
    Diag *diag = diag_error(reader->diags, FORMAT_ERROR, span, "%s", table[i].message);
    diag_help(reader->diags, diag, "%s", table[i].help);
    if (table[i].note && parser->context) diag_note(reader->diags, diag, begin, "%s", table[i].note);
    return;
  }
  diag_error(reader->diags, FORMAT_ERROR, at, "malformed YAML: %s", problem);
}
