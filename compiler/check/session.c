// Making and freeing a session.
#include "check/session.h"

void session_init(Session *session) {
  *session = (Session){0};
  session->sources.arena = &session->arena;
  session->diags.arena = &session->arena;
}

void session_free(Session *session) { arena_free(&session->arena); }
