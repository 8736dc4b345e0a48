// Which instance classes go with which version of which database engine (E3062).
#pragma once
#include <jansson.h>

// The node that says so, from FOLDER/constraints/aws_rds_dbinstance; null where a file is missing. AWS's facts have a
// branch for each pair of engine and family of versions ("16.4", "16.4.R1"), in which the classes are those of the
// family for any engine. Here each engine has the families that it still makes new instances of, and families with
// equal classes, and engines with equal families, are one branch.
json_t *classes_read(const char *folder);
