// AWS's `propertyTransform`: how a service writes a value before it shows it again, as JSONata expressions. 190 of them
// come down to a few habits, which is what comparing needs; the entry `rewrites` names the habit and the paths:
//
//   caseless   in lower or upper case
//   tail       an ARN, URL or path in place of the id at its end, or the other way round
//   begins     a version with more or fewer parts ("16.4" is "16.4.2")
//   dotted     a domain name with a dot at its end
//   trimmed    without blanks and line ends at its end
//   otherwise  in a way that only the service knows
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "write.h"

typedef struct Sign {
  const char *part;  // of the expression without blanks
  const char *habit;
} Sign;

// What rules every other sign out.
static const Sign whole[] = {{"~>function", "otherwise"}, {"$lookup(", "otherwise"}, {"$count(", "otherwise"},
                             {"$exists(", "otherwise"},   {"[[]CFN-", "otherwise"},  {"iam::\",Principal", "otherwise"},
                             {",'-','_'", "otherwise"},   {"[\".*\",", "otherwise"}, {"$match($replace(", "otherwise"}};

static const Sign signs[] = {
    {"$lowercase(", "caseless"}, {"$uppercase(", "caseless"}, {"\"Prefix\")", "caseless"}, {"$substringAfter(", "tail"},
    {"\"/\")[-1]", "tail"},      {"'/')[-1]", "tail"},        {"/\")[-1]", "tail"},        {"\":\")[-1]", "tail"},
    {":kms:", "tail"},           {"role/", "tail"},           {"cluster/", "tail"},        {"task-definition/", "tail"},
    {"\"Output:\"", "tail"},     {"\"Source:\"", "tail"},     {"'custom:'", "tail"},       {",\".*\"])", "begins"},
    {",\".\",2)", "begins"},     {",\".\"])", "dotted"},      {"\\s+$/", "trimmed"},       {"/$/", "trimmed"},
    {",\"\"])", "trimmed"}};

static const char *const habits[] = {"caseless", "tail", "begins", "dotted", "trimmed", "otherwise"};
enum { HABITS = 6 };

static unsigned habit_bit(const char *habit) {
  for (unsigned i = 0; i < HABITS; i++)
    if (strcmp(habits[i], habit) == 0) return 1u << i;
  return 0;
}

static unsigned habits_of(Arena *arena, const char *expression) {
  Buffer plain = {0};
  for (const char *at = expression; *at; at++)
    if (*at != ' ' && *at != '\n') buffer_add_char(&plain, *at);
  const char *text = buffer_take(&plain, arena).at;
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    if (strstr(text, whole[i].part)) return habit_bit(whole[i].habit);
  unsigned bits = 0;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (strstr(text, signs[i].part)) bits |= habit_bit(signs[i].habit);
  return bits ? bits : habit_bit("otherwise");
}

void write_transforms(Buffer *out, const json_t *schema) {
  Arena arena = {0};
  const json_t *transforms = json_object_get(schema, "propertyTransform");
  size_t count;
  const char **pointers = write_sorted(transforms, &count);
  VEC(const char *) words = {0};
  for (unsigned habit = 0; habit < HABITS; habit++) {
    size_t first = words.count;
    for (size_t i = 0; i < count; i++) {
      const char *expression = json_string_value(json_object_get(transforms, pointers[i]));
      const char *path = write_path(&arena, pointers[i]);
      if (!expression || !path || !(habits_of(&arena, expression) & 1u << habit)) continue;
      if (words.count == first) path = text_format(&arena, "%s(%s", habits[habit], path).at;
      vec_push(&arena, &words, path);
    }
    if (words.count == first) continue;
    const char **last = &words.items[words.count - 1];
    *last = text_format(&arena, "%s)", *last).at;
  }
  write_entry(out, "rewrites", words.items, words.count);
  free(pointers);
  arena_free(&arena);
}
