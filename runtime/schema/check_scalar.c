// Scalars: what CloudFormation converts, enums, patterns, lengths, ranges, and ids and ARNs by their shape.
#include <ctype.h>
#include <stdlib.h>

#include "base/pattern.h"
#include "schema/check.h"

// --- The cache of patterns

struct SchemaCache {
  struct {
    Offset pattern;
    Pattern *compiled;
  } * slots;
  size_t size, count;  // size is a power of two
};

static size_t slot_of(const struct SchemaCache *cache, Offset pattern) {
  size_t slot = (pattern >> 2) * 2654435761u & (cache->size - 1);
  while (cache->slots[slot].pattern && cache->slots[slot].pattern != pattern) slot = (slot + 1) & (cache->size - 1);
  return slot;
}

static void grow(struct SchemaCache *cache) {
  struct SchemaCache larger = {.size = cache->size ? cache->size * 2 : 256, .count = cache->count};
  larger.slots = base_malloc(larger.size * sizeof *larger.slots);
  memset(larger.slots, 0, larger.size * sizeof *larger.slots);
  for (size_t i = 0; i < cache->size; i++)
    if (cache->slots[i].pattern) larger.slots[slot_of(&larger, cache->slots[i].pattern)] = cache->slots[i];
  free(cache->slots);
  *cache = larger;
}

const Pattern *check_pattern(SchemaCheck *check, Offset pattern) {
  if (!check->cache) {
    check->cache = base_malloc(sizeof *check->cache);
    *check->cache = (struct SchemaCache){0};
  }
  struct SchemaCache *cache = check->cache;
  if (cache->count * 2 >= cache->size) grow(cache);
  size_t slot = slot_of(cache, pattern);
  if (!cache->slots[slot].pattern) {
    cache->slots[slot].pattern = pattern;
    cache->slots[slot].compiled = pattern_compile(block_text(pattern), check->arena, NULL);
    cache->count++;
  }
  return cache->slots[slot].compiled;
}

void schema_check_done(SchemaCheck *check) {
  struct SchemaCache *cache = check->cache;
  if (!cache) return;
  for (size_t i = 0; i < cache->size; i++) pattern_free(cache->slots[i].compiled);
  free(cache->slots);
  free(cache);
  check->cache = NULL;
}

// --- Conversion

static Text integer_text(Arena *arena, int64_t integer) {
  char digits[24], *at = digits + sizeof digits;
  uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
  do {
    *--at = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (integer < 0) *--at = '-';
  size_t size = (size_t)(digits + sizeof digits - at);
  return (Text){arena_copy(arena, at, size), size};
}

Text check_scalar_text(Arena *arena, const Value *value) {
  switch (value->kind) {
    case VALUE_STRING:
    case VALUE_NUMBER: return value->as.text;
    case VALUE_BOOL: return value->as.boolean ? TEXT("true") : TEXT("false");
    case VALUE_INT: return integer_text(arena, value->as.integer);
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: break;
  }
  return (Text){0};
}

// Whether the text is a JSON number (with an optional plus, as CloudFormation takes it); *whole: without fraction.
static bool is_number(Text text, bool *whole) {
  size_t i = text.size && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0, digits = 0;
  *whole = true;
  for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++) digits++;
  if (i < text.size && text.at[i] == '.') {
    for (i++; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
      digits++;
      if (text.at[i] != '0') *whole = false;
    }
  }
  if (digits && i < text.size && (text.at[i] == 'e' || text.at[i] == 'E')) {
    *whole = false;
    i++;
    if (i < text.size && (text.at[i] == '-' || text.at[i] == '+')) i++;
    if (i == text.size) return false;
    while (i < text.size && text.at[i] >= '0' && text.at[i] <= '9') i++;
  }
  return digits && i == text.size;
}

static bool is_boolean(Text text, bool *boolean) {
  *boolean = text_is(text, "true") || text_is(text, "True") || text_is(text, "TRUE");
  return *boolean || text_is(text, "false") || text_is(text, "False") || text_is(text, "FALSE");
}

static bool convert_text(unsigned types, Value *value, Arena *arena, bool in_place) {
  Text text = text_trim(value->as.text);
  bool whole, boolean;
  Value *number = NULL;
  if ((types & (NODE_INTEGER | NODE_NUMBER)) && is_number(text, &whole) && (whole || (types & NODE_NUMBER))) {
    if (!in_place) return true;
    if (text.at[0] == '+') text = text_slice(text, 1, text.size);
    size_t zeros = text.at[0] == '-';
    while (zeros + 1 < text.size && text.at[zeros] == '0' && text.at[zeros + 1] >= '0' && text.at[zeros + 1] <= '9')
      zeros++;
    if (zeros == (size_t)(text.at[0] == '-')) number = value_number(arena, value->span, text);
    if (number) *value = *number;
    return true;
  }
  if ((types & NODE_BOOLEAN) && is_boolean(value->as.text, &boolean)) {
    if (in_place) *value = *value_bool(arena, value->span, boolean);
    return true;
  }
  return false;
}

bool check_convert(const BlockNode *node, Value *value, Arena *arena, bool in_place) {
  unsigned types = node->types & NODE_TYPES;
  bool whole;
  if (value->kind == VALUE_STRING) return convert_text(types, value, arena, in_place);
  if (value->kind == VALUE_NUMBER && (types & NODE_INTEGER) && is_number(value->as.text, &whole) && whole) return true;
  if (!(types & NODE_STRING)) return false;
  if (in_place) *value = *value_string(arena, value->span, check_scalar_text(arena, value));
  return true;
}

// --- Enum, pattern, length, range

// The number of `text` among the values; `list->count` where it is none.
static uint32_t enum_number(const BlockList *list, Text text, bool caseless) {
  uint32_t low = 0, high = list->count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    int order = text_compare(text, block_text(list->items[middle]));
    if (order == 0) return middle;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  for (uint32_t i = 0; caseless && i < list->count; i++)
    if (text_equal_caseless(block_text(list->items[i]), text)) return i;
  return list->count;
}

// A value of the enum that some of the regions at hand lack. A region of which there is no list lacks nothing, and one
// without the resource's type is another finding.
static void check_offered(Checker *checker, const BlockList *offers, const Value *value, Text text, uint32_t number) {
  const SchemaCheck *check = checker->check;
  Arena *arena = check->diags->arena;
  const BlockRegions *listed = block_at(offers->items[0]), *offered = block_at(offers->items[1 + number]);
  VEC(Text) lacking = {0};
  for (size_t i = 0; i < check->region_count; i++) {
    uint32_t region;
    if (!schema_region(check->regions[i], &region) || !block_in_region(listed, region)) continue;
    if (!block_in_region(&checker->type->regions, region)) continue;
    if (!block_in_region(offered, region)) vec_push(arena, &lacking, check->regions[i]);
  }
  if (lacking.count == 0) return;
  Text where = schema_region_list(arena, lacking.items, lacking.count);
  Diag *diag = check_report(checker, "E3006", value->span, "'%.*s' is not a value of '%.*s' in %.*s", TEXT_ARG(text),
                            TEXT_ARG(check_subject(checker)), TEXT_ARG(where));
  if (!diag) return;
  where = schema_region_set(arena, offered, lacking.items[0]);
  diag_help(check->diags, diag, "it is offered in %.*s", TEXT_ARG(where));
}

// Of those that begin with the most of the text the first.
static Text most_alike(Text text, const Text *allowed, size_t count) {
  size_t best = 0, longest = 0;
  for (size_t i = 0; i < count; i++) {
    size_t common = 0;
    while (common < text.size && common < allowed[i].size && text.at[common] == allowed[i].at[common]) common++;
    if (common > longest) best = i, longest = common;
  }
  return allowed[best];
}

static void check_enum(Checker *checker, const BlockNode *node, const Value *value, Text text) {
  enum { SHOWN = 12 };
  Offset at = node_field(node, FIELD_ENUM);
  const BlockList *list = block_at(at);
  Offset offers = node_field(node, FIELD_OFFERS);
  bool boolean;
  uint32_t number = enum_number(list, text, node->types & NODE_NOCASE);
  if (number < list->count) {
    if (offers) check_offered(checker, block_at(offers), value, text, number);
    return;
  }
  if (is_boolean(text, &boolean) && enum_number(list, boolean ? TEXT("true") : TEXT("false"), false) < list->count)
    return;
  Diag *diag = check_report(checker, "E3030", value->span, "'%.*s' is not a value of '%.*s'", TEXT_ARG(text),
                            TEXT_ARG(check_subject(checker)));
  if (!diag) return;
  Diags *diags = checker->check->diags;
  size_t count;
  Text *allowed = check_texts(diags->arena, at, &count);
  Text nearest = text_nearest(text, allowed, count);
  if (count > SHOWN) {
    if (nearest.size)
      diag_help(diags, diag, "did you mean '%.*s'?", TEXT_ARG(nearest));
    else
      diag_help(diags, diag, "it is one of %zu, such as '%.*s'", count, TEXT_ARG(most_alike(text, allowed, count)));
    return;
  }
  Buffer help = {0};
  if (nearest.size && count > 2) buffer_format(&help, "did you mean '%.*s'? ", TEXT_ARG(nearest));
  buffer_add_string(&help, count == 1 ? "it must be " : "it is one of ");
  for (size_t i = 0; i < count; i++) buffer_format(&help, "%s%.*s", i ? ", " : "", TEXT_ARG(allowed[i]));
  diag_help(diags, diag, "%.*s", TEXT_ARG(buffer_text(&help)));
  buffer_free(&help);
}

static void check_match(Checker *checker, const BlockNode *node, const Value *value, Text text) {
  Offset at = node_field(node, FIELD_PATTERN);
  const Pattern *pattern = check_pattern(checker->check, at);
  if (!pattern || pattern_match(pattern, text) != PATTERN_NO) return;
  Diag *diag = check_report(checker, "E3031", value->span, "'%.*s' is not what '%.*s' may look like", TEXT_ARG(text),
                            TEXT_ARG(check_subject(checker)));
  if (diag) diag_help(checker->check->diags, diag, "it must match %.*s", TEXT_ARG(block_text(at)));
}

// "an item of " where the value at hand is one, by its own place or as what an intrinsic there comes to.
static const char *item_of(const Checker *checker) {
  const PathStep *path = checker->path;
  size_t i = checker->depth < PATH_MAX_STEPS ? checker->depth : PATH_MAX_STEPS;
  while (i > 1) {
    if (path[i - 1].key.at && (text_starts_with(path[i - 1].key, TEXT("Fn::")) || text_is(path[i - 1].key, "Ref")))
      i--;
    else if (!path[i - 1].key.at && path[i - 2].key.at && text_is(path[i - 2].key, "Fn::If"))
      i -= 2;  // a branch
    else
      break;
  }
  return i > 0 && !path[i - 1].key.at ? "an item of " : "";
}

static void check_length(Checker *checker, const BlockNode *node, const Value *value, Text text) {
  const BlockBounds *bounds = block_at(node_field(node, FIELD_LENGTH));
  if (text.size >= bounds->least * 4ull && text.size <= bounds->most) return;
  size_t length = utf8_count(text);
  if (length >= bounds->least && length <= bounds->most) return;
  Text subject = check_subject(checker);
  if (length < bounds->least)
    check_report(checker, "E3033", value->span, "%s'%.*s' is %zu characters long; at least %u are needed",
                 item_of(checker), TEXT_ARG(subject), length, bounds->least);
  if (length > bounds->most)
    check_report(checker, "E3033", value->span, "%s'%.*s' is %zu characters long; at most %u are allowed",
                 item_of(checker), TEXT_ARG(subject), length, bounds->most);
}

static bool number_value(const Value *value, Text text, double *out) {
  char digits[64];
  bool whole;
  if (value->kind == VALUE_INT) *out = (double)value->as.integer;
  if (value->kind == VALUE_INT) return true;
  text = text_trim(text);
  if (value->kind == VALUE_BOOL || text.size >= sizeof digits || !is_number(text, &whole)) return false;
  memcpy(digits, text.at, text.size);
  digits[text.size] = '\0';
  *out = strtod(digits, NULL);
  return true;
}

// "between 1 and 5", "at least 1", "below 5"
static void range_text(const BlockRange *range, Buffer *out) {
  double least = block_double(range->least), most = block_double(range->most);
  bool plain = !(range->has & (RANGE_ABOVE | RANGE_BELOW));
  if ((range->has & RANGE_LEAST) && (range->has & RANGE_MOST) && plain) {
    buffer_format(out, "between %.15g and %.15g", least, most);
    return;
  }
  if (range->has & RANGE_LEAST) buffer_format(out, "%s %.15g", range->has & RANGE_ABOVE ? "above" : "at least", least);
  if ((range->has & RANGE_LEAST) && (range->has & RANGE_MOST)) buffer_add_string(out, " and ");
  if (range->has & RANGE_MOST) buffer_format(out, "%s %.15g", range->has & RANGE_BELOW ? "below" : "at most", most);
}

static void check_range(Checker *checker, const BlockNode *node, const Value *value, Text text) {
  const BlockRange *range = block_at(node_field(node, FIELD_RANGE));
  double number, least = block_double(range->least), most = block_double(range->most);
  if (!number_value(value, text, &number)) return;
  bool low = (range->has & RANGE_LEAST) && (number < least || ((range->has & RANGE_ABOVE) && number == least));
  bool high = (range->has & RANGE_MOST) && (number > most || ((range->has & RANGE_BELOW) && number == most));
  if (!low && !high && !(range->has & RANGE_STEP)) return;
  if ((low || high) && check_weighs(checker)) return;
  Text subject = check_subject(checker);
  if (low || high) {
    Buffer wanted = {0};
    range_text(range, &wanted);
    check_report(checker, "E3034", value->span, "'%.*s' is %.*s; it must be %.*s", TEXT_ARG(subject), TEXT_ARG(text),
                 TEXT_ARG(buffer_text(&wanted)));
    buffer_free(&wanted);
    return;
  }
  double steps = number / block_double(range->step);
  double off = steps - (double)(int64_t)(steps < 0 ? steps - 0.5 : steps + 0.5);
  if (off > 1e-6 || off < -1e-6)
    check_report(checker, "E3034", value->span, "'%.*s' is %.*s; it must be a multiple of %.15g", TEXT_ARG(subject),
                 TEXT_ARG(text), block_double(range->step));
}

// --- Formats: what a literal id or ARN looks like

static bool is_hex_id(Text text, const char *prefix) {
  Text rest = text;
  Text start = text_of(prefix);
  if (!text_starts_with(text, start)) return false;
  rest = text_slice(text, start.size, text.size);
  for (size_t i = 0; i < rest.size; i++)
    if (!((rest.at[i] >= '0' && rest.at[i] <= '9') || (rest.at[i] >= 'a' && rest.at[i] <= 'f'))) return false;
  return rest.size == 8 || rest.size == 17;
}

// "arn:PARTITION:SERVICE:..."
static bool is_arn(Text text, const char *service) {
  if (!text_starts_with(text, TEXT("arn:aws"))) return false;
  size_t colon = text_find(text, TEXT(":"), 4);
  if (colon == SIZE_MAX) return false;
  size_t end = text_find(text, TEXT(":"), colon + 1);
  return end != SIZE_MAX && text_is(text_slice(text, colon + 1, end), service);
}

// The range as the template's reader takes it: no bits behind the prefix. AWS itself clears them, and what was meant to
// be one address is a range.
static bool has_stray_bits(Text text) {
  unsigned part = 0, bits = 0;
  uint32_t address = 0;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c >= '0' && c <= '9')
      bits = bits * 10 + (unsigned)(c - '0');
    else if (part++ < 4)
      address = address << 8 | bits, bits = 0;
  }
  return bits < 32 && (address & (UINT32_MAX >> bits)) != 0;
}

static bool is_network(Text text) {
  unsigned parts = 0, number = 0, digits = 0;
  for (size_t i = 0; i <= text.size; i++) {
    char c = i < text.size ? text.at[i] : '\0';
    if (c >= '0' && c <= '9') {
      number = number * 10 + (unsigned)(c - '0');
      if (++digits > 3) return false;
      continue;
    }
    bool last = parts == 4;
    if (!digits || number > (last ? 32 : 255)) return false;
    if (c != (last ? '\0' : parts == 3 ? '/' : '.')) return false;
    parts++;
    number = digits = 0;
  }
  return parts == 5;
}

// Eight groups of four hexadecimal digits, "::" for a run of noughts, and how many bits count: "2001:db8::/32".
static bool is_network6(Text text) {
  size_t slash = text_find(text, TEXT("/"), 0), groups = 0, digits = 0, gaps = 0;
  if (slash == SIZE_MAX || slash < 2 || text.size - slash < 2 || text.size - slash > 4) return false;
  unsigned bits = 0;
  for (size_t i = slash + 1; i < text.size; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    bits = bits * 10 + (unsigned)(text.at[i] - '0');
  }
  for (size_t i = 0; i < slash; i++) {
    if (text.at[i] != ':') {
      if (!isxdigit((unsigned char)text.at[i]) || ++digits > 4) return false;
      groups += digits == 1;
      continue;
    }
    bool twice = i + 1 < slash && text.at[i + 1] == ':';
    if (!digits && !(i == 0 && twice)) return false;
    gaps += twice;
    i += twice;
    digits = 0;
    if (i + 1 == slash && !twice) return false;
  }
  return bits <= 128 && (gaps ? gaps == 1 && groups < 8 : groups == 8);
}

// "2026-11-21T19:00:00Z", with parts of a second and an offset from UTC where there are.
static bool is_date_time(Text text) {
  static const char form[] = "dddd-dd-ddTdd:dd:dd";
  size_t i = 0;
  for (; form[i]; i++) {
    if (i == text.size) return false;
    bool digit = text.at[i] >= '0' && text.at[i] <= '9';
    if (form[i] == 'd' ? !digit : text.at[i] != form[i]) return false;
  }
  if (i < text.size && text.at[i] == '.')
    for (i++; i < text.size && text.at[i] >= '0' && text.at[i] <= '9';) i++;
  if (i == text.size) return false;
  return text.at[i] == 'Z' ? i + 1 == text.size : (text.at[i] == '+' || text.at[i] == '-') && text.size - i == 6;
}

static bool is_group_id(Text text) { return is_hex_id(text, "sg-"); }
static bool is_network_id(Text text) { return is_hex_id(text, "vpc-"); }
static bool is_subnet_id(Text text) { return is_hex_id(text, "subnet-"); }
// Examples have letters beyond f here ("ami-abcdefgh"), which is let pass.
static bool is_image_id(Text text) {
  if (!text_starts_with(text, TEXT("ami-")) || (text.size != 12 && text.size != 21)) return false;
  for (size_t i = 4; i < text.size; i++)
    if (!((text.at[i] >= '0' && text.at[i] <= '9') || (text.at[i] >= 'a' && text.at[i] <= 'z'))) return false;
  return true;
}

// "arn:aws:iam::123456789012:role/name"
static bool is_role(Text text) {
  if (!is_arn(text, "iam")) return false;
  size_t account = text_find(text, TEXT(":iam::"), 0);
  if (account == SIZE_MAX || text.size < account + 6 + 12) return false;
  for (size_t i = account + 6; i < account + 18; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return text_starts_with(text_slice(text, account + 18, text.size), TEXT(":role/"));
}

static bool is_bucket(Text text) {
  if (text.size < 3 || text.size > 63) return false;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    bool dot = c == '.' || c == '-';
    if (!dot && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) return false;
    if (dot && (i == 0 || i + 1 == text.size || (text.at[i - 1] == '.'))) return false;
  }
  return true;
}

static bool is_key_arn(Text text) { return is_arn(text, "kms"); }
static bool is_topic(Text text) { return is_arn(text, "sns"); }
static bool is_certificate(Text text) { return is_arn(text, "acm"); }
static bool is_function(Text text) { return is_arn(text, "lambda"); }

static bool is_hex(Text text, size_t size) {
  if (text.size != size) return false;
  for (size_t i = 0; i < size; i++)
    if (!((text.at[i] >= '0' && text.at[i] <= '9') || (text.at[i] >= 'a' && text.at[i] <= 'f'))) return false;
  return true;
}

// "1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-" and 32 digits, "alias/name"
static bool is_key_id(Text text) {
  static const size_t parts[] = {8, 4, 4, 4, 12};
  if (text_starts_with(text, TEXT("alias/"))) return text.size > 6;
  if (text_starts_with(text, TEXT("mrk-"))) return is_hex(text_slice(text, 4, text.size), 32);
  if (text.size != 36) return false;
  for (size_t i = 0, at = 0; i < 5; at += parts[i++] + 1) {
    if (!is_hex(text_slice(text, at, at + parts[i]), parts[i])) return false;
    if (i < 4 && text.at[at + parts[i]] != '-') return false;
  }
  return true;
}

static bool is_made_of(Text text, size_t most, const char *marks) {
  if (text.size == 0 || text.size > most) return false;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain && (c == '\0' || !strchr(marks, c))) return false;
  }
  return true;
}

static bool is_group_name(Text text) { return is_made_of(text, 255, " ._-:/()#,@[]+=&;{}!$*"); }
static bool is_log_group(Text text) { return is_made_of(text, 512, ".-_/#"); }
static bool is_alias(Text text) { return text_starts_with(text, TEXT("alias/")); }

// Codes as in cfn-lint, whose names for these formats the overlay uses. What is not listed is not checked.
static const struct {
  const char *format, *code;
  bool (*valid)(Text text);
  const char *example;
} formats[] = {
    {"AWS::EC2::SecurityGroup.Id", "E1150", is_group_id, "sg-0123456789abcdef0"},
    {"AWS::EC2::VPC.Id", "E1151", is_network_id, "vpc-0123456789abcdef0"},
    {"AWS::EC2::Image.Id", "E1152", is_image_id, "ami-0123456789abcdef0"},
    {"AWS::EC2::SecurityGroup.Name", "E1153", is_group_name, "web servers"},
    {"AWS::EC2::Subnet.Id", "E1154", is_subnet_id, "subnet-0123456789abcdef0"},
    {"AWS::Logs::LogGroup.Name", "E1155", is_log_group, "/aws/lambda/name"},
    {"AWS::IAM::Role.Arn", "E1156", is_role, "arn:aws:iam::123456789012:role/name"},
    {"AWS::KMS::Key.Arn", "E1157", is_key_arn, "arn:aws:kms:us-east-1:123456789012:key/id"},
    {"AWS::SNS::Topic.Arn", "E1158", is_topic, "arn:aws:sns:us-east-1:123456789012:name"},
    {"AWS::ACM::Certificate.Arn", "E1159", is_certificate, "arn:aws:acm:us-east-1:123456789012:certificate/id"},
    {"AWS::Lambda::Function.Arn", "E1160", is_function, "arn:aws:lambda:us-east-1:123456789012:function:name"},
    {"AWS::S3::Bucket.Name", "E1161", is_bucket, "a-bucket-name"},
    {"AWS::KMS::Key.Id", "E1162", is_key_id, "12345678-1234-1234-1234-1234567890ab"},
    {"AWS::KMS::Alias.AliasName", "E1164", is_alias, "alias/name"},
    {"ipv4-network", "E1103", is_network, "10.0.0.0/16"},
    {"ipv6-network", "E1103", is_network6, "2001:db8::/32"},
    {"date-time", "E1103", is_date_time, "2026-11-21T19:00:00Z"},
};

static size_t format_number(Text name) {
  size_t i = 0;
  while (i < sizeof formats / sizeof *formats && !text_is(name, formats[i].format)) i++;
  return i;
}

const char *check_format_example(Text format) {
  size_t number = format_number(format);
  return number < sizeof formats / sizeof *formats ? formats[number].example : NULL;
}

// Lint has an id for each format, as users may ignore any, and one for none of them fitting.
static void report_formats(Checker *checker, const Value *value, Text text, Text names) {
  Text subject = check_subject(checker);
  check_report(checker, "E3017", value->span, "'%.*s' has none of the forms that '%.*s' may have", TEXT_ARG(text),
               TEXT_ARG(subject));
  for (size_t start = 0; start <= names.size;) {
    size_t end = text_find(names, TEXT("|"), start);
    if (end == SIZE_MAX) end = names.size;
    size_t number = format_number(text_slice(names, start, end));
    start = end + 1;
    const char *code = text_is(text_of(formats[number].code), "E1103") ? "E3002" : formats[number].code;
    Diag *diag =
        check_report(checker, code, value->span, "'%.*s' is not what '%.*s' may be", TEXT_ARG(text), TEXT_ARG(subject));
    if (diag)
      diag_help(checker->check->diags, diag, "it looks like %s (%s)", formats[number].example, formats[number].format);
  }
}

static void check_format(Checker *checker, const BlockNode *node, const Value *value, Text text) {
  Text names = block_text(node_field(node, FIELD_FORMAT));
  size_t count = sizeof formats / sizeof *formats, first = count;
  for (size_t start = 0; start <= names.size;) {
    size_t end = text_find(names, TEXT("|"), start);
    if (end == SIZE_MAX) end = names.size;
    size_t number = format_number(text_slice(names, start, end));
    start = end + 1;
    if (number == count) return;
    bool network = formats[number].valid == is_network;
    if (formats[number].valid(text) && !(network && checker->resolved && has_stray_bits(text))) return;
    if (first == count) first = number;
  }
  if (checker->check->lint && text_find(names, TEXT("|"), 0) != SIZE_MAX) {
    report_formats(checker, value, text, names);
    return;
  }
  // cfn-lint has no id for these but that of properties as a whole.
  const char *code = formats[first].code;
  if (checker->check->lint && text_is(text_of(code), "E1103")) code = "E3002";
  Diag *diag = check_report(checker, code, value->span, "'%.*s' is not what '%.*s' may be", TEXT_ARG(text),
                            TEXT_ARG(check_subject(checker)));
  if (diag)
    diag_help(checker->check->diags, diag, "it looks like %s (%s)", formats[first].example, formats[first].format);
}

void check_scalar(Checker *checker, const BlockNode *node, const Value *value) {
  const unsigned constraints =
      1u << FIELD_ENUM | 1u << FIELD_PATTERN | 1u << FIELD_LENGTH | 1u << FIELD_RANGE | 1u << FIELD_FORMAT;
  if (!(node->fields & constraints)) return;
  Text text = check_scalar_text(checker->check->arena, value);
  if (value->kind == VALUE_STRING && text_find(text, TEXT("{{resolve:"), 0) != SIZE_MAX) {
    checker->uncertain = true;
    return;
  }
  const size_t *found = &checker->check->diags->list.count;
  size_t before = *found;
  // Where one is enough the first mistake is told; lint tells each, since each may be ignored by its id.
  bool every = checker->check->lint;
  if (node_has(node, FIELD_ENUM)) check_enum(checker, node, value, text);
  if (node_has(node, FIELD_RANGE)) check_range(checker, node, value, text);
  bool texts = !(node->types & NODE_TYPES) || (node->types & NODE_STRING);
  if (!texts || (*found != before && !every)) return;
  if (node_has(node, FIELD_LENGTH)) check_length(checker, node, value, text);
  if ((*found == before || every) && node_has(node, FIELD_PATTERN)) check_match(checker, node, value, text);
  if ((*found == before || every) && node_has(node, FIELD_FORMAT)) check_format(checker, node, value, text);
}
