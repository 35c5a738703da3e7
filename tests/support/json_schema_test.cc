#include "tests/support/json_schema.h"

#include "gtest/gtest.h"

namespace rollbook::tests {
namespace {

using Json = nlohmann::ordered_json;

const Json& Document() {
  static const Json& document = *new Json(Json::parse(R"json({
    "Name": {"type": "string", "minLength": 1, "maxLength": 3,
             "pattern": "^[^\\u0000-\\u001F]*$"},
    "User": {
      "type": "object", "required": ["name"],
      "properties": {
        "name": {"$ref": "#/Name"},
        "age": {"type": ["integer", "null"], "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "minItems": 1, "items": {"enum": ["a", "b"]}},
        "code": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "ok": {"type": "boolean"}
      },
      "allOf": [{"if": {"required": ["name"],
                        "properties": {"name": {"const": "x"}}},
                 "then": {"required": ["age"]}}]
    }
  })json"));
  return document;
}

size_t Faults(const char* json) {
  return SchemaFaults(Document(), Document()["User"], Json::parse(json)).size();
}

TEST(JsonSchema, LetsPassWhatFits) {
  for (const char* json :
       {R"({"name":"y"})", R"({"name":"äöü","other":1})",
        R"({"name":"x","age":150})", R"({"name":"y","age":null,"ok":true})",
        R"({"name":"y","tags":["a","b"],"code":1})"}) {
    EXPECT_EQ(Faults(json), 0u) << json;
  }
}

TEST(JsonSchema, NotesWhatDoesNot) {
  for (const char* json :
       {"{}", "[]", R"({"name":""})", R"({"name":"äöüß"})",
        R"({"name":"a\u0007"})", R"({"name":1})", R"({"name":"x"})",
        R"({"name":"y","age":-1})", R"({"name":"y","age":151})",
        R"({"name":"y","age":"1"})", R"({"name":"y","tags":[]})",
        R"({"name":"y","tags":["c"]})", R"({"name":"y","code":true})",
        R"({"name":"y","ok":0})"}) {
    EXPECT_EQ(Faults(json), 1u) << json;
  }
}

TEST(JsonSchema, KnowsWhatItDoesNotKnow) {
  EXPECT_EQ(SchemaFaults({}, {{"uniqueItems", true}}, 1).size(), 1u);
}

}  // namespace
}  // namespace rollbook::tests
