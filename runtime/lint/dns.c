// Names and what answers for them: Route 53's records, CloudFront's names and origins, certificates.
#include <arpa/inet.h>
#include <ctype.h>

#include "lint/reach.h"

// ───────────────────────────── Records ─────────────────────────────

static bool is_address(int family, Text text) {
  char copy[64];
  unsigned char bytes[16];
  if (text.size >= sizeof copy) return false;
  memcpy(copy, text.at, text.size);
  copy[text.size] = 0;
  return inet_pton(family, copy, bytes) == 1;
}

// Printable characters without blanks: what Route 53 takes for a name.
static bool is_name(Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (!isgraph((unsigned char)text.at[i])) return false;
  return text.size > 0;
}

// The whole number that the text begins with, at most `most`; the rest begins behind it and one blank.
static bool take_number(Text *text, long most) {
  long number = 0;
  size_t at = 0;
  while (at < text->size && at < 6 && isdigit((unsigned char)text->at[at]))
    number = number * 10 + (text->at[at++] - '0');
  if (!at || number > most || at >= text->size || !isspace((unsigned char)text->at[at])) return false;
  *text = text_slice(*text, at + 1, text->size);
  return true;
}

// One or more texts in quotes, each of 1 to 255 characters, blanks between.
static bool is_quoted(Text text) {
  size_t at = 0;
  do {
    if (at >= text.size || text.at[at] != '"') return false;
    size_t end = text_find(text, TEXT("\""), at + 1);
    if (end == SIZE_MAX || end == at + 1) return false;
    if (utf8_count(text_slice(text, at + 1, end)) > 255) return false;
    at = end + 1;
    size_t blanks = at;
    while (at < text.size && text.at[at] == ' ') at++;
    if (at == text.size && at != blanks) return false;
  } while (at < text.size);
  return true;
}

static bool is_caa(Text text) {
  if (text_starts_with(text, TEXT("0 ")))
    text = text_slice(text, 2, text.size);
  else if (text_starts_with(text, TEXT("128 ")))
    text = text_slice(text, 4, text.size);
  else
    return false;
  size_t tag = 0;
  while (tag < text.size && isalnum((unsigned char)text.at[tag])) tag++;
  text = text_slice(text, tag, text.size);
  return tag && text.size > 4 && isspace((unsigned char)text.at[0]) && text.at[1] == '"' &&
         text_ends_with(text, TEXT("\""));
}

static bool record_fits(Text type, Text value) {
  if (text_is(type, "A")) return is_address(AF_INET, value);
  if (text_is(type, "AAAA")) return is_address(AF_INET6, value);
  if (text_is(type, "CAA")) return is_caa(value);
  if (text_is(type, "CNAME") || text_is(type, "NS") || text_is(type, "PTR")) return is_name(value);
  if (text_is(type, "MX")) return take_number(&value, 65535) && is_name(value);
  if (text_is(type, "TXT")) return is_quoted(value);
  return true;
}

static const char *record_help(Text type) {
  if (text_is(type, "A")) return "an A record is an address such as 192.0.2.1";
  if (text_is(type, "AAAA")) return "an AAAA record is an address such as 2001:db8::1";
  if (text_is(type, "CAA")) return "a CAA record is FLAGS TAG \"VALUE\", as 0 issue \"amazon.com\"";
  if (text_is(type, "MX")) return "an MX record is PRIORITY NAME, as 10 mail.example.com";
  if (text_is(type, "TXT")) return "a TXT record is text in quotes, each of at most 255 characters";
  return "it is a name, without blanks";
}

static void check_records_of(Linter *linter, const LintChoice *set, Text type, World world) {
  LintChoices records = lint_reach(linter, &set->at, world, "ResourceRecords/*");
  LintAt list = lint_field(&set->at, "ResourceRecords");
  bool single = text_is(type, "CNAME") || text_is(type, "SOA");
  if (single && lint_is(&list, VALUE_LIST) && records.count > 1 && records.count == lint_count(&list))
    lint_report(linter, "E3023", &list, "a name has one %.*s record, not %zu", TEXT_ARG(type), records.count);
  for (size_t i = 0; i < records.count; i++) {
    LintChoices known = lint_known(linter, &records.items[i].at, records.items[i].world);
    for (size_t k = 0; k < known.count; k++) {
      const LintAt *at = &known.items[k].at;
      if (!lint_is(at, VALUE_STRING) || lint_deferred(at->value) || record_fits(type, lint_text(at))) continue;
      Diag *diag =
          lint_report_known(linter, "E3023", at, "'%.*s' is no value of a record of type %.*s",
                            (int)(lint_text(at).size < 80 ? lint_text(at).size : 80), lint_text(at).at, TEXT_ARG(type));
      diag_help(linter->diags, diag, "%s", record_help(type));
    }
  }
}

static void check_set(Linter *linter, const LintChoice *set) {
  LintChoices types = lint_reach(linter, &set->at, set->world, "Type");
  for (size_t i = 0; i < types.count; i++) {
    LintChoices known = lint_known(linter, &types.items[i].at, types.items[i].world);
    for (size_t k = 0; k < known.count; k++)
      if (lint_text(&known.items[k].at).size)
        check_records_of(linter, set, lint_text(&known.items[k].at), known.items[k].world);
  }
}

static void check_record_set(Linter *linter, const LintResource *resource) {
  bool group = text_is(resource->resource->type, "AWS::Route53::RecordSetGroup");
  LintChoices sets = lint_property(linter, resource, group ? "RecordSets/*" : "");
  for (size_t i = 0; i < sets.count; i++) check_set(linter, &sets.items[i]);
}

// Whether the name is the domain or below it; a dot at the end of either does not count.
static bool below(Text name, Text domain) {
  if (text_ends_with(name, TEXT("."))) name.size--;
  if (text_ends_with(domain, TEXT("."))) domain.size--;
  if (text_equal(name, domain)) return true;
  return name.size > domain.size && text_ends_with(name, domain) && name.at[name.size - domain.size - 1] == '.';
}

static bool is_literal(const LintAt *at) { return lint_is(at, VALUE_STRING) && !lint_deferred(at->value); }

static void check_zone(Linter *linter, const LintResource *resource) {
  LintChoices zones = lint_property(linter, resource, "HostedZoneName"),
              names = lint_property(linter, resource, "Name");
  for (size_t z = 0; z < zones.count; z++) {
    const LintAt *zone = &zones.items[z].at;
    if (!is_literal(zone)) continue;
    if (!text_ends_with(lint_text(zone), TEXT("."))) {
      Diag *diag = lint_report(linter, "E3041", zone, "'%.*s' is no name of a zone: those end in a dot",
                               TEXT_ARG(lint_text(zone)));
      diag_help(linter->diags, diag, "write '%.*s.'", TEXT_ARG(lint_text(zone)));
    }
    for (size_t n = 0; n < names.count; n++) {
      const LintAt *name = &names.items[n].at;
      if (!is_literal(name) || below(lint_text(name), lint_text(zone))) continue;
      if (!lint_together(linter, names.items[n].world, zones.items[z].world)) continue;
      lint_report(linter, "E3041", name, "'%.*s' is not in the zone '%.*s'", TEXT_ARG(lint_text(name)),
                  TEXT_ARG(lint_text(zone)));
    }
  }
}

// ───────────────────────────── CloudFront ─────────────────────────────

// Labels of letters, digits and dashes, in lower case; the first may be a star or begin with one.
static bool is_alias(Text name) {
  size_t start = 0, labels = 0;
  while (start <= name.size) {
    size_t end = text_find(name, TEXT("."), start);
    bool last = end == SIZE_MAX;
    if (last) end = name.size;
    Text label = text_slice(name, start, end);
    if (!label.size || label.size > 63 || label.at[0] == '-' || label.at[label.size - 1] == '-') return false;
    for (size_t i = 0; i < label.size; i++) {
      char c = label.at[i];
      bool star = c == '*' && i == 0 && !labels;
      if (!star && !(c >= 'a' && c <= 'z') && !isdigit((unsigned char)c) && c != '-') return false;
    }
    labels++;
    if (last) return labels > 1 && label.size > 1;
    start = end + 1;
  }
  return false;
}

static void check_aliases(Linter *linter, const LintResource *resource) {
  LintChoices aliases = lint_property_known(linter, resource, "DistributionConfig/Aliases/*");
  for (size_t i = 0; i < aliases.count; i++) {
    const LintAt *at = &aliases.items[i].at;
    if (!is_literal(at) || is_alias(lint_text(at))) continue;
    Diag *diag =
        lint_report_known(linter, "E3013", at, "'%.*s' is no name that CloudFront answers to", TEXT_ARG(lint_text(at)));
    diag_help(linter->diags, diag, "such are www.example.com and *.example.com: lower case, no protocol, no path");
  }
}

static bool any_origin(Linter *linter, const LintResource *resource, const char *path, const LintChoice *id,
                       bool *unknown) {
  LintChoices origins = lint_property(linter, resource, path);
  *unknown |= text_is(text_of(path), "DistributionConfig/Origins/*/Id") && !origins.count;
  for (size_t i = 0; i < origins.count; i++) {
    if (!lint_together(linter, origins.items[i].world, id->world)) continue;
    if (value_equal(origins.items[i].at.value, id->at.value)) return true;
    *unknown |= !is_literal(&origins.items[i].at);
  }
  return false;
}

static void check_origins(Linter *linter, const LintResource *resource) {
  static const char *const paths[] = {"DistributionConfig/DefaultCacheBehavior/TargetOriginId",
                                      "DistributionConfig/CacheBehaviors/*/TargetOriginId"};
  for (size_t p = 0; p < 2; p++) {
    LintChoices targets = lint_property(linter, resource, paths[p]);
    for (size_t i = 0; i < targets.count; i++) {
      bool unknown = !is_literal(&targets.items[i].at);
      if (unknown || any_origin(linter, resource, "DistributionConfig/Origins/*/Id", &targets.items[i], &unknown))
        continue;
      if (any_origin(linter, resource, "DistributionConfig/OriginGroups/Items/*/Id", &targets.items[i], &unknown))
        continue;
      LintAt config = lint_field(&resource->properties, "DistributionConfig");
      if (unknown || value_at(config.value, "S3Origin") || value_at(config.value, "CustomOrigin")) continue;
      Diag *diag = lint_report(linter, "E3057", &targets.items[i].at, "the distribution has no origin '%.*s'",
                               TEXT_ARG(lint_text(&targets.items[i].at)));
      diag_help(linter->diags, diag, "it is the Id of one of Origins, or of OriginGroups");
    }
  }
}

// ───────────────────────────── Certificates ─────────────────────────────

static void check_domain(Linter *linter, const LintResource *resource) {
  LintChoices options = lint_property(linter, resource, "DomainValidationOptions/*");
  for (size_t i = 0; i < options.count; i++) {
    LintAt name = lint_field(&options.items[i].at, "DomainName"),
           by = lint_field(&options.items[i].at, "ValidationDomain");
    if (!is_literal(&name) || !is_literal(&by) || below(lint_text(&name), lint_text(&by))) continue;
    Diag *diag = lint_report(linter, "E3503", &name, "'%.*s' is not in the domain '%.*s' that validates it",
                             TEXT_ARG(lint_text(&name)), TEXT_ARG(lint_text(&by)));
    diag_help(linter->diags, diag, "the mails go to the domain itself or one above it");
  }
}

static const LintRule rules[] = {
    {.id = "E3013",
     .title = "A name that CloudFront cannot answer to",
     .about = "An alias is a domain name in lower case, with a star for its first label at most.",
     .of = "AWS::CloudFront::Distribution",
     .resource = check_aliases},
    {.id = "E3023",
     .title = "A record whose value is none of its type",
     .about = "Route 53 refuses a record that does not look like its type: an address, a name, text in quotes.",
     .of = "AWS::Route53::RecordSet AWS::Route53::RecordSetGroup",
     .resource = check_record_set},
    {.id = "E3029",
     .title = "An alias with a TTL",
     .about = "An alias record takes the TTL of what it points to; Route 53 refuses one of its own."},
    {.id = "E3041",
     .title = "A record outside of its zone",
     .about = "The record's name is the zone's or below it, and HostedZoneName ends in a dot.",
     .of = "AWS::Route53::RecordSet",
     .resource = check_zone},
    {.id = "E3057",
     .title = "A cache behavior without its origin",
     .about = "TargetOriginId is the Id of one of the distribution's Origins or OriginGroups.",
     .of = "AWS::CloudFront::Distribution",
     .resource = check_origins},
    {.id = "E3503",
     .title = "A certificate validated by another domain",
     .about = "ValidationDomain is DomainName or a domain above it; ACM refuses any other.",
     .of = "AWS::CertificateManager::Certificate",
     .resource = check_domain},
};

LINT_TOPIC(dns, rules);
