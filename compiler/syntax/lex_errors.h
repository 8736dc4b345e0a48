// The lexer's diagnostics: one function a mistake, so that lex.c reads without its prose.
#pragma once
#include "syntax/ast.h"

void lex_error_bytes(Diags *diags, Span span, char byte);
void lex_error_character(Diags *diags, Span span, Text character);
void lex_error_string(Diags *diags, Span span, unsigned char mark);
void lex_error_comment(Diags *diags, Span span);
void lex_error_hole(Diags *diags, Span span);
void lex_error_number(Diags *diags, Span span, bool leading_zero);
// `digits` and what stands right after them.
void lex_error_unit(Diags *diags, Span span, Text digits, Text unit);
void lex_error_aws_type(Diags *diags, Span span);
void lex_error_attribute(Diags *diags, Span span);
// The last one: what follows is not read.
void lex_error_limit(Diags *diags, Span span, int limit);
