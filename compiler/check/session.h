// What every stage of one compilation shares: memory, the texts that were read, the diagnostics, and what the user
// asked for on the command line. Nothing here is global; two sessions do not touch each other.
#pragma once
#include "syntax/parse.h"

typedef struct Define {
  Text name, value;  // -D name=value
} Define;

typedef struct Session {
  Arena arena;
  Sources sources;
  Diags diags;
  Map names;               // interned names
  Text environment;        // --env NAME; empty: none
  VEC(Define) defines;     // -D name=value, in order
  VEC(Text) allowed_env;   // --allow-env NAME: what `env` may read
  unsigned threads;        // 0: as many as there are cores
  VEC(Arena *) arenas;     // of threads, freed with the session
  VEC(Text) dependencies;  // files that were read, for --depfile, in order of first use
  Text text;               // where `at` is set: the program itself, whose path is then a name alone
} Session;

// Fills in the inner pointers; the session must not move afterwards.
void session_init(Session *session);
void session_free(Session *session);
