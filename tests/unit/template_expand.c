// Loops of templates written out.
#include "template/expand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/format.h"

static Template read_template(Arena *arena, Sources *sources, const char *json) {
  Diags diags = {.arena = arena};
  Template template = {0};
  template.root = json_read(arena, &diags, sources, source_add(sources, TEXT("test"), text_of(json)));
  if (!template.root) fail_msg("not JSON: %s", json);
  template_index(arena, &template);
  return template;
}

static void loops_become_what_they_make(void **state) {
  (void)state;
  static const struct {
    const char *written, *expanded;
  } rows[] = {
      {"'Resources':{'Fn::ForEach::T':['N',['A','b-1'],{'Topic&{N}':{'Type':'AWS::SNS::Topic','Properties':{'"
       "DisplayName':{'Ref':'N'},"
       "'TopicName':{'Fn::Sub':'x-${N}-${AWS::Region}'}}}}],'Q':{'Type':'AWS::SQS::Queue'}}",
       "'Resources':{'TopicA':{'Type':'AWS::SNS::Topic','Properties':{'DisplayName':'A','TopicName':{'Fn::Sub':'x-A-${"
       "AWS::Region}'}}},"
       "'Topicb1':{'Type':'AWS::SNS::Topic','Properties':{'DisplayName':'b-1','TopicName':{'Fn::Sub':'x-b-1-${AWS::"
       "Region}'}}},"
       "'Q':{'Type':'AWS::SQS::Queue'}}"},
      {"'Parameters':{'Names':{'Type':'CommaDelimitedList','Default':'A, "
       "B'}},'Outputs':{'Fn::ForEach::O':['N',{'Ref':'Names'},"
       "{'Out${N}':{'Value':{'Fn::GetAtt':['T${N}','Arn']}}}]}",
       "'Parameters':{'Names':{'Type':'CommaDelimitedList','Default':'A, "
       "B'}},'Outputs':{'OutA':{'Value':{'Fn::GetAtt':['TA','Arn']}},"
       "'OutB':{'Value':{'Fn::GetAtt':['TB','Arn']}}}"},
      {"'Resources':{'Fn::ForEach::A':['X',['1','2'],{'Fn::ForEach::B':['Y',['a','b'],{'R${X}${Y}':{'Type':'T'}}]}]}",
       "'Resources':{'R1a':{'Type':'T'},'R1b':{'Type':'T'},'R2a':{'Type':'T'},'R2b':{'Type':'T'}}"},
      {"'Resources':{'R':{'Type':'T','Properties':{'Fn::ForEach::P':['N',['One','Two'],{'Is${N}':true}]}}}",
       "'Resources':{'R':{'Type':'T','Properties':{'IsOne':true,'IsTwo':true}}}"},
      // what is not known, or is no loop, stays as it is written
      {"'Parameters':{'Names':{'Type':'CommaDelimitedList'}},'Resources':{'Fn::ForEach::T':['N',{'Ref':'Names'},{'T${N}"
       "':{'Type':'T'}}]}",
       "'Parameters':{'Names':{'Type':'CommaDelimitedList'}},'Resources':{'Fn::ForEach::T':['N',{'Ref':'Names'},{'T${N}"
       "':{'Type':'T'}}]}"},
      {"'Resources':{'Fn::ForEach::T':['N',['A'],'no map'],'Fn::ForEach::U':[],'Fn::ForEach::V':3}",
       "'Resources':{'Fn::ForEach::T':['N',['A'],'no map'],'Fn::ForEach::U':[],'Fn::ForEach::V':3}"},
      {"'Resources':{'R':{'Type':'T','Properties':{'P':'${N} and &{N} and ${unfinished'}}}",
       "'Resources':{'R':{'Type':'T','Properties':{'P':'${N} and &{N} and ${unfinished'}}}"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Arena arena = {0};
    Sources sources = {.arena = &arena};
    Template templates[2];
    for (size_t k = 0; k < 2; k++) {
      Text text =
          text_format(&arena, "{'Transform':'AWS::LanguageExtensions',%s}", k ? rows[i].expanded : rows[i].written);
      for (size_t c = 0; c < text.size; c++)
        if (text.at[c] == '\'') ((char *)text.at)[c] = '"';
      templates[k] = read_template(&arena, &sources, text.at);
    }
    const Template *expanded = template_expand(&arena, &templates[0], NULL);
    if (!value_equal(expanded->root, templates[1].root)) {
      Buffer out = {0};
      json_write(&out, expanded->root);
      print_message("%.*s\n", TEXT_ARG(buffer_text(&out)));
      buffer_free(&out);
      fail_msg("row %zu", i);
    }
    assert_int_equal(expanded->resources.count, templates[1].resources.count);
    arena_free(&arena);
  }
}

static void only_with_the_transform(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Template plain = read_template(&arena, &sources,
                                 "{\"Resources\":{\"Fn::ForEach::T\":[\"N\",[\"A\"],{\"T${N}\":{\"Type\":\"T\"}}]}}");
  assert_ptr_equal(template_expand(&arena, &plain, NULL), &plain);
  Template empty = read_template(&arena, &sources, "{\"Transform\":[\"AWS::LanguageExtensions\"],\"Resources\":{}}");
  assert_ptr_equal(template_expand(&arena, &empty, NULL), &empty);
  assert_null(template_expand(&arena, NULL, NULL));
  arena_free(&arena);
}

static void parameters_may_be_given(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Template template =
      read_template(&arena, &sources,
                    "{\"Transform\":\"AWS::LanguageExtensions\",\"Parameters\":{\"Names\":{\"Type\":"
                    "\"CommaDelimitedList\",\"Default\":\"A\"}},"
                    "\"Resources\":{\"Fn::ForEach::T\":[\"N\",{\"Ref\":\"Names\"},{\"T${N}\":{\"Type\":\"T\"}}]}}");
  Map given = {0};
  map_put(&arena, &given, TEXT("Names"), value_string(&arena, (Span){0}, TEXT("B,C")));
  const Template *expanded = template_expand(&arena, &template, &given);
  assert_non_null(template_resource(expanded, TEXT("TB")));
  assert_non_null(template_resource(expanded, TEXT("TC")));
  assert_int_equal(expanded->resources.count, 2);
  map_put(&arena, &given, TEXT("Names"), NULL);  // it has a value that nobody knows
  assert_int_equal(template_expand(&arena, &template, &given)->resources.count, 0);
  arena_free(&arena);
}

// Loops in loops multiply; there is an end to it.
static void a_bomb_stays_as_it_is(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Buffer text = {0};
  buffer_add_string(&text, "{\"Transform\":\"AWS::LanguageExtensions\",\"Resources\":");
  for (int i = 0; i < 20; i++) {
    buffer_format(&text, "{\"Fn::ForEach::L%d\":[\"N%d\",[", i, i);
    for (int k = 0; k < 20; k++) buffer_format(&text, "%s\"%d\"", k ? "," : "", k);
    buffer_add_string(&text, "],");
  }
  buffer_add_string(&text, "{\"R\":{\"Type\":\"T\"}}");
  for (int i = 0; i < 20; i++) buffer_add_string(&text, "]}");
  buffer_add_char(&text, '}');
  Template template = read_template(&arena, &sources, buffer_take(&text, &arena).at);
  assert_non_null(template_expand(&arena, &template, NULL));
  arena_free(&arena);
}

// For lint: what is not known is guessed, the same name for the same collection; mistakes are told; Globals are merged.
static void lint_sees_what_transforms_make(void **state) {
  (void)state;
  static const struct {
    const char *written, *id;  // the logical id that must be there; null: E0001
  } rows[] = {
      {"'Parameters':{'Names':{'Type':'CommaDelimitedList'}},'Resources':{'Fn::ForEach::T':['N',{'Ref':'Names'},{'T${N}"
       "'"
       ":{'Type':'T'}}],'Fn::ForEach::U':['N',{'Ref':'Names'},{'U${N}':{'Type':'T','DependsOn':'T${N}'}}]}",
       ""},
      {"'Mappings':{'M':{'us-east-1':{'L':['A','B']}}},'Resources':{'Fn::ForEach::T':['N',{'Fn::FindInMap':['M',{'Ref':"
       "'AWS::Region'},'L']},{'T${N}':{'Type':'T'}}]}",
       "TB"},
      {"'Parameters':{'P':{'Type':'String','AllowedValues':['x,y']}},'Resources':{'Fn::ForEach::T':['N',{'Fn::Split':['"
       ","
       "',{'Ref':'P'}]},{'T${N}':{'Type':'T'}}]}",
       "Ty"},
      {"'Resources':{'Fn::ForEach::T':['N',['A'],'no map']}", NULL},
      {"'Resources':{'Fn::ForEach::T':['N','A',{'T${N}':{'Type':'T'}}]}", NULL},
      {"'Resources':{'Fn::ForEach::T':['N',['A','B'],{'T':{'Type':'T'}}]}", NULL},
      {"'Resources':{'Fn::ForEach::T':['N',[['A']],{'T':{'Type':'T'}}]}", NULL},
      {"'Resources':{'Fn::ForEach::T':['N',[null],{'T':{'Type':'T'}}]}", NULL},
      {"'Resources':{'Fn::ForEach::T':[{'A':1},['B'],{'T':{'Type':'T'}}]}", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Arena arena = {0};
    Sources sources = {.arena = &arena};
    Text text = text_format(&arena, "{'Transform':['AWS::LanguageExtensions'],%s}", rows[i].written);
    for (size_t c = 0; c < text.size; c++)
      if (text.at[c] == '\'') ((char *)text.at)[c] = '"';
    Template template = read_template(&arena, &sources, text.at);
    Diags diags = {.arena = &arena};
    template.root = template_transform(&arena, &diags, template.root, TEXT("us-east-1"));
    template_index(&arena, &template);
    assert_int_equal(diags.list.count, rows[i].id == NULL);
    if (rows[i].id && *rows[i].id) assert_non_null(template_resource(&template, text_of(rows[i].id)));
    // Each U of the first row waits for its own T.
    for (size_t k = 0; rows[i].id && !*rows[i].id && k < template.resources.count; k++) {
      Text after = value_text(value_at(template.resources.items[k].body, "DependsOn"));
      if (after.size) assert_non_null(template_resource(&template, after));
      assert_int_equal(template.resources.count, 4);
    }
    arena_free(&arena);
  }
}

static void globals_are_merged(void **state) {
  (void)state;
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Template template = read_template(
      &arena, &sources,
      "{\"Transform\":\"AWS::Serverless-2016-10-31\",\"Globals\":{\"Function\":{\"Timeout\":3,\"Layers\":["
      "\"a\"],\"Environment\":{\"Variables\":{\"A\":1}}}},\"Resources\":{\"F\":{\"Type\":\"AWS::"
      "Serverless::Function\",\"Properties\":{\"Timeout\":5,\"Layers\":[\"b\"],\"Environment\":{\"Variables"
      "\":{\"B\":2}}}},\"G\":{\"Type\":\"AWS::Serverless::Function\",\"IgnoreGlobals\":[\"Layers\"]},\"H\":{"
      "\"Type\":\"AWS::Serverless::Api\"}}}");
  Diags diags = {.arena = &arena};
  const Value *written = template.root;
  template.root = template_transform(&arena, &diags, template.root, TEXT("us-east-1"));
  template_index(&arena, &template);
  const Value *first = template_resource(&template, TEXT("F"))->properties;
  assert_int_equal(value_at(first, "Timeout")->as.integer, 5);
  assert_int_equal(value_at(first, "Layers")->as.list.count, 2);
  assert_int_equal(value_at(value_at(first, "Environment"), "Variables")->as.map.count, 2);
  const Value *second = template_resource(&template, TEXT("G"))->properties;
  assert_int_equal(value_at(second, "Timeout")->as.integer, 3);
  assert_null(value_at(second, "Layers"));
  assert_null(template_resource(&template, TEXT("H"))->properties);
  assert_null(value_at(value_at(value_at(written, "Resources"), "G"), "Properties"));
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(loops_become_what_they_make),    cmocka_unit_test(only_with_the_transform),
      cmocka_unit_test(parameters_may_be_given),        cmocka_unit_test(a_bomb_stays_as_it_is),
      cmocka_unit_test(lint_sees_what_transforms_make), cmocka_unit_test(globals_are_merged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
