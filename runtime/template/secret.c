// Secrets by name and form.
#include "template/secret.h"

static const Span nowhere = {0};

static const char *const words[] = {
    "password",  "passwd",       "passphrase", "secret",    "token",      "credential", "apikey",  "privatekey",
    "accesskey", "presharedkey", "authkey",    "sharedkey", "signingkey", "encryptkey", "connstr", "connectionstring"};
// Names that end so say something about a secret, and hold none.
static const char *const harmless[] = {"arn",     "id",      "ids",        "name",   "length",  "units",   "validity",
                                       "type",    "enabled", "days",       "policy", "seconds", "hours",   "required",
                                       "version", "url",     "characters", "uri",    "count",   "options", "source",
                                       "status",  "minutes", "rotation",   "expiry", "service", "stages"};

Value *secret_mark(Arena *arena, const char *kind) {
  Value *map = value_map(arena, nowhere);
  value_set(arena, map, SECRET_MARK, value_string(arena, nowhere, text_of(kind)));
  return map;
}

bool secret_is_mark(const Value *value) {
  return value_is(value, VALUE_MAP) && value->as.map.count == 1 && text_is(value->as.map.members[0].key, SECRET_MARK);
}

// The name in lower case, letters and digits only.
static Text folded(char *room, size_t size, Text name) {
  size_t count = 0;
  for (size_t i = 0; i < name.size && count < size; i++) {
    char c = name.at[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) room[count++] = c;
  }
  return (Text){room, count};
}

bool secret_name(Text name) {
  char room[128];
  Text plain = folded(room, sizeof room, name);
  bool found = false;
  for (size_t at = 0; at < plain.size && !found; at++) {
    // Every key of every template passes here, and few letters begin any of the words.
    if (!strchr("acepst", plain.at[at])) continue;
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
      found = words[i][0] == plain.at[at] && text_starts_with(text_slice(plain, at, plain.size), text_of(words[i]));
  }
  for (size_t i = 0; i < sizeof harmless / sizeof *harmless && found; i++)
    found = !text_ends_with(plain, text_of(harmless[i]));
  return found;
}

// `password=...`, `"token": ...`: such a name right before a sign that gives it a value.
static bool holds_assignment(Text text) {
  for (size_t i = 1; i + 1 < text.size; i++) {
    if (text.at[i] != '=' && text.at[i] != ':') continue;
    size_t end = i;
    while (end > 0 && strchr(" \"'", text.at[end - 1])) end--;
    size_t start = end;
    while (start > 0 && end - start < 40 && text.at[start - 1] > ' ' && !strchr("\"',;{([=:&?", text.at[start - 1]))
      start--;
    if (start < end && secret_name(text_slice(text, start, end))) return true;
  }
  return false;
}

// "postgres://user:word@host", unless the word is a reference.
static bool holds_login(Text text) {
  for (size_t scheme = text_find(text, TEXT("://"), 0); scheme != SIZE_MAX;
       scheme = text_find(text, TEXT("://"), scheme + 3)) {
    size_t colon = 0;
    for (size_t i = scheme + 3; i < text.size && text.at[i] > ' ' && text.at[i] != '/'; i++) {
      if (text.at[i] == ':' && !colon) colon = i;
      if (text.at[i] != '@') continue;
      if (colon && i > colon + 1 && text.at[colon + 1] != '$' && text.at[colon + 1] != '{') return true;
      break;
    }
  }
  return false;
}

static bool is_secret_text(SecretUse use, Text text) {
  return text_find(text, TEXT("PRIVATE KEY-----"), 0) != SIZE_MAX || holds_login(text) ||
         (use == SECRET_SHOWN && holds_assignment(text));
}

static bool is_reference(Text text) {
  return text_starts_with(text, TEXT("{{resolve:")) || text_starts_with(text, TEXT("arn:"));
}

bool secret_pair(const Value *map) {
  static const char *const names[] = {"Name", "Key", "ParameterKey", "ParameterName", "OptionName"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (secret_name(value_text(value_at(map, names[i])))) return true;
  return false;
}

static bool is_value_key(Text key) {
  return text_is(key, "Value") || text_is(key, "ParameterValue") || text_is(key, "DefaultValue");
}

static const Value *mask_value(const SecretMask *mask, bool secret, const Value *value);

// A copy of the map, one level deep.
static Value *copy_map(Arena *arena, const Value *map) {
  Value *copy = value_map(arena, map->span);
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    value_put(arena, copy, member->key, member->key_span, member->value);
  }
  return copy;
}

static const Value *mask_map(const SecretMask *mask, const Value *map) {
  Value *changed = NULL;
  bool pair = secret_pair(map);
  for (size_t i = 0; i < map->as.map.count; i++) {
    const Member *member = &map->as.map.members[i];
    const Value *masked = secret_mask(mask, member->key, pair, member->value);
    if (masked == member->value) continue;
    if (!changed) changed = copy_map(mask->arena, map);
    value_put(mask->arena, changed, member->key, member->key_span, (Value *)masked);
  }
  return changed ? changed : map;
}

// The items from `first` on.
static const Value *mask_list(const SecretMask *mask, bool secret, const Value *list, size_t first) {
  Value *changed = NULL;
  for (size_t i = first; i < list->as.list.count; i++) {
    const Value *masked = mask_value(mask, secret, list->as.list.items[i]);
    if (masked == list->as.list.items[i]) continue;
    if (!changed) {
      changed = value_list(mask->arena, list->span);
      for (size_t k = 0; k < list->as.list.count; k++) value_add(mask->arena, changed, list->as.list.items[k]);
    }
    changed->as.list.items[i] = (Value *)masked;
  }
  return changed ? changed : list;
}

// Whether a join makes a dynamic reference: its parts are no secrets then.
static bool joins_reference(const Value *argument) {
  if (!value_is(argument, VALUE_LIST) || argument->as.list.count != 2) return false;
  const Value *parts = argument->as.list.items[1];
  return value_is(parts, VALUE_LIST) && parts->as.list.count && is_reference(value_text(parts->as.list.items[0]));
}

static const Value *mask_intrinsic(const SecretMask *mask, bool secret, const Value *value, Text name,
                                   const Value *argument) {
  // A reference shows nothing; text around references may.
  static const char *const references[] = {"Ref",           "Condition", "Fn::GetAtt", "Fn::ImportValue",
                                           "Fn::FindInMap", "Fn::GetAZs"};
  for (size_t i = 0; i < sizeof references / sizeof *references; i++)
    if (text_is(name, references[i])) return value;
  if (!argument || (text_is(name, "Fn::Join") && joins_reference(argument))) return value;
  bool first_is_no_value = text_is(name, "Fn::If") || text_is(name, "Fn::Select") || text_is(name, "Fn::Join");
  const Value *masked = argument->kind == VALUE_LIST ? mask_list(mask, secret, argument, first_is_no_value)
                                                     : mask_value(mask, secret, argument);
  if (masked == argument) return value;
  Value *map = value_map(mask->arena, value->span);
  value_put(mask->arena, map, name, value->as.map.members[0].key_span, (Value *)masked);
  return map;
}

static const Value *mask_value(const SecretMask *mask, bool secret, const Value *value) {
  Text name;
  Value *argument;
  switch (value->kind) {
    case VALUE_NULL:
    case VALUE_BOOL: return value;
    case VALUE_INT:
    case VALUE_NUMBER: return secret ? mask->mark : value;
    case VALUE_STRING:
      if (value->as.text.size == 0 || is_reference(value->as.text)) return value;
      return secret || is_secret_text(mask->use, value->as.text) ? mask->mark : value;
    case VALUE_LIST: return mask_list(mask, secret, value, 0);
    case VALUE_MAP: break;
  }
  if (secret_is_mark(value)) return value;
  if (value_intrinsic(value, &name, &argument)) return mask_intrinsic(mask, secret, value, name, argument);
  return mask_map(mask, value);
}

const Value *secret_mask(const SecretMask *mask, Text key, bool pair, const Value *value) {
  return value ? mask_value(mask, secret_name(key) || (pair && is_value_key(key)), value) : NULL;
}
