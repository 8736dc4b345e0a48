// Within this room: documents inside of templates, maps whose members are known (policies, state machines, cfn-init).
// Each walks its own shape; what they share is here.
#pragma once
#include "lint/reach.h"

typedef struct DocumentMember {
  const char *name;
  bool required;
} DocumentMember;

// Members that are not listed, and required ones that may be missing in `world`; `what` names the map in messages ("a
// statement"). A map that a macro makes is let pass.
void document_members(Linter *linter, const char *id, const LintAt *map, World world, const char *what,
                      const DocumentMember *members, size_t count);
// Exactly one of the two: neither is reported at the map, both at each.
void document_either(Linter *linter, const char *id, const LintAt *map, World world, const char *what, const char *one,
                     const char *other);

// The tree of JSON text in a string, its spans all that of the string; null where it is no JSON, then *why says so.
Value *document_read(Linter *linter, const LintAt *at, Text *why);
