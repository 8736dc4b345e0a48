// Values that a service writes in a way of its own (MARK_OTHERWISE), as far as two of them can be told apart all the
// same: networks, numbers, protocols, texts with something around them.
#include <arpa/inet.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "schema/node.h"

enum { LONGEST = 64, ADDRESS = 16 };

// Copies a short text for C interfaces; false where it is longer.
static bool as_string(char out[LONGEST], Text text) {
  if (text.size == 0 || text.size >= LONGEST) return false;
  memcpy(out, text.at, text.size);
  out[text.size] = 0;
  return true;
}

// "10.0.0.7/16" and "2001:DB8::/56": the network's bytes, what lies behind its prefix cleared.
static bool read_network(Text text, unsigned char out[ADDRESS], long *prefix) {
  char room[LONGEST], *end;
  size_t slash = text_find(text, TEXT("/"), 0);
  if (slash == SIZE_MAX || !as_string(room, text)) return false;
  room[slash] = 0;
  *prefix = strtol(room + slash + 1, &end, 10);
  memset(out, 0, ADDRESS);
  bool four = inet_pton(AF_INET, room, out) == 1;
  if (*end || end == room + slash + 1 || *prefix < 0 || *prefix > (four ? 32 : 128)) return false;
  if (!four && inet_pton(AF_INET6, room, out) != 1) return false;
  for (long bit = *prefix; bit < ADDRESS * 8; bit++) out[bit / 8] &= (unsigned char)~(0x80 >> bit % 8);
  return true;
}

static bool read_number(Text text, double *out) {
  char room[LONGEST], *end;
  if (!as_string(room, text)) return false;
  *out = strtod(room, &end);
  return !*end && isfinite(*out);
}

static Text protocol_of(Text text) {
  static const char *const numbers[][2] = {{"1", "icmp"}, {"6", "tcp"}, {"17", "udp"}, {"58", "icmpv6"}};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (text_is(text, numbers[i][0]) || text_equal_caseless(text, text_of(numbers[i][1])))
      return text_of(numbers[i][1]);
  return (Text){0};
}

// The same but for '-' and '_'.
static bool same_dashes(Text a, Text b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++)
    if (a.at[i] != b.at[i] && !(strchr("-_", a.at[i]) && strchr("-_", b.at[i]))) return false;
  return true;
}

Shown schema_shown_otherwise(Text declared, Text seen) {
  unsigned char a[ADDRESS], b[ADDRESS];
  long left, right;
  if (read_network(declared, a, &left) && read_network(seen, b, &right))
    return left == right && memcmp(a, b, ADDRESS) == 0 ? SHOWN_SAME : SHOWN_OTHER;
  // A protocol by its number. Before numbers, since it is one.
  Text protocol = protocol_of(declared), other = protocol_of(seen);
  if (protocol.size && other.size && text_equal(protocol, other)) return SHOWN_SAME;
  double x, y;
  if (read_number(declared, &x) && read_number(seen, &y)) {
    if (x == y || x * 1000 == y) return SHOWN_SAME;  // seconds, shown in milliseconds
    return y == -1 ? SHOWN_UNKNOWN : SHOWN_OTHER;    // the ports of a protocol that has none
  }
  bool minus = text_is(declared, "-1") || text_is(seen, "-1");  // all protocols
  if (protocol.size && (other.size || minus)) return SHOWN_OTHER;
  if (other.size && minus) return SHOWN_OTHER;
  if (same_dashes(declared, seen)) return SHOWN_SAME;
  size_t at = text_find(seen, declared, 0);  // "[CFN-1A2B3C4D] what was declared"
  return declared.size && at != SIZE_MAX ? SHOWN_SAME : SHOWN_UNKNOWN;
}
