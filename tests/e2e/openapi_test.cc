// The partners' documents against the real service, in both directions: what
// they say is so, and what is so they say.

#include <algorithm>
#include <functional>

#include "gmock/gmock.h"
#include "tests/e2e/openapi_fixture.h"
#include "tests/support/json_schema.h"

namespace rollbook::tests {
namespace {

using testing::Contains;
using testing::Not;

// Names of fields that an answer says are not as they must be.
std::vector<std::string> Named(const HttpAnswer& answer) {
  std::vector<std::string> names;
  const Json body = ParseJson(answer.body);
  for (const char* list : {"fieldErrors", "errors", "details"}) {
    for (const Json& entry : body.value(list, Json::array())) {
      names.push_back(entry.value("field", ""));
    }
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(, OpenApi,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(OpenApi, OneHasDocumentsAndAPageWithoutAKey) {
  const HttpAnswer page = SendAsIs({.target = "/docs"});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("Content-Type"), "text/html; charset=utf-8");
  for (const std::string& contract : Contracts()) {
    EXPECT_THAT(page.body, testing::HasSubstr("/openapi/" + contract));
    EXPECT_EQ(Document(contract).json()["info"]["title"], contract);
  }
  const HttpAnswer refused = SendAsIs({.method = "POST", .target = "/docs"});
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.Header("Allow"), "GET, HEAD");
}

// ---- Fields ----------------------------------------------------------------

// Tries the fields of one operation's body, one at a time.
class FieldTrial {
 public:
  using Send = std::function<HttpAnswer(const Json& body)>;
  // A good body, another one each time.
  using Make = std::function<Json()>;

  // `schema` is that of the whole body.
  FieldTrial(const OpenApiDocument& document, const Json& schema, Make make,
             Send send)
      : document_(document.json()),
        schema_(schema),
        make_(std::move(make)),
        send_(std::move(send)) {}

  void Run() { Try(schema_, ""); }

 private:
  // All properties of the schema, and those of objects in them.
  void Try(const Json& schema, const std::string& prefix) {
    for (const auto& [name, node] : schema["properties"].items()) {
      const std::string path = prefix + name;
      SCOPED_TRACE(path);
      const Json& field = Resolve(document_, node);
      TryAbsence(path);
      for (const Json& value : Values(field)) TryValue(path, field, value);
      if (field.contains("properties")) Try(field, path + ".");
    }
  }

  static Json::json_pointer Pointer(std::string path) {
    std::replace(path.begin(), path.end(), '.', '/');
    return Json::json_pointer("/" + path);
  }

  void TryAbsence(const std::string& path) {
    Json body = make_();
    const auto pointer = Pointer(path);
    body[pointer.parent_pointer()].erase(pointer.back());
    Expect(body, path, "absent");
  }

  void TryValue(const std::string& path, const Json& field, const Json& value) {
    Json body = make_();
    body[Pointer(path)] = value;
    const bool fits = SchemaFaults(document_, field, value).empty();
    // A value that is good by itself may want another field to be there.
    Expect(body, fits ? "" : path, value.dump());
  }

  // `path` is what is named when the body does not fit the document.
  void Expect(const Json& body, const std::string& path,
              const std::string& what) {
    const HttpAnswer answer = send_(body);
    if (SchemaFaults(document_, schema_, body).empty()) {
      EXPECT_LT(answer.status, 300) << what << ": " << answer.body;
      return;
    }
    EXPECT_EQ(answer.status, 400) << what;
    if (!path.empty()) {
      EXPECT_THAT(Named(answer), Contains(path)) << what << answer.body;
    }
  }

  // Values at the limits and beyond; whether one is good the schema says.
  static std::vector<Json> Values(const Json& field) {
    std::vector<Json> values = {nullptr, "", true, 7, Json::object()};
    const std::string format = field.value("format", "");
    if (format == "email") {
      const std::string longest = "@" + std::string(63, 'a') + "." +
                                  std::string(63, 'b') + "." +
                                  std::string(58, 'c') + ".ex";
      return {nullptr,
              "",
              7,
              "x",
              NewLocal(64) + longest,
              NewLocal(64) + longest + "e"};
    }
    if (format == "date") {
      return {nullptr,      "",         7,          "1900-01-01",
              "1899-12-31", "90-01-01", "1990-1-1", "1990-05-15T00:00:00Z"};
    }
    if (format == "uuid") return {nullptr, "", 7, "x"};
    if (field.contains("properties")) return {nullptr, "x", Json::array()};
    if (field.contains("maxLength")) {
      const size_t most = field["maxLength"];
      values.push_back(std::string(most, 'x'));
      values.push_back(std::string(most + 1, 'x'));
      values.push_back("a\u0007");
      values.push_back("a\u202e");
    }
    for (const Json& word : field.value("enum", Json::array())) {
      if (values.size() < 12) values.push_back(word);
    }
    return values;
  }

  static std::string NewLocal(size_t size) {
    std::string local = NewUuidText();
    local.resize(size, 'x');
    return local;
  }

  const Json& document_;
  const Json& schema_;
  const Make make_;
  const Send send_;
};

// What the document says in words.
void ForgetWhatIsSaidInWords(const Operation& operation, Json& schema) {
  Json& properties = schema["properties"];
  if (operation.id == "changeUser") properties.erase("externalId");
}

TEST_P(OpenApi, TheFieldsOfTheDocumentsAreThoseOfTheServer) {
  for (const std::string& contract : Contracts()) {
    SCOPED_TRACE(contract);
    const OpenApiDocument document = Document(contract);
    const Partner partner = MakePartner(contract, "p-" + contract);
    const Operation& create = document.Find("createUser");
    const std::string known = NewUuidText();
    const auto send = [&](const Operation& operation, const std::string& id,
                          const Json& body) {
      return SendAsIs(
          WithCredential(CallOf(operation, id, body.dump()), partner));
    };
    EXPECT_EQ(send(create, known, NewUser(document, contract, known)).status,
              201);
    for (const Operation& operation : document.operations()) {
      if (!operation.takes_body()) continue;
      SCOPED_TRACE(operation.id);
      Json schema = document.BodySchema(operation);
      ForgetWhatIsSaidInWords(operation, schema);
      std::string id = known;
      const auto make = [&] {
        if (&operation != &create) {
          return document.RequestExamples(operation).front();
        }
        id = NewUuidText();
        return NewUser(document, contract, id);
      };
      FieldTrial(document, schema, make, [&](const Json& body) {
        return send(operation, id, body);
      }).Run();
    }
  }
}

// Whether each pair of letters is a country is said by both or by none.
TEST_P(OpenApi, TheCountriesOfTheDocumentsAreThoseOfTheServer) {
  const auto try_all = [&](const std::string& contract, const Json& countries,
                           const std::string& field, auto make) {
    const Partner partner = MakePartner(contract, "c-" + contract);
    const OpenApiDocument document = Document(contract);
    const Operation& create = document.Find("createUser");
    HttpClient client = Connect();
    for (char a = 'A'; a <= 'Z'; ++a) {
      for (char b = 'A'; b <= 'Z'; ++b) {
        const std::string code = {a, b};
        const auto answer = client.Call(WithCredential(
            CallOf(create, "", Json(make(code)).dump()), partner));
        ASSERT_TRUE(answer.ok()) << answer.status();
        const bool known = std::find(countries.begin(), countries.end(),
                                     code) != countries.end();
        if (known) {
          EXPECT_THAT(Named(*answer), Not(Contains(field))) << code;
        } else {
          EXPECT_THAT(Named(*answer), Contains(field)) << code;
        }
      }
    }
  };
  const Json boca = Document("boca-raton").json()["components"]["schemas"];
  try_all("boca-raton", boca["Country"]["enum"], "country",
          [](const std::string& code) {
            return Json{{"country", code}};
          });
  const Json wealthy = Document("wealthyhood").json()["components"]["schemas"];
  EXPECT_EQ(wealthy["Country"]["enum"], boca["Country"]["enum"]);
  try_all("wealthyhood", wealthy["ResidencyCountry"]["enum"],
          "residencyCountry", [](const std::string& code) {
            return Json{{"residencyCountry", code}};
          });
}

}  // namespace
}  // namespace rollbook::tests
