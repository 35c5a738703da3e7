// Contract section 2, row by row.

#include <set>

#include "gmock/gmock.h"
#include "tests/e2e/conformance.h"

namespace rollbook::tests {
namespace {

constexpr char kRoute[] = "/api/partner/v1/user";
constexpr char kCreated[] = R"({"status":"ok","data":{"userId":"*"}})";

std::string Error(const std::string& code, const std::string& message) {
  return Json({{"status", "error"}, {"code", code}, {"message", message}})
      .dump();
}

std::string Invalid(const std::string& field, const std::string& message) {
  return R"({"status":"error","code":"INVALID_USER_INPUT_ERROR",)"
         R"("message":"Invalid User Input","errors":[{"field":")" +
         field + R"(","message":")" + message + "\"}]}";
}

class Capa : public Conformance {
 protected:
  void SetUp() override {
    Conformance::SetUp();
    key_ = NewApiKey("bank", "capa");
  }

  HttpCall Create(const std::string& body) const {
    return {.method = "POST",
            .target = kRoute,
            .headers = {{"partner-api-key", key_}},
            .body = body};
  }
  HttpCall With(const HeaderList& headers) const {
    HttpCall call = Create(R"({"externalUserId":"with"})");
    call.headers = headers;
    return call;
  }

  static std::string UserIdIn(const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    return ParseJson(answer.body)["data"]["userId"];
  }

  std::string key_;
};

INSTANTIATE_TEST_SUITE_P(, Capa,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Capa, TakesWhatTheContractTakes) {
  std::vector<ConformanceRow> rows;
  const auto takes = [&](const std::string& body) {
    rows.push_back({body, Create(body), 201, kCreated});
  };
  takes(R"({"externalUserId":"1"})");
  takes(R"({"externalUserId":"2","method":"NONE","identifier":null})");
  takes(R"({"externalUserId":"3","method":"NONE","identifier":"a text"})");
  takes(R"({"externalUserId":"4","method":"EMAIL","identifier":"a@b.example",)"
        R"("userType":"INDIVIDUAL","alias":"Al"})");
  takes(R"({"externalUserId":"5","method":"PHONE_NUMBER",)"
        R"("identifier":"+524401234567","userType":"BUSINESS"})");
  takes(R"({"externalUserId":"6","method":"PHONE_NUMBER",)"
        R"("identifier":"+52 440 123-4567"})");
  takes(R"({"externalUserId":"7","alias":null,"userType":null,"method":null})");
  takes(R"({"externalUserId":"8","nick":{"not":["known"]}})");
  takes(R"({"externalUserId":")" + std::string(255, 'x') + "\"}");
  takes(R"({"externalUserId":"9","alias":")" + std::string(128, 'x') + "\"}");
  takes(R"({"externalUserId":"10","identifier":")" + std::string(254, 'x') +
        "\"}");
  ExpectRows(rows);
}

TEST_P(Capa, RefusesWhatTheContractRefuses) {
  std::vector<ConformanceRow> rows;
  const auto refuses = [&](const std::string& body, const std::string& field,
                           const std::string& message) {
    rows.push_back({body, Create(body), 400, Invalid(field, message)});
  };
  refuses("{}", "externalUserId", "Is required");
  refuses(R"({"externalUserId":""})", "externalUserId", "Is required");
  refuses(R"({"externalUserId":7})", "externalUserId", "Must be a string");
  refuses(R"({"externalUserId":")" + std::string(256, 'x') + "\"}",
          "externalUserId", "Must be between 1 and 255 characters");
  refuses(R"({"externalUserId":"1","method":"FAX"})", "method",
          "Must be one of: EMAIL, PHONE_NUMBER, NONE");
  refuses(R"({"externalUserId":"1","method":"email"})", "method",
          "Must be one of: EMAIL, PHONE_NUMBER, NONE");
  refuses(R"({"externalUserId":"1","method":"EMAIL"})", "identifier",
          "Is required");
  refuses(R"({"externalUserId":"1","method":"PHONE_NUMBER"})", "identifier",
          "Is required");
  for (const std::string number :
       {"524401234567", "+52 (440) 1234567", "+1", "call me", "+"}) {
    refuses(R"({"externalUserId":"1","method":"PHONE_NUMBER","identifier":")" +
                number + "\"}",
            "identifier", "Is not valid");
  }
  refuses(R"({"externalUserId":"1","identifier":7})", "identifier",
          "Must be a string");
  refuses(
      R"({"externalUserId":"1","identifier":")" + std::string(255, 'x') + "\"}",
      "identifier", "Must be between 1 and 254 characters");
  refuses(R"({"externalUserId":"1","userType":"CAT"})", "userType",
          "Must be one of: INDIVIDUAL, BUSINESS");
  refuses(R"({"externalUserId":"1","alias":")" + std::string(129, 'x') + "\"}",
          "alias", "Must be between 1 and 128 characters");
  refuses(R"({"externalUserId":"1","externalUserId":"2"})", "externalUserId",
          "Is not valid");
  refuses("[]", "body", "Is not valid");
  refuses("", "body", "Is required");
  rows.push_back({"not JSON", Create("{"), 400,
                  Error("INVALID_USER_INPUT_ERROR", "Invalid User Input")});
  ExpectRows(rows);
}

TEST_P(Capa, HasAnAnswerOfItsOwnForABadEmail) {
  const std::string bad =
      R"({"externalUserId":"1","method":"EMAIL","identifier":"nobody"})";
  ExpectRows(
      {{"all that is wrong", Create(bad), 400,
        R"({"status":"error","code":"BAD_REQUEST",)"
        R"("message":"Provided email is not valid","errors":)"
        R"([{"field":"identifier","message":"Must be a valid email address"}]})"},
       {"not all that is wrong",
        Create(R"({"method":"EMAIL","identifier":"nobody"})"), 400,
        R"({"status":"error","code":"INVALID_USER_INPUT_ERROR",)"
        R"("message":"Invalid User Input","errors":)"
        R"([{"field":"externalUserId","message":"Is required"},)"
        R"({"field":"identifier","message":"Must be a valid email address"}]})"}});
}

TEST_P(Capa, TellsKeysApart) {
  const auto refuses = [&](const HeaderList& headers,
                           const std::string& message) -> ConformanceRow {
    return {message, With(headers), 401, Error("UNAUTHORIZED", message)};
  };
  const std::string other = NewApiKey("phones", "smartphonekey");
  ExpectRows({
      refuses({}, "API Key is missing"),
      refuses({{"partner-api-key", ""}}, "API Key is missing"),
      refuses({{"partner-api-key", "not a key"}}, "Invalid API Key format"),
      refuses({{"partner-api-key", key_ + "0"}}, "Invalid API Key"),
      refuses({{"partner-api-key", other}}, "Invalid API Key"),
      refuses({{"partner-api-key", acme_.api_key}}, "Invalid API Key"),
      refuses({{"partner-api-key", key_}, {"PartnerApiKey", other}},
              "Invalid API Key"),
      {"the alias", With({{"PartnerApiKey", key_}}), 201, kCreated},
      {"both", With({{"PARTNER-API-KEY", key_}, {"partnerapikey", key_}}), 201,
       kCreated},
  });
}

TEST_P(Capa, ARepetitionAnswersWithTheFirstUser) {
  const std::string first =
      UserIdIn(SendAsIs(Create(R"({"externalUserId":"u","alias":"first"})")));
  const HttpAnswer again =
      SendAsIs(Create(R"({"externalUserId":"u","alias":"again"})"));
  EXPECT_EQ(UserIdIn(again), first);
  EXPECT_EQ(again.Header("Idempotent-Replayed"), "true");
  EXPECT_EQ(SendAsIs(Create(R"({"externalUserId":"u","alias":7})")).status, 400)
      << "validation comes first";
  EXPECT_NE(UserIdIn(SendAsIs(Create(R"({"externalUserId":"U"})"))), first);
  EXPECT_EQ(History(first, "bank").size(), 1u);
}

TEST_P(Capa, TwinsGetOneUser) {
  for (const std::string id : {"a", "b", "c"}) {
    const auto answers = SendTogether(
        24, [&](int) { return Create(R"({"externalUserId":")" + id + "\"}"); });
    std::set<std::string> users;
    int replayed = 0;
    for (const HttpAnswer& answer : answers) {
      users.insert(UserIdIn(answer));
      replayed += answer.Header("Idempotent-Replayed") == "true" ? 1 : 0;
    }
    ASSERT_EQ(users.size(), 1u);
    EXPECT_EQ(replayed, 23);
    EXPECT_EQ(History(*users.begin(), "bank").size(), 1u);
  }
}

TEST_P(Capa, IgnoresAnIdempotencyKey) {
  HttpCall call = Create(R"({"externalUserId":"u"})");
  call.headers.emplace_back("Idempotency-Key", "no UUID at all");
  EXPECT_EQ(SendAsIs(call).status, 201);
}

TEST_P(Capa, HasItsShapeForWhatTheEdgeRefuses) {
  HttpCall get = Create("");
  get.method = "GET";
  HttpCall options = get;
  options.method = "OPTIONS";
  HttpCall elsewhere = Create("{}");
  elsewhere.target = "/api/partner/v1/users";
  HttpCall xml = Create("<a/>");
  xml.headers.emplace_back("Content-Type", "text/xml");
  const std::string wrong_method =
      Error("METHOD_NOT_ALLOWED", "Method not allowed");
  ExpectRows(
      {{"GET", get, 405, wrong_method, {{"Allow", "POST"}}},
       {"OPTIONS", options, 405, wrong_method, {{"Allow", "POST"}}},
       {"route", elsewhere, 404, Error("NOT_FOUND", "No such route")},
       {"media type", xml, 415,
        Error("UNSUPPORTED_MEDIA_TYPE",
              "Content-Type must be application/json")},
       {"size", Create(std::string(65 << 10, ' ')), 413,
        Error("PAYLOAD_TOO_LARGE", "Request body must not exceed 64 KiB")}});
}

TEST_P(Capa, ASuspendedPartnerHasAnInvalidFlow) {
  Cli({"partner", "suspend", "--id", "bank", "--reason", "a test"});
  const HttpCall call = Create(R"({"externalUserId":"u"})");
  EXPECT_TRUE(Eventually([&] { return SendAsIs(call).status == 403; }));
  ExpectRows(
      {{"suspended", call, 403,
        Error("INVALID_PARTNER_FLOW", "The partner has an invalid flow.")}});
}

TEST_P(Capa, ARotatedKeyWorksUntilItsOverlapEnds) {
  const HttpCall with_old = Create(R"({"externalUserId":"u"})");
  const Json made =
      Cli({"key", "rotate", "--partner", "bank", "--overlap", "1h"});
  ASSERT_EQ(made.size(), 1u) << made;
  EXPECT_NE(made["apiKey"], key_);
  EXPECT_EQ(SendAsIs(with_old).status, 201);
  key_ = made["apiKey"];
  EXPECT_TRUE(Eventually([&] {
    return SendAsIs(Create(R"({"externalUserId":"u"})")).status == 201;
  }));
  for (const Json& key : Cli({"key", "list", "--partner", "bank"})) {
    if (!key.contains("expireTime")) continue;
    Cli({"key", "revoke", "--partner", "bank", "--key", key["keyId"]});
  }
  EXPECT_TRUE(Eventually([&] { return SendAsIs(with_old).status == 401; }));
  EXPECT_EQ(SendAsIs(Create(R"({"externalUserId":"u"})")).status, 201);
}

TEST_P(Capa, HonoursThePartnersPolicy) {
  Cli({"partner", "update", "--id", "bank", "--required_fields",
       "alias,identifier", "--unique_email=true", "--unknown_members",
       "refuse"});
  const auto status = [&](const std::string& body) {
    return SendAsIs(Create(body)).status;
  };
  EXPECT_TRUE(
      Eventually([&] { return status(R"({"externalUserId":"1"})") == 400; }));
  ExpectRows(
      {{"required", Create(R"({"externalUserId":"1","alias":"a"})"), 400,
        Invalid("identifier", "Is required")},
       {"unknown",
        Create(R"({"externalUserId":"1","alias":"a","identifier":"i","n":1})"),
        400, Invalid("n", "Is not valid")},
       {"first of an address",
        Create(R"({"externalUserId":"1","alias":"a","method":"EMAIL",)"
               R"("identifier":"A@b.example"})"),
        201, kCreated},
       {"second of an address",
        Create(R"({"externalUserId":"2","alias":"a","method":"EMAIL",)"
               R"("identifier":"a@B.example"})"),
        409, Error("CONFLICT", "A user with this email already exists")}});
}

}  // namespace
}  // namespace rollbook::tests
