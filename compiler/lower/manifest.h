// The manifest: what a pipeline must know to deploy a program's templates, in one JSON file beside them.
#pragma once
#include "lower/compile.h"

typedef struct ManifestFile {
  Text name;     // "network.yaml"
  Text content;  // its bytes
  Text digest;   // of them, by sha256_hex
} ManifestFile;

// `files` are in the order of compilation->templates. The result:
//   { "stacks": [{ "name", "deployed_name", "file", "digest": "sha256:...", "region", "account", "parameters": {...},
//                  "capabilities": [...], "tags": {...}, "termination_protection", "needs": [names],
//                  "deployed_by": "stack_set" where it is not deployed by itself }],
//     "order": [names], "environment": name or null }
// Members without a value are left out.
Value *manifest_build(Compilation *compilation, const ManifestFile *files);

// The values that the environment gives to the template's parameters: name -> text.
Value *manifest_parameters(Arena *arena, const Compilation *compilation, const Template *template);
