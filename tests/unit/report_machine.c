// Reports for machines: exact output of GitHub annotations, JUnit, JSON and SARIF for one set of findings.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/report.h"

// Three findings: one without a place, one with help, path and a note, one over two lines in a file of an odd name.
static void expect_report(ReportOptions options, const char *expected) {
  Arena arena = {0};
  Sources sources = {.arena = &arena};
  Diags diags = {.arena = &arena};
  uint32_t first = source_add(&sources, TEXT("a/t.yaml"), TEXT("Resources:\n  é: {BucketNam: x}\n"));
  uint32_t second = source_add(&sources, TEXT("odd, name:1 %.yaml"), TEXT("a: <\"&\nb\n"));
  Diag *diag = diag_error(&diags, "E3002", (Span){first, 18, 27}, "unknown property 'BucketNam'");
  diag_help(&diags, diag, "did you mean 'BucketName'?");
  diag_note(&diags, diag, (Span){first, 13, 15}, "in this resource");
  vec_push(&arena, &diag->path, ((PathStep){.key = TEXT("Resources")}));
  vec_push(&arena, &diag->path, ((PathStep){.index = 2}));
  diag_warning(&diags, "W1", (Span){second, 0, 8}, "50%% of <\"&\x01\"> is\nodd");
  diag_error(&diags, "E0001", (Span){0}, "cannot read x: No such file or directory");
  Buffer out = {0};
  report_sort(&diags);
  report_write(&arena, &sources, &diags, &options, &out);
  buffer_add_char(&out, 0);
  assert_string_equal(out.at, expected);
  buffer_free(&out);
  arena_free(&arena);
}

static void github(void **state) {
  (void)state;
  expect_report((ReportOptions){.format = REPORT_GITHUB},
                "::error title=E0001::cannot read x: No such file or directory\n"
                "::error file=a/t.yaml,line=2,col=7,endLine=2,endColumn=16,title=E3002::"
                "unknown property 'BucketNam'%0Ahelp: did you mean 'BucketName'?\n"
                "::warning file=odd%2C name%3A1 %25.yaml,line=1,col=1,endLine=2,title=W1::"
                "50%25 of <\"&\xEF\xBF\xBD\"> is%0Aodd\n");
}

static const Text FILES[] = {TEXT("a/t.yaml"), TEXT("clean.yaml")};

static void junit(void **state) {
  (void)state;
  expect_report(
      (ReportOptions){.format = REPORT_JUNIT, .fail_on = LEVEL_ERROR, .files = FILES, .file_count = 2},
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n"
      "  <testsuite name=\"strata\" id=\"0\" package=\"strata\" timestamp=\"1970-01-01T00:00:00\" "
      "hostname=\"localhost\" tests=\"1\" failures=\"1\" errors=\"0\" time=\"0\">\n"
      "    <properties/>\n"
      "    <testcase name=\"E0001\" classname=\"strata\" time=\"0\">\n"
      "      <failure message=\"cannot read x: No such file or directory\" type=\"error\">"
      "cannot read x: No such file or directory</failure>\n"
      "    </testcase>\n"
      "    <system-out></system-out>\n"
      "    <system-err/>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"a/t.yaml\" id=\"1\" package=\"strata\" timestamp=\"1970-01-01T00:00:00\" "
      "hostname=\"localhost\" tests=\"1\" failures=\"1\" errors=\"0\" time=\"0\">\n"
      "    <properties/>\n"
      "    <testcase name=\"E3002 2:7\" classname=\"a/t.yaml\" time=\"0\">\n"
      "      <failure message=\"unknown property 'BucketNam'\" type=\"error\">"
      "unknown property 'BucketNam'&#10;help: did you mean 'BucketName'?</failure>\n"
      "    </testcase>\n"
      "    <system-out></system-out>\n"
      "    <system-err/>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"odd, name:1 %.yaml\" id=\"2\" package=\"strata\" timestamp=\"1970-01-01T00:00:00\" "
      "hostname=\"localhost\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\">\n"
      "    <properties/>\n"
      "    <testcase name=\"W1 1:1\" classname=\"odd, name:1 %.yaml\" time=\"0\"/>\n"
      "    <system-out>warning: W1 1:1: 50% of &lt;&quot;&amp;\xEF\xBF\xBD&quot;&gt; is&#10;odd&#10;</system-out>\n"
      "    <system-err/>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"clean.yaml\" id=\"3\" package=\"strata\" timestamp=\"1970-01-01T00:00:00\" "
      "hostname=\"localhost\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\">\n"
      "    <properties/>\n"
      "    <testcase name=\"no findings\" classname=\"clean.yaml\" time=\"0\"/>\n"
      "    <system-out></system-out>\n"
      "    <system-err/>\n"
      "  </testsuite>\n"
      "</testsuites>\n");
}

static void json(void **state) {
  (void)state;
  expect_report((ReportOptions){.format = REPORT_JSON, .files = FILES, .file_count = 2},
                "{\n"
                "  \"findings\": [\n"
                "    {\n"
                "      \"rule\": \"E0001\",\n"
                "      \"level\": \"error\",\n"
                "      \"message\": \"cannot read x: No such file or directory\",\n"
                "      \"path\": []\n"
                "    },\n"
                "    {\n"
                "      \"rule\": \"E3002\",\n"
                "      \"level\": \"error\",\n"
                "      \"message\": \"unknown property 'BucketNam'\",\n"
                "      \"file\": \"a/t.yaml\",\n"
                "      \"start\": {\n        \"line\": 2,\n        \"column\": 7\n      },\n"
                "      \"end\": {\n        \"line\": 2,\n        \"column\": 16\n      },\n"
                "      \"path\": [\n        \"Resources\",\n        2\n      ],\n"
                "      \"help\": \"did you mean 'BucketName'?\",\n"
                "      \"notes\": [\n"
                "        {\n"
                "          \"message\": \"in this resource\",\n"
                "          \"file\": \"a/t.yaml\",\n"
                "          \"start\": {\n            \"line\": 2,\n            \"column\": 3\n          },\n"
                "          \"end\": {\n            \"line\": 2,\n            \"column\": 4\n          }\n"
                "        }\n"
                "      ]\n"
                "    },\n"
                "    {\n"
                "      \"rule\": \"W1\",\n"
                "      \"level\": \"warning\",\n"
                "      \"message\": \"50% of <\\\"&\xEF\xBF\xBD\\\"> is\\nodd\",\n"
                "      \"file\": \"odd, name:1 %.yaml\",\n"
                "      \"start\": {\n        \"line\": 1,\n        \"column\": 1\n      },\n"
                "      \"end\": {\n        \"line\": 2,\n        \"column\": 2\n      },\n"
                "      \"path\": []\n"
                "    }\n"
                "  ],\n"
                "  \"summary\": {\n"
                "    \"error\": 2,\n"
                "    \"warning\": 1,\n"
                "    \"info\": 0,\n"
                "    \"files\": 2\n"
                "  }\n"
                "}\n");
}

static Text title_of(const char *code) { return text_of(code).at[0] == 'E' ? TEXT("An error") : (Text){0}; }

static void sarif(void **state) {
  (void)state;
  expect_report(
      (ReportOptions){.format = REPORT_SARIF, .files = FILES, .file_count = 2, .title = title_of},
      "{\n"
      "  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
      "  \"version\": \"2.1.0\",\n"
      "  \"runs\": [\n"
      "    {\n"
      "      \"tool\": {\n"
      "        \"driver\": {\n"
      "          \"name\": \"strata\",\n"
      "          \"version\": \"" STRATA_VERSION
      "\",\n"
      "          \"rules\": [\n"
      "            {\n              \"id\": \"E0001\",\n              \"shortDescription\": {\n"
      "                \"text\": \"An error\"\n              }\n            },\n"
      "            {\n              \"id\": \"E3002\",\n              \"shortDescription\": {\n"
      "                \"text\": \"An error\"\n              }\n            },\n"
      "            {\n              \"id\": \"W1\"\n            }\n"
      "          ]\n"
      "        }\n"
      "      },\n"
      "      \"columnKind\": \"unicodeCodePoints\",\n"
      "      \"artifacts\": [\n"
      "        {\n          \"location\": {\n            \"uri\": \"a/t.yaml\"\n          }\n        },\n"
      "        {\n          \"location\": {\n            \"uri\": \"clean.yaml\"\n          }\n        },\n"
      "        {\n          \"location\": {\n            \"uri\": \"odd%2C%20name%3A1%20%25.yaml\"\n          }\n"
      "        }\n"
      "      ],\n"
      "      \"results\": [\n"
      "        {\n"
      "          \"ruleId\": \"E0001\",\n          \"ruleIndex\": 0,\n          \"level\": \"error\",\n"
      "          \"message\": {\n            \"text\": \"cannot read x: No such file or directory\"\n          },\n"
      "          \"locations\": []\n"
      "        },\n"
      "        {\n"
      "          \"ruleId\": \"E3002\",\n          \"ruleIndex\": 1,\n          \"level\": \"error\",\n"
      "          \"message\": {\n"
      "            \"text\": \"unknown property 'BucketNam'\\nhelp: did you mean 'BucketName'?\"\n          },\n"
      "          \"locations\": [\n            {\n              \"physicalLocation\": {\n"
      "                \"artifactLocation\": {\n                  \"uri\": \"a/t.yaml\",\n"
      "                  \"index\": 0\n                },\n"
      "                \"region\": {\n                  \"startLine\": 2,\n                  \"startColumn\": 7,\n"
      "                  \"endLine\": 2,\n                  \"endColumn\": 16\n                }\n"
      "              }\n            }\n          ],\n"
      "          \"relatedLocations\": [\n            {\n              \"physicalLocation\": {\n"
      "                \"artifactLocation\": {\n                  \"uri\": \"a/t.yaml\",\n"
      "                  \"index\": 0\n                },\n"
      "                \"region\": {\n                  \"startLine\": 2,\n                  \"startColumn\": 3,\n"
      "                  \"endLine\": 2,\n                  \"endColumn\": 4\n                }\n"
      "              },\n"
      "              \"message\": {\n                \"text\": \"in this resource\"\n              }\n"
      "            }\n          ]\n"
      "        },\n"
      "        {\n"
      "          \"ruleId\": \"W1\",\n          \"ruleIndex\": 2,\n          \"level\": \"warning\",\n"
      "          \"message\": {\n            \"text\": \"50% of <\\\"&\xEF\xBF\xBD\\\"> is\\nodd\"\n          },\n"
      "          \"locations\": [\n            {\n              \"physicalLocation\": {\n"
      "                \"artifactLocation\": {\n                  \"uri\": \"odd%2C%20name%3A1%20%25.yaml\",\n"
      "                  \"index\": 2\n                },\n"
      "                \"region\": {\n                  \"startLine\": 1,\n                  \"startColumn\": 1,\n"
      "                  \"endLine\": 2,\n                  \"endColumn\": 2\n                }\n"
      "              }\n            }\n          ]\n"
      "        }\n"
      "      ]\n"
      "    }\n"
      "  ]\n"
      "}\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(github),
      cmocka_unit_test(junit),
      cmocka_unit_test(json),
      cmocka_unit_test(sarif),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
