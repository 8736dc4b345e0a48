// The native functions, by topic; natives.c binds them by name to their declarations in prelude.strata.
#pragma once
#include "eval/eval.h"

#define NATIVE(name) const Val *native_##name(const Context *cx, Span span, const Val **args)

NATIVE(join);
NATIVE(split);
NATIVE(upper);
NATIVE(lower);
NATIVE(trim);
NATIVE(replace);
NATIVE(starts_with);
NATIVE(ends_with);
NATIVE(contains);
NATIVE(matches);
NATIVE(format);
NATIVE(base64);
NATIVE(sha256);
NATIVE(is_text);
NATIVE(is_list);
NATIVE(len);
NATIVE(keys);
NATIVE(values);
NATIVE(unique);
NATIVE(sort);
NATIVE(reverse);
NATIVE(flatten);
NATIVE(zip);
NATIVE(concat);
NATIVE(get);
NATIVE(range);
NATIVE(sum);
NATIVE(min);
NATIVE(max);
NATIVE(any);
NATIVE(all);
NATIVE(abs);
NATIVE(floor);
NATIVE(ceil);
NATIVE(round);
NATIVE(mod);
NATIVE(cidr_subnet);
NATIVE(cidr_host);
NATIVE(cidr_prefix);
NATIVE(cidr_contains);
NATIVE(get_azs);
NATIVE(to_json);
NATIVE(from_json);
NATIVE(to_yaml);
NATIVE(from_yaml);
NATIVE(file);
NATIVE(json);
NATIVE(yaml);
NATIVE(env);
NATIVE(arn);
NATIVE(import_value);
NATIVE(ssm);
NATIVE(ssm_secure);
NATIVE(secret);
NATIVE(cfn);
NATIVE(resources);
NATIVE(plan);
NATIVE(stack_template);
NATIVE(stack_capabilities);
NATIVE(pascal_case);
NATIVE(is_known);
NATIVE(each_in);
NATIVE(each_equals);
NATIVE(ref_all);
NATIVE(value_of);
NATIVE(value_of_all);
NATIVE(stack_output);

// A known value as a value tree (for JSON and YAML); null after reporting where something in it is deferred.
Value *native_plain(const Context *cx, Span span, const Val *val, const char *what);
// A value tree as a known value.
const Val *native_from_value(const Context *cx, const Value *value);
