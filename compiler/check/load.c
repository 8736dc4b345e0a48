// Files: the program, what it uses, and the parts of the standard library that it needs.
#include "base/io.h"
#include "check/program.h"

// Of the parser's errors the first on each line is kept; and where a bracket does not match, the first few, since what
// follows has been read at the wrong depth.
static void thin_out(Session *session, size_t from) {
  enum { MOST_AFTER_BRACKET = 3 };
  Diags *diags = &session->diags;
  bool bracket = false;
  for (size_t i = from; i < diags->list.count; i++)
    bracket =
        bracket || strcmp(diags->list.items[i]->code, "E0127") == 0 || strcmp(diags->list.items[i]->code, "E0128") == 0;
  size_t kept = from;
  uint32_t last = 0;
  for (size_t i = from; i < diags->list.count; i++) {
    Diag *diag = diags->list.items[i];
    uint32_t line = source_position(&session->sources, diag->span.source, diag->span.start).line;
    bool drop = line == last || (bracket && kept - from >= MOST_AFTER_BRACKET);
    if (diag->level == LEVEL_ERROR && drop) {
      diags->errors--;
      continue;
    }
    if (diag->level == LEVEL_ERROR) last = line;
    diags->list.items[kept++] = diag;
  }
  diags->list.count = kept;
}

static Module *parse_module(Program *program, Text path, Text text, bool library) {
  Session *session = program->session;
  Module *module = ARENA_NEW(&session->arena, Module);
  module->path = path;
  module->library = library;
  module->source = source_add(&session->sources, path, text);
  ParseContext context = {&session->arena, &session->sources, &session->diags, &session->names};
  size_t before = session->diags.list.count, errors = session->diags.errors;
  module->file = parse_file(&context, module->source);
  program->broken = program->broken || session->diags.errors > errors;
  thin_out(session, before);
  map_put(&session->arena, &program->modules, path, module);
  declare_module(program, module);
  return module;
}

static Module *library_module(Program *program, size_t number) {
  if (program->library[number]) return program->library[number];
  Session *session = program->session;
  const LibraryFile *file = &library_files[number];
  Module *module = program->library[number] = ARENA_NEW(&session->arena, Module);
  module->path = text_format(&session->arena, "std/%s", file->name);
  module->library = true;
  module->source = source_add(&session->sources, module->path, library_text(file));
  module->file = ARENA_NEW(&session->arena, File);
  module->file->source = module->source;
  map_put(&session->arena, &program->modules, module->path, module);
  declare_module(program, module);
  return module;
}

Module *load_library(Program *program, const LibraryPart *part) {
  Module *module = library_module(program, library_part_file(part));
  bool *loaded = &program->library_loaded[library_part_number(part)];
  if (*loaded) return module;
  *loaded = true;
  const File *file = library_tree(&program->session->arena, part, module->source);
  for (size_t i = 0; i < file->items.count; i++) declare_part(program, module, file->items.items[i]);
  return module;
}

static Text folder_of(Text path) {
  for (size_t i = path.size; i > 0; i--)
    if (path.at[i - 1] == '/') return text_slice(path, 0, i);
  return (Text){0};
}

// "a/b/../c.strata" and "./a/c.strata" are one file: the path is made plain before it names a module.
static Text plain_path(Arena *arena, Text path) {
  Text parts[256];
  size_t count = 0, start = 0;
  bool absolute = path.size && path.at[0] == '/';
  while (start <= path.size) {
    size_t end = text_find(path, TEXT("/"), start);
    if (end == SIZE_MAX) end = path.size;
    Text part = text_slice(path, start, end);
    start = end + 1;
    if (part.size == 0 || text_is(part, ".")) continue;
    if (text_is(part, "..") && count && !text_is(parts[count - 1], "..")) {
      count--;
      continue;
    }
    if (count == sizeof parts / sizeof *parts) return path;
    parts[count++] = part;
  }
  Buffer buffer = {0};
  if (absolute) buffer_add_char(&buffer, '/');
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_add_char(&buffer, '/');
    buffer_add(&buffer, parts[i]);
  }
  return buffer_take(&buffer, arena);
}

static Module *read_module(Program *program, Text path) {
  Session *session = program->session;
  Text text;
  if (!io_read(&session->arena, &session->diags, path.at, &text)) return NULL;
  vec_push(&session->arena, &session->dependencies, path);
  return parse_module(program, path, text, false);
}

Module *load_module(Program *program, Module *from, Item *use) {
  Session *session = program->session;
  Text name = use->as.use.path;
  if (name.size == 0 && program->broken) return NULL;
  if (from->library) return NULL;  // the library sees all of itself anyhow
  bool absolute = name.size && name.at[0] == '/';
  Text joined =
      absolute ? name : text_format(&session->arena, "%.*s%.*s", TEXT_ARG(folder_of(from->path)), TEXT_ARG(name));
  Text path = plain_path(&session->arena, joined);
  Module *module = map_get(&program->modules, path);
  if (module) return module;
  if (!io_exists(path.at) || io_is_folder(path.at)) {
    Diag *diag = diag_error(&session->diags, "E0212", use->as.use.path_span, "there is no file '%.*s'", TEXT_ARG(path));
    bool library = text_starts_with(name, TEXT("std/"));
    diag_help(&session->diags, diag,
              library ? "the standard library is there without any `use`"
                      : "a path in `use` is relative to the file that it stands in");
    return NULL;
  }
  return read_module(program, path);
}

// A template instead of a program would give an error of syntax at its first line, which says nothing to who mixed them
// up.
static bool refuse_template(Diags *diags, Text path) {
  static const char *const endings[] = {".yaml", ".yml", ".json", ".template", ".cfn"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (!text_ends_with(path, text_of(endings[i])) || !io_exists(path.at)) continue;
    Diag *diag = diag_error(diags, IO_ERROR, (Span){0}, "%.*s is no program by its name", TEXT_ARG(path));
    diag_help(diags, diag, "programs end in .strata; templates are for `strata lint`, `strata diff` and `strata plan`");
    return true;
  }
  return false;
}

bool check_program_file(Arena *arena, Diags *diags, const char *path, Text *out) {
  *out = text_copy(arena, text_of(path));
  if (!io_is_folder(path)) return !refuse_template(diags, *out);
  while (out->size > 1 && text_ends_with(*out, TEXT("/"))) out->size--;
  *out = text_format(arena, "%.*s/main.strata", TEXT_ARG(*out));
  if (io_exists(out->at)) return true;
  Diag *diag = diag_error(diags, IO_ERROR, (Span){0}, "the folder %s holds no main.strata", path);
  diag_help(diags, diag, "name the program's file, or make one with `strata new`");
  return false;
}

void check_deprecated(const Program *program, Text doc, Text name, Span use) {
  if (!doc.size || program_in_library(program, use)) return;
  Text word = TEXT("Deprecated:");
  size_t at = text_starts_with(doc, word) ? 0 : text_find(doc, TEXT("\nDeprecated:"), 0);
  if (at == SIZE_MAX) return;
  size_t end = text_find(doc, TEXT("\n"), at + 1);
  Text advice = text_trim(text_slice(doc, at + (at ? 1 : 0) + word.size, end == SIZE_MAX ? doc.size : end));
  Diags *diags = &program->session->diags;
  Diag *diag = diag_warning(diags, "W0201", use, "'%.*s' is deprecated", TEXT_ARG(name));
  if (advice.size) diag_help(diags, diag, "%.*s", TEXT_ARG(advice));
}

bool program_in_library(const Program *program, Span span) {
  for (size_t i = 0; i < program->modules.count; i++) {
    const Module *module = program->modules.entries[i].value;
    if (module->source == span.source) return module->library;
  }
  return false;
}

Program *check_program(Session *session, const char *path) {
  Program *program = ARENA_NEW(&session->arena, Program);
  program->session = session;
  program->library = ARENA_ARRAY(&session->arena, Module *, library_file_count);
  program->library_loaded = ARENA_ARRAY(&session->arena, bool, library_part_count());
  program->aws = ARENA_NEW(&session->arena, Decl);
  *program->aws = (Decl){.kind = DECL_AWS, .name = TEXT("aws")};
  program->self = ARENA_NEW(&session->arena, Decl);
  *program->self = (Decl){.kind = DECL_SELF, .name = TEXT("self")};
  Text file = text_copy(&session->arena, text_of(path));
  if (session->text.at) {
    program->main = parse_module(program, file, session->text, false);
    resolve_module(program, program->main);
    return program;
  }
  if (!check_program_file(&session->arena, &session->diags, path, &file)) return NULL;
  program->main = read_module(program, file);
  if (!program->main) return NULL;
  resolve_module(program, program->main);
  check_constants(program);
  return program;
}
