#include "gateway/contracts/smartphonekey/smartphonekey.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/contracts/smartphonekey/answer.h"
#include "gateway/mapping/field_table.h"
#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr char kKey[] = "rbk_phone0001";
constexpr char kId[] = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
constexpr char kIdInLowerCase[] = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
constexpr char kOtherId[] = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
constexpr char kBadRequest[] =
    "The request contains invalid parameters or malformed data";

user::v1::User Ann() {
  user::v1::User user;
  user.set_user_id("550e8400-e29b-41d4-a716-446655440000");
  user.set_external_id(kId);
  user.set_status(user::v1::USER_STATUS_ACTIVE);
  user.set_version(4);
  user.mutable_update_time()->set_seconds(1773503100);  // 2026-03-14T15:45:00Z
  user.mutable_profile()->set_email("ann@example.com");
  user.mutable_profile()->set_phone_number("+1-555-0123");
  return user;
}

class SmartphoneKeyTest : public GatewayFixture {
 protected:
  SmartphoneKeyTest() {
    AddKey(kKey, "keys", "smartphonekey");
    backend_.on_create = [](const user::v1::CreateUserRequest& request) {
      user::v1::CreateUserResponse response;
      user::v1::User& user = *response.mutable_user();
      user.set_external_id(request.external_id());
      *user.mutable_profile() = request.profile();
      user.set_status(request.initial_status());
      user.set_version(1);
      return response;
    };
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Ann();
      return response;
    };
  }

  http::HttpResponse Call(const std::string& method, const std::string& path,
                          const std::string& body,
                          Headers headers = {{"X-API-Key", kKey}}) {
    return SendPlain(method, "/users/" + path, body, headers);
  }
  http::HttpResponse Create(const std::string& body) {
    return Call("POST", std::string(kId) + "/CreateUser", body);
  }
  http::HttpResponse SetPhone(const std::string& body) {
    return Call("POST", std::string(kId) + "/UpdatePhoneNumber", body);
  }

  static std::string Error(int code, const std::string& error,
                           const std::string& message) {
    return Json({{"error", error}, {"message", message}, {"code", code}})
        .dump();
  }
  static std::string Invalid(
      const std::vector<std::pair<std::string, std::string>>& details) {
    Json body = {{"error", "Bad Request"},
                 {"message", kBadRequest},
                 {"code", 400},
                 {"details", Json::array()}};
    for (const auto& [field, message] : details) {
      body["details"].push_back({{"field", field}, {"message", message}});
    }
    return body.dump();
  }
};

// ---- CreateUser ------------------------------------------------------------

TEST_F(SmartphoneKeyTest, CreatesAUserAndShowsTheEvent) {
  const auto response =
      Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
             R"("email":"ann@example.com","firstName":"Ann","lastName":"Lee",)"
             R"("phoneNumber":"+1-555-0123"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":1,"event":{"type":"UserCreated","data":{)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("email":"ann@example.com","firstName":"Ann","lastName":"Lee",)"
      R"("phoneNumber":"+1-555-0123","status":"ACTIVE"}},)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::CreateUserRequest& request = backend_.creates.at(0);
  EXPECT_EQ(request.partner_id(), "keys");
  EXPECT_EQ(request.external_id(), kId);
  EXPECT_TRUE(request.rules().external_id_ignore_case());
  EXPECT_EQ(request.rules().phone(), user::v1::PHONE_RULE_FREE_TEXT);
  EXPECT_EQ(request.initial_status(), user::v1::USER_STATUS_ACTIVE);
  EXPECT_EQ(request.edge().key_id(), "key-keys");
}

TEST_F(SmartphoneKeyTest, LeavesOutWhatIsNotThere) {
  const auto response =
      Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
             R"("email":"ann@example.com","firstName":null,"lastName":""})");
  EXPECT_EQ(Json::parse(response.body)["event"]["data"].dump(),
            R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
            R"("email":"ann@example.com","status":"ACTIVE"})");
}

TEST_F(SmartphoneKeyTest, AnswersARepetitionWithTheUserAsItIs) {
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kExternalIdTaken);
  };
  const auto response = Create(
      R"({"userId":"6f9619ff-8b86-d011-b42d-00c04fc964ff","email":"x@y.zz"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":4,"event":null,)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
}

TEST_F(SmartphoneKeyTest, TakesOnlyTheIdOfThePath) {
  EXPECT_EQ(Create(R"({"userId":"7f9619ff-8b86-d011-b42d-00c04fc964ff",)"
                   R"("email":"a@b.cc"})")
                .body,
            Invalid({{"userId", "Must be the id in the path"}}));
  EXPECT_EQ(Create(R"({"userId":"ann","email":"a@b.cc"})").body,
            Invalid({{"userId", "Must be a valid UUID"}}));
  EXPECT_EQ(Create(R"({"email":"a@b.cc"})").body,
            Invalid({{"userId", "Is required"}}));
  EXPECT_EQ(Create(R"({"userId":7,"email":"a@b.cc"})").body,
            Invalid({{"userId", "Must be a string"}}));
  EXPECT_EQ(Call("POST", "ann/CreateUser", R"({"userId":"ann"})").body,
            Invalid({{"userId", "Must be a valid UUID"}}));
}

TEST_F(SmartphoneKeyTest, NamesAnInvalidEmailInItsOwnWords) {
  backend_.on_create = [](const auto&) {
    return base::Error(
        Reason::kInvalidProfile,
        {{{"email", "EMAIL", "Must be a valid email address"}}, {}});
  };
  const std::string body =
      R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF","email":"ann"})";
  EXPECT_EQ(Create(body).status, 400);
  EXPECT_EQ(Create(body).body,
            R"({"error":"Bad Request","message":"The request contains invalid )"
            R"(parameters or malformed data","code":400,"details":)"
            R"([{"field":"email","message":"Invalid email format"}]})");
  EXPECT_EQ(Create(R"({"userId":"ann","email":"ann","firstName":1})").body,
            Invalid({{"userId", "Must be a valid UUID"},
                     {"email", "Invalid email format"},
                     {"firstName", "Must be a string"}}));
}

TEST_F(SmartphoneKeyTest, HonoursThePartnersPolicy) {
  admin::v1::PartnerPolicy& policy = *backend_.keys[kKey].mutable_policy();
  policy.mutable_required_fields()->add_names("phoneNumber");
  policy.set_unique_email(true);
  policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::ProfileRules& rules = backend_.creates.at(0).rules();
  EXPECT_TRUE(Requires(rules, user::v1::PROFILE_FIELD_EXTERNAL_ID));
  EXPECT_TRUE(Requires(rules, user::v1::PROFILE_FIELD_PHONE_NUMBER));
  EXPECT_FALSE(Requires(rules, user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_TRUE(rules.unique_email());
  EXPECT_EQ(SetPhone(R"({"phoneNumber":"1","nick":2})").body,
            Invalid({{"nick", "Is not valid"}}));
}

// ---- UpdatePhoneNumber -----------------------------------------------------

TEST_F(SmartphoneKeyTest, SetsThePhoneNumberAndShowsTheEvent) {
  backend_.on_update = [](const user::v1::UpdateUserRequest& request) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    response.mutable_user()->set_version(5);
    response.mutable_user()->mutable_profile()->set_phone_number(
        request.profile().phone_number());
    return response;
  };
  const auto response = SetPhone(R"({"phoneNumber":"+44 20 7946 0958"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":5,"event":{"type":"UserPhoneNumberUpdated","data":{)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF","action":"set",)"
      R"("maskedPhoneNumber":"+** ** **** 0958",)"
      R"("timestamp":"2026-03-14T15:45:00Z"}},)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::UpdateUserRequest& request = backend_.updates.at(0);
  EXPECT_EQ(request.user().external_id(), kId);
  EXPECT_EQ(request.expected_version(), 4u);
  ASSERT_EQ(request.update_mask().paths_size(), 1);
  EXPECT_EQ(request.update_mask().paths(0), "phone_number");
}

TEST_F(SmartphoneKeyTest, RemovesThePhoneNumber) {
  backend_.on_update = [](const auto&) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    response.mutable_user()->set_version(5);
    response.mutable_user()->mutable_profile()->clear_phone_number();
    return response;
  };
  for (const char* body :
       {R"({"phoneNumber":null})", R"({"phoneNumber":""})"}) {
    const Json data = Json::parse(SetPhone(body).body)["event"]["data"];
    EXPECT_EQ(data.dump(),
              R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
              R"("action":"removed","timestamp":"2026-03-14T15:45:00Z"})");
    EXPECT_FALSE(backend_.updates.back().profile().has_phone_number());
  }
}

TEST_F(SmartphoneKeyTest, ShowsNoEventWhereNothingChanged) {
  backend_.on_update = [](const auto&) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    return response;
  };
  const auto response = SetPhone(R"({"phoneNumber":"+1-555-0123"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Json::parse(response.body)["event"], nullptr);
  EXPECT_EQ(Json::parse(response.body)["version"], 4);
}

TEST_F(SmartphoneKeyTest, LooksAgainWhenSomebodyElseChangedTheUser) {
  backend_.on_update =
      [this](const auto&) -> absl::StatusOr<user::v1::UpdateUserResponse> {
    if (backend_.updates.size() < 3) {
      return base::Error(Reason::kVersionMismatch);
    }
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    return response;
  };
  EXPECT_EQ(SetPhone(R"({"phoneNumber":"1"})").status, 200);
  EXPECT_EQ(backend_.gets.size(), 3u);
  backend_.on_update = [](const auto&) {
    return base::Error(Reason::kVersionMismatch);
  };
  const auto response = SetPhone(R"({"phoneNumber":"1"})");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "1");
}

TEST_F(SmartphoneKeyTest, WantsToBeToldAPhoneNumber) {
  EXPECT_EQ(SetPhone("{}").body, Invalid({{"phoneNumber", "Is required"}}));
  EXPECT_EQ(SetPhone(R"({"phoneNumber":5550123})").body,
            Invalid({{"phoneNumber", "Must be a string"}}));
  EXPECT_EQ(Call("POST", "x/UpdatePhoneNumber", "{}").body,
            Invalid({{"userId", "Must be a valid UUID"},
                     {"phoneNumber", "Is required"}}));
  EXPECT_TRUE(backend_.updates.empty());
}

TEST(MaskPhoneNumber, ShowsTheLastFourDigits) {
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("+1-555-0123"), "+*-***-0123");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("(0)20 55 ext. 7"),
            "(*)** ** ext. 7");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("112"), "***");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("0123"), "****");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("٠١٢٣٤٥"), "**٢٣٤٥");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber(""), "");
}

// ---- profile ---------------------------------------------------------------

TEST_F(SmartphoneKeyTest, ShowsAProfile) {
  const auto response =
      Call("GET", std::string(kIdInLowerCase) + "/profile", "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
            R"("email":"ann@example.com","phoneNumber":"+1-555-0123",)"
            R"("status":"ACTIVE"})");
  EXPECT_EQ(backend_.gets.at(0).user().external_id(), kIdInLowerCase);
  EXPECT_EQ(backend_.gets.at(0).partner_id(), "keys");
}

TEST_F(SmartphoneKeyTest, NamesEveryStatus) {
  const std::pair<user::v1::UserStatus, const char*> rows[] = {
      {user::v1::USER_STATUS_ACTIVE, "ACTIVE"},
      {user::v1::USER_STATUS_SUSPENDED, "SUSPENDED"},
      {user::v1::USER_STATUS_PENDING_COMPLIANCE, "INACTIVE"},
      {user::v1::USER_STATUS_REJECTED, "INACTIVE"},
      {user::v1::USER_STATUS_CLOSED, "INACTIVE"}};
  for (const auto& [status, name] : rows) {
    backend_.on_get = [status = status](const auto&) {
      user::v1::GetUserResponse response;
      response.mutable_user()->set_status(status);
      return response;
    };
    const auto response = Call("GET", std::string(kId) + "/profile", "");
    EXPECT_EQ(Json::parse(response.body)["status"], name);
  }
}

// ---- Authentication --------------------------------------------------------

class SmartphoneKeyTokenTest : public SmartphoneKeyTest {
 protected:
  SmartphoneKeyTokenTest() {
    v1::Credential& credential = backend_.clients[{"iss", "app"}];
    credential.set_partner_id("keys");
    credential.set_contract("smartphonekey");
    credential.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    credential.set_jwt_issuer("iss");
    credential.set_jwt_client_id("app");
    tokens_.Allow("user", TokenOf("app", kIdInLowerCase, false));
    tokens_.Allow("service", TokenOf("app", "", true));
    tokens_.Allow("stranger", TokenOf("other", "", true));
    tokens_.Allow("narrow", TokenOf("app", "", true), /*has_scopes=*/false);
  }

  static VerifiedToken TokenOf(const std::string& client,
                               const std::string& user_id, bool is_service) {
    VerifiedToken token;
    token.issuer = "iss";
    token.client_id = client;
    token.user_id = user_id;
    token.is_service = is_service;
    return token;
  }

  http::HttpResponse Profile(const std::string& id, Headers headers) {
    return Call("GET", id + "/profile", "", std::move(headers));
  }
  static Headers Token(const std::string& text) {
    return {{"Authorization", "Bearer " + text}};
  }
};

TEST_F(SmartphoneKeyTokenTest, LetsAServiceActOnAnyUser) {
  EXPECT_EQ(Profile(kId, Token("service")).status, 200);
  EXPECT_EQ(Profile(kOtherId, Token("service")).status, 200);
}

TEST_F(SmartphoneKeyTokenTest, LetsAUserActOnItselfOnly) {
  EXPECT_EQ(Profile(kId, Token("user")).status, 200);
  const auto response = Profile(kOtherId, Token("user"));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body,
            Error(403, "Forbidden", "The token does not allow this request"));
  EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"),
            "Bearer realm=\"smartphonekey\", error=\"insufficient_scope\"");
  EXPECT_EQ(observer_.records.back().auth_failure, "other_user");
  EXPECT_EQ(Profile("x", Token("user")).status, 403);
  EXPECT_EQ(backend_.gets.size(), 1u);
}

TEST_F(SmartphoneKeyTokenTest, RefusesATokenThatIsNoGood) {
  for (const char* text : {"stranger", "forged", ""}) {
    const auto response = Profile(kId, Token(text));
    EXPECT_EQ(response.status, 401) << text;
    EXPECT_EQ(response.body, Error(401, "Unauthorized",
                                   "Authentication is missing or not valid"));
    EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"),
              "Bearer realm=\"smartphonekey\", error=\"invalid_token\"");
  }
  EXPECT_EQ(Profile(kId, Token("narrow")).status, 403);
  const auto none = Profile(kId, {});
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(HeaderOf(none, "WWW-Authenticate"),
            "Bearer realm=\"smartphonekey\"");
}

TEST_F(SmartphoneKeyTokenTest, ChecksATokenBesideAKeyWhereThereIsAnIssuer) {
  const auto both = [&](const char* text) {
    Headers headers = Token(text);
    headers.emplace_back("X-API-Key", kKey);
    return Profile(kOtherId, headers).status;
  };
  EXPECT_EQ(both("forged"), 200) << "the partner has no issuer";
  backend_.keys[kKey].set_jwt_issuer("iss");
  backend_.keys[kKey].set_jwt_client_id("app");
  credentials_.OnConnected();
  EXPECT_EQ(both("forged"), 401);
  EXPECT_EQ(both("stranger"), 401);
  EXPECT_EQ(both("service"), 200);
  EXPECT_EQ(both("user"), 200) << "the key may act on any user";
}

TEST_F(SmartphoneKeyTokenTest, AnswersASuspendedPartnerLikeAStranger) {
  backend_.keys[kKey].set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  backend_.clients[{"iss", "app"}].set_partner_status(
      admin::v1::PARTNER_STATUS_SUSPENDED);
  EXPECT_EQ(Profile(kId, {{"X-API-Key", kKey}}).status, 401);
  EXPECT_EQ(Profile(kId, Token("service")).status, 401);
}

TEST_F(SmartphoneKeyTest, RefusesAKeyThatIsNoGood) {
  AddKey("rbk_capa", "bank", "capa");
  for (const Headers& headers :
       {Headers{}, Headers{{"X-API-Key", ""}}, Headers{{"X-API-Key", "x"}},
        Headers{{"X-API-Key", "rbk_unknown"}},
        Headers{{"X-API-Key", "rbk_capa"}},
        Headers{{"X-API-Key", kKey}, {"X-API-Key", kKey}}}) {
    EXPECT_EQ(
        Call("GET", std::string(kId) + "/profile", "", headers).body,
        Error(401, "Unauthorized", "Authentication is missing or not valid"));
  }
}

TEST_F(SmartphoneKeyTest, RefusesHeadersThatNameTheCaller) {
  for (const char* name : {"X-Org-Id", "X-User-Id"}) {
    const auto response = Call("GET", std::string(kId) + "/profile", "",
                               {{"X-API-Key", kKey}, {name, "1"}});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, Invalid({{name, "Header field is not allowed"}}));
    EXPECT_EQ(
        Call("GET", std::string(kId) + "/profile", "", {{name, "1"}}).status,
        401)
        << "authentication comes first";
  }
}

// ---- Errors ----------------------------------------------------------------

TEST_F(SmartphoneKeyTest, HasAnAnswerForEveryRefusalOfTheService) {
  const struct {
    Reason reason;
    int code;
    const char* error;
    const char* message;
  } rows[] = {
      {Reason::kCredentialRevoked, 401, "Unauthorized",
       "Authentication is missing or not valid"},
      {Reason::kUserNotFound, 404, "Not Found", "User not found"},
      {Reason::kEmailTaken, 409, "Conflict",
       "A user with this email already exists"},
      {Reason::kUserClosed, 409, "Conflict", "User is closed"},
      {Reason::kPermissionDenied, 500, "Internal Server Error",
       "An unexpected error occurred"},
      {Reason::kOverloaded, 503, "Service Unavailable",
       "The service is temporarily unavailable"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(base::InfoOf(row.reason).name);
    backend_.on_update = [&](const auto&) { return base::Error(row.reason); };
    const auto response = SetPhone(R"({"phoneNumber":"1"})");
    EXPECT_EQ(response.status, row.code);
    EXPECT_EQ(response.body, Error(row.code, row.error, row.message));
    EXPECT_EQ(HeaderOf(response, "Retry-After") != "", row.code == 503);
  }
}

TEST_F(SmartphoneKeyTest, HasAnAnswerForWhatTheGatewayRefuses) {
  const std::string create = "/users/" + std::string(kId) + "/CreateUser";
  EXPECT_EQ(SendPlain("POST", create + "s", "{}", {}).body,
            Error(404, "Not Found", "No such route"));
  for (const char* method : {"GET", "PUT", "OPTIONS", "DELETE"}) {
    const auto response = SendPlain(method, create, "", {});
    EXPECT_EQ(response.body,
              Error(405, "Method Not Allowed", "Method not allowed"));
    EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
  }
  EXPECT_EQ(SendPlain("POST", create, "{}",
                      {{"X-API-Key", kKey}, {"Content-Type", "text/xml"}})
                .body,
            Error(415, "Unsupported Media Type",
                  "Content-Type must be application/json"));
  EXPECT_EQ(Create("{").body, Invalid({{"body", "Must be valid JSON"}}));
  EXPECT_EQ(Create("[]").body, Invalid({{"body", "Is not valid"}}));
  EXPECT_EQ(Create("").body, Invalid({{"body", "Is required"}}));
  EXPECT_EQ(
      Refuse("POST", create, http::Refusal::kPayloadTooLarge).body,
      Error(413, "Payload Too Large", "Request body must not exceed 64 KiB"));
}

}  // namespace
}  // namespace rollbook::gateway
