// Making and freeing a session.
#include "check/session.h"

void session_init(Session *session) {
  *session = (Session){0};
  session->sources.arena = &session->arena;
  session->diags.arena = &session->arena;
}

void session_free(Session *session) {
  for (size_t i = 0; i < session->arenas.count; i++) arena_free(session->arenas.items[i]);
  arena_free(&session->arena);
}
