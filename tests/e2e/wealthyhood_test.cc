// Contract section 4, row by row.

#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>

#include "gmock/gmock.h"
#include "tests/e2e/conformance.h"
#include "tests/support/token_issuer.h"

namespace rollbook::tests {
namespace {

std::string Error(const std::string& code, const std::string& message) {
  return Json({{"message", message}, {"code", code}}).dump();
}

std::string Invalid(const std::string& field, const std::string& message) {
  return R"({"message":"Request body failed validation",)"
         R"("code":"BAD_REQUEST","errors":[{"field":")" +
         field + R"(","message":")" + message + "\"}]}";
}

// A user with every member, and another address in every call.
Json Example() {
  static int number = 0;
  return {
      {"email", "jane" + std::to_string(++number) + "@example.com"},
      {"firstName", "Jane"},
      {"lastName", "Doe"},
      {"dateOfBirth", "1990-05-15"},
      {"residencyCountry", "GB"},
      {"address",
       {{"line1", "1 High Street"},
        {"line2", "Flat 2"},
        {"city", "London"},
        {"postalCode", 12345},
        {"countryCode", "GB"}}},
      {"taxResidency",
       {{"countryCode", "GB"}, {"proofType", "TIN"}, {"value", "AB123456C"}}}};
}

// The answer to a user with these members.
std::string Created(const Json& user) {
  Json answer = {{"id", "*"}};
  for (const char* name :
       {"email", "firstName", "lastName", "dateOfBirth", "residencyCountry"}) {
    answer[name] = user[name];
  }
  answer["emailVerified"] = false;
  answer["kycStatus"] = "pending";
  answer["createdAt"] = "*";
  answer["updatedAt"] = "*";
  for (const char* name : {"address", "taxResidency"}) {
    if (user.contains(name)) answer[name] = user[name];
  }
  return answer.dump();
}

class Wealthyhood : public Conformance {
 protected:
  Wealthyhood() : Wealthyhood(std::make_unique<TokenIssuer>()) {}

  void SetUp() override {
    Conformance::SetUp();
    MakePartner("nova", "app");
  }

  void MakePartner(const std::string& id, const std::string& client) const {
    std::vector<std::string> arguments = {
        "partner", "create", "--id", id, "--contract", "wealthyhood"};
    for (const std::string& flag : TokenIssuer::FlagsFor(client)) {
      arguments.push_back(flag);
    }
    EXPECT_EQ(Cli(arguments), (Json{{"partnerId", id}}));
  }

  HttpCall Create(const Json& user) const {
    return With(issuer_->Bearer("app"), user.dump());
  }
  static HttpCall With(const HeaderList& headers, const std::string& body) {
    return {
        .method = "POST", .target = "/users", .headers = headers, .body = body};
  }

 private:
  explicit Wealthyhood(std::unique_ptr<TokenIssuer> issuer)
      : Conformance(issuer->AddTo({.arrangement = GetParam()})),
        issuer_(std::move(issuer)) {}

 protected:
  const std::unique_ptr<TokenIssuer> issuer_;
};

INSTANTIATE_TEST_SUITE_P(, Wealthyhood,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Wealthyhood, TakesWhatTheContractTakes) {
  std::vector<ConformanceRow> rows;
  const auto takes = [&](const std::string& what, const Json& user) {
    rows.push_back({what, Create(user), 201, Created(user)});
  };
  takes("all members", Example());
  Json user = Example();
  user.erase("address");
  user.erase("taxResidency");
  takes("the required ones", user);
  user = Example();
  user["address"].erase("line2");
  user["address"]["postalCode"] = "EC1A 1BB";
  takes("a postal code of letters", user);
  user = Example();
  user["address"]["postalCode"] = "01234";
  takes("a postal code of digits", user);
  user = Example();
  user["residencyCountry"] = "XK";
  takes("Kosovo", user);
  user = Example();
  user["taxResidency"]["proofType"] = std::string(32, 'x');
  takes("another proof", user);
  user = Example();
  user["dateOfBirth"] = "2024-02-29";
  takes("a child, where no age is asked for", user);
  user = Example();
  user["lastName"] = "O’Neill-Nuñez";
  takes("what is not ASCII", user);
  ExpectRows(rows);

  user = Example();
  user["address"] = nullptr;
  user["nick"] = {{"not", "known"}};
  user["taxResidency"]["nick"] = 1;
  EXPECT_EQ(SendAsIs(Create(user)).status, 201);
}

TEST_P(Wealthyhood, RefusesWhatTheContractRefuses) {
  std::vector<ConformanceRow> rows;
  const auto refuses = [&](const std::string& path, const Json& value,
                           const std::string& message) {
    Json user = Example();
    const size_t dot = path.find('.');
    Json& object = dot == std::string::npos ? user : user[path.substr(0, dot)];
    const std::string name =
        path.substr(dot == std::string::npos ? 0 : dot + 1);
    object[name] = value;
    rows.push_back(
        {path + " " + value.dump(), Create(user), 400, Invalid(path, message)});
  };
  for (const char* name :
       {"email", "firstName", "lastName", "dateOfBirth", "residencyCountry",
        "address.line1", "address.city", "address.postalCode",
        "address.countryCode", "taxResidency.countryCode",
        "taxResidency.proofType", "taxResidency.value"}) {
    refuses(name, nullptr, "Is required");
    refuses(name, "", "Is required");
    refuses(name, true,
            std::string(name) == "address.postalCode"
                ? "Must be a string or a number"
                : "Must be a string");
  }
  refuses("email", "jane", "Must be a valid email address");
  refuses("firstName", std::string(101, 'x'),
          "Must be between 1 and 100 characters");
  for (const char* date :
       {"1990-02-30", "1899-12-31", "2990-01-01", "15/05/1990"}) {
    refuses("dateOfBirth", date, "Must be a valid date in YYYY-MM-DD format");
  }
  for (const char* country : {"gb", "GBR", "ZZ"}) {
    refuses("residencyCountry", country, "Is not valid");
    refuses("address.countryCode", country, "Is not valid");
    refuses("taxResidency.countryCode", country, "Is not valid");
  }
  refuses("address.postalCode", -1, "Is not valid");
  refuses("address.postalCode", 1.5, "Is not valid");
  refuses("taxResidency.proofType", std::string(33, 'x'),
          "Must be between 1 and 32 characters");
  refuses("address", "1 High Street", "Must be an object");
  refuses("taxResidency", Json::array(), "Must be an object");
  rows.push_back({"not JSON", With(issuer_->Bearer("app"), "{"), 400,
                  Error("BAD_REQUEST", "Request body must be valid JSON")});
  rows.push_back({"no body", With(issuer_->Bearer("app"), ""), 400,
                  Invalid("body", "Is required")});
  ExpectRows(rows);
}

TEST_P(Wealthyhood, AnIdIsOfOneUser) {
  const HttpAnswer first = SendAsIs(Create(Example()));
  const HttpAnswer second = SendAsIs(Create(Example()));
  const std::string id = ParseJson(first.body)["id"];
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(id.size(), 24u);
  EXPECT_NE(id, std::string(ParseJson(second.body)["id"]));
  EXPECT_THAT(std::string(ParseJson(first.body)["createdAt"]),
              testing::MatchesRegex("20[0-9-]+T[0-9:]+Z"));

  user::v1::GetUserRequest request;
  request.set_partner_id("nova");
  request.mutable_user()->set_external_id(id);
  user::v1::GetUserResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(Users()->GetUser(&context, request, &response).ok());
  EXPECT_EQ(response.user().external_id(), id);
}

TEST_P(Wealthyhood, AnEmailIsOfOneUser) {
  Json user = Example();
  user["email"] = "Jane.Doe@Example.com";
  ASSERT_EQ(SendAsIs(Create(user)).status, 201);
  const std::string taken =
      Error("CONFLICT", "A user with this email already exists");
  Json again = user;
  again["email"] = "jane.doe@eXample.COM";
  ExpectRows({{"the same", Create(user), 409, taken},
              {"in another case", Create(again), 409, taken}});

  again["email"] = "twin@example.com";
  std::multiset<int> statuses;
  for (const HttpAnswer& answer :
       SendTogether(12, [&](int) { return Create(again); })) {
    statuses.insert(answer.status);
  }
  EXPECT_EQ(statuses.count(201), 1u);
  EXPECT_EQ(statuses.count(409), 11u);
}

TEST_P(Wealthyhood, OnlyAGoodTokenWithTheScopePasses) {
  const std::string body = Example().dump();
  const auto refuses = [&](const std::string& what,
                           const HeaderList& headers) -> ConformanceRow {
    return {what, With(headers, body), 401,
            Error("UNAUTHORIZED", "Access token is missing or not valid")};
  };
  const auto forbids = [&](const std::string& what,
                           const nlohmann::json& changes) -> ConformanceRow {
    return {what,
            With(issuer_->Bearer("app", changes), body),
            403,
            Error("FORBIDDEN", "Access token lacks the required scope"),
            {{"WWW-Authenticate",
              "Bearer realm=\"wealthyhood\", error=\"insufficient_scope\""}}};
  };
  const std::string key = NewApiKey("bank", "capa");
  ExpectRows({refuses("none", {}), refuses("no client", issuer_->Bearer("x")),
              refuses("expired", issuer_->Bearer("app", {{"exp", 1000}})),
              refuses("elsewhere", issuer_->Bearer("app", {{"aud", "other"}})),
              refuses("no client", issuer_->Bearer("app", {{"azp", nullptr}})),
              refuses("a key", {{"Authorization", "Bearer " + key}}),
              refuses("X-API-Key", {{"X-API-Key", key}}),
              forbids("no scope", {{"scope", nullptr}}),
              forbids("other scopes", {{"scope", "openid users"}})});
  HttpCall permitted =
      With(issuer_->Bearer(
               "app", {{"scope", nullptr}, {"permissions", {"create:users"}}}),
           Example().dump());
  EXPECT_EQ(SendAsIs(permitted).status, 201);
  permitted =
      With(issuer_->Bearer("app", {{"azp", nullptr}, {"client_id", "app"}}),
           Example().dump());
  EXPECT_EQ(SendAsIs(permitted).status, 201);
}

TEST_P(Wealthyhood, HasItsShapeForWhatTheEdgeRefuses) {
  HttpCall xml = With(issuer_->Bearer("app"), "<a/>");
  xml.headers.emplace_back("Content-Type", "text/xml");
  HttpCall get = With({}, "");
  get.method = "GET";
  HttpCall options = get;
  options.method = "OPTIONS";
  const std::string wrong_method =
      Error("METHOD_NOT_ALLOWED", "Method not allowed");
  ExpectRows(
      {{"GET", get, 405, wrong_method, {{"Allow", "POST"}}},
       {"OPTIONS", options, 405, wrong_method, {{"Allow", "POST"}}},
       {"media type", xml, 415,
        Error("UNSUPPORTED_MEDIA_TYPE",
              "Content-Type must be application/json")},
       {"size", With(issuer_->Bearer("app"), std::string(65 << 10, ' ')), 413,
        Error("PAYLOAD_TOO_LARGE", "Request body must not exceed 64 KiB")}});
}

TEST_P(Wealthyhood, HonoursThePartnersPolicy) {
  Cli({"partner", "update", "--id", "nova", "--required_fields",
       "email,dateOfBirth,address", "--min_age", "18", "--unknown_members",
       "refuse"});
  Json young = Example();
  young["dateOfBirth"] = "2020-01-01";
  EXPECT_TRUE(
      Eventually([&] { return SendAsIs(Create(young)).status == 422; }));
  Json unknown = Example();
  unknown["address"]["nick"] = 1;
  Json fewer = Example();
  fewer.erase("firstName");
  fewer.erase("taxResidency");
  Json homeless = Example();
  homeless.erase("address");
  ExpectRows(
      {{"young", Create(young), 422,
        Error("UNPROCESSABLE_ENTITY", "User must be at least 18 years old")},
       {"unknown", Create(unknown), 400,
        Invalid("address.nick", "Is not valid")}});
  EXPECT_EQ(SendAsIs(Create(fewer)).status, 201);
  EXPECT_EQ(SendAsIs(Create(homeless)).status, 400);
  Cli({"partner", "suspend", "--id", "nova", "--reason", "a test"});
  EXPECT_TRUE(
      Eventually([&] { return SendAsIs(Create(Example())).status == 401; }));
}

// ---- Tokens of smartphonekey (contract section 3) --------------------------

TEST_P(Wealthyhood, ASmartphoneKeyTokenActsForItsUserOrItsService) {
  const std::string key =
      NewApiKey("phones", "smartphonekey", TokenIssuer::FlagsFor("keys"));
  const std::string ann = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
  const std::string bob = NewUuidText();
  const auto create = [](const std::string& id, const HeaderList& headers) {
    return HttpCall{.method = "POST",
                    .target = "/users/" + id + "/CreateUser",
                    .headers = headers,
                    .body = Json{{"userId", id}, {"email", "a@b.cc"}}.dump()};
  };
  const auto status = [&](const std::string& id, const HeaderList& headers) {
    return SendAsIs({.target = "/users/" + id + "/profile", .headers = headers})
        .status;
  };
  const HeaderList as_ann = issuer_->Bearer(
      "keys", {{"sub", "6f9619ff-8b86-d011-b42d-00c04fc964ff"}});
  EXPECT_EQ(SendAsIs(create(ann, as_ann)).status, 201);
  EXPECT_EQ(SendAsIs(create(bob, as_ann)).status, 403);
  EXPECT_EQ(SendAsIs(create(bob, issuer_->Bearer("keys"))).status, 201);
  EXPECT_EQ(status(ann, as_ann), 200);
  EXPECT_EQ(status(bob, as_ann), 403);
  EXPECT_EQ(status(bob, issuer_->Bearer("keys")), 200);
  EXPECT_EQ(
      status(bob, issuer_->Bearer("keys", {{"sub", "anything"},
                                           {"gty", "client-credentials"}})),
      200);
  EXPECT_EQ(status(bob, issuer_->Bearer("app")), 401);
  EXPECT_EQ(status(bob, {{"X-API-Key", key}}), 200);
  HeaderList both = as_ann;
  both.emplace_back("X-API-Key", key);
  EXPECT_EQ(status(bob, both), 200) << "the key may act on any user";
  both = issuer_->Bearer("app");
  both.emplace_back("X-API-Key", key);
  EXPECT_EQ(status(bob, both), 401) << "a token of another partner";
}

}  // namespace
}  // namespace rollbook::tests
