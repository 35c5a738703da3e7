#include "tests/e2e/openapi_document.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "gmock/gmock.h"
#include "tests/support/json_schema.h"

namespace rollbook::tests {
namespace {

using testing::IsEmpty;

constexpr char kMediaType[] = "application/json";

// Members that are another value in every answer.
const std::set<std::string_view> kVolatile = {
    "aggregateId", "createdAt", "id",     "requestId",
    "timestamp",   "updatedAt", "userId", "version"};

void Blur(Json& value) {
  for (auto& [name, member] : value.items()) {
    if (value.is_object() && kVolatile.contains(name)) {
      member = "*";
    } else if (member.is_structured()) {
      Blur(member);
    }
  }
}

Json Blurred(Json value) {
  if (value.is_structured()) Blur(value);
  return value;
}

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(c));
  return text;
}

// The value of a header field as its schema means it.
Json HeaderValue(const Json& schema, const std::string& text) {
  if (schema.value("type", "") != "integer") return text;
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace

OpenApiDocument::OpenApiDocument(Json document) : json_(std::move(document)) {
  for (const auto& [path, item] : json_["paths"].items()) {
    for (const auto& [method, node] : item.items()) {
      if (method == "parameters") continue;
      operations_.push_back({node["operationId"], Upper(method), path, node});
    }
  }
}

const Operation& OpenApiDocument::Find(const std::string& id) const {
  const auto found =
      std::find_if(operations_.begin(), operations_.end(),
                   [&](const Operation& o) { return o.id == id; });
  EXPECT_NE(found, operations_.end()) << id;
  return *found;
}

const Json& OpenApiDocument::BodySchema(const Operation& operation) const {
  return Resolve(
      json_, operation.node["requestBody"]["content"][kMediaType]["schema"]);
}

Json OpenApiDocument::RequestExamples(const Operation& operation) const {
  Json examples;
  if (!operation.takes_body()) return examples;
  const Json& media = operation.node["requestBody"]["content"][kMediaType];
  for (const auto& [name, example] : media["examples"].items()) {
    examples[name] = example["value"];
  }
  return examples;
}

void OpenApiDocument::ExpectDocumented(const Operation& operation,
                                       const HttpAnswer& answer) {
  const std::string status = std::to_string(answer.status);
  const Json& responses = operation.node["responses"];
  ASSERT_TRUE(responses.contains(status))
      << operation.id << " gave " << status << ": " << answer.body;
  const Json& response = Resolve(json_, responses[status]);
  const Json& media = response["content"][kMediaType];
  EXPECT_EQ(answer.Header("Content-Type"), kMediaType);
  const Json body = ParseJson(answer.body);
  EXPECT_THAT(SchemaFaults(json_, media["schema"], body), IsEmpty())
      << operation.id << " gave " << status << ": " << answer.body;
  ExpectHeaders(response, answer);
  seen_[{operation.id, status}].push_back(Blurred(body));
}

void OpenApiDocument::ExpectHeaders(const Json& response,
                                    const HttpAnswer& answer) const {
  for (const auto& [name, reference] : response["headers"].items()) {
    const Json& header = Resolve(json_, reference);
    if (!answer.Has(name)) {
      EXPECT_FALSE(header.value("required", false))
          << answer.status << " without " << name;
      continue;
    }
    const Json value = HeaderValue(header["schema"], answer.Header(name));
    EXPECT_THAT(SchemaFaults(json_, header["schema"], value), IsEmpty())
        << name << ": " << value;
  }
}

void OpenApiDocument::ExpectAllSeen(
    const std::vector<std::string>& unprovoked) const {
  for (const Operation& operation : operations_) {
    for (const auto& [status, reference] :
         operation.node["responses"].items()) {
      const Json& response = Resolve(json_, reference);
      const Json& media = response["content"][kMediaType];
      const auto seen = seen_.find({operation.id, status});
      const bool provoked = std::find(unprovoked.begin(), unprovoked.end(),
                                      status) == unprovoked.end();
      EXPECT_EQ(seen != seen_.end(), provoked) << operation.id << " " << status;
      for (const auto& [name, example] : media["examples"].items()) {
        const Json& value = example["value"];
        EXPECT_THAT(SchemaFaults(json_, media["schema"], value), IsEmpty())
            << operation.id << " " << status << " " << name;
        if (seen == seen_.end()) continue;
        EXPECT_THAT(seen->second, testing::Contains(Blurred(value)))
            << operation.id << " " << status << " " << name;
      }
    }
  }
}

}  // namespace rollbook::tests
