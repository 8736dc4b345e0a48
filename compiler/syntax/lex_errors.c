// What the lexer says, and what to write instead.
#include "syntax/lex_errors.h"

void lex_error_bytes(Diags *diags, Span span, char byte) {
  if (byte) {
    Diag *diag = diag_error(diags, "E0102", span, "byte 0x%02X is not UTF-8", (unsigned)(unsigned char)byte);
    diag_help(diags, diag, "save the file as UTF-8");
  } else {
    Diag *diag = diag_error(diags, "E0102", span, "a NUL byte is not text");
    diag_help(diags, diag, "save the file as UTF-8 text");
  }
}

void lex_error_character(Diags *diags, Span span, Text character) {
  // A run of such characters is reported by its first.
  Text first = character;
  size_t size = 0;
  if (utf8_check(character) == character.size && character.size > 1) {
    utf8_decode(character, &size);
    first.size = size;
  }
  Diag *diag = diag_error(diags, "E0101", span, "unexpected character '%.*s'", TEXT_ARG(first));
  static const struct {
    const char *character, *help;
  } helps[] = {
      {"#", "a comment begins with //"},
      {";", "an item ends with its line, or with ','"},
      {"%", "for the remainder write mod(a, b); a percentage is written without a blank: 60%"},
      {"&", "for 'and' write &&"},
      {"`", "texts stand in \"...\", or as they are in '...'"},
      {"$", "a value is put into a text with \"${value}\"; elsewhere its name stands alone"},
      {"\\", "a line goes on by itself after an operator or inside ( ) and [ ]"},
      {"\xE2\x80\x9C", "texts stand in straight quotes: \"...\""},
      {"\xE2\x80\x9D", "texts stand in straight quotes: \"...\""},
      {"\xE2\x80\x98", "texts stand in straight quotes: '...'"},
      {"\xE2\x80\x99", "texts stand in straight quotes: '...'"},
      {"\xC2\xA0", "this is a no-break space; write a plain one"},
  };
  for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
    if (text_is(first, helps[i].character)) diag_help(diags, diag, "%s", helps[i].help);
  if (!diag->help.size && character.size && (unsigned char)character.at[0] >= 0x80)
    diag_help(diags, diag,
              "names are made of ASCII letters, digits and '_'; other characters stand in texts and comments");
}

void lex_error_string(Diags *diags, Span span, unsigned char mark) {
  Diag *diag = diag_error(diags, "E0103", span, "this text is not closed");
  if (mark == '"')
    diag_help(diags, diag,
              "close it with \" on the same line, or write it over several lines between \"\"\" and \"\"\"");
  else
    diag_help(diags, diag, "close it with ' on the same line, or write it over several lines between ''' and '''");
}

void lex_error_comment(Diags *diags, Span span) {
  Diag *diag = diag_error(diags, "E0104", span, "this comment is not closed");
  diag_help(diags, diag, "comments nest: each /* needs its */");
}

void lex_error_hole(Diags *diags, Span span) {
  Diag *diag = diag_error(diags, "E0105", span, "this ${ is not closed");
  diag_help(diags, diag, "close it with }, or write \\${ for the characters themselves");
}

void lex_error_number(Diags *diags, Span span, bool leading_zero) {
  if (leading_zero) {
    Diag *diag = diag_error(diags, "E0109", span, "a number does not begin with 0");
    diag_help(diags, diag, "drop the zero, or write \"...\" where its digits are a text, such as an account id");
  } else {
    Diag *diag = diag_error(diags, "E0109", span, "'_' stands between two digits of a number");
    diag_help(diags, diag, "write 1_000 or 1000");
  }
}

// What people write for a unit, beside differences of case.
static const char *unit_meant(Text unit) {
  static const struct {
    const char *written, *unit;
  } others[] = {
      {"K", "KiB"},     {"KB", "KiB"},    {"kb", "KiB"},     {"k", "KiB"},       {"Ki", "KiB"},  {"M", "MiB"},
      {"MB", "MiB"},    {"mb", "MiB"},    {"Mi", "MiB"},     {"G", "GiB"},       {"GB", "GiB"},  {"gb", "GiB"},
      {"g", "GiB"},     {"Gi", "GiB"},    {"T", "TiB"},      {"TB", "TiB"},      {"tb", "TiB"},  {"Ti", "TiB"},
      {"b", "B"},       {"bytes", "B"},   {"kib", "KiB"},    {"mib", "MiB"},     {"gib", "GiB"}, {"tib", "TiB"},
      {"m", "min"},     {"mins", "min"},  {"minute", "min"}, {"minutes", "min"}, {"sec", "s"},   {"secs", "s"},
      {"second", "s"},  {"seconds", "s"}, {"S", "s"},        {"H", "h"},         {"hr", "h"},    {"hrs", "h"},
      {"hour", "h"},    {"hours", "h"},   {"D", "d"},        {"day", "d"},       {"days", "d"},  {"millis", "ms"},
      {"percent", "%"}, {"Kib", "KiB"},   {"Mib", "MiB"},    {"Gib", "GiB"},     {"Tib", "TiB"}, {"KIB", "KiB"},
      {"MIB", "MiB"},   {"GIB", "GiB"},   {"TIB", "TiB"},    {"Min", "min"},     {"MIN", "min"}, {"MS", "ms"},
  };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (text_is(unit, others[i].written)) return others[i].unit;
  return NULL;
}

void lex_error_unit(Diags *diags, Span span, Text digits, Text unit) {
  char first = unit.at[0];
  if (text_is(digits, "0") && (first == 'x' || first == 'X' || first == 'b' || first == 'o') && unit.size > 1) {
    Diag *diag = diag_error(diags, "E0109", span, "numbers are decimal");
    diag_help(diags, diag, "write the number in decimal, or as a text in \"...\"");
    return;
  }
  if ((first == 'e' || first == 'E') && (unit.size == 1 || (unit.at[1] >= '0' && unit.at[1] <= '9'))) {
    Diag *diag = diag_error(diags, "E0109", span, "a number has no exponent");
    diag_help(diags, diag, "write its digits: 1_000_000");
    return;
  }
  Diag *diag = diag_error(diags, "E0110", span, "'%.*s' is no unit", TEXT_ARG(unit));
  const char *meant = unit_meant(unit);
  if (meant)
    diag_help(diags, diag, "write %.*s%s", TEXT_ARG(digits), meant);
  else
    diag_help(diags, diag, "the units are B KiB MiB GiB TiB, ms s min h d and %%; a name does not begin with a digit");
}

void lex_error_aws_type(Diags *diags, Span span) {
  Diag *diag = diag_error(diags, "E0111", span, "the name of this AWS type is not complete");
  diag_help(diags, diag, "write it whole and without blanks: AWS::S3::Bucket");
}

void lex_error_attribute(Diags *diags, Span span) {
  Diag *diag = diag_error(diags, "E0112", span, "'@' needs the name of an attribute right after it");
  diag_help(diags, diag, "such as @depends_on = [...] or @deletion_policy = \"Retain\"");
}

void lex_error_limit(Diags *diags, Span span, int limit) {
  diag_error(diags, "E0149", span, "more than %d mistakes: the rest of this file is not read", limit);
}
