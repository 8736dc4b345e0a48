"""PyYAML as a second reader: each line of the file named is {"tree": ..., "yaml": "..."}; both must be the same.

Short tags are undone here; a number with an exponent may be text, since PyYAML wants a point and a sign in it."""
import json
import sys

import yaml


class Number(str):
    pass


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader) if "--c" in sys.argv else yaml.SafeLoader):
    pass


def intrinsic(loader, suffix, node):
    key = suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {key: text.split(".", 1) if suffix == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {key: loader.construct_sequence(node, deep=True)}
    return {key: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", intrinsic)


def same(tree, value):
    if isinstance(tree, Number):
        if isinstance(value, str):
            return value == tree and "e" in tree.lower()
        exact = isinstance(value, (int, float)) and not isinstance(value, bool)
        return exact and (value == int(tree) if tree.lstrip("-").isdigit() else value == float(tree))
    if isinstance(tree, dict):
        return isinstance(value, dict) and list(tree) == list(value) and all(same(tree[k], value[k]) for k in tree)
    if isinstance(tree, list):
        return isinstance(value, list) and len(tree) == len(value) and all(map(same, tree, value))
    return type(tree) is type(value) and tree == value


count = 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    case = json.loads(line, parse_int=Number, parse_float=Number)
    try:
        value = yaml.load(case["yaml"], Loader)
    except yaml.YAMLError as error:
        sys.exit("PyYAML: %s\n%s" % (error, case["yaml"]))
    if not same(case["tree"], value):
        sys.exit("PyYAML reads another tree:\n%s\n%r\n%r" % (case["yaml"], case["tree"], value))
    count += 1
print("PyYAML agrees on %d trees" % count)
