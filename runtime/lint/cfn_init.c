// What cfn-init reads from a resource's Metadata, and the documents of Systems Manager.
#include "format/yaml.h"
#include "lint/document.h"

#define INIT "E3009"

// A literal text or number; functions pass.
static void want_text(Linter *linter, const LintAt *at) {
  Text text;
  if (lint_deferred(at->value) || lint_scalar(linter, at, &text)) return;
  lint_report(linter, INIT, at, "'%.*s' must be text, this is %s", TEXT_ARG(at->key), value_kind_name(at->value));
}

static bool want_map(Linter *linter, const LintAt *at) {
  if (lint_deferred(at->value)) return false;
  if (lint_is(at, VALUE_MAP)) return true;
  lint_report(linter, INIT, at, "'%.*s' must be a map, this is %s", TEXT_ARG(at->key), value_kind_name(at->value));
  return false;
}

static void want_texts(Linter *linter, const LintAt *at) {
  if (lint_deferred(at->value)) return;
  if (!lint_is(at, VALUE_LIST)) {
    lint_report(linter, INIT, at, "'%.*s' must be a list, this is %s", TEXT_ARG(at->key), value_kind_name(at->value));
    return;
  }
  for (size_t i = 0; i < lint_count(at); i++) {
    LintAt item = lint_item(at, i);
    Text text;
    if (!lint_deferred(item.value) && !lint_scalar(linter, &item, &text))
      lint_report(linter, INIT, &item, "an item of '%.*s' must be text, this is %s", TEXT_ARG(at->key),
                  value_kind_name(item.value));
  }
}

typedef enum Want {
  WANT_ANY,
  WANT_TEXT,
  WANT_TEXTS,
  WANT_BOOL,
  WANT_MAP,
  WANT_MODE,
  WANT_ENCODING,
  WANT_TEXT_OR_MAP
} Want;

typedef struct Key {
  const char *name;
  Want want;
} Key;

static void check_value(Linter *linter, const LintAt *at, Want want) {
  bool on;
  Text text;
  if (lint_deferred(at->value)) return;
  switch (want) {
    case WANT_ANY: return;
    case WANT_TEXT: want_text(linter, at); return;
    case WANT_TEXTS: want_texts(linter, at); return;
    case WANT_MAP: want_map(linter, at); return;
    case WANT_TEXT_OR_MAP:
      if (!lint_is(at, VALUE_MAP)) want_text(linter, at);
      return;
    case WANT_BOOL:
      if (lint_bool(at, &on)) return;
      lint_report(linter, INIT, at, "'%.*s' must be true or false", TEXT_ARG(at->key));
      return;
    case WANT_MODE:
      if (!lint_scalar(linter, at, &text)) want_text(linter, at);
      if (!lint_is(at, VALUE_STRING) || text.size == 6) return;
      diag_help(linter->diags, lint_report(linter, INIT, at, "'%.*s' is no mode of a file", TEXT_ARG(text)),
                "it has six digits, as \"000644\"");
      return;
    case WANT_ENCODING:
      if (text_is(lint_text(at), "plain") || text_is(lint_text(at), "base64")) return;
      lint_report(linter, INIT, at, "'encoding' is plain or base64");
      return;
  }
}

// A map whose members have names of the user's own, each a map of known keys.
static void check_entries(Linter *linter, const LintAt *section, const char *what, const Key *keys, size_t count) {
  if (!want_map(linter, section)) return;
  DocumentMember *members = ARENA_ARRAY(linter->arena, DocumentMember, count);
  for (size_t k = 0; k < count; k++) members[k].name = keys[k].name;
  for (size_t i = 0; i < section->value->as.map.count; i++) {
    const LintAt *entry = lint_keep(linter, lint_member(section, &section->value->as.map.members[i]));
    if (!want_map(linter, entry)) continue;
    document_members(linter, INIT, entry, WORLD_ANY, what, members, count);
    for (size_t k = 0; k < count; k++) {
      LintAt value = lint_field(entry, keys[k].name);
      if (value.value) check_value(linter, &value, keys[k].want);
    }
  }
}

static void check_packages(Linter *linter, const LintAt *section) {
  static const DocumentMember kinds[] = {{"apt", false},      {"msi", false}, {"python", false}, {"rpm", false},
                                         {"rubygems", false}, {"yum", false}, {"zypper", false}};
  if (!want_map(linter, section)) return;
  document_members(linter, INIT, section, WORLD_ANY, "'packages'", kinds, sizeof kinds / sizeof *kinds);
  for (size_t i = 0; i < section->value->as.map.count; i++) {
    const LintAt *kind = lint_keep(linter, lint_member(section, &section->value->as.map.members[i]));
    if (!want_map(linter, kind)) continue;
    for (size_t k = 0; k < kind->value->as.map.count; k++) {
      LintAt package = lint_member(kind, &kind->value->as.map.members[k]);
      if (!lint_is(&package, VALUE_LIST)) want_text(linter, &package);
    }
  }
}

static void check_services(Linter *linter, const LintAt *section) {
  static const DocumentMember kinds[] = {{"systemd", false}, {"sysvinit", false}, {"windows", false}};
  static const Key keys[] = {{"commands", WANT_TEXTS}, {"enabled", WANT_BOOL}, {"ensureRunning", WANT_BOOL},
                             {"files", WANT_TEXTS},    {"packages", WANT_MAP}, {"sources", WANT_TEXTS}};
  if (!want_map(linter, section)) return;
  document_members(linter, INIT, section, WORLD_ANY, "'services'", kinds, sizeof kinds / sizeof *kinds);
  for (size_t i = 0; i < section->value->as.map.count; i++) {
    LintAt kind = lint_member(section, &section->value->as.map.members[i]);
    check_entries(linter, lint_keep(linter, kind), "a service", keys, sizeof keys / sizeof *keys);
  }
}

static void check_sources(Linter *linter, const LintAt *section) {
  if (!want_map(linter, section)) return;
  for (size_t i = 0; i < section->value->as.map.count; i++) {
    LintAt source = lint_member(section, &section->value->as.map.members[i]);
    want_text(linter, &source);
  }
}

static void check_config(Linter *linter, const LintAt *config) {
  static const Key commands[] = {{"command", WANT_ANY},       {"cwd", WANT_TEXT},  {"env", WANT_MAP},
                                 {"ignoreErrors", WANT_TEXT}, {"test", WANT_TEXT}, {"waitAfterCompletion", WANT_TEXT}};
  static const Key files[] = {{"authentication", WANT_ANY}, {"content", WANT_TEXT_OR_MAP}, {"context", WANT_ANY},
                              {"encoding", WANT_ENCODING},  {"group", WANT_TEXT},          {"mode", WANT_MODE},
                              {"owner", WANT_TEXT},         {"source", WANT_TEXT}};
  static const Key groups[] = {{"gid", WANT_TEXT}};
  static const Key users[] = {{"groups", WANT_TEXTS}, {"homeDir", WANT_TEXT}, {"uid", WANT_TEXT}};
  static const struct {
    const char *name, *what;
    const Key *keys;
    size_t count;
  } sections[] = {{"commands", "a command", commands, sizeof commands / sizeof *commands},
                  {"files", "a file", files, sizeof files / sizeof *files},
                  {"groups", "a group", groups, sizeof groups / sizeof *groups},
                  {"users", "a user", users, sizeof users / sizeof *users}};
  if (!want_map(linter, config)) return;
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
    LintAt section = lint_field(config, sections[i].name);
    if (section.value)
      check_entries(linter, lint_keep(linter, section), sections[i].what, sections[i].keys, sections[i].count);
  }
  LintAt packages = lint_field(config, "packages"), services = lint_field(config, "services");
  LintAt sources = lint_field(config, "sources");
  if (packages.value) check_packages(linter, lint_keep(linter, packages));
  if (services.value) check_services(linter, lint_keep(linter, services));
  if (sources.value) check_sources(linter, lint_keep(linter, sources));
}

static void check_init(Linter *linter, const LintResource *resource) {
  LintAt init = lint_path(linter, &resource->at, "Metadata", "AWS::CloudFormation::Init", NULL);
  if (!init.value || !want_map(linter, &init)) return;
  const LintAt *kept = lint_keep(linter, init);
  for (size_t i = 0; i < init.value->as.map.count; i++) {
    LintAt config = lint_member(kept, &init.value->as.map.members[i]);
    if (text_is(config.key, "configSets"))
      want_map(linter, &config);
    else
      check_config(linter, lint_keep(linter, config));
  }
}

// ───────────────────────────── Systems Manager ─────────────────────────────

static const Value *read_content(Linter *linter, const LintAt *at) {
  Text text = lint_text(at), why;
  if (text_starts_with(text_trim(text), TEXT("{"))) return document_read(linter, at, &why);
  Sources sources = {.arena = linter->arena};
  Diags diags = {.arena = linter->arena};
  return yaml_read(linter->arena, &diags, &sources, source_add(&sources, TEXT("document"), text));
}

static void check_content(Linter *linter, const LintChoice *content) {
  static const char *const versions[] = {"0.3", "1.0", "1.2", "2.0", "2.2"};
  const LintAt *at = &content->at;
  if (lint_deferred(at->value)) return;
  const Value *document = lint_is(at, VALUE_STRING) ? read_content(linter, at) : at->value;
  if (!value_is(document, VALUE_MAP)) {
    Diag *diag = lint_report(linter, "E3051", at, "a document of Systems Manager is a map");
    diag_help(linter->diags, diag, "as text it is JSON or YAML");
    return;
  }
  const Value *version = value_at(document, "schemaVersion");
  if (!version) {
    Diag *diag = lint_report(linter, "E3051", at, "the document needs 'schemaVersion'");
    diag_help(linter->diags, diag, "\"0.3\" for automation, \"2.2\" for commands");
    return;
  }
  bool known = lint_deferred(version);
  for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) known |= text_is(value_text(version), versions[i]);
  if (known) return;
  LintAt place = lint_is(at, VALUE_MAP) ? lint_field(at, "schemaVersion") : *at;
  Diag *diag = lint_report(linter, "E3051", &place, "Systems Manager does not know this schemaVersion");
  diag_help(linter->diags, diag, "it is text, one of \"0.3\", \"1.0\", \"1.2\", \"2.0\" and \"2.2\"");
}

static void check_document(Linter *linter, const LintResource *resource) {
  LintChoices contents = lint_property(linter, resource, "Content");
  for (size_t i = 0; i < contents.count; i++) check_content(linter, &contents.items[i]);
}

static const LintRule rules[] = {
    {.id = INIT,
     .title = "Metadata that cfn-init does not read",
     .about =
         "AWS::CloudFormation::Init has configs of packages, groups, users, sources, files, commands and services, "
         "each with its own keys; cfn-init fails on others when the instance starts.",
     .resource = check_init},
    {.id = "E3051",
     .title = "A document that Systems Manager does not read",
     .about = "Content is a map, or JSON or YAML text of one, with a schemaVersion.",
     .of = "AWS::SSM::Document",
     .resource = check_document},
};

LINT_TOPIC(cfn_init, rules);
