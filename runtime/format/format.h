// Formats: templates as text. Two readers and two writers of the value tree, JSON and YAML, and the choice between them
// by content. Library objects (libyaml's parser, jansson's values) never leave this room.
//
// What holds for both readers:
// - The tree lives in `arena`. Texts in it point into the source's own text where nothing had to be decoded, so the
//   tree lives no longer than that.
// - Every node and key has the exact span of bytes it was read from.
// - The result is null where the text is malformed; then at least one error with code E0000 tells why. Nothing else is
//   null: a tree that is no template (a list, a number) is for lint to judge.
// - A tree is at most 100 levels deep; an intrinsic by its short tag counts as the level it becomes.
// - No text holds a NUL: CloudFormation cannot store it.
#pragma once
#include "format/json.h"
#include "format/yaml.h"

// The code of a malformed template (cfn-lint's number for the same).
#define FORMAT_ERROR "E0000"
// A text that begins like JSON, is not JSON, and reads as YAML: CloudFormation chooses its parser by the first byte.
#define FORMAT_NEITHER "W0001"

enum { FORMAT_DEPTH = 100 };

// Reads a template of either format: JSON where the first byte that is no blank is `{` or `[`, else YAML. A text that
// fails as JSON at something that YAML would take (a comment, a bare word, single quotes, a trailing comma) is tried as
// YAML; where that reads, the result is its tree, with a warning that says why it is not JSON.
Value *format_read(Arena *arena, Diags *diags, const Sources *sources, uint32_t source);
