// The source map: for every resource, property, condition, parameter and output of the templates the place in the
// program that it came from, and the component path.
//   { "sources": [paths], "stacks": [{ "name", "resources": { ID: { "type", "path", "at": [source, line, column],
//     "properties": { "A.B.0.C": [source, line, column] } } }, "parameters": { ID: at }, "conditions", "mappings",
//     "rules", "outputs" }] }
// `source` counts from 0 into "sources"; lines and columns count from 1.
#pragma once
#include "lower/compile.h"

Value *source_map_build(Compilation *compilation);

// What `strata explain LOGICAL_ID` says: type, component path, where it is declared, the instances around it, what it
// refers to and what refers to it. False where no stack has a resource of that id.
bool source_map_explain(Buffer *out, Compilation *compilation, Text logical_id);
