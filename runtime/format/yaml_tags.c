// One table. The functions of `Rules` sections and those that AWS documents in long form only are read by tag
// too, and written long.
#include "format/yaml_tags.h"

typedef enum Argument {
  ARGUMENT_LONG,     // never written by tag
  ARGUMENT_TEXT,     // by tag where the argument is text
  ARGUMENT_ANY,      // text or a list
  ARGUMENT_GET_ATT,  // a list; two texts are joined by a dot
} Argument;

static const struct {
  Text tag, key;
  Argument argument;
} table[] = {
    {TEXT("Ref"), TEXT("Ref"), ARGUMENT_TEXT},
    {TEXT("GetAtt"), TEXT("Fn::GetAtt"), ARGUMENT_GET_ATT},
    {TEXT("Sub"), TEXT("Fn::Sub"), ARGUMENT_ANY},
    {TEXT("Join"), TEXT("Fn::Join"), ARGUMENT_ANY},
    {TEXT("If"), TEXT("Fn::If"), ARGUMENT_ANY},
    {TEXT("Equals"), TEXT("Fn::Equals"), ARGUMENT_ANY},
    {TEXT("Condition"), TEXT("Condition"), ARGUMENT_TEXT},
    {TEXT("And"), TEXT("Fn::And"), ARGUMENT_ANY},
    {TEXT("Or"), TEXT("Fn::Or"), ARGUMENT_ANY},
    {TEXT("Not"), TEXT("Fn::Not"), ARGUMENT_ANY},
    {TEXT("FindInMap"), TEXT("Fn::FindInMap"), ARGUMENT_ANY},
    {TEXT("Select"), TEXT("Fn::Select"), ARGUMENT_ANY},
    {TEXT("Split"), TEXT("Fn::Split"), ARGUMENT_ANY},
    {TEXT("Base64"), TEXT("Fn::Base64"), ARGUMENT_ANY},
    {TEXT("Cidr"), TEXT("Fn::Cidr"), ARGUMENT_ANY},
    {TEXT("GetAZs"), TEXT("Fn::GetAZs"), ARGUMENT_ANY},
    {TEXT("ImportValue"), TEXT("Fn::ImportValue"), ARGUMENT_ANY},
    {TEXT("Length"), TEXT("Fn::Length"), ARGUMENT_ANY},
    {TEXT("ToJsonString"), TEXT("Fn::ToJsonString"), ARGUMENT_ANY},
    {TEXT("Transform"), TEXT("Fn::Transform"), ARGUMENT_LONG},
    {TEXT("GetStackOutput"), TEXT("Fn::GetStackOutput"), ARGUMENT_LONG},
    {TEXT("Contains"), TEXT("Fn::Contains"), ARGUMENT_LONG},
    {TEXT("EachMemberEquals"), TEXT("Fn::EachMemberEquals"), ARGUMENT_LONG},
    {TEXT("EachMemberIn"), TEXT("Fn::EachMemberIn"), ARGUMENT_LONG},
    {TEXT("RefAll"), TEXT("Fn::RefAll"), ARGUMENT_LONG},
    {TEXT("ValueOf"), TEXT("Fn::ValueOf"), ARGUMENT_LONG},
    {TEXT("ValueOfAll"), TEXT("Fn::ValueOfAll"), ARGUMENT_LONG},
};
enum { TAGS = sizeof table / sizeof *table };

Text yaml_tag_key(Text tag) {
  for (size_t i = 0; i < TAGS; i++)
    if (text_equal(table[i].tag, tag)) return table[i].key;
  return (Text){0};
}

// "A.B" reads back as ["A", "B"]: the first text must have no dot of its own, and neither may be empty.
static bool is_dotted(const Value *argument) {
  if (argument->as.list.count != 2) return false;
  Text id = value_text(argument->as.list.items[0]), attribute = value_text(argument->as.list.items[1]);
  return id.size && attribute.size && text_find(id, TEXT("."), 0) == SIZE_MAX;
}

bool yaml_tag_joins(Text tag, const Value *argument) {
  return text_is(tag, "GetAtt") && value_is(argument, VALUE_LIST) && is_dotted(argument);
}

static bool is_fitting(Argument shape, const Value *argument) {
  switch (shape) {
    case ARGUMENT_LONG: return false;
    case ARGUMENT_TEXT: return argument->kind == VALUE_STRING;
    case ARGUMENT_ANY: return argument->kind == VALUE_STRING || argument->kind == VALUE_LIST;
    case ARGUMENT_GET_ATT: return argument->kind == VALUE_LIST;
  }
  return false;
}

Text yaml_tag_for(Text key, const Value *argument) {
  for (size_t i = 0; i < TAGS; i++)
    if (text_equal(table[i].key, key)) return is_fitting(table[i].argument, argument) ? table[i].tag : (Text){0};
  return (Text){0};
}

size_t yaml_tag_names(Text *out, size_t capacity) {
  size_t count = 0;
  for (; count < TAGS && count < capacity; count++) out[count] = table[count].tag;
  return count;
}
