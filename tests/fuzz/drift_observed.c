// Any bytes as AWS's answers, recorded into a state and compared with it, and written in every format.
#include <stdlib.h>
#include <string.h>

#include "drift/drift.h"
#include "format/json.h"
#include "report/drift.h"
#include "state/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char template_text[] =
    "{\"Parameters\": {\"P\": {\"Type\": \"String\", \"NoEcho\": true}, \"Q\": {\"Type\": \"String\", \"Default\": "
    "\"x\"}},"
    " \"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\", \"Properties\": {\"CidrBlock\": \"10.0.0.0/16\","
    " \"Tags\": [{\"Key\": \"a\", \"Value\": {\"Ref\": \"Q\"}}, {\"Key\": \"b\", \"Value\": {\"Fn::GetAtt\": [\"Db\", "
    "\"Arn\"]}}]}},"
    " \"Db\": {\"Type\": \"AWS::RDS::DBInstance\", \"Properties\": {\"MasterUserPassword\": {\"Ref\": \"P\"}, "
    "\"EngineVersion\": \"16\"}},"
    " \"Role\": {\"Type\": \"AWS::IAM::Role\", \"Properties\": {\"AssumeRolePolicyDocument\": {\"Statement\": "
    "{\"Effect\": \"Allow\","
    " \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": \"x\"}}}}}},"
    " \"Outputs\": {\"O\": {\"Value\": {\"Ref\": \"P\"}, \"Export\": {\"Name\": \"n\"}}}}";

static void write_all(Arena *arena, const Drift *drift) {
  Buffer out = {0};
  report_drift_text(&out, drift, false, true);
  report_drift_markdown(&out, drift);
  json_write(&out, report_drift_json(arena, drift));
  buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena arena = {0};
  Diags diags = {.arena = &arena};
  Sources sources = {.arena = &arena};
  State state = {.arena = &arena};
  Template template = {0};
  template.root = json_read(&arena, &diags, &sources, source_add(&sources, TEXT("t"), text_of(template_text)));
  template_index(&arena, &template);
  StateRecord record = {.arena = &arena, .diags = &diags, .state = &state, .only = TEXT("web")};
  record.answers = (Answers){.arena = &arena, .diags = &diags, .sources = &sources};
  RecordSource source = {.path = TEXT("t"), .template = &template};
  vec_push(&arena, &record.sources, source);
  Value *root = answers_parse(&record.answers, TEXT("fuzz"), (Text){(const char *)bytes, size});
  Text what;
  if (root && answers_read(&record.answers, TEXT("fuzz"), root) && record_run(&record, &what)) {
    Drift drift;
    drift_build(&arena, &state, &record.answers, NULL, 0, &drift);
    write_all(&arena, &drift);
    drift_accept(&drift, TEXT("fuzz"));
    drift_build(&arena, &state, &record.answers, NULL, 0, &drift);
    for (size_t i = 0; i < drift.resources.count; i++)
      if (drift.resources.items[i].status == DRIFT_MODIFIED) abort();  // all was accepted
    write_all(&arena, &drift);
  }
  arena_free(&arena);
  return 0;
}
