// Escapes and whole numbers.
#include "format/out.h"

// The letter of a short escape; 0 where there is none.
static char short_escape(unsigned char byte) {
  switch (byte) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

size_t out_escape_size(unsigned char byte) { return short_escape(byte) ? 2 : 6; }

void out_escape(Buffer *out, unsigned char byte) {
  static const char digits[] = "0123456789abcdef";
  char *at = out_room(out, 6), letter = short_escape(byte);
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

size_t out_int_size(int64_t integer) {
  size_t size = integer < 0 ? 2 : 1;
  while (integer /= 10) size++;
  return size;
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
