// Native functions on networks. Ranges are 128-bit numbers in both families; an IPv4 range has a width of 32 bits.
#include <arpa/inet.h>

#include "eval/natives.h"

typedef unsigned __int128 Address;

typedef struct Range {
  Address base;  // host bits cleared
  int prefix, width;
} Range;

static bool parse_address(Text text, Address *out, int *width) {
  char copy[64];
  if (text.size == 0 || text.size >= sizeof copy) return false;
  memcpy(copy, text.at, text.size);
  copy[text.size] = 0;
  unsigned char bytes[16];
  bool six = text_find(text, TEXT(":"), 0) != SIZE_MAX;
  if (inet_pton(six ? AF_INET6 : AF_INET, copy, bytes) != 1) return false;
  *width = six ? 128 : 32;
  *out = 0;
  for (int i = 0; i < *width / 8; i++) *out = *out << 8 | bytes[i];
  return true;
}

static Address mask(int prefix, int width) {
  Address ones = width == 128 ? ~(Address)0 : ((Address)1 << width) - 1;
  return prefix == 0 ? 0 : ones & ~((prefix == width ? (Address)1 : (Address)1 << (width - prefix)) - 1);
}

static bool parse_range(Text text, Range *out) {
  size_t slash = text_find(text, TEXT("/"), 0);
  if (!parse_address(text_slice(text, 0, slash == SIZE_MAX ? text.size : slash), &out->base, &out->width)) return false;
  out->prefix = out->width;
  if (slash != SIZE_MAX) {
    out->prefix = 0;
    if (slash + 1 == text.size || text.size - slash > 4) return false;
    for (size_t i = slash + 1; i < text.size; i++) {
      if (text.at[i] < '0' || text.at[i] > '9') return false;
      out->prefix = out->prefix * 10 + text.at[i] - '0';
    }
    if (out->prefix > out->width) return false;
  }
  out->base &= mask(out->prefix, out->width);
  return true;
}

static Text spell_address(Arena *arena, Address address, int width) {
  unsigned char bytes[16];
  char text[64];
  for (int i = width / 8; i > 0; i--, address >>= 8) bytes[i - 1] = (unsigned char)address;
  inet_ntop(width == 128 ? AF_INET6 : AF_INET, bytes, text, sizeof text);
  return text_copy(arena, text_of(text));
}

static bool known_range(const Context *cx, Span span, const Val *val, const char *what, Range *out, const Val **error) {
  if (val->kind != VAL_TEXT) {
    *error = eval_must_be_known(cx, span, val, what);
    return false;
  }
  if (parse_range(val->as.text, out)) return true;
  *error = eval_wrong(cx, "E0306", val->span.source ? val->span : span, "%s is not an IP range, as in \"10.0.0.0/16\"",
                      what);
  return false;
}

static const Val *deferred_subnet(const Context *cx, Span span, const Val **args) {
  Arena *arena = cx->eval->arena;
  int64_t prefix = args[1]->as.integer, index = args[2]->as.integer;
  int64_t width = prefix > 32 ? 128 : 32;  // a longer prefix than IPv4 has says that the range is one of IPv6
  if (index > 255)
    return eval_wrong(cx, "E0304", span, "of a deferred range CloudFormation gives the first 256 subnets alone");
  Val *cidr = val_list(arena, span), *select = val_list(arena, span);
  val_add(arena, cidr, args[0]);
  val_add(arena, cidr, val_int(arena, span, index + 1));
  val_add(arena, cidr, val_int(arena, span, width - prefix));
  val_add(arena, select, val_int(arena, span, index));
  val_add(arena, select, eval_intrinsic(cx, span, "Fn::Cidr", cidr, true));
  return eval_intrinsic(cx, span, "Fn::Select", select, false);
}

NATIVE(cidr_subnet) {
  if (args[1]->kind != VAL_INT) {
    Diag *diag;
    const Val *error = eval_must_be_known(cx, span, args[1], "the prefix of cidr_subnet()");
    if (cx->eval->diags->list.count && error->kind == VAL_ERROR) {
      diag = cx->eval->diags->list.items[cx->eval->diags->list.count - 1];
      diag_help(cx->eval->diags, diag, "give the length of the prefix as a number beside the range");
    }
    return error;
  }
  if (args[2]->kind != VAL_INT) return eval_must_be_known(cx, span, args[2], "the index of cidr_subnet()");
  if (args[0]->kind != VAL_TEXT) return deferred_subnet(cx, span, args);
  Range range;
  const Val *error;
  if (!known_range(cx, span, args[0], "the range of cidr_subnet()", &range, &error)) return error;
  int prefix = (int)args[1]->as.integer;
  if (prefix < range.prefix || prefix > range.width)
    return eval_wrong(cx, "E0306", span, "a /%d cannot be cut from %.*s: its parts are /%d to /%d", prefix,
                      TEXT_ARG(args[0]->as.text), range.prefix, range.width);
  int bits = prefix - range.prefix;
  if (bits < 63 && args[2]->as.integer >= (int64_t)1 << bits)
    return eval_wrong(cx, "E0306", span, "%.*s has %lld subnets of /%d, so none at %lld", TEXT_ARG(args[0]->as.text),
                      (long long)((int64_t)1 << bits), prefix, (long long)args[2]->as.integer);
  Address step = prefix == 0 ? 0 : (Address)1 << (range.width - prefix);
  Address base = range.base + step * (Address)args[2]->as.integer;
  return val_text(
      cx->eval->arena, span,
      text_format(cx->eval->arena, "%.*s/%d", TEXT_ARG(spell_address(cx->eval->arena, base, range.width)), prefix));
}

NATIVE(cidr_host) {
  Range range;
  const Val *error;
  if (!known_range(cx, span, args[0], "the range of cidr_host()", &range, &error)) return error;
  if (args[1]->kind != VAL_INT) return eval_must_be_known(cx, span, args[1], "the index of cidr_host()");
  int bits = range.width - range.prefix;
  int64_t index = args[1]->as.integer;
  if (bits < 63 && (index >= (int64_t)1 << bits || index < -((int64_t)1 << bits)))
    return eval_wrong(cx, "E0306", span, "%.*s has no address at %lld", TEXT_ARG(args[0]->as.text), (long long)index);
  Address address = range.base + (index >= 0 ? (Address)index : ((Address)1 << bits) - (Address)-index);
  return val_text(cx->eval->arena, span, spell_address(cx->eval->arena, address, range.width));
}

NATIVE(cidr_prefix) {
  Range range;
  const Val *error;
  if (!known_range(cx, span, args[0], "the range of cidr_prefix()", &range, &error)) return error;
  return val_int(cx->eval->arena, span, range.prefix);
}

NATIVE(cidr_contains) {
  Range outer, inner;
  const Val *error;
  if (!known_range(cx, span, args[0], "the range of cidr_contains()", &outer, &error)) return error;
  if (!known_range(cx, span, args[1], "what cidr_contains() looks for", &inner, &error)) return error;
  bool contains = outer.width == inner.width && inner.prefix >= outer.prefix &&
                  (inner.base & mask(outer.prefix, outer.width)) == outer.base;
  return val_bool(cx->eval->arena, span, contains);
}

NATIVE(get_azs) {
  const Val *region = args[0]->kind == VAL_NULL ? val_text(cx->eval->arena, span, TEXT("")) : args[0];
  return eval_intrinsic(cx, span, "Fn::GetAZs", region, true);
}
