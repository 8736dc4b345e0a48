// The tables of foreign words. A word that means the same in several tools stands once.
#include "check/foreign.h"

typedef struct Foreign {
  const char *word, *help;
} Foreign;

static const char *find(const Foreign *table, size_t count, Text name) {
  for (size_t i = 0; i < count; i++)
    if (text_is(name, table[i].word)) return table[i].help;
  return NULL;
}

#define FIND(table, name) find(table, sizeof table / sizeof *table, name)

const char *foreign_kind(Text name) {
  static const Foreign words[] = {
      {"resource", "a resource is written `AWS::S3::Bucket NAME { ... }`, with CloudFormation's name of its type"},
      {"module", "write `use \"FILE.strata\"`, and make instances of the components in it: `COMPONENT NAME { ... }`"},
      {"variable", "write `in NAME: TYPE` for what is known when compiling, `param NAME: TYPE` for a parameter"},
      {"output", "write `out NAME = VALUE`"},
      {"locals", "write `let NAME = VALUE`"},
      {"data", "what exists already is written as text, such as its id or ARN, or taken from a `param`"},
      {"provider", "the region stands in the stack: `stack NAME { region = \"eu-west-1\" }`"},
      {"terraform", "no such block is needed: a file begins with `stack NAME {}`"},
  };
  return FIND(words, name);
}

const char *foreign_type(Text name) {
  static const Foreign words[] = {
      {"text", "text is of the type `string`"},
      {"str", "text is of the type `string`"},
      {"String", "text is of the type `string`"},
      {"Number", "numbers are of the type `int` or `number`"},
      {"integer", "whole numbers are of the type `int`"},
      {"float", "numbers are of the type `number`"},
      {"double", "numbers are of the type `number`"},
      {"boolean", "true and false are of the type `bool`"},
      {"Boolean", "true and false are of the type `bool`"},
      {"list", "a list is written with brackets: `[string]`"},
      {"array", "a list is written with brackets: `[string]`"},
      {"set", "a list is written with brackets: `[string]`"},
      {"CommaDelimitedList", "a list is written with brackets: `[string]`"},
      {"List", "a list is written with brackets: `[string]`"},
      {"map", "a map is written `{*: string}`"},
      {"object", "a record is written with its fields: `{ port: int, path: string? }`; `any` takes everything"},
      {"json", "a record is written with its fields: `{ port: int, path: string? }`; `any` takes everything"},
      {"enum", "a choice is written with its values: `\"dev\" | \"prod\"`"},
  };
  return FIND(words, name);
}

const char *foreign_function(Text name) {
  static const Foreign words[] = {
      {"Ref", "the name of a resource or parameter stands for its Ref: write NAME"},
      {"ref", "the name of a resource or parameter stands for its Ref: write NAME"},
      {"GetAtt", "an attribute is written with a dot: RESOURCE.Arn"},
      {"getatt", "an attribute is written with a dot: RESOURCE.Arn"},
      {"Sub", "values are put into a text by ${ }: \"${bucket}-logs\""},
      {"Join", "write `join(\",\", list)`"},
      {"Select", "an element is written with its index: list[0]"},
      {"Split", "write `split(\",\", text)`"},
      {"If", "write `if CONDITION then VALUE else VALUE`"},
      {"Equals", "write `a == b`"},
      {"Not", "write `!a`"},
      {"And", "write `a && b`"},
      {"Or", "write `a || b`"},
      {"FindInMap", "a map is a record, and is looked up by its key: map[key].field"},
      {"ImportValue", "write `import_value(\"name\")`, or use the other stack's out: STACK.out"},
      {"GetAZs", "write `get_azs()`"},
      {"Cidr", "write `cidr_subnet(range, prefix, index)`"},
      {"Base64", "write `base64(text)`"},
      {"length", "write `len(x)`"},
      {"count", "write `len(x)`"},
      {"size", "write `len(x)`"},
      {"lookup", "write `map[key]`, or `get(map, key) ?? fallback`"},
      {"element", "an element is written with its index: list[0]"},
      {"coalesce", "write `a ?? b`: b where a is null"},
      {"merge", "records are laid over each other by spreading: { ...a, ...b }"},
      {"union", "records are laid over each other by spreading: { ...a, ...b }"},
      {"concatenate", "texts are put together by ${ }, lists by spreading: [...a, ...b]"},
      {"str", "values are put into a text by ${ }: \"${x}\""},
      {"string", "values are put into a text by ${ }: \"${x}\""},
      {"tostring", "values are put into a text by ${ }: \"${x}\""},
      {"jsonencode", "write `to_json(x)`"},
      {"jsondecode", "write `from_json(text)`"},
      {"yamlencode", "write `to_yaml(x)`"},
      {"yamldecode", "write `from_yaml(text)`"},
      {"cidrsubnet", "write `cidr_subnet(range, prefix, index)`; prefix is the length of the new ranges, such as 24"},
      {"cidrhost", "write `cidr_host(range, index)`"},
      {"templatefile", "write `file(\"name\")`, or a text with ${ } in it"},
      {"toset", "a `for` goes through lists: for x in list { ... }"},
      {"map", "write `[for x in list: ...]`"},
      {"filter", "write `[for x in list if CONDITION: x]`"},
      {"substr", "use `split`, or `replace(text, old, new)`"},
      {"uniqueString", "leave the name out: CloudFormation makes one that is unique"},
      {"resourceId", "the name of a resource stands for its Ref, RESOURCE.Arn for its ARN"},
      {"resourceGroup", "write `aws.region`, `aws.account`, `aws.stack_name`"},
  };
  return FIND(words, name);
}

const char *foreign_value(Text name) {
  static const Foreign words[] = {
      {"var", "an input or parameter is used by its name alone"},
      {"local", "a `let` is used by its name alone"},
      {"data", "what exists already is written as text, such as its id or ARN, or taken from a `param`"},
      {"module", "an instance is used by its name alone, its outs behind a dot: NAME.out"},
      {"each", "name the variables of the loop: for key, value in map { ... }"},
      {"count", "name the variable of the loop: for i in 1..3 { ... }"},
      {"this", "inside of a component, names stand alone; `self.name` is the instance's name"},
      {"Ref", "the name of a resource or parameter stands for its Ref: write NAME"},
      {"AWS", "pseudo parameters are aws.region, aws.account, aws.partition, aws.stack_name"},
      {"undefined", "nothing is written null"},
      {"nil", "nothing is written null"},
      {"None", "nothing is written null"},
      {"True", "write true"},
      {"False", "write false"},
      {"yes", "write true, or \"yes\" for the text"},
      {"no", "write false, or \"no\" for the text"},
  };
  if (text_starts_with(name, TEXT("aws_"))) return "a resource is used by its own name, without its type: NAME.Arn";
  return FIND(words, name);
}

const char *foreign_field(Text name) {
  static const Foreign words[] = {
      {"DependsOn", "write `@depends_on = [NAME]`"},
      {"DeletionPolicy", "write `@deletion_policy = \"Retain\"`"},
      {"UpdateReplacePolicy", "write `@update_replace_policy = \"Retain\"`"},
      {"CreationPolicy", "write `@creation_policy = { ... }`"},
      {"UpdatePolicy", "write `@update_policy = { ... }`"},
      {"Metadata", "write `@metadata = { ... }`"},
      {"Condition", "put the resource under `if CONDITION { ... }`"},
      {"Properties", "the properties stand in the block itself: `NAME = VALUE`"},
      {"Type", "the type stands before the name: `AWS::S3::Bucket NAME { ... }`"},
      {"depends_on", "write `@depends_on = [NAME]`"},
      {"count", "put the resource into a loop: for i in 1..3 { ... }"},
      {"for_each", "put the resource into a loop: for name in names { ... }"},
      {"lifecycle", "write `@deletion_policy = \"Retain\"`, or `@protect = true` to refuse its removal"},
      {"provider", "the region is a setting of the stack"},
  };
  return FIND(words, name);
}
