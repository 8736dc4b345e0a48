// strata new DIR: a sample's program with a README, a .gitignore and a CI recipe around it. All of it is embedded in
// the program. Nothing is overwritten: a folder with anything in it is refused.
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/embedded.h"

// Where the files of project/ go in a new project.
static const struct {
  const char *from, *to;
} PROJECT[] = {
    {"README.md", "README.md"},
    {"gitignore", ".gitignore"},
    {"workflow.yml", ".github/workflows/strata.yml"},
};

typedef struct Making {
  Arena *arena;
  Diags *diags;
  const char *folder;
} Making;

static bool make_folder(const Making *making, const char *path) {
  if (mkdir(path, 0777) == 0 || (errno == EEXIST && io_is_folder(path))) return true;
  diag_error(making->diags, IO_ERROR, (Span){0}, "cannot make the folder %s: %s", path, strerror(errno));
  return false;
}

// Writes `content` to `name` in the new folder, making the folders between.
static bool make_file(const Making *making, Text name, Text content) {
  for (size_t slash = text_find(name, TEXT("/"), 0); slash != SIZE_MAX; slash = text_find(name, TEXT("/"), slash + 1)) {
    Text above = text_format(making->arena, "%s/%.*s", making->folder, (int)slash, name.at);
    if (!make_folder(making, above.at)) return false;
  }
  return io_write(making->diags, text_format(making->arena, "%s/%.*s", making->folder, TEXT_ARG(name)).at, content);
}

static bool is_empty_folder(const Making *making) {
  DIR *folder = opendir(making->folder);
  if (!folder) {
    diag_error(making->diags, IO_ERROR, (Span){0}, "cannot read %s: %s", making->folder, strerror(errno));
    return false;
  }
  bool empty = true;
  for (struct dirent *entry; empty && (entry = readdir(folder));)
    empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
  closedir(folder);
  if (empty) return true;
  Diag *diag = diag_error(making->diags, IO_ERROR, (Span){0}, "the folder %s is not empty", making->folder);
  diag_help(making->diags, diag, "name a new folder, or an empty one");
  return false;
}

static bool make_project(const Making *making, Text sample) {
  if (io_exists(making->folder) ? !is_empty_folder(making) : !make_folder(making, making->folder)) return false;
  const char *at = embedded_samples;
  Text path, content;
  while (embedded_next(&at, &path, &content))
    if (text_starts_with(path, sample) && path.at[sample.size] == '/' &&
        !make_file(making, text_slice(path, sample.size + 1, path.size), content))
      return false;
  for (at = embedded_project; embedded_next(&at, &path, &content);)
    for (size_t i = 0; i < sizeof PROJECT / sizeof *PROJECT; i++)
      if (text_is(path, PROJECT[i].from) && !make_file(making, text_of(PROJECT[i].to), content)) return false;
  return true;
}

typedef struct Samples {
  VEC(Text) list;
} Samples;

static Samples list_samples(Arena *arena) {
  Samples samples = {0};
  const char *at = embedded_samples;
  Text path, content;
  while (embedded_next(&at, &path, &content)) {
    Text name = text_slice(path, 0, text_find(path, TEXT("/"), 0));
    if (samples.list.count && text_equal(samples.list.items[samples.list.count - 1], name)) continue;
    vec_push(arena, &samples.list, name);
  }
  return samples;
}

static int unknown_sample(const Arguments *arguments, Samples samples, Text asked) {
  Buffer names = {0};
  for (size_t i = 0; i < samples.list.count; i++)
    buffer_format(&names, "%s%.*s", i ? ", " : "", TEXT_ARG(samples.list.items[i]));
  Text all = buffer_take(&names, arguments->arena);
  return options_wrong(arguments->command, "there is no sample '%.*s'; there are: %.*s", TEXT_ARG(asked),
                       TEXT_ARG(all));
}

static int run(const Arguments *arguments) {
  Console console;
  if (!console_init(&console, arguments, CONSOLE_MESSAGES)) return EXIT_WRONG;
  Arena *arena = arguments->arena;
  const char *sample = option_value(arguments, "--sample");
  Text wanted = text_of(sample ? sample : "bucket");
  Samples samples = list_samples(arena);
  bool found = false;
  for (size_t i = 0; i < samples.list.count; i++) found |= text_equal(samples.list.items[i], wanted);
  if (!found) return unknown_sample(arguments, samples, wanted);

  Sources sources = {.arena = arena};
  Diags diags = {.arena = arena};
  Making making = {arena, &diags, arguments->operands.items[0]};
  if (!make_project(&making, wanted)) return console_report(&console, arena, &sources, &diags, NULL, 0);
  if (console.quiet) return EXIT_DONE;
  return options_print(
      text_format(arena, "%s holds a program that compiles: strata compile %s\n", making.folder, making.folder).at);
}

static const Option OPTIONS[] = {
    {"--sample", 0, "NAME",
     "the sample to begin with: bucket (default), web, serverless, ...;\na name that there is none of lists them"},
    OPTION_COLOR,
    {"--quiet", 'q', NULL, "says nothing where all goes well"},
};

const Command command_new = {
    .name = "new",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .summary = "a project that compiles at once",
    .about =
        "Makes the folder DIR with a program (main.strata), a README, a .gitignore and a CI recipe.\n"
        "A folder that is not empty is refused.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .run = run,
};
