// Escapes and whole numbers.
#include "format/out.h"

void out_escape(Buffer *out, unsigned char byte) {
  static const char digits[] = "0123456789abcdef";
  char *at = out_room(out, 6), letter = 0;
  switch (byte) {
    case '"': letter = '"'; break;
    case '\\': letter = '\\'; break;
    case '\b': letter = 'b'; break;
    case '\f': letter = 'f'; break;
    case '\n': letter = 'n'; break;
    case '\r': letter = 'r'; break;
    case '\t': letter = 't'; break;
  }
  at[0] = '\\';
  if (letter) {
    at[1] = letter;
    out->size += 2;
    return;
  }
  memcpy(at + 1, "u00", 3);
  at[4] = digits[byte >> 4];
  at[5] = digits[byte & 15];
  out->size += 6;
}

void out_int(Buffer *out, int64_t integer) {
  char digits[20];
  size_t count = 0;
  uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
  do digits[count++] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (integer < 0) digits[count++] = '-';
  char *at = out_room(out, count);
  for (size_t i = 0; i < count; i++) at[i] = digits[count - 1 - i];
  out->size += count;
}
