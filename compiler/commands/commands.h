// The commands: one file each, which defines its table row and a function. main.c lists them.
#pragma once
#include "commands/options.h"

extern const Command command_compile, command_check, command_diff, command_fmt, command_graph, command_docs,
    command_drift, command_explain, command_lint, command_new, command_plan, command_state, command_test;
