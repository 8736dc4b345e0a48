// What lays out tokens, for print.c, which walks the tree. Private to the room.
//
// The walk says which blank or line end belongs before the next token (`printer_space`, `printer_line`, ...) and then
// puts that token. Comments between two tokens are put on the way, so no place in the tree needs to know of them. A
// line end is only ever put where the source had one between the same two tokens, or between two items or elements.
#pragma once
#include "syntax/lex.h"
#include "syntax/print.h"

// A comment or a `///` line.
typedef struct Trivia {
  uint32_t start, end;
  bool own_line;     // goes on a line of its own
  bool to_line_end;  // `//`: nothing can follow it on its line
} Trivia;

typedef enum Pending { PENDING_NONE, PENDING_SPACE, PENDING_LINE } Pending;

// A pair of brackets as it was put, for the search of lines that are too long.
typedef struct PlacedGroup {
  size_t open;  // token
  size_t first_line, last_line;
  size_t start, end;  // in the output
  bool fixed;         // has nothing to break, or stands in a text
} PlacedGroup;

typedef struct Printer {
  Arena *arena;
  Text source;
  const Token *tokens;
  size_t count;
  size_t at;              // the next token
  const uint32_t *close;  // of an opening bracket: the token that closes it
  bool *over_lines;       // of an opening bracket: its elements stand on lines of their own
  bool *broken;           // of an opening bracket: was broken since its line was too long
  Trivia *trivia;
  size_t trivia_count, next_trivia;
  Buffer *out;
  size_t line;           // number of the output line
  unsigned line_indent;  // of the output line, in blanks
  unsigned base;         // of the item or element that is being put
  Pending pending;
  unsigned pending_indent;
  bool blank_allowed;  // before a pending line: an empty one, where the source has one
  bool after_open;     // nothing has been put since an opening bracket
  uint32_t source_at;  // where in the source that ends which was put last
  unsigned holes;      // open ${ }
  VEC(PlacedGroup) groups;
} Printer;

typedef struct Group {
  size_t open;
  bool over_lines;
  bool braces;      // parted by line ends when over lines, else by ','
  bool blanks;      // a blank inside the brackets on one line
  bool comma;       // a ',' after the last element when over lines
  unsigned outer;   // base before it
  unsigned indent;  // of the line it was opened on
  size_t count;     // of elements so far
  size_t placed;
} Group;

// The next token, with what is pending and the comments before it.
void printer_put(Printer *p);
void printer_put_count(Printer *p, size_t count);
// The next piece of the text whose first token is `first`. `move` is worked out at the first piece and used at the
// others.
void printer_put_piece(Printer *p, size_t first, int *move);
// Tokens without blanks between them, up to source offset `end`.
void printer_put_until(Printer *p, uint32_t end);
void printer_space(Printer *p);
// Where the source has a line end before the next token a line `levels` deeper than the item, else a blank / nothing.
void printer_soft_space(Printer *p, unsigned levels);
void printer_soft(Printer *p, unsigned levels);
// A line at the item's own indentation; an empty one before it where the source has it.
void printer_line(Printer *p);
// At the end of the file: what comments are left, and a line end.
void printer_finish(Printer *p);

// Brackets: open, then for each element printer_element before it, then close.
Group printer_open(Printer *p, bool blanks, bool comma);
// Of a bracket that is not broken where its line is too long.
void printer_keep(Printer *p, const Group *group);
void printer_element(Printer *p, Group *group);
void printer_close(Printer *p, const Group *group);

// Before an item of the file.
void printer_next_item(Printer *p);

// ── Rounds ──
// Reads the file again into `tokens` (lex_free; the rest is in the arena).
void printer_start(Printer *p, Tokens *tokens, Arena *arena, const File *file, const Sources *sources);
// Empties `out`, for a round.
void printer_restart(Printer *p, Buffer *out);
// Marks the brackets to break on lines that came out too long; false where there are none.
bool printer_break_long_lines(Printer *p);
