// libyaml's parser with our positions: the state that yaml_read.c (events to tree) and yaml_problem.c (libyaml's errors
// to sentences) share.
#pragma once
#include <yaml.h>

#include "base/map.h"
#include "base/vec.h"
#include "value/value.h"

typedef struct YamlReader {
  Arena *arena;
  Diags *diags;
  uint32_t source, start;  // `start`: where the text begins, behind a byte order mark
  Text text;
  yaml_parser_t parser;
  uint32_t *offsets;  // of every 64th character behind `start`; null where all is ASCII
  size_t characters;
  Map anchors;  // name -> Anchor *
  // Children of the lists and maps that are open; each goes into an array of the right size when its list or map ends.
  Arena scratch;
  VEC(Value *) items;
  VEC(Member) members;
  int depth;
  size_t copied;                     // nodes that aliases have made
  size_t aliases, merges, mistakes;  // reported so far
  bool in_merge;                     // inside the value of a "<<"
  bool wrong;                        // the tree cannot be trusted
} YamlReader;

void yaml_events_open(YamlReader *reader);
void yaml_events_close(YamlReader *reader);

// The byte offset of a mark; libyaml counts characters.
uint32_t yaml_offset(const YamlReader *reader, const yaml_mark_t *mark);
Span yaml_span(const YamlReader *reader, const yaml_mark_t *start, const yaml_mark_t *end);

// The next event, to be deleted by the caller; false where libyaml fails, which is reported then.
bool yaml_next(YamlReader *reader, yaml_event_t *event);

// Reports what libyaml stopped at.
void yaml_problem(YamlReader *reader);
