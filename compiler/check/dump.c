// One declaration a line, indented by the body that it stands in, with its place.
#include "check/dump.h"

static const char *kind_word(DeclKind kind) {
  switch (kind) {
    case DECL_IN: return "in";
    case DECL_PARAM: return "param";
    case DECL_LET: return "let";
    case DECL_OUT: return "out";
    case DECL_INSTANCE: return "instance";
    case DECL_STACK: return "stack";
    case DECL_COMPONENT: return "component";
    case DECL_FN: return "fn";
    case DECL_TYPE: return "type";
    case DECL_TEST: return "test";
    case DECL_POLICY: return "policy";
    case DECL_MODULE: return "use";
    case DECL_LOOP: return "loop";
    case DECL_LOCAL: return "local";
    case DECL_AWS: return "aws";
    case DECL_SELF: return "self";
  }
  return "";
}

static void dump_decl(Buffer *out, const Program *program, const Decl *decl, int indent) {
  Position place = source_position(&program->session->sources, decl->span.source, decl->span.start);
  buffer_fill(out, ' ', (size_t)indent);
  buffer_format(out, "%s %.*s", kind_word(decl->kind), TEXT_ARG(decl->name));
  if (decl->kind == DECL_INSTANCE) {
    const Decl *kind = decl->kind_decl;
    buffer_format(out, ": %.*s", TEXT_ARG(decl->item->as.instance.kind.name));
    if (kind) buffer_format(out, " (%.*s)", TEXT_ARG(kind->module->path));
  }
  if (decl->item && decl->item->kind != ITEM_STACK && decl->kind < DECL_STACK) buffer_format(out, " #%u", decl->slot);
  buffer_format(out, "  %u:%u\n", place.line, place.column);
}

static void dump_body(Buffer *out, const Program *program, const Body *body, int indent) {
  for (size_t i = 0; i < body->entries.count; i++) {
    const Entry *entry = body->entries.items[i];
    if (entry->decl) dump_decl(out, program, entry->decl, indent);
    if (entry->item->kind == ITEM_IF || entry->item->kind == ITEM_FOR) {
      buffer_fill(out, ' ', (size_t)indent);
      buffer_format(out, "%s #%u\n", entry->item->kind == ITEM_IF ? "if" : "for", entry->ordinal);
      dump_body(out, program, entry->then, indent + 2);
      if (entry->otherwise) {
        buffer_fill(out, ' ', (size_t)indent);
        buffer_add_string(out, "else\n");
        dump_body(out, program, entry->otherwise, indent + 2);
      }
    }
    bool opens = entry->decl && (entry->decl->kind == DECL_COMPONENT ||
                                 (entry->decl->kind == DECL_STACK && entry->decl->inside != body));
    if (opens && entry->decl->inside) dump_body(out, program, entry->decl->inside, indent + 2);
  }
}

void program_dump(Buffer *out, const Program *program) {
  for (size_t i = 0; i < program->modules.count; i++) {
    const Module *module = program->modules.entries[i].value;
    buffer_format(out, "file %.*s\n", TEXT_ARG(module->path));
    if (module->library) continue;  // read for its names alone
    dump_body(out, program, module->body, 2);
  }
}
